//! The photograph: base64 or plain bytes to a picture that is proven to decode. Never alters a byte of it.

use std::io::Cursor;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use image::{ImageFormat, ImageReader, Limits};

use super::about;
use crate::finding::{Finding, Level};

/// A photograph larger than this is told: hundreds of them would swell every package.
const LARGE: usize = 2 * 1024 * 1024;
/// Widest and highest picture decoded, in pixels.
const MAX_SIDE: u32 = 5_000;

/// Kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFormat {
    Jpeg,
    Png,
}

/// Largest photograph taken from a file of its own, in bytes: a 登记照 is a hundredth of it.
pub const MAX_PHOTO: u64 = 5 << 20;

/// A photograph chosen by hand: proven to decode, with what there is to say of its size and shape.
///
/// # Errors
/// Why it cannot be a photograph, in words: `图片不完整，后半部分缺失`.
pub fn read_photo(file: &str, bytes: &[u8]) -> Result<(PhotoFormat, Vec<Finding>), &'static str> {
    let (format, ..) = look(bytes)?;
    Ok((format, from_bytes(file, bytes).1))
}

/// A picture that decodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub bytes: Vec<u8>,
    pub format: PhotoFormat,
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Base64 with line breaks and spaces in it, padded or not.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let compact: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    LENIENT.decode(compact).ok()
}

pub(super) fn encode_base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The picture in the text of `ZhaoPian`, and what there is to say.
pub(super) fn from_base64(file: &str, text: &str) -> (Option<Picture>, Vec<Finding>) {
    match decode_base64(text) {
        Some(bytes) => from_bytes(file, &bytes),
        None => (None, vec![broken(file, "不是有效的 base64 文字")]),
    }
}

/// The picture in plain bytes (`.pic`), and what there is to say.
pub(super) fn from_bytes(file: &str, bytes: &[u8]) -> (Option<Picture>, Vec<Finding>) {
    if bytes.len() > super::MAX_FILE {
        return (None, vec![broken(file, "超过 20 MB")]);
    }
    let (format, width, height) = match look(bytes) {
        Ok(seen) => seen,
        Err(reason) => return (None, vec![broken(file, reason)]),
    };
    let mut findings = Vec::new();
    if bytes.len() > LARGE {
        let message = format!("{file} 的照片有 {} KB，远大于登记照所需", bytes.len() / 1024);
        findings.push(about("L20", Level::Warning, file, "照片", message, "已读入；建议换用 200 KB 以内的照片"));
    }
    // 4:5, with room for a pixel of rounding and the usual cut of 3:4.
    if u64::from(width) * 10 > u64::from(height) * 9 || u64::from(width) * 10 < u64::from(height) * 6 {
        let message = format!("{file} 的照片为 {width}×{height}，不是竖版登记照（4:5）");
        findings.push(about("L21", Level::Note, file, "照片", message, "已读入；打印时会留白，建议换用 4:5 的照片"));
    }
    (Some(Picture { bytes: bytes.to_vec(), format }), findings)
}

/// No photograph at all.
pub(super) fn absent(file: &str) -> (Option<Picture>, Vec<Finding>) {
    (None, vec![about("L23", Level::Note, file, "照片", format!("{file} 没有照片"), "可在人选资料中补上照片")])
}

/// A photograph that is there and cannot be used.
pub(super) fn broken(file: &str, reason: &str) -> Finding {
    let message = format!("{file} 的照片无法读取：{reason}，其余内容照常读入");
    about("L19", Level::Warning, file, "照片", message, "请在人选资料中换上照片；不换则导出时原样写回")
}

/// Decodes the whole picture once; a header alone proves nothing about a file cut short.
fn look(bytes: &[u8]) -> Result<(PhotoFormat, u32, u32), &'static str> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "不是图片")?;
    let format = match reader.format() {
        Some(ImageFormat::Jpeg) => PhotoFormat::Jpeg,
        Some(ImageFormat::Png) => PhotoFormat::Png,
        Some(_) => return Err("不是 JPEG 或 PNG 图片"),
        None => return Err("不是图片"),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    if format == PhotoFormat::Jpeg && !jpeg_ends(bytes) {
        return Err("图片不完整，后半部分缺失");
    }
    let picture = reader.decode().map_err(|_| "图片已损坏或过大")?;
    Ok((format, picture.width(), picture.height()))
}

/// An end marker (FF D9) after the last scan (FF DA). Decoders fill what is missing with grey and say nothing; within a scan
/// neither pair of bytes can occur.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let last = |marker: [u8; 2]| bytes.windows(2).rposition(|pair| pair == marker);
    matches!((last([0xFF, 0xDA]), last([0xFF, 0xD9])), (Some(scan), Some(end)) if end > scan)
}
