//! Sealing through the commands: numbers that stay, seals that name the journal, and what gives a shortened journal away.

use super::*;

/// A workspace with one candidate and one talk, with a copy of its note attached.
pub(super) fn with_copy(dir: &Path) -> App {
    let app = app(dir);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    attach(&app, "copy");
    app
}

fn attach(app: &App, originality: &str) {
    let request = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": originality, "secrecy": "", "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(app, "material.attach", request);
}

pub(super) fn options() -> Value {
    json!({ "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 })
}

/// Seals the comprehensive volume into `folder`; the path of the package.
pub(super) fn seal(app: &App, folder: &Path) -> String {
    let request = json!({ "batch": 1, "options": options(), "volumes": [0], "folder": folder, "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验" });
    ok(app, "volume.pack", request)["packages"][0]["path"].as_str().unwrap().to_owned()
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

#[test]
fn the_original_that_comes_after_the_copy_was_sealed_keeps_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let preview = |app: &App| ok(app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let item = |v: &Value| v["volumes"][0]["items"][0].clone();
    let first = preview(&app);
    assert_eq!((first["materials"].as_u64(), &first["unfiled"], &item(&first)["numbered"]), (Some(1), &json!([]), &json!(false)));
    // Counted for the preview, drawn for the package: the report has as many pages in both.
    let counted = first["volumes"][1]["items"][0].clone();
    assert_eq!((counted["made"].as_bool(), counted["pages"].as_u64().is_some_and(|n| n > 1)), (Some(true), true), "{counted}");
    let report = ok(&app, "report.write", json!({ "batch": 1, "candidate": 1, "folder": dir.path().join("表") }));
    assert_eq!(report["made"][0]["pages"].as_u64(), counted["pages"].as_u64().map(|n| n * 3), "three copies");
    seal(&app, &dir.path().join("一"));
    assert_eq!(item(&preview(&app))["numbered"], true);
    let before = item(&preview(&app));
    attach(&app, "original");
    let after = preview(&app);
    assert_eq!(item(&after)["archive_no"], before["archive_no"]);
    assert_eq!(item(&after)["pages"], 4, "both papers are in it: {after}");
    let numbers: Vec<Value> = after["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "V39").cloned().collect();
    assert!(!numbers.iter().any(|f| f["level"] == "error"), "{numbers:#?}");
}

#[test]
fn a_seal_names_the_line_of_the_journal_and_the_check_holds_them_together() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let path = seal(&app, &dir.path().join("出"));
    let seal: Value = serde_json::from_str(&jishi_fs::read_text(&Path::new(&path).join("封签.json")).unwrap()).unwrap();
    let lines = ok(&app, "journal.list", json!({ "before": 0, "limit": 50 }));
    let named = lines.as_array().unwrap().iter().find(|l| l["seq"] == seal["操作日志"]["行号"]).unwrap();
    assert_eq!(named["hash"], seal["操作日志"]["SHA-256"]);
    assert!(named["words"].as_str().unwrap().contains("取封签号"), "{named}");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
    // Another seal in its place.
    let text = jishi_fs::read_text(&Path::new(&path).join("封签.json")).unwrap().replace("张三", "王五");
    jishi_fs::write_atomic(&Path::new(&path).join("封签.json"), text.as_bytes()).unwrap();
    let check = ok(&app, "journal.check", json!({}));
    assert_eq!(codes(&check["findings"]), ["J02"]);
}

#[test]
fn a_package_sealed_here_and_gone_from_the_register_gives_a_database_set_back_away() {
    let dir = tempfile::tempdir().unwrap();
    let (workspace, out) = (dir.path().join("工作区"), dir.path().join("出"));
    let verify = |app: &App, path: &str| ok(app, "package.verify", json!({ "path": path, "fast": false }))["packages"][0].clone();
    let app = with_copy(&workspace);
    let first = seal(&app, &out);
    assert_eq!(verify(&app, &first)["sealed"], true);
    drop(app);
    let database = workspace.join("纪实库.db");
    let earlier = jishi_fs::read(&database).unwrap();
    let app = self::app(&workspace);
    let course = ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
    ok(&app, "package.act", json!({ "id": course["id"], "from_revision": course["revision"], "act": "renew", "note": "试验" }));
    let second = seal(&app, &out);
    assert_eq!(verify(&app, &second)["sealed"], true);
    drop(app);
    // Yesterday's database: whole in itself, and its register and its journal agree.
    jishi_fs::write_atomic(&database, &earlier).unwrap();
    let app = self::app(&workspace);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
    assert_eq!(verify(&app, &first)["sealed"], true);
    let gone = verify(&app, &second);
    assert_eq!((&gone["sound"], &gone["sealed"]), (&json!(false), &json!(false)));
    assert!(codes(&gone["findings"]).contains(&"P154"), "{gone}");
}
