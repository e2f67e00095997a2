//! Stand-in for the use cases, with the shape the shell calls; replaced as a whole when the real crate is merged.

use std::ops::ControlFlow;
use std::path::Path;

/// How far a long command has come.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProgressNote {
    pub words: String,
    pub done: u64,
    pub total: u64,
}

/// Takes notes of progress and says whether to go on.
pub trait Progress: Sync {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()>;
}

/// What went wrong at the command edge.
#[derive(Debug, serde::Serialize)]
pub struct AppError {
    pub code: &'static str,
    pub message: String,
    pub remedy: String,
}

/// An open workspace.
#[derive(Debug)]
pub struct App(());

impl App {
    /// Opens a workspace folder for a host.
    ///
    /// # Errors
    /// Never, here.
    pub fn open(_path: &Path, _host: &str) -> Result<App, AppError> {
        Ok(App(()))
    }

    /// Runs a command.
    ///
    /// # Errors
    /// When there is no such command.
    pub fn call(&self, name: &str, payload: serde_json::Value, progress: &dyn Progress) -> Result<serde_json::Value, AppError> {
        let _ = progress.note(&ProgressNote { words: name.to_owned(), done: 1, total: 1 });
        match name {
            "echo" => Ok(payload),
            _ => Err(unknown(name)),
        }
    }

    /// Runs a command that answers with bytes.
    ///
    /// # Errors
    /// When there is no such command.
    pub fn bytes(&self, name: &str, _payload: serde_json::Value) -> Result<Vec<u8>, AppError> {
        Err(unknown(name))
    }
}

fn unknown(name: &str) -> AppError {
    AppError { code: "unknown_command", message: format!("没有名为“{name}”的命令。"), remedy: String::new() }
}
