//! The rows and small groups the bodies of records are made of: people, votes, opinions, review items, nominations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::id::CandidateId;

/// A name with what the person did there: 主持, 记录, 谈话人, 计票, 监票, 列席, 监督 …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Participant {
    pub name: String,
    pub post: String,
    pub role: String,
}

/// Counts of a vote of a meeting or a poll; all in persons or ballots. None: not filled in, which is never nought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct VoteLine {
    /// The candidate voted on, when one of the batch.
    pub candidate: Option<CandidateId>,
    /// The name as it stands on the ballot, also for persons outside the batch.
    pub name: String,
    /// 拟任职务 or recommended post on this line.
    pub post: String,
    /// 同意 or 得票; of an appraisal the 优秀 and 称职 the form adds up.
    pub agree: Option<u32>,
    pub against: Option<u32>,
    /// 弃权 (缓议).
    pub abstain: Option<u32>,
    pub rank: Option<u32>,
    /// 得票率 as written, `66.7%` or `66.7`; empty where the form carries none (V07).
    #[ts(optional, as = "Option<_>")]
    pub rate: String,
    /// 通过 / 暂缓 / 未通过 as the meeting declared it; empty where nothing is declared.
    pub result: String,
}

/// One who took part in a 公开选拔 or 竞争上岗, with the scores as they were announced: decimals stay as they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ContestScore {
    /// The candidate, when one of the batch.
    pub candidate: Option<CandidateId>,
    pub name: String,
    /// 报名（竞争）职位
    pub post: String,
    /// 笔试成绩, `78.5`
    pub written: String,
    /// 面试成绩
    pub interview: String,
    /// 总分 by the rules of the announcement, which may weigh the two
    pub total: String,
    /// 名次
    pub rank: Option<u32>,
}

/// A table of indicators by grades: 德的测评, 政绩公示公议 and the like (seed 001 M05, seed 000 Y10). What it lists and how it grades is
/// the form's own; nothing here judges.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ScoreTable {
    /// 德的测评, 政绩公示评议 …
    pub title: String,
    /// 好, 较好, 一般, 差 …, in the order of the form.
    pub grades: Vec<String>,
    pub rows: Vec<ScoreRow>,
}

/// One indicator and the ballots each grade got, in the order of [`ScoreTable::grades`]; None: not filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ScoreRow {
    pub name: String,
    pub counts: Vec<Option<u32>>,
}

/// What a rate of votes is reckoned of (V07; V08 takes its own from the rule pack).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RateBasis {
    /// 有效票
    #[default]
    #[serde(alias = "有效票")]
    Valid,
    /// 实到（实参加）人数
    #[serde(alias = "实到", alias = "实到人数")]
    Present,
}

/// Which body met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MeetingBody {
    /// Not stated: taken for what the step asks for.
    #[default]
    #[serde(alias = "未注明")]
    Unstated,
    #[serde(alias = "部务会")]
    Department,
    /// 书记专题会、人事酝酿会、书记办公会
    #[serde(alias = "酝酿会", alias = "书记专题会", alias = "书记办公会", alias = "人事酝酿会")]
    Deliberation,
    #[serde(alias = "常委会")]
    StandingCommittee,
    #[serde(alias = "全委会")]
    Plenary,
    #[serde(alias = "党组会", alias = "党委会")]
    PartyGroup,
    /// 推荐会、干部大会
    #[serde(alias = "推荐会", alias = "干部大会")]
    Assembly,
    #[serde(alias = "其它", alias = "其他")]
    Other,
}

impl MeetingBody {
    /// The body a meeting of this name is of, where the name leaves no doubt. What stands in brackets is what it may be instead:
    /// `常委会（党组会）` is the 常委会 until somebody says otherwise.
    #[must_use]
    pub fn named(name: &str) -> MeetingBody {
        let name = name.split(['（', '(']).next().unwrap_or_default();
        let kinds = [
            (&["部务会"][..], MeetingBody::Department),
            (&["书记专题会", "酝酿会", "书记办公会"], MeetingBody::Deliberation),
            (&["常委会"], MeetingBody::StandingCommittee),
            (&["全委会"], MeetingBody::Plenary),
            (&["党组会", "党委会"], MeetingBody::PartyGroup),
            (&["推荐会", "干部大会"], MeetingBody::Assembly),
        ];
        let mut meant = kinds.into_iter().filter(|(words, _)| words.iter().any(|w| name.contains(w)));
        match (meant.next(), meant.next()) {
            (Some((_, kind)), None) => kind,
            _ => MeetingBody::Unstated,
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MeetingBody::Unstated => "未注明",
            MeetingBody::Department => "部务会",
            MeetingBody::Deliberation => "酝酿会",
            MeetingBody::StandingCommittee => "常委会",
            MeetingBody::Plenary => "全委会",
            MeetingBody::PartyGroup => "党委（党组）会",
            MeetingBody::Assembly => "推荐会（干部大会）",
            MeetingBody::Other => "其它会议",
        }
    }
}

