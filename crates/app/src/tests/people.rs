//! People through their batches: which revision prints, what an import asks, photographs, changes that crossed, forms that fail.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_store::PackageContent;
use serde_json::{Value, json};

use super::{app, begun, err, ok, talk};
use crate::{App, Code, Progress, ProgressNote};

fn person(app: &App, id: u32) -> Value {
    ok(app, "person.get", json!({ "id": id }))["person"].clone()
}

/// The person with some fields changed, as a request of `person.update`.
fn update(person: &Value, changed: Value) -> Value {
    let mut content = person["content"].clone();
    content.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    json!({ "id": person["id"], "from_revision": person["revision"], "content": content, "reason": "更正" })
}

fn form(dir: &Path, file: &str, fields: &[(&str, &str)]) -> String {
    let body: String = fields.iter().map(|(name, text)| format!("<{name}>{text}</{name}>")).collect();
    let path = dir.join(file);
    jishi_fs::write_atomic(&path, format!("<Person>{body}</Person>").as_bytes()).unwrap();
    path.display().to_string()
}

/// A grey picture of 4×5 pixels.
fn photo() -> Vec<u8> {
    let hex = "89504e470d0a1a0a0000000d494844520000000400000005080000000047c612070000000e49444154789c633801040c5808\
         00c3690fa109f3b4130000000049454e44ae426082";
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn an_old_batch_prints_the_person_as_taken_until_somebody_says_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let print = || app.bytes("report.preview", json!({ "candidate": 1 }), &crate::Quiet).unwrap();
    let before = print();
    ok(&app, "person.update", update(&person(&app, 1), json!({ "health": "一般", "current_post_since": "202601" })));
    assert!(print() == before, "what was entered later changes no batch");
    let view = ok(&app, "candidate.get", json!({ "candidate": 1 }));
    assert_eq!((&view["person"]["revision"], &view["newer"]["revision"]), (&json!(1), &json!(2)));
    let fields: Vec<_> = view["newer"]["differences"].as_array().unwrap().iter().map(|d| d["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["健康状况", "任现职时间"]);
    assert_eq!(ok(&app, "batch.get", json!({ "batch": 1 }))["candidates"][0]["person_outdated"], true);
    let wanted = |from: u32, reason: &str| json!({ "id": 1, "from_revision": from, "person_revision": 2, "reason": reason });
    assert!(err(&app, "candidate.use_person", wanted(1, " ")).message.contains("改用理由"));
    assert_eq!(err(&app, "candidate.use_person", wanted(9, "核对后改用")).code, Code::Stale);
    let mut content = view["candidate"]["content"].clone();
    content["person_revision"] = json!(2);
    let sideways = json!({ "id": 1, "from_revision": 1, "content": content, "reason": "改" });
    assert!(err(&app, "candidate.update", sideways).remedy.contains("用新版信息"));
    ok(&app, "candidate.use_person", wanted(1, "核对后改用"));
    assert!(print() != before);
    assert_eq!(ok(&app, "candidate.get", json!({ "candidate": 1 }))["newer"], Value::Null);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn after_sealing_a_newer_revision_may_be_used_and_the_journal_tells_that_the_volume_differs() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let sealed = PackageContent {
        seal_no: "Z109-2026-0001".into(),
        title: "买买提·艾力干部任用个人文书档案".into(),
        path: "/包".into(),
        sealed_at: "2026-03-09T09:00:00+08:00".into(),
        items: 1,
        files: 1,
        bytes: 1,
        seal_sha256: "ab".into(),
        previous: String::new(),
        override_reason: String::new(),
        candidate: None,
        journal: None,
    };
    app.write("volume.pack", |tx| tx.register_package(1, &sealed)).unwrap();
    ok(&app, "person.update", update(&person(&app, 1), json!({ "health": "一般" })));
    assert_eq!(ok(&app, "candidate.get", json!({ "candidate": 1 }))["sealed"], json!(["Z109-2026-0001"]));
    ok(&app, "candidate.use_person", json!({ "id": 1, "from_revision": 1, "person_revision": 2, "reason": "健康状况录错" }));
    let words = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 }))[0]["words"].as_str().unwrap().to_owned();
    assert!(words.contains("健康状况录错") && words.contains("Z109-2026-0001") && words.contains("重新封装"), "{words}");
}

