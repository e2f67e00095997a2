//! Killed in the middle, opened twice, reached from outside: what was saved is there, what was not is said.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use jishi_tests::program::{ask, command, run};
use serde_json::{Value, json};

/// Ends the program when the test does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn killed_at_any_moment_the_workspace_opens_and_its_journal_holds() {
    let folder = tempfile::tempdir().unwrap();
    let person = folder.path().join("人.json");
    jishi_fs::write_new(&person, r#"{"name":"李四"}"#.as_bytes()).unwrap();
    for (round, milliseconds) in [20_u64, 60, 150, 400, 900, 1600, 2600, 4000].into_iter().enumerate() {
        let workspace = folder.path().join(format!("工作区{round}"));
        let out = folder.path().join(format!("输出{round}"));
        let mut demo = command(&workspace, &["demo", "--out", out.to_str().unwrap()]).unwrap();
        let mut child = demo.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        // SIGKILL: the program gets no chance to tidy up.
        child.kill().unwrap();
        child.wait().unwrap();
        // Before there is a database nothing was recorded, and a reader says so; whatever is there, one may begin in it.
        if !workspace.join("纪实库.db").is_file() {
            let (code, answer) = ask(&workspace, &["person", "add", person.to_str().unwrap()]).unwrap();
            assert_eq!(code, 0, "killed after {milliseconds} ms: {answer}");
        }
        let (code, journal) = ask(&workspace, &["journal", "--check"]).unwrap();
        assert_eq!((code, &journal["findings"]), (0, &json!([])), "killed after {milliseconds} ms");
        let (_, info) = ask(&workspace, &["info"]).unwrap();
        if info["batches"] != json!(0) {
            every_named_file_is_there(&workspace);
        }
        for entry in jishi_fs::list_dir(&workspace.join("文件库")).unwrap() {
            assert!(entry.is_dir(), "a half-written file remains: {}", entry.display());
        }
        // A package that was being written is not one that can be taken for whole.
        let packages = out.join("案卷包");
        for package in if packages.is_dir() { jishi_fs::list_dir(&packages).unwrap() } else { Vec::new() } {
            let partial = package.to_str().unwrap().ends_with(".partial");
            assert!(partial || run(&workspace, &["verify", package.to_str().unwrap()]).unwrap().0 == 0, "{}", package.display());
        }
    }
}

/// Every material that names a file can be read back with its digest proved.
fn every_named_file_is_there(workspace: &Path) {
    let (_, records) = ask(workspace, &["record", "list", "1"]).unwrap();
    let materials: Vec<&Value> = records.as_array().unwrap().iter().flat_map(|r| r["materials"].as_array().unwrap()).collect();
    for material in materials {
        let sha256 = material["content"]["sha256"].as_str().unwrap();
        if !sha256.is_empty() {
            let bytes =
                jishi_fs::read(&workspace.join("文件库").join(sha256.chars().take(2).collect::<String>()).join(sha256)).unwrap();
            assert_eq!(jishi_fs::sha256_hex(&bytes), sha256);
        }
    }
}

/// `jishi serve` on a workspace of its own, and the address it printed.
fn serve(workspace: &Path) -> (Running, String) {
    let mut child = command(workspace, &["serve", "--print-url"]).unwrap().stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Running(child), line.trim().to_owned())
}

#[test]
fn a_second_opener_is_told_who_holds_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let (_serving, url) = serve(folder.path());
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let (code, error) = ask(folder.path(), &["info"]).unwrap();
    assert_eq!((code, &error["code"]), (2, &json!("locked")));
    assert!(error["message"].as_str().unwrap().contains("本机浏览器"), "{error}");
}

/// Status, headers' cookie and body of a request.
fn http(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = agent.run(request.body(body.to_owned()).unwrap()).unwrap();
    let cookie = response.headers().get("set-cookie").map(|c| c.to_str().unwrap().to_owned()).unwrap_or_default();
    (response.status().as_u16(), cookie, response.body_mut().read_to_string().unwrap_or_default())
}

