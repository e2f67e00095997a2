//! The one bridge between the page and the use cases: a name, a payload, an answer. Knows no command by name and no rule;
//! every call runs off the main thread, so the window stays alive while a package is being written.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jishi_app::{App, AppError, Code, Progress, ProgressNote};
use serde::Serialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager, Runtime, State, ipc::Response};

/// Event by which the page hears how far a call has come; the payload is `{ job, note }`.
const PROGRESS: &str = "progress";

/// The open workspace, or why it could not be opened: then every call answers with that reason and the page shows it.
pub struct Workspace(Result<Arc<App>, Value>);

impl Workspace {
    /// Opens the workspace folder, which is made when it is not there yet.
    #[must_use]
    pub fn open(folder: &Path) -> Workspace {
        let opened = jishi_fs::create_dir_all(folder)
            .map_err(|e| {
                refusal(Code::File, &e.to_string(), "请检查这个位置的权限和剩余空间，或用 --workspace 指定另一个文件夹。")
            })
            .and_then(|()| App::open(folder, "桌面程序").map_err(as_value));
        Workspace(opened.map(Arc::new))
    }

    /// Why the workspace could not be opened, when it could not.
    #[must_use]
    pub fn refusal(&self) -> Option<&Value> {
        self.0.as_ref().err()
    }
}

/// Jobs the page wants stopped, by the names it gave them. A name is taken out when its call ends.
#[derive(Default)]
pub struct Stopped(Mutex<HashSet<String>>);

impl Stopped {
    fn with<T>(&self, act: impl FnOnce(&mut HashSet<String>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Clone, Serialize)]
struct JobNote<'a> {
    job: &'a str,
    note: &'a ProgressNote,
}

struct ToPage<R: Runtime> {
    page: AppHandle<R>,
    job: Option<String>,
}

impl<R: Runtime> Progress for ToPage<R> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        let Some(job) = &self.job else { return ControlFlow::Continue(()) };
        // A page that is gone no longer needs to know; the work itself goes on.
        let _ = self.page.emit(PROGRESS, JobNote { job, note });
        let stop = self.page.try_state::<Stopped>().is_some_and(|stopped| stopped.with(|jobs| jobs.contains(job)));
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// An error like those of the commands, for what goes wrong in the shell itself.
pub fn refusal(code: Code, message: &str, remedy: &str) -> Value {
    as_value(AppError::new(code, message, remedy))
}

fn as_value(error: impl Serialize) -> Value {
    serde_json::to_value(error)
        .unwrap_or_else(|e| json!({ "code": "internal", "message": format!("错误无法转成文字：{e}"), "remedy": "" }))
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
            Code::Internal,
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
    stopped: State<'_, Stopped>,
    name: String,
    payload: Value,
    job: Option<String>,
) -> Result<Value, Value> {
    let to_page = ToPage { page, job: job.clone() };
    let answer = aside(&workspace, move |app| app.call(&name, payload, &to_page).map_err(as_value)).await;
    if let Some(job) = &job {
        stopped.with(|jobs| jobs.remove(job));
    }
    answer
}

/// Asks a running call to stop at its next note of progress. What is already done stays; nothing half-made remains.
#[tauri::command]
pub fn cancel(stopped: State<'_, Stopped>, job: String) {
    stopped.with(|jobs| jobs.insert(job));
}

/// Runs a command that answers with the bytes of a file (PDF preview, photograph), sent without JSON.
#[tauri::command]
pub async fn bytes(workspace: State<'_, Workspace>, name: String, payload: Value) -> Result<Response, Value> {
    aside(&workspace, move |app| app.bytes(&name, payload).map(Response::new).map_err(as_value)).await
}
