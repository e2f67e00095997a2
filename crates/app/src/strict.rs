//! JSON files written by hand, read strictly: every missing key told at once, a wrong value and an unknown key told by name. Commands take
//! what programs send and are forgiving of what older programs left out; a person's typing error must not vanish in that.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::error::{AppError, Result, json_words};
use jishi_core::syntax::choices;

/// Reads the content of a record, a person, a batch … as `T` has it. `file` is what the user knows it as.
///
/// # Errors
/// What is wrong, with the keys named.
pub fn read_content<T: DeserializeOwned + Serialize>(text: &str, file: &str) -> Result<Value> {
    let fault = |what: String, remedy: &str| AppError::invalid(format!("“{file}”{what}"), remedy);
    let value: Value = serde_json::from_str(text)
        .map_err(|e| fault(format!("不是有效的 JSON：{}", json_words(&e)), "请检查该行的引号、逗号和括号"))?;
    let Value::Object(object) = &value else {
        return Err(fault("应是一个 {…}".into(), SEE));
    };
    let wrong = wrong::<T>(object);
    if !wrong.is_empty() {
        return Err(fault(format!("写得不对：{}", wrong.join("；")), SEE));
    }
    let missing = missing::<T>(object);
    if !missing.is_empty() {
        let keys: Vec<String> = missing.iter().map(|k| format!("“{k}”")).collect();
        return Err(fault(format!("缺少 {} 项：{}", keys.len(), keys.join("、")), SEE));
    }
    let read: T = serde_json::from_value(value.clone()).map_err(|e| fault(format!("写得不对：{}", json_words(&e)), SEE))?;
    let back = serde_json::to_value(&read).map_err(|e| fault(json_words(&e), SEE))?;
    let mut unknown = Vec::new();
    strangers(&value, &back, "", &mut unknown);
    if !unknown.is_empty() {
        let known: Vec<&str> = back.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let remedy = format!("请删去或改正；这里可用的键：{}", known.join("、"));
        return Err(fault(format!("有不认识的键：{}", unknown.join("、")), &remedy));
    }
    Ok(value)
}

const SEE: &str = "请对照 docs/command-line.md 里的例子改正";

fn attempt<T: DeserializeOwned>(object: &Map<String, Value>) -> std::result::Result<(), serde_json::Error> {
    serde_json::from_value::<T>(Value::Object(object.clone())).map(|_| ())
}

/// The key a reader misses.
fn missed(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()).map(str::to_owned)
}

/// Keys whose value cannot be read, each with the reason: without such a key, reading gets further than with it.
fn wrong<T: DeserializeOwned>(object: &Map<String, Value>) -> Vec<String> {
    let mut left = object.clone();
    let mut found = Vec::new();
    while let Err(fault) = attempt::<T>(&left) {
        let own = missed(&fault).is_some_and(|key| !left.contains_key(&key));
        let further = |key: &&String| {
            let mut without = left.clone();
            without.remove(*key);
            !attempt::<T>(&without).is_err_and(|e| e.to_string() == fault.to_string())
        };
        let Some(key) = left.keys().find(further).cloned() else { break };
        // A missing key of the whole is not the fault of any other.
        if own && missing_at_top::<T>(&left, &fault) {
            break;
        }
        found.push(format!("“{key}”{}", json_words(&fault)));
        left.remove(&key);
    }
    found
}

/// Whether writing the missed key at the top changes what the reader says: else it is missing further down.
fn missing_at_top<T: DeserializeOwned>(object: &Map<String, Value>, fault: &serde_json::Error) -> bool {
    let Some(key) = missed(fault) else { return false };
    let mut with = object.clone();
    with.insert(key, Value::Null);
    !attempt::<T>(&with).is_err_and(|e| e.to_string() == fault.to_string())
}

/// Every missing key, found by filling in one after the other with whatever its type takes.
fn missing<T: DeserializeOwned>(object: &Map<String, Value>) -> Vec<String> {
    let fillers = [Value::Null, json!(""), json!(0), json!(false), json!([]), json!({}), json!("2026-01-01")];
    let mut filled = object.clone();
    let mut found = Vec::new();
    while let Err(fault) = attempt::<T>(&filled) {
        let Some(key) = missed(&fault).filter(|_| missing_at_top::<T>(&filled, &fault)) else { break };
        found.push(key.clone());
        let mut candidates = fillers.to_vec();
        // A word of a closed list: the reader names them.
        filled.insert(key.clone(), json!(""));
        if let Err(e) = attempt::<T>(&filled) {
            candidates.extend(choices(&e).into_iter().map(Value::String));
        }
        let fits = |value: &Value| {
            let mut with = filled.clone();
            with.insert(key.clone(), value.clone());
            attempt::<T>(&with).map_or_else(|e| missed(&e).is_some_and(|next| next != key), |()| true)
        };
        let Some(value) = candidates.into_iter().find(fits) else { break };
        filled.insert(key, value);
    }
    found
}

/// Keys that did not come back from the type that read them; what is empty means nothing and may have been left out.
fn strangers(written: &Value, back: &Value, path: &str, found: &mut Vec<String>) {
    let at = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path} / {key}") };
    match (written, back) {
        (Value::Object(written), Value::Object(back)) => {
            for (key, value) in written {
                match back.get(key) {
                    Some(own) => strangers(value, own, &at(key), found),
                    None if means_nothing(value) => {}
                    None => found.push(format!("“{}”", at(key))),
                }
            }
        }
        (Value::Array(written), Value::Array(back)) => {
            for (index, (value, own)) in written.iter().zip(back).enumerate() {
                strangers(value, own, &at(&format!("第{}项", index + 1)), found);
            }
        }
        _ => {}
    }
}

fn means_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jishi_core::case::{BatchContent, CandidateContent};
    use jishi_core::person::PersonContent;
    use jishi_core::record::RecordContent;

    use super::*;

    fn refused<T: DeserializeOwned + Serialize>(text: &str) -> AppError {
        read_content::<T>(text, "甲.json").unwrap_err()
    }

    #[test]
    fn every_missing_key_is_told_at_once() {
        let told = refused::<BatchContent>("{\"name\": \"第三批\"}").message;
        for key in ["number", "business", "edition", "unit", "fonds", "note"] {
            assert!(told.contains(&format!("“{key}”")), "{key}: {told}");
        }
        let told = refused::<CandidateContent>("{}").message;
        assert!(told.contains("“person”") && told.contains("“outcome”") && told.contains("“order”"), "{told}");
    }

    #[test]
    fn an_unknown_key_and_a_wrong_value_are_told_by_name() {
        let told = refused::<PersonContent>("{\"name\": \"李四\", \"sexx\": \"男\"}");
        assert!(told.message.contains("不认识的键：“sexx”") && told.remedy.contains("sex"), "{told}");
        let told = refused::<PersonContent>("{\"name\": \"李四\", \"sex\": 1, \"born\": []}").message;
        assert!(told.contains("“sex”") && told.contains("“born”"), "{told}");
        let inner = refused::<PersonContent>("{\"name\": \"李四\", \"family\": [{ \"name\": \"甲\", \"age\": 3 }]}").message;
        assert!(inner.contains("“family / 第1项 / age”"), "{inner}");
        let step = "{\"step\": \"S05\", \"candidates\": [], \"date\": \"坏\", \"summary\": \"x\", \"body\": { \"kind\": \"notebook\", \"category\": \"听取意见\" } }";
        assert!(refused::<RecordContent>(step).message.contains("“date”"), "{}", refused::<RecordContent>(step).message);
        assert!(refused::<PersonContent>("{ \"name\": ").message.contains("不是有效的 JSON"));
    }
}