#[test]
fn the_loopback_host_lets_in_one_visitor_with_the_token_and_no_other_page() {
    let folder = tempfile::tempdir().unwrap();
    let (_serving, url) = serve(folder.path());
    let base = url.split("/?").next().unwrap().to_owned();
    let call = format!("{base}/call/workspace.info");
    assert_eq!(http("POST", &call, &[], "{}").0, 401, "no cookie");
    assert_eq!(http("GET", &format!("{base}/?token=wrong"), &[], "").0, 401);
    let (status, cookie, _) = http("GET", &url, &[], "");
    assert_eq!(status, 303);
    for part in ["HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let session = cookie.split(';').next().unwrap();
    let (status, _, body) = http("POST", &call, &[("cookie", session)], "{}");
    assert_eq!((status, body.contains("内置示例目录")), (200, true), "{body}");
    assert_eq!(http("GET", &url, &[], "").0, 401, "the token works once");
    let foreign = [("cookie", session), ("origin", "http://evil.example")];
    assert_eq!(http("POST", &call, &foreign, "{}").0, 403, "another page's request");
    let rebound = [("cookie", session), ("host", "evil.example")];
    assert_eq!(http("POST", &call, &rebound, "{}").0, 403, "another name for this machine");
    let (status, _, body) = http("POST", &format!("{base}/call/batch.get"), &[("cookie", session)], "{\"batch\":7}");
    assert_eq!((status, body.contains("没有找到批次 7")), (404, true), "{body}");
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/.git/config", "//etc/passwd"] {
        assert_eq!(http("GET", &format!("{base}{path}"), &[("cookie", session)], "").0, 404, "{path}");
    }
}

#[test]
fn bad_words_and_bad_files_are_answered_in_words_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("工作区");
    let broken = folder.path().join("坏.json");
    jishi_fs::write_new(&broken, b"{ \"name\": ").unwrap();
    let broken = broken.to_str().unwrap();
    let (code, out, err) = run(&folder.path().join("打错的名字"), &["info"]).unwrap();
    assert!(code == 2 && err.contains("打错的名字") && !folder.path().join("打错的名字").exists(), "{code}: {out}{err}");
    drop(serve(&workspace));
    for (words, said) in [
        (&["batch", "new", broken][..], "坏.json"),
        (&["call", "no.such"], "no.such"),
        (&["call", "batch.get", "{"], "JSON"),
        (&["batch", "show", "99"], "批次 99"),
        (&["import", "/没有/这里"], "没有"),
        (&["verify", "/没有/这里"], "没有/这里"),
        (&["report", "1"], "批次 1"),
    ] {
        let (code, out, err) = run(&workspace, words).unwrap();
        assert!(code != 0 && format!("{out}{err}").contains(said), "{words:?} → {code}: {out}{err}");
        assert!(!err.contains("panicked"), "{err}");
    }
    assert_eq!(ask(&workspace, &["journal", "--check"]).unwrap().1["lines"], json!(0));
}

