//! The form file as TOML has it. Every key is known here; serde refuses all others.

use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) group: String,
    pub(super) subject: jishi_core::forms::Subject,
    #[serde(default)]
    pub(super) records: Vec<jishi_core::record::RecordKind>,
    #[serde(default)]
    pub(super) materials: Vec<String>,
    pub(super) source: String,
    pub(super) layout: super::SheetKind,
    pub(super) margins: Option<[f32; 4]>,
    pub(super) each: Option<super::Each>,
    pub(super) alone: Option<bool>,
    #[serde(default)]
    pub(super) scan_back: bool,
    #[serde(default)]
    pub(super) catalogue: bool,
    pub(super) score: Option<RawScore>,
    pub(super) block: Vec<Spanned<RawBlock>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScore {
    pub(super) title: String,
    pub(super) grades: Vec<String>,
    pub(super) rows: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    pub(super) kind: String,
    pub(super) when: Option<RawWhen>,
    pub(super) text: Option<String>,
    pub(super) style: Option<String>,
    pub(super) align: Option<String>,
    pub(super) level: Option<u8>,
    pub(super) each: Option<String>,
    pub(super) blank: Option<f32>,
    pub(super) parts: Option<Vec<RawPart>>,
    pub(super) widths: Option<Vec<f32>>,
    pub(super) rows: Option<Vec<Vec<RawCell>>>,
    pub(super) height: Option<f32>,
    pub(super) exact: Option<bool>,
    pub(super) columns: Option<Vec<RawColumn>>,
    pub(super) label: Option<String>,
    pub(super) blank_rows: Option<usize>,
    pub(super) least: Option<usize>,
    pub(super) none: Option<String>,
    pub(super) names: Option<Vec<String>>,
    pub(super) cuts: Option<Vec<[usize; 2]>>,
    pub(super) padding: Option<f32>,
    pub(super) block: Option<Vec<Spanned<RawBlock>>>,
}

/// One condition, or several that must all hold.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawWhen {
    One(String),
    Several(Vec<String>),
}

impl RawWhen {
    pub(super) fn all(&self) -> &[String] {
        match self {
            RawWhen::One(text) => std::slice::from_ref(text),
            RawWhen::Several(texts) => texts,
        }
    }
}

impl RawBlock {
    /// The keys that are set beside kind and when, for the check that the kind uses them.
    pub(super) fn used(&self) -> Vec<&'static str> {
        let keys = [
            (self.text.is_some(), "text"),
            (self.style.is_some(), "style"),
            (self.align.is_some(), "align"),
            (self.level.is_some(), "level"),
            (self.each.is_some(), "each"),
            (self.blank.is_some(), "blank"),
            (self.parts.is_some(), "parts"),
            (self.widths.is_some(), "widths"),
            (self.rows.is_some(), "rows"),
            (self.height.is_some(), "height"),
            (self.exact.is_some(), "exact"),
            (self.columns.is_some(), "columns"),
            (self.label.is_some(), "label"),
            (self.blank_rows.is_some(), "blank_rows"),
            (self.least.is_some(), "least"),
            (self.none.is_some(), "none"),
            (self.names.is_some(), "names"),
            (self.cuts.is_some(), "cuts"),
            (self.padding.is_some(), "padding"),
            (self.block.is_some(), "block"),
        ];
        keys.into_iter().filter(|(set, _)| *set).map(|(_, key)| key).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    pub(super) text: String,
    pub(super) width: f32,
    pub(super) align: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCell {
    pub(super) label: Option<String>,
    pub(super) head: Option<String>,
    pub(super) text: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) columns: Option<usize>,
    pub(super) rows: Option<usize>,
    pub(super) vertical: Option<bool>,
    pub(super) align: Option<String>,
    pub(super) valign: Option<String>,
    pub(super) style: Option<String>,
    pub(super) height: Option<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) head: String,
    pub(super) group: Option<String>,
    pub(super) text: String,
    pub(super) width: f32,
    pub(super) align: Option<String>,
}
