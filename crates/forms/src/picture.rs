//! Photographs: JPEG or PNG bytes made fit for an archival PDF. Decoded whole, so that a broken file is found here and not by
//! a reader in thirty years. Never knows where the picture stands.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::error::{FormError, Result};

/// A picture ready to be embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A JPEG in grey or RGB, or plain samples, row by row, each row filled up to whole bytes.
    pub(crate) data: Vec<u8>,
    pub(crate) jpeg: bool,
    /// Bits of a sample.
    pub(crate) bits: u8,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) grey: bool,
}

/// Longest side kept, in pixels: 40 mm at 600 dpi. The original stays in the content store.
const LONGEST: u32 = 945;
/// Memory a decoder may take.
const MEMORY: u64 = 512 << 20;
const QUALITY: u8 = 92;

impl Picture {
    /// Reads a JPEG or PNG. A JPEG that needs no change keeps its bytes; others are turned upright, scaled down and laid on white.
    ///
    /// # Errors
    /// [`FormError::Photo`] naming `person` when the bytes are neither, broken or too large.
    pub fn read(bytes: &[u8], person: &str) -> Result<Picture> {
        let bad = |reason: String| FormError::Photo { person: person.to_owned(), reason };
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| bad(e.to_string()))?;
        let format = reader.format();
        if !matches!(format, Some(ImageFormat::Jpeg | ImageFormat::Png)) {
            return Err(bad("它不是 JPEG 或 PNG 图片".into()));
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let broken = |e: image::ImageError| bad(format!("图片已损坏或太大（{e}）"));
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let turned = decoder.orientation().map_err(broken)?;
        let colour = decoder.original_color_type();
        let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
        let plain = match colour {
            image::ExtendedColorType::L8 => Some(true),
            image::ExtendedColorType::Rgb8 => Some(false),
            _ => None,
        };
        let upright = turned == image::metadata::Orientation::NoTransforms;
        let small = image.width().max(image.height()) <= LONGEST;
        if let Some(grey) = plain.filter(|_| format == Some(ImageFormat::Jpeg) && upright && small) {
            return Ok(Picture { data: bytes.to_vec(), jpeg: true, bits: 8, width: image.width(), height: image.height(), grey });
        }
        image.apply_orientation(turned);
        if !small {
            image = image.resize(LONGEST, LONGEST, image::imageops::FilterType::Lanczos3);
        }
        let rgb = on_white(&image);
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&rgb).map_err(broken)?;
        Ok(Picture { data: jpeg, jpeg: true, bits: 8, width: rgb.width(), height: rgb.height(), grey: false })
    }

    /// Height over width.
    pub(crate) fn ratio(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "pictures are scaled down to some thousand pixels")]
        let ratio = self.height.max(1) as f32 / self.width.max(1) as f32;
        ratio
    }
}

fn on_white(image: &DynamicImage) -> image::RgbImage {
    let rgba = image.to_rgba8();
    let mut rgb = image::RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [r, g, b, alpha] = from.0;
        let mix = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(alpha));
            u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(255)
        };
        to.0 = [mix(r), mix(g), mix(b)];
    }
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_with_transparency_is_laid_on_white_and_a_jpeg_keeps_its_bytes() {
        let jpeg = crate::testing::photo(ImageFormat::Jpeg, 295, 413);
        let picture = Picture::read(&jpeg, "张三").unwrap();
        assert_eq!((picture.data == jpeg, picture.width, picture.height), (true, 295, 413));
        let png = crate::testing::photo(ImageFormat::Png, 2000, 2800);
        let picture = Picture::read(&png, "张三").unwrap();
        assert_eq!((picture.width, picture.height), (675, 945));
        let back = image::load_from_memory(&picture.data).unwrap().to_rgb8();
        assert!(back.get_pixel(0, 0).0.iter().all(|c| *c > 245), "{:?}", back.get_pixel(0, 0));
    }

    #[test]
    fn a_broken_photo_is_an_error_that_names_the_person() {
        let jpeg = crate::testing::photo(ImageFormat::Jpeg, 295, 413);
        let png = crate::testing::photo(ImageFormat::Png, 295, 413);
        for bytes in [&b"GIF89a"[..], &[], &jpeg[..60], &png[..200], &png[..40]] {
            let error = Picture::read(bytes, "欧阳䶮").unwrap_err().to_string();
            assert!(error.contains("欧阳䶮") && error.contains("照片"), "{error}");
        }
    }
}
