//! Which revision of a person a batch goes by, and the step to a newer one. A batch never changes what it prints of a person by itself.

use jishi_core::arrange::{VolumeKind, volume_title};
use jishi_core::case::Candidate;
use jishi_core::id::{BatchId, CandidateId};
use jishi_core::lrmx;
use jishi_core::person::Person;
use jishi_core::revisions::Entry;
use jishi_store::Store;

use crate::bodies::required;
use crate::bodies::standing::stands;
use crate::dto::{CandidateUsePerson, NewerPerson};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// Whether the roster has a newer revision of the person than `used`, and what is different in it.
pub(crate) fn newer(app: &App, used: &Person) -> Result<Option<NewerPerson>> {
    let store = app.store();
    let newest = store.person(used.id)?;
    if newest.revision <= used.revision {
        return Ok(None);
    }
    let entered = store.person_at(used.id, newest.revision)?;
    Ok(Some(NewerPerson {
        revision: newest.revision,
        at: entered.at,
        actor: entered.actor,
        reason: entered.reason,
        differences: lrmx::compare(&used.content, &newest.content),
    }))
}

/// 封签号 under which the volume of a candidate was sealed in the batch, the oldest first. By the candidate, not the name: namesakes are
/// two, and a name may be corrected. Packages of earlier programs tell only the `name` in their title.
pub(crate) fn sealed(store: &Store, batch: BatchId, candidate: CandidateId, name: &str) -> Result<Vec<String>> {
    let title = volume_title(VolumeKind::Personal, name);
    let of = store
        .packages(Some(batch))?
        .into_iter()
        .filter(|p| p.content.candidate.map_or(p.content.title == title, |id| id == candidate.0));
    Ok(of.map(|p| p.content.seal_no).collect())
}

/// A sealed volume never changes, so going by another revision afterwards is allowed and said: reason, journal and 封签号 tell a
/// later reader why the volume and the batch differ, and that the volume has to be sealed anew.
pub(crate) fn use_person(app: &App, request: CandidateUsePerson, _: &dyn Progress) -> Result<CandidateId> {
    required(&request.reason, "改用理由")?;
    stands(app, Entry::Candidate, request.id.0)?;
    let (before, used, wanted, sealed) = {
        let store = app.store();
        let before: Candidate = store.candidate(request.id)?;
        let used = store.person_at(before.content.person, before.content.person_revision)?.person;
        let wanted = store.person_at(before.content.person, request.person_revision)?.person;
        let sealed = sealed(&store, before.batch, before.id, &used.content.name)?;
        (before, used, wanted, sealed)
    };
    if used.revision == wanted.revision {
        return Err(AppError::invalid(
            format!("{} 在本批次用的已经是第 {} 版信息", used.content.name, used.revision),
            "没有改动任何数据",
        ));
    }
    let mut content = before.content;
    content.person_revision = wanted.revision;
    let after =
        if sealed.is_empty() { String::new() } else { format!("；此前已封存 {}，须重新封装", sealed.join("、")) };
    let reason = format!("{}{after}", request.reason.trim());
    app.write("candidate.use_person", |tx| {
        tx.say(format!(
            "人选 {} 改用第 {} 版人员信息（原为第 {} 版）：{reason}",
            wanted.content.name, wanted.revision, used.revision
        ));
        tx.revise_candidate(request.id.0, request.from_revision, &content, &reason)
    })?;
    Ok(request.id)
}
