//! V06 参加人数, V08 双过半, V09 低票, V10 等额不过半: how many took part in a recommendation and how many were for the candidate.

use std::collections::BTreeSet;

use super::judge::{Judge, list};
use super::names;
use super::view::happened;
use crate::case::{Candidate, Movement};
use crate::catalogue::Milestone;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::record::{Absence, Ballot, BallotPurpose, Record, RecordBody, VoteLine};
use crate::rules::Rules;

fn attended(body: &RecordBody) -> Option<(Option<u32>, Option<u32>, &[Absence])> {
    match body {
        RecordBody::Meeting(m) => Some((m.expected, m.present, &m.absent)),
        RecordBody::Ballot(b) => Some((b.expected, b.present, &b.absent)),
        _ => None,
    }
}

fn purpose(record: &Record) -> Option<BallotPurpose> {
    if let RecordBody::Ballot(b) = &record.content.body { Some(b.purpose) } else { None }
}

/// A count of votes raised in a meeting.
fn recommends(record: &Record) -> bool {
    purpose(record) == Some(BallotPurpose::MeetingRecommendation)
}

fn talks(record: &Record) -> bool {
    purpose(record) == Some(BallotPurpose::TalkRecommendation)
}

/// 实到/应到 at least what the local rule says, and every absence with its reason.
pub(super) fn v06(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut records: Vec<&Record> = j.records("V06").collect();
    // Where only the count of the votes is recorded, it says who was there.
    let meets = |r: &&Record| attended(&r.content.body).is_some_and(|(expected, _, _)| expected.is_some_and(|n| n > 0));
    if !records.iter().any(|r| meets(r) && !talks(r)) {
        let counts = j.view.case.records.iter().filter(|r| recommends(r) && meets(r) && !records.iter().any(|x| x.id == r.id));
        records.extend(counts.collect::<Vec<_>>());
    }
    for record in records {
        let Some((expected, present, absent)) = attended(&record.content.body) else { continue };
        let Some(rules) = j.rules_on("V06", happened(record)) else { continue };
        let (numerator, denominator) = rules.part("V06");
        let bare: Vec<&str> = absent
            .iter()
            .filter(|a| !names::none(rules, &a.name) && names::unwritten(rules, &a.reason))
            .map(|a| a.name.as_str())
            .collect();
        let numbers = expected.filter(|n| *n > 0).zip(present).map(|(e, p)| (u64::from(e), u64::from(p)));
        if numbers.is_none() && expected.is_none() && present.is_none() && !j.owes("V06", record, "present") {
            continue;
        }
        let (expected, present) = numbers.unwrap_or_default();
        let (field, message) = if numbers.is_none() {
            ("实到人数", "没有填写应到或实到人数，无法核对参加推荐人数".to_owned())
        } else if numerator > 0 && present * denominator < expected * numerator {
            ("实到人数", format!("应到{expected}人，实到{present}人，不足{}", fraction(numerator, denominator)))
        } else if !bare.is_empty() {
            ("缺席", format!("{}缺席，没有写事由", list(bare)))
        } else if present < expected
            && !absent.iter().any(Absence::is_member)
            && matches!(record.content.body, RecordBody::Meeting(_))
            && j.owes("V06", record, "absent")
        {
            ("缺席", format!("应到{expected}人，实到{present}人，没有登记缺席人员和事由"))
        } else {
            continue;
        };
        let message = format!("{}：{message}", j.view.call(record));
        let place = j.view.place_of(record).field(field);
        found.push(j.say(rules, "V06", rules.level("V06"), place, message, "请对照签到册核实；不足的须重新推荐，缺席的补登事由"));
    }
    found
}

/// One candidate's line on a ballot.
struct Share<'a> {
    record: &'a Record,
    ballot: &'a Ballot,
    line: &'a VoteLine,
}

