//! A form's parts into blocks of the layout engine.

use jishi_core::forms::Kind;

use super::cells::{Grid, Listing, grid, list, signatures};
use super::fill::{Blank, Fill, Scope};
use super::spec::{BlockSpec, Content};
use super::template::{Piece, Template};
use crate::error::Result;
use crate::layout::{Align, Block, Para, Sheet, Style, Tiles, mm};
use crate::look::{BODY_HEAD, BODY_SUBHEAD, META, SECTION, TABLE_TITLE, TITLE_OFFICIAL, name_lines};

pub(super) fn build(fill: &mut Fill<'_>, specs: &[BlockSpec], sheet: &Sheet) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    // Empty ballots and labels are made to be used.
    if fill.is_blank() && !fill.to_cut {
        blocks.push(Block::Text(Para::new("参考模本", META.align(Align::Right), "参考模本")));
    }
    blocks.extend(parts(fill, specs, sheet.body_width())?);
    Ok(blocks)
}

fn parts(fill: &mut Fill<'_>, specs: &[BlockSpec], width: f32) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut part = 0;
    let closes_gaps = counts_up(specs);
    for spec in specs.iter().filter(|s| fill.meets(&s.when)).collect::<Vec<_>>() {
        match &spec.content {
            Content::Title { text, style } => {
                part = 0;
                let style = style.unwrap_or(if fill.official { TITLE_OFFICIAL } else { TABLE_TITLE });
                blocks.push(Block::Heading(1, Para::new(fill.say(text, Scope::TOP, Blank::Line), style, "标题")));
            }
            Content::Heading { level, text, style } => {
                let usual = match (fill.official, level) {
                    (true, 2) => BODY_HEAD,
                    (true, _) => BODY_SUBHEAD,
                    (false, _) => SECTION,
                };
                let mut text = fill.say(text, Scope::TOP, Blank::Line);
                if *level == 2 && closes_gaps {
                    text = renumbered(text, &mut part);
                }
                if !fill.official {
                    blocks.push(Block::Gap(mm(2.5)));
                }
                blocks.push(Block::Heading(*level, Para::new(text, style.unwrap_or(usual), "小标题")));
            }
            Content::Text { text, style, each: None, blank } => {
                text_blocks(fill, text, *style, Scope::TOP, (*blank, width), &mut blocks);
            }
            Content::Text { text, style, each: Some(each), blank } => {
                let (rows, inner) = fill.rows(each);
                for (index, row) in rows.iter().enumerate() {
                    let scope = Scope { row: Some(row), inner, number: index + 1 };
                    text_blocks(fill, text, *style, scope, (*blank, width), &mut blocks);
                }
                if rows.is_empty() {
                    text_blocks(fill, text, *style, Scope { row: None, inner, number: 1 }, (*blank, width), &mut blocks);
                }
            }
            Content::Beside { parts, style } => {
                let para = |text: &Template, align: Align| {
                    Para::new(fill.say(text, Scope::TOP, Blank::Room), style.align(align), Fill::called(text))
                };
                blocks.push(Block::Beside(parts.iter().map(|p| (p.width, para(&p.text, p.align))).collect()));
            }
            Content::Fields { widths, rows, height, exact, align } => {
                let spec = Grid { widths, rows, height: *height, exact: *exact, align: *align };
                blocks.push(Block::Table(grid(fill, &spec, width)?));
            }
            Content::List { each, label, columns, blank_rows, least, none, height, style } => {
                let spec = Listing {
                    each,
                    label,
                    columns,
                    blank_rows: *blank_rows,
                    least: *least,
                    none,
                    height: *height,
                    style: *style,
                };
                blocks.push(Block::Table(list(fill, &spec, width)));
            }
            Content::Signatures { names, height } => {
                blocks.push(Block::Table(signatures(fill, names, *height, width)));
            }
            Content::Gap(height) => blocks.push(Block::Gap(mm(*height))),
            Content::Page => blocks.push(Block::Page),
            Content::Tiles { cuts, widths, height, padding, blocks: inner } => blocks.push(Block::Tiles(Tiles {
                cuts: cuts.clone(),
                widths: widths.iter().map(|w| mm(*w)).collect(),
                height: mm(*height),
                padding: mm(*padding),
                blocks: parts(fill, inner, width)?,
            })),
        }
    }
    Ok(blocks)
}

