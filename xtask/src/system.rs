//! System packages by apt: looks first, installs only what is missing, and says the exact command when it may not.

use std::path::Path;
use std::time::Duration;

use crate::files;
use crate::step::{self, Outcome, Stop, program};

/// To compile the command line program.
pub const COMPILE: &[&str] = &["build-essential", "pkg-config"];

/// To compile and open the window.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "fonts-noto-cjk"];

/// To run the tests: a display in memory, a driver and a browser, and the stock tools that judge what we write.
pub const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    // Without a window manager nobody asks a window to close.
    "openbox",
    "xdotool",
    "chromium",
    "poppler-utils",
    "qpdf",
    // A FAT disk in a file, written and read without the kernel.
    "dosfstools",
    "mtools",
    "p7zip-full",
    "unzip",
    "openssl",
    "coreutils",
    "libxml2-utils",
    "python3",
    "python3-venv",
    "python3-pip",
];

/// Sees to it that the packages are there.
pub fn packages(wanted: &[&str]) -> Outcome<()> {
    if program("dpkg-query", &["--version"]).ask().is_none() {
        step::say("这台机器不用 apt，请自行确认以下软件已安装（Debian 的包名）：");
        println!("    {}", wanted.join(" "));
        return Ok(());
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        step::say("系统软件包：已齐全");
        return Ok(());
    }
    step::say(&format!("系统软件包：安装缺少的 {} 个：{}", missing.len(), missing.join(" ")));
    let Some(apt) = Apt::allowed() else {
        let by_hand = by_hand(&missing);
        return Err(Stop::new("安装系统软件包需要管理员权限，而当前用户不是 root，也不能免密码使用 sudo。", by_hand));
    };
    let fresh = Path::new("/var/lib/apt/lists");
    let day_old = files::changed(fresh).and_then(|t| t.elapsed().ok()).is_none_or(|age| age > Duration::from_secs(86_400));
    let mut updated = false;
    if day_old || !files::has_entry(fresh, "_Packages") && !files::has_entry(fresh, "_Packages.lz4") {
        updated = apt.run(&["update"]).is_ok();
    }
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    if apt.run(&install).is_err() && (updated || apt.run(&["update"]).is_err() || apt.run(&install).is_err()) {
        return Err(Stop::new(
            "系统软件包没有装上（apt 的原因见上文）。",
            format!("多半是没有网络或软件源不可用。能联网后再试，或手工运行：\n{}", by_hand(&missing)),
        ));
    }
    Ok(())
}

fn by_hand(missing: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}\n然后重新运行刚才的命令。",
        missing.join(" ")
    )
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let installed = |name: &str| {
        program("dpkg-query", &["-W", "-f=${Status}", name]).ask().is_some_and(|status| status == "install ok installed")
    };
    wanted.iter().copied().filter(|name| !installed(name)).collect()
}

/// apt-get, as root or through a sudo that asks nothing.
struct Apt {
    sudo: bool,
}

impl Apt {
    fn allowed() -> Option<Apt> {
        if program("id", &["-u"]).ask().is_some_and(|id| id.trim() == "0") {
            return Some(Apt { sudo: false });
        }
        program("sudo", &["-n", "true"]).ask().map(|_| Apt { sudo: true })
    }

    fn run(&self, arguments: &[&str]) -> Outcome<()> {
        let mut words = if self.sudo { vec!["sudo", "-n", "env"] } else { vec!["env"] };
        // Another installation may hold the lock: wait for it rather than fail.
        words.extend(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=400"]);
        words.extend(arguments);
        match words.split_first() {
            Some((name, rest)) => program(name, rest).run(),
            None => Ok(()),
        }
    }
}

/// Fetches packages and unpacks them into a folder, which is made anew, without installing them.
pub fn unpack(wanted: &[&str], folder: &Path) -> Outcome<()> {
    files::clear(folder)?;
    files::make_dir(folder)?;
    let mut words = vec!["download", "-q"];
    words.extend(wanted);
    program("apt-get", &words)
        .at(folder)
        .run()
        .map_err(|_| Stop::new(format!("没有取到 {}。", wanted.join(" ")), "能联网后再试，或先运行：sudo apt-get update"))?;
    program("sh", &["-ec", "for d in ./*.deb; do dpkg-deb -x \"$d\" .; rm \"$d\"; done"]).at(folder).quiet()
}

/// What a package says it depends on; nothing where apt does not know it.
pub fn needs(package: &str) -> Vec<String> {
    let said = program("apt-cache", &["depends", package]).ask().unwrap_or_default();
    said.lines().filter_map(|l| l.trim().strip_prefix("Depends: ")).map(str::to_owned).collect()
}
