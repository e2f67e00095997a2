//! Rows with revisions, held against their revisions and against what the journal told of them. A row that was altered, taken out or
//! slipped in past the program shows, and so does a column beside the content: those drawn from the content are reckoned anew, the others
//! (which batch, who entered it, whether it is in force) each line tells in plain.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, Transaction, params};

use crate::error::Result;
use crate::journal::{self, FaultKind, JournalFault};
use crate::nouns::kinds;
use crate::tx::Change;
use crate::{Store, undo};

/// The word of a noun for the user.
pub(crate) fn word(noun: &str) -> &str {
    kinds::ALL.iter().find(|k| k.table == noun).map_or(noun, |k| k.word)
}

/// A column beside the content in the user's words.
fn column(name: &str) -> &str {
    match name {
        "active" => "是否有效",
        "batch" => "所属批次",
        "candidate" => "人选",
        "catalogue" => "规程目录",
        "closed" => "是否用完",
        "code" => "规则号",
        "created_at" => "录入时间",
        "created_by" => "录入人",
        "holder" => "持有人",
        "medium" => "载体",
        "name" => "姓名",
        "no" | "number" => "编号",
        "person" => "人员",
        "record" => "所属记录",
        "retracted" => "是否撤回",
        "revised_at" => "更正时间",
        "seal_no" => "封签号",
        "sha256" => "文件摘要值",
        "step" => "步骤",
        "version" => "版本",
        "volume" => "案卷",
        other => other,
    }
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(n) => n.to_string(),
        ValueRef::Text(t) | ValueRef::Blob(t) => String::from_utf8_lossy(t).into_owned(),
        ValueRef::Null => String::new(),
    }
}

/// Columns beside the content as the journal tells them.
pub(crate) fn beside<'a>(columns: impl Iterator<Item = &'a (&'static str, Value)>) -> BTreeMap<String, String> {
    columns.map(|(name, value)| ((*name).to_owned(), text(value.into()))).collect()
}

/// Every column of a row by name.
fn columns(row: &Row<'_>) -> rusqlite::Result<BTreeMap<String, String>> {
    let names = row.as_ref().column_names();
    names.into_iter().enumerate().map(|(at, name)| Ok((name.to_owned(), text(row.get_ref(at)?)))).collect()
}

fn there_is(connection: &Connection, table: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1)";
    Ok(connection.query_row(sql, [table], |r| r.get(0))?)
}

/// One journal line on every revision and every row there is: lines of earlier programs did not tell the columns beside the content.
pub(crate) fn tell_all(transaction: &Transaction<'_>, to: u32) -> Result<()> {
    let mut changes = Vec::new();
    for kind in kinds::ALL {
        if !there_is(transaction, kind.table)? {
            continue;
        }
        let mut statement = transaction.prepare(&format!("SELECT * FROM {}", kind.table))?;
        let mut standing = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut columns = columns(row)?;
            let known = (row.get::<_, u32>("id")?, row.get::<_, u32>("revision")?);
            columns.retain(|name, _| !["id", "revision", "content"].contains(&name.as_str()));
            standing.insert(known, columns);
        }
        let sql = "SELECT id, revision, content, act, reason FROM revision WHERE noun = ?1 ORDER BY id, revision";
        let mut statement = transaction.prepare(sql)?;
        let mut rows = statement.query([kind.table])?;
        while let Some(r) = rows.next()? {
            let (id, revision): (u32, u32) = (r.get(0)?, r.get(1)?);
            changes.push(Change {
                noun: kind.table.into(),
                id,
                revision,
                key: r.get(3)?,
                before: String::new(),
                after: jishi_fs::sha256_hex(r.get::<_, String>(2)?.as_bytes()),
                reason: Some(jishi_fs::sha256_hex(r.get::<_, String>(4)?.as_bytes())),
                beside: standing.remove(&(id, revision)).unwrap_or_default(),
            });
        }
    }
    let at: String = transaction.query_row("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", [], |r| r.get(0))?;
    let words = format!("工作区升级到库版本 {to}，各条数据按升级后的样子记入日志");
    journal::append(transaction, &at, "程序", journal::MIGRATE, &words, &changes)?;
    Ok(())
}

