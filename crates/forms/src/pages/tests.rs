//! Scans of every kind a scanner writes, made here: what is seen on their pages, and what is bound from them.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use lopdf::{Document, Object, Stream, dictionary};

use super::*;

/// A page with a black square in its upper left quarter, so that a picture turned or inverted shows.
fn square(width: u32, height: u32) -> image::GrayImage {
    image::GrayImage::from_fn(width, height, |x, y| image::Luma([if x < width / 4 && y < height / 4 { 10 } else { 240 }]))
}

fn encode(image: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg() -> Vec<u8> {
    encode(&square(80, 120).into(), image::ImageFormat::Jpeg)
}

fn opened(bytes: &[u8]) -> Scan {
    Scan::open(bytes.to_vec()).unwrap_or_else(|e| panic!("{e}"))
}

/// The book as it was bound, claiming nothing.
fn bytes_of(bound: Result<Bound, String>) -> Vec<u8> {
    let mut bytes = Vec::new();
    bound.unwrap().doc.save_to(&mut bytes).unwrap();
    bytes
}

fn seen(bytes: &[u8]) -> Vec<Seen> {
    let mut all = Vec::new();
    let scan = opened(bytes);
    scan.each(&mut |number, seen| {
        assert_eq!(number as usize, all.len() + 1);
        all.push(seen);
        ControlFlow::Continue(())
    });
    assert_eq!(scan.pages() as usize, all.len());
    all
}

/// Dark in the upper left, light elsewhere.
fn shows_the_square(seen: &Seen) {
    assert_eq!(seen.fault, "");
    let grey = &seen.pictures[0];
    let at = |x: usize, y: usize| grey.shades[y * grey.width + x];
    let (w, h) = (grey.width, grey.height);
    let corners = [at(w / 8, h / 8), at(w - 5, h / 8), at(w / 8, h - 5), at(w - 5, h - 5)];
    assert!(corners[0] < 60 && corners[1..].iter().all(|s| *s > 190), "{corners:?}");
}

/// A PDF of one page with one picture, the way scanners write it.
fn scan_pdf(entries: lopdf::Dictionary, data: Vec<u8>) -> Vec<u8> {
    let mut doc = Document::with_version("1.4");
    let pages = doc.new_object_id();
    let mut dict = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 80, "Height" => 120 };
    for (key, value) in entries.iter() {
        dict.set(key.clone(), value.clone());
    }
    let picture = doc.add_object(Stream::new(dict, data).with_compression(false));
    let content = doc.add_object(Stream::new(dictionary! {}, b"q 595 0 0 842 0 0 cm /Im0 Do Q".to_vec()));
    // The resources hang on the node above the page, as some writers do.
    let page = doc.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
    doc.set_object(
        pages,
        dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "Im0" => picture } } },
    );
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    doc.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_page_that_may_show_more_than_its_pictures_is_told_apart() {
    let raw = || scan_pdf(dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 }, square(80, 120).into_raw());
    let altered = |change: fn(&mut Document, lopdf::ObjectId)| {
        let mut doc = Document::load_mem(&raw()).unwrap();
        let page = doc.get_pages()[&1];
        change(&mut doc, page);
        let mut bytes = Vec::new();
        doc.save_to(&mut bytes).unwrap();
        seen(&bytes)[0].more
    };
    assert!(!seen(&raw())[0].more);
    assert!(altered(|doc, page| doc.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", vec![])));
    assert!(altered(|doc, page| {
        let content = doc.add_object(Stream::new(dictionary! {}, b"q 595 0 0 842 0 0 cm /Im0 Do Q 10 10 m 99 99 l S".to_vec()));
        doc.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Contents", content);
    }));
    // Of two pictures at hand it draws one.
    assert!(altered(|doc, page| {
        let node = doc.get_object(page).unwrap().as_dict().unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        let node = doc.get_object_mut(node).unwrap().as_dict_mut().unwrap();
        let objects =
            node.get_mut(b"Resources").unwrap().as_dict_mut().unwrap().get_mut(b"XObject").unwrap().as_dict_mut().unwrap();
        let first = objects.get(b"Im0").unwrap().clone();
        objects.set("Im1", first);
    }));
}

fn group_4() -> Vec<u8> {
    let page = square(80, 120);
    let mut encoder = fax::encoder::Encoder::new(fax::VecWriter::new());
    for row in page.rows() {
        let pels = row.map(|p| if p.0[0] < 128 { fax::Color::Black } else { fax::Color::White });
        encoder.encode_line(pels, 80).unwrap();
    }
    encoder.finish().unwrap().finish()
}

fn tiff_of(pages: usize) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).unwrap();
    for page in 0..pages {
        if page % 2 == 0 {
            encoder.write_image::<tiff::encoder::colortype::Gray8>(80, 120, square(80, 120).as_raw()).unwrap();
        } else {
            let rgb = image::DynamicImage::from(square(80, 120)).into_rgb8();
            encoder.write_image::<tiff::encoder::colortype::RGB8>(80, 120, rgb.as_raw()).unwrap();
        }
    }
    bytes.into_inner()
}

