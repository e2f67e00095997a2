//! Text into lines: UAX #14 opportunities narrowed by 避头尾, closing marks may hang half an em, lines justified between hanzi.
//! A character is never dropped or replaced; one that cannot be drawn is an error.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet, code_of};
use crate::layout::Placed;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
    /// Both edges, the last line left.
    Justify,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub face: Face,
    /// Points.
    pub size: f32,
    /// Distance of baselines, in points.
    pub leading: f32,
    pub align: Align,
    /// Indent in points: positive for all lines after the first of a `\n`-paragraph, negative for the first line alone.
    pub hang: f32,
    /// One character a line, top to bottom.
    pub vertical: bool,
}

impl Style {
    #[must_use]
    pub const fn new(face: Face, size: f32, leading: f32) -> Style {
        Style { face, size, leading, align: Align::Left, hang: 0.0, vertical: false }
    }

    #[must_use]
    pub const fn align(mut self, align: Align) -> Style {
        self.align = align;
        self
    }

    #[must_use]
    pub const fn hang(mut self, hang: f32) -> Style {
        self.hang = hang;
        self
    }

    #[must_use]
    pub const fn vertical(mut self) -> Style {
        self.vertical = true;
        self.align = Align::Centre;
        self
    }
}

/// A line: glyphs with x from the left edge of the measure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub glyphs: Vec<Placed>,
}

impl Line {
    #[must_use]
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|g| g.ch).collect()
    }
}

/// Whose text it is, for messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose<'a> {
    pub(crate) person: &'a str,
    pub(crate) field: &'a str,
}

/// Marks that never begin a line (避头).
const NOT_FIRST: &str = "，。、；：！？）》〉」』】〕〗］｝”’…—～·•‧％‰℃°,.;:!?)]}%>»ー々〻";
/// Marks that never end a line (避尾).
const NOT_LAST: &str = "（《〈「『【〔〖［｛“‘([{<«＃￥$№";
/// Units that stay with the number before them.
const UNITS: &str = "年月日时分秒号人票次页件卷名届个级岁周天亿万千元份项步";
/// Marks with ink in their first half only, which may hang half an em over the edge.
const HANGING: &str = "，。、；：！？）》〉」』】〕〗］｝”’";
/// Widest gap put between two hanzi, in ems. Readers take a wider one for a space (poppler: 0.1).
const WIDEST_GAP: f32 = 0.09;

/// Breaks a text into lines of at most `width` points.
///
/// # Errors
/// When a character has no glyph.
pub fn break_lines(text: &str, style: &Style, width: f32, fonts: &FontSet, person: &str, field: &str) -> Result<Vec<Line>> {
    let whose = Whose { person, field };
    let mut lines = Vec::new();
    let text = fonts.said(text);
    for paragraph in text.split('\n') {
        let glyphs = shape(paragraph.trim_end_matches('\r'), style, fonts, whose)?;
        if style.vertical {
            lines.extend(glyphs.into_iter().map(|g| place(vec![g], style, 0.0, width, true)));
        } else if style.align == Align::Centre {
            lines.extend(balanced(&glyphs, style, width));
        } else {
            let mut set = Vec::new();
            fill(&glyphs, style, width, width, &mut set);
            // 孤字: a short text at the left does not end in a line of one character.
            let alone = |set: &[Line]| set.len() > 1 && set.last().is_some_and(|l| l.glyphs.len() == 1);
            if style.align == Align::Left && set.len() <= SHORT && alone(&set) {
                let mut other = Vec::new();
                let torn = fill(&glyphs, style, width - style.size, width, &mut other);
                if !torn && other.len() == set.len() && !alone(&other) {
                    set = other;
                }
            }
            lines.append(&mut set);
        }
    }
    Ok(lines)
}

fn shape(text: &str, style: &Style, fonts: &FontSet, whose: Whose<'_>) -> Result<Vec<Placed>> {
    let mut x = 0.0;
    text.chars()
        .map(|ch| if ch == '\t' { (' ', true) } else { (ch, false) })
        .map(|(ch, tab)| match fonts.glyph(style.face, ch) {
            Some(g) => {
                let advance = g.advance * style.size;
                // A tab reaches to where the later lines of a hanging paragraph begin.
                let advance = if tab { advance.max(style.hang - x) } else { advance };
                x += advance;
                Ok(Placed { face: g.face, id: g.id, ch, x: 0.0, advance })
            }
            None => Err(FormError::MissingGlyph {
                ch,
                code: code_of(ch),
                person: whose.person.to_owned(),
                field: whose.field.to_owned(),
            }),
        })
        .collect()
}

