//! 打印、签字、扫描回传: signed pages find their records by the code on them and are attached once the user has confirmed.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::case::Case;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{BatchId, MaterialId, RecordId};
use jishi_core::record::{Material, MaterialContent, Originality, Record, Signature, SignatureMode, words};
use jishi_core::sheet_code::SheetCode;
use jishi_forms::pages::{self, Leaf};
use jishi_forms::probe;
use jishi_scan::Page;

use crate::bodies::{batches, records, required};
use crate::dto::{LoosePage, ScanItem, ScanPage, ScanReading, ScanRequest, ScanTake, ScannedSheet};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// A pile of the feeder at most (bytes); larger books are attached whole.
const CAP: u64 = 1 << 30;

/// A file that came in, read once.
struct Incoming {
    path: PathBuf,
    name: String,
    bytes: Vec<u8>,
    format: &'static str,
    /// 0 where they were not counted.
    pages: u32,
}

fn open(path: &str) -> Result<Incoming> {
    let path = PathBuf::from(path);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = jishi_fs::read_capped(&path, CAP)?;
    let unread = |e: std::io::Error| AppError::new(Code::File, format!("“{name}”读不出来：{e}"), "请重新扫描或另存后再试");
    let probe = probe::probe(&mut Cursor::new(&bytes)).map_err(unread)?;
    match (probe.fault, probe.pages) {
        // A large PDF is not taken apart to be counted; it tells its pages while it is looked at.
        (None, pages) if pages.is_some() || probe.format == "pdf" => {
            Ok(Incoming { path, name, pages: pages.unwrap_or(0), format: probe.format, bytes })
        }
        (Some(fault), _) => Err(AppError::invalid(format!("“{name}”读不了：{fault}"), "请重新扫描或另存后再试；原文件没有改动")),
        (None, _) => {
            Err(AppError::invalid(format!("“{name}”不能按页读取"), "请扫描成 PDF、JPG、PNG 或 TIFF；也可以在记录下直接挂接"))
        }
    }
}

/// What a page turned out to be.
enum Met {
    Ours(SheetCode),
    Loose(Box<Finding>),
}

pub(crate) fn read(app: &App, request: ScanRequest, progress: &dyn Progress) -> Result<ScanReading> {
    let mut reading = ScanReading { pages: 0, sheets: Vec::new(), loose: Vec::new(), unread: Vec::new() };
    let workspace = app.store().workspace_name()?;
    // Record and revision → page of the sheet → where it was found.
    let mut found: BTreeMap<(RecordId, u32), BTreeMap<u32, (SheetCode, ScanPage)>> = BTreeMap::new();
    let total = request.paths.len() as u64 * PARTS;
    for (index, path) in request.paths.iter().enumerate() {
        let file = match open(path) {
            Ok(file) => file,
            Err(fault) if fault.code == Code::Invalid => {
                reading.unread.push(finding("K01", Level::Error, path, fault.message, &fault.remedy));
                continue;
            }
            Err(other) => return Err(other),
        };
        for (page, met) in look(&file, &workspace, &|done| note(progress, &file.name, index, done, total))? {
            reading.pages += 1;
            let at = ScanPage { path: file.path.display().to_string(), page };
            match met {
                Met::Loose(finding) => reading.loose.push(LoosePage { page: at, finding: *finding }),
                Met::Ours(code) => {
                    let pages = found.entry((code.record, code.revision)).or_default();
                    if let Some((_, first)) = pages.get(&code.page) {
                        let message = format!(
                            "{} 第 {page} 页：记录{}第{}页扫描了两次，已经取了 {} 的第 {} 页",
                            file.name, code.record, code.page, first.path, first.page
                        );
                        let finding = finding(
                            "K02",
                            Level::Warning,
                            &file.name,
                            message,
                            "请看清哪一页更清楚；需要的话只选那一个文件重新读取",
                        );
                        reading.loose.push(LoosePage { page: at, finding });
                    } else {
                        pages.insert(code.page, (code, at));
                    }
                }
            }
        }
    }
    let mut cases: BTreeMap<BatchId, Case> = BTreeMap::new();
    for ((record, _), pages) in found {
        let Ok(newest) = app.store().record(record) else {
            let loose = pages.into_values().map(|(code, page)| LoosePage { finding: unknown(&page, &code), page });
            reading.loose.extend(loose);
            continue;
        };
        if let std::collections::btree_map::Entry::Vacant(e) = cases.entry(newest.batch) {
            e.insert(batches::case(app, newest.batch)?);
        }
        if let Some(case) = cases.get(&newest.batch) {
            reading.sheets.push(sheet(app, case, &newest, pages)?);
        }
    }
    Ok(reading)
}

/// Resolution of the progress of one file.
const PARTS: u64 = 1000;

fn note(progress: &dyn Progress, name: &str, index: usize, (done, pages): (u32, u32), total: u64) -> ControlFlow<()> {
    let done = index as u64 * PARTS + u64::from(done) * PARTS / u64::from(pages.max(1));
    progress.note(&ProgressNote { words: format!("识别 {name}"), done: done.min(total), total })
}