#[test]
fn a_tiff_on_the_disk_is_read_page_by_page_and_a_larger_file_of_another_kind_is_refused() {
    let on_disk = |bytes: &[u8]| {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        file
    };
    // Far behind its pages the file goes on, with nothing in it: who read it whole would take it into memory.
    let file = on_disk(&tiff_of(4));
    file.set_len(6 << 30).unwrap();
    let scan = Scan::of_file(file, 1 << 20).unwrap();
    assert_eq!(scan.pages(), 4);
    let in_memory = opened(&tiff_of(4));
    for page in [4, 1, 3] {
        assert_eq!(scan.show(page, 100).unwrap(), in_memory.show(page, 100).unwrap());
    }
    let refused = Scan::of_file(on_disk(&[]), 1).err().unwrap();
    assert!(matches!(&refused, Unread::Broken(words) if words.contains("空")), "{refused}");
    let jpeg = scan.show(1, 100).unwrap();
    let refused = Scan::of_file(on_disk(&jpeg), jpeg.len() as u64 - 1).err().unwrap();
    assert!(matches!(&refused, Unread::NotByPages(words) if words.contains("不能按页读取")), "{refused}");
    assert_eq!(Scan::of_file(on_disk(&jpeg), jpeg.len() as u64).unwrap().pages(), 1);
}

/// A thousand files of one page bound into one paper: none of them stays open.
#[test]
fn a_file_that_stays_as_it_is_is_opened_for_each_piece_and_read_as_one_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let pdf = gray_pdf();
    for (name, bytes) in [("一页.pdf", &pdf), ("三页.tif", &tiff_of(3))] {
        let path = dir.path().join(name);
        jishi_fs::write_new(&path, bytes).unwrap();
        let scan = Scan::at(path.clone(), 1 << 20).unwrap();
        let open = || {
            let held = jishi_fs::list_dir(Path::new("/proc/self/fd")).unwrap_or_default();
            held.iter().any(|fd| jishi_fs::canonical(fd).is_ok_and(|file| file == jishi_fs::canonical(&path).unwrap()))
        };
        assert!(!open(), "{name}");
        let leaf = Leaf { file: 0, page: scan.pages(), turn: 0 };
        let page = |scan: &Scan| bytes_of(bind(&[scan], &[leaf]));
        assert_eq!(page(&scan), page(&opened(bytes)), "{name}");
        assert!(!open(), "{name}");
        // Gone meanwhile: said, where something has to be read.
        jishi_fs::remove_file(&path).unwrap();
        assert!(bind(&[&scan], &[leaf]).is_err(), "{name}");
    }
}