/// Somebody absent, with why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Absence {
    pub name: String,
    pub reason: String,
    /// 单位及职务; empty where it was not written down.
    #[ts(optional, as = "Option<_>")]
    pub post: String,
    /// 主持, 出席, 列席 …; empty where it was not written down, which means a member.
    #[ts(optional, as = "Option<_>")]
    pub role: String,
}

impl Absence {
    /// Is one of those who should have come (应到), not an observer or a reporter.
    #[must_use]
    pub fn is_member(&self) -> bool {
        let role = self.role.trim();
        role.is_empty() || ["主持", "出席", "成员", "委员"].iter().any(|word| role.contains(word))
    }
}

/// Somebody who left for 回避.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Recusal {
    pub name: String,
    pub reason: String,
    /// Time of leaving as written, such as 15:20; empty when the person stayed.
    pub left_at: String,
    /// 单位及职务; empty where it was not written down.
    #[ts(optional, as = "Option<_>")]
    pub post: String,
    /// 主持, 出席, 列席 …; empty where it was not written down.
    #[ts(optional, as = "Option<_>")]
    pub role: String,
}

/// The stance of whoever withdrew where one candidate was spoken of.
pub const WITHDRAWN: &str = "回避";

/// One opinion in the order of speaking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Opinion {
    pub name: String,
    /// 同意 / 不同意 / 缓议, or [`WITHDRAWN`].
    pub stance: String,
    pub text: String,
    pub candidate: Option<CandidateId>,
    /// Spoken by the 主要负责人 (V33).
    #[ts(optional, as = "Option<_>")]
    pub principal: bool,
}

/// 复议: how many moved it and why (V38).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Reopening {
    /// Members that agreed to discuss again; None: not written down.
    pub agree: Option<u32>,
    /// 应到会成员; None: the meeting's own.
    pub expected: Option<u32>,
    pub reason: String,
}

/// Which of the reviews the rules ask for by name an item is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewTopic {
    /// Read from the item's name.
    #[default]
    #[serde(alias = "其它", alias = "其他")]
    Other,
    /// 干部档案凡提必审
    #[serde(alias = "档案", alias = "干部档案", alias = "档案审核")]
    Archive,
    /// 个人有关事项凡提必核
    #[serde(alias = "个人事项", alias = "个人有关事项")]
    Assets,
    /// 纪检监察意见凡提必听
    #[serde(alias = "纪检", alias = "纪检监察意见")]
    Discipline,
    /// 信访举报凡提必查
    #[serde(alias = "信访", alias = "信访举报")]
    Petition,
    /// 三龄两历一身份 of the personnel file.
    #[serde(alias = "三龄两历一身份")]
    FileFacts,
    /// One of the 不得列为考察对象 (V12): `tick` answers.
    #[serde(alias = "不得列为考察对象")]
    Bar,
    /// 资格条件 of the 预审.
    #[serde(alias = "资格条件")]
    Qualification,
    /// 经济责任审计
    #[serde(alias = "审计", alias = "经济责任审计")]
    Audit,
    /// 素质能力测试 (seed 001)
    #[serde(alias = "素质测试", alias = "素质能力测试")]
    AbilityTest,
    /// 联席单位意见 (seed 001)
    #[serde(alias = "联席单位", alias = "联席单位意见")]
    JointUnits,
}

/// 是 / 否 / 未核.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tick {
    #[serde(alias = "是")]
    Yes,
    #[serde(alias = "否")]
    No,
    #[serde(alias = "未核")]
    Unchecked,
}

