//! The scenes: what happens to a stick, and what must be true of it afterwards. A fault is a sentence; no fault, passed.

use super::ground::{Ground, SERIAL};
use super::machine::{Pc, Plugged};
use super::stick::{Kind, Stick};
use crate::step::Outcome;

pub struct Scene {
    pub name: &'static str,
    pub words: &'static str,
    pub kinds: &'static [Kind],
    pub play: fn(&Ground, Kind) -> Outcome<Vec<String>>,
}

const ALL: &[Kind] = &[Kind::Fat32, Kind::Fat16, Kind::ExFat];
const TWO: &[Kind] = &[Kind::Fat32, Kind::ExFat];

pub const SCENES: &[Scene] = &[
    Scene { name: "write", words: "写三个包，重开机后核对", kinds: ALL, play: write },
    Scene { name: "again", words: "只卸载再挂上，不算重新插入", kinds: &[Kind::Fat32], play: again },
    Scene { name: "tight", words: "写前检查说刚好放得下就放得下，差一簇就不写", kinds: ALL, play: tight },
    Scene { name: "full", words: "写到一半盘被别的东西写满", kinds: TWO, play: full },
    Scene { name: "cut", words: "写到一半断电，几个时刻，重开机接着写", kinds: TWO, play: cut },
    Scene { name: "unplug", words: "写到一半拔出 U 盘，插回接着写，再拔插核对", kinds: TWO, play: unplug },
    Scene { name: "large", words: "到 4 GiB 的文件在 FAT32 上一个字节也不写", kinds: TWO, play: large },
    Scene { name: "names", words: "盘留不住的文件名都事先提示", kinds: ALL, play: names },
    Scene {
        name: "facts", words: "认出 U 盘和自称固定的移动硬盘、序列号，换了盘能看出", kinds: &[Kind::Fat32], play: facts
    },
];

const MEGABYTES: u64 = 128;
const FAST: Plugged<'_> = Plugged { serial: SERIAL, removable: true, speed: 0 };
const SLOW: Plugged<'_> = Plugged { serial: SERIAL, removable: true, speed: 3_000_000 };

/// What was said, and what of it is not as it must be.
struct Heard {
    log: String,
    faults: Vec<String>,
}

impl Heard {
    fn new(log: String) -> Heard {
        Heard { log, faults: Vec::new() }
    }

    fn must(&mut self, words: &str) {
        if !self.log.contains(words) {
            self.faults.push(format!("没有说“{words}”"));
        }
    }

    fn must_not(&mut self, words: &str) {
        if let Some(line) = self.log.lines().find(|l| l.contains(words)) {
            self.faults.push(format!("不该有“{words}”：{}", line.trim()));
        }
    }

    fn into(self, moment: &str, faults: &mut Vec<String>) {
        let named = |fault| if moment.is_empty() { fault } else { format!("{moment}：{fault}") };
        faults.extend(self.faults.into_iter().map(named));
    }
}

/// The stick as the stock tools see it: no fault in its file system, and on FAT all packages sound where mtools put them.
fn outside(stick: &Stick, repair: bool, moment: &str, faults: &mut Vec<String>) -> Outcome<()> {
    let checked = if repair { stick.repair()? } else { stick.faults()? };
    faults.extend(checked.map(|words| format!("{moment} fsck：{words}")));
    if stick.kind.is_fat() {
        faults.extend(stick.verified_outside()?.map(|words| format!("{moment} 用 mtools 取出后：{words}")));
    }
    Ok(())
}

fn named(scene: &str, kind: Kind) -> String {
    format!("{scene}-{}", kind.word())
}

