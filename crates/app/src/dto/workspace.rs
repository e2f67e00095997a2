//! The workspace as a whole, its journal, dates and files.

use jishi_core::catalogue::Catalogue;
use jishi_core::checks::CheckInfo;
use jishi_core::date::PartialDate;
use jishi_core::finding::Finding;
use jishi_core::id::BatchId;
use jishi_core::rules::{ParameterInfo, RulePack, SituationInfo};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request with nothing in it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Who sits at the machine from now on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OperatorRequest {
    pub name: String,
}

/// Another workspace for the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkspaceChoice {
    /// Its folder, in full.
    pub folder: String,
    /// It is to be made there; else it is there already.
    pub new: bool,
}

/// What the window shows in its head.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkspaceInfo {
    pub folder: String,
    /// Version of the program.
    pub program: String,
    pub schema: u32,
    /// Name under which entries are made (accounts come later).
    pub actor: String,
    pub catalogue_name: String,
    pub catalogue_version: String,
    pub batches: u32,
    pub people: u32,
    pub records: u32,
    pub materials: u32,
    pub packages: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FileRequest {
    pub path: String,
}

/// Answer of `catalogue.check`: the faults, and the census when it could be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CatalogueCheck {
    pub file: String,
    pub name: String,
    pub version: String,
    pub stages: u32,
    pub items: u32,
    pub steps: u32,
    pub requirements: u32,
    pub findings: Vec<Finding>,
}

/// Of which batch the catalogue is wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct CatalogueRequest {
    /// None: the one built in, with which the next batch begins.
    #[serde(default)]
    #[ts(optional)]
    pub batch: Option<BatchId>,
}

/// Answer of `rules.list`.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RulesView {
    pub packs: Vec<RulePack>,
    /// How each pack stands, in the order of `packs`.
    pub standing: Vec<PackStanding>,
    pub checks: Vec<CheckInfo>,
    pub parameters: Vec<ParameterInfo>,
    /// Situations that may have a level of their own.
    pub situations: Vec<SituationInfo>,
    /// What is wrong with packs of the workspace that could not be read.
    pub findings: Vec<Finding>,
}

/// Where a pack comes from and who goes by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PackStanding {
    /// `yili@1.0`: what a batch names.
    pub key: String,
    pub id: String,
    /// Of its text, lower-case hex.
    pub sha256: String,
    pub built_in: bool,
    /// Batches judged by this very version.
    pub batches: u32,
}

/// The rules of a batch on a day; without one, those it began under.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RulesOn {
    pub batch: BatchId,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub on: Option<PartialDate>,
}

/// A version of a pack to be looked at.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PackTry {
    pub pack: RulePack,
}

/// A version of a pack to be kept.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PackSave {
    pub pack: RulePack,
    /// Why it was made; journalled.
    pub reason: String,
}

/// Answer of `rules.check`: the pack when it is sound, else what is wrong with it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RulePackCheck {
    pub file: String,
    pub pack: Option<RulePack>,
    pub findings: Vec<Finding>,
}

/// Answer of `catalogue.get`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CatalogueView {
    pub catalogue: Catalogue,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JournalRequest {
    /// Lines before this number; 0 for the newest.
    pub before: u32,
    pub limit: u32,
    /// Only these; what is left open is not asked for.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub filter: JournalFilter,
}

/// Which lines of the journal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct JournalFilter {
    pub actor: String,
    /// Command name.
    pub op: String,
    /// Part of the words.
    pub text: String,
    /// First and last day.
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

/// One line of the journal, newest first in lists.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JournalLine {
    pub seq: u32,
    pub at: String,
    pub actor: String,
    /// Command name.
    pub op: String,
    /// In words: 新增记录 第 12 步《召开会议投票推荐》 …
    pub words: String,
    pub hash: String,
}

/// Whether the chain of the journal holds, and whether every file of the content store is what its digest says.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JournalCheck {
    pub lines: u32,
    /// Hash of the newest line.
    pub head: String,
    /// Files read and held against their digests.
    pub files: u32,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DateRequest {
    pub text: String,
}

/// What a typed date means. Rust judges; the screen only shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DateReading {
    pub date: Option<PartialDate>,
    /// 2026年3月2日 星期一
    pub words: String,
    /// 休 / 班 / 节日名 / empty
    pub mark: String,
    /// Is it a working day; None when it is no single day.
    pub working: Option<bool>,
    /// The year is not in the calendar.
    pub provisional: bool,
    pub error: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimeRequest {
    pub text: String,
    /// From when to when is accepted too.
    pub range: bool,
}

/// What a typed time of day means: `9:30` or `15:00–16:30`, empty where it is none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimeReading {
    pub time: String,
    pub error: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkdaysRequest {
    pub from: PartialDate,
    /// Either the last day …
    pub to: Option<PartialDate>,
    /// … or how many working days are wanted, counting `from`.
    pub days: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Workdays {
    /// Working days from `from` to `last`, both counted.
    pub days: u32,
    pub last: PartialDate,
    pub provisional: bool,
    /// 2026-09-28 至 2026-10-09，共 5 个工作日
    pub words: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MonthRequest {
    pub year: i32,
    pub month: u32,
}

/// Which years of working days are known.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CalendarYears {
    pub years: Vec<i32>,
    /// Names the data; changes with every year added.
    pub version: String,
    /// Added years whose file cannot be read.
    pub findings: Vec<Finding>,
}

/// A year's notice (国务院办公厅放假通知) as text, pasted whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoticeRequest {
    pub year: i32,
    /// Its number and title, kept beside the days.
    pub source: String,
    pub text: String,
}

/// What a notice says, day by day, to be confirmed before it is taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoticeReading {
    pub days: Vec<NoticeDay>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeDay {
    pub name: String,
    /// ISO.
    pub date: String,
    pub is_off_day: bool,
}

/// One day of a month sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MonthDay {
    pub date: PartialDate,
    /// 1 Monday … 7 Sunday
    pub weekday: u32,
    pub working: bool,
    pub mark: String,
}

/// A file that a command wrote.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FileMade {
    pub path: String,
    /// What it is: 报告表 欧阳文轩 …
    pub what: String,
    pub pages: u32,
    #[ts(type = "number")]
    pub size: u64,
    pub sha256: String,
}
