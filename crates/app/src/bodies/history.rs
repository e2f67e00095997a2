//! Taking back, bringing back and comparing the revisions of a record. What stands again is accepted as a correction is.

use jishi_core::case::Case;
use jishi_core::record::Record;

use crate::bodies::cases::frame;
use crate::bodies::record_entry::accept;
use crate::bodies::record_view::{self, not_gone_on, one, undo_state};
use crate::dto::{ComparedField, RecordCompareRequest, RecordComparison, RecordUndo, RecordView};
use crate::error::{AppError, Result};
use crate::{App, Progress};

pub(crate) fn undo(app: &App, request: RecordUndo, _: &dyn Progress) -> Result<RecordView> {
    let record = app.store().record(request.id)?;
    let frame = frame(app, record.batch)?;
    let label = frame.catalogue.step_label(&record.content.step);
    let state = undo_state(app, &frame, &record)?;
    // A newer revision is the greater news: told before whether that one could be taken back.
    if record.revision == request.from_revision && !state.can_undo {
        return Err(AppError::invalid(format!("记录 {}（{label}）：{}", request.id, state.why_not), "没有改动任何数据"));
    }
    app.write("record.undo", |tx| {
        tx.say(format!("撤回记录 {} {label} 第 {} 版", request.id, request.from_revision));
        tx.undo_record(request.id.0, request.from_revision)
    })?;
    one(app, &frame, request.id)
}

pub(crate) fn redo(app: &App, request: RecordUndo, _: &dyn Progress) -> Result<RecordView> {
    let record = app.store().record(request.id)?;
    let frame = frame(app, record.batch)?;
    let label = frame.catalogue.step_label(&record.content.step);
    if app.store().has_packages(record.batch.0)? {
        return Err(AppError::invalid(
            format!("记录 {}（{label}）：本批次已有封存的案卷包，不能恢复", request.id),
            "请作更正并写明理由",
        ));
    }
    let row = app.store().record_standing(request.id)?;
    if let (true, Ok(to)) = (row.revision == request.from_revision, row.standing.redo_to()) {
        let content = app.store().record_at(request.id, to)?;
        accept(app, &frame, &content)?;
        not_gone_on(&app.store(), request.id, &row)?;
    }
    app.write("record.redo", |tx| {
        tx.say(format!("恢复记录 {} {label} 刚撤回的一版", request.id));
        tx.redo_record(request.id.0, request.from_revision)
    })?;
    one(app, &frame, request.id)
}

pub(crate) fn compare(app: &App, request: RecordCompareRequest, _: &dyn Progress) -> Result<RecordComparison> {
    let history = app.store().record_history(request.id)?;
    let revision = |number: u32| {
        let found = history.iter().find(|r| r.revision == number).cloned();
        found.ok_or_else(|| AppError::not_found(&format!("记录 {} 的版本", request.id), number))
    };
    let (before, after) = (revision(request.from)?, revision(request.to)?);
    let frame = frame(app, before.batch)?;
    let fields = differences(&lines(&frame, &before), &lines(&frame, &after));
    let changed = u32::try_from(fields.iter().filter(|f| f.changed).count()).unwrap_or(u32::MAX);
    Ok(RecordComparison { before, after, fields, changed })
}

/// A revision in the words of its printed form.
fn lines(frame: &Case, record: &Record) -> Vec<(String, String)> {
    let mut out = vec![
        ("步骤".to_owned(), frame.catalogue.step_label(&record.content.step)),
        ("种类".to_owned(), record.content.body.kind().name().to_owned()),
    ];
    out.extend(record_view::lines(frame, &record.content).into_iter().map(|l| (l.label, l.value)));
    out
}

/// Both sides under one label; a label of one side alone stands where that side has it.
fn differences(before: &[(String, String)], after: &[(String, String)]) -> Vec<ComparedField> {
    let value = |side: &[(String, String)], label: &str| side.iter().find(|(l, _)| l == label).map(|(_, v)| v.clone());
    let field = |label: &str, before: String, after: String| ComparedField {
        changed: before != after,
        label: label.to_owned(),
        before,
        after,
    };
    let mut out = Vec::new();
    let mut rest = after.iter().peekable();
    for (label, old) in before {
        while let Some((new, text)) = rest.next_if(|(new, _)| value(before, new).is_none()) {
            out.push(field(new, String::new(), text.clone()));
        }
        let _ = rest.next_if(|(new, _)| new == label);
        out.push(field(label, old.clone(), value(after, label).unwrap_or_default()));
    }
    out.extend(rest.filter(|(new, _)| value(before, new).is_none()).map(|(new, text)| field(new, String::new(), text.clone())));
    out.retain(|f| !(f.before.is_empty() && f.after.is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sides_stand_under_one_label_in_the_order_of_the_form() {
        let side = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        let fields = differences(
            &side(&[("时间", "3月5日"), ("地点", "三楼"), ("列席", "王芳"), ("空", "")]),
            &side(&[("时间", "3月6日"), ("会议", "第5次"), ("地点", "三楼"), ("回避", "李明"), ("空", "")]),
        );
        let told: Vec<_> = fields.iter().map(|f| (f.label.as_str(), f.before.as_str(), f.after.as_str(), f.changed)).collect();
        assert_eq!(
            told,
            [
                ("时间", "3月5日", "3月6日", true),
                ("会议", "", "第5次", true),
                ("地点", "三楼", "三楼", false),
                ("回避", "", "李明", true),
                ("列席", "王芳", "", true),
            ]
        );
    }
}
