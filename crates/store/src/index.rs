//! The search index: kept in the transaction of each write, made anew on demand. It holds nothing that is not known elsewhere, and
//! nothing reads it as a fact.
//!
//! The number of a document is its kind and, within the kind, the latest entered first, so that finds come in their order straight
//! from the index and a page of them costs no sorting, however many there are.

mod document;
mod find;
mod near;

use jishi_core::catalogue::Catalogue;
use jishi_core::search::{HitKind, name_tokens, pinyin, tokens};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::Store;
use crate::error::Result;
use crate::stamps::Pressed;
pub use document::Kind;
use document::{Document, document};
pub use find::{Find, Found, Known, Places};

/// Number of the way the index is made; another one on the disk has it made anew when the workspace is opened.
const FORMAT: u32 = 3;

/// A place where the index does not say what the tables say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFault {
    pub kind: HitKind,
    /// Number of the row.
    pub id: u32,
    pub fault: String,
}

/// Makes the index when it is not there or of another format.
pub(crate) fn ensure(connection: &mut Connection) -> Result<()> {
    let format: Option<u32> = connection.query_row("SELECT format FROM search_meta", [], |r| r.get(0)).optional()?;
    if format != Some(FORMAT) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        rebuild(&transaction)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Makes everything anew.
pub(crate) fn rebuild(c: &Connection) -> Result<()> {
    c.execute_batch(
        "DELETE FROM search_doc; DELETE FROM search_person; DELETE FROM search_name; DELETE FROM search_key; \
         DELETE FROM search_step; DELETE FROM search_band; DELETE FROM search_meta; INSERT INTO search_text (search_text) VALUES ('delete-all');",
    )?;
    let catalogues: Vec<(String, String)> = {
        let mut statement = c.prepare("SELECT key, content FROM catalogue")?;
        statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?
    };
    for (key, json) in catalogues {
        if let Ok(catalogue) = serde_json::from_str(&json) {
            know_catalogue(c, &key, &catalogue)?;
        }
    }
    for (kind, id) in rows(c)? {
        write(c, kind, id)?;
    }
    c.execute("INSERT INTO search_meta (format) VALUES (?1)", [FORMAT])?;
    Ok(())
}

/// Every row that should have a document.
fn rows(c: &Connection) -> Result<Vec<(Kind, u32)>> {
    let mut out = Vec::new();
    for (kind, sql) in [
        (Kind::Person, "SELECT id FROM person WHERE retracted = 0"),
        (Kind::Batch, "SELECT id FROM batch WHERE retracted = 0"),
        (Kind::Note, "SELECT id FROM note WHERE record IS NULL OR record IN (SELECT id FROM record WHERE retracted = 1)"),
        (Kind::Record, "SELECT id FROM record WHERE retracted = 0"),
        (
            Kind::Material,
            "SELECT m.id FROM material m JOIN record r ON r.id = m.record WHERE r.retracted = 0 AND m.retracted = 0",
        ),
    ] {
        let mut statement = c.prepare(sql)?;
        for id in statement.query_map([], |r| r.get(0))? {
            out.push((kind, id?));
        }
    }
    Ok(out)
}

/// Keeps the names of a catalogue's steps.
pub(crate) fn know_catalogue(c: &Connection, key: &str, catalogue: &Catalogue) -> Result<()> {
    let mut statement =
        c.prepare_cached("INSERT OR IGNORE INTO search_step (catalogue, step, stage, label) VALUES (?1, ?2, ?3, ?4)")?;
    for step in &catalogue.steps {
        let stage = catalogue.stage_of(&step.key).map_or("", |s| s.key.as_str());
        statement.execute(params![key, step.key, stage, catalogue.step_label(&step.key)])?;
    }
    Ok(())
}

/// Makes anew what the touched rows and those that name them say. Answers the batches they belong to.
pub(crate) fn refresh(c: &Connection, touched: &[(&'static str, u32)]) -> Result<Pressed> {
    let mut pressed = Pressed::default();
    let mut alike: Vec<u32> = Vec::new();
    let mut todo: Vec<(Kind, u32)> = Vec::new();
    let numbers = |sql: &str, id: u32| -> Result<Vec<u32>> {
        let mut statement = c.prepare_cached(sql)?;
        Ok(statement.query_map([id], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    for (noun, id) in touched {
        let batch_of = |table: &str| numbers(&format!("SELECT batch FROM {table} WHERE id = ?1"), *id);
        match *noun {
            "person" => {
                pressed.all = true;
                todo.push((Kind::Person, *id));
                // Records and their materials say the names of those they are about.
                let about = |kinds: &str| {
                    format!(
                        "SELECT d.ref FROM search_person p JOIN search_doc d ON d.id = p.doc WHERE p.person = ?1 AND d.kind IN {kinds}"
                    )
                };
                todo.extend(numbers(&about("(3, 4)"), *id)?.into_iter().map(|r| (Kind::Record, r)));
                todo.extend(numbers(&about("(5)"), *id)?.into_iter().map(|m| (Kind::Material, m)));
            }
            "candidate" => {
                pressed.batches.extend(batch_of("candidate")?);
                todo.extend(numbers("SELECT person FROM candidate WHERE id = ?1", *id)?.into_iter().map(|p| (Kind::Person, p)));
            }
            "batch" => {
                pressed.batches.push(*id);
                todo.push((Kind::Batch, *id));
            }
            "post" => {
                let batches = batch_of("post")?;
                todo.extend(batches.iter().map(|b| (Kind::Batch, *b)));
                pressed.batches.extend(batches);
            }
            "record" => {
                pressed.batches.extend(batch_of("record")?);
                todo.push((Kind::Record, *id));
                todo.extend(numbers("SELECT id FROM material WHERE record = ?1", *id)?.into_iter().map(|m| (Kind::Material, m)));
                todo.extend(numbers("SELECT id FROM note WHERE record = ?1", *id)?.into_iter().map(|n| (Kind::Note, n)));
            }
            "material" => {
                pressed.batches.extend(batch_of("material")?);
                todo.push((Kind::Material, *id));
            }
            "note" => todo.push((Kind::Note, *id)),
            // What was let pass counts or not by whether its volume is sealed.
            "not_applicable" | "charge" | "waiver" | "package_course" => pressed.batches.extend(batch_of(noun)?),
            _ => {}
        }
    }
    todo.sort_unstable();
    todo.dedup();
    // Batches whose records say what these say are judged by them too: those that did until now, and those that do from now on.
    let near = |alike: &mut Vec<u32>| -> Result<()> {
        for (noun, id) in touched {
            let whose = match *noun {
                "record" => "m.record = ?1",
                "batch" => "m.batch = ?1",
                "candidate" => "m.batch = (SELECT batch FROM candidate WHERE id = ?1)",
                _ => continue,
            };
            let sql = format!(
                "SELECT DISTINCT o.batch FROM search_band m JOIN search_band o ON o.band = m.band WHERE {whose} AND o.batch <> m.batch"
            );
            alike.extend(numbers(&sql, *id)?);
        }
        Ok(())
    };
    near(&mut alike)?;
    for (kind, id) in todo {
        write(c, kind, id)?;
    }
    near(&mut alike)?;
    pressed.batches.extend(alike);
    Ok(pressed)
}

/// Puts the document of a row in place of what stood for it; a row that has none any more loses it.
fn write(c: &Connection, kind: Kind, id: u32) -> Result<()> {
    for old in kind.numbers(id) {
        if c.prepare_cached("DELETE FROM search_doc WHERE id = ?1")?.execute([old])? > 0 {
            c.prepare_cached("DELETE FROM search_person WHERE doc = ?1")?.execute([old])?;
            c.prepare_cached("DELETE FROM search_name WHERE doc = ?1")?.execute([old])?;
            c.prepare_cached("DELETE FROM search_text WHERE rowid = ?1")?.execute([old])?;
        }
    }
    if kind == Kind::Record {
        c.prepare_cached("DELETE FROM search_band WHERE record = ?1")?.execute([id])?;
    }
    let Some(d) = document(c, kind, id)? else { return Ok(()) };
    for band in &d.bands {
        c.prepare_cached("INSERT OR IGNORE INTO search_band (band, record, batch) VALUES (?1, ?2, ?3)")?
            .execute(params![band, id, d.batch])?;
    }
    c.prepare_cached(
        "INSERT INTO search_doc (id, kind, ref, batch, step, record, record_kind, whole, first_day, last_day, title, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        d.number,
        d.kind,
        id,
        d.batch,
        d.step,
        d.record,
        d.record_kind,
        d.whole,
        d.days.0,
        d.days.1,
        d.title,
        d.body
    ])?;
    for person in &d.persons {
        c.prepare_cached("INSERT OR IGNORE INTO search_person (doc, person) VALUES (?1, ?2)")?
            .execute(params![d.number, person])?;
    }
    for name in &d.named {
        c.prepare_cached("INSERT INTO search_name (doc, name, post, role, signs, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![d.number, name.name, name.post, name.role, name.signs, d.at])?;
    }
    let mut sounds = String::new();
    for name in d.names() {
        sounds.push_str(&keys(c, name)?);
        sounds.push(' ');
    }
    let (names, text) = d.words();
    let names: Vec<String> = names.iter().map(|n| name_tokens(n)).collect();
    // A token between parts that nobody can ask for keeps phrases from reaching across.
    let body = [names.join(" b "), tokens(&text)].join(" b ");
    c.prepare_cached("INSERT INTO search_text (rowid, body, pinyin) VALUES (?1, ?2, ?3)")?
        .execute(params![d.number, body, sounds])?;
    Ok(())
}

/// The ways to type a name, made once for each name there is.
fn keys(c: &Connection, name: &str) -> Result<String> {
    let known: Option<String> =
        c.prepare_cached("SELECT keys FROM search_key WHERE name = ?1")?.query_row([name], |r| r.get(0)).optional()?;
    if let Some(keys) = known {
        return Ok(keys);
    }
    let keys = pinyin::keys(name).join(" ");
    c.prepare_cached("INSERT INTO search_key (name, keys) VALUES (?1, ?2)")?.execute(params![name, keys])?;
    Ok(keys)
}

impl Store {
    /// Compares the index with the tables: how many documents there are, and each that is missing, stale or too many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn check_index(&self) -> Result<(u32, Vec<IndexFault>)> {
        let c = &self.connection;
        let mut faults = Vec::new();
        let mut due = 0;
        for (kind, id) in rows(c)? {
            let Some(d) = document(c, kind, id)? else { continue };
            due += 1;
            let stored: Option<(String, String, bool)> = c
                .prepare_cached(
                    "SELECT title, body, EXISTS (SELECT 1 FROM search_text t WHERE t.rowid = d.id) FROM search_doc d WHERE d.id = ?1",
                )?
                .query_row([d.number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            let fault = match stored {
                None => "没有编入查找索引",
                Some((title, body, _)) if (&title, &body) != (&d.title, &d.body) => "查找索引里的内容是旧的",
                Some((_, _, false)) => "查找索引里没有它的字词",
                Some(_) if kind == Kind::Record && bands_of(c, id)? != sorted(&d.bands) => "比对雷同用的索引是旧的",
                Some(_) => continue,
            };
            faults.push(IndexFault { kind: d.hit_kind(), id, fault: fault.into() });
        }
        let kept: u32 = c.query_row("SELECT count(*) FROM search_doc", [], |r| r.get(0))?;
        let missing = u32::try_from(faults.iter().filter(|f| f.fault.starts_with("没有编入")).count()).unwrap_or(u32::MAX);
        if kept.saturating_add(missing) > due {
            let fault = format!("查找索引比数据多出 {} 条", kept.saturating_add(missing) - due);
            faults.push(IndexFault { kind: HitKind::Record, id: 0, fault });
        }
        Ok((kept, faults))
    }
}

/// What is kept of a record for finding others like it, in order.
fn bands_of(c: &Connection, record: u32) -> Result<Vec<i64>> {
    let mut asked = c.prepare_cached("SELECT band FROM search_band WHERE record = ?1 ORDER BY band")?;
    let bands = asked.query_map([record], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(bands)
}

fn sorted(bands: &[i64]) -> Vec<i64> {
    let mut bands = bands.to_vec();
    bands.sort_unstable();
    bands.dedup();
    bands
}

impl Document {
    fn words(&self) -> (Vec<&str>, String) {
        (self.names(), format!("{}\n{}", self.title, self.body))
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.about.iter().chain(self.named.iter().map(|n| &n.name)).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
