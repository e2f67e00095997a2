//! A finding: what a check or an import has to say about a place. Findings are not errors (design, idea 6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, MaterialId, RecordId, WaiverId};

/// How grave a finding is. 错 blocks sealing unless overridden; 警 and 注 only speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 错
    Error,
    /// 警
    Warning,
    /// 注
    Note,
}

impl Level {
    /// The one-character word printed beside a finding.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "错",
            Level::Warning => "警",
            Level::Note => "注",
        }
    }
}

/// Where a finding points. Every part is optional; the narrowest one that is set is the place to open.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Place {
    /// File as the user knows it, for imports and packages.
    pub file: Option<String>,
    pub batch: Option<BatchId>,
    pub candidate: Option<CandidateId>,
    /// Step key of the catalogue, such as `S37`.
    pub step: Option<String>,
    pub record: Option<RecordId>,
    pub material: Option<MaterialId>,
    /// Field in the user's words, such as 应到人数.
    pub field: Option<String>,
}

impl Place {
    /// A place in a file that is being read.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Self {
        Place { file: Some(name.into()), ..Place::default() }
    }

    /// The same place, narrowed to a field.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }
}

/// The 放行 that stands on a finding (`crate::waiver`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct Waived {
    pub id: WaiverId,
    /// False: the finding has other numbers or records since, and the 放行 covers it no longer.
    pub covers: bool,
    pub signer: String,
    /// As a [`crate::date::PartialDate`] is written.
    pub date: String,
    pub reason: String,
}

/// One thing found: a code, how grave, where, what, on what basis and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct Finding {
    /// `V25`, `V31b` for checks of the case; `C..` catalogue, `L..` lrmx, `P..` packages.
    pub code: String,
    pub level: Level,
    pub place: Place,
    /// The second record the judgement compared with, to be shown beside the first; None where there is only one.
    #[serde(default)]
    pub other: Option<Place>,
    /// What is wrong, with the numbers used, naming the record or file.
    pub message: String,
    /// Article or local rule the judgement rests on; empty when it is a matter of form.
    pub basis: String,
    /// What to do now.
    pub remedy: String,
    /// First and last days of the dates of the record in `place` that it speaks of: no other check need tell of them again. Only while
    /// the checks run: no finding given out has any.
    #[serde(skip)]
    #[ts(skip)]
    pub days: Vec<(NaiveDate, NaiveDate)>,
    /// Who let it pass; no check sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub waiver: Option<Waived>,
}

impl Finding {
    /// A finding with neither basis nor remedy yet.
    #[must_use]
    pub fn new(code: &str, level: Level, place: Place, message: impl Into<String>) -> Self {
        Finding {
            code: code.into(),
            level,
            place,
            other: None,
            message: message.into(),
            basis: String::new(),
            remedy: String::new(),
            days: Vec::new(),
            waiver: None,
        }
    }

    /// The record compared with.
    #[must_use]
    pub fn beside(mut self, other: Place) -> Self {
        self.other = Some(other);
        self
    }

    /// The dates of its record that it speaks of.
    #[must_use]
    pub fn of_days(mut self, days: impl IntoIterator<Item = PartialDate>) -> Self {
        self.days.extend(days.into_iter().map(|day| (day.first_day(), day.last_day())));
        self
    }

    /// Whether it speaks of this very date: a month is none of its days.
    #[must_use]
    pub fn speaks_of(&self, day: PartialDate) -> bool {
        self.days.contains(&(day.first_day(), day.last_day()))
    }

    #[must_use]
    pub fn basis(mut self, basis: impl Into<String>) -> Self {
        self.basis = basis.into();
        self
    }

    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}
