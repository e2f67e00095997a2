//! Draw list to printpdf pages. Every mark is either content of a node, numbered for the structure tree, or an artifact.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, ExternalStream, ExternalXObject, FontId, Greyscale, Line, LinePoint, Mm, Op,
    PaintMode, PdfDocument, PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, Px, Rect, TextItem, TextMatrix,
    WindingOrder, XObject, XObjectId, XObjectTransform,
};

use crate::layout::{Draw, NodeId, Page, Placed, Role, Tag, Typeset};
use crate::pdf::subset::Subsets;
use crate::pdf::{Tell, thousandths};
use crate::picture::Picture;

/// Pages as printpdf has them, and for each page the node of each marked content, by its number.
pub(crate) struct Drawn {
    pub(crate) pdf: PdfDocument,
    pub(crate) marks: Vec<Vec<NodeId>>,
    /// Where each figure stands: page and left, bottom, right, top.
    pub(crate) figures: BTreeMap<NodeId, [f32; 4]>,
}

/// None when told to stop.
pub(crate) fn draw(set: &Typeset, pictures: &[Picture], subsets: &Subsets, tell: Tell<'_>) -> Option<Drawn> {
    let mut pdf = PdfDocument::new("");
    for (id, font) in subsets.fonts.values() {
        pdf.resources.fonts.map.insert(id.clone(), font.clone());
    }
    for (number, picture) in pictures.iter().enumerate() {
        pdf.resources.xobjects.map.insert(picture_id(number), XObject::External(embed(picture)));
    }
    let mut marks = Vec::with_capacity(set.pages.len());
    let mut figures = BTreeMap::new();
    for (number, page) in set.pages.iter().enumerate() {
        if tell(thousandths(number, set.pages.len())).is_break() {
            return None;
        }
        let mut pen = Pen { ops: Vec::new(), marks: Vec::new(), open: None, set, subsets, height: page.height };
        pen.page(page, &mut figures);
        marks.push(pen.marks);
        pdf.pages.push(PdfPage::new(Mm::from(Pt(page.width)), Mm::from(Pt(page.height)), pen.ops));
    }
    Some(Drawn { pdf, marks, figures })
}

fn picture_id(number: usize) -> XObjectId {
    XObjectId(format!("Photo{number}"))
}

fn embed(picture: &Picture) -> ExternalXObject {
    let name = |n: &str| DictItem::Name(n.as_bytes().to_vec());
    let mut dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(i64::from(picture.width))),
        ("Height".to_owned(), DictItem::Int(i64::from(picture.height))),
        ("ColorSpace".to_owned(), name(if picture.grey { "DeviceGray" } else { "DeviceRGB" })),
        ("BitsPerComponent".to_owned(), DictItem::Int(i64::from(picture.bits))),
    ]);
    if picture.jpeg {
        dict.insert("Filter".to_owned(), name("DCTDecode"));
    }
    let px = |n: u32| Some(Px(usize::try_from(n).unwrap_or(0)));
    ExternalXObject {
        stream: ExternalStream { dict, content: picture.data.clone(), compress: false },
        width: px(picture.width),
        height: px(picture.height),
        dpi: None,
    }
}

struct Pen<'a> {
    ops: Vec<Op>,
    marks: Vec<NodeId>,
    /// The marked content being written.
    open: Option<Tag>,
    set: &'a Typeset,
    subsets: &'a Subsets,
    height: f32,
}

/// Hundredths of a point are finer than any printer; longer numbers only make the file larger.
fn round(v: f32) -> f32 {
    (v * 100.0).round() / 100.0
}

