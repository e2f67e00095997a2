//! A table to be printed or opened as a spreadsheet: what it is called, its columns, its cells. Filled by whoever knows the subject
//! (台账, 程序偏差清单, 统计 …), drawn by `jishi-forms`. It holds no layout beyond the weight of a column.

use crate::date::PartialDate;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(i64),
    /// Printed in Chinese; in a spreadsheet a real date when it is a day.
    Date(Option<PartialDate>),
}

impl Cell {
    /// As printed.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(n) => n.to_string(),
            Cell::Date(date) => date.map(PartialDate::chinese).unwrap_or_default(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Option<PartialDate>> for Cell {
    fn from(date: Option<PartialDate>) -> Cell {
        Cell::Date(date)
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Cell {
        Cell::Number(n.into())
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    /// Width beside the others, in millimetres of a landscape page.
    pub width: u32,
    /// Running text, set from the left; else in the middle.
    pub long: bool,
}

/// Bars to be drawn below a table, each with its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    pub name: String,
    /// 人, 票 …
    pub unit: String,
    pub bars: Vec<(String, u32)>,
}

/// A table with its head and foot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// 干部选拔任用工作台账; also the name of the sheet.
    pub title: String,
    /// Under the title: whose it is, of which years, made when.
    pub lines: Vec<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Below the table: how figures were counted.
    pub notes: Vec<String>,
    /// Places to sign.
    pub signers: Vec<String>,
    /// Drawn after the table, from the longest bar of each.
    pub charts: Vec<Chart>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(title: &str, columns: &[(&str, u32, bool)]) -> Table {
        let columns = columns.iter().map(|(head, width, long)| Column { head: (*head).to_owned(), width: *width, long: *long });
        Table { title: title.to_owned(), columns: columns.collect(), ..Table::default() }
    }

    /// Adds a row with its number before it.
    pub fn number(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row = vec![Cell::from(self.rows.len() + 1)];
        row.extend(cells);
        self.rows.push(row);
    }
}
