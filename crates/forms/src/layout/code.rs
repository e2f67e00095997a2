//! QR codes as squares to draw. What a code says, the form knows.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::layout::{Draw, Tag};

/// The smallest size drawn, so that all pages of a batch look alike: version 4 holds 67 alphanumeric characters at level Q.
const LEAST: u8 = 4;

/// Sets a text as a code of a given side, at level Q: a quarter of it may be under a stamp or a pen stroke. None for a text no code
/// holds (some 1,600 bytes).
pub(crate) fn code(text: &str, x: f32, y: f32, side: f32, tag: Tag) -> Option<Draw> {
    let segments = QrSegment::make_segments(text);
    let qr =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Quartile, Version::new(LEAST), Version::MAX, None, false).ok()?;
    let size = qr.size();
    let modules =
        (0..size).flat_map(|row| (0..size).map(move |column| (column, row))).map(|(c, r)| qr.get_module(c, r)).collect();
    let across = usize::try_from(size).ok()?;
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let module = side / size as f32;
    Some(Draw::Code { x, y, module, across, modules, tag })
}
