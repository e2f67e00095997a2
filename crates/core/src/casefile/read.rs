//! From JSON to a case: keys checked, names turned into numbers, defaults filled in. Every fault is told with its path.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{CaseFile, Expected, keys};
use crate::case::{Batch, BatchContent, Candidate, CandidateContent, Case, NotApplicable, Post, PostContent};
use crate::catalogue::{Catalogue, Step, StepLevel};
use crate::checks::{Extent, ended, is_known_code};
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::{BatchId, CandidateId, MaterialId, PersonId, PostId, RecordId};
use crate::person::{Person, PersonContent};
use crate::record::{
    BallotPurpose, Material, MaterialContent, Originality, Record, RecordBody, RecordContent, RecordKind, Signature,
    SignatureMode,
};
use crate::rules::{Governing, PackCheck, RuleBook, Value as Parameter};

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

/// The day judged on when the file names no day at all.
const NO_DAY: (i32, u32, u32) = (2026, 1, 1);

struct Reader<'a> {
    file: &'a str,
    faults: Vec<Finding>,
    names: BTreeMap<String, CandidateId>,
    blank: BTreeSet<(RecordId, String)>,
}

pub(super) fn read(text: &str, file: &str, book: &RuleBook) -> Result<CaseFile, Vec<Finding>> {
    let mut reader = Reader { file, faults: Vec::new(), names: BTreeMap::new(), blank: BTreeSet::new() };
    let root = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(root)) => root,
        Ok(_) => {
            return Err(vec![reader.finding("J01", "", "案件文件应是一个 {…}".into(), "请按 docs/case-format.md 的例子书写")]);
        }
        Err(e) => {
            let message = format!("第 {} 行不合 JSON 写法：{e}", e.line());
            return Err(vec![reader.finding("J01", "", message, "请检查该行的引号、逗号和括号")]);
        }
    };
    for key in root.keys().filter(|k| !TOP.contains(&k.as_str())) {
        reader.fault("J02", key, format!("不认识的键“{key}”"), &format!("请删去，或改成下列之一：{}", TOP.join("、")));
    }
    let file = reader.case_file(&root, book);
    match file {
        Some(file) if reader.faults.is_empty() => Ok(file),
        _ => Err(reader.faults),
    }
}

