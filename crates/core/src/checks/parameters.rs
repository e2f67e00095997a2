//! The numbers the checks go by, one set for each edition of the 条例. Rule packs will replace what [`Parameters::of`] returns;
//! no check holds a number of its own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The editions of 《党政领导干部选拔任用工作条例》 in use (domain.md §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Edition {
    #[serde(rename = "2002")]
    E2002,
    #[serde(rename = "2014")]
    E2014,
    #[serde(rename = "2019")]
    E2019,
}

impl Edition {
    /// Reads `2002`, `2014`, `2019`, also written `2019版` or `2019年版`; None for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Edition> {
        match text.trim().trim_end_matches('版').trim_end_matches('年') {
            "2002" => Some(Edition::E2002),
            "2014" => Some(Edition::E2014),
            "2019" => Some(Edition::E2019),
            _ => None,
        }
    }

    /// As printed: 《党政领导干部选拔任用工作条例》（2019年）.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Edition::E2002 => "《党政领导干部选拔任用工作条例》（2002年）",
            Edition::E2014 => "《党政领导干部选拔任用工作条例》（2014年）",
            Edition::E2019 => "《党政领导干部选拔任用工作条例》（2019年）",
        }
    }
}

/// How long a public notice must stand (V28).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeRule {
    /// 2014, 2019: working days, both ends counted.
    WorkingDays { at_least: u32 },
    /// 2002: calendar days, both ends counted.
    CalendarDays { at_least: u32, at_most: u32 },
}

/// What the checks go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    pub edition: Edition,
    /// V05: months a result of recommendation stays valid.
    pub recommendation_months: u32,
    /// V05: days before its end at which to remind.
    pub recommendation_reminder_days: u32,
    /// V24: part of the members that must be present, as numerator and denominator.
    pub quorum: (u64, u64),
    /// V28
    pub notice: NoticeRule,
    /// V31c: shared pairs of neighbouring characters, in percent, from which two texts are called alike.
    pub alike_percent: u64,
    /// V31c: texts shorter than this many characters are not compared; short ones are alike by nature.
    pub alike_from_chars: usize,
    /// V31d: working days after the event within which it must be entered.
    pub entry_working_days: u32,
    /// What V05, V24, V25, V28 rest on.
    pub recommendation_basis: &'static str,
    pub quorum_basis: &'static str,
    pub majority_basis: &'static str,
    pub notice_basis: &'static str,
}

impl Parameters {
    /// The numbers of an edition (domain.md §2.2, §2.4). Articles are named only where the text was found.
    #[must_use]
    pub fn of(edition: Edition) -> Parameters {
        let common = Parameters {
            edition,
            recommendation_months: 12,
            recommendation_reminder_days: 30,
            quorum: (2, 3),
            notice: NoticeRule::WorkingDays { at_least: 5 },
            alike_percent: 90,
            alike_from_chars: 60,
            entry_working_days: 5,
            recommendation_basis: "《党政领导干部选拔任用工作条例》（2019年）：民主推荐结果一年内有效",
            quorum_basis: "《党政领导干部选拔任用工作条例》（2019年）：讨论决定须有三分之二以上成员到会",
            majority_basis: "《党政领导干部选拔任用工作条例》（2019年）：以应到会成员超过半数同意形成决定",
            notice_basis: "《党政领导干部选拔任用工作条例》（2019年）：公示期不少于五个工作日，在讨论决定后、下发任职通知前进行",
        };
        match edition {
            Edition::E2019 => common,
            Edition::E2014 => Parameters {
                recommendation_basis: "《党政领导干部选拔任用工作条例》（2014年）：民主推荐结果一年内有效",
                quorum_basis: "《党政领导干部选拔任用工作条例》（2014年）第三十七条：三分之二以上成员到会",
                majority_basis: "《党政领导干部选拔任用工作条例》（2014年）第三十八条：应到会成员超过半数同意",
                notice_basis: "《党政领导干部选拔任用工作条例》（2014年）第四十一条：公示期不少于五个工作日",
                ..common
            },
            Edition::E2002 => Parameters {
                notice: NoticeRule::CalendarDays { at_least: 7, at_most: 15 },
                recommendation_basis: "《党政领导干部选拔任用工作条例》（2002年）：民主推荐结果一年内有效",
                quorum_basis: "《党政领导干部选拔任用工作条例》（2002年）：三分之二以上成员到会",
                majority_basis: "《党政领导干部选拔任用工作条例》（2002年）：应到会成员超过半数同意",
                notice_basis: "《党政领导干部选拔任用工作条例》（2002年）：公示期一般为七至十五天",
                ..common
            },
        }
    }
}
