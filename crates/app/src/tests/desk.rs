//! Recording at the desk: drafts, taking back, finding, what next, setting up.

use jishi_core::case::BatchContent;
use serde_json::{Value, json};

use super::notebooks::book;
use super::{app, batch, begun, err, lines, ok, talk};
use crate::{COMMANDS, Code};

fn draft(key: &str, content: Value) -> Value {
    json!({ "key": key, "editor": "record", "title": "S05 谈心谈话", "place": { "batch": 1, "step": "S05" }, "schema": 1, "content": content })
}

#[test]
fn a_draft_is_saved_as_typed_offered_back_and_gone_when_it_became_a_record() {
    let dir = tempfile::tempdir().unwrap();
    {
        let app = app(dir.path());
        begun(&app);
        let before = lines(&app);
        // Half a date is no date, and is kept as it was typed.
        for typed in ["2026-0", "2026-03", "2026-03", "2026-03-3x"] {
            ok(&app, "draft.save", draft("1/S05/新", json!({ "date": typed, "rows": [{ "name": "买买" }] })));
        }
        assert_eq!(lines(&app), before, "drafts write no journal line");
    }
    let app = app(dir.path());
    let list = ok(&app, "draft.list", json!({ "batch": 1 }));
    assert_eq!(
        (list[0]["version"].as_u64(), list[0]["place"]["step"].as_str()),
        (Some(3), Some("S05")),
        "the same content is no new save"
    );
    assert_eq!(ok(&app, "draft.get", json!({ "key": "1/S05/新" }))["content"]["date"], "2026-03-3x");
    assert_eq!(ok(&app, "draft.get", json!({ "key": "1/S05/新", "version": 1 }))["content"]["date"], "2026-0");
    assert_eq!(ok(&app, "draft.history", json!({ "key": "1/S05/新" })).as_array().map(Vec::len), Some(3));
    // A refused record leaves the draft; the record takes it along.
    err(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-11"), "draft": "1/S05/新" }));
    assert_eq!(ok(&app, "draft.list", json!({})).as_array().map(Vec::len), Some(1));
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05"), "draft": "1/S05/新" }));
    assert_eq!(ok(&app, "draft.list", json!({})), json!([]));
    assert!(err(&app, "draft.get", json!({ "key": "1/S05/新" })).message.contains("1/S05/新"));
}

#[test]
fn a_draft_of_a_correction_says_when_the_record_moved_on_and_a_discarded_one_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let mut correction = draft("记录/1", json!({ "date": "2026-03-06" }));
    correction["place"]["record"] = json!(1);
    correction["base_revision"] = json!(1);
    assert_eq!(ok(&app, "draft.save", correction)["moved_on_to"], json!(null));
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": 1, "content": talk("2026-03-07"), "reason": "另一处更正" }));
    assert_eq!(ok(&app, "draft.list", json!({}))[0]["moved_on_to"], 2);
    ok(&app, "draft.discard", json!({ "key": "记录/1" }));
    assert_eq!(ok(&app, "draft.list", json!({})), json!([]));
    assert_eq!(ok(&app, "draft.list", json!({ "discarded": true }))[0]["key"], "记录/1");
    assert_eq!(ok(&app, "draft.get", json!({ "key": "记录/1" }))["content"]["date"], "2026-03-06");
    ok(&app, "draft.save", draft("记录/1", json!({ "date": "2026-03-06" })));
    assert_eq!(ok(&app, "draft.list", json!({})).as_array().map(Vec::len), Some(1));
    let huge = draft("大", json!("字".repeat(400_000)));
    assert!(err(&app, "draft.save", huge).message.contains("1 MB"));
}

#[test]
fn what_is_no_evidence_does_not_wait_for_a_command_that_writes() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    assert!(COMMANDS.iter().filter(|c| c.notes).all(|c| c.writes && ["draft.", "search."].iter().any(|p| c.name.starts_with(p))));
    let _sealing = app.writing.lock().unwrap();
    ok(&app, "draft.save", draft("甲", json!({})));
}

