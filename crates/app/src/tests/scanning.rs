//! Print, sign, scan back: sheets through the commands, drawn by poppler as a scanner would see them, and back to their records.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use jishi_forms::pages::{BookOf, Leaf, Scan, bind};

use super::{app, begun, err, lines, ok, talk};
use crate::App;

/// Prints and scans: one JPEG a page at 200 dpi.
fn scanned(app: &App, request: Value, folder: &Path, name: &str) -> Vec<PathBuf> {
    laid_on_the_glass(&app.bytes("record.sheets", request, &crate::Quiet).unwrap(), folder, name)
}

fn laid_on_the_glass(printed: &[u8], folder: &Path, name: &str) -> Vec<PathBuf> {
    let pdf = folder.join(format!("{name}.pdf"));
    jishi_fs::write_new(&pdf, printed).unwrap();
    let drawn = Command::new("pdftoppm").args(["-r", "200", "-gray", "-jpeg"]).arg(&pdf).arg(folder.join(name)).status();
    assert!(drawn.unwrap().success(), "poppler-utils is installed");
    let mut pages = jishi_fs::list_dir(folder).unwrap();
    pages.retain(|p| p.extension().is_some_and(|e| e == "jpg") && p.file_name().unwrap().to_string_lossy().starts_with(name));
    pages.sort();
    pages
}

/// A batch with a short record (1) and one of two pages (2), neither signed.
fn recorded(folder: &Path) -> App {
    let app = app(folder);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let mut long = talk("2026-03-06");
    long["body"]["text"] = json!("谈话对象认为人选政治坚定、作风扎实。".repeat(90));
    long["signatures"] = json!([{ "name": "周敏", "role": "记录人", "date": null, "mode": "pending" }]);
    ok(&app, "record.add", json!({ "batch": 1, "content": long }));
    app
}

