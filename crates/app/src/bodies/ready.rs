//! Before a volume is sealed: which volumes are meant, what their 检测 says, how many 件 would be numbered, and what of all this asks for a
//! reason. Asked by the dialog beforehand (`volume.ready`) and by the sealing itself. It writes nothing and gives no number.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::DateTime;
use jishi_core::arrange::{ItemSource, ToNumber, VolumeItem, VolumePlan, to_number};
use jishi_core::course::{CourseContent, volume_key, volume_of};
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::inspection::{Inspection, ItemOutcome, Judged};
use jishi_store::NumberToGive;

use crate::bodies::package_tree::{self, About};
use crate::bodies::volumes::{Arranged, Wanted, arranged, stopped};
use crate::bodies::{courses, kept, reasoned, required, resealing, sealing};
use crate::dto::{PackReady, PackRequest, VolumeReady};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote, Share};

/// The looking beforehand: laying out and inspecting are parts of one whole, told apart from the sealing that may follow.
struct Ahead<'a>(&'a dyn Progress);

impl Progress for Ahead<'_> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        self.0.note(&ProgressNote { ahead: true, ..note.clone() })
    }
}

/// Of a thousand parts of the looking so many are the laying out, which draws; the inspection is the rest.
const LAID_OUT: u64 = 900;
const LOOKED: u64 = 1000;

/// A volume that was chosen, inspected.
pub(crate) struct Chosen {
    /// Its place among the plans.
    pub(crate) index: usize,
    /// Its course with the entries of persons, and the row of it when there is one.
    pub(crate) row: Option<(u32, u32)>,
    pub(crate) course: CourseContent,
    pub(crate) inspection: Inspection,
    /// Bytes of its content, as inspected: what the bar goes by.
    pub(crate) bytes: u64,
}

/// All that is known before anything is numbered.
pub(crate) struct Ready {
    pub(crate) arranged: Arranged,
    pub(crate) chosen: Vec<Chosen>,
    /// The clock is behind the last seal; in words.
    pub(crate) clock: Option<String>,
}

impl Ready {
    /// What is numbered with the volumes, in the order they are sealed.
    pub(crate) fn numbers(&self) -> Vec<ToNumber<'_>> {
        let places: Vec<usize> = self.chosen.iter().map(|c| c.index).collect();
        to_number(&self.arranged.plans, &places, &self.arranged.register)
    }

    /// What is numbered with one of them.
    pub(crate) fn numbers_of(&self, index: usize) -> Vec<NumberToGive> {
        let of = |n: &ToNumber<'_>| NumberToGive {
            item: n.item.key.clone(),
            given: jishi_core::arrange::GivenNumber {
                category: n.item.category.clone(),
                no: n.item.no,
                archive_no: n.item.archive_no.clone(),
            },
        };
        self.numbers().iter().filter(|n| n.with == index).map(of).collect()
    }

    fn plan(&self, index: usize) -> Option<&VolumePlan> {
        self.arranged.plans.get(index)
    }

    /// 错 that hold up the chosen volumes: those of common records, and of the people whose volumes they are; all with the comprehensive one.
    fn errors(&self) -> impl Iterator<Item = &Finding> {
        let volumes: Vec<String> = self.chosen.iter().filter_map(|c| self.plan(c.index)).map(volume_key).collect();
        let common = volume_of(None);
        let concerns = move |f: &&Finding| {
            f.place.candidate.is_none() || volumes.iter().any(|v| *v == common || *v == volume_of(f.place.candidate))
        };
        self.arranged.findings.iter().filter(|f| f.blocks()).filter(concerns)
    }

    /// Refuses what asks for a reason and has none, or one that says nothing.
    fn stops(&self, reason: &str) -> Result<()> {
        match self.unfinished() {
            None => Ok(()),
            Some(stop) if reason.trim().is_empty() => Err(stop),
            Some(_) => reasoned(reason, "仍要封装的理由", "档案馆催交，缺的复函到后另立新版本"),
        }
    }

    /// What asks for a reason, the first of it.
    fn unfinished(&self) -> Option<AppError> {
        let errors: Vec<&Finding> = self.errors().collect();
        if let Some(first) = errors.first() {
            return Some(AppError::new(
                Code::Blocked,
                format!("还有 {} 条没有放行的“错”，不能封存。第一条：{} {}", errors.len(), first.code, first.message),
                "请先改正，或由有权的人逐条放行；确需封存的，填写强制封存的理由，理由会写进案卷",
            ));
        }
        let open: Vec<String> = self.chosen.iter().filter_map(|c| self.undone(c)).collect();
        if let Some(first) = open.first() {
            let more = if open.len() > 1 { format!("；等 {} 卷", open.len()) } else { String::new() };
            return Some(AppError::new(
                Code::Blocked,
                format!("检测没有办结，不能封存：{first}{more}"),
                "请在“验收与检测”里把人工核对的结果逐项填好、把警告处理掉；确需现在封存的，填写理由，理由和没有办结的项写进备考表和检测报告",
            ));
        }
        self.clock.as_ref().map(|words| {
            let remedy = "请核对电脑的日期和时间；时间没有错的（上一次封存时错了），填写理由后封存";
            AppError::new(Code::Blocked, words.clone(), remedy)
        })
    }

    /// What of the inspection of a volume is not done, in words.
    fn undone(&self, chosen: &Chosen) -> Option<String> {
        let words = undone(&chosen.inspection);
        (!words.is_empty())
            .then(|| format!("《{}》{words}", self.plan(chosen.index).map(|p| p.title.as_str()).unwrap_or_default()))
    }
}

