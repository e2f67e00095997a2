//! 一事一记: adding, correcting, attaching.

use std::path::Path;

use jishi_core::case::Case;
use jishi_core::catalogue::StepLevel;
use jishi_core::date::PartialDate;
use jishi_core::id::{BatchId, CandidateId, RecordId};
use jishi_core::record::{Material, MaterialContent, Record, RecordContent, RecordKind, words};
use jishi_forms::probe::{self, Probe};

use crate::bodies::batches::{candidate_of, case, concerns};
use crate::bodies::required;
use crate::dto::{
    MaterialAttach, MaterialRequest, MaterialUpdate, RecordAdd, RecordCorrect, RecordDraftRequest, RecordLine, RecordListRequest,
    RecordRequest, RecordView, Revision,
};
use crate::error::{AppError, Result};
use crate::{App, Progress};

/// Files to probe are read whole; a scanner's worst book stays below (bytes).
pub(crate) const PROBE_CAP: u64 = 1 << 30;

fn view(case: &Case, record: &Record, materials: Vec<Material>) -> RecordView {
    let about = about(case, record);
    RecordView { materials, lines: lines(record, &about), about, record: record.clone() }
}

/// Names of the candidates a record speaks of.
pub(crate) fn about(case: &Case, record: &Record) -> Vec<String> {
    let name = |id: &CandidateId| candidate_of(case, *id).map(|(_, p)| p.content.name.clone()).unwrap_or_default();
    record.content.candidates.iter().map(name).collect()
}

/// The record in words; what says nothing is left out.
fn lines(record: &Record, about: &[String]) -> Vec<RecordLine> {
    let said = words::record(&record.content, about).into_iter().filter(|t| !t.value.is_empty());
    said.map(|t| RecordLine { key: t.field.key.into(), label: t.field.label.into(), value: t.value.plain() }).collect()
}

/// A case without its records: entering one must not grow slower with each that is there.
fn frame(app: &App, batch: BatchId) -> Result<Case> {
    Ok(app.store().frame(batch, app.today())?)
}

fn one(app: &App, frame: &Case, id: RecordId) -> Result<RecordView> {
    let (record, materials) = {
        let store = app.store();
        (store.record(id)?, store.materials_of(id)?)
    };
    Ok(view(frame, &record, materials))
}

pub(crate) fn list(app: &App, request: RecordListRequest, _: &dyn Progress) -> Result<Vec<RecordView>> {
    let case = case(app, request.batch)?;
    let mut found: Vec<&Record> = case
        .records
        .iter()
        .filter(|r| request.step.as_ref().is_none_or(|s| *s == r.content.step))
        .filter(|r| request.candidate.is_none_or(|c| concerns(&r.content.candidates, c)))
        .collect();
    found.sort_by_key(|r| {
        (case.catalogue.step_no(&r.content.step), r.content.date.map(PartialDate::first_day), r.content.time.clone(), r.id)
    });
    let materials = |r: &Record| case.materials.iter().filter(|m| m.content.record == r.id).cloned().collect();
    Ok(found.into_iter().map(|r| view(&case, r, materials(r))).collect())
}

