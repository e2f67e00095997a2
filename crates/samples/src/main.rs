//! `jishi-samples <folder>`: writes the sample batch. Same bytes on every run: no clock, no chance but a fixed seed.
//!
//! A developer's tool over its own constants; it never ships and reads nothing a user typed.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "the tables it reads are its own constants"
)]

mod canvas;
mod facts;
mod lrmx;
mod paper;
mod pdf;
mod people;
mod script;
mod sheet;
mod story;
mod traits;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// `assets/fonts` of the tree this was built in.
fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts")
}

fn run() -> Result<String, String> {
    let folder = std::env::args_os().nth(1).ok_or("用法：jishi-samples <输出文件夹>，通常是 assets/samples")?;
    let story = story::tell();
    let files = script::build(&canvas::Fonts::load(&fonts())?, &story);
    script::write(Path::new(&folder), &files)?;
    let size: usize = files.iter().map(|f| f.bytes.len()).sum();
    let scans = files.iter().filter(|f| f.path.starts_with("scans/")).count();
    Ok(format!("{}条记录，{scans}件扫描件，{}个文件，{}KB", story.entries.len(), files.len(), size / 1024))
}

fn main() -> ExitCode {
    match run() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
