//! A case indexed for the checks: which records speak of whom, how far the procedure has come, and the words findings use.
//! It judges nothing but the state of a step.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::{Candidate, Case, NotApplicable, Outcome, PostContent, StepState};
use crate::catalogue::{Catalogue, Milestone, Step, StepLevel};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{CandidateId, PersonId, PostId, RecordId};
use crate::person::{Person, PersonContent};
use crate::record::{Material, Probation, Record, RecordBody, VoteLine};

/// A case with the look-ups every check needs.
pub struct CaseView<'a> {
    pub case: &'a Case,
    /// Candidates in the order of lists.
    candidates: Vec<&'a Candidate>,
    names: BTreeMap<CandidateId, &'a str>,
    by_id: BTreeMap<CandidateId, &'a Candidate>,
    people: BTreeMap<PersonId, &'a Person>,
    records: BTreeMap<RecordId, &'a Record>,
    /// Number of each step in the procedure, from 1.
    step_no: BTreeMap<&'a str, u32>,
    by_step: BTreeMap<&'a str, Vec<&'a Record>>,
    materials: BTreeMap<RecordId, Vec<&'a Material>>,
    /// 不适用 of a candidate, or of the whole batch, by step; of two the first.
    not_applicable: BTreeMap<(Option<CandidateId>, &'a str), &'a NotApplicable>,
    /// Number of the last stage that has any record, from 0.
    reached: Option<usize>,
    /// Months of the 试用期 by the rules of the batch: as handed in, else as the case has them, else looked up in the built-in
    /// packs when first wanted.
    probation: OnceLock<u32>,
}

impl<'a> CaseView<'a> {
    #[must_use]
    pub fn new(case: &'a Case) -> Self {
        let mut candidates: Vec<&Candidate> = case.candidates.iter().collect();
        candidates.sort_by_key(|c| (c.content.order, c.id));
        let people: BTreeMap<PersonId, &Person> = case.persons.iter().map(|p| (p.id, p)).collect();
        let person_name = |c: &Candidate| people.get(&c.content.person).map_or("姓名不详", |p| p.content.name.as_str());
        let names = case.candidates.iter().map(|c| (c.id, person_name(c))).collect();
        let mut by_step: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in &case.records {
            by_step.entry(record.content.step.as_str()).or_default().push(record);
        }
        for records in by_step.values_mut() {
            // By date of happening, undated ones last, then by number: the order they print in.
            records.sort_by_key(|r| {
                (happened(r).map(PartialDate::first_day).is_none(), happened(r).map(PartialDate::first_day), r.id)
            });
        }
        let mut materials: BTreeMap<RecordId, Vec<&Material>> = BTreeMap::new();
        for material in &case.materials {
            materials.entry(material.content.record).or_default().push(material);
        }
        for list in materials.values_mut() {
            list.sort_by_key(|m| m.id);
        }
        let mut not_applicable = BTreeMap::new();
        for mark in &case.not_applicable {
            not_applicable.entry((mark.candidate, mark.step.as_str())).or_insert(mark);
        }
        let stage_no = |step: &str| {
            let stage = case.catalogue.stage_of(step)?;
            case.catalogue.stages.iter().position(|s| s.key == stage.key)
        };
        let reached = by_step.keys().filter_map(|step| stage_no(step)).max();
        CaseView {
            case,
            candidates,
            names,
            by_id: case.candidates.iter().map(|c| (c.id, c)).collect(),
            people,
            records: case.records.iter().map(|r| (r.id, r)).collect(),
            step_no: (1..).zip(&case.catalogue.steps).map(|(no, s)| (s.key.as_str(), no)).collect(),
            by_step,
            materials,
            not_applicable,
            reached,
            probation: OnceLock::new(),
        }
    }

    /// [`CaseView::new`] under rules that give the 试用期 so many months.
    #[must_use]
    pub fn under(case: &'a Case, probation: u32) -> Self {
        CaseView { probation: OnceLock::from(probation), ..CaseView::new(case) }
    }

    /// With the names of people who are not of the case and whom its lists name.
    pub(super) fn knowing(mut self, outsiders: &'a BTreeMap<CandidateId, String>) -> Self {
        self.names.extend(outsiders.iter().map(|(id, name)| (*id, name.as_str())));
        self
    }

    /// Candidates in the order of lists.
    #[must_use]
    pub fn candidates(&self) -> &[&'a Candidate] {
        &self.candidates
    }