#[test]
fn an_unsigned_record_is_taken_back_and_brought_back_and_nothing_is_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let view = ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    assert_eq!((&view["undo"]["can_undo"], &view["undo"]["can_redo"]), (&json!(true), &json!(false)));
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": 1, "content": talk("2026-03-06"), "reason": "日期" }));
    assert_eq!(err(&app, "record.undo", json!({ "id": 1, "from_revision": 1 })).code, Code::Stale);
    let back = ok(&app, "record.undo", json!({ "id": 1, "from_revision": 2 }));
    assert_eq!((&back["record"]["content"]["date"], &back["record"]["revision"]), (&json!("2026-03-05"), &json!(3)));
    let again = ok(&app, "record.redo", json!({ "id": 1, "from_revision": 3 }));
    assert_eq!(again["record"]["content"]["date"], "2026-03-06");
    ok(&app, "record.undo", json!({ "id": 1, "from_revision": 4 }));
    let gone = ok(&app, "record.undo", json!({ "id": 1, "from_revision": 5 }));
    assert_eq!(gone["undo"]["retracted"], true);
    assert_eq!(ok(&app, "record.list", json!({ "batch": 1, "step": null, "candidate": null })), json!([]), "out of the case");
    assert_eq!(ok(&app, "batch.get", json!({ "batch": 1 }))["records"], 0);
    assert_eq!(
        ok(&app, "record.history", json!({ "id": 1 })).as_array().map(Vec::len),
        Some(6),
        "but all of it stands in the history"
    );
    assert!(err(&app, "record.undo", json!({ "id": 1, "from_revision": 6 })).message.contains("已经撤回"));
    let restored = ok(&app, "record.redo", json!({ "id": 1, "from_revision": 6 }));
    assert_eq!(restored["undo"]["retracted"], false);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_signature_ends_undo_and_what_can_be_done_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mut content = talk("2026-03-05");
    content["signatures"] = json!([{ "name": "王芳", "role": "谈话人", "date": null, "mode": "pending" }]);
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    assert_eq!(ok(&app, "record.get", json!({ "id": 1 }))["undo"]["can_undo"], true, "asked for is not given");
    content["signatures"][0]["date"] = json!("2026-03-05");
    content["signatures"][0]["mode"] = json!("scanned");
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": 1, "content": content, "reason": "签名" }));
    let error = err(&app, "record.undo", json!({ "id": 1, "from_revision": 2 }));
    assert!(error.message.contains("王芳已经签名") && error.message.contains("更正"), "{}", error.message);
    // The same by a signed paper that hangs on the record.
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-06") }));
    ok(
        &app,
        "material.attach",
        json!({ "record": 2, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
            "signature": { "name": "周敏", "role": "", "date": "2026-03-06", "mode": "scanned" } }),
    );
    assert!(err(&app, "record.undo", json!({ "id": 2, "from_revision": 1 })).message.contains("周敏"));
}

#[test]
fn two_revisions_stand_side_by_side_in_the_words_of_the_form() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let meeting = |expected: u32, place: &str| {
        json!({ "step": "S08", "candidates": [], "date": "2026-03-05", "place": place, "summary": "研究方案",
            "body": { "kind": "meeting", "expected": expected, "present": 5,
                      "opinions": [{ "name": "王芳", "stance": "同意", "text": "同意方案" }] } })
    };
    ok(&app, "record.add", json!({ "batch": 1, "content": meeting(6, "三楼") }));
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": 1, "content": meeting(7, "三楼"), "reason": "应到" }));
    let compared = ok(&app, "record.compare", json!({ "id": 1, "from": 1, "to": 2 }));
    let changed: Vec<&Value> = compared["fields"].as_array().unwrap().iter().filter(|f| f["changed"] == true).collect();
    assert_eq!(changed.len(), 1, "{compared}");
    assert_eq!(
        (&changed[0]["label"], &changed[0]["before"], &changed[0]["after"]),
        (&json!("应到"), &json!("6人"), &json!("7人"))
    );
    assert_eq!(compared["changed"], 1);
    assert!(compared["fields"].as_array().unwrap().iter().any(|f| f["label"].as_str().unwrap().contains("意见")));
    assert!(err(&app, "record.compare", json!({ "id": 1, "from": 1, "to": 9 })).message.contains('9'));
}

