//! Working days in China: Monday to Friday, changed by the yearly notice of the State Council's office (放假调休).
//!
//! The notices are data, one file a year under `assets/calendar`, built in and extendable by the user with the next year's file.
//! A year without a notice is never guessed at: its days are told as provisional, by Monday to Friday, and say so. Nothing here
//! knows today's date, and no result changes behind a record: [`Calendar::version`] names the data a period was reckoned with.

mod notice;

pub use notice::read_notice;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::finding::{Finding, Level, Place};

/// The built-in years: name for messages and the file itself.
const BUILTIN: &[(&str, &str)] = &[
    ("2004.json", include_str!("../../../assets/calendar/2004.json")),
    ("2005.json", include_str!("../../../assets/calendar/2005.json")),
    ("2006.json", include_str!("../../../assets/calendar/2006.json")),
    ("2007.json", include_str!("../../../assets/calendar/2007.json")),
    ("2008.json", include_str!("../../../assets/calendar/2008.json")),
    ("2009.json", include_str!("../../../assets/calendar/2009.json")),
    ("2010.json", include_str!("../../../assets/calendar/2010.json")),
    ("2011.json", include_str!("../../../assets/calendar/2011.json")),
    ("2012.json", include_str!("../../../assets/calendar/2012.json")),
    ("2013.json", include_str!("../../../assets/calendar/2013.json")),
    ("2014.json", include_str!("../../../assets/calendar/2014.json")),
    ("2015.json", include_str!("../../../assets/calendar/2015.json")),
    ("2016.json", include_str!("../../../assets/calendar/2016.json")),
    ("2017.json", include_str!("../../../assets/calendar/2017.json")),
    ("2018.json", include_str!("../../../assets/calendar/2018.json")),
    ("2019.json", include_str!("../../../assets/calendar/2019.json")),
    ("2020.json", include_str!("../../../assets/calendar/2020.json")),
    ("2021.json", include_str!("../../../assets/calendar/2021.json")),
    ("2022.json", include_str!("../../../assets/calendar/2022.json")),
    ("2023.json", include_str!("../../../assets/calendar/2023.json")),
    ("2024.json", include_str!("../../../assets/calendar/2024.json")),
    ("2025.json", include_str!("../../../assets/calendar/2025.json")),
    ("2026.json", include_str!("../../../assets/calendar/2026.json")),
];

static BUILTIN_CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::parse(BUILTIN).unwrap_or_default());

/// The days no reckoning goes beyond; dates of records lie within (see [`crate::date`]).
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;

/// Is a day one of work?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Working {
    Yes,
    No,
    /// The notice that settles the day is not in the calendar; by Monday to Friday it would be this.
    Provisional(bool),
}

impl Working {
    /// Work or not, provisional or settled.
    #[must_use]
    pub fn works(self) -> bool {
        matches!(self, Working::Yes | Working::Provisional(true))
    }

    /// No notice settles the day.
    #[must_use]
    pub fn is_provisional(self) -> bool {
        matches!(self, Working::Provisional(_))
    }
}

/// Where a period of working days begins to count. Which one applies is a rule of the place, not of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountFrom {
    /// 自当日起: the first day itself counts.
    SameDay,
    /// 自次日起: the day after is the first that may count.
    NextDay,
}

/// A number of working days, and whether any day it looked at is only provisional.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Count {
    pub days: u32,
    pub provisional: bool,
}

/// What a day is called in a calendar sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayLabel {
    /// 休 or 班 where a notice or the weekend says so; empty for an ordinary working day.
    pub mark: String,
    /// 春节, 周六, or empty.
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    name: String,
    off: bool,
    /// The year of the notice the day stands in: that of late December is often the next one.
    notice: i32,
}

/// The notices of some years, merged. Later notices prevail on the days two of them name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, Listed>,
    years: BTreeSet<i32>,
    version: String,
}

