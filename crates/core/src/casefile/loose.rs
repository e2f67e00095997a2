//! What a hand may write short: a bare name for a person, a Chinese label for a key, `{"张三": 30}` for lines of votes. Only forms
//! with one meaning are let in; nothing is guessed.

use serde_json::{Map, Value, json};

use super::keys;
use crate::catalogue::{Catalogue, Step};
use crate::record::{RecordKind, fields};

/// Lists whose rows are people or things with a name: a bare text is the name.
const NAMED: [&str; 11] =
    ["speakers", "observers", "participants", "absent", "recused", "opinions", "lines", "votes", "team", "members", "family"];

/// What the columns of lists are called on the forms.
const COLUMNS: [(&str, &str); 20] = [
    ("姓名", "name"),
    ("职务", "post"),
    ("同意", "agree"),
    ("得票", "agree"),
    ("不同意", "against"),
    ("反对", "against"),
    ("弃权", "abstain"),
    ("名次", "rank"),
    ("得票率", "rate"),
    ("结论", "result"),
    ("角色", "role"),
    ("日期", "date"),
    ("事由", "reason"),
    ("离场时间", "left_at"),
    ("离场", "left_at"),
    ("left", "left_at"),
    ("审核人", "reviewer"),
    ("人选", "candidate"),
    ("项目", "topic"),
    ("说明", "explanation"),
];

/// The records of a file with every short form written out; what cannot be read stays as it is, for the reader to name. The paths of
/// second words for one key go to `twice`.
pub(super) fn records(value: Option<&Value>, catalogue: &Catalogue, twice: &mut Vec<String>) -> Option<Value> {
    let Some(Value::Array(rows)) = value else { return value.cloned() };
    let tidied = rows.iter().enumerate().map(|(index, row)| match row {
        Value::Object(map) => Value::Object(record(map, catalogue, &mut Told { at: format!("records[{index}]"), twice })),
        other => other.clone(),
    });
    Some(tidied.collect())
}

/// Where a group stands, and what is told of it.
struct Told<'t> {
    at: String,
    twice: &'t mut Vec<String>,
}

impl Told<'_> {
    /// A value under the key its word stands for; the second word for a key is left out and told.
    fn put(&mut self, out: &mut Map<String, Value>, key: &str, word: &str, value: Value) {
        if out.contains_key(key) {
            self.twice.push(format!("{}.{word}", self.at));
        } else {
            out.insert(key.to_owned(), value);
        }
    }
}

/// The step a text names: by its number or its whole name.
pub(super) fn step<'c>(word: &str, catalogue: &'c Catalogue) -> Option<&'c Step> {
    let word = word.trim();
    catalogue.step(word).or_else(|| catalogue.steps.iter().find(|s| s.name == word))
}

fn record(row: &Map<String, Value>, catalogue: &Catalogue, told: &mut Told<'_>) -> Map<String, Value> {
    let row = &head(row, told);
    let word = |key: &str| row.get(key).and_then(Value::as_str).filter(|w| !w.trim().is_empty());
    let usual = || step(word("step")?, catalogue).and_then(|s| s.records.first().copied());
    let Some(kind) = word("kind").map_or_else(usual, super::records::kind) else { return row.clone() };
    let labels: Vec<_> = fields::HEAD.iter().chain(fields::of(kind)).chain(fields::FOOT).collect();
    let same =
        |label: &str, key: &str| label == key || ["人数", "票数", "日"].iter().any(|tail| key.strip_suffix(tail) == Some(label));
    let mut out = Map::new();
    for (key, value) in row {
        let known = labels.iter().find(|f| same(f.label, key)).map_or(key.as_str(), |f| f.key);
        let value = list(known, value, told);
        told.put(&mut out, known, key, value);
    }
    period(kind, out)
}

/// The keys every record has, as the forms call them.
const HEADS: [(&str, &str); 6] =
    [("步骤", "step"), ("种类", "kind"), ("记录种类", "kind"), ("日期", "date"), ("人选", "candidates"), ("材料", "materials")];

