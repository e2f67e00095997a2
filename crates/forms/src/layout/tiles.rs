//! The same blocks several times on a page, with marks to cut them apart. A tile is a page of its own to what stands in it; when it
//! does not hold the blocks, the next coarser cut is tried.

use crate::error::Result;
use crate::layout::block::{Block, Sheet, Tiles};
use crate::layout::flow::Flow;
use crate::layout::{Draw, block::mm};

/// Left, top, width, height in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Frame {
    /// The tile as the sheet of what stands in it.
    fn sheet(self, page: &Sheet, padding: f32) -> Sheet {
        Sheet {
            top: self.y + padding,
            left: self.x + padding,
            right: page.width - self.x - self.width + padding,
            bottom: page.height - self.y - self.height + padding,
            ..*page
        }
    }
}

impl Flow<'_> {
    pub(crate) fn tiles(&mut self, tiles: &Tiles) -> Result<()> {
        let page = self.sheet;
        // Tiles of a given height may grow to the foot of the page before a coarser cut is tried.
        let heights: &[f32] = if tiles.height > 0.0 { &[tiles.height, 0.0] } else { &[0.0] };
        for ((columns, rows), height) in tiles.cuts.iter().flat_map(|cut| heights.iter().map(move |h| (cut, *h))) {
            let frames = frames(tiles, height, &page, self.y, (*columns).max(1), (*rows).max(1));
            let before = (self.ground.count(), self.draws.clone(), self.bookmarks.len(), self.done.len(), self.y);
            self.tiled = true;
            let mut held = true;
            for frame in &frames {
                self.sheet = frame.sheet(&page, tiles.padding);
                self.y = self.sheet.top;
                let scaled = scaled(&tiles.blocks, page.body_width(), self.sheet.body_width());
                self.blocks(&scaled)?;
                held = self.done.len() == before.3 && self.y <= self.bottom() + 0.5;
                if !held {
                    break;
                }
            }
            self.tiled = false;
            self.sheet = page;
            if held {
                self.cut_marks(&frames);
                self.y = frames.last().map_or(self.y, |f| f.y + f.height);
                return Ok(());
            }
            self.ground.forget(before.0);
            self.draws = before.1;
            self.bookmarks.truncate(before.2);
            self.done.truncate(before.3);
            self.y = before.4;
            self.heading = None;
        }
        self.blocks(&tiles.blocks)
    }

    /// Dashed lines between tiles, and a tick on the outer side of each, so that a stack can be cut together.
    fn cut_marks(&mut self, frames: &[Frame]) {
        let (mut across, mut down): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
        for frame in frames {
            for (list, ends) in [(&mut down, [frame.x, frame.x + frame.width]), (&mut across, [frame.y, frame.y + frame.height])]
            {
                for end in ends {
                    if list.iter().all(|v| (v - end).abs() > 0.5) {
                        list.push(end);
                    }
                }
            }
        }
        let span = |list: &[f32]| list.iter().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
        let ((left, right), (top, bottom)) = (span(&down), span(&across));
        let tick = mm(4.0);
        for x in down {
            for (y1, y2) in [(top - tick - 2.0, top - 2.0), (bottom + 2.0, bottom + 2.0 + tick)] {
                self.draws.push(Draw::Rule { x1: x, y1, x2: x, y2, weight: CUT });
            }
            if x > left + 1.0 && x < right - 1.0 {
                dashes(top, bottom, |from, to| self.draws.push(Draw::Rule { x1: x, y1: from, x2: x, y2: to, weight: CUT }));
            }
        }
        for y in across {
            for (x1, x2) in [(left - tick - 2.0, left - 2.0), (right + 2.0, right + 2.0 + tick)] {
                self.draws.push(Draw::Rule { x1, y1: y, x2, y2: y, weight: CUT });
            }
            if y > top + 1.0 && y < bottom - 1.0 {
                dashes(left, right, |from, to| self.draws.push(Draw::Rule { x1: from, y1: y, x2: to, y2: y, weight: CUT }));
            }
        }
    }
}

const CUT: f32 = 0.35;

