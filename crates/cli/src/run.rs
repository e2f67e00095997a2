//! One arm a subcommand: words in, a command of the list called, its answer printed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jishi_app::dto::{
    CatalogueCheck, CatalogueView, CompareRequest, FileCheck, FileMade, ImportAction, ImportChoice, ImportResult, RecordLine,
    ReportsMade, VerifyRequest, VerifyResult,
};
use jishi_app::{App, AppError, COMMANDS, CaseJudged, Code, SystemHost};
use jishi_core::case::{BatchContent, CandidateContent, PostContent};
use jishi_core::casefile::Told;
use jishi_core::catalogue::Catalogue as Procedure;
use jishi_core::finding::{Finding, Level};
use jishi_core::id::BatchId;
use jishi_core::medium::MediumContent;
use jishi_core::person::PersonContent;
use jishi_core::record::RecordContent;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Batch, Calendar, Catalogue, Command, Filing, Form, Handover, Known, Medium, Person, Record};
use crate::print::{self, Terminal};
use crate::{card, demo, packages, rules, scan, serve, supervise};

pub type Result<T> = std::result::Result<T, AppError>;

pub fn open(arguments: &Arguments, holder: &str) -> Result<App> {
    let begins = matches!(
        arguments.command,
        Command::Import { .. }
            | Command::Serve { .. }
            | Command::Person { action: Person::Add { .. } }
            | Command::Batch { action: Batch::New { .. } }
    );
    let workspace = workspace(arguments)?;
    // A mistyped folder must not look like a workspace whose records are gone.
    if !begins && !workspace.join("纪实库.db").is_file() {
        return Err(AppError::new(
            Code::NotFound,
            format!("“{}”不是选任纪实工作区", workspace.display()),
            "请用 --workspace 指明工作区文件夹；新建工作区请先导入人员或新建批次",
        ));
    }
    jishi_fs::create_dir_all(&workspace)?;
    App::open_with(&workspace, holder, Box::new(SystemHost::new(arguments.actor.clone())))
}

/// The workspace that was named, else the one the window opens.
pub fn workspace(arguments: &Arguments) -> Result<PathBuf> {
    arguments.workspace.clone().or_else(jishi_app::place::workspace).ok_or_else(|| {
        AppError::new(
            Code::NotFound,
            "系统没有说明用户数据文件夹在哪里，不知道该用哪个工作区",
            "请用 --workspace 指明工作区文件夹",
        )
    })
}

/// A JSON file of the user's.
pub fn json_file(path: &Path) -> Result<Value> {
    let text = jishi_fs::read_text(path)?;
    serde_json::from_str(&text).map_err(|e| {
        let words = jishi_app::json_words(&e);
        AppError::new(Code::Invalid, format!("“{}”不是有效的 JSON：{words}", path.display()), "请检查该行的引号、逗号和括号")
    })
}

