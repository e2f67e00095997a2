//! Everything a fresh machine lacks.

use std::path::PathBuf;

use crate::step::{self, Outcome, Stop, cargo, program};
use crate::{files, npm, place, system};

/// Strangers who judge what we write: bags, their profiles, PDFs.
const JUDGES: [&str; 3] = ["bagit==1.9.0", "bagit_profile==1.3.1", "pikepdf==10.17.0"];
/// How Python calls them.
const IMPORTS: &str = "import bagit, bagit_profile, pikepdf";

/// All that `run` and `test` need.
pub fn everything() -> Outcome<()> {
    system::packages(&[system::COMPILE, system::WINDOW, system::TEST].concat())?;
    formatter_and_lints()?;
    bagit()?;
    npm::install()?;
    step::say("已全部备齐");
    Ok(())
}

/// What compiling the command line program needs.
pub fn compiler() -> Outcome<()> {
    system::packages(system::COMPILE)
}

/// rustfmt and clippy, which a minimal Rust lacks.
pub fn formatter_and_lints() -> Outcome<()> {
    if cargo(&["fmt", "--version"]).ask().is_some() && cargo(&["clippy", "--version"]).ask().is_some() {
        return Ok(());
    }
    step::say("Rust：安装 rustfmt 和 clippy");
    program("rustup", &["component", "add", "rustfmt", "clippy"])
        .run()
        .map_err(|_| Stop::new("缺少 rustfmt 或 clippy，而且没有装上。", "能联网后运行：rustup component add rustfmt clippy"))
}

/// A Python of our own below `target` with the judges of what we write. Gives its path.
pub fn bagit() -> Outcome<PathBuf> {
    let judges = JUDGES.join(" ");
    let venv = place::target().join("venv");
    let python = venv.join("bin").join("python");
    let shown = python.to_string_lossy().into_owned();
    if program(&shown, &["-c", IMPORTS]).ask().is_some() {
        step::say("Python 的复核程序（bagit、bagit_profile、pikepdf）：已齐全");
        return Ok(python);
    }
    step::say(&format!("Python：在 {} 里安装 {judges}", venv.display()));
    files::clear(&venv)?;
    let folder = venv.to_string_lossy();
    // bagit 1.9 still asks for pkg_resources, which newer setuptools no longer carry.
    let installed = program("python3", &["-m", "venv", &folder])
        .run()
        .and_then(|()| {
            let how = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "setuptools<81"];
            program(&shown, &[&how[..], &JUDGES].concat()).run()
        })
        .and_then(|()| program(&shown, &["-c", IMPORTS]).run());
    installed.map_err(|_| {
        Stop::new(
            "Python 的复核程序没有装上（原因见上文），不能用它们复核归档包和 PDF。",
            format!("多半是没有网络。能联网后再试，或手工运行：\npython3 -m venv {folder} && {shown} -m pip install {judges} 'setuptools<81'"),
        )
    })?;
    Ok(python)
}
