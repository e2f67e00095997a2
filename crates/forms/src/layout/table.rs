//! Measuring of tables: which cell covers which columns, how its text breaks, how tall each row is. No pages here.

use crate::error::Result;
use crate::layout::block::{Body, Cell, Head, Para, Table, Valign};
use crate::layout::flow::Ground;
use crate::layout::text::{Line, break_lines};
use crate::layout::{NodeId, Role};

/// After the head of a row that goes on from the page before.
const GOES_ON: &str = "（续）";

/// A line of text ready to be drawn, with the node it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct SetLine {
    pub(crate) line: Line,
    pub(crate) size: f32,
    pub(crate) leading: f32,
    pub(crate) node: NodeId,
}

/// What is shown instead of words.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// The document's picture of that number.
    Picture(usize),
    /// A bar: thousandths of the width, and its pattern.
    Bar(u32, usize),
    /// A QR code of this text.
    Code(String),
}

#[derive(Debug, Clone)]
pub(crate) struct SetPicture {
    pub(crate) shown: Shown,
    pub(crate) ratio: f32,
    pub(crate) node: NodeId,
}

#[derive(Debug, Clone)]
pub(crate) struct SetCell {
    /// From the left edge of the table.
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) rows: usize,
    pub(crate) lines: Vec<SetLine>,
    pub(crate) picture: Option<SetPicture>,
    pub(crate) valign: Valign,
    pub(crate) ground: Option<f32>,
    /// The head of its row, said again where the row goes on.
    pub(crate) label: bool,
    /// What is said again there: its words with （续）.
    pub(crate) again: Vec<SetLine>,
    /// Its text runs downwards.
    pub(crate) vertical: bool,
    /// Lines already drawn on earlier pages.
    pub(crate) drawn: usize,
}

impl SetCell {
    /// Height of all its lines.
    pub(crate) fn tall(&self) -> f32 {
        self.lines.iter().map(|l| l.leading).sum()
    }

