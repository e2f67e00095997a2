//! PDFs: reports and printed records. The data come from the case, the drawing from `jishi-forms`; here they only meet.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use jishi_core::arrange::report_key;
use jishi_core::case::Case;
use jishi_core::id::CandidateId;
use jishi_core::report;
use jishi_forms::FormError;
use jishi_forms::report::{Copy, Rendered, render_copies};

use crate::bodies::batches::{candidate_of, case};
use crate::bodies::sheets;
use crate::dto::{CandidateRequest, FileMade, RecordRequest, ReportWrite};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// A report with what its photograph gave cause to say.
pub(crate) struct Made {
    pub(crate) rendered: Rendered,
    /// The photograph could not be printed and was left out.
    pub(crate) without_photo: Option<String>,
}

/// Draws the report of a candidate. A photograph that cannot be printed is left out and said; anything else stops.
pub(crate) fn report(app: &App, case: &Case, candidate: CandidateId, archive_no: &str, copies: &[Copy]) -> Result<Made> {
    let report = report::build(case, candidate, app.today(), archive_no).ok_or_else(|| AppError::not_found("人选", candidate))?;
    let photo = match report.person.photo.as_str() {
        "" => None,
        sha256 => Some(app.store().read_file(sha256)?),
    };
    let fonts = app.fonts()?;
    match render_copies(&report, photo.as_deref(), fonts, copies) {
        Ok(rendered) => Ok(Made { rendered, without_photo: None }),
        Err(fault @ FormError::Photo { .. }) => {
            Ok(Made { rendered: render_copies(&report, None, fonts, copies)?, without_photo: Some(fault.to_string()) })
        }
        Err(other) => Err(other.into()),
    }
}

/// 档号 of the report in the personal volume, when it has been given.
pub(crate) fn report_number(numbers: &BTreeMap<String, (String, u32)>, candidate: CandidateId) -> String {
    numbers.get(&report_key(candidate)).map(|(no, _)| no.clone()).unwrap_or_default()
}

pub(crate) fn preview_report(app: &App, request: CandidateRequest) -> Result<Vec<u8>> {
    let batch = app.store().candidate(request.candidate)?.batch;
    let case = case(app, batch)?;
    let number = report_number(&app.store().archive_numbers(batch)?, request.candidate);
    Ok(report(app, &case, request.candidate, &number, &[Copy::Supervision])?.rendered.pdf)
}

pub(crate) fn write_reports(app: &App, request: ReportWrite, progress: &dyn Progress) -> Result<Vec<FileMade>> {
    let case = case(app, request.batch)?;
    let wanted: Vec<_> = case.candidates.iter().filter(|c| request.candidate.is_none_or(|id| id == c.id)).collect();
    if wanted.is_empty() {
        return Err(AppError::invalid("没有要出表的人选", "请先在批次里登记人选"));
    }
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let numbers = app.store().archive_numbers(request.batch)?;
    let total = wanted.len() as u64;
    let mut made = Vec::new();
    for (index, candidate) in wanted.into_iter().enumerate() {
        let name = candidate_of(&case, candidate.id)?.1.content.name.clone();
        let note = ProgressNote { words: format!("生成报告表 {name}"), done: index as u64, total };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，生成了 {index} 份"), "已生成的文件保留在文件夹里"));
        }
        let report = report(app, &case, candidate.id, &report_number(&numbers, candidate.id), &Copy::ALL)?;
        let path = folder.join(format!("{:02}_{}_全程纪实报告表.pdf", candidate.content.order, file_safe(&name)));
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
    let _ = progress.note(&ProgressNote { words: "报告表已生成".into(), done: total, total });
    Ok(made)
}

pub(crate) fn record_sheet(app: &App, request: RecordRequest) -> Result<Vec<u8>> {
    let batch = app.store().record(request.id)?.batch;
    let case = case(app, batch)?;
    let record = case.records.iter().find(|r| r.id == request.id).ok_or_else(|| AppError::not_found("记录", request.id))?;
    let sheet = sheets::record(&case, record);
    Ok(jishi_forms::record_sheet::render(&sheet, app.fonts()?)?.pdf)
}

/// A name that may stand in a file name on every system. The name itself is never changed, only its shadow on the disk.
pub(crate) fn file_safe(name: &str) -> String {
    let safe: String =
        name.chars().map(|c| if c.is_control() || r#"<>:"/\|?*%"#.contains(c) { '_' } else { c }).take(40).collect();
    let safe = safe.trim_matches([' ', '.']).to_owned();
    if safe.is_empty() { "无名".into() } else { safe }
}
