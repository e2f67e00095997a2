//! V14 考察组, V15 考察预告, V16 延伸考察, V20 考察材料: who inspected, announced when, where, and what came of it on paper.

use std::collections::BTreeSet;

use chrono::Days;

use super::judge::{Judge, list, surely_after};
use super::names::{self, unwritten};
use super::qualify::full_months;
use super::recusal::kin;
use super::view::{ended, happened};
use crate::case::{Movement, StepState};
use crate::catalogue::{Milestone, Step};
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::person::unspaced;
use crate::record::{Document, Notice, PartKind, Record, RecordBody, RecordKind, TeamMember};
use crate::rules::Rules;

/// Documents of the steps that name the check, with their team.
fn teams<'a>(j: &Judge<'_, 'a>) -> Vec<(&'a Record, &'a Document)> {
    let document = |r: &'a Record| match &r.content.body {
        RecordBody::Document(d) => Some((r, d)),
        _ => None,
    };
    let all: Vec<_> = j.records("V14").filter_map(document).collect();
    // A part of a case may name the team only on its 考察材料.
    if j.extent.part && all.iter().all(|(_, d)| d.team.is_empty()) {
        let blank = |r: &Record| j.extent.blank.contains(&(r.id, "team".to_owned()));
        let on_paper = j.records("V20").filter_map(document).filter(|(r, d)| !d.team.is_empty() || blank(r));
        let on_paper: Vec<_> = on_paper.collect();
        return if on_paper.is_empty() { all } else { on_paper };
    }
    all
}

/// The names on a list of the group.
fn members(rules: &Rules, document: &Document) -> BTreeSet<String> {
    document.team.iter().filter(|m| !unwritten(rules, &m.name)).map(|m| unspaced(&m.name)).collect()
}

/// 考察组: two members and more, none of them kin of whom they inspect.
pub(super) fn v14(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let all = teams(j);
    for (record, document) in &all {
        let Some(rules) = j.rules_on("V14", happened(record)) else { continue };
        let names = members(rules, document);
        let least = rules.number("V14", "members");
        let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let call = j.view.call(record);
        let place = j.view.place_of(record).field("考察组成员");
        let remedy = "请按规定组建考察组：两人以上，与考察对象没有应回避的关系";
        // One record of the step may be the plan, another the list: the list alone is asked for.
        let listed = all.iter().any(|(_, d)| d.team.iter().any(|m| !m.name.trim().is_empty()));
        let unasked = document.team.is_empty() && !j.owes("V14", record, "team");
        if names.is_empty() && (listed || unasked) {
            continue;
        }
        // A list that was too short and was made up later is judged as that one.
        let mended = || {
            all.iter().any(|(r, d)| {
                let later =
                    (happened(r).map(PartialDate::last_day), r.id) > (happened(record).map(PartialDate::last_day), record.id);
                let same = r.content.candidates == record.content.candidates;
                later && same && members(rules, d).len() >= usize::try_from(least).unwrap_or(usize::MAX)
            })
        };
        if count < least && !mended() {
            let message = if count == 0 {
                format!("{call}：没有填写考察组成员")
            } else {
                format!("{call}：考察组只有{count}人，不足{least}人")
            };
            found.push(j.say(rules, "V14", rules.level("V14"), place.clone(), message, remedy));
        }
        let kin = kin(j);
        for candidate in concerned(j, record) {
            let own = |n: &str| (n == unspaced(j.view.name(candidate))).then_some("考察对象本人");
            let related: Vec<String> =
                names.iter().filter_map(|n| kin.between(n, candidate).or(own(n)).map(|k| format!("{n}（{k}）"))).collect();
            if !related.is_empty() {
                let message = format!("{call}：考察组成员{}与{}有应回避的关系", list(&related), j.view.name(candidate));
                let place = j.of(record, candidate).field("考察组成员");
                found.push(j.say(rules, "V14", rules.level("V14"), place, message, remedy));
            }
        }
    }
    found
}

/// Whom a record speaks of: those named, else everybody still in the procedure.
pub(super) fn concerned(j: &Judge<'_, '_>, record: &Record) -> Vec<CandidateId> {
    if !record.content.candidates.is_empty() {
        return record.content.candidates.clone();
    }
    j.view.candidates().iter().map(|c| c.id).filter(|c| !j.view.after_stop(*c, &record.content.step)).collect()
}

