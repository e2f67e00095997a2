//! Bytes to text and back: byte order marks, declared encodings, and files whose declaration is not true.
//!
//! Never drops a byte in silence: what no encoding explains becomes U+FFFD and is told.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{LrmError, MAX_FILE, about};
use crate::finding::{Finding, Level};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Utf16Le,
    Utf16Be,
    Of(&'static Encoding),
}

/// What is to be said about the encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// The bytes are of another encoding than declared.
    DeclaredOtherwise { declared: String, actual: String },
    /// Some bytes are no text in any encoding that fits.
    Lost { characters: usize },
}

impl Note {
    pub(super) fn finding(&self, file: &str) -> Finding {
        match self {
            Note::DeclaredOtherwise { declared, actual } => about(
                "L26",
                Level::Note,
                file,
                "编码",
                format!("{file} 声明的编码是 {declared}，内容实为 {actual}，已按 {actual} 读入"),
                "请核对有无乱码",
            ),
            Note::Lost { characters } => about(
                "L27",
                Level::Warning,
                file,
                "编码",
                format!("{file} 有 {characters} 处字节不是有效文字，以“\u{fffd}”代替"),
                "请对照原表逐处改正",
            ),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    pub scheme: Scheme,
    pub bom: bool,
    pub notes: Vec<Note>,
}

/// Refuses what is too large or empty before anything looks at it.
pub(super) fn check_size(file: &str, bytes: &[u8]) -> Result<(), LrmError> {
    if bytes.len() > MAX_FILE {
        return Err(LrmError::TooLarge { file: file.into(), megabytes: bytes.len().div_ceil(1024 * 1024) });
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(LrmError::Empty { file: file.into() });
    }
    Ok(())
}

/// Decodes an XML file by its byte order mark, its first characters, its declaration and, when these fail, by what fits.
pub(super) fn decode_xml(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_with(rest, UTF_8, true),
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, Scheme::Utf16Le, true),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, Scheme::Utf16Be, true),
        [b'<', 0, ..] => decode_utf16(bytes, Scheme::Utf16Le, false),
        [0, b'<', ..] => decode_utf16(bytes, Scheme::Utf16Be, false),
        _ => decode_with(bytes, declared(bytes).unwrap_or(UTF_8), false),
    }
}

/// Decodes the text of an old `.lrm`: GBK unless a mark says otherwise.
pub(super) fn decode_lrm(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_with(rest, UTF_8, true),
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, Scheme::Utf16Le, true),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, Scheme::Utf16Be, true),
        _ => decode_with(bytes, GB18030, false),
    }
}

/// Gives text back in the scheme it came in. A character the scheme lacks becomes a character reference.
pub(super) fn encode(text: &str, scheme: Scheme, bom: bool) -> Vec<u8> {
    let marked = if bom { format!("\u{feff}{text}") } else { text.to_owned() };
    match scheme {
        Scheme::Utf16Le => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Scheme::Utf16Be => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Scheme::Of(encoding) if encoding == UTF_8 => marked.into_bytes(),
        Scheme::Of(encoding) => encoding.encode(text).0.into_owned(),
    }
}

/// The encoding named in `<?xml … encoding="…"?>`. UTF-16 cannot be true of bytes that read as ASCII.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes.iter().copied().take(256).take_while(|b| *b != b'>').collect();
    let head = String::from_utf8_lossy(&head).into_owned();
    let (_, after) = head.trim_start().strip_prefix("<?xml")?.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = after.split(quote).nth(1)?;
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

fn decode_with(bytes: &[u8], declared: &'static Encoding, bom: bool) -> Decoded {
    let strict = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let other = if declared == UTF_8 { GB18030 } else { UTF_8 };
    let told = |text: String, actual: &'static Encoding| Decoded {
        text,
        scheme: Scheme::Of(UTF_8),
        bom,
        notes: vec![Note::DeclaredOtherwise { declared: declared.name().into(), actual: actual.name().into() }],
    };
    // Chinese text in a GB encoding is hardly ever valid UTF-8, so bytes that are outweigh a declaration.
    if declared != UTF_8
        && !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
        && !bom
    {
        return told(text.to_owned(), UTF_8);
    }
    if let Some(text) = strict(declared) {
        return Decoded { text: text.into_owned(), scheme: Scheme::Of(declared), bom, notes: Vec::new() };
    }
    if let Some(text) = strict(other).filter(|_| !bom) {
        return told(text.into_owned(), other);
    }
    let (text, _) = declared.decode_without_bom_handling(bytes);
    Decoded { notes: vec![lost(&text)], text: text.into_owned(), scheme: Scheme::Of(declared), bom }
}

fn decode_utf16(bytes: &[u8], scheme: Scheme, bom: bool) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units =
        pairs.iter().map(|pair| if scheme == Scheme::Utf16Be { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
    let mut broken = !rest.is_empty();
    let text: String = char::decode_utf16(units)
        .map(|unit| {
            broken |= unit.is_err();
            unit.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    let notes = if broken { vec![lost(&text)] } else { Vec::new() };
    Decoded { text, scheme, bom, notes }
}

fn lost(text: &str) -> Note {
    Note::Lost { characters: text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count().max(1) }
}
