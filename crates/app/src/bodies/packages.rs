//! The judgement of packages, and of the journal by the seals it stands under.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::{Comparison, FileRead, Limits, Mode, Report, SealRead, Swept, VerifyResult, file_safe};
use jishi_core::finding::{Finding, Level, Place};
use jishi_store::{JournalHead, PackageContent};

use crate::bodies::seal_keys::own_certificates;
use crate::bodies::{kept, required};
use crate::dto::{
    CompareRequest, FileMade, JournalCheck, Nothing, PackagePaper, PackagePaperRequest, PackagePlace, PackageUnwrap, PackageWrap,
    ReportSave, TreeMade, TreeRequest, VerifyRequest,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// The chain of the journal, and every seal that names a line of it: in the register, and in the packages that still lie where they were
/// written. A journal that lost its last lines, with everything they wrote, is whole in itself; only what was sealed since gives it away.
/// After it every file of the content store, held against its digest.
pub(crate) fn check_journal(app: &App, _: Nothing, progress: &dyn Progress) -> Result<JournalCheck> {
    let mut check = check_chain(app)?;
    let (files, faults) = kept::check(app, progress)?;
    check.files = files;
    check.findings.extend(faults);
    Ok(check)
}

fn check_chain(app: &App) -> Result<JournalCheck> {
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
            Some(seal) if seal.sha256 != content.seal_sha256 => {
                say(format!("案卷包 {} 的封签与登记簿里的不是同一个", content.seal_no), "请校验这个包，并与纸质封签核对");
            }
            Some(SealRead { record, .. }) => {
                if let Some(fault) =
                    record.journal.map(|j| line_of(&j)).map(|head| store.against_head(&head)).transpose()?.flatten()
                {
                    say(format!("案卷包 {} 的封签：{fault}", content.seal_no), remedy);
                }
            }
        }
    }
    Ok(JournalCheck { lines, head, files: 0, findings })
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
    let own =
        own_certificates(&store.key_folder())?.into_iter().find(|own| Some(own) == report.facts.certificate_sha256.as_ref());
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

pub(crate) fn verify(app: &App, request: VerifyRequest, progress: &dyn Progress) -> Result<VerifyResult> {
    let mut swept = swept(&request, progress)?;
    for (_, report) in &mut swept.packages {
        report.findings.extend(against_register(app, report)?);
        report.findings.sort_by_key(|f| f.level);
    }
    Ok(swept.answer())
}

/// Judges one package, or every package below a folder, such as a stick. Needs no workspace.
///
/// # Errors
/// When the path cannot be read at all, or the user stops it. A bad package is an answer, not an error.
pub fn verify_packages(request: &VerifyRequest, progress: &dyn Progress) -> Result<VerifyResult> {
    Ok(swept(request, progress)?.answer())
}

fn swept(request: &VerifyRequest, progress: &dyn Progress) -> Result<Swept> {
    let mode = if request.fast { Mode::Fast } else { Mode::Full };
    Ok(jishi_archive::sweep(Path::new(&request.path), mode, &Limits::default(), &mut listen(progress))?)
}

pub(crate) fn compare(_: &App, request: CompareRequest, progress: &dyn Progress) -> Result<Comparison> {
    compare_packages(&request, progress)
}

/// Two packages held against each other, in words. Needs no workspace.
///
/// # Errors
/// When one of them cannot be read as a package, or the user stops it.
pub fn compare_packages(request: &CompareRequest, progress: &dyn Progress) -> Result<Comparison> {
    for (who, path) in [("甲", &request.a), ("乙", &request.b)] {
        if !Path::new(path).exists() {
            return Err(AppError::new(
                Code::NotFound,
                format!("{who}包的位置“{path}”不存在"),
                "请重新选择案卷包的文件夹或 zip 文件",
            ));
        }
    }
    Ok(jishi_archive::compare(Path::new(&request.a), Path::new(&request.b), &mut listen(progress))?)
}

/// The bare transfer tree of a sealed package.
pub(crate) fn tree(_: &App, request: TreeRequest, progress: &dyn Progress) -> Result<TreeMade> {
    package_tree_of(&request, progress)
}

/// Makes the bare transfer tree of a sealed package. Needs no workspace.
///
/// # Errors
/// When the package is not whole and sealed, or the tree cannot be written.
pub fn package_tree_of(request: &TreeRequest, progress: &dyn Progress) -> Result<TreeMade> {
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let made = jishi_archive::tree(Path::new(&request.path), folder, request.layout, &mut listen(progress))?;
    Ok(TreeMade { path: made.path.display().to_string(), files: made.files, bytes: made.bytes })
}

/// Wraps a sealed package for its way; `name` is that of the envelope. Needs no workspace.
///
/// # Errors
/// When the package is not whole and sealed or is a transfer tree, the password is too short, or the file cannot be written.
pub fn wrap_package(path: &Path, folder: &Path, name: &str, password: &str, progress: &dyn Progress) -> Result<FileMade> {
    jishi_fs::create_dir_all(folder)?;
    let made = jishi_archive::wrap(path, folder, name, password, &mut listen(progress))?;
    let path = made.path.display().to_string();
    Ok(FileMade { path, what: "传输封套".into(), pages: 0, size: made.size, sha256: made.sha256 })
}

/// Takes the wrapping off; gives the place of the package. Needs no workspace.
///
/// # Errors
/// When the password does not fit, the file is no envelope, or what is in it is not sound.
pub fn unwrap_package(path: &Path, folder: &Path, password: &str, progress: &dyn Progress) -> Result<String> {
    jishi_fs::create_dir_all(folder)?;
    Ok(jishi_archive::unwrap(path, folder, password, &mut listen(progress))?.display().to_string())
}

