//! Judges a package, ours or a foreign bag, with no workspace at hand. Names each fault; never repairs, never extracts.

use std::path::Path;

use jishi_core::finding::{Finding, Level};
use jishi_fs::Kind;
use serde::Serialize;

use crate::container::{Container, ReadFault, error, note};
use crate::digest::{Wanted, sm3_hex};
use crate::folder::Folder;
use crate::judge::Inspection;
use crate::layout::{CATALOGUE, SEAL_JSON};
use crate::pack::Form;
use crate::zipped::Zipped;
use crate::{ArchiveError, Listener, Meter, Phase, SealRecord, judge_seal, tree, tree_map};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Lists, tag files, seal, signatures, counts and sizes; not the bytes of the payload.
    Fast,
    /// Every byte.
    Full,
}

/// Caps against hostile containers; what a package really yields is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most files.
    pub entries: u64,
    /// Most bytes of one file.
    pub file_bytes: u64,
    /// Most bytes of all files together.
    pub total_bytes: u64,
    /// Highest ratio of a large file to its compressed form.
    pub ratio: u64,
    /// Most bytes of a list or note that is held in memory.
    pub tag_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { entries: 500_000, file_bytes: 1 << 38, total_bytes: 1 << 41, ratio: 300, tag_bytes: 1 << 28 }
    }
}

/// What became of one signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureState {
    /// There is none.
    #[default]
    Absent,
    /// Verified.
    Good,
    /// Does not fit, or cannot be read.
    Bad,
    /// An algorithm this program does not judge, or the key is missing.
    Unchecked,
}

/// What is known of the package, whatever its faults.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facts {
    /// Name of the folder, or of the base folder in the zip.
    pub name: String,
    /// `folder`, `zip`, or `tree` for a bare transfer tree.
    pub form: &'static str,
    /// 封签号, when there is a readable seal.
    pub seal_no: Option<String>,
    /// Payload files found.
    pub files: u64,
    /// Payload bytes found.
    pub bytes: u64,
    /// 封签时间, as recorded.
    pub sealed_at: Option<String>,
    pub sealer: Option<String>,
    pub checker: Option<String>,
    /// The whole seal record.
    #[serde(skip)]
    pub record: Option<SealRecord>,
    /// SHA-256 and SM3 of 封签.json, to compare with paper.
    pub seal_sha256: Option<String>,
    pub seal_sm3: Option<String>,
    /// 封签.p7s
    pub cms: SignatureState,
    /// 封签.sm2sig
    pub sm2: SignatureState,
    /// Fingerprint of the certificate in the package, to compare with the registered one.
    pub certificate_sha256: Option<String>,
    /// Name in the certificate.
    pub certificate_subject: Option<String>,
    /// Content, lists and container are whole; says nothing of seal and signatures.
    pub complete: bool,
    /// Complete, and the seal with at least one good and no bad signature stands over it.
    pub sealed: bool,
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Sorted: 错 before 警 before 注, then by file.
    pub findings: Vec<Finding>,
    pub facts: Facts,
}

impl Report {
    /// No finding of level 错.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|f| f.level != Level::Error)
    }
}

/// Judges the package at a path with the usual [`Limits`].
///
/// # Errors
/// Only when the path cannot be read at all, or the caller says stop.
pub fn verify(path: &Path, mode: Mode, progress: &mut Listener<'_>) -> Result<Report, ArchiveError> {
    verify_within(path, mode, &Limits::default(), progress)
}

/// Judges the package at a path within given limits.
///
/// # Errors
/// Only when the path cannot be read at all, or the caller says stop.
pub fn verify_within(path: &Path, mode: Mode, limits: &Limits, progress: &mut Listener<'_>) -> Result<Report, ArchiveError> {
    let mut findings = Vec::new();
    let (container, facts) = match open(path, limits, &mut findings)? {
        (Some(container), facts) => (container, facts),
        (None, facts) => return Ok(report(findings, facts)),
    };
    let total = container.entries().iter().map(|e| e.size).fold(0_u64, u64::saturating_add);
    let mut meter = Meter::new(progress, total);
    let depth = Depth { payload: matches!(mode, Mode::Full), families: Wanted::EVERY, phase: Phase::Verify };
    let report = judge(container, facts, findings, depth, limits, &mut meter)?;
    // What was not worth reading is done too.
    meter.step(Phase::Verify, &report.facts.name, total)?;
    Ok(report)
}

