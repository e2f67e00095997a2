//! People in and out: files of the 干部任免审批表 editor, one or hundreds. A broken file is named and the rest go in.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::PersonId;
use jishi_core::lrmx::{self, Intake};
use jishi_core::person::{Person, PersonContent};

use crate::bodies::people;
use crate::dto::{FileMade, ImportAction, ImportChoice, ImportItem, ImportRequest, ImportResult, KnownPerson, PersonExport};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// No file of the editor is larger (bytes); its photograph is the bulk of it.
const CAP: u64 = 20 << 20;
/// A folder deeper than this is not a folder of forms.
const DEPTH: u32 = 8;

/// One file read, with what it takes to enter it.
struct Read {
    item: ImportItem,
    taken: Option<Taken>,
}

struct Taken {
    intake: Intake,
    /// Bytes of the file, kept as the person's source when it is a `.lrmx`.
    source: Option<Vec<u8>>,
}

/// Everybody a file may turn out to be: the roster, and the people of the files before it.
struct Acquainted {
    people: Vec<Person>,
    /// Only read so far, with the file they are in.
    coming: Vec<(String, PersonContent)>,
}

pub(crate) fn preview(app: &App, request: ImportRequest, progress: &dyn Progress) -> Result<ImportResult> {
    each(app, &request, progress, |_, _, _| Ok(None))
}

pub(crate) fn import(app: &App, request: ImportRequest, progress: &dyn Progress) -> Result<ImportResult> {
    each(app, &request, progress, |path, item, taken| match item.action {
        Some(ImportAction::Add) => add(app, path, taken).map(Some),
        Some(ImportAction::Update) => update(app, path, item, taken, chosen(&request.choices, &item.file)).map(Some),
        Some(ImportAction::Skip) | None => Ok(None),
    })
}

/// Reads each file and decides what becomes of it; `act` does it and answers who is in the roster then.
fn each(
    app: &App,
    request: &ImportRequest,
    progress: &dyn Progress,
    mut act: impl FnMut(&Path, &ImportItem, Taken) -> Result<Option<Person>>,
) -> Result<ImportResult> {
    let mut acquainted = Acquainted { people: app.store().people()?, coming: Vec::new() };
    let mut result = ImportResult { items: Vec::new(), added: 0, updated: 0, skipped: 0, undecided: 0, failed: 0 };
    let mut closed = Vec::new();
    each_file(&request.paths, progress, &mut closed, |path| {
        let Read { mut item, taken } = read(app, path, &acquainted)?;
        let Some(taken) = taken else {
            result.failed += 1;
            result.items.push(item);
            return Ok(());
        };
        let content = taken.intake.person.clone();
        item.person = item.known.first().and_then(|k| k.person);
        let done = action(&item, chosen(&request.choices, &item.file)).and_then(|action| {
            item.action = action;
            act(path, &item, taken)
        });
        let mut refused = false;
        match done {
            Ok(Some(person)) => {
                item.person = Some(person.id);
                acquainted.people.retain(|p| p.id != person.id);
                acquainted.people.push(person);
            }
            // Nobody of a preview is in the roster, and a second file of the same person must still be seen.
            Ok(None) if item.action == Some(ImportAction::Add) => acquainted.coming.push((file_name(path), content)),
            Ok(None) => {}
            Err(fault) => {
                not_done(&mut item, fault)?;
                refused = true;
            }
        }
        match item.action {
            _ if refused => result.failed += 1,
            Some(ImportAction::Add) => result.added += 1,
            Some(ImportAction::Update) => result.updated += 1,
            Some(ImportAction::Skip) => result.skipped += 1,
            None => result.undecided += 1,
        }
        result.items.push(item);
        Ok(())
    })?;
    result.failed += u32::try_from(closed.len()).unwrap_or(u32::MAX);
    result.items.append(&mut closed);
    Ok(result)
}

/// A choice that cannot be carried out is told of its file, and the rest go on; a fault of the disk stops them all.
fn not_done(item: &mut ImportItem, fault: AppError) -> Result<()> {
    if !matches!(fault.code, Code::Invalid | Code::Stale) {
        return Err(fault);
    }
    item.action = None;
    let place = Place::file(item.file.clone());
    item.findings.push(Finding::new("L91", Level::Error, place, fault.message).remedy(fault.remedy));
    Ok(())
}

