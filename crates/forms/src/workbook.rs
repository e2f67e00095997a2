//! Tables as a spreadsheet (.xlsx), one sheet a table: real numbers, real dates, heads that stay and can be filtered. The same tables
//! give the same bytes. It computes nothing and writes no formula.

use chrono::{Datelike, NaiveDate};
use jishi_core::date::PartialDate;
use jishi_core::table::{Cell, Chart as Bars, Column, Table};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartPatternFill, ChartPatternFillType, ChartType, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::error::{FormError, Result};
use crate::look::day;

/// Millimetres of a printed column to the characters a spreadsheet measures in.
const MM_PER_CHARACTER: f64 = 2.1;
/// A sheet's name is no longer than this and has none of these.
const NAME: usize = 31;
const BARRED: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Writes the tables.
///
/// # Errors
/// A date that is none, or a table too large for a sheet.
pub fn write(tables: &[Table], unit: &str, made_on: &str) -> Result<Vec<u8>> {
    let title = tables.first().map(|t| t.title.clone()).unwrap_or_default();
    let made = day(made_on, &title, "制表日期")?;
    let book = |fault: XlsxError| FormError::Pdf { title: title.clone(), reason: fault.to_string() };
    let mut workbook = Workbook::new();
    // Whatever clock the machine has, the bytes come from the data alone.
    let created = excel(made).map_err(book)?;
    workbook.set_properties(&DocProperties::new().set_title(&title).set_author(unit).set_creation_datetime(&created));
    for (number, table) in (1..).zip(tables) {
        let sheet = workbook.add_worksheet();
        fill(sheet, table, number).map_err(book)?;
    }
    workbook.save_to_buffer().map_err(book)
}

fn excel(day: NaiveDate) -> std::result::Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1))
}

