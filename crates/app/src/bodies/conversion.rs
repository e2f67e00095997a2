//! Scans looked at and, when asked for, made into PDF/A beside the original. Nothing is ever converted unasked.

use jishi_core::id::MaterialId;
use jishi_core::record::{Material, Originality};
use jishi_core::revisions::Entry;
use jishi_forms::probe;
use jishi_forms::scan::{self, ScanOf};

use crate::bodies::cases::standing_record;
use crate::bodies::materials::material_bytes;
use crate::bodies::standing::stands;
use crate::dto::{FileProbe, MaterialRequest};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, Quiet};

pub(crate) fn probe(app: &App, request: MaterialRequest, _: &dyn Progress) -> Result<FileProbe> {
    let material = app.store().material(request.id)?;
    let bytes = material_bytes(app, MaterialRequest { id: material.id }, &Quiet)?;
    let seen = probe::probe(&mut std::io::Cursor::new(&bytes))
        .map_err(|e| AppError::new(Code::File, format!("“{}”读不出来：{e}", material.content.name), "请检查磁盘后重试"))?;
    Ok(FileProbe {
        remarks: seen.remarks(),
        format: seen.format.into(),
        pages: seen.pages,
        fault: seen.fault,
        encrypted: seen.encrypted,
        declared: seen.declared,
        fonts_missing: seen.fonts_missing,
        active: seen.active,
    })
}

/// A new material of the same record: a copy of the scan as PDF/A. The original stays as it is.
pub(crate) fn to_pdfa(app: &App, request: MaterialRequest, _: &dyn Progress) -> Result<Material> {
    stands(app, Entry::Material, request.id.0)?;
    let material = app.store().material(request.id)?;
    standing_record(app, material.content.record)?;
    let unit = app.store().batch(material.batch)?.content.unit;
    let bytes = material_bytes(app, MaterialRequest { id: material.id }, &Quiet)?;
    let of = ScanOf { name: &material.content.name, unit: &unit, made_on: app.today() };
    let made = scan::to_pdfa(&bytes, &of, app.fonts()?.as_ref())?;
    let stored = app.content().take_bytes(&made.pdf)?;
    let mut content = material.content.clone();
    let stem = content.file_name.rsplit_once('.').map_or(content.file_name.as_str(), |(stem, _)| stem).to_owned();
    content.name = content.made_name();
    content.file_name = format!("{stem}.pdf");
    content.originality = Originality::Copy;
    content.format = "pdf".into();
    content.pages = made.pages;
    content.sha256 = stored.sha256;
    content.size = stored.size;
    let id = app.write("material.to_pdfa", |tx| {
        tx.name_file(&content.sha256, content.size)?;
        tx.say(format!("材料 {} 另制 PDF/A（{}页，像素不变），原件保留", material.content.name, made.pages));
        tx.add_material(material.batch.0, &content)
    })?;
    Ok(app.store().material(MaterialId(id))?)
}
