//! Asking the index: finds with filters, page by page, and names to pick from.

use jishi_core::id::{BatchId, CandidateId, PersonId};
use jishi_core::record::RecordKind;
use jishi_core::search::HitKind;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::document::{hit_kind, kinds_of};
use crate::Store;
use crate::error::Result;

/// Rows named by something outside the index, such as the findings of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    pub records: Vec<u32>,
    pub materials: Vec<u32>,
    pub persons: Vec<u32>,
}

/// What to find. Every part that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// Of `core::search::query`.
    pub expression: Option<String>,
    pub kinds: Option<Vec<HitKind>>,
    pub batch: Option<BatchId>,
    pub stage: Option<String>,
    pub step: Option<String>,
    pub person: Option<PersonId>,
    pub signer: Option<String>,
    /// ISO days.
    pub from: Option<String>,
    pub to: Option<String>,
    pub record_kind: Option<RecordKind>,
    pub places: Option<Places>,
    /// Number of the last find of the page before; 0 to begin.
    pub after: i64,
    pub limit: u32,
}

/// A find as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// For the next page.
    pub number: i64,
    pub kind: HitKind,
    /// Number of the person, batch, note, record or material.
    pub id: u32,
    /// A note of no step, not a record.
    pub is_note: bool,
    pub batch: u32,
    pub batch_name: String,
    pub step: String,
    pub step_label: String,
    /// 0 where it belongs to none.
    pub record: u32,
    /// The candidate, when it speaks of one alone.
    pub candidate: Option<CandidateId>,
    /// First day of happening, ISO; empty for none.
    pub day: String,
    pub title: String,
    pub body: String,
}

/// Somebody known by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    pub post: String,
    pub role: String,
    pub person: Option<PersonId>,
    pub candidate: Option<CandidateId>,
    /// Time of the newest record that names him or her; empty for none.
    pub at: String,
}

/// WHERE and its values.
struct Filter {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    fn of(find: &Find, after: i64) -> Filter {
        let text = |t: &str| Value::Text(t.into());
        let list = |n: &[u32]| Value::Text(serde_json::to_string(n).unwrap_or_default());
        let mut f = Filter { sql: vec!["d.id > ?".into()], values: vec![Value::Integer(after)] };
        if let Some(expression) = &find.expression {
            f.add("search_text MATCH ?", [text(expression)]);
        }
        if let Some(kinds) = &find.kinds {
            let kinds: Vec<i64> = kinds.iter().flat_map(|k| kinds_of(*k)).copied().collect();
            f.add("d.kind IN (SELECT value FROM json_each(?))", [text(&serde_json::to_string(&kinds).unwrap_or_default())]);
        }
        if let Some(batch) = find.batch {
            f.add("d.batch = ?", [Value::Integer(batch.0.into())]);
        }
        if let Some(step) = &find.step {
            f.add("d.step = ?", [text(step)]);
        }
        if let Some(stage) = &find.stage {
            let sql = "EXISTS (SELECT 1 FROM batch b JOIN search_step s ON s.catalogue = b.catalogue \
                       WHERE b.id = d.batch AND s.step = d.step AND s.stage = ?)";
            f.add(sql, [text(stage)]);
        }
        if let Some(person) = find.person {
            let person = Value::Integer(person.0.into());
            // By the indexes of the person and of the batch: no row of another batch is read.
            let sql = "d.id IN (SELECT p.doc FROM search_person p WHERE p.person = ? UNION \
                       SELECT w.id FROM candidate c JOIN search_doc w ON w.batch = c.batch WHERE c.person = ? AND c.retracted = 0 AND w.whole)";
            f.add(sql, [person.clone(), person]);
        }
        if let Some(signer) = &find.signer {
            let sql = "d.id IN (SELECT n.doc FROM search_name n WHERE n.name = ? AND n.signs)";
            f.add(sql, [text(signer)]);
        }
        if let Some(from) = &find.from {
            f.add("d.last_day >= ?", [text(from)]);
        }
        if let Some(to) = &find.to {
            f.add("d.first_day <> '' AND d.first_day <= ?", [text(to)]);
        }
        if let Some(kind) = find.record_kind {
            let word = serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
            f.add("d.record_kind = ?", [Value::Text(word)]);
        }
        if let Some(p) = &find.places {
            let sql = "((d.kind IN (3, 4) AND d.ref IN (SELECT value FROM json_each(?))) \
                       OR (d.kind = 5 AND d.ref IN (SELECT value FROM json_each(?))) \
                       OR (d.kind = 0 AND d.ref IN (SELECT value FROM json_each(?))))";
            f.add(sql, [list(&p.records), list(&p.materials), list(&p.persons)]);
        }
        f
    }

    fn tables(find: &Find) -> &'static str {
        // Left-hand: the index leads and gives its finds in the order of their numbers.
        if find.expression.is_some() { "search_text CROSS JOIN search_doc d ON d.id = search_text.rowid" } else { "search_doc d" }
    }

    fn sql(&self) -> String {
        self.sql.join(" AND ")
    }
}

