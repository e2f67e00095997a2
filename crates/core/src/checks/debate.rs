//! V33 末位表态, V37 酝酿不代替决定、临时动议: how the deciding meeting was held.

use std::collections::BTreeSet;

use super::declared::{Declared, declared_on};
use super::judge::{Judge, list};
use super::meeting::voted;
use super::names;
use super::view::happened;
use crate::case::{Candidate, Movement, StepState};
use crate::catalogue::Milestone;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::person::unspaced;
use crate::record::{Meeting, MeetingBody, Opinion, Record, RecordBody};
use crate::rules::Rules;

/// Who speaks last, without blanks in the name: as the meeting says, else as the opinions mark, else as the register of members has it.
fn principals(j: &Judge<'_, '_>, meeting: &Meeting) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    names.insert(unspaced(&meeting.principal));
    names.extend(meeting.opinions.iter().filter(|o| o.principal).map(|o| unspaced(&o.name)));
    names.remove("");
    if names.is_empty() {
        names.extend(j.view.case.batch.content.members.iter().filter(|m| m.principal).map(|m| unspaced(&m.name)));
        names.remove("");
    }
    names
}

/// 主要负责人 gives the last opinion on each candidate the members spoke on.
pub(super) fn v33(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in j.records("V33") {
        let RecordBody::Meeting(meeting) = &record.content.body else { continue };
        let Some(rules) = j.rules_on("V33", happened(record)) else { continue };
        let (call, place) = (j.view.call(record), j.view.place_of(record).field("发言次序"));
        let remedy = "请核对发言次序；主要负责人应在其他成员之后表态";
        if meeting.opinions.is_empty() {
            if j.owes("V33", record, "opinions") {
                let message = format!("{call}：没有逐人意见，无法核对主要负责人是否末位表态");
                found.push(j.say(rules, "V33", rules.level_of("V33", "missing"), place, message, remedy));
            }
            continue;
        }
        let mut principals = principals(j, meeting);
        let known = !principals.is_empty();
        // Whoever was absent cannot have the last word.
        let gone = |name: &String| meeting.absent.iter().any(|a| unspaced(&a.name) == *name);
        let spoke = |name: &String| meeting.opinions.iter().any(|o| unspaced(&o.name) == *name);
        principals.retain(|name| !gone(name) || spoke(name));
        if known && principals.is_empty() {
            continue;
        }
        if principals.is_empty() {
            if j.owes("V33", record, "principal") {
                let message = format!("{call}：没有写明谁是主要负责人，无法核对是否末位表态");
                found.push(j.say(rules, "V33", rules.level_of("V33", "missing"), place, message, "请在会议记录里填写主要负责人"));
            }
            continue;
        }
        if let Some(words) = rules.named_level("V33", "unsaid").and_then(|_| unsaid(&meeting.opinions, &principals)) {
            let level = rules.level_of("V33", "unsaid");
            found.push(j.say(rules, "V33", level, place.field("逐人意见"), format!("{call}：{words}"), "请按会议记录补写"));
            continue;
        }
        let about: BTreeSet<Option<CandidateId>> = meeting.opinions.iter().map(|o| o.candidate).collect();
        // Whoever only attends has no vote, and no place in the order of those who have.
        let attends = |name: &str| {
            let name = unspaced(name);
            meeting.observers.iter().any(|p| unspaced(&p.name) == name) && !principals.contains(&name)
        };
        let mut early: Vec<String> = Vec::new();
        for candidate in about {
            let spoken: Vec<&Opinion> =
                meeting.opinions.iter().filter(|o| o.candidate == candidate && !attends(&o.name)).collect();
            let at = spoken.iter().rposition(|o| principals.contains(&unspaced(&o.name)));
            let of = candidate.map_or(String::new(), |c| format!("讨论{}时", j.view.name(c)));
            match at {
                Some(at) if at + 1 == spoken.len() => {}
                Some(at) => {
                    let after: Vec<&str> = spoken.iter().skip(at + 1).map(|o| o.name.as_str()).collect();
                    early.push(format!("{of}主要负责人{}第{}个表态，其后还有{}", list(&principals), at + 1, list(after)));
                }
                // General words first, then person by person: the principal need not repeat the general ones.
                None if candidate.is_none() && meeting.opinions.iter().any(|o| principals.contains(&unspaced(&o.name))) => {}
                None => early.push(format!("{of}没有主要负责人{}的表态", list(&principals))),
            }
        }
        if !early.is_empty() {
            found.push(j.say(rules, "V33", rules.level("V33"), place, format!("{call}：{}", early.join("；")), remedy));
        }
    }
    found
}

