//! What stands half-written in an editor, saved as one types. A draft is no record: nothing judges it and no volume holds it.

use jishi_core::finding::Place;
use jishi_core::id::BatchId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Saves an editor's state. Quick enough for every pause in typing; the same content twice costs nothing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftSave {
    /// Chosen by the editor once when it opens and kept: one key, one draft. At most 200 characters.
    pub key: String,
    /// Which editor can take it up again: `record`, `note`, `batch`, `person` …
    pub editor: String,
    /// What the user knows it as: 第 12 步 召开会议投票推荐.
    pub title: String,
    /// Where it belongs and where to go to take it up; `record` is set for a correction.
    #[serde(default)]
    pub place: Place,
    /// Version of the editor's own form of content.
    pub schema: u32,
    /// The editor's raw form, whatever is typed so far: half a date is kept as half a date. At most 1 MB as JSON.
    #[ts(type = "unknown")]
    pub content: Value,
    /// Revision of the record a correction is made from; none for a new record.
    #[serde(default)]
    #[ts(optional)]
    pub base_revision: Option<u32>,
}

/// A draft without its content.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftHead {
    pub key: String,
    pub editor: String,
    pub title: String,
    pub place: Place,
    /// The batch and the person it is about: two drafts of one step are told apart by them. Empty when about neither.
    pub about: String,
    pub schema: u32,
    /// Number of the newest save, from 1.
    pub version: u32,
    /// 0 for a new record.
    pub base_revision: u32,
    /// Revision the record has come to meanwhile, when it is another than `base_revision`.
    pub moved_on_to: Option<u32>,
    pub begun_at: String,
    pub saved_at: String,
    /// Set aside by the user; kept for thirty days and brought back by a new save.
    pub discarded: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftView {
    pub head: DraftHead,
    /// As the editor gave it.
    #[ts(type = "unknown")]
    pub content: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftListRequest {
    /// None: of the whole workspace.
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<BatchId>,
    /// Those set aside instead of the open ones.
    #[serde(default)]
    pub discarded: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftRequest {
    pub key: String,
    /// A version of `draft.history`; none for the newest.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<u32>,
}

/// One save that is still kept. The newest twenty all are, older ones one for every five minutes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftVersion {
    pub version: u32,
    pub saved_at: String,
    /// Bytes as JSON.
    pub size: u32,
}
