//! Makes the bare transfer tree of a sealed package, and judges what a tree has beside its bag. The package itself is only read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::metadata::{
    DIRECTORY_2012, REGISTER_2012, RegisterOf, TransferLayout, VOLUMES_2012, directory_2012, register_2012, volumes_2012,
};

use crate::bag;
use crate::container::{Container, ReadFault, error};
use crate::digest::{Family, Wanted, of_bytes};
use crate::judge::Inspection;
use crate::layout::{
    CATALOGUE, CERTIFICATE, DATA, MANIFEST_256, MANIFEST_512, SEAL_JSON, SM2_PUBLIC, SM3_LIST, TAGMANIFEST_256, TAGMANIFEST_512,
};
use crate::sink::{FolderSink, Sink};
use crate::staging::Staging;
use crate::tree_map::{LIST_256, LIST_512, LIST_SM3, TREE_METHOD, own_files, place, suffix};
use crate::verify::{Limits, Mode, open, read_seal, verify};
use crate::{ArchiveError, Listener, Phase, Progress, SealRecord, method, signature};

/// A tree that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeMade {
    pub path: PathBuf,
    pub files: u64,
    pub bytes: u64,
}

/// What the tree's own files are made of, all of it from the bag.
pub(crate) struct Sources {
    /// Text of a list of the bag, by name.
    lists: BTreeMap<&'static str, String>,
    directory: String,
    description: String,
    /// Content files, as the bag has them.
    payload: Vec<String>,
    /// SHA-256 over certificate and SM2 key, when they are known.
    fingerprints: Option<(String, String)>,
    /// The seal, with SHA-256 and SM3 of its bytes; None where it cannot be read.
    seal: Option<(SealRecord, String, String)>,
    /// Trees of earlier programs have no 登记表.
    registered: bool,
}

/// Writes the tree of a sealed package into a folder, reads it back and judges it before it has its name.
///
/// # Errors
/// [`ArchiveError::Unsound`] when the package has faults; those of writing. Nothing half-made remains.
pub fn tree(
    package: &Path,
    destination: &Path,
    layout: TransferLayout,
    progress: &mut Listener<'_>,
) -> Result<TreeMade, ArchiveError> {
    let mut thirds = Thirds { listener: progress, size: 0, behind: 0 };
    let report = verify(package, Mode::Full, &mut |p| thirds.note(p))?;
    thirds.behind = 1;
    let unsound = |findings| ArchiveError::Unsound { path: package.to_owned(), findings };
    let Some(record) = report.facts.record.clone().filter(|_| report.passed() && report.facts.sealed) else {
        return Err(unsound(report.findings));
    };
    let (mut container, _) = bag_of(package)?;
    let paths: Vec<(usize, String)> = container.entries().iter().map(|e| e.path.clone()).enumerate().collect();
    let name = name_of(&record, layout);
    let target = destination.join(&name);
    if jishi_fs::kind(&target)?.is_some() {
        return Err(ArchiveError::TargetExists(target));
    }
    let staging = Staging::open(destination, &name)?;
    let staged = staging.package();
    let mut sink = FolderSink::create(&staged)?;
    let mut bytes = 0;
    let size = thirds.size;
    for (index, path) in &paths {
        let at = place(layout, path);
        sink.begin(&at, 0)?;
        let read = container.read(*index, u64::MAX, &mut |chunk| {
            bytes += chunk.len() as u64;
            let told = Progress { phase: Phase::Write, file: at.clone(), done: bytes.min(size), total: size };
            if thirds.note(told).is_break() {
                return Err(ArchiveError::Cancelled);
            }
            sink.write(chunk)
        });
        read.map_err(|fault| stopped(package, path, fault))?;
        sink.end()?;
    }
    let sources = Sources::read(&mut *container, &record)?;
    let own = own_texts(layout, &sources);
    for (path, text) in &own {
        sink.begin(path, text.len() as u64)?;
        sink.write(text.as_bytes())?;
        sink.end()?;
        bytes += text.len() as u64;
    }
    sink.finish()?;
    thirds.behind = 2;
    let report = verify(&staged, Mode::Full, &mut |p| thirds.note(p))?;
    if !report.passed() || !report.facts.sealed {
        return Err(ArchiveError::RereadFailed(report.findings));
    }
    staging.publish(&target)?;
    Ok(TreeMade { path: target, files: (paths.len() + own.len()) as u64, bytes })
}

/// The name of the tree of a sealed package.
pub(crate) fn name_of(record: &SealRecord, layout: TransferLayout) -> String {
    format!("{}{}", record.name, suffix(layout))
}

