//! Judges everything at a place: one package, a folder of them, a whole stick. Packages are found at any depth; what lies beside them is
//! named; their seals are held against each other.
//!
//! Nothing is changed, extracted or followed out of the place.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::finding::Finding;
use jishi_core::medium::{CARRIER_NOTE, is_beside};
use jishi_fs::Kind;
use walkdir::WalkDir;

use crate::answer::{Verified, VerifyResult};
use crate::chain::{self, Link};
use crate::container::{error, note, warning};
use crate::layout::{BAGIT, SEAL_JSON};
use crate::media_list::{self, MEDIA_LIST};
use crate::names::{is_dangerous, is_junk, is_of_the_system};
use crate::verify::{Limits, Mode, Report, verify_within};
use crate::zipped::other_format;
use crate::{ArchiveError, Listener, Phase, Progress, tree_map};

/// Files beside packages that are named one by one; the rest are counted.
const NAMED: usize = 50;
/// Endings of archives that may hold a package and are not read here.
const OTHER_ARCHIVES: [&str; 9] = [".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".iso"];
/// Resolution of the progress of one package, so that several add up to whole numbers.
const PARTS: u64 = 1000;

/// Everything found, before it is summed up: the caller may add to the findings of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    mode: Mode,
    pub packages: Vec<(PathBuf, Report)>,
    /// Of the place as a whole.
    pub findings: Vec<Finding>,
}

impl Swept {
    /// The answer for screen and script.
    #[must_use]
    pub fn answer(self) -> VerifyResult {
        let packages = self.packages.into_iter().map(|(path, report)| Verified::of(path.display().to_string(), report)).collect();
        VerifyResult::of(self.mode, packages, self.findings)
    }
}

/// What a walk found.
#[derive(Default)]
struct Found {
    packages: Vec<PathBuf>,
    /// Relative to the place, in the order of the walk.
    beside: Vec<String>,
    links: Vec<String>,
    unfinished: Vec<String>,
    lists: Vec<PathBuf>,
}

