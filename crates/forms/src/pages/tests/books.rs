//! Bound books closed: what may claim to be PDF/A does, and is proved; what may not is bound to the letter and told. The pages are those of
//! scanners and of programs of the last thirty years.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::*;

fn closed(files: &[&Scan], leaves: &[(usize, u32)], names: &[&str]) -> Closed {
    let leaves: Vec<Leaf> = leaves.iter().map(|(file, page)| Leaf { file: *file, page: *page, turn: 0 }).collect();
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    bind(files, &leaves).unwrap().close(&names, &BookOf { name: "装订件", unit: "", made_on: None }).unwrap()
}

/// A file of one page, with its resources, made by `fill` in the document.
fn page_of(content: &[u8], fill: impl FnOnce(&mut Document, &mut Dictionary) -> Dictionary) -> Vec<u8> {
    let mut doc = Document::with_version("1.4");
    let root = doc.new_object_id();
    let content = doc.add_object(Stream::new(dictionary! {}, content.to_vec()).with_compression(false));
    let mut page = dictionary! { "Type" => "Page", "Parent" => root, "Contents" => content,
    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] };
    let resources = fill(&mut doc, &mut page);
    page.set("Resources", resources);
    let page = doc.add_object(page);
    doc.set_object(root, dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 });
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
    let layers: Vec<Object> = doc
        .objects
        .iter()
        .filter(|(_, o)| o.as_dict().is_ok_and(|d| d.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"OCG")))
        .map(|(id, _)| Object::Reference(*id))
        .collect();
    if !layers.is_empty() {
        catalog.set("OCProperties", dictionary! { "OCGs" => layers.clone(), "D" => dictionary! { "OFF" => layers } });
    }
    let catalog = doc.add_object(catalog);
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

/// A grey picture of `80 × 120`, with what else is told of it.
fn picture(doc: &mut Document, more: Dictionary, data: Vec<u8>) -> ObjectId {
    let mut dict = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 80, "Height" => 120,
    "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 };
    more.iter().for_each(|(key, value)| dict.set(key.clone(), value.clone()));
    doc.add_object(Stream::new(dict, data).with_compression(false))
}

fn shown(id: ObjectId) -> Dictionary {
    dictionary! { "XObject" => dictionary! { "P" => id } }
}

fn helvetica(doc: &mut Document) -> Dictionary {
    let font = doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    dictionary! { "Font" => dictionary! { "F" => font } }
}

const DRAW: &[u8] = b"q 595 0 0 842 0 0 cm /P Do Q";

