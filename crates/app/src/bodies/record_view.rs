//! A record as screens show it: its content in words, its papers, and whether it may be taken back.

use jishi_core::case::Case;
use jishi_core::id::RecordId;
use jishi_core::record::{Material, Record, RecordContent, RecordKind, words};
use jishi_store::{RowStanding, Store};

use crate::App;
use crate::bodies::cases::{about, names};
use crate::bodies::record_entry::accept;
use crate::bodies::standing::numbered;
use crate::dto::{NotebookPage, RecordLine, RecordView, UndoState};
use crate::error::{AppError, Result};

pub(crate) fn view(app: &App, case: &Case, record: &Record, materials: Vec<Material>) -> Result<RecordView> {
    let page = match record.content.body.kind() {
        RecordKind::Notebook => app.store().page_of(record.id)?,
        _ => None,
    };
    Ok(RecordView {
        materials,
        about: about(case, record),
        lines: lines(case, &record.content),
        undo: undo_state(app, case, record)?,
        page: page.map(|p| NotebookPage {
            notebook: p.book.id,
            number: p.book.content.number,
            seq: p.seq,
            page: p.page,
            filed_page: p.filed_page,
        }),
        record: record.clone(),
    })
}

/// A content in words; what says nothing is left out.
pub(crate) fn lines(case: &Case, content: &RecordContent) -> Vec<RecordLine> {
    in_lines(content, &names(case))
}

pub(crate) fn in_lines(content: &RecordContent, names: words::Names<'_>) -> Vec<RecordLine> {
    let said = words::record(content, names).into_iter().filter(|t| !t.value.is_empty());
    said.map(|t| RecordLine { key: t.field.key.into(), label: t.field.label.into(), value: t.value.plain() }).collect()
}

pub(crate) fn one(app: &App, frame: &Case, id: RecordId) -> Result<RecordView> {
    let (record, materials) = {
        let store = app.store();
        (store.record(id)?, store.materials_of(id)?)
    };
    view(app, frame, &record, materials)
}

/// A record made of a note comes back only while the note did not go on without it.
pub(crate) fn not_gone_on(store: &Store, id: RecordId, row: &RowStanding) -> Result<()> {
    if !row.retracted {
        return Ok(());
    }
    if let Some(name) = store.hung_since(id)? {
        return Err(AppError::invalid(
            format!("撤回以后，笔记本的那一条又挂了原页“{name}”，恢复的记录里没有它"),
            "请在笔记本里把那一条重新归入步骤，原页随着进来",
        ));
    }
    match store.gone_on(id)? {
        Some(seq) => Err(AppError::invalid(
            format!("这条记录由笔记本的一条归入而成，撤回以后那一条已经另作更正或另行归入（第{seq}条），不能恢复"),
            "请在笔记本里把那一条归入步骤，或在已归入的记录上办理",
        )),
        None => Ok(()),
    }
}

/// Whether the newest revision may be taken back, and why not.
pub(crate) fn undo_state(app: &App, frame: &Case, record: &Record) -> Result<UndoState> {
    let store = app.store();
    let standing = store.record_standing(record.id)?;
    let undo_to = standing.standing.undo_to().ok().flatten();
    let signed = record.content.signatures.iter().find(|s| s.is_given()).map(|s| s.name.clone());
    let materials = store.materials_of(record.id)?;
    let signed_paper = materials.iter().find(|m| m.content.signature.is_given());
    let sealed = store.has_packages(record.batch.0)?;
    let why_not = if standing.retracted {
        "这条记录已经撤回".to_owned()
    } else if let Some(name) = signed {
        format!("{name}已经签名，不能撤回；确需改动请作更正并写明理由，原版本保留")
    } else if let Some(material) = signed_paper {
        format!(
            "材料“{}”已有{}签名，不能撤回；确需改动请作更正并写明理由",
            material.content.name, material.content.signature.name
        )
    } else if sealed {
        "本批次已有封存的案卷包，不能撤回；确需改动请作更正并写明理由".to_owned()
    } else if let Some(to) = undo_to {
        accept(app, frame, &store.record_at(record.id, to)?).err().map(|fault| fault.message).unwrap_or_default()
    } else if store.has_numbers(record.batch)? {
        let register = store.register(record.batch)?;
        materials.iter().find_map(|m| register.of_paper(m.id)).map(numbered).unwrap_or_default()
    } else {
        String::new()
    };
    let can_redo = match standing.standing.redo_to() {
        Ok(to) if !sealed => {
            accept(app, frame, &store.record_at(record.id, to)?).is_ok() && not_gone_on(&store, record.id, &standing).is_ok()
        }
        _ => false,
    };
    Ok(UndoState { can_undo: why_not.is_empty(), can_redo, undo_to, why_not, retracted: standing.retracted })
}
