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

/// What was typed or pasted today and nobody is considered for is put right like a typing error; its revisions tell all the same.
#[test]
fn a_post_still_being_set_up_is_changed_without_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let app = App::open_with(dir.path(), "试验", Box::new(Set(hours.clone()))).unwrap();
    begun(&app);
    let id = ok(&app, "post.add", json!({ "batch": 1, "content": post() })).as_u64().unwrap();
    let fresh = |app: &App| {
        let view = ok(app, "batch.get", json!({ "batch": 1 }));
        view["fresh_posts"].as_array().unwrap().contains(&json!(id))
    };
    let named = |title: &str, from: u32, reason: &str| {
        let mut content = post();
        content["title"] = json!(title);
        json!({ "id": id, "from_revision": from, "content": content, "reason": reason })
    };
    assert!(fresh(&app));
    ok(&app, "post.update", named("常务副书记", 1, ""));
    ok(&app, "post.update", named("副书记、区长", 2, ""));
    let journal = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 })).to_string();
    assert!(journal.contains("当天登记、还没有对应人选"), "{journal}");
    undo(&app, "post", id as u32, 3);
    // Somebody is considered for it; or another day has come.
    let person = ok(&app, "person.add", json!({ "content": person("王芳") })).as_u64().unwrap();
    let content = json!({ "person": person, "post": id, "current_post": "", "proposed_post": "", "removed_post": "", "outcome": "open", "stopped_at": "", "order": 9 });
    let own = ok(&app, "candidate.add", json!({ "batch": 1, "content": content })).as_u64().unwrap() as u32;
    assert!(!fresh(&app));
    assert!(err(&app, "post.update", named("书记", 4, "")).message.contains("修改原因"));
    undo(&app, "candidate", own, 1);
    assert!(fresh(&app));
    hours.store(24, Ordering::SeqCst);
    assert!(!fresh(&app));
    assert!(err(&app, "post.update", named("书记", 4, "")).message.contains("修改原因"));
    ok(&app, "post.update", named("书记", 4, "与编制文件一致"));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// Who was taken in today is put right without a reason until something is recorded of him.
#[test]
fn a_candidate_still_being_set_up_is_changed_without_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let app = App::open_with(dir.path(), "试验", Box::new(Set(hours.clone()))).unwrap();
    begun(&app);
    let taken_in = |name: &str| {
        let person = ok(&app, "person.add", json!({ "content": person(name) })).as_u64().unwrap();
        let content = json!({ "person": person, "current_post": "", "proposed_post": "副局长", "removed_post": "", "outcome": "open", "stopped_at": "", "order": 9 });
        (ok(&app, "candidate.add", json!({ "batch": 1, "content": content.clone() })).as_u64().unwrap(), content)
    };
    let (spoken_of, first) = taken_in("王芳");
    let (other, second) = taken_in("欧阳静澜");
    let (voted_on, _) = taken_in("买买提·艾力");
    let update = |id: u64, content: &serde_json::Value, post: &str, from: u32, reason: &str| {
        let mut content = content.clone();
        (content["proposed_post"], content["person_revision"]) = (json!(post), json!(0));
        json!({ "id": id, "from_revision": from, "content": content, "reason": reason })
    };
    let fresh =
        |id: u64| ok(&app, "batch.get", json!({ "batch": 1 }))["fresh_candidates"].as_array().unwrap().contains(&json!(id));
    assert!(fresh(spoken_of) && fresh(other));
    ok(&app, "candidate.update", update(spoken_of, &first, "局长", 1, ""));
    let journal = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 })).to_string();
    assert!(journal.contains("当天加入、还没有记录"), "{journal}");
    let mut talk = talk("2026-03-05");
    talk["candidates"] = json!([spoken_of]);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk }));
    assert!(!fresh(spoken_of) && fresh(other) && fresh(voted_on));
    // Who stands on the agenda of a record about somebody else is recorded as well.
    let body = json!({ "kind": "meeting", "agenda": [voted_on] });
    let about = json!({ "step": "S08", "candidates": [spoken_of], "date": "2026-03-05", "summary": "酝酿", "body": body });
    ok(&app, "record.add", json!({ "batch": 1, "content": about }));
    assert!(!fresh(voted_on) && fresh(other));
    assert!(err(&app, "candidate.update", update(spoken_of, &first, "书记", 2, "")).message.contains("修改原因"));
    hours.store(24, Ordering::SeqCst);
    assert!(!fresh(other));
    assert!(err(&app, "candidate.update", update(other, &second, "书记", 1, " ")).message.contains("修改原因"));
    ok(&app, "candidate.update", update(other, &second, "书记", 1, "部务会改定"));
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

