//! File calls that name the path and the act, and writes that are on the disk when they return.
//!
//! Everything outside this crate is barred from `std::fs` (clippy.toml). Nothing here knows what the bytes mean.
#![expect(clippy::disallowed_methods, reason = "this is the one room where files are touched")]

mod durable;
mod lock;
mod uncached;
mod volume;

pub use durable::{
    Stored, clear_partial, copy_hashed, hash_file, hash_stream, is_partial, sha256_hex, sync_dir, sync_file, write_atomic,
    write_new, write_secret_atomic, write_secret_new,
};
pub use lock::{Holder, WorkspaceLock};
pub use uncached::{Bypass, Uncached};
pub use volume::{VolumeFacts, removable_roots, volume};

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file call that failed: what was tried, on which path, and what the system said.
#[derive(Debug, thiserror::Error)]
#[error("{act}“{}”失败：{}", path.display(), reason(source))]
pub struct FileError {
    pub act: &'static str,
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

pub type Result<T> = std::result::Result<T, FileError>;

/// The system's reason in the user's language, with its own words kept where we have none.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::AlreadyExists => "已经存在同名文件".into(),
        io::ErrorKind::StorageFull => "磁盘空间不足".into(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".into(),
        io::ErrorKind::FileTooLarge => "文件太大".into(),
        io::ErrorKind::NotADirectory => "它不是文件夹".into(),
        io::ErrorKind::IsADirectory => "它是文件夹，不是文件".into(),
        _ if error.raw_os_error().is_some_and(|code| NO_ANSWER.contains(&code)) => "磁盘没有应答，可能被拔出或者坏了".into(),
        _ => error.to_string(),
    }
}

/// What systems say of a disk that was pulled out or broke: EIO, ENXIO, ENODEV.
#[cfg(not(windows))]
const NO_ANSWER: [i32; 3] = [5, 6, 19];
/// Not ready, write fault, read fault, general failure, device gone, no such device, I/O device error, not connected.
#[cfg(windows)]
const NO_ANSWER: [i32; 8] = [21, 29, 30, 31, 55, 433, 1117, 1167];

pub(crate) fn on<T>(act: &'static str, path: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|source| FileError { act, path: path.to_owned(), source })
}

/// Opens a file for reading.
///
/// # Errors
/// When the system refuses.
pub fn open(path: &Path) -> Result<File> {
    on("打开", path, File::open(path))
}

/// Reads a whole file of at most `cap` bytes; a larger one is an error, not a truncation.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn read_capped(path: &Path, cap: u64) -> Result<Vec<u8>> {
    let mut file = open(path)?;
    let mut bytes = Vec::new();
    on("读取", path, (&mut file).take(cap.saturating_add(1)).read_to_end(&mut bytes))?;
    if bytes.len() as u64 > cap {
        return on("读取", path, Err(io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    Ok(bytes)
}

/// Reads a whole file.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    on("读取", path, fs::read(path))
}

/// Reads a UTF-8 text file.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    on("读取", path, fs::read_to_string(path))
}

/// Size in bytes.
///
/// # Errors
/// When the file is not there.
pub fn size(path: &Path) -> Result<u64> {
    on("查看", path, fs::metadata(path)).map(|m| m.len())
}

/// What stands at a path, without following a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, a device, a pipe.
    Other,
}

/// What stands at a path; `None` when nothing does.
///
/// # Errors
/// When the system refuses to say.
pub fn kind(path: &Path) -> Result<Option<Kind>> {
    match fs::symlink_metadata(path) {
        Ok(m) if m.is_file() => Ok(Some(Kind::File)),
        Ok(m) if m.is_dir() => Ok(Some(Kind::Folder)),
        Ok(_) => Ok(Some(Kind::Other)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => on("查看", path, Err(e)),
    }
}

/// The real place of a path, with links followed.
///
/// # Errors
/// When nothing stands there or it cannot be read.
pub fn canonical(path: &Path) -> Result<PathBuf> {
    on("查看", path, fs::canonicalize(path))
}

/// Makes a folder and the ones above it.
///
/// # Errors
/// When the system refuses.
pub fn create_dir_all(path: &Path) -> Result<()> {
    on("建立文件夹", path, fs::create_dir_all(path))
}

/// Makes one folder that must not exist yet.
///
/// # Errors
/// When it exists or the system refuses.
pub fn create_dir(path: &Path) -> Result<()> {
    on("建立文件夹", path, fs::create_dir(path))
}

/// Creates a file that must not exist yet, for streaming into. The caller syncs it.
///
/// # Errors
/// When it exists or the system refuses.
pub fn create_new(path: &Path) -> Result<File> {
    on("新建", path, File::options().write(true).read(true).create_new(true).open(path))
}

/// Renames; the target must not exist. The folder is synced, so the new name survives a power cut.
///
/// # Errors
/// When the target exists or the system refuses. When the disk fails after the rename the target stands, and the error says so.
pub fn rename_new(from: &Path, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return on("改名为", to, Err(io::Error::from(io::ErrorKind::AlreadyExists)));
    }
    on("改名为", to, fs::rename(from, to))?;
    durable::sync_renamed(to)
}

/// Removes a file.
///
/// # Errors
/// When the system refuses; a missing file is an error too.
pub fn remove_file(path: &Path) -> Result<()> {
    on("删除", path, fs::remove_file(path))
}

/// Removes a folder with everything in it; a missing one is fine.
///
/// # Errors
/// When the system refuses.
pub fn remove_dir_all(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => on("删除文件夹", path, other),
    }
}

/// The entries of a folder, sorted by name, so that every run sees the same order.
///
/// # Errors
/// When the folder cannot be read.
pub fn list_dir(path: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in on("查看文件夹", path, fs::read_dir(path))? {
        entries.push(on("查看文件夹", path, entry)?.path());
    }
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_act_the_path_and_the_reason() {
        let error = read(Path::new("/没有/这个.pdf")).unwrap_err().to_string();
        assert_eq!(error, "读取“/没有/这个.pdf”失败：没有这个文件或文件夹");
    }

    #[test]
    fn a_capped_read_refuses_rather_than_truncates() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        write_new(&path, b"12345").unwrap();
        assert_eq!(read_capped(&path, 5).unwrap(), b"12345");
        assert!(read_capped(&path, 4).unwrap_err().to_string().contains("文件太大"));
    }
}
