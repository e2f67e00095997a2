//! 专用笔记本. A notebook record of a step is an entry of a notebook: the text stands in the record, the notebook gives it a page.

use jishi_core::date::PartialDate;
use jishi_core::finding::Place;
use jishi_core::id::{BatchId, CandidateId, NoteId, NotebookId, RecordId};
use jishi_core::notebook::{Book, NotebookAct, NotebookContent};
use jishi_core::record::RecordContent;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookAdd {
    pub content: NotebookContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookUpdate {
    pub id: NotebookId,
    /// The revision the change was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: NotebookContent,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookRequest {
    pub notebook: NotebookId,
}

/// The bound book written into a folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookPrint {
    pub notebook: NotebookId,
    pub folder: String,
}

/// A notebook as a line of the shelf.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookRow {
    pub notebook: Book,
    pub entries: u32,
    /// Pages written on.
    pub pages: u32,
    /// Time of the newest entry; empty for an unused notebook.
    pub last_at: String,
}

/// An entry on its page. Written once: what comes later is an entry of its own that points back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookEntry {
    /// 条号, from 1 without gaps.
    pub seq: u32,
    /// First page and number of pages.
    pub page: u32,
    pub pages: u32,
    pub act: NotebookAct,
    /// The entry this one corrects, takes back or files.
    pub about: Option<u32>,
    /// Later entries that point at this one.
    pub followed_by: Vec<u32>,
    /// Why, for a correction.
    pub reason: String,
    pub category: String,
    pub date: Option<PartialDate>,
    /// Date, time and place as printed.
    pub when: String,
    pub place: String,
    pub participants: String,
    pub recorder: String,
    pub text: String,
    /// What stands on this page, field by field: a correction starts from it.
    pub content: RecordContent,
    /// Names under it and whether each signature is given.
    pub signers: String,
    pub signed: bool,
    /// A picture of the signed page hangs on the record or the entry.
    pub scanned: bool,
    /// The record it belongs to and the step, when it belongs to one.
    pub at: Place,
    /// 第 5 步《谈心谈话…》 of 2026年第三批; empty for a note of no step.
    pub belongs: String,
    /// The record it belongs to was taken back.
    pub retracted: bool,
    pub note: Option<NoteId>,
    /// The words of a note as they stand, filed nowhere: it may be filed and corrected.
    pub waits: bool,
    /// Revision of the record or note that stands on this page.
    pub revision: u32,
    pub entered_at: String,
    pub entered_by: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookView {
    pub notebook: Book,
    pub entries: Vec<NotebookEntry>,
}

/// Asks which book a talk may go in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookChoose {
    /// The talk as far as it is typed.
    pub content: RecordContent,
}

/// Answer of `notebook.choose`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookChoice {
    /// The open books, the newest first.
    pub books: Vec<Book>,
    /// The one it goes in when nobody names another.
    pub usual: Option<NotebookId>,
}

/// Gives a page to a notebook record that was entered without one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotebookTakeUp {
    pub notebook: NotebookId,
    pub record: RecordId,
}

/// A note that belongs to no step yet. What belongs to a step is entered by `record.add` with `notebook`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteWrite {
    pub notebook: NotebookId,
    /// `step` and `candidates` empty, body of the kind notebook.
    pub content: RecordContent,
    /// Key of the draft it was written from; done with when the note stands.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteCorrect {
    pub note: NoteId,
    pub from_revision: u32,
    pub content: RecordContent,
    pub reason: String,
    /// Key of the draft it was written from; done with when the correction stands.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<String>,
}

/// Makes a record of a step out of a note; the note's page stays, the record's text is the note's.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteFile {
    pub note: NoteId,
    pub batch: BatchId,
    pub step: String,
    pub candidates: Vec<CandidateId>,
    /// 操作情况, where the note has none of its own.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub summary: String,
}

/// Hangs the picture of the signed page on a note of no step. A record's picture is a material of the record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteScan {
    pub note: NoteId,
    /// Picture or PDF to take in.
    pub path: String,
}
