//! A case: everything the checks, the report and the arrangement of volumes may look at. Plain data, read from the store or
//! from a file; the same functions judge both.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::Catalogue;
use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, PersonId, PostId};
use crate::person::Person;
use crate::record::{Material, Record};

/// 批次: one adjustment of cadres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatchContent {
    /// 2026年第三批干部调整
    pub name: String,
    /// 批次号, such as 202603; part of the 档号.
    pub number: String,
    /// 个别提拔, 换届, 公开选拔 … (domain.md §4.3)
    pub business: String,
    /// 动议日期: decides the rule edition.
    pub started: Option<PartialDate>,
    /// 2002 / 2014 / 2019
    pub edition: String,
    /// 组织部 that keeps the file, as printed.
    pub unit: String,
    /// 全宗号, `Z109`.
    pub fonds: String,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Batch {
    pub id: BatchId,
    /// 1 for the first entry; each change adds one and keeps the older.
    pub revision: u32,
    /// `id` and `version` of the catalogue it began with.
    pub catalogue: String,
    pub created_at: String,
    pub content: BatchContent,
}

/// 岗位 to fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PostContent {
    pub unit: String,
    pub title: String,
    /// 职数 to fill in this batch.
    pub seats: u32,
    /// 正职 / 副职 / …
    pub rank: String,
    /// 双重管理 (S32, V21).
    pub dual_management: bool,
    /// 试用期 applies (S43).
    pub probation: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Post {
    pub id: PostId,
    pub batch: BatchId,
    /// As in [`Batch`].
    pub revision: u32,
    pub content: PostContent,
}

/// How the batch ended for a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 在办
    Open,
    /// 任用
    Appointed,
    /// 未任用
    NotAppointed,
    /// 暂缓
    Deferred,
}

impl Outcome {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Open => "在办",
            Outcome::Appointed => "任用",
            Outcome::NotAppointed => "未任用",
            Outcome::Deferred => "暂缓",
        }
    }
}

/// 人选: a person considered for a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CandidateContent {
    pub person: PersonId,
    /// The revision of the person that was considered: what this batch prints of him or her stays so, whatever is entered later.
    /// 0 in a request means the newest; the store never answers 0.
    #[serde(default)]
    pub person_revision: u32,
    pub post: Option<PostId>,
    /// 现任职务 as of this batch.
    pub current_post: String,
    /// 拟任职务
    pub proposed_post: String,
    /// 拟免职务
    pub removed_post: String,
    pub outcome: Outcome,
    /// The step the candidate left the procedure at; later steps are not asked for.
    pub stopped_at: String,
    /// Order in lists and volumes, from 1.
    pub order: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Candidate {
    pub id: CandidateId,
    pub batch: BatchId,
    /// As in [`Batch`].
    pub revision: u32,
    pub content: CandidateContent,
}

/// 不适用: a step that need not be done, with who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotApplicable {
    pub step: String,
    /// None: for the whole batch.
    pub candidate: Option<CandidateId>,
    pub reason: String,
    pub signer: String,
    pub date: PartialDate,
}

/// The three states of a step (design, idea 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// 已记录
    Recorded,
    /// 不适用
    NotApplicable,
    /// 缺失
    Missing,
    /// 未到: the candidate left the procedure before, or the batch has not come so far.
    NotReached,
}

impl StepState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StepState::Recorded => "已记录",
            StepState::NotApplicable => "不适用",
            StepState::Missing => "缺失",
            StepState::NotReached => "未到",
        }
    }
}

/// Everything known of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub catalogue: Catalogue,
    pub batch: Batch,
    pub posts: Vec<Post>,
    /// Each in the revision its candidate names.
    pub persons: Vec<Person>,
    pub candidates: Vec<Candidate>,
    pub records: Vec<Record>,
    pub materials: Vec<Material>,
    pub not_applicable: Vec<NotApplicable>,
    /// The day the judgement is made on.
    pub today: NaiveDate,
}
