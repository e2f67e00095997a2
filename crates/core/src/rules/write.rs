//! A pack as the text of its file, for an office's own version: the shape of `assets/rules`, without their comments.

use std::fmt::Write;

use super::{RulePack, Value};

/// A text between quotes, escaped as TOML wants it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        Value::Words(words) => format!("[{}]", words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", ")),
    }
}

pub(super) fn text(pack: &RulePack) -> String {
    let mut out = String::new();
    let day = |d: Option<chrono::NaiveDate>| d.map_or(String::new(), |d| d.to_string());
    for (key, text) in [
        ("id", pack.id.as_str()),
        ("name", &pack.name),
        ("version", &pack.version),
        ("kind", pack.kind.word()),
        ("from", &day(pack.from)),
        ("to", &day(pack.to)),
        ("note", &pack.note),
    ] {
        let _ = writeln!(out, "{key} = {}", quoted(text));
    }
    // The packs of old say no format, and their text stays what it was.
    if pack.format > 1 {
        let _ = writeln!(out, "format = {}", pack.format);
    }
    for check in &pack.checks {
        let _ = writeln!(out, "\n[[check]]\ncode = {}\nenabled = {}", quoted(&check.code), check.enabled);
        let _ = writeln!(out, "level = {}\nbasis = {}", quoted(check.level.word()), quoted(&check.basis));
        let _ = writeln!(out, "source = {}\nconfirmed = {}", quoted(check.source.word()), check.confirmed);
        if let Some(from) = check.from {
            let _ = writeln!(out, "from = {}", quoted(&from.to_string()));
        }
        if !check.parameters.is_empty() {
            let _ = writeln!(out, "[check.parameters]");
        }
        for (name, of) in &check.parameters {
            let _ = writeln!(out, "{name} = {}", value(of));
        }
        if !check.sources.is_empty() {
            let _ = writeln!(out, "[check.sources]");
        }
        for (name, label) in &check.sources {
            let basis = if label.basis.is_empty() { String::new() } else { format!(", basis = {}", quoted(&label.basis)) };
            let source = quoted(label.source.word());
            let _ = writeln!(out, "{name} = {{ source = {source}, confirmed = {}{basis} }}", label.confirmed);
        }
        if !check.levels.is_empty() {
            let _ = writeln!(out, "[check.levels]");
        }
        for (name, level) in &check.levels {
            let _ = writeln!(out, "{name} = {}", quoted(level.word()));
        }
    }
    out
}
