//! The content store: files by their SHA-256. A file is on the disk, synced and in its place before any row names it; a file
//! that no row came to name is harmless and found again by its digest.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::Store;
use crate::error::{Result, StoreError};

/// No file of a personal or comprehensive volume is larger than this (bytes); the scanner's worst book is far below.
const CAP: u64 = 4 << 30;

impl Store {
    fn file_root(&self) -> PathBuf {
        self.folder.join("文件库")
    }

    /// Where a file with this digest lies or would lie.
    #[must_use]
    pub fn file_path(&self, sha256: &str) -> PathBuf {
        let shard: String = sha256.chars().take(2).collect();
        self.file_root().join(shard).join(sha256)
    }

    /// Takes a file in by copying it. Answers digest and size.
    ///
    /// # Errors
    /// When it cannot be read or the disk is full; nothing half-written remains.
    pub fn take_file(&self, path: &Path) -> Result<jishi_fs::Stored> {
        let mut source = jishi_fs::open(path)?;
        self.take(&mut source, path)
    }

    /// Takes bytes in.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn take_bytes(&self, bytes: &[u8]) -> Result<jishi_fs::Stored> {
        self.take(&mut &*bytes, Path::new("（内存）"))
    }

    fn take(&self, source: &mut dyn Read, name: &Path) -> Result<jishi_fs::Stored> {
        let temp = self.file_root().join(format!("入库.{}.partial", Self::next_temp()));
        let stored = jishi_fs::copy_hashed(source, name, &temp, CAP)?;
        let target = self.file_path(&stored.sha256);
        if target.exists() {
            if self.read_file(&stored.sha256).is_ok() {
                jishi_fs::remove_file(&temp)?;
                return Ok(stored);
            }
            // The one that stood there was damaged: the good copy takes its place.
            jishi_fs::remove_file(&target)?;
        }
        let placed = match target.parent() {
            Some(shard) => jishi_fs::create_dir_all(shard).and_then(|()| jishi_fs::sync_dir(&self.file_root())),
            None => Ok(()),
        }
        .and_then(|()| jishi_fs::rename_new(&temp, &target));
        if let Err(error) = placed {
            let _ = jishi_fs::remove_file(&temp);
            return Err(error.into());
        }
        Ok(stored)
    }

    /// A number no other temporary file of this process has.
    fn next_temp() -> u64 {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        NEXT.fetch_add(1, Ordering::Relaxed)
    }

    /// Reads a file back and proves its digest.
    ///
    /// # Errors
    /// When it is gone or its bytes are not what the digest says.
    pub fn read_file(&self, sha256: &str) -> Result<Vec<u8>> {
        let path = self.file_path(sha256);
        if !path.exists() {
            return Err(StoreError::Content { sha256: sha256.into(), fault: "不见了，请从备份恢复".into() });
        }
        let bytes = jishi_fs::read(&path)?;
        if jishi_fs::sha256_hex(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Content { sha256: sha256.into(), fault: "已损坏（摘要不符），请从备份恢复".into() })
        }
    }

    /// Removes what a killed process left half-written. Only names of our own making.
    pub(crate) fn clear_leftovers(&self) -> Result<()> {
        for path in jishi_fs::list_dir(&self.file_root())? {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with("入库.") && name.ends_with(".partial") {
                jishi_fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}
