//! What next: everything the first page shows, each line with where to go.

use jishi_core::case::Batch;
use jishi_core::checks::StageProgress;
use jishi_core::date::PartialDate;
use jishi_core::due::Due;
use jishi_core::finding::Place;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DraftHead, FindingCount};

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HomeRequest {
    /// The day to reckon from; none for the machine's today.
    #[serde(default)]
    #[ts(optional)]
    pub today: Option<PartialDate>,
}

/// A batch in hand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HomeBatch {
    pub batch: Batch,
    pub candidates: u32,
    pub progress: Vec<StageProgress>,
    pub findings: FindingCount,
    /// Every candidate has an outcome and nothing is missing.
    pub done: bool,
    /// The steps to take next, at most three, in order.
    pub next: Vec<NextStep>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NextStep {
    /// Step key, and the place to open.
    pub step: String,
    pub name: String,
    pub place: Place,
    /// Who is charged with it in this batch, else the catalogue's 责任主体.
    pub responsible: String,
    /// 6 人缺
    pub words: String,
}

/// A record or material whose signature is asked for but not given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Unsigned {
    pub place: Place,
    /// S12《召开会议投票推荐》签到册
    pub words: String,
    /// Who is to sign; 责任人 when no name is given.
    pub who: String,
    /// Days since it happened.
    pub days: u32,
}

/// A line of the journal with where to go.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecentWork {
    pub at: String,
    pub actor: String,
    pub words: String,
    pub place: Place,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Home {
    pub today: PartialDate,
    /// No batch yet: lead through setting one up.
    pub empty: bool,
    /// Newest first.
    pub batches: Vec<HomeBatch>,
    /// Overdue first, then by day.
    pub due: Vec<Due>,
    /// The oldest thirty.
    pub unsigned: Vec<Unsigned>,
    pub unsigned_total: u32,
    pub findings: FindingCount,
    pub recent: Vec<RecentWork>,
    pub drafts: Vec<DraftHead>,
}
