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
use crate::bodies::packages::{PAPER_CAP, mb};
use crate::bodies::resealing;
use crate::bodies::sealed_volume::SealedVolume;
use crate::bodies::volumes::{Arranged, Wanted, arranged};
use crate::dto::{PrintCopy, PrintRequest};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Most bytes of the files the pages of one book are of: it is bound in memory, about three times as large.
pub(crate) const BOOK_CAP: u64 = 1 << 30;
/// The page that stands for a file that is not printed.
const LEFT_OUT: &str = "left-out";

/// A file that is not in the copy.
struct LeftOut {
    file: String,
    why: String,
    /// Where to find it.
    place: String,
    /// Pages it was entered with: their numbers are kept free for it.
    pages: u32,
}

/// The page in the place of a file: at which leaf, of which 件, and which page numbers are kept free.
struct StandIn {
    leaf: usize,
    item: usize,
    numbers: String,
    left: LeftOut,
}

/// What an 件 has to print, in order.
enum Paper {
    Printed(Scan),
    Left(LeftOut),
}

/// The files of a volume as they are bound.
#[derive(Default)]
struct Book {
    scans: Vec<Scan>,
    leaves: Vec<Leaf>,
    /// For each leaf: which page number, from 0; None for covers and for what stands for a file.
    marks: Vec<Option<usize>>,
    /// For each leaf: the name of what it is of.
    names: Vec<String>,
    /// Pages that are drawn when all is known.
    left: Vec<StandIn>,
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
        self.single(Leaf { file: 0, page: page_no(number), turn: 0 }, format!("归档章封页（{name}）"));
    }

    /// Room for the page that stands for a file whose first page would be the one after `before`.
    fn stand_in(&mut self, item: usize, before: usize, left: LeftOut, name: &str) {
        let last = before + left.pages as usize;
        let numbers = match left.pages {
            0 => String::new(),
            1 => last.to_string(),
            _ => format!("{}—{last}", before + 1),
        };
        self.left.push(StandIn { leaf: self.leaves.len(), item, numbers, left });
        self.single(Leaf { file: 0, page: 1, turn: 0 }, format!("未印文件说明页（{name}）"));
    }

    fn single(&mut self, leaf: Leaf, name: String) {
        self.leaves.push(leaf);
        self.marks.push(None);
        self.names.push(name);
    }

    /// Draws the pages that stand for files; each 件 as its cover names it.
    fn say_left(&mut self, app: &App, case: &Case, plan: &VolumePlan) -> Result<()> {
        if self.left.is_empty() {
            return Ok(());
        }
        let items = forms::stamps(case, plan);
        let of = |StandIn { item, numbers, left, .. }: &StandIn| {
            let mut tree = items.get(*item).cloned().unwrap_or_default();
            tree.fill([("未印文件", left.file.clone()), ("未印原因", left.why.clone()), ("存放位置", left.place.clone())]);
            tree.set("页号", numbers.clone());
            tree
        };
        let trees: Vec<forms::Tree> = self.left.iter().map(of).collect();
        let pages =
            Scan::own(&crate::bodies::forms::of_each(app, case, LEFT_OUT, &plan.title, trees)?.pdf).map_err(|e| fault(&e))?;
        one_page_each("未印文件说明页", pages.pages() as usize == self.left.len())?;
        let file = self.scans.len();
        for (number, stand_in) in self.left.iter().enumerate() {
            if let Some(leaf) = self.leaves.get_mut(stand_in.leaf) {
                *leaf = Leaf { file, page: page_no(number), turn: 0 };
            }
        }
        self.scans.push(pages);
        Ok(())
    }
}

