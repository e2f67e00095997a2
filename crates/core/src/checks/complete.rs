//! V36 归档齐全: what is still missing on each person's path, up to where the batch has come or the candidate stopped.
//!
//! Steps that were skipped over are V31a's and not said twice; signatures of materials are V32's. The three together are the
//! 缺件清单.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::Judge;
use super::names::unwritten;
use super::view::CaseView;
use super::{entry, order, standing};
use crate::business;
use crate::case::{Movement, NotApplicable, StepState};
use crate::catalogue::{MaterialSpec, Step};
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::{Material, Record};
use crate::rules::Rules;

pub(super) fn v36(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let mut found = Vec::new();
    found.extend(standing::without_post(j));
    let Some(rules) = j.rules_now("V36") else { return found };
    // What is not there is of no record.
    if j.asks("V36") && j.extent.about.is_none() {
        found.extend(gaps(j, rules));
    } else if !j.asks("V36") {
        found.extend(hollow(j, rules));
    }
    found.extend(view.case.not_applicable.iter().flat_map(|n| excuse(j, rules, n)));
    found.extend(view.case.records.iter().filter(|r| j.wants(r)).flat_map(|r| stray(j, rules, r)));
    found.extend(view.candidates().iter().filter_map(|c| standing::another_post(j, rules, c)));
    found
}

/// Of a part of a case: materials it enters by name with no page.
fn hollow(j: &Judge<'_, '_>, rules: &Rules) -> Vec<Finding> {
    let of = |m: &Material| {
        let record = j.view.case.records.iter().find(|r| r.id == m.content.record)?;
        let step = j.view.case.catalogue.step(&record.content.step)?;
        let one = if let [one] = record.content.candidates.as_slice() { Some(*one) } else { None };
        let name = one.map_or("全批次", |c| j.view.name(c));
        let finding = say(j, rules, step, &Gap::Placeholder(m.content.name.clone()), one, name);
        Some(Finding { place: Place { record: Some(record.id), ..finding.place.clone() }, ..finding })
    };
    j.view.case.materials.iter().filter(|m| m.content.pages == 0).filter_map(of).collect()
}

/// What is lacking on the paths, apart from what V31a, V31e and V37 tell.
fn gaps(j: &Judge<'_, '_>, rules: &Rules) -> Vec<Finding> {
    let view = j.view;
    let skipped = order::v31a(j);
    let undecided = order::undecided(view);
    let bare: BTreeSet<(&str, Option<CandidateId>)> = entry::bare(j)
        .into_iter()
        .flat_map(|(r, _)| {
            let who: Vec<Option<CandidateId>> = r.content.candidates.iter().copied().map(Some).collect();
            let who = if who.is_empty() { vec![None] } else { who };
            who.into_iter().map(|c| (r.content.step.as_str(), c))
        })
        .collect();
    let told = |step: &str, who: Option<CandidateId>| {
        undecided.contains(&step)
            || skipped
                .iter()
                .any(|f| f.place.step.as_deref() == Some(step) && (f.place.candidate.is_none() || f.place.candidate == who))
    };
    let mut found = Vec::new();
    for step in &view.case.catalogue.steps {
        // What is lacking → the candidates it is lacking for; a batch that has no candidates yet is judged as a whole.
        let mut gaps: BTreeMap<Gap, Vec<CandidateId>> = BTreeMap::new();
        let whole = view.candidates().is_empty().then_some(None);
        for who in view.candidates().iter().map(|c| Some(c.id)).chain(whole) {
            let unattached = bare.contains(&(step.key.as_str(), who)) || bare.contains(&(step.key.as_str(), None));
            let lacking = match view.state(&step.key, who) {
                StepState::Missing if !told(&step.key, who) => vec![Gap::Step],
                // What the end of a 试用期 yields is not there while it runs.
                StepState::Recorded if ends_probation(step) && who.is_some_and(|c| view.on_probation(c)) => Vec::new(),
                StepState::Recorded if !unattached => {
                    let mut gaps = materials(view, step, who, rules.words("V36", "also"));
                    gaps.extend(of_key_post(j, rules, step, who));
                    gaps
                }
                _ => Vec::new(),
            };
            for gap in lacking {
                gaps.entry(gap).or_default().extend(who);
            }
        }
        for (gap, who) in gaps {
            let subjects =
                if view.candidates().is_empty() { vec![(None, "全批次".to_owned())] } else { view.subjects(step, &who) };
            found.extend(subjects.into_iter().map(|(candidate, name)| say(j, rules, step, &gap, candidate, &name)));
        }
    }
    found
}

