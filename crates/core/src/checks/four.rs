//! V17 凡提四必 and V18 双签字: the reviews without which nobody is discussed, and the two names under the opinion on integrity.

use std::collections::BTreeMap;

use super::consent::{self, Answer};
use super::consult::addressee;
use super::declared::{Declared, declared_on};
use super::judge::{Judge, list};
use super::names;
use super::verdict::{finds_fault, objects, passes, settles};
use super::view::happened;
use crate::case::{Candidate, Outcome};
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::person::unspaced;
use crate::record::{Addressee, Letter, Record, RecordBody, ReviewItem, ReviewTopic, Signature};
use crate::rules::Rules;

fn topic(word: &str) -> Option<ReviewTopic> {
    match word {
        "档案" => Some(ReviewTopic::Archive),
        "个人事项" => Some(ReviewTopic::Assets),
        "纪检" => Some(ReviewTopic::Discipline),
        "信访" => Some(ReviewTopic::Petition),
        "审计" => Some(ReviewTopic::Audit),
        "联席单位" => Some(ReviewTopic::JointUnits),
        "素质测试" => Some(ReviewTopic::AbilityTest),
        _ => None,
    }
}

/// The topic an item stands for: as it says, else by the words of its name.
pub(crate) fn topic_of(rules: &Rules, item: &ReviewItem) -> ReviewTopic {
    if item.topic != ReviewTopic::Other {
        return item.topic;
    }
    let named = ["topic_names", "also_topic_names"].iter().find_map(|list| names::called(rules.words("V17", list), &item.name));
    named.and_then(topic).unwrap_or(ReviewTopic::Other)
}

/// The steps of the 考察 that name the check: those after the nominees were fixed, the early look at 动议 left out.
fn reviews<'a>(j: &Judge<'_, 'a>, candidate: CandidateId) -> Vec<&'a Record> {
    let catalogue = &j.view.case.catalogue;
    let fixed = catalogue.milestone(Milestone::NomineesFixed).next().and_then(|s| catalogue.step_no(&s.key));
    let later = |r: &&Record| catalogue.step_no(&r.content.step) > fixed;
    j.records_for("V17", candidate).filter(later).filter(|r| matches!(r.content.body, RecordBody::Review(_))).collect()
}

/// The early look at 动议 of the steps that name the check: no conclusion to discuss somebody on, but what it found stays found.
fn early_looks<'a>(j: &Judge<'_, 'a>, candidate: CandidateId, later: &[&Record]) -> Vec<&'a Record> {
    let review = |r: &&Record| matches!(r.content.body, RecordBody::Review(_)) && !later.iter().any(|l| l.id == r.id);
    j.records_for("V17", candidate).filter(review).collect()
}

type Item<'a> = (&'a Record, &'a ReviewItem);

fn items<'a>(records: &[&'a Record]) -> impl Iterator<Item = Item<'a>> {
    records.iter().flat_map(|r| match &r.content.body {
        RecordBody::Review(review) => review.items.iter().map(|i| (*r, i)).collect::<Vec<_>>(),
        _ => Vec::new(),
    })
}

/// Each with the topic it stands for: read once, not for each topic that is wanted.
fn with_topics<'a>(rules: &Rules, items: impl Iterator<Item = Item<'a>>) -> Vec<(ReviewTopic, Item<'a>)> {
    items.map(|item| (topic_of(rules, item.1), item)).collect()
}

fn of_topic<'a>(topic: ReviewTopic, items: &[(ReviewTopic, Item<'a>)]) -> Vec<Item<'a>> {
    items.iter().filter(|(of, _)| *of == topic).map(|(_, item)| *item).collect()
}

/// When the conclusions of somebody must have been drawn by: older data asks for none of it.
struct Days<'d, 'j, 'a> {
    j: &'d Judge<'j, 'a>,
    discussed: Option<PartialDate>,
    by_today: bool,
}

