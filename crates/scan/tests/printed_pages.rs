//! The whole way of a page: our own sheet, drawn at 200 dpi by poppler, then treated as printers, pens and scanners treat paper.
#![expect(clippy::unwrap_used, reason = "test")]

use std::process::Command;
use std::sync::OnceLock;

use image::GrayImage;
use jishi_core::id::RecordId;
use jishi_core::sheet_code::SheetCode;
use jishi_forms::FontSet;
use jishi_forms::record_sheet::{RecordSheet, render};
use jishi_scan::{Page, codes};

fn code() -> SheetCode {
    SheetCode::new("3fa9c2d17b04e6a19c0d", RecordId(128), 2, "9c0d3f7a11e2b64d2a77")
}

/// The two pages of a long record at 200 dpi.
fn printed() -> &'static [GrayImage] {
    static PAGES: OnceLock<Vec<GrayImage>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let fonts = FontSet::load(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts"))).unwrap();
        let sheet = RecordSheet {
            title: "会议记录".into(),
            subtitle: "第 36 步《常委会（党组会）逐个介绍、逐一讨论》　2026年第三批干部调整".into(),
            about: "欧阳文轩".into(),
            fields: vec![("时间".into(), "2026年5月26日 09:00".into()), ("地点".into(), "市委常委会议室".into())],
            texts: vec![("决议".into(), "会议逐个研究了人选的任职。".repeat(140))],
            signatures: vec!["主持人".into(), "记录人".into()],
            unit: "中共某市委组织部".into(),
            made_on: "2026-05-26".into(),
            code: Some(code()),
            ..RecordSheet::default()
        };
        at_200_dpi(&render(&sheet, &fonts).unwrap().pdf)
    })
}

fn at_200_dpi(pdf: &[u8]) -> Vec<GrayImage> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    jishi_fs::write_new(&file, pdf).unwrap();
    let made = Command::new("pdftoppm").args(["-r", "200", "-gray", "-png"]).arg(&file).arg(folder.path().join("p")).status();
    assert!(made.unwrap().success(), "poppler-utils is installed");
    let mut files: Vec<_> = jishi_fs::list_dir(folder.path()).unwrap();
    files.sort();
    let pages = files.iter().filter(|p| p.extension().is_some_and(|e| e == "png"));
    pages.map(|p| image::load_from_memory(&jishi_fs::read(p).unwrap()).unwrap().into_luma8()).collect()
}

/// Numbers that look random and never change.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// About normal, with this deviation.
    fn around(&mut self, deviation: f64) -> f64 {
        let sum: f64 = (0..6).map(|_| (self.next() % 10_000) as f64 / 10_000.0).sum();
        (sum - 3.0) * deviation * 1.41
    }
}

/// How a page was treated between printer and file.
#[derive(Clone, Copy)]
struct Treatment {
    name: &'static str,
    /// Degrees, clockwise.
    skew: f64,
    /// Deviation of each dot.
    grain: f64,
    /// Share of the full range between ink and paper, and the shade of the ink.
    contrast: (f64, f64),
    /// Blur over so many dots each side.
    blur: usize,
    /// Quality of JPEG; none keeps the dots.
    jpeg: Option<u8>,
    /// Dots an inch.
    dpi: f64,
    /// Black or white only, as fax and many office scanners write.
    bilevel: bool,
    /// A pen stroke and a stamp over the code.
    written_over: bool,
}

const PLAIN: Treatment = Treatment {
    name: "as printed",
    skew: 0.0,
    grain: 0.0,
    contrast: (1.0, 0.0),
    blur: 0,
    jpeg: None,
    dpi: 200.0,
    bilevel: false,
    written_over: false,
};

