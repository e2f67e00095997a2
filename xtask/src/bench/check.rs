//! The checks and the screen's biggest answer on a batch of sixty, beside the same program doing next to nothing.

use crate::bench::served::Served;
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
    let served = Served::of(ground, &ground.workspace)?;
    let idle = served.median("calendar.years", |_| "{}".into())?;
    for (what, step) in [("边填边查一条个人记录（check.draft）", "S27"), ("边填边查一条会议记录（check.draft）", "S37")]
    {
        let begun = format!("{{\"batch\":1,\"step\":\"{step}\",\"kind\":null,\"candidates\":[30]}}");
        let content = served.call("record.draft", &begun)?;
        // As one types: every turn some words more, on a workspace that stays open.
        let asked = |turn: u32| {
            let typed = format!("\"summary\":\"边填边查第{turn}次\"");
            let content = content.replacen("\"summary\":\"\"", &typed, 1);
            format!("{{\"batch\":1,\"record\":null,\"content\":{content}}}")
        };
        if !asked(1).contains("边填边查第1次") {
            return Err(Stop::new(format!("{step} 的草稿没有可以写字的一栏。"), "请看 record.draft 的回答。"));
        }
        lines.push(Line {
            what: what.into(),
            ours: served.median("check.draft", asked)?.saturating_sub(idle),
            peer: None,
            note: format!("窗口开着、第二次起；已减去一次空问答的 {:.3}s", idle.as_secs_f64()),
        });
    }
    Ok(lines)
}
