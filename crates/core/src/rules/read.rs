//! Reads a rule pack and proves it sound: every fault with file, key and remedy, none mended.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::schema::{LATER, LATER_SITUATIONS, PARAMETERS, ParameterInfo, SITUATIONS, SituationInfo};
use super::{Label, PackCheck, PackKind, RulePack, Source, Value};
use crate::checks::PROFILE;
use crate::data_file::{Entry, Reader};
use crate::finding::{Finding, Level};

pub(super) fn read(text: &str, file: &str) -> Result<RulePack, Vec<Finding>> {
    let mut reader = Reader::new(text, file, 'R');
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.broken(&error, "请按内置规则包的写法改正这一行");
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let top = Entry { label: String::new(), span: 0..0, table: root.get_ref() };
    reader.known(&top, &["id", "name", "version", "kind", "from", "to", "note", "format", "check"]);
    let (id, name, version) = (reader.text(&top, "id"), reader.text(&top, "name"), reader.text(&top, "version"));
    let kind = reader.word::<PackKind>(&top, "kind", "条例版本、本地补充", "R05");
    let (from, to) = (day(&mut reader, &top, "from", true), day(&mut reader, &top, "to", true));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        reader.fault("R09", "to", format!("失效日 {to} 早于生效日 {from}"), "请核对两个日期");
    }
    let note = reader.free_text(&top, "note");
    let format = format(&mut reader, &top);
    let mut checks = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in reader.entries(&top, "check", true) {
        if let Some(read) = check(&mut reader, &entry, format) {
            if !seen.insert(read.code.clone()) {
                reader.fault("R06", entry.place("code"), format!("校验 {} 写了不止一段", read.code), "请合并成一段");
            }
            checks.push(read);
        }
    }
    if kind == Some(PackKind::Edition) {
        whole(&mut reader, &checks, format);
    }
    match kind {
        Some(kind) if reader.faults.is_empty() => Ok(RulePack { id, name, version, kind, from, to, note, format, checks }),
        _ => Err(reader.faults),
    }
}

/// An edition says every check and every parameter: nothing may be left to the program.
fn whole(reader: &mut Reader<'_>, checks: &[PackCheck], format: u32) {
    // Earlier data knows none of a later addition; whoever knows one of it leaves none out.
    let knows = |(code, name): &(&str, &str)| checks.iter().any(|c| c.code == *code && c.parameters.contains_key(*name));
    let unknown: Vec<(&str, &str)> = LATER.iter().filter(|of| !of.iter().any(knows)).flat_map(|of| of.iter().copied()).collect();
    let says = |(code, name): &(&str, &str)| checks.iter().any(|c| c.code == *code && c.levels.contains_key(*name));
    let words = |at: &usize| LATER.get(*at).copied().unwrap_or_default();
    let unnamed: Vec<(&str, &str)> = LATER_SITUATIONS
        .iter()
        .filter(|(at, of)| !of.iter().any(says) && !words(at).iter().any(knows))
        .flat_map(|(_, of)| of.iter().copied())
        .collect();
    let early = |s: &&SituationInfo| !unnamed.contains(&(s.code, s.name));
    for info in &PROFILE {
        let Some(check) = checks.iter().find(|c| c.code == info.code) else {
            let message = format!("条例版本没有写校验 {}（{}）", info.code, info.name);
            reader.fault("R10", "check", message, "请补上这一段；不校验的写 enabled = false");
            continue;
        };
        let wanted = |p: &&ParameterInfo| p.code == info.code && !unknown.contains(&(p.code, p.name));
        for parameter in PARAMETERS.iter().filter(wanted).filter(|p| !check.parameters.contains_key(p.name)) {
            let message = format!("校验 {} 缺少参数 {}（{}）", info.code, parameter.name, parameter.about);
            reader.fault("R11", format!("check {} / parameters", info.code), message, "请补上这个参数");
        }
        let named = |name: &str| check.levels.contains_key(name);
        for s in SITUATIONS.iter().filter(early).filter(|s| format > 1 && s.code == info.code && !named(s.name)) {
            let message = format!("校验 {} 没有写“{}”（{}）的级别", info.code, s.name, s.about);
            reader.fault("R11", format!("check {} / levels", info.code), message, "请补上这一种情形的级别");
        }
    }
}

