//! The PDF back end: a set document becomes PDF/A-2a and PDF/UA-1 bytes. printpdf writes pages and fonts, lopdf finishes.
//!
//! Knows nothing of forms. The same input gives the same bytes: no clock, no random numbers.

mod draw;
mod finish;
mod subset;
mod tags;
mod xmp;

use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::error::{FormError, Result};
use crate::fonts::{FontSet, code_of};
use crate::layout::Typeset;
use crate::picture::Picture;

pub(crate) use finish::close;

/// What the file says about itself, in Info and XMP alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// The unit that keeps the file.
    pub author: String,
    pub subject: String,
    /// The day the form was made, both dates of the file; None: it has none.
    pub made_on: Option<NaiveDate>,
}

impl About {
    /// As the pages print it: with the notes on characters no face has.
    fn said(&self, fonts: &FontSet) -> About {
        let said = |text: &str| fonts.said(text).into_owned();
        About { title: said(&self.title), author: said(&self.author), subject: said(&self.subject), made_on: self.made_on }
    }

    /// What the file says of itself is held to the same rule as what it shows; a control character would break the XMP too.
    ///
    /// # Errors
    /// When the title, author or subject holds a character no face has.
    pub(crate) fn judge(&self, fonts: &FontSet) -> Result<()> {
        for (field, text) in [("文件标题", &self.title), ("单位", &self.author), ("文件主题", &self.subject)] {
            if let Some(ch) = fonts.missing(text).first().copied() {
                return Err(FormError::MissingGlyph {
                    ch,
                    code: code_of(ch),
                    person: self.title.clone(),
                    field: field.to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// Told how far a drawing has come, in thousandths of it, and says whether to go on.
pub type Tell<'a> = &'a dyn Fn(u32) -> ControlFlow<()>;

/// Nobody asks how far it has come.
pub fn untold(_: u32) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Writes the file.
///
/// # Errors
/// When the title, author or subject holds a character no face has, a face cannot be reduced to the glyphs used, or the drawing library fails.
pub fn write(set: &Typeset, pictures: &[Picture], about: &About, fonts: &FontSet) -> Result<Vec<u8>> {
    write_telling(set, pictures, about, fonts, &untold)
}

/// [`write()`] for what takes long.
///
/// # Errors
/// As [`write()`], and when told to stop.
pub(crate) fn write_telling(
    set: &Typeset,
    pictures: &[Picture],
    about: &About,
    fonts: &FontSet,
    tell: Tell<'_>,
) -> Result<Vec<u8>> {
    about.judge(fonts)?;
    let about = &about.said(fonts);
    let subsets = subset::Subsets::of(set, fonts, &about.title)?;
    let keywords = subsets.own(fonts);
    let drawn = draw::draw(set, pictures, &subsets, &part(tell, 0, 400)).ok_or_else(|| stopped(&about.title))?;
    finish::finish(drawn, set, about, &keywords, &part(tell, 400, 1000))
}

/// A part of a longer work, from one thousandth of it to another.
pub(crate) fn part(tell: Tell<'_>, from: u32, to: u32) -> impl Fn(u32) -> ControlFlow<()> {
    move |done| tell(from + to.saturating_sub(from) * done.min(1000) / 1000)
}

/// Thousandths of `many` when `done` of them are.
pub(crate) fn thousandths(done: usize, many: usize) -> u32 {
    u32::try_from(done.saturating_mul(1000) / many.max(1)).unwrap_or(1000)
}

pub(crate) fn stopped(title: &str) -> FormError {
    FormError::Stopped { title: title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{raw_text, sound, structure};
    use crate::layout::{Block, Para, Running, Section, Sheet, typeset};
    use crate::look::VALUE;
    use crate::testing::fonts;

    fn one_line(text: &str, title: &str) -> Result<Vec<u8>> {
        let blocks = vec![Block::Heading(1, Para::new(text, VALUE, "正文"))];
        let section = Section { title: "一页".into(), sheet: Sheet::portrait(), blocks, running: Running::default() };
        let set = typeset(&[section], "张三", fonts())?;
        let made_on = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        write(
            &set,
            &[],
            &About { title: title.into(), author: String::new(), subject: String::new(), made_on: Some(made_on) },
            fonts(),
        )
    }

    #[test]
    fn characters_that_share_a_glyph_extract_as_themselves() {
        // Radicals, compatibility ideographs and rare marks are drawn like their twins; a text keeps the one that was typed.
        let mut seen = std::collections::BTreeMap::new();
        let mut text = String::new();
        for ch in (0x2100_u32..0xFB00).filter_map(char::from_u32).filter(|c| !c.is_whitespace()) {
            if let Some(glyph) = fonts().glyph(crate::Face::Kai, ch)
                && let Some(twin) = seen.insert((glyph.face, glyph.id), ch)
            {
                text.extend([twin, ch]);
            }
        }
        let text: String = text.chars().take(30).collect();
        assert!(text.chars().count() > 3, "the fonts no longer show the case");
        let text = text.as_str();
        let pdf = one_line(text, "同形").unwrap();
        sound("同形", &pdf);
        assert!(raw_text(&pdf).contains(text), "{}", raw_text(&pdf));
        assert!(structure(&pdf).contains(text));
    }

    #[test]
    fn markup_in_a_title_is_only_text_and_a_control_character_is_refused() {
        let pdf = one_line("甲 & <乙>", "甲 & <乙> 丙").unwrap();
        assert!(String::from_utf8_lossy(&pdf).contains("甲 &amp; &lt;乙&gt; 丙"));
        let error = one_line("甲", "甲\u{0}").unwrap_err().to_string();
        assert!(error.contains("文件标题") && error.contains("U+0000"), "{error}");
    }
}
