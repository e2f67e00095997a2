//! V24 到会, V25 通过, V26 票决暂缓: whether a meeting could decide and what its votes allow it to declare.

use super::declared::{Declared, declared, declared_on};
use super::judge::Judge;
use super::support::fraction;
use super::view::happened;
use crate::case::StepState;
use crate::catalogue::Milestone;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::record::{Ballot, BallotPurpose, Decision, Meeting, Record, RecordBody, VoteLine};
use crate::rules::Rules;

/// Members that should be and were there, of a meeting or a decision by ballot.
fn attendance(body: &RecordBody) -> Option<(Option<u32>, Option<u32>)> {
    match body {
        RecordBody::Meeting(m) => Some((m.expected, m.present)),
        RecordBody::Ballot(b) if b.purpose == BallotPurpose::Decision => Some((b.expected, b.present)),
        _ => None,
    }
}

/// 到会: 实到 × 3 ≥ 应到 × 2, for meetings of the steps that name V24.
pub(super) fn v24(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in j.steps("V24") {
        let records = j.view.records(&step.key);
        if let Some(record) = records.first()
            && j.asks("V24")
            && !records.iter().any(|r| attendance(&r.content.body).is_some())
            && let Some(rules) = j.rules_on("V24", happened(record))
        {
            let message = format!("{}：没有会议或表决记录，无法核对到会人数", j.view.call(record));
            let place = j.view.place_of(record).field("实到人数");
            found.push(j.say(
                rules,
                "V24",
                rules.level_of("V24", "missing"),
                place,
                message,
                "请补录会议记录，写明应到、实到人数",
            ));
        }
        found.extend(records.iter().filter_map(|r| quorum(j, r)));
    }
    let catalogue = &j.view.case.catalogue;
    let asked = |r: &Record| catalogue.step(&r.content.step).is_some_and(|s| s.checks.iter().any(|c| c == "V24"));
    found.extend(j.view.case.records.iter().filter(|r| !asked(r)).filter_map(|r| crowded(j, r)));
    found
}

const CONTRADICTORY: &str = "应到、实到至少有一处写错：请对照成员名单和签到册改正";

/// More came to a meeting than were to come, which no meeting can have, whatever its step. Of a vote it is V07's.
fn crowded(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let RecordBody::Meeting(m) = &record.content.body else { return None };
    let (expected, present) = m.expected.filter(|n| *n > 0).zip(m.present)?;
    let rules = j.rules_on("V24", happened(record))?;
    (present > expected).then(|| unmet(j, rules, record, &format!("实到{present}人多于应到{expected}人"), CONTRADICTORY))
}

pub(super) fn quorum(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let (expected, present) = attendance(&record.content.body)?;
    let rules = j.rules_on("V24", happened(record))?;
    let (numerator, denominator) = rules.part("V24");
    let voted = voted(&record.content.body).is_some_and(|(_, lines)| !lines.is_empty());
    let Some((expected, present)) = expected.zip(present).map(|(e, p)| (u64::from(e), u64::from(p))) else {
        // A record shown for its votes or its talk alone says nothing of who was there.
        let shown = (expected.is_some() || present.is_some()) && !voted;
        if !shown && !j.owes("V24", record, if expected.is_none() { "expected" } else { "present" }) {
            return None;
        }
        let message = "没有填写应到或实到人数，无法判断是否达到法定到会人数";
        return Some(unmet(j, rules, record, message, QUORUM));
    };
    if present > expected && expected > 0 {
        return crowded(j, record);
    }
    let message = if expected == 0 {
        "应到人数写作0，无法判断是否达到法定到会人数".to_owned()
    } else if present * denominator < expected * numerator {
        format!("应到{expected}人，实到{present}人，不足应到的{numerator}/{denominator}")
    } else {
        return shrunk(j, rules, record, expected);
    };
    Some(unmet(j, rules, record, &message, QUORUM))
}