pub(super) fn ends_probation(step: &Step) -> bool {
    step.checks.iter().any(|c| c == "V30")
}

/// 不适用 holds only with a reason and somebody who answers for it, and where the catalogue allows for it.
fn excuse(j: &Judge<'_, '_>, rules: &Rules, n: &NotApplicable) -> Vec<Finding> {
    let view = j.view;
    let finding = |level: Level, place: Place, message: String, remedy: &str| j.say(rules, "V36", level, place, message, remedy);
    let place = Place { candidate: n.candidate, step: Some(n.step.clone()), ..view.place() };
    let name = n.candidate.map_or("全批次", |c| view.name(c));
    let label = view.case.catalogue.step_label(&n.step);
    let mut found = Vec::new();
    for (field, text) in [("理由", &n.reason), ("责任人签名", &n.signer)] {
        if unwritten(rules, text) {
            let message = format!("{name}：{label}标为不适用，但没有{field}");
            found.push(finding(rules.level("V36"), place.clone().field(field), message, "请补填理由和责任人签名"));
        }
    }
    found.extend(unfounded(j, rules, n, &place));
    if view.case.catalogue.step(&n.step).is_some_and(|s| s.not_applicable_when.trim().is_empty()) {
        let message = format!("{name}：{label}标为不适用，目录没有规定这一步可以不适用");
        found.push(finding(rules.level_of("V36", "unforeseen"), place, message, "请核对；确不需要的，理由要写清依据"));
    }
    found
}

/// 不适用 of a step that neither a fact nor the kind of business lets anybody do without.
fn unfounded(j: &Judge<'_, '_>, rules: &Rules, n: &NotApplicable, place: &Place) -> Option<Finding> {
    let view = j.view;
    rules.named_level("V36", "unfounded").filter(|_| !j.extent.part)?;
    let concerned = || view.candidates().iter().map(|c| c.id).filter(|c| n.candidate.is_none_or(|own| own == *c));
    let mut barred: Vec<(CandidateId, Level)> = Vec::new();
    for candidate in concerned().filter(|c| !view.after_stop(*c, &n.step)) {
        barred.extend(barrier(j, rules, candidate, &n.step).map(|level| (candidate, level)));
    }
    let (first, level) = *barred.iter().min_by_key(|(_, level)| *level)?;
    let only = n.candidate.or((barred.len() == 1).then_some(first));
    let who = only.map_or("全批次", |one| view.name(one));
    let label = view.case.catalogue.step_label(&n.step);
    let message = format!("{who}：{label}标为不适用（{}），这类业务没有规定可以不办这一步", n.reason.trim());
    let remedy = "办过的请补录这一步；没有办的不得事后补写，须补办并重新走其后的程序；业务类型或调整类型写错了的，请更正";
    let place = Place { candidate: only, ..place.clone() }.field("不适用");
    // What makes a step one that may not be left out is the procedure, not the filing of its papers.
    Some(j.say(rules, "V36", level, place, message, remedy).basis(rules.basis("V31a")))
}

