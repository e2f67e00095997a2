//! V29 任职时间, V30 试用期, V34 任职谈话, V35 年限提醒: what follows a decision, and what the years bring.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::judge::{Judge, list, surely_after};
use super::names::unwritten;
use super::qualify::age;
use super::view::happened;
use crate::case::{Candidate, Movement, Outcome, StepState};
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::record::{AppointmentManner, Decision, Notebook, Participant, Probation, Record, RecordBody};
use crate::rules::Rules;

/// 任职时间 counts from the day the way of appointment says: of decision, of election, of passing, of appointment.
pub(super) fn v29(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in j.records("V29") {
        let RecordBody::Decision(decision) = &record.content.body else { continue };
        let Some(rules) = j.rules_on("V29", happened(record)) else { continue };
        let considered = |c: &CandidateId| j.view.candidate(*c).is_some_and(|c| j.is_considered(c));
        for candidate in super::inspection::concerned(j, record).into_iter().filter(considered) {
            let Some((field, message, of)) = reckoned(j, record, decision, candidate) else { continue };
            let place = j.of(record, candidate).field(field);
            let message = format!("{}：{}{message}", j.view.call(record), j.view.name(candidate));
            let remedy = "请按任职方式核对：党委决定的自决定之日，选举的自当选之日，人大、政府任命的自通过、任命之日";
            found.push(j.say(rules, "V29", rules.level("V29"), place, message, remedy).of_days(of));
        }
    }
    found
}

