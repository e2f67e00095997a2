//! Volumes: arranging and the numbers they would have. Sealing is in `sealing`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use jishi_core::arrange::{
    ArchiveNoTemplate, ArrangeOptions, GivenNumber, ItemPart, ItemSource, NumberParts, Register, VolumeItem, VolumePlan, arrange,
    is_dat13, is_dat22,
};
use jishi_core::case::Case;
use jishi_core::catalogue::Retention;
use jishi_core::checks;
use jishi_core::course::volume_key;
use jishi_core::filing_table::is_class;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{BatchId, CandidateId, MaterialId, RecordId};
use jishi_core::record::{MaterialContent, Record};
use jishi_core::secrecy;
use jishi_core::waiver::Waiver;
use jishi_forms::FormError;
use jishi_forms::record_sheet;
use jishi_forms::report::{Copy, Rendered};

use crate::bodies::{cases, documents, filing_table as filing, form_files, judgement, ready, required, resealing, sheets};
use crate::dto::{
    ArrangeOptions as Asked, NumberSample, NumberSampleRequest, ReportFailed, Volume, VolumeItem as Shown, VolumePart,
    VolumePreview, VolumePreviewRequest,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// A batch arranged and numbered, its reports and extracts drawn.
pub(crate) struct Arranged {
    pub(crate) case: Case,
    pub(crate) plans: Vec<VolumePlan>,
    /// PDFs the program makes, by key of the item: reports and extracts.
    pub(crate) made: BTreeMap<String, Vec<u8>>,
    /// Which numbers were given before; the others of the plans are what they would be.
    pub(crate) register: Register,
    pub(crate) findings: Vec<Finding>,
    pub(crate) waivers: Vec<Waiver>,
    /// Reports that could not be drawn: their volumes are shown, but cannot be sealed by any reason.
    pub(crate) failed: Vec<ReportFailed>,
    /// What forbids writing a volume as a package, with its place among the plans: no reason overrides it either.
    pub(crate) unwritable: Vec<(usize, Finding)>,
}

fn template(text: &str) -> Result<ArchiveNoTemplate> {
    let text = match text {
        "DA/T 22-2015" => ArchiveNoTemplate::DAT22,
        "DA/T 13-2022" => ArchiveNoTemplate::DAT13,
        own => own,
    };
    ArchiveNoTemplate::parse(text).map_err(|e| AppError::invalid(e.to_string(), "请从预设中选择，或按提示改正模板"))
}

/// What is wanted of the papers the program itself makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted<'a> {
    /// Their pages, to be shown: set as they will be, but no file is written.
    Pages,
    /// The files of the volumes to be sealed, by their places among the plans; none: of all. Their 件 are numbered before the others.
    Files(&'a [u32]),
    /// The files of one volume, by its key; of the others their pages.
    FilesOf(&'a str),
}

impl Wanted<'_> {
    /// Whether the files of this volume are wanted.
    fn files(self, index: usize, plan: &VolumePlan) -> bool {
        match self {
            Wanted::Pages => false,
            Wanted::Files(chosen) => chosen.is_empty() || chosen.iter().any(|at| *at as usize == index),
            Wanted::FilesOf(key) => volume_key(plan) == key,
        }
    }
}

/// 整理人 and 检查人: they vouch for the extracts too. Not known before a volume is inspected or sealed.
pub(crate) type By<'a> = (&'a str, &'a str);

/// A paper the program itself makes.
struct Made {
    pages: u32,
    /// The PDF when it was wanted.
    pdf: Option<Vec<u8>>,
    /// Why its photograph was left out.
    without_photo: Option<String>,
}

/// Draws what the program itself makes of an item of a personal volume: the report, or the extract of a paper whose original lies
/// elsewhere. None for an original; the inner error for what cannot be drawn.
fn draw(
    app: &App,
    case: &Case,
    candidate: CandidateId,
    item: &VolumeItem,
    files: bool,
    told: &ToldBy<'_>,
) -> Result<std::result::Result<Option<Made>, FormError>> {
    let file = |made: Rendered, without_photo| Some(Made { pages: made.pages, pdf: Some(made.pdf), without_photo });
    if let ItemSource::Generated { .. } = item.source {
        let (no, copies) = (&item.archive_no, &[Copy::PersonalFile]);
        return Ok(if files {
            documents::drawn(app, case, candidate, no, copies)?.map(|made| file(made.rendered, made.without_photo))
        } else {
            documents::counted(app, case, candidate, no, copies)?
                .map(|(pages, without_photo)| Some(Made { pages, pdf: None, without_photo }))
        });
    }
    let Some(record) = extracted(case, item) else { return Ok(Ok(None)) };
    let sheet = sheets::extract(case, record, candidate, item, told);
    Ok(if files {
        record_sheet::render(&sheet, app.fonts()?.as_ref()).map(|made| file(made, None))
    } else {
        record_sheet::count_pages(&sheet, app.fonts()?.as_ref()).map(|pages| Some(Made { pages, pdf: None, without_photo: None }))
    })
}

/// The record an extract is of.
fn extracted<'a>(case: &'a Case, item: &VolumeItem) -> Option<&'a Record> {
    let paper = item.parts.first().filter(|_| item.extract)?.material;
    let record = case.materials.iter().find(|m| m.id == paper)?.content.record;
    case.records.iter().find(|r| r.id == record)
}

