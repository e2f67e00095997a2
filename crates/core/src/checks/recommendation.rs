//! V05 推荐结果有效期: whoever becomes 考察对象 must have been recommended within the year.

use std::collections::BTreeMap;

use chrono::{Days, Months};

use super::judge::Judge;
use super::view::{ended, happened};
use crate::case::{Candidate, Movement, StepState};
use crate::catalogue::{Milestone, Step};
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::record::{Record, RecordBody};
use crate::rules::Rules;

/// 确定考察对象日 − 推荐结果日 ≤ one year, for each time nominees were fixed. Of each way of recommending (each step that carries
/// the milestone) the newest result before that day counts, and every way that was used must still be valid: an old 会议推荐 is
/// not renewed by a fresh 谈话推荐. The finding stands at the fixing, which is what went wrong, with the old result beside it.
pub(super) fn v05(j: &Judge<'_, '_>) -> Vec<Finding> {
    j.view.candidates().iter().filter(|c| j.is_considered(c)).flat_map(|c| judge(j, c)).collect()
}

fn judge(j: &Judge<'_, '_>, considered: &Candidate) -> Vec<Finding> {
    let (view, candidate) = (j.view, considered.id);
    let mut found = Vec::new();
    let mut results: Vec<(&str, &Record, PartialDate)> = Vec::new();
    let mut undated: Vec<&Record> = Vec::new();
    // A ballot that lists others is no result of whom it does not list, when another lists him or her.
    let lists = |r: &Record| match &r.content.body {
        RecordBody::Ballot(b) if !b.lines.is_empty() => Some(b.lines.iter().any(|l| l.candidate == Some(candidate))),
        _ => None,
    };
    let own = view.milestone_records(Milestone::Recommendation, candidate).any(|(_, r)| lists(r) == Some(true));
    // Whoever is moved at the level held needs no 推荐: what others of the batch were promoted on is none of his or hers. Where nobody
    // is promoted it is of those there are.
    let promoted = considered.content.movement == Movement::Promotion;
    let named = |(_, r): (&Step, &Record)| r.content.candidates.contains(&candidate);
    if !promoted
        && !own
        && view.candidates().iter().any(|c| c.content.movement == Movement::Promotion)
        && !view.milestone_records(Milestone::Recommendation, candidate).any(named)
    {
        return found;
    }
    // Whoever needs none is not judged by one that lists others only, either.
    let of_others = |r: &Record| (own || !promoted) && lists(r) == Some(false);
    let mut left_out = false;
    for (step, record) in view.milestone_records(Milestone::Recommendation, candidate) {
        if of_others(record) {
            left_out = true;
            continue;
        }
        match ended(record) {
            Some(on) => results.push((&step.key, record, on)),
            None => undated.push(record),
        }
    }
    if results.is_empty() && undated.is_empty() && j.extent.part && !left_out {
        results = told_otherwise(j, candidate);
    }
    let mut fixed = view.milestone_records(Milestone::NomineesFixed, candidate).map(|(_, r)| r).peekable();
    let awaited = fixed.peek().is_some();
    for record in &undated {
        // Before the nominees are fixed a missing day is nothing but a missing day, which V31b tells.
        if let Some(rules) = j.rules_now("V05").filter(|_| awaited || j.asks("V05")) {
            let message = format!("{}：没有填写日期，无法计算推荐结果有效期", view.call(record));
            found.push(j.say(
                rules,
                "V05",
                rules.level_of("V05", "missing"),
                j.of(record, candidate).field("发生时间"),
                message,
                "请补填日期",
            ));
        }
    }
    if !awaited {
        let newest = newest(&results, None);
        found.extend(newest.values().filter_map(|(record, _)| reminder(j, record, candidate)));
    }
    for record in fixed {
        let Some(on) = happened(record) else {
            if let Some(rules) = j.rules_now("V05").filter(|_| !results.is_empty() || j.owes("V05", record, "date")) {
                let message = format!("{}：没有填写日期，无法核对推荐结果是否在一年有效期内", view.call(record));
                let place = j.of(record, candidate).field("发生时间");
                found.push(j.say(rules, "V05", rules.level_of("V05", "missing"), place, message, "请补填确定考察对象的日期"));
            }
            continue;
        };
        let Some(rules) = j.rules_on("V05", Some(on)) else { continue };
        let newest = newest(&results, Some(on));
        if promoted && results.is_empty() && undated.is_empty() && !excused(j, candidate) && j.asks("V05") {
            // In a whole case a step that was passed over is V31a's; a result that came after the fixing is V31b's.
            let name = view.name(candidate);
            let message = format!("{name}已于{}被确定为考察对象，但在此之前没有任何民主推荐结果的记录", on.chinese());
            let remedy = "请补录民主推荐结果；依规定不需民主推荐的，请将推荐步骤标为不适用并写明理由";
            found.push(j.say(rules, "V05", rules.level("V05"), j.of(record, candidate), message, remedy));
        }
        let late: Vec<(&Record, Level, String)> =
            newest.values().filter_map(|(old, result)| expired(rules, *result, on).map(|(l, m)| (*old, l, m))).collect();
        if let Some((old, level, _)) = late.iter().min_by_key(|(_, level, _)| *level) {
            let words: Vec<&str> = late.iter().filter(|(_, l, _)| l == level).map(|(_, _, m)| m.as_str()).collect();
            let remedy = if *level != rules.level("V05") {
                "请查原件，把日期填到日"
            } else {
                "推荐结果已失效，须重新民主推荐后再确定考察对象"
            };
            let message = format!("{}：{}", view.name(candidate), words.join("；"));
            let finding = j.say(rules, "V05", *level, j.of(record, candidate).field("发生时间"), message, remedy);
            found.push(finding.basis(rules.basis_of("V05", "months")).beside(j.of(old, candidate)));
        }
    }
    found
}

