//! 一事一记: adding and correcting.

use jishi_core::case::Case;
use jishi_core::catalogue::StepLevel;
use jishi_core::charge::charged;
use jishi_core::date::PartialDate;
use jishi_core::id::{BatchId, NotebookId, RecordId};
use jishi_core::person::is_number;
use jishi_core::record::{Material, MeetingBody, Record, RecordBody, RecordContent, RecordKind, words};
use jishi_store::Tx;

use crate::bodies::batches::{candidate_of, case, concerns};
use crate::bodies::sheets::names;
use crate::bodies::{history, required};
use crate::dto::{
    NotebookPage, RecordAdd, RecordCorrect, RecordDraft, RecordDraftRequest, RecordLine, RecordListRequest, RecordRequest,
    RecordView, RecordWords,
};
use crate::error::{AppError, Result};
use crate::{App, Progress};

fn view(app: &App, case: &Case, record: &Record, materials: Vec<Material>) -> Result<RecordView> {
    let page = match record.content.body.kind() {
        RecordKind::Notebook => app.store().page_of(record.id)?,
        _ => None,
    };
    Ok(RecordView {
        materials,
        about: about(case, record),
        lines: lines(case, &record.content),
        undo: history::undo_state(app, case, record)?,
        page: page.map(|(book, seq, page)| NotebookPage { notebook: book.id, number: book.content.number, seq, page }),
        record: record.clone(),
    })
}

/// Names of the candidates a record speaks of.
pub(crate) fn about(case: &Case, record: &Record) -> Vec<String> {
    record.content.candidates.iter().copied().map(names(case)).collect()
}

/// A content in words; what says nothing is left out.
pub(crate) fn lines(case: &Case, content: &RecordContent) -> Vec<RecordLine> {
    in_lines(content, &names(case))
}

fn in_lines(content: &RecordContent, names: words::Names<'_>) -> Vec<RecordLine> {
    let said = words::record(content, names).into_iter().filter(|t| !t.value.is_empty());
    said.map(|t| RecordLine { key: t.field.key.into(), label: t.field.label.into(), value: t.value.plain() }).collect()
}

pub(crate) fn in_words(app: &App, request: RecordWords, _: &dyn Progress) -> Result<Vec<RecordLine>> {
    match request.batch {
        Some(batch) => Ok(lines(&frame(app, batch)?, &request.content)),
        None => Ok(in_lines(&request.content, &|_| String::new())),
    }
}

/// A case without its records: entering one must not grow slower with each that is there.
pub(crate) fn frame(app: &App, batch: BatchId) -> Result<Case> {
    Ok(app.store().frame(batch, app.today())?)
}

pub(crate) fn one(app: &App, frame: &Case, id: RecordId) -> Result<RecordView> {
    let (record, materials) = {
        let store = app.store();
        (store.record(id)?, store.materials_of(id)?)
    };
    view(app, frame, &record, materials)
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
        (
            case.catalogue.step_no(&r.content.step),
            r.content.date.map(PartialDate::first_day),
            words::minutes(&r.content.time),
            r.id,
        )
    });
    let materials = |r: &Record| case.materials.iter().filter(|m| m.content.record == r.id).cloned().collect();
    found.into_iter().map(|r| view(app, &case, r, materials(r))).collect()
}

