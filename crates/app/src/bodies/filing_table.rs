//! The 归档范围和保管期限表 in use: the one built in, or the office's own file in the workspace. An own file that is not sound is told
//! and stops the arranging: numbers given by the wrong retention stay for ever.

use std::path::{Path, PathBuf};

use jishi_core::filing_table::{FilingTable, SUGGESTED};
use jishi_core::finding::Finding;

use crate::bodies::required;
use crate::dto::{FileCheck, FileMade, FilingTableView, Nothing};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// Name of the office's own table in the workspace.
const OWN: &str = "归档范围表.toml";
/// Most bytes of such a file.
const CAP: u64 = 1 << 20;

fn own(app: &App) -> PathBuf {
    app.store().folder().join(OWN)
}

fn read(path: &Path) -> Result<std::result::Result<FilingTable, Vec<Finding>>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(FilingTable::read(&crate::text_file(path, CAP)?, &name))
}

/// What volumes are arranged by.
///
/// # Errors
/// When the office's own file is not sound.
pub(crate) fn in_use(app: &App) -> Result<FilingTableView> {
    let path = own(app);
    let shown = path.display().to_string();
    let view = |table: FilingTable, own: bool| FilingTableView { words: table.words(), table, own, path: shown.clone() };
    if !path.is_file() {
        return Ok(view(FilingTable::suggested().clone(), false));
    }
    match read(&path)? {
        Ok(table) => Ok(view(table, true)),
        Err(faults) => {
            let first = crate::assets::first_words(&faults);
            let message = format!("工作区里的“{OWN}”有 {} 处不对，没有排卷。第一处：{first}", faults.len());
            Err(AppError::invalid(message, format!("请改正 {shown}，或先移走它，改用内置的建议表")))
        }
    }
}

pub(crate) fn table(app: &App, _: Nothing, _: &dyn Progress) -> Result<FilingTableView> {
    in_use(app)
}

/// Puts the table built in into the workspace, to be edited there; what stands there already stays.
pub(crate) fn lay_out(app: &App, _: Nothing, _: &dyn Progress) -> Result<FileMade> {
    let path = own(app);
    if path.exists() {
        let remedy = "请直接修改它；要从内置的建议表重新开始，先把它移走";
        return Err(AppError::invalid(format!("工作区里已经有“{OWN}”"), remedy));
    }
    jishi_fs::write_atomic(&path, SUGGESTED.as_bytes())?;
    Ok(FileMade {
        path: path.display().to_string(),
        what: "归档范围和保管期限表（建议，待批）".into(),
        pages: 0,
        size: SUGGESTED.len() as u64,
        sha256: jishi_fs::sha256_hex(SUGGESTED.as_bytes()),
    })
}

/// Judges a table. Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all. A table that is not sound is an answer, not an error.
pub fn check_filing_table(path: &str) -> Result<FileCheck> {
    required(path, "归档范围表的位置")?;
    Ok(match read(Path::new(path))? {
        Ok(table) => FileCheck { name: table.words(), findings: Vec::new() },
        Err(findings) => FileCheck { name: String::new(), findings },
    })
}

/// The text of the table built in.
#[must_use]
pub fn filing_table_text() -> &'static str {
    SUGGESTED
}
