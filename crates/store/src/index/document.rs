//! What each kind of row says in the search index: title, words, whom it concerns, who is named. Reads only.

use jishi_core::case::{BatchContent, CandidateContent, PostContent};
use jishi_core::date::PartialDate;
use jishi_core::likeness::bands;
use jishi_core::person::PersonContent;
use jishi_core::record::{MaterialContent, Participant, RecordContent, RecordKind, Signature};
use jishi_core::search::HitKind;
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use crate::error::Result;

/// A kind of row with documents. A record's document is of one of two kinds, by what it records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Person,
    Batch,
    Note,
    Record,
    Material,
}

const NOTEBOOK_RECORD: i64 = 3;
const RECORD: i64 = 4;

fn number(kind: i64, id: u32) -> i64 {
    (kind << 40) | (i64::from(u32::MAX) - i64::from(id))
}

impl Kind {
    /// The numbers a row of this kind may have a document by.
    pub(super) fn numbers(self, id: u32) -> Vec<i64> {
        match self {
            Kind::Person => vec![number(0, id)],
            Kind::Batch => vec![number(1, id)],
            Kind::Note => vec![number(2, id)],
            Kind::Record => vec![number(NOTEBOOK_RECORD, id), number(RECORD, id)],
            Kind::Material => vec![number(5, id)],
        }
    }
}

/// The kind a find is shown as.
pub(super) fn hit_kind(kind: i64) -> HitKind {
    match kind {
        0 => HitKind::Person,
        1 => HitKind::Batch,
        2 | NOTEBOOK_RECORD => HitKind::Notebook,
        RECORD => HitKind::Record,
        _ => HitKind::Material,
    }
}

/// The kinds of documents shown as one.
pub(super) fn kinds_of(hit: HitKind) -> &'static [i64] {
    match hit {
        HitKind::Person => &[0],
        HitKind::Batch => &[1],
        HitKind::Notebook => &[2, NOTEBOOK_RECORD],
        HitKind::Record => &[RECORD],
        HitKind::Material => &[5],
    }
}

/// Somebody named in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) post: String,
    pub(super) role: String,
    pub(super) signs: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) number: i64,
    pub(super) kind: i64,
    pub(super) batch: u32,
    pub(super) step: String,
    pub(super) record: u32,
    pub(super) record_kind: String,
    pub(super) whole: bool,
    /// First and last day of happening, ISO; empty for none.
    pub(super) days: (String, String),
    pub(super) title: String,
    pub(super) body: String,
    pub(super) persons: Vec<u32>,
    /// Names of those it is about.
    pub(super) about: Vec<String>,
    pub(super) named: Vec<Named>,
    pub(super) at: String,
    /// Marks of its words, by which records alike find each other.
    pub(super) bands: Vec<i64>,
}

impl Document {
    pub(super) fn hit_kind(&self) -> HitKind {
        hit_kind(self.kind)
    }

    fn of(kind: i64, id: u32) -> Document {
        Document { number: number(kind, id), kind, ..Document::default() }
    }
}

/// The document of a row; None when it has none (gone out of the case, filed).
pub(super) fn document(c: &Connection, kind: Kind, id: u32) -> Result<Option<Document>> {
    match kind {
        Kind::Person => person(c, id),
        Kind::Batch => batch(c, id),
        Kind::Note => note(c, id),
        Kind::Record => record(c, id),
        Kind::Material => material(c, id),
    }
}

fn contents<C: DeserializeOwned>(c: &Connection, sql: &str, id: u32) -> Result<Vec<C>> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([id], |r| r.get::<_, String>(0))?;
    let mut out = Vec::new();
    for json in rows {
        out.extend(readable(&json?));
    }
    Ok(out)
}

/// What cannot be read has no document: that it cannot be read is told where it is looked at, and must not keep a workspace shut.
fn readable<C: DeserializeOwned>(json: &str) -> Option<C> {
    serde_json::from_str(json).ok()
}

fn lines<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n")
}