/// One item of a review: what was checked, what came out, who answers for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReviewItem {
    #[ts(optional, as = "Option<_>")]
    pub topic: ReviewTopic,
    pub name: String,
    /// 通过, 一致, 无反映 … in the words of the form.
    pub result: String,
    /// Set where the form has a tick: whether what the item names is so.
    #[ts(optional, as = "Option<_>")]
    pub tick: Option<Tick>,
    pub explanation: String,
    pub date: Option<PartialDate>,
    /// Who answers for the item and signed it.
    pub reviewer: String,
}

/// To whom a letter goes, as the rules name them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// Read from the name of the addressee.
    #[default]
    #[serde(alias = "未注明")]
    Unstated,
    #[serde(alias = "纪检监察", alias = "纪检")]
    Discipline,
    #[serde(alias = "检察")]
    Procuratorate,
    #[serde(alias = "法院")]
    Court,
    #[serde(alias = "公安")]
    Police,
    #[serde(alias = "审计")]
    Audit,
    #[serde(alias = "信访")]
    Petitions,
    #[serde(alias = "计生")]
    FamilyPlanning,
    #[serde(alias = "统战")]
    UnitedFront,
    /// 双重管理的协管方
    #[serde(alias = "协管方", alias = "协管")]
    CoManager,
    #[serde(alias = "分管领导")]
    LeaderInCharge,
    #[serde(alias = "人大主要领导", alias = "人大")]
    Congress,
    #[serde(alias = "政协主要领导", alias = "政协")]
    Consultative,
    #[serde(alias = "政府主要领导", alias = "政府")]
    Government,
    #[serde(alias = "上级主管部门")]
    Superior,
    /// 居住地社区党组织
    #[serde(alias = "社区")]
    Community,
    /// 上级组织部门 (事前报告)
    #[serde(alias = "上级组织部门")]
    SuperiorOrganization,
    /// 呈报单位党组织
    #[serde(alias = "呈报单位")]
    ReportingUnit,
    #[serde(alias = "其它", alias = "其他")]
    Other,
}

/// What a notice is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// What the step asks for.
    #[default]
    #[serde(alias = "未注明")]
    Unstated,
    #[serde(alias = "推荐公告")]
    Recommendation,
    #[serde(alias = "考察预告")]
    Inspection,
    /// 考察对象公示、政绩公示 (伊犁)
    #[serde(alias = "政绩公示", alias = "考察对象公示")]
    Achievements,
    #[serde(alias = "任前公示")]
    Appointment,
    /// 推荐、票决结果公布
    #[serde(alias = "结果公布")]
    Results,
    #[serde(alias = "会议通知")]
    Summons,
    /// 公开选拔、竞争上岗公告: the rules made public (seed 000 Y12)
    #[serde(alias = "选拔公告", alias = "竞争上岗公告")]
    Contest,
    /// 笔试、面试成绩公告: its course
    #[serde(alias = "成绩公告")]
    ContestScores,
    /// 选拔结果公告: its result
    #[serde(alias = "选拔结果公告")]
    ContestOutcome,
    #[serde(alias = "其它", alias = "其他")]
    Other,
}

impl NoticeKind {
    /// The kind a notice of this title is of, where the title leaves no doubt.
    #[must_use]
    pub fn named(title: &str) -> NoticeKind {
        let kinds = [
            (&["推荐公告", "推荐预告"][..], NoticeKind::Recommendation),
            (&["考察预告"], NoticeKind::Inspection),
            (&["政绩公示", "考察对象公示"], NoticeKind::Achievements),
            (&["任前公示"], NoticeKind::Appointment),
            (&["选拔公告", "竞争上岗公告", "遴选公告"], NoticeKind::Contest),
            (&["成绩公告", "成绩公布"], NoticeKind::ContestScores),
            (&["选拔结果", "竞争上岗结果", "遴选结果"], NoticeKind::ContestOutcome),
            (&["结果公布", "推荐结果公告", "票决结果公告"], NoticeKind::Results),
            (&["会议通知"], NoticeKind::Summons),
        ];
        let mut meant = kinds.into_iter().filter(|(words, _)| words.iter().any(|w| title.contains(w)));
        match (meant.next(), meant.next()) {
            (Some((_, kind)), None) => kind,
            _ => NoticeKind::Unstated,
        }
    }
}

