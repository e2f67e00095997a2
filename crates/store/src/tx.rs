//! The one door for writes.

use std::collections::BTreeMap;

use jishi_core::arrange::GivenNumber;
use jishi_core::case::{BatchContent, CandidateContent, NotApplicable, PostContent};
use jishi_core::catalogue::Catalogue;
use jishi_core::charge::Charges;
use jishi_core::notebook::NotebookAct;
use jishi_core::person::PersonContent;
use jishi_core::record::{MaterialContent, RecordContent};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::nouns::{NaRow, Noun, PackageContent, SealTaken, kinds};
use crate::{Store, courses, index, journal, rows, standing};

/// Who does what, when. `name` is the command's.
#[derive(Debug, Clone)]
pub struct Op {
    pub name: String,
    pub actor: String,
    /// RFC 3339 with offset.
    pub at: String,
}

/// One thing a transaction changed; goes into the journal and to the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub noun: String,
    pub id: u32,
    /// Revision that now stands; 0 where there are no revisions, and then `key` says which row it is. With a revision `key` is the
    /// act that made it: `undo`, `redo`, `off`, empty for an entry or a correction.
    pub revision: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// SHA-256 of the content before; empty for a new one.
    pub before: String,
    pub after: String,
    /// SHA-256 of the reason of a revision; None in lines of earlier programs and where there are no revisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Columns of the row beside the content that this change set, in plain: the batch, who entered it, whether it is in force.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beside: BTreeMap<String, String>,
}

/// What a transaction answers.
#[derive(Debug)]
pub struct Outcome<T> {
    pub value: T,
    pub changes: Vec<Change>,
    /// Number of its journal line.
    pub journal: u32,
}

/// Open only inside [`Store::transact`].
pub struct Tx<'a> {
    pub(crate) transaction: Transaction<'a>,
    pub(crate) op: Op,
    /// Number the journal line of this transaction will have.
    line: u32,
    changes: Vec<Change>,
    words: Vec<String>,
    /// Rows whose place in the search index is to be made anew.
    pub(crate) touched: Vec<(&'static str, u32)>,
    /// It takes, enters or gives up a seal number, so what stands under an open one is its own to write.
    seals: bool,
}

impl Store {
    /// Runs `body` in one transaction and writes one journal line for it. When `body` fails, nothing happened.
    ///
    /// # Errors
    /// Those of `body`, and of the database; [`StoreError::Unsettled`] for a change to a batch of which a sealing was cut off.
    pub fn transact<T>(&mut self, op: Op, body: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<Outcome<T>> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let line = transaction.query_row("SELECT coalesce(max(seq), 0) + 1 FROM journal", [], |r| r.get(0))?;
        let mut tx = Tx { transaction, op, line, changes: Vec::new(), words: Vec::new(), touched: Vec::new(), seals: false };
        let value = body(&mut tx)?;
        let Tx { transaction, op, changes, words, touched, seals, .. } = tx;
        if !seals {
            courses::under_no_open_seal(&transaction, &touched)?;
        }
        let batches = index::refresh(&transaction, &touched)?;
        let journal = journal::append(&transaction, &op.at, &op.actor, &op.name, &words.join("；"), &changes)?;
        transaction.commit()?;
        self.stamps.press(&batches);
        Ok(Outcome { value, changes, journal })
    }
}

