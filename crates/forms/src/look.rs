//! The house style of printed forms: faces, sizes and cells used by all of them. What the form prints is 宋体, what the
//! office filled in is 楷体.

use chrono::NaiveDate;
use jishi_core::date::PartialDate;
use jishi_core::sheet_code::SheetCode;

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet};
use crate::layout::{Align, Cell, Head, PageCode, Para, Style};

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

/// 三号: 28 characters a line and 22 lines a page in the 版心 of GB/T 9704. 宋体 stands in for 仿宋, which no open face with enough
/// characters draws.
const THREE: f32 = 15.75;
const PITCH: f32 = 28.95;
pub(crate) const BODY: Style = Style::new(Face::Song, THREE, PITCH).align(Align::Justify).hang(-2.0 * THREE);
pub(crate) const BODY_HEAD: Style = Style::new(Face::SongBold, THREE, PITCH).hang(-2.0 * THREE);
pub(crate) const BODY_SUBHEAD: Style = Style::new(Face::Kai, THREE, PITCH).hang(-2.0 * THREE);
/// 二号; 宋体加粗 stands in for 小标宋.
pub(crate) const TITLE_OFFICIAL: Style = Style::new(Face::SongBold, 22.0, 36.0).align(Align::Centre);
pub(crate) const TABLE_TITLE: Style = Style::new(Face::SongBold, 20.0, 32.0).align(Align::Centre);
pub(crate) const SECTION: Style = Style::new(Face::SongBold, 11.0, 20.0);

/// The styles a form file may name.
pub(crate) const STYLES: [(&str, Style); 20] = [
    ("公文标题", TITLE_OFFICIAL),
    ("表题", TABLE_TITLE),
    ("副题", SUBTITLE),
    ("正文", BODY),
    ("正文顶格", Style { hang: 0.0, ..BODY }),
    ("黑体", BODY_HEAD),
    ("楷体", BODY_SUBHEAD),
    ("落款", Style::new(Face::Song, THREE, PITCH).align(Align::Right)),
    ("页头", META),
    ("标签", LABEL),
    ("填写", VALUE),
    ("填写左", Style { align: Align::Left, ..VALUE }),
    ("长文", LONG_VALUE),
    ("长文大", Style::new(Face::Kai, 12.0, 20.0).align(Align::Justify).hang(-24.0)),
    ("小节", SECTION),
    ("小字", LIST),
    ("注", NOTE),
    ("票题", Style::new(Face::SongBold, 14.0, 21.0).align(Align::Centre)),
    ("票文", Style::new(Face::Song, 9.5, 14.5).align(Align::Justify)),
    ("封面大字", Style::new(Face::SongBold, 30.0, 48.0).align(Align::Centre)),
];

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

/// A name that is too long for its cell, broken after its middle dots; nothing of it is changed.
pub(crate) fn name_lines(name: &str, style: &Style, width: f32, fonts: &FontSet) -> String {
    let mut lines = String::new();
    let mut used = 0.0;
    // A note on a character is known by the whole name, which would be torn here.
    let name = fonts.said(name);
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

/// The spaces after the dates of an entry become a tab, so that all entries begin at one edge.
fn tabbed(entry: &str) -> String {
    let date = |c: char| c.is_ascii_digit() || "./-—－–~～至年月".contains(c);
    let entry = entry.trim_start();
    let text = entry.trim_start_matches(date);
    let dates = entry.strip_suffix(text).unwrap_or_default();
    let after = text.trim_start_matches([' ', '\t', '　']);
    if after.len() == text.len() { entry.to_owned() } else { format!("{dates}\t{after}") }
}

/// Whether a line begins with the dates of an entry of a 简历.
fn is_dated(line: &str) -> bool {
    let line = line.trim_start();
    let year = line.chars().take(4).filter(char::is_ascii_digit).count() == 4;
    year && line.chars().take(20).collect::<String>().contains("--")
}

/// Paragraphs of a long text. Entries of a 简历 begin with their dates and what follows hangs beside them; other paragraphs begin two
/// characters in.
pub(crate) fn dated_paras(text: &str, style: Style, field: &str, fonts: &FontSet) -> Vec<Para> {
    let dated = text.lines().any(is_dated);
    let hang = fonts.width(style.face, style.size, "2006.07--2008.11  ");
    let para = |line: &str| match (dated, is_dated(line)) {
        (true, true) => Para::new(tabbed(line), style.hang(hang), field),
        // 其间 and the like stand under the text of the entry before.
        (true, false) => Para::new(line, style.hang(hang / 2.0), field),
        (false, _) => Para::new(line, if text.contains('\n') { style.hang(-2.0 * style.size) } else { style }, field),
    };
    text.split('\n').map(para).collect()
}

/// The code in the corner of each page of a paper that comes back signed.
pub(crate) fn page_code(code: &SheetCode) -> PageCode {
    // The numbers of the page are not known before the pages are set: the text is cut where they stand.
    let text = code.at(1, 1).to_string().replacen(":1/1:", ":{page}/{pages}:", 1);
    let caption = format!("记录{}　第{}版　第{{page}}页 共{{pages}}页\n{text}", code.record, code.revision);
    let alt = format!("二维码：记录{}第{}版第{{page}}页，共{{pages}}页，内容为{text}", code.record, code.revision);
    PageCode { text, caption, alt }
}
