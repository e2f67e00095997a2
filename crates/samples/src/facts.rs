//! What the rules want to know of the posts and people of the sample beyond the forms: 职数, 任职方式, years served.

use jishi_core::record::AppointmentManner;

/// What the rules want to know of a post: 核定, 现配, 拟免, 任职方式 and why there is no 差额.
pub struct PostFacts {
    pub approved: u32,
    pub present: u32,
    pub leaving: u32,
    pub manner: AppointmentManner,
    pub equal_reason: &'static str,
}

/// The facts of a post of `people::POSTS`. All of them are 县处级副职.
pub fn facts(key: &str) -> PostFacts {
    use AppointmentManner::{CongressAppointed, PartyDecision};
    let (approved, present, leaving, manner, equal_reason) = match key {
        "P1" => (6, 5, 1, CongressAppointed, "推荐居前的两名人选意见集中，第三名未列为考察对象"),
        "P2" => (9, 8, 0, PartyDecision, "由现任副区长转任，人选意见集中"),
        "P3" => (1, 0, 0, PartyDecision, "职位条件特殊，等额考察，理由写入方案"),
        "P4" => (3, 2, 0, PartyDecision, ""),
        "P5" => (11, 10, 0, PartyDecision, "推荐意见集中，等额考察"),
        "P6" => (7, 5, 0, CongressAppointed, "两名人选推荐意见集中，等额考察"),
        "P7" => (1, 0, 0, PartyDecision, "推荐意见集中，对民主作风作专项了解"),
        _ => (1, 0, 0, PartyDecision, "职位条件特殊，第二推荐人选任现职不足一年"),
    };
    PostFacts { approved, present, leaving, manner, equal_reason }
}

/// 下级正职岗位 in months and 基层 in months, as the files have them (March 2026).
pub fn served(key: &str) -> (u32, u32) {
    match key {
        "C1" => (115, 66),
        "C2" => (66, 81),
        "C3" => (77, 120),
        "C5" => (48, 90),
        "C6" => (40, 61),
        "C7" => (84, 48),
        "C8" => (87, 132),
        "C9" => (58, 140),
        "C10" => (67, 96),
        "C11" => (71, 75),
        _ => (105, 40),
    }
}
