//! Rule packs and case files: what there is to judge by, an office's own versions, and judging a case written by hand.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use jishi_core::calendar::Calendar;
use jishi_core::case::Batch;
use jishi_core::casefile::{CaseFile, Told};
use jishi_core::checks::PROFILE;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::rules::{PARAMETERS, PackKind, RuleBook, RulePack, Rules, SITUATIONS};
use jishi_store::Store;

use crate::bodies::required;
use crate::dto::{FileRequest, Nothing, PackSave, PackStanding, PackTry, RulePackCheck, RulesOn, RulesView};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// Packs and case files are text of some hundred kilobytes at most (bytes).
const CAP: u64 = 16 << 20;

/// The rules of a workspace: the built-in packs with the versions kept there, and what is wrong with damaged ones. Those are left
/// out, so that a batch that names one says so (V40); they never keep the workspace shut.
pub(crate) fn of(store: &Store) -> Result<(RuleBook, Vec<Finding>)> {
    let (mut packs, mut faults) = (Vec::new(), Vec::new());
    for (name, text) in store.rule_packs()? {
        match RulePack::parse(&text, &name) {
            Ok(pack) => packs.push(pack),
            Err(findings) => faults.extend(findings),
        }
    }
    Ok((RuleBook::builtin().with(packs), faults))
}

/// The packs the program judges by.
pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<RulesView> {
    let (_, findings) = of(&app.store())?;
    let mut view = view(&app.rules(), findings);
    let batches = app.store().batches()?;
    for standing in &mut view.standing {
        let named = |k: &String| *k == standing.key || (standing.built_in && *k == standing.id);
        let edition = |b: &Batch| app.rules().edition_of(&b.content).is_some_and(|p| p.key() == standing.key);
        let uses = |b: &&Batch| edition(b) || b.content.overlays.iter().any(named);
        standing.batches = u32::try_from(batches.iter().filter(uses).count()).unwrap_or(u32::MAX);
    }
    Ok(view)
}

/// The packs, checks and parameters there are. Needs no workspace.
#[must_use]
pub fn rules() -> RulesView {
    view(RuleBook::builtin(), Vec::new())
}

fn view(book: &RuleBook, findings: Vec<Finding>) -> RulesView {
    let built_in = |key: &str| RuleBook::builtin().packs.iter().any(|p| p.key() == key);
    let standing = book.packs.iter().map(|p| PackStanding {
        key: p.key(),
        id: p.id.clone(),
        sha256: digest(p),
        built_in: built_in(&p.key()),
        batches: 0,
    });
    RulesView {
        standing: standing.collect(),
        packs: book.packs.clone(),
        checks: PROFILE.to_vec(),
        parameters: PARAMETERS.to_vec(),
        situations: SITUATIONS.to_vec(),
        findings,
    }
}

/// SHA-256 of the pack's text, by which a package names what it was judged by (lower-case hex).
pub(crate) fn digest(pack: &RulePack) -> String {
    jishi_fs::sha256_hex(pack.to_text().as_bytes())
}

/// The packs a batch goes by, each with its key, digest and whole text: what a package carries, so that a later reader can judge anew.
pub(crate) fn carried(app: &App, batch: &Batch) -> Vec<serde_json::Value> {
    let book = app.rules();
    let overlays = batch.content.overlays.iter().filter_map(|key| book.pack(key));
    let packs = book.edition_of(&batch.content).into_iter().chain(overlays);
    packs.map(|p| serde_json::json!({ "key": p.key(), "name": p.name, "sha256": digest(p), "text": p.to_text() })).collect()
}

/// The rules of a batch as they are in force on a day, with every number and its basis: what screens show beside what is typed.
pub(crate) fn of_batch(app: &App, request: RulesOn, _: &dyn Progress) -> Result<Rules> {
    let batch = app.store().batch(request.batch)?;
    let rules = app.rules().govern(&batch.content).at(request.on).clone();
    Ok(rules)
}

/// A word that may be part of a file's name and of a key.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word.chars().count() <= 40
        && word.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        && !word.starts_with('.')
}

