//! The pages of a scan: looked at one by one in shades of grey, and bound anew by record, turned where they lay askew. Files are PDF, JPEG,
//! PNG or TIFF; a page of a PDF is never drawn, only the pictures on it are taken out, so one that was typeset and not scanned shows nothing.

mod archival;
mod bind;
mod carried;
mod paper;
mod picture;
mod pictured;
mod retag;
mod stamp;

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read as _, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use lopdf::{Dictionary, Document, FilterFunc, LoadOptions, Object, ObjectId, Stream};

pub use archival::{BookOf, Closed};
pub use bind::{Bound, Leaf, bind};
pub use picture::Grey;
pub use stamp::stamp;

use crate::probe::{Probe, probe};
use paper::Paper;

/// What was seen on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The pictures on it, the largest first.
    pub pictures: Vec<Grey>,
    /// It may show more than just these pictures: letters, drawings, notes laid over it, or not all of them.
    pub more: bool,
    /// Why a picture could not be read, in words; empty when all could.
    pub fault: String,
}

/// Why the pages of a file cannot be had, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Broken, locked or not to be read: it is not kept either.
    Broken(String),
    /// Whole, and only not taken page by page: it may be kept as it is.
    NotByPages(String),
}

impl From<String> for Unread {
    fn from(words: String) -> Unread {
        Unread::Broken(words)
    }
}

impl From<Unread> for String {
    fn from(fault: Unread) -> String {
        match fault {
            Unread::Broken(words) | Unread::NotByPages(words) => words,
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Unread::Broken(words) | Unread::NotByPages(words)) = self;
        f.write_str(words)
    }
}

/// A file of the scanner, opened once: its pages are looked at, shown and taken out any number of times. Of a PDF only what it is made of
/// is kept in memory, not its bytes beside; of one on the disk its pictures stay there.
pub struct Scan(Kind);

enum Kind {
    Pdf {
        doc: Box<Paper>,
        pages: Vec<ObjectId>,
        /// This program drew it just now.
        own: bool,
    },
    /// A JPEG or PNG.
    Picture {
        bytes: Vec<u8>,
        jpeg: bool,
    },
    Tiff {
        held: Held,
        pages: u32,
    },
}

/// Where the bytes of a file are: of a large TIFF a page is read when it is asked for, and no more of it.
enum Held {
    Memory(Vec<u8>),
    Disk(OnDisk),
}

/// A file on the disk, held open or opened for each piece that is read of it.
enum OnDisk {
    Open(File),
    At(PathBuf),
}

impl OnDisk {
    /// Does something with the file, which stands wherever the last reader left it.
    fn with<T, E: From<String>>(&self, read: impl FnOnce(&File) -> Result<T, E>) -> Result<T, E> {
        let opened;
        let file = match self {
            OnDisk::Open(file) => file,
            OnDisk::At(path) => {
                opened = jishi_fs::open(path).map_err(|e| e.to_string())?;
                &opened
            }
        };
        read(file)
    }
}

impl Held {
    fn reader(&self) -> Box<dyn ReadSeek + '_> {
        match self {
            Held::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Held::Disk(OnDisk::Open(file)) => {
                let mut file: &File = file;
                // From the front, wherever the last page left it; what cannot be wound back is not read either.
                let _ = file.rewind();
                Box::new(BufReader::new(file))
            }
            Held::Disk(OnDisk::At(path)) => match jishi_fs::open(path) {
                Ok(file) => Box::new(BufReader::new(file)),
                // Gone meanwhile: nothing is there to be read, which whoever reads says.
                Err(_) => Box::new(Cursor::new(&[])),
            },
        }
    }
}

trait ReadSeek: BufRead + Seek {}
impl<T: BufRead + Seek> ReadSeek for T {}

impl Scan {
    /// Opens a file; told by its content, never by its name.
    ///
    /// # Errors
    /// Why the file cannot be read at all.
    pub fn open(bytes: Vec<u8>) -> Result<Scan, Unread> {
        let probe = sound(&mut Cursor::new(&bytes))?;
        Scan::of(&probe, Held::Memory(bytes), u64::MAX)
    }

    /// As [`Scan::open`], of a file on the disk. A TIFF stays there; anything else is read, and may have `cap` bytes.
    ///
    /// # Errors
    /// As [`Scan::open`].
    pub fn of_file(mut file: File, cap: u64) -> Result<Scan, Unread> {
        let probe = sound(&mut file)?;
        Scan::of(&probe, Held::Disk(OnDisk::Open(file)), cap)
    }

