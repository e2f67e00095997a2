//! What one meeting or one round says twice and otherwise the second time (domain.md §3.6 ⑤: 人数、票数跨材料一致): counts of votes that
//! contradict each other or what the members said (V07), people who were there and were not (V24), more persons passed than there are
//! seats (V25). What is missing is no contradiction; which of the two is right nobody can tell from here. Judgements of data 1.3 on.

use std::collections::{BTreeMap, BTreeSet};

use super::ballot;
use super::declared::{Declared, declared, declared_on};
use super::judge::{Judge, list};
use super::meeting::{self, same_person, voted};
use super::names;
use super::view::happened;
use crate::case::{Movement, Outcome};
use crate::catalogue::Milestone;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::person::unspaced;
use crate::record::{Absence, Ballot, BallotPurpose, Meeting, Record, RecordBody, VoteLine};
use crate::rules::Rules;

/// Votes: two counts of one round, minutes and ballot of one day, and what the members said against the show of hands. A record whose own
/// sums are off is told of those alone.
pub(super) fn v07(j: &Judge<'_, '_>) -> Vec<Finding> {
    let counts = j.view.case.records.iter().filter(|r| !counted(&r.content.body).is_empty() || over_graded(r).is_some());
    let sound: Vec<&Record> = counts.filter(|r| ballot::adds_up(j, r)).collect();
    let mut found = Vec::new();
    for (at, later) in sound.iter().enumerate() {
        let Some(rules) = j.rules_on("V07", happened(later)) else { continue };
        let Some(level) = rules.named_level("V07", "contradicts") else { continue };
        let earlier = sound.iter().take(at);
        let twice = earlier.filter(|e| one_vote(j, e, later)).find_map(|e| Some((*e, differs(j, e, later)?)));
        let alone = || opposed(rules, later).map(|w| ("得票", w)).or_else(|| over_graded(later).map(|w| ("测评表", w)));
        let (other, field, words) = match twice {
            Some((other, words)) => (Some(other), "得票", format!("与{}是同一次表决（推荐），{words}", j.view.call(other))),
            None => match alone() {
                Some((field, words)) => (None, field, words),
                None => continue,
            },
        };
        let place = j.view.place_of(later).field(field);
        let message = format!("{}：{words}", j.view.call(later));
        let remedy = "请对照原始票和会议记录，改正写错的一处；分轮、分组的写明轮次和组别";
        let told = j.say(rules, "V07", level, place, message, remedy);
        found.push(match other {
            Some(other) => told.beside(j.view.place_of(other)),
            None => told,
        });
    }
    found
}

/// Two records count the votes of one and the same round: two ballots of a step, day, round and group; or the minutes of the discussion
/// and the ballot of that day.
fn one_vote(j: &Judge<'_, '_>, one: &Record, other: &Record) -> bool {
    let (Some(day), true) = (happened(one), happened(one) == happened(other)) else { return false };
    // Known to the month only, they may be two days.
    if day.first_day() != day.last_day() {
        return false;
    }
    match (&one.content.body, &other.content.body) {
        (RecordBody::Ballot(a), RecordBody::Ballot(b)) => {
            let whole = matches!(a.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::Decision);
            // Talks and appraisals go on in several rooms at once; only where the round or the group is written are they one.
            let written = (a.round > 0 && b.round > 0) || !a.group.trim().is_empty();
            one.content.step == other.content.step
                && a.purpose == b.purpose
                && a.round.max(1) == b.round.max(1)
                && a.group.trim() == b.group.trim()
                && (whole || written && one.content.candidates == other.content.candidates)
        }
        (RecordBody::Meeting(_), RecordBody::Ballot(b)) | (RecordBody::Ballot(b), RecordBody::Meeting(_)) => {
            let minutes = if matches!(one.content.body, RecordBody::Meeting(_)) { one } else { other };
            let milestone = j.view.case.catalogue.step(&minutes.content.step).and_then(|s| s.milestone);
            b.purpose == BallotPurpose::Decision && milestone == Some(Milestone::Discussion)
        }
        _ => false,
    }
}

fn counted(body: &RecordBody) -> &[VoteLine] {
    match body {
        RecordBody::Meeting(Meeting { votes, .. }) => votes,
        RecordBody::Ballot(Ballot { lines, .. }) => lines,
        _ => &[],
    }
}

