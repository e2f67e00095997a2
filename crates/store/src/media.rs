//! The register of media and of what was handed over on them.

use jishi_core::id::{HandoverId, MediumId};
use jishi_core::medium::{HandoverContent, Medium, MediumContent};

use rusqlite::OptionalExtension as _;

use crate::error::{Result, StoreError};
use crate::nouns::{Entity, Noun as _, kinds};
use crate::{Store, Tx};

impl Store {
    /// Every medium of the register, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn media(&self) -> Result<Vec<Medium>> {
        let medium = |e: Entity<MediumContent>| Medium { id: MediumId(e.id), revision: e.revision, content: e.content };
        Ok(self.entities::<kinds::Medium>("0", "?1 = 0", 0)?.into_iter().map(medium).collect())
    }

    /// Every 交接单, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn handovers(&self) -> Result<Vec<(HandoverId, u32, HandoverContent)>> {
        let rows = self.entities::<kinds::Handover>("0", "?1 = 0", 0)?;
        Ok(rows.into_iter().rev().map(|e| (HandoverId(e.id), e.revision, e.content)).collect())
    }

    /// One 交接单 and the revision that stands.
    ///
    /// # Errors
    /// When there is no such one.
    pub fn handover(&self, id: HandoverId) -> Result<(u32, HandoverContent)> {
        let e = self.entity::<kinds::Handover>("0", id.0)?;
        Ok((e.revision, e.content))
    }
}

impl Tx<'_> {
    /// # Errors
    /// When the number is taken.
    pub fn add_medium(&mut self, content: &MediumContent) -> Result<u32> {
        self.insert::<kinds::Medium>(content, &[])
    }

    /// # Errors
    /// When there is no such medium; [`crate::StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_medium(&mut self, id: u32, seen: u32, content: &MediumContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Medium>(id, seen, content, reason, &[])
    }

    /// # Errors
    /// When the number is taken or the medium is not there.
    pub fn add_handover(&mut self, content: &HandoverContent) -> Result<u32> {
        let id = self.insert::<kinds::Handover>(content, &[])?;
        self.follow_handover(content, None)?;
        Ok(id)
    }

    fn handover_content(&self, id: u32) -> Result<HandoverContent> {
        let sql = "SELECT content FROM handover WHERE id = ?1";
        let text: Option<String> = self.transaction.prepare_cached(sql)?.query_row([id], |r| r.get(0)).optional()?;
        Ok(serde_json::from_str(&text.ok_or(StoreError::NotFound { noun: kinds::Handover::WORD, id })?)?)
    }

    /// # Errors
    /// When there is no such one; [`crate::StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_handover(&mut self, id: u32, seen: u32, content: &HandoverContent, reason: &str) -> Result<u32> {
        let before = self.handover_content(id)?;
        let revision = self.revise::<kinds::Handover>(id, seen, content, reason, &[])?;
        self.follow_handover(content, Some(&before))?;
        Ok(revision)
    }
}