/// What is bound though it may claim nothing: name, the file, words of the reason.
fn unfit() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let grey = || square(80, 120).into_raw();
    let typeset = b"BT /F 12 Tf 50 700 Td (one) Tj ET\n%x\n\nBT /F 12 Tf 50 680 Td (two) Tj ET";
    vec![
        ("comment in the content", page_of(typeset, |doc, _| helvetica(doc)), "不能逐字读懂"),
        ("typeset", page_of(b"BT /F 12 Tf 50 700 Td (old) Tj ET", |doc, _| helvetica(doc)), "是排版页"),
        (
            "LZW with a predictor",
            page_of(DRAW, |doc, _| {
                let more = dictionary! { "Filter" => "LZWDecode",
                "DecodeParms" => dictionary! { "Predictor" => 2, "Colors" => 3, "Columns" => 2480 } };
                shown(picture(doc, more, vec![0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]))
            }),
            "LZW",
        ),
        (
            "LZW in an array",
            page_of(DRAW, |doc, _| {
                let parms = vec![Object::Dictionary(dictionary! { "Predictor" => 2 })];
                let more = dictionary! { "Filter" => vec!["LZWDecode".into()], "DecodeParms" => parms };
                shown(picture(doc, more, vec![0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]))
            }),
            "LZW",
        ),
        (
            "form without resources",
            page_of(b"/P Do", |doc, _| {
                let form = dictionary! { "Type" => "XObject", "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] };
                let form = doc.add_object(Stream::new(form, b"BT /F 12 Tf 50 700 Td (seal) Tj ET".to_vec()));
                let mut resources = helvetica(doc);
                resources.set("XObject", dictionary! { "P" => form });
                resources
            }),
            "套着图形",
        ),
        (
            "colour space that names itself",
            page_of(DRAW, |doc, _| {
                let id = doc.new_object_id();
                let table = Object::string_literal("ab");
                doc.set_object(id, vec!["Indexed".into(), Object::Reference(id), 1.into(), table]);
                shown(picture(doc, dictionary! { "ColorSpace" => id }, grey()))
            }),
            "颜色套得太深",
        ),
        (
            "colour space named in a circle of one",
            page_of(DRAW, |doc, _| {
                let id = doc.new_object_id();
                doc.set_object(id, vec![Object::Reference(id)]);
                shown(picture(doc, dictionary! { "ColorSpace" => id }, grey()))
            }),
            "专色或图案",
        ),
        (
            "hidden layer",
            page_of(DRAW, |doc, _| {
                let layer = doc.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("draft") });
                shown(picture(doc, dictionary! { "OC" => layer }, grey()))
            }),
            "有图层",
        ),
        (
            "transparency",
            page_of(DRAW, |doc, page| {
                page.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK" });
                shown(picture(doc, dictionary! {}, grey()))
            }),
            "用了透明",
        ),
        (
            "settings",
            page_of(b"q /G gs 595 0 0 842 0 0 cm /P Do Q", |doc, _| {
                let mut resources = shown(picture(doc, dictionary! {}, grey()));
                resources.set("ExtGState", dictionary! { "G" => dictionary! { "ca" => 1 } });
                resources
            }),
            "是排版页",
        ),
        (
            "four colours",
            page_of(DRAW, |doc, _| shown(picture(doc, dictionary! { "ColorSpace" => "DeviceCMYK" }, grey()))),
            "印刷四色",
        ),
        (
            "profile that says other than its page",
            page_of(DRAW, |doc, _| {
                let profile = doc.add_object(Stream::new(dictionary! { "N" => 1 }, vec![0; 128]));
                let space: Vec<Object> = vec!["ICCBased".into(), profile.into()];
                shown(picture(doc, dictionary! { "ColorSpace" => space }, grey()))
            }),
            "颜色",
        ),
        ("unbalanced", page_of(b"q 595 0 0 842 0 0 cm /P Do", |doc, _| shown(picture(doc, dictionary! {}, grey()))), "不合规范"),
        (
            "name that draws nothing",
            page_of(b"/Q Do", |doc, _| shown(picture(doc, dictionary! {}, grey()))),
            "画的图像不在文件里",
        ),
        ("inline picture", page_of(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", |_, _| dictionary! {}), "第1页"),
    ]
}

/// The streams of pages and pictures, as they stand in a file.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let doc = Document::load_mem(pdf).unwrap();
    let table = |s: &&Stream| s.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"XRef");
    let all = doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| !table(s));
    let mut all: Vec<Vec<u8>> = all.map(|s| s.content.clone()).collect();
    all.sort();
    all
}

#[test]
fn pages_that_are_not_pictures_alone_are_bound_to_the_letter_claim_nothing_and_are_told() {
    let scan = opened(&gray_pdf());
    for (name, bytes, words) in unfit() {
        let file = opened(&bytes);
        let book = closed(&[&file], &[(0, 1)], &["旧文"]);
        let [why] = book.not_archival.as_slice() else { panic!("{name}: {:?}", book.not_archival) };
        assert!(why.starts_with("第1页（旧文）") && why.contains(words), "{name}: {why}");
        assert_eq!(streams(&book.pdf), streams(&bytes), "{name}: every stream is the very one of the file");
        let catalog = Document::load_mem(&book.pdf).unwrap();
        assert!(!catalog.catalog().unwrap().has(b"Metadata"), "{name} claims nothing");
        // One such page among scans: the whole book claims nothing, and the page is named.
        let book = closed(&[&scan, &file], &[(0, 1), (1, 1)], &["甲", "旧文"]);
        assert!(book.not_archival.len() == 1 && book.not_archival[0].starts_with("第2页"), "{name}: {:?}", book.not_archival);
    }
}

/// Text, by page, as a reader copies it.
fn told(pdf: &[u8]) -> Vec<String> {
    crate::judge::raw_text(pdf).split('\u{c}').map(crate::judge::squeezed).collect()
}

