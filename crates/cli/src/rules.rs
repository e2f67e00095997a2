//! Rule packs on the command line: checking a file, listing, and showing one with every number and where it comes from.

use std::process::ExitCode;

use jishi_app::dto::{RulePackCheck, RulesView};
use jishi_app::{AppError, Code};
use jishi_core::finding::Finding;
use jishi_core::rules::{Label, PackCheck, RuleBook, RulePack, Source, Value};
use serde_json::json;

use crate::arguments::{Arguments, Rules};
use crate::print::{self, Terminal};
use crate::session::{Result, open, show};

pub fn rules(arguments: &Arguments, action: &Rules) -> Result<ExitCode> {
    match action {
        Rules::Check { file } => {
            let check = jishi_app::check_rules(&file.to_string_lossy())?;
            show(arguments, &json!(check), |_| checked(&check));
            Ok(ExitCode::from(u8::from(check.findings.iter().any(Finding::blocks))))
        }
        Rules::List => Ok(show(arguments, &json!(jishi_app::rules()), |_| list(&jishi_app::rules()))),
        Rules::Show { key } => {
            let book = match RuleBook::builtin().newest(key) {
                Some(_) => RuleBook::builtin().clone(),
                None => of_workspace(arguments)?,
            };
            let pack = book.newest(key).ok_or_else(|| {
                AppError::new(Code::NotFound, format!("没有规则包“{key}”"), "请用 jishi rules list 查看编号，如 2019 或 yili@1.0")
            })?;
            Ok(show(arguments, &json!(pack), |_| println!("{}", words(&jishi_app::rules(), pack).join("\n"))))
        }
    }
}

/// The packs of the workspace, with the versions an office wrote.
fn of_workspace(arguments: &Arguments) -> Result<RuleBook> {
    let view: serde_json::Value = open(arguments, "命令行")?.call("rules.list", json!({}), &Terminal::new(arguments))?;
    let packs = view.get("packs").cloned().and_then(|packs| serde_json::from_value(packs).ok());
    Ok(RuleBook { packs: packs.unwrap_or_default() })
}

fn checked(check: &RulePackCheck) {
    println!("规则包文件：{}", check.file);
    if let Some(pack) = &check.pack {
        let numbers = pack.checks.iter().map(|c| c.parameters.len()).sum::<usize>();
        let each = if pack.format > 1 { "，逐个标注来源" } else { "，按校验标注来源" };
        println!("{}（{} {}）：{} 项校验，{numbers} 个数{each}", pack.name, pack.id, pack.version, pack.checks.len());
    }
    let mut lines = print::faults(&check.findings);
    lines.push(print::total(check.findings.iter().map(|f| f.level.word())));
    println!("{}", lines.join("\n"));
}

fn list(view: &RulesView) {
    for pack in &view.packs {
        let (from, to) = days(pack);
        println!("{}　{}　{from} 至 {to}　{}", pack.key(), pack.name, pack.note);
    }
}

fn days(pack: &RulePack) -> (String, String) {
    let day = |d: Option<chrono::NaiveDate>, none: &str| d.map_or_else(|| none.to_owned(), |d| d.to_string());
    (day(pack.from, "不限"), day(pack.to, "今"))
}

fn source(source: Source, confirmed: bool) -> String {
    let of = match source {
        Source::Public => "公开文本",
        Source::Recalled => "未逐字核到",
        Source::Proposed => "本程序拟定",
        Source::Local => "地方办法",
    };
    format!("{of}，{}", if confirmed { "已与正式文本核对" } else { "待核" })
}

/// A pack in words: every check, every number with where it comes from, every situation with a level of its own.
fn words(view: &RulesView, pack: &RulePack) -> Vec<String> {
    let (from, to) = days(pack);
    let mut lines = vec![format!("{}（{}）　{from} 至 {to}", pack.name, pack.key())];
    if !pack.note.is_empty() {
        lines.push(pack.note.clone());
    }
    for check in &pack.checks {
        let name = view.checks.iter().find(|c| c.code == check.code).map_or("", |c| c.name);
        let level = if check.enabled { check.level.word() } else { "不校验" };
        lines.push(format!("\n{} {name}　{level}", check.code));
        lines.push(format!("  依据：{}　{}", check.basis, source(check.source, check.confirmed)));
        lines.extend(check.from.map(|from| format!("  自{from}起校验")));
        lines.extend(numbers(view, check));
        for (situation, level) in &check.levels {
            let of = view.situations.iter().find(|s| s.code == check.code && s.name == situation);
            lines.push(format!("  {}：{}", of.map_or(situation.as_str(), |s| s.about), level.word()));
        }
    }
    lines
}

fn numbers(view: &RulesView, check: &PackCheck) -> Vec<String> {
    let of_code = view.parameters.iter().filter(|p| p.code == check.code);
    let told = of_code.filter_map(|p| check.parameters.get(p.name).map(|value| (p, value)));
    told.map(|(p, value)| {
        let value = match value {
            Value::Number(n) => n.to_string(),
            Value::Words(words) if words.is_empty() => "无".into(),
            Value::Words(words) => words.join("、"),
        };
        let label = check.sources.get(p.name).map_or_else(
            || source(check.source, check.confirmed),
            |Label { source: of, confirmed, basis }| {
                let basis = if basis.is_empty() { String::new() } else { format!("；{basis}") };
                format!("{}{basis}", source(*of, *confirmed))
            },
        );
        format!("  {}：{value}　〔{label}〕", p.about)
    })
    .collect()
}
