//! Materials: a file streamed in and looked at before it counts, what is said of it changed, its bytes given back.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::id::MaterialId;
use jishi_core::record::{Material, MaterialContent, SIGNED_SHEET};
use jishi_core::revisions::Entry;
use jishi_forms::probe;
use jishi_store::Staged;

use crate::bodies::cases::{called, standing_record};
use crate::bodies::standing::stands;
use crate::bodies::{required, signed_by_now};
use crate::dto::{MaterialAttach, MaterialRequest, MaterialUpdate};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Largest file of one material (bytes); a scanner's worst book stays below.
const CAP: u64 = 1 << 30;

/// A source that tells how far it is read and can be told to stop.
pub(crate) struct Watched<'a> {
    file: File,
    name: &'a str,
    done: u64,
    /// How far it was when progress was told last; None before the first time.
    told: Option<u64>,
    total: u64,
    progress: &'a dyn Progress,
    pub(crate) stopped: bool,
}

/// Notes of progress of one file at most: a screen that draws each of them must not be drowned.
const NOTES: u64 = 200;
/// Bytes between two of them at least.
const NOTE: u64 = 1 << 16;

impl<'a> Watched<'a> {
    pub(crate) fn open(path: &Path, name: &'a str, progress: &'a dyn Progress) -> Result<Watched<'a>> {
        let total = jishi_fs::size(path)?;
        Ok(Watched { file: jishi_fs::open(path)?, name, done: 0, told: None, total, progress, stopped: false })
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.told.is_none_or(|told| self.done - told >= NOTE.max(self.total / NOTES)) {
            self.told = Some(self.done);
            let note = ProgressNote {
                words: format!("读入 {}", self.name),
                done: self.done.min(self.total),
                total: self.total,
                ahead: false,
            };
            if let ControlFlow::Break(()) = self.progress.note(&note) {
                self.stopped = true;
                return Err(std::io::Error::other("已停止"));
            }
        }
        let n = self.file.read(into)?;
        self.done += n as u64;
        Ok(n)
    }
}

/// Copies a file in and judges the copy, so that what was judged is what is kept. Holds nobody up meanwhile.
pub(crate) fn stage(app: &App, path: &Path, name: &str, progress: &dyn Progress) -> Result<(Staged, probe::Probe)> {
    if jishi_fs::kind(&jishi_fs::canonical(path)?)? != Some(jishi_fs::Kind::File) {
        return Err(AppError::invalid(format!("“{name}”不是文件"), "请选择扫描好的文件"));
    }
    let total = jishi_fs::size(path)?;
    if total > CAP {
        return Err(AppError::invalid(format!("“{name}”超过 1 GB，太大了"), "请按册或按页分成几个文件后再挂接；原文件没有改动"));
    }
    let mut source = Watched::open(path, name, progress)?;
    let staged = app.content().stage(&mut source, path).map_err(|fault| {
        if source.stopped {
            AppError::new(Code::Cancelled, format!("已停止读入“{name}”"), "没有挂接；原文件没有改动")
        } else {
            fault.into()
        }
    })?;
    let seen = probe::probe(&mut staged.open()?)
        .map_err(|e| AppError::new(Code::File, format!("“{name}”的副本读不出来：{e}"), "没有挂接；请检查磁盘后重试"))?;
    if let Some(fault) = &seen.fault {
        return Err(AppError::invalid(format!("“{name}”不能挂接：{fault}"), "请重新扫描或另存后再挂接；原文件没有改动"));
    }
    Ok((staged, seen))
}

/// Each other material with the same pages, wherever it hangs, in words: who attaches a paper twice is told at once.
pub(crate) fn alike(app: &App, request: MaterialRequest, _: &dyn Progress) -> Result<Vec<String>> {
    let store = app.store();
    let mine = store.material(request.id)?;
    let named = mine.content.origins.first().map_or(mine.content.sha256.as_str(), |o| o.sha256.as_str());
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for (noun, id) in store.holders(named)? {
        if noun != "material" || id == request.id.0 {
            continue;
        }
        let other = store.material(MaterialId(id))?;
        let record = store.record(other.content.record)?;
        let gone = store.standing_of(Entry::Material, id)?.retracted;
        if gone || !other.content.same_pages(&mine.content) {
            continue;
        }
        let step = store.catalogue_of(other.batch)?.step_no(&record.content.step).unwrap_or_default();
        let batch = if other.batch == mine.batch {
            String::new()
        } else {
            format!("批次“{}”", store.batch(other.batch)?.content.name)
        };
        out.push(format!("{batch}第 {step} 步记录 {} 的“{}”", record.id, other.content.name));
    }
    Ok(out)
}

