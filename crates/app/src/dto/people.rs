//! People: the roster and what comes in from the editor's files.

use jishi_core::finding::Finding;
use jishi_core::id::PersonId;
use jishi_core::lrmx::Difference;
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
pub struct PhotoRequest {
    pub id: PersonId,
    /// None: the newest.
    pub revision: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonUpdate {
    pub id: PersonId,
    /// The revision the change was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: PersonContent,
    pub reason: String,
}

/// Another photograph for a person, or none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonSetPhoto {
    pub id: PersonId,
    /// As in [`PersonUpdate`].
    pub from_revision: u32,
    /// A JPEG or PNG of at most 5 MB; None takes the photograph away.
    pub path: Option<String>,
    pub reason: String,
}

/// Files or folders of `.lrmx` / `.lrm` (+ `.pic`), and what to do with the files whose person is known already.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportRequest {
    pub paths: Vec<String>,
    #[serde(default)]
    pub choices: Vec<ImportChoice>,
}

/// The user's word on one file of a known person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportChoice {
    /// As in [`ImportItem::file`].
    pub file: String,
    pub action: ImportAction,
    /// For an update: whom, and from which revision; the first of those known when left out.
    pub person: Option<PersonId>,
    pub from_revision: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportAction {
    /// 跳过
    Skip,
    /// 更新已有人员: a new revision of the person
    Update,
    /// 作为同名新人加入, and what is done with a person nobody knows
    Add,
}

/// Somebody in the roster, or in an earlier file of the same import, who seems to be the person of a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KnownPerson {
    /// None while the person is only in an earlier file.
    pub person: Option<PersonId>,
    pub revision: u32,
    pub name: String,
    pub current_post: String,
    /// 姓名和出生年月相同, 身份证号相同, or the earlier file.
    pub why: String,
    /// What an update would change; empty when the file says nothing new.
    pub differences: Vec<Difference>,
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
    pub known: Vec<KnownPerson>,
    /// What is done, or was; None while the user has not said, or when the file cannot be read.
    pub action: Option<ImportAction>,
    /// Set after the import: who was added, updated or left as is.
    pub person: Option<PersonId>,
}

/// Preview or result of an import. Every file counts once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportResult {
    pub items: Vec<ImportItem>,
    pub added: u32,
    pub updated: u32,
    pub skipped: u32,
    /// Of known persons, with no word yet on what to do; not taken in.
    pub undecided: u32,
    pub failed: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonExport {
    pub id: PersonId,
    /// File to write; must not exist.
    pub path: String,
}
