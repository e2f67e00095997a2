//! What is about to stand, by whatever act, is asked the same; what was signed, numbered or is named elsewhere does not go.

use jishi_core::arrange::{Category, GivenNumber, original_key, report_key};
use jishi_core::catalogue::Retention;
use jishi_core::id::{BatchId, CandidateId, MaterialId};
use jishi_core::report;

use super::*;

/// A second candidate, 李四 (candidate 2).
fn two(app: &App) {
    begun(app);
    ok(app, "person.add", json!({ "content": { "name": "李四", "born": "198001" } }));
    ok(app, "candidate.add", json!({ "batch": 1, "content": candidate(2, Value::Null) }));
}

fn candidate(person: u32, post: Value) -> Value {
    json!({ "person": person, "post": post, "current_post": "", "proposed_post": "局长", "removed_post": "", "outcome": "open", "stopped_at": "", "order": 2 })
}

fn post(title: &str) -> Value {
    json!({ "unit": "云东区委", "title": title, "seats": 1, "rank": "副职", "dual_management": false, "probation": false })
}

fn about(candidates: &[u32], signed: bool) -> Value {
    let mut talk = talk("2026-03-05");
    talk["candidates"] = json!(candidates);
    if signed {
        talk["signatures"] = json!([{ "name": "贺文舟", "role": "责任人", "date": "2026-03-06", "mode": "scanned" }]);
    }
    talk
}

fn state(app: &App, entry: &str, id: u32) -> Value {
    ok(app, "change.state", json!({ "entry": entry, "id": id }))
}

fn act(name: &str, entry: &str, id: u32, from: u32) -> (String, Value) {
    (name.into(), json!({ "entry": entry, "id": id, "from_revision": from }))
}

fn done(app: &App, (name, request): (String, Value)) -> Value {
    ok(app, &name, request)
}

fn refused(app: &App, (name, request): (String, Value), words: &str) {
    let error = err(app, &name, request);
    assert!(error.message.contains(words), "{}", error.message);
}

#[test]
fn a_candidate_named_only_in_the_body_of_a_record_stays() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let plan = json!({ "step": "S06", "candidates": [], "date": "2026-03-05", "summary": "方案",
        "body": { "kind": "document", "nominations": [{ "candidate": 2 }] } });
    let id = ok(&app, "record.add", json!({ "batch": 1, "content": plan }))["record"]["id"].clone();
    refused(&app, act("change.undo", "candidate", 2, 1), "1条记录");
    ok(&app, "record.undo", json!({ "id": id, "from_revision": 1 }));
    done(&app, act("change.undo", "candidate", 2, 1));
    refused(&app, ("record.redo".into(), json!({ "id": id, "from_revision": 2 })), "人选 2");
    let mut other = talk("2026-03-05");
    other["candidates"] = json!([1]);
    other["body"] = json!({ "kind": "notebook", "category": "听取意见" });
    ok(&app, "record.add", json!({ "batch": 1, "content": other }));
    // The name is masked in another's paper although nobody of that name is a candidate any more.
    let case = app.store().case(BatchId(1), app.today()).unwrap();
    assert_eq!(case.candidates.len(), 1);
    assert_eq!(report::only_of(&case, "买买提·艾力与李四同票。", CandidateId(1)), "买买提·艾力与某某同票。");
}

#[test]
fn a_record_does_not_come_back_without_those_it_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let id = ok(&app, "record.add", json!({ "batch": 1, "content": about(&[1, 2], false) }))["record"]["id"].clone();
    ok(&app, "record.correct", json!({ "id": id, "from_revision": 1, "content": about(&[1], false), "reason": "只谈了一人" }));
    done(&app, act("change.undo", "candidate", 2, 1));
    let view = ok(&app, "record.get", json!({ "id": id }));
    assert_eq!((&view["undo"]["can_undo"], &view["undo"]["undo_to"]), (&json!(false), &json!(1)), "{}", view["undo"]);
    refused(&app, ("record.undo".into(), json!({ "id": id, "from_revision": 2 })), "人选 2");
    done(&app, act("change.redo", "candidate", 2, 2));
    ok(&app, "record.undo", json!({ "id": id, "from_revision": 2 }));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn nobody_is_put_on_a_post_that_left() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let old = ok(&app, "post.add", json!({ "batch": 1, "content": post("副书记") }));
    let new = ok(&app, "post.add", json!({ "batch": 1, "content": post("书记") }));
    let update = |from: u32, post: &Value| json!({ "id": 2, "from_revision": from, "content": candidate(2, post.clone()), "reason": "改岗位" });
    ok(&app, "candidate.update", update(1, &old));
    ok(&app, "candidate.update", update(2, &new));
    let old_id = u32::try_from(old.as_u64().unwrap()).unwrap();
    done(&app, act("change.undo", "post", old_id, 1));
    assert_eq!(state(&app, "candidate", 2)["can_undo"], false);
    refused(&app, act("change.undo", "candidate", 2, 3), "已经撤回");
    refused(&app, ("candidate.update".into(), update(3, &old)), "已经撤回");
    refused(
        &app,
        ("post.update".into(), json!({ "id": old_id, "from_revision": 2, "content": post("改"), "reason": "改" })),
        "已经撤回",
    );
    done(&app, act("change.redo", "post", old_id, 2));
    assert_eq!(state(&app, "candidate", 2)["undo_to"], 2);
    done(&app, act("change.undo", "candidate", 2, 3));
    // Back as it was at first, out of the batch, taken in again: the next undo takes it out, whatever its revision is called.
    done(&app, act("change.undo", "candidate", 2, 4));
    done(&app, act("change.undo", "candidate", 2, 5));
    refused(&app, ("candidate.update".into(), update(6, &Value::Null)), "已经撤回");
    let newer = json!({ "id": 2, "from_revision": 6, "person_revision": 1, "reason": "新版" });
    refused(&app, ("candidate.use_person".into(), newer), "已经撤回");
    ok(&app, "candidate.add", json!({ "batch": 1, "content": candidate(2, Value::Null) }));
    assert_eq!((&state(&app, "candidate", 2)["can_undo"], &state(&app, "candidate", 2)["undo_to"]), (&json!(true), &Value::Null));
}

