//! A package as a folder, walked without following links.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jishi_core::finding::Finding;
use walkdir::WalkDir;

use crate::ArchiveError;
use crate::container::{Container, Eater, Entry, ReadFault, drain, error, note};
use crate::digest::CHUNK;

pub(crate) struct Folder {
    root: PathBuf,
    entries: Vec<Entry>,
    folders: Vec<String>,
    buffer: Vec<u8>,
}

impl Folder {
    /// Walks a folder; whatever is not a plain file or folder is a finding.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    pub(crate) fn open(root: &Path, most: u64, findings: &mut Vec<Finding>) -> Result<Folder, ArchiveError> {
        // Proves that the root can be read at all; below it, what cannot be read is a finding.
        jishi_fs::list_dir(root)?;
        let mut entries = Vec::new();
        let mut folders: Vec<String> = Vec::new();
        for item in WalkDir::new(root).follow_links(false).min_depth(1).sort_by_file_name() {
            let item = match item {
                Ok(item) => item,
                Err(e) => {
                    let path = e.path().map(|p| relative(root, p).0).unwrap_or_default();
                    findings.push(error("P127", &path, format!("“{path}”读不出：{e}"), "请检查磁盘和权限，换一台机器再核对"));
                    continue;
                }
            };
            let (path, lossless) = relative(root, item.path());
            if !lossless {
                let message = format!("“{path}”的文件名不是 UTF-8，无法与清单对照");
                findings.push(error("P181", &path, message, "请以 UTF-8 文件名重新复制本包"));
                continue;
            }
            let kind = item.file_type();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                if entries.len() as u64 >= most {
                    let message = format!("文件数超过上限{most}，没有继续查看");
                    findings.push(error("P166", "", message, "请确认选对了文件夹"));
                    break;
                }
                let size = item.metadata().map(|m| m.len()).unwrap_or_default();
                entries.push(Entry { path, size });
            } else {
                let message = format!("“{path}”是链接或设备，不是文件本身");
                findings.push(error("P180", &path, message, "请不要跟随它；用移交单位的原包重新复制"));
            }
        }
        let used: BTreeSet<&str> = entries.iter().flat_map(|e| above(&e.path)).collect();
        for folder in folders.iter().filter(|f| !used.contains(f.as_str())) {
            let message = format!("“{folder}”里没有文件，清单不能记载空文件夹");
            findings.push(note("P182", folder, message, "可以忽略；如本应有文件，请向移交单位核实"));
        }
        Ok(Folder { root: root.to_owned(), entries, folders, buffer: vec![0; CHUNK] })
    }
}

/// Every folder above a path, as text.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(at, _)| path.get(..at))
}

/// Path under the root with `/`, and whether nothing was lost in turning it into text.
fn relative(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|c| c.as_os_str()).collect();
    let lossless = parts.iter().all(|p| p.to_str().is_some());
    (parts.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>().join("/"), lossless)
}

impl Container for Folder {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn has_folder(&self, path: &str) -> bool {
        self.folders.iter().any(|f| f == path)
    }

    fn read(&mut self, index: usize, cap: u64, eat: &mut Eater<'_>) -> Result<(), ReadFault> {
        let Some(entry) = self.entries.get(index) else {
            return Err(ReadFault::Damaged("没有这个文件".into()));
        };
        let mut file = jishi_fs::open(&self.root.join(&entry.path)).map_err(|e| ReadFault::Damaged(e.to_string()))?;
        drain(&mut file, cap, &mut self.buffer, eat)
    }
}