/// The line of the last round of each way of recommending.
fn shares<'a>(j: &Judge<'_, 'a>, candidate: CandidateId) -> Vec<Share<'a>> {
    let mut last: Vec<Share<'a>> = Vec::new();
    for record in &j.view.case.records {
        let RecordBody::Ballot(ballot) = &record.content.body else { continue };
        if !matches!(ballot.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::TalkRecommendation) {
            continue;
        }
        let Some(line) = ballot.lines.iter().find(|l| l.candidate == Some(candidate)) else { continue };
        let share = Share { record, ballot, line };
        let order = |s: &Share<'_>| (s.ballot.round, happened(s.record).map(|d| d.first_day()), s.record.id);
        match last.iter().position(|s| s.ballot.purpose == ballot.purpose) {
            Some(at) => {
                if let Some(held) = last.get_mut(at).filter(|held| order(held) < order(&share)) {
                    *held = share;
                }
            }
            None => last.push(share),
        }
    }
    last
}

/// How many took part, and what the form calls them: those there; where a part of a case does not speak of them and a
/// local rule asks, as many as were given a paper, gave one back, or gave a valid one.
fn took_part(j: &Judge<'_, '_>, code: &str, share: &Share<'_>) -> (Option<u32>, &'static str) {
    let b = share.ballot;
    let local = j.rules_on(code, happened(share.record)).is_some_and(|r| r.is_local(code));
    if b.present.is_some() || !local || j.owes(code, share.record, "present") {
        return (b.present, "实到");
    }
    let others = [(b.issued, "发出"), (b.returned, "收回"), (b.valid, "有效票")];
    others.into_iter().find(|(n, _)| n.is_some()).unwrap_or((None, "实到"))
}

/// Whom the records from the fixing of the nominees on speak of, looked through once for all candidates.
struct Onward {
    /// Everybody any of them names.
    named: BTreeSet<CandidateId>,
    /// A list of nominees, or of those discussed or voted on, names somebody.
    listed: bool,
    /// One of those speaks of the whole batch.
    open: bool,
}

impl Onward {
    fn of(j: &Judge<'_, '_>) -> Onward {
        let catalogue = &j.view.case.catalogue;
        let fixing = catalogue.steps.iter().position(|s| s.milestone == Some(Milestone::NomineesFixed));
        let steps = catalogue.steps.iter().skip(fixing.unwrap_or(catalogue.steps.len()));
        let mut onward = Onward { named: BTreeSet::new(), listed: false, open: false };
        for step in steps {
            let lists =
                matches!(step.milestone, Some(Milestone::NomineesFixed | Milestone::Discussion | Milestone::AppointmentDecision));
            for record in j.view.records(&step.key) {
                let of = record.content.named();
                // A review of one person, a talk or a letter is no list of nominees.
                let decides = matches!(
                    record.content.body,
                    RecordBody::Meeting(_) | RecordBody::Ballot(_) | RecordBody::Decision(_) | RecordBody::Document(_)
                );
                if lists && decides {
                    onward.listed |= !of.is_empty();
                    onward.open |= of.is_empty();
                }
                onward.named.extend(of);
            }
        }
        onward
    }

    /// The candidate was let go before, or when, the nominees for the 考察 were fixed: marked so, or left out of the lists of
    /// nominees and of all that came after them.
    fn dropped(&self, j: &Judge<'_, '_>, candidate: CandidateId) -> bool {
        let mut nominees = j.view.case.catalogue.milestone(Milestone::NomineesFixed);
        let stopped = j.view.stopped_at(candidate);
        let marked = nominees.any(|s| stopped == s.key || j.view.after_stop(candidate, &s.key));
        marked || (self.listed && !self.open && !self.named.contains(&candidate))
    }
}

