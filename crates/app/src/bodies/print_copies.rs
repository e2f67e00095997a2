//! A copy of a volume to print: each 件 behind its cover with the 归档章, its pages numbered through the volume in the upper right
//! corner. The files that are kept, and those in packages, stay as they are; the copy is paper to be, and never goes into a package. A
//! volume that stands sealed is printed out of its package: what is on paper is what was sealed.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::file_safe;
use jishi_core::arrange::{ItemSource, VolumeItem, VolumePlan};
use jishi_core::case::Case;
use jishi_core::forms;
use jishi_forms::pages::{BookOf, Leaf, Scan, bind, stamp};

use crate::bodies::courses::plan_of;
use crate::bodies::package_tree::{COVERS, STAMP};
use crate::bodies::resealing;
use crate::bodies::sealed_volume::SealedVolume;
use crate::bodies::volumes::{Arranged, Wanted, arranged};
use crate::dto::{PrintCopy, PrintRequest};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Most bytes of one file that is printed.
const CAP: u64 = 1 << 30;
/// Most bytes of the files the pages of one book are of: it is bound in memory, about three times as large.
pub(crate) const BOOK_CAP: u64 = 1 << 30;

/// The files of a volume as they are bound.
#[derive(Default)]
struct Book {
    scans: Vec<Scan>,
    leaves: Vec<Leaf>,
    /// For each leaf: which page number, from 0; None for covers.
    marks: Vec<Option<usize>>,
    /// For each leaf: the name of what it is of.
    names: Vec<String>,
}

impl Book {
    fn put(&mut self, scan: Scan, first: usize, name: &str) -> usize {
        let (file, pages) = (self.scans.len(), scan.pages());
        self.leaves.extend((1..=pages).map(|page| Leaf { file, page, turn: 0 }));
        self.marks.extend((0..pages as usize).map(|n| Some(first + n)));
        self.names.extend((0..pages).map(|_| name.to_owned()));
        self.scans.push(scan);
        pages as usize
    }

    /// A page of the covers, which are the first file.
    fn cover(&mut self, number: usize, name: &str) {
        self.leaves.push(Leaf { file: 0, page: u32::try_from(number + 1).unwrap_or(u32::MAX), turn: 0 });
        self.marks.push(None);
        self.names.push(format!("归档章封页（{name}）"));
    }
}

fn fault(words: &str) -> AppError {
    AppError::new(Code::Internal, format!("打印副本做不出来：{words}"), "原件没有改动；请把这句话告诉维护人员")
}

/// What the pages of one book may still weigh, and what is not among them.
struct Shelf {
    /// Bytes the copy may still grow by.
    room: u64,
    left: Vec<String>,
}

impl Shelf {
    /// A paper of an 件, when there is room for it and it can be printed by the page; else why not is said.
    fn take(&mut self, call: &str, name: &str, size: u64, read: impl FnOnce() -> Result<Vec<u8>>) -> Result<Option<Scan>> {
        let Some(rest) = self.room.checked_sub(size) else {
            let most = BOOK_CAP >> 20;
            self.left.push(format!("{call}：{name}没有印出（一册打印副本最多装 {most} MB 的文件，已经满了），请另行打印"));
            return Ok(None);
        };
        self.room = rest;
        match Scan::open(read()?) {
            Ok(scan) => Ok(Some(scan)),
            Err(why) => {
                self.left.push(format!("{call}：{name}没有印出（{why}），请另行打印"));
                Ok(None)
            }
        }
    }

    fn on_paper(&mut self, call: &str, name: &str) {
        self.left.push(format!("{call}：{name}只有纸质件，只有封页，请放入原件"));
    }
}

fn call(item: &VolumeItem) -> String {
    format!("第{}件《{}》", item.order, item.title)
}

/// The files of one 件, in order: the PDF the program makes, or its papers.
fn files(app: &App, of: &Arranged, item: &VolumeItem, shelf: &mut Shelf) -> Result<Vec<Scan>> {
    if let Some(pdf) = of.made.get(&item.key) {
        return Ok(vec![Scan::own(pdf).map_err(|e| fault(&e))?]);
    }
    let mut found = Vec::new();
    for part in &item.parts {
        let Some(material) = of.case.materials.iter().find(|m| m.id == part.material) else { continue };
        let m = &material.content;
        if m.sha256.is_empty() {
            shelf.on_paper(&call(item), &part.name);
            continue;
        }
        let read = || Ok(jishi_fs::read_capped(&app.content().file_path(&m.sha256), CAP)?);
        found.extend(shelf.take(&call(item), &part.name, m.size, read)?);
    }
    Ok(found)
}

/// The same out of the package: the very files that were sealed.
fn sealed_files(of: &SealedVolume, item: &VolumeItem, shelf: &mut Shelf) -> Result<Vec<Scan>> {
    let files = of.files(item);
    if files.is_empty() {
        shelf.on_paper(&call(item), &item.title);
    } else if let Some(lacking) = item.parts.len().checked_sub(files.len()).filter(|n| *n > 0) {
        shelf.left.push(format!("{}：另有 {lacking} 份只有纸质件，请放入原件", call(item)));
    }
    let mut found = Vec::new();
    for file in files {
        let bytes = of.read(file)?;
        if item.extract || matches!(item.source, ItemSource::Generated { .. }) {
            found.push(Scan::own(&bytes).map_err(|e| fault(&e))?);
            continue;
        }
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        found.extend(shelf.take(&call(item), name, bytes.len() as u64, || Ok(bytes))?);
    }
    Ok(found)
}

