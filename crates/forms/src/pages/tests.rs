//! Scans of every kind a scanner writes, made here: what is seen on their pages, and what is bound from them.

use std::io::Cursor;
use std::ops::ControlFlow;

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

fn seen(bytes: &[u8]) -> Vec<Seen> {
    let mut all = Vec::new();
    let pages = each(bytes, &mut |number, seen| {
        assert_eq!(number as usize, all.len() + 1);
        all.push(seen);
        ControlFlow::Continue(())
    });
    assert_eq!(pages.unwrap() as usize, all.len());
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
    assert!(each(b"hello", &mut |_, _| ControlFlow::Continue(())).is_err());
    assert!(each(b"PK\x03\x04....OFD.xml", &mut |_, _| ControlFlow::Continue(())).unwrap_err().contains("扫描成"));
    for bytes in [jbig2, tiff_of(2), jpeg()] {
        for cut in (0..bytes.len()).step_by(bytes.len() / 23 + 1) {
            let _ = each(&bytes[..cut], &mut |_, _| ControlFlow::Continue(()));
            let _ = bind(&[&bytes[..cut]], &[Leaf { file: 0, page: 1 }]);
        }
    }
}

#[test]
fn looking_stops_when_told_to() {
    let mut looked = 0;
    let pages = each(&tiff_of(5), &mut |_, _| {
        looked += 1;
        if looked == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((pages, looked), (Ok(2), 2));
}

#[test]
fn pages_of_several_files_are_bound_in_order_with_their_own_pictures() {
    let pdf = scan_pdf(dictionary! { "Filter" => "DCTDecode", "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" }, jpeg());
    let tiff = tiff_of(3);
    let files: [&[u8]; 3] = [&pdf, &tiff, &jpeg()];
    let leaves = [(1, 3), (0, 1), (2, 1), (1, 2)].map(|(file, page)| Leaf { file, page });
    let bound = bind(&files, &leaves).unwrap();
    assert_eq!(bound, bind(&files, &leaves).unwrap(), "the same pages give the same bytes");
    let seen = seen(&bound);
    assert_eq!(seen.len(), 4);
    seen.iter().for_each(shows_the_square);
    let text = String::from_utf8_lossy(&bound);
    assert!(text.contains("/DeviceRGB"), "a page in colour stays in colour");
    // The scanner's own compression goes over to the letter.
    let doc = Document::load_mem(&bound).unwrap();
    let jpegs = doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| s.content == jpeg()).count();
    assert_eq!(jpegs, 2);
    assert!(bind(&files, &[Leaf { file: 0, page: 2 }]).unwrap_err().contains("第 2 页"));
}
