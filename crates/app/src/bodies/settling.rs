//! What a sealing leaves behind, whether it ends well, fails or is killed: a seal number entered with its package or given up, the course
//! of the volume, and the numbers of its 件, which are given only with the package. It writes no package.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::Mode;
use jishi_core::course::{CourseContent, PackageAct, PackageState};
use jishi_core::id::BatchId;
use jishi_store::{Entity, JournalHead, PackageContent, SealTaken, Tx};

use crate::App;
use crate::error::{AppError, Code, Result};

/// A course that is being sealed: its row, as the transaction that took the seal number left it.
pub(crate) struct Course {
    id: u32,
    revision: u32,
    pub(crate) content: CourseContent,
}

/// Brings a course to 检测 under the seal number just taken.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    batch: BatchId,
    row: Option<(u32, u32)>,
    mut content: CourseContent,
    sum: &str,
) -> jishi_store::Result<Course> {
    let (at, actor) = tx.who();
    let mut acts = Vec::new();
    if content.state == PackageState::Draft {
        acts.push((PackageAct::Arrange, ""));
    }
    acts.push((PackageAct::Inspect, sum));
    for (act, note) in acts {
        content.act(act, &at, &actor, note).map_err(|r| jishi_store::StoreError::Refused(r.message))?;
    }
    let (id, revision) = match row {
        Some((id, seen)) => (id, tx.revise_course(id, seen, &content, "")?),
        None => (tx.add_course(batch.0, &content)?, 1),
    };
    Ok(Course { id, revision, content })
}

/// Enters a package: its 件 get their numbers, its course its last step.
pub(crate) fn enter(
    tx: &mut Tx<'_>,
    seal: &SealTaken,
    content: &PackageContent,
    course: Option<Course>,
) -> jishi_store::Result<()> {
    tx.number_items(seal)?;
    tx.register_package(seal.batch, content)?;
    course.map_or(Ok(()), |course| conclude(tx, course, &content.seal_sha256))
}

fn conclude(tx: &mut Tx<'_>, mut course: Course, seal_sha256: &str) -> jishi_store::Result<()> {
    let (at, actor) = tx.who();
    course.content.seal_sha256 = seal_sha256.to_owned();
    let note = format!("封签 {}", course.content.seal_no);
    course.content.act(PackageAct::Seal, &at, &actor, &note).map_err(|r| jishi_store::StoreError::Refused(r.message))?;
    tx.revise_course(course.id, course.revision, &course.content, "").map(|_| ())
}

/// `left`: why the half-made package could not be cleared away.
fn void(app: &App, seal: &SealTaken, left: Option<jishi_archive::ArchiveError>) -> Result<()> {
    let left = left.map_or_else(String::new, |fault| format!("；半成品没有清除：{fault}"));
    let open = app.store().course_sealed(&seal.seal_no)?;
    app.write("volume.pack", |tx| {
        tx.say(format!("封签号 {} 作废：{} 没有封装完成{left}", seal.seal_no, seal.title));
        tx.void_seal(seal)?;
        if let Some(mut course) = open {
            course.content.seal_no.clear();
            tx.revise_course(course.id, course.revision, &course.content, "")?;
        }
        Ok(())
    })
}

/// Before anything is written: what a kill left is settled first, while all the volume was made of is still as it was inspected. What
/// cannot be settled now holds up its own batch alone, which the store sees to, and the next sealing, which says why.
pub(crate) fn first(app: &App) {
    let _ = settle(app);
}

/// Settles what a kill left between writing a package and entering it in the register: a package that stands whole at its place is
/// entered now, so that the next seal names it; a number without one is given up.
pub(crate) fn settle(app: &App) -> Result<()> {
    let open = app.store().open_seals()?;
    open.iter().try_for_each(|seal| settle_one(app, seal).map(|_| ()))
}

/// One seal number taken and not yet settled; whether its package stands and was entered.
pub(crate) fn settle_one(app: &App, seal: &SealTaken) -> Result<bool> {
    let path = Path::new(&seal.path);
    // A stick that is away, or a disk that does not answer, is no proof that the package was never finished: its numbers must not be given
    // once more.
    if path.parent().is_some_and(|folder| !folder.is_dir()) {
        let message = format!("上一次封装（封签号 {}）没有办完，放案卷包的“{}”现在不在", seal.seal_no, path.display());
        return Err(AppError::new(Code::File, message, crate::error::AWAY));
    }
    let report = if path.exists() {
        match jishi_archive::verify(path, Mode::Full, &mut |_| ControlFlow::Continue(())) {
            Ok(report) => Some(report),
            Err(jishi_archive::ArchiveError::File(fault)) => return Err(fault.into()),
            Err(_) => None,
        }
    } else {
        None
    };
    let facts =
        report.filter(jishi_archive::Report::passed).map(|r| r.facts).filter(|f| f.seal_no.as_ref() == Some(&seal.seal_no));
    let Some(facts) = facts else {
        void(app, seal, jishi_archive::clear_unfinished(path).err())?;
        return Ok(false);
    };
    let previous = app.store().packages(None)?.pop().map(|p| p.content.seal_sha256).unwrap_or_default();
    let content = PackageContent {
        seal_no: seal.seal_no.clone(),
        title: seal.title.clone(),
        path: seal.path.clone(),
        sealed_at: facts.sealed_at.unwrap_or_default(),
        items: seal.items,
        files: u32::try_from(facts.files).unwrap_or(u32::MAX),
        bytes: facts.bytes,
        seal_sha256: facts.seal_sha256.unwrap_or_default(),
        previous,
        override_reason: seal.reason.clone(),
        candidate: seal.candidate,
        journal: facts
            .record
            .and_then(|r| r.journal)
            .map(|j| JournalHead { line: u32::try_from(j.line).unwrap_or(u32::MAX), hash: j.sha256 }),
    };
    let open = app.store().course_sealed(&seal.seal_no)?;
    app.write("volume.pack", |tx| {
        tx.say(format!("补登记 {} {}：封装后中断", content.seal_no, content.title));
        let course = open.map(|Entity { id, revision, content, .. }| Course { id, revision, content });
        enter(tx, seal, &content, course)
    })?;
    Ok(true)
}
