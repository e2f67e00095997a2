//! Typesetting of forms to archival PDF (PDF/A-2a and PDF/UA-1): a small layout engine, a printpdf back end, and the forms.
//!
//! It is handed plain data and gives back bytes. It never reads records, writes no file and knows no clock: the same input
//! gives the same bytes.

mod error;
mod fonts;
pub mod form;
pub mod layout;
mod look;
pub mod notebook;
pub mod pages;
pub mod pdf;
mod picture;
pub mod probe;
pub mod record_sheet;
pub mod report;
pub mod scan;
pub mod table_sheet;
pub mod workbook;

#[cfg(test)]
mod judge;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod testing;

pub use error::{FormError, Result, remedy};
pub use fonts::{Embedding, Face, FontSet, Glyph, Notes, OwnFont, code_of, is_private};
pub use pdf::{Tell, untold};
pub use picture::Picture;
