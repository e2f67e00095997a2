//! A small layout engine: text into lines, tables into rows, blocks into pages. Its output is a draw list and a logical
//! structure. It knows no PDF library, reads no file and no clock.
//!
//! Lengths are points (1/72 inch); y runs downwards from the top edge of the page.

mod block;
mod code;
mod flow;
mod paging;
mod rules;
mod table;
mod text;
mod tiles;

pub use block::{Block, Body, Cell, Head, Numbers, PageCode, Para, Row, Running, Section, Sheet, Table, Tiles, Valign, mm};
pub use flow::typeset;
pub use text::{Align, Line, Style, break_lines};

use crate::fonts::Face;

/// Index into [`Typeset::nodes`].
pub type NodeId = usize;

/// A set document: pages to draw and what they mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typeset {
    pub pages: Vec<Page>,
    /// The logical structure; node 0 is the document, parents come before their children.
    pub nodes: Vec<Node>,
    /// In reading order.
    pub bookmarks: Vec<Bookmark>,
}

impl Typeset {
    pub(crate) fn page_count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// Puts the pages of another after these; both documents become one.
    pub(crate) fn append(&mut self, other: Typeset) {
        // The other's document node gives way to this one's, so its nodes move back by one less.
        let (pages, nodes) = (self.pages.len(), self.nodes.len().saturating_sub(1));
        let moved = |node: NodeId| if node == 0 { 0 } else { node + nodes };
        let tagged = |tag: &mut Tag| {
            if let Tag::Node(node) = tag {
                *node = moved(*node);
            }
        };
        self.nodes.extend(other.nodes.into_iter().skip(1).map(|n| Node { parent: n.parent.map(moved), ..n }));
        self.bookmarks.extend(other.bookmarks.into_iter().map(|b| Bookmark { page: b.page + pages, ..b }));
        self.pages.extend(other.pages.into_iter().map(|mut page| {
            for draw in &mut page.draws {
                match draw {
                    Draw::Glyphs { tag, .. } | Draw::Code { tag, .. } | Draw::Picture { tag, .. } => tagged(tag),
                    Draw::Rule { .. } | Draw::Fill { .. } => {}
                }
            }
            page
        }));
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub draws: Vec<Draw>,
}

/// What a mark on the page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Lines and fills: no meaning of their own.
    Artifact,
    /// Heads, feet, page numbers, repeated table heads.
    Pagination,
    /// Content of a node.
    Node(NodeId),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Draw {
    /// One line of glyphs on a baseline.
    Glyphs { y: f32, size: f32, glyphs: Vec<Placed>, tag: Tag },
    /// A line, always an artifact.
    Rule { x1: f32, y1: f32, x2: f32, y2: f32, weight: f32 },
    /// A filled rectangle, always an artifact. `grey` 0 is black, 1 white.
    Fill { x: f32, y: f32, width: f32, height: f32, grey: f32 },
    /// A square code: `modules` row by row, dark or light, `across` in a row; `module` is the side of one.
    Code { x: f32, y: f32, module: f32, across: usize, modules: Vec<bool>, tag: Tag },
    /// The document's picture of that number.
    Picture { picture: usize, x: f32, y: f32, width: f32, height: f32, tag: Tag },
}

/// A glyph at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub face: Face,
    pub id: u16,
    pub ch: char,
    pub x: f32,
    /// Room taken in the line, in points; a tab takes more than its glyph.
    pub advance: f32,
}

/// Meaning of a node, after the standard structure types of PDF 1.7.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    Document,
    /// With its title.
    Sect(String),
    H(u8),
    P,
    Table,
    Tr,
    Th {
        scope: Head,
        rows: usize,
        columns: usize,
    },
    Td {
        rows: usize,
        columns: usize,
    },
    /// With its alternative text.
    Figure(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub role: Role,
    pub parent: Option<NodeId>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 0 for the top.
    pub level: u8,
    pub title: String,
    /// From 0.
    pub page: usize,
    pub y: f32,
}
