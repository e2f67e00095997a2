//! What the lists and the home page say of a batch: reckoned once, and kept until something of the batch changes or the day does.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use jishi_core::case::{Case, Outcome, StepState};
use jishi_core::charge::charged;
use jishi_core::checks::{self, StageProgress};
use jishi_core::due::{self, Due, Terms};
use jishi_core::finding::{Finding, Place};
use jishi_core::id::{BatchId, CandidateId, PersonId};
use jishi_core::record::{Record, words};
use jishi_core::supervise::board::{self, BoardRow};

use crate::App;
use crate::bodies::cases::{candidate_of, case_on, name_of};
use crate::bodies::judgement::findings;
use crate::dto::{NextStep, Unsigned};
use crate::error::Result;

/// What was reckoned of a batch on a day.
pub(crate) struct Digest {
    pub(crate) findings: Vec<Finding>,
    pub(crate) persons: BTreeMap<CandidateId, PersonId>,
    pub(crate) posts: u32,
    pub(crate) candidates: u32,
    pub(crate) records: u32,
    pub(crate) materials: u32,
    pub(crate) progress: Vec<StageProgress>,
    pub(crate) due: Vec<Due>,
    pub(crate) board: Vec<BoardRow>,
    pub(crate) unsigned: Vec<Unsigned>,
    pub(crate) next: Vec<NextStep>,
    pub(crate) late: Vec<NextStep>,
    pub(crate) done: bool,
    /// Every candidate has an outcome.
    pub(crate) decided: bool,
    /// One for each candidate, and the comprehensive one where there is a paper of more than one person.
    pub(crate) volumes: u32,
}

/// The digests that still hold, by batch: stamp of the store and day.
pub(crate) type Digests = BTreeMap<BatchId, (u64, NaiveDate, Arc<Digest>)>;

