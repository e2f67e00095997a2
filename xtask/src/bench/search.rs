//! One search over a workspace of twenty batches of sixty, beside a plain scan of the same texts with LIKE in the same database.

use crate::bench::served::Served;
use crate::bench::{Ground, Line, median};
use crate::place;
use crate::step::{self, Outcome, program};

const BATCHES: u32 = 20;

/// Reads every text kept for searching and counts those that hold the words: what a database does without an index of words.
const SCAN: &str = "import sqlite3, sys, time
db = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
like = '%' + sys.argv[2] + '%'
print(db.execute('SELECT count(*), max(title) FROM search_doc WHERE title LIKE ?1 OR body LIKE ?1', (like,)).fetchone()[0])";

pub fn run(ground: &Ground) -> Outcome<Vec<Line>> {
    let workspace = place::target().join("bench").join("twenty");
    if !workspace.exists() {
        step::say("20 个 60 人的批次：由公开命令录入（只在第一次，要许多分钟）");
        ground.entered("60", &BATCHES.to_string(), &workspace)?;
    }
    let at = workspace.to_string_lossy().into_owned();
    let on = |words: &[&str]| ground.jishi(&[&["--json", "--workspace", &at], words].concat());
    let idle = median(|| Ok(()), || Ok(on(&["info"])))?;
    let database = workspace.join("纪实库.db").to_string_lossy().into_owned();
    let python = ground.python.to_string_lossy().into_owned();
    let bare = median(|| Ok(()), || Ok(program(&python, &["-c", "import sqlite3, sys"])))?;
    let mut lines = Vec::new();
    for (what, text, more) in [
        ("查找两个字", "同意", ""),
        ("查找姓名拼音首字母", "oyjl", ""),
        ("查找并按步骤、日期筛选", "会议", ",\"step\":\"S36\",\"from\":\"2026-01-01\",\"to\":\"2026-12-31\""),
    ] {
        let request = format!("{{\"text\":\"{text}\",\"limit\":20,\"filters\":{{{}}}}}", more.trim_start_matches(','));
        let ours = median(|| Ok(()), || Ok(on(&["call", "search.find", &request])))?;
        let peer = median(|| Ok(()), || Ok(program(&python, &["-c", SCAN, &database, text])))?;
        lines.push(Line {
            what: format!("{what}（{BATCHES} 批 × 60 人）"),
            ours: ours.saturating_sub(idle),
            peer: Some(("SQLite LIKE 逐行扫描".into(), peer.saturating_sub(bare))),
            note: format!("已各减去启动的 {:.3}s、{:.3}s", idle.as_secs_f64(), bare.as_secs_f64()),
        });
    }
    let served = Served::of(ground, &workspace)?;
    let idle = served.median("calendar.years", |_| "{}".into())?;
    for (what, text, filters) in [
        ("两个字", "同意", ""),
        ("姓名拼音首字母", "oyjl", ""),
        ("字词、步骤和日期", "会议", "\"step\":\"S36\",\"from\":\"2026-01-01\",\"to\":\"2026-12-31\""),
        ("签名人", "", "\"signer\":\"周敏\""),
        ("人和环节", "", "\"person\":30,\"stage\":\"kaocha\""),
        ("一个批次的一种校验结果", "", "\"batch\":1,\"finding\":\"V32\""),
    ] {
        let request = format!("{{\"text\":\"{text}\",\"limit\":20,\"filters\":{{{filters}}}}}");
        lines.push(Line {
            what: format!("窗口开着时查找：{what}"),
            ours: served.median("search.find", |_| request.clone())?.saturating_sub(idle),
            peer: None,
            note: format!("{BATCHES} 批 × 60 人，第二次起；已减去一次空问答的 {:.3}s", idle.as_secs_f64()),
        });
    }
    Ok(lines)
}
