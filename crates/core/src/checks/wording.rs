//! V31c 应付性走程序: records that say nothing, and records on different people that say nearly the same, in one batch or in
//! another of the workspace. How near they are [`crate::likeness`] measures.

use std::sync::Arc;

use super::judge::Judge;
use super::view::{happened, is_personal};
use crate::case::Elsewhere;
use crate::finding::{Finding, Place};
use crate::likeness::{Shape, compared, own_words};
use crate::record::{Ballot, Decision, Document, Letter, Meeting, Notice, PartKind, Record, RecordBody};
use crate::rules::Rules;

pub(super) fn v31c(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = j.view.case.records.iter().filter(|r| j.wants(r)).filter_map(|r| empty(j, r)).collect();
    if let Some(rules) = j.rules_now("V31c") {
        found.extend(copies(j, rules));
    }
    found
}

/// Nothing written at all is 错; a form filled in but no word of what was done is 警.
fn empty(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V31c", happened(record))?;
    let call = j.view.call(record);
    let said = record.content.summary.trim();
    if !said.is_empty() {
        return hollow(j, rules, record, said);
    }
    let (level, message) = if own_words(&record.content.body).trim().is_empty() && !has_numbers(&record.content.body) {
        (rules.level_of("V31c", "empty"), format!("{call}：操作情况和正文都没有内容"))
    } else {
        (rules.level_of("V31c", "unsaid"), format!("{call}：没有填写操作情况"))
    };
    let place = j.view.place_of(record).field("操作情况");
    Some(j.say(rules, "V31c", level, place, message, "请写明做了什么、谁参加、结果如何"))
}

/// A word or two that fit any step, where nothing else in the record says what was done.
fn hollow(j: &Judge<'_, '_>, rules: &Rules, record: &Record, said: &str) -> Option<Finding> {
    if !is_phrase(rules, said) || !own_words(&record.content.body).trim().is_empty() || has_numbers(&record.content.body) {
        return None;
    }
    let message = format!("{}：操作情况只写了“{said}”，没有写明做了什么", j.view.call(record));
    let place = j.view.place_of(record).field("操作情况");
    let told = j.say(rules, "V31c", rules.level("V31c"), place, message, "请写明做了什么、谁参加、结果如何");
    Some(told.basis(rules.basis_of("V31c", "hollow")))
}

/// A word or two of the rules, or only marks: /, ……
fn is_phrase(rules: &Rules, said: &str) -> bool {
    let bare = said.trim_end_matches(['。', '．', '.', '！', '!', '；', ';']).trim();
    rules.words("V31c", "hollow").iter().any(|w| w == bare) || !said.contains(char::is_alphanumeric)
}

/// Filled-in fields that are no prose: counts, numbers of documents, dates.
fn has_numbers(body: &RecordBody) -> bool {
    match body {
        RecordBody::Meeting(Meeting { expected, present, .. }) => expected.is_some() || present.is_some(),
        RecordBody::Ballot(Ballot { expected, returned, .. }) => expected.is_some() || returned.is_some(),
        RecordBody::Letter(Letter { sent_no, sent, replied, .. }) => !sent_no.is_empty() || sent.is_some() || replied.is_some(),
        RecordBody::Notice(Notice { start, end, .. }) => start.is_some() || end.is_some(),
        RecordBody::Document(Document { doc_no, .. }) => !doc_no.trim().is_empty(),
        RecordBody::Decision(Decision { doc_no, result, .. }) => !doc_no.trim().is_empty() || !result.trim().is_empty(),
        RecordBody::Notebook(_) | RecordBody::Review(_) => false,
    }
}

/// A record ready to compare.
struct Text<'a> {
    record: &'a Record,
    shape: Arc<Shape>,
    /// Of the text of the talk or the paper by itself, where it is long enough: another 操作情况 over it makes no other text.
    body: Option<Arc<Shape>>,
    /// Of the parts of a 考察材料 that should be a person's own, by their names.
    parts: Vec<(&'a str, Arc<Shape>)>,
    /// On one of the people, or several, at a step of the person's level.
    personal: bool,
    heard: Option<Vec<&'a str>>,
}

/// Whether two records of the batch should differ in their words: they are on different people, at whatever steps, or are talks
/// with different people. 综合 records are exempt: they say the same for everybody because they are the same.
fn should_differ(a: &Text<'_>, b: &Text<'_>) -> bool {
    if a.personal && b.personal && !a.record.content.candidates.iter().any(|c| b.record.content.candidates.contains(c)) {
        return true;
    }
    if (a.personal || b.personal) && a.record.content.step != b.record.content.step {
        return false;
    }
    match (&a.heard, &b.heard) {
        (Some(one), Some(two)) => !one.iter().any(|name| two.contains(name)),
        _ => false,
    }
}