fn dashes(from: f32, to: f32, mut draw: impl FnMut(f32, f32)) {
    let mut at = from;
    while at < to {
        draw(at, (at + 3.0).min(to));
        at += 6.0;
    }
}

fn frames(tiles: &Tiles, height: f32, page: &Sheet, from: f32, columns: usize, rows: usize) -> Vec<Frame> {
    #[expect(clippy::cast_precision_loss, reason = "a page is cut into a few tiles")]
    let share = |whole: f32, n: usize| whole / n as f32;
    let room = page.height - page.bottom - from;
    let height = if height > 0.0 { height } else { share(room, rows) };
    let widths: Vec<f32> = match tiles.widths.as_slice() {
        [] => vec![share(page.body_width(), columns); columns],
        own => own.to_vec(),
    };
    // Labels of given widths stand apart, so that each has four edges to cut along.
    let gap = if tiles.widths.is_empty() { 0.0 } else { mm(5.0) };
    let mut frames = Vec::new();
    let mut y = from;
    for _ in 0..rows {
        let mut x = page.left;
        for width in &widths {
            frames.push(Frame { x, y, width: *width, height });
            x += width + gap;
        }
        y += height;
    }
    frames
}

/// Tables take the width of the tile.
fn scaled(blocks: &[Block], from: f32, to: f32) -> Vec<Block> {
    let factor = to / from.max(1.0);
    let one = |block: &Block| match block {
        Block::Table(table) => {
            let mut table = table.clone();
            for width in &mut table.widths {
                *width *= factor;
            }
            Block::Table(table)
        }
        other => other.clone(),
    };
    blocks.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::layout::{Block, Draw, Para, Running, Section, Sheet, Style, Tag, Tiles, mm, typeset};
    use crate::testing::fonts;

    const STYLE: Style = Style::new(crate::Face::Song, 10.0, 14.0);

    fn pages(lines: usize, cuts: Vec<(usize, usize)>) -> Vec<(usize, f32)> {
        let blocks = (0..lines).map(|_| Block::Text(Para::new("票", STYLE, "票"))).collect();
        let tiles = Tiles { cuts, widths: Vec::new(), height: 0.0, padding: mm(4.0), blocks };
        let section = Section {
            title: "试".into(),
            sheet: Sheet::portrait(),
            blocks: vec![Block::Tiles(tiles)],
            running: Running::default(),
        };
        let set = typeset(&[section], "", fonts()).unwrap();
        let of = |page: &crate::layout::Page| {
            let lines = page.draws.iter().filter(|d| matches!(d, Draw::Glyphs { tag: Tag::Node(_), .. }));
            let right = lines.clone().map(|d| if let Draw::Glyphs { glyphs, .. } = d { glyphs[0].x } else { 0.0 });
            (lines.count(), right.fold(0.0, f32::max))
        };
        // Every node of an attempt that did not fit is gone: what is left is drawn.
        let drawn: usize = set.pages.iter().map(|p| of(p).0).sum();
        assert_eq!(set.nodes.iter().filter(|n| n.role == crate::layout::Role::P).count(), drawn);
        set.pages.iter().map(of).collect()
    }

    #[test]
    fn the_finest_cut_that_holds_the_blocks_is_taken_and_else_they_run_over_pages() {
        let cuts = vec![(2, 2), (1, 2), (1, 1)];
        let four = pages(10, cuts.clone());
        assert_eq!((four.len(), four[0].0), (1, 40));
        assert!(four[0].1 > mm(105.0), "the second column stands on the right half");
        let wide: Vec<(usize, usize)> = vec![(2, 4), (1, 2), (1, 1)];
        let two = pages(20, wide);
        assert_eq!((two.len(), two[0].0), (1, 40));
        assert!(two[0].1 < mm(105.0), "one column");
        let one = pages(48, cuts.clone());
        assert_eq!((one.len(), one[0].0), (1, 48));
        let over = pages(80, cuts);
        assert_eq!((over.len(), over.iter().map(|p| p.0).sum::<usize>()), (2, 80));
    }
}
