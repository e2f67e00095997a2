//! 一事一记: the eight kinds of record and what hangs on them (design, idea 2; domain.md §4.4).

pub mod fields;
pub mod words;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, MaterialId, RecordId};

/// The eight kinds. A step of the catalogue names which of them it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 专用笔记本条目: a talk or an opinion heard.
    Notebook,
    /// 会议记录.
    Meeting,
    /// 票务: a count of votes.
    Ballot,
    /// 函件往来.
    Letter,
    /// 公告、预告、公示.
    Notice,
    /// 审核核查.
    Review,
    /// 文件、方案、报告.
    Document,
    /// 审批、决定.
    Decision,
}

impl RecordKind {
    pub const ALL: [RecordKind; 8] = [
        RecordKind::Notebook,
        RecordKind::Meeting,
        RecordKind::Ballot,
        RecordKind::Letter,
        RecordKind::Notice,
        RecordKind::Review,
        RecordKind::Document,
        RecordKind::Decision,
    ];

    /// The kind in the user's words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Notebook => "谈话（笔记本）记录",
            RecordKind::Meeting => "会议记录",
            RecordKind::Ballot => "票务记录",
            RecordKind::Letter => "函件往来",
            RecordKind::Notice => "公告公示",
            RecordKind::Review => "审核核查",
            RecordKind::Document => "文件方案",
            RecordKind::Decision => "审批决定",
        }
    }
}

/// A name with what the person did there: 主持, 记录, 谈话人, 计票, 监票, 列席 …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Participant {
    pub name: String,
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub role: String,
}

/// How a signature was given. Paper rules: 扫描件 is the picture of the signed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignatureMode {
    /// 待签
    Pending,
    /// 已签扫描件
    Scanned,
    /// 系统确认
    Confirmed,
}

impl SignatureMode {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SignatureMode::Pending => "待签",
            SignatureMode::Scanned => "已签扫描件",
            SignatureMode::Confirmed => "系统确认",
        }
    }
}

/// 责任人签名.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Signature {
    pub name: String,
    /// In what capacity: 责任人, 主持人, 记录人, 党组织主要负责人 …
    #[serde(default)]
    pub role: String,
    pub date: Option<PartialDate>,
    pub mode: SignatureMode,
}

impl Signature {
    /// Given: a name and a date, and not merely asked for (V32).
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.mode != SignatureMode::Pending && !self.name.trim().is_empty() && self.date.is_some()
    }
}

/// Counts of a vote of a meeting or a poll; all in persons or ballots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct VoteLine {
    /// The candidate voted on, when one of the batch.
    pub candidate: Option<CandidateId>,
    /// The name as it stands on the ballot, also for persons outside the batch.
    pub name: String,
    /// 拟任职务 or recommended post on this line.
    pub post: String,
    /// 同意 or 得票.
    pub agree: u32,
    pub against: u32,
    /// 弃权 (缓议).
    pub abstain: u32,
    pub rank: Option<u32>,
    /// 通过 / 暂缓 / 未通过 as the meeting declared it; empty where nothing is declared.
    pub result: String,
}

/// What a ballot is for: decides which rules read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BallotPurpose {
    /// 会议推荐
    MeetingRecommendation,
    /// 谈话推荐
    TalkRecommendation,
    /// 民主测评（优秀、称职 …）
    Appraisal,
    /// 表决
    Decision,
}

impl BallotPurpose {
    pub const ALL: [BallotPurpose; 4] = [
        BallotPurpose::MeetingRecommendation,
        BallotPurpose::TalkRecommendation,
        BallotPurpose::Appraisal,
        BallotPurpose::Decision,
    ];

    /// The word of the data: catalogues and stored records.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            BallotPurpose::MeetingRecommendation => "meeting_recommendation",
            BallotPurpose::TalkRecommendation => "talk_recommendation",
            BallotPurpose::Appraisal => "appraisal",
            BallotPurpose::Decision => "decision",
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BallotPurpose::MeetingRecommendation => "会议推荐",
            BallotPurpose::TalkRecommendation => "谈话推荐",
            BallotPurpose::Appraisal => "民主测评",
            BallotPurpose::Decision => "表决",
        }
    }
}

