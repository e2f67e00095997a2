//! The words of the closed lists within records: what stands on paper for each choice. Empty where nothing was stated.

use super::{Addressee, AppointmentManner, NominationSource, NoticeKind, RateBasis, ReviewTopic, Tick};

impl RateBasis {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RateBasis::Valid => "有效票",
            RateBasis::Present => "实到人数",
        }
    }
}

impl ReviewTopic {
    /// Empty where the item's own name says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReviewTopic::Other => "",
            ReviewTopic::Archive => "干部档案",
            ReviewTopic::Assets => "个人有关事项",
            ReviewTopic::Discipline => "纪检监察意见",
            ReviewTopic::Petition => "信访举报",
            ReviewTopic::FileFacts => "三龄两历一身份",
            ReviewTopic::Bar => "不得列为考察对象",
            ReviewTopic::Qualification => "资格条件",
            ReviewTopic::Audit => "经济责任审计",
            ReviewTopic::AbilityTest => "素质能力测试",
            ReviewTopic::JointUnits => "联席单位意见",
        }
    }
}

impl Tick {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tick::Yes => "是",
            Tick::No => "否",
            Tick::Unchecked => "未核",
        }
    }
}

impl Addressee {
    /// Empty where it is to be read from the addressee's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Addressee::Unstated => "",
            Addressee::Discipline => "纪检监察机关",
            Addressee::Procuratorate => "检察机关",
            Addressee::Court => "法院",
            Addressee::Police => "公安机关",
            Addressee::Audit => "审计机关",
            Addressee::Petitions => "信访部门",
            Addressee::FamilyPlanning => "计划生育部门",
            Addressee::UnitedFront => "统战部门",
            Addressee::CoManager => "双重管理协管方",
            Addressee::LeaderInCharge => "分管领导",
            Addressee::Congress => "人大主要领导",
            Addressee::Consultative => "政协主要领导",
            Addressee::Government => "政府主要领导",
            Addressee::Superior => "上级主管部门",
            Addressee::Community => "居住地社区党组织",
            Addressee::SuperiorOrganization => "上级组织部门（事前报告）",
            Addressee::ReportingUnit => "呈报单位党组织",
            Addressee::Other => "其它",
        }
    }
}

impl NoticeKind {
    /// Empty where the step says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::Unstated => "",
            NoticeKind::Recommendation => "推荐公告",
            NoticeKind::Inspection => "考察预告",
            NoticeKind::Achievements => "考察对象公示、政绩公示",
            NoticeKind::Appointment => "任前公示",
            NoticeKind::Results => "结果公布",
            NoticeKind::Summons => "会议通知",
            NoticeKind::Contest => "公开选拔（竞争上岗）公告",
            NoticeKind::ContestScores => "笔试、面试成绩公告",
            NoticeKind::ContestOutcome => "选拔结果公告",
            NoticeKind::Other => "其它",
        }
    }
}

impl NominationSource {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NominationSource::Organization => "组织推荐",
            NominationSource::Individual => "领导个人推荐",
            NominationSource::SelfNomination => "个人自荐",
            NominationSource::Department => "主管部门推荐",
            NominationSource::Masses => "群众民主推荐",
        }
    }
}

impl AppointmentManner {
    /// Empty where it is not stated.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AppointmentManner::Unstated => "",
            AppointmentManner::PartyDecision => "党委（党组）决定",
            AppointmentManner::Elected => "选举",
            AppointmentManner::CongressAppointed => "人大任命",
            AppointmentManner::GovernmentAppointed => "政府任命",
        }
    }
}
