//! A printed sheet for a record of any kind: title, fields, tables such as the lines of a ballot, text, places to sign.
//! What a record is, the caller knows.

use jishi_core::sheet_code::SheetCode;

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{
    Align, Block, Cell, Head, PageCode, Para, Row, Running, Section, Sheet, Style, Table, Typeset, Valign, mm, typeset,
};
use crate::look::{LABEL, LIST, LONG_VALUE, META, SUBTITLE, TITLE, VALUE, cell, column, day, page_code};
use crate::pdf::{About, Tell, part, stopped, thousandths, untold, write_telling};
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
    /// Running texts with what each is called: 操作情况, 意见原意 … Lines separated by `\n`.
    pub texts: Vec<(String, String)>,
    /// Who signs, each with a place for name and date.
    pub signatures: Vec<String>,
    pub unit: String,
    /// ISO date; goes into the file's metadata.
    pub made_on: String,
    /// What the code in the corner of each page says, when the page is to find its record again.
    pub code: Option<SheetCode>,
}

impl RecordSheet {
    /// The title with whom it is about.
    #[must_use]
    pub fn full_title(&self) -> String {
        if self.about.is_empty() { self.title.clone() } else { format!("{}（{}）", self.title, self.about) }
    }
}

/// Values longer than this take a line of their own, in characters.
const SHORT: usize = 22;
const HEADING: Style = Style::new(crate::Face::SongBold, 11.0, 18.0);

/// Draws the sheet on A4 upright.
///
/// # Errors
/// A character no font has, or a date that is none.
pub fn render(record: &RecordSheet, fonts: &FontSet) -> Result<Rendered> {
    render_all(std::slice::from_ref(record), &record.full_title(), fonts, &untold)
}

/// Draws several sheets one after the other, each beginning on a page of its own and counting its own pages. `title` is the file's.
///
/// # Errors
/// As [`render`], and when told to stop; nothing is drawn when one of them cannot be. The unit and date of the file are those of the first sheet.
pub fn render_all(records: &[RecordSheet], title: &str, fonts: &FontSet, tell: Tell<'_>) -> Result<Rendered> {
    let (set, about) = set(records, title, fonts, &part(tell, 0, 300))?;
    let pdf = write_telling(&set, &[], &about, fonts, &part(tell, 300, 1000))?;
    Ok(Rendered { pdf, pages: set.page_count() })
}

/// How many pages [`render`] would make: set in the same way, but not written as a file, which takes most of the time.
///
/// # Errors
/// As [`render`].
pub fn count_pages(record: &RecordSheet, fonts: &FontSet) -> Result<u32> {
    let (set, about) = set(std::slice::from_ref(record), &record.full_title(), fonts, &untold)?;
    about.judge(fonts)?;
    Ok(set.page_count())
}

fn set(records: &[RecordSheet], title: &str, fonts: &FontSet, tell: Tell<'_>) -> Result<(Typeset, About)> {
    let first = records.first().cloned().unwrap_or_default();
    let made_on = day(&first.made_on, &first.about, "制表日期")?;
    let mut set: Option<Typeset> = None;
    for (number, record) in records.iter().enumerate() {
        if tell(thousandths(number, records.len())).is_break() {
            return Err(stopped(title));
        }
        // One at a time, so that a character without a glyph is told with the person it belongs to.
        let one = typeset(&[section(record)], &record.about, fonts)?;
        match &mut set {
            Some(all) => all.append(one),
            None => set = Some(one),
        }
    }
    Ok((
        set.unwrap_or_default(),
        About { title: title.to_owned(), author: first.unit, subject: first.subtitle, made_on: Some(made_on) },
    ))
}

