//! V38 复议: what was deferred or refused is voted on again only on a motion of more than half of the members.

use super::declared::{Declared, declared_on};
use super::judge::Judge;
use super::view::happened;
use crate::case::Candidate;
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Place};
use crate::id::CandidateId;
use crate::record::{Record, RecordBody, Reopening, VoteLine};

fn reopening(record: &Record) -> Option<(&Reopening, u64)> {
    match &record.content.body {
        RecordBody::Meeting(m) => m.reopening.as_ref().map(|r| (r, m.expected.map_or(0, u64::from))),
        RecordBody::Decision(d) => d.reopening.as_ref().map(|r| (r, 0)),
        _ => None,
    }
}

/// The motion had more than half of the members behind it.
fn backed(motion: &Reopening, members: u64) -> Result<(), String> {
    // Whoever wrote fewer members on the motion than the meeting has does not change how many there are.
    let expected = motion.expected.map_or(members, |n| u64::from(n).max(members));
    match motion.agree.map(u64::from) {
        None => Err("没有填写提议复议的人数".into()),
        Some(_) if expected == 0 => Err("没有填写应到会成员人数".into()),
        Some(agree) if agree * 2 > expected => Ok(()),
        Some(agree) => Err(format!("{agree}名成员同意复议，没有超过应到{expected}名的半数")),
    }
}

/// A further round of one 差额 vote: the rounds are numbered, and more names than seats stood in the first or the paper is marked so.
/// Whoever did not come through the first is not voted on anew; what was put off is.
fn next_round(j: &Judge<'_, '_>, candidate: CandidateId, first: &Record, again: &Record) -> bool {
    let (RecordBody::Ballot(one), RecordBody::Ballot(two)) = (&first.content.body, &again.content.body) else { return false };
    let post = j.view.candidate(candidate).and_then(|c| c.content.post);
    let title = one.lines.iter().find(|l| l.candidate == Some(candidate)).map_or("", |l| l.post.trim());
    let rival = |l: &&VoteLine| if post.is_some() { j.view.post_of(l) == post } else { l.post.trim() == title };
    let seats = j.view.post(candidate).map_or(1, |p| p.seats.max(1));
    let rivals = u32::try_from(one.lines.iter().filter(rival).count()).unwrap_or(u32::MAX);
    two.round > one.round.max(1) && (one.competitive || two.competitive || rivals > seats)
}

/// Put off or refused in one vote and passed in another, of which one bears no date: which of them came later, and so whether it was a
/// 复议, nobody can say.
fn undated(j: &Judge<'_, '_>, records: &[&Record], candidate: &Candidate) -> Option<Finding> {
    let id = candidate.id;
    let said = |r: &&&Record| {
        let votes = super::meeting::voted(&r.content.body).is_some();
        votes && (r.content.candidates.is_empty() || r.content.candidates.contains(&id))
    };
    let votes: Vec<(&Record, Declared)> =
        records.iter().filter(said).filter_map(|r| Some((*r, declared_on(j.rules.at(happened(r)), r, id)?))).collect();
    let off = |d: Declared| matches!(d, Declared::Deferred | Declared::Failed);
    let (first, again) = votes.iter().filter(|(_, d)| off(*d)).find_map(|(first, was)| {
        let dayless = |r: &Record| happened(r).is_none() || happened(first).is_none();
        let round = |r: &Record| *was == Declared::Failed && next_round(j, id, first, r);
        let again = votes.iter().find(|(r, now)| *now == Declared::Passed && dayless(r) && !round(r));
        again.map(|(r, _)| (*first, *r))
    })?;
    let bare = if happened(again).is_none() { again } else { first };
    let rules = j.rules_on("V38", happened(again)).filter(|_| j.owes("V38", bare, "date"))?;
    let level = rules.named_level("V38", "missing")?;
    let moved = records.iter().any(|r| reopening(r).is_some() && super::recusal::about(j, r).contains(&id));
    let message = format!("{}：没有填写日期，无法核对{}的再次表决是不是复议", j.view.call(bare), j.view.name(id));
    let other = if std::ptr::eq(bare, again) { first } else { again };
    let told = j.say(rules, "V38", level, j.of(bare, id).field("发生时间"), message, "请补填表决的日期");
    (!moved).then(|| told.beside(j.of(other, id)))
}

