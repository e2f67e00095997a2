//! From a figure back to the records it was made of: of a row or field of a form, and of a finding. Pure look-up; nothing is judged.

mod form;

pub use form::{Figure, Filled, figures, of_volume};

use crate::case::Case;
use crate::checks::CaseView;
use crate::finding::Finding;
use crate::id::{CandidateId, PersonId, RecordId};

/// Where a figure comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// What it is: `第 37 步《表决（票决）与计票》`, or the field of a person.
    pub words: String,
    /// The records, in the order they were entered; empty when none was made yet.
    pub records: Vec<RecordId>,
    /// The person whose 信息 it stands in, when it is no record's.
    pub person: Option<PersonId>,
}

/// The origin of a row or a field of a form about a candidate, or about the batch when none is named.
///
/// `field`: a step with or without a column (`S37`, `S37·操作情况`), else the name of a field of the 任免审批表 (`出生年月`). None when
/// the catalogue has no such step and no candidate is named.
#[must_use]
pub fn field(case: &Case, candidate: Option<CandidateId>, field: &str) -> Option<Origin> {
    let key = field.split('·').next().unwrap_or_default().trim();
    if let Some(step) = case.catalogue.step(key) {
        return Some(of_step(case, candidate, &step.key));
    }
    let candidate = case.candidates.iter().find(|c| Some(c.id) == candidate)?;
    let person = case.persons.iter().find(|p| p.id == candidate.content.person)?;
    let words = format!("{}的“{}”，取自人员信息第 {} 版", person.content.name, field.trim(), person.revision);
    Some(Origin { words, records: Vec::new(), person: Some(person.id) })
}

/// The origin of a finding: the records it names, else those of its step for its candidate.
#[must_use]
pub fn finding(case: &Case, finding: &Finding) -> Origin {
    let named: Vec<RecordId> =
        [finding.place.record, finding.other.as_ref().and_then(|o| o.record)].into_iter().flatten().collect();
    if let (true, Some(step)) = (named.is_empty(), &finding.place.step) {
        let mut origin = of_step(case, finding.place.candidate, step);
        // What two steps were held against each other for: the other one too.
        if let Some(other) = finding.other.as_ref().and_then(|o| o.step.as_deref()) {
            origin.records.extend(of_step(case, finding.place.candidate, other).records);
        }
        return origin;
    }
    let words = finding.place.step.as_deref().map_or(String::new(), |s| case.catalogue.step_label(s));
    Origin { words, records: named, person: None }
}

fn of_step(case: &Case, candidate: Option<CandidateId>, step: &str) -> Origin {
    let view = CaseView::new(case);
    let records = match candidate {
        Some(candidate) => view.records_for(step, candidate).map(|r| r.id).collect(),
        None => view.records(step).iter().map(|r| r.id).collect(),
    };
    Origin { words: case.catalogue.step_label(step), records, person: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{LI, sound_case};

    #[test]
    fn a_row_of_the_report_leads_to_every_record_it_was_merged_of() {
        let case = sound_case();
        let origin = field(&case, Some(LI), "S37·操作情况").unwrap();
        let want: Vec<RecordId> = case.records.iter().filter(|r| r.content.step == "S37").map(|r| r.id).collect();
        assert!(!want.is_empty());
        assert_eq!((origin.records, origin.person), (want, None));
        let person = field(&case, Some(LI), "出生年月").unwrap();
        assert!(person.person.is_some() && person.records.is_empty() && person.words.contains("出生年月"), "{person:?}");
        assert_eq!(field(&case, None, "出生年月"), None);
    }

    #[test]
    fn a_finding_leads_to_both_its_records_or_to_those_of_its_step() {
        let mut case = sound_case();
        let first = case.records.iter().position(|r| r.content.step == "S36").unwrap();
        if let crate::record::RecordBody::Meeting(m) = &mut case.records[first].content.body {
            (m.expected, m.present) = (Some(13), Some(8));
        }
        let found = crate::checks::run(&case, &crate::testing::WEEKDAYS);
        let v24 = found.iter().find(|f| f.code == "V24").unwrap();
        assert_eq!(finding(&case, v24).records, [case.records[first].id]);
    }
}
