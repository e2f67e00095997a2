//! V05 推荐结果有效期: whoever becomes 考察对象 must have been recommended within the year.

use std::collections::BTreeMap;

use chrono::{Days, Months};

use super::parameters::Parameters;
use super::view::{CaseView, ended, happened};
use crate::case::StepState;
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::Record;

/// 确定考察对象日 − 推荐结果日 ≤ one year, for each time nominees were fixed. Of each way of recommending (each step that carries
/// the milestone) the newest result before that day counts, and every way that was used must still be valid: an old 会议推荐 is
/// not renewed by a fresh 谈话推荐.
pub(super) fn v05(view: &CaseView<'_>, p: &Parameters) -> Vec<Finding> {
    view.candidates().iter().flat_map(|c| judge(view, p, c.id)).collect()
}

fn say(p: &Parameters, candidate: CandidateId, level: Level, place: Place, message: String, remedy: &str) -> Finding {
    let place = Place { candidate: Some(candidate), ..place };
    Finding::new("V05", level, place, message).basis(p.recommendation_basis).remedy(remedy)
}

fn judge(view: &CaseView<'_>, p: &Parameters, candidate: CandidateId) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut results: Vec<(&str, &Record, PartialDate)> = Vec::new();
    for (step, record) in view.milestone_records(Milestone::Recommendation, candidate) {
        if let Some(on) = ended(record) {
            results.push((&step.key, record, on));
        } else {
            let place = view.place_of(record).field("发生时间");
            let message = format!("{}：没有填写日期，无法计算推荐结果有效期", view.call(record));
            found.push(say(p, candidate, Level::Error, place, message, "请补填日期"));
        }
    }
    let undated = !found.is_empty();
    let mut fixed = view.milestone_records(Milestone::NomineesFixed, candidate).map(|(_, r)| r).peekable();
    if fixed.peek().is_none() {
        let newest = newest(&results, None);
        found.extend(newest.values().filter_map(|(record, _)| reminder(view, p, record, candidate)));
    }
    for record in fixed {
        let Some(on) = happened(record) else {
            let place = view.place_of(record).field("发生时间");
            let message = format!("{}：没有填写日期，无法核对推荐结果是否在一年有效期内", view.call(record));
            found.push(say(p, candidate, Level::Error, place, message, "请补填确定考察对象的日期"));
            continue;
        };
        let newest = newest(&results, Some(on));
        if newest.is_empty() && !undated && !excused(view, candidate) {
            let name = view.name(candidate);
            let message = format!("{name}已于{}被确定为考察对象，但在此之前没有任何民主推荐结果的记录", on.chinese());
            let remedy = "请补录民主推荐结果；依规定不需民主推荐的，请将推荐步骤标为不适用并写明理由";
            found.push(say(p, candidate, Level::Error, view.place_of(record), message, remedy));
        }
        found.extend(newest.values().filter_map(|(record, result)| expired(view, p, candidate, record, *result, on)));
    }
    found
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

fn expired(
    view: &CaseView<'_>,
    p: &Parameters,
    candidate: CandidateId,
    record: &Record,
    result: PartialDate,
    fixed: PartialDate,
) -> Option<Finding> {
    let valid_to = |day: chrono::NaiveDate| day.checked_add_months(Months::new(p.recommendation_months));
    let (surely_valid, perhaps_valid) = (valid_to(result.first_day())?, valid_to(result.last_day())?);
    let name = view.name(candidate);
    let numbers = format!("{name}：{}的推荐结果，至{}确定考察对象", result.chinese(), fixed.chinese());
    let (level, message, remedy) = if fixed.first_day() > perhaps_valid {
        let message = format!("{numbers}，已超过{}个月有效期", p.recommendation_months);
        (Level::Error, message, "推荐结果已失效，须重新民主推荐后再确定考察对象")
    } else if fixed.last_day() > surely_valid {
        let message = format!("{numbers}，日期不够精确，无法断定是否在{}个月有效期内", p.recommendation_months);
        (Level::Warning, message, "请查原件，把日期填到日")
    } else {
        return None;
    };
    Some(say(p, candidate, level, view.place_of(record), message, remedy))
}

/// Every recommendation step is 不适用 for the candidate.
fn excused(view: &CaseView<'_>, candidate: CandidateId) -> bool {
    let mut steps = view.case.catalogue.milestone(Milestone::Recommendation).peekable();
    steps.peek().is_none() || steps.all(|s| view.state(&s.key, Some(candidate)) == StepState::NotApplicable)
}

/// Before 确定考察对象: tell when the year is about to end, or has.
fn reminder(view: &CaseView<'_>, p: &Parameters, record: &Record, candidate: CandidateId) -> Option<Finding> {
    let nominees = view.case.catalogue.milestone(Milestone::NomineesFixed).next()?;
    if view.state(&nominees.key, Some(candidate)) == StepState::NotApplicable || view.after_stop(candidate, &nominees.key) {
        return None;
    }
    let end = ended(record)?.first_day().checked_add_months(Months::new(p.recommendation_months))?;
    let from = end.checked_sub_days(Days::new(p.recommendation_reminder_days.into()))?;
    let today = view.case.today;
    if today < from {
        return None;
    }
    let name = view.name(candidate);
    let on = PartialDate::Day(end).chinese();
    let (level, message) = if today > end {
        (Level::Warning, format!("{name}的推荐结果已于{on}到期，尚未确定为考察对象"))
    } else {
        (Level::Note, format!("{name}的推荐结果将于{on}到期，尚未确定为考察对象"))
    };
    let place = Place { candidate: Some(candidate), ..view.place_of(record) };
    Some(
        Finding::new("V05", level, place, message).basis(p.recommendation_basis).remedy("请在到期前研究确定考察对象，或重新推荐"),
    )
}
