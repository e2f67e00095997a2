//! 专用笔记本: pages that are never written twice, notes of no step, and what became of them.

use serde_json::{Value, json};

use super::desk::found;
use super::{app, begun, err, ok, talk};

pub(super) fn book() -> Value {
    json!({ "content": { "number": "2026-01", "unit": "云岭市委组织部", "holder": "周敏", "opened": "2026-01-04", "closed": null } })
}

#[test]
fn a_talk_of_a_step_is_an_entry_of_the_notebook_and_a_correction_another() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-03") }));
    ok(&app, "notebook.add", book());
    // 周敏 enters it and holds the open book: no need to name it.
    let view = ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    assert_eq!(view["page"], json!({ "notebook": 1, "number": "2026-01", "seq": 1, "page": 1 }));
    ok(&app, "notebook.take_up", json!({ "notebook": 1, "record": 1 }));
    let mut content = talk("2026-03-05");
    content["body"]["text"] = json!("原话更正。".repeat(300));
    ok(&app, "record.correct", json!({ "id": 2, "from_revision": 1, "content": content, "reason": "听错了" }));
    ok(&app, "record.undo", json!({ "id": 2, "from_revision": 2 }));
    let entries = ok(&app, "notebook.get", json!({ "notebook": 1 }))["entries"].clone();
    let told: Vec<_> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["seq"].as_u64().unwrap(), e["page"].as_u64().unwrap(), e["act"].as_str().unwrap(), e["about"].as_u64()))
        .collect();
    assert_eq!(told, [(1, 1, "written", None), (2, 2, "written", None), (3, 3, "corrected", Some(1)), (4, 5, "undone", Some(3))]);
    assert_eq!(entries[0]["text"], "听取意见", "the page that was written is not written again");
    assert_eq!(entries[0]["followed_by"], json!([3]));
    let pdf = app.bytes("notebook.book", json!({ "notebook": 1 }), &crate::Quiet).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    assert!(err(&app, "notebook.take_up", json!({ "notebook": 1, "record": 1 })).message.contains("已经编入"));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_note_of_no_step_is_filed_once_and_a_closed_book_takes_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    ok(&app, "notebook.add", book());
    assert!(err(&app, "notebook.add", book()).message.contains("2026-01"));
    let mut note = talk("2026-03-05");
    note["step"] = json!("");
    ok(&app, "notebook.write", json!({ "notebook": 1, "content": note }));
    note["summary"] = json!("更正后的意见");
    note["participants"] = json!([{ "name": "周敏", "post": "干部科长", "role": "记录人" }]);
    note["time"] = json!("15:00");
    ok(&app, "notebook.correct", json!({ "note": 1, "from_revision": 1, "content": note, "reason": "补充" }));
    // A correction starts from all that stands on the page, not from its printed words.
    let entries = ok(&app, "notebook.get", json!({ "notebook": 1 }))["entries"].clone();
    assert_eq!(entries[1]["content"]["participants"], note["participants"]);
    assert_eq!((&entries[1]["content"]["time"], &entries[0]["content"]["time"]), (&json!("15:00"), &json!("")));
    assert_eq!(found(&app, "更正后", json!({})), [("notebook".to_owned(), 1)]);
    begun(&app);
    let filed = |note: u32| {
        let request = json!({ "note": note, "batch": 1, "step": "S05", "candidates": [], "summary": "听取周敏同志意见。" });
        ok(&app, "notebook.file", request)
    };
    let view = filed(1);
    assert_eq!(view["record"]["content"]["summary"], "更正后的意见", "its own words stay");
    // The page is that of the words as they stood last; the one that says where they went has none.
    assert_eq!(view["page"], json!({ "notebook": 1, "number": "2026-01", "seq": 2, "page": 2, "filed_page": 3 }));
    let mut wordless = talk("2026-03-05");
    (wordless["step"], wordless["summary"]) = (json!(""), json!(""));
    wordless["body"]["text"] = json!("建议重视基层经历。");
    ok(&app, "notebook.write", json!({ "notebook": 1, "content": wordless }));
    let view = filed(2);
    assert_eq!((&view["record"]["content"]["summary"], &view["page"]["seq"]), (&json!("听取周敏同志意见。"), &json!(4)));
    let mut signed = wordless.clone();
    signed["signatures"] = json!([{ "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" }]);
    ok(&app, "notebook.write", json!({ "notebook": 1, "content": signed }));
    assert_eq!(filed(3)["record"]["content"]["summary"].as_str().unwrap_or_default(), "", "its signer saw no such words");
    assert!(
        err(&app, "notebook.file", json!({ "note": 1, "batch": 1, "step": "S05", "candidates": [] })).message.contains("记录 1")
    );
    assert!(
        err(&app, "notebook.correct", json!({ "note": 1, "from_revision": 2, "content": note, "reason": "x" }))
            .message
            .contains("记录 1")
    );
    assert_eq!(found(&app, "更正后", json!({})).len(), 1, "one fact is found once");
    let mut closed = book();
    closed["id"] = json!(1);
    closed["from_revision"] = json!(1);
    closed["reason"] = json!("用完");
    closed["content"]["closed"] = json!("2026-03-09");
    ok(&app, "notebook.update", closed);
    assert!(
        err(
            &app,
            "notebook.write",
            json!({ "notebook": 1, "content": { "step": "", "date": "2026-03-05", "summary": "x",
        "body": { "kind": "notebook", "category": "其它" } } })
        )
        .message
        .contains("封存")
    );
    assert_eq!(
        ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-06") }))["page"],
        json!(null),
        "no open book, no page"
    );
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_note_filed_into_the_wrong_step_is_filed_again_once_that_record_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    ok(&app, "notebook.add", book());
    begun(&app);
    let mut note = talk("2026-03-05");
    note["step"] = json!("");
    ok(&app, "notebook.write", json!({ "notebook": 1, "content": note }));
    let file = |step: &str| json!({ "note": 1, "batch": 1, "step": step, "candidates": [] });
    let id = |view: &Value| view["record"]["id"].as_u64().unwrap();
    let wrong = id(&ok(&app, "notebook.file", file("S05")));
    assert!(err(&app, "notebook.file", file("S05")).message.contains(&format!("记录 {wrong}")));
    let undone = ok(&app, "record.undo", json!({ "id": wrong, "from_revision": 1 }));
    assert_eq!(undone["undo"]["can_redo"], true, "nothing was done with the note since");
    assert_eq!(found(&app, "听取意见", json!({})), [("notebook".to_owned(), 1)], "it is found as a note again");
    let entries = || ok(&app, "notebook.get", json!({ "notebook": 1 }))["entries"].clone();
    let told = || -> Vec<(String, Option<u64>, bool, bool)> {
        let all = entries();
        let one = |e: &Value| {
            let flag = |key: &str| e[key].as_bool().unwrap();
            (e["act"].as_str().unwrap().to_owned(), e["about"].as_u64(), flag("waits"), flag("retracted"))
        };
        all.as_array().unwrap().iter().map(one).collect()
    };
    let line = |act: &str, about: Option<u64>, waits: bool, retracted: bool| (act.to_owned(), about, waits, retracted);
    let taken_back =
        vec![line("written", None, true, false), line("filed", Some(1), false, true), line("undone", Some(2), false, true)];
    assert_eq!(told(), taken_back);
    // Brought back it is filed again, and waits no more; taken back once more it may be corrected before it goes where it belongs.
    ok(&app, "record.redo", json!({ "id": wrong, "from_revision": 2 }));
    assert!(err(&app, "notebook.file", file("S05")).message.contains(&format!("记录 {wrong}")));
    ok(&app, "record.undo", json!({ "id": wrong, "from_revision": 3 }));
    note["summary"] = json!("听取意见，补充一句");
    ok(&app, "notebook.correct", json!({ "note": 1, "from_revision": 1, "content": note, "reason": "补充" }));
    assert!(
        err(&app, "record.redo", json!({ "id": wrong, "from_revision": 4 })).message.contains("第6条"),
        "its words are others now"
    );
    let right = ok(&app, "notebook.file", file("S05"));
    assert_eq!(
        (right["record"]["content"]["summary"].clone(), right["page"]["seq"].clone()),
        (json!("听取意见，补充一句"), json!(6))
    );
    assert_eq!(ok(&app, "record.get", json!({ "id": wrong }))["undo"]["can_redo"], false);
    assert_eq!(told()[5..], [line("corrected", Some(1), false, false), line("filed", Some(6), false, false)]);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_talk_typed_for_somebody_else_goes_in_the_book_of_who_talked_and_nobody_is_made_to() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mut content = talk("2026-03-03");
    content["participants"] =
        json!([{ "name": "欧阳震华", "post": "部长", "role": "谈话人" }, { "name": "李明", "role": "记录" }]);
    let choose = || ok(&app, "notebook.choose", json!({ "content": content }));
    assert_eq!((choose()["usual"].clone(), choose()["books"].clone()), (Value::Null, json!([])));
    let mut other = book();
    (other["content"]["number"], other["content"]["holder"]) = (json!("2026-02"), json!("欧阳震华"));
    ok(&app, "notebook.add", other);
    assert_eq!(choose()["usual"], 1, "of who talked, for the operator has none");
    let added = |more: Value| {
        let mut request = json!({ "batch": 1, "content": content });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ok(&app, "record.add", request)["page"].clone()
    };
    assert_eq!(added(json!({}))["number"], "2026-02");
    assert_eq!(added(json!({ "unbound": true })), Value::Null);
    ok(&app, "notebook.add", book());
    assert_eq!(choose()["usual"], 2, "the operator's own comes first");
    assert_eq!(added(json!({ "notebook": 1 }))["number"], "2026-02", "another is named");
    ok(&app, "notebook.take_up", json!({ "notebook": 1, "record": 2 }));
    assert_eq!(ok(&app, "record.get", json!({ "id": 2 }))["page"]["number"], "2026-02");
}
