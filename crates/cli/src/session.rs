//! What every subcommand needs: the workspace it means, files the user names, and an answer printed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jishi_app::{App, AppError, Code, SystemHost};
use jishi_core::finding::Finding;
use serde_json::Value;

use crate::arguments::{Arguments, Batch, Command, Person};
use crate::print;

pub type Result<T> = std::result::Result<T, AppError>;

pub type Ask<'a> = &'a dyn Fn(&str, Value) -> Result<Value>;

pub fn open(arguments: &Arguments, holder: &str) -> Result<App> {
    let begins = matches!(
        arguments.command,
        Command::Import { .. }
            | Command::Serve { .. }
            | Command::Person { action: Person::Add { .. } }
            | Command::Batch { action: Batch::New { .. } }
    );
    let workspace = workspace(arguments)?;
    // A mistyped folder must not look like a workspace whose records are gone.
    if !begins && !workspace.join("纪实库.db").is_file() {
        return Err(AppError::new(
            Code::NotFound,
            format!("“{}”不是选任纪实工作区", workspace.display()),
            "请用 --workspace 指明工作区文件夹；新建工作区请先导入人员或新建批次",
        ));
    }
    jishi_fs::create_dir_all(&workspace)?;
    App::open_with(&workspace, holder, Box::new(SystemHost::new(arguments.actor.clone())))
}

/// The workspace that was named, else the one the window opens.
pub fn workspace(arguments: &Arguments) -> Result<PathBuf> {
    arguments.workspace.clone().or_else(jishi_app::place::workspace).ok_or_else(|| {
        AppError::new(
            Code::NotFound,
            "系统没有说明用户数据文件夹在哪里，不知道该用哪个工作区",
            "请用 --workspace 指明工作区文件夹",
        )
    })
}

/// Most bytes of a text file of the user's.
const CAP: u64 = 1 << 28;

/// A text file of the user's, as their editor saved it.
pub fn text_of(path: &Path) -> Result<String> {
    jishi_app::text_file(path, CAP)
}

/// A JSON file of the user's.
pub fn json_file(path: &Path) -> Result<Value> {
    let text = text_of(path)?;
    serde_json::from_str(&text).map_err(|e| {
        let words = jishi_app::json_words(&e);
        AppError::new(Code::Invalid, format!("“{}”不是有效的 JSON：{words}", path.display()), "请检查该行的引号、逗号和括号")
    })
}

/// The content of a record, a person, a batch … as `T` has it: unknown and missing keys are told, not passed over.
pub fn content_file<T: serde::de::DeserializeOwned + serde::Serialize>(path: &Path) -> Result<Value> {
    jishi_app::read_content::<T>(&text_of(path)?, &path.display().to_string())
}

pub fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A path the commands may keep: absolute, since another host may have another working folder.
pub fn absolute(path: &Path) -> String {
    text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// Prints the answer, as JSON or in words.
pub fn show(arguments: &Arguments, answer: &Value, words: impl FnOnce(&Value)) -> ExitCode {
    if arguments.json {
        print::json(answer)
    } else {
        words(answer)
    }
    ExitCode::SUCCESS
}

/// 1 when something is 错, so that scripts can tell.
pub fn verdict(findings: &[Finding]) -> ExitCode {
    ExitCode::from(u8::from(findings.iter().any(Finding::blocks)))
}

/// An answer with findings in it; 1 when one of them is 错.
pub fn told(arguments: &Arguments, answer: &Value) -> Result<ExitCode> {
    show(arguments, answer, print::fields);
    let findings: Vec<Finding> = answer.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    Ok(verdict(&findings))
}
