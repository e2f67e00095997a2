//! A form as read from its file: plain values, proved sound. Lengths are millimetres, as the file has them.

use jishi_core::forms::Subject;
use jishi_core::record::{RecordKind, ScoreTable};
use serde::Deserialize;

use super::template::Template;
use crate::layout::{Align, Numbers, Sheet, Style, mm};

/// The kind of page a form is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum SheetKind {
    /// Official document: margins and page numbers of GB/T 9704.
    #[serde(rename = "公文")]
    Official,
    /// Ruled form, A4 upright.
    #[serde(rename = "表格")]
    Table,
    /// Ruled form, A4 lying.
    #[serde(rename = "横表")]
    Wide,
    /// Ballots and labels: narrow margins, no head and no page number.
    #[serde(rename = "裁切")]
    Cut,
    /// A page that stands alone, without head, foot and number.
    #[serde(rename = "单页")]
    Bare,
}

/// What a form has a sheet for, all bound in one file: of a volume each 件, page or 保管期限, of a record each person it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Each {
    #[serde(rename = "件")]
    Item,
    #[serde(rename = "页")]
    Page,
    /// Boxes hold one term each (DA/T 22).
    #[serde(rename = "期限")]
    Term,
    #[serde(rename = "人选")]
    Person,
}

impl Each {
    /// What the form that has such sheets is about.
    pub(super) fn of(self) -> Subject {
        match self {
            Each::Item | Each::Page | Each::Term => Subject::Volume,
            Each::Person => Subject::Record,
        }
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSpec {
    pub key: String,
    pub name: String,
    /// Where lists show it: 动议, 民主推荐 …
    pub group: String,
    pub subject: Subject,
    /// Kinds of record it prints; empty unless the subject is 记录.
    pub records: Vec<RecordKind>,
    /// Materials of the catalogue it is the form of: which steps offer it.
    pub materials: Vec<String>,
    /// Where the layout comes from, as said to the user.
    pub source: String,
    pub layout: SheetKind,
    /// Top, right, bottom, left; the usual ones of the layout when None.
    pub margins: Option<[f32; 4]>,
    /// None: one sheet for the whole of what it is about.
    pub each: Option<Each>,
    /// Somebody may ask for it by itself; false: only a print copy of a volume has what fills it.
    pub alone: bool,
    /// It is signed by hand and scanned: each page bears the code of its record. Of forms that print a record, on whole sheets.
    pub scan_back: bool,
    /// Its foot names the catalogue the steps on it are of; a form of an office's own business bears no such word.
    pub catalogue: bool,
    /// The indicators and grades its `scores` block prints: what comes back on it is entered in a table of the very same.
    pub score: Option<ScoreTable>,
    pub blocks: Vec<BlockSpec>,
}

impl FormSpec {
    /// A ballot of a batch is also printed for one record alone: with the posts and people that meeting is about.
    #[must_use]
    pub fn of_record(&self) -> bool {
        self.subject == Subject::Batch && self.layout == SheetKind::Cut
    }

    pub(crate) fn sheet(&self) -> Sheet {
        let sheet = match self.layout {
            SheetKind::Official => Sheet::official(),
            SheetKind::Table => Sheet::portrait(),
            SheetKind::Wide => Sheet::landscape(),
            SheetKind::Cut => Sheet {
                top: mm(8.0),
                right: mm(8.0),
                bottom: mm(8.0),
                left: mm(8.0),
                numbers: Numbers::None,
                ..Sheet::portrait()
            },
            SheetKind::Bare => Sheet { numbers: Numbers::None, ..Sheet::portrait() },
        };
        match self.margins {
            Some([top, right, bottom, left]) => {
                Sheet { top: mm(top), right: mm(right), bottom: mm(bottom), left: mm(left), ..sheet }
            }
            None => sheet,
        }
    }
}

/// A part of a form and when it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockSpec {
    pub content: Content,
    /// Printed when all of these hold.
    pub when: Vec<When>,
    /// Line of the file, for messages.
    pub line: usize,
}

/// Only when a field says something, or with `=` this very word or one of several (`=甲、乙`); `!` before it: only when not. An empty form
/// prints every part but those of `!` or `=` alone: what stands for any other word than those named (`!甲=乙`) stands there too. `参考模本`
/// in the place of a field: the empty form alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub wanted: bool,
    pub field: String,
    pub equals: Option<Vec<String>>,
}

impl When {
    pub(super) fn read(text: &str) -> When {
        let (wanted, text) = text.strip_prefix('!').map_or((true, text), |rest| (false, rest));
        let (field, equals) = text.split_once('=').map_or((text, None), |(f, e)| (f, Some(e)));
        let equals = equals.map(|words| words.split('、').map(|w| w.trim().to_owned()).collect());
        When { wanted, field: field.trim().to_owned(), equals }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Title {
        text: Template,
        style: Option<Style>,
    },
    Heading {
        level: u8,
        text: Template,
        style: Option<Style>,
    },
    Text {
        text: Template,
        style: Style,
        /// Once for each row of this field.
        each: Option<String>,
        /// Room left, when the text is empty.
        blank: f32,
    },
    Beside {
        parts: Vec<PartSpec>,
        style: Style,
    },
    Fields {
        widths: Vec<f32>,
        rows: Vec<Vec<CellSpec>>,
        height: f32,
        /// The cells keep their widths in millimetres rather than filling the page.
        exact: bool,
        /// Where such cells stand between the margins.
        align: Align,
    },
    List {
        each: String,
        /// Stands upright beside all rows; empty for none.
        label: String,
        columns: Vec<ColumnSpec>,
        /// Rows of an empty form.
        blank_rows: usize,
        /// At least so many rows of a filled one, empty ones last.
        least: usize,
        /// What a filled one without rows says; empty: it leaves a row to write in.
        none: String,
        height: f32,
        style: Style,
    },
    Signatures {
        names: Vec<Template>,
        height: f32,
    },
    Gap(f32),
    Page,
    Tiles {
        cuts: Vec<(usize, usize)>,
        widths: Vec<f32>,
        height: f32,
        padding: f32,
        blocks: Vec<BlockSpec>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct PartSpec {
    pub text: Template,
    pub width: f32,
    pub align: Align,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellBody {
    /// Name of what stands beside it.
    Label(Template),
    /// Name of what stands below it.
    Head(Template),
    Text(Template),
    Picture(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CellSpec {
    pub body: CellBody,
    pub columns: usize,
    pub rows: usize,
    pub vertical: bool,
    pub align: Option<Align>,
    pub top: bool,
    pub bottom: bool,
    pub style: Option<Style>,
    /// Least height of its row.
    pub height: Option<f32>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSpec {
    pub head: String,
    /// Columns beside each other with the same group stand under one head.
    pub group: Option<String>,
    pub text: Template,
    pub width: f32,
    pub align: Option<Align>,
}
