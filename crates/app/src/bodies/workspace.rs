//! The workspace as a whole, catalogue files.

use std::path::Path;

use jishi_core::catalogue::Catalogue;
use jishi_core::finding::{Finding, Level, Place};

use crate::bodies::{required, seal_keys};
use crate::dto::{
    CatalogueCheck, CatalogueRequest, CatalogueView, FileMade, FileRequest, Nothing, OperatorRequest, WorkspaceChoice,
    WorkspaceInfo,
};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// A catalogue is text of some hundred kilobytes at most (bytes).
const CATALOGUE_CAP: u64 = 4 << 20;

pub(crate) fn info(app: &App, _: Nothing, _: &dyn Progress) -> Result<WorkspaceInfo> {
    let store = app.store();
    let counts = store.counts()?;
    Ok(WorkspaceInfo {
        folder: store.folder().display().to_string(),
        program: env!("CARGO_PKG_VERSION").into(),
        schema: jishi_store::SCHEMA,
        actor: app.host.actor(),
        catalogue_name: app.catalogue.name.clone(),
        catalogue_version: app.catalogue.version.clone(),
        batches: counts.batches,
        people: counts.people,
        records: counts.records,
        materials: counts.materials,
        packages: counts.packages,
    })
}

/// The longest name of an operator, in characters.
const NAME_LONGEST: usize = 40;

/// Until the program ends: nobody is to write under the name of who sat here yesterday.
pub(crate) fn operator(app: &App, request: OperatorRequest, _: &dyn Progress) -> Result<WorkspaceInfo> {
    let name = request.name.trim();
    required(name, "操作人姓名")?;
    if name.chars().count() > NAME_LONGEST || name.chars().any(char::is_control) {
        return Err(AppError::invalid("操作人姓名太长，或含有换行等字符", format!("请只写姓名，{NAME_LONGEST} 个字以内")));
    }
    if !app.host.change_actor(name) {
        return Err(AppError::invalid("这里不能换操作人", "请在桌面程序里换，或用 --actor 指明后重新打开"));
    }
    // Who unwrapped the keys of the seal did so for himself.
    seal_keys::lock_up(app);
    info(app, Nothing {}, &crate::Quiet)
}

/// Of one workspace by itself: only a window can put another in its place (`Seat`).
pub(crate) fn choose(_: &App, request: WorkspaceChoice, _: &dyn Progress) -> Result<WorkspaceInfo> {
    Err(AppError::invalid(
        format!("这里不能换到“{}”", request.folder),
        "请在桌面程序里换；浏览器里的请停下后用那个工作区重新打开",
    ))
}

pub(crate) fn catalogue(app: &App, request: CatalogueRequest, _: &dyn Progress) -> Result<CatalogueView> {
    let catalogue = match request.batch {
        Some(batch) => app.store().catalogue_of(batch)?,
        None => app.catalogue.clone(),
    };
    Ok(CatalogueView { catalogue })
}

pub(crate) fn save_catalogue(_: &App, request: FileRequest, _: &dyn Progress) -> Result<FileMade> {
    let text = Catalogue::builtin_text().as_bytes();
    jishi_fs::write_new(Path::new(&request.path), text)?;
    Ok(FileMade {
        path: request.path,
        what: "内置示例目录".into(),
        pages: 0,
        size: text.len() as u64,
        sha256: jishi_fs::sha256_hex(text),
    })
}

pub(crate) fn check_catalogue(_: &App, request: FileRequest, _: &dyn Progress) -> Result<CatalogueCheck> {
    check_catalogue_file(&request.path)
}

/// Judges a catalogue file. Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check_catalogue_file(path: &str) -> Result<CatalogueCheck> {
    let bytes = jishi_fs::read_capped(Path::new(path), CATALOGUE_CAP)?;
    let mut check = CatalogueCheck {
        file: path.into(),
        name: String::new(),
        version: String::new(),
        stages: 0,
        items: 0,
        steps: 0,
        requirements: 0,
        findings: Vec::new(),
    };
    let Some(text) = jishi_core::plain_text::decode(&bytes) else {
        let fault = Finding::new("C01", Level::Error, Place::file(path), format!("目录文件“{path}”读不出里面的文字"));
        check.findings.push(fault.remedy("请用记事本打开，另存为 UTF-8 编码后再检查"));
        return Ok(check);
    };
    match Catalogue::parse(&text, path) {
        Ok(catalogue) => {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            check.stages = count(catalogue.stages.len());
            check.items = count(catalogue.items.len());
            check.steps = count(catalogue.steps.len());
            check.requirements = count(catalogue.requirements.len());
            check.findings = catalogue.remarks(path);
            check.name = catalogue.name;
            check.version = catalogue.version;
        }
        Err(findings) => check.findings = findings,
    }
    Ok(check)
}
