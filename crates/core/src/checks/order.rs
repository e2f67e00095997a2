//! V31a 缺步 and V31b 日期倒序, by the pairs of steps the catalogue says must follow each other. Pairs it does not list are free.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::Judge;
use super::view::{CaseView, ended, happened};
use crate::case::StepState;
use crate::catalogue::{Catalogue, Milestone, Step};
use crate::date::PartialDate;
use crate::finding::{Finding, Place};
use crate::id::{CandidateId, RecordId};
use crate::record::{BallotPurpose, Record, RecordBody, RecordKind};
use crate::rules::Rules;

/// 缺步: a step is missing though a step that must come after it is recorded. Steps merely not done yet are V36's.
pub(super) fn v31a(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let catalogue = &view.case.catalogue;
    let mut found = Vec::new();
    let Some(rules) = j.rules_now("V31a").filter(|_| j.asks("V31a")) else { return found };
    let undecided = undecided(view);
    for step in catalogue.steps.iter().filter(|s| !undecided.contains(&s.key.as_str())) {
        let later = after(catalogue, &step.key);
        let skipped = |who: Option<CandidateId>| {
            let missing = view.state(&step.key, who) == StepState::Missing;
            later.iter().copied().filter(|_| missing).find(|key| view.state(key, who) == StepState::Recorded)
        };
        let mut by_later: BTreeMap<&str, Vec<CandidateId>> = BTreeMap::new();
        for candidate in view.candidates() {
            if let Some(key) = skipped(Some(candidate.id)) {
                by_later.entry(key).or_default().push(candidate.id);
            }
        }
        if view.candidates().is_empty()
            && let Some(key) = skipped(None)
        {
            by_later.insert(key, Vec::new());
        }
        for (key, who) in by_later {
            for (candidate, name) in view.subjects(step, &who) {
                let (this, next) = (catalogue.step_label(&step.key), catalogue.step_label(key));
                let place = Place { candidate, step: Some(step.key.clone()), ..view.place() };
                let message = format!("{name}：{this}没有记录，而其后的{next}已有记录");
                let remedy = "请补录这一步；确不需要的，标为不适用并写明理由和责任人";
                let told = j.say(rules, "V31a", rules.level("V31a"), place, message, remedy);
                let of = |who: &CandidateId| view.records_for(key, *who).next();
                let given_away = who.iter().find_map(of).or_else(|| view.records(key).first().copied());
                found.push(match given_away {
                    Some(later) => told.beside(view.place_of(later)),
                    None => told,
                });
            }
        }
    }
    found.extend(rounds(j, rules));
    found
}

/// 二次推荐, where a local rule asks for it: whoever became a nominee was recommended in so many rounds, by number or by day.
fn rounds(j: &Judge<'_, '_>, rules: &Rules) -> Vec<Finding> {
    let view = j.view;
    let least = rules.number("V31a", "rounds") as usize;
    let Some(step) = view.case.catalogue.milestone(Milestone::Recommendation).next().filter(|_| least > 1) else {
        return Vec::new();
    };
    let short = |candidate: CandidateId| -> Option<Finding> {
        let (fixed, _) = j.first_of(&[Milestone::NomineesFixed], candidate)?;
        let mut held: BTreeSet<(u32, Option<chrono::NaiveDate>)> = BTreeSet::new();
        for record in &view.case.records {
            if let RecordBody::Ballot(b) = &record.content.body
                && b.purpose == BallotPurpose::MeetingRecommendation
                && b.lines.iter().any(|l| l.candidate == Some(candidate))
            {
                // Numbered rounds count by their number, unnumbered ones by their day.
                held.insert(if b.round > 1 { (b.round, None) } else { (1, happened(record).map(PartialDate::first_day)) });
            }
        }
        // None at all is told as the missing step.
        if held.is_empty() || held.len() >= least {
            return None;
        }
        let message = format!("{}只有{}轮会议推荐，不足{least}轮", view.name(candidate), held.len());
        let remedy = "请补录缺的那一轮会议推荐（写明第几轮）；确实没有进行的，须补行推荐后再确定考察对象，或依规定放行并写明理由";
        let place = j.at(candidate, Some(step)).field("轮次");
        let told = j.say(rules, "V31a", rules.level_of("V31a", "rounds"), place, message, remedy);
        Some(told.basis(rules.basis_of("V31a", "rounds")).beside(view.place_of(fixed)))
    };
    view.candidates().iter().filter_map(|c| short(c.id)).collect()
}

