//! Forms of a batch as PDFs, filled or empty. Which form says what stands in `assets/forms` and in the workspace's own folder 表样;
//! here a form meets the tree it is filled from.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::file_safe;
use jishi_core::case::Case;
use jishi_core::date::PartialDate;
use jishi_core::forms::{self, NoteOf, Subject, Tree};
use jishi_core::id::{BatchId, CandidateId, RecordId};
use jishi_core::inspection;
use jishi_core::report;
use jishi_core::sheet_code::SheetCode;
use jishi_forms::form::{Each, Filling, FormSpec, render, render_all};
use jishi_forms::report::{Copy, Rendered, ReportForm, render_copies};

use crate::bodies::form_files::{Forms, Known, known, report_form, unsound};
use crate::bodies::package_tree::About;
use crate::bodies::{cases, handovers, judgement, sheets as words, volume_forms};
use crate::bodies::{documents, fonts};
use crate::dto::{FileMade, FormField, FormList, FormRequest, FormRow, FormWrite, Nothing};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// The report has a file of its own kind: its table of steps is no list of like rows.
pub(crate) const REPORT: &str = jishi_forms::report::REPORT_KEY;
pub(crate) const REPORT_NAME: &str = "干部选拔任用工作全程纪实报告表";
/// The empty 专用笔记本 is printed as a form; a filled one is bound where it is kept.
pub(super) const NOTEBOOK: &str = "notebook";
pub(super) const NOTEBOOK_NAME: &str = "干部选任工作纪实专用笔记本";

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<FormList> {
    let Forms { specs, report: own, faults: findings } = known(app)?;
    let own_report = own.is_some();
    let wording = own.map_or_else(|| ReportForm::builtin().cloned().map_err(|faults| unsound(&faults)), Ok)?;
    let report = FormRow {
        key: REPORT.into(),
        name: REPORT_NAME.into(),
        group: "归档".into(),
        subject: Subject::Candidate,
        records: Vec::new(),
        materials: vec![REPORT_NAME.into()],
        source: wording.source,
        scan_back: false,
        of_record: false,
        score: None,
        own: own_report,
    };
    let notebook = FormRow {
        key: NOTEBOOK.into(),
        name: NOTEBOOK_NAME.into(),
        group: "动议".into(),
        subject: Subject::Batch,
        records: Vec::new(),
        materials: Vec::new(),
        source: "依纪实办法公开介绍的记事要求拟定；只印空白，记好的在“专用笔记本”里装订".into(),
        scan_back: false,
        of_record: false,
        score: None,
        own: false,
    };
    let row = |k: Known| FormRow {
        of_record: k.spec.of_record(),
        key: k.spec.key,
        name: k.spec.name,
        group: k.spec.group,
        subject: k.spec.subject,
        records: k.spec.records,
        materials: k.spec.materials,
        source: k.spec.source,
        scan_back: k.spec.scan_back,
        score: k.spec.score,
        own: k.own,
    };
    let listed = specs.into_iter().filter(|k| k.spec.alone).map(row);
    Ok(FormList { forms: [report, notebook].into_iter().chain(listed).collect(), findings })
}

/// The fields a form file about a subject may name, with those of its lists. Needs no workspace.
#[must_use]
pub fn form_fields(subject: Subject) -> Vec<FormField> {
    let row = |f: &forms::Field| FormField {
        name: f.name.to_owned(),
        rows: match f.kind {
            forms::Kind::Rows(inner) => inner.iter().map(|f| f.name.to_owned()).collect(),
            _ => Vec::new(),
        },
    };
    let mut fields: Vec<FormField> = forms::vocabulary(subject, &[]).into_iter().map(row).collect();
    if matches!(subject, Subject::Candidate | Subject::Batch) {
        fields.push(FormField {
            name: "步骤号·事实（例如 S25·操作情况）".into(),
            rows: forms::STEP_FACTS.iter().map(|f| (*f).to_owned()).collect(),
        });
    }
    fields
}

