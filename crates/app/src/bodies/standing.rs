//! Whether something stands, and whether it may leave the case: what was taken back is not changed, what has a number stays.

use jishi_core::id::{BatchId, CandidateId, MaterialId, PersonId, PostId};
use jishi_core::record::Material;
use jishi_core::revisions::Entry;

use crate::App;
use crate::error::{AppError, Result};

/// What may be taken back: in words, and the batch it belongs to.
pub(crate) struct Subject {
    pub(crate) words: String,
    pub(crate) batch: Option<BatchId>,
    pub(crate) material: Option<Material>,
}

pub(crate) fn subject(app: &App, entry: Entry, id: u32) -> Result<Subject> {
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
        Entry::Charge => {
            let batch = store.batch_of_charges(id)?;
            of(format!("批次 {} 的各步责任人", store.batch(batch)?.content.name), batch)
        }
    })
}

/// Refuses a change to what was taken back: it is brought back first, and asked what bringing back asks.
pub(crate) fn stands(app: &App, entry: Entry, id: u32) -> Result<()> {
    if app.store().standing_of(entry, id)?.retracted {
        let words = subject(app, entry, id)?.words;
        return Err(AppError::invalid(format!("{words}已经撤回，不能修改"), "请先恢复；没有改动任何数据"));
    }
    Ok(())
}

/// Why a material stays where it hangs for good, in words; empty: it may leave.
pub(crate) fn sealed_in(app: &App, material: &Material) -> Result<String> {
    let store = app.store();
    if store.has_packages(material.batch.0)? {
        return Ok("本批次已有封存的案卷包".to_owned());
    }
    // A package may stand that is not entered yet: the next sealing finds out.
    if store.open_seals()?.iter().any(|seal| seal.batch == material.batch.0) {
        return Ok("本批次有一次封装没有办完，请先再封装一次，让程序核对".to_owned());
    }
    Ok(store.register(material.batch)?.of_paper(material.id).map(numbered).unwrap_or_default())
}

/// A number stays with its 件 for good: what has one leaves no gap.
pub(crate) fn numbered(given: &jishi_core::arrange::GivenNumber) -> String {
    format!("已编档号 {}，不能撤出；确需改动请修改并写明理由", given.archive_no)
}
