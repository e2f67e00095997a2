//! Reads TOML written by hand entry by entry, so that one reading names every fault with its line: the common part of the
//! catalogue and of the rule packs. It judges only form (keys, types, words), never what they mean.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as WordError;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Level, Place};
use crate::syntax::{place_words, toml_words};

/// Longest name in characters: it stands in tables, on forms and in file names.
const NAME: usize = 100;

/// Reads the entries of one file and collects every fault with its line.
pub(crate) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// First letter of its codes: `C` catalogue, `R` rule pack.
    prefix: char,
    pub(crate) faults: Vec<Finding>,
    /// Label and first line of every table read, for those who judge what they mean.
    pub(crate) starts: Vec<(String, usize)>,
}

/// One table with the words a finding calls it by.
pub(crate) struct Entry<'a, 'i> {
    pub(crate) label: String,
    pub(crate) span: Range<usize>,
    pub(crate) table: &'a DeTable<'i>,
}

impl<'a, 'i> Entry<'a, 'i> {
    pub(crate) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map(|(_, v)| v)
    }

    pub(crate) fn place(&self, key: &str) -> String {
        if self.label.is_empty() { key.to_owned() } else { format!("{} / {key}", self.label) }
    }
}

impl<'a> Reader<'a> {
    /// A reader of `text`, its codes beginning with `prefix`.
    pub(crate) fn new(text: &'a str, file: &'a str, prefix: char) -> Self {
        Reader { file, text, prefix, faults: Vec::new(), starts: Vec::new() }
    }

    pub(crate) fn code(&self, number: u8) -> String {
        format!("{}{number:02}", self.prefix)
    }
}

