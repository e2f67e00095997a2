//! Volumes: arranging, numbering, sealing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jishi_archive::{Form, Mode, Packed, SealFacts, SealedJournal, Signer};
use jishi_core::arrange::{
    ArchiveNoTemplate, ArrangeOptions, GivenNumber, ItemPart, ItemSource, VolumeItem, VolumePlan, arrange,
};
use jishi_core::case::Case;
use jishi_core::checks;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::forms::secrecy_rank;
use jishi_core::id::{BatchId, CandidateId, MaterialId};
use jishi_core::record::MaterialContent;
use jishi_core::waiver::{self, Waiver};
use jishi_forms::FormError;
use jishi_forms::record_sheet;
use jishi_forms::report::{Copy, Rendered};
use jishi_store::{JournalHead, PackageContent, SealTaken};

use crate::bodies::{batches, documents, package_tree, required, sheets};
use crate::dto::{
    ArrangeOptions as Asked, BatchRequest, PackRequest, PackResult, PackageForm, PackageRow, ReportFailed, Volume,
    VolumeItem as Shown, VolumePreview, VolumePreviewRequest,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// Resolution of the progress of one package, so that several add up to whole numbers.
const PARTS: u64 = 1000;

/// A number that is to be given when the volume is sealed.
struct NewNumber {
    item: String,
    given: GivenNumber,
}

/// A batch arranged and numbered, its reports and extracts drawn.
pub(crate) struct Arranged {
    case: Case,
    pub(crate) plans: Vec<VolumePlan>,
    /// PDFs the program makes, by key of the item: reports and extracts.
    made: BTreeMap<String, Vec<u8>>,
    new_numbers: Vec<NewNumber>,
    findings: Vec<Finding>,
    waivers: Vec<Waiver>,
    /// Reports that could not be drawn: their volumes are shown, but cannot be sealed by any reason.
    failed: Vec<ReportFailed>,
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
pub(crate) enum Wanted {
    /// Their pages, to be shown: set as they will be, but no file is written.
    Pages,
    /// The files, to be sealed.
    Files,
}

/// Pages of a paper, and the PDF when it was wanted.
type Made = (u32, Option<Vec<u8>>);

/// Draws what the program itself makes of an item of a personal volume: the report, or the extract of a paper whose original lies
/// elsewhere. None for an original; the inner error for what cannot be drawn.
fn draw(
    app: &App,
    case: &Case,
    candidate: CandidateId,
    item: &VolumeItem,
    wanted: Wanted,
) -> Result<std::result::Result<Option<Made>, FormError>> {
    let file = |made: Rendered| Some((made.pages, Some(made.pdf)));
    if let ItemSource::Generated { .. } = item.source {
        let (no, copies) = (&item.archive_no, &[Copy::PersonalFile]);
        return Ok(match wanted {
            Wanted::Pages => documents::counted(app, case, candidate, no, copies)?.map(|pages| Some((pages, None))),
            Wanted::Files => documents::drawn(app, case, candidate, no, copies)?.map(|made| file(made.rendered)),
        });
    }
    let paper = item.parts.first().filter(|_| item.extract).map(|p| p.material);
    let record = case.materials.iter().find(|m| Some(m.id) == paper).map(|m| m.content.record);
    let Some(record) = case.records.iter().find(|r| Some(r.id) == record) else { return Ok(Ok(None)) };
    let sheet = sheets::extract(case, record, candidate, item);
    Ok(match wanted {
        Wanted::Pages => record_sheet::count_pages(&sheet, app.fonts()?).map(|pages| Some((pages, None))),
        Wanted::Files => record_sheet::render(&sheet, app.fonts()?).map(file),
    })
}

/// What cannot be drawn, as a finding beside those of the checks.
fn undrawn(batch: BatchId, fault: &ReportFailed) -> Finding {
    let place = Place { batch: Some(batch), candidate: Some(fault.candidate), ..Place::default() };
    let message = format!("{} 的案卷里有一件生成不了：{}", fault.name, fault.message);
    Finding::new("L90", Level::Error, place.field(fault.field.as_str()), message).remedy("改正前这一卷不能封装，其他卷不受影响")
}

/// Numbers once given stay for ever, so what they are made of is judged before, and no reason overrides it.
fn accept_options(app: &App, asked: &Asked) -> Result<()> {
    required(&asked.org, "机构（问题）代码")?;
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    if !asked.org.chars().all(plain) || asked.org.chars().count() > 10 {
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
pub(crate) fn arranged(app: &App, batch: BatchId, asked: &Asked, wanted: Wanted, progress: &dyn Progress) -> Result<Arranged> {
    accept_options(app, asked)?;
    let template = template(&asked.template)?;
    let case = batches::case(app, batch)?;
    let mut options = ArrangeOptions::new(asked.year, template, asked.org.clone());
    options.register = app.store().register(batch)?;
    let mut plans = arrange(&case, &options);
    let new = plans.iter().flat_map(|plan| &plan.items).filter(|item| !options.register.given.contains_key(&item.key));
    let new_numbers = new
        .map(|item| NewNumber {
            item: item.key.clone(),
            given: GivenNumber { category: item.category.clone(), no: item.no, archive_no: item.archive_no.clone() },
        })
        .collect();
    let mut made = BTreeMap::new();
    let mut failed: Vec<ReportFailed> = Vec::new();
    let total = plans.len() as u64;
    for (index, plan) in plans.iter_mut().enumerate() {
        let note = ProgressNote { words: format!("排卷 {}", plan.title), done: index as u64, total };
        if let ControlFlow::Break(()) = progress.note(&note) {
            return Err(AppError::new(Code::Cancelled, "已停止排卷", "没有改动任何数据"));
        }
        if let Some(candidate) = plan.candidate {
            for item in &mut plan.items {
                match draw(app, &case, candidate, item, wanted)? {
                    Ok(None) => {}
                    Ok(Some((pages, pdf))) => {
                        item.pages = pages;
                        made.extend(pdf.map(|pdf| (item.key.clone(), pdf)));
                    }
                    Err(fault) => {
                        let name = batches::candidate_of(&case, candidate)?.1.content.name.as_str();
                        failed.push(documents::refused(candidate, name, &fault));
                    }
                }
            }
        }
        plan.recount();
    }
    let mut findings = batches::findings(app, &case)?;
    findings.extend(checks::volumes(&case, &plans, &options.register));
    let waivers = app.store().waivers(batch)?;
    waiver::apply(&mut findings, &waivers);
    findings.extend(failed.iter().map(|f| undrawn(batch, f)));
    Ok(Arranged { case, plans, made, new_numbers, findings, waivers, failed })
}

/// The materials of a case by number: with thousands of them nobody looks through all for each.
type ById<'a> = HashMap<MaterialId, &'a MaterialContent>;

fn shown(materials: &ById<'_>, given: &BTreeMap<String, GivenNumber>, index: usize, plan: &VolumePlan) -> Volume {
    let files = |item: &VolumeItem| {
        let of = |part: &ItemPart| materials.get(&part.material).filter(|m| !m.sha256.is_empty()).map(|m| m.size);
        item.parts.iter().filter_map(of).collect::<Vec<u64>>()
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
        }
    };
    let items: Vec<Shown> = plan.items.iter().map(item).collect();
    Volume {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        kind: plan.kind.name().into(),
        title: plan.title.clone(),
        candidate: plan.candidate,
        retention: plan.retention.name().into(),
        secrecy: plan.items.iter().map(|i| i.secrecy.as_str()).max_by_key(|s| secrecy_rank(s)).unwrap_or_default().to_owned(),
        ranges: plan.ranges.iter().map(|r| r.words("至")).collect(),
        bytes: items.iter().map(|i| i.bytes).sum(),
        items,
        pages: plan.total_pages,
    }
}

pub(crate) fn preview(app: &App, request: VolumePreviewRequest, progress: &dyn Progress) -> Result<VolumePreview> {
    let arranged = arranged(app, request.batch, &request.options, Wanted::Pages, progress)?;
    let given = app.store().register(request.batch)?.given;
    let materials: ById<'_> = arranged.case.materials.iter().map(|m| (m.id, &m.content)).collect();
    let volumes = arranged.plans.iter().enumerate().map(|(i, p)| shown(&materials, &given, i, p)).collect();
    let filed: BTreeSet<MaterialId> =
        arranged.plans.iter().flat_map(|p| &p.items).flat_map(|i| &i.parts).map(|p| p.material).collect();
    let unfiled: Vec<MaterialId> = arranged.case.materials.iter().map(|m| m.id).filter(|id| !filed.contains(id)).collect();
    let name = |id: &MaterialId| materials.get(id).map(|m| m.name.clone()).unwrap_or_default();
    Ok(VolumePreview {
        volumes,
        materials: u32::try_from(materials.len()).unwrap_or(u32::MAX),
        unfiled: unfiled.iter().map(name).collect(),
        findings: arranged.findings,
    })
}

/// Passes on only the question whether to stop, with a bar that has not begun.
struct Asking<'a>(&'a dyn Progress);

impl Progress for Asking<'_> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        self.0.note(&ProgressNote { words: note.words.clone(), done: 0, total: 1 })
    }
}