/// Entered by mistake, with nothing standing on it: out of roster and list, and back as it was.
#[test]
fn a_person_and_a_batch_go_back_a_revision_and_then_away_and_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let id = ok(&app, "person.add", json!({ "content": person("欧阳静澜") })).as_u64().unwrap() as u32;
    ok(&app, "person.update", json!({ "id": id, "from_revision": 1, "content": person("欧阳静蓝"), "reason": "错字" }));
    undo(&app, "person", id, 2);
    assert_eq!(ok(&app, "person.get", json!({ "id": id }))["person"]["content"]["name"], "欧阳静澜");
    let seen = |app: &App| {
        let listed = ok(app, "person.list", json!({ "query": "欧阳" })).as_array().unwrap().len();
        let picked = ok(app, "person.pick", json!({ "text": "欧阳", "batch": 1, "limit": 5 })).as_array().unwrap().len();
        let found = ok(app, "search.find", json!({ "text": "欧阳", "limit": 5 }))["hits"].as_array().unwrap().len();
        let counted = ok(app, "workspace.info", json!({}))["people"].as_u64().unwrap() as usize;
        assert_eq!((picked, found, counted), (listed, listed, listed + 1));
        listed
    };
    assert_eq!(seen(&app), 1);
    undo(&app, "person", id, 3);
    assert_eq!(seen(&app), 0);
    let content = json!({ "person": id, "post": null, "current_post": "", "proposed_post": "", "removed_post": "", "outcome": "open", "stopped_at": "", "order": 2 });
    for (name, payload) in [
        ("candidate.add", json!({ "batch": 1, "content": content })),
        ("person.update", json!({ "id": id, "from_revision": 4, "content": person("欧阳"), "reason": "x" })),
        ("person.set_photo", json!({ "id": id, "from_revision": 4, "path": null, "reason": "x" })),
    ] {
        assert!(err(&app, name, payload).message.contains("已经撤回"), "{name}");
    }
    ok(&app, "change.redo", json!({ "entry": "person", "id": id, "from_revision": 4 }));
    assert_eq!(seen(&app), 1);
    ok(&app, "candidate.add", json!({ "batch": 1, "content": content }));
    assert!(refused(&app, "person", id, 5).contains("2026年第三批"), "a candidate holds the person");
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_batch_with_nothing_in_it_is_taken_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    assert!(refused(&app, "batch", 1, 1).contains("1名人选"));
    let mut content = batch();
    content["number"] = json!("202604");
    content["name"] = json!("误建的批次");
    let id = ok(&app, "batch.create", json!({ "content": content })).as_u64().unwrap() as u32;
    content["name"] = json!("改了名的批次");
    ok(&app, "batch.update", json!({ "batch": id, "from_revision": 1, "content": content, "reason": "改名" }));
    undo(&app, "batch", id, 2);
    assert_eq!(ok(&app, "batch.get", json!({ "batch": id }))["batch"]["content"]["name"], "误建的批次");
    let post_id = ok(&app, "post.add", json!({ "batch": id, "content": post() })).as_u64().unwrap() as u32;
    assert!(refused(&app, "batch", id, 3).contains("1个岗位"));
    undo(&app, "post", post_id, 1);
    undo(&app, "batch", id, 3);
    let there = |app: &App| ok(app, "batch.list", json!({})).as_array().unwrap().len();
    assert_eq!((there(&app), ok(&app, "home.get", json!({}))["batches"].as_array().unwrap().len()), (1, 1));
    for (name, payload) in [
        ("record.add", json!({ "batch": id, "content": talk("2026-03-05") })),
        ("post.add", json!({ "batch": id, "content": post() })),
        ("change.redo", json!({ "entry": "post", "id": post_id, "from_revision": 2 })),
        ("batch.charge", json!({ "batch": id, "from_revision": 0, "charges": [{ "step": "S05", "name": "周敏" }] })),
        ("batch.update", json!({ "batch": id, "from_revision": 4, "content": content, "reason": "x" })),
        (
            "step.not_applicable",
            json!({ "batch": id, "mark": { "step": "S05", "candidate": null, "reason": "x", "signer": "y", "date": "2026-03-05" } }),
        ),
    ] {
        assert!(err(&app, name, payload).message.contains("已经撤回"), "{name}");
    }
    // Its number is free again; while another has it, the batch does not come back.
    let mut other = batch();
    other["number"] = json!("202604");
    let next = ok(&app, "batch.create", json!({ "content": other })).as_u64().unwrap() as u32;
    assert!(err(&app, "change.redo", json!({ "entry": "batch", "id": id, "from_revision": 4 })).message.contains("已经用过"));
    undo(&app, "batch", next, 1);
    ok(&app, "change.redo", json!({ "entry": "batch", "id": id, "from_revision": 4 }));
    assert_eq!(there(&app), 2);
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn who_is_charged_goes_back_save_by_save() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let charge = |from: u32, name: &str| {
        let charges = json!([{ "step": "S05", "name": name }, { "step": "S06", "name": name }]);
        ok(&app, "batch.charge", json!({ "batch": 1, "from_revision": from, "charges": charges }))
    };
    let named = |app: &App| {
        let rows = ok(app, "batch.charges", json!({ "batch": 1 }));
        let names: Vec<String> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["charged"].as_str().unwrap().to_owned())
            .filter(|n| !n.is_empty())
            .collect();
        (names, rows[0]["id"].as_u64().unwrap() as u32, rows[0]["revision"].as_u64().unwrap() as u32)
    };
    assert_eq!(named(&app), (vec![], 0, 0));
    charge(0, "周敏");
    charge(1, "李明");
    let (names, id, revision) = named(&app);
    assert_eq!((names, revision), (vec!["李明".to_owned(), "李明".to_owned()], 2));
    undo(&app, "charge", id, 2);
    assert_eq!(named(&app).0, ["周敏", "周敏"]);
    undo(&app, "charge", id, 3);
    assert_eq!(named(&app), (vec![], id, 4));
    let drafted = ok(&app, "record.draft", json!({ "batch": 1, "step": "S05", "kind": null, "candidates": [] }));
    assert_ne!(drafted["content"]["responsible"], "周敏", "as the catalogue says again");
    ok(&app, "change.redo", json!({ "entry": "charge", "id": id, "from_revision": 4 }));
    assert_eq!(named(&app).0, ["周敏", "周敏"]);
    undo(&app, "charge", id, 5);
    charge(6, "王芳");
    assert_eq!(named(&app), (vec!["王芳".to_owned(), "王芳".to_owned()], id, 7));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

