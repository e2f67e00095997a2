//! The records of a case file with their signatures and materials, and the defaults that need the rest of the case.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::keys;
use super::loose;
use super::read::{NO_DAY, Reader, template_of, text, without_nulls};
use crate::case::NotApplicable;
use crate::catalogue::{Catalogue, Milestone, Step, StepLevel};
use crate::checks::ended;
use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, MaterialId, RecordId};
use crate::record::{
    Material, MaterialContent, Originality, Record, RecordBody, RecordContent, RecordKind, Signature, SignatureMode,
};
use crate::rules::Governing;

impl Reader<'_> {
    pub(super) fn record(
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
        let written = row.get("step").and_then(Value::as_str).unwrap_or_default().trim();
        let step = loose::step(written, catalogue);
        if step.is_none() {
            let (code, message) = match row.get("step") {
                Some(value) if !value.is_string() && !value.is_null() => ("J04", "步骤应是文字".to_owned()),
                _ if written.is_empty() => ("J06", "没有写步骤".to_owned()),
                _ => ("J06", format!("目录里没有步骤“{written}”")),
            };
            self.fault(code, &format!("{path}.step"), message, "请写 S01 至 S44，加英文双引号，或目录里的步骤名称");
            return None;
        }
        let step_key = step.map(|s| s.key.clone()).unwrap_or_default();
        let kind = match row.get("kind").and_then(Value::as_str).filter(|w| !w.trim().is_empty()) {
            None => step.and_then(|s| s.records.first().copied()).unwrap_or(RecordKind::Document),
            Some(word) => match kind(word) {
                Some(kind) => kind,
                None => {
                    let names: Vec<&str> = RecordKind::ALL.iter().map(|k| k.name()).collect();
                    let keys = "notebook、meeting、ballot、letter、notice、review、document、decision";
                    let remedy = format!("可用：{keys}，或{}", names.join("、"));
                    self.fault("J05", &format!("{path}.kind"), format!("没有记录种类“{word}”"), &remedy);
                    return None;
                }
            },
        };
        let mut body_keys = keys::body(kind);
        if let (Some(step), RecordKind::Ballot) = (step, kind) {
            body_keys.insert("purpose".into(), json!(step.ballot_purpose()));
        }
        // A letter that says nothing of whom it goes to goes to whom the step is for; one left blank says that nobody is written down.
        let silent = !row.contains_key("to") && !row.contains_key("addressee");
        if let (Some(step), RecordKind::Letter, true) = (step, kind, silent) {
            body_keys.insert("to".into(), json!(step.defaults.to));
        }
        let mut known = body_keys.clone();
        for key in OWN.iter().chain(&["materials"]) {
            known.entry(*key).or_insert(Value::Null);
        }
        for (key, value) in row {
            note_blank(key, value, id, &mut self.blank);
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
            // As part of an object, so that lists of names (上会名单) are known by their key.
            if let Value::Object(one) = self.numbered(Value::Object(Map::from_iter([(key, value)])), path) {
                body.extend(one);
            }
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
        // Of whom a meeting decided, nominated or not; of whom else a record speaks must be of the case.
        let decides = step.is_some_and(|s| matches!(s.milestone, Some(Milestone::Discussion | Milestone::AppointmentDecision)));
        for key in ["candidate", "candidates"] {
            let names = match row.get(key) {
                Some(Value::String(name)) if name.trim().is_empty() => Vec::new(),
                Some(Value::String(name)) => vec![name.clone()],
                value => self.texts(value, &format!("{path}.{key}")),
            };
            for name in names.iter().filter(|n| !n.trim().is_empty()) {
                let number = if decides { self.listed(name) } else { self.number(name, &format!("{path}.{key}")) };
                if let Some(n) = number.as_u64() {
                    content.candidates.push(CandidateId(u32::try_from(n).unwrap_or(u32::MAX)));
                }
            }
        }
        let personal = step.is_some_and(|s| s.level == StepLevel::Person);
        if content.candidates.is_empty() && personal && candidates == 1 {
            content.candidates.push(CandidateId(1));
        }
        content.signatures = self.signatures(row.get("signatures"), content.end_date.or(content.date), path);
        // The day of a moment: 2026-06-24T17:00 or 2026-06-24 17:00.
        let moment = |text: &str| json!(text.trim().split(['T', ' ']).next().unwrap_or_default());
        let entered = row.get("entered").map(|v| v.as_str().map_or_else(|| v.clone(), moment));
        let entered = self.date(entered.as_ref(), &format!("{path}.entered"));
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

    pub(super) fn body(
        &mut self,
        kind: RecordKind,
        map: &Map<String, Value>,
        keys: &Map<String, Value>,
        path: &str,
    ) -> Option<RecordBody> {
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

    pub(super) fn rows<T: DeserializeOwned>(&mut self, row: &Map<String, Value>, key: &str, path: &str) -> Vec<T> {
        let mut out = Vec::new();
        for (index, value) in self.list(row.get(key), &format!("{path}.{key}")).into_iter().enumerate() {
            // A bare name stands for somebody of whom nothing else is said.
            let value = if let Value::String(name) = value { json!({ "name": name }) } else { without_nulls(value) };
            match T::deserialize(value) {
                Ok(value) => out.push(value),
                Err(e) => {
                    let (message, remedy) = loose::complaint(&e.to_string());
                    self.fault("J04", &format!("{path}.{key}[{index}]"), message, &remedy);
                }
            }
        }
        out
    }

    pub(super) fn signatures(&mut self, value: Option<&Value>, day: Option<PartialDate>, path: &str) -> Vec<Signature> {
        let mut out = Vec::new();
        for (index, row) in self.list(value, &format!("{path}.signatures")).into_iter().enumerate() {
            let at = format!("{path}.signatures[{index}]");
            out.extend(self.signature(&row, day, &at));
        }
        out
    }

    pub(super) fn signature(&mut self, row: &Value, day: Option<PartialDate>, path: &str) -> Option<Signature> {
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
        let mode = match map.get("mode").and_then(Value::as_str).map(str::trim) {
            None | Some("scanned" | "已签") => SignatureMode::Scanned,
            // Written blank: nobody has signed there.
            Some("pending" | "待签" | "") => SignatureMode::Pending,
            Some("confirmed" | "系统确认") => SignatureMode::Confirmed,
            Some(word) => {
                self.fault("J05", &format!("{path}.mode"), format!("没有签名方式“{word}”"), "可用：scanned、pending、confirmed");
                return None;
            }
        };
        Some(Signature { name: text(&map, "name"), role: text(&map, "role"), date, mode })
    }

    pub(super) fn materials(
        &mut self,
        records: &[Record],
        attached: Vec<Option<Vec<Value>>>,
        catalogue: &Catalogue,
    ) -> Vec<Material> {
        let mut out: Vec<Material> = Vec::new();
        let mut add = |record: &Record, name: String, pages: u32, signature: Signature| {
            let id = MaterialId(u32::try_from(out.len() + 1).unwrap_or(u32::MAX));
            let content = MaterialContent {
                record: record.id,
                name,
                originality: Originality::Original,
                role: crate::record::PaperRole::default(),
                kept_at: String::new(),
                see_also: String::new(),
                secrecy: String::new(),
                pages,
                signature,
                file_name: String::new(),
                sha256: String::new(),
                format: String::new(),
                size: 0,
                origins: vec![],
                of_revision: None,
                own_sheet: false,
                co_signed: vec![],
            };
            out.push(Material { id, batch: BatchId(1), revision: 1, added_at: String::new(), content, outdated: false });
        };
        for (record, rows) in records.iter().zip(attached) {
            let day = ended(record);
            let path = format!("records[{}].materials", record.id.0 - 1);
            match rows {
                None => {
                    let specs = catalogue.step(&record.content.step).map_or(&[][..], |s| s.materials.as_slice());
                    // Of a step that asks for none by itself the file says as little: the first it may have.
                    let asked = specs.iter().any(|m| m.required);
                    let specs = specs.iter().enumerate().filter(|(at, m)| if asked { m.required } else { *at == 0 });
                    for (_, spec) in specs {
                        add(record, spec.name.clone(), 1, given("责任人", "责任人", day));
                    }
                }
                Some(rows) => {
                    for (index, row) in rows.iter().enumerate() {
                        let at = format!("{path}[{index}]");
                        let map = match row {
                            Value::String(name) => template_of(json!({ "name": name })),
                            Value::Object(map) => map.clone(),
                            _ => {
                                self.fault(
                                    "J04",
                                    &at,
                                    "应是材料名或一个 {…}".into(),
                                    "例如 \"签到册\" 或 {\"name\": \"签到册\", \"pages\": 2}",
                                );
                                continue;
                            }
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

    pub(super) fn not_applicable(
        &mut self,
        value: Option<&Value>,
        today: NaiveDate,
        catalogue: &Catalogue,
    ) -> Vec<NotApplicable> {
        let mut out = Vec::new();
        for (index, row) in self.list(value, "not_applicable").into_iter().enumerate() {
            let path = format!("not_applicable[{index}]");
            let map = match row {
                Value::String(step) => template_of(json!({ "step": step })),
                Value::Object(map) => map,
                _ => {
                    self.fault("J04", &path, "应是步骤编号或一个 {…}".into(), "例如 \"S34\"");
                    continue;
                }
            };
            let step = text(&map, "step");
            if catalogue.step(&step).is_none() {
                self.fault("J06", &format!("{path}.step"), format!("目录里没有步骤“{step}”"), "请写 S01 至 S44");
            }
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
            let candidate = match map.get("candidate").and_then(Value::as_str).filter(|n| !n.trim().is_empty()) {
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
}

pub(super) const GIVEN: &str = "signatures";

pub(super) fn kind(word: &str) -> Option<RecordKind> {
    let named = |k: &RecordKind| k.name().starts_with(word) && word.chars().count() >= 2;
    serde_json::from_value(json!(word)).ok().or_else(|| RecordKind::ALL.into_iter().find(named))
}

/// `null`, an empty text, an empty list or 0 written out means: left blank in the record.
pub(super) fn note_blank(key: &str, value: &Value, id: RecordId, blank: &mut BTreeSet<(RecordId, String)>) {
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
    // Of an annex handed over, a no is as good as a blank.
    if let Some(annex) = value.get("annex").filter(|a| a.as_bool() != Some(true)) {
        let said = annex.as_str().is_none_or(|s| s.trim().is_empty());
        blank.extend(said.then(|| (id, "annex".to_owned())));
    }
    if let Value::Array(list) = value {
        for row in list.iter().filter_map(Value::as_object) {
            for (key, value) in row.iter().filter(|(k, _)| *k == "result") {
                note_blank(key, value, id, blank);
            }
            // Of votes a nought is a count; only what is not written is blank.
            let unwritten = |v: &Value| v.is_null() || v.as_str().is_some_and(|s| s.trim().is_empty());
            let votes = row.iter().filter(|(k, v)| matches!(k.as_str(), "agree" | "against" | "abstain") && unwritten(v));
            blank.extend(votes.map(|(key, _)| (id, key.clone())));
        }
    }
}

pub(super) fn given(name: &str, role: &str, day: Option<PartialDate>) -> Signature {
    let date = day.or(Some(PartialDate::Year(NO_DAY.0)));
    Signature { name: name.into(), role: role.into(), date, mode: SignatureMode::Scanned }
}

/// Members of the 考察组 a record names.
pub(super) fn team(record: &Record) -> Vec<String> {
    match &record.content.body {
        RecordBody::Document(d) => d.team.iter().map(|m| m.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The defaults that need the rest of the case: entered the day it was over, signed by those who must.
pub(super) fn complete(record: &mut Record, catalogue: &Catalogue, today: NaiveDate, rules: &Governing, members: &[String]) {
    let day = ended(record);
    if record.entered_at.is_empty() {
        let on = [day, record.content.date].into_iter().flatten().map(PartialDate::last_day).max().unwrap_or(today);
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