/// A seal as it stands in a package, and the digests of its bytes in lower-case hex. Nothing is said of whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRead {
    pub record: SealRecord,
    pub sha256: String,
    pub sm3: String,
}

/// What became of reading one file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRead {
    Whole(Vec<u8>),
    /// There is no such file, or no package.
    Absent,
    /// It has so many bytes, more than were to be read.
    TooLarge(u64),
    /// Why it cannot be read, in words.
    Damaged(String),
}

impl FileRead {
    /// Its bytes, when it was read.
    #[must_use]
    pub fn whole(self) -> Option<Vec<u8>> {
        match self {
            FileRead::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// One file of a package, folder or zip, as it stands there, when it has at most `most` bytes.
///
/// # Errors
/// Only when the path cannot be read at all.
pub fn read_file(path: &Path, inner: &str, most: u64) -> Result<FileRead, ArchiveError> {
    let (Some(mut container), _) = open(path, &Limits::default(), &mut Vec::new())? else { return Ok(FileRead::Absent) };
    let found = container.entries().iter().enumerate().find(|(_, e)| e.path == inner).map(|(index, e)| (index, e.size));
    let Some((index, size)) = found else { return Ok(FileRead::Absent) };
    if size > most {
        return Ok(FileRead::TooLarge(size));
    }
    match container.read_whole(index, most) {
        Ok(bytes) => Ok(FileRead::Whole(bytes)),
        Err(ReadFault::TooLarge(cap)) => Ok(FileRead::TooLarge(cap.saturating_add(1))),
        Err(ReadFault::Damaged(why)) => Ok(FileRead::Damaged(why)),
        Err(ReadFault::Stop(error)) => Err(error),
    }
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    /// Path in the package, with `/`.
    pub path: String,
    pub size: u64,
}

/// Every file of a package; None when there is no package.
///
/// # Errors
/// Only when the path cannot be read at all.
pub fn list_files(path: &Path) -> Result<Option<Vec<PackageFile>>, ArchiveError> {
    let (container, _) = open(path, &Limits::default(), &mut Vec::new())?;
    Ok(container.map(|c| c.entries().iter().map(|e| PackageFile { path: e.path.clone(), size: e.size }).collect()))
}

/// The seal of a package, without any judgement; None when there is none to be read.
///
/// # Errors
/// Only when the path cannot be read at all.
pub fn read_seal(path: &Path) -> Result<Option<SealRead>, ArchiveError> {
    let Some(bytes) = read_file(path, SEAL_JSON, Limits::default().tag_bytes)?.whole() else { return Ok(None) };
    let record = SealRecord::parse(&bytes).ok();
    Ok(record.map(|record| SealRead { record, sha256: jishi_fs::sha256_hex(&bytes), sm3: sm3_hex(&bytes) }))
}

/// The highest 密级 that the catalogue of a package (目录文件.XML) gives any of its items; a word that is no 密级 comes first, so that it is
/// seen. Empty when none has one, None when there is no catalogue to be read.
///
/// # Errors
/// Only when the path cannot be read at all.
pub fn secrecy_of(path: &Path) -> Result<Option<String>, ArchiveError> {
    let Some(bytes) = read_file(path, CATALOGUE, Limits::default().tag_bytes)?.whole() else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let words = text.split("<密级>").skip(1).filter_map(|rest| rest.split_once("</密级>")).map(|(word, _)| word.trim());
    Ok(Some(jishi_core::secrecy::highest(words).to_owned()))
}

/// How deep an inspection goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth {
    /// Whether the payload's bytes are read.
    pub(crate) payload: bool,
    /// At most these families of digest are taken of the payload.
    pub(crate) families: Wanted,
    /// What the caller is told is going on.
    pub(crate) phase: Phase,
}

/// The read back after writing: everything, but one fast digest of the payload. Gives what speaks against publishing.
pub(crate) fn reread(path: &Path, meter: &mut Meter<'_, '_>) -> Result<Vec<Finding>, ArchiveError> {
    let limits = Limits::default();
    let mut findings = Vec::new();
    let (Some(container), facts) = open(path, &limits, &mut findings)? else { return Ok(findings) };
    let depth = Depth { payload: true, families: Wanted::SHA256, phase: Phase::Reread };
    let report = judge(container, facts, findings, depth, &limits, meter)?;
    let mut faults = report.findings;
    faults.retain(|f| f.level != Level::Note);
    if faults.is_empty() && !report.facts.sealed {
        faults.push(error("P140", "", "写出的封签没有通过核对", "请重做一次；再次出现请检查磁盘"));
    }
    Ok(faults)
}

type Opened = (Option<Box<dyn Container>>, Facts);

pub(crate) fn open(path: &Path, limits: &Limits, findings: &mut Vec<Finding>) -> Result<Opened, ArchiveError> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let path = &jishi_fs::canonical(path)?;
    let mut facts = Facts { name, ..Facts::default() };
    if facts.name.is_empty() {
        facts.name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    }
    match jishi_fs::kind(path)? {
        Some(Kind::Folder) => {
            if tree_map::is_tree(path) {
                facts.form = "tree";
                if let Some(bag) = tree_map::bag_name(&facts.name) {
                    facts.name = bag.to_owned();
                }
                return Ok((Some(Box::new(tree_map::Tree::open(path, limits.entries, findings)?)), facts));
            }
            facts.form = form_word(Form::Folder);
            Ok((Some(Box::new(Folder::open(path, limits.entries, findings)?)), facts))
        }
        Some(Kind::File) => {
            facts.form = form_word(Form::Zip);
            match Zipped::open(path, limits, findings)? {
                Some(zipped) => {
                    if !zipped.base.is_empty() {
                        facts.name.clone_from(&zipped.base);
                    }
                    Ok((Some(Box::new(zipped)), facts))
                }
                None => Ok((None, facts)),
            }
        }
        _ => {
            let message = format!("“{}”既不是文件夹也不是压缩包", path.display());
            findings.push(error("P160", &facts.name, message, "请选择封装包的文件夹或 zip 文件"));
            Ok((None, facts))
        }
    }
}

fn form_word(form: Form) -> &'static str {
    match form {
        Form::Folder => "folder",
        Form::Zip => "zip",
    }
}

