//! Where the bytes of a package go: a folder, or one zip with the same tree under one base folder.
//!
//! Zip entries are stored, not compressed: 档发〔2012〕7号 art. 7 asks for uncompressed records, and stored bytes can be
//! dug out of a damaged zip. Timestamps and rights are fixed, so the same plan gives the same bytes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::ArchiveError;

/// Receives a package file by file.
pub(crate) trait Sink {
    /// Begins a file; `size` is what is expected, for ZIP64.
    fn begin(&mut self, path: &str, size: u64) -> Result<(), ArchiveError>;
    /// Adds to the file begun last.
    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError>;
    /// Ends the file begun last.
    fn end(&mut self) -> Result<(), ArchiveError>;
}

/// A bag as a folder.
pub(crate) struct FolderSink {
    root: PathBuf,
    current: Option<(PathBuf, File)>,
    files: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl FolderSink {
    pub(crate) fn create(root: &Path) -> Result<FolderSink, ArchiveError> {
        jishi_fs::create_dir(root)?;
        let folders = BTreeSet::from([root.to_owned()]);
        Ok(FolderSink { root: root.to_owned(), current: None, files: Vec::new(), folders })
    }

    /// Brings every file and folder to the disk.
    pub(crate) fn finish(self) -> Result<(), ArchiveError> {
        // After all writes, not after each: the disk has been busy writing meanwhile, and the wait is short.
        for path in &self.files {
            jishi_fs::sync_file(path)?;
        }
        for folder in self.folders.iter().rev() {
            jishi_fs::sync_dir(folder)?;
        }
        Ok(())
    }
}

impl Sink for FolderSink {
    fn begin(&mut self, path: &str, _size: u64) -> Result<(), ArchiveError> {
        let full = self.root.join(path);
        if let Some(parent) = full.parent()
            && !self.folders.contains(parent)
        {
            jishi_fs::create_dir_all(parent)?;
            let inside = parent.ancestors().take_while(|p| p.starts_with(&self.root));
            self.folders.extend(inside.map(Path::to_owned));
        }
        let file = jishi_fs::create_new(&full)?;
        self.current = Some((full, file));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        if let Some((path, file)) = &mut self.current {
            file.write_all(bytes).map_err(|source| jishi_fs::FileError { act: "写入", path: path.clone(), source })?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ArchiveError> {
        if let Some((path, file)) = self.current.take() {
            drop(file);
            self.files.push(path);
        }
        Ok(())
    }
}

/// A bag as one zip.
pub(crate) struct ZipSink {
    path: PathBuf,
    base: String,
    writer: ZipWriter<BufWriter<File>>,
}

impl ZipSink {
    pub(crate) fn create(path: &Path, base: &str) -> Result<ZipSink, ArchiveError> {
        let file = jishi_fs::create_new(path)?;
        let writer = ZipWriter::new(BufWriter::with_capacity(1 << 20, file));
        Ok(ZipSink { path: path.to_owned(), base: base.to_owned(), writer })
    }

    /// Writes the central directory and brings the zip to the disk.
    pub(crate) fn finish(self) -> Result<(), ArchiveError> {
        let path = self.path;
        let failed = |source: std::io::Error| jishi_fs::FileError { act: "写盘", path: path.clone(), source };
        let file = self.writer.finish().map_err(|e| zip_error(&path, e))?;
        file.into_inner().map_err(|e| failed(e.into_error()))?.sync_all().map_err(failed)?;
        Ok(())
    }
}

fn zip_error(path: &Path, error: zip::result::ZipError) -> ArchiveError {
    match error {
        zip::result::ZipError::Io(source) => jishi_fs::FileError { act: "写入", path: path.to_owned(), source }.into(),
        other => ArchiveError::Zip { path: path.to_owned(), reason: other.to_string() },
    }
}

impl Sink for ZipSink {
    fn begin(&mut self, path: &str, size: u64) -> Result<(), ArchiveError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(size >= u64::from(u32::MAX));
        self.writer.start_file(format!("{}/{path}", self.base), options).map_err(|e| zip_error(&self.path, e))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let path = &self.path;
        self.writer.write_all(bytes).map_err(|source| jishi_fs::FileError { act: "写入", path: path.clone(), source }.into())
    }

    fn end(&mut self) -> Result<(), ArchiveError> {
        Ok(())
    }
}
