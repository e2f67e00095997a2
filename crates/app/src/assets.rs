//! Where the data files of the program are, and the ones read once.

use std::path::PathBuf;

use jishi_core::finding::Finding;
use jishi_forms::FontSet;

use crate::error::{AppError, Code};

/// The `assets` folder: beside the program, in the installed place, or in the source tree while developing.
/// `JISHI_ASSETS` names another.
#[must_use]
pub fn folder() -> PathBuf {
    if let Some(named) = std::env::var_os("JISHI_ASSETS") {
        return PathBuf::from(named);
    }
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(std::path::Path::to_owned));
    let candidates = beside
        .iter()
        .flat_map(|dir| [dir.join("assets"), dir.join("../lib/jishi/assets"), dir.join("../lib/选任纪实/assets")])
        .chain([PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets"))]);
    let fallback = PathBuf::from("assets");
    candidates.into_iter().find(|dir| dir.join("fonts").is_dir()).unwrap_or(fallback)
}

pub(crate) fn fonts() -> std::result::Result<FontSet, AppError> {
    FontSet::load(&folder().join("fonts"))
        .map_err(|e| AppError::new(Code::File, format!("字体无法读取：{e}"), "请重新安装程序，或检查 assets/fonts 是否完整"))
}

pub(crate) fn first_words(findings: &[Finding]) -> String {
    findings.first().map(|f| f.message.clone()).unwrap_or_default()
}