pub(super) fn found(app: &crate::App, text: &str, filters: Value) -> Vec<(String, u64)> {
    let answer = ok(app, "search.find", json!({ "text": text, "filters": filters, "limit": 50 }));
    let hits = answer["hits"].as_array().unwrap();
    hits.iter().map(|h| (h["kind"].as_str().unwrap().to_owned(), h["id"].as_u64().unwrap())).collect()
}

#[test]
fn anything_is_found_by_characters_and_by_sound_and_the_index_follows_every_write() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "person.add", json!({ "content": { "name": "单𬀩", "current_post": "市水利局科长" } }));
    let mut content = talk("2026-03-05");
    content["summary"] = json!("听取对水利建设和班子配备的意见");
    content["candidates"] = json!([1]);
    content["participants"] = json!([{ "name": "解晓东", "post": "部务委员", "role": "谈话人" }]);
    content["signatures"] = json!([{ "name": "解晓东", "role": "谈话人", "date": "2026-03-05", "mode": "scanned" }]);
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    ok(
        &app,
        "material.attach",
        json!({ "record": 1, "path": null, "name": "谈话记录原件", "originality": "original", "secrecy": "", "pages": 1,
            "signature": { "name": "", "role": "", "date": null, "mode": "pending" } }),
    );
    let own = |kind: &str, id: u64| (kind.to_owned(), id);
    assert_eq!(found(&app, "水利", json!({})), [own("person", 2), own("notebook", 1)]);
    assert_eq!(found(&app, "𬀩", json!({})), [own("person", 2)]);
    assert_eq!(found(&app, "sg", json!({})), [], "𬀩 has no reading, so the name has no such initials");
    assert_eq!(found(&app, "shan", json!({})), [own("person", 2)]);
    assert_eq!(found(&app, "xxd", json!({})), [own("notebook", 1)], "解 as a surname, by initials");
    assert_eq!(found(&app, "mmtal 班子", json!({})), [own("notebook", 1)]);
    assert_eq!(found(&app, "第三批", json!({})), [own("batch", 1)]);
    assert_eq!(found(&app, "原件", json!({})), [own("material", 1)]);
    assert_eq!(found(&app, "没有这样的", json!({})), []);
    // Filters, alone and together.
    assert_eq!(found(&app, "", json!({ "stage": "dongyi" })), [own("notebook", 1), own("material", 1)]);
    assert_eq!(found(&app, "", json!({ "stage": "kaocha" })), []);
    assert_eq!(found(&app, "", json!({ "signer": "解晓东" })), [own("notebook", 1)]);
    assert_eq!(found(&app, "", json!({ "person": 1, "kinds": ["notebook"] })), [own("notebook", 1)]);
    assert_eq!(found(&app, "", json!({ "person": 2 })), [own("person", 2)]);
    assert_eq!(found(&app, "意见", json!({ "from": "2026-03-06" })), []);
    assert_eq!(
        found(&app, "班子", json!({ "from": "2026-03", "to": "2026-03", "record_kind": "notebook" })),
        [own("notebook", 1)]
    );
    assert!(found(&app, "", json!({ "finding": "V32" })).contains(&own("material", 1)), "what the checks name");
    // Marked and placed.
    let answer = ok(&app, "search.find", json!({ "text": "水利建设", "filters": {}, "limit": 5 }));
    let hit = &answer["hits"][0];
    let marked: Vec<&str> =
        hit["snippet"].as_array().unwrap().iter().filter(|p| p["hit"] == true).map(|p| p["text"].as_str().unwrap()).collect();
    assert_eq!((marked, &hit["place"]["record"], &hit["place"]["candidate"]), (vec!["水利建设"], &json!(1), &json!(1)));
    assert_eq!(answer["counts"], json!([{ "kind": "notebook", "count": 1 }]));
    // A name that changes, a record that goes.
    ok(&app, "person.update", json!({ "id": 1, "from_revision": 1, "content": { "name": "艾山·司马义" }, "reason": "更名" }));
    assert_eq!(found(&app, "艾山", json!({})), [own("person", 1), own("notebook", 1), own("material", 1)]);
    assert_eq!(found(&app, "买买提", json!({})), []);
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
}