impl<'d, 'j, 'a> Days<'d, 'j, 'a> {
    fn of(j: &'d Judge<'j, 'a>, rules: &Rules, candidate: CandidateId) -> Self {
        let discussed = rules.named_level("V17", "late").and_then(|_| j.last_discussed(candidate));
        Days { j, discussed, by_today: rules.named_level("V17", "future").is_some() }
    }

    /// The newest conclusion that was there for the discussion; only where there is none, what came after it.
    fn order(&self, (record, item): &Item<'_>) -> impl Ord + use<> {
        let late = self.discussed.zip(item.date).is_some_and(|(day, on)| day.surely_before(on));
        (!late, item.date.map(PartialDate::last_day), record.id)
    }

    /// A conclusion drawn after the day it had to be there by (R38: 未办结的不得提交讨论), or one not drawn yet: situation and words.
    fn fault(&self, (record, item): &Item<'_>) -> Option<(&'static str, String)> {
        let on = item.date?;
        if let Some(day) = self.discussed.filter(|day| day.surely_before(on)) {
            return Some(("late", format!("的结论日期{}在{}的讨论之后", on.chinese(), day.chinese())));
        }
        // Of a record that is itself dated ahead V31b tells.
        let ahead = |day: PartialDate| self.by_today && self.j.is_ahead(day);
        (ahead(on) && !happened(record).is_some_and(ahead)).then(|| ("future", format!("的结论日期{}", self.j.ahead(on))))
    }
}

/// 档案、个人有关事项、纪检监察意见、信访举报: each with result, date and name; a result that does not pass with its explanation.
pub(super) fn v17(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.wanted().filter(|c| j.is_considered(c)) {
        let records = reviews(j, candidate.id);
        let early = early_looks(j, candidate.id, &records);
        let day = records.iter().chain(&early).find_map(|r| happened(r));
        let Some(rules) = j.rules_on("V17", day) else { continue };
        let all = with_topics(rules, items(&records));
        let wanted: Vec<(&String, ReviewTopic)> = ["topics", "local_topics"]
            .iter()
            .flat_map(|n| rules.words("V17", n))
            .filter_map(|w| topic(w).map(|t| (w, t)))
            .collect();
        let (days, name) = (Days::of(j, rules, candidate.id), j.view.name(candidate.id));
        // What is lacking is told where the others stand; what is no opinion of the 纪检 rather at the step of the reviews than of the
        // two signatures.
        let signs = |r: &Record| j.steps("V18").any(|s| s.key == r.content.step);
        let home = all.iter().find(|(of, _)| wanted.iter().any(|(_, t)| t == of)).map(|(_, (r, _))| *r);
        let reviewed = records.iter().copied().find(|r| !signs(r));
        let first = home.or(reviewed).or(records.first().copied());
        let asked = first.filter(|first| home.is_some() || j.owes("V17", first, "items"));
        let early = with_topics(rules, items(&early));
        for (word, topic) in wanted {
            let mut told: Vec<Told<'_>> = Vec::new();
            let mut given = of_topic(topic, &all);
            let newest = given.iter().max_by_key(|i| days.order(i)).copied();
            if let Some(first) = asked {
                match newest {
                    None => {
                        let home = match topic {
                            ReviewTopic::Discipline => records.iter().copied().find(|r| signs(r) && home.is_none_or(signs)),
                            _ => home.filter(|r| !signs(r)).or(reviewed),
                        };
                        told.push((home.unwrap_or(first), rules.level("V17"), format!("没有{word}的审核结论"), None));
                    }
                    Some(item) => {
                        let words = faults(rules, item.1, name);
                        told.extend(reproach(rules, &days, item, words));
                    }
                }
            }
            if told.is_empty() {
                told.extend(newest.and_then(|item| failed_for_good(j, rules, candidate, word, item)));
            }
            if topic == ReviewTopic::Assets {
                given = [of_topic(topic, &early), given].concat();
            }
            if !newest.is_some_and(|(_, i)| asked.is_some() && fails(rules, i, name)) {
                told.extend(passed_over(rules, &days, &given, newest, name));
            }
            for (record, level, words, day) in told {
                let message = format!("{}：{name}{words}", j.view.call(record));
                let place = j.of(record, candidate.id).field(word.clone());
                let remedy = "各项均须有结论、日期和审核人签名；结论不是通过的，写明处理情况后方可提交讨论";
                found.push(j.say(rules, "V17", level, place, message, remedy).of_days(day));
            }
        }
    }
    let mut read = Read::new();
    found.extend(j.wanted().filter(|c| j.is_considered(c)).filter_map(|c| objected(j, c, &mut read)));
    found
}

