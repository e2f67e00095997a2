//! V36 归档齐全: what is still missing on each person's path, up to where the batch has come or the candidate stopped.
//!
//! Steps that were skipped over are V31a's and not said twice; signatures of materials are V32's. The three together are the
//! 缺件清单.

use std::collections::BTreeMap;

use super::order;
use super::view::{CaseView, is_personal};
use crate::case::StepState;
use crate::catalogue::{MaterialSpec, Step};
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::Material;

const BASIS: &str = "内江纪实办法：材料逐一收集整理，条目清晰、相互印证，审查合格后统一编号归档";

pub(super) fn v36(view: &CaseView<'_>) -> Vec<Finding> {
    let skipped = order::v31a(view);
    let told = |step: &str, who: Option<CandidateId>| {
        skipped.iter().any(|f| f.place.step.as_deref() == Some(step) && (f.place.candidate.is_none() || f.place.candidate == who))
    };
    let mut found = Vec::new();
    for step in &view.case.catalogue.steps {
        // What is lacking → the candidates it is lacking for.
        let mut gaps: BTreeMap<Gap, Vec<Option<CandidateId>>> = BTreeMap::new();
        let subjects: Vec<Option<CandidateId>> = match view.candidates() {
            [] => vec![None],
            some => some.iter().map(|c| Some(c.id)).collect(),
        };
        for who in &subjects {
            match view.state(&step.key, *who) {
                StepState::Missing if !told(&step.key, *who) => gaps.entry(Gap::Step).or_default().push(*who),
                StepState::Recorded => {
                    for gap in materials(view, step, *who) {
                        gaps.entry(gap).or_default().push(*who);
                    }
                }
                _ => {}
            }
        }
        for (gap, who) in gaps {
            let whole_batch = !is_personal(step) && who.len() == subjects.len();
            for candidate in if whole_batch { vec![None] } else { who } {
                found.push(say(view, step, &gap, candidate));
            }
        }
    }
    found
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Step,
    Material(String),
    /// Entered by name, but without a page.
    Placeholder(String),
}

/// The required materials of a recorded step that are not there, or there only by name.
fn materials(view: &CaseView<'_>, step: &Step, who: Option<CandidateId>) -> Vec<Gap> {
    let held: Vec<&Material> = match who {
        Some(c) => view.records_for(&step.key, c).flat_map(|r| view.materials(r.id).iter().copied()).collect(),
        None => view.records(&step.key).iter().flat_map(|r| view.materials(r.id).iter().copied()).collect(),
    };
    let required = step.materials.iter().filter(|m| m.required);
    required
        .filter_map(|spec| {
            let mut named = held.iter().filter(|m| is_this(spec, &m.content.name)).peekable();
            if named.peek().is_none() {
                Some(Gap::Material(spec.name.clone()))
            } else if named.all(|m| m.content.pages == 0) {
                Some(Gap::Placeholder(spec.name.clone()))
            } else {
                None
            }
        })
        .collect()
}

/// `征求意见函及回复（市公安局）` is a 征求意见函及回复: the catalogue's name, with or without something after it.
pub(crate) fn is_this(spec: &MaterialSpec, name: &str) -> bool {
    name.trim().starts_with(spec.name.trim())
}

fn say(view: &CaseView<'_>, step: &Step, gap: &Gap, candidate: Option<CandidateId>) -> Finding {
    let name = candidate.map_or_else(|| "全批次".to_owned(), |c| view.name(c).to_owned());
    let label = view.case.catalogue.step_label(&step.key);
    let place = Place { candidate, step: Some(step.key.clone()), ..view.place() };
    let (place, message, remedy) = match gap {
        Gap::Step => (place, format!("{name}：{label}没有记录"), "请补录这一步；确不需要的，标为不适用并写明理由和责任人"),
        Gap::Material(material) => {
            (place.field(material.clone()), format!("{name}：{label}缺少材料“{material}”"), "请在这一步的记录下挂接这件材料")
        }
        Gap::Placeholder(material) => (
            place.field(material.clone()),
            format!("{name}：{label}的材料“{material}”页数为0，只有名称没有实物"),
            "请扫描或登记原件并填写页数",
        ),
    };
    Finding::new("V36", Level::Error, place, message).basis(BASIS).remedy(remedy)
}