fn write(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("write", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let mut faults = Vec::new();
    let mut heard = Heard::new(pc.play("write", &stick, FAST)?);
    for act in ["写前检查", "写盘", "校验"] {
        heard.must(&format!("@@ {act} 结束码0"));
    }
    heard.must("绕过系统缓存读回");
    heard.into("", &mut faults);
    outside(&stick, false, "", &mut faults)?;
    let mut heard = Heard::new(pc.play("check", &stick, FAST)?);
    heard.must("@@ 核对 结束码0");
    heard.must_not("系统没有看到载体拔出后重新插入");
    heard.into("重开机", &mut faults);
    Ok(faults)
}

fn again(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("again", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let mut heard = Heard::new(pc.play("again", &stick, FAST)?);
    heard.must("@@ 核对 结束码0");
    heard.must("系统没有看到载体拔出后重新插入");
    Ok(heard.faults)
}

fn tight(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("tight", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let mut heard = Heard::new(pc.play("tight", &stick, FAST)?);
    heard.must("@@ 写盘一 结束码2");
    heard.must("放不下");
    heard.must("@@ 正式名称 0");
    heard.must("@@ 写盘二 结束码0");
    heard.must("@@ 校验 结束码0");
    let mut faults = heard.faults;
    outside(&stick, false, "", &mut faults)?;
    Ok(faults)
}

fn full(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("full", kind))?, Stick::new(ground, kind, 48)?);
    let mut heard = Heard::new(pc.play("full", &stick, SLOW)?);
    heard.must("@@ 写盘 结束码2");
    heard.must("空间不足");
    // As fast as the other writer is, a package may have come through before: it is whole, then, and the list is not written.
    heard.must_not("@@ 正式名称 3");
    heard.must_not("@@ 正式名称 4");
    heard.must_not("有问题");
    heard.must("@@ 交接单 结束码0");
    heard.must("@@ 写盘 结束码0");
    heard.must("@@ 校验二 结束码0");
    let mut faults = heard.faults;
    outside(&stick, false, "", &mut faults)?;
    Ok(faults)
}

type Moment = (&'static str, fn(&Seen) -> bool);

/// What stood on the stick at a moment.
struct Seen {
    files: u64,
    /// Packages with their own name.
    named: usize,
    seals: u64,
    listed: bool,
}

impl Seen {
    /// `盘上 文件数 名称… 封签数封签`
    fn read(line: &str) -> Option<Seen> {
        let words: Vec<&str> = line.strip_prefix("盘上 ")?.split_whitespace().collect();
        let (files, rest) = words.split_first()?;
        let (seals, names) = rest.split_last()?;
        Some(Seen {
            files: files.parse().ok()?,
            named: names.iter().filter(|n| n.starts_with("Z109") && !n.ends_with(".partial")).count(),
            seals: seals.strip_suffix("封签")?.parse().ok()?,
            listed: names.iter().any(|n| n.contains("介质清单")),
        })
    }
}

const MOMENTS: &[Moment] = &[
    ("第一个文件", |s| s.files >= 1),
    ("包写到一半", |s| s.files >= 40),
    ("封签刚写上", |s| s.seals >= 1),
    ("第一个包刚改成正式名称", |s| s.named >= 1),
    ("第二个包写到一半", |s| s.named == 1 && s.files >= 170),
    ("三个包都写好，交接单未开", |s| s.named == 3 || s.listed),
];

fn cut(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    for (moment, met) in MOMENTS {
        println!("    断电：{moment}");
        let (mut pc, stick) = (Pc::new(ground, &named(&format!("cut-{moment}"), kind))?, Stick::new(ground, kind, MEGABYTES)?);
        let mut machine = pc.boot("slow", &stick, SLOW)?;
        let there = machine.until(|line| line == "写完了" || Seen::read(line).is_some_and(|s| met(&s)))?;
        let before = machine.kill();
        if !there || before.contains("@@ 写完了") {
            faults.push(format!("{moment}：没有赶上"));
            continue;
        }
        let mut log = pc.play("resume", &stick, FAST)?;
        if log.contains("磁盘是只读的") {
            // The kernel found the file system damaged and lets nobody write on: repaired first, as the program says.
            let mut stopped = Heard::new(log);
            stopped.must("它的文件系统有损坏");
            stopped.must("@@ 写盘 结束码2");
            stopped.must_not("有问题");
            stopped.must_not("\"no\":\"JJ-");
            stopped.into(&format!("{moment}，修复以前"), &mut faults);
            faults.extend(stick.repair()?.map(|words| format!("{moment} fsck：{words}")));
            log = pc.play("resume", &stick, FAST)?;
        }
        let mut heard = Heard::new(log);
        // What has its own name is whole; the rest is told as not finished.
        heard.must_not("有问题");
        heard.must("@@ 写盘 结束码0");
        heard.must("@@ 校验二 结束码0");
        heard.must("@@ 日志 结束码0");
        let early = heard.log.split("@@ 交接单 结束码").next().unwrap_or_default();
        if early.contains("JJ-") {
            heard.faults.push("断电以前已有交接单".into());
        }
        if heard.log.split("@@ 校验二").nth(1).is_none_or(|late| late.matches("\"no\":\"JJ-").count() != 1) {
            heard.faults.push("接着写完以后，交接单不是一张".into());
        }
        heard.into(moment, &mut faults);
        outside(&stick, true, moment, &mut faults)?;
        let mut heard = Heard::new(pc.play("check", &stick, FAST)?);
        heard.must("@@ 核对 结束码0");
        heard.into(&format!("{moment}，修复以后"), &mut faults);
    }
    Ok(faults)
}

fn unplug(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("unplug", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let mut machine = pc.boot("unplug", &stick, SLOW)?;
    let mut faults = Vec::new();
    if !machine.until(|line| Seen::read(line).is_some_and(|s| s.files >= 150))? {
        return Ok(vec!["没有赶上".into()]);
    }
    machine.unplug()?;
    machine.until(|line| line == "等重新插入")?;
    machine.plug(FAST)?;
    if machine.until(|line| line == "等再次插入")? {
        machine.unplug()?;
        std::thread::sleep(std::time::Duration::from_secs(2));
        machine.plug(FAST)?;
    }
    let mut heard = Heard::new(machine.finish()?);
    let (first, rest) = heard.log.split_once("@@ 等重新插入").unwrap_or_default();
    let (first, rest) = (first.to_owned(), rest.to_owned());
    let mut pulled = Heard::new(first);
    pulled.must("@@ 写盘 结束码2");
    pulled.must("拔");
    pulled.must_not("JJ-");
    pulled.into("拔出", &mut faults);
    heard.log = rest;
    heard.must_not("有问题");
    for act in ["写盘", "校验二", "核对"] {
        heard.must(&format!("@@ {act} 结束码0"));
    }
    heard.must_not("系统没有看到载体拔出后重新插入");
    heard.into("插回", &mut faults);
    outside(&stick, true, "插回", &mut faults)?;
    Ok(faults)
}

fn large(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("large", kind))?, Stick::new(ground, kind, 6 << 10)?);
    let mut heard = Heard::new(pc.play("large", &stick, FAST)?);
    heard.must("@@ 写前检查一 结束码0");
    if kind.is_fat() {
        heard.must("@@ 写前检查二 结束码1");
        heard.must("FAT32 的文件不能超过4294967295字节");
        heard.must("@@ 写盘 结束码2");
    } else {
        heard.must("@@ 写前检查二 结束码0");
    }
    heard.must("@@ 盘上没有变");
    Ok(heard.faults)
}

fn names(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let (mut pc, stick) = (Pc::new(ground, &named("names", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let log = pc.play("names", &stick, FAST)?;
    let lines: Vec<&str> = log.lines().filter_map(|l| l.trim().strip_prefix("@@ 名称 ")).collect();
    let asked = include_str!("names.txt").lines().count();
    let mut faults: Vec<String> =
        lines.iter().filter(|l| l.starts_with("没留住 提示:无")).map(|l| format!("盘没有留住而没有提示：{l}")).collect();
    if lines.len() != asked {
        faults.push(format!("{asked} 个名称只试了 {} 个", lines.len()));
    }
    if !lines.iter().any(|l| l.starts_with("留住 提示:无 普通.pdf")) {
        faults.push("普通的名称也被提示".into());
    }
    Ok(faults)
}

fn facts(ground: &Ground, kind: Kind) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    for (words, plugged) in [("U 盘", FAST), ("自称固定的移动硬盘", Plugged { removable: false, ..FAST })] {
        let (mut pc, stick) = (Pc::new(ground, &named("facts", kind))?, Stick::new(ground, kind, MEGABYTES)?);
        let mut heard = Heard::new(pc.play("facts", &stick, plugged)?);
        heard.must(&format!("\"serial\": \"{SERIAL}\""));
        heard.must("\"root\": \"/media/U\"");
        heard.must("\"file_system\": \"vfat\"");
        heard.must("\"medium\": 1");
        heard.must("@@ 写前检查 结束码0");
        heard.must_not("不是可移动载体");
        heard.into(words, &mut faults);
    }
    let (mut pc, stick) = (Pc::new(ground, &named("facts", kind))?, Stick::new(ground, kind, MEGABYTES)?);
    let mut heard = Heard::new(pc.play("facts", &stick, Plugged { serial: "OTHER42", ..FAST })?);
    heard.must("插着的是 OTHER42");
    heard.must("@@ 写前检查 结束码1");
    heard.into("另一张盘", &mut faults);
    Ok(faults)
}