pub(crate) fn attach(app: &App, request: MaterialAttach, progress: &dyn Progress) -> Result<Material> {
    required(&request.name, "材料名称")?;
    signed_by_now(app, [&request.signature])?;
    standing_record(app, request.record)?;
    let mut content = MaterialContent {
        record: request.record,
        name: request.name,
        originality: request.originality,
        role: request.role,
        kept_at: request.kept_at.trim().to_owned(),
        see_also: request.see_also.trim().to_owned(),
        secrecy: request.secrecy,
        pages: request.pages.unwrap_or(0),
        signature: request.signature,
        file_name: String::new(),
        sha256: String::new(),
        format: String::new(),
        size: 0,
        origins: vec![],
        of_revision: None,
        own_sheet: false,
        co_signed: vec![],
    };
    let mut staged = None;
    if let Some(path) = &request.path {
        let path = Path::new(path);
        content.file_name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (copy, seen) = stage(app, path, &content.file_name, progress)?;
        content.format = seen.format.into();
        content.pages = request.pages.or(seen.pages).unwrap_or(0);
        content.sha256.clone_from(&copy.stored().sha256);
        content.size = copy.stored().size;
        staged = Some(copy);
    }
    count(if content.file_name.is_empty() { &content.name } else { &content.file_name }, content.pages)?;
    if let Some(copy) = staged {
        copy.keep()?;
    }
    let _writing = app.writing();
    // Asked again: it may have been corrected while the file came in, which is well, or taken back.
    let record = standing_record(app, request.record)?;
    content.of_revision = Some(record.revision);
    content.own_sheet = content.name.ends_with(SIGNED_SHEET);
    let label = called(app, &record)?;
    let id = app.write("material.attach", |tx| {
        if !content.sha256.is_empty() {
            tx.name_file(&content.sha256, content.size)?;
        }
        tx.say(format!("挂接材料 {}（{}页）到记录 {} {label}", content.name, content.pages, record.id));
        tx.add_material(record.batch.0, &content)
    })?;
    Ok(app.store().material(MaterialId(id))?)
}

/// No paper has more pages; every page is numbered and stamped, so a slip of the hand would be printed.
const MOST_PAGES: u32 = 20_000;

/// The pages of a material, as counted by hand or by its file.
fn count(what: &str, pages: u32) -> Result<()> {
    match pages {
        0 => Err(AppError::invalid(format!("“{what}”没有页数"), "请填写有文字的页面数")),
        1..=MOST_PAGES => Ok(()),
        _ => Err(AppError::invalid(
            format!("“{what}”写了{pages}页，超过{MOST_PAGES}页"),
            "请核对页数；确实这样多的，请分成几份材料",
        )),
    }
}

/// Asked of every content of a material that is about to stand.
pub(crate) fn accept(app: &App, content: &MaterialContent) -> Result<()> {
    required(&content.name, "材料名称")?;
    signed_by_now(app, content.signers())?;
    count(&content.name, content.pages)
}

pub(crate) fn update_material(app: &App, request: MaterialUpdate, _: &dyn Progress) -> Result<Material> {
    required(&request.reason, "修改原因")?;
    accept(app, &request.content)?;
    stands(app, Entry::Material, request.id.0)?;
    let before = app.store().material(request.id)?;
    let (old, new) = (&before.content, &request.content);
    let file = |c: &MaterialContent| {
        (c.record, c.sha256.clone(), c.format.clone(), c.size, c.origins.clone(), (c.of_revision, c.own_sheet))
    };
    if file(old) != file(new) {
        return Err(AppError::invalid(format!("材料“{}”的文件和所属记录不能改", old.name), "请另外挂接新的材料"));
    }
    app.write("material.update", |tx| {
        tx.say(format!("修改材料 {}：{}", new.name, request.reason));
        tx.revise_material(request.id.0, request.from_revision, new, &request.reason)
    })?;
    Ok(app.store().material(request.id)?)
}

pub(crate) fn material_bytes(app: &App, request: MaterialRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let material = app.store().material(request.id)?.content;
    kept_file(app, &material)?;
    Ok(app.content().read_file(&material.sha256)?)
}

/// Where the file of a material lies. A paper has none; one that is gone is told in words of the paper, not of its digest.
pub(crate) fn kept_file(app: &App, content: &MaterialContent) -> Result<PathBuf> {
    if content.sha256.is_empty() {
        return Err(AppError::invalid(format!("“{}”只有纸质件，没有电子文件", content.name), "扫描后可以另行挂接"));
    }
    let path = app.content().file_path(&content.sha256);
    if path.exists() {
        return Ok(path);
    }
    let message = format!("材料“{}”的电子文件在工作区里找不到了", content.name);
    Err(AppError::new(Code::File, message, "请从备份恢复工作区的“文件库”文件夹；没有备份的，取下这份材料，重新扫描挂接"))
}
