//! Drafts: what stands half-written in an editor. They are no evidence, so they go in by a leaf of the door of their own,
//! [`Store::jot`], which writes no journal line and can reach nothing else (docs/adr/0004). Committed still means on disk.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use jishi_core::finding::Place;
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::error::{Result, StoreError};
use crate::{Store, Tx, index};

/// Bytes a draft may have as JSON; the longest minutes of a meeting are far below.
pub const DRAFT_CAP: usize = 1 << 20;
/// Characters of a key.
const KEY_CAP: usize = 200;
/// Newest saves that are all kept, and how many seconds apart older ones are, and how many are kept at all.
const ALL_OF: usize = 20;
const APART: i64 = 300;
const AT_MOST: usize = 200;

/// What an editor hands in.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftContent {
    pub key: String,
    pub editor: String,
    pub title: String,
    pub place: Place,
    pub schema: u32,
    /// 0 for a new record.
    pub base_revision: u32,
    /// JSON.
    pub content: String,
}

/// A draft as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub content: DraftContent,
    pub version: u32,
    pub begun_at: String,
    pub saved_at: String,
    /// Empty while it is open.
    pub discarded_at: String,
    /// Revision of the record it corrects, as that stands now; None for a new record.
    pub record_revision: Option<u32>,
}

/// A save that is still kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSaved {
    pub version: u32,
    pub saved_at: String,
    /// Bytes.
    pub size: u32,
}

/// Open only inside [`Store::jot`].
pub struct Jot<'a> {
    transaction: Transaction<'a>,
    /// RFC 3339 with offset.
    at: String,
}

impl Store {
    /// Changes what is no evidence: drafts, and the search index. One small transaction, synced like any other, no journal line.
    ///
    /// # Errors
    /// Those of `body`, and of the database.
    pub fn jot<T>(&mut self, at: &str, body: impl FnOnce(&Jot<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let jot = Jot { transaction, at: at.into() };
        let value = body(&jot)?;
        jot.transaction.commit()?;
        Ok(value)
    }

    /// Open drafts, or those set aside, the latest saved first; of one batch when given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts(&self, batch: Option<u32>, discarded: bool) -> Result<Vec<Draft>> {
        let sql = format!(
            "{DRAFT} WHERE (d.discarded_at <> '') = ?1 AND (?2 IS NULL OR d.batch = ?2) ORDER BY julianday(d.saved_at) DESC, d.key"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![discarded, batch], draft)?.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(placed).collect()
    }

    /// A draft with the content of the version asked for, the newest when none is.
    ///
    /// # Errors
    /// When there is no such draft or version.
    pub fn draft(&self, key: &str, version: Option<u32>) -> Result<Draft> {
        let gone = || StoreError::Refused(format!("没有找到草稿“{key}”，可能已经提交成记录"));
        let mut statement = self.connection.prepare_cached(&format!("{DRAFT} WHERE d.key = ?1"))?;
        let found = statement.query_row([key], draft).optional()?.ok_or_else(gone)?;
        let mut found = placed(found)?;
        if let Some(version) = version.filter(|v| *v != found.version) {
            let sql = "SELECT content, saved_at FROM draft_version WHERE key = ?1 AND version = ?2";
            let kept = self.connection.query_row(sql, params![key, version], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            (found.content.content, found.saved_at) =
                kept.ok_or_else(|| StoreError::Refused(format!("草稿“{key}”的第 {version} 次保存已不再保留")))?;
            found.version = version;
        }
        Ok(found)
    }

    /// The saves of a draft still kept, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn draft_history(&self, key: &str) -> Result<Vec<DraftSaved>> {
        let sql =
            "SELECT version, saved_at, length(CAST(content AS BLOB)) FROM draft_version WHERE key = ?1 ORDER BY version DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |r| Ok(DraftSaved { version: r.get(0)?, saved_at: r.get(1)?, size: r.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

const DRAFT: &str = "SELECT d.key, d.editor, d.title, d.place, d.schema, d.base_revision, d.content, d.version, d.begun_at, \
     d.saved_at, d.discarded_at, r.revision FROM draft d LEFT JOIN record r ON r.id = d.record";

fn draft(r: &Row<'_>) -> rusqlite::Result<(Draft, String)> {
    let content = DraftContent {
        key: r.get(0)?,
        editor: r.get(1)?,
        title: r.get(2)?,
        place: Place::default(),
        schema: r.get(4)?,
        base_revision: r.get(5)?,
        content: r.get(6)?,
    };
    let draft = Draft {
        content,
        version: r.get(7)?,
        begun_at: r.get(8)?,
        saved_at: r.get(9)?,
        discarded_at: r.get(10)?,
        record_revision: r.get(11)?,
    };
    Ok((draft, r.get(3)?))
}

fn placed((mut draft, place): (Draft, String)) -> Result<Draft> {
    draft.content.place = serde_json::from_str(&place)?;
    Ok(draft)
}

impl Jot<'_> {
    /// Saves a draft and answers the number of the save. The same content again is no new save.
    ///
    /// # Errors
    /// When it is too large, or the disk refuses.
    pub fn save_draft(&self, c: &DraftContent) -> Result<u32> {
        if c.content.len() > DRAFT_CAP {
            return Err(StoreError::Refused(format!("草稿“{}”超过 1 MB，没有保存", c.title)));
        }
        if c.key.trim().is_empty() || c.key.chars().count() > KEY_CAP {
            return Err(StoreError::Refused(format!("草稿的标识应为 1 至 {KEY_CAP} 个字符")));
        }
        let standing = self
            .transaction
            .prepare_cached("SELECT version, content, discarded_at FROM draft WHERE key = ?1")?
            .query_row([&c.key], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)))
            .optional()?;
        if let Some((version, content, discarded)) = &standing
            && content == &c.content
            && discarded.is_empty()
        {
            return Ok(*version);
        }
        let version = standing.map_or(1, |s| s.0 + 1);
        self.transaction
            .prepare_cached(
                "INSERT INTO draft (key, editor, title, place, batch, record, schema, base_revision, version, content, begun_at, \
                 saved_at, discarded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, '') \
                 ON CONFLICT (key) DO UPDATE SET editor = ?2, title = ?3, place = ?4, batch = ?5, record = ?6, schema = ?7, \
                 base_revision = ?8, version = ?9, content = ?10, saved_at = ?11, discarded_at = ''",
            )?
            .execute(params![
                c.key,
                c.editor,
                c.title,
                serde_json::to_string(&c.place)?,
                c.place.batch.map(|b| b.0),
                c.place.record.map(|r| r.0),
                c.schema,
                c.base_revision,
                version,
                c.content,
                self.at
            ])?;
        self.transaction
            .prepare_cached("INSERT INTO draft_version (key, version, content, saved_at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![c.key, version, c.content, self.at])?;
        self.thin(&c.key)?;
        Ok(version)
    }

