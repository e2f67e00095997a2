//! The course of packages: what may be done where, entries of persons, the order of 件, new versions. The rules are the core's.

use std::collections::BTreeSet;

use jishi_core::arrange::VolumePlan;
use jishi_core::case::Case;
use jishi_core::course::{CourseContent, PackageAct, PackageState, Refusal, volume_key};
use jishi_core::id::BatchId;
use jishi_core::inspection::{self, PersonEntry};
use jishi_core::person::unspaced;
use jishi_store::Entity;

use crate::bodies::package_tree::{self, About};
use crate::bodies::required;
use crate::bodies::volumes::{Wanted, arranged, since};
use crate::dto::{
    ActChoice, ActRequest, BatchRequest, CourseView, EnterOnce, InspectRequest, InspectResult, ReorderRequest, TakeBackOnce,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

pub(crate) fn refused(refusal: Refusal) -> AppError {
    AppError::new(Code::Blocked, refusal.message, refusal.remedy)
}

fn view(course: Entity<CourseContent>) -> CourseView {
    let state = course.content.state;
    let by_slip = |act: &PackageAct| state.is_answered() && matches!(act, PackageAct::Accept | PackageAct::SendBack);
    let choice = |act: PackageAct| ActChoice { act, name: act.name().into(), needs_reason: state.needs_reason(act) };
    CourseView {
        id: course.id,
        batch: BatchId(course.batch),
        revision: course.revision,
        state_name: course.content.state.name().into(),
        acts: state.acts().into_iter().filter(|a| !by_slip(a)).map(choice).collect(),
        content: course.content,
    }
}

/// The newest version of a volume's package: its row, when it has one, and its content or the first draft.
pub(crate) fn at(app: &App, batch: BatchId, plan: &VolumePlan) -> Result<(Option<(u32, u32)>, CourseContent)> {
    let key = volume_key(plan);
    let found = app.store().course_of(batch, &key)?;
    Ok(match found {
        Some(course) => (Some((course.id, course.revision)), CourseContent { title: plan.title.clone(), ..course.content }),
        None => (None, CourseContent::first(key, plan.title.clone())),
    })
}

/// 审查人签名, the item of 验收 that nobody answers for the 检查人.
const CHECKED: &str = "10";

/// Refuses entries that say nothing, or speak of what a machine decides, and the 检查人's own word from anybody else.
pub(crate) fn accept(app: &App, entries: &[PersonEntry], checker: &str) -> Result<()> {
    if let Some(fault) = entries.iter().find_map(|e| inspection::against(e, app.today())) {
        return Err(AppError::invalid(fault, "请写明核对了什么、结果怎样、谁在哪天核对"));
    }
    let actor = app.op("package.inspect").actor;
    let own = |name: &str| unspaced(name) == unspaced(checker);
    if entries.iter().any(|e| e.code == CHECKED && !(own(&e.by) && own(&actor))) {
        let message = format!("“{CHECKED} 审查人签名”要由检查人 {} 本人填写，现在的操作人是 {actor}", checker.trim());
        return Err(AppError::invalid(message, "请检查人看过以后点顶上的“换人”，换成自己的姓名再填这一项；整理人不能代填"));
    }
    Ok(())
}

/// Lets go of the 检查人's word where it was given of another volume than this one: papers or records came after it.
fn still_checked(course: &mut CourseContent, case: &Case, plan: &VolumePlan) {
    let Some(by) = course.entries.iter().find(|e| e.code == CHECKED).map(|e| unspaced(&e.by)) else { return };
    let given = course.acts.iter().rfind(|a| a.act == PackageAct::Inspect && unspaced(&a.actor) == by);
    if given.is_none_or(|act| !since(case, plan, &act.at).is_empty()) {
        unchecked(course);
    }
}

fn unchecked(course: &mut CourseContent) {
    course.entries.retain(|e| e.code != CHECKED);
}

/// Takes in entries made for this volume; one of the same code takes the place of the earlier.
pub(crate) fn enter(course: &mut CourseContent, entries: &[PersonEntry], case: &Case, plan: &VolumePlan) {
    still_checked(course, case, plan);
    for entry in entries {
        course.entries.retain(|e| e.code != entry.code);
        course.entries.push(PersonEntry { once_from: String::new(), ..entry.clone() });
    }
}

pub(crate) fn list(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<CourseView>> {
    Ok(app.store().courses(Some(request.batch))?.into_iter().map(view).collect())
}

/// A course as it is to stand, and the row and revision it was made from; none of a first draft.
type Changed = (Option<(u32, u32)>, CourseContent);

/// Writes a course and answers it as it now stands.
fn keep(app: &App, command: &str, batch: BatchId, changed: Changed, words: String) -> Result<CourseView> {
    let kept = keep_all(app, command, batch, &[changed], "", words)?.pop();
    kept.ok_or_else(|| AppError::not_found("案卷包", batch))
}

/// Writes courses together and answers them as they now stand; without any, nothing is written.
fn keep_all(
    app: &App,
    command: &str,
    batch: BatchId,
    changed: &[Changed],
    reason: &str,
    words: String,
) -> Result<Vec<CourseView>> {
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let ids = app.write(command, |tx| {
        tx.say(words);
        let one = |(row, course): &Changed| match row {
            Some((id, seen)) => tx.revise_course(*id, *seen, course, reason).map(|_| *id),
            None => tx.add_course(batch.0, course),
        };
        changed.iter().map(one).collect::<std::result::Result<Vec<u32>, _>>()
    })?;
    let kept = app.store().courses(Some(batch))?;
    Ok(kept.into_iter().filter(|c| ids.contains(&c.id)).map(view).collect())
}

fn found(app: &App, id: u32) -> Result<CourseView> {
    app.store().courses(None)?.into_iter().find(|c| c.id == id).map(view).ok_or_else(|| AppError::not_found("案卷包", id))
}

pub(crate) fn plan_of<'a>(plans: &'a [VolumePlan], volume: &str) -> Result<&'a VolumePlan> {
    plans.iter().find(|p| volume_key(p) == volume).ok_or_else(|| AppError::not_found("案卷", volume))
}

