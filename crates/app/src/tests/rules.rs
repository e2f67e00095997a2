//! An office's own rule packs, a record judged while it is typed, and the way from a figure back to its records.

use serde_json::{Value, json};

use super::*;

fn zhangye(app: &App) -> Value {
    let view = app.call("rules.list", json!({}), &Quiet).unwrap();
    view["packs"].as_array().unwrap().iter().find(|p| p["id"] == "zhangye-2009").unwrap().clone()
}

#[test]
fn a_further_version_of_a_local_pack_leaves_batches_by_the_one_they_began_with() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let batch = |name: &str, number: &str, overlays: Value| {
        json!({ "content": { "name": name, "number": number, "business": "个别提拔任职", "started": "2009-10-10", "edition": "2002",
            "overlays": overlays, "unit": "示例组织部", "fonds": "Z109", "note": "" } })
    };
    let old = app.call("batch.create", batch("旧批次", "200901", json!(["zhangye-2009"])), &Quiet).unwrap();
    let mut pack = zhangye(&app);
    // The same version again, a bad number, an edition: each is refused and says what to do.
    let tried = app.call("rules.try", json!({ "pack": pack }), &Quiet).unwrap();
    assert_eq!(tried["findings"][0]["place"]["field"], "version", "{tried}");
    pack["version"] = json!("../1");
    assert!(app.call("rules.add_version", json!({ "pack": pack, "reason": "改数" }), &Quiet).is_err());
    pack["version"] = json!("2.0");
    let check = pack["checks"].as_array_mut().unwrap().iter_mut().find(|c| c["code"] == "V26").unwrap();
    check["parameters"]["numerator"] = json!(4);
    assert!(app.call("rules.add_version", json!({ "pack": pack, "reason": " " }), &Quiet).is_err());
    app.call("rules.add_version", json!({ "pack": pack, "reason": "市委发〔2010〕1号改为百分之四十" }), &Quiet).unwrap();
    let new = app.call("batch.create", batch("新批次", "200902", json!(["zhangye-2009@2.0"])), &Quiet).unwrap();
    let number = |batch: &Value| {
        let rules = app.call("rules.of_batch", json!({ "batch": batch }), &Quiet).unwrap();
        rules["checks"]["V26"]["check"]["parameters"]["numerator"].clone()
    };
    assert_eq!((number(&old), number(&new)), (json!(3), json!(4)));
    // What is read for lists and forms goes by the very same rules.
    let case = crate::bodies::cases::case(&app, serde_json::from_value(new.clone()).unwrap()).unwrap();
    assert_eq!(case.rules().first().number("V26", "numerator"), 4);
    let view = app.call("rules.list", json!({}), &Quiet).unwrap();
    let uses: Vec<(String, Value)> = view["standing"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["id"] == "zhangye-2009")
        .map(|s| (s["key"].as_str().unwrap().to_owned(), s["batches"].clone()))
        .collect();
    let expected = [
        ("zhangye-2009@1.0", 0),
        ("zhangye-2009@1.0.1", 0),
        ("zhangye-2009@1.0.2", 0),
        ("zhangye-2009@1.0.3", 1),
        ("zhangye-2009@2.0", 1),
    ];
    assert_eq!(uses, expected.map(|(key, batches)| (key.to_owned(), json!(batches))));
    assert!(
        app.call("rules.try", json!({ "pack": pack }), &Quiet).unwrap()["findings"][0]["message"]
            .as_str()
            .unwrap()
            .contains("已有")
    );
    let journal = app.call("journal.list", json!({ "before": 0, "limit": 5 }), &Quiet).unwrap().to_string();
    assert!(journal.contains("zhangye-2009@2.0") && journal.contains("百分之四十"), "{journal}");
}

#[test]
fn another_edition_than_that_of_the_day_is_taken_only_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let ask = |reason: &str| {
        let content = json!({ "name": "批次", "number": "201901", "business": "个别提拔任职", "started": "2019-03-03", "edition": "2014",
            "edition_reason": reason, "unit": "示例组织部", "fonds": "Z109", "note": "" });
        app.call("batch.create", json!({ "content": content }), &Quiet)
    };
    let refused = ask("").unwrap_err();
    assert!(refused.message.contains("不在条例2014年版的施行期内"), "{}", refused.message);
    ask("施行之日前已经会议推荐").unwrap();
}

