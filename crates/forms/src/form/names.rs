//! Which fields a form prints, in the order it prints them.

use super::spec::{BlockSpec, CellBody, Content, FormSpec};
use super::template::Template;

/// A field of a form, or a column of one of its lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Printed {
    /// The list whose rows carry it; None for a field of its own.
    pub list: Option<String>,
    pub name: String,
}

impl FormSpec {
    /// Every field, each once, as first printed. The condition of a part prints nothing and is left out.
    #[must_use]
    pub fn printed(&self) -> Vec<Printed> {
        let mut found = Vec::new();
        walk(&self.blocks, &mut found);
        found
    }
}

fn walk(blocks: &[BlockSpec], found: &mut Vec<Printed>) {
    let mut add = |list: Option<&String>, text: &Template| {
        for name in text.fields() {
            let field = Printed { list: list.cloned(), name: name.to_owned() };
            if !found.contains(&field) {
                found.push(field);
            }
        }
    };
    let mut inner: Vec<&[BlockSpec]> = Vec::new();
    for block in blocks {
        match &block.content {
            Content::Title { text, .. } | Content::Heading { text, .. } => add(None, text),
            Content::Text { text, each, .. } => add(each.as_ref(), text),
            Content::Beside { parts, .. } => parts.iter().for_each(|p| add(None, &p.text)),
            Content::Fields { rows, .. } => {
                for cell in rows.iter().flatten() {
                    if let CellBody::Label(text) | CellBody::Head(text) | CellBody::Text(text) = &cell.body {
                        add(None, text);
                    }
                }
            }
            Content::List { each, columns, .. } => columns.iter().for_each(|c| add(Some(each), &c.text)),
            Content::Signatures { names, .. } => names.iter().for_each(|n| add(None, n)),
            Content::Tiles { blocks, .. } => inner.push(blocks),
            Content::Gap(_) | Content::Page => {}
        }
    }
    for blocks in inner {
        walk(blocks, found);
    }
}
