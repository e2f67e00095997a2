//! The bare transfer tree (shell B, archive.md §6.3): where each file of a bag stands in it, and the tree seen as the bag it was made of.
//!
//! The payload stands at the root; lists, keys and seal of the bag stand under `其他/固化信息`, to the byte. One seal covers both shells.

use std::collections::BTreeMap;
use std::path::Path;

use jishi_core::finding::Finding;
use jishi_core::metadata::{DIRECTORY_2012, DIRECTORY_2022, REGISTER_2012, TransferLayout, VOLUMES_2012};
use jishi_fs::Kind;

use crate::ArchiveError;
use crate::bag::{Declaration, manifest};
use crate::container::{Container, Eater, Entry, ReadFault};
use crate::folder::Folder;
use crate::layout::{BAGIT, CATALOGUE, DATA, FIXITY, MANIFEST_256, MANIFEST_512, METHOD, SEAL_FILES, SM3_LIST};

/// Seal, keys and reports.
const HERE: &str = "其他/固化信息/";
/// The bag's own lists, as they were.
const KEPT: &str = "其他/固化信息/室存包/";
/// Records of the older layout.
const RECORDS: &str = "电子档案/";
/// What ends the name of a tree: both layouts of one package may lie side by side on a medium, and each is told by its name.
pub(crate) fn suffix(layout: TransferLayout) -> &'static str {
    match layout {
        TransferLayout::DaT93 => "_移交",
        TransferLayout::Measures2012 => "_移交2012",
    }
}

/// The name of the bag a tree was made of, by the name of its folder. Trees of earlier programs have one ending for both layouts.
pub(crate) fn bag_name(tree: &str) -> Option<&str> {
    TransferLayout::ALL.iter().find_map(|layout| tree.strip_suffix(suffix(*layout)))
}

/// Most bytes of a list.
const CAP: u64 = 1 << 28;

pub(crate) const LIST_256: &str = "其他/固化信息/sha256.txt";
pub(crate) const LIST_512: &str = "其他/固化信息/sha512.txt";
pub(crate) const LIST_SM3: &str = "其他/固化信息/sm3.txt";
pub(crate) const TREE_METHOD: &str = "其他/固化信息/校验方法.txt";

/// Files a tree has that its bag has not; all can be made again from the bag.
pub(crate) fn own_files(layout: TransferLayout) -> Vec<&'static str> {
    let mut files = vec![LIST_256, LIST_512, LIST_SM3, TREE_METHOD];
    if layout == TransferLayout::Measures2012 {
        files.extend([DIRECTORY_2012, VOLUMES_2012, REGISTER_2012]);
    }
    files
}

/// Where a file of the bag stands in the tree.
pub(crate) fn place(layout: TransferLayout, bag: &str) -> String {
    let Some(payload) = bag.strip_prefix(DATA) else {
        return match bag.strip_prefix(FIXITY) {
            _ if SEAL_FILES.contains(&bag) => format!("{HERE}{bag}"),
            Some(name) if bag != SM3_LIST && bag != METHOD => format!("{HERE}{name}"),
            _ => format!("{KEPT}{bag}"),
        };
    };
    if layout == TransferLayout::DaT93 || payload.starts_with("其他/") || payload == "说明文件.TXT" {
        return payload.to_owned();
    }
    if bag == CATALOGUE {
        return format!("{KEPT}{bag}");
    }
    match payload.split('/').collect::<Vec<_>>().as_slice() {
        [_, class, year, rest @ ..] if !rest.is_empty() => format!("{RECORDS}{year}/{class}/{}", rest.join("/")),
        _ => format!("{RECORDS}{payload}"),
    }
}

/// What a file of the tree is in the bag; what the bag does not have counts as payload, so that it shows as too much.
fn origin(layout: TransferLayout, records: &BTreeMap<String, String>, tree: &str) -> String {
    if own_files(layout).contains(&tree) {
        return tree.to_owned();
    }
    if let Some(bag) = records.get(tree) {
        return bag.clone();
    }
    if let Some(kept) = tree.strip_prefix(KEPT) {
        return kept.to_owned();
    }
    match tree.strip_prefix(HERE) {
        Some(name) if SEAL_FILES.contains(&name) => name.to_owned(),
        Some(name) => format!("{FIXITY}{name}"),
        None => format!("{DATA}{tree}"),
    }
}

/// Whether a folder is, or claims to be, a transfer tree of ours; by its name too, so that one whose 其他 was renamed is judged all the same.
pub(crate) fn is_tree(root: &Path) -> bool {
    let there = |path: &str| matches!(jishi_fs::kind(&root.join(path)), Ok(Some(Kind::File)));
    let named = root.file_name().and_then(|n| n.to_str()).is_some_and(|n| bag_name(n).is_some());
    !there(BAGIT)
        && (there(&format!("{HERE}封签.json"))
            || there(&format!("{KEPT}{BAGIT}"))
            || there(LIST_256)
            || (named && ["说明文件.TXT", DIRECTORY_2022, DIRECTORY_2012].iter().any(|file| there(file))))
}

