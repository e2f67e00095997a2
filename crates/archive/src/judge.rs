//! Judges a bag by RFC 8493: declaration, lists, payload, tag files, counts.

use std::collections::{BTreeMap, BTreeSet};

use jishi_core::finding::Finding;

use crate::bag::{self, Declaration};
use crate::container::{Container, ReadFault, error, note, warning};
use crate::digest::{Digests, Family, Hasher, Wanted, of_bytes};
use crate::layout::{
    BAG_INFO, BAGIT, DATA, FETCH, FIXITY, KEY_FILES, PACKAGE_INFO, SEAL_FILES, SEAL_JSON, SM3_LIST, TAGMANIFEST_256,
    TAGMANIFEST_512,
};
use crate::names::is_junk;
use crate::seal::SealRecord;
use crate::verify::{Depth, Facts, Limits};
use crate::{ArchiveError, Meter, tree_map};

/// One manifest as read.
pub(crate) struct Listing {
    pub(crate) file: String,
    /// `None`: an algorithm this program does not take.
    pub(crate) family: Option<Family>,
    pub(crate) lines: BTreeMap<String, String>,
}

/// A package under inspection.
pub(crate) struct Inspection<'m, 'a, 'b> {
    pub(crate) container: Box<dyn Container>,
    /// Index of each path in the container.
    pub(crate) index: BTreeMap<String, usize>,
    /// Small files already read, with their digests.
    small: BTreeMap<String, Option<(Vec<u8>, Digests)>>,
    pub(crate) facts: Facts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) depth: Depth,
    pub(crate) limits: Limits,
    pub(crate) read_total: u64,
    pub(crate) declaration: Declaration,
    /// `Payload-Oxum` of the labels.
    pub(crate) info: Vec<(String, String)>,
    /// Paths `fetch.txt` names that are not here; each has its finding.
    pub(crate) unfetched: BTreeSet<String>,
    pub(crate) meter: &'m mut Meter<'a, 'b>,
}

pub(crate) const ASK: &str = "请与移交单位核对，用原包替换后重新核对";

impl<'m, 'a, 'b> Inspection<'m, 'a, 'b> {
    pub(crate) fn new(
        container: Box<dyn Container>,
        facts: Facts,
        findings: Vec<Finding>,
        depth: Depth,
        limits: Limits,
        meter: &'m mut Meter<'a, 'b>,
    ) -> Self {
        let index = container.entries().iter().enumerate().map(|(i, e)| (e.path.clone(), i)).collect();
        let small = BTreeMap::new();
        let declaration = Declaration::ASSUMED;
        let (info, unfetched) = (Vec::new(), BTreeSet::new());
        Inspection { container, index, small, facts, findings, depth, limits, read_total: 0, declaration, info, unfetched, meter }
    }

    pub(crate) fn finish(self) -> (Vec<Finding>, Facts) {
        (self.findings, self.facts)
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.index.contains_key(path)
    }

    /// Made by this program, or claims to be.
    pub(crate) fn is_ours(&self) -> bool {
        self.has(SEAL_JSON) || self.index.keys().any(|p| p.starts_with(FIXITY))
    }

    pub(crate) fn size(&self, path: &str) -> u64 {
        self.index.get(path).and_then(|i| self.container.entries().get(*i)).map_or(0, |e| e.size)
    }

    /// A small file whole, with its digests; what cannot be read becomes a finding, once.
    pub(crate) fn small(&mut self, path: &str) -> Result<Option<(Vec<u8>, Digests)>, ArchiveError> {
        if let Some(known) = self.small.get(path) {
            return Ok(known.clone());
        }
        let Some(index) = self.index.get(path).copied() else { return Ok(None) };
        let read = match self.container.read_whole(index, self.limits.tag_bytes) {
            Ok(bytes) => {
                self.meter.step(self.depth.phase, path, bytes.len() as u64)?;
                let digests = of_bytes(&bytes, Wanted::EVERY);
                Some((bytes, digests))
            }
            Err(fault) => {
                self.unreadable(path, fault)?;
                None
            }
        };
        self.small.insert(path.to_owned(), read.clone());
        Ok(read)
    }