impl Pen<'_> {
    fn page(&mut self, page: &Page, figures: &mut BTreeMap<NodeId, [f32; 4]>) {
        let black = Color::Greyscale(Greyscale { percent: 0.0, icc_profile: None });
        self.ops.push(Op::SetFillColor { col: black.clone() });
        self.ops.push(Op::SetOutlineColor { col: black.clone() });
        for draw in &page.draws {
            match draw {
                Draw::Glyphs { y, size, glyphs, tag } => {
                    self.tag(*tag);
                    self.glyphs(self.height - y, *size, glyphs);
                }
                Draw::Rule { x1, y1, x2, y2, weight } => {
                    self.tag(Tag::Artifact);
                    self.ops.push(Op::SetOutlineThickness { pt: Pt(*weight) });
                    let point =
                        |x: f32, y: f32| LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(self.height - y)) }, bezier: false };
                    let line = Line { points: vec![point(*x1, *y1), point(*x2, *y2)], is_closed: false };
                    self.ops.push(Op::DrawLine { line });
                }
                Draw::Fill { x, y, width, height, grey } => {
                    self.tag(Tag::Artifact);
                    self.ops.push(Op::SetFillColor { col: Color::Greyscale(Greyscale { percent: *grey, icc_profile: None }) });
                    self.ops.push(Op::DrawRectangle {
                        rectangle: Rect {
                            x: Pt(round(*x)),
                            y: Pt(round(self.height - y - height)),
                            width: Pt(round(*width)),
                            height: Pt(round(*height)),
                            mode: Some(PaintMode::Fill),
                            winding_order: None,
                        },
                    });
                    self.ops.push(Op::SetFillColor { col: black.clone() });
                }
                Draw::Code { x, y, module, across, modules, tag } => {
                    self.tag(*tag);
                    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                    let (side, tall) = (module * *across as f32, module * (modules.len() / (*across).max(1)) as f32);
                    let (left, top) = (round(*x), self.height - y);
                    if let Tag::Node(node) = tag {
                        figures.insert(*node, [left, round(top - tall), round(left + side), round(top)]);
                    }
                    let rings = dark(modules, *across, |column, row| (left + module * column, top - module * row));
                    let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
                    self.ops.push(Op::DrawPolygon { polygon });
                }
                Draw::Picture { picture, x, y, width, height, tag } => {
                    self.tag(*tag);
                    let (left, bottom) = (round(*x), round(self.height - y - height));
                    if let Tag::Node(node) = tag {
                        figures.insert(*node, [left, bottom, round(left + width), round(bottom + height)]);
                    }
                    self.ops.push(Op::SaveGraphicsState);
                    let matrix = CurTransMat::Raw([round(*width), 0.0, 0.0, round(*height), left, bottom]);
                    self.ops.push(Op::SetTransformationMatrix { matrix });
                    let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
                    self.ops.push(Op::UseXobject { id: picture_id(*picture), transform });
                    self.ops.push(Op::RestoreGraphicsState);
                }
            }
        }
        self.close();
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Begins the marked content of a tag, unless it is already open.
    fn tag(&mut self, tag: Tag) {
        if self.open == Some(tag) {
            return;
        }
        self.close();
        self.open = Some(tag);
        let op = match tag {
            Tag::Artifact => Op::BeginMarkedContent { tag: "Artifact".into() },
            Tag::Pagination => Op::BeginMarkedContentWithProperties {
                tag: "Artifact".into(),
                properties: DictItem::Dict { map: BTreeMap::from([("Type".into(), DictItem::Name(b"Pagination".to_vec()))]) },
            },
            Tag::Node(node) => {
                let number = i64::try_from(self.marks.len()).unwrap_or(0);
                self.marks.push(node);
                let role = self.set.nodes.get(node).map_or("P", |n| role_name(&n.role));
                Op::BeginMarkedContentWithProperties {
                    tag: role.into(),
                    properties: DictItem::Dict { map: BTreeMap::from([("MCID".into(), DictItem::Int(number))]) },
                }
            }
        };
        self.ops.push(op);
    }

    /// One line: runs of one font, gaps as kerning numbers.
    fn glyphs(&mut self, y: f32, size: f32, glyphs: &[Placed]) {
        self.ops.push(Op::StartTextSection);
        let mut at = 0;
        while let Some(first) = glyphs.get(at) {
            let Some((font, ..)) = self.subsets.code(first) else {
                at += 1;
                continue;
            };
            let run: Vec<Placed> =
                glyphs.iter().skip(at).take_while(|g| self.subsets.code(g).is_some_and(|(f, ..)| f == font)).copied().collect();
            at += run.len();
            let font = font.clone();
            self.run(&font, y, size, &run);
        }
        self.ops.push(Op::EndTextSection);
    }

    fn run(&mut self, font: &FontId, y: f32, size: f32, run: &[Placed]) {
        let x = run.first().map_or(0.0, |g| g.x);
        let mut codes = Vec::with_capacity(run.len());
        for (i, g) in run.iter().enumerate() {
            let Some((_, code, advance)) = self.subsets.code(g) else {
                continue;
            };
            // Thousandths of an em to take back before the next glyph; negative opens a gap.
            let gap = run.get(i + 1).map_or(0.0, |next| next.x - g.x - advance * size);
            let offset = if gap.abs() < 0.005 { 0.0 } else { round(-gap * 1000.0 / size) };
            codes.push(Codepoint::with_cid(code, offset, g.ch.to_string()));
        }
        self.ops.push(Op::SetFont { font: PdfFontHandle::External(font.clone()), size: Pt(size) });
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(round(x)), Pt(round(y))) });
        self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
    }
}

/// The dark modules of a code as rectangles of one path, a run of a row each: a single fill leaves no seams between rows. `at` gives the
/// place of a corner.
fn dark(modules: &[bool], across: usize, at: impl Fn(f32, f32) -> (f32, f32)) -> Vec<PolygonRing> {
    let mut rings = Vec::new();
    for (row, cells) in modules.chunks(across.max(1)).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(|a, b| a == b) {
            let end = column + run.len();
            if run.first() == Some(&true) {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                let (left, right, upper, lower) = (column as f32, end as f32, row as f32, (row + 1) as f32);
                let corner = |c: f32, r: f32| {
                    let (x, y) = at(c, r);
                    LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(y)) }, bezier: false }
                };
                let points = vec![corner(left, upper), corner(right, upper), corner(right, lower), corner(left, lower)];
                rings.push(PolygonRing { points });
            }
            column = end;
        }
    }
    rings
}

/// Standard structure type.
pub(crate) fn role_name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Sect(_) => "Sect",
        Role::H(1) => "H1",
        Role::H(2) => "H2",
        Role::H(_) => "H3",
        Role::P => "P",
        Role::Table => "Table",
        Role::Tr => "TR",
        Role::Th { .. } => "TH",
        Role::Td { .. } => "TD",
        Role::Figure(_) => "Figure",
    }
}
