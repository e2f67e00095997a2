//! A check that is asked for by name while what it judges is not recorded at all. In a whole case that is the step left out, which V31a
//! and V36 tell; who names the check alone is told of it by the check.

use super::judge::Judge;
use super::view::happened;
use crate::case::{Candidate, Movement, StepState};
use crate::catalogue::{Milestone, Step};
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::{Record, RecordBody};
use crate::rules::Rules;

/// What the check wants, and the milestone by which it had to be there.
struct Owed {
    code: &'static str,
    after: Milestone,
    what: &'static str,
    field: &'static str,
    /// The situation whose level it has; empty: the check's own.
    situation: &'static str,
}

const fn owed(code: &'static str, after: Milestone, what: &'static str, field: &'static str, situation: &'static str) -> Owed {
    Owed { code, after, what, field, situation }
}

static OWED: [Owed; 8] = [
    owed("V12", Milestone::NomineesFixed, "不得列为考察对象的情形没有核对", "不得列为考察对象", "unchecked"),
    owed("V14", Milestone::Inspection, "没有考察组名单", "考察组成员", ""),
    owed("V17", Milestone::Discussion, "没有档案、个人事项、纪检、信访的审核记录", "审核", ""),
    owed("V18", Milestone::Discussion, "没有廉洁自律结论性意见", "双签字", ""),
    owed("V20", Milestone::Discussion, "没有考察材料", "正文", ""),
    owed("V24", Milestone::AppointmentDecision, "没有会议记录，无法核对到会人数", "实到人数", "missing"),
    owed("V28", Milestone::AppointmentNotice, "没有任前公示", "公示起日", "missing"),
    owed("V34", Milestone::AppointmentNotice, "没有任职谈话", "发生时间", ""),
];

pub(super) fn absent(j: &Judge<'_, '_>) -> Vec<Finding> {
    let alone = !["V31a", "V36"].iter().any(|code| j.extent.named.contains(*code));
    let asked = OWED.iter().filter(|o| alone && j.extent.named.contains(o.code));
    asked.flat_map(|o| of_batch(j, o).map_or_else(|| each(j, o), |told| told.into_iter().collect())).collect()
}

/// The meeting is that of all; None for what each candidate owes.
fn of_batch(j: &Judge<'_, '_>, owed: &'static Owed) -> Option<Option<Finding>> {
    (owed.code == "V24").then(|| {
        let decided = j.view.case.catalogue.milestone(owed.after).flat_map(|s| j.view.records(&s.key)).next()?;
        let step = step_of(j, owed).filter(|_| j.records(owed.code).next().is_none())?;
        let rules = j.rules_on(owed.code, happened(decided))?;
        let place = Place { step: Some(step.key.clone()), ..j.view.place() };
        let words = format!("{}{}", j.view.case.catalogue.step_label(&step.key), owed.what);
        Some(told(j, rules, owed, place, words).beside(j.view.place_of(decided)))
    })
}

fn each(j: &Judge<'_, '_>, owed: &'static Owed) -> Vec<Finding> {
    // Whoever is moved at the level held is examined like anybody; whether there is a 公示 of it the post decides (domain.md §4.3).
    let asked = |c: &&Candidate| match owed.code {
        "V28" => c.content.movement == Movement::Promotion,
        _ => j.is_considered(c),
    };
    j.view.candidates().iter().copied().filter(asked).filter_map(|c| of_one(j, owed, c)).collect()
}

fn of_one(j: &Judge<'_, '_>, owed: &'static Owed, candidate: &Candidate) -> Option<Finding> {
    let id = candidate.id;
    let (due, on) = match owed.after {
        Milestone::Discussion => j.discussed(id)?,
        after => j.first_of(&[after], id)?,
    };
    let step = step_of(j, owed)?;
    let rules = j.rules_on(owed.code, on)?;
    let there = match owed.code {
        "V14" | "V20" => j.view.records_for(&step.key, id).next().is_some(),
        "V12" => reviewed(j, owed, id).next().is_some(),
        // The early look at 动议 is none of these.
        "V17" => reviewed(j, owed, id).any(|r| after_nominees(j, &r.content.step)),
        _ => j.view.state(&step.key, Some(id)) != StepState::Missing,
    };
    if there || j.view.state(&step.key, Some(id)) == StepState::NotApplicable {
        return None;
    }
    let name = j.view.name(id);
    let words = format!("{name}：{}，而{}已有记录", owed.what, j.view.case.catalogue.step_label(&due.content.step));
    Some(told(j, rules, owed, j.at(id, Some(step)), words).beside(j.view.place_of(due)))
}

fn reviewed<'a>(j: &Judge<'_, 'a>, owed: &'static Owed, candidate: CandidateId) -> impl Iterator<Item = &'a Record> {
    let of_check: Vec<&Record> = j.records_for(owed.code, candidate).collect();
    of_check.into_iter().filter(|r| matches!(r.content.body, RecordBody::Review(_)))
}

fn after_nominees(j: &Judge<'_, '_>, step: &str) -> bool {
    let catalogue = &j.view.case.catalogue;
    let fixed = catalogue.milestone(Milestone::NomineesFixed).next().and_then(|s| catalogue.step_no(&s.key));
    catalogue.step_no(step) > fixed
}

fn told(j: &Judge<'_, '_>, rules: &Rules, owed: &'static Owed, place: Place, words: String) -> Finding {
    let level: Level = if owed.situation.is_empty() { rules.level(owed.code) } else { rules.level_of(owed.code, owed.situation) };
    let remedy = "请补录这一步；确不需要的，标为不适用并写明理由和责任人";
    j.say(rules, owed.code, level, place.field(owed.field), words, remedy)
}

/// The step that keeps what the check judges.
fn step_of<'a>(j: &Judge<'_, 'a>, owed: &'static Owed) -> Option<&'a Step> {
    let catalogue = &j.view.case.catalogue;
    let signs = |s: &Step| s.checks.iter().any(|c| c == "V18");
    match owed.code {
        "V12" => catalogue.milestone(Milestone::NomineesFixed).next(),
        "V17" => j.steps("V17").find(|s| after_nominees(j, &s.key) && !signs(s)),
        "V24" => catalogue.milestone(Milestone::Discussion).next(),
        code => j.first_step(code),
    }
}