#[test]
fn a_record_is_judged_while_it_is_typed_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let content = json!({ "name": "批次", "number": "202603", "business": "个别提拔任职", "started": "2026-03-02", "edition": "2019",
        "unit": "示例组织部", "fonds": "Z109", "note": "" });
    let batch = app.call("batch.create", json!({ "content": content }), &Quiet).unwrap();
    let mut record = app
        .call("record.draft", json!({ "batch": batch, "step": "S36", "kind": "meeting", "candidates": [] }), &Quiet)
        .unwrap()["content"]
        .clone();
    record["date"] = json!("2026-03-09");
    record["body"]["expected"] = json!(13);
    let codes = |record: &Value| -> Vec<String> {
        let found = app.call("check.draft", json!({ "batch": batch, "record": null, "content": record }), &Quiet).unwrap();
        found.as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    record["body"]["present"] = json!(8);
    assert!(codes(&record).contains(&"V24".to_owned()), "{:?}", codes(&record));
    record["body"]["present"] = json!(9);
    assert!(!codes(&record).contains(&"V24".to_owned()), "{:?}", codes(&record));
    let records = app.call("record.list", json!({ "batch": batch, "step": null, "candidate": null }), &Quiet).unwrap();
    assert_eq!(records, json!([]), "nothing was kept");
    // What was written meanwhile is in the case, and what was only typed is not.
    let other = app
        .call("record.draft", json!({ "batch": batch, "step": "S36", "kind": "meeting", "candidates": [] }), &Quiet)
        .unwrap()["content"]
        .clone();
    let (mut first, mut second) = (other.clone(), other);
    let words = "会议听取了组织部门关于拟任人选的情况介绍，与会同志逐一发表意见，认为人选政治过硬、作风扎实、群众公认，一致同意提交讨论并按程序办理。";
    for (record, name) in [(&mut first, "甲某"), (&mut second, "乙某")] {
        let talk = json!({ "kind": "notebook", "category": "听取意见", "speakers": [{ "name": name, "post": "局长", "role": "谈话对象" }], "text": words,
            "collective": false, "merits": "", "shortcomings": "", "demands": "", "minority": "", "visited": "", "feedback": null });
        (record["step"], record["date"], record["body"]) = (json!("S05"), json!("2026-03-05"), talk);
    }
    let copied = |record: &Value| {
        let found = app.call("check.draft", json!({ "batch": batch, "record": null, "content": record }), &Quiet).unwrap();
        found.as_array().unwrap().iter().any(|f| f["message"].as_str().unwrap().contains("雷同"))
    };
    assert!(!copied(&second) && !copied(&first), "a draft judged before leaves nothing behind");
    app.call("record.add", json!({ "batch": batch, "content": first }), &Quiet).unwrap();
    assert!(copied(&second), "the record saved meanwhile is seen");
    record["summary"] = json!("会议讨论");
    let kept = app.call("record.add", json!({ "batch": batch, "content": record }), &Quiet).unwrap();
    let origin = app.call("explain", json!({ "batch": batch, "field": "S36·操作情况" }), &Quiet).unwrap();
    assert_eq!(origin["records"][0]["record"]["id"], kept["record"]["id"]);
    assert!(app.call("explain", json!({ "batch": batch, "field": "没有这一栏" }), &Quiet).is_err());
}

#[test]
fn what_is_typed_is_judged_by_the_numbers_of_the_office() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let view = ok(&app, "rules.list", json!({}));
    let newest = |id: &str| view["packs"].as_array().unwrap().iter().rfind(|p| p["id"] == id).unwrap().clone();
    let mut pack = newest("mechanism");
    let mut term = newest("2019")["checks"].as_array().unwrap().iter().find(|c| c["code"] == "V30").unwrap().clone();
    term["parameters"]["months"] = json!(6);
    pack["checks"].as_array_mut().unwrap().push(term);
    pack["version"] = json!("9.0");
    ok(&app, "rules.add_version", json!({ "pack": pack, "reason": "本地试用期半年" }));
    ok(&app, "person.add", json!({ "content": { "name": "李四", "born": "197803", "joined_party": "200107" } }));
    let mut content = batch();
    (content["started"], content["overlays"]) = (json!("2025-06-02"), json!(["mechanism@9.0"]));
    ok(&app, "batch.create", json!({ "content": content }));
    let post =
        json!({ "unit": "云东区委", "title": "副书记", "seats": 1, "rank": "副职", "dual_management": false, "probation": true });
    ok(&app, "post.add", json!({ "batch": 1, "content": post }));
    let candidate = json!({ "person": 1, "post": 1, "current_post": "副局长", "proposed_post": "副书记", "removed_post": "",
        "outcome": "appointed", "stopped_at": "", "order": 1 });
    ok(&app, "candidate.add", json!({ "batch": 1, "content": candidate }));
    let mut record = talk("2025-07-15");
    (record["step"], record["candidates"]) = (json!("S42"), json!([1]));
    record["body"] = json!({ "kind": "decision", "effective": "2025-07-15" });
    ok(&app, "record.add", json!({ "batch": 1, "content": record }));
    (record["step"], record["date"], record["body"]) = (json!("S43"), json!("2026-03-09"), json!({ "kind": "review" }));
    let found = ok(&app, "check.draft", json!({ "batch": 1, "record": null, "content": record }));
    let over = |f: &Value| f["code"] == "V30" && f["message"].as_str().unwrap().contains("2026年1月14日期满");
    assert!(found.as_array().unwrap().iter().any(over), "{found:#}");
}

