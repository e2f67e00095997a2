//! `cargo xtask bundle`: the programs with everything they need, as an archive to unpack anywhere, and proof that it works there:
//! it is unpacked far from the source tree and plays the sample from there.

use std::path::{Path, PathBuf};

use crate::step::{self, Outcome, Stop, cargo, program};
use crate::{files, npm, place, system};

const README: &str = "\
选任纪实

    ./jishi-desktop          打开桌面程序（需要系统的 libwebkit2gtk-4.1-0）
    ./jishi serve            在本机浏览器里使用同一界面
    ./jishi demo             在当前文件夹下生成虚构的示例批次，走完全程
    ./jishi --help           全部命令
    ./jishi-verify 包        只核对案卷包，单个文件，不需要其余任何文件；可单独交给接收单位

assets 和 ui 两个文件夹须与程序放在一起。整个文件夹可以搬到任何位置；数据在工作区里，不在这里。
不写 --workspace 时，桌面程序和命令行使用同一个工作区（jishi info 会说出位置），也可用环境变量 JISHI_WORKSPACE 指定。
";

pub fn run() -> Outcome<()> {
    system::packages(&[system::COMPILE, system::WINDOW].concat())?;
    npm::build()?;
    step::say("程序：按发布方式编译（首次约需十几分钟）");
    cargo(&["build", "--release", "-p", "jishi-cli"]).run()?;
    cargo(&["build", "--release", "-p", "jishi-desktop", "--features", "custom-protocol"]).run()?;
    let verifier = verifier()?;
    let release = place::target().join("release");
    let name = format!("jishi-{}-{}-{}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let folder = place::target().join("bundle");
    files::clear(&folder)?;
    lay(&release, &verifier, &folder.join(&name))?;
    // Alone too: it goes to receivers on a disk of its own, never on the medium that is handed over.
    files::copy(&verifier, &folder.join(format!("jishi-verify-{}-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH)))?;
    let archive = folder.join(format!("{name}.tar.gz"));
    step::say(&format!("装成 {}", archive.display()));
    let (from, to) = (folder.to_string_lossy(), archive.to_string_lossy());
    program("tar", &["--owner=0", "--group=0", "-czf", &to, "-C", &from, &name]).run()?;
    prove(&archive, &name)?;
    deb()?;
    step::say(&format!("完成：{}", archive.display()));
    Ok(())
}

/// The verifier for receivers: one file that needs no library of the system it is brought to. Built for a named target, so that what
/// builds it is left as it is.
fn verifier() -> Outcome<PathBuf> {
    step::say("核对程序：编译成不需要任何动态库的单个文件");
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    cargo(&["build", "--release", "-p", "jishi-verify", "--target", &target])
        .env("RUSTFLAGS", "-C target-feature=+crt-static")
        .run()?;
    let made = place::target().join(target).join("release/jishi-verify");
    let header = program("readelf", &["-l", "-d", &made.to_string_lossy()])
        .ask()
        .ok_or_else(|| Stop::new("没有 readelf，不能证明核对程序不需要动态库。", "apt-get install binutils"))?;
    if ["(NEEDED)", "INTERP"].iter().any(|word| header.contains(word)) {
        return Err(Stop::new("核对程序仍要系统的动态库。", "请看 readelf -d 列出的 NEEDED，去掉带来它的依赖。"));
    }
    Ok(made)
}

/// The layout as installed.
fn lay(programs: &Path, verifier: &Path, to: &Path) -> Outcome<()> {
    files::make_dir(to)?;
    files::copy(verifier, &to.join("jishi-verify"))?;
    for program in ["jishi", "jishi-desktop"] {
        files::copy(&programs.join(program), &to.join(program))?;
    }
    files::copy_tree(&place::root().join("assets"), &to.join("assets"))?;
    files::copy_tree(&place::root().join("ui/dist"), &to.join("ui"))?;
    files::write(&to.join("README.txt"), README)
}

/// Unpacks the archive elsewhere and plays the sample from there, with no word of where the source tree is.
fn prove(archive: &Path, name: &str) -> Outcome<()> {
    let elsewhere = std::env::temp_dir().join(format!("jishi-bundle-{}", std::process::id()));
    files::clear(&elsewhere)?;
    files::make_dir(&elsewhere)?;
    let outcome = played(archive, name, &elsewhere);
    files::clear(&elsewhere)?;
    outcome
}

fn played(archive: &Path, name: &str, elsewhere: &Path) -> Outcome<()> {
    step::say(&format!("验证：解开到 {}，只用其中的文件走完示例", elsewhere.display()));
    let (from, to) = (archive.to_string_lossy(), elsewhere.to_string_lossy());
    program("tar", &["-xzf", &from, "-C", &to]).run()?;
    let unpacked: PathBuf = elsewhere.join(name);
    let work = elsewhere.join("别处");
    files::make_dir(&work)?;
    let told = program(unpacked.join("jishi"), &["demo", "--json"])
        .at(&work)
        .without(&["JISHI_ASSETS", "JISHI_UI", "JISHI_WORKSPACE"])
        .ask()
        .ok_or_else(|| Stop::new("解开的程序没有走完示例。", "请看 target/bundle 里的布局是否完整。"))?;
    let assets = unpacked.join("assets").to_string_lossy().into_owned();
    if !told.contains(&assets) {
        return Err(Stop::new("解开的程序用的不是它旁边的 assets。", "请检查 crates/app/src/place.rs 的查找次序。"));
    }
    println!("    示例走完，用的是 {assets}");
    let judged = program(unpacked.join("jishi-verify"), &[&work.to_string_lossy()]).at(&work).ask();
    if !judged.is_some_and(|said| said.contains("封签完好")) {
        return Err(Stop::new("解开的核对程序没有认出示例的案卷包。", "请用 jishi-verify 单独核对一个包，看它说什么。"));
    }
    Ok(())
}

/// The .deb, where Tauri's own packager is installed.
fn deb() -> Outcome<()> {
    if cargo(&["tauri", "--version"]).ask().is_none() {
        step::say("没有 cargo tauri，不做 .deb（需要时：cargo install tauri-cli，再运行本命令）");
        return Ok(());
    }
    step::say("装成 .deb（tauri）");
    cargo(&["tauri", "bundle", "--bundles", "deb"]).within("src-tauri").run()
}
