//! QR codes as squares to draw. What a code says, the form knows.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::layout::{Draw, Tag};

/// How much of a code may be lost, and how small the smallest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Level Q: a quarter of it may be under a stamp or a pen stroke. Never below version 4, which holds 67 alphanumeric characters,
    /// so that all pages of a batch look alike.
    Page,
    /// Level M: in a cell of a table, where nobody stamps and the text is long.
    Cell,
}

/// White around a code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A code worked out.
pub(crate) struct Code {
    across: usize,
    modules: Vec<bool>,
}

impl Code {
    /// None for a text no code holds (some 1,600 bytes).
    pub(crate) fn of(text: &str, strength: Strength) -> Option<Code> {
        let segments = QrSegment::make_segments(text);
        let (level, least) = match strength {
            Strength::Page => (QrCodeEcc::Quartile, Version::new(4)),
            Strength::Cell => (QrCodeEcc::Medium, Version::MIN),
        };
        let qr = QrCode::encode_segments_advanced(&segments, level, least, Version::MAX, None, false).ok()?;
        let size = qr.size();
        let modules =
            (0..size).flat_map(|row| (0..size).map(move |column| (column, row))).map(|(c, r)| qr.get_module(c, r)).collect();
        Some(Code { across: usize::try_from(size).ok()?, modules })
    }

    /// The side of the code itself, when so much room is to hold it with the white around it.
    pub(crate) fn side_within(&self, room: f32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "at most 185 modules")]
        let (own, all) = (self.across as f32, (self.across + 2 * QUIET) as f32);
        room * own / all
    }

    pub(crate) fn draw(self, x: f32, y: f32, side: f32, tag: Tag) -> Draw {
        #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
        let module = side / self.across as f32;
        Draw::Code { x, y, module, across: self.across, modules: self.modules, tag }
    }
}