fn chosen<'a>(choices: &'a [ImportChoice], file: &str) -> Option<&'a ImportChoice> {
    choices.iter().rfind(|c| c.file == file)
}

/// A stranger goes in; a file that says nothing new of a known person is passed over; of the rest the user must say.
fn action(item: &ImportItem, choice: Option<&ImportChoice>) -> Result<Option<ImportAction>> {
    match choice.map(|c| c.action) {
        Some(ImportAction::Update) if !item.known.iter().any(|k| k.person.is_some()) => Err(AppError::invalid(
            format!("“{}”里的人名册里没有，不能选“更新已有人员”", item.file),
            "请重新预览后再选；没有更新任何人",
        )),
        Some(action) => Ok(Some(action)),
        None if item.known.is_empty() => Ok(Some(ImportAction::Add)),
        None if item.known.iter().any(|k| k.differences.is_empty()) => Ok(Some(ImportAction::Skip)),
        None => Ok(None),
    }
}

/// The files of a person, first on the disk; the transaction that follows names them.
fn keep(app: &App, content: &mut PersonContent, taken: &Taken) -> Result<Vec<jishi_fs::Stored>> {
    let mut files = Vec::new();
    if let Some(photo) = &taken.intake.photo {
        let stored = app.content().take_bytes(photo)?;
        content.photo.clone_from(&stored.sha256);
        files.push(stored);
    }
    if let Some(bytes) = &taken.source {
        let stored = app.content().take_bytes(bytes)?;
        content.source.clone_from(&stored.sha256);
        files.push(stored);
    }
    Ok(files)
}

fn add(app: &App, path: &Path, taken: Taken) -> Result<Person> {
    let mut content = taken.intake.person.clone();
    let files = keep(app, &mut content, &taken)?;
    let id = app.write("person.import", |tx| {
        for file in &files {
            tx.name_file(&file.sha256, file.size)?;
        }
        tx.say(format!("导入人员 {}（{}）", content.name, file_name(path)));
        tx.add_person(&content)
    })?;
    Ok(Person { id: PersonId(id), revision: 1, content })
}

fn update(app: &App, path: &Path, item: &ImportItem, taken: Taken, choice: Option<&ImportChoice>) -> Result<Person> {
    let wanted = choice.and_then(|c| c.person);
    let known = item.known.iter().find(|k| k.person.is_some() && wanted.is_none_or(|id| k.person == Some(id)));
    let id = known.and_then(|k| k.person).ok_or_else(|| {
        AppError::invalid(format!("“{}”不像是人员 {} 的表", item.file, wanted.map_or(0, |id| id.0)), "请重新预览后再选")
    })?;
    let before = app.store().person(id)?;
    let mut content = updated(&before.content, &taken.intake.person);
    let files = keep(app, &mut content, &taken)?;
    let seen = choice.and_then(|c| c.from_revision).unwrap_or(before.revision);
    let reason = format!("按 {} 更新", file_name(path));
    let revision = app.write("person.import", |tx| {
        for file in &files {
            tx.name_file(&file.sha256, file.size)?;
        }
        tx.say(format!("更新人员 {}（{}）", content.name, file_name(path)));
        tx.revise_person(id.0, seen, &content, &reason)
    })?;
    Ok(Person { id, revision, content })
}

/// The person after an update: all the file says; what the file has no place for, or leaves out as old files do, stays.
fn updated(before: &PersonContent, file: &PersonContent) -> PersonContent {
    let or = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
    PersonContent {
        current_post_since: or(&file.current_post_since, &before.current_post_since),
        id_number: or(&file.id_number, &before.id_number),
        political_status: or(&file.political_status, &before.political_status),
        glyph_notes: before.glyph_notes.clone(),
        photo: before.photo.clone(),
        source: before.source.clone(),
        ..file.clone()
    }
}

