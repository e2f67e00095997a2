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
