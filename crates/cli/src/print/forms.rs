//! The forms there are, the fields they may name, and where each figure of a filled one comes from.

use jishi_core::finding::Finding;
use serde_json::Value;

use super::{findings, rows, table, text};

pub fn forms(value: &Value) {
    let list = rows(value, "/forms").into_iter().map(|f| {
        let own = if f.get("own").and_then(Value::as_bool) == Some(true) { "自有" } else { "内置" };
        vec![text(f, "/group"), text(f, "/name"), text(f, "/key"), text(f, "/subject"), own.into()]
    });
    table(&["环节", "表", "代号", "按什么填", "来源"], &list.collect::<Vec<_>>());
    let faults: Vec<Finding> = value.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    if !faults.is_empty() {
        findings(&faults);
    }
}

pub fn fonts(value: &Value) {
    let row = |f: &Value| {
        let own = if f.get("built_in").and_then(Value::as_bool) == Some(true) { "自带" } else { "补充" };
        vec![text(f, "/file"), own.into(), text(f, "/characters"), text(f, "/embedding"), text(f, "/sha256")]
    };
    table(&["字体文件", "来源", "字数", "嵌入许可", "摘要"], &rows(value, "/fonts").into_iter().map(row).collect::<Vec<_>>());
    let of = |person: &Value| {
        let one = |c: &Value| {
            let fields: Vec<&str> =
                c.get("fields").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
            vec![text(person, "/name"), text(c, "/character"), text(c, "/code"), fields.join("、")]
        };
        rows(person, "/unprintable").into_iter().map(one).collect::<Vec<_>>()
    };
    let wanting: Vec<Vec<String>> = rows(value, "/wanting").into_iter().flat_map(of).collect();
    if !wanting.is_empty() {
        println!("\n没有字体能印出的字：");
        table(&["人员", "字", "编码", "在哪一栏"], &wanting);
    }
    let faults: Vec<Finding> = value.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    if !faults.is_empty() {
        findings(&faults);
    }
}

pub fn form_fields(value: &Value) {
    for field in value.as_array().into_iter().flatten() {
        let inner: Vec<&str> =
            field.get("rows").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        if inner.is_empty() {
            println!("{}", text(field, "/name"));
        } else {
            println!("{}（名单）：{}", text(field, "/name"), inner.join("、"));
        }
    }
}

pub fn form_origins(value: &Value) {
    let row = |o: &Value| {
        let records: Vec<String> = rows(o, "/records").into_iter().map(|id| format!("记录{id}")).collect();
        vec![text(o, "/field"), text(o, "/value"), text(o, "/words"), records.join("、")]
    };
    let list: Vec<Vec<String>> = value.as_array().into_iter().flatten().map(row).collect();
    table(&["栏目", "内容", "出处", "记录"], &list);
}
