//! `cargo xtask run`: from a fresh clone to the program on the sample workspace, with or without a window.

use std::path::Path;

use crate::step::{self, Outcome, Stop, cargo, program};
use crate::{files, npm, place, setup, system};

/// Whether a window can be shown here. Only Linux may lack a display.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub fn run(window: bool) -> Outcome<()> {
    if !window {
        return without_window();
    }
    system::packages(&[system::COMPILE, system::WINDOW].concat())?;
    npm::build()?;
    step::say("程序：编译 jishi 和 jishi-desktop（首次约需几分钟）");
    cargo(&["build", "--workspace", "--bins"]).run()?;
    let workspace = place::target().join("sample-workspace");
    if workspace.exists() {
        step::say(&format!("示例工作区：沿用 {}（删除它即可重新生成）", workspace.display()));
    } else {
        // Made aside and renamed, so that a run that was stopped half-way leaves no half-made workspace behind.
        let making = place::target().join("sample-workspace.partial");
        step::say(&format!("示例工作区：生成 {}", workspace.display()));
        files::clear(&making)?;
        demo(&making, &place::target().join("sample-out"))?;
        files::rename(&making, &workspace)?;
    }
    step::say("打开桌面程序；关闭窗口即结束");
    let opened = program(place::built("jishi-desktop"), &["--workspace", &workspace.to_string_lossy()]).run();
    opened.map_err(|_| {
        Stop::new("桌面程序没有正常结束（原因见上文）。", "如果是图形界面不可用，请改用：cargo xtask run --no-window")
    })
}

/// The same work where there is nothing to show a window on.
fn without_window() -> Outcome<()> {
    step::say("没有可用的图形界面（DISPLAY 和 WAYLAND_DISPLAY 都没有设置，或要求不开窗口）：不开窗口，用命令行完成同样的工作");
    setup::compiler()?;
    step::say("程序：编译 jishi（首次约需几分钟）");
    cargo(&["build", "-p", "jishi-cli"]).run()?;
    let folder = place::target().join("demo");
    files::clear(&folder)?;
    files::make_dir(&folder)?;
    let (workspace, out) = (folder.join("workspace"), folder.join("out"));
    step::say(&format!("示例：工作区 {}，生成的文件放在 {}", workspace.display(), out.display()));
    demo(&workspace, &out)
}

/// `jishi demo` makes the sample workspace and names every file it writes. `out` is ours and is made anew.
fn demo(workspace: &Path, out: &Path) -> Outcome<()> {
    files::clear(out)?;
    program(place::built("jishi"), &["demo", "--workspace", &workspace.to_string_lossy(), "--out", &out.to_string_lossy()]).run()
}
