//! An `.lrmx` as elements that remember where they stood in the text, and the person it amounts to.
//!
//! Reads no DTD and resolves no entity but the five of XML itself; depth and number of elements are capped.

use std::{collections::BTreeSet, ops::Range};

use quick_xml::{Reader, events::Event};

use super::{
    LrmError, about, brief,
    encoding::{self, Decoded},
    fields::{self, FIELDS, MEMBER_FIELDS, Slot},
};
use crate::{
    finding::{Finding, Level},
    person::{FamilyMember, PersonContent},
};

/// The format itself is four deep; the rest is room for elements of later versions.
const MAX_DEPTH: usize = 32;
const MAX_ELEMENTS: usize = 20_000;

/// An element; ranges are bytes of the decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    pub outer: Range<usize>,
    /// Between the tags; none for `<x/>`.
    pub inner: Option<Range<usize>>,
    /// Its own text, references resolved.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }
}

/// A file taken apart.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub decoded: Decoded,
    pub root: Element,
}

impl Source {
    pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Source, LrmError> {
        encoding::check_size(file, bytes)?;
        let decoded = encoding::decode_xml(bytes);
        let root = scan(file, &decoded.text)?;
        if root.name != "Person" {
            return Err(LrmError::WrongRoot { file: file.into(), found: brief(&root.name) });
        }
        Ok(Source { decoded, root })
    }
}

fn scan(file: &str, text: &str) -> Result<Element, LrmError> {
    let line_at = |at: usize| text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
    let broken = |at: usize, reason: &str| LrmError::NotXml { file: file.into(), line: line_at(at), reason: reason.into() };
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut elements = 0_usize;
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(|e| broken(start, &reason(&e)))?;
        let end = position(&reader);
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err(LrmError::TooComplex { file: file.into(), what: format!("元素超过 {MAX_ELEMENTS} 个") });
                }
                if open.len() >= MAX_DEPTH {
                    return Err(LrmError::TooComplex { file: file.into(), what: format!("嵌套超过 {MAX_DEPTH} 层") });
                }
                if open.is_empty() && root.is_some() {
                    return Err(broken(start, "根元素之后还有别的元素"));
                }
                let empty = matches!(event, Event::Empty(_));
                let element = Element {
                    name: tag.name().as_ref().to_owned(),
                    outer: start..end,
                    inner: (!empty).then_some(end..end),
                    text: String::new(),
                    children: Vec::new(),
                };
                if empty { close(&mut open, &mut root, element) } else { open.push(element) }
            }
            Event::End(_) => {
                let Some(mut element) = open.pop() else { return Err(broken(start, "多出一个结束标记")) };
                element.outer.end = end;
                if let Some(inner) = &mut element.inner {
                    inner.end = start;
                }
                close(&mut open, &mut root, element);
            }
            Event::Text(content) => add(&mut open, &content.xml10_content(), || broken(start, "根元素之外有文字"))?,
            Event::CData(content) => add(&mut open, &content.xml10_content(), || broken(start, "根元素之外有文字"))?,
            Event::GeneralRef(reference) => {
                let name: &str = &reference.xml10_content();
                let resolved = match name {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().map_err(|_| broken(start, "字符引用无效"))?,
                };
                let Some(character) = resolved else {
                    let name = name.chars().take(40).collect();
                    return Err(LrmError::Entity { file: file.into(), line: line_at(start), name });
                };
                add(&mut open, character.encode_utf8(&mut [0; 4]), || broken(start, "根元素之外有文字"))?;
            }
            Event::DocType(_) => return Err(LrmError::Doctype { file: file.into() }),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(unclosed) = open.last() {
        return Err(broken(text.len(), &format!("文件不完整，元素“{}”没有结束", brief(&unclosed.name))));
    }
    root.ok_or_else(|| broken(0, "没有任何元素"))
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn close(open: &mut [Element], root: &mut Option<Element>, element: Element) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn add(open: &mut [Element], text: &str, outside: impl Fn() -> LrmError) -> Result<(), LrmError> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.chars().all(|c| c.is_whitespace() || c == '\0' || c == '\u{feff}') => {}
        None => return Err(outside()),
    }
    Ok(())
}

/// The parser's complaint in the user's words.
fn reason(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Syntax(_) => "标记不完整".into(),
        quick_xml::Error::IllFormed(_) => "开始与结束标记不相配".into(),
        _ => "有不合规则的内容".into(),
    }
}

/// What the elements amount to. The same derivation serves reading and, in writing, the question whether a field was changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Derived {
    pub person: PersonContent,
    /// Text of `ZhaoPian`, when there is any.
    pub photo_text: Option<String>,
    pub unknown: Vec<String>,
    duplicates: Vec<&'static str>,
    kept: Vec<&'static str>,
    version: Option<String>,
    spaced_name: Option<String>,
    /// Fields that held control characters, with how many.
    stray: Vec<(String, usize)>,
}

