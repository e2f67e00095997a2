//! The one bridge between the page and the use cases: a name, a payload, an answer. Knows no command by name and no rule;
//! every call runs off the main thread, so the window stays alive while a package is being written.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use jishi_app::{AppError, Code, Progress, ProgressNote, Seat};
use serde::Serialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager, Runtime, State, ipc::Response};

/// Event by which the page hears how far a call has come; the payload is `{ job, note }`.
const PROGRESS: &str = "progress";

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
async fn aside<T, F>(seat: &Seat, work: F) -> Result<T, Value>
where
    T: Send + 'static,
    F: FnOnce(&Seat) -> Result<T, Value> + Send + 'static,
{
    let seat = seat.clone();
    match tauri::async_runtime::spawn_blocking(move || work(&seat)).await {
        Ok(answer) => answer,
        Err(e) => Err(refusal(
            Code::Internal,
            &format!("这一步意外中断：{e}"),
            "已保存的内容不受影响。请重试；若再次出现，请重新打开程序。",
        )),
    }
}

/// Runs a command of the application; without a workspace every answer is why there is none. The error is an `AppError`.
#[tauri::command]
pub async fn call<R: Runtime>(
    page: AppHandle<R>,
    seat: State<'_, Seat>,
    stopped: State<'_, Stopped>,
    name: String,
    payload: Value,
    job: Option<String>,
) -> Result<Value, Value> {
    watched(page, &seat, &stopped, job, move |seat, to_page| seat.call(&name, payload, to_page).map_err(as_value)).await
}

/// Runs `work` aside as the job the page named, whose name is free again afterwards.
async fn watched<R: Runtime, T: Send + 'static>(
    page: AppHandle<R>,
    seat: &Seat,
    stopped: &Stopped,
    job: Option<String>,
    work: impl FnOnce(&Seat, &ToPage<R>) -> Result<T, Value> + Send + 'static,
) -> Result<T, Value> {
    let to_page = ToPage { page, job: job.clone() };
    let answer = aside(seat, move |seat| work(seat, &to_page)).await;
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
pub async fn bytes<R: Runtime>(
    page: AppHandle<R>,
    seat: State<'_, Seat>,
    stopped: State<'_, Stopped>,
    name: String,
    payload: Value,
    job: Option<String>,
) -> Result<Response, Value> {
    watched(page, &seat, &stopped, job, move |seat, to_page| {
        seat.bytes(&name, payload, to_page).map(Response::new).map_err(as_value)
    })
    .await
}