/// When the 考察 of a candidate began.
fn begun<'a>(j: &Judge<'_, 'a>, candidate: CandidateId) -> Option<(&'a Record, PartialDate)> {
    let (record, day) = j.first_of(&[Milestone::Inspection], candidate)?;
    day.map(|d| (record, d))
}

/// What 推荐公告 and 考察预告 together must say, where a local rule lists it.
fn unannounced(j: &Judge<'_, '_>) -> Option<Finding> {
    let catalogue = &j.view.case.catalogue;
    let voted = catalogue.milestone(Milestone::Recommendation).filter_map(|s| catalogue.step_no(&s.key)).min();
    let calls = |step: &Step| step.records.contains(&RecordKind::Notice) && catalogue.step_no(&step.key) < voted;
    let steps = catalogue.steps.iter().filter(|s| s.milestone == Some(Milestone::InspectionNotice) || calls(s));
    let notices: Vec<(&Record, &Notice)> = steps
        .flat_map(|s| j.view.records(&s.key))
        .filter_map(|r| if let RecordBody::Notice(n) = &r.content.body { Some((*r, n)) } else { None })
        .collect();
    let (record, _) = notices.last().filter(|(r, _)| j.extent.about.is_none() || j.wants(r))?;
    let rules = j.rules_on("V15", happened(record))?;
    let wanted = rules.words("V15", "elements");
    let level = rules.named_level("V15", "elements").filter(|_| !wanted.is_empty())?;
    let said: Vec<&String> = notices.iter().flat_map(|(_, n)| &n.elements).filter(|e| !unwritten(rules, e)).collect();
    if said.is_empty() && !notices.iter().any(|(r, _)| j.owes("V15", r, "elements")) {
        return None;
    }
    let lacking = wanted.iter().filter(|entry| !said.iter().any(|e| names::called(std::slice::from_ref(*entry), e).is_some()));
    let lacking: Vec<&str> = lacking.map(|entry| entry.split('：').next().unwrap_or_default()).collect();
    if lacking.is_empty() {
        return None;
    }
    let message = format!("{}：载明的内容里没有{}", j.view.call(record), list(&lacking));
    let place = j.view.place_of(record).field("载明内容");
    let told = j.say(rules, "V15", level, place, message, "请核对公告、预告原件，载明的补填；没有载明的，须补充公布");
    Some(told.basis(rules.basis_of("V15", "elements")))
}

/// 考察预告: out before the 考察 begins.
pub(super) fn v15(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = unannounced(j).into_iter().collect();
    for candidate in j.view.candidates() {
        let Some((first, start)) = begun(j, candidate.id) else { continue };
        let Some(rules) = j.rules_on("V15", Some(start)) else { continue };
        let days = Days::new(rules.number("V15", "days_before").into());
        let remedy = "请核对预告和考察的日期；确未提前预告的，须重新预告后再考察";
        let notices: Vec<&Record> = j.view.milestone_records(Milestone::InspectionNotice, candidate.id).map(|(_, r)| r).collect();
        let out = |r: &&Record| match &r.content.body {
            RecordBody::Notice(n) => n.start.or(r.content.date),
            _ => r.content.date,
        };
        let step = j.view.case.catalogue.milestone(Milestone::InspectionNotice).next();
        let place = |r: &Record| j.view.place_of(r).field("发布日期");
        if notices.is_empty() {
            // In a whole case the missing step is V31a's.
            if j.extent.named.contains("V15") && candidate.content.movement == Movement::Promotion {
                let message = format!("{}：{}已开始考察，没有发布考察预告", j.view.name(candidate.id), start.chinese());
                found.push(j.say(rules, "V15", rules.level("V15"), j.at(candidate.id, step), message, remedy));
            }
            continue;
        }
        let earliest = notices.iter().filter_map(|r| out(r).map(|d| (*r, d))).min_by_key(|(_, d)| d.first_day());
        let Some((notice, on)) = earliest else {
            if let Some(record) = notices.first().filter(|r| j.owes("V15", r, "start") || j.owes("V15", r, "date")) {
                let message = format!("{}：没有填写发布日期，无法核对是否先于考察", j.view.call(record));
                found.push(j.say(rules, "V15", rules.level_of("V15", "missing"), place(record), message, "请补填发布日期"));
            }
            continue;
        };
        let latest = |d: chrono::NaiveDate| d.checked_add_days(days).unwrap_or(d);
        let message =
            format!("{}：{}发布，{}开始考察（{}）", j.view.call(notice), on.chinese(), start.chinese(), j.view.call(first));
        let (level, words) = if latest(on.first_day()) > start.last_day() {
            (rules.level("V15"), "，没有提前预告")
        } else if latest(on.last_day()) > start.first_day() && (on.day().is_none() || start.day().is_none()) {
            (rules.level_of("V15", "unsure"), "，日期不够精确，无法断定先后")
        } else {
            continue;
        };
        found.push(j.say(rules, "V15", level, place(notice), format!("{message}{words}"), remedy).beside(j.view.place_of(first)));
    }
    found
}

