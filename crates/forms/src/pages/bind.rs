//! Pages of one or several scans bound into one PDF. The scanned pictures go over as they are: nothing is drawn or compressed anew, but
//! for PNG and TIFF, whose dots are kept without loss.

use std::collections::BTreeMap;
use std::io::Cursor;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::carried::{layers_of, marks_of};
use super::paper::Paper;
use super::{Kind, Scan, guarded, inherited, picture};

/// A page of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Index into the files.
    pub file: usize,
    /// From 1.
    pub page: u32,
    /// Clockwise, in degrees, a multiple of 90. The page is only shown turned: what is on it stays as it is.
    pub turn: u32,
}

/// A4 in points; pictures are laid on it, keeping their shape.
const A4: (f32, f32) = (595.28, 841.89);

/// Pages bound, not yet a file.
pub struct Bound {
    pub(super) doc: Box<Document>,
    /// For each page whether this program drew it.
    pub(super) own: Vec<bool>,
    /// What of its pages did not come along, in words.
    pub(super) lost: Vec<String>,
}

/// Binds pages in the given order. The same pages give the same book.
///
/// # Errors
/// In words, when there is no such page or it cannot be read.
pub fn bind(files: &[&Scan], leaves: &[Leaf]) -> Result<Bound, String> {
    let mut book = Document::with_version("1.7");
    let root = book.new_object_id();
    // What several pages of a file share, such as a letterhead, goes over once.
    let mut carried: Vec<BTreeMap<ObjectId, ObjectId>> = vec![BTreeMap::new(); files.len()];
    let (mut kids, mut own, mut lost) = (Vec::with_capacity(leaves.len()), Vec::new(), Vec::new());
    for (number, leaf) in (1_usize..).zip(leaves) {
        let absent = || format!("文件里没有第 {} 页", leaf.page);
        let (Some(file), Some(carried)) = (files.get(leaf.file), carried.get_mut(leaf.file)) else {
            return Err(absent());
        };
        if leaf.page == 0 || leaf.page > file.pages() {
            return Err(absent());
        }
        let page = guarded(|| take(&mut book, root, file, *leaf, carried))?;
        if let Kind::Pdf { doc, pages, own: false } = &file.0
            && let Some(from) = pages.get(leaf.page as usize - 1)
        {
            let said = guarded(|| marks_of(&mut book, page, doc, *from, carried))?;
            lost.extend(said.into_iter().map(|words| format!("第{number}页{words}")));
        }
        own.push(matches!(file.0, Kind::Pdf { own: true, .. }));
        kids.push(Object::Reference(page));
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    book.set_object(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
    let docs = files.iter().zip(&carried).filter_map(|(file, carried)| match &file.0 {
        Kind::Pdf { doc, .. } => Some((&***doc, carried)),
        _ => None,
    });
    if let Some(layers) = layers_of(docs) {
        catalog.set("OCProperties", layers);
    }
    let catalog = book.add_object(catalog);
    book.trailer.set("Root", catalog);
    Ok(Bound { doc: Box::new(book), own, lost })
}

/// Brings a page into the book, below `root`.
fn take(
    book: &mut Document,
    root: ObjectId,
    file: &Scan,
    leaf: Leaf,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
) -> Result<ObjectId, String> {
    let turn = i64::from(leaf.turn);
    match &file.0 {
        Kind::Pdf { doc, pages, .. } => {
            let page = pages.get(leaf.page as usize - 1).ok_or("文件里没有这一页")?;
            copied(book, root, doc, *page, turn, carried)
        }
        Kind::Picture { bytes, jpeg: true } => jpeg(book, root, bytes, turn),
        Kind::Picture { bytes, jpeg: false } => picture::encoded(bytes).map(|raster| dots(book, root, raster, turn)),
        Kind::Tiff { held, .. } => picture::tiff_page(held.reader(), leaf.page).map(|raster| dots(book, root, raster, turn)),
    }
}

/// What a page says of itself that would lead out of the new file: the outline, the structure, the links and the forms of the old file
/// do not come along, so nothing may point to them. What is seen of marks on the page is brought by [`marks_of`].
const LEFT: [&[u8]; 5] = [b"Parent", b"Annots", b"StructParents", b"B", b"AA"];

/// Copies a page with all that is drawn on it, and nothing else of its file.
fn copied(
    book: &mut Document,
    root: ObjectId,
    from: &Paper,
    page: ObjectId,
    turn: i64,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
) -> Result<ObjectId, String> {
    let mut own = from.get_dictionary(page).map_err(|_| "PDF 的页面读不出来".to_owned())?.clone();
    LEFT.iter().for_each(|key| {
        own.remove(key);
    });
    // What the page has from above would be lost with the nodes above.
    for key in ["Resources", "MediaBox", "CropBox", "Rotate"] {
        if let Some(value) = inherited(from, page, key.as_bytes()) {
            own.set(key, value.clone());
        }
    }
    let stood = own.get(b"Rotate").ok().and_then(|r| from.dereference(r).ok()?.1.as_i64().ok()).unwrap_or(0);
    own.set("Rotate", (stood + turn).rem_euclid(360));
    let mut own = brought(&own, from, book, carried)?;
    own.set("Parent", root);
    Ok(book.add_object(own))
}

/// A dictionary with everything it leads to, copied from another file.
pub(super) fn brought(
    dict: &Dictionary,
    from: &Paper,
    book: &mut Document,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
) -> Result<Dictionary, String> {
    let mut waiting = Vec::new();
    let own = moved_all(dict, from, book, carried, &mut waiting);
    while let Some(id) = waiting.pop() {
        let copy = moved(from.object(id)?.as_ref(), from, book, carried, &mut waiting);
        if let Some(to) = carried.get(&id) {
            book.set_object(*to, copy);
        }
    }
    Ok(own)
}

/// An object with every reference leading to the copy of what it names; what was not copied yet waits.
fn moved(
    object: &Object,
    from: &Document,
    book: &mut Document,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
    waiting: &mut Vec<ObjectId>,
) -> Object {
    match object {
        Object::Reference(id) if leads_out(from, *id) => Object::Null,
        Object::Reference(id) => Object::Reference(*carried.entry(*id).or_insert_with(|| {
            waiting.push(*id);
            book.new_object_id()
        })),
        Object::Array(all) => Object::Array(all.iter().map(|o| moved(o, from, book, carried, waiting)).collect()),
        Object::Dictionary(dict) => Object::Dictionary(moved_all(dict, from, book, carried, waiting)),
        Object::Stream(stream) => {
            let mut dict = moved_all(&stream.dict, from, book, carried, waiting);
            // The length may stand elsewhere in the old file, or be wrong there.
            dict.set("Length", i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
            Object::Stream(Stream::new(dict, stream.content.clone()).with_compression(false))
        }
        other => other.clone(),
    }
}

fn moved_all(
    dict: &Dictionary,
    from: &Document,
    book: &mut Document,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
    waiting: &mut Vec<ObjectId>,
) -> Dictionary {
    let mut copy = Dictionary::new();
    for (key, value) in dict {
        copy.set(key.clone(), moved(value, from, book, carried, waiting));
    }
    copy
}

/// Nothing there, or a part of the old file that would drag all its pages along.
fn leads_out(from: &Document, id: ObjectId) -> bool {
    let Ok(object) = from.get_object(id) else {
        return true;
    };
    let kind = object.as_dict().ok().and_then(|d| d.get(b"Type").ok()).and_then(|t| t.as_name().ok());
    matches!(kind, Some(b"Page" | b"Pages" | b"Catalog" | b"StructTreeRoot" | b"StructElem"))
}

fn jpeg(book: &mut Document, root: ObjectId, bytes: &[u8], turn: i64) -> Result<ObjectId, String> {
    let image = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "图片已损坏".to_owned())?;
    let mut decoder = image.into_decoder().map_err(|_| "图片已损坏".to_owned())?;
    let (width, height) = image::ImageDecoder::dimensions(&decoder);
    let turned = image::ImageDecoder::orientation(&mut decoder).unwrap_or(image::metadata::Orientation::NoTransforms);
    let space = match image::ImageDecoder::original_color_type(&decoder) {
        image::ExtendedColorType::L8 => "DeviceGray",
        image::ExtendedColorType::Cmyk8 => "DeviceCMYK",
        _ => "DeviceRGB",
    };
    let rotate = match turned {
        image::metadata::Orientation::Rotate90 => 90,
        image::metadata::Orientation::Rotate180 => 180,
        image::metadata::Orientation::Rotate270 => 270,
        _ => 0,
    };
    let stream = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
        "ColorSpace" => space, "BitsPerComponent" => 8, "Filter" => "DCTDecode" },
        bytes.to_vec(),
    );
    let stream = stream.with_compression(false);
    Ok(page(book, root, stream, width as usize, height as usize, (rotate + turn).rem_euclid(360)))
}

