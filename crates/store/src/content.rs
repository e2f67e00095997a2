//! The content store: files by their SHA-256. A file is on the disk, synced and in its place before any row names it; a file
//! that no row came to name is harmless and found again by its digest.
//!
//! It needs no database and no lock of the store: a large file is streamed in while others go on working.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Result, StoreError};

/// No file of a personal or comprehensive volume is larger than this (bytes); the scanner's worst book is far below.
const CAP: u64 = 4 << 30;

/// The folder of files of one workspace. Cheap to clone and to share between threads.
#[derive(Debug, Clone)]
pub struct Content {
    root: PathBuf,
}

/// A file copied in and synced, but not yet in its place: what is dropped without [`Staged::keep`] leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    content: Content,
    temp: PathBuf,
    stored: jishi_fs::Stored,
    placed: bool,
}

impl Content {
    pub(crate) fn at(workspace: &Path) -> Content {
        Content { root: workspace.join("文件库") }
    }

    pub(crate) fn prepare(&self) -> Result<()> {
        Ok(jishi_fs::create_dir_all(&self.root)?)
    }

    /// Where a file with this digest lies or would lie.
    #[must_use]
    pub fn file_path(&self, sha256: &str) -> PathBuf {
        let shard: String = sha256.chars().take(2).collect();
        self.root.join(shard).join(sha256)
    }

    /// Copies a stream in, piece by piece, reckoning its digest on the way. `name` is the source's, for messages.
    ///
    /// # Errors
    /// When it cannot be read, is larger than 4 GB, or the disk is full; nothing half-written remains.
    pub fn stage(&self, source: &mut dyn Read, name: &Path) -> Result<Staged> {
        let temp = self.root.join(format!("入库.{}.partial", next_temp()));
        let stored = jishi_fs::copy_hashed(source, name, &temp, CAP)?;
        Ok(Staged { content: self.clone(), temp, stored, placed: false })
    }

    /// Takes bytes in.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn take_bytes(&self, bytes: &[u8]) -> Result<jishi_fs::Stored> {
        self.stage(&mut &*bytes, Path::new("（内存）"))?.keep()
    }

    /// Reads a file back and proves its digest.
    ///
    /// # Errors
    /// When it is gone or its bytes are not what the digest says.
    pub fn read_file(&self, sha256: &str) -> Result<Vec<u8>> {
        let bytes = jishi_fs::read(&self.standing(sha256)?)?;
        proved(&jishi_fs::sha256_hex(&bytes), sha256)?;
        Ok(bytes)
    }

    /// Proves the digest of a file and opens it, without taking it into memory.
    ///
    /// # Errors
    /// As [`Content::read_file`].
    pub fn open_file(&self, sha256: &str) -> Result<File> {
        let path = self.standing(sha256)?;
        let mut file = jishi_fs::open(&path)?;
        proved(&jishi_fs::hash_stream(&mut file, &path)?.sha256, sha256)?;
        Ok(file)
    }

    fn standing(&self, sha256: &str) -> Result<PathBuf> {
        let path = self.file_path(sha256);
        if path.exists() {
            Ok(path)
        } else {
            Err(StoreError::Content { sha256: sha256.into(), fault: "不见了，请从备份恢复".into() })
        }
    }

    /// Removes what a killed process left half-written. Only names of our own making.
    pub(crate) fn clear_leftovers(&self) -> Result<()> {
        for path in jishi_fs::list_dir(&self.root)? {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with("入库.") && name.ends_with(".partial") {
                jishi_fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

fn proved(found: &str, sha256: &str) -> Result<()> {
    if found == sha256 {
        Ok(())
    } else {
        Err(StoreError::Content { sha256: sha256.into(), fault: "已损坏（摘要不符），请从备份恢复".into() })
    }
}

impl Staged {
    /// Digest and size of the copy.
    #[must_use]
    pub fn stored(&self) -> &jishi_fs::Stored {
        &self.stored
    }

    /// Where the copy lies until it is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.temp
    }

    /// The copy itself, for a look at what will be kept: not at the source, which may change meanwhile.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(&self) -> Result<File> {
        Ok(jishi_fs::open(&self.temp)?)
    }

    /// Puts the copy in its place under its digest.
    ///
    /// # Errors
    /// When the disk refuses; nothing half-written remains.
    pub fn keep(mut self) -> Result<jishi_fs::Stored> {
        let target = self.content.file_path(&self.stored.sha256);
        if self.stands_at(&target) {
            return Ok(self.stored.clone());
        }
        if target.exists() {
            // The one that stood there was damaged: the good copy takes its place.
            jishi_fs::remove_file(&target)?;
        }
        if let Some(shard) = target.parent() {
            jishi_fs::create_dir_all(shard)?;
            jishi_fs::sync_dir(&self.content.root)?;
        }
        match jishi_fs::rename_new(&self.temp, &target) {
            Ok(()) => self.placed = true,
            // Another took the same file in at this moment.
            Err(_) if self.stands_at(&target) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(self.stored.clone())
    }

    fn stands_at(&self, target: &Path) -> bool {
        target.exists() && jishi_fs::hash_file(target).is_ok_and(|found| found == self.stored)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.placed {
            let _ = jishi_fs::remove_file(&self.temp);
        }
    }
}

/// A number no other temporary file of this process has.
fn next_temp() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
