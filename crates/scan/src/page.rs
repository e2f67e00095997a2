//! A grey picture and the ways to look at it anew. Every number is a shade, 0 black and 255 white.

use std::borrow::Cow;

/// A grey picture, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    width: usize,
    height: usize,
    grey: Cow<'a, [u8]>,
}

/// The darkest a paper may be and still be one to write on.
const PAPER: usize = 140;
/// How much darker than the paper ink is.
const INK: usize = 48;
/// One dot of so many may be dust.
const GRAIN: u64 = 20_000;

impl<'a> Page<'a> {
    /// None when there are not `width` × `height` shades.
    #[must_use]
    pub fn new(width: usize, height: usize, grey: &'a [u8]) -> Option<Page<'a>> {
        (width.checked_mul(height) == Some(grey.len()) && width > 0).then_some(Page { width, height, grey: Cow::Borrowed(grey) })
    }

    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Nothing is written on it: within its margins, where the edges of the paper cast their shadow, all but a grain of dust is as light as
    /// the paper.
    #[must_use]
    pub fn blank(&self) -> bool {
        let (left, top) = (self.width / 16, self.height / 16);
        let inner = || (top..self.height - top).flat_map(|y| (left..self.width - left).map(move |x| self.at(x, y)));
        let mut counts = [0_u64; 256];
        for shade in inner() {
            if let Some(count) = counts.get_mut(usize::from(shade)) {
                *count += 1;
            }
        }
        let total: u64 = counts.iter().sum();
        let mut below = 0;
        let paper = counts.iter().position(|count| {
            below += count;
            below * 2 > total
        });
        let Some(paper) = paper.filter(|shade| *shade >= PAPER) else { return false };
        let dark: u64 = counts.iter().take(paper.saturating_sub(INK)).sum();
        dark * GRAIN <= total
    }

    /// A shade; white beyond the edges.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        if x >= self.width {
            return u8::MAX;
        }
        self.grey.get(y * self.width + x).copied().unwrap_or(u8::MAX)
    }

    fn made(width: usize, height: usize, shade: impl Fn(usize, usize) -> u8) -> Page<'static> {
        let grey = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| shade(x, y)).collect();
        Page { width, height, grey: Cow::Owned(grey) }
    }

    pub(crate) fn owned(&self) -> Page<'static> {
        Page { width: self.width, height: self.height, grey: Cow::Owned(self.grey.to_vec()) }
    }

    /// Each shade the mean of itself and its eight neighbours.
    pub(crate) fn smoothed(&self) -> Page<'static> {
        Page::made(self.width, self.height, |x, y| {
            let around = (y.saturating_sub(1)..=(y + 1).min(self.height - 1))
                .flat_map(|v| (x.saturating_sub(1)..=(x + 1).min(self.width - 1)).map(move |u| (u, v)));
            let (sum, count) = around.fold((0_u32, 0_u32), |(sum, count), (u, v)| (sum + u32::from(self.at(u, v)), count + 1));
            mean(sum, count)
        })
    }

    /// Half as wide and high, each shade the mean of four.
    pub(crate) fn halved(&self) -> Page<'static> {
        Page::made(self.width / 2, self.height / 2, |x, y| {
            let sum: u32 = [(0, 0), (1, 0), (0, 1), (1, 1)].iter().map(|(u, v)| u32::from(self.at(2 * x + u, 2 * y + v))).sum();
            mean(sum, 4)
        })
    }

    /// Twice as wide and high, shades between their neighbours.
    pub(crate) fn doubled(&self) -> Page<'static> {
        Page::made(self.width * 2, self.height * 2, |x, y| {
            let (u, v) = (x / 2, y / 2);
            let (right, below) = ((u + x % 2).min(self.width - 1), (v + y % 2).min(self.height - 1));
            let sum = [(u, v), (right, v), (u, below), (right, below)].iter().map(|(u, v)| u32::from(self.at(*u, *v))).sum();
            mean(sum, 4)
        })
    }

    /// The four quarters, each reaching some way into the others so that no code is cut in all of them.
    pub(crate) fn quarters(&self) -> Vec<Page<'static>> {
        let (width, height) = ((self.width * 3).div_ceil(5), (self.height * 2).div_ceil(5));
        let corners = [(self.width - width, 0), (0, 0), (0, self.height - height), (self.width - width, self.height - height)];
        corners.iter().map(|(left, top)| Page::made(width, height, |x, y| self.at(left + x, top + y))).collect()
    }
}

fn mean(sum: u32, count: u32) -> u8 {
    u8::try_from(sum.checked_div(count).unwrap_or(255)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_blank_but_for_grain_shadow_and_dust_and_not_with_a_line_on_it() {
        let (width, height) = (827, 1169);
        let paper: Vec<u8> = (0..width * height).map(|n| 200 + (n * 7919 % 50) as u8).collect();
        let with = |marks: &[(usize, usize, usize, usize)]| {
            let mut grey = paper.clone();
            for (left, top, wide, high) in marks {
                (*top..top + high).for_each(|y| grey[y * width + left..y * width + left + wide].fill(30));
            }
            Page::new(width, height, &grey).unwrap().blank()
        };
        assert!(with(&[]) && with(&[(0, 0, 20, height)]) && with(&[(300, 300, 3, 3)]), "grain, the shadow of an edge, dust");
        assert!(!with(&[(200, 600, 60, 4)]), "a short line");
        assert!(!Page::new(width, height, &vec![40; width * height]).unwrap().blank(), "a black page is none to write on");
    }

    #[test]
    fn sizes_shades_and_edges_hold_in_every_way_of_looking() {
        let grey: Vec<u8> = (0..35).map(|n| n * 7).collect();
        let page = Page::new(7, 5, &grey).unwrap();
        assert_eq!((page.at(6, 4), page.at(7, 0), page.at(0, 5)), (34 * 7, 255, 255));
        let doubled = page.doubled();
        assert_eq!((doubled.width(), doubled.height(), doubled.at(0, 0), doubled.at(1, 0)), (14, 10, 0, 3));
        assert_eq!((page.halved().width(), page.halved().height()), (3, 2));
        assert_eq!(page.smoothed().at(1, 1), 8 * 7);
        assert_eq!(page.quarters().iter().map(|q| (q.width(), q.height())).collect::<Vec<_>>(), [(5, 2); 4]);
        assert!(Page::new(7, 6, &grey).is_none() && Page::new(0, 0, &[]).is_none());
    }
}
