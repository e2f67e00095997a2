//! Blocks into pages, and what stands in the margins. Tables are placed by `paging`.

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::block::{Block, FOLIO, Numbers, PageCode, Para, RUNNING, Section, Sheet, mm};
use crate::layout::code::{Code, Strength};
use crate::layout::table::{SetLine, measure, set_paras};
use crate::layout::text::{Align, break_lines};
use crate::layout::{Bookmark, Draw, Node, NodeId, Page, Role, Tag, Typeset};

/// What measuring needs and enters: faces, whose form it is, the structure so far.
pub(crate) struct Ground<'a> {
    pub(crate) fonts: &'a FontSet,
    pub(crate) person: &'a str,
    nodes: Vec<Node>,
}

impl Ground<'_> {
    pub(crate) fn node(&mut self, role: Role, parent: NodeId) -> NodeId {
        self.nodes.push(Node { role, parent: Some(parent) });
        self.nodes.len() - 1
    }

    /// A figure, with what is said in its place.
    pub(crate) fn figure(&mut self, alt: &str, parent: NodeId) -> NodeId {
        let alt = self.fonts.said(alt).into_owned();
        self.node(Role::Figure(alt), parent)
    }

    pub(crate) fn count(&self) -> usize {
        self.nodes.len()
    }

    /// Forgets the nodes after the first `count`: an attempt that did not fit.
    pub(crate) fn forget(&mut self, count: usize) {
        self.nodes.truncate(count);
    }
}

/// Sets sections into pages; each section counts its own pages. `person` is named in messages.
///
/// # Errors
/// When a character has no glyph.
pub fn typeset(sections: &[Section], person: &str, fonts: &FontSet) -> Result<Typeset> {
    let ground = Ground { fonts, person, nodes: vec![Node { role: Role::Document, parent: None }] };
    let mut pages = Vec::new();
    let mut flow = Flow {
        ground,
        sheet: Sheet::portrait(),
        done: Vec::new(),
        draws: Vec::new(),
        y: 0.0,
        before: 0,
        sect: 0,
        bookmarks: Vec::new(),
        heading: None,
        tiled: false,
    };
    for section in sections {
        flow.section(section)?;
        pages.append(&mut flow.done);
        flow.before = pages.len();
    }
    Ok(Typeset { pages, nodes: flow.ground.nodes, bookmarks: flow.bookmarks })
}

/// The page being filled and what is done so far.
pub(crate) struct Flow<'a> {
    pub(crate) ground: Ground<'a>,
    pub(crate) sheet: Sheet,
    /// Finished pages of this section.
    pub(crate) done: Vec<Page>,
    pub(crate) draws: Vec<Draw>,
    pub(crate) y: f32,
    /// Pages of earlier sections.
    pub(crate) before: usize,
    pub(crate) sect: NodeId,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// What must not be the last on its page, a heading or the end of a text to be signed: the first of its draws, and its upper edge.
    pub(crate) heading: Option<(usize, f32)>,
    /// Within a tile: the same blocks stand on the page several times.
    pub(crate) tiled: bool,
}

