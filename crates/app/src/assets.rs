//! The data files of the program that are read once.

use std::path::PathBuf;

use jishi_core::finding::Finding;
use jishi_forms::FontSet;

use crate::error::{AppError, Code};
use crate::place;

/// The `assets` folder, see [`crate::place`].
#[must_use]
pub fn folder() -> PathBuf {
    place::part(place::Part::Assets)
}

pub(crate) fn fonts() -> std::result::Result<FontSet, AppError> {
    FontSet::load(&folder().join("fonts")).map_err(|e| {
        AppError::new(
            Code::File,
            format!("字体无法读取：{e}"),
            "请重新安装程序；程序数据在别处的，用 JISHI_ASSETS 指明 assets 文件夹",
        )
    })
}

pub(crate) fn first_words(findings: &[Finding]) -> String {
    findings.first().map(|f| f.message.clone()).unwrap_or_default()
}
