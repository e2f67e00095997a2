//! 待整理扫描件: a folder of the scanner, its pages turned, joined and split into materials of their records, the files kept as they came in.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jishi_forms::pages::{BookOf, Leaf, Scan, bind};
use serde_json::{Value, json};

use super::{app, begun, err, ok, talk};
use crate::{App, Code, Progress, ProgressNote};

/// Pictures unlike one another, so that their digests differ.
fn picture(shade: u8) -> Vec<u8> {
    let image = image::GrayImage::from_fn(80, 120, |x, _| image::Luma([if x < 20 { shade } else { 240 }]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A folder as scanners leave it: a book of three pages, two pictures, and what is no scan.
fn folder(at: &Path) -> PathBuf {
    let folder = at.join("扫描仪");
    jishi_fs::create_dir_all(&folder).unwrap();
    let pages: Vec<Scan> = [1, 2, 3].map(|n| Scan::open(picture(n)).unwrap_or_else(|e| panic!("{e}"))).into();
    let leaves: Vec<Leaf> = (0..3).map(|file| Leaf { file, page: 1, turn: 0 }).collect();
    let about = BookOf { name: "扫描", unit: "", made_on: None };
    let book = bind(&pages.iter().collect::<Vec<_>>(), &leaves).unwrap().close(&[], &about).unwrap().pdf;
    for (name, bytes) in [("扫描10.pdf", book), ("扫描2.png", picture(9)), ("扫描1.PNG", picture(8)), ("Thumbs.db", vec![0])]
    {
        jishi_fs::write_new(&folder.join(name), &bytes).unwrap();
    }
    folder
}

fn recorded(at: &Path) -> App {
    let app = app(&at.join("工作区"));
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let mut own = talk("2026-03-06");
    own["candidates"] = json!([1]);
    ok(&app, "record.add", json!({ "batch": 1, "content": own }));
    app
}

fn item(record: u32, name: &str, pages: &Value) -> Value {
    let signature = json!({ "name": "周敏", "role": "责任人", "date": "2026-03-09", "mode": "scanned" });
    json!({ "record": record, "pages": pages, "name": name, "originality": "original", "secrecy": "", "signature": signature })
}

fn bytes(app: &App, material: &Value) -> Vec<u8> {
    app.bytes("material.bytes", json!({ "id": material["id"] }), &crate::Quiet).unwrap()
}

#[test]
fn a_page_that_shows_what_another_showed_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let folder = folder(dir.path());
    jishi_fs::write_new(&folder.join("扫描11.png"), &picture(9)).unwrap();
    let reading = ok(&app, "scan.read", json!({ "paths": [folder] }));
    let loose = reading["loose"].as_array().unwrap();
    let codes: Vec<&str> = loose.iter().map(|l| l["finding"]["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["K03", "K03", "K03", "K03", "K03", "K14"]);
    assert_eq!(loose[5]["finding"]["message"], "扫描11.png 第 1 页与 扫描2.png 第 1 页完全相同");
}

#[test]
fn pages_of_a_scanner_folder_become_materials_and_the_files_stay_as_they_came() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let folder = folder(dir.path());
    let open = || ok(&app, "scan.open", json!({ "batch": 1, "files": [{ "path": folder }] }));
    let files = open();
    let told = |key: &str| files.as_array().unwrap().iter().map(|f| f[key].clone()).collect::<Vec<_>>();
    assert_eq!(told("name"), ["扫描1.PNG", "扫描2.png", "扫描10.pdf"], "by number, without what is no scan");
    assert_eq!(told("pages"), [1, 1, 3]);
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 0, "looking takes nothing in");

    let (one, book) = (files[0]["path"].clone(), files[2]["path"].clone());
    let joined = item(
        1,
        "谈心谈话记录",
        &json!([
        { "path": book, "page": 1, "turn": 90 }, { "path": book, "page": 2, "turn": 90 }, { "path": one, "page": 1 } ]),
    );
    let whole = item(2, "谈话原件", &json!([{ "path": files[1]["path"], "page": 1 }]));
    let taken = ok(&app, "scan.take", json!({ "items": [joined, whole] }));
    let made = &taken[0]["content"];
    assert_eq!(
        (&made["pages"], &made["format"], &made["file_name"]),
        (&json!(3), &json!("pdf"), &json!("扫描10（第1–2页等3页）.pdf"))
    );
    let runs: Vec<Value> =
        made["origins"].as_array().unwrap().iter().map(|o| json!([o["file_name"], o["first"], o["last"], o["turn"]])).collect();
    assert_eq!(runs, [json!(["扫描10.pdf", 1, 2, 90]), json!(["扫描1.PNG", 1, 1, 0])]);
    let bound = app.content().read_file(made["sha256"].as_str().unwrap()).unwrap();
    let probe = jishi_forms::probe::probe(&mut std::io::Cursor::new(bound)).unwrap();
    assert_eq!(probe.declared.as_deref(), Some("PDF/A-2a"), "pages that are pictures are bound archival: {probe:?}");
    assert_eq!(taken[0]["remarks"], json!([]));
    let kept = app.content().read_file(made["origins"][0]["sha256"].as_str().unwrap()).unwrap();
    assert_eq!(kept, jishi_fs::read(Path::new(book.as_str().unwrap())).unwrap(), "the book is kept as it came in");
    assert_eq!(taken[1]["content"].get("origins"), None);
    assert_eq!(bytes(&app, &taken[1]), picture(9), "a file given whole is kept to the letter");

    let filed: Vec<Value> = open().as_array().unwrap().iter().map(|f| f["filed"].clone()).collect();
    assert_eq!(filed, [json!([1]), json!([1]), json!([1, 2])], "what was filed is told when the folder is opened again");

    // A material attached before may be laid in the tray again and split.
    let again = json!({ "material": taken[0]["id"] });
    let laid = ok(&app, "scan.open", json!({ "batch": 1, "files": [again] }));
    assert_eq!((&laid[0]["pages"], &laid[0]["filed"]), (&json!(3), &json!([])));
    let part = ok(
        &app,
        "scan.take",
        json!({ "items": [item(2, "附页", &json!([{ "material": taken[0]["id"], "page": 3, "turn": 270 }]))] }),
    );
    assert_eq!(part[0]["content"]["origins"][0]["sha256"], made["sha256"]);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// A file of two typeset pages, as of a program of long ago.
fn typeset() -> Vec<u8> {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>";
    let parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page,
        page,
        "<</Length 33>>stream\nBT /F 12 Tf 50 700 Td (old) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ];
    let (mut file, mut table) = (String::from("%PDF-1.4\n"), String::from("xref\n0 7\n0000000000 65535 f \n"));
    for (number, part) in (1..).zip(parts) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{part}\nendobj\n");
    }
    let at = file.len();
    format!("{file}{table}trailer\n<</Root 1 0 R/Size 7>>\nstartxref\n{at}\n%%EOF\n").into_bytes()
}

#[test]
fn a_typeset_page_is_bound_as_it_is_and_the_answer_and_the_log_say_that_it_is_no_pdf_a() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let path = dir.path().join("旧文.pdf");
    jishi_fs::write_new(&path, &typeset()).unwrap();
    let page = json!([{ "path": path, "page": 2 }]);
    let taken = ok(&app, "scan.take", json!({ "items": [item(1, "附页", &page), item(2, "附页", &page)] }));
    let remark = taken[0]["remarks"][0].as_str().unwrap();
    assert!(remark.contains("不是 PDF/A") && remark.contains("第1页") && remark.contains("是排版页"), "{remark}");
    let bound = bytes(&app, &taken[0]);
    let probe = jishi_forms::probe::probe(&mut std::io::Cursor::new(&bound)).unwrap();
    assert_eq!(probe.declared, None);
    assert!(ok(&app, "journal.list", json!({ "before": 0, "limit": 20 })).to_string().contains("不是 PDF/A"));
    // The same pages under two records are one file, and the list of materials says so.
    assert_eq!(taken[0]["content"]["sha256"], taken[1]["content"]["sha256"]);
    let rows = ok(&app, "material.list", json!({ "batch": 1 }));
    assert_eq!(rows[0]["same_as"], json!([rows[1]["material"]["id"]]));
}

/// Pages that open the record numbered `at`.
fn opening(at: u32, name: &str, pages: &Value) -> Value {
    let mut item = item(0, name, pages);
    let object = item.as_object_mut().unwrap();
    object.remove("record");
    object.insert("opens".into(), json!(at));
    item
}

#[test]
fn pages_open_the_record_they_go_to_and_both_stand_or_neither() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let book = folder(dir.path()).join("扫描10.pdf");
    let page = |n: u32| json!([{ "path": book, "page": n }]);
    let counts = || {
        let info = ok(&app, "workspace.info", json!({}));
        let list = ok(&app, "record.list", json!({ "batch": 1, "step": null, "candidate": null }));
        (list.as_array().unwrap().len(), info["materials"].clone())
    };
    let before = counts();
    let new = json!({ "batch": 1, "content": talk("2026-03-07") });
    let mut undated = talk("2026-03-07");
    undated["date"] = Value::Null;
    for (request, words) in [
        // What is wrong with one item keeps the record of another from being opened.
        (json!({ "opens": [new], "items": [opening(0, "谈话", &page(1)), item(1, "附页", &page(9))] }), "第 9 页"),
        (json!({ "opens": [new], "items": [item(1, "附页", &page(1))] }), "没有归入任何页"),
        (json!({ "opens": [new], "items": [opening(0, "谈话", &page(1)), opening(1, "附页", &page(2))] }), "第 2 条"),
        (json!({ "opens": [new], "items": [opening(0, "谈话", &page(1)), opening(0, "附页", &page(1))] }), "两次归到"),
        (json!({ "opens": [{ "batch": 1, "content": undated }], "items": [opening(0, "谈话", &page(1))] }), "发生时间"),
    ] {
        let refused = err(&app, "scan.take", request);
        assert!(refused.message.contains(words), "{words}: {refused}");
        assert_eq!(counts(), before, "{words}: nothing was written");
    }
    let items = json!([opening(0, "谈心谈话记录", &page(1)), opening(0, "附页", &page(2)), item(1, "附页", &page(3))]);
    let taken = ok(&app, "scan.take", json!({ "opens": [new], "items": items }));
    assert_eq!((counts().0, counts().1), (before.0 + 1, json!(3)));
    let records: Vec<&Value> = taken.as_array().unwrap().iter().map(|m| &m["content"]["record"]).collect();
    assert_eq!((records[0], records[2]), (records[1], &json!(1)));
    let view = ok(&app, "record.get", json!({ "id": records[0] }));
    assert_eq!((&view["record"]["content"]["date"], &view["record"]["revision"]), (&json!("2026-03-07"), &json!(1)));

    // A tray that comes back after its answer was lost opens nothing a second time, not even in part or in other words.
    let after = counts();
    let mut reworded = talk("2026-03-07");
    reworded["note"] = json!("又记了一遍");
    for content in [talk("2026-03-07"), reworded] {
        let again = json!([opening(0, "附页", &page(2))]);
        let refused = err(&app, "scan.take", json!({ "opens": [{ "batch": 1, "content": content }], "items": again }));
        assert!(refused.message.contains("已经写入"), "{refused}");
        assert_eq!(counts(), after);
    }
    // Another day is another matter, and what was taken back may be opened anew.
    let mut unsigned = opening(0, "附页", &page(2));
    unsigned["signature"] = json!({ "name": "", "role": "责任人", "date": null, "mode": "pending" });
    let other = json!({ "opens": [{ "batch": 1, "content": talk("2026-03-08") }], "items": [unsigned] });
    let opened = ok(&app, "scan.take", other.clone());
    assert!(err(&app, "scan.take", other.clone()).message.contains("已经写入"));
    ok(&app, "record.undo", json!({ "id": opened[0]["content"]["record"], "from_revision": 1 }));
    ok(&app, "scan.take", other);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn what_is_wrong_with_a_page_is_refused_and_nothing_is_filed() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let folder = folder(dir.path());
    let book = folder.join("扫描10.pdf");
    for (pages, words) in [
        (json!([{ "path": book, "page": 9 }]), "第 9 页"),
        (json!([{ "path": book, "page": 1, "turn": 45 }]), "45 度"),
        (json!([{ "path": book, "page": 1 }, { "path": book, "page": 1 }]), "选了两次"),
        (json!([]), "没有选定页"),
        (json!([{ "path": folder.join("Thumbs.db"), "page": 1 }]), "Thumbs.db"),
    ] {
        let good = item(2, "附页", &json!([{ "path": book, "page": 2 }]));
        let refused = err(&app, "scan.take", json!({ "items": [good, item(1, "附页", &pages)] }));
        assert!(refused.message.contains(words), "{words}: {refused}");
    }
    let twice = item(1, "附页", &json!([{ "path": book, "page": 2 }]));
    assert!(err(&app, "scan.take", json!({ "items": [twice, twice] })).message.contains("已经挂接"));
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 0);
    let empty = dir.path().join("空");
    jishi_fs::create_dir_all(&empty).unwrap();
    assert!(err(&app, "scan.open", json!({ "batch": 1, "files": [{ "path": empty }] })).message.contains("没有扫描文件"));
}

