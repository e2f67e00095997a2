//! `jishi`: the same commands as the window, without one. It parses words, calls commands of `jishi-app` by name and prints answers;
//! it has no use case of its own.

mod arguments;
mod card;
mod demo;
mod print;
mod run;
mod serve;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match run::run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            if arguments.json {
                println!("{}", serde_json::to_string_pretty(&error).unwrap_or_default());
            } else {
                eprintln!("出错：{}", error.message);
                if !error.remedy.is_empty() {
                    eprintln!("　　{}", error.remedy);
                }
            }
            ExitCode::from(2)
        }
    }
}
