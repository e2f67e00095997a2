//! `cargo xtask windows`: the command line program and the verifier for Windows, cross-built here and run by Wine through the whole sample.
//! No Windows machine and no rustup target is needed: Debian carries a compiler with the sources of the standard library (`rustc-web`,
//! `rust-web-src`), which is unpacked below `target/windows` and never installed. It builds and downloads for long, so it is no part of `test`.

use std::path::{Path, PathBuf};

use crate::step::{self, Act, Outcome, Stop, cargo, program};
use crate::{files, place, system};

const TOOLS: &[&str] = &["gcc-mingw-w64-x86-64", "wine64"];
/// What of a compiler's packages is meant.
const FAMILIES: [&str; 4] = ["rustc-web", "rust-web", "libstd-rust-web", "libllvm"];
const TARGET: &str = "x86_64-pc-windows-gnu";
const WINE: &str = "/usr/lib/wine/wine64";
/// Wine 8 has no `bcryptprimitives.dll`, which every Rust program asks for random numbers since Windows 10; newer Wine and Windows have it.
const RANDOM: &str = "#include <windows.h>\nBOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n\
    __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return SystemFunction036(p, (ULONG)n); }\n";

struct Ground {
    home: PathBuf,
}

pub fn run() -> Outcome<()> {
    if std::env::consts::ARCH != "x86_64" {
        return Err(Stop::new("这里交叉编译的是 64 位 Windows 程序，用 amd64 的 Wine 运行。", "请在 amd64 的机器上运行。"));
    }
    system::packages(&[system::COMPILE, TOOLS].concat())?;
    let ground = Ground { home: place::target().join("windows") };
    files::make_dir(&ground.home)?;
    ground.compiler()?;
    ground.build()?;
    ground.play()
}

impl Ground {
    fn usr(&self) -> PathBuf {
        self.home.join("compiler/usr")
    }

    fn compiler(&self) -> Outcome<()> {
        if self.usr().join("bin/rustc").exists() {
            return Ok(());
        }
        let mut packages = vec!["rustc-web".to_owned(), "rust-web-src".to_owned()];
        let mut at = 0;
        while let Some(package) = packages.get(at).cloned() {
            for need in system::needs(&package) {
                if FAMILIES.iter().any(|f| need.starts_with(f)) && !packages.contains(&need) {
                    packages.push(need);
                }
            }
            at += 1;
        }
        step::say(&format!("取编译器 {}（约 150 MB，只在第一次；不安装）", packages.join(" ")));
        let partial = self.home.join("compiler.partial");
        system::unpack(&packages.iter().map(String::as_str).collect::<Vec<_>>(), &partial)?;
        files::rename(&partial, &self.home.join("compiler"))
    }

    fn build(&self) -> Outcome<()> {
        step::say("交叉编译 jishi.exe、jishi-verify.exe（第一次连标准库一起，要许多分钟）");
        let libraries = self.usr().join("lib/x86_64-linux-gnu");
        let words =
            ["build", "-Zbuild-std=std,panic_abort,panic_unwind", "--target", TARGET, "-p", "jishi-cli", "-p", "jishi-verify"];
        cargo(&words)
            .env("RUSTC", self.usr().join("bin/rustc"))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("LD_LIBRARY_PATH", libraries)
            .env("CARGO_TARGET_DIR", self.home.join("target"))
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "x86_64-w64-mingw32-gcc")
            .env("CC_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-gcc")
            .env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar")
            .run()
    }

    /// A program of ours under Wine, in a Windows of its own.
    fn wine(&self, name: &str, words: &[&str]) -> Act {
        let program_at = self.home.join("run").join(name);
        let mut all = vec![program_at.to_string_lossy().into_owned()];
        all.extend(words.iter().map(|w| (*w).to_owned()));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        program(WINE, &all).env("WINEPREFIX", self.home.join("wine")).env("WINEDEBUG", "-all")
    }

    /// The sample from the first person to the sealed packages, the packages judged by the verifier, one altered and refused; what Windows
    /// says of its disks.
    fn play(&self) -> Outcome<()> {
        let run = self.home.join("run");
        for folder in [run.clone(), self.home.join("wine/drive_c/jishi-ws"), self.home.join("wine/drive_c/jishi-out")] {
            files::clear(&folder)?;
        }
        files::make_dir(&run)?;
        let built = self.home.join("target").join(TARGET).join("debug");
        for name in ["jishi.exe", "jishi-verify.exe"] {
            files::copy(&built.join(name), &run.join(name))?;
        }
        files::write(&run.join("random.c"), RANDOM)?;
        program("x86_64-w64-mingw32-gcc", &["-shared", "-o", "bcryptprimitives.dll", "random.c", "-ladvapi32"])
            .at(&run)
            .quiet()?;
        step::say("在 Wine 里走完示例：导入、记录、校验、报告表、封装、验包");
        self.wine("jishi.exe", &["demo", "--workspace", r"C:\jishi-ws", "--out", r"C:\jishi-out"]).run()?;
        step::say("在 Wine 里由 jishi-verify.exe 核对全部案卷包");
        self.wine("jishi-verify.exe", &[r"C:\jishi-out\案卷包"]).run()?;
        let disks = self.wine("jishi.exe", &["medium", "list", "--json", "--workspace", r"C:\jishi-ws"]).ask();
        println!("    载体：{}", disks.ok_or_else(|| Stop::new("jishi.exe 说不出插着的载体。", ""))?.trim());
        step::say("改动一个字节，须查出");
        let package = files::first_below(&self.home.join("wine/drive_c/jishi-out/案卷包"), "报告表", "pdf")
            .ok_or_else(|| Stop::new("案卷包里没有报告表。", ""))?;
        files::flip_last(&package)?;
        if self.wine("jishi-verify.exe", &[r"C:\jishi-out\案卷包"]).ask().is_some() {
            return Err(Stop::new(format!("改动了 {}，jishi-verify.exe 没有查出。", shown(&package)), ""));
        }
        println!("\nWindows 程序走完示例；改动的一个字节查出来了");
        Ok(())
    }
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
