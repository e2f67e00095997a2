//! A case and its parts as they stand, for every other body: nothing here changes anything.

use std::sync::Arc;

use chrono::NaiveDate;
use jishi_core::case::{Candidate, Case};
use jishi_core::id::{BatchId, CandidateId, RecordId};
use jishi_core::person::Person;
use jishi_core::record::Record;

use crate::App;
use crate::error::{AppError, Result};

pub(crate) fn case(app: &App, batch: BatchId) -> Result<Case> {
    case_on(app, batch, app.today())
}

/// A batch as it stands on a day, with the rules of this workspace it goes by.
pub(crate) fn case_on(app: &App, batch: BatchId, today: NaiveDate) -> Result<Case> {
    let mut case = app.store().case(batch, today)?;
    case.governing = Some(Arc::new(app.rules().govern(&case.batch.content)));
    Ok(case)
}

pub(crate) fn candidate_of(case: &Case, id: CandidateId) -> Result<(&Candidate, &Person)> {
    let candidate = case.candidates.iter().find(|c| c.id == id).ok_or_else(|| AppError::not_found("人选", id))?;
    let person = case.persons.iter().find(|p| p.id == candidate.content.person);
    Ok((candidate, person.ok_or_else(|| AppError::not_found("人员", candidate.content.person))?))
}

pub(crate) fn name_of(case: &Case, candidate: &Candidate) -> String {
    case.persons.iter().find(|p| p.id == candidate.content.person).map(|p| p.content.name.clone()).unwrap_or_default()
}

/// A record with no candidates named is about the whole batch.
pub(crate) fn concerns(candidates: &[CandidateId], candidate: CandidateId) -> bool {
    candidates.is_empty() || candidates.contains(&candidate)
}

/// Names of the candidates of a case.
pub(crate) fn names(case: &Case) -> impl Fn(CandidateId) -> String + '_ {
    |id| candidate_of(case, id).map(|(_, p)| p.content.name.clone()).unwrap_or_default()
}

/// A case without its records: entering one must not grow slower with each that is there.
pub(crate) fn frame(app: &App, batch: BatchId) -> Result<Case> {
    Ok(app.store().frame(batch, app.today())?)
}

/// Names of the candidates a record speaks of.
pub(crate) fn about(case: &Case, record: &Record) -> Vec<String> {
    record.content.candidates.iter().copied().map(names(case)).collect()
}

/// A record that stands. What hangs on one that was taken back is in no list, no check and no volume: nothing new goes there.
pub(crate) fn standing_record(app: &App, id: RecordId) -> Result<Record> {
    let store = app.store();
    if store.record_standing(id)?.retracted {
        return Err(AppError::invalid(
            format!("记录 {id} 已经撤回，挂上去的材料不会进入案卷"),
            "请先恢复这条记录，或挂接到另外的记录；没有挂接任何文件",
        ));
    }
    Ok(store.record(id)?)
}

/// `第 12 步《召开会议投票推荐》`, the step of a record as people name it.
pub(crate) fn called(app: &App, record: &Record) -> Result<String> {
    Ok(app.store().catalogue_of(record.batch)?.step_label(&record.content.step))
}
