//! Judges the payload: every file against every list, and the lists against each other.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::ArchiveError;
use crate::container::{error, warning};
use crate::digest::{Digests, Hasher, Wanted};
use crate::judge::{ASK, Inspection, Listing};
use crate::layout::DATA;
use crate::names::{folded, is_junk};

impl Inspection<'_, '_, '_> {
    /// Reads every payload file once and judges it by every list.
    pub(crate) fn payload(&mut self, lists: &[Listing]) -> Result<(), ArchiveError> {
        let present: Vec<(String, usize)> = self
            .container
            .entries()
            .iter()
            .enumerate()
            .filter(|(_, e)| e.path.starts_with(DATA))
            .map(|(i, e)| (e.path.clone(), i))
            .collect();
        if present.is_empty() && !self.container.has_folder("data") {
            self.findings.push(error("P105", DATA, "没有 data 文件夹", ASK));
        } else if present.is_empty() {
            self.findings.push(warning("P105", DATA, "data 文件夹里没有文件，是空包", "请与移交单位核实是否漏放"));
        }
        let listed_by = lists.iter().filter_map(|l| l.family).fold(Wanted::NONE, Wanted::and);
        let wanted = listed_by.within(self.depth.families);
        let mut hasher = Hasher::new(wanted);
        let mut digests: BTreeMap<String, Digests> = BTreeMap::new();
        for (path, index) in &present {
            self.facts.files += 1;
            if !self.depth.payload {
                self.facts.bytes = self.facts.bytes.saturating_add(self.size(path));
                continue;
            }
            if self.read_total > self.limits.total_bytes {
                let message = format!("全部文件解出的字节超过上限{}，没有读完", self.limits.total_bytes);
                self.findings.push(error("P166", path, message, "请确认来源；确属大包时调高上限"));
                break;
            }
            let (meter, phase) = (&mut *self.meter, self.depth.phase);
            let fault = self.container.read(*index, self.limits.file_bytes, &mut |chunk| {
                hasher.update(chunk);
                meter.step(phase, path, chunk.len() as u64)
            });
            let found = hasher.finish();
            self.read_total = self.read_total.saturating_add(found.size);
            match fault {
                Ok(()) => {
                    self.facts.bytes = self.facts.bytes.saturating_add(found.size);
                    digests.insert(path.clone(), found);
                }
                Err(fault) => self.unreadable(path, fault)?,
            }
        }
        let listed: BTreeSet<&String> = lists.iter().flat_map(|l| l.lines.keys()).collect();
        self.names_that_clash(&listed);
        self.compare(lists, &listed, &digests);
        self.one_manifest_misses(lists, &listed);
        self.missing_and_extra(lists, &listed, &digests);
        Ok(())
    }

    /// Digests against every list: a file all lists deny was altered; one that some confirm means a list was altered.
    fn compare(&mut self, lists: &[Listing], listed: &BTreeSet<&String>, digests: &BTreeMap<String, Digests>) {
        for path in listed {
            let Some(found) = digests.get(*path) else { continue };
            let (mut fits, mut fails) = (Vec::new(), Vec::new());
            for list in lists {
                let (Some(family), Some(expected)) = (list.family, list.lines.get(*path)) else { continue };
                match family.of(found) {
                    "" => {}
                    taken if taken == expected => fits.push(family.word()),
                    _ => fails.push((list.file.as_str(), family.word())),
                }
            }
            let words = |f: &[(&str, &'static str)]| f.iter().map(|(_, w)| *w).collect::<Vec<_>>().join("、");
            if fails.is_empty() {
                continue;
            }
            if fits.is_empty() {
                let message = format!("“{path}”的内容变了（{}不符，现有{}字节）", words(&fails), found.size);
                self.findings.push(error("P122", path, message, ASK));
            } else {
                for (file, word) in &fails {
                    let message = format!("“{path}”与“{file}”的{word}不符，而{}相符：多半是清单被改动", fits.join("、"));
                    self.findings.push(error("P115", file, message, ASK));
                }
            }
        }
    }

    /// RFC 8493 §3: since 1.0 every payload manifest lists every payload file.
    fn one_manifest_misses(&mut self, lists: &[Listing], listed: &BTreeSet<&String>) {
        for list in lists {
            for path in listed.iter().filter(|p| !list.lines.contains_key(**p)) {
                let message = format!("“{}”漏列了“{path}”，别的清单列了它", list.file);
                let level = if self.declaration.is_one() { error } else { warning };
                self.findings.push(level("P111", path, message, "清单有误，请要求移交单位重新封装"));
            }
        }
    }

    /// Names that stand in the lists and will come to harm on some system: two that one disk takes for the same, and files that systems
    /// make or sweep away by themselves.
    fn names_that_clash(&mut self, listed: &BTreeSet<&String>) {
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        for path in listed {
            if let Some(twin) = seen.insert(folded(path), path) {
                let apart =
                    if nfc(twin) == nfc(path) { "看上去一样，只差 Unicode 正规形式" } else { "只差大小写" };
                let message = format!("清单里的“{twin}”和“{path}”{apart}，有的系统只放得下一个");
                self.findings.push(warning("P119", path, message, "可以接收；复制到别处前请与移交单位商定改名"));
            }
            if is_junk(path.rsplit('/').next().unwrap_or(path)) {
                let message = format!("清单里的“{path}”是系统自己生成的文件，复制时常会被改动");
                self.findings.push(warning("P119", path, message, "可以接收；重新封装时请去掉它"));
            }
        }
    }

    /// RFC 8493 §6.1.1.4 leaves it to the receiver: a disk that stores names in another normal form has not changed the bag. What is listed
    /// under one form and stands there under the other is judged by its content, once, and only if no line of its own answers for it: since
    /// 1.0 every listed file must be there (§3). In packages of our own no such name was ever written.
    fn other_normal_forms(
        &mut self,
        lists: &[Listing],
        digests: &BTreeMap<String, Digests>,
        missing: &mut Vec<&String>,
        extra: &mut Vec<String>,
    ) {
        let mut there: BTreeMap<String, String> = extra.iter().map(|p| (nfc(p), p.clone())).collect();
        if !self.declaration.is_one() {
            for path in self.index.keys().filter(|p| p.starts_with(DATA)) {
                there.entry(nfc(path)).or_insert_with(|| path.clone());
            }
        }
        missing.retain(|old| {
            let form = nfc(old);
            let Some(path) = there.get(&form).cloned() else { return true };
            let fits = agrees(lists, old, digests.get(&path));
            // A file with a line of its own is no witness for the content of another.
            if !extra.contains(&path) && fits == Some(false) {
                return true;
            }
            there.remove(&form);
            extra.retain(|p| *p != path);
            let written = "清单里的名称与它看上去一样，只差 Unicode 正规形式";
            let passed = "可以接收；重新封装时请按实有的名称写清单";
            self.findings.push(match fits {
                Some(false) => error("P122", &path, format!("“{path}”的内容变了（{written}）"), ASK),
                Some(true) => warning("P123", &path, format!("“{path}”的内容与清单相符，而{written}"), passed),
                None => {
                    let remedy = "请逐个读一遍文件（完整核对）后再决定是否接收";
                    warning("P123", &path, format!("“{path}”没有核对内容；{written}"), remedy)
                }
            });
            false
        });
    }

    fn missing_and_extra(&mut self, lists: &[Listing], listed: &BTreeSet<&String>, digests: &BTreeMap<String, Digests>) {
        let mut missing: Vec<&String> =
            listed.iter().filter(|p| !self.index.contains_key(**p) && !self.unfetched.contains(**p)).copied().collect();
        let mut extra: Vec<String> = self.index.keys().filter(|p| p.starts_with(DATA) && !listed.contains(p)).cloned().collect();
        if !missing.is_empty() && !self.is_ours() {
            self.other_normal_forms(lists, digests, &mut missing, &mut extra);
        }
        for path in extra {
            let same = |old: &String| {
                folded(old) == folded(&path)
                    || digests.get(&path).is_some_and(|found| {
                        lists.iter().any(|l| {
                            let taken = l.family.map(|f| f.of(found)).filter(|t| !t.is_empty());
                            taken.is_some() && l.lines.get(old).map(String::as_str) == taken
                        })
                    })
            };
            if let Some(at) = missing.iter().position(|old| same(old)) {
                let old = missing.remove(at);
                let content = match agrees(lists, old, digests.get(&path)) {
                    Some(true) => "内容未变",
                    Some(false) => "内容也变了",
                    None => "没有核对内容",
                };
                let message = format!("“{old}”被改名为“{path}”，{content}");
                self.findings.push(error("P123", &path, message, &format!("请改回“{old}”，或与移交单位核实")));
            } else if is_junk(path.rsplit('/').next().unwrap_or(&path)) {
                let message = format!("“{path}”是系统留下的多余文件，清单里没有它");
                self.findings.push(error("P121", &path, message, "删去它后重新核对"));
            } else {
                let message = format!("“{path}”是多余文件，清单里没有它");
                self.findings.push(error("P121", &path, message, "请查明来源；它不受清单和封签保护"));
            }
        }
        for path in missing {
            self.findings.push(error("P120", path, format!("缺少“{path}”"), ASK));
        }
    }
}

/// Whether a file is what is listed as `old`, by every list that can say; None when nothing was compared.
fn agrees(lists: &[Listing], old: &str, found: Option<&Digests>) -> Option<bool> {
    let found = found?;
    let said = lists.iter().filter_map(|l| {
        let (taken, expected) = (l.family?.of(found), l.lines.get(old)?);
        (!taken.is_empty()).then(|| taken == expected)
    });
    said.reduce(|all, one| all && one)
}

fn nfc(path: &str) -> String {
    path.nfc().collect()
}
