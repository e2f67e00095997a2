//! The checks and the screen's biggest answer on a batch of sixty, beside the same program doing next to nothing.

use crate::bench::{Ground, Line, median};
use crate::step::{Outcome, Stop};

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
    for (what, step) in [("边填边查一条个人记录（check.draft）", "S27"), ("边填边查一条会议记录（check.draft）", "S37")]
    {
        let begun = format!("{{\"batch\":1,\"step\":\"{step}\",\"kind\":null,\"candidates\":[30]}}");
        let content = ground.on_sixty(&["call", "record.draft", &begun]).ask();
        let content =
            content.ok_or_else(|| Stop::new(format!("{step} 没有可以新开的记录。"), "请删去 target/bench 后再运行。"))?;
        let request = format!("{{\"batch\":1,\"record\":null,\"content\":{content}}}");
        // A call reads the workspace afresh; the window, which keeps it open, needs less.
        let whole = median(|| Ok(()), || Ok(ground.on_sixty(&["call", "check.draft", &request])))?;
        lines.push(Line {
            what: what.into(),
            ours: whole.saturating_sub(idle),
            peer: None,
            note: format!("已减去启动和打开工作区的 {:.3}s；含首次读入", idle.as_secs_f64()),
        });
    }
    Ok(lines)
}
