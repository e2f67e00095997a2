//! Lines of a table on one page: shared edges of cells are drawn once, the frame heavier.

use std::collections::BTreeMap;

use crate::layout::Draw;

/// Hundredths of a point, so that shared edges compare equal.
#[expect(clippy::cast_possible_truncation, reason = "page coordinates are small")]
fn quantum(v: f32) -> i32 {
    (v * 100.0).round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "page coordinates are small")]
fn points(q: i32) -> f32 {
    q as f32 / 100.0
}

/// Edges of cells, collected.
#[derive(Default)]
pub(crate) struct Grid {
    across: BTreeMap<i32, Vec<(i32, i32)>>,
    down: BTreeMap<i32, Vec<(i32, i32)>>,
}

impl Grid {
    /// Adds the four edges of a cell.
    pub(crate) fn cell(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        let (left, top, right, bottom) = (quantum(left), quantum(top), quantum(right), quantum(bottom));
        for y in [top, bottom] {
            self.across.entry(y).or_default().push((left, right));
        }
        for x in [left, right] {
            self.down.entry(x).or_default().push((top, bottom));
        }
    }

    /// The lines: weights for inside and frame.
    pub(crate) fn draw(mut self, (inside, frame): (f32, f32), draws: &mut Vec<Draw>) {
        let edge = |lines: &BTreeMap<i32, Vec<(i32, i32)>>| -> Option<(i32, i32)> {
            Some((*lines.first_key_value()?.0, *lines.last_key_value()?.0))
        };
        let (Some((top, bottom)), Some((left, right))) = (edge(&self.across), edge(&self.down)) else {
            return;
        };
        if inside <= 0.0 {
            return;
        }
        for (y, spans) in &mut self.across {
            let outer = *y == top || *y == bottom;
            // Frame corners meet: the outer lines reach over half the frame's weight.
            let over = if outer { frame / 2.0 } else { 0.0 };
            for (x1, x2) in merge(spans) {
                let weight = if outer { frame } else { inside };
                draws.push(Draw::Rule { x1: points(x1) - over, y1: points(*y), x2: points(x2) + over, y2: points(*y), weight });
            }
        }
        for (x, spans) in &mut self.down {
            let weight = if *x == left || *x == right { frame } else { inside };
            for (y1, y2) in merge(spans) {
                draws.push(Draw::Rule { x1: points(*x), y1: points(y1), x2: points(*x), y2: points(y2), weight });
            }
        }
    }
}

/// Touching spans become one.
fn merge(spans: &mut [(i32, i32)]) -> Vec<(i32, i32)> {
    spans.sort_unstable();
    let mut merged: Vec<(i32, i32)> = Vec::new();
    for &(from, to) in spans.iter() {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_edges_are_drawn_once_and_the_frame_is_heavier() {
        let mut grid = Grid::default();
        grid.cell(0.0, 0.0, 10.0, 10.0);
        grid.cell(10.0, 0.0, 20.0, 10.0);
        let mut draws = Vec::new();
        grid.draw((0.5, 1.0), &mut draws);
        assert_eq!(draws.len(), 5, "{draws:?}");
        let light = draws.iter().filter(|d| matches!(d, Draw::Rule { weight, x1, .. } if *weight == 0.5 && *x1 == 10.0)).count();
        assert_eq!(light, 1);
    }
}
