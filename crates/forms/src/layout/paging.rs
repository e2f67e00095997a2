//! Tables over pages: which rows stand on a page, where a row is cut, which heads are said again.

use crate::error::Result;
use crate::layout::block::{Table, Valign};
use crate::layout::code::{Code, Strength};
use crate::layout::flow::{Flow, draw_line};
use crate::layout::rules::Grid;
use crate::layout::table::{SetCell, SetLine, SetPicture, SetRow, Shown, measure};
use crate::layout::{Bookmark, Draw, Tag};

/// A row, or a part of one, on the page being filled. `upto` gives for each cell the line the part ends before.
struct Piece {
    row: usize,
    y: f32,
    height: f32,
    upto: Vec<usize>,
    last: bool,
    partial: bool,
}

/// Share of a page from which a row is worth breaking.
const LONG: f32 = 0.3;
/// Points.
const FEW_LINES: f32 = 60.0;

impl Flow<'_> {
    /// Places a table from here on, over as many pages as it needs. `tail` points close it; its last rows stay with them.
    pub(crate) fn table(&mut self, table: &Table, tail: f32) -> Result<()> {
        let sect = self.sect;
        let mut rows = measure(table, &mut self.ground, sect)?;
        if tail > 0.0 && !table.whole {
            keep_last(&mut rows, table.head_rows, self.sheet.body_height() * LONG);
        }
        keep_labels(&mut rows, table.padding, self.sheet.body_height() * LONG);
        let head: f32 = rows.iter().take(table.head_rows).map(|r| r.height).sum();
        let total: f32 = rows.iter().map(|r| r.height).sum();
        if table.whole && total <= self.sheet.body_height() && self.y + total > self.bottom() {
            self.turn();
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        // Whether the page holds any row beside a repeated head.
        let mut fresh = self.y <= self.sheet.top + 0.01;
        while let Some(row) = rows.get(at) {
            let room = self.bottom() - self.y + 0.01;
            let height = rest_of(row, table.padding);
            let tied = row.with_next || at < table.head_rows;
            let next = if tied { follows(table, &rows, at + 1, self.sheet.body_height() - head, tail) } else { 0.0 };
            if height + next <= room || (fresh && height <= room) {
                if let Some((level, title)) = row.bookmark.as_ref().filter(|_| row.cells.iter().all(|c| c.drawn == 0)) {
                    self.bookmarks.push(Bookmark {
                        level: *level,
                        title: title.clone(),
                        page: self.before + self.done.len(),
                        y: self.y,
                    });
                }
                let partial = row.cells.iter().any(|c| c.drawn > 0);
                let upto = row.cells.iter().map(|c| c.lines.len()).collect();
                pieces.push(Piece { row: at, y: self.y, height, upto, last: true, partial });
                self.y += height;
                at += 1;
                fresh = false;
                continue;
            }
            let page = self.sheet.body_height() - head;
            // Short rows move on whole; only a long one is worth breaking.
            let breaks = height > page || (!row.whole && height > LONG * page);
            let cut = if breaks { cut(row, room, table.padding, fresh) } else { None };
            if let Some((height, upto)) = cut {
                pieces.push(Piece { row: at, y: self.y, height, upto, last: false, partial: true });
                self.y += height;
            } else if fresh {
                // Nothing else stands on the page and nothing can be cut: it goes here, so that every page makes headway.
                let upto = row.cells.iter().map(|c| c.lines.len()).collect();
                pieces.push(Piece { row: at, y: self.y, height: height.min(room), upto, last: true, partial: false });
                at += 1;
            }
            self.draw_pieces(table, &mut rows, &pieces);
            pieces.clear();
            if rows.get(at).is_none() {
                self.y = self.bottom();
                return Ok(());
            }
            self.turn();
            if at >= table.head_rows && table.head_rows > 0 {
                self.repeat_head(table, &rows);
            }
            fresh = true;
        }
        self.draw_pieces(table, &mut rows, &pieces);
        Ok(())
    }

    fn repeat_head(&mut self, table: &Table, rows: &[SetRow]) {
        let mut grid = Grid::default();
        for (i, row) in rows.iter().take(table.head_rows).enumerate() {
            // A label that stands beside the rows too is drawn with them.
            for cell in row.cells.iter().filter(|c| i + c.rows <= table.head_rows) {
                let height: f32 = rows.iter().skip(i).take(cell.rows).map(|r| r.height).sum();
                let area = Area { x: self.sheet.left, y: self.y, height };
                let part = CellPart { area, lines: &cell.lines, tag: Some(Tag::Pagination), top: false };
                draw_cell(&mut self.draws, &mut grid, cell, &part, table.padding);
            }
            self.y += row.height;
        }
        grid.draw(table.lines, &mut self.draws);
    }

    fn draw_pieces(&mut self, table: &Table, rows: &mut [SetRow], pieces: &[Piece]) {
        let mut grid = Grid::default();
        let left = self.sheet.left;
        let heads: f32 = rows.iter().take(table.head_rows).map(|r| r.height).sum();
        let Some(first) = pieces.first().map(|p| p.row) else {
            return;
        };
        // What was to be headed stands.
        self.heading = None;
        // Cells that began on an earlier page and reach into this one come first.
        let earlier: Vec<usize> =
            (0..first).filter(|r| rows.get(*r).is_some_and(|row| row.cells.iter().any(|c| r + c.rows > first))).collect();
        for row in earlier.into_iter().chain(pieces.iter().map(|p| p.row)) {
            let piece = pieces.iter().find(|p| p.row == row);
            let Some(cells) = rows.get_mut(row).map(|r| &mut r.cells) else {
                continue;
            };
            for (i, cell) in cells.iter_mut().enumerate() {
                let (area, upto) = if cell.rows == 1 {
                    let Some(piece) = piece else {
                        continue;
                    };
                    (Area { x: left, y: piece.y, height: piece.height }, piece.upto.get(i).copied().unwrap_or(0))
                } else {
                    let mine: Vec<&Piece> = pieces.iter().filter(|p| (row..row + cell.rows).contains(&p.row)).collect();
                    let (Some(top), Some(end)) = (mine.first(), mine.last()) else {
                        continue;
                    };
                    // Beside the heads said again, too, where it stands beside the first.
                    let heads = if row < table.head_rows && top.row >= table.head_rows { heads } else { 0.0 };
                    let area = Area { x: left, y: top.y - heads, height: end.y + end.height - top.y + heads };
                    let ends = end.last && end.row + 1 == row + cell.rows;
                    let upto = if ends { cell.lines.len() } else { lines_within(cell, area.height - 2.0 * table.padding.1) };
                    (area, upto)
                };
                // A row's head is said again where the row goes on, as far as there is room.
                let again = cell.label && cell.drawn == cell.lines.len() && cell.drawn > 0;
                let room = |lines: &[SetLine]| {
                    lines.iter().map(|l| l.leading).sum::<f32>() + 2.0 * table.padding.1 <= area.height + 0.01
                };
                let (lines, tag) = match again {
                    true if room(&cell.again) => (cell.again.as_slice(), Some(Tag::Pagination)),
                    true if room(&cell.lines) => (cell.lines.as_slice(), Some(Tag::Pagination)),
                    true => (Default::default(), None),
                    false => (cell.lines.get(cell.drawn..upto).unwrap_or_default(), None),
                };
                let top = piece.is_some_and(|p| p.partial) && cell.rows == 1 && !cell.vertical;
                let part = CellPart { area, lines, tag, top };
                draw_cell(&mut self.draws, &mut grid, cell, &part, table.padding);
                cell.drawn = cell.drawn.max(upto);
                // A picture is shown once, where its cell begins.
                cell.picture = None;
            }
        }
        grid.draw(table.lines, &mut self.draws);
    }
}