/// For each glyph, whether a line may begin with it.
fn opportunities(glyphs: &[Placed]) -> Vec<bool> {
    // UAX #14 cannot know which way a curly quote opens in Chinese; brackets of the same length in bytes can stand for them.
    let text: String = glyphs
        .iter()
        .map(|g| match g.ch {
            '“' | '‘' => '「',
            '”' | '’' => '」',
            other => other,
        })
        .collect();
    let mut allowed = vec![false; glyphs.len()];
    let mut breaks = linebreaks(&text).filter(|(_, kind)| *kind == BreakOpportunity::Allowed).map(|(at, _)| at).peekable();
    let mut before: Option<char> = None;
    for ((at, ch), slot) in text.char_indices().zip(allowed.iter_mut()) {
        while breaks.next_if(|b| *b < at).is_some() {}
        if breaks.next_if_eq(&at).is_some() {
            *slot = legal(before, ch);
        }
        before = Some(ch);
    }
    keep_pieces(glyphs, &mut allowed);
    allowed
}

/// Marks between which a short piece stands: a name in a list, a term.
const PARTING: &str = "，。、；：！？（）《》“”‘’〔〕【】·,;:()/ \u{3000}";
/// Hanzi of the longest piece that is kept whole: a name.
const PIECE: usize = 3;

/// Names stand in lists: a short piece between two marks is not torn, and of a longer one no single character is left.
fn keep_pieces(glyphs: &[Placed], allowed: &mut [bool]) {
    let parts = |at: Option<usize>| at.and_then(|i| glyphs.get(i)).is_none_or(|g| PARTING.contains(g.ch));
    let hanzi = |g: &Placed| is_wide(g.ch) && g.ch.is_alphabetic();
    let mut from = 0;
    while from < glyphs.len() {
        let run = glyphs.iter().skip(from).take_while(|g| hanzi(g)).count();
        if run > 1 {
            let opens = parts(from.checked_sub(1));
            let closes = parts(Some(from + run));
            for (at, slot) in allowed.iter_mut().enumerate().skip(from + 1).take(run - 1) {
                let alone = opens && at == from + 1 || closes && at + 1 == from + run;
                if alone || opens && closes && run <= PIECE {
                    *slot = false;
                }
            }
        }
        from += run.max(1);
    }
}

/// Whether a line may end with `before` and the next begin with `first`.
fn legal(before: Option<char>, first: char) -> bool {
    let Some(before) = before else {
        return !NOT_FIRST.contains(first);
    };
    // A blank to write on stays with the unit behind it and with the rest of its date: ＿＿月＿＿日.
    let room = |ch: char| matches!(ch, '＿' | '\u{3000}');
    if room(before) && (UNITS.contains(first) || first == '＿') || "年月".contains(before) && room(first) {
        return false;
    }
    // 3月8日 stays together; a line may break after the year.
    let parts_number = before.is_ascii_digit() && UNITS.contains(first) || before == '月' && first.is_ascii_digit();
    !NOT_FIRST.contains(first) && !NOT_LAST.contains(before) && !parts_number
}

/// A centred text takes lines of about the same length, never a last one of a single character.
fn balanced(glyphs: &[Placed], style: &Style, width: f32) -> Vec<Line> {
    let mut best = Vec::new();
    let torn = fill(glyphs, style, width, width, &mut best);
    if best.len() < 2 || best.len() > SHORT {
        return best;
    }
    let mut narrower = width - style.size / 2.0;
    while narrower > style.size {
        let mut lines = Vec::new();
        let tears = fill(glyphs, style, narrower, width, &mut lines);
        if lines.len() > best.len() || (tears && !torn) {
            break;
        }
        best = lines;
        narrower -= style.size / 2.0;
    }
    best
}

/// Up to so many lines a text in a cell is short.
const SHORT: usize = 6;
/// Columns narrower than so many characters keep a date on one line where they can; wider ones are filled.
const NARROW: f32 = 14.0;

