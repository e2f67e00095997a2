//! Writing XML: elements, attributes, escapes, two spaces of indent. It reads nothing and knows no vocabulary.

use std::borrow::Cow;

/// A document under way. Every element opened is closed by [`Xml::close`]; texts are escaped.
#[derive(Debug, Default)]
pub struct Xml {
    out: String,
    open: Vec<String>,
}

/// A text as it may stand between tags or in quotes. Control characters that XML 1.0 cannot write become U+FFFD.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

impl Xml {
    /// A document in UTF-8.
    #[must_use]
    pub fn new() -> Self {
        Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), open: Vec::new() }
    }

    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.out.push_str("  ");
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escape(value)));
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str) -> &mut Self {
        self.open_with(name, &[])
    }

    /// Opens an element with attributes.
    pub fn open_with(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.indent();
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name.to_owned());
        self
    }

    /// Closes the element opened last.
    pub fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.out.push_str(&format!("</{name}>\n"));
        }
        self
    }

    /// An element of text.
    pub fn leaf(&mut self, name: &str, text: impl AsRef<str>) -> &mut Self {
        self.leaf_with(name, &[], text)
    }

    /// An element of text with attributes.
    pub fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: impl AsRef<str>) -> &mut Self {
        self.indent();
        self.tag(name, attributes);
        self.out.push_str(&format!(">{}</{name}>\n", escape(text.as_ref())));
        self
    }

    /// An element of text, left out when there is none.
    pub fn some(&mut self, name: &str, text: impl AsRef<str>) -> &mut Self {
        if text.as_ref().trim().is_empty() { self } else { self.leaf(name, text) }
    }

    /// Elements that were written before, as they stand, each line at the depth of here.
    pub fn raw(&mut self, lines: &str) -> &mut Self {
        for line in lines.lines() {
            self.indent();
            self.out.push_str(line);
            self.out.push('\n');
        }
        self
    }

    /// The document; what is still open is closed.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

/// Texts of all elements of a name, in order, unescaped: enough for the flat documents we write ourselves.
#[must_use]
pub fn texts<'a>(document: &'a str, name: &str) -> Vec<Cow<'a, str>> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    document
        .split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once(end.as_str()))
        .map(|(text, _)| unescape(text))
        .collect()
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_by_another_reader() {
        let mut xml = Xml::new();
        xml.open_with("卷", &[("名", "甲 & \"乙\"")]).leaf("题名", "<关于>\u{1} & 𠮷·艾力").some("空", " ").close();
        let text = xml.finish();
        assert_eq!(texts(&text, "题名"), ["<关于>\u{fffd} & 𠮷·艾力"]);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut seen = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(e) => seen.push(e.name().as_ref().to_owned()),
                _ => {}
            }
        }
        assert_eq!(seen, ["卷", "题名"]);
    }

    #[test]
    fn what_is_left_open_is_closed() {
        let mut xml = Xml::new();
        xml.open("a").open("b");
        assert!(xml.finish().ends_with("  <b>\n  </b>\n</a>\n"));
    }
}
