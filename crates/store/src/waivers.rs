//! 放行: kept as evidence of its own, with revisions; the withdrawal is the newest of them.

use jishi_core::id::{BatchId, WaiverId};
use jishi_core::waiver::{Waiver, WaiverContent};
use rusqlite::types::Value;

use crate::error::Result;
use crate::nouns::{Entity, kinds};
use crate::{Store, Tx};

fn waiver(e: Entity<WaiverContent>) -> Waiver {
    Waiver { id: WaiverId(e.id), batch: BatchId(e.batch), revision: e.revision, entered_at: e.created_at, content: e.content }
}

impl Store {
    /// Every 放行 of a batch, also those withdrawn, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waivers(&self, batch: BatchId) -> Result<Vec<Waiver>> {
        Ok(self.entities::<kinds::Waiver>("batch", "batch = ?1", batch.0.into())?.into_iter().map(waiver).collect())
    }

    /// # Errors
    /// When there is no such one.
    pub fn waiver(&self, id: WaiverId) -> Result<Waiver> {
        self.entity::<kinds::Waiver>("batch", id.0).map(waiver)
    }
}

impl Tx<'_> {
    /// The paper, when there is one, must have been named before.
    ///
    /// # Errors
    /// When batch or file are not there.
    pub fn add_waiver(&mut self, batch: u32, content: &WaiverContent) -> Result<u32> {
        self.insert::<kinds::Waiver>(content, &[("batch", Value::Integer(batch.into()))])
    }

    /// # Errors
    /// When there is no such one; [`crate::StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_waiver(&mut self, id: u32, seen: u32, content: &WaiverContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Waiver>(id, seen, content, reason, &[])
    }
}