#[test]
fn the_words_after_a_comment_are_bound_with_the_rest() {
    let (_, bytes, _) = unfit().swap_remove(0);
    let book = closed(&[&opened(&bytes)], &[(0, 1)], &["旧文"]);
    assert_eq!(told(&book.pdf), told(&bytes));
    assert!(told(&book.pdf)[0].contains("two"), "{:?}", told(&book.pdf));
}

#[test]
fn a_seal_laid_over_a_page_is_seen_in_the_book_and_a_note_without_a_picture_is_told() {
    let bytes = page_of(DRAW, |doc, page| {
        let look = dictionary! { "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), 100.into(), 100.into()] };
        let look = doc.add_object(Stream::new(look, b"1 0 0 rg 0 0 100 100 re f".to_vec()));
        let field = doc.add_object(dictionary! { "FT" => "Sig" });
        let place = |left: i64| vec![left.into(), 100.into(), (left + 100).into(), 200.into()];
        let seal = dictionary! { "Type" => "Annot", "Subtype" => "Widget", "Parent" => field, "F" => 4, "Rect" => place(300),
        "AP" => dictionary! { "N" => look } };
        let hidden = dictionary! { "Type" => "Annot", "Subtype" => "Stamp", "F" => 2, "Rect" => place(100),
        "AP" => dictionary! { "N" => look } };
        let note = dictionary! { "Type" => "Annot", "Subtype" => "Highlight", "Rect" => place(50) };
        let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => place(50) };
        let all: Vec<Object> = [seal, hidden, note, link].into_iter().map(|a| Object::Reference(doc.add_object(a))).collect();
        page.set("Annots", all);
        let picture = picture(doc, dictionary! {}, square(80, 120).into_raw());
        shown(picture)
    });
    let book = closed(&[&opened(&bytes)], &[(0, 1)], &["批复"]);
    assert_eq!(book.not_archival, ["第1页（批复）有批注或电子印章"]);
    assert_eq!(book.lost.len(), 2, "{:?}", book.lost);
    assert!(book.lost[0].starts_with("第1页有1处电子签名或印章") && book.lost[1].contains("1处批注"), "{:?}", book.lost);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.pdf");
    jishi_fs::write_new(&path, &book.pdf).unwrap();
    said("qpdf", &["--check"], &path);
    let out = dir.path().join("drawn");
    let done = Command::new("pdftoppm").args(["-r", "72", "-png", "-singlefile"]).arg(&path).arg(&out).status();
    assert!(done.unwrap().success());
    let drawn = image::load_from_memory(&jishi_fs::read(&dir.path().join("drawn.png")).unwrap()).unwrap().into_rgb8();
    assert_eq!(drawn.get_pixel(350, 842 - 150).0, [255, 0, 0], "the seal is seen where it was");
    assert_ne!(drawn.get_pixel(150, 842 - 150).0, [255, 0, 0], "what was hidden stays hidden");
}