    /// As [`Scan::of_file`], of a file nobody changes while it is read: it is opened for each piece, so that a thousand of them are in hand
    /// with none of them open.
    ///
    /// # Errors
    /// As [`Scan::open`].
    pub fn at(path: PathBuf, cap: u64) -> Result<Scan, Unread> {
        let probe = sound(&mut jishi_fs::open(&path).map_err(|e| e.to_string())?)?;
        Scan::of(&probe, Held::Disk(OnDisk::At(path)), cap)
    }

    fn of(probe: &Probe, held: Held, cap: u64) -> Result<Scan, Unread> {
        if probe.format == "tif" {
            return Ok(Scan(Kind::Tiff { held, pages: probe.pages.unwrap_or(1) }));
        }
        let (bytes, file) = match held {
            Held::Memory(bytes) => (bytes, None),
            Held::Disk(file) => (file.with(|file| read_whole(file, cap))?, Some(file)),
        };
        Ok(Scan(match probe.format {
            "pdf" => Kind::pdf(
                guarded(|| file.map_or_else(|| loaded(&bytes).map(Paper::whole), |file| Paper::on_disk(&bytes, file)))?,
                false,
            ),
            "jpg" | "png" => Kind::Picture { bytes, jpeg: probe.format == "jpg" },
            _ => return Err(Unread::NotByPages("这种文件不能按页读取，请扫描成 PDF、JPG、PNG 或 TIFF".into())),
        }))
    }

    /// Opens a PDF this program drew just now and nobody had in hands since, or one out of a package that is whole under the very seal
    /// the register has. Never for another file that was read: what that says of its maker is no proof.
    ///
    /// # Errors
    /// In words, when it is no PDF.
    pub fn own(bytes: &[u8]) -> Result<Scan, String> {
        Ok(Scan(Kind::pdf(Paper::whole(guarded(|| loaded(bytes))?), true)))
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> u32 {
        match &self.0 {
            Kind::Pdf { pages, .. } => u32::try_from(pages.len()).unwrap_or(u32::MAX),
            Kind::Picture { .. } => 1,
            Kind::Tiff { pages, .. } => *pages,
        }
    }

    /// Looks at the pages in order, one in memory at a time. `see` is given the number of the page from 1 and says whether to go on.
    pub fn each(&self, see: &mut dyn FnMut(u32, Seen) -> ControlFlow<()>) {
        let lone = |read: Result<Grey, String>| match read {
            Ok(grey) => Seen { pictures: vec![grey], ..Seen::default() },
            Err(fault) => Seen { fault, ..Seen::default() },
        };
        match &self.0 {
            Kind::Pdf { doc, pages, .. } => {
                for (number, page) in (1..).zip(pages) {
                    let seen = guarded(|| Ok(on_page(doc, *page))).unwrap_or_else(|fault| Seen { fault, ..Seen::default() });
                    if see(number, seen).is_break() {
                        return;
                    }
                }
            }
            Kind::Picture { bytes, .. } => {
                let _ = see(1, lone(guarded(|| picture::encoded(bytes)?.grey())));
            }
            Kind::Tiff { held, pages } => {
                for number in 1..=*pages {
                    if see(number, lone(guarded(|| picture::tiff_page(held.reader(), number)?.grey()))).is_break() {
                        return;
                    }
                }
            }
        }
    }

    /// A page of a picture as a JPEG for the screen, upright, no side longer than `longest` dots. Pages of a PDF are drawn elsewhere.
    ///
    /// # Errors
    /// In words, when there is no such page or it cannot be drawn.
    pub fn show(&self, page: u32, longest: u32) -> Result<Vec<u8>, String> {
        if page == 0 || page > self.pages() {
            return Err(format!("文件里没有第 {page} 页"));
        }
        match &self.0 {
            Kind::Pdf { .. } => Err("PDF 的页面由界面自己画".into()),
            Kind::Picture { bytes, .. } => guarded(|| picture::shown(Cursor::new(bytes), longest)),
            Kind::Tiff { held, .. } => guarded(|| picture::tiff_shown(&|| held.reader(), page, longest)),
        }
    }
}

impl Kind {
    fn pdf(paper: Paper, own: bool) -> Kind {
        let pages = paper.page_iter().collect();
        Kind::Pdf { doc: Box::new(paper), pages, own }
    }
}

/// A file with `cap` bytes at most.
fn read_whole(mut file: &File, cap: u64) -> Result<Vec<u8>, Unread> {
    let fault = |e: std::io::Error| format!("读不出来：{e}");
    let length = file.metadata().map_err(fault)?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(cap)).unwrap_or(0));
    file.rewind().and_then(|()| file.take(cap.saturating_add(1)).read_to_end(&mut bytes)).map_err(fault)?;
    if bytes.len() as u64 > cap {
        return Err(Unread::NotByPages(format!("文件超过 {} MB，不能按页读取，请分成几个文件扫描", cap >> 20)));
    }
    Ok(bytes)
}

