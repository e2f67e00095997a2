//! From JSON to a case: keys checked, names turned into numbers, defaults filled in. Every fault is told with its path.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::loose::{self, complaint};
use super::records::{complete, team};
use super::twice::twice;
use super::{CaseFile, Expected, keys};
use crate::business;
use crate::case::{Batch, BatchContent, Case};
use crate::catalogue::Catalogue;
use crate::checks::ended;
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::{BatchId, CandidateId, PostId, RecordId};
use crate::record::Record;
use crate::rules::RuleBook;
use crate::syntax::json_words;

const TOP: [&str; 14] = [
    "$schema",
    "name",
    "note",
    "today",
    "complete",
    "scope",
    "rules",
    "started",
    "batch",
    "posts",
    "candidates",
    "records",
    "not_applicable",
    "expect",
];

/// Without any of these there is nothing to judge, and "no fault found" would be a false comfort.
const JUDGED: [&str; 7] = ["batch", "posts", "candidates", "records", "not_applicable", "complete", "rules"];

/// The day judged on when the file names no day at all.
pub(super) const NO_DAY: (i32, u32, u32) = (2026, 1, 1);

/// Collects every fault of one file, and what later parts must know of earlier ones.
pub(super) struct Reader<'a> {
    file: &'a str,
    pub(super) faults: Vec<Finding>,
    /// The candidates by name, without blanks: a name of two characters is often written with one between.
    pub(super) names: BTreeMap<String, CandidateId>,
    pub(super) blank: BTreeSet<(RecordId, String)>,
    pub(super) blank_of: BTreeSet<(CandidateId, String)>,
    pub(super) blank_quota: BTreeSet<PostId>,
    pub(super) unsaid_quota: BTreeSet<(PostId, String)>,
    /// Whom lists of records name and the candidates do not.
    pub(super) outsiders: BTreeMap<CandidateId, String>,
}

pub(super) fn read(text: &str, file: &str, book: &RuleBook) -> Result<CaseFile, Vec<Finding>> {
    let mut reader = Reader {
        file,
        faults: Vec::new(),
        names: BTreeMap::new(),
        blank: BTreeSet::new(),
        blank_of: BTreeSet::new(),
        blank_quota: BTreeSet::new(),
        unsaid_quota: BTreeSet::new(),
        outsiders: BTreeMap::new(),
    };
    let text = text.trim_start_matches('\u{feff}');
    let root = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(root)) => root,
        Ok(_) => {
            return Err(vec![reader.finding("J01", "", "案件文件应是一个 {…}".into(), "请按 docs/case-format.md 的例子书写")]);
        }
        Err(e) => {
            let message = format!("不合 JSON 写法：{}", json_words(&e));
            return Err(vec![reader.finding("J01", "", message, "请检查该行的引号、逗号和括号")]);
        }
    };
    for path in twice(text) {
        reader.twice(&path);
    }
    for key in root.keys().filter(|k| !TOP.contains(&k.as_str())) {
        reader.fault("J02", key, format!("不认识的键“{key}”"), &format!("请删去，或改成下列之一：{}", TOP.join("、")));
    }
    let says = |key: &&str| match root.get(*key) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::Object(map)) => !map.is_empty(),
        Some(_) => true,
    };
    if reader.faults.is_empty() && !JUDGED.iter().any(says) {
        let message = "案件文件里没有规则、批次、岗位、人选或记录，没有可以校验的内容";
        reader.fault("J07", "", message.into(), &format!("请至少写明其中一项：{}", JUDGED.join("、")));
    }
    let file = reader.case_file(&root, book);
    match file {
        Some(file) if reader.faults.is_empty() => Ok(file),
        _ => Err(reader.faults),
    }
}

