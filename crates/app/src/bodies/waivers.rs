//! 放行: letting a finding pass, taking that back, and the list of deviations it stands in.

use std::path::Path;

use jishi_archive::file_safe;
use jishi_core::case::Case;
use jishi_core::date::PartialDate;
use jishi_core::finding::Finding;
use jishi_core::forms::deviation_tables;
use jishi_core::id::{BatchId, WaiverId};
use jishi_core::waiver::{self, Waiver, WaiverContent, WaiverPaper, Withdrawal};

use jishi_forms::pages::Scan;

use crate::bodies::judgement::{self, closed, closed_on};
use crate::bodies::{cases, forms, materials, reasoned, required};
use crate::dto::{
    BatchRequest, DeviationsWrite, FileMade, FormRequest, FormWrite, WaiverGrant, WaiverRequest, WaiverView, WaiverWithdraw,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// Dots on the longer side of the first page of a paper that came as TIFF.
const LONGEST: u32 = 1800;

fn view(case: &Case, findings: &[Finding], waiver: Waiver) -> WaiverView {
    let state = waiver::state(&waiver, findings);
    let about = waiver.content.finding.place.candidate.and_then(|id| case.candidates.iter().find(|c| c.id == id));
    WaiverView {
        state,
        state_word: state.name().into(),
        about: about.map_or_else(|| "全批次".to_owned(), |c| cases::name_of(case, c)),
        waiver,
    }
}

fn one(app: &App, batch: BatchId, id: WaiverId) -> Result<WaiverView> {
    let case = cases::case(app, batch)?;
    let findings = judgement::findings(app, &case)?;
    let waiver = app.store().waiver(id)?;
    Ok(view(&case, &findings, waiver))
}

pub(crate) fn list(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<WaiverView>> {
    let case = cases::case(app, request.batch)?;
    let findings = judgement::findings(app, &case)?;
    let waivers = app.store().waivers(request.batch)?;
    Ok(waivers.into_iter().map(|w| view(&case, &findings, w)).collect())
}

fn not_coming(app: &App, date: PartialDate, what: &str) -> Result<()> {
    if date.first_day() > app.today() {
        return Err(AppError::invalid(format!("{what}日期 {} 还没有到", date.chinese()), "请核对日期"));
    }
    Ok(())
}

pub(crate) fn grant(app: &App, request: WaiverGrant, progress: &dyn Progress) -> Result<WaiverView> {
    let asked = &request.finding;
    reasoned(&request.reason, "放行理由", "上级组织部门书面同意补办")?;
    required(&request.signer, "放行人")?;
    required(&request.post, "放行人职务")?;
    not_coming(app, request.date, "放行")?;
    if !waiver::may_pass(asked) {
        return Err(AppError::invalid(format!("{} 是“注”，只供参考，不需要放行", asked.code), "没有改动任何数据"));
    }
    // V39 is no deviation of the procedure but volumes that contradict themselves: arranged anew they agree, and nobody's signature
    // makes a wrong page count right. What must be sealed all the same is sealed with a reason (domain.md §2.1).
    if asked.code == "V39" {
        return Err(AppError::invalid(
            "V39 说的是案卷自身前后不一致，不是程序偏差，不能逐条放行",
            "请改正材料后重新排卷；确需带着不一致封存的，在封存时填写强制封存的理由，理由写进案卷",
        ));
    }
    if waiver::asks_paper(asked.level) && request.path.is_none() {
        return Err(AppError::invalid(
            format!("{} 是“错”，放行要附有签名的审批件", asked.code),
            "请把签了名的放行审批件扫描成 PDF 或图片后选上；“警”可以不附",
        ));
    }
    let mut staged = None;
    if let Some(path) = &request.path {
        let path = Path::new(path);
        let file_name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (copy, seen) = materials::stage(app, path, &file_name, progress)?;
        let stored = copy.stored();
        let paper = WaiverPaper {
            file_name,
            sha256: stored.sha256.clone(),
            format: seen.format.into(),
            size: stored.size,
            pages: seen.pages.unwrap_or(1),
        };
        staged = Some((copy, paper));
    }
    let paper = staged.map(|(copy, paper)| copy.keep().map(|_| paper)).transpose()?;
    let _writing = app.writing();
    let case = cases::case(app, request.batch)?;
    let findings = judgement::findings(app, &case)?;
    let Some(found) = findings.iter().find(|f| f.bare() == asked.bare()) else {
        return Err(AppError::new(
            Code::Stale,
            format!("{} {} 已不是这样：校验结果在您填写时变了", asked.code, asked.message),
            "没有放行；请看最新的校验结果，再决定是否放行",
        ));
    };
    if let Some(by) = found.waiver.as_ref().filter(|w| w.covers) {
        return Err(AppError::invalid(format!("这一条已由{}放行", by.signer), "没有改动任何数据"));
    }
    let content = WaiverContent {
        finding: found.bare(),
        reason: request.reason.trim().to_owned(),
        signer: request.signer.trim().to_owned(),
        post: request.post.trim().to_owned(),
        date: request.date,
        paper,
        withdrawn: None,
    };
    let closed = closed(app, &case)?;
    if let Some(day) = closed_on(&closed, &content.finding) {
        let message = format!("{} 所在的案卷已于 {} 封存，封存以后不能再放行", asked.code, PartialDate::Day(day).chinese());
        return Err(AppError::invalid(message, "封存的案卷不再变；确需放行的，先在案卷里另立新版本"));
    }
    if let Some(against) = waiver::against(&content, &case, case.rules().first(), None) {
        return Err(AppError::invalid(against.words, against.remedy));
    }
    let id = app.write("waiver.grant", |tx| {
        if let Some(paper) = &content.paper {
            tx.name_file(&paper.sha256, paper.size)?;
        }
        tx.say(format!(
            "放行 {} {}：{}（{} {}）：{}",
            content.finding.level.word(),
            content.finding.code,
            content.finding.message,
            content.signer,
            content.date.chinese(),
            content.reason
        ));
        tx.add_waiver(request.batch.0, &content)
    })?;
    one(app, request.batch, WaiverId(id))
}

pub(crate) fn withdraw(app: &App, request: WaiverWithdraw, _: &dyn Progress) -> Result<WaiverView> {
    required(&request.reason, "撤回理由")?;
    required(&request.signer, "撤回人")?;
    not_coming(app, request.date, "撤回")?;
    let before = app.store().waiver(request.id)?;
    let mut content = before.content;
    if content.withdrawn.is_some() && before.revision == request.from_revision {
        return Err(AppError::invalid(format!("放行 {} 已经撤回", request.id), "没有改动任何数据；确需再放行的，另行放行"));
    }
    let withdrawal =
        Withdrawal { reason: request.reason.trim().to_owned(), signer: request.signer.trim().to_owned(), date: request.date };
    if withdrawal.date.surely_before(content.date) {
        return Err(AppError::invalid("撤回日期早于放行日期", format!("放行日期是 {}，请核对", content.date.chinese())));
    }
    content.withdrawn = Some(withdrawal);
    app.write("waiver.withdraw", |tx| {
        tx.say(format!("撤回放行 {}（{}）：{}", request.id, content.finding.code, request.reason.trim()));
        tx.revise_waiver(request.id.0, request.from_revision, &content, request.reason.trim())
    })?;
    one(app, before.batch, request.id)
}

pub(crate) fn paper(app: &App, request: WaiverRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let waiver = app.store().waiver(request.id)?;
    let paper = waiver.content.paper;
    let paper =
        paper.ok_or_else(|| AppError::invalid(format!("放行 {} 没有附审批件", request.id), "“警”的放行可以不附审批件"))?;
    let bytes = app.content().read_file(&paper.sha256)?;
    if paper.format != "tif" {
        return Ok(bytes);
    }
    // No page of the screens shows a TIFF by itself: its first page is drawn; the file itself is kept as it came.
    let shown = Scan::open(bytes).map_err(String::from).and_then(|scan| scan.show(1, LONGEST));
    shown.map_err(|fault| {
        AppError::invalid(format!("“{}”的首页画不出来：{fault}", paper.file_name), "原文件没有改动；请用看图软件打开核对")
    })
}

/// The PDF is the form 程序偏差清单, as an office may have it its own way; the spreadsheet has the same rows.
pub(crate) fn write_list(app: &App, request: DeviationsWrite, progress: &dyn Progress) -> Result<Vec<FileMade>> {
    let form = FormRequest {
        form: "deviations".into(),
        batch: Some(request.batch),
        candidate: None,
        record: None,
        handover: None,
        seal: None,
        blank: false,
    };
    let mut made = forms::write(app, FormWrite { request: form, folder: request.folder.clone() }, progress)?;
    let case = cases::case(app, request.batch)?;
    let findings = judgement::findings(app, &case)?;
    let tables = deviation_tables(&case, &findings, &app.store().waivers(request.batch)?, "");
    let batch = &case.batch.content;
    let bytes = jishi_forms::workbook::write(&tables, &batch.unit, &app.today().to_string())?;
    let path = Path::new(&request.folder).join(format!("程序偏差清单_{}.xlsx", file_safe(&batch.name)));
    made.push(spreadsheet(&path, &bytes, format!("程序偏差清单 {}", batch.name))?);
    Ok(made)
}

pub(crate) fn spreadsheet(path: &Path, bytes: &[u8], what: String) -> Result<FileMade> {
    jishi_fs::write_atomic(path, bytes)?;
    Ok(FileMade {
        path: path.display().to_string(),
        what,
        pages: 0,
        size: bytes.len() as u64,
        sha256: jishi_fs::sha256_hex(bytes),
    })
}
