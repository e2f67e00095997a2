//! Writes that survive a power cut: temp → fsync → rename → fsync of the folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::{FileError, Result, on};

/// What [`copy_hashed`] wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// SHA-256 of bytes, lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Syncs a folder, so that names in it are on the disk. Systems and file systems that cannot sync folders (Windows; shares of SMB and of
/// virtual machines, which answer EINVAL or ENOSYS) are left alone: there the server keeps the order.
///
/// # Errors
/// When the folder cannot be opened or synced.
pub fn sync_dir(path: &Path) -> Result<()> {
    sync_names(path, "写盘")
}

fn sync_names(path: &Path, act: &'static str) -> Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let dir = on("打开文件夹", path, File::open(path))?;
    match dir.sync_all() {
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => on(act, path, other),
    }
}

/// After a rename: the new name already stands, and an error says so. What was renamed is synced once more, before its folder: on FAT a new
/// name leads nowhere until the file or folder behind it is written again, so that a pulled stick would show an empty one.
pub(crate) fn sync_renamed(path: &Path) -> Result<()> {
    const ACT: &str = "文件已经写好并改名，但不能确认已落盘：写盘";
    sync_names(path, ACT)?;
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_names(parent, ACT),
        _ => sync_names(Path::new("."), ACT),
    }
}

/// Writes a file that must not exist yet and syncs it.
///
/// # Errors
/// When it exists or cannot be written; nothing half-written remains.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = crate::create_new(path)?;
    let written = on("写入", path, file.write_all(bytes)).and_then(|()| on("写盘", path, file.sync_all()));
    if let Err(error) = written {
        drop(file);
        let _ = fs::remove_file(path);
        return Err(error);
    }
    Ok(())
}

/// Writes a file that must not exist yet and that only its owner may read (mode 0600 on unix; elsewhere the folder's
/// own rights hold), and syncs it.
///
/// # Errors
/// When it exists or cannot be written; nothing half-written remains.
pub fn write_secret_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = on("新建", path, options.open(path))?;
    let written = on("写入", path, file.write_all(bytes)).and_then(|()| on("写盘", path, file.sync_all()));
    if let Err(error) = written {
        drop(file);
        let _ = fs::remove_file(path);
        return Err(error);
    }
    Ok(())
}

/// Brings a file that was written earlier to the disk.
///
/// # Errors
/// When it cannot be opened or synced.
pub fn sync_file(path: &Path) -> Result<()> {
    // Windows flushes only through a handle that may write.
    let file = on("打开", path, File::options().write(true).open(path))?;
    on("写盘", path, file.sync_all())
}

/// Replaces a file as one act: either the old bytes stand or the new ones.
///
/// # Errors
/// When it cannot be written; the old file then stands. When the disk fails after the rename the new one stands, and the error says so.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, write_new)
}

/// The same for a file that only its owner may read, as [`write_secret_new`] makes it.
///
/// # Errors
/// As [`write_atomic`].
pub fn write_secret_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, write_secret_new)
}

fn replace(path: &Path, bytes: &[u8], write: fn(&Path, &[u8]) -> Result<()>) -> Result<()> {
    // The temporary name is one for each target, so two writers of one target must not meet.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let temp = temp_beside(path);
    let _ = fs::remove_file(&temp);
    write(&temp, bytes)?;
    rename_over(&temp, path)
}

