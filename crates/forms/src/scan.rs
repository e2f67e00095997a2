//! A scan made into PDF/A beside the original: the same pixels, page by page, none resampled and none dropped. A JPEG keeps its very
//! bytes. Never called unasked; the original is not touched.

use std::io::Cursor;

use chrono::NaiveDate;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag as TiffTag;

use crate::error::{FormError, Result};
use crate::fonts::FontSet;
use crate::layout::{Bookmark, Draw, Node, Page, Role, Tag, Typeset};
use crate::pdf::{About, write};
use crate::picture::Picture;
use crate::report::Rendered;

/// What the new file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanOf<'a> {
    /// Name of the material.
    pub name: &'a str,
    pub unit: &'a str,
    pub made_on: NaiveDate,
}

/// Memory a decoder may take.
const MEMORY: u64 = 1 << 30;
/// A4 in points, for scans that do not say their resolution.
const PAPER: (f32, f32) = (595.28, 841.89);

/// A page of the scan, and its resolution in dots an inch when it says one.
struct Scanned {
    picture: Picture,
    dpi: Option<(f32, f32)>,
}

/// Makes the file.
///
/// # Errors
/// [`FormError::Scan`] when the bytes are no JPEG, PNG or TIFF, are damaged, or hold samples that cannot be kept exactly.
pub fn to_pdfa(bytes: &[u8], of: &ScanOf<'_>, fonts: &FontSet) -> Result<Rendered> {
    let pages = if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") { tiff_pages(bytes) } else { one_page(bytes) };
    let pages = pages.map_err(|reason| FormError::Scan { name: of.name.to_owned(), reason })?;
    let mut nodes =
        vec![Node { role: Role::Document, parent: None }, Node { role: Role::Sect(of.name.to_owned()), parent: Some(0) }];
    let (mut set_pages, mut bookmarks) = (Vec::new(), Vec::new());
    for (index, page) in pages.iter().enumerate() {
        nodes.push(Node { role: Role::Figure(format!("{}，第{}页的扫描图像", of.name, index + 1)), parent: Some(1) });
        let (width, height) = size(page);
        let tag = Tag::Node(nodes.len() - 1);
        let draw = Draw::Picture { picture: index, x: 0.0, y: 0.0, width, height, tag };
        set_pages.push(Page { width, height, draws: vec![draw] });
        bookmarks.push(Bookmark { level: 0, title: format!("第{}页", index + 1), page: index, y: 0.0 });
    }
    let set = Typeset { pages: set_pages, nodes, bookmarks };
    let about = About {
        title: of.name.to_owned(),
        author: of.unit.to_owned(),
        subject: "扫描件的 PDF/A 转换件，像素与原件相同".to_owned(),
        made_on: Some(of.made_on),
    };
    let pictures: Vec<Picture> = pages.into_iter().map(|p| p.picture).collect();
    let pdf = write(&set, &pictures, &about, fonts)?;
    Ok(Rendered { pdf, pages: u32::try_from(pictures.len()).unwrap_or(u32::MAX) })
}

/// Paper the scan was made of, by its resolution; else as large as A4 holds it.
fn size(page: &Scanned) -> (f32, f32) {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a page fit")]
    let (w, h) = (page.picture.width as f32, page.picture.height as f32);
    let sane = |v: f32| (20.0..=14_000.0).contains(&v);
    if let Some((x, y)) = page.dpi {
        let (width, height) = (w * 72.0 / x.max(1.0), h * 72.0 / y.max(1.0));
        if sane(width) && sane(height) {
            return (width, height);
        }
    }
    let scale = (PAPER.0 / w.max(1.0)).min(PAPER.1 / h.max(1.0));
    (w * scale, h * scale)
}

type Pages = std::result::Result<Vec<Scanned>, String>;

