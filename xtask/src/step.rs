//! Saying what is being done, doing it, and stopping in plain words when it cannot be done.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::place;

/// Why the errand stops, and what the person at the machine can do.
#[derive(Debug)]
pub struct Stop {
    message: String,
    remedy: String,
}

pub type Outcome<T> = Result<T, Stop>;

impl Stop {
    pub fn new(message: impl Into<String>, remedy: impl Into<String>) -> Stop {
        Stop { message: message.into(), remedy: remedy.into() }
    }

    /// What went wrong and what was said of it, for a list of faults.
    pub fn words(&self) -> String {
        format!("{}\n{}", self.message, self.remedy).trim().to_owned()
    }

    pub fn print(&self) {
        eprintln!("\n!!! {}", self.message);
        if !self.remedy.is_empty() {
            eprintln!("    {}", self.remedy.replace('\n', "\n    "));
        }
    }
}

/// Announces a step.
pub fn say(words: &str) {
    println!("==> {words}");
}

/// A program to run from the project folder with its output shown. It never waits for an answer from the keyboard.
pub struct Act {
    command: Command,
    shown: String,
}

/// A program by name.
pub fn program<S: AsRef<OsStr>>(name: S, arguments: &[&str]) -> Act {
    let mut command = Command::new(name.as_ref());
    command.args(arguments).current_dir(place::root()).stdin(Stdio::null());
    let shown = std::iter::once(name.as_ref().to_string_lossy().into_owned())
        .chain(arguments.iter().map(|a| if a.contains(' ') { format!("'{a}'") } else { (*a).to_owned() }))
        .collect::<Vec<_>>()
        .join(" ");
    Act { command, shown }
}

/// The cargo that runs us.
pub fn cargo(arguments: &[&str]) -> Act {
    let mut act = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments);
    act.shown = format!("cargo {}", arguments.join(" "));
    act
}

impl Act {
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Act {
        self.command.env(name, value);
        self
    }

    pub fn within(mut self, folder: &str) -> Act {
        self.command.current_dir(place::root().join(folder));
        self.shown = format!("cd {folder} && {}", self.shown);
        self
    }

    /// In a folder outside the project.
    pub fn at(mut self, folder: &Path) -> Act {
        self.command.current_dir(folder);
        self
    }

    pub fn without(mut self, names: &[&str]) -> Act {
        for name in names {
            self.command.env_remove(name);
        }
        self
    }

    /// Runs it with its output thrown away; its complaints are shown when it fails.
    pub fn quiet(mut self) -> Outcome<()> {
        match self.command.stdout(Stdio::null()).stderr(Stdio::piped()).output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => {
                let words = String::from_utf8_lossy(&output.stderr).into_owned();
                Err(Stop::new(format!("没有成功（{}）：{}", output.status, self.shown), words))
            }
            Err(e) => Err(Stop::new(format!("无法运行 {}：{e}", self.shown), "请确认这个程序已安装并在 PATH 里。")),
        }
    }

    /// Runs it with its output shown.
    pub fn run(mut self) -> Outcome<()> {
        println!("    $ {}", self.shown);
        match self.command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) if status.code() == Some(124) => Err(Stop::new(format!("超时未结束，已停止：{}", self.shown), "")),
            Ok(status) => Err(Stop::new(format!("没有成功（{status}）：{}", self.shown), "原因见上文。")),
            Err(e) => Err(Stop::new(format!("无法运行 {}：{e}", self.shown), "请确认这个程序已安装并在 PATH 里。")),
        }
    }

    /// Runs it quietly and gives what it printed; None when it could not run or failed.
    pub fn ask(mut self) -> Option<String> {
        let answer = self.command.stderr(Stdio::null()).output().ok()?;
        answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
    }
}
