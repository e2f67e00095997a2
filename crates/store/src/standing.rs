//! Rows without revisions: catalogues, archive numbers, seal numbers, sealed packages, pages of notebooks. Each change of one is told to the journal with a
//! digest over the whole row, so that a row altered, taken out or slipped in past the program shows.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use crate::error::Result;
use crate::journal::{self, FaultKind, JournalFault};
use crate::tx::Change;

/// A table of such rows: its name, the column that names a row, the word for the user, what a fault of it is about.
struct Table {
    noun: &'static str,
    key: &'static str,
    word: &'static str,
    kind: FaultKind,
}

const TABLES: [Table; 6] = [
    Table { noun: "catalogue", key: "key", word: "规程目录", kind: FaultKind::Row },
    Table { noun: "archive_number", key: "archive_no", word: "档号", kind: FaultKind::Row },
    Table { noun: "seal", key: "seal_no", word: "封签号", kind: FaultKind::Seal },
    Table { noun: "package", key: "seal_no", word: "案卷包登记", kind: FaultKind::Seal },
    Table { noun: "notebook_entry", key: "key", word: "专用笔记本条目", kind: FaultKind::Row },
    Table { noun: "note_scan", key: "key", word: "笔记原页扫描件", kind: FaultKind::Row },
];

/// SHA-256 over every column with its name and length.
fn digest(row: &Row<'_>) -> rusqlite::Result<String> {
    let mut text = String::new();
    for (at, name) in row.as_ref().column_names().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Integer(n) => n.to_string(),
            ValueRef::Real(n) => n.to_string(),
            ValueRef::Text(t) | ValueRef::Blob(t) => String::from_utf8_lossy(t).into_owned(),
            ValueRef::Null => String::new(),
        };
        text.push_str(&format!("{name} {}:{value}\n", value.len()));
    }
    Ok(jishi_fs::sha256_hex(text.as_bytes()))
}

fn change(noun: &str, key: String, after: String) -> Change {
    Change { noun: noun.into(), key, after, ..Change::default() }
}

/// What the journal is to be told of one row; None when there is no such row.
pub(crate) fn row(connection: &Connection, noun: &str, key: &str) -> Result<Option<Change>> {
    let Some(table) = TABLES.iter().find(|t| t.noun == noun) else { return Ok(None) };
    let sql = format!("SELECT * FROM {noun} WHERE {} = ?1", table.key);
    let digest = connection.prepare_cached(&sql)?.query_row([key], digest).optional()?;
    Ok(digest.map(|after| change(noun, key.to_owned(), after)))
}

/// Every row of every table, as it stands.
fn all(connection: &Connection) -> Result<Vec<Change>> {
    let mut found = Vec::new();
    for table in &TABLES {
        // A migration tells of the tables there were by then.
        let known = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1)";
        if !connection.query_row(known, [table.noun], |r| r.get(0))? {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT * FROM {} ORDER BY {}", table.noun, table.key))?;
        let rows = statement.query_map([], |r| Ok((r.get::<_, String>(table.key)?, digest(r)?)))?;
        for row in rows {
            let (key, after) = row?;
            found.push(change(table.noun, key, after));
        }
    }
    Ok(found)
}

/// One journal line on all rows there are, when a migration to schema `to` made or altered what is told of them.
pub(crate) fn tell_all(transaction: &Transaction<'_>, to: u32) -> Result<()> {
    let at: String = transaction.query_row("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", [], |r| r.get(0))?;
    let words = format!("工作区升级到库版本 {to}，目录、档号、封签号和案卷包登记按升级后的样子记入日志");
    journal::append(transaction, &at, "程序", journal::MIGRATE, &words, &all(transaction)?)?;
    Ok(())
}

/// What the journal lines say of such rows, gathered line by line.
#[derive(Default)]
pub(crate) struct Told {
    newest: BTreeMap<(String, String), (u32, String)>,
}

impl Told {
    pub(crate) fn hear(&mut self, line: u32, change: Change) {
        if !change.key.is_empty() {
            self.newest.insert((change.noun, change.key), (line, change.after));
        }
    }

    /// The rows as they stand against what was told.
    pub(crate) fn judge(mut self, connection: &Connection, last: u32, faults: &mut Vec<JournalFault>) -> Result<()> {
        let mut say = |line: u32, noun: &str, key: &str, fault: &str| {
            let (word, kind) = TABLES.iter().find(|t| t.noun == noun).map_or((noun, FaultKind::Row), |t| (t.word, t.kind));
            faults.push(JournalFault::new(kind, line, format!("{word} {key}{fault}")));
        };
        for row in all(connection)? {
            let (noun, key) = (row.noun.clone(), row.key.clone());
            match self.newest.remove(&(row.noun, row.key)) {
                None => say(last, &noun, &key, "没有记入日志，是在程序之外加进来的"),
                Some((line, told)) if told != row.after => say(line, &noun, &key, "在程序之外被改动过"),
                Some(_) => {}
            }
        }
        for ((noun, key), (line, _)) in self.newest {
            say(line, &noun, &key, "不见了");
        }
        Ok(())
    }
}
