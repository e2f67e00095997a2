//! Proves that the parts of a catalogue fit together: keys single, references resolved, order kept, nothing empty.
//! It never mends anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Milestone, Step, StepDefaults, StepLevel};
use crate::checks;
use crate::finding::{Finding, Level, Place};
use crate::record::RecordKind;

/// The counts the known method is described by ([002]: 6 环节, 36 项, 44 步, 61 条).
const KNOWN_COUNTS: [u32; 4] = [6, 36, 44, 61];

/// Every fault of a catalogue that could be read.
pub(super) fn faults(c: &Catalogue, file: &str) -> Vec<Finding> {
    let mut out = Faults { file, found: Vec::new() };
    doubles(c, &mut out);
    references(c, &mut out);
    contents(c, &mut out);
    c.steps.iter().for_each(|step| defaults(step, &mut out));
    order_of_parts(c, &mut out);
    order_rules(c, &mut out);
    out.found
}

struct Faults<'a> {
    file: &'a str,
    found: Vec<Finding>,
}

impl Faults<'_> {
    fn add(&mut self, code: &str, field: String, message: String, remedy: &str) {
        self.found.push(Finding::new(code, Level::Error, Place::file(self.file).field(field), message).remedy(remedy));
    }
}

fn doubles(c: &Catalogue, out: &mut Faults<'_>) {
    let lists: [(&str, Vec<&str>); 4] = [
        ("stage", c.stages.iter().map(|s| s.key.as_str()).collect()),
        ("item", c.items.iter().map(|s| s.key.as_str()).collect()),
        ("step", c.steps.iter().map(|s| s.key.as_str()).collect()),
        ("requirement", c.requirements.iter().map(|s| s.key.as_str()).collect()),
    ];
    for (noun, keys) in lists {
        let mut seen = BTreeSet::new();
        for key in keys {
            if !seen.insert(key) {
                out.add("C06", format!("{noun} {key} / key"), format!("编号“{key}”出现了不止一次"), "请给每一段不同的编号");
            }
        }
    }
    for step in &c.steps {
        let mut seen = BTreeSet::new();
        for m in &step.materials {
            if !seen.insert(&m.name) {
                let place = format!("step {} / material {}", step.key, m.name);
                out.add("C06", place, format!("步骤 {} 有两件材料都叫“{}”", step.key, m.name), "请合并或改名");
            }
        }
    }
}

fn references(c: &Catalogue, out: &mut Faults<'_>) {
    const REMEDY: &str = "请改成已有的编号，或补上被引用的那一段";
    for item in &c.items {
        if !c.stages.iter().any(|s| s.key == item.stage) {
            let message = format!("纪实内容 {} 所属环节“{}”不存在", item.key, item.stage);
            out.add("C07", format!("item {} / stage", item.key), message, REMEDY);
        }
    }
    for step in &c.steps {
        if !c.items.iter().any(|i| i.key == step.item) {
            let message = format!("步骤 {} 所属纪实内容“{}”不存在", step.key, step.item);
            out.add("C07", format!("step {} / item", step.key), message, REMEDY);
        }
        for other in step.excused_after.iter().filter(|key| c.step(key).is_none()) {
            let message = format!("步骤 {} 的 excused_after 引用的步骤“{other}”不存在", step.key);
            out.add("C07", format!("step {} / excused_after", step.key), message, REMEDY);
        }
        for code in &step.checks {
            if !checks::is_known_code(code) {
                let message = format!("步骤 {} 用了不认识的校验代码“{code}”", step.key);
                out.add("C10", format!("step {} / checks", step.key), message, "校验代码为 V01 至 V40，V31 可写 V31a 至 V31e");
            }
        }
    }
    for requirement in &c.requirements {
        if c.step(&requirement.step).is_none() {
            let message = format!("要求 {} 所属步骤“{}”不存在", requirement.key, requirement.step);
            out.add("C07", format!("requirement {} / step", requirement.key), message, REMEDY);
        }
    }
    for (index, rule) in c.order.iter().enumerate() {
        for (field, key) in [("before", &rule.before), ("after", &rule.after)] {
            if c.step(key).is_none() {
                let message = format!("第 {} 条先后关系引用的步骤“{key}”不存在", index + 1);
                out.add("C07", format!("order 第{}条 / {field}", index + 1), message, REMEDY);
            }
        }
    }
}

