//! One arm a subcommand: words in, a command of the list called, its answer printed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jishi_app::dto::{
    CatalogueCheck, CatalogueView, CompareRequest, FileCheck, FileMade, ReportsMade, VerifyRequest, VerifyResult,
};
use jishi_app::{AppError, COMMANDS, CaseJudged, Code};
use jishi_core::casefile::Told;
use jishi_core::catalogue::Catalogue as Procedure;
use jishi_core::finding::{Finding, Level};
use jishi_core::id::BatchId;
use jishi_core::medium::MediumContent;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Calendar, Catalogue, Command, Filing, Form, Handover, Medium};
use crate::print::{self, Terminal};
use crate::recording::{batch, import, person, record};
use crate::session::{Ask, Result, absolute, content_file, open, show, text, text_of, told, verdict};
use crate::{demo, packages, rules, scan, serve, supervise};

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
            let request = json!({ "year": year, "source": source, "text": text_of(file)? });
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
        Medium::Preflight { root, packages, medium, tree } => {
            let layout = tree.map(|t| t.layout());
            let request = json!({ "root": absolute(root), "medium": medium, "packages": texts(packages), "layout": layout });
            ask("medium.preflight", request)?
        }
        Medium::Write { root, packages, medium, from, to, tree } => {
            let request = json!({
                "root": absolute(root), "medium": medium, "volumes": [texts(packages)], "volume": 1, "group": "", "from": from, "to": to,
                "layout": tree.map(|t| t.layout()),
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
        Handover::Hand { id, by, on, from_revision, reason } => {
            let handing = by.as_ref().zip(on.as_ref()).map(|(by, on)| json!({ "by": by, "on": on }));
            ask("handover.hand", json!({ "id": id, "from_revision": from_revision, "handing": handing, "why": reason }))?
        }
        Handover::Receive { id, file, from_revision, reason } => {
            ask("handover.receive", json!({ "id": id, "from_revision": from_revision, "path": absolute(file), "why": reason }))?
        }
    };
    told(arguments, &answer)
}

#[cfg(test)]
mod tests {
    use jishi_core::case::{BatchContent, CandidateContent, PostContent};
    use jishi_core::person::PersonContent;
    use jishi_core::record::RecordContent;

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
