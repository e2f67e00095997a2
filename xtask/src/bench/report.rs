//! The report of a person as PDF/A: sixty in one run, told per person.

use crate::bench::{Ground, Line, TURNS, median, size_words};
use crate::step::Outcome;

const PEOPLE: u32 = 60;

pub fn run(ground: &Ground) -> Outcome<Vec<Line>> {
    let out = ground.scratch.join("reports").to_string_lossy().into_owned();
    let all = median(|| ground.clean(), || Ok(ground.on_sixty(&["report", "1", "--out", &out])))?;
    let note = format!("{PEOPLE} 人一次生成，{}，取 {TURNS} 次中位数后平均到人", size_words(&ground.scratch));
    Ok(vec![Line { what: "全程纪实报告表（每人）".into(), ours: all / PEOPLE, peer: None, note }])
}
