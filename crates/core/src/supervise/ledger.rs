//! 台账: one line a candidate, from the first nomination to the end of probation; each day with the records that tell it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Stop;
use crate::case::{Candidate, Case, Movement, Outcome};
use crate::catalogue::Milestone;
use crate::checks::{CaseView, happened};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{BatchId, CandidateId, RecordId};
use crate::record::RecordBody;

/// One candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LedgerRow {
    pub batch: BatchId,
    pub batch_number: String,
    pub batch_name: String,
    pub candidate: CandidateId,
    pub name: String,
    pub current_post: String,
    pub proposed_post: String,
    /// 提任, 平级调整 …
    pub movement: String,
    /// 选拔方式 of the post, as entered.
    pub method: String,
    /// 初始提名
    pub nominated: Stop,
    /// 动议: the first record of the first stage.
    pub moved: Stop,
    pub recommended: Stop,
    /// 确定考察对象
    pub examined: Stop,
    /// 讨论决定
    pub decided: Stop,
    /// 公示
    pub announced: Stop,
    /// 任职
    pub appointed: Stop,
    /// 试用期满考核 or, where not yet held, its last day.
    pub probation: Stop,
    pub outcome: Outcome,
    /// 在办, 任用 …
    pub outcome_word: String,
    pub place: Place,
}

impl Movement {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Movement::Promotion => "提任",
            Movement::Lateral => "平级调整、交流",
            Movement::Removal => "免职",
            Movement::Retirement => "到龄退休",
            Movement::Confirmation => "试用期满转正",
        }
    }
}

/// The earliest day with every record given.
fn earliest(found: impl Iterator<Item = (RecordId, Option<PartialDate>)>) -> Stop {
    let found: Vec<_> = found.collect();
    Stop {
        date: found.iter().filter_map(|(_, date)| *date).min_by_key(|d| d.first_day()),
        records: found.into_iter().map(|(record, _)| record).collect(),
        reckoned: false,
    }
}

/// 任职: the day the decision says, else that of the letter of appointment; of whoever is appointed without a letter, that of the decision.
pub(super) fn appointed(view: &CaseView<'_>, candidate: CandidateId) -> Stop {
    let stop = |milestone| earliest(view.milestone_records(milestone, candidate).map(|(_, r)| (r.id, happened(r))));
    let since = view.in_office_since(candidate);
    let holds = since.is_some() || view.candidate(candidate).is_some_and(|c| c.content.outcome == Outcome::Appointed);
    let letter = stop(Milestone::AppointmentNotice);
    let told = if letter.records.is_empty() && holds { stop(Milestone::AppointmentDecision) } else { letter };
    // Of whoever a people's congress appoints, from the day it did.
    Stop { date: since.or(told.date), ..told }
}

/// The candidates of a batch in the order of lists. What has no record yet is left open.
#[must_use]
pub fn ledger(case: &Case) -> Vec<LedgerRow> {
    let view = CaseView::new(case);
    let first_stage = case.catalogue.stages.first().map(|s| s.key.as_str()).unwrap_or_default();
    let steps = case.catalogue.steps.iter();
    let motion: Vec<&str> = steps
        .filter(|s| case.catalogue.stage_of(&s.key).is_some_and(|stage| stage.key == first_stage))
        .map(|s| s.key.as_str())
        .collect();
    let row = |candidate: &&Candidate| {
        let id = candidate.id;
        let stop = |milestone: Milestone| earliest(view.milestone_records(milestone, id).map(|(_, r)| (r.id, happened(r))));
        let nominations = case.records.iter().flat_map(|r| {
            let lines = match &r.content.body {
                RecordBody::Document(document) => document.nominations.as_slice(),
                _ => &[],
            };
            let mine = lines.iter().filter(move |n| n.candidate == Some(id));
            mine.map(|n| (r.id, n.date.or_else(|| happened(r))))
        });
        let mut ends = case.records.iter().filter(|r| r.content.candidates.contains(&id)).filter_map(|r| {
            let p = r.content.body.probation()?;
            Some((r.id, p.appraised.or(p.end), p.appraised.is_none()))
        });
        let last = ends.next_back();
        let appointed = appointed(&view, id);
        // Reckoned from the day of the appointment: that is what it rests on.
        let due = || {
            let date = Some(PartialDate::Day(view.probation_ends(id)?));
            Some(Stop { date, records: appointed.records.clone(), reckoned: true })
        };
        LedgerRow {
            batch: case.batch.id,
            batch_number: case.batch.content.number.clone(),
            batch_name: case.batch.content.name.clone(),
            candidate: id,
            name: view.name(id).to_owned(),
            current_post: candidate.content.current_post.clone(),
            proposed_post: candidate.content.proposed_post.clone(),
            movement: candidate.content.movement.name().to_owned(),
            method: view.post(id).map(|p| p.method.clone()).unwrap_or_default(),
            nominated: earliest(nominations),
            moved: earliest(motion.iter().flat_map(|s| view.records_for(s, id)).map(|r| (r.id, happened(r)))),
            recommended: stop(Milestone::Recommendation),
            examined: stop(Milestone::NomineesFixed),
            decided: stop(Milestone::AppointmentDecision),
            announced: stop(Milestone::PublicNotice),
            probation: last.map_or_else(
                || due().unwrap_or_default(),
                |(record, date, reckoned)| Stop { date, records: vec![record], reckoned: reckoned && date.is_some() },
            ),
            appointed,
            outcome: candidate.content.outcome,
            outcome_word: candidate.content.outcome.name().to_owned(),
            place: super::place(case, Some(id), None),
        }
    };
    view.candidates().iter().map(row).collect()
}