    #[must_use]
    pub fn candidate(&self, candidate: CandidateId) -> Option<&'a Candidate> {
        self.by_id.get(&candidate).copied()
    }

    /// The post a line of votes is about, by the candidate it names.
    #[must_use]
    pub fn post_of(&self, line: &VoteLine) -> Option<PostId> {
        self.candidate(line.candidate?)?.content.post
    }

    /// The person a candidate is.
    #[must_use]
    pub fn person(&self, candidate: CandidateId) -> Option<&'a PersonContent> {
        let person = self.candidate(candidate)?.content.person;
        self.people.get(&person).map(|p| &p.content)
    }

    /// The post a candidate is considered for.
    #[must_use]
    pub fn post(&self, candidate: CandidateId) -> Option<&'a PostContent> {
        let post = self.candidate(candidate)?.content.post?;
        self.case.posts.iter().find(|p| p.id == post).map(|p| &p.content)
    }

    #[must_use]
    pub fn record(&self, record: RecordId) -> Option<&'a Record> {
        self.records.get(&record).copied()
    }

    /// The step at which the candidate left the procedure; empty while in it.
    #[must_use]
    pub fn stopped_at(&self, candidate: CandidateId) -> &'a str {
        self.candidate(candidate).map_or("", |c| c.content.stopped_at.as_str())
    }

    #[must_use]
    pub fn name(&self, candidate: CandidateId) -> &'a str {
        self.names.get(&candidate).copied().unwrap_or("姓名不详")
    }

    /// Every record of a step, by date.
    #[must_use]
    pub fn records(&self, step: &str) -> &[&'a Record] {
        self.by_step.get(step).map_or(&[], Vec::as_slice)
    }

    /// Whether a record speaks of the candidate: it names him or her, or nobody while the candidate is in the procedure.
    #[must_use]
    pub fn concerns(&self, record: &Record, candidate: CandidateId) -> bool {
        let named = &record.content.candidates;
        if named.is_empty() { !self.after_stop(candidate, &record.content.step) } else { named.contains(&candidate) }
    }

    /// The records of a step that speak of the candidate.
    pub fn records_for<'s>(&'s self, step: &'s str, candidate: CandidateId) -> impl Iterator<Item = &'a Record> + 's {
        let whole_batch = !self.after_stop(candidate, step);
        self.records(step).iter().copied().filter(move |r| {
            let named = &r.content.candidates;
            named.contains(&candidate) || (named.is_empty() && whole_batch)
        })
    }

    /// The records of a milestone that speak of the candidate.
    pub fn milestone_records<'s>(
        &'s self,
        milestone: Milestone,
        candidate: CandidateId,
    ) -> impl Iterator<Item = (&'a Step, &'a Record)> + 's {
        let steps = self.case.catalogue.milestone(milestone);
        steps.flat_map(move |step| self.records_for(&step.key, candidate).map(move |r| (step, r)))
    }

    /// Materials of a record, by number.
    #[must_use]
    pub fn materials(&self, record: RecordId) -> &[&'a Material] {
        self.materials.get(&record).map_or(&[], Vec::as_slice)
    }

    /// The candidate left the procedure before this step.
    #[must_use]
    pub fn after_stop(&self, candidate: CandidateId, step: &str) -> bool {
        match (self.step_no.get(self.stopped_at(candidate)), self.step_no.get(step)) {
            (Some(stop), Some(step)) => step > stop,
            _ => false,
        }
    }

    /// The 不适用 that excuses the candidate from the step, his or her own before the batch's.
    #[must_use]
    pub fn not_applicable(&self, step: &str, candidate: Option<CandidateId>) -> Option<&'a NotApplicable> {
        let of = |who: Option<CandidateId>| self.not_applicable.get(&(who, step)).copied();
        candidate.and_then(|c| of(Some(c))).or_else(|| of(None))
    }

    /// State of a step for a candidate, or for the batch as a whole when there is none.
    #[must_use]
    pub fn state(&self, step: &str, candidate: Option<CandidateId>) -> StepState {
        let recorded = match candidate {
            Some(c) => self.records_for(step, c).next().is_some(),
            None => !self.records(step).is_empty(),
        };
        if recorded {
            return StepState::Recorded;
        }
        if candidate.is_some_and(|c| self.after_stop(c, step)) {
            return StepState::NotReached;
        }
        if self.not_applicable(step, candidate).is_some() {
            return StepState::NotApplicable;
        }
        let catalogue = &self.case.catalogue;
        let ends_probation = catalogue.step(step).is_some_and(|s| s.checks.iter().any(|c| c == "V30"));
        if ends_probation && candidate.is_some_and(|c| self.on_probation(c)) {
            return StepState::NotReached;
        }
        let stage = catalogue.stage_of(step).and_then(|s| catalogue.stages.iter().position(|x| x.key == s.key));
        let appointed = |c: CandidateId| self.candidate(c).is_some_and(|x| x.content.outcome == Outcome::Appointed);
        // Who was appointed went the whole way: nothing of it may be called "not yet".
        if stage <= self.reached || candidate.is_some_and(appointed) { StepState::Missing } else { StepState::NotReached }
    }

    /// Whom to tell of a gap of a step: at a step of the person's level each of them; at one of the batch all together, since one
    /// record mends it for everybody. With the words to begin the message with.
    #[must_use]
    pub fn subjects(&self, step: &Step, who: &[CandidateId]) -> Vec<(Option<CandidateId>, String)> {
        let each = || who.iter().map(|c| (Some(*c), self.name(*c).to_owned())).collect();
        match who {
            _ if is_personal(step) => each(),
            _ if who.len() == self.candidates.len() => vec![(None, "全批次".to_owned())],
            [first, _, ..] => vec![(None, format!("{}等{}人", self.name(*first), who.len()))],
            _ => each(),
        }
    }

    /// 任职时间起算日 as written in the letter of appointment, else in the decision.
    #[must_use]
    pub fn in_office_since(&self, candidate: CandidateId) -> Option<PartialDate> {
        let of = |milestone| self.milestone_records(milestone, candidate);
        of(Milestone::AppointmentNotice).chain(of(Milestone::AppointmentDecision)).find_map(|(_, r)| match &r.content.body {
            RecordBody::Decision(d) => d.effective,
            _ => None,
        })
    }

    /// 任职时间起算日: as the decision says, else the day of the decision, else that of the letter of appointment.
    #[must_use]
    pub fn took_office(&self, candidate: CandidateId) -> Option<NaiveDate> {
        let of = |milestone| self.milestone_records(milestone, candidate).map(|(_, r)| r);
        let effective = self.in_office_since(candidate).and_then(PartialDate::day);
        let day = |milestone| of(milestone).filter_map(|r| happened(r).and_then(PartialDate::day)).max();
        effective.or_else(|| day(Milestone::AppointmentDecision)).or_else(|| day(Milestone::AppointmentNotice))
    }

    /// The last day of the 试用期 of whoever was appointed to a post with one and of which nothing says how it ended: as recorded,
    /// else reckoned from taking office. Whatever the step of the 考核 is marked as.
    #[must_use]
    pub fn probation_ends(&self, candidate: CandidateId) -> Option<NaiveDate> {
        let appointed = self.candidate(candidate).is_some_and(|c| c.content.outcome == Outcome::Appointed);
        if !appointed || !self.post(candidate).is_some_and(|p| p.probation) {
            return None;
        }
        let steps = self.case.catalogue.steps.iter().filter(|s| s.checks.iter().any(|c| c == "V30"));
        let written: Vec<&Probation> =
            steps.flat_map(|s| self.records_for(&s.key, candidate)).filter_map(|r| r.content.body.probation()).collect();
        if written.iter().any(|p| p.appraised.is_some() || p.decided.is_some() || !p.outcome.trim().is_empty()) {
            return None;
        }
        written.iter().find_map(|p| p.end?.day()).or_else(|| self.term_ends(candidate))
    }

    /// The last day of a 试用期 reckoned from taking office.
    #[must_use]
    pub fn term_ends(&self, candidate: CandidateId) -> Option<NaiveDate> {
        let months = *self.probation.get_or_init(|| self.case.rules().first().number("V30", "months"));
        self.took_office(candidate)?.checked_add_months(Months::new(months))?.pred_opt()
    }

    /// The 试用期 has not ended yet, so what is done at its end is not due.
    #[must_use]
    pub fn on_probation(&self, candidate: CandidateId) -> bool {
        self.probation_ends(candidate).is_some_and(|end| end >= self.case.today)
    }

    /// The place of the batch.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { batch: Some(self.case.batch.id), ..Place::default() }
    }

    #[must_use]
    pub fn place_of(&self, record: &Record) -> Place {
        let candidate = match record.content.candidates.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        Place { candidate, step: Some(record.content.step.clone()), record: Some(record.id), ..self.place() }
    }

    /// `第 12 步《召开会议投票推荐》的记录（2026年3月2日，李明）`, so that the user finds the record.
    #[must_use]
    pub fn call(&self, record: &Record) -> String {
        let mut parts = Vec::new();
        parts.push(happened(record).map_or_else(|| "未填日期".to_owned(), PartialDate::chinese));
        parts.push(if record.id == RecordId::UNSAVED { "未保存".to_owned() } else { format!("记录{}", record.id) });
        match record.content.candidates.as_slice() {
            [] => {}
            [one] => parts.push(self.name(*one).to_owned()),
            [first, ..] => parts.push(format!("{}等{}人", self.name(*first), record.content.candidates.len())),
        }
        let which = if record.id == RecordId::UNSAVED { "本条记录" } else { "记录" };
        format!("{}的{which}（{}）", self.case.catalogue.step_label(&record.content.step), parts.join("，"))
    }
}

