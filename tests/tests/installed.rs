//! The program as it is installed: unpacked far from the source tree, it lives on what lies beside it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use jishi_tests::program::jishi;
use jishi_tests::project::root;
use serde_json::Value;

fn copy(from: &Path, to: &Path) {
    jishi_fs::create_dir_all(to).unwrap();
    for path in jishi_fs::list_dir(from).unwrap() {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            jishi_fs::write_new(&target, &jishi_fs::read(&path).unwrap()).unwrap();
        }
    }
}

/// A program folder: the program, assets with a sample of its own name, and a page of its own.
fn installed(at: &Path) -> std::path::PathBuf {
    let program = at.join("jishi");
    jishi_fs::create_dir_all(at).unwrap();
    jishi_fs::write_new(&program, &jishi_fs::read(&jishi().unwrap()).unwrap()).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&program).status().unwrap().success());
    copy(&root().join("assets/fonts"), &at.join("assets/fonts"));
    copy(&root().join("assets/samples/people"), &at.join("assets/samples/people"));
    let script = jishi_fs::read_text(&root().join("assets/samples/batch.json")).unwrap();
    let mut script: Value = serde_json::from_str(&script).unwrap();
    script["batch"]["name"] = "装好的示例".into();
    for list in ["corrections", "flaws", "not_applicable"] {
        script[list] = Value::Array(Vec::new());
    }
    // Two records on paper only: the scans stay where they are.
    let records: Vec<Value> = script["records"].as_array().unwrap().iter().take(2).cloned().collect();
    script["records"] = Value::Array(records);
    for record in script["records"].as_array_mut().unwrap() {
        record["materials"] = Value::Array(Vec::new());
    }
    jishi_fs::write_new(&at.join("assets/samples/batch.json"), script.to_string().as_bytes()).unwrap();
    jishi_fs::create_dir_all(&at.join("ui")).unwrap();
    jishi_fs::write_new(&at.join("ui/index.html"), "<title>装好的界面</title>".as_bytes()).unwrap();
    program
}

fn call(program: &Path, within: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(within);
    for name in ["JISHI_ASSETS", "JISHI_UI", "JISHI_WORKSPACE"] {
        command.env_remove(name);
    }
    command
}

#[test]
fn it_plays_its_own_sample_and_serves_its_own_page_from_wherever_it_lies() {
    let dir = tempfile::tempdir().unwrap();
    let (home, elsewhere) = (dir.path().join("程序 一"), dir.path().join("别处"));
    let program = installed(&home);
    jishi_fs::create_dir_all(&elsewhere).unwrap();
    let played = call(&program, &elsewhere).args(["--json", "demo", "--enter-only"]).output().unwrap();
    let told: Value = serde_json::from_slice(&played.stdout).unwrap();
    assert_eq!(told["assets"], home.join("assets/samples").display().to_string(), "{told}");
    assert_eq!(told["records"], 2);
    let workspace = elsewhere.join("选任纪实示例");
    assert!(workspace.join("纪实库.db").is_file(), "the sample never goes into the office's own workspace");

    let mut server = call(&program, &elsewhere)
        .args(["--json", "serve", "--workspace"])
        .arg(&workspace)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let announced: Value = serde_json::from_str(&line).unwrap();
    let page = visit(announced["url"].as_str().unwrap());
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(page.contains("装好的界面"), "{page}");
}

/// Shows the token, keeps the cookie, reads the page.
fn visit(url: &str) -> String {
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into();
    let first = agent.get(url).call().unwrap();
    let cookie = first.headers().get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    let base = url.split('?').next().unwrap();
    agent.get(base).header("cookie", &cookie).call().unwrap().body_mut().read_to_string().unwrap()
}