impl Reader<'_> {
    fn finding(&self, code: &str, path: &str, message: String, remedy: &str) -> Finding {
        Finding::new(code, Level::Error, Place::file(self.file).field(path), message).remedy(remedy)
    }

    fn fault(&mut self, code: &str, path: &str, message: String, remedy: &str) {
        let fault = self.finding(code, path, message, remedy);
        self.faults.push(fault);
    }

    fn case_file(&mut self, root: &Map<String, Value>, book: &RuleBook) -> Option<CaseFile> {
        let catalogue = Catalogue::builtin().ok()?;
        let batch_id = BatchId(1);
        let (posts, post_names) = self.posts(root.get("posts"));
        let (persons, candidates) = self.candidates(root, &posts, &post_names);
        let mut records = Vec::new();
        let mut labels = Vec::new();
        let mut attached: Vec<Option<Vec<Value>>> = Vec::new();
        for (index, row) in self.list(root.get("records"), "records").into_iter().enumerate() {
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
        let not_applicable = self.not_applicable(root.get("not_applicable"), today);
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
            today,
        };
        Some(CaseFile { name, case, rules, extent, scope, labels, expect })
    }

    fn extent(&mut self, root: &Map<String, Value>) -> Extent {
        let complete = match root.get("complete") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(b)) => *b,
            Some(_) => {
                self.fault("J04", "complete", "应为 true 或 false".into(), "整案校验写 true");
                false
            }
        };
        let mut named = BTreeSet::new();
        for code in self.texts(root.get("scope"), "scope") {
            if !is_known_code(&code) {
                self.fault("J05", "scope", format!("没有校验“{code}”"), "校验代码为 V01 至 V40，V31 可写 V31a 至 V31e");
            }
            if code == "V31" {
                named.extend(["V31a", "V31b", "V31c", "V31d", "V31e"].map(str::to_owned));
            }
            named.insert(code);
        }
        Extent { part: !complete, named, blank: std::mem::take(&mut self.blank) }
    }

    /// The rules asked for: `"2019"`, or `{edition, overlays, reason, checks}`.
    fn rules(&mut self, value: Option<&Value>, batch: &mut BatchContent, undated: bool, book: &RuleBook) -> Governing {
        let mut changes = Map::new();
        match value {
            None | Some(Value::Null) => {}
            Some(Value::String(edition)) => batch.edition.clone_from(edition),
            Some(Value::Object(map)) => {
                for key in map.keys().filter(|k| !["edition", "overlays", "reason", "checks"].contains(&k.as_str())) {
                    let path = format!("rules.{key}");
                    self.fault("J02", &path, format!("不认识的键“{key}”"), "可用的键：edition、overlays、reason、checks");
                }
                batch.edition = map.get("edition").and_then(Value::as_str).unwrap_or_default().to_owned();
                batch.overlays = self.texts(map.get("overlays"), "rules.overlays");
                batch.edition_reason = map.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
                if let Some(Value::Object(checks)) = map.get("checks") {
                    changes.clone_from(checks);
                }
            }
            Some(_) => self.fault("J04", "rules", "应为版次或一段".into(), "例如 \"2019\" 或 {\"edition\": \"2019\"}"),
        }
        for key in std::iter::once(&batch.edition).chain(&batch.overlays).filter(|k| !k.is_empty()) {
            if book.pack(key).is_none() {
                let known: Vec<&str> = book.packs.iter().map(|p| p.id.as_str()).collect();
                self.faults.push(
                    Finding::new("J05", Level::Error, Place::file(self.file).field("rules"), format!("没有规则包“{key}”"))
                        .remedy(format!("可用的规则包：{}", known.join("、"))),
                );
            }
        }
        // A file that names an edition and no day of beginning means that edition.
        if undated && !batch.edition.is_empty() && batch.edition_reason.is_empty() {
            let covered = batch.started.is_some_and(|d| book.pack(&batch.edition).is_some_and(|p| p.covers(d.first_day())));
            if !covered {
                batch.edition_reason = "案件文件指定".into();
            }
        }
        let mut governing = book.govern(batch);
        for (code, change) in &changes {
            self.change(&mut governing, code, change);
        }
        governing
    }

    fn change(&mut self, governing: &mut Governing, code: &str, change: &Value) {
        let path = format!("rules.checks.{code}");
        if !is_known_code(code) {
            self.fault("J05", &path, format!("没有校验“{code}”"), "校验代码为 V01 至 V40，V31 分 V31a 至 V31e");
            return;
        }
        let Value::Object(map) = change else {
            self.fault("J04", &path, "应是一个 {…}".into(), "例如 {\"enabled\": true}");
            return;
        };
        for (key, value) in map {
            let at = format!("{path}.{key}");
            let good = match (key.as_str(), value) {
                ("enabled", Value::Bool(b)) => {
                    let b = *b;
                    governing.adjust(code, |c: &mut PackCheck| (c.enabled, c.from) = (b, None));
                    true
                }
                ("level", Value::String(word)) => {
                    match [Level::Error, Level::Warning, Level::Note].iter().find(|l| l.word() == word) {
                        Some(level) => {
                            governing.adjust(code, |c| c.level = *level);
                            true
                        }
                        None => false,
                    }
                }
                ("parameters", Value::Object(map)) => {
                    let mut good = true;
                    for (name, value) in map {
                        match serde_json::from_value::<Parameter>(value.clone()) {
                            Ok(value) => governing.adjust(code, |c| {
                                c.parameters.insert(name.clone(), value.clone());
                            }),
                            Err(_) => good = false,
                        }
                    }
                    good
                }
                _ => false,
            };
            if !good {
                self.fault("J04", &at, "写法不对".into(), "enabled 写 true 或 false；level 写 错、警、注；parameters 写成一段");
            }
        }
    }

    fn list(&mut self, value: Option<&Value>, path: &str) -> Vec<Value> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(_) => {
                self.fault("J04", path, "应是一个 […]".into(), "写成方括号里的一列");
                Vec::new()
            }
        }
    }

    fn texts(&mut self, value: Option<&Value>, path: &str) -> Vec<String> {
        let list = self.list(value, path);
        let words: Vec<String> = list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        if words.len() < list.len() {
            self.fault("J04", path, "应是一列文字".into(), "每一项加英文双引号");
        }
        words
    }

    fn date(&mut self, value: Option<&Value>, path: &str) -> Option<PartialDate> {
        let value = value.filter(|v| !v.is_null())?;
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
    fn typed<T: DeserializeOwned>(&mut self, value: Option<&Value>, template: Map<String, Value>, name: &str, path: &str) -> T
    where
        T: Default,
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

    fn of_map<T: DeserializeOwned>(
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
        for (key, value) in map.iter().filter(|(k, v)| template.contains_key(*k) && !v.is_null()) {
            let mut one = template.clone();
            let value = without_nulls(value.clone());
            one.insert(key.clone(), value.clone());
            match T::deserialize(Value::Object(one)) {
                Ok(_) => {
                    whole.insert(key.clone(), value);
                }
                Err(e) if unknown.is_empty() => {
                    good = false;
                    self.fault("J04", &format!("{path}.{key}"), format!("写法不对：{e}"), "请对照 docs/case-format.md 改正");
                }
                Err(_) => {}
            }
        }
        if good { T::deserialize(Value::Object(whole)).ok() } else { None }
    }

    fn posts(&mut self, value: Option<&Value>) -> (Vec<Post>, Vec<Vec<String>>) {
        let mut posts = Vec::new();
        let mut names = Vec::new();
        for (index, row) in self.list(value, "posts").into_iter().enumerate() {
            let path = format!("posts[{index}]");
            let Value::Object(mut map) = row else {
                self.fault("J04", &path, "应是一个 {…}".into(), "一个岗位写成一段");
                continue;
            };
            let key = map.remove("key").and_then(|k| k.as_str().map(str::to_owned)).unwrap_or_default();
            map.entry("seats").or_insert_with(|| json!(1));
            let content: PostContent = self.of_map(&map, &keys::post(), "posts", &path).unwrap_or_default();
            names.push(vec![key, content.title.clone(), format!("{}{}", content.unit, content.title)]);
            posts.push(Post {
                id: PostId(u32::try_from(index + 1).unwrap_or(u32::MAX)),
                batch: BatchId(1),
                revision: 1,
                content,
            });
        }
        (posts, names)
    }

    /// The candidates; without the key, whoever the records name.
    fn candidates(&mut self, root: &Map<String, Value>, posts: &[Post], names: &[Vec<String>]) -> (Vec<Person>, Vec<Candidate>) {
        let rows = match root.get("candidates") {
            Some(value) => self.list(Some(value), "candidates"),
            None => named_in(root.get("records")).into_iter().map(Value::String).collect(),
        };
        let (mut persons, mut candidates) = (Vec::new(), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            let path = format!("candidates[{index}]");
            let no = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let mut map = match row {
                Value::String(name) => template_of(json!({ "name": name })),
                Value::Object(map) => map,
                _ => {
                    self.fault("J04", &path, "应是姓名或一个 {…}".into(), "例如 \"张三\"");
                    continue;
                }
            };
            for (short, long) in [("party", "political_status"), ("since", "current_post_since")] {
                if let Some(value) = map.remove(short) {
                    map.insert(long.into(), value);
                }
            }
            let post = match map.remove("post") {
                None | Some(Value::Null) => posts.first().filter(|_| posts.len() == 1).map(|p| p.id),
                Some(Value::String(word)) => {
                    let at = names.iter().position(|n| n.iter().any(|x| !x.is_empty() && *x == word));
                    if at.is_none() {
                        self.fault(
                            "J06",
                            &format!("{path}.post"),
                            format!("没有岗位“{word}”"),
                            "请写 posts 里的 key、title 或单位加职务",
                        );
                    }
                    at.and_then(|at| posts.get(at)).map(|p| p.id)
                }
                Some(_) => None,
            };
            let mut known = keys::person();
            let own = keys::candidate();
            known.extend(own.clone());
            let mut unknown = Vec::new();
            keys::unknown(&map, &known, "candidates", &path, &mut unknown);
            for (at, words) in unknown {
                self.fault("J02", &at, "不认识的键".into(), &format!("请删去，或改成下列之一：{words}"));
            }
            let person_keys = keys::person();
            let of_person: Map<String, Value> =
                map.iter().filter(|(k, _)| person_keys.contains_key(*k)).map(|(k, v)| (k.clone(), v.clone())).collect();
            let person: PersonContent = self.of_map(&of_person, &person_keys, "candidates", &path).unwrap_or_default();
            if person.name.trim().is_empty() {
                self.fault("J03", &format!("{path}.name"), "人选没有姓名".into(), "请写 name");
            }
            let mut full = own.clone();
            full.extend(template_of(json!({ "person": no, "post": post.map(|p| p.0), "order": no })));
            let of_candidate: Map<String, Value> =
                map.iter().filter(|(k, _)| own.contains_key(*k)).map(|(k, v)| (k.clone(), v.clone())).collect();
            if let Some(content) = self.of_map::<CandidateContent>(&of_candidate, &full, "candidates", &path) {
                self.names.insert(person.name.clone(), CandidateId(no));
                candidates.push(Candidate { id: CandidateId(no), batch: BatchId(1), revision: 1, content });
            }
            persons.push(Person { id: PersonId(no), revision: 1, content: person });
        }
        (persons, candidates)
    }

    /// Names where numbers are wanted; names nobody bears are told.
    fn numbered(&mut self, value: Value, path: &str) -> Value {
        match value {
            Value::Object(map) => {
                let mut out = Map::new();
                for (key, inner) in map {
                    let at = format!("{path}.{key}");
                    let inner = match (key.as_str(), inner) {
                        ("candidate", Value::String(name)) => self.number(&name, &at),
                        ("candidates" | "agenda" | "proposed", Value::Array(list)) => {
                            let numbers = list.into_iter().map(|v| match v {
                                Value::String(name) => self.number(&name, &at),
                                other => other,
                            });
                            Value::Array(numbers.collect())
                        }
                        (_, inner) => self.numbered(inner, &at),
                    };
                    out.insert(key, inner);
                }
                // A line that gives a candidate's name speaks of the candidate.
                if !out.contains_key("candidate")
                    && (path.contains(".lines") || path.contains(".votes"))
                    && let Some(id) = out.get("name").and_then(Value::as_str).and_then(|n| self.names.get(n))
                {
                    out.insert("candidate".into(), json!(id.0));
                }
                Value::Object(out)
            }
            Value::Array(list) => {
                Value::Array(list.into_iter().enumerate().map(|(i, v)| self.numbered(v, &format!("{path}[{i}]"))).collect())
            }
            other => other,
        }
    }

    fn number(&mut self, name: &str, path: &str) -> Value {
        match self.names.get(name) {
            Some(id) => json!(id.0),
            None => {
                self.fault("J06", path, format!("没有人选“{name}”"), "请写 candidates 里的姓名");
                Value::Null
            }
        }
    }

    fn record(
        &mut self,
        row: &Map<String, Value>,
        path: &str,
        no: u32,
        catalogue: &Catalogue,
        candidates: usize,
    ) -> Option<(Record, Option<Vec<Value>>)> {
        const OWN: [&str; 16] = [
            "label",
            "step",
            "kind",
            "candidate",
            "candidates",
            "date",
            "end_date",
            "time",
            "place",
            "mode",
            "responsible",
            "participants",
            "summary",
            "signatures",
            "late_reason",
            "entered",
        ];
        let id = RecordId(no);
        for (key, value) in row {
            note_blank(key, value, id, &mut self.blank);
        }
        let step_key = row.get("step").and_then(Value::as_str).unwrap_or_default().to_owned();
        let step = catalogue.step(&step_key);
        if step.is_none() {
            self.fault("J06", &format!("{path}.step"), format!("目录里没有步骤“{step_key}”"), "请写 S01 至 S44");
            return None;
        }
        let kind = match row.get("kind").and_then(Value::as_str) {
            None => step.and_then(|s| s.records.first().copied()).unwrap_or(RecordKind::Document),
            Some(word) => match kind(word) {
                Some(kind) => kind,
                None => {
                    let remedy = "可用：notebook、meeting、ballot、letter、notice、review、document、decision";
                    self.fault("J05", &format!("{path}.kind"), format!("没有记录种类“{word}”"), remedy);
                    return None;
                }
            },
        };
        let mut body_keys = keys::body(kind);
        if let (Some(step), RecordKind::Ballot) = (step, kind) {
            body_keys.insert("purpose".into(), json!(BallotPurpose::usual(step)));
        }
        let mut known = body_keys.clone();
        for key in OWN.iter().chain(&["materials"]) {
            known.entry(*key).or_insert(Value::Null);
        }
        let mut unknown = Vec::new();
        keys::unknown(row, &known, "records", path, &mut unknown);
        for (at, words) in &unknown {
            self.fault("J02", at, "不认识的键".into(), &format!("请删去，或改成下列之一：{words}"));
        }
        if !unknown.is_empty() {
            return None;
        }
        let own: Vec<(String, Value)> =
            row.iter().filter(|(k, _)| body_keys.contains_key(*k)).map(|(k, v)| (k.clone(), v.clone())).collect();
        let mut body = Map::new();
        for (key, value) in own {
            let value = self.numbered(value, &format!("{path}.{key}"));
            body.insert(key, value);
        }
        let body = self.body(kind, &body, &body_keys, path)?;
        let mut content = RecordContent {
            step: step_key,
            candidates: Vec::new(),
            date: self.date(row.get("date"), &format!("{path}.date")),
            end_date: self.date(row.get("end_date"), &format!("{path}.end_date")),
            time: text(row, "time"),
            place: text(row, "place"),
            mode: text(row, "mode"),
            responsible: text(row, "responsible"),
            participants: self.rows(row, "participants", path),
            summary: row.get("summary").map_or_else(|| "（略）".to_owned(), |v| v.as_str().unwrap_or_default().to_owned()),
            signatures: Vec::new(),
            late_reason: text(row, "late_reason"),
            body,
        };
        for key in ["candidate", "candidates"] {
            let names = match row.get(key) {
                Some(Value::String(name)) => vec![name.clone()],
                value => self.texts(value, &format!("{path}.{key}")),
            };
            for name in names {
                if let Some(n) = self.number(&name, &format!("{path}.{key}")).as_u64() {
                    content.candidates.push(CandidateId(u32::try_from(n).unwrap_or(u32::MAX)));
                }
            }
        }
        let personal = step.is_some_and(|s| s.level == StepLevel::Person);
        if content.candidates.is_empty() && personal && candidates == 1 {
            content.candidates.push(CandidateId(1));
        }
        content.signatures = self.signatures(row.get("signatures"), content.end_date.or(content.date), path);
        let entered = self.date(row.get("entered"), &format!("{path}.entered"));
        let entered = entered.map_or(String::new(), |d| format!("{}T17:00:00+08:00", d.last_day()));
        let materials = row.get("materials").map(|m| self.list(Some(m), &format!("{path}.materials")));
        let unsigned = row.contains_key("signatures");
        let record = Record {
            id,
            batch: BatchId(1),
            revision: 1,
            // Remembered for the defaults: a file that gives its signatures, even none, keeps them.
            revision_reason: if unsigned { GIVEN.into() } else { String::new() },
            entered_by: String::new(),
            entered_at: entered.clone(),
            revised_at: entered,
            content,
        };
        Some((record, materials))
    }

    fn body(&mut self, kind: RecordKind, map: &Map<String, Value>, keys: &Map<String, Value>, path: &str) -> Option<RecordBody> {
        Some(match kind {
            RecordKind::Notebook => RecordBody::Notebook(self.of_map(map, keys, "records", path)?),
            RecordKind::Meeting => RecordBody::Meeting(self.of_map(map, keys, "records", path)?),
            RecordKind::Ballot => RecordBody::Ballot(self.of_map(map, keys, "records", path)?),
            RecordKind::Letter => RecordBody::Letter(self.of_map(map, keys, "records", path)?),
            RecordKind::Notice => RecordBody::Notice(self.of_map(map, keys, "records", path)?),
            RecordKind::Review => RecordBody::Review(self.of_map(map, keys, "records", path)?),
            RecordKind::Document => RecordBody::Document(self.of_map(map, keys, "records", path)?),
            RecordKind::Decision => RecordBody::Decision(self.of_map(map, keys, "records", path)?),
        })
    }

    fn rows<T: DeserializeOwned>(&mut self, row: &Map<String, Value>, key: &str, path: &str) -> Vec<T> {
        let mut out = Vec::new();
        for (index, value) in self.list(row.get(key), &format!("{path}.{key}")).into_iter().enumerate() {
            // A bare name stands for somebody of whom nothing else is said.
            let value = if let Value::String(name) = value { json!({ "name": name }) } else { without_nulls(value) };
            match T::deserialize(value) {
                Ok(value) => out.push(value),
                Err(e) => self.fault(
                    "J04",
                    &format!("{path}.{key}[{index}]"),
                    format!("写法不对：{e}"),
                    "请对照 docs/case-format.md 改正",
                ),
            }
        }
        out
    }

    fn signatures(&mut self, value: Option<&Value>, day: Option<PartialDate>, path: &str) -> Vec<Signature> {
        let mut out = Vec::new();
        for (index, row) in self.list(value, &format!("{path}.signatures")).into_iter().enumerate() {
            let at = format!("{path}.signatures[{index}]");
            out.extend(self.signature(&row, day, &at));
        }
        out
    }

    fn signature(&mut self, row: &Value, day: Option<PartialDate>, path: &str) -> Option<Signature> {
        let map = match row {
            Value::String(name) => template_of(json!({ "name": name })),
            Value::Object(map) => map.clone(),
            _ => {
                self.fault("J04", path, "应是姓名或一个 {…}".into(), "例如 {\"name\": \"张三\", \"role\": \"记录人\"}");
                return None;
            }
        };
        let date = if map.contains_key("date") {
            self.date(map.get("date"), &format!("{path}.date"))
        } else {
            day.or(Some(PartialDate::Year(NO_DAY.0)))
        };
        let mode = match map.get("mode").and_then(Value::as_str) {
            None | Some("scanned" | "已签") => SignatureMode::Scanned,
            Some("pending" | "待签") => SignatureMode::Pending,
            Some("confirmed" | "系统确认") => SignatureMode::Confirmed,
            Some(word) => {
                self.fault("J05", &format!("{path}.mode"), format!("没有签名方式“{word}”"), "可用：scanned、pending、confirmed");
                return None;
            }
        };
        Some(Signature { name: text(&map, "name"), role: text(&map, "role"), date, mode })
    }

    fn materials(&mut self, records: &[Record], attached: Vec<Option<Vec<Value>>>, catalogue: &Catalogue) -> Vec<Material> {
        let mut out: Vec<Material> = Vec::new();
        let mut add = |record: &Record, name: String, pages: u32, signature: Signature| {
            let id = MaterialId(u32::try_from(out.len() + 1).unwrap_or(u32::MAX));
            let content = MaterialContent {
                record: record.id,
                name,
                originality: Originality::Original,
                secrecy: String::new(),
                pages,
                signature,
                file_name: String::new(),
                sha256: String::new(),
                format: String::new(),
                size: 0,
            };
            out.push(Material { id, batch: BatchId(1), revision: 1, added_at: String::new(), content });
        };
        for (record, rows) in records.iter().zip(attached) {
            let day = ended(record);
            let path = format!("records[{}].materials", record.id.0 - 1);
            match rows {
                None => {
                    for spec in catalogue.step(&record.content.step).iter().flat_map(|s| &s.materials).filter(|m| m.required) {
                        add(record, spec.name.clone(), 1, given("责任人", "责任人", day));
                    }
                }
                Some(rows) => {
                    for (index, row) in rows.iter().enumerate() {
                        let at = format!("{path}[{index}]");
                        let map = match row {
                            Value::String(name) => template_of(json!({ "name": name })),
                            Value::Object(map) => map.clone(),
                            _ => continue,
                        };
                        let signature = match map.get("signature") {
                            None => Some(given("责任人", "责任人", day)),
                            Some(Value::Null) => Some(Signature {
                                name: String::new(),
                                role: String::new(),
                                date: None,
                                mode: SignatureMode::Pending,
                            }),
                            Some(value) => self.signature(value, day, &format!("{at}.signature")),
                        };
                        let pages = map.get("pages").map_or(1, |p| p.as_u64().unwrap_or(0));
                        if let Some(signature) = signature {
                            add(record, text(&map, "name"), u32::try_from(pages).unwrap_or(u32::MAX), signature);
                        }
                    }
                }
            }
        }
        out
    }

    fn not_applicable(&mut self, value: Option<&Value>, today: NaiveDate) -> Vec<NotApplicable> {
        let mut out = Vec::new();
        for (index, row) in self.list(value, "not_applicable").into_iter().enumerate() {
            let path = format!("not_applicable[{index}]");
            let map = match row {
                Value::String(step) => template_of(json!({ "step": step })),
                Value::Object(map) => map,
                _ => continue,
            };
            for key in map.keys().filter(|k| !["step", "candidate", "reason", "signer", "date"].contains(&k.as_str())) {
                self.fault(
                    "J02",
                    &format!("{path}.{key}"),
                    format!("不认识的键“{key}”"),
                    "可用的键：step、candidate、reason、signer、date",
                );
            }
            let or = |key: &str, word: &str| {
                map.get(key).map_or_else(|| word.to_owned(), |v| v.as_str().unwrap_or_default().to_owned())
            };
            let candidate = match map.get("candidate").and_then(Value::as_str) {
                Some(name) => self
                    .number(name, &format!("{path}.candidate"))
                    .as_u64()
                    .map(|n| CandidateId(u32::try_from(n).unwrap_or(u32::MAX))),
                None => None,
            };
            let date = self.date(map.get("date"), &format!("{path}.date")).unwrap_or(PartialDate::Day(today));
            out.push(NotApplicable {
                step: or("step", ""),
                candidate,
                reason: or("reason", "按规定不适用"),
                signer: or("signer", "责任人"),
                date,
            });
        }
        out
    }

    fn expected(&mut self, value: &Value) -> Vec<Expected> {
        match Vec::<Expected>::deserialize(value) {
            Ok(expected) => expected,
            Err(e) => {
                self.fault("J04", "expect", format!("写法不对：{e}"), "请对照 docs/case-format.md 改正");
                Vec::new()
            }
        }
    }
}

