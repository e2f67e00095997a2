//! What a form is made of: sections, blocks, tables, cells. Plain values a form fills in; nothing is measured here.

use crate::fonts::Face;
use crate::layout::text::{Align, Style};

/// Millimetres to points.
#[must_use]
pub fn mm(length: f32) -> f32 {
    length * 72.0 / 25.4
}

/// How pages are numbered in the foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbers {
    /// 第x页 共y页, at the right.
    #[default]
    OfTotal,
    /// — x —, 四号, at the outer edge: official documents (GB/T 9704-2012, 7.5).
    Dashes,
    /// None: ballots, labels.
    None,
}

/// Paper and margins, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    pub left: f32,
    pub numbers: Numbers,
}

impl Sheet {
    /// A4 of official documents: 版心 156×225 mm, 天头 37 mm, 订口 28 mm (GB/T 9704-2012, 5.2).
    #[must_use]
    pub fn official() -> Sheet {
        Sheet { top: mm(37.0), right: mm(26.0), bottom: mm(35.0), left: mm(28.0), numbers: Numbers::Dashes, ..Sheet::portrait() }
    }

    /// A4 upright; the binding edge is the left one.
    #[must_use]
    pub fn portrait() -> Sheet {
        Sheet {
            width: mm(210.0),
            height: mm(297.0),
            top: mm(22.0),
            right: mm(18.0),
            bottom: mm(20.0),
            left: mm(25.0),
            numbers: Numbers::OfTotal,
        }
    }

    /// A4 lying; the binding edge is the upper one.
    #[must_use]
    pub fn landscape() -> Sheet {
        Sheet {
            width: mm(297.0),
            height: mm(210.0),
            top: mm(25.0),
            right: mm(18.0),
            bottom: mm(18.0),
            left: mm(18.0),
            numbers: Numbers::OfTotal,
        }
    }

    #[must_use]
    pub fn body_width(&self) -> f32 {
        self.width - self.left - self.right
    }

    #[must_use]
    pub fn body_height(&self) -> f32 {
        self.height - self.top - self.bottom
    }
}

/// A run of text in one style. `\n` begins a new line.
#[derive(Debug, Clone, PartialEq)]
pub struct Para {
    pub text: String,
    pub style: Style,
    /// Field in the user's words, for messages about missing glyphs.
    pub field: String,
}

