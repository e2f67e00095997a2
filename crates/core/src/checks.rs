//! The judgement of a case: pure functions of what was recorded (domain.md §2.4).
//!
//! A check never mends and never guesses: what is missing is a finding of its own, what cannot be decided because a date is
//! imprecise is said so. Ratios are compared by cross-multiplied integers. [`run`] gives the same findings for the same case,
//! in the same order. Which steps a check reads stands in the catalogue (`checks`, `milestone`, `order`), not here.

mod absent;
mod ahead;
mod ballot;
mod both_ways;
mod complete;
mod consent;
mod consistency;
mod consult;
mod debate;
mod declared;
mod edition;
mod entry;
mod four;
mod inspection;
mod judge;
mod meeting;
mod names;
mod nomination;
mod notice;
mod order;
mod posts;
mod profile;
mod qualify;
mod recommendation;
mod recusal;
mod reopened;
mod standing;
mod support;
mod tenure;
mod verdict;
mod view;
mod volumes;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub(crate) use complete::is_this;
pub(crate) use four::topic_of;
pub use judge::Extent;
pub use profile::{CheckInfo, PROFILE, is_known_code};
pub use view::{CaseView, Matrix, MatrixRow, StageProgress, matrix, progress, state, states};
pub(crate) use view::{ended, happened};
pub use volumes::volumes;

use crate::business;
use crate::case::{Candidate, CandidateContent, Case, Holding, Outcome, Responsibility};
use crate::catalogue::Milestone;
use crate::finding::{Finding, Level, Place};
use crate::id::{CandidateId, PersonId, RecordId};
use crate::likeness::Shapes;
use crate::person::{Person, PersonContent};
use crate::qualification::{Exceptional, Qualification};
use crate::rules::{Governing, RuleBook};
use judge::Judge;

/// Counts working days. The calendar of the yearly notices implements it.
pub trait WorkingDays {
    /// Working days from `from` to `to`, both ends included, and whether the count is provisional because a year's notice is
    /// not known and Monday to Friday were taken. `(0, _)` when `to` lies before `from`.
    fn count(&self, from: NaiveDate, to: NaiveDate) -> (u32, bool);
}

/// Everything the checks have to say about a whole case by the built-in rules, sorted, without doubles.
///
/// The volumes have a check of their own, [`volumes`], because they exist only once they are arranged.
#[must_use]
pub fn run(case: &Case, calendar: &dyn WorkingDays) -> Vec<Finding> {
    judge(case, calendar, &RuleBook::builtin().govern(&case.batch.content), &Extent::whole())
}

/// [`run`] with the rules and the extent given.
///
/// Records of a case that names nobody are judged all the same, as those of one person who is not named: a faulty notice is
/// faulty whoever it was about.
#[must_use]
pub fn judge(case: &Case, calendar: &dyn WorkingDays, rules: &Governing, extent: &Extent) -> Vec<Finding> {
    judge_again(case, calendar, rules, extent, &Shapes::default())
}

/// [`judge`] of a case that is judged again and again while a record of it is typed: what its texts were made into stays in `shapes`.
#[must_use]
pub fn judge_again(case: &Case, calendar: &dyn WorkingDays, rules: &Governing, extent: &Extent, shapes: &Shapes) -> Vec<Finding> {
    let nobody = if case.candidates.is_empty() { Some(with_nobody(case)) } else { None };
    let mut found = of_named(nobody.as_ref().unwrap_or(case), calendar, rules, extent, shapes);
    for place in found.iter_mut().flat_map(|f| std::iter::once(&mut f.place).chain(f.other.as_mut())) {
        place.candidate = place.candidate.filter(|c| *c != NOBODY && !extent.outsiders.contains_key(c));
    }
    if nobody.is_none() {
        return found;
    }
    if !extent.part {
        // What is missing from a whole batch without people is told of the batch; of that one person only what a record says.
        let own = of_named(case, calendar, rules, extent, shapes);
        found.retain(|f| f.place.record.is_some() && !own.iter().any(|o| o.code == f.code && o.place.record == f.place.record));
        found.extend(own);
    }
    found.sort();
    found.dedup();
    found
}

/// The one person the records of a case that names nobody are about.
const NOBODY: CandidateId = CandidateId(u32::MAX);