/// Stops at the given note and remembers what it was told.
struct Stopping(Mutex<Vec<ProgressNote>>, usize);

impl Progress for Stopping {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        let mut told = self.0.lock().unwrap();
        told.push(note.clone());
        if told.len() >= self.1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[test]
fn filing_tells_how_far_it_is_and_stops_when_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let book = folder(dir.path()).join("扫描10.pdf");
    let items = [1, 2].map(|page| item(page, "附页", &json!([{ "path": book, "page": page }])));
    let all = Stopping(Mutex::default(), usize::MAX);
    for stop_at in 1..=3 {
        let stopping = Stopping(Mutex::default(), stop_at);
        let refused = app.call("scan.take", json!({ "items": items }), &stopping).unwrap_err();
        assert_eq!(refused.code, Code::Cancelled, "{stop_at}");
    }
    assert_eq!(ok(&app, "workspace.info", json!({}))["materials"], 0);
    assert_eq!(err_of(&app, &Stopping(Mutex::default(), 1), &book), Code::Cancelled);
    app.call("scan.take", json!({ "items": items }), &all).unwrap();
    let told = all.0.lock().unwrap();
    assert!(told.windows(2).all(|w| w[0].done <= w[1].done && w[1].done <= w[1].total), "{told:?}");
    assert_eq!(told.last().map(|n| n.done == n.total), Some(true));
}

