//! Changes of a text put into the bytes it was read from, so that what nobody touched stays to the byte: bytes that are no text, characters
//! an encoding can write in two ways, a last odd byte.

use std::collections::HashMap;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use super::encoding::{Decoded, Note, Scheme, encode};

/// A piece of the source text (bytes of the text) and what takes its place.
pub(super) type Edit = (Range<usize>, String);

/// The source with the edits in it; None when a place of the text cannot be found again in the bytes.
///
/// A file that declares another encoding than it has is written as it was read, in the one the edits and the declaration agree on: its
/// bytes were read without loss.
pub(super) fn splice(bytes: &[u8], decoded: &Decoded, mut edits: Vec<Edit>) -> Option<Vec<u8>> {
    edits.sort_by_key(|(range, _)| range.start);
    let place = match (decoded.scheme, reencoded(decoded)) {
        (_, true) => return Some(whole(decoded, edits)),
        (Scheme::Of(encoding), _) if encoding == UTF_8 && std::str::from_utf8(body(bytes, decoded)).is_ok() => Place::Same,
        (Scheme::Of(encoding), _) => Place::Ascii(ascii_of(body(bytes, decoded), encoding), 1),
        (Scheme::Utf16Le | Scheme::Utf16Be, _) => Place::Ascii(ascii_of_utf16(body(bytes, decoded), decoded.scheme), 2),
    };
    let before = bytes.len() - body(bytes, decoded).len();
    let at = |text: usize| place.of(&decoded.text, text).map(|byte| before + byte);
    let (mut out, mut done) = (Vec::with_capacity(bytes.len() + 1024), 0);
    for (range, with) in edits {
        let (start, end) = (at(range.start)?, at(range.end)?);
        out.extend_from_slice(bytes.get(done..start).unwrap_or_default());
        out.extend(encode(&with, decoded.scheme, false));
        done = end.max(done);
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Some(out)
}

/// Read by another encoding than the one it will be written in.
fn reencoded(decoded: &Decoded) -> bool {
    decoded.notes.iter().any(|n| matches!(n, Note::DeclaredOtherwise { actual, .. } if actual != UTF_8.name()))
}

fn whole(decoded: &Decoded, edits: Vec<Edit>) -> Vec<u8> {
    let text = &decoded.text;
    let (mut out, mut done) = (String::with_capacity(text.len() + 1024), 0);
    for (range, with) in edits {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&with);
        done = range.end.max(done);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    encode(&out, decoded.scheme, decoded.bom)
}

/// The bytes after the byte order mark.
fn body<'a>(bytes: &'a [u8], decoded: &Decoded) -> &'a [u8] {
    let mark = match decoded.scheme {
        _ if !decoded.bom => 0,
        Scheme::Utf16Le | Scheme::Utf16Be => 2,
        Scheme::Of(_) => 3,
    };
    bytes.get(mark..).unwrap_or_default()
}

/// Where a place of the text lies in the bytes.
enum Place {
    /// Text and bytes are the same.
    Same,
    /// Byte of each ASCII character by its place in the text, and how many bytes one takes. Edits begin and end at marks of XML, which are
    /// ASCII in every encoding read here.
    Ascii(HashMap<usize, usize>, usize),
}

impl Place {
    fn of(&self, text: &str, at: usize) -> Option<usize> {
        match self {
            Place::Same => Some(at),
            Place::Ascii(known, width) => {
                let after = known.get(&at).copied();
                after.or_else(|| known.get(&at.checked_sub(1)?).map(|byte| byte + width)).filter(|_| text.is_char_boundary(at))
            }
        }
    }
}

/// Decodes byte by byte: an ASCII character stands at the byte that ended the step it came out of.
fn ascii_of(bytes: &[u8], encoding: &'static Encoding) -> HashMap<usize, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut known = HashMap::new();
    let mut text = 0;
    for (at, byte) in bytes.iter().enumerate() {
        // A step gives a few characters at most: what was pending, told as lost, and the byte itself.
        let mut step = String::with_capacity(64);
        let _ = decoder.decode_to_string(&[*byte], &mut step, false);
        text += step.len();
        if step.ends_with(|c: char| c.is_ascii()) {
            known.insert(text - 1, at);
        }
    }
    known
}

