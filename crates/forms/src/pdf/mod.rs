//! The PDF back end: a set document becomes PDF/A-2a and PDF/UA-1 bytes. printpdf writes pages and fonts, lopdf finishes.
//!
//! Knows nothing of forms. The same input gives the same bytes: no clock, no random numbers.

mod draw;
mod finish;
mod subset;
mod tags;
mod xmp;

use chrono::NaiveDate;

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::Typeset;
use crate::picture::Picture;

/// What the file says about itself, in Info and XMP alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// The unit that keeps the file.
    pub author: String,
    pub subject: String,
    /// The day the form was made; both dates of the file.
    pub made_on: NaiveDate,
}

/// Writes the file.
///
/// # Errors
/// When a face cannot be reduced to the glyphs used, or the drawing library fails.
pub fn write(set: &Typeset, pictures: &[Picture], about: &About, fonts: &FontSet) -> Result<Vec<u8>> {
    let subsets = subset::Subsets::of(set, fonts, &about.title)?;
    let drawn = draw::draw(set, pictures, &subsets);
    finish::finish(drawn, set, about)
}