/// The person in the elements; of an element that occurs twice, the first counts.
pub(super) fn derive(root: &Element) -> Derived {
    let mut derived = Derived::default();
    let mut unknown = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for element in &root.children {
        let Some(field) = FIELDS.iter().find(|f| f.element == element.name) else {
            if unknown.insert(element.name.clone()) {
                derived.unknown.push(element.name.clone());
            }
            continue;
        };
        if !seen.insert(field.element) {
            if !derived.duplicates.contains(&field.label) {
                derived.duplicates.push(field.label);
            }
            continue;
        }
        match field.slot {
            Slot::Text { set, shape, .. } => {
                let value = fields::tidy(shape, &element.text);
                derived.tell_stray(field.label.to_owned(), &element.text);
                let clean: String = element.text.chars().filter(|c| !fields::is_stray(*c)).collect();
                if field.element == "XingMing" && clean.trim() != value {
                    derived.spaced_name = Some(element.text.trim().to_owned());
                }
                *set(&mut derived.person) = value;
            }
            Slot::Family => derive_family(element, &mut derived, &mut unknown),
            Slot::Photo => derived.photo_text = Some(element.text.clone()).filter(|t| !t.trim().is_empty()),
            Slot::Version => derived.version = Some(element.text.trim().to_owned()).filter(|t| !t.is_empty()),
            Slot::Kept => {
                if !element.text.trim().is_empty() {
                    derived.kept.push(field.label);
                }
            }
        }
    }
    derived
}

fn derive_family(element: &Element, derived: &mut Derived, unknown: &mut BTreeSet<String>) {
    let mut strange = |path: String, names: &mut Vec<String>| {
        if unknown.insert(path.clone()) {
            names.push(path);
        }
    };
    for item in &element.children {
        if item.name != "Item" {
            strange(format!("{}/{}", element.name, item.name), &mut derived.unknown);
            continue;
        }
        for part in item.children.iter().filter(|p| MEMBER_FIELDS.iter().all(|f| f.element != p.name)) {
            strange(format!("{}/Item/{}", element.name, part.name), &mut derived.unknown);
        }
        let member = derive_member(item);
        if member != FamilyMember::default() {
            derived.person.family.push(member);
            let row = format!("家庭成员第 {} 行", derived.person.family.len());
            for field in MEMBER_FIELDS {
                let text = item.child(field.element).map_or("", |part| part.text.as_str());
                derived.tell_stray(format!("{row}{}", field.label), text);
            }
        }
    }
}

/// One row of the family, as read.
pub(super) fn derive_member(item: &Element) -> FamilyMember {
    let mut member = FamilyMember::default();
    for field in MEMBER_FIELDS {
        if let Some(part) = item.child(field.element) {
            *(field.set)(&mut member) = fields::tidy(field.shape, &part.text);
        }
    }
    member
}

/// Control characters are left out of what is read; the file itself is kept as it is.
pub(super) fn stray(file: &str, label: &str, count: usize) -> Finding {
    let message = format!("{label}里有 {count} 个看不见的控制字符，读入时已去掉");
    about("L35", Level::Warning, file, label, message, "请对照原表核对这一栏的文字；可能是文件损坏，也可能有人做过手脚")
}

impl Derived {
    fn tell_stray(&mut self, label: String, text: &str) {
        let count = text.chars().filter(|c| fields::is_stray(*c)).count();
        if count > 0 {
            self.stray.push((label, count));
        }
    }

    /// What the make-up of the file gives occasion to say, apart from the values.
    pub(super) fn findings(&self, file: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(spaced) = &self.spaced_name {
            let message = format!("文件中的姓名写作“{}”，显示为“{}”", brief(spaced), brief(&self.person.name));
            findings.push(about("L02", Level::Note, file, "姓名", message, "无需处理；导出时按原样写回"));
        }
        findings.extend(self.stray.iter().map(|(label, count)| stray(file, label, *count)));
        for label in &self.duplicates {
            let message = format!("{file} 中“{label}”出现了不止一次，只读入第一处，其余原样保留");
            findings.push(about("L24", Level::Warning, file, label, message, "请核对哪一处是对的"));
        }
        if !self.unknown.is_empty() {
            let named: Vec<String> = self.unknown.iter().take(10).map(|n| brief(n)).collect();
            let more = if self.unknown.len() > 10 { format!("等 {} 种", self.unknown.len()) } else { String::new() };
            let message = format!("{file} 含有本程序不认识的内容：{}{more}", named.join("、"));
            findings.push(about("L18", Level::Note, file, "未知内容", message, "无需处理；导出时原样写回"));
        }
        if !self.kept.is_empty() {
            let message = format!("{file} 含有新版编辑器的“{}”，本程序不使用", self.kept.join("”“"));
            findings.push(about("L32", Level::Note, file, "新版内容", message, "无需处理；导出时原样写回"));
        }
        if self.version.is_none() {
            let message = format!("{file} 没有写明编辑器版本");
            findings.push(about("L22", Level::Note, file, "版本", message, "不影响导入，请核对各栏是否齐全"));
        }
        findings
    }
}
