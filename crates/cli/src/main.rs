//! `jishi`: the same commands as the window, without one. It parses words, calls commands of `jishi-app` by name and prints answers;
//! it has no use case of its own.

#[macro_use]
mod out;

mod arguments;
mod card;
mod demo;
mod labels;
mod packages;
mod print;
mod recording;
mod rules;
mod run;
mod scan;
mod serve;
mod session;
mod supervise;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use jishi_app::AppError;

fn main() -> ExitCode {
    let line: Vec<OsString> = std::env::args_os().collect();
    let arguments = match words::read(&line) {
        Ok(words::Read::Arguments(arguments)) => arguments,
        Ok(words::Read::Text(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(error) => return refuse(&error, line.iter().any(|word| word == "--json")),
    };
    match run::run(&arguments) {
        Ok(code) => code,
        Err(error) => refuse(&error, arguments.json),
    }
}

/// Says why the work was not done; 2, so that scripts can tell it from findings (1).
fn refuse(error: &AppError, json: bool) -> ExitCode {
    if json {
        print::json(&serde_json::json!(error));
    } else {
        eprintln!("出错：{}", error.message);
        if !error.remedy.is_empty() {
            eprintln!("　　{}", error.remedy);
        }
    }
    ExitCode::from(2)
}
