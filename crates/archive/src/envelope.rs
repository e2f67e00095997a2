//! The transport envelope: a sealed package on its way, wrapped so that a lost stick says nothing. One AES-256 zip (AE-2) that 7-Zip opens,
//! with one entry of a name that says nothing; in it the package as an ordinary zip with its own names, which are people's.
//!
//! It is taken off at the receiver's and is no part of the seal. What goes to the archives bureau is never wrapped (档发〔2012〕7号, art. 7:
//! encrypted records are decrypted before they are handed over): a transfer tree is refused, and a medium takes no wrapped package.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{AesMode, CompressionMethod, DateTime, ZipArchive};

use crate::carry::stopped;
use crate::container::{ReadFault, drain};
use crate::digest::{CHUNK, Hasher, Wanted};
use crate::names::unsafe_in_zip;
use crate::sink::{FolderSink, Sink as _};
use crate::staging::Staging;
use crate::verify::{Limits, Mode, open, verify};
use crate::{ArchiveError, Listener, Meter, Phase};

/// The one entry of an envelope.
const ENTRY: &str = "内容.zip";
/// Fewest characters of a password: shorter ones are guessed off a lost stick.
pub const LEAST_PASSWORD: usize = 12;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex, read back.
    pub sha256: String,
}

/// What stands there now.
fn written(path: PathBuf) -> Result<Wrapped, ArchiveError> {
    let mut file = jishi_fs::open(&path)?;
    let mut hasher = Hasher::new(Wanted::SHA256);
    let read = drain(&mut file, u64::MAX, &mut vec![0; CHUNK], &mut |chunk| {
        hasher.update(chunk);
        Ok(())
    });
    read.map_err(|fault| stopped(fault, &path))?;
    let found = hasher.finish();
    Ok(Wrapped { path, size: found.size, sha256: found.sha256 })
}

fn zip_error(path: &Path, error: ZipError) -> ArchiveError {
    match error {
        ZipError::Io(source) => jishi_fs::FileError { act: "读写", path: path.to_owned(), source }.into(),
        other => ArchiveError::Zip { path: path.to_owned(), reason: other.to_string() },
    }
}

fn options(size: u64) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(size >= u64::from(u32::MAX))
}

fn refused(path: &Path, reason: &str) -> ArchiveError {
    ArchiveError::NotAPackage { path: path.to_owned(), reason: reason.to_owned() }
}

/// Wraps a sealed package, folder or zip, into `<name>.zip` in a folder. The name is the caller's: it should tell nothing.
///
/// # Errors
/// A package that is not sound, a transfer tree, a password of fewer than 12 characters, a target that exists, a write that failed; nothing
/// half-made stays.
pub fn wrap(package: &Path, to: &Path, name: &str, password: &str, progress: &mut Listener<'_>) -> Result<Wrapped, ArchiveError> {
    if password.chars().count() < LEAST_PASSWORD {
        return Err(refused(package, &format!("口令太短：至少 {LEAST_PASSWORD} 个字，并另纸交给接收人，不要和载体放在一起")));
    }
    let report = verify(package, Mode::Full, progress)?;
    if report.facts.form == "tree" {
        return Err(refused(package, "这是进馆的移交目录树，按规定不加密；传输封套只用于封装包"));
    }
    if !report.facts.sealed {
        return Err(ArchiveError::Unsound { path: package.to_owned(), findings: report.findings });
    }
    let target = to.join(format!("{name}.zip"));
    if jishi_fs::kind(&target)?.is_some() {
        return Err(ArchiveError::TargetExists(target));
    }
    let (Some(mut container), facts) = open(package, &Limits::default(), &mut Vec::new())? else {
        return Err(refused(package, "读不出"));
    };
    let files: Vec<(String, u64)> = container.entries().iter().map(|e| (e.path.clone(), e.size)).collect();
    let mut meter = Meter::new(progress, files.iter().map(|(_, size)| size).sum());
    let staging = Staging::open(to, name)?;
    let path = staging.package();
    let failed = |e: ZipError| zip_error(&path, e);
    let mut outer = ZipWriter::new(BufWriter::with_capacity(1 << 20, jishi_fs::create_new(&path)?));
    // How long the inner zip becomes is not known before it is written.
    outer.start_file(ENTRY, options(u64::MAX).with_aes_encryption(AesMode::Aes256, password)).map_err(failed)?;
    let mut inner = ZipWriter::new_stream(&mut outer);
    for (index, (file, size)) in files.iter().enumerate() {
        inner.start_file(format!("{}/{file}", facts.name), options(*size)).map_err(failed)?;
        let read = container.read(index, Limits::default().file_bytes, &mut |chunk| {
            inner.write_all(chunk).map_err(|source| jishi_fs::FileError { act: "写入", path: path.clone(), source })?;
            meter.step(Phase::Write, file, chunk.len() as u64)
        });
        match read {
            Ok(()) => {}
            Err(ReadFault::Stop(error)) => return Err(error),
            Err(_) => return Err(refused(package, &format!("“{file}”读不出"))),
        }
    }
    inner.finish().map_err(failed)?;
    let file = outer.finish().map_err(failed)?;
    let lost = |source: std::io::Error| jishi_fs::FileError { act: "写盘", path: path.clone(), source };
    file.into_inner().map_err(|e| lost(e.into_error()))?.sync_all().map_err(lost)?;
    staging.publish(&target)?;
    written(target)
}