/// The pictures as one PDF of the feeder.
fn bound(pictures: &[Vec<u8>]) -> Vec<u8> {
    let scans: Vec<Scan> = pictures.iter().map(|p| Scan::open(p.clone()).unwrap_or_else(|e| panic!("{e}"))).collect();
    let leaves: Vec<Leaf> = (0..scans.len()).map(|file| Leaf { file, page: 1, turn: 0 }).collect();
    let about = BookOf { name: "扫描", unit: "", made_on: None };
    bind(&scans.iter().collect::<Vec<_>>(), &leaves).unwrap().close(&[], &about).unwrap().pdf
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

#[test]
fn signed_pages_find_their_records_and_each_gets_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let all = scanned(&app, json!({ "batch": 1, "day": "2026-03-10", "records": [] }), dir.path(), "a");
    assert_eq!(all.len(), 3, "one page and two");
    // One file of the scanner holds all three, in the order of the pile.
    let files: Vec<Vec<u8>> = all.iter().rev().map(|p| jishi_fs::read(p).unwrap()).collect();
    let book = dir.path().join("扫描0001.pdf");
    jishi_fs::write_new(&book, &bound(&files)).unwrap();
    let blank = dir.path().join("空白.png");
    jishi_fs::write_new(&blank, include_bytes!("blank.png")).unwrap();
    let broken = dir.path().join("坏的.pdf");
    jishi_fs::write_new(&broken, b"%PDF-1.4 nothing").unwrap();

    let reading = ok(&app, "scan.read", json!({ "paths": [book, blank, broken] }));
    assert_eq!(reading["pages"], 4);
    let sheets = reading["sheets"].as_array().unwrap();
    assert_eq!(sheets.iter().map(|s| &s["record"]).collect::<Vec<_>>(), [&json!(1), &json!(2)]);
    assert_eq!(
        sheets[1]["pages"],
        json!([{ "path": book, "page": 2, "turn": 0 }, { "path": book, "page": 1, "turn": 0 }]),
        "in the order of the sheet"
    );
    assert_eq!((&sheets[1]["missing"], &sheets[1]["findings"]), (&json!([]), &json!([])));
    assert_eq!(sheets[1]["signature"]["name"], "周敏");
    assert_eq!(reading["loose"][0]["finding"]["code"], "K13", "an empty page");
    assert_eq!(codes(&reading["unread"]), ["K01"]);
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 0, "reading attaches nothing");

    let signature = json!({ "name": "周敏", "role": "记录人", "date": "2026-03-09", "mode": "scanned" });
    let item = |s: &Value| json!({ "record": s["record"], "pages": s["pages"], "name": s["names"][0], "originality": "original", "secrecy": "", "signature": signature, "signs": [signature] });
    let items: Vec<Value> = sheets.iter().map(item).collect();
    let taken = ok(&app, "scan.take", json!({ "items": items }));
    assert_eq!((&taken[1]["content"]["record"], &taken[1]["content"]["pages"]), (&json!(2), &json!(2)));
    assert_eq!(taken[1]["content"]["name"], "谈心谈话记录", "as the catalogue calls it");
    let bytes = app.bytes("material.bytes", json!({ "id": taken[1]["id"] }), &crate::Quiet).unwrap();
    assert_eq!(jishi_forms::probe::probe(&mut std::io::Cursor::new(bytes)).unwrap().pages, Some(2));
    let signed = |id: u32| ok(&app, "record.get", json!({ "id": id }))["record"]["content"]["signatures"].clone();
    assert_eq!(signed(2), json!([signature]));
    assert!(err(&app, "scan.take", json!({ "items": [items[1]] })).message.contains("已经挂接"));
    let refused = app.bytes("record.sheets", json!({ "batch": 1, "day": null, "records": [] }), &crate::Quiet).unwrap_err();
    assert!(refused.message.contains("没有待签"), "both are signed and back: {refused}");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn the_form_of_a_record_finds_its_record_as_its_own_sheet_does_and_an_empty_one_bears_no_code() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let form = |blank: bool| {
        let asked = json!({ "form": "talk", "blank": blank, "batch": 1, "candidate": null, "record": 2, "seal": null });
        app.bytes("form.preview", asked, &crate::Quiet).unwrap()
    };
    let pages = laid_on_the_glass(&form(false), dir.path(), "谈话记录");
    let reading = ok(&app, "scan.read", json!({ "paths": pages }));
    let sheet = &reading["sheets"][0];
    assert_eq!((&sheet["record"], &sheet["revision"], &sheet["missing"]), (&json!(2), &json!(1), &json!([])));
    assert_eq!(sheet["pages"].as_array().unwrap().len(), pages.len(), "every page of the form has its code");
    assert_eq!((&sheet["findings"], &reading["loose"]), (&json!([]), &json!([])));

    let empty = laid_on_the_glass(&form(true), dir.path(), "空白表");
    assert_eq!(ok(&app, "scan.read", json!({ "paths": empty }))["sheets"], json!([]));
}