pub(crate) fn get(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<RecordView> {
    let batch = app.store().record(request.id)?.batch;
    one(app, &frame(app, batch)?, request.id)
}

pub(crate) fn history(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<Vec<Revision>> {
    let history = app.store().record_history(request.id)?;
    let Some(batch) = history.first().map(|r| r.batch) else {
        return Ok(Vec::new());
    };
    let frame = frame(app, batch)?;
    Ok(history.into_iter().map(|record| Revision { lines: lines(&record, &about(&frame, &record)), record }).collect())
}

/// Refuses what cannot be a record; what is merely doubtful is left to the checks.
fn accept(app: &App, case: &Case, content: &RecordContent) -> Result<String> {
    let step = case.catalogue.step(&content.step).ok_or_else(|| AppError::not_found("步骤", &content.step))?;
    let label = format!("{} {}", step.key, step.name);
    let kind = content.body.kind();
    if !step.records.contains(&kind) {
        let takes: Vec<&str> = step.records.iter().map(|k| k.name()).collect();
        return Err(AppError::invalid(
            format!("步骤“{label}”不使用{}", kind.name()),
            format!("这一步可以用：{}", takes.join("、")),
        ));
    }
    if step.level == StepLevel::Person && content.candidates.is_empty() {
        return Err(AppError::invalid(format!("步骤“{label}”须按人记录，还没有选人选"), "请选择这条记录涉及的人选"));
    }
    for id in &content.candidates {
        candidate_of(case, *id)?;
    }
    let date = content
        .date
        .ok_or_else(|| AppError::invalid(format!("“{label}”的记录没有填写发生时间"), "请填写日期，只记得年月也可以"))?;
    if date.first_day() > app.today() {
        return Err(AppError::invalid(
            format!("“{label}”的发生时间 {} 还没有到", date.chinese()),
            "同步纪实只记已经发生的事；请核对日期",
        ));
    }
    if let Some(end) = content.end_date
        && end.surely_before(date)
    {
        return Err(AppError::invalid(
            format!("“{label}”的止日 {} 早于起日 {}", end.chinese(), date.chinese()),
            "请核对起止日期",
        ));
    }
    Ok(label)
}

pub(crate) fn add(app: &App, request: RecordAdd, _: &dyn Progress) -> Result<RecordView> {
    let frame = frame(app, request.batch)?;
    let label = accept(app, &frame, &request.content)?;
    let id = app.write("record.add", |tx| {
        tx.say(format!("新增记录 {label}：{}", request.content.body.kind().name()));
        tx.add_record(request.batch.0, &request.content)
    })?;
    one(app, &frame, RecordId(id))
}

pub(crate) fn correct(app: &App, request: RecordCorrect, _: &dyn Progress) -> Result<RecordView> {
    required(&request.reason, "更正理由")?;
    let batch = app.store().record(request.id)?.batch;
    let frame = frame(app, batch)?;
    let label = accept(app, &frame, &request.content)?;
    app.write("record.correct", |tx| {
        tx.say(format!("更正记录 {} {label}：{}", request.id, request.reason));
        tx.revise_record(request.id.0, request.from_revision, &request.content, &request.reason)
    })?;
    one(app, &frame, request.id)
}

/// Starts from the latest record of the same step, else of the same stage: place, responsible, participants.
pub(crate) fn draft(app: &App, request: RecordDraftRequest, _: &dyn Progress) -> Result<RecordContent> {
    let case = case(app, request.batch)?;
    let step = case.catalogue.step(&request.step).ok_or_else(|| AppError::not_found("步骤", &request.step))?;
    let kind = request.kind.or_else(|| step.records.first().copied()).unwrap_or(RecordKind::Document);
    let stage = case.catalogue.stage_of(&step.key).map(|s| s.key.clone());
    let same_stage = |r: &&Record| case.catalogue.stage_of(&r.content.step).map(|s| s.key.clone()) == stage;
    let latest = |filter: &dyn Fn(&&Record) -> bool| case.records.iter().filter(|r| r.content.body.kind() == kind).rfind(filter);
    let like = latest(&|r| r.content.step == step.key).or_else(|| latest(&same_stage));
    Ok(RecordContent {
        step: step.key.clone(),
        candidates: request.candidates,
        date: None,
        end_date: None,
        time: String::new(),
        place: like.map(|r| r.content.place.clone()).unwrap_or_default(),
        mode: step.mode.clone(),
        responsible: like.map_or_else(|| step.responsible.clone(), |r| r.content.responsible.clone()),
        participants: like.map(|r| r.content.participants.clone()).unwrap_or_default(),
        summary: String::new(),
        signatures: Vec::new(),
        late_reason: String::new(),
        body: step.new_body(kind),
    })
}

/// Says why a file cannot be a material.
fn accept_file(name: &str, probe: Probe) -> Result<Probe> {
    if let Some(fault) = &probe.fault {
        return Err(AppError::invalid(format!("“{name}”不能挂接：{fault}"), "请重新扫描或另存后再挂接；原文件没有改动"));
    }
    Ok(probe)
}

pub(crate) fn attach(app: &App, request: MaterialAttach, _: &dyn Progress) -> Result<Material> {
    required(&request.name, "材料名称")?;
    let record = app.store().record(request.record)?;
    let mut content = MaterialContent {
        record: request.record,
        name: request.name,
        originality: request.originality,
        secrecy: request.secrecy,
        pages: request.pages.unwrap_or(0),
        signature: request.signature,
        file_name: String::new(),
        sha256: String::new(),
        format: String::new(),
        size: 0,
    };
    if let Some(path) = &request.path {
        let path = Path::new(path);
        content.file_name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if jishi_fs::size(path)? > PROBE_CAP {
            return Err(AppError::invalid(
                format!("“{}”超过 1 GB，太大了", content.file_name),
                "请按册或按页分成几个文件后再挂接；原文件没有改动",
            ));
        }
        let probe = accept_file(&content.file_name, probe::probe(&jishi_fs::read_capped(path, PROBE_CAP)?))?;
        content.format = probe.format.into();
        content.pages = request.pages.or(probe.pages).unwrap_or(0);
        let stored = app.store().take_file(path)?;
        content.sha256 = stored.sha256;
        content.size = stored.size;
    }
    if content.pages == 0 {
        let what = if content.file_name.is_empty() { content.name.clone() } else { content.file_name.clone() };
        return Err(AppError::invalid(format!("“{what}”没有页数"), "请填写有文字的页面数"));
    }
    let id = app.write("material.attach", |tx| {
        if !content.sha256.is_empty() {
            tx.name_file(&content.sha256, content.size)?;
        }
        tx.say(format!("挂接材料 {}（{}页）到记录 {} {}", content.name, content.pages, record.id, record.content.step));
        tx.add_material(record.batch.0, &content)
    })?;
    Ok(app.store().material(jishi_core::id::MaterialId(id))?)
}

pub(crate) fn update_material(app: &App, request: MaterialUpdate, _: &dyn Progress) -> Result<Material> {
    required(&request.reason, "修改原因")?;
    required(&request.content.name, "材料名称")?;
    if request.content.pages == 0 {
        return Err(AppError::invalid(format!("“{}”没有页数", request.content.name), "请填写有文字的页面数"));
    }
    let before = app.store().material(request.id)?;
    let (old, new) = (&before.content, &request.content);
    if (old.record, &old.sha256, &old.format, old.size) != (new.record, &new.sha256, &new.format, new.size) {
        return Err(AppError::invalid(format!("材料“{}”的文件和所属记录不能改", old.name), "请另外挂接新的材料"));
    }
    app.write("material.update", |tx| {
        tx.say(format!("修改材料 {}：{}", new.name, request.reason));
        tx.revise_material(request.id.0, new, &request.reason)
    })?;
    Ok(app.store().material(request.id)?)
}

pub(crate) fn material_bytes(app: &App, request: MaterialRequest) -> Result<Vec<u8>> {
    let store = app.store();
    let material = store.material(request.id)?.content;
    if material.sha256.is_empty() {
        return Err(AppError::invalid(format!("“{}”只有纸质件，没有电子文件", material.name), "扫描后可以另行挂接"));
    }
    Ok(store.read_file(&material.sha256)?)
}