/// Ties the last three rows to what closes the table, and no more than `most` points of them.
fn keep_last(rows: &mut [SetRow], heads: usize, most: f32) {
    let mut sum = 0.0;
    for row in rows.iter_mut().skip(heads).rev().take(3) {
        sum += row.height;
        if sum > most {
            return;
        }
        row.with_next = true;
    }
}

/// Ties the first of the rows a label stands beside until they are as tall as it is, so that no page ends within its words.
fn keep_labels(rows: &mut [SetRow], padding: (f32, f32), most: f32) {
    for first in 0..rows.len() {
        let labels = rows.get(first).into_iter().flat_map(|r| &r.cells).filter(|c| c.label && c.rows > 1);
        let Some((tall, span)) = labels
            .map(|c| (c.tall() + 2.0 * padding.1, c.rows))
            .filter(|(tall, _)| *tall <= most)
            .max_by(|a, b| a.0.total_cmp(&b.0))
        else {
            continue;
        };
        let mut stands = 0.0;
        for row in rows.iter_mut().skip(first).take(span.saturating_sub(1)) {
            stands += row.height;
            if stands >= tall {
                break;
            }
            row.with_next = true;
        }
    }
}

/// Least height of what must stand on the same page from this row on; `tail` points follow the last.
fn follows(table: &Table, rows: &[SetRow], at: usize, page: f32, tail: f32) -> f32 {
    let Some(row) = rows.get(at) else {
        return tail;
    };
    if row.with_next || at < table.head_rows {
        return row.height + follows(table, rows, at + 1, page, tail);
    }
    // A row that may be cut needs room for a few lines only.
    if !row.whole && row.height > LONG * page { row.height.min(FEW_LINES) } else { row.height }
}

