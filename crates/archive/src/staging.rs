//! The `.partial` folder in which a package grows. It holds a marker, locked while we live, and the package under its own
//! name; publishing is one rename. A left-over of a killed process is removed only when the marker proves it ours.

use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jishi_fs::Kind;

use crate::ArchiveError;

const MARKER: &str = "选任纪实-封装未完成.txt";
const MARKER_TEXT: &str =
    "本文件夹是选任纪实封装时的半成品，封装完成后自动消失；中途断掉的，下次封装时清除。程序不在运行时可以删除。\n";

/// Held while packing; dropping it removes whatever was not published.
pub(crate) struct Staging {
    folder: PathBuf,
    name: String,
    marker: Option<File>,
}

impl Staging {
    /// Makes `<name>.partial` beside the target, after clearing a left-over of ours.
    pub(crate) fn open(destination: &Path, name: &str) -> Result<Staging, ArchiveError> {
        let folder = destination.join(format!("{name}.partial"));
        clear_leftover(&folder, name)?;
        jishi_fs::create_dir(&folder)?;
        let mut staging = Staging { folder, name: name.to_owned(), marker: None };
        let path = staging.folder.join(MARKER);
        let mut marker = jishi_fs::create_new(&path)?;
        let written = marker.write_all(MARKER_TEXT.as_bytes()).and_then(|()| marker.sync_all());
        written.map_err(|source| jishi_fs::FileError { act: "写入", path: path.clone(), source })?;
        // A file system without locks (some network shares) still packs; only the proof against a second process is lost.
        let _ = marker.try_lock();
        staging.marker = Some(marker);
        Ok(staging)
    }

    /// Where the package grows.
    pub(crate) fn package(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Gives the package its final place; the staging folder goes.
    pub(crate) fn publish(self, target: &Path) -> Result<(), ArchiveError> {
        jishi_fs::sync_dir(&self.folder)?;
        jishi_fs::rename_new(&self.package(), target)?;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.marker = None;
        // What cannot be removed now is proved ours and removed when its seal number is given up.
        let _ = jishi_fs::remove_dir_all(&self.folder);
    }
}

/// Removes what a killed packing left beside the place its package was to have; nothing there is fine. The name of a package holds its
/// seal number, so no later packing meets it: whoever gives the number up clears it.
///
/// # Errors
/// [`ArchiveError::Occupied`] when it is not ours or still grows; when it cannot be removed.
pub fn clear_unfinished(target: &Path) -> Result<(), ArchiveError> {
    let (Some(destination), Some(name)) = (target.parent(), target.file_name().and_then(|n| n.to_str())) else { return Ok(()) };
    let name = name.strip_suffix(".zip").unwrap_or(name);
    clear_leftover(&destination.join(format!("{name}.partial")), name)
}

fn clear_leftover(folder: &Path, name: &str) -> Result<(), ArchiveError> {
    let occupied = |reason: &str| ArchiveError::Occupied { path: folder.to_owned(), reason: reason.to_owned() };
    match jishi_fs::kind(folder)? {
        None => return Ok(()),
        Some(Kind::Folder) => {}
        Some(_) => return Err(occupied("它不是本程序留下的文件夹。请先移走它")),
    }
    let entries = jishi_fs::list_dir(folder)?;
    if entries.is_empty() {
        return Ok(jishi_fs::remove_dir_all(folder)?);
    }
    let marker_path = folder.join(MARKER);
    let ours = entries.iter().all(|e| *e == marker_path || *e == folder.join(name));
    // A kill between creating and writing leaves the marker short; its beginning still must be ours.
    let bytes = match jishi_fs::kind(&marker_path)? {
        Some(Kind::File) => jishi_fs::read_capped(&marker_path, 4096)?,
        _ => return Err(occupied("其中没有本程序的标记，不能确认是半成品。请先移走它")),
    };
    if !ours || !MARKER_TEXT.as_bytes().starts_with(&bytes) {
        return Err(occupied("其中有不是本程序写的文件。请先移走它"));
    }
    let marker = jishi_fs::open(&marker_path)?;
    if let Err(TryLockError::WouldBlock) = marker.try_lock() {
        return Err(occupied("另一个程序正在封装同名的包。请等它完成"));
    }
    drop(marker);
    Ok(jishi_fs::remove_dir_all(folder)?)
}
