//! From the sealed package to the receipt: register, preflight, writing, the look after, the answer of the receiver.
#![cfg(target_os = "linux")]

use super::*;

/// A sealed package with one paper of a 密级.
fn sealed(app: &App, out: &Path, secrecy: &str) -> String {
    begun(app);
    ok(app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let request = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": "original", "secrecy": secrecy, "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(app, "material.attach", request);
    let request = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 }, "volumes": [0], "folder": out,
        "form": "folder", "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    ok(app, "volume.pack", request)["packages"][0]["path"].as_str().unwrap().to_owned()
}

fn codes(answer: &Value) -> Vec<String> {
    answer["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}

/// Another version stands in its place: it is offered no more, and refused where somebody names it all the same.
#[test]
fn a_package_that_has_a_new_version_is_handed_over_no_more() {
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let package = sealed(&app, &dir.path().join("出"), "");
    ok(&app, "medium.add", json!({ "content": { "number": "U-001", "secrecy": "", "kind": "U盘" } }));
    let look = || ok(&app, "medium.preflight", json!({ "root": stick.path(), "medium": 1, "packages": [package] }));
    let offered = || ok(&app, "handover.packages", json!({}))[0]["renewed"].clone();
    assert!(!codes(&look()).contains(&"M25".to_owned()));
    assert_eq!(offered(), false);
    let course = ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
    let renew = json!({ "id": course["id"], "from_revision": course["revision"], "act": "renew", "note": "补第1件原件" });
    ok(&app, "package.act", renew);
    assert!(codes(&look()).contains(&"M25".to_owned()), "{}", look());
    assert_eq!(offered(), true);
    let write = json!({ "root": stick.path(), "medium": 1, "volumes": [[package]], "volume": 1, "group": "", "from": "某县委组织部", "to": "某县档案馆" });
    assert!(err(&app, "medium.write", write).message.contains("已立新版本"));
    assert!(jishi_fs::list_dir(stick.path()).unwrap().is_empty(), "not one byte was written");
}

#[test]
fn a_package_goes_to_a_medium_of_its_rank_and_its_receipt_comes_back() {
    // A disk of its own, as a stick is: the system's own disk is refused.
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let package = sealed(&app, &dir.path().join("出"), "机密");
    let root = stick.path();
    let look = |medium: u32| ok(&app, "medium.preflight", json!({ "root": root, "medium": medium, "packages": [package] }));
    let medium = |number: &str, secrecy: &str| json!({ "content": { "number": number, "secrecy": secrecy, "kind": "U盘" } });
    assert_eq!(ok(&app, "medium.add", medium("U-001", "秘密")), 1);
    assert_eq!(ok(&app, "medium.add", medium("U-002", "机密")), 2);
    assert_eq!(err(&app, "medium.add", medium("U-002", "")).code, Code::Invalid);
    assert_eq!(err(&app, "medium.add", medium("U-003", "最高")).code, Code::Invalid);
    assert_eq!(look(1)["secrecy"], "机密");
    assert!(codes(&look(1)).contains(&"M22".to_owned()), "a lower medium refuses it");
    assert!(!codes(&look(2)).contains(&"M22".to_owned()));
    let write = |medium: u32| json!({ "root": root, "medium": medium, "volumes": [[package]], "volume": 1, "group": "", "from": "某县委组织部", "to": "某县档案馆" });
    assert_eq!(err(&app, "medium.write", write(1)).code, Code::Blocked);
    assert!(jishi_fs::list_dir(root).unwrap().is_empty(), "not one byte was written");
    let slip = ok(&app, "medium.write", write(2));
    assert_eq!(
        (slip["content"]["medium_number"].as_str(), slip["content"]["packages"].as_array().unwrap().len()),
        (Some("U-002"), 1)
    );
    let line = &slip["slip"][0];
    assert_eq!(line["sha256"].as_str().unwrap().split(' ').count(), 8);
    assert!(line["qr"].as_str().unwrap().starts_with(&format!("1|{}|", line["seal_no"].as_str().unwrap())));
    let handed = &slip["content"]["packages"][0];
    assert_eq!((handed["batch_number"].as_str(), handed["title"].as_str().unwrap().is_empty()), (Some("202603"), false));
    // The slip on paper is of this very entry; the batch's own prints before there is one.
    for request in [json!({ "form": "transfer-slip", "handover": 1 }), json!({ "form": "transfer-register", "batch": 1 })] {
        assert!(app.bytes("form.preview", request, &crate::Quiet).unwrap().starts_with(b"%PDF-1.7"));
    }
    let made = ok(&app, "form.write", json!({ "form": "transfer-slip", "handover": 1, "folder": dir.path().join("单") }));
    assert!(made[0]["path"].as_str().unwrap().contains("JJ-2026-0001"), "{made}");
    let checked = ok(&app, "medium.check", json!({ "id": 1, "root": root }));
    assert_eq!(checked["result"]["sum"]["errors"], 0, "{checked}");
    assert_eq!(checked["handover"]["content"]["checks"][0]["sound"], true);
    let verified = ok(&app, "package.verify", json!({ "path": root, "fast": false }));
    let strangers: Vec<&Value> = verified["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "P190").collect();
    assert!(strangers.is_empty(), "what was written with the packages is none: {strangers:?}");
    let note = jishi_fs::read_text(&root.join("载体说明.TXT")).unwrap();
    for line in ["载体编号：U-002", "载体类型：U盘", "密级：机密", "接收单位：某县档案馆", "交接单号：JJ-2026-0001"]
    {
        assert!(note.lines().any(|l| l == line), "{line}: {note}");
    }
    let saved = ok(&app, "package.save_report", json!({ "folder": dir.path().join("报告"), "verified": verified }));
    let report: Value =
        serde_json::from_str(&jishi_fs::read_text(Path::new(saved[0]["path"].as_str().unwrap())).unwrap()).unwrap();
    assert_eq!(report, verified, "what was shown is what is kept");
    assert!(jishi_fs::read_text(Path::new(saved[1]["path"].as_str().unwrap())).unwrap().contains("封签完好"));
    assert_eq!(err(&app, "package.save_report", json!({ "folder": dir.path() })).code, Code::BadRequest);
    // The receipt: blank, filled in wrongly, filled in rightly.
    let path = dir.path().join("回执.json");
    ok(&app, "handover.blank", json!({ "id": 1, "path": path }));
    let mut receipt: Value = serde_json::from_str(&jishi_fs::read_text(&path).unwrap()).unwrap();
    let receive = |receipt: &Value, name: &str, revision: u32| {
        let path = dir.path().join(name);
        jishi_fs::write_new(&path, receipt.to_string().as_bytes()).unwrap();
        ok(&app, "handover.receive", json!({ "id": 1, "from_revision": revision, "path": path }))
    };
    assert_eq!(receive(&receipt, "空.json", 2)["taken"], false);
    receipt["接收人"] = json!("赵六");
    receipt["接收时间"] = json!("昨天下午");
    receipt["包"][0]["结论"] = json!("签收");
    let refused = receive(&receipt, "无日.json", 2);
    assert_eq!((refused["taken"].as_bool(), codes(&refused)), (Some(false), vec!["H10".to_owned()]));
    receipt["接收时间"] = json!("2026-03-10");
    receipt["接收单位"] = json!("别处某馆");
    assert_eq!(codes(&receive(&receipt, "别馆.json", 2)), ["H09"]);
    receipt["接收单位"] = json!("某县档案馆");
    let taken = receive(&receipt, "好.json", 2);
    assert_eq!(
        (taken["taken"].as_bool(), taken["handover"]["content"]["packages"][0]["verdict"].as_str()),
        (Some(true), Some("accepted"))
    );
    assert_eq!(ok(&app, "handover.list", json!({})).as_array().unwrap().len(), 1);
    // What stands is corrected with a reason alone; the receiver's editor may have put a mark at its head.
    receipt["包"][0]["结论"] = json!("退回");
    receipt["包"][0]["理由"] = json!("第3件打不开");
    assert_eq!(codes(&receive(&receipt, "改.json", 3)), ["H08", "H11"]);
    let marked = dir.path().join("记事本存的.json");
    jishi_fs::write_new(&marked, format!("\u{feff}{receipt}").as_bytes()).unwrap();
    let corrected = ok(&app, "handover.receive", json!({ "id": 1, "from_revision": 3, "path": marked, "why": "对方另发了回执" }));
    assert_eq!((corrected["taken"].as_bool(), corrected["handover"]["state"].as_str()), (Some(true), Some("sent_back")));
    let before = &corrected["handover"]["content"]["corrected"][0];
    assert!(
        before["corrected_by"].as_str().is_some_and(|who| !who.is_empty())
            && before["corrected_at"].as_str().is_some_and(|at| at.len() > 18),
        "{before}"
    );
    assert_eq!((before["receiver"].as_str(), before["why"].as_str()), (Some("赵六"), Some("对方另发了回执")));
    // One byte on the medium: the look says so, and it stands on the slip.
    let file = root.join(Path::new(&package).file_name().unwrap()).join("data/目录文件.XML");
    let text = jishi_fs::read_text(&file).unwrap();
    jishi_fs::remove_file(&file).unwrap();
    jishi_fs::write_new(&file, format!("{text} ").as_bytes()).unwrap();
    let checked = ok(&app, "medium.check", json!({ "id": 1, "root": root }));
    assert!(codes(&checked).contains(&"M30".to_owned()), "{checked}");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// What the bureau takes is written by the same way as the package: looked at first, read back, sealed last, on a slip, checked, handed over.
#[test]
fn a_package_goes_to_a_medium_as_its_transfer_tree_and_is_handed_over() {
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let package = sealed(&app, &dir.path().join("出"), "");
    let root = stick.path();
    ok(&app, "medium.add", json!({ "content": { "number": "U-001", "secrecy": "", "kind": "U盘" } }));
    let layout = "da_t_93_2022";
    let look = ok(&app, "medium.preflight", json!({ "root": root, "medium": 1, "packages": [package], "layout": layout }));
    assert_eq!(look["volumes"], json!([[package]]), "{look}");
    let write = |layout: Value| json!({ "root": root, "medium": 1, "volumes": [[package]], "volume": 1, "group": "", "from": "某县委组织部", "to": "某县档案馆", "layout": layout });
    let slip = ok(&app, "medium.write", write(json!(layout)));
    let line = slip["content"]["packages"][0].clone();
    assert_eq!(line["layout"], layout);
    let tree = root.join(line["name"].as_str().unwrap());
    assert!(line["name"].as_str().unwrap().ends_with("_移交") && tree.join("其他/固化信息/封签.json").is_file());
    let paper = app.bytes("form.preview", json!({ "form": "transfer-slip", "handover": 1 }), &crate::Quiet).unwrap();
    assert!(paper.starts_with(b"%PDF-1.7"));
    // The bag beside it is another slip; on one slip a seal stands once.
    let both = json!({ "root": root, "medium": 1, "packages": [package, tree] });
    assert!(codes(&ok(&app, "medium.preflight", both)).contains(&"M26".to_owned()));
    ok(&app, "medium.write", write(Value::Null));
    for id in [1, 2] {
        let checked = ok(&app, "medium.check", json!({ "id": id, "root": root }));
        assert_eq!(
            (checked["handover"]["content"]["checks"][0]["sound"].as_bool(), codes(&checked)),
            (Some(true), vec!["M31".to_owned()])
        );
    }
    // Only what stands on the slip is looked for under its name: the bag alone is damaged.
    let bag = root.join(Path::new(&package).file_name().unwrap()).join("data/说明文件.TXT");
    jishi_fs::remove_file(&bag).unwrap();
    let sound = |id: u32| ok(&app, "medium.check", json!({ "id": id, "root": root }));
    assert!(codes(&sound(2)).contains(&"M30".to_owned()));
    let tree_alone = sound(1);
    assert!(!codes(&tree_alone).contains(&"M30".to_owned()), "{tree_alone}");
    // Handed over: who and when; corrected and taken back with a reason.
    let hand = |revision: &Value, handing: Value, why: &str| {
        ok(&app, "handover.hand", json!({ "id": 1, "from_revision": revision, "handing": handing, "why": why }))
    };
    jishi_fs::remove_dir_all(bag.parent().unwrap().parent().unwrap()).unwrap();
    jishi_fs::remove_file(&root.join("介质清单-2.json")).unwrap();
    let checked = sound(1);
    assert_eq!(checked["handover"]["content"]["checks"][2]["sound"], true, "{checked}");
    let revision = &checked["handover"]["revision"];
    assert_eq!(hand(revision, json!({ "by": "", "on": "2026-03-10" }), "")["taken"], false);
    let handed = hand(revision, json!({ "by": "周敏", "on": "2026-03-10" }), "");
    assert_eq!((handed["taken"].as_bool(), handed["handover"]["state"].as_str()), (Some(true), Some("handed_over")), "{handed}");
    let course = || ok(&app, "package.courses", json!({ "batch": 1 }))[0]["content"]["state"].clone();
    assert_eq!(course(), "handed_over");
    let revision = &handed["handover"]["revision"];
    assert_eq!(codes(&hand(revision, Value::Null, "")), ["H11"]);
    let back = hand(revision, Value::Null, "还没有送去");
    assert_eq!((back["taken"].as_bool(), course()), (Some(true), json!("written")));
    let course = ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
    let act = json!({ "id": course["id"], "from_revision": course["revision"], "act": "hand_over", "note": "" });
    assert!(err(&app, "package.act", act).remedy.contains("交接单"));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_package_whose_catalogue_cannot_be_read_goes_to_no_medium() {
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let package = sealed(&app, &dir.path().join("出"), "绝密");
    jishi_fs::remove_file(&Path::new(&package).join("data/目录文件.XML")).unwrap();
    let look = err(&app, "medium.preflight", json!({ "root": stick.path(), "medium": null, "packages": [package] }));
    assert!(look.message.contains("目录文件.XML"), "{}", look.message);
}

/// Stops at the second package.
struct CallOff;

impl crate::Progress for CallOff {
    fn note(&self, note: &crate::ProgressNote) -> std::ops::ControlFlow<()> {
        assert!(note.done <= note.total, "{note:?}");
        if note.words.starts_with("第 2/2") { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    }
}

#[test]
fn a_run_called_off_leaves_the_medium_as_it_was_and_what_an_earlier_one_wrote_is_only_read_back() {
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    sealed(&app, &dir.path().join("一"), "");
    let request = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 }, "volumes": [1],
        "folder": dir.path().join("二"), "form": "folder", "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    ok(&app, "volume.pack", request);
    let rows = ok(&app, "handover.packages", json!({}));
    let paths: Vec<&str> = rows.as_array().unwrap().iter().map(|r| r["path"].as_str().unwrap()).collect();
    assert_eq!((paths.len(), rows[0]["here"].as_bool(), rows[0]["state"].is_null()), (2, Some(true), true), "{rows}");
    let root = stick.path();
    ok(&app, "medium.add", json!({ "content": { "number": "U-001", "secrecy": "", "kind": "U盘" } }));
    let write = |paths: &[&str]| json!({ "root": root, "medium": 1, "volumes": [paths], "volume": 1, "group": "", "from": "某县委组织部", "to": "某县档案馆" });
    let stopped = app.call("medium.write", write(&paths), &CallOff).unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    assert!(jishi_fs::list_dir(root).unwrap().is_empty(), "what this run wrote was taken back");
    assert_eq!(ok(&app, "handover.list", json!({})), json!([]));
    ok(&app, "medium.write", write(&paths[..1]));
    let look = ok(&app, "medium.preflight", json!({ "root": root, "medium": 1, "packages": paths }));
    assert!(codes(&look).contains(&"M16".to_owned()) && !codes(&look).contains(&"M14".to_owned()), "{look}");
    assert!(app.call("medium.write", write(&paths), &CallOff).is_err());
    assert!(root.join(Path::new(paths[0]).file_name().unwrap()).is_dir(), "what was there before stays");
    let slip = ok(&app, "medium.write", write(&paths));
    assert_eq!((slip["id"].as_u64(), slip["content"]["packages"].as_array().unwrap().len()), (Some(2), 2));
    assert_eq!(slip["state"], "written");
    // The receiver's word from paper, package by package.
    let line = |n: usize, verdict: &str, reason: &str| json!({ "seal_no": slip["content"]["packages"][n]["seal_no"], "verdict": verdict, "reason": reason });
    let enter_on = |day: &str, packages: Value, who: &str| {
        let request = json!({ "id": 2, "from_revision": 1, "receiver": who, "received_at": day, "packages": packages });
        ok(&app, "handover.enter", request)
    };
    let enter = |packages: Value, who: &str| enter_on("2026-03-10", packages, who);
    let both = || json!([line(0, "accepted", ""), line(1, "accepted", "")]);
    for day in ["2026-03-09", "2026-03-11"] {
        let refused = enter_on(day, both(), "赵六");
        assert_eq!((refused["taken"].as_bool(), codes(&refused)), (Some(false), vec!["H10".to_owned()]), "{day}");
    }
    assert_eq!(enter(json!([line(0, "accepted", "")]), "赵六")["taken"], false, "one package has no word");
    assert_eq!(enter(both(), "")["taken"], false, "nobody took it");
    let taken = enter(json!([line(0, "accepted", ""), line(1, "sent_back", "缺备考表")]), "赵六");
    assert_eq!((taken["taken"].as_bool(), taken["handover"]["state"].as_str()), (Some(true), Some("partly")), "{taken}");
    let rows = ok(&app, "handover.packages", json!({}));
    assert_eq!((rows[0]["state"].as_str(), rows[1]["state"].as_str()), (Some("accepted"), Some("sent_back")), "{rows}");
}

/// A medium may have papers of the archives on it, and be written to more than once.
#[test]
fn list_and_note_of_a_medium_take_the_place_of_nothing_that_says_more() {
    let Ok(stick) = tempfile::tempdir_in("/dev/shm") else { return };
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    let package = sealed(&app, &dir.path().join("出"), "");
    let root = stick.path();
    ok(&app, "medium.add", json!({ "content": { "number": "U-001", "secrecy": "", "kind": "U盘" } }));
    let request = json!({ "root": root, "medium": 1, "volumes": [[package]], "volume": 1, "group": "", "from": "某县委组织部", "to": "某县档案馆" });
    let read = |name: &str| jishi_fs::read_text(&root.join(name)).unwrap();
    let there = |name: &str| root.join(name).exists();
    jishi_fs::write_atomic(&root.join("载体说明.TXT"), "馆里的说明".as_bytes()).unwrap();
    ok(&app, "medium.write", request.clone());
    assert_eq!(read("载体说明.TXT"), "馆里的说明");
    let first = read("载体说明-2.TXT");
    for line in ["交接单号：JJ-2026-0001", "制作单位：某县委组织部", "检查单位：某县委组织部", "保管单位：某县委组织部"]
    {
        assert!(first.lines().any(|l| l == line), "{line}: {first}");
    }
    let formats = first.lines().find_map(|l| l.strip_prefix("文件格式（按扩展名）：")).unwrap();
    assert!(formats.contains("PDF") && formats.contains("XML") && !formats.contains("OFD"), "what is there: {formats}");
    // The same packages once more: the list says all the old one said; the note is of another slip.
    ok(&app, "medium.write", request.clone());
    assert!(!there("介质清单-2.json"));
    assert_eq!(read("载体说明-2.TXT"), first);
    assert!(read("载体说明-3.TXT").contains("交接单号：JJ-2026-0002"));
    // A list of what was taken off the medium since says nothing any more.
    let gone = read("介质清单.json").replace("\"name\": \"", "\"name\": \"已取走");
    jishi_fs::write_atomic(&root.join("介质清单.json"), gone.as_bytes()).unwrap();
    ok(&app, "medium.write", request.clone());
    assert!(!there("介质清单-2.json") && !read("介质清单.json").contains("已取走"));
    jishi_fs::remove_file(&root.join("载体说明-4.TXT")).unwrap();
    // A list of something else stays; a note of the very slip that is being written was left by a run that was cut off.
    jishi_fs::write_atomic(&root.join("介质清单.json"), "别的清单".as_bytes()).unwrap();
    let cut_off = "载体编号：U-001\n移交单位：某县委组织部\n交接单号：JJ-2026-0004\n";
    jishi_fs::write_atomic(&root.join("载体说明-4.TXT"), cut_off.as_bytes()).unwrap();
    ok(&app, "medium.write", request);
    assert_eq!(read("介质清单.json"), "别的清单");
    assert!(read("介质清单-2.json").contains("选任纪实介质清单"));
    assert!(read("载体说明-4.TXT").contains("载体容量") && !there("载体说明-5.TXT"));
    let verified = ok(&app, "package.verify", json!({ "path": root, "fast": false }));
    let told: Vec<&Value> = verified["findings"].as_array().unwrap().iter().filter(|f| f["level"] != "note").collect();
    assert!(told.len() == 1 && told[0]["code"] == "P195" && told[0]["place"]["file"] == "介质清单.json", "{told:?}");
}
