//! Volumes and packages on the terminal: what is known before a sealing, what was sealed, where each package stands, the register of seals.

use jishi_core::inspection::ItemOutcome;
use jishi_core::seal_register::SealState;
use serde_json::Value;

use super::{rows, table, text};

/// The word of an outcome as the answer has it.
fn outcome(item: &Value) -> &'static str {
    let read: Option<ItemOutcome> = item.get("outcome").cloned().and_then(|o| serde_json::from_value(o).ok());
    read.map_or("", ItemOutcome::word)
}

pub fn packages(value: &Value) {
    let list = rows(value, "/packages").into_iter().map(|p| {
        let digest: String = text(p, "/seal_sha256").chars().take(16).collect();
        vec![text(p, "/seal_no"), text(p, "/title"), text(p, "/items"), text(p, "/files"), text(p, "/bytes"), digest]
    });
    table(&["封签号", "案卷", "件数", "文件", "字节", "封签摘要"], &list.collect::<Vec<_>>());
    for p in rows(value, "/packages") {
        println!("{}", text(p, "/path"));
    }
}

/// How the keys of the seal stand.
pub fn seal_keys(value: &Value) {
    let kept = match text(value, "/kept").as_str() {
        "wrapped" => "有，口令保护",
        "bare" => "有，还没有口令（下次封装时设定）",
        _ => "还没有（第一次封装时生成）",
    };
    println!("封签密钥：{kept}");
    let own = text(value, "/certificate_sha256");
    if !own.is_empty() {
        println!("证书指纹（SHA-256）：{own}");
    }
    for earlier in value.get("earlier").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        println!("以前的证书：{earlier}");
    }
}

/// What is known before volumes are sealed: what would be numbered, and what is not done.
pub fn ready(value: &Value) {
    for volume in rows(value, "/volumes") {
        let open = rows(volume, "/open");
        println!(
            "{} {}：新编档号 {} 件；{}",
            text(volume, "/index"),
            text(volume, "/title"),
            text(volume, "/numbers"),
            text(volume, "/sum")
        );
        for item in open {
            let word = outcome(item);
            println!("    [{word}] {} {}：{}", text(item, "/code"), text(item, "/name"), text(item, "/evidence"));
        }
    }
    let originals = text(value, "/originals");
    if originals != "0" {
        println!("另有综合卷的 {originals} 件一并编号：所选各卷的摘录要写明它们的档号");
    }
    let errors = text(value, "/errors");
    if errors != "0" {
        println!("还有 {errors} 条没有放行的“错”");
    }
    let clock = text(value, "/clock");
    if !clock.is_empty() {
        println!("{clock}");
    }
    println!("只看了一遍，没有编号，没有封装");
}

/// 封签登记簿, and what does not fit in it.
pub fn seals(value: &Value) {
    let short = |r: &Value, key: &str| text(r, key).chars().take(16).collect::<String>();
    let list = rows(value, "/rows").into_iter().map(|r| {
        let state: Option<SealState> = r.get("state").cloned().and_then(|s| serde_json::from_value(s).ok());
        let at = if text(r, "/sealed_at").is_empty() { short(r, "/taken_at") } else { short(r, "/sealed_at") };
        vec![
            text(r, "/no"),
            text(r, "/seal_no"),
            state.map_or(String::new(), |s| s.word().to_owned()),
            text(r, "/title"),
            text(r, "/batch_number"),
            at.replace('T', " "),
            short(r, "/seal_sha256"),
            short(r, "/previous"),
        ]
    });
    table(&["序号", "封签号", "状态", "案卷", "批次号", "时间", "封签摘要", "前一封签"], &list.collect::<Vec<_>>());
    for f in rows(value, "/findings") {
        println!("[错] {} {}\n    {}", text(f, "/code"), text(f, "/message"), text(f, "/remedy"));
    }
}

/// Where each package stands and what may be done.
pub fn courses(value: &Value) {
    let list = value.as_array().into_iter().flatten().map(|c| {
        let acts: Vec<String> = rows(c, "/acts").into_iter().map(|a| text(a, "/name")).collect();
        vec![
            text(c, "/id"),
            text(c, "/content/volume"),
            text(c, "/content/version"),
            text(c, "/state_name"),
            text(c, "/content/seal_no"),
            acts.join("、"),
        ]
    });
    table(&["编号", "卷", "版本", "状态", "封签号", "可以办"], &list.collect::<Vec<_>>());
}

/// 验收 and 四性检测, item by item.
pub fn inspected(value: &Value) {
    for (name, list) in [("验收", "/inspection/acceptance"), ("四性检测", "/inspection/four")] {
        println!("{name}");
        let list = rows(value, list)
            .into_iter()
            .map(|j| vec![text(j, "/code"), text(j, "/name"), outcome(j).to_owned(), text(j, "/evidence")]);
        table(&["代码", "项目", "结果", "依据情况"], &list.collect::<Vec<_>>());
    }
    println!("{}", text(value, "/sum"));
}
