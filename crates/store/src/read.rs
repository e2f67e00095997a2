//! Reading: whole cases, lists and single rows. Reading never writes.

use std::str::FromStr;

use chrono::NaiveDate;
use jishi_core::arrange::{Category, GivenNumber, GivenOut, Register};
use jishi_core::case::{Batch, Candidate, CandidateContent, Case, Post};
use jishi_core::catalogue::Catalogue;
use jishi_core::charge::Charges;
use jishi_core::id::{BatchId, CandidateId, MaterialId, PersonId, PostId, RecordId};
use jishi_core::person::{Person, PersonContent};
use jishi_core::record::{Material, MaterialContent, Record, RecordContent};
use jishi_core::revisions::Entry;
use jishi_core::seal_register::SealState;
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::nouns::{Entity, NaRow, Noun, PackageEntry, SealEntry, SealTaken, kinds};

/// How much the workspace holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub batches: u32,
    pub people: u32,
    pub records: u32,
    pub materials: u32,
    pub packages: u32,
}

/// A person as of one revision, with who entered it, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRevision {
    pub person: Person,
    /// Why it was changed; empty for the first.
    pub reason: String,
    /// RFC 3339 with offset.
    pub at: String,
    pub actor: String,
}

/// Who is charged with which step of a batch, and the row that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRow {
    /// 0 before there is any.
    pub id: u32,
    pub batch: BatchId,
    /// 0 before there is any.
    pub revision: u32,
    /// Empty when they were taken back.
    pub charges: Charges,
}

/// Why, when and by whom a material was taken off its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOff {
    pub reason: String,
    /// RFC 3339 with offset.
    pub at: String,
    pub actor: String,
}

fn content<C: DeserializeOwned>(noun: &'static str, id: u32, json: &str) -> Result<C> {
    serde_json::from_str(json).map_err(|source| StoreError::Unreadable { noun, id, source })
}

const RECORD: &str = "SELECT r.id, r.batch, r.revision, r.content, r.created_by, r.created_at, r.revised_at, \
     coalesce((SELECT reason FROM revision v WHERE v.noun = 'record' AND v.id = r.id AND v.revision = r.revision), '') FROM record r";

struct RecordRow {
    id: u32,
    batch: u32,
    revision: u32,
    content: String,
    entered_by: String,
    entered_at: String,
    revised_at: String,
    reason: String,
}

fn record_row(r: &Row<'_>) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow {
        id: r.get(0)?,
        batch: r.get(1)?,
        revision: r.get(2)?,
        content: r.get(3)?,
        entered_by: r.get(4)?,
        entered_at: r.get(5)?,
        revised_at: r.get(6)?,
        reason: r.get(7)?,
    })
}

fn record(row: RecordRow) -> Result<Record> {
    Ok(Record {
        id: RecordId(row.id),
        batch: BatchId(row.batch),
        revision: row.revision,
        revision_reason: row.reason,
        entered_by: row.entered_by,
        entered_at: row.entered_at,
        revised_at: row.revised_at,
        content: content(kinds::Record::WORD, row.id, &row.content)?,
    })
}

fn material(e: Entity<MaterialContent>) -> Material {
    let (id, batch) = (MaterialId(e.id), BatchId(e.batch));
    Material { id, batch, revision: e.revision, added_at: e.created_at, content: e.content, outdated: false }
}

impl Store {
    /// Rows of a noun, by id. `filter` is SQL after WHERE with one parameter.
    pub(crate) fn entities<N: Noun>(&self, batch_column: &str, filter: &str, value: i64) -> Result<Vec<Entity<N::Content>>> {
        let sql =
            format!("SELECT id, {batch_column}, revision, created_at, content FROM {} WHERE {filter} ORDER BY id", N::TABLE);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([value], |r| {
            Ok((r.get::<_, u32>(0)?, r.get::<_, u32>(1)?, r.get::<_, u32>(2)?, r.get::<_, String>(3)?, r.get::<_, String>(4)?))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (id, batch, revision, created_at, json) = row?;
            out.push(Entity { id, batch, revision, created_at, content: content(N::WORD, id, &json)? });
        }
        Ok(out)
    }

    pub(crate) fn entity<N: Noun>(&self, batch_column: &str, id: u32) -> Result<Entity<N::Content>> {
        self.entities::<N>(batch_column, "id = ?1", id.into())?.pop().ok_or(StoreError::NotFound { noun: N::WORD, id })
    }

    /// Everyone who stands in the roster, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn people(&self) -> Result<Vec<Person>> {
        let rows = self.entities::<kinds::Person>("0", "?1 = 0 AND retracted = 0", 0)?;
        Ok(rows.into_iter().map(|e| Person { id: PersonId(e.id), revision: e.revision, content: e.content }).collect())
    }

