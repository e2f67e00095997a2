//! `cargo xtask sticks`: packages written to real FAT32, FAT16 and exFAT sticks by a real kernel, pulled, cut off and filled up on the way.
//! A small virtual machine boots Debian's kernel with our program on its disk and a stick on its USB; what came of it is judged here, by
//! what the machine said, by fsck and mtools, and by `jishi verify`. It takes minutes and a download, so it is no part of `test`.

mod ground;
mod machine;
mod scenes;
mod stick;

use std::time::Instant;

use crate::step::{self, Outcome, Stop};
use ground::Ground;
use scenes::SCENES;

/// Runs the named scenes, or all.
pub fn run(names: &[&str]) -> Outcome<()> {
    if let Some(unknown) = names.iter().find(|n| SCENES.iter().all(|s| s.name != **n)) {
        let known: Vec<&str> = SCENES.iter().map(|s| s.name).collect();
        return Err(Stop::new(format!("没有叫“{unknown}”的场景。"), format!("可以用：{}", known.join(" "))));
    }
    let ground = Ground::lay()?;
    let mut told = Vec::new();
    for scene in SCENES.iter().filter(|s| names.is_empty() || names.contains(&s.name)) {
        for kind in scene.kinds {
            step::say(&format!("真盘 {} {}：{}", scene.name, kind.word(), scene.words));
            let begun = Instant::now();
            let faults = (scene.play)(&ground, *kind)?;
            for fault in &faults {
                println!("    ! {fault}");
            }
            told.push((scene, *kind, faults, begun.elapsed()));
        }
    }
    println!("\n{:<9} {:<6} {:<6} {:>6}  内容", "场景", "盘", "结果", "用时");
    for (scene, kind, faults, took) in &told {
        let verdict = if faults.is_empty() { "通过" } else { "未通过" };
        println!("{:<9} {:<6} {verdict:<6} {:>5}s  {}", scene.name, kind.word(), took.as_secs(), scene.words);
    }
    let failed = told.iter().filter(|(_, _, faults, _)| !faults.is_empty()).count();
    if failed > 0 {
        return Err(Stop::new(
            format!("{failed} 个场景没有通过（缘由见上文“!”）。"),
            format!("每次开机的全部输出在 {}。", ground.logs().display()),
        ));
    }
    println!("\n{} 个场景全部通过", told.len());
    Ok(())
}
