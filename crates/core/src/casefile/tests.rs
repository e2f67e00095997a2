//! The reader of case files: what it refuses, what it fills in. The judgements stand in `tests/cases/rules`.

use super::*;

fn parse(text: &str) -> Result<CaseFile, Vec<Finding>> {
    CaseFile::parse(text, "案件.json", RuleBook::builtin())
}

fn codes(text: &str) -> Vec<(String, String)> {
    let file = parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let calendar = crate::calendar::Calendar::builtin();
    file.judge(calendar).into_iter().map(|t| (t.code, t.word.to_owned())).collect()
}

#[test]
fn what_the_format_does_not_know_is_refused_with_its_path() {
    for (text, path) in [
        (r#"{"cases": []}"#, "cases"),
        (r#"{"records": [{"step": "S36", "kind": "meeting", "attendance": 3}]}"#, "records[0].attendance"),
        (r#"{"records": [{"step": "S37", "lines": [{"name": "张三", "yes": 3}]}]}"#, "records[0].lines[0].yes"),
        (r#"{"candidates": [{"name": "张三", "age": 3}]}"#, "candidates[0].age"),
        (r#"{"records": [{"step": "S36", "expected": "十三"}]}"#, "records[0].expected"),
        (r#"{"records": [{"step": "S99"}]}"#, "records[0].step"),
        (r#"{"candidates": ["张三"], "records": [{"step": "S12", "candidate": "李四"}]}"#, "records[0].candidate"),
        (r#"{"scope": ["V99"]}"#, "scope[0]"),
        (r#"{"rules": "1995"}"#, "rules"),
        (r#"{"today": "明天"}"#, "today"),
        ("[", ""),
        (
            r#"{"records": [{"step": "S37", "lines": [{"name": "张三"}, {"name": "李四", "agree": "九"}]}]}"#,
            "records[0].lines[1].agree",
        ),
        (r#"{"records": [{"step": "S36", "kind": "meeting", "convened": "茶话会"}]}"#, "records[0].convened"),
        (r#"{"records": [{"step": "S22", "materials": [3]}]}"#, "records[0].materials[0]"),
        (r#"{"not_applicable": ["S99"]}"#, "not_applicable[0].step"),
        (r#"{"candidates": ["张三", "张三"]}"#, "candidates[1].name"),
        (r#"{"rules": {"edition": 2019}}"#, "rules.edition"),
        (r#"{"rules": {"checks": {"V24": {"parameters": {"numeratorx": 3}}}}}"#, "rules.checks.V24.parameters.numeratorx"),
        (r#"{"rules": {"checks": {"V24": {"parameters": {"denominator": 0}}}}}"#, "rules.checks.V24.parameters.denominator"),
        (r#"{"rules": {"checks": {"V24": {"parameters": {"numerator": ["二"]}}}}}"#, "rules.checks.V24.parameters.numerator"),
    ] {
        let faults = parse(text).expect_err(text);
        assert!(faults.iter().any(|f| f.place.field.as_deref() == Some(path)), "{text}: {faults:#?}");
        assert!(faults.iter().all(|f| !f.remedy.is_empty() && f.place.file.is_some()), "{text}: {faults:#?}");
    }
}

#[test]
fn every_wrong_cell_is_told_at_once_with_its_path() {
    let text = r#"{"candidates": [{"name": "张三", "qualification": {"lines": [
        {"condition": "工龄", "months": "abc", "met": "是"}, {"condition": "基层", "met": "否"}, {"condition": "培训", "months": 3}]}}],
        "records": [{"step": "S37", "lines": [{"name": "张三", "agree": "九"}, {"name": "张三", "against": "一", "abstain": "两", "agree": "六"}]}]}"#;
    let faults = parse(text).unwrap_err();
    let mut told: Vec<&str> = faults.iter().filter_map(|f| f.place.field.as_deref()).collect();
    told.sort_unstable();
    let lines = "candidates[0].qualification.lines";
    let want = [
        format!("{lines}[0].met"),
        format!("{lines}[0].months"),
        format!("{lines}[1].met"),
        "records[0].lines[0].agree".into(),
        "records[0].lines[1].abstain".into(),
        "records[0].lines[1].against".into(),
        "records[0].lines[1].agree".into(),
    ];
    assert_eq!(told, want, "{faults:#?}");
}

#[test]
fn a_step_that_is_a_number_or_not_there_is_told_as_such_and_each_fault_once() {
    let told = |text: &str| {
        let faults = parse(text).expect_err(text);
        assert_eq!(faults.len(), 1, "{faults:#?}");
        (faults[0].code.clone(), faults[0].message.clone())
    };
    assert_eq!(told(r#"{"records": [{"step": 36}]}"#), ("J04".to_owned(), "步骤应是文字".to_owned()));
    assert_eq!(told(r#"{"records": [{"date": "2026-03-02"}]}"#), ("J06".to_owned(), "没有写步骤".to_owned()));
    assert_eq!(told(r#"{"scope": "V24", "records": [{"step": "S36"}]}"#).0, "J04");
    let marked = "\u{feff}{\"records\": [{\"step\": \"S36\"}]}";
    assert!(parse(marked).is_ok(), "the mark Windows writes before a text is no part of it");
}

#[test]
fn short_forms_mean_what_the_long_ones_do() {
    let long = r#"{"records": [{"step": "S36", "kind": "meeting", "date": "2026-06-16", "expected": 13, "present": 8,
        "participants": [{"name": "冯某"}], "opinions": [{"name": "甲某"}]},
        {"step": "S13", "date": "2026-03-02", "present": 31, "lines": [{"name": "张三", "agree": 10}]}]}"#;
    let short = r#"{"records": [{"step": "常委会（党组会）逐个介绍、逐一讨论", "kind": "会议", "发生日期": "2026年6月16日", "应到人数": 13, "实到": 8,
        "participants": ["冯某"], "逐人意见": ["甲某"]}, {"step": "S13", "date": "2026.3.2", "present": 31, "lines": {"张三": 10}}]}"#;
    let (long, short) = (parse(long).unwrap(), parse(short).unwrap());
    assert_eq!(long.case, short.case);
}

#[test]
fn a_part_of_a_case_is_asked_only_for_what_it_shows() {
    assert_eq!(codes("{\"batch\": {\"unit\": \"甲\"}}"), []);
    let meeting = r#"{"records": [{"step": "S36", "kind": "meeting", "date": "2026-03-02", "expected": 13, "present": 8}]}"#;
    assert_eq!(codes(meeting), [("V24".to_owned(), "错".to_owned())]);
    let vote = r#"{"records": [{"step": "S37", "date": "2026-03-02", "expected": 13, "lines": [{"name": "张三", "agree": 6, "result": "通过"}]}]}"#;
    assert_eq!(codes(vote), [("V25".to_owned(), "错".to_owned())]);
}

#[test]
fn the_examples_in_the_documents_are_read_and_find_what_they_are_about() {
    for (text, want) in [
        (include_str!("../../../../docs/examples/到会不足.json"), vec!["V24"]),
        (include_str!("../../../../docs/examples/张掖等额票决.json"), vec!["V26"]),
        (include_str!("../../../../docs/examples/一年有效期和双签字.json"), vec!["V05", "V18"]),
    ] {
        let found: Vec<String> = codes(text).into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn a_check_named_in_the_scope_is_judged_to_the_full() {
    let text = r#"{"scope": ["V24"], "records": [{"step": "S36", "kind": "meeting", "date": "2026-03-02"}]}"#;
    assert_eq!(codes(text), [("V24".to_owned(), "错".to_owned())]);
    let blank = r#"{"records": [{"step": "S36", "date": "2026-03-02", "expected": 13, "present": null}]}"#;
    assert_eq!(codes(blank), [("V24".to_owned(), "错".to_owned())]);
}

mod schema {
    //! The JSON Schema of the format, made of the same keys the reader knows.

    use serde_json::{Map, Value, json};

    use crate::casefile::keys;
    use crate::record::RecordKind;

    /// Questions answered 是, 否 or not at all.
    const OR_NOT: [&str; 5] = ["met", "last_exceptional", "reserve", "original", "signed"];

    /// The shape of a value with this default below this key.
    fn shape(key: &str, parent: &str, default: &Value) -> Value {
        if let Some(rows) = keys::inside(key, parent) {
            let object = object(&rows, key);
            return match default {
                Value::Array(_) => json!({ "type": ["array", "null"], "items": { "anyOf": [object, { "type": "string" }] } }),
                _ => json!({ "anyOf": [object, { "type": "null" }] }),
            };
        }
        match default {
            Value::String(_) => json!({ "type": ["string", "null"] }),
            Value::Number(_) => json!({ "type": ["integer", "null"], "minimum": 0 }),
            Value::Bool(_) => json!({ "type": ["boolean", "null"] }),
            Value::Array(_) => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
            _ if OR_NOT.contains(&key) => json!({ "type": ["boolean", "null"] }),
            _ => json!({ "type": ["string", "integer", "boolean", "null"] }),
        }
    }

    fn object(known: &Map<String, Value>, name: &str) -> Value {
        let properties: Map<String, Value> = known.iter().map(|(k, v)| (k.clone(), shape(k, name, v))).collect();
        json!({ "type": "object", "additionalProperties": false, "properties": properties })
    }

    fn with(mut known: Map<String, Value>, more: Value) -> Map<String, Value> {
        if let Value::Object(more) = more {
            known.extend(more);
        }
        known
    }

    fn schema() -> Value {
        let own = json!({
            "label": "", "step": "", "kind": "", "candidate": "", "candidates": [], "date": null, "end_date": null, "time": "",
            "place": "", "mode": "", "responsible": "", "participants": [], "summary": "", "signatures": [], "materials": [],
            "late_reason": "", "entered": null,
        });
        let kinds: Vec<Value> = RecordKind::ALL.iter().map(|k| object(&with(keys::body(*k), own.clone()), "records")).collect();
        let candidate =
            with(with(keys::person(), Value::Object(keys::candidate())), json!({ "party": "", "since": "", "post": "" }));
        let text = json!({ "type": "string" });
        let date = json!({ "type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$" });
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "选任纪实案件文件",
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "$schema": text, "name": text, "note": text, "today": date, "started": date,
                "complete": { "type": "boolean" },
                "scope": { "type": "array", "items": { "type": "string", "pattern": "^V(31[a-e]?|[0-4]\\d)$" } },
                "rules": { "anyOf": [text, {
                    "type": "object", "additionalProperties": false,
                    "properties": {
                        "edition": text, "overlays": { "type": "array", "items": text }, "reason": text,
                        "checks": { "type": "object", "additionalProperties": {
                            "type": "object", "additionalProperties": false,
                            "properties": {
                                "enabled": { "type": "boolean" }, "level": { "enum": ["错", "警", "注"] },
                                "parameters": { "type": "object" },
                            },
                        } },
                    },
                }] },
                "batch": object(&keys::batch(), "batch"),
                "posts": { "type": "array", "items": object(&with(keys::post(), json!({ "key": "" })), "posts") },
                "candidates": { "type": "array", "items": { "anyOf": [text, object(&candidate, "candidates")] } },
                "records": { "type": "array", "items": { "anyOf": kinds, "required": ["step"] } },
                "not_applicable": { "type": "array", "items": { "anyOf": [text, object(&with(Map::new(), json!({
                    "step": "", "candidate": "", "reason": "", "signer": "", "date": null,
                })), "not_applicable")] } },
                "expect": { "type": "array", "items": object(&with(Map::new(), json!({
                    "code": "", "level": "", "candidate": "", "step": "", "record": "", "field": "", "message": "",
                })), "expect") },
            },
        })
    }

    #[test]
    fn the_schema_in_the_documents_is_made_of_the_keys_the_reader_knows() {
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/case-format.schema.json");
        let committed = jishi_fs::read_text(&path).unwrap_or_default();
        if committed != text {
            jishi_fs::write_atomic(&path, text.as_bytes()).unwrap();
            panic!("docs/case-format.schema.json was out of date and has been written anew; run the test again");
        }
    }
}

#[test]
fn a_file_with_nothing_to_judge_is_refused_in_words() {
    let book = crate::rules::RuleBook::builtin();
    for text in ["{}", "{\"name\": \"甲\", \"records\": []}", "{\"today\": \"2026-03-01\", \"batch\": {}}"] {
        let faults = super::CaseFile::parse(text, "甲.json", book).unwrap_err();
        assert!(faults.iter().any(|f| f.code == "J07" && f.message.contains("没有可以校验的内容")), "{text}: {faults:?}");
    }
    let broken = super::CaseFile::parse("{\n\"name\": }", "甲.json", book).unwrap_err();
    assert!(broken[0].message.contains("第 2 行第 9 列"), "{broken:?}");
}

#[test]
fn a_key_written_twice_is_refused_with_its_path_also_in_two_words_for_one() {
    for (text, path) in [
        (r#"{"records": [{"step": "S36", "expected": 9, "expected": 13}]}"#, "records[0].expected"),
        (r#"{"records": [{"step": "S37", "lines": [{"name": "张三", "agree": 1, "agree": 2}]}]}"#, "records[0].lines[0].agree"),
        (r#"{"records": [{"step": "S13", "lines": {"张三": 1, "张三": 2}}]}"#, "records[0].lines.张三"),
        (r#"{"today": "2026-03-02", "today": "2026-03-03", "records": [{"step": "S36"}]}"#, "today"),
        (r#"{"candidates": [{"name": "张三", "party": "群众", "political_status": "民盟"}]}"#, "candidates[0].political_status"),
    ] {
        let faults = parse(text).expect_err(text);
        assert!(faults.iter().any(|f| f.code == "J08" && f.place.field.as_deref() == Some(path)), "{text}: {faults:#?}");
    }
    // Two words for one key are the same fault, and no other.
    for (text, path) in [
        (r#"{"records": [{"step": "S36", "实到": 8, "实到人数": 9}]}"#, "records[0].实到人数"),
        (r#"{"records": [{"step": "S36", "present": 8, "实到人数": 9}]}"#, "records[0].实到人数"),
        (r#"{"records": [{"step": "S36", "实到": 8, "present": 9}]}"#, "records[0].present"),
        (r#"{"records": [{"step": "S37", "lines": [{"姓名": "张三", "同意": 8, "得票": 9}]}]}"#, "records[0].lines[0].得票"),
        (r#"{"records": [{"步骤": "S36", "日期": "2026-03-02", "date": "2026-03-03"}]}"#, "records[0].date"),
    ] {
        let faults = parse(text).expect_err(text);
        let told: Vec<(&str, Option<&str>)> = faults.iter().map(|f| (f.code.as_str(), f.place.field.as_deref())).collect();
        assert_eq!(told, [("J08", Some(path))], "{text}");
    }
    let apart = r#"{"records": [{"step": "S36", "date": "2026-03-02"}, {"step": "S37", "date": "2026-03-03"}]}"#;
    assert!(parse(apart).is_ok(), "the same key in two records is none of it");
}

#[test]
fn a_day_is_read_however_it_is_written_and_one_that_is_none_is_named_with_its_place() {
    let file =
        |day: &str| format!(r#"{{"records": [{{"step": "S25", "kind": "letter", "date": "2026-01-02", "sent": "{day}"}}]}}"#);
    for day in ["2026-02-03", "2026-2-3", "20260203", "2026/02/03", "2026.2.3", "2026年2月3日"] {
        let case = parse(&file(day)).unwrap_or_else(|faults| panic!("{day}: {faults:#?}"));
        let crate::record::RecordBody::Letter(letter) = &case.case.records[0].content.body else { panic!("{day}") };
        assert_eq!(letter.sent, Some("2026-02-03".parse().unwrap()), "{day}");
    }
    for day in ["2026-02-30", "2026-13-01", "2026/02/30", "20260230"] {
        for (text, path) in [
            (file(day), "records[0].sent"),
            (format!(r#"{{"records": [{{"step": "S36", "date": "{day}"}}]}}"#), "records[0].date"),
        ] {
            let faults = parse(&text).expect_err(day);
            assert_eq!(faults.len(), 1, "{faults:#?}");
            assert!(faults[0].code == "J04" && faults[0].message.contains(day), "{faults:#?}");
            assert_eq!(faults[0].place.field.as_deref(), Some(path));
        }
    }
}

#[test]
fn a_refusal_names_the_very_place_by_the_key_the_file_has_and_says_what_may_stand_there() {
    for (text, code, path, remedy) in [
        (
            r#"{"candidates": [{"name": "张三", "qualification": {"lines": [{"condition": null, "met": true}]}}]}"#,
            "J04",
            "candidates[0].qualification.lines[0].condition",
            "副职任职",
        ),
        (r#"{"candidates": [{"name": "张三", "since": {"a": 1}}]}"#, "J04", "candidates[0].since", ""),
        (r#"{"records": [{"step": "S13", "lines": {"张三": "三十"}}]}"#, "J04", "records[0].lines[0].agree", "13"),
        (r#"{"posts": [{"title": "局长", "probation": {"a": 1}}]}"#, "J04", "posts[0].probation", "true"),
        (r#"{"rules": {"overlays": ["yili", "火星"]}}"#, "J05", "rules.overlays[1]", "zhangye-2009"),
        (r#"{"rules": {"edition": "1995"}}"#, "J05", "rules.edition", "2019"),
        (r#"{"scope": ["V24", "V77"], "records": [{"step": "S36"}]}"#, "J05", "scope[1]", "V40"),
        (r#"{"records": [{"step": "S36", "kind": "纪要"}]}"#, "J05", "records[0].kind", "会议"),
        (r#"{"candidates": [{"name": "张三", "movement": "火线提拔"}]}"#, "J05", "candidates[0].movement", "promotion"),
        (r#"{"rules": {"checks": {"V24": {"level": "致命"}}}}"#, "J05", "rules.checks.V24.level", "错"),
    ] {
        let faults = parse(text).expect_err(text);
        let at: Vec<_> = faults.iter().map(|f| (f.code.as_str(), f.place.field.as_deref().unwrap_or_default())).collect();
        assert_eq!(at, [(code, path)], "{text}");
        assert!(faults[0].remedy.contains(remedy) && !faults[0].message.is_ascii(), "{faults:#?}");
    }
}

#[test]
fn whoever_says_nothing_of_a_movement_goes_the_way_of_the_batch() {
    use crate::case::Movement;
    let movement = |business: &str, own: &str| {
        let text = format!(r#"{{"batch": {{"business": "{business}"}}, "candidates": [{{"name": "张三"{own}}}]}}"#);
        parse(&text).unwrap().case.candidates[0].content.movement
    };
    assert_eq!(movement("免职、到龄退休", ""), Movement::Removal);
    assert_eq!(movement("平级调整", ""), Movement::Lateral);
    assert_eq!(movement("平级调整", r#", "movement": "提任""#), Movement::Promotion);
    assert_eq!(movement("火线提拔", ""), Movement::Promotion);
    assert_eq!(movement("", r#", "movement": "引咎辞职""#), Movement::Removal);
}