/// The vote of the very meeting that discussed reckons with other members than the discussion.
fn shrunk(j: &Judge<'_, '_>, rules: &Rules, record: &Record, expected: u64) -> Option<Finding> {
    let level = rules.named_level("V24", "contradicts")?;
    let catalogue = &j.view.case.catalogue;
    catalogue.step(&record.content.step).filter(|s| s.milestone == Some(Milestone::AppointmentDecision))?;
    let on = happened(record)?;
    let (own, body) = (record.content.named(), |r: &Record| attendance(&r.content.body).and_then(|(expected, _)| expected));
    let same = |r: &&&Record| {
        let named = r.content.named();
        happened(r) == Some(on) && (own.is_empty() || named.is_empty() || !own.is_disjoint(&named))
    };
    let mut held = catalogue.milestone(Milestone::Discussion).flat_map(|s| j.view.records(&s.key));
    let (other, of) = held.find(|r| same(r) && body(r).is_some_and(|n| u64::from(n) != expected)).map(|r| (*r, body(r)))?;
    if of.is_some_and(|n| u64::from(n) < expected) && by_another_body(j, rules, record, other) {
        return None;
    }
    let message =
        format!("{}：应到{expected}人，同一天的讨论（{}）应到{}人，不一致", j.view.call(record), j.view.call(other), of?);
    let place = j.view.place_of(record).field("应到人数");
    let remedy = "请对照成员名单改正；过半、到会都按应到会成员计算";
    Some(j.say(rules, "V24", level, place, message, remedy).beside(j.view.place_of(other)))
}

/// What the 常委会 discussed the 全委会 votes on: the papers name two bodies, or the post is one the 全委会 votes on (domain.md §2.2).
fn by_another_body(j: &Judge<'_, '_>, rules: &Rules, vote: &Record, discussion: &Record) -> bool {
    let name = |r: &Record| match &r.content.body {
        RecordBody::Meeting(m) => format!("{}{}", m.convened.name(), m.session),
        RecordBody::Ballot(b) => b.group.clone(),
        _ => String::new(),
    };
    let (one, two) = (name(vote), name(discussion));
    let named = |text: &str| rules.words("V37", "deciding").iter().any(|word| text.contains(word.as_str()));
    let shared = rules.words("V37", "deciding").iter().any(|word| one.contains(word.as_str()) && two.contains(word.as_str()));
    let about = super::recusal::about(j, vote);
    let chiefs = !about.is_empty() && about.iter().all(|c| j.view.post(*c).is_some_and(|p| p.chief));
    chiefs || named(&one) && named(&two) && !shared
}

const QUORUM: &str = "请对照签到册核实人数；确实不足的，须重新召开会议";

fn unmet(j: &Judge<'_, '_>, rules: &Rules, record: &Record, message: &str, remedy: &str) -> Finding {
    let place = j.view.place_of(record).field("实到人数");
    let message = format!("{}：{message}", j.view.call(record));
    j.say(rules, "V24", rules.level("V24"), place, message, remedy)
}

const WORDS: &str = "请在结论栏填写“通过”“未通过”或“暂缓”";

/// Lines voted on and the members the majority is reckoned of; 0 where nobody says how many.
pub(super) fn voted(body: &RecordBody) -> Option<(u64, &[VoteLine])> {
    match body {
        RecordBody::Meeting(Meeting { expected, votes, .. }) => Some((expected.map_or(0, u64::from), votes)),
        RecordBody::Ballot(Ballot { purpose: BallotPurpose::Decision, expected, lines, .. }) => {
            Some((expected.map_or(0, u64::from), lines))
        }
        _ => None,
    }
}

fn carried(rules: &Rules, agree: u64, expected: u64) -> bool {
    let (numerator, denominator) = rules.part("V25");
    agree * denominator > expected * numerator
}

/// 通过: 同意 × 2 > 应到 (not 实到), for every vote of a meeting with members. A decision that says 通过 needs such a vote for each
/// candidate it speaks of.
pub(super) fn v25(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in j.steps("V25") {
        for record in j.view.records(&step.key) {
            found.extend(lines(j, record, true));
        }
        found.extend(without_votes(j, &step.key));
    }
    // Meetings that need not vote (讨论, 确定考察对象): what they declared must hold all the same.
    for step in j.steps("V24").filter(|s| !s.checks.iter().any(|c| c == "V25")) {
        for record in j.view.records(&step.key) {
            found.extend(lines(j, record, false));
        }
    }
    found.extend(decisions(j));
    found.extend(overruled(j));
    found
}

