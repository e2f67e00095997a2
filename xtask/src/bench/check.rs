//! The checks and the screen's biggest answer on a batch of sixty, beside the same program doing next to nothing.

use crate::bench::{Ground, Line, median};
use crate::step::Outcome;

pub fn run(ground: &Ground) -> Outcome<Vec<Line>> {
    let idle = median(|| Ok(()), || Ok(ground.on_sixty(&["info"])))?;
    let mut lines = Vec::new();
    for (what, words) in [
        ("校验 60 人批次（check.run）", ["call", "check.run", "{\"batch\":1}"]),
        ("60 人批次一屏（batch.get）", ["call", "batch.get", "{\"batch\":1}"]),
        ("其中一人一屏（candidate.get）", ["call", "candidate.get", "{\"candidate\":30}"]),
    ] {
        // `check.run` answers findings, not a verdict, so it succeeds whatever they are.
        let whole = median(|| Ok(()), || Ok(ground.on_sixty(&words)))?;
        lines.push(Line {
            what: what.into(),
            ours: whole.saturating_sub(idle),
            peer: None,
            note: format!("已减去启动和打开工作区的 {:.3}s", idle.as_secs_f64()),
        });
    }
    Ok(lines)
}