/// Every page and its reason; of a long list the first twenty, and how many there are.
pub(crate) fn told(pages: &[String]) -> String {
    const MOST: usize = 20;
    let more = if pages.len() > MOST { format!("……共{}页", pages.len()) } else { String::new() };
    format!("{}{more}", pages.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("；"))
}

/// The numbered pages of a volume: as many marks as its 件 have pages, or as their files turn out to have.
fn marks(case: &Case, plan: &VolumePlan, last: usize) -> Vec<forms::Tree> {
    let mut trees = forms::page_stamps(case, plan);
    while trees.len() < last
        && let Some(mut tree) = trees.last().cloned()
    {
        tree.set("页号", (trees.len() + 1).to_string());
        trees.push(tree);
    }
    trees
}

pub(crate) fn write(app: &App, request: PrintRequest, progress: &dyn Progress) -> Result<PrintCopy> {
    let of = arranged(app, request.batch, &request.options, Wanted::FilesOf(&request.volume), None, progress)?;
    let plan = plan_of(&of.plans, &request.volume)?;
    if plan.items.is_empty() {
        return Err(AppError::invalid(format!("《{}》里还没有一件材料，没有可印的", plan.title), "请先在批次里挂接材料"));
    }
    // Two candidates of one name have volumes of one title; what the volume is known by tells them apart.
    let path = Path::new(&request.folder).join(format!("打印副本_{}_{}.pdf", request.volume, file_safe(&plan.title)));
    if jishi_fs::kind(&path)?.is_some() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let remedy = "没有动它；请另选文件夹，或先移走旧的打印副本";
        return Err(AppError::invalid(format!("文件夹里已经有“{name}”"), remedy));
    }
    let packages = app.store().packages(Some(request.batch))?;
    let package = resealing::package(app, request.batch, &packages, plan)?;
    let sealed = package.map(|package| SealedVolume::open(&package.content, progress)).transpose()?;
    let plan = sealed.as_ref().map_or(plan, |s| &s.plan);
    let covers = match sealed.as_ref().filter(|s| s.has(COVERS)) {
        Some(sealed) => sealed.read(COVERS)?,
        // Packages of earlier programs hold none: drawn of what was sealed.
        None => crate::bodies::forms::of_each(app, &of.case, STAMP, &plan.title, forms::stamps(&of.case, plan))?.pdf,
    };
    let covers = Scan::own(&covers).map_err(|e| fault(&e))?;
    if covers.pages() as usize != plan.items.len() {
        let remedy = "请把“表样”里自己的归档章封页改到一页以内";
        return Err(AppError::invalid("归档章封页有的超过一页，打印副本排不成", remedy));
    }
    let mut book = Book { scans: vec![covers], ..Book::default() };
    let mut shelf = Shelf { room: BOOK_CAP, left: Vec::new() };
    let (mut page, mut last, total) = (0_usize, 0, plan.items.len() as u64);
    for (index, item) in plan.items.iter().enumerate() {
        let note = ProgressNote { words: format!("打印副本 {}", item.title), done: index as u64, total, ahead: false };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, "已停止，没有做出打印副本", "原件没有改动"));
        }
        let name = call(item);
        book.cover(index, &name);
        // Numbered as the catalogue has them, even should a file have other pages than were entered.
        let mut at = page;
        let scans = match &sealed {
            Some(sealed) => sealed_files(sealed, item, &mut shelf)?,
            None => files(app, &of, item, &mut shelf)?,
        };
        for scan in scans {
            at += book.put(scan, at, &name);
        }
        last = last.max(at);
        page += item.pages as usize;
    }
    let trees = marks(&of.case, plan, last);
    let title = format!("{}打印副本", plan.title);
    let about = BookOf { name: &title, unit: &of.case.batch.content.unit, made_on: Some(app.today()) };
    // What the files were read into goes before the copy is written.
    let scans = std::mem::take(&mut book.scans);
    let bound = bind(&scans.iter().collect::<Vec<_>>(), &book.leaves).map_err(|e| fault(&e))?;
    drop(scans);
    let bound = bound.close(&book.names, &about).map_err(|e| fault(&e))?;
    shelf.left.extend(bound.lost);
    let not_archival = match bound.not_archival.as_slice() {
        [] => String::new(),
        pages => format!("这一册不是 PDF/A，照原样装订，打印不受影响：{}", told(pages)),
    };
    let pdf = if trees.is_empty() {
        bound.pdf
    } else {
        let numbers = crate::bodies::forms::of_each(app, &of.case, "page-stamp", &plan.title, trees.clone())?;
        if numbers.pages as usize != trees.len() {
            return Err(AppError::invalid("页码章有的超过一页，打印副本排不成", "请把“表样”里自己的页码章改到一页以内"));
        }
        stamp(bound.pdf, &numbers.pdf, &book.marks).map_err(|e| fault(&e))?
    };
    jishi_fs::create_dir_all(Path::new(&request.folder))?;
    jishi_fs::write_new(&path, &pdf)?;
    let pages = u32::try_from(book.leaves.len()).unwrap_or(u32::MAX);
    let from = package.map(|p| format!("（取自案卷包 {}，与封存的一致）", p.content.seal_no)).unwrap_or_default();
    let file = crate::dto::FileMade {
        path: path.display().to_string(),
        what: format!("{}打印副本{from}", plan.title),
        pages,
        size: pdf.len() as u64,
        sha256: jishi_fs::sha256_hex(&pdf),
    };
    Ok(PrintCopy { file, left: shelf.left, not_archival })
}