/// The keys of a record with these written out, and of a notice its days: a period told by the days of the record is its own.
fn head(row: &Map<String, Value>, told: &mut Told<'_>) -> Map<String, Value> {
    let mut out = Map::new();
    for (key, value) in row {
        let known = HEADS.iter().find(|(label, _)| label == key).map(|(_, k)| *k);
        let value = match (known, value) {
            (Some("candidates"), Value::String(name)) => json!([name]),
            _ => value.clone(),
        };
        told.put(&mut out, known.unwrap_or(key), key, value);
    }
    out
}

/// The days of a 公示 told as those of the record.
fn period(kind: RecordKind, mut row: Map<String, Value>) -> Map<String, Value> {
    if kind == RecordKind::Notice && (row.contains_key("end") || row.contains_key("end_date")) {
        for (own, of_record) in [("start", "date"), ("end", "end_date")] {
            if let Some(value) = row.get(of_record).cloned().filter(|_| !row.contains_key(own)) {
                row.insert(own.into(), value);
            }
        }
    }
    row
}

/// One value of a key, its rows written out.
fn list(key: &str, value: &Value, told: &mut Told<'_>) -> Value {
    let value = match (key, value) {
        ("lines" | "votes", Value::Object(map)) if map.values().all(Value::is_number) => {
            map.iter().map(|(name, votes)| json!({ "name": name, "agree": votes })).collect()
        }
        ("lines" | "votes", Value::Object(map)) if !map.is_empty() && map.values().all(Value::is_object) => {
            let named = |(name, row): (&String, &Value)| {
                let mut row = row.as_object().cloned().unwrap_or_default();
                row.entry("name").or_insert_with(|| json!(name));
                Value::Object(row)
            };
            map.iter().map(named).collect()
        }
        // Votes that are no number: under the name, for the reader to tell of the number.
        ("lines" | "votes", Value::Object(map)) if !map.is_empty() && !map.keys().any(|k| is_column(k)) => {
            map.iter().map(|(name, votes)| json!({ "name": name, "agree": votes })).collect()
        }
        ("parts", Value::Object(map)) if !map.contains_key("part") => {
            map.iter().map(|(part, text)| json!({ "part": self::part(part), "text": text })).collect()
        }
        _ => value.clone(),
    };
    let Value::Array(rows) = value else { return value };
    let one = |(index, row): (usize, Value)| {
        let at = format!("{}.{key}[{index}]", told.at);
        self::row(key, row, &mut Told { at, twice: &mut *told.twice })
    };
    rows.into_iter().enumerate().map(one).collect()
}

/// A key of a line of votes, in either language: what stands under it is no person.
fn is_column(key: &str) -> bool {
    keys::inside("lines", "records").is_some_and(|known| known.contains_key(key))
        || COLUMNS.iter().any(|(label, _)| *label == key)
}

fn row(list: &str, row: Value, told: &mut Told<'_>) -> Value {
    match row {
        Value::String(name) if NAMED.contains(&list) => json!({ "name": name }),
        Value::String(topic) if list == "items" => json!({ "topic": topic }),
        Value::Object(map) => {
            let Some(known) = keys::inside(list, "records") else { return Value::Object(map) };
            let column = |key: &str| COLUMNS.iter().find(|(label, k)| *label == key && known.contains_key(*k)).map(|(_, k)| *k);
            let mut row = Map::new();
            for (key, value) in &map {
                let known = column(key).unwrap_or(key);
                told.put(&mut row, known, key, plain(known, value.clone()));
            }
            Value::Object(ticked(list, row))
        }
        other => other,
    }
}

/// A tick written as yes or no, and a rate written as a number.
fn plain(key: &str, value: Value) -> Value {
    match (key, value) {
        ("tick", Value::Bool(yes)) => json!(if yes { "是" } else { "否" }),
        ("tick", Value::String(word)) => json!(tick(&word).unwrap_or(&word)),
        ("rate", Value::Number(n)) => json!(n.to_string()),
        ("result", Value::String(word)) => json!(match word.as_str() {
            "passed" => "通过",
            "failed" => "未通过",
            "deferred" => "暂缓",
            other => other,
        }),
        ("part", Value::String(word)) => json!(part(&word)),
        (_, value) => value,
    }
}

