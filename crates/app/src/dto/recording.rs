//! Records, their materials and the report.

use jishi_core::date::PartialDate;
use jishi_core::id::{BatchId, CandidateId, MaterialId, RecordId};
use jishi_core::record::{Material, MaterialContent, Originality, Record, RecordContent, Signature};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dto::FileMade;

/// Records of a batch; narrowed by step and candidate when given. A record about the whole batch is about each candidate.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordListRequest {
    pub batch: BatchId,
    pub step: Option<String>,
    pub candidate: Option<CandidateId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordView {
    pub record: Record,
    pub materials: Vec<Material>,
    /// Names of the candidates it speaks of, in order; empty for the whole batch.
    pub about: Vec<String>,
    /// The record in words, the fields that say something.
    pub lines: Vec<RecordLine>,
}

/// A field of a record in words, as sheets and screens call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordLine {
    /// Name of the field in the data.
    pub key: String,
    pub label: String,
    /// Lists have a line an entry.
    pub value: String,
}

/// A content to be told in words, saved or not.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordWords {
    pub batch: BatchId,
    pub content: RecordContent,
}

/// A record as it stood in one revision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Revision {
    pub record: Record,
    pub lines: Vec<RecordLine>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordRequest {
    pub id: RecordId,
}

/// Which records to print in one go, each on sheets of its own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordSheetsRequest {
    pub batch: BatchId,
    /// Only those entered or corrected on this day; None for any day.
    pub day: Option<PartialDate>,
    /// Exactly these; empty for every record whose signatures are not all given and whose signed page is not attached.
    pub records: Vec<RecordId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordAdd {
    pub batch: BatchId,
    pub content: RecordContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordCorrect {
    pub id: RecordId,
    /// The revision the correction was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: RecordContent,
    pub reason: String,
}

/// What a new record of a step may start with: place, presider, participants of the latest like it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordDraftRequest {
    pub batch: BatchId,
    pub step: String,
    /// None: the usual kind of the step.
    pub kind: Option<jishi_core::record::RecordKind>,
    pub candidates: Vec<CandidateId>,
}

/// A file to be attached to a record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialAttach {
    pub record: RecordId,
    /// File to take in; None when only the paper exists.
    pub path: Option<String>,
    pub name: String,
    pub originality: Originality,
    pub secrecy: String,
    /// None: as counted in the file.
    pub pages: Option<u32>,
    pub signature: Signature,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialRequest {
    pub id: MaterialId,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialUpdate {
    pub id: MaterialId,
    /// The revision the change was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: MaterialContent,
    pub reason: String,
}

/// Reports to write into a folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportWrite {
    pub batch: BatchId,
    /// None: of every candidate.
    pub candidate: Option<CandidateId>,
    pub folder: String,
}

/// A report that could not be drawn; the others are not held up by it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportFailed {
    pub candidate: CandidateId,
    pub name: String,
    /// 简历, 第12步 …·操作情况
    pub field: String,
    /// The character no typeface has; empty when it was something else.
    pub character: String,
    /// What happened, with all of the above, and what to do.
    pub message: String,
}

/// Answer of `report.write`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportsMade {
    pub made: Vec<FileMade>,
    pub failed: Vec<ReportFailed>,
}
