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
        "checker": "李四", "override_reason": "试验用的理由" });
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

#[test]
fn of_two_papers_of_one_item_the_higher_secrecy_stands_in_the_catalogue() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    for (originality, secrecy) in [("original", "秘密"), ("copy", "绝密★30年")] {
        let request = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": originality, "secrecy": secrecy, "pages": 2,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
        ok(&app, "material.attach", request);
    }
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    assert_eq!(preview["volumes"][0]["items"][0]["secrecy"], "绝密★30年");
    let package = seal(&app, &dir.path().join("出"));
    assert_eq!(jishi_archive::secrecy_of(Path::new(&package)).unwrap().as_deref(), Some("绝密★30年"));
}

#[test]
fn the_half_made_package_of_a_kill_is_cleared_when_its_number_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let out = dir.path().join("出");
    for (no, name) in [
        (1, "Z109-2026-0001_Z109_2026_202603-Z"),
        (2, "Z109-2026-0002_Z109_2026_202603-Z.zip"),
        (3, "Z109-2026-0003_Z109_2026_202603-Z"),
    ] {
        let path = out.join(name);
        let taken = jishi_store::SealTaken {
            no,
            seal_no: format!("Z109-2026-{no:04}"),
            batch: 1,
            title: "综合卷".into(),
            path: path.display().to_string(),
            items: 1,
            candidate: None,
            reason: String::new(),
            numbers: Vec::new(),
        };
        app.write("volume.pack", |tx| tx.take_seal(&taken)).unwrap();
        let stem = name.trim_end_matches(".zip");
        let partial = out.join(format!("{stem}.partial"));
        jishi_fs::create_dir_all(&partial.join(stem).join("data")).unwrap();
        jishi_fs::write_new(&partial.join(stem).join("data/001_谈话.pdf"), b"private").unwrap();
        // The third is somebody else's, without the marker: it is left alone, and stops nobody.
        if no < 3 {
            jishi_fs::write_new(&partial.join("选任纪实-封装未完成.txt"), b"").unwrap();
        }
    }
    let foreign = out.join("Z109-2026-0003_Z109_2026_202603-Z.partial");
    let package = seal(&app, &out);
    assert!(package.contains("0004"), "{package}");
    let left: Vec<_> =
        jishi_fs::list_dir(&out).unwrap().into_iter().filter(|p| p.extension().is_some_and(|e| e == "partial")).collect();
    assert_eq!(left, [foreign]);
}

#[test]
fn a_number_that_makes_no_package_name_is_refused_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let mut content = batch();
    content["number"] = json!("2".repeat(34));
    assert!(err(&app, "batch.create", json!({ "content": content })).message.contains("超过20个"));
}

#[test]
fn a_name_no_file_can_bear_stands_in_the_catalogue_and_its_file_is_named_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let png = dir.path().join("a.png");
    jishi_fs::write_new(&png, include_bytes!("blank.png")).unwrap();
    let request = json!({ "record": 1, "path": png, "name": "买买提・艾力谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", request);
    let package = seal(&app, &dir.path().join("出"));
    assert!(package.contains("Z109-2026-0001"), "no seal number was spent: {package}");
    let list = jishi_fs::read_text(&Path::new(&package).join("data/目录文件.XML")).unwrap();
    assert!(list.contains("买买提・艾力谈话记录"), "{list}");
}

#[test]
fn what_cannot_be_written_is_told_by_the_preview_and_refused_before_any_number() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = dir.path().join("工作区");
    let app = app(&workspace);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let png = dir.path().join("a.png");
    jishi_fs::write_new(&png, include_bytes!("blank.png")).unwrap();
    let request = json!({ "record": 1, "path": png, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    let sha = ok(&app, "material.attach", request)["content"]["sha256"].as_str().unwrap().to_owned();
    jishi_fs::remove_file(&app.content().file_path(&sha)).unwrap();
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let told = preview["findings"].as_array().unwrap().iter().find(|f| f["code"] == "P14").unwrap();
    assert_eq!((&told["level"], &told["place"]["batch"]), (&json!("error"), &json!(1)));
    let pack = json!({ "batch": 1, "options": options(), "volumes": [0], "folder": dir.path().join("出"), "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验用的理由" });
    assert!(err(&app, "volume.pack", pack).remedy.contains("没有编号"));
    assert!(app.store().register(jishi_core::id::BatchId(1)).unwrap().given.is_empty());
    assert_eq!(app.store().last_seal().unwrap(), 0);
}

#[test]
fn a_blank_in_the_name_makes_nobody_a_second_person() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    for checker in ["张三", " 张三 ", "张 三", "张\u{3000}三"] {
        let pack = json!({ "batch": 1, "options": options(), "volumes": [0], "folder": dir.path().join("出"), "form": "folder",
            "arranger": "张三", "checker": checker, "override_reason": "试验用的理由" });
        assert!(err(&app, "volume.pack", pack).remedy.contains("两人"), "{checker}");
        let inspect =
            json!({ "batch": 1, "options": options(), "volume": "综合", "arranger": "张三", "checker": checker, "entries": [] });
        assert!(err(&app, "package.inspect", inspect).remedy.contains("两人"), "{checker}");
    }
    assert_eq!(app.store().last_seal().unwrap(), 0);
}