/// Field, words, and the day they speak of.
type Told = (&'static str, String, Option<PartialDate>);

fn reckoned(j: &Judge<'_, '_>, record: &Record, decision: &Decision, candidate: CandidateId) -> Option<Told> {
    let own = decision.manner;
    let manner = if own == AppointmentManner::Unstated { j.view.post(candidate).map_or(own, |p| p.manner) } else { own };
    if manner == AppointmentManner::Unstated {
        return j.owes("V29", record, "manner").then(|| ("任职方式", "的任职方式没有填写，无法核对任职时间".to_owned(), None));
    }
    let Some(effective) = decision.effective else {
        return Some(("任职时间", "没有填写任职时间起算日".into(), None));
    };
    let days: Vec<PartialDate> = if manner == AppointmentManner::PartyDecision {
        let counts = |r: &&Record| j.counts(r, candidate);
        let of = |m: Milestone| {
            j.view.milestone_records(m, candidate).map(|(_, r)| r).filter(counts).filter_map(happened).collect::<Vec<_>>()
        };
        match (of(Milestone::AppointmentDecision), j.extent.part) {
            // Vote and decision passed over are V31a's.
            (decided, false) if decided.is_empty() => return None,
            (decided, _) => [decided, of(Milestone::Discussion)].concat(),
        }
    } else {
        // The letter of the party and the act of the assembly may be two records.
        let elected = |r: &Record| match &r.content.body {
            RecordBody::Decision(d) => d.election.as_ref().and_then(|e| e.date),
            _ => None,
        };
        let own = decision.election.as_ref().and_then(|e| e.date);
        own.into_iter().chain(j.records_for("V29", candidate).filter_map(elected)).collect()
    };
    let what = match manner {
        AppointmentManner::PartyDecision => "决定",
        AppointmentManner::Elected => "当选",
        AppointmentManner::CongressAppointed => "人大通过",
        AppointmentManner::GovernmentAppointed => "政府任命",
        AppointmentManner::Unstated => "",
    };
    let Some(first) = days.first() else {
        let silent = manner == AppointmentManner::PartyDecision && !j.asks("V29");
        return (!silent).then(|| ("任职时间", format!("没有{what}之日，无法核对任职时间"), None));
    };
    let fits = |d: &PartialDate| !d.surely_before(effective) && !effective.surely_before(*d);
    if days.iter().any(fits) {
        return None;
    }
    // The day of the decision may be that of another record.
    let of = decision.election.as_ref().and_then(|e| e.date).filter(|on| on == first);
    Some(("任职时间", format!("任职时间自{}起，与{what}之日{}不符", effective.chinese(), first.chinese()), of))
}

/// 试用期: its year and its appraisal; a warning in the month before its end, an 错 once it is past without an outcome.
pub(super) fn v30(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V30");
    let leaves = |c: &Candidate| matches!(c.content.movement, Movement::Removal | Movement::Retirement);
    for candidate in j.view.candidates().iter().filter(|c| !leaves(c)) {
        let records: Vec<&Record> = j.records_for("V30", candidate.id).collect();
        let periods: Vec<(&Record, &Probation)> =
            records.iter().filter_map(|r| r.content.body.probation().map(|p| (*r, p))).collect();
        let applies = j.view.post(candidate.id).is_some_and(|p| p.probation);
        let name = j.view.name(candidate.id);
        let Some(rules) = j.rules_now("V30") else { continue };
        let appointed = candidate.content.outcome == Outcome::Appointed
            || j.view.milestone_records(Milestone::AppointmentNotice, candidate.id).next().is_some();
        let Some((record, period)) = merged(&periods) else {
            let missing = step.is_some_and(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
            let told = missing && !j.extent.part;
            if let Some(mark) = j.view.not_applicable(step.map_or("", |s| s.key.as_str()), Some(candidate.id))
                && applies
                && appointed
                && excused(j, step.map(|s| s.key.as_str()), candidate.id)
            {
                let label = step.map_or_else(String::new, |s| j.view.case.catalogue.step_label(&s.key));
                let message = format!("{name}所任职务实行试用期，{label}却标为不适用（{}）", mark.reason.trim());
                let remedy =
                    "请撤回不适用，登记试用期起止日期，期满考核后作出正式任职或免职决定；岗位不实行试用期的，更正岗位信息";
                // Past its end the term is overdue, whatever the step is marked as.
                let overdue = j.view.probation_ends(candidate.id).is_some_and(|end| end < j.view.case.today);
                let level = if overdue { rules.level_of("V30", "overdue") } else { rules.level("V30") };
                found.push(j.say(rules, "V30", level, j.at(candidate.id, step).field("试用期"), message, remedy));
                continue;
            }
            let blank = records.iter().copied().find(|r| j.extent.blank.contains(&(r.id, "probation".to_owned())));
            let term = j
                .view
                .term_ends(candidate.id)
                .filter(|_| applies && appointed && candidate.content.movement == Movement::Promotion);
            let (level, words) = match term.and_then(|end| running(j, rules, PartialDate::Day(end))) {
                Some((level, words)) => (level, format!("{words}，没有填写试用期起止日期")),
                None if blank.is_some() || (applies && appointed && j.asks("V30") && !told) => {
                    let on = if applies { "所任职务实行试用期，" } else { "" };
                    (rules.level("V30"), format!("{on}没有填写试用期起止日期"))
                }
                None => continue,
            };
            let place = blank.or(records.first().copied()).map_or_else(|| j.at(candidate.id, step), |r| j.of(r, candidate.id));
            let remedy = "请填写试用期起止日期；期满的及时考核，作出正式任职或免职决定";
            found.push(j.say(rules, "V30", level, place.field("试用期"), format!("{name}{words}"), remedy));
            continue;
        };
        if let Some((level, (field, words, of))) = judged(j, rules, &period) {
            let message = format!("{}：{name}{words}", j.view.call(record));
            let remedy = match (period.start, period.end) {
                (Some(start), Some(end)) if end.surely_before(start) => "试用期止日早于起日，至少有一处写错：请对照任职文件改正",
                _ => "请核对试用期；期满的及时考核，作出正式任职或免职决定",
            };
            found.push(j.say(rules, "V30", level, j.of(record, candidate.id).field(field), message, remedy).of_days(of));
        }
    }
    found
}

fn excused(j: &Judge<'_, '_>, step: Option<&str>, candidate: CandidateId) -> bool {
    step.is_some_and(|s| j.view.state(s, Some(candidate)) == StepState::NotApplicable)
}

/// What the records of a probation say together: the beginning in one, the outcome often in another.
fn merged<'a>(periods: &[(&'a Record, &'a Probation)]) -> Option<(&'a Record, Probation)> {
    let (first, _) = periods.first()?;
    let mut all = Probation::default();
    for (_, p) in periods {
        all.start = all.start.or(p.start);
        all.end = all.end.or(p.end);
        all.appraised = p.appraised.or(all.appraised);
        all.decided = p.decided.or(all.decided);
        for (to, from) in [(&mut all.appraisal, &p.appraisal), (&mut all.outcome, &p.outcome)] {
            if !from.trim().is_empty() {
                to.clone_from(from);
            }
        }
    }
    Some((first, all))
}

fn judged(j: &Judge<'_, '_>, rules: &Rules, p: &Probation) -> Option<(Level, Told)> {
    let level = rules.level("V30");
    let (Some(start), Some(end)) = (p.start, p.end) else {
        let field = if p.start.is_none() { "试用期起日" } else { "试用期止日" };
        return Some((level, (field, format!("没有填写{field}"), None)));
    };
    let months = rules.number("V30", "months");
    let due = |day: NaiveDate| day.checked_add_months(Months::new(months)).unwrap_or(day);
    // A year from 1 March ends on 28 February or 1 March, as the office writes it.
    let (earliest, latest) = (due(start.first_day()).pred_opt().unwrap_or_default(), due(start.last_day()));
    if end.last_day() < earliest || end.first_day() > latest {
        let words = format!("试用期{}至{}，不是{months}个月", start.chinese(), end.chinese());
        return Some((level, ("试用期止日", words, None)));
    }
    let concluded = !p.outcome.trim().is_empty();
    if concluded {
        // 期满考核 and the decision to keep somebody come at the end; whoever is found unfit may be removed before. The 考核 may be held
        // as soon as the office is reminded of it.
        let kept = !rules.words("V30", "not_kept").iter().any(|word| p.outcome.contains(word.as_str()));
        let soon = end.first_day().checked_sub_days(Days::new(rules.number("V30", "reminder_days").into()))?;
        let early = [
            p.appraised.filter(|on| on.last_day() < soon).map(|on| ("期满考核", "考核", on)),
            p.decided.filter(|on| on.surely_before(end)).map(|on| ("决定时间", "作出决定", on)),
        ];
        if let Some((field, what, on)) = early.into_iter().flatten().next().filter(|_| kept) {
            let message = format!("试用期至{}，{}即{what}，没有期满", end.chinese(), on.chinese());
            return Some((level, (field, message, Some(on))));
        }
        let appraised = p.appraised.is_some() || !p.appraisal.trim().is_empty();
        let words = || format!("试用期满已作出“{}”的决定，没有期满考核", p.outcome.trim());
        return (!appraised).then(|| (level, ("期满考核", words(), None)));
    }
    running(j, rules, end).map(|(level, words)| (level, ("试用期止日", words, None)))
}

/// A term without an outcome that is over, or soon will be.
fn running(j: &Judge<'_, '_>, rules: &Rules, end: PartialDate) -> Option<(Level, String)> {
    let today = j.view.case.today;
    let remind = end.first_day().checked_sub_days(Days::new(rules.number("V30", "reminder_days").into()))?;
    if today > end.last_day() {
        Some((rules.level_of("V30", "overdue"), format!("试用期已于{}期满，尚未考核并作出决定", end.chinese())))
    } else if today >= remind {
        Some((rules.level_of("V30", "soon"), format!("试用期将于{}期满，请准备期满考核", end.chinese())))
    } else {
        None
    }
}

/// 任职谈话: after the decision, soon after taking office, by somebody.
pub(super) fn v34(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.view.candidates().iter().filter(|c| j.is_considered(c)) {
        for record in j.records_for("V34", candidate.id) {
            let RecordBody::Notebook(talk) = &record.content.body else { continue };
            let Some(rules) = j.rules_on("V34", happened(record)) else { continue };
            let name = j.view.name(candidate.id);
            let mut faults: Vec<(&str, String)> = Vec::new();
            let mut beside = None;
            let other = |p: &Participant| !unwritten(rules, &p.name) && p.name.trim() != name.trim();
            let talkers = record.content.participants.iter().any(other)
                || talk.speakers.iter().any(other)
                || record
                    .content
                    .signatures
                    .iter()
                    .any(|s| s.role.contains("谈话人") && !unwritten(rules, &s.name) && s.name.trim() != name.trim());
            let alone = record.content.participants.iter().any(|p| p.role.contains("谈话人"));
            if !talkers && (alone || j.owes("V34", record, "participants") || j.owes("V34", record, "speakers")) {
                faults.push(("谈话人", "没有填写谈话人".into()));
            }
            let decided = j.decided(candidate.id).and_then(|(r, d)| d.map(|d| (r, d)));
            if happened(record).is_none() && j.extent.named.contains("V34") {
                faults.push(("发生时间", "没有填写谈话日期".into()));
            }
            if let Some(on) = happened(record) {
                if let Some((decision, day)) = decided.filter(|(_, day)| on.surely_before(*day)) {
                    faults.push(("发生时间", format!("{}谈话，早于{}的任职决定", on.chinese(), day.chinese())));
                    beside = Some(j.view.place_of(decision));
                } else if let Some((letter, late)) = late(j, rules, candidate.id, on).filter(|_| !in_time(j, rules, candidate.id))
                {
                    faults.push(("发生时间", late));
                    beside = Some(j.view.place_of(letter));
                }
            }
            found.extend(unsaid(j, rules, record, candidate));
            let Some((field, _)) = faults.first().cloned() else { continue };
            let words: Vec<String> = faults.into_iter().map(|(_, w)| w).collect();
            let message = format!("{}：与{name}的任职谈话{}", j.view.call(record), words.join("；"));
            let place = j.of(record, candidate.id).field(field);
            let mut finding =
                j.say(rules, "V34", rules.level("V34"), place, message, "任职谈话应在决定任职之后、到任之初由专人进行，请核对");
            finding.other = beside;
            found.push(finding);
        }
    }
    found
}

/// What one field of a talk says.
type Part = fn(&Notebook) -> &str;

/// 肯定成绩、指出不足、提出要求: one talk may say the one and a further one the other; the first is told of what none of them says.
fn unsaid(j: &Judge<'_, '_>, rules: &Rules, record: &Record, candidate: &Candidate) -> Option<Finding> {
    let level = rules.named_level("V34", "unsaid")?;
    let talks: Vec<(&Record, &Notebook)> = j
        .records_for("V34", candidate.id)
        .filter_map(|r| if let RecordBody::Notebook(talk) = &r.content.body { Some((r, talk)) } else { None })
        .collect();
    talks.first().filter(|(first, _)| first.id == record.id)?;
    let asked: [(&str, &str, Part); 3] =
        [("merits", "成绩", |t| &t.merits), ("shortcomings", "不足", |t| &t.shortcomings), ("demands", "要求", |t| &t.demands)];
    let says = |talk: &Notebook, word: &str, of: Part| !unwritten(rules, of(talk)) || talk.text.contains(word);
    let lacking = asked
        .iter()
        .filter(|(key, word, of)| j.owes_written(record, key) && !talks.iter().any(|(_, talk)| says(talk, word, *of)));
    let lacking: Vec<&str> = lacking.map(|(_, word, _)| *word).collect();
    let field = lacking.first()?;
    let name = j.view.name(candidate.id);
    let message = format!("{}：与{name}的任职谈话没有写明{}", j.view.call(record), list(&lacking));
    let place = j.of(record, candidate.id).field(*field);
    Some(j.say(rules, "V34", level, place, message, "请按谈话记录补写肯定的成绩、指出的不足、提出的要求"))
}

/// Another talk was held between the decision and the day it had to be held by.
fn in_time(j: &Judge<'_, '_>, rules: &Rules, candidate: CandidateId) -> bool {
    let decided = j.decided(candidate).and_then(|(_, day)| day);
    j.records_for("V34", candidate).filter(|r| matches!(r.content.body, RecordBody::Notebook(_))).any(|r| {
        let on = happened(r).filter(|on| !decided.is_some_and(|day| on.surely_before(day)));
        on.is_some_and(|on| late(j, rules, candidate, on).is_none())
    })
}

/// The talk came long after the appointment began.
fn late<'a>(j: &Judge<'_, 'a>, rules: &Rules, candidate: CandidateId, on: PartialDate) -> Option<(&'a Record, String)> {
    let within = rules.number("V34", "within_days");
    let (record, day) = j.first_of(&[Milestone::AppointmentNotice], candidate)?;
    // 任职时间 runs from the decision, not from the letter that tells of it.
    let day = match &record.content.body {
        // A 任职时间 before the decision is told by V29.
        RecordBody::Decision(d) => {
            let days = [d.effective, j.decided(candidate).and_then(|(_, on)| on)].into_iter().flatten();
            days.max_by_key(|d| d.last_day()).filter(|_| d.effective.is_some()).or(day)
        }
        _ => day,
    }?;
    let last = day.last_day().checked_add_days(Days::new(within.into()))?;
    (within > 0 && surely_after(on, PartialDate::Day(last)))
        .then(|| (record, format!("{}才进行，距{}任职已超过{within}天", on.chinese(), day.chinese())))
}