/// Greedy filling of one paragraph: lines of at most `measure`, placed in `width`. Says whether a word or number was torn, since it
/// is longer than a line.
fn fill(glyphs: &[Placed], style: &Style, measure: f32, width: f32, lines: &mut Vec<Line>) -> bool {
    let allowed = opportunities(glyphs);
    let mut start = 0;
    let mut first = true;
    let mut torn = false;
    loop {
        let indent = if first { (-style.hang).max(0.0) } else { style.hang.max(0.0) };
        let room = (measure - indent).max(style.size);
        let rest = glyphs.get(start..).unwrap_or_default();
        let fits = fitting(rest, room, style.size);
        if fits >= rest.len() {
            lines.push(place(rest.to_vec(), style, indent, width, true));
            return torn;
        }
        let may = |n: usize| allowed.get(start + n).copied().unwrap_or(false);
        let lawful = |n: usize| match (rest.get(n.wrapping_sub(1)), rest.get(n)) {
            (Some(last), Some(next)) => legal(Some(last.ch), next.ch),
            _ => true,
        };
        let forced = || (1..=fits).rev().find(|n| lawful(*n)).unwrap_or(fits).max(1);
        let ch = |n: usize| rest.get(n).map_or(' ', |g| g.ch);
        let in_date = |n: usize| n > 1 && ch(n - 2).is_ascii_digit() && ch(n - 1) == '年' && ch(n).is_ascii_digit();
        let whole = |n: &usize| may(*n) && !in_date(*n);
        let narrow = measure < NARROW * style.size;
        let lawful_end = (1..=fits).rev().find(|n| may(*n));
        let take = (1..=fits).rev().find(whole).filter(|_| narrow).or(lawful_end).unwrap_or_else(|| {
            torn = true;
            forced()
        });
        lines.push(place(rest.get(..take).unwrap_or_default().to_vec(), style, indent, width, false));
        start += take;
        first = false;
    }
}

/// How many glyphs fit: trailing spaces weigh nothing, a last closing mark half.
fn fitting(glyphs: &[Placed], room: f32, size: f32) -> usize {
    let mut used = 0.0;
    let mut fits = 0;
    for (i, g) in glyphs.iter().enumerate() {
        let weight = if g.ch == ' ' { 0.0 } else { hung_advance(g, size) };
        if used + weight <= room + 0.01 {
            fits = i + 1;
        } else if used > room {
            break;
        }
        used += g.advance;
    }
    fits
}

fn hung_advance(g: &Placed, size: f32) -> f32 {
    if HANGING.contains(g.ch) && g.advance > 0.9 * size { g.advance / 2.0 } else { g.advance }
}

fn is_wide(ch: char) -> bool {
    u32::from(ch) >= 0x2E80
}

/// Gives glyphs their x.
fn place(mut glyphs: Vec<Placed>, style: &Style, indent: f32, width: f32, last: bool) -> Line {
    let inked = glyphs.iter().rposition(|g| g.ch != ' ').map_or(0, |i| i + 1);
    let total: f32 = glyphs.iter().take(inked).map(|g| g.advance).sum();
    let hung = glyphs.get(inked.wrapping_sub(1)).map_or(0.0, |g| g.advance - hung_advance(g, style.size));
    let room = width - indent;
    let mut gap = 0.0;
    let shift = match style.align {
        Align::Left => 0.0,
        Align::Centre => ((room - total) / 2.0).max(0.0),
        Align::Right => (room - total).max(0.0),
        Align::Justify => {
            let gaps =
                glyphs.iter().zip(glyphs.iter().skip(1)).take(inked.saturating_sub(1)).filter(|(a, b)| stretches(a, b)).count();
            // A hanging mark fills the measure with its first half.
            let slack = room - if total > room { total - hung } else { total };
            if !last && gaps > 0 && slack > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "a line has few glyphs")]
                let each = slack / gaps as f32;
                if each <= WIDEST_GAP * style.size {
                    gap = each;
                }
            }
            0.0
        }
    };
    let mut x = indent + shift;
    let mut before: Option<Placed> = None;
    for (i, g) in glyphs.iter_mut().enumerate() {
        if before.is_some_and(|b| i < inked && stretches(&b, g)) {
            x += gap;
        }
        before = Some(*g);
        g.x = x;
        x += g.advance;
    }
    Line { glyphs }
}