/// Discussion and vote, when neither is recorded though the decision is: that one fault is V37's.
pub(super) fn undecided<'a>(view: &CaseView<'a>) -> Vec<&'a str> {
    let catalogue = &view.case.catalogue;
    let of = |m: Milestone| catalogue.milestone(m).map(|s| s.key.as_str());
    let steps: Vec<&str> = of(Milestone::Discussion).chain(of(Milestone::AppointmentDecision)).collect();
    let decides = |r: &&Record| matches!(r.content.body, RecordBody::Decision(_) | RecordBody::Document(_));
    let (mut decided, mut held) = (false, false);
    for step in &steps {
        for record in view.records(step) {
            if decides(record) {
                decided = true;
            } else {
                held = true;
            }
        }
    }
    let empty = |s: &&str| view.records(s).is_empty();
    if decided && !held { steps.into_iter().filter(empty).collect() } else { Vec::new() }
}

/// Every step that must come after `step`, near or far, in the order of the catalogue.
fn after<'a>(catalogue: &'a Catalogue, step: &'a str) -> Vec<&'a str> {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![step];
    while let Some(key) = open.pop() {
        for rule in catalogue.order.iter().filter(|r| r.before == key) {
            if reached.insert(&rule.after) {
                open.push(&rule.after);
            }
        }
    }
    catalogue.steps.iter().map(|s| s.key.as_str()).filter(|k| reached.contains(k)).collect()
}

/// 日期倒序: of two steps in a rule, the later one began before the earlier one began at all; and dates that cannot be.
///
/// First beginnings are compared, so that a further round of talks or a second meeting raises no alarm; dates of the precision
/// 年 or 年月 only when they surely lie apart.
pub(super) fn v31b(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let mut found = Vec::new();
    let Some(rules) = j.rules_now("V31b") else { return found };
    for record in view.case.records.iter().filter(|r| j.wants(r)) {
        found.extend(own_dates(j, rules, record));
    }
    let mut seen: BTreeSet<(RecordId, RecordId)> = BTreeSet::new();
    // Whoever only leaves office is talked to when it suits: of the others V34 tells.
    let talk = |key: &str| j.steps("V34").any(|s| s.key == key);
    for step in &view.case.catalogue.steps {
        for candidate in j.wanted() {
            let Some((first, first_on)) = earliest(view, &step.key, candidate.id) else { continue };
            for (second, second_on, reason) in followers(view, &step.key, candidate.id) {
                let of_talk = !j.is_considered(candidate) && (talk(&step.key) || talk(&second.content.step));
                if of_talk || !second_on.surely_before(first_on) || !seen.insert((first.id, second.id)) {
                    continue;
                }
                // A part of a case may show the second discussion without the first: a further round in order is order.
                let again = |r: &Record| happened(r).is_some_and(|d| !d.surely_before(first_on));
                if j.extent.part && view.records_for(&second.content.step, candidate.id).any(again) {
                    continue;
                }
                let message = format!("{}早于{}：{reason}", view.call(second), view.call(first));
                let mut place = view.place_of(second).field("发生时间");
                // The narrower of the two records says whose order it is.
                place.candidate = place.candidate.or(view.place_of(first).candidate);
                let remedy = "请核对两条记录的日期；确实颠倒的，写明情况并由有权限的人说明理由";
                found.push(j.say(rules, "V31b", rules.level("V31b"), place, message, remedy).beside(view.place_of(first)));
            }
        }
    }
    found.extend(afterwards(j));
    found
}