/// A scan of 300 MB is a file with a hole: a TIFF whose one page directory stands at its end.
#[cfg(target_os = "linux")]
#[test]
fn a_scan_of_300_megabytes_comes_in_where_a_program_may_have_only_256() {
    use std::io::{Seek, SeekFrom, Write};
    const SIZE: u32 = 300 << 20;
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("工作区");
    let batch = folder.path().join("批次.json");
    let record = folder.path().join("记录.json");
    let new = json!({ "name": "2026年第三批", "number": "202603", "business": "换届", "started": "2026-03-02", "edition": "2019",
        "unit": "市委组织部", "fonds": "Z109", "note": "" });
    let talk = json!({ "step": "S05", "candidates": [], "date": "2026-03-05", "summary": "听取意见",
        "body": { "kind": "notebook", "category": "听取意见" } });
    jishi_fs::write_new(&batch, new.to_string().as_bytes()).unwrap();
    jishi_fs::write_new(&record, talk.to_string().as_bytes()).unwrap();
    assert_eq!(run(&workspace, &["batch", "new", batch.to_str().unwrap()]).unwrap().0, 0);
    assert_eq!(run(&workspace, &["record", "add", "1", record.to_str().unwrap()]).unwrap().0, 0);
    let scan = folder.path().join("长卷.tif");
    let mut file = jishi_fs::create_new(&scan).unwrap();
    file.write_all(b"II*\0").unwrap();
    file.write_all(&(SIZE - 6).to_le_bytes()).unwrap();
    file.seek(SeekFrom::Start(u64::from(SIZE) - 6)).unwrap();
    file.write_all(&[0; 6]).unwrap();
    drop(file);
    // The whole file in memory would not fit: the shell takes the address space away before the program starts.
    let program = command(&workspace, &["--json", "record", "attach", "1", scan.to_str().unwrap(), "--name", "长卷"]).unwrap();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -v 262144; exec \"$0\" \"$@\""]).arg(program.get_program()).args(program.get_args());
    let output = limited.output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    let material: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&material["content"]["size"], &material["content"]["pages"]), (&json!(SIZE), &json!(1)));
    assert_eq!(jishi_fs::hash_file(&scan).unwrap().sha256, material["content"]["sha256"].as_str().unwrap());
}

#[test]
fn a_report_that_cannot_be_drawn_is_named_the_others_are_written_and_the_exit_code_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("工作区");
    let file = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        jishi_fs::write_atomic(&path, value.to_string().as_bytes()).unwrap();
        path.display().to_string()
    };
    let batch = json!({ "name": "2026年第三批", "number": "202603", "business": "换届", "started": "2026-03-02", "edition": "2019",
        "unit": "市委组织部", "fonds": "Z109", "note": "" });
    assert_eq!(run(&workspace, &["batch", "new", &file("批次.json", &batch)]).unwrap().0, 0);
    for (no, name) in [(1, "张\u{E123}三"), (2, "李芳")] {
        let person = json!({ "name": name });
        assert_eq!(run(&workspace, &["person", "add", &file("人.json", &person)]).unwrap().0, 0);
        let candidate = json!({ "person": no, "post": null, "current_post": "", "proposed_post": "局长", "removed_post": "",
            "outcome": "open", "stopped_at": "", "order": no });
        assert_eq!(run(&workspace, &["batch", "candidate", "1", &file("人选.json", &candidate)]).unwrap().0, 0);
    }
    let out = folder.path().join("表");
    let (code, told, _) = run(&workspace, &["report", "1", "--out", out.to_str().unwrap()]).unwrap();
    assert_eq!(code, 1, "{told}");
    for words in ["共 1 个文件", "李芳", "没有生成：张\u{E123}三", "U+E123", "姓名", "重新录入"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(jishi_fs::list_dir(&out).unwrap().len(), 1);
}

#[test]
fn killed_while_a_draft_is_saved_the_last_acknowledged_save_is_there() {
    let folder = tempfile::tempdir().unwrap();
    for milliseconds in [40_u64, 130, 270, 520] {
        let workspace = folder.path().join(format!("工作区{milliseconds}"));
        let (mut serving, url) = serve(&workspace);
        let base = url.split("/?").next().unwrap().to_owned();
        let (_, cookie, _) = http("GET", &url, &[], "");
        let session = cookie.split(';').next().unwrap().to_owned();
        let save = format!("{base}/call/draft.save");
        // One keystroke after the other; the answer acknowledges each.
        let typing = std::thread::spawn(move || {
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            let mut acknowledged = 0_u64;
            loop {
                let typed = json!({ "key": "甲", "editor": "record", "title": "S05", "place": {}, "schema": 1,
                    "content": { "keys": acknowledged + 1, "text": "打字".repeat(500) } });
                let request = ureq::http::Request::builder().method("POST").uri(&save).header("cookie", &session);
                let Ok(mut answer) = agent.run(request.body(typed.to_string()).unwrap()) else { return acknowledged };
                let Ok(body) = answer.body_mut().read_to_string() else { return acknowledged };
                if !body.contains("\"version\"") {
                    return acknowledged;
                }
                acknowledged += 1;
            }
        });
        std::thread::sleep(Duration::from_millis(milliseconds));
        serving.0.kill().unwrap();
        serving.0.wait().unwrap();
        let acknowledged = typing.join().unwrap();
        if acknowledged == 0 {
            continue;
        }
        let (code, kept) = ask(&workspace, &["call", "draft.get", "{\"key\":\"甲\"}"]).unwrap();
        let keys = kept["content"]["keys"].as_u64().unwrap();
        // A save may have reached the disk without its answer reaching the typist; never the other way.
        assert!(code == 0 && (keys == acknowledged || keys == acknowledged + 1), "{keys} kept, {acknowledged} acknowledged");
        assert_eq!(ask(&workspace, &["journal", "--check"]).unwrap().1["lines"], json!(0), "drafts write no journal line");
    }
}

