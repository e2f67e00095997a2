//! A character no typeface has: it is named with its person and field, stops only the papers that bear it, and gives way to a note on it or
//! to a font file that is added.

use super::*;

/// U+30EDF and U+31350, which no built-in typeface has.
const FONT: &[u8] = include_bytes!("two-characters.ttf");

fn candidate(app: &App, name: &str, order: u32) {
    let id = ok(app, "person.add", json!({ "content": { "name": name, "born": "197904", "joined_party": "200107" } }));
    ok(
        app,
        "candidate.add",
        json!({ "batch": 1, "content": { "person": id, "post": null, "current_post": "科长", "proposed_post": "副局长",
        "removed_post": "", "outcome": "open", "stopped_at": "", "order": order } }),
    );
}

/// 艾力 and a person with a character nobody can print, each a candidate.
fn two(app: &App) {
    begun(app);
    candidate(app, "李\u{30EDF}", 2);
}

fn written(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        jishi_fs::list_dir(folder).unwrap().iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn noted(app: &App, character: &str, note: &str) -> std::result::Result<Value, crate::AppError> {
    let seen = ok(app, "person.get", json!({ "id": 2 }))["person"].clone();
    let mut content = seen["content"].clone();
    content["glyph_notes"] = json!([{ "character": character, "note": note }]);
    let request = json!({ "id": 2, "from_revision": seen["revision"], "content": content, "reason": "写造字说明" });
    app.call("person.update", request, &Quiet)
}

#[test]
fn one_persons_character_stops_his_papers_and_nobody_elses_and_the_error_says_whose() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let out = dir.path().join("表");
    let fault = err(&app, "form.write", json!({ "form": "appointment-form", "batch": 1, "folder": out }));
    assert_eq!(fault.code, Code::Unprintable);
    for part in ["U+30EDF", "李\u{30EDF}", "姓名", "1份没有生成"] {
        assert!(fault.message.contains(part), "{part}: {}", fault.message);
    }
    assert!(fault.remedy.contains("其余1份已经生成") && fault.message.contains("造字说明"), "{fault}");
    assert_eq!(written(&out).len(), 1, "{:?}", written(&out));
    // A paper of the whole batch is called after nobody: it is said whose name it is.
    let fault = err(&app, "form.write", json!({ "form": "ledger", "batch": 1, "folder": out }));
    assert!(fault.code == Code::Unprintable && fault.remedy.contains("李\u{30EDF}"), "{fault}");
    // The same of sheets bound in one file.
    let record = |about: u32| {
        let mut content = talk("2026-03-05");
        content["candidates"] = json!([about]);
        ok(&app, "record.add", json!({ "batch": 1, "content": content }));
    };
    record(1);
    record(2);
    let made = ok(&app, "record.print", json!({ "batch": 1, "day": null, "records": [], "folder": out }));
    let what = made["what"].as_str().unwrap();
    assert!(what.starts_with("待签记录 1 份；有1份记录没有印") && what.contains("U+30EDF"), "{what}");
    assert!(app.bytes("record.sheets", json!({ "batch": 1, "day": null, "records": [] }), &Quiet).is_err());
    // Where it stands is listed.
    let wanting = ok(&app, "font.list", json!({}))["wanting"].clone();
    assert_eq!(wanting[0]["name"], "李\u{30EDF}");
    assert_eq!(wanting[0]["unprintable"][0]["fields"], json!(["姓名"]));
}

#[test]
fn a_note_on_the_character_makes_the_papers_and_the_name_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    for (character, note) in
        [("李\u{30EDF}", "左金右监"), ("\u{30EDF}", " "), ("\u{30EDF}", "\u{31350}"), ("\u{30EDF}", &"字".repeat(41))]
    {
        let fault = noted(&app, character, note).unwrap_err();
        assert!(fault.message.contains("造字说明"), "{fault}");
    }
    noted(&app, "\u{30EDF}", "穴下言马").unwrap();
    let person = ok(&app, "person.get", json!({ "id": 2 }));
    assert_eq!(person["person"]["content"]["name"], "李\u{30EDF}");
    assert!(person["findings"].as_array().unwrap().iter().all(|f| f["code"] != "L90"), "{}", person["findings"]);
    let out = dir.path().join("表");
    ok(&app, "form.write", json!({ "form": "appointment-form", "batch": 1, "folder": out }));
    assert_eq!(written(&out).len(), 2);
    let pdf = app.bytes("form.preview", json!({ "form": "ledger", "batch": 1 }), &Quiet).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let wanting = ok(&app, "font.list", json!({}))["wanting"].clone();
    assert_eq!((&wanting[0]["unprintable"], &wanting[0]["notes"][0]["note"]), (&json!([]), &json!("穴下言马")));
    // Who types it is asked about it though there is a note.
    let asked = ok(&app, "font.unprintable", json!({ "content": person["person"]["content"] }));
    assert_eq!((&asked[0]["code"], &asked[0]["may_have_note"]), (&json!("U+30EDF"), &json!(true)));
}