/// One sheet to be drawn: whose it is, what the file is called after, and what fills it.
pub(crate) struct Sheet {
    pub(super) about: String,
    /// One, but of a form that has a sheet for each 件, page or person, which are bound in one file.
    pub(crate) trees: Vec<Tree>,
    /// The one candidate, and the record, it is filled from.
    pub(crate) candidate: Option<CandidateId>,
    pub(crate) record: Option<RecordId>,
    /// What the corner of its pages says, where it is filled from one record.
    pub(super) code: Option<SheetCode>,
    /// The paper as it lies in the sealed package, with its seal number: it is given as it is and not drawn again.
    pub(super) sealed: Option<(String, Vec<u8>)>,
}

impl Sheet {
    pub(super) fn of(about: impl Into<String>, tree: Tree) -> Sheet {
        Sheet { about: about.into(), trees: vec![tree], candidate: None, record: None, code: None, sealed: None }
    }
}

pub(crate) fn find(app: &App, wanted: &str) -> Result<FormSpec> {
    if wanted == NOTEBOOK || wanted == NOTEBOOK_NAME {
        let remedy = "请选“参考模本”；记好的笔记本在“专用笔记本”里装订成册";
        return Err(AppError::invalid(format!("“{NOTEBOOK_NAME}”在这里只印空白"), remedy));
    }
    let Forms { specs, faults, .. } = known(app)?;
    let found = specs.into_iter().find(|k| k.spec.key == wanted || k.spec.name == wanted);
    found.map(|k| k.spec).ok_or_else(|| {
        let broken = faults.first().map(|f| format!("；表样文件夹里有文件不能用：{}", f.message)).unwrap_or_default();
        AppError::new(Code::NotFound, format!("没有“{wanted}”这张表{broken}"), "请从表样列表中选择；自有表样请先检查")
    })
}

/// The same, of a form that is to be filled for somebody who asks for it by itself.
fn find_alone(app: &App, wanted: &str) -> Result<FormSpec> {
    let spec = find(app, wanted)?;
    if spec.alone {
        return Ok(spec);
    }
    Err(AppError::invalid(
        format!("“{}”不能单独印：它填的是打印副本里没有印出的文件", spec.name),
        "请印这一卷的打印副本，需要时它自己在里面",
    ))
}

pub(crate) fn needs(what: &str) -> AppError {
    AppError::invalid(format!("填写这张表要先指明{what}"), "空白表请选“参考模本”")
}

/// What the form is to be filled with: one sheet for each thing it may be about.
fn sheets(app: &App, spec: &FormSpec, request: &FormRequest, case: &Case) -> Result<Vec<Sheet>> {
    match spec.subject {
        Subject::Batch => {
            if let Some(id) = request.record.filter(|_| spec.of_record()) {
                let tree = forms::record(case, id).ok_or_else(|| AppError::not_found("记录", id))?;
                return Ok(vec![Sheet { record: Some(id), ..Sheet::of(&case.batch.content.name, tree) }]);
            }
            let findings = judgement::findings(app, case)?;
            let tree = forms::batch_form(case, &spec.materials, &findings, &app.store().waivers(case.batch.id)?);
            Ok(vec![Sheet::of(&case.batch.content.name, tree)])
        }
        Subject::Candidate => {
            let register = app.store().register(case.batch.id)?;
            let wanted = |id: CandidateId| request.candidate.is_none_or(|c| c == id);
            let mut made = Vec::new();
            for candidate in case.candidates.iter().filter(|c| wanted(c.id)) {
                let Some(mut tree) = forms::candidate(case, candidate.id) else { continue };
                tree.set("档号", documents::report_number(&register, candidate.id));
                photograph(app, case, candidate.id, &mut tree)?;
                made.push(Sheet { candidate: Some(candidate.id), ..Sheet::of(tree.text("姓名").to_owned(), tree) });
            }
            Ok(made)
        }
        Subject::Record => records(app, spec, request, case),
        Subject::Volume => volume_forms::sheets(app, spec, request, case),
        Subject::Seal => seals(app, request, case),
        Subject::Handover => {
            let content = handovers::of_batch(app, case)?;
            if content.packages.is_empty() {
                return Err(AppError::invalid("这个批次还没有封存的案卷包，填不出移交的表", "请先封存；空白表请选“参考模本”"));
            }
            Ok(vec![Sheet::of(&case.batch.content.name, forms::handover(&content, None, Some(case)))])
        }
    }
}

