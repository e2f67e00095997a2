//! People, batches and records from the command line.

use std::path::Path;
use std::process::ExitCode;

use jishi_app::dto::{ImportAction, ImportChoice, ImportResult, RecordLine};
use jishi_app::{AppError, Code};
use jishi_core::case::{BatchContent, CandidateContent, PostContent};
use jishi_core::person::PersonContent;
use jishi_core::record::RecordContent;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Batch, Command, Known, Person, Record};
use crate::card;
use crate::print::{self, Terminal};
use crate::session::{Ask, Result, absolute, content_file, open, show};

/// The files of known persons need a word each: all alike by `--known`, or one by one.
pub fn import(arguments: &Arguments) -> Result<ExitCode> {
    let Command::Import { paths, preview, known, skip, update, add } = &arguments.command else {
        return Err(AppError::new(Code::Internal, "导入的参数没有传到", ""));
    };
    let paths: Vec<String> = paths.iter().map(|p| absolute(p)).collect();
    jishi_app::importable(&paths)?;
    let app = open(arguments, "命令行")?;
    let progress = Terminal::new(arguments);
    let mut choices: Vec<ImportChoice> = Vec::new();
    if known.is_some() || [skip, update, add].iter().any(|files| !files.is_empty()) {
        let seen: ImportResult = app.ask("person.import_preview", &json!({ "paths": paths, "choices": [] }), &progress)?;
        let mut choose = |file: &str, action| {
            choices.push(ImportChoice { file: file.to_owned(), action, person: None, from_revision: None });
        };
        if let Some(known) = known {
            let action = match known {
                Known::Skip => ImportAction::Skip,
                Known::Update => ImportAction::Update,
                Known::Add => ImportAction::Add,
            };
            seen.items.iter().filter(|i| i.readable && !i.known.is_empty()).for_each(|i| choose(&i.file, action));
        }
        for (files, action) in [(skip, ImportAction::Skip), (update, ImportAction::Update), (add, ImportAction::Add)] {
            for file in files {
                choose(&among(&seen, file)?, action);
            }
        }
    }
    let name = if *preview { "person.import_preview" } else { "person.import" };
    let result: ImportResult = app.ask(name, &json!({ "paths": paths, "choices": choices }), &progress)?;
    show(arguments, &json!(result), |_| print::import(&result, *preview));
    let left = result.failed > 0 || (!*preview && result.undecided > 0);
    Ok(ExitCode::from(u8::from(left)))
}

/// A file as the import lists it, however the user wrote it. A word on a file that is not there would be passed over in silence.
fn among(seen: &ImportResult, file: &Path) -> Result<String> {
    let real = |path: &Path| jishi_fs::canonical(path).ok();
    let wanted = real(file);
    let found = seen.items.iter().find(|i| i.file == absolute(file) || (wanted.is_some() && real(Path::new(&i.file)) == wanted));
    found.map(|i| i.file.clone()).ok_or_else(|| {
        AppError::invalid(
            format!("指定了做法的文件“{}”不在要导入的文件里", file.display()),
            "请核对文件名；没有导入任何文件。加 --preview 可以看到全部文件",
        )
    })
}

pub fn person(arguments: &Arguments, action: &Person, ask: Ask<'_>) -> Result<ExitCode> {
    match action {
        Person::List { query } => Ok(show(arguments, &ask("person.list", json!({ "query": query }))?, print::people)),
        Person::Show { id } => Ok(show(arguments, &ask("person.get", json!({ "id": id }))?, card::person)),
        Person::Add { file } => {
            Ok(show(arguments, &ask("person.add", json!({ "content": content_file::<PersonContent>(file)? }))?, |id| {
                println!("已新增人员 {id}")
            }))
        }
        Person::Photo { id, file, from_revision, reason } => {
            let path = file.as_ref().map(|f| absolute(f));
            let request = json!({ "id": id, "from_revision": from_revision, "path": path, "reason": reason });
            let done = if path.is_some() { "照片已换上" } else { "照片已去掉" };
            Ok(show(arguments, &ask("person.set_photo", request)?, |_| println!("{done}")))
        }
        Person::Export { id, file } => {
            let answer = ask("person.export", json!({ "id": id, "path": absolute(file) }))?;
            Ok(show(arguments, &answer, print::fields))
        }
    }
}