const GIVEN: &str = "signatures";

fn template_of(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

fn text(map: &Map<String, Value>, key: &str) -> String {
    map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn kind(word: &str) -> Option<RecordKind> {
    let named = |k: &RecordKind| k.name().starts_with(word) && word.chars().count() >= 2;
    serde_json::from_value(json!(word)).ok().or_else(|| RecordKind::ALL.into_iter().find(named))
}

/// `null`, an empty text, an empty list or 0 written out means: left blank in the record.
fn note_blank(key: &str, value: &Value, id: RecordId, blank: &mut BTreeSet<(RecordId, String)>) {
    let empty = match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(n) => n.as_u64() == Some(0),
        _ => false,
    };
    if empty {
        blank.insert((id, key.to_owned()));
    }
    match value {
        Value::Array(list) => {
            for row in list.iter().filter_map(Value::as_object) {
                for (key, value) in row.iter().filter(|(k, _)| *k == "result") {
                    note_blank(key, value, id, blank);
                }
            }
        }
        _ => {}
    }
}

/// `null` inside a row means the default, which the types fill in.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// Names on the lines and heads of records, in order of appearance: the candidates of a file that lists none.
fn named_in(records: Option<&Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !name.trim().is_empty() && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    };
    for record in records.and_then(Value::as_array).into_iter().flatten() {
        for key in ["candidate", "candidates", "agenda", "proposed"] {
            match record.get(key) {
                Some(Value::String(name)) => add(name),
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).for_each(&mut add),
                _ => {}
            }
        }
        for key in ["lines", "votes", "nominations", "opinions"] {
            for row in record.get(key).and_then(Value::as_array).into_iter().flatten() {
                let own = if matches!(key, "lines" | "votes") { "name" } else { "candidate" };
                for key in ["candidate", own] {
                    if let Some(name) = row.get(key).and_then(Value::as_str) {
                        add(name);
                    }
                }
            }
        }
    }
    names
}

