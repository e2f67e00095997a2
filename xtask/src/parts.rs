//! `cargo xtask test`: every part runs even when an earlier one failed; the table at the end says how each went.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::step::{self, Act, Outcome, Stop, cargo, program};
use crate::{files, npm, place, setup, system};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Fmt,
    Lint,
    Rust,
    Ui,
    Browser,
    Window,
}

impl Part {
    const ALL: [Part; 6] = [Part::Fmt, Part::Lint, Part::Rust, Part::Ui, Part::Browser, Part::Window];

    fn name(self) -> &'static str {
        match self {
            Part::Fmt => "fmt",
            Part::Lint => "lint",
            Part::Rust => "rust",
            Part::Ui => "ui",
            Part::Browser => "browser",
            Part::Window => "window",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Part::Fmt => "代码格式",
            Part::Lint => "静态检查",
            Part::Rust => "Rust 测试",
            Part::Ui => "界面单元测试与类型检查",
            Part::Browser => "浏览器端到端",
            Part::Window => "真实窗口（Xvfb）",
        }
    }

    fn needs(self) -> Vec<&'static str> {
        match self {
            Part::Fmt | Part::Ui => Vec::new(),
            Part::Lint => [system::COMPILE, system::WINDOW].concat(),
            Part::Rust | Part::Browser | Part::Window => [system::COMPILE, system::WINDOW, system::TEST].concat(),
        }
    }

    fn run(self) -> Outcome<()> {
        match self {
            Part::Fmt => {
                setup::formatter_and_lints()?;
                cargo(&["fmt", "--all", "--check"]).run()
            }
            Part::Lint => {
                setup::formatter_and_lints()?;
                cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
            }
            Part::Rust => {
                binaries()?;
                judged(cargo(&["test", "--workspace", "--no-fail-fast"]))?.run()
            }
            Part::Ui => {
                npm::install()?;
                let units = npm::script("test").run();
                npm::script("typecheck").run().and(units)
            }
            Part::Browser => {
                binaries()?;
                let stories = place::in_memory("e2e").unwrap_or_else(|| place::target().join("e2e"));
                let played = told_once(&stories).and_then(|told| {
                    let act = judged(limited(BROWSER, "npm", &["run", "--silent", "e2e"]).within("ui"))?;
                    told.into_iter().fold(act, |act, (name, at)| act.env(name, at)).run()
                });
                files::clear(&stories)?;
                played
            }
            Part::Window => {
                binaries()?;
                let screen = "-screen 0 1920x1080x24 -nolisten tcp";
                let test = ["test", "--workspace", "--test", "window", "--", "--nocapture", "--test-threads=1"];
                let words = ["-a", "-s", screen, "cargo"].into_iter().chain(test).collect::<Vec<_>>();
                let act = judged(limited(WINDOW, "xvfb-run", &words))?;
                // The accessibility bus is not there; the DMABUF switch cures machines with odd graphics.
                act.env("JISHI_WINDOW", "1").env("NO_AT_BRIDGE", "1").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").run()
            }
        }
    }
}

/// The page, both programs and the tests. Built in one go: with `--tests` the dependencies get the same features as under
/// `cargo test`, so that the toolkit of the window is not compiled twice.
fn binaries() -> Outcome<()> {
    npm::build()?;
    cargo(&["build", "--workspace", "--bins", "--tests"]).run()
}

/// Hands a test the programs under test and the stock judge of packages.
fn judged(act: Act) -> Outcome<Act> {
    let bagit = setup::bagit()?;
    Ok(act.env("JISHI_BIN", place::built("jishi")).env("JISHI_DESKTOP", place::built("jishi-desktop")).env("JISHI_BAGIT", bagit))
}

/// The workspaces most browser tests begin with, played once and copied by each: by the name of the variable that tells where.
fn told_once(below: &Path) -> Outcome<Vec<(&'static str, PathBuf)>> {
    files::clear(below)?;
    files::make_dir(below)?;
    let mut told = Vec::new();
    for (variable, name, more) in [("JISHI_DEMO", "demo", &[][..]), ("JISHI_SIXTY", "sixty", &["--people", "60", "--enter-only"])]
    {
        let at = below.join(name);
        let place = at.to_string_lossy().into_owned();
        let words = [&["demo", "--workspace", &place], more].concat();
        program(place::built("jishi"), &words).env("JISHI_ASSETS", place::root().join("assets")).quiet()?;
        told.push((variable, at));
    }
    Ok(told)
}