/// Refuses a name of an envelope that cannot be a file's, or that tells whose papers are in it to whoever finds the stick.
fn tells_nothing(app: &App, name: &str) -> Result<()> {
    if name != file_safe(name) {
        return Err(AppError::invalid(
            format!("封套名称“{name}”不能作文件名：有不能用的字，或者太长"),
            "请改用字母、数字和汉字，短一些",
        ));
    }
    let people = app.store().people()?;
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let said = bare(name);
    match people.iter().map(|p| bare(&p.content.name)).find(|own| own.chars().count() > 1 && said.contains(own.as_str())) {
        Some(own) => {
            Err(AppError::invalid(format!("封套名称“{name}”里有名册上的姓名“{own}”"), "请换一个看不出内容的名称，例如日期加编号"))
        }
        None => Ok(()),
    }
}

pub(crate) fn wrap(app: &App, request: PackageWrap, progress: &dyn Progress) -> Result<FileMade> {
    required(&request.name, "封套名称")?;
    required(&request.folder, "存放文件夹")?;
    tells_nothing(app, request.name.trim())?;
    wrap_package(Path::new(&request.path), Path::new(&request.folder), request.name.trim(), &request.password, progress)
}

pub(crate) fn unwrap(_: &App, request: PackageUnwrap, progress: &dyn Progress) -> Result<PackagePlace> {
    required(&request.folder, "存放文件夹")?;
    let path = unwrap_package(Path::new(&request.path), Path::new(&request.folder), &request.password, progress)?;
    Ok(PackagePlace { path })
}

/// The ear of a screen for the words of the archive.
pub(crate) fn listen(progress: &dyn Progress) -> impl FnMut(jishi_archive::Progress) -> ControlFlow<()> + '_ {
    |p| {
        progress.note(&ProgressNote {
            words: format!("{} {}", p.phase.word(), p.file),
            done: p.done,
            total: p.total,
            ahead: false,
        })
    }
}

/// Writes what was shown as two files: JSON as `jishi verify --json` and `jishi compare --json` have it, and lines for people.
pub(crate) fn save_report(app: &App, request: ReportSave, _: &dyn Progress) -> Result<Vec<FileMade>> {
    let stamp = app.now().format("%Y%m%d-%H%M%S");
    let (name, json, lines) = match (&request.verified, &request.compared) {
        (Some(result), None) => ("校验报告", serde_json::to_string_pretty(result), result.lines()),
        (None, Some(comparison)) => ("对照报告", serde_json::to_string_pretty(comparison), comparison.lines()),
        _ => return Err(AppError::new(Code::BadRequest, "没有说明要保存哪一种报告", "请先校验或对照")),
    };
    let json = json.map_err(|e| AppError::new(Code::Internal, format!("报告写不出：{e}"), ""))?;
    let head = format!("{name}\n时间 {}　操作人 {}\n", app.stamp(), app.host.actor());
    let text = format!("{head}{}\n", lines.join("\n"));
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let write = |ending: &str, what: String, bytes: Vec<u8>| -> Result<FileMade> {
        let path = folder.join(format!("{name}_{stamp}.{ending}"));
        jishi_fs::write_new(&path, &bytes)?;
        let (sha256, size) = (jishi_fs::sha256_hex(&bytes), bytes.len() as u64);
        Ok(FileMade { what, pages: 0, sha256, size, path: path.display().to_string() })
    };
    Ok(vec![
        write("json", format!("{name}（供程序读）"), (json + "\n").into_bytes())?,
        write("txt", format!("{name}（供人读）"), text.replace('\n', "\r\n").into_bytes())?,
    ])
}

/// A paper of a sealed package, read from the package itself.
pub(crate) fn paper(app: &App, request: PackagePaperRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let found = app.store().packages(None)?.into_iter().find(|p| p.content.seal_no == request.seal);
    let package = found.ok_or_else(|| AppError::not_found("案卷包", &request.seal))?.content;
    let inner = match request.paper {
        PackagePaper::Inspection => "固化信息/检测报告.pdf",
        PackagePaper::Acceptance => "data/其他/归档验收表.pdf",
        PackagePaper::List => "data/其他/归档文件目录.pdf",
        PackagePaper::Note => "data/其他/备考表.pdf",
    };
    standing(&package)?;
    read(&package, inner, PAPER_CAP)
}

const LOST: &str = "请找回这个包（位置可能改过），或先校验它";

/// Refuses a package that is not where the register has it.
pub(crate) fn standing(package: &PackageContent) -> Result<()> {
    if Path::new(&package.path).exists() {
        return Ok(());
    }
    Err(AppError::invalid(format!("案卷包 {} 不在登记的位置 {}", package.seal_no, package.path), LOST))
}

/// A file of a package, by its path there, of at most `most` bytes.
pub(crate) fn read(package: &PackageContent, inner: &str, most: u64) -> Result<Vec<u8>> {
    let what = match jishi_archive::read_file(Path::new(&package.path), inner, most)? {
        FileRead::Whole(bytes) => return Ok(bytes),
        FileRead::Absent => format!("里没有“{inner}”"),
        FileRead::Damaged(why) => format!("里的“{inner}”读不出：{why}"),
        FileRead::TooLarge(size) => {
            let remedy = "包没有坏；请在案卷包里直接打开这个文件";
            let message = format!("案卷包 {} 里的“{inner}”有 {}，超过一次能读的 {}", package.seal_no, mb(size), mb(most));
            return Err(AppError::invalid(message, remedy));
        }
    };
    Err(AppError::invalid(format!("案卷包 {} {what}", package.seal_no), LOST))
}

/// No paper of the program's own is larger (bytes).
pub(crate) const PAPER_CAP: u64 = 1 << 28;

/// `257 MB`, never less than it is.
pub(crate) fn mb(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}
