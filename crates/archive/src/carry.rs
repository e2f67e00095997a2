//! Carries a sealed package to a medium: judged first, then file by file temp → fsync → rename → fsync of the folder, each read back past the
//! system's cache, 封签.json last, then the package gets its name; a bag may become its transfer tree on the way. Until then it stands as `<name>.partial`, which no verifier takes for one.
//!
//! A pull or a power cut leaves the `.partial`; the next run reads what is there, keeps what is right and goes on. Not one byte of the source
//! is changed. A cancel leaves nothing. A package that stands there whole, since a run of several packages was cut off behind it, is read
//! back and not written again.

use std::collections::{BTreeSet, VecDeque};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::metadata::TransferLayout;
use jishi_fs::{Bypass, Kind, Uncached};
use walkdir::WalkDir;

use crate::cargo::{Cargo, files_of};
use crate::container::{ReadFault, drain};
use crate::digest::{CHUNK, Hasher, Wanted};
use crate::medium::{Freight, Lying};
use crate::verify::{Mode, read_seal, verify};
use crate::{ArchiveError, Listener, Meter, Phase, Progress};

const PARTIAL: &str = "partial";
/// A file on its way.
const ON_THE_WAY: &str = "写入中";

/// What was carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Folder or zip on the medium.
    pub path: PathBuf,
    pub name: String,
    /// How it is laid out where it is a transfer tree.
    pub layout: Option<TransferLayout>,
    pub seal_no: String,
    pub seal_sha256: String,
    pub seal_sm3: String,
    /// Files and bytes of the payload.
    pub files: u64,
    pub bytes: u64,
    /// The least sure of all reads back.
    pub bypass: Bypass,
    /// Files that an earlier run had brought over and that were read back once more.
    pub resumed: u64,
    /// The whole package stood there already and was read back once more.
    pub stood: bool,
}

/// The files of a package as they will stand in the folder `to`, and what stands there of it already, for the preflight. `layout`: the
/// transfer tree it is to become on the way; None for as it is.
///
/// # Errors
/// When the package or what stands there cannot be read, or no tree can be made of it.
pub fn freight(package: &Path, layout: Option<TransferLayout>, to: &Path) -> Result<Freight, ArchiveError> {
    let cargo = Cargo::of(package, layout)?;
    let name = &cargo.name;
    let below = |files: Vec<(String, u64)>| files.into_iter().map(|(p, size)| (format!("{name}/{p}"), size)).collect();
    let staging = to.join(format!("{name}.{PARTIAL}"));
    let begun = if jishi_fs::kind(&staging)? == Some(Kind::Folder) { below(files_of(&staging)?) } else { Vec::new() };
    let files = if cargo.folder { below(cargo.files()) } else { cargo.files() };
    Ok(Freight { stands: stands(package, &to.join(name))?, name: cargo.name, layout: cargo.layout, files, begun })
}

/// What lies on a medium, level by level, at most `most`: what starts by itself or is clicked first lies high.
///
/// # Errors
/// When the root cannot be read.
pub fn lies_there(root: &Path, most: usize) -> Result<Lying, ArchiveError> {
    jishi_fs::list_dir(root)?;
    let mut lying = Lying::default();
    let mut folders = VecDeque::from([root.to_owned()]);
    while let Some(folder) = folders.pop_front() {
        let walk = WalkDir::new(&folder).follow_links(false).min_depth(1).max_depth(1).sort_by_file_name();
        for item in walk.into_iter().filter_map(Result::ok) {
            if lying.paths.len() == most {
                lying.more = true;
                return Ok(lying);
            }
            let path = item.path().strip_prefix(root).unwrap_or(item.path()).to_string_lossy().replace('\\', "/");
            if item.file_type().is_dir() {
                lying.paths.push(format!("{path}/"));
                folders.push_back(item.into_path());
            } else {
                lying.paths.push(path);
            }
        }
    }
    Ok(lying)
}

/// Whether a package with the same seal stands at the place: an earlier run brought it there.
fn stands(package: &Path, target: &Path) -> Result<bool, ArchiveError> {
    if jishi_fs::kind(target)?.is_none() {
        return Ok(false);
    }
    let (here, there) = (read_seal(package)?, read_seal(target)?);
    Ok(here.is_some() && here.map(|s| s.sha256) == there.map(|s| s.sha256))
}

/// Takes a package off the medium again, because the run that brought it there was called off.
///
/// # Errors
/// When it cannot be removed.
pub fn take_back(carried: &Carried) -> Result<(), ArchiveError> {
    match jishi_fs::kind(&carried.path)? {
        Some(Kind::Folder) => jishi_fs::remove_dir_all(&carried.path)?,
        Some(_) => jishi_fs::remove_file(&carried.path)?,
        None => {}
    }
    Ok(())
}

