//! Taking back and bringing back revisions. Both write a further revision; nothing is removed. Whether it may be done (no signature
//! given) is the caller's to judge.

use jishi_core::case::{BatchContent, CandidateContent, PostContent};
use jishi_core::id::{BatchId, CandidateId, MaterialId, PostId, RecordId};
use jishi_core::notebook::NotebookAct;
use jishi_core::record::{MaterialContent, RecordContent};
use jishi_core::revisions::{Act, Entry, Standing, standing};
use rusqlite::types::Value;

use crate::error::{Result, StoreError};
use crate::nouns::{Noun, kinds};
use crate::{Store, Tx};

/// Tables whose rows leave the case with their first revision.
pub(crate) const LEAVES: [&str; 7] = ["record", "post", "candidate", "material", "person", "batch", "charge"];

/// [`Act::Amend`] as it is kept.
const AMEND: &str = "amend";

/// How a row stands among its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowStanding {
    pub standing: Standing,
    /// The first revision was taken back: it is out of the case.
    pub retracted: bool,
    /// Newest revision, of whatever act.
    pub revision: u32,
}

fn acts(connection: &rusqlite::Connection, noun: &str, id: u32) -> Result<Vec<Act>> {
    let mut statement = connection.prepare_cached("SELECT act FROM revision WHERE noun = ?1 AND id = ?2 ORDER BY revision")?;
    let rows = statement.query_map(rusqlite::params![noun, id], |r| r.get::<_, String>(0))?;
    let mut out = Vec::new();
    for act in rows {
        out.push(match act?.as_str() {
            "undo" => Act::Undo,
            "redo" => Act::Redo,
            "off" => Act::Off,
            AMEND => Act::Amend,
            _ => Act::Write,
        });
    }
    Ok(out)
}

fn content_of<N: Noun>(connection: &rusqlite::Connection, id: u32, revision: u32) -> Result<N::Content> {
    let json: String = connection
        .prepare_cached("SELECT content FROM revision WHERE noun = ?1 AND id = ?2 AND revision = ?3")?
        .query_row(rusqlite::params![N::TABLE, id, revision], |r| r.get(0))?;
    serde_json::from_str(&json).map_err(|source| StoreError::Unreadable { noun: N::WORD, id, source })
}

impl Store {
    /// # Errors
    /// When there is no such record.
    pub fn record_standing(&self, id: RecordId) -> Result<RowStanding> {
        self.standing_in("record", kinds::Record::WORD, id.0)
    }

    /// # Errors
    /// When there is no such row.
    pub fn standing_of(&self, entry: Entry, id: u32) -> Result<RowStanding> {
        self.standing_in(entry.key(), entry.name(), id)
    }

    pub(crate) fn standing_in(&self, table: &str, noun: &'static str, id: u32) -> Result<RowStanding> {
        let acts = acts(&self.connection, table, id)?;
        if acts.is_empty() {
            return Err(StoreError::NotFound { noun, id });
        }
        let standing = standing(&acts);
        let retracted = standing.current.is_none();
        Ok(RowStanding { standing, retracted, revision: u32::try_from(acts.len()).unwrap_or(u32::MAX) })
    }

