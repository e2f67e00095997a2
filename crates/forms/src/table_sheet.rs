//! Tables of any subject on A4 lying: title, lines under it, a ruled list with its head on every page, notes, places to sign.
//! What the table is about, the caller knows.

use jishi_core::table::{Cell as Value, Chart, Table};

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Cell, Para, Row, Running, Section, Sheet, Style, Table as Ruled, Typeset, mm, typeset};
use crate::look::{LIST, LIST_HEAD, META, NOTE, TABLE_TITLE, cell, column, day, name_lines};
use crate::pdf::{About, write};
use crate::record_sheet::signatures;
use crate::report::Rendered;

/// Draws the tables, each beginning on a page of its own.
///
/// # Errors
/// A character no font has, or a date that is none.
pub fn render(tables: &[Table], unit: &str, made_on: &str, fonts: &FontSet) -> Result<Rendered> {
    let title = tables.first().map(|t| t.title.clone()).unwrap_or_default();
    let made_on = day(made_on, &title, "制表日期")?;
    let mut set: Option<Typeset> = None;
    for table in tables {
        let one = typeset(&[section(table, unit, fonts)], &table.title, fonts)?;
        match &mut set {
            Some(all) => all.append(one),
            None => set = Some(one),
        }
    }
    let set = set.unwrap_or_default();
    let about = About { title: title.clone(), author: unit.to_owned(), subject: title, made_on: Some(made_on) };
    let pdf = write(&set, &[], &about, fonts)?;
    Ok(Rendered { pdf, pages: u32::try_from(set.pages.len()).unwrap_or(u32::MAX) })
}

fn section(table: &Table, unit: &str, fonts: &FontSet) -> Section {
    let sheet = Sheet::landscape();
    let width = sheet.body_width();
    let mut blocks = vec![Block::Heading(1, Para::new(&table.title, TABLE_TITLE, "标题")), Block::Gap(4.0)];
    for line in &table.lines {
        blocks.push(Block::Text(Para::new(line, META, "表头")));
    }
    blocks.push(Block::Gap(4.0));
    if !table.columns.is_empty() {
        blocks.push(Block::Table(ruled(table, width, fonts)));
    }
    for chart in &table.charts {
        blocks.push(Block::Gap(8.0));
        blocks.push(Block::Heading(2, Para::new(&chart.name, META, "图")));
        blocks.push(Block::Table(bars(chart, width)));
    }
    for note in &table.notes {
        blocks.push(Block::Gap(3.0));
        blocks.push(Block::Text(Para::new(note, NOTE, "说明")));
    }
    if !table.signers.is_empty() {
        blocks.push(Block::Gap(8.0));
        blocks.push(Block::Table(signatures(&table.signers, width)));
    }
    let running = Running { head: (table.title.clone(), unit.to_owned()), foot: "选任纪实".into(), ..Running::default() };
    Section { title: table.title.clone(), sheet, blocks, running }
}

/// A chart as rows: what is counted, its bar, its number.
fn bars(chart: &Chart, width: f32) -> Ruled {
    let mut rows = Ruled::of(width, &[46.0, 180.0, 30.0]);
    rows.head_rows = 1;
    rows.whole = true;
    rows.rows.push(Row::new(mm(8.0), ["类别", "图", "数量"].map(column).to_vec()).whole());
    let longest = chart.bars.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    for (hatch, (name, count)) in chart.bars.iter().enumerate() {
        let share = u32::try_from(u64::from(*count) * 1000 / u64::from(longest)).unwrap_or(1000);
        let number = format!("{count}{}", if chart.unit.chars().count() <= 2 { chart.unit.as_str() } else { "" });
        let alt = format!("{}：{name}，{number}", chart.name);
        let cells = vec![
            cell(name, LIST.align(Align::Left), "类别"),
            Cell::bar(share, hatch, alt),
            cell(&number, LIST.align(Align::Centre), "数量"),
        ];
        rows.rows.push(Row::new(mm(8.0), cells));
    }
    rows
}

/// What a cell takes beside its words (pt): padding of both sides and the rules.
const ROOM: f32 = 8.0;

/// How dates are set, by the room there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    /// 2026年3月2日
    Written,
    /// 2026.03.02
    Figures,
    /// 2026 over 03.02
    Stacked,
}

/// The words of a cell.
fn words(value: &Value, dates: Dates) -> String {
    let figures = |date: &str| match dates {
        Dates::Stacked => date.replacen('-', "\n", 1).replace('-', "."),
        _ => date.replace('-', "."),
    };
    match value {
        Value::Date(Some(date)) if dates != Dates::Written => figures(&date.to_string()),
        Value::Text(text) if dates != Dates::Written && text.starts_with("应满") => {
            format!("应满\n{}", figures(text.trim_start_matches("应满")))
        }
        other => other.words(),
    }
}