#[test]
fn a_layer_that_is_off_stays_off() {
    let (name, bytes, _) = unfit().swap_remove(7);
    assert_eq!(name, "hidden layer");
    let book = closed(&[&opened(&bytes)], &[(0, 1)], &["甲"]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.pdf");
    jishi_fs::write_new(&path, &book.pdf).unwrap();
    let out = dir.path().join("drawn");
    let done = Command::new("pdftoppm").args(["-r", "20", "-png", "-singlefile"]).arg(&path).arg(&out).status();
    assert!(done.unwrap().success());
    let drawn = image::load_from_memory(&jishi_fs::read(&dir.path().join("drawn.png")).unwrap()).unwrap().into_luma8();
    assert!(drawn.pixels().all(|p| p.0 == [255]), "nothing hidden is drawn");
}

/// Pictures as scanners pack them, each fit to be kept as it is.
fn fit() -> Vec<(&'static str, Dictionary, Vec<u8>)> {
    let flate = |rows: &[u8]| {
        let mut stream = Stream::new(dictionary! {}, rows.to_vec());
        stream.compress().unwrap();
        stream.content
    };
    let raw = square(80, 120).into_raw();
    let differences: Vec<u8> =
        raw.chunks(80).flat_map(|row| (0..row.len()).map(|x| row[x].wrapping_sub(if x > 0 { row[x - 1] } else { 0 }))).collect();
    let parms = dictionary! { "Predictor" => 2, "Colors" => 1, "BitsPerComponent" => 8, "Columns" => 80 };
    let fax = dictionary! { "Filter" => "CCITTFaxDecode", "BitsPerComponent" => 1,
    "DecodeParms" => dictionary! { "K" => -1, "Columns" => 80, "Rows" => 120 } };
    vec![
        ("jpeg", dictionary! { "Filter" => "DCTDecode" }, jpeg()),
        ("flate", dictionary! { "Filter" => "FlateDecode" }, flate(&raw)),
        ("flate with TIFF's predictor", dictionary! { "Filter" => "FlateDecode", "DecodeParms" => parms }, flate(&differences)),
        ("fax", fax, group_4()),
        ("smoothed", dictionary! { "Filter" => "DCTDecode", "Interpolate" => true }, jpeg()),
    ]
}

#[test]
fn a_bound_book_of_scans_and_our_own_pages_is_archival_with_every_byte_and_every_word_in_its_place() {
    use crate::form::{Filling, builtin, render};
    let form = |key: &str| {
        let spec = builtin().unwrap().iter().find(|f| f.key == key).unwrap();
        let filling = Filling { data: None, about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        render(spec, &filling, crate::testing::fonts()).unwrap().pdf
    };
    let (typeset, marks) = (form("minutes"), form("page-stamp"));
    let mut files = vec![Scan::own(&typeset).unwrap(), opened(&gray_pdf()), opened(&tiff_of(2))];
    let own = files[0].pages();
    let mut leaves: Vec<(usize, u32)> = (1..=own).map(|page| (0, page)).collect();
    leaves.extend([(1, 1), (2, 1), (2, 2)]);
    let mut names = vec!["会议记录"; own as usize];
    names.extend(["甲", "乙", "乙"]);
    let mut kept = Vec::new();
    for (name, more, data) in fit() {
        let page = page_of(DRAW, |doc, _| shown(picture(doc, more, data.clone())));
        leaves.push((files.len(), 1));
        names.push(name);
        files.push(opened(&page));
        kept.push((name, data));
    }
    let files: Vec<&Scan> = files.iter().collect();
    let book = closed(&files, &leaves, &names);
    assert_eq!((book.not_archival.as_slice(), book.lost.as_slice()), ([].as_slice(), [].as_slice()));
    assert_eq!(book, closed(&files, &leaves, &names), "the same pages give the same bytes");
    crate::judge::sound("装订", &book.pdf);
    let which: Vec<Option<usize>> = (0..leaves.len()).map(|n| (n % 2 == 0).then_some(0)).collect();
    let stamped = stamp(book.pdf.clone(), &marks, &which).unwrap();
    crate::testing::keep("装订", &stamped);
    crate::judge::sound("装订并印页码", &stamped);
    assert_eq!(told(&book.pdf)[..own as usize], told(&typeset)[..own as usize], "every word, page by page, in its order");
    for pdf in [&book.pdf, &stamped] {
        let seen = seen(pdf);
        assert_eq!(seen.len(), leaves.len());
        seen.iter().skip(own as usize).for_each(shows_the_square);
        let structure = crate::judge::structure(pdf);
        assert!(structure.matches("Figure").count() >= 8 && structure.contains("P "), "{structure}");
    }
    // The bytes of every picture and of every content of another hand are in the book as they are in the files.
    let there = streams(&book.pdf);
    for (name, data) in kept {
        assert!(there.contains(&data), "{name}: the picture was packed anew");
    }
    let doc = Document::load_mem(&book.pdf).unwrap();
    let plain = |s: &Stream| s.decompressed_content().unwrap_or_default();
    let drawn = doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| plain(s) == DRAW).count();
    assert_eq!(drawn, fit().len(), "the content of a scan is the very content it had");
    // Bound once more, a page of the book is a page of pictures like any other.
    let again = opened(&book.pdf);
    let scans: Vec<(usize, u32)> = (own + 1..=again.pages()).map(|page| (0, page)).collect();
    let twice = closed(&[&again], &scans, &["再装"; 8]);
    assert!(twice.not_archival.is_empty(), "{:?}", twice.not_archival);
    assert_eq!(seen(&twice.pdf).len(), 8);
    // What says it is ours proves nothing: a file that was read is judged as any other.
    let first = closed(&[&opened(&typeset)], &[(0, 1)], &["会议记录"]);
    assert!(first.not_archival.len() == 1 && first.not_archival[0].contains("第1页"), "{:?}", first.not_archival);
}