/// Items of an inspection that are neither passed by the machine nor answered by a person.
pub(crate) fn open_items(inspection: &Inspection) -> impl Iterator<Item = &Judged> {
    inspection.all().filter(|j| j.outcome != ItemOutcome::Passed)
}

/// `警告 2 项（GD-3-3 …），人工 11 项（6 …、7 …）`; empty when every item passed.
pub(crate) fn undone(inspection: &Inspection) -> String {
    let of = |outcome: ItemOutcome| {
        let names: Vec<String> =
            open_items(inspection).filter(|j| j.outcome == outcome).map(|j| format!("{} {}", j.code, j.name)).collect();
        (!names.is_empty()).then(|| format!("{} {} 项（{}）", outcome.word(), names.len(), names.join("、")))
    };
    [ItemOutcome::Warning, ItemOutcome::Manual].into_iter().filter_map(of).collect::<Vec<_>>().join("，")
}

/// What speaks against writing each volume as a package, with its place among the plans: names, lengths, files that are gone. Judged before
/// anything is numbered, since numbers stay.
pub(crate) fn unwritable(app: &App, arranged: &Arranged) -> Result<Vec<(usize, Finding)>> {
    let mut found = Vec::new();
    let next = app.store().last_seal()? + 1;
    let sealed_at = app.stamp();
    // Of what the program makes itself only the names count here.
    let drawn = |i: &&VolumeItem| i.extract || matches!(i.source, ItemSource::Generated { .. });
    let made = arranged.plans.iter().flat_map(|p| &p.items).filter(drawn).map(|i| (i.key.clone(), Vec::new())).collect();
    for (index, plan) in arranged.plans.iter().enumerate().filter(|(_, p)| !p.items.is_empty()) {
        // Neither rules nor findings have names of their own in a package.
        let about = About {
            made: &made,
            findings: &[],
            waivers: &[],
            ..About::of(app, arranged, plan, ("整理人", "检查人"), &sealed_at)
        };
        let no = next.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        let outline = package_tree::outline(app, &about, sealing::facts(plan, no, (about.arranger, about.checker), &sealed_at));
        for mut finding in outline.check().into_iter().filter(|f| f.level == Level::Error) {
            finding.place = Place { batch: Some(plan.batch), candidate: plan.candidate, ..finding.place };
            let path = finding.place.file.clone().filter(|_| finding.code == "P14");
            let named = path.map(|path| kept::of_package(app, &outline, &path)).transpose()?.flatten();
            if let Some((place, message, remedy)) = named {
                finding.place = Place { candidate: plan.candidate, ..place };
                (finding.message, finding.remedy) = (message, remedy);
            }
            finding.message = format!("{}：{}", plan.title, finding.message);
            found.push((index, finding));
        }
    }
    Ok(found)
}

/// The plans that are meant; what cannot be sealed at all is refused.
fn chosen_of<'a>(app: &App, request: &PackRequest, arranged: &'a Arranged) -> Result<Vec<(usize, &'a VolumePlan)>> {
    // A number that means no volume is a typing error: the volume meant would stay unsealed without a word.
    if let Some(none) = request.volumes.iter().find(|v| arranged.plans.get(**v as usize).is_none_or(|plan| plan.items.is_empty()))
    {
        let last = arranged.plans.len().saturating_sub(1);
        let message = format!("没有第 {none} 卷，或其中没有材料；本批次各卷的序号是 0 至 {last}");
        return Err(AppError::invalid(message, "请核对卷的序号（排卷预览里写明）；没有封装任何一卷"));
    }
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
    // What is sealed stays: a second package of a volume is a new version, which somebody asked for and gave a reason.
    resealing::refuse(app, request.batch, &arranged.plans, &chosen)?;
    if let Some(fault) = arranged.failed.iter().find(|f| chosen.iter().any(|(_, plan)| plan.candidate == Some(f.candidate))) {
        let remedy = "没有编号也没有封装；请先改正，或只选其他卷";
        return Err(AppError::invalid(format!("{} 的案卷不能封装：{}", fault.name, fault.message), remedy));
    }
    if let Some((_, fault)) = arranged.unwritable.iter().find(|(at, _)| chosen.iter().any(|(i, _)| i == at)) {
        let remedy = format!("{}。没有编号也没有封装", fault.remedy);
        return Err(AppError::invalid(format!("封装不了，{} {}", fault.code, fault.message), remedy));
    }
    Ok(chosen)
}