/// A part of a case may show the day of the result only where it was reported or where the votes were cast: at a step before the
/// fixing that names the check, or at one of the same item as the count. The later of the two says when the result was out.
fn told_otherwise<'a>(j: &Judge<'_, 'a>, candidate: CandidateId) -> Vec<(&'a str, &'a Record, PartialDate)> {
    let catalogue = &j.view.case.catalogue;
    let fixing = catalogue.milestone(Milestone::NomineesFixed).next().and_then(|s| catalogue.step_no(&s.key));
    let counted: Vec<&str> = catalogue.milestone(Milestone::Recommendation).map(|s| s.item.as_str()).collect();
    let reported = |s: &Step| s.checks.iter().any(|c| c == "V05") && catalogue.step_no(&s.key) < fixing;
    let ways: [&dyn Fn(&Step) -> bool; 2] = [&reported, &|s| counted.contains(&s.item.as_str())];
    let of = |way: &dyn Fn(&Step) -> bool| -> Vec<(&'a str, &'a Record, PartialDate)> {
        let steps = catalogue.steps.iter().filter(|s| way(s));
        let dated = |(key, r): (&'a str, &'a Record)| ended(r).map(|on| (key, r, on));
        steps.flat_map(|s| j.view.records_for(&s.key, candidate).map(|r| (s.key.as_str(), r))).filter_map(dated).collect()
    };
    ways.iter().map(|way| of(*way)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The newest result of each step, among those not surely after `before`.
fn newest<'a>(
    results: &[(&'a str, &'a Record, PartialDate)],
    before: Option<PartialDate>,
) -> BTreeMap<&'a str, (&'a Record, PartialDate)> {
    let mut newest: BTreeMap<&str, (&Record, PartialDate)> = BTreeMap::new();
    for (step, record, on) in results.iter().filter(|(_, _, on)| !before.is_some_and(|b| b.surely_before(*on))) {
        let later = |(_, held): &(&Record, PartialDate)| on.last_day() >= held.last_day();
        if newest.get(step).is_none_or(later) {
            newest.insert(step, (record, *on));
        }
    }
    newest
}

fn expired(rules: &Rules, result: PartialDate, fixed: PartialDate) -> Option<(Level, String)> {
    let months = rules.number("V05", "months");
    let valid_to = |day: chrono::NaiveDate| day.checked_add_months(Months::new(months));
    let (surely_valid, perhaps_valid) = (valid_to(result.first_day())?, valid_to(result.last_day())?);
    let numbers = format!("{}的推荐结果，至{}确定考察对象", result.chinese(), fixed.chinese());
    if fixed.first_day() > perhaps_valid {
        Some((rules.level("V05"), format!("{numbers}，已超过{months}个月有效期")))
    } else if fixed.last_day() > surely_valid {
        Some((rules.level_of("V05", "unsure"), format!("{numbers}，日期不够精确，无法断定是否在{months}个月有效期内")))
    } else {
        None
    }
}

/// Every recommendation step is 不适用 for the candidate, or left out by the kind of business.
fn excused(j: &Judge<'_, '_>, candidate: CandidateId) -> bool {
    let mut steps = j.view.case.catalogue.milestone(Milestone::Recommendation).peekable();
    let told = |state: StepState| state == StepState::NotApplicable || (state == StepState::Missing && !j.extent.part);
    // 公开选拔、竞争上岗: the marks of the examination stand in place of the votes.
    steps.peek().is_none() || steps.all(|s| j.promotes_without(&s.key) || told(j.view.state(&s.key, Some(candidate))))
}

/// Before 确定考察对象: tell when the year is about to end, or has.
fn reminder(j: &Judge<'_, '_>, record: &Record, candidate: CandidateId) -> Option<Finding> {
    let view = j.view;
    let rules = j.rules_now("V05")?;
    let nominees = view.case.catalogue.milestone(Milestone::NomineesFixed).next()?;
    if view.state(&nominees.key, Some(candidate)) == StepState::NotApplicable
        || view.after_stop(candidate, &nominees.key)
        || view.stopped_at(candidate) == nominees.key
    {
        return None;
    }
    let end = ended(record)?.first_day().checked_add_months(Months::new(rules.number("V05", "months")))?;
    let from = end.checked_sub_days(Days::new(rules.number("V05", "reminder_days").into()))?;
    let today = view.case.today;
    if today < from {
        return None;
    }
    let name = view.name(candidate);
    let on = PartialDate::Day(end).chinese();
    let (level, message) = if today > end {
        (rules.level_of("V05", "lapsed"), format!("{name}的推荐结果已于{on}到期，尚未确定为考察对象"))
    } else {
        (rules.level_of("V05", "soon"), format!("{name}的推荐结果将于{on}到期，尚未确定为考察对象"))
    };
    let place = j.at(candidate, Some(nominees)).field("发生时间");
    let finding = j.say(rules, "V05", level, place, message, "请在到期前研究确定考察对象，或重新推荐");
    let basis = if today > end { "months" } else { "reminder_days" };
    Some(finding.basis(rules.basis_of("V05", basis)).beside(j.of(record, candidate)))
}