#[test]
fn the_form_and_the_own_sheet_of_one_record_in_one_pile_are_two_papers_or_told_for_the_user_to_look() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let pile = |record: u32| {
        let asked = json!({ "form": "talk", "blank": false, "batch": 1, "candidate": null, "record": record, "seal": null });
        let form =
            laid_on_the_glass(&app.bytes("form.preview", asked, &crate::Quiet).unwrap(), dir.path(), &format!("表{record}"));
        let own = scanned(&app, json!({ "batch": 1, "day": null, "records": [record] }), dir.path(), &format!("打印页{record}"));
        let reading = ok(&app, "scan.read", json!({ "paths": form.iter().chain(&own).collect::<Vec<_>>() }));
        (form.len(), own.len(), reading)
    };
    // As many pages: nothing on the paper tells the second from the first seen twice.
    let (form, own, reading) = pile(1);
    assert_eq!((form, own, reading["sheets"].as_array().unwrap().len()), (1, 1, 1));
    let again = &reading["loose"][0]["finding"];
    assert_eq!(again["code"], "K02");
    assert!(again["message"].as_str().unwrap().contains("这是又一张"), "{again}");
    assert!(again["remedy"].as_str().unwrap().contains("一张是“打印页”、一张是表的"), "{again}");
    // Another count: two papers, each whole, each a material of its own. Somewhere near the end of a page the one is longer than the other.
    let mut other = None;
    for (record, many) in (3_u32..).zip([30, 35, 40, 45, 50, 55, 110]) {
        let mut content = talk("2026-03-07");
        content["body"]["text"] = json!("谈话对象认为人选政治坚定、作风扎实。".repeat(many));
        ok(&app, "record.add", json!({ "batch": 1, "content": content }));
        let (form, own, reading) = pile(record);
        if form != own {
            other = Some(reading);
            break;
        }
    }
    let reading = other.unwrap();
    let sheets = reading["sheets"].as_array().unwrap();
    assert_eq!((sheets.len(), &reading["loose"]), (2, &json!([])));
    for sheet in sheets {
        assert_eq!((&sheet["missing"], codes(&sheet["findings"])), (&json!([]), vec!["K11"]));
    }
    assert_ne!(sheets[0]["names"][0], sheets[1]["names"][0]);
}

#[test]
fn a_page_that_is_missing_old_or_from_elsewhere_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let pages = scanned(&app, json!({ "batch": 1, "day": null, "records": [2] }), dir.path(), "b");
    let reading = ok(&app, "scan.read", json!({ "paths": [pages[1], pages[1]] }));
    assert_eq!((&reading["sheets"][0]["missing"], codes(&reading["sheets"][0]["findings"])), (&json!([1]), vec!["K06"]));
    assert_eq!(reading["loose"][0]["finding"]["code"], "K02", "the same page a second time");

    // The rest of it scanned later: one paper, in the order of its pages, though the later one came first.
    let first = &reading["sheets"][0];
    let known = json!([{ "page": first["pages"][0], "code": first["codes"][0] }]);
    let whole = ok(&app, "scan.read", json!({ "paths": [pages[0]], "known": known }));
    let sheet = &whole["sheets"][0];
    assert_eq!((whole["sheets"].as_array().unwrap().len(), codes(&sheet["findings"])), (1, vec![]));
    assert_eq!((&sheet["pages"][0]["path"], &sheet["pages"][1]["path"]), (&json!(pages[0]), &json!(pages[1])));
    assert!(sheet["codes"][0].as_str().unwrap().contains(":2:1:1/2:"), "{sheet}");
    // Pages known by their codes need no file to be read again; one that is read again is no second copy of itself.
    let alone = ok(&app, "scan.read", json!({ "paths": [], "known": known }));
    assert_eq!((&alone["pages"], codes(&alone["sheets"][0]["findings"])), (&json!(0), vec!["K06"]));
    assert_eq!(ok(&app, "scan.read", json!({ "paths": [pages[1]], "known": known }))["loose"], json!([]));
    // Another scan of a page that lies with its paper says what it is, so that it takes its place as soon as that one is sent back.
    let again = dir.path().join("重扫.png");
    jishi_fs::write_new(&again, &jishi_fs::read(&pages[1]).unwrap()).unwrap();
    let second = &ok(&app, "scan.read", json!({ "paths": [again], "known": known }))["loose"][0];
    assert_eq!((&second["finding"]["code"], &second["code"]), (&json!("K02"), &first["codes"][0]));
    assert!(second["finding"]["remedy"].as_str().unwrap().contains("退回待整理，再把这一张归到这条记录"), "{second}");
    let instead = json!([{ "page": second["page"], "code": second["code"] }]);
    let placed = ok(&app, "scan.read", json!({ "paths": [], "known": instead }));
    assert_eq!((&placed["sheets"][0]["pages"][0]["path"], &placed["loose"]), (&json!(again), &json!([])));

    let mut content = ok(&app, "record.get", json!({ "id": 2 }))["record"]["content"].clone();
    content["summary"] = json!("听取意见，补充");
    ok(&app, "record.correct", json!({ "id": 2, "from_revision": 1, "content": content, "reason": "补充" }));
    let reading = ok(&app, "scan.read", json!({ "paths": pages }));
    assert_eq!(codes(&reading["sheets"][0]["findings"]), ["K08"]);
    assert_eq!(reading["sheets"][0]["revision"], 1);

    let other = super::app(&dir.path().join("另一处"));
    ok(&other, "person.add", json!({ "content": { "name": "别处的人" } }));
    let reading = ok(&other, "scan.read", json!({ "paths": pages }));
    assert_eq!((reading["sheets"].clone(), reading["loose"][0]["finding"]["code"].clone()), (json!([]), json!("K04")));

    // By hand, a page may go to any record; whole, it is kept to the letter.
    let signature = json!({ "name": "周敏", "role": "记录人", "date": "2026-03-09", "mode": "scanned" });
    let item = json!({ "record": 1, "pages": [{ "path": pages[0], "page": 1 }], "name": "附页", "originality": "original", "secrecy": "", "signature": signature });
    let taken = ok(&app, "scan.take", json!({ "items": [item] }));
    assert_eq!(taken[0]["content"]["sha256"], jishi_fs::sha256_hex(&jishi_fs::read(&pages[0]).unwrap()));
    let nothing =
        json!({ "record": 1, "pages": [], "name": "附页", "originality": "original", "secrecy": "", "signature": signature });
    assert!(err(&app, "scan.take", json!({ "items": [nothing] })).message.contains("没有选定页"));
}

