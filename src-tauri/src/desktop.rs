//! What only a desktop can do: native pickers, showing a file in the file manager, opening it with the system's program.
//! Reads and writes no file; the page gets paths and hands them to commands, which judge them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use jishi_app::Code;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, Runtime, State, WebviewWindow, WindowEvent};
use tauri_plugin_dialog::DialogExt;

use crate::bridge::refusal;

/// What `open_path` may hand to the system: things to look at, nothing that runs.
const VIEWABLE: &[&str] = &["pdf", "jpg", "jpeg", "png", "tif", "tiff", "ofd", "txt", "md", "csv", "zip"];

/// Lets the user pick files. `extensions` without dots, empty for all. None was picked: an empty list.
#[tauri::command]
pub async fn pick_files<R: Runtime>(
    app: AppHandle<R>,
    title: Option<String>,
    extensions: Option<Vec<String>>,
    multiple: Option<bool>,
) -> Result<Vec<String>, Value> {
    aside(move || {
        let mut dialog = app.dialog().file().set_title(title.unwrap_or_else(|| "选择文件".into()));
        let wanted = extensions.unwrap_or_default();
        if !wanted.is_empty() {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            dialog = dialog.add_filter(wanted.join(" / "), &wanted);
        }
        if multiple.unwrap_or(true) {
            dialog.blocking_pick_files().unwrap_or_default()
        } else {
            dialog.blocking_pick_file().into_iter().collect()
        }
    })
    .await?
    .into_iter()
    .map(text_of)
    .collect()
}

/// Lets the user pick a folder.
#[tauri::command]
pub async fn pick_folder<R: Runtime>(app: AppHandle<R>, title: Option<String>) -> Result<Option<String>, Value> {
    aside(move || app.dialog().file().set_title(title.unwrap_or_else(|| "选择文件夹".into())).blocking_pick_folder())
        .await?
        .map(text_of)
        .transpose()
}

/// Opens a folder, or a file of a kind made for looking at, with the system's program.
#[tauri::command]
pub fn open_path(path: PathBuf) -> Result<(), Value> {
    let path = existing(&path)?;
    if path.is_dir() || viewable(path) {
        return show(path);
    }
    let message = format!("不能直接打开“{}”：程序只打开文件夹和供阅览的文件。", path.display());
    Err(refusal(Code::Invalid, &message, "请用“打开所在文件夹”，再用合适的程序打开它。"))
}

/// Whether the page has something unsaved: then closing the window asks the page first.
#[derive(Default)]
pub struct Held(AtomicBool);

/// The page says whether it has something `unsaved`; with `close` the window is closed.
#[tauri::command]
pub fn hold<R: Runtime>(window: WebviewWindow<R>, held: State<'_, Held>, unsaved: bool, close: bool) {
    held.0.store(unsaved, Ordering::Relaxed);
    if close {
        // A window that does not close stays as it is; the user sees that.
        let _ = window.close();
    }
}

/// A page with nothing unsaved, or one that cannot hear, never keeps the window open.
pub fn closing<R: Runtime>(window: &WebviewWindow<R>, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && window.state::<Held>().0.load(Ordering::Relaxed)
        && window.emit("close-asked", ()).is_ok()
    {
        api.prevent_close();
    }
}

/// Opens the folder that holds a file.
#[tauri::command]
pub fn reveal(path: PathBuf) -> Result<(), Value> {
    let path = existing(&path)?;
    show(path.parent().unwrap_or(path))
}

/// Native dialogs block the thread they are asked on, so never the main one.
async fn aside<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Result<T, Value> {
    let broken = |e| refusal(Code::Internal, &format!("选择窗口没有打开：{e}"), "请在路径框里直接填写完整路径。");
    tauri::async_runtime::spawn_blocking(ask).await.map_err(broken)
}

fn text_of(path: tauri_plugin_dialog::FilePath) -> Result<String, Value> {
    let shown = path.to_string();
    path.into_path().ok().and_then(|p| p.into_os_string().into_string().ok()).ok_or_else(|| {
        refusal(Code::Invalid, &format!("“{shown}”的名称不是有效文字。"), "请先给这个文件或文件夹改名，再选择它。")
    })
}

fn viewable(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    VIEWABLE.contains(&extension.as_str())
}

fn existing(path: &Path) -> Result<&Path, Value> {
    if path.is_absolute() && path.exists() {
        return Ok(path);
    }
    let message = format!("没有找到“{}”。", path.display());
    Err(refusal(Code::NotFound, &message, "它可能已被移走或改名，请在文件管理器里确认。"))
}

fn show(path: &Path) -> Result<(), Value> {
    let program = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let quiet = Command::new(program).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match quiet {
        Ok(mut child) => {
            // Waited for aside, so that no dead process is left behind.
            std::thread::spawn(move || child.wait());
            Ok(())
        }
        Err(e) => {
            let message = format!("系统没有能打开“{}”的程序（{program}：{e}）。", path.display());
            Err(refusal(Code::File, &message, "请在文件管理器里打开这个位置。"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_things_made_for_looking_at_are_opened() {
        for (name, expected) in
            [("报告表.pdf", true), ("扫描.TIF", true), ("包.zip", true), ("a.sh", false), ("a.desktop", false), ("a", false)]
        {
            assert_eq!(viewable(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_program_is_refused_and_a_missing_path_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let script = dir.path().join("x.sh");
        jishi_fs::write_new(&script, b"#!/bin/sh\n").unwrap();
        assert_eq!(open_path(script).unwrap_err()["code"], "invalid");
        let error = reveal(dir.path().join("无此文件.pdf")).unwrap_err();
        assert!(error["message"].as_str().unwrap().contains("无此文件.pdf"));
        assert_eq!(open_path("相对.pdf".into()).unwrap_err()["code"], "not_found");
    }
}
