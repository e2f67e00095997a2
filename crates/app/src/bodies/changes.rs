//! Taking back and bringing back what is no record: batch, person, post, candidate, material, charges. Until it, or a record or paper about it, is
//! signed, and until it is sealed or numbered; what others stand on stays until they are taken back. What stands again is asked what a
//! change by hand to it is asked.

use std::collections::BTreeSet;

use jishi_core::id::{BatchId, CandidateId, MaterialId, PersonId, PostId};
use jishi_core::revisions::Entry;

use crate::bodies::cases::{self, frame, standing_record};
use crate::bodies::standing::{Subject, numbered, subject};
use crate::bodies::taking_off::{self, HungBack};
use crate::bodies::{batches, filing, materials, people};
use crate::dto::{ChangeDone, ChangeRequest, ChangeUndo, UndoState};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// Why nothing of it goes back or forth any more; empty: it may.
fn closed(app: &App, entry: Entry, subject: &Subject) -> Result<&'static str> {
    let Some(batch) = subject.batch else { return Ok("") };
    let store = app.store();
    if store.has_packages(batch.0)? {
        return Ok("本批次已有封存的案卷包");
    }
    if entry != Entry::Batch && store.standing_of(Entry::Batch, batch.0)?.retracted {
        return Ok("所属的批次已经撤回");
    }
    Ok(if entry == Entry::Batch && store.has_numbers(batch)? { "本批次已编档号" } else { "" })
}

/// Who signed a record or a paper about it, in words; empty: nobody. A material is signed itself.
fn signed(app: &App, entry: Entry, id: u32, subject: &Subject) -> Result<String> {
    if let Some(material) = &subject.material {
        let signature = &material.content.signature;
        return Ok(if signature.is_given() { format!("{}已经签名", signature.name) } else { String::new() });
    }
    // Of a batch every record is about it.
    let about: Vec<(BatchId, Option<BTreeSet<CandidateId>>)> = match (entry, subject.batch) {
        (Entry::Batch, _) => vec![(BatchId(id), None)],
        // Who is charged may be named anew at any time, without a reason: taking that back asks no more.
        (Entry::Charge, _) => return Ok(String::new()),
        (Entry::Candidate, Some(batch)) => vec![(batch, Some([CandidateId(id)].into()))],
        (Entry::Post, Some(batch)) => {
            let on = frame(app, batch)?.candidates.into_iter().filter(|c| c.content.post == Some(PostId(id)));
            vec![(batch, Some(on.map(|c| c.id).collect()))]
        }
        _ => {
            let revision = app.store().person(PersonId(id))?.revision;
            let by = app.store().candidates_by(PersonId(id), revision)?;
            by.into_iter().map(|c| (c.batch, Some([c.id].into()))).collect()
        }
    };
    let store = app.store();
    for (batch, who) in about.iter().filter(|(_, who)| who.as_ref().is_none_or(|w| !w.is_empty())) {
        let (records, papers) = (store.records_of(*batch)?, store.materials_of_batch(*batch)?);
        for record in records.iter().filter(|r| who.as_ref().is_none_or(|w| r.names_any(w))) {
            let of_paper = papers.iter().filter(|m| m.content.record == record.id).map(|m| &m.content.signature);
            if let Some(by) = record.content.signatures.iter().chain(of_paper).find(|s| s.is_given()) {
                return Ok(format!("有关的记录 {} 已有{}签名", record.id, by.name));
            }
        }
    }
    Ok(String::new())
}

/// Who else stands on what would leave the case with its first revision; empty: nobody.
fn held_by(app: &App, entry: Entry, id: u32, batch: Option<BatchId>) -> Result<String> {
    Ok(match (entry, batch) {
        (Entry::Batch, _) => {
            let id = BatchId(id);
            let case = app.store().case(id, app.today())?;
            let waivers = app.store().waivers(id)?.len();
            let parts = [
                (case.posts.len(), "个岗位"),
                (case.candidates.len(), "名人选"),
                (case.records.len(), "条记录"),
                (waivers, "次放行"),
            ];
            let there: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}{what}")).collect();
            if there.is_empty() { String::new() } else { format!("批次里还有{}，请先撤回这些", there.join("、")) }
        }
        (Entry::Person, _) => {
            let of = app.store().candidates_of_person(PersonId(id))?;
            let batches: BTreeSet<BatchId> = of.iter().map(|c| c.batch).collect();
            let names: Vec<String> =
                batches.into_iter().map(|b| Ok(app.store().batch(b)?.content.name)).collect::<Result<_>>()?;
            if names.is_empty() {
                String::new()
            } else {
                format!("已列为{}的人选，请先从批次撤回", names.join("、"))
            }
        }
        (Entry::Post, Some(batch)) => {
            let frame = frame(app, batch)?;
            let on = frame.candidates.iter().filter(|c| c.content.post == Some(PostId(id)));
            let names: Vec<String> = on.map(|c| cases::name_of(&frame, c)).collect();
            if names.is_empty() {
                String::new()
            } else {
                format!("还对应着人选{}，请先改他们的对应岗位", names.join("、"))
            }
        }
        (Entry::Candidate, Some(batch)) => {
            let store = app.store();
            let id = CandidateId(id);
            let records = store.records_of(batch)?.iter().filter(|r| r.names_any(&[id].into())).count();
            let marks = store.not_applicable(batch)?.iter().filter(|m| m.mark.candidate == Some(id)).count();
            match (records, marks) {
                (0, 0) => store.register(batch)?.of_candidate(id).map(numbered).unwrap_or_default(),
                (0, marks) => format!("有{marks}步标了不适用，请先恢复这些步骤；中途退出的，请改“结果”"),
                (records, _) => format!("已有{records}条记录涉及，请先撤回这些记录；中途退出的，请改“结果”"),
            }
        }
        (Entry::Material, Some(batch)) => app.store().register(batch)?.of_paper(MaterialId(id)).map(numbered).unwrap_or_default(),
        _ => String::new(),
    })
}

