//! Sealing: a volume becomes a package, its course goes from 整理 over 检测 to 封存. What must be known before is in `ready`, what is left
//! behind in `settling`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_archive::{Form, Packed, ReplacedSeal, SealFacts, SealedJournal, Signer};
use jishi_core::arrange::VolumePlan;
use jishi_core::course::PackageState;
use jishi_store::{PackageContent, SealTaken};

use crate::bodies::package_tree::{self, About};
use crate::bodies::ready::{self, Chosen, Ready};
use crate::bodies::{kept, seal_keys, settling};
use crate::dto::{BatchRequest, PackRequest, PackResult, PackageForm, PackageRow};
use crate::error::Result;
use crate::host::Share;
use crate::{App, Progress, ProgressNote};

/// What the seal of a volume will say, but for the seals before it.
pub(crate) fn facts(plan: &VolumePlan, no: u32, (sealer, checker): (&str, &str), sealed_at: &str) -> SealFacts {
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
        profile: String::new(),
        rules: String::new(),
        software: format!("选任纪实 {}", env!("CARGO_PKG_VERSION")),
    }
}

pub(crate) fn pack(app: &App, request: PackRequest, progress: &dyn Progress) -> Result<PackResult> {
    settling::settle(app)?;
    // Asked first: nobody fills in a long dialog to be told at its end.
    let signer = seal_keys::unlocked(app)?;
    let ready = ready::to_seal(app, &request, progress)?;
    let folder = PathBuf::from(&request.folder);
    jishi_fs::create_dir_all(&folder)?;
    // Told in bytes of content, over all volumes: the inspection has counted them. A tree beside a package is that much again.
    let parts = if request.tree.is_some() { 2 } else { 1 };
    let total = ready.chosen.iter().fold(0_u64, |sum, c| sum.saturating_add(c.bytes)).saturating_mul(parts);
    let mut from = 0_u64;
    let mut sealed: Vec<PackageRow> = Vec::new();
    for (at, chosen) in (1..).zip(&ready.chosen) {
        let words = format!("第 {at}/{} 卷", ready.chosen.len());
        let part = Share { whole: progress, from, length: chosen.bytes, total };
        from = from.saturating_add(chosen.bytes.saturating_mul(parts));
        if let Err(mut fault) = seal_one(app, &request, &ready, chosen, &signer, &folder, (&words, part), &mut sealed) {
            // Those sealed before it stand; who stopped or met a full disk must not take them for undone.
            if !sealed.is_empty() {
                let done: Vec<&str> = sealed.iter().map(|p| p.seal_no.as_str()).collect();
                fault.remedy =
                    format!("{}。这以前已封好 {} 卷：{}", fault.remedy.trim_end_matches('。'), done.len(), done.join("、"));
            }
            return Err(fault);
        }
    }
    let _ = progress.note(&ProgressNote { words: "封装完毕".into(), done: total, total, ahead: false });
    Ok(PackResult { packages: sealed, findings: ready.arranged.findings })
}

#[expect(clippy::too_many_arguments, reason = "the parts of one sealing; a struct would only rename them")]
fn seal_one(
    app: &App,
    request: &PackRequest,
    ready: &Ready,
    chosen: &Chosen,
    signer: &Signer,
    folder: &Path,
    (nth, part): (&str, Share<'_>),
    sealed: &mut Vec<PackageRow>,
) -> Result<()> {
    let arranged = &ready.arranged;
    let Some(plan) = arranged.plans.get(chosen.index) else { return Ok(()) };
    let (no, previous) = {
        let store = app.store();
        (store.last_seal()? + 1, store.packages(None)?.pop().map(|p| p.content.seal_sha256))
    };
    let mut course = chosen.course.clone();
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
        entries: &chosen.course.entries,
        turned_back: chosen.course.turned_back(),
        capsule: request.capsule,
        inspection: Some(&chosen.inspection),
        clock: ready.clock.as_deref().unwrap_or_default(),
        ..About::of(app, arranged, plan, (&request.arranger, &request.checker), &sealed_at)
    };
    let mut package = package_tree::package(app, &about, facts)?;
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
        reason: about.reason_given().to_owned(),
        numbers: ready.numbers_of(chosen.index),
    };
    let course = app.write("volume.pack", |tx| {
        tx.say(format!("取封签号 {seal_no}，封装 {}", plan.title));
        tx.take_seal(&taken)?;
        settling::begin(tx, request.batch, chosen.row, course, &chosen.inspection.sum())
    })?;
    let version = course.content.version;
    // The line that took the number: a journal cut off before it is given away by this seal.
    let journal = app.store().journal_head()?;
    package.seal.journal = journal.as_ref().map(|head| SealedJournal { line: head.line.into(), sha256: head.hash.clone() });
    let told = |part: &Share<'_>, what: &str, p: jishi_archive::Progress| -> ControlFlow<()> {
        part.note(&ProgressNote {
            words: format!("{nth} {}：{what} {}", plan.title, p.file),
            done: p.done,
            total: p.total,
            ahead: false,
        })
    };
    let mut listen = |p: jishi_archive::Progress| told(&part, p.phase.word(), p);
    let packed: Packed = match jishi_archive::write(&package, folder, form, signer, &mut listen) {
        Ok(packed) => packed,
        Err(fault) => {
            // What became of the number is judged by what stands there: the disk may have failed after the package had its name.
            let stands = settling::settle_one(app, &taken)?;
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
        let numbered = match taken.numbers.len() {
            0 => String::new(),
            n => format!("，新编档号 {n} 件"),
        };
        tx.say(format!("封存 {} {}（{} 件{numbered}）", content.seal_no, content.title, content.items));
        settling::enter(tx, &taken, &content, Some(course))
    })?;
    sealed.push(row(content, PackageState::Sealed, version));
    if let (Some(layout), Some(made)) = (request.tree, sealed.last_mut()) {
        let part = Share { from: part.from.saturating_add(part.length), ..part };
        let mut listen = |p: jishi_archive::Progress| told(&part, "移交目录树", p);
        made.tree = jishi_archive::tree(Path::new(&made.path), folder, layout, &mut listen)?.path.display().to_string();
    }
    Ok(())
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