/// Counts the notes, which never go back, and says stop at one of them.
struct StopAt {
    at: usize,
    told: std::sync::Mutex<Vec<u64>>,
}

impl crate::Progress for StopAt {
    fn note(&self, note: &crate::ProgressNote) -> std::ops::ControlFlow<()> {
        let mut told = self.told.lock().unwrap();
        assert!(told.last().is_none_or(|last| *last <= note.done) && note.done <= note.total, "{told:?} {note:?}");
        told.push(note.done);
        if told.len() >= self.at { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    }
}

#[test]
fn what_is_drawn_to_be_looked_at_tells_how_far_it_is_and_stops_at_any_note() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let book = json!({ "number": "2026-01", "unit": "云岭市委组织部", "holder": "李明", "opened": "2026-01-01", "closed": null });
    ok(&app, "notebook.add", json!({ "content": book }));
    let form = json!({ "form": "talk", "blank": false, "batch": 1, "candidate": null, "record": 2, "seal": null });
    let sheets = json!({ "batch": 1, "day": null, "records": [] });
    for (name, request, least) in [
        ("record.sheets", sheets.clone(), 6),
        ("record.sheet", json!({ "id": 2 }), 5),
        ("notebook.book", json!({ "notebook": 1 }), 4),
        ("report.preview", json!({ "candidate": 1 }), 1),
        ("form.preview", form, 1),
    ] {
        let all = StopAt { at: usize::MAX, told: Default::default() };
        app.bytes(name, request.clone(), &all).unwrap();
        let notes = all.told.lock().unwrap().len();
        assert!(notes >= least, "{name}: {notes} notes");
        for at in [1, notes.div_ceil(2), notes] {
            let stop = StopAt { at, told: Default::default() };
            let stopped = app.bytes(name, request.clone(), &stop).unwrap_err();
            assert_eq!((stopped.code, stop.told.lock().unwrap().len()), (crate::Code::Cancelled, at), "{name}: {stopped}");
        }
    }
    // To a folder the same, and nothing half-made is left in it.
    let folder = dir.path().join("打印");
    let print = json!({ "batch": 1, "day": null, "records": [], "folder": folder });
    let stop = StopAt { at: 4, told: Default::default() };
    assert_eq!(app.call("record.print", print, &stop).unwrap_err().code, crate::Code::Cancelled);
    let bind = json!({ "notebook": 1, "folder": folder });
    let stop = StopAt { at: 3, told: Default::default() };
    assert_eq!(app.call("notebook.print", bind, &stop).unwrap_err().code, crate::Code::Cancelled);
    assert!(!folder.exists() || jishi_fs::list_dir(&folder).unwrap().is_empty());
}

