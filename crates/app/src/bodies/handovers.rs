//! 交接单 and 回执.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use jishi_archive::{SealRead, SealedRange};
use jishi_core::case::{BatchContent, Case};
use jishi_core::course::PackageState;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::forms::SealOf;
use jishi_core::id::{BatchId, HandoverId};
use jishi_core::medium::{Correction, HandedPackage, HandoverContent, Receipt, grouped};
use jishi_store::PackageContent;

use crate::dto::{
    FileMade, HandoverHand, HandoverRequest, HandoverView, Nothing, PackageToHand, ReceiptBlank, ReceiptEnter, ReceiptImport,
    ReceiptTaken, SlipLine,
};
use crate::error::{AppError, Code, Result, json_words};
use crate::{App, Progress};

/// Most bytes of a receipt.
const CAP: u64 = 1 << 22;

/// A slip with what is printed of it.
pub(crate) fn view(id: HandoverId, revision: u32, content: HandoverContent) -> HandoverView {
    let slip = content
        .packages
        .iter()
        .map(|p| SlipLine { seal_no: p.seal_no.clone(), sha256: grouped(&p.seal_sha256), sm3: grouped(&p.seal_sm3), qr: p.qr() })
        .collect();
    HandoverView { id, revision, state: content.state(), content, slip }
}