/// Widths of the columns (pt), and how dates are set. Dates, numbers and short words get the room they need and are
/// never broken; names up to a bound; running text shares the rest by weight.
fn fit(table: &Table, width: f32, fonts: &FontSet) -> (Vec<f32>, Dates) {
    #[expect(clippy::cast_precision_loss, reason = "widths of columns are below 300")]
    let weight = |at: usize| table.columns.get(at).map_or(0.0, |c| mm(c.width as f32));
    let wide = |style: &Style, text: &str| text.lines().map(|l| fonts.width(style.face, style.size, l)).fold(0.0, f32::max);
    let needs = |dates: Dates, bound: f32| -> Vec<f32> {
        let need = |(at, column): (usize, &jishi_core::table::Column)| {
            if column.long {
                return 0.0;
            }
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let text = |c: &&Value| matches!(c, Value::Text(_));
            let loose = cells.clone().filter(text).map(|c| wide(&LIST, &words(c, dates))).fold(0.0, f32::max);
            let firm = cells.filter(|c| !text(c)).map(|c| wide(&LIST, &words(c, dates))).fold(0.0, f32::max);
            loose.min(bound.max(weight(at))).max(firm).max(wide(&LIST_HEAD, &column.head)) + ROOM
        };
        table.columns.iter().enumerate().map(need).collect()
    };
    let long: f32 = (0..table.columns.len()).filter(|at| table.columns.get(*at).is_some_and(|c| c.long)).map(weight).sum();
    let left = |needs: &[f32]| width - needs.iter().sum::<f32>();
    // Running text keeps at least two thirds of what it was given.
    let enough = |needs: &[f32]| left(needs) >= long * 2.0 / 3.0;
    let bounds = [34.0, 20.0, 12.0].map(mm);
    let tries = [(Dates::Written, mm(34.0))].into_iter();
    let tries = tries.chain(bounds.map(|b| (Dates::Figures, b))).chain(bounds.map(|b| (Dates::Stacked, b)));
    let chosen = tries.map(|(dates, bound)| (needs(dates, bound), dates)).find(|(n, _)| enough(n));
    let (mut widths, dates) = chosen.unwrap_or_else(|| (needs(Dates::Stacked, 0.0), Dates::Stacked));
    let spare = left(&widths).max(0.0);
    #[expect(clippy::cast_precision_loss, reason = "a table has some twenty columns")]
    let each = spare / widths.len().max(1) as f32;
    for (at, column) in table.columns.iter().enumerate() {
        let Some(held) = widths.get_mut(at) else { continue };
        if long <= 0.0 {
            *held += each;
        } else if column.long {
            *held = spare * weight(at) / long;
        }
    }
    (widths, dates)
}

fn ruled(table: &Table, width: f32, fonts: &FontSet) -> Ruled {
    let (widths, dates) = fit(table, width, fonts);
    let mut ruled = Ruled::of(width, &widths);
    ruled.head_rows = 1;
    ruled.rows.push(Row::new(mm(9.0), table.columns.iter().map(|c| column(&c.head)).collect()).whole());
    for row in &table.rows {
        let cells = table.columns.iter().enumerate().map(|(i, c)| {
            let mut words = row.get(i).map(|v| words(v, dates)).unwrap_or_default();
            let style: Style = LIST.align(if c.long { Align::Left } else { Align::Centre });
            if c.head == "姓名" {
                // A name is broken only after its middle dots.
                words = name_lines(&words, &style, widths.get(i).copied().unwrap_or_default() - ROOM, fonts);
            }
            cell(&words, style, c.head.replace('\n', ""))
        });
        ruled.rows.push(Row::new(mm(8.0), cells.collect()));
    }
    if table.rows.is_empty() {
        let none = cell("（没有符合条件的内容）", LIST.align(Align::Centre), "内容").span(table.columns.len(), 1);
        ruled.rows.push(Row::new(mm(8.0), vec![none]));
    }
    ruled
}

#[cfg(test)]
mod tests {
    use jishi_core::date::PartialDate;
    use jishi_core::table::Cell;

    use super::*;
    use crate::judge::{keeps_line_rules, laid_text, sound};
    use crate::testing::{fonts, keep};