    /// Names and contents of the people who have notes on characters that cannot be printed, in order of their numbers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn people_with_notes(&self) -> Result<Vec<PersonContent>> {
        let rows =
            self.entities::<kinds::Person>("0", "?1 = 0 AND retracted = 0 AND instr(content, '\"glyph_notes\":[{') > 0", 0)?;
        Ok(rows.into_iter().map(|e| e.content).collect())
    }

    /// # Errors
    /// When there is no such person.
    pub fn person(&self, id: PersonId) -> Result<Person> {
        let e = self.entity::<kinds::Person>("0", id.0)?;
        Ok(Person { id, revision: e.revision, content: e.content })
    }

    /// A person as of one revision.
    ///
    /// # Errors
    /// When there is no such person or revision.
    pub fn person_at(&self, id: PersonId, revision: u32) -> Result<PersonRevision> {
        let sql = "SELECT content, reason, at, actor FROM revision WHERE noun = 'person' AND id = ?1 AND revision = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let row = statement
            .query_map([id.0, revision], |r| {
                Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?))
            })?
            .next()
            .ok_or_else(|| StoreError::Refused(format!("没有找到人员 {id} 的第 {revision} 版")))?;
        let (json, reason, at, actor) = row?;
        let person = Person { id, revision, content: content(kinds::Person::WORD, id.0, &json)? };
        Ok(PersonRevision { person, reason, at, actor })
    }

    /// The person in the revision the candidate names.
    fn considered(&self, candidate: &Candidate) -> Result<Person> {
        Ok(self.person_at(candidate.content.person, candidate.content.person_revision)?.person)
    }

    /// A candidate entered before candidates named a revision means the one that stood when it was entered.
    fn with_person_revision(&self, e: Entity<CandidateContent>) -> Result<Candidate> {
        let mut candidate =
            Candidate { id: CandidateId(e.id), batch: BatchId(e.batch), revision: e.revision, content: e.content };
        if candidate.content.person_revision == 0 {
            let sql = "SELECT coalesce(max(p.revision), 1) FROM revision p, revision c WHERE p.noun = 'person' AND p.id = ?1 \
                 AND c.noun = 'candidate' AND c.id = ?2 AND c.revision = 1 AND p.journal <= c.journal";
            let mut statement = self.connection.prepare_cached(sql)?;
            candidate.content.person_revision = statement.query_row([candidate.content.person.0, e.id], |r| r.get(0))?;
        }
        Ok(candidate)
    }

    /// Every batch that stands, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn batches(&self) -> Result<Vec<Batch>> {
        let ids: Vec<u32> = {
            let mut statement = self.connection.prepare_cached("SELECT id FROM batch WHERE retracted = 0 ORDER BY id DESC")?;
            statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        ids.into_iter().map(|id| self.batch(BatchId(id))).collect()
    }

    /// # Errors
    /// When there is no such batch.
    pub fn batch(&self, id: BatchId) -> Result<Batch> {
        let e = self.entity::<kinds::Batch>("0", id.0)?;
        let catalogue = self.connection.query_row("SELECT catalogue FROM batch WHERE id = ?1", [id.0], |r| r.get(0))?;
        Ok(Batch { id, revision: e.revision, catalogue, created_at: e.created_at, content: e.content })
    }

    /// # Errors
    /// When there is no such post.
    pub fn post(&self, id: PostId) -> Result<Post> {
        let e = self.entity::<kinds::Post>("batch", id.0)?;
        Ok(Post { id, batch: BatchId(e.batch), revision: e.revision, content: e.content })
    }

    /// # Errors
    /// When there is no such candidate.
    pub fn candidate(&self, id: CandidateId) -> Result<Candidate> {
        let e = self.entity::<kinds::Candidate>("batch", id.0)?;
        self.with_person_revision(e)
    }

    /// # Errors
    /// When there is no such record.
    pub fn record(&self, id: RecordId) -> Result<Record> {
        let mut statement = self.connection.prepare_cached(&format!("{RECORD} WHERE r.id = ?1"))?;
        let mut rows = statement.query_map([id.0], record_row)?;
        match rows.next() {
            Some(row) => record(row?),
            None => Err(StoreError::NotFound { noun: kinds::Record::WORD, id: id.0 }),
        }
    }

    /// Every revision of a record, oldest first.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn record_history(&self, id: RecordId) -> Result<Vec<Record>> {
        let newest = self.record(id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT revision, content, reason, at FROM revision WHERE noun = 'record' AND id = ?1 ORDER BY revision",
        )?;
        let rows = statement.query_map([id.0], |r| {
            Ok((r.get::<_, u32>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (revision, json, revision_reason, revised_at) = row?;
            let content = content(kinds::Record::WORD, id.0, &json)?;
            out.push(Record { revision, revision_reason, revised_at, content, ..newest.clone() });
        }
        Ok(out)
    }

    /// SHA-256 of the content of a revision as stored; None when there is no such revision.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn record_digest(&self, id: RecordId, revision: u32) -> Result<Option<String>> {
        let sql = "SELECT content FROM revision WHERE noun = 'record' AND id = ?1 AND revision = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query_map(params![id.0, revision], |r| r.get::<_, String>(0))?;
        Ok(rows.next().transpose()?.map(|content| jishi_fs::sha256_hex(content.as_bytes())))
    }

    /// # Errors
    /// When there is no such material.
    pub fn material(&self, id: MaterialId) -> Result<Material> {
        let found = self.entity::<kinds::Material>("batch", id.0).map(material)?;
        self.against_record(found)
    }

    /// Whether a record says now what it said in a revision, whoever signed since; not, when there is no such revision.
    ///
    /// # Errors
    /// When the database cannot be read or a content cannot.
    pub fn record_reads_as(&self, id: RecordId, revision: u32) -> Result<bool> {
        let sql = "SELECT r.revision, r.content, v.content FROM record r \
             JOIN revision v ON v.noun = 'record' AND v.id = r.id AND v.revision = ?2 WHERE r.id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement
            .query_map(params![id.0, revision], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)))?;
        let Some(row) = rows.next() else { return Ok(false) };
        let (newest, now, then) = row?;
        if newest == revision || now == then {
            return Ok(true);
        }
        let read = |json: &str| content::<RecordContent>(kinds::Record::WORD, id.0, json);
        Ok(read(&now)?.reads_as(&read(&then)?))
    }

    /// A paper beside its record as that reads now.
    fn against_record(&self, m: Material) -> Result<Material> {
        let outdated = match m.content.of_revision {
            Some(revision) => !self.record_reads_as(m.content.record, revision)?,
            None => false,
        };
        Ok(Material { outdated, ..m })
    }

    fn papers(&self, filter: &str, value: i64) -> Result<Vec<Material>> {
        let found = self.entities::<kinds::Material>("batch", filter, value)?;
        found.into_iter().map(|e| self.against_record(material(e))).collect()
    }

    /// The 不适用 marks in force.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn not_applicable(&self, batch: BatchId) -> Result<Vec<NaRow>> {
        let rows = self.entities::<kinds::Na>("batch", "active = 1 AND batch = ?1", batch.0.into())?;
        Ok(rows.into_iter().map(|e| NaRow { id: e.id, revision: e.revision, mark: e.content }).collect())
    }

    /// The catalogue a batch began with.
    ///
    /// # Errors
    /// When there is no such batch.
    pub fn catalogue_of(&self, id: BatchId) -> Result<Catalogue> {
        let key = self.batch(id)?.catalogue;
        let whole: String = self.connection.query_row("SELECT content FROM catalogue WHERE key = ?1", [&key], |r| r.get(0))?;
        content("目录", 0, &whole)
    }

    /// Everything known of a batch, as the checks want it.
    ///
    /// # Errors
    /// When there is no such batch or a content cannot be read.
    pub fn case(&self, id: BatchId, today: NaiveDate) -> Result<Case> {
        let mut case = self.frame(id, today)?;
        let of = i64::from(id.0);
        case.records = self.records_of(id)?;
        let standing = "batch = ?1 AND retracted = 0 AND record IN (SELECT id FROM record WHERE retracted = 0)";
        case.materials = self.papers(standing, of)?;
        case.not_applicable = self.not_applicable(id)?.into_iter().map(|n| n.mark).collect();
        Ok(case)
    }

    /// The records of a batch that stand, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn records_of(&self, batch: BatchId) -> Result<Vec<Record>> {
        let mut statement =
            self.connection.prepare_cached(&format!("{RECORD} WHERE r.batch = ?1 AND r.retracted = 0 ORDER BY r.id"))?;
        let rows: Vec<RecordRow> = statement.query_map([batch.0], record_row)?.collect::<rusqlite::Result<_>>()?;
        rows.into_iter().map(record).collect()
    }

    /// The candidates that stand in any batch and go by one revision of a person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn candidates_by(&self, person: PersonId, revision: u32) -> Result<Vec<Candidate>> {
        let rows = self.entities::<kinds::Candidate>("batch", "person = ?1 AND retracted = 0", person.0.into())?;
        let mut all = rows.into_iter().map(|e| self.with_person_revision(e)).collect::<Result<Vec<_>>>()?;
        all.retain(|c| c.content.person_revision == revision);
        Ok(all)
    }

    /// The candidates that stand in any batch and mean a person in whatever revision.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn candidates_of_person(&self, person: PersonId) -> Result<Vec<Candidate>> {
        let rows = self.entities::<kinds::Candidate>("batch", "person = ?1 AND retracted = 0", person.0.into())?;
        rows.into_iter().map(|e| self.with_person_revision(e)).collect()
    }

    /// The materials of a batch that were taken off their records, the newest off first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn taken_off(&self, batch: BatchId) -> Result<Vec<(Material, TakenOff)>> {
        let sql = "SELECT m.id, v.reason, v.at, v.actor FROM material m JOIN revision v ON v.noun = 'material' AND v.id = m.id \
             AND v.revision = m.revision WHERE m.batch = ?1 AND m.retracted = 1 AND v.act = 'off' ORDER BY v.journal DESC, m.id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([batch.0], |r| {
            Ok((r.get::<_, u32>(0)?, TakenOff { reason: r.get(1)?, at: r.get(2)?, actor: r.get(3)? }))
        })?;
        let found: Vec<(u32, TakenOff)> = rows.collect::<rusqlite::Result<_>>()?;
        found.into_iter().map(|(id, off)| Ok((self.material(MaterialId(id))?, off))).collect()
    }

    /// The materials of one record that stand, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn materials_of(&self, record: RecordId) -> Result<Vec<Material>> {
        self.papers("record = ?1 AND retracted = 0", record.0.into())
    }

    /// Every material of a batch that stands by id, those of records that were taken back too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn materials_of_batch(&self, batch: BatchId) -> Result<Vec<Material>> {
        self.papers("batch = ?1 AND retracted = 0", batch.0.into())
    }

    /// A case without its records and materials: what it takes to judge whether a new record may stand.
    ///
    /// # Errors
    /// When there is no such batch, it was taken back or a content cannot be read.
    pub fn frame(&self, id: BatchId, today: NaiveDate) -> Result<Case> {
        let batch = self.batch(id)?;
        if self.standing_of(Entry::Batch, id.0)?.retracted {
            return Err(StoreError::Refused(format!("批次 {} 已经撤回，要用请先恢复", batch.content.name)));
        }
        let of = i64::from(id.0);
        let catalogue = self.catalogue_of(id)?;
        let standing = "batch = ?1 AND retracted = 0";
        let posts = self.entities::<kinds::Post>("batch", standing, of)?;
        let left = self.entities::<kinds::Candidate>("batch", "batch = ?1 AND retracted = 1", of)?;
        let left = left.into_iter().map(|e| self.with_person_revision(e)).collect::<Result<Vec<_>>>()?;
        let gone = left.iter().map(|c| Ok(self.considered(c)?.content.name)).collect::<Result<_>>()?;
        let mut candidates: Vec<Candidate> = self
            .entities::<kinds::Candidate>("batch", standing, of)?
            .into_iter()
            .map(|e| self.with_person_revision(e))
            .collect::<Result<_>>()?;
        candidates.sort_by_key(|c| (c.content.order, c.id));
        let persons = candidates.iter().map(|c| self.considered(c)).collect::<Result<Vec<_>>>()?;
        let posts =
            posts.into_iter().map(|e| Post { id: PostId(e.id), batch: id, revision: e.revision, content: e.content }).collect();
        Ok(Case {
            catalogue,
            batch,
            posts,
            persons,
            candidates,
            records: vec![],
            materials: vec![],
            not_applicable: vec![],
            gone,
            elsewhere: Vec::new(),
            governing: None,
            charges: self.charges(id)?.charges,
            today,
        })
    }

    /// Who is charged with which step of a batch.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn charges(&self, batch: BatchId) -> Result<ChargeRow> {
        let Some(e) = self.entities::<kinds::Charge>("batch", "batch = ?1", batch.0.into())?.pop() else {
            return Ok(ChargeRow { id: 0, batch, revision: 0, charges: Vec::new() });
        };
        let retracted = self.standing_of(Entry::Charge, e.id)?.retracted;
        Ok(ChargeRow { id: e.id, batch, revision: e.revision, charges: if retracted { Vec::new() } else { e.content } })
    }

    /// The batch whose charges a row holds.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn batch_of_charges(&self, id: u32) -> Result<BatchId> {
        Ok(BatchId(self.entity::<kinds::Charge>("batch", id)?.batch))
    }

    /// The newest record of a step in any batch but one, to take defaults from.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_record_elsewhere(&self, step: &str, batch: BatchId) -> Result<Option<Record>> {
        let sql = format!("{RECORD} WHERE r.step = ?1 AND r.batch <> ?2 AND r.retracted = 0 ORDER BY r.id DESC LIMIT 1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query_map(params![step, batch.0], record_row)?;
        rows.next().map(|row| record(row?)).transpose()
    }

    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| -> Result<u32> {
            Ok(self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)
        };
        Ok(Counts {
            batches: count("batch WHERE retracted = 0")?,
            people: count("person WHERE retracted = 0")?,
            records: count("record WHERE retracted = 0")?,
            materials: count("material WHERE retracted = 0 AND record IN (SELECT id FROM record WHERE retracted = 0)")?,
            packages: count("package")?,
        })
    }

    /// The register of archive numbers: those of the items of one batch, and how far every category has come over all batches.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn register(&self, batch: BatchId) -> Result<Register> {
        let read = |text: String| Category::from_str(&text).map_err(|e| StoreError::Refused(format!("档号登记簿中的类别{e}")));
        let mut register = Register::default();
        let sql = "SELECT category, max(no), count(*) FROM archive_number GROUP BY category";
        let mut statement = self.connection.prepare_cached(sql)?;
        for row in statement.query_map([], |r| Ok((r.get(0)?, GivenOut { last: r.get(1)?, count: r.get(2)? })))? {
            let (category, out) = row?;
            register.categories.insert(read(category)?, out);
        }
        let sql = "SELECT item, category, no, archive_no FROM archive_number WHERE batch = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        for row in statement.query_map([batch.0], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))? {
            let (item, category, no, archive_no): (String, String, u32, String) = row?;
            register.given.insert(item, GivenNumber { category: read(category)?, no, archive_no });
        }
        Ok(register)
    }

    /// Number of the newest seal taken; 0 when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_seal(&self) -> Result<u32> {
        Ok(self.connection.query_row("SELECT coalesce(max(no), 0) FROM seal", [], |r| r.get(0))?)
    }

    /// Seal numbers taken for packages that were never entered in the register: what a kill left behind.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_seals(&self) -> Result<Vec<SealTaken>> {
        Ok(self.seals()?.into_iter().filter(|s| s.state == SealState::Taken).map(|s| s.seal).collect())
    }

    /// Every seal number ever taken, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn seals(&self) -> Result<Vec<SealEntry>> {
        let sql =
            "SELECT no, seal_no, batch, title, path, items, reason, candidate, state, taken_at, numbers FROM seal ORDER BY no";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| {
            let seal = SealTaken {
                no: r.get(0)?,
                seal_no: r.get(1)?,
                batch: r.get(2)?,
                title: r.get(3)?,
                path: r.get(4)?,
                items: r.get(5)?,
                reason: r.get(6)?,
                candidate: r.get(7)?,
                numbers: Vec::new(),
            };
            let state = match r.get::<_, u32>(8)? {
                0 => SealState::Taken,
                1 => SealState::Sealed,
                _ => SealState::Void,
            };
            Ok((SealEntry { seal, state, taken_at: r.get(9)? }, r.get::<_, String>(10)?))
        })?;
        let mut seals = Vec::new();
        for row in rows {
            let (mut entry, numbers) = row?;
            entry.seal.numbers = content("封签号", entry.seal.no, &numbers)?;
            seals.push(entry);
        }
        Ok(seals)
    }

    /// The register of sealed packages in the order of sealing; of one batch when given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn packages(&self, batch: Option<BatchId>) -> Result<Vec<PackageEntry>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, batch, content FROM package WHERE ?1 IS NULL OR batch = ?1 ORDER BY id")?;
        let rows = statement
            .query_map(params![batch.map(|b| b.0)], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, u32>(1)?, r.get::<_, String>(2)?)))?;
        let mut out = Vec::new();
        for row in rows {
            let (id, batch, json) = row?;
            out.push(PackageEntry { batch, content: content("案卷包", id, &json)? });
        }
        Ok(out)
    }
}