/// Who may seal, and whether findings forbid it.
fn may_seal(request: &PackRequest, findings: &[Finding]) -> Result<()> {
    required(&request.arranger, "整理人")?;
    required(&request.checker, "检查人")?;
    if request.arranger.trim() == request.checker.trim() {
        return Err(AppError::invalid(format!("整理人和检查人都是 {}", request.arranger), "整理与检查须由两人分别负责"));
    }
    let errors: Vec<&Finding> = findings.iter().filter(|f| f.blocks()).collect();
    if let Some(first) = errors.first()
        && request.override_reason.trim().is_empty()
    {
        return Err(AppError::new(
            Code::Blocked,
            format!("还有 {} 条没有放行的“错”，不能封存。第一条：{} {}", errors.len(), first.code, first.message),
            "请先改正，或由有权的人逐条放行；确需封存的，填写强制封存的理由，理由会写进案卷",
        ));
    }
    Ok(())
}

/// Keys are made at the first sealing. Accounts will put a passphrase on them; until then the folder's rights guard them.
fn signer(app: &App, unit: &str) -> Result<Signer> {
    let folder = app.store().key_folder();
    if folder.is_dir() && !jishi_fs::list_dir(&folder)?.is_empty() {
        return Ok(Signer::load(&folder)?);
    }
    // All four files appear at once: a kill between them must not leave a folder that can be neither used nor made anew.
    let partial = folder.with_extension("partial");
    jishi_fs::remove_dir_all(&partial)?;
    let signer = Signer::generate(&format!("{unit} 档案封签"))?;
    signer.save(&partial)?;
    jishi_fs::remove_dir_all(&folder)?;
    jishi_fs::rename_new(&partial, &folder)?;
    Ok(signer)
}

