//! 任职资格 and 破格 of a candidate, fact by fact with its source (V02, V03; 条例 on 条件资格, all recalled). No judgement here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;

/// 层级, in ascending order. The distance of two says how many levels a promotion skips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    #[serde(alias = "科员")]
    Clerk,
    #[serde(alias = "乡科级副职", alias = "副科级")]
    TownshipDeputy,
    #[serde(alias = "乡科级正职", alias = "正科级")]
    TownshipChief,
    #[serde(alias = "县处级副职", alias = "副处级", alias = "副县级", alias = "副县处级")]
    CountyDeputy,
    #[serde(alias = "县处级正职", alias = "正处级", alias = "正县级", alias = "正县处级")]
    CountyChief,
    #[serde(alias = "厅局级副职", alias = "副厅级")]
    BureauDeputy,
    #[serde(alias = "厅局级正职", alias = "正厅级")]
    BureauChief,
    #[serde(alias = "省部级副职", alias = "副省级")]
    ProvinceDeputy,
    #[serde(alias = "省部级正职", alias = "正省级")]
    ProvinceChief,
}

impl Tier {
    const NAMES: [&'static str; 9] =
        ["科员", "乡科级副职", "乡科级正职", "县处级副职", "县处级正职", "厅局级副职", "厅局级正职", "省部级副职", "省部级正职"];

    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self as usize).copied().unwrap_or_default()
    }

    /// 正职 of its level.
    #[must_use]
    pub fn is_chief(self) -> bool {
        matches!(self, Tier::TownshipChief | Tier::CountyChief | Tier::BureauChief | Tier::ProvinceChief)
    }

    /// Levels from `from` up to this one: 1 is the next, 2 skips one (越级), 3 skips two (越两级); 0 when not higher.
    #[must_use]
    pub fn above(self, from: Tier) -> u32 {
        (self as u32).saturating_sub(from as u32)
    }
}

/// Which condition a line of the sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// 工龄
    #[serde(alias = "工龄")]
    Service,
    /// 基层工作经历
    #[serde(alias = "基层", alias = "基层工作经历")]
    Grassroots,
    /// 副职岗位任职, for 副职→正职
    #[serde(alias = "副职任职")]
    AsDeputy,
    /// 下级正职岗位任职, for 下级正职→上级副职
    #[serde(alias = "下级正职任职")]
    AsLowerChief,
    /// 下一级两个以上职位任职经历
    #[serde(alias = "下级职位数", alias = "两个以上下级职位")]
    LowerPosts,
    /// 学历
    #[serde(alias = "学历")]
    Education,
    /// 培训
    #[serde(alias = "培训")]
    Training,
    /// 党龄
    #[serde(alias = "党龄")]
    PartyAge,
    /// 身体条件
    #[serde(alias = "身体", alias = "身体条件")]
    Health,
    /// 法律规定的资格
    #[serde(alias = "法定资格")]
    Legal,
}

impl Condition {
    pub const ALL: [Condition; 10] = [
        Condition::Service,
        Condition::Grassroots,
        Condition::AsDeputy,
        Condition::AsLowerChief,
        Condition::LowerPosts,
        Condition::Education,
        Condition::Training,
        Condition::PartyAge,
        Condition::Health,
        Condition::Legal,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Condition::Service => "工龄",
            Condition::Grassroots => "基层工作经历",
            Condition::AsDeputy => "副职岗位任职年限",
            Condition::AsLowerChief => "下级正职岗位任职年限",
            Condition::LowerPosts => "下一级两个以上职位任职经历",
            Condition::Education => "学历",
            Condition::Training => "培训",
            Condition::PartyAge => "党龄",
            Condition::Health => "身体条件",
            Condition::Legal => "法律规定的资格",
        }
    }
}

/// One line of the sheet: what the file says, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QualificationLine {
    pub condition: Condition,
    /// 起算日; years are reckoned from here to the day judged.
    #[serde(default)]
    pub since: Option<PartialDate>,
    /// Months in all, where the experience is of several times; goes before `since`.
    #[serde(default)]
    pub months: Option<u32>,
    /// Number of posts (两个以上职位).
    #[serde(default)]
    pub count: Option<u32>,
    /// Met or not, for conditions without a number.
    #[serde(default)]
    pub met: Option<bool>,
    /// In words: 大学, 中央党校培训班 …
    #[serde(default)]
    pub text: String,
    /// 承诺提任后一年内补足 (培训).
    #[serde(default)]
    pub promised: bool,
    /// 出处: 干部档案第四类, 学历证书 …
    #[serde(default)]
    pub source: String,
    /// Date of the source; without it the line is not judged but told as missing.
    #[serde(default)]
    pub source_date: Option<PartialDate>,
}

/// 资格条件预审 sheet (S07).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Qualification {
    pub lines: Vec<QualificationLine>,
    /// 现职试用期止; None: none runs.
    pub probation_until: Option<PartialDate>,
    /// 上次提任日.
    pub last_promoted: Option<PartialDate>,
    /// 上次提任系破格; None: not said.
    pub last_exceptional: Option<bool>,
}

/// 破格提拔.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Exceptional {
    pub marked: bool,
    /// 特别优秀 / 工作特殊需要
    pub ground: String,
    pub reason: String,
    /// 上级组织部门同意的文号和日期.
    pub approval_no: String,
    pub approved: Option<PartialDate>,
}
