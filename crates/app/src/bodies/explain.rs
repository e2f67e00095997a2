//! A record judged while it is typed, and from a figure back to the records it came from.

use jishi_core::case::Case;
use jishi_core::checks::Extent;
use jishi_core::explain::{self, Origin};
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, RecordId};
use jishi_core::likeness;
use jishi_core::record::{Record, RecordContent};

use crate::bodies::{cases, judgement, record_view};
use crate::dto::{DraftCheck, ExplainRequest, Explanation, PersonOrigin, RecordView};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// What a record cannot have before it is saved: materials, the signatures on them, and a place among all that is still to come.
const LATER: [&str; 4] = ["V31e", "V32", "V36", "V31a"];

/// A case laid out for one who types: read once, not at each pause, as long as nothing is written and the day is the same.
pub(crate) struct Laid {
    turn: u64,
    case: Case,
    shapes: likeness::Shapes,
}

fn laid(app: &App, batch: BatchId) -> Result<Laid> {
    // Taken out while it is judged: who asks meanwhile lays out another, and a panic leaves none behind.
    let kept = app.typed().take();
    let today = app.today();
    // Before the case is read: what is written meanwhile has it read anew at the next pause. A further version of a pack is written too.
    let turn = app.store().turn();
    if let Some(laid) = kept.filter(|l| l.turn == turn && l.case.batch.id == batch && l.case.today == today) {
        return Ok(laid);
    }
    let mut case = cases::case_on(app, batch, today)?;
    case.elsewhere = app.store().near(batch)?;
    Ok(Laid { turn, case, shapes: likeness::Shapes::default() })
}

/// The findings on one record as it is being typed, as if it were saved: the one changed case is judged anew, nothing is written.
pub(crate) fn check_draft(app: &App, request: DraftCheck, _: &dyn Progress) -> Result<Vec<Finding>> {
    let id = request.record.unwrap_or(RecordId::UNSAVED);
    let mut laid = laid(app, request.batch)?;
    let case = &mut laid.case;
    let before = match case.records.iter_mut().find(|r| r.id == id) {
        Some(record) => Some(std::mem::replace(&mut record.content, request.content)),
        None if request.record.is_some() => return Err(AppError::not_found("记录", id.to_string())),
        None => {
            case.records.push(unsaved(app, request.batch, id, request.content));
            None
        }
    };
    let mut found = judgement::judged(app, case, &Extent::about(id), &laid.shapes)?;
    match (before, case.records.iter_mut().find(|r| r.id == id)) {
        (Some(content), Some(record)) => record.content = content,
        _ => case.records.retain(|r| r.id != id),
    }
    *app.typed() = Some(laid);
    let about = |f: &Finding| f.place.record == Some(id) || f.other.as_ref().is_some_and(|o| o.record == Some(id));
    found.retain(|f| about(f) && (request.record.is_some() || !LATER.contains(&f.code.as_str())));
    Ok(found)
}

fn unsaved(app: &App, batch: BatchId, id: RecordId, content: RecordContent) -> Record {
    Record {
        id,
        batch,
        revision: 1,
        revision_reason: String::new(),
        entered_by: String::new(),
        entered_at: app.stamp(),
        revised_at: app.stamp(),
        content,
    }
}

/// The records behind a row or field of a form, or behind a finding.
pub(crate) fn explain(app: &App, request: ExplainRequest, _: &dyn Progress) -> Result<Explanation> {
    let case = cases::case(app, request.batch)?;
    let origin = match (&request.finding, &request.field) {
        (Some(finding), _) => explain::finding(&case, finding),
        (None, Some(field)) => explain::field(&case, request.candidate, field).ok_or_else(|| {
            AppError::invalid(format!("说不出“{field}”的出处"), "请写步骤编号（如 S37），或指明人选后写任免审批表的栏名")
        })?,
        (None, None) => return Err(AppError::invalid("没有指明要看哪个数的出处", "请指明表上的栏目或一条校验结果")),
    };
    let Origin { words: about, records: ids, person } = origin;
    // The second of two records alike may be of another batch.
    let one = |id| {
        let batch = app.store().record(id)?.batch;
        record_view::one(app, &cases::frame(app, batch)?, id)
    };
    let records = ids.into_iter().map(one).collect::<Result<Vec<_>>>()?;
    let alike = request.finding.as_ref().is_some_and(|f| f.code == "V31c");
    let words = |r: &RecordView| likeness::compared(&r.record.content).unwrap_or_default();
    let compared = if alike { records.iter().map(words).collect() } else { Vec::new() };
    let person = person.and_then(|id| case.persons.iter().find(|p| p.id == id));
    let person = person.map(|p| PersonOrigin { id: p.id, name: p.content.name.clone(), revision: p.revision });
    Ok(Explanation { words: about, records, compared, person })
}