/// A JPEG or PNG.
fn one_page(bytes: &[u8]) -> Pages {
    let broken = |e: image::ImageError| format!("图片已损坏或太大（{e}）");
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
    let format = reader.format();
    if !matches!(format, Some(ImageFormat::Jpeg | ImageFormat::Png)) {
        return Err("它不是 JPG、PNG 或 TIFF 图片".to_owned());
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let turned = decoder.orientation().map_err(broken)?;
    let colour = decoder.original_color_type();
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let dpi = if format == Some(ImageFormat::Jpeg) { jpeg_density(bytes) } else { png_density(bytes) };
    let upright = turned == image::metadata::Orientation::NoTransforms;
    if format == Some(ImageFormat::Jpeg) {
        let grey = match colour {
            image::ExtendedColorType::L8 => true,
            image::ExtendedColorType::Rgb8 => false,
            _ => return Err("它是印刷用的四色图片，颜色无法原样保留".to_owned()),
        };
        if upright {
            let (width, height) = (image.width(), image.height());
            let picture = Picture { data: bytes.to_vec(), jpeg: true, bits: 8, width, height, grey };
            return Ok(vec![Scanned { picture, dpi }]);
        }
    }
    image.apply_orientation(turned);
    Ok(vec![Scanned { picture: plain(image)?, dpi }])
}

/// Samples as they are; an opaque alpha says nothing and goes.
fn plain(image: DynamicImage) -> std::result::Result<Picture, String> {
    let (width, height) = (image.width(), image.height());
    let opaque = match &image {
        DynamicImage::ImageLumaA8(i) => i.pixels().all(|p| p.0.last() == Some(&u8::MAX)),
        DynamicImage::ImageRgba8(i) => i.pixels().all(|p| p.0.last() == Some(&u8::MAX)),
        DynamicImage::ImageLumaA16(i) => i.pixels().all(|p| p.0.last() == Some(&u16::MAX)),
        DynamicImage::ImageRgba16(i) => i.pixels().all(|p| p.0.last() == Some(&u16::MAX)),
        _ => true,
    };
    if !opaque {
        return Err("图片有透明的部分，无法原样保留".to_owned());
    }
    let wide = |samples: Vec<u16>| samples.into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (data, bits, grey) = match image {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageLumaA8(_) => (image.into_luma8().into_raw(), 8, true),
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => (image.into_rgb8().into_raw(), 8, false),
        DynamicImage::ImageLuma16(_) | DynamicImage::ImageLumaA16(_) => (wide(image.into_luma16().into_raw()), 16, true),
        DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgba16(_) => (wide(image.into_rgb16().into_raw()), 16, false),
        _ => return Err("图片的颜色格式无法原样保留".to_owned()),
    };
    Ok(Picture { data, jpeg: false, bits, width, height, grey })
}

/// Every page of a TIFF.
fn tiff_pages(bytes: &[u8]) -> Pages {
    let broken = |e: tiff::TiffError| format!("TIFF 已损坏或用了不认识的压缩（{e}）");
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(broken)?;
    let mut pages = Vec::new();
    loop {
        let (width, height) = decoder.dimensions().map_err(broken)?;
        let (bits, grey) = match decoder.colortype().map_err(broken)? {
            tiff::ColorType::Gray(bits @ (1 | 8 | 16)) => (bits, true),
            tiff::ColorType::RGB(bits @ (8 | 16)) => (bits, false),
            _ => return Err("TIFF 的颜色格式无法原样保留".to_owned()),
        };
        let data = match decoder.read_image().map_err(broken)? {
            DecodingResult::U8(samples) => samples,
            DecodingResult::U16(samples) => samples.into_iter().flat_map(u16::to_be_bytes).collect(),
            _ => return Err("TIFF 的颜色格式无法原样保留".to_owned()),
        };
        let row = (u64::from(width) * u64::from(bits) * if grey { 1 } else { 3 }).div_ceil(8);
        if data.len() as u64 != row * u64::from(height) {
            return Err(format!("TIFF 第{}页的像素数不对", pages.len() + 1));
        }
        let dpi = tiff_density(&mut decoder);
        pages.push(Scanned { picture: Picture { data, jpeg: false, bits, width, height, grey }, dpi });
        if !decoder.more_images() {
            return Ok(pages);
        }
        decoder.next_image().map_err(broken)?;
    }
}

fn tiff_density(decoder: &mut Decoder<Cursor<&[u8]>>) -> Option<(f32, f32)> {
    let unit = decoder.find_tag(TiffTag::ResolutionUnit).ok()?.map_or(2, |v| v.into_u32().unwrap_or(2));
    let per_inch = match unit {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let mut ratio = |tag| {
        let value = decoder.find_tag(tag).ok()??;
        #[expect(clippy::cast_precision_loss, reason = "resolutions are small numbers")]
        match value {
            tiff::decoder::ifd::Value::Rational(n, d) if d > 0 => Some(n as f32 / d as f32 * per_inch),
            _ => None,
        }
    };
    Some((ratio(TiffTag::XResolution)?, ratio(TiffTag::YResolution)?)).filter(|(x, y)| *x > 1.0 && *y > 1.0)
}

fn number(bytes: &[u8]) -> f32 {
    bytes.iter().fold(0.0, |sum, b| sum * 256.0 + f32::from(*b))
}

/// Density of a JFIF head.
fn jpeg_density(bytes: &[u8]) -> Option<(f32, f32)> {
    let at = bytes.get(..64)?.windows(5).position(|w| w == b"JFIF\0")?;
    let per_inch = match bytes.get(at + 7)? {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let read = |from: usize| Some(number(bytes.get(from..from + 2)?) * per_inch);
    Some((read(at + 8)?, read(at + 10)?)).filter(|(x, y)| *x > 1.0 && *y > 1.0)
}

/// Density of a `pHYs` chunk.
fn png_density(bytes: &[u8]) -> Option<(f32, f32)> {
    let at = bytes.get(..4096).unwrap_or(bytes).windows(4).position(|w| w == b"pHYs")? + 4;
    if bytes.get(at + 8) != Some(&1) {
        return None;
    }
    let read = |from: usize| Some(number(bytes.get(from..from + 4)?) * 0.0254);
    Some((read(at)?, read(at + 4)?)).filter(|(x, y)| *x > 1.0 && *y > 1.0)
}

#[cfg(test)]
mod tests {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

    use super::*;
    use crate::testing::{asset, fonts, photo};

    fn of(name: &str) -> ScanOf<'_> {
        ScanOf { name, unit: "中共某市委组织部", made_on: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() }
    }

    /// Width, height and samples of every picture in a PDF, unpacked, in the order of its pages.
    fn pictures(pdf: &[u8]) -> Vec<(i64, i64, Vec<u8>)> {
        let doc = lopdf::Document::load_mem(pdf).unwrap();
        let all = doc.objects.values().filter_map(|o| o.as_stream().ok());
        let mut found: Vec<_> = all
            .filter(|s| s.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|n| n == b"Image"))
            .map(|s| {
                let number = |key: &[u8]| s.dict.get(key).and_then(lopdf::Object::as_i64).unwrap();
                let jpeg = s.dict.get(b"Filter").and_then(lopdf::Object::as_name).is_ok_and(|n| n == b"DCTDecode");
                let data = if jpeg { s.content.clone() } else { s.decompressed_content().unwrap_or_else(|_| s.content.clone()) };
                (number(b"Width"), number(b"Height"), data)
            })
            .collect();
        found.sort_by_key(|(w, ..)| *w);
        found
    }

    fn sound(name: &str, pdf: &[u8]) {
        for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
            let verdict = validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile)).unwrap();
            let failures: Vec<_> = verdict.failures.iter().map(|f| format!("{} {}", f.rule_id, f.message)).collect();
            assert!(verdict.is_compliant, "{name}: {profile:?}: {failures:#?}");
        }
    }

    #[test]
    fn a_jpeg_keeps_its_bytes_and_a_png_its_samples() {
        let jpeg = photo(ImageFormat::Jpeg, 295, 413);
        let made = to_pdfa(&jpeg, &of("签到册"), fonts()).unwrap();
        sound("JPG", &made.pdf);
        assert_eq!(made, to_pdfa(&jpeg, &of("签到册"), fonts()).unwrap());
        assert!(pictures(&made.pdf)[0].2 == jpeg, "the same bytes");
        let mut png = Vec::new();
        let grey = image::GrayImage::from_fn(33, 21, |x, y| image::Luma([(x * 7 + y * 5) as u8]));
        grey.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        let made = to_pdfa(&png, &of("复函"), fonts()).unwrap();
        sound("PNG", &made.pdf);
        let (w, h, samples) = pictures(&made.pdf).remove(0);
        assert_eq!((w, h), (33, 21));
        assert!(samples.starts_with(grey.as_raw()), "sample for sample");
    }

    #[test]
    fn every_page_of_a_tiff_is_there_sample_for_sample() {
        let mut tiff = Vec::new();
        let mut encoder = tiff::encoder::TiffEncoder::new(Cursor::new(&mut tiff)).unwrap();
        let page = |n: u32| -> Vec<u8> { (0..(20 + n) * 15).map(|i| (i * (n + 3)) as u8).collect() };
        for n in 0..3 {
            encoder.write_image::<tiff::encoder::colortype::Gray8>(20 + n, 15, &page(n)).unwrap();
        }
        let made = to_pdfa(&tiff, &of("会议记录"), fonts()).unwrap();
        assert_eq!(made.pages, 3);
        sound("TIFF", &made.pdf);
        for (n, (w, h, samples)) in (0_u32..).zip(pictures(&made.pdf)) {
            assert_eq!((w, h), (i64::from(20 + n), 15));
            assert!(samples.starts_with(&page(n)), "page {n}");
        }
        // A scanner's own file of the sample batch, judged by another decoder.
        let bytes = jishi_fs::read_capped(&asset("samples/scans/r005-1.tif"), 64 << 20).unwrap();
        let other = image::load_from_memory(&bytes).unwrap().to_luma8();
        let made = to_pdfa(&bytes, &of("扫描件"), fonts()).unwrap();
        sound("扫描件", &made.pdf);
        let (w, h, samples) = pictures(&made.pdf).remove(0);
        assert_eq!((w, h), (i64::from(other.width()), i64::from(other.height())));
        let width = other.width() as usize;
        let doc = lopdf::Document::load_mem(&made.pdf).unwrap();
        let bits = doc
            .objects
            .values()
            .filter_map(|o| o.as_stream().ok())
            .find_map(|s| s.dict.get(b"BitsPerComponent").and_then(lopdf::Object::as_i64).ok());
        for (y, row) in other.rows().enumerate() {
            for (x, pixel) in row.enumerate() {
                let kept = if bits == Some(1) {
                    let byte = samples[y * width.div_ceil(8) + x / 8];
                    if byte >> (7 - x % 8) & 1 == 1 { 255 } else { 0 }
                } else {
                    samples[y * width + x]
                };
                assert_eq!(kept, pixel.0[0], "{x},{y}");
            }
        }
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_refused_by_name() {
        let glass = photo(ImageFormat::Png, 30, 40);
        for (bytes, words) in [(&glass[..], "透明"), (b"hello", "不是"), (&glass[..60], "损坏"), (b"II*\0\x08\0\0\0", "TIFF")]
        {
            let error = to_pdfa(bytes, &of("签到册"), fonts()).unwrap_err().to_string();
            assert!(error.contains("签到册") && error.contains(words), "{error}");
        }
    }
}