/// The four kinds of entry of the 专用笔记本 and 其它 (domain.md §3.4).
pub const NOTEBOOK_CATEGORIES: [&str; 5] = ["听取意见", "研究方案", "征求意见", "任前谈话", "其它"];

/// One item of a review: what was checked, what came out, who answers for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReviewItem {
    pub name: String,
    /// 通过, 一致, 无反映 … in the words of the form.
    pub result: String,
    pub explanation: String,
    pub date: Option<PartialDate>,
    pub reviewer: String,
}

/// Somebody absent, with why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Absence {
    pub name: String,
    pub reason: String,
}

/// Somebody who left for 回避.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Recusal {
    pub name: String,
    pub reason: String,
    /// Time of leaving as written, such as 15:20; empty when the person stayed.
    pub left_at: String,
}

/// One opinion in the order of speaking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Opinion {
    pub name: String,
    /// 同意 / 不同意 / 缓议.
    pub stance: String,
    pub text: String,
    pub candidate: Option<CandidateId>,
}

/// What only this kind of record says. Counts are persons or ballots; texts are as the form has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordBody {
    Notebook {
        /// One of [`NOTEBOOK_CATEGORIES`].
        category: String,
        /// Who was heard or talked with.
        #[serde(default)]
        speakers: Vec<Participant>,
        /// The opinion in its original sense.
        #[serde(default)]
        text: String,
    },
    Meeting {
        #[serde(default)]
        session: String,
        /// 应到.
        expected: u32,
        /// 实到.
        present: u32,
        #[serde(default)]
        absent: Vec<Absence>,
        #[serde(default)]
        observers: Vec<Participant>,
        #[serde(default)]
        recused: Vec<Recusal>,
        #[serde(default)]
        opinions: Vec<Opinion>,
        #[serde(default)]
        votes: Vec<VoteLine>,
        #[serde(default)]
        resolution: String,
    },
    Ballot {
        purpose: BallotPurpose,
        /// 应到 (应参加).
        expected: u32,
        /// 实到 (实参加).
        present: u32,
        issued: u32,
        returned: u32,
        valid: u32,
        /// 无效 (作废).
        invalid: u32,
        /// 整票弃权, counted apart from the lines.
        #[serde(default)]
        abstained: u32,
        /// 限推人数; 0 where the form knows none.
        #[serde(default)]
        seats: u32,
        /// More candidates than seats (差额).
        #[serde(default)]
        competitive: bool,
        #[serde(default)]
        lines: Vec<VoteLine>,
        /// 计票人.
        #[serde(default)]
        tellers: Vec<String>,
        /// 监票人.
        #[serde(default)]
        scrutineers: Vec<String>,
    },
    Letter {
        to: String,
        #[serde(default)]
        sent_no: String,
        sent: Option<PartialDate>,
        /// Day the other side received it (协管复函 counts from here).
        received: Option<PartialDate>,
        #[serde(default)]
        reply_no: String,
        replied: Option<PartialDate>,
        #[serde(default)]
        opinion: String,
        /// 未复视为同意.
        #[serde(default)]
        deemed_agreed: bool,
    },
    Notice {
        title: String,
        /// 张贴、网站、报纸 …
        #[serde(default)]
        form: String,
        #[serde(default)]
        scope: String,
        start: Option<PartialDate>,
        end: Option<PartialDate>,
        #[serde(default)]
        contact: String,
        /// Number of reactions received; 0 is the 零登记.
        #[serde(default)]
        reactions: u32,
        #[serde(default)]
        outcome: String,
    },
    Review {
        #[serde(default)]
        items: Vec<ReviewItem>,
        #[serde(default)]
        conclusion: String,
    },
    Document {
        title: String,
        #[serde(default)]
        doc_no: String,
        #[serde(default)]
        issuer: String,
        #[serde(default)]
        text: String,
    },
    Decision {
        /// Who decided: 市委常委会, 部主要负责人 …
        body: String,
        #[serde(default)]
        doc_no: String,
        /// 同意 / 通过 / 暂缓 / 否决.
        #[serde(default)]
        result: String,
        /// Day it takes effect (任职时间起算日).
        effective: Option<PartialDate>,
        #[serde(default)]
        text: String,
    },
}