/// The first person on whom two counts differ, in words. Refused and voted on again is V38's.
fn differs(j: &Judge<'_, '_>, one: &Record, other: &Record) -> Option<String> {
    let rules = j.rules.at(happened(other));
    let ballots = [one, other].iter().all(|r| matches!(r.content.body, RecordBody::Ballot(_)));
    for line in counted(&one.content.body) {
        for again in counted(&other.content.body).iter().filter(|l| same_person(line, l) && line.post.trim() == l.post.trim()) {
            let was = declared(rules, &line.result);
            let now = declared(rules, &again.result);
            if ballots && matches!(was, Declared::Failed | Declared::Deferred) && now == Declared::Passed {
                continue;
            }
            let counts = [
                ("同意（得票）", line.agree, again.agree),
                ("不同意", line.against, again.against),
                ("弃权", line.abstain, again.abstain),
            ];
            let off = counts.iter().find_map(|(name, a, b)| a.zip(*b).filter(|(a, b)| a != b).map(|(a, b)| (name, a, b)));
            if let Some((name, first, second)) = off {
                return Some(format!("{}的{name}那里记{first}、这里记{second}，前后矛盾", again.name));
            }
        }
    }
    None
}

/// An indicator with more marks than there are papers that count, in words. Fewer is nothing wrong: who gave no mark on it wrote none.
fn over_graded(record: &Record) -> Option<String> {
    let RecordBody::Ballot(b) = &record.content.body else { return None };
    let papers = u64::from(b.valid.or(b.returned)?);
    let kind = if b.valid.is_some() { "有效票" } else { "收回的票" };
    let mut rows = b.tables.iter().flat_map(|t| t.rows.iter().map(move |r| (t, r)));
    rows.find_map(|(table, row)| {
        let sum = row.counts.iter().flatten().map(|n| u64::from(*n)).sum::<u64>();
        (sum > papers).then(|| format!("{}“{}”各档合计{sum}，多于{kind}{papers}张", table.title, row.name))
    })
}

/// A show of hands with more for somebody than those who did not speak against, or the other way round. A secret ballot may differ from
/// what was said.
fn opposed(rules: &Rules, record: &Record) -> Option<String> {
    let RecordBody::Meeting(m) = &record.content.body else { return None };
    let there = u64::from(m.present.or(m.expected)?);
    let only = m.votes.len() == 1;
    m.votes.iter().find_map(|line| {
        // The last word of each member on this person counts.
        let mut said: BTreeMap<String, &str> = BTreeMap::new();
        for opinion in &m.opinions {
            if opinion.candidate.map_or(only, |c| line.candidate == Some(c)) && !opinion.stance.trim().is_empty() {
                said.insert(unspaced(&opinion.name), opinion.stance.trim());
            }
        }
        let of = |list: &str| said.values().filter(|s| rules.words("V07", list).iter().any(|w| w == *s)).count() as u64;
        let (against, agree) = (of("against_stances"), of("for_stances"));
        let name = &line.name;
        if let Some(votes) = line.agree.map(u64::from).filter(|votes| against > 0 && votes + against > there) {
            return Some(format!("{name}同意{votes}票，而{against}人的意见是不同意或缓议，合计多于实到{there}人"));
        }
        let votes = line.against.map(u64::from).filter(|votes| agree > 0 && votes + agree > there)?;
        Some(format!("{name}不同意{votes}票，而{agree}人的意见是同意，合计多于实到{there}人"))
    })
}

/// People: nobody is there and absent at once, no more speak than came, and those absent are as many as did not come. Told once a
/// meeting, and not where the counts themselves are wrong.
pub(super) fn v24(j: &Judge<'_, '_>) -> Vec<Finding> {
    let records = j.records("V24").filter(|r| meeting::quorum(j, r).is_none());
    records.filter_map(|r| people(j, r)).collect()
}