/// Whom of those met so far the file seems to be about, and what it would change.
fn known(acquainted: &Acquainted, intake: &Intake) -> Vec<KnownPerson> {
    let person = &intake.person;
    let photo = intake.photo.as_ref().map(|bytes| jishi_fs::sha256_hex(bytes));
    let differences = |before: &PersonContent| {
        let after = updated(before, person);
        lrmx::compare(before, &PersonContent { photo: photo.clone().unwrap_or_else(|| before.photo.clone()), ..after })
    };
    let roster = acquainted.people.iter().filter_map(|p| {
        let why = alike(&p.content, person)?;
        Some(KnownPerson {
            person: Some(p.id),
            revision: p.revision,
            name: p.content.name.clone(),
            current_post: p.content.current_post.clone(),
            why: why.into(),
            differences: differences(&p.content),
        })
    });
    let coming = acquainted.coming.iter().filter_map(|(file, content)| {
        let why = alike(content, person)?;
        Some(KnownPerson {
            person: None,
            revision: 0,
            name: content.name.clone(),
            current_post: content.current_post.clone(),
            why: format!("与前面的文件 {file} {why}"),
            differences: lrmx::compare(content, person),
        })
    });
    roster.chain(coming).collect()
}

fn alike(a: &PersonContent, b: &PersonContent) -> Option<&'static str> {
    let number = |p: &PersonContent| p.id_number.trim().to_uppercase();
    if !number(a).is_empty() && number(a) == number(b) {
        Some("身份证号相同")
    } else if a.name == b.name && a.born == b.born {
        Some("姓名和出生年月相同")
    } else {
        None
    }
}

fn unread(path: &Path) -> ImportItem {
    ImportItem {
        file: path.display().to_string(),
        readable: false,
        content: None,
        has_photo: false,
        findings: Vec::new(),
        known: Vec::new(),
        action: None,
        person: None,
    }
}

/// The bytes of a regular file. A pipe or a device of that name would be waited for without end.
fn file_bytes(path: &Path) -> std::result::Result<Vec<u8>, String> {
    let read = || {
        let real = jishi_fs::canonical(path)?;
        let regular = jishi_fs::kind(&real)? == Some(jishi_fs::Kind::File);
        if regular { jishi_fs::read_capped(&real, CAP).map(Some) } else { Ok(None) }
    };
    match read() {
        Ok(bytes) => bytes.ok_or_else(|| format!("“{}”不是文件", path.display())),
        Err(e) if e.source.kind() == std::io::ErrorKind::FileTooLarge => {
            Err(format!("“{}”超过 {} MB，不会是编辑器存的文件", path.display(), CAP >> 20))
        }
        Err(e) => Err(e.to_string()),
    }
}

fn read(app: &App, path: &Path, acquainted: &Acquainted) -> Result<Read> {
    let mut item = unread(path);
    let old = extension(path) == "lrm";
    let name = file_name(path);
    let parsed = file_bytes(path).and_then(|bytes| {
        let intake = if old {
            let pic = ["pic", "PIC", "Pic"].iter().map(|e| path.with_extension(e)).find(|p| p.symlink_metadata().is_ok());
            let pic = pic.map(|p| file_bytes(&p));
            lrmx::read_lrm(&name, &bytes, pic.as_ref().map(|p| p.as_deref().map_err(String::as_str)))
        } else {
            lrmx::read(&name, &bytes)
        };
        let intake = intake.map_err(|e| e.to_string())?;
        // What the reader calls an error the roster does not take: nobody is entered without a name.
        match intake.findings.iter().find(|f| f.level == Level::Error) {
            Some(fault) => Err(fault.message.clone()),
            None => people::accept(&intake.person).map(|()| (intake, bytes)).map_err(|e| e.message),
        }
    });
    Ok(match parsed {
        Err(message) => {
            let remedy = "这个文件没有导入，其余文件不受影响；请用任免审批表编辑器打开它，另存后再导入";
            item.findings.push(Finding::new("L01", Level::Error, Place::file(item.file.clone()), message).remedy(remedy));
            Read { item, taken: None }
        }
        Ok((intake, bytes)) => {
            item.readable = true;
            item.content = Some(intake.person.clone());
            item.has_photo = intake.photo.is_some();
            item.findings.clone_from(&intake.findings);
            // Told, and taken all the same: the file is what it is.
            let ahead = lrmx::ahead(&intake.person, app.today()).into_iter();
            let of_file =
                |f: Finding| Finding { level: Level::Warning, place: Place { file: Some(name.clone()), ..f.place }, ..f };
            item.findings.extend(ahead.map(of_file));
            item.findings.extend(people::missing_glyphs(app, &Place::file(name), Level::Warning, &intake.person)?);
            item.known = known(acquainted, &intake);
            let roster = acquainted.people.iter().map(|p| (format!("名册里的人员 {}", p.id), &p.content));
            let coming = acquainted.coming.iter().map(|(file, content)| (format!("前面的文件 {file} 里的"), content));
            let place = Place::file(item.file.clone());
            item.findings.extend(people::same_but_for_the_point(&place, &intake.person, roster.chain(coming)));
            Read { item, taken: Some(Taken { intake, source: (!old).then_some(bytes) }) }
        }
    })
}

