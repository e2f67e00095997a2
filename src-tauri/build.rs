//! Puts the shell's commands under the permission system and sees to it that there is a page to embed.
//! Never builds the page: that is `cargo xtask`'s errand.
#![expect(clippy::disallowed_methods, reason = "a build script runs before any crate of ours")]

use std::error::Error;
use std::path::Path;

include!("src/names.rs");

const PLACEHOLDER: &str = "<!doctype html><html lang=\"zh-CN\" data-placeholder><meta charset=\"utf-8\"><title>选任纪实</title>\
<body style=\"font-family:'Noto Sans CJK SC',sans-serif;padding:2em\"><h1>界面还没有构建</h1>\
<p>请在项目文件夹运行 <code>cargo xtask run</code>，它会先构建界面再打开程序。</p></body></html>\n";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=src/names.rs");
    let page = Path::new("../ui/dist/index.html");
    let release = std::env::var("PROFILE").is_ok_and(|p| p == "release");
    let built = std::fs::read_to_string(page).is_ok_and(|text| !text.contains("data-placeholder"));
    if release && !built {
        return Err("ui/dist 里没有构建好的界面。请先运行：cd ui && npm ci && npm run build".into());
    }
    if !page.exists() {
        std::fs::create_dir_all("../ui/dist")?;
        std::fs::write(page, PLACEHOLDER)?;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
