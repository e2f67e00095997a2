//! The house style of printed forms: faces, sizes and cells used by all of them. What the form prints is 宋体, what the
//! office filled in is 楷体.

use chrono::NaiveDate;
use jishi_core::date::PartialDate;

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet};
use crate::layout::{Align, Cell, Head, Para, Style};

/// 二号 title.
pub(crate) const TITLE: Style = Style::new(Face::SongBold, 20.0, 30.0).align(Align::Centre);
pub(crate) const SUBTITLE: Style = Style::new(Face::Kai, 11.0, 17.0).align(Align::Centre);
pub(crate) const META: Style = Style::new(Face::Song, 9.5, 14.0);
/// Labels of the head block.
pub(crate) const LABEL: Style = Style::new(Face::Song, 10.5, 14.0).align(Align::Centre);
/// What was filled in.
pub(crate) const VALUE: Style = Style::new(Face::Kai, 10.5, 14.0).align(Align::Centre);
pub(crate) const LONG_VALUE: Style = Style::new(Face::Kai, 10.5, 15.0).align(Align::Justify);
/// Heads of ruled lists.
pub(crate) const LIST_HEAD: Style = Style::new(Face::SongBold, 9.5, 13.0).align(Align::Centre);
pub(crate) const LIST: Style = Style::new(Face::Song, 9.0, 12.6);
pub(crate) const NOTE: Style = Style::new(Face::Song, 9.0, 13.5).align(Align::Justify);
pub(crate) const GROUND: f32 = 0.93;

pub(crate) fn label(text: &str) -> Cell {
    Cell::new(Para::new(text, LABEL, text.replace('\n', ""))).head(Head::Row)
}

pub(crate) fn value(text: &str, field: &str) -> Cell {
    Cell::new(Para::new(text, VALUE, field))
}

pub(crate) fn column(text: &str) -> Cell {
    Cell::new(Para::new(text, LIST_HEAD, text)).head(Head::Column).ground(GROUND)
}

pub(crate) fn cell(text: &str, style: Style, field: impl Into<String>) -> Cell {
    Cell::new(Para::new(text, style, field))
}

/// `197102` as the 审批表 writes it: 1971.02. Anything that is no bare date stays as written.
pub(crate) fn month(written: &str) -> String {
    let bare = matches!(written.len(), 6 | 8) && written.bytes().all(|b| b.is_ascii_digit());
    match written.parse::<PartialDate>() {
        Ok(date) if bare => date.dotted_month(),
        _ => written.to_owned(),
    }
}

/// A name that is too long for its cell, broken after its middle dots; nothing of it is changed.
pub(crate) fn name_lines(name: &str, style: &Style, width: f32, fonts: &FontSet) -> String {
    let mut lines = String::new();
    let mut used = 0.0;
    for part in name.split_inclusive(['·', '•', '‧']) {
        let wide = fonts.width(style.face, style.size, part);
        if used > 0.0 && used + wide > width {
            lines.push('\n');
            used = 0.0;
        }
        lines.push_str(part);
        used += wide;
    }
    lines
}

/// Reads the day a form was made (`2026-03-02`, a time after it is ignored).
pub(crate) fn day(written: &str, person: &str, field: &str) -> Result<NaiveDate> {
    let day: String = written.chars().take(10).collect();
    NaiveDate::parse_from_str(&day, "%Y-%m-%d").map_err(|_| FormError::Date {
        person: person.to_owned(),
        field: field.to_owned(),
        text: written.to_owned(),
    })
}

/// 2026年3月2日.
pub(crate) fn chinese(day: NaiveDate) -> String {
    PartialDate::Day(day).chinese()
}