/// One year's file, in the shape of holiday-cn with the notice's title beside it.
#[derive(Debug, Deserialize)]
struct YearFile {
    year: i32,
    #[serde(default)]
    source: String,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<DayRow>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DayRow {
    name: String,
    date: String,
    is_off_day: bool,
}

impl Calendar {
    /// The calendar that comes with the program, 2004 to the last year known when it was built.
    #[must_use]
    pub fn builtin() -> &'static Calendar {
        &BUILTIN_CALENDAR
    }

    /// Reads year files (`(name for messages, JSON)`); a later file of a year replaces an earlier one.
    ///
    /// # Errors
    /// Every reason for refusal of every file, as findings `W01`…`W08`; nothing is taken over from a refused set.
    pub fn parse(files: &[(&str, &str)]) -> Result<Calendar, Vec<Finding>> {
        Calendar::default().with(files)
    }

    /// This calendar with further year files; a year present is replaced whole, the others stay.
    ///
    /// # Errors
    /// As [`Calendar::parse`]; the calendar itself is untouched.
    pub fn with(&self, files: &[(&str, &str)]) -> Result<Calendar, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut next = self.clone();
        for (name, json) in files {
            if let Some((year, rows)) = read_year(name, json, &mut findings) {
                next.replace_year(year, rows);
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        next.version = next.digest();
        Ok(next)
    }

    fn replace_year(&mut self, year: i32, rows: Vec<(NaiveDate, Listed)>) {
        self.days.retain(|_, d| d.notice != year);
        self.years.insert(year);
        for (date, row) in rows {
            match self.days.get(&date) {
                Some(standing) if standing.notice > row.notice => {}
                _ => {
                    self.days.insert(date, row);
                }
            }
        }
    }

    /// The years whose notice is known.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

    /// SHA-256 (hexadecimal) of the years and of every listed day, to be stored with each period reckoned.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for year in &self.years {
            hasher.update(format!("{year}\n"));
        }
        for (date, listed) in &self.days {
            hasher.update(format!("{date} {}\n", if listed.off { "休" } else { "班" }));
        }
        hasher.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// Whether a day is one of work, and whether a notice settles it.
    ///
    /// 29 to 31 December stay provisional until the next year's notice is known: it often moves them (2005, 2006, 2011, 2018, 2022).
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> Working {
        if let Some(listed) = self.days.get(&date) {
            return if listed.off { Working::No } else { Working::Yes };
        }
        let weekday = !is_weekend(date);
        let year_end = date.month() == 12 && date.day() >= 29;
        if !self.years.contains(&date.year()) || (year_end && !self.years.contains(&(date.year() + 1))) {
            Working::Provisional(weekday)
        } else if weekday {
            Working::Yes
        } else {
            Working::No
        }
    }

    /// Working days from `from` to `to`, both within the count under [`CountFrom::SameDay`]. None when `to` lies before `from`.
    /// Days outside 1900 to 2199 are left out.
    #[must_use]
    pub fn count_working_days(&self, from: NaiveDate, to: NaiveDate, rule: CountFrom) -> Count {
        let mut count = Count { days: 0, provisional: false };
        let to = to.min(NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(to));
        let mut day = first_counted(from, rule);
        while let Some(date) = day.filter(|d| *d <= to) {
            let working = self.is_working_day(date);
            count.days += u32::from(working.works());
            count.provisional |= working.is_provisional();
            day = date.succ_opt();
        }
        count
    }

    /// The day on which the `n`-th working day falls, counted by `rule`, and whether that rests on a day no notice settles.
    /// For `n` = 0 it is `from` itself. A count that would run beyond 2199 stops there and is provisional.
    #[must_use]
    pub fn nth_working_day(&self, from: NaiveDate, n: u32, rule: CountFrom) -> (NaiveDate, bool) {
        let mut left = n;
        let mut last = from;
        let mut provisional = false;
        let mut day = first_counted(from, rule);
        while left > 0 {
            let Some(date) = day.filter(|d| d.year() <= LAST_YEAR) else { return (last, true) };
            let working = self.is_working_day(date);
            left -= u32::from(working.works());
            provisional |= working.is_provisional();
            last = date;
            day = date.succ_opt();
        }
        (last, provisional)
    }

