//! What is printed: a copy of a sealed volume, extracts, and forms of records about several people.

use jishi_core::record::RecordContent;

use super::sealing::options;
use super::sealing_ready::text_of;
use super::*;

fn candidate(proposed: &str) -> Value {
    json!({ "person": 1, "post": null, "current_post": "副局长", "proposed_post": proposed, "removed_post": "", "outcome": "open",
        "stopped_at": "", "order": 1 })
}

#[test]
fn a_copy_of_a_sealed_volume_prints_what_was_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let app = App::open_with(&dir.path().join("工作区"), "试验", Box::new(Set(hours.clone()))).unwrap();
    begun(&app);
    let print = |app: &App, folder: &str| {
        let folder = dir.path().join(folder);
        app.call("volume.print", json!({ "batch": 1, "options": options(), "volume": "人选1", "folder": folder }), &Quiet)
    };
    let said = |made: &Value| text_of(Path::new(made["file"]["path"].as_str().unwrap()));
    for form in ["folder", "zip"] {
        let open = print(&app, &format!("{form}之前")).unwrap();
        assert!(!open["file"]["what"].as_str().unwrap().contains("取自案卷包"), "{open}");
        let pack = json!({ "batch": 1, "options": options(), "volumes": [1], "folder": dir.path().join(form), "form": form,
            "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
        let package = ok(&app, "volume.pack", pack)["packages"][0].clone();
        let day = text_of(Path::new(open["file"]["path"].as_str().unwrap()))
            .split("制表日期：")
            .nth(1)
            .and_then(|t| t.split('日').next())
            .unwrap()
            .to_owned();
        // Five days on the person is meant for another post: what was sealed says nothing of it.
        hours.fetch_add(24 * 5, Ordering::SeqCst);
        let mut seen = ok(&app, "candidate.get", json!({ "candidate": 1 }))["candidate"].clone();
        seen["content"]["proposed_post"] = json!(format!("另一职务{form}"));
        let change = json!({ "id": 1, "from_revision": seen["revision"], "content": seen["content"], "reason": "改任" });
        ok(&app, "candidate.update", change);
        let made = print(&app, &format!("{form}之后")).unwrap();
        let (text, number) = (said(&made), package["seal_no"].as_str().unwrap());
        assert!(text.contains(&format!("制表日期：{day}")) && !text.contains(&format!("另一职务{form}")), "{text}");
        assert!(made["file"]["what"].as_str().unwrap().ends_with(&format!("（取自案卷包 {number}，与封存的一致）")), "{made}");
        assert!(text.contains("归档文件封页"), "its covers are in it: {text}");
        let path = Path::new(package["path"].as_str().unwrap());
        if form == "folder" {
            let file = path.join("data/其他/备考表.pdf");
            let sound = jishi_fs::read(&file).unwrap();
            jishi_fs::write_atomic(&file, b"other").unwrap();
            let refused = print(&app, "坏的").unwrap_err();
            assert!(refused.message.contains("不是封存时的样子") && refused.message.contains(number), "{refused}");
            jishi_fs::write_atomic(&file, &sound).unwrap();
            let course = ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
            let renew = json!({ "id": course["id"], "from_revision": course["revision"], "act": "renew", "note": "改任" });
            ok(&app, "package.act", renew);
            assert!(said(&print(&app, "新版").unwrap()).contains("另一职务folder"), "a new version is open: as it stands today");
        } else {
            jishi_fs::remove_file(path).unwrap();
            assert!(print(&app, "没有").unwrap_err().message.contains("不在登记的位置"));
        }
    }
}

#[test]
fn a_file_that_cannot_be_printed_has_a_page_in_its_place_that_says_why_and_where_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let scan = dir.path().join("扫描.png");
    jishi_fs::write_atomic(&scan, include_bytes!("blank.png")).unwrap();
    let paper = json!({ "record": 1, "path": scan, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", paper);
    let print = |folder: &str, most: u64| {
        let request = json!({ "batch": 1, "options": options(), "volume": "综合", "folder": dir.path().join(folder) });
        crate::bodies::print_copies::write_within(&app, serde_json::from_value(request).unwrap(), most, &Quiet).unwrap()
    };
    let said = |made: &crate::dto::PrintCopy| text_of(Path::new(&made.file.path));
    let whole = print("全", crate::bodies::print_copies::BOOK_CAP);
    assert!(!said(&whole).contains("未印文件说明"), "all of it fits");
    let small = print("小", 10);
    let text = said(&small);
    assert!(text.contains("未印文件说明") && text.contains("一册打印副本最多装1MB的文件，装不下"), "{text}");
    assert!(text.contains("“材料”里的原文件") && text.contains("所占页号1"), "{text}");
    assert!(small.left.iter().any(|l| l.contains("没有印出") && l.contains("换下册里的说明页")), "{:?}", small.left);
    let pack = json!({ "batch": 1, "options": options(), "volumes": [], "folder": dir.path().join("出"), "form": "zip",
        "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let made = ok(&app, "volume.pack", pack);
    let seals: Vec<&str> = made["packages"].as_array().unwrap().iter().map(|p| p["seal_no"].as_str().unwrap()).collect();
    let text = said(&print("封后", 10));
    assert!(seals.iter().any(|seal| text.contains(&format!("案卷包{seal}的“data/"))), "{seals:?}: {text}");
}

/// A second candidate of the batch.
fn and_wang(app: &App) {
    ok(app, "person.add", json!({ "content": { "name": "王芳", "born": "198001" } }));
    let mut second = candidate("副主任");
    second["person"] = json!(2);
    second["order"] = json!(2);
    ok(app, "candidate.add", json!({ "batch": 1, "content": second }));
}

fn written(app: &App, dir: &Path, form: &str, record: u64) -> (Value, String) {
    let made = ok(app, "form.write", json!({ "form": form, "record": record, "folder": dir.join("表") }));
    assert_eq!(made.as_array().unwrap().len(), 1, "one paper of the record: {made}");
    (made[0].clone(), text_of(Path::new(made[0]["path"].as_str().unwrap())))
}

#[test]
fn a_form_of_one_person_has_a_sheet_for_each_person_its_record_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    and_wang(&app);
    let body =
        json!({ "kind": "notebook", "category": "任前谈话", "collective": true, "text": "希望再接再厉。王芳要多下基层。" });
    let talk = json!({ "step": "S41", "candidates": [1, 2], "date": "2026-03-05", "summary": "集体谈话", "body": body });
    ok(&app, "record.add", json!({ "batch": 1, "content": talk }));
    let items = json!([{ "name": "任职年限", "result": "符合", "explanation": "年限已够。王芳受过诫勉。" },
        { "name": "王芳", "result": "符合" }]);
    let review = json!({ "step": "S07", "candidates": [1, 2], "date": "2026-03-04", "summary": "预审",
        "body": { "kind": "review", "items": items, "conclusion": "符合条件" } });
    // Of days when a record of this step could be about several.
    let review: RecordContent = serde_json::from_value(review).unwrap();
    app.write("record.add", |tx| tx.add_record(1, &review)).unwrap();
    let (made, text) = written(&app, dir.path(), "appointment-talk", 1);
    assert_eq!(made["pages"], 2, "{text}");
    assert!(text.contains("谈话对象买买提·艾力") && text.contains("谈话对象王芳"), "{text}");
    assert!(text.contains("第1页共2页") && text.contains("第2页共2页"), "the code of every page is its own: {text}");
    assert_eq!(text.matches("王芳要多下基层").count(), 1, "said on the sheet of 王芳 alone: {text}");
    let (_, text) = written(&app, dir.path(), "eligibility-review", 2);
    assert!(text.contains("买买提·艾力") && text.contains("王芳") && text.matches("任职年限").count() == 2, "{text}");
    assert_eq!(text.matches("受过诫勉").count(), 1, "of 王芳 on the sheet of 王芳 alone: {text}");
    // One person: one sheet, called after that person.
    let alone =
        json!({ "step": "S41", "candidates": [2], "date": "2026-03-06", "summary": "个别谈话", "body": { "kind": "notebook" } });
    ok(&app, "record.add", json!({ "batch": 1, "content": alone }));
    let (made, text) = written(&app, dir.path(), "appointment-talk", 3);
    assert!(made["what"] == "任职谈话记录 王芳" && !text.contains("买买提"), "{made}{text}");
}

#[test]
fn an_extract_says_the_opinion_and_a_second_of_the_same_record_points_to_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    and_wang(&app);
    let paper = |record: u64, name: &str| {
        let request = json!({ "record": record, "path": null, "name": name, "originality": "original", "secrecy": "", "pages": 2,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
        ok(&app, "material.attach", request);
    };
    let body = json!({ "kind": "notebook", "category": "征求意见", "text": "同意买买提·艾力任局长，实绩突出。王芳可再历练。" });
    let asked = json!({ "step": "S30", "candidates": [], "date": "2026-03-05", "summary": "征求意见", "body": body });
    ok(&app, "record.add", json!({ "batch": 1, "content": asked }));
    paper(1, "征求分管领导意见表");
    let body = json!({ "kind": "meeting", "session": "第5次会议", "resolution": "同意" });
    ok(
        &app,
        "record.add",
        json!({ "batch": 1, "content":
        { "step": "S17", "candidates": [], "date": "2026-03-06", "summary": "集体研究", "body": body } }),
    );
    paper(2, "确定考察对象会议记录（纪要）");
    paper(2, "考察对象人选名单");
    let pack = json!({ "batch": 1, "options": options(), "volumes": [1], "folder": dir.path().join("出"), "form": "folder",
        "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let path = ok(&app, "volume.pack", pack)["packages"][0]["path"].as_str().unwrap().to_owned();
    let files: Vec<String> = jishi_archive::list_files(Path::new(&path)).unwrap().unwrap().into_iter().map(|f| f.path).collect();
    let text = |name: &str| {
        let file =
            files.iter().find(|f| f.ends_with(&format!("摘录_{name}.pdf"))).unwrap_or_else(|| panic!("{name}: {files:#?}"));
        text_of(&Path::new(&path).join(file))
    };
    let asked = text("征求分管领导意见表");
    assert!(asked.contains("同意买买提·艾力任局长，实绩突出") && !asked.contains("再历练"), "{asked}");
    assert!(asked.contains("原件档号Z109-WS") && asked.matches("摘录，").count() == 1, "{asked}");
    assert!(text("确定考察对象会议记录（纪要）").contains("决议：同意"));
    let second = text("考察对象人选名单");
    assert!(
        second.contains("件《确定考察对象会议记录（纪要）（摘录，买买提·艾力）》摘自同一条记录") && !second.contains("决议"),
        "{second}"
    );
}

#[test]
fn a_ballot_printed_for_a_record_is_narrowed_to_the_posts_of_that_meeting() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    for (unit, title) in [("市水务局", "局长"), ("市林业局", "副局长")] {
        ok(
            &app,
            "post.add",
            json!({ "batch": 1, "content": { "unit": unit, "title": title, "seats": 1, "rank": "副职", "dual_management": false, "probation": true } }),
        );
    }
    and_wang(&app);
    for (id, post) in [(1, 1), (2, 2)] {
        let seen = ok(&app, "candidate.get", json!({ "candidate": id }))["candidate"].clone();
        let mut content = seen["content"].clone();
        content["post"] = json!(post);
        ok(
            &app,
            "candidate.update",
            json!({ "id": id, "from_revision": seen["revision"], "content": content, "reason": "岗位" }),
        );
    }
    let meeting =
        json!({ "step": "S12", "candidates": [1], "date": "2026-03-05", "summary": "推荐", "body": { "kind": "meeting" } });
    ok(&app, "record.add", json!({ "batch": 1, "content": meeting }));
    let (_, text) = written(&app, dir.path(), "recommendation-ballot", 1);
    assert!(text.contains("市水务局局长") && !text.contains("市林业局"), "{text}");
    let all = ok(&app, "form.write", json!({ "form": "recommendation-ballot", "batch": 1, "folder": dir.path().join("全") }));
    let text = text_of(Path::new(all[0]["path"].as_str().unwrap()));
    assert!(text.contains("市水务局局长") && text.contains("市林业局副局长"), "{text}");
}

#[test]
fn a_volume_without_papers_says_so_and_has_no_cover() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let request = json!({ "batch": 1, "options": options(), "volume": "综合", "folder": dir.path().join("印") });
    assert!(err(&app, "volume.print", request).message.contains("还没有一件材料"));
    let made = ok(&app, "form.write", json!({ "form": "archive-stamp", "batch": 1, "folder": dir.path().join("表") }));
    let made: Vec<&str> = made.as_array().unwrap().iter().map(|m| m["what"].as_str().unwrap()).collect();
    assert!(made.len() == 1 && made[0].contains("买买提"), "the volume of the person has its report: {made:?}");
}

#[test]
fn what_each_person_needs_of_his_own_is_refused_for_two_and_a_letter_about_both_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    and_wang(&app);
    let of = |step: &str, kind: &str, whom: Value| json!({ "step": step, "candidates": whom, "date": "2026-03-05", "summary": "", "body": { "kind": kind } });
    for (step, kind) in [("S07", "review"), ("S23", "notebook"), ("S26", "review"), ("S28", "document")] {
        let refused = err(&app, "record.add", json!({ "batch": 1, "content": of(step, kind, json!([1, 2])) }));
        assert!(refused.message.contains("每人各一份，这一条选了 2 人"), "{}", refused.message);
    }
    for (step, kind) in [("S26", "letter"), ("S22", "notebook"), ("S41", "notebook")] {
        ok(&app, "record.add", json!({ "batch": 1, "content": of(step, kind, json!([1, 2])) }));
    }
    // What stands for two from earlier days may be corrected as it is; what stands for one never becomes one for two.
    let both: RecordContent = serde_json::from_value(of("S28", "document", json!([1, 2]))).unwrap();
    let old = app.write("record.add", |tx| tx.add_record(1, &both)).unwrap();
    let correct =
        |id: u64, whom: Value| json!({ "id": id, "from_revision": 1, "content": of("S28", "document", whom), "reason": "补充" });
    let mut request = correct(old.into(), json!([1, 2]));
    request["content"]["summary"] = json!("补充");
    ok(&app, "record.correct", request);
    let one = ok(&app, "record.add", json!({ "batch": 1, "content": of("S28", "document", json!([1])) }))["record"]["id"]
        .as_u64()
        .unwrap();
    assert!(err(&app, "record.correct", correct(one, json!([1, 2]))).message.contains("每人各一份"));
}

#[test]
fn an_opinion_two_offices_sign_opens_with_a_line_for_each_and_its_sheet_prints_both() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let draft =
        |step: &str, kind: &str| ok(&app, "record.draft", json!({ "batch": 1, "step": step, "kind": kind, "candidates": [1] }));
    let drafted = draft("S25", "review");
    let roles: Vec<_> =
        drafted["content"]["signatures"].as_array().unwrap().iter().map(|s| (s["role"].clone(), s["mode"].clone())).collect();
    assert_eq!(roles, [(json!("党组织主要负责人"), json!("pending")), (json!("纪检组织主要负责人"), json!("pending"))]);
    assert_eq!(draft("S25", "letter")["content"]["signatures"], json!([]));
    assert_eq!(draft("S26", "review")["content"]["signatures"], json!([]));
    let mut content = drafted["content"].clone();
    content["date"] = json!("2026-03-05");
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    let sheet = json!({ "batch": 1, "day": null, "records": [1], "folder": dir.path().join("签字页") });
    let made = ok(&app, "record.print", sheet);
    let text = text_of(Path::new(made["path"].as_str().unwrap()));
    assert!(text.contains("党组织主要负责人") && text.contains("纪检组织主要负责人"), "{text}");
}