/// Who vouches for an extract, and what the extract of an earlier paper of its record is called in the same volume.
pub(crate) struct ToldBy<'a> {
    pub(crate) by: Option<By<'a>>,
    pub(crate) earlier: Option<String>,
}

/// Of the 件 that are extracts of a record some earlier 件 of the volume is an extract of, by key: what that one is called.
fn told_before(case: &Case, plan: &VolumePlan) -> HashMap<String, String> {
    let mut first: HashMap<RecordId, String> = HashMap::new();
    let mut again = HashMap::new();
    for item in &plan.items {
        let Some(record) = extracted(case, item) else { continue };
        if let Some(earlier) = first.get(&record.id) {
            again.insert(item.key.clone(), earlier.clone());
        } else {
            first.insert(record.id, format!("第{}件《{}》", item.order, item.title));
        }
    }
    again
}

/// A report that would be sealed without its photograph.
fn unpictured(batch: BatchId, candidate: CandidateId, title: &str, why: &str) -> Finding {
    let place = Place { batch: Some(batch), candidate: Some(candidate), ..Place::default() };
    let remedy = "请在人员资料里换上照片后再封装；不换则照片处留白";
    Finding::new("L92", Level::Warning, place.field("照片"), format!("{title}没有印照片：{why}")).remedy(remedy)
}

/// What cannot be drawn, as a finding beside those of the checks.
fn undrawn(batch: BatchId, fault: &ReportFailed) -> Finding {
    let place = Place { batch: Some(batch), candidate: Some(fault.candidate), ..Place::default() };
    let message = format!("{} 的案卷里有一件生成不了：{}", fault.name, fault.message);
    Finding::new("L90", Level::Error, place.field(fault.field.as_str()), message).remedy("改正前这一卷不能封装，其他卷不受影响")
}

/// Stopped while nothing was written yet.
pub(crate) fn stopped() -> AppError {
    AppError::new(Code::Cancelled, "已停止，什么都没有改", "没有编号，没有封装任何一卷；要办时再来一次")
}

/// Numbers once given stay for ever, so what they are made of is judged before, and no reason overrides it.
fn accept_options(app: &App, asked: &Asked) -> Result<()> {
    required(&asked.org, "机构（问题）代码")?;
    if !is_class(&asked.org) {
        return Err(AppError::invalid(
            format!("机构（问题）代码“{}”会写进档号，只能用大写字母、数字或汉字，不超过10个字", asked.org),
            "例如 ZZB 或 组织部，请向档案部门核对",
        ));
    }
    let this_year = chrono::Datelike::year(&app.today());
    if !(1949..=this_year).contains(&asked.year) {
        return Err(AppError::invalid(format!("归档年度 {} 不对", asked.year), format!("请填写 1949 至 {this_year} 之间的年份")));
    }
    Ok(())
}