#[test]
fn a_year_of_the_calendar_is_taken_from_a_file_of_that_year_only() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let file = r#"{"year":2027,"source":"测试通知","days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"#;
    let ask = |year: i32| json!({ "year": year, "source": "测试通知", "text": file });
    let wrong = app.call("calendar.read_notice", ask(2028), &Quiet).unwrap();
    assert!(wrong["findings"][0]["message"].as_str().unwrap().contains("不是 2028 年"), "{wrong}");
    assert!(app.call("calendar.add_year", ask(2028), &Quiet).is_err());
    let read = app.call("calendar.read_notice", ask(2027), &Quiet).unwrap();
    assert_eq!(read["days"][0]["date"], "2027-01-01");
    let years = app.call("calendar.add_year", ask(2027), &Quiet).unwrap();
    assert!(years["years"].as_array().unwrap().contains(&json!(2027)));
}

#[test]
fn words_copied_from_another_batch_are_found_with_both_records() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let batch = |number: &str| {
        let content = json!({ "name": format!("批次{number}"), "number": number, "business": "个别提拔任职", "started": "2026-03-02",
            "edition": "2019", "unit": "示例组织部", "fonds": "Z109", "note": "" });
        app.call("batch.create", json!({ "content": content }), &Quiet).unwrap()
    };
    let talk = |batch: &Value, text: &str| {
        let ask = json!({ "batch": batch, "step": "S05", "kind": "notebook", "candidates": [] });
        let mut record = app.call("record.draft", ask, &Quiet).unwrap()["content"].clone();
        record["date"] = json!("2026-03-09");
        record["summary"] = json!("谈心谈话");
        record["body"]["text"] = json!(text);
        app.call("record.add", json!({ "batch": batch, "content": record }), &Quiet).unwrap()["record"]["id"].clone()
    };
    let text = "对班子总体评价是团结的，分工明确，遇事能商量；建议加强水利专业力量，年轻干部的培养还不够，老同志的经验要用起来，\
                基层所站的力量薄弱，希望这次调整一并考虑。";
    let (first, second) = (batch("202601"), batch("202602"));
    let old = talk(&first, text);
    let copied = |batch: &Value| -> Vec<Value> {
        let found = app.call("check.run", json!({ "batch": batch }), &Quiet).unwrap();
        found.as_array().unwrap().iter().filter(|f| f["code"] == "V31c").cloned().collect()
    };
    talk(
        &second,
        "一段全然不同的话：此人熟悉财务，办事细致，去年牵头清理往来账目，追回欠款，群众认可，但处理急事时不够果断，有待磨练，年纪也轻。",
    );
    assert_eq!(copied(&second), Vec::<Value>::new());
    let new = talk(&second, &text.replace("老同志", "老干部"));
    let found = copied(&second);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["place"]["record"], &found[0]["other"]["record"]), (&new, &old));
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("批次202601里第 5 步") && message.contains("界限90%"), "{message}");
    let origin = app.call("explain", json!({ "batch": second, "finding": found[0] }), &Quiet).unwrap();
    assert_eq!(origin["records"][0]["record"]["batch"], second);
    assert_eq!(origin["records"][1]["record"]["batch"], first);
    assert!(origin["compared"][1].as_str().unwrap().contains("老同志"), "{origin}");
    // What is mended is found no more.
    assert_eq!(copied(&first), Vec::<Value>::new(), "the earlier one is no copy, whatever comes later");
    let view = app.call("record.get", json!({ "id": new }), &Quiet).unwrap();
    let mut content = view["record"]["content"].clone();
    content["body"]["text"] = json!(
        "这一段照实重写：他只谈了三件事，一是工资，二是宿舍，三是盼着早点派年轻人下来，对人选没有提名，也没有说不同的意见，谈了四十分钟。"
    );
    let ask = json!({ "id": new, "from_revision": 1, "content": content, "reason": "照实改写" });
    app.call("record.correct", ask, &Quiet).unwrap();
    assert_eq!(copied(&second), Vec::<Value>::new());
    assert_eq!(copied(&first), Vec::<Value>::new());
}