/// A sealed package opened to make its tree, and what its seal says. It is not judged here.
pub(crate) fn bag_of(package: &Path) -> Result<(Box<dyn Container>, SealRecord), ArchiveError> {
    let refused = |reason: String| ArchiveError::NotAPackage { path: package.to_owned(), reason };
    let (Some(container), facts) = open(package, &Limits::default(), &mut Vec::new())? else {
        return Err(refused("读不出".to_owned()));
    };
    if facts.form == "tree" {
        return Err(refused("它已经是移交用的目录树，不是封装包".to_owned()));
    }
    if let Some(clash) = container.entries().iter().find(|e| e.path.starts_with("data/其他/固化信息/")) {
        return Err(refused(format!("载荷里的“{}”占用了移交目录树放封签的位置", clash.path)));
    }
    let Some(seal) = read_seal(package)? else {
        return Err(refused("没有可读的封签，不能生成移交目录树".to_owned()));
    };
    Ok((container, seal.record))
}

/// One measure for the three parts of the work: the package is read, copied, and the copy read back. Each is as long as the package.
struct Thirds<'a, 'b> {
    listener: &'a mut Listener<'b>,
    /// Bytes of the package, as its judge counts them.
    size: u64,
    /// Parts that are done.
    behind: u64,
}

impl Thirds<'_, '_> {
    fn note(&mut self, p: Progress) -> ControlFlow<()> {
        if self.behind == 0 {
            self.size = p.total;
        }
        let share = u128::from(self.size) * u128::from(p.done.min(p.total)) / u128::from(p.total.max(1));
        let done = self.behind.saturating_mul(self.size).saturating_add(u64::try_from(share).unwrap_or(self.size));
        (self.listener)(Progress { done, total: self.size.saturating_mul(3), ..p })
    }
}

fn stopped(package: &Path, path: &str, fault: ReadFault) -> ArchiveError {
    let reason = match fault {
        ReadFault::Stop(error) => return error,
        ReadFault::Damaged(reason) => reason,
        ReadFault::TooLarge(cap) => format!("超过{cap}字节"),
    };
    ArchiveError::NotAPackage { path: package.to_owned(), reason: format!("“{path}”读不出：{reason}") }
}