/// How near two records are: by all that was written, or by the text alone.
fn likeness(a: &Text<'_>, b: &Text<'_>, percent: u64) -> Option<u64> {
    let body = || a.body.as_ref()?.likeness(b.body.as_ref()?, percent);
    a.shape.likeness(&b.shape, percent).max(body())
}

/// The same part of two 考察材料, where the whole of them is not alike: its name and how near it is.
fn alike_part<'a>(a: &Text<'a>, b: &Text<'_>, percent: u64) -> Option<(&'a str, u64)> {
    let near = a.parts.iter().flat_map(|(part, one)| {
        let same = b.parts.iter().filter(move |(name, _)| name == part);
        same.filter_map(move |(_, two)| Some((*part, one.likeness(two, percent)?)))
    });
    near.max_by_key(|(_, measured)| *measured)
}

/// Who was heard in a talk: one record a person.
fn heard(record: &Record) -> Option<Vec<&str>> {
    let RecordBody::Notebook(talk) = &record.content.body else { return None };
    let names: Vec<&str> = talk.speakers.iter().map(|p| p.name.trim()).filter(|n| !n.is_empty()).collect();
    (!names.is_empty()).then_some(names)
}

/// The names that make no text of their own: whom a record is about, and who was heard.
fn named<'a>(j: &Judge<'_, 'a>, record: &'a Record) -> Vec<&'a str> {
    let about = record.content.candidates.iter().map(|c| j.view.name(*c));
    about.chain(heard(record).unwrap_or_default()).collect()
}

/// Whether a record should differ from an earlier one of another batch: each is on a person of its own, or both are what others said
/// at the same step. Plans, notices and lists of a batch repeat from one to the next by right.
fn should_differ_from(j: &Judge<'_, '_>, text: &Text<'_>, there: &Elsewhere) -> bool {
    let (record, other) = (text.record, &there.record.content);
    if there.record.id >= record.id {
        return false;
    }
    if record.content.candidates.is_empty() || other.candidates.is_empty() {
        let said = |r: &Record| matches!(r.content.body, RecordBody::Notebook(_) | RecordBody::Meeting(_));
        return record.content.candidates.is_empty()
            && other.candidates.is_empty()
            && record.content.step == other.step
            && said(record)
            && said(&there.record)
            && match (&text.heard, heard(&there.record)) {
                (Some(one), Some(two)) => !one.iter().any(|name| two.contains(name)),
                _ => true,
            };
    }
    if !text.personal || !j.view.case.catalogue.step(&other.step).is_some_and(is_personal) {
        return false;
    }
    let of = |c| j.view.case.candidates.iter().find(|x| x.id == c).map(|x| x.content.person);
    !record.content.candidates.iter().filter_map(|c| of(*c)).any(|person| there.persons.contains(&person))
}

