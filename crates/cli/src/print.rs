//! Answers in words for a terminal. Tables keep their columns with Chinese characters counted as two.

mod forms;
mod sealed;

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Mutex;

use jishi_app::dto::{CatalogueCheck, FileMade, ImportAction, ImportResult, PageFile, RecordLine, ReportsMade, ScanReading};
use jishi_app::{COMMANDS, Progress, ProgressNote};
use jishi_core::casefile::Told;
use jishi_core::finding::Finding;
use serde_json::Value;

pub use forms::{fonts, form_fields, form_origins, forms};

use crate::arguments::Arguments;
use crate::labels;

pub use sealed::{courses, inspected, packages, ready, seal_keys, seals};

/// Progress on one line of the terminal; nothing when the output is not one.
pub struct Terminal {
    shown: Option<Mutex<std::time::Instant>>,
}

impl Terminal {
    pub fn new(arguments: &Arguments) -> Self {
        let show = !arguments.json && std::io::stderr().is_terminal();
        Terminal { shown: show.then(|| Mutex::new(std::time::Instant::now())) }
    }

    #[cfg(test)]
    pub fn silent() -> Self {
        Terminal { shown: None }
    }
}

impl Progress for Terminal {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        if let Some(last) = &self.shown {
            let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let finished = note.done >= note.total;
            if finished || last.elapsed().as_millis() > 100 {
                *last = std::time::Instant::now();
                let percent = note.done.saturating_mul(100).checked_div(note.total).unwrap_or(100);
                let mut err = std::io::stderr();
                let _ = write!(err, "\r\x1b[2K{percent:>3}% {}", crate::out::plain(&note.words).replace(['\n', '\t'], " "));
                if finished {
                    let _ = write!(err, "\r\x1b[2K");
                }
                let _ = err.flush();
            }
        }
        ControlFlow::Continue(())
    }
}

pub fn json(value: &Value) {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    println!("{}", escaped(&text));
}

/// JSON with every character a terminal would obey written as an escape: they can only stand within strings, so nothing is lost.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && crate::out::plain(c.encode_utf8(&mut [0; 4])) != c.to_string() {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Columns a text takes on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 && !matches!(u32::from(c), 0x2010..=0x2027) { 2 } else { 1 }).sum()
}

/// A plain table; the last column is not padded.
pub fn table(head: &[&str], rows: &[Vec<String>]) {
    let head: Vec<String> = head.iter().map(|h| (*h).to_owned()).collect();
    let columns = head.len();
    let widths: Vec<usize> = (0..columns)
        .map(|i| std::iter::once(&head).chain(rows).filter_map(|r| r.get(i)).map(|c| width(c)).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let mut out = String::new();
        for (i, (cell, wide)) in row.iter().zip(&widths).enumerate() {
            out.push_str(cell);
            if i + 1 < columns {
                out.push_str(&" ".repeat(wide.saturating_sub(width(cell)) + 2));
            }
        }
        println!("{}", out.trim_end());
    };
    line(&head);
    println!("{}", "─".repeat(widths.iter().map(|w| w + 2).sum::<usize>().min(100) / 2));
    rows.iter().for_each(line);
}

fn text(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn rows<'a>(value: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let list = if pointer.is_empty() { value.as_array() } else { value.pointer(pointer).and_then(Value::as_array) };
    list.map(|l| l.iter().collect()).unwrap_or_default()
}

/// Any answer as name and value, one a line; what is empty is left out.
pub fn fields(value: &Value) {
    println!("{}", field_lines(value).join("\n"));
}

/// The lines of [`fields`].
pub fn field_lines(value: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    lay(value, "", 0, &mut lines);
    lines
}

fn lay(value: &Value, within: &str, depth: usize, lines: &mut Vec<String>) {
    let Value::Object(map) = value else {
        lines.push(scalar(within, value));
        return;
    };
    let indent = "  ".repeat(depth);
    for (key, value) in map {
        let name = labels::label(key, within).unwrap_or(key);
        match value {
            Value::Null => {}
            Value::String(s) if s.is_empty() => {}
            Value::Array(list) if list.is_empty() && key != "findings" => {}
            // The content is the thing itself; its fields stand beside its number. A person and a record lie one deeper.
            Value::Object(_) if key == "content" || key == "person" => {
                lay(value, if within.is_empty() { "" } else { within }, depth, lines)
            }
            Value::Object(_) => {
                lines.push(format!("{indent}{name}："));
                lay(value, key, depth + 1, lines);
            }
            Value::Array(list) if key == "findings" => {
                let list: Vec<Finding> = list.iter().filter_map(|f| serde_json::from_value(f.clone()).ok()).collect();
                let words = finding_lines(&list).into_iter().map(|l| format!("{indent}  {l}"));
                lines.push(format!("{indent}{name}："));
                lines.extend(words);
            }
            Value::Array(list) if list.iter().any(Value::is_object) => {
                lines.push(format!("{indent}{name}："));
                for item in list {
                    let mut own = Vec::new();
                    lay(item, key, 0, &mut own);
                    lines.push(format!("{indent}  {}", own.join("，")));
                }
            }
            Value::Array(list) => {
                let words: Vec<String> = list.iter().map(|v| scalar(key, v)).collect();
                lines.push(format!("{indent}{name}：{}", words.join("、")));
            }
            plain => {
                let words = scalar(key, plain).replace('\n', &format!("\n{indent}  "));
                lines.push(format!("{indent}{name}：{words}"));
            }
        }
    }
}