fn text_of(bag: &mut Inspection<'_, '_, '_>, path: &str) -> Result<String, ArchiveError> {
    Ok(bag.small(path)?.map(|(bytes, _)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

const LISTS: [&str; 5] = [MANIFEST_256, MANIFEST_512, SM3_LIST, TAGMANIFEST_256, TAGMANIFEST_512];
const DESCRIBED: &str = "data/说明文件.TXT";

impl Sources {
    pub(crate) fn read(container: &mut dyn Container, record: &SealRecord) -> Result<Sources, ArchiveError> {
        let index: BTreeMap<String, usize> = container.entries().iter().enumerate().map(|(i, e)| (e.path.clone(), i)).collect();
        let mut text = |path: &str| match index.get(path).map(|i| container.read_whole(*i, Limits::default().tag_bytes)) {
            Some(Ok(bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Some(Err(fault)) => Err(stopped(Path::new(path), path, fault)),
            None => Ok(String::new()),
        };
        let seal = of_bytes(text(SEAL_JSON)?.as_bytes(), Wanted::OURS);
        let mut lists = BTreeMap::new();
        for list in LISTS {
            lists.insert(list, text(list)?);
        }
        Ok(Sources {
            lists,
            directory: text(CATALOGUE)?,
            description: text(DESCRIBED)?,
            payload: index.keys().filter(|p| p.starts_with(DATA)).cloned().collect(),
            fingerprints: Some((record.certificate_sha256.clone(), record.sm2_sha256.clone())),
            seal: Some((record.clone(), seal.sha256, seal.sm3)),
            registered: true,
        })
    }

    fn of(bag: &mut Inspection<'_, '_, '_>) -> Result<Sources, ArchiveError> {
        let mut lists = BTreeMap::new();
        for list in LISTS {
            lists.insert(list, text_of(bag, list)?);
        }
        let (directory, description) = (text_of(bag, CATALOGUE)?, text_of(bag, DESCRIBED)?);
        let from_keys = match (bag.small(CERTIFICATE)?, bag.small(SM2_PUBLIC)?) {
            (Some((certificate, _)), Some((key, _))) => {
                signature::certificate(&certificate).ok().map(|(_, print)| print).zip(signature::sm2_fingerprint(&key).ok())
            }
            _ => None,
        };
        let fingerprints = bag.facts.record.as_ref().map(|r| (r.certificate_sha256.clone(), r.sm2_sha256.clone())).or(from_keys);
        let payload = bag.index.keys().filter(|p| p.starts_with(DATA)).cloned().collect();
        // Listed and gone it is told as missing.
        let registered = bag.has(REGISTER_2012) || text_of(bag, LIST_256)?.lines().any(|l| l.ends_with(REGISTER_2012));
        let facts = &bag.facts;
        let digests = facts.seal_sha256.clone().zip(facts.seal_sm3.clone());
        let seal = facts.record.clone().zip(digests).map(|(record, (sha256, sm3))| (record, sha256, sm3));
        Ok(Sources { lists, directory, description, payload, fingerprints, seal, registered })
    }

    /// Lines of lists of the bag, with the paths of the tree.
    fn list(&self, layout: TransferLayout, lists: &[&str], more: &[(String, String)]) -> String {
        let mut lines: BTreeMap<String, String> = BTreeMap::new();
        for list in lists {
            let text = self.lists.get(list).map(String::as_str).unwrap_or_default();
            let (read, _) = bag::manifest(text, list, None, bag::Declaration::ASSUMED, &mut Vec::new());
            lines.extend(read.into_iter().map(|(path, hex)| (place(layout, &path), hex)));
        }
        lines.extend(more.iter().cloned());
        lines.iter().map(|(path, hex)| format!("{hex}  {path}\n")).collect()
    }

    /// Names of the content files of every 件, by 档号: gathered once, since there may be ten thousand of them.
    fn files(&self) -> BTreeMap<&str, Vec<String>> {
        let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for path in &self.payload {
            let Some((folder, name)) = path.rsplit_once('/') else { continue };
            if !name.to_ascii_uppercase().ends_with("元数据.XML") {
                files.entry(folder.rsplit('/').next().unwrap_or(folder)).or_default().push(name.to_owned());
            }
        }
        files
    }
}

/// The texts of the tree's own files; those that cannot be made again are left out.
pub(crate) fn own_texts(layout: TransferLayout, sources: &Sources) -> BTreeMap<&'static str, String> {
    let mut texts = BTreeMap::new();
    if layout == TransferLayout::Measures2012 {
        let files = sources.files();
        let of = |number: &str| files.get(number).cloned().unwrap_or_default();
        texts.insert(DIRECTORY_2012, directory_2012(&sources.directory, &of));
        texts.insert(VOLUMES_2012, volumes_2012(&sources.directory, &sources.description));
        if let Some((seal, sha256, sm3)) = sources.seal.as_ref().filter(|_| sources.registered) {
            let of = RegisterOf {
                name: &seal.name,
                seal_no: &seal.seal_no,
                items: seal.items,
                pages: seal.pages,
                files: seal.files,
                bytes: seal.bytes,
                seal_sha256: sha256,
                seal_sm3: sm3,
            };
            texts.insert(REGISTER_2012, register_2012(&sources.description, &of));
        }
    }
    let more = |family: Family| -> Vec<(String, String)> {
        let digest = |text: &String| family.of(&of_bytes(text.as_bytes(), Wanted::OURS)).to_owned();
        texts.iter().map(|(path, text)| ((*path).to_owned(), digest(text))).collect()
    };
    let lists = [
        (LIST_256, sources.list(layout, &[MANIFEST_256, TAGMANIFEST_256], &more(Family::Sha256))),
        (LIST_512, sources.list(layout, &[MANIFEST_512, TAGMANIFEST_512], &more(Family::Sha512))),
        (LIST_SM3, sources.list(layout, &[SM3_LIST], &more(Family::Sm3))),
    ];
    texts.extend(lists);
    if let Some((certificate, sm2)) = &sources.fingerprints {
        texts.insert(TREE_METHOD, method::tree_text(layout, certificate, sm2));
    }
    texts
}

/// A later program may give a tree a file this one does not know; what this one would make is then no longer the same.
const ANEW: &str =
    "请用封装包重新生成移交目录树，或向移交单位要原件；如果它是由更新的版本生成的，请用那个版本的 jishi-verify 再核对一次";

/// Judges what a tree has beside its bag: each of these files can be made again and must be the same.
pub(crate) fn judge(bag: &mut Inspection<'_, '_, '_>, layout: TransferLayout) -> Result<(), ArchiveError> {
    let sources = Sources::of(bag)?;
    let own = own_texts(layout, &sources);
    for path in own_files(layout) {
        let there = bag.small(path)?;
        let (finding, remedy) = match (there, own.get(path)) {
            (None, _) if bag.has(path) || (path == REGISTER_2012 && !sources.registered) => continue,
            (None, _) => (format!("缺少“{path}”"), ANEW),
            (Some((bytes, _)), Some(text)) if bytes != text.as_bytes() => {
                (format!("“{path}”的内容变了：与封签所管的清单对不上"), ANEW)
            }
            _ => continue,
        };
        bag.findings.push(error("P183", path, finding, remedy));
    }
    Ok(())
}