fn treated(page: &GrayImage, t: Treatment, seed: u64) -> GrayImage {
    let mut dice = Dice(seed);
    let scale = t.dpi / 200.0;
    let (width, height) = ((f64::from(page.width()) * scale) as u32, (f64::from(page.height()) * scale) as u32);
    // A page laid across needs as much glass across.
    let (width, height) = if (t.skew - 90.0).abs() < 45.0 { (height, width) } else { (width, height) };
    let (sin, cos) = t.skew.to_radians().sin_cos();
    let (half_width, half_height) = (f64::from(width) / scale / 2.0, f64::from(height) / scale / 2.0);
    let (cx, cy) = (f64::from(page.width()) / 2.0, f64::from(page.height()) / 2.0);
    let at = |x: f64, y: f64| -> f64 {
        let dot = |x: f64, y: f64| {
            let inside = x >= 0.0 && y >= 0.0 && x < f64::from(page.width()) && y < f64::from(page.height());
            // The lid of the scanner is a little darker than paper.
            if inside { f64::from(page.get_pixel(x as u32, y as u32).0[0]) } else { 225.0 }
        };
        let (u, v) = (x - x.floor(), y - y.floor());
        let (x, y) = (x.floor(), y.floor());
        (dot(x, y) * (1.0 - u) + dot(x + 1.0, y) * u) * (1.0 - v) + (dot(x, y + 1.0) * (1.0 - u) + dot(x + 1.0, y + 1.0) * u) * v
    };
    let mut out = GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (f64::from(x) / scale - half_width, f64::from(y) / scale - half_height);
        image::Luma([at(cx + dx * cos + dy * sin, cy - dx * sin + dy * cos) as u8])
    });
    if t.written_over {
        // Across the code, whose place on the upright page is known: right margin 18 mm, 12 mm from the top, 19.8 mm wide.
        let mm = 200.0 / 25.4 * scale;
        let (left, top) = ((210.0 - 18.0 - 19.8) * mm, 12.0 * mm);
        for step in 0..400 {
            let along = f64::from(step) / 400.0;
            let (x, y) = (left + (along * 22.0 - 1.0) * mm, top + (6.0 + 9.0 * along + 2.0 * (along * 9.0).sin()) * mm);
            for (u, v) in (-2..=2).flat_map(|u| (-2..=2).map(move |v| (u, v))) {
                out.put_pixel((x as i64 + u) as u32, (y as i64 + v) as u32, image::Luma([40]));
            }
        }
    }
    if t.blur > 0 {
        out = image::imageops::blur(&out, t.blur as f32 * 0.6);
    }
    for p in out.pixels_mut() {
        let shade = t.contrast.1 + f64::from(p.0[0]) * t.contrast.0 + if t.grain > 0.0 { dice.around(t.grain) } else { 0.0 };
        p.0[0] = if t.bilevel { if shade < 128.0 { 0 } else { 255 } } else { shade.clamp(0.0, 255.0) as u8 };
    }
    match t.jpeg {
        None => out,
        Some(quality) => {
            let mut bytes = Vec::new();
            image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&out).unwrap();
            image::load_from_memory(&bytes).unwrap().into_luma8()
        }
    }
}

fn read(image: &GrayImage) -> Vec<SheetCode> {
    let page = Page::new(image.width() as usize, image.height() as usize, image.as_raw()).unwrap();
    codes(&page, |text| SheetCode::parse(text).is_some()).iter().filter_map(|text| SheetCode::parse(text)).collect()
}