impl Reader<'_> {
    pub(super) fn finding(&self, code: &str, path: &str, message: String, remedy: &str) -> Finding {
        Finding::new(code, Level::Error, Place::file(self.file).field(path), message).remedy(remedy)
    }

    pub(super) fn fault(&mut self, code: &str, path: &str, message: String, remedy: &str) {
        let fault = self.finding(code, path, message, remedy);
        // A key that several parts read is told once; one is told soon after the other.
        if !self.faults.iter().rev().take(50).any(|told| *told == fault) {
            self.faults.push(fault);
        }
    }

    /// A key said twice in one place, in the same words or in two that mean the same.
    pub(super) fn twice(&mut self, path: &str) {
        let message = "同一个 {…} 里这个键（或与它同义的）写了不止一次，不知道以哪一个为准";
        self.fault("J08", path, message.into(), "请只留一个");
    }

    pub(super) fn case_file(&mut self, root: &Map<String, Value>, book: &RuleBook) -> Option<CaseFile> {
        let catalogue = Catalogue::builtin().ok()?;
        let batch_id = BatchId(1);
        let (posts, post_names) = self.posts(root.get("posts"));
        let mut twice = Vec::new();
        let rows = loose::records(root.get("records"), &catalogue, &mut twice);
        for path in &twice {
            self.twice(path);
        }
        let business = root.get("batch").and_then(|b| b.get("business")).and_then(Value::as_str).unwrap_or_default();
        let movement = business::movement(business);
        let (persons, candidates) = self.candidates(root.get("candidates"), rows.as_ref(), &posts, &post_names, movement);
        let mut records = Vec::new();
        let mut labels = Vec::new();
        let mut attached: Vec<Option<Vec<Value>>> = Vec::new();
        for (index, row) in self.list(rows.as_ref(), "records").into_iter().enumerate() {
            let path = format!("records[{index}]");
            let Value::Object(row) = row else {
                self.fault("J04", &path, "应是一个 {…}".into(), "一条记录写成一段");
                continue;
            };
            labels.push(row.get("label").and_then(Value::as_str).map_or_else(|| path.clone(), str::to_owned));
            if let Some((record, materials)) =
                self.record(&row, &path, u32::try_from(index + 1).unwrap_or(u32::MAX), &catalogue, candidates.len())
            {
                records.push(record);
                attached.push(materials);
            }
        }
        let mut batch: BatchContent = self.typed(root.get("batch"), keys::batch(), "batch", "batch");
        if let Some(started) = self.date(root.get("started"), "started") {
            batch.started = Some(started);
        }
        let dates = |r: &Record| [ended(r), r.content.date].into_iter().flatten().collect::<Vec<_>>();
        let earliest = records.iter().flat_map(dates).min_by_key(|d| d.first_day());
        let latest = records.iter().flat_map(dates).map(PartialDate::last_day).max();
        let undated = batch.started.is_none();
        batch.started = batch.started.or(earliest);
        let today = self.date(root.get("today"), "today").map(PartialDate::first_day);
        let begun = batch.started.map(PartialDate::last_day);
        let nothing = NaiveDate::from_ymd_opt(NO_DAY.0, NO_DAY.1, NO_DAY.2).unwrap_or_default();
        let today = today.or(latest.max(begun)).unwrap_or(nothing);
        let extent = self.extent(root);
        let rules = self.rules(root.get("rules"), &mut batch, undated, book);
        let not_applicable = self.not_applicable(root.get("not_applicable"), today, &catalogue);
        let members: Vec<String> = records.iter().flat_map(team).collect();
        for record in &mut records {
            complete(record, &catalogue, today, &rules, &members);
        }
        let materials = self.materials(&records, attached, &catalogue);
        let expect = root.get("expect").map(|e| self.expected(e));
        let scope = self.texts(root.get("scope"), "scope");
        let name = root.get("name").and_then(Value::as_str).unwrap_or(self.file).to_owned();
        let case = Case {
            batch: Batch {
                id: batch_id,
                revision: 1,
                catalogue: format!("{} {}", catalogue.id, catalogue.version),
                created_at: String::new(),
                content: batch,
            },
            catalogue,
            posts,
            persons,
            candidates,
            records,
            materials,
            not_applicable,
            gone: Vec::new(),
            elsewhere: Vec::new(),
            governing: Some(Arc::new(rules.clone())),
            charges: Vec::new(),
            today,
        };
        Some(CaseFile { name, case, rules, extent, scope, labels, expect })
    }

    pub(super) fn list(&mut self, value: Option<&Value>, path: &str) -> Vec<Value> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(_) => {
                self.fault("J04", path, "应是一个 […]".into(), "写成方括号里的一列");
                Vec::new()
            }
        }
    }

    pub(super) fn texts(&mut self, value: Option<&Value>, path: &str) -> Vec<String> {
        let list = self.list(value, path);
        let words: Vec<String> = list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        if words.len() < list.len() {
            self.fault("J04", path, "应是一列文字".into(), "每一项加英文双引号");
        }
        words
    }

    pub(super) fn date(&mut self, value: Option<&Value>, path: &str) -> Option<PartialDate> {
        let value = value.filter(|v| !is_blank(v))?;
        match value.as_str().map(str::parse::<PartialDate>) {
            Some(Ok(date)) => Some(date),
            Some(Err(e)) => {
                self.fault("J04", path, e.to_string(), "请写成 2026-03-02、2026-03 或 2026");
                None
            }
            None => {
                self.fault("J04", path, "应是日期".into(), "请写成 \"2026-03-02\"");
                None
            }
        }
    }

    /// A value of a type: unknown keys refused, each key read by itself so that a fault has its path, the rest by default.
    pub(super) fn typed<T>(&mut self, value: Option<&Value>, template: Map<String, Value>, name: &str, path: &str) -> T
    where
        T: DeserializeOwned + Default,
    {
        match value {
            None | Some(Value::Null) => T::default(),
            Some(Value::Object(map)) => self.of_map(map, &template, name, path).unwrap_or_default(),
            Some(_) => {
                self.fault("J04", path, "应是一个 {…}".into(), "请按 docs/case-format.md 的例子书写");
                T::default()
            }
        }
    }

    pub(super) fn of_map<T: DeserializeOwned>(
        &mut self,
        map: &Map<String, Value>,
        template: &Map<String, Value>,
        name: &str,
        path: &str,
    ) -> Option<T> {
        let mut unknown = Vec::new();
        keys::unknown(map, template, name, path, &mut unknown);
        for (at, known) in &unknown {
            self.fault("J02", at, "不认识的键".into(), &format!("请删去，或改成下列之一：{known}"));
        }
        let mut whole = template.clone();
        let mut good = unknown.is_empty();
        for (key, value) in map.iter().filter(|(k, v)| template.contains_key(*k) && !is_blank(v)) {
            let mut one = template.clone();
            let value = without_nulls(value.clone());
            one.insert(key.clone(), value.clone());
            match T::deserialize(Value::Object(one)) {
                Ok(_) => {
                    whole.insert(key.clone(), value);
                }
                Err(_) if unknown.is_empty() => {
                    good = false;
                    let wrong = |value| {
                        let mut one = template.clone();
                        one.insert(key.clone(), value);
                        T::deserialize(Value::Object(one)).err().map(|e| e.to_string())
                    };
                    for (below, error) in pins(&value, &wrong) {
                        let (message, remedy) = complaint(&error);
                        let code = if error.starts_with("unknown variant") { "J05" } else { "J04" };
                        let missing = error.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
                        let missing = missing.map_or_else(String::new, |key| format!(".{key}"));
                        self.fault(code, &format!("{path}.{key}{below}{missing}"), message, &remedy);
                    }
                }
                Err(_) => {}
            }
        }
        if good { T::deserialize(Value::Object(whole)).ok() } else { None }
    }

    pub(super) fn expected(&mut self, value: &Value) -> Vec<Expected> {
        match Vec::<Expected>::deserialize(value) {
            Ok(expected) => expected,
            Err(e) => {
                let (message, remedy) = complaint(&e.to_string());
                self.fault("J04", "expect", message, &remedy);
                Vec::new()
            }
        }
    }
}

