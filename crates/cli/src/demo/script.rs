//! The script of the sample batch, `assets/samples/batch.json`: contents as the commands take them, with names in place of numbers.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use jishi_app::{AppError, Code};
use serde::Deserialize;
use serde_json::{Map, Value, json};

type Result<T> = std::result::Result<T, AppError>;

#[derive(Debug, Deserialize)]
pub struct Script {
    pub batch: Value,
    pub posts: Vec<Keyed>,
    pub candidates: Vec<Candidate>,
    pub records: Vec<Record>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
    #[serde(default)]
    pub not_applicable: Vec<Value>,
    /// What the checks must find.
    #[serde(default)]
    pub flaws: Vec<Flaw>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Keyed {
    pub key: String,
    #[serde(flatten)]
    pub content: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Candidate {
    pub key: String,
    pub person_file: String,
    pub post: Option<String>,
    pub current_post: String,
    pub proposed_post: String,
    pub removed_post: String,
    pub outcome: String,
    #[serde(default)]
    pub stopped_at: String,
    pub order: u32,
    /// 任现职时间, which the editor's file does not carry.
    #[serde(default)]
    pub current_post_since: String,
    /// The person is a copy of the one in the file, under this name.
    #[serde(skip)]
    pub renamed: Option<String>,
    /// 层级, 资格条件 and what else the candidate's content has, as the command takes it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    pub key: String,
    pub entered_on: DateTime<FixedOffset>,
    pub content: Value,
    #[serde(default)]
    pub materials: Vec<Material>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Material {
    /// Path under `assets/samples`; None when only the paper exists.
    pub file: Option<String>,
    pub name: String,
    pub originality: String,
    #[serde(default)]
    pub secrecy: String,
    pub pages: u32,
    pub signature: Value,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Correction {
    pub record: String,
    pub entered_on: DateTime<FixedOffset>,
    pub reason: String,
    pub content: Value,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Flaw {
    pub code: String,
    pub words: String,
}

/// One thing entered.
pub enum Event<'a> {
    Record(&'a Record),
    Correction(&'a Correction),
    Mark(&'a Value),
}

pub fn fault(message: &str) -> AppError {
    AppError::new(Code::File, format!("示例脚本有误：{message}"), "请重新取得程序自带的示例文件")
}

impl Script {
    pub fn read(folder: &Path) -> Result<Script> {
        let text = jishi_fs::read_text(&folder.join("batch.json"))?;
        let script: Script = serde_json::from_str(&text).map_err(|e| fault(&e.to_string()))?;
        Ok(script)
    }

    /// Everything that was entered, in the order of entering.
    pub fn events(&self) -> Result<Vec<(DateTime<FixedOffset>, Event<'_>)>> {
        let mut events: Vec<_> = self.records.iter().map(|r| (r.entered_on, Event::Record(r))).collect();
        events.extend(self.corrections.iter().map(|c| (c.entered_on, Event::Correction(c))));
        for mark in &self.not_applicable {
            let date = mark.get("date").and_then(Value::as_str).unwrap_or("");
            // A mark has only a day: it is entered at the end of that day's work.
            let when = DateTime::parse_from_rfc3339(&format!("{date}T17:30:00+08:00"))
                .map_err(|e| fault(&format!("不适用日期 {date}：{e}")))?;
            events.push((when, Event::Mark(mark)));
        }
        events.sort_by_key(|(when, _)| *when);
        Ok(events)
    }

    /// When the story begins.
    pub fn begins(&self) -> Result<DateTime<FixedOffset>> {
        self.records.iter().map(|r| r.entered_on).min().ok_or_else(|| fault("没有记录"))
    }

    /// The day after the last entry.
    pub fn ends(&self) -> Result<DateTime<FixedOffset>> {
        let last = self.records.iter().map(|r| r.entered_on).max().ok_or_else(|| fault("没有记录"))?;
        Ok(last + chrono::Duration::days(1))
    }

    pub fn number(&self) -> &str {
        self.batch.get("number").and_then(Value::as_str).unwrap_or("")
    }

    pub fn year(&self) -> i32 {
        self.records.first().map_or(0, |r| chrono::Datelike::year(&r.entered_on))
    }

    pub fn actor(&self) -> String {
        "纪实员 周敏".into()
    }

    pub fn arranger(&self) -> &'static str {
        "周敏"
    }

    pub fn checker(&self) -> &'static str {
        "顾长河"
    }
}

impl Candidate {
    /// The name the file bears: the person's.
    pub fn file_name(&self) -> Option<&str> {
        Path::new(&self.person_file).file_stem().and_then(|s| s.to_str())
    }

    /// The content as the command takes it; the outcome is known only at the end.
    pub fn content(&self, person: u32, keys: &HashMap<String, u32>, ended: bool) -> Result<Value> {
        let post = match &self.post {
            None => Value::Null,
            Some(key) => json!(keys.get(key).ok_or_else(|| fault(&format!("没有岗位 {key}")))?),
        };
        let mut content = json!({
            "person": person, "post": post, "current_post": self.current_post, "proposed_post": self.proposed_post,
            "removed_post": self.removed_post, "order": self.order,
            "outcome": if ended { self.outcome.as_str() } else { "open" },
            "stopped_at": if ended { self.stopped_at.as_str() } else { "" },
        });
        if let Value::Object(map) = &mut content {
            map.extend(self.more.clone());
        }
        Ok(content)
    }
}

impl Material {
    pub fn request(&self, record: u32, folder: &Path) -> Value {
        json!({
            "record": record, "path": self.file.as_ref().map(|f| folder.join(f)), "name": self.name, "originality": self.originality,
            "secrecy": self.secrecy, "pages": self.pages, "signature": self.signature,
        })
    }
}

/// The same content with the numbers of the candidates in place of their keys.
pub fn with_ids(value: &Value, keys: &HashMap<String, u32>) -> Result<Value> {
    let id = |key: &Value| match key {
        Value::String(name) => keys.get(name).map(|id| json!(id)).ok_or_else(|| fault(&format!("没有人选 {name}"))),
        other => Ok(other.clone()),
    };
    Ok(match value {
        Value::Object(map) => {
            let mut out = Map::new();
            for (name, inner) in map {
                let inner = match (name.as_str(), inner) {
                    ("candidate", key) => id(key)?,
                    ("candidates", Value::Array(list)) => Value::Array(list.iter().map(id).collect::<Result<_>>()?),
                    (_, inner) => with_ids(inner, keys)?,
                };
                out.insert(name.clone(), inner);
            }
            Value::Object(out)
        }
        Value::Array(list) => Value::Array(list.iter().map(|v| with_ids(v, keys)).collect::<Result<_>>()?),
        other => other.clone(),
    })
}
