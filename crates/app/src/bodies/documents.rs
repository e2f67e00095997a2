//! PDFs: reports and printed records. The data come from the case, the drawing from `jishi-forms`; here they only meet.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::file_safe;
use jishi_core::arrange::{Register, report_key};
use jishi_core::case::Case;
use jishi_core::date::PartialDate;
use jishi_core::id::CandidateId;
use jishi_core::record::Record;
use jishi_core::report;
use jishi_forms::FormError;
use jishi_forms::record_sheet::{RecordSheet, count_pages as count_sheet};
use jishi_forms::report::{Copy, Rendered, count_pages, render_copies};
use jishi_store::StoreError;

use crate::bodies::cases::{candidate_of, case};
use crate::bodies::{fonts, form_files, sheets};
use crate::dto::{
    CandidateRequest, FileMade, RecordPrint, RecordRequest, RecordSheetsRequest, ReportFailed, ReportWrite, ReportsMade,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote, drawing};

/// A report with what its photograph gave cause to say.
pub(crate) struct Made {
    pub(crate) rendered: Rendered,
    /// The photograph could not be printed and was left out.
    pub(crate) without_photo: Option<String>,
}

/// The bytes of a photograph by its digest, empty for none. One that is lost or damaged in the content store is none, and why is said: the
/// rest of the paper, and the papers of others, do not hang on it.
pub(crate) fn photograph(app: &App, sha256: &str) -> Result<(Option<Vec<u8>>, Option<String>)> {
    if sha256.is_empty() {
        return Ok((None, None));
    }
    match app.content().read_file(sha256) {
        Ok(bytes) => Ok((Some(bytes), None)),
        Err(fault @ StoreError::Content { .. }) => Ok((None, Some(format!("照片{fault}")))),
        Err(other) => Err(other.into()),
    }
}

/// Draws the report of a candidate. A photograph that cannot be printed is left out and said; what else cannot be drawn is the
/// inner error, so that the reports of others go on.
pub(crate) fn drawn(
    app: &App,
    case: &Case,
    candidate: CandidateId,
    archive_no: &str,
    copies: &[Copy],
) -> Result<std::result::Result<Made, FormError>> {
    let (report, photo, lost) = filled(app, case, candidate, archive_no)?;
    let (form, fonts) = (&form_files::report_form(app)?, &app.fonts()?);
    Ok(match render_copies(form, &report, photo.as_deref(), fonts, copies) {
        Ok(rendered) => Ok(Made { rendered, without_photo: lost }),
        Err(fault @ FormError::Photo { .. }) => render_copies(form, &report, None, fonts, copies)
            .map(|rendered| Made { rendered, without_photo: Some(fault.to_string()) }),
        Err(other) => Err(other),
    })
}

type Filled = (report::Report, Option<Vec<u8>>, Option<String>);

/// The report, its photograph, and why there is none where one is named.
fn filled(app: &App, case: &Case, candidate: CandidateId, archive_no: &str) -> Result<Filled> {
    let report = report::build(case, candidate, app.today(), archive_no).ok_or_else(|| AppError::not_found("人选", candidate))?;
    let (photo, lost) = photograph(app, &report.person.photo)?;
    Ok((report, photo, lost))
}

/// How many pages [`drawn`] would make, and why the photograph would be left out: the same setting of the same report, without the file.
pub(crate) fn counted(
    app: &App,
    case: &Case,
    candidate: CandidateId,
    archive_no: &str,
    copies: &[Copy],
) -> Result<std::result::Result<(u32, Option<String>), FormError>> {
    let (report, photo, lost) = filled(app, case, candidate, archive_no)?;
    let (form, fonts) = (&form_files::report_form(app)?, &app.fonts()?);
    Ok(match count_pages(form, &report, photo.as_deref(), fonts, copies) {
        Err(fault @ FormError::Photo { .. }) => {
            count_pages(form, &report, None, fonts, copies).map(|pages| (pages, Some(fault.to_string())))
        }
        other => other.map(|pages| (pages, lost)),
    })
}