/// Keys of a row more than these are not tried two and three at a time.
const KEYS_TRIED: usize = 20;

/// Where inside a value the faults lie, as far as it can be told, each with what is said of it: `[2].agree`.
fn pins(value: &Value, wrong: &dyn Fn(Value) -> Option<String>) -> Vec<(String, String)> {
    let inside: Vec<(String, String)> = match value {
        Value::Array(rows) => {
            let one = |row: &Value| Value::Array(vec![row.clone()]);
            let bad = rows.iter().enumerate().filter(|(_, row)| wrong(one(row)).is_some());
            let below =
                |(index, row)| pins(row, &|row| wrong(one(&row))).into_iter().map(move |(at, e)| (format!("[{index}]{at}"), e));
            bad.flat_map(below).collect()
        }
        Value::Object(map) => {
            let without = |keys: &[&String]| -> Map<String, Value> {
                map.iter().filter(|(k, _)| !keys.contains(k)).map(|(k, v)| (k.clone(), v.clone())).collect()
            };
            let faulty = faulty(&map.keys().collect::<Vec<_>>(), &|keys| wrong(Value::Object(without(keys))).is_none());
            let mut found = Vec::new();
            for key in &faulty {
                let only = |value: Value| {
                    let mut rest = without(&faulty);
                    rest.insert((*key).clone(), value);
                    wrong(Value::Object(rest))
                };
                let of_key = map.get(*key).map(|value| pins(value, &only)).unwrap_or_default();
                found.extend(of_key.into_iter().map(|(at, e)| (format!(".{key}{at}"), e)));
            }
            found
        }
        _ => Vec::new(),
    };
    if inside.is_empty() { vec![(String::new(), wrong(value.clone()).unwrap_or_default())] } else { inside }
}

/// The fewest keys, three at most, without which nothing is wrong.
fn faulty<'k>(keys: &[&'k String], good: &dyn Fn(&[&String]) -> bool) -> Vec<&'k String> {
    if let Some(one) = keys.iter().find(|key| good(&[key])) {
        return vec![one];
    }
    let few = if keys.len() > KEYS_TRIED { &[] } else { keys };
    let later = |i: usize| few.iter().enumerate().skip(i + 1);
    let pairs = || few.iter().enumerate().flat_map(|(i, a)| later(i).map(move |(j, b)| (j, [*a, *b])));
    if let Some((_, two)) = pairs().find(|(_, two)| good(two)) {
        return two.to_vec();
    }
    let mut threes = pairs().flat_map(|(j, [a, b])| later(j).map(move |(_, c)| [a, b, *c]));
    threes.find(|three| good(three)).map(|three| three.to_vec()).unwrap_or_default()
}

pub(super) fn template_of(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

pub(super) fn text(map: &Map<String, Value>, key: &str) -> String {
    map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// `null` and an empty text: written blank.
pub(super) fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What is blank inside a row means the default, which the types fill in.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !is_blank(v)).map(|(k, v)| (k, without_nulls(v))).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