/// Whether an answer objects, by the edition it is read by and its words: those on sixty people are mostly worded alike.
type Read<'j> = BTreeMap<(&'j str, String), bool>;

/// What is said of a record, and of which day it is said.
type Told<'a> = (&'a Record, Level, String, Option<PartialDate>);

/// What is to be said of one conclusion; None when nothing is.
fn reproach<'a>(rules: &Rules, days: &Days<'_, '_, '_>, item: Item<'a>, mut words: Vec<String>) -> Option<Told<'a>> {
    let (mut level, mut day) = (rules.level("V17"), None);
    if let Some((situation, told)) = days.fault(&item) {
        level = if words.is_empty() { rules.level_of("V17", situation) } else { level };
        words.push(told);
        day = item.1.date;
    }
    let name = if item.1.name.trim().is_empty() { topic_of(rules, item.1).name() } else { item.1.name.trim() };
    (!words.is_empty()).then(|| (item.0, level, format!("{name}{}", list(words)), day))
}

/// A fault found once and followed by another conclusion is not gone with it (瞒报、漏报 of a declaration are punished, not rubbed out):
/// it wants its explanation, or a later conclusion that says how it was settled. Of the other topics a later one that passes is enough,
/// as long as it was there for the discussion.
fn passed_over<'a>(
    rules: &Rules,
    days: &Days<'_, '_, '_>,
    given: &[Item<'a>],
    newest: Option<Item<'a>>,
    name: &str,
) -> Option<Told<'a>> {
    let explained = |i: &ReviewItem| !names::unwritten(rules, &i.explanation);
    let mut ordered: Vec<(usize, &Item<'a>)> = given.iter().enumerate().collect();
    ordered.sort_by_key(|(at, (_, i))| (i.date.map(PartialDate::last_day), *at));
    let texts = |i: &ReviewItem| i.result.trim().replace(name, "该同志");
    ordered.iter().enumerate().find_map(|(at, (_, item))| {
        if newest.is_some_and(|n| std::ptr::eq(n.1, item.1)) || !finds_fault(rules, topic_of(rules, item.1), &texts(item.1)) {
            return None;
        }
        let settles = |i: &ReviewItem| explained(i) || settles(rules, topic_of(rules, i), &texts(i));
        let settled = explained(item.1) || ordered.iter().skip(at + 1).any(|(_, (_, later))| settles(later));
        let words = if settled { Vec::new() } else { faults(rules, item.1, name) };
        reproach(rules, days, **item, words)
    })
}