#[test]
fn a_batch_is_asked_for_its_own_catalogue() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let mut altered = app.catalogue.clone();
    altered.name = "云岭市目录".into();
    let content = serde_json::from_value(super::batch()).unwrap();
    app.write("batch.create", |tx| tx.add_batch(&content, &altered)).unwrap();
    let name = |request: Value| ok(&app, "catalogue.get", request)["catalogue"]["name"].clone();
    assert_eq!(name(json!({ "batch": 2 })), "云岭市目录");
    assert_eq!(name(json!({ "batch": 1 })), json!(app.catalogue.name));
    assert_eq!(name(json!({})), json!(app.catalogue.name));
    assert_eq!(err(&app, "catalogue.get", json!({ "batch": 9 })).code, crate::Code::NotFound);
}

#[test]
fn a_new_record_starts_with_what_the_catalogue_says_of_its_step() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let body = |step: &str| {
        ok(&app, "record.draft", json!({ "batch": 1, "step": step, "kind": null, "candidates": [] }))["content"]["body"].clone()
    };
    assert_eq!(body("S21")["purpose"], "appraisal");
    assert_eq!(body("S37")["purpose"], "decision");
    assert_eq!(body("S41")["category"], "任前谈话");
    assert_eq!((body("S39")["title"].clone(), body("S39")["contact"].clone()), (json!("任前公示"), json!("12380")));
    assert_eq!(body("S26")["items"].as_array().map(Vec::len), Some(4));
}

/// A count of votes that three are to sign, with the scan of its printed sheet.
fn counted(app: &App, at: &Path, name: &str) -> (Value, Vec<PathBuf>) {
    let body =
        json!({ "kind": "ballot", "purpose": "meeting_recommendation", "tellers": ["孙一", "周二"], "scrutineers": ["吴三"] });
    let content = json!({ "step": "S12", "candidates": [], "date": "2026-03-06", "summary": "推荐", "body": body });
    let id = ok(app, "record.add", json!({ "batch": 1, "content": content }))["record"]["id"].clone();
    let pages = scanned(app, json!({ "batch": 1, "day": null, "records": [id] }), at, name);
    (id, pages)
}