/// A batch with one person and one record; the folder of the JSON files it was made of.
fn recorded(folder: &Path) -> std::path::PathBuf {
    let workspace = folder.join("工作区");
    let file = |name: &str, content: Value| {
        let path = folder.join(name);
        jishi_fs::write_atomic(&path, content.to_string().as_bytes()).unwrap();
        path.display().to_string()
    };
    let batch = file(
        "批次.json",
        json!({ "name": "2026年第三批", "number": "202603", "business": "个别提拔", "started": "2026-03-02", "edition": "2019",
            "unit": "云岭市委组织部", "fonds": "Z109", "note": "" }),
    );
    let talk = |place: &str| {
        json!({ "step": "S05", "candidates": [], "date": "2026-03-05", "place": place, "summary": "听取意见",
            "body": { "kind": "notebook", "category": "听取意见" } })
    };
    let first = file("记录.json", talk("三楼"));
    file("更正.json", talk("五楼"));
    assert_eq!(ask(&workspace, &["batch", "new", &batch]).unwrap().0, 0);
    assert_eq!(ask(&workspace, &["record", "add", "1", &first]).unwrap().0, 0);
    workspace
}

#[test]
fn a_file_made_from_an_old_revision_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = recorded(folder.path());
    let correct = |file: &str, seen: &str| {
        let file = folder.path().join(file).display().to_string();
        ask(&workspace, &["record", "correct", "1", &file, "--from-revision", seen, "--reason", "核对"]).unwrap()
    };
    assert_eq!(correct("更正.json", "1").0, 0);
    let (code, error) = correct("记录.json", "1");
    assert_eq!((code, &error["code"]), (2, &json!("stale")));
    let (_, history) = ask(&workspace, &["record", "show", "1"]).unwrap();
    assert_eq!(history.as_array().unwrap().last().unwrap()["content"]["place"], "五楼");
    let file = folder.path().join("记录.json").display().to_string();
    assert_eq!(
        ask(&workspace, &["record", "correct", "1", &file, "--reason", "核对"]).unwrap().0,
        2,
        "the revision must be named"
    );
}

#[test]
fn output_that_nobody_reads_on_ends_the_program_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command(folder.path(), &["commands"]).unwrap().stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(141), ""));
}

#[test]
fn a_word_on_a_file_that_is_not_imported_is_refused_and_the_same_file_is_known_however_written() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("工作区");
    let forms = folder.path().join("表");
    jishi_fs::create_dir_all(&forms).unwrap();
    let form = "<Person><XingMing>李明</XingMing><ChuShengNianYue>197803</ChuShengNianYue></Person>";
    jishi_fs::write_new(&forms.join("a.lrmx"), form.as_bytes()).unwrap();
    let import = |file: &Path| {
        let (forms, file) = (forms.display().to_string(), file.display().to_string());
        ask(&workspace, &["import", &forms, "--skip", &file]).unwrap()
    };
    let (code, error) = import(&forms.join("没有.lrmx"));
    assert!(code == 2 && error["message"].as_str().unwrap().contains("没有.lrmx"), "{error}");
    let (code, result) = import(&forms.join("../表/a.lrmx"));
    assert_eq!((code, &result["skipped"], &result["added"]), (0, &json!(1), &json!(0)), "{result}");
}
