//! Rule packs and case files: what there is to judge by, and judging a case written by hand.

use std::path::Path;

use jishi_core::calendar::Calendar;
use jishi_core::casefile::{CaseFile, Told};
use jishi_core::checks::PROFILE;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::rules::{PARAMETERS, RuleBook, RulePack};

use crate::dto::{FileRequest, Nothing, RulePackCheck, RulesView};
use crate::error::Result;
use crate::{App, Progress};

/// Packs and case files are text of some hundred kilobytes at most (bytes).
const CAP: u64 = 16 << 20;

/// The packs the program judges by.
pub(crate) fn list(_: &App, _: Nothing, _: &dyn Progress) -> Result<RulesView> {
    Ok(rules())
}

/// The packs, checks and parameters there are. Needs no workspace.
#[must_use]
pub fn rules() -> RulesView {
    RulesView { packs: RuleBook::builtin().packs.clone(), checks: PROFILE.to_vec(), parameters: PARAMETERS.to_vec() }
}

pub(crate) fn check(_: &App, request: FileRequest, _: &dyn Progress) -> Result<RulePackCheck> {
    check_rules_file(&request.path)
}

/// The text of a file, or the finding that says why it is none.
fn read(path: &str, code: &str) -> Result<std::result::Result<String, Finding>> {
    let bytes = jishi_fs::read_capped(Path::new(path), CAP)?;
    Ok(String::from_utf8(bytes).map_err(|_| {
        Finding::new(code, Level::Error, Place::file(path), format!("文件“{path}”不是 UTF-8 文本"))
            .remedy("请用文本编辑器另存为 UTF-8 编码后再试")
    }))
}

/// Judges a rule pack file. Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check_rules_file(path: &str) -> Result<RulePackCheck> {
    let pack = match read(path, "R01")? {
        Ok(text) => RulePack::parse(&text, path),
        Err(fault) => Err(vec![fault]),
    };
    let (pack, findings) = match pack {
        Ok(pack) => (Some(pack), Vec::new()),
        Err(faults) => (None, faults),
    };
    Ok(RulePackCheck { file: path.into(), pack, findings })
}

/// What a case file came to.
#[derive(Debug, Clone)]
pub enum CaseJudged {
    /// Judged: its name and the findings, named as the file names things.
    Told(String, Vec<Told>),
    /// Not read: every fault of the file.
    Refused(Vec<Finding>),
}

/// Judges a case file (docs/case-format.md). Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check_case_file(path: &str) -> Result<CaseJudged> {
    let text = match read(path, "J01")? {
        Ok(text) => text,
        Err(fault) => return Ok(CaseJudged::Refused(vec![fault])),
    };
    Ok(match CaseFile::parse(&text, path, RuleBook::builtin()) {
        Ok(file) => CaseJudged::Told(file.name.clone(), file.judge(Calendar::builtin())),
        Err(faults) => CaseJudged::Refused(faults),
    })
}
