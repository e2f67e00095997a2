//! Dates with the precision they were recorded in: 年, 年月 or 日. Old records often know no more.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A date of known precision. Serialised as `2026`, `2026-03` or `2026-03-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub enum PartialDate {
    Year(i32),
    Month(i32, u32),
    Day(NaiveDate),
}

/// Why a text is no date, in the user's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是有效日期：{reason}。请写成 2026-03-02、2026-03 或 2026")]
pub struct DateError {
    pub text: String,
    pub reason: String,
}

/// Years a record of this kind can speak of: birth dates of the oldest cadres to far-off plans.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

impl PartialDate {
    /// The first day the date may mean.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        match self {
            PartialDate::Year(y) => NaiveDate::from_ymd_opt(y, 1, 1).unwrap_or(NaiveDate::MIN),
            PartialDate::Month(y, m) => NaiveDate::from_ymd_opt(y, m, 1).unwrap_or(NaiveDate::MIN),
            PartialDate::Day(d) => d,
        }
    }

    /// The last day the date may mean.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = match self {
            PartialDate::Year(y) => NaiveDate::from_ymd_opt(y + 1, 1, 1),
            PartialDate::Month(y, 12) => NaiveDate::from_ymd_opt(y + 1, 1, 1),
            PartialDate::Month(y, m) => NaiveDate::from_ymd_opt(y, m + 1, 1),
            PartialDate::Day(d) => return d,
        };
        next.and_then(|d| d.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The day itself, when the precision is 日.
    #[must_use]
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            PartialDate::Day(d) => Some(d),
            _ => None,
        }
    }

    /// Certainly earlier: even the last day it may mean lies before the first day of the other.
    #[must_use]
    pub fn surely_before(self, other: PartialDate) -> bool {
        self.last_day() < other.first_day()
    }

    /// 2026年3月2日 / 2026年3月 / 2026年.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            PartialDate::Year(y) => format!("{y}年"),
            PartialDate::Month(y, m) => format!("{y}年{m}月"),
            PartialDate::Day(d) => format!("{}年{}月{}日", d.year(), d.month(), d.day()),
        }
    }

    /// 2026.03 or 2026, the way birth dates stand in forms.
    #[must_use]
    pub fn dotted_month(self) -> String {
        match self {
            PartialDate::Year(y) => format!("{y}"),
            PartialDate::Month(y, m) => format!("{y}.{m:02}"),
            PartialDate::Day(d) => format!("{}.{:02}", d.year(), d.month()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartialDate::Year(y) => write!(f, "{y:04}"),
            PartialDate::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            PartialDate::Day(d) => write!(f, "{d}"),
        }
    }
}

impl From<PartialDate> for String {
    fn from(d: PartialDate) -> String {
        d.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;
    fn try_from(s: String) -> Result<Self, DateError> {
        s.parse()
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads `2026-03-02`, `2026.3.2`, `2026/3/2`, `20260302`, `202603`, `2026年3月2日` and their shorter forms.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let fail = |reason: &str| DateError { text: text.to_owned(), reason: reason.to_owned() };
        // Chinese input methods write digits as wide as characters.
        let halved: String = text.chars().map(half_width).collect();
        let trimmed = halved.trim();
        if trimmed.is_empty() {
            return Err(fail("没有填写"));
        }
        let parts: Vec<String> = if trimmed.chars().all(|c| c.is_ascii_digit()) && trimmed.len() > 4 {
            match trimmed.len() {
                6 => vec![take(trimmed, 0, 4), take(trimmed, 4, 6)],
                8 => vec![take(trimmed, 0, 4), take(trimmed, 4, 6), take(trimmed, 6, 8)],
                _ => return Err(fail("连写的数字应为六位（年月）或八位（年月日）")),
            }
        } else {
            let separators = ['-', '.', '/', '年', '月', '日', '号'];
            trimmed.split(separators).filter(|p| !p.trim().is_empty()).map(|p| p.trim().to_owned()).collect()
        };
        let numbers: Vec<i64> = parts
            .iter()
            .map(|p| if p.len() <= 4 { p.parse::<i64>().ok() } else { None })
            .collect::<Option<_>>()
            .ok_or_else(|| fail("含有不是数字的内容"))?;
        let year = |y: i64| -> Result<i32, DateError> {
            i32::try_from(y).ok().filter(|y| YEARS.contains(y)).ok_or_else(|| fail("年份应在 1900 至 2199 之间"))
        };
        let month = |m: i64| -> Result<u32, DateError> {
            u32::try_from(m).ok().filter(|m| (1..=12).contains(m)).ok_or_else(|| fail(&format!("没有{m}月")))
        };
        match numbers.as_slice() {
            [y] => Ok(PartialDate::Year(year(*y)?)),
            [y, m] => Ok(PartialDate::Month(year(*y)?, month(*m)?)),
            [y, m, d] => {
                let (y, m) = (year(*y)?, month(*m)?);
                u32::try_from(*d)
                    .ok()
                    .and_then(|d| NaiveDate::from_ymd_opt(y, m, d))
                    .map(PartialDate::Day)
                    .ok_or_else(|| fail(&format!("{y}年{m}月没有{d}日")))
            }
            _ => Err(fail("看不出年、月、日")),
        }
    }
}

/// A full-width digit or stroke as the narrow one it stands for; anything else as it is.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '／' | '－' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    }
}

/// The ASCII digits of `text` from `from` to `to`.
fn take(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to - from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_usual_way_of_writing_and_refuses_days_that_are_not() {
        for (text, want) in [
            ("2026-03-02", "2026-03-02"),
            ("20260302", "2026-03-02"),
            ("2026年3月2日", "2026-03-02"),
            ("2026.3.2", "2026-03-02"),
            ("202603", "2026-03"),
            ("2026.03", "2026-03"),
            ("2026年", "2026"),
            (" 1971/12/31 ", "1971-12-31"),
            ("１９７８．０３", "1978-03"),
            ("２０２６年３月２日", "2026-03-02"),
        ] {
            assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(want.to_owned()), "{text}");
        }
        for text in ["2026-02-31", "2026-13", "", "昨天", "20260231", "202", "1526-01-01", "2026-1-1-1", "99999999999"] {
            let error = text.parse::<PartialDate>().expect_err(text);
            assert!(error.to_string().contains(text), "the message names what was typed: {error}");
        }
        assert!("2026-02-31".parse::<PartialDate>().unwrap_err().to_string().contains("2026年2月没有31日"));
    }

    #[test]
    fn an_imprecise_date_is_before_another_only_when_it_surely_is() {
        let d = |s: &str| s.parse::<PartialDate>().unwrap();
        assert!(d("2025").surely_before(d("2026-01-01")));
        assert!(!d("2026").surely_before(d("2026-05-01")));
        assert!(d("2026-04").surely_before(d("2026-05-01")));
        assert_eq!(d("2024-02").last_day().to_string(), "2024-02-29");
    }
}
