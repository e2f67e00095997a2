//! Marks printed over the pages of a book that was bound to be printed: the number of each page in its volume. The files the pages came
//! from are never touched; what is stamped is a copy to print, no record.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::bind::brought;
use super::paper::Paper;
use super::retag::stripped;
use super::{Frame, boxed, dictionary, guarded, inherited, loaded};

/// Lays pages of `marks`, which this program drew, over pages of `book`, upper right corner on upper right corner as the page is seen, whatever its size and turn.
/// `which` says for each page of the book the page of `marks` from 0; None leaves it as it is.
///
/// # Errors
/// In words, when either cannot be read or a page of `marks` is not there.
pub fn stamp(book: Vec<u8>, marks: &[u8], which: &[Option<usize>]) -> Result<Vec<u8>, String> {
    guarded(|| {
        // The bytes of the book go before its copy is written: a volume may have hundreds of megabytes.
        let (mut book, marks) = {
            let read = loaded(&book)?;
            drop(book);
            (read, Paper::whole(loaded(marks)?))
        };
        let (pages, sheets): (Vec<ObjectId>, Vec<ObjectId>) = (book.page_iter().collect(), marks.page_iter().collect());
        let mut carried = BTreeMap::new();
        for (page, mark) in pages.into_iter().zip(which) {
            let Some(mark) = mark else { continue };
            let sheet = *sheets.get(*mark).ok_or("页码章少了一张")?;
            let (form, size) = mark_of(&mut book, &marks, sheet, &mut carried)?;
            lay(&mut book, page, form, size)?;
        }
        let mut bytes = Vec::new();
        book.save_to(&mut bytes).map_err(|e| format!("页码盖不上去：{e}"))?;
        Ok(bytes)
    })
}

/// What is seen of a page.
pub(super) fn frame(doc: &Document, page: ObjectId) -> Option<Frame> {
    boxed(doc, page, b"CropBox").or_else(|| boxed(doc, page, b"MediaBox"))
}

/// A page of the marks as something to be drawn, with its width and height.
fn mark_of(
    book: &mut Document,
    marks: &Paper,
    sheet: ObjectId,
    carried: &mut BTreeMap<ObjectId, ObjectId>,
) -> Result<(ObjectId, (f32, f32)), String> {
    let fault = || "页码章读不出来".to_owned();
    let [left, bottom, right, top] = frame(marks, sheet).ok_or_else(fault)?;
    // What is stamped is no content of the page it lies on, so nothing of it is marked as some.
    let content = Content::decode_strict(&marks.get_page_content(sheet)).map_err(|_| fault())?;
    let content = Content { operations: stripped(content.operations) }.encode().map_err(|_| fault())?;
    let resources = inherited(marks, sheet, b"Resources").and_then(|r| dictionary(marks, r)).cloned().unwrap_or_default();
    let resources = brought(&resources, marks, book, carried)?;
    let mut form = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
        "BBox" => vec![left.into(), bottom.into(), right.into(), top.into()] },
        content,
    );
    // A failure leaves it plain, which is larger and as good.
    let _ = form.compress();
    Ok((book.add_object(form), (right - left, top - bottom)))
}

/// Where the marks of a sheet of `size` go on a page seen in `frame`, turned clockwise by `turn`: the six numbers of `cm`.
fn placed([left, bottom, right, top]: Frame, turn: i64, (width, height): (f32, f32)) -> [f32; 6] {
    match turn.rem_euclid(360) {
        90 => [0.0, 1.0, -1.0, 0.0, left + height, top - width],
        180 => [-1.0, 0.0, 0.0, -1.0, left + width, bottom + height],
        270 => [0.0, -1.0, 1.0, 0.0, right - height, bottom + width],
        _ => [1.0, 0.0, 0.0, 1.0, right - width, top - height],
    }
}

const NAME: &str = "JishiStamp";

/// Draws a mark after what stands on the page, whose own settings cannot reach it.
fn lay(book: &mut Document, page: ObjectId, form: ObjectId, size: (f32, f32)) -> Result<(), String> {
    let fault = || "PDF 的页面读不出来".to_owned();
    let seen = frame(book, page).ok_or_else(fault)?;
    let turn = inherited(book, page, b"Rotate").and_then(|r| book.dereference(r).ok()?.1.as_i64().ok()).unwrap_or(0);
    let place: Vec<String> = placed(seen, turn, size).iter().map(|n| format!("{n:.2}")).collect();
    let mut resources = inherited(book, page, b"Resources").and_then(|r| dictionary(book, r)).cloned().unwrap_or_default();
    let mut drawn: Dictionary = resources.get(b"XObject").ok().and_then(|x| dictionary(book, x)).cloned().unwrap_or_default();
    drawn.set(NAME, form);
    resources.set("XObject", drawn);
    let own = book.get_dictionary(page).map_err(|_| fault())?.get(b"Contents").ok().cloned();
    let own = match own {
        Some(Object::Reference(id)) => match book.get_object(id) {
            Ok(Object::Array(all)) => all.clone(),
            _ => vec![Object::Reference(id)],
        },
        Some(Object::Array(all)) => all,
        _ => Vec::new(),
    };
    let stream =
        |book: &mut Document, text: String| Object::Reference(book.add_object(Stream::new(dictionary! {}, text.into_bytes())));
    let before = stream(book, "q ".into());
    let drawn = format!("/Artifact <</Type /Pagination>> BDC q {} cm /{NAME} Do Q EMC", place.join(" "));
    let after = stream(book, format!("Q {drawn} "));
    let contents = [vec![before], own, vec![after]].concat();
    let page = book.get_object_mut(page).and_then(Object::as_dict_mut).map_err(|_| fault())?;
    page.set("Resources", resources);
    page.set("Contents", contents);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the upper right corner of the marks falls, as the turned page is seen, from its upper right corner.
    fn corner(frame: Frame, turn: i64) -> (f32, f32) {
        let (width, height) = (595.0, 842.0);
        let [a, b, c, d, e, f] = placed(frame, turn, (width, height));
        let (x, y) = (a * width + c * height + e, b * width + d * height + f);
        let [left, bottom, right, top] = frame;
        match turn {
            90 => (top - bottom - (y - bottom), x - left),
            180 => (x - left, y - bottom),
            270 => (y - bottom, right - x),
            _ => (right - x, top - y),
        }
    }

    #[test]
    fn the_corner_of_the_mark_is_the_corner_of_the_page_however_it_is_turned_and_cut() {
        for frame in [[0.0, 0.0, 595.0, 842.0], [10.0, 20.0, 310.0, 900.0], [-50.0, -50.0, 1200.0, 800.0]] {
            for turn in [0, 90, 180, 270] {
                assert_eq!(corner(frame, turn), (0.0, 0.0), "{frame:?} {turn}");
            }
        }
    }
}
