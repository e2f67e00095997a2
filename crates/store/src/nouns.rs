//! The nouns kept in the database: table, words, and which columns besides the content a row carries.

use jishi_core::arrange::GivenNumber;
use jishi_core::case::{BatchContent, CandidateContent, NotApplicable, PostContent};
use jishi_core::charge::Charges;
use jishi_core::course::CourseContent;
use jishi_core::medium::{HandoverContent, MediumContent};
use jishi_core::notebook::NotebookContent;
use jishi_core::person::PersonContent;
use jishi_core::record::{MaterialContent, RecordContent};
use jishi_core::seal_register::SealState;
use jishi_core::waiver::WaiverContent;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A kind of row with revisions.
pub trait Noun {
    type Content: Serialize + DeserializeOwned + Clone;
    const TABLE: &'static str;
    /// In the user's words.
    const WORD: &'static str;
    /// Further columns drawn from the content, kept in step at each revision.
    fn columns(content: &Self::Content) -> Vec<(&'static str, Value)>;
}

/// A row as read: its newest content with its revision and times.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity<C> {
    pub id: u32,
    /// 0 for nouns that belong to no batch.
    pub batch: u32,
    pub revision: u32,
    pub created_at: String,
    pub content: C,
}

/// A noun as the check of the journal walks over it.
pub(crate) struct Kind {
    pub(crate) table: &'static str,
    pub(crate) word: &'static str,
    /// [`Noun::columns`] of a content as stored; None when it cannot be read.
    pub(crate) columns: fn(&str) -> Option<Columns>,
}

/// Columns of a row by name.
pub(crate) type Columns = Vec<(&'static str, Value)>;

fn columns_of<N: Noun>(json: &str) -> Option<Columns> {
    serde_json::from_str(json).ok().map(|content| N::columns(&content))
}

/// Every noun there is, and the list of all: what is not here has no revisions, and what is here is checked with the journal.
macro_rules! nouns {
    ($($name:ident, $content:ty, $table:literal, $word:literal, |$c:ident| $columns:expr;)+) => {
        $(
            #[doc = $word]
            pub struct $name;
            impl Noun for $name {
                type Content = $content;
                const TABLE: &'static str = $table;
                const WORD: &'static str = $word;
                fn columns($c: &$content) -> Vec<(&'static str, Value)> {
                    $columns
                }
            }
        )+
        pub(crate) const ALL: &[Kind] = &[$(Kind { table: $table, word: $word, columns: columns_of::<$name> }),+];
    };
}

pub(crate) mod kinds {
    use super::*;

    nouns! {
        Person, PersonContent, "person", "人员", |c| vec![("name", Value::Text(c.name.clone()))];
        Batch, BatchContent, "batch", "批次", |_c| vec![];
        Post, PostContent, "post", "岗位", |_c| vec![];
        Candidate, CandidateContent, "candidate", "人选", |c| vec![("person", Value::Integer(c.person.0.into()))];
        Record, RecordContent, "record", "记录", |c| vec![("step", Value::Text(c.step.clone()))];
        Material, MaterialContent, "material", "材料", |c| vec![
            ("record", Value::Integer(c.record.0.into())),
            ("sha256", if c.sha256.is_empty() { Value::Null } else { Value::Text(c.sha256.clone()) }),
        ];
        Charge, Charges, "charge", "步骤负责人", |_c| vec![];
        Notebook, NotebookContent, "notebook", "专用笔记本", |c| vec![
            ("holder", Value::Text(c.holder.clone())),
            ("closed", Value::Integer(c.closed.is_some().into())),
        ];
        Medium, MediumContent, "medium", "载体", |c| vec![("number", Value::Text(c.number.clone()))];
        Handover, HandoverContent, "handover", "交接单", |c| vec![
            ("no", Value::Text(c.no.clone())),
            ("medium", Value::Integer(c.medium.into())),
        ];
        Waiver, WaiverContent, "waiver", "放行", |c| vec![
            ("code", Value::Text(c.finding.code.clone())),
            ("sha256", c.paper.as_ref().map_or(Value::Null, |p| Value::Text(p.sha256.clone()))),
        ];
        Course, CourseContent, "package_course", "案卷包", |c| vec![
            ("volume", Value::Text(c.volume.clone())),
            ("version", Value::Integer(c.version.into())),
            ("seal_no", if c.seal_no.is_empty() { Value::Null } else { Value::Text(c.seal_no.clone()) }),
        ];
        Note, RecordContent, "note", "笔记", |_c| vec![];
        Na, NotApplicable, "not_applicable", "不适用说明", |c| vec![
            ("step", Value::Text(c.step.clone())),
            ("candidate", c.candidate.map_or(Value::Null, |id| Value::Integer(id.0.into()))),
        ];
    }
}

/// A 不适用 mark with the row that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaRow {
    pub id: u32,
    pub revision: u32,
    pub mark: NotApplicable,
}

/// What the register of sealed packages keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageContent {
    pub seal_no: String,
    pub title: String,
    pub path: String,
    pub sealed_at: String,
    pub items: u32,
    pub files: u32,
    pub bytes: u64,
    /// SHA-256 of 封签.json.
    pub seal_sha256: String,
    /// The same of the package sealed before; empty for the first.
    pub previous: String,
    /// Why 错 findings did not stop it; empty when there were none.
    pub override_reason: String,
    /// Whose volume it is; None for the comprehensive one, and in rows of earlier programs, which told it by the title alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<u32>,
    /// Where the journal stood when the package was sealed; the seal record says the same. None in rows of the first schema.
    #[serde(default)]
    pub journal: Option<JournalHead>,
}

/// The newest line of the journal at some moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalHead {
    pub line: u32,
    /// SHA-256 of the line, which holds those of all lines before it.
    pub hash: String,
}

/// A seal number taken for a package that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealTaken {
    pub no: u32,
    pub seal_no: String,
    pub batch: u32,
    pub title: String,
    /// Where the package will stand.
    pub path: String,
    pub items: u32,
    /// Whose volume it is; None for the comprehensive one.
    pub candidate: Option<u32>,
    /// Why 错 findings, or an inspection that is not done, did not stop it.
    pub reason: String,
    /// What its 件, and the originals its extracts name, are numbered once the package is entered.
    pub numbers: Vec<NumberToGive>,
}

/// A 件, by its key, and the number it is to get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberToGive {
    pub item: String,
    pub given: GivenNumber,
}

/// A seal number ever taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealEntry {
    pub seal: SealTaken,
    pub state: SealState,
    /// RFC 3339 with offset.
    pub taken_at: String,
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageEntry {
    pub batch: u32,
    pub content: PackageContent,
}