    /// Height of the lines not yet drawn.
    pub(crate) fn rest(&self) -> f32 {
        self.lines.iter().skip(self.drawn).map(|l| l.leading).sum()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct SetRow {
    pub(crate) cells: Vec<SetCell>,
    pub(crate) height: f32,
    pub(crate) whole: bool,
    pub(crate) with_next: bool,
    pub(crate) bookmark: Option<(u8, String)>,
}

/// Sets paragraphs into lines. `node_of` gives the node of the n-th paragraph.
pub(crate) fn set_paras(
    paras: &[Para],
    width: f32,
    ground: &mut Ground<'_>,
    mut node_of: impl FnMut(&mut Ground<'_>) -> NodeId,
) -> Result<Vec<SetLine>> {
    let mut set = Vec::new();
    for para in paras {
        let node = node_of(ground);
        let lines = break_lines(&para.text, &para.style, width, ground.fonts, ground.person, &para.field)?;
        set.extend(lines.into_iter().map(|line| SetLine { line, size: para.style.size, leading: para.style.leading, node }));
    }
    Ok(set)
}

/// Measures a table and enters its rows and cells into the structure below `parent`.
pub(crate) fn measure(table: &Table, ground: &mut Ground<'_>, parent: NodeId) -> Result<Vec<SetRow>> {
    let table_node = ground.node(Role::Table, parent);
    // For each column, how many further rows a cell above still covers.
    let mut covered = vec![0_usize; table.widths.len()];
    let mut rows: Vec<SetRow> = Vec::with_capacity(table.rows.len());
    for (index, row) in table.rows.iter().enumerate() {
        // A cell cannot span rows that are not there.
        let below = table.rows.len() - index;
        let row_node = ground.node(Role::Tr, table_node);
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            while covered.get(column).is_some_and(|c| *c > 0) {
                column += 1;
            }
            let x = table.indent + table.widths.iter().take(column).sum::<f32>();
            let width = table.widths.iter().skip(column).take(cell.columns).sum();
            for slot in covered.iter_mut().skip(column).take(cell.columns) {
                *slot = cell.rows.min(below);
            }
            column += cell.columns;
            cells.push(set_cell(cell, cell.rows.clamp(1, below), x, width, table.padding, ground, row_node)?);
        }
        for slot in &mut covered {
            *slot = slot.saturating_sub(1);
        }
        let tallest = cells.iter().filter(|c| c.rows == 1).map(|c| natural(c, table.padding)).fold(row.min_height, f32::max);
        rows.push(SetRow { cells, height: tallest, whole: row.whole, with_next: row.with_next, bookmark: row.bookmark.clone() });
    }
    stretch(&mut rows, table.padding);
    Ok(rows)
}

/// A cell over several rows that needs more than they give makes the last of them taller.
fn stretch(rows: &mut [SetRow], padding: (f32, f32)) {
    for first in 0..rows.len() {
        let wants: Vec<(usize, f32)> = rows
            .get(first)
            .map(|r| r.cells.iter().filter(|c| c.rows > 1).map(|c| (c.rows, natural(c, padding))).collect())
            .unwrap_or_default();
        for (span, want) in wants {
            let has: f32 = rows.iter().skip(first).take(span).map(|r| r.height).sum();
            if let Some(last) = rows.get_mut(first + span - 1).filter(|_| want > has) {
                last.height += want - has;
            }
        }
    }
}

fn natural(cell: &SetCell, padding: (f32, f32)) -> f32 {
    let lines = cell.tall();
    // A picture takes the room its neighbours leave it; it asks for none when it spans rows.
    let picture = cell.picture.as_ref().map_or(0.0, |p| if cell.rows > 1 { 0.0 } else { cell.width * p.ratio });
    lines.max(picture) + 2.0 * padding.1
}

fn set_cell(
    cell: &Cell,
    rows: usize,
    x: f32,
    width: f32,
    padding: (f32, f32),
    ground: &mut Ground<'_>,
    row: NodeId,
) -> Result<SetCell> {
    let columns = cell.columns.max(1);
    let role = match cell.head {
        Some(scope) => Role::Th { scope, rows, columns },
        None => Role::Td { rows, columns },
    };
    let node = ground.node(role, row);
    let inner = (width - 2.0 * padding.0).max(1.0);
    let mut set = SetCell {
        x,
        width,
        rows,
        lines: Vec::new(),
        picture: None,
        valign: cell.valign,
        ground: cell.ground,
        label: cell.head == Some(Head::Row),
        again: Vec::new(),
        vertical: false,
        drawn: 0,
    };
    match &cell.body {
        Body::Text(paras) => {
            let single = paras.len() == 1;
            set.vertical = paras.iter().all(|p| p.style.vertical);
            set.lines = set_paras(paras, inner, ground, |g| if single { node } else { g.node(Role::P, node) })?;
            if set.label {
                let mut again = paras.clone();
                if let Some(last) = again.last_mut().filter(|p| !p.text.is_empty()) {
                    last.text.push_str(GOES_ON);
                }
                // Repeated words are no content: they need no node of their own.
                set.again = set_paras(&again, inner, ground, |_| node)?;
            }
        }
        Body::Picture { picture, ratio, alt } => {
            let figure = ground.figure(alt, node);
            set.label = false;
            set.picture = Some(SetPicture { shown: Shown::Picture(*picture), ratio: *ratio, node: figure });
        }
        Body::Bar { permille, hatch, alt } => {
            let figure = ground.figure(alt, node);
            set.label = false;
            set.picture = Some(SetPicture { shown: Shown::Bar(*permille, *hatch), ratio: 0.0, node: figure });
        }
        Body::Code { text, alt } => {
            let figure = ground.figure(alt, node);
            set.label = false;
            set.picture = Some(SetPicture { shown: Shown::Code(text.clone()), ratio: 1.0, node: figure });
        }
    }
    Ok(set)
}