/// The seals of the batch, or the one named, as they stand in their packages.
fn seals(app: &App, request: &FormRequest, case: &Case) -> Result<Vec<Sheet>> {
    let mut made = Vec::new();
    for package in app.store().packages(Some(case.batch.id))? {
        if request.seal.as_ref().is_none_or(|wanted| *wanted == package.content.seal_no) {
            let candidate = package.content.candidate.map(CandidateId);
            let of = handovers::seal_of(&case.batch.content.unit, package.content)?;
            made.push(Sheet { candidate, ..Sheet::of(&of.package.seal_no, forms::seal(&of)) });
        }
    }
    if made.is_empty() {
        return Err(AppError::invalid("没有封存的案卷包，填不出封签证书页", "请先封存；空白表请选“参考模本”"));
    }
    Ok(made)
}

/// The sheets of a request with what stands in their margins.
pub(crate) fn filled(app: &App, spec: &FormSpec, request: &FormRequest) -> Result<(Vec<Sheet>, Heads)> {
    let handover = request.handover.filter(|_| spec.subject == Subject::Handover);
    let Some(id) = handover else {
        let case = cases::case(app, batch_of(app, request)?)?;
        return Ok((sheets(app, spec, request, &case)?, Heads::of(&case)));
    };
    let (_, content) = app.store().handover(id)?;
    let medium = app.store().media()?.into_iter().find(|m| m.id.0 == content.medium).map(|m| m.content);
    let case = handovers::only_batch(app, &content)?.map(|batch| cases::case(app, batch)).transpose()?;
    let tree = forms::handover(&content, medium.as_ref(), case.as_ref());
    let heads = case.as_ref().map_or_else(|| Heads { unit: content.from.clone(), foot: String::new() }, Heads::of);
    Ok((vec![Sheet::of(content.no, tree)], heads))
}

fn photograph(app: &App, case: &Case, candidate: CandidateId, tree: &mut Tree) -> Result<()> {
    let (_, person) = cases::candidate_of(case, candidate)?;
    // A lost one leaves room to paste one; the report tells of it.
    if let (Some(bytes), _) = documents::photograph(app, &person.content.photo)? {
        tree.set_picture("照片", bytes);
    }
    Ok(())
}

/// Records of the form's kinds whose step yields one of its materials; the one named, or all of them.
fn records(app: &App, spec: &FormSpec, request: &FormRequest, case: &Case) -> Result<Vec<Sheet>> {
    let yields = |step: &str| {
        let step = case.catalogue.step(step);
        spec.materials.is_empty() || step.is_some_and(|s| s.materials.iter().any(|m| spec.materials.contains(&m.name)))
    };
    let of_kind = |r: &jishi_core::record::Record| spec.records.contains(&r.content.body.kind());
    let mut wanted: Vec<RecordId> = Vec::new();
    match request.record {
        Some(id) => {
            let record = case.records.iter().find(|r| r.id == id).ok_or_else(|| AppError::not_found("记录", id))?;
            if !of_kind(record) {
                let kinds: Vec<&str> = spec.records.iter().map(|k| k.name()).collect();
                return Err(AppError::invalid(
                    format!("记录 {id} 是{}，“{}”填的是{}", record.content.body.kind().name(), spec.name, kinds.join("、")),
                    "请选择这一类的记录，或换一张表",
                ));
            }
            wanted.push(id);
        }
        None => {
            let about =
                |r: &jishi_core::record::Record| request.candidate.is_none_or(|c| cases::concerns(&r.content.candidates, c));
            wanted.extend(case.records.iter().filter(|r| of_kind(r) && yields(&r.content.step) && about(r)).map(|r| r.id));
        }
    }
    if wanted.is_empty() {
        return Err(AppError::invalid(
            format!("这个批次里没有可以填“{}”的记录", spec.name),
            "请先登记相应步骤的记录；空白表请选“参考模本”",
        ));
    }
    wanted.into_iter().map(|id| of_record(app, spec, case, id)).collect()
}

