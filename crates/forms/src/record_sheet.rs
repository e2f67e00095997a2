//! A printed sheet for a record of any kind: title, fields, tables such as the lines of a ballot, text, places to sign.
//! What a record is, the caller knows.

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Cell, Head, Para, Row, Running, Section, Sheet, Style, Table, Valign, mm, typeset};
use crate::look::{LABEL, LIST, LONG_VALUE, META, SUBTITLE, TITLE, VALUE, cell, column, day};
use crate::pdf::{About, write};
use crate::report::Rendered;

/// A table of a record: its name, column heads, and rows as long as the head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetTable {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordSheet {
    /// 会议记录, 民主推荐结果汇总表 …
    pub title: String,
    /// Step and batch, under the title.
    pub subtitle: String,
    /// Person or batch it is about, for messages and metadata.
    pub about: String,
    /// Label and value, in order. Short ones stand two to a line.
    pub fields: Vec<(String, String)>,
    pub tables: Vec<SheetTable>,
    /// The body, lines separated by `\n`; empty for none.
    pub text: String,
    /// What the body is called: 会议内容, 记录正文 …
    pub text_label: String,
    /// Who signs, each with a place for name and date.
    pub signatures: Vec<String>,
    pub unit: String,
    pub foot: String,
    /// ISO date; goes into the file's metadata.
    pub made_on: String,
}

/// Values longer than this take a line of their own, in characters.
const SHORT: usize = 22;
const HEADING: Style = Style::new(crate::Face::SongBold, 11.0, 18.0);

/// Draws the sheet on A4 upright.
///
/// # Errors
/// A character no font has, or a date that is none.
pub fn render(record: &RecordSheet, fonts: &FontSet) -> Result<Rendered> {
    let made_on = day(&record.made_on, &record.about, "制表日期")?;
    let sheet = Sheet::portrait();
    let width = sheet.body_width();
    let mut blocks = vec![Block::Heading(1, Para::new(&record.title, TITLE, "标题"))];
    if !record.subtitle.is_empty() {
        blocks.push(Block::Text(Para::new(&record.subtitle, SUBTITLE, "副标题")));
    }
    blocks.push(Block::Gap(8.0));
    if !record.unit.is_empty() {
        blocks.push(Block::Text(Para::new(format!("单位：{}", record.unit), META, "单位")));
        blocks.push(Block::Gap(2.0));
    }
    if !record.fields.is_empty() {
        blocks.push(Block::Table(fields(&record.fields, width)));
        blocks.push(Block::Gap(8.0));
    }
    for table in &record.tables {
        if !table.title.is_empty() {
            blocks.push(Block::Heading(2, Para::new(&table.title, HEADING, "表名")));
        }
        blocks.push(Block::Table(lines(table, width)));
        blocks.push(Block::Gap(8.0));
    }
    if !record.text.is_empty() {
        let label = if record.text_label.is_empty() { "正文" } else { &record.text_label };
        blocks.push(Block::Heading(2, Para::new(label, HEADING, label)));
        blocks.push(Block::Gap(2.0));
        for line in record.text.split('\n') {
            let style = Style { leading: 19.0, size: 12.0, ..LONG_VALUE.hang(-24.0) };
            blocks.push(Block::Text(Para::new(line, style, label)));
        }
        blocks.push(Block::Gap(10.0));
    }
    if !record.signatures.is_empty() {
        blocks.push(Block::Table(signatures(&record.signatures, width)));
    }
    let title = if record.about.is_empty() { record.title.clone() } else { format!("{}（{}）", record.title, record.about) };
    let running = Running { head: (title.clone(), record.subtitle.clone()), foot: record.foot.clone() };
    let set = typeset(&[Section { title: title.clone(), sheet, blocks, running }], &record.about, fonts)?;
    let about = About { title, author: record.unit.clone(), subject: record.subtitle.clone(), made_on };
    let pdf = write(&set, &[], &about, fonts)?;
    Ok(Rendered { pdf, pages: u32::try_from(set.pages.len()).unwrap_or(u32::MAX) })
}

/// Label and value, two pairs to a line when both are short.
fn fields(fields: &[(String, String)], width: f32) -> Table {
    let mut table = Table::of(width, &[27.0, 57.0, 27.0, 57.0]);
    table.padding = (4.0, 3.5);
    let short = |f: &(String, String)| f.1.chars().count() <= SHORT && !f.1.contains('\n');
    let name = |f: &(String, String)| cell(&f.0, LABEL, &f.0).head(Head::Row);
    let text = |f: &(String, String), style: Style| cell(&f.1, style, &f.0);
    let mut rest = fields.iter().peekable();
    while let Some(first) = rest.next() {
        let second = if short(first) { rest.next_if(|f| short(f)) } else { None };
        let cells = match second {
            Some(second) => vec![name(first), text(first, VALUE), name(second), text(second, VALUE)],
            None => vec![name(first), text(first, LONG_VALUE.align(Align::Justify)).span(3, 1)],
        };
        table.rows.push(Row::new(mm(9.5), cells));
    }
    table
}

