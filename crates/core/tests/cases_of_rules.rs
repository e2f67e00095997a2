//! The cases of `tests/cases/rules`, a folder for each check: what each expects must be found, and nothing else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test")]

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
    for code in files(&folder()) {
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
    for info in PROFILE.iter().filter(|i| i.code != "V39") {
        let code = info.code;
        let cases: Vec<CaseFile> = files(&folder().join(code)).iter().map(|p| read(p)).collect();
        let finds = |c: &&CaseFile| c.expect.iter().flatten().any(|e| e.code == code);
        let (with, without) = (cases.iter().filter(finds).count(), cases.iter().filter(|c| !finds(c)).count());
        assert!(with > 0, "{code}: no case finds it");
        assert!(without > 0, "{code}: no case goes without it");
    }
}