fn hung(app: &App, dir: &Path) -> Value {
    let path = dir.join("签字页.png");
    jishi_fs::write_atomic(&path, include_bytes!("blank.png")).unwrap();
    ok(app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    ok(app, "record.add", json!({ "batch": 1, "content": talk("2026-03-06") }));
    ok(
        app,
        "material.attach",
        json!({ "record": 1, "path": path, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } }),
    )
}

#[test]
fn a_signed_scan_on_the_wrong_record_is_taken_off_and_hung_on_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    assert_eq!(hung(&app, dir.path())["id"], 1);
    assert!(refused(&app, "material", 1, 1).contains("已经签名"));
    let off = |from: u32, reason: &str| json!({ "id": 1, "from_revision": from, "reason": reason });
    assert!(err(&app, "material.take_off", off(1, " ")).message.contains("理由"));
    assert_eq!(err(&app, "material.take_off", off(7, "挂错了")).code, Code::Stale);
    let lines_before = lines(&app);
    let done = ok(&app, "material.take_off", off(1, "这是另一次谈话的签字页"));
    assert_eq!((done["revision"].as_u64(), done["retracted"].as_bool()), (Some(2), Some(true)));
    assert_eq!(lines(&app), lines_before + 1, "one line of the journal");
    assert!(err(&app, "material.take_off", off(2, "再来")).message.contains("已经撤回"));
    assert_eq!(ok(&app, "record.get", json!({ "id": 1 }))["materials"], json!([]));
    let waiting = |app: &App| ok(app, "scan.targets", json!({ "batch": 1 }))["taken_off"].clone();
    assert_eq!(waiting(&app)[0]["reason"], "这是另一次谈话的签字页");
    // Back where it was, signature and all; off again; then to the right record with the pages it came with.
    ok(&app, "change.redo", json!({ "entry": "material", "id": 1, "from_revision": 2 }));
    let back = ok(&app, "record.get", json!({ "id": 1 }))["materials"][0].clone();
    assert_eq!((&back["content"]["signature"]["mode"], back["revision"].as_u64()), (&json!("scanned"), Some(3)));
    assert_eq!(waiting(&app), json!([]));
    ok(&app, "material.take_off", off(3, "挂错了"));
    let item = json!({ "record": 2, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": [{ "material": 1, "page": 1 }],
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    let taken = ok(&app, "scan.take", json!({ "items": [item] }));
    assert_eq!(taken[0]["content"]["sha256"], back["content"]["sha256"], "the same file");
    assert_eq!(waiting(&app), json!([]), "it hangs again");
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn every_command_that_writes_says_how_it_is_taken_back() {
    let page = include_str!("../../../../docs/undoing.md");
    let rows: Vec<Vec<&str>> =
        page.lines().filter(|l| l.starts_with("| `")).map(|l| l.split('|').map(str::trim).collect()).collect();
    for row in &rows {
        assert!(["撤回", "更正", "不可收回"].contains(&row[2]), "{row:?}");
    }
    let said: Vec<&str> = rows.iter().map(|r| r[1].trim_matches('`')).collect();
    let writes: Vec<&str> = COMMANDS.iter().filter(|c| c.writes || c.notes).map(|c| c.name).collect();
    assert_eq!(said.iter().collect::<HashSet<_>>(), writes.iter().collect::<HashSet<_>>());
}

/// What is said of several people at once is each one's own, and nobody's when one of them refuses it.
#[test]
fn what_is_said_of_many_stands_for_each_and_is_taken_back_from_each() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    for (id, name) in [(2, "李乙"), (3, "王丙")] {
        ok(&app, "person.add", json!({ "content": person(name) }));
        let content = json!({ "person": id, "post": null, "current_post": "副局长", "proposed_post": "局长", "removed_post": "", "outcome": "open", "stopped_at": "", "order": id });
        ok(&app, "candidate.add", json!({ "batch": 1, "content": content }));
    }
    let mark = json!({ "step": "S24", "candidate": 1, "reason": "任现职已满规定年限", "signer": "周敏", "date": "2026-03-05" });
    let many = |also: Value| json!({ "batch": 1, "mark": mark, "also": also });
    ok(&app, "step.not_applicable", many(json!([2, 2])));
    let refused = err(&app, "step.not_applicable", many(json!([3]))).message;
    assert!(refused.contains("已标为不适用") && !refused.contains("王丙"), "each refusal by name: {refused}");
    let standing = || {
        let state =
            |c: u32| ok(&app, "candidate.get", json!({ "candidate": c }))["steps"][23]["not_applicable"]["signer"].clone();
        [1, 2, 3].map(state)
    };
    assert_eq!(standing(), [json!("周敏"), json!("周敏"), Value::Null], "one refused, nobody marked");
    let two = json!({ "step": "S24", "candidate": 2, "reason": "任现职已满规定年限", "signer": "周敏", "date": "2026-03-05" });
    ok(&app, "step.reopen", json!({ "batch": 1, "mark": two, "reason": "看错了" }));
    assert_eq!(standing()[..2], [json!("周敏"), Value::Null]);
    let all = json!({ "batch": 1, "mark": { "step": "S02", "candidate": null, "reason": "x", "signer": "y", "date": "2026-03-05" }, "also": [1] });
    assert!(err(&app, "step.not_applicable", all).message.contains("全批次"));

    let outcome = |ids: &[(u32, u32)], to: &str| {
        let candidates: Vec<Value> = ids.iter().map(|(id, from)| json!({ "id": id, "from_revision": from })).collect();
        json!({ "batch": 1, "candidates": candidates, "outcome": to, "reason": "常委会决定" })
    };
    ok(&app, "candidate.outcome", outcome(&[(1, 1), (2, 1)], "appointed"));
    let refused = err(&app, "candidate.outcome", outcome(&[(2, 2), (3, 1)], "appointed")).message;
    assert!(refused.contains("李乙") && !refused.contains("王丙"), "{refused}");
    assert!(err(&app, "candidate.outcome", outcome(&[(3, 1)], "not_appointed")).remedy.contains("逐人"));
    assert_eq!(err(&app, "candidate.outcome", outcome(&[(3, 7)], "deferred")).code, Code::Stale);
    undo(&app, "candidate", 2, 2);
    let now = |c: u32| ok(&app, "candidate.get", json!({ "candidate": c }))["candidate"]["content"]["outcome"].clone();
    assert_eq!([1, 2, 3].map(now), [json!("appointed"), json!("open"), json!("open")]);
}