/// Height a row still needs, once parts of it may have been drawn.
fn rest_of(row: &SetRow, padding: (f32, f32)) -> f32 {
    if row.cells.iter().all(|c| c.drawn == 0) {
        return row.height;
    }
    row.cells
        .iter()
        .filter(|c| c.rows == 1 && !(c.label && c.drawn == c.lines.len()))
        .map(|c| c.rest() + 2.0 * padding.1)
        .fold(0.0, f32::max)
}

fn lines_within(cell: &SetCell, room: f32) -> usize {
    let mut used = 0.0;
    let fit = cell
        .lines
        .iter()
        .skip(cell.drawn)
        .take_while(|l| {
            used += l.leading;
            used <= room + 0.01
        })
        .count();
    cell.drawn + fit
}

/// Cuts a row at the foot of the page: height of the part and, for each cell, the line it ends before. None when a cell would
/// show fewer than two lines, except on a fresh page.
fn cut(row: &SetRow, room: f32, padding: (f32, f32), fresh: bool) -> Option<(f32, Vec<usize>)> {
    let inner = room - 2.0 * padding.1;
    let mut height = 0.0_f32;
    let mut left_over = false;
    let mut upto = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        if cell.rows > 1 {
            upto.push(cell.lines.len());
            continue;
        }
        if cell.label && cell.tall() <= inner {
            height = height.max(if cell.drawn == 0 { cell.tall() } else { 0.0 });
            upto.push(cell.lines.len());
            continue;
        }
        if cell.label && !fresh {
            return None;
        }
        let rest = cell.lines.len() - cell.drawn;
        let mut fits = lines_within(cell, inner) - cell.drawn;
        // No single line alone on either side.
        if rest - fits == 1 && fits > 2 {
            fits -= 1;
        }
        if fits < rest.min(if fresh { 1 } else { 2 }) {
            return None;
        }
        left_over |= fits < rest;
        height = height.max(cell.lines.iter().skip(cell.drawn).take(fits).map(|l| l.leading).sum());
        upto.push(cell.drawn + fits);
    }
    left_over.then_some((height + 2.0 * padding.1, upto))
}

/// Where a cell's part lies: left edge of the table, top, height.
struct Area {
    x: f32,
    y: f32,
    height: f32,
}

