//! A package as a list of files that can be read one at a time, whether it is a folder or a zip. Nothing is extracted.

use std::collections::BTreeMap;
use std::io::{self, Read};

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::metadata::TransferLayout;

use crate::ArchiveError;

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Path under the package's base folder, with `/`.
    pub(crate) path: String,
    /// Bytes as the container states them.
    pub(crate) size: u64,
}

/// What reading one file told.
#[derive(Debug)]
pub(crate) enum ReadFault {
    /// Damage in the container, in the user's words.
    Damaged(String),
    /// More bytes than allowed.
    TooLarge(u64),
    /// The caller said stop, or the system failed.
    Stop(ArchiveError),
}

impl From<ArchiveError> for ReadFault {
    fn from(error: ArchiveError) -> Self {
        ReadFault::Stop(error)
    }
}

/// Takes chunks as they are read.
pub(crate) type Eater<'a> = dyn FnMut(&[u8]) -> Result<(), ArchiveError> + 'a;

/// A folder or a zip.
pub(crate) trait Container {
    /// The files, in the order in which reading is cheap.
    fn entries(&self) -> &[Entry];
    /// Whether a folder stands there, empty or not.
    fn has_folder(&self, path: &str) -> bool;
    /// Reads one file through; `index` is into [`Container::entries`].
    fn read(&mut self, index: usize, cap: u64, eat: &mut Eater<'_>) -> Result<(), ReadFault>;
    /// Of a bare transfer tree seen as a bag: how it is laid out.
    fn layout(&self) -> Option<TransferLayout> {
        None
    }
    /// What the files are really called, by the path they are judged under; empty where they have but one name.
    fn real_names(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
    /// Reads one small file whole.
    fn read_whole(&mut self, index: usize, cap: u64) -> Result<Vec<u8>, ReadFault> {
        let mut bytes = Vec::new();
        self.read(index, cap, &mut |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok(bytes)
    }
}

/// Reads a stream to its end, at most `cap` bytes.
pub(crate) fn drain(reader: &mut dyn Read, cap: u64, buffer: &mut [u8], eat: &mut Eater<'_>) -> Result<(), ReadFault> {
    let mut total = 0_u64;
    loop {
        let n = match reader.read(buffer) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(ReadFault::Damaged(e.to_string())),
        };
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            return Ok(());
        };
        total = total.saturating_add(n as u64);
        if total > cap {
            return Err(ReadFault::TooLarge(cap));
        }
        eat(chunk)?;
    }
}

pub(crate) fn finding(code: &str, level: Level, file: &str, message: impl Into<String>, remedy: &str) -> Finding {
    let place = if file.is_empty() { Place::default() } else { Place::file(file) };
    Finding::new(code, level, place, message).remedy(remedy)
}

pub(crate) fn error(code: &str, file: &str, message: impl Into<String>, remedy: &str) -> Finding {
    finding(code, Level::Error, file, message, remedy)
}

pub(crate) fn warning(code: &str, file: &str, message: impl Into<String>, remedy: &str) -> Finding {
    finding(code, Level::Warning, file, message, remedy)
}

pub(crate) fn note(code: &str, file: &str, message: impl Into<String>, remedy: &str) -> Finding {
    finding(code, Level::Note, file, message, remedy)
}