/// Why a report was not drawn, for the answer.
pub(crate) fn refused(candidate: CandidateId, name: &str, fault: &FormError) -> ReportFailed {
    let (field, character) = match fault {
        FormError::MissingGlyph { ch, field, .. } => (field.clone(), ch.to_string()),
        FormError::Date { field, .. } => (field.clone(), String::new()),
        _ => (String::new(), String::new()),
    };
    ReportFailed { candidate, name: name.to_owned(), field, character, message: fault.to_string() }
}

/// 档号 of the report in the personal volume, when it has been given.
pub(crate) fn report_number(register: &Register, candidate: CandidateId) -> String {
    register.given.get(&report_key(candidate)).map(|given| given.archive_no.clone()).unwrap_or_default()
}

pub(crate) fn preview_report(app: &App, request: CandidateRequest, progress: &dyn Progress) -> Result<Vec<u8>> {
    let batch = app.store().candidate(request.candidate)?.batch;
    let case = case(app, batch)?;
    // Stopped after the batch was read: by far the longer half of a report is drawn then.
    if drawing(progress, "生成报告表".into())(300).is_break() {
        return Err(AppError::new(Code::Cancelled, "已停止生成报告表", "没有生成文件"));
    }
    let number = report_number(&app.store().register(batch)?, request.candidate);
    let made = drawn(app, &case, request.candidate, &number, &[Copy::Supervision])?;
    Ok(made.map_err(|fault| fonts::fault(app, fault))?.rendered.pdf)
}

pub(crate) fn write_reports(app: &App, request: ReportWrite, progress: &dyn Progress) -> Result<ReportsMade> {
    let case = case(app, request.batch)?;
    let wanted: Vec<_> = case.candidates.iter().filter(|c| request.candidate.is_none_or(|id| id == c.id)).collect();
    if let Some(id) = request.candidate.filter(|_| wanted.is_empty() && !case.candidates.is_empty()) {
        let known: Vec<String> = case.candidates.iter().map(|c| c.id.to_string()).collect();
        return Err(AppError::invalid(
            format!("批次 {} 里没有编号为 {id} 的人选", request.batch),
            format!("本批次人选的编号：{}", known.join("、")),
        ));
    }
    if wanted.is_empty() {
        return Err(AppError::invalid("没有要出表的人选", "请先在批次里登记人选"));
    }
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let register = app.store().register(request.batch)?;
    let total = wanted.len() as u64;
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for (index, candidate) in wanted.into_iter().enumerate() {
        let name = candidate_of(&case, candidate.id)?.1.content.name.clone();
        let note = ProgressNote { words: format!("生成报告表 {name}"), done: index as u64, total, ahead: false };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，生成了 {index} 份"), "已生成的文件保留在文件夹里"));
        }
        let report = match drawn(app, &case, candidate.id, &report_number(&register, candidate.id), &Copy::ALL)? {
            Ok(report) => report,
            Err(fault) => {
                failed.push(refused(candidate.id, &name, &fault));
                continue;
            }
        };
        let path = folder.join(format!("{}_全程纪实报告表.pdf", stem(&case, candidate.id)?));
        jishi_fs::write_atomic(&path, &report.rendered.pdf)?;
        let mut what = format!("报告表 {name}（一式三份）");
        if let Some(fault) = report.without_photo {
            what.push_str(&format!("；未印照片：{fault}"));
        }
        made.push(FileMade {
            path: path.display().to_string(),
            what,
            pages: report.rendered.pages,
            size: report.rendered.pdf.len() as u64,
            sha256: jishi_fs::sha256_hex(&report.rendered.pdf),
        });
    }
    let _ = progress.note(&ProgressNote { words: "报告表已生成".into(), done: total, total, ahead: false });
    Ok(ReportsMade { made, failed })
}

/// What the report of a candidate is called: place in the list and name, and where that is another's too, the number of the candidate,
/// so that no report takes the place of another. Told by the whole batch, so that one report written alone is called the same.
fn stem(case: &Case, candidate: CandidateId) -> Result<String> {
    let plain = |id| -> Result<String> {
        let (candidate, person) = candidate_of(case, id)?;
        Ok(format!("{:02}_{}", candidate.content.order, file_safe(&person.content.name)))
    };
    let own = plain(candidate)?;
    for other in case.candidates.iter().filter(|c| c.id != candidate) {
        // Names that differ in case alone are one file on most disks.
        if plain(other.id)?.to_lowercase() == own.to_lowercase() {
            return Ok(format!("{own}_人选{candidate}"));
        }
    }
    Ok(own)
}

