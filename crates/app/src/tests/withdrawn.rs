//! What was taken back takes nothing more, and nothing is counted twice or written over.

use std::ops::ControlFlow;

use super::*;
use crate::{Progress, ProgressNote};

fn paper(path: Value) -> Value {
    json!({ "record": 1, "path": path, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 3,
        "signature": { "name": "", "role": "记录人", "date": null, "mode": "pending" } })
}

fn recorded(dir: &Path) -> App {
    let app = app(&dir.join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    app
}

/// Does something to the workspace once, while a file is being read in.
struct Meanwhile<'a, F: Fn(&App) + Sync>(&'a App, F, std::sync::atomic::AtomicBool);

impl<F: Fn(&App) + Sync> Progress for Meanwhile<'_, F> {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        if !self.2.swap(true, std::sync::atomic::Ordering::SeqCst) {
            (self.1)(self.0);
        }
        ControlFlow::Continue(())
    }
}

fn scan(dir: &Path) -> std::path::PathBuf {
    let path = dir.join("原页.png");
    jishi_fs::write_atomic(&path, include_bytes!("blank.png")).unwrap();
    path
}

#[test]
fn no_paper_hangs_on_a_record_that_was_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let png = scan(dir.path());
    ok(&app, "material.attach", paper(json!(png)));
    ok(&app, "record.undo", json!({ "id": 1, "from_revision": 1 }));
    for (name, payload) in [
        ("material.attach", paper(json!(png))),
        ("material.attach", paper(Value::Null)),
        ("material.to_pdfa", json!({ "id": 1 })),
        (
            "scan.take",
            json!({ "items": [{ "record": 1, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": [{ "path": png, "page": 1 }],
                "signature": { "name": "周敏", "role": "记录人", "date": null, "mode": "scanned" } }] }),
        ),
    ] {
        let refused = err(&app, name, payload);
        assert!(refused.message.contains("记录 1 已经撤回"), "{name}: {}", refused.message);
    }
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 0, "what hangs on it is not counted either");
    ok(&app, "record.redo", json!({ "id": 1, "from_revision": 2 }));
    ok(&app, "material.attach", paper(Value::Null));
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 2);
}

#[test]
fn a_record_taken_back_while_the_file_came_in_does_not_get_it() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let undo = |app: &App| drop(ok(app, "record.undo", json!({ "id": 1, "from_revision": 1 })));
    let watch = Meanwhile(&app, undo, false.into());
    let refused = app.call("material.attach", paper(json!(scan(dir.path()))), &watch).unwrap_err();
    assert!(refused.message.contains("已经撤回"), "{}", refused.message);
    assert!(app.store().materials_of(jishi_core::id::RecordId(1)).unwrap().is_empty());
}

#[test]
fn a_note_filed_while_its_scan_came_in_does_not_keep_it_unseen() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let cover = json!({ "number": "2026-01", "unit": "云岭市委组织部", "holder": "周敏", "opened": "2026-01-05", "closed": null, "note": "" });
    ok(&app, "notebook.add", json!({ "content": cover }));
    let mut note = talk("2026-03-05");
    note["step"] = json!("");
    ok(&app, "notebook.write", json!({ "notebook": 1, "content": note }));
    let file = |app: &App| drop(ok(app, "notebook.file", json!({ "note": 1, "batch": 1, "step": "S05", "candidates": [] })));
    let watch = Meanwhile(&app, file, false.into());
    let refused = app.call("notebook.scan", json!({ "note": 1, "path": scan(dir.path()) }), &watch).unwrap_err();
    assert!(refused.message.contains("记录 1"), "{}", refused.message);
    assert!(app.store().note_scans(jishi_core::id::NoteId(1)).unwrap().is_empty());
}

/// Counts how often anything was told: arranging tells each volume.
#[derive(Default)]
struct Told(std::sync::atomic::AtomicU32);

impl Progress for Told {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        ControlFlow::Continue(())
    }
}

