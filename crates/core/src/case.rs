//! A case: everything the checks, the report and the arrangement of volumes may look at. Plain data, read from the store or
//! from a file; the same functions judge both.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::Catalogue;
use crate::charge::Charges;
use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, PersonId, PostId};
use crate::person::Person;
use crate::qualification::{Exceptional, Qualification, Tier};
use crate::record::AppointmentManner;
use crate::record::{Material, Record};
use crate::rules::{Governing, RuleBook};

/// 批次: one adjustment of cadres.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatchContent {
    /// 2026年第三批干部调整
    pub name: String,
    /// 批次号, such as 202603; part of the 档号.
    pub number: String,
    /// 个别提拔, 换届, 公开选拔 … (domain.md §4.3)
    pub business: String,
    /// 动议日期: decides the rule edition.
    pub started: Option<PartialDate>,
    /// Key of the rule pack the batch begins under: `2002`, `2014`, `2019` or a local edition.
    pub edition: String,
    /// Keys of the local rule packs laid over the edition, in order: later ones prevail.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub overlays: Vec<String>,
    /// Why another edition than that of the 动议日期 was chosen; empty when it is that one (V40).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub edition_reason: String,
    /// The version of every edition's data when the batch was begun (`2019@1.0`): data corrected since does not judge it. Empty:
    /// the first there was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<_>")]
    pub edition_data: Vec<String>,
    /// 事前报告 reasons that concern the batch as a whole: 机构变动时提拔, 一次性调整过大 … (V23).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub report_reasons: Vec<String>,
    /// Members of the deciding bodies (V24, V27, V33).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub members: Vec<Member>,
    /// Registered kin and other 回避 relationships beyond the candidates' own families (V27).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub relations: Vec<Relation>,
    /// When each step is planned, for 时间线 and 预警.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub plan: Vec<PlannedStep>,
    /// 组织部 that keeps the file, as printed.
    pub unit: String,
    /// 全宗号, `Z109`.
    pub fonds: String,
    pub note: String,
}

/// A member of a deciding body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Member {
    pub name: String,
    pub post: String,
    /// 常委会, 党组 …
    pub body: String,
    /// 党委（党组）主要负责人: speaks last (V33).
    pub principal: bool,
}

/// 应回避的关系 between two people, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(rename = "Kinship")]
pub struct Relation {
    pub one: String,
    pub other: String,
    /// 夫妻, 直系血亲, 三代以内旁系血亲, 近姻亲 …
    pub kind: String,
}

/// 计划: when a step is meant to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PlannedStep {
    pub step: String,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
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

/// 职数 of a unit at a level (V01); None: not written down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Quota {
    /// 核定
    pub approved: Option<u32>,
    /// 现配
    pub present: Option<u32>,
    /// 拟免
    pub leaving: Option<u32>,
    /// 拟配; None: the 职数 the batch fills.
    pub filling: Option<u32>,
    /// 消化方案, where the number is exceeded.
    pub absorption: String,
}

/// 岗位 to fill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub quota: Quota,
    /// 层级 (V01, V02, V03).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub tier: Option<Tier>,
    /// 县市、乡镇党政正职 (V13, V26: 全程差额, 全委会票决).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub chief: bool,
    /// 党的职务: 党龄 counts (V02).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub party_post: bool,
    /// 协管方, where the post is under 双重管理 (V21).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub co_managers: Vec<String>,
    /// 任职方式 (V29).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub manner: AppointmentManner,
    /// 选拔方式: 选拔任用, 公开选拔, 竞争上岗, 公开遴选 …
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub method: String,
    /// 重要关键岗位: every item is asked for.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub key_post: bool,
    /// 等额理由, where there are no more candidates than seats (V13).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub equal_reason: String,
    /// 非领导职务.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub non_leading: bool,
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

/// What the batch does with a candidate (domain.md §4.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// 提任
    #[default]
    #[serde(alias = "提任", alias = "提拔", alias = "晋升", alias = "提拔任用")]
    Promotion,
    /// 平级调整、交流
    #[serde(
        alias = "平级",
        alias = "平级调整",
        alias = "交流",
        alias = "平级交流",
        alias = "转任",
        alias = "轮岗",
        alias = "平级调整、交流"
    )]
    Lateral,
    /// 免职; 降职, 辞职 and 改任非领导职务 leave an office like it
    #[serde(
        alias = "免职",
        alias = "免去",
        alias = "降职",
        alias = "辞职",
        alias = "责令辞职",
        alias = "引咎辞职",
        alias = "改任",
        alias = "改任非领导职务"
    )]
    Removal,
    /// 到龄退休
    #[serde(alias = "退休", alias = "到龄退休", alias = "到龄")]
    Retirement,
    /// 试用期满转正
    #[serde(alias = "转正", alias = "试用期满转正")]
    Confirmation,
}

/// 谁推荐谁负责、谁考察谁负责、谁决策谁负责 (seed 004, D18).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Responsibility {
    pub recommended_by: String,
    pub examined_by: String,
    pub decided_by: String,
}

/// What is known of the post the candidate holds now (V35).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Holding {
    /// 同一职位任职起; None: the person's 任现职时间.
    pub since: Option<PartialDate>,
    /// 正职
    pub chief: bool,
    /// 人财物管理、项目审批、执法监督等岗位.
    pub sensitive: bool,
    /// 市直部门重要科室负责人 (seed 001).
    pub section_head: bool,
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
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub movement: Movement,
    /// 现任层级 (V03).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub tier: Option<Tier>,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub holding: Holding,
    /// 资格条件 with their sources (V02).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub qualification: Qualification,
    /// 破格 (V03).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub exceptional: Exceptional,
    /// On the list of 后备干部; None: not said (V11).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub reserve: Option<bool>,
    /// 入库日期.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub reserve_since: Option<PartialDate>,
    /// 事前报告 reasons that apply to this candidate (V23).
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub report_reasons: Vec<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub responsibility: Responsibility,
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

/// A record of another batch whose words come near those of one of this, as far as an index can tell (V31c measures).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub record: Record,
    /// Its batch, in words.
    pub batch: String,
    /// Whom it is about, with their names as they are now.
    pub persons: Vec<PersonId>,
    pub names: Vec<String>,
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
    /// Names of the candidates that were taken back. They are in no list, and a text may still name them: never shown in another's paper.
    #[serde(skip)]
    pub gone: Vec<String>,
    /// No part of the batch and never written with it; looked up for a judgement of the whole batch alone, and empty otherwise.
    #[serde(skip)]
    pub elsewhere: Vec<Elsewhere>,
    /// The rules of the batch, where whoever read the case knows them: they may be an office's own pack.
    #[serde(skip)]
    pub governing: Option<Arc<Governing>>,
    /// Who is charged with which step; they judge nothing.
    #[serde(skip)]
    pub charges: Charges,
    /// The day the judgement is made on.
    pub today: NaiveDate,
}

impl Case {
    /// The rules of the batch: those that came with the case, else what the built-in packs make of it.
    #[must_use]
    pub fn rules(&self) -> Arc<Governing> {
        self.governing.clone().unwrap_or_else(|| Arc::new(RuleBook::builtin().govern(&self.batch.content)))
    }
}
