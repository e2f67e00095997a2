//! Records, their materials and the report.

use jishi_core::date::PartialDate;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, MaterialId, NotebookId, PersonId, RecordId};
use jishi_core::record::{Material, MaterialContent, Originality, PaperRole, Record, RecordContent, Signature};
use jishi_core::revisions::Entry;
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
    /// What `record.undo` and `record.redo` would do.
    pub undo: UndoState,
    /// Where it stands in a 专用笔记本, for records of that kind that were given a page.
    pub page: Option<NotebookPage>,
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
    /// Whose candidates it may name; None: nobody's, as in an example.
    pub batch: Option<BatchId>,
    pub content: RecordContent,
}

/// Whether the newest revision can be taken back. Not once it, or a record or paper about it, is signed: then only a change with a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoState {
    pub can_undo: bool,
    pub can_redo: bool,
    /// The revision whose content would stand again; None: it would leave the case.
    pub undo_to: Option<u32>,
    /// Why it cannot be undone, in words for the button; empty when it can.
    pub why_not: String,
    /// Its first revision was taken back: it is out of the case, and only history and journal show it.
    pub retracted: bool,
}

/// What is no record: a post, a candidate, a material, a batch, a person, the charges of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeRequest {
    pub entry: Entry,
    pub id: u32,
}

/// Takes back its newest revision, or brings back what was taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeUndo {
    pub entry: Entry,
    pub id: u32,
    /// The revision the user saw; refused when another one came between.
    pub from_revision: u32,
}

/// What was done, and the revision that did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeDone {
    /// 岗位 云东区委副书记 的第 2 版
    pub words: String,
    pub revision: u32,
    /// It is out of the case now.
    pub retracted: bool,
}

/// A place in a 专用笔记本.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotebookPage {
    pub notebook: NotebookId,
    /// 笔记本编号
    pub number: String,
    /// 条号
    pub seq: u32,
    pub page: u32,
    /// The page that says the note was filed into this step.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_page: Option<u32>,
}

/// Takes back the newest revision of a record, or brings back what was taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordUndo {
    pub id: RecordId,
    /// The revision the user saw; refused when another one came between.
    pub from_revision: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordCompareRequest {
    pub id: RecordId,
    /// Two revisions of `record.history`.
    pub from: u32,
    pub to: u32,
}

/// One line of two revisions side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedField {
    /// The field in the words of the printed form: 应到, 得票情况 …
    pub label: String,
    /// As printed; empty where that revision has nothing there.
    pub before: String,
    pub after: String,
    pub changed: bool,
}

/// Two revisions field by field, in the order of the printed form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordComparison {
    pub before: Record,
    pub after: Record,
    pub fields: Vec<ComparedField>,
    /// How many fields differ.
    pub changed: u32,
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

/// The same, written into a folder to be printed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordPrint {
    #[serde(flatten)]
    pub which: RecordSheetsRequest,
    pub folder: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordAdd {
    pub batch: BatchId,
    pub content: RecordContent,
    /// Key of the draft it was written from; done with in the same transaction.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<String>,
    #[serde(flatten)]
    pub page: PageWanted,
}

/// In which 专用笔记本 a record of the kind notebook takes the next page.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct PageWanted {
    /// None: the open one held by whoever enters it, else by who talked or wrote, when there is one.
    #[serde(default)]
    #[ts(optional)]
    pub notebook: Option<NotebookId>,
    /// It goes in none for now.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub unbound: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordCorrect {
    pub id: RecordId,
    /// The revision the correction was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: RecordContent,
    pub reason: String,
    /// Key of the draft it was written from; done with in the same transaction.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<String>,
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

/// A new record as it begins.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordDraft {
    pub content: RecordContent,
    /// Fields of the content or its body that say what an earlier record said, by their keys.
    pub carried: Vec<String>,
}

/// A file to be attached to a record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialAttach {
    pub record: RecordId,
    /// File to take in; None when only the paper exists.
    pub path: Option<String>,
    pub name: String,
    pub originality: Originality,
    /// What it is within its 件; left out: 正文.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub role: PaperRole,
    /// 原件存放处, when the original is kept elsewhere.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub kept_at: String,
    /// 互见号, when something that belongs with it stands elsewhere.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub see_also: String,
    pub secrecy: String,
    /// None: as counted in the file.
    pub pages: Option<u32>,
    pub signature: Signature,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialRequest {
    pub id: MaterialId,
}

/// A material with where it hangs, for the list of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialRow {
    pub material: Material,
    pub step: String,
    pub step_no: u32,
    pub step_name: String,
    /// 会议记录，2026年5月26日
    pub record: String,
    pub candidates: Vec<CandidateId>,
    /// Names of the candidates the record speaks of; empty for the whole batch.
    pub about: Vec<String>,
    /// The catalogue asks for a material of this name at this step.
    pub expected: bool,
    /// Its record was taken back, so it belongs nowhere now.
    pub retracted: bool,
    /// Its file is not in the workspace any more.
    pub gone: bool,
    /// Other materials of the batch with the same bytes.
    pub same_as: Vec<MaterialId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialUpdate {
    pub id: MaterialId,
    /// The revision the change was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: MaterialContent,
    pub reason: String,
}

/// Takes a material off the record it hangs on by mistake, signed or not. It stays in the workspace, and `change.redo` hangs it back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialTakeOff {
    pub id: MaterialId,
    /// The revision the user saw; refused when another one came between.
    pub from_revision: u32,
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

/// What was seen of a file that came in. It is looked at, never changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FileProbe {
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`, or empty.
    pub format: String,
    pub pages: Option<u32>,
    /// Why it cannot be kept; None when it can.
    pub fault: Option<String>,
    pub encrypted: bool,
    /// The conformance the file claims, such as PDF/A-2b; None when it claims none. A claim is no proof.
    pub declared: Option<String>,
    /// Fonts the file uses without carrying them: their text may look different elsewhere.
    pub fonts_missing: Vec<String>,
    /// Scripts, attachments, actions: what an archive does not take.
    pub active: Vec<String>,
    /// In words, what to know before it is filed; empty when nothing stands against it.
    pub remarks: Vec<String>,
}

/// A record as it is being typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DraftCheck {
    pub batch: BatchId,
    /// The record that is being corrected; none for a new one.
    pub record: Option<RecordId>,
    pub content: RecordContent,
}

/// Of what the origin is asked: a row or field of a form, or a finding.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ExplainRequest {
    pub batch: BatchId,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub candidate: Option<CandidateId>,
    /// `S37`, `S37·操作情况`, or a field of the 任免审批表.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub field: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub finding: Option<Finding>,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Explanation {
    /// What it is the origin of.
    pub words: String,
    pub records: Vec<RecordView>,
    /// Of two records alike (V31c), the words that were compared, in the order of `records`; else empty.
    pub compared: Vec<String>,
    /// The person's 信息, when it is no record's.
    pub person: Option<PersonOrigin>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonOrigin {
    pub id: PersonId,
    pub name: String,
    pub revision: u32,
}