#[test]
fn a_file_of_a_known_person_waits_for_the_users_word_and_each_word_does_what_it_says() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let (name, born, post) = (("XingMing", "王䶮"), ("ChuShengNianYue", "197803"), "XianRenZhiWu");
    let file = form(dir.path(), "王.lrmx", &[name, born, (post, "副科长")]);
    let import = |command: &str, choice: Value| ok(&app, command, json!({ "paths": [file], "choices": choice }));
    assert_eq!(import("person.import", json!([]))["added"], 1);
    ok(&app, "person.update", update(&person(&app, 1), json!({ "current_post_since": "202001" })));
    assert_eq!(import("person.import", json!([]))["skipped"], 1, "a file that says nothing new is passed over");
    form(dir.path(), "王.lrmx", &[name, born, (post, "科长")]);
    let seen = import("person.import_preview", json!([]));
    assert_eq!((&seen["undecided"], &seen["items"][0]["action"]), (&json!(1), &Value::Null));
    let known = &seen["items"][0]["known"][0];
    assert_eq!(known["differences"], json!([{ "field": "现任职务", "before": "副科长", "after": "科长" }]));
    assert_eq!(import("person.import", json!([]))["undecided"], 1);
    let choice = |action: &str, from: u32| json!([{ "file": file, "action": action, "person": 1, "from_revision": from }]);
    assert_eq!(import("person.import", choice("skip", 2))["skipped"], 1);
    assert_eq!(person(&app, 1)["revision"], 2, "neither silence nor 跳过 changes anything");
    let stale = import("person.import", choice("update", 1));
    assert_eq!((&stale["failed"], &stale["updated"]), (&json!(1), &json!(0)), "{stale}");
    assert!(stale["items"][0]["findings"].to_string().contains("已有新的改动"), "{stale}");
    assert_eq!(import("person.import", choice("update", 2))["updated"], 1);
    let now = person(&app, 1);
    assert_eq!((&now["revision"], &now["content"]["current_post"]), (&json!(3), &json!("科长")));
    assert_eq!(now["content"]["current_post_since"], "202001", "what the file has no place for stays");
    form(dir.path(), "王.lrmx", &[name, born, (post, "处长")]);
    assert_eq!(import("person.import", choice("add", 3))["added"], 1);
    assert_eq!((&person(&app, 1)["revision"], &person(&app, 2)["content"]["current_post"]), (&json!(3), &json!("处长")));
}

#[test]
fn a_person_is_known_by_the_id_number_and_by_an_earlier_file_of_the_same_import() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let number = ("ShenFenZheng", "53010219780307002X");
    let first = form(dir.path(), "1.lrmx", &[("XingMing", "王严"), number]);
    let second = form(dir.path(), "2.lrmx", &[("XingMing", "王䶮"), ("ChuShengNianYue", "197803"), number]);
    for command in ["person.import_preview", "person.import"] {
        let seen = ok(&app, command, json!({ "paths": [first, second] }));
        assert_eq!((&seen["added"], &seen["undecided"]), (&json!(1), &json!(1)), "{command}: {seen}");
        assert!(seen["items"][1]["known"][0]["why"].as_str().unwrap().contains("身份证号相同"), "{seen}");
    }
    assert_eq!(ok(&app, "person.list", json!({ "query": "" })).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_photograph_is_put_in_place_taken_away_and_a_broken_one_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        jishi_fs::write_atomic(&path, bytes).unwrap();
        path
    };
    let png = photo();
    let set = |from: u32, path: Value| json!({ "id": 1, "from_revision": from, "path": path, "reason": "换登记照" });
    let big = vec![0_u8; (5 << 20) + 1];
    for (path, words) in [
        (file("半张.png", &png[..png.len() / 2]), "半张.png"),
        (file("文档.jpg", b"hello"), "不是图片"),
        (file("动图.gif", b"GIF89a\x01\0\x01\0\0\0\0;"), "不是 JPEG 或 PNG"),
        (file("太大.jpg", &big), "超过照片 5 MB"),
    ] {
        let error = err(&app, "person.set_photo", set(1, json!(path)));
        assert!(error.code == Code::Invalid && error.message.contains(words), "{words}: {error}");
    }
    let good = file("新.png", &png);
    assert_eq!(err(&app, "person.set_photo", set(7, json!(good))).code, Code::Stale);
    assert_eq!(ok(&app, "person.set_photo", set(1, json!(good)))["person"]["revision"], 2);
    assert_eq!(app.bytes("person.photo", json!({ "id": 1, "revision": null }), &crate::Quiet).unwrap(), png);
    assert!(
        app.bytes("person.photo", json!({ "id": 1, "revision": 1 }), &crate::Quiet).unwrap_err().message.contains("没有找到照片")
    );
    // The dead end of before: a change of the fields goes through, with the photograph as it is.
    ok(&app, "person.update", update(&person(&app, 1), json!({ "health": "健康" })));
    assert_eq!(ok(&app, "person.set_photo", set(3, Value::Null))["person"]["content"]["photo"], "");
    assert!(err(&app, "person.set_photo", set(4, Value::Null)).message.contains("本来就没有照片"));
}

