//! The journal: one line for each change, chained by SHA-256, so that a line taken out or altered shows.

use std::collections::{HashMap, HashSet};

use jishi_core::id::BatchId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Result;
use crate::nouns::JournalHead;
use crate::rows;
use crate::standing::Told;
use crate::{Change, Store};

/// Name of the lines that tell anew what stands, after the schema changed.
pub(crate) const MIGRATE: &str = "workspace.migrate";

/// A line as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    pub seq: u32,
    pub at: String,
    pub actor: String,
    pub op: String,
    pub words: String,
    pub changes: String,
    pub prev: String,
    pub hash: String,
}

/// What a fault of the journal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A line, or how it follows the one before it.
    Chain,
    /// A row with revisions, or one of them.
    Revision,
    /// A row without revisions that is none of the register of seals.
    Row,
    /// The register of seals: a seal number, a sealed package, the line a seal names.
    Seal,
}

/// A place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFault {
    pub kind: FaultKind,
    pub seq: u32,
    pub fault: String,
}

impl JournalFault {
    pub(crate) fn new(kind: FaultKind, seq: u32, fault: impl Into<String>) -> Self {
        JournalFault { kind, seq, fault: fault.into() }
    }
}

/// Which lines are wanted; an empty text asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub actor: String,
    /// Command name.
    pub op: String,
    /// Part of the words, blanks apart.
    pub text: String,
    /// A line that may name a step by its code comes along whatever it says: how it reads to people, the catalogue of its batch knows.
    pub or_coded: bool,
    /// First and last day, ISO.
    pub from: String,
    pub to: String,
}

impl JournalRow {
    /// The digest this line should carry. Lengths stand before the texts, so that no two lines read alike.
    fn expected_hash(&self) -> String {
        let mut text = format!("{}\n", self.seq);
        for part in [&self.at, &self.actor, &self.op, &self.words, &self.changes, &self.prev] {
            text.push_str(&format!("{}:{part}\n", part.len()));
        }
        jishi_fs::sha256_hex(text.as_bytes())
    }
}

/// Writes the line of a transaction. Called once by [`Store::transact`].
pub(crate) fn append(connection: &Connection, at: &str, actor: &str, op: &str, words: &str, changes: &[Change]) -> Result<u32> {
    let (last, prev): (u32, String) = connection
        .query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |r| Ok((r.get(0)?, r.get(1)?)))
        .or_else(|e| if e == rusqlite::Error::QueryReturnedNoRows { Ok((0, String::new())) } else { Err(e) })?;
    let mut row = JournalRow {
        seq: last + 1,
        at: at.into(),
        actor: actor.into(),
        op: op.into(),
        words: words.into(),
        changes: serde_json::to_string(changes)?,
        prev,
        hash: String::new(),
    };
    row.hash = row.expected_hash();
    connection.execute(
        "INSERT INTO journal (seq, at, actor, op, words, changes, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![row.seq, row.at, row.actor, row.op, row.words, row.changes, row.prev, row.hash],
    )?;
    Ok(row.seq)
}