#[test]
fn every_kind_of_scan_shows_its_page() {
    let packed: Vec<u8> = square(80, 120)
        .rows()
        .flat_map(|row| {
            let dots: Vec<bool> = row.map(|p| p.0[0] < 128).collect();
            dots.chunks(8).map(|c| c.iter().fold(0_u8, |byte, dark| (byte << 1) | u8::from(*dark))).collect::<Vec<_>>()
        })
        .collect();
    let fax = dictionary! { "Filter" => "CCITTFaxDecode", "BitsPerComponent" => 1, "ColorSpace" => "DeviceGray",
    "DecodeParms" => dictionary! { "K" => -1, "Columns" => 80, "Rows" => 120 } };
    let indexed = dictionary! { "BitsPerComponent" => 8, "ColorSpace" => vec![
    Object::Name(b"Indexed".to_vec()), Object::Name(b"DeviceRGB".to_vec()), 1.into(),
    Object::String(vec![250, 250, 250, 5, 5, 5], lopdf::StringFormat::Hexadecimal)] };
    let palette_dots = square(80, 120).pixels().map(|p| u8::from(p.0[0] < 128)).collect();
    let rgb = image::DynamicImage::from(square(80, 120)).into_rgb8().into_raw();
    for (name, bytes) in [
        ("jpg", jpeg()),
        ("png", encode(&square(80, 120).into(), image::ImageFormat::Png)),
        ("tiff", tiff_of(1)),
        (
            "pdf, jpeg",
            scan_pdf(dictionary! { "Filter" => "DCTDecode", "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" }, jpeg()),
        ),
        ("pdf, group 4", scan_pdf(fax, group_4())),
        (
            "pdf, bits",
            scan_pdf(
                dictionary! { "BitsPerComponent" => 1, "ColorSpace" => "DeviceGray", "Decode" => vec![1.into(), 0.into()] },
                packed,
            ),
        ),
        ("pdf, palette", scan_pdf(indexed, palette_dots)),
        ("pdf, colour", scan_pdf(dictionary! { "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB" }, rgb)),
    ] {
        let seen = seen(&bytes);
        assert_eq!((seen.len(), seen[0].pictures.len()), (1, 1), "{name}: {seen:?}");
        shows_the_square(&seen[0]);
    }
}

#[test]
fn what_cannot_be_read_is_said_and_never_stops_the_others() {
    let jbig2 = scan_pdf(dictionary! { "Filter" => "JBIG2Decode", "BitsPerComponent" => 1 }, vec![1, 2, 3]);
    assert!(seen(&jbig2)[0].fault.contains("JBIG2"));
    let cut = scan_pdf(dictionary! { "Filter" => "DCTDecode", "BitsPerComponent" => 8 }, jpeg()[..300].to_vec());
    assert_ne!(seen(&cut)[0].fault, "");
    let vast = scan_pdf(dictionary! { "Width" => 999_999, "Height" => 999_999, "BitsPerComponent" => 8 }, vec![0]);
    assert!(seen(&vast)[0].fault.contains("太大"));
    assert!(Scan::open(b"hello".to_vec()).is_err());
    assert!(
        Scan::open(b"PK\x03\x04....OFD.xml".to_vec())
            .err()
            .is_some_and(|e| matches!(e, Unread::NotByPages(words) if words.contains("扫描成")))
    );
    for bytes in [jbig2, tiff_of(2), jpeg()] {
        for cut in (0..bytes.len()).step_by(bytes.len() / 23 + 1) {
            if let Ok(scan) = Scan::open(bytes[..cut].to_vec()) {
                scan.each(&mut |_, _| ControlFlow::Continue(()));
                let _ = scan.show(1, 100);
                let _ = bind(&[&scan], &[Leaf { file: 0, page: 1, turn: 90 }]);
            }
        }
    }
}

