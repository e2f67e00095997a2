//! The faces a form may use and which of them draws which character, decided from our own reading of their cmap tables.
//!
//! A face is read once and shared by all forms and threads. Nothing here draws, and nothing here ever answers with glyph 0. What stands in
//! the place of a character no face has is said in `notes`; a font file that is added, in `own`.

mod notes;
mod own;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

pub use notes::Notes;
pub use own::{Embedding, OwnFont};

use crate::error::{FormError, Result};

/// A face of the set. The order is the order of the file list in `assets/fonts/README.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// 宋体: Noto Serif SC Regular.
    Song,
    /// 宋体加粗: Noto Serif SC Bold.
    SongBold,
    /// 楷体: LXGW WenKai Regular.
    Kai,
    /// A font file that was added, by its place among them.
    Own(u8),
}

/// The built-in faces with their files.
const SONG: &str = "NotoSerifSC_400Regular.ttf";
const SONG_BOLD: &str = "NotoSerifSC_700Bold.ttf";
const KAI: &str = "LXGWWenKai-Regular.ttf";

impl Face {
    /// The built-in faces asked for a character, in turn; those that were added come after them, in their order.
    fn chain(self) -> &'static [Face] {
        match self {
            Face::Song | Face::Own(_) => &[Face::Song, Face::Kai],
            Face::SongBold => &[Face::SongBold, Face::Song, Face::Kai],
            Face::Kai => &[Face::Kai, Face::Song],
        }
    }
}

/// Where a character is drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub face: Face,
    pub id: u16,
    /// Advance in ems.
    pub advance: f32,
}

/// One font file, read.
pub(crate) struct FaceData {
    pub(crate) name: String,
    pub(crate) bytes: Arc<[u8]>,
    glyphs: HashMap<char, u16>,
    /// Font units, by glyph.
    pub(crate) advances: Vec<u16>,
    pub(crate) units_per_em: u16,
    pub(crate) ascent: i16,
    pub(crate) descent: i16,
    /// x_min, y_min, x_max, y_max in font units.
    pub(crate) bounds: [i16; 4],
    pub(crate) weight: u16,
}

/// The faces, read once, and what is printed for characters none of them has. Cheap to share and to make another of: `Send + Sync`, all
/// methods take `&self`.
pub struct FontSet {
    built_in: Arc<BuiltIn>,
    own: Vec<Arc<OwnFont>>,
    notes: Notes,
}

struct BuiltIn {
    song: FaceData,
    song_bold: FaceData,
    kai: FaceData,
}

/// Font files larger than this are not ours.
const FONT_CAP: u64 = 64 << 20;

impl FontSet {
    /// Reads the faces from a folder (`assets/fonts`).
    ///
    /// # Errors
    /// When a file is missing, unreadable, not a TrueType font, or forbids embedding (OS/2 fsType).
    pub fn load(dir: &Path) -> Result<FontSet> {
        let read = |file: &str| -> Result<FaceData> {
            let bytes = jishi_fs::read_capped(&dir.join(file), FONT_CAP)?;
            FaceData::parse(file, bytes)
        };
        let built_in = BuiltIn { song: read(SONG)?, song_bold: read(SONG_BOLD)?, kai: read(KAI)? };
        Ok(FontSet { built_in: Arc::new(built_in), own: Vec::new(), notes: Notes::default() })
    }

    /// The built-in faces of this set, with these font files at the end of every chain and these notes.
    #[must_use]
    pub fn with(&self, own: Vec<Arc<OwnFont>>, notes: Notes) -> FontSet {
        FontSet { built_in: Arc::clone(&self.built_in), own, notes }
    }

    /// The font files that were added, in the order they are asked.
    #[must_use]
    pub fn own(&self) -> &[Arc<OwnFont>] {
        &self.own
    }

    /// File name and count of characters of the built-in faces.
    #[must_use]
    pub fn built_in(&self) -> [(&'static str, usize); 3] {
        let of = |file, data: &FaceData| (file, data.glyphs.len());
        [of(SONG, &self.built_in.song), of(SONG_BOLD, &self.built_in.song_bold), of(KAI, &self.built_in.kai)]
    }

    pub(crate) fn face(&self, face: Face) -> &FaceData {
        match face {
            Face::Song => &self.built_in.song,
            Face::SongBold => &self.built_in.song_bold,
            Face::Kai => &self.built_in.kai,
            // A glyph of a set is only asked of that set; another's would be drawn as 宋体 and fail where its code is looked up.
            Face::Own(at) => self.own.get(usize::from(at)).map_or(&self.built_in.song, |font| &font.data),
        }
    }

    fn own_glyph(&self, ch: char) -> Option<Glyph> {
        self.own.iter().zip(0_u8..).find_map(|(font, at)| {
            let id = *font.data.glyphs.get(&ch)?;
            Some(Glyph { face: Face::Own(at), id, advance: font.data.advance(id) })
        })
    }

    /// A text as it is printed: each character no face has is replaced by the note on it, where there is one.
    #[must_use]
    pub fn said<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.notes.said(text, |ch| self.glyph(Face::Song, ch).is_some())
    }

