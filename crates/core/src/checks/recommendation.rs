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

/// 确定考察对象日 − 推荐结果日 ≤ one year. Of each way of recommending (each step that carries the milestone) the newest result
/// counts, and every way that was used must still be valid: an old 会议推荐 is not renewed by a fresh 谈话推荐.
pub(super) fn v05(view: &CaseView<'_>, p: &Parameters) -> Vec<Finding> {
    view.candidates().iter().flat_map(|c| judge(view, p, c.id)).collect()
}

fn judge(view: &CaseView<'_>, p: &Parameters, candidate: CandidateId) -> Vec<Finding> {
    let name = view.name(candidate);
    let fixed = view.milestone_records(Milestone::NomineesFixed, candidate).map(|(_, r)| r).next();
    let mut newest: BTreeMap<&str, &Record> = BTreeMap::new();
    let mut undated = Vec::new();
    for (step, record) in view.milestone_records(Milestone::Recommendation, candidate) {
        match ended(record) {
            // Records of a step come by date: the last one stays.
            Some(_) => {
                newest.insert(&step.key, record);
            }
            None => undated.push(record),
        }
    }
    let say = |level: Level, place: Place, message: String, remedy: &str| {
        let place = Place { candidate: Some(candidate), ..place };
        Finding::new("V05", level, place, message).basis(p.recommendation_basis).remedy(remedy)
    };
    let mut found = Vec::new();
    for record in undated {
        let place = view.place_of(record).field("发生时间");
        found.push(say(
            Level::Error,
            place,
            format!("{}：没有填写日期，无法计算推荐结果有效期", view.call(record)),
            "请补填日期",
        ));
    }
    let Some(fixed) = fixed else {
        found.extend(newest.values().filter_map(|r| reminder(view, p, r, candidate)));
        return found;
    };
    let Some(fixed_on) = happened(fixed) else {
        let message = format!("{}：没有填写日期，无法核对推荐结果是否在一年有效期内", view.call(fixed));
        found.push(say(Level::Error, view.place_of(fixed).field("发生时间"), message, "请补填确定考察对象的日期"));
        return found;
    };
    if newest.is_empty() && found.is_empty() && !excused(view, candidate) {
        let message = format!("{name}已被确定为考察对象，但没有任何民主推荐结果的记录");
        let remedy = "请补录民主推荐结果；依规定不需民主推荐的，请将推荐步骤标为不适用并写明理由";
        found.push(say(Level::Error, view.place_of(fixed), message, remedy));
    }
    for record in newest.values() {
        let Some(result) = ended(record) else { continue };
        let valid_to = |day: chrono::NaiveDate| day.checked_add_months(Months::new(p.recommendation_months));
        let (Some(surely_valid), Some(perhaps_valid)) = (valid_to(result.first_day()), valid_to(result.last_day())) else {
            continue;
        };
        let numbers = format!("{name}：{}的推荐结果，至{}确定考察对象", result.chinese(), fixed_on.chinese());
        let place = view.place_of(record);
        if fixed_on.first_day() > perhaps_valid {
            let message = format!("{numbers}，已超过{}个月有效期", p.recommendation_months);
            found.push(say(Level::Error, place, message, "推荐结果已失效，须重新民主推荐后再确定考察对象"));
        } else if fixed_on.last_day() > surely_valid {
            let message = format!("{numbers}，日期不够精确，无法断定是否在{}个月有效期内", p.recommendation_months);
            found.push(say(Level::Warning, place, message, "请查原件，把日期填到日"));
        }
    }
    found
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