fn fill(sheet: &mut Worksheet, table: &Table, number: u32) -> std::result::Result<(), XlsxError> {
    let boxed = || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let head = boxed().set_bold().set_align(FormatAlign::Center).set_background_color("E8ECEF");
    let (text, middle) = (boxed(), boxed().set_align(FormatAlign::Center));
    let date = boxed().set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd");
    let name: String = table.title.chars().filter(|c| !BARRED.contains(c)).take(NAME).collect();
    sheet.set_name(if name.is_empty() { format!("表{number}") } else { name })?;
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut row = 0;
    if last > 0 {
        sheet.merge_range(0, 0, 0, last, &table.title, &title)?;
    } else {
        sheet.write_with_format(0, 0, &table.title, &title)?;
    }
    sheet.set_row_height(0, 28)?;
    for line in &table.lines {
        row += 1;
        sheet.write(row, 0, line)?;
    }
    row += 1;
    let heads = row;
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, characters(table, usize::from(at), column))?;
        sheet.write_with_format(row, at, column.head.replace('\n', ""), &head)?;
    }
    for cells in &table.rows {
        row += 1;
        for ((at, column), value) in (0..).zip(&table.columns).zip(cells) {
            let format = if column.long { &text } else { &middle };
            match value {
                Cell::Text(words) => sheet.write_with_format(row, at, words, format)?,
                #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
                Cell::Number(n) => sheet.write_with_format(row, at, *n as f64, &middle)?,
                Cell::Date(Some(PartialDate::Day(day))) => sheet.write_with_format(row, at, &excel(*day)?, &date)?,
                Cell::Date(other) => {
                    sheet.write_with_format(row, at, other.map(|d| d.to_string()).unwrap_or_default(), format)?
                }
            };
        }
    }
    if !table.columns.is_empty() {
        sheet.autofilter(heads, 0, row, last)?;
        sheet.set_freeze_panes(heads + 1, 0)?;
        sheet.set_repeat_rows(heads, heads)?;
    }
    for note in &table.notes {
        row += 1;
        sheet.write(row, 0, note)?;
    }
    for chart in &table.charts {
        row = charted(sheet, chart, row + 2)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// How wide a column is: running text as it was given, the rest as wide as its longest words, up to a bound beyond which they wrap.
fn characters(table: &Table, at: usize, column: &Column) -> f64 {
    let given = f64::from(column.width) / MM_PER_CHARACTER;
    if column.long {
        return given;
    }
    // Chinese characters take two places.
    let places = |text: &str| text.lines().map(|l| l.chars().map(|c| if c.is_ascii() { 1_u32 } else { 2 }).sum::<u32>()).max();
    let of = |value: &Cell| match value {
        Cell::Date(date) => date.map(|d| d.to_string()).unwrap_or_default(),
        other => other.words(),
    };
    let widest = table.rows.iter().filter_map(|row| row.get(at)).filter_map(|v| places(&of(v))).max().unwrap_or(0);
    let head = places(&column.head.replace('\n', "")).unwrap_or(0) + 2;
    f64::from(widest.max(head).min(34)) + 2.0
}

/// The numbers of a chart with a native one beside them; gives the last row taken.
fn charted(sheet: &mut Worksheet, chart: &Bars, from: u32) -> std::result::Result<u32, XlsxError> {
    /// Rows a native chart covers as it comes.
    const TALL: u32 = 16;
    sheet.write_with_format(from, 1, &chart.name, &Format::new().set_bold())?;
    let mut row = from;
    for (name, count) in &chart.bars {
        row += 1;
        sheet.write(row, 1, name)?;
        sheet.write(row, 2, *count)?;
    }
    let name = sheet.name();
    let mut native = Chart::new(ChartType::Bar);
    let mut pattern = ChartPatternFill::new();
    pattern.set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards).set_foreground_color("1F4E79");
    native
        .add_series()
        .set_name(&chart.name)
        .set_categories((name.as_str(), from + 1, 1, row, 1))
        .set_values((name.as_str(), from + 1, 2, row, 2))
        .set_format(ChartFormat::new().set_pattern_fill(&pattern))
        .set_data_label(ChartDataLabel::new().show_value());
    native.title().set_name(&chart.name);
    native.legend().set_hidden();
    native.y_axis().set_reverse();
    sheet.insert_chart(from, 4, &native)?;
    Ok(row.max(from + TALL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tables_give_the_same_bytes_and_a_zip_of_sheets() {
        let mut table = Table::new(
            "程序偏差清单：一/二",
            &[("序号", 10, false), ("内容", 60, true), ("日期", 30, false), ("人数", 20, false)],
        );
        table.lines.push("单位：云岭市委组织部".into());
        let dates = ["2026-03-02", "2026-03", "2026"].map(|d| d.parse().ok());
        for date in dates.into_iter().chain([None]) {
            table.number([Cell::from("=1+1 李㛃"), Cell::Date(date), Cell::from(12_u32)]);
        }
        let tables = [table, Table::new("", &[])];
        let bytes = write(&tables, "云岭市委组织部", "2026-03-10").unwrap();
        assert_eq!(bytes, write(&tables, "云岭市委组织部", "2026-03-10").unwrap());
        assert!(bytes.starts_with(b"PK"));
        assert!(write(&tables, "", "昨天").is_err());
    }

    #[test]
    fn a_chart_of_a_table_is_one_of_the_spreadsheet_itself() {
        let mut table = Table::new("统计", &[("序号", 10, false), ("项目", 60, true), ("数量", 30, false)]);
        table.charts =
            vec![Bars {
                name: "满意度".into(), unit: "票".into(), bars: vec![("满意".into(), 41), ("不满意".into(), 2)]
            }];
        let bytes = write(&[table.clone()], "云岭市委组织部", "2026-03-10").unwrap();
        assert_eq!(bytes, write(&[table], "云岭市委组织部", "2026-03-10").unwrap(), "the same bytes");
        assert!(bytes.windows(20).any(|w| w == b"xl/charts/chart1.xml"), "a native chart");
    }

    /// Python's own zip and XML readers, which know nothing of the library that wrote it.
    const JUDGE: &str = r#"
import sys, zipfile, xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
n = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
parts = {p: E.fromstring(z.read(p)) for p in z.namelist() if p.endswith((".xml", ".rels"))}
words = ["".join(t.text or "" for t in si.iter(n + "t")) for si in parts["xl/sharedStrings.xml"].iter(n + "si")]
print([s.get("name") for s in parts["xl/workbook.xml"].iter(n + "sheet")])
for row in parts["xl/worksheets/sheet1.xml"].iter(n + "row"):
    cells = [c for c in row.iter(n + "c") if c.find(n + "v") is not None]
    assert all(c.find(n + "f") is None for c in cells), "a formula"
    print([words[int(c.find(n + "v").text)] if c.get("t") == "s" else float(c.find(n + "v").text) for c in cells])
"#;

    #[test]
    fn a_stranger_reads_texts_numbers_and_dates_and_finds_no_formula() {
        let mut table = Table::new("台账", &[("序号", 10, false), ("姓名", 60, true), ("公示", 30, false)]);
        table.number([Cell::from("=cmd|'/c calc'!A1"), Cell::Date("2026-03-02".parse().ok())]);
        table.number([Cell::from("买买提·艾力"), Cell::Date("2026-03".parse().ok())]);
        let dir = tempfile::tempdir().unwrap();
        let (file, judge) = (dir.path().join("台账.xlsx"), dir.path().join("judge.py"));
        jishi_fs::write_new(&file, &write(&[table], "云岭市委组织部", "2026-03-10").unwrap()).unwrap();
        jishi_fs::write_new(&judge, JUDGE.as_bytes()).unwrap();
        let python = std::env::var_os("JISHI_BAGIT").unwrap_or_else(|| "python3".into());
        let said = std::process::Command::new(python).arg(&judge).arg(&file).env("PYTHONIOENCODING", "utf-8").output().unwrap();
        let words = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.status.success(), "{words}{}", String::from_utf8_lossy(&said.stderr));
        let lines: Vec<&str> = words.lines().collect();
        assert_eq!(lines[0], "['台账']");
        // 46083: days since 1899-12-30, as spreadsheets count.
        let rows =
            ["['台账']", "['序号', '姓名', '公示']", "[1.0, \"=cmd|'/c calc'!A1\", 46083.0]", "[2.0, '买买提·艾力', '2026-03']"];
        assert_eq!(lines[1..], rows, "{words}");
    }
}