/// What is wrong with a version before it is kept: its text read as a file would be, and what only a further version may not do.
fn faults(app: &App, pack: &RulePack) -> Vec<Finding> {
    let file = format!("{}.toml", pack.key());
    let mut found = RulePack::parse(&pack.to_text(), &file).err().unwrap_or_default();
    let mut say = |field: &str, message: String, remedy: &str| {
        found.push(Finding::new("R12", Level::Error, Place::file(&file).field(field), message).remedy(remedy));
    };
    if pack.kind != PackKind::Overlay {
        say("kind", "条例版本随程序提供，不能另写".into(), "地方有不同规定的，写成本地补充");
    }
    if !is_plain(&pack.id) {
        say("id", format!("编号“{}”不能用", pack.id), "只用文字、数字、横线和点，不超过 40 字，如 neijiang-2013");
    }
    if !is_plain(&pack.version) {
        say("version", format!("版本号“{}”不能用", pack.version), "只用文字、数字、横线和点，如 1.1");
    }
    if app.rules().packs.iter().any(|p| p.key() == pack.key()) {
        let message = format!("规则包 {} 已有 {} 版，已建的批次按它校验，不能改写", pack.id, pack.version);
        say("version", message, "请换一个版本号");
    }
    if app.rules().packs.iter().any(|p| p.id == pack.id && p.kind == PackKind::Edition) {
        say("id", format!("编号“{}”是条例版本的", pack.id), "请换一个编号");
    }
    found
}

/// Judges a version without keeping it.
pub(crate) fn try_pack(app: &App, request: PackTry, _: &dyn Progress) -> Result<RulePackCheck> {
    let findings = faults(app, &request.pack);
    let pack = findings.is_empty().then(|| request.pack.clone());
    Ok(RulePackCheck { file: format!("{}.toml", request.pack.key()), pack, findings })
}

/// Keeps a further version of a local pack, or a first one of a new pack. Batches go on by the version they name.
pub(crate) fn add_version(app: &App, request: PackSave, progress: &dyn Progress) -> Result<RulesView> {
    required(&request.reason, "为什么新增这一版")?;
    if let Some(first) = faults(app, &request.pack).first() {
        return Err(AppError::invalid(first.message.clone(), first.remedy.clone()));
    }
    let key = request.pack.key();
    app.store().keep_rule_pack(app.op("rules.add_version"), &key, &request.pack.to_text(), request.reason.trim())?;
    let (book, _) = of(&app.store())?;
    *app.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(book);
    // A pack a batch named and nobody had is there now.
    app.digests().clear();
    list(app, Nothing {}, progress)
}

pub(crate) fn check(_: &App, request: FileRequest, _: &dyn Progress) -> Result<RulePackCheck> {
    check_rules_file(&request.path)
}

/// The text of a file, or the finding that says why it is none.
fn read(path: &str, code: &str) -> Result<std::result::Result<String, Finding>> {
    let bytes = jishi_fs::read_capped(Path::new(path), CAP)?;
    Ok(jishi_core::plain_text::decode(&bytes).map(std::borrow::Cow::into_owned).ok_or_else(|| {
        Finding::new(code, Level::Error, Place::file(path), format!("文件“{path}”读不出里面的文字"))
            .remedy("请用记事本打开，另存为 UTF-8 编码后再试")
    }))
}

/// Judges a rule pack file. Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check_rules_file(path: &str) -> Result<RulePackCheck> {
    let pack = match read(path, "R01")? {
        Ok(text) => RulePack::parse(&text, path),
        Err(fault) => Err(vec![fault]),
    };
    let (pack, findings) = match pack {
        Ok(pack) => (Some(pack), Vec::new()),
        Err(faults) => (None, faults),
    };
    Ok(RulePackCheck { file: path.into(), pack, findings })
}

/// What a case file came to.
#[derive(Debug, Clone)]
pub enum CaseJudged {
    /// Judged: its name and the findings, named as the file names things.
    Told(String, Vec<Told>),
    /// Not read: every fault of the file.
    Refused(Vec<Finding>),
}

/// Judges a case file (docs/case-format.md). Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check_case_file(path: &str) -> Result<CaseJudged> {
    let text = match read(path, "J01")? {
        Ok(text) => text,
        Err(fault) => return Ok(CaseJudged::Refused(vec![fault])),
    };
    Ok(match CaseFile::parse(&text, path, RuleBook::builtin()) {
        Ok(file) => CaseJudged::Told(file.name.clone(), file.judge(Calendar::builtin())),
        Err(faults) => CaseJudged::Refused(faults),
    })
}
