//! Pages of one or several scans bound into one PDF. The scanned pictures go over as they are: nothing is drawn or compressed anew, but
//! for PNG and TIFF, whose dots are kept without loss.

use std::collections::BTreeMap;
use std::io::Cursor;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{guarded, inherited, picture};
use crate::probe::probe;

/// A page of a file. Pages of one file name its bytes by the same `file` number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Index into the files.
    pub file: usize,
    /// From 1.
    pub page: u32,
}

/// A4 in points; pictures are laid on it, keeping their shape.
const A4: (f32, f32) = (595.28, 841.89);

/// Binds pages in the given order into one PDF. The same pages give the same bytes.
///
/// # Errors
/// In words, when a file cannot be read or has no such page.
pub fn bind(files: &[&[u8]], leaves: &[Leaf]) -> Result<Vec<u8>, String> {
    let mut book = Document::with_version("1.7");
    let root = book.new_object_id();
    let mut pages: BTreeMap<(usize, u32), ObjectId> = BTreeMap::new();
    for (index, bytes) in files.iter().enumerate() {
        if leaves.iter().any(|l| l.file == index) {
            let taken = guarded(|| take(&mut book, root, bytes))?;
            pages.extend((1..).zip(taken).map(|(page, id)| ((index, page), id)));
        }
    }
    let mut kids = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        let id = pages.get(&(leaf.file, leaf.page)).ok_or_else(|| format!("文件里没有第 {} 页", leaf.page))?;
        kids.push(Object::Reference(*id));
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    book.set_object(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = book.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    book.trailer.set("Root", catalog);
    book.prune_objects();
    book.renumber_objects();
    let mut bytes = Vec::new();
    book.save_to(&mut bytes).map_err(|e| format!("页面合不成一个文件：{e}"))?;
    Ok(bytes)
}

/// Brings the pages of a file into the book, below `root`.
fn take(book: &mut Document, root: ObjectId, bytes: &[u8]) -> Result<Vec<ObjectId>, String> {
    match probe(&mut Cursor::new(bytes)).map_err(|e| e.to_string())?.format {
        "pdf" => pdf(book, root, bytes),
        "jpg" => jpeg(book, root, bytes).map(|id| vec![id]),
        "png" => picture::encoded(bytes).map(|raster| vec![dots(book, root, raster)]),
        "tif" => {
            let mut decoder = tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|_| "TIFF 已损坏".to_owned())?;
            let mut ids = Vec::new();
            loop {
                ids.push(dots(book, root, picture::tiff_page(&mut decoder)?));
                if !decoder.more_images() {
                    return Ok(ids);
                }
                decoder.next_image().map_err(|_| "TIFF 已损坏".to_owned())?;
            }
        }
        _ => Err("这种文件不能按页取出".into()),
    }
}

fn pdf(book: &mut Document, root: ObjectId, bytes: &[u8]) -> Result<Vec<ObjectId>, String> {
    let mut doc = Document::load_mem(bytes).map_err(|_| "PDF 已损坏，读不出页面".to_owned())?;
    doc.renumber_objects_with(book.max_id + 1);
    let ids: Vec<ObjectId> = doc.page_iter().collect();
    for id in &ids {
        // What the page has from above would be lost with the nodes above.
        let from_above: Vec<(&str, Object)> = ["Resources", "MediaBox", "CropBox", "Rotate"]
            .into_iter()
            .filter_map(|key| inherited(&doc, *id, key.as_bytes()).cloned().map(|value| (key, value)))
            .collect();
        let page = doc.get_dictionary_mut(*id).map_err(|_| "PDF 的页面读不出来".to_owned())?;
        for (key, value) in from_above {
            page.set(key, value);
        }
        // The outline, the structure and the forms of the old file do not come along, so nothing may point to them.
        for key in ["Annots", "StructParents", "B", "AA"] {
            page.remove(key.as_bytes());
        }
        page.set("Parent", root);
    }
    book.max_id = book.max_id.max(doc.max_id);
    book.objects.append(&mut doc.objects);
    Ok(ids)
}

fn jpeg(book: &mut Document, root: ObjectId, bytes: &[u8]) -> Result<ObjectId, String> {
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
    Ok(page(book, root, stream, width as usize, height as usize, rotate))
}

/// Dots without loss, in colour where they were scanned in colour.
fn dots(book: &mut Document, root: ObjectId, raster: picture::Raster) -> ObjectId {
    let side = |n: usize| i64::try_from(n).unwrap_or(0);
    let mut stream = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => side(raster.width), "Height" => side(raster.height),
        "ColorSpace" => if raster.channels == 1 { "DeviceGray" } else { "DeviceRGB" }, "BitsPerComponent" => 8 },
        raster.data,
    );
    // A failure leaves it plain, which is larger and as good.
    let _ = stream.compress();
    page(book, root, stream, raster.width, raster.height, 0)
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