    /// Digests of a tag file of any size, without holding it.
    fn digests(&mut self, path: &str, wanted: Wanted) -> Result<Option<Digests>, ArchiveError> {
        if let Some(known) = self.small.get(path) {
            return Ok(known.as_ref().map(|(_, digests)| digests.clone()));
        }
        let Some(index) = self.index.get(path).copied() else { return Ok(None) };
        let mut hasher = Hasher::new(wanted);
        let (meter, phase) = (&mut *self.meter, self.depth.phase);
        let read = self.container.read(index, self.limits.file_bytes, &mut |chunk| {
            hasher.update(chunk);
            meter.step(phase, path, chunk.len() as u64)
        });
        match read {
            Ok(()) => Ok(Some(hasher.finish())),
            Err(fault) => self.unreadable(path, fault).map(|()| None),
        }
    }

    /// Makes a finding of what reading a file told.
    pub(crate) fn unreadable(&mut self, path: &str, fault: ReadFault) -> Result<(), ArchiveError> {
        match fault {
            ReadFault::Stop(error) => return Err(error),
            ReadFault::Damaged(reason) => {
                let message = format!("“{path}”读不出或已损坏（{reason}）");
                self.findings.push(error("P127", path, message, "请换一台机器或从原介质重新复制后再核对"));
            }
            ReadFault::TooLarge(cap) => {
                let message = format!("“{path}”实际解出的字节超过{cap}，没有读完");
                self.findings.push(error("P166", path, message, "像是压缩炸弹或伪造的长度，请拒收并查明来源"));
            }
        }
        Ok(())
    }

    /// Judges the bag; `false` when it is none and nothing more can be said.
    pub(crate) fn bag(&mut self) -> Result<bool, ArchiveError> {
        if !self.has(BAGIT) && !self.index.keys().any(|p| p.starts_with(DATA)) {
            let inner = self.index.keys().find_map(|p| p.strip_suffix("/bagit.txt").map(str::to_owned));
            let remedy = match inner {
                Some(folder) => format!("包在里面一层，请选择“{folder}”"),
                None => "请选择 bagit.txt 所在的文件夹，或封装包的 zip 文件".into(),
            };
            let message = "没有 bagit.txt，也没有 data 文件夹，不是封装包";
            self.findings.push(error("P101", BAGIT, message, &remedy));
            return Ok(false);
        }
        match self.small(BAGIT)? {
            Some((bytes, _)) => self.declaration = bag::declaration(&bytes, &mut self.findings),
            None if self.has(BAGIT) => {}
            None => self.findings.push(error("P101", BAGIT, "缺少 bagit.txt", ASK)),
        }
        let info = self.declaration.info_file();
        if let Some((bytes, _)) = self.small(info)? {
            let text = bag::decode(&bytes, self.declaration, info, &mut self.findings);
            self.info = bag::info(&text, info, &mut self.findings);
        }
        let mut payload_lists = self.listings("manifest-")?;
        self.fetch(&payload_lists)?;
        if payload_lists.is_empty() {
            let message = "没有载荷清单（manifest-*.txt），不能核对内容";
            self.findings.push(error("P106", "manifest-sha256.txt", message, ASK));
        } else if payload_lists.iter().all(|l| l.family.is_none()) {
            let message = "载荷清单用的摘要算法本程序都不认，内容没有核对";
            self.findings.push(error("P114", "manifest", message, "请用其他工具核对，或请移交单位改用 SHA-256"));
        } else if payload_lists.iter().filter_map(|l| l.family).all(Family::is_broken) {
            let message = "载荷清单只有 MD5 或 SHA-1：能查出损坏，但有心人可以造出摘要相同的文件";
            self.findings.push(warning("P117", "manifest", message, "可以接收；接收后请改用 SHA-256 以上重新登记摘要"));
        }
        if self.has(SM3_LIST)
            && let Some(list) = self.listing(SM3_LIST, "sm3")?
        {
            payload_lists.push(list);
        }
        self.payload(&payload_lists)?;
        let tag_lists = self.listings("tagmanifest-")?;
        self.tags(&tag_lists)?;
        self.oxum();
        Ok(true)
    }

    fn listings(&mut self, prefix: &str) -> Result<Vec<Listing>, ArchiveError> {
        let named: Vec<(String, String)> = self
            .index
            .keys()
            .filter_map(|p| Some((p.clone(), p.strip_prefix(prefix)?.strip_suffix(".txt")?.to_owned())))
            .filter(|(p, _)| !p.contains('/'))
            .collect();
        let mut lists = Vec::new();
        for (file, algorithm) in named {
            lists.extend(self.listing(&file, &algorithm)?);
        }
        Ok(lists)
    }

