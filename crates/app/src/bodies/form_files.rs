//! The files of forms: the built-in ones, the office's own in the workspace's folder 表样, and what each says.

use std::path::Path;

use jishi_core::finding::{Finding, Level, Place};
use jishi_forms::form::{FormSpec, builtin};
use jishi_forms::report::{REPORT_TEXT, ReportForm};

use crate::bodies::forms::{NOTEBOOK, NOTEBOOK_NAME, REPORT, REPORT_NAME};
use crate::dto::{FileCheck, FileMade, FormSave};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// Folder of the workspace with the office's own form files; one with the key of a built-in form stands in its place.
const OWN: &str = "表样";
/// No form file is larger (bytes).
const CAP: u64 = 1 << 20;
/// A form with where it comes from.
pub(super) struct Known {
    pub(super) spec: FormSpec,
    pub(super) own: bool,
}

/// What a form file of an office says.
enum Read {
    Form(Box<FormSpec>),
    Report(Box<ReportForm>),
}

/// The forms there are.
pub(super) struct Forms {
    /// Built-in ones with the office's own over them.
    pub(super) specs: Vec<Known>,
    /// The office's own report, when it has one.
    pub(super) report: Option<ReportForm>,
    /// What is wrong with own files that cannot be used.
    pub(super) faults: Vec<Finding>,
}

pub(super) fn known(app: &App) -> Result<Forms> {
    let specs = builtin().map_err(|faults| unsound(&faults))?.iter().map(|spec| Known { spec: spec.clone(), own: false });
    let mut forms = Forms { specs: specs.collect(), report: None, faults: Vec::new() };
    let folder = app.store().folder().join(OWN);
    if folder.is_dir() {
        for path in jishi_fs::list_dir(&folder)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
            let read = read_form(&path).unwrap_or_else(|fault| {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Err(vec![Finding::new("F01", Level::Error, Place::file(name), fault.message).remedy(fault.remedy)])
            });
            match read {
                Ok(Read::Form(spec)) => match forms.specs.iter_mut().find(|k| k.spec.key == spec.key) {
                    Some(slot) => {
                        // What only a print copy can fill stays so, whoever words it.
                        let alone = spec.alone && slot.spec.alone;
                        *slot = Known { spec: FormSpec { alone, ..*spec }, own: true };
                    }
                    None => forms.specs.push(Known { spec: *spec, own: true }),
                },
                Ok(Read::Report(report)) => forms.report = Some(*report),
                Err(found) => forms.faults.extend(found),
            }
        }
    }
    Ok(forms)
}

pub(super) fn unsound(faults: &[Finding]) -> AppError {
    AppError::new(Code::Internal, format!("内置表样不自洽：{}", crate::assets::first_words(faults)), "")
}

fn read_form(path: &Path) -> Result<std::result::Result<Read, Vec<Finding>>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let text = crate::text_file(path, CAP)?;
    if ReportForm::claims(&text) {
        return Ok(ReportForm::parse(&text, &name).map(|report| Read::Report(Box::new(report))));
    }
    Ok(FormSpec::parse(&text, &name).map(|spec| Read::Form(Box::new(spec))))
}

/// The form of the 报告表: the office's own, when it has a sound one.
pub(crate) fn report_form(app: &App) -> Result<ReportForm> {
    match known(app)?.report {
        Some(own) => Ok(own),
        None => ReportForm::builtin().cloned().map_err(|faults| unsound(&faults)),
    }
}

/// Judges a form file. Needs no workspace.
///
/// # Errors
/// When the file cannot be read at all. A form that is not sound is an answer, not an error.
pub fn check_form_file(path: &str) -> Result<FileCheck> {
    Ok(match read_form(Path::new(path))? {
        Ok(Read::Form(spec)) => FileCheck { name: spec.name, findings: Vec::new() },
        Ok(Read::Report(report)) => FileCheck { name: report.name, findings: Vec::new() },
        Err(findings) => FileCheck { name: String::new(), findings },
    })
}

/// The text of a built-in form, for a local copy. Needs no workspace.
///
/// # Errors
/// When there is no such form.
pub fn form_text(wanted: &str) -> Result<&'static str> {
    if [REPORT, REPORT_NAME].contains(&wanted) {
        return Ok(REPORT_TEXT);
    }
    if [NOTEBOOK, NOTEBOOK_NAME].contains(&wanted) {
        let remedy = "其余各表都可以另存原文";
        return Err(AppError::invalid(format!("“{wanted}”的版式由程序固定，没有可以另存的原文"), remedy));
    }
    let of = |(file, text): &&(&str, &'static str)| {
        file.strip_suffix(".toml") == Some(wanted) || FormSpec::parse(text, file).is_ok_and(|spec| spec.name == wanted)
    };
    let found = jishi_forms::form::TEXTS.iter().find(of).map(|(_, text)| *text);
    found.ok_or_else(|| AppError::new(Code::NotFound, format!("没有“{wanted}”这张内置表样"), "用 jishi form list 查看全部表样"))
}

/// Writes the text of a built-in form as a file.
pub(crate) fn save_text(_: &App, request: FormSave, _: &dyn Progress) -> Result<FileMade> {
    let text = form_text(&request.form)?;
    let (key, name) = if ReportForm::claims(text) {
        (REPORT.to_owned(), REPORT_NAME.to_owned())
    } else {
        let spec = FormSpec::parse(text, &request.form).map_err(|faults| unsound(&faults))?;
        (spec.key, spec.name)
    };
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let path = folder.join(format!("{key}.toml"));
    jishi_fs::write_new(&path, text.as_bytes())?;
    Ok(FileMade {
        path: path.display().to_string(),
        what: format!("表样“{name}”的原文"),
        pages: 0,
        size: text.len() as u64,
        sha256: jishi_fs::sha256_hex(text.as_bytes()),
    })
}
