//! Tables of a form: grids of labels and values, ruled lists, places to sign.

use jishi_core::forms::{Kind, Tree};

use super::fill::{Blank, Fill, Scope};
use super::spec::{CellBody, CellSpec, ColumnSpec};
use super::template::Template;
use crate::error::Result;
use crate::layout::{Align, Body, Cell, Head, Para, Row, Style, Table, Valign, mm};
use crate::look::{GROUND, LABEL, LIST_HEAD, LONG_VALUE, VALUE, cell, dated_paras, name_lines};

/// What a grid is made of, as the file says it.
pub(super) struct Grid<'s> {
    pub(super) widths: &'s [f32],
    pub(super) rows: &'s [Vec<CellSpec>],
    pub(super) height: f32,
    pub(super) exact: bool,
    /// Where an exact grid stands between the margins.
    pub(super) align: Align,
}

pub(super) fn grid(fill: &mut Fill<'_>, spec: &Grid<'_>, width: f32) -> Result<Table> {
    let total: f32 = spec.widths.iter().sum();
    let free = if spec.exact { (width - mm(total)).max(0.0) } else { 0.0 };
    let width = if spec.exact { mm(total) } else { width };
    let mut table = Table::of(width, spec.widths);
    table.indent = match spec.align {
        Align::Right => free,
        Align::Centre => free / 2.0,
        Align::Left | Align::Justify => 0.0,
    };
    table.padding = if spec.exact { (1.0, 1.0) } else { (4.0, 3.5) };
    for row in spec.rows {
        let mut cells = Vec::with_capacity(row.len());
        let mut height = mm(spec.height);
        let mut long = false;
        let mut label = String::new();
        for one in row {
            let share: f32 = width / total.max(0.001);
            let columns = column_width(spec.widths, one.columns) * share;
            cells.push(grid_cell(fill, one, columns, &mut label)?);
            height = height.max(mm(one.height.unwrap_or(0.0)));
            if let CellBody::Text(text) = &one.body {
                // What a step has to say is set like a long text and may be as long.
                let running = one.style.is_some_and(|s| s.align == Align::Justify);
                long |= running || text.fields().any(|f| fill.kind(f, Scope::TOP) == Kind::Long);
            }
        }
        let row = Row::new(height, cells);
        table.rows.push(if long { row } else { row.whole() });
    }
    // Heads that begin a grid stand over its rows on every page.
    let is_head = |row: &Row| !row.cells.is_empty() && row.cells.iter().all(|c| c.head == Some(Head::Column));
    let heads = table.rows.iter().take_while(|r| is_head(r)).count();
    table.head_rows = if table.rows.iter().skip(heads).any(is_head) { 0 } else { heads };
    // A few rows belong together: a conclusion with the names below it. A long text among them goes on over the page.
    let much = |cell: &Cell| match &cell.body {
        Body::Text(paras) => paras.iter().map(|p| p.text.chars().count()).sum::<usize>() > MUCH,
        _ => false,
    };
    table.whole = spec.rows.len() <= 3 && !table.rows.iter().flat_map(|r| &r.cells).any(much);
    Ok(table)
}

/// Characters a few rows hold at most to be kept together.
const MUCH: usize = 500;

/// Width of so many columns, taken as alike; only for breaking names.
fn column_width(widths: &[f32], columns: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a form has few columns")]
    let (of, all) = (columns as f32, widths.len().max(1) as f32);
    widths.iter().sum::<f32>() * of / all
}

fn grid_cell(fill: &mut Fill<'_>, spec: &CellSpec, width: f32, label: &mut String) -> Result<Cell> {
    let made = match &spec.body {
        CellBody::Label(text) => {
            let text = fill.say(text, Scope::TOP, Blank::Room);
            *label = text.replace(['\n', '　', ' '], "");
            let style = spec.style.unwrap_or(LABEL);
            let style = if spec.vertical { style.vertical() } else { style };
            Cell::new(Para::new(text, style, label.as_str())).head(Head::Row)
        }
        CellBody::Head(text) => {
            let text = fill.say(text, Scope::TOP, Blank::Room);
            let field = text.replace('\n', "");
            Cell::new(Para::new(text, spec.style.unwrap_or(LIST_HEAD), field)).head(Head::Column).ground(GROUND)
        }
        CellBody::Text(text) => text_cell(fill, text, spec, width, label),
        CellBody::Picture(name) => match fill.picture(&spec.body)? {
            Some((picture, ratio)) => Cell::picture(picture, ratio, format!("{}的{name}", fill.about)),
            None => cell(if fill.is_blank() { name } else { "" }, VALUE, name),
        },
    };
    let valign = if spec.top {
        Valign::Top
    } else if spec.bottom {
        Valign::Bottom
    } else {
        made.valign
    };
    Ok(made.span(spec.columns, spec.rows).valign(valign))
}

