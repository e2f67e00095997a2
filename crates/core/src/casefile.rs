//! A case written by hand as JSON (docs/case-format.md): read strictly, completed by stated defaults, judged without a workspace.
//!
//! Keys the format does not know are refused with their path. Nothing is guessed from words; what the file does not speak of is
//! not asked for unless the file says it is whole.

mod govern;
mod keys;
mod loose;
mod people;
mod read;
mod records;
#[cfg(test)]
mod tests;
mod twice;

use serde::Serialize;

use crate::case::Case;
use crate::checks::{Extent, WorkingDays, judge};
use crate::finding::{Finding, Level, Place, Waived};
use crate::id::RecordId;
use crate::rules::{Governing, RuleBook};

/// A case as read from a file, ready to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    pub name: String,
    pub case: Case,
    pub rules: Governing,
    pub extent: Extent,
    /// Only findings of these checks are given; empty: all.
    pub scope: Vec<String>,
    /// What the file calls each of its records, in order.
    pub labels: Vec<String>,
    /// What the file expects, for tables of cases; the judgement does not look at it.
    pub expect: Option<Vec<Expected>>,
}

/// A finding a file of a table expects: every part that is given must agree.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    pub code: String,
    /// `错`, `警` or `注`; also `error`, `warning`, `note`.
    pub level: String,
    pub candidate: Option<String>,
    pub step: Option<String>,
    pub record: Option<String>,
    pub field: Option<String>,
    /// A part of the message.
    pub message: Option<String>,
}

/// A place in the words of the case: names and labels instead of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NamedPlace {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A finding as `jishi check --json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub code: String,
    pub level: Level,
    /// 错, 警, 注
    pub word: &'static str,
    pub place: NamedPlace,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<NamedPlace>,
    pub message: String,
    pub basis: String,
    pub remedy: String,
    /// Who let it pass, in a batch of a workspace; a case file has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waived>,
}

/// A finding with names for numbers. `label` says what a record is called.
#[must_use]
pub fn tell(case: &Case, finding: &Finding, label: &dyn Fn(RecordId) -> String) -> Told {
    let named = |place: &Place| NamedPlace {
        candidate: place.candidate.map(|id| {
            let candidate = case.candidates.iter().find(|c| c.id == id);
            let person = candidate.and_then(|c| case.persons.iter().find(|p| p.id == c.content.person));
            person.map_or_else(|| id.to_string(), |p| p.content.name.clone())
        }),
        step: place.step.clone(),
        record: place.record.map(label),
        material: place.material.map(|id| {
            let material = case.materials.iter().find(|m| m.id == id);
            material.map_or_else(|| id.to_string(), |m| m.content.name.clone())
        }),
        field: place.field.clone(),
    };
    Told {
        code: finding.code.clone(),
        level: finding.level,
        word: finding.level.word(),
        place: named(&finding.place),
        other: finding.other.as_ref().map(named),
        message: finding.message.clone(),
        basis: finding.basis.clone(),
        remedy: finding.remedy.clone(),
        waiver: finding.waiver.clone(),
    }
}

impl CaseFile {
    /// Reads a case file. `file_name` is what the user knows it as.
    ///
    /// # Errors
    /// Every fault found, as findings `J01`–`J08`: the file, the path of the key, what is wrong and what to do.
    pub fn parse(text: &str, file_name: &str, book: &RuleBook) -> Result<CaseFile, Vec<Finding>> {
        read::read(text, file_name, book)
    }

    /// Judges the case and names the places as the file does.
    #[must_use]
    pub fn judge(&self, calendar: &dyn WorkingDays) -> Vec<Told> {
        let label = |id: RecordId| {
            let at = self.case.records.iter().position(|r| r.id == id);
            at.and_then(|at| self.labels.get(at)).cloned().unwrap_or_else(|| id.to_string())
        };
        let wanted = |f: &&Finding| self.scope.is_empty() || self.scope.iter().any(|code| code_matches(code, &f.code));
        let found = judge(&self.case, calendar, &self.rules, &self.extent);
        found.iter().filter(wanted).map(|f| tell(&self.case, f, &label)).collect()
    }
}

/// `V31` names all its five parts.
fn code_matches(wanted: &str, code: &str) -> bool {
    wanted == code || (wanted == "V31" && code.starts_with("V31"))
}

impl Expected {
    /// Whether a finding is the one expected.
    #[must_use]
    pub fn is(&self, told: &Told) -> bool {
        let level = match self.level.as_str() {
            "" => true,
            "错" | "error" | "E" => told.level == Level::Error,
            "警" | "warning" | "W" => told.level == Level::Warning,
            "注" | "note" | "I" => told.level == Level::Note,
            _ => false,
        };
        let part = |want: &Option<String>, have: &Option<String>| want.is_none() || want == have;
        self.code == told.code
            && level
            && part(&self.candidate, &told.place.candidate)
            && part(&self.step, &told.place.step)
            && part(&self.record, &told.place.record)
            && part(&self.field, &told.place.field)
            && self.message.as_ref().is_none_or(|m| told.message.contains(m))
    }
}