    fn table(rows: u32) -> Table {
        let mut table = Table::new(
            "干部选拔任用工作台账",
            &[("序号", 10, false), ("姓名", 30, false), ("拟任职务", 80, true), ("公示", 30, false)],
        );
        table.lines.push("单位：云岭市委组织部　共2个批次".into());
        table.notes.push("说明：日期以记录为准；空白处没有记录。".into());
        table.signers = vec!["填表人\n（签名）".into(), "审核人\n（签名）".into()];
        for _ in 0..rows {
            let day = "2026-03-02".parse().ok();
            table.number([Cell::from("买买提·艾力"), "市水利局党组书记、局长（试用期一年）".into(), Cell::Date(day)]);
        }
        table
    }

    #[test]
    fn a_long_table_is_archival_and_repeats_its_head() {
        let rendered = render(&[table(60)], "云岭市委组织部", "2026-03-10", fonts()).unwrap();
        keep("表", &rendered.pdf);
        sound("表", &rendered.pdf);
        keeps_line_rules("表", &rendered.pdf);
        let laid = laid_text(&rendered.pdf);
        let pages: Vec<&str> = laid.split('\u{c}').filter(|p| p.contains("买买提")).collect();
        assert!(pages.len() > 1 && pages.iter().all(|p| p.contains("拟任职务")), "the head stands on every page");
        assert_eq!(rendered, render(&[table(60)], "云岭市委组织部", "2026-03-10", fonts()).unwrap());
    }

    #[test]
    fn a_date_is_never_broken_however_many_columns_there_are() {
        let date = |head: &'static str| (head, 19, false);
        let mut columns = vec![("序号", 10, false), ("姓名", 28, false), ("现任职务", 35, true), ("拟任职务", 35, true)];
        columns.extend(["动议", "推荐", "讨论决定", "公示", "任职", "试用期满", "提名", "考察"].map(date));
        let mut full = Table::new("干部选拔任用工作台账", &columns);
        let day: Option<PartialDate> = "2026-12-22".parse().ok();
        let post = "市住房和城乡建设局党组成员、副局长（试用期一年）";
        let cells = || std::iter::repeat_n(Cell::Date(day), 8);
        full.number([Cell::from("买买提·艾力江"), post.into(), post.into()].into_iter().chain(cells()));
        let rendered = render(&[full], "云岭市委组织部", "2026-03-10", fonts()).unwrap();
        keep("台账日期", &rendered.pdf);
        let laid = laid_text(&rendered.pdf);
        assert_eq!(
            (laid.matches("2026").count() - laid.matches("2026-").count(), laid.matches("12.22").count()),
            (8, 8),
            "{laid}"
        );
        let post_lines = laid.lines().filter(|l| l.contains('市') || l.contains("局")).count();
        assert!(post_lines < 8, "the posts have room beside them: {laid}");
        // Where there is room the day is written out.
        let laid = laid_text(&render(&[table(1)], "云岭市委组织部", "2026-03-10", fonts()).unwrap().pdf);
        assert!(laid.contains("2026年3月2日"), "{laid}");
    }

    #[test]
    fn charts_are_drawn_with_their_numbers_and_told_to_who_cannot_see_them() {
        let mut with = table(1);
        let bars = [("满意", 41), ("基本满意", 12), ("不了解", 1), ("不满意", 0)].map(|(name, n)| (name.to_owned(), n)).to_vec();
        with.charts = vec![Chart { name: "实绩公示公议满意度".into(), unit: "票".into(), bars }];
        let rendered = render(&[with], "云岭市委组织部", "2026-03-10", fonts()).unwrap();
        keep("统计图", &rendered.pdf);
        sound("统计图", &rendered.pdf);
        let laid = laid_text(&rendered.pdf);
        for number in ["41票", "12票", "1票", "0票"] {
            assert!(laid.contains(number), "{number} in {laid}");
        }
        let document = lopdf::Document::load_mem(&rendered.pdf).unwrap();
        let alts: Vec<String> = document
            .objects
            .values()
            .filter_map(|o| lopdf::decode_text_string(o.as_dict().ok()?.get(b"Alt").ok()?).ok())
            .collect();
        assert_eq!(alts.len(), 4, "{alts:?}");
        assert!(alts.contains(&"实绩公示公议满意度：满意，41票".to_owned()), "{alts:?}");
    }

    #[test]
    fn an_empty_table_says_so() {
        let rendered = render(&[table(0), table(1)], "云岭市委组织部", "2026-03-10", fonts()).unwrap();
        sound("空表", &rendered.pdf);
        assert!(laid_text(&rendered.pdf).contains("没有符合条件的内容"));
    }
}
