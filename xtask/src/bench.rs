//! `cargo xtask bench`: how fast we are beside well-known peers, in one run, as ratios. The home of every claim of speed.
//! It asserts nothing: machines differ, ratios on one machine in one run say something. One bench a file below `bench/`;
//! a new one is a file and a line in [`BENCHES`].

mod check;
mod package;
mod report;
mod search;
mod served;
mod zip;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::step::{self, Act, Outcome, Stop, cargo, program};
use crate::{files, place, setup, system};

/// One line of the table.
pub struct Line {
    pub what: String,
    pub ours: Duration,
    /// Name and time of the peer; None where nothing does the same.
    pub peer: Option<(String, Duration)>,
    /// Sizes, counts: what the numbers are about.
    pub note: String,
}

/// What the benches stand on: release programs, a 60-person batch with its packages, and a folder to write in.
pub struct Ground {
    pub jishi: PathBuf,
    /// Packs and verifies one folder with the archive room alone.
    pub packer: PathBuf,
    /// A Python that can `import bagit`.
    pub python: PathBuf,
    /// The batch of sixty, number 1.
    pub workspace: PathBuf,
    /// What a medium carries: the scans of the sample several times over, and some large files.
    pub payload: PathBuf,
    pub scratch: PathBuf,
}

type Bench = fn(&Ground) -> Outcome<Vec<Line>>;

const BENCHES: &[(&str, Bench)] =
    &[("package", package::run), ("zip", zip::run), ("check", check::run), ("report", report::run), ("search", search::run)];

/// Times a piece is run; the median counts.
const TURNS: usize = 3;

/// Runs the named benches, or all.
pub fn run(names: &[&str]) -> Outcome<()> {
    if let Some(unknown) = names.iter().find(|n| BENCHES.iter().all(|(name, _)| name != *n)) {
        let known: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        return Err(Stop::new(format!("没有叫“{unknown}”的比对。"), format!("可以用：{}", known.join(" "))));
    }
    let ground = Ground::lay()?;
    let mut lines = Vec::new();
    for (name, bench) in BENCHES.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        step::say(&format!("比对 {name}"));
        lines.extend(bench(&ground)?);
    }
    println!("\n{:<44}{:>10}  {:>10}  {:>7}  说明", "内容", "本程序", "对照", "比");
    for line in &lines {
        let (peer, ratio) = match &line.peer {
            Some((_, took)) => (seconds(*took), ratio(line.ours, *took)),
            None => ("—".into(), "—".into()),
        };
        let beside = line.peer.as_ref().map(|(name, _)| format!("对照 {name}；")).unwrap_or_default();
        println!("{}{:>10}  {peer:>10}  {ratio:>7}  {beside}{}", padded(&line.what, 44), seconds(line.ours), line.note);
    }
    println!("\n比＝本程序用时÷对照用时，小于 1 即更快；每项取 {TURNS} 次的中位数。");
    Ok(())
}

fn seconds(took: Duration) -> String {
    format!("{:.3}s", took.as_secs_f64())
}

fn ratio(ours: Duration, peer: Duration) -> String {
    if peer.is_zero() { "—".into() } else { format!("{:.2}", ours.as_secs_f64() / peer.as_secs_f64()) }
}

/// To columns of a terminal, a Chinese character counting two.
fn padded(text: &str, columns: usize) -> String {
    let wide: usize = text.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum();
    format!("{text}{}", " ".repeat(columns.saturating_sub(wide)))
}

/// The median of some runs. `before` makes ready each time and is not counted.
pub fn median(mut before: impl FnMut() -> Outcome<()>, mut act: impl FnMut() -> Outcome<Act>) -> Outcome<Duration> {
    let mut took = Vec::new();
    for _ in 0..TURNS {
        before()?;
        let act = act()?;
        let begun = Instant::now();
        act.quiet()?;
        took.push(begun.elapsed());
    }
    took.sort();
    Ok(took.get(TURNS / 2).copied().unwrap_or_default())
}

