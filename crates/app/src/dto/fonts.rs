//! Typefaces: which there are, and what none of them has.

use jishi_core::finding::Finding;
use jishi_core::id::PersonId;
use jishi_core::person::{GlyphNote, PersonContent};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FontRow {
    /// File name; within one list no two are the same.
    pub file: String,
    /// What the font calls itself; empty for a built-in one.
    pub family: String,
    /// Empty for a built-in one, which belongs to the program's version.
    pub sha256: String,
    /// Bytes; 0 for a built-in one.
    #[ts(type = "number")]
    pub size: u64,
    /// How many characters it has.
    pub characters: u32,
    /// What it says of being carried in a file.
    pub embedding: String,
    pub built_in: bool,
}

/// A person with characters no typeface has, or with notes on such.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FontWanting {
    pub person: PersonId,
    pub name: String,
    /// Those that stop a form today.
    pub unprintable: Vec<Unprintable>,
    pub notes: Vec<GlyphNote>,
}

/// A character no typeface has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unprintable {
    pub character: String,
    /// `U+30EDF`
    pub code: String,
    /// 姓名, 简历 … where it stands.
    pub fields: Vec<String>,
    /// What to do about it.
    pub remedy: String,
    /// A note may stand in its place; else it is to be deleted, being no character to be seen.
    pub may_have_note: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FontList {
    /// In the order they are asked for a character.
    pub fonts: Vec<FontRow>,
    /// Folder of the workspace with those that were added.
    pub folder: String,
    /// Files there that cannot be used, and why.
    pub findings: Vec<Finding>,
    pub wanting: Vec<FontWanting>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FontAdd {
    /// A font file (.ttf, .ttc).
    pub path: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FontRemove {
    /// [`FontRow::file`]
    pub file: String,
}

/// A person as typed, saved or not.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnprintableOf {
    pub content: PersonContent,
}
