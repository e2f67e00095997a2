//! Reads a file from the disk and not from the system's memory of it: only so does a read prove that the bytes are on a stick.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::Result;

/// How sure it is that the bytes came from the disk, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bypass {
    /// The system was told to read past its cache, and did.
    Direct,
    /// The system was asked to forget the file first; it may have kept some of it.
    Forgotten,
    /// Nothing could be done: the bytes may come from memory.
    None,
}

impl Bypass {
    /// The words for a report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Bypass::Direct => "绕过系统缓存读回",
            Bypass::Forgotten => "清除系统缓存后读回",
            Bypass::None => "经系统缓存读回",
        }
    }
}

/// Reads past the cache come in whole blocks, into memory that begins at one.
const BLOCK: usize = 4096;
const CHUNK: usize = 1 << 20;

/// A file read past the system's cache as far as the system lets.
pub struct Uncached {
    file: File,
    bypass: Bypass,
    buffer: Vec<u8>,
    /// Where the aligned part of the buffer begins; what of it is filled and not yet handed out.
    start: usize,
    filled: usize,
    given: usize,
}

impl Uncached {
    /// Opens a file that has been synced.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(path: &Path) -> Result<Uncached> {
        let mut buffer = vec![0; CHUNK + BLOCK];
        let start = buffer.as_mut_ptr().align_offset(BLOCK).min(BLOCK);
        if let Some(file) = direct(path)
            // Some file systems take the flag and then refuse the read: tried on the first block.
            && probe(&file, buffer.get_mut(start..start + BLOCK).unwrap_or_default())
        {
            return Ok(Uncached { file, bypass: Bypass::Direct, buffer, start, filled: 0, given: 0 });
        }
        let file = crate::open(path)?;
        let bypass = forget(&file);
        Ok(Uncached { file, bypass, buffer, start, filled: 0, given: 0 })
    }

    #[must_use]
    pub fn bypass(&self) -> Bypass {
        self.bypass
    }
}

impl Read for Uncached {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.filled {
            let room = self.buffer.get_mut(self.start..self.start + CHUNK).unwrap_or_default();
            self.filled = self.file.read(room)?;
            self.given = 0;
        }
        let ready = self.buffer.get(self.start + self.given..self.start + self.filled).unwrap_or_default();
        let n = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), ready.get(..n)) {
            to.copy_from_slice(from);
        }
        self.given += n;
        Ok(n)
    }
}

/// Reads the first block and goes back.
fn probe(mut file: &File, room: &mut [u8]) -> bool {
    use std::io::Seek as _;
    file.read(room).is_ok() && file.rewind().is_ok()
}

#[cfg(target_os = "linux")]
fn direct(path: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flag = i32::try_from(rustix::fs::OFlags::DIRECT.bits()).ok()?;
    File::options().read(true).custom_flags(flag).open(path).ok()
}

#[cfg(windows)]
fn direct(path: &Path) -> Option<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const FILE_FLAG_NO_BUFFERING: u32 = 0x2000_0000;
    File::options().read(true).custom_flags(FILE_FLAG_NO_BUFFERING).open(path).ok()
}

#[cfg(not(any(target_os = "linux", windows)))]
fn direct(_: &Path) -> Option<File> {
    None
}

#[cfg(target_os = "linux")]
fn forget(file: &File) -> Bypass {
    let forgotten = file.sync_all().is_ok() && rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).is_ok();
    if forgotten { Bypass::Forgotten } else { Bypass::None }
}

#[cfg(not(target_os = "linux"))]
fn forget(_: &File) -> Bypass {
    Bypass::None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_past_the_cache_is_what_was_written_at_every_length() {
        let dir = tempfile::tempdir().unwrap();
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, CHUNK, 3 * CHUNK + 17] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let path = dir.path().join(format!("{length}"));
            crate::write_new(&path, &bytes).unwrap();
            let mut read = Vec::new();
            let mut file = Uncached::open(&path).unwrap();
            file.read_to_end(&mut read).unwrap();
            assert!(read == bytes, "{length} bytes, {}", file.bypass().word());
        }
    }
}