/// 年限提醒: how long in one post, how old, when retiring. Only notes: they decide nothing.
pub(super) fn v35(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V35");
    let today = j.view.case.today;
    let Some(rules) = j.rules_now("V35") else { return found };
    let number = |name: &str| rules.number("V35", name);
    for candidate in j.view.candidates() {
        let Some(person) = j.view.person(candidate.id) else { continue };
        let name = j.view.name(candidate.id);
        let holding = candidate.content.holding;
        let since = holding.since.or_else(|| person.current_post_since.trim().parse().ok());
        let born = person.born.trim().parse::<PartialDate>().ok();
        let years = born.and_then(|b| age(b, today));
        if let Some(level) = rules.named_level("V35", "missing") {
            let terms = ["chief_must_years", "chief_plan_years", "deputy_years", "sensitive_years", "section_years"];
            let ages = ["nonleading_male", "nonleading_female", "retire_male", "retire_female"];
            let asked = |names: &[&str]| names.iter().any(|n| number(n) > 0);
            // Left blank on purpose, or V35 asked for and nothing to remind by; in a whole case what V11 or V16 tells is not told again.
            let asked_alone = j.extent.named.contains("V35") && since.is_none() && born.is_none();
            let owes = |keys: &[&str], other: &str| {
                // What cannot be read is told by the other check, where there is one.
                let written = keys.iter().any(|k| match *k {
                    "current_post_since" => !person.current_post_since.trim().is_empty(),
                    "born" => !person.born.trim().is_empty(),
                    _ => false,
                });
                let unread = written && j.rules_now(other).is_none();
                let blank = unread || keys.iter().any(|k| j.extent.blank_of.contains(&(candidate.id, (*k).to_owned())));
                let whole = !j.extent.part && j.rules_now(other).is_none();
                blank || whole || asked_alone
            };
            let [held, birth, sex] = [&person.current_post_since, &person.born, &person.sex].map(|text| text.trim());
            let owed = [
                ("任现职时间", held, since.is_none() && asked(&terms) && owes(&["current_post_since", "holding"], "V16")),
                ("出生年月", birth, born.is_none() && asked(&ages) && owes(&["born"], "V11")),
                ("性别", sex, sex.is_empty() && asked(&ages) && owes(&["sex"], "")),
            ];
            let owed: Vec<(&str, &str)> = owed.iter().filter(|(.., owed)| *owed).map(|(name, text, _)| (*name, *text)).collect();
            let names = |of: &[(&str, &str)]| list(of.iter().map(|(name, _)| *name));
            let (blank, unread): (Vec<_>, Vec<_>) = owed.iter().copied().partition(|(_, text)| text.is_empty());
            let mut words: Vec<String> = unread.iter().map(|(name, text)| format!("{name}“{text}”读不出日期")).collect();
            words.extend((!blank.is_empty()).then(|| format!("没有填写{}", names(&blank))));
            if !words.is_empty() {
                let place = j.at(candidate.id, step).field(names(&owed));
                let message = format!("{name}：{}，无法提醒任职年限和到龄", words.join("，"));
                let remedy = if unread.is_empty() {
                    "请按干部档案补填"
                } else {
                    "请按干部档案改正，日期写成 202603；知道到日的写成 20260302"
                };
                found.push(j.say(rules, "V35", level, place, message, remedy));
            }
        }
        let mut say = |field: &str, number: &str, words: String| {
            let place = j.at(candidate.id, step).field(field);
            let remedy = "请在动议时一并考虑交流、轮岗或退出安排";
            let told = j.say(rules, "V35", rules.level("V35"), place, format!("{name}：{words}"), remedy);
            found.push(told.basis(rules.basis_of("V35", number)));
        };
        let full = |years: u32| {
            years > 0 && since.and_then(|s| s.first_day().checked_add_months(Months::new(years * 12))).is_some_and(|d| d <= today)
        };
        let from = since.map(PartialDate::chinese).unwrap_or_default();
        if holding.chief && full(number("chief_must_years")) {
            say(
                "任职年限",
                "chief_must_years",
                format!("{from}任现职，正职同一职位已满{}年，必须交流", number("chief_must_years")),
            );
        } else if holding.chief && full(number("chief_plan_years")) {
            say(
                "任职年限",
                "chief_plan_years",
                format!("{from}任现职，正职同一职位已满{}年，应有计划交流", number("chief_plan_years")),
            );
        } else if !holding.chief
            && full(number("deputy_years"))
            && years.is_some_and(|y| i64::from(y) <= i64::from(number("deputy_age")))
        {
            say("任职年限", "deputy_years", format!("{from}任现职，副职同一职位已满{}年，应逐步交流", number("deputy_years")));
        } else if holding.sensitive && full(number("sensitive_years")) {
            say(
                "任职年限",
                "sensitive_years",
                format!("{from}任现职，人财物、审批、执法等岗位已满{}年，应轮岗", number("sensitive_years")),
            );
        } else if holding.section_head && full(number("section_years")) {
            say("任职年限", "section_years", format!("{from}任现职，重要科室负责人已满{}年，应轮岗", number("section_years")));
        }
        let (Some(born), Some(years)) = (born, years) else { continue };
        let male = person.sex.trim() == "男";
        let woman = person.sex.trim() == "女";
        let pick = |m: &'static str, f: &'static str| match (male, woman) {
            (true, _) => (m, number(m)),
            (_, true) => (f, number(f)),
            _ => ("", 0),
        };
        let (of_step_down, step_down) = pick("nonleading_male", "nonleading_female");
        let (of_retiring, retire) = pick("retire_male", "retire_female");
        let near = (retire > 0)
            .then(|| retirement(rules, born.first_day(), retire, male))
            .flatten()
            .filter(|end| end.checked_sub_months(Months::new(number("reminder_months"))).is_some_and(|d| d <= today));
        if let Some(end) = near {
            let on = PartialDate::Month(end.year(), end.month()).chinese();
            say("年龄", of_retiring, format!("{}出生，现{years}岁，{on}到龄退休", born.chinese()));
        } else if step_down > 0 && i64::from(years) >= i64::from(step_down) && candidate.content.movement != Movement::Retirement
        {
            say("年龄", of_step_down, format!("{}出生，现{years}岁，已满{step_down}岁，原则上改任非领导职务", born.chinese()));
        }
    }
    found
}

/// The month of retirement: reaching the age, since the year of the later retirement a month later for every so many months by which that
/// day lies after the end of the year before, up to a limit.
fn retirement(rules: &Rules, born: NaiveDate, years: u32, male: bool) -> Option<NaiveDate> {
    let number = |name: &str| rules.number("V35", name);
    let (every, most) = if male { ("delay_male_every", "delay_male_most") } else { ("delay_female_every", "delay_female_most") };
    let reached = born.checked_add_months(Months::new(years * 12))?;
    let from = i32::try_from(number("delay_from")).ok()?;
    let after = u32::try_from((reached.year() - from) * 12 + i32::try_from(reached.month0()).ok()?).ok().filter(|_| from > 0);
    let Some(later) = after.and_then(|months| months.checked_div(number(every))) else { return Some(reached) };
    reached.checked_add_months(Months::new((later + 1).min(number(most))))
}
