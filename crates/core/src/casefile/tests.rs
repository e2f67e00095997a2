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
        (r#"{"candidates": ["张三"], "records": [{"step": "S36", "candidate": "李四"}]}"#, "records[0].candidate"),
        (r#"{"scope": ["V99"]}"#, "scope"),
        (r#"{"rules": "1995"}"#, "rules"),
        (r#"{"today": "明天"}"#, "today"),
        ("[", ""),
    ] {
        let faults = parse(text).expect_err(text);
        assert!(faults.iter().any(|f| f.place.field.as_deref() == Some(path)), "{text}: {faults:#?}");
        assert!(faults.iter().all(|f| !f.remedy.is_empty() && f.place.file.is_some()), "{text}: {faults:#?}");
    }
}

#[test]
fn a_part_of_a_case_is_asked_only_for_what_it_shows() {
    assert_eq!(codes("{}"), []);
    let meeting = r#"{"records": [{"step": "S36", "kind": "meeting", "date": "2026-03-02", "expected": 13, "present": 8}]}"#;
    assert_eq!(codes(meeting), [("V24".to_owned(), "错".to_owned())]);
    let vote = r#"{"records": [{"step": "S37", "date": "2026-03-02", "expected": 13, "lines": [{"name": "张三", "agree": 6, "result": "通过"}]}]}"#;
    assert_eq!(codes(vote), [("V25".to_owned(), "错".to_owned())]);
}

#[test]
fn a_check_named_in_the_scope_is_judged_to_the_full() {
    let text = r#"{"scope": ["V24"], "records": [{"step": "S36", "kind": "meeting", "date": "2026-03-02"}]}"#;
    assert_eq!(codes(text), [("V24".to_owned(), "错".to_owned())]);
    let blank = r#"{"records": [{"step": "S36", "date": "2026-03-02", "expected": 13, "present": null}]}"#;
    assert_eq!(codes(blank), [("V24".to_owned(), "错".to_owned())]);
}