fn lines(j: &Judge<'_, '_>, record: &Record, must: bool) -> Vec<Finding> {
    let Some((expected, lines)) = voted(&record.content.body) else { return Vec::new() };
    let Some(rules) = j.rules_on("V25", happened(record)) else { return Vec::new() };
    lines.iter().filter_map(|line| judge(j, rules, record, expected, line, must)).collect()
}

fn judge(j: &Judge<'_, '_>, rules: &Rules, record: &Record, expected: u64, line: &VoteLine, must: bool) -> Option<Finding> {
    let agree = line.agree.map(u64::from);
    let majority = agree.is_some_and(|agree| carried(rules, agree, expected));
    let numbers = format!("{}同意{}票，应到{expected}人", line.name, agree.unwrap_or(0));
    let told = declared(rules, &line.result);
    let grave = rules.level("V25");
    // With words it is the next round of a 差额 vote.
    let said = !line.result.trim().is_empty();
    let too_many = said && expected > 0 && agree > Some(expected);
    if told == Declared::Nothing && !too_many && (said || !(must && j.owes("V25", record, "result"))) {
        return None;
    }
    let (level, message) = if expected == 0 {
        if !j.extent.part {
            // The missing count is V24's.
            return None;
        }
        (rules.level_of("V25", "missing"), format!("{}：没有填写应到人数，无法判断是否过半", line.name))
    } else if agree.is_none() {
        (rules.level_of("V25", "missing"), format!("{}：没有填写同意票数，无法判断是否过半", line.name))
    } else if agree > Some(expected) {
        (grave, format!("{numbers}，同意票多于应到人数"))
    } else {
        match told {
            Declared::Nothing => (rules.level_of("V25", "missing"), format!("{numbers}，没有写明是否通过")),
            Declared::Unknown => {
                (rules.level_of("V25", "wording"), format!("{numbers}，结论“{}”无法识别，不能核对", line.result))
            }
            Declared::Passed if !majority => (grave, format!("{numbers}，同意票未超过应到人数的半数，不得记“{}”", line.result)),
            Declared::Failed if majority => {
                (rules.level_of("V25", "wording"), format!("{numbers}，同意票已超过半数，却记“{}”", line.result))
            }
            Declared::Passed | Declared::Failed | Declared::Deferred => return None,
        }
    };
    let mut place = j.view.place_of(record).field("表决结果");
    place.candidate = line.candidate.or(place.candidate);
    let wording = matches!(told, Declared::Unknown | Declared::Failed) && agree.is_some_and(|a| a <= expected) && expected > 0;
    let remedy = if wording { WORDS } else { "请对照表决结果报告单核实票数和结论" };
    Some(j.say(rules, "V25", level, place, format!("{}：{message}", j.view.call(record)), remedy))
}

/// It has votes on somebody.
pub(super) fn counts_votes(record: &Record) -> bool {
    voted(&record.content.body).is_some_and(|(_, lines)| !lines.is_empty())
}

fn line_of(record: &Record, candidate: CandidateId) -> Option<(u64, &VoteLine)> {
    let (expected, lines) = voted(&record.content.body)?;
    lines.iter().find(|l| l.candidate == Some(candidate)).map(|l| (expected, l))
}

/// A step with meetings or decision ballots in which nobody counted the votes on a candidate.
fn without_votes(j: &Judge<'_, '_>, step: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.view.candidates() {
        let records: Vec<&Record> = j.view.records_for(step, candidate.id).filter(|r| voted(&r.content.body).is_some()).collect();
        let blank = |r: &&Record| ["lines", "votes"].iter().any(|key| j.owes("V25", r, key));
        // Excused and named by none of them: the vote was on others. V36 tells of whoever is excused and named.
        let excused = j.view.not_applicable(step, Some(candidate.id)).is_some_and(|mark| mark.candidate.is_some());
        if excused && !records.iter().any(|r| r.content.named().contains(&candidate.id)) {
            continue;
        }
        let Some(first) = records.iter().copied().find(blank) else { continue };
        let Some(rules) = j.rules_on("V25", happened(first)) else { continue };
        if records.iter().any(|r| line_of(r, candidate.id).is_some()) {
            continue;
        }
        let message = format!("{}：没有{}的表决票数，无法判断是否通过", j.view.call(first), j.view.name(candidate.id));
        let place = j.of(first, candidate.id).field("表决结果");
        found.push(j.say(
            rules,
            "V25",
            rules.level_of("V25", "missing"),
            place,
            message,
            "请在表决栏补上此人的同意、不同意、弃权票数",
        ));
    }
    found
}