impl Para {
    #[must_use]
    pub fn new(text: impl Into<String>, style: Style, field: impl Into<String>) -> Para {
        Para { text: text.into(), style, field: field.into() }
    }
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Column,
    Row,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valign {
    Top,
    Middle,
    Bottom,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Text(Vec<Para>),
    /// The document's picture of that number, `ratio` = height / width, with its alternative text.
    Picture {
        picture: usize,
        ratio: f32,
        alt: String,
    },
    /// A bar of so many thousandths of the cell's width, hatched in one of a few patterns, with its alternative text.
    Bar {
        permille: u32,
        hatch: usize,
        alt: String,
    },
    /// A QR code of a text, with its alternative text.
    Code {
        text: String,
        alt: String,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub body: Body,
    pub columns: usize,
    pub rows: usize,
    pub head: Option<Head>,
    pub valign: Valign,
    /// Grey of the ground, 1 is white.
    pub ground: Option<f32>,
}

impl Cell {
    /// A cell of one paragraph, in the middle of its height.
    #[must_use]
    pub fn new(para: Para) -> Cell {
        Cell { body: Body::Text(vec![para]), columns: 1, rows: 1, head: None, valign: Valign::Middle, ground: None }
    }

    #[must_use]
    pub fn paras(paras: Vec<Para>) -> Cell {
        Cell { body: Body::Text(paras), columns: 1, rows: 1, head: None, valign: Valign::Middle, ground: None }
    }

    #[must_use]
    pub fn picture(picture: usize, ratio: f32, alt: String) -> Cell {
        Cell {
            body: Body::Picture { picture, ratio, alt },
            columns: 1,
            rows: 1,
            head: None,
            valign: Valign::Middle,
            ground: None,
        }
    }

    #[must_use]
    pub fn bar(permille: u32, hatch: usize, alt: String) -> Cell {
        Cell { body: Body::Bar { permille, hatch, alt }, columns: 1, rows: 1, head: None, valign: Valign::Middle, ground: None }
    }

    #[must_use]
    pub fn code(text: String, alt: String) -> Cell {
        Cell { body: Body::Code { text, alt }, columns: 1, rows: 1, head: None, valign: Valign::Middle, ground: None }
    }

    #[must_use]
    pub fn span(mut self, columns: usize, rows: usize) -> Cell {
        self.columns = columns;
        self.rows = rows;
        self
    }

    #[must_use]
    pub fn head(mut self, head: Head) -> Cell {
        self.head = Some(head);
        self
    }

    #[must_use]
    pub fn valign(mut self, valign: Valign) -> Cell {
        self.valign = valign;
        self
    }

    #[must_use]
    pub fn ground(mut self, grey: f32) -> Cell {
        self.ground = Some(grey);
        self
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Points.
    pub min_height: f32,
    /// Never broken over pages unless it is taller than a page.
    pub whole: bool,
    /// Never the last on a page.
    pub with_next: bool,
    /// Level and title of a bookmark to this row.
    pub bookmark: Option<(u8, String)>,
}

impl Row {
    #[must_use]
    pub fn new(min_height: f32, cells: Vec<Cell>) -> Row {
        Row { cells, min_height, whole: false, with_next: false, bookmark: None }
    }

    #[must_use]
    pub fn whole(mut self) -> Row {
        self.whole = true;
        self
    }

    /// A heading row within the table, kept with the row after it.
    #[must_use]
    pub fn group(mut self, level: u8, title: impl Into<String>) -> Row {
        self.whole = true;
        self.with_next = true;
        self.bookmark = Some((level, title.into()));
        self
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Points, one a column.
    pub widths: Vec<f32>,
    /// So many first rows are repeated on every page.
    pub head_rows: usize,
    pub rows: Vec<Row>,
    /// Left and right, top and bottom, in points.
    pub padding: (f32, f32),
    /// Goes to the next page rather than being broken, if a page holds it.
    pub whole: bool,
    /// Weight of the lines inside and of the frame; 0 draws none.
    pub lines: (f32, f32),
    /// From the left margin, in points.
    pub indent: f32,
    /// So many last rows are empty room to write, and may go where that saves a page.
    pub spare: usize,
}

impl Table {
    /// Columns in the given proportions over a width.
    #[must_use]
    pub fn of(width: f32, shares: &[f32]) -> Table {
        let total: f32 = shares.iter().sum();
        Table {
            widths: shares.iter().map(|s| width * s / total.max(0.001)).collect(),
            head_rows: 0,
            rows: Vec::new(),
            padding: (3.5, 2.5),
            whole: false,
            lines: (0.5, 1.1),
            indent: 0.0,
            spare: 0,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading with its level, from 1; it stays with what follows.
    Heading(u8, Para),
    Text(Para),
    /// Paragraphs beside each other on one line, sharing the width in the given proportions.
    Beside(Vec<(f32, Para)>),
    Table(Table),
    Gap(f32),
    /// What follows begins on a new page.
    Page,
    Tiles(Tiles),
}

/// The same blocks several times on a page, to be cut apart: ballots, labels of boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiles {
    /// Columns and rows, the finest first: the first cut whose tiles hold the blocks is taken. When none does, the blocks run over
    /// whole pages once.
    pub cuts: Vec<(usize, usize)>,
    /// Points, one a column; empty for equal shares of the page.
    pub widths: Vec<f32>,
    /// Points; 0 for an equal share of the page.
    pub height: f32,
    /// Points between the cut and what is printed.
    pub padding: f32,
    pub blocks: Vec<Block>,
}

/// What stands in the margins of every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Running {
    /// Head, from the second page on: left and right.
    pub head: (String, String),
    /// The first page has it too: it bears no title.
    pub from_first: bool,
    /// Foot, left; the right says 第x页 共y页.
    pub foot: String,
    /// A code in the upper right corner of every page; the margins must leave it [`PageCode::ROOM`].
    pub code: Option<PageCode>,
}

/// A QR code on every page. In its texts `{page}` and `{pages}` stand for the numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PageCode {
    /// What the code says.
    pub text: String,
    /// The same for people, printed beside it; lines separated by `\n`.
    pub caption: String,
    /// Alternative text.
    pub alt: String,
}

impl PageCode {
    /// Side of the code, its quiet zone not counted: 33 modules of 0.6 mm, five dots each at 200 dpi.
    pub(crate) const SIDE: f32 = 19.8 * 72.0 / 25.4;
    /// From the upper edge of the page to the code: a page that lies 8° askew on the glass still shows it whole.
    pub(crate) const TOP: f32 = 12.0 * 72.0 / 25.4;
    /// White around it: four modules (ISO/IEC 18004).
    pub(crate) const QUIET: f32 = 2.4 * 72.0 / 25.4;
    /// Least upper margin of a sheet that carries one, in points.
    pub const ROOM: f32 = PageCode::TOP + PageCode::SIDE + PageCode::QUIET;

    /// One of its texts with the numbers in place.
    pub(crate) fn numbered(&self, text: &str, page: usize, pages: usize) -> String {
        text.replace("{page}", &page.to_string()).replace("{pages}", &pages.to_string())
    }
}

/// Pages that are counted together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub title: String,
    pub sheet: Sheet,
    pub blocks: Vec<Block>,
    pub running: Running,
}

/// Style of heads, feet and page numbers.
pub(crate) const RUNNING: Style =
    Style { face: Face::Song, size: 8.0, leading: 11.0, align: Align::Left, hang: 0.0, vertical: false };

/// Page numbers of official documents: 四号宋体.
pub(crate) const FOLIO: Style =
    Style { face: Face::Song, size: 14.0, leading: 18.0, align: Align::Right, hang: 0.0, vertical: false };