impl Reader<'_> {
    pub(crate) fn fault(&mut self, code: &str, field: impl Into<String>, message: String, remedy: &str) {
        let place = Place::file(self.file).field(field);
        self.faults.push(Finding::new(code, Level::Error, place, message).remedy(remedy));
    }

    /// What the TOML reader refuses, with its place.
    pub(crate) fn broken(&mut self, error: &toml::de::Error, remedy: &str) {
        let place = error.span().map_or_else(|| "某处".to_owned(), |span| place_words(self.text, span.start));
        let message = format!("{place}不合 TOML 写法：{}", toml_words(error.message()));
        self.fault(&self.code(1), "toml", message, remedy);
    }

    pub(crate) fn line(&self, span: &Range<usize>) -> usize {
        self.text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1
    }

    pub(crate) fn known(&mut self, e: &Entry<'_, '_>, keys: &[&str]) {
        for (key, _) in e.table.iter() {
            let word = key.get_ref().as_ref();
            if !keys.contains(&word) {
                let line = self.line(&key.span());
                let message = format!("第 {line} 行：不认识的键“{word}”");
                self.fault(&self.code(2), e.place(word), message, &format!("请删去，或改成下列之一：{}", keys.join("、")));
            }
        }
    }

    pub(crate) fn missing(&mut self, e: &Entry<'_, '_>, key: &str) {
        let line = self.line(&e.span);
        self.fault(&self.code(3), e.place(key), format!("第 {line} 行起的这一段缺少“{key}”"), "请补上这一行");
    }

    pub(crate) fn wrong_type(&mut self, e: &Entry<'_, '_>, key: &str, value: &Spanned<DeValue<'_>>, want: &str) {
        let line = self.line(&value.span());
        let message = format!("第 {line} 行：“{key}”应为{want}，现在写的是{}", type_name(value.get_ref()));
        self.fault(&self.code(4), e.place(key), message, "请改成要求的写法，文字要加英文双引号");
    }

    /// A text that must say something.
    pub(crate) fn text(&mut self, e: &Entry<'_, '_>, key: &str) -> String {
        let value = self.free_text(e, key);
        if value.trim().is_empty()
            && let Some(found) = e.get(key)
            && found.get_ref().is_str()
        {
            let line = self.line(&found.span());
            self.fault(&self.code(8), e.place(key), format!("第 {line} 行：“{key}”没有内容"), "请填写内容");
        }
        value
    }

    /// A text that may be empty but must be there.
    pub(crate) fn free_text(&mut self, e: &Entry<'_, '_>, key: &str) -> String {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return String::new();
        };
        match value.get_ref().as_str() {
            Some(text) => {
                self.writable(e, key, text, &value.span());
                text.to_owned()
            }
            None => {
                self.wrong_type(e, key, value, "文字");
                String::new()
            }
        }
    }

    /// A text people read and forms print: no control characters, and no name that no form has room for.
    fn writable(&mut self, e: &Entry<'_, '_>, key: &str, text: &str, span: &Range<usize>) {
        let line = self.line(span);
        if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            let message = format!("第 {line} 行：“{key}”里有看不见的控制字符（U+{:04X}）", u32::from(c));
            self.fault(&self.code(18), e.place(key), message, "请删去这一行，重新输入");
        }
        let count = text.chars().count();
        if key == "name" && count > NAME {
            let message = format!("第 {line} 行：“{key}”有 {count} 个字，超过 {NAME} 个");
            self.fault(&self.code(19), e.place(key), message, "请改成简短的名称");
        }
    }

    pub(crate) fn flag(&mut self, e: &Entry<'_, '_>, key: &str) -> Option<bool> {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return None;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(e, key, value, " true 或 false");
        }
        flag
    }

    pub(crate) fn texts(&mut self, e: &Entry<'_, '_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = e.get(key) else {
            self.missing(e, key);
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(e, key, value, "方括号里的一列文字");
            return Vec::new();
        };
        let mut words = Vec::new();
        for part in array.iter() {
            match part.get_ref().as_str() {
                Some(word) => words.push((word.to_owned(), part.span())),
                None => self.wrong_type(e, key, part, "文字"),
            }
        }
        words
    }

    /// A word of a closed list, read by the same serde names the program writes.
    pub(crate) fn word<T: for<'de> Deserialize<'de>>(
        &mut self,
        e: &Entry<'_, '_>,
        key: &str,
        allowed: &str,
        code: &str,
    ) -> Option<T> {
        let value = e.get(key);
        let word = self.free_text(e, key);
        let span = value.filter(|v| v.get_ref().is_str())?.span();
        self.parse_word(e, key, &word, &span, allowed, code)
    }

    pub(crate) fn parse_word<T: for<'de> Deserialize<'de>>(
        &mut self,
        e: &Entry<'_, '_>,
        key: &str,
        word: &str,
        span: &Range<usize>,
        allowed: &str,
        code: &str,
    ) -> Option<T> {
        let read: Result<T, WordError> = T::deserialize(word.into_deserializer());
        if read.is_err() {
            let line = self.line(span);
            let message = format!("第 {line} 行：“{key}”里的“{word}”不在允许之列");
            self.fault(code, e.place(key), message, &format!("请改成下列之一：{allowed}"));
        }
        read.ok()
    }

    /// The tables of an array of tables, labelled `step S12` or, without a key of their own, `order 第3条`.
    pub(crate) fn entries<'b, 'i>(&mut self, parent: &Entry<'b, 'i>, key: &str, needed: bool) -> Vec<Entry<'b, 'i>> {
        let Some(value) = parent.get(key) else {
            if needed {
                self.missing(parent, key);
            }
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(parent, key, value, &format!("若干个 [[{key}]] 段"));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (index, part) in array.iter().enumerate() {
            let Some(table) = part.get_ref().as_table() else {
                self.wrong_type(parent, key, part, &format!(" [[{key}]] 段"));
                continue;
            };
            let mut entry = Entry { label: String::new(), span: part.span(), table };
            let own = ["key", "code", "name"].iter().find_map(|k| entry.get(k).and_then(|v| v.get_ref().as_str()));
            let own = own.filter(|k| !k.trim().is_empty()).map_or_else(|| format!("第{}条", index + 1), str::to_owned);
            entry.label = parent.place(&format!("{key} {own}"));
            self.starts.push((entry.label.clone(), self.line(&entry.span)));
            entries.push(entry);
        }
        entries
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "是否值",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "方括号列表",
        DeValue::Table(_) => "段",
    }
}