/// 事后补程序 within a step: a further record of the 推荐 or 考察 that came after the last discussion, or of what the 考察材料 sums up after
/// the material was written. First beginnings say nothing of those. Letters and reviews have checks of their own (V17–V19).
fn afterwards(j: &Judge<'_, '_>) -> Vec<Finding> {
    let (view, catalogue) = (j.view, &j.view.case.catalogue);
    let Some(material) = j.first_step("V20") else { return Vec::new() };
    let begins = catalogue.milestone(Milestone::Recommendation).next().and_then(|s| catalogue.step_no(&s.key));
    let leads = |key: &str, to: &str| catalogue.order.iter().any(|r| r.before == key && r.after == to);
    // The meeting at which the votes of the 推荐 are cast comes before the step that counts them.
    let cast = |s: &Step| {
        let counts = |m: &Step| leads(&s.key, &m.key);
        s.records.iter().any(|k| matches!(k, RecordKind::Meeting | RecordKind::Ballot))
            && catalogue.milestone(Milestone::Recommendation).any(counts)
    };
    let steps = catalogue.steps.iter().filter(|s| catalogue.step_no(&s.key) >= begins || cast(s));
    let steps: Vec<&str> = steps
        .map(|s| s.key.as_str())
        .filter(|k| *k == material.key || after(catalogue, k).contains(&material.key.as_str()))
        .collect();
    let mut told: BTreeSet<RecordId> = BTreeSet::new();
    let mut found = Vec::new();
    for candidate in view.candidates() {
        let latest = |records: Vec<&'_ Record>| {
            records.into_iter().filter_map(|r| happened(r).map(|d| (r.id, d))).max_by_key(|(id, d)| (d.last_day(), *id))
        };
        let deciding = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
        let discussed = latest(deciding.flat_map(|m| view.milestone_records(m, candidate.id)).map(|(_, r)| r).collect());
        let written = latest(view.records_for(&material.key, candidate.id).collect());
        for key in &steps {
            let first = earliest(view, key, candidate.id).map(|(r, _)| r.id);
            for record in view.records_for(key, candidate.id) {
                if matches!(record.content.body, RecordBody::Letter(_) | RecordBody::Review(_)) {
                    continue;
                }
                // Talks and ballots may go on: their last day is what counts against the discussion.
                let Some(begun) = happened(record) else { continue };
                let on = if matches!(record.content.body, RecordBody::Notebook(_) | RecordBody::Ballot(_)) {
                    ended(record).unwrap_or(begun)
                } else {
                    begun
                };
                let of_material = written.filter(|_| leads(key, &material.key) && on == begun);
                let gate = [discussed, of_material].into_iter().flatten().find(|(_, d)| d.surely_before(on));
                // Of the first beginning the pairs of the catalogue tell.
                let told_there = |(_, d): &(RecordId, PartialDate)| first == Some(record.id) && d.surely_before(begun);
                let Some((gate, _)) = gate.filter(|g| !told_there(g)) else { continue };
                let Some(rules) = j.rules_on("V31b", Some(on)) else { continue };
                let (Some(level), Some(gate)) = (rules.named_level("V31b", "afterwards"), view.record(gate)) else { continue };
                if !told.insert(record.id) {
                    continue;
                }
                let message = format!("{}之后又有{}：推荐、考察应在此之前做完，不得事后补做", view.call(gate), view.call(record));
                let mut place = view.place_of(gate).field("发生时间");
                place.candidate = view.place_of(record).candidate.or(place.candidate);
                let remedy = "请核对日期；确属补做的，须重新写出考察材料、重新讨论，或写明情况依规定放行";
                found.push(j.say(rules, "V31b", level, place, message, remedy).beside(view.place_of(record)));
            }
        }
    }
    found
}

/// The record a step began with for a candidate.
fn earliest<'a>(view: &CaseView<'a>, step: &str, candidate: CandidateId) -> Option<(&'a Record, PartialDate)> {
    let dated = view.records_for(step, candidate).filter_map(|r| happened(r).map(|d| (r, d)));
    dated.min_by_key(|(r, d)| (d.first_day(), d.last_day(), r.id))
}

/// The nearest recorded steps that must come after `step`, with why. Through a step without a record the rules are followed on:
/// leaving out what lies between does not free the order of the rest.
fn followers<'a>(view: &CaseView<'a>, step: &str, candidate: CandidateId) -> Vec<(&'a Record, PartialDate, String)> {
    let catalogue = &view.case.catalogue;
    let mut found = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = vec![step];
    while let Some(key) = open.pop() {
        for rule in catalogue.order.iter().filter(|r| r.before == key) {
            if !seen.insert(&rule.after) {
                continue;
            }
            match earliest(view, &rule.after, candidate) {
                Some((record, on)) if key == step => found.push((record, on, rule.reason.clone())),
                Some((record, on)) => {
                    let reason = format!("{}必须先于{}", catalogue.step_label(step), catalogue.step_label(&rule.after));
                    found.push((record, on, reason));
                }
                None => open.push(&rule.after),
            }
        }
    }
    found
}

/// What is wrong with a record's dates by themselves.
fn own_dates(j: &Judge<'_, '_>, rules: &Rules, record: &Record) -> Option<Finding> {
    let view = j.view;
    let call = || view.call(record);
    let (field, message) = match (happened(record), record.content.end_date) {
        (None, _) if !j.owes("V31b", record, "date") => return None,
        (None, _) => ("发生时间", format!("{}：没有填写发生时间，无法核对先后", call())),
        (Some(start), Some(end)) if end.surely_before(start) => {
            ("结束时间", format!("{}：结束时间{}早于开始时间{}", call(), end.chinese(), start.chinese()))
        }
        (Some(start), _) if j.is_ahead(start) => ("发生时间", format!("{}：发生时间{}", call(), j.ahead(start))),
        _ => return None,
    };
    let place = view.place_of(record).field(field);
    Some(j.say(rules, "V31b", rules.level("V31b"), place, message, "请按实际发生时间改正"))
}
