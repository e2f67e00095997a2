//! The real window: the desktop program as built, on a workspace of its own, under Xvfb.
//! Runs when `cargo xtask test window` sets JISHI_WINDOW=1; elsewhere says why it does not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test")]

use std::path::PathBuf;

use jishi_tests::webdriver::Desktop;
use serde_json::json;

/// The window and the folder it lives in, which outlives it.
struct Opened {
    desktop: Desktop,
    _folder: tempfile::TempDir,
}

/// The window on an empty workspace; None when no window is wanted here.
fn window() -> Option<Opened> {
    if std::env::var("JISHI_WINDOW").is_err() {
        println!("跳过：没有设置 JISHI_WINDOW=1。真实窗口的测试请运行 cargo xtask test window");
        return None;
    }
    let program = std::env::var_os("JISHI_DESKTOP").map(PathBuf::from);
    let program = program.unwrap_or_else(|| panic!("JISHI_DESKTOP 没有指明桌面程序；请用 cargo xtask test window"));
    let folder = tempfile::tempdir().unwrap();
    let desktop = Desktop::open(&program, &folder.path().join("工作区"), folder.path()).unwrap();
    Some(Opened { desktop, _folder: folder })
}

#[test]
fn the_window_opens_with_its_title_and_a_heading_and_keeps_its_shape_on_both_screens() {
    let Some(opened) = window() else {
        return;
    };
    let desktop = &opened.desktop;
    let heading = desktop.find("h1, h2").unwrap();
    assert_eq!(desktop.title().unwrap(), "选任纪实");
    assert!(!desktop.text(&heading).unwrap().trim().is_empty(), "the first heading is empty");
    let placeholder = desktop.run("return 'placeholder' in document.documentElement.dataset", json!([])).unwrap();
    assert_eq!(placeholder, json!(false), "the program carries the placeholder instead of the built page");
    for (width, height) in [(1280, 800), (1920, 1080)] {
        desktop.resize(width, height).unwrap();
        let shot = desktop.shot(&format!("window-{width}x{height}")).unwrap();
        println!("截图：{}", shot.display());
        let overflow = desktop.run("return document.documentElement.scrollWidth - innerWidth", json!([])).unwrap();
        assert!(overflow.as_i64().is_some_and(|o| o <= 0), "the page is {overflow} px wider than a window of {width}");
    }
}

#[test]
fn the_page_can_neither_run_foreign_code_nor_reach_a_network() {
    let Some(opened) = window() else {
        return;
    };
    let desktop = &opened.desktop;
    desktop.find("body").unwrap();
    let evaluated = desktop.run(
        "const s = document.createElement('script'); s.textContent = 'window.__foreign = 1'; document.body.append(s);
         return window.__foreign ?? null;",
        json!([]),
    );
    assert_eq!(evaluated.unwrap(), json!(null), "an inline script ran");
    assert_eq!(desktop.run("return typeof window.__TAURI__", json!([])).unwrap(), json!("undefined"));
    let barred = desktop.run(
        "return new Promise(done => { document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
           fetch('http://127.0.0.1:9/').catch(() => setTimeout(() => done('only unreachable'), 2000)); });",
        json!([]),
    );
    assert_eq!(barred.unwrap(), json!("connect-src"), "the policy must bar every address, also on this machine");
}
