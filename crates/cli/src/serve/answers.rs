//! The few addresses of the loopback host.

use std::convert::Infallible;
use std::path::Path as FsPath;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use jishi_app::{AppError, Code, Progress, Quiet};
use serde_json::Value;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::Server;

fn error(error: &AppError) -> Response {
    let status = match error.code {
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, [(header::CONTENT_TYPE, JSON)], serde_json::to_string(error).unwrap_or_default()).into_response()
}

const JSON: &str = "application/json; charset=utf-8";

fn payload(body: &Bytes) -> Result<Value, AppError> {
    serde_json::from_slice(body)
        .map_err(|e| AppError::new(Code::BadRequest, format!("请求不是有效的 JSON：{}", jishi_app::json_words(&e)), ""))
}

/// A command's body blocks on the disk; it must not hold up the other requests.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| {
        Err(AppError::new(Code::Internal, format!("命令意外中断：{e}"), "数据没有写坏；请重试，并告知维护人员"))
    })
}

/// Runs `work` as the job the page named, if it named one.
async fn watched<T: Send + 'static>(
    server: Arc<Server>,
    headers: &HeaderMap,
    work: impl FnOnce(&Server, &dyn Progress) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let job = headers.get("x-jishi-job").and_then(|j| j.to_str().ok()).map(str::to_owned);
    off_thread(move || match job {
        None => work(&server, &Quiet),
        Some(job) => {
            let watched = server.jobs.open(&job);
            let answer = work(&server, &*watched);
            server.jobs.close(&job);
            answer
        }
    })
    .await
}

pub(super) async fn call(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match watched(server, &headers, move |server, progress| server.app.call(&name, payload(&body)?, progress)).await {
        Ok(value) => ([(header::CONTENT_TYPE, JSON)], value.to_string()).into_response(),
        Err(e) => error(&e),
    }
}

pub(super) async fn bytes(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match watched(server, &headers, move |server, progress| server.app.bytes(&name, payload(&body)?, progress)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Err(e) => error(&e),
    }
}

pub(super) async fn progress(
    State(server): State<Arc<Server>>,
    Path(job): Path<String>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let notes = WatchStream::new(server.jobs.open(&job).watch());
    Sse::new(
        notes.filter_map(|note| note).map(|note| Ok(Event::default().data(serde_json::to_string(&note).unwrap_or_default()))),
    )
}

pub(super) async fn cancel(State(server): State<Arc<Server>>, Path(job): Path<String>) -> StatusCode {
    server.jobs.open(&job).stop();
    StatusCode::NO_CONTENT
}

/// A file of the built screens. Only plain names inside the folder.
pub(super) async fn file(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '%']));
    let found = plain.then(|| server.ui.join(path)).and_then(|p| jishi_fs::read(&p).ok());
    match found {
        Some(bytes) => ([(header::CONTENT_TYPE, kind(path))], bytes).into_response(),
        None if path == "index.html" => {
            let words = format!("界面文件不在“{}”：请重新安装程序；在源码里请先运行 cargo xtask run", server.ui.display());
            (StatusCode::NOT_FOUND, words).into_response()
        }
        None => (StatusCode::NOT_FOUND, "没有这个文件").into_response(),
    }
}

fn kind(path: &str) -> &'static str {
    match FsPath::new(path).extension().and_then(|e| e.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "wasm" => "application/wasm",
        "json" => JSON,
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