/// 1 where the file does not say: the packs of old bear one label per check.
fn format(reader: &mut Reader<'_>, e: &Entry<'_, '_>) -> u32 {
    let Some(found) = e.get("format") else { return 1 };
    let number = match found.get_ref() {
        DeValue::Integer(n) => n.as_str().parse::<u32>().ok(),
        _ => None,
    };
    number.filter(|n| (1..=2).contains(n)).unwrap_or_else(|| {
        let message = format!("第 {} 行：“format”应为 1 或 2", reader.line(&found.span()));
        reader.fault("R04", e.place("format"), message, "逐个数标注来源的写 2");
        1
    })
}

fn check(reader: &mut Reader<'_>, e: &Entry<'_, '_>, format: u32) -> Option<PackCheck> {
    reader.known(e, &["code", "enabled", "level", "basis", "source", "confirmed", "from", "parameters", "sources", "levels"]);
    let code = reader.text(e, "code");
    if !code.is_empty() && !PROFILE.iter().any(|p| p.code == code) {
        reader.fault("R07", e.place("code"), format!("没有校验“{code}”"), "校验代码为 V01 至 V40，V31 分 V31a 至 V31e");
        return None;
    }
    let enabled = reader.flag(e, "enabled");
    let level = level(reader, e, "level");
    let basis = reader.text(e, "basis");
    let source = reader.word::<Source>(e, "source", "S、recalled、proposed、local", "R05");
    let confirmed = reader.flag(e, "confirmed");
    let from = day(reader, e, "from", false);
    let parameters = parameters(reader, e, &code);
    let sources = sources(reader, e, &code, &parameters, format);
    let levels = levels(reader, e, &code);
    let (enabled, level, source, confirmed) = (enabled?, level?, source?, confirmed?);
    Some(PackCheck { code, enabled, level, basis, source, confirmed, from, parameters, sources, levels })
}

fn level(reader: &mut Reader<'_>, e: &Entry<'_, '_>, key: &str) -> Option<Level> {
    let word = reader.text(e, key);
    let level = [Level::Error, Level::Warning, Level::Note].into_iter().find(|l| l.word() == word);
    if level.is_none() && !word.is_empty() {
        reader.fault("R05", e.place(key), format!("级别“{word}”不在允许之列"), "请改成下列之一：错、警、注");
    }
    level
}

/// A table of the check, as an entry of its own.
fn part<'a, 'i>(reader: &mut Reader<'_>, e: &Entry<'a, 'i>, key: &str, want: &str) -> Option<Entry<'a, 'i>> {
    let found = e.get(key)?;
    let Some(table) = found.get_ref().as_table() else {
        reader.fault("R04", e.place(key), format!("“{key}”应为一段"), want);
        return None;
    };
    Some(Entry { label: e.place(key), span: found.span(), table })
}

/// The label of each number; of a pack that says its numbers one by one, none may be left out.
fn sources(
    reader: &mut Reader<'_>,
    e: &Entry<'_, '_>,
    code: &str,
    parameters: &BTreeMap<String, Value>,
    format: u32,
) -> BTreeMap<String, Label> {
    let mut read = BTreeMap::new();
    let want = "请写成 名称 = { source = \"local\", confirmed = false, basis = \"第六条\" }";
    if let Some(table) = part(reader, e, "sources", want) {
        for (key, _) in table.table {
            let name = key.get_ref().as_ref();
            if !parameters.contains_key(name) {
                let message = format!("校验 {code} 这一段没有参数“{name}”，却标注了它的来源");
                reader.fault("R02", table.place(name), message, "请删去，或先写上这个参数");
                continue;
            }
            let Some(of) = part(reader, &table, name, want) else { continue };
            reader.known(&of, &["source", "confirmed", "basis"]);
            let source = reader.word::<Source>(&of, "source", "S、recalled、proposed、local", "R05");
            let confirmed = reader.flag(&of, "confirmed");
            let basis = if of.get("basis").is_some() { reader.free_text(&of, "basis") } else { String::new() };
            if let (Some(source), Some(confirmed)) = (source, confirmed) {
                read.insert(name.to_owned(), Label { source, confirmed, basis });
            }
        }
    }
    for name in parameters.keys().filter(|n| format > 1 && e.get("sources").is_none_or(|s| !has(s.get_ref(), n))) {
        let message = format!("校验 {code} 的参数“{name}”没有标注来源、是否核对");
        reader.fault("R13", e.place(&format!("sources / {name}")), message, want);
    }
    read
}