    /// A batch as one of its revisions says.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn batch_at(&self, id: BatchId, revision: u32) -> Result<BatchContent> {
        content_of::<kinds::Batch>(&self.connection, id.0, revision)
    }

    /// A post as one of its revisions says.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn post_at(&self, id: PostId, revision: u32) -> Result<PostContent> {
        content_of::<kinds::Post>(&self.connection, id.0, revision)
    }

    /// The posts of a batch that stand, each with when it was entered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn posts_entered(&self, batch: BatchId) -> Result<Vec<(PostId, String)>> {
        let sql = "SELECT id, created_at FROM post WHERE batch = ?1 AND retracted = 0 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([batch.0], |r| Ok((PostId(r.get(0)?), r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Candidates of the batch, with the moment each was entered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn candidates_entered(&self, batch: BatchId) -> Result<Vec<(CandidateId, String)>> {
        let sql = "SELECT id, created_at FROM candidate WHERE batch = ?1 AND retracted = 0 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([batch.0], |r| Ok((CandidateId(r.get(0)?), r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A candidate as one of its revisions says.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn candidate_at(&self, id: CandidateId, revision: u32) -> Result<CandidateContent> {
        content_of::<kinds::Candidate>(&self.connection, id.0, revision)
    }

    /// A material as one of its revisions says.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn material_at(&self, id: MaterialId, revision: u32) -> Result<MaterialContent> {
        content_of::<kinds::Material>(&self.connection, id.0, revision)
    }

    /// What the write of a revision of a material did beside it: records amended, with the revision that made, and materials begun.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn written_with(&self, id: MaterialId, revision: u32) -> Result<WrittenWith> {
        let sql = "SELECT v.noun, v.id, v.revision FROM revision v JOIN revision m ON m.journal = v.journal \
             WHERE m.noun = 'material' AND m.id = ?1 AND m.revision = ?2 \
             AND (v.noun = 'record' AND v.act = 'amend' OR v.noun = 'material' AND v.id <> m.id AND v.revision = 1) ORDER BY v.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.0, revision], |r| Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?)))?;
        let mut out = WrittenWith::default();
        for row in rows {
            match row? {
                (noun, id, revision) if noun == "record" => out.amended.push((RecordId(id), revision)),
                (_, id, _) => out.begun.push(MaterialId(id)),
            }
        }
        Ok(out)
    }

    /// A record as one of its revisions says.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn record_at(&self, id: RecordId, revision: u32) -> Result<RecordContent> {
        content_of::<kinds::Record>(&self.connection, id.0, revision)
    }

    /// Whether any 件 of the batch has its number, package or no package.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_numbers(&self, batch: BatchId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM archive_number WHERE batch = ?1)";
        Ok(self.connection.query_row(sql, [batch.0], |r| r.get(0))?)
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

/// What one write did beside a material it took off.
#[derive(Debug, Default)]
pub struct WrittenWith {
    pub amended: Vec<(RecordId, u32)>,
    pub begun: Vec<MaterialId>,
}

