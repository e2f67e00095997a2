//! 专用笔记本: numbers and pages for what stands in records and notes. An entry names a revision, which never changes; a later
//! revision of the same record gets an entry of its own at the end of the book, so that no page is ever written twice.

use jishi_core::id::{NoteId, NotebookId, RecordId};
use jishi_core::notebook::{self, Book, NotebookAct, NotebookContent};
use jishi_core::record::RecordContent;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use crate::error::{Result, StoreError};
use crate::nouns::{Entity, kinds};
use crate::{Store, Tx};

/// Where what a record says stands in a notebook.
#[derive(Debug, Clone, PartialEq)]
pub struct BookPlace {
    pub book: Book,
    /// Of the entry.
    pub seq: u32,
    pub page: u32,
    /// The page that says a note was filed as this record, which bears no more than that.
    pub filed_page: Option<u32>,
}

/// An entry as kept, with the content of its revision.
#[derive(Debug, Clone, PartialEq)]
pub struct BookEntry {
    pub seq: u32,
    pub page: u32,
    pub pages: u32,
    pub act: NotebookAct,
    pub about: Option<u32>,
    pub note: Option<NoteId>,
    pub record: Option<RecordId>,
    pub revision: u32,
    /// What it says of the entry it points at: 更正第3条：…
    pub remark: String,
    pub reason: String,
    pub at: String,
    pub actor: String,
    pub content: RecordContent,
}

/// A note of no step.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteRow {
    pub id: NoteId,
    pub notebook: NotebookId,
    /// The record it is filed as: one that stands.
    pub record: Option<RecordId>,
    pub revision: u32,
    pub content: RecordContent,
}

/// A picture of the signed page of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanTaken {
    pub sha256: String,
    pub name: String,
    pub format: String,
    pub pages: u32,
    pub size: u64,
}

/// Where an entry points and what it is about.
struct Slip<'a> {
    act: NotebookAct,
    about: Option<u32>,
    note: Option<u32>,
    record: Option<u32>,
    revision: u32,
    remark: String,
    reason: &'a str,
}

