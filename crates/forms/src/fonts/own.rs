//! Font files an office adds for characters the built-in faces lack: read, judged, and described for the list. Where they are kept is not
//! known here.

use super::FaceData;
use crate::error::Result;

/// What the font says of being carried in a file (OS/2 fsType). One that forbids it is never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embedding {
    Installable,
    Editable,
    PreviewAndPrint,
    /// It says nothing.
    Unsaid,
}

impl Embedding {
    /// The words shown to users.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Embedding::Installable => "允许嵌入",
            Embedding::Editable => "允许嵌入（可编辑）",
            Embedding::PreviewAndPrint => "允许嵌入（预览和打印）",
            Embedding::Unsaid => "没有写明",
        }
    }
}

/// A font file that was added, read.
pub struct OwnFont {
    /// Its file name.
    pub file: String,
    /// What it calls itself; empty when it does not.
    pub family: String,
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    pub characters: usize,
    pub embedding: Embedding,
    pub(super) data: FaceData,
}

impl OwnFont {
    /// Reads a font file. Of a collection (.ttc) the first font.
    ///
    /// # Errors
    /// When it is no sound TrueType font, or forbids to be carried in a file; the message says which.
    pub fn read(file: &str, bytes: Vec<u8>) -> Result<OwnFont> {
        let sha256 = jishi_fs::sha256_hex(&bytes);
        let size = bytes.len() as u64;
        let (family, embedding) = match ttf_parser::Face::parse(&bytes, 0) {
            Ok(face) => (family(&face), embedding(&face)),
            Err(_) => (String::new(), Embedding::Unsaid),
        };
        let data = FaceData::parse(file, bytes)?;
        Ok(OwnFont { file: file.to_owned(), family, sha256, size, characters: data.glyphs.len(), embedding, data })
    }
}

/// The family, in Chinese where the font has it so.
fn family(face: &ttf_parser::Face<'_>) -> String {
    const ZH_CN: u16 = 0x0804;
    let names = face.names().into_iter().filter(|n| n.name_id == ttf_parser::name_id::FAMILY && n.is_unicode());
    let told = |n: ttf_parser::name::Name<'_>| Some((n.language_id != ZH_CN, n.to_string()?));
    names.filter_map(told).min_by_key(|(foreign, _)| *foreign).map(|(_, name)| name).unwrap_or_default()
}

fn embedding(face: &ttf_parser::Face<'_>) -> Embedding {
    match face.permissions() {
        Some(ttf_parser::Permissions::Installable) => Embedding::Installable,
        Some(ttf_parser::Permissions::Editable) => Embedding::Editable,
        Some(ttf_parser::Permissions::PreviewAndPrint) => Embedding::PreviewAndPrint,
        Some(ttf_parser::Permissions::Restricted) | None => Embedding::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Face;
    use crate::fonts::Notes;
    use crate::judge::{raw_text, sound};
    use crate::layout::{Block, Para, Running, Section, Sheet, typeset};
    use crate::look::VALUE;
    use crate::pdf::{About, write};
    use crate::testing::fonts;

    /// A font of two characters no built-in face has, with its fsType set to `bits`.
    fn font(bits: u16) -> Vec<u8> {
        let mut bytes = include_bytes!("../../../app/src/tests/two-characters.ttf").to_vec();
        let tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        let entry = (0..tables).map(|i| 12 + 16 * i).find(|at| &bytes[*at..at + 4] == b"OS/2").unwrap();
        let at = u32::from_be_bytes(bytes[entry + 8..entry + 12].try_into().unwrap()) as usize + 8;
        bytes[at..at + 2].copy_from_slice(&bits.to_be_bytes());
        bytes
    }

    fn page(text: &str, set: &crate::FontSet) -> Result<Vec<u8>> {
        let blocks = vec![Block::Heading(1, Para::new(text, VALUE, "姓名"))];
        let section = Section { title: text.into(), sheet: Sheet::portrait(), blocks, running: Running::default() };
        let made = typeset(&[section], text, set)?;
        let made_on = chrono::NaiveDate::from_ymd_opt(2026, 3, 2);
        write(&made, &[], &About { title: text.into(), author: String::new(), subject: String::new(), made_on }, set)
    }

    #[test]
    fn a_font_that_was_added_draws_what_the_others_lack_and_the_file_says_which_it_was() {
        let name = "李\u{30EDF}";
        assert_eq!(fonts().missing(name), ['\u{30EDF}']);
        let own = Arc::new(OwnFont::read("补字 1.ttf", font(0)).unwrap());
        assert_eq!((own.characters, own.embedding, own.family.as_str()), (2, Embedding::Installable, "Jishi Test Supplement"));
        let set = fonts().with(vec![Arc::clone(&own)], Notes::default());
        assert_eq!(set.missing("李\u{30EDF}\u{31350}\u{E815}"), ['\u{E815}']);
        assert!(matches!(set.glyph(Face::Kai, '\u{30EDF}').unwrap().face, Face::Own(0)));
        let pdf = page(name, &set).unwrap();
        sound("补充字体", &pdf);
        assert!(raw_text(&pdf).contains(name));
        assert!(String::from_utf8_lossy(&pdf).contains(&own.sha256), "which file drew it");
        // Where it is not needed, nothing is said of it.
        assert!(!String::from_utf8_lossy(&page("李芳", &set).unwrap()).contains(&own.sha256));
        assert_eq!(pdf, page(name, &set).unwrap());
    }

    #[test]
    fn a_note_is_printed_in_the_place_of_a_character_and_is_what_the_file_says() {
        let name = "李\u{E815}";
        assert!(page(name, fonts()).is_err());
        let notes = Notes::new([(name.to_owned(), vec![('\u{E815}', "左金右监".to_owned())])]);
        let pdf = page(name, &fonts().with(Vec::new(), notes)).unwrap();
        sound("造字说明", &pdf);
        assert!(raw_text(&pdf).contains("李〔左金右监〕"), "{}", raw_text(&pdf));
        assert!(String::from_utf8_lossy(&pdf).contains("<rdf:li xml:lang=\"x-default\">李〔左金右监〕</rdf:li>"));
    }

    #[test]
    fn a_font_that_forbids_to_be_carried_and_one_that_is_none_are_refused() {
        for bits in [0x0002, 0x0100, 0x0200] {
            let error = OwnFont::read("禁.ttf", font(bits)).err().unwrap().to_string();
            assert!(error.contains("fsType") && error.contains("禁.ttf"), "{error}");
        }
        assert_eq!(OwnFont::read("印.ttf", font(0x0004)).unwrap().embedding, Embedding::PreviewAndPrint);
        assert!(OwnFont::read("坏.ttf", vec![1, 2, 3]).is_err());
    }
}