/// Arranges the batch; items already numbered keep their numbers, the others take the next free ones of their category.
pub(crate) fn arranged(
    app: &App,
    batch: BatchId,
    asked: &Asked,
    wanted: Wanted<'_>,
    by: Option<By<'_>>,
    progress: &dyn Progress,
) -> Result<Arranged> {
    accept_options(app, asked)?;
    let template = template(&asked.template)?;
    let case = cases::case(app, batch)?;
    let mut options = ArrangeOptions::new(asked.year, template, asked.org.clone());
    options.register = app.store().register(batch)?;
    options.table = Some(filing::in_use(app)?.table);
    for course in app.store().courses(Some(batch))?.into_iter().filter(|c| !c.content.order.is_empty()) {
        options.orders.insert(course.content.volume, course.content.order);
    }
    let mut plans = arrange(&case, &options);
    if let Wanted::Files(chosen) = wanted
        && !chosen.is_empty()
    {
        options.first = chosen.iter().filter_map(|at| plans.get(*at as usize)).map(volume_key).collect();
        plans = arrange(&case, &options);
    }
    let mut made = BTreeMap::new();
    let mut failed: Vec<ReportFailed> = Vec::new();
    let mut without_photo: Vec<Finding> = Vec::new();
    let total = plans.iter().map(|plan| plan.items.len() as u64).sum();
    let mut done = 0_u64;
    for (index, plan) in plans.iter_mut().enumerate() {
        let files = wanted.files(index, plan);
        let mut again = told_before(&case, plan);
        for item in &mut plan.items {
            let note = ProgressNote { words: format!("排卷 {}：{}", plan.title, item.title), done, total, ahead: false };
            if let ControlFlow::Break(()) = progress.note(&note) {
                return Err(stopped());
            }
            done += 1;
            if let Some(candidate) = plan.candidate {
                let told = ToldBy { by, earlier: again.remove(&item.key) };
                match draw(app, &case, candidate, item, files, &told)? {
                    Ok(None) => {}
                    Ok(Some(drawn)) => {
                        item.pages = drawn.pages;
                        made.extend(drawn.pdf.map(|pdf| (item.key.clone(), pdf)));
                        without_photo.extend(drawn.without_photo.map(|why| unpictured(batch, candidate, &item.title, &why)));
                    }
                    Err(fault) => {
                        let name = cases::candidate_of(&case, candidate)?.1.content.name.as_str();
                        failed.push(documents::refused(candidate, name, &fault));
                    }
                }
            }
        }
        plan.recount();
    }
    let mut findings = judgement::findings(app, &case)?;
    findings.extend(checks::volumes(&case, &plans, &options.register));
    let waivers = app.store().waivers(batch)?;
    super::judgement::lay(app, &case, &mut findings)?;
    findings.extend(failed.iter().map(|f| undrawn(batch, f)));
    findings.extend(without_photo);
    let register = options.register;
    let mut arranged = Arranged { case, plans, made, register, findings, waivers, failed, unwritable: Vec::new() };
    arranged.unwritable = ready::unwritable(app, &arranged)?;
    arranged.findings.extend(arranged.unwritable.iter().map(|(_, f)| f.clone()));
    Ok(arranged)
}

/// The materials of a case by number: with thousands of them nobody looks through all for each.
type ById<'a> = HashMap<MaterialId, &'a MaterialContent>;