fn judge(
    container: Box<dyn Container>,
    facts: Facts,
    findings: Vec<Finding>,
    depth: Depth,
    limits: &Limits,
    meter: &mut Meter<'_, '_>,
) -> Result<Report, ArchiveError> {
    let (layout, names) = (container.layout(), container.real_names());
    let mut inspection = Inspection::new(container, facts, findings, depth, *limits, meter);
    if inspection.bag()? {
        judge_seal::judge(&mut inspection)?;
        if let Some(layout) = layout {
            tree::judge(&mut inspection, layout)?;
        }
    }
    let (mut findings, facts) = inspection.finish();
    if let Some(layout) = layout {
        findings.iter_mut().for_each(|f| tree_map::translate(layout, &names, f));
    }
    if !depth.payload {
        let message = "快速核对：核对了清单、封签、文件数和字节数，没有逐字节核对内容";
        findings.push(note("P131", "", message, "需要确认内容未变时，请做完整核对"));
    }
    Ok(report(findings, facts))
}

/// Codes of seal and signatures: they do not touch completeness.
fn is_about_seal(code: &str) -> bool {
    code.starts_with("P14") || code.starts_with("P15")
}

fn report(mut findings: Vec<Finding>, mut facts: Facts) -> Report {
    findings.sort_by(|a, b| (a.level, &a.place.file, &a.code).cmp(&(b.level, &b.place.file, &b.code)));
    findings.dedup();
    facts.complete = findings.iter().all(|f| f.level != Level::Error || is_about_seal(&f.code));
    let signed = [facts.cms, facts.sm2];
    facts.sealed = findings.iter().all(|f| f.level != Level::Error)
        && facts.record.is_some()
        && signed.contains(&SignatureState::Good)
        && !signed.contains(&SignatureState::Bad);
    Report { findings, facts }
}