/// The two-person rule: who arranged does not check. A blank in the name makes nobody another person.
pub(crate) fn two_persons(arranger: &str, checker: &str) -> Result<()> {
    if !unspaced(arranger).is_empty() && unspaced(arranger) == unspaced(checker) {
        return Err(AppError::invalid(format!("整理人和检查人都是 {}", arranger.trim()), "整理与检查须由两人分别负责"));
    }
    Ok(())
}

pub(crate) fn inspect(app: &App, request: InspectRequest, progress: &dyn Progress) -> Result<InspectResult> {
    two_persons(&request.arranger, &request.checker)?;
    accept(app, &request.entries, &request.checker)?;
    let by = (request.arranger.as_str(), request.checker.as_str());
    let arranged = arranged(app, request.batch, &request.options, Wanted::FilesOf(&request.volume), Some(by), progress)?;
    let plan = plan_of(&arranged.plans, &request.volume)?;
    let (row, mut course) = at(app, request.batch, plan)?;
    course.open("检测").map_err(refused)?;
    enter(&mut course, &request.entries, &arranged.case, plan);
    let made_at = app.stamp();
    let about =
        About { entries: &course.entries, turned_back: course.turned_back(), ..About::of(app, &arranged, plan, by, &made_at) };
    let (inspection, _) = package_tree::inspection(app, &about)?;
    let (at, actor) = (app.stamp(), app.op("package.inspect").actor);
    if course.state == PackageState::Draft {
        course.act(PackageAct::Arrange, &at, &actor, "").map_err(refused)?;
    }
    course.act(PackageAct::Inspect, &at, &actor, &inspection.sum()).map_err(refused)?;
    let words = format!("检测 {}：{}", plan.title, inspection.sum());
    let course = keep(app, "package.inspect", request.batch, (row, course), words)?;
    Ok(InspectResult { course, sum: inspection.sum(), inspection })
}

pub(crate) fn reorder(app: &App, request: ReorderRequest, _: &dyn Progress) -> Result<CourseView> {
    required(&request.reason, "改次序的理由")?;
    let mut seen = BTreeSet::new();
    if let Some(double) = request.order.iter().find(|k| !seen.insert(k.as_str())) {
        return Err(AppError::invalid(format!("次序里“{double}”写了两次"), "请重新排列"));
    }
    let (row, mut course) = at(app, request.batch, plan_of(&plans(app, request.batch)?, &request.volume)?)?;
    course.open("改次序").map_err(refused)?;
    let (at, actor) = (app.stamp(), app.op("volume.reorder").actor);
    let note = format!("改次序：{}", request.reason.trim());
    course.order = request.order;
    unchecked(&mut course);
    course.act(PackageAct::Arrange, &at, &actor, &note).map_err(refused)?;
    let words = format!("《{}》{note}", course.title);
    keep(app, "volume.reorder", request.batch, (row, course), words)
}

/// `《综合卷》GD-4-2、GD-4-5`
fn said_of(course: &CourseContent, entries: &[PersonEntry]) -> String {
    format!("《{}》{}", course.title, entries.iter().map(|e| e.code.as_str()).collect::<Vec<_>>().join("、"))
}