fn person(c: &Connection, id: u32) -> Result<Option<Document>> {
    let Some(p) = contents::<PersonContent>(c, "SELECT content FROM person WHERE id = ?1 AND retracted = 0", id)?.pop() else {
        return Ok(None);
    };
    let candidates: Vec<CandidateContent> =
        contents(c, "SELECT content FROM candidate WHERE person = ?1 AND retracted = 0 ORDER BY id", id)?;
    // 身份证号 and the family stay out: they are nobody's to search.
    let own = [
        &p.current_post,
        &p.proposed_post,
        &p.technical_title,
        &p.speciality,
        &p.native_place,
        &p.ethnicity,
        &p.fulltime_school,
        &p.inservice_school,
        &p.resume,
        &p.rewards,
    ];
    let posts = candidates.iter().flat_map(|c| [&c.current_post, &c.proposed_post]);
    Ok(Some(Document {
        title: p.name.clone(),
        body: lines(own.into_iter().chain(posts).map(String::as_str)),
        persons: vec![id],
        about: vec![p.name.clone()],
        ..Document::of(0, id)
    }))
}

fn batch(c: &Connection, id: u32) -> Result<Option<Document>> {
    let Some(b) = contents::<BatchContent>(c, "SELECT content FROM batch WHERE id = ?1 AND retracted = 0", id)?.pop() else {
        return Ok(None);
    };
    let posts: Vec<PostContent> = contents(c, "SELECT content FROM post WHERE batch = ?1 AND retracted = 0 ORDER BY id", id)?;
    let posts: Vec<String> = posts.iter().map(|p| format!("{}{}", p.unit, p.title)).collect();
    let own = [&b.number, &b.business, &b.unit, &b.note];
    let days = b.started.map(days).unwrap_or_default();
    Ok(Some(Document {
        batch: id,
        days,
        title: b.name.clone(),
        body: lines(own.into_iter().chain(&posts).map(String::as_str)),
        ..Document::of(1, id)
    }))
}

fn days(date: PartialDate) -> (String, String) {
    (date.first_day().to_string(), date.last_day().to_string())
}

/// Persons and names of the candidates a record names.
fn about(c: &Connection, content: &RecordContent) -> Result<(Vec<u32>, Vec<String>)> {
    let mut statement =
        c.prepare_cached("SELECT p.id, p.name FROM candidate c JOIN person p ON p.id = c.person WHERE c.id = ?1")?;
    let (mut persons, mut names) = (Vec::new(), Vec::new());
    for candidate in &content.candidates {
        let found = statement.query_row([candidate.0], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        if let Some((person, name)) = found {
            persons.push(person);
            names.push(name);
        }
    }
    Ok((persons, names))
}

fn label(c: &Connection, batch: u32, step: &str) -> Result<String> {
    let sql = "SELECT s.label FROM batch b JOIN search_step s ON s.catalogue = b.catalogue AND s.step = ?2 WHERE b.id = ?1";
    let found = c.prepare_cached(sql)?.query_row(rusqlite::params![batch, step], |r| r.get(0)).optional()?;
    Ok(found.unwrap_or_else(|| step.to_owned()))
}

/// What a record says: its words as they print first, then every text of its body.
fn words(content: &RecordContent) -> Result<String> {
    let mut texts = vec![content.summary.clone(), content.place.clone(), content.responsible.clone()];
    gather(&serde_json::to_value(&content.body)?, &mut texts);
    let people = content.participants.iter().flat_map(|p| [p.name.clone(), p.post.clone()]);
    texts.extend(people);
    Ok(lines(texts.iter().map(String::as_str)))
}

/// Every text in a body. Words of the program itself (`meeting_recommendation`) are none of the user's.
fn gather(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if !text.is_empty() && !text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
            out.push(text.clone());
        }
        serde_json::Value::Array(list) => list.iter().for_each(|v| gather(v, out)),
        serde_json::Value::Object(map) => map.values().for_each(|v| gather(v, out)),
        _ => {}
    }
}

fn named(content: &RecordContent) -> Vec<Named> {
    let person = |p: &Participant| Named { name: p.name.clone(), post: p.post.clone(), role: p.role.clone(), signs: false };
    let mut out: Vec<Named> = content.participants.iter().map(person).collect();
    // Whoever is named with a post or a part anywhere in the body: 谈话对象, 列席人员, 考察组 …
    let body = serde_json::to_value(&content.body).unwrap_or_default();
    people_in(&body, &mut out);
    out.extend(content.signatures.iter().filter_map(signer));
    out.retain(|n| !n.name.trim().is_empty());
    out
}

