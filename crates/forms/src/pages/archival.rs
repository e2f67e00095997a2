//! A bound book made PDF/A-2a and PDF/UA-1 where what stands on its pages allows it: nothing is drawn anew and no dot is changed, only what
//! a page must not carry is left off (marks into another file's structure, actions, previews), and what it means is said anew: a page that
//! is a picture is a figure with its name, a typeset one keeps its pieces in their order. A page that leans on something outside the file,
//! such as a font that is not in it, cannot be made archival without being drawn anew; then nothing is claimed, and it is said why.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::retag::{Marked, retag, stripped};
use super::{dictionary, guarded, inherited};
use crate::layout::{Bookmark, Node, NodeId, Page, Role, Typeset};
use crate::pdf::{About, close};
use crate::scan::ScanOf;

/// What a page may keep; everything else would lead out of the file or change how it is shown.
const KEPT: [&[u8]; 8] = [b"Type", b"Parent", b"MediaBox", b"CropBox", b"Rotate", b"UserUnit", b"Resources", b"Contents"];
/// What pictures and forms may not carry into the archive (ISO 19005-2, 6.2.8, 6.2.9), or what would point out of the file.
const LEFT: [&[u8]; 16] = [
    b"Interpolate",
    b"Metadata",
    b"Alternates",
    b"OPI",
    b"ID",
    b"Intent",
    b"OC",
    b"StructParent",
    b"StructParents",
    b"Measure",
    b"PtData",
    b"AF",
    b"PS",
    b"Ref",
    b"PieceInfo",
    b"LastModified",
];
/// Forms within forms.
const DEEPEST: usize = 6;

/// Makes a bound book archival. `names`: for each page the name of the paper it is of; a run of one name gets one bookmark.
///
/// # Errors
/// For each page that cannot be archival, which and why, in words; the book is as good to read and to print as before.
pub fn archival(book: &[u8], names: &[String], of: &ScanOf<'_>) -> Result<Vec<u8>, Vec<String>> {
    let plain = |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let about = &About {
        title: plain(of.name),
        author: plain(of.unit),
        subject: "装订成册的材料，页面与原件相同".to_owned(),
        made_on: of.made_on,
    };
    let mut faults = Vec::new();
    let made = guarded(|| {
        let mut doc = Document::load_mem(book).map_err(|_| "PDF 已损坏，读不出页面".to_owned())?;
        let mut meaning = Meaning::new(&about.title);
        let mut judge = Judge { doc: &mut doc, known: BTreeMap::new() };
        let pages: Vec<ObjectId> = judge.doc.page_iter().collect();
        for (index, page) in pages.into_iter().enumerate() {
            let name = names.get(index).map_or(about.title.as_str(), String::as_str);
            match judge.page(page) {
                Ok((marks, frame)) => meaning.page(name, &marks, frame),
                Err(why) => faults.push(format!("第{}页（{name}）{why}", index + 1)),
            }
        }
        if !faults.is_empty() {
            return Err(String::new());
        }
        let Meaning { set, marks, figures, .. } = meaning;
        close(doc, &set, &marks, &figures, about).map_err(|e| e.to_string())
    });
    made.map_err(|why| if faults.is_empty() { vec![why] } else { faults })
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

/// What is known of the things pages share: each is judged and cleaned once.
struct Judge<'d> {
    doc: &'d mut Document,
    /// Pictures and forms by number: whether there is a picture in it.
    known: BTreeMap<ObjectId, bool>,
}

type Judged<T> = Result<T, String>;

fn words<T>(text: &str) -> Judged<T> {
    Err(text.to_owned())
}

