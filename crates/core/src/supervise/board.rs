//! 预警: red, yellow or green for a batch and for each person in it, with the reasons and where to go.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::place;
use crate::case::Case;
use crate::checks::CaseView;
use crate::date::PartialDate;
use crate::due::{Due, DueState};
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;

/// Gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 红: a 错 that nobody let pass, or a term overrun.
    Red,
    /// 黄: a 警, a term that draws near or has run out with the next step open, a letter long without answer.
    Yellow,
    /// 绿
    Green,
}

impl Light {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Light::Red => "红",
            Light::Yellow => "黄",
            Light::Green => "绿",
        }
    }
}

/// Why the light is not green.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reason {
    pub light: Light,
    pub words: String,
    /// The term, where it is one.
    pub on: Option<PartialDate>,
    pub place: Place,
    pub remedy: String,
    /// The check that says so; empty of a term.
    pub code: String,
    /// The second record, where it is made of two.
    pub other: Option<Place>,
}

/// The batch (no candidate) or one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardRow {
    pub candidate: Option<CandidateId>,
    pub name: String,
    pub light: Light,
    /// Gravest first.
    pub reasons: Vec<Reason>,
    pub place: Place,
}

fn of_finding(finding: &Finding) -> Option<Reason> {
    let light = match finding.level {
        _ if finding.passed() => return None,
        Level::Error => Light::Red,
        Level::Warning => Light::Yellow,
        Level::Note => return None,
    };
    // For a leader to read: what it is first, its code last.
    let words = format!("{}（{} {}）", finding.message, finding.level.word(), finding.code);
    let (place, remedy) = (finding.place.clone(), finding.remedy.clone());
    Some(Reason { light, words, on: None, place, remedy, code: finding.code.clone(), other: finding.other.clone() })
}

fn of_due(due: &Due) -> Option<Reason> {
    let light = match due.state {
        DueState::Overdue => Light::Red,
        DueState::Ready | DueState::Soon | DueState::Waiting => Light::Yellow,
        DueState::Later => return None,
    };
    let (words, place, remedy) = (due.words.clone(), due.place.clone(), due.remedy.clone());
    Some(Reason { light, words, on: Some(due.on), place, remedy, code: String::new(), other: None })
}

/// The batch first, then its people in the order of lists. A term that concerns several people stands at each of them; what concerns
/// the batch as a whole stands at the batch alone.
#[must_use]
pub fn board(case: &Case, findings: &[Finding], dues: &[Due]) -> Vec<BoardRow> {
    let view = CaseView::new(case);
    let row = |candidate: Option<CandidateId>, name: &str| {
        let found = findings.iter().filter(|f| f.place.candidate == candidate).filter_map(of_finding);
        let mine = |d: &&Due| match candidate {
            Some(id) => d.whom.contains(&id),
            None => d.whom.is_empty() || d.whom.len() == view.candidates().len(),
        };
        let mut reasons: Vec<Reason> = dues.iter().filter(mine).filter_map(of_due).chain(found).collect();
        reasons.sort_by_key(|r| r.light);
        let light = reasons.first().map_or(Light::Green, |r| r.light);
        BoardRow { candidate, name: name.to_owned(), light, reasons, place: place(case, candidate, None) }
    };
    let people = view.candidates().iter().map(|c| row(Some(c.id), view.name(c.id)));
    std::iter::once(row(None, &case.batch.content.name)).chain(people).collect()
}
