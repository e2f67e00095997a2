//! What only one kind of record says: eight bodies, each a plain struct with defaults, so that content written before a field
//! existed still reads. Counts are persons or ballots, and none where nobody filled them in: 0 is a count, a blank is not; texts are as
//! the form has them; nothing here judges.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::parts::{
    Absence, Addressee, AppointmentManner, ContestScore, Election, Feedback, MaterialPart, MeetingBody, Nomination, NoticeKind,
    Opinion, Participant, Probation, RateBasis, Recusal, Reopening, ReviewItem, ScoreTable, TeamMember, VoteLine,
};
use crate::date::PartialDate;
use crate::id::CandidateId;

/// 专用笔记本条目: a talk, an opinion heard, a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Notebook {
    /// One of [`crate::notebook::CATEGORIES`].
    pub category: String,
    /// Who was heard or talked with.
    pub speakers: Vec<Participant>,
    /// The opinion in its original sense.
    pub text: String,
    /// A talk with several at once (集体谈话) rather than with one (专人谈话).
    pub collective: bool,
    /// 肯定的成绩, 指出的不足, 提出的要求 (任职谈话; 2014条例第43条).
    pub merits: String,
    pub shortcomings: String,
    pub demands: String,
    /// 少数人意见.
    pub minority: String,
    /// 走访、延伸考察的去处: 原工作单位, 家庭, 居住社区, 配偶单位 …; empty where it is no visit (V16).
    pub visited: String,
    /// 附件反馈 and its receipt (S27).
    pub feedback: Option<Feedback>,
}

/// 会议记录.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Meeting {
    /// 第5次常委会会议
    pub session: String,
    /// 议题
    pub matters: String,
    /// Which body met: 部务会, 酝酿会, 常委会 … (V37).
    pub convened: MeetingBody,
    /// 应到.
    pub expected: Option<u32>,
    /// 实到.
    pub present: Option<u32>,
    pub absent: Vec<Absence>,
    pub observers: Vec<Participant>,
    pub recused: Vec<Recusal>,
    /// In the order of speaking (V33).
    pub opinions: Vec<Opinion>,
    /// 主要负责人, who speaks last; empty where the register of members or the opinions say it.
    pub principal: String,
    /// 上会名单: whom the meeting was convened to discuss. Empty: not stated (V37).
    pub agenda: Vec<CandidateId>,
    /// 复议: the motion to discuss again what was deferred or refused (V38).
    pub reopening: Option<Reopening>,
    pub votes: Vec<VoteLine>,
    pub resolution: String,
}

/// What a ballot is for: decides which rules read it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BallotPurpose {
    /// 会议推荐
    #[default]
    #[serde(alias = "会议推荐")]
    MeetingRecommendation,
    /// 谈话推荐
    #[serde(alias = "谈话推荐")]
    TalkRecommendation,
    /// 民主测评（优秀、称职 …）
    #[serde(alias = "民主测评")]
    Appraisal,
    /// 表决
    #[serde(alias = "表决", alias = "票决")]
    Decision,
}

impl BallotPurpose {
    pub const ALL: [BallotPurpose; 4] = [
        BallotPurpose::MeetingRecommendation,
        BallotPurpose::TalkRecommendation,
        BallotPurpose::Appraisal,
        BallotPurpose::Decision,
    ];

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

/// 票务.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Ballot {
    pub purpose: BallotPurpose,
    /// 轮次: 1 for the first (or only) round, 2 for 二次推荐 …; 0 reads as 1.
    pub round: u32,
    /// 推荐（评议）方式: 定向推荐, 会议推荐, 两推一述 … (seed 000 Y01, seed 001 M03), several at once; of an appraisal its occasion (Y09).
    #[ts(optional, as = "Option<_>")]
    pub methods: Vec<String>,
    /// Of a later round: what of the one before it goes by, and within what range (seed 001 M02).
    #[ts(optional, as = "Option<_>")]
    pub follows: String,
    /// 参加推荐（投票）人员范围: 全市领导干部大会, 市委委员 …
    pub group: String,
    /// 应到 (应参加).
    pub expected: Option<u32>,
    /// 实到 (实参加).
    pub present: Option<u32>,
    pub issued: Option<u32>,
    pub returned: Option<u32>,
    /// 未收回, where the form counts it (V07: 发出 = 收回 + 未收回).
    pub unreturned: Option<u32>,
    pub valid: Option<u32>,
    /// 无效 (作废).
    pub invalid: Option<u32>,
    /// 整票弃权, counted apart from the lines.
    pub abstained: Option<u32>,
    /// 限推人数; none where the form knows none.
    pub seats: Option<u32>,
    /// More candidates than seats (差额).
    pub competitive: bool,
    /// 等额理由, where there are no more candidates than seats (V13).
    pub equal_reason: String,
    /// What the rates written on the form are reckoned of.
    pub rate_basis: RateBasis,
    pub absent: Vec<Absence>,
    pub lines: Vec<VoteLine>,
    /// 德的测评, 政绩公示公议: indicators by grades, one table a form.
    pub tables: Vec<ScoreTable>,
    /// 计票人.
    pub tellers: Vec<String>,
    /// 监票人.
    pub scrutineers: Vec<String>,
}

