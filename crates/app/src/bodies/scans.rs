//! 打印、签字、扫描回传: signed pages find their records by the code on them. Only a proposal: `filing` attaches what the user confirmed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::case::Case;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{BatchId, RecordId};
use jishi_core::record::{Material, Record, RecordKind, SIGNED_SHEET, Signature, SignatureMode, words};
use jishi_core::sheet_code::SheetCode;
use jishi_forms::pages::{Grey, Scan, Unread};
use jishi_scan::Page;

use crate::bodies::cases;
use crate::dto::{KnownPage, LoosePage, PageFile, ScanPage, ScanReading, ScanRequest, ScannedSheet, WaitingPaper};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// A pile of the feeder at most (bytes); larger books are attached whole.
const CAP: u64 = 1 << 30;

/// A file that came in, read once.
struct Incoming {
    file: PageFile,
    name: String,
    scan: Scan,
}

fn open(path: &Path) -> Result<Incoming> {
    let name = file_name(path);
    let file = PageFile::Path(path.display().to_string());
    match Scan::of_file(jishi_fs::open(path)?, CAP) {
        Ok(scan) => Ok(Incoming { file, name, scan }),
        Err(fault) => Err(unread(&name, &fault)),
    }
}

/// The last part of a path, for messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file whose pages cannot be had.
pub(crate) fn unread(name: &str, fault: &Unread) -> AppError {
    let whole = if matches!(fault, Unread::NotByPages(_)) { "；也可以在记录下直接挂接" } else { "" };
    AppError::invalid(format!("“{name}”读不了：{fault}"), format!("请重新扫描或另存后再试{whole}。原文件没有改动"))
}

/// Endings a scanner gives its files.
const ENDINGS: [&str; 6] = ["pdf", "jpg", "jpeg", "png", "tif", "tiff"];

/// The files meant: those named, and of a folder those lying in it that a scanner may have written, by number: 2 before 10.
pub(crate) fn meant(paths: &[String]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        let path = Path::new(path);
        if jishi_fs::kind(&jishi_fs::canonical(path)?)? != Some(jishi_fs::Kind::Folder) {
            all.push(path.to_owned());
            continue;
        }
        let ending = |p: &Path| p.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)));
        let mut inside: Vec<PathBuf> = jishi_fs::list_dir(path)?;
        inside.retain(|p| {
            ending(p) && !file_name(p).starts_with('.') && jishi_fs::kind(p).is_ok_and(|k| k == Some(jishi_fs::Kind::File))
        });
        inside.sort_by_cached_key(|p| in_order(&file_name(p)));
        all.extend(inside);
    }
    if all.is_empty() {
        return Err(AppError::invalid("文件夹里没有扫描文件", "请选择放有 PDF、JPG、PNG 或 TIFF 的文件夹"));
    }
    Ok(all)
}

/// A name in pieces of text and number, so that 扫描2 comes before 扫描10.
fn in_order(name: &str) -> Vec<(String, u64)> {
    let mut pieces: Vec<(String, u64)> = vec![Default::default()];
    let mut in_number = false;
    for c in name.chars() {
        let digit = c.to_digit(10);
        if in_number && digit.is_none() {
            pieces.push(Default::default());
        }
        in_number = digit.is_some();
        if let Some(last) = pieces.last_mut() {
            match digit {
                Some(d) => last.1 = last.1.saturating_mul(10).saturating_add(u64::from(d)),
                None => last.0.push(c),
            }
        }
    }
    pieces
}

/// Record, revision and count of pages; of each page is kept where it was found.
type Paper = (RecordId, u32, u32);

/// What a page turned out to be.
enum Met {
    Ours(SheetCode),
    Loose(Box<Finding>),
}