impl Store {
    /// A page of finds, in the order of kinds and the latest entered first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find(&self, find: &Find) -> Result<Vec<Found>> {
        let mut filter = Filter::of(find, find.after);
        let order = if find.expression.is_some() { "search_text.rowid" } else { "d.id" };
        let sql = format!(
            "SELECT d.id, d.kind, d.ref, d.batch, coalesce(json_extract(b.content, '$.name'), ''), d.step, coalesce(s.label, ''), d.record, \
             d.first_day, d.title, d.body, \
             (SELECT CASE WHEN count(*) = 1 THEN max(c.id) END FROM search_person p JOIN candidate c ON c.person = p.person \
                AND c.retracted = 0 AND (c.batch = d.batch OR d.kind = 0) WHERE p.doc = d.id) \
             FROM {} LEFT JOIN batch b ON b.id = d.batch LEFT JOIN search_step s ON s.catalogue = b.catalogue AND s.step = d.step \
             WHERE {} ORDER BY {order} LIMIT ?",
            Filter::tables(find),
            filter.sql()
        );
        filter.values.push(Value::Integer(find.limit.into()));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(filter.values.iter()), |r| {
            let kind: i64 = r.get(1)?;
            Ok(Found {
                number: r.get(0)?,
                kind: hit_kind(kind),
                id: r.get(2)?,
                is_note: kind == 2,
                batch: r.get(3)?,
                batch_name: r.get(4)?,
                step: r.get(5)?,
                step_label: r.get(6)?,
                record: r.get(7)?,
                day: r.get(8)?,
                title: r.get(9)?,
                body: r.get(10)?,
                candidate: r.get::<_, Option<u32>>(11)?.map(CandidateId),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many finds of each kind there are over all pages.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_counts(&self, find: &Find) -> Result<Vec<(HitKind, u32)>> {
        let filter = Filter::of(find, 0);
        let text_only = filter.sql.len() == 2 && find.expression.is_some();
        let (sql, values) = if text_only {
            // Without filters the index alone can count.
            let sql = "SELECT rowid >> 40 AS k, count(*) FROM search_text WHERE search_text MATCH ? GROUP BY k".to_owned();
            (sql, filter.values.get(1..).unwrap_or_default().to_vec())
        } else {
            (
                format!("SELECT d.kind AS k, count(*) FROM {} WHERE {} GROUP BY k", Filter::tables(find), filter.sql()),
                filter.values,
            )
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values.iter()), |r| Ok((r.get::<_, i64>(0)?, r.get::<_, u32>(1)?)))?;
        let mut counts: Vec<(HitKind, u32)> = Vec::new();
        for row in rows {
            let (kind, count) = row?;
            match counts.iter_mut().find(|c| c.0 == hit_kind(kind)) {
                Some(entry) => entry.1 += count,
                None => counts.push((hit_kind(kind), count)),
            }
        }
        counts.sort_unstable();
        Ok(counts)
    }

    /// People to pick: of the roster and of earlier records, by characters of the name or by a key in pinyin. Those of the batch
    /// first, then the recently used.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pick(&self, text: &str, batch: Option<BatchId>, limit: u32) -> Result<Vec<Known>> {
        // The newest post and part beside each name; the roster's own post where no record names the person.
        let sql = "WITH used AS (
                 SELECT name, post, role, max(at) AS at FROM (SELECT * FROM search_name WHERE NOT signs OR post <> '' ) GROUP BY name
               ), all_names AS (
                 SELECT u.name, u.post, u.role, u.at, p.id AS person, p.content AS person_content FROM used u LEFT JOIN person p ON p.name = u.name AND p.retracted = 0
                 UNION ALL
                 SELECT p.name, '', '', '', p.id, p.content FROM person p WHERE p.retracted = 0 AND p.name NOT IN (SELECT name FROM used)
               )
               SELECT a.name, coalesce(nullif(a.post, ''), json_extract(a.person_content, '$.current_post'), ''), a.role, a.person, c.id, a.at
               FROM all_names a LEFT JOIN candidate c ON c.person = a.person AND c.batch = ?3 AND c.retracted = 0
               LEFT JOIN search_key k ON k.name = a.name
               WHERE ?1 = '' OR instr(a.name, ?1) > 0 OR instr(replace(replace(a.name, '·', ''), '　', ''), ?1) > 0
                 OR instr(' ' || coalesce(k.keys, ''), ' ' || ?2) > 0
               ORDER BY c.id IS NULL, a.at = '', julianday(a.at) DESC, a.name, a.person LIMIT ?4";
        let sound: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').map(|c| c.to_ascii_lowercase()).collect();
        // What is no pinyin must not match the empty key.
        let sound = if sound.chars().all(|c| c.is_ascii_lowercase()) && !sound.is_empty() { sound } else { "\u{1}".into() };
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![text, sound, batch.map(|b| b.0), limit], |r| {
            Ok(Known {
                name: r.get(0)?,
                post: r.get(1)?,
                role: r.get(2)?,
                person: r.get::<_, Option<u32>>(3)?.map(PersonId),
                candidate: r.get::<_, Option<u32>>(4)?.map(CandidateId),
                at: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