impl Store {
    /// What this workspace is known by on printed pages: the hash of its first journal line, which never changes and goes along with a
    /// backup. Empty before anything was entered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn workspace_name(&self) -> Result<String> {
        let first = self.connection.query_row("SELECT hash FROM journal WHERE seq = 1", [], |r| r.get(0));
        Ok(first.or_else(|e| if e == rusqlite::Error::QueryReturnedNoRows { Ok(String::new()) } else { Err(e) })?)
    }

    /// Lines before `before` (0: from the newest), newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn journal(&self, before: u32, limit: u32) -> Result<Vec<JournalRow>> {
        self.journal_of(&Wanted::default(), before, limit)
    }

    /// [`Store::journal`], only the lines wanted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn journal_of(&self, wanted: &Wanted, before: u32, limit: u32) -> Result<Vec<JournalRow>> {
        let before = if before == 0 { u32::MAX } else { before };
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, at, actor, op, words, changes, prev, hash FROM journal WHERE seq < ?1 AND (?3 = '' OR actor = ?3) \
             AND (?4 = '' OR op = ?4) AND (?5 = '' OR instr(replace(words, ' ', ''), replace(?5, ' ', '')) > 0 \
             OR (?8 AND words GLOB '*S[0-9][0-9]*')) AND (?6 = '' OR substr(at, 1, 10) >= ?6) \
             AND (?7 = '' OR substr(at, 1, 10) <= ?7) ORDER BY seq DESC LIMIT ?2",
        )?;
        let w = wanted;
        let rows = statement.query_map(params![before, limit, w.actor, w.op, w.text, w.from, w.to, w.or_coded], row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The batch of every record, material, candidate and post, by noun and number, whatever became of the row: what a reader of many
    /// lines would otherwise ask line by line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn batches_of_rows(&self) -> Result<HashMap<String, HashMap<u32, BatchId>>> {
        let mut of: HashMap<String, HashMap<u32, BatchId>> = HashMap::new();
        for noun in ["record", "material", "candidate", "post"] {
            let mut statement = self.connection.prepare_cached(&format!("SELECT id, batch FROM {noun}"))?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, BatchId(r.get(1)?))))?;
            of.insert(noun.to_owned(), rows.collect::<rusqlite::Result<_>>()?);
        }
        Ok(of)
    }

    /// Who stands in the journal, and which commands, each sorted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn journal_facets(&self) -> Result<(Vec<String>, Vec<String>)> {
        let of = |column: &str| -> Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(&format!("SELECT DISTINCT {column} FROM journal ORDER BY 1"))?;
            Ok(statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        Ok((of("actor")?, of("op")?))
    }

    /// The newest line; None before the first change.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn journal_head(&self) -> Result<Option<JournalHead>> {
        Ok(self.journal(0, 1)?.pop().map(|line| JournalHead { line: line.seq, hash: line.hash }))
    }

    /// What speaks against a line that a seal or the register names; None when the journal still has it as it was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn against_head(&self, head: &JournalHead) -> Result<Option<String>> {
        let now: u32 = self.connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |r| r.get(0))?;
        if now < head.line {
            return Ok(Some(format!("封存时日志已有第 {} 行，现在只到第 {now} 行，末尾的行被删去了", head.line)));
        }
        let sql = "SELECT hash FROM journal WHERE seq = ?1";
        let hash: Option<String> = self.connection.query_row(sql, [head.line], |r| r.get(0)).optional()?;
        let fault = || format!("封存时日志第 {} 行的摘要与现在的不同，该行被换过或删去了", head.line);
        Ok((hash.as_ref() != Some(&head.hash)).then(fault))
    }

    /// Walks the chain from the first line; compares each row with its last revision, each revision, each column and each row without
    /// revisions with what the lines tell, and each line that the register of packages names with the lines there are. Dropped last lines
    /// leave the chain whole: what they wrote, and the seals made after them, give them away.
    /// Answers the number of lines, the head and every fault.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn check_journal(&self) -> Result<(u32, String, Vec<JournalFault>)> {
        let mut statement =
            self.connection.prepare("SELECT seq, at, actor, op, words, changes, prev, hash FROM journal ORDER BY seq")?;
        let mut faults = Vec::new();
        let (mut count, mut head) = (0, String::new());
        let mut told = Told::default();
        let mut rows = rows::Told::default();
        let mut revisions = HashSet::new();
        for line in statement.query_map([], row)? {
            let line = line?;
            count += 1;
            if line.seq != count {
                faults.push(JournalFault::new(FaultKind::Chain, line.seq, format!("第 {count} 行缺失，日志行号不连续")));
                count = line.seq;
            }
            if line.prev != head {
                faults.push(JournalFault::new(FaultKind::Chain, line.seq, "与上一行的摘要接不上"));
            }
            if line.expected_hash() != line.hash {
                faults.push(JournalFault::new(FaultKind::Chain, line.seq, "内容与摘要不符，该行被改动过"));
            }
            let changes: Vec<Change> = serde_json::from_str(&line.changes).unwrap_or_default();
            self.check_revisions(&line, &changes, &mut faults)?;
            for change in changes {
                if change.revision > 0 {
                    revisions.insert((change.noun.clone(), change.id, change.revision));
                    rows.hear(change);
                } else {
                    told.hear(line.seq, change);
                }
            }
            head = line.hash;
        }
        told.judge(&self.connection, count, &mut faults)?;
        rows.judge(self, count, &mut faults)?;
        let mut statement = self.connection.prepare("SELECT noun, id, revision FROM revision ORDER BY noun, id, revision")?;
        for row in statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, u32>(1)?, r.get::<_, u32>(2)?)))? {
            let row = row?;
            if !revisions.contains(&row) {
                let (noun, id, revision) = row;
                let fault =
                    format!("{} {id} 第 {revision} 版没有记入日志：记它的行被删去，或它是在程序之外加进来的", rows::word(&noun));
                faults.push(JournalFault::new(FaultKind::Revision, count, fault));
            }
        }
        for package in self.packages(None)? {
            if let Some(head) = &package.content.journal
                && let Some(fault) = self.against_head(head)?
            {
                let fault = format!("案卷包 {}：{fault}", package.content.seal_no);
                faults.push(JournalFault::new(FaultKind::Seal, head.line, fault));
            }
        }
        Ok((count, head, faults))
    }

    /// What a line says it wrote is what stands in `revision`: the content, the act, the reason, and the line's own time and person.
    fn check_revisions(&self, line: &JournalRow, changes: &[Change], faults: &mut Vec<JournalFault>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT content, act, reason, at, actor, journal FROM revision WHERE noun = ?1 AND id = ?2 AND revision = ?3",
        )?;
        let digest = |text: &str| jishi_fs::sha256_hex(text.as_bytes());
        for change in changes.iter().filter(|c| c.revision > 0) {
            let as_told = statement
                .query_row(params![change.noun, change.id, change.revision], |r| {
                    let (content, act, reason): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
                    let (at, actor, written): (String, String, u32) = (r.get(3)?, r.get(4)?, r.get(5)?);
                    // A line that tells anew did not write the revision itself.
                    let by_line = line.op == MIGRATE || (at == line.at && actor == line.actor && written == line.seq);
                    let reason = change.reason.as_ref().is_none_or(|told| *told == digest(&reason));
                    Ok(digest(&content) == change.after && act == change.key && reason && by_line)
                })
                .optional()?;
            let place = format!("{} {} 第 {} 版", rows::word(&change.noun), change.id, change.revision);
            match as_told {
                None => faults.push(JournalFault::new(FaultKind::Revision, line.seq, format!("{place}不见了"))),
                Some(false) => faults.push(JournalFault::new(FaultKind::Revision, line.seq, format!("{place}被改动过"))),
                Some(true) => {}
            }
        }
        Ok(())
    }
}

fn row(r: &rusqlite::Row<'_>) -> rusqlite::Result<JournalRow> {
    Ok(JournalRow {
        seq: r.get(0)?,
        at: r.get(1)?,
        actor: r.get(2)?,
        op: r.get(3)?,
        words: r.get(4)?,
        changes: r.get(5)?,
        prev: r.get(6)?,
        hash: r.get(7)?,
    })
}
