//! What every check is handed: the indexed case, the rules of its days, how much is asked for, and the calendar.

use std::collections::{BTreeMap, BTreeSet};

use super::WorkingDays;
use super::declared::{Declared, declared_on};
use super::view::{CaseView, happened};
use crate::business;
use crate::case::{Candidate, Movement};
use crate::catalogue::{Milestone, Step};
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::{CandidateId, PostId, RecordId};
use crate::likeness::Shapes;
use crate::record::Record;
use crate::rules::{Governing, Rules};

/// How much of a case is laid before the judge.
///
/// A batch of a workspace is whole: what is not there is missing. A case file may show a part: what it does not speak of is not
/// asked for, except of the checks it names and the keys it leaves blank on purpose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extent {
    /// Only part of the case is shown.
    pub part: bool,
    /// Checks to judge to the full all the same.
    pub named: BTreeSet<String>,
    /// Fields of records left blank on purpose, by their key in the case file.
    pub blank: BTreeSet<(RecordId, String)>,
    /// Only what concerns this record is wanted: a check that holds every record against every other may leave out what does not.
    pub about: Option<RecordId>,
    /// Fields of candidates left blank on purpose, by their key in the case.
    pub blank_of: BTreeSet<(CandidateId, String)>,
    /// Posts whose 职数 is written blank.
    pub blank_quota: BTreeSet<PostId>,
    /// Numbers of a post, by their key, that are written blank beside others.
    pub unsaid_quota: BTreeSet<(PostId, String)>,
    /// Nobody said on which day the case is judged: it is only the last day of its records.
    pub undated: bool,
    /// Written by hand: what such a file does not write of talks, families and names of meetings, it does not speak of.
    pub by_hand: bool,
    /// Whom lists of records name without their being of the batch, under numbers no candidate has.
    pub outsiders: BTreeMap<CandidateId, String>,
}

impl Extent {
    /// Everything is laid before the judge.
    #[must_use]
    pub fn whole() -> Extent {
        Extent::default()
    }

    /// A whole case of which only one record is asked about, as while it is typed. What is found of others is not complete.
    #[must_use]
    pub fn about(record: RecordId) -> Extent {
        Extent { about: Some(record), ..Extent::default() }
    }
}

/// One judgement.
pub(super) struct Judge<'j, 'a> {
    pub view: &'j CaseView<'a>,
    pub rules: &'j Governing,
    pub extent: &'j Extent,
    pub calendar: &'j dyn WorkingDays,
    /// Texts made ready to compare before.
    pub shapes: &'j Shapes,
}

/// A record with the day it happened.
type Dated<'a> = (&'a Record, Option<PartialDate>);

/// The earliest of a day; one without a day only where there is no other.
fn earliest<'a>(records: impl Iterator<Item = Dated<'a>>) -> Option<Dated<'a>> {
    records.min_by_key(|(r, d)| (d.is_none(), d.map(PartialDate::first_day), r.id))
}

impl<'j, 'a> Judge<'j, 'a> {
    /// What is missing is asked for by this check.
    pub fn asks(&self, code: &str) -> bool {
        !self.extent.part || self.extent.named.contains(code)
    }

    /// A field of a record is asked for by this check: always in a whole case, else when it was left blank on purpose.
    pub fn owes(&self, code: &str, record: &Record, key: &str) -> bool {
        self.asks(code) || self.extent.blank.contains(&(record.id, key.to_owned()))
    }

    /// Something nobody need write into a case file: asked for in a workspace, else when it was left blank on purpose.
    pub fn owes_written(&self, record: &Record, key: &str) -> bool {
        !self.extent.part && !self.extent.by_hand || self.extent.blank.contains(&(record.id, key.to_owned()))
    }

    /// A field of a candidate is asked for by this check, likewise.
    pub fn owes_of(&self, code: &str, candidate: CandidateId, key: &str) -> bool {
        self.asks(code) || self.extent.blank_of.contains(&(candidate, key.to_owned()))
    }

    /// Whether it is wanted what is wrong with a record by itself.
    pub fn wants(&self, record: &Record) -> bool {
        self.extent.about.is_none_or(|id| id == record.id)
    }

