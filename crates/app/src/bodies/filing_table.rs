//! The 归档范围和保管期限表 in use: the one built in, or the office's own file in the workspace. An own file that is not sound is told
//! and stops the arranging: numbers given by the wrong retention stay for ever.

use std::path::{Path, PathBuf};

use jishi_core::filing_table::{FilingTable, SUGGESTED};
use jishi_core::finding::Finding;

use crate::bodies::required;
use crate::dto::{FileCheck, FilingFault, FilingSave, FilingSaved, FilingTableView, Nothing};
use crate::error::{AppError, Code, Result};
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
    let view = |table: FilingTable, own: bool, text: &[u8]| FilingTableView {
        words: table.words(),
        table,
        own,
        path: shown.clone(),
        digest: jishi_fs::sha256_hex(text),
    };
    if !path.is_file() {
        return Ok(view(FilingTable::suggested().clone(), false, SUGGESTED.as_bytes()));
    }
    match read(&path)? {
        Ok(table) => Ok(view(table, true, &jishi_fs::read_capped(&path, CAP)?)),
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

/// Puts a changed table in the place of the one in use, judged by the reader that reads files: with any fault nothing is saved. What stood
/// there before stays beside it.
pub(crate) fn save(app: &App, request: FilingSave, _: &dyn Progress) -> Result<FilingSaved> {
    required(&request.reason, "修改理由")?;
    let view = in_use(app)?;
    if view.digest != request.from {
        let message = "归档范围表在别处改过了，这里改的没有保存";
        return Err(AppError::new(Code::Stale, message, "请关上重新打开，照现在的表再改"));
    }
    let faults: Vec<FilingFault> = request
        .table
        .faults()
        .into_iter()
        .map(|(entry, finding)| FilingFault { entry: entry.and_then(|at| u32::try_from(at).ok()), finding })
        .collect();
    if !faults.is_empty() {
        return Ok(FilingSaved { faults, view });
    }
    let path = own(app);
    let text = request.table.text();
    if view.own {
        let kept = path.with_file_name(format!("归档范围表_{}以前.toml", app.now().format("%Y%m%d%H%M%S")));
        jishi_fs::write_new(&kept, &jishi_fs::read_capped(&path, CAP)?)?;
    }
    app.write("filing.save", |tx| {
        tx.say(format!(
            "修改归档范围和保管期限表为{}（{}条，摘要 {}）：{}",
            request.table.words(),
            request.table.entries.len(),
            jishi_fs::sha256_hex(text.as_bytes()),
            request.reason.trim()
        ));
        Ok(())
    })?;
    jishi_fs::write_atomic(&path, text.as_bytes())?;
    Ok(FilingSaved { faults, view: in_use(app)? })
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