fn scalar(key: &str, value: &Value) -> String {
    match value {
        Value::String(s) => labels::word(key, s),
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

pub fn findings(list: &[Finding]) {
    println!("{}", finding_lines(list).join("\n"));
}

fn finding_lines(list: &[Finding]) -> Vec<String> {
    let mut lines: Vec<String> =
        list.iter().flat_map(|f| finding(f.level.word(), &f.code, &f.message, &f.basis, &f.remedy)).collect();
    lines.push(total(list.iter().map(|f| f.level.word())));
    lines
}

/// One finding in words.
fn finding(word: &str, code: &str, message: &str, basis: &str, remedy: &str) -> Vec<String> {
    let mut lines = vec![format!("[{word}] {code} {message}")];
    if !basis.is_empty() {
        lines.push(format!("      依据：{basis}"));
    }
    if !remedy.is_empty() {
        lines.push(format!("      处理：{remedy}"));
    }
    lines
}

pub fn total<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        return "没有发现问题".to_owned();
    }
    let of = |word: &str| words.iter().filter(|w| **w == word).count();
    format!("共 {} 条：错 {}，警 {}，注 {}", words.len(), of("错"), of("警"), of("注"))
}

pub fn told(list: &[Told]) {
    let line = |f: &Told| {
        let mut lines = finding(f.word, &f.code, &f.message, &f.basis, &f.remedy);
        lines.extend(f.waiver.as_ref().map(|w| {
            let word = if w.covers { "已放行" } else { "曾放行，此后已变化，不再有效" };
            format!("      {word}：{} {}：{}", w.signer, w.date, w.reason)
        }));
        lines
    };
    let mut lines: Vec<String> = list.iter().flat_map(line).collect();
    lines.push(total(list.iter().map(|f| f.word)));
    println!("{}", lines.join("\n"));
}

/// Faults of a file, each with the place in it.
pub fn faults(list: &[Finding]) -> Vec<String> {
    let line = |f: &Finding| {
        let at = f.place.field.as_deref().filter(|p| !p.is_empty()).map(|p| format!("{p}：")).unwrap_or_default();
        finding(f.level.word(), &f.code, &format!("{at}{}", f.message), "", &f.remedy)
    };
    list.iter().flat_map(line).collect()
}

/// A case file that cannot be read: each fault with its path.
pub fn refused(list: &[Finding]) {
    println!("{}", faults(list).join("\n"));
    println!("案件文件有 {} 处写法不对，未作校验（写法见 docs/case-format.md）", list.len());
}

fn counts(value: &Value) -> String {
    format!("错{} 警{} 注{}", text(value, "/error"), text(value, "/warning"), text(value, "/note"))
}

pub fn catalogue(check: &CatalogueCheck) {
    println!("目录文件：{}", check.file);
    if check.steps > 0 {
        println!(
            "{} {}：{} 环节、{} 项、{} 步、{} 条要求",
            check.name, check.version, check.stages, check.items, check.steps, check.requirements
        );
    }
    let mut lines = faults(&check.findings);
    lines.push(total(check.findings.iter().map(|f| f.level.word())));
    println!("{}", lines.join("\n"));
}

pub fn catalogue_tree(value: &Value) {
    println!("{} {}", text(value, "/catalogue/name"), text(value, "/catalogue/version"));
    for step in rows(value, "/catalogue/steps") {
        println!("  {} {}（{}）", text(step, "/key"), text(step, "/name"), text(step, "/responsible"));
    }
}

