//! The judgement of packages, and of the journal by the seals it stands under.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_archive::{Mode, Report};
use jishi_core::finding::{Finding, Level, Place};
use jishi_store::JournalHead;

use crate::dto::{JournalCheck, Nothing, Verified, VerifyRequest, VerifyResult};
use crate::error::Result;
use crate::{App, Progress, ProgressNote};

/// Resolution of the progress of one package, so that several add up to whole numbers.
const PARTS: u64 = 1000;

/// The chain of the journal, and every seal that names a line of it: in the register, and in the packages that still lie where they were
/// written. A journal that lost its last lines, with everything they wrote, is whole in itself; only what was sealed since gives it away.
pub(crate) fn check_journal(app: &App, _: Nothing, _: &dyn Progress) -> Result<JournalCheck> {
    let store = app.store();
    let (lines, head, faults) = store.check_journal()?;
    let remedy = "数据库可能在程序之外被改动过；请保留现状，从最近的备份核对";
    let mut findings: Vec<Finding> = faults
        .into_iter()
        .map(|f| {
            let message = format!("日志第 {} 行：{}", f.seq, f.fault);
            Finding::new("J01", Level::Error, Place::default(), message).remedy(remedy)
        })
        .collect();
    for package in store.packages(None)? {
        let content = package.content;
        let path = Path::new(&content.path);
        let place = Place { batch: Some(jishi_core::id::BatchId(package.batch)), ..Place::file(content.path.clone()) };
        let mut say = |message: String, remedy: &str| {
            findings.push(Finding::new("J02", Level::Error, place.clone(), message).remedy(remedy));
        };
        // Taken to a stick or to the archive room: judged there, by `package.verify`.
        if !path.exists() {
            continue;
        }
        match jishi_archive::read_seal(path)? {
            None => say(format!("案卷包 {} 的封签.json 读不出", content.seal_no), "请校验这个包，用原包替换"),
            Some((_, sha256)) if sha256 != content.seal_sha256 => {
                say(format!("案卷包 {} 的封签与登记簿里的不是同一个", content.seal_no), "请校验这个包，并与纸质封签核对");
            }
            Some((record, _)) => {
                if let Some(fault) =
                    record.journal.map(|j| line_of(&j)).map(|head| store.against_head(&head)).transpose()?.flatten()
                {
                    say(format!("案卷包 {} 的封签：{fault}", content.seal_no), remedy);
                }
            }
        }
    }
    Ok(JournalCheck { lines, head, findings })
}

fn line_of(journal: &jishi_archive::SealedJournal) -> JournalHead {
    JournalHead { line: u32::try_from(journal.line).unwrap_or(u32::MAX), hash: journal.sha256.clone() }
}

/// What the register of this workspace says of a package: one sealed with its key must be entered there, and the journal must still have
/// the line its seal names.
fn against_register(app: &App, report: &Report) -> Result<Option<Finding>> {
    let (Some(seal_no), Some(sha256)) = (&report.facts.seal_no, &report.facts.seal_sha256) else { return Ok(None) };
    let say = |message: String, remedy: &str| {
        Ok(Some(Finding::new("P154", Level::Error, Place::file("封签.json"), message).remedy(remedy)))
    };
    let store = app.store();
    let entered = store.packages(None)?.into_iter().find(|p| p.content.seal_no == *seal_no);
    let own = own_fingerprint(&store.key_folder())?.filter(|own| Some(own) == report.facts.certificate_sha256.as_ref());
    match entered {
        Some(entered) if entered.content.seal_sha256 != *sha256 => {
            let message = format!("封签号 {seal_no} 在本工作区登记簿里，但登记的封签摘要与这个包的不同");
            return say(message, "请与纸质封签核对：其中一个是另行封装的");
        }
        None if own.is_some() => {
            let message = format!("这个包由本工作区的证书封存，登记簿里却没有封签号 {seal_no}：登记可能被删去");
            return say(message, "请保留现状，从最近的备份核对登记簿和操作日志");
        }
        None => return Ok(None),
        Some(_) => {}
    }
    let journal = report.facts.record.as_ref().and_then(|r| r.journal.as_ref()).map(line_of);
    match journal.map(|head| store.against_head(&head)).transpose()?.flatten() {
        Some(fault) => say(format!("封签 {seal_no}：{fault}"), "数据库可能在程序之外被改动过；请保留现状，从最近的备份核对"),
        None => Ok(None),
    }
}