#[test]
fn finds_come_page_by_page_and_a_lost_index_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    for day in 1..=9 {
        ok(&app, "record.add", json!({ "batch": 1, "content": talk(&format!("2026-03-0{day}")) }));
    }
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let answer = ok(&app, "search.find", json!({ "text": "听取", "filters": {}, "limit": 4, "cursor": cursor }));
        seen.extend(answer["hits"].as_array().unwrap().iter().map(|h| h["id"].as_u64().unwrap()));
        assert_eq!(answer["counts"], json!([{ "kind": "notebook", "count": 9 }]));
        cursor = answer["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen, (1..=9).rev().collect::<Vec<_>>(), "the latest entered first, each once");
    let line = lines(&app);
    let rebuilt = ok(&app, "search.rebuild", json!({}));
    assert_eq!((&rebuilt["findings"], rebuilt["documents"].as_u64()), (&json!([]), Some(11)));
    assert_eq!(lines(&app), line, "an index is no evidence");
    assert_eq!(found(&app, "听取", json!({})).len(), 9);
}

#[test]
fn people_are_picked_by_sound_those_of_the_batch_and_the_recently_used_first() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "person.add", json!({ "content": { "name": "马明", "current_post": "科长" } }));
    let mut content = talk("2026-03-05");
    content["participants"] = json!([{ "name": "毛敏", "post": "副部长", "role": "谈话人" }]);
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    let names = |payload: Value| -> Vec<String> {
        let picks = ok(&app, "person.pick", payload);
        picks.as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(json!({ "text": "mm", "batch": 1, "limit": 9 })), ["买买提·艾力", "毛敏", "马明"]);
    assert_eq!(names(json!({ "text": "mm", "limit": 9 })), ["毛敏", "买买提·艾力", "马明"]);
    assert_eq!(names(json!({ "text": "敏", "limit": 9 })), ["毛敏"]);
    assert_eq!(names(json!({ "text": "买买提艾", "limit": 9 })), ["买买提·艾力"]);
    assert_eq!(names(json!({ "text": "zz", "limit": 9 })), Vec::<String>::new());
    let pick = ok(&app, "person.pick", json!({ "text": "毛", "limit": 1 }));
    assert_eq!((&pick[0]["post"], &pick[0]["role"], &pick[0]["person"]), (&json!("副部长"), &json!("谈话人"), &json!(null)));
}

#[test]
fn home_says_what_is_next_and_follows_every_change() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    assert_eq!(ok(&app, "home.get", json!({}))["empty"], true);
    begun(&app);
    ok(&app, "draft.save", draft("甲", json!({})));
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let mut letter = talk("2026-03-05");
    letter["step"] = json!("S25");
    letter["candidates"] = json!([1]);
    letter["body"] = json!({ "kind": "letter", "to": "市纪委监委", "sent": "2026-02-20" });
    ok(&app, "record.add", json!({ "batch": 1, "content": letter }));
    let home = ok(&app, "home.get", json!({}));
    assert_eq!((&home["empty"], &home["today"]), (&json!(false), &json!("2026-03-10")));
    assert_eq!(home["unsigned_total"], 2);
    assert_eq!((&home["due"][0]["kind"], &home["due"][0]["place"]["record"]), (&json!("letter_open"), &json!(2)));
    assert_eq!(home["drafts"][0]["key"], "甲");
    let lines: Vec<&serde_json::Value> = home["unsigned"].as_array().unwrap().iter().collect();
    assert!(lines.iter().all(|u| u["days"] == 0), "what was entered today waits since today: {lines:?}");
    assert!(lines.iter().any(|u| u["words"].as_str().unwrap().contains("（2026年3月5日")), "rounds are told apart: {lines:?}");
    assert_eq!(home["unsigned_records"], 2);
    assert!(home["recent"][0]["words"].as_str().unwrap().contains("第 25 步"));
    assert_eq!(home["recent"][0]["place"]["record"], 2);
    let next = &home["batches"][0]["next"][0];
    assert_eq!((&next["step"], &next["words"]), (&json!("S01"), &json!("全批次缺")));
    ok(&app, "batch.charge", json!({ "batch": 1, "from_revision": 0, "charges": [{ "step": "S01", "name": "李科长" }] }));
    let home = ok(&app, "home.get", json!({}));
    assert_eq!(home["batches"][0]["next"][0]["responsible"], "李科长");
    assert_eq!((&home["recent"][0]["noun"], &home["recent"][0]["place"]["batch"]), (&json!("charge"), &json!(1)));
    ok(&app, "person.add", json!({ "content": { "name": "新来的人" } }));
    ok(&app, "notebook.add", book());
    let home = ok(&app, "home.get", json!({}));
    let nouns: Vec<&str> = home["recent"].as_array().unwrap().iter().map(|r| r["noun"].as_str().unwrap()).collect();
    assert_eq!(nouns[..3], ["notebook", "person", "charge"], "each line leads somewhere");
    assert!(!nouns.contains(&""), "{nouns:?}");
    letter["body"]["replied"] = json!("2026-03-09");
    ok(&app, "record.correct", json!({ "id": 2, "from_revision": 1, "content": letter, "reason": "回函" }));
    assert_eq!(ok(&app, "home.get", json!({}))["due"], json!([]), "what was reckoned before does not linger");
}