impl App {
    /// What stands of a batch on a day, reckoned once as long as nothing of it changes.
    pub(crate) fn digest(&self, batch: BatchId, today: NaiveDate) -> Result<Arc<Digest>> {
        let stamp = self.store().stamp(batch);
        if let Some((at, day, digest)) = self.digests().get(&batch)
            && (*at, *day) == (stamp, today)
        {
            return Ok(Arc::clone(digest));
        }
        let case = case_on(self, batch, today)?;
        let matrix = checks::matrix(&case);
        let findings = findings(self, &case)?;
        let open = case.candidates.iter().any(|c| c.content.outcome == Outcome::Open);
        let missing = matrix.rows.iter().any(|r| r.states.contains(&StepState::Missing));
        let due = due::due(&case, self.calendar().as_ref(), &Terms::of(case.rules().first()));
        let open_steps = open_steps(&case, &matrix);
        let digest = Arc::new(Digest {
            board: board::board(&case, &findings, &due),
            due,
            unsigned: unsigned(&case),
            late: open_steps.iter().filter(|s| s.next.planned.is_some()).map(|s| s.next.clone()).collect(),
            next: next_steps(open_steps),
            done: !case.candidates.is_empty() && !open && !missing,
            decided: !case.candidates.is_empty() && !open,
            volumes: count(case.candidates.len() + usize::from(shared_papers(&case))),
            persons: case.candidates.iter().map(|c| (c.id, c.content.person)).collect(),
            posts: count(case.posts.len()),
            candidates: count(case.candidates.len()),
            records: count(case.records.len()),
            materials: count(case.materials.len()),
            progress: matrix.stages,
            findings,
        });
        self.digests().insert(batch, (stamp, today, Arc::clone(&digest)));
        Ok(digest)
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn shared_papers(case: &Case) -> bool {
    let shared = |r: &&Record| r.content.candidates.len() != 1;
    case.records.iter().filter(shared).any(|r| case.materials.iter().any(|m| m.content.record == r.id))
}

/// Records and materials with a signature asked for and not given. They wait from the day there was something to sign: what happened
/// long ago and was entered today waits since today.
fn unsigned(case: &Case) -> Vec<Unsigned> {
    let days = |since: &str| {
        let day: String = since.chars().take(10).collect();
        let passed = NaiveDate::parse_from_str(&day, "%Y-%m-%d").map_or(0, |d| (case.today - d).num_days());
        u32::try_from(passed.max(0)).unwrap_or(u32::MAX)
    };
    let who = |name: &str| if name.trim().is_empty() { "责任人".to_owned() } else { name.to_owned() };
    let mut out = Vec::new();
    for record in &case.records {
        let c = &record.content;
        let label = case.catalogue.step_label(&c.step);
        let one = if let [one] = c.candidates.as_slice() { Some(*one) } else { None };
        // The same paper of five people is told apart by the name.
        let label = match one.and_then(|id| candidate_of(case, id).ok()) {
            Some((_, person)) => format!("{}：{label}", person.content.name),
            None => label,
        };
        let place = Place {
            batch: Some(case.batch.id),
            candidate: one,
            step: Some(c.step.clone()),
            record: Some(record.id),
            ..Place::default()
        };
        // Two rounds of one step are told apart by when they were.
        let when = words::when(c);
        let what = |name: &str| if when.is_empty() { format!("{label} {name}") } else { format!("{label} {name}（{when}）") };
        if !c.is_signed() {
            let named = c.awaited().iter().any(|s| !s.name.is_empty());
            let who = if named {
                c.awaited().iter().map(|s| who(&s.name)).collect::<Vec<_>>().join("、")
            } else {
                who(&c.responsible)
            };
            out.push(Unsigned { place: place.clone(), words: what(c.body.kind().name()), who, days: days(&record.revised_at) });
        }
        for material in case.materials.iter().filter(|m| m.content.record == record.id && !m.content.signature.is_given()) {
            out.push(Unsigned {
                place: Place { material: Some(material.id), ..place.clone() },
                words: what(&material.content.name),
                who: who(&material.content.signature.name),
                days: days(&material.added_at),
            });
        }
    }
    out
}

/// A step that is not done for everybody.
struct OpenStep {
    missing: bool,
    next: NextStep,
}

/// The first steps that are missing, or the first not reached when none is.
fn next_steps(open: Vec<OpenStep>) -> Vec<NextStep> {
    let (missing, ahead): (Vec<OpenStep>, Vec<OpenStep>) = open.into_iter().partition(|s| s.missing);
    missing.into_iter().chain(ahead.into_iter().take(1)).take(3).map(|s| s.next).collect()
}

/// The steps that are missing, then those not reached, in their order.
fn open_steps(case: &Case, matrix: &checks::Matrix) -> Vec<OpenStep> {
    let lacking = |wanted: StepState| {
        let columns = case.catalogue.steps.iter().enumerate().filter_map(move |(column, step)| {
            let open = matrix.rows.iter().filter(|r| r.states.get(column) == Some(&wanted));
            // A step the candidate never comes to is not reached either, but nothing to do.
            let open = open.filter(|r| {
                let candidate = case.candidates.iter().find(|c| c.id == r.candidate);
                candidate.is_some_and(|c| wanted == StepState::Missing || c.content.outcome == Outcome::Open)
            });
            let whom: Vec<CandidateId> = open.map(|r| r.candidate).collect();
            (!whom.is_empty()).then_some((step, whom))
        });
        columns.collect::<Vec<_>>()
    };
    let mut found = lacking(StepState::Missing);
    let missing = found.len();
    found.extend(lacking(StepState::NotReached));
    let planned = |step: &str| {
        let plan = case.batch.content.plan.iter().find(|p| p.step == step)?;
        plan.to.or(plan.from).filter(|day| day.last_day() < case.today)
    };
    let next = |(index, (step, whom)): (usize, (&jishi_core::catalogue::Step, Vec<CandidateId>))| {
        let names: Vec<String> =
            case.candidates.iter().filter(|c| whom.contains(&c.id)).take(2).map(|c| name_of(case, c)).collect();
        let many = if whom.len() > 2 { format!("{}等{}人", names.join("、"), whom.len()) } else { names.join("、") };
        let all = whom.len() == case.candidates.len();
        let many = if all { "全批次".to_owned() } else { many };
        let next = NextStep {
            planned: planned(&step.key),
            step: step.key.clone(),
            name: step.name.clone(),
            place: Place {
                batch: Some(case.batch.id),
                candidate: if let [one] = whom.as_slice() { Some(*one) } else { None },
                step: Some(step.key.clone()),
                ..Place::default()
            },
            responsible: charged(&case.charges, &step.key).unwrap_or(&step.responsible).to_owned(),
            words: if index < missing { format!("{many}缺") } else { format!("{many}待办") },
        };
        OpenStep { missing: index < missing, next }
    };
    found.into_iter().enumerate().map(next).collect()
}
