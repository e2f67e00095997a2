//! A bound book closed: made PDF/A-2a and PDF/UA-1 where every page of it is one this program drew, or shows pictures and nothing else, and
//! both are proved here; else left as it was bound, claiming nothing, and it is said which page and why. No content of a foreign page is ever
//! written anew: it is framed by marks of its own, or left alone. Never judges a typeset page of another hand: that takes a validator.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::bind::Bound;
use super::pictured::{Pictured, kept_only};
use super::retag::{Marked, pieces};
use super::{boxed, guarded};
use crate::layout::{Bookmark, Node, NodeId, Page, Role, Typeset};
use crate::pdf::{About, close};

/// What a page may keep; everything else would lead out of the file or change how it is shown.
const KEPT: [&[u8]; 8] = [b"Type", b"Parent", b"MediaBox", b"CropBox", b"Rotate", b"UserUnit", b"Resources", b"Contents"];
/// Around the content of a page of pictures. Found again when such a page is bound once more.
const OPEN: &str = "/Figure <</MCID 0>> BDC ";
const SHUT: &str = " EMC";
/// Most bytes of the content of a page: of a scan it is a line, of our own forms some hundred kilobytes.
const CONTENT: usize = 64 << 20;
/// Longest and shortest side of a page (ISO 19005-2, 6.1.13), and saved states within each other, in points and numbers.
const SIDES: [f32; 2] = [3.0, 14_400.0];
const SAVED: usize = 28;

/// What the book says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookOf<'a> {
    pub name: &'a str,
    pub unit: &'a str,
    /// None: no day. The same pages then give the same file whenever they are bound.
    pub made_on: Option<chrono::NaiveDate>,
}

/// A book to be kept or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    pub pdf: Vec<u8>,
    /// For each page that keeps it from being PDF/A: which and why, in words. Empty: it is PDF/A-2a and PDF/UA-1.
    pub not_archival: Vec<String>,
    /// What of its pages did not come along, in words.
    pub lost: Vec<String>,
}

/// How a page becomes archival.
enum Plan {
    /// One of ours: its content with marks anew.
    Own { content: Vec<u8>, marks: Vec<Marked> },
    /// Its streams as they are, and what they draw.
    Pictures { streams: Vec<ObjectId>, drawn: BTreeMap<Vec<u8>, ObjectId> },
}

type Judged<T> = Result<T, String>;

fn words<T>(text: &str) -> Judged<T> {
    Err(text.to_owned())
}

impl Bound {
    /// Closes the book. `names`: for each page the name of the paper it is of; a run of one name gets one bookmark.
    ///
    /// # Errors
    /// In words, when it cannot be written at all.
    pub fn close(self, names: &[String], of: &BookOf<'_>) -> Result<Closed, String> {
        guarded(move || self.closed(names, of))
    }

    fn closed(mut self, names: &[String], of: &BookOf<'_>) -> Result<Closed, String> {
        let plain = |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        let about = About {
            title: plain(of.name),
            author: plain(of.unit),
            subject: "装订成册的材料，页面与原件相同".to_owned(),
            made_on: of.made_on,
        };
        let name = |index: usize| names.get(index).map_or(about.title.as_str(), String::as_str);
        let pages: Vec<ObjectId> = self.doc.page_iter().collect();
        let mut pictured = Pictured::new();
        let (mut plans, mut faults) = (Vec::with_capacity(pages.len()), Vec::new());
        for (index, page) in pages.iter().enumerate() {
            let own = self.own.get(index).copied().unwrap_or_default();
            match judged(&self.doc, *page, own, &mut pictured) {
                Ok(plan) => plans.push(plan),
                Err(why) => faults.push(format!("第{}页（{}）{why}", index + 1, name(index))),
            }
        }
        if !faults.is_empty() {
            let mut pdf = Vec::new();
            self.doc.save_to(&mut pdf).map_err(|e| format!("页面合不成一个文件：{e}"))?;
            return Ok(Closed { pdf, not_archival: faults, lost: self.lost });
        }
        for id in pictured.found() {
            kept_only(&mut self.doc, id);
        }
        let mut meaning = Meaning::new(&about.title);
        for (index, (page, plan)) in pages.iter().zip(plans).enumerate() {
            let frame = frame(&self.doc, *page)?;
            let marks = applied(&mut self.doc, *page, plan).ok_or("读不出来")?;
            meaning.page(name(index), &marks, frame);
        }
        if let Ok(catalog) = self.doc.catalog_mut() {
            catalog.remove(b"OCProperties");
        }
        let Meaning { set, marks, figures, .. } = meaning;
        let pdf = close(*self.doc, &set, &marks, &figures, (&about, ""), &crate::untold).map_err(|e| e.to_string())?;
        Ok(Closed { pdf, not_archival: Vec::new(), lost: self.lost })
    }
}

