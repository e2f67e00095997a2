//! 监督: what one who changes nothing wants to see of cases that are recorded — 预警, 台账, 责任倒查, 时间线, 统计, 底表, 自查.
//!
//! Every figure carries what it counted, so that it leads back to people and records. Nothing here judges: findings and terms come in.

pub mod board;
pub mod duty;
pub mod ledger;
pub mod promoted;
pub mod selfcheck;
pub mod statistics;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod timeline;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::Case;
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{CandidateId, RecordId};
use crate::record::Record;

/// One thing that was counted, with where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counted {
    pub words: String,
    pub place: Place,
    /// The records that say so. Empty only where nothing is on record: a batch as such, a step that is missing.
    pub records: Vec<RecordId>,
    /// A record of another batch that is held against them.
    #[serde(default)]
    pub abroad: Option<Place>,
}

/// A day of the procedure, with the records that tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stop {
    pub date: Option<PartialDate>,
    pub records: Vec<RecordId>,
    /// The day is when it is due, not when it was done: no record says it was.
    pub reckoned: bool,
}

fn place(case: &Case, candidate: Option<CandidateId>, record: Option<&Record>) -> Place {
    Place {
        batch: Some(case.batch.id),
        candidate,
        step: record.map(|r| r.content.step.clone()),
        record: record.map(|r| r.id),
        ..Place::default()
    }
}

/// Number of the stage, from 0, in which a step with the milestone stands first.
fn stage_of(case: &Case, milestone: Milestone) -> Option<usize> {
    let step = case.catalogue.milestone(milestone).next()?;
    stage_no(case, &step.key)
}

fn stage_no(case: &Case, step: &str) -> Option<usize> {
    let stage = case.catalogue.stage_of(step)?;
    case.catalogue.stages.iter().position(|s| s.key == stage.key)
}
