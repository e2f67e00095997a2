//! People in and out: files of the 干部任免审批表 editor, one or hundreds. A broken file is named and the rest go in.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::PersonId;
use jishi_core::lrmx::{self, Intake};
use jishi_core::person::Person;

use crate::dto::{FileMade, ImportItem, ImportRequest, ImportResult, PersonExport};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// No file of the editor is larger (bytes); its photograph is the bulk of it.
const CAP: u64 = 20 << 20;
/// A folder deeper than this is not a folder of forms.
const DEPTH: u32 = 8;

/// One file read, with what it takes to enter it.
struct Read {
    item: ImportItem,
    intake: Option<Intake>,
    /// Bytes of the file, kept as the person's source when it is a `.lrmx`.
    source: Option<Vec<u8>>,
}

pub(crate) fn preview(app: &App, request: ImportRequest, progress: &dyn Progress) -> Result<ImportResult> {
    let roster = app.store().people()?;
    let mut result = ImportResult { items: Vec::new(), added: 0, skipped: 0, failed: 0 };
    each_file(&request.paths, progress, |path| {
        let read = read(path, &roster);
        if !read.item.readable {
            result.failed += 1;
        } else if read.item.same_as.is_some() {
            result.skipped += 1;
        }
        result.items.push(read.item);
        Ok(())
    })?;
    Ok(result)
}

pub(crate) fn import(app: &App, request: ImportRequest, progress: &dyn Progress) -> Result<ImportResult> {
    let mut roster = app.store().people()?;
    let mut result = ImportResult { items: Vec::new(), added: 0, skipped: 0, failed: 0 };
    each_file(&request.paths, progress, |path| {
        let mut read = read(path, &roster);
        match read.intake.take() {
            None => result.failed += 1,
            Some(_) if read.item.same_as.is_some() => result.skipped += 1,
            Some(intake) => {
                let person = enter(app, path, intake, read.source.as_deref())?;
                read.item.person = Some(person.id);
                roster.push(person);
                result.added += 1;
            }
        }
        result.items.push(read.item);
        Ok(())
    })?;
    Ok(result)
}

/// Files first on the disk, then one transaction that names them.
fn enter(app: &App, path: &Path, intake: Intake, source: Option<&[u8]>) -> Result<Person> {
    let mut content = intake.person;
    let mut files = Vec::new();
    {
        let store = app.store();
        if let Some(photo) = &intake.photo {
            let stored = store.take_bytes(photo)?;
            content.photo.clone_from(&stored.sha256);
            files.push(stored);
        }
        if let Some(bytes) = source {
            let stored = store.take_bytes(bytes)?;
            content.source.clone_from(&stored.sha256);
            files.push(stored);
        }
    }
    let id = app.write("person.import", |tx| {
        for file in &files {
            tx.name_file(&file.sha256, file.size)?;
        }
        tx.say(format!("导入人员 {}（{}）", content.name, file_name(path)));
        tx.add_person(&content)
    })?;
    Ok(Person { id: PersonId(id), content })
}

fn read(path: &Path, roster: &[Person]) -> Read {
    let shown = path.display().to_string();
    let mut item = ImportItem {
        file: shown.clone(),
        readable: false,
        content: None,
        has_photo: false,
        findings: Vec::new(),
        same_as: None,
        person: None,
    };
    let old = extension(path) == "lrm";
    let name = file_name(path);
    let parsed = jishi_fs::read_capped(path, CAP).map_err(|e| e.to_string()).and_then(|bytes| {
        let intake = if old {
            let pic = ["pic", "PIC", "Pic"].iter().map(|e| path.with_extension(e)).find(|p| p.is_file());
            let pic = pic.and_then(|p| jishi_fs::read_capped(&p, CAP).ok());
            lrmx::read_lrm(&name, &bytes, pic.as_deref())
        } else {
            lrmx::read(&name, &bytes)
        };
        intake.map(|intake| (intake, bytes)).map_err(|e| e.to_string())
    });
    match parsed {
        Err(message) => {
            let remedy = "这个文件没有导入，其余文件不受影响；请用任免审批表编辑器打开它，另存后再导入";
            item.findings.push(Finding::new("L01", Level::Error, Place::file(shown), message).remedy(remedy));
            Read { item, intake: None, source: None }
        }
        Ok((intake, bytes)) => {
            item.readable = true;
            item.content = Some(intake.person.clone());
            item.has_photo = intake.photo.is_some();
            item.findings.clone_from(&intake.findings);
            let same = |p: &&Person| p.content.name == intake.person.name && p.content.born == intake.person.born;
            item.same_as = roster.iter().find(same).map(|p| p.id);
            Read { item, intake: Some(intake), source: (!old).then_some(bytes) }
        }
    }
}

/// Calls `act` for each file of the editor under the paths, in order of name, with progress before each.
fn each_file(paths: &[String], progress: &dyn Progress, mut act: impl FnMut(&Path) -> Result<()>) -> Result<()> {
    let mut files = Vec::new();
    for path in paths {
        gather(Path::new(path), 0, &mut files)?;
    }
    if files.is_empty() {
        return Err(AppError::invalid("没有找到 .lrmx 或 .lrm 文件", "请选择任免审批表编辑器保存的文件，或装有这些文件的文件夹"));
    }
    let total = files.len() as u64;
    for (done, file) in files.iter().enumerate() {
        let note = ProgressNote { words: format!("读取 {}", file_name(file)), done: done as u64, total };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，读了 {done} 个文件"), "已经导入的人员保留在名册里"));
        }
        act(file)?;
    }
    let _ = progress.note(&ProgressNote { words: "读取完毕".into(), done: total, total });
    Ok(())
}

fn gather(path: &Path, depth: u32, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() && !path.is_symlink() {
        if depth < DEPTH {
            for entry in jishi_fs::list_dir(path)? {
                if entry.is_dir() || matches!(extension(&entry).as_str(), "lrmx" | "lrm") {
                    gather(&entry, depth + 1, files)?;
                }
            }
        }
    } else if !files.iter().any(|f| f == path) {
        files.push(path.to_owned());
    }
    Ok(())
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(crate) fn export(app: &App, request: PersonExport, _: &dyn Progress) -> Result<FileMade> {
    let (person, source, photo) = {
        let store = app.store();
        let person = store.person(request.id)?.content;
        let file = |sha: &str| if sha.is_empty() { Ok(None) } else { store.read_file(sha).map(Some) };
        let (source, photo) = (file(&person.source)?, file(&person.photo)?);
        (person, source, photo)
    };
    let bytes = lrmx::write(&person, source.as_deref(), photo.as_deref())
        .map_err(|e| AppError::invalid(e.to_string(), "没有写出文件；请核对该人员的信息"))?;
    jishi_fs::write_new(Path::new(&request.path), &bytes)?;
    let (size, sha256) = (bytes.len() as u64, jishi_fs::sha256_hex(&bytes));
    Ok(FileMade { path: request.path, what: format!("任免审批表 {}", person.name), pages: 0, size, sha256 })
}