pub(crate) fn get(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<RecordView> {
    let batch = app.store().record(request.id)?.batch;
    one(app, &frame(app, batch)?, request.id)
}

pub(crate) fn all_revisions(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<Vec<Record>> {
    Ok(app.store().record_history(request.id)?)
}

/// A record that stands. What hangs on one that was taken back is in no list, no check and no volume: nothing new goes there.
pub(crate) fn standing(app: &App, id: RecordId) -> Result<Record> {
    let store = app.store();
    if store.record_standing(id)?.retracted {
        return Err(AppError::invalid(
            format!("记录 {id} 已经撤回，挂上去的材料不会进入案卷"),
            "请先恢复这条记录，或挂接到另外的记录；没有挂接任何文件",
        ));
    }
    Ok(store.record(id)?)
}

/// `第 12 步《召开会议投票推荐》`, the step of a record as people name it.
pub(crate) fn called(app: &App, record: &Record) -> Result<String> {
    Ok(app.store().catalogue_of(record.batch)?.step_label(&record.content.step))
}

/// Refuses what cannot be a record; what is merely doubtful is left to the checks.
pub(crate) fn accept(app: &App, case: &Case, content: &RecordContent) -> Result<String> {
    let step = case.catalogue.step(&content.step).ok_or_else(|| AppError::not_found("步骤", &content.step))?;
    let label = case.catalogue.step_label(&step.key);
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
    for (index, id) in content.candidates.iter().enumerate() {
        let name = &candidate_of(case, *id)?.1.content.name;
        // Twice the same would be counted as several people, and the paper filed as one of several.
        if content.candidates.iter().take(index).any(|earlier| earlier == id) {
            return Err(AppError::invalid(format!("“{label}”的记录两次选了{name}（人选 {id}）"), "请每个人选只选一次"));
        }
    }
    if let Some(digits) = content.people().into_iter().find(|name| is_number(name)) {
        return Err(AppError::invalid(
            format!("“{label}”的记录里有人的姓名写作“{digits}”，是数字，不是姓名"),
            "请写明姓名；多半是选“到会、缺席、回避”的数字打进了姓名栏",
        ));
    }
    // Those its lists name as well: votes, opinions, nominations, an agenda.
    for id in content.named() {
        candidate_of(case, id)?;
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

/// A new record that was accepted and is not written yet.
pub(crate) struct Entry {
    pub batch: BatchId,
    pub content: RecordContent,
    /// 第 12 步《召开会议投票推荐》
    pub label: String,
    book: Option<NotebookId>,
}

impl Entry {
    /// A talk goes on the next page of the notebook named, else of the one the actor is writing in.
    pub(crate) fn new(app: &App, frame: &Case, content: RecordContent, notebook: Option<NotebookId>) -> Result<Entry> {
        let label = accept(app, frame, &content)?;
        let book = match (content.body.kind(), notebook) {
            (RecordKind::Notebook, Some(named)) => Some(named),
            (RecordKind::Notebook, None) => app.store().open_notebook_of(&app.host.actor())?,
            _ => None,
        };
        Ok(Entry { batch: frame.batch.id, content, label, book })
    }

    pub(crate) fn write(&self, tx: &mut Tx<'_>) -> jishi_store::Result<RecordId> {
        tx.say(format!("新增记录 {}：{}", self.label, self.content.body.kind().name()));
        let id = tx.add_record(self.batch.0, &self.content)?;
        if let Some(book) = self.book {
            tx.write_on_page(book.0, id, &self.content)?;
        }
        Ok(RecordId(id))
    }
}

pub(crate) fn add(app: &App, request: RecordAdd, _: &dyn Progress) -> Result<RecordView> {
    let frame = frame(app, request.batch)?;
    let entry = Entry::new(app, &frame, request.content, request.notebook)?;
    let id = app.write("record.add", |tx| {
        tx.use_draft(request.draft.as_deref())?;
        entry.write(tx)
    })?;
    one(app, &frame, id)
}

pub(crate) fn correct(app: &App, request: RecordCorrect, _: &dyn Progress) -> Result<RecordView> {
    required(&request.reason, "更正理由")?;
    let batch = app.store().record(request.id)?.batch;
    let frame = frame(app, batch)?;
    let label = accept(app, &frame, &request.content)?;
    let mut content = request.content;
    let again = content.sign_again(&app.store().record(request.id)?.content);
    app.write("record.correct", |tx| {
        let again = if again.is_empty() { String::new() } else { format!("；{}须重新签名", again.join("、")) };
        tx.say(format!("更正记录 {} {label}：{}{again}", request.id, request.reason));
        tx.use_draft(request.draft.as_deref())?;
        tx.revise_record(request.id.0, request.from_revision, &content, &request.reason)
    })?;
    one(app, &frame, request.id)
}

/// Starts from the latest record of the same step, else of the same stage and kind, else of the same step in an earlier batch: place,
/// mode, participants, and of the body what is the same each time. The responsible is whoever is charged with the step.
pub(crate) fn draft(app: &App, request: RecordDraftRequest, _: &dyn Progress) -> Result<RecordDraft> {
    let case = case(app, request.batch)?;
    let step = case.catalogue.step(&request.step).ok_or_else(|| AppError::not_found("步骤", &request.step))?;
    let kind = request.kind.or_else(|| step.records.first().copied()).unwrap_or(RecordKind::Document);
    let stage = case.catalogue.stage_of(&step.key).map(|s| s.key.clone());
    let same_stage = |r: &&Record| case.catalogue.stage_of(&r.content.step).map(|s| s.key.clone()) == stage;
    let latest = |filter: &dyn Fn(&&Record) -> bool| case.records.iter().filter(|r| r.content.body.kind() == kind).rfind(filter);
    let (elsewhere, charges) = {
        let store = app.store();
        (store.last_record_elsewhere(&step.key, request.batch)?, store.charges(request.batch)?.charges)
    };
    let like = latest(&|r| r.content.step == step.key)
        .or_else(|| latest(&same_stage))
        .or(elsewhere.as_ref().filter(|r| r.content.body.kind() == kind));
    let earlier = |take: fn(&RecordContent) -> String| like.map(|r| take(&r.content)).filter(|t| !t.trim().is_empty());
    let (bare, mut body) = (step.new_body(kind), step.new_body(kind));
    if let Some(like) = like {
        carry(&like.content.body, &mut body, like.content.step == step.key);
    }
    let charged = charged(&charges, &step.key).map(str::to_owned);
    let content = RecordContent {
        step: step.key.clone(),
        candidates: request.candidates,
        date: None,
        end_date: None,
        time: String::new(),
        place: earlier(|c| c.place.clone()).unwrap_or_default(),
        mode: step.mode.clone(),
        responsible: charged.clone().or_else(|| earlier(|c| c.responsible.clone())).unwrap_or_else(|| step.responsible.clone()),
        participants: like.map(|r| r.content.participants.clone()).unwrap_or_default(),
        summary: String::new(),
        signatures: Vec::new(),
        late_reason: String::new(),
        body,
    };
    let mut carried = differing(&bare, &content.body);
    let theirs = charged.is_none() && !earlier(|c| c.responsible.clone()).unwrap_or_default().is_empty();
    let head =
        [("place", !content.place.is_empty()), ("responsible", theirs), ("participants", !content.participants.is_empty())];
    carried.extend(head.into_iter().filter(|(_, taken)| *taken).map(|(key, _)| key.to_owned()));
    Ok(RecordDraft { content, carried })
}

/// Keys of the fields in which one body says something else than the other.
fn differing(one: &RecordBody, other: &RecordBody) -> Vec<String> {
    let [one, other] = [one, other].map(|body| serde_json::to_value(body).unwrap_or_default());
    let fields = other.as_object().into_iter().flatten();
    fields.filter(|(key, value)| one.get(key.as_str()) != Some(*value)).map(|(key, _)| key.clone()).collect()
}

/// What is the same from one record to the next of its kind: how many should come, who counts, whom one writes to. Never a result. What
/// the catalogue says of the step gives way only to a record of the `same` step.
fn carry(from: &RecordBody, to: &mut RecordBody, same: bool) {
    let take = |from: &String, to: &mut String| {
        if !from.trim().is_empty() && (same || to.trim().is_empty()) {
            to.clone_from(from);
        }
    };
    match (from, to) {
        (RecordBody::Notebook(from), RecordBody::Notebook(to)) => take(&from.category, &mut to.category),
        (RecordBody::Meeting(from), RecordBody::Meeting(to)) => {
            to.expected = from.expected;
            if from.convened != MeetingBody::Unstated && (same || to.convened == MeetingBody::Unstated) {
                to.convened = from.convened;
            }
            to.principal.clone_from(&from.principal);
            to.observers.clone_from(&from.observers);
        }
        (RecordBody::Ballot(from), RecordBody::Ballot(to)) => {
            to.expected = from.expected;
            to.seats = from.seats;
            to.tellers.clone_from(&from.tellers);
            to.scrutineers.clone_from(&from.scrutineers);
            if same {
                // The indicators of the office, once put right, stand for the next person too; what was counted does not.
                to.tables.clone_from(&from.tables);
                for row in to.tables.iter_mut().flat_map(|t| &mut t.rows) {
                    row.counts.fill(None);
                }
            }
        }
        (RecordBody::Letter(from), RecordBody::Letter(to)) => {
            take(&from.to, &mut to.to);
            // What kind of body it is goes with its name.
            if to.to == from.to {
                to.addressee = from.addressee;
            }
        }
        (RecordBody::Notice(from), RecordBody::Notice(to)) => {
            take(&from.form, &mut to.form);
            take(&from.scope, &mut to.scope);
            take(&from.contact, &mut to.contact);
        }
        (RecordBody::Document(from), RecordBody::Document(to)) => to.issuer.clone_from(&from.issuer),
        (RecordBody::Decision(from), RecordBody::Decision(to)) => take(&from.body, &mut to.body),
        _ => {}
    }
}