/// Three sign a count of votes: the page that came back says who did, a 签到册 it is not, and nobody signed before the day.
#[test]
fn a_page_that_came_back_gives_the_signatures_it_bears_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let (id, pages) = counted(&app, dir.path(), "c");
    let sheet = ok(&app, "scan.read", json!({ "paths": pages }))["sheets"][0].clone();
    assert!(sheet["names"][0].as_str().unwrap().ends_with("（签字件）"), "{}", sheet["names"]);
    // The same paper hung unsigned: told, lest it wait for a signature beside the signed one.
    let unsigned = json!({ "name": "孙一", "role": "监票人", "date": null, "mode": "pending" });
    let request = json!({ "record": id, "path": dir.path().join("c.pdf"), "name": "计票单", "originality": "original", "secrecy": "", "pages": 1, "signature": unsigned });
    ok(&app, "material.attach", request);
    let told = ok(&app, "scan.read", json!({ "paths": pages }))["sheets"][0]["findings"].clone();
    assert_eq!(codes(&told), ["K12"]);
    assert!(told[0]["message"].as_str().unwrap().contains("待签的“计票单”"), "{told}");
    let awaited = sheet["awaited"].as_array().unwrap();
    assert_eq!(awaited.iter().map(|s| s["name"].as_str().unwrap()).collect::<Vec<_>>(), ["孙一", "周二", "吴三"]);
    let take = |who: &[usize], date: &str| {
        let sign =
            |at: &usize| json!({ "name": awaited[*at]["name"], "role": awaited[*at]["role"], "date": date, "mode": "scanned" });
        let signs: Vec<Value> = who.iter().map(sign).collect();
        json!({ "items": [{ "record": id, "pages": sheet["pages"], "name": sheet["names"][0], "originality": "original", "secrecy": "", "signature": signs[0], "signs": signs }] })
    };
    let early = err(&app, "scan.take", take(&[0, 2], "2026-03-05"));
    assert!(early.message.contains("早于所记的事"), "{early}");
    ok(&app, "scan.take", take(&[0, 2], "2026-03-07"));
    let record = ok(&app, "record.get", json!({ "id": id }))["record"].clone();
    let modes: Vec<&Value> = record["content"]["signatures"].as_array().unwrap().iter().map(|s| &s["mode"]).collect();
    assert_eq!(modes, ["scanned", "pending", "scanned"]);
    assert!(record["revision_reason"].as_str().unwrap().contains("签名页扫描回收"));
    let targets = ok(&app, "scan.targets", json!({ "batch": 1 }));
    let mine = targets["targets"].as_array().unwrap().iter().find(|t| t["record"] == id).unwrap();
    assert_eq!((&mine["unsigned"], mine["awaited"].as_array().unwrap().len()), (&json!(true), 1));
}

/// The paper that waited becomes the signed one: one material, all who signed it named, the unsigned file in its history; only once, only
/// its own record's, only while it waits.
#[test]
fn a_signed_page_takes_the_place_of_the_paper_that_waited() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let (id, pages) = counted(&app, dir.path(), "e");
    let unsigned = json!({ "name": "孙一", "role": "计票人", "date": null, "mode": "pending" });
    let request = json!({ "record": id, "path": dir.path().join("e.pdf"), "name": "计票单", "originality": "original", "secrecy": "机密", "kept_at": "干部一科", "pages": 1, "signature": unsigned });
    let before = ok(&app, "material.attach", request);
    let sheet = ok(&app, "scan.read", json!({ "paths": pages }))["sheets"][0].clone();
    assert_eq!(sheet["waiting"], json!([{ "material": before["id"], "name": "计票单", "pages": 1 }]));
    let of_target = ok(&app, "scan.targets", json!({ "batch": 1 }))["targets"].clone();
    let of_target = of_target.as_array().unwrap().iter().find(|t| t["record"] == id).unwrap()["waiting"].clone();
    assert_eq!(of_target, sheet["waiting"]);
    let sign = |s: &Value| json!({ "name": s["name"], "role": s["role"], "date": "2026-03-07", "mode": "scanned" });
    let signs: Vec<Value> = sheet["awaited"].as_array().unwrap().iter().map(sign).collect();
    let item = |record: &Value, pages: &Value| json!({ "record": record, "pages": pages, "name": "计票单", "originality": "original", "secrecy": "", "signature": signs[0], "signs": signs, "replaces": before["id"] });
    let elsewhere = err(&app, "scan.take", json!({ "items": [item(&json!(1), &sheet["pages"])] }));
    assert!(elsewhere.message.contains("不是这条记录的"), "{elsewhere}");
    let turned = json!([{ "path": pages[0], "page": 1, "turn": 90 }]);
    let twice = err(&app, "scan.take", json!({ "items": [item(&id, &sheet["pages"]), item(&id, &turned)] }));
    assert!(twice.message.contains("前面已有一份顶替它"), "{twice}");
    let taken = ok(&app, "scan.take", json!({ "items": [item(&id, &sheet["pages"])] }))[0].clone();
    assert_eq!((&taken["id"], &taken["revision"]), (&before["id"], &json!(2)));
    let content = &taken["content"];
    let said = (&content["signature"]["mode"], &content["secrecy"], &content["kept_at"]);
    assert_eq!(said, (&json!("scanned"), &json!("机密"), &json!("干部一科")));
    let names: Vec<&str> = content["co_signed"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["周二", "吴三"]);
    assert_ne!(content["sha256"], before["content"]["sha256"]);
    let there = ok(&app, "record.get", json!({ "id": id }))["materials"].clone();
    assert_eq!(there.as_array().unwrap().len(), 1, "one paper: {there}");
    assert_eq!(ok(&app, "scan.targets", json!({ "batch": 1 }))["taken_off"], json!([]));
    let late = err(&app, "scan.take", json!({ "items": [item(&id, &turned)] }));
    assert!(late.message.contains("不是待签的一件"), "{late}");
}

