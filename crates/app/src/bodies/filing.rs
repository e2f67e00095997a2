//! Scanned pages filed: pages of files, in any order and turned, become materials of their records. The files they are of are kept as they
//! came in and named in what is made of them; nothing on a page is changed. A record may be opened together with its pages: both stand
//! afterwards or neither does.

use std::collections::{BTreeMap, btree_map::Entry as Slot};
use std::path::Path;

use jishi_core::id::{BatchId, MaterialId, RecordId};
use jishi_core::record::{Material, MaterialContent, Origin, Record, RecordContent, SIGNED_SHEET, Signature};
use jishi_forms::pages::{self, BookOf, Closed, Leaf, Scan, Unread};
use jishi_store::Staged;

use crate::bodies::cases::{called, frame, standing_record};
use crate::bodies::materials::stage;
use crate::bodies::print_copies::{BOOK_CAP, told};
use crate::bodies::record_entry::{Entry, accept};
use crate::bodies::scans::{file_name, unread};
use crate::bodies::standing::stands;
use crate::bodies::{required, signed_by_now};
use crate::dto::{PageFile, ScanGoal, ScanItem, ScanPage, ScanTake, Taken};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote, Share};

/// A file pages are taken from.
struct Source {
    file: PageFile,
    name: String,
    sha256: String,
    size: u64,
    format: String,
    /// What a material was made of, when it was made of pages of other files.
    origins: Vec<Origin>,
    /// None until they are counted.
    pages: Option<u32>,
    bytes: Bytes,
    /// Opened when pages are taken out of it, which a file attached whole never needs.
    scan: Option<Scan>,
}

enum Bytes {
    /// Copied in, and kept once all is well.
    Incoming(Staged),
    /// In the content store already.
    Kept,
}

/// Notes of one piece of work: a file read in, a material made.
const SHARE: u64 = 1000;

/// A material made of the pages of an item; its record is known once it is written.
struct Ready {
    goal: ScanGoal,
    content: MaterialContent,
    /// What was bound for it, not yet kept.
    bound: Option<Staged>,
    /// Why what was bound is no PDF/A, and what of its pages it does not show.
    remarks: Vec<String>,
    /// The unsigned material it takes the place of.
    replaces: Option<MaterialId>,
}

