//! The yearly notice as people receive it (“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”), read into the
//! rows of a year's file. Checks the weekdays and the number of days the notice itself names; never fills in what it does not say.

use chrono::{Datelike, NaiveDate};

use crate::finding::{Finding, Level, Place};

/// A day of a year's file: name of the holiday, date, rest or work.
type Row = (String, NaiveDate, bool);

/// No holiday comes near this many days; a slip of the pen must not become a year of rest.
const LONGEST: i64 = 31;

/// A stretch of days that waits for its verb.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: NaiveDate,
    to: NaiveDate,
}

/// Reads a notice's text, pasted whole or typed as “放假 1月1日至3日；上班 1月4日”, into the JSON of a year's file, to be shown to the
/// user day by day and handed to [`super::Calendar::with`].
///
/// # Errors
/// `W02` no year to speak of, `W11` nothing readable, `W12` a weekday that is not that of its date, `W13` another number of days than “共…天”, `W14` no such day,
/// `W15` a stretch that is no holiday.
pub fn read_notice(year: i32, source: &str, text: &str) -> Result<String, Vec<Finding>> {
    let mut findings = Vec::new();
    if !(super::FIRST_YEAR..=super::LAST_YEAR).contains(&year) {
        return Err(vec![finding("W02", format!("年份 {year} 不在 1900 至 2199 之间"), "请核对年份")]);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut name = String::new();
    for sentence in text.split(['。', '；', ';', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
        let said = match sentence.split_once(['：', ':']) {
            Some((title, rest)) => {
                after_number(title).trim().clone_into(&mut name);
                rest
            }
            None => sentence,
        };
        Sentence { year, name: &name, rest: said, stretches: Vec::new(), verb_before: None }.read(&mut rows, &mut findings);
    }
    if rows.is_empty() && findings.is_empty() {
        let message = format!("没有从文字中读出 {year} 年的放假或上班日期");
        findings.push(finding("W11", message, "请粘贴通知原文，或写成“放假 1月1日至3日；上班 1月4日”"));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let days: Vec<serde_json::Value> = rows
        .iter()
        .map(|(name, date, off)| {
            let name = if name.is_empty() { if *off { "放假" } else { "上班" } } else { name.as_str() };
            serde_json::json!({ "name": name, "date": date.to_string(), "isOffDay": off })
        })
        .collect();
    Ok(serde_json::json!({ "year": year, "source": source, "days": days }).to_string())
}

/// “六、国庆节、中秋节” without its number.
fn after_number(title: &str) -> &str {
    match title.split_once('、') {
        Some((number, rest)) if number.chars().all(|c| "一二三四五六七八九十".contains(c)) => rest,
        _ => title,
    }
}

fn finding(code: &str, message: String, remedy: &str) -> Finding {
    Finding::new(code, Level::Error, Place::default().field("放假通知"), message).remedy(remedy)
}

struct Sentence<'a> {
    year: i32,
    name: &'a str,
    rest: &'a str,
    stretches: Vec<Stretch>,
    /// 放假 / 上班 that stands before its dates, as people type it.
    verb_before: Option<bool>,
}

impl Sentence<'_> {
    fn read(mut self, rows: &mut Vec<Row>, findings: &mut Vec<Finding>) {
        let mut open_range = false;
        let mut rested = 0_usize;
        while let Some(first) = self.rest.chars().next() {
            if let Some(date) = self.date(findings) {
                match self.stretches.last_mut().filter(|_| open_range) {
                    Some(stretch) => {
                        stretch.to = date;
                        // “12月30日至1月1日” begins in the year before; any other turn-about is a slip.
                        if stretch.from > date && stretch.from.month() == 12 && date.month() == 1 {
                            stretch.from = stretch.from.with_year(stretch.from.year() - 1).unwrap_or(stretch.from);
                        }
                        if stretch.from > date || (date - stretch.from).num_days() >= LONGEST {
                            let message = format!("{} 至 {date} 不像一段假期", stretch.from);
                            findings.push(finding("W15", message, "请核对起止日期"));
                        }
                    }
                    None => self.stretches.push(Stretch { from: date, to: date }),
                }
                open_range = false;
                self.weekday(findings);
                continue;
            }
            if let Some(rest) = self.rest.strip_prefix('共') {
                self.total(rest, rested, findings);
            }
            if let Some((off, rest)) = verb(self.rest) {
                if self.stretches.is_empty() {
                    self.verb_before = Some(off)
                } else {
                    rested += self.flush(off, rows)
                }
                self.rest = rest;
                continue;
            }
            open_range |= matches!(first, '至' | '到' | '-' | '—' | '–' | '－' | '~' | '～') && !self.stretches.is_empty();
            self.rest = self.rest.get(first.len_utf8()..).unwrap_or_default();
        }
        if let Some(off) = self.verb_before {
            self.flush(off, rows);
        }
    }

    /// Turns the waiting stretches into rows; the number of days.
    fn flush(&mut self, off: bool, rows: &mut Vec<Row>) -> usize {
        let mut count = 0;
        for stretch in self.stretches.drain(..) {
            for date in
                stretch.from.iter_days().take(usize::try_from(LONGEST).unwrap_or_default()).take_while(|d| *d <= stretch.to)
            {
                rows.push((self.name.to_owned(), date, off));
                count += 1;
            }
        }
        count
    }

    /// A date at the start of the rest, which is then behind it: `2025年12月31日`, `1月3日`, or `3日` of the month before it.
    fn date(&mut self, findings: &mut Vec<Finding>) -> Option<NaiveDate> {
        let (first, rest) = number(self.rest)?;
        let (year, first, rest) = match rest.strip_prefix('年') {
            Some(after) => {
                let (month, rest) = number(after)?;
                (i32::try_from(first).ok(), month, rest)
            }
            None => (None, first, rest),
        };
        let last = self.stretches.last().map(|s| s.to);
        let (month, day, rest) = match rest.strip_prefix('月') {
            Some(after) => {
                let (day, rest) = number(after)?;
                (first, day, rest.strip_prefix(['日', '号']).unwrap_or(rest))
            }
            None => (last?.month(), first, rest.strip_prefix(['日', '号'])?),
        };
        self.rest = rest;
        let inherited = last.filter(|d| d.month() == month).map(|d| d.year());
        let new_year = (month == 12 && self.name.contains("元旦")).then_some(self.year - 1);
        let year = year.or(inherited).or(new_year).unwrap_or(self.year);
        let date = NaiveDate::from_ymd_opt(year, month, day);
        if date.is_none() {
            findings.push(finding("W14", format!("{year}年没有{month}月{day}日"), "请核对通知原文"));
        }
        date
    }

    /// “（农历除夕、周二）” behind a date: the weekday must be its own.
    fn weekday(&mut self, findings: &mut Vec<Finding>) {
        let Some((inside, rest)) = self.rest.strip_prefix(['（', '(']).and_then(|r| r.split_once(['）', ')'])) else {
            return;
        };
        self.rest = rest;
        let told = inside
            .rsplit(['、', '，', ' '])
            .find_map(|part| part.trim().strip_prefix("星期").or_else(|| part.trim().strip_prefix('周')));
        let Some(date) = self.stretches.last().map(|s| s.to) else { return };
        let names = ["一", "二", "三", "四", "五", "六", "日"];
        let index = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
        let own = names.get(index).copied().unwrap_or_default();
        if let Some(told) = told.filter(|t| *t != own && !(*t == "天" && own == "日")) {
            let message = format!("{}是星期{own}，文字中写作星期{told}", crate::date::PartialDate::Day(date).chinese());
            findings.push(finding("W12", message, "请核对年份和日期"));
        }
    }

    /// “共8天” must be the days just told as rest.
    fn total(&self, rest: &str, rested: usize, findings: &mut Vec<Finding>) {
        let Some((total, after)) = number(rest) else { return };
        if after.starts_with('天') && usize::try_from(total).is_ok_and(|t| t != rested) {
            let message = format!("{}写明共{total}天，读出的放假日期有{rested}天", self.name);
            findings.push(finding("W13", message, "请核对起止日期"));
        }
    }
}

/// 放假, 补休 (rest) or 上班 (work) at the start of a text.
fn verb(text: &str) -> Option<(bool, &str)> {
    [("放假", true), ("补休", true), ("休息", true), ("上班", false)]
        .iter()
        .find_map(|(word, off)| text.strip_prefix(word).map(|rest| (*off, rest)))
}

/// Up to four digits at the start of a text.
fn number(text: &str) -> Option<(u32, &str)> {
    let count = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(count)?;
    digits.parse().ok().map(|n| (n, rest))
}
