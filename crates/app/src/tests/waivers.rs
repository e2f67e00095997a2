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
    assert!(app.bytes("waiver.paper", json!({ "id": 1 }), &crate::Quiet).unwrap().starts_with(b"%PDF"));
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
fn one_that_speaks_of_days_is_let_pass_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(dir.path());
    let mut letter = talk("2026-03-06");
    (letter["step"], letter["candidates"]) = (json!("S25"), json!([1]));
    letter["body"] = json!({ "kind": "letter", "to": "市纪委监委", "sent": "2026-03-06", "replied": "2026-03-05" });
    ok(&app, "record.add", json!({ "batch": 1, "content": letter }));
    let early = findings(&app, "error").into_iter().find(|f| f["code"] == "V19").unwrap();
    assert_eq!(ok(&app, "waiver.grant", grant(&early, Some(paper())))["state"], "covers");
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
    let undone = err(&app, "volume.pack", request.clone());
    assert!(undone.message.contains("检测没有办结"), "{undone}");
    let mut request = request;
    request["override_reason"] = json!("查毒由档案室接收时做");
    let packed = ok(&app, "volume.pack", request);
    let of_batch = errors.iter().position(|f| f["place"]["candidate"].is_null()).unwrap();
    let back =
        json!({ "id": of_batch + 1, "from_revision": 1, "reason": "审批件有误", "signer": "王建国", "date": "2026-03-10" });
    ok(&app, "waiver.withdraw", back);
    let late = err(&app, "waiver.grant", grant(&errors[of_batch], Some(paper())));
    assert!(late.message.contains("封存") && late.remedy.contains("新版本"), "{late:?}");
    let path = Path::new(packed["packages"][0]["path"].as_str().unwrap()).join("data/其他");
    assert!(jishi_fs::read(&path.join("程序偏差清单.pdf")).unwrap().starts_with(b"%PDF"));
    assert!(jishi_fs::read(&path.join("程序偏差清单.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(jishi_fs::list_dir(&path.join("放行审批")).unwrap().len(), errors.len());
    let told = jishi_fs::read_text(&path.join("校验结果.txt")).unwrap();
    assert_eq!(told.matches("[错]（已放行）").count(), errors.len(), "{told}");
    assert!(told.contains("放行：王建国 2026-03-09：县委书面同意"));
    assert!(!told.contains("强制封存"), "what was let pass is not forced: {told}");
    assert_eq!(
        ok(&app, "package.verify", json!({ "path": packed["packages"][0]["path"], "fast": false }))["packages"][0]["sealed"],
        true
    );
}

#[test]
fn the_person_concerned_somebody_without_the_office_and_a_day_before_the_event_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(dir.path());
    let errors = findings(&app, "error");
    let of_batch = errors.iter().find(|f| f["place"]["record"].is_null()).unwrap();
    let mut asked: Vec<(Value, &str, &str, &str, &str)> = vec![
        (of_batch.clone(), "买买提·艾力", "部长", "2026-03-09", "本批次的人选"),
        (of_batch.clone(), "钱七", "干部科科员", "2026-03-09", "有权放行"),
        (of_batch.clone(), "王建国", "部长", "2026-03-01", "早于动议日期"),
    ];
    let all = [errors.clone(), findings(&app, "warning")].concat();
    let of_entry = all.iter().find(|f| f["place"]["record"] == 1 && ["V31d", "V31e", "V32"].iter().any(|c| f["code"] == *c));
    let of_entry = of_entry.unwrap_or_else(|| panic!("{all:#?}"));
    asked.push((of_entry.clone(), "周敏", "部长", "2026-03-09", "录入人"));
    asked.push((of_entry.clone(), "王建国", "部长", "2026-03-04", "早于所放行的事"));
    for (finding, signer, post, date, want) in asked {
        let mut request = grant(&finding, Some(paper()));
        (request["signer"], request["post"], request["date"]) = (json!(signer), json!(post), json!(date));
        let said = err(&app, "waiver.grant", request);
        assert!(said.message.contains(want) && !said.remedy.is_empty(), "{signer} {post} {date}: {said:?}");
    }
    assert_eq!(ok(&app, "waiver.list", json!({ "batch": 1 })), json!([]), "nothing was entered");
}

#[test]
fn one_entered_elsewhere_by_the_person_concerned_covers_nothing_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let app = judged(dir.path());
    let error = findings(&app, "error")[0].clone();
    let content = jishi_core::waiver::WaiverContent {
        finding: serde_json::from_value(error.clone()).unwrap(),
        reason: "县委书面同意".into(),
        signer: "买买提·艾力".into(),
        post: "部长".into(),
        date: "2026-03-09".parse().unwrap(),
        paper: None,
        withdrawn: None,
    };
    app.write("waiver.grant", |tx| tx.add_waiver(1, &content)).unwrap();
    let now = findings(&app, "error");
    let it = now.iter().find(|f| f["message"] == error["message"]).unwrap();
    assert_eq!(it["waiver"]["covers"], false);
    let told = now.iter().find(|f| f["code"] == "V32" && f["message"].as_str().unwrap().starts_with("放行1")).unwrap();
    assert!(told["message"].as_str().unwrap().contains("人选") && told["remedy"].as_str().unwrap().contains("撤回"), "{told}");
    assert_eq!(ok(&app, "waiver.list", json!({ "batch": 1 }))[0]["state"], "changed");
    let back = json!({ "id": 1, "from_revision": 1, "reason": "本人不能放行", "signer": "王建国", "date": "2026-03-10" });
    ok(&app, "waiver.withdraw", back);
    assert!(findings(&app, "error").iter().all(|f| !f["message"].as_str().unwrap().starts_with("放行1")));
}
