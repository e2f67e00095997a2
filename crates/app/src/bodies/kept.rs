//! The files of the content store: whether each is there with the bytes its digest says, and, when one is not, whose it is. It mends
//! nothing: what is lost comes back only from a backup or from the original.

use std::ops::ControlFlow;

use jishi_archive::{ArchiveError, PackagePlan};
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{BatchId, MaterialId, PersonId, RecordId};

use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Reads every file a row names; how many there are, and what is wrong. A file no row names is harmless and not told.
pub(crate) fn check(app: &App, progress: &dyn Progress) -> Result<(u32, Vec<Finding>)> {
    let files = app.store().files()?;
    let total = files.len() as u64;
    let mut findings = Vec::new();
    for (done, (sha256, size)) in files.iter().enumerate() {
        let note =
            ProgressNote { words: format!("核对文件库 {} / {total}", done + 1), done: done as u64, total, ahead: false };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，核对了 {done} 个文件"), "没有改动任何数据"));
        }
        if let Some(fault) = app.content().fault(sha256, *size) {
            let (place, whose) = whose(app, sha256)?;
            findings.push(Finding::new("J03", Level::Error, place, format!("{whose}{fault}")).remedy(remedy(sha256)));
        }
    }
    let _ = progress.note(&ProgressNote { words: "核对完毕".into(), done: total, total, ahead: false });
    Ok((u32::try_from(files.len()).unwrap_or(u32::MAX), findings))
}

/// What to do about a file that is gone or damaged.
pub(crate) fn remedy(sha256: &str) -> String {
    let shard: String = sha256.chars().take(2).collect();
    format!("请从备份把“文件库/{shard}/{sha256}”放回原处；手边有同一个原文件的，重新挂接一次，文件库里的也会补好")
}

/// Place and words of what a file belongs to, such as `第 5 步《谈心谈话》记录 12 的材料“谈话记录”，文件库里的文件`.
pub(crate) fn whose(app: &App, sha256: &str) -> Result<(Place, String)> {
    let store = app.store();
    let holders = store.holders(sha256)?;
    let mut place = Place::default();
    let mut words = Vec::new();
    for (noun, id) in holders {
        match noun.as_str() {
            "material" => {
                let material = store.material(MaterialId(id))?;
                let record = material.content.record;
                let step = store.catalogue_of(material.batch)?.step_label(&store.record(record)?.content.step);
                words.push(format!("{step}记录 {record} 的材料“{}”", material.content.name));
                place = material_place(material.batch, record, material.id);
            }
            "person" => words.push(format!("人员 {id} {} 的照片或来源文件", store.person(PersonId(id))?.content.name)),
            _ => words.push(format!("{noun} {id} 的附件")),
        }
    }
    if words.is_empty() {
        words.push(format!("摘要为 {} 的", sha256.chars().take(16).collect::<String>()));
    }
    Ok((place, format!("{}，文件库里的文件", words.join("、"))))
}

fn material_place(batch: BatchId, record: RecordId, material: MaterialId) -> Place {
    Place { batch: Some(batch), record: Some(record), material: Some(material), ..Place::default() }
}

/// Words and remedy for a file of a package that comes from the content store; None for one made for the package.
pub(crate) fn of_package(app: &App, package: &PackagePlan, path: &str) -> Result<Option<(Place, String, String)>> {
    let Some(sha256) = package.payload.iter().find(|f| f.path == path).and_then(|f| f.expected_sha256.as_ref()) else {
        return Ok(None);
    };
    let size = app.store().files()?.into_iter().find(|(own, _)| own == sha256).map_or(0, |(_, size)| size);
    let Some(fault) = app.content().fault(sha256, size) else { return Ok(None) };
    let (place, whose) = whose(app, sha256)?;
    Ok(Some((place, format!("{whose}{fault}"), remedy(sha256))))
}

/// A failed sealing in the user's words: when a file of the workspace is the cause, its record and material, and where it comes back from.
pub(crate) fn sealing_failed(app: &App, package: &PackagePlan, fault: ArchiveError) -> Result<AppError> {
    let path = match &fault {
        ArchiveError::SourceChanged { path, .. } => Some(path.clone()),
        ArchiveError::PlanRefused(findings) => findings.iter().find(|f| f.code == "P14").and_then(|f| f.place.file.clone()),
        _ => None,
    };
    let named = path.map(|path| of_package(app, package, &path)).transpose()?.flatten();
    Ok(match named {
        Some((_, message, remedy)) => AppError::new(Code::File, format!("这一卷没有封成：{message}"), remedy),
        None => fault.into(),
    })
}
