//! 待整理扫描件 and the materials of a batch to look at: which files and pages there are, what was filed of them, where they may go, and
//! single pages for the screen. Takes nothing in and changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use jishi_core::case::Case;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::MaterialId;
use jishi_core::record::{Material, Record, words};
use jishi_core::search::pinyin;
use jishi_forms::pages::{Scan, Unread};
use jishi_forms::probe;

use crate::bodies::cases::{about, candidate_of, case};
use crate::bodies::materials::{Watched, kept_file};
use crate::bodies::scans::{expected, file_name, meant, names, unread, waiting};
use crate::dto::{
    BatchRequest, MaterialRow, PageFile, PictureRequest, PieceRequest, ScanFile, ScanOpen, ScanTarget, ScanTargets,
    TakenOffPaper, TargetPerson,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, Share};

/// Most that is given at once (bytes).
const PIECES: u64 = 256 << 20;
/// Longest side of a picture for the screen, in dots.
const LONGEST: u32 = 2400;
/// A picture larger than this is not drawn (bytes).
const PICTURE_CAP: u64 = 1 << 30;

pub(crate) fn materials(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<MaterialRow>> {
    let case = case(app, request.batch)?;
    let all = app.store().materials_of_batch(request.batch)?;
    let records: BTreeMap<_, &Record> = case.records.iter().map(|r| (r.id, r)).collect();
    let mut rows = Vec::with_capacity(all.len());
    for m in &all {
        let same_as = all.iter().filter(|o| o.id != m.id && o.content.same_pages(&m.content)).map(|o| o.id).collect();
        let gone = !m.content.sha256.is_empty() && !app.content().file_path(&m.content.sha256).exists();
        let row = match records.get(&m.content.record) {
            Some(record) => row(&case, record, m, same_as, false),
            None => row(&case, &app.store().record(m.content.record)?, m, same_as, true),
        };
        rows.push(MaterialRow { gone, ..row });
    }
    rows.sort_by(|a, b| {
        (a.step_no, a.material.content.record, a.material.id).cmp(&(b.step_no, b.material.content.record, b.material.id))
    });
    Ok(rows)
}

fn row(case: &Case, record: &Record, m: &Material, same_as: Vec<MaterialId>, retracted: bool) -> MaterialRow {
    let step = case.catalogue.step(&record.content.step);
    let when = words::when(&record.content);
    MaterialRow {
        material: m.clone(),
        step: record.content.step.clone(),
        step_no: number(case, record),
        step_name: step.map(|s| s.name.clone()).unwrap_or_default(),
        record: [record.content.body.kind().name(), when.as_str()]
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join("，"),
        candidates: record.content.candidates.clone(),
        about: about(case, record),
        expected: step.is_some_and(|s| s.materials.iter().any(|spec| m.content.name.starts_with(&spec.name))),
        retracted,
        gone: false,
        same_as,
    }
}

fn number(case: &Case, record: &Record) -> u32 {
    let at = case.catalogue.steps.iter().position(|s| s.key == record.content.step);
    at.and_then(|n| u32::try_from(n + 1).ok()).unwrap_or(u32::MAX)
}

pub(crate) fn targets(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<ScanTargets> {
    let case = case(app, request.batch)?;
    let mut records: Vec<&Record> = case.records.iter().collect();
    records.sort_by_key(|r| (number(&case, r), r.content.happened().map(|d| d.first_day()), r.id));
    let targets = records.into_iter().map(|r| ScanTarget {
        record: r.id,
        step: r.content.step.clone(),
        step_no: number(&case, r),
        step_name: case.catalogue.step(&r.content.step).map(|s| s.name.clone()).unwrap_or_default(),
        kind: r.content.body.kind().name().into(),
        when: words::when(&r.content),
        happened: r.content.happened(),
        candidates: r.content.candidates.clone(),
        about: about(&case, r),
        names: names(&case, r),
        signature: expected(r),
        awaited: r.content.awaited(),
        waiting: waiting(&case, r.id),
        unsigned: !r.content.is_signed(),
        entered_on: r.revised_at.chars().take(10).collect(),
    });
    let person = |id| candidate_of(&case, id).map(|(_, p)| p.content.name.clone());
    let people = case.candidates.iter().filter_map(|c| {
        let name = person(c.id).ok()?;
        Some(TargetPerson { candidate: c.id, keys: pinyin::keys(&name), name })
    });
    let off = app.store().taken_off(request.batch)?;
    let hangs = |m: &Material| case.materials.iter().any(|o| o.content.same_pages(&m.content));
    let loose = off.into_iter().filter(|(m, _)| !m.content.sha256.is_empty() && !hangs(m));
    let taken_off = loose
        .map(|(material, off)| {
            let record = app.store().record(material.content.record)?;
            let from = [
                format!("{}{}", case.catalogue.step_label(&record.content.step), record.content.body.kind().name()),
                words::when(&record.content),
            ];
            let from = from.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("，");
            Ok(TakenOffPaper { material, from, reason: off.reason, at: off.at, actor: off.actor })
        })
        .collect::<Result<_>>()?;
    Ok(ScanTargets { targets: targets.collect(), people: people.collect(), taken_off })
}

pub(crate) fn open(app: &App, request: ScanOpen, progress: &dyn Progress) -> Result<Vec<ScanFile>> {
    let materials = app.store().materials_of_batch(request.batch)?;
    let mut files: Vec<(PageFile, PathBuf)> = Vec::new();
    for file in &request.files {
        match file {
            PageFile::Path(path) => {
                let inside = meant(std::slice::from_ref(path))?;
                files.extend(inside.into_iter().map(|p| (PageFile::Path(p.display().to_string()), p)));
            }
            PageFile::Material(_) => files.push((file.clone(), path_of(app, file)?)),
        }
    }
    let total = files.len() as u64 * PARTS;
    let mut opened = Vec::with_capacity(files.len());
    for ((file, path), from) in files.into_iter().zip((0_u64..).map(|n| n * PARTS)) {
        opened.push(look(app, file, &path, &materials, &Share { whole: progress, from, length: PARTS, total })?);
    }
    Ok(opened)
}

/// Resolution of the progress of one file.
const PARTS: u64 = 1000;

fn look(app: &App, file: PageFile, path: &Path, materials: &[Material], progress: &dyn Progress) -> Result<ScanFile> {
    let name = match &file {
        PageFile::Path(_) => file_name(path),
        PageFile::Material(id) => app.store().material(*id)?.content.name,
    };
    let mut source = Watched::open(path, &name, progress)?;
    let digest = jishi_fs::hash_stream(&mut source, path);
    if source.stopped {
        return Err(AppError::new(Code::Cancelled, "已停止读取扫描件", "没有改动任何数据"));
    }
    let digest = digest?;
    let seen = probe::probe(&mut jishi_fs::open(path)?)
        .map_err(|e| AppError::new(Code::File, format!("“{name}”读不出来：{e}"), "请检查磁盘后重试"))?;
    let fault = match (&seen.fault, seen.format) {
        (Some(fault), _) => Some(unread(&name, &Unread::Broken(fault.clone()))),
        (None, "pdf" | "jpg" | "png" | "tif") => None,
        (None, _) => Some(unread(&name, &Unread::NotByPages("这种文件不能按页整理".into()))),
    };
    Ok(ScanFile {
        filed: filed(materials, &file, &digest.sha256),
        fault: fault.map(|e| Finding::new("K01", Level::Error, Place::file(&name), e.message).remedy(e.remedy)),
        format: seen.format.into(),
        pages: seen.pages,
        size: digest.size,
        name,
        file,
    })
}

/// Pages of the file that are in a material already. Of a material laid in the tray itself its own pages do not count.
fn filed(materials: &[Material], file: &PageFile, sha256: &str) -> Vec<u32> {
    let mut pages = BTreeSet::new();
    for m in materials.iter().filter(|m| *file != PageFile::Material(m.id)) {
        if m.content.sha256 == sha256 {
            pages.extend(1..=m.content.pages);
        }
        for run in m.content.origins.iter().filter(|o| o.sha256 == sha256) {
            pages.extend(run.first..=run.last);
        }
    }
    pages.into_iter().collect()
}

fn path_of(app: &App, file: &PageFile) -> Result<PathBuf> {
    match file {
        PageFile::Path(path) => Ok(PathBuf::from(path)),
        PageFile::Material(id) => {
            let content = app.store().material(*id)?.content;
            kept_file(app, &content)
        }
    }
}

/// For looking only: the digest of a kept file is not proved here, as it is when its bytes are filed or given whole.
pub(crate) fn pieces(app: &App, request: PieceRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let path = path_of(app, &request.file)?;
    let name = file_name(&path);
    let unreadable =
        |e: std::io::Error| AppError::new(Code::File, format!("“{name}”读不出来：{e}"), "请确认文件还在原处，然后重试");
    let wanted = request.pieces.iter().fold(0_u64, |sum, (_, length)| sum.saturating_add(*length));
    if wanted > PIECES {
        return Err(AppError::new(Code::BadRequest, format!("一次要了 {wanted} 字节，太多了"), "请分几次读取"));
    }
    let mut file = jishi_fs::open(&path)?;
    let mut head = Vec::new();
    (&mut file).take(1024).read_to_end(&mut head).map_err(unreadable)?;
    if !head.windows(5).any(|w| w == b"%PDF-") {
        return Err(AppError::invalid(format!("“{name}”不是 PDF"), "图片请按页查看"));
    }
    let mut bytes = Vec::new();
    for (at, length) in request.pieces {
        file.seek(SeekFrom::Start(at)).map_err(unreadable)?;
        (&mut file).take(length).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    Ok(bytes)
}

pub(crate) fn picture(app: &App, request: PictureRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let path = path_of(app, &request.file)?;
    // For looking only, as above.
    let scan = Scan::of_file(jishi_fs::open(&path)?, PICTURE_CAP);
    let shown = scan.map_err(String::from).and_then(|scan| scan.show(request.page, request.longest.min(LONGEST)));
    shown.map_err(|fault| {
        AppError::invalid(
            format!("“{}”第 {} 页画不出来：{fault}", file_name(&path), request.page),
            "原文件没有改动，可以用看图软件打开核对",
        )
    })
}
