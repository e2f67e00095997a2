//! The sample folder: draws every scan, writes the persons' files and `batch.json`, in one fixed order.

use std::io::Cursor;
use std::path::Path;

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage};
use serde_json::{Value, json};

use crate::canvas::{Dice, Fonts, HEIGHT, Page, WIDTH};
use crate::facts::{facts, served};
use crate::people::{PEOPLE, POSTS, Person};
use crate::story::{Entry, Paper, Story};
use crate::{lrmx, paper, pdf, sheet};

/// A file of the sample folder: path below it and bytes.
pub struct Output {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Everything the sample folder holds.
pub fn build(fonts: &Fonts, story: &Story) -> Vec<Output> {
    let mut files = lrmx::files();
    let mut records = Vec::new();
    for entry in &story.entries {
        let mut materials = Vec::new();
        for (n, item) in entry.papers.iter().enumerate() {
            let pages = sheet::draw(fonts, &paper::blocks(entry, item), &format!("{}-{}", entry.key, n + 1));
            let file = item.scanned.then(|| {
                let (extension, bytes) = encode(item, &pages, &entry.key);
                let path = format!("scans/{}-{}.{extension}", entry.key, n + 1);
                files.push(Output { path: path.clone(), bytes });
                path
            });
            materials.push(json!({
                "file": file, "name": item.name, "originality": if item.photo { "copy" } else { "original" }, "secrecy": item.secrecy,
                "pages": pages.len(), "signature": item.signature,
            }));
        }
        records.push(record(entry, materials));
    }
    let text = serde_json::to_string_pretty(&batch(story, records)).expect("plain data");
    files.push(Output { path: "batch.json".into(), bytes: (text + "\n").into_bytes() });
    files
}

/// One record of the script.
pub fn record(entry: &Entry, materials: Vec<Value>) -> Value {
    json!({ "key": entry.key, "entered_on": entry.entered_on, "content": keyed(json!(entry.content)), "materials": materials })
}

/// Candidate numbers → `C1` …, wherever a candidate is named.
fn keyed(mut value: Value) -> Value {
    fn name(v: &mut Value) {
        if let Some(n) = v.as_u64() {
            *v = json!(format!("C{n}"));
        }
    }
    match &mut value {
        Value::Object(map) => {
            for (key, v) in map.iter_mut() {
                match (key.as_str(), &mut *v) {
                    ("candidate", v) => name(v),
                    ("candidates", Value::Array(list)) => list.iter_mut().for_each(name),
                    _ => *v = keyed(v.take()),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|v| *v = keyed(v.take())),
        _ => {}
    }
    value
}

/// 资格条件 line by line, each with the source and its date.
fn sheet(p: &Person) -> Vec<Value> {
    let (chief, grassroots) = served(p.key);
    let line = |condition: &str, fact: Value, source: &str| {
        let mut line = json!({ "condition": condition, "source": source, "source_date": "2026-03" });
        if let (Some(line), Some(fact)) = (line.as_object_mut(), fact.as_object()) {
            line.extend(fact.clone());
        }
        line
    };
    let began = format!("{}-{}", &p.work[..4], &p.work[4..6]);
    vec![
        line("service", json!({ "since": began }), "干部履历表"),
        line("grassroots", json!({ "months": grassroots }), "干部履历表"),
        line("as_lower_chief", json!({ "months": chief }), "任免审批表"),
        line("lower_posts", json!({ "count": 2 }), "任免审批表"),
        line("education", json!({ "met": true, "text": p.fulltime[0] }), "学历学位材料"),
        line("training", json!({ "met": true, "text": "近五年调训学时达标" }), "教育培训登记"),
    ]
}

fn batch(story: &Story, records: Vec<Value>) -> Value {
    let posts: Vec<Value> = POSTS.iter().map(|(key, unit, title, seats, rank, dual, probation)| {
        let f = facts(key);
        let co: &[&str] = if *dual { &["中共云东区委"] } else { &[] };
        json!({
            "key": key, "unit": unit, "title": title, "seats": seats, "rank": rank, "dual_management": dual, "probation": probation,
            "quota": { "approved": f.approved, "present": f.present, "leaving": f.leaving }, "tier": "county_deputy",
            "manner": f.manner, "equal_reason": f.equal_reason, "co_managers": co, "method": "选拔任用",
        })
    }).collect();
    let candidates: Vec<Value> = PEOPLE.iter().enumerate().map(|(n, p)| {
        let (outcome, stopped) = match p.key { "C3" => ("not_appointed", "S17"), "C7" => ("not_appointed", "S29"), "C11" => ("deferred", "S38"), _ => ("appointed", "") };
        json!({
            "key": p.key, "person_file": format!("people/{}.lrmx", p.name), "post": p.post, "current_post": p.current, "current_post_since": p.since,
            "proposed_post": p.proposed, "removed_post": p.removed, "outcome": outcome, "stopped_at": stopped, "order": n + 1,
            "movement": if p.key == "C4" { "lateral" } else { "promotion" },
            "tier": if p.key == "C4" { "county_deputy" } else { "township_chief" },
            "qualification": { "lines": sheet(p) },
        })
    }).collect();
    let corrections: Vec<Value> = story
        .corrections
        .iter()
        .map(
            |c| json!({ "record": c.record, "entered_on": c.entered_on, "reason": c.reason, "content": keyed(json!(c.content)) }),
        )
        .collect();
    let excused: Vec<Value> = story.not_applicable.iter().map(|n| keyed(json!(n))).collect();
    let flaws: Vec<Value> =
        story.flaws.iter().map(|f| json!({ "code": f.code, "level": f.level, "where": f.place, "words": f.words })).collect();
    json!({
        "batch": {
            "name": "2026年第三批干部调整", "number": "202603", "business": "个别提拔", "started": "2026-03-02", "edition": "2019",
            "unit": "中共云岭市委组织部", "fonds": "Z109", "relations": [{ "one": "汪海平", "other": "何颖", "kind": "丈夫的哥哥" }],
            "plan": crate::story::plan(),
            "members": crate::story::members(), "note": "虚构样例：人物、单位、文号均为虚构，仅供演示和测试",
        },
        "posts": posts, "candidates": candidates, "records": records, "corrections": corrections, "not_applicable": excused, "flaws": flaws,
    })
}

/// Extension and bytes: photographs as JPEG, a few single sheets as PNG or TIFF, the rest as PDF.
fn encode(item: &Paper, pages: &[Page], key: &str) -> (&'static str, Vec<u8>) {
    match (pages, item.name.as_str()) {
        ([page], _) if item.photo => ("jpg", photograph(page, key)),
        ([page], "初始提名登记表" | "动议方案审批件" | "暂缓或复议登记" | "回避登记") => {
            ("png", png(page))
        }
        (pages, "会议推荐票（样票）" | "启动意见呈批单" | "归档验收表") => ("tif", tiff(pages)),
        (pages, _) => ("pdf", pdf::write(pages)),
    }
}

/// Grey of a page, four steps, so that it packs well.
fn greys(page: &Page) -> Vec<u8> {
    page.grey
        .iter()
        .zip(&page.red)
        .map(|(g, r)| [252, 176, 98, 24][[48, 110, 180].iter().filter(|t| (*g).max(r / 10 * 7) > **t).count()])
        .collect()
}

fn png(page: &Page) -> Vec<u8> {
    use image::codecs::png::{CompressionType, FilterType, PngEncoder};
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(&greys(page), WIDTH as u32, HEIGHT as u32, ExtendedColorType::L8).expect("encoding to memory");
    out
}

fn tiff(pages: &[Page]) -> Vec<u8> {
    use tiff::encoder::{Compression, DeflateLevel, TiffEncoder, colortype::Gray8};
    let mut out = Cursor::new(Vec::new());
    let encoder = TiffEncoder::new(&mut out).expect("encoding to memory");
    let mut encoder = encoder.with_compression(Compression::Deflate(DeflateLevel::Best));
    for page in pages {
        encoder.write_image::<Gray8>(WIDTH as u32, HEIGHT as u32, &greys(page)).expect("encoding to memory");
    }
    out.into_inner()
}

/// The page on a table, seen by a telephone: a little turned, unevenly lit.
fn photograph(page: &Page, key: &str) -> Vec<u8> {
    let mut dice = Dice::of(&format!("{key}/photo"));
    let (w, h) = (880_u32, 1200_u32);
    let angle = dice.swing() * 0.035;
    let (sin, cos) = angle.sin_cos();
    let lamp = (dice.swing() * 300.0 + 440.0, dice.swing() * 300.0 + 420.0);
    let zoom = WIDTH as f32 / 800.0;
    let picture = RgbImage::from_fn(w, h, |x, y| {
        let (dx, dy) = (x as f32 - w as f32 / 2.0, y as f32 - h as f32 / 2.0);
        // The far edge of the sheet is a little narrower.
        let lean = 1.0 - dy * 0.00005;
        let (sx, sy) =
            ((dx * cos - dy * sin) * zoom * lean + WIDTH as f32 / 2.0, (dx * sin + dy * cos) * zoom + HEIGHT as f32 / 2.0);
        let away = ((x as f32 - lamp.0).hypot(y as f32 - lamp.1) / 1300.0).min(1.0);
        let light = 1.0 - away * 0.42;
        let inside = sx >= 0.0 && sy >= 0.0 && sx < WIDTH as f32 - 1.0 && sy < HEIGHT as f32 - 1.0;
        let (r, g, b) = if inside {
            let at = sy as usize * WIDTH + sx as usize;
            let near = |p: &[u8]| (u32::from(p[at]) * 2 + u32::from(p[at + 1]) + u32::from(p[at + WIDTH])) as f32 / 4.0;
            let (grey, red) = (near(&page.grey), near(&page.red));
            (246.0 - grey * 0.86 - red * 0.12, 241.0 - grey * 0.85 - red * 0.78, 230.0 - grey * 0.8 - red * 0.74)
        } else {
            (118.0 + (y % 40) as f32 * 0.3, 84.0 + (y % 40) as f32 * 0.2, 58.0)
        };
        Rgb([r, g, b].map(|v| (v * light).clamp(0.0, 255.0) as u8))
    });
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 48).encode_image(&picture).expect("encoding to memory");
    out
}

/// Writes the files below `folder`, emptying the parts it owns first.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(folder: &Path, files: &[Output]) -> Result<(), String> {
    for part in ["people", "people-old", "scans"] {
        jishi_fs::remove_dir_all(&folder.join(part)).map_err(|e| e.to_string())?;
        jishi_fs::create_dir_all(&folder.join(part)).map_err(|e| e.to_string())?;
    }
    for file in files {
        let path = folder.join(&file.path);
        jishi_fs::write_atomic(&path, &file.bytes).map_err(|e| e.to_string())?;
    }
    Ok(())
}