const NUMBERS: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八",
    "十九", "二十",
];

/// The number a heading is written with, from 0, and what follows it.
fn numbered(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.split_once('、')?;
    Some((NUMBERS.iter().position(|n| *n == number)?, rest))
}

/// Whether the parts of a form, with those that may be left out, count 一、二、三、 without a gap. Only then is a gap ours to close: a form
/// that is numbered otherwise is numbered so by its office.
fn counts_up(specs: &[BlockSpec]) -> bool {
    let mut next = 0;
    for spec in specs {
        match &spec.content {
            Content::Title { .. } => next = 0,
            Content::Heading { level: 2, text, .. } => {
                let Some(Piece::Text(first)) = text.0.first() else { continue };
                match numbered(first) {
                    Some((at, _)) if at == next => next += 1,
                    // One of two that are never printed together.
                    Some((at, _)) if at + 1 == next && !spec.when.is_empty() => {}
                    Some(_) => return false,
                    None => {}
                }
            }
            _ => {}
        }
    }
    true
}

/// Parts of a form are numbered as they are printed: one that is left out leaves no gap in 一、二、三、.
fn renumbered(text: String, part: &mut usize) -> String {
    let Some((_, rest)) = numbered(&text) else {
        return text;
    };
    *part += 1;
    NUMBERS.get(*part - 1).map_or_else(|| text.clone(), |number| format!("{number}、{rest}"))
}

/// One block a paragraph, so that each is an element of its own to a reader. A name alone is broken after its middle dots only.
fn text_blocks(
    fill: &Fill<'_>,
    text: &Template,
    style: Style,
    scope: Scope<'_>,
    (blank, width): (f32, f32),
    blocks: &mut Vec<Block>,
) {
    let empty = text.only().is_some_and(|name| fill.value(name, scope).trim().is_empty());
    if empty && blank > 0.0 {
        blocks.push(Block::Gap(mm(blank)));
        return;
    }
    let said = fill.say(text, scope, Blank::Line);
    let is_name = text.only().is_some_and(|name| fill.kind(name, scope) == Kind::Name);
    let called = Fill::called(text);
    let field = if called.is_empty() { "正文".to_owned() } else { called };
    // However many lines it takes, a name stays one element: read and looked for as one.
    let paragraphs =
        if is_name { vec![name_lines(&said, &style, width, fill.fonts)] } else { said.split('\n').map(str::to_owned).collect() };
    for paragraph in paragraphs {
        blocks.push(Block::Text(Para::new(paragraph, style, &*field)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(texts: &[&str]) -> Vec<BlockSpec> {
        let of = |text: &&str| Content::Heading { level: 2, text: Template::parse(text).unwrap(), style: None };
        texts.iter().map(|t| BlockSpec { when: Vec::new(), content: of(t), line: 1 }).collect()
    }

    #[test]
    fn only_parts_that_count_up_are_numbered_as_they_are_printed() {
        assert!(counts_up(&headings(&["一、甲", "附", "二、乙", "三、丙"])));
        assert!(counts_up(&headings(&NUMBERS.map(|n| format!("{n}、甲")).iter().map(String::as_str).collect::<Vec<_>>())));
        assert!(!counts_up(&headings(&["二、甲", "四、乙"])), "an office's own numbers stay");
        assert!(!counts_up(&headings(&["一、甲", "一、乙"])));
        let mut part = 0;
        let said = NUMBERS.iter().map(|n| renumbered(format!("{n}、甲"), &mut part)).collect::<Vec<_>>();
        assert_eq!((said[10].as_str(), said[19].as_str()), ("十一、甲", "二十、甲"));
    }
}
