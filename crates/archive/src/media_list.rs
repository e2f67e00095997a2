//! `介质清单.json`: what was written to a medium, and which medium of how many it is. Sealed packages never change, so that a set of
//! packages spread over several media is told beside them, not in them (`Bag-Count` would have to be known before the seal).
//!
//! The list is a help to the receiver and no proof: it is not sealed. The seals of its packages are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jishi_core::finding::Finding;
use serde::{Deserialize, Serialize};

use crate::container::{error, note, warning};
use crate::verify::Report;

/// Name of the list at the root of a medium.
pub const MEDIA_LIST: &str = "介质清单.json";
const FORMAT: &str = "选任纪实介质清单";
const VERSION: u32 = 1;
/// Most bytes of a list.
const CAP: u64 = 1 << 24;

/// One package of the set, on this medium or another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPackage {
    /// Number of the medium that has it, from 1.
    #[serde(rename = "盘")]
    pub volume: u32,
    /// Name of folder or zip beside the list.
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "封签号")]
    pub seal_no: String,
    #[serde(rename = "封签SHA-256")]
    pub seal_sha256: String,
    #[serde(rename = "文件数")]
    pub files: u64,
    #[serde(rename = "字节数")]
    pub bytes: u64,
}

/// `介质清单.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaList {
    #[serde(rename = "格式")]
    format: String,
    #[serde(rename = "版本")]
    version: u32,
    /// Same on all media of one set.
    #[serde(rename = "组号")]
    pub group: String,
    /// n of N, from 1.
    #[serde(rename = "第几盘")]
    pub volume: u32,
    #[serde(rename = "共几盘")]
    pub volumes: u32,
    /// Number of the medium in the register of the unit that wrote it.
    #[serde(rename = "载体编号")]
    pub medium: String,
    #[serde(rename = "密级")]
    pub secrecy: String,
    /// RFC 3339 with offset.
    #[serde(rename = "写入时间")]
    pub written_at: String,
    #[serde(rename = "包")]
    pub packages: Vec<ListedPackage>,
}

impl MediaList {
    /// The list of one medium of a set.
    #[must_use]
    pub fn new(
        group: &str,
        volume: (u32, u32),
        medium: &str,
        secrecy: &str,
        written_at: &str,
        packages: Vec<ListedPackage>,
    ) -> Self {
        MediaList {
            format: FORMAT.into(),
            version: VERSION,
            group: group.into(),
            volume: volume.0,
            volumes: volume.1,
            medium: medium.into(),
            secrecy: secrecy.into(),
            written_at: written_at.into(),
            packages,
        }
    }

    /// Whether all that another list tells is told here too, so that this one may stand in its place.
    #[must_use]
    pub fn covers(&self, other: &MediaList) -> bool {
        let told = |p: &ListedPackage| {
            self.packages.iter().any(|q| (q.volume, &q.name, &q.seal_sha256) == (p.volume, &p.name, &p.seal_sha256))
        };
        (self.volume, &self.medium) == (other.volume, &other.medium) && other.packages.iter().all(told)
    }

    /// Whether nothing of another list would be lost by this one: of what it says of its own medium, each package is told here too or lies
    /// there no more (`lies`).
    pub fn outlives(&self, other: &MediaList, lies: impl Fn(&ListedPackage) -> bool) -> bool {
        let told = |p: &ListedPackage| self.packages.iter().any(|q| (&q.name, &q.seal_sha256) == (&p.name, &p.seal_sha256));
        self.covers(other) || other.packages.iter().filter(|p| p.volume == other.volume).all(|p| told(p) || !lies(p))
    }

    /// The bytes as written.
    ///
    /// # Errors
    /// When serde refuses, which plain text and numbers never make it do.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a list.
    ///
    /// # Errors
    /// A plain message when it is none, or of a later version.
    pub fn parse(bytes: &[u8]) -> Result<MediaList, String> {
        let list: MediaList = serde_json::from_slice(bytes).map_err(|e| format!("不是介质清单（第{}行：{e}）", e.line()))?;
        if list.format != FORMAT || list.version > VERSION {
            return Err(format!("的格式或版本（{} {}）本程序不认", list.format, list.version));
        }
        Ok(list)
    }
}

/// Reads the list at a path; the reason where that cannot be.
fn read(path: &Path) -> Result<MediaList, String> {
    match jishi_fs::read_capped(path, CAP) {
        Ok(bytes) => MediaList::parse(&bytes).map_err(|reason| format!("{} {reason}", file_name(path))),
        Err(e) => Err(format!("介质清单读不出（{e}）")),
    }
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|n| n.to_str()).unwrap_or(MEDIA_LIST)
}

/// Holds the lists of media against the packages found beside them. A medium written to more than once has a list of each time.
pub(crate) fn judge(paths: &[PathBuf], packages: &[(PathBuf, Report)], findings: &mut Vec<Finding>) {
    let mut folders: BTreeMap<Option<&Path>, Vec<&PathBuf>> = BTreeMap::new();
    for path in paths {
        folders.entry(path.parent()).or_default().push(path);
    }
    for (folder, lists) in folders {
        let beside: Vec<(String, &Report)> = packages
            .iter()
            .filter(|(p, _)| p.parent() == folder)
            .filter_map(|(p, r)| Some((p.file_name()?.to_str()?.to_owned(), r)))
            .collect();
        // Whether a package is on a list nobody can read is not known.
        let mut all_read = true;
        let mut listed = BTreeSet::new();
        for path in lists {
            match read(path) {
                Ok(list) => {
                    compare(&list, file_name(path), &beside, findings);
                    listed.extend(list.packages.into_iter().filter(|p| p.volume == list.volume).map(|p| p.name));
                }
                Err(reason) => {
                    all_read = false;
                    findings.push(error("P195", file_name(path), reason, "请与移交单位核对这张盘应有哪些包"));
                }
            }
        }
        for (name, _) in beside.iter().filter(|(name, _)| all_read && !listed.contains(name)) {
            let message = format!("“{name}”不在介质清单里，是后来放进来的");
            findings.push(warning("P196", name, message, "请查明来源；以纸质交接单为准"));
        }
    }
}

/// One list against what lies beside it; `at`: name of its file.
fn compare(list: &MediaList, at: &str, beside: &[(String, &Report)], findings: &mut Vec<Finding>) {
    for listed in list.packages.iter().filter(|p| p.volume == list.volume) {
        match beside.iter().find(|(name, _)| *name == listed.name) {
            None => {
                let message = format!("介质清单列了“{}”（封签 {}），这里没有它", listed.name, listed.seal_no);
                findings.push(error("P195", &listed.name, message, "请向移交单位索取这个包"));
            }
            Some((_, report)) if report.facts.seal_sha256.as_ref() != Some(&listed.seal_sha256) => {
                let message = format!("“{}”的封签与介质清单记载的不是同一个", listed.name);
                findings.push(error("P196", &listed.name, message, "请与纸质交接单上的摘要核对"));
            }
            Some(_) => {}
        }
    }
    if list.volumes > 1 {
        let others = list.packages.iter().filter(|p| p.volume != list.volume).count();
        let message =
            format!("这是一组{}张盘的第{}张（组号 {}），另有{others}个包在别的盘上", list.volumes, list.volume, list.group);
        findings.push(note("P198", at, message, "请把整组各盘都核对一遍再签收"));
    }
}