/// Who of those may still become a nominee, by the lists of nominees; whoever only leaves office is none.
fn standing<'s>(j: &'s Judge<'_, '_>, of: impl Iterator<Item = &'s Candidate> + 's) -> impl Iterator<Item = CandidateId> + 's {
    let onward = Onward::of(j);
    of.filter(|c| j.is_considered(c)).map(|c| c.id).filter(move |c| !onward.dropped(j, *c))
}

/// A way of recommending by which somebody made a nominee was not recommended at all (both ways are asked for: domain.md §1.2 双过半):
/// its count of votes names others and not him or her, or where a local rule asks, there is no such count. With the record to look at.
fn unnamed<'a>(j: &Judge<'_, 'a>, candidate: CandidateId, purpose: BallotPurpose) -> Option<(&'a Record, &'static str)> {
    let content = &j.view.candidate(candidate)?.content;
    if content.movement != Movement::Promotion {
        return None;
    }
    let listed = |r: &&Record| r.content.named().contains(&candidate);
    let mut nominated = j.view.milestone_records(Milestone::NomineesFixed, candidate).map(|(_, r)| r);
    // Of a part of a case only the list that names him or her says so; where V08 is asked for by name, also one that names nobody.
    let of_all = |r: &&Record| j.extent.named.contains("V08") && r.content.named().is_empty();
    let fixed = nominated.find(|r| !j.extent.part || listed(r) || of_all(r))?;
    let excused = |step: &str| j.view.not_applicable(step, Some(candidate)).is_some() || j.promotes_without(step);
    let mut counted = None;
    for record in &j.view.case.records {
        let RecordBody::Ballot(ballot) = &record.content.body else { continue };
        if ballot.purpose != purpose || excused(&record.content.step) {
            continue;
        }
        let known: Vec<CandidateId> = ballot.lines.iter().filter_map(|l| l.candidate).collect();
        if known.is_empty() {
            continue;
        }
        // A line without a name (V07) may be his or hers.
        if known.contains(&candidate) || ballot.lines.iter().any(|l| l.candidate.is_none() && l.name.trim().is_empty()) {
            return None;
        }
        // A paper for another post says nothing of this one.
        let same = |c: &CandidateId| j.view.candidate(*c).is_some_and(|c| c.content.post == content.post);
        let narrow = !record.content.candidates.is_empty() && !record.content.candidates.contains(&candidate);
        counted = counted.or(Some(record).filter(|_| !j.extent.part || !narrow && known.iter().any(same)));
    }
    let meets = purpose == BallotPurpose::MeetingRecommendation;
    if let Some(record) = counted {
        return Some((record, if meets { "没有列在会议推荐票上" } else { "没有谈话推荐的得票" }));
    }
    let mut steps = j.view.case.catalogue.milestone(Milestone::Recommendation).filter(|s| s.ballot_purpose() == purpose);
    let local = j.rules_on("V08", happened(fixed)).is_some_and(|r| r.is_local("V08"));
    let asked = local && j.extent.part && j.extent.named.contains("V08") && !steps.any(|s| excused(&s.key));
    asked.then_some((fixed, if meets { "没有经过会议推荐" } else { "没有经过谈话推荐" }))
}