fn shown(
    materials: &ById<'_>,
    given: &BTreeMap<String, GivenNumber>,
    sealed: Option<String>,
    (index, plan): (usize, &VolumePlan),
) -> Volume {
    let files = |item: &VolumeItem| {
        let of = |part: &ItemPart| materials.get(&part.material).filter(|m| !m.sha256.is_empty()).map(|m| m.size);
        item.parts.iter().filter_map(of).collect::<Vec<u64>>()
    };
    let part = |p: &ItemPart| VolumePart {
        material: p.material,
        name: p.name.clone(),
        role: p.role,
        originality: p.originality,
        pages: p.pages,
    };
    let item = |item: &VolumeItem| {
        let made = item.extract || matches!(item.source, ItemSource::Generated { .. });
        let files = files(item);
        Shown {
            no: item.order,
            archive_no: item.archive_no.clone(),
            numbered: given.contains_key(&item.key),
            title: item.title.clone(),
            responsible: item.responsible.clone(),
            doc_no: item.doc_no.clone(),
            date: item.date.clone(),
            secrecy: item.secrecy.clone(),
            pages: item.pages,
            retention: item.retention.name().into(),
            remark: item.remark.clone(),
            material: item.parts.first().map(|p| p.material),
            has_file: made || !files.is_empty(),
            bytes: if made { 0 } else { files.iter().sum() },
            made,
            key: item.key.clone(),
            kept_at: item.kept_at.clone(),
            see_also: item.see_also.clone(),
            rule: item.rule.clone(),
            category: format!("{}·{}", item.category.year, item.category.org),
            parts: item.parts.iter().map(part).collect(),
        }
    };
    let items: Vec<Shown> = plan.items.iter().map(item).collect();
    Volume {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        kind: plan.kind.name().into(),
        title: plan.title.clone(),
        candidate: plan.candidate,
        key: volume_key(plan),
        retention: plan.retention.name().into(),
        secrecy: secrecy::highest(plan.items.iter().map(|i| i.secrecy.as_str())).to_owned(),
        ranges: plan.ranges.iter().map(|r| r.words("至")).collect(),
        bytes: items.iter().map(|i| i.bytes).sum(),
        items,
        pages: plan.total_pages,
        sealed: sealed.unwrap_or_default(),
        since: Vec::new(),
    }
}

/// A preview and all it depends on: it is shown again only while every part of that is the same.
#[derive(Debug)]
pub(crate) struct Kept {
    of: String,
    preview: VolumePreview,
}

/// Whatever a preview is made of: what was asked, everything ever written to the workspace, the day, the filing table and the
/// report of the office, and the files that were there.
fn made_of(app: &App, request: &VolumePreviewRequest) -> Result<String> {
    let table = filing::in_use(app)?.table;
    let (turn, persons, papers) = {
        let store = app.store();
        (store.turn(), store.frame(request.batch, app.today())?.persons, store.materials_of_batch(request.batch)?)
    };
    let files = persons.iter().map(|p| &p.content.photo).chain(papers.iter().map(|m| &m.content.sha256));
    let there: Vec<Option<u64>> =
        files.filter(|f| !f.is_empty()).map(|f| jishi_fs::size(&app.content().file_path(f)).ok()).collect();
    let all = serde_json::to_string(&(request, turn, app.today(), table, form_files::report_form(app)?, there));
    Ok(jishi_fs::sha256_hex(all.map_err(|e| AppError::new(Code::Internal, format!("排卷依据写不出：{e}"), ""))?.as_bytes()))
}

pub(crate) fn preview(app: &App, request: VolumePreviewRequest, progress: &dyn Progress) -> Result<VolumePreview> {
    accept_options(app, &request.options)?;
    let of = made_of(app, &request)?;
    if let Some(kept) = app.preview().as_ref().filter(|kept| kept.of == of) {
        return Ok(kept.preview.clone());
    }
    let preview = previewed(app, request, progress)?;
    // Under what it was begun from: what was written meanwhile has another turn, and is arranged anew.
    *app.preview() = Some(Kept { of, preview: preview.clone() });
    Ok(preview)
}