fn text_cell(fill: &Fill<'_>, text: &Template, spec: &CellSpec, width: f32, label: &str) -> Cell {
    let kind = text.only().map(|name| fill.kind(name, Scope::TOP));
    let long = text.fields().any(|f| fill.kind(f, Scope::TOP) == Kind::Long);
    let mut style = spec.style.unwrap_or(if long { LONG_VALUE } else { VALUE });
    if let Some(align) = spec.align {
        style.align = align;
    }
    if spec.vertical {
        style = style.vertical();
    }
    let mut said = fill.say(text, Scope::TOP, Blank::Room);
    if kind == Some(Kind::Name) {
        said = name_lines(&said, &style, width - 8.0, fill.fonts);
    }
    let called = Fill::called(text);
    let field = if called.is_empty() { label.to_owned() } else { called };
    if long && !spec.vertical {
        let paras = dated_paras(&said, style, &field, fill.fonts);
        return Cell::paras(paras).valign(if spec.style.is_none() { Valign::Top } else { Valign::Middle });
    }
    Cell::new(Para::new(said, style, field))
}

/// What a ruled list is made of, as the file says it.
pub(super) struct Listing<'s> {
    pub(super) each: &'s str,
    pub(super) label: &'s str,
    pub(super) columns: &'s [ColumnSpec],
    pub(super) blank_rows: usize,
    pub(super) least: usize,
    pub(super) none: &'s str,
    pub(super) height: f32,
    pub(super) style: Style,
}

/// Rows an empty list keeps in any case.
const ROOM: usize = 3;
/// Share of the page a vertical label takes, in millimetres of the form's own widths.
const LABEL_WIDTH: f32 = 9.0;

pub(super) fn list(fill: &Fill<'_>, spec: &Listing<'_>, width: f32) -> Table {
    let labelled = !spec.label.is_empty();
    let mut shares: Vec<f32> = spec.columns.iter().map(|c| c.width).collect();
    if labelled {
        shares.insert(0, LABEL_WIDTH);
    }
    let mut table = Table::of(width, &shares);
    let (rows, inner) = fill.rows(spec.each);
    let blank = Tree::new();
    let says_none = !fill.is_blank() && rows.is_empty() && !spec.none.is_empty();
    let count = if says_none {
        0
    } else if fill.is_blank() && rows.is_empty() {
        spec.blank_rows.max(1)
    } else {
        rows.len().max(spec.least).max(1)
    };
    heads(&mut table, spec.columns);
    let head_rows = table.rows.len();
    let total: f32 = shares.iter().sum();
    let aligns: Vec<Align> = spec.columns.iter().map(|c| c.align.unwrap_or_else(|| usual(fill, c, rows, inner))).collect();
    if says_none {
        let none = cell(spec.none, spec.style.align(Align::Centre), spec.each).span(spec.columns.len(), 1);
        table.rows.push(Row::new(mm(spec.height), vec![none]));
    }
    for index in 0..count {
        let data = rows.get(index);
        let number = if data.is_some() || fill.is_blank() { index + 1 } else { 0 };
        let scope = Scope { row: Some(data.unwrap_or(&blank)), inner, number };
        let whose = data.map(|row| row.text("姓名")).filter(|n| !n.is_empty()).map(|n| format!("“{n}”")).unwrap_or_default();
        // What a row is of is said again where the row goes on: all before the first running text.
        let firm = spec.columns.iter().take_while(|c| !runs_on(fill, c, inner)).count();
        let firm = if firm == spec.columns.len() { 0 } else { firm };
        let cells = spec.columns.iter().zip(&aligns).enumerate().map(|(at, (column, align))| {
            let style = spec.style.align(*align);
            if let Some(name) = column.text.only().filter(|name| fill.kind(name, scope) == Kind::Code) {
                let text = fill.value(name, scope).to_owned();
                return if text.is_empty() {
                    cell("", style, name)
                } else {
                    Cell::code(text, format!("{name}，第{}行", index + 1))
                };
            }
            let mut said = fill.say(&column.text, scope, Blank::Room);
            if column.text.only().is_some_and(|name| fill.kind(name, scope) == Kind::Name) {
                said = name_lines(&said, &style, width * column.width / total.max(0.001) - 8.0, fill.fonts);
            }
            let made = cell(&said, style, format!("{}第{}行{whose}{}", spec.each, index + 1, column.head.replace('\n', "")));
            if at < firm && !said.trim().is_empty() { made.head(Head::Row) } else { made }
        });
        let row = Row::new(mm(spec.height), cells.collect());
        // A code is never cut in two.
        let coded = row.cells.iter().any(|c| matches!(c.body, Body::Code { .. }));
        table.rows.push(if coded { row.whole() } else { row });
    }
    table.head_rows = head_rows;
    if labelled {
        // The label stands upright beside all rows; few rows still give it room.
        let all = table.rows.len();
        let label = Para::new(spec.label, LABEL.vertical(), spec.label);
        if let Some(first) = table.rows.first_mut() {
            first.cells.insert(0, Cell::new(label).head(Head::Row).span(1, all));
        }
    } else {
        table.spare = count.saturating_sub(rows.len().max(ROOM));
    }
    table
}