/// 双过半: at least half of those who took part were for the candidate, in the meeting and in the talks.
pub(super) fn v08(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    // The second of a 差额 vote is told too as long as no list of nominees leaves him or her out: the check as domain.md §2.4 has it
    // knows of no other way to fall out of the procedure.
    // Everybody: a record may be found at fault for whom it does not name.
    for candidate in standing(j, j.view.candidates().iter().copied()) {
        let mut short: Vec<(&Record, String)> = Vec::new();
        let mut unknown: Option<(&Record, &str)> = None;
        for share in shares(j, candidate) {
            let Some(rules) = j.rules_on("V08", happened(share.record)) else { continue };
            let (numerator, denominator) = rules.part("V08");
            let by_valid = rules.words("V08", "of").iter().any(|w| w == "有效票");
            let (of, name) = if by_valid { (share.ballot.valid, "有效票") } else { took_part(j, "V08", &share) };
            let way = if share.ballot.purpose == BallotPurpose::MeetingRecommendation { "会议推荐" } else { "谈话推荐" };
            let Some((of, agree)) = of.filter(|n| *n > 0).zip(share.line.agree).map(|(of, n)| (u64::from(of), u64::from(n)))
            else {
                let blank = if of.is_some_and(|n| n > 0) {
                    "得票数"
                } else if by_valid {
                    "有效票数"
                } else {
                    "实到人数"
                };
                unknown = Some((share.record, blank));
                continue;
            };
            if agree * denominator < of * numerator {
                let least = fraction(numerator, denominator);
                short.push((share.record, format!("{way}得{agree}票，{name}{of}，不足{least}")));
            }
        }
        let name = j.view.name(candidate);
        let ways = [BallotPurpose::MeetingRecommendation, BallotPurpose::TalkRecommendation];
        for (record, words) in ways.into_iter().filter_map(|way| unnamed(j, candidate, way)) {
            if j.rules_on("V08", happened(record)).is_some_and(|r| r.named_level("V08", "absent").is_some()) {
                short.push((record, words.to_owned()));
            }
        }
        if let Some((record, _)) = short.first() {
            let Some(rules) = j.rules_on("V08", happened(record)) else { continue };
            let words: Vec<String> = short.iter().map(|(_, w)| w.clone()).collect();
            let message = format!("{name}{}", words.join("；"));
            let place = j.of(record, candidate).field("得票");
            let remedy = if rules.is_local("V08") {
                "未达到要求的，不能确定为考察对象；请重新推荐，或取消其考察对象资格"
            } else {
                "未达到要求的，不宜确定为考察对象；仍要考察的，请在综合分析中写明理由"
            };
            let mut finding = j.say(rules, "V08", rules.level("V08"), place, message, remedy);
            if let Some((second, _)) = short.get(1) {
                finding = finding.beside(j.of(second, candidate));
            }
            found.push(finding);
        } else if let Some((record, blank)) = unknown
            && j.extent.part
            && let Some(rules) = j.rules_on("V08", happened(record)).filter(|r| r.is_local("V08") || j.asks("V08"))
        {
            // In a whole case the missing count is told by V07.
            let message = format!("{}：没有填写{blank}，无法核对{name}的得票率", j.view.call(record));
            let place = j.of(record, candidate).field(blank);
            found.push(j.say(rules, "V08", rules.level_of("V08", "missing"), place, message, &format!("请补填{blank}")));
        }
    }
    found
}

/// No more nominees for the post on the ballot than it has seats or, where no post is known, than may be named: of several posts on one
/// paper each is a list of its own. The mark 差额 counts where the post is not known; on papers marked so, names from outside and those
/// on the other papers of that day count too.
fn is_equal(j: &Judge<'_, '_>, share: &Share<'_>) -> bool {
    let (ballot, own) = (share.ballot, share.line);
    let seats = j.view.post_of(own).and_then(|id| j.view.case.posts.iter().find(|p| p.id == id)).map(|p| p.content.seats.max(1));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let titles: BTreeSet<&str> = ballot.lines.iter().map(|l| l.post.trim()).collect();
    let Some(seats) = seats else {
        let of_title = ballot.lines.iter().filter(|l| l.post.trim() == own.post.trim()).count();
        let wanted = ballot.seats.unwrap_or(1) / count(titles.len().max(1));
        return !ballot.competitive && count(of_title) <= wanted.max(1);
    };
    let of_post = |l: &&VoteLine| match l.candidate {
        Some(_) => j.view.post_of(l) == j.view.post_of(own),
        None if titles.len() > 1 => l.post.trim() == own.post.trim(),
        None => true,
    };
    // A part of a case may give of a paper only those it is about: the mark tells of the others.
    if ballot.competitive && j.extent.part && titles.len() < 2 {
        return false;
    }
    let here = ballot.lines.iter().filter(of_post).count();
    let beside = j
        .view
        .records(&share.record.content.step)
        .iter()
        .filter(|r| ballot.competitive && r.id != share.record.id && happened(r) == happened(share.record));
    let beside = beside.filter_map(|r| if let RecordBody::Ballot(b) = &r.content.body { Some(b) } else { None });
    let there = |l: &&VoteLine| l.candidate.is_some() && of_post(l) && !ballot.lines.iter().any(|o| o.candidate == l.candidate);
    let beside: BTreeSet<Option<CandidateId>> =
        beside.filter(|b| b.purpose == ballot.purpose).flat_map(|b| b.lines.iter().filter(there).map(|l| l.candidate)).collect();
    count(here + beside.len()) <= seats
}