/// Takes what one act answered for one volume, and was kept there, over to others, each with its own entry: who, when, what. What one of
/// them was told of already stays.
pub(crate) fn enter_once(app: &App, request: EnterOnce, _: &dyn Progress) -> Result<Vec<CourseView>> {
    let plans = plans(app, request.batch)?;
    let (_, from) = at(app, request.batch, plan_of(&plans, &request.from)?)?;
    let mut entries = Vec::new();
    for code in &request.codes {
        let Some(entry) = from.entries.iter().find(|e| e.code == *code) else {
            return Err(AppError::invalid(
                format!("《{}》没有保存过“{code}”的人工核对", from.title),
                "请先在这一卷填写并重新检测",
            ));
        };
        if let Some(fault) = inspection::against_once(entry) {
            return Err(AppError::invalid(fault, "请在各卷的“验收与检测”里分别填写"));
        }
        // Said on by a volume that was told itself, it is still that one act.
        let origin = if entry.once_from.is_empty() { &request.from } else { &entry.once_from };
        entries.push(PersonEntry { once_from: origin.clone(), ..entry.clone() });
    }
    let (mut changed, mut told) = (Vec::new(), Vec::new());
    for volume in request.volumes.iter().filter(|v| **v != request.from).collect::<BTreeSet<_>>() {
        let (row, mut course) = at(app, request.batch, plan_of(&plans, volume)?)?;
        course.open("填写人工核对").map_err(refused)?;
        let lacks = |e: &&PersonEntry| course.volume != e.once_from && !course.entries.iter().any(|own| own.code == e.code);
        let lacking: Vec<PersonEntry> = entries.iter().filter(lacks).cloned().collect();
        if !lacking.is_empty() {
            told.push(said_of(&course, &lacking));
            course.entries.extend(lacking);
            changed.push((row, course));
        }
    }
    let words = format!("《{}》的人工核对同样用于：{}", from.title, told.join("；"));
    keep_all(app, "package.enter_once", request.batch, &changed, "", words)
}

/// Takes back what one act was said to have answered wherever it was said and stands: what was entered there since, what is sealed and the
/// entry it was taken from stay.
pub(crate) fn take_back_once(app: &App, request: TakeBackOnce, _: &dyn Progress) -> Result<Vec<CourseView>> {
    required(&request.reason, "收回的理由")?;
    let meant = |e: &PersonEntry| e.once_from == request.from && request.codes.contains(&e.code);
    let (mut changed, mut told, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    for Entity { id, revision, content: mut course, .. } in app.store().courses(Some(request.batch))? {
        let (back, stays): (Vec<_>, Vec<_>) = std::mem::take(&mut course.entries).into_iter().partition(meant);
        if back.is_empty() {
            continue;
        }
        course.entries = stays;
        if course.open("收回人工核对").is_err() {
            closed.push(format!("《{}》", course.title));
            continue;
        }
        told.push(said_of(&course, &back));
        changed.push((Some((id, revision)), course));
    }
    if changed.is_empty() && !closed.is_empty() {
        return Err(AppError::new(
            Code::Blocked,
            format!("{}已经封存，里面的人工核对不再改动", closed.join("")),
            "要改的，立新版本后在新版本里重新填写",
        ));
    }
    let words = format!("收回一次填给各卷的人工核对：{}；理由：{}", told.join("；"), request.reason.trim());
    keep_all(app, "package.take_back_once", request.batch, &changed, request.reason.trim(), words)
}

/// The volumes as they stand, for their titles.
fn plans(app: &App, batch: BatchId) -> Result<Vec<VolumePlan>> {
    let case = crate::bodies::cases::case(app, batch)?;
    let options = jishi_core::arrange::ArrangeOptions::new(
        chrono::Datelike::year(&app.today()),
        jishi_core::arrange::ArchiveNoTemplate::default(),
        "ZZB",
    );
    Ok(jishi_core::arrange::arrange(&case, &options))
}

/// Acts of persons. 整理, 检测, 封存 and 写盘 are done by the commands that do the work.
pub(crate) fn act(app: &App, request: ActRequest, _: &dyn Progress) -> Result<CourseView> {
    let course = app
        .store()
        .courses(None)?
        .into_iter()
        .find(|c| c.id == request.id)
        .ok_or_else(|| AppError::not_found("案卷包", request.id))?;
    let command = match request.act {
        PackageAct::Arrange => "请用“改次序”或重新排卷",
        PackageAct::Inspect => "请用“检测”，由程序逐项判断",
        PackageAct::Seal => "请用“封装案卷”",
        PackageAct::Write => "请用“写盘”，写完逐字节读回核对",
        PackageAct::HandOver | PackageAct::Recall => "请在它的交接单上登记或撤回移交：谁、哪天",
        PackageAct::Accept | PackageAct::SendBack if course.content.state.is_answered() => {
            "请在它的交接单上更正登记的回执，写明理由"
        }
        _ => "",
    };
    if !command.is_empty() && course.content.state.after(request.act).is_some() {
        return Err(AppError::new(Code::Blocked, format!("“{}”不能只改状态", request.act.name()), command));
    }
    let mut content = course.content.clone();
    let (at, actor) = (app.stamp(), app.op("package.act").actor);
    content.act(request.act, &at, &actor, &request.note).map_err(refused)?;
    if request.act == PackageAct::TurnBack {
        unchecked(&mut content);
    }
    let words = format!(
        "《{}》{}{}{}",
        content.title,
        request.act.name(),
        if request.note.trim().is_empty() { "" } else { "：" },
        request.note.trim()
    );
    let next = (request.act == PackageAct::Renew).then(|| content.next_version(&request.note));
    let id = app.write("package.act", |tx| {
        tx.say(words);
        tx.revise_course(course.id, request.from_revision, &content, &request.note)?;
        match &next {
            Some(next) => tx.add_course(course.batch, next),
            None => Ok(course.id),
        }
    })?;
    found(app, id)
}
