//! V28 任前公示: long enough, after the decision, before the letter of appointment.

use super::judge::Judge;
use super::view::happened;
use crate::case::Candidate;
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::{Notice, Record, RecordBody};
use crate::rules::Rules;

/// Days are counted with both ends: a notice from Monday to Friday stood five working days.
pub(super) fn v28(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.view.candidates() {
        let notices: Vec<(&Record, &Notice)> = j
            .view
            .milestone_records(Milestone::PublicNotice, candidate.id)
            .filter_map(|(_, r)| if let RecordBody::Notice(n) = &r.content.body { Some((r, n)) } else { None })
            .collect();
        found.extend(unexplained(j, candidate, &notices));
        for (record, notice) in &notices {
            let Some(rules) = j.rules_on("V28", notice.start.or(happened(record))) else { continue };
            // A notice of the whole batch is judged once for its length, but for each candidate against his or her decision.
            let told = length(j, rules, record, notice.start, notice.end);
            // One that was put up anew, and stood long enough then, is judged as that.
            let renewed = || {
                notices.iter().any(|(r, n)| {
                    let after = notice.end.zip(n.start).is_some_and(|(end, start)| end.surely_before(start));
                    after && n.end.is_some() && length(j, rules, r, n.start, n.end).is_empty()
                })
            };
            if !told.is_empty() && !renewed() {
                found.extend(told);
            }
            // Whoever only leaves office is in no notice that does not name him or her.
            if j.is_considered(candidate) || record.content.candidates.contains(&candidate.id) {
                found.extend(position(j, rules, record, candidate.id, notice.start, notice.end));
            }
        }
    }
    found
}

/// 破格提拔的, the notice says so and why: told of the first of the notices about somebody, where none of them does.
fn unexplained(j: &Judge<'_, '_>, candidate: &Candidate, notices: &[(&Record, &Notice)]) -> Option<Finding> {
    let (record, notice) = notices.first().filter(|_| candidate.content.exceptional.marked)?;
    let rules = j.rules_on("V28", notice.start.or(happened(record)))?;
    let words = rules.words("V28", "exceptional_words");
    let level = rules.named_level("V28", "elements").filter(|_| !words.is_empty())?;
    let says = |(record, n): &(&Record, &Notice)| {
        let texts = [&n.title, &n.scope, &n.outcome, &record.content.summary].into_iter().chain(&n.elements);
        texts.into_iter().any(|text| words.iter().any(|word| text.contains(word.as_str())))
    };
    if notices.iter().any(says) || notice.elements.is_empty() && !j.owes("V28", record, "elements") {
        return None;
    }
    let name = j.view.name(candidate.id);
    let message = format!("{}：{name}属破格提拔，公示没有说明破格的情形和理由", j.view.call(record));
    let place = j.of(record, candidate.id).field("载明内容");
    let told = j.say(rules, "V28", level, place, message, "请核对公示原件，载明的补填；没有载明的，须更正后重新公示");
    Some(told.basis(rules.basis_of("V28", "exceptional_words")))
}

fn length(
    j: &Judge<'_, '_>,
    rules: &Rules,
    record: &Record,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
) -> Vec<Finding> {
    let view = j.view;
    let say = |level: Level, place: Place, message: String, remedy: &str| j.say(rules, "V28", level, place, message, remedy);
    let grave = rules.level("V28");
    let call = view.call(record);
    let place = view.place_of(record);
    let (Some(start), Some(end)) = (start, end) else {
        let missing = [(start, "start", "公示起日"), (end, "end", "公示止日")];
        let owed = missing.into_iter().find(|(day, key, _)| day.is_none() && j.owes("V28", record, key));
        let Some((_, _, field)) = owed else { return Vec::new() };
        let message = format!("{call}：没有填写{field}，无法核对公示期");
        return vec![say(rules.level_of("V28", "missing"), place.field(field), message, "请补填公示起止日期")];
    };
    let (Some(from), Some(to)) = (start.day(), end.day()) else {
        let message = format!("{call}：公示{}至{}，日期不够精确，无法计算公示期", start.chinese(), end.chinese());
        return vec![say(rules.level_of("V28", "unsure"), place.field("公示起日"), message, "请查公示原件，把起止日期填到日")];
    };
    if to < from {
        let message = format!("{call}：公示止日{}早于起日{}", end.chinese(), start.chinese());
        return vec![say(rules.level_of("V28", "reversed"), place.field("公示止日"), message, "请对照公示原件改正起止日期")];
    }
    let what = format!("{call}：公示{}至{}", start.chinese(), end.chinese());
    let place = place.field("公示止日");
    let short = "公示期不足，须补足后再发任免文件";
    let mut found = Vec::new();
    let (working, least, most) = (
        rules.number("V28", "working_days"),
        i64::from(rules.number("V28", "calendar_days")),
        i64::from(rules.number("V28", "calendar_days_at_most")),
    );
    if working > 0 {
        let (days, provisional) = j.calendar.count(from, to);
        if days < working {
            let message = format!("{what}，共{days}个工作日（起止两日都算），不足{working}个工作日");
            found.push(say(grave, place.clone(), message, short).basis(rules.basis_of("V28", "working_days")));
        }
        if provisional {
            let message = format!("{what}，其间有的年份没有节假日安排，按周一至周五计为{days}个工作日");
            found.push(say(rules.level_of("V28", "uncounted"), place.clone(), message, "请导入该年度的节假日安排后再核对"));
        }
    }
    let days = (to - from).num_days() + 1;
    if days < least {
        let told = say(grave, place, format!("{what}，共{days}天，不足{least}天"), short);
        found.push(told.basis(rules.basis_of("V28", "calendar_days")));
    } else if most > 0 && days > most {
        let remedy = "请核对日期；确需延长的，请在操作情况里写明原因";
        let told = say(rules.level_of("V28", "long"), place, format!("{what}，共{days}天，超过一般的{most}天"), remedy);
        found.push(told.basis(rules.basis_of("V28", "calendar_days_at_most")));
    }
    found
}