/// Refuses paths that are not there, and those under which there is nothing to import: asked before a workspace is made for them.
///
/// # Errors
/// What is missing.
pub fn importable(paths: &[String]) -> Result<()> {
    if let Some(gone) = paths.iter().find(|p| Path::new(p).symlink_metadata().is_err()) {
        return Err(AppError::new(Code::NotFound, format!("没有找到“{gone}”"), "请核对路径；没有导入任何文件，也没有新建工作区"));
    }
    let (mut files, mut closed) = (Vec::new(), Vec::new());
    paths.iter().for_each(|path| gather(Path::new(path), 0, &mut files, &mut closed));
    if files.is_empty() && closed.is_empty() { Err(no_forms()) } else { Ok(()) }
}

fn no_forms() -> AppError {
    AppError::invalid("没有找到 .lrmx 或 .lrm 文件", "请选择任免审批表编辑器保存的文件，或装有这些文件的文件夹")
}

/// Calls `act` for each file of the editor under the paths, in order of name, with progress before each.
fn each_file(
    paths: &[String],
    progress: &dyn Progress,
    closed: &mut Vec<ImportItem>,
    mut act: impl FnMut(&Path) -> Result<()>,
) -> Result<()> {
    let mut files = Vec::new();
    for path in paths {
        gather(Path::new(path), 0, &mut files, closed);
    }
    if files.is_empty() && closed.is_empty() {
        return Err(no_forms());
    }
    let total = files.len() as u64;
    for (done, file) in files.iter().enumerate() {
        let note = ProgressNote { words: format!("读取 {}", file_name(file)), done: done as u64, total, ahead: false };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，读了 {done} 个文件"), "已经导入的人员保留在名册里"));
        }
        act(file)?;
    }
    let _ = progress.note(&ProgressNote { words: "读取完毕".into(), done: total, total, ahead: false });
    Ok(())
}

/// `closed` takes the folders that were not looked into, each with the reason.
fn gather(path: &Path, depth: u32, files: &mut Vec<PathBuf>, closed: &mut Vec<ImportItem>) {
    if !path.is_dir() || path.is_symlink() {
        if !files.iter().any(|f| f == path) {
            files.push(path.to_owned());
        }
        return;
    }
    let entries = if depth < DEPTH {
        jishi_fs::list_dir(path).map_err(|e| (e.to_string(), "请检查权限后单独导入这个文件夹；其余文件夹不受影响"))
    } else {
        let message = format!("“{}”在第 {} 层，太深，没有查看", path.display(), depth + 1);
        Err((message, "其中有任免审批表的，请单独选择这个文件夹导入"))
    };
    match entries {
        Ok(entries) => {
            for entry in entries.iter().filter(|e| e.is_dir() || matches!(extension(e).as_str(), "lrmx" | "lrm")) {
                gather(entry, depth + 1, files, closed);
            }
        }
        Err((message, remedy)) => {
            let mut item = unread(path);
            item.findings.push(Finding::new("L01", Level::Error, Place::file(item.file.clone()), message).remedy(remedy));
            closed.push(item);
        }
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(crate) fn export(app: &App, request: PersonExport, _: &dyn Progress) -> Result<FileMade> {
    let (person, source, photo) = {
        let person = app.store().person(request.id)?.content;
        let file = |sha: &str| if sha.is_empty() { Ok(None) } else { app.content().read_file(sha).map(Some) };
        let (source, photo) = (file(&person.source)?, file(&person.photo)?);
        (person, source, photo)
    };
    let bytes = lrmx::write(&person, source.as_deref(), photo.as_deref())
        .map_err(|e| AppError::invalid(e.to_string(), "没有写出文件；请核对该人员的信息"))?;
    jishi_fs::write_new(Path::new(&request.path), &bytes)?;
    let (size, sha256) = (bytes.len() as u64, jishi_fs::sha256_hex(&bytes));
    Ok(FileMade { path: request.path, what: format!("任免审批表 {}", person.name), pages: 0, size, sha256 })
}
