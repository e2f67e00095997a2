//! 专用笔记本 as a bound book: cover, contents, then the pages in running order. The lines are handed in as they stand on the page and
//! are not broken again, so that a page once counted stays where it is.

mod blank;

pub use blank::render_blank;

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Head, Para, Row, Running, Section, Sheet, Style, Table, mm, typeset};
use crate::look::{LABEL, LIST, META, TITLE, VALUE, cell, column, day};
use crate::pdf::{About, Tell, part, stopped, write_telling};
use crate::report::Rendered;

/// An entry with its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoundEntry {
    /// 条号
    pub seq: u32,
    /// Page it begins on; pages follow each other without gaps.
    pub page: u32,
    /// 记, 更正 …
    pub act: String,
    pub category: String,
    pub when: String,
    /// Step and batch; empty for none.
    pub belongs: String,
    /// Who entered it when.
    pub entered: String,
    /// Each no wider than the ruled line.
    pub lines: Vec<String>,
}

/// The book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoundBook {
    pub number: String,
    pub unit: String,
    pub holder: String,
    /// As printed.
    pub opened: String,
    pub closed: String,
    pub entries: Vec<BoundEntry>,
    /// Ruled lines of a page.
    pub lines_per_page: usize,
    /// ISO date; goes into the file's metadata.
    pub made_on: String,
}

const NAME: &str = "干部选任工作纪实专用笔记本";
/// The written pages.
const WRITTEN: &str = "正文";
/// Words of an entry; as many lines as a page has leave room for the places to sign.
const WORDS: Style = Style::new(crate::Face::Kai, 12.0, 23.0);
/// Characters of a line in the head of a page.
const HEAD: usize = 44;

/// Draws the book on A4 upright: cover and contents, which count their own pages, then the running pages.
///
/// # Errors
/// A character no font has, a date that is none, or when told to stop.
pub fn render(book: &BoundBook, fonts: &FontSet, tell: Tell<'_>) -> Result<Rendered> {
    let made_on = day(&book.made_on, &book.number, "制表日期")?;
    let title = format!("{NAME}（{}）", book.number);
    let running = |what: &str| Running {
        head: (title.clone(), book.unit.clone()),
        from_first: what == WRITTEN,
        foot: format!("{what}　持有人 {}", book.holder),
        code: None,
    };
    let mut sections = vec![Section {
        title: "封面、目录".into(),
        sheet: Sheet::portrait(),
        blocks: cover(book),
        running: running("封面、目录"),
    }];
    if !book.entries.is_empty() {
        sections.push(Section {
            title: WRITTEN.into(),
            sheet: Sheet::portrait(),
            blocks: pages(book),
            running: running(WRITTEN),
        });
    }
    if tell(0).is_break() {
        return Err(stopped(&title));
    }
    let set = typeset(&sections, &book.number, fonts)?;
    let about = About { title, author: book.unit.clone(), subject: format!("持有人 {}", book.holder), made_on: Some(made_on) };
    let pdf = write_telling(&set, &[], &about, fonts, &part(tell, 300, 1000))?;
    Ok(Rendered { pdf, pages: u32::try_from(set.pages.len()).unwrap_or(u32::MAX) })
}