#[test]
fn a_font_file_makes_the_papers_is_journalled_and_set_aside_not_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two(&app);
    let file = dir.path().join("补字.ttf");
    jishi_fs::write_new(&file, FONT).unwrap();
    let (before, out) = (lines(&app), dir.path().join("表"));
    let list = ok(&app, "font.add", json!({ "path": file }));
    let own = list["fonts"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&own["file"], &own["characters"], &own["embedding"]), (&json!("补字.ttf"), &json!(2), &json!("允许嵌入")));
    assert_eq!((own["sha256"].as_str(), &list["wanting"]), (Some(jishi_fs::sha256_hex(FONT).as_str()), &json!([])));
    let line = app.store().journal(0, 1).unwrap().remove(0);
    assert!(lines(&app) == before + 1 && line.words.contains(own["sha256"].as_str().unwrap()), "{}", line.words);
    ok(&app, "form.write", json!({ "form": "appointment-form", "batch": 1, "folder": out }));
    let his = written(&out).into_iter().find(|n| n.contains('李')).unwrap();
    let pdf = jishi_fs::read(&out.join(his)).unwrap();
    assert!(String::from_utf8_lossy(&pdf).contains(own["sha256"].as_str().unwrap()), "the paper says which file drew it");
    // Not twice, and nothing that is no font.
    assert!(err(&app, "font.add", json!({ "path": file })).message.contains("同一个文件"));
    let bad = dir.path().join("坏.ttf");
    jishi_fs::write_new(&bad, b"no font").unwrap();
    assert!(err(&app, "font.add", json!({ "path": bad })).message.contains("坏.ttf"));
    // One laid there by hand that is none is told and holds nobody up.
    let folder = dir.path().join("工作区/字体");
    jishi_fs::write_new(&folder.join("坏.ttf"), b"no font").unwrap();
    let list = ok(&app, "font.list", json!({}));
    assert!(list["findings"][0]["message"].as_str().unwrap().contains("坏.ttf"), "{list}");
    assert!(app.bytes("form.preview", json!({ "form": "ledger", "batch": 1 }), &Quiet).is_ok());
    ok(&app, "font.remove", json!({ "file": "补字.ttf" }));
    assert!(app.bytes("form.preview", json!({ "form": "ledger", "batch": 1 }), &Quiet).is_err());
    assert!(written(&folder.join("停用"))[0].ends_with("_补字.ttf"));
    assert!(err(&app, "font.remove", json!({ "file": "补字.ttf" })).message.contains("没有名为"));
    // Back again, and aside again: the same file is kept once.
    ok(&app, "font.add", json!({ "path": file }));
    ok(&app, "font.remove", json!({ "file": "补字.ttf" }));
    assert_eq!(written(&folder.join("停用")).len(), 1);
}

/// Long before a paper is due: in the list that is pasted and beside the name in the batch, until there is a note or a font.
#[test]
fn a_character_nobody_prints_is_told_in_the_pasted_list_and_in_the_batch() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    two(&app);
    let pasted = ok(&app, "person.read_pasted", json!({ "text": "姓名\t出生年月\n李\u{30EDF}\t197904\n王芳\t197904" }));
    let warnings = |at: usize| pasted["rows"][at]["warnings"].to_string();
    assert!(warnings(0).contains("“\u{30EDF}”没有字体能印") && warnings(0).contains("造字说明"), "{pasted}");
    assert!(!warnings(1).contains("字体"), "{pasted}");
    let told = |app: &App| {
        let view = ok(app, "batch.get", json!({ "batch": 1 }));
        view["candidates"].as_array().unwrap().iter().map(|c| c["unprintable"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(&app), [json!([]), json!(["\u{30EDF}"])]);
    noted(&app, "\u{30EDF}", "左金右监").unwrap();
    let use_it = json!({ "id": 2, "from_revision": 1, "person_revision": 2, "reason": "写造字说明" });
    ok(&app, "candidate.use_person", use_it);
    assert_eq!(told(&app), [json!([]), json!([])]);
}