/// When a record happened.
#[must_use]
pub fn happened(record: &Record) -> Option<PartialDate> {
    record.content.happened()
}

/// The day a record was over: the last day it may mean.
#[must_use]
pub fn ended(record: &Record) -> Option<PartialDate> {
    record.content.end_date.or_else(|| happened(record))
}

/// States of all steps for one candidate, in the order of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MatrixRow {
    pub candidate: CandidateId,
    pub states: Vec<StepState>,
}

/// How far a stage has come, counted in steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StageProgress {
    pub stage: String,
    pub name: String,
    pub steps: u32,
    pub recorded: u32,
    pub not_applicable: u32,
    pub missing: u32,
    pub not_reached: u32,
}

/// Candidates × steps, with a line for the whole batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Matrix {
    /// Step keys, in order.
    pub steps: Vec<String>,
    pub rows: Vec<MatrixRow>,
    /// The batch as a whole: 缺失 where it is so for anybody, else 已记录 where anybody has a record, else 未到 where
    /// somebody still in the procedure has not come so far, else 不适用; who left it before counts only where nobody is left.
    pub batch: Vec<StepState>,
    pub stages: Vec<StageProgress>,
}

/// State of one step for one candidate; who wants them all asks [`states`], which looks the case through once.
#[must_use]
pub fn state(case: &Case, candidate: CandidateId, step: &str) -> StepState {
    CaseView::new(case).state(step, Some(candidate))
}