fn cover(book: &BoundBook) -> Vec<Block> {
    let width = Sheet::portrait().body_width();
    let mut table = Table::of(width, &[30.0, 54.0, 30.0, 54.0]);
    let name = |n: &str| cell(n, LABEL, n).head(Head::Row);
    let line = |a: (&str, &str), b: (&str, &str)| {
        Row::new(mm(12.0), vec![name(a.0), cell(a.1, VALUE, a.0), name(b.0), cell(b.1, VALUE, b.0)]).whole()
    };
    let last = book.entries.last().map_or(0, |e| e.page + sheets(e, book.lines_per_page) - 1);
    // An empty book is written in by hand, and the count with it.
    let size = if book.number.is_empty() { String::new() } else { format!("{}条，{last}页", book.entries.len()) };
    table.rows.push(line(("编号", &book.number), ("持有人", &book.holder)));
    table.rows.push(line(("启用日期", &book.opened), ("封存日期", &book.closed)));
    table.rows.push(Row::new(mm(12.0), vec![name("单位"), cell(&book.unit, VALUE, "单位").span(3, 1)]).whole());
    table.rows.push(Row::new(mm(12.0), vec![name("已记条数、\n页数"), cell(&size, VALUE, "已记条数、页数").span(3, 1)]).whole());
    let rule = "逐条连续编号，逐页连续编页；不得抽换、涂改、删除，更正另起一条并指明所更正的条号。";
    let mut blocks = vec![
        Block::Gap(60.0),
        Block::Heading(1, Para::new(NAME, TITLE, "标题")),
        Block::Gap(40.0),
        Block::Table(table),
        Block::Gap(8.0),
        Block::Text(Para::new(rule, META, "使用须知")),
        Block::Gap(20.0),
    ];
    if !book.entries.is_empty() {
        blocks.push(Block::Heading(
            2,
            Para::new("目　录", Style::new(crate::Face::SongBold, 13.0, 24.0).align(Align::Centre), "目录"),
        ));
        blocks.push(Block::Table(contents(book, width)));
    }
    blocks
}

fn contents(book: &BoundBook, width: f32) -> Table {
    let mut table = Table::of(width, &[12.0, 12.0, 16.0, 24.0, 40.0, 62.0]);
    table.head_rows = 1;
    table.rows.push(Row::new(mm(8.0), ["条号", "页", "记事", "类别", "时间", "所属步骤、批次"].map(column).to_vec()).whole());
    for e in &book.entries {
        let centre = LIST.align(Align::Centre);
        let text = |t: &str, style: Style, label: &str| cell(t, style, format!("第{}条{label}", e.seq));
        table.rows.push(Row::new(
            mm(7.5),
            vec![
                text(&e.seq.to_string(), centre, "条号"),
                text(&e.page.to_string(), centre, "页"),
                text(&e.act, centre, "记事"),
                text(&e.category, centre, "类别"),
                text(&e.when, centre, "时间"),
                text(&e.belongs, LIST, "所属步骤、批次"),
            ],
        ));
    }
    table
}

/// Pages an entry takes.
fn sheets(e: &BoundEntry, lines: usize) -> u32 {
    u32::try_from(e.lines.len().div_ceil(lines.max(1))).unwrap_or(u32::MAX).max(1)
}

fn pages(book: &BoundBook) -> Vec<Block> {
    let sheet = Sheet::portrait();
    let mut blocks = Vec::new();
    for e in &book.entries {
        let mut chunks: Vec<&[String]> = e.lines.chunks(book.lines_per_page.max(1)).collect();
        if chunks.is_empty() {
            chunks.push(&[]);
        }
        let last = chunks.len() - 1;
        for (n, chunk) in chunks.into_iter().enumerate() {
            let head = head(e, n, sheet.body_width());
            blocks.push(Block::Table(head));
            blocks.push(Block::Gap(4.0));
            // One paragraph: the lines are where they were counted to be.
            blocks.push(Block::Text(Para::new(chunk.join("\n"), WORDS, format!("第{}条", e.seq))));
            if n == last {
                blocks.push(Block::Gap(4.0));
                blocks.push(Block::Table(places_to_sign(sheet.body_width())));
            }
            // Whatever is left of the page stays empty: the next head does not fit and begins a new one.
            blocks.push(Block::Gap(sheet.body_height()));
        }
    }
    blocks
}

/// At the end of an entry: for who spoke, who wrote it down and who was spoken with.
fn places_to_sign(width: f32) -> Table {
    let mut signed = Table::of(width, &[1.0, 1.0, 1.0]);
    let place = |who: &str| cell(&format!("{who}（签名）：\n　　　　　　　　年　　月　　日"), LIST.align(Align::Left), who);
    signed.rows.push(Row::new(mm(12.5), ["谈话人", "记录人", "谈话对象"].map(place).to_vec()).whole());
    signed
}