/// 旧版签字页: it is kept with its version, said on the record, and signs no later one; one more signature changes no version.
#[test]
fn a_page_signed_before_a_correction_stays_with_its_version() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let pages = scanned(&app, json!({ "batch": 1, "day": null, "records": [1] }), dir.path(), "d");
    let read = || ok(&app, "scan.read", json!({ "paths": pages }))["sheets"][0].clone();
    let signature = json!({ "name": "周敏", "role": "记录人", "date": "2026-03-09", "mode": "scanned" });
    let item = |s: &Value| json!({ "items": [{ "record": s["record"], "pages": s["pages"], "name": s["names"][0], "originality": "original", "secrecy": "", "signature": signature, "signs": [signature], "revision": s["revision"] }] });
    let first = read();
    ok(&app, "scan.take", item(&first));
    let view = || ok(&app, "record.get", json!({ "id": 1 }));
    let (record, paper) = (view()["record"].clone(), view()["materials"][0].clone());
    assert_eq!((&record["revision"], &paper["outdated"]), (&json!(2), &Value::Null), "a signature is no correction: {paper}");
    let again = read();
    assert_eq!((&again["outdated"], codes(&again["findings"])), (&json!(false), vec!["K09"]));

    let mut content = record["content"].clone();
    content["summary"] = json!("听取意见，补充");
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": 2, "content": content, "reason": "补充" }));
    let paper = view()["materials"][0].clone();
    assert_eq!((&paper["outdated"], &paper["content"]["of_revision"]), (&json!(true), &json!(1)));
    let told = ok(&app, "batch.get", json!({ "batch": 1 }))["findings"].clone();
    let told: Vec<&str> = told.as_array().unwrap().iter().map(|f| f["message"].as_str().unwrap()).collect();
    assert!(told.iter().any(|m| m.contains("待周敏签名；签了名的“谈心谈话记录”是更正以前的版本")), "{told:#?}");
    assert!(told.iter().any(|m| m.contains("“谈心谈话记录”是更正以前的签字页，没有更正后的一份")), "{told:#?}");

    let late = read();
    assert_eq!((&late["outdated"], &late["awaited"], codes(&late["findings"])), (&json!(true), &json!([]), vec!["K08"]));
    assert_eq!(late["names"], json!(["谈话（笔记本）记录（第1版签字页）"]));
    assert!(err(&app, "scan.take", item(&late)).message.contains("不能登记到新版"));
    assert!(!view()["record"]["content"]["signatures"].as_array().unwrap().iter().any(|s| s["mode"] == "scanned"));
    // As it read before, the page is good again.
    let (revision, mut content) = (view()["record"]["revision"].clone(), view()["record"]["content"].clone());
    content["summary"] = record["content"]["summary"].clone();
    ok(&app, "record.correct", json!({ "id": 1, "from_revision": revision, "content": content, "reason": "改回" }));
    assert_eq!(view()["materials"][0]["outdated"], Value::Null);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// What lay on the page goes with it and comes back with it: the record waits, the paper it had replaced waits, and no undo brings a