    /// Of whom a check that goes from person to person is wanted: everybody, or whom the record asked about speaks of.
    pub fn wanted(&self) -> impl Iterator<Item = &'a Candidate> + use<'j, 'a> {
        let about = self.extent.about.and_then(|id| self.view.record(id)).filter(|r| !r.content.candidates.is_empty());
        let named = about.map(|r| r.content.named());
        self.view.candidates().iter().copied().filter(move |c| named.as_ref().is_none_or(|named| named.contains(&c.id)))
    }

    /// Somebody is considered for a post: whoever only leaves one, or ends the 试用期, goes neither through 推荐 nor 考察 (domain.md §4.3).
    pub fn is_considered(&self, candidate: &Candidate) -> bool {
        matches!(candidate.content.movement, Movement::Promotion | Movement::Lateral)
    }

    /// Certainly later than the day of judgement, where that is known for more than the last day recorded: nothing can have happened then.
    pub fn is_ahead(&self, day: PartialDate) -> bool {
        !self.extent.undated && day.first_day() > self.view.case.today
    }

    /// The words for such a day.
    pub fn ahead(&self, day: PartialDate) -> String {
        format!("{}晚于今天（{}）", day.chinese(), PartialDate::Day(self.view.case.today).chinese())
    }

    /// The rules of a day when the check judges then.
    pub fn rules_on(&self, code: &str, day: Option<PartialDate>) -> Option<&'j Rules> {
        Some(self.rules.at(day)).filter(|rules| rules.on(code, day))
    }

    /// The rules for what is still open: those of the day of judgement.
    pub fn rules_now(&self, code: &str) -> Option<&'j Rules> {
        self.rules_on(code, Some(PartialDate::Day(self.view.case.today)))
    }

    /// A finding resting on the rules given.
    pub fn say(&self, rules: &Rules, code: &str, level: Level, place: Place, message: String, remedy: &str) -> Finding {
        Finding::new(code, level, place, message).basis(rules.basis(code)).remedy(remedy)
    }

    /// The steps whose catalogue entry names the check.
    pub fn steps(&self, code: &'j str) -> impl Iterator<Item = &'a Step> + 'j {
        let case = self.view.case;
        case.catalogue.steps.iter().filter(move |s| s.checks.iter().any(|c| c == code))
    }

    /// Whether the kind of the batch leaves a step out for whoever is promoted: one that moves nobody up leaves out nothing of a promotion.
    pub fn promotes_without(&self, step: &str) -> bool {
        let case = self.view.case;
        let kind = business::called(&case.batch.content.business).filter(|k| k.movement() == Movement::Promotion);
        kind.is_some_and(|k| k.does_without(&case.catalogue, step))
    }

    pub fn first_step(&self, code: &'j str) -> Option<&'a Step> {
        self.steps(code).next()
    }

    /// The records of the steps that name the check, which speak of the candidate.
    pub fn records_for(&self, code: &'j str, candidate: CandidateId) -> impl Iterator<Item = &'a Record> + '_ {
        self.steps(code).flat_map(move |s| self.view.records_for(&s.key, candidate))
    }

    /// All records of the steps that name the check.
    pub fn records(&self, code: &'j str) -> impl Iterator<Item = &'a Record> + '_ {
        self.steps(code).flat_map(move |s| self.view.records(&s.key).iter().copied())
    }

    /// The place of a candidate at a step.
    pub fn at(&self, candidate: CandidateId, step: Option<&Step>) -> Place {
        Place { candidate: Some(candidate), step: step.map(|s| s.key.clone()), ..self.view.place() }
    }

    /// The place of a record, for one candidate.
    pub fn of(&self, record: &Record, candidate: CandidateId) -> Place {
        Place { candidate: Some(candidate), ..self.view.place_of(record) }
    }

    /// The first record of any of the milestones that speaks of the candidate, with its day; undated ones last.
    pub fn first_of(&self, milestones: &[Milestone], candidate: CandidateId) -> Option<Dated<'a>> {
        let records = milestones.iter().flat_map(|m| self.view.milestone_records(*m, candidate)).map(|(_, r)| (r, happened(r)));
        earliest(records)
    }

    /// The last day a candidate was put off or refused on, when the matter was taken up again later: what was discussed and decided by
    /// then is not what he or she was appointed on.
    fn put_off(&self, candidate: CandidateId) -> Option<PartialDate> {
        let said = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
        let said = said.flat_map(|m| self.view.milestone_records(m, candidate));
        let said: Vec<(PartialDate, Declared)> = said
            .filter_map(|(_, r)| happened(r).and_then(|on| Some((on, declared_on(self.rules.at(Some(on)), r, candidate)?))))
            .filter(|(_, d)| *d != Declared::Nothing)
            .collect();
        let off = said.iter().filter(|(_, d)| matches!(d, Declared::Deferred | Declared::Failed)).map(|(day, _)| *day);
        let off = off.filter(|off| said.iter().any(|(day, d)| *d == Declared::Passed && off.surely_before(*day)));
        off.max_by_key(|day| day.last_day())
    }

    /// Whether a record of discussion or decision counts: not one the candidate was put off by, before it was taken up again.
    pub fn counts(&self, record: &Record, candidate: CandidateId) -> bool {
        let off = self.put_off(candidate);
        off.is_none_or(|off| happened(record).is_none_or(|day| off.surely_before(day)))
    }

    /// The records of a milestone that speak of a candidate, each with its day. One of nobody in particular whose lists name others does not.
    fn speaking(&self, milestone: Milestone, candidate: CandidateId) -> impl Iterator<Item = Dated<'a>> {
        let records = self.view.milestone_records(milestone, candidate).map(|(_, r)| (r, happened(r)));
        records.filter(move |(r, _)| {
            let named = r.content.named();
            named.is_empty() || named.contains(&candidate)
        })
    }

    /// The first of a milestone that counts.
    fn deciding(&self, milestone: Milestone, candidate: CandidateId) -> Option<Dated<'a>> {
        let off = self.put_off(candidate);
        let records = self.speaking(milestone, candidate);
        earliest(records.filter(|(_, day)| off.is_none_or(|off| day.is_none_or(|day| off.surely_before(day)))))
    }

    /// The discussion by the deciding body, or where only the vote is recorded, that.
    pub fn discussed(&self, candidate: CandidateId) -> Option<(&'a Record, Option<PartialDate>)> {
        self.deciding(Milestone::Discussion, candidate).or_else(|| self.deciding(Milestone::AppointmentDecision, candidate))
    }

    /// The last discussion, vote or decision there was: what must have been there before the matter was settled.
    pub fn last_discussed(&self, candidate: CandidateId) -> Option<PartialDate> {
        let deciding = [Milestone::Discussion, Milestone::AppointmentDecision].into_iter();
        deciding.flat_map(|m| self.speaking(m, candidate)).filter_map(|(_, day)| day).max_by_key(|day| day.last_day())
    }

    /// The first discussion there was at all, taken up again later or not: what must be answered before anybody discusses.
    pub fn first_discussed(&self, candidate: CandidateId) -> Option<Dated<'a>> {
        let of = |m: Milestone| earliest(self.speaking(m, candidate));
        let (held, voted) = (of(Milestone::Discussion), of(Milestone::AppointmentDecision));
        // Of the first time only the vote may be recorded.
        let before =
            held.and_then(|(_, on)| on).zip(voted.and_then(|(_, on)| on)).is_some_and(|(held, voted)| voted.surely_before(held));
        if before { voted } else { held.or(voted) }
    }

    /// The decision: the earliest vote or decision, or where only the discussion is recorded, that.
    pub fn decided(&self, candidate: CandidateId) -> Option<(&'a Record, Option<PartialDate>)> {
        self.deciding(Milestone::AppointmentDecision, candidate).or_else(|| self.deciding(Milestone::Discussion, candidate))
    }

    /// The day a candidate's qualification is judged for: the review's, else the 动议日期, else today.
    pub fn judged_on(&self, code: &'j str, candidate: CandidateId) -> PartialDate {
        let own = self.records_for(code, candidate).filter_map(happened).min_by_key(|d| d.first_day());
        // A review dated ahead (V31b) gives nobody the years he or she has not served yet.
        let today = PartialDate::Day(self.view.case.today);
        let own = own.map(|day| if self.is_ahead(day) { today } else { day });
        own.or(self.view.case.batch.content.started).unwrap_or(today)
    }
}

/// `李明、王芳` out of parts, or the words given when there are none.
pub(super) fn list<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    parts.into_iter().map(|p| p.as_ref().to_owned()).collect::<Vec<_>>().join("、")
}

/// Certainly on a later day than `other`.
pub(super) fn surely_after(day: PartialDate, other: PartialDate) -> bool {
    other.surely_before(day)
}
