//! 时间线: each step of a case, or of one person in it, as planned and as done.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::place;
use crate::case::{Case, StepState};
use crate::checks::{CaseView, ended, happened};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{BatchId, CandidateId, RecordId};
use crate::record::Record;

/// How a step went beside its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// 按期: done no later than planned.
    OnTime,
    /// 晚于计划
    Late,
    /// 已过计划: not done, and the last planned day has passed.
    Overdue,
    /// 未到
    Ahead,
    /// 已办（没有计划）
    Done,
    /// 没有计划，也没有办
    Open,
    /// 不适用
    Excused,
}

impl Pace {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Pace::OnTime => "按期",
            Pace::Late => "晚于计划",
            Pace::Overdue => "已过计划未办",
            Pace::Ahead => "未到计划",
            Pace::Done => "已办",
            Pace::Open => "未办",
            Pace::Excused => "不适用",
        }
    }
}

/// A record on the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mark {
    pub record: RecordId,
    pub from: PartialDate,
    pub to: Option<PartialDate>,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelineStep {
    pub step: String,
    pub no: u32,
    pub name: String,
    pub stage: String,
    pub planned_from: Option<PartialDate>,
    pub planned_to: Option<PartialDate>,
    pub plan_note: String,
    /// First and last day it was done.
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub marks: Vec<Mark>,
    /// Every record of the step, dated or not: what the days and the pace were read from.
    pub records: Vec<RecordId>,
    pub pace: Pace,
    pub pace_word: String,
    /// Days after the last planned day; below zero when before it.
    pub days_after_plan: Option<i32>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Timeline {
    pub batch: BatchId,
    pub batch_name: String,
    pub candidate: Option<CandidateId>,
    pub name: String,
    pub today: PartialDate,
    /// In the order of the procedure.
    pub steps: Vec<TimelineStep>,
}

fn first(days: impl Iterator<Item = PartialDate>) -> Option<PartialDate> {
    days.min_by_key(|d| d.first_day())
}

/// The line of the batch, or of one candidate: then only records that speak of him or her.
#[must_use]
pub fn timeline(case: &Case, candidate: Option<CandidateId>) -> Timeline {
    let view = CaseView::new(case);
    let mut steps = Vec::new();
    for (no, step) in (1..).zip(&case.catalogue.steps) {
        let records: Vec<&Record> = match candidate {
            Some(id) => view.records_for(&step.key, id).collect(),
            None => view.records(&step.key).to_vec(),
        };
        let plan = case.batch.content.plan.iter().find(|p| p.step == step.key);
        let (planned_from, planned_to) = plan.map_or((None, None), |p| (p.from.or(p.to), p.to.or(p.from)));
        let marks: Vec<Mark> = records
            .iter()
            .filter_map(|r| {
                let from = happened(r)?;
                let to = ended(r).filter(|to| *to != from);
                Some(Mark { record: r.id, from, to, words: view.call(r) })
            })
            .collect();
        let from = first(marks.iter().map(|m| m.from));
        let to = marks.iter().map(|m| m.to.unwrap_or(m.from)).max_by_key(|d| d.last_day());
        let excused = view.state(&step.key, candidate) == StepState::NotApplicable;
        let late = planned_to.zip(to).map(|(plan, done)| (done.first_day() - plan.last_day()).num_days());
        let pace = match (planned_to, to) {
            (_, None) if excused => Pace::Excused,
            (None, None) => Pace::Open,
            (None, Some(_)) => Pace::Done,
            (Some(plan), None) if plan.last_day() < case.today => Pace::Overdue,
            (Some(_), None) => Pace::Ahead,
            (Some(_), Some(_)) if late.is_some_and(|days| days > 0) => Pace::Late,
            (Some(_), Some(_)) => Pace::OnTime,
        };
        steps.push(TimelineStep {
            step: step.key.clone(),
            no,
            name: step.name.clone(),
            stage: case.catalogue.stage_of(&step.key).map(|s| s.name.clone()).unwrap_or_default(),
            planned_from,
            planned_to,
            plan_note: plan.map(|p| p.note.clone()).unwrap_or_default(),
            from,
            to,
            place: Place { step: Some(step.key.clone()), ..place(case, candidate, records.first().copied()) },
            marks,
            records: records.iter().map(|r| r.id).collect(),
            pace,
            pace_word: pace.name().to_owned(),
            days_after_plan: late.and_then(|d| i32::try_from(d).ok()),
        });
    }
    let name = candidate.map_or_else(|| case.batch.content.name.clone(), |id| view.name(id).to_owned());
    Timeline {
        batch: case.batch.id,
        batch_name: case.batch.content.name.clone(),
        candidate,
        name,
        today: PartialDate::Day(case.today),
        steps,
    }
}
