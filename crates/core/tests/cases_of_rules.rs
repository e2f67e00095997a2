//! The cases of `tests/cases/rules`, a folder for each check: what each expects must be found, and nothing else.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jishi_core::calendar::Calendar;
use jishi_core::casefile::{CaseFile, Told};
use jishi_core::checks::PROFILE;
use jishi_core::rules::RuleBook;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/rules")
}

fn files(code: &Path) -> Vec<PathBuf> {
    jishi_fs::list_dir(code).unwrap()
}

fn read(path: &Path) -> CaseFile {
    let text = jishi_fs::read_text(path).unwrap();
    CaseFile::parse(&text, &path.display().to_string(), RuleBook::builtin())
        .unwrap_or_else(|faults| panic!("{}: {faults:#?}", path.display()))
}

/// What is wrong with a case; empty when it comes out as expected.
fn wrong(path: &Path) -> Vec<String> {
    let case = read(path);
    let expected = case.expect.clone().unwrap_or_default();
    let mut found: Vec<Told> = case.judge(Calendar::builtin());
    let mut faults = Vec::new();
    for want in &expected {
        match found.iter().position(|t| want.is(t)) {
            Some(at) => {
                found.remove(at);
            }
            None => faults.push(format!("没有出现 {want:?}")),
        }
    }
    faults.extend(found.iter().map(|t| format!("多出 {}{} {:?} {}", t.word, t.code, t.place, t.message)));
    faults
}

#[test]
fn every_case_gives_what_it_expects_and_nothing_else() {
    let mut faults = Vec::new();
    let mut count = 0;
    // V39 judges volumes, which no case file holds: its cases alter what was arranged (checks::tests::volumes).
    for code in files(&folder()).into_iter().filter(|code| !code.ends_with("V39")) {
        for path in files(&code) {
            count += 1;
            let name = format!("{}/{}", code.file_name().unwrap().display(), path.file_name().unwrap().display());
            faults.extend(wrong(&path).into_iter().map(|w| format!("{name}: {w}")));
        }
    }
    assert!(count > 200, "{count} cases");
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_check_has_a_case_that_finds_it_and_one_that_does_not() {
    for code in PROFILE.iter().map(|i| i.code) {
        let cases = told(code);
        let finds = |(_, found, _): &&(String, bool, BTreeMap<String, String>)| *found;
        let (with, without) = (cases.iter().filter(finds).count(), cases.iter().filter(|c| !finds(c)).count());
        assert!(with > 0, "{code}: no case finds it");
        assert!(without > 0, "{code}: no case goes without it");
    }
}

/// Every value of a case by its path; its name, note and what it expects apart.
fn values(at: &str, value: &serde_json::Value, all: &mut BTreeMap<String, String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, inner) in map.iter().filter(|(k, _)| !at.is_empty() || !["name", "note", "expect"].contains(&k.as_str())) {
                values(&format!("{at}/{key}"), inner, all);
            }
        }
        serde_json::Value::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(i, inner)| values(&format!("{at}/{i}"), inner, all));
        }
        plain => {
            all.insert(at.to_owned(), plain.to_string());
        }
    }
}

/// The cases of a check as values, with whether it is found in them.
fn told(code: &str) -> Vec<(String, bool, BTreeMap<String, String>)> {
    let one = |path: &PathBuf| {
        let value: serde_json::Value = serde_json::from_str(&jishi_fs::read_text(path).unwrap()).unwrap();
        let found = value["expect"].as_array().into_iter().flatten().any(|e| e["code"] == code);
        let mut all = BTreeMap::new();
        values("", &value, &mut all);
        (path.file_stem().unwrap().display().to_string(), found, all)
    };
    files(&folder().join(code)).iter().map(one).collect()
}

#[test]
fn every_check_has_two_cases_a_value_or_two_apart_and_one_of_what_is_missing() {
    let mut faults = Vec::new();
    for info in &PROFILE {
        let cases = told(info.code);
        let apart = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().filter(|k| a.get(*k) != b.get(*k)).count()
        };
        let close = |(_, found, a): &(String, bool, BTreeMap<String, String>)| {
            *found && cases.iter().any(|(_, other, b)| !other && apart(a, b) <= 2)
        };
        if !cases.iter().any(close) {
            faults.push(format!("{}: no two cases on either side of its bound", info.code));
        }
        // The blank has to be what the check tells of: a case with one that finds nothing of the check is none. What V31a misses is a
        // record as a whole, which no field of a case can be.
        let blank = |v: &String| ["null", "\"\"", "[]"].contains(&v.as_str());
        let missing = |(_, found, all): &(String, bool, BTreeMap<String, String>)| {
            *found && (info.code == "V31a" || info.code == "V39" || all.values().any(blank))
        };
        if !cases.iter().any(missing) {
            faults.push(format!("{}: no case finds what is left blank", info.code));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