/// Seconds after which a browser, or a window, is taken to hang; several times what they take on two idle processors.
const BROWSER: &str = "2700";
const WINDOW: &str = "900";

/// A window or a browser that hangs must not hang the whole run.
fn limited(seconds: &str, name: &str, arguments: &[&str]) -> Act {
    let words = ["--kill-after=20", seconds, name].into_iter().chain(arguments.iter().copied()).collect::<Vec<_>>();
    program("timeout", &words)
}

struct Result {
    part: Part,
    failure: Option<Stop>,
    took: Duration,
}

/// Runs the named parts, or all of them.
pub fn test(names: &[&str]) -> Outcome<ExitCode> {
    let parts = chosen(names)?;
    let mut needs: Vec<&str> = parts.iter().flat_map(|p| p.needs()).collect();
    needs.sort_unstable();
    needs.dedup();
    if !needs.is_empty() {
        system::packages(&needs)?;
    }
    let results: Vec<Result> = parts.into_iter().map(timed).collect();
    let failed = results.iter().filter(|r| r.failure.is_some()).count();
    println!("\n{:<9} {:<6} {:>7}  内容", "部分", "结果", "用时");
    for r in &results {
        let verdict = if r.failure.is_none() { "通过" } else { "未通过" };
        println!("{:<9} {verdict:<6} {:>6}s  {}", r.part.name(), r.took.as_secs(), r.part.words());
    }
    for r in &results {
        if let Some(stop) = &r.failure {
            stop.print();
            eprintln!("    只重跑这一部分：cargo xtask test {}", r.part.name());
        }
    }
    println!("\n{} 项通过，{failed} 项没有通过", results.len() - failed);
    if results.iter().any(|r| r.part == Part::Rust) {
        println!("\n这一次没有验的（不算通过）：");
        for words in left_out(&files::text(Path::new("/proc/filesystems")).unwrap_or_default()) {
            println!("  {words}");
        }
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the suite leaves out on this machine and which command plays it, so that nobody takes silence for a pass. `known`: the file systems of
/// the kernel, a line each.
fn left_out(known: &str) -> Vec<String> {
    let lacks = |kind: &&str| !known.lines().any(|line| line.split_whitespace().last() == Some(*kind));
    let missing: Vec<&str> = ["vfat", "exfat"].into_iter().filter(lacks).collect();
    let mut words = Vec::new();
    if !missing.is_empty() {
        words.push(format!("写到 {} 小盘：这台机器的内核没有；cargo xtask sticks 在虚拟机里跑", missing.join("、")));
    }
    words.push("写盘时断电、拔盘、写满真盘：cargo xtask sticks".to_owned());
    words.push("静态链接的 jishi-verify：cargo xtask bundle".to_owned());
    words.push("Windows 的程序：cargo xtask windows；校验方法里 certutil 的几行只在真正的 Windows 上能跑".to_owned());
    words
}

fn timed(part: Part) -> Result {
    step::say(&format!("测试 {}：{}", part.name(), part.words()));
    let start = Instant::now();
    let failure = part.run().err();
    Result { part, failure, took: start.elapsed() }
}

fn chosen(names: &[&str]) -> Outcome<Vec<Part>> {
    if names.is_empty() {
        return Ok(Part::ALL.to_vec());
    }
    names.iter().try_fold(Vec::new(), |mut parts, name| {
        let part = Part::ALL.into_iter().find(|p| p.name() == *name);
        let part =
            part.ok_or_else(|| Stop::new(format!("没有叫“{name}”的测试部分。"), "可以用：fmt lint rust ui browser window"))?;
        if !parts.contains(&part) {
            parts.push(part);
        }
        Ok(parts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_machine_cannot_play_is_said() {
        let all = left_out("nodev\ttmpfs\n\tvfat\n\texfat\n");
        assert_eq!(all.len(), 3);
        let none = left_out("nodev\ttmpfs\n");
        assert!(none.len() == 4 && none.first().is_some_and(|w| w.contains("vfat、exfat")), "{none:?}");
    }
}