    /// 休 / 班 and the name of the day.
    #[must_use]
    pub fn day_label(&self, date: NaiveDate) -> DayLabel {
        if let Some(listed) = self.days.get(&date) {
            return DayLabel { mark: if listed.off { "休" } else { "班" }.into(), name: listed.name.clone() };
        }
        match date.weekday() {
            Weekday::Sat => DayLabel { mark: "休".into(), name: "周六".into() },
            Weekday::Sun => DayLabel { mark: "休".into(), name: "周日".into() },
            _ => DayLabel { mark: String::new(), name: String::new() },
        }
    }
}

impl crate::checks::WorkingDays for Calendar {
    fn count(&self, from: NaiveDate, to: NaiveDate) -> (u32, bool) {
        let count = self.count_working_days(from, to, CountFrom::SameDay);
        (count.days, count.provisional)
    }
}

/// The first day that may count, not before 1900.
fn first_counted(from: NaiveDate, rule: CountFrom) -> Option<NaiveDate> {
    let first = match rule {
        CountFrom::SameDay => Some(from),
        CountFrom::NextDay => from.succ_opt(),
    };
    first.map(|d| d.max(NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or(d)))
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Reads one file; on refusal adds to `findings` and gives none.
fn read_year(name: &str, json: &str, findings: &mut Vec<Finding>) -> Option<(i32, Vec<(NaiveDate, Listed)>)> {
    let before = findings.len();
    let mut refuse = |code: &str, message: String, remedy: &str| {
        findings.push(Finding::new(code, Level::Error, Place::file(name), message).remedy(remedy));
    };
    let file: YearFile = match serde_json::from_str(json.trim_start_matches('\u{feff}')) {
        Ok(file) => file,
        Err(error) => {
            refuse(
                "W01",
                format!("{name} 不是放假安排文件：{error}"),
                "请用含 year、source、days（name、date、isOffDay）的 JSON 文件，或改用逐日录入",
            );
            return None;
        }
    };
    if !(FIRST_YEAR..=LAST_YEAR).contains(&file.year) {
        refuse("W02", format!("{name} 的年份 {} 不在 1900 至 2199 之间", file.year), "请核对 year");
        return None;
    }
    if file.source.trim().is_empty() && file.papers.iter().all(|p| p.trim().is_empty()) {
        refuse("W03", format!("{name} 没有写明依据"), "请在 source 写明放假通知的名称或文号");
    }
    if file.days.is_empty() {
        refuse("W04", format!("{name} 没有列出任何放假或上班的日子"), "请等通知公布后再录入");
    }
    let mut rows: BTreeMap<NaiveDate, Listed> = BTreeMap::new();
    for row in &file.days {
        let Ok(date) = NaiveDate::parse_from_str(&row.date, "%Y-%m-%d") else {
            refuse("W05", format!("{name} 中的“{}”不是日期", row.date), "请写成 2027-01-01");
            continue;
        };
        let near = date.year() == file.year
            || (date.year() == file.year - 1 && date.month() == 12)
            || (date.year() == file.year + 1 && date.month() == 1);
        if !near {
            refuse("W06", format!("{name} 是 {} 年的安排，却列出了 {date}", file.year), "请核对日期的年份");
        }
        if !row.is_off_day && !is_weekend(date) {
            refuse("W07", format!("{name} 把 {date}（周一至周五）列为调休上班日"), "调休上班日应为周六或周日，请核对日期");
        }
        let listed = Listed { name: row.name.clone(), off: row.is_off_day, notice: file.year };
        if rows.insert(date, listed).is_some_and(|earlier| earlier.off != row.is_off_day) {
            refuse("W08", format!("{name} 把 {date} 既列为放假又列为上班"), "请核对这一天，只留一行");
        }
    }
    (findings.len() == before).then(|| (file.year, rows.into_iter().collect()))
}

#[cfg(test)]
mod tests;
