//! 放行, 预警 and the tables of the 监督 area.

use jishi_core::date::PartialDate;
use jishi_core::due::Due;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, WaiverId};
use jishi_core::supervise::board::{BoardRow, Light};
use jishi_core::supervise::duty::{Duty, DutyKind};
use jishi_core::waiver::{Waiver, WaiverState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Lets one finding pass, as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaiverGrant {
    pub batch: BatchId,
    /// As it was shown; refused when it is another one by now.
    pub finding: Finding,
    pub reason: String,
    /// Who lets it pass, and his or her post.
    pub signer: String,
    pub post: String,
    pub date: PartialDate,
    /// The signed paper; a 错 asks for one.
    #[serde(default)]
    #[ts(optional)]
    pub path: Option<String>,
}

/// Takes a 放行 back; it stays told.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaiverWithdraw {
    pub id: WaiverId,
    /// The revision the user saw; refused when another one came between.
    pub from_revision: u32,
    pub reason: String,
    pub signer: String,
    pub date: PartialDate,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaiverRequest {
    pub id: WaiverId,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaiverView {
    pub waiver: Waiver,
    /// Beside what the checks find today.
    pub state: WaiverState,
    /// 有效, 已失效, 问题已消除, 已撤回
    pub state_word: String,
    /// Whom it concerns; 全批次 for the batch.
    pub about: String,
}

/// 程序偏差清单 as PDF and as a spreadsheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeviationsWrite {
    pub batch: BatchId,
    pub folder: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardRequest {
    /// The day to reckon from; none for the machine's today.
    #[serde(default)]
    #[ts(optional)]
    pub today: Option<PartialDate>,
}

/// A batch with its people.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardBatch {
    pub batch: BatchId,
    pub number: String,
    pub name: String,
    /// The gravest of all its rows.
    pub light: Light,
    /// The batch itself first, then its people.
    pub rows: Vec<BoardRow>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Board {
    pub today: PartialDate,
    pub batches: Vec<BoardBatch>,
    /// What falls due over all batches: overdue first, then by day.
    pub due: Vec<Due>,
}

/// Which duties; what is left open is not asked for. At most five hundred are answered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DutyRequest {
    pub batch: Option<BatchId>,
    pub candidate: Option<CandidateId>,
    /// Step key.
    pub step: Option<String>,
    /// Part of the name of who answers for it.
    pub who: String,
    pub kind: Option<DutyKind>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DutyList {
    pub duties: Vec<Duty>,
    /// How many there are in all.
    pub total: u32,
    /// Everybody who answers for anything in what was searched by batch, candidate and step.
    pub names: Vec<String>,
    /// Who recommended, examined, decided, of all that was found.
    pub named: Vec<DutyNames>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DutyNames {
    pub kind: DutyKind,
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineRequest {
    pub batch: BatchId,
    /// None: the batch as a whole.
    #[serde(default)]
    #[ts(optional)]
    pub candidate: Option<CandidateId>,
}

/// Of which year; none for all (the newest, for a list of one year).
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct YearRequest {
    #[ts(optional)]
    pub year: Option<i32>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SelfCheckRequest {
    /// None: every batch.
    #[ts(optional)]
    pub batch: Option<BatchId>,
}

/// The tables of the 监督 area, with what each is to be about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "table", rename_all = "snake_case")]
pub enum SuperviseTable {
    Board,
    /// 台账: the lines named, in that order; empty for all.
    Ledger {
        candidates: Vec<CandidateId>,
    },
    Duties(DutyRequest),
    Timeline(TimelineRequest),
    Statistics(YearRequest),
    Promoted(YearRequest),
    SelfCheck(SelfCheckRequest),
}

/// Writes a table as PDF and as a spreadsheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SuperviseWrite {
    pub about: SuperviseTable,
    pub folder: String,
}

/// Who and which commands stand in the journal, for its filters.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JournalFacets {
    pub actors: Vec<String>,
    pub ops: Vec<JournalOp>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JournalOp {
    pub op: String,
    /// What the command does, in words; the name itself for one that is no more.
    pub words: String,
}