fn ascii_of_utf16(bytes: &[u8], scheme: Scheme) -> HashMap<usize, usize> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if scheme == Scheme::Utf16Be { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let (mut known, mut text, mut at) = (HashMap::new(), 0, 0);
    for read in char::decode_utf16(pairs.iter().map(unit)) {
        // A lone surrogate becomes one replacement character and takes one unit.
        let (c, units) = read.map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, c.len_utf16()));
        if c.is_ascii() {
            known.insert(text, at);
        }
        text += c.len_utf8();
        at += units * 2;
    }
    known
}

#[cfg(test)]
mod tests {
    use super::super::{read, write};

    /// A file of the editor with bytes that are no text in the name and in a comment.
    fn odd() -> Vec<u8> {
        let mut file =
            b"<?xml version=\"1.0\" encoding=\"gb2312\"?>\r\n<Person><!-- \x80\xff --><XingMing>\xD5\xC5\x81</XingMing>".to_vec();
        file.extend_from_slice(b"<XianRenZhiWu>\xBE\xD6\xB3\xA4</XianRenZhiWu><Own a='\xFF'/></Person>");
        file
    }

    #[test]
    fn bytes_that_are_no_text_stay_where_nobody_changed_anything() {
        let bytes = odd();
        let mut person = read("a.lrmx", &bytes).unwrap().person;
        assert_eq!((person.name.as_str(), person.current_post.as_str()), ("张\u{fffd}", "局长"));
        person.current_post = "副局长".into();
        let written = write(&person, Some(&bytes), None).unwrap();
        let old = b"<XianRenZhiWu>\xBE\xD6\xB3\xA4</XianRenZhiWu>";
        let at = bytes.windows(old.len()).position(|w| w == old).unwrap();
        let mut want = bytes[..at].to_vec();
        want.extend_from_slice(b"<XianRenZhiWu>\xB8\xB1\xBE\xD6\xB3\xA4</XianRenZhiWu>");
        // The editor's own elements that were lacking may be added; what stood before and after is as it was.
        assert!(written.starts_with(&want), "{written:?}");
        assert!(written.ends_with(b"<Own a='\xFF'/></Person>"), "{written:?}");
    }

    #[test]
    fn a_last_odd_byte_and_a_lone_half_of_utf16_stay() {
        for big in [false, true] {
            let unit = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
            let text = "\u{feff}<Person><XingMing>李@</XingMing><XianRenZhiWu>局长</XianRenZhiWu></Person>";
            let mut bytes: Vec<u8> = text.encode_utf16().map(|u| if u == 0x40 { 0xD800 } else { u }).flat_map(unit).collect();
            bytes.push(0x41);
            let mut person = read("a.lrmx", &bytes).unwrap().person;
            assert_eq!(person.name, "李\u{fffd}");
            person.current_post = "副局长".into();
            let written = write(&person, Some(&bytes), None).unwrap();
            let head: Vec<u8> = bytes
                .iter()
                .copied()
                .take(2 * "\u{feff}<Person><XingMing>李@</XingMing><XianRenZhiWu>".chars().count())
                .collect();
            assert!(written.starts_with(&head) && written.ends_with(&[0x41]));
            assert_eq!(read("a.lrmx", &written).unwrap().person.current_post, "副局长");
        }
    }

    #[test]
    fn a_lossy_utf8_file_keeps_its_bytes_too() {
        let bytes = b"<Person><XingMing>\xE6\x9D\x8E\xE6</XingMing><XianRenZhiWu>a</XianRenZhiWu><X>\xC3</X></Person>";
        let mut person = read("a.lrmx", bytes).unwrap().person;
        person.current_post = "b".into();
        let written = write(&person, Some(bytes), None).unwrap();
        assert!(written.starts_with(b"<Person><XingMing>\xE6\x9D\x8E\xE6</XingMing><XianRenZhiWu>b</XianRenZhiWu>"));
        assert!(written.ends_with(b"<X>\xC3</X></Person>"));
    }
}