/// 复议: what was deferred or refused is voted on again only when more than half of the members moved it.
pub(super) fn v38(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let catalogue = &j.view.case.catalogue;
    let steps = || [Milestone::Discussion, Milestone::AppointmentDecision].into_iter().flat_map(|m| catalogue.milestone(m));
    let records: Vec<&Record> = steps().flat_map(|s| j.view.records(&s.key).iter().copied()).collect();
    let remedy = "复议须经超过半数成员同意，请补记提议复议的人数和理由";
    for record in &records {
        let Some((motion, members)) = reopening(record) else { continue };
        let Some(rules) = j.rules_on("V38", happened(record)) else { continue };
        if let Err(words) = backed(motion, members) {
            let message = format!("{}：{words}", j.view.call(record));
            let mut place = j.view.place_of(record).field("复议");
            if let [one] = super::inspection::concerned(j, record).as_slice() {
                place.candidate = Some(*one);
            }
            found.push(j.say(rules, "V38", rules.level("V38"), place, message, remedy));
        }
    }
    found.extend(j.view.candidates().iter().filter_map(|c| undated(j, &records, c)));
    for candidate in j.view.candidates() {
        let mut votes: Vec<(PartialDate, &Record, Declared)> = records
            .iter()
            .filter(|r| r.content.candidates.is_empty() || r.content.candidates.contains(&candidate.id))
            .filter_map(|r| {
                let on = happened(r)?;
                Some((on, *r, declared_on(j.rules.at(Some(on)), r, candidate.id)?))
            })
            .filter(|(_, _, d)| *d != Declared::Nothing)
            .collect();
        votes.sort_by_key(|(d, r, _)| (d.first_day(), r.id));
        // Consents by which a vote was held already; written in minutes and decision alike it is one.
        let mut used = Vec::new();
        for pair in votes.windows(2) {
            let [(before, first, was), (after, again, now)] = pair else { continue };
            if !matches!(was, Declared::Deferred | Declared::Failed) {
                continue;
            }
            // A second vote of the same day at the same step is one too; minutes and decision of one day are not.
            let ballots = |r: &Record| matches!(r.content.body, RecordBody::Ballot(_));
            let again_today = before == after
                && first.content.step == again.content.step
                && ballots(first)
                && ballots(again)
                && *now == Declared::Passed;
            if !before.surely_before(*after)
                && !(again_today && !(*was == Declared::Failed && next_round(j, candidate.id, first, again)))
            {
                continue;
            }
            // Minutes written later that say the same are no second vote.
            if was == now && matches!(again.content.body, RecordBody::Decision(_)) {
                continue;
            }
            let Some(rules) = j.rules_on("V38", Some(*after)) else { continue };
            let consent = records.iter().find_map(|r| {
                let (motion, _) = reopening(r)?;
                let on = happened(r).filter(|d| !d.surely_before(*before) && !after.surely_before(*d))?;
                let consent = (on, motion.agree, motion.expected);
                (!used.contains(&consent) && super::recusal::about(j, r).contains(&candidate.id)).then_some(consent)
            });
            if let Some(consent) = consent {
                used.push(consent);
                continue;
            }
            let state = if *was == Declared::Deferred { "暂缓" } else { "否决" };
            let message = format!(
                "{}：{}已于{}{state}，再次表决没有超过半数成员同意复议的记录",
                j.view.call(again),
                j.view.name(candidate.id),
                before.chinese()
            );
            let place: Place = j.of(again, candidate.id).field("复议");
            found.push(j.say(rules, "V38", rules.level("V38"), place, message, remedy).beside(j.of(first, candidate.id)));
        }
    }
    found
}