/// Opinions of nobody, or a principal who is on the list without a word where the others have theirs.
fn unsaid(opinions: &[Opinion], principals: &BTreeSet<String>) -> Option<String> {
    let says = |o: &Opinion| !o.stance.trim().is_empty() || !o.text.trim().is_empty();
    let nameless = opinions.iter().filter(|o| o.name.trim().is_empty() && says(o)).count();
    if nameless > 0 {
        return Some(format!("有{nameless}条意见没有写是谁的"));
    }
    let (own, others): (Vec<&Opinion>, Vec<&Opinion>) = opinions.iter().partition(|o| principals.contains(&unspaced(&o.name)));
    let silent = own.iter().rfind(|o| !says(o)).filter(|o| !own.iter().any(|x| x.candidate == o.candidate && says(x)));
    silent
        .filter(|s| others.iter().any(|o| o.candidate == s.candidate && says(o)))
        .map(|o| format!("主要负责人{}没有写明意见", o.name.trim()))
}

/// A name of a meeting or a body that may not decide, or a way of deciding without a meeting (圈阅), and does not also name one that
/// may: by the words of the rules.
fn may_not_decide(rules: &Rules, name: &str) -> bool {
    let named = |list: &str| rules.words("V37", list).iter().any(|word| name.contains(word.as_str()));
    names::called(rules.words("V37", "circulated"), name).is_some() || named("deliberating") && !named("deciding")
}

/// A meeting that may not decide: as its kind says, or its name, whatever the kind.
fn only_deliberates<'m>(rules: &Rules, meeting: &'m Meeting) -> Option<&'m str> {
    match meeting.convened {
        MeetingBody::Deliberation | MeetingBody::Department => Some(meeting.convened.name()),
        _ => may_not_decide(rules, &meeting.session).then(|| meeting.session.trim()),
    }
}

/// The meeting of the deciding body is there and is one; nobody is decided on who was not proposed.
pub(super) fn v37(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = instead(j);
    found.extend(unproposed(j));
    found.extend(absent(j));
    found.extend(without_plenary(j));
    found
}

/// 人事酝酿会: those the local rule names took part, told by the offices of whoever is entered as present.
fn absent(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in j.records("V37").filter(|r| matches!(r.content.body, RecordBody::Meeting(_))) {
        let Some(rules) = j.rules_on("V37", happened(record)) else { continue };
        let there = &record.content.participants;
        if there.is_empty() && !j.owes("V37", record, "participants") {
            continue;
        }
        let offices = rules.words("V37", "offices");
        let holds =
            |written: &str, wanted: &str| names::holds(offices, wanted, written).unwrap_or_else(|| written.contains(wanted));
        let office = |wanted: &&String| !there.iter().any(|p| holds(&p.post, wanted) || holds(&p.role, wanted));
        let missing: Vec<&String> = rules.words("V37", "attendees").iter().filter(office).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("{}：参加人里没有{}", j.view.call(record), list(missing));
        let remedy = "请按签到补登参加人及其职务；应到而未到的，须重新酝酿";
        let place = j.view.place_of(record).field("参加人");
        let told = j.say(rules, "V37", rules.level_of("V37", "attendees"), place, message, remedy);
        found.push(told.basis(rules.basis_of("V37", "attendees")));
    }
    found
}

/// 酝酿不代替决定: a decision stands on a meeting of the 常委会（党组）, not on a 酝酿会.
fn instead(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let catalogue = &j.view.case.catalogue;
    let remedy = "请补录常委会（党组会）的讨论和表决；酝酿会、部务会的记录不能代替";
    let deciding = [Milestone::Discussion, Milestone::AppointmentDecision];
    let mut held = false;
    let mut decision: Option<&Record> = None;
    for step in deciding.iter().flat_map(|m| catalogue.milestone(*m)) {
        for record in j.view.records(&step.key) {
            match &record.content.body {
                RecordBody::Meeting(meeting) => {
                    held = true;
                    found.extend(nameless(j, record, meeting));
                    if let Some(rules) = j.rules_on("V37", happened(record))
                        && let Some(kind) = only_deliberates(rules, meeting)
                    {
                        let message = format!("{}：开的是{kind}，不能代替常委会（党组会）作出决定", j.view.call(record));
                        let place = j.view.place_of(record).field("会议");
                        found.push(j.say(rules, "V37", rules.level("V37"), place, message, remedy));
                    }
                }
                RecordBody::Ballot(_) => held = true,
                RecordBody::Decision(d) if may_not_decide(j.rules.at(happened(record)), &d.body) => {
                    let Some(rules) = j.rules_on("V37", happened(record)) else { continue };
                    let message = format!("{}：决定机关写的是{}，不能代替常委会（党组会）", j.view.call(record), d.body.trim());
                    let place = j.view.place_of(record).field("决定机关");
                    found.push(j.say(rules, "V37", rules.level("V37"), place, message, remedy));
                }
                RecordBody::Decision(_) | RecordBody::Document(_) => decision = decision.or(Some(*record)),
                _ => {}
            }
        }
    }
    // 讨论、表决、决定 all marked 不适用 and the letter of appointment written all the same.
    let letter = || catalogue.milestone(Milestone::AppointmentNotice).flat_map(|s| j.view.records(&s.key)).next().copied();
    let left_out = |candidate: CandidateId| {
        let mut steps = deciding.iter().flat_map(|m| catalogue.milestone(*m));
        steps.all(|s| j.view.state(&s.key, Some(candidate)) == StepState::NotApplicable)
    };
    if !held && decision.is_none() && j.asks("V37") {
        decision = letter().filter(|r| super::inspection::concerned(j, r).into_iter().any(left_out));
    }
    let deliberated = j.steps("V37").any(|s| !j.view.records(&s.key).is_empty());
    if let Some(record) = decision.filter(|_| !held && (j.asks("V37") || deliberated))
        && let Some(rules) = j.rules_on("V37", happened(record))
    {
        let only = if deliberated { "，只有酝酿会记录" } else { "" };
        let message = format!("{}：没有常委会（党组会）讨论和表决的记录{only}", j.view.call(record));
        found.push(j.say(rules, "V37", rules.level("V37"), j.view.place_of(record).field("会议"), message, remedy));
    }
    found
}

