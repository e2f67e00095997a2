//! 放行 through the commands: who may, what it covers, what it leaves behind, and that the seal takes it.

use super::*;

fn paper() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples/scans/r075-1.pdf").display().to_string()
}

/// A workspace whose batch has findings: a talk without a signature, entered late.
fn judged(dir: &Path) -> App {
    let app = app(dir);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let attach = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", attach);
    app
}

fn findings(app: &App, level: &str) -> Vec<Value> {
    let all = ok(app, "check.run", json!({ "batch": 1 }));
    all.as_array().unwrap().iter().filter(|f| f["level"] == level).cloned().collect()
}

fn grant(finding: &Value, path: Option<String>) -> Value {
    json!({ "batch": 1, "finding": finding, "reason": "县委书面同意", "signer": "王建国", "post": "部长", "date": "2026-03-09", "path": path })
}

#[test]
fn a_finding_let_pass_stays_told_and_is_taken_back_by_a_further_entry() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(dir.path());
    let error = findings(&app, "error")[0].clone();
    assert!(err(&app, "waiver.grant", grant(&error, None)).message.contains("审批件"));
    let mut nobody = grant(&error, Some(paper()));
    nobody["signer"] = json!(" ");
    assert!(err(&app, "waiver.grant", nobody).message.contains("放行人"));
    let mut bare = grant(&error, Some(paper()));
    bare["reason"] = json!("同意");
    assert!(err(&app, "waiver.grant", bare).message.contains("太短"));
    let mut other = error.clone();
    other["message"] = json!("别的数字");
    assert_eq!(err(&app, "waiver.grant", grant(&other, Some(paper()))).code, Code::Stale);
    let mut volumes = error.clone();
    volumes["code"] = json!("V39");
    assert!(err(&app, "waiver.grant", grant(&volumes, Some(paper()))).remedy.contains("强制封存的理由"));
    let made = ok(&app, "waiver.grant", grant(&error, Some(paper())));
    assert_eq!((&made["state"], &made["waiver"]["content"]["paper"]["format"]), (&json!("covers"), &json!("pdf")));
    assert!(err(&app, "waiver.grant", grant(&error, Some(paper()))).message.contains("已由王建国放行"));
    let now = findings(&app, "error").into_iter().find(|f| f["message"] == error["message"]).unwrap();
    assert_eq!((&now["waiver"]["covers"], &now["waiver"]["reason"]), (&json!(true), &json!("县委书面同意")));
    assert!(app.bytes("waiver.paper", json!({ "id": 1 })).unwrap().starts_with(b"%PDF"));
    let back = json!({ "id": 1, "from_revision": 1, "reason": "审批件有误", "signer": "王建国", "date": "2026-03-10" });
    assert_eq!(ok(&app, "waiver.withdraw", back.clone())["state"], "withdrawn");
    assert_eq!(err(&app, "waiver.withdraw", back).code, Code::Stale);
    assert!(findings(&app, "error").iter().all(|f| f.get("waiver").is_none()));
    let list = ok(&app, "waiver.list", json!({ "batch": 1 }));
    assert_eq!(list.as_array().map(Vec::len), Some(1), "what was taken back stays told");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
    let words: Vec<String> = ok(&app, "journal.list", json!({ "before": 0, "limit": 3 }))
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["words"].as_str().unwrap().to_owned())
        .collect();
    assert!(words[0].starts_with("撤回放行 1") && words[1].starts_with("放行 错"), "{words:?}");
}

#[test]
fn when_the_numbers_change_it_covers_no_longer_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(dir.path());
    let ballot = |valid: u32| {
        json!({ "step": "S12", "candidates": [], "date": "2026-03-06", "body": { "kind": "ballot", "purpose": "meeting_recommendation",
            "expected": 90, "present": 90, "issued": 90, "returned": 90, "valid": valid, "invalid": 0 } })
    };
    ok(&app, "record.add", json!({ "batch": 1, "content": ballot(70) }));
    let low = |app: &App| {
        let all = ok(app, "check.run", json!({ "batch": 1 }));
        all.as_array().unwrap().iter().find(|f| f["code"] == "V07").cloned().unwrap()
    };
    let made = ok(&app, "waiver.grant", grant(&low(&app), Some(paper())));
    assert_eq!(made["state"], "covers");
    ok(&app, "record.correct", json!({ "id": 2, "from_revision": 1, "content": ballot(69), "reason": "有效票记错" }));
    assert_eq!(low(&app)["waiver"]["covers"], false);
    assert_eq!(ok(&app, "waiver.list", json!({ "batch": 1 }))[0]["state"], "changed");
}

#[test]
fn the_seal_lets_what_was_passed_pass_and_the_package_lists_it() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(&dir.path().join("工作区"));
    let out = dir.path().join("出");
    let request = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 }, "volumes": [0], "folder": out,
        "form": "folder", "arranger": "张三", "checker": "李四", "override_reason": "" });
    let blocked = err(&app, "volume.pack", request.clone());
    assert_eq!(blocked.code, Code::Blocked);
    let errors = findings(&app, "error");
    for finding in &errors {
        ok(&app, "waiver.grant", grant(finding, Some(paper())));
    }
    let packed = ok(&app, "volume.pack", request);
    let path = Path::new(packed["packages"][0]["path"].as_str().unwrap()).join("data/其他");
    assert!(jishi_fs::read(&path.join("程序偏差清单.pdf")).unwrap().starts_with(b"%PDF"));
    assert!(jishi_fs::read(&path.join("程序偏差清单.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(jishi_fs::list_dir(&path.join("放行审批")).unwrap().len(), errors.len());
    let told = jishi_fs::read_text(&path.join("校验结果.txt")).unwrap();
    assert_eq!(told.matches("[错]（已放行）").count(), errors.len(), "{told}");
    assert!(told.contains("放行：王建国 2026-03-09：县委书面同意"));
    assert_eq!(
        ok(&app, "package.verify", json!({ "path": packed["packages"][0]["path"], "fast": false }))["packages"][0]["sealed"],
        true
    );
}
