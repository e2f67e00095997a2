//! The built `jishi` as an outside program: run, read, killed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::project::root;

static TURN: Mutex<()> = Mutex::new(());

/// The program under test: `JISHI_BIN`, or the one of the last build.
///
/// # Errors
/// When there is none; the words say how to build it.
pub fn jishi() -> Result<PathBuf, String> {
    let named = std::env::var_os("JISHI_BIN").map(PathBuf::from);
    let built = crate::project::root().join("target/debug/jishi");
    let program = named.unwrap_or(built);
    if program.is_file() {
        Ok(program)
    } else {
        Err(format!("没有 {}：先运行 cargo build -p jishi-cli", program.display()))
    }
}

/// A call on a workspace.
///
/// # Errors
/// When the program is not there.
pub fn command(workspace: &Path, words: &[&str]) -> Result<Command, String> {
    let mut command = Command::new(jishi()?);
    command.arg("--workspace").arg(workspace).args(words);
    Ok(command)
}

/// Runs it and answers exit code, output and complaints.
///
/// # Errors
/// When it cannot be run.
pub fn run(workspace: &Path, words: &[&str]) -> Result<(i32, String, String), String> {
    // One at a time: tests of one file share a workspace, and a workspace has one opener.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let output = command(workspace, words)?.output().map_err(|e| e.to_string())?;
    Ok(told(&output))
}

/// Runs it with `--json` and reads the answer.
///
/// # Errors
/// When it cannot be run or answers no JSON.
pub fn ask(workspace: &Path, words: &[&str]) -> Result<(i32, Value), String> {
    let mut all = vec!["--json"];
    all.extend(words);
    let (code, out, err) = run(workspace, &all)?;
    serde_json::from_str(&out).map(|v| (code, v)).map_err(|e| format!("{words:?}: {e}\n{out}\n{err}"))
}

/// Runs a stock tool in a folder.
///
/// # Errors
/// When it fails; the words are its own.
pub fn tool(folder: &Path, name: &str, words: &[&str]) -> Result<String, String> {
    let output = Command::new(name).args(words).current_dir(folder).output().map_err(|e| format!("{name}：{e}"))?;
    let (code, out, err) = told(&output);
    if code == 0 { Ok(out) } else { Err(format!("{name} {words:?} → {code}\n{out}\n{err}")) }
}

/// A script of `tests/judges` over files, run by the Python that `cargo xtask setup` makes: `JISHI_BAGIT`, else the one below `target`.
///
/// # Errors
/// What it found, or that the Python or one of its judges is not there and how to get it.
pub fn judged(script: &str, files: &[String]) -> Result<(), String> {
    const LACKING: &str = "请先运行 cargo xtask setup，它在 target/venv 里装好 bagit、bagit_profile 和 pikepdf";
    let own = root().join("target/venv/bin/python").display().to_string();
    let python = std::env::var("JISHI_BAGIT").unwrap_or(own);
    tool(root(), &python, &["-c", "import bagit, bagit_profile, pikepdf"]).map_err(|e| format!("{e}\n{LACKING}"))?;
    let script = root().join("tests/judges").join(script).display().to_string();
    let words: Vec<&str> = std::iter::once(script.as_str()).chain(files.iter().map(String::as_str)).collect();
    tool(root(), &python, &words).map(|_| ())
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}