#[test]
fn a_change_made_from_what_no_longer_stands_is_refused_and_nothing_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(
        &app,
        "post.add",
        json!({ "batch": 1, "content": { "unit": "示例局", "title": "局长", "seats": 1, "rank": "正职",
        "dual_management": false, "probation": true } }),
    );
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    ok(
        &app,
        "material.attach",
        json!({ "record": 1, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } }),
    );
    let batch = ok(&app, "batch.get", json!({ "batch": 1 }));
    let record = ok(&app, "record.get", json!({ "id": 1 }));
    for (command, key, thing) in [
        ("batch.update", "batch", &batch["batch"]),
        ("post.update", "id", &batch["posts"][0]),
        ("candidate.update", "id", &batch["candidates"][0]["candidate"]),
        ("person.update", "id", &person(&app, 1)),
        ("material.update", "id", &record["materials"][0]),
    ] {
        assert_eq!(thing["revision"], 1, "{command}");
        let request = json!({ key: thing["id"], "from_revision": 1, "content": thing["content"], "reason": "第一个人改" });
        ok(&app, command, request.clone());
        let late = err(&app, command, request.clone());
        assert_eq!(late.code, Code::Stale, "{command}: {late}");
        assert!(late.message.contains("第 2 版") && late.remedy.contains("没有保存"), "{command}: {late}");
        let mut silent = request;
        silent.as_object_mut().unwrap().remove("from_revision");
        assert_eq!(err(&app, command, silent).code, Code::BadRequest, "{command} cannot be called without it");
    }
}

#[test]
fn one_name_no_typeface_has_stops_only_its_own_report() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "person.add", json!({ "content": { "name": "张三", "resume": "2001.07--2005.01  在\u{E123}县任职" } }));
    let content = json!({ "person": 2, "post": null, "current_post": "", "proposed_post": "局长", "removed_post": "",
        "outcome": "open", "stopped_at": "", "order": 2 });
    ok(&app, "candidate.add", json!({ "batch": 1, "content": content }));
    let folder = dir.path().join("表");
    let reports = ok(&app, "report.write", json!({ "batch": 1, "candidate": null, "folder": folder }));
    assert_eq!((reports["made"].as_array().map(Vec::len), reports["failed"].as_array().map(Vec::len)), (Some(1), Some(1)));
    let failed = &reports["failed"][0];
    assert_eq!((&failed["name"], &failed["field"], &failed["character"]), (&json!("张三"), &json!("简历"), &json!("\u{E123}")));
    for words in ["张三", "简历", "U+E123", "重新录入"] {
        assert!(failed["message"].as_str().unwrap().contains(words), "{failed}");
    }
    assert_eq!(jishi_fs::list_dir(&folder).unwrap().len(), 1);
    let options = json!({ "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 });
    let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options }));
    assert_eq!(preview["volumes"].as_array().map(Vec::len), Some(3));
    assert!(
        preview["findings"].as_array().unwrap().iter().any(|f| f["code"] == "L90" && f["place"]["candidate"] == 2),
        "{preview}"
    );
    let pack = json!({ "batch": 1, "options": options, "volumes": [], "folder": dir.path().join("包"), "form": "folder",
        "arranger": "甲", "checker": "乙", "override_reason": "试验用的理由" });
    assert!(err(&app, "volume.pack", pack).message.contains("张三 的案卷不能封装"));
    assert!(app.store().register(jishi_core::id::BatchId(1)).unwrap().given.is_empty(), "no number was spent");
}

