//! Forms: which there are, and one to be filled or left empty.

use jishi_core::finding::Finding;
use jishi_core::forms::Subject;
use jishi_core::id::{BatchId, CandidateId, HandoverId, RecordId};
use jishi_core::record::{RecordKind, ScoreTable};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dto::PersonOrigin;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormRow {
    pub key: String,
    pub name: String,
    /// 动议, 民主推荐 … 归档: where lists show it.
    pub group: String,
    /// What must be chosen to fill it.
    pub subject: Subject,
    /// Kinds of record it prints; empty unless the subject is 记录.
    pub records: Vec<RecordKind>,
    /// Materials of the catalogue it is the form of: steps that yield one offer it.
    pub materials: Vec<String>,
    /// Where the layout comes from.
    pub source: String,
    /// Filled from a record it bears that record's code on every page: signed and scanned it comes back by itself.
    pub scan_back: bool,
    /// A form of the batch that is also printed for one record alone.
    pub of_record: bool,
    /// The indicators and grades it prints, for the table in which what comes back is entered.
    pub score: Option<ScoreTable>,
    /// The office's own file stands in the place of the built-in one, or beside them.
    pub own: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormList {
    pub forms: Vec<FormRow>,
    /// Own files that cannot be used, and why.
    pub findings: Vec<Finding>,
}

/// A form, by key or name. Filled: from the batch, one candidate or one record, as its subject asks; where that is left open, the first
/// (preview) or each of them (write).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormRequest {
    pub form: String,
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<BatchId>,
    #[serde(default)]
    #[ts(optional)]
    pub candidate: Option<CandidateId>,
    #[serde(default)]
    #[ts(optional)]
    pub record: Option<RecordId>,
    /// For forms about 移交: that 交接单; without it the sealed packages of the batch.
    #[serde(default)]
    #[ts(optional)]
    pub handover: Option<HandoverId>,
    /// For forms about a 封签: the package of that seal number; without it every package of the batch.
    #[serde(default)]
    #[ts(optional)]
    pub seal: Option<String>,
    /// Empty, as a 参考模本.
    #[serde(default)]
    pub blank: bool,
}

/// A figure of a filled form and where it comes from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FormOrigin {
    /// As the form names it: `应到`, `台账 第2行 推荐`.
    pub field: String,
    pub value: String,
    /// In words: the step of the records, the person's 信息, what was set up for the batch.
    pub words: String,
    pub records: Vec<RecordId>,
    pub person: Option<PersonOrigin>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormWrite {
    #[serde(flatten)]
    pub request: FormRequest,
    pub folder: String,
}

/// The text of a built-in form, to be made the office's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormSave {
    /// Key or name.
    pub form: String,
    /// Folder it is written to, as `<key>.toml`; nothing there is written over.
    pub folder: String,
}

/// What the loader says of a data file of the office: a form, or the 归档范围和保管期限表.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FileCheck {
    /// What it is called; empty when it could not be read as such a file.
    pub name: String,
    pub findings: Vec<Finding>,
}

/// A field a form file may name; for a list, the fields of its rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormField {
    pub name: String,
    pub rows: Vec<String>,
}
