//! Pictures of scans in shades of grey: whatever a scanner put into a PDF or TIFF. Never more than the caps below.

use std::io::{BufRead, Cursor, Read, Seek};

use fax::{Color, decoder};
use image::ImageReader;
use lopdf::{Dictionary, Document, Object, Stream};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};

/// Shades row by row, 0 black and 255 white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub shades: Vec<u8>,
}

/// Shades of one page at most: A3 at 600 dpi.
const MOST: usize = 80_000_000;
/// Memory a decoder may take (bytes).
const MEMORY: u64 = 512 << 20;

impl Grey {
    fn new(width: usize, height: usize, shades: Vec<u8>) -> Result<Grey, String> {
        if shades.len() == width * height && !shades.is_empty() {
            Ok(Grey { width, height, shades })
        } else {
            Err("页面图像的数据与尺寸不符，可能扫描时中断了".into())
        }
    }
}

fn within(width: usize, height: usize) -> Result<(usize, usize), String> {
    match width.checked_mul(height) {
        Some(1..=MOST) => Ok((width, height)),
        _ => Err("页面图像太大，请用不超过 600 dpi 的分辨率扫描".into()),
    }
}

/// Dots as they were scanned: one channel of grey or three of colour.
#[derive(Debug)]
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) channels: usize,
    pub(super) data: Vec<u8>,
}

impl Raster {
    pub(super) fn grey(self) -> Result<Grey, String> {
        let shades = if self.channels == 1 { self.data } else { mixed(&self.data, self.channels) };
        Grey::new(self.width, self.height, shades)
    }
}

/// A JPEG or PNG.
pub(super) fn encoded(bytes: &[u8]) -> Result<Raster, String> {
    let broken = |_| "图片已损坏".to_owned();
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "图片已损坏".to_owned())?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(broken)?;
    let (width, height) = within(image.width() as usize, image.height() as usize)?;
    let (channels, data) =
        if image.color().has_color() { (3, image.into_rgb8().into_raw()) } else { (1, image.into_luma8().into_raw()) };
    Ok(Raster { width, height, channels, data })
}

/// A page of a TIFF, from 1.
pub(super) fn tiff_page(source: impl Read + Seek, page: u32) -> Result<Raster, String> {
    let broken = |_| "TIFF 的这一页读不出来".to_owned();
    let mut decoder = Decoder::new(source).map_err(|_| "TIFF 已损坏，读不出页面".to_owned())?;
    decoder.seek_to_image(page.saturating_sub(1) as usize).map_err(broken)?;
    let (width, height) = decoder.dimensions().map_err(broken)?;
    let (width, height) = within(width as usize, height as usize)?;
    let colour = decoder.colortype().map_err(broken)?;
    let DecodingResult::U8(data) = decoder.read_image().map_err(broken)? else {
        return Err("TIFF 的这一页不是 8 位以内的图像".into());
    };
    let (channels, data) = match colour {
        ColorType::Gray(1) => (1, upright(bits(&data, width, height))),
        ColorType::Gray(8) => (1, data),
        ColorType::RGB(8) => (3, data),
        ColorType::RGBA(8) => (3, data.chunks_exact(4).flat_map(|c| c.iter().copied().take(3)).collect()),
        _ => return Err("TIFF 的这一页用了不支持的颜色格式".into()),
    };
    if data.len() != width * height * channels {
        return Err("TIFF 的这一页不完整，可能扫描时中断了".into());
    }
    Ok(Raster { width, height, channels, data })
}

/// Quality of what is only looked at on the screen.
const SCREEN_QUALITY: u8 = 82;

/// A JPEG or PNG made small for the screen and turned as its camera says.
pub(super) fn shown(source: impl BufRead + Seek, longest: u32) -> Result<Vec<u8>, String> {
    let broken = |_| "图片已损坏".to_owned();
    let mut reader = ImageReader::new(source).with_guessed_format().map_err(|_| "图片已损坏".to_owned())?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let turned = image::ImageDecoder::orientation(&mut decoder).unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = image::DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(turned);
    for_screen(&image, longest)
}

/// A page of a TIFF made small for the screen. The first page may be in a colour format only the `image` crate knows.
pub(super) fn tiff_shown<R: BufRead + Seek>(source: &dyn Fn() -> R, page: u32, longest: u32) -> Result<Vec<u8>, String> {
    let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let image = tiff_page(source(), page).and_then(|r| {
        let (width, height) = (side(r.width), side(r.height));
        let image = if r.channels == 1 {
            image::GrayImage::from_raw(width, height, r.data).map(image::DynamicImage::from)
        } else {
            image::RgbImage::from_raw(width, height, r.data).map(image::DynamicImage::from)
        };
        image.ok_or_else(|| "TIFF 的这一页不完整，可能扫描时中断了".to_owned())
    });
    match image {
        Ok(image) => for_screen(&image, longest),
        Err(_) if page == 1 => shown(source(), longest),
        Err(fault) => Err(fault),
    }
}