    /// The glyph of a character, from the asked face or the next in its chain; `None` when no face has it or when it is a
    /// private-use character, whose meaning differs from machine to machine.
    #[must_use]
    pub fn glyph(&self, asked: Face, ch: char) -> Option<Glyph> {
        if is_private(ch) || ch.is_control() {
            return None;
        }
        let built_in = asked.chain().iter().find_map(|&face| {
            let data = self.face(face);
            let id = *data.glyphs.get(&ch)?;
            Some(Glyph { face, id, advance: data.advance(id) })
        });
        built_in.or_else(|| self.own_glyph(ch))
    }

    /// The characters of a text that cannot be printed and have no note, each once, in order of appearance. For checks while typing;
    /// line breaks and tabs are fine.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut seen = HashSet::new();
        let text = self.said(text);
        let of_text = text.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t'));
        of_text.filter(|c| seen.insert(*c) && self.glyph(Face::Song, *c).is_none()).collect()
    }

    /// Width of a text in points as it is printed, without line breaking. Characters no face has count as nothing.
    #[must_use]
    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        self.said(text).chars().filter_map(|ch| self.glyph(face, ch)).map(|g| g.advance * size).sum()
    }
}

impl FaceData {
    fn parse(file: &str, bytes: Vec<u8>) -> Result<FaceData> {
        let bad = |reason: &str| FormError::BadFont { file: file.to_owned(), reason: reason.to_owned() };
        let face = ttf_parser::Face::parse(&bytes, 0).map_err(|_| bad("不是完好的 TrueType 字体"))?;
        if face.tables().glyf.is_none() {
            return Err(bad("不是 TrueType 轮廓（.otf 多半不是），程序不能用它"));
        }
        if face.permissions() == Some(ttf_parser::Permissions::Restricted) {
            return Err(bad("字体自己写明不许嵌入文件（OS/2 fsType）"));
        }
        if face.tables().os2.is_some() && !(face.is_subsetting_allowed() && face.is_outline_embedding_allowed()) {
            return Err(bad("字体自己写明不许只嵌入用到的字，或不许嵌入轮廓（OS/2 fsType）"));
        }
        let cmap = face.tables().cmap.ok_or_else(|| bad("没有字符表"))?;
        let mut glyphs = HashMap::with_capacity(48_000);
        for table in cmap.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                if let (Some(ch), Some(id)) = (char::from_u32(code), table.glyph_index(code))
                    && id.0 != 0
                {
                    glyphs.entry(ch).or_insert(id.0);
                }
            });
        }
        if glyphs.is_empty() {
            return Err(bad("字符表是空的"));
        }
        let advances =
            (0..face.number_of_glyphs()).map(|id| face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0)).collect();
        let bounds = face.global_bounding_box();
        Ok(FaceData {
            name: latin_name(file),
            glyphs,
            advances,
            units_per_em: face.units_per_em(),
            ascent: face.ascender(),
            descent: face.descender(),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            weight: face.weight().to_number(),
            bytes: Arc::from(bytes),
        })
    }

    pub(crate) fn advance(&self, id: u16) -> f32 {
        f32::from(self.advances.get(usize::from(id)).copied().unwrap_or(0)) / f32::from(self.units_per_em.max(1))
    }
}

/// What a face is called in the file: letters and digits of the file's name, since other names are read differently by each reader.
fn latin_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace('_', "-");
    let plain: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if plain.is_empty() { "OwnFont".to_owned() } else { plain }
}

/// Private use: U+E000–F8FF and planes 15 and 16.
#[must_use]
pub fn is_private(ch: char) -> bool {
    matches!(u32::from(ch), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

/// `U+4DAE`
#[must_use]
pub fn code_of(ch: char) -> String {
    format!("U+{:04X}", u32::from(ch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rare_name_character_has_a_glyph_and_private_ones_never_do() {
        let fonts = crate::testing::fonts();
        assert_eq!(fonts.missing("欧阳䶮、㛃、𬀩、𬍛𬸣𤩽𡐓𫍽、买买提·艾力\n2026年\t（一）"), vec![]);
        assert_eq!(fonts.missing("张\u{E123}三\u{F0000}\u{E123}\u{7}"), vec!['\u{E123}', '\u{F0000}', '\u{7}']);
    }

    #[test]
    fn a_set_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<FontSet>();
    }

    #[test]
    fn a_broken_font_file_is_named() {
        let error = FaceData::parse("坏.ttf", vec![1, 2, 3]).err().unwrap().to_string();
        assert!(error.contains("坏.ttf"), "{error}");
        let folder = tempfile::tempdir().unwrap();
        let error = FontSet::load(folder.path()).err().unwrap().to_string();
        assert!(error.contains("NotoSerifSC_400Regular.ttf"), "{error}");
    }
}
