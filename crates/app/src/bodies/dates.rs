//! Dates and working days for the screen: Rust judges, the screen shows.

use chrono::{Datelike, NaiveDate};
use jishi_core::calendar::{Calendar, CountFrom, Working};
use jishi_core::clock::TimeSpan;
use jishi_core::date::PartialDate;

use crate::dto::{DateReading, DateRequest, MonthDay, MonthRequest, TimeReading, TimeRequest, Workdays, WorkdaysRequest};
use crate::error::{AppError, Result};
use crate::{App, Progress};

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

fn weekday(day: NaiveDate) -> &'static str {
    WEEKDAYS.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or("")
}

/// Is it a working day, and is the year unknown to the calendar.
fn working(calendar: &Calendar, day: NaiveDate) -> (bool, bool) {
    match calendar.is_working_day(day) {
        Working::Yes => (true, false),
        Working::No => (false, false),
        Working::Provisional(working) => (working, true),
    }
}

/// 休（春节）, 班（国庆节）, or empty on an ordinary working day.
fn mark(calendar: &Calendar, day: NaiveDate) -> String {
    let label = calendar.day_label(day);
    match (label.mark.is_empty(), label.name.is_empty()) {
        (true, _) => String::new(),
        (false, true) => label.mark,
        (false, false) => format!("{}（{}）", label.mark, label.name),
    }
}

pub(crate) fn read(app: &App, request: DateRequest, _: &dyn Progress) -> Result<DateReading> {
    let empty = DateReading {
        date: None,
        words: String::new(),
        mark: String::new(),
        working: None,
        provisional: false,
        error: String::new(),
    };
    Ok(match request.text.parse::<PartialDate>() {
        Err(error) => DateReading { error: error.to_string(), ..empty },
        Ok(date) => match date.day() {
            None => DateReading { date: Some(date), words: date.chinese(), ..empty },
            Some(day) => {
                let (works, provisional) = working(&app.calendar(), day);
                DateReading {
                    date: Some(date),
                    words: format!("{} 星期{}", date.chinese(), weekday(day)),
                    mark: mark(&app.calendar(), day),
                    working: Some(works),
                    provisional,
                    error: String::new(),
                }
            }
        },
    })
}

pub(crate) fn read_time(_: &App, request: TimeRequest, _: &dyn Progress) -> Result<TimeReading> {
    let no = |error: String| TimeReading { time: String::new(), error };
    Ok(match request.text.parse::<TimeSpan>() {
        Err(error) => no(error.to_string()),
        Ok(TimeSpan { to: Some(_), .. }) if !request.range => {
            no(format!("“{}”是一段时间，这里只填一个时间，例如 9:30", request.text.trim()))
        }
        Ok(span) => TimeReading { time: span.to_string(), error: String::new() },
    })
}

pub(crate) fn workdays(app: &App, request: WorkdaysRequest, _: &dyn Progress) -> Result<Workdays> {
    let day = |date: PartialDate| {
        date.day().ok_or_else(|| AppError::invalid(format!("{}没有精确到日，数不出工作日", date.chinese()), "请填写到日"))
    };
    let from = day(request.from)?;
    let last = match (request.to, request.days) {
        (Some(to), _) => day(to)?,
        (None, Some(days)) if (1..=366).contains(&days) => app.calendar().nth_working_day(from, days, CountFrom::SameDay).0,
        _ => return Err(AppError::invalid("不知道数到哪一天", "请给出止日，或给出 1 至 366 个工作日")),
    };
    let count = app.calendar().count_working_days(from, last, CountFrom::SameDay);
    let note = if count.provisional { "（该年放假安排尚未录入，暂按周一至周五计算）" } else { "" };
    Ok(Workdays {
        days: count.days,
        last: PartialDate::Day(last),
        provisional: count.provisional,
        words: format!("{from} 至 {last}（周{}），共 {} 个工作日{note}", weekday(last), count.days),
    })
}

pub(crate) fn month(app: &App, request: MonthRequest, _: &dyn Progress) -> Result<Vec<MonthDay>> {
    let first = NaiveDate::from_ymd_opt(request.year, request.month, 1)
        .filter(|d| (1900..2200).contains(&d.year()))
        .ok_or_else(|| AppError::invalid(format!("没有 {} 年 {} 月", request.year, request.month), "请检查年月"))?;
    let sheet = first.iter_days().take_while(|d| d.month() == first.month()).map(|day| MonthDay {
        date: PartialDate::Day(day),
        weekday: day.weekday().number_from_monday(),
        working: working(&app.calendar(), day).0,
        mark: app.calendar().day_label(day).mark,
    });
    Ok(sheet.collect())
}