/// 等额过半 is asked of posts of the city's own departments where the local rule says so: not of a county or a township, whose name
/// is in the name of the unit.
fn applies(j: &Judge<'_, '_>, rules: &Rules, candidate: CandidateId) -> bool {
    let mut unit = j.view.post(candidate).map_or_else(String::new, |p| p.unit.clone());
    for word in rules.words("V10", "not_counties") {
        unit = unit.replace(word.as_str(), "");
    }
    !rules.words("V10", "counties").iter().any(|word| unit.contains(word.as_str()))
}

/// 低票 (差额) and 等额不过半: of one vote only the one that fits is told.
pub(super) fn v09_v10(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in standing(j, j.wanted()) {
        for share in shares(j, candidate) {
            let day = happened(share.record);
            let equal = is_equal(j, &share) && j.rules_on("V10", day).is_some_and(|r| applies(j, r, candidate));
            let code = if equal { "V10" } else { "V09" };
            let Some(rules) = j.rules_on(code, day) else { continue };
            let (numerator, denominator) = rules.part(code);
            let of = share.ballot.valid.or(share.ballot.present).map_or(0, u64::from);
            let (whose, unit) = if share.ballot.valid.is_some() { ("有效票", "张") } else { ("实到", "人") };
            let agree = share.line.agree.map(u64::from);
            let (call, name) = (j.view.call(share.record), j.view.name(candidate));
            let place = j.of(share.record, candidate).field("得票率");
            let Some(agree) = agree.filter(|_| of > 0) else {
                if j.extent.part {
                    let blank = match (of > 0, agree.is_some()) {
                        (false, true) => "有效票数".to_owned(),
                        (true, _) => format!("{name}的得票数"),
                        (false, false) => format!("有效票数和{name}的得票数"),
                    };
                    let message = format!("{call}：没有填写{blank}，无法核对{name}的得票率");
                    found.push(j.say(rules, code, rules.level_of(code, "missing"), place, message, &format!("请补填{blank}")));
                }
                continue;
            };
            let inclusive = equal && rules.number("V10", "inclusive") > 0;
            let (share, bound) = (agree * denominator, of * numerator);
            if share < bound || inclusive && share == bound {
                let kind = if equal { "等额推荐" } else { "推荐" };
                let message = format!(
                    "{call}：{name}{kind}得{agree}票，{whose}{of}{unit}，{}{}，原则上不列为考察对象",
                    if share < bound { "不足" } else { "没有超过" },
                    fraction(numerator, denominator)
                );
                found.push(j.say(rules, code, rules.level(code), place, message, "仍要列为考察对象的，请写明理由和批准人"));
            }
        }
    }
    found
}

/// A share as one says it: 三分之二; of large numbers in digits.
pub(super) fn fraction(numerator: u64, denominator: u64) -> String {
    const DIGITS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digit = |n: u64| usize::try_from(n).ok().and_then(|n| DIGITS.get(n));
    match (digit(denominator), digit(numerator)) {
        (Some(of), Some(part)) => format!("{of}分之{part}"),
        _ => format!("{denominator}分之{numerator}"),
    }
}