/// 纪检监察意见必听: the last answer of the 纪检监察 body objects, or tells of a matter still open, and nobody says how it was settled: by a
/// further answer, or by an explanation beside the conclusion. Of whoever is no longer considered it settles itself.
fn objected<'j>(j: &Judge<'j, '_>, candidate: &Candidate, read: &mut Read<'j>) -> Option<Finding> {
    let id = candidate.id;
    let gone = matches!(candidate.content.outcome, Outcome::NotAppointed | Outcome::Deferred);
    if gone || !j.view.stopped_at(id).is_empty() {
        return None;
    }
    let discipline = |r: &Record, l: &Letter| addressee(j.rules.at(happened(r)), l) == Addressee::Discipline;
    let answers = j.view.case.records.iter().filter_map(|r| match &r.content.body {
        RecordBody::Letter(l) if l.replied.is_some() && j.view.concerns(r, id) && discipline(r, l) => Some((r, l, l.replied?)),
        _ => None,
    });
    let (record, letter, _) = answers.max_by_key(|(r, _, on)| (on.last_day(), r.id))?;
    let rules = j.rules_on("V17", happened(record))?;
    let level = rules.named_level("V17", "objected")?;
    let words = [letter.result.trim(), letter.opinion.trim()];
    let objects = |text: &&str| {
        let dissents = || objects(rules, ReviewTopic::Discipline, text) || consent::read(rules, text) == Answer::Dissents;
        *read.entry((rules.edition.as_str(), (*text).to_owned())).or_insert_with(dissents)
    };
    let said = words.into_iter().filter(|text| !text.is_empty()).find(objects)?;
    let records = reviews(j, id);
    let conclusion = records.iter().find_map(|r| match &r.content.body {
        RecordBody::Review(review) => Some((*r, review.items.iter().find(|i| topic_of(rules, i) == ReviewTopic::Discipline)?)),
        _ => None,
    });
    if conclusion.is_some_and(|(_, item)| !names::unwritten(rules, &item.explanation)) {
        return None;
    }
    let message = format!("{}：纪检监察机关对{}的意见为“{said}”，没有处理说明", j.view.call(record), j.view.name(id));
    let remedy = "纪检监察机关有不同意见、问题未了的不得提交讨论；已经了结的，补录其再次复函，或在审核结论里写明处理情况";
    let told = j.say(rules, "V17", level, j.of(record, id).field("纪检"), message, remedy);
    Some(match conclusion {
        Some((review, _)) => told.beside(j.of(review, id).field("纪检")),
        None => told,
    })
}

/// A topic of which a failing result calls the whole thing off (素质测试不过关的取消或暂缓), whatever is explained beside it, of somebody who
/// is appointed all the same.
fn failed_for_good<'a>(j: &Judge<'_, 'a>, rules: &Rules, candidate: &Candidate, word: &str, item: Item<'a>) -> Option<Told<'a>> {
    let said = |m: Milestone| j.view.milestone_records(m, candidate.id).map(|(_, r)| r);
    let passed = |r: &Record| declared_on(j.rules.at(happened(r)), r, candidate.id) == Some(Declared::Passed);
    let appointed = match candidate.content.outcome {
        Outcome::NotAppointed | Outcome::Deferred => false,
        Outcome::Appointed => true,
        Outcome::Open => said(Milestone::AppointmentDecision).any(passed) || said(Milestone::AppointmentNotice).next().is_some(),
    };
    let result = item.1.result.trim();
    if !appointed
        || !rules.words("V17", "strict_topics").iter().any(|w| w == word)
        || passes(rules, topic_of(rules, item.1), result)
    {
        return None;
    }
    Some((item.0, rules.level("V17"), format!("{word}结论为“{result}”，应取消或暂缓，写了处理情况也不能任用"), None))
}

/// The conclusion does not pass, and nobody explains it.
fn fails(rules: &Rules, item: &ReviewItem, name: &str) -> bool {
    let result = item.result.trim();
    let passes = || passes(rules, topic_of(rules, item), &result.replace(name, "该同志"));
    !result.is_empty() && names::unwritten(rules, &item.explanation) && !passes()
}

fn faults(rules: &Rules, item: &ReviewItem, name: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let result = item.result.trim();
    if result.is_empty() {
        faults.push("没有结论".to_owned());
    } else if fails(rules, item, name) {
        faults.push(format!("结论为“{result}”，没有处理说明"));
    }
    if item.date.is_none() {
        faults.push("没有日期".into());
    }
    if names::unwritten(rules, &item.reviewer) {
        faults.push("没有审核人签名".into());
    }
    faults
}

