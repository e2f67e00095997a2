//! Signed pages that come back from the scanner.

use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, RecordId};
use jishi_core::record::Signature;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Files of the scanner: PDF, JPEG, PNG, TIFF, of one page or many.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanRequest {
    pub paths: Vec<String>,
}

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanPage {
    pub path: String,
    /// From 1.
    pub page: u32,
}

/// The pages of one record's sheet that were found, as a proposal: nothing is attached before `scan.take`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScannedSheet {
    pub record: RecordId,
    pub batch: BatchId,
    /// The revision that was printed.
    pub revision: u32,
    /// S36《常委会（党组会）逐个介绍、逐一讨论》会议记录，2026年5月26日
    pub title: String,
    /// Names of the candidates it speaks of; empty for the whole batch.
    pub about: Vec<String>,
    /// In the order of the sheet.
    pub pages: Vec<ScanPage>,
    /// Numbers of the pages that were not among the files.
    pub missing: Vec<u32>,
    /// What the material may be called, the likeliest first.
    pub names: Vec<String>,
    /// Who is expected to have signed; the day is for the user to say.
    pub signature: Signature,
    /// What to look at before it is attached.
    pub findings: Vec<Finding>,
}

/// A page no record claims: without a code, or with a code of elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoosePage {
    pub page: ScanPage,
    pub finding: Finding,
}

/// What was found in the files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanReading {
    /// Pages looked at.
    pub pages: u32,
    pub sheets: Vec<ScannedSheet>,
    /// In the order of the files; the user may give them to a record by hand.
    pub loose: Vec<LoosePage>,
    /// Files that could not be read at all.
    pub unread: Vec<Finding>,
}

/// Pages to attach to a record as one material.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanItem {
    pub record: RecordId,
    /// In the order they are to stand.
    pub pages: Vec<ScanPage>,
    pub name: String,
    pub secrecy: String,
    pub signature: Signature,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanTake {
    pub items: Vec<ScanItem>,
}
