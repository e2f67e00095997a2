//! A page of grey and red ink: text, rules, seals, and the small accidents of a scanner. It knows no form.

use std::path::Path;

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};

/// 120 dpi A4.
pub const WIDTH: usize = 992;
pub const HEIGHT: usize = 1403;

/// Fixed-seed numbers (SplitMix64): the only chance in this crate.
pub struct Dice(u64);

impl Dice {
    /// Seeded by a text, so that each page has its own accidents and keeps them.
    pub fn of(text: &str) -> Dice {
        Dice(text.bytes().fold(0x5eed_2026_0302, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// From -1 to 1.
    pub fn swing(&mut self) -> f32 {
        (self.next() % 2001) as f32 / 1000.0 - 1.0
    }
}

/// 宋体 for print, bold for titles, a hand for what was written with a pen.
pub struct Fonts {
    pub print: FontVec,
    pub bold: FontVec,
    pub hand: FontVec,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Print,
    Bold,
    Hand,
}

impl Fonts {
    /// From `assets/fonts` when the fonts are there, else the system's of the same design.
    ///
    /// # Errors
    /// When neither is found.
    pub fn load(folder: &Path) -> Result<Fonts, String> {
        let read = |own: &str, system: &str, index: u32| {
            let bytes =
                jishi_fs::read(&folder.join(own)).or_else(|_| jishi_fs::read(Path::new(system))).map_err(|e| e.to_string())?;
            let index = if folder.join(own).exists() { 0 } else { index };
            FontVec::try_from_vec_and_index(bytes, index).map_err(|_| format!("字体“{own}”读不懂"))
        };
        Ok(Fonts {
            print: read("NotoSerifSC_400Regular.ttf", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2)?,
            bold: read("NotoSerifSC_700Bold.ttf", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2)?,
            hand: read("LXGWWenKai-Regular.ttf", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0)?,
        })
    }

    fn face(&self, face: Face) -> &FontVec {
        match face {
            Face::Print => &self.print,
            Face::Bold => &self.bold,
            Face::Hand => &self.hand,
        }
    }

    /// The face, or another that has the character: rare characters are not in every font.
    fn for_char(&self, face: Face, c: char) -> &FontVec {
        let first = self.face(face);
        let all = [first, &self.print, &self.hand, &self.bold];
        all.into_iter().find(|f| f.glyph_id(c).0 != 0).unwrap_or(first)
    }

    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        text.chars().map(|c| self.advance(face, size, c)).sum()
    }

    pub fn advance(&self, face: Face, size: f32, c: char) -> f32 {
        let font = self.for_char(face, c);
        font.as_scaled(scale(font, size)).h_advance(font.glyph_id(c))
    }
}

/// A scale at which the em square is `size` pixels.
fn scale(font: &FontVec, size: f32) -> PxScale {
    PxScale::from(size * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0))
}

/// One page; ink from 0 (none) to 255.
pub struct Page {
    pub grey: Vec<u8>,
    pub red: Vec<u8>,
}

impl Page {
    pub fn blank() -> Page {
        Page { grey: vec![0; WIDTH * HEIGHT], red: vec![0; WIDTH * HEIGHT] }
    }

    fn ink(&mut self, x: i32, y: i32, amount: u8, red: bool) {
        if x >= 0 && y >= 0 && (x as usize) < WIDTH && (y as usize) < HEIGHT {
            let plane = if red { &mut self.red } else { &mut self.grey };
            let cell = &mut plane[y as usize * WIDTH + x as usize];
            *cell = (*cell).max(amount);
        }
    }

    pub fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, amount: u8, red: bool) {
        for j in 0..h.round().max(1.0) as i32 {
            for i in 0..w.round().max(1.0) as i32 {
                self.ink(x as i32 + i, y as i32 + j, amount, red);
            }
        }
    }