fn given(name: &str, role: &str, day: Option<PartialDate>) -> Signature {
    let date = day.or(Some(PartialDate::Year(NO_DAY.0)));
    Signature { name: name.into(), role: role.into(), date, mode: SignatureMode::Scanned }
}

/// Members of the 考察组 a record names.
fn team(record: &Record) -> Vec<String> {
    match &record.content.body {
        RecordBody::Document(d) => d.team.iter().map(|m| m.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The defaults that need the rest of the case: entered the day it was over, signed by those who must.
fn complete(record: &mut Record, catalogue: &Catalogue, today: NaiveDate, rules: &Governing, members: &[String]) {
    let day = ended(record);
    if record.entered_at.is_empty() {
        let on = day.map_or(today, PartialDate::last_day);
        record.entered_at = format!("{:04}-{:02}-{:02}T17:00:00+08:00", on.year(), on.month(), on.day());
        record.revised_at.clone_from(&record.entered_at);
    }
    let told = std::mem::take(&mut record.revision_reason) == GIVEN;
    if told {
        return;
    }
    let step = catalogue.step(&record.content.step);
    let has = |code: &str| step.is_some_and(|s: &Step| s.checks.iter().any(|c| c == code));
    let mut names: Vec<(String, String)> = Vec::new();
    match &record.content.body {
        RecordBody::Review(_) if has("V18") => {
            let pair = rules.at(day).words("V18", "pairs").first().cloned().unwrap_or_default();
            names.extend(pair.split('+').map(|role| (role.to_owned(), role.to_owned())));
        }
        RecordBody::Document(document) if has("V20") => {
            let own: Vec<String> = document.team.iter().map(|m| m.name.clone()).collect();
            let all = if own.is_empty() { members } else { &own };
            names.extend(all.iter().map(|n| (n.clone(), "考察组成员".to_owned())));
        }
        _ => {}
    }
    if names.is_empty() || names.iter().all(|(n, _)| n.trim().is_empty()) {
        names = vec![("责任人".into(), "责任人".into())];
    }
    record.content.signatures = names.iter().map(|(name, role)| given(name, role, day)).collect();
}