/// States of all steps for one candidate, in the order of the catalogue.
#[must_use]
pub fn states(case: &Case, candidate: CandidateId) -> Vec<StepState> {
    let view = CaseView::new(case);
    case.catalogue.steps.iter().map(|s| view.state(&s.key, Some(candidate))).collect()
}

/// Counts the states of each stage's steps. `states` stand in the order of the catalogue's steps.
#[must_use]
pub fn progress(catalogue: &Catalogue, states: &[StepState]) -> Vec<StageProgress> {
    let of = |stage: &crate::catalogue::Stage| {
        let of_stage = |step: &crate::catalogue::Step| catalogue.stage_of(&step.key).is_some_and(|s| s.key == stage.key);
        let states: Vec<StepState> =
            catalogue.steps.iter().zip(states).filter(|(step, _)| of_stage(step)).map(|(_, s)| *s).collect();
        let count = |want: StepState| u32::try_from(states.iter().filter(|s| **s == want).count()).unwrap_or(u32::MAX);
        StageProgress {
            stage: stage.key.clone(),
            name: stage.name.clone(),
            steps: u32::try_from(states.len()).unwrap_or(u32::MAX),
            recorded: count(StepState::Recorded),
            not_applicable: count(StepState::NotApplicable),
            missing: count(StepState::Missing),
            not_reached: count(StepState::NotReached),
        }
    };
    catalogue.stages.iter().map(of).collect()
}

/// The states of all steps for all candidates.
#[must_use]
pub fn matrix(case: &Case) -> Matrix {
    let view = CaseView::new(case);
    let steps: Vec<String> = case.catalogue.steps.iter().map(|s| s.key.clone()).collect();
    let row = |c: &&Candidate| MatrixRow { candidate: c.id, states: steps.iter().map(|s| view.state(s, Some(c.id))).collect() };
    let rows: Vec<MatrixRow> = view.candidates().iter().map(row).collect();
    let whole = |step: &String| {
        let mut states: Vec<StepState> = view.candidates().iter().map(|c| view.state(step, Some(c.id))).collect();
        if states.is_empty() || !view.records(step).is_empty() {
            states.push(view.state(step, None));
        }
        // Who left the procedure before says nothing of a step that is 不适用 for everybody who went on.
        let excused = view.not_applicable(step, None).is_some() || states.contains(&StepState::NotApplicable);
        let left = |c: &&Candidate| view.after_stop(c.id, step);
        let waiting = view.candidates().iter().zip(&states).any(|(c, s)| *s == StepState::NotReached && !left(c));
        let order = [StepState::Missing, StepState::Recorded];
        let open = if excused && !waiting { StepState::NotApplicable } else { StepState::NotReached };
        order.into_iter().find(|s| states.contains(s)).unwrap_or(open)
    };
    let batch: Vec<StepState> = steps.iter().map(whole).collect();
    let stages = progress(&case.catalogue, &batch);
    Matrix { steps, rows, batch, stages }
}

/// Whether the step is recorded for each person rather than once for the batch.
#[must_use]
pub fn is_personal(step: &Step) -> bool {
    step.level == StepLevel::Person
}