/// Each record that is nearly the same as an earlier one, beside the nearest of them; and beside the nearest of another batch.
fn copies(j: &Judge<'_, '_>, rules: &Rules) -> Vec<Finding> {
    let view = j.view;
    let (percent, least) = (u64::from(rules.number("V31c", "percent")), rules.number("V31c", "from_chars") as usize);
    let shaped = |text: &str, names: &[&str]| j.shapes.of(text, names, least);
    // （略） over a text adds nothing to it.
    let stands_in = |said: &str| is_phrase(rules, said.trim().trim_matches(['（', '）', '(', ')']));
    let shape = |record: &Record, names: &[&str]| {
        let whole = compared(&record.content)?;
        shaped(&if stands_in(&record.content.summary) { own_words(&record.content.body) } else { whole }, names)
    };
    let order = |r: &&Record| (view.case.catalogue.step_no(&r.content.step), r.id);
    let mut records: Vec<&Record> = view.case.records.iter().collect();
    records.sort_by_key(order);
    let text = |record| {
        let catalogue = &view.case.catalogue;
        let personal = |r: &Record| !r.content.candidates.is_empty() && catalogue.step(&r.content.step).is_some_and(is_personal);
        let (names, words) = (named(j, record), own_words(&record.content.body));
        let body = if record.content.summary.trim().is_empty() { None } else { shaped(&words, &names) };
        let own = |part: PartKind| rules.words("V31c", "parts").iter().any(|w| super::inspection::part(w) == Some(part));
        let parts = match &record.content.body {
            RecordBody::Document(d) => &d.parts[..],
            _ => &[],
        };
        let parts = parts.iter().filter(|p| own(p.part)).filter_map(|p| Some((p.part.name(), shaped(&p.text, &names)?)));
        let parts: Vec<(&str, Arc<Shape>)> = parts.collect();
        Some(Text { record, shape: shape(record, &names)?, body, parts, personal: personal(record), heard: heard(record) })
    };
    // A record with nothing to compare is like no other.
    if j.extent.about.and_then(|id| view.record(id)).is_some_and(|r| text(r).is_none()) {
        return Vec::new();
    }
    let texts: Vec<Text<'_>> = records.into_iter().filter_map(text).collect();
    let there: Vec<(&Elsewhere, Arc<Shape>)> = view
        .case
        .elsewhere
        .iter()
        .filter_map(|e| Some((e, shape(&e.record, &e.names.iter().map(String::as_str).collect::<Vec<_>>())?)))
        .collect();
    // Of a record that is not asked about, only its likeness to the one that is can matter.
    let asked = j.extent.about.map(|id| (id, texts.iter().position(|t| t.record.id == id)));
    let passed_over = |index: usize, b: &Text<'_>| {
        let Some((id, at)) = asked.filter(|(id, _)| *id != b.record.id) else { return false };
        let near = at.filter(|at| *at < index).and_then(|at| texts.get(at)).filter(|a| a.record.id == id);
        !near.is_some_and(|a| should_differ(a, b) && (likeness(a, b, percent).is_some() || alike_part(a, b, percent).is_some()))
    };
    let mut found = Vec::new();
    for (index, b) in texts.iter().enumerate() {
        if passed_over(index, b) {
            continue;
        }
        let before = texts.iter().take(index).filter(|a| should_differ(a, b));
        let near: Vec<(u64, &Record)> =
            before.filter_map(|a| likeness(a, b, percent).map(|measured| (measured, a.record))).collect();
        if let Some((measured, nearest)) = near.iter().rev().max_by_key(|(measured, _)| *measured) {
            let other = view.place_of(nearest).field("操作情况");
            found.push(alike(j, rules, b.record, &view.call(nearest), other, *measured, near.len()));
        } else if let Some((record, part, measured)) = part_of(&texts, index, b, percent) {
            let other = view.place_of(record).field(part);
            let call = format!("{}的“{part}”部分", view.call(record));
            let told = alike(j, rules, b.record, &call, other, measured, 1);
            found.push(Finding { place: told.place.clone().field(part), ..told }.basis(rules.basis_of("V31c", "parts")));
        }
        let abroad: Vec<(u64, &Elsewhere)> = there
            .iter()
            .filter(|(e, _)| should_differ_from(j, b, e))
            .filter_map(|(e, shape)| shape.likeness(&b.shape, percent).map(|measured| (measured, *e)))
            .collect();
        if let Some((measured, nearest)) = abroad.iter().rev().max_by_key(|(measured, _)| *measured) {
            let other = Place {
                batch: Some(nearest.record.batch),
                record: Some(nearest.record.id),
                step: Some(nearest.record.content.step.clone()),
                ..Place::default()
            };
            let call = format!("{}里{}", nearest.batch, call_abroad(j, nearest));
            found.push(alike(j, rules, b.record, &call, other.field("操作情况"), *measured, 1));
        }
    }
    found
}

/// The nearest earlier record with the same part.
fn part_of<'a>(texts: &[Text<'a>], index: usize, b: &Text<'_>, percent: u64) -> Option<(&'a Record, &'a str, u64)> {
    let before = texts.iter().take(index).filter(|a| should_differ(a, b));
    let near = before.filter_map(|a| alike_part(a, b, percent).map(|(part, measured)| (a.record, part, measured)));
    near.max_by_key(|(_, _, measured)| *measured)
}

/// Without names: what is found goes into the volume of one person, where nobody of another batch belongs.
fn call_abroad(j: &Judge<'_, '_>, e: &Elsewhere) -> String {
    let day = happened(&e.record).map_or_else(|| "未填日期".to_owned(), |d| d.chinese());
    format!("{}的记录（{day}，记录{}）", j.view.case.catalogue.step_label(&e.record.content.step), e.record.id.0)
}

fn alike(j: &Judge<'_, '_>, rules: &Rules, record: &Record, nearest: &str, other: Place, measured: u64, of: usize) -> Finding {
    let percent = rules.number("V31c", "percent");
    let more = if of > 1 { format!("，另与{}条也雷同", of - 1) } else { String::new() };
    let message = format!(
        "{}与{nearest}内容高度雷同（相邻两字相同的占{measured}%，界限{percent}%，姓名和空格不计{more}）",
        j.view.call(record)
    );
    let place: Place = j.view.place_of(record).field("操作情况");
    let remedy = "请按本人实际情况改写；确属相同的，在操作情况里说明";
    j.say(rules, "V31c", rules.level("V31c"), place, message, remedy).beside(other)
}