pub(crate) fn record_sheet(app: &App, request: RecordRequest, progress: &dyn Progress) -> Result<Vec<u8>> {
    let batch = app.store().record(request.id)?.batch;
    record_sheets(app, RecordSheetsRequest { batch, day: None, records: vec![request.id] }, progress)
}

pub(crate) fn record_sheets(app: &App, request: RecordSheetsRequest, progress: &dyn Progress) -> Result<Vec<u8>> {
    let (printed, _, left) = sheets_of(app, &request, progress)?;
    // What is only looked at is whole or not at all: there is nowhere to say what is not in it.
    left.map_or(Ok(printed.pdf), Err)
}

pub(crate) fn print_sheets(app: &App, request: RecordPrint, progress: &dyn Progress) -> Result<FileMade> {
    let (printed, many, left) = sheets_of(app, &request.which, progress)?;
    let batch = app.store().batch(request.which.batch)?;
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let name = format!("{}_待签记录_{}.pdf", file_safe(&batch.content.number), app.now().format("%Y%m%d-%H%M%S"));
    let path = folder.join(name);
    jishi_fs::write_atomic(&path, &printed.pdf)?;
    Ok(FileMade {
        path: path.display().to_string(),
        what: left.map_or_else(|| format!("待签记录 {many} 份"), |left| format!("待签记录 {many} 份；{}", left.message)),
        pages: printed.pages,
        size: printed.pdf.len() as u64,
        sha256: jishi_fs::sha256_hex(&printed.pdf),
    })
}

/// The sheets asked for, of how many records they are, and why some were left out: a character no typeface has stops the sheets it
/// stands on, not those of other records.
fn sheets_of(app: &App, request: &RecordSheetsRequest, progress: &dyn Progress) -> Result<(Rendered, usize, Option<AppError>)> {
    let case = case(app, request.batch)?;
    if let Some(id) = request.records.iter().find(|id| case.records.iter().all(|r| r.id != **id)) {
        return Err(AppError::not_found("记录", id));
    }
    let wanted = |r: &&Record| if request.records.is_empty() { !r.content.is_signed() } else { request.records.contains(&r.id) };
    let on_day = |r: &&Record| request.day.is_none_or(|day| r.revised_at.starts_with(&day.to_string()));
    let mut records: Vec<&Record> = case.records.iter().filter(wanted).filter(on_day).collect();
    if records.is_empty() {
        return Err(AppError::invalid("没有待签的记录", "记录都已签名，或所选的一天没有录入；可以逐条打印"));
    }
    records.sort_by_key(|r| (case.catalogue.step_no(&r.content.step), r.content.happened().map(PartialDate::first_day), r.id));
    let mut printed =
        records.iter().map(|r| Ok(sheets::record(&case, r, Some(sheets::code(app, r)?)))).collect::<Result<Vec<_>>>()?;
    let fonts = app.fonts()?;
    let bound = |sheets: &[RecordSheet]| {
        let title = match sheets {
            [one] => one.full_title(),
            many => format!("{}：打印记录{}份", case.batch.content.name, many.len()),
        };
        let tell = drawing(progress, format!("生成打印页，{} 份", sheets.len()));
        jishi_forms::record_sheet::render_all(sheets, &title, &fonts, &tell)
    };
    let fault = match bound(&printed) {
        Err(fault @ FormError::MissingGlyph { .. }) => fault,
        other => return Ok((other?, printed.len(), None)),
    };
    let many = printed.len();
    printed.retain(|sheet| !matches!(count_sheet(sheet, &fonts), Err(FormError::MissingGlyph { .. })));
    let fault = fonts::fault(app, fault);
    if printed.is_empty() {
        return Err(fault);
    }
    let left = AppError { message: format!("有{}份记录没有印：{}", many - printed.len(), fault.message), ..fault };
    Ok((bound(&printed)?, printed.len(), Some(left)))
}
