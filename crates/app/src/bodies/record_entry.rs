//! What may be entered as a record, and its entering.

use jishi_core::case::Case;
use jishi_core::catalogue::StepLevel;
use jishi_core::id::{BatchId, NotebookId, RecordId};
use jishi_core::notebook::keepers;
use jishi_core::person::is_number;
use jishi_core::record::{RecordContent, RecordKind};
use jishi_store::Tx;

use crate::App;
use crate::bodies::cases::candidate_of;
use crate::bodies::signed_by_now;
use crate::dto::PageWanted;
use crate::error::{AppError, Result};

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
    signed_by_now(app, &content.signatures)?;
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

/// Refuses one record for several people where each needs his own. What stood for several already may stay so.
pub(crate) fn one_each(case: &Case, content: &RecordContent, before: Option<&RecordContent>) -> Result<()> {
    let kind = content.body.kind();
    let asked = case.catalogue.step(&content.step).is_some_and(|s| s.one_each.contains(&kind));
    if !asked || content.candidates.len() < 2 || before.is_some_and(|b| b.candidates.len() > 1) {
        return Ok(());
    }
    let label = case.catalogue.step_label(&content.step);
    Err(AppError::invalid(
        format!("{label}的{}每人各一份，这一条选了 {} 人", kind.name(), content.candidates.len()),
        "请只留一人，其余的人各记一条",
    ))
}

/// The open book a talk goes in when nobody names one: of whoever enters it, else of who talked or wrote.
pub(crate) fn usual_book(app: &App, content: &RecordContent) -> Result<Option<NotebookId>> {
    let actor = app.host.actor();
    for holder in std::iter::once(actor.as_str()).chain(keepers(content)) {
        if let Some(book) = app.store().open_notebook_of(holder)? {
            return Ok(Some(book));
        }
    }
    Ok(None)
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
    /// A talk goes on the next page of the notebook named, else of its [`usual_book`].
    pub(crate) fn new(app: &App, frame: &Case, content: RecordContent, page: PageWanted) -> Result<Entry> {
        let label = accept(app, frame, &content)?;
        one_each(frame, &content, None)?;
        let book = match (content.body.kind(), page.notebook) {
            (RecordKind::Notebook, Some(named)) => Some(named),
            (RecordKind::Notebook, None) if !page.unbound => usual_book(app, &content)?,
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