impl Tx<'_> {
    /// Puts other signatures on a record in the place of those of revision `seen`: they came or went with a page.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the record moved on.
    pub fn amend_record(&mut self, id: u32, seen: u32, content: &RecordContent, reason: &str) -> Result<u32> {
        let turn = Turn { content: content.clone(), act: AMEND, retracted: false, reason: reason.to_owned() };
        self.turn_record(id, seen, &turn)
    }

    /// Takes back the newest revision `seen`: the content before it stands again, or the record leaves the case.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the record moved on; when nothing stands.
    pub fn undo_record(&mut self, id: u32, seen: u32) -> Result<u32> {
        let turn = self.back::<kinds::Record>(id, seen, "撤回这条记录（尚未签名）")?;
        self.turn_record(id, seen, &turn)
    }

    /// Brings back what the last undo took.
    ///
    /// # Errors
    /// As [`Tx::undo_record`]; when nothing was taken back since the last entry.
    pub fn redo_record(&mut self, id: u32, seen: u32) -> Result<u32> {
        let turn = self.again::<kinds::Record>(id)?;
        self.turn_record(id, seen, &turn)
    }

    /// [`Tx::undo_record`] of what is no record.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it moved on; when nothing stands.
    pub fn undo(&mut self, entry: Entry, id: u32, seen: u32) -> Result<u32> {
        let words = format!("撤回{} {id}", entry.name());
        match entry {
            Entry::Batch => self.back::<kinds::Batch>(id, seen, &words).and_then(|t| self.turn::<kinds::Batch>(id, seen, &t)),
            Entry::Person => self.back::<kinds::Person>(id, seen, &words).and_then(|t| self.turn::<kinds::Person>(id, seen, &t)),
            Entry::Post => self.back::<kinds::Post>(id, seen, &words).and_then(|t| self.turn::<kinds::Post>(id, seen, &t)),
            Entry::Candidate => {
                self.back::<kinds::Candidate>(id, seen, &words).and_then(|t| self.turn::<kinds::Candidate>(id, seen, &t))
            }
            Entry::Material => {
                self.back::<kinds::Material>(id, seen, &words).and_then(|t| self.turn::<kinds::Material>(id, seen, &t))
            }
            Entry::Charge => self.back::<kinds::Charge>(id, seen, &words).and_then(|t| self.turn::<kinds::Charge>(id, seen, &t)),
        }
    }

    /// Brings back what the last undo took.
    ///
    /// # Errors
    /// As [`Tx::undo`]; when nothing was taken back since the last entry.
    pub fn redo(&mut self, entry: Entry, id: u32, seen: u32) -> Result<u32> {
        match entry {
            Entry::Batch => self.again::<kinds::Batch>(id).and_then(|t| self.turn::<kinds::Batch>(id, seen, &t)),
            Entry::Person => self.again::<kinds::Person>(id).and_then(|t| self.turn::<kinds::Person>(id, seen, &t)),
            Entry::Post => self.again::<kinds::Post>(id).and_then(|t| self.turn::<kinds::Post>(id, seen, &t)),
            Entry::Candidate => self.again::<kinds::Candidate>(id).and_then(|t| self.turn::<kinds::Candidate>(id, seen, &t)),
            Entry::Material => self.again::<kinds::Material>(id).and_then(|t| self.turn::<kinds::Material>(id, seen, &t)),
            Entry::Charge => self.again::<kinds::Charge>(id).and_then(|t| self.turn::<kinds::Charge>(id, seen, &t)),
        }
    }

    /// Takes a material off its record, whatever revision stands; bringing it back is [`Tx::redo`].
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it moved on since revision `seen`; when it is off already.
    pub fn take_off(&mut self, id: u32, seen: u32, reason: &str) -> Result<u32> {
        let before = standing(&acts(&self.transaction, kinds::Material::TABLE, id)?);
        let from = before.current.ok_or_else(|| StoreError::Refused(format!("材料 {id} 已经不在记录下")))?;
        let content = content_of::<kinds::Material>(&self.transaction, id, from)?;
        self.turn::<kinds::Material>(id, seen, &Turn { content, act: "off", retracted: true, reason: reason.to_owned() })
    }

    /// What taking back the newest revision would write. `leaving`: the reason kept when the first one is taken back.
    fn back<N: Noun>(&self, id: u32, seen: u32, leaving: &str) -> Result<Turn<N::Content>> {
        let before = standing(&acts(&self.transaction, N::TABLE, id)?);
        let word = N::WORD;
        let to = before.undo_to().map_err(|_| StoreError::Refused(format!("{word} {id} 已经撤回，没有可以再撤回的")))?;
        let from = before.current.unwrap_or(seen);
        let reason = to.map_or_else(|| leaving.to_owned(), |to| format!("撤回第{from}版，恢复第{to}版的内容"));
        let content = content_of::<N>(&self.transaction, id, to.unwrap_or(from))?;
        Ok(Turn { content, act: "undo", retracted: to.is_none(), reason })
    }

    /// What bringing back would write.
    fn again<N: Noun>(&self, id: u32) -> Result<Turn<N::Content>> {
        let before = standing(&acts(&self.transaction, N::TABLE, id)?);
        let to = before.redo_to().map_err(|_| StoreError::Refused(format!("{} {id} 没有刚撤回、可以恢复的一版", N::WORD)))?;
        let content = content_of::<N>(&self.transaction, id, to)?;
        Ok(Turn { content, act: "redo", retracted: false, reason: format!("恢复第{to}版的内容") })
    }

    fn turn<N: Noun>(&mut self, id: u32, seen: u32, turn: &Turn<N::Content>) -> Result<u32> {
        let fixed = [("retracted", Value::Integer(turn.retracted.into()))];
        self.revise_by::<N>(id, seen, &turn.content, (&turn.reason, turn.act), &fixed)
    }

    fn turn_record(&mut self, id: u32, seen: u32, turn: &Turn<RecordContent>) -> Result<u32> {
        let fixed = [("revised_at", Value::Text(self.op.at.clone())), ("retracted", Value::Integer(turn.retracted.into()))];
        let revision = self.revise_by::<kinds::Record>(id, seen, &turn.content, (&turn.reason, turn.act), &fixed)?;
        let act = if turn.act == AMEND { NotebookAct::Corrected } else { NotebookAct::Undone };
        self.follow_on_page(id, revision, &turn.content, act, &turn.reason)?;
        Ok(revision)
    }
}

/// One going back or forth, before it is written.
struct Turn<C> {
    content: C,
    act: &'static str,
    retracted: bool,
    reason: String,
}