/// Numbers of pages begin at 1.
fn page_no(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn fault(words: &str) -> AppError {
    AppError::new(Code::Internal, format!("打印副本做不出来：{words}"), "原件没有改动；请把这句话告诉维护人员")
}

/// Refuses a form of the copy that an office has made longer than it may be.
fn one_page_each(form: &str, so: bool) -> Result<()> {
    let remedy = format!("请把“表样”里自己的{form}改到一页以内");
    if so { Ok(()) } else { Err(AppError::invalid(format!("{form}有的超过一页，打印副本排不成"), remedy)) }
}

/// What the pages of one book may still weigh, and what is not among them.
struct Shelf {
    /// Bytes one copy may have.
    most: u64,
    /// Bytes it may still grow by.
    room: u64,
    left: Vec<String>,
}

impl Shelf {
    /// A paper of an 件, when there is room for it and it can be printed by the page; else why not.
    fn take(
        &mut self,
        (file, pages): (&str, u32),
        place: String,
        size: u64,
        read: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Paper> {
        let left = |why: String, place: String| Ok(Paper::Left(LeftOut { file: file.to_owned(), why, place, pages }));
        let Some(rest) = self.room.checked_sub(size) else {
            let taken =
                if self.room < self.most { format!("，已经装了 {}", mb(self.most - self.room)) } else { String::new() };
            let why = format!("这个文件有 {}；一册打印副本最多装 {} 的文件{taken}，装不下", mb(size), mb(self.most));
            return left(why, place);
        };
        match Scan::open(read()?) {
            Ok(scan) => {
                self.room = rest;
                Ok(Paper::Printed(scan))
            }
            Err(why) => left(why.into(), place),
        }
    }

    fn on_paper(&mut self, call: &str, name: &str) {
        self.left.push(format!("{call}：{name}只有纸质件，只有封页，请放入原件"));
    }

    fn say(&mut self, call: &str, left: &LeftOut) {
        self.left
            .push(format!("{call}：{}没有印出（{}），请另行打印，换下册里的说明页；文件在{}", left.file, left.why, left.place));
    }
}

fn call(item: &VolumeItem) -> String {
    format!("第{}件《{}》", item.order, item.title)
}

/// The papers of one 件, in order: the PDF the program makes, or its files.
fn papers(app: &App, of: &Arranged, item: &VolumeItem, shelf: &mut Shelf) -> Result<Vec<Paper>> {
    if let Some(pdf) = of.made.get(&item.key) {
        return Ok(vec![Paper::Printed(Scan::own(pdf).map_err(|e| fault(&e))?)]);
    }
    let mut found = Vec::new();
    for part in item.shown() {
        let Some(material) = of.case.materials.iter().find(|m| m.id == part.material) else { continue };
        let m = &material.content;
        if m.sha256.is_empty() {
            shelf.on_paper(&call(item), &part.name);
            continue;
        }
        let most = shelf.room;
        let read = || Ok(jishi_fs::read_capped(&app.content().file_path(&m.sha256), most)?);
        found.push(shelf.take((&part.name, part.pages), "“材料”里的原文件".to_owned(), m.size, read)?);
    }
    Ok(found)
}

/// The same out of the package: the very files that were sealed.
fn sealed_papers(of: &SealedVolume, item: &VolumeItem, shelf: &mut Shelf) -> Result<Vec<Paper>> {
    let files = of.files(item);
    if files.is_empty() {
        shelf.on_paper(&call(item), &item.title);
    } else if let Some(lacking) = item.parts.len().checked_sub(files.len()).filter(|n| *n > 0) {
        shelf.left.push(format!("{}：另有 {lacking} 份只有纸质件，请放入原件", call(item)));
    }
    let mut found = Vec::new();
    // Each file is a part, in their order; where some lie on paper alone, which is which is not told by their names.
    let whole = files.len() == item.parts.len();
    for (index, file) in files.into_iter().enumerate() {
        let part = item.parts.get(index).filter(|_| whole);
        if part.is_some_and(|part| !item.shown().any(|p| p.material == part.material)) {
            continue;
        }
        let pages = part.map_or(0, |part| part.pages);
        let path = file.path.as_str();
        if item.extract || matches!(item.source, ItemSource::Generated { .. }) {
            found.push(Paper::Printed(Scan::own(&of.read(path, PAPER_CAP)?).map_err(|e| fault(&e))?));
            continue;
        }
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let most = shelf.room;
        found.push(shelf.take((name, pages), of.place(path), file.size, || of.read(path, most))?);
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
    write_within(app, request, BOOK_CAP, progress)
}

/// The copy, of files of at most `most` bytes together.
pub(crate) fn write_within(app: &App, request: PrintRequest, most: u64, progress: &dyn Progress) -> Result<PrintCopy> {
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
        Some(sealed) => sealed.read(COVERS, PAPER_CAP)?,
        // Packages of earlier programs hold none: drawn of what was sealed.
        None => crate::bodies::forms::of_each(app, &of.case, STAMP, &plan.title, forms::stamps(&of.case, plan))?.pdf,
    };
    let covers = Scan::own(&covers).map_err(|e| fault(&e))?;
    one_page_each("归档章封页", covers.pages() as usize == plan.items.len())?;
    let mut book = Book { scans: vec![covers], ..Book::default() };
    let mut shelf = Shelf { most, room: most, left: Vec::new() };
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
        let papers = match &sealed {
            Some(sealed) => sealed_papers(sealed, item, &mut shelf)?,
            None => papers(app, &of, item, &mut shelf)?,
        };
        for paper in papers {
            match paper {
                Paper::Printed(scan) => at += book.put(scan, at, &name),
                Paper::Left(left) => {
                    shelf.say(&name, &left);
                    let pages = left.pages as usize;
                    book.stand_in(index, at, left, &name);
                    at += pages;
                }
            }
        }
        last = last.max(at);
        page += item.pages as usize;
    }
    book.say_left(app, &of.case, plan)?;
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
        one_page_each("页码章", numbers.pages as usize == trees.len())?;
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
