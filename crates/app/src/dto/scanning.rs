//! Signed pages that come back from the scanner.

use jishi_core::date::PartialDate;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, MaterialId, RecordId};
use jishi_core::record::{Material, Originality, RecordContent, Signature};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dto::PageWanted;

/// What pages are taken from: a file of the scanner, or a material attached before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageFile {
    Path(String),
    Material(MaterialId),
}

/// Files of the scanner: PDF, JPEG, PNG, TIFF, of one page or many. Of a folder the files lying in it, in the order of their numbers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanRequest {
    pub paths: Vec<String>,
    /// Pages whose codes were read before: a paper scanned in several goes is one.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub known: Vec<KnownPage>,
}

/// A page with what its code says.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KnownPage {
    pub page: ScanPage,
    pub code: String,
}

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanPage {
    #[serde(flatten)]
    pub file: PageFile,
    /// From 1.
    pub page: u32,
    /// How it is to be turned, clockwise in degrees: 0, 90, 180 or 270.
    #[serde(default)]
    pub turn: u32,
}

/// What to lay in the tray of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanOpen {
    pub batch: BatchId,
    pub files: Vec<PageFile>,
}

/// A file in the tray, looked at but not taken in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanFile {
    #[serde(flatten)]
    pub file: PageFile,
    pub name: String,
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`, or empty.
    pub format: String,
    /// None where they were not counted: a PDF too large to be taken apart, an OFD.
    pub pages: Option<u32>,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// Why its pages cannot be taken.
    pub fault: Option<Finding>,
    /// Its pages that a material of the batch was made of already.
    pub filed: Vec<u32>,
}

/// Pieces of a PDF, as a viewer asks for them that never holds the whole. They come one after another; fewer bytes than asked for mean
/// that the file is shorter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PieceRequest {
    #[serde(flatten)]
    pub file: PageFile,
    /// Where each begins and how many bytes it has; 256 megabytes together at most.
    #[ts(type = "Array<[number, number]>")]
    pub pieces: Vec<(u64, u64)>,
}

/// A page of a JPEG, PNG or TIFF for the screen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PictureRequest {
    #[serde(flatten)]
    pub file: PageFile,
    /// From 1.
    pub page: u32,
    /// No side of the picture is longer, in dots; 2400 at most.
    pub longest: u32,
}

/// A record scanned pages may be given to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanTarget {
    pub record: RecordId,
    pub step: String,
    /// Number of the step in the catalogue, from 1.
    pub step_no: u32,
    pub step_name: String,
    /// 会议记录 …
    pub kind: String,
    /// 2026年5月26日 15:00; empty where no day was given.
    pub when: String,
    /// The day it happened, as far as it was given: who signed earlier signed something else.
    pub happened: Option<PartialDate>,
    /// Empty for the whole batch.
    pub candidates: Vec<CandidateId>,
    pub about: Vec<String>,
    /// What the material may be called, the likeliest first.
    pub names: Vec<String>,
    /// Who is expected to have signed; the day is for the user to say.
    pub signature: Signature,
    /// Those whose signature the record waits for.
    pub awaited: Vec<Signature>,
    /// Unsigned materials of the record, one of which scanned pages may be.
    pub waiting: Vec<WaitingPaper>,
    /// Its sheet is still to be printed, signed and scanned.
    pub unsigned: bool,
    /// Day of its newest revision, `2026-03-10`.
    pub entered_on: String,
}

/// A candidate as one may type the name: initials and spelling in pinyin.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TargetPerson {
    pub candidate: CandidateId,
    pub name: String,
    pub keys: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanTargets {
    /// In the order of the steps.
    pub targets: Vec<ScanTarget>,
    pub people: Vec<TargetPerson>,
    /// Materials taken off their records whose pages hang nowhere else yet, the newest first.
    pub taken_off: Vec<TakenOffPaper>,
}

/// A material taken off its record, waiting for another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakenOffPaper {
    pub material: Material,
    /// The record it hung on: 第 36 步《常委会（党组会）逐个介绍、逐一讨论》会议记录，2026年5月26日
    pub from: String,
    pub reason: String,
    /// `2026-03-10T09:00:00+08:00`
    pub at: String,
    pub actor: String,
}

/// The pages of one record's sheet that were found, as a proposal: nothing is attached before `scan.take`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScannedSheet {
    pub record: RecordId,
    pub batch: BatchId,
    /// Its name: a pile may hold pages of another batch than the one that is filed.
    pub batch_name: String,
    /// The revision that was printed.
    pub revision: u32,
    /// The record was corrected since and reads otherwise: the pages are kept with their version and sign no later one.
    pub outdated: bool,
    /// 第 36 步《常委会（党组会）逐个介绍、逐一讨论》会议记录，2026年5月26日
    pub title: String,
    /// Names of the candidates it speaks of; empty for the whole batch.
    pub about: Vec<String>,
    /// In the order of the sheet.
    pub pages: Vec<ScanPage>,
    /// What the code on each of them says.
    pub codes: Vec<String>,
    /// Numbers of the pages that were not among the files.
    pub missing: Vec<u32>,
    /// What the material may be called, the likeliest first.
    pub names: Vec<String>,
    /// Who is expected to have signed; the day is for the user to say.
    pub signature: Signature,
    /// Those whose signature the record waits for.
    pub awaited: Vec<Signature>,
    /// Unsigned materials of the record, one of which the pages may be.
    pub waiting: Vec<WaitingPaper>,
    /// What to look at before it is attached.
    pub findings: Vec<Finding>,
}

/// A page no record claims: without a code, or with a code of elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoosePage {
    pub page: ScanPage,
    pub finding: Finding,
    /// What is printed on it, of a second page of a record of this workspace: it may take the place of the first.
    #[serde(default)]
    #[ts(optional)]
    pub code: Option<String>,
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

/// Which record pages go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanGoal {
    /// One that is there.
    Record(RecordId),
    /// One of the records opened with the pages: its place in `ScanTake::opens`, from 0.
    Opens(u32),
}

/// A record that comes into being with its pages, or not at all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanOpens {
    pub batch: BatchId,
    pub content: RecordContent,
    #[serde(flatten)]
    pub page: PageWanted,
}

/// Pages to attach to a record as one material.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanItem {
    #[serde(flatten)]
    pub goal: ScanGoal,
    /// In the order they are to stand.
    pub pages: Vec<ScanPage>,
    pub name: String,
    pub originality: Originality,
    pub secrecy: String,
    pub signature: Signature,
    /// Signatures the pages bear of those the record waits for: they are given from now on, by a further revision of the record. One without
    /// a name is that of whoever signed the paper (`signature`).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub signs: Vec<Signature>,
    /// The revision of the record that the code on the pages names: they are the record's own sheet (签字页). Of any other paper none.
    #[serde(default)]
    #[ts(optional)]
    pub revision: Option<u32>,
    /// The unsigned material of the same record that these pages are, signed: it becomes what they are, and its file as it was stays in its
    /// history. None: a material of its own.
    #[serde(default)]
    #[ts(optional)]
    pub replaces: Option<MaterialId>,
}

/// A material that has a file and waits for its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaitingPaper {
    pub material: MaterialId,
    pub name: String,
    pub pages: u32,
}

/// A material pages were filed as.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Taken {
    #[serde(flatten)]
    pub material: Material,
    /// Why what was bound is no PDF/A, page by page, and what of its pages it does not show; empty when nothing is to be said.
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScanTake {
    /// Each is the goal of at least one item.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub opens: Vec<ScanOpens>,
    pub items: Vec<ScanItem>,
}
