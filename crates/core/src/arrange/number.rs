//! 档号 by template. The dot between codes of one level is U+00B7 and nothing that looks like it (DA/T 13-2022; archive.md §1.2).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::Retention;

/// Dots that look like U+00B7 and make a second 档号 of the same one.
const LOOK_ALIKES: [char; 6] = ['・', '•', '‧', '⋅', '‧', '．'];

/// A template such as `{fonds}-WS·{year}-{retention}-{org}-{no:4}`, read and proved usable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct ArchiveNoTemplate {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Fonds,
    Year,
    Retention,
    Org,
    /// 件号, padded with zeros to so many digits.
    No(usize),
}

/// Why a text is no template, in the user's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("档号模板“{template}”不能用：{reason}")]
pub struct TemplateError {
    pub template: String,
    pub reason: String,
}

/// What fills a template.
#[derive(Debug, Clone, Copy)]
pub struct NumberParts<'a> {
    pub fonds: &'a str,
    pub year: i32,
    pub retention: Retention,
    pub org: &'a str,
    pub no: u32,
}

impl ArchiveNoTemplate {
    /// DA/T 22-2015: 全宗号-WS·年度-保管期限-机构-件号.
    pub const DAT22: &'static str = "{fonds}-WS·{year}-{retention}-{org}-{no:4}";
    /// DA/T 13-2022: 全宗号-WS·年度·保管期限·机构-件号.
    pub const DAT13: &'static str = "{fonds}-WS·{year}·{retention}·{org}-{no:4}";

    /// Reads a template.
    ///
    /// # Errors
    /// Braces that do not close, a placeholder there is none of, no `{no}` or `{retention}` (numbers of two categories would
    /// collide), or a dot that only looks like `·`.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let fail = |reason: String| TemplateError { template: text.to_owned(), reason };
        if let Some(dot) = text.chars().find(|c| LOOK_ALIKES.contains(c)) {
            return Err(fail(format!("“{dot}”（U+{:04X}）不是间隔号，请用“·”（U+00B7）", u32::from(dot))));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let (name, tail) = after.split_once('}').ok_or_else(|| fail("有“{”没有“}”".to_owned()))?;
            pieces.push(Piece::read(name).ok_or_else(|| {
                fail(format!("不认识“{{{name}}}”，可用：{{fonds}}、{{year}}、{{retention}}、{{org}}、{{no:4}}"))
            })?);
            rest = tail;
        }
        if rest.contains('}') {
            return Err(fail("有“}”没有“{”".to_owned()));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if !pieces.iter().any(|p| matches!(p, Piece::No(_))) {
            return Err(fail("没有件号“{no:4}”，档号会重复".to_owned()));
        }
        if !pieces.contains(&Piece::Retention) || !pieces.contains(&Piece::Year) {
            return Err(fail("没有年度“{year}”或保管期限“{retention}”，不同类别的档号会重复".to_owned()));
        }
        Ok(ArchiveNoTemplate { text: text.to_owned(), pieces })
    }

    /// The template as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The 档号 of one 件.
    #[must_use]
    pub fn fill(&self, parts: NumberParts<'_>) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Fonds => parts.fonds.to_owned(),
            Piece::Year => format!("{:04}", parts.year),
            Piece::Retention => parts.retention.code().to_owned(),
            Piece::Org => parts.org.to_owned(),
            Piece::No(width) => format!("{:0width$}", parts.no),
        };
        self.pieces.iter().map(piece).collect()
    }
}

impl Piece {
    fn read(name: &str) -> Option<Piece> {
        Some(match name {
            "fonds" => Piece::Fonds,
            "year" => Piece::Year,
            "retention" => Piece::Retention,
            "org" => Piece::Org,
            "no" => Piece::No(4),
            _ => Piece::No(name.strip_prefix("no:")?.parse().ok().filter(|w| (3..=5).contains(w))?),
        })
    }
}

/// DA/T 22-2015.
impl Default for ArchiveNoTemplate {
    fn default() -> Self {
        let joined = |a: &str| Piece::Text(a.to_owned());
        ArchiveNoTemplate {
            text: Self::DAT22.to_owned(),
            pieces: vec![
                Piece::Fonds,
                joined("-WS·"),
                Piece::Year,
                joined("-"),
                Piece::Retention,
                joined("-"),
                Piece::Org,
                joined("-"),
                Piece::No(4),
            ],
        }
    }
}

impl TryFrom<String> for ArchiveNoTemplate {
    type Error = TemplateError;
    fn try_from(text: String) -> Result<Self, TemplateError> {
        ArchiveNoTemplate::parse(&text)
    }
}

impl From<ArchiveNoTemplate> for String {
    fn from(template: ArchiveNoTemplate) -> String {
        template.text
    }
}

/// Every code of the 档号 is there, of letters, digits and Han characters, joined by `-` and U+00B7 alone.
#[must_use]
pub fn is_well_formed(archive_no: &str) -> bool {
    let code = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
    archive_no.contains('-') && archive_no.split(['-', '·']).all(code)
}

/// `Z109-WS·2011-Y-BGS-0001` (DA/T 22-2015; archive.md §1.2).
#[must_use]
pub fn is_dat22(archive_no: &str) -> bool {
    let parts: Vec<&str> = archive_no.split('-').collect();
    let [fonds, class, retention, org, no] = parts.as_slice() else { return false };
    let class_year = class.split_once('·').is_some_and(|(class, year)| class == "WS" && is_year(year));
    is_fonds(fonds) && class_year && is_retention(retention) && is_org(org) && no.len() == 4 && is_number(no)
}

/// `Z109-WS·2011·Y·办公室-0001`, the 机构 may be absent, 件号 of three to five digits (DA/T 13-2022; archive.md §1.2).
#[must_use]
pub fn is_dat13(archive_no: &str) -> bool {
    let parts: Vec<&str> = archive_no.split('-').collect();
    let [fonds, class, no] = parts.as_slice() else { return false };
    let codes: Vec<&str> = class.split('·').collect();
    let fits = match codes.as_slice() {
        ["WS", year, retention] => is_year(year) && is_retention(retention),
        ["WS", year, retention, org] => is_year(year) && is_retention(retention) && is_org(org),
        _ => false,
    };
    is_fonds(fonds) && fits && (3..=5).contains(&no.len()) && is_number(no)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text)
}

fn is_retention(text: &str) -> bool {
    ["Y", "D30", "D10"].contains(&text)
}

/// Four characters, usually a letter and three digits.
fn is_fonds(text: &str) -> bool {
    text.len() == 4
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

fn is_org(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    (1..=10).contains(&text.chars().count()) && text.chars().all(plain)
}
