//! What printpdf leaves out: version, XMP, output intent, language, structure, bookmarks, identity.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use lopdf::{Document, Object, Stream, dictionary};
use printpdf::PdfSaveOptions;
use sha2::{Digest, Sha256};

use crate::error::{FormError, Result};
use crate::layout::{NodeId, Typeset};
use crate::pdf::draw::Drawn;
use crate::pdf::tags::{outline, text, tree};
use crate::pdf::xmp::{PRODUCER, packet};
use crate::pdf::{About, Tell, part, stopped, thousandths};

/// sRGB, CC0 (`assets/icc/LICENSE`).
static SRGB: &[u8] = include_bytes!("../../../../assets/icc/sRGB-v2-magic.icc");

pub(crate) fn finish(drawn: Drawn, set: &Typeset, about: &About, keywords: &str, tell: Tell<'_>) -> Result<Vec<u8>> {
    let fail = |reason: String| FormError::Pdf { title: about.title.clone(), reason };
    let options = PdfSaveOptions { optimize: false, image_optimization: None, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let doc = drawn.pdf.to_lopdf_document(&options, &mut warnings);
    // A warning of the library means that something is not drawn as asked: no file is better than a wrong one.
    if let Some(warning) = warnings.iter().find(|w| w.severity != printpdf::PdfParseErrorSeverity::Info) {
        return Err(fail(warning.msg.clone()));
    }
    if tell(300).is_break() {
        return Err(stopped(&about.title));
    }
    close(doc, set, &drawn.marks, &drawn.figures, (about, keywords), &part(tell, 300, 1000))
}

/// Makes a document whose pages are drawn and marked an archival one. `marks`: for each page the node of each marked content; `figures`:
/// where each figure stands; `keywords`: the font files that were added and drew something, empty for none.
pub(crate) fn close(
    mut doc: Document,
    set: &Typeset,
    marks: &[Vec<NodeId>],
    figures: &BTreeMap<NodeId, [f32; 4]>,
    (about, keywords): (&About, &str),
    tell: Tell<'_>,
) -> Result<Vec<u8>> {
    let fail = |reason: String| FormError::Pdf { title: about.title.clone(), reason };
    let broken = |e: lopdf::Error| fail(e.to_string());
    doc.version = "1.7".into();
    let pages: Vec<_> = doc.page_iter().collect();
    for (index, page) in pages.iter().enumerate() {
        let page = doc.get_dictionary_mut(*page).map_err(broken)?;
        page.remove(b"Annots");
        page.set("StructParents", i64::try_from(index).unwrap_or(0));
        page.set("Tabs", Object::Name(b"S".to_vec()));
    }
    let structure = tree(&mut doc, set, &pages, marks, figures);
    let bookmarks = outline(&mut doc, set, &pages);

    let xmp = dictionary! { "Type" => Object::Name(b"Metadata".to_vec()), "Subtype" => Object::Name(b"XML".to_vec()) };
    let metadata = doc.add_object(Stream::new(xmp, packet(about, keywords).into_bytes()).with_compression(false));
    let profile = doc.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    let intent = doc.add_object(dictionary! {
        "Type" => Object::Name(b"OutputIntent".to_vec()),
        "S" => Object::Name(b"GTS_PDFA1".to_vec()),
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    });
    let catalog = doc.catalog_mut().map_err(broken)?;
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", structure);
    if let Some(bookmarks) = bookmarks {
        catalog.set("Outlines", bookmarks);
        catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
    }
    let mut info = dictionary! {
        "Title" => text(&about.title),
        "Author" => text(&about.author),
        "Subject" => text(&about.subject),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
    };
    if !keywords.is_empty() {
        info.set("Keywords", text(keywords));
    }
    if let Some(day) = about.made_on {
        let date = format!("D:{}000000+08'00'", day.format("%Y%m%d"));
        info.set("CreationDate", Object::string_literal(date.clone()));
        info.set("ModDate", Object::string_literal(date));
    }
    let info = doc.add_object(info);
    doc.trailer.set("Info", info);

    doc.prune_objects();
    doc.renumber_objects();
    let id = identity(&doc);
    doc.trailer.set("ID", vec![id.clone(), id]);
    if compress(&mut doc, tell).is_break() {
        return Err(stopped(&about.title));
    }
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).map_err(|e| fail(e.to_string()))?;
    Ok(bytes)
}

/// Compresses what may be compressed. No stream may end in a line end: before `endstream` readers and validators cannot tell it from the
/// one that is not counted (ISO 32000-1, 7.3.8.1). A stream that would gets one byte of padding, which neither operators, CMaps nor
/// TrueType tables mind. Breaks off when told to stop.
fn compress(doc: &mut Document, tell: Tell<'_>) -> ControlFlow<()> {
    let ends_a_line = |content: &[u8]| matches!(content.last(), Some(b'\n' | b'\r'));
    let many = doc.objects.len();
    for (number, object) in doc.objects.values_mut().enumerate() {
        let Object::Stream(stream) = object else { continue };
        tell(thousandths(number, many))?;
        // The lengths of a Type 1 font are those of its parts, none of which may grow.
        if !stream.allows_compression || stream.dict.has(b"Filter") || stream.dict.has(b"Length2") {
            continue;
        }
        let mut plain = stream.content.clone();
        // A failure leaves the stream as it stood, which is sound as well.
        let _ = stream.compress();
        for _ in 0..16 {
            if !ends_a_line(&stream.content) {
                break;
            }
            if let Ok(length) = stream.dict.get(b"Length1").and_then(Object::as_i64) {
                // Not a nought: it would leave the last byte of the checksum, and so of the stream, as it was.
                plain.push(1);
                stream.dict.set("Length1", length + 1);
            } else {
                plain.push(b' ');
            }
            stream.set_plain_content(plain.clone());
            let _ = stream.compress();
        }
    }
    ControlFlow::Continue(())
}

/// From the content itself: the same form has the same identity.
fn identity(doc: &Document) -> Object {
    let mut hash = Sha256::new();
    for object in doc.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(stream.content.len().to_be_bytes());
            hash.update(&stream.content);
        }
    }
    Object::String(hash.finalize().iter().take(16).copied().collect(), lopdf::StringFormat::Hexadecimal)
}
