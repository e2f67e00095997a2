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
    assert!(desktop.title().unwrap().ends_with("选任纪实"));
    assert!(!desktop.text(&heading).unwrap().trim().is_empty(), "the first heading is empty");
    let placeholder = desktop.run("return 'placeholder' in document.documentElement.dataset", json!([])).unwrap();
    assert_eq!(placeholder, json!(false), "the program carries the placeholder instead of the built page");
    for (width, height) in [(1280, 800), (1920, 1080)] {
        desktop.resize(width, height).unwrap();
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

/// The sample, made by the command line, opened in the window.
fn sample_window() -> Option<Opened> {
    if std::env::var("JISHI_WINDOW").is_err() {
        println!("跳过：没有设置 JISHI_WINDOW=1");
        return None;
    }
    let program =
        std::env::var_os("JISHI_DESKTOP").map(PathBuf::from).unwrap_or_else(|| panic!("JISHI_DESKTOP 没有指明桌面程序"));
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("工作区");
    let out = folder.path().join("输出").display().to_string();
    let (code, _, complaint) = jishi_tests::program::run(&workspace, &["demo", "--out", &out]).unwrap();
    assert_eq!(code, 0, "{complaint}");
    let desktop = Desktop::open(&program, &workspace, folder.path()).unwrap();
    Some(Opened { desktop, _folder: folder })
}

/// Gives the field with this label a value, and tells the page of it as typing would. (Keys sent by the driver do not reach a field of a
/// dialog under Xvfb without a window manager; that typing works is the browser journey's to show.)
fn fill(desktop: &Desktop, label: &str, text: &str) {
    let script = "const label = [...document.querySelectorAll('main label, [role=dialog] label')].find(l => l.textContent.trim().startsWith(arguments[0]));
        const field = label && document.getElementById(label.htmlFor);
        if (!field) return false;
        const kind = field.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, arguments[1]);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return field.value === arguments[1];";
    assert_eq!(desktop.run(script, json!([label, text])).unwrap(), json!(true), "the field {label} does not take its text");
}

/// Looks again and again, for as long as arranging 13 volumes may take, until the page says yes.
fn until(desktop: &Desktop, script: &str, complaint: &str) {
    for _ in 0..240 {
        std::thread::sleep(std::time::Duration::from_millis(500));
        if desktop.run(script, json!([])).unwrap() == json!(true) {
            return;
        }
    }
    // No picture: the driver may not answer when a page is busy.
    let busy = "const html = [...document.querySelectorAll('[role=dialog], [aria-busy=true], button[disabled]')].map(e => e.outerHTML.slice(0, 300));
        return html.concat(document.querySelector('main')?.innerText ?? '').join('\\n');";
    let seen = desktop.run(busy, json!([])).unwrap();
    panic!("{complaint}\n{seen}");
}