impl Tx<'_> {
    /// Adds words to the journal line: what was done, to what.
    pub fn say(&mut self, words: impl Into<String>) {
        self.words.push(words.into());
    }

    /// Time and person of the change, as the journal will have them.
    #[must_use]
    pub fn who(&self) -> (String, String) {
        (self.op.at.clone(), self.op.actor.clone())
    }

    pub(crate) fn insert<N: Noun>(&mut self, content: &N::Content, fixed: &[(&'static str, Value)]) -> Result<u32> {
        let json = serde_json::to_string(content)?;
        let mut columns: Vec<(&'static str, Value)> = vec![
            ("revision", Value::Integer(1)),
            ("content", Value::Text(json.clone())),
            ("created_at", Value::Text(self.op.at.clone())),
        ];
        columns.extend(fixed.iter().cloned());
        columns.extend(N::columns(content));
        let names: Vec<&str> = columns.iter().map(|c| c.0).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", N::TABLE, names.join(", "));
        self.transaction.prepare_cached(&sql)?.execute(params_from_iter(columns.iter().map(|c| &c.1)))?;
        let id = u32::try_from(self.transaction.last_insert_rowid())
            .map_err(|_| StoreError::Refused(format!("{}太多，编号已用尽", N::WORD)))?;
        self.keep_revision::<N>(id, 1, &json, "", ("", ""), rows::beside(columns.iter()))?;
        Ok(id)
    }

    /// Puts a new content in place of the one of revision `seen`; the old one stays in `revision`.
    pub(crate) fn revise<N: Noun>(
        &mut self,
        id: u32,
        seen: u32,
        content: &N::Content,
        reason: &str,
        fixed: &[(&'static str, Value)],
    ) -> Result<u32> {
        self.revise_by::<N>(id, seen, content, (reason, ""), fixed)
    }

    /// [`Tx::revise`] with the act that makes the revision: empty for a correction, `undo`, `redo`, `off`.
    pub(crate) fn revise_by<N: Noun>(
        &mut self,
        id: u32,
        seen: u32,
        content: &N::Content,
        why: (&str, &str),
        fixed: &[(&'static str, Value)],
    ) -> Result<u32> {
        let sql = format!("SELECT revision, content FROM {} WHERE id = ?1", N::TABLE);
        let (now, old): (u32, String) =
            self.transaction.prepare_cached(&sql)?.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).map_err(|e| {
                if e == rusqlite::Error::QueryReturnedNoRows { StoreError::NotFound { noun: N::WORD, id } } else { e.into() }
            })?;
        if seen != now {
            return Err(StoreError::Stale { noun: N::WORD, id, now, seen });
        }
        let json = serde_json::to_string(content)?;
        let revision = now + 1;
        let mut columns: Vec<(&'static str, Value)> =
            vec![("revision", Value::Integer(revision.into())), ("content", Value::Text(json.clone()))];
        columns.extend(fixed.iter().cloned());
        columns.extend(N::columns(content));
        let sets: Vec<String> = columns.iter().map(|c| format!("{} = ?", c.0)).collect();
        let sql = format!("UPDATE {} SET {} WHERE id = ?", N::TABLE, sets.join(", "));
        let beside = rows::beside(columns.iter());
        let mut values: Vec<Value> = columns.into_iter().map(|c| c.1).collect();
        values.push(Value::Integer(id.into()));
        self.transaction.prepare_cached(&sql)?.execute(params_from_iter(values.iter()))?;
        self.keep_revision::<N>(id, revision, &json, &old, why, beside)?;
        Ok(revision)
    }

    fn keep_revision<N: Noun>(
        &mut self,
        id: u32,
        revision: u32,
        json: &str,
        before: &str,
        (reason, act): (&str, &str),
        mut beside: BTreeMap<String, String>,
    ) -> Result<()> {
        beside.retain(|name, _| !["revision", "content"].contains(&name.as_str()));
        self.touched.push((N::TABLE, id));
        self.transaction
            .prepare_cached(
                "INSERT INTO revision (noun, id, revision, content, reason, at, actor, journal, act) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![N::TABLE, id, revision, json, reason, self.op.at, self.op.actor, self.line, act])?;
        let digest = |text: &str| if text.is_empty() { String::new() } else { jishi_fs::sha256_hex(text.as_bytes()) };
        self.changes.push(Change {
            noun: N::TABLE.into(),
            id,
            revision,
            key: act.into(),
            before: digest(before),
            after: jishi_fs::sha256_hex(json.as_bytes()),
            reason: Some(jishi_fs::sha256_hex(reason.as_bytes())),
            beside,
        });
        Ok(())
    }

    /// Names a file that already lies in the content store.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn name_file(&mut self, sha256: &str, size: u64) -> Result<()> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO file (sha256, size, added_at) VALUES (?1, ?2, ?3)")?
            .execute(params![sha256, size, self.op.at])?;
        Ok(())
    }

    /// # Errors
    /// When the database refuses.
    pub fn add_person(&mut self, content: &PersonContent) -> Result<u32> {
        self.insert::<kinds::Person>(content, &[])
    }

    /// # Errors
    /// When there is no such person; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_person(&mut self, id: u32, seen: u32, content: &PersonContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Person>(id, seen, content, reason, &stands())
    }

    /// Keeps the catalogue whole beside the batch that begins with it. One whose content differs from what is kept under its version
    /// gets a key of its own: batches that began before keep theirs.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_batch(&mut self, content: &BatchContent, catalogue: &Catalogue) -> Result<u32> {
        let whole = serde_json::to_string(catalogue)?;
        let mut key = format!("{} {}", catalogue.id, catalogue.version);
        // Compared as catalogues, not as texts: a program that knows a further field writes the same catalogue otherwise.
        let same = |kept: &str| serde_json::from_str::<Catalogue>(kept).is_ok_and(|kept| kept == *catalogue);
        if self.kept_catalogue(&key)?.is_some_and(|kept| !same(&kept)) {
            let digest: String = jishi_fs::sha256_hex(whole.as_bytes()).chars().take(8).collect();
            key.push_str(&format!("（{digest}）"));
        }
        let new =
            self.transaction.execute("INSERT OR IGNORE INTO catalogue (key, content) VALUES (?1, ?2)", params![key, whole])?;
        if new > 0 {
            self.standing("catalogue", &key)?;
        }
        index::know_catalogue(&self.transaction, &key, catalogue)?;
        self.insert::<kinds::Batch>(content, &[("catalogue", Value::Text(key))])
    }

    fn kept_catalogue(&self, key: &str) -> Result<Option<String>> {
        let found = self.transaction.query_row("SELECT content FROM catalogue WHERE key = ?1", [key], |r| r.get(0));
        Ok(found.map(Some).or_else(|e| if e == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(e) })?)
    }

    /// # Errors
    /// When there is no such batch; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_batch(&mut self, id: u32, seen: u32, content: &BatchContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Batch>(id, seen, content, reason, &stands())
    }

    /// # Errors
    /// When the batch is not there.
    pub fn add_post(&mut self, batch: u32, content: &PostContent) -> Result<u32> {
        self.insert::<kinds::Post>(content, &of_batch(batch))
    }

    /// # Errors
    /// When there is no such post; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_post(&mut self, id: u32, seen: u32, content: &PostContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Post>(id, seen, content, reason, &stands())
    }

    /// Who was taken back and is taken in again is the same candidate.
    ///
    /// # Errors
    /// When batch or person are not there, or the person is in the batch already.
    pub fn add_candidate(&mut self, batch: u32, content: &CandidateContent) -> Result<u32> {
        let sql = "SELECT id, revision FROM candidate WHERE batch = ?1 AND person = ?2 AND retracted = 1";
        let gone: Option<(u32, u32)> =
            self.transaction.query_row(sql, [batch, content.person.0], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        if let Some((id, seen)) = gone {
            return self.revise_candidate(id, seen, content, "撤回后重新列为人选").map(|_| id);
        }
        self.insert::<kinds::Candidate>(content, &of_batch(batch))
    }

    /// # Errors
    /// When there is no such candidate; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_candidate(&mut self, id: u32, seen: u32, content: &CandidateContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Candidate>(id, seen, content, reason, &stands())
    }

    /// # Errors
    /// When the batch is not there.
    pub fn add_record(&mut self, batch: u32, content: &RecordContent) -> Result<u32> {
        let mut fixed = of_batch(batch);
        fixed.push(("created_by", Value::Text(self.op.actor.clone())));
        fixed.push(("revised_at", Value::Text(self.op.at.clone())));
        self.insert::<kinds::Record>(content, &fixed)
    }

    /// # Errors
    /// [`StoreError::Stale`] when the record moved on since revision `seen`.
    pub fn revise_record(&mut self, id: u32, seen: u32, content: &RecordContent, reason: &str) -> Result<u32> {
        let fixed = [("revised_at", Value::Text(self.op.at.clone())), ("retracted", Value::Integer(0))];
        let revision = self.revise::<kinds::Record>(id, seen, content, reason, &fixed)?;
        self.follow_on_page(id, revision, content, NotebookAct::Corrected, reason)?;
        Ok(revision)
    }

    /// The file, when there is one, must have been named before.
    ///
    /// # Errors
    /// When batch, record or file are not there.
    pub fn add_material(&mut self, batch: u32, content: &MaterialContent) -> Result<u32> {
        self.insert::<kinds::Material>(content, &of_batch(batch))
    }

    /// # Errors
    /// When there is no such material; [`StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_material(&mut self, id: u32, seen: u32, content: &MaterialContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Material>(id, seen, content, reason, &stands())
    }

    /// Keeps who is charged with which step of a batch; the first time makes the row, and `seen` is 0 then.
    ///
    /// # Errors
    /// When the batch is not there; [`StoreError::Stale`] when the charges moved on since revision `seen`.
    pub fn charge(&mut self, batch: u32, seen: u32, charges: &Charges) -> Result<()> {
        let sql = "SELECT id, revision FROM charge WHERE batch = ?1";
        let row: Option<(u32, u32)> = self.transaction.query_row(sql, [batch], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let (id, now) = row.unwrap_or_default();
        if seen != now {
            return Err(StoreError::Stale { noun: kinds::Charge::WORD, id, now, seen });
        }
        match row {
            Some((id, seen)) => self.revise::<kinds::Charge>(id, seen, charges, "", &stands()).map(|_| ()),
            None => self.insert::<kinds::Charge>(charges, &of_batch(batch)).map(|_| ()),
        }
    }

    /// # Errors
    /// When the batch is not there.
    pub fn mark_not_applicable(&mut self, batch: u32, mark: &NotApplicable) -> Result<u32> {
        let mut fixed = of_batch(batch);
        fixed.push(("active", Value::Integer(1)));
        self.insert::<kinds::Na>(mark, &fixed)
    }

    /// Takes a 不适用 mark back; the row and its revisions stay.
    ///
    /// # Errors
    /// When there is no such mark, or it moved on since it was read.
    pub fn reopen(&mut self, row: &NaRow, reason: &str) -> Result<u32> {
        self.revise::<kinds::Na>(row.id, row.revision, &row.mark, reason, &[("active", Value::Integer(0))])
    }

    /// Gives an archive number to an item for good: the next of its category, so that the register never has a gap.
    ///
    /// # Errors
    /// When the number or the item already has one, or the number is not the next.
    pub fn number_item(&mut self, batch: u32, item: &str, given: &GivenNumber) -> Result<()> {
        let GivenNumber { category, no, archive_no } = given;
        let category = category.to_string();
        let last: u32 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(no), 0) FROM archive_number WHERE category = ?1")?
            .query_row([&category], |r| r.get(0))?;
        if *no != last + 1 {
            return Err(StoreError::Refused(format!("“{category}”已编到 {last} 号，不能编 {no} 号，请重新排卷后再封装")));
        }
        self.transaction
            .prepare_cached("INSERT INTO archive_number (archive_no, batch, item, category, no) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![archive_no, batch, item, category, no])
            .map_err(|_| StoreError::Refused(format!("档号 {archive_no} 已经给过别的件，请重新排卷后再封装")))?;
        self.standing("archive_number", archive_no)
    }

    /// Takes a seal number for a package about to be written.
    ///
    /// # Errors
    /// When the number is taken already.
    pub fn take_seal(&mut self, seal: &SealTaken) -> Result<()> {
        self.seals = true;
        self.transaction.execute(
            "INSERT INTO seal (no, seal_no, batch, title, path, items, reason, state, taken_at, candidate, numbers) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10)",
            params![
                seal.no,
                seal.seal_no,
                seal.batch,
                seal.title,
                seal.path,
                seal.items,
                seal.reason,
                self.op.at,
                seal.candidate,
                serde_json::to_string(&seal.numbers)?
            ],
        )?;
        self.standing("seal", &seal.seal_no)
    }

    /// Gives the numbers that go with a seal, in its order.
    ///
    /// # Errors
    /// As [`Tx::number_item`].
    pub fn number_items(&mut self, seal: &SealTaken) -> Result<()> {
        seal.numbers.iter().try_for_each(|n| self.number_item(seal.batch, &n.item, &n.given))
    }

    /// Gives a seal number up: its package was never finished. The number is not used again.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn void_seal(&mut self, seal: &SealTaken) -> Result<()> {
        self.seals = true;
        self.transaction.execute("UPDATE seal SET state = 2 WHERE no = ?1 AND state = 0", [seal.no])?;
        self.standing("seal", &seal.seal_no)
    }

    /// Enters a sealed package in the register.
    ///
    /// # Errors
    /// When seal number or seal are there already.
    pub fn register_package(&mut self, batch: u32, content: &PackageContent) -> Result<()> {
        self.seals = true;
        let json = serde_json::to_string(content)?;
        self.transaction.execute(
            "INSERT INTO package (seal_no, batch, seal, previous, content, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![content.seal_no, batch, content.seal_sha256, content.previous, json, self.op.at],
        )?;
        self.transaction.execute("UPDATE seal SET state = 1 WHERE seal_no = ?1", [&content.seal_no])?;
        self.standing("package", &content.seal_no)?;
        self.standing("seal", &content.seal_no)
    }

    /// Tells the journal of a row that has no revisions, as it now stands.
    pub(crate) fn standing(&mut self, noun: &str, key: &str) -> Result<()> {
        if let Some(change) = standing::row(&self.transaction, noun, key)? {
            self.changes.push(change);
        }
        Ok(())
    }
}

/// What is written again stands, whether or not it was taken back.
fn stands() -> [(&'static str, Value); 1] {
    [("retracted", Value::Integer(0))]
}

fn of_batch(batch: u32) -> Vec<(&'static str, Value)> {
    vec![("batch", Value::Integer(batch.into()))]
}