fn previewed(app: &App, request: VolumePreviewRequest, progress: &dyn Progress) -> Result<VolumePreview> {
    // Of a sealing it would say what was not sealed; here nothing was to be.
    let halted = |fault: AppError| match fault.code {
        Code::Cancelled => AppError::new(
            Code::Cancelled,
            "已停止排卷",
            "页面上排着的是上一次的；要看现在的情况，请按“重新排卷”，已经封存的案卷包不受影响",
        ),
        _ => fault,
    };
    let arranged = arranged(app, request.batch, &request.options, Wanted::Pages, None, progress).map_err(halted)?;
    let given = &arranged.register.given;
    let materials: ById<'_> = arranged.case.materials.iter().map(|m| (m.id, &m.content)).collect();
    let packages = app.store().packages(Some(request.batch))?;
    let mut volumes = Vec::new();
    for (index, plan) in arranged.plans.iter().enumerate() {
        let standing = resealing::standing(app, request.batch, &packages, plan)?;
        let package = standing.as_ref().and_then(|s| s.package);
        let since = package.map(|p| since(&arranged.case, plan, &p.content.sealed_at)).unwrap_or_default();
        let sealed = standing.map(|s| s.words());
        volumes.push(Volume { since, ..shown(&materials, given, sealed, (index, plan)) });
    }
    let filed: BTreeSet<MaterialId> =
        arranged.plans.iter().flat_map(|p| &p.items).flat_map(|i| &i.parts).map(|p| p.material).collect();
    let unfiled: Vec<MaterialId> = arranged.case.materials.iter().map(|m| m.id).filter(|id| !filed.contains(id)).collect();
    let name = |id: &MaterialId| materials.get(id).map(|m| m.name.clone()).unwrap_or_default();
    Ok(VolumePreview {
        volumes,
        materials: u32::try_from(materials.len()).unwrap_or(u32::MAX),
        unfiled: unfiled.iter().map(name).collect(),
        table: arranged.plans.first().map(|p| p.table.clone()).unwrap_or_default(),
        findings: arranged.findings,
    })
}

/// Papers of a volume hung up after it was sealed, and records corrected after it: the package does not know of them.
pub(crate) fn since(case: &Case, plan: &VolumePlan, sealed_at: &str) -> Vec<String> {
    let read = |at: &str| chrono::DateTime::parse_from_rfc3339(at).ok();
    let later = |at: &str| read(at).zip(read(sealed_at)).is_some_and(|(at, sealed)| at > sealed);
    let parts: BTreeSet<MaterialId> = plan.items.iter().flat_map(|i| &i.parts).map(|p| p.material).collect();
    let papers: Vec<_> = case.materials.iter().filter(|m| parts.contains(&m.id)).collect();
    let records: BTreeSet<_> = papers.iter().map(|m| m.content.record).collect();
    let hung = papers.iter().filter(|m| later(&m.added_at)).map(|m| format!("材料“{}”", m.content.name));
    let corrected = case.records.iter().filter(|r| records.contains(&r.id) && later(&r.revised_at));
    let corrected = corrected.map(|r| format!("{}的记录", case.catalogue.step_label(&r.content.step)));
    hung.chain(corrected).collect()
}

/// What numbers made by a template look like, before any is given: the first, a later one, of each retention.
pub(crate) fn sample(_: &App, request: NumberSampleRequest, _: &dyn Progress) -> Result<NumberSample> {
    let template = template(&request.template)?;
    let plain = |fonds: &str| !fonds.is_empty() && fonds.chars().all(char::is_alphanumeric);
    if !plain(&request.fonds) {
        return Err(AppError::invalid(format!("全宗号“{}”只能用字母和数字", request.fonds), "例如 Z109，由档案馆给定"));
    }
    let number = |retention, no| {
        let parts = NumberParts { fonds: &request.fonds, year: request.year, retention, org: &request.org, no };
        template.fill(parts)
    };
    let samples: Vec<String> = [Retention::Permanent, Retention::Years30, Retention::Years10]
        .into_iter()
        .flat_map(|r| [number(r, 1), number(r, 28)])
        .collect();
    let grammar = match samples.first().map(String::as_str) {
        Some(first) if is_dat22(first) => "DA/T 22-2015",
        Some(first) if is_dat13(first) => "DA/T 13-2022",
        _ => "",
    };
    Ok(NumberSample { template: template.as_str().to_owned(), samples, grammar: grammar.into() })
}