/// What a write that was killed left half-written in a folder: files named as [`write_atomic`] names its temporary ones. Only for folders
/// that are the program's own.
///
/// # Errors
/// When the folder cannot be read or a file not removed.
pub fn clear_partial(folder: &Path) -> Result<()> {
    for path in crate::list_dir(folder)? {
        if is_partial(&path) && crate::kind(&path)? == Some(crate::Kind::File) {
            crate::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Named as [`write_atomic`] names its temporary files.
#[must_use]
pub fn is_partial(path: &Path) -> bool {
    path.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with('.') && n.ends_with(".partial"))
}

fn rename_over(temp: &Path, path: &Path) -> Result<()> {
    if let Err(error) = on("改名为", path, fs::rename(temp, path)) {
        let _ = fs::remove_file(temp);
        return Err(error);
    }
    sync_renamed(path)
}

/// A name beside `path`, the same each time: what a killed write left there is met and removed by the next.
fn temp_beside(path: &Path) -> std::path::PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.partial"))
}

/// Copies a stream into `temp` (which must not exist), hashing on the way, and syncs it. At most `cap` bytes.
///
/// # Errors
/// When reading or writing fails or the stream is longer; `temp` is then removed.
pub fn copy_hashed(source: &mut dyn Read, source_path: &Path, temp: &Path, cap: u64) -> Result<Stored> {
    let mut out = crate::create_new(temp)?;
    let copied = (|| {
        let mut hasher = Sha256::new();
        let mut size = 0_u64;
        let mut buffer = vec![0_u8; 1 << 16];
        loop {
            let n = on("读取", source_path, source.read(&mut buffer))?;
            let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
                break;
            };
            size += n as u64;
            if size > cap {
                let too_large = std::io::Error::from(std::io::ErrorKind::FileTooLarge);
                return Err(FileError { act: "读取", path: source_path.to_owned(), source: too_large });
            }
            hasher.update(chunk);
            on("写入", temp, out.write_all(chunk))?;
        }
        on("写盘", temp, out.sync_all())?;
        Ok(Stored { sha256: hex(&hasher.finalize()), size })
    })();
    if copied.is_err() {
        drop(out);
        let _ = fs::remove_file(temp);
    }
    copied
}

/// SHA-256 and size of a file, read piece by piece.
///
/// # Errors
/// When it cannot be read.
pub fn hash_file(path: &Path) -> Result<Stored> {
    hash_stream(&mut crate::open(path)?, path)
}

/// SHA-256 and size of a stream, read piece by piece. `path` is the source's, for messages.
///
/// # Errors
/// When it cannot be read.
pub fn hash_stream(source: &mut dyn Read, path: &Path) -> Result<Stored> {
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let n = on("读取", path, source.read(&mut buffer))?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            return Ok(Stored { sha256: hex(&hasher.finalize()), size });
        };
        size += n as u64;
        hasher.update(chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_atomic_write_replaces_and_leaves_no_partial() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("封签.json");
        write_atomic(&path, b"one").unwrap();
        write_atomic(&path, b"two").unwrap();
        assert_eq!(crate::read(&path).unwrap(), b"two");
        assert_eq!(crate::list_dir(dir.path()).unwrap().len(), 1);
        assert!(write_new(&path, b"three").is_err(), "write_new never replaces");
    }

    #[test]
    fn what_a_killed_write_left_is_gone_after_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("报告.pdf");
        // As a kill between writing and renaming leaves it, whatever the number of that process was.
        let temp = temp_beside(&path);
        write_new(&temp, b"half").unwrap();
        assert!(is_partial(&temp) && !is_partial(&path));
        write_atomic(&path, b"whole").unwrap();
        assert_eq!(crate::list_dir(dir.path()).unwrap(), std::slice::from_ref(&path));
        write_new(&temp, b"half").unwrap();
        clear_partial(dir.path()).unwrap();
        assert_eq!(crate::list_dir(dir.path()).unwrap(), [path]);
    }

    /// The folders of /proc answer EINVAL to a sync, as those of many shares do.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_folder_that_cannot_be_synced_is_left_alone() {
        assert!(File::open("/proc").unwrap().sync_all().is_err());
        sync_dir(Path::new("/proc")).unwrap();
        sync_renamed(Path::new("/proc/version")).unwrap();
        assert!(sync_dir(Path::new("/没有")).is_err());
    }

    #[test]
    fn a_secret_is_for_its_owner_alone_and_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("私钥.pem");
        write_secret_new(&path, b"k").unwrap();
        assert!(write_secret_new(&path, b"other").is_err());
        assert_eq!(crate::read(&path).unwrap(), b"k");
        sync_file(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(crate::kind(&path).unwrap(), Some(crate::Kind::File));
        assert_eq!(crate::kind(dir.path()).unwrap(), Some(crate::Kind::Folder));
        assert_eq!(crate::kind(&dir.path().join("无")).unwrap(), None);
    }

    #[test]
    fn a_copy_over_the_cap_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let temp = dir.path().join("t");
        assert!(copy_hashed(&mut &b"12345"[..], Path::new("x"), &temp, 4).is_err());
        assert!(crate::list_dir(dir.path()).unwrap().is_empty());
        let stored = copy_hashed(&mut &b"abc"[..], Path::new("x"), &temp, 4).unwrap();
        assert_eq!(stored.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(stored.size, 3);
        assert_eq!(hash_file(&temp).unwrap(), stored);
    }
}
