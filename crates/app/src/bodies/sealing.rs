//! Sealing: a volume becomes a package, its course goes from 整理 over 检测 to 封存.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_archive::{Form, Mode, Packed, ReplacedSeal, SealFacts, SealedJournal, Signer};
use jishi_core::arrange::{ItemSource, VolumeItem, VolumePlan};
use jishi_core::course::{CourseContent, PackageAct, PackageState};
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::BatchId;
use jishi_core::metadata::TransferLayout;
use jishi_store::{Entity, JournalHead, PackageContent, SealTaken, Tx};

use crate::bodies::package_tree::{self, About};
use crate::bodies::volumes::{Arranged, Wanted, arranged};
use crate::bodies::{courses, kept, required, resealing};
use crate::dto::{BatchRequest, PackRequest, PackResult, PackageForm, PackageRow};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Resolution of the progress of one package, so that several add up to whole numbers.
const PARTS: u64 = 1000;

/// Passes on only the question whether to stop, with a bar that has not begun.
struct Asking<'a>(&'a dyn Progress);

impl Progress for Asking<'_> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        self.0.note(&ProgressNote { words: note.words.clone(), done: 0, total: 1 })
    }
}

/// Who may seal, and whether findings forbid it.
fn may_seal(request: &PackRequest, findings: &[Finding]) -> Result<()> {
    required(&request.arranger, "整理人")?;
    required(&request.checker, "检查人")?;
    courses::two_persons(&request.arranger, &request.checker)?;
    let errors: Vec<&Finding> = findings.iter().filter(|f| f.blocks()).collect();
    if let Some(first) = errors.first()
        && request.override_reason.trim().is_empty()
    {
        return Err(AppError::new(
            Code::Blocked,
            format!("还有 {} 条没有放行的“错”，不能封存。第一条：{} {}", errors.len(), first.code, first.message),
            "请先改正，或由有权的人逐条放行；确需封存的，填写强制封存的理由，理由会写进案卷",
        ));
    }
    Ok(())
}

/// What speaks against writing each volume as a package, with its place among the plans: names, lengths, files that are gone. Judged before
/// anything is numbered, since numbers stay.
pub(crate) fn unwritable(app: &App, arranged: &Arranged) -> Result<Vec<(usize, Finding)>> {
    let mut found = Vec::new();
    let next = app.store().last_seal()? + 1;
    let sealed_at = app.stamp();
    // Of what the program makes itself only the names count here.
    let drawn = |i: &&VolumeItem| i.extract || matches!(i.source, ItemSource::Generated { .. });
    let made = arranged.plans.iter().flat_map(|p| &p.items).filter(drawn).map(|i| (i.key.clone(), Vec::new())).collect();
    for (index, plan) in arranged.plans.iter().enumerate().filter(|(_, p)| !p.items.is_empty()) {
        // Neither rules nor findings have names of their own in a package.
        let about = About {
            made: &made,
            findings: &[],
            waivers: &[],
            ..About::of(app, arranged, plan, ("整理人", "检查人"), &sealed_at)
        };
        let no = next.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        let outline = package_tree::outline(app, &about, facts(plan, no, (about.arranger, about.checker), &sealed_at));
        for mut finding in outline.check().into_iter().filter(|f| f.level == Level::Error) {
            finding.place = Place { batch: Some(plan.batch), candidate: plan.candidate, ..finding.place };
            let path = finding.place.file.clone().filter(|_| finding.code == "P14");
            let named = path.map(|path| kept::of_package(app, &outline, &path)).transpose()?.flatten();
            if let Some((place, message, remedy)) = named {
                finding.place = Place { candidate: plan.candidate, ..place };
                (finding.message, finding.remedy) = (message, remedy);
            }
            finding.message = format!("{}：{}", plan.title, finding.message);
            found.push((index, finding));
        }
    }
    Ok(found)
}