#[test]
fn every_figure_of_a_filled_form_leads_to_its_record() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    begun(&app);
    let mut record =
        ok(&app, "record.draft", json!({ "batch": 1, "step": "S36", "kind": "meeting", "candidates": [] }))["content"].clone();
    record["date"] = json!("2026-03-09");
    record["summary"] = json!("逐一讨论");
    (record["body"]["expected"], record["body"]["present"]) = (json!(13), json!(9));
    let kept = ok(&app, "record.add", json!({ "batch": 1, "content": record }));
    let told = ok(&app, "form.origins", json!({ "form": "minutes", "batch": 1, "record": kept["record"]["id"] }));
    let of =
        |field: &str| told.as_array().unwrap().iter().find(|o| o["field"] == field).unwrap_or_else(|| panic!("{field}: {told}"));
    assert_eq!((&of("应到")["value"], &of("应到")["records"]), (&json!("13"), &json!([kept["record"]["id"]])));
    let blank = ok(&app, "form.origins", json!({ "form": "minutes", "batch": 1, "blank": true }));
    assert_eq!(blank, json!([]), "an empty form has no figures");
}

#[test]
fn files_of_an_office_read_the_same_however_their_editor_saved_them() {
    let dir = tempfile::tempdir().unwrap();
    let asset = |name: &str| {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
        jishi_fs::read_text(&assets.join(name)).unwrap()
    };
    let utf16 = |text: &str| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
    let path = dir.path().join("本单位.toml");
    let at = path.display().to_string();
    let save = |bytes: Vec<u8>| jishi_fs::write_atomic(&path, &bytes).unwrap();
    for encode in [&utf16 as &dyn Fn(&str) -> Vec<u8>, &marked] {
        save(encode(crate::filing_table_text()));
        assert_eq!(crate::check_filing_table(&at).unwrap().findings, []);
        save(encode(&asset("rules/sichuan-2009.toml")));
        assert_eq!(crate::check_rules(&at).unwrap().findings, []);
        save(encode(&asset("catalogue/example.toml")));
        let catalogue = crate::check_catalogue(&at).unwrap();
        assert!(catalogue.steps == 44 && catalogue.findings.iter().all(|f| f.code != "C01"), "{:?}", catalogue.findings);
    }
    save(vec![0xFF, 0xFF, 0x00, 0x80]);
    assert!(crate::check_filing_table(&at).unwrap_err().message.contains("“本单位.toml”读不出里面的文字"));
    assert_eq!(crate::check_rules(&at).unwrap().findings[0].code, "R01");
    assert_eq!(crate::check_catalogue(&at).unwrap().findings[0].code, "C01");
}

#[test]
fn whoever_is_added_goes_the_way_of_the_batch_unless_said_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let mut content = batch();
    content["business"] = json!("平级调整、交流");
    ok(&app, "batch.create", json!({ "content": content }));
    let proposed = ok(&app, "batch.suggest", json!({ "business": "平级调整、交流", "started": "2026-03-02" }));
    for default in proposed["not_applicable"].as_array().unwrap() {
        let mark = json!({ "step": default["step"], "candidate": null, "reason": default["reason"], "signer": "周敏", "date": "2026-03-03" });
        ok(&app, "step.not_applicable", json!({ "batch": 1, "mark": mark }));
    }
    let add = |person: u32, name: &str, movement: Option<&str>| {
        ok(&app, "person.add", json!({ "content": { "name": name, "born": "197803", "joined_party": "200107" } }));
        let mut candidate = json!({ "person": person, "post": null, "current_post": "副局长", "proposed_post": "副局长", "removed_post": "",
            "outcome": "open", "stopped_at": "", "order": person });
        if let Some(movement) = movement {
            candidate["movement"] = json!(movement);
        }
        ok(&app, "candidate.add", json!({ "batch": 1, "content": candidate }));
        let kept = ok(&app, "candidate.get", json!({ "candidate": person }));
        let found = ok(&app, "check.run", json!({ "batch": 1 }));
        let barred = |f: &&Value| f["code"] == "V36" && f["place"]["field"] == "不适用";
        (kept["candidate"]["content"]["movement"].clone(), found.as_array().unwrap().iter().filter(barred).count())
    };
    assert_eq!(add(1, "李四", None), (json!("lateral"), 0));
    assert_eq!(add(2, "王五", Some("promotion")), (json!("promotion"), 7));
}