fn frame(doc: &Document, page: ObjectId) -> Judged<[f32; 4]> {
    super::stamp::frame(doc, page).ok_or_else(|| "读不出来".to_owned())
}

/// How a page can be archival; nothing is changed.
fn judged(doc: &Document, page: ObjectId, own: bool, pictured: &mut Pictured) -> Judged<Plan> {
    let dict = doc.get_dictionary(page).map_err(|_| "读不出来")?;
    for (key, why) in [(b"Annots".as_slice(), "有批注或电子印章"), (b"Group", "用了透明"), (b"OC", "有图层")] {
        if dict.has(key) {
            return words(why);
        }
    }
    for key in [b"MediaBox".as_slice(), b"CropBox"] {
        if let Some([left, bottom, right, top]) = boxed(doc, page, key)
            && [right - left, top - bottom].iter().any(|side| *side < SIDES[0] || *side > SIDES[1])
        {
            return words("纸张大小超出标准允许的范围");
        }
    }
    frame(doc, page)?;
    let mut streams = streams(doc, dict)?;
    if own {
        let (content, marks) = pieces(&operations(doc, &streams)?).ok_or("不像是本程序画的")?;
        let content = Content { operations: content }.encode().map_err(|_| "读不出来")?;
        return Ok(Plan::Own { content, marks });
    }
    if let [first, inner @ .., last] = streams.as_slice()
        && says(doc, *first, OPEN)
        && says(doc, *last, SHUT)
    {
        streams = inner.to_vec();
    }
    let names = shown(&operations(doc, &streams)?)?;
    let drawn = names.into_iter().map(|name| pictured.named(doc, page, &name).map(|id| (name, id))).collect::<Judged<_>>()?;
    Ok(Plan::Pictures { streams, drawn })
}

/// The streams of a page's content, in order.
fn streams(doc: &Document, page: &Dictionary) -> Judged<Vec<ObjectId>> {
    let Ok(contents) = page.get(b"Contents") else { return words("是空白页，没有可以说明的内容") };
    let all = match contents {
        Object::Reference(id) => match doc.get_object(*id) {
            Ok(Object::Array(all)) => all.clone(),
            _ => vec![Object::Reference(*id)],
        },
        Object::Array(all) => all.clone(),
        _ => return words("读不出来"),
    };
    all.iter().map(|o| o.as_reference().map_err(|_| "读不出来".to_owned())).collect()
}

/// What a stream says, unpacked; never the packed bytes in its place.
fn plain(doc: &Document, id: ObjectId, most: usize) -> Judged<Vec<u8>> {
    let stream = doc.get_object(id).and_then(Object::as_stream).map_err(|_| "读不出来")?;
    if stream.dict.has(b"F") || stream.dict.has(b"DecodeParms") {
        return words("内容的压缩方式不能长期保存");
    }
    match stream.filters() {
        Err(_) if stream.dict.has(b"Filter") => return words("读不出来"),
        Ok(filters) if filters.iter().any(|f| *f != b"FlateDecode") => return words("内容的压缩方式不能长期保存"),
        _ => {}
    }
    stream.decompressed_content_with_limit(most).map_err(|_| "内容太大或已损坏".to_owned())
}

fn says(doc: &Document, id: ObjectId, text: &str) -> bool {
    plain(doc, id, 1 << 10).is_ok_and(|said| said.trim_ascii() == text.trim().as_bytes())
}

/// Every operator of a page's content, to its very end, or nothing.
fn operations(doc: &Document, streams: &[ObjectId]) -> Judged<Vec<Operation>> {
    let mut all = Vec::new();
    for id in streams {
        all.extend(plain(doc, *id, CONTENT.saturating_sub(all.len()))?);
        all.push(b'\n');
    }
    Content::decode_strict(&all).map(|c| c.operations).map_err(|_| "内容里有不能逐字读懂的写法".to_owned())
}

/// The names of the pictures a page draws, when it says and bears nothing else.
pub(super) fn pictures_alone(doc: &Document, page: &Dictionary) -> Option<BTreeSet<Vec<u8>>> {
    if page.has(b"Annots") {
        return None;
    }
    shown(&operations(doc, &streams(doc, page).ok()?).ok()?).ok()
}