/// The records to be opened, in the order they are numbered by.
fn opened(app: &App, request: &ScanTake) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(request.opens.len());
    for (at, wanted) in (0..).zip(&request.opens) {
        let mut content = wanted.content.clone();
        for given in request.items.iter().filter(|i| i.goal == ScanGoal::Opens(at)).flat_map(signs) {
            signed_after(&given, &content)?;
            content.sign(&given);
        }
        let entry = Entry::new(app, &frame(app, wanted.batch)?, content, wanted.page)?;
        if !request.items.iter().any(|i| i.goal == ScanGoal::Opens(at)) {
            return Err(AppError::invalid(
                format!("新开的记录“{}”没有归入任何页", entry.label),
                "请给它归入页，或去掉这条新记录；没有挂接任何页",
            ));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// A record of what happened is not signed before it happened: a day left over from another pile.
fn signed_after(given: &Signature, content: &RecordContent) -> Result<()> {
    match (given.date, content.happened()) {
        (Some(signed), Some(happened)) if signed.surely_before(happened) => Err(AppError::invalid(
            format!("{}的签名日期 {} 早于所记的事（{}）", given.name, signed.chinese(), happened.chinese()),
            "没有挂接；请核对签名日期，各份日期不同的，在“核对”里分别填写",
        )),
        _ => Ok(()),
    }
}

/// The signatures the pages of an item bear; where nobody says whose one is, it is none.
fn signs(item: &ScanItem) -> impl Iterator<Item = Signature> {
    let named = |s: &Signature| if s.name.trim().is_empty() { item.signature.name.clone() } else { s.name.clone() };
    let all = item.signs.iter().map(move |s| Signature { name: named(s), ..s.clone() });
    all.filter(|s| !s.name.trim().is_empty())
}

/// A record as it will read once signed, the papers it is signed on, and what its step is called.
type SignedRecord = (Record, Vec<String>, String);

/// The records that pages bear signatures of, with the revision they are made from.
fn signed(app: &App, request: &ScanTake) -> Result<Vec<SignedRecord>> {
    let mut records: Vec<SignedRecord> = Vec::new();
    for item in request.items.iter().filter(|i| !i.signs.is_empty()) {
        let ScanGoal::Record(id) = item.goal else { continue };
        if records.iter().all(|(r, ..)| r.id != id) {
            let record = standing_record(app, id)?;
            let step = called(app, &record)?;
            records.push((record, Vec::new(), step));
        }
        let Some((record, papers, _)) = records.iter_mut().find(|(r, ..)| r.id == id) else { continue };
        if let Some(printed) = item.revision
            && !app.store().record_reads_as(id, printed)?
        {
            return Err(AppError::invalid(
                format!(
                    "“{}”是第{printed}版的签字页，记录{id}已更正为第{}版，上面的签名不能登记到新版",
                    item.name, record.revision
                ),
                "没有挂接；请把它作为旧版签字页挂接，新版另行打印、签名后扫描",
            ));
        }
        for given in signs(item) {
            if !given.is_given() {
                return Err(AppError::invalid(
                    format!("“{}”上的签名没有写明签名人或日期", item.name),
                    "请填写签名人和签名日期，或不登记这个签名",
                ));
            }
            signed_after(&given, &record.content)?;
            record.content.sign(&given);
        }
        papers.push(item.name.clone());
    }
    for (record, ..) in &records {
        accept(app, &frame(app, record.batch)?, &record.content)?;
    }
    Ok(records)
}

pub(crate) fn take(app: &App, request: ScanTake, progress: &dyn Progress) -> Result<Vec<Taken>> {
    let opens = opened(app, &request)?;
    signed(app, &request)?;
    let files = distinct(&request.items);
    let total = (files.len() + request.items.len()) as u64 * SHARE;
    let mut sources = Vec::with_capacity(files.len());
    for (file, from) in files.iter().zip((0..).step_by(SHARE_STEP)) {
        sources.push(source(app, file, &Share { whole: progress, from, length: SHARE, total })?);
    }
    let mut made: Vec<Ready> = Vec::with_capacity(request.items.len());
    for (index, item) in request.items.iter().enumerate() {
        let done = (files.len() + index) as u64 * SHARE;
        if progress.note(&ProgressNote { words: format!("整理 {}", item.name), done, total, ahead: false }).is_break() {
            return Err(AppError::new(Code::Cancelled, "已停止挂接", "没有挂接任何页；原文件没有改动"));
        }
        let ready = prepared(app, item, &mut sources, opens.len())?;
        if let Some(id) = ready.replaces
            && made.iter().any(|m| m.replaces == Some(id))
        {
            let message = format!("“{}”也要顶替待签的材料 {id}，前面已有一份顶替它", item.name);
            return Err(AppError::invalid(message, "没有挂接任何页；请只让一份顶替它，另一份作为另外一件挂接"));
        }
        if made.iter().any(|m| m.goal == ready.goal && m.content.same_pages(&ready.content)) {
            return Err(doubled(ready.goal, &ready.content.name));
        }
        made.push(ready);
    }
    let _writing = app.writing();
    repeated(app, &opens, &made)?;
    for source in &mut sources {
        if let Bytes::Incoming(copy) = std::mem::replace(&mut source.bytes, Bytes::Kept) {
            copy.keep()?;
        }
    }
    for ready in &mut made {
        if let Some(bound) = ready.bound.take() {
            bound.keep()?;
        }
    }
    // Asked again: a record may have been taken back while pages were copied.
    let mut there = Vec::with_capacity(made.len());
    for ready in &made {
        there.push(match ready.goal {
            ScanGoal::Record(id) => {
                let record = standing_record(app, id)?;
                Some((record.batch, id, called(app, &record)?))
            }
            ScanGoal::Opens(_) => None,
        });
    }
    let signed = signed(app, &request)?;
    let mut before = Vec::with_capacity(made.len());
    for ready in &mut made {
        before.push(ready.replaces.map(|id| taking_place(app, id, ready)).transpose()?);
    }
    let ids = app.write("scan.take", |tx| {
        for (record, papers, step) in &signed {
            let reason = format!("签名页扫描回收：{}", papers.join("、"));
            tx.say(format!("登记记录 {} {step} 的签名：{reason}", record.id));
            tx.revise_record(record.id.0, record.revision, &record.content, &reason)?;
        }
        let mut new = Vec::with_capacity(opens.len());
        for entry in &opens {
            new.push((entry.batch, entry.write(tx)?, entry.label.clone()));
        }
        let mut ids = Vec::with_capacity(made.len());
        for ((Ready { goal, content, remarks, .. }, there), before) in made.iter_mut().zip(there).zip(&before) {
            let at = match goal {
                ScanGoal::Record(_) => there,
                ScanGoal::Opens(at) => new.get(*at as usize).cloned(),
            };
            let Some((batch, record, step)) = at else {
                continue;
            };
            tx.name_file(&content.sha256, content.size)?;
            for origin in &content.origins {
                tx.name_file(&origin.sha256, origin.size)?;
            }
            let remarks = if remarks.is_empty() { String::new() } else { format!("；{}", remarks.join("；")) };
            content.record = record;
            let (name, pages) = (&content.name, content.pages);
            ids.push(if let Some(before) = before {
                let (id, old) = (before.id, &before.content.name);
                tx.say(format!("扫描回传 {name}（{pages}页）到记录 {record} {step}，顶替待签的“{old}”（材料 {id}）{remarks}"));
                tx.revise_material(id.0, before.revision, content, REPLACED)?;
                id.0
            } else {
                tx.say(format!("扫描回传 {name}（{pages}页）到记录 {record} {step}{remarks}"));
                tx.add_material(batch.0, content)?
            });
        }
        Ok(ids)
    })?;
    let _ = progress.note(&ProgressNote { words: "已挂接".into(), done: total, total, ahead: false });
    let remarks = made.into_iter().map(|m| m.remarks);
    ids.into_iter()
        .zip(remarks)
        .map(|(id, remarks)| Ok(Taken { material: app.store().material(MaterialId(id))?, remarks }))
        .collect()
}

/// Refuses to open a record once more for pages it was opened with: a tray that was cut off, or whose answer was lost, comes back with
/// them. The same pages under a record of the same step, day and people are taken for that.
fn repeated(app: &App, opens: &[Entry], made: &[Ready]) -> Result<()> {
    let store = app.store();
    let mut kept: BTreeMap<BatchId, Vec<Material>> = BTreeMap::new();
    for ready in made {
        let ScanGoal::Opens(at) = ready.goal else { continue };
        let Some(entry) = opens.get(at as usize) else { continue };
        let all = match kept.entry(entry.batch) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(slot) => slot.insert(store.materials_of_batch(entry.batch)?),
        };
        let same = all.iter().filter(|m| m.content.same_pages(&ready.content));
        for material in same {
            let id = material.content.record;
            if store.record_standing(id)?.retracted {
                continue;
            }
            let c = store.record(id)?.content;
            if (&c.step, c.date, &c.candidates) == (&entry.content.step, entry.content.date, &entry.content.candidates) {
                return Err(AppError::invalid(
                    format!(
                        "“{}”要新开的记录像是已经写入：这几页已挂接在同一天的记录 {id} 下，材料“{}”",
                        entry.label, material.content.name
                    ),
                    "什么都没有写入；确实写过的，请退回这一份并去掉这条新记录，确是另一件事的，请先登记那条记录，再把这几页归给它",
                ));
            }
        }
    }
    Ok(())
}

/// Why a material that waited for its signature reads otherwise now.
const REPLACED: &str = "签好的扫描件顶替待签的一件";

/// The unsigned material that pages take the place of. Where it is kept, which 密级 it bears and what else was said of the paper itself goes
/// over to them; what the pages say themselves is theirs.
fn taking_place(app: &App, id: MaterialId, ready: &mut Ready) -> Result<Material> {
    stands(app, jishi_core::revisions::Entry::Material, id.0)?;
    let before = app.store().material(id)?;
    let (old, new) = (&before.content, &mut ready.content);
    let remedy = "没有挂接任何页；请重新核对这一份，或作为另外一件挂接";
    if ready.goal != ScanGoal::Record(old.record) {
        return Err(AppError::invalid(format!("待签的“{}”（材料 {id}）不是这条记录的，不能顶替", old.name), remedy));
    }
    if !old.waits() {
        return Err(AppError::invalid(format!("“{}”（材料 {id}）不是待签的一件，不能顶替", old.name), remedy));
    }
    // A package that is sealed keeps the bytes it has; the volume then says what changed since (`Volume::since`).
    new.role = old.role;
    new.kept_at.clone_from(&old.kept_at);
    new.see_also.clone_from(&old.see_also);
    if new.secrecy.is_empty() {
        new.secrecy.clone_from(&old.secrecy);
    }
    Ok(before)
}

const SHARE_STEP: usize = SHARE as usize;

/// Every file once, in the order they are first needed.
fn distinct(items: &[ScanItem]) -> Vec<PageFile> {
    let mut files: Vec<PageFile> = Vec::new();
    for page in items.iter().flat_map(|i| &i.pages) {
        if !files.contains(&page.file) {
            files.push(page.file.clone());
        }
    }
    files
}

fn source(app: &App, file: &PageFile, progress: &dyn Progress) -> Result<Source> {
    match file {
        PageFile::Path(path) => {
            let path = Path::new(path);
            let name = file_name(path);
            let (copy, seen) = stage(app, path, &name, progress)?;
            let (sha256, size) = (copy.stored().sha256.clone(), copy.stored().size);
            let (format, pages) = (seen.format.into(), seen.pages);
            let origins = Vec::new();
            Ok(Source {
                file: file.clone(),
                name,
                sha256,
                size,
                format,
                origins,
                pages,
                bytes: Bytes::Incoming(copy),
                scan: None,
            })
        }
        PageFile::Material(id) => {
            let content = app.store().material(*id)?.content;
            if content.sha256.is_empty() {
                return Err(AppError::invalid(format!("“{}”只有纸质件，没有电子文件", content.name), "扫描后再整理它的页"));
            }
            let name = if content.file_name.is_empty() { content.name } else { content.file_name };
            let (sha256, size, format, origins) = (content.sha256, content.size, content.format, content.origins);
            Ok(Source { file: file.clone(), name, sha256, size, format, origins, pages: None, bytes: Bytes::Kept, scan: None })
        }
    }
}

impl Source {
    fn opened(&mut self, app: &App) -> Result<&Scan> {
        if self.scan.is_none() {
            let path = match &self.bytes {
                Bytes::Incoming(copy) => copy.path().to_owned(),
                // Nothing is taken of a kept file that is not what its digest says.
                Bytes::Kept => {
                    drop(app.content().open_file(&self.sha256)?);
                    app.content().file_path(&self.sha256)
                }
            };
            let scan = Scan::at(path, BOOK_CAP).map_err(|fault| unread(&self.name, &fault))?;
            self.pages = Some(scan.pages());
            self.scan = Some(scan);
        }
        self.scan.as_ref().ok_or_else(|| unread(&self.name, &Unread::Broken("没有读出来".into())))
    }

    /// The pages are all of the file, in their order and as they lie.
    fn is_whole(&mut self, app: &App, pages: &[ScanPage]) -> Result<bool> {
        if pages.iter().any(|p| p.file != self.file || p.turn != 0) {
            return Ok(false);
        }
        let count = match self.pages {
            Some(count) => count,
            None => self.opened(app)?.pages(),
        };
        Ok(pages.iter().map(|p| p.page).eq(1..=count))
    }
}

/// The material of an item. `opens` says how many records are opened with the pages.
fn prepared(app: &App, item: &ScanItem, sources: &mut [Source], opens: usize) -> Result<Ready> {
    required(&item.name, "材料名称")?;
    signed_by_now(app, item.signs.iter().chain([&item.signature]))?;
    let (record, stood) = match item.goal {
        ScanGoal::Record(id) => {
            let record = standing_record(app, id)?;
            (id, Some(record.revision))
        }
        ScanGoal::Opens(at) if (at as usize) < opens => (RecordId(0), Some(1)),
        ScanGoal::Opens(at) => {
            return Err(AppError::invalid(format!("“{}”归入的新记录（第 {} 条）不在其中", item.name, at + 1), "请重新选择归处"));
        }
    };
    let mut leaves = Vec::with_capacity(item.pages.len());
    for page in &item.pages {
        let file = sources.iter().position(|s| s.file == page.file).unwrap_or(usize::MAX);
        if leaves.iter().any(|l: &Leaf| (l.file, l.page) == (file, page.page)) {
            let name = sources.get(file).map(|s| s.name.clone()).unwrap_or_default();
            return Err(AppError::invalid(format!("“{name}”第 {} 页选了两次", page.page), "请每页只选一次"));
        }
        if page.turn % 90 != 0 || page.turn >= 360 {
            return Err(AppError::invalid(format!("不能转 {} 度", page.turn), "请按 90、180、270 度旋转"));
        }
        leaves.push(Leaf { file, page: page.page, turn: page.turn });
    }
    let Some(first) = leaves.first().and_then(|l| sources.get_mut(l.file)) else {
        return Err(AppError::invalid(format!("“{}”没有选定页", item.name), "请至少选一页"));
    };
    let mut content = MaterialContent {
        record,
        name: item.name.clone(),
        originality: item.originality,
        role: jishi_core::record::PaperRole::default(),
        kept_at: String::new(),
        see_also: String::new(),
        secrecy: item.secrecy.clone(),
        pages: u32::try_from(leaves.len()).unwrap_or(u32::MAX),
        signature: item.signature.clone(),
        file_name: first.name.clone(),
        sha256: first.sha256.clone(),
        format: first.format.clone(),
        size: first.size,
        origins: first.origins.clone(),
        of_revision: item.revision.or(stood),
        own_sheet: item.revision.is_some() || item.name.ends_with(SIGNED_SHEET),
        co_signed: signs(item).filter(|s| s.name.trim() != item.signature.name.trim()).collect(),
    };
    let (mut bound, mut remarks) = (None, Vec::new());
    if !first.is_whole(app, &item.pages)? {
        let stem = first.name.rsplit_once('.').map_or(first.name.as_str(), |(stem, _)| stem).to_owned();
        bindable(item, sources, &leaves)?;
        for leaf in &leaves {
            if let Some(source) = sources.get_mut(leaf.file) {
                source.opened(app)?;
            }
        }
        let closed = bind(item, sources, &leaves)?;
        let copy = app.content().stage(&mut closed.pdf.as_slice(), Path::new(&item.name))?;
        remarks = closed.lost;
        if !closed.not_archival.is_empty() {
            remarks.push(format!("“{}”照原样装订，不是 PDF/A：{}", item.name, told(&closed.not_archival)));
        }
        content.file_name = format!("{stem}（{}）.pdf", taken_pages(&leaves));
        content.format = "pdf".into();
        content.sha256.clone_from(&copy.stored().sha256);
        content.size = copy.stored().size;
        content.origins = origins(sources, &leaves);
        bound = Some(copy);
    }
    if let ScanGoal::Record(_) = item.goal {
        not_again(app, &content)?;
    }
    Ok(Ready { goal: item.goal, content, bound, remarks, replaces: item.replaces })
}

/// Refuses pages its record has already.
pub(crate) fn not_again(app: &App, content: &MaterialContent) -> Result<()> {
    match app.store().materials_of(content.record)?.into_iter().find(|m| m.content.same_pages(content)) {
        Some(same) => Err(doubled(ScanGoal::Record(content.record), &same.content.name)),
        None => Ok(()),
    }
}

fn doubled(goal: ScanGoal, name: &str) -> AppError {
    let words = match goal {
        ScanGoal::Record(id) => format!("这几页已经挂接在记录 {id} 下，材料“{name}”"),
        ScanGoal::Opens(at) => format!("这几页两次归到新开的第 {} 条记录，材料“{name}”", at + 1),
    };
    AppError::invalid(words, "没有重复挂接；请跳过这一份")
}

/// What a bound file calls itself. Not the name of the material, which may be mended later and names people; nor a day: the same pages are
/// the same file.
const BOUND: &str = "装订件";

/// Asked before any file is read.
fn bindable(item: &ScanItem, sources: &[Source], leaves: &[Leaf]) -> Result<()> {
    let used: std::collections::BTreeSet<usize> = leaves.iter().map(|l| l.file).collect();
    let whole = used.iter().filter_map(|at| sources.get(*at)).fold(0_u64, |sum, s| sum.saturating_add(s.size));
    if whole > BOOK_CAP {
        return Err(AppError::invalid(
            format!("“{}”的页所在的文件共 {} MB，一份材料最多装订 {} MB 的文件", item.name, whole >> 20, BOOK_CAP >> 20),
            "没有挂接；请分成几份，或把整个文件挂接到记录",
        ));
    }
    Ok(())
}

/// Only the files the leaves are of need be open. What can be archival without a dot being changed, is; else the pages stand as they came.
fn bind(item: &ScanItem, sources: &[Source], leaves: &[Leaf]) -> Result<Closed> {
    let mut used: Vec<usize> = leaves.iter().map(|l| l.file).collect();
    used.sort_unstable();
    used.dedup();
    let scans: Vec<&Scan> = used.iter().filter_map(|at| sources.get(*at)?.scan.as_ref()).collect();
    let at = |file: usize| used.iter().position(|u| *u == file).unwrap_or(usize::MAX);
    let leaves: Vec<Leaf> = leaves.iter().map(|l| Leaf { file: at(l.file), ..*l }).collect();
    let bound = pages::bind(&scans, &leaves)
        .and_then(|bound| bound.close(&vec![BOUND.to_owned(); leaves.len()], &BookOf { name: BOUND, unit: "", made_on: None }));
    bound.map_err(|fault| {
        AppError::invalid(format!("“{}”的页合不成一个文件：{fault}", item.name), "请重新扫描这几页，或把整个文件挂接到记录")
    })
}

/// Which pages of the first file were taken, so that two papers out of one scan do not bear one name: 第3页, 第1–2、5页, 第1–2页等3页.
fn taken_pages(leaves: &[Leaf]) -> String {
    let file = leaves.first().map_or(0, |leaf| leaf.file);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for leaf in leaves.iter().filter(|leaf| leaf.file == file) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == leaf.page => *last = leaf.page,
            _ => runs.push((leaf.page, leaf.page)),
        }
    }
    let shown = runs.iter().take(RUNS).map(|(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") });
    let words = format!("第{}页", shown.collect::<Vec<_>>().join("、"));
    let whole = runs.len() <= RUNS && leaves.iter().all(|leaf| leaf.file == file);
    if whole { words } else { format!("{words}等{}页", leaves.len()) }
}

/// No more runs of pages than this in the name of a file.
const RUNS: usize = 4;

/// Runs of pages that follow one another in the same file and are turned alike.
fn origins(sources: &[Source], leaves: &[Leaf]) -> Vec<Origin> {
    let mut runs: Vec<Origin> = Vec::new();
    for leaf in leaves {
        let Some(source) = sources.get(leaf.file) else {
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.sha256 == source.sha256 && run.turn == leaf.turn && run.last + 1 == leaf.page => {
                run.last = leaf.page
            }
            _ => runs.push(Origin {
                file_name: source.name.clone(),
                sha256: source.sha256.clone(),
                size: source.size,
                first: leaf.page,
                last: leaf.page,
                turn: leaf.turn,
            }),
        }
    }
    runs
}