impl Flow<'_> {
    pub(crate) fn bottom(&self) -> f32 {
        self.sheet.height - self.sheet.bottom
    }

    /// Turns the page. A heading that nothing follows yet goes along.
    pub(crate) fn turn(&mut self) {
        let heading = self.heading.take().filter(|(first, _)| *first > 0);
        let mut along = heading.map_or_else(Vec::new, |(first, _)| self.draws.split_off(first.min(self.draws.len())));
        let draws = std::mem::take(&mut self.draws);
        self.done.push(Page { width: self.sheet.width, height: self.sheet.height, draws });
        let from = self.y;
        self.y = self.sheet.top;
        if let Some((_, top)) = heading {
            for draw in &mut along {
                if let Draw::Glyphs { y, .. } = draw {
                    *y += self.sheet.top - top;
                }
            }
            self.y += from - top;
            self.draws = along;
        }
    }

    fn mark(&mut self, level: u8, title: &str, y: f32) {
        let title = self.ground.fonts.said(title).into_owned();
        self.bookmarks.push(Bookmark { level, title, page: self.before + self.done.len(), y });
    }

    fn section(&mut self, section: &Section) -> Result<()> {
        self.sheet = section.sheet;
        self.y = self.sheet.top;
        self.sect = self.ground.node(Role::Sect(self.ground.fonts.said(&section.title).into_owned()), 0);
        self.mark(0, &section.title, self.y);
        self.blocks(&section.blocks)?;
        self.turn();
        self.margins(section)
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block]) -> Result<()> {
        for (at, block) in blocks.iter().enumerate() {
            // A page that holds nothing but places to sign could be signed for any text; so could one with unit and date alone
            // (GB/T 9704-2012, 7.3.5.5).
            let mut after = blocks.iter().skip(at + 1).skip_while(|b| matches!(b, Block::Gap(height) if *height <= NEAR));
            let kept = match after.next() {
                Some(Block::Table(table)) => table.whole,
                next => {
                    let next =
                        next.filter(|b| !matches!(b, Block::Gap(_))).or_else(|| after.find(|b| !matches!(b, Block::Gap(_))));
                    matches!(next, Some(Block::Text(para)) if para.style.align == Align::Right)
                }
            };
            match block {
                Block::Heading(level, para) => {
                    // The first heading names the section, which has its bookmark.
                    if *level > 1 && !self.tiled {
                        self.mark(level - 1, &para.text.replace('\n', ""), self.y);
                    }
                    let before = (self.draws.len(), self.y);
                    let pages = self.done.len();
                    self.text(para, Role::H(*level), false)?;
                    // Set whole on this page, it waits for what it heads.
                    self.heading = Some(before).filter(|_| self.done.len() == pages);
                }
                Block::Text(para) => self.text(para, Role::P, kept)?,
                Block::Beside(parts) => self.beside(parts)?,
                Block::Table(table) => {
                    let tail = self.tail(blocks.get(at + 1..).unwrap_or_default())?;
                    self.table(table, tail)?;
                }
                Block::Tiles(tiles) => self.tiles(tiles)?,
                Block::Page => self.turn(),
                Block::Gap(height) => {
                    self.y += height;
                    continue;
                }
            }
            let waits = matches!(block, Block::Heading(..)) || (kept && matches!(block, Block::Text(_)));
            if !waits {
                self.heading = None;
            }
        }
        self.heading = None;
        Ok(())
    }

    /// Height of what closes a table: the conclusion, the places to sign and the notes after it, up to the next part of the form. It
    /// never stands alone on a page. 0 when there is none, or it is a part of its own.
    fn tail(&mut self, rest: &[Block]) -> Result<f32> {
        let body = self.sheet.body_height();
        let (mut sum, mut closing) = (0.0, 0.0);
        let nodes = self.ground.count();
        for block in rest {
            match block {
                Block::Gap(height) => {
                    sum += height;
                    continue;
                }
                Block::Table(table) => {
                    let height: f32 = measure(table, &mut self.ground, self.sect)?.iter().map(|r| r.height).sum();
                    if !table.whole && (table.head_rows > 0 || height > CLOSING * body) {
                        break;
                    }
                    sum += height;
                }
                Block::Text(para) => {
                    let width = self.sheet.body_width();
                    let sect = self.sect;
                    let lines = set_paras(std::slice::from_ref(para), width, &mut self.ground, |_| sect)?;
                    if lines.len() > 6 {
                        break;
                    }
                    sum += lines.iter().map(|l| l.leading).sum::<f32>();
                }
                _ => break,
            }
            closing = sum;
        }
        self.ground.forget(nodes);
        Ok(if closing > body / 2.0 { 0.0 } else { closing })
    }

    /// `kept`: the last two lines go along when what follows needs a new page, and a third that would stay behind alone.
    fn text(&mut self, para: &Para, role: Role, kept: bool) -> Result<()> {
        let sect = self.sect;
        let width = self.sheet.body_width();
        let lines = set_paras(std::slice::from_ref(para), width, &mut self.ground, |g| g.node(role.clone(), sect))?;
        let last = if lines.len() == 3 { 0 } else { lines.len().saturating_sub(2) };
        for (i, line) in lines.iter().enumerate() {
            if self.y + line.leading > self.bottom() + 0.01 {
                self.turn();
            }
            if kept && i == last && (i > 0 || self.heading.is_none()) {
                self.heading = Some((self.draws.len(), self.y));
            }
            draw_line(&mut self.draws, line, self.sheet.left, self.y, Tag::Node(line.node));
            self.y += line.leading;
            if !kept || i < last {
                self.heading = None;
            }
        }
        Ok(())
    }

    fn beside(&mut self, parts: &[(f32, Para)]) -> Result<()> {
        let total: f32 = parts.iter().map(|p| p.0).sum();
        let sect = self.sect;
        let mut columns = Vec::with_capacity(parts.len());
        let mut x = self.sheet.left;
        for (at, (share, para)) in parts.iter().enumerate() {
            let width = self.sheet.body_width() * share / total.max(0.001);
            // Words that fill their column stay apart from those of the next.
            let room = if at + 1 < parts.len() { width - BETWEEN } else { width };
            columns.push((x, set_paras(std::slice::from_ref(para), room, &mut self.ground, |g| g.node(Role::P, sect))?));
            x += width;
        }
        let height = columns.iter().map(|(_, lines)| lines.iter().map(|l| l.leading).sum()).fold(0.0_f32, f32::max);
        if self.y + height > self.bottom() {
            self.turn();
        }
        for (x, lines) in &columns {
            // Parts stand on a common last line.
            let mut y = self.y + height - lines.iter().map(|l| l.leading).sum::<f32>();
            for line in lines {
                draw_line(&mut self.draws, line, *x, y, Tag::Node(line.node));
                y += line.leading;
            }
        }
        self.y += height;
        Ok(())
    }

    /// Heads from the second page on, feet and page numbers.
    fn margins(&mut self, section: &Section) -> Result<()> {
        let sheet = section.sheet;
        let count = self.done.len();
        // A code stands at the right of the head.
        let taken = section.running.code.as_ref().map_or(0.0, |_| PageCode::SIDE + PageCode::QUIET);
        let head_width = sheet.body_width() - taken;
        let needs = |text: &str| self.ground.fonts.width(RUNNING.face, RUNNING.size, text);
        let heads = shared(head_width, needs(&section.running.head.0), needs(&section.running.head.1));
        let set = |text: &str, align: Align, share: f32, field: &str| {
            let style = RUNNING.align(align);
            break_lines(text, &style, sheet.body_width() * share, self.ground.fonts, self.ground.person, field)
        };
        for number in 1..=count {
            let mut draws = Vec::new();
            let mut put = |lines: Vec<crate::layout::text::Line>, x: f32, y: f32, upwards: bool| {
                let lines: Vec<_> = lines
                    .into_iter()
                    .map(|line| SetLine { line, size: RUNNING.size, leading: RUNNING.leading, node: 0 })
                    .collect();
                #[expect(clippy::cast_precision_loss, reason = "a head has one or two lines")]
                let mut y = if upwards { y - RUNNING.leading * (lines.len() as f32 - 1.0) } else { y };
                for line in &lines {
                    draw_line(&mut draws, line, x, y, Tag::Pagination);
                    y += RUNNING.leading;
                }
            };
            let left = sheet.left;
            if number > 1 || section.running.from_first {
                let y = sheet.top - 18.0;
                let share = |width: f32| width / sheet.body_width();
                put(set(&section.running.head.0, Align::Left, share(heads.0), "页眉")?, left, y, true);
                put(set(&section.running.head.1, Align::Right, share(heads.1), "页眉")?, left + head_width - heads.1, y, true);
            }
            if let Some(code) = &section.running.code {
                let share = head_width / sheet.body_width();
                put(set(&code.numbered(&code.caption, number, count), Align::Right, share, "页码")?, left, PageCode::TOP, false);
            }
            let y = sheet.height - sheet.bottom + 10.0;
            put(set(&section.running.foot, Align::Left, 0.75, "页脚")?, left, y, false);
            match sheet.numbers {
                Numbers::OfTotal => {
                    let pages = format!("第{number}页 共{count}页");
                    put(set(&pages, Align::Right, 0.25, "页码")?, sheet.left + sheet.body_width() * 0.75, y, false);
                }
                Numbers::Dashes => {
                    // One character of room at the outer edge, right on odd pages, left on even ones.
                    let align = if number % 2 == 1 { Align::Right } else { Align::Left };
                    let style = FOLIO.align(align);
                    let text = format!("—　{number}　—");
                    let width = sheet.body_width() - 2.0 * FOLIO.size;
                    for line in break_lines(&text, &style, width, self.ground.fonts, self.ground.person, "页码")? {
                        let line = SetLine { line, size: style.size, leading: style.leading, node: 0 };
                        draw_line(
                            &mut draws,
                            &line,
                            sheet.left + FOLIO.size,
                            sheet.height - sheet.bottom + mm(7.0),
                            Tag::Pagination,
                        );
                    }
                }
                Numbers::None => {}
            }
            if let Some(page) = self.done.get_mut(number - 1) {
                page.draws.append(&mut draws);
            }
        }
        if let Some(code) = &section.running.code {
            self.codes(code, sheet);
        }
        Ok(())
    }

    /// The code of each page, each a figure of the section.
    fn codes(&mut self, page_code: &PageCode, sheet: Sheet) {
        let count = self.done.len();
        for number in 1..=count {
            let figure = self.ground.figure(&page_code.numbered(&page_code.alt, number, count), self.sect);
            let x = sheet.left + sheet.body_width() - PageCode::SIDE;
            let text = page_code.numbered(&page_code.text, number, count);
            let draw = Code::of(&text, Strength::Page).map(|c| c.draw(x, PageCode::TOP, PageCode::SIDE, Tag::Node(figure)));
            if let Some(page) = self.done.get_mut(number - 1) {
                page.draws.extend(draw);
            }
        }
    }
}

