//! Where a row of the workspace is looked at.

use jishi_core::finding::Place;
use jishi_core::id::{BatchId, CandidateId, MaterialId, PersonId, RecordId};

/// Where a row is looked at: an empty place where the noun alone leads there; None when it is nowhere (or gone out of the case, where only
/// its history is).
pub(crate) fn place(store: &jishi_store::Store, noun: &str, id: u32) -> Option<Place> {
    let of_record = |id: RecordId| {
        store.record(id).ok().map(|r| Place {
            batch: Some(r.batch),
            step: Some(r.content.step),
            record: Some(id),
            ..Place::default()
        })
    };
    let of_batch = |batch: BatchId| Place { batch: Some(batch), ..Place::default() };
    match noun {
        "record" => of_record(RecordId(id)),
        "material" => store
            .material(MaterialId(id))
            .ok()
            .and_then(|m| of_record(m.content.record).map(|p| Place { material: Some(m.id), ..p })),
        "candidate" => store.candidate(CandidateId(id)).ok().map(|c| Place {
            batch: Some(c.batch),
            candidate: Some(c.id),
            ..Place::default()
        }),
        "batch" => Some(of_batch(BatchId(id))),
        "post" => store.post(jishi_core::id::PostId(id)).ok().map(|p| of_batch(p.batch)),
        "charge" => store.batch_of_charges(id).ok().map(of_batch),
        "package_course" => store.courses(None).ok()?.into_iter().find(|c| c.id == id).map(|c| of_batch(BatchId(c.batch))),
        "waiver" => {
            let batches = store.batches().ok()?;
            let of = |b: &BatchId| store.waivers(*b).is_ok_and(|all| all.iter().any(|w| w.id.0 == id));
            batches.into_iter().map(|b| b.id).find(of).map(of_batch)
        }
        "person" => store.person(PersonId(id)).ok().map(|_| Place::default()),
        "notebook" | "note" | "notebook_entry" | "medium" | "handover" => Some(Place::default()),
        _ => None,
    }
}