/// The paper of one record: a sheet, or one for each person it is about.
fn of_record(app: &App, spec: &FormSpec, case: &Case, id: RecordId) -> Result<Sheet> {
    let gone = || AppError::not_found("记录", id);
    let record = case.records.iter().find(|r| r.id == id).ok_or_else(gone)?;
    let by_person = if spec.each == Some(Each::Person) { forms::record_by_person(case, id) } else { None };
    let people = by_person.filter(|people| !people.is_empty());
    let only = match (people.as_deref(), record.content.candidates.as_slice()) {
        (Some([(one, _)]), _) | (None, [one]) => Some(*one),
        _ => None,
    };
    let mut trees = match people {
        Some(people) => people.into_iter().map(|(one, tree)| (Some(one), tree)).collect(),
        None => vec![(only, forms::record(case, id).ok_or_else(gone)?)],
    };
    for (whose, tree) in &mut trees {
        if let Some(one) = whose {
            photograph(app, case, *one, tree)?;
        }
    }
    let trees: Vec<Tree> = trees.into_iter().map(|(_, tree)| tree).collect();
    let about = match only {
        Some(one) => cases::candidate_of(case, one)?.1.content.name.clone(),
        None => case.batch.content.name.clone(),
    };
    Ok(Sheet { about, trees, candidate: only, record: Some(id), code: Some(words::code(app, record)?), sealed: None })
}

/// A form of a volume that is being sealed, with its numbers and the names of those who arranged and checked it.
pub(crate) fn of_volume(app: &App, about: &About<'_>, key: &str) -> Result<Rendered> {
    let spec = find(app, key)?;
    let (description, day) = (words::volume_note(about), PartialDate::Day(about.today).chinese());
    let of = NoteOf { description: &description, arranged_by: about.arranger, checked_by: about.checker, day: &day };
    let mut tree = forms::volume(about.case, about.plan, of);
    if about.plan.candidate.is_none() {
        let given = |key: &str| about.register.given.contains_key(key);
        tree.set_rows("本批案卷", forms::roster(about.case, about.beside, &given));
    }
    if let Some(inspection) = about.inspection {
        let sum = inspection.sum();
        let sealed_so = if about.undone().is_empty() { "" } else { about.reason_given() };
        tree.set_rows("验收", inspection::rows(&inspection.acceptance));
        tree.set_rows("检测", inspection::rows(&inspection.four));
        tree.set("检测结论", if sealed_so.is_empty() { sum } else { format!("{sum}；没有办结而封存，理由：{sealed_so}") });
        tree.set("退回次数", about.turned_back.to_string());
    }
    let sheet = Sheet::of(&about.plan.title, tree);
    Ok(draw(app, &spec, &sheet, &Heads::of(about.case))?.0)
}

/// 程序偏差清单 of a batch that is being sealed.
pub(crate) fn deviations(app: &App, about: &About<'_>) -> Result<Rendered> {
    let spec = find(app, "deviations")?;
    let tree = forms::batch(about.case, about.findings, about.waivers, about.override_reason);
    let sheet = Sheet::of(&about.case.batch.content.name, tree);
    Ok(draw(app, &spec, &sheet, &Heads::of(about.case))?.0)
}

/// A form with a sheet for each 件 or page of a volume, such as the covers that bear the 归档章, in one file.
pub(crate) fn of_each(app: &App, case: &Case, key: &str, about: &str, trees: Vec<Tree>) -> Result<Rendered> {
    let sheet = Sheet { about: about.to_owned(), trees, candidate: None, record: None, code: None, sealed: None };
    Ok(draw(app, &find(app, key)?, &sheet, &Heads::of(case))?.0)
}

/// What stands in the margins.
pub(crate) struct Heads {
    unit: String,
    foot: String,
}

impl Heads {
    fn of(case: &Case) -> Heads {
        let foot = format!("{} 版本 {}", case.catalogue.name, case.catalogue.version);
        Heads { unit: case.batch.content.unit.clone(), foot }
    }
}