/// A vote on the candidate is recorded at one of the steps, of which [`without_votes`] tells.
fn uncounted_at(j: &Judge<'_, '_>, steps: &[&str], candidate: CandidateId) -> bool {
    let mut records = steps.iter().flat_map(|s| j.view.records_for(s, candidate));
    records.any(|r| voted(&r.content.body).is_some())
}

/// 决定 that says 通过: among the votes of the same stage there must be one for each candidate, with the majority.
fn decisions(j: &Judge<'_, '_>) -> Vec<Finding> {
    let catalogue = &j.view.case.catalogue;
    let steps: Vec<&str> = j.steps("V25").map(|s| s.key.as_str()).collect();
    let mut found = Vec::new();
    for step in &steps {
        let stage = catalogue.stage_of(step).map(|s| &s.key);
        for candidate in j.view.candidates() {
            for record in j.view.records_for(step, candidate.id) {
                let RecordBody::Decision(Decision { result, .. }) = &record.content.body else { continue };
                let Some(rules) = j.rules_on("V25", happened(record)) else { continue };
                let told = declared(rules, result);
                if told == Declared::Unknown || (told == Declared::Nothing && j.owes("V25", record, "result")) {
                    let (situation, words) = match told {
                        Declared::Nothing => ("missing", "没有写明结论".to_owned()),
                        _ => ("wording", format!("结论“{}”无法识别", result.trim())),
                    };
                    let message = format!("{}：{words}，不能核对是否过半", j.view.call(record));
                    let level = rules.level_of("V25", situation);
                    found.push(j.say(rules, "V25", level, j.view.place_of(record).field("结论"), message, WORDS));
                }
                if told != Declared::Passed {
                    continue;
                }
                let all = catalogue.steps.iter().filter(|s| catalogue.stage_of(&s.key).map(|x| &x.key) == stage);
                let cast: Vec<(&Record, u64, &VoteLine)> = all
                    .flat_map(|s| j.view.records(&s.key).iter())
                    .filter_map(|r| line_of(r, candidate.id).map(|(expected, line)| (*r, expected, line)))
                    .collect();
                let votes: Vec<(u64, &VoteLine)> = cast.iter().map(|(_, expected, line)| (*expected, *line)).collect();
                // The vote the decision rests on: the last one not after it.
                let day = happened(record);
                let by_then = cast.iter().filter(|(r, _, _)| !day.zip(happened(r)).is_some_and(|(d, of)| d.surely_before(of)));
                let last = by_then.max_by_key(|(r, _, _)| (happened(r).map(|d| d.last_day()), r.id));
                let against =
                    last.filter(|(_, _, l)| matches!(declared(rules, &l.result), Declared::Failed | Declared::Deferred));
                let carried = |(expected, l): &(u64, &VoteLine)| {
                    *expected > 0 && l.agree.is_some_and(|agree| carried(rules, agree.into(), *expected))
                };
                // A vote that was itself declared 通过 without the majority is told there.
                let told_there = votes.iter().any(|(_, l)| declared(rules, &l.result) == Declared::Passed);
                let skipped = |s: &&str| j.view.state(s, Some(candidate.id)) == StepState::Missing;
                let message = if votes.is_empty() {
                    // A vote that was passed over altogether is told by V31a, or V37; one without counts is told there.
                    if !j.asks("V25") || uncounted_at(j, &steps, candidate.id) || (!j.extent.part && steps.iter().any(skipped)) {
                        continue;
                    }
                    format!("决定记“{result}”，但没有{}的表决票数", j.view.name(candidate.id))
                } else if let Some((vote, _, line)) = against.filter(|_| rules.named_level("V25", "overruled").is_some()) {
                    let (name, voted) = (j.view.name(candidate.id), line.result.trim());
                    format!("决定记“{result}”，但{name}的表决记“{voted}”（{}）", j.view.call(vote))
                } else if !votes.iter().any(carried) && !told_there {
                    format!("决定记“{result}”，但{}的历次表决都没有超过应到人数的半数", j.view.name(candidate.id))
                } else {
                    continue;
                };
                let place = j.of(record, candidate.id).field("结论");
                let message = format!("{}：{message}", j.view.call(record));
                found.push(j.say(rules, "V25", rules.level("V25"), place, message, "请补录表决记录，或改正决定的结论"));
            }
        }
    }
    found
}