#[test]
fn volumes_are_arranged_anew_when_anything_they_are_made_of_changed_and_only_then() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let png = scan(dir.path());
    ok(&app, "material.attach", paper(json!(png)));
    let told = Told::default();
    let arranged = |options: Value| {
        let before = told.0.load(std::sync::atomic::Ordering::SeqCst);
        let answer = app.call("volume.preview", json!({ "batch": 1, "options": options }), &told).unwrap();
        (answer, told.0.load(std::sync::atomic::Ordering::SeqCst) > before)
    };
    let options = json!({ "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 });
    let (first, anew) = arranged(options.clone());
    assert!(anew);
    let (again, anew) = arranged(options.clone());
    assert_eq!((&again, anew), (&first, false), "nothing changed");
    assert!(arranged(json!({ "template": "DA/T 13-2022", "org": "ZZB", "year": 2026 })).1, "asked otherwise");
    assert!(arranged(options.clone()).1);
    ok(&app, "material.attach", paper(Value::Null));
    let (more, anew) = arranged(options.clone());
    assert!(anew && more["materials"] == 2, "a material more");
    // An office puts its own table into the workspace: no command told of it.
    let own = dir.path().join("工作区/归档范围表.toml");
    let text = crate::filing_table_text();
    jishi_fs::write_new(&own, text.as_bytes()).unwrap();
    assert!(!arranged(options.clone()).1, "the same table in a file of its own");
    jishi_fs::write_atomic(&own, text.replace("\"30年\"", "\"永久\"").as_bytes()).unwrap();
    assert!(arranged(options.clone()).1, "another table");
    // A file of the workspace goes away under the program.
    let sha = ok(&app, "record.get", json!({ "id": 1 }))["materials"][0]["content"]["sha256"].as_str().unwrap().to_owned();
    jishi_fs::remove_file(&app.content().file_path(&sha)).unwrap();
    assert!(arranged(options).1, "a file is gone");
    let rows = ok(&app, "material.list", json!({ "batch": 1 }));
    assert_eq!(rows.as_array().unwrap().iter().map(|r| r["gone"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false]);
    let lost = app.bytes("material.bytes", json!({ "id": 1 }), &crate::Quiet).unwrap_err();
    assert!(lost.message.contains("“谈话记录”的电子文件在工作区里找不到了"), "{}", lost.message);
}

#[test]
fn a_candidate_named_twice_in_a_record_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let mut content = talk("2026-03-06");
    content["candidates"] = json!([1, 1]);
    let refused = err(&app, "record.add", json!({ "batch": 1, "content": content }));
    assert!(refused.message.contains("两次选了买买提·艾力"), "{}", refused.message);
    assert!(
        err(&app, "record.correct", json!({ "id": 1, "from_revision": 1, "content": content, "reason": "x" }))
            .message
            .contains("两次选了")
    );
}

#[test]
fn namesakes_of_one_place_in_the_list_each_get_their_report() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    ok(&app, "batch.create", json!({ "content": batch() }));
    for (person, name) in [(1, "王芳"), (2, "王芳"), (3, "李明"), (4, "王芳")] {
        ok(&app, "person.add", json!({ "content": { "name": name, "id_number": person.to_string() } }));
        let content = json!({ "person": person, "post": null, "current_post": "", "proposed_post": "局长", "removed_post": "",
            "outcome": "open", "stopped_at": "", "order": 3 });
        ok(&app, "candidate.add", json!({ "batch": 1, "content": content }));
    }
    let folder = dir.path().join("表");
    let reports = ok(&app, "report.write", json!({ "batch": 1, "candidate": null, "folder": folder }));
    let mut paths: Vec<&str> = reports["made"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!((paths.len(), jishi_fs::list_dir(&folder).unwrap().len()), (4, 4), "{paths:?}");
    assert!(paths.iter().any(|p| p.ends_with("03_李明_全程纪实报告表.pdf")), "{paths:?}");
    let alone = dir.path().join("单");
    let one = ok(&app, "report.write", json!({ "batch": 1, "candidate": 2, "folder": alone }));
    assert!(one["made"][0]["path"].as_str().unwrap().ends_with("03_王芳_人选2_全程纪实报告表.pdf"), "{one}");
}
