//! Taking back and bringing back revisions of a record. Both write a further revision; nothing is removed. Whether it may be done
//! (no signature given) is the caller's to judge.

use jishi_core::id::RecordId;
use jishi_core::notebook::NotebookAct;
use jishi_core::record::RecordContent;
use jishi_core::revisions::{Act, Standing, standing};
use rusqlite::types::Value;

use crate::error::{Result, StoreError};
use crate::nouns::kinds;
use crate::{Store, Tx};

/// How a record stands among its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordStanding {
    pub standing: Standing,
    /// The first revision was taken back: it is out of the case.
    pub retracted: bool,
    /// Newest revision, of whatever act.
    pub revision: u32,
}

fn acts(connection: &rusqlite::Connection, id: u32) -> Result<Vec<Act>> {
    let mut statement =
        connection.prepare_cached("SELECT act FROM revision WHERE noun = 'record' AND id = ?1 ORDER BY revision")?;
    let rows = statement.query_map([id], |r| r.get::<_, String>(0))?;
    let mut out = Vec::new();
    for act in rows {
        out.push(match act?.as_str() {
            "undo" => Act::Undo,
            "redo" => Act::Redo,
            _ => Act::Write,
        });
    }
    Ok(out)
}

fn content_of(connection: &rusqlite::Connection, id: u32, revision: u32) -> Result<RecordContent> {
    let json: String = connection
        .prepare_cached("SELECT content FROM revision WHERE noun = 'record' AND id = ?1 AND revision = ?2")?
        .query_row([id, revision], |r| r.get(0))?;
    serde_json::from_str(&json).map_err(|source| StoreError::Unreadable { noun: "记录", id, source })
}

impl Store {
    /// # Errors
    /// When there is no such record.
    pub fn record_standing(&self, id: RecordId) -> Result<RecordStanding> {
        let acts = acts(&self.connection, id.0)?;
        if acts.is_empty() {
            return Err(StoreError::NotFound { noun: "记录", id: id.0 });
        }
        let standing = standing(&acts);
        let retracted = standing.current.is_none();
        Ok(RecordStanding { standing, retracted, revision: u32::try_from(acts.len()).unwrap_or(u32::MAX) })
    }

    /// Packages were sealed of the batch: what they hold is corrected, never taken back.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_packages(&self, batch: u32) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM seal WHERE batch = ?1 AND state < 2)";
        Ok(self.connection.query_row(sql, [batch], |r| r.get(0))?)
    }
}

impl Tx<'_> {
    /// Takes back the newest revision `seen`: the content before it stands again, or the record leaves the case.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the record moved on; when nothing stands.
    pub fn undo_record(&mut self, id: u32, seen: u32) -> Result<u32> {
        let before = standing(&acts(&self.transaction, id)?);
        let to = before.undo_to().map_err(|_| StoreError::Refused(format!("记录 {id} 已经撤回，没有可以再撤销的")))?;
        let from = before.current.unwrap_or(seen);
        match to {
            Some(to) => self.restore(id, seen, to, ("undo", false), &format!("撤销第{from}版，恢复第{to}版的内容")),
            None => self.restore(id, seen, from, ("undo", true), "撤回这条记录（尚未签名）"),
        }
    }

    /// Brings back what the last undo took.
    ///
    /// # Errors
    /// As [`Tx::undo_record`]; when nothing was taken back since the last entry.
    pub fn redo_record(&mut self, id: u32, seen: u32) -> Result<u32> {
        let before = standing(&acts(&self.transaction, id)?);
        let to = before.redo_to().map_err(|_| StoreError::Refused(format!("记录 {id} 没有刚撤销、可以恢复的一版")))?;
        self.restore(id, seen, to, ("redo", false), &format!("恢复第{to}版的内容"))
    }

    fn restore(&mut self, id: u32, seen: u32, to: u32, (act, retracted): (&str, bool), reason: &str) -> Result<u32> {
        let content = content_of(&self.transaction, id, to)?;
        let fixed = [("revised_at", Value::Text(self.op.at.clone())), ("retracted", Value::Integer(retracted.into()))];
        let revision = self.revise_by::<kinds::Record>(id, seen, &content, (reason, act), &fixed)?;
        self.follow_on_page(id, revision, &content, NotebookAct::Undone, reason)?;
        Ok(revision)
    }
}
