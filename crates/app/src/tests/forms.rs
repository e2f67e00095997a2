//! Forms through the commands: listed, filled from a batch, empty, replaced by the office's own, and scans made into PDF/A.

use super::*;

fn row<'a>(list: &'a Value, key: &str) -> &'a Value {
    list["forms"].as_array().unwrap().iter().find(|f| f["key"] == key).unwrap_or_else(|| panic!("{key} is not listed"))
}

#[test]
fn every_form_is_listed_prints_empty_and_those_with_data_are_filled() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let list = ok(&app, "form.list", json!({}));
    assert_eq!(list["findings"], json!([]));
    assert!(list["forms"].as_array().unwrap().len() > 34);
    let out = dir.path().join("表");
    for key in ["report", "decision-ballot", "box-spine", "transfer-slip"] {
        let made = ok(&app, "form.write", json!({ "form": key, "blank": true, "folder": out }));
        assert!(made[0]["what"].as_str().unwrap().contains("参考模本"), "{made}");
        assert!(Path::new(made[0]["path"].as_str().unwrap()).is_file());
        assert!(row(&list, key)["source"].as_str().unwrap().len() > 3);
    }
    for (key, subject) in [("proposal", "批次"), ("appointment-form", "人选"), ("talk", "记录"), ("ledger", "批次")] {
        assert_eq!(row(&list, key)["subject"], subject);
        let made = ok(&app, "form.write", json!({ "form": key, "batch": 1, "folder": out }));
        assert_eq!(made.as_array().unwrap().len(), 1, "{key}");
        let pdf = app.bytes("form.preview", json!({ "form": key, "batch": 1 }), &crate::Quiet).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{key}");
    }
    // What only a print copy fills is not offered, and refused by name; its wording can still be looked at.
    assert!(list["forms"].as_array().unwrap().iter().all(|f| f["key"] != "left-out"));
    let alone = err(&app, "form.write", json!({ "form": "left-out", "batch": 1, "folder": out }));
    assert!(alone.message.contains("“未印文件说明页”不能单独印"), "{}", alone.message);
    assert!(app.bytes("form.preview", json!({ "form": "left-out", "blank": true }), &crate::Quiet).is_ok());
    // By name as well as by key; what is missing is said.
    assert!(app.bytes("form.preview", json!({ "form": "选任台账", "batch": 1 }), &crate::Quiet).is_ok());
    assert_eq!(err(&app, "form.write", json!({ "form": "无此表", "batch": 1, "folder": out })).code, Code::NotFound);
    assert!(err(&app, "form.write", json!({ "form": "minutes", "batch": 1, "folder": out })).message.contains("会议记录"));
    assert!(err(&app, "form.write", json!({ "form": "minutes", "record": 1, "folder": out })).message.contains("谈话"));
    assert!(err(&app, "form.write", json!({ "form": "talk", "folder": out })).message.contains("批次"));
    assert!(err(&app, "form.write", json!({ "form": "transfer-slip", "batch": 1, "folder": out })).message.contains("案卷包"));
}

#[test]
fn an_own_form_stands_in_the_place_of_the_built_in_one_and_a_broken_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let own = dir.path().join("表样");
    jishi_fs::create_dir_all(&own).unwrap();
    let text = crate::form_text("选任台账").unwrap().replace("干部选拔任用工作台账", "某市干部任用台账");
    jishi_fs::write_atomic(&own.join("ledger.toml"), text.as_bytes()).unwrap();
    jishi_fs::write_atomic(&own.join("坏.toml"), text.replace("kind = \"list\"", "kind = \"lsit\"").as_bytes()).unwrap();
    let list = ok(&app, "form.list", json!({}));
    assert_eq!(row(&list, "ledger")["own"], true);
    let fault = &list["findings"][0];
    assert!(fault["place"]["file"] == "坏.toml" && fault["message"].as_str().unwrap().contains("lsit"), "{fault}");
    assert!(crate::check_form(&own.join("坏.toml").display().to_string()).unwrap().findings.len() == 1);
    assert_eq!(crate::check_form(&own.join("ledger.toml").display().to_string()).unwrap().name, "选任台账");
    // The text of another is written out to be changed, and never over what lies there.
    let saved = ok(&app, "form.save", json!({ "form": "minutes", "folder": own }));
    assert!(saved["path"].as_str().unwrap().ends_with("minutes.toml"));
    assert_eq!(row(&ok(&app, "form.list", json!({})), "minutes")["own"], true);
    assert_eq!(err(&app, "form.save", json!({ "form": "minutes", "folder": own })).code, Code::File);
}

#[test]
fn a_scan_is_made_into_pdfa_beside_the_original_only_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples/scans/r005-1.tif");
    let before = jishi_fs::sha256_hex(&jishi_fs::read_capped(&scan, 1 << 26).unwrap());
    let attached = ok(
        &app,
        "material.attach",
        json!({ "record": 1, "path": scan, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": null,
            "signature": { "name": "周敏", "role": "责任人", "date": "2026-03-05", "mode": "scanned" } }),
    );
    assert_eq!(attached["content"]["format"], "tif");
    let made = ok(&app, "material.to_pdfa", json!({ "id": attached["id"] }));
    assert_eq!(made["content"]["format"], "pdf");
    assert_eq!(made["content"]["originality"], "copy");
    assert_eq!(made["content"]["pages"], attached["content"]["pages"]);
    assert!(made["content"]["name"].as_str().unwrap().contains("转换件"));
    let kept = app.bytes("material.bytes", json!({ "id": attached["id"] }), &crate::Quiet).unwrap();
    assert_eq!(jishi_fs::sha256_hex(&kept), before, "the original is as it was");
    let probe = ok(&app, "material.probe", json!({ "id": made["id"] }));
    assert_eq!(probe["declared"], "PDF/A-2a");
    assert_eq!(probe["remarks"], json!([]));
    let of_pdf = err(&app, "material.to_pdfa", json!({ "id": made["id"] }));
    assert!(of_pdf.message.contains("转换件") && of_pdf.message.contains("不是"), "{}", of_pdf.message);
}

#[test]
fn an_office_words_the_report_in_a_file_of_its_own_and_a_broken_one_is_told_and_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let own = dir.path().join("工作区/表样");
    let saved = ok(&app, "form.save", json!({ "form": "report", "folder": own }));
    let file = own.join("report.toml");
    assert_eq!(saved["path"].as_str().unwrap(), file.display().to_string());
    let text = jishi_fs::read_text(&file).unwrap();
    let printed = |folder: &str| {
        let folder = dir.path().join(folder);
        let made = ok(&app, "form.write", json!({ "form": "report", "batch": 1, "candidate": 1, "folder": folder }));
        super::sealing_ready::text_of(Path::new(made[0]["path"].as_str().unwrap()))
    };
    let listed = || ok(&app, "form.list", json!({}));
    let is_own = |list: &Value| list["forms"].as_array().unwrap().iter().find(|f| f["key"] == "report").unwrap()["own"].clone();
    jishi_fs::write_atomic(&file, text.replace("label = \"健康状况\"", "label = \"身体状况\"").as_bytes()).unwrap();
    assert_eq!(is_own(&listed()), true);
    assert!(printed("一").contains("身体状况"));
    jishi_fs::write_atomic(&file, text.replace("field = \"健康状况\"", "field = \"身体\"").as_bytes()).unwrap();
    let told = listed();
    assert_eq!(is_own(&told), false);
    assert!(told["findings"][0]["message"].as_str().unwrap().contains("没有“身体”这个栏目"), "{told}");
    assert!(printed("二").contains("健康状况"), "the built-in one stands in its place");
}