/// The names of what a page of pictures draws; a page that says anything more is none.
fn shown(operations: &[Operation]) -> Judged<BTreeSet<Vec<u8>>> {
    let (mut names, mut depth) = (BTreeSet::new(), 0_usize);
    for op in operations {
        let numbers = || op.operands.iter().all(|o| o.as_float().is_ok());
        match (op.operator.as_str(), op.operands.as_slice()) {
            ("q", []) if depth < SAVED => depth += 1,
            ("Q", []) if depth > 0 => depth -= 1,
            ("cm", [_, _, _, _, _, _]) if numbers() => {}
            ("Do", [Object::Name(name)]) => {
                names.insert(name.clone());
            }
            ("q" | "Q" | "cm" | "Do", _) => return words("内容里有不合规范的写法"),
            _ => return words("是排版页，不只是扫描的图像"),
        }
    }
    if depth > 0 {
        return words("内容里有不合规范的写法");
    }
    if names.is_empty() { words("是空白页，没有可以说明的内容") } else { Ok(names) }
}

/// Changes a page as planned; gives what each marked content of it is.
fn applied(doc: &mut Document, page: ObjectId, plan: Plan) -> Option<Vec<Marked>> {
    let mut add = |bytes: Vec<u8>| doc.add_object(Stream::new(Dictionary::new(), bytes));
    let (contents, drawn, marks) = match plan {
        Plan::Own { content, marks } => (Object::Reference(add(content)), None, marks),
        Plan::Pictures { streams, drawn } => {
            let (open, shut) = (add(OPEN.into()), add(SHUT.into()));
            let all = [vec![open], streams, vec![shut]].concat();
            (Object::Array(all.into_iter().map(Object::Reference).collect()), Some(drawn), vec![Marked::Picture])
        }
    };
    let own = doc.get_dictionary_mut(page).ok()?;
    let strange: Vec<Vec<u8>> = own.iter().map(|(key, _)| key.clone()).filter(|key| !KEPT.contains(&key.as_slice())).collect();
    for key in strange {
        own.remove(&key);
    }
    own.set("Contents", contents);
    if let Some(drawn) = drawn {
        let (mut resources, mut pictures) = (Dictionary::new(), Dictionary::new());
        drawn.into_iter().for_each(|(name, id)| pictures.set(name, id));
        resources.set("XObject", pictures);
        own.set("Resources", resources);
    }
    Some(marks)
}

/// The structure of the book as it grows page by page.
struct Meaning {
    set: Typeset,
    marks: Vec<Vec<NodeId>>,
    figures: BTreeMap<NodeId, [f32; 4]>,
    /// Name of the paper the last page was of, its node, and its pages so far.
    paper: Option<(String, NodeId, usize)>,
}

impl Meaning {
    fn new(title: &str) -> Meaning {
        let nodes =
            vec![Node { role: Role::Document, parent: None }, Node { role: Role::Sect(title.to_owned()), parent: Some(0) }];
        let set = Typeset { pages: Vec::new(), nodes, bookmarks: Vec::new() };
        Meaning { set, marks: Vec::new(), figures: BTreeMap::new(), paper: None }
    }

    fn page(&mut self, name: &str, marks: &[Marked], frame: [f32; 4]) {
        let [left, bottom, right, top] = frame;
        let (paper, number) = match self.paper.take() {
            Some((last, node, pages)) if last == name => (node, pages + 1),
            _ => {
                self.set.nodes.push(Node { role: Role::Sect(name.to_owned()), parent: Some(1) });
                self.set.bookmarks.push(Bookmark {
                    level: 0,
                    title: name.to_owned(),
                    page: self.set.pages.len(),
                    y: top - bottom,
                });
                (self.set.nodes.len() - 1, 1)
            }
        };
        self.paper = Some((name.to_owned(), paper, number));
        self.set.pages.push(Page { width: right - left, height: top - bottom, draws: Vec::new() });
        let nodes = marks.iter().map(|mark| {
            let role = match mark {
                Marked::Words => Role::P,
                Marked::Picture => Role::Figure(format!("{name}，第{number}页的图像")),
            };
            self.set.nodes.push(Node { role, parent: Some(paper) });
            let node = self.set.nodes.len() - 1;
            if *mark == Marked::Picture {
                self.figures.insert(node, frame);
            }
            node
        });
        let nodes = nodes.collect();
        self.marks.push(nodes);
    }
}
