//! Drafts: what stands half-written in an editor. Nothing is judged here; a draft may be as wrong as typing is.

use jishi_core::finding::Place;
use jishi_store::{Draft, DraftContent, Store};

use crate::dto::{DraftHead, DraftListRequest, DraftRequest, DraftSave, DraftVersion, DraftView, Nothing};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// The batch and the candidate a draft is about, as far as they stand.
fn about(store: &Store, place: &Place) -> String {
    let batch = place.batch.and_then(|id| store.batch(id).ok()).map(|b| b.content.name);
    let candidate = place.candidate.and_then(|id| store.candidate(id).ok());
    let person = candidate.and_then(|c| store.person(c.content.person).ok()).map(|p| p.content.name);
    [batch, person].into_iter().flatten().collect::<Vec<_>>().join("，")
}

pub(crate) fn head(store: &Store, draft: &Draft) -> DraftHead {
    let c = &draft.content;
    let moved = draft.record_revision.filter(|now| c.base_revision > 0 && *now != c.base_revision);
    DraftHead {
        key: c.key.clone(),
        editor: c.editor.clone(),
        title: c.title.clone(),
        place: c.place.clone(),
        about: about(store, &c.place),
        schema: c.schema,
        version: draft.version,
        base_revision: c.base_revision,
        moved_on_to: moved,
        begun_at: draft.begun_at.clone(),
        saved_at: draft.saved_at.clone(),
        discarded: !draft.discarded_at.is_empty(),
    }
}

pub(crate) fn save(app: &App, request: DraftSave, _: &dyn Progress) -> Result<DraftHead> {
    let fault = |e: serde_json::Error| AppError::new(Code::BadRequest, format!("草稿“{}”的内容无法保存：{e}", request.title), "");
    let content = DraftContent {
        content: serde_json::to_string(&request.content).map_err(fault)?,
        key: request.key,
        editor: request.editor,
        title: request.title,
        place: request.place,
        schema: request.schema,
        base_revision: request.base_revision.unwrap_or(0),
    };
    let at = app.stamp();
    let mut store = app.store();
    store.jot(&at, |jot| jot.save_draft(&content))?;
    let draft = store.draft(&content.key, None)?;
    Ok(head(&store, &draft))
}

pub(crate) fn list(app: &App, request: DraftListRequest, _: &dyn Progress) -> Result<Vec<DraftHead>> {
    let store = app.store();
    Ok(store.drafts(request.batch.map(|b| b.0), request.discarded)?.iter().map(|d| head(&store, d)).collect())
}

pub(crate) fn get(app: &App, request: DraftRequest, _: &dyn Progress) -> Result<DraftView> {
    let draft = app.store().draft(&request.key, request.version)?;
    let content = serde_json::from_str(&draft.content.content).map_err(|e| {
        AppError::new(Code::Internal, format!("草稿“{}”无法读懂：{e}", draft.content.title), "请从它的历次保存里另选一份")
    })?;
    Ok(DraftView { head: head(&app.store(), &draft), content })
}

pub(crate) fn history(app: &App, request: DraftRequest, _: &dyn Progress) -> Result<Vec<DraftVersion>> {
    let versions = app.store().draft_history(&request.key)?;
    Ok(versions.into_iter().map(|v| DraftVersion { version: v.version, saved_at: v.saved_at, size: v.size }).collect())
}

pub(crate) fn discard(app: &App, request: DraftRequest, _: &dyn Progress) -> Result<Nothing> {
    let at = app.stamp();
    app.store().jot(&at, |jot| jot.discard_draft(&request.key))?;
    Ok(Nothing {})
}
