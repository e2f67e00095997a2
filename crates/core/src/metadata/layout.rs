//! Whether paths make a tree of DA/T 93-2022 (附录 B, 件级; archive.md §1.8): the rules an archives bureau's checker holds them to.

use std::collections::{BTreeMap, BTreeSet};

use super::{DESCRIPTION, DIRECTORY_2022};

/// What is wrong with the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    pub words: String,
    /// Of the description or the directory, not of the folders.
    pub about_lists: bool,
}

/// Judges a tree by its paths (with `/`, relative to its root) and the 档号 its directory lists.
#[must_use]
pub fn layout_faults(paths: &[String], listed: &[String]) -> Vec<LayoutFault> {
    let mut faults = Vec::new();
    let mut say = |about_lists: bool, words: String| faults.push(LayoutFault { words, about_lists });
    for file in [DESCRIPTION, DIRECTORY_2022] {
        if !paths.iter().any(|p| p == file) {
            say(true, format!("没有“{file}”"));
        }
    }
    let numbers: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    if numbers.len() != listed.len() {
        say(true, "目录里有重复的档号".into());
    }
    // 档号 → the folders of that name, each with its files.
    let mut folders: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for path in paths {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [file] if [DESCRIPTION, DIRECTORY_2022].contains(file) => {}
            [_] => say(false, format!("根目录有多余文件“{path}”")),
            ["其他", ..] => {}
            [_, _, .., number, file] if numbers.contains(number) => {
                let folder = path.strip_suffix(file).unwrap_or(path);
                folders.entry(*number).or_default().entry(folder).or_default().push(*file);
            }
            _ => say(false, format!("“{path}”不属于目录里的任何档号")),
        }
    }
    for number in &numbers {
        let Some(found) = folders.get(number) else {
            say(false, format!("档号 {number} 没有文件夹"));
            continue;
        };
        if found.len() > 1 {
            say(false, format!("档号 {number} 有{}个文件夹", found.len()));
        }
        for files in found.values() {
            let metadata =
                files.iter().filter(|f| f.starts_with("电子档案") && f.to_ascii_uppercase().ends_with("元数据.XML")).count();
            if metadata == 0 {
                say(false, format!("档号 {number} 的文件夹里没有元数据"));
            }
            if files.len() == metadata {
                say(false, format!("档号 {number} 的文件夹里没有内容文件"));
            }
        }
    }
    faults
}
