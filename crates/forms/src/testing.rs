//! What the tests of this crate share: the real fonts, read once.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::fonts::FontSet;

pub(crate) fn asset(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets").join(name)
}

pub(crate) fn fonts() -> &'static FontSet {
    static FONTS: OnceLock<FontSet> = OnceLock::new();
    FONTS.get_or_init(|| FontSet::load(&asset("fonts")).expect("the fonts of the repository"))
}

/// A photograph: a bust on a blue ground (JPEG) or on nothing (PNG).
pub(crate) fn photo(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let bust = image::RgbaImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (f64::from(x) / f64::from(width) - 0.5, f64::from(y) / f64::from(height));
        let head = dx * dx * 1.9 + (dy - 0.38) * (dy - 0.38) < 0.045;
        let body = dx * dx * 0.9 + (dy - 1.05) * (dy - 1.05) < 0.14;
        match (head, body, format) {
            (true, _, _) => image::Rgba([226, 190, 166, 255]),
            (_, true, _) => image::Rgba([52, 58, 74, 255]),
            (_, _, image::ImageFormat::Png) => image::Rgba([0, 0, 0, 0]),
            _ => image::Rgba([92, 142, 204, 255]),
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    let bust = image::DynamicImage::from(bust);
    let bust = if format == image::ImageFormat::Jpeg { bust.to_rgb8().into() } else { bust };
    bust.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// Keeps a sample for looking at, in the folder `JISHI_SAMPLES` names; nothing otherwise.
pub(crate) fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("JISHI_SAMPLES") {
        jishi_fs::write_atomic(&PathBuf::from(folder).join(format!("{name}.pdf")), pdf).expect("the sample folder");
    }
}

/// The draw list in words: every line of text with its place, faces changing in brackets, and how many rules a page has.
pub(crate) fn dump(set: &crate::layout::Typeset) -> String {
    use crate::layout::{Draw, Tag};
    use std::fmt::Write as _;
    let mut out = String::new();
    for (n, page) in set.pages.iter().enumerate() {
        let rules = page.draws.iter().filter(|d| matches!(d, Draw::Rule { .. })).count();
        let _ = writeln!(out, "== {} {:.0}x{:.0} rules {rules}", n + 1, page.width, page.height);
        for draw in &page.draws {
            match draw {
                Draw::Glyphs { y, size, glyphs, tag } => {
                    let mark = if matches!(tag, Tag::Node(_)) { "" } else { "~" };
                    let x = glyphs.first().map_or(0.0, |g| g.x);
                    let mut face = None;
                    let mut text = String::new();
                    for g in glyphs {
                        if face.replace(g.face) != Some(g.face) {
                            let _ = write!(text, "[{:?}]", g.face);
                        }
                        text.push(g.ch);
                    }
                    let _ = writeln!(out, "{mark}{x:.1} {y:.1} {size} {text}");
                }
                Draw::Picture { x, y, width, height, .. } => {
                    let _ = writeln!(out, "picture {x:.1} {y:.1} {width:.1} {height:.1}");
                }
                Draw::Code { x, y, across, .. } => {
                    let _ = writeln!(out, "code {x:.1} {y:.1} {across}");
                }
                Draw::Rule { .. } | Draw::Fill { .. } => {}
            }
        }
    }
    out
}