#[test]
fn every_printed_field_is_looked_at_for_characters_no_typeface_has() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let family = json!([{ "relation": "妻子", "name": "李\u{E124}" }]);
    ok(
        &app,
        "person.add",
        json!({ "content": { "name": "张三", "health": "\u{E123}", "family": family, "id_number": "\u{E125}" } }),
    );
    let told = |findings: &Value| {
        let mine = findings.as_array().unwrap().iter().filter(|f| f["code"] == "L90").cloned();
        mine.map(|f| (f["place"]["field"].as_str().unwrap().to_owned(), f["level"].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let view = ok(&app, "person.get", json!({ "id": 1 }));
    let want = |level: &str| [("健康状况".to_owned(), level.to_owned()), ("家庭成员第 1 行姓名".into(), level.into())];
    assert_eq!(told(&view["findings"]), want("error"));
    let row = "<Item><ChengWei>妻子</ChengWei><XingMing>李\u{E124}</XingMing></Item>";
    let file =
        form(dir.path(), "a.lrmx", &[("XingMing", "李四"), ("JianKangZhuangKuang", "\u{E123}"), ("JiaTingChengYuan", row)]);
    let seen = ok(&app, "person.import_preview", json!({ "paths": [file] }));
    assert_eq!(told(&seen["items"][0]["findings"]), want("warning"));
}

/// Looks, at every note, whether others could read and write meanwhile.
struct Onlooker<'a>(&'a App, std::sync::atomic::AtomicU32);

impl Progress for Onlooker<'_> {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        assert!(self.0.store.try_lock().is_ok(), "the store is held while a file comes in");
        assert!(self.0.writing.try_lock().is_ok(), "no other may write while a file comes in");
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ControlFlow::Continue(())
    }
}

/// Says stop at once.
struct Stop;

impl Progress for Stop {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

#[test]
fn a_file_comes_in_piece_by_piece_while_others_work_and_what_is_refused_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = dir.path().join("工作区");
    let app = app(&workspace);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    // A TIFF of one page whose directory stands at its end.
    let mut bytes = vec![0_u8; 1 << 20];
    bytes[..8].copy_from_slice(&[b'I', b'I', b'*', 0, 0xfa, 0xff, 0x0f, 0]);
    let scan = dir.path().join("扫描.tif");
    jishi_fs::write_new(&scan, &bytes).unwrap();
    let request = |path: &Path| {
        json!({ "record": 1, "path": path, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": null,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } })
    };
    let files = || jishi_fs::list_dir(&workspace.join("文件库")).unwrap();
    let stopped = app.call("material.attach", request(&scan), &Stop).unwrap_err();
    assert_eq!((stopped.code, files().len()), (Code::Cancelled, 0), "{stopped}");
    let broken = dir.path().join("断.tif");
    jishi_fs::write_new(&broken, &bytes[..1 << 19]).unwrap();
    assert!(err(&app, "material.attach", request(&broken)).message.contains("TIFF"));
    assert!(files().is_empty(), "a refused file is not kept");
    assert!(err(&app, "material.attach", request(dir.path())).message.contains("不是文件"));
    let onlooker = Onlooker(&app, 0.into());
    let added = app.call("material.attach", request(&scan), &onlooker).unwrap();
    assert!(onlooker.1.load(std::sync::atomic::Ordering::Relaxed) > 10, "it came in pieces");
    assert_eq!((&added["content"]["pages"], &added["content"]["size"]), (&json!(1), &json!(1 << 20)));
    assert_eq!(app.bytes("material.bytes", json!({ "id": 1 }), &crate::Quiet).unwrap(), bytes);
    assert_eq!(ok(&app, "material.alike", json!({ "id": 1 })), json!([]));
    let again = ok(
        &app,
        "material.attach",
        json!({ "name": "另一份", "record": 1, "path": scan, "originality": "original", "secrecy": "",
        "pages": null, "signature": { "name": "", "role": "记录人", "date": null, "mode": "pending" } }),
    );
    assert_eq!(ok(&app, "material.alike", json!({ "id": again["id"] })), json!(["第 5 步记录 1 的“谈话记录”"]));
    ok(&app, "material.take_off", json!({ "id": 1, "from_revision": 1, "reason": "挂错了" }));
    assert_eq!(ok(&app, "material.alike", json!({ "id": again["id"] })), json!([]), "what was taken off is not there");
}