#[test]
fn a_batch_is_set_up_from_its_business_its_day_and_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let kinds = ok(&app, "batch.businesses", json!({}));
    assert_eq!(kinds["kinds"].as_array().map(Vec::len), Some(7));
    let suggestion = ok(&app, "batch.suggest", json!({ "business": "平级调整、交流", "started": "2026-03-09" }));
    assert_eq!(
        (&suggestion["edition"], &suggestion["number"], &suggestion["fonds"]),
        (&json!("2019"), &json!("202604"), &json!("Z109"))
    );
    assert_eq!(suggestion["not_applicable"][0]["step"], "S10");
    // The reasons to report are those of the rules that would judge it: of the edition chosen, and of a batch by the data it was begun under.
    let reasons = |asked: Value| ok(&app, "batch.suggest", asked)["report_reasons"].clone();
    let day = json!({ "business": "", "started": "2026-03-09" });
    let known = app.rules().govern(&BatchContent {
        edition: "2019".into(),
        edition_data: app.rules().newest_editions(),
        ..BatchContent::default()
    });
    assert_eq!(reasons(day), json!(known.first().words("V23", "reasons")));
    assert_eq!(reasons(json!({ "business": "", "started": "2026-03-09", "batch": 1, "edition": "2019" })), {
        let content = app.store().batch(jishi_core::id::BatchId(1)).unwrap().content;
        json!(app.rules().govern(&content).at(None).words("V23", "reasons"))
    });
    assert_eq!(reasons(json!({ "business": "", "started": "2003-03-09", "edition": "没有的" })), json!([]));
    let old = ok(&app, "batch.suggest", json!({ "business": "", "started": "2014" }));
    assert_eq!((&old["edition"], &old["edition_certain"], &old["number"]), (&json!("2014"), &json!(false), &json!("201401")));
    // Who answers for a step, and what the records before it say, stand in a new record.
    let rows =
        ok(&app, "batch.charge", json!({ "batch": 1, "from_revision": 0, "charges": [{ "step": "S05", "name": "李科长" }] }));
    assert_eq!((&rows[4]["charged"], rows.as_array().map(Vec::len)), (&json!("李科长"), Some(44)));
    assert!(
        err(&app, "batch.charge", json!({ "batch": 1, "from_revision": 1, "charges": [{ "step": "S99", "name": "谁" }] }))
            .message
            .contains("S99")
    );
    let mut content = talk("2026-03-05");
    (content["place"], content["responsible"]) = (json!("三楼谈话室"), json!("王芳"));
    content["participants"] = json!([{ "name": "王芳", "post": "副部长", "role": "谈话人" }]);
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    let mut second = batch();
    second["number"] = json!("202604");
    ok(&app, "batch.create", json!({ "content": second }));
    for batch in [1, 2] {
        let begun = ok(&app, "record.draft", json!({ "batch": batch, "step": "S05", "kind": null, "candidates": [] }));
        let draft = &begun["content"];
        let carried: Vec<&str> = begun["carried"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(carried.contains(&"place") && carried.contains(&"participants"), "{carried:?}");
        assert_eq!(carried.contains(&"responsible"), batch == 2, "whoever is charged was not carried over: {carried:?}");
        assert!(!carried.contains(&"summary") && !carried.contains(&"text"), "{carried:?}");
        assert_eq!((&draft["place"], &draft["participants"][0]["name"]), (&json!("三楼谈话室"), &json!("王芳")), "batch {batch}");
        assert_eq!(draft["responsible"] == "李科长", batch == 1);
        assert_eq!(draft["summary"], "");
    }
}