/// How grave it is that somebody does without a step; None where the catalogue has a ground of fact for it, or the kind of business leaves
/// it out (domain.md §4.3, `assets/business`). What a person's own 调整类型 says goes before the kind of the batch: of a promotion, since
/// data 1.5, a kind that moves nobody up leaves out nothing.
fn barrier(j: &Judge<'_, '_>, rules: &Rules, candidate: CandidateId, step: &str) -> Option<Level> {
    let case = j.view.case;
    if case.catalogue.excuses(step, &|key| j.view.state(key, Some(candidate)) == StepState::Recorded) {
        return None;
    }
    let movement = j.view.candidate(candidate).map(|c| c.content.movement).unwrap_or_default();
    let of_batch = business::called(&case.batch.content.business);
    let promoted = rules.named_level("V36", "promoted");
    let (kind, level) = match of_batch {
        Some(kind) if kind.movement() == movement => (Some(kind), None),
        Some(kind) if movement == Movement::Promotion && promoted.is_none() => (Some(kind), None),
        Some(_) if movement == Movement::Promotion => (business::of_movement(movement), promoted),
        // A kind nobody knows leaves out no more of a promotion than 个别提拔 does.
        _ => (business::of_movement(movement), None),
    };
    let leaves_out = kind.is_none_or(|k| k.leaves_out(&case.catalogue, step));
    (!leaves_out).then(|| level.unwrap_or_else(|| rules.level_of("V36", "unfounded")))
}

/// A record no check would look at: of a step the catalogue does not know, of a kind the step does not take, or of somebody who is
/// not in the batch. Passing it over in silence would be a pass.
fn stray(j: &Judge<'_, '_>, rules: &Rules, record: &Record) -> Vec<Finding> {
    let view = j.view;
    let finding = |level: Level, place: Place, message: String, remedy: &str| j.say(rules, "V36", level, place, message, remedy);
    let place = view.place_of(record);
    let mut found = Vec::new();
    match view.case.catalogue.step(&record.content.step) {
        None => {
            let message = format!("{}：本批次的目录里没有步骤“{}”", view.call(record), record.content.step);
            found.push(finding(rules.level_of("V36", "stray"), place.clone().field("步骤"), message, "请把记录改到目录里的步骤"));
        }
        Some(step) if j.asks("V36") && !step.records.contains(&record.content.body.kind()) => {
            let wanted: Vec<&str> = step.records.iter().map(|k| k.name()).collect();
            let message = format!(
                "{}：这一步应填{}，现在填的是{}",
                view.call(record),
                wanted.join("或"),
                record.content.body.kind().name()
            );
            found.push(finding(
                rules.level_of("V36", "stray"),
                place.clone().field("记录种类"),
                message,
                "请按这一步的要求另填一条记录",
            ));
        }
        Some(_) => {}
    }
    // Whom the lists of a case file name from outside V37 tells of.
    let known = |c: &CandidateId| view.candidates().iter().any(|x| x.id == *c) || j.extent.outsiders.contains_key(c);
    if !record.content.candidates.iter().all(known) {
        let message = format!("{}：涉及的人选有的不在本批次", view.call(record));
        found.push(finding(rules.level_of("V36", "stray"), place.field("人选"), message, "请改正这条记录涉及的人选"));
    }
    found
}

/// 重要关键岗位 (N29): of its candidate every material the catalogue lists is asked for, not only those it requires of all.
fn of_key_post(j: &Judge<'_, '_>, rules: &Rules, step: &Step, who: Option<CandidateId>) -> Vec<Gap> {
    let key_post = who.and_then(|c| j.view.post(c)).is_some_and(|p| p.key_post);
    if !key_post || rules.named_level("V36", "key_post").is_none() {
        return Vec::new();
    }
    let also = rules.words("V36", "also");
    let free: Vec<String> =
        step.materials.iter().filter(|m| !m.required && !also.contains(&m.name)).map(|m| m.name.clone()).collect();
    let lacking = materials(j.view, step, who, &free);
    lacking
        .into_iter()
        .filter_map(|gap| if let Gap::Material(name) = gap { free.contains(&name).then_some(Gap::OfKeyPost(name)) } else { None })
        .collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Step,
    Material(String),
    /// One the catalogue leaves free, for a 重要关键岗位.
    OfKeyPost(String),
    /// Entered by name, but without a page.
    Placeholder(String),
    /// There only as the signed sheet of an earlier version of its record.
    OldSheet(String),
}

