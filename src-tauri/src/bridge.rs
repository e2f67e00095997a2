//! The one bridge between the page and the use cases: a name, a payload, an answer. Knows no command by name and no rule;
//! every call runs off the main thread, so the window stays alive while a package is being written.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use jishi_app::{App, Progress, ProgressNote};
use serde::Serialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Runtime, State, ipc::Response};

/// Event by which the page hears how far a call has come; the payload is a [`ProgressNote`].
const PROGRESS: &str = "progress";

/// The open workspace, or why it could not be opened: then every call answers with that reason and the page shows it.
pub struct Workspace(Result<Arc<App>, Value>);

impl Workspace {
    /// Opens the workspace folder, which is made when it is not there yet.
    #[must_use]
    pub fn open(folder: &Path) -> Workspace {
        let host = format!("桌面程序（进程 {}）", std::process::id());
        let opened = jishi_fs::create_dir_all(folder)
            .map_err(|e| refusal("file", &e.to_string(), "请检查这个位置的权限和剩余空间，或用 --workspace 指定另一个文件夹。"))
            .and_then(|()| App::open(folder, &host).map_err(as_value));
        Workspace(opened.map(Arc::new))
    }

    /// Why the workspace could not be opened, when it could not.
    #[must_use]
    pub fn refusal(&self) -> Option<&Value> {
        self.0.as_ref().err()
    }
}

struct ToPage<R: Runtime>(AppHandle<R>);

impl<R: Runtime> Progress for ToPage<R> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        // A page that is gone no longer needs to know; the work itself goes on.
        let _ = self.0.emit(PROGRESS, note);
        ControlFlow::Continue(())
    }
}

/// An error in the shape of `AppError`, for what goes wrong in the shell itself.
pub fn refusal(code: &str, message: &str, remedy: &str) -> Value {
    json!({ "code": code, "message": message, "remedy": remedy })
}

fn as_value(error: impl Serialize) -> Value {
    serde_json::to_value(error).unwrap_or_else(|e| refusal("internal", &format!("错误无法转成文字：{e}"), ""))
}

/// Runs `work` on a thread for blocking work; a thread that died is an error like any other.
async fn aside<T, F>(workspace: &Workspace, work: F) -> Result<T, Value>
where
    T: Send + 'static,
    F: FnOnce(&App) -> Result<T, Value> + Send + 'static,
{
    let app = workspace.0.clone()?;
    match tauri::async_runtime::spawn_blocking(move || work(&app)).await {
        Ok(answer) => answer,
        Err(e) => Err(refusal(
            "internal",
            &format!("这一步意外中断：{e}"),
            "已保存的内容不受影响。请重试；若再次出现，请重新打开程序。",
        )),
    }
}

/// Runs a command of the application. The error is an `AppError`.
#[tauri::command]
pub async fn call<R: Runtime>(
    page: AppHandle<R>,
    workspace: State<'_, Workspace>,
    name: String,
    payload: Value,
) -> Result<Value, Value> {
    aside(&workspace, move |app| app.call(&name, payload, &ToPage(page)).map_err(as_value)).await
}

/// Runs a command that answers with the bytes of a file (PDF preview, photograph), sent without JSON.
#[tauri::command]
pub async fn bytes(workspace: State<'_, Workspace>, name: String, payload: Value) -> Result<Response, Value> {
    aside(&workspace, move |app| app.bytes(&name, payload).map(Response::new).map_err(as_value)).await
}
