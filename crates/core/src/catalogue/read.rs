//! Reads the TOML of a catalogue entry by entry, so that one reading names every fault with its line.
//! It judges only form (keys, types, words); whether the parts fit together is judged in [`super::sound`].

use toml::Spanned;
use toml::de::DeTable;

use super::{Catalogue, Item, MaterialSpec, OrderRule, Requirement, Stage, Step, StepDefaults};
use crate::data_file::{Entry, Reader};
use crate::finding::Finding;
use crate::notebook::CATEGORIES;
use crate::record::{BallotPurpose, RecordKind};

/// Label and first line of every table of a file.
pub(super) type Starts = Vec<(String, usize)>;

/// Reads `text`. The last value says where its tables begin, and is there only when every entry could be read, so that references can be
/// judged.
pub(super) fn read(text: &str, file: &str) -> (Catalogue, Vec<Finding>, Option<Starts>) {
    let mut reader = Reader::new(text, file, 'C');
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.broken(&error, "请按内置示例目录的写法改正这一行");
    }
    let broken = !reader.faults.is_empty();
    let catalogue = Parts(&mut reader).catalogue(&root);
    let complete = reader.faults.is_empty();
    let mut faults = std::mem::take(&mut reader.faults);
    if broken {
        // What follows a broken line is guesswork: naming keys "missing" there would mislead.
        faults.retain(|f| f.code == "C01");
    }
    (catalogue, faults, complete.then_some(reader.starts))
}

const STEP_KEYS: [&str; 17] = [
    "key",
    "item",
    "name",
    "responsible",
    "level",
    "records",
    "mode",
    "checks",
    "not_applicable_when",
    "excused_by_fact",
    "excused_after",
    "one_each",
    "editions",
    "source",
    "milestone",
    "defaults",
    "material",
];

/// The parts of a catalogue, read through a [`Reader`].
struct Parts<'r, 'a>(&'r mut Reader<'a>);

impl Parts<'_, '_> {
    fn catalogue(&mut self, root: &Spanned<DeTable<'_>>) -> Catalogue {
        let top = Entry { label: String::new(), span: 0..0, table: root.get_ref() };
        self.0.known(&top, &["id", "name", "version", "basis", "stage", "item", "step", "requirement", "order"]);
        let id = self.0.text(&top, "id");
        let name = self.0.text(&top, "name");
        let version = self.0.text(&top, "version");
        let basis = self.0.text(&top, "basis");
        let mut stages = Vec::new();
        for e in self.0.entries(&top, "stage", true) {
            self.0.known(&e, &["key", "name"]);
            stages.push(Stage { key: self.0.text(&e, "key"), name: self.0.text(&e, "name") });
        }
        let mut items = Vec::new();
        for e in self.0.entries(&top, "item", true) {
            self.0.known(&e, &["key", "stage", "name"]);
            items.push(Item { key: self.0.text(&e, "key"), stage: self.0.text(&e, "stage"), name: self.0.text(&e, "name") });
        }
        let mut steps = Vec::new();
        for e in self.0.entries(&top, "step", true) {
            steps.extend(self.step(&e));
        }
        let mut requirements = Vec::new();
        for e in self.0.entries(&top, "requirement", true) {
            self.0.known(&e, &["key", "step", "text"]);
            let (key, step, text) = (self.0.text(&e, "key"), self.0.text(&e, "step"), self.0.text(&e, "text"));
            requirements.push(Requirement { key, step, text });
        }
        let mut order = Vec::new();
        for e in self.0.entries(&top, "order", false) {
            self.0.known(&e, &["before", "after", "reason"]);
            let (before, after, reason) = (self.0.text(&e, "before"), self.0.text(&e, "after"), self.0.text(&e, "reason"));
            order.push(OrderRule { before, after, reason });
        }
        Catalogue { id, name, version, basis, stages, items, steps, requirements, order }
    }