    fn listing(&mut self, file: &str, algorithm: &str) -> Result<Option<Listing>, ArchiveError> {
        let family = Family::named(algorithm);
        if family.is_none() {
            let message = format!("“{file}”用的算法“{algorithm}”本程序不认，没有按它核对摘要");
            self.findings.push(warning("P114", file, message, "可用其他工具核对这份清单"));
        }
        let Some((bytes, _)) = self.small(file)? else { return Ok(None) };
        let text = bag::decode(&bytes, self.declaration, file, &mut self.findings);
        let (mut lines, escaped) =
            bag::manifest(&text, file, family.map(Family::hex_length), self.declaration, &mut self.findings);
        // Many tools never encode the percent sign; what stands there under the name as written is meant by it.
        for (decoded, written) in escaped {
            if !self.has(&decoded)
                && self.has(&written)
                && let Some(hex) = lines.remove(&decoded)
            {
                let message = format!("“{file}”把“{written}”里的百分号照原样写，没有按规范编码");
                self.findings.push(warning("P116", &written, message, "可以接收；重新封装时请改名，不用百分号"));
                lines.insert(written, hex);
            }
        }
        let tags = file.starts_with("tagmanifest-");
        lines.retain(|path, _| {
            let fits = tags != path.starts_with(DATA);
            if !fits {
                let (what, code) = if tags { ("载荷文件", "P110") } else { ("data 之外的文件", "P110") };
                let message = format!("“{file}”列了{what}“{path}”，规范不允许");
                self.findings.push(error(code, path, message, "清单有误，请要求移交单位重新封装"));
            }
            fits
        });
        Ok(Some(Listing { file: file.to_owned(), family, lines }))
    }

    fn tags(&mut self, lists: &[Listing]) -> Result<(), ArchiveError> {
        let listed: BTreeSet<&String> = lists.iter().flat_map(|l| l.lines.keys()).collect();
        for path in &listed {
            if !self.has(path) {
                // Taking the signature material off for the bureau (去技术化) leaves a package complete.
                let finding = if KEY_FILES.contains(&path.as_str()) {
                    without_key(path)
                } else {
                    error("P124", path, format!("缺少“{path}”"), ASK)
                };
                self.findings.push(finding);
                continue;
            }
            let wanted = lists.iter().filter_map(|l| l.family).fold(Wanted::NONE, Wanted::and);
            let Some(found) = self.digests(path, wanted)? else { continue };
            for list in lists {
                let (Some(family), Some(expected)) = (list.family, list.lines.get(*path)) else { continue };
                if family.of(&found) != expected {
                    let message = format!("“{path}”的内容变了（与“{}”的{}不符）", list.file, family.word());
                    self.findings.push(error("P125", path, message, ASK));
                }
            }
            for list in lists.iter().filter(|l| l.family.is_some() && !l.lines.contains_key(*path)) {
                let message = format!("“{}”漏列了“{path}”，另一份列了它", list.file);
                self.findings.push(warning("P111", path, message, "清单可能被改动，请与移交单位核实"));
            }
        }
        let ours = self.is_ours();
        let of_the_tree = self.container.layout().map(tree_map::own_files).unwrap_or_default();
        let sealed = self.small(SEAL_JSON)?.and_then(|(bytes, _)| SealRecord::parse(&bytes).ok());
        // Files of certificate and key that are not listed: the seal holds them, or there is none that could.
        let keys: Vec<String> = match &sealed {
            Some(record) => record.key_files.iter().map(|f| f.file.clone()).collect(),
            None => KEY_FILES.iter().filter(|f| !listed.contains(&(**f).to_owned())).map(|f| (*f).to_owned()).collect(),
        };
        if sealed.is_none() {
            for path in keys.iter().filter(|p| self.has(p)).cloned().collect::<Vec<_>>() {
                let message = format!("没有封签可以核对“{path}”");
                self.findings.push(warning("P126", &path, message, "内容不受影响；请按纸面登记的指纹核对，或向移交单位索取封签"));
            }
        }
        let strangers: Vec<String> = self
            .index
            .keys()
            .filter(|p| !p.starts_with(DATA) && !listed.contains(p) && !keys.contains(p))
            .filter(|p| !(SEAL_FILES.contains(&p.as_str()) || is_tag_manifest(p, ours) || of_the_tree.contains(&p.as_str())))
            .cloned()
            .collect();
        for path in strangers {
            if !ours || (lists.is_empty() && is_bag_file(&path)) {
                if !is_bag_file(&path) {
                    let message = format!("“{path}”不在标签清单里，没有核对它");
                    self.findings.push(note("P126", &path, message, "规范允许；如不认识这个文件请查明来源"));
                }
                continue;
            }
            if is_junk(path.rsplit('/').next().unwrap_or(&path)) {
                let message = format!("“{path}”是系统留下的多余文件");
                self.findings.push(warning("P126", &path, message, "删去它即可，不影响内容"));
                continue;
            }
            let message = format!("“{path}”是多余文件，标签清单里没有它");
            self.findings.push(error("P126", &path, message, "请查明来源；它不受清单和封签保护"));
        }
        Ok(())
    }