/// Fingerprint of the certificate this workspace seals with; None before the first sealing.
fn own_fingerprint(keys: &Path) -> Result<Option<String>> {
    if !keys.is_dir() || jishi_fs::list_dir(keys)?.is_empty() {
        return Ok(None);
    }
    Ok(Some(jishi_archive::Signer::load(keys)?.certificate_fingerprint()?))
}

pub(crate) fn verify(app: &App, request: VerifyRequest, progress: &dyn Progress) -> Result<VerifyResult> {
    judge_all(&request, progress, &|report| against_register(app, report))
}

/// Judges one package, or each package in a folder. Needs no workspace.
///
/// # Errors
/// When the path cannot be read at all, or the user stops it. A bad package is an answer, not an error.
pub fn verify_packages(request: &VerifyRequest, progress: &dyn Progress) -> Result<VerifyResult> {
    judge_all(request, progress, &|_| Ok(None))
}

type Beside<'a> = &'a dyn Fn(&Report) -> Result<Option<Finding>>;

fn judge_all(request: &VerifyRequest, progress: &dyn Progress, beside: Beside<'_>) -> Result<VerifyResult> {
    let path = Path::new(&request.path);
    let is_package = |p: &Path| {
        if p.is_dir() { p.join("bagit.txt").is_file() } else { p.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) }
    };
    let mut paths = vec![path.to_owned()];
    if path.is_dir() && !is_package(path) {
        let inside: Vec<PathBuf> = jishi_fs::list_dir(path)?.into_iter().filter(|p| is_package(p)).collect();
        if !inside.is_empty() {
            paths = inside;
        }
    }
    let count = paths.len() as u64;
    let mode = if request.fast { Mode::Fast } else { Mode::Full };
    let mut packages = Vec::new();
    for (index, path) in paths.into_iter().enumerate() {
        let mut listen = |p: jishi_archive::Progress| -> ControlFlow<()> {
            let part = p.done.saturating_mul(PARTS).checked_div(p.total).unwrap_or(0);
            let words = format!("第 {}/{count} 个包：{} {}", index + 1, p.phase.word(), p.file);
            progress.note(&ProgressNote { words, done: index as u64 * PARTS + part, total: count * PARTS })
        };
        let mut report = jishi_archive::verify(&path, mode, &mut listen)?;
        if let Some(finding) = beside(&report)? {
            report.facts.sealed = false;
            report.findings.insert(0, finding);
        }
        packages.push(Verified {
            path: path.display().to_string(),
            sound: report.passed(),
            sealed: report.facts.sealed,
            seal_sha256: report.facts.seal_sha256.unwrap_or_default(),
            seal_sm3: report.facts.seal_sm3.unwrap_or_default(),
            certificate: report.facts.certificate_subject.unwrap_or_default(),
            certificate_sha256: report.facts.certificate_sha256.unwrap_or_default(),
            name: report.facts.name,
            seal_no: report.facts.seal_no.unwrap_or_default(),
            sealed_at: report.facts.sealed_at.unwrap_or_default(),
            sealer: report.facts.sealer.unwrap_or_default(),
            files: u32::try_from(report.facts.files).unwrap_or(u32::MAX),
            bytes: report.facts.bytes,
            findings: report.findings,
        });
    }
    let _ = progress.note(&ProgressNote { words: "核对完毕".into(), done: count * PARTS, total: count * PARTS });
    Ok(VerifyResult { packages })
}
