//! Text that came as a file somebody saved with an editor of their own.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

/// The text of a file: by its byte order mark (UTF-8, UTF-16), else as UTF-8, else as the GB encoding that editors on Chinese Windows call
/// ANSI. None when it is none of these.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?);
    }
    [UTF_8, GB18030].into_iter().find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_saves_reads_the_same_whatever_it_calls_its_encoding() {
        let text = "{\"结论\": \"签收\"}";
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(&[0xEF, 0xBB, 0xBF], text.as_bytes().to_vec()),
            marked(&[0xFF, 0xFE], utf16(u16::to_le_bytes)),
            marked(&[0xFE, 0xFF], utf16(u16::to_be_bytes)),
            GB18030.encode(text).0.into_owned(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:?}");
        }
        assert_eq!(decode(&[0xFF, 0xFF, 0x00, 0x80]), None);
    }
}