/// 否决、暂缓之后照样办理: the last that was declared on somebody is no 通过, and yet he or she was announced, talked to or appointed.
/// Told once, at the letter of appointment, else at the notice, else at the talk.
fn overruled(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.view.candidates() {
        let deciding = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
        let said = deciding.flat_map(|m| j.view.milestone_records(m, candidate.id)).map(|(_, r)| r);
        let said = said.filter_map(|r| {
            let on = happened(r)?;
            Some((on, r, declared_on(j.rules.at(Some(on)), r, candidate.id)?))
        });
        let said: Vec<_> = said.filter(|(_, _, d)| *d != Declared::Nothing).collect();
        // What cannot be read is told where it stands.
        if said.iter().any(|(_, _, d)| *d == Declared::Unknown) {
            continue;
        }
        let Some((day, last, _)) = said.iter().max_by_key(|(day, r, _)| (day.last_day(), r.id)) else { continue };
        // Of one day the better word counts: whether vote and decision agree is told of the decision.
        if said.iter().any(|(on, _, d)| *d == Declared::Passed && !on.surely_before(*day)) {
            continue;
        }
        let done = |m: Milestone| j.view.milestone_records(m, candidate.id).map(|(_, r)| r).next();
        let talk = || j.records_for("V34", candidate.id).next();
        let after = done(Milestone::AppointmentNotice).or_else(|| done(Milestone::PublicNotice)).or_else(talk);
        let Some(after) = after.filter(|r| happened(r).is_none_or(|on| !on.surely_before(*day))) else { continue };
        let Some(rules) = j.rules_on("V25", happened(after)) else { continue };
        let Some(level) = rules.named_level("V25", "overruled") else { continue };
        let name = j.view.name(candidate.id);
        let message = format!("{}：{name}没有通过任用的决定（{}），却办了这一步", j.view.call(after), j.view.call(last));
        let remedy = "没有通过的不得公示、谈话、发文；后来复议通过的，请补录复议和表决的记录";
        let place = j.of(after, candidate.id).field("任用决定");
        found.push(j.say(rules, "V25", level, place, message, remedy).beside(j.of(last, candidate.id)));
    }
    found
}

pub(super) fn same_person(one: &VoteLine, other: &VoteLine) -> bool {
    one.candidate.is_some() && one.candidate == other.candidate || one.candidate.is_none() && one.name.trim() == other.name.trim()
}