/// Asks of a revision that is about to stand again what a change by hand to the same content is asked.
fn fit(app: &App, entry: Entry, id: u32, to: u32) -> Result<()> {
    match entry {
        Entry::Batch => {
            let content = app.store().batch_at(BatchId(id), to)?;
            batches::accept_batch(app, &content)?;
            batches::number_is_free(app, &content.number, Some(BatchId(id)))
        }
        Entry::Person => {
            let content = app.store().person_at(PersonId(id), to)?.person.content;
            people::accept(&content)
        }
        // What it is about is the catalogue the batch began with, which never changes; the batch has to be there.
        Entry::Charge => {
            let batch = app.store().batch_of_charges(id)?;
            frame(app, batch).map(drop)
        }
        Entry::Post => {
            let content = app.store().post_at(PostId(id), to)?;
            batches::accept_post(&content)
        }
        Entry::Candidate => {
            let (batch, content) = {
                let store = app.store();
                (store.candidate(CandidateId(id))?.batch, store.candidate_at(CandidateId(id), to)?)
            };
            batches::accept_candidate(app, batch, &content).map(drop)
        }
        Entry::Material => {
            let content = app.store().material_at(MaterialId(id), to)?;
            materials::accept(app, &content)?;
            standing_record(app, content.record)?;
            if app.store().standing_of(entry, id)?.retracted {
                filing::not_again(app, &content)?;
            }
            Ok(())
        }
    }
}

/// Why the newest revision cannot be taken back; empty: it can. `to`: what would stand then, None: nothing.
fn against(app: &App, entry: Entry, id: u32, subject: &Subject, to: Option<u32>) -> Result<String> {
    let instead = "不能撤回；确需改动请修改并写明理由，原版本保留";
    let closed = closed(app, entry, subject)?;
    if !closed.is_empty() {
        return Ok(format!("{closed}，{instead}"));
    }
    let signed = signed(app, entry, id, subject)?;
    if !signed.is_empty() {
        return Ok(format!("{signed}，{instead}"));
    }
    match to {
        None => held_by(app, entry, id, subject.batch),
        Some(to) => Ok(fit(app, entry, id, to).err().map(|fault| fault.message).unwrap_or_default()),
    }
}

fn judged(app: &App, entry: Entry, id: u32, subject: &Subject) -> Result<UndoState> {
    let row = app.store().standing_of(entry, id)?;
    let why_not = match row.standing.undo_to() {
        Err(_) => "已经撤回".to_owned(),
        Ok(to) => against(app, entry, id, subject, to)?,
    };
    let can_redo = match row.standing.redo_to() {
        Ok(to) => closed(app, entry, subject)?.is_empty() && fit(app, entry, id, to).is_ok(),
        Err(_) => false,
    };
    let undo_to = row.standing.undo_to().ok().flatten();
    Ok(UndoState { can_undo: why_not.is_empty(), can_redo, undo_to, why_not, retracted: row.retracted })
}

pub(crate) fn state(app: &App, request: ChangeRequest, _: &dyn Progress) -> Result<UndoState> {
    let subject = subject(app, request.entry, request.id)?;
    judged(app, request.entry, request.id, &subject)
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
    let words = match state.undo_to {
        Some(_) => format!("{} 的第 {from_revision} 版", subject.words),
        None => subject.words,
    };
    let revision = app.write("change.undo", |tx| {
        tx.say(format!("撤回{words}"));
        tx.undo(entry, id, from_revision)
    })?;
    done(app, entry, id, words, revision)
}

pub(crate) fn redo(app: &App, request: ChangeUndo, _: &dyn Progress) -> Result<ChangeDone> {
    let ChangeUndo { entry, id, from_revision } = request;
    let subject = subject(app, entry, id)?;
    let closed = closed(app, entry, &subject)?;
    if !closed.is_empty() {
        return Err(AppError::invalid(format!("{}：{closed}，不能恢复", subject.words), "请修改并写明理由"));
    }
    let row = app.store().standing_of(entry, id)?;
    if let (true, Ok(to)) = (row.revision == from_revision, row.standing.redo_to()) {
        fit(app, entry, id, to)?;
    }
    let words = subject.words;
    let with = match entry {
        Entry::Material => taking_off::hung_back(app, MaterialId(id))?,
        _ => HungBack::default(),
    };
    let revision = app.write("change.redo", |tx| {
        tx.say(format!("恢复刚撤回的{words}"));
        with.write(tx)?;
        tx.redo(entry, id, from_revision)
    })?;
    done(app, entry, id, words, revision)
}

fn done(app: &App, entry: Entry, id: u32, words: String, revision: u32) -> Result<ChangeDone> {
    let retracted = app.store().standing_of(entry, id)?.retracted;
    Ok(ChangeDone { words, revision, retracted })
}