    /// `fetch.txt` (RFC 8493 §2.2.3): each file it names must be here by now, and in every payload manifest. Nothing is ever fetched.
    fn fetch(&mut self, lists: &[Listing]) -> Result<(), ArchiveError> {
        let Some((bytes, _)) = self.small(FETCH)? else { return Ok(()) };
        let text = bag::decode(&bytes, self.declaration, FETCH, &mut self.findings);
        let lines = bag::fetch(&text, self.declaration, &mut self.findings);
        let mut here = 0_usize;
        for line in lines {
            let (path, number) = (&line.path, line.number);
            if lists.iter().any(|l| !l.lines.contains_key(path)) {
                let message = format!("fetch.txt 第{number}行的“{path}”不在每一份载荷清单里");
                self.findings.push(error("P113", path, message, "清单有误，请要求移交单位重新封装"));
            }
            if !self.has(path) {
                let length = line.length.map_or_else(|| "长度未说明".to_owned(), |n| format!("{n}字节"));
                let message = format!("“{path}”没有取回：fetch.txt 第{number}行说要从{}取（{length}）", line.url);
                self.findings.push(error("P113", path, message, "本程序不上网，请要求移交单位把这个文件放进包里"));
                self.unfetched.insert(path.clone());
                continue;
            }
            here += 1;
            if line.length.is_some_and(|n| n != self.size(path)) {
                let message = format!(
                    "fetch.txt 第{number}行说“{path}”有{}字节，包里的有{}字节",
                    line.length.unwrap_or_default(),
                    self.size(path)
                );
                self.findings.push(warning("P113", path, message, "内容以清单的摘要为准；请与移交单位核实"));
            }
        }
        if here > 0 {
            let message = format!("含 fetch.txt，其中{here}个文件已经在包里，按包里的核对");
            self.findings.push(note("P113", FETCH, message, "可以接收；重新封装时请去掉 fetch.txt"));
        }
        Ok(())
    }

    /// `Payload-Oxum`: bytes and files of the payload (RFC 8493 §2.2.2).
    fn oxum(&mut self) {
        let file = self.declaration.info_file();
        let values: Vec<String> =
            self.info.iter().filter(|(l, _)| l.eq_ignore_ascii_case("Payload-Oxum")).map(|(_, v)| v.clone()).collect();
        for value in values {
            let numbers = value.split_once('.').and_then(|(b, n)| Some((b.parse::<u64>().ok()?, n.parse::<u64>().ok()?)));
            match numbers {
                Some((bytes, files)) if (bytes, files) == (self.facts.bytes, self.facts.files) => {}
                Some((bytes, files)) => {
                    let message = format!(
                        "{file} 记载{files}个文件、{bytes}字节，实有{}个文件、{}字节",
                        self.facts.files, self.facts.bytes
                    );
                    self.findings.push(error("P128", file, message, ASK));
                }
                None => {
                    let message = format!("{file} 的 Payload-Oxum“{value}”不是“字节数.文件数”");
                    self.findings.push(error("P129", file, message, ASK));
                }
            }
        }
    }
}

/// Taking the signature material off for the bureau (去技术化) leaves a package complete.
pub(crate) fn without_key(path: &str) -> Finding {
    warning("P124", path, format!("缺少“{path}”，不能核对签名"), "内容不受影响；需要核对签名时请向移交单位索取")
}

/// A tag manifest; of a package of ours only the two it has, so that a third is seen as what it is, an extra file.
fn is_tag_manifest(path: &str, ours: bool) -> bool {
    path == TAGMANIFEST_256 || path == TAGMANIFEST_512 || (!ours && path.starts_with("tagmanifest-") && path.ends_with(".txt"))
}

/// A file every bag may have.
fn is_bag_file(path: &str) -> bool {
    [BAGIT, BAG_INFO, PACKAGE_INFO, FETCH].contains(&path)
        || (path.starts_with("manifest-") && path.ends_with(".txt") && !path.contains('/'))
}