#[test]
fn a_number_is_nobodys_name() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mut content = talk("2026-03-05");
    content["participants"] = json!([{ "name": "３", "post": "副部长", "role": "谈话人" }]);
    let refused = err(&app, "record.add", json!({ "batch": 1, "content": content }));
    assert!(refused.message.contains("“３”，是数字"), "{refused:?}");
    content["participants"][0]["name"] = json!("王3");
    ok(&app, "record.add", json!({ "batch": 1, "content": content }));
}

#[test]
fn what_the_checks_say_of_another_s_record_is_not_on_a_person_s_page() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    ok(&app, "person.add", json!({ "content": { "name": "古丽娜尔" } }));
    let other = json!({ "person": 2, "post": null, "current_post": "", "proposed_post": "副局长", "removed_post": "", "outcome": "open",
        "stopped_at": "", "order": 2 });
    let second = ok(&app, "candidate.add", json!({ "batch": 1, "content": other }));
    let mut own = talk("2026-03-05");
    own["candidates"] = json!([1]);
    let record = ok(&app, "record.add", json!({ "batch": 1, "content": own }))["record"]["id"].clone();
    let of = |candidate: &Value| {
        let found = ok(&app, "candidate.get", json!({ "candidate": candidate }))["findings"].clone();
        found.as_array().unwrap().iter().filter(|f| f["place"]["record"] == record).count()
    };
    assert!(of(&json!(1)) > 0, "the record has no signature yet");
    assert_eq!(of(&second), 0);
}

#[test]
fn pasted_lists_are_read_row_by_row_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let before = lines(&app);
    let people = ok(&app, "person.read_pasted", json!({ "text": "姓名\t出生年月\n买买提·艾力\t1978.03\n\t1980.01" }));
    assert_eq!((&people["rows"][0]["same_as"], &people["rows"][1]["errors"]), (&json!(1), &json!(["没有姓名"])));
    assert_eq!((&people["headed"], &people["rows"][0]["cells"]), (&json!(true), &json!(["买买提·艾力", "1978.03"])));
    // What a row says otherwise than the roster is told; a day written another way is no difference, and 拟任 is of the batch.
    assert_eq!(people["rows"][0]["differs"], json!([]));
    let list = "姓名\t出生年月\t现任职务\t拟任职务\n买买提·艾力\t1978年3月\t另一个职务\t市水利局局长";
    let differs = ok(&app, "person.read_pasted", json!({ "text": list }))["rows"][0]["differs"].clone();
    assert_eq!(
        (differs.as_array().unwrap().len(), &differs[0]["field"], &differs[0]["after"]),
        (1, &json!("现任职务"), &json!("另一个职务"))
    );
    // Somebody of the same name whose birth is another, or is not said, is told of: he would stand in the roster twice.
    let rows = ok(
        &app,
        "person.read_pasted",
        json!({ "text": "姓名\t出生年月\n买买提·艾力\t1979.03\n买买提·艾力\t\n王芳\t1980.01" }),
    )["rows"]
        .clone();
    for row in [&rows[0], &rows[1]] {
        let words = row["warnings"].to_string();
        assert!(row["same_as"].is_null() && words.contains("名册里有同名的人（1978.03生"), "{words}");
    }
    assert_eq!(rows[2]["warnings"], json!([]));
    let posts = ok(&app, "post.read_pasted", json!({ "text": "市水利局\t副局长\t2\t副职" }));
    assert_eq!((&posts["rows"][0]["content"]["seats"], &posts["rows"][0]["errors"]), (&json!(2), &json!([])));
    assert_eq!((&posts["headed"], &posts["columns"]), (&json!(false), &json!(["单位", "职务", "职数", "层次"])));
    assert_eq!(lines(&app), before);
}

