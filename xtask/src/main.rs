//! `cargo xtask …`: set-up, running, testing and the developer's errands, in one program that compiles in seconds (std only).
//! Holds no rule of the field and never touches a workspace the user made.

mod bench;
mod bundle;
mod files;
mod npm;
mod parts;
mod place;
mod run;
mod setup;
mod step;
mod sticks;
mod system;
mod windows;

use std::process::ExitCode;

use step::{Outcome, Stop};

const HELP: &str = "\
cargo xtask run            备齐所缺的一切，构建，并在示例工作区上打开桌面程序；
                           没有图形界面时改为不开窗口完成同样的工作（jishi demo），并列出生成的文件
    --no-window            有图形界面也不开窗口
cargo xtask test [部分…]   备齐所缺的一切，运行全部测试；也可只运行其中几部分：
                           fmt 格式  lint 静态检查  rust 单元与集成测试  ui 界面单元测试与类型检查
                           browser 浏览器端到端  window 真实窗口（Xvfb）
cargo xtask setup          只备齐系统软件包、npm 软件包和测试用的 Python 环境
cargo xtask bench [项目…]  与同类工具并排比速度，列表给出比值（package zip check report）
cargo xtask bundle         做发布包（tar.gz，内含程序、assets、ui；有 cargo tauri 时另做 .deb），解到别处走一遍示例
cargo xtask sticks [场景…] 在虚拟机里的真 U 盘（FAT32、FAT16、exFAT）上写盘、写满、拔盘、断电、重插，
                           用 fsck、mtools 和 jishi verify 评判（几分钟，首次下载约 100 MB）
cargo xtask windows        交叉编译 Windows 的 jishi.exe、jishi-verify.exe，在 Wine 里走完示例（很久，不在 test 里）
cargo xtask samples        重新生成 assets/samples 里的示例数据
cargo xtask help           显示本说明
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(stop) => {
            stop.print();
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Outcome<ExitCode> {
    match words {
        [] | ["help" | "--help" | "-h"] => print!("{HELP}"),
        ["run"] => run::run(run::has_display())?,
        ["run", "--no-window"] => run::run(false)?,
        ["setup"] => setup::everything()?,
        ["samples"] => samples()?,
        ["bench", names @ ..] => bench::run(names)?,
        ["sticks", names @ ..] => sticks::run(names)?,
        ["bundle"] => bundle::run()?,
        ["windows"] => windows::run()?,
        ["test", names @ ..] => return parts::test(names),
        other => {
            return Err(Stop::new(
                format!("不认识的命令：cargo xtask {}", other.join(" ")),
                "用 cargo xtask help 查看全部命令。",
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The crate that draws up the sample data writes it; what it writes is committed.
fn samples() -> Outcome<()> {
    setup::compiler()?;
    step::say("重新生成示例数据：assets/samples");
    step::cargo(&["run", "-p", "jishi-samples", "--", "assets/samples"]).run()
}
