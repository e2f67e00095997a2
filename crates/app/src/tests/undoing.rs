//! Every change can be taken back until it is signed: posts, candidates, materials, people and the batch itself.

use super::*;

fn post() -> Value {
    json!({ "unit": "云东区委", "title": "副书记", "seats": 1, "rank": "副职", "dual_management": false, "probation": false })
}

fn person(name: &str) -> Value {
    json!({ "name": name, "born": "197803" })
}

fn undo(app: &App, entry: &str, id: u32, from: u32) -> Value {
    ok(app, "change.undo", json!({ "entry": entry, "id": id, "from_revision": from }))
}

fn refused(app: &App, entry: &str, id: u32, from: u32) -> String {
    let state = ok(app, "change.state", json!({ "entry": entry, "id": id }));
    let error = err(app, "change.undo", json!({ "entry": entry, "id": id, "from_revision": from }));
    assert_eq!(state["can_undo"], false);
    assert!(error.message.contains(state["why_not"].as_str().unwrap()), "{} / {state}", error.message);
    error.message
}

#[test]
fn a_post_goes_back_a_revision_and_then_out_of_the_batch_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let before = ok(&app, "batch.get", json!({ "batch": 1 }))["posts"].as_array().unwrap().len();
    let id = ok(&app, "post.add", json!({ "batch": 1, "content": post() })).as_u64().unwrap() as u32;
    let mut other = post();
    other["title"] = json!("常务副书记");
    ok(&app, "post.update", json!({ "id": id, "from_revision": 1, "content": other, "reason": "职务全称" }));
    let titles = |app: &App| {
        let view = ok(app, "batch.get", json!({ "batch": 1 }));
        view["posts"]
            .as_array()
            .unwrap()
            .iter()
            .skip(before)
            .map(|p| p["content"]["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let stale = err(&app, "change.undo", json!({ "entry": "post", "id": id, "from_revision": 1 }));
    assert_eq!(stale.code, Code::Stale);
    assert_eq!(undo(&app, "post", id, 2)["retracted"], false);
    assert_eq!(titles(&app), ["副书记"]);
    assert_eq!(undo(&app, "post", id, 3)["retracted"], true);
    assert!(titles(&app).is_empty(), "out of the batch");
    assert!(refused(&app, "post", id, 4).contains("已经撤回"));
    assert_eq!(ok(&app, "change.redo", json!({ "entry": "post", "id": id, "from_revision": 4 }))["retracted"], false);
    assert_eq!(titles(&app), ["副书记"]);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_candidate_leaves_only_when_nothing_is_recorded_and_may_be_taken_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let names = |app: &App| ok(app, "batch.get", json!({ "batch": 1 }))["candidates"].as_array().unwrap().len();
    let there = names(&app);
    let person = ok(&app, "person.add", json!({ "content": person("王䶮") })).as_u64().unwrap();
    let id = ok(&app, "post.add", json!({ "batch": 1, "content": post() })).as_u64().unwrap();
    let content = json!({ "person": person, "post": id, "current_post": "", "proposed_post": "", "removed_post": "", "outcome": "open", "stopped_at": "", "order": 9 });
    let own = ok(&app, "candidate.add", json!({ "batch": 1, "content": content })).as_u64().unwrap() as u32;
    assert!(refused(&app, "post", id as u32, 1).contains("王䶮"));
    let mut talk = talk("2026-03-05");
    talk["candidates"] = json!([own]);
    let record = ok(&app, "record.add", json!({ "batch": 1, "content": talk }))["record"]["id"].clone();
    assert!(refused(&app, "candidate", own, 1).contains("1条记录"));
    ok(&app, "record.undo", json!({ "id": record, "from_revision": 1 }));
    undo(&app, "candidate", own, 1);
    assert_eq!(names(&app), there);
    let picked = ok(&app, "person.pick", json!({ "text": "王䶮", "batch": 1, "limit": 5 }));
    assert_eq!(picked[0]["candidate"], Value::Null, "no candidate of the batch any more: {picked}");
    undo(&app, "post", id as u32, 1);
    let mut content = content;
    content["post"] = Value::Null;
    assert_eq!(ok(&app, "candidate.add", json!({ "batch": 1, "content": content })), json!(own), "the same candidate");
    assert_eq!(names(&app), there + 1);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_material_is_taken_off_until_it_is_signed() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let paper = |mode: &str| {
        json!({ "record": 1, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 3,
            "signature": { "name": "周敏", "role": "记录人", "date": if mode == "pending" { Value::Null } else { json!("2026-03-05") }, "mode": mode } })
    };
    ok(&app, "material.attach", paper("pending"));
    let listed = |app: &App| {
        let one = ok(app, "record.get", json!({ "id": 1 }))["materials"].as_array().unwrap().len();
        let all = ok(app, "material.list", json!({ "batch": 1 })).as_array().unwrap().len();
        let counted = ok(app, "workspace.info", json!({}))["materials"].as_u64().unwrap() as usize;
        assert_eq!((one, all), (counted, counted));
        let found = ok(app, "search.find", json!({ "text": "谈话记录", "limit": 20 }));
        assert_eq!(found["hits"].as_array().unwrap().iter().any(|f| f["kind"] == "material"), counted > 0, "{found}");
        counted
    };
    assert_eq!(listed(&app), 1);
    undo(&app, "material", 1, 1);
    assert_eq!(listed(&app), 0);
    ok(&app, "record.undo", json!({ "id": 1, "from_revision": 1 }));
    let lost = err(&app, "change.redo", json!({ "entry": "material", "id": 1, "from_revision": 2 }));
    assert!(lost.message.contains("记录 1 已经撤回"), "{}", lost.message);
    ok(&app, "record.redo", json!({ "id": 1, "from_revision": 2 }));
    ok(&app, "change.redo", json!({ "entry": "material", "id": 1, "from_revision": 2 }));
    assert_eq!(listed(&app), 1);
    ok(&app, "material.attach", paper("scanned"));
    assert!(refused(&app, "material", 2, 1).contains("周敏已经签名"));
}

#[test]
fn a_person_and_a_batch_go_back_a_revision_but_not_away() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let id = ok(&app, "person.add", json!({ "content": person("欧阳静澜") })).as_u64().unwrap() as u32;
    assert!(refused(&app, "person", id, 1).contains("没有以前的版本"));
    ok(&app, "person.update", json!({ "id": id, "from_revision": 1, "content": person("欧阳静蓝"), "reason": "错字" }));
    undo(&app, "person", id, 2);
    assert_eq!(ok(&app, "person.get", json!({ "id": id }))["person"]["content"]["name"], "欧阳静澜");
    let batch = ok(&app, "batch.get", json!({ "batch": 1 }))["batch"].clone();
    assert!(refused(&app, "batch", 1, 1).contains("没有以前的版本"));
    let mut content = batch["content"].clone();
    content["name"] = json!("改了名的批次");
    ok(&app, "batch.update", json!({ "batch": 1, "from_revision": 1, "content": content, "reason": "改名" }));
    undo(&app, "batch", 1, 2);
    assert_eq!(ok(&app, "batch.get", json!({ "batch": 1 }))["batch"]["content"]["name"], batch["content"]["name"]);
}