/// A ruled list; columns take their widths from what stands in them.
fn lines(list: &SheetTable, width: f32) -> Table {
    let columns = list.rows.iter().map(Vec::len).fold(list.head.len(), usize::max).max(1);
    let weight = |i: usize| {
        let cells = list.rows.iter().chain([&list.head]).filter_map(|r| r.get(i));
        let longest = cells.map(|c| c.chars().count()).max().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "bounded to twenty")]
        let weight = longest.clamp(3, 20) as f32;
        weight
    };
    let mut table = Table::of(width, &(0..columns).map(weight).collect::<Vec<_>>());
    table.head_rows = usize::from(!list.head.is_empty());
    if !list.head.is_empty() {
        let heads = (0..columns).map(|i| column(list.head.get(i).map_or("", String::as_str)));
        table.rows.push(Row::new(mm(8.0), heads.collect()).whole());
    }
    for (n, row) in list.rows.iter().enumerate() {
        let cells = (0..columns).map(|i| {
            let text = row.get(i).map_or("", String::as_str);
            let head = list.head.get(i).map_or("", String::as_str);
            let align = if text.chars().count() > 10 { Align::Left } else { Align::Centre };
            cell(text, LIST.align(align), format!("{}第{}行{head}", list.title, n + 1))
        });
        table.rows.push(Row::new(mm(7.5), cells.collect()));
    }
    table
}

/// Two places to sign on a line; a last odd one takes the whole line.
fn signatures(names: &[String], width: f32) -> Table {
    let mut table = Table::of(width, &[27.0, 57.0, 27.0, 57.0]);
    table.whole = true;
    let date = || {
        let blank = Para::new("　　　　年　　月　　日", VALUE.align(Align::Right), "签名日期");
        Cell::new(blank).valign(Valign::Bottom)
    };
    let name = |n: &String| cell(n, LABEL, "签名").head(Head::Row);
    for pair in names.chunks(2) {
        let cells = match pair {
            [a, b] => vec![name(a), date(), name(b), date()],
            _ => pair.iter().flat_map(|a| [name(a), date().span(3, 1)]).collect(),
        };
        table.rows.push(Row::new(mm(18.0), cells).whole());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{keeps_line_rules, laid_text, sound, squeezed, structure};
    use crate::sample::long_text;
    use crate::testing::{fonts, keep};

    fn record(votes: usize) -> RecordSheet {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let owned = |row: &[&str]| row.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        RecordSheet {
            title: "会议记录".into(),
            subtitle: "第37步 表决（票决）与计票　2026年第三批干部调整".into(),
            about: "2026年第三批干部调整".into(),
            fields: vec![
                pair("会议名称", "中共某市委常委会第12次会议"),
                pair("时间", "2026年5月26日 09:00"),
                pair("地点", "市委常委会议室"),
                pair("主持人", "买买提·艾力"),
                pair("应到", "9"),
                pair("实到", "9"),
                pair("列席", "市委组织部分管日常工作的副部长、市纪委监委有关负责同志、市委办公室主任，列席人员不参加表决"),
                pair("记录人", "李㛃"),
            ],
            tables: vec![SheetTable {
                title: "表决结果".into(),
                head: owned(&["序号", "姓名", "拟任职务", "同意", "不同意", "弃权", "结果"]),
                rows: (1..=votes)
                    .map(|n| owned(&[&n.to_string(), "欧阳䶮", "市水利局党组书记、局长（试用期一年）", "9", "0", "0", "通过"]))
                    .collect(),
            }],
            text: format!("{}\n{}\n散会。", long_text(600), long_text(420)),
            text_label: "会议内容".into(),
            signatures: owned(&["主持人\n（签名）", "记录人\n（签名）", "监票人\n（签名）"]),
            unit: "中共某市委组织部".into(),
            foot: "选任纪实　内置示例目录 1.0".into(),
            made_on: "2026-05-26".into(),
        }
    }

    #[test]
    fn the_sheet_is_archival_and_keeps_fields_votes_text_and_signatures() {
        let record = record(40);
        let rendered = render(&record, fonts()).unwrap();
        keep("记录单", &rendered.pdf);
        sound("记录单", &rendered.pdf);
        keeps_line_rules("记录单", &rendered.pdf);
        assert_eq!(rendered, render(&record, fonts()).unwrap());
        let text = squeezed(&structure(&rendered.pdf)).replace('"', "");
        for v in record.fields.iter().flat_map(|f| [&f.0, &f.1]).chain(record.tables[0].rows.iter().flatten()) {
            assert!(text.contains(&squeezed(v)), "{v}");
        }
        for v in record.text.lines().chain(record.signatures.iter().map(String::as_str)) {
            assert!(text.contains(&squeezed(v).replace('"', "")), "{v}");
        }
        let laid = laid_text(&rendered.pdf);
        let with_votes = laid.split('\u{c}').filter(|p| p.contains("试用期一年")).collect::<Vec<_>>();
        assert!(with_votes.len() > 1);
        assert!(with_votes.iter().all(|p| p.contains("拟任职务") && p.contains("不同意")), "the head stands on every page");
    }

    #[test]
    fn a_bare_sheet_and_ragged_rows_are_sound() {
        let bare = RecordSheet { title: "通知".into(), made_on: "2026-05-26".into(), ..RecordSheet::default() };
        sound("空记录单", &render(&bare, fonts()).unwrap().pdf);
        let ragged =
            SheetTable { title: String::new(), head: vec!["甲".into()], rows: vec![vec![], vec!["一".into(), "二".into()]] };
        sound("参差", &render(&RecordSheet { tables: vec![ragged], ..bare }, fonts()).unwrap().pdf);
    }
}
