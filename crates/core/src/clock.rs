//! Times of day as staff write them: `9:30`, `下午3点半`, `15：00至16：30`. Read strictly where one types, so that 25:70 or a place never
//! stands as a time; what old records say in other words is left as it is by whoever reads them.

use std::{fmt, str::FromStr};

/// A time of day, or from when to when. Written `9:30` or `15:00–16:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeSpan {
    /// Minutes after midnight, below 1,440.
    pub from: u32,
    /// Later than `from`; none for a single time.
    pub to: Option<u32>,
}

/// Why a text is no time, in the user's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是时间：{reason}。请写成 9:30，或 15:00–16:30；日期另填")]
pub struct TimeError {
    pub text: String,
    pub reason: String,
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.from / 60, self.from % 60)?;
        self.to.map_or(Ok(()), |to| write!(f, "–{}:{:02}", to / 60, to % 60))
    }
}

impl FromStr for TimeSpan {
    type Err = TimeError;

    /// One time, or two parted by a dash, 至 or 到. What is said of the first half of the day (下午3:00–4:00) holds for the second.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let fail = |reason: String| TimeError { text: text.trim().to_owned(), reason };
        let dashes = ['-', '－', '–', '—', '~', '～', '至', '到'];
        let parts: Vec<&str> = text.split(dashes).map(str::trim).filter(|p| !p.is_empty()).collect();
        match parts.as_slice() {
            [] => Err(fail("没有填写".into())),
            [one] => Ok(TimeSpan { from: time(one, None).map_err(fail)?.0, to: None }),
            [one, other] => {
                if let (Some(from), Some(to)) = (hour(one), hour(other)) {
                    return if to <= from {
                        Err(fail("结束不晚于开始".into()))
                    } else if from < EARLY {
                        Err(fail("看不出是上午还是下午".into()))
                    } else {
                        Ok(TimeSpan { from: from * 60, to: Some(to * 60) })
                    };
                }
                let (from, half) = time(one, None).map_err(fail)?;
                let (to, _) = time(other, half).map_err(fail)?;
                if to <= from {
                    return Err(fail("结束不晚于开始".into()));
                }
                Ok(TimeSpan { from, to: Some(to) })
            }
            _ => Err(fail("多于起止两个时间".into())),
        }
    }
}

/// Of bare hours, one before this may as well be meant of the afternoon.
const EARLY: u32 = 7;

/// A bare hour, as of 15-17.
fn hour(text: &str) -> Option<u32> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|hour| digits && *hour < 24)
}

/// Minutes after midnight, and the half of the day it was said with (true: after noon). `half` is what was said before of both.
fn time(text: &str, half: Option<bool>) -> Result<(u32, Option<bool>), String> {
    let words = [("上午", false), ("早上", false), ("下午", true), ("晚上", true), ("晚", true)];
    let said = words.iter().find_map(|(word, late)| text.strip_prefix(word).map(|rest| (rest.trim(), Some(*late))));
    let (rest, half) = said.unwrap_or((text, half));
    let (hours, minutes) = split(rest).ok_or("含有不是时间的内容")?;
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.len() <= 2).ok_or("含有不是时间的内容");
    let (hours, minutes) = (number(&hours)?, number(&minutes)?);
    if hours > 23 {
        return Err(format!("没有{hours}时"));
    }
    if minutes > 59 {
        return Err(format!("没有{minutes}分"));
    }
    let hours = if half == Some(true) && hours < 12 { hours + 12 } else { hours };
    Ok((hours * 60 + minutes, half))
}

/// Hours and minutes as digits: `9:30`, `930`, `9时30分`, `9点半`, `9点`.
fn split(text: &str) -> Option<(String, String)> {
    if let Some((hours, minutes)) = text.split_once([':', '：', '时', '点']) {
        let minutes = match minutes.trim().trim_end_matches(['分', '钟', '整']) {
            "" if !text.contains([':', '：']) => "0",
            "半" => "30",
            digits => digits,
        };
        return Some((hours.trim().to_owned(), minutes.trim().to_owned()));
    }
    let digits = text.len() == 3 || text.len() == 4;
    (digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| {
        let (hours, minutes) = text.split_at(text.len() - 2);
        (hours.to_owned(), minutes.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_usual_way_of_writing() {
        let cases = [
            ("9:30", "9:30"),
            ("09：30", "9:30"),
            ("0930", "9:30"),
            ("930", "9:30"),
            ("15:00–16:30", "15:00–16:30"),
            ("15：00 至 16：30", "15:00–16:30"),
            ("1500-1630", "15:00–16:30"),
            ("9时", "9:00"),
            ("9点半", "9:30"),
            ("9点30分", "9:30"),
            ("下午3:00", "15:00"),
            ("下午3点到4点半", "15:00–16:30"),
            ("上午11:00—下午1:00", "11:00–13:00"),
            ("23:59", "23:59"),
            ("0:00", "0:00"),
            ("15-17", "15:00–17:00"),
            ("9至11", "9:00–11:00"),
        ];
        for (text, want) in cases {
            assert_eq!(text.parse::<TimeSpan>().map(|t| t.to_string()), Ok(want.to_owned()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time_and_says_what_was_typed() {
        let cases = [
            ("25:70", "没有25时"),
            ("9:60", "没有60分"),
            ("市委组织部谈话室", "不是时间的内容"),
            ("2026-03-02", "多于起止两个时间"),
            ("16:30–15:00", "结束不晚于开始"),
            ("15:00-16:00-17:00", "多于起止"),
            ("17-15", "结束不晚于开始"),
            ("3-4", "上午还是下午"),
            ("9-25", "不是时间的内容"),
            ("9:", "不是时间的内容"),
            ("12345", "不是时间的内容"),
            ("全天", "不是时间的内容"),
            ("", "没有填写"),
        ];
        for (text, reason) in cases {
            let error = text.parse::<TimeSpan>().expect_err(text).to_string();
            assert!(error.contains(reason) && error.contains(text), "{text}: {error}");
        }
    }
}