/// A meeting that decides, of which neither the kind nor the name says what it was: it may have been one that cannot decide.
fn nameless(j: &Judge<'_, '_>, record: &Record, meeting: &Meeting) -> Option<Finding> {
    let rules = j.rules_on("V37", happened(record))?;
    let level = rules.named_level("V37", "missing")?;
    let says = rules.words("V37", "deciding").iter().any(|word| meeting.session.contains(word.as_str()));
    let known = meeting.convened != MeetingBody::Unstated || says || only_deliberates(rules, meeting).is_some();
    if known || !j.wants(record) || !j.owes_written(record, "convened") && !j.owes_written(record, "session") {
        return None;
    }
    let message = format!("{}：没有写明是什么会议，无法核对是不是有权决定的会议", j.view.call(record));
    let place = j.view.place_of(record).field("会议");
    Some(j.say(rules, "V37", level, place, message, "请填写会议种类（常委会、党组会……）和会议名称"))
}

/// 市县党政正职 are voted on by the 全委会 (domain.md §2.2): carried by a body that does not call itself one. The editions ask it as a rule
/// only, so of a part of a case a local rule does.
fn without_plenary(j: &Judge<'_, '_>) -> Vec<Finding> {
    let of = |candidate: &Candidate| -> Option<Finding> {
        let post = j.view.post(candidate.id).filter(|p| p.chief && j.is_considered(candidate))?;
        let passed = |r: &Record, rules: &Rules| declared_on(rules, r, candidate.id) == Some(Declared::Passed);
        let votes = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
        let votes: Vec<&Record> = votes.flat_map(|m| j.view.milestone_records(m, candidate.id).map(|(_, r)| r)).collect();
        let at = |r: &Record| j.rules_on("V37", happened(r));
        let (last, rules) = votes
            .iter()
            .rev()
            .find_map(|r| at(r).filter(|rules| voted(&r.content.body).is_some() && passed(r, rules)).map(|rules| (*r, rules)))?;
        let level = rules.named_level("V37", "plenary").filter(|_| j.asks("V37") || rules.is_local("V37"))?;
        let tier = post.tier.filter(|tier| rules.words("V37", "plenary_tiers").iter().any(|word| word == tier.name()))?;
        let named = |text: &str| rules.words("V37", "plenary_names").iter().any(|word| text.contains(word.as_str()));
        let plenary = |r: &&Record| match &r.content.body {
            RecordBody::Meeting(m) => m.convened == MeetingBody::Plenary || named(&m.session),
            RecordBody::Ballot(b) => named(&b.group),
            RecordBody::Decision(d) => named(&d.body),
            RecordBody::Document(d) => named(&d.title) || named(&d.issuer),
            _ => false,
        };
        if votes.iter().any(plenary) {
            return None;
        }
        let (name, tier) = (j.view.name(candidate.id), tier.name());
        let message = format!("{}：{name}拟任{tier}的党政正职，没有全委会表决的记录", j.view.call(last));
        let place = j.of(last, candidate.id).field("会议");
        let remedy = "请补录全委会的表决（会议种类选全委会）；闭会期间急需的，补录征求全委会成员意见的记录并依规定放行";
        Some(j.say(rules, "V37", level, place, message, remedy).basis(rules.basis_of("V37", "plenary_tiers")))
    };
    j.wanted().filter_map(of).collect()
}

