//! Setting up a batch: kinds of business, the edition that applies, who is charged with which step, lists from a spreadsheet.

use jishi_core::business::{Business, Rank, StepDefault};
use jishi_core::case::PostContent;
use jishi_core::charge::StepCharge;
use jishi_core::date::PartialDate;
use jishi_core::id::{BatchId, PersonId};
use jishi_core::lrmx::Difference;
use jishi_core::person::PersonContent;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BusinessList {
    pub kinds: Vec<Business>,
    /// Where the list comes from, to be shown beside it.
    pub source: String,
    /// 类别 of posts, each with what it begins with.
    pub ranks: Vec<Rank>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchSuggestRequest {
    /// Name of the kind of business as in [`Business::name`].
    pub business: String,
    /// 动议日期
    pub started: Option<PartialDate>,
    /// The batch that is being changed: it goes by the versions of the rules it was begun under.
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<BatchId>,
    /// Edition and local packs as chosen so far; without, those suggested.
    #[serde(default)]
    #[ts(optional)]
    pub edition: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub overlays: Vec<String>,
}

/// What a new batch should start with. Nothing is written: marks are made by `step.not_applicable` once confirmed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchSuggestion {
    /// 2002 / 2014 / 2019
    pub edition: String,
    /// Why this one, and when it cannot be decided for certain.
    pub edition_words: String,
    /// A date of less than a day's precision may fall under two editions.
    pub edition_certain: bool,
    /// 2026… next free number of the year: 202604.
    pub number: String,
    /// Steps that need not be taken, each with its reason to confirm and sign.
    pub not_applicable: Vec<StepDefault>,
    /// Steps that depend on a condition, to be decided for each candidate.
    pub conditional: Vec<StepDefault>,
    /// 事前报告 reasons the rules of the batch know (V23).
    pub report_reasons: Vec<String>,
    /// Values of the newest batch to begin with.
    pub unit: String,
    pub fonds: String,
}

/// Who is charged with the steps of a batch, in the order of the catalogue; every step is listed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChargeRow {
    pub step: String,
    pub name: String,
    /// 责任主体 of the catalogue.
    pub body: String,
    /// Name of the person charged; empty when nobody is.
    pub charged: String,
    /// The charges of the whole batch as `change.undo` names them; 0 before any.
    pub id: u32,
    /// Revision of the charges of the whole batch as read; 0 before any.
    pub revision: u32,
}

/// Charges people with steps; steps not named stay as they are, an empty name takes a charge back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChargeSet {
    pub batch: BatchId,
    /// [`ChargeRow::revision`] as seen: refused when another came between.
    pub from_revision: u32,
    pub charges: Vec<StepCharge>,
}

/// Text as a spreadsheet puts it on the clipboard: cells parted by tabs, rows by line ends.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PasteRequest {
    pub text: String,
}

/// A row of a pasted list of people. Nothing is written: the good rows are entered by `person.add`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PastedPerson {
    /// Row in the pasted text, from 1.
    pub row: u32,
    /// What stands under each of the columns that have a name, in their order.
    pub cells: Vec<String>,
    pub content: PersonContent,
    /// What must be mended before it can be taken in; empty when it can.
    pub errors: Vec<String>,
    /// What should be looked at.
    pub warnings: Vec<String>,
    /// Already in the roster: same name and birth.
    pub same_as: Option<PersonId>,
    /// Where the row says otherwise than the roster of that person; what belongs to the batch, 拟任 and 拟免, is none of it.
    pub differs: Vec<Difference>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PastedPeople {
    /// The columns as understood, in order; empty for one that is not used.
    pub columns: Vec<String>,
    /// The first row named them; else they were taken in the usual order.
    pub headed: bool,
    /// Heads of columns that were not read.
    pub unread: Vec<String>,
    pub rows: Vec<PastedPerson>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PastedPost {
    pub row: u32,
    pub content: PostContent,
    pub errors: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PastedPosts {
    pub columns: Vec<String>,
    /// The first row named them; else they were taken in the usual order.
    pub headed: bool,
    /// Heads of columns that were not read.
    pub unread: Vec<String>,
    pub rows: Vec<PastedPost>,
}
