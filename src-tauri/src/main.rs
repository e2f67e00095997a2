//! 选任纪实 on the desktop: one window, one bridge to `jishi-app`. Holds no rule, no SQL and no file format (≤ 600 lines with
//! its build script, held by a test).
#![expect(clippy::unreachable, reason = "tauri's macro for async commands expands to it; nothing of ours may use it")]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod bridge;
mod desktop;
#[cfg(test)]
mod names;

use std::path::PathBuf;
use std::process::ExitCode;

use tauri::{App, Builder, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder};

use arguments::Arguments;
use jishi_app::Seat;

const TITLE: &str = "选任纪实";

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let ran = shell(Builder::default())
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| open(app, arguments.workspace))
        .run(tauri::generate_context!());
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("窗口没有打开：{e}。没有图形界面时请改用命令行程序 jishi（jishi serve 可在浏览器里打开同一界面）。");
            ExitCode::FAILURE
        }
    }
}

/// The commands of the page; the same for the real window and for the tests.
fn shell<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.manage(bridge::Stopped::default()).manage(desktop::Held::default()).invoke_handler(tauri::generate_handler![
        bridge::call,
        bridge::bytes,
        bridge::cancel,
        desktop::pick_files,
        desktop::pick_folder,
        desktop::open_path,
        desktop::reveal,
        desktop::hold,
    ])
}

/// Opens the workspace and then the window. A workspace that cannot be opened still gets a window, which says why.
fn open(app: &mut App, chosen: Option<PathBuf>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = chosen
        .or_else(jishi_app::place::workspace)
        .ok_or("系统没有说明用户数据文件夹在哪里，请用 --workspace 指明工作区文件夹")?;
    let seat = Seat::open(&folder, "桌面程序");
    if let Some(error) = seat.refusal() {
        eprintln!("{error}");
    }
    app.manage(seat);
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title(TITLE)
        .inner_size(1280.0, 800.0)
        // A screen of 1366×768 with a taskbar leaves about 1366×690: the window begins smaller there and may be drawn smaller still.
        .min_inner_size(1024.0, 600.0)
        .prevent_overflow()
        // Ctrl with +, - and the wheel, as in a browser.
        .zoom_hotkeys_enabled(true)
        .center()
        .on_navigation(is_own_page)
        .build()?;
    let asked = window.clone();
    window.on_window_event(move |event| desktop::closing(&asked, event));
    Ok(())
}

/// The window shows the page inside the program and nothing else.
fn is_own_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        // Windows serves the same page under this address.
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