/// 延伸考察: whoever has held the present post for less than two years is also looked at where he or she was before.
pub(super) fn v16(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(step) = j.first_step("V16") else { return found };
    for candidate in j.view.candidates().iter().filter(|c| j.is_considered(c) && !j.view.after_stop(c.id, &step.key)) {
        let on = begun(j, candidate.id)
            .map(|(_, d)| d)
            .or_else(|| j.first_of(&[Milestone::NomineesFixed], candidate.id).and_then(|(_, d)| d))
            .unwrap_or(PartialDate::Day(j.view.case.today));
        let Some(rules) = j.rules_on("V16", Some(on)) else { continue };
        let name = j.view.name(candidate.id);
        let place = j.at(candidate.id, Some(step)).field("任现职时间");
        let text = j.view.person(candidate.id).map_or("", |p| p.current_post_since.trim());
        let Ok(since) = text.parse::<PartialDate>() else {
            if j.owes_of("V16", candidate.id, "current_post_since") || !text.is_empty() {
                let what = if text.is_empty() {
                    "没有填写任现职时间".to_owned()
                } else {
                    format!("任现职时间“{text}”读不出日期")
                };
                let message = format!("{name}：{what}，无法核对是否须延伸考察");
                found.push(j.say(rules, "V16", rules.level_of("V16", "missing"), place, message, "请补填任现职时间"));
            }
            continue;
        };
        let months = rules.number("V16", "months");
        let full = full_months(since, months, on.last_day());
        let visited = j.view.records_for(&step.key, candidate.id).next().is_some();
        // A step that is simply missing is told by V31a or V36.
        let told = !j.extent.part && j.view.state(&step.key, Some(candidate.id)) == StepState::Missing;
        if full == Some(true) || visited || told {
            continue;
        }
        if full.is_none() {
            let message = format!("{name}：任现职时间只写到{}，无法核对是否须延伸考察", since.chinese());
            found.push(j.say(rules, "V16", rules.level_of("V16", "missing"), place, message, "请补填任现职的年月"));
            continue;
        }
        let message = format!("{name}：{}任现职，至{}不满{months}个月，没有延伸考察记录", since.chinese(), on.chinese());
        found.push(j.say(rules, "V16", rules.level("V16"), place, message, "请到原工作单位延伸考察并记录"));
    }
    found
}

pub(super) fn part(word: &str) -> Option<PartKind> {
    match word {
        "表现" => Some(PartKind::Conduct),
        "不足" => Some(PartKind::Faults),
        "推荐测评" => Some(PartKind::Opinions),
        "核查结论" => Some(PartKind::Checks),
        _ => None,
    }
}