fn stretches(a: &Placed, b: &Placed) -> bool {
    (is_wide(a.ch) || is_wide(b.ch)) && a.ch != ' ' && b.ch != ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(Face::Song, 10.0, 15.0).align(Align::Justify);

    fn lines(text: &str, width: f32) -> Vec<String> {
        break_lines(text, &STYLE, width, crate::testing::fonts(), "张三", "简历").unwrap().iter().map(Line::text).collect()
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        let text = "根据《党政领导干部选拔任用工作条例》（2019年修订），经部务会研究：“同意”。会上，张三（女）、买买提·艾力、李四等8人发言；\
                    讨论《方案》……得票率92.5％——居第一。";
        for width in (45..400).step_by(3) {
            for line in lines(text, width as f32) {
                let first = line.chars().next().unwrap();
                let last = line.trim_end().chars().last().unwrap();
                assert!(!NOT_FIRST.contains(first), "{width}: {line}");
                assert!(!NOT_LAST.contains(last), "{width}: {line}");
            }
            assert_eq!(lines(text, width as f32).concat(), text, "{width}");
        }
    }

    #[test]
    fn a_number_stays_with_its_unit_and_a_day_with_its_month() {
        assert_eq!(lines("2026年12月28日", 50.0), ["2026年", "12月28日"]);
        assert_eq!(lines("材料清单表（1页）", 65.0), ["材料清单表", "（1页）"]);
    }

    #[test]
    fn a_narrow_column_keeps_a_date_whole_and_no_character_alone() {
        assert_eq!(lines("（谈话人，2026年3月12日）", 75.0), ["（谈话人，", "2026年3月12日）"]);
        let set = |text: &str, style: Style, width: f32| {
            let lines = break_lines(text, &style, width, crate::testing::fonts(), "", "").unwrap();
            lines.iter().map(Line::text).collect::<Vec<_>>()
        };
        assert_eq!(set("2012.05；民建", STYLE.align(Align::Centre), 50.0), ["2012.05；", "民建"]);
        assert_eq!(set("云东区教育局党组书记、局长", STYLE.align(Align::Left), 120.0), ["云东区教育局党组书记、", "局长"]);
    }

    #[test]
    fn a_name_in_a_list_is_not_torn_and_no_character_of_a_body_is_left_alone() {
        assert_eq!(lines("叶秋实、石砚、方小满", 55.0), ["叶秋实、", "石砚、", "方小满"]);
        assert_eq!(lines("石砚、干部监督科", 40.0), ["石砚、", "干部监", "督科"]);
    }

    #[test]
    fn centred_lines_are_about_as_long_as_each_other() {
        let style = STYLE.align(Align::Centre);
        let set = break_lines("中共四川省委党校公共管理专业", &style, 135.0, crate::testing::fonts(), "", "").unwrap();
        assert_eq!(set.iter().map(Line::text).collect::<Vec<_>>(), ["中共四川省委党", "校公共管理专业"]);
    }

    #[test]
    fn a_tab_reaches_the_hanging_indent() {
        let style = STYLE.hang(100.0);
        let set = break_lines("2023.06--\t市水利局副局长、党组成员", &style, 180.0, crate::testing::fonts(), "", "").unwrap();
        let first = set[0].glyphs.iter().find(|g| g.ch == '市').unwrap();
        assert!((first.x - 100.0).abs() < 0.01 && (set[1].glyphs[0].x - 100.0).abs() < 0.01, "{set:?}");
    }

    #[test]
    fn a_closing_mark_hangs_rather_than_pulling_a_character_down() {
        assert_eq!(lines("一二三四。五", 45.0), ["一二三四。", "五"]);
        // Nor is a single character left before it.
        assert_eq!(lines("一二三四。五", 44.0), ["一二", "三四。五"]);
    }

    #[test]
    fn a_word_longer_than_the_measure_is_broken_and_nothing_is_lost() {
        let text = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        assert!(lines(text, 40.0).len() > 3);
        assert_eq!(lines(text, 40.0).concat(), text);
        assert_eq!(lines("，，，，，，，，", 20.0).concat(), "，，，，，，，，");
        assert_eq!(lines("一", 1.0), ["一"]);
        assert_eq!(lines("", 40.0), [""]);
    }

    #[test]
    fn full_lines_reach_the_edge_and_gaps_stay_narrower_than_a_space() {
        let set = break_lines("一二三四五六七八九十一二三四五六七八九十（一）", &STYLE, 203.0, crate::testing::fonts(), "", "")
            .unwrap();
        let last = set[0].glyphs.last().unwrap();
        assert!((last.x + last.advance - 203.0).abs() < 0.1, "{last:?}");
        for pair in set[0].glyphs.windows(2) {
            assert!(pair[1].x - pair[0].x - pair[0].advance < 0.9);
        }
    }

    #[test]
    fn a_missing_glyph_names_character_person_and_field() {
        let error = break_lines("王\u{E815}", &STYLE, 90.0, crate::testing::fonts(), "王某", "姓名").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("U+E815") && text.contains("王某") && text.contains("姓名") && text.contains("造字"), "{text}");
    }
}