pub(crate) fn read(app: &App, request: ScanRequest, progress: &dyn Progress) -> Result<ScanReading> {
    let mut reading = ScanReading { pages: 0, sheets: Vec::new(), loose: Vec::new(), unread: Vec::new() };
    let workspace = app.store().workspace_name()?;
    // The record's own sheet and its form bear the same code but for the count: two papers of one record are not taken for one.
    let mut found: BTreeMap<Paper, BTreeMap<u32, (SheetCode, ScanPage)>> = BTreeMap::new();
    let known_alone = request.paths.is_empty() && !request.known.is_empty();
    let paths = if known_alone { Vec::new() } else { meant(&request.paths)? };
    let known: Vec<(PageFile, u32)> = request.known.iter().map(|k| (k.page.file.clone(), k.page.page)).collect();
    for KnownPage { page, code } in request.known {
        if let Some(code) = SheetCode::parse(&code).filter(|code| code.is_of_workspace(&workspace)) {
            found.entry((code.record, code.revision, code.pages)).or_default().entry(code.page).or_insert((code, page));
        }
    }
    let total = paths.len() as u64 * PARTS;
    // Where each picture was seen first: a page that shows the very same was scanned, or chosen, twice.
    let mut pictures: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        let file = match open(path) {
            Ok(file) => file,
            Err(fault) if fault.code == Code::Invalid => {
                let path = path.display().to_string();
                reading.unread.push(finding("K01", Level::Error, &path, fault.message, &fault.remedy));
                continue;
            }
            Err(other) => return Err(other),
        };
        for (page, print, met) in look(&file, &workspace, &|done| note(progress, &file.name, index, done, total))? {
            reading.pages += 1;
            let at = ScanPage { file: file.file.clone(), page, turn: 0 };
            let first = print.map(|print| pictures.entry(print).or_insert_with(|| (file.name.clone(), page)).clone());
            match met {
                Met::Loose(_) if first.as_ref().is_some_and(|first| *first != (file.name.clone(), page)) => {
                    let (name, number) = first.unwrap_or_default();
                    let message = format!("{} 第 {page} 页与 {name} 第 {number} 页完全相同", file.name);
                    let finding = finding("K14", Level::Note, &file.name, message, "同一页扫了或选了两次的，移出一张");
                    reading.loose.push(LoosePage { page: at, finding, code: None });
                }
                Met::Loose(finding) => reading.loose.push(LoosePage { page: at, finding: *finding, code: None }),
                Met::Ours(code) => {
                    let pages = found.entry((code.record, code.revision, code.pages)).or_default();
                    if let Some((_, first)) = pages.get(&code.page) {
                        if known.contains(&(at.file.clone(), at.page)) && (&first.file, first.page) == (&at.file, at.page) {
                            continue;
                        }
                        let message = format!(
                            "{} 第 {page} 页：记录{}的第{}页已经取了 {} 的第 {} 页，这是又一张",
                            file.name,
                            code.record,
                            code.page,
                            name_of(&first.file),
                            first.page
                        );
                        let finding = finding(
                            "K02",
                            Level::Warning,
                            &file.name,
                            message,
                            "请比一比两张：同一张纸扫了两次的，移出这一张（要用这一张的，先用“核对”把先取的那一页退回待整理，再把这一张归到这条记录）；一张是“打印页”、一张是表的，两张都要留，请把这一张手工归到这条记录",
                        );
                        reading.loose.push(LoosePage { page: at, finding, code: Some(code.to_string()) });
                    } else {
                        pages.insert(code.page, (code, at));
                    }
                }
            }
        }
    }
    let mut cases: BTreeMap<BatchId, Case> = BTreeMap::new();
    let several = |record: RecordId, revision: u32| found.keys().filter(|(r, v, _)| (*r, *v) == (record, revision)).count() > 1;
    let twofold: Vec<bool> = found.keys().map(|(record, revision, _)| several(*record, *revision)).collect();
    for (((record, _, count), pages), twofold) in found.into_iter().zip(twofold) {
        let Ok(newest) = app.store().record(record) else {
            let loose = pages.into_values().map(|(code, page)| LoosePage { finding: unknown(&page, &code), page, code: None });
            reading.loose.extend(loose);
            continue;
        };
        if let std::collections::btree_map::Entry::Vacant(e) = cases.entry(newest.batch) {
            e.insert(cases::case(app, newest.batch)?);
        }
        if let Some(case) = cases.get(&newest.batch) {
            let mut sheet = sheet(app, case, &newest, pages)?;
            if twofold {
                told_apart(&mut sheet, count);
            }
            reading.sheets.push(sheet);
        }
    }
    Ok(reading)
}