fn with_nobody(case: &Case) -> Case {
    let mut case = case.clone();
    let person = PersonId(u32::MAX);
    // The only post there is, is the one he or she is considered for, as in a case file that names somebody.
    let post = if let [only] = case.posts.as_slice() { Some(only.id) } else { None };
    let content = CandidateContent {
        person,
        person_revision: 1,
        post,
        current_post: String::new(),
        proposed_post: String::new(),
        removed_post: String::new(),
        outcome: Outcome::Open,
        stopped_at: String::new(),
        order: 1,
        movement: business::movement(&case.batch.content.business),
        tier: None,
        holding: Holding::default(),
        qualification: Qualification::default(),
        exceptional: Exceptional::default(),
        reserve: None,
        reserve_since: None,
        report_reasons: Vec::new(),
        responsibility: Responsibility::default(),
    };
    case.candidates.push(Candidate { id: NOBODY, batch: case.batch.id, revision: 1, content });
    let content = PersonContent { name: "人选（未写姓名）".into(), ..PersonContent::default() };
    case.persons.push(Person { id: person, revision: 1, content });
    case
}

fn of_named(case: &Case, calendar: &dyn WorkingDays, rules: &Governing, extent: &Extent, shapes: &Shapes) -> Vec<Finding> {
    let view = CaseView::under(case, rules.first().number("V30", "months")).knowing(&extent.outsiders);
    let j = Judge { view: &view, rules, extent, calendar, shapes };
    let checks: [fn(&Judge<'_, '_>) -> Vec<Finding>; 47] = [
        absent::absent,
        posts::v01,
        qualify::v02,
        qualify::v03,
        nomination::v04,
        recommendation::v05,
        support::v06,
        ballot::v07,
        consistency::v07,
        support::v08,
        support::v09_v10,
        qualify::v11,
        nomination::v12,
        posts::v13,
        inspection::v14,
        inspection::v15,
        inspection::v16,
        four::v17,
        four::v18,
        consult::v19,
        inspection::v20,
        consult::v21,
        consult::v22,
        consult::v23,
        meeting::v24,
        consistency::v24,
        meeting::v25,
        consistency::v25,
        meeting::v26,
        recusal::v27,
        notice::v28,
        tenure::v29,
        tenure::v30,
        order::v31a,
        order::v31b,
        wording::v31c,
        entry::v31d,
        entry::v31e,
        entry::v32,
        debate::v33,
        tenure::v34,
        tenure::v35,
        complete::v36,
        both_ways::v36,
        debate::v37,
        reopened::v38,
        edition::v40,
    ];
    let mut found: Vec<Finding> = checks.iter().flat_map(|check| check(&j)).collect();
    found.extend(ahead::v31b(&j, &found));
    one_cause_one_finding(&view, &mut found);
    // They are no part of what a finding is: whoever gets it back from a screen has none.
    found.iter_mut().for_each(|f| f.days.clear());
    found.sort();
    found.dedup();
    found
}

