//! V36, second part: a step that is marked 不适用 and recorded all the same. The list of what is missing (缺件清单) rests on each step being
//! one or the other, and the report prints the record and drops the reason; so it belongs to V36 and not to the five don'ts of V31, which
//! judge the record and not the mark. Either came first: the mark is kept when a record follows, and a record of everybody reaches the
//! one person who was excused.

use super::judge::Judge;
use crate::business;
use crate::case::NotApplicable;
use crate::finding::{Finding, Place};
use crate::record::Record;
use crate::rules::Rules;

pub(super) fn v36(j: &Judge<'_, '_>) -> Vec<Finding> {
    let Some(rules) = j.rules_now("V36") else { return Vec::new() };
    j.view.case.not_applicable.iter().filter_map(|mark| contradicted(j, rules, mark)).collect()
}

fn contradicted(j: &Judge<'_, '_>, rules: &Rules, mark: &NotApplicable) -> Option<Finding> {
    let view = j.view;
    let records: Vec<&Record> = match mark.candidate {
        Some(candidate) => {
            // What the batch did with others is nothing to whoever only leaves office, or keeps the level, in it.
            let kind = view.candidate(candidate).and_then(|c| business::of_movement(c.content.movement));
            let others = kind.is_some_and(|k| k.does_without(&view.case.catalogue, &mark.step));
            view.records_for(&mark.step, candidate).filter(|r| !others || r.content.named().contains(&candidate)).collect()
        }
        None => view.records(&mark.step).to_vec(),
    };
    let first = records.first()?;
    let name = mark.candidate.map_or("全批次", |c| view.name(c));
    let label = view.case.catalogue.step_label(&mark.step);
    let more = if records.len() > 1 { format!("等{}条", records.len()) } else { String::new() };
    let message = format!("{name}：{label}标为不适用（{}），又有{}{more}，报告表只印记录", mark.reason.trim(), view.call(first));
    let whole_batch = first.content.candidates.is_empty();
    let remedy = match mark.candidate {
        None if !whole_batch => "请撤回全批次的不适用，改为只给确不需要的人选标注",
        Some(_) if whole_batch => "这条记录针对全批：请更正记录、只选涉及的人选，或撤回这名人选的不适用",
        _ => "请核对这一步到底做了没有：做了的撤回不适用，没有做的更正记录并写明原因",
    };
    let place = Place { candidate: mark.candidate, step: Some(mark.step.clone()), record: Some(first.id), ..view.place() };
    Some(j.say(rules, "V36", rules.level_of("V36", "contradicted"), place.field("不适用"), message, remedy))
}

#[cfg(test)]
mod tests {
    use crate::case::{Case, NotApplicable};
    use crate::checks::tests::judge;
    use crate::finding::Level::Warning;
    use crate::id::CandidateId;
    use crate::testing::*;

    fn mark(case: &mut Case, step: &str, candidate: Option<CandidateId>) {
        let (reason, signer) = ("非双重管理".to_owned(), "吴某".to_owned());
        case.not_applicable.push(NotApplicable { step: step.into(), candidate, reason, signer, date: date("2025-05-01") });
    }

    #[test]
    fn a_step_both_recorded_and_excused_is_told_whichever_came_first() {
        judge(&[
            (
                "all are excused and one has a record",
                |case| {
                    case.records.retain(|r| r.content.step != "S32" || r.content.candidates == [LI]);
                    case.materials.retain(|m| case.records.iter().any(|r| r.id == m.content.record));
                    mark(case, "S32", None);
                },
                &[("V36", Warning, "全批次：第 32 步《征求协管方、统战部门及上级主管部门意见》标为不适用（非双重管理），又有")],
            ),
            ("one is excused and has a record", |case| mark(case, "S24", Some(WANG)), &[("V36", Warning, "王芳：第 24 步")]),
            (
                "one is excused from what the whole batch did",
                |case| mark(case, "S12", Some(LI)),
                &[("V36", Warning, "李明：第 12 步")],
            ),
        ]);
    }

    #[test]
    fn a_mark_without_a_record_and_a_record_of_somebody_else_are_no_contradiction() {
        judge(&[
            (
                "nobody has a record",
                |case| {
                    forget(case, "S32");
                    mark(case, "S32", None);
                },
                &[],
            ),
            (
                "the record is on the other",
                |case| {
                    case.records.retain(|r| r.content.step != "S24" || r.content.candidates == [WANG]);
                    case.materials.retain(|m| case.records.iter().any(|r| r.id == m.content.record));
                    mark(case, "S24", Some(LI));
                },
                &[],
            ),
        ]);
    }
}