/// The content of a record, a person, a batch … as `T` has it: unknown and missing keys are told, not passed over.
fn content_file<T: serde::de::DeserializeOwned + serde::Serialize>(path: &Path) -> Result<Value> {
    jishi_app::read_content::<T>(&jishi_fs::read_text(path)?, &path.display().to_string())
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A path the commands may keep: absolute, since another host may have another working folder.
pub fn absolute(path: &Path) -> String {
    text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// Prints the answer, as JSON or in words.
pub fn show(arguments: &Arguments, answer: &Value, words: impl FnOnce(&Value)) -> ExitCode {
    if arguments.json {
        print::json(answer)
    } else {
        words(answer)
    }
    ExitCode::SUCCESS
}

/// 1 when something is 错, so that scripts can tell.
fn verdict(findings: &[Finding]) -> ExitCode {
    ExitCode::from(u8::from(findings.iter().any(Finding::blocks)))
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let ask = |name: &str, request: Value| -> Result<Value> {
        open(arguments, "命令行")?.call(name, request, &Terminal::new(arguments))
    };
    match &arguments.command {
        Command::Demo { out, people, enter_only, batches } => {
            demo::demo(arguments, out.as_deref(), *people, enter_only.then_some(*batches))
        }
        Command::Info => Ok(show(arguments, &ask("workspace.info", json!({}))?, print::fields)),
        Command::Catalogue { action: Catalogue::Check { file } } => {
            let check: CatalogueCheck = jishi_app::check_catalogue(&text(file))?;
            if arguments.json {
                print::json(&json!(check));
            } else {
                print::catalogue(&check);
            }
            Ok(verdict(&check.findings))
        }
        Command::Catalogue { action: Catalogue::Show { batch } } => {
            Ok(show(arguments, &ask("catalogue.get", json!({ "batch": batch }))?, print::catalogue_tree))
        }
        Command::Catalogue { action: Catalogue::Save { file } } => {
            Ok(show(arguments, &ask("catalogue.save", json!({ "path": absolute(file) }))?, print::fields))
        }
        Command::Import { .. } => import(arguments),
        Command::Person { action } => person(arguments, action, &ask),
        Command::Batch { action } => batch(arguments, action, &ask),
        Command::Record { action } => record(arguments, action, &ask),
        Command::Scan { files, take, signer, signed } => scan::run(arguments, files, *take, signer.as_deref(), signed.as_deref()),
        Command::Check { what, stage } => check(arguments, what, stage.as_deref()),
        Command::Waiver { action } => supervise::waiver(arguments, action),
        Command::Supervise(asked) => supervise::write(arguments, asked),
        Command::Rules { action } => rules::rules(arguments, action),
        Command::Report { batch, candidate, out } => {
            let request = json!({ "batch": batch, "candidate": candidate, "folder": absolute(out) });
            let reports: ReportsMade = open(arguments, "命令行")?.ask("report.write", &request, &Terminal::new(arguments))?;
            show(arguments, &json!(reports), |_| print::reports(&reports));
            Ok(ExitCode::from(u8::from(!reports.failed.is_empty())))
        }
        Command::Form { action } => form(arguments, action),
        Command::Filing { action } => filing(arguments, action),
        Command::Pack(pack) => packages::pack(arguments, pack),
        Command::Verify { path, fast } => verify(arguments, path, *fast),
        Command::Calendar { action: Calendar::Years } => Ok(show(arguments, &ask("calendar.years", json!({}))?, print::fields)),
        Command::Calendar { action: Calendar::Notice { year, file, source, add } } => {
            let request = json!({ "year": year, "source": source, "text": jishi_fs::read_text(file)? });
            if *add {
                return Ok(show(arguments, &ask("calendar.add_year", request)?, print::fields));
            }
            Ok(show(arguments, &ask("calendar.read_notice", request)?, print::notice))
        }
        Command::Compare { a, b } => compare(arguments, a, b),
        Command::Package { action } => packages::package(arguments, action, &ask),
        Command::Medium { action } => medium(arguments, action, &ask),
        Command::Handover { action } => handover(arguments, action, &ask),
        Command::Journal { check: false, limit } => {
            Ok(show(arguments, &ask("journal.list", json!({ "before": 0, "limit": limit }))?, print::journal))
        }
        Command::Journal { check: true, .. } => {
            let answer = ask("journal.check", json!({}))?;
            show(arguments, &answer, print::fields);
            let findings: Vec<Finding> =
                answer.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
            Ok(verdict(&findings))
        }
        Command::Serve { port, print_url } => {
            let announce = serve::Announce::of(arguments.json, *print_url);
            serve::serve(open(arguments, "本机浏览器")?, *port, announce)
        }
        Command::Commands => {
            let list: Vec<Value> = COMMANDS
                .iter()
                .map(|c| json!({ "name": c.name, "about": c.about.trim(), "permission": c.permission, "writes": c.writes, "bytes": c.bytes }))
                .collect();
            Ok(show(arguments, &json!(list), |_| print::commands()))
        }
        Command::Call { name, payload, out } => call(arguments, name, payload, out.as_deref()),
    }
}

/// The steps of a stage, named or counted from 1.
fn steps_of(procedure: &Procedure, word: &str) -> Result<Vec<String>> {
    let word = word.trim();
    let at = word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).and_then(|at| procedure.stages.get(at));
    let Some(stage) = at.or_else(|| procedure.stages.iter().find(|s| s.name == word || s.key == word)) else {
        let names: Vec<&str> = procedure.stages.iter().map(|s| s.name.as_str()).collect();
        return Err(AppError::invalid(format!("没有环节“{word}”"), format!("请写下列之一，或第几个环节：{}", names.join("、"))));
    };
    let own = |step: &&jishi_core::catalogue::Step| procedure.stage_of(&step.key).is_some_and(|s| s.key == stage.key);
    Ok(procedure.steps.iter().filter(own).map(|s| s.key.clone()).collect())
}

/// A batch of the workspace by its number, or a case file. Both tell their findings in the same form.
fn check(arguments: &Arguments, what: &str, stage: Option<&str>) -> Result<ExitCode> {
    let mut procedure = None;
    let mut told: Vec<Told> = match what.parse::<u32>() {
        Ok(batch) => {
            let app = open(arguments, "命令行")?;
            if stage.is_some() {
                let view: CatalogueView = app.ask("catalogue.get", &json!({ "batch": batch }), &Terminal::new(arguments))?;
                procedure = Some(view.catalogue);
            }
            let findings: Vec<Finding> = app.ask("check.run", &json!({ "batch": batch }), &Terminal::new(arguments))?;
            app.name_findings(BatchId(batch), &findings)?
        }
        Err(_) => match jishi_app::check_case(what)? {
            CaseJudged::Told(_, told) => told,
            CaseJudged::Refused(faults) => {
                if arguments.json {
                    print::json(&json!({ "refused": faults }));
                } else {
                    print::refused(&faults);
                }
                return Ok(ExitCode::from(2));
            }
        },
    };
    if let Some(word) = stage {
        let built_in = || Procedure::builtin().map_err(|_| AppError::invalid("内置目录读不出来", "请重新安装程序"));
        let procedure = procedure.map_or_else(built_in, Ok)?;
        let steps = steps_of(&procedure, word)?;
        told.retain(|t| t.place.step.as_deref().is_some_and(|s| steps.iter().any(|own| own == s)));
    }
    if arguments.json {
        print::json(&json!(told));
    } else {
        print::told(&told);
    }
    let blocks = |t: &Told| t.level == Level::Error && t.waiver.as_ref().is_none_or(|w| !w.covers);
    Ok(ExitCode::from(u8::from(told.iter().any(blocks))))
}

fn call(arguments: &Arguments, name: &str, payload: &str, out: Option<&Path>) -> Result<ExitCode> {
    let payload = serde_json::from_str(payload).map_err(|e| {
        let words = jishi_app::json_words(&e);
        AppError::new(Code::BadRequest, format!("参数不是有效的 JSON：{words}"), "例如 '{\"batch\":1}'")
    })?;
    let app = open(arguments, "命令行")?;
    if COMMANDS.iter().any(|c| c.name == name && c.bytes) {
        let Some(out) = out else {
            return Err(AppError::new(Code::BadRequest, format!("命令 {name} 的结果是一个文件"), "请加 --out 文件名"));
        };
        let bytes = app.bytes(name, payload, &Terminal::new(arguments))?;
        jishi_fs::write_new(out, &bytes)?;
        let made = json!({ "path": absolute(out), "size": bytes.len(), "sha256": jishi_fs::sha256_hex(&bytes) });
        return Ok(show(arguments, &made, |_| println!("已写出 {}", out.display())));
    }
    // Whoever calls a command by name reads its answer as it is.
    print::json(&app.call(name, payload, &Terminal::new(arguments))?);
    Ok(ExitCode::SUCCESS)
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

/// The files of known persons need a word each: all alike by `--known`, or one by one.
fn import(arguments: &Arguments) -> Result<ExitCode> {
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

/// Prints what the loader says of a data file.
fn checked(arguments: &Arguments, check: &FileCheck, sound: &str) -> ExitCode {
    if arguments.json {
        print::json(&json!(check));
    } else if check.findings.is_empty() {
        println!("{sound}");
    } else {
        print::findings(&check.findings);
    }
    verdict(&check.findings)
}

fn filing(arguments: &Arguments, action: &Filing) -> Result<ExitCode> {
    match action {
        Filing::Check { file } => {
            let check = jishi_app::check_filing_table(&text(file))?;
            Ok(checked(arguments, &check, &format!("{}可以使用", check.name)))
        }
        Filing::Show => {
            print!("{}", jishi_app::filing_table_text());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn form(arguments: &Arguments, action: &Form) -> Result<ExitCode> {
    match action {
        Form::List => {
            let answer = open(arguments, "命令行")?.call("form.list", json!({}), &Terminal::new(arguments))?;
            Ok(show(arguments, &answer, print::forms))
        }
        Form::Check { file } => {
            let check = jishi_app::check_form(&text(file))?;
            Ok(checked(arguments, &check, &format!("表样“{}”可以使用", check.name)))
        }
        Form::Show { form } => {
            print!("{}", jishi_app::form_text(form)?);
            Ok(ExitCode::SUCCESS)
        }
        Form::Fonts => {
            let answer = open(arguments, "命令行")?.call("font.list", json!({}), &Terminal::new(arguments))?;
            Ok(show(arguments, &answer, print::fonts))
        }
        Form::AddFont { file } => {
            let request = json!({ "path": absolute(file) });
            let answer = open(arguments, "命令行")?.call("font.add", request, &Terminal::new(arguments))?;
            Ok(show(arguments, &answer, print::fonts))
        }
        Form::RemoveFont { name } => {
            let answer = open(arguments, "命令行")?.call("font.remove", json!({ "file": name }), &Terminal::new(arguments))?;
            Ok(show(arguments, &answer, print::fonts))
        }
        Form::Fields { subject } => {
            let subject = serde_json::from_value(json!(subject)).map_err(|_| {
                AppError::invalid(format!("没有“{subject}”这一类"), "请写批次、人选、记录、案卷、移交、封签中的一个")
            })?;
            Ok(show(arguments, &json!(jishi_app::form_fields(subject)), print::form_fields))
        }
        Form::Origins { form, batch, candidate, record } => {
            let request = json!({ "form": form, "batch": batch, "candidate": candidate, "record": record });
            let answer = open(arguments, "命令行")?.call("form.origins", request, &Terminal::new(arguments))?;
            Ok(show(arguments, &answer, print::form_origins))
        }
        Form::Write { form, batch, candidate, record, handover, seal, blank, out } => {
            let request = json!({
                "form": form, "batch": batch, "candidate": candidate, "record": record, "handover": handover, "seal": seal, "blank": blank, "folder": absolute(out),
            });
            let made: Vec<FileMade> = open(arguments, "命令行")?.ask("form.write", &request, &Terminal::new(arguments))?;
            Ok(show(arguments, &json!(made), |_| print::files(&made)))
        }
    }
}

pub type Ask<'a> = &'a dyn Fn(&str, Value) -> Result<Value>;

fn person(arguments: &Arguments, action: &Person, ask: Ask<'_>) -> Result<ExitCode> {
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

fn batch(arguments: &Arguments, action: &Batch, ask: Ask<'_>) -> Result<ExitCode> {
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

fn record(arguments: &Arguments, action: &Record, ask: Ask<'_>) -> Result<ExitCode> {
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

fn verify(arguments: &Arguments, path: &Path, fast: bool) -> Result<ExitCode> {
    let result: VerifyResult =
        jishi_app::verify_packages(&VerifyRequest { path: absolute(path), fast }, &Terminal::new(arguments))?;
    if arguments.json {
        print::json(&json!(result));
    } else {
        print::lines(&result.lines());
    }
    Ok(ExitCode::from(u8::from(!result.passed())))
}

/// 1 when they differ, as `diff` has it.
fn compare(arguments: &Arguments, a: &Path, b: &Path) -> Result<ExitCode> {
    let request = CompareRequest { a: absolute(a), b: absolute(b) };
    let comparison = jishi_app::compare_packages(&request, &Terminal::new(arguments))?;
    if arguments.json {
        print::json(&json!(comparison));
    } else {
        print::lines(&comparison.lines());
    }
    Ok(ExitCode::from(u8::from(!comparison.differences.is_empty())))
}

fn medium(arguments: &Arguments, action: &Medium, ask: Ask<'_>) -> Result<ExitCode> {
    let texts = |paths: &[PathBuf]| paths.iter().map(|p| absolute(p)).collect::<Vec<_>>();
    let answer = match action {
        Medium::List => ask("medium.list", json!({}))?,
        Medium::Add { file } => ask("medium.add", json!({ "content": content_file::<MediumContent>(file)? }))?,
        Medium::Preflight { root, packages, medium } => {
            ask("medium.preflight", json!({ "root": absolute(root), "medium": medium, "packages": texts(packages) }))?
        }
        Medium::Write { root, packages, medium, from, to } => {
            let request = json!({
                "root": absolute(root), "medium": medium, "volumes": [texts(packages)], "volume": 1, "group": "", "from": from, "to": to,
            });
            ask("medium.write", request)?
        }
        Medium::Check { handover, root } => ask("medium.check", json!({ "id": handover, "root": absolute(root) }))?,
    };
    told(arguments, &answer)
}

fn handover(arguments: &Arguments, action: &Handover, ask: Ask<'_>) -> Result<ExitCode> {
    let answer = match action {
        Handover::List => ask("handover.list", json!({}))?,
        Handover::Show { id } => ask("handover.get", json!({ "id": id }))?,
        Handover::Blank { id, file } => ask("handover.blank", json!({ "id": id, "path": absolute(file) }))?,
        Handover::Receive { id, file, from_revision } => {
            ask("handover.receive", json!({ "id": id, "from_revision": from_revision, "path": absolute(file) }))?
        }
    };
    told(arguments, &answer)
}

/// An answer with findings in it; 1 when one of them is 错.
fn told(arguments: &Arguments, answer: &Value) -> Result<ExitCode> {
    show(arguments, answer, print::fields);
    let findings: Vec<Finding> = answer.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    Ok(verdict(&findings))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the manual for one kind of file.
    fn example(kind: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command-line.md");
        let page = jishi_fs::read_text(&path).unwrap();
        let rest = page.split(&format!("```json {kind}\n")).nth(1).unwrap_or_else(|| panic!("no example of {kind}"));
        rest.split("```").next().unwrap().to_owned()
    }

    #[test]
    fn the_examples_of_the_manual_are_taken_as_they_stand() {
        let file = "docs/command-line.md";
        jishi_app::read_content::<PersonContent>(&example("person"), file).unwrap();
        jishi_app::read_content::<BatchContent>(&example("batch"), file).unwrap();
        jishi_app::read_content::<PostContent>(&example("post"), file).unwrap();
        jishi_app::read_content::<CandidateContent>(&example("candidate"), file).unwrap();
        jishi_app::read_content::<RecordContent>(&example("record"), file).unwrap();
        jishi_app::read_content::<MediumContent>(&example("medium"), file).unwrap();
    }
}