/// signature back without its page.
#[test]
fn a_signed_page_taken_off_leaves_its_record_and_what_it_replaced_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(&dir.path().join("工作区"));
    let (id, pages) = counted(&app, dir.path(), "f");
    let unsigned = json!({ "name": "孙一", "role": "计票人", "date": null, "mode": "pending" });
    let request = json!({ "record": id, "path": dir.path().join("f.pdf"), "name": "计票单", "originality": "original", "secrecy": "机密", "pages": 1, "signature": unsigned });
    let before = ok(&app, "material.attach", request);
    let sheet = ok(&app, "scan.read", json!({ "paths": pages }))["sheets"][0].clone();
    let sign = |s: &Value| json!({ "name": s["name"], "role": s["role"], "date": "2026-03-07", "mode": "scanned" });
    let signs: Vec<Value> = sheet["awaited"].as_array().unwrap().iter().map(sign).collect();
    let item = json!({ "record": id, "pages": sheet["pages"], "name": "计票单", "originality": "original", "secrecy": "", "signature": signs[0], "signs": signs, "replaces": before["id"] });
    ok(&app, "scan.take", json!({ "items": [item] }));
    let state = |app: &App| {
        let view = ok(app, "record.get", json!({ "id": id }));
        let modes = |list: &Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|s| s["mode"].as_str().unwrap().to_owned()).collect()
        };
        let papers: Vec<(u64, String)> = view["materials"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| (m["id"].as_u64().unwrap(), m["content"]["signature"]["mode"].as_str().unwrap().to_owned()))
            .collect();
        (modes(&view["record"]["content"]["signatures"]), papers)
    };
    let own = before["id"].as_u64().unwrap();
    let paper = |mode: &str, id: u64| vec![(id, mode.to_owned())];
    assert_eq!(state(&app), (vec!["scanned".to_owned(); 3], paper("scanned", own)));
    let off = |from: u32| json!({ "id": own, "from_revision": from, "reason": "这是另一次会议的计票单" });
    let lines_before = lines(&app);
    let done = ok(&app, "material.take_off", off(2));
    for word in ["孙一、周二、吴三的签名退回待签", "顶替的“计票单”重新待签"] {
        assert!(done["words"].as_str().unwrap().contains(word), "{done}");
    }
    assert_eq!(lines(&app), lines_before + 1, "one line of the journal");
    let (signatures, waiting) = state(&app);
    assert_eq!(signatures, ["pending"; 3]);
    assert_eq!((waiting.len(), waiting[0].1.as_str()), (1, "pending"));
    let again = ok(&app, "record.get", json!({ "id": id }))["materials"][0].clone();
    assert_eq!(
        (&again["content"]["sha256"], &again["content"]["secrecy"]),
        (&before["content"]["sha256"], &json!("机密")),
        "the file that waited"
    );
    let targets = ok(&app, "scan.targets", json!({ "batch": 1 }));
    assert_eq!(targets["taken_off"][0]["material"]["id"], own, "and the page is in the tray");
    let home = ok(&app, "home.get", json!({ "today": null }));
    let unsigned = home["unsigned"].as_array().unwrap();
    assert!(unsigned.iter().any(|u| u["place"]["record"] == id && u["place"]["material"].is_null()), "{unsigned:?}");
    // Back again with all that went, by one command; then off for good.
    ok(&app, "change.redo", json!({ "entry": "material", "id": own, "from_revision": 3 }));
    assert_eq!(state(&app), (vec!["scanned".to_owned(); 3], paper("scanned", own)));
    ok(&app, "material.take_off", off(4));
    assert_eq!(state(&app).0, ["pending"; 3]);
    // What an undo of the record leaves never bears a signature whose page is gone.
    let revision = ok(&app, "record.get", json!({ "id": id }))["record"]["revision"].clone();
    ok(&app, "record.undo", json!({ "id": id, "from_revision": revision }));
    assert!(state(&app).0.iter().all(|mode| mode == "pending"));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
    assert_eq!(ok(&app, "search.check", json!({}))["findings"], json!([]));
}
