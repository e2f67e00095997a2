//! Blocks of a form, laid out on pages: title, fields, table, paragraphs, ruled lines, signatures, seal.

use crate::canvas::{Dice, Face, Fonts, HEIGHT, Page, WIDTH};

const LEFT: f32 = 104.0;
const RIGHT: f32 = WIDTH as f32 - 96.0;
const TOP: f32 = 118.0;
const BOTTOM: f32 = HEIGHT as f32 - 130.0;

/// What a form is made of.
pub enum Block {
    /// Red letterhead with the number of the document.
    Letterhead(String, String),
    Title(String),
    /// Small centred line under a title.
    Under(String),
    /// A row of label and value pairs; values are written by hand when told so.
    Fields(Vec<(String, String)>, bool),
    /// Column weights, header, rows, and whether the rows are handwritten.
    Table(Vec<f32>, Vec<String>, Vec<Vec<String>>, bool),
    /// Printed paragraph, first line indented.
    Para(String),
    /// Handwriting on ruled lines.
    Ruled(String),
    Heading(String),
    /// Role, name (empty: a blank line to sign on), date.
    Sign(Vec<(String, String, String)>),
    /// Issuer and date at the lower right, with a red seal when the flag is set.
    Issue(String, String, bool),
    Break,
}

struct Pen<'a> {
    fonts: &'a Fonts,
    dice: Dice,
    pages: Vec<Page>,
    y: f32,
}

/// Draws the blocks; the pages carry their number and `mark` in the foot.
pub fn draw(fonts: &Fonts, blocks: &[Block], mark: &str) -> Vec<Page> {
    let mut pen = Pen { fonts, dice: Dice::of(mark), pages: vec![Page::blank()], y: TOP };
    for block in blocks {
        pen.block(block);
    }
    let total = pen.pages.len();
    for (n, page) in pen.pages.iter_mut().enumerate() {
        let foot = format!("— {} —", n + 1);
        let x = (WIDTH as f32 - fonts.width(Face::Print, 19.0, &foot)) / 2.0;
        page.print(fonts, Face::Print, 19.0, &foot, (x, HEIGHT as f32 - 92.0), false);
        if total > 1 || n > 0 {
            page.print(fonts, Face::Print, 15.0, &format!("共{total}页"), (RIGHT - 60.0, HEIGHT as f32 - 90.0), false);
        }
    }
    let mut dice = Dice::of(&format!("{mark}/scan"));
    pen.pages.iter().map(|p| p.scanned(&mut dice)).collect()
}