    /// One character with its left edge at `x` and its em square's top at `y`, leaning by `lean` and turned by `turn` about
    /// its middle. Gives the advance.
    #[expect(clippy::too_many_arguments, reason = "a glyph has this many degrees of freedom")]
    pub fn glyph(
        &mut self,
        fonts: &Fonts,
        face: Face,
        size: f32,
        c: char,
        (x, y): (f32, f32),
        lean: f32,
        turn: f32,
        red: bool,
    ) -> f32 {
        let font = fonts.for_char(face, c);
        let px = scale(font, size);
        let id = font.glyph_id(c);
        let glyph = id.with_scale_and_position(px, point(0.0, size * 0.88));
        if let Some(outline) = font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            let (sin, cos) = turn.sin_cos();
            let middle = size / 2.0;
            outline.draw(|gx, gy, coverage| {
                let (u, v) = (bounds.min.x + gx as f32, bounds.min.y + gy as f32);
                let u = u + (size * 0.88 - v) * lean;
                let (du, dv) = (u - middle, v - middle);
                let (tx, ty) = (x + middle + du * cos - dv * sin, y + middle + du * sin + dv * cos);
                let amount = (coverage * 1.15).min(1.0) * if face == Face::Hand && !red { 205.0 } else { 250.0 };
                self.ink(tx.round() as i32, ty.round() as i32, amount as u8, red);
                if turn != 0.0 {
                    self.ink(tx.floor() as i32, ty.floor() as i32, amount as u8, red);
                }
            });
        }
        font.as_scaled(px).h_advance(id)
    }

    /// A line of print.
    pub fn print(&mut self, fonts: &Fonts, face: Face, size: f32, text: &str, (x, y): (f32, f32), red: bool) {
        let mut at = x;
        for c in text.chars() {
            at += self.glyph(fonts, face, size, c, (at, y), 0.0, 0.0, red);
        }
    }

    /// A line of handwriting: each character a little off.
    pub fn write(&mut self, fonts: &Fonts, size: f32, text: &str, (x, y): (f32, f32), lean: f32, dice: &mut Dice) {
        let mut at = x;
        for c in text.chars() {
            let (dx, dy, grow) = (dice.swing() * size * 0.03, dice.swing() * size * 0.06, 1.0 + dice.swing() * 0.05);
            self.glyph(fonts, Face::Hand, size * grow, c, (at + dx, y + dy), lean, 0.0, false);
            at += fonts.advance(Face::Hand, size, c);
        }
    }

    /// A round seal with `text` along its upper arc, centred at (`cx`, `cy`).
    pub fn seal(&mut self, fonts: &Fonts, text: &str, cx: f32, cy: f32, dice: &mut Dice) {
        let radius = 82.0_f32;
        for step in 0..4000 {
            let angle = step as f32 / 4000.0 * std::f32::consts::TAU;
            for r in 0..9 {
                let r = radius - r as f32 * 0.5;
                if dice.below(12) != 0 {
                    self.ink((cx + r * angle.cos()) as i32, (cy + r * angle.sin()) as i32, 255, true);
                }
            }
        }
        let chars: Vec<char> = text.chars().collect();
        let size = if chars.len() > 13 { 19.0 } else { 23.0 };
        let spread = (chars.len() as f32 * 0.36).min(4.4);
        for (i, c) in chars.iter().enumerate() {
            let at = if chars.len() > 1 { i as f32 / (chars.len() - 1) as f32 - 0.5 } else { 0.0 } * spread;
            let (gx, gy) = (cx + (radius - 22.0) * at.sin(), cy - (radius - 22.0) * at.cos());
            self.glyph(fonts, Face::Bold, size, *c, (gx - size / 2.0, gy - size / 2.0), 0.0, at, true);
        }
        // The star: inside where the five half-planes of a pentagram agree on three or more.
        for y in -24..=24_i32 {
            for x in -24..=24_i32 {
                let inside = (0..5).filter(|k| {
                    let a = *k as f32 * std::f32::consts::TAU / 5.0 - std::f32::consts::FRAC_PI_2;
                    x as f32 * -a.cos() + y as f32 * -a.sin() < 9.2
                });
                if inside.count() >= 4 && dice.below(14) != 0 {
                    self.ink(cx as i32 + x, cy as i32 + y, 255, true);
                }
            }
        }
    }

    /// What the scanner adds: a slight turn, specks, a shadow at one edge.
    #[must_use]
    pub fn scanned(&self, dice: &mut Dice) -> Page {
        let mut out = Page::blank();
        let angle = dice.swing() * 0.006;
        let (sin, cos) = angle.sin_cos();
        let (mx, my) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 2.0);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (dx, dy) = (x as f32 - mx, y as f32 - my);
                let (sx, sy) = (mx + dx * cos - dy * sin, my + dx * sin + dy * cos);
                out.grey[y * WIDTH + x] = sample(&self.grey, sx, sy);
                out.red[y * WIDTH + x] = sample(&self.red, sx, sy);
            }
        }
        for _ in 0..30 + dice.below(40) {
            let (x, y) = (dice.below(WIDTH) as f32, dice.below(HEIGHT) as f32);
            let size = 1.0 + dice.below(2) as f32;
            out.rect(x, y, size, size, 90 + dice.below(120) as u8, false);
        }
        if dice.below(3) == 0 {
            out.rect(0.0, 0.0, 4.0 + dice.below(7) as f32, HEIGHT as f32, 110, false);
        }
        if dice.below(4) == 0 {
            for y in [HEIGHT as i32 / 2 - 236, HEIGHT as i32 / 2 + 236] {
                for j in -13..=13_i32 {
                    for i in -13..=13_i32 {
                        if i * i + j * j < 150 {
                            out.ink(38 + i, y + j, 225, false);
                        }
                    }
                }
            }
        }
        out
    }
}

fn sample(plane: &[u8], x: f32, y: f32) -> u8 {
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let at = |i: f32, j: f32| {
        if i < 0.0 || j < 0.0 || i >= WIDTH as f32 || j >= HEIGHT as f32 {
            0.0
        } else {
            f32::from(plane[j as usize * WIDTH + i as usize])
        }
    };
    let top = at(x0, y0) * (1.0 - fx) + at(x0 + 1.0, y0) * fx;
    let low = at(x0, y0 + 1.0) * (1.0 - fx) + at(x0 + 1.0, y0 + 1.0) * fx;
    (top * (1.0 - fy) + low * fy) as u8
}