fn contents(c: &Catalogue, out: &mut Faults<'_>) {
    for stage in &c.stages {
        if !c.items.iter().any(|i| i.stage == stage.key) {
            let message = format!("环节“{}”没有任何纪实内容", stage.name);
            out.add("C13", format!("stage {}", stage.key), message, "请补上 [[item]]，或删去这个环节");
        }
    }
    for item in &c.items {
        if !c.steps.iter().any(|s| s.item == item.key) {
            let message = format!("纪实内容 {}“{}”没有任何步骤", item.key, item.name);
            out.add("C13", format!("item {}", item.key), message, "请补上 [[step]]，或删去这一项");
        }
    }
    for step in &c.steps {
        if step.records.is_empty() {
            let message = format!("步骤 {}“{}”没有写用哪种记录", step.key, step.name);
            out.add("C11", format!("step {} / records", step.key), message, "请在 records 里写明至少一种记录");
        }
        for kind in &step.one_each {
            let field = format!("step {} / one_each", step.key);
            if !step.records.contains(kind) {
                let message = format!("步骤 {}“{}”的 one_each 写了{}，但这一步不用这种记录", step.key, step.name, kind.name());
                out.add("C17", field, message, "请删去它，或在 records 里加上这种记录");
            } else if step.level == StepLevel::Batch {
                let message = format!("步骤 {}“{}”按批次记录，不能再要求每人一份", step.key, step.name);
                out.add("C17", field, message, "请删去 one_each，或把 level 改成 person");
            }
        }
        if !c.requirements.iter().any(|r| r.step == step.key) {
            let message = format!("步骤 {}“{}”没有任何纪实要求", step.key, step.name);
            out.add("C12", format!("step {}", step.key), message, "请补上 [[requirement]]");
        }
    }
}

/// A step that takes votes or notes says what they are for; no step says anything of a record it does not take.
fn defaults(step: &Step, out: &mut Faults<'_>) {
    let given: Vec<&str> = step.defaults.given().collect();
    for (kind, key) in [(RecordKind::Ballot, "ballot_purpose"), (RecordKind::Notebook, "category")] {
        if step.records.contains(&kind) && !given.contains(&key) {
            let message = format!("步骤 {}“{}”可用{}，但没有写新记录的“{key}”", step.key, step.name, kind.name());
            out.add("C16", format!("step {} / defaults / {key}", step.key), message, "请在这一步的 [step.defaults] 里写明");
        }
    }
    for (key, kinds) in StepDefaults::KINDS {
        if given.contains(&key) && !kinds.iter().any(|k| step.records.contains(k)) {
            let kinds = kinds.iter().map(|k| k.name()).collect::<Vec<_>>().join("或");
            let message = format!("步骤 {}“{}”写了“{key}”，但这一步不用{kinds}", step.key, step.name);
            let field = format!("step {} / defaults / {key}", step.key);
            out.add("C17", field, message, "请删去这一行，或在 records 里加上这种记录");
        }
    }
}

/// Steps must stand in the order of their items, items in the order of their stages: the report and the volumes follow it.
fn order_of_parts(c: &Catalogue, out: &mut Faults<'_>) {
    let stage_at: BTreeMap<&str, usize> = c.stages.iter().enumerate().map(|(i, s)| (s.key.as_str(), i)).collect();
    let item_at: BTreeMap<&str, usize> = c.items.iter().enumerate().map(|(i, s)| (s.key.as_str(), i)).collect();
    let mut last = 0;
    for item in &c.items {
        let Some(&at) = stage_at.get(item.stage.as_str()) else { continue };
        if at < last {
            let message = format!("纪实内容 {} 排在了后面环节的内容之后", item.key);
            out.add("C14", format!("item {}", item.key), message, "请按环节先后排列各 [[item]]");
        }
        last = last.max(at);
    }
    let mut last = 0;
    for step in &c.steps {
        let Some(&at) = item_at.get(step.item.as_str()) else { continue };
        if at < last {
            let message = format!("步骤 {} 排在了后面纪实内容的步骤之后", step.key);
            out.add("C14", format!("step {}", step.key), message, "请按纪实内容先后排列各 [[step]]");
        }
        last = last.max(at);
    }
}

/// A rule may only point forward in the procedure: that also rules out circles.
fn order_rules(c: &Catalogue, out: &mut Faults<'_>) {
    for (index, rule) in c.order.iter().enumerate() {
        if let (Some(before), Some(after)) = (c.step_no(&rule.before), c.step_no(&rule.after))
            && before >= after
        {
            let message = format!("第 {} 条先后关系要求 {} 先于 {}，与步骤排列相反", index + 1, rule.before, rule.after);
            out.add("C15", format!("order 第{}条", index + 1), message, "请对调两个步骤，或删去这一条");
        }
    }
}

pub(super) fn remarks(c: &Catalogue, file: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let census = c.census();
    if [census.stages, census.items, census.steps, census.requirements] != KNOWN_COUNTS {
        let message = format!(
            "本目录有 {} 个环节、{} 项纪实内容、{} 个操作步骤、{} 条纪实要求，与通行的 6、36、44、61 不同",
            census.stages, census.items, census.steps, census.requirements
        );
        let place = Place::file(file).field("census");
        found.push(Finding::new("C20", Level::Note, place, message).remedy("本地办法如此规定的，无须处理"));
    }
    for milestone in Milestone::ALL {
        if c.milestone(milestone).next().is_none() {
            let message = format!("没有步骤标为“{}”，与它有关的校验无法进行", milestone.name());
            let place = Place::file(file).field("step / milestone");
            let remedy = format!("请在相应步骤写 milestone = \"{}\"", milestone.name());
            found.push(Finding::new("C21", Level::Warning, place, message).remedy(remedy));
        }
    }
    found
}