/// Breaks `text` into lines no wider than `width`; closing punctuation does not begin a line.
fn wrap(fonts: &Fonts, face: Face, size: f32, text: &str, width: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = indent;
    for c in text.chars() {
        let advance = fonts.advance(face, size, c);
        let clings = "，。；：、？！）》”%".contains(c);
        if used + advance > width && !clings {
            // An opening bracket does not end a line.
            let carried = lines.last_mut().filter(|l| l.ends_with(['（', '《', '“', '〔'])).and_then(String::pop);
            lines.push(carried.map(String::from).unwrap_or_default());
            used = carried.map_or(0.0, |c| fonts.advance(face, size, c));
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += advance;
    }
    lines
}

impl Pen<'_> {
    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("there is always a page")
    }

    fn turn(&mut self) {
        self.pages.push(Page::blank());
        self.y = TOP;
    }

    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.turn();
        }
    }

    fn print(&mut self, face: Face, size: f32, text: &str, x: f32, y: f32, red: bool) {
        let fonts = self.fonts;
        self.page().print(fonts, face, size, text, (x, y), red);
    }

    fn hand(&mut self, size: f32, text: &str, x: f32, y: f32, lean: f32) {
        let fonts = self.fonts;
        let page = self.pages.last_mut().expect("there is always a page");
        page.write(fonts, size, text, (x, y), lean, &mut self.dice);
    }

    fn centred(&mut self, face: Face, size: f32, text: &str, red: bool) {
        for line in wrap(self.fonts, face, size, text, RIGHT - LEFT, 0.0) {
            let x = (WIDTH as f32 - self.fonts.width(face, size, &line)) / 2.0;
            self.room(size * 1.5);
            let y = self.y;
            self.print(face, size, &line, x, y, red);
            self.y += size * 1.5;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Letterhead(organ, number) => {
                self.y += 10.0;
                self.centred(Face::Bold, if organ.chars().count() > 12 { 42.0 } else { 56.0 }, organ, true);
                self.y += 14.0;
                self.centred(Face::Print, 22.0, number, false);
                let y = self.y;
                self.page().rect(LEFT, y, RIGHT - LEFT, 4.0, 255, true);
                self.y += 40.0;
            }
            Block::Title(text) => {
                self.centred(Face::Bold, 34.0, text, false);
                self.y += 12.0;
            }
            Block::Under(text) => {
                self.centred(Face::Print, 19.0, text, false);
                self.y += 8.0;
            }
            Block::Heading(text) => {
                self.room(70.0);
                let y = self.y + 8.0;
                self.print(Face::Bold, 23.0, text, LEFT, y, false);
                self.y += 44.0;
            }
            Block::Fields(fields, hand) => self.fields(fields, *hand),
            Block::Table(weights, header, rows, hand) => self.table(weights, header, rows, *hand),
            Block::Para(text) => self.para(text),
            Block::Ruled(text) => self.ruled(text),
            Block::Sign(list) => self.signatures(list),
            Block::Issue(issuer, date, seal) => self.issue(issuer, date, *seal),
            Block::Break => self.turn(),
        }
    }

    fn para(&mut self, text: &str) {
        for part in text.split('\n') {
            for (n, line) in wrap(self.fonts, Face::Print, 23.0, part, RIGHT - LEFT, 46.0).iter().enumerate() {
                self.room(40.0);
                let (x, y) = (LEFT + if n == 0 { 46.0 } else { 0.0 }, self.y);
                self.print(Face::Print, 23.0, line, x, y, false);
                self.y += 39.0;
            }
        }
        self.y += 8.0;
    }

    fn ruled(&mut self, text: &str) {
        let size = 25.0;
        for part in text.split('\n') {
            for (n, line) in wrap(self.fonts, Face::Hand, size, part, RIGHT - LEFT - 8.0, 50.0).iter().enumerate() {
                self.room(46.0);
                let (x, y) = (LEFT + 4.0 + if n == 0 { 50.0 } else { 0.0 }, self.y);
                self.hand(size, line, x, y, 0.04);
                self.page().rect(LEFT, y + 35.0, RIGHT - LEFT, 1.0, 150, false);
                self.y += 45.0;
            }
        }
        // Ruled paper goes on below the last word.
        for _ in 0..2 {
            if self.y + 45.0 < BOTTOM - 160.0 {
                let y = self.y;
                self.page().rect(LEFT, y + 35.0, RIGHT - LEFT, 1.0, 150, false);
                self.y += 45.0;
            }
        }
    }

    fn fields(&mut self, fields: &[(String, String)], hand: bool) {
        let label = 118.0;
        for pair in fields.chunks(2) {
            let half = (RIGHT - LEFT) / pair.len() as f32;
            let face = if hand { Face::Hand } else { Face::Print };
            let cells: Vec<Vec<String>> =
                pair.iter().map(|(_, v)| wrap(self.fonts, face, 21.0, v, half - label - 16.0, 0.0)).collect();
            let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
            let height = 16.0 + lines as f32 * 29.0;
            self.room(height);
            let y = self.y;
            for (i, ((name, _), cell)) in pair.iter().zip(&cells).enumerate() {
                let x = LEFT + half * i as f32;
                self.frame(x, y, label, height);
                self.frame(x + label, y, half - label, height);
                let wide = self.fonts.width(Face::Bold, 20.0, name);
                self.print(Face::Bold, 20.0, name, x + (label - wide).max(4.0) / 2.0, y + height / 2.0 - 12.0, false);
                for (n, line) in cell.iter().enumerate() {
                    let at = y + 9.0 + n as f32 * 29.0;
                    if hand {
                        self.hand(21.0, line, x + label + 8.0, at, 0.04)
                    } else {
                        self.print(Face::Print, 21.0, line, x + label + 8.0, at, false)
                    }
                }
            }
            self.y += height;
        }
        self.y += 14.0;
    }

    fn frame(&mut self, x: f32, y: f32, w: f32, h: f32) {
        let page = self.page();
        page.rect(x, y, w, 2.0, 235, false);
        page.rect(x, y + h, w + 2.0, 2.0, 235, false);
        page.rect(x, y, 2.0, h, 235, false);
        page.rect(x + w, y, 2.0, h, 235, false);
    }

    fn table(&mut self, weights: &[f32], header: &[String], rows: &[Vec<String>], hand: bool) {
        let total: f32 = weights.iter().sum();
        let widths: Vec<f32> = weights.iter().map(|w| w / total * (RIGHT - LEFT)).collect();
        self.y += 10.0;
        let mut all = Vec::new();
        if !header.is_empty() {
            all.push((header, true));
        }
        all.extend(rows.iter().map(|r| (r.as_slice(), false)));
        for (row, head) in all {
            let face = if head {
                Face::Bold
            } else if hand {
                Face::Hand
            } else {
                Face::Print
            };
            let cells: Vec<Vec<String>> =
                row.iter().zip(&widths).map(|(t, w)| wrap(self.fonts, face, 20.0, t, w - 14.0, 0.0)).collect();
            let height = 18.0 + cells.iter().map(Vec::len).max().unwrap_or(1) as f32 * 28.0;
            self.room(height);
            let (mut x, y) = (LEFT, self.y);
            for (cell, width) in cells.iter().zip(&widths) {
                self.frame(x, y, *width, height);
                for (n, line) in cell.iter().enumerate() {
                    let at = y + (height - cell.len() as f32 * 28.0) / 2.0 + n as f32 * 28.0 + 2.0;
                    let indent = if head || line.chars().count() < 5 {
                        (width - self.fonts.width(face, 20.0, line)).max(12.0) / 2.0
                    } else {
                        8.0
                    };
                    if face == Face::Hand {
                        self.hand(20.0, line, x + indent, at, 0.05)
                    } else {
                        self.print(face, 20.0, line, x + indent, at, false)
                    }
                }
                x += width;
            }
            self.y += height;
        }
        self.y += 16.0;
    }

    fn signatures(&mut self, list: &[(String, String, String)]) {
        self.y += 14.0;
        for pair in list.chunks(2) {
            self.room(66.0);
            let half = (RIGHT - LEFT) / 2.0;
            for (i, (role, name, date)) in pair.iter().enumerate() {
                let (x, y) = (LEFT + half * i as f32, self.y);
                let label = format!("{role}：");
                self.print(Face::Print, 20.0, &label, x, y + 14.0, false);
                let at = x + self.fonts.width(Face::Print, 20.0, &label);
                let long = name.chars().count() > 6;
                let lean = 0.16 + self.dice.swing() * 0.06;
                let rise = self.dice.swing() * 4.0;
                self.hand(if long { 19.0 } else { 33.0 }, name, at + 6.0, y + if long { 14.0 } else { 4.0 } + rise, lean);
                self.page().rect(at, y + 46.0, (x + half - at - 16.0).min(210.0), 1.0, 190, false);
                self.hand(17.0, date, at + 10.0, y + 50.0, 0.08);
            }
            self.y += 78.0;
        }
    }

    fn issue(&mut self, issuer: &str, date: &str, seal: bool) {
        self.y += 40.0;
        self.room(150.0);
        let wide = self.fonts.width(Face::Print, 23.0, issuer);
        let x = RIGHT - wide.max(200.0) - 40.0;
        let y = self.y;
        self.print(Face::Print, 23.0, issuer, x + (wide.max(200.0) - wide) / 2.0, y, false);
        let day = self.fonts.width(Face::Print, 23.0, date);
        self.print(Face::Print, 23.0, date, x + (wide.max(200.0) - day) / 2.0, y + 44.0, false);
        if seal {
            let fonts = self.fonts;
            let (jx, jy) = (self.dice.swing() * 8.0, self.dice.swing() * 8.0);
            let page = self.pages.last_mut().expect("there is always a page");
            page.seal(fonts, &issuer.replace('、', ""), x + wide.max(200.0) / 2.0 + jx, y + 30.0 + jy, &mut self.dice);
        }
        self.y += 130.0;
    }
}