/// What a file is, when it can be kept at all.
fn sound(source: &mut (impl std::io::Read + Seek)) -> Result<Probe, String> {
    let probe = probe(source).map_err(|e| e.to_string())?;
    probe.fault.clone().map_or(Ok(probe), Err)
}

/// The parser of PDF and the decoders are not ours; should one ever panic on a strange file, the file is strange.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("文件结构异常，读不出来".into()))
}

/// Most bytes a table of objects may unpack to: a small file must not fill the memory.
const UNPACKED: usize = 256 << 20;

pub(crate) fn loaded(bytes: &[u8]) -> Result<Document, String> {
    loaded_by(bytes, None)
}

/// `filter` has each object as soon as it was read.
fn loaded_by(bytes: &[u8], filter: Option<FilterFunc>) -> Result<Document, String> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), filter, ..LoadOptions::default() };
    Document::load_mem_with_options(bytes, options).map_err(|_| "PDF 已损坏，读不出页面".to_owned())
}

/// Left, bottom, right, top, in points.
type Frame = [f32; 4];

/// A box of a page, its own or from above.
fn boxed(doc: &Document, page: ObjectId, key: &[u8]) -> Option<Frame> {
    let array = doc.dereference(inherited(doc, page, key)?).ok()?.1.as_array().ok()?;
    let sides: Vec<f32> = array.iter().filter_map(|n| doc.dereference(n).ok()?.1.as_float().ok()).collect();
    let [a, b, c, d] = <[f32; 4]>::try_from(sides).ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

fn on_page(doc: &Paper, page: ObjectId) -> Seen {
    let mut streams = Vec::new();
    let mut seen = Seen::default();
    if let Some(resources) = inherited(doc, page, b"Resources").and_then(|r| dictionary(doc, r)) {
        images(doc, resources, 0, &mut streams);
        let drawn = doc.get_dictionary(page).ok().and_then(|dict| archival::pictures_alone(doc, dict));
        seen.more = drawn.is_none_or(|names| names.len() != streams.len() || !names.iter().all(|n| is_image(doc, resources, n)));
    }
    // Large first: the page itself rather than a stamp on it.
    streams.sort_by_key(|s| std::cmp::Reverse(picture::area(doc, s)));
    for stream in streams.into_iter().take(MOST_PICTURES) {
        match doc.with_content(stream).and_then(|stream| picture::embedded(doc, &stream)) {
            Ok(grey) => seen.pictures.push(grey),
            Err(fault) => seen.fault = fault,
        }
    }
    seen
}

/// A page cut into strips by the scanner has some dozens; more is no scan.
const MOST_PICTURES: usize = 64;
/// Forms within forms.
const DEEPEST: usize = 4;

fn images<'a>(doc: &'a Document, resources: &'a Dictionary, depth: usize, out: &mut Vec<&'a Stream>) {
    let Some(objects) = resources.get(b"XObject").ok().and_then(|x| dictionary(doc, x)) else {
        return;
    };
    for (_, object) in objects {
        let Some(stream) = doc.dereference(object).ok().and_then(|(_, o)| o.as_stream().ok()) else {
            continue;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => out.push(stream),
            Ok(b"Form") if depth < DEEPEST => {
                if let Some(own) = stream.dict.get(b"Resources").ok().and_then(|r| dictionary(doc, r)) {
                    images(doc, own, depth + 1, out);
                }
            }
            _ => {}
        }
    }
}

fn is_image(doc: &Document, resources: &Dictionary, name: &[u8]) -> bool {
    let objects = resources.get(b"XObject").ok().and_then(|x| dictionary(doc, x));
    let stream = objects.and_then(|o| o.get(name).ok()).and_then(|o| doc.dereference(o).ok()?.1.as_stream().ok());
    stream.is_some_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image"))
}

fn dictionary<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    doc.dereference(object).ok().and_then(|(_, o)| o.as_dict().ok())
}

/// An attribute a page may have from the nodes above it (ISO 32000-1, 7.7.3.4).
fn inherited<'a>(doc: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = doc.get_dictionary(page).ok()?;
    // A circle of parents must end.
    for _ in 0..64 {
        if let Ok(found) = node.get(key) {
            return Some(found);
        }
        node = node.get(b"Parent").ok().and_then(|p| dictionary(doc, p))?;
    }
    None
}

#[cfg(test)]
mod tests;