/// The part of a cell that stands on a page.
struct CellPart<'a> {
    area: Area,
    lines: &'a [SetLine],
    /// Instead of the cell's own node.
    tag: Option<Tag>,
    /// Against the upper edge, whatever the cell says: parts of a broken row.
    top: bool,
}

fn draw_cell(draws: &mut Vec<Draw>, grid: &mut Grid, cell: &SetCell, part: &CellPart<'_>, padding: (f32, f32)) {
    let CellPart { area, lines, tag, top } = part;
    let (x, right) = (area.x + cell.x, area.x + cell.x + cell.width);
    grid.cell(x, area.y, right, area.y + area.height);
    if let Some(grey) = cell.ground {
        draws.push(Draw::Fill { x, y: area.y, width: cell.width, height: area.height, grey });
    }
    if let Some(picture) = &cell.picture {
        draw_picture(draws, cell, picture, area);
    }
    let tall: f32 = lines.iter().map(|l| l.leading).sum();
    let slack = area.height - tall - 2.0 * padding.1;
    let drop = match cell.valign {
        _ if *top => 0.0,
        Valign::Top => 0.0,
        Valign::Middle => (slack / 2.0).max(0.0),
        Valign::Bottom => slack.max(0.0),
    };
    let mut y = area.y + padding.1 + drop;
    for line in *lines {
        draw_line(draws, line, x + padding.0, y, tag.unwrap_or(Tag::Node(line.node)));
        y += line.leading;
    }
}

/// A bar of small squares, from the left: hatched inside, dark along its edge, so that bars are told apart without colour. One of
/// nothing is its edge alone.
fn bar(permille: u32, hatch: usize, x: f32, width: f32, area: &Area, tag: Tag) -> Draw {
    const SIDE: f32 = 1.5;
    const ROWS: usize = 8;
    let inset = 4.0;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred squares"
    )]
    let across = (((width - 2.0 * inset) / SIDE * permille.min(1000) as f32 / 1000.0) as usize).max(1);
    let dark = |at: usize| {
        let (row, column) = (at / across, at % across);
        let edge = row == 0 || row + 1 == ROWS || column == 0 || column + 1 == across;
        let inside = match hatch % 4 {
            0 => true,
            1 => (row + column).is_multiple_of(4),
            2 => column.is_multiple_of(3),
            _ => row.is_multiple_of(2) && column.is_multiple_of(2),
        };
        edge || inside
    };
    #[expect(clippy::cast_precision_loss, reason = "eight rows")]
    let height = SIDE * ROWS as f32;
    let y = area.y + (area.height - height) / 2.0;
    Draw::Code { x: x + inset, y, module: SIDE, across, modules: (0..across * ROWS).map(dark).collect(), tag }
}

/// In the middle of its cell, as large as the cell lets it be.
fn draw_picture(draws: &mut Vec<Draw>, cell: &SetCell, picture: &SetPicture, area: &Area) {
    let x = area.x + cell.x;
    let tag = Tag::Node(picture.node);
    match &picture.shown {
        Shown::Picture(number) => {
            let inset = 1.5;
            let width = (cell.width - 2.0 * inset).min((area.height - 2.0 * inset) / picture.ratio.max(0.01));
            let height = width * picture.ratio;
            let (x, y) = (x + (cell.width - width) / 2.0, area.y + (area.height - height) / 2.0);
            draws.push(Draw::Picture { picture: *number, x, y, width, height, tag });
        }
        Shown::Bar(permille, hatch) => draws.push(bar(*permille, *hatch, x, cell.width, area, tag)),
        Shown::Code(text) => {
            let Some(code) = Code::of(text, Strength::Cell) else { return };
            let side = code.side_within(cell.width.min(area.height));
            draws.push(code.draw(x + (cell.width - side) / 2.0, area.y + (area.height - side) / 2.0, side, tag));
        }
    }
}
