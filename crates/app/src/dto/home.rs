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

/// Where the volumes of a batch stand, each in its newest version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HomeVolumes {
    /// 待封存: of the comprehensive one and one for each candidate.
    pub open: u32,
    /// 已封存，待写盘
    pub sealed: u32,
    /// 已写盘，待移交
    pub written: u32,
    /// 已移交，待签收
    pub handed_over: u32,
    /// 已签收
    pub accepted: u32,
    /// 退回
    pub sent_back: u32,
}

/// A batch in hand, or closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HomeBatch {
    pub batch: Batch,
    pub candidates: u32,
    pub progress: Vec<StageProgress>,
    pub findings: FindingCount,
    /// Every candidate has an outcome and nothing is missing.
    pub done: bool,
    /// Every candidate has an outcome and every volume is sealed: no longer in hand. Its findings and what is unsigned in it count no more.
    pub closed: bool,
    pub volumes: HomeVolumes,
    /// The steps to take next, at most three, in order.
    pub next: Vec<NextStep>,
    /// Every step still to be done whose planned day is past.
    pub late: Vec<NextStep>,
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
    /// The day it was planned to be done by, when that is past; what was planned for a month is not late within it.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PartialDate>,
}

/// A record or material whose signature is asked for but not given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Unsigned {
    pub place: Place,
    /// 第 12 步《召开会议投票推荐》签到册
    pub words: String,
    /// Who is to sign; 责任人 when no name is given.
    pub who: String,
    /// Days since it was entered: the record in its newest revision, the material when it was hung up.
    pub days: u32,
}

/// A line of the journal with where to go.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecentWork {
    pub at: String,
    pub actor: String,
    pub words: String,
    pub place: Place,
    /// What was changed there: `person`, `notebook`, `package_course` … and its number; empty when it has no place on any screen.
    pub noun: String,
    pub id: u32,
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
    /// How many of them are records; the others are materials.
    pub unsigned_records: u32,
    pub findings: FindingCount,
    pub recent: Vec<RecentWork>,
    pub drafts: Vec<DraftHead>,
}