pub(crate) fn pack(app: &App, request: PackRequest, progress: &dyn Progress) -> Result<PackResult> {
    settle(app)?;
    // The bar belongs to the writing; arranging before it only asks whether to go on.
    let arranged = arranged(app, request.batch, &request.options, Wanted::Files, &Asking(progress))?;
    may_seal(&request, &arranged.findings)?;
    let chosen: Vec<(usize, &VolumePlan)> = arranged
        .plans
        .iter()
        .enumerate()
        .filter(|(i, plan)| {
            !plan.items.is_empty() && (request.volumes.is_empty() || request.volumes.iter().any(|v| *v as usize == *i))
        })
        .collect();
    if chosen.is_empty() {
        return Err(AppError::invalid("没有可以封装的案卷", "请先挂接材料，并选择要封装的卷"));
    }
    if let Some(fault) = arranged.failed.iter().find(|f| chosen.iter().any(|(_, plan)| plan.candidate == Some(f.candidate))) {
        let remedy = "没有编号也没有封装；请先改正，或只选其他卷";
        return Err(AppError::invalid(format!("{} 的案卷不能封装：{}", fault.name, fault.message), remedy));
    }
    let folder = PathBuf::from(&request.folder);
    jishi_fs::create_dir_all(&folder)?;
    let signer = signer(app, &arranged.case.batch.content.unit)?;
    app.write("volume.pack", |tx| {
        tx.say(format!("批次 {} 编档号 {} 件", arranged.case.batch.content.number, arranged.new_numbers.len()));
        for n in &arranged.new_numbers {
            tx.number_item(request.batch.0, &n.item, &n.given)?;
        }
        Ok(())
    })?;
    let mut sealed = Vec::new();
    for (done, (_, plan)) in chosen.iter().enumerate() {
        let position = (done as u64, chosen.len() as u64);
        sealed.push(seal_one(app, &request, &arranged, plan, &signer, &folder, position, progress)?);
    }
    let total = chosen.len() as u64 * PARTS;
    let _ = progress.note(&ProgressNote { words: "封装完毕".into(), done: total, total });
    Ok(PackResult { packages: sealed, findings: arranged.findings })
}