pub fn import(result: &ImportResult, preview: bool) {
    for item in &result.items {
        let state = match (item.action, preview) {
            _ if !item.readable => "未能读取",
            (Some(ImportAction::Add), true) => "可以导入",
            (Some(ImportAction::Add), false) => "已导入",
            (Some(ImportAction::Update), true) => "将更新已有人员",
            (Some(ImportAction::Update), false) => "已更新",
            (Some(ImportAction::Skip), _) => "名册里已有，跳过",
            (None, _) => "名册里已有，没有导入",
        };
        println!("{state}　{}　{}", item.content.as_ref().map_or("", |c| c.name.as_str()), item.file);
        for known in &item.known {
            let who = known.person.map_or_else(String::new, |id| format!("人员 {id} "));
            println!("    {}：{who}{} {}", known.why, known.name, known.current_post);
            for d in &known.differences {
                println!("        {}：{} → {}", d.field, brief(&d.before), brief(&d.after));
            }
        }
        for f in &item.findings {
            let field = f.place.field.as_ref().map(|f| format!("{f}：")).unwrap_or_default();
            println!("    [{}] {} {field}{}", f.level.word(), f.code, f.message);
        }
    }
    println!(
        "新增 {}，更新 {}，跳过 {}，待定 {}，失败 {}",
        result.added, result.updated, result.skipped, result.undecided, result.failed
    );
    if result.undecided > 0 {
        println!("待定的文件没有导入：请用 --update、--add、--skip 逐个指明，或用 --known 一并指明");
    }
}

/// A value on one line of a list.
fn brief(text: &str) -> String {
    let line = text.replace('\n', "；");
    let short: String = line.chars().take(40).collect();
    match (line.is_empty(), short.len() < line.len()) {
        (true, _) => "（空）".into(),
        (_, true) => format!("{short}…"),
        _ => short,
    }
}

/// As much of a text as fits into that many columns of a terminal, on one line; what is cut off shows as …
fn fit(text: &str, columns: usize) -> String {
    let line = text.replace('\n', "；");
    if width(&line) <= columns {
        return line;
    }
    let mut out = String::new();
    for c in line.chars() {
        if width(&out) + width(c.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        out.push(c);
    }
    out + "…"
}

pub fn people(value: &Value) {
    let list = rows(value, "").into_iter().map(|p| {
        let cut = |pointer: &str, columns: usize| fit(&text(p, pointer), columns);
        vec![text(p, "/id"), cut("/name", 30), text(p, "/sex"), text(p, "/born"), text(p, "/ethnicity"), cut("/current_post", 50)]
    });
    table(&["编号", "姓名", "性别", "出生年月", "民族", "现任职务"], &list.collect::<Vec<_>>());
}

pub fn batches(value: &Value) {
    let list = rows(value, "").into_iter().map(|b| {
        vec![
            text(b, "/batch/id"),
            text(b, "/batch/content/number"),
            text(b, "/batch/content/name"),
            text(b, "/candidates"),
            text(b, "/records"),
            text(b, "/materials"),
            b.get("findings").map(counts).unwrap_or_default(),
        ]
    });
    table(&["编号", "批次号", "名称", "人选", "记录", "材料", "校验"], &list.collect::<Vec<_>>());
}

pub fn batch(value: &Value) {
    println!("{}（{}）", text(value, "/batch/content/name"), text(value, "/batch/content/number"));
    let list = rows(value, "/candidates").into_iter().map(|c| {
        let mut row = vec![text(c, "/candidate/id"), text(c, "/name"), text(c, "/candidate/content/proposed_post")];
        for stage in rows(c, "/progress") {
            row.push(format!("{}/{}缺", text(stage, "/recorded"), text(stage, "/missing")));
        }
        row.push(c.get("findings").map(counts).unwrap_or_default());
        row
    });
    let stages: Vec<String> = rows(value, "/progress").into_iter().map(|s| text(s, "/name")).collect();
    let mut head = vec!["编号", "姓名", "拟任职务"];
    head.extend(stages.iter().map(String::as_str));
    head.push("校验");
    table(&head, &list.collect::<Vec<_>>());
}

pub fn records(value: &Value) {
    let list = rows(value, "").into_iter().map(|r| {
        vec![
            text(r, "/record/id"),
            text(r, "/record/content/step"),
            text(r, "/record/content/date"),
            text(r, "/record/revision"),
            rows(r, "/about").into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
            rows(r, "/materials").len().to_string(),
            text(r, "/record/content/summary").chars().take(40).collect(),
        ]
    });
    table(&["编号", "步骤", "时间", "版", "人选", "材料", "操作情况"], &list.collect::<Vec<_>>());
}

/// A revision field by field, as the sheet prints it.
pub fn revision(record: &Value, lines: &[RecordLine]) {
    let reason = text(record, "/revision_reason");
    let reason = if reason.is_empty() { String::new() } else { format!("，更正理由：{reason}") };
    println!("记录 {} 第 {} 版{reason}", text(record, "/id"), text(record, "/revision"));
    for line in lines {
        println!("  {}：{}", line.label, line.value.replace('\n', "\n    "));
    }
}

/// A holiday notice, day by day.
pub fn notice(value: &Value) {
    for day in rows(value, "/days") {
        let off = day.get("isOffDay").and_then(Value::as_bool).unwrap_or(false);
        println!("{}  {}  {}", text(day, "/date"), if off { "休" } else { "班" }, text(day, "/name"));
    }
    let list: Vec<Finding> = value.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    list.iter().for_each(doubt);
}

pub fn record(value: &Value) {
    println!("记录 {}（第 {} 版）已保存", text(value, "/record/id"), text(value, "/record/revision"));
}

pub fn journal(value: &Value) {
    for line in rows(value, "") {
        println!("{:>5}  {}  {}  {}", text(line, "/seq"), text(line, "/at"), text(line, "/actor"), text(line, "/words"));
    }
}

pub fn files(made: &[FileMade]) {
    for file in made {
        // A workbook has no pages.
        let pages = if file.pages > 0 { format!("{} 页，", file.pages) } else { String::new() };
        println!("{}（{pages}{} 字节）\n    {}", file.what, file.size, file.path);
    }
    println!("共 {} 个文件", made.len());
}

pub fn reports(reports: &ReportsMade) {
    files(&reports.made);
    for failed in &reports.failed {
        println!("没有生成：{} 的报告表。{}", failed.name, failed.message);
    }
}

/// A copy to print, and what is not in it.
pub fn printed(value: &Value) {
    if let Some(path) = value.pointer("/file/path").and_then(Value::as_str) {
        println!("{path}");
    }
    for left in value.get("left").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        println!("副本里没有：{left}");
    }
    let note = text(value, "/not_archival");
    if !note.is_empty() {
        println!("{note}");
    }
}