/// The required materials of a recorded step that are not there, or there only by name.
/// `also`: materials the catalogue leaves free and a local rule requires, such as the 政绩公示公议评议表 of 伊犁.
fn materials(view: &CaseView<'_>, step: &Step, who: Option<CandidateId>, also: &[String]) -> Vec<Gap> {
    let held: Vec<&Material> = match who {
        Some(c) => view.records_for(&step.key, c).flat_map(|r| view.materials(r.id).iter().copied()).collect(),
        None => view.records(&step.key).iter().flat_map(|r| view.materials(r.id).iter().copied()).collect(),
    };
    let required = step.materials.iter().filter(|m| m.required || also.contains(&m.name));
    required
        .filter_map(|spec| {
            let mut named = held.iter().filter(|m| is_this(spec, &m.content.name)).peekable();
            if named.peek().is_none() {
                Some(Gap::Material(spec.name.clone()))
            } else if named.clone().all(|m| m.content.pages == 0) {
                Some(Gap::Placeholder(spec.name.clone()))
            } else if named.all(|m| m.is_old_sheet()) {
                Some(Gap::OldSheet(spec.name.clone()))
            } else {
                None
            }
        })
        .collect()
}

/// `征求意见函及回复（市公安局）` is a 征求意见函及回复: the catalogue's name, with or without something after it.
pub(crate) fn is_this(spec: &MaterialSpec, name: &str) -> bool {
    let full = |name: &str| name.trim().replace('(', "（").replace(')', "）");
    full(name).starts_with(&full(&spec.name))
}

fn say(j: &Judge<'_, '_>, rules: &Rules, step: &Step, gap: &Gap, candidate: Option<CandidateId>, name: &str) -> Finding {
    let view = j.view;
    let label = view.case.catalogue.step_label(&step.key);
    let place = Place { candidate, step: Some(step.key.clone()), ..view.place() };
    let (place, message, remedy) = match gap {
        Gap::Step => (place, format!("{name}：{label}没有记录"), "请补录这一步；确不需要的，标为不适用并写明理由和责任人"),
        Gap::Material(material) => {
            (place.field(material.clone()), format!("{name}：{label}缺少材料“{material}”"), "请在这一步的记录下挂接这件材料")
        }
        Gap::OfKeyPost(material) => {
            let message = format!("{name}拟任重要关键岗位：{label}没有材料“{material}”");
            (
                place.field(material.clone()),
                message,
                "重要关键岗位各项都要有：请在这一步的记录下挂接，确没有的依规定放行并写明理由",
            )
        }
        Gap::Placeholder(material) => (
            place.field(material.clone()),
            format!("{name}：{label}的材料“{material}”页数为0，只有名称没有实物"),
            "请扫描或登记原件并填写页数",
        ),
        Gap::OldSheet(material) => (
            place.field(material.clone()),
            format!("{name}：{label}的材料“{material}”是更正以前的签字页，没有更正后的一份"),
            "请打印现在的版本，签名后扫描；旧版签字页照样保留",
        ),
    };
    let level = if matches!(gap, Gap::OfKeyPost(_)) { rules.level_of("V36", "key_post") } else { rules.level("V36") };
    let told = j.say(rules, "V36", level, place, message, remedy);
    let own = rules.words("V36", "step_bases").iter().filter_map(|words| words.split_once('：'));
    match own.filter(|_| *gap == Gap::Step).find(|(key, _)| *key == step.key) {
        Some((_, basis)) => told.basis(basis),
        None => told,
    }
}
