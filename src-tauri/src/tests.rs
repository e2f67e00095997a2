//! The bridge under the mock runtime: no window and no display, but the real commands and a real workspace folder.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::names::COMMANDS;
use jishi_app::Seat;

struct Page {
    _app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    folder: tempfile::TempDir,
}

fn page() -> Page {
    let folder = tempfile::tempdir().unwrap();
    page_on(folder, |f| f.to_owned())
}

fn page_on(folder: tempfile::TempDir, place: impl Fn(&std::path::Path) -> std::path::PathBuf) -> Page {
    let app = super::shell(mock_builder()).build(mock_context(noop_assets())).unwrap();
    app.manage(Seat::open(&place(folder.path()), "桌面程序"));
    let window = WebviewWindowBuilder::new(&app, "main", WebviewUrl::default()).build().unwrap();
    Page { _app: app, window, folder }
}

impl Page {
    fn invoke(&self, command: &str, body: Value) -> Result<InvokeBody, Value> {
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(body),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.into(),
        };
        get_ipc_response(&self.window, request).map(|body| match body {
            tauri::ipc::InvokeResponseBody::Json(text) => InvokeBody::Json(serde_json::from_str(&text).unwrap()),
            tauri::ipc::InvokeResponseBody::Raw(bytes) => InvokeBody::Raw(bytes),
        })
    }
}

#[test]
fn a_call_reaches_the_application_and_an_unknown_command_comes_back_as_an_app_error() {
    let page = page();
    for command in ["call", "bytes"] {
        let error = page.invoke(command, json!({ "name": "no.such", "payload": {} })).err().unwrap();
        assert!(error["code"].is_string(), "{command}: {error}");
        assert!(error["message"].as_str().is_some_and(|m| m.contains("no.such")), "{command}: {error}");
    }
}

#[test]
fn a_workspace_that_cannot_be_opened_says_so_on_every_call() {
    let folder = tempfile::tempdir().unwrap();
    jishi_fs::write_new(&folder.path().join("文件"), b"").unwrap();
    let page = page_on(folder, |f| f.join("文件").join("工作区"));
    let error = page.invoke("call", json!({ "name": "batch.list", "payload": {} })).err().unwrap();
    assert_eq!(error["code"], "file");
    assert!(error["message"].as_str().unwrap().contains("工作区"), "{error}");
    assert!(page.folder.path().exists());
}

#[test]
fn the_list_of_commands_the_handler_and_the_capability_agree() {
    let page = page();
    for name in COMMANDS.iter().filter(|n| !n.starts_with("pick_")) {
        let error = page.invoke(name, json!({})).err().unwrap().to_string();
        assert!(error.contains("invalid args"), "{name} is listed but not handled: {error}");
    }
    let source = include_str!("main.rs");
    let handled: BTreeSet<&str> = source
        .lines()
        .filter_map(|l| l.trim().strip_prefix("bridge::").or_else(|| l.trim().strip_prefix("desktop::")))
        .filter_map(|l| l.strip_suffix(','))
        .collect();
    assert_eq!(handled, COMMANDS.iter().copied().collect(), "generate_handler! and COMMANDS");
    let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str()?.strip_prefix("allow-").map(|n| n.replace('-', "_")))
        .collect();
    assert_eq!(granted, COMMANDS.iter().map(|n| (*n).to_owned()).collect(), "the capability and COMMANDS");
    assert!(capability.get("remote").is_none(), "no remote page may call anything");
}

#[test]
fn the_window_goes_nowhere_else() {
    for (address, expected) in [
        ("tauri://localhost/index.html#/batches", true),
        ("https://example.com/", false),
        ("http://127.0.0.1:8080/", false),
        ("file:///etc/passwd", false),
        ("tauri://elsewhere/", false),
    ] {
        assert_eq!(super::is_own_page(&Url::parse(address).unwrap()), expected, "{address}");
    }
}

#[test]
fn the_configuration_loads_nothing_from_a_network() {
    let text = include_str!("../tauri.conf.json");
    let config: Value = serde_json::from_str(text).unwrap();
    assert!(config["build"].get("devUrl").is_none(), "devUrl would show a blank window without a server");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    let policy = config["app"]["security"]["csp"].as_object().unwrap();
    for (part, sources) in policy {
        for source in sources.as_str().unwrap().split(' ') {
            let own = ["'self'", "'none'", "'unsafe-inline'", "data:", "blob:", "ipc:", "http://ipc.localhost"].contains(&source);
            // pdf.js decodes the fax and JBIG2 pictures of scans in WebAssembly of our own; no text is ever evaluated.
            let own = own || (part == "script-src" && source == "'wasm-unsafe-eval'");
            assert!(own, "{part} allows {source}");
            assert!(source != "'unsafe-inline'" || part == "style-src", "{part} allows inline code");
        }
    }
}
