//! Faces cut down to the glyphs a document uses. Two characters that share a glyph get two subsets, so that each extracts as
//! itself (a name is never normalised, not even by copying it out of the PDF).

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, ParsedFont, PdfFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet};
use crate::layout::{Draw, Placed, Typeset};

/// A face and which of its subsets: 0 for nearly every character.
type Key = (Face, usize);

pub(crate) struct Subsets {
    /// Where each character of each face is found: which subset, under which code, and its own advance in ems.
    places: BTreeMap<(Face, char), (usize, u16, f32)>,
    pub(crate) fonts: BTreeMap<Key, (FontId, PdfFont)>,
}

impl Subsets {
    pub(crate) fn of(set: &Typeset, fonts: &FontSet, title: &str) -> Result<Subsets> {
        let mut used: BTreeMap<(Face, u16), Vec<char>> = BTreeMap::new();
        for draw in set.pages.iter().flat_map(|p| &p.draws) {
            if let Draw::Glyphs { glyphs, .. } = draw {
                for g in glyphs {
                    let sharing = used.entry((g.face, g.id)).or_default();
                    if !sharing.contains(&g.ch) {
                        sharing.push(g.ch);
                    }
                }
            }
        }
        let mut members: BTreeMap<Key, Vec<(u16, char)>> = BTreeMap::new();
        for ((face, id), mut chars) in used {
            chars.sort_unstable();
            for (slot, ch) in chars.into_iter().enumerate() {
                members.entry((face, slot)).or_default().push((id, ch));
            }
        }
        let mut places = BTreeMap::new();
        let mut made = BTreeMap::new();
        for ((face, slot), glyphs) in members {
            let mut remapper = GlyphRemapper::new();
            let mut widths = BTreeMap::new();
            for (id, ch) in &glyphs {
                let code = remapper.remap(*id);
                let advance = fonts.face(face).advances.get(usize::from(*id)).copied().unwrap_or(0);
                places.insert((face, *ch), (slot, code, fonts.face(face).advance(*id)));
                widths.insert(code, advance);
            }
            let font = cut(fonts, face, &remapper, widths, prefix(face, slot, &glyphs))
                .map_err(|reason| FormError::Pdf { title: title.to_owned(), reason })?;
            made.insert((face, slot), (FontId(resource(face, slot)), font));
        }
        Ok(Subsets { places, fonts: made })
    }

    /// The font files that were added and drew something: file name and SHA-256, so that the same file can be made again.
    pub(crate) fn own(&self, fonts: &FontSet) -> String {
        let used: BTreeSet<u8> =
            self.fonts.keys().filter_map(|(face, _)| if let Face::Own(at) = face { Some(*at) } else { None }).collect();
        let told = |at: u8| fonts.own().get(usize::from(at)).map(|f| format!("补充字体 {} SHA-256 {}", f.file, f.sha256));
        used.into_iter().filter_map(told).collect::<Vec<_>>().join("；")
    }

    /// Which font draws a glyph, under which code, and how far the pen then moves, in ems.
    pub(crate) fn code(&self, g: &Placed) -> Option<(&FontId, u16, f32)> {
        let (slot, code, advance) = self.places.get(&(g.face, g.ch))?;
        let (id, _) = self.fonts.get(&(g.face, *slot))?;
        Some((id, *code, *advance))
    }
}

/// Name of the font in page resources.
fn resource(face: Face, slot: usize) -> String {
    let name = match face {
        Face::Song => "Song",
        Face::SongBold => "Bold",
        Face::Kai => "Kai",
        Face::Own(at) => return format!("Own{at}x{slot}"),
    };
    format!("{name}{slot}")
}

/// Six capitals that stand for the glyph set (ISO 32000-1, 9.6.4).
fn prefix(face: Face, slot: usize, glyphs: &[(u16, char)]) -> String {
    let mut hash = Sha256::new();
    hash.update(resource(face, slot));
    for (id, ch) in glyphs {
        hash.update(id.to_be_bytes());
        hash.update(u32::from(*ch).to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}

fn cut(
    fonts: &FontSet,
    face: Face,
    remapper: &GlyphRemapper,
    widths: BTreeMap<u16, u16>,
    prefix: String,
) -> std::result::Result<PdfFont, String> {
    let data = fonts.face(face);
    let bytes = subsetter::subset(&data.bytes, 0, remapper).map_err(|e| format!("{}：{e}", data.name))?;
    let [x_min, y_min, x_max, y_max] = data.bounds;
    let parsed_font = ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(format!("{prefix}+{}", data.name)),
        // Never asked: pages carry glyph codes with their text.
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: widths,
        units_per_em: data.units_per_em,
        font_metrics: printpdf::FontMetrics { ascent: data.ascent, descent: data.descent },
        font_type: printpdf::FontType::TrueType,
        pdf_font_metrics: printpdf::font::PdfFontMetricsStub {
            units_per_em: data.units_per_em,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: data.weight,
        },
    };
    Ok(PdfFont::new(parsed_font))
}
