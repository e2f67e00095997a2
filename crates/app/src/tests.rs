//! The commands with no desktop around them: a folder, a clock that stands still, and the list.

mod courses;
mod desk;
mod fonts;
mod forms;
mod intake;
mod media;
mod notebooks;
mod rules;
mod scanning;
mod seal_keys;
mod sealing;
mod sealing_ready;
mod standing_again;
mod supervise;
mod tray;
mod undoing;
mod waivers;
mod withdrawn;

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::{App, COMMANDS, Code, Host, Quiet, commands};

/// A host that is nothing but the trait.
struct Still;

impl Host for Still {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-03-10T09:00:00+08:00").unwrap()
    }

    fn actor(&self) -> String {
        "周敏".into()
    }
}

/// A clock that is set by hand, in hours behind or before the tenth of March.
struct Set(std::sync::Arc<AtomicI64>);

impl Host for Set {
    fn now(&self) -> DateTime<FixedOffset> {
        Still.now() + chrono::Duration::hours(self.0.load(Ordering::SeqCst))
    }

    fn actor(&self) -> String {
        "周敏".into()
    }
}

mod people;
mod printed;

fn app(dir: &Path) -> App {
    App::open_with(dir, "试验", Box::new(Still)).unwrap()
}

/// Sealing begins with the passphrase, as its dialog does.
fn opened(app: &App, name: &str) {
    let locked = || app.call("seal.keys", json!({}), &Quiet).is_ok_and(|keys| keys["unlocked"] == false);
    if name == "volume.pack" && locked() {
        let _ = app.call("seal.unlock", json!({ "batch": 1, "passphrase": PASSPHRASE }), &Quiet);
    }
}

const PASSPHRASE: &str = "只作试验的封签口令";