/// Share of a page up to which a table that closes another is low enough to be kept with it.
const CLOSING: f32 = 0.3;
/// Points between paragraphs that stand beside each other.
const BETWEEN: f32 = 8.0;
/// Up to this distance in points a table belongs to the text above it.
const NEAR: f32 = 24.0;
/// Share of the em square above the baseline, as in all three faces.
const ABOVE: f32 = 0.88;

pub(crate) fn draw_line(draws: &mut Vec<Draw>, line: &SetLine, x: f32, y: f32, tag: Tag) {
    if line.line.glyphs.is_empty() {
        return;
    }
    let baseline = y + (line.leading - line.size) / 2.0 + ABOVE * line.size;
    let mut glyphs = line.line.glyphs.clone();
    for g in &mut glyphs {
        g.x += x;
    }
    draws.push(Draw::Glyphs { y: baseline, size: line.size, glyphs, tag });
}

/// Room of the two parts of a head, in points: half each, unless one needs more and the other less.
fn shared(room: f32, left: f32, right: f32) -> (f32, f32) {
    // Between the parts, and for what the breaking of lines rounds.
    const GAP: f32 = 12.0;
    let half = room / 2.0;
    match (left + GAP > half, right + GAP > half) {
        (true, false) => (room - right - GAP, right + GAP),
        (false, true) => (left + GAP, room - left - GAP),
        _ => (half, half),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Cell, Head, Row, Running, Style, Table};
    use crate::testing::fonts;

    const STYLE: Style = Style::new(crate::Face::Song, 10.0, 14.0);

    /// Numbers that look random and never change.
    struct Dice(u64);

    impl Dice {
        fn upto(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % n
        }
    }

    fn cell_of(dice: &mut Dice, chars: usize) -> Cell {
        let text: String =
            (0..chars).map(|_| char::from_u32(0x4E00 + u32::try_from(dice.upto(5000)).unwrap()).unwrap()).collect();
        Cell::new(Para::new(text, STYLE, "格"))
    }

    fn characters(table: &Table) -> Vec<char> {
        let paras = table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| match &c.body {
            crate::layout::Body::Text(paras) => paras.as_slice(),
            crate::layout::Body::Picture { .. } | crate::layout::Body::Bar { .. } | crate::layout::Body::Code { .. } => &[],
        });
        let mut all: Vec<char> = paras.flat_map(|p| p.text.chars()).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn whatever_the_table_every_character_stands_once_within_the_margins() {
        for seed in 0..60 {
            let mut dice = Dice(seed);
            let mut table = Table::of(400.0, &[1.0, 2.0, 3.0]);
            table.head_rows = dice.upto(2);
            table.whole = dice.upto(4) == 0;
            let mut left = 0;
            for row in 0..2 + dice.upto(40) {
                let mut cells = Vec::new();
                if left == 0 {
                    left = if row < table.head_rows { 1 } else { 1 + dice.upto(5) };
                    let chars = dice.upto(12);
                    let mut first = cell_of(&mut dice, chars).span(1, left);
                    if dice.upto(2) == 0 {
                        first = first.head(Head::Row);
                    }
                    cells.push(first);
                }
                left -= 1;
                for _ in 0..2 {
                    let chars = if row >= table.head_rows && dice.upto(9) == 0 { dice.upto(1600) } else { dice.upto(60) };
                    cells.push(cell_of(&mut dice, chars));
                }
                let mut row = Row::new(20.0, cells);
                row.whole = dice.upto(3) == 0;
                row.with_next = dice.upto(6) == 0;
                table.rows.push(row);
            }
            let mut wanted = characters(&table);
            wanted.extend(['文', '题']);
            wanted.sort_unstable();
            let sheet = Sheet::portrait();
            let blocks = vec![
                Block::Text(Para::new("文", STYLE, "文")),
                Block::Gap(dice.upto(600) as f32),
                Block::Heading(1, Para::new("题", STYLE, "题")),
                Block::Table(table),
            ];
            let section = Section { title: "试".into(), sheet, blocks, running: crate::layout::Running::default() };
            let set = typeset(&[section], "张三", fonts()).unwrap();
            let mut found = Vec::new();
            for draw in set.pages.iter().flat_map(|p| &p.draws) {
                if let Draw::Glyphs { y, glyphs, tag: Tag::Node(_), .. } = draw {
                    assert!(*y > sheet.top && *y < sheet.height - sheet.bottom + 1.0, "seed {seed}: a line at {y}");
                    found.extend(glyphs.iter().map(|g| g.ch));
                }
            }
            found.sort_unstable();
            assert!(found == wanted, "seed {seed}: {} of {} characters", found.len(), wanted.len());
        }
    }

    #[test]
    fn a_heading_goes_to_the_next_page_with_the_table_it_heads() {
        let mut dice = Dice(7);
        for gap in (0..720).step_by(13) {
            let mut table = Table::of(400.0, &[1.0]);
            table.head_rows = 1;
            table.rows.push(Row::new(20.0, vec![cell_of(&mut dice, 3)]));
            table.rows.push(Row::new(20.0, vec![cell_of(&mut dice, 3)]).group(1, "环节"));
            table.rows.push(Row::new(110.0, vec![cell_of(&mut dice, 30)]));
            let heading = Block::Heading(1, Para::new("题", STYLE, "题"));
            let blocks = vec![
                Block::Text(Para::new("文", STYLE, "文")),
                Block::Gap(gap as f32),
                heading,
                Block::Gap(4.0),
                Block::Table(table),
            ];
            let section =
                Section { title: "试".into(), sheet: Sheet::portrait(), blocks, running: crate::layout::Running::default() };
            let set = typeset(&[section], "", fonts()).unwrap();
            let page_with = |lines: usize| {
                set.pages
                    .iter()
                    .position(|p| p.draws.iter().filter(|d| matches!(d, Draw::Glyphs { tag: Tag::Node(_), .. })).count() >= lines)
            };
            // 题, head, band and row stand together, whether or not 文 is with them.
            assert!(page_with(4).is_some(), "gap {gap}");
            let last = set.pages.last().unwrap();
            assert!(
                set.pages.len() == 1
                    || last.draws.iter().any(|d| matches!(d, Draw::Glyphs { glyphs, .. } if glyphs[0].ch == '题')),
                "gap {gap}"
            );
        }
    }

    fn words(page: &Page) -> String {
        let lines = page.draws.iter().filter_map(|d| if let Draw::Glyphs { glyphs, .. } = d { Some(glyphs) } else { None });
        lines.flatten().map(|g| g.ch).collect()
    }

    fn pages_of(blocks: Vec<Block>) -> Vec<String> {
        let section = Section { title: "表".into(), sheet: Sheet::portrait(), blocks, running: Running::default() };
        typeset(&[section], "张三", fonts()).unwrap().pages.iter().map(words).collect()
    }

    #[test]
    fn what_closes_a_table_never_stands_alone_on_a_page() {
        let text = |t: &str| Para::new(t, STYLE, "格");
        for rows in 1..60 {
            let mut list = Table::of(400.0, &[1.0]);
            list.head_rows = 1;
            list.rows = (0..=rows).map(|n| Row::new(24.0, vec![Cell::new(text(if n == 0 { "头" } else { "行" }))])).collect();
            let mut conclusion = Table::of(400.0, &[1.0]);
            conclusion.rows = vec![Row::new(70.0, vec![Cell::new(text("结论"))]).whole()];
            let mut signed = Table::of(400.0, &[1.0]);
            signed.whole = true;
            signed.rows = vec![Row::new(40.0, vec![Cell::new(text("签名"))])];
            let blocks = [
                Block::Text(text("题")),
                Block::Table(list),
                Block::Table(conclusion),
                Block::Gap(9.0),
                Block::Table(signed),
                Block::Text(text("注")),
            ];
            let pages = pages_of(blocks.to_vec());
            let last = pages.last().unwrap();
            assert!(last.contains("结论") && last.contains("签名") && last.contains('注'), "{rows}: {pages:?}");
            assert!(last.matches('行').count() >= rows.min(3), "{rows}: {pages:?}");
            assert_eq!(pages.iter().map(|p| p.matches('行').count()).sum::<usize>(), rows);
        }
    }

    #[test]
    fn unit_and_date_go_with_the_end_of_the_text_they_stand_under() {
        for lines in 1..120 {
            let mut blocks: Vec<Block> = (0..lines).map(|_| Block::Text(Para::new("正文", STYLE, "正文"))).collect();
            blocks.push(Block::Gap(34.0));
            blocks.extend(["某单位", "某日"].map(|t| Block::Text(Para::new(t, STYLE.align(Align::Right), "落款"))));
            let pages = pages_of(blocks);
            let last = pages.last().unwrap();
            assert!(last.contains("某单位") && last.contains("某日") && last.contains("正文"), "{lines}: {pages:?}");
        }
    }

    #[test]
    fn no_line_of_a_short_end_stays_behind_alone_and_its_heading_goes_with_it() {
        for lines in 1..120 {
            let mut blocks: Vec<Block> = (0..lines).map(|_| Block::Text(Para::new("正文", STYLE, "正文"))).collect();
            blocks.push(Block::Heading(2, Para::new("题", STYLE, "小标题")));
            blocks.push(Block::Text(Para::new("甲\n乙\n丙", STYLE, "正文")));
            blocks.push(Block::Gap(6.0));
            blocks.extend(["某单位", "某日"].map(|t| Block::Text(Para::new(t, STYLE.align(Align::Right), "落款"))));
            let pages = pages_of(blocks);
            assert!(pages.last().unwrap().contains("题甲乙丙某单位某日"), "{lines}: {pages:?}");
        }
    }
}