impl RecordBody {
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            RecordBody::Notebook { .. } => RecordKind::Notebook,
            RecordBody::Meeting { .. } => RecordKind::Meeting,
            RecordBody::Ballot { .. } => RecordKind::Ballot,
            RecordBody::Letter { .. } => RecordKind::Letter,
            RecordBody::Notice { .. } => RecordKind::Notice,
            RecordBody::Review { .. } => RecordKind::Review,
            RecordBody::Document { .. } => RecordKind::Document,
            RecordBody::Decision { .. } => RecordKind::Decision,
        }
    }
}

/// What the user fills in. The store adds identity, revision and the time of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordContent {
    /// Step key of the batch's catalogue, such as `S12`.
    pub step: String,
    /// The candidates it speaks of; empty means the whole batch.
    #[serde(default)]
    pub candidates: Vec<CandidateId>,
    /// When it happened (发生时间), first day.
    pub date: Option<PartialDate>,
    /// Last day, when it went over several.
    #[serde(default)]
    pub end_date: Option<PartialDate>,
    /// Time of day as written, `15:00` or `15:00–16:30`.
    #[serde(default)]
    pub time: String,
    #[serde(default)]
    pub place: String,
    /// 纪实方式.
    #[serde(default)]
    pub mode: String,
    /// 责任人 of this step as carried out.
    #[serde(default)]
    pub responsible: String,
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// 操作情况: what was done, in words that print in the report.
    #[serde(default)]
    pub summary: String,
    /// Signatures under the record itself.
    #[serde(default)]
    pub signatures: Vec<Signature>,
    /// Why it was entered late (补录理由).
    #[serde(default)]
    pub late_reason: String,
    pub body: RecordBody,
}

impl RecordContent {
    /// When it happened: its own date, or where that is empty the date its kind must carry.
    #[must_use]
    pub fn happened(&self) -> Option<PartialDate> {
        self.date.or(match &self.body {
            RecordBody::Letter { sent, .. } => *sent,
            RecordBody::Notice { start, .. } => *start,
            _ => None,
        })
    }
}

/// A record as stored: its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
// TypeScript has a `Record<K, V>` of its own.
#[ts(rename = "CaseRecord")]
pub struct Record {
    pub id: RecordId,
    pub batch: BatchId,
    /// 1 for the first entry; each correction adds one and keeps the older.
    pub revision: u32,
    /// Why it was corrected; empty for revision 1.
    #[serde(default)]
    pub revision_reason: String,
    pub entered_by: String,
    /// 录入时间 of the first revision, `2026-03-02T09:12:33+08:00`. Never editable.
    pub entered_at: String,
    /// 录入时间 of this revision.
    pub revised_at: String,
    pub content: RecordContent,
}

/// 原件 or 复制件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Originality {
    Original,
    Copy,
}

impl Originality {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Originality::Original => "原件",
            Originality::Copy => "复制件",
        }
    }
}

/// What the user says of a material; the bytes are known by their digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MaterialContent {
    pub record: RecordId,
    /// 材料名称 of the catalogue or a free one.
    pub name: String,
    pub originality: Originality,
    /// 密级 as written, such as 机密★10年; empty means none.
    #[serde(default)]
    pub secrecy: String,
    /// Sides carrying text.
    pub pages: u32,
    pub signature: Signature,
    /// Name the file had when it came in.
    #[serde(default)]
    pub file_name: String,
    /// SHA-256 of the bytes in the content store, lower-case hex; empty while only the paper exists.
    #[serde(default)]
    pub sha256: String,
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`; empty while only the paper exists.
    #[serde(default)]
    pub format: String,
    /// Bytes.
    #[serde(default)]
    #[ts(type = "number")]
    pub size: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Material {
    pub id: MaterialId,
    pub batch: BatchId,
    pub added_at: String,
    pub content: MaterialContent,
}
