//! What a case file asks to be judged by: rules, extent, scope.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

use super::read::{Reader, is_blank};
use crate::case::BatchContent;
use crate::checks::{Extent, is_known_code};
use crate::finding::Level;
use crate::rules::{Governing, PARAMETERS, PackCheck, RuleBook, RulePack, SITUATIONS, Value as Parameter};

impl Reader<'_> {
    pub(super) fn extent(&mut self, root: &Map<String, Value>) -> Extent {
        let complete = match root.get("complete") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(b)) => *b,
            Some(_) => {
                self.fault("J04", "complete", "应为 true 或 false".into(), "整案校验写 true");
                false
            }
        };
        let mut named = BTreeSet::new();
        for (index, code) in self.texts(root.get("scope"), "scope").into_iter().enumerate() {
            if !is_known_code(&code) {
                self.fault(
                    "J05",
                    &format!("scope[{index}]"),
                    format!("没有校验“{code}”"),
                    "校验代码为 V01 至 V40，V31 可写 V31a 至 V31e",
                );
            }
            if code == "V31" {
                named.extend(["V31a", "V31b", "V31c", "V31d", "V31e"].map(str::to_owned));
            }
            named.insert(code);
        }
        Extent {
            part: !complete,
            named,
            blank: std::mem::take(&mut self.blank),
            blank_of: std::mem::take(&mut self.blank_of),
            blank_quota: std::mem::take(&mut self.blank_quota),
            unsaid_quota: std::mem::take(&mut self.unsaid_quota),
            outsiders: std::mem::take(&mut self.outsiders),
            undated: root.get("today").is_none_or(is_blank),
            about: None,
            by_hand: true,
        }
    }

    /// The rules asked for: `"2019"`, or `{edition, overlays, reason, checks}`.
    pub(super) fn rules(&mut self, value: Option<&Value>, batch: &mut BatchContent, undated: bool, book: &RuleBook) -> Governing {
        let mut changes = Map::new();
        match value {
            None | Some(Value::Null) => {}
            Some(Value::String(edition)) => batch.edition.clone_from(edition),
            Some(Value::Object(map)) => {
                for key in map.keys().filter(|k| !["edition", "overlays", "reason", "checks"].contains(&k.as_str())) {
                    let path = format!("rules.{key}");
                    self.fault("J02", &path, format!("不认识的键“{key}”"), "可用的键：edition、overlays、reason、checks");
                }
                for key in ["edition", "reason"] {
                    if map.get(key).is_some_and(|v| !v.is_string() && !v.is_null()) {
                        self.fault("J04", &format!("rules.{key}"), "应是文字".into(), "加英文双引号，例如 \"2019\"");
                    }
                }
                if map.get("checks").is_some_and(|v| !v.is_object() && !v.is_null()) {
                    self.fault("J04", "rules.checks", "应是一段 {…}".into(), "例如 {\"V06\": {\"enabled\": true}}");
                }
                batch.edition = map.get("edition").and_then(Value::as_str).unwrap_or_default().to_owned();
                batch.overlays = self.texts(map.get("overlays"), "rules.overlays");
                batch.edition_reason = map.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
                if let Some(Value::Object(checks)) = map.get("checks") {
                    changes.clone_from(checks);
                }
            }
            Some(_) => self.fault("J04", "rules", "应为版次或一段".into(), "例如 \"2019\" 或 {\"edition\": \"2019\"}"),
        }
        batch.edition = called(&batch.edition, book);
        let newest = |key: &str| book.newest(key).map_or_else(|| key.to_owned(), RulePack::key);
        batch.overlays = batch.overlays.iter().map(|k| newest(&called(k, book))).collect();
        let edition = if matches!(value, Some(Value::Object(_))) { "rules.edition" } else { "rules" };
        let overlays = batch.overlays.iter().enumerate().map(|(index, key)| (key, format!("rules.overlays[{index}]")));
        for (key, path) in std::iter::once((&batch.edition, edition.to_owned())).chain(overlays).filter(|(k, _)| !k.is_empty()) {
            if book.pack(key).is_none() {
                let mut known: Vec<&str> = Vec::new();
                known.extend(book.packs.iter().map(|p| p.id.as_str()));
                known.sort_unstable();
                known.dedup();
                self.fault("J05", &path, format!("没有规则包“{key}”"), &format!("可用的规则包：{}", known.join("、")));
            }
        }
        // A file that names an edition and no day of beginning means that edition.
        if undated && !batch.edition.is_empty() && batch.edition_reason.is_empty() {
            let covered = batch.started.is_some_and(|d| book.pack(&batch.edition).is_some_and(|p| p.covers(d.first_day())));
            if !covered {
                batch.edition_reason = "案件文件指定".into();
            }
        }
        // A case written by hand means the rules as they read now.
        if batch.edition_data.is_empty() {
            batch.edition_data = book.newest_editions();
        }
        let mut governing = book.govern(batch);
        for (code, change) in &changes {
            self.change(&mut governing, code, change);
        }
        governing
    }

    /// One parameter of a check, as the packs know it.
    fn parameter(&mut self, code: &str, name: &str, value: &Value, path: &str) -> Option<Parameter> {
        let Some(info) = PARAMETERS.iter().find(|p| p.code == code && p.name == name) else {
            let known: Vec<&str> = PARAMETERS.iter().filter(|p| p.code == code).map(|p| p.name).collect();
            let remedy = if known.is_empty() {
                "这项校验没有参数".to_owned()
            } else {
                format!("可用的参数：{}", known.join("、"))
            };
            self.fault("J02", path, format!("校验 {code} 没有参数“{name}”"), &remedy);
            return None;
        };
        match serde_json::from_value::<Parameter>(value.clone()) {
            Ok(Parameter::Number(0)) if name == "denominator" => {
                self.fault("J04", path, "分母不能是 0".into(), "请写不小于 1 的整数");
                None
            }
            Ok(value) if matches!(value, Parameter::Words(_)) == info.words => Some(value),
            _ => {
                let (wanted, remedy) = if info.words {
                    ("一列文字", "写成方括号里的一列，每一项加英文双引号")
                } else {
                    ("不小于 0 的整数", "不加引号写数字，如 13")
                };
                self.fault("J04", path, format!("应是{wanted}"), remedy);
                None
            }
        }
    }

    pub(super) fn change(&mut self, governing: &mut Governing, code: &str, change: &Value) {
        let path = format!("rules.checks.{code}");
        if !is_known_code(code) {
            self.fault("J05", &path, format!("没有校验“{code}”"), "校验代码为 V01 至 V40，V31 分 V31a 至 V31e");
            return;
        }
        let Value::Object(map) = change else {
            self.fault("J04", &path, "应是一个 {…}".into(), "例如 {\"enabled\": true}");
            return;
        };
        for (key, value) in map {
            let at = format!("{path}.{key}");
            let good = match (key.as_str(), value) {
                ("enabled", Value::Bool(b)) => {
                    let b = *b;
                    governing.adjust(code, |c: &mut PackCheck| (c.enabled, c.from) = (b, None));
                    true
                }
                ("level", Value::String(word)) => {
                    match [Level::Error, Level::Warning, Level::Note].iter().find(|l| l.word() == word) {
                        Some(level) => {
                            governing.adjust(code, |c| c.level = *level);
                            true
                        }
                        None => false,
                    }
                }
                ("levels", Value::Object(map)) => {
                    let mut good = true;
                    for (name, value) in map {
                        let known = SITUATIONS.iter().any(|s| s.code == code && s.name == name);
                        let word = value.as_str().unwrap_or_default();
                        match [Level::Error, Level::Warning, Level::Note].iter().find(|l| l.word() == word).filter(|_| known) {
                            Some(level) => governing.adjust(code, |c| {
                                c.levels.insert(name.clone(), *level);
                            }),
                            None => good = false,
                        }
                    }
                    good
                }
                ("parameters", Value::Object(map)) => {
                    for (name, value) in map {
                        if let Some(value) = self.parameter(code, name, value, &format!("{at}.{name}")) {
                            governing.adjust(code, |c| {
                                c.parameters.insert(name.clone(), value.clone());
                            });
                        }
                    }
                    true
                }
                _ => false,
            };
            if !good {
                let level = key == "level" && value.is_string();
                self.fault(
                    if level { "J05" } else { "J04" },
                    &at,
                    if level { format!("没有级别{value}") } else { "写法不对".into() },
                    "enabled 写 true 或 false；level 写 错、警、注；parameters、levels 写成一段，名称见 jishi rules show",
                );
            }
        }
    }
}

/// The key of the one pack a word is the beginning or a part of the name of: 张掖, 四川, 2019版. The word itself when no or several
/// packs are called so.
fn called(word: &str, book: &RuleBook) -> String {
    let asked = word.trim().trim_end_matches('版');
    if asked.is_empty() || book.pack(word).is_some() {
        return word.to_owned();
    }
    let packs = book.packs.iter().filter(|p| p.id == asked || (asked.chars().count() > 1 && p.name.contains(asked)));
    let ids: BTreeSet<&str> = packs.map(|p| p.id.as_str()).collect();
    match (ids.first(), ids.len()) {
        (Some(id), 1) => (*id).to_owned(),
        _ => word.to_owned(),
    }
}