fn ok(app: &App, name: &str, payload: Value) -> Value {
    opened(app, name);
    app.call(name, payload, &Quiet).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn err(app: &App, name: &str, payload: Value) -> crate::AppError {
    opened(app, name);
    app.call(name, payload, &Quiet).err().unwrap_or_else(|| panic!("{name} should have refused"))
}

fn batch() -> Value {
    json!({ "name": "2026年第三批", "number": "202603", "business": "个别提拔", "started": "2026-03-02", "edition": "2019",
        "unit": "云岭市委组织部", "fonds": "Z109", "note": "" })
}

/// A batch with one candidate.
fn begun(app: &App) {
    ok(app, "person.add", json!({ "content": { "name": "买买提·艾力", "born": "197803", "joined_party": "200107" } }));
    ok(app, "batch.create", json!({ "content": batch() }));
    ok(
        app,
        "candidate.add",
        json!({ "batch": 1, "content": { "person": 1, "post": null, "current_post": "副局长", "proposed_post": "局长",
        "removed_post": "", "outcome": "open", "stopped_at": "", "order": 1 } }),
    );
}

fn lines(app: &App) -> u32 {
    app.store().journal(0, 1).unwrap().first().map_or(0, |l| l.seq)
}

fn talk(date: &str) -> Value {
    json!({ "step": "S05", "candidates": [], "date": date, "summary": "听取意见", "body": { "kind": "notebook", "category": "听取意见" } })
}

#[test]
fn the_committed_typescript_is_what_the_command_list_says() {
    for (name, now) in [("commands.ts", commands::typescript()), ("words.ts", crate::typescript::words())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc").join(name);
        if now != jishi_fs::read_text(&path).unwrap_or_default() {
            jishi_fs::write_atomic(&path, now.as_bytes()).unwrap();
            panic!("ui/src/ipc/{name} was stale and has been written anew: look at it and commit it");
        }
    }
}

#[test]
fn names_are_unique_and_only_what_writes_asks_for_more_than_reading() {
    let names: HashSet<&str> = COMMANDS.iter().map(|c| c.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
    for c in COMMANDS {
        assert!(!c.about.trim().is_empty(), "{} has no words", c.name);
        assert!(!(c.writes && c.permission == crate::Permission::Read), "{} writes with the permission to read", c.name);
        assert!(!(c.writes && c.bytes), "{}", c.name);
    }
}

#[test]
fn only_commands_that_are_declared_to_write_change_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let before = lines(&app);
    for c in COMMANDS.iter().filter(|c| !c.writes) {
        // The answer does not matter here: whatever the payload leads to, nothing may be written.
        let payload = json!({ "batch": 1, "candidate": 1, "id": 1, "text": "2026", "query": "", "before": 0, "step": "S05", "kind": null,
            "candidates": [], "year": 2026, "month": 3, "records": [], "day": null, "from": "2026-03-02", "to": null, "days": 5, "paths": [],
            "path": dir.path().join("nowhere"), "fast": true, "folder": dir.path().join("out"), "limit": 5, "filters": {}, "key": "甲",
            "discarded": false, "notebook": 1, "business": "", "started": null, "source": "", "content": talk("2026-03-05"), "from_revision": 1,
            "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 } });
        let _ = if c.bytes { app.bytes(c.name, payload, &Quiet).map(|_| Value::Null) } else { app.call(c.name, payload, &Quiet) };
        assert_eq!(lines(&app), before, "{} is declared to read", c.name);
    }
}

#[test]
fn a_record_is_added_corrected_and_both_versions_stand() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let added = ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    assert_eq!(added["record"]["entered_at"], "2026-03-10T09:00:00+08:00");
    let mut content = talk("2026-03-06");
    content["summary"] = json!("听取意见，日期更正");
    let correction = json!({ "id": 1, "from_revision": 1, "content": content, "reason": "日期记错" });
    assert_eq!(ok(&app, "record.correct", correction.clone())["record"]["revision"], 2);
    assert_eq!(err(&app, "record.correct", correction).code, Code::Stale);
    assert_eq!(ok(&app, "record.history", json!({ "id": 1 })).as_array().map(Vec::len), Some(2));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn what_cannot_be_is_refused_with_words_that_name_it_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let lines = app.store().journal(0, 1).unwrap()[0].seq;
    let mut wrong_kind = talk("2026-03-05");
    wrong_kind["body"] = json!({ "kind": "letter", "to": "市纪委监委", "sent": null, "received": null, "replied": null });
    let mut nobody = talk("2026-03-05");
    nobody["step"] = json!("S23");
    let ahead = json!({ "name": "周敏", "role": "记录人", "date": "2026-03-11", "mode": "confirmed" });
    let mut signed_ahead = talk("2026-03-05");
    signed_ahead["signatures"] = json!([ahead]);
    let paper_ahead = json!({ "record": 1, "path": null, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": ahead });
    let mark = json!({ "step": "S32", "candidate": 1, "reason": "是中共党员", "signer": "周敏", "date": "2026-03-11" });
    let mark_ahead = json!({ "batch": 1, "mark": mark });
    for (name, payload, words) in [
        ("record.add", json!({ "batch": 1, "content": talk("2026-03-11") }), "还没有到"),
        ("record.add", json!({ "batch": 1, "content": signed_ahead }), "周敏的签名日期 2026年3月11日 还没有到"),
        ("material.attach", paper_ahead, "周敏的签名日期 2026年3月11日 还没有到"),
        ("step.not_applicable", mark_ahead, "周敏的签名日期 2026年3月11日 还没有到"),
        ("record.add", json!({ "batch": 1, "content": wrong_kind }), "不使用函件往来"),
        ("record.add", json!({ "batch": 1, "content": nobody }), "按人记录"),
        ("record.add", json!({ "batch": 1, "content": { "step": "S05" } }), "body"),
        ("record.add", json!({ "batch": 1, "content": talk("2026-02-31") }), "没有31日"),
        ("batch.create", json!({ "content": batch() }), "202603 已经用过"),
        ("candidate.get", json!({ "candidate": 9 }), "人选 9"),
        (
            "step.not_applicable",
            json!({ "batch": 1, "mark": { "step": "S32", "candidate": 1, "reason": "", "signer": "王", "date": "2026-03-10" } }),
            "不适用理由",
        ),
        ("volume.preview", json!({ "batch": 1, "options": { "template": "{fonds}", "org": "ZZB", "year": 2026 } }), "件号"),
        ("no.such", json!({}), "no.such"),
    ] {
        let error = err(&app, name, payload);
        assert!(error.message.contains(words), "{name}: {}", error.message);
    }
    assert_eq!(app.store().journal(0, 1).unwrap()[0].seq, lines);
}

#[test]
fn a_broken_file_is_named_and_the_rest_of_the_folder_goes_in() {
    let dir = tempfile::tempdir().unwrap();
    let forms = dir.path().join("任免表");
    jishi_fs::create_dir_all(&forms).unwrap();
    jishi_fs::write_new(&forms.join("坏的.lrmx"), b"<Person><XingMing>").unwrap();
    jishi_fs::write_new(
        &forms.join("好的.lrmx"),
        "<Person><XingMing>欧阳䶮</XingMing><ChuShengNianYue>197803</ChuShengNianYue></Person>".as_bytes(),
    )
    .unwrap();
    let app = app(&dir.path().join("工作区"));
    let preview = ok(&app, "person.import_preview", json!({ "paths": [forms] }));
    assert_eq!((preview["failed"].as_u64(), preview["items"].as_array().map(Vec::len)), (Some(1), Some(2)));
    assert_eq!(ok(&app, "person.list", json!({ "query": "" })), json!([]), "a preview writes nothing");
    let result = ok(&app, "person.import", json!({ "paths": [forms] }));
    assert_eq!((result["added"].as_u64(), result["failed"].as_u64()), (Some(1), Some(1)));
    let bad = result["items"].as_array().unwrap().iter().find(|i| i["readable"] == false).unwrap();
    assert!(bad["findings"][0]["message"].as_str().unwrap().contains("坏的.lrmx"), "{bad}");
    assert_eq!(ok(&app, "person.import", json!({ "paths": [forms] }))["skipped"], 1, "a second import adds nobody twice");
    let out = dir.path().join("给回.lrmx");
    ok(&app, "person.export", json!({ "id": 1, "path": out }));
    assert_eq!(jishi_fs::read(&out).unwrap(), jishi_fs::read(&forms.join("好的.lrmx")).unwrap());
}

#[test]
fn a_file_that_is_no_document_is_not_attached_and_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let file = dir.path().join("病毒.pdf");
    jishi_fs::write_new(&file, b"MZ not a pdf").unwrap();
    let attach = |path: Value, pages: Value| {
        json!({ "record": 1, "path": path, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": pages,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } })
    };
    let error = err(&app, "material.attach", attach(json!(file), json!(null)));
    assert!(error.message.contains("病毒.pdf"), "{}", error.message);
    assert!(err(&app, "material.attach", attach(json!(null), json!(null))).message.contains("没有页数"));
    assert_eq!(ok(&app, "material.attach", attach(json!(null), json!(2)))["content"]["pages"], 2);
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 1);
}

#[test]
fn dates_are_judged_in_words_and_working_days_follow_the_notices() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let read = ok(&app, "date.read", json!({ "text": "2026-02-31" }));
    assert!(read["error"].as_str().unwrap().contains("2026年2月没有31日"));
    let read = ok(&app, "date.read", json!({ "text": "20260920" }));
    assert_eq!((&read["words"], &read["working"]), (&json!("2026年9月20日 星期日"), &json!(true)));
    let days = ok(&app, "date.workdays", json!({ "from": "2026-09-28", "to": null, "days": 5 }));
    assert_eq!(days["last"], "2026-10-09");
}

#[test]
fn times_are_judged_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let read = |text: &str, range: bool| {
        let answer = ok(&app, "time.read", json!({ "text": text, "range": range }));
        (answer["time"].as_str().unwrap().to_owned(), answer["error"].as_str().unwrap().to_owned())
    };
    assert_eq!(read("下午3点到4点半", true), ("15:00–16:30".into(), String::new()));
    assert_eq!(read("0930", false), ("9:30".into(), String::new()));
    assert!(read("15:00–16:30", false).1.contains("只填一个时间"));
    assert!(read("25:70", true).1.contains("没有25时"));
}

#[test]
fn next_years_notice_is_read_shown_and_kept_with_the_workspace() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let notice = |text: &str| json!({ "year": 2027, "source": "试验通知", "text": text });
    let week = json!({ "from": "2027-01-01", "to": "2027-01-08", "days": null });
    assert_eq!(ok(&app, "date.workdays", week.clone())["provisional"], true);
    let read = ok(&app, "calendar.read_notice", notice("一、元旦：1月1日至3日放假，共3天。1月9日上班。"));
    assert_eq!((read["days"].as_array().map(Vec::len), &read["days"][3]["isOffDay"]), (Some(4), &json!(false)), "{read}");
    let bad = ok(&app, "calendar.read_notice", notice("二、什么也没有说"));
    assert_eq!((&bad["days"], bad["findings"][0]["code"].as_str()), (&json!([]), Some("W11")));
    assert!(err(&app, "calendar.add_year", notice("一、元旦：1月1日至1月40日放假")).code == Code::Invalid);
    let years = ok(&app, "calendar.add_year", notice("一、元旦：1月1日至3日放假，共3天。1月9日上班。"));
    assert!(years["years"].as_array().unwrap().contains(&json!(2027)));
    let count = ok(&app, "date.workdays", week.clone());
    assert_eq!((&count["days"], &count["provisional"]), (&json!(5), &json!(false)));
    drop(app);
    let again = super::App::open_with(dir.path(), "试验", Box::new(Still)).unwrap();
    assert_eq!(ok(&again, "date.workdays", week.clone())["provisional"], false, "it is there after opening anew");
    assert!(ok(&again, "journal.list", json!({ "before": 0, "limit": 1 }))[0]["words"].as_str().unwrap().contains("2027"));
    drop(again);
    jishi_fs::write_atomic(&dir.path().join("日历/2027.json"), b"{").unwrap();
    let hurt = super::App::open_with(dir.path(), "试验", Box::new(Still)).unwrap();
    assert_eq!(ok(&hurt, "calendar.years", json!({}))["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(ok(&hurt, "date.workdays", week)["provisional"], true);
}

#[test]
fn the_steps_of_a_batch_are_its_own_and_name_their_stage_by_key() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mark = |step: &str, candidate: Value| json!({ "step": step, "candidate": candidate, "reason": "本批没有", "signer": "周敏", "date": "2026-03-03" });
    // The mark of the only candidate is none of the batch, though nobody is left who needs the step: the home page counts it the same way.
    ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark("S06", json!(1)) }));
    ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark("S02", Value::Null) }));
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-04") }));
    let view = ok(&app, "batch.get", json!({ "batch": 1 }));
    let step = |key: &str| view["steps"].as_array().unwrap().iter().find(|s| s["key"] == key).unwrap().clone();
    assert_eq!(view["steps"].as_array().unwrap().len(), 44);
    assert_eq!((&step("S06")["state"], &step("S06")["not_applicable"]), (&json!("not_applicable"), &Value::Null));
    assert_eq!(view["progress"][0]["not_applicable"], 2);
    assert_eq!((&step("S02")["state"], &step("S02")["not_applicable"]["signer"]), (&json!("not_applicable"), &json!("周敏")));
    assert_eq!((&step("S05")["state"], &step("S05")["records"]), (&json!("recorded"), &json!(1)));
    assert_eq!(step("S44")["state"], "not_reached");
    let mine = ok(&app, "candidate.get", json!({ "candidate": 1 }));
    assert_eq!(mine["steps"][5]["state"], "not_applicable");
    let stages: HashSet<&str> = view["progress"].as_array().unwrap().iter().map(|s| s["stage"].as_str().unwrap()).collect();
    for list in [&view["steps"], &mine["steps"]] {
        assert!(list.as_array().unwrap().iter().all(|s| stages.contains(s["stage"].as_str().unwrap())));
    }
}