/// Whether the two roles stand under the opinion with two names, each with its date.
fn signed(rules: &Rules, pair: &str, signatures: &[&Signature]) -> bool {
    let Some((one, two)) = pair.split_once('+') else { return false };
    let offices = rules.words("V18", "offices");
    let fits = |role: &str, s: &Signature| s.role.trim() == role.trim() || names::holds(offices, role, &s.role) == Some(true);
    let of = |role: &str| signatures.iter().filter(|s| fits(role, s)).map(|s| unspaced(&s.name)).collect::<Vec<_>>();
    let (ones, twos) = (of(one), of(two));
    ones.iter().any(|a| twos.iter().any(|b| a != b))
}

/// 双签字: two different people in the right pair of offices, both with a date.
pub(super) fn v18(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(step) = j.first_step("V18") else { return found };
    for candidate in j.view.candidates().iter().filter(|c| j.is_considered(c)) {
        let records: Vec<&Record> = j.view.records_for(&step.key, candidate.id).collect();
        let opinions: Vec<&Record> =
            records.iter().copied().filter(|r| matches!(r.content.body, RecordBody::Review(_))).collect();
        let name = j.view.name(candidate.id);
        let remedy = "请由党组织主要负责人和纪检组织主要负责人分别签名并写明日期，缺一不得提交讨论";
        let Some(record) = opinions.first() else {
            if let Some(record) = records.first().filter(|_| j.asks("V18"))
                && let Some(rules) = j.rules_on("V18", happened(record))
            {
                let message = format!("{name}：{}没有廉洁自律结论性意见", j.view.case.catalogue.step_label(&step.key));
                let place = j.at(candidate.id, Some(step)).field("双签字");
                found.push(j.say(rules, "V18", rules.level("V18"), place, message, remedy));
            }
            continue;
        };
        let Some(rules) = j.rules_on("V18", happened(record)) else { continue };
        let given: Vec<&Signature> = opinions
            .iter()
            .flat_map(|r| &r.content.signatures)
            .filter(|s| s.is_given() && !names::unwritten(rules, &s.name))
            .collect();
        // 缺一不得进入讨论: a name written after the discussion was not there when it was held.
        let discussed = rules.named_level("V18", "late").and_then(|_| j.last_discussed(candidate.id));
        let late = |s: &&Signature| discussed.zip(s.date).is_some_and(|(day, on)| day.surely_before(on));
        let in_time: Vec<&Signature> = given.iter().copied().filter(|s| !late(s)).collect();
        let pairs = rules.words("V18", "pairs");
        if pairs.iter().any(|pair| signed(rules, pair, &in_time)) {
            continue;
        }
        let only_late = pairs.iter().any(|pair| signed(rules, pair, &given));
        let level = if only_late { rules.level_of("V18", "late") } else { rules.level("V18") };
        // A day that has not come is named here, and V31b need not tell of it again.
        let future = j.rules_now("V31b").and_then(|rules| rules.named_level("V31b", "future"));
        let ahead = |s: &Signature| s.date.filter(|on| late(&s) && future.is_some() && j.is_ahead(*on));
        let when = |s: &Signature| match ahead(s) {
            Some(on) => format!("，签于讨论之后，{}", j.ahead(on)),
            None if late(&s) => "，签于讨论之后".to_owned(),
            None => String::new(),
        };
        let names: Vec<String> = given.iter().map(|s| format!("{}（{}{}）", s.name, s.role, when(s))).collect();
        let there = if names.is_empty() { "没有有效签名".to_owned() } else { format!("现有{}", list(names)) };
        let message = format!("{}：{name}的廉洁自律结论性意见没有双签字，{there}", j.view.call(record));
        let place = j.of(record, candidate.id).field("签名");
        let named = record.content.signatures.iter().filter(|s| s.is_given()).filter_map(ahead);
        found.push(j.say(rules, "V18", level, place, message, remedy).of_days(named));
    }
    found
}