impl Ground {
    fn lay() -> Outcome<Ground> {
        system::packages(&[system::COMPILE, system::TEST].concat())?;
        let python = setup::bagit()?;
        step::say("程序：按发布方式编译 jishi（首次约需几分钟）");
        cargo(&["build", "--release", "-p", "jishi-cli"]).run()?;
        cargo(&["build", "--release", "-p", "jishi-archive", "--example", "pack_folder"]).run()?;
        let release = place::target().join("release");
        let scratch = place::target().join("bench");
        let ground = Ground {
            jishi: release.join("jishi"),
            packer: release.join("examples").join("pack_folder"),
            python,
            workspace: scratch.join("sixty"),
            payload: scratch.join("payload"),
            scratch: scratch.join("scratch"),
        };
        files::make_dir(&scratch)?;
        if !ground.payload.exists() {
            lay_payload(&scratch.join("payload.partial"))?;
            files::rename(&scratch.join("payload.partial"), &ground.payload)?;
        }
        if !ground.workspace.exists() {
            step::say("60 人的批次：由公开命令录入（只在第一次）");
            ground.entered("60", "1", &ground.workspace)?;
        }
        Ok(ground)
    }

    /// A workspace with batches entered by the public commands, thousands of them. Each is made sure of on the disk, which is most of the
    /// time and not what is measured: so it is entered in memory where that can be, and brought over.
    pub fn entered(&self, people: &str, batches: &str, to: &Path) -> Outcome<()> {
        let partial = to.with_extension("partial");
        let making = place::in_memory("bench").unwrap_or_else(|| partial.clone());
        files::clear(&partial)?;
        let at = making.to_string_lossy().into_owned();
        let words = ["demo", "--people", people, "--enter-only", "--batches", batches, "--workspace", &at];
        let entered = self.jishi(&words).run();
        if making != partial {
            let brought = entered.and_then(|()| files::copy_tree(&making, &partial));
            files::clear(&making)?;
            brought?;
        } else {
            entered?;
        }
        files::rename(&partial, to)
    }

    /// The release program, with the data of the source tree.
    pub fn jishi(&self, words: &[&str]) -> Act {
        program(&self.jishi, words).env("JISHI_ASSETS", place::root().join("assets"))
    }

    /// The same on the batch of sixty.
    pub fn on_sixty(&self, words: &[&str]) -> Act {
        let mut all = vec!["--json", "--workspace"];
        let workspace = self.workspace.to_string_lossy().into_owned();
        all.push(&workspace);
        all.extend(words);
        self.jishi(&all)
    }

    /// The scratch folder, empty.
    pub fn clean(&self) -> Outcome<()> {
        files::clear(&self.scratch)?;
        files::make_dir(&self.scratch)
    }

    /// A fresh copy of the payload, for peers that work in place.
    pub fn copy_of_payload(&self) -> Outcome<PathBuf> {
        let to = self.scratch.join("payload");
        files::copy_tree(&self.payload, &to)?;
        Ok(to)
    }
}

/// Some thousand small files and a dozen of 16 MB: enough that reading and hashing count, and not the start of a program.
fn lay_payload(to: &Path) -> Outcome<()> {
    const COPIES: u32 = 8;
    const LARGE: u32 = 12;
    const SIZE: usize = 16 << 20;
    files::clear(to)?;
    files::make_dir(to)?;
    for copy in 1..=COPIES {
        files::copy_tree(&place::root().join("assets/samples/scans"), &to.join(format!("{copy:02}")))?;
    }
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for number in 1..=LARGE {
        let mut text = String::with_capacity(SIZE + 16);
        while text.len() < SIZE {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(&format!("{state:016x}"));
        }
        files::write(&to.join(format!("large-{number:02}.bin")), &text)?;
    }
    Ok(())
}

/// Megabytes of a folder, in words.
pub fn size_words(folder: &Path) -> String {
    let (count, bytes) = files::census(folder);
    format!("{count} 个文件，{} MB", bytes >> 20)
}
