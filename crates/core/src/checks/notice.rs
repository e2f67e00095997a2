//! V28 任前公示: long enough, after the decision, before the letter of appointment.

use chrono::NaiveDate;

use super::WorkingDays;
use super::parameters::{NoticeRule, Parameters};
use super::view::{CaseView, happened};
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::{Notice, Record, RecordBody};

/// Days are counted with both ends: a notice from Monday to Friday stood five working days.
pub(super) fn v28(view: &CaseView<'_>, calendar: &dyn WorkingDays, p: &Parameters) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in view.candidates() {
        for (_, record) in view.milestone_records(Milestone::PublicNotice, candidate.id) {
            let RecordBody::Notice(Notice { start, end, .. }) = &record.content.body else { continue };
            // A notice of the whole batch is judged once for its length, but for each candidate against his or her decision.
            found.extend(length(view, calendar, p, record, *start, *end));
            found.extend(position(view, p, record, candidate.id, *start, *end));
        }
    }
    found
}

fn finding(p: &Parameters, level: Level, place: Place, message: String, remedy: &str) -> Finding {
    Finding::new("V28", level, place, message).basis(p.notice_basis).remedy(remedy)
}

fn length(
    view: &CaseView<'_>,
    calendar: &dyn WorkingDays,
    p: &Parameters,
    record: &Record,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
) -> Vec<Finding> {
    let call = view.call(record);
    let place = view.place_of(record);
    let (Some(start), Some(end)) = (start, end) else {
        let field = if start.is_none() { "公示起日" } else { "公示止日" };
        let message = format!("{call}：没有填写{field}，无法核对公示期");
        return vec![finding(p, Level::Error, place.field(field), message, "请补填公示起止日期")];
    };
    let (Some(from), Some(to)) = (start.day(), end.day()) else {
        let message = format!("{call}：公示{}至{}，日期不够精确，无法计算公示期", start.chinese(), end.chinese());
        return vec![finding(p, Level::Warning, place.field("公示起日"), message, "请查公示原件，把起止日期填到日")];
    };
    if to < from {
        let message = format!("{call}：公示止日{}早于起日{}", end.chinese(), start.chinese());
        return vec![finding(p, Level::Error, place.field("公示止日"), message, "请对照公示原件改正起止日期")];
    }
    let span = format!("公示{}至{}", start.chinese(), end.chinese());
    match p.notice {
        NoticeRule::WorkingDays { at_least } => {
            working_days(calendar, p, place, &format!("{call}：{span}"), (from, to), at_least)
        }
        NoticeRule::CalendarDays { at_least, at_most } => {
            let days = (to - from).num_days() + 1;
            if days < i64::from(at_least) {
                let message = format!("{call}：{span}，共{days}天，不足{at_least}天");
                vec![finding(p, Level::Error, place.field("公示止日"), message, "公示期不足，须补足后再发任免文件")]
            } else if days > i64::from(at_most) {
                let message = format!("{call}：{span}，共{days}天，超过一般的{at_most}天");
                vec![finding(
                    p,
                    Level::Warning,
                    place.field("公示止日"),
                    message,
                    "请核对日期；确需延长的，请在操作情况里写明原因",
                )]
            } else {
                Vec::new()
            }
        }
    }
}

fn working_days(
    calendar: &dyn WorkingDays,
    p: &Parameters,
    place: Place,
    what: &str,
    (from, to): (NaiveDate, NaiveDate),
    at_least: u32,
) -> Vec<Finding> {
    let (days, provisional) = calendar.count(from, to);
    let mut found = Vec::new();
    if days < at_least {
        let message = format!("{what}，共{days}个工作日（起止两日都算），不足{at_least}个工作日");
        let remedy = "公示期不足，须补足后再发任免文件";
        found.push(finding(p, Level::Error, place.clone().field("公示止日"), message, remedy));
    }
    if provisional {
        let message = format!("{what}，其间有的年份没有节假日安排，按周一至周五计为{days}个工作日");
        found.push(finding(p, Level::Note, place.field("公示止日"), message, "请导入该年度的节假日安排后再核对"));
    }
    found
}

fn position(
    view: &CaseView<'_>,
    p: &Parameters,
    record: &Record,
    candidate: CandidateId,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let call = view.call(record);
    let name = view.name(candidate);
    let place = Place { candidate: Some(candidate), ..view.place_of(record) };
    // The meeting may be recorded as the vote and again as its minutes, which can come later: the earliest day counts.
    let decided = view.milestone_records(Milestone::AppointmentDecision, candidate).filter_map(|(_, r)| happened(r));
    let decided = decided.min_by_key(|d| (d.first_day(), d.last_day()));
    match (decided, start) {
        (None, _) => {
            let message = format!("{call}：没有{name}的任用决定日期，无法核对公示是否在决定之后");
            let remedy = "请补录讨论决定环节的记录和日期";
            found.push(finding(p, Level::Error, place.clone().field("公示起日"), message, remedy));
        }
        (Some(decided), Some(start)) => {
            let numbers = format!("{call}：{name}于{}决定，公示自{}起", decided.chinese(), start.chinese());
            if start.last_day() <= decided.first_day() {
                let message = format!("{numbers}，公示没有在决定之后");
                found.push(finding(
                    p,
                    Level::Error,
                    place.clone().field("公示起日"),
                    message,
                    "公示须在讨论决定之后进行，请核对日期",
                ));
            } else if start.first_day() <= decided.last_day() {
                let message = format!("{numbers}，日期不够精确，无法断定先后");
                found.push(finding(p, Level::Warning, place.clone().field("公示起日"), message, "请查原件，把日期填到日"));
            }
        }
        (Some(_), None) => {}
    }
    let Some(end) = end else { return found };
    for (_, letter) in view.milestone_records(Milestone::AppointmentNotice, candidate) {
        let Some(issued) = happened(letter) else {
            let message = format!("{}：没有填写日期，无法核对任职通知是否在公示期满之后", view.call(letter));
            let place = Place { candidate: Some(candidate), ..view.place_of(letter).field("发生时间") };
            found.push(finding(p, Level::Error, place, message, "请补填任免文件的日期"));
            continue;
        };
        let numbers = format!("{call}：公示至{}止，{name}的任职通知为{}", end.chinese(), issued.chinese());
        if issued.last_day() <= end.first_day() {
            let message = format!("{numbers}，公示期未满就发了任职通知");
            found.push(finding(
                p,
                Level::Error,
                place.clone().field("公示止日"),
                message,
                "任职通知须在公示期满之后印发，请核对日期",
            ));
        } else if issued.first_day() <= end.last_day() {
            let message = format!("{numbers}，日期不够精确，无法断定先后");
            found.push(finding(p, Level::Warning, place.clone().field("公示止日"), message, "请查原件，把日期填到日"));
        }
    }
    found
}
