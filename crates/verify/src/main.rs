//! `jishi-verify`: what `jishi verify` and `jishi compare` do, as one small executable for whoever receives a package. It opens no workspace,
//! writes no file and no connection. Words and shapes come from `jishi-archive`; here are only arguments and the two streams.
//!
//! How it is built for receivers, and what of it is static: docs/verify-report.md.

use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jishi_archive::{ArchiveError, Limits, Mode, Progress, compare, sweep};

const HELP: &str = "\
jishi-verify：核对封装包，只读，不联网，不需要安装

  jishi-verify 路径              完整核对：一个包（文件夹或 zip）、装有包的文件夹，或整个 U 盘
  jishi-verify --fast 路径       快速核对：清单、封签、数量和大小，不逐字节核对内容
  jishi-verify --compare 甲 乙   对照两个包，说出哪里不同
  --json                         结果以 JSON 输出（形状见 docs/verify-report.md）

结束码：0 没有错误；1 查出错误，或两个包不同；2 没有完成
";

struct Wish {
    json: bool,
    fast: bool,
    compare: bool,
    paths: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let mut wish = Wish { json: false, fast: false, compare: false, paths: Vec::new() };
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--help" | "-h") => return told(HELP, ExitCode::SUCCESS),
            Some("--version" | "-V") => {
                return told(concat!("jishi-verify ", env!("CARGO_PKG_VERSION"), "\n"), ExitCode::SUCCESS);
            }
            Some("--json") => wish.json = true,
            Some("--fast") => wish.fast = true,
            Some("--compare") => wish.compare = true,
            Some(word) if word.starts_with("--") => {
                eprintln!("不认识“{word}”。\n\n{HELP}");
                return ExitCode::from(2);
            }
            _ => wish.paths.push(PathBuf::from(argument)),
        }
    }
    let done = match wish.paths.as_slice() {
        [a, b] if wish.compare => comparison(&wish, a, b),
        [path] if !wish.compare => verdict(&wish, path),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|e| {
        eprintln!("没有完成：{e}");
        ExitCode::from(2)
    })
}

fn verdict(wish: &Wish, path: &Path) -> Result<ExitCode, ArchiveError> {
    let mode = if wish.fast { Mode::Fast } else { Mode::Full };
    let result = sweep(path, mode, &Limits::default(), &mut bar())?.answer();
    let text = if wish.json { json(&result) } else { result.lines().join("\n") };
    Ok(told(&(text + "\n"), ExitCode::from(u8::from(!result.passed()))))
}

fn comparison(wish: &Wish, a: &Path, b: &Path) -> Result<ExitCode, ArchiveError> {
    let result = compare(a, b, &mut bar())?;
    let text = if wish.json { json(&result) } else { result.lines().join("\n") };
    Ok(told(&(text + "\n"), ExitCode::from(u8::from(!result.differences.is_empty()))))
}

/// The same bytes as `jishi --json` prints.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Writes to standard output; a reader that closed it early makes the answer incomplete.
fn told(text: &str, code: ExitCode) -> ExitCode {
    let mut out = std::io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() { ExitCode::from(2) } else { code }
}

/// A line that moves, where somebody looks.
fn bar() -> impl FnMut(Progress) -> ControlFlow<()> {
    let looked_at = std::io::stderr().is_terminal();
    let mut shown = u64::MAX;
    move |p| {
        let part = p.done.saturating_mul(100).checked_div(p.total).unwrap_or(100);
        if looked_at && part != shown {
            shown = part;
            let end = if p.done >= p.total { "\n" } else { "" };
            eprint!("\r\x1b[2K{} {part}%  {}{end}", p.phase.word(), p.file);
        }
        ControlFlow::Continue(())
    }
}
