//! Text files somebody saved with an editor of their own.

use std::path::Path;

use jishi_core::plain_text;

use crate::error::{AppError, Result};

/// The text of a file, whatever encoding its editor chose (`plain_text`); `most`: bytes.
///
/// # Errors
/// When it cannot be read, is larger, or is no text.
pub fn text_file(path: &Path, most: u64) -> Result<String> {
    let bytes = jishi_fs::read_capped(path, most)?;
    plain_text::decode(&bytes).map(std::borrow::Cow::into_owned).ok_or_else(|| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        AppError::invalid(format!("“{name}”读不出里面的文字"), "请用记事本打开，另存为 UTF-8 编码")
    })
}