/// Whether a folder is, or claims to be, a package. A payload beside a list of it is one whose bagit.txt was lost.
fn is_package_folder(path: &Path) -> bool {
    let is = |name: &str, kind: Kind| matches!(jishi_fs::kind(&path.join(name)), Ok(Some(k)) if k == kind);
    let listed = ["sha256", "sha512", "sha1", "md5"].iter().any(|a| is(&format!("manifest-{a}.txt"), Kind::File));
    is(BAGIT, Kind::File) || is(SEAL_JSON, Kind::File) || (listed && is("data", Kind::Folder)) || tree_map::is_tree(path)
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

fn find(root: &Path, limits: &Limits, findings: &mut Vec<Finding>) -> Result<Found, ArchiveError> {
    jishi_fs::list_dir(root)?;
    let mut found = Found::default();
    let shown = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut walk = WalkDir::new(root).follow_links(false).min_depth(1).sort_by_file_name().into_iter();
    let (mut seen, mut notes) = (0_u64, Vec::new());
    while let Some(item) = walk.next() {
        seen += 1;
        if seen > limits.entries {
            let message = format!("这里的文件超过{}个，没有继续找下去", limits.entries);
            findings.push(error("P166", "", message, "请选择装封装包的文件夹，而不是整个硬盘"));
            break;
        }
        let item = match item {
            Ok(item) => item,
            Err(e) => {
                let path = e.path().map(shown).unwrap_or_default();
                findings.push(warning(
                    "P197",
                    &path,
                    format!("“{path}”打不开，里面没有查看（{e}）"),
                    "请检查权限和介质后重新核对",
                ));
                continue;
            }
        };
        let (path, kind) = (item.path(), item.file_type());
        let name = item.file_name().to_string_lossy();
        if kind.is_dir() {
            if is_of_the_system(&name) {
                found.beside.push(shown(path));
                walk.skip_current_dir();
            } else if name.ends_with(".partial") {
                found.unfinished.push(shown(path));
                walk.skip_current_dir();
            } else if is_package_folder(path) {
                found.packages.push(path.to_owned());
                walk.skip_current_dir();
            }
        } else if !kind.is_file() {
            found.links.push(shown(path));
        } else if is_zip(path) {
            found.packages.push(path.to_owned());
        } else if is_beside(MEDIA_LIST, &name) {
            found.lists.push(path.to_owned());
        } else if is_beside(CARRIER_NOTE, &name) {
            notes.push(path.to_owned());
        } else {
            found.beside.push(shown(path));
        }
    }
    // Written with a list, whichever is left; it proves nothing and nothing is judged by it. Alone it is a file like any other.
    let alone = |note: &PathBuf| found.lists.iter().all(|list| list.parent() != note.parent());
    let strangers: Vec<String> = notes.iter().filter(|note| alone(note)).map(|note| shown(note)).collect();
    found.beside.extend(strangers);
    found.beside.sort();
    Ok(found)
}

/// Judges what is at a path: a package, or every package below it.
///
/// # Errors
/// Only when the path cannot be read at all, or the caller says stop.
pub fn sweep(path: &Path, mode: Mode, limits: &Limits, progress: &mut Listener<'_>) -> Result<Swept, ArchiveError> {
    let mut findings = Vec::new();
    let place = matches!(jishi_fs::kind(&jishi_fs::canonical(path)?)?, Some(Kind::Folder)) && !is_package_folder(path);
    let mut found = if place { find(path, limits, &mut findings)? } else { Found::default() };
    // Nothing there: the folder itself is judged, and told that it is no package. A medium whose writing was cut off is no such folder.
    let begun = !found.unfinished.is_empty() || !found.lists.is_empty();
    let alone = found.packages.is_empty() && !begun;
    if found.packages.is_empty() && begun {
        findings.push(error("P193", "", "这里没有一个写完的封装包", "它不能作为移交件：请移交单位接着写完，再核对"));
    }
    if alone {
        found.packages.push(path.to_owned());
    }
    let count = found.packages.len() as u64;
    let mut packages = Vec::new();
    for (index, at) in found.packages.iter().enumerate() {
        let mut listen = |p: Progress| -> ControlFlow<()> {
            let part = p.done.saturating_mul(PARTS).checked_div(p.total).unwrap_or(0);
            let file = if count > 1 { format!("第{}/{count}个包 {}", index + 1, p.file) } else { p.file };
            progress(Progress { phase: p.phase, file, done: index as u64 * PARTS + part, total: count * PARTS })
        };
        let report = verify_within(at, mode, limits, &mut listen)?;
        if !alone && is_zip(at) && report.findings.iter().any(|f| f.code == "P101") && report.facts.files == 0 {
            // A zip like any other, that happens to lie here.
            found.beside.push(at.strip_prefix(path).unwrap_or(at).to_string_lossy().replace('\\', "/"));
            continue;
        }
        packages.push((at.clone(), report));
    }
    let end = Progress { phase: Phase::Verify, file: String::new(), done: count * PARTS, total: count * PARTS };
    if progress(end).is_break() {
        return Err(ArchiveError::Cancelled);
    }
    if !alone {
        beside(&found, path, &mut findings);
    }
    let shown: Vec<String> = packages.iter().map(|(p, _)| p.strip_prefix(path).unwrap_or(p).display().to_string()).collect();
    let links: Vec<Link<'_>> = packages
        .iter()
        .zip(&shown)
        .filter_map(|((_, r), path)| {
            Some(Link { path, record: r.facts.record.as_ref()?, sha256: r.facts.seal_sha256.as_deref()? })
        })
        .collect();
    chain::judge(&links, &mut findings);
    media_list::judge(&found.lists, &packages, &mut findings);
    findings.sort_by(|a, b| (a.level, &a.code, &a.place.file).cmp(&(b.level, &b.code, &b.place.file)));
    Ok(Swept { mode, packages, findings })
}

/// Names what lies beside the packages (DA/T 70-2018, 载体中多余文件).
fn beside(found: &Found, root: &Path, findings: &mut Vec<Finding>) {
    // What cannot be read is told as a stranger.
    let archive = |path: &&String| OTHER_ARCHIVES.iter().any(|e| path.to_ascii_lowercase().ends_with(e));
    let format = |path: &String| Some((path.clone(), other_format(&root.join(path)).ok().flatten()?));
    let unread: BTreeMap<String, _> = found.beside.iter().filter(archive).filter_map(format).collect();
    for path in &found.unfinished {
        let message = format!("“{path}”是没有写完的封装包");
        findings.push(warning("P194", path, message, "它不是包，不能接收；请移交单位重新写入，再删去它"));
    }
    for path in &found.links {
        let message = format!("“{path}”是链接或设备，不是文件本身");
        findings.push(error("P180", path, message, "请不要跟随它；要求移交单位把文件本身放进来"));
    }
    let mut strangers = 0_usize;
    for path in &found.beside {
        let name = path.rsplit('/').next().unwrap_or(path);
        if let Some((format, how)) = unread.get(path) {
            let message = format!("“{path}”是 {format} 压缩包，里面如有封装包，没有核对");
            findings.push(warning("P190", path, message, how));
        } else if is_dangerous(name) {
            let message = format!("“{path}”是程序、脚本或快捷方式，移交载体上不许有");
            findings.push(error("P192", path, message, "请不要打开它；查毒后要求移交单位更换载体"));
        } else if is_of_the_system(name) || is_junk(name) {
            findings.push(note("P191", path, format!("“{path}”是操作系统自己留下的，不属于任何包"), "不影响内容，可以忽略"));
        } else {
            strangers += 1;
            if strangers <= NAMED {
                findings.push(warning(
                    "P190",
                    path,
                    format!("“{path}”在封装包之外，是多余文件"),
                    "它不受清单和封签保护，没有核对；请查明来源",
                ));
            }
        }
    }
    if strangers > NAMED {
        let message = format!("还有{}个多余文件没有逐个列出", strangers - NAMED);
        findings.push(warning("P190", "", message, "如果选的是整个硬盘，请改选装封装包的文件夹"));
    }
}
