//! Packages on the command line: sealing, and where each stands.

use std::path::Path;
use std::process::ExitCode;

use jishi_app::dto::{ArrangeOptions, CapsuleAsked, PackRequest, PackageForm, TreeRequest};
use jishi_app::{AppError, Code, json_words};
use jishi_core::id::BatchId;
use jishi_core::inspection::PersonEntry;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Pack, Package};
use crate::print::{self, Terminal};
use crate::session::{Ask, Result, absolute, json_file, open, show, text_of};

/// Entries of persons from a JSON file.
fn entries(file: Option<&Path>) -> Result<Vec<PersonEntry>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    serde_json::from_value(json_file(file)?).map_err(|e| {
        let message = format!("“{}”不是人工核对结果：{}", file.display(), json_words(&e));
        let remedy = "每项写明 code（检测项）、verdict（good、bad、not_applicable）、words（核对了什么）、by（谁）、on（哪天）";
        AppError::new(Code::Invalid, message, remedy)
    })
}

pub fn pack(arguments: &Arguments, pack: &Pack) -> Result<ExitCode> {
    let app = open(arguments, "命令行")?;
    let quiet = Terminal::new(arguments);
    let year = year_of(pack.batch, pack.year, &|name, request| app.ask(name, &request, &quiet))?;
    let request = PackRequest {
        batch: BatchId(pack.batch),
        options: ArrangeOptions { template: pack.template.clone(), org: pack.org.clone(), year },
        volumes: pack.volumes.clone(),
        folder: absolute(&pack.out),
        form: if pack.zip { PackageForm::Zip } else { PackageForm::Folder },
        arranger: pack.arranger.clone(),
        checker: pack.checker.clone(),
        override_reason: pack.reason.clone(),
        entries: entries(pack.entries.as_deref())?,
        tree: pack.tree.map(|t| t.layout()),
        capsule: pack.capsule.map(|mb| CapsuleAsked { full_up_to: u64::from(mb) << 20 }),
    };
    if pack.look {
        let answer: Value = app.ask("volume.ready", &request, &quiet)?;
        return Ok(show(arguments, &answer, print::ready));
    }
    if let Some(password) = &pack.password {
        let _: Value = app.ask("seal.unlock", &json!({ "batch": pack.batch, "passphrase": word(password)? }), &quiet)?;
    }
    let answer: Value = app.ask("volume.pack", &request, &quiet)?;
    Ok(show(arguments, &answer, print::packages))
}

pub fn package(arguments: &Arguments, action: &Package, ask: Ask<'_>) -> Result<ExitCode> {
    match action {
        Package::List { batch } => Ok(show(arguments, &ask("package.courses", json!({ "batch": batch }))?, print::courses)),
        Package::Inspect { batch, volume, arranger, checker, entries: file, year, org } => {
            let request = json!({
                "batch": batch, "volume": volume, "arranger": arranger, "checker": checker, "entries": entries(file.as_deref())?,
                "options": numbering(*batch, *year, org, ask)?,
            });
            Ok(show(arguments, &ask("package.inspect", request)?, print::inspected))
        }
        Package::Print { batch, volume, out, year, org } => {
            let request = json!({ "batch": batch, "volume": volume, "folder": absolute(out), "options": numbering(*batch, *year, org, ask)? });
            Ok(show(arguments, &ask("volume.print", request)?, print::printed))
        }
        Package::Order { batch, volume, file, reason } => {
            let request = json!({ "batch": batch, "volume": volume, "order": json_file(file)?, "reason": reason });
            Ok(show(arguments, &json!([ask("volume.reorder", request)?]), print::courses))
        }
        Package::Act { id, act, reason } => {
            let request = json!({ "id": id, "from_revision": revision(*id, ask)?, "act": act.key(), "note": reason });
            Ok(show(arguments, &json!([ask("package.act", request)?]), print::courses))
        }
        Package::Register { out: Some(out) } => {
            Ok(show(arguments, &ask("seal.register_write", json!({ "folder": absolute(out) }))?, print::made))
        }
        Package::Register { out: None } => {
            let register = ask("seal.register", json!({}))?;
            let broken = register.pointer("/findings").and_then(Value::as_array).is_some_and(|f| !f.is_empty());
            show(arguments, &register, print::seals);
            Ok(ExitCode::from(u8::from(broken)))
        }
        Package::Wrap { path, password, out, name } => {
            let made = jishi_app::wrap_package(path, out, name, &word(password)?, &Terminal::new(arguments))?;
            Ok(show(arguments, &json!([made]), print::made))
        }
        Package::Keys => Ok(show(arguments, &ask("seal.keys", json!({}))?, print::seal_keys)),
        Package::Passphrase { old, new } => {
            let request = json!({ "old": word(old)?, "new": word(new)? });
            Ok(show(arguments, &ask("seal.passphrase", request)?, print::seal_keys))
        }
        Package::Renew { batch, password, reason } => {
            let request = json!({ "batch": batch, "passphrase": word(password)?, "reason": reason });
            Ok(show(arguments, &ask("seal.renew", request)?, print::seal_keys))
        }
        Package::Unwrap { path, password, out } => {
            let place = jishi_app::unwrap_package(path, out, &word(password)?, &Terminal::new(arguments))?;
            Ok(show(arguments, &json!({ "path": place }), print::unwrapped))
        }
        Package::Tree { path, out, layout: asked } => {
            let request = TreeRequest { path: absolute(path), folder: absolute(out), layout: asked.layout() };
            let made = jishi_app::package_tree_of(&request, &Terminal::new(arguments))?;
            Ok(show(arguments, &json!(made), print::tree))
        }
    }
}

/// The password comes from a file, so that it stands in no list of commands.
fn word(file: &Path) -> Result<String> {
    Ok(text_of(file)?.lines().next().unwrap_or_default().to_owned())
}

/// How the 件 of a volume are numbered.
fn numbering(batch: u32, year: Option<i32>, org: &str, ask: Ask<'_>) -> Result<Value> {
    Ok(json!({ "template": "DA/T 22-2015", "org": org, "year": year_of(batch, year, ask)? }))
}

/// 归档年度: as said, else as the batch offers it, else the year it began in.
fn year_of(batch: u32, said: Option<i32>, ask: Ask<'_>) -> Result<i32> {
    if let Some(year) = said {
        return Ok(year);
    }
    let view = ask("batch.get", json!({ "batch": batch }))?;
    let offered = view.get("filing_year").and_then(Value::as_i64).and_then(|year| i32::try_from(year).ok());
    let started = || view.pointer("/batch/content/started")?.as_str()?.get(..4)?.parse().ok();
    offered.or_else(started).ok_or_else(|| AppError::new(Code::Invalid, "批次没有动议日期，不知道归档年度", "请用 --year 指明"))
}

/// The revision a course stands at now.
fn revision(id: u32, ask: Ask<'_>) -> Result<Value> {
    let batches = ask("batch.list", json!({}))?;
    for batch in batches.as_array().into_iter().flatten() {
        let courses = ask("package.courses", json!({ "batch": batch.pointer("/batch/id") }))?;
        let found = courses.as_array().into_iter().flatten().find(|c| c.get("id") == Some(&json!(id)));
        if let Some(revision) = found.and_then(|c| c.get("revision")) {
            return Ok(revision.clone());
        }
    }
    Err(AppError::new(Code::NotFound, format!("没有找到案卷包 {id}"), "请用 jishi package list 查看编号"))
}