fn draw(app: &App, spec: &FormSpec, sheet: &Sheet, heads: &Heads) -> Result<(Rendered, Option<String>)> {
    if let Some((_, pdf)) = &sheet.sealed {
        let pages = jishi_forms::pages::Scan::own(pdf).map_or(0, |scan| scan.pages());
        return Ok((Rendered { pdf: pdf.clone(), pages }, None));
    }
    let today = app.today().to_string();
    let drawn = |trees: &[Tree]| {
        let filling = |tree| Filling {
            data: Some(tree),
            about: &sheet.about,
            unit: &heads.unit,
            foot: &heads.foot,
            made_on: &today,
            code: sheet.code.as_ref(),
            known: None,
        };
        let fillings: Vec<Filling<'_>> = trees.iter().map(filling).collect();
        Ok::<_, AppError>(render_all(spec, &fillings, app.fonts()?.as_ref()))
    };
    match drawn(&sheet.trees)? {
        Ok(rendered) => Ok((rendered, None)),
        // A photograph that cannot be printed is left out and said; anything else stops.
        Err(fault @ jishi_forms::FormError::Photo { .. }) => {
            let mut bare = sheet.trees.clone();
            bare.iter_mut().for_each(|tree| tree.set_picture("照片", Vec::new()));
            Ok((drawn(&bare)?.map_err(|e| fonts::fault(app, e))?, Some(fault.to_string())))
        }
        Err(other) => Err(fonts::fault(app, other)),
    }
}

/// The empty form: a 参考模本.
fn blank(app: &App, form: &str) -> Result<(String, Rendered)> {
    let today = app.today();
    if form == REPORT || form == REPORT_NAME {
        let report = report::blank(&app.catalogue, today);
        return Ok((
            REPORT_NAME.into(),
            render_copies(&report_form(app)?, &report, None, app.fonts()?.as_ref(), &[Copy::Supervision])?,
        ));
    }
    if form == NOTEBOOK || form == NOTEBOOK_NAME {
        let made = jishi_forms::notebook::render_blank(&today.to_string(), app.fonts()?.as_ref())?;
        return Ok((NOTEBOOK_NAME.into(), made));
    }
    let spec = find(app, form)?;
    let made_on = today.to_string();
    let mut known = Tree::new();
    known.set_rows("验收", inspection::blank(inspection::acceptance_items()));
    known.set_rows("检测", inspection::blank(inspection::four_items()));
    let filling = Filling { data: None, about: "", unit: "", foot: "", made_on: &made_on, code: None, known: Some(&known) };
    let rendered = render(&spec, &filling, app.fonts()?.as_ref())?;
    Ok((spec.name, rendered))
}

pub(crate) fn preview(app: &App, request: FormRequest, progress: &dyn Progress) -> Result<Vec<u8>> {
    if request.blank {
        return Ok(blank(app, &request.form)?.1.pdf);
    }
    if request.form == REPORT || request.form == REPORT_NAME {
        let candidate = request.candidate.ok_or_else(|| needs("人选"))?;
        return documents::preview_report(app, crate::dto::CandidateRequest { candidate }, progress);
    }
    let spec = find_alone(app, &request.form)?;
    let (sheets, heads) = filled(app, &spec, &request)?;
    let sheet = sheets.into_iter().next().ok_or_else(|| needs("人选或记录"))?;
    if crate::drawing(progress, format!("生成{}", spec.name))(300).is_break() {
        return Err(AppError::new(Code::Cancelled, format!("已停止生成{}", spec.name), "没有生成文件"));
    }
    Ok(draw(app, &spec, &sheet, &heads)?.0.pdf)
}

/// The batch of the request, or that of the candidate or record it names.
pub(crate) fn batch_of(app: &App, request: &FormRequest) -> Result<BatchId> {
    if let (None, Some(seal)) = (request.batch, &request.seal) {
        let found = app.store().packages(None)?.into_iter().find(|p| p.content.seal_no == *seal);
        return found.map(|p| BatchId(p.batch)).ok_or_else(|| AppError::not_found("案卷包", seal));
    }
    match (request.batch, request.candidate, request.record) {
        (Some(batch), ..) => Ok(batch),
        (_, Some(candidate), _) => Ok(app.store().candidate(candidate)?.batch),
        (_, _, Some(record)) => Ok(app.store().record(record)?.batch),
        _ => Err(needs("批次")),
    }
}