#[test]
fn a_tiff_is_shown_as_a_picture_and_nothing_else_is_converted() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("ws"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-04") }));
    let samples = crate::assets::folder().join("samples/scans");
    let attach = |ending: &str| {
        let file =
            jishi_fs::list_dir(&samples).unwrap().into_iter().find(|p| p.extension().is_some_and(|e| e == ending)).unwrap();
        let signature = json!({ "name": "", "role": "责任人", "date": null, "mode": "pending" });
        let request = json!({ "record": 1, "path": file, "name": ending, "originality": "original", "secrecy": "", "pages": null, "signature": signature });
        ok(&app, "material.attach", request)["id"].clone()
    };
    let (tif, pdf) = (attach("tif"), attach("pdf"));
    let page = |material: &Value| json!({ "material": material, "page": 1, "longest": 300 });
    assert!(app.bytes("page.picture", page(&tif), &crate::Quiet).unwrap().starts_with(&[0xff, 0xd8, 0xff]));
    let refused = app.bytes("page.picture", page(&pdf), &crate::Quiet).unwrap_err();
    assert!(refused.message.contains("PDF"), "{refused:?}");
    let pieces = |material: &Value, length: u64| json!({ "material": material, "pieces": [[1, length], [0, 2]] });
    assert_eq!(app.bytes("page.pieces", pieces(&pdf, 3), &crate::Quiet).unwrap(), b"PDF%P");
    assert!(app.bytes("page.pieces", pieces(&tif, 3), &crate::Quiet).unwrap_err().message.contains("不是 PDF"));
    assert_eq!(app.bytes("page.pieces", pieces(&pdf, u64::MAX), &crate::Quiet).unwrap_err().code, Code::BadRequest);
}