/// Arranges the batch, the chosen volumes numbered first, and inspects each of them.
pub(crate) fn ready(app: &App, request: &PackRequest, progress: &dyn Progress) -> Result<Ready> {
    courses::two_persons(&request.arranger, &request.checker)?;
    courses::accept(app, &request.entries, &request.checker)?;
    let by = (request.arranger.as_str(), request.checker.as_str());
    let ahead = Ahead(progress);
    let laying = Share { whole: &ahead, from: 0, length: LAID_OUT, total: LOOKED };
    let inspecting = Share { whole: &ahead, from: LAID_OUT, length: LOOKED - LAID_OUT, total: LOOKED };
    let arranged = arranged(app, request.batch, &request.options, Wanted::Files(&request.volumes), Some(by), &laying)?;
    let made_at = app.stamp();
    let mut chosen = Vec::new();
    let meant = chosen_of(app, request, &arranged)?;
    let total = meant.len() as u64;
    for ((index, plan), done) in meant.into_iter().zip(0..) {
        let note = ProgressNote { words: format!("检测 {}", plan.title), done, total, ahead: false };
        if inspecting.note(&note).is_break() {
            return Err(stopped());
        }
        let (row, mut course) = courses::at(app, request.batch, plan)?;
        courses::enter(&mut course, &request.entries, &arranged.case, plan);
        let about = About {
            entries: &course.entries,
            turned_back: course.turned_back(),
            ..About::of(app, &arranged, plan, by, &made_at)
        };
        let (inspection, bytes) = package_tree::inspection(app, &about)?;
        chosen.push(Chosen { index, row, course, inspection, bytes });
    }
    Ok(Ready { arranged, chosen, clock: behind(app)? })
}

/// The same for a sealing: who seals is named, and what asks for a reason has one.
pub(crate) fn to_seal(app: &App, request: &PackRequest, progress: &dyn Progress) -> Result<Ready> {
    required(&request.arranger, "整理人")?;
    required(&request.checker, "检查人")?;
    let ready = ready(app, request, progress)?;
    ready.stops(&request.override_reason)?;
    Ok(ready)
}

/// The clock of this machine held against the last seal: seals name each other in the order of time.
fn behind(app: &App) -> Result<Option<String>> {
    let Some(last) = app.store().packages(None)?.pop().map(|p| p.content) else { return Ok(None) };
    let sealed = DateTime::parse_from_rfc3339(&last.sealed_at).ok();
    Ok(sealed.filter(|at| app.now() < *at).map(|_| {
        let minute = |stamp: &str| stamp.get(..16).unwrap_or(stamp).replace('T', " ");
        let (now, then) = (minute(&app.stamp()), minute(&last.sealed_at));
        format!("电脑现在的时间 {now} 早于上一个封签 {} 的封存时间 {then}：时钟可能被拨回", last.seal_no)
    }))
}

/// What the dialog shows before anything is numbered.
pub(crate) fn look(app: &App, request: PackRequest, progress: &dyn Progress) -> Result<PackReady> {
    let ready = ready(app, &request, progress)?;
    let numbers = ready.numbers();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let of = |c: &Chosen| {
        let plan = ready.plan(c.index);
        VolumeReady {
            index: count(c.index),
            title: plan.map(|p| p.title.clone()).unwrap_or_default(),
            items: plan.map_or(0, |p| p.total_items),
            numbers: count(numbers.iter().filter(|n| n.lies == c.index).count()),
            sum: c.inspection.sum(),
            open: open_items(&c.inspection).cloned().collect(),
        }
    };
    let elsewhere = numbers.iter().filter(|n| !ready.chosen.iter().any(|c| c.index == n.lies)).count();
    Ok(PackReady {
        volumes: ready.chosen.iter().map(of).collect(),
        originals: count(elsewhere),
        errors: count(ready.errors().count()),
        clock: ready.clock.clone().unwrap_or_default(),
        new_folder: !Path::new(request.folder.trim()).is_dir(),
    })
}