#[test]
fn a_photograph_that_is_gone_stops_no_report_and_the_volume_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = dir.path().join("工作区");
    let app = with_copy(&workspace);
    let png = dir.path().join("照片.png");
    jishi_fs::write_new(&png, include_bytes!("blank.png")).unwrap();
    ok(&app, "person.set_photo", json!({ "id": 1, "from_revision": 1, "path": png, "reason": "补照片" }));
    ok(&app, "candidate.use_person", json!({ "id": 1, "from_revision": 1, "person_revision": 2, "reason": "照片" }));
    let sha = ok(&app, "person.get", json!({ "id": 1 }))["person"]["content"]["photo"].as_str().unwrap().to_owned();
    jishi_fs::write_atomic(&app.content().file_path(&sha), b"rotten").unwrap();
    let reports = ok(&app, "report.write", json!({ "batch": 1, "candidate": null, "folder": dir.path().join("表") }));
    assert!(reports["made"][0]["what"].as_str().unwrap().contains("未印照片"), "{reports}");
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    assert!(codes(&preview["findings"]).contains(&"L92"), "{preview}");
}

#[test]
fn a_volume_sealed_of_one_namesake_is_not_told_of_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    for person in [2, 3] {
        ok(&app, "person.add", json!({ "content": { "name": "王芳", "id_number": person.to_string() } }));
        let content = json!({ "person": person, "post": null, "current_post": "", "proposed_post": "局长", "removed_post": "",
            "outcome": "open", "stopped_at": "", "order": person });
        ok(&app, "candidate.add", json!({ "batch": 1, "content": content }));
    }
    let pack = json!({ "batch": 1, "options": options(), "volumes": [2], "folder": dir.path().join("出"), "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验用的理由" });
    ok(&app, "volume.pack", pack);
    let sealed =
        |candidate: u32| ok(&app, "candidate.get", json!({ "candidate": candidate }))["sealed"].as_array().unwrap().len();
    assert_eq!((sealed(2), sealed(3)), (1, 0));
    // The name is corrected afterwards; the volume is still that candidate's.
    let mut person = ok(&app, "person.get", json!({ "id": 2 }))["person"]["content"].clone();
    person["name"] = json!("王方");
    ok(&app, "person.update", json!({ "id": 2, "from_revision": 1, "content": person, "reason": "错字" }));
    ok(&app, "candidate.use_person", json!({ "id": 2, "from_revision": 1, "person_revision": 2, "reason": "错字" }));
    assert_eq!((sealed(2), sealed(3)), (1, 0));
}

#[test]
fn a_volume_that_is_not_there_is_not_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let pack = json!({ "batch": 1, "options": options(), "volumes": [0, 99], "folder": dir.path().join("出"), "form": "folder",
        "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    assert!(err(&app, "volume.pack", pack).message.contains("99"));
    assert_eq!(app.store().last_seal().unwrap(), 0);
}

#[test]
fn the_data_of_a_volume_carry_the_number_its_report_prints() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let pack = json!({ "batch": 1, "options": options(), "volumes": [1], "folder": dir.path().join("出"), "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验用的理由" });
    let path = ok(&app, "volume.pack", pack)["packages"][0]["path"].as_str().unwrap().to_owned();
    let data: Value =
        serde_json::from_str(&jishi_fs::read_text(&Path::new(&path).join("data/其他/案卷数据.json")).unwrap()).unwrap();
    let number = data["案卷"]["volume"]["items"][0]["archive_no"].as_str().unwrap();
    assert!(!number.is_empty());
    assert_eq!(data["报告表"]["archive_no"], number);
}

#[test]
fn charges_and_marks_that_moved_on_are_not_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let charge =
        |seen: u32, name: &str| json!({ "batch": 1, "from_revision": seen, "charges": [{ "step": "S01", "name": name }] });
    assert_eq!(ok(&app, "batch.charge", charge(0, "李科长"))[0]["revision"], 1);
    assert_eq!(err(&app, "batch.charge", charge(0, "王科长")).code, Code::Stale);
    assert_eq!(ok(&app, "batch.charges", json!({ "batch": 1 }))[0]["charged"], "李科长");
    let mark =
        |reason: &str| json!({ "step": "S02", "candidate": null, "reason": reason, "signer": "周敏", "date": "2026-03-03" });
    ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark("本批没有") }));
    ok(&app, "step.reopen", json!({ "batch": 1, "mark": mark("本批没有"), "reason": "有" }));
    ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark("另有规定") }));
    assert_eq!(err(&app, "step.reopen", json!({ "batch": 1, "mark": mark("本批没有"), "reason": "有" })).code, Code::Stale);
}