/// Dots without loss, in colour where they were scanned in colour.
fn dots(book: &mut Document, root: ObjectId, raster: picture::Raster, turn: i64) -> ObjectId {
    let side = |n: usize| i64::try_from(n).unwrap_or(0);
    let mut stream = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => side(raster.width), "Height" => side(raster.height),
        "ColorSpace" => if raster.channels == 1 { "DeviceGray" } else { "DeviceRGB" }, "BitsPerComponent" => 8 },
        raster.data,
    );
    // A failure leaves it plain, which is larger and as good.
    let _ = stream.compress();
    page(book, root, stream, raster.width, raster.height, turn.rem_euclid(360))
}

fn page(book: &mut Document, root: ObjectId, picture: Stream, width: usize, height: usize, rotate: i64) -> ObjectId {
    #[expect(clippy::cast_precision_loss, reason = "pictures have some thousand dots a side")]
    let (wide, high) = (width.max(1) as f32, height.max(1) as f32);
    // Lying pictures get a lying sheet.
    let sheet = if wide > high { (A4.1, A4.0) } else { A4 };
    let scale = (sheet.0 / wide).min(sheet.1 / high);
    let (w, h) = (wide * scale, high * scale);
    let (left, bottom) = ((sheet.0 - w) / 2.0, (sheet.1 - h) / 2.0);
    let picture = book.add_object(picture);
    let content = format!("q {w:.2} 0 0 {h:.2} {left:.2} {bottom:.2} cm /P Do Q");
    let content = book.add_object(Stream::new(dictionary! {}, content.into_bytes()));
    book.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => root,
        "MediaBox" => vec![0.into(), 0.into(), Object::Real(sheet.0), Object::Real(sheet.1)],
        "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
        "Contents" => content,
        "Rotate" => rotate,
    })
}