fn look(file: &Incoming, workspace: &str, tell: &dyn Fn((u32, u32)) -> ControlFlow<()>) -> Result<Vec<(u32, Met)>> {
    let mut met = Vec::new();
    let mut stopped = false;
    let seen = pages::each(&file.bytes, &mut |page, seen| {
        let texts: Vec<String> = seen
            .pictures
            .iter()
            .filter_map(|p| Page::new(p.width, p.height, &p.shades))
            .flat_map(|page| jishi_scan::codes(&page, |text| SheetCode::parse(text).is_some()))
            .collect();
        met.push((page, judge(&file.name, page, &texts, &seen.fault, workspace)));
        stopped = tell((page, file.pages)).is_break();
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if stopped {
        return Err(AppError::new(Code::Cancelled, "已停止识别", "没有改动任何数据"));
    }
    seen.map_err(|fault| AppError::invalid(format!("“{}”读不了：{fault}", file.name), "请重新扫描或另存后再试"))?;
    Ok(met)
}

fn judge(name: &str, page: u32, texts: &[String], fault: &str, workspace: &str) -> Met {
    let loose = |code: &str, words: String, remedy: &str| {
        Met::Loose(Box::new(finding(code, Level::Warning, name, format!("{name} 第 {page} 页{words}"), remedy)))
    };
    match (texts.iter().find_map(|text| SheetCode::parse(text)), fault) {
        (Some(code), _) if code.is_of_workspace(workspace) => Met::Ours(code),
        (Some(code), _) => loose(
            "K04",
            format!("是另一个工作区打印的（记录{}）", code.record),
            "请在打印它的工作区里读取；确属本批次的，可以手工选定记录后挂接",
        ),
        (None, "") if texts.is_empty() => {
            loose("K03", "没有找到二维码".into(), "请手工选定它属于哪条记录；页面倾斜过大或二维码被遮住的，可以重新扫描")
        }
        (None, "") => loose("K03", "上的二维码不是本程序打印的".into(), "请手工选定它属于哪条记录"),
        (None, fault) => loose("K03", format!("看不到：{fault}"), "请按提示改变扫描设置，或手工选定它属于哪条记录"),
    }
}

fn finding(code: &str, level: Level, file: &str, message: String, remedy: &str) -> Finding {
    Finding::new(code, level, Place::file(file), message).remedy(remedy)
}

fn unknown(page: &ScanPage, code: &SheetCode) -> Finding {
    let name = Path::new(&page.path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let message = format!("{name} 第 {} 页是记录{}的打印页，本工作区没有这条记录", page.page, code.record);
    finding("K05", Level::Error, &name, message, "工作区可能是从较早的备份恢复的；请手工选定它属于哪条记录")
}

/// The proposal for one record.
fn sheet(app: &App, case: &Case, newest: &Record, pages: BTreeMap<u32, (SheetCode, ScanPage)>) -> Result<ScannedSheet> {
    let printed = pages.values().next().map(|(code, _)| code.clone());
    let (revision, count) = printed.as_ref().map(|c| (c.revision, c.pages)).unwrap_or_default();
    let kind = newest.content.body.kind().name();
    let label = case.catalogue.step_label(&newest.content.step);
    let when = words::when(&newest.content);
    let missing: Vec<u32> = (1..=count).filter(|n| !pages.contains_key(n)).collect();
    let place =
        Place { batch: Some(newest.batch), step: Some(newest.content.step.clone()), record: Some(newest.id), ..Place::default() };
    let mut findings = Vec::new();
    let mut say = |code: &str, level: Level, message: String, remedy: &str| {
        findings.push(Finding::new(code, level, place.clone(), message).remedy(remedy));
    };
    let whose = format!("{label}的{kind}（记录{}，{when}）", newest.id);
    if !missing.is_empty() {
        let list = missing.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
        say(
            "K06",
            Level::Warning,
            format!("{whose}共{count}页，缺第{list}页"),
            "请补扫后一起读取；确认不要的也可以只挂接已有的页",
        );
    }
    let stored = app.store().record_digest(newest.id, revision)?;
    if !printed.zip(stored).is_some_and(|(code, sha256)| code.is_of_content(&sha256)) {
        let message = format!("{whose}：打印页上的摘要与第{revision}版的内容不符");
        say("K07", Level::Error, message, "打印之后数据可能从备份恢复过；请逐项核对纸面与记录，一致的再挂接");
    } else if revision != newest.revision {
        let message = format!("{whose}：扫描的是第{revision}版的打印页，记录现在是第{}版", newest.revision);
        say("K08", Level::Warning, message, "请核对更正的内容；需要的话重新打印、签名后再扫描");
    }
    let attached: Vec<&Material> = case.materials.iter().filter(|m| m.content.record == newest.id).collect();
    if attached.iter().any(|m| !m.content.sha256.is_empty() && m.content.signature.is_given()) {
        say("K09", Level::Note, format!("{whose}已经挂接过签了名的扫描件"), "不需要重复挂接的，请跳过");
    }
    let specs = case.catalogue.step(&newest.content.step).map(|s| s.materials.as_slice()).unwrap_or_default();
    let lacking = |name: &str| !attached.iter().any(|m| m.content.name.starts_with(name));
    let mut names: Vec<String> = Vec::new();
    for wanted in [true, false] {
        names.extend(specs.iter().map(|m| m.name.clone()).filter(|n| lacking(n) == wanted));
    }
    names.push(format!("{kind}（签字件）"));
    let signer = newest.content.signatures.first();
    Ok(ScannedSheet {
        record: newest.id,
        batch: newest.batch,
        revision,
        title: format!("{label}{kind}，{when}"),
        about: records::about(case, newest),
        pages: pages.into_values().map(|(_, page)| page).collect(),
        missing,
        names,
        signature: Signature {
            name: signer.map(|s| s.name.clone()).unwrap_or_default(),
            role: signer.map_or_else(|| "责任人".to_owned(), |s| s.role.clone()),
            date: signer.and_then(|s| s.date),
            mode: SignatureMode::Scanned,
        },
        findings,
    })
}

pub(crate) fn take(app: &App, request: ScanTake, progress: &dyn Progress) -> Result<Vec<Material>> {
    let total = request.items.len() as u64 * 2;
    let mut ready = Vec::with_capacity(request.items.len());
    for (index, item) in request.items.iter().enumerate() {
        required(&item.name, "材料名称")?;
        let words = format!("整理 {}", item.name);
        if progress.note(&ProgressNote { words, done: index as u64, total }).is_break() {
            return Err(AppError::new(Code::Cancelled, "已停止挂接", "没有挂接任何页"));
        }
        ready.push(prepared(app, item)?);
    }
    let _writing = app.writing();
    let ids = app.write("scan.take", |tx| {
        let mut ids = Vec::with_capacity(ready.len());
        for (record, content) in &ready {
            tx.name_file(&content.sha256, content.size)?;
            tx.say(format!("扫描回传 {}（{}页）到记录 {} {}", content.name, content.pages, record.id, record.content.step));
            ids.push(tx.add_material(record.batch.0, content)?);
        }
        Ok(ids)
    })?;
    let _ = progress.note(&ProgressNote { words: "已挂接".into(), done: total, total });
    ids.into_iter().map(|id| Ok(app.store().material(MaterialId(id))?)).collect()
}

/// The material of an item, its file already in the content store.
fn prepared(app: &App, item: &ScanItem) -> Result<(Record, MaterialContent)> {
    let record = app.store().record(item.record)?;
    let mut files: Vec<Incoming> = Vec::new();
    let mut leaves = Vec::with_capacity(item.pages.len());
    for page in &item.pages {
        let known = files.iter().position(|f| f.path == Path::new(&page.path));
        let file = match known {
            Some(file) => file,
            None => {
                files.push(open(&page.path)?);
                files.len() - 1
            }
        };
        let leaf = Leaf { file, page: page.page };
        if leaves.contains(&leaf) {
            return Err(AppError::invalid(format!("“{}”第 {} 页选了两次", page.path, page.page), "请每页只选一次"));
        }
        leaves.push(leaf);
    }
    let [first, ..] = files.as_slice() else {
        return Err(AppError::invalid(format!("“{}”没有选定页", item.name), "请至少选一页"));
    };
    let whole = files.len() == 1 && leaves.iter().map(|l| l.page).eq(1..=first.pages);
    let (stored, format, file_name) = if whole {
        (app.content().take_bytes(&first.bytes)?, first.format, first.name.clone())
    } else {
        let bytes: Vec<&[u8]> = files.iter().map(|f| f.bytes.as_slice()).collect();
        let bound = pages::bind(&bytes, &leaves).map_err(|fault| {
            AppError::invalid(format!("“{}”的页合不成一个文件：{fault}", item.name), "请重新扫描这几页，或把整个文件挂接到记录")
        })?;
        let stem = first.name.rsplit_once('.').map_or(first.name.as_str(), |(stem, _)| stem);
        (app.content().take_bytes(&bound)?, "pdf", format!("{stem}（取{}页）.pdf", leaves.len()))
    };
    if let Some(same) = app.store().materials_of(item.record)?.into_iter().find(|m| m.content.sha256 == stored.sha256) {
        return Err(AppError::invalid(
            format!("这几页已经挂接在记录 {} 下，材料“{}”", record.id, same.content.name),
            "没有重复挂接；请跳过这一份",
        ));
    }
    let content = MaterialContent {
        record: item.record,
        name: item.name.clone(),
        originality: Originality::Original,
        role: jishi_core::record::PaperRole::default(),
        kept_at: String::new(),
        secrecy: item.secrecy.clone(),
        pages: u32::try_from(leaves.len()).unwrap_or(u32::MAX),
        signature: item.signature.clone(),
        file_name,
        sha256: stored.sha256,
        format: format.into(),
        size: stored.size,
    };
    Ok((record, content))
}
