//! What is seen of a page without standing in its content: seals, notes and filled fields laid over it, and which layers are hidden. It comes
//! along so that a bound page looks as it did. Never what it means: a signature proves nothing but in the file it was made in.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::bind::brought;
use super::dictionary;
use super::paper::Paper;

/// Bits of the flags of an annotation (ISO 32000-1, 12.5.3): hidden; printed, cannot be changed.
const HIDDEN: i64 = 1 << 1;
const PRINTED: i64 = 1 << 2;
const READ_ONLY: i64 = 1 << 6;

/// Lays what is seen of the annotations of a page on its copy, each as a stamp with the appearance it has. Gives what could not come.
pub(super) fn marks_of(
    book: &mut Document,
    copy: ObjectId,
    from: &Paper,
    page: ObjectId,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
) -> Result<Vec<String>, String> {
    let annots = from.get_dictionary(page).ok().and_then(|p| p.get(b"Annots").ok());
    let Some(annots) = annots.and_then(|a| from.dereference(a).ok()?.1.as_array().ok()) else { return Ok(Vec::new()) };
    let (mut stamps, mut formless, mut signed) = (Vec::new(), 0_usize, 0_usize);
    for annot in annots {
        let Some(own) = dictionary(from, annot) else { continue };
        let value = |key: &[u8]| own.get(key).ok().and_then(|v| from.dereference(v).ok()).map(|(_, v)| v);
        let kind = value(b"Subtype").and_then(|k| k.as_name().ok()).unwrap_or_default();
        let flags = value(b"F").and_then(|f| f.as_i64().ok()).unwrap_or(0);
        if matches!(kind, b"Link" | b"Popup") || flags & HIDDEN != 0 {
            continue;
        }
        let (Some(look), Some(place)) = (appearance(from, own), own.get(b"Rect").ok()) else {
            // An empty field shows nothing.
            formless += usize::from(kind != b"Widget");
            continue;
        };
        signed += usize::from(is_signature(from, own));
        let mut stamp = dictionary! {
            "Type" => "Annot", "Subtype" => "Stamp", "Rect" => place.clone(),
            "F" => (flags & PRINTED) | READ_ONLY, "AP" => dictionary! { "N" => look },
        };
        for key in [b"OC".as_slice(), b"Contents"] {
            if let Ok(value) = own.get(key) {
                stamp.set(key, value.clone());
            }
        }
        let stamp = brought(&stamp, from, book, carried)?;
        stamps.push(Object::Reference(book.add_object(stamp)));
    }
    if !stamps.is_empty() {
        book.get_dictionary_mut(copy).map_err(|_| "PDF 的页面读不出来".to_owned())?.set("Annots", stamps);
    }
    let mut said = Vec::new();
    if signed > 0 {
        said.push(format!("有{signed}处电子签名或印章，装订件里只留它的样子，签名要在原文件里验证"));
    }
    if formless > 0 {
        said.push(format!("有{formless}处批注没有自带的画面，不在装订件里，请看原文件"));
    }
    Ok(said)
}

/// The normal appearance, of the state it is in.
fn appearance(doc: &Document, annot: &Dictionary) -> Option<Object> {
    let normal = dictionary(doc, annot.get(b"AP").ok()?)?.get(b"N").ok()?;
    match doc.dereference(normal).ok()?.1 {
        Object::Stream(_) => Some(normal.clone()),
        Object::Dictionary(states) => {
            let state = annot.get(b"AS").ok()?.as_name().ok()?;
            let look = states.get(state).ok()?;
            doc.dereference(look).ok()?.1.as_stream().is_ok().then(|| look.clone())
        }
        _ => None,
    }
}

/// The kind of a field may stand with the field it is a part of.
fn is_signature(doc: &Document, annot: &Dictionary) -> bool {
    let kind = |dict: &Dictionary| dict.get(b"FT").and_then(Object::as_name).is_ok_and(|n| n == b"Sig");
    kind(annot) || annot.get(b"Parent").ok().and_then(|p| dictionary(doc, p)).is_some_and(kind)
}

/// The layers that came with the pages of several files, hidden where they were hidden.
pub(super) fn layers_of<'a>(files: impl Iterator<Item = (&'a Document, &'a BTreeMap<ObjectId, ObjectId>)>) -> Option<Dictionary> {
    let (mut groups, mut hidden, mut usages) = (Vec::new(), Vec::new(), Vec::new());
    for (doc, carried) in files {
        let Some(own) = doc.catalog().ok().and_then(|c| dictionary(doc, c.get(b"OCProperties").ok()?)) else { continue };
        let named = |dict: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
            let all = dict.get(key).ok().and_then(|a| doc.dereference(a).ok()?.1.as_array().ok());
            all.into_iter().flatten().filter_map(|o| o.as_reference().ok()).collect()
        };
        let empty = Dictionary::new();
        let usual = own.get(b"D").ok().and_then(|d| dictionary(doc, d)).unwrap_or(&empty);
        let off = usual.get(b"BaseState").and_then(Object::as_name).is_ok_and(|b| b == b"OFF");
        let (on_ids, off_ids) = (named(usual, b"ON"), named(usual, b"OFF"));
        for id in named(own, b"OCGs") {
            let Some(to) = carried.get(&id) else { continue };
            groups.push(Object::Reference(*to));
            if off_ids.contains(&id) || (off && !on_ids.contains(&id)) {
                hidden.push(Object::Reference(*to));
            }
        }
        let told = usual.get(b"AS").ok().and_then(|a| doc.dereference(a).ok()?.1.as_array().ok());
        for usage in told.into_iter().flatten().filter_map(|u| dictionary(doc, u)) {
            let of: Vec<Object> =
                named(usage, b"OCGs").iter().filter_map(|id| carried.get(id)).map(|to| Object::Reference(*to)).collect();
            if let (false, Ok(event), Ok(category)) = (of.is_empty(), usage.get(b"Event"), usage.get(b"Category")) {
                usages.push(Object::Dictionary(
                    dictionary! { "Event" => event.clone(), "Category" => category.clone(), "OCGs" => of },
                ));
            }
        }
    }
    let usual = dictionary! { "OFF" => hidden, "AS" => usages };
    (!groups.is_empty()).then(|| dictionary! { "OCGs" => groups, "D" => usual })
}