fn people_in(value: &serde_json::Value, out: &mut Vec<Named>) {
    let text = |map: &serde_json::Map<String, serde_json::Value>, key: &str| {
        map.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|v| people_in(v, out)),
        serde_json::Value::Object(map) => {
            let is_person = map.contains_key("name") && (map.contains_key("role") || map.contains_key("stance"));
            if is_person {
                out.push(Named { name: text(map, "name"), post: text(map, "post"), role: text(map, "role"), signs: false });
            }
            map.values().for_each(|v| people_in(v, out));
        }
        _ => {}
    }
}

fn signer(s: &Signature) -> Option<Named> {
    s.is_given().then(|| Named { name: s.name.clone(), post: String::new(), role: s.role.clone(), signs: true })
}

fn kind_word(kind: RecordKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn span(content: &RecordContent) -> (String, String) {
    match (content.date, content.end_date.or(content.date)) {
        (Some(from), Some(to)) => (days(from).0, days(to).1),
        _ => Default::default(),
    }
}

fn record(c: &Connection, id: u32) -> Result<Option<Document>> {
    let sql = "SELECT batch, content, revised_at FROM record WHERE id = ?1 AND retracted = 0";
    let row: Option<(u32, String, String)> =
        c.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
    let Some((batch, json, at)) = row else { return Ok(None) };
    let Some(content) = readable::<RecordContent>(&json) else { return Ok(None) };
    let kind = content.body.kind();
    let (persons, about) = about(c, &content)?;
    let whom = if about.len() > 3 {
        format!("{}等{}人", about.first().map_or("", String::as_str), about.len())
    } else {
        about.join("、")
    };
    let title = format!("{} {whom}", label(c, batch, &content.step)?).trim().to_owned();
    Ok(Some(Document {
        batch,
        record: id,
        record_kind: kind_word(kind),
        whole: content.candidates.is_empty(),
        days: span(&content),
        title,
        body: words(&content)?,
        bands: bands(&content, about.iter().map(String::as_str)),
        persons,
        about,
        named: named(&content),
        at,
        step: content.step,
        ..Document::of(if kind == RecordKind::Notebook { NOTEBOOK_RECORD } else { RECORD }, id)
    }))
}

fn note(c: &Connection, id: u32) -> Result<Option<Document>> {
    let sql = "SELECT content, created_at FROM note WHERE id = ?1 \
         AND (record IS NULL OR record IN (SELECT id FROM record WHERE retracted = 1))";
    let row: Option<(String, String)> = c.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let Some((json, at)) = row else { return Ok(None) };
    let Some(content) = readable::<RecordContent>(&json) else { return Ok(None) };
    Ok(Some(Document {
        record_kind: kind_word(RecordKind::Notebook),
        days: span(&content),
        title: "专用笔记本".into(),
        body: words(&content)?,
        named: named(&content),
        at,
        ..Document::of(2, id)
    }))
}

fn material(c: &Connection, id: u32) -> Result<Option<Document>> {
    let sql = "SELECT m.batch, m.content, m.created_at, r.content FROM material m JOIN record r ON r.id = m.record \
               WHERE m.id = ?1 AND r.retracted = 0 AND m.retracted = 0";
    let row: Option<(u32, String, String, String)> =
        c.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).optional()?;
    let Some((batch, json, at, of)) = row else { return Ok(None) };
    let (Some(content), Some(of)) = (readable::<MaterialContent>(&json), readable::<RecordContent>(&of)) else { return Ok(None) };
    let (persons, about) = about(c, &of)?;
    let named: Vec<&str> = content.signers().map(|s| s.name.as_str()).collect();
    Ok(Some(Document {
        batch,
        record: content.record.0,
        record_kind: kind_word(of.body.kind()),
        whole: of.candidates.is_empty(),
        days: span(&of),
        title: content.name.clone(),
        body: lines([label(c, batch, &of.step)?.as_str(), &about.join("、"), &content.file_name, &named.join("、")]),
        persons,
        about: Vec::new(),
        named: content.signers().filter_map(signer).collect(),
        at,
        step: of.step,
        ..Document::of(5, id)
    }))
}