fn position(
    j: &Judge<'_, '_>,
    rules: &Rules,
    record: &Record,
    candidate: CandidateId,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
) -> Vec<Finding> {
    let view = j.view;
    let say = |level: Level, place: Place, message: String, remedy: &str| j.say(rules, "V28", level, place, message, remedy);
    let grave = rules.level("V28");
    let mut found = Vec::new();
    let call = view.call(record);
    let name = view.name(candidate);
    let place = Place { candidate: Some(candidate), ..view.place_of(record) };
    // The meeting may be recorded as the vote and again as its minutes, which can come later: the earliest day counts.
    let decision = j.decided(candidate).and_then(|(r, d)| d.map(|d| (r, d)));
    let beside = decision.map(|(r, _)| view.place_of(r));
    match (decision.map(|(_, d)| d), start) {
        (None, _) if !j.asks("V28") => {}
        (None, _) => {
            let message = format!("{call}：没有{name}的任用决定日期，无法核对公示是否在决定之后");
            let remedy = "请补录讨论决定环节的记录和日期";
            found.push(say(grave, place.clone().field("公示起日"), message, remedy));
        }
        (Some(decided), Some(start)) => {
            let numbers = format!("{call}：{name}于{}决定，公示自{}起", decided.chinese(), start.chinese());
            if start.last_day() <= decided.first_day() {
                let message = format!("{numbers}，公示没有在决定之后");
                found.push(say(grave, place.clone().field("公示起日"), message, "公示须在讨论决定之后进行，请核对日期"));
            } else if start.first_day() <= decided.last_day() {
                let message = format!("{numbers}，日期不够精确，无法断定先后");
                found.push(say(
                    rules.level_of("V28", "unsure"),
                    place.clone().field("公示起日"),
                    message,
                    "请查原件，把日期填到日",
                ));
            }
        }
        (Some(_), None) => {}
    }
    if let Some(beside) = beside {
        found.iter_mut().for_each(|f| f.other = Some(beside.clone()));
    }
    let Some(end) = end else { return found };
    for (_, letter) in view.milestone_records(Milestone::AppointmentNotice, candidate) {
        let Some(issued) = happened(letter) else {
            if !j.owes("V28", letter, "date") {
                continue;
            }
            let message = format!("{}：没有填写日期，无法核对任职通知是否在公示期满之后", view.call(letter));
            let place = Place { candidate: Some(candidate), ..view.place_of(letter).field("发生时间") };
            found.push(say(grave, place, message, "请补填任免文件的日期"));
            continue;
        };
        let beside = view.place_of(letter);
        let numbers = format!("{call}：公示至{}止，{name}的任职通知为{}", end.chinese(), issued.chinese());
        if issued.last_day() <= end.first_day() {
            let message = format!("{numbers}，公示期未满就发了任职通知");
            found.push(
                say(grave, place.clone().field("公示止日"), message, "任职通知须在公示期满之后印发，请核对日期").beside(beside),
            );
        } else if issued.first_day() <= end.last_day() {
            let message = format!("{numbers}，日期不够精确，无法断定先后");
            found.push(say(rules.level_of("V28", "unsure"), place.clone().field("公示止日"), message, "请查原件，把日期填到日"));
        }
    }
    found
}