#[test]
fn a_volume_that_stands_sealed_is_named_with_its_seal_and_not_sealed_again() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let request = |volumes: Value| {
        json!({ "batch": 1, "options": options(), "volumes": volumes, "folder": dir.path().join("出"), "form": "folder",
            "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" })
    };
    let sealed = || {
        let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
        [0, 1].map(|at| preview["volumes"][at]["sealed"].as_str().unwrap().to_owned())
    };
    assert_eq!(sealed(), ["", ""]);
    ok(&app, "volume.pack", request(json!([0])));
    assert!(sealed()[0].starts_with("Z109-2026-0001（") && sealed()[1].is_empty(), "{:?}", sealed());
    let refused = err(&app, "volume.pack", request(json!([])));
    assert!(refused.message.contains("已封存于 Z109-2026-0001"), "{refused}");
    assert!(refused.remedy.contains("还没有封存的是第 1 卷") && refused.remedy.contains("立新版本"), "{refused}");
    assert_eq!(app.store().last_seal().unwrap(), 1, "no number was taken");
    ok(&app, "volume.pack", request(json!([1])));
    assert!(err(&app, "volume.pack", request(json!([1]))).remedy.contains("各卷都已封存"));
    // A new version, with its reason, may be sealed.
    let courses = ok(&app, "package.courses", json!({ "batch": 1 }));
    let course = courses.as_array().unwrap().iter().find(|c| c["content"]["seal_no"] == "Z109-2026-0002").unwrap();
    ok(&app, "package.act", json!({ "id": course["id"], "from_revision": course["revision"], "act": "renew", "note": "补件" }));
    assert_eq!(sealed()[1], "");
    assert_eq!(ok(&app, "volume.pack", request(json!([1])))["packages"][0]["seal_no"], "Z109-2026-0003");
}

#[test]
fn a_seal_names_every_run_of_archive_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let request = json!({ "batch": 1, "options": options(), "volumes": [1], "folder": dir.path().join("出"), "form": "folder",
        "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let path = ok(&app, "volume.pack", request)["packages"][0]["path"].as_str().unwrap().to_owned();
    let read = |name: &str| jishi_fs::read_text(&Path::new(&path).join(name)).unwrap();
    let seal: Value = serde_json::from_str(&read("封签.json")).unwrap();
    let slip = read("封签.txt");
    let items = preview["volumes"][1]["items"].as_array().unwrap();
    let runs = seal["档号段"].as_array().unwrap();
    assert!(!runs.is_empty() && runs.len() == preview["volumes"][1]["ranges"].as_array().unwrap().len(), "{seal}");
    let line = slip.lines().find(|l| l.starts_with("档号：")).unwrap();
    for item in items {
        let no = item["archive_no"].as_str().unwrap();
        let within = |run: &Value| run["起"].as_str().unwrap() <= no && no <= run["止"].as_str().unwrap();
        assert!(runs.iter().any(within), "{no} is in no run: {seal}");
    }
    for run in runs {
        assert!(line.contains(run["起"].as_str().unwrap()) && line.contains(run["止"].as_str().unwrap()), "{line}");
    }
}

#[test]
fn a_file_of_the_store_that_is_damaged_or_gone_is_told_by_record_and_material() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let png = dir.path().join("a.png");
    jishi_fs::write_new(&png, include_bytes!("blank.png")).unwrap();
    let request = json!({ "record": 1, "path": png, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    let sha = ok(&app, "material.attach", request.clone())["content"]["sha256"].as_str().unwrap().to_owned();
    let check = ok(&app, "journal.check", json!({}));
    assert_eq!((&check["files"], &check["findings"]), (&json!(1), &json!([])));
    let kept = app.content().file_path(&sha);
    jishi_fs::write_atomic(&kept, b"rotten").unwrap();
    let pack = json!({ "batch": 1, "options": options(), "volumes": [0], "folder": dir.path().join("出"), "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验用的理由" });
    let told = |check: Value| check["findings"][0].clone();
    let damaged = told(ok(&app, "journal.check", json!({})));
    assert_eq!((&damaged["code"], &damaged["place"]["record"]), (&json!("J03"), &json!(1)));
    assert!(damaged["message"].as_str().unwrap().contains("的材料“谈话记录”，文件库里的文件已损坏"), "{damaged}");
    let failed = err(&app, "volume.pack", pack);
    assert!(failed.message.contains("第 5 步《谈心谈话及听取有关方面意见》记录 1 的材料“谈话记录”"), "{failed}");
    assert!(failed.remedy.contains("备份") && failed.remedy.contains(&sha), "{failed}");
    jishi_fs::remove_file(&kept).unwrap();
    assert!(told(ok(&app, "journal.check", json!({})))["message"].as_str().unwrap().contains("不见了"));
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let gone = preview["findings"].as_array().unwrap().iter().find(|f| f["code"] == "P14").unwrap().clone();
    assert!(gone["message"].as_str().unwrap().contains("的材料“谈话记录”"), "{gone}");
    // The same file attached once more heals the store, as the remedy says.
    ok(&app, "material.attach", request);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}