/// One of several papers of a record: each is a material under a name of its own, and it is said why there are several.
fn told_apart(sheet: &mut ScannedSheet, pages: u32) {
    if let Some(name) = sheet.names.first_mut() {
        name.push_str(&format!("（{pages}页）"));
    }
    let message = format!("{}：这一摞里有它的几份纸（打印页、按它填好的表），这是{pages}页的一份", sheet.title);
    let place = Place { batch: Some(sheet.batch), record: Some(sheet.record), ..Place::default() };
    let remedy = "签字有一份就够；几份都签了的，逐份看过以后都挂接，没有签字的跳过";
    sheet.findings.push(Finding::new("K11", Level::Note, place, message).remedy(remedy));
}

/// Resolution of the progress of one file.
const PARTS: u64 = 1000;

fn note(progress: &dyn Progress, name: &str, index: usize, (page, pages): (u32, u32), total: u64) -> ControlFlow<()> {
    let done = index as u64 * PARTS + u64::from(page) * PARTS / u64::from(pages.max(1));
    progress.note(&ProgressNote {
        words: format!("识别 {name}：第 {page} 页，共 {pages} 页"),
        done: done.min(total),
        total,
        ahead: false,
    })
}

fn look(
    file: &Incoming,
    workspace: &str,
    tell: &dyn Fn((u32, u32)) -> ControlFlow<()>,
) -> Result<Vec<(u32, Option<String>, Met)>> {
    let mut met = Vec::new();
    let mut stopped = false;
    file.scan.each(&mut |page, seen| {
        let pictures: Vec<Page<'_>> = seen.pictures.iter().filter_map(|p| Page::new(p.width, p.height, &p.shades)).collect();
        let whole = !seen.more && seen.fault.is_empty() && !pictures.is_empty();
        if whole && pictures.iter().all(Page::blank) {
            let message = format!("{} 第 {page} 页看来是空白页", file.name);
            let finding = finding("K13", Level::Note, &file.name, message, "背面空白的可以移出；要留的照常归入");
            met.push((page, None, Met::Loose(Box::new(finding))));
        } else {
            let wanted = |text: &str| SheetCode::parse(text).is_some();
            let texts: Vec<String> = pictures.iter().flat_map(|page| jishi_scan::codes(page, wanted)).collect();
            met.push((page, whole.then(|| print(&seen.pictures)), judge(&file.name, page, &texts, &seen.fault, workspace)));
        }
        stopped = tell((page, file.scan.pages())).is_break();
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if stopped {
        return Err(AppError::new(Code::Cancelled, "已停止识别", "没有改动任何数据"));
    }
    Ok(met)
}

/// What the pictures of a page show, as one digest.
fn print(pictures: &[Grey]) -> String {
    let sizes: Vec<(usize, usize)> = pictures.iter().map(|p| (p.width, p.height)).collect();
    let shades: Vec<u8> = pictures.iter().flat_map(|p| p.shades.iter().copied()).collect();
    format!("{sizes:?} {}", jishi_fs::sha256_hex(&shades))
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
    let name = name_of(&page.file);
    let message = format!("{name} 第 {} 页是记录{}的打印页，本工作区没有这条记录", page.page, code.record);
    finding("K05", Level::Error, &name, message, "工作区可能是从较早的备份恢复的；请手工选定它属于哪条记录")
}

/// The name of a file of the scanner.
fn name_of(file: &PageFile) -> String {
    match file {
        PageFile::Path(path) => file_name(Path::new(path)),
        PageFile::Material(id) => format!("材料 {id}"),
    }
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
    if app.store().record_standing(newest.id)?.retracted {
        say("K10", Level::Error, format!("{whose}已经撤回，不能挂接"), "请先恢复这条记录再挂接，或跳过这一份");
    }
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
    let outdated = stored.is_some() && !app.store().record_reads_as(newest.id, revision)?;
    if !printed.zip(stored).is_some_and(|(code, sha256)| code.is_of_content(&sha256)) {
        let message = format!("{whose}：打印页上的摘要与第{revision}版的内容不符");
        say("K07", Level::Error, message, "打印之后数据可能从备份恢复过；请逐项核对纸面与记录，一致的再挂接");
    } else if outdated {
        let message = format!(
            "{whose}：扫描的是第{revision}版的签字页，记录已更正为第{}版；按旧版签字页挂接，不登记为新版的签名",
            newest.revision
        );
        say("K08", Level::Warning, message, "请核对更正的内容；新版要另行打印、签名后再扫描");
    }
    let attached = case.materials.iter().filter(|m| m.content.record == newest.id && !m.outdated);
    if !outdated && attached.clone().any(|m| !m.content.sha256.is_empty() && m.content.signature.is_given()) {
        say("K09", Level::Note, format!("{whose}已经挂接过签了名的扫描件"), "不需要重复挂接的，请跳过");
    }
    // The same paper before it was signed: hung beside it, it would wait for a signature for ever.
    // Of an older version nothing takes the place of what waits: that is the newer one's.
    let waiting = if outdated { Vec::new() } else { waiting(case, newest.id) };
    for paper in &waiting {
        let message = format!("{whose}下还有一件待签的“{}”（材料{}）", paper.name, paper.material);
        say("K12", Level::Warning, message, "这几页就是它签好以后的扫描件的，请选“顶替”，免得同一份纸成了两件");
    }
    Ok(ScannedSheet {
        record: newest.id,
        batch: newest.batch,
        batch_name: case.batch.content.name.clone(),
        revision,
        outdated,
        title: format!("{label}{kind}，{when}"),
        about: cases::about(case, newest),
        codes: pages.values().map(|(code, _)| code.to_string()).collect(),
        pages: pages.into_values().map(|(_, page)| page).collect(),
        missing,
        names: if outdated {
            vec![format!("{kind}（第{revision}版签字页）")]
        } else {
            own_first(newest.content.body.kind(), names(case, newest))
        },
        signature: expected(newest),
        awaited: if outdated { Vec::new() } else { newest.content.awaited() },
        waiting,
        findings,
    })
}

/// The unsigned materials of a record that are to be signed on paper and scanned.
pub(crate) fn waiting(case: &Case, record: RecordId) -> Vec<WaitingPaper> {
    let of = case.materials.iter().filter(|m| m.content.record == record && !m.outdated && m.content.waits());
    of.map(|m| WaitingPaper { material: m.id, name: m.content.name.clone(), pages: m.content.pages }).collect()
}

/// What a material of the record may be called: those the catalogue asks for at its step, the lacking ones first.
pub(crate) fn names(case: &Case, record: &Record) -> Vec<String> {
    let specs = case.catalogue.step(&record.content.step).map(|s| s.materials.as_slice()).unwrap_or_default();
    let attached: Vec<&Material> = case.materials.iter().filter(|m| m.content.record == record.id).collect();
    let lacking = |name: &str| !attached.iter().any(|m| m.content.name.starts_with(name));
    let mut names: Vec<String> = Vec::new();
    for wanted in [true, false] {
        names.extend(specs.iter().map(|m| m.name.clone()).filter(|n| lacking(n) == wanted));
    }
    names.push(format!("{}{SIGNED_SHEET}", record.content.body.kind().name()));
    names
}

/// What came back by its code is the record's own sheet: of a talk or a meeting the 记录 the catalogue asks for, but never a paper besides it
/// such as a 签到册, which nobody has seen.
fn own_first(kind: RecordKind, mut names: Vec<String>) -> Vec<String> {
    names.rotate_right(1);
    let minutes = matches!(kind, RecordKind::Notebook | RecordKind::Meeting);
    names.sort_by_key(|name| !(minutes && name.ends_with("记录")));
    names
}

/// Who is expected to have signed a sheet of the record: who answers for the material made of it.
pub(crate) fn expected(record: &Record) -> Signature {
    let nobody = Signature { name: String::new(), role: "责任人".into(), date: None, mode: SignatureMode::Scanned };
    let first = record.content.signers().into_iter().next().unwrap_or(nobody);
    Signature { mode: SignatureMode::Scanned, ..first }
}
