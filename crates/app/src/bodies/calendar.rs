//! The working-day calendar: which years are known, and the next year's notice taken in as text.

use std::sync::{Arc, PoisonError};

use jishi_core::calendar::{Calendar, read_notice};
use jishi_core::finding::{Finding, Level, Place};
use jishi_store::Store;

use crate::dto::{CalendarYears, Nothing, NoticeDay, NoticeReading, NoticeRequest};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// The calendar of a workspace: the built-in years with those added, and what is wrong with added ones. A damaged file is left out, so
/// that its year counts as unknown and says so; it never keeps the workspace shut.
pub(crate) fn of(store: &Store) -> Result<(Calendar, Vec<Finding>)> {
    let mut calendar = Calendar::builtin().clone();
    let mut faults = Vec::new();
    for (name, text) in store.calendar_years()? {
        match calendar.with(&[(name.as_str(), text.as_str())]) {
            Ok(further) => calendar = further,
            Err(findings) => faults.extend(findings),
        }
    }
    Ok((calendar, faults))
}

pub(crate) fn years(app: &App, _: Nothing, _: &dyn Progress) -> Result<CalendarYears> {
    let (_, findings) = of(&app.store())?;
    let calendar = app.calendar();
    Ok(CalendarYears { years: calendar.years().collect(), version: calendar.version().to_owned(), findings })
}

/// The text of a year's file, which must be of the year that was asked for: under another name it would stand for two years.
fn of_year(text: &str, year: i32) -> std::result::Result<String, Vec<Finding>> {
    let of = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v.get("year").and_then(serde_json::Value::as_i64));
    if of == Some(i64::from(year)) {
        return Ok(text.to_owned());
    }
    let message = match of {
        Some(other) => format!("文件是 {other} 年的放假安排，不是 {year} 年的"),
        None => "文件里没有写是哪一年的放假安排".to_owned(),
    };
    Err(vec![Finding::new("W21", Level::Error, Place::default().field("年份"), message).remedy("请核对年份，或换一个文件")])
}

/// The year file a notice's text makes, proved against the calendar.
fn file_of(app: &App, request: &NoticeRequest) -> std::result::Result<(String, Calendar), Vec<Finding>> {
    // A year's file, as another machine keeps it, goes by the same door as the text of the notice.
    let json = if request.text.trim_start().starts_with('{') {
        of_year(&request.text, request.year)?
    } else {
        read_notice(request.year, request.source.trim(), &request.text)?
    };
    let calendar = app.calendar().with(&[(format!("{}.json", request.year).as_str(), json.as_str())])?;
    Ok((json, calendar))
}

pub(crate) fn read(app: &App, request: NoticeRequest, _: &dyn Progress) -> Result<NoticeReading> {
    Ok(match file_of(app, &request) {
        Err(findings) => NoticeReading { days: Vec::new(), findings },
        Ok((json, calendar)) => {
            let mut findings = Vec::new();
            if calendar.years().count() == app.calendar().years().count() {
                let message = format!("{} 年的放假安排已经登记过，确认后将以这次的为准", request.year);
                let place = Place::default().field("年份");
                findings.push(Finding::new("W20", Level::Note, place, message).remedy("请核对是不是调整后的通知"));
            }
            let file: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
            let days = file.get("days").cloned().and_then(|d| serde_json::from_value::<Vec<NoticeDay>>(d).ok());
            NoticeReading { days: days.unwrap_or_default(), findings }
        }
    })
}

pub(crate) fn add(app: &App, request: NoticeRequest, progress: &dyn Progress) -> Result<CalendarYears> {
    let (json, calendar) = file_of(app, &request).map_err(|findings| {
        let first = findings.first();
        let words = first.map(|f| f.message.clone()).unwrap_or_default();
        AppError::invalid(words, first.map(|f| f.remedy.clone()).unwrap_or_default())
    })?;
    app.store().keep_calendar_year(app.op("calendar.add_year"), request.year, &json)?;
    *app.calendar.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendar);
    // What was reckoned by the old calendar holds no more.
    app.digests().clear();
    years(app, Nothing {}, progress)
}