    fn thin(&self, key: &str) -> Result<()> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT version, saved_at FROM draft_version WHERE key = ?1 ORDER BY version DESC")?;
        let kept: Vec<(u32, String)> =
            statement.query_map([key], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        for version in spare(&kept) {
            self.transaction
                .prepare_cached("DELETE FROM draft_version WHERE key = ?1 AND version = ?2")?
                .execute(params![key, version])?;
        }
        Ok(())
    }

    /// Sets a draft aside. It is kept for thirty days; a new save brings it back.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn discard_draft(&self, key: &str) -> Result<()> {
        let found = self.transaction.execute("UPDATE draft SET discarded_at = ?2 WHERE key = ?1", params![key, self.at])?;
        if found == 0 {
            return Err(StoreError::Refused(format!("没有找到草稿“{key}”，可能已经提交成记录")));
        }
        let sql = "DELETE FROM draft WHERE discarded_at <> '' AND julianday(discarded_at) < julianday(?1) - 30";
        self.transaction.execute(sql, [&self.at])?;
        Ok(())
    }

    /// Makes the search index anew.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rebuild_index(&self) -> Result<()> {
        index::rebuild(&self.transaction)
    }
}

impl Tx<'_> {
    /// The draft became what this transaction writes: it goes with it. One that is not there is nothing to say a word about.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn use_draft(&mut self, key: Option<&str>) -> Result<()> {
        if let Some(key) = key {
            self.transaction.prepare_cached("DELETE FROM draft WHERE key = ?1")?.execute([key])?;
        }
        Ok(())
    }
}

/// The saves to let go, given all from the newest: beyond the newest twenty, one of every five minutes stays.
fn spare(kept: &[(u32, String)]) -> Vec<u32> {
    let span = |at: &str| DateTime::<FixedOffset>::parse_from_rfc3339(at).map_or(0, |t| t.timestamp() / APART);
    let mut spans = BTreeSet::new();
    let mut stays = 0;
    let mut out = Vec::new();
    for (version, at) in kept {
        if stays < ALL_OF || (stays < AT_MOST && spans.insert(span(at))) {
            stays += 1;
        } else {
            out.push(*version);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spare;

    #[test]
    fn the_newest_twenty_saves_stay_and_of_older_ones_one_for_five_minutes() {
        // A save every ten seconds for two hours, newest first.
        let at = |n: u32| format!("2026-03-02T{:02}:{:02}:{:02}+08:00", 9 + n / 360, n / 6 % 60, n % 6 * 10);
        let mut kept: Vec<(u32, String)> = Vec::new();
        for n in 1..=720 {
            kept.insert(0, (n, at(n)));
            let gone = spare(&kept);
            kept.retain(|(v, _)| !gone.contains(v));
        }
        let versions: Vec<u32> = kept.iter().map(|k| k.0).collect();
        assert_eq!(versions.iter().take(20).copied().collect::<Vec<_>>(), (701..=720).rev().collect::<Vec<_>>());
        assert!((40..=46).contains(&versions.len()), "{versions:?}");
        assert!(versions.last().unwrap() < &60, "the beginning is not lost: {versions:?}");
    }
}
