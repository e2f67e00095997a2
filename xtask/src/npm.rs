//! The page: npm packages by the lock file, and the build that the desktop program embeds. Both only when something changed.

use crate::step::{self, Outcome, Stop, program};
use crate::{files, place};

/// What the built page comes from, below `ui/`.
const SOURCES: &[&str] =
    &["src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "tsconfig.app.json"];

/// Installs the packages of `ui/package-lock.json` unless exactly these are there.
pub fn install() -> Outcome<()> {
    let ui = place::root().join("ui");
    let (lock, stamp) = (ui.join("package-lock.json"), ui.join("node_modules").join(".jishi-lock"));
    if !lock.exists() {
        return Err(Stop::new("没有 ui/package-lock.json，界面无法构建。", "请确认取到的是完整的代码。"));
    }
    if program("npm", &["--version"]).ask().is_none() {
        return Err(Stop::new("没有找到 npm。", "请安装 Node.js 20 或更新的版本（附带 npm），再重新运行刚才的命令。"));
    }
    if files::same_bytes(&lock, &stamp) {
        step::say("npm 软件包：已齐全");
        return Ok(());
    }
    step::say("npm 软件包：按 ui/package-lock.json 安装");
    if program("npm", &["ci", "--no-audit", "--no-fund"]).within("ui").run().is_err() {
        return Err(Stop::new(
            "npm 软件包没有装上（原因见上文）。",
            "多半是没有网络。能联网后再试，或手工运行：cd ui && npm ci\n已有的 ui/node_modules 可从另一台机器整个复制过来。",
        ));
    }
    files::copy(&lock, &stamp)
}

/// Builds `ui/dist` when a source is newer than it, or when what is there is only the placeholder.
pub fn build() -> Outcome<()> {
    install()?;
    let ui = place::root().join("ui");
    let page = ui.join("dist").join("index.html");
    let placeholder = files::text(&page).is_none_or(|text| text.contains("data-placeholder"));
    let newest = SOURCES.iter().filter_map(|name| files::newest(&ui.join(name))).max();
    if !placeholder && files::changed(&page) >= newest {
        step::say("界面：没有改动，不必重新构建");
        return Ok(());
    }
    step::say("界面：构建 ui/dist");
    script("build").run()
}

/// A script of `ui/package.json`.
pub fn script(name: &str) -> step::Act {
    program("npm", &["run", "--silent", name]).within("ui")
}