/// What the seal of a volume will say, but for the seals before it.
fn facts(plan: &VolumePlan, no: u32, (sealer, checker): (&str, &str), sealed_at: &str) -> SealFacts {
    SealFacts {
        seal_no: format!("{}-{}-{no:04}", plan.fonds, plan.year),
        kind: plan.kind.name().into(),
        ranges: plan.ranges.iter().flat_map(|r| r.runs.clone()).collect(),
        items: plan.total_items.into(),
        pages: plan.total_pages.into(),
        sealer: sealer.into(),
        checker: checker.into(),
        sealed_at: sealed_at.into(),
        previous_seal: None,
        replaces: None,
        journal: None,
        software: format!("选任纪实 {}", env!("CARGO_PKG_VERSION")),
    }
}

/// Keys are made at the first sealing. Accounts will put a passphrase on them; until then the folder's rights guard them.
fn signer(app: &App, unit: &str) -> Result<Signer> {
    let folder = app.store().key_folder();
    if folder.is_dir() && !jishi_fs::list_dir(&folder)?.is_empty() {
        return Ok(Signer::load(&folder)?);
    }
    // All four files appear at once: a kill between them must not leave a folder that can be neither used nor made anew.
    let partial = folder.with_extension("partial");
    jishi_fs::remove_dir_all(&partial)?;
    let signer = Signer::generate(&format!("{unit} 档案封签"))?;
    signer.save(&partial)?;
    jishi_fs::remove_dir_all(&folder)?;
    jishi_fs::rename_new(&partial, &folder)?;
    Ok(signer)
}

pub(crate) fn pack(app: &App, request: PackRequest, progress: &dyn Progress) -> Result<PackResult> {
    settle(app)?;
    // The bar belongs to the writing; arranging before it only asks whether to go on.
    let arranged = arranged(
        app,
        request.batch,
        &request.options,
        Wanted::Files,
        Some((&request.arranger, &request.checker)),
        &Asking(progress),
    )?;
    // A number that means no volume is a typing error: the volume meant would stay unsealed without a word.
    if let Some(none) = request.volumes.iter().find(|v| arranged.plans.get(**v as usize).is_none_or(|plan| plan.items.is_empty()))
    {
        let last = arranged.plans.len().saturating_sub(1);
        let message = format!("没有第 {none} 卷，或其中没有材料；本批次各卷的序号是 0 至 {last}");
        return Err(AppError::invalid(message, "请核对卷的序号（排卷预览里写明）；没有封装任何一卷"));
    }
    let chosen: Vec<(usize, &VolumePlan)> = arranged
        .plans
        .iter()
        .enumerate()
        .filter(|(i, plan)| {
            !plan.items.is_empty() && (request.volumes.is_empty() || request.volumes.iter().any(|v| *v as usize == *i))
        })
        .collect();
    if chosen.is_empty() {
        return Err(AppError::invalid("没有可以封装的案卷", "请先挂接材料，并选择要封装的卷"));
    }
    // What is sealed stays: a second package of a volume is a new version, which somebody asked for and gave a reason.
    resealing::refuse(app, request.batch, &arranged.plans, &chosen)?;
    may_seal(&request, &arranged.findings)?;
    if let Some(fault) = arranged.failed.iter().find(|f| chosen.iter().any(|(_, plan)| plan.candidate == Some(f.candidate))) {
        let remedy = "没有编号也没有封装；请先改正，或只选其他卷";
        return Err(AppError::invalid(format!("{} 的案卷不能封装：{}", fault.name, fault.message), remedy));
    }
    if let Some((_, fault)) = arranged.unwritable.iter().find(|(at, _)| chosen.iter().any(|(i, _)| i == at)) {
        let remedy = format!("{}。没有编号也没有封装", fault.remedy);
        return Err(AppError::invalid(format!("封装不了，{} {}", fault.code, fault.message), remedy));
    }
    courses::accept(app, &request.entries)?;
    let folder = PathBuf::from(&request.folder);
    jishi_fs::create_dir_all(&folder)?;
    let signer = signer(app, &arranged.case.batch.content.unit)?;
    app.write("volume.pack", |tx| {
        tx.say(format!("批次 {} 编档号 {} 件", arranged.case.batch.content.number, arranged.new_numbers.len()));
        for n in &arranged.new_numbers {
            tx.number_item(request.batch.0, &n.item, &n.given)?;
        }
        Ok(())
    })?;
    let mut sealed = Vec::new();
    for (done, (_, plan)) in chosen.iter().enumerate() {
        let position = (done as u64, chosen.len() as u64);
        sealed.push(seal_one(app, &request, &arranged, plan, &signer, &folder, position, progress)?);
    }
    let total = chosen.len() as u64 * PARTS;
    let _ = progress.note(&ProgressNote { words: "封装完毕".into(), done: total, total });
    Ok(PackResult { packages: sealed, findings: arranged.findings })
}