/// 考察材料: its parts, the signatures of the whole group, and a date not before the end of the 考察.
pub(super) fn v20(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in j.records("V20") {
        let RecordBody::Document(document) = &record.content.body else { continue };
        let Some(rules) = j.rules_on("V20", happened(record)) else { continue };
        let mut faults: Vec<(&str, String)> = Vec::new();
        let mut beside = None;
        let wanted: Vec<PartKind> = rules.words("V20", "parts").iter().filter_map(|w| part(w)).collect();
        let written = |p: &PartKind| document.parts.iter().any(|x| x.part == *p && !unwritten(rules, &x.text));
        let absent: Vec<&str> = wanted.iter().filter(|p| !written(p)).map(|p| p.name()).collect();
        if !absent.is_empty() && (!document.parts.is_empty() || j.owes("V20", record, "parts")) {
            faults.push(("正文", format!("缺少{}部分：{}", absent.len(), list(&absent))));
        }
        let (mut unsigned, listed) = unsigned(j, rules, record, document);
        // Older data asks only for those the material itself names.
        let mut level = rules.level("V20");
        if let Some(of_team) = rules.named_level("V20", "team").filter(|_| !listed.is_empty()) {
            level = if unsigned.is_empty() && faults.is_empty() { of_team } else { level };
            unsigned.extend(listed);
        }
        if !unsigned.is_empty() {
            faults.push(("签名", format!("考察组成员{}没有签名", list(unsigned))));
        }
        if happened(record).is_none() && j.extent.named.contains("V20") {
            faults.push(("发生时间", "没有填写日期，无法核对是否在考察结束之后".into()));
        }
        if let (Some(on), Some((until, last))) = (happened(record), finished(j, record, document))
            && on.surely_before(until)
        {
            level = rules.level("V20");
            faults.push(("日期", format!("材料日期{}早于考察结束日{}", on.chinese(), until.chinese())));
            beside = last.map(|r| j.view.place_of(r));
        }
        let Some((field, _)) = faults.first().cloned() else { continue };
        let words: Vec<String> = faults.into_iter().map(|(_, w)| w).collect();
        let message = format!("{}：{}", j.view.call(record), words.join("；"));
        let place = j.view.place_of(record).field(field);
        // Names of parts have commas of their own.
        let parts = if absent.is_empty() { String::new() } else { format!("（{}）", absent.join("；")) };
        let remedy = format!("请补齐缺少的部分{parts}，由考察组全体成员签名，日期写成考察结束之后");
        let mut finding = j.say(rules, "V20", level, place, message, &remedy);
        finding.other = beside;
        found.push(finding);
    }
    found
}

/// Members of the group who have not signed the material: those it names itself, and those only the list of the group names.
fn unsigned<'a>(j: &Judge<'_, 'a>, rules: &Rules, record: &Record, document: &'a Document) -> (Vec<&'a str>, Vec<&'a str>) {
    let shared = |r: &Record| {
        let named = &r.content.candidates;
        named.is_empty() || record.content.candidates.iter().any(|c| named.contains(c))
    };
    let lists: Vec<&Document> = teams(j).into_iter().filter(|(r, d)| shared(r) && !d.team.is_empty()).map(|(_, d)| d).collect();
    // With several groups nobody can say whose material it is.
    let listed: &[TeamMember] = if let [one] = lists.as_slice() { &one.team } else { &[] };
    let mut told: BTreeSet<String> = BTreeSet::new();
    let signed = |name: &str| record.content.signatures.iter().any(|s| s.is_given() && unspaced(&s.name) == name);
    let mut missing = |team: &'a [TeamMember]| {
        let mut names: Vec<&'a str> = Vec::new();
        for member in team {
            let name = unspaced(&member.name);
            if !unwritten(rules, &name) && !signed(&name) && told.insert(name) {
                names.push(member.name.as_str());
            }
        }
        names
    };
    // A material that names nobody is that of the group.
    if document.team.is_empty() { (missing(listed), Vec::new()) } else { (missing(&document.team), missing(listed)) }
}

/// The day the 考察 was over: as the material says, else the last of its records.
fn finished<'a>(j: &Judge<'_, 'a>, record: &Record, document: &Document) -> Option<(PartialDate, Option<&'a Record>)> {
    if let Some(until) = document.inspected_until {
        return Some((until, None));
    }
    let of =
        |c: &CandidateId| j.view.milestone_records(Milestone::Inspection, *c).filter_map(|(_, r)| ended(r).map(|d| (d, Some(r))));
    let about = concerned(j, record);
    about.iter().flat_map(of).max_by(|(a, _), (b, _)| {
        if surely_after(*a, *b) { std::cmp::Ordering::Greater } else { a.first_day().cmp(&b.first_day()) }
    })
}
