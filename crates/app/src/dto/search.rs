//! Finding anything: one box over people, batches, notebook entries, records and materials, and the picker of people.

use jishi_core::date::PartialDate;
use jishi_core::finding::{Finding, Place};
use jishi_core::id::{BatchId, CandidateId, PersonId};
use jishi_core::record::RecordKind;
use jishi_core::search::{HitKind, Piece};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Narrows a search; every part that is set must hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct SearchFilters {
    /// None: all.
    pub kinds: Option<Vec<HitKind>>,
    pub batch: Option<BatchId>,
    /// Stage key of the catalogue, such as `kaocha`.
    pub stage: Option<String>,
    /// Step key.
    pub step: Option<String>,
    /// Whatever concerns this person, records of whole batches included.
    pub person: Option<PersonId>,
    /// Name under a given signature, to the letter.
    pub signer: Option<String>,
    /// First and last day of happening.
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    /// Code of a finding, such as `V32`: what today's checks name with it.
    pub finding: Option<String>,
    pub record_kind: Option<RecordKind>,
}

/// `text` may be empty when a filter is set. Words parted by spaces must all be there; Chinese from one character on, names also
/// by pinyin (`ouyangwx` no, `ouyangwenxuan` or `oywx` yes, every reading of a character).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchRequest {
    pub text: String,
    #[serde(default)]
    pub filters: SearchFilters,
    /// 1 to 100.
    pub limit: u32,
    /// `next` of the answer before; none for the first page.
    #[serde(default)]
    #[ts(optional)]
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchHit {
    pub kind: HitKind,
    /// Number of the person, batch, record or material; for a notebook entry its record's, or its note's when it has none.
    pub id: u32,
    /// Where to go. A person is named in `person`.
    pub place: Place,
    pub person: Option<PersonId>,
    /// What it is, with the parts that were found marked.
    pub title: Vec<Piece>,
    /// The lines about the first find.
    pub snippet: Vec<Piece>,
    /// Name of the batch, empty for a person.
    pub batch: String,
    /// 第 12 步《召开会议投票推荐》, empty where there is none.
    pub step: String,
    pub date: Option<PartialDate>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HitCount {
    pub kind: HitKind,
    pub count: u32,
}

/// People first, then batches, notebook entries, records and materials; the latest entered first within each.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchAnswer {
    pub hits: Vec<SearchHit>,
    /// Of all pages.
    pub counts: Vec<HitCount>,
    /// For the next page; none on the last.
    pub next: Option<String>,
}

/// Whether the search index says what the tables say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchCheck {
    pub documents: u32,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonPickRequest {
    /// Characters or pinyin initials or full pinyin; empty for the recently used.
    pub text: String,
    /// Those of this batch come first.
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<BatchId>,
    /// 1 to 50.
    pub limit: u32,
}

/// Somebody to pick: of the roster, or only known from earlier records (主持人、委员、谈话对象 …).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonPick {
    pub name: String,
    /// Post as last written beside the name.
    pub post: String,
    /// What the person did last: 主持人, 记录人 …; empty when not known.
    pub role: String,
    pub person: Option<PersonId>,
    /// Set when the person is a candidate of the batch asked for.
    pub candidate: Option<CandidateId>,
    /// Time of the newest record that names the person; empty when none does.
    pub last_used: String,
}
