//! What the forms of a batch say, as a plain tree of field name → text, rows or picture. The names are the field's own Chinese
//! terms, because a local office writes them into its form files ([`vocabulary`] lists them all).
//!
//! No layout and no wording of a form lives here: `assets/forms/*.toml` says what stands where, `jishi-forms` draws it. An empty
//! value means "not recorded" and is left to be filled in by hand; nothing is ever invented for it.

mod batch;
mod handover;
mod person;
mod record;
mod seal;
mod steps;
#[cfg(test)]
mod tests;
mod vocabulary;
mod volume;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::MaterialId;

pub use batch::{batch, batch_form, deviation_tables, deviations, own_step};
pub use handover::handover;
pub(crate) use handover::moment;
pub use person::candidate;
pub use record::{record, record_by_person};
pub use seal::{SealOf, seal};
pub use steps::{STEP_FACTS, step_field};
pub use vocabulary::{Field, Kind, Source, find, of_own_step, retired, source, vocabulary};
pub use volume::{NoteOf, classes, item, page_stamps, roster, spines, stamps, volume, volume_code, years};

/// What a form is about: decides which fields it may name, and what must be given to fill it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Subject {
    #[serde(rename = "批次")]
    #[ts(rename = "批次")]
    Batch,
    #[serde(rename = "人选")]
    #[ts(rename = "人选")]
    Candidate,
    #[serde(rename = "记录")]
    #[ts(rename = "记录")]
    Record,
    /// One volume, as arranged.
    #[serde(rename = "案卷")]
    #[ts(rename = "案卷")]
    Volume,
    /// What is handed over: the packages of a 交接单, or those of a batch before there is one.
    #[serde(rename = "移交")]
    #[ts(rename = "移交")]
    Handover,
    /// The seal of one package.
    #[serde(rename = "封签")]
    #[ts(rename = "封签")]
    Seal,
}

impl Subject {
    pub const ALL: [Subject; 6] =
        [Subject::Batch, Subject::Candidate, Subject::Record, Subject::Volume, Subject::Handover, Subject::Seal];

    /// The word of the form files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Subject::Batch => "批次",
            Subject::Candidate => "人选",
            Subject::Record => "记录",
            Subject::Volume => "案卷",
            Subject::Handover => "移交",
            Subject::Seal => "封签",
        }
    }
}

/// A value of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Rows(Vec<Tree>),
    /// Bytes of a JPEG or PNG.
    Picture(Vec<u8>),
}

/// Field name → value, and of a row the materials it is of, which no form prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<String, Value>, Vec<MaterialId>);

impl Tree {
    #[must_use]
    pub fn new() -> Tree {
        Tree::default()
    }

    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.insert(name.into(), Value::Text(text.into()));
    }

    /// Sets several texts.
    pub fn fill<const N: usize>(&mut self, fields: [(&str, String); N]) {
        for (name, text) in fields {
            self.set(name, text);
        }
    }

    pub fn set_rows(&mut self, name: impl Into<String>, rows: Vec<Tree>) {
        self.0.insert(name.into(), Value::Rows(rows));
    }

    pub fn set_picture(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(name.into(), Value::Picture(bytes));
    }

    /// Remembers the materials a row is of: two of one name are told apart by them.
    pub fn set_materials(&mut self, materials: Vec<MaterialId>) {
        self.1 = materials;
    }

    #[must_use]
    pub fn materials(&self) -> &[MaterialId] {
        &self.1
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of a field; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The rows of a field; none when there are none.
    #[must_use]
    pub fn rows(&self, name: &str) -> &[Tree] {
        match self.0.get(name) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    #[must_use]
    pub fn picture(&self, name: &str) -> Option<&[u8]> {
        match self.0.get(name) {
            Some(Value::Picture(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Every field set, with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes over what another tree says, except where this one says something already.
    pub fn complete(&mut self, other: Tree) {
        for (name, value) in other.0 {
            self.0.entry(name).or_insert(value);
        }
    }
}

/// A count as filled in: 0 is one, a blank is not.
fn filled(n: Option<u32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

/// `12` for a count, nothing for none recorded where nought means that nobody wrote it down.
fn counted(n: u32) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn chinese(date: Option<crate::date::PartialDate>) -> String {
    date.map(crate::date::PartialDate::chinese).unwrap_or_default()
}

/// Rows numbered from 1.
fn numbered(rows: impl Iterator<Item = Tree>) -> Vec<Tree> {
    rows.enumerate()
        .map(|(index, mut row)| {
            row.set("序号", (index + 1).to_string());
            row
        })
        .collect()
}