pub fn tree(value: &Value) {
    println!("移交目录树　{} 个文件，{} 字节", text(value, "/files"), text(value, "/bytes"));
    println!("{}", text(value, "/path"));
}

/// Files that were written, with their digests.
pub fn made(value: &Value) {
    for file in value.as_array().into_iter().flatten() {
        println!("{}　{} 字节　SHA-256 {}", text(file, "/what"), text(file, "/size"), text(file, "/sha256"));
        println!("{}", text(file, "/path"));
    }
}

pub fn unwrapped(value: &Value) {
    println!("封套已拆，案卷包完好");
    println!("{}", text(value, "/path"));
}

pub fn lines(lines: &[String]) {
    println!("{}", lines.join("\n"));
}

/// What the code of each scanned page led to.
pub fn scanned(reading: &ScanReading) {
    for sheet in &reading.sheets {
        let about = if sheet.about.is_empty() { "全批".to_owned() } else { sheet.about.join("、") };
        println!("记录 {}（第 {} 版）　{}　{about}　{} 页", sheet.record, sheet.revision, sheet.title, sheet.pages.len());
        for page in &sheet.pages {
            let PageFile::Path(path) = &page.file else { continue };
            println!("    {path} 第 {} 页", page.page);
        }
        sheet.findings.iter().for_each(doubt);
    }
    reading.loose.iter().for_each(|l| doubt(&l.finding));
    reading.unread.iter().for_each(doubt);
    println!("看了 {} 页：认出 {} 条记录，{} 页待手工归入", reading.pages, reading.sheets.len(), reading.loose.len());
}

fn doubt(f: &Finding) {
    println!("    [{}] {} {}", f.level.word(), f.code, f.message);
    println!("      处理：{}", f.remedy);
}

pub fn attached(value: &Value) {
    for material in rows(value, "") {
        println!(
            "已挂接　记录 {}　{}（{} 页）",
            text(material, "/content/record"),
            text(material, "/content/name"),
            text(material, "/content/pages")
        );
        for remark in material.get("remarks").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            println!("　　请注意：{remark}");
        }
    }
}

pub fn commands() {
    let list: Vec<Vec<String>> = COMMANDS
        .iter()
        .map(|c| {
            vec![c.name.into(), if c.writes { "写" } else { "读" }.into(), c.permission.word().into(), c.about.trim().into()]
        })
        .collect();
    table(&["命令", "读写", "权限", "说明"], &list);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_what_a_terminal_would_obey_as_escapes() {
        let name = "红\u{9b}2J\u{202e}\u{1b}甲";
        let text = escaped(&serde_json::to_string_pretty(&serde_json::json!({ "name": name })).unwrap());
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["name"], name);
    }

    #[test]
    fn fields_are_named_in_chinese_and_codes_are_words() {
        let signature = serde_json::json!({ "name": "周敏", "role": "责任人", "date": "2026-03-02", "mode": "scanned" });
        let material = serde_json::json!({ "id": 7, "batch": 1, "content": { "name": "会议记录", "originality": "copy", "secrecy": "", "signature": signature } });
        let lines = field_lines(&material);
        assert_eq!(
            lines,
            [
                "编号：7",
                "批次编号：1",
                "材料名称：会议记录",
                "原件或复制件：复制件",
                "签名：",
                "  签名人：周敏",
                "  身份：责任人",
                "  签名日期：2026-03-02",
                "  签名方式：已签扫描件"
            ]
        );
    }
}