/// Drops what a more telling check says of the same fault: an order of two records that a check of its own judges is not told by
/// V31b again, nor the missing signatures of a 双签字 by V31e. Discussion, vote and decision are one there: which of the three a
/// check holds a talk or a letter against is no matter of cause.
fn one_cause_one_finding(view: &CaseView<'_>, found: &mut Vec<Finding>) {
    let catalogue = &view.case.catalogue;
    let decides = |step: &str| {
        let milestone = catalogue.step(step).and_then(|s| s.milestone);
        matches!(milestone, Some(Milestone::Discussion | Milestone::AppointmentDecision))
    };
    let deciding: BTreeSet<RecordId> = view.case.records.iter().filter(|r| decides(&r.content.step)).map(|r| r.id).collect();
    let pair = |f: &Finding| {
        let (one, two) = (f.place.record?, f.other.as_ref()?.record?);
        let both = deciding.contains(&one) && deciding.contains(&two);
        let [one, two] = [one, two].map(|r| if deciding.contains(&r) && !both { RecordId(0) } else { r });
        Some((one.min(two), one.max(two)))
    };
    let told: BTreeSet<(RecordId, RecordId)> =
        found.iter().filter(|f| f.code != "V31b" && f.code != "V31c").filter_map(pair).collect();
    let unsigned: BTreeSet<Option<RecordId>> = found.iter().filter(|f| f.code == "V18").map(|f| f.place.record).collect();
    // A record without its day is told once, by the check that wanted the day.
    let undated = |f: &Finding| matches!(f.place.field.as_deref(), Some("发生时间" | "发布日期" | "公示起日"));
    let dayless: BTreeSet<Option<RecordId>> =
        found.iter().filter(|f| f.code != "V31b" && f.other.is_none() && undated(f)).map(|f| f.place.record).collect();
    let without_day = |record: RecordId| view.record(record).is_some_and(|r| view::happened(r).is_none());
    let missing_day = |f: &Finding| f.other.is_none() && f.place.record.is_some_and(without_day);
    // A notice too late for one of the steps of the 考察 is too late for all: V15 tells it once.
    let late_notice: BTreeSet<Option<RecordId>> = found.iter().filter(|f| f.code == "V15").map(|f| f.place.record).collect();
    let of_notice = |f: &Finding| {
        std::iter::once(&f.place).chain(f.other.as_ref()).any(|p| p.record.is_some() && late_notice.contains(&p.record))
    };
    // Material written before the 考察 was over: V20 tells it against the last record of it, not each of them again.
    let early: BTreeSet<RecordId> =
        found.iter().filter(|f| f.code == "V20" && f.other.is_some()).filter_map(|f| f.place.record).collect();
    let of_material = |f: &Finding| f.other.is_some() && f.place.record.is_some_and(|r| early.contains(&r));
    let of_opinion = |f: &Finding| f.other.as_ref().is_some_and(|o| o.record.is_some() && unsigned.contains(&o.record));
    let told_of: BTreeSet<(String, Option<CandidateId>)> = found
        .iter()
        .filter(|f| f.code != "V36" && f.level == Level::Error)
        .map(|f| (f.code.clone(), f.place.candidate))
        .collect();
    let wanted = |f: &Finding| {
        let step = f.place.step.as_deref().and_then(|s| catalogue.step(s));
        let discusses = step.is_some_and(|s| s.milestone == Some(Milestone::Discussion));
        let codes = step.into_iter().flat_map(|s| &s.checks).map(String::as_str).chain(discusses.then_some("V37"));
        let asks = ["V05", "V14", "V15", "V17", "V18", "V19", "V20", "V25", "V37"];
        codes
            .filter(|code| asks.contains(code))
            .any(|code| told_of.contains(&(code.to_owned(), f.place.candidate)) || told_of.contains(&(code.to_owned(), None)))
    };
    let signature = |p: &Place| p.field.as_deref() == Some("签名") && p.material.is_none();
    // Two counts that differ because one of them was declared against its own numbers are told there.
    let declared: BTreeSet<RecordId> =
        found.iter().filter(|f| f.code == "V25" && f.level == Level::Error).filter_map(|f| f.place.record).collect();
    let of_declared = |f: &Finding| {
        let both = [f.place.record, f.other.as_ref().and_then(|o| o.record)];
        f.other.is_some() && both.into_iter().flatten().any(|r| declared.contains(&r))
    };
    let overdue: BTreeSet<(Option<String>, Option<CandidateId>)> = found
        .iter()
        .filter(|f| f.code == "V30" && f.place.record.is_none())
        .map(|f| (f.place.step.clone(), f.place.candidate))
        .collect();
    let of_term = |f: &Finding| {
        let bare = f.place.record.is_none() && f.place.field.is_none();
        bare && overdue.contains(&(f.place.step.clone(), f.place.candidate))
    };
    found.retain(|f| match f.code.as_str() {
        // A term that is over and of which nothing was written is one fault.
        "V36" if of_term(f) => false,
        "V31b" if missing_day(f) => !dayless.contains(&f.place.record),
        "V31b" if of_notice(f) || of_opinion(f) || of_material(f) => false,
        // What is wrong with leaving a step out is told by the check that wants the step.
        "V36" if f.place.field.as_deref() == Some("不适用") && f.place.record.is_none() => !wanted(f),
        "V31b" => pair(f).is_none_or(|p| !told.contains(&p)),
        "V07" => !of_declared(f),
        "V31e" => !(signature(&f.place) && unsigned.contains(&f.place.record)),
        _ => true,
    });
}