#[test]
fn the_sample_is_walked_in_the_window_from_the_batch_to_a_drawn_report_and_a_sealed_volume() {
    let Some(opened) = sample_window() else {
        return;
    };
    let desktop = &opened.desktop;
    desktop.resize(1280, 800).unwrap();
    // The batch of the sample is finished, and folded away on the home page until it is asked for.
    desktop.find("main h1").unwrap();
    desktop.run("location.hash = '#/batch/1'", json!([])).unwrap();
    desktop.run("return new Promise(done => setTimeout(done, 1500))", json!([])).unwrap();
    let person = desktop.find_text("a", "买买提·艾力").unwrap();
    desktop.shot("window-matrix").unwrap();
    desktop.click(&person).unwrap();
    desktop.find("[aria-current=step]").unwrap();
    desktop.shot("window-person").unwrap();
    let report = desktop.find_text("a, button", "报告预览").unwrap();
    desktop.click(&report).unwrap();
    if let Err(fault) = desktop.find("canvas") {
        desktop.shot("window-report-failed").unwrap();
        let text = desktop.text(&desktop.find("main").unwrap()).unwrap();
        panic!("{fault}\n{text}");
    }
    // The page is drawn when some of its picture is not white.
    let drawn = "return new Promise(done => { let tries = 0; const look = () => {
          const c = document.querySelector('canvas'); const d = c && c.width && c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
          if (d && d.some((v, i) => i % 4 !== 3 && v > 0 && v < 200)) done(true); else if (++tries > 80) done(false); else setTimeout(look, 250); }; look(); });";
    assert_eq!(desktop.run(drawn, json!([])).unwrap(), json!(true), "the report is not drawn");
    desktop.shot("window-report").unwrap();

    desktop.run("location.hash = '#/batch/1/volumes'", json!([])).unwrap();
    // The button wakes when the volumes are arranged.
    desktop.find_text("button.vol", "欧阳静澜干部任用个人文书档案").unwrap();
    // All is sealed: only a new version of a volume is sealed again.
    let renew = desktop.find("button[aria-label^=立新版本]").unwrap();
    desktop.click(&renew).unwrap();
    desktop.run("return new Promise(done => setTimeout(done, 1500))", json!([])).unwrap();
    fill(desktop, "理由", "窗口试验");
    desktop.shot("window-renew").unwrap();
    let confirm = desktop.find_text("[role=dialog] button", "立新版本").unwrap();
    desktop.click(&confirm).unwrap();
    // The button wakes again when the volumes are arranged anew, which takes a while on a busy machine.
    let awake = "const b = [...document.querySelectorAll('button')].find(b => b.textContent.trim() === '封装案卷');
        return ![...document.querySelectorAll('[role=dialog]')].some(d => d.childElementCount) && !!b && !b.disabled && !document.querySelector('main [aria-busy=true]');";
    until(desktop, awake, "the volumes are not arranged anew");
    let pack = desktop.find_text("button", "封装案卷").unwrap();
    desktop.click(&pack).unwrap();
    // A dialog that is still opening takes no clicks.
    desktop.run("return new Promise(done => setTimeout(done, 1500))", json!([])).unwrap();
    let clear = desktop.find_text("[role=dialog] button", "清空").unwrap();
    desktop.click(&clear).unwrap();
    let first = desktop.find("[role=dialog] input[type=checkbox]").unwrap();
    desktop.click(&first).unwrap();
    let target = opened._folder.path().join("窗口封装");
    fill(desktop, "存放文件夹", target.to_str().unwrap());
    fill(desktop, "整理人", "周敏");
    fill(desktop, "检查人", "顾长河");
    fill(desktop, "仍要封装的理由", "窗口试验");
    fill(desktop, "封签口令", "示例封签口令2026");
    desktop.shot("window-pack").unwrap();
    let look = desktop.find_text("[role=dialog] button", "检测并查看").unwrap();
    desktop.click(&look).unwrap();
    let looked = "return !![...document.querySelectorAll('[role=dialog] button')].find(b => b.textContent.trim() === '开始封装' && !b.disabled);";
    until(desktop, looked, "the volume is not inspected");
    let start = desktop.find_text("[role=dialog] button", "开始封装").unwrap();
    desktop.click(&start).unwrap();
    desktop.find_text("h1, h2, h3", "封装结果").unwrap();
    let package = jishi_fs::list_dir(&target).unwrap().pop().unwrap();
    let (code, out, _) = jishi_tests::program::run(&target, &["verify", package.to_str().unwrap()]).unwrap();
    assert_eq!(code, 0, "{out}");
}

/// A window manager on the display of the test, for as long as it lives.
struct Manager(std::process::Child);

impl Drop for Manager {
    fn drop(&mut self) {
        // Nothing to do about one that has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn closing_the_window_with_something_unsaved_asks_first_and_loses_nothing() {
    let Some(opened) = window() else {
        return;
    };
    let desktop = &opened.desktop;
    desktop.find("h1, h2").unwrap();
    let quiet = std::process::Stdio::null;
    let manager = std::process::Command::new("openbox").stdout(quiet()).stderr(quiet()).spawn();
    let _manager = Manager(manager.unwrap_or_else(|e| panic!("没有 openbox（{e}）；请用 cargo xtask test window")));
    // Keys are sent to no window by name: such keys never reach the window manager.
    let close = || {
        let find = ["search", "--sync", "--onlyvisible", "--name", "选任纪实$", "windowactivate", "--sync"];
        for words in [&find[..], &["key", "alt+F4"]] {
            let done = std::process::Command::new("xdotool").args(words).status().unwrap();
            assert!(done.success(), "the window cannot be asked to close: {words:?}");
        }
    };
    desktop.run("location.hash = '#/people/new'", json!([])).unwrap();
    until(desktop, "return !!document.querySelector('main form label, main label')", "the form does not open");
    fill(desktop, "姓名", "买买提·艾力");
    std::thread::sleep(std::time::Duration::from_millis(300));
    close();
    let stay = desktop.find_text("[role=dialog] button", "留下继续填写").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    desktop.click(&stay).unwrap();
    let kept = "return [...document.querySelectorAll('main input')].some(i => i.value === '买买提·艾力')";
    assert_eq!(desktop.run(kept, json!([])).unwrap(), json!(true), "staying kept what was typed");
    std::thread::sleep(std::time::Duration::from_millis(1000));
    close();
    let leave = desktop.find_text("[role=dialog] button", "离开").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    // The window may be gone before the driver has answered.
    let _ = desktop.click(&leave);
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(250));
        if desktop.title().is_err() {
            return;
        }
    }
    panic!("the window is still there");
}
