//! Reads the TOML of a catalogue entry by entry, so that one reading names every fault with its line.
//! It judges only form (keys, types, words); whether the parts fit together is judged in [`super::sound`].

use std::ops::Range;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as WordError;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Catalogue, Item, MaterialSpec, OrderRule, Requirement, Stage, Step, StepDefaults};
use crate::finding::{Finding, Level, Place};
use crate::record::{BallotPurpose, NOTEBOOK_CATEGORIES};

/// Reads `text`. The last value is whether every entry could be read, so that references can be judged.
pub(super) fn read(text: &str, file: &str) -> (Catalogue, Vec<Finding>, bool) {
    let mut reader = Reader { file, text, faults: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map_or_else(|| "某处".to_owned(), |span| format!("第 {} 行", reader.line(&span)));
        reader.fault("C01", "toml", format!("{line}不合 TOML 写法：{}", error.message()), "请按内置示例目录的写法改正这一行");
    }
    let broken = !reader.faults.is_empty();
    let catalogue = reader.catalogue(&root);
    let complete = reader.faults.is_empty();
    let mut faults = reader.faults;
    if broken {
        // What follows a broken line is guesswork: naming keys "missing" there would mislead.
        faults.retain(|f| f.code == "C01");
    }
    (catalogue, faults, complete)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    faults: Vec<Finding>,
}

/// One table with the words a finding calls it by.
struct Entry<'a, 'i> {
    label: String,
    span: Range<usize>,
    table: &'a DeTable<'i>,
}

impl<'a, 'i> Entry<'a, 'i> {
    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map(|(_, v)| v)
    }

    fn place(&self, key: &str) -> String {
        if self.label.is_empty() { key.to_owned() } else { format!("{} / {key}", self.label) }
    }
}

const STEP_KEYS: [&str; 14] = [
    "key",
    "item",
    "name",
    "responsible",
    "level",
    "records",
    "mode",
    "checks",
    "not_applicable_when",
    "editions",
    "source",
    "milestone",
    "defaults",
    "material",
];

