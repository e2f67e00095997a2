//! Taking back and bringing back what is no record: batch, person, post, candidate, material. Until it is signed or sealed; what others
//! stand on stays until they are taken back.

use jishi_core::id::{BatchId, CandidateId, MaterialId, PersonId, PostId};
use jishi_core::record::Material;
use jishi_core::revisions::{Entry, Standing};

use crate::bodies::batches::{case, name_of, number_is_free};
use crate::bodies::records::standing;
use crate::dto::{ChangeDone, ChangeRequest, ChangeUndo, UndoState};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// What may be taken back: in words, and the batch it belongs to.
struct Subject {
    words: String,
    batch: Option<BatchId>,
    material: Option<Material>,
}

fn subject(app: &App, entry: Entry, id: u32) -> Result<Subject> {
    let store = app.store();
    let of = |words: String, batch: BatchId| Subject { words, batch: Some(batch), material: None };
    Ok(match entry {
        Entry::Batch => of(format!("批次 {}", store.batch(BatchId(id))?.content.name), BatchId(id)),
        Entry::Person => {
            let words = format!("人员 {}", store.person(PersonId(id))?.content.name);
            Subject { words, batch: None, material: None }
        }
        Entry::Post => {
            let post = store.post(PostId(id))?;
            of(format!("岗位 {}{}", post.content.unit, post.content.title), post.batch)
        }
        Entry::Candidate => {
            let candidate = store.candidate(CandidateId(id))?;
            let person = store.person_at(candidate.content.person, candidate.content.person_revision)?;
            of(format!("人选 {}", person.person.content.name), candidate.batch)
        }
        Entry::Material => {
            let material = store.material(MaterialId(id))?;
            let words = format!("材料 {}", material.content.name);
            Subject { words, batch: Some(material.batch), material: Some(material) }
        }
    })
}

fn sealed(app: &App, subject: &Subject) -> Result<bool> {
    match subject.batch {
        Some(batch) => Ok(app.store().has_packages(batch.0)?),
        None => Ok(false),
    }
}

/// Who else stands on what would leave the case with its first revision; empty: nobody.
fn held_by(app: &App, entry: Entry, id: u32, batch: Option<BatchId>) -> Result<String> {
    Ok(match (entry, batch) {
        (Entry::Batch | Entry::Person, _) => "是新登记的，没有以前的版本可以恢复；填错的请修改".to_owned(),
        (Entry::Post, Some(batch)) => {
            let case = case(app, batch)?;
            let on = case.candidates.iter().filter(|c| c.content.post == Some(PostId(id)));
            let names: Vec<String> = on.map(|c| name_of(&case, c)).collect();
            if names.is_empty() {
                String::new()
            } else {
                format!("还对应着人选{}，请先改他们的对应岗位", names.join("、"))
            }
        }
        (Entry::Candidate, Some(batch)) => {
            let case = case(app, batch)?;
            let id = CandidateId(id);
            let records = case.records.iter().filter(|r| r.content.candidates.contains(&id)).count();
            let marks = case.not_applicable.iter().filter(|m| m.candidate == Some(id)).count();
            match (records, marks) {
                (0, 0) => String::new(),
                (0, marks) => format!("有{marks}步标了不适用，请先恢复这些步骤；中途退出的，请改“结果”"),
                (records, _) => format!("已有{records}条记录涉及，请先撤销这些记录；中途退出的，请改“结果”"),
            }
        }
        _ => String::new(),
    })
}

fn judged(app: &App, entry: Entry, id: u32, subject: &Subject) -> Result<UndoState> {
    let row = app.store().standing_of(entry, id)?;
    let back = row.standing.undo_to();
    let signed = subject.material.as_ref().map(|m| &m.content.signature).filter(|s| s.is_given());
    let packed = sealed(app, subject)?;
    let numbered = entry == Entry::Batch && !app.store().register(BatchId(id))?.given.is_empty();
    let why_not = if row.retracted {
        "已经撤回".to_owned()
    } else if let Some(signature) = signed {
        format!("{}已经签名，不能撤销；确需改动请修改并写明理由，原版本保留", signature.name)
    } else if packed || numbered {
        "本批次已有封存的案卷包，不能撤销；确需改动请修改并写明理由".to_owned()
    } else if back == Ok(None) {
        held_by(app, entry, id, subject.batch)?
    } else {
        String::new()
    };
    let can_redo = row.standing.redo_to().is_ok() && !packed && !numbered;
    Ok(UndoState { can_undo: why_not.is_empty(), can_redo, why_not, retracted: row.retracted })
}

pub(crate) fn state(app: &App, request: ChangeRequest, _: &dyn Progress) -> Result<UndoState> {
    let subject = subject(app, request.entry, request.id)?;
    judged(app, request.entry, request.id, &subject)
}

/// What would stand is asked what a change by hand is asked.
fn acceptable(app: &App, entry: Entry, id: u32, to: Option<u32>) -> Result<()> {
    if let (Entry::Batch, Some(to)) = (entry, to) {
        let content = app.store().batch_at(BatchId(id), to)?;
        number_is_free(app, &content.number, Some(BatchId(id)))?;
    }
    Ok(())
}

fn written_before(standing: &Standing) -> Option<u32> {
    standing.undo_to().ok().flatten()
}

pub(crate) fn undo(app: &App, request: ChangeUndo, _: &dyn Progress) -> Result<ChangeDone> {
    let ChangeUndo { entry, id, from_revision } = request;
    let subject = subject(app, entry, id)?;
    let row = app.store().standing_of(entry, id)?;
    let state = judged(app, entry, id, &subject)?;
    // A newer revision is the greater news: told before whether that one could be taken back.
    if row.revision == from_revision && !state.can_undo {
        return Err(AppError::invalid(format!("{}：{}", subject.words, state.why_not), "没有改动任何数据"));
    }
    acceptable(app, entry, id, written_before(&row.standing))?;
    let words = match written_before(&row.standing) {
        Some(_) => format!("{} 的第 {from_revision} 版", subject.words),
        None => subject.words,
    };
    let revision = app.write("change.undo", |tx| {
        tx.say(format!("撤销{words}"));
        tx.undo(entry, id, from_revision)
    })?;
    done(app, entry, id, words, revision)
}

pub(crate) fn redo(app: &App, request: ChangeUndo, _: &dyn Progress) -> Result<ChangeDone> {
    let ChangeUndo { entry, id, from_revision } = request;
    let subject = subject(app, entry, id)?;
    if sealed(app, &subject)? {
        let message = format!("{}：本批次已有封存的案卷包，不能恢复", subject.words);
        return Err(AppError::invalid(message, "请修改并写明理由"));
    }
    if let Some(material) = &subject.material {
        standing(app, material.content.record)?;
    }
    acceptable(app, entry, id, app.store().standing_of(entry, id)?.standing.redo_to().ok())?;
    let words = subject.words;
    let revision = app.write("change.redo", |tx| {
        tx.say(format!("恢复刚撤销的{words}"));
        tx.redo(entry, id, from_revision)
    })?;
    done(app, entry, id, words, revision)
}

fn done(app: &App, entry: Entry, id: u32, words: String, revision: u32) -> Result<ChangeDone> {
    let retracted = app.store().standing_of(entry, id)?.retracted;
    Ok(ChangeDone { words, revision, retracted })
}