/// 临时动议: somebody voted on who was neither in the batch, nor on the list of the meeting, nor in the plan.
fn unproposed(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let catalogue = &j.view.case.catalogue;
    let mut planned: BTreeSet<CandidateId> = BTreeSet::new();
    let mut agenda: BTreeSet<CandidateId> = BTreeSet::new();
    for record in &j.view.case.records {
        match &record.content.body {
            RecordBody::Document(d) => planned.extend(&d.proposed),
            RecordBody::Meeting(m)
                if catalogue.step(&record.content.step).is_some_and(|s| s.milestone == Some(Milestone::Discussion)) =>
            {
                agenda.extend(&m.agenda);
            }
            _ => {}
        }
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for milestone in [Milestone::Discussion, Milestone::AppointmentDecision] {
        for record in catalogue.milestone(milestone).flat_map(|s| j.view.records(&s.key)) {
            let Some(rules) = j.rules_on("V37", happened(record)) else { continue };
            let lines = voted(&record.content.body).map_or(&[][..], |(_, lines)| lines);
            let spoken = match &record.content.body {
                RecordBody::Meeting(m) => m.opinions.iter().filter_map(|o| o.candidate).collect::<Vec<_>>(),
                _ => Vec::new(),
            };
            let listed: &[CandidateId] = match &record.content.body {
                RecordBody::Meeting(m) => &m.agenda,
                _ => &[],
            };
            let named = lines.iter().map(|l| (l.candidate, l.name.clone()));
            let named = named.chain(spoken.iter().chain(listed).map(|c| (Some(*c), j.view.name(*c).to_owned())));
            // A record that is about somebody who is not of the batch at all.
            let about = record.content.candidates.iter().filter(|c| j.extent.outsiders.contains_key(*c));
            let named = named.chain(about.map(|c| (Some(*c), j.view.name(*c).to_owned())));
            // A line without any name is told by V25.
            for (candidate, name) in named.filter(|(candidate, name)| candidate.is_some() || !name.trim().is_empty()) {
                let candidate = candidate.filter(|c| !j.extent.outsiders.contains_key(c));
                let why = match candidate {
                    None => "不在本批次人选之列",
                    Some(c) if !agenda.is_empty() && !agenda.contains(&c) => "不在上会名单",
                    Some(c) if !planned.is_empty() && !planned.contains(&c) => "不在动议方案",
                    Some(c) if unexamined(j, c) => {
                        let message = format!("{}：{name}没有考察材料，未经考察的不得提交讨论", j.view.call(record));
                        let place = j.of(record, c).field("上会名单");
                        if told.insert(name) {
                            found.push(j.say(
                                rules,
                                "V37",
                                rules.level("V37"),
                                place,
                                message,
                                "请先组织考察，写出考察材料后再提交讨论",
                            ));
                        }
                        continue;
                    }
                    Some(c) => {
                        let left = left(j, rules, record, c, &name);
                        found.extend(left.filter(|_| told.insert(name)));
                        continue;
                    }
                };
                if !told.insert(name.clone()) {
                    continue;
                }
                let message = format!("{}：{name}{why}，属会上临时动议", j.view.call(record));
                let mut place = j.view.place_of(record).field("上会名单");
                place.candidate = candidate.or(place.candidate);
                let remedy = "临时动议的人选不得讨论决定，须按程序重新动议、推荐、考察";
                found.push(j.say(rules, "V37", rules.level("V37"), place, message, remedy));
            }
        }
    }
    found
}

/// Whoever left the procedure before stands on a list of those discussed or voted on.
fn left(j: &Judge<'_, '_>, rules: &Rules, record: &Record, candidate: CandidateId, name: &str) -> Option<Finding> {
    let level = rules.named_level("V37", "left").filter(|_| j.view.after_stop(candidate, &record.content.step))?;
    let at = j.view.case.catalogue.step_label(j.view.stopped_at(candidate));
    let message = format!("{}：{name}已在{at}离开程序，又列在这次会议上", j.view.call(record));
    let remedy = "确已离开的，从上会名单、票行里去掉；没有离开的，改正人选信息里离开程序的步骤";
    Some(j.say(rules, "V37", level, j.of(record, candidate).field("上会名单"), message, remedy))
}

/// The part of a case shows the 考察材料 of others and none of this one. In a whole case the missing step is V31a's.
fn unexamined(j: &Judge<'_, '_>, candidate: CandidateId) -> bool {
    let promoted = j.view.candidates().iter().any(|c| c.id == candidate && c.content.movement == Movement::Promotion);
    let of = |c: CandidateId| j.records_for("V20", c).next().is_some();
    j.extent.part && promoted && !of(candidate) && j.view.candidates().iter().any(|c| of(c.id))
}