/// Where an initial nomination comes from (V04; D08 of seed 004).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NominationSource {
    /// 组织推荐: by document.
    #[default]
    #[serde(alias = "组织推荐", alias = "党组织推荐", alias = "单位推荐", alias = "单位党组织推荐")]
    Organization,
    /// 领导干部个人推荐: signed.
    #[serde(alias = "个人推荐", alias = "领导个人推荐", alias = "领导干部个人推荐", alias = "署名推荐", alias = "领导署名推荐")]
    Individual,
    /// 个人自荐
    #[serde(alias = "个人自荐", alias = "自荐")]
    SelfNomination,
    /// 主管部门推荐: by document.
    #[serde(alias = "主管部门推荐")]
    Department,
    /// 群众民主推荐: what was polled is kept.
    #[serde(alias = "群众民主推荐", alias = "群众推荐")]
    Masses,
}

impl NominationSource {
    pub const ALL: [NominationSource; 5] = [
        NominationSource::Organization,
        NominationSource::Department,
        NominationSource::Masses,
        NominationSource::Individual,
        NominationSource::SelfNomination,
    ];
}

/// 初始提名, one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Nomination {
    pub candidate: Option<CandidateId>,
    pub source: NominationSource,
    /// 推荐单位 or 推荐人.
    pub by: String,
    /// 文号 of the recommending document.
    pub doc_no: String,
    /// 原件 is kept; None: not said.
    pub original: Option<bool>,
    /// 署名: the recommender signed; None: not said.
    pub signed: Option<bool>,
    pub date: Option<PartialDate>,
    pub reason: String,
}

/// A member of the 考察组 (V14).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TeamMember {
    pub name: String,
    pub post: String,
    /// 组长 / 成员
    pub role: String,
    /// 考察责任承诺签名.
    pub pledged: bool,
}

/// Which part of the 考察材料 (V20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// 德能勤绩廉表现和主要特长
    #[serde(alias = "表现和特长", alias = "表现")]
    Conduct,
    /// 主要缺点和不足
    #[serde(alias = "缺点和不足", alias = "不足")]
    Faults,
    /// 民主推荐、测评、考察谈话情况
    #[serde(alias = "推荐测评谈话情况", alias = "推荐测评")]
    Opinions,
    /// 档案、个人事项、纪检、信访等结论
    #[serde(alias = "审核核查结论", alias = "核查结论")]
    Checks,
}

impl PartKind {
    pub const ALL: [PartKind; 4] = [PartKind::Conduct, PartKind::Faults, PartKind::Opinions, PartKind::Checks];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PartKind::Conduct => "德能勤绩廉表现和主要特长",
            PartKind::Faults => "主要缺点和不足",
            PartKind::Opinions => "民主推荐、民主测评、考察谈话情况",
            PartKind::Checks => "审核档案、查核个人事项、听取纪检意见、核查信访举报等结论",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MaterialPart {
    pub part: PartKind,
    #[serde(default)]
    pub text: String,
}

/// 附件反馈: what was handed over in writing, and the receipt (S27).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Feedback {
    /// 反馈材料附件 was handed over.
    pub annex: bool,
    /// 签收人.
    pub received_by: String,
    pub received_on: Option<PartialDate>,
}

/// 任职方式 (2014条例第44条): decides from which day the appointment counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentManner {
    #[default]
    #[serde(alias = "未注明")]
    Unstated,
    /// 党委（党组）决定任职: from the day of decision.
    #[serde(alias = "党委决定")]
    PartyDecision,
    /// 选举: from the day of election.
    #[serde(alias = "选举")]
    Elected,
    /// 人大任命、决定任命: from the day it passed.
    #[serde(alias = "人大任命")]
    CongressAppointed,
    /// 政府任命: from the day of appointment.
    #[serde(alias = "政府任命")]
    GovernmentAppointed,
}

/// 选举、任命结果.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Election {
    /// 人大、党代会、政府常务会 …
    pub body: String,
    /// 当选、通过、任命之日.
    pub date: Option<PartialDate>,
    pub doc_no: String,
    pub result: String,
}

/// 试用期 (V30).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Probation {
    pub start: Option<PartialDate>,
    pub end: Option<PartialDate>,
    /// 期满考核 day.
    pub appraised: Option<PartialDate>,
    /// 合格 / 不合格 …
    pub appraisal: String,
    /// 正式任职 / 免职 / 延长 …
    pub outcome: String,
    pub decided: Option<PartialDate>,
}
