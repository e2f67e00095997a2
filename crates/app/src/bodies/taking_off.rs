//! 取下 and 挂回: a paper that leaves its record takes the signatures that lay on it alone, and what it had taken the place of waits again;
//! hung back, it brings them back.

use jishi_core::id::MaterialId;
use jishi_core::record::{Material, MaterialContent, Record, RecordContent};
use jishi_core::revisions::Entry;
use jishi_store::Tx;

use crate::bodies::cases::called;
use crate::bodies::required;
use crate::bodies::standing::{self, stands};
use crate::dto::{ChangeDone, MaterialTakeOff};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// What was hung on the wrong record leaves it, a signature or none.
pub(crate) fn take_off(app: &App, request: MaterialTakeOff, _: &dyn Progress) -> Result<ChangeDone> {
    required(&request.reason, "取下的理由")?;
    let (id, seen, reason) = (request.id, request.from_revision, request.reason.trim());
    let material = app.store().material(id)?;
    if material.revision == seen {
        stands(app, Entry::Material, id.0)?;
    }
    let held = standing::sealed_in(app, &material)?;
    if !held.is_empty() {
        let remedy = "不能取下；封存的案卷包不再改动，请挂接正确的材料，并在材料上写明互见";
        return Err(AppError::invalid(format!("材料“{}”：{held}", material.content.name), remedy));
    }
    let record = app.store().record(material.content.record)?;
    let (amended, names) = unsigned(app, &record, &material)?;
    let waits = waited_before(app, &material)?;
    let mut words = format!("材料 {}", material.content.name);
    if !names.is_empty() {
        words.push_str(&format!("；{}的签名退回待签", names.join("、")));
    }
    if let Some(before) = &waits {
        words.push_str(&format!("；它顶替的“{}”重新待签", before.name));
    }
    let (no, label) = (record.id, called(app, &record)?);
    let revision = app.write("material.take_off", |tx| {
        tx.say(format!("从记录 {no} {label} 取下{words}：{reason}"));
        if let Some(content) = &amended {
            tx.amend_record(no.0, record.revision, content, &format!("取下签字页“{}”：{reason}", material.content.name))?;
        }
        if let Some(content) = &waits {
            tx.add_material(material.batch.0, content)?;
        }
        tx.take_off(id.0, seen, reason)
    })?;
    Ok(ChangeDone { words, revision, retracted: true })
}

/// The record without the signatures that lay on the paper alone, and whose they were; None when it loses none or was taken back itself.
fn unsigned(app: &App, record: &Record, paper: &Material) -> Result<(Option<RecordContent>, Vec<String>)> {
    let store = app.store();
    if store.record_standing(record.id)?.retracted {
        return Ok((None, Vec::new()));
    }
    let others: Vec<Material> = store.materials_of(record.id)?.into_iter().filter(|m| m.id != paper.id).collect();
    let mut content = record.content.clone();
    let names = content.give_back(paper, &others);
    Ok(((!names.is_empty()).then_some(content), names))
}

/// The unsigned paper whose place this one took, with what was said of it since.
fn waited_before(app: &App, paper: &Material) -> Result<Option<MaterialContent>> {
    let store = app.store();
    let now = &paper.content;
    for revision in store.standing_of(Entry::Material, paper.id.0)?.standing.earlier() {
        let before = store.material_at(paper.id, revision)?;
        if before.sha256 != now.sha256 {
            let said = MaterialContent {
                role: now.role,
                kept_at: now.kept_at.clone(),
                see_also: now.see_also.clone(),
                secrecy: now.secrecy.clone(),
                ..before
            };
            return Ok(said.waits().then_some(said));
        }
    }
    Ok(None)
}

/// What goes with a paper that is hung back.
#[derive(Default)]
pub(crate) struct HungBack {
    records: Vec<(Record, RecordContent)>,
    /// Papers that waited in its place and still do.
    waiting: Vec<MaterialId>,
    reason: String,
}

/// Nothing but for a paper that was taken off; what has moved on since stays as it is.
pub(crate) fn hung_back(app: &App, id: MaterialId) -> Result<HungBack> {
    let store = app.store();
    let material = store.material(id)?;
    let with = store.written_with(id, material.revision)?;
    let mut out = HungBack { reason: format!("挂回签字页“{}”", material.content.name), ..HungBack::default() };
    for (record, revision) in with.amended {
        if store.record_standing(record)?.retracted {
            continue;
        }
        let now = store.record(record)?;
        let mut content = now.content.clone();
        let (signed, given_back) = (store.record_at(record, revision.saturating_sub(1))?, store.record_at(record, revision)?);
        if content.take_again(&signed, &given_back) {
            out.records.push((now, content));
        }
    }
    for begun in with.begun {
        let row = store.standing_of(Entry::Material, begun.0)?;
        if !row.retracted && row.revision == 1 {
            out.waiting.push(begun);
        }
    }
    Ok(out)
}

impl HungBack {
    pub(crate) fn write(&self, tx: &mut Tx<'_>) -> jishi_store::Result<()> {
        for (record, content) in &self.records {
            tx.amend_record(record.id.0, record.revision, content, &self.reason)?;
        }
        for waiting in &self.waiting {
            tx.undo(Entry::Material, waiting.0, 1)?;
        }
        Ok(())
    }
}