/// Takes an envelope off: the package comes out as a folder under its own name, and is judged before it gets it.
///
/// # Errors
/// A wrong password, a file that is no envelope of ours, a package that is not sound, a target that exists; nothing half-made stays.
pub fn unwrap(envelope: &Path, to: &Path, password: &str, progress: &mut Listener<'_>) -> Result<PathBuf, ArchiveError> {
    let refused =
        |envelope: &Path, reason: &str| ArchiveError::NotAnEnvelope { path: envelope.to_owned(), reason: reason.to_owned() };
    let failed = |e: ZipError| match e {
        ZipError::InvalidPassword => ArchiveError::Password(envelope.to_owned()),
        ZipError::Io(source) => jishi_fs::FileError { act: "读取", path: envelope.to_owned(), source }.into(),
        _ => refused(envelope, "它不是 zip 文件，或者已经损坏"),
    };
    let mut outer = ZipArchive::new(BufReader::new(jishi_fs::open(envelope)?)).map_err(failed)?;
    if !outer.file_names().all(|name| name.is_ok_and(|n| n == ENTRY)) || outer.len() != 1 {
        return Err(refused(envelope, "它不是传输封套"));
    }
    let stem = envelope.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let staging = Staging::open(to, &stem)?;
    let path = staging.package();
    let mut out: BufWriter<File> = BufWriter::new(jishi_fs::create_new(&path)?);
    {
        let mut entry = outer.by_index_decrypt(0, password.as_bytes()).map_err(failed)?;
        let mut meter = Meter::new(progress, entry.size());
        let read = drain(&mut entry, u64::MAX, &mut vec![0; CHUNK], &mut |chunk| {
            out.write_all(chunk).map_err(|source| jishi_fs::FileError { act: "写入", path: path.clone(), source })?;
            meter.step(Phase::Write, ENTRY, chunk.len() as u64)
        });
        match read {
            Ok(()) => {}
            Err(ReadFault::Stop(error)) => return Err(error),
            Err(_) => return Err(refused(envelope, "封套已损坏：解出的内容与它的校验值不符")),
        }
    }
    let lost = |source: std::io::Error| jishi_fs::FileError { act: "写盘", path: path.clone(), source };
    out.into_inner().map_err(|e| lost(e.into_error()))?.sync_all().map_err(lost)?;
    let (Some(mut container), facts) = open(&path, &Limits::default(), &mut Vec::new())? else {
        return Err(refused(envelope, "里面不是案卷包"));
    };
    let files: Vec<(String, u64)> = container.entries().iter().map(|e| (e.path.clone(), e.size)).collect();
    let name_is_safe = !facts.name.contains('/') && unsafe_in_zip(&facts.name).is_none();
    if !name_is_safe || files.iter().any(|(file, _)| unsafe_in_zip(file).is_some()) {
        return Err(refused(envelope, "里面有指向外面的路径"));
    }
    let target = to.join(&facts.name);
    if jishi_fs::kind(&target)?.is_some() {
        return Err(ArchiveError::TargetExists(target));
    }
    let growing = Staging::open(to, &facts.name)?;
    let folder = growing.package();
    let mut sink = FolderSink::create(&folder)?;
    for (index, (file, size)) in files.iter().enumerate() {
        sink.begin(file, *size)?;
        match container.read(index, Limits::default().file_bytes, &mut |chunk| sink.write(chunk)) {
            Ok(()) => sink.end()?,
            Err(ReadFault::Stop(error)) => return Err(error),
            Err(_) => return Err(refused(envelope, &format!("里面的“{file}”读不出"))),
        }
    }
    sink.finish()?;
    let report = verify(&folder, Mode::Full, progress)?;
    if !report.facts.sealed {
        return Err(ArchiveError::Unsound { path: envelope.to_owned(), findings: report.findings });
    }
    growing.publish(&target)?;
    Ok(target)
}
