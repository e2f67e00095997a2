//! Identifiers. One type a noun, so that a batch cannot be passed where a person is meant.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// 批次.
    BatchId,
    /// 岗位 within a batch.
    PostId,
    /// 干部 in the roster of the workspace.
    PersonId,
    /// 人选: one person considered in one batch.
    CandidateId,
    /// 记录 (一事一记), over all its revisions.
    RecordId,
    /// 材料 attached to a record.
    MaterialId,
    /// 专用笔记本.
    NotebookId,
    /// 笔记本条目 that belongs to no step.
    NoteId,
    /// 载体 of the register.
    MediumId,
    /// 交接单.
    HandoverId,
    /// 放行.
    WaiverId,
    /// 案卷 arranged from a batch.
    VolumeId,
}

impl RecordId {
    /// Stands for a record that is being typed and has no number yet.
    pub const UNSAVED: RecordId = RecordId(u32::MAX);
}