#[test]
fn looking_stops_when_told_to() {
    let mut looked = 0;
    opened(&tiff_of(5)).each(&mut |_, _| {
        looked += 1;
        if looked == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(looked, 2);
}

#[test]
fn pages_of_several_files_are_bound_in_order_with_their_own_pictures() {
    let pdf = opened(&gray_pdf());
    let (tiff, jpg) = (opened(&tiff_of(3)), opened(&jpeg()));
    let files = [&pdf, &tiff, &jpg];
    let leaves = [(1, 3), (0, 1), (2, 1), (1, 2)].map(|(file, page)| Leaf { file, page, turn: 0 });
    let bound = bytes_of(bind(&files, &leaves));
    assert_eq!(bound, bytes_of(bind(&files, &leaves)), "the same pages give the same bytes");
    let seen = seen(&bound);
    assert_eq!(seen.len(), 4);
    seen.iter().for_each(shows_the_square);
    let text = String::from_utf8_lossy(&bound);
    assert!(text.contains("/DeviceRGB"), "a page in colour stays in colour");
    // The scanner's own compression goes over to the letter.
    let doc = Document::load_mem(&bound).unwrap();
    let jpegs = doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| s.content == jpeg()).count();
    assert_eq!(jpegs, 2);
    for page in [0, 2] {
        assert!(bind(&files, &[Leaf { file: 0, page, turn: 0 }]).err().unwrap().contains(&format!("第 {page} 页")));
    }
}

fn gray_pdf() -> Vec<u8> {
    scan_pdf(dictionary! { "Filter" => "DCTDecode", "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" }, jpeg())
}

/// What poppler and qpdf, which know nothing of us, say of a PDF.
fn said(tool: &str, arguments: &[&str], pdf: &Path) -> String {
    let out = Command::new(tool).args(arguments).arg(pdf).output().unwrap_or_else(|e| panic!("{tool} is installed: {e}"));
    assert!(out.status.success(), "{tool}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// The dots of every picture in a PDF, in the order of the pages.
fn dots_of(pdf: &Path, folder: &Path, name: &str) -> Vec<Vec<u8>> {
    let root = folder.join(name);
    let done = Command::new("pdfimages").args(["-png"]).arg(pdf).arg(&root).status().unwrap();
    assert!(done.success());
    let mut files = jishi_fs::list_dir(folder).unwrap();
    files.retain(|f| f.file_name().unwrap().to_string_lossy().starts_with(&format!("{name}-")));
    files.sort();
    files.iter().map(|f| image::load_from_memory(&jishi_fs::read(f).unwrap()).unwrap().into_rgb8().into_raw()).collect()
}

#[test]
fn split_joined_and_turned_pages_are_sound_and_keep_every_dot() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        jishi_fs::write_new(&path, bytes).unwrap();
        path
    };
    let (first, tiff, jpg) = (opened(&gray_pdf()), opened(&tiff_of(3)), opened(&jpeg()));
    let leaf = |file, page, turn| Leaf { file, page, turn };
    let joined = bytes_of(bind(&[&first, &tiff, &jpg], &[leaf(0, 1, 0), leaf(1, 1, 90), leaf(1, 2, 180), leaf(2, 1, 270)]));
    let joined_at = write("joined.pdf", &joined);
    said("qpdf", &["--check"], &joined_at);
    let info = said("pdfinfo", &["-l", "9"], &joined_at);
    assert!(info.contains("Pages:           4"), "{info}");
    let turned: Vec<&str> = info.lines().filter(|l| l.contains("rot:")).map(|l| l.rsplit(' ').next().unwrap()).collect();
    assert_eq!(turned, ["0", "90", "180", "270"], "{info}");

    // Split again, and turned on from where they stood: the dots are those of the first binding, only shown turned.
    let book = opened(&joined);
    let split = write("split.pdf", &bytes_of(bind(&[&book], &[leaf(0, 4, 180), leaf(0, 2, 270), leaf(0, 2, 0)])));
    said("qpdf", &["--check"], &split);
    let info = said("pdfinfo", &["-l", "9"], &split);
    let turned: Vec<&str> = info.lines().filter(|l| l.contains("rot:")).map(|l| l.rsplit(' ').next().unwrap()).collect();
    assert_eq!(turned, ["90", "0", "90"], "{info}");
    let (all, some) = (dots_of(&joined_at, dir.path(), "j"), dots_of(&split, dir.path(), "s"));
    assert_eq!(all.len(), 4);
    assert_eq!(some.first(), all.get(3));
    assert_eq!(some.get(1), all.get(1));
    let scanned = image::DynamicImage::from(square(80, 120)).into_rgb8().into_raw();
    assert_eq!(all[1], scanned, "a picture without loss keeps every dot");

    // One page of a large book does not drag the others along.
    let alone = bytes_of(bind(&[&book], &[leaf(0, 2, 0)]));
    let doc = Document::load_mem(&alone).unwrap();
    let pictures = doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| s.dict.has(b"Width")).count();
    assert_eq!((doc.get_pages().len(), pictures), (1, 1));
}

