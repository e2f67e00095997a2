//! The receiver's executable as a receiver uses it: paths in, lines or JSON and an exit code out.
#![expect(clippy::unwrap_used, reason = "test")]

use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jishi-verify")).args(arguments).output().unwrap()
}

fn bag(root: &Path, text: &str) {
    jishi_fs::create_dir_all(&root.join("data")).unwrap();
    jishi_fs::write_new(&root.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".as_bytes()).unwrap();
    let digest = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";
    jishi_fs::write_new(&root.join("manifest-sha256.txt"), format!("{digest}  data/正文.txt\n").as_bytes()).unwrap();
    jishi_fs::write_new(&root.join("data/正文.txt"), text.as_bytes()).unwrap();
}

#[test]
fn a_receiver_gets_lines_json_and_an_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    bag(&dir.path().join("好"), "a\n");
    bag(&dir.path().join("坏"), "b\n");
    let good = dir.path().join("好").display().to_string();
    let all = dir.path().display().to_string();
    let said = run(&[&good]);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    assert!(String::from_utf8(said.stdout).unwrap().contains("内容完整，没有有效封签"));
    let said = run(&["--json", &all]);
    assert_eq!(said.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!((json["sum"]["packages"].as_u64(), json["sum"]["sound"].as_u64()), (Some(2), Some(1)));
    assert_eq!(json["packages"][0]["findings"][0]["place"]["file"], "data/正文.txt");
    let said = run(&["--compare", &good, &dir.path().join("坏").display().to_string()]);
    assert_eq!(said.status.code(), Some(1));
    assert!(String::from_utf8(said.stdout).unwrap().contains("“data/正文.txt”内容不同"));
    assert_eq!(run(&["--fast", &good]).status.code(), Some(0));
    for wrong in [&[][..], &["--nonsense"], &["/没有/这里"], &["--compare", "一个"]] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
}
