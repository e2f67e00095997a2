//! 监督 through the commands: what is answered, and the files.

use super::*;

fn with_records(dir: &Path) -> App {
    let app = app(dir);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let attach = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", attach);
    app
}

#[test]
fn the_board_is_red_while_an_error_stands_and_leads_to_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_records(dir.path());
    let board = ok(&app, "board.get", json!({}));
    let batch = &board["batches"][0];
    assert_eq!((&batch["light"], batch["rows"].as_array().map(Vec::len)), (&json!("red"), Some(2)));
    assert_eq!(batch["rows"][1]["name"], "买买提·艾力");
    let reasons = batch["rows"].as_array().unwrap().iter().flat_map(|r| r["reasons"].as_array().unwrap());
    assert!(reasons.clone().count() > 0);
    assert!(reasons.into_iter().all(|r| r["place"]["batch"] == 1));
    assert_eq!(ok(&app, "journal.list", json!({ "before": 0, "limit": 1 })).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_signature_is_traced_to_the_record_and_the_paper() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_records(dir.path());
    let found = ok(&app, "duty.find", json!({ "who": "周敏", "kind": "signed" }));
    assert_eq!(
        (&found["total"], &found["duties"][0]["record"], &found["duties"][0]["material"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert!(found["names"].as_array().unwrap().contains(&json!("周敏")));
    assert_eq!(ok(&app, "duty.find", json!({ "candidate": 1, "step": "S12" }))["total"], 0);
}

#[test]
fn the_journal_is_filtered_by_actor_command_words_and_day() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_records(dir.path());
    let count = |filter: Value| {
        let lines = ok(&app, "journal.list", json!({ "before": 0, "limit": 500, "filter": filter }));
        lines.as_array().unwrap().len()
    };
    let all = count(json!({}));
    assert!(all >= 5);
    assert_eq!(count(json!({ "op": "record.add" })), 1);
    assert_eq!(count(json!({ "text": "挂接材料" })), 1);
    assert_eq!(count(json!({ "actor": "无此人" })), 0);
    assert_eq!(count(json!({ "from": "2026-03-10", "to": "2026-03-10" })), all);
    assert_eq!(count(json!({ "from": "2026-03-11" })), 0);
    let facets = ok(&app, "journal.facets", json!({}));
    assert_eq!(facets["actors"], json!(["周敏"]));
    assert!(facets["ops"].as_array().unwrap().iter().all(|o| o["words"] != o["op"]), "every command has words: {facets}");
}

#[test]
fn every_table_is_written_as_pdf_and_spreadsheet_also_of_an_empty_workspace() {
    let dir = tempfile::tempdir().unwrap();
    let empty = app(&dir.path().join("空"));
    let full = with_records(&dir.path().join("满"));
    let tables = |of_batch: bool| {
        let mut all = vec![
            json!({ "table": "board" }),
            json!({ "table": "ledger", "candidates": [] }),
            json!({ "table": "duties" }),
            json!({ "table": "statistics" }),
            json!({ "table": "promoted" }),
            json!({ "table": "self_check" }),
        ];
        if of_batch {
            all.push(json!({ "table": "timeline", "batch": 1, "candidate": 1 }));
        }
        all
    };
    for (app, of_batch) in [(&empty, false), (&full, true)] {
        for about in tables(of_batch) {
            let made = ok(app, "supervise.write", json!({ "about": about, "folder": dir.path().join("出") }));
            let start = |at: usize| jishi_fs::read(Path::new(made[at]["path"].as_str().unwrap())).unwrap();
            assert!(start(0).starts_with(b"%PDF") && start(1).starts_with(b"PK"), "{about}: {made}");
        }
    }
}

#[test]
fn the_journal_names_steps_as_screens_do_and_lines_kept_with_codes_stay_as_they_were_written() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_records(dir.path());
    let mark = json!({ "step": "S31", "candidate": null, "reason": "不涉及", "signer": "周敏", "date": "2026-03-05" });
    ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark }));
    ok(&app, "step.reopen", json!({ "batch": 1, "mark": mark, "reason": "有这一步" }));
    ok(&app, "batch.charge", json!({ "batch": 1, "from_revision": 0, "charges": [{ "step": "S05", "name": "李科长" }] }));
    let told = || {
        let lines = ok(&app, "journal.list", json!({ "before": 0, "limit": 50 }));
        lines.as_array().unwrap().iter().map(|l| l["words"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let own = jishi_core::catalogue::tells_codes;
    assert!(!app.store().journal(0, 50).unwrap().iter().any(|l| own(&l.words)), "no line is written with a code: {:?}", told());
    assert_eq!(told()[2], "全批次 第 31 步《征求人大、政府、政协主要领导等意见》 不适用：不涉及");
    assert_eq!(told()[3], "挂接材料 谈心谈话记录（2页）到记录 1 第 5 步《谈心谈话及听取有关方面意见》");

    let paper = app.store().material(jishi_core::id::MaterialId(1)).unwrap().content;
    let then = "挂接材料 谈心谈话记录（2页）到记录 1 S05";
    app.write("material.attach", |tx| {
        tx.say(then);
        tx.add_material(1, &paper)
    })
    .unwrap();
    let kept = app.store().journal(0, 1).unwrap().remove(0);
    assert_eq!(
        (kept.words.as_str(), told()[0].as_str()),
        (then, "挂接材料 谈心谈话记录（2页）到记录 1 第 5 步《谈心谈话及听取有关方面意见》")
    );
    assert_eq!(ok(&app, "home.get", json!({}))["recent"][0]["words"], told()[0].as_str());
    // Looked for by what is shown, a line kept with a code is found, and no line of another step with it.
    let found = |text: &str, limit: u32| {
        let lines = ok(&app, "journal.list", json!({ "before": 0, "limit": limit, "filter": { "text": text } }));
        lines.as_array().unwrap().iter().map(|l| l["seq"].clone()).collect::<Vec<_>>()
    };
    for text in ["第 5 步", "第5步", "记录 1 第 5 步《谈心谈话", "S05"] {
        assert!(found(text, 50).contains(&json!(kept.seq)), "{text}");
    }
    assert_eq!(found("第 5 步", 1), [json!(kept.seq)]);
    assert!(!found("第 31 步", 50).contains(&json!(kept.seq)));
    // Whoever asks the store itself for words is told of no line that does not hold them: a change of keys goes by it.
    let exact = jishi_store::Wanted { text: "没有哪一行这样说".into(), ..jishi_store::Wanted::default() };
    assert!(app.store().journal_of(&exact, 0, 1).unwrap().is_empty());
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}