impl Store {
    /// Every notebook, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn notebooks(&self) -> Result<Vec<Book>> {
        let book = |e: Entity<NotebookContent>| Book {
            id: NotebookId(e.id),
            revision: e.revision,
            created_at: e.created_at,
            content: e.content,
        };
        Ok(self.entities::<kinds::Notebook>("0", "?1 = 0", 0)?.into_iter().rev().map(book).collect())
    }

    /// # Errors
    /// When there is no such notebook.
    pub fn notebook(&self, id: NotebookId) -> Result<Book> {
        let e = self.entity::<kinds::Notebook>("0", id.0)?;
        Ok(Book { id, revision: e.revision, created_at: e.created_at, content: e.content })
    }

    /// The newest open notebook of a holder.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_notebook_of(&self, holder: &str) -> Result<Option<NotebookId>> {
        let sql = "SELECT id FROM notebook WHERE holder = ?1 AND closed = 0 ORDER BY id DESC LIMIT 1";
        Ok(self.connection.query_row(sql, [holder], |r| r.get(0).map(NotebookId)).optional()?)
    }

    /// Entries and pages of a notebook, and the time of the newest.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn notebook_size(&self, id: NotebookId) -> Result<(u32, u32, String)> {
        let sql = "SELECT count(*), coalesce(sum(pages), 0), coalesce(max(at), '') FROM notebook_entry WHERE notebook = ?1";
        Ok(self.connection.query_row(sql, [id.0], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?)
    }

    /// The entries of a notebook in order.
    ///
    /// # Errors
    /// When the database or a content cannot be read.
    pub fn notebook_entries(&self, id: NotebookId) -> Result<Vec<BookEntry>> {
        let sql = "SELECT e.seq, e.page, e.pages, e.act, e.about, e.note, e.record, e.revision, e.remark, e.reason, e.at, e.actor, v.content \
             FROM notebook_entry e JOIN revision v ON v.revision = e.revision \
               AND v.noun = CASE WHEN e.note IS NULL OR e.act = 'filed' THEN 'record' ELSE 'note' END \
               AND v.id = CASE WHEN e.note IS NULL OR e.act = 'filed' THEN e.record ELSE e.note END \
             WHERE e.notebook = ?1 ORDER BY e.seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            let json: String = r.get(12)?;
            let content =
                serde_json::from_str(&json).map_err(|source| StoreError::Unreadable { noun: "笔记", id: id.0, source })?;
            let act: String = r.get(3)?;
            out.push(BookEntry {
                seq: r.get(0)?,
                page: r.get(1)?,
                pages: r.get(2)?,
                act: NotebookAct::read(&act).unwrap_or(NotebookAct::Written),
                about: r.get(4)?,
                note: r.get::<_, Option<u32>>(5)?.map(NoteId),
                record: r.get::<_, Option<u32>>(6)?.map(RecordId),
                revision: r.get(7)?,
                remark: r.get(8)?,
                reason: r.get(9)?,
                at: r.get(10)?,
                actor: r.get(11)?,
                content,
            });
        }
        Ok(out)
    }

    /// Where what a record says first stands in a notebook; None where it stands in none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page_of(&self, record: RecordId) -> Result<Option<BookPlace>> {
        type Entry = (u32, u32, u32, String, Option<u32>);
        let first = "SELECT notebook, seq, page, act, note FROM notebook_entry WHERE record = ?1 ORDER BY notebook, seq LIMIT 1";
        let read = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?));
        let found: Option<Entry> = self.connection.prepare_cached(first)?.query_row([record.0], read).optional()?;
        let Some((book, seq, page, act, note)) = found else { return Ok(None) };
        let book = self.notebook(NotebookId(book))?;
        // A corrected note was filed as it stood last.
        let text = "SELECT notebook, seq, page, act, note FROM notebook_entry WHERE note = ?1 AND act <> ?2 AND seq < ?3 \
             ORDER BY seq DESC LIMIT 1";
        let filed = NotebookAct::Filed.key();
        let written: Option<Entry> = match note.filter(|_| act == filed) {
            Some(note) => self.connection.prepare_cached(text)?.query_row(params![note, filed, seq], read).optional()?,
            None => None,
        };
        Ok(Some(match written {
            Some((_, seq, text, ..)) => BookPlace { book, seq, page: text, filed_page: Some(page) },
            None => BookPlace { book, seq, page, filed_page: None },
        }))
    }

    /// # Errors
    /// When there is no such note.
    pub fn note(&self, id: NoteId) -> Result<NoteRow> {
        let e = self.entity::<kinds::Note>("notebook", id.0)?;
        let sql = "SELECT n.record FROM note n JOIN record r ON r.id = n.record WHERE n.id = ?1 AND r.retracted = 0";
        let record: Option<u32> = self.connection.prepare_cached(sql)?.query_row([id.0], |r| r.get(0)).optional()?;
        Ok(NoteRow { id, notebook: NotebookId(e.batch), record: record.map(RecordId), revision: e.revision, content: e.content })
    }

    /// The number of the entry by which a note went on after it was filed as this record: corrected, or filed again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn gone_on(&self, record: RecordId) -> Result<Option<u32>> {
        let sql = "SELECT later.seq FROM notebook_entry filed JOIN notebook_entry later ON later.note = filed.note AND later.seq > filed.seq \
             WHERE filed.record = ?1 ORDER BY later.seq DESC LIMIT 1";
        Ok(self.connection.prepare_cached(sql)?.query_row([record.0], |r| r.get(0)).optional()?)
    }

    /// The name of a picture that was hung on a note after it was filed as this record and is not with the record; None when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn hung_since(&self, record: RecordId) -> Result<Option<String>> {
        let sql = "SELECT s.name FROM note_scan s JOIN notebook_entry e ON e.note = s.note WHERE e.record = ?1 AND NOT EXISTS \
             (SELECT 1 FROM material m WHERE m.record = ?1 AND json_extract(m.content, '$.sha256') = s.sha256) ORDER BY s.at LIMIT 1";
        Ok(self.connection.prepare_cached(sql)?.query_row([record.0], |r| r.get(0)).optional()?)
    }

    /// Pictures hung on a note.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn note_scans(&self, id: NoteId) -> Result<Vec<ScanTaken>> {
        let sql = "SELECT sha256, name, format, pages, size FROM note_scan WHERE note = ?1 ORDER BY at, sha256";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.0], |r| {
            let size = u64::try_from(r.get::<_, i64>(4)?).unwrap_or(0);
            Ok(ScanTaken { sha256: r.get(0)?, name: r.get(1)?, format: r.get(2)?, pages: r.get(3)?, size })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// # Errors
    /// When the database refuses.
    pub fn add_notebook(&mut self, content: &NotebookContent) -> Result<u32> {
        self.insert::<kinds::Notebook>(content, &[])
    }

    /// # Errors
    /// When there is no such notebook; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_notebook(&mut self, id: u32, seen: u32, content: &NotebookContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Notebook>(id, seen, content, reason, &[])
    }

    /// Gives the record as it stands the next page of a notebook.
    ///
    /// # Errors
    /// When it has a page already, or the notebook is closed.
    pub fn write_on_page(&mut self, notebook: u32, record: u32, content: &RecordContent) -> Result<u32> {
        if self.last_entry(record)?.is_some() {
            return Err(StoreError::Refused(format!("记录 {record} 已经编入专用笔记本")));
        }
        let revision = self.transaction.query_row("SELECT revision FROM record WHERE id = ?1", [record], |r| r.get(0))?;
        let slip = Slip {
            act: NotebookAct::Written,
            about: None,
            note: None,
            record: Some(record),
            revision,
            remark: String::new(),
            reason: "",
        };
        self.enter(notebook, content, slip)
    }

    /// The entry a further revision of a record follows, when the record stands in a notebook: a page at the end that points back.
    pub(crate) fn follow_on_page(
        &mut self,
        record: u32,
        revision: u32,
        content: &RecordContent,
        act: NotebookAct,
        reason: &str,
    ) -> Result<()> {
        let Some((notebook, about)) = self.last_entry(record)? else { return Ok(()) };
        let remark = format!("{}第{about}条：{reason}", act.name());
        let slip = Slip { act, about: Some(about), note: None, record: Some(record), revision, remark, reason };
        self.enter_in_any(notebook, content, slip)?;
        Ok(())
    }

    /// Writes a note of no step on the next page. Answers its number.
    ///
    /// # Errors
    /// When the notebook is closed.
    pub fn add_note(&mut self, notebook: u32, content: &RecordContent) -> Result<u32> {
        let id = self.insert::<kinds::Note>(content, &[("notebook", Value::Integer(notebook.into()))])?;
        let slip = Slip {
            act: NotebookAct::Written,
            about: None,
            note: Some(id),
            record: None,
            revision: 1,
            remark: String::new(),
            reason: "",
        };
        self.enter(notebook, content, slip)?;
        Ok(id)
    }

    /// Corrects a note by a further entry.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it moved on since revision `seen`; when it was filed.
    pub fn revise_note(&mut self, id: u32, seen: u32, content: &RecordContent, reason: &str) -> Result<u32> {
        let (notebook, about) = self.note_entry(id)?;
        let revision = self.revise::<kinds::Note>(id, seen, content, reason, &[])?;
        let remark = format!("更正第{about}条：{reason}");
        let slip =
            Slip { act: NotebookAct::Corrected, about: Some(about), note: Some(id), record: None, revision, remark, reason };
        self.enter_in_any(notebook, content, slip)?;
        Ok(revision)
    }

    /// Files a note: `record` is the one made of it in this transaction. Its page stays; an entry says where it went.
    ///
    /// # Errors
    /// When it is filed and that record stands.
    pub fn file_note(&mut self, id: u32, record: u32, content: &RecordContent, to: &str) -> Result<()> {
        let (notebook, about) = self.note_entry(id)?;
        let sql = "UPDATE note SET record = ?2 WHERE id = ?1 \
             AND (record IS NULL OR record IN (SELECT id FROM record WHERE retracted = 1))";
        let free = self.transaction.execute(sql, params![id, record])?;
        if free == 0 {
            return Err(StoreError::Refused(format!("第{about}条已经归入过步骤")));
        }
        let remark = format!("第{about}条归入{to}");
        let slip = Slip {
            act: NotebookAct::Filed,
            about: Some(about),
            note: Some(id),
            record: Some(record),
            revision: 1,
            remark,
            reason: "",
        };
        self.enter_in_any(notebook, content, slip)?;
        Ok(())
    }

    /// Hangs a picture, already in the content store and named, on a note.
    ///
    /// # Errors
    /// When it hangs there already.
    pub fn scan_note(&mut self, id: u32, scan: &ScanTaken) -> Result<()> {
        let key = format!("{id}/{}", scan.sha256);
        let size = i64::try_from(scan.size).unwrap_or(i64::MAX);
        let sql = "INSERT OR IGNORE INTO note_scan (note, sha256, name, format, pages, size, at, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let new =
            self.transaction.execute(sql, params![id, scan.sha256, scan.name, scan.format, scan.pages, size, self.op.at, key])?;
        if new == 0 {
            return Err(StoreError::Refused(format!("“{}”已经挂在这一条上", scan.name)));
        }
        self.standing("note_scan", &key)
    }

    /// Notebook and number of the newest entry of a record, by itself or by the note it was made of.
    fn last_entry(&self, record: u32) -> Result<Option<(u32, u32)>> {
        let sql = "SELECT notebook, seq FROM notebook_entry WHERE record = ?1 ORDER BY at DESC, seq DESC LIMIT 1";
        Ok(self.transaction.prepare_cached(sql)?.query_row([record], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    }

    /// Notebook and number of the entry that bears the words of a note as they stand.
    fn note_entry(&self, note: u32) -> Result<(u32, u32)> {
        let sql = "SELECT notebook, seq FROM notebook_entry WHERE note = ?1 AND act <> ?2 ORDER BY seq DESC LIMIT 1";
        let read = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?));
        let found = self.transaction.prepare_cached(sql)?.query_row(params![note, NotebookAct::Filed.key()], read).optional()?;
        found.ok_or(StoreError::NotFound { noun: "笔记", id: note })
    }

    fn enter(&mut self, notebook: u32, content: &RecordContent, slip: Slip<'_>) -> Result<u32> {
        let closed: Option<bool> =
            self.transaction.query_row("SELECT closed FROM notebook WHERE id = ?1", [notebook], |r| r.get(0)).optional()?;
        match closed {
            None => Err(StoreError::NotFound { noun: "专用笔记本", id: notebook }),
            Some(true) => Err(StoreError::Refused("这本专用笔记本已经用完封存，不能再记".into())),
            Some(false) => self.enter_in_any(notebook, content, slip),
        }
    }

    /// A correction belongs into the book of what it corrects, closed or not.
    fn enter_in_any(&mut self, notebook: u32, content: &RecordContent, slip: Slip<'_>) -> Result<u32> {
        let sql = "SELECT coalesce(max(seq), 0) + 1, coalesce(max(page + pages), 1) FROM notebook_entry WHERE notebook = ?1";
        let (seq, page): (u32, u32) = self.transaction.query_row(sql, [notebook], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let key = format!("{notebook}/{seq}");
        let pages = notebook::pages(&notebook::lines(slip.act, content, &slip.remark));
        self.transaction.execute(
            "INSERT INTO notebook_entry (notebook, seq, page, pages, act, about, note, record, revision, remark, reason, at, actor, key) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                notebook,
                seq,
                page,
                pages,
                slip.act.key(),
                slip.about,
                slip.note,
                slip.record,
                slip.revision,
                slip.remark,
                slip.reason,
                self.op.at,
                self.op.actor,
                key
            ],
        )?;
        self.standing("notebook_entry", &key)?;
        self.touched.extend(slip.record.map(|r| ("record", r)));
        Ok(seq)
    }
}