/// 等额票决: (不同意 + 弃权) × 10 > 应到 × 3 → 暂缓.
pub(super) fn v26(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let discussed = j.view.case.catalogue.milestone(Milestone::Discussion).flat_map(|s| j.view.records(&s.key).iter().copied());
    let own: Vec<&Record> = j.records("V26").collect();
    // The same vote may stand in the minutes of the discussion too: there it is judged only of whom no vote of its own counts, with
    // all that V26 reckons with, those against.
    let counted = |minutes: &Record, line: &VoteLine| {
        let against = |l: &VoteLine| same_person(l, line) && (l.against.is_some() || l.abstain.is_some());
        let same_day = |r: &Record| happened(minutes).is_none_or(|on| happened(r) == Some(on));
        let told = |r: &Record| voted(&r.content.body).is_some_and(|(expected, lines)| expected > 0 && lines.iter().any(against));
        own.iter().any(|r| told(r) && same_day(r))
    };
    let discussed: Vec<&Record> = discussed.filter(|r| own.iter().all(|o| o.id != r.id)).collect();
    for (record, again) in own.iter().map(|r| (*r, false)).chain(discussed.into_iter().map(|r| (r, true))) {
        let Some((expected, lines)) = voted(&record.content.body) else { continue };
        let Some(rules) = j.rules_on("V26", happened(record)) else { continue };
        let (numerator, denominator) = rules.part("V26");
        let competitive = matches!(&record.content.body, RecordBody::Ballot(b) if b.competitive);
        // More names for a post than it has seats is 差额, and no more are none, whatever is marked; the mark counts where the post is
        // not known. On papers marked so, names outside the list and those voted on beside them that day count too.
        let post = |l: &VoteLine| j.view.post_of(l);
        let beside = own.iter().filter(|r| competitive && r.id != record.id && happened(r) == happened(record));
        let beside: Vec<&VoteLine> = beside.filter_map(|r| voted(&r.content.body)).flat_map(|(_, lines)| lines).collect();
        let contested = |l: &VoteLine| {
            let seats = post(l).and_then(|id| j.view.case.posts.iter().find(|p| p.id == id)).map(|p| p.content.seats.max(1));
            let here = lines.iter().filter(|o| post(o) == post(l) || competitive && o.candidate.is_none()).count();
            let others = beside.iter().filter(|o| post(o) == post(l) && !lines.iter().any(|own| same_person(own, o))).count();
            seats.map_or(competitive, |seats| here + others > usize::try_from(seats).unwrap_or(usize::MAX))
        };
        let single = lines.iter().filter(|l| !contested(l) && expected > 0);
        for line in single.filter(|l| !(again && counted(record, l))) {
            // What is filled in is the least there can be.
            let (against, abstain) = (line.against.map_or(0, u64::from), line.abstain.map_or(0, u64::from));
            let opposed = against + abstain;
            let told = declared(rules, &line.result);
            if let Some(finding) = uncounted(j, rules, record, line, expected) {
                found.push(finding);
                continue;
            }
            if opposed * denominator <= expected * numerator || matches!(told, Declared::Deferred | Declared::Failed) {
                continue;
            }
            let message = format!(
                "{}：{}不同意{against}票、弃权{abstain}票，合计{opposed}票，超过应到{expected}人的{}，应暂缓作出任用决定",
                j.view.call(record),
                line.name,
                fraction(numerator, denominator)
            );
            let mut place = j.view.place_of(record).field("表决结果");
            place.candidate = line.candidate.or(place.candidate);
            found.push(j.say(rules, "V26", rules.level("V26"), place, message, "请改记“暂缓”，并办理暂缓登记"));
        }
    }
    found
}

/// 不同意 or 弃权 was left blank, and with it the vote might be one to put off. Of a whole case the missing count is told by V07.
fn uncounted(j: &Judge<'_, '_>, rules: &Rules, record: &Record, line: &VoteLine, expected: u64) -> Option<Finding> {
    let level = rules.named_level("V26", "missing")?;
    let blank = |key: &str| j.extent.blank.contains(&(record.id, key.to_owned()));
    let names: Vec<&str> = [("不同意", line.against, "against"), ("弃权", line.abstain, "abstain")]
        .into_iter()
        .filter(|(_, n, key)| n.is_none() && blank(key))
        .map(|(name, ..)| name)
        .collect();
    let (numerator, denominator) = rules.part("V26");
    let known = line.against.map_or(0, u64::from) + line.abstain.map_or(0, u64::from);
    let most = expected.saturating_sub(line.agree.map_or(0, u64::from));
    // Told already by what is there, or by no count to be reached.
    let open = known * denominator <= expected * numerator && most * denominator > expected * numerator;
    if names.is_empty() || !open || matches!(declared(rules, &line.result), Declared::Deferred | Declared::Failed) {
        return None;
    }
    let names = names.join("、");
    let message = format!("{}：没有填写{}的{names}票数，无法核对是否应暂缓", j.view.call(record), line.name);
    let mut place = j.view.place_of(record).field("表决结果");
    place.candidate = line.candidate.or(place.candidate);
    Some(j.say(rules, "V26", level, place, message, "请对照表决结果报告单补填"))
}