    /// None when a word of it could not be read; the faults say which.
    fn step(&mut self, e: &Entry<'_, '_>) -> Option<Step> {
        self.0.known(e, &STEP_KEYS);
        let key = self.0.text(e, "key");
        let item = self.0.text(e, "item");
        let name = self.0.text(e, "name");
        let responsible = self.0.text(e, "responsible");
        let level = self.0.word(e, "level", "batch（按批次）或 person（按人）", "C05");
        let kinds = "notebook、meeting、ballot、letter、notice、review、document、decision";
        let mut kinds_of = |key: &str| {
            let words = self.0.texts(e, key);
            words
                .into_iter()
                .filter_map(|(word, span)| self.0.parse_word::<RecordKind>(e, key, &word, &span, kinds, "C09"))
                .collect()
        };
        let records: Vec<RecordKind> = kinds_of("records");
        let one_each = if e.get("one_each").is_some() { kinds_of("one_each") } else { Vec::new() };
        let mode = self.0.text(e, "mode");
        let checks = self.0.texts(e, "checks").into_iter().map(|(word, _)| word).collect();
        let not_applicable_when = self.0.free_text(e, "not_applicable_when");
        let excused_by_fact = e.get("excused_by_fact").is_some().then(|| self.0.flag(e, "excused_by_fact")).flatten();
        let after = if e.get("excused_after").is_some() { self.0.texts(e, "excused_after") } else { Vec::new() };
        let excused_after = after.into_iter().map(|(word, _)| word).collect();
        let editions = self.0.free_text(e, "editions");
        let source = self.0.free_text(e, "source");
        let milestone = match e.get("milestone") {
            None => None,
            Some(_) => Some(self.0.word(
                e,
                "milestone",
                "推荐结果、确定考察对象、考察预告、考察实施、会议讨论、任用决定、任前公示、任职通知",
                "C05",
            )?),
        };
        let mut materials = Vec::new();
        for m in self.0.entries(e, "material", false) {
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
            excused_by_fact,
            excused_after,
            one_each,
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
            self.0.wrong_type(step, "defaults", value, " [step.defaults] 段");
            return StepDefaults::default();
        };
        let e = Entry { label: step.place("defaults"), span: value.span(), table };
        self.0.known(&e, &StepDefaults::KINDS.map(|(key, _)| key));
        let mut text = |key: &str| if e.get(key).is_some() { self.0.text(&e, key) } else { String::new() };
        let (category, session, to, title) = (text("category"), text("session"), text("to"), text("title"));
        let matters = text("matters");
        let (form, scope, contact, body) = (text("form"), text("scope"), text("contact"), text("body"));
        let purposes = BallotPurpose::ALL.map(BallotPurpose::name).join("、");
        let purpose = e.get("ballot_purpose").and_then(|_| self.0.word(&e, "ballot_purpose", &purposes, "C05"));
        if let Some(found) = e.get("category").filter(|_| !CATEGORIES.contains(&category.as_str())) {
            let line = self.0.line(&found.span());
            let message = format!("第 {line} 行：“category”里的“{category}”不在允许之列");
            self.0.fault("C05", e.place("category"), message, &format!("请改成下列之一：{}", CATEGORIES.join("、")));
        }
        let items = if e.get("items").is_some() { self.0.texts(&e, "items") } else { Vec::new() };
        let items = items.into_iter().map(|(word, _)| word).collect();
        StepDefaults { ballot_purpose: purpose, category, session, matters, to, title, form, scope, contact, body, items }
    }

    fn material(&mut self, m: &Entry<'_, '_>) -> Option<MaterialSpec> {
        self.0.known(m, &["name", "filing", "retention", "required"]);
        let name = self.0.text(m, "name");
        let filing = self.0.word(m, "filing", "个人、综合、综合+个人摘录", "C05");
        let retention = self.0.word(m, "retention", "永久、30年、10年", "C05");
        let required = self.0.flag(m, "required");
        Some(MaterialSpec { name, filing: filing?, retention: retention?, required: required? })
    }
}