#[test]
fn the_kind_of_an_addressee_goes_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let draft = |step: &str| {
        ok(&app, "record.draft", json!({ "batch": 1, "step": step, "kind": "letter", "candidates": [1] }))["content"].clone()
    };
    let mut letter = draft("S32");
    letter["date"] = json!("2026-03-05");
    (letter["body"]["to"], letter["body"]["addressee"]) = (json!("民建云岭市委员会"), json!("co_manager"));
    ok(&app, "record.add", json!({ "batch": 1, "content": letter }));
    let named = |d: Value| (d["body"]["to"].clone(), d["body"]["addressee"].clone());
    assert_eq!(named(draft("S32")), (json!("民建云岭市委员会"), json!("co_manager")));
    assert_eq!(named(draft("S34")), (json!("上级组织部门"), json!("unstated")), "another body is of another kind");
}

#[test]
fn who_sits_down_writes_under_the_own_name_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let app = crate::App::open_with(dir.path(), "试验", Box::new(crate::SystemHost::new("填报员"))).unwrap();
    ok(&app, "person.add", json!({ "content": { "name": "毛敏" } }));
    assert!(err(&app, "workspace.operator", json!({ "name": "　" })).message.contains("没有填写"));
    assert!(err(&app, "workspace.operator", json!({ "name": "王海燕\n李四" })).message.contains("换行"));
    assert_eq!(ok(&app, "workspace.operator", json!({ "name": " 王海燕 " }))["actor"], "王海燕");
    ok(&app, "person.add", json!({ "content": { "name": "马明" } }));
    let lines = ok(&app, "journal.list", json!({ "before": 0, "limit": 50 }));
    let who: Vec<&str> = lines.as_array().unwrap().iter().map(|l| l["actor"].as_str().unwrap()).collect();
    assert_eq!(who.iter().filter(|w| **w == "王海燕").count(), 1, "{who:?}");
    let fixed = super::app(&dir.path().join("另一处"));
    assert!(err(&fixed, "workspace.operator", json!({ "name": "王海燕" })).message.contains("不能换"));
}

#[test]
fn a_batch_whose_people_are_decided_and_whose_volumes_are_sealed_is_no_longer_in_hand() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let home = || ok(&app, "home.get", json!({}));
    assert_eq!((&home()["batches"][0]["closed"], &home()["unsigned_total"]), (&json!(false), &json!(1)));
    let mut content = ok(&app, "candidate.get", json!({ "candidate": 1 }))["candidate"]["content"].clone();
    content["outcome"] = json!("appointed");
    ok(&app, "candidate.update", json!({ "id": 1, "from_revision": 1, "content": content, "reason": "任职" }));
    let request = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 }, "volumes": [],
        "folder": dir.path().join("出"), "form": "folder", "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let packed = ok(&app, "volume.pack", request)["packages"].as_array().unwrap().len();
    let after = home();
    let batch = &after["batches"][0];
    assert_eq!(batch["volumes"]["sealed"], packed);
    assert_eq!((&batch["closed"], &batch["volumes"]["open"]), (&json!(true), &json!(0)), "{batch}");
    assert_eq!((&after["unsigned_total"], &after["findings"]["error"]), (&json!(0), &json!(0)), "nothing of it waits any more");
}

/// Planned days that are past count over all steps, however few of them stand on the page.
#[test]
fn every_step_whose_planned_day_is_past_is_late() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mut content = ok(&app, "batch.get", json!({ "batch": 1 }))["batch"]["content"].clone();
    let planned = |step: &str, to: &str| json!({ "step": step, "from": null, "to": to, "note": "" });
    content["plan"] = json!([
        planned("S01", "2026-03-01"),
        planned("S02", "2026-03-01"),
        planned("S03", "2026-03-01"),
        planned("S04", "2026-03-01"),
        planned("S05", "2026-03-01"),
        planned("S06", "2026-03"),
        planned("S44", "2026-02-01")
    ]);
    ok(&app, "batch.update", json!({ "batch": 1, "from_revision": 1, "content": content, "reason": "排计划" }));
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-02") }));
    let home = ok(&app, "home.get", json!({ "today": "2026-03-10" }));
    let late: Vec<&str> = home["batches"][0]["late"].as_array().unwrap().iter().map(|n| n["step"].as_str().unwrap()).collect();
    assert_eq!(late, ["S01", "S02", "S03", "S04", "S44"], "recorded steps are not late, nor is a month that still runs");
    assert_eq!(home["batches"][0]["next"].as_array().map(Vec::len), Some(3));
}