/// A course that is being sealed: its row, as the transaction that took the seal number left it.
struct Course {
    id: u32,
    revision: u32,
    content: CourseContent,
}

/// Brings a course to 检测 under the seal number just taken.
fn begin(
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

/// The last step of a course within the transaction that enters its package.
fn conclude(tx: &mut Tx<'_>, mut course: Course, seal_sha256: &str) -> jishi_store::Result<()> {
    let (at, actor) = tx.who();
    course.content.seal_sha256 = seal_sha256.to_owned();
    let note = format!("封签 {}", course.content.seal_no);
    course.content.act(PackageAct::Seal, &at, &actor, &note).map_err(|r| jishi_store::StoreError::Refused(r.message))?;
    tx.revise_course(course.id, course.revision, &course.content, "").map(|_| ())
}

#[expect(clippy::too_many_arguments, reason = "the parts of one sealing; a struct would only rename them")]
fn seal_one(
    app: &App,
    request: &PackRequest,
    arranged: &Arranged,
    plan: &VolumePlan,
    signer: &Signer,
    folder: &Path,
    (position, count): (u64, u64),
    progress: &dyn Progress,
) -> Result<PackageRow> {
    let (no, previous) = {
        let store = app.store();
        (store.last_seal()? + 1, store.packages(None)?.pop().map(|p| p.content.seal_sha256))
    };
    let (row_of_course, mut course) = courses::at(app, request.batch, plan)?;
    courses::enter(&mut course, &request.entries);
    let sealed_at = app.stamp();
    let facts = SealFacts {
        previous_seal: previous.clone(),
        replaces: course.replaces.as_ref().map(|r| ReplacedSeal {
            seal_no: r.seal_no.clone(),
            sha256: r.seal_sha256.clone(),
            reason: r.reason.clone(),
        }),
        ..facts(plan, no, (&request.arranger, &request.checker), &sealed_at)
    };
    let seal_no = facts.seal_no.clone();
    let about = About {
        override_reason: &request.override_reason,
        entries: &course.entries,
        turned_back: course.turned_back(),
        capsule: request.capsule,
        ..About::of(app, arranged, plan, (&request.arranger, &request.checker), &sealed_at)
    };
    let (mut package, inspection) = package_tree::package(app, &about, facts)?;
    course.seal_no.clone_from(&seal_no);
    let form = match request.form {
        PackageForm::Folder => Form::Folder,
        PackageForm::Zip => Form::Zip,
    };
    let name = if form == Form::Zip { format!("{}.zip", package.name) } else { package.name.clone() };
    let taken = SealTaken {
        no,
        seal_no: seal_no.clone(),
        batch: request.batch.0,
        title: plan.title.clone(),
        path: folder.join(name).display().to_string(),
        items: plan.total_items,
        candidate: plan.candidate.map(|id| id.0),
        reason: about.forced().to_owned(),
    };
    let course = app.write("volume.pack", |tx| {
        tx.say(format!("取封签号 {seal_no}，封装 {}", plan.title));
        tx.take_seal(&taken)?;
        begin(tx, request.batch, row_of_course, course.clone(), &inspection.sum())
    })?;
    let version = course.content.version;
    // The line that took the number: a journal cut off before it is given away by this seal.
    let journal = app.store().journal_head()?;
    package.seal.journal = journal.as_ref().map(|head| SealedJournal { line: head.line.into(), sha256: head.hash.clone() });
    let mut listen = |p: jishi_archive::Progress| -> ControlFlow<()> {
        let part = p.done.saturating_mul(PARTS).checked_div(p.total).unwrap_or(0);
        let words = format!("第 {}/{count} 卷 {}：{} {}", position + 1, plan.title, p.phase.word(), p.file);
        progress.note(&ProgressNote { words, done: position * PARTS + part, total: count * PARTS })
    };
    let packed: Packed = match jishi_archive::write(&package, folder, form, signer, &mut listen) {
        Ok(packed) => packed,
        Err(fault) => {
            // What became of the number is judged by what stands there: the disk may have failed after the package had its name.
            let stands = settle_one(app, &taken)?;
            let mut fault = kept::sealing_failed(app, &package, fault)?;
            if stands {
                fault.remedy = format!("{}。但案卷包 {} 已经写成，核对无误，已登记", fault.remedy, taken.seal_no);
            }
            return Err(fault);
        }
    };
    let content = PackageContent {
        seal_no,
        title: plan.title.clone(),
        path: packed.path.display().to_string(),
        sealed_at,
        items: plan.total_items,
        files: u32::try_from(packed.payload.len()).unwrap_or(u32::MAX),
        bytes: packed.payload.values().map(|d| d.size).sum(),
        seal_sha256: packed.seal_sha256,
        previous: previous.unwrap_or_default(),
        override_reason: taken.reason.clone(),
        candidate: taken.candidate,
        journal,
    };
    app.write("volume.pack", |tx| {
        tx.say(format!("封存 {} {}（{} 件）", content.seal_no, content.title, content.items));
        tx.register_package(request.batch.0, &content)?;
        conclude(tx, course, &content.seal_sha256)
    })?;
    let mut made = row(content, PackageState::Sealed, version);
    if let Some(layout) = request.tree {
        made.tree = tree_beside(Path::new(&made.path), folder, layout)?.display().to_string();
    }
    Ok(made)
}

/// The bare tree of a package that was just sealed, in the folder beside it.
fn tree_beside(package: &Path, folder: &Path, layout: TransferLayout) -> Result<PathBuf> {
    let made = jishi_archive::tree(package, folder, layout, &mut |_| ControlFlow::Continue(()))?;
    Ok(made.path)
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

/// Settles what a kill left between writing a package and entering it in the register: a package that stands whole at its place is
/// entered now, so that the next seal names it; a number without one is given up.
fn settle(app: &App) -> Result<()> {
    let open = app.store().open_seals()?;
    open.iter().try_for_each(|seal| settle_one(app, seal).map(|_| ()))
}

/// One seal number taken and not yet settled; whether its package stands and was entered.
fn settle_one(app: &App, seal: &SealTaken) -> Result<bool> {
    let path = Path::new(&seal.path);
    let report =
        if path.exists() { jishi_archive::verify(path, Mode::Full, &mut |_| ControlFlow::Continue(())).ok() } else { None };
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
        tx.register_package(seal.batch, &content)?;
        match open {
            Some(Entity { id, revision, content: course, .. }) => {
                conclude(tx, Course { id, revision, content: course }, &content.seal_sha256)
            }
            None => Ok(()),
        }
    })?;
    Ok(true)
}

fn row(c: PackageContent, state: PackageState, version: u32) -> PackageRow {
    PackageRow {
        seal_no: c.seal_no,
        title: c.title,
        path: c.path,
        sealed_at: c.sealed_at,
        items: c.items,
        files: c.files,
        bytes: c.bytes,
        seal_sha256: c.seal_sha256,
        previous: c.previous,
        state,
        state_name: state.name().into(),
        version,
        tree: String::new(),
    }
}

pub(crate) fn packages(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<PackageRow>> {
    let store = app.store();
    let courses = store.courses(Some(request.batch))?;
    let rows = store.packages(Some(request.batch))?.into_iter().map(|p| {
        let course = courses.iter().find(|c| c.content.seal_no == p.content.seal_no);
        let (state, version) = course.map_or((PackageState::Sealed, 1), |c| (c.content.state, c.content.version));
        row(p.content, state, version)
    });
    Ok(rows.collect())
}
