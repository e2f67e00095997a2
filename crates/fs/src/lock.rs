//! The workspace lock: one process at a time, and the second one is told who the first is.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::{FileError, Result, on, write_atomic};

/// Who holds the lock, as lines of text in `占用者.txt` beside the lock file (a locked file cannot be read on Windows).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// 桌面程序 / 命令行 / 本机服务, with process number and time.
    pub description: String,
}

/// Held while the value lives; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct WorkspaceLock {
    _file: File,
}

impl WorkspaceLock {
    /// Takes the lock of a folder. `Ok(Err(holder))` when another process has it.
    ///
    /// # Errors
    /// When the lock file cannot be made at all.
    pub fn take(folder: &Path, description: &str) -> Result<std::result::Result<WorkspaceLock, Holder>> {
        let path = folder.join("工作区.lock");
        let who = folder.join("占用者.txt");
        let file = on("打开", &path, File::options().create(true).write(true).truncate(false).open(&path))?;
        match file.try_lock() {
            Ok(()) => {
                write_atomic(&who, description.as_bytes())?;
                Ok(Ok(WorkspaceLock { _file: file }))
            }
            Err(TryLockError::WouldBlock) => {
                let description = crate::read_text(&who).unwrap_or_else(|_| "另一个程序".to_owned());
                Ok(Err(Holder { description }))
            }
            Err(TryLockError::Error(source)) => Err(FileError { act: "锁定", path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_opener_is_told_who_holds_it_and_may_enter_after() {
        let dir = tempfile::tempdir().unwrap();
        let first = WorkspaceLock::take(dir.path(), "桌面程序").unwrap().unwrap();
        let second = WorkspaceLock::take(dir.path(), "命令行").unwrap();
        assert_eq!(second.unwrap_err().description, "桌面程序");
        drop(first);
        assert!(WorkspaceLock::take(dir.path(), "命令行").unwrap().is_ok());
    }
}
