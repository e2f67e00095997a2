//! People: the roster and what comes in from the editor's files.

use jishi_core::finding::Finding;
use jishi_core::id::PersonId;
use jishi_core::person::{Person, PersonContent};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonListRequest {
    /// Part of a name or post; empty for all.
    pub query: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub sex: String,
    pub born: String,
    pub ethnicity: String,
    pub political_status: String,
    pub current_post: String,
    pub has_photo: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonRequest {
    pub id: PersonId,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonView {
    pub person: Person,
    pub political_status: String,
    /// What the fields themselves give cause to say.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonAdd {
    pub content: PersonContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonUpdate {
    pub id: PersonId,
    pub content: PersonContent,
    pub reason: String,
}

/// Files or folders of `.lrmx` / `.lrm` (+ `.pic`).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportRequest {
    pub paths: Vec<String>,
}

/// One file of an import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportItem {
    pub file: String,
    /// It can be taken in.
    pub readable: bool,
    pub content: Option<PersonContent>,
    pub has_photo: bool,
    pub findings: Vec<Finding>,
    /// Already in the roster: same name and birth.
    pub same_as: Option<PersonId>,
    /// Set after the import.
    pub person: Option<PersonId>,
}

/// Preview or result of an import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportResult {
    pub items: Vec<ImportItem>,
    pub added: u32,
    pub skipped: u32,
    pub failed: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonExport {
    pub id: PersonId,
    /// File to write; must not exist.
    pub path: String,
}