fn for_screen(image: &image::DynamicImage, longest: u32) -> Result<Vec<u8>, String> {
    let small = if image.width().max(image.height()) > longest { &image.thumbnail(longest, longest) } else { image };
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, SCREEN_QUALITY);
    small.to_rgb8().write_with_encoder(encoder).map_err(|_| "图片画不出来".to_owned())?;
    Ok(jpeg)
}

fn number(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<usize> {
    let value = dict.get(key).ok().and_then(|o| doc.dereference(o).ok())?.1;
    value.as_i64().ok().and_then(|n| usize::try_from(n).ok())
}

/// Width by height as the picture says of itself.
pub(super) fn area(doc: &Document, stream: &Stream) -> usize {
    let side = |key: &[u8]| number(doc, &stream.dict, key).unwrap_or(0);
    side(b"Width").saturating_mul(side(b"Height"))
}

/// A picture within a PDF (ISO 32000-1, 8.9.5).
pub(super) fn embedded(doc: &Document, stream: &Stream) -> Result<Grey, String> {
    let side = |key: &[u8]| number(doc, &stream.dict, key).unwrap_or(0);
    let (width, height) = within(side(b"Width"), side(b"Height"))?;
    let filters: Vec<Vec<u8>> = stream.filters().map(|f| f.iter().map(|n| n.to_vec()).collect()).unwrap_or_default();
    match filters.last().map(Vec::as_slice) {
        Some(b"DCTDecode") => encoded(&before_last(stream, &filters)?)?.grey(),
        Some(b"CCITTFaxDecode") => fax_page(doc, stream, &before_last(stream, &filters)?, width, height),
        Some(b"JBIG2Decode") => Err("页面图像是 JBIG2 压缩，读不了；请在扫描仪里改用 JPEG 或 TIFF（CCITT）".into()),
        Some(b"JPXDecode") => Err("页面图像是 JPEG 2000 压缩，读不了；请在扫描仪里改用 JPEG".into()),
        _ => {
            let mut data = stream.get_plain_content_with_limit(MOST * 4).map_err(|_| "页面图像解不开".to_owned())?;
            summed(doc, stream, &mut data)?;
            plain(doc, stream, &data, width, height)
        }
    }
}

/// Undoes TIFF's predictor, which the library leaves as it is (ISO 32000-1, 7.4.4.4): each sample was kept as its difference from the one
/// of the same colour to its left.
fn summed(doc: &Document, stream: &Stream, data: &mut [u8]) -> Result<(), String> {
    let said = last_parameters(doc, stream);
    let parameter = |key: &[u8], default: usize| said.map_or(default, |dict| number(doc, dict, key).unwrap_or(default));
    if parameter(b"Predictor", 1) != 2 {
        return Ok(());
    }
    let (colours, columns) = (parameter(b"Colors", 1).max(1), parameter(b"Columns", 1));
    let row = columns.saturating_mul(colours).max(1);
    match parameter(b"BitsPerComponent", 8) {
        8 => data.chunks_mut(row).for_each(|row| {
            let mut left = vec![0_u8; colours];
            for dot in row.chunks_mut(colours) {
                dot.iter_mut().zip(&mut left).for_each(|(sample, left)| {
                    *sample = sample.wrapping_add(*left);
                    *left = *sample;
                });
            }
        }),
        // A difference of single bits is whether they differ.
        1 if colours == 1 => data.chunks_mut(columns.div_ceil(8).max(1)).for_each(|row| {
            let mut left = 0_u8;
            for byte in row {
                let told = *byte;
                *byte = (0..8).rev().fold(0, |made, bit| {
                    left ^= (told >> bit) & 1;
                    made | (left << bit)
                });
            }
        }),
        _ => return Err("页面图像的压缩方式（差分预测）读不了；请在扫描仪里改用 JPEG".into()),
    }
    Ok(())
}

/// What the last filter is told.
fn last_parameters<'a>(doc: &'a Document, stream: &'a Stream) -> Option<&'a Dictionary> {
    let said = stream.dict.get(b"DecodeParms").ok()?;
    match doc.dereference(said).ok()?.1 {
        Object::Array(all) => all.last().and_then(|last| doc.dereference(last).ok()?.1.as_dict().ok()),
        other => other.as_dict().ok(),
    }
}

/// The data as the last filter wants it.
fn before_last(stream: &Stream, filters: &[Vec<u8>]) -> Result<Vec<u8>, String> {
    if filters.len() < 2 {
        return Ok(stream.content.clone());
    }
    let mut outer = stream.clone();
    let names: Vec<Object> = filters.iter().rev().skip(1).rev().map(|f| Object::Name(f.clone())).collect();
    outer.dict.set("Filter", names);
    outer.dict.remove(b"DecodeParms");
    outer.get_plain_content_with_limit(MOST * 4).map_err(|_| "页面图像解不开".to_owned())
}

/// Uncompressed shades, colours or palette.
fn plain(doc: &Document, stream: &Stream, data: &[u8], width: usize, height: usize) -> Result<Grey, String> {
    let mask = stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
    let depth = if mask { 1 } else { number(doc, &stream.dict, b"BitsPerComponent").unwrap_or(8) };
    let palette = palette(doc, &stream.dict);
    let shades = match (depth, data.len() / (width * height).max(1)) {
        (1, _) if data.len() >= width.div_ceil(8) * height => upright(bits(data, width, height)),
        (8, 1) => match palette {
            Some(palette) => {
                data.iter().take(width * height).map(|i| palette.get(usize::from(*i)).copied().unwrap_or(255)).collect()
            }
            None => data.iter().take(width * height).copied().collect(),
        },
        (8, 3) => mixed(data.get(..width * height * 3).unwrap_or_default(), 3),
        // What is printed in black alone, or in all colours together.
        (8, 4) => data.chunks_exact(4).map(|c| c.iter().fold(255, |light: u8, ink| light.saturating_sub(*ink))).collect(),
        _ => return Err("页面图像用了不支持的颜色格式".into()),
    };
    Grey::new(width, height, shades)
}

/// The shades of an indexed colour space.
fn palette(doc: &Document, dict: &Dictionary) -> Option<Vec<u8>> {
    let space = doc.dereference(dict.get(b"ColorSpace").ok()?).ok()?.1.as_array().ok()?;
    let [kind, base, _, table] = space.as_slice() else {
        return None;
    };
    if kind.as_name().ok()? != b"Indexed" {
        return None;
    }
    let grey = matches!(doc.dereference(base).ok()?.1, Object::Name(n) if n == b"DeviceGray");
    let table = match doc.dereference(table).ok()?.1 {
        Object::String(bytes, _) => bytes.clone(),
        Object::Stream(stream) => stream.get_plain_content_with_limit(4096).ok()?,
        _ => return None,
    };
    Some(if grey { table } else { mixed(&table, 3) })
}

/// Group 4 or one-dimensional group 3 (ISO 32000-1, 7.4.6).
fn fax_page(doc: &Document, stream: &Stream, data: &[u8], width: usize, height: usize) -> Result<Grey, String> {
    let parameters = last_parameters(doc, stream);
    let parameter = |key: &[u8]| parameters.and_then(|p| p.get(key).ok());
    let kind = parameter(b"K").and_then(|k| k.as_i64().ok()).unwrap_or(0);
    let columns = parameter(b"Columns").and_then(|c| c.as_i64().ok()).unwrap_or(1728);
    let columns = u16::try_from(columns).map_err(|_| "页面图像太宽".to_owned())?;
    let mut shades: Vec<u8> = Vec::with_capacity(width * height);
    let mut line = |transitions: &[u16]| {
        if shades.len() < width * height {
            let pels = decoder::pels(transitions, columns).map(|c| if c == Color::Black { 0 } else { 255 });
            shades.extend(pels.chain(std::iter::repeat(255)).take(width));
        }
    };
    // A scan cut off in the middle still shows what came before.
    let _ = match kind {
        k if k < 0 => decoder::decode_g4(data.iter().copied(), columns, u16::try_from(height).ok(), &mut line),
        _ => decoder::decode_g3(data.iter().copied(), &mut line),
    };
    if shades.is_empty() {
        return Err("页面图像（传真压缩）解不开".into());
    }
    shades.resize(width * height, 255);
    Grey::new(width, height, upright(shades))
}

/// One bit a dot, rows beginning on whole bytes.
fn bits(data: &[u8], width: usize, height: usize) -> Vec<u8> {
    let rows = data.chunks(width.div_ceil(8).max(1)).take(height);
    let dots = |row: &[u8]| -> Vec<u8> {
        (0..width).map(|x| row.get(x / 8).map_or(255, |byte| if byte & (0x80 >> (x % 8)) == 0 { 0 } else { 255 })).collect()
    };
    rows.flat_map(dots).collect()
}

/// Files disagree on whether a set bit is black. Paper is mostly white.
fn upright(mut shades: Vec<u8>) -> Vec<u8> {
    let dark = shades.iter().filter(|s| **s < 128).count();
    if dark * 2 > shades.len() {
        shades.iter_mut().for_each(|s| *s = 255 - *s);
    }
    shades
}

/// Colours into shades by how light the eye finds them (ITU-R BT.601, in 256ths).
fn mixed(data: &[u8], channels: usize) -> Vec<u8> {
    let shade = |c: &[u8]| match c {
        [r, g, b, ..] => {
            let sum = u32::from(*r) * 77 + u32::from(*g) * 150 + u32::from(*b) * 29;
            u8::try_from(sum >> 8).unwrap_or(u8::MAX)
        }
        _ => u8::MAX,
    };
    data.chunks_exact(channels.max(1)).map(shade).collect()
}