/// Which of the four parts of a 考察材料 a heading stands over, by the words of the 条例.
fn part(heading: &str) -> &str {
    let has = |words: &[&str]| words.iter().any(|w| heading.contains(w));
    match () {
        () if has(&["表现", "德能勤绩廉", "特长"]) => "表现",
        () if has(&["不足", "缺点"]) => "不足",
        () if has(&["推荐", "测评", "谈话"]) => "推荐测评",
        () if has(&["核查", "查核", "审核", "结论"]) => "核查结论",
        () => heading,
    }
}

/// 是, 否 or 未核 in other words.
fn tick(word: &str) -> Option<&'static str> {
    match word.trim() {
        "是" | "有" | "存在" | "√" | "✓" | "✔" => Some("是"),
        "否" | "无" | "没有" | "不存在" | "未发现" | "没有发现" | "没有此情形" | "无此情形" | "×" | "✗" | "✘" => {
            Some("否")
        }
        "未核" | "未核实" => Some("未核"),
        _ => None,
    }
}

/// 是、否、未核 of a 不得列为考察对象 written as the result of the item.
fn ticked(list: &str, mut row: Map<String, Value>) -> Map<String, Value> {
    let bars = list == "items" && row.get("topic").and_then(Value::as_str).is_some_and(|t| t == "不得列为考察对象" || t == "bar");
    let tick = row.get("result").and_then(Value::as_str).and_then(tick);
    if let Some(tick) = tick.filter(|_| bars && !row.contains_key("tick")) {
        row.insert("tick".into(), json!(tick));
    }
    row
}

/// A reader's complaint in the words of whoever wrote the file: what is wrong, and how it is written.
pub(super) fn complaint(error: &str) -> (String, String) {
    let quoted = |text: &str| -> Vec<String> {
        text.split('`').enumerate().filter(|(i, _)| i % 2 == 1).map(|(_, word)| word.to_owned()).collect()
    };
    if error.contains("不是有效日期") {
        return (error.to_owned(), "日期写成 \"2026-03-02\"、\"2026-03\" 或 \"2026\"".into());
    }
    if let Some(key) = error.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let known = match key {
            "condition" => "可用：工龄、基层、副职任职、下级正职任职、下级职位数、学历、培训、党龄、身体、法定资格",
            _ => "可用的值见 docs/case-format.md",
        };
        return (format!("没有写 {key}"), format!("请补上 {key}，{known}"));
    }
    if error.starts_with("unknown variant") {
        let words = quoted(error);
        let (wrong, known) = words.split_first().map_or((String::new(), Vec::new()), |(w, k)| (w.clone(), k.to_vec()));
        return (format!("没有“{wrong}”这个词"), format!("可用：{}", known.join("、")));
    }
    let given = error.split(", expected").next().unwrap_or_default();
    let given = given.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
    let given =
        given.replace("string", "文字").replace("integer", "数").replace("floating point", "小数").replace("boolean", "是否");
    let given = given.replace("sequence", "一列").replace("map", "一段").replace('`', "");
    let wanted = error.split(", expected").nth(1).unwrap_or_default();
    let has = |word: &str| wanted.contains(word);
    let (what, how) = match () {
        () if has("u32") || has("u64") || has("u16") || has("u8") || has("i32") => ("不小于 0 的整数", "不加引号写数字，如 13"),
        () if has("bool") => ("true 或 false", "不加引号写 true 或 false"),
        () if has("sequence") => ("一列 […]", "写成方括号里的一列，如 [\"张三\"]"),
        () if has("struct") || has("map") => ("一段 {…}", "写成大括号里的一段，键见 docs/case-format.md"),
        () if has("string") => ("文字", "加英文双引号"),
        () => return (format!("写法不对：{error}"), "请对照 docs/case-format.md 改正".into()),
    };
    (format!("应是{what}，写的是{given}"), how.into())
}
