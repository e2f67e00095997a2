//! Tables of any subject on A4 lying: title, lines under it, a ruled list with its head on every page, notes, places to sign.
//! What the table is about, the caller knows.

use jishi_core::table::{Cell as Value, Chart, Table};

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Cell, Para, Row, Running, Section, Sheet, Style, Table as Ruled, Typeset, mm, typeset};
use crate::look::{LIST, META, NOTE, TABLE_TITLE, cell, column, day, name_lines};
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
    let running = Running { head: (table.title.clone(), unit.to_owned()), foot: "选任纪实".into(), code: None };
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

fn ruled(table: &Table, width: f32, fonts: &FontSet) -> Ruled {
    #[expect(clippy::cast_precision_loss, reason = "widths of columns are below 300")]
    let weights: Vec<f32> = table.columns.iter().map(|c| c.width as f32).collect();
    let total: f32 = weights.iter().sum();
    let mut ruled = Ruled::of(width, &weights);
    ruled.head_rows = 1;
    ruled.rows.push(Row::new(mm(9.0), table.columns.iter().map(|c| column(&c.head)).collect()).whole());
    for row in &table.rows {
        let cells = table.columns.iter().enumerate().map(|(i, c)| {
            let mut words = row.get(i).map(Value::words).unwrap_or_default();
            let style: Style = LIST.align(if c.long { Align::Left } else { Align::Centre });
            if c.head == "姓名" {
                // A name is broken only after its middle dots.
                let share = weights.get(i).copied().unwrap_or_default() / total.max(0.001);
                words = name_lines(&words, &style, width * share - 8.0, fonts);
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