fn err_of(app: &App, progress: &dyn Progress, book: &Path) -> Code {
    app.call("scan.open", json!({ "batch": 1, "files": [{ "path": book }] }), progress).unwrap_err().code
}

#[test]
fn the_list_of_a_batch_tells_where_each_material_hangs_and_which_are_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let page = folder(dir.path()).join("扫描2.png");
    let pages = json!([{ "path": page, "page": 1 }]);
    let mut unsigned = item(2, "另一份", &pages);
    unsigned["signature"] = json!({ "name": "", "role": "责任人", "date": null, "mode": "pending" });
    ok(&app, "scan.take", json!({ "items": [item(1, "谈心谈话记录", &pages), unsigned] }));
    let rows = ok(&app, "material.list", json!({ "batch": 1 }));
    let told: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| json!([r["step"], r["expected"], r["same_as"], r["about"], r["retracted"]]))
        .collect();
    assert_eq!(told, [json!(["S05", true, [2], [], false]), json!(["S05", false, [1], ["买买提·艾力"], false])]);
    assert_eq!(rows[0]["record"], "谈话（笔记本）记录，2026年3月5日");
    ok(&app, "record.undo", json!({ "id": 2, "from_revision": 1 }));
    let rows = ok(&app, "material.list", json!({ "batch": 1 }));
    assert_eq!(
        (rows.as_array().unwrap().len(), &rows[1]["retracted"]),
        (2, &json!(true)),
        "it hangs on nothing, and is not lost sight of"
    );
}