/// Carries one package into the folder `to`, as it is or as the transfer tree of a layout. One that stands there already, with the same
/// seal, is read back whole and not written.
///
/// # Errors
/// [`ArchiveError`]. Unless the caller said stop, what was written so far stays as `<name>.partial` and the next run goes on from there.
pub fn carry(
    package: &Path,
    layout: Option<TransferLayout>,
    to: &Path,
    progress: &mut Listener<'_>,
) -> Result<Carried, ArchiveError> {
    let mut cargo = Cargo::of(package, layout)?;
    let (name, files) = (cargo.name.clone(), cargo.files());
    let target = to.join(&name);
    let there = jishi_fs::kind(&target)?.is_some();
    if there && !stands(package, &target)? {
        return Err(ArchiveError::TargetExists(target));
    }
    let bytes = cargo.bytes();
    let mut meter = Meter::new(progress, bytes.saturating_mul(3).saturating_add(1));
    let mut carried = judged(package, &cargo, &target, bytes, &mut meter)?;
    if there {
        let base = if cargo.folder { &target } else { to };
        if cargo.folder && !same_files(&files_of(&target)?, &files) {
            return Err(ArchiveError::TargetExists(target));
        }
        compare_all(&mut cargo, base, &mut meter, &mut carried)?;
        meter.step(Phase::Seal, &name, 1)?;
        return Ok(carried);
    }
    let staging = to.join(format!("{name}.{PARTIAL}"));
    prepare(&staging, &files)?;
    let done = bring_all(&mut cargo, &staging, &mut meter, &mut carried);
    match done {
        Err(ArchiveError::Cancelled) => {
            jishi_fs::remove_dir_all(&staging)?;
            return Err(ArchiveError::Cancelled);
        }
        other => other?,
    }
    if cargo.folder {
        jishi_fs::rename_new(&staging, &target)?;
    } else {
        jishi_fs::rename_new(&staging.join(&name), &target)?;
        jishi_fs::remove_dir_all(&staging)?;
        jishi_fs::sync_dir(to)?;
    }
    meter.step(Phase::Seal, &name, 1)?;
    Ok(carried)
}

/// Whether both lists name the same files of the same sizes, in whatever order.
fn same_files(a: &[(String, u64)], b: &[(String, u64)]) -> bool {
    a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
}