/// 函件往来: a letter out and what came back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Letter {
    pub to: String,
    /// What kind of body it went to; `Unstated` is read from `to` (V19, V21, V22, V23).
    pub addressee: Addressee,
    pub sent_no: String,
    pub sent: Option<PartialDate>,
    /// Day the other side received it (协管复函 counts from here).
    pub received: Option<PartialDate>,
    /// 要求回复日.
    pub due: Option<PartialDate>,
    pub reply_no: String,
    pub replied: Option<PartialDate>,
    pub opinion: String,
    /// 同意 / 不同意 / 有不同意见, where the answer is a plain one (批复); empty otherwise.
    pub result: String,
    /// 未复视为同意.
    pub deemed_agreed: bool,
    /// 事前报告事由 this letter reports (V23).
    pub report_reasons: Vec<String>,
}

/// 公告、预告、公示.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Notice {
    pub title: String,
    pub about: NoticeKind,
    /// 张贴、网站、报纸 …
    pub form: String,
    pub scope: String,
    /// 载明的内容: 推荐职位, 任职条件, 推荐范围 …
    pub elements: Vec<String>,
    pub start: Option<PartialDate>,
    pub end: Option<PartialDate>,
    pub contact: String,
    /// Number of reactions received; 0 is the 零登记, none is not filled in.
    pub reactions: Option<u32>,
    pub outcome: String,
}

/// 审核核查.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Review {
    pub items: Vec<ReviewItem>,
    pub conclusion: String,
    /// 试用期 and its appraisal (S43, V30).
    pub probation: Option<Probation>,
}

/// 文件、方案、报告.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Document {
    pub title: String,
    pub doc_no: String,
    pub issuer: String,
    pub text: String,
    /// 初始提名: who recommended whom, on what paper (S06, V04).
    pub nominations: Vec<Nomination>,
    /// 人选 the plan or proposal names (S08; V37 finds 临时动议 against it). Empty: not stated.
    pub proposed: Vec<CandidateId>,
    /// 笔试、面试成绩 of a 公开选拔 or 竞争上岗 (S15).
    #[ts(optional, as = "Option<_>")]
    pub scores: Vec<ContestScore>,
    /// 方案要素: 职位, 条件, 范围, 方式, 程序 …
    pub elements: Vec<String>,
    /// 考察组 (S18), or those who answer for the 考察材料 (S28).
    pub team: Vec<TeamMember>,
    /// 回避审查: looked into, and there is no kinship that would keep anybody away (V27).
    pub recusal_checked: bool,
    /// The parts of the 考察材料 with their texts (V20).
    pub parts: Vec<MaterialPart>,
    /// Last day of the 考察 the material reports on; empty: taken from the records (V20).
    pub inspected_until: Option<PartialDate>,
    /// 附件反馈 and its receipt (S27).
    pub feedback: Option<Feedback>,
}

/// 审批、决定.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Decision {
    /// Who decided: 市委常委会, 部主要负责人 …
    pub body: String,
    pub doc_no: String,
    /// 同意 / 通过 / 暂缓 / 否决.
    pub result: String,
    /// Day it takes effect (任职时间起算日, V29).
    pub effective: Option<PartialDate>,
    pub text: String,
    /// 任职方式 (V29).
    pub manner: AppointmentManner,
    /// 当选日, or the day the 人大 or government appointed (V29).
    pub election: Option<Election>,
    /// 宣布日.
    pub announced: Option<PartialDate>,
    /// 复议 (V38).
    pub reopening: Option<Reopening>,
    /// 试用期 and its appraisal (S43, V30).
    pub probation: Option<Probation>,
}