impl Judge<'_> {
    /// Judges and cleans a page; gives what each marked content of it is, and what is seen of the page.
    fn page(&mut self, page: ObjectId) -> Judged<(Vec<Marked>, [f32; 4])> {
        let broken = || "读不出来".to_owned();
        let frame = super::stamp::frame(self.doc, page).ok_or_else(broken)?;
        let resources =
            inherited(self.doc, page, b"Resources").and_then(|r| dictionary(self.doc, r)).cloned().unwrap_or_default();
        let (resources, pictured) = self.resources(resources, 0)?;
        let content = Content::decode(&self.doc.get_page_content(page)).map_err(|_| broken())?;
        let (operations, marks) = retag(content.operations, pictured)?;
        let bytes = Content { operations }.encode().map_err(|_| broken())?;
        let content = self.doc.add_object(Stream::new(Dictionary::new(), bytes));
        let own = self.doc.get_dictionary_mut(page).map_err(|_| broken())?;
        let strange: Vec<Vec<u8>> =
            own.iter().map(|(key, _)| key.clone()).filter(|key| !KEPT.contains(&key.as_slice())).collect();
        for key in strange {
            own.remove(&key);
        }
        own.set("Resources", resources);
        own.set("Contents", content);
        Ok((marks, frame))
    }

    /// Judges what content may use; gives it cleaned, and whether there is a picture among it.
    fn resources(&mut self, mut own: Dictionary, depth: usize) -> Judged<(Dictionary, bool)> {
        for key in [b"Pattern".as_slice(), b"Shading"] {
            if self.named(&own, key).is_some_and(|d| !d.is_empty()) {
                return words("用了图案或渐变填充");
            }
        }
        own.remove(b"Properties");
        for (_, state) in self.named(&own, b"ExtGState").unwrap_or_default().iter() {
            let state = dictionary(self.doc, state).ok_or("读不出来")?;
            if [b"TR".as_slice(), b"TR2", b"HTP", b"HTO"].iter().any(|key| state.has(key)) {
                return words("用了印刷机专用的设置");
            }
        }
        for (_, space) in self.named(&own, b"ColorSpace").unwrap_or_default().iter() {
            colour(self.doc, space)?;
        }
        for (_, font) in self.named(&own, b"Font").unwrap_or_default().iter() {
            self.font(font)?;
        }
        let mut pictured = false;
        for (_, object) in self.named(&own, b"XObject").unwrap_or_default().iter() {
            let Object::Reference(id) = object else { return words("读不出来") };
            pictured |= self.drawn(*id, depth)?;
        }
        Ok((own, pictured))
    }

    fn named(&self, own: &Dictionary, key: &[u8]) -> Option<Dictionary> {
        own.get(key).ok().and_then(|d| dictionary(self.doc, d)).cloned()
    }

    fn font(&self, font: &Object) -> Judged<()> {
        let font = dictionary(self.doc, font).ok_or("读不出来")?;
        let whole = match font.get(b"DescendantFonts").ok().and_then(|d| self.doc.dereference(d).ok()?.1.as_array().ok()?.first())
        {
            Some(inner) => dictionary(self.doc, inner).ok_or("读不出来")?,
            None => font,
        };
        let descriptor = whole.get(b"FontDescriptor").ok().and_then(|d| dictionary(self.doc, d));
        if !descriptor.is_some_and(|d| [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key))) {
            return words("用了没有嵌入的字体");
        }
        if !font.has(b"ToUnicode") {
            return words("有字体不能还原成文字");
        }
        Ok(())
    }

    /// A picture or a form, judged and cleaned once; whether there is a picture in it.
    fn drawn(&mut self, id: ObjectId, depth: usize) -> Judged<bool> {
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        if depth > DEEPEST {
            return words("图形套得太深");
        }
        let stream = self.doc.get_object(id).and_then(Object::as_stream).map_err(|_| "读不出来".to_owned())?.clone();
        let (stream, pictured) = match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => (self.picture(stream, depth)?, true),
            Ok(b"Form") => self.form(stream, depth)?,
            _ => return words("含有不能长期保存的图形"),
        };
        self.doc.set_object(id, stream);
        self.known.insert(id, pictured);
        Ok(pictured)
    }

    fn picture(&mut self, mut stream: Stream, depth: usize) -> Judged<Stream> {
        LEFT.iter().for_each(|key| {
            stream.dict.remove(key);
        });
        let filters = stream.filters().unwrap_or_default();
        if filters.iter().any(|f| [b"JPXDecode".as_slice(), b"Crypt"].contains(f)) {
            return words("图像是 JPEG 2000 或加了密的");
        }
        if filters.contains(&b"LZWDecode".as_slice()) {
            let plain = stream.decompressed_content().map_err(|_| "图像的压缩读不出来".to_owned())?;
            stream.set_plain_content(plain);
            stream.dict.remove(b"DecodeParms");
            let _ = stream.compress();
        }
        if let Ok(space) = stream.dict.get(b"ColorSpace") {
            colour(self.doc, space)?;
        }
        for key in [b"SMask".as_slice(), b"Mask"] {
            if let Ok(Object::Reference(mask)) = stream.dict.get(key) {
                let mask = *mask;
                self.drawn(mask, depth + 1)?;
            }
        }
        Ok(stream)
    }

    fn form(&mut self, mut stream: Stream, depth: usize) -> Judged<(Stream, bool)> {
        if stream.dict.has(b"PS") || stream.dict.has(b"Ref") {
            return words("含有不能长期保存的图形");
        }
        LEFT.iter().for_each(|key| {
            stream.dict.remove(key);
        });
        let own = stream.dict.get(b"Resources").ok().and_then(|r| dictionary(self.doc, r)).cloned().unwrap_or_default();
        let (own, pictured) = self.resources(own, depth + 1)?;
        let plain = stream.get_plain_content().map_err(|_| "读不出来".to_owned())?;
        let content = Content::decode(&plain).map_err(|_| "读不出来".to_owned())?;
        let operations = stripped(content.operations)?;
        let bytes = Content { operations }.encode().map_err(|_| "读不出来".to_owned())?;
        stream.set_plain_content(bytes);
        stream.dict.remove(b"DecodeParms");
        stream.dict.set("Resources", own);
        Ok((stream.with_compression(true), pictured))
    }
}

/// A colour that sRGB paper can answer for: grey, red-green-blue, or one with its own profile.
fn colour(doc: &Document, space: &Object) -> Judged<()> {
    let (_, space) = doc.dereference(space).map_err(|_| "读不出来".to_owned())?;
    let of = |array: &[Object], at: usize| array.get(at).cloned().unwrap_or(Object::Null);
    match space {
        Object::Name(name) => match name.as_slice() {
            b"DeviceGray" | b"DeviceRGB" | b"G" | b"RGB" => Ok(()),
            b"DeviceCMYK" | b"CMYK" => words("用了印刷四色而没有写明是哪一种"),
            _ => words("用了不认识的颜色"),
        },
        Object::Array(array) => match array.first().and_then(|n| n.as_name().ok()) {
            Some(b"CalGray" | b"CalRGB" | b"Lab") => Ok(()),
            Some(b"Indexed" | b"I") => colour(doc, &of(array, 1)),
            Some(b"ICCBased") => {
                let profile = of(array, 1);
                let parts = dictionary_of(doc, &profile).and_then(|d| d.get(b"N").ok()?.as_i64().ok());
                if matches!(parts, Some(1 | 3)) { Ok(()) } else { words("用了印刷四色") }
            }
            Some(name) if array.len() == 1 => colour(doc, &Object::Name(name.to_vec())),
            _ => words("用了专色或图案"),
        },
        _ => words("用了不认识的颜色"),
    }
}

fn dictionary_of<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    let (_, object) = doc.dereference(object).ok()?;
    object.as_stream().map(|s| &s.dict).or_else(|_| object.as_dict()).ok()
}