/// The source must be whole: a fault is not carried on.
fn judged(package: &Path, cargo: &Cargo, target: &Path, bytes: u64, meter: &mut Meter<'_, '_>) -> Result<Carried, ArchiveError> {
    let mut seen = 0_u64;
    let mut listen = |p: Progress| {
        // The judge counts other bytes than we: its part of the way is as long as the files.
        let now = u128::from(p.done) * u128::from(bytes) / u128::from(p.total.max(1));
        let now = u64::try_from(now).unwrap_or(bytes);
        let step = meter.step(Phase::Verify, &p.file, now.saturating_sub(seen));
        seen = seen.max(now);
        if step.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let report = verify(package, Mode::Full, &mut listen)?;
    if !report.passed() {
        return Err(ArchiveError::Unsound { path: package.to_owned(), findings: report.findings });
    }
    let facts = report.facts;
    Ok(Carried {
        path: target.to_owned(),
        name: cargo.name.clone(),
        layout: cargo.layout,
        seal_no: facts.seal_no.unwrap_or_default(),
        seal_sha256: facts.seal_sha256.unwrap_or_default(),
        seal_sm3: facts.seal_sm3.unwrap_or_default(),
        files: facts.files,
        bytes: facts.bytes,
        bypass: Bypass::Direct,
        resumed: 0,
        stood: false,
    })
}

/// Makes the `.partial`, or takes over the one of an earlier run: whatever in it is not of this package is not ours to touch.
fn prepare(staging: &Path, files: &[(String, u64)]) -> Result<(), ArchiveError> {
    let occupied = |reason: String| ArchiveError::Occupied { path: staging.to_owned(), reason };
    match jishi_fs::kind(staging)? {
        None => return Ok(jishi_fs::create_dir(staging)?),
        Some(Kind::Folder) => {}
        Some(_) => return Err(occupied("它不是本程序留下的文件夹。请先移走它".into())),
    }
    let wanted: BTreeSet<&str> = files.iter().map(|(p, _)| p.as_str()).collect();
    for (path, _) in files_of(staging)? {
        let ours = path.strip_suffix(ON_THE_WAY).and_then(|p| p.strip_suffix('.')).is_some_and(|p| wanted.contains(p));
        if ours {
            jishi_fs::remove_file(&staging.join(&path))?;
        } else if !wanted.contains(path.as_str()) {
            return Err(occupied(format!("其中的“{path}”不是这个包里的。请先移走它")));
        }
    }
    Ok(())
}

fn bring_all(cargo: &mut Cargo, staging: &Path, meter: &mut Meter<'_, '_>, carried: &mut Carried) -> Result<(), ArchiveError> {
    for index in cargo.order() {
        let Some((path, size)) = cargo.pieces.get(index).map(|p| (p.path.clone(), p.size)) else { continue };
        let (path, size, to) = (&path, &size, staging.join(&path));
        if let Some(parent) = to.parent()
            && jishi_fs::kind(parent)?.is_none()
        {
            jishi_fs::create_dir_all(parent)?;
            for folder in parent.ancestors().take_while(|f| f.starts_with(staging)) {
                jishi_fs::sync_dir(folder)?;
            }
        }
        let there = jishi_fs::kind(&to)? == Some(Kind::File) && jishi_fs::size(&to)? == *size;
        let sha256 = if there {
            source_digest(cargo, index, Phase::Write, meter)?
        } else {
            if jishi_fs::kind(&to)?.is_some() {
                jishi_fs::remove_file(&to)?;
            }
            bring(cargo, index, &to, meter)?
        };
        let mut back = Uncached::open(&to)?;
        carried.bypass = carried.bypass.max(back.bypass());
        if digest(&mut back, path, Phase::Reread, meter)? == sha256 {
            carried.resumed += u64::from(there);
            continue;
        }
        jishi_fs::remove_file(&to)?;
        if !there {
            return Err(ArchiveError::ReadBack { path: path.clone(), bypass: carried.bypass });
        }
        // An earlier run was cut off in it: once more, from the front.
        let sha256 = bring(cargo, index, &to, meter)?;
        if digest(&mut Uncached::open(&to)?, path, Phase::Reread, meter)? != sha256 {
            return Err(ArchiveError::ReadBack { path: path.clone(), bypass: carried.bypass });
        }
    }
    Ok(())
}

/// Reads what stands on the medium against the source, file by file.
fn compare_all(cargo: &mut Cargo, target: &Path, meter: &mut Meter<'_, '_>, carried: &mut Carried) -> Result<(), ArchiveError> {
    for (index, (path, _)) in cargo.files().into_iter().enumerate() {
        let sha256 = source_digest(cargo, index, Phase::Reread, meter)?;
        let mut back = Uncached::open(&target.join(&path))?;
        carried.bypass = carried.bypass.max(back.bypass());
        if digest(&mut back, &path, Phase::Reread, meter)? != sha256 {
            return Err(ArchiveError::ReadBack { path, bypass: carried.bypass });
        }
        carried.resumed += 1;
    }
    carried.stood = true;
    Ok(())
}

/// Copies one file; gives the SHA-256 of what was read. Nothing half-written keeps the file's name.
fn bring(cargo: &mut Cargo, index: usize, to: &Path, meter: &mut Meter<'_, '_>) -> Result<String, ArchiveError> {
    let path = cargo.pieces.get(index).map(|p| p.path.clone()).unwrap_or_default();
    let mut name = to.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_default();
    name.push(format!(".{ON_THE_WAY}"));
    let temp = to.with_file_name(name);
    let mut out = jishi_fs::create_new(&temp)?;
    let failed = |act| move |source| ArchiveError::File(jishi_fs::FileError { act, path: to.to_owned(), source });
    let mut hasher = Hasher::new(Wanted::SHA256);
    let copied = cargo.read(index, &mut |chunk| {
        hasher.update(chunk);
        out.write_all(chunk).map_err(failed("写入"))?;
        meter.step(Phase::Write, &path, chunk.len() as u64)
    });
    let copied = copied.map_err(|f| stopped(f, Path::new(&path))).and_then(|()| out.sync_all().map_err(failed("写盘")));
    drop(out);
    if let Err(error) = copied {
        // On a pulled stick this fails too; the next run clears it.
        let _ = jishi_fs::remove_file(&temp);
        return Err(error);
    }
    jishi_fs::rename_new(&temp, to)?;
    Ok(hasher.finish().sha256)
}

/// SHA-256 of a piece as it is to be.
fn source_digest(cargo: &mut Cargo, index: usize, phase: Phase, meter: &mut Meter<'_, '_>) -> Result<String, ArchiveError> {
    let path = cargo.pieces.get(index).map(|p| p.path.clone()).unwrap_or_default();
    let mut hasher = Hasher::new(Wanted::SHA256);
    let read = cargo.read(index, &mut |chunk| {
        hasher.update(chunk);
        meter.step(phase, &path, chunk.len() as u64)
    });
    read.map_err(|fault| stopped(fault, Path::new(&path)))?;
    Ok(hasher.finish().sha256)
}

fn digest(reader: &mut dyn std::io::Read, path: &str, phase: Phase, meter: &mut Meter<'_, '_>) -> Result<String, ArchiveError> {
    let mut hasher = Hasher::new(Wanted::SHA256);
    let read = drain(reader, u64::MAX, &mut vec![0; CHUNK], &mut |chunk| {
        hasher.update(chunk);
        meter.step(phase, path, chunk.len() as u64)
    });
    match read {
        Ok(()) => Ok(hasher.finish().sha256),
        // What cannot be read back is as bad as what reads back wrong: an empty digest matches nothing.
        Err(ReadFault::Damaged(_)) => Ok(String::new()),
        Err(fault) => Err(stopped(fault, Path::new(path))),
    }
}

pub(crate) fn stopped(fault: ReadFault, path: &Path) -> ArchiveError {
    let failed = |reason: String| {
        ArchiveError::File(jishi_fs::FileError { act: "读取", path: path.to_owned(), source: std::io::Error::other(reason) })
    };
    match fault {
        ReadFault::Stop(error) => error,
        ReadFault::Damaged(reason) => failed(reason),
        ReadFault::TooLarge(cap) => failed(format!("超过{cap}字节")),
    }
}