#[expect(clippy::too_many_arguments, reason = "the parts of one sealing; a struct would only rename them")]
fn seal_one(
    app: &App,
    request: &PackRequest,
    arranged: &Arranged,
    plan: &VolumePlan,
    signer: &Signer,
    folder: &Path,
    (position, count): (u64, u64),
    progress: &dyn Progress,
) -> Result<PackageRow> {
    let (no, previous) = {
        let store = app.store();
        (store.last_seal()? + 1, store.packages(None)?.pop().map(|p| p.content.seal_sha256))
    };
    let seal_no = format!("{}-{}-{no:04}", plan.fonds, plan.year);
    let sealed_at = app.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let facts = SealFacts {
        seal_no: seal_no.clone(),
        kind: plan.kind.name().into(),
        archive_no_first: plan.first_archive_no.clone(),
        archive_no_last: plan.last_archive_no.clone(),
        items: plan.total_items.into(),
        pages: plan.total_pages.into(),
        sealer: request.arranger.clone(),
        checker: request.checker.clone(),
        sealed_at: sealed_at.clone(),
        previous_seal: previous.clone(),
        journal: None,
        software: format!("选任纪实 {}", env!("CARGO_PKG_VERSION")),
    };
    let about = package_tree::About {
        case: &arranged.case,
        plan,
        made: &arranged.made,
        findings: &arranged.findings,
        waivers: &arranged.waivers,
        override_reason: &request.override_reason,
        arranger: &request.arranger,
        checker: &request.checker,
        today: app.today(),
    };
    let mut package = package_tree::package(app, &about, facts)?;
    let form = match request.form {
        PackageForm::Folder => Form::Folder,
        PackageForm::Zip => Form::Zip,
    };
    let name = if form == Form::Zip { format!("{}.zip", package.name) } else { package.name.clone() };
    let taken = SealTaken {
        no,
        seal_no: seal_no.clone(),
        batch: request.batch.0,
        title: plan.title.clone(),
        path: folder.join(name).display().to_string(),
        items: plan.total_items,
        reason: request.override_reason.clone(),
    };
    app.write("volume.pack", |tx| {
        tx.say(format!("取封签号 {seal_no}，封装 {}", plan.title));
        tx.take_seal(&taken)
    })?;
    // The line that took the number: a journal cut off before it is given away by this seal.
    let journal = app.store().journal_head()?;
    package.seal.journal = journal.as_ref().map(|head| SealedJournal { line: head.line.into(), sha256: head.hash.clone() });
    let mut listen = |p: jishi_archive::Progress| -> ControlFlow<()> {
        let part = p.done.saturating_mul(PARTS).checked_div(p.total).unwrap_or(0);
        let words = format!("第 {}/{count} 卷 {}：{} {}", position + 1, plan.title, p.phase.word(), p.file);
        progress.note(&ProgressNote { words, done: position * PARTS + part, total: count * PARTS })
    };
    let packed: Packed = match jishi_archive::write(&package, folder, form, signer, &mut listen) {
        Ok(packed) => packed,
        Err(fault) => {
            void(app, &taken)?;
            return Err(fault.into());
        }
    };
    let content = PackageContent {
        seal_no,
        title: plan.title.clone(),
        path: packed.path.display().to_string(),
        sealed_at,
        items: plan.total_items,
        files: u32::try_from(packed.payload.len()).unwrap_or(u32::MAX),
        bytes: packed.payload.values().map(|d| d.size).sum(),
        seal_sha256: packed.seal_sha256,
        previous: previous.unwrap_or_default(),
        override_reason: request.override_reason.clone(),
        journal,
    };
    app.write("volume.pack", |tx| {
        tx.say(format!("封存 {} {}（{} 件）", content.seal_no, content.title, content.items));
        tx.register_package(request.batch.0, &content)
    })?;
    Ok(row(content))
}

