//! A package as it is to stand on a medium: as it was sealed, or as the bare transfer tree made of it on the way. Nothing is written here.

use std::path::{Path, PathBuf};

use jishi_core::metadata::TransferLayout;
use jishi_fs::Kind;
use walkdir::WalkDir;

use crate::ArchiveError;
use crate::container::{Container, Eater, ReadFault, drain};
use crate::digest::CHUNK;
use crate::layout::{BAGIT, SEAL_JSON};
use crate::names::is_junk;
use crate::tree;
use crate::tree_map::{self, place};
use crate::verify::{Limits, open};

/// Where the bytes of a file come from.
enum From {
    Disk(PathBuf),
    /// A file of the sealed package, by its index there.
    Entry(usize),
    Text(String),
}

/// One file as it is to stand there.
pub(crate) struct Piece {
    pub(crate) path: String,
    pub(crate) size: u64,
    from: From,
}

/// All of a package.
pub(crate) struct Cargo {
    /// Name of its folder, or of the one file it is.
    pub(crate) name: String,
    pub(crate) folder: bool,
    /// How the tree is laid out that it is, or becomes.
    pub(crate) layout: Option<TransferLayout>,
    pub(crate) pieces: Vec<Piece>,
    container: Option<Box<dyn Container>>,
}

impl Cargo {
    /// `layout`: the tree a sealed package is to become; None leaves it as it is.
    ///
    /// # Errors
    /// When the package cannot be read, or no tree can be made of it.
    pub(crate) fn of(package: &Path, layout: Option<TransferLayout>) -> Result<Cargo, ArchiveError> {
        if let Some(layout) = layout {
            return Cargo::tree(package, layout);
        }
        let name = name_of(package);
        let disk = |(path, size): (String, u64)| Piece { from: From::Disk(package.join(&path)), path, size };
        if jishi_fs::kind(package)? == Some(Kind::Folder) {
            let layout = if tree_map::is_tree(package) {
                open(package, &Limits::default(), &mut Vec::new())?.0.and_then(|c| c.layout())
            } else {
                None
            };
            let pieces = files_of(package)?.into_iter().map(disk).collect();
            return Ok(Cargo { name, folder: true, layout, pieces, container: None });
        }
        let piece = Piece { path: name.clone(), size: jishi_fs::size(package)?, from: From::Disk(package.to_owned()) };
        Ok(Cargo { name, folder: false, layout: None, pieces: vec![piece], container: None })
    }

    fn tree(package: &Path, layout: TransferLayout) -> Result<Cargo, ArchiveError> {
        let (mut container, record) = tree::bag_of(package)?;
        let own = tree::own_texts(layout, &tree::Sources::read(&mut *container, &record)?);
        let entries = container.entries().iter().enumerate();
        let kept = entries.map(|(i, e)| Piece { path: place(layout, &e.path), size: e.size, from: From::Entry(i) });
        let mut pieces: Vec<Piece> = kept.collect();
        let made = own.into_iter();
        pieces.extend(made.map(|(path, text)| Piece { path: path.to_owned(), size: text.len() as u64, from: From::Text(text) }));
        pieces.sort_by(|a, b| a.path.cmp(&b.path));
        let name = tree::name_of(&record, layout);
        Ok(Cargo { name, folder: true, layout: Some(layout), pieces, container: Some(container) })
    }

    /// Relative paths and sizes.
    pub(crate) fn files(&self) -> Vec<(String, u64)> {
        self.pieces.iter().map(|p| (p.path.clone(), p.size)).collect()
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.pieces.iter().map(|p| p.size).fold(0, u64::saturating_add)
    }

    /// The pieces in the order they are written: what makes a package of them comes last.
    pub(crate) fn order(&self) -> Vec<usize> {
        let has = |path: &str| self.pieces.iter().any(|p| p.path == path);
        let seal = self.layout.map_or_else(|| SEAL_JSON.to_owned(), |layout| place(layout, SEAL_JSON));
        let last = [seal, BAGIT.to_owned()].into_iter().find(|path| has(path));
        let is_last = |i: &usize| self.pieces.get(*i).is_some_and(|p| Some(&p.path) == last.as_ref());
        let (tail, mut all): (Vec<usize>, Vec<usize>) = (0..self.pieces.len()).partition(is_last);
        all.extend(tail);
        all
    }

    /// Reads one piece through.
    ///
    /// # Errors
    /// Those of reading, and what `eat` says.
    pub(crate) fn read(&mut self, index: usize, eat: &mut Eater<'_>) -> Result<(), ReadFault> {
        match (self.pieces.get(index).map(|p| &p.from), self.container.as_mut()) {
            (Some(From::Disk(path)), _) => {
                let mut file = jishi_fs::open(path).map_err(ArchiveError::from)?;
                drain(&mut file, u64::MAX, &mut vec![0; CHUNK], eat)
            }
            (Some(From::Text(text)), _) => eat(text.as_bytes()).map_err(ReadFault::Stop),
            (Some(From::Entry(entry)), Some(container)) => container.read(*entry, u64::MAX, eat),
            (Some(From::Entry(_)) | None, _) => Ok(()),
        }
    }
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Relative paths and sizes, sorted; what a system left behind stays behind.
pub(crate) fn files_of(root: &Path) -> Result<Vec<(String, u64)>, ArchiveError> {
    jishi_fs::list_dir(root)?;
    let mut files = Vec::new();
    for item in WalkDir::new(root).follow_links(false).min_depth(1).sort_by_file_name() {
        let item = item.map_err(|e| ArchiveError::NotAPackage { path: root.to_owned(), reason: e.to_string() })?;
        if item.file_type().is_file() && !is_junk(&item.file_name().to_string_lossy()) {
            let path = item.path().strip_prefix(root).unwrap_or(item.path());
            let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
            files.push((parts.join("/"), item.metadata().map(|m| m.len()).unwrap_or_default()));
        }
    }
    Ok(files)
}
