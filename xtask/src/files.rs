//! The few file acts of the errands. Only below `target`, `ui/node_modules`, the folder of temporary files, and for reading.
#![expect(clippy::disallowed_methods, reason = "xtask must compile in seconds, so it does not take in jishi-fs")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::step::{Outcome, Stop};

fn on<T>(act: &str, path: &Path, result: std::io::Result<T>) -> Outcome<T> {
    result.map_err(|e| Stop::new(format!("{act}“{}”失败：{e}", path.display()), "请检查这个位置的权限和剩余空间。"))
}

pub fn same_bytes(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(a), Ok(b)) if a == b)
}

pub fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

pub fn copy(from: &Path, to: &Path) -> Outcome<()> {
    on("复制到", to, fs::copy(from, to)).map(drop)
}

/// A folder with all below it.
pub fn copy_tree(from: &Path, to: &Path) -> Outcome<()> {
    make_dir(to)?;
    for entry in on("读取", from, fs::read_dir(from))?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

pub fn write(path: &Path, text: &str) -> Outcome<()> {
    write_bytes(path, text.as_bytes())
}

pub fn write_bytes(path: &Path, bytes: &[u8]) -> Outcome<()> {
    on("写入", path, fs::write(path, bytes))
}

/// What another program writes just now; half a character at the end shows as a mark.
pub fn lossy(path: &Path) -> String {
    fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
}

/// Files below a folder and their bytes.
pub fn census(folder: &Path) -> (u64, u64) {
    let Ok(entries) = fs::read_dir(folder) else { return (0, 0) };
    entries.flatten().fold((0, 0), |(count, bytes), entry| {
        let path = entry.path();
        if path.is_dir() {
            let (c, b) = census(&path);
            (count + c, bytes + b)
        } else {
            (count + 1, bytes + fs::metadata(&path).map_or(0, |m| m.len()))
        }
    })
}

pub fn make_dir(path: &Path) -> Outcome<()> {
    on("建立文件夹", path, fs::create_dir_all(path))
}

pub fn rename(from: &Path, to: &Path) -> Outcome<()> {
    on("改名为", to, fs::rename(from, to))
}

/// Removes a folder of ours; a missing one is fine.
pub fn clear(path: &Path) -> Outcome<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => on("清空", path, other),
    }
}

pub fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|m| m.modified()).ok()
}

/// When the newest file of a folder was changed; a file counts for itself.
pub fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(path) else {
        return changed(path);
    };
    entries.flatten().filter_map(|e| newest(&e.path())).chain(changed(path)).max()
}

/// Whether a folder has an entry whose name ends so.
pub fn has_entry(folder: &Path, ending: &str) -> bool {
    fs::read_dir(folder)
        .is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| e.file_name().to_string_lossy().ends_with(ending))))
}

/// The first file below a folder, by name, whose name holds a word and has an ending.
pub fn first_below(folder: &Path, word: &str, ending: &str) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    entries.sort();
    entries.iter().find_map(|path| {
        let named = path.file_name().is_some_and(|n| n.to_string_lossy().contains(word));
        let fits = named && path.is_file() && path.extension().is_some_and(|e| e == ending);
        if fits { Some(path.clone()) } else { first_below(path, word, ending) }
    })
}

/// Alters the last byte of a file.
pub fn flip_last(path: &Path) -> Outcome<()> {
    let mut bytes = on("读取", path, std::fs::read(path))?;
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    on("写入", path, std::fs::write(path, bytes))
}