#[test]
fn what_a_signed_record_is_about_is_changed_with_a_reason_and_not_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let on = ok(&app, "post.add", json!({ "batch": 1, "content": post("副书记") }));
    let post_id = u32::try_from(on.as_u64().unwrap()).unwrap();
    ok(&app, "candidate.update", json!({ "id": 2, "from_revision": 1, "content": candidate(2, on), "reason": "定岗位" }));
    ok(&app, "post.update", json!({ "id": post_id, "from_revision": 1, "content": post("常务副书记"), "reason": "全称" }));
    let named = json!({ "name": "李四", "born": "198001", "native_place": "云岭" });
    ok(&app, "person.update", json!({ "id": 2, "from_revision": 1, "content": named, "reason": "补籍贯" }));
    let mut content = batch();
    content["name"] = json!("改名");
    ok(&app, "batch.update", json!({ "batch": 1, "from_revision": 1, "content": content, "reason": "改名" }));
    let all = [("candidate", 2), ("post", post_id), ("batch", 1), ("person", 2)];
    for (entry, id) in all {
        assert_eq!(state(&app, entry, id)["can_undo"], true, "{entry}");
    }
    ok(&app, "candidate.use_person", json!({ "id": 2, "from_revision": 2, "person_revision": 2, "reason": "新版" }));
    ok(&app, "record.add", json!({ "batch": 1, "content": about(&[1], true) }));
    assert_eq!(state(&app, "candidate", 2)["can_undo"], true, "signed of another");
    assert_eq!(state(&app, "batch", 1)["can_undo"], false, "every record is about the batch");
    let id = ok(&app, "record.add", json!({ "batch": 1, "content": about(&[2], false) }))["record"]["id"].clone();
    let paper = json!({ "record": id, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", paper);
    for ((entry, id), from) in all.into_iter().zip([3, 2, 2, 2]) {
        refused(&app, act("change.undo", entry, id, from), "签名，不能撤回；确需改动请修改并写明理由");
    }
}

#[test]
fn what_has_a_number_leaves_no_gap() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let id = ok(&app, "record.add", json!({ "batch": 1, "content": about(&[1], false) }))["record"]["id"].clone();
    let paper = json!({ "record": id, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": null, "mode": "pending" } });
    ok(&app, "material.attach", paper);
    assert_eq!(state(&app, "material", 1)["can_undo"], true);
    // As a sealing leaves it that was stopped in its first volume.
    let category = Category { fonds: "Z109".into(), year: 2026, retention: Retention::Permanent, org: "ZZB".into() };
    let given = |no: u32| GivenNumber { category: category.clone(), no, archive_no: format!("Z109-WS·2026·Y·ZZB-{no:04}") };
    app.write("volume.pack", |tx| {
        tx.number_item(1, &original_key(MaterialId(1)), &given(1))?;
        tx.number_item(1, &report_key(CandidateId(2)), &given(2))
    })
    .unwrap();
    refused(&app, act("change.undo", "material", 1, 1), "ZZB-0001");
    refused(&app, ("material.take_off".into(), json!({ "id": 1, "from_revision": 1, "reason": "挂错" })), "ZZB-0001");
    refused(&app, act("change.undo", "candidate", 2, 1), "ZZB-0002");
    refused(&app, ("record.undo".into(), json!({ "id": id, "from_revision": 1 })), "ZZB-0001");
}

#[test]
fn a_paper_does_not_come_back_beside_its_successor() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let file = dir.path().join("扫描.png");
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(40, 60).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    jishi_fs::write_new(&file, &bytes.into_inner()).unwrap();
    let paper = json!({ "record": 1, "path": file, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": null, "mode": "pending" } });
    ok(&app, "material.attach", paper.clone());
    done(&app, act("change.undo", "material", 1, 1));
    refused(&app, ("material.to_pdfa".into(), json!({ "id": 1 })), "已经撤回");
    let content = app.store().material(MaterialId(1)).unwrap().content;
    refused(
        &app,
        ("material.update".into(), json!({ "id": 1, "from_revision": 2, "content": content, "reason": "改" })),
        "已经撤回",
    );
    ok(&app, "material.attach", paper);
    assert_eq!(state(&app, "material", 1)["can_redo"], false);
    refused(&app, act("change.redo", "material", 1, 2), "已经挂接在记录 1 下");
    done(&app, act("change.undo", "material", 2, 1));
    done(&app, act("change.redo", "material", 1, 2));
}