/// A tree, seen as the bag it was made of.
pub(crate) struct Tree {
    folder: Folder,
    layout: TransferLayout,
    entries: Vec<Entry>,
}

impl Tree {
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn open(root: &Path, most: u64, findings: &mut Vec<Finding>) -> Result<Tree, ArchiveError> {
        let mut folder = Folder::open(root, most, findings)?;
        let has = |path: &str| folder.entries().iter().any(|e| e.path == path);
        let old = !has(DIRECTORY_2022) && (has(DIRECTORY_2012) || has(VOLUMES_2012) || has(&format!("{KEPT}{CATALOGUE}")));
        let layout = if old { TransferLayout::Measures2012 } else { TransferLayout::DaT93 };
        let mut records = BTreeMap::new();
        for list in [MANIFEST_256, MANIFEST_512] {
            let at = format!("{KEPT}{list}");
            let Some(index) = folder.entries().iter().position(|e| e.path == at) else { continue };
            let Ok(bytes) = folder.read_whole(index, CAP) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            let (lines, _) = manifest(&text, list, None, Declaration::ASSUMED, &mut Vec::new());
            records.extend(lines.into_keys().map(|path| (place(layout, &path), path)));
        }
        let entries = folder.entries().iter().map(|e| Entry { path: origin(layout, &records, &e.path), size: e.size }).collect();
        Ok(Tree { folder, layout, entries })
    }
}

impl Container for Tree {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn has_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.entries.iter().any(|e| e.path.starts_with(&below))
    }

    fn read(&mut self, index: usize, cap: u64, eat: &mut Eater<'_>) -> Result<(), ReadFault> {
        self.folder.read(index, cap, eat)
    }

    fn layout(&self) -> Option<TransferLayout> {
        Some(self.layout)
    }

    fn real_names(&self) -> BTreeMap<String, String> {
        self.entries.iter().zip(self.folder.entries()).map(|(bag, tree)| (bag.path.clone(), tree.path.clone())).collect()
    }
}

/// Calls the files of a finding as they are called in the tree.
pub(crate) fn translate(layout: TransferLayout, names: &BTreeMap<String, String>, finding: &mut Finding) {
    let of_the_bag = finding.place.file.clone().unwrap_or_default();
    let of_the_tree = match names.get(&of_the_bag) {
        Some(real) => real.clone(),
        None if own_files(layout).contains(&of_the_bag.as_str()) => of_the_bag.clone(),
        None => place(layout, &of_the_bag),
    };
    if let Some(file) = finding.place.file.as_mut().filter(|f| !f.is_empty()) {
        file.clone_from(&of_the_tree);
    }
    let mut message = String::with_capacity(finding.message.len());
    let mut rest = finding.message.as_str();
    while let Some((before, after)) = rest.split_once('“') {
        message.push_str(before);
        let Some((name, tail)) = after.split_once('”') else {
            message.push('“');
            rest = after;
            continue;
        };
        let shown = if name == of_the_bag { of_the_tree.clone() } else { called(layout, name) };
        message.push_str(&format!("“{shown}”"));
        rest = tail;
    }
    message.push_str(rest);
    finding.message = message;
}

fn called(layout: TransferLayout, name: &str) -> String {
    let of_the_bag = name.starts_with(DATA) || name.starts_with(FIXITY) || SEAL_FILES.contains(&name) || is_list(name);
    if of_the_bag { place(layout, name) } else { name.to_owned() }
}

fn is_list(name: &str) -> bool {
    let list = name.starts_with("manifest-") || name.starts_with("tagmanifest-") || name.starts_with("bag");
    list && name.ends_with(".txt") && !name.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_bag_has_one_place_in_either_layout_and_comes_back_from_it() {
        let bag = [
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "tagmanifest-sha512.txt",
            "固化信息/sm3.txt",
            "固化信息/校验方法.txt",
            "固化信息/检测报告.xml",
            "固化信息/sm2.pub",
            "封签.json",
            "封签.p7s",
            "data/说明文件.TXT",
            "data/目录文件.XML",
            "data/Z109/WS/2024/Z109-WS·2024-Y-ZZB-0001/001_正文.pdf",
            "data/其他/备考表.pdf",
        ];
        for layout in TransferLayout::ALL {
            let places: Vec<String> = bag.iter().map(|p| place(layout, p)).collect();
            let mut once = places.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), bag.len());
            assert!(places.iter().all(|p| !own_files(layout).contains(&p.as_str())), "{places:?}");
            let records = bag.iter().filter(|p| p.starts_with(DATA)).map(|p| (place(layout, p), (*p).to_owned())).collect();
            for (tree, path) in places.iter().zip(bag) {
                assert_eq!(origin(layout, &records, tree), path);
            }
        }
        let moved = place(TransferLayout::Measures2012, bag[12]);
        assert_eq!(moved, "电子档案/2024/WS/Z109-WS·2024-Y-ZZB-0001/001_正文.pdf");
    }
}