/// What the journal lines say of columns beside the content, gathered line by line; the newest word on each column counts.
#[derive(Default)]
pub(crate) struct Told(HashMap<(String, u32), BTreeMap<String, String>>);

impl Told {
    pub(crate) fn hear(&mut self, change: Change) {
        self.0.entry((change.noun, change.id)).or_default().extend(change.beside);
    }

    /// Every row against its newest revision and against what was told. `last`: the number of the newest line.
    pub(crate) fn judge(&self, store: &Store, last: u32, faults: &mut Vec<JournalFault>) -> Result<()> {
        let mut say = |fault: String| faults.push(JournalFault::new(FaultKind::Revision, last, fault));
        for kind in kinds::ALL {
            // With max() SQLite takes the content from the row that has it.
            let sql = "SELECT id, max(revision), content FROM revision WHERE noun = ?1 GROUP BY id";
            let mut statement = store.connection.prepare(sql)?;
            let newest = statement.query_map([kind.table], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
            let mut newest: BTreeMap<u32, (u32, String)> = newest.collect::<rusqlite::Result<_>>()?;
            let mut statement = store.connection.prepare(&format!("SELECT * FROM {} ORDER BY id", kind.table))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, revision): (u32, u32) = (row.get("id")?, row.get("revision")?);
                let place = format!("{} {id}", kind.word);
                let found = columns(row)?;
                let Some((last, content)) = newest.remove(&id) else {
                    say(format!("{place}没有任何一版，是在程序之外加进来的"));
                    continue;
                };
                if last != revision || found.get("content") != Some(&content) {
                    say(format!("{place} 的现行内容与最后一版不符，在程序之外被改动过"));
                }
                let mut wanted = self.0.get(&(kind.table.to_owned(), id)).cloned().unwrap_or_default();
                wanted.extend(beside((kind.columns)(&content).unwrap_or_default().iter()));
                for (name, _) in wanted.iter().filter(|(name, value)| found.get(*name).is_some_and(|v| v != *value)) {
                    say(format!("{place} 的“{}”一栏在程序之外被改动过", column(name)));
                }
            }
            for id in newest.keys() {
                say(format!("{} {id} 不见了，在程序之外被删去", kind.word));
            }
        }
        of_standing(store, &mut say)?;
        of_filing(store, &mut say)
    }
}

/// Whether a row is taken back follows from the acts of its revisions.
fn of_standing(store: &Store, say: &mut impl FnMut(String)) -> Result<()> {
    for kind in kinds::ALL.iter().filter(|k| undo::LEAVES.contains(&k.table)) {
        let mut statement = store.connection.prepare(&format!("SELECT id, retracted FROM {}", kind.table))?;
        for row in statement.query_map([], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, bool>(1)?)))? {
            let (id, retracted) = row?;
            // A row without any revision is told above.
            if store.standing_in(kind.table, kind.word, id).is_ok_and(|s| s.retracted != retracted) {
                say(format!("{} {id} 是否撤回与它的各版不符，在程序之外被改动过", kind.word));
            }
        }
    }
    Ok(())
}

/// Where a note was filed last is told by its entry in the book.
fn of_filing(store: &Store, say: &mut impl FnMut(String)) -> Result<()> {
    let sql = "SELECT n.id FROM note n WHERE n.record IS NOT \
         (SELECT e.record FROM notebook_entry e WHERE e.note = n.id AND e.act = ?1 ORDER BY e.seq DESC LIMIT 1)";
    let mut statement = store.connection.prepare(sql)?;
    for id in statement.query_map(params![jishi_core::notebook::NotebookAct::Filed.key()], |r| r.get::<_, u32>(0))? {
        say(format!("笔记 {} 归入的记录与笔记本所记不符，在程序之外被改动过", id?));
    }
    Ok(())
}
