//! 专用笔记本 as an empty book to be written in by hand: cover, then ruled and numbered pages with the heads of an entry.

use jishi_core::notebook::LINES;

use super::{BoundBook, NAME, cover, places_to_sign};
use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Head, Para, Row, Running, Section, Sheet, Table, mm, typeset};
use crate::look::{LABEL, LIST, VALUE, cell, day};
use crate::pdf::{About, write};
use crate::report::Rendered;

/// Ruled pages of the book as it is printed for trial; more are printed by printing the file again with the next numbers written in.
const PAGES: usize = 8;

/// Draws the empty book: the cover without entries and [`PAGES`] ruled pages.
///
/// # Errors
/// When `made_on` is no date.
pub fn render_blank(made_on: &str, fonts: &FontSet) -> Result<Rendered> {
    let day = day(made_on, NAME, "制表日期")?;
    let title = format!("{NAME}（参考模本）");
    let running = |what: &str| Running { head: (title.clone(), String::new()), foot: what.to_owned(), ..Running::default() };
    let book = BoundBook { lines_per_page: LINES, made_on: made_on.to_owned(), ..BoundBook::default() };
    let section = |what: &str, blocks: Vec<Block>| Section {
        title: what.to_owned(),
        sheet: Sheet::portrait(),
        blocks,
        running: running(what),
    };
    let ruled = (0..PAGES).flat_map(|page| {
        let turn = (page > 0).then_some(Block::Page);
        turn.into_iter().chain(page_of_lines())
    });
    let sections = [section("封面", cover(&book)), section("正文", ruled.collect())];
    let set = typeset(&sections, NAME, fonts)?;
    let about = About { title: title.clone(), author: String::new(), subject: NAME.to_owned(), made_on: Some(day) };
    Ok(Rendered { pages: set.page_count(), pdf: write(&set, &[], &about, fonts)? })
}

/// The heads of an entry, the ruled lines and the places to sign of one page.
fn page_of_lines() -> Vec<Block> {
    let width = Sheet::portrait().body_width();
    let mut head = Table::of(width, &[16.0, 22.0, 16.0, 38.0, 16.0, 60.0]);
    head.padding = (3.0, 2.0);
    let name = |n: &str| cell(n, LABEL, n).head(Head::Row);
    let room = |n: &str| cell("", VALUE, n);
    head.rows.push(
        Row::new(mm(8.5), vec![name("条号"), room("条号"), name("类别"), room("类别"), name("时间"), room("时间")]).whole(),
    );
    let wide = |n: &str| Row::new(mm(8.5), vec![name(n), room(n).span(5, 1)]).whole();
    head.rows.extend([wide("地点"), wide("对象"), wide("所属步骤\n（人选）"), wide("参加人")]);
    let mut lines = Table::of(width, &[1.0]);
    lines.rows = (0..RULED).map(|n| Row::new(mm(8.2), vec![cell("", LIST, format!("第{}行", n + 1))]).whole()).collect();
    vec![
        Block::Text(Para::new("笔记本编号：　　　　　　　　　　", LIST.align(Align::Right), "笔记本编号")),
        Block::Table(head),
        Block::Gap(3.0),
        Block::Table(lines),
        Block::Gap(5.0),
        Block::Table(places_to_sign(width)),
    ]
}

/// Ruled lines of a page by hand: wider than the printed ones.
const RULED: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{laid_text, sound, squeezed};
    use crate::testing::{fonts, keep};

    #[test]
    fn the_empty_book_has_a_cover_and_numbered_ruled_pages_with_the_heads_of_an_entry() {
        let made = render_blank("2026-06-30", fonts()).unwrap();
        keep("专用笔记本（参考模本）", &made.pdf);
        sound("专用笔记本（参考模本）", &made.pdf);
        assert_eq!(made.pages as usize, 1 + PAGES);
        let laid = laid_text(&made.pdf);
        let last = squeezed(laid.trim_end_matches('\u{c}').split('\u{c}').next_back().unwrap());
        for part in ["笔记本编号：", "条号", "类别", "地点", "所属步骤", "谈话对象（签名）", "年月日", "第8页共8页"]
        {
            assert!(last.contains(part), "{part}: {last}");
        }
    }
}