impl Reader<'_> {
    fn catalogue(&mut self, root: &Spanned<DeTable<'_>>) -> Catalogue {
        let top = Entry { label: String::new(), span: 0..0, table: root.get_ref() };
        self.known(&top, &["id", "name", "version", "basis", "stage", "item", "step", "requirement", "order"]);
        let id = self.text(&top, "id");
        let name = self.text(&top, "name");
        let version = self.text(&top, "version");
        let basis = self.text(&top, "basis");
        let mut stages = Vec::new();
        for e in self.entries(&top, "stage", true) {
            self.known(&e, &["key", "name"]);
            stages.push(Stage { key: self.text(&e, "key"), name: self.text(&e, "name") });
        }
        let mut items = Vec::new();
        for e in self.entries(&top, "item", true) {
            self.known(&e, &["key", "stage", "name"]);
            items.push(Item { key: self.text(&e, "key"), stage: self.text(&e, "stage"), name: self.text(&e, "name") });
        }
        let mut steps = Vec::new();
        for e in self.entries(&top, "step", true) {
            steps.extend(self.step(&e));
        }
        let mut requirements = Vec::new();
        for e in self.entries(&top, "requirement", true) {
            self.known(&e, &["key", "step", "text"]);
            let (key, step, text) = (self.text(&e, "key"), self.text(&e, "step"), self.text(&e, "text"));
            requirements.push(Requirement { key, step, text });
        }
        let mut order = Vec::new();
        for e in self.entries(&top, "order", false) {
            self.known(&e, &["before", "after", "reason"]);
            let (before, after, reason) = (self.text(&e, "before"), self.text(&e, "after"), self.text(&e, "reason"));
            order.push(OrderRule { before, after, reason });
        }
        Catalogue { id, name, version, basis, stages, items, steps, requirements, order }
    }

    /// None when a word of it could not be read; the faults say which.
    fn step(&mut self, e: &Entry<'_, '_>) -> Option<Step> {
        self.known(e, &STEP_KEYS);
        let key = self.text(e, "key");
        let item = self.text(e, "item");
        let name = self.text(e, "name");
        let responsible = self.text(e, "responsible");
        let level = self.word(e, "level", "batch（按批次）或 person（按人）", "C05");
        let kinds = "notebook、meeting、ballot、letter、notice、review、document、decision";
        let mut records = Vec::new();
        for (word, span) in self.texts(e, "records") {
            records.extend(self.parse_word::<crate::record::RecordKind>(e, "records", &word, &span, kinds, "C09"));
        }
        let mode = self.text(e, "mode");
        let checks = self.texts(e, "checks").into_iter().map(|(word, _)| word).collect();
        let not_applicable_when = self.free_text(e, "not_applicable_when");
        let editions = self.free_text(e, "editions");
        let source = self.free_text(e, "source");
        let milestone = match e.get("milestone") {
            None => None,
            Some(_) => Some(self.word(e, "milestone", "推荐结果、确定考察对象、任用决定、任前公示、任职通知", "C05")?),
        };
        let mut materials = Vec::new();
        for m in self.entries(e, "material", false) {
            materials.extend(self.material(&m));
        }
        let defaults = self.defaults(e);
        let level = level?;
        Some(Step {
            key,
            item,
            name,
            responsible,
            level,
            records,
            mode,
            materials,
            checks,
            not_applicable_when,
            editions,
            source,
            milestone,
            defaults,
        })
    }

    /// `[step.defaults]`, which may be left out, as may each of its keys.
    fn defaults(&mut self, step: &Entry<'_, '_>) -> StepDefaults {
        let Some(value) = step.get("defaults") else {
            return StepDefaults::default();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(step, "defaults", value, " [step.defaults] 段");
            return StepDefaults::default();
        };
        let e = Entry { label: step.place("defaults"), span: value.span(), table };
        self.known(&e, &StepDefaults::KINDS.map(|(key, _)| key));
        let mut text = |key: &str| if e.get(key).is_some() { self.text(&e, key) } else { String::new() };
        let (category, session, to, title) = (text("category"), text("session"), text("to"), text("title"));
        let (form, scope, contact, body) = (text("form"), text("scope"), text("contact"), text("body"));
        let purposes = BallotPurpose::ALL.map(|p| format!("{}（{}）", p.key(), p.name())).join("、");
        let purpose = e.get("ballot_purpose").and_then(|_| self.word(&e, "ballot_purpose", &purposes, "C05"));
        if let Some(found) = e.get("category").filter(|_| !NOTEBOOK_CATEGORIES.contains(&category.as_str())) {
            let line = self.line(&found.span());
            let message = format!("第 {line} 行：“category”里的“{category}”不在允许之列");
            self.fault("C05", e.place("category"), message, &format!("请改成下列之一：{}", NOTEBOOK_CATEGORIES.join("、")));
        }
        let items = if e.get("items").is_some() { self.texts(&e, "items") } else { Vec::new() };
        let items = items.into_iter().map(|(word, _)| word).collect();
        StepDefaults { ballot_purpose: purpose, category, session, to, title, form, scope, contact, body, items }
    }

    fn material(&mut self, m: &Entry<'_, '_>) -> Option<MaterialSpec> {
        self.known(m, &["name", "filing", "retention", "required"]);
        let name = self.text(m, "name");
        let filing = self.word(m, "filing", "个人、综合、综合+个人摘录", "C05");
        let retention = self.word(m, "retention", "永久、30年、10年", "C05");
        let required = self.flag(m, "required");
        Some(MaterialSpec { name, filing: filing?, retention: retention?, required: required? })
    }

    fn fault(&mut self, code: &str, field: impl Into<String>, message: String, remedy: &str) {
        let place = Place::file(self.file).field(field);
        self.faults.push(Finding::new(code, Level::Error, place, message).remedy(remedy));
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1
    }

    fn known(&mut self, e: &Entry<'_, '_>, keys: &[&str]) {
        for (key, _) in e.table.iter() {
            let word = key.get_ref().as_ref();
            if !keys.contains(&word) {
                let line = self.line(&key.span());
                let message = format!("第 {line} 行：不认识的键“{word}”");
                self.fault("C02", e.place(word), message, &format!("请删去，或改成下列之一：{}", keys.join("、")));
            }
        }
    }

    fn missing(&mut self, e: &Entry<'_, '_>, key: &str) {
        let line = self.line(&e.span);
        self.fault("C03", e.place(key), format!("第 {line} 行起的这一段缺少“{key}”"), "请补上这一行");
    }

    fn wrong_type(&mut self, e: &Entry<'_, '_>, key: &str, value: &Spanned<DeValue<'_>>, want: &str) {
        let line = self.line(&value.span());
        let message = format!("第 {line} 行：“{key}”应为{want}，现在写的是{}", type_name(value.get_ref()));
        self.fault("C04", e.place(key), message, "请改成要求的写法，文字要加英文双引号");
    }

    /// A text that must say something.
    fn text(&mut self, e: &Entry<'_, '_>, key: &str) -> String {
        let value = self.free_text(e, key);
        if value.trim().is_empty()
            && let Some(found) = e.get(key)
            && found.get_ref().is_str()
        {
            let line = self.line(&found.span());
            self.fault("C08", e.place(key), format!("第 {line} 行：“{key}”没有内容"), "请填写内容");
        }
        value
    }

    /// A text that may be empty but must be there.
    fn free_text(&mut self, e: &Entry<'_, '_>, key: &str) -> String {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return String::new();
        };
        match value.get_ref().as_str() {
            Some(text) => text.to_owned(),
            None => {
                self.wrong_type(e, key, value, "文字");
                String::new()
            }
        }
    }

    fn flag(&mut self, e: &Entry<'_, '_>, key: &str) -> Option<bool> {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return None;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(e, key, value, " true 或 false");
        }
        flag
    }

    fn texts(&mut self, e: &Entry<'_, '_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(e, key, value, "方括号里的一列文字");
            return Vec::new();
        };
        let mut words = Vec::new();
        for part in array.iter() {
            match part.get_ref().as_str() {
                Some(word) => words.push((word.to_owned(), part.span())),
                None => self.wrong_type(e, key, part, "文字"),
            }
        }
        words
    }

    /// A word of a closed list, read by the same serde names the program writes.
    fn word<T: for<'de> Deserialize<'de>>(&mut self, e: &Entry<'_, '_>, key: &str, allowed: &str, code: &str) -> Option<T> {
        let value = e.get(key);
        let word = self.free_text(e, key);
        let span = value.filter(|v| v.get_ref().is_str())?.span();
        self.parse_word(e, key, &word, &span, allowed, code)
    }

    fn parse_word<T: for<'de> Deserialize<'de>>(
        &mut self,
        e: &Entry<'_, '_>,
        key: &str,
        word: &str,
        span: &Range<usize>,
        allowed: &str,
        code: &str,
    ) -> Option<T> {
        let read: Result<T, WordError> = T::deserialize(word.into_deserializer());
        if read.is_err() {
            let line = self.line(span);
            let message = format!("第 {line} 行：“{key}”里的“{word}”不在允许之列");
            self.fault(code, e.place(key), message, &format!("请改成下列之一：{allowed}"));
        }
        read.ok()
    }

    /// The tables of an array of tables, labelled `step S12` or, without a key of their own, `order 第3条`.
    fn entries<'b, 'i>(&mut self, parent: &Entry<'b, 'i>, key: &str, needed: bool) -> Vec<Entry<'b, 'i>> {
        let Some(value) = parent.get(key) else {
            if needed {
                self.missing(parent, key);
            }
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(parent, key, value, &format!("若干个 [[{key}]] 段"));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (index, part) in array.iter().enumerate() {
            let Some(table) = part.get_ref().as_table() else {
                self.wrong_type(parent, key, part, &format!(" [[{key}]] 段"));
                continue;
            };
            let mut entry = Entry { label: String::new(), span: part.span(), table };
            let own = ["key", "name"].iter().find_map(|k| entry.get(k).and_then(|v| v.get_ref().as_str()));
            let own = own.filter(|k| !k.trim().is_empty()).map_or_else(|| format!("第{}条", index + 1), str::to_owned);
            entry.label = parent.place(&format!("{key} {own}"));
            entries.push(entry);
        }
        entries
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "是否值",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "方括号列表",
        DeValue::Table(_) => "段",
    }
}