/// One entry of the register of packages as it is handed over; what only the package itself says is left empty.
fn handed(batch: &BatchContent, package: PackageContent) -> HandedPackage {
    let name = Path::new(&package.path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    HandedPackage {
        name,
        title: package.title,
        batch: batch.name.clone(),
        batch_number: batch.number.clone(),
        seal_no: package.seal_no,
        seal_sha256: package.seal_sha256,
        sealed_at: package.sealed_at,
        previous: package.previous,
        note: package.override_reason,
        items: package.items.into(),
        files: package.files.into(),
        bytes: package.bytes,
        ..HandedPackage::default()
    }
}

/// What the seal of a package says, read from the package as it stands now.
pub(crate) fn seal_of(unit: &str, package: PackageContent) -> Result<SealOf> {
    let (path, title, registered) = (package.path.clone(), package.title.clone(), package.seal_sha256.clone());
    let path = Path::new(&path);
    let remedy = "请找回这个包（位置可能改过），或从载体上的副本核对";
    if !path.exists() {
        return Err(AppError::invalid(format!("案卷包 {} 不在登记的位置 {}", package.seal_no, path.display()), remedy));
    }
    let Some(SealRead { record, sha256, sm3 }) = jishi_archive::read_seal(path)?.filter(|s| s.sha256 == registered) else {
        let message = format!("案卷包 {} 的封签读不出来，或者不是登记的那一个，不能出证书页", package.seal_no);
        return Err(AppError::invalid(message, "请先校验这个包"));
    };
    let run = |r: &SealedRange| if r.first == r.last { r.first.clone() } else { format!("{}—{}", r.first, r.last) };
    Ok(SealOf {
        unit: unit.to_owned(),
        title,
        kind: record.kind,
        ranges: record.ranges.iter().map(run).collect(),
        package: HandedPackage {
            name: record.name,
            seal_no: record.seal_no,
            seal_sha256: sha256,
            seal_sm3: sm3,
            sealed_at: record.sealed_at,
            previous: record.previous_seal.unwrap_or_default(),
            items: record.items,
            pages: record.pages,
            files: record.files,
            bytes: record.bytes,
            ..HandedPackage::default()
        },
        sealer: record.sealer,
        checker: record.checker,
        replaces: record.replaces.as_ref().map(|r| r.seal_no.clone()).unwrap_or_default(),
        reason: record.replaces.map(|r| r.reason).unwrap_or_default(),
        manifests: record.tag_manifests.into_iter().map(|m| (m.file, m.sha256, m.sm3)).collect(),
        certificate: record.certificate_sha256,
        key: record.sm2_sha256,
        software: record.software,
    })
}

/// What this workspace's register says of a package with that seal; None when it did not seal it.
pub(crate) fn registered(app: &App, seal_sha256: &str) -> Result<Option<HandedPackage>> {
    let store = app.store();
    let Some(entry) = store.packages(None)?.into_iter().find(|p| p.content.seal_sha256 == seal_sha256) else { return Ok(None) };
    let batch = store.batch(BatchId(entry.batch))?;
    Ok(Some(handed(&batch.content, entry.content)))
}

/// The sealed packages of a batch, as they would be handed over: before a medium is written.
pub(crate) fn of_batch(app: &App, case: &Case) -> Result<HandoverContent> {
    let packages = app.store().packages(Some(case.batch.id))?;
    let mut content = HandoverContent { from: case.batch.content.unit.clone(), ..HandoverContent::default() };
    for package in packages {
        let path = package.content.path.clone();
        let mut one = handed(&case.batch.content, package.content);
        // SM3 and pages stand in the package alone; one that was taken away since prints without them.
        let seal = jishi_archive::read_seal(Path::new(&path)).ok().flatten().filter(|s| s.sha256 == one.seal_sha256);
        if let Some(seal) = seal {
            (one.seal_sm3, one.pages) = (seal.sm3, seal.record.pages);
        }
        content.packages.push(one);
    }
    Ok(content)
}

/// The batch of the packages, when this workspace sealed all of them and they are of one.
pub(crate) fn only_batch(app: &App, content: &HandoverContent) -> Result<Option<BatchId>> {
    let register = app.store().packages(None)?;
    let batch = |p: &HandedPackage| register.iter().find(|r| r.content.seal_sha256 == p.seal_sha256).map(|r| r.batch);
    let mut batches = content.packages.iter().map(batch);
    let first = batches.next().flatten();
    Ok(first.filter(|f| batches.all(|b| b == Some(*f))).map(BatchId))
}

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<HandoverView>> {
    Ok(app.store().handovers()?.into_iter().map(|(id, revision, content)| view(id, revision, content)).collect())
}

pub(crate) fn get(app: &App, request: HandoverRequest, _: &dyn Progress) -> Result<HandoverView> {
    let (revision, content) = app.store().handover(request.id)?;
    Ok(view(request.id, revision, content))
}

/// The receipt for the receiver to fill in.
pub(crate) fn blank(app: &App, request: ReceiptBlank, _: &dyn Progress) -> Result<FileMade> {
    let (_, content) = app.store().handover(request.id)?;
    let text = serde_json::to_string_pretty(&content.blank_receipt())
        .map_err(|e| AppError::new(Code::Internal, format!("回执写不出：{e}"), ""))?;
    let bytes = (text + "\n").into_bytes();
    jishi_fs::write_new(Path::new(&request.path), &bytes)?;
    let what = format!("待填的回执 {}", content.no);
    Ok(FileMade { what, pages: 0, sha256: jishi_fs::sha256_hex(&bytes), size: bytes.len() as u64, path: request.path })
}

/// Every sealed package of every batch, the newest first, and how far its last 交接单 has come.
pub(crate) fn packages(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<PackageToHand>> {
    let store = app.store();
    let slips = store.handovers()?;
    let mut batches = BTreeMap::new();
    let mut rows = Vec::new();
    for entry in store.packages(None)?.into_iter().rev() {
        let batch = match batches.entry(entry.batch) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(slot) => slot.insert(store.batch(BatchId(entry.batch))?.content),
        };
        let c = entry.content;
        let last = slips.iter().find(|(_, _, slip)| slip.packages.iter().any(|p| p.seal_sha256 == c.seal_sha256));
        rows.push(PackageToHand {
            batch: BatchId(entry.batch),
            batch_name: batch.name.clone(),
            unit: batch.unit.clone(),
            here: Path::new(&c.path).exists(),
            renewed: is_renewed(&store, &c.seal_no)?,
            handover: last.map(|(id, ..)| *id),
            handover_no: last.map(|(_, _, slip)| slip.no.clone()).unwrap_or_default(),
            state: last.map(|(_, _, slip)| slip.state_of(&c.seal_sha256)),
            seal_no: c.seal_no,
            title: c.title,
            path: c.path,
            sealed_at: c.sealed_at,
            items: c.items,
            bytes: c.bytes,
        });
    }
    Ok(rows)
}

/// Enters what a signed slip of paper says, where the receiver sent no 回执.json.
pub(crate) fn enter(app: &App, request: ReceiptEnter, _: &dyn Progress) -> Result<ReceiptTaken> {
    let (_, content) = app.store().handover(request.id)?;
    let mut receipt = content.blank_receipt();
    (receipt.receiver, receipt.received_at) = (request.receiver, request.received_at);
    for said in &mut receipt.packages {
        // The digest on the paper is the one the slip printed: the receiver compared it by eye or by its code.
        if let Some(line) = request.packages.iter().find(|l| l.seal_no == said.seal_no) {
            (said.verdict, said.reason) = (line.verdict.word().to_owned(), line.reason.clone());
        }
    }
    take(app, request.id, request.from_revision, &receipt, "按签回的纸质交接单登记", &request.why)
}

/// Enters that the medium was handed over, or takes that back.
pub(crate) fn hand(app: &App, request: HandoverHand, _: &dyn Progress) -> Result<ReceiptTaken> {
    let (revision, mut content) = app.store().handover(request.id)?;
    let (at, by) = (app.stamp(), app.host.actor());
    let corrects = content.handed.is_some();
    let findings = content.hand(request.handing, app.today(), Correction { why: &request.why, at: &at, by: &by });
    if findings.iter().any(|f| f.level == Level::Error) {
        return Ok(ReceiptTaken { handover: view(request.id, revision, content), findings, taken: false });
    }
    let why = request.why.trim();
    let revision = app.write("handover.hand", |tx| {
        let said = content.handed.as_ref().map_or_else(|| "撤回移交".to_owned(), |h| format!("由{}于{}移交", h.by, h.on));
        let again = if corrects { format!("；更正：{why}") } else { String::new() };
        tx.say(format!("交接单 {}：{said}{again}", content.no));
        tx.revise_handover(request.id.0, request.from_revision, &content, why)
    })?;
    Ok(ReceiptTaken { handover: view(request.id, revision, content), findings, taken: true })
}

/// Takes a receipt in, when it fits the slip.
pub(crate) fn receive(app: &App, request: ReceiptImport, _: &dyn Progress) -> Result<ReceiptTaken> {
    let bytes = jishi_fs::read_capped(Path::new(&request.path), CAP)?;
    let text = jishi_core::plain_text::decode(&bytes).ok_or_else(|| {
        let remedy = "请接收单位用记事本打开，另存为时编码选“UTF-8”，再发来";
        AppError::invalid(format!("“{}”不是回执：读不出里面的文字", request.path), remedy)
    })?;
    let receipt: Receipt = serde_json::from_str(&text).map_err(|e| {
        AppError::invalid(format!("“{}”不是回执：{}", request.path, json_words(&e)), "请让接收单位用交接单附的回执.json 填写")
    })?;
    take(app, request.id, request.from_revision, &receipt, "回执", &request.why)
}

fn take(app: &App, id: HandoverId, from_revision: u32, receipt: &Receipt, reason: &str, why: &str) -> Result<ReceiptTaken> {
    let (revision, mut content) = app.store().handover(id)?;
    let before = content.clone();
    let corrects = content.is_received();
    let (at, by) = (app.stamp(), app.host.actor());
    let mut findings = content.receive(receipt, app.today(), Correction { why, at: &at, by: &by });
    for (package, was) in content.packages.iter().zip(&before.packages) {
        if package.verdict != was.verdict && is_renewed(&app.store(), &package.seal_no)? {
            let message = format!("案卷包 {} 已经立了新版本，它的办理过程不随这次更正改动", package.seal_no);
            let note = Finding::new("H13", Level::Warning, Place::file("回执").field(&package.seal_no), message);
            findings.push(note.remedy("请核对新版本还要不要移交"));
        }
    }
    if findings.iter().any(|f| f.level == Level::Error) {
        return Ok(ReceiptTaken { handover: view(id, revision, content), findings, taken: false });
    }
    let revision = app.write("handover.receive", |tx| {
        let (no, who, at) = (&content.no, &content.receiver, &content.received_at);
        let again = if corrects { format!("；更正：{}", why.trim()) } else { String::new() };
        let (state, said) = (content.state().word(), content.said().join("，"));
        tx.say(format!("交接单 {no}：{who} 于 {at} 接收（{reason}），{state}：{said}{again}"));
        tx.revise_handover(id.0, from_revision, &content, if corrects { why.trim() } else { reason })
    })?;
    Ok(ReceiptTaken { handover: view(id, revision, content), findings, taken: true })
}

/// Whether another version stands in the place of the package with this seal.
pub(crate) fn is_renewed(store: &jishi_store::Store, seal_no: &str) -> Result<bool> {
    Ok(store.course_sealed(seal_no)?.is_some_and(|c| c.content.state == PackageState::Renewed))
}