fn void(app: &App, seal: &SealTaken) -> Result<()> {
    app.write("volume.pack", |tx| {
        tx.say(format!("封签号 {} 作废：{} 没有封装完成", seal.seal_no, seal.title));
        tx.void_seal(seal)
    })
}

/// Settles what a kill left between writing a package and entering it in the register: a package that stands whole at its place is
/// entered now, so that the next seal names it; a number without one is given up.
fn settle(app: &App) -> Result<()> {
    let open = app.store().open_seals()?;
    for seal in open {
        let path = Path::new(&seal.path);
        let report =
            if path.exists() { jishi_archive::verify(path, Mode::Full, &mut |_| ControlFlow::Continue(())).ok() } else { None };
        let facts =
            report.filter(jishi_archive::Report::passed).map(|r| r.facts).filter(|f| f.seal_no.as_ref() == Some(&seal.seal_no));
        let Some(facts) = facts else {
            void(app, &seal)?;
            continue;
        };
        let previous = app.store().packages(None)?.pop().map(|p| p.content.seal_sha256).unwrap_or_default();
        let content = PackageContent {
            seal_no: seal.seal_no.clone(),
            title: seal.title.clone(),
            path: seal.path.clone(),
            sealed_at: facts.sealed_at.unwrap_or_default(),
            items: seal.items,
            files: u32::try_from(facts.files).unwrap_or(u32::MAX),
            bytes: facts.bytes,
            seal_sha256: facts.seal_sha256.unwrap_or_default(),
            previous,
            override_reason: seal.reason.clone(),
            journal: facts
                .record
                .and_then(|r| r.journal)
                .map(|j| JournalHead { line: u32::try_from(j.line).unwrap_or(u32::MAX), hash: j.sha256 }),
        };
        app.write("volume.pack", |tx| {
            tx.say(format!("补登记 {} {}：上次封装后程序中断", content.seal_no, content.title));
            tx.register_package(seal.batch, &content)
        })?;
    }
    Ok(())
}

fn row(c: PackageContent) -> PackageRow {
    PackageRow {
        seal_no: c.seal_no,
        title: c.title,
        path: c.path,
        sealed_at: c.sealed_at,
        items: c.items,
        files: c.files,
        bytes: c.bytes,
        seal_sha256: c.seal_sha256,
        previous: c.previous,
    }
}

pub(crate) fn packages(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<PackageRow>> {
    Ok(app.store().packages(Some(request.batch))?.into_iter().map(|p| row(p.content)).collect())
}