#[test]
fn pictures_are_shown_small_and_upright() {
    let png = encode(&square(800, 1200).into(), image::ImageFormat::Png);
    for (name, bytes, page) in [("png", png, 1), ("tiff", tiff_of(2), 2), ("jpg", jpeg(), 1)] {
        let small = image::load_from_memory(&opened(&bytes).show(page, 60).unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (40, 60), "{name}");
        let at = |x, y| image::GenericImageView::get_pixel(&small, x, y).0[0];
        assert!(at(4, 6) < 90 && at(36, 54) > 180, "{name}");
    }
    assert!(opened(&jpeg()).show(2, 60).unwrap_err().contains("第 2 页"));
}

#[test]
fn marks_go_over_the_pages_told_and_nothing_else_changes() {
    use jishi_core::forms::Tree;
    let spec = crate::form::builtin().unwrap().iter().find(|f| f.key == "page-stamp").unwrap();
    let trees: Vec<Tree> = (1..=2)
        .map(|n| {
            let mut tree = Tree::new();
            tree.set("页号", n.to_string());
            tree
        })
        .collect();
    let fillings: Vec<_> = trees
        .iter()
        .map(|t| crate::form::Filling {
            data: Some(t),
            about: "综合卷",
            unit: "",
            foot: "",
            made_on: "2026-06-30",
            code: None,
            known: None,
        })
        .collect();
    let marks = crate::form::render_all(spec, &fillings, crate::testing::fonts()).unwrap();
    assert_eq!(marks.pages, 2, "a page a filling");
    let (pdf, tiff) = (opened(&gray_pdf()), opened(&tiff_of(2)));
    let bound =
        bytes_of(bind(&[&pdf, &tiff], &[(0, 1, 0), (1, 1, 90), (1, 2, 270)].map(|(file, page, turn)| Leaf { file, page, turn })));
    let stamped = stamp(bound.clone(), &marks.pdf, &[None, Some(0), Some(1)]).unwrap();
    assert_eq!(
        stamped,
        stamp(bound.clone(), &marks.pdf, &[None, Some(0), Some(1)]).unwrap(),
        "the same pages give the same bytes"
    );
    crate::testing::keep("页码章", &stamped);
    let book = Document::load_mem(&stamped).unwrap();
    let drawn: Vec<bool> = book
        .page_iter()
        .map(|page| {
            let names = super::inherited(&book, page, b"Resources").and_then(|r| super::dictionary(&book, r)).unwrap();
            let forms = names.get(b"XObject").ok().and_then(|x| super::dictionary(&book, x)).unwrap();
            forms.has(b"JishiStamp") && String::from_utf8_lossy(&book.get_page_content(page)).contains("/JishiStamp Do")
        })
        .collect();
    assert_eq!(drawn, [false, true, true]);
    let seen = seen(&stamped);
    assert_eq!(seen.len(), 3);
    seen.iter().for_each(shows_the_square);
    assert!(stamp(bound.clone(), &marks.pdf, &[Some(9)]).unwrap_err().contains("页码章"));
}

mod books;