fn head(e: &BoundEntry, sheet: usize, width: f32) -> Table {
    let cut = |text: &str| {
        if text.chars().count() <= HEAD { text.to_owned() } else { text.chars().take(HEAD - 1).chain(['…']).collect() }
    };
    let mut table = Table::of(width, &[1.0]);
    table.whole = true;
    table.padding = (4.0, 2.0);
    let more = if sheet > 0 { format!("（续{sheet}）") } else { String::new() };
    let parts = [e.act.as_str(), &e.category, &e.when];
    let first =
        parts.into_iter().filter(|p| !p.is_empty()).fold(format!("第{}条{more}", e.seq), |line, p| format!("{line}　{p}"));
    let row = |text: &str, label: &str| {
        Row::new(16.0, vec![cell(&cut(text), META.align(Align::Left), label).head(Head::Column)]).whole()
    };
    let mut top = row(&first, "条号");
    if sheet == 0 {
        top = top.group(1, format!("第{}条", e.seq));
    }
    table.rows.push(top);
    table.rows.push(row(&e.belongs, "所属步骤、批次"));
    table.rows.push(row(&e.entered, "录入"));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{keeps_line_rules, laid_text, sound, squeezed, structure};
    use crate::testing::{fonts, keep};

    fn book() -> BoundBook {
        let line = |n: usize| format!("{n:02}关于班子配备和人选的意见：欧阳䶮同志政治素质好，群众公认，同意作为人选。");
        let entry = |seq: u32, page: u32, lines: usize| BoundEntry {
            seq,
            page,
            act: "记".into(),
            category: "听取意见".into(),
            when: "2026年3月5日 15:00–16:30".into(),
            belongs: "谈心谈话及听取有关方面意见 2026年第三批干部调整".into(),
            entered: "2026-03-05 17:20 李㛃 录入".into(),
            lines: (1..=lines).map(line).collect(),
        };
        BoundBook {
            number: "2026-01".into(),
            unit: "中共某市委组织部".into(),
            holder: "李㛃".into(),
            opened: "2026年1月4日".into(),
            closed: String::new(),
            entries: vec![
                entry(1, 1, 27),
                entry(2, 2, 60),
                BoundEntry { act: "更正".into(), ..entry(3, 5, 6) },
                BoundEntry { act: "归入步骤".into(), category: String::new(), when: String::new(), ..entry(4, 6, 1) },
            ],
            lines_per_page: 27,
            made_on: "2026-06-30".into(),
        }
    }

    #[test]
    fn the_book_is_archival_its_pages_run_on_and_each_entry_stands_on_its_page() {
        let book = book();
        let rendered = render(&book, fonts(), &crate::untold).unwrap();
        keep("专用笔记本", &rendered.pdf);
        sound("专用笔记本", &rendered.pdf);
        keeps_line_rules("专用笔记本", &rendered.pdf);
        assert_eq!(rendered, render(&book, fonts(), &crate::untold).unwrap());
        assert_eq!(rendered.pages, 1 + 6, "a cover and six pages");
        let laid = laid_text(&rendered.pdf);
        let pages: Vec<&str> = laid.split('\u{c}').skip(1).collect();
        for e in &book.entries {
            let page = pages[e.page as usize - 1];
            assert!(
                squeezed(page).contains(&format!("第{}条", e.seq)) && squeezed(page).contains(&format!("第{}页共6页", e.page)),
                "{page}"
            );
        }
        assert!(squeezed(pages[3]).contains("第2条（续2）"), "{}", pages[3]);
        for (at, page) in pages.iter().enumerate().take(6) {
            assert!(
                squeezed(page).contains("干部选任工作纪实专用笔记本（2026-01）"),
                "a head on every page, the first too: {page}"
            );
            let places = ["谈话人", "记录人", "谈话对象"].map(|who| page.contains(&format!("{who}（签名）")));
            assert_eq!(places, [![1, 2].contains(&at); 3], "at the end of each entry: {page}");
        }
        let text = squeezed(&structure(&rendered.pdf));
        for line in book.entries.iter().flat_map(|e| &e.lines) {
            assert!(text.contains(&squeezed(line)), "{line}");
        }
    }

    #[test]
    fn an_unused_book_is_its_cover() {
        let empty = BoundBook { entries: vec![], ..book() };
        let rendered = render(&empty, fonts(), &crate::untold).unwrap();
        sound("空笔记本", &rendered.pdf);
        assert_eq!(rendered.pages, 1);
    }
}