/// One row of heads, or two when columns stand under a common one.
fn heads(table: &mut Table, columns: &[ColumnSpec]) {
    let head = |text: &str| Cell::new(Para::new(text, LIST_HEAD, text.replace('\n', ""))).head(Head::Column).ground(GROUND);
    if columns.iter().all(|c| c.group.is_none()) {
        table.rows.push(Row::new(mm(9.0), columns.iter().map(|c| head(&c.head)).collect()).whole());
        return;
    }
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    let mut rest = columns.iter().peekable();
    while let Some(column) = rest.next() {
        match &column.group {
            None => upper.push(head(&column.head).span(1, 2)),
            Some(group) => {
                lower.push(head(&column.head));
                let mut span = 1;
                while let Some(next) = rest.next_if(|c| c.group.as_ref() == Some(group)) {
                    lower.push(head(&next.head));
                    span += 1;
                }
                upper.push(head(group).span(span, 1));
            }
        }
    }
    let tied = Row { with_next: true, ..Row::new(mm(7.5), upper).whole() };
    table.rows.extend([tied, Row::new(mm(7.5), lower).whole()]);
}

/// Whether the column holds running text, which may go on over a page.
fn runs_on(fill: &Fill<'_>, column: &ColumnSpec, inner: &'static [jishi_core::forms::Field]) -> bool {
    let blank = Tree::new();
    let scope = Scope { row: Some(&blank), inner, number: 1 };
    column.text.fields().any(|name| fill.kind(name, scope) == Kind::Long)
}

/// Short values stand in the middle of their column, long ones at its left edge; a column has one way throughout.
fn usual(fill: &Fill<'_>, column: &ColumnSpec, rows: &[Tree], inner: &'static [jishi_core::forms::Field]) -> Align {
    let scope = |row| Scope { row: Some(row), inner, number: 1 };
    let blank = Tree::new();
    match column.text.only().map(|name| fill.kind(name, scope(&blank))) {
        Some(Kind::Name | Kind::Number | Kind::Date) => Align::Centre,
        Some(Kind::Long) => Align::Justify,
        _ => {
            let wide = rows.iter().any(|row| fill.say(&column.text, scope(row), Blank::Room).chars().count() > 12);
            if wide { Align::Left } else { Align::Centre }
        }
    }
}

/// Two places to sign on a line, each with room for the date; a last odd one takes the whole line.
pub(super) fn signatures(fill: &Fill<'_>, names: &[Template], height: f32, width: f32) -> Table {
    let mut table = Table::of(width, &[27.0, 57.0, 27.0, 57.0]);
    table.whole = true;
    table.padding = (4.0, 3.5);
    let date = || {
        let blank = Para::new("　　　　年　　月　　日", VALUE.align(Align::Right), "签名日期");
        Cell::new(blank).valign(Valign::Bottom)
    };
    let name = |n: &Template| {
        let text = fill.say(n, Scope::TOP, Blank::Room);
        cell(&text, LABEL, "签名").head(Head::Row)
    };
    for pair in names.chunks(2) {
        let cells = match pair {
            [a, b] => vec![name(a), date(), name(b), date()],
            _ => pair.iter().flat_map(|a| [name(a), date().span(3, 1)]).collect(),
        };
        table.rows.push(Row::new(mm(height), cells).whole());
    }
    table
}