#[test]
fn a_page_is_known_however_it_was_scanned() {
    let office = Treatment { grain: 9.0, contrast: (0.8, 30.0), blur: 1, jpeg: Some(60), ..PLAIN };
    let treatments = [
        PLAIN,
        Treatment { name: "upside down", skew: 180.0, ..office },
        Treatment { name: "lying", skew: 90.0, ..office },
        Treatment { name: "3° askew", skew: 3.0, ..office },
        Treatment { name: "8° askew", skew: 8.0, ..office },
        Treatment { name: "8° the other way", skew: -8.0, ..office },
        Treatment { name: "pale toner, coarse grain", grain: 22.0, contrast: (0.45, 90.0), skew: 2.0, ..office },
        Treatment { name: "small JPEG", jpeg: Some(18), skew: -5.0, ..office },
        Treatment { name: "black or white", bilevel: true, jpeg: None, grain: 25.0, skew: 4.0, ..office },
        Treatment { name: "150 dpi", dpi: 150.0, skew: 6.0, ..office },
        Treatment { name: "300 dpi", dpi: 300.0, skew: -7.0, grain: 16.0, ..office },
        Treatment { name: "written over", written_over: true, ..office },
    ];
    let mut missed = Vec::new();
    for t in treatments {
        for (n, page) in (1..).zip(printed()) {
            let found = read(&treated(page, t, 7 + u64::from(n)));
            if found != [code().at(n, u32::try_from(printed().len()).unwrap())] {
                missed.push(format!("{} page {n}: {found:?}", t.name));
            }
        }
    }
    assert!(printed().len() > 1);
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_skew_up_to_eight_degrees_is_read() {
    let missed: Vec<f64> = (-8..=8)
        .map(f64::from)
        .filter(|skew| {
            let t = Treatment { skew: *skew, grain: 12.0, contrast: (0.7, 45.0), blur: 1, jpeg: Some(45), ..PLAIN };
            read(&treated(&printed()[0], t, skew.to_bits())).is_empty()
        })
        .collect();
    assert!(missed.is_empty(), "not read at {missed:?}°");
}

#[test]
fn a_page_without_a_code_and_a_picture_of_nothing_have_none() {
    let blank = GrayImage::from_pixel(1654, 2339, image::Luma([247]));
    assert_eq!(read(&treated(&blank, Treatment { grain: 15.0, ..PLAIN }, 3)), []);
    let mut text = printed()[0].clone();
    // The code cut off, as on a copy laid too far up.
    for p in text.enumerate_pixels_mut().filter(|(_, y, _)| *y < 240).map(|(_, _, p)| p) {
        p.0[0] = 255;
    }
    assert_eq!(read(&text), []);
    for (w, h) in [(1, 1), (21, 21), (5, 3000)] {
        assert_eq!(read(&GrayImage::from_pixel(w, h, image::Luma([0]))), []);
    }
}

#[test]
fn every_package_of_a_printed_slip_is_read_back_with_its_digests() {
    use jishi_core::medium::{HandedPackage, HandoverContent};
    let package = |n: u64| HandedPackage {
        title: format!("买买提·艾力之{n}干部任用个人文书档案"),
        seal_no: format!("Z109-2026-{n:04}"),
        seal_sha256: jishi_fs::sha256_hex(&n.to_be_bytes()),
        seal_sm3: jishi_fs::sha256_hex(&(n + 100).to_be_bytes()),
        items: 17 + n,
        bytes: 48_123_456 + n,
        ..HandedPackage::default()
    };
    let content =
        HandoverContent { no: "JJ-2026-0001".into(), packages: (1..=12).map(package).collect(), ..HandoverContent::default() };
    let spec = jishi_forms::form::builtin().unwrap().iter().find(|f| f.key == "transfer-slip").unwrap();
    let tree = jishi_core::forms::handover(&content, None, None);
    let filling = jishi_forms::form::Filling {
        data: Some(&tree),
        about: "JJ-2026-0001",
        unit: "",
        foot: "",
        made_on: "2026-05-26",
        code: None,
        known: None,
    };
    let fonts = FontSet::load(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts"))).unwrap();
    let pages = at_200_dpi(&jishi_forms::form::render(spec, &filling, &fonts).unwrap().pdf);
    let mut read: Vec<String> = pages
        .iter()
        .flat_map(|page| codes(&Page::new(page.width() as usize, page.height() as usize, page.as_raw()).unwrap(), |_| false))
        .collect();
    read.sort();
    assert_eq!(read, content.packages.iter().map(HandedPackage::qr).collect::<Vec<_>>());
}