fn section(record: &RecordSheet) -> Section {
    let mut sheet = Sheet::portrait();
    let code = record.code.as_ref().map(page_code);
    if code.is_some() {
        sheet.top = PageCode::ROOM;
    }
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
    for (label, text) in &record.texts {
        blocks.push(Block::Heading(2, Para::new(label, HEADING, label)));
        blocks.push(Block::Gap(2.0));
        for line in text.split('\n') {
            let style = Style { leading: 19.0, size: 12.0, ..LONG_VALUE.hang(-24.0) };
            blocks.push(Block::Text(Para::new(line, style, label)));
        }
        blocks.push(Block::Gap(10.0));
    }
    if !record.signatures.is_empty() {
        blocks.push(Block::Table(signatures(&record.signatures, width)));
    }
    let title = record.full_title();
    let running = Running { head: (title.clone(), record.subtitle.clone()), code, ..Running::default() };
    Section { title, sheet, blocks, running }
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

/// Up to so many characters a column is as wide as its longest text, so that no name is cut in two.
const NARROW: usize = 8;
/// Columns with nothing longer are centred; the others begin at the left in every row.
const CENTRED: usize = 16;

/// A ruled list; columns take their widths from what stands in them.
fn lines(list: &SheetTable, width: f32) -> Table {
    let columns = list.rows.iter().map(Vec::len).fold(list.head.len(), usize::max).max(1);
    let longest = |i: usize| {
        let cells = list.rows.iter().chain([&list.head]).filter_map(|r| r.get(i));
        cells.flat_map(|c| c.split('\n')).map(|c| c.chars().count()).max().unwrap_or(0)
    };
    let longest: Vec<usize> = (0..columns).map(longest).collect();
    let mut table = Table::of(width, &widths(&longest, width));
    table.head_rows = usize::from(!list.head.is_empty());
    if !list.head.is_empty() {
        let heads = (0..columns).map(|i| column(list.head.get(i).map_or("", String::as_str)));
        table.rows.push(Row::new(mm(8.0), heads.collect()).whole());
    }
    for (n, row) in list.rows.iter().enumerate() {
        let cells = longest.iter().enumerate().map(|(i, longest)| {
            let text = row.get(i).map_or("", String::as_str);
            let head = list.head.get(i).map_or("", String::as_str);
            let align = if *longest > CENTRED { Align::Left } else { Align::Centre };
            cell(text, LIST.align(align), format!("{}第{}行{head}", list.title, n + 1))
        });
        table.rows.push(Row::new(mm(7.5), cells.collect()));
    }
    table
}

/// Widths of columns in points from the lengths of their longest texts in characters: short ones what they need, the others
/// share what is left.
fn widths(longest: &[usize], width: f32) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "bounded to fifty")]
    let count = |n: usize| n.clamp(2, 50) as f32;
    // Heads are set half a point larger; the padding of a cell, and a hair for rounding.
    let need = |n: usize| count(n) * (LIST.size + 0.5) + 8.0;
    let fixed: f32 = longest.iter().filter(|n| **n <= NARROW).map(|n| need(*n)).sum();
    let shares: f32 = longest.iter().filter(|n| **n > NARROW).map(|n| count(*n)).sum();
    // Many short columns leave the long ones too little: then all share alike.
    if shares > 0.0 && width - fixed < width / 4.0 {
        return longest.iter().map(|n| count((*n).min(20))).collect();
    }
    let spare = (width - fixed) / shares.max(1.0);
    longest.iter().map(|n| if *n <= NARROW { need(*n) } else { count(*n) * spare }).collect()
}

/// Two places to sign on a line; a last odd one takes the whole line.
pub(crate) fn signatures(names: &[String], width: f32) -> Table {
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
            texts: vec![("会议内容".into(), format!("{}\n{}\n散会。", long_text(600), long_text(420)))],
            signatures: owned(&["主持人\n（签名）", "记录人\n（签名）", "监票人\n（签名）"]),
            unit: "中共某市委组织部".into(),
            made_on: "2026-05-26".into(),
            code: None,
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
        for v in record.texts[0].1.lines().chain(record.signatures.iter().map(String::as_str)) {
            assert!(text.contains(&squeezed(v).replace('"', "")), "{v}");
        }
        let laid = laid_text(&rendered.pdf);
        let with_votes = laid.split('\u{c}').filter(|p| p.contains("试用期一年")).collect::<Vec<_>>();
        assert!(with_votes.len() > 1);
        assert!(with_votes.iter().all(|p| p.contains("拟任职务") && p.contains("不同意")), "the head stands on every page");
    }

    #[test]
    fn a_name_is_not_cut_by_its_column() {
        let row = |name: &str, about: &str, text: &str| vec![name.into(), about.into(), "同意".into(), text.into()];
        let opinions = SheetTable {
            title: "逐人意见".into(),
            head: ["发言人", "关于", "态度", "意见"].map(Into::into).to_vec(),
            rows: vec![
                row("苏映雪", "古丽巴哈尔·阿卜杜热合曼·托合提", &long_text(60)),
                row("买买提·艾力", "陈曦", "同意组织部意见。"),
            ],
        };
        let record = RecordSheet {
            title: "会议记录".into(),
            made_on: "2026-05-26".into(),
            tables: vec![opinions],
            ..RecordSheet::default()
        };
        let laid = laid_text(&render(&record, fonts()).unwrap().pdf);
        for whole in ["苏映雪", "买买提·艾力", "发言人", "同意组织部意见。"] {
            assert!(laid.contains(whole), "{whole}");
        }
    }

    #[test]
    fn no_page_holds_only_places_to_sign() {
        for lines in 20..40 {
            let text = vec!["常委会逐个介绍、逐一讨论，形成决议如下。"; lines].join("\n");
            let record = RecordSheet {
                title: "会议记录".into(),
                made_on: "2026-05-26".into(),
                texts: vec![("决议".into(), text)],
                signatures: vec!["主持人".into(), "记录人".into()],
                ..RecordSheet::default()
            };
            let laid = laid_text(&render(&record, fonts()).unwrap().pdf);
            let signed = laid.split('\u{c}').find(|p| p.contains("记录人")).unwrap();
            assert!(signed.contains("形成决议如下"), "{lines} lines");
        }
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