fn has(value: &DeValue<'_>, name: &str) -> bool {
    value.as_table().is_some_and(|t| t.iter().any(|(k, _)| k.get_ref().as_ref() == name))
}

fn levels(reader: &mut Reader<'_>, e: &Entry<'_, '_>, code: &str) -> BTreeMap<String, Level> {
    let mut read = BTreeMap::new();
    let Some(table) = part(reader, e, "levels", "请写成 levels = { missing = \"警\" }") else { return read };
    let known: Vec<&str> = SITUATIONS.iter().filter(|s| s.code == code).map(|s| s.name).collect();
    for (key, _) in table.table {
        let name = key.get_ref().as_ref();
        if !known.contains(&name) {
            let remedy =
                if known.is_empty() { "这个校验没有".into() } else { format!("可用的情形：{}", known.join("、")) };
            reader.fault("R02", table.place(name), format!("校验 {code} 没有情形“{name}”"), &remedy);
        } else if let Some(level) = level(reader, &table, name) {
            read.insert(name.to_owned(), level);
        }
    }
    read
}

/// A day written `2019-03-03`; empty means none.
fn day(reader: &mut Reader<'_>, e: &Entry<'_, '_>, key: &str, needed: bool) -> Option<NaiveDate> {
    if !needed && e.get(key).is_none() {
        return None;
    }
    let text = reader.free_text(e, key);
    if text.trim().is_empty() {
        return None;
    }
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    if day.is_none() {
        reader.fault("R08", e.place(key), format!("“{key}”写的“{text}”不是日期"), "请写成 2019-03-03；没有的写空引号");
    }
    day
}

fn parameters(reader: &mut Reader<'_>, e: &Entry<'_, '_>, code: &str) -> BTreeMap<String, Value> {
    let mut read = BTreeMap::new();
    let Some(found) = e.get("parameters") else { return read };
    let Some(table) = found.get_ref().as_table() else {
        reader.fault("R04", e.place("parameters"), "“parameters”应为一段".into(), "请写成 parameters = { 名称 = 数值 }");
        return read;
    };
    let of_code: Vec<&ParameterInfo> = PARAMETERS.iter().filter(|p| p.code == code).collect();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let place = e.place(&format!("parameters / {name}"));
        let Some(info) = of_code.iter().find(|p| p.name == name) else {
            let known: Vec<&str> = of_code.iter().map(|p| p.name).collect();
            let remedy = if known.is_empty() {
                "这个校验没有参数".into()
            } else {
                format!("可用的参数：{}", known.join("、"))
            };
            reader.fault("R02", place, format!("校验 {code} 没有参数“{name}”"), &remedy);
            continue;
        };
        match value_of(value.get_ref(), info.words) {
            Some(value) => {
                read.insert(name.to_owned(), value);
            }
            None => {
                let want = if info.words { "方括号里的一列文字，每个都不空" } else { "不小于 0 的整数" };
                reader.fault("R04", place, format!("参数“{name}”应为{want}（{}）", info.about), "请改成要求的写法");
            }
        }
    }
    read
}

fn value_of(value: &DeValue<'_>, words: bool) -> Option<Value> {
    match value {
        DeValue::Integer(number) if !words => number.as_str().parse().ok().map(Value::Number),
        DeValue::Array(list) if words => {
            // An empty text is part of every text: it would pass, or fail, everything.
            let word = |w: &str| (!w.trim().is_empty()).then(|| w.to_owned());
            let words: Option<Vec<String>> = list.iter().map(|w| w.get_ref().as_str().and_then(word)).collect();
            words.map(Value::Words)
        }
        _ => None,
    }
}