#[test]
fn pages_are_offered_the_records_of_the_batch_and_the_unsigned_are_printed_in_one_go() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let offered = ok(&app, "scan.targets", json!({ "batch": 1 }));
    let target = &offered["targets"][1];
    assert_eq!((&target["record"], &target["about"], &target["unsigned"]), (&json!(2), &json!(["买买提·艾力"]), &json!(true)));
    assert_eq!((&target["names"][0], &target["entered_on"]), (&json!("谈心谈话记录"), &json!("2026-03-10")));
    let keys = offered["people"][0]["keys"].as_array().unwrap();
    assert!(keys.contains(&json!("mmtal")), "{keys:?}");

    let folder = dir.path().join("打印");
    let made = ok(&app, "record.print", json!({ "batch": 1, "day": null, "records": [], "folder": folder }));
    assert_eq!((&made["what"], &made["pages"]), (&json!("待签记录 2 份"), &json!(2)));
    let printed = jishi_fs::read(Path::new(made["path"].as_str().unwrap())).unwrap();
    assert_eq!(jishi_forms::probe::probe(&mut std::io::Cursor::new(printed)).unwrap().pages, Some(2));
    let other = json!({ "batch": 1, "day": "2026-03-01", "records": [], "folder": folder });
    assert!(err(&app, "record.print", other).message.contains("没有待签"));
}

/// What is whole and only not read by pages may hang on its record as it is; what is broken may not.
#[test]
fn of_what_cannot_be_taken_page_by_page_it_is_said_whether_it_may_be_kept_whole() {
    let dir = tempfile::tempdir().unwrap();
    let app = recorded(dir.path());
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        jishi_fs::write_new(&path, bytes).unwrap();
        ok(&app, "scan.open", json!({ "batch": 1, "files": [{ "path": path }] }))[0]["fault"]["remedy"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(file("公文.ofd", b"PK\x03\x04....OFD.xml").contains("直接挂接"));
    assert!(!file("坏的.pdf", b"%PDF-1.4 nothing").contains("直接挂接"));
}
