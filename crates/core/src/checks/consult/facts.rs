//! V23, facts on record against the reasons ticked, and whether the discussion was told of the answer: where a local rule asks for it.

use super::due;
use crate::case::{Candidate, Movement};
use crate::catalogue::{Milestone, Step};
use crate::checks::judge::{Judge, list};
use crate::checks::qualify::full_months;
use crate::finding::Finding;
use crate::qualification::Tier;
use crate::record::{Record, RecordBody};
use crate::rules::Rules;

/// A fact on record of which the rules say that it has to be reported beforehand, and no reason ticked names it.
pub(super) fn unticked(j: &Judge<'_, '_>, candidate: &Candidate, reasons: &[&str], step: &Step) -> Option<Finding> {
    let rules = j.rules_on("V23", j.first_discussed(candidate.id).and_then(|(_, day)| day))?;
    let level = rules.named_level("V23", "unticked").filter(|_| due(j, "V23", candidate.id))?;
    let ticked = |reason: &str| reasons.iter().any(|r| r.contains(reason));
    let grounds = rules.words("V23", "grounds").iter().filter_map(|words| words.split_once('：'));
    let unticked: Vec<String> = grounds
        .filter(|(_, reason)| !ticked(reason))
        .filter_map(|(fact, reason)| Some(format!("{}，没有列出“{reason}”", holds(j, rules, candidate, fact)?)))
        .collect();
    if unticked.is_empty() {
        return None;
    }
    let message = format!("{}：{}", j.view.name(candidate.id), list(unticked));
    let remedy = "请核对；属须事前报告的，在人选的事前报告事由里列出并报告上级，不属的更正有关信息";
    let told = j.say(rules, "V23", level, j.at(candidate.id, Some(step)).field("报告事由"), message, remedy);
    Some(told.basis(rules.basis_of("V23", "grounds")))
}

/// The fact in words, where it is one.
fn holds(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, fact: &str) -> Option<String> {
    let content = &candidate.content;
    match fact.trim() {
        "破格" => content.exceptional.marked.then(|| "标为破格提拔".to_owned()),
        "越级" => {
            let (from, to) = content.tier.zip(j.view.post(candidate.id).and_then(|p| p.tier))?;
            (to.above(from) > 1).then(|| format!("由{}提任{}", from.name(), to.name()))
        }
        "任期不足" => {
            let chief = content.holding.chief && matches!(content.tier, Some(Tier::CountyChief | Tier::TownshipChief));
            let moved = matches!(content.movement, Movement::Promotion | Movement::Lateral | Movement::Removal);
            let months = rules.number("V23", "chief_months");
            let person = j.view.person(candidate.id)?;
            let since =
                content.holding.since.or_else(|| person.current_post_since.trim().parse().ok()).filter(|_| chief && moved)?;
            let on = j.view.case.batch.content.started.map_or(j.view.case.today, |day| day.last_day());
            (months > 0 && full_months(since, months, on) == Some(false))
                .then(|| format!("{}任现职的党政正职，任职不满{months}个月", since.chinese()))
        }
        _ => None,
    }
}

/// 讨论时通报批复: the minutes of the discussion do not speak of the answer.
pub(super) fn unannounced(j: &Judge<'_, '_>, candidate: &Candidate, step: &Step) -> Option<Finding> {
    let (_, day) = j.first_discussed(candidate.id)?;
    let rules = j.rules_on("V23", day)?;
    let words = rules.words("V23", "announced");
    let level = rules.named_level("V23", "unannounced").filter(|_| !words.is_empty())?;
    let meetings: Vec<&Record> = j
        .view
        .milestone_records(Milestone::Discussion, candidate.id)
        .map(|(_, r)| r)
        .filter(|r| matches!(r.content.body, RecordBody::Meeting(_)) && j.counts(r, candidate.id))
        .collect();
    let first = meetings.first().filter(|r| j.owes("V23", r, "resolution"))?;
    let says = |r: &&Record| {
        let RecordBody::Meeting(m) = &r.content.body else { return false };
        let spoken = m.opinions.iter().map(|o| &o.text);
        let mut texts = [&m.matters, &m.resolution, &r.content.summary].into_iter().chain(spoken);
        texts.any(|text| words.iter().any(|word| text.contains(word.as_str())))
    };
    if meetings.iter().any(says) {
        return None;
    }
    let message = format!("{}：没有写明向会议通报了上级对事前报告的批复", j.view.call(first));
    let place = j.view.place_of(first).field("议题");
    let report = j.view.records(&step.key).first().map(|r| j.view.place_of(r));
    let mut told = j.say(rules, "V23", level, place, message, "请按会议记录补写；没有通报的，须在讨论时通报批复");
    told.other = report;
    Some(told.basis(rules.basis_of("V23", "announced")))
}