fn people(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V24", happened(record))?;
    let level = rules.named_level("V24", "people")?;
    // A vote has its list of those absent; nobody speaks on its papers.
    let vote;
    let m = match &record.content.body {
        RecordBody::Meeting(m) => m,
        RecordBody::Ballot(b) if b.purpose == BallotPurpose::Decision => {
            vote = Meeting { expected: b.expected, present: b.present, absent: b.absent.clone(), ..Meeting::default() };
            &vote
        }
        _ => return None,
    };
    let members: Vec<&Absence> = m.absent.iter().filter(|a| a.is_member() && !names::none(rules, &a.name)).collect();
    let gone: BTreeSet<String> = members.iter().map(|a| unspaced(&a.name)).collect();
    let guests: BTreeSet<String> = m.observers.iter().map(|p| unspaced(&p.name)).collect();
    let mut spoke: BTreeMap<String, &str> = BTreeMap::new();
    for opinion in m.opinions.iter().filter(|o| !o.name.trim().is_empty()) {
        spoke.insert(unspaced(&opinion.name), opinion.name.trim());
    }
    let mut words: Vec<String> = Vec::new();
    let mut field = "缺席";
    let both = |names: Vec<&str>, what: &str| (!names.is_empty()).then(|| format!("{}{what}", list(names)));
    let came = record.content.participants.iter().map(|p| p.name.trim()).filter(|n| gone.contains(&unspaced(n)));
    words.extend(both(came.collect(), "既在参加人里又在缺席名单里"));
    let heard = spoke.iter().filter(|(key, _)| gone.contains(*key)).map(|(_, name)| *name);
    words.extend(both(heard.collect(), "列为缺席，又记了他的意见"));
    if let (Some(expected), Some(present)) = (m.expected, m.present)
        && expected >= present
        && !gone.is_empty()
        && gone.len() != usize::try_from(expected - present).unwrap_or_default()
    {
        let away = expected - present;
        words.push(format!("应到{expected}人、实到{present}人，缺席应为{away}人，名单上有{}人", gone.len()));
    }
    if let Some(present) = m.present {
        let voices = spoke.keys().filter(|key| !guests.contains(*key)).count();
        if voices > usize::try_from(present).unwrap_or_default() {
            field = if words.is_empty() { "逐人意见" } else { field };
            words.push(format!("实到{present}人，却记了{voices}人的意见"));
        }
    }
    if words.is_empty() {
        return None;
    }
    let message = format!("{}：{}", j.view.call(record), words.join("；"));
    let remedy = "请对照签到册和会议记录改正人数、名单；列席人员的意见记在列席里";
    Some(j.say(rules, "V24", level, j.view.place_of(record).field(field), message, remedy))
}

/// No more persons are passed for a post than it has seats.
pub(super) fn v25(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for post in &j.view.case.posts {
        let mut passed: Vec<(CandidateId, &Record)> = Vec::new();
        for candidate in j.view.candidates().iter().filter(|c| c.content.post == Some(post.id)) {
            let open = !matches!(candidate.content.outcome, Outcome::NotAppointed | Outcome::Deferred);
            if candidate.content.movement == Movement::Promotion && open {
                passed.extend(passed_last(j, candidate.id).map(|record| (candidate.id, record)));
            }
        }
        let seats = usize::try_from(post.content.seats.max(1)).unwrap_or(usize::MAX);
        let last = passed.iter().map(|(_, r)| *r).max_by_key(|r| (happened(r).map(|d| d.last_day()), r.id));
        let Some(record) = last.filter(|_| passed.len() > seats) else { continue };
        let Some(rules) = j.rules_on("V25", happened(record)) else { continue };
        let Some(level) = rules.named_level("V25", "seats") else { continue };
        let names = list(passed.iter().map(|(c, _)| j.view.name(*c)));
        let (unit, title) = (post.content.unit.trim(), post.content.title.trim());
        let message = format!("{}：{unit}{title}职数{seats}，通过的有{names}共{}人", j.view.call(record), passed.len());
        let remedy = "请核对表决结果和职数；通过的多于职数的，按得票多少取职数以内的人记通过，其余记未通过";
        let told = j.say(rules, "V25", level, j.view.place_of(record).field("表决结果"), message, remedy);
        found.push(told.basis(rules.basis("V01")));
    }
    found
}

/// The vote a person was passed by, when the last word on him or her is 通过.
fn passed_last<'a>(j: &Judge<'_, 'a>, candidate: CandidateId) -> Option<&'a Record> {
    let deciding = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
    let said = deciding.flat_map(|m| j.view.milestone_records(m, candidate)).map(|(_, r)| r);
    let said = said.filter(|r| voted(&r.content.body).is_some());
    let said = said.filter_map(|r| Some((r, declared_on(j.rules.at(happened(r)), r, candidate)?)));
    let last = said.max_by_key(|(r, _)| (happened(r).map(|d| d.last_day()), r.id))?;
    (last.1 == Declared::Passed).then_some(last.0)
}