pub(crate) fn write(app: &App, request: FormWrite, progress: &dyn Progress) -> Result<Vec<FileMade>> {
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let asked = request.request;
    if asked.blank {
        let (name, rendered) = blank(app, &asked.form)?;
        let path = folder.join(format!("{}_参考模本.pdf", file_safe(&name)));
        return Ok(vec![save(&path, &rendered, format!("{name}（参考模本）"))?]);
    }
    if asked.form == REPORT || asked.form == REPORT_NAME {
        let batch = batch_of(app, &asked)?;
        let wanted = crate::dto::ReportWrite { batch, candidate: asked.candidate, folder: request.folder };
        let reports = documents::write_reports(app, wanted, progress)?;
        return match reports.failed.first() {
            None => Ok(reports.made),
            Some(failed) => Err(AppError::new(
                if failed.character.is_empty() { Code::Invalid } else { Code::Unprintable },
                format!("{}的报告表没有生成（共{}份没有生成）：{}", failed.name, reports.failed.len(), failed.message),
                "其余的已经生成，保留在文件夹里；请按提示改正后再生成这一份",
            )),
        };
    }
    let spec = find_alone(app, &asked.form)?;
    let (sheets, heads) = filled(app, &spec, &asked)?;
    if sheets.is_empty() {
        return Err(AppError::invalid("没有要出表的人选", "请先在批次里登记人选"));
    }
    let total = sheets.len() as u64;
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    for (index, sheet) in sheets.iter().enumerate() {
        let note =
            ProgressNote { words: format!("生成{} {}", spec.name, sheet.about), done: index as u64, total, ahead: false };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, format!("已停止，生成了 {index} 份"), "已生成的文件保留在文件夹里"));
        }
        let (rendered, without_photo) = match draw(app, &spec, sheet, &heads) {
            Ok(drawn) => drawn,
            // A character in the name of one stops the papers that name him, not those of the others.
            Err(fault) if fault.code == Code::Unprintable => {
                refused.push((sheet.about.as_str(), fault));
                continue;
            }
            Err(other) => return Err(other),
        };
        let of_record = sheet.record.map(|id| format!(" 记录{id}")).unwrap_or_default();
        let name = format!("{}_{:02}_{}{of_record}.pdf", file_safe(&spec.name), index + 1, file_safe(&sheet.about));
        let path = folder.join(name);
        let mut what = format!("{} {}", spec.name, sheet.about);
        if let Some((seal, _)) = &sheet.sealed {
            what.push_str(&format!("（取自案卷包 {seal}，与封存的一致）"));
        }
        if let Some(fault) = without_photo {
            what.push_str(&format!("；未印照片：{fault}"));
        }
        made.push(save(&path, &rendered, what)?);
    }
    let _ = progress.note(&ProgressNote { words: format!("{}已生成", spec.name), done: total, total, ahead: false });
    if let Some((_, first)) = refused.first() {
        let whose: Vec<&str> = refused.iter().map(|(about, _)| *about).collect();
        let message = format!("“{}”有{}份没有生成（{}）：{}", spec.name, refused.len(), whose.join("、"), first.message);
        let rest = if made.is_empty() {
            String::new()
        } else {
            format!("其余{}份已经生成，在所选的文件夹里。", made.len())
        };
        return Err(AppError::new(Code::Unprintable, message, format!("{rest}{}", first.remedy)));
    }
    Ok(made)
}

fn save(path: &Path, rendered: &Rendered, what: String) -> Result<FileMade> {
    jishi_fs::write_atomic(path, &rendered.pdf)?;
    Ok(FileMade {
        path: path.display().to_string(),
        what,
        pages: rendered.pages,
        size: rendered.pdf.len() as u64,
        sha256: jishi_fs::sha256_hex(&rendered.pdf),
    })
}
