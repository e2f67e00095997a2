//! Texts the printed form derives from the fields: age, political status, months with a dot, the education of a person in a line.
//!
//! Derives only; the fields themselves stay as written.

use crate::{date::PartialDate, person::PersonContent};

/// Full years at the month of reckoning (当月实足): the month of birth itself counts as completed. None when either date
/// has no month, or birth lies after `on`.
#[must_use]
pub fn age_at(born: &str, on: &str) -> Option<u32> {
    let (born_year, born_month) = year_month(born)?;
    let (year, month) = year_month(on)?;
    let years = year - born_year - i32::from(month < born_month);
    u32::try_from(years).ok()
}

fn year_month(text: &str) -> Option<(i32, u32)> {
    use chrono::Datelike;
    match text.parse().ok()? {
        PartialDate::Year(_) => None,
        PartialDate::Month(year, month) => Some((year, month)),
        PartialDate::Day(day) => Some((day.year(), day.month())),
    }
}

/// `197102`, `1971-02` or `1971年2月` as the 审批表 writes it, `1971.02`; what is no month stays as written. A party joined beside or after
/// the CPC stands behind the date: `201205；民建`.
#[must_use]
pub fn display_month(text: &str) -> String {
    if let Some((date, rest)) = text.split_once(['；', ';']) {
        return format!("{}；{}", display_month(date), rest.trim());
    }
    text.parse::<PartialDate>().map_or_else(|_| text.trim().to_owned(), PartialDate::dotted_month)
}

/// 政治面貌: as entered; else by 入党时间, where a date means 中共党员, a party's name that party, nothing in a
/// file 群众; empty where nobody said anything, or something that is neither.
#[must_use]
pub fn political_status(person: &PersonContent) -> String {
    let entered = person.political_status.trim();
    if !entered.is_empty() {
        return entered.to_owned();
    }
    let (mut named, mut unread): (Vec<String>, bool) = (Vec::new(), false);
    for part in parts(&person.joined_party).filter(|part| !NOTHING.contains(part)) {
        let said = if is_date(part) { "中共党员".to_owned() } else { member(part) };
        if !is_date(part) && !names_a_party(part) {
            unread = true;
        } else if !named.contains(&said) {
            named.push(said);
        }
    }
    if !named.is_empty() {
        return named.join("；");
    }
    // A file that leaves 入党时间 empty says so; in what was typed or pasted it was only not written.
    let unsaid = person.joined_party.trim().is_empty() && person.source.is_empty();
    if unsaid || unread { String::new() } else { "群众".to_owned() }
}

/// What is written where there is nothing to write.
const NOTHING: [&str; 5] = ["无", "／", "/", "-", "—"];

/// What a part of 入党时间 that is no date may speak of: the parties by short and full name, the League, and those of none.
const PARTIES: [&str; 20] = [
    "中共",
    "共产党",
    "党员",
    "民革",
    "国民党革命委员会",
    "民盟",
    "民主同盟",
    "民建",
    "民主建国会",
    "民进",
    "民主促进会",
    "农工",
    "致公党",
    "九三",
    "台盟",
    "台湾民主自治同盟",
    "无党派",
    "团员",
    "群众",
    "共青团",
];

/// Whether a part of 入党时间 that is no date names a party, or says that there is none.
pub(super) fn names_a_party(part: &str) -> bool {
    NOTHING.contains(&part) || PARTIES.iter().any(|party| part.contains(party))
}

/// What members of the eight 民主党派 are called: 民革党员 and so on of those that are 党 by their short name, 会员, 盟员, 社员 of the others.
fn member(party: &str) -> String {
    let called = match party {
        "民革" | "农工党" | "致公党" => "党员",
        "民盟" | "台盟" => "盟员",
        "民建" | "民进" => "会员",
        "九三学社" => "社员",
        _ => "",
    };
    format!("{party}{called}")
}

/// The pieces of 入党时间: a date, a party's name, or both (`200108；民建`).
pub(super) fn parts(joined_party: &str) -> impl Iterator<Item = &str> {
    joined_party.split(['；', ';', '，', ',', '、', ' ', '\u{3000}', '\n']).map(str::trim).filter(|p| !p.is_empty())
}

pub(super) fn is_date(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok()
}

/// 全日制教育 and 在职教育 in a line each, as `大学、理学学士（某大学某专业）`; an empty kind is left out.
#[must_use]
pub fn education_summary(person: &PersonContent) -> String {
    let kinds = [
        (
            "全日制教育：",
            [&person.fulltime_education, &person.fulltime_degree],
            [&person.fulltime_school, &person.fulltime_degree_school],
        ),
        (
            "在职教育：",
            [&person.inservice_education, &person.inservice_degree],
            [&person.inservice_school, &person.inservice_degree_school],
        ),
    ];
    let mut lines = Vec::new();
    for (label, levels, schools) in kinds {
        let levels = joined(levels);
        let schools = joined(schools);
        match (levels.is_empty(), schools.is_empty()) {
            (true, true) => {}
            (_, true) => lines.push(format!("{label}{levels}")),
            (true, false) => lines.push(format!("{label}{schools}")),
            (false, false) => lines.push(format!("{label}{levels}（{schools}）")),
        }
    }
    lines.join("\n")
}

/// The two texts with a 、 between, once when they are the same.
fn joined(texts: [&String; 2]) -> String {
    let mut kept: Vec<&str> = texts.iter().map(|t| t.trim()).filter(|t| !t.is_empty()).collect();
    kept.dedup();
    kept.join("、")
}