pub fn batch(arguments: &Arguments, action: &Batch, ask: Ask<'_>) -> Result<ExitCode> {
    let (answer, words): (Value, fn(&Value)) = match action {
        Batch::List => (ask("batch.list", json!({}))?, print::batches),
        Batch::Show { id } => (ask("batch.get", json!({ "batch": id }))?, print::batch),
        Batch::New { file } => {
            (ask("batch.create", json!({ "content": content_file::<BatchContent>(file)? }))?, |id| println!("已新建批次 {id}"))
        }
        Batch::Post { batch, file } => {
            (ask("post.add", json!({ "batch": batch, "content": content_file::<PostContent>(file)? }))?, |id| {
                println!("已新增岗位 {id}")
            })
        }
        Batch::Candidate { batch, file } => {
            (ask("candidate.add", json!({ "batch": batch, "content": content_file::<CandidateContent>(file)? }))?, |id| {
                println!("已新增人选 {id}")
            })
        }
    };
    Ok(show(arguments, &answer, words))
}

pub fn record(arguments: &Arguments, action: &Record, ask: Ask<'_>) -> Result<ExitCode> {
    let (answer, words): (Value, fn(&Value)) = match action {
        Record::List { batch, step, candidate } => {
            (ask("record.list", json!({ "batch": batch, "step": step, "candidate": candidate }))?, print::records)
        }
        Record::Show { id } => return show_record(arguments, *id),
        Record::Sheets { batch, records, day, out } => {
            let request = json!({ "batch": batch, "records": records, "day": day });
            let pdf = open(arguments, "命令行")?.bytes("record.sheets", request, &Terminal::new(arguments))?;
            jishi_fs::write_atomic(out, &pdf)?;
            let sha256 = jishi_fs::sha256_hex(&pdf);
            (json!({ "path": absolute(out), "what": "打印记录", "size": pdf.len(), "sha256": sha256 }), print::fields)
        }
        Record::Add { batch, file } => {
            (ask("record.add", json!({ "batch": batch, "content": content_file::<RecordContent>(file)? }))?, print::record)
        }
        Record::Correct { id, file, from_revision, reason } => {
            let request = json!({ "id": id, "from_revision": from_revision, "content": content_file::<RecordContent>(file)?, "reason": reason });
            (ask("record.correct", request)?, print::record)
        }
        Record::Attach { id, file, name, signer, signed, pages } => {
            let mode = if signed.is_some() { "scanned" } else { "pending" };
            let request = json!({
                "record": id, "path": absolute(file), "name": name, "originality": "original", "secrecy": "", "pages": pages,
                "signature": { "name": signer, "role": "责任人", "date": signed, "mode": mode },
            });
            (ask("material.attach", request)?, print::fields)
        }
        Record::TakeOff { material, from_revision, reason } => {
            let request = json!({ "id": material, "from_revision": from_revision, "reason": reason });
            (ask("material.take_off", request)?, print::fields)
        }
        Record::HangBack { material, from_revision } => {
            let request = json!({ "entry": "material", "id": material, "from_revision": from_revision });
            (ask("change.redo", request)?, print::fields)
        }
        Record::ToPdfa { material } => (ask("material.to_pdfa", json!({ "id": material }))?, print::fields),
        Record::NotApplicable { batch, step, candidate, reason, signer, date } => {
            let mark = json!({ "step": step, "candidate": candidate, "reason": reason, "signer": signer, "date": date });
            (ask("step.not_applicable", json!({ "batch": batch, "mark": mark }))?, |_| println!("已标记"))
        }
    };
    Ok(show(arguments, &answer, words))
}

/// Every revision of a record, the old one first.
fn show_record(arguments: &Arguments, id: u32) -> Result<ExitCode> {
    let app = open(arguments, "命令行")?;
    let quiet = Terminal::new(arguments);
    let history: Value = app.ask("record.history", &json!({ "id": id }), &quiet)?;
    if arguments.json {
        print::json(&history);
        return Ok(ExitCode::SUCCESS);
    }
    for record in history.as_array().into_iter().flatten() {
        let lines: Vec<RecordLine> =
            app.ask("record.words", &json!({ "batch": record.get("batch"), "content": record.get("content") }), &quiet)?;
        print::revision(record, &lines);
    }
    Ok(ExitCode::SUCCESS)
}
