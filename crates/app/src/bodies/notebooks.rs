//! 专用笔记本. What belongs to a step is a record and is entered by `record.add`; here are the books themselves, the notes of no step,
//! and the bound book to print.

use std::collections::BTreeMap;
use std::path::Path;

use jishi_archive::file_safe;
use jishi_core::case::Case;
use jishi_core::finding::Place;
use jishi_core::id::{BatchId, NoteId, NotebookId, RecordId};
use jishi_core::notebook::{self, Book, NotebookAct, NotebookContent};
use jishi_core::record::{MaterialContent, Originality, RecordBody, RecordContent, RecordKind, Signature, SignatureMode};
use jishi_forms::notebook::{BoundBook, BoundEntry};
use jishi_forms::report::Rendered;
use jishi_store::{BookEntry, ScanTaken};

use crate::bodies::cases::{called, frame};
use crate::bodies::materials::stage;
use crate::bodies::record_entry::{accept, one_each, usual_book};
use crate::bodies::record_view::one;
use crate::bodies::{required, signed_by_now};
use crate::dto::{
    FileMade, NoteCorrect, NoteFile, NoteScan, NoteWrite, NotebookAdd, NotebookChoice, NotebookChoose, NotebookEntry,
    NotebookPrint, NotebookRequest, NotebookRow, NotebookTakeUp, NotebookUpdate, NotebookView, Nothing, RecordView,
};
use crate::error::{AppError, Result};
use crate::{App, Progress};

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<NotebookRow>> {
    let store = app.store();
    let mut rows = Vec::new();
    for notebook in store.notebooks()? {
        let (entries, pages, last_at) = store.notebook_size(notebook.id)?;
        rows.push(NotebookRow { notebook, entries, pages, last_at });
    }
    Ok(rows)
}

/// Names of batches, steps and candidates for the heads of pages, each batch read once.
#[derive(Default)]
struct Frames(BTreeMap<BatchId, Case>);

impl Frames {
    fn of(&mut self, app: &App, batch: BatchId) -> Result<&Case> {
        if let std::collections::btree_map::Entry::Vacant(e) = self.0.entry(batch) {
            e.insert(frame(app, batch)?);
        }
        self.0.get(&batch).ok_or_else(|| AppError::not_found("批次", batch))
    }
}

fn view(app: &App, id: NotebookId) -> Result<NotebookView> {
    let (notebook, kept) = {
        let store = app.store();
        (store.notebook(id)?, store.notebook_entries(id)?)
    };
    let mut frames = Frames::default();
    let mut entries = Vec::new();
    for e in &kept {
        entries.push(entry(app, e, &kept, &mut frames)?);
    }
    Ok(NotebookView { notebook, entries })
}

fn entry(app: &App, e: &BookEntry, all: &[BookEntry], frames: &mut Frames) -> Result<NotebookEntry> {
    let c = &e.content;
    let followed_by = all.iter().filter(|f| f.about == Some(e.seq)).map(|f| f.seq).collect();
    let corrected = all.iter().any(|f| f.about == Some(e.seq) && f.act == NotebookAct::Corrected);
    let waits = match e.note {
        Some(note) => e.act != NotebookAct::Filed && !corrected && app.store().note(note)?.record.is_none(),
        None => false,
    };
    let retracted = match e.record {
        Some(record) => app.store().record_standing(record)?.retracted,
        None => false,
    };
    let (category, speakers) = match &c.body {
        RecordBody::Notebook(b) => (b.category.clone(), b.speakers.as_slice()),
        _ => (String::new(), &[][..]),
    };
    let (at, belongs) = match e.record {
        Some(record) => {
            let batch = app.store().record(record)?.batch;
            let case = frames.of(app, batch)?;
            let place = Place { batch: Some(batch), step: Some(c.step.clone()), record: Some(record), ..Place::default() };
            (place, format!("{} {}", case.catalogue.step_name(&c.step), case.batch.content.name))
        }
        None => (Place::default(), String::new()),
    };
    let scanned = match (e.record, e.note) {
        (Some(record), _) => app.store().materials_of(record)?.iter().any(|m| !m.content.sha256.is_empty()),
        (None, Some(note)) => !app.store().note_scans(note)?.is_empty(),
        (None, None) => false,
    };
    let people = [notebook::people(speakers), notebook::people(&c.participants)];
    Ok(NotebookEntry {
        seq: e.seq,
        page: e.page,
        pages: e.pages,
        act: e.act,
        about: e.about,
        followed_by,
        reason: e.reason.clone(),
        category,
        date: c.date,
        when: notebook::when(c),
        place: c.place.clone(),
        participants: people.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("；"),
        recorder: notebook::recorder(c),
        text: if e.act == NotebookAct::Filed { e.remark.clone() } else { notebook::text(c) },
        content: c.clone(),
        signers: c.signatures.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、"),
        signed: !c.signatures.is_empty() && c.signatures.iter().all(Signature::is_given),
        scanned,
        at,
        belongs,
        retracted,
        note: e.note,
        waits,
        revision: e.revision,
        entered_at: e.at.clone(),
        entered_by: e.actor.clone(),
    })
}

pub(crate) fn get(app: &App, request: NotebookRequest, _: &dyn Progress) -> Result<NotebookView> {
    view(app, request.notebook)
}

fn accept_cover(app: &App, content: &NotebookContent, own: Option<NotebookId>) -> Result<()> {
    required(&content.number, "笔记本编号")?;
    required(&content.unit, "单位")?;
    required(&content.holder, "持有人")?;
    if let Some(closed) = content.closed
        && closed.surely_before(content.opened)
    {
        return Err(AppError::invalid(
            format!("笔记本 {} 的封存日期 {} 早于启用日期 {}", content.number, closed.chinese(), content.opened.chinese()),
            "请核对日期",
        ));
    }
    let same = |b: &Book| b.content.number == content.number && b.content.unit == content.unit && Some(b.id) != own;
    if app.store().notebooks()?.iter().any(same) {
        return Err(AppError::invalid(format!("{}的笔记本编号 {} 已经用过", content.unit, content.number), "请换一个编号"));
    }
    Ok(())
}

pub(crate) fn add(app: &App, request: NotebookAdd, _: &dyn Progress) -> Result<NotebookView> {
    accept_cover(app, &request.content, None)?;
    let id = app.write("notebook.add", |tx| {
        tx.say(format!("启用专用笔记本 {}，持有人 {}", request.content.number, request.content.holder));
        tx.add_notebook(&request.content)
    })?;
    view(app, NotebookId(id))
}

pub(crate) fn update(app: &App, request: NotebookUpdate, _: &dyn Progress) -> Result<NotebookView> {
    required(&request.reason, "修改原因")?;
    accept_cover(app, &request.content, Some(request.id))?;
    app.write("notebook.update", |tx| {
        tx.say(format!("修改专用笔记本 {}：{}", request.content.number, request.reason));
        tx.revise_notebook(request.id.0, request.from_revision, &request.content, &request.reason)
    })?;
    view(app, request.id)
}

pub(crate) fn choose(app: &App, request: NotebookChoose, _: &dyn Progress) -> Result<NotebookChoice> {
    let books = app.store().notebooks()?.into_iter().filter(|b| b.content.closed.is_none()).collect();
    Ok(NotebookChoice { books, usual: usual_book(app, &request.content)? })
}

pub(crate) fn take_up(app: &App, request: NotebookTakeUp, _: &dyn Progress) -> Result<NotebookView> {
    let record = app.store().record(request.record)?;
    let book = app.store().notebook(request.notebook)?;
    if record.content.body.kind() != RecordKind::Notebook {
        return Err(AppError::invalid(
            format!("记录 {} 是{}，不编入专用笔记本", request.record, record.content.body.kind().name()),
            "只有谈话（笔记本）记录编入专用笔记本",
        ));
    }
    let label = called(app, &record)?;
    app.write("notebook.take_up", |tx| {
        tx.say(format!("记录 {} {label} 编入专用笔记本 {}", request.record, book.content.number));
        tx.write_on_page(request.notebook.0, request.record.0, &record.content)
    })?;
    view(app, request.notebook)
}

/// What a note of no step must have: words, a category, a day that has come.
fn accept_note(app: &App, content: &RecordContent) -> Result<()> {
    let RecordBody::Notebook(body) = &content.body else {
        return Err(AppError::invalid("专用笔记本只记谈话（笔记本）记录", "请改用相应步骤的记录"));
    };
    if !content.step.is_empty() || !content.candidates.is_empty() {
        return Err(AppError::invalid("这一条已经指明步骤或人选", "属于步骤的事请作为该步骤的记录录入，记录会自动编入笔记本"));
    }
    required(&body.category, "类别")?;
    required(&notebook::text(content), "记录正文")?;
    let date = content.date.ok_or_else(|| AppError::invalid("这一条没有填写发生时间", "请填写日期，只记得年月也可以"))?;
    if date.first_day() > app.today() {
        return Err(AppError::invalid(format!("发生时间 {} 还没有到", date.chinese()), "同步纪实只记已经发生的事；请核对日期"));
    }
    signed_by_now(app, &content.signatures)
}

pub(crate) fn write(app: &App, request: NoteWrite, _: &dyn Progress) -> Result<NotebookView> {
    accept_note(app, &request.content)?;
    let book = app.store().notebook(request.notebook)?;
    app.write("notebook.write", |tx| {
        tx.say(format!("专用笔记本 {} 记一条", book.content.number));
        tx.use_draft(request.draft.as_deref())?;
        tx.add_note(request.notebook.0, &request.content)
    })?;
    view(app, request.notebook)
}

fn unfiled(app: &App, id: NoteId) -> Result<jishi_store::NoteRow> {
    let note = app.store().note(id)?;
    if let Some(record) = note.record {
        return Err(AppError::invalid(
            format!("这一条已归入步骤，成为记录 {record}"),
            "请在该记录上办理；记录的更正会自动记入笔记本",
        ));
    }
    Ok(note)
}

pub(crate) fn correct(app: &App, request: NoteCorrect, _: &dyn Progress) -> Result<NotebookView> {
    required(&request.reason, "更正理由")?;
    accept_note(app, &request.content)?;
    let note = unfiled(app, request.note)?;
    app.write("notebook.correct", |tx| {
        tx.say(format!("更正笔记 {}：{}", request.note, request.reason));
        tx.use_draft(request.draft.as_deref())?;
        tx.revise_note(request.note.0, request.from_revision, &request.content, &request.reason)
    })?;
    view(app, note.notebook)
}

pub(crate) fn file(app: &App, request: NoteFile, _: &dyn Progress) -> Result<RecordView> {
    let note = unfiled(app, request.note)?;
    let frame = frame(app, request.batch)?;
    let mut content = RecordContent { step: request.step, candidates: request.candidates, ..note.content };
    // What is signed says what its signers saw.
    if content.summary.trim().is_empty() && !content.signatures.iter().any(Signature::is_given) {
        content.summary = request.summary;
    }
    let label = accept(app, &frame, &content)?;
    one_each(&frame, &content, None)?;
    let scans = app.store().note_scans(request.note)?;
    let id = app.write("notebook.file", |tx| {
        tx.say(format!("笔记 {} 归入 {label}", request.note));
        let record = tx.add_record(request.batch.0, &content)?;
        tx.file_note(request.note.0, record, &content, &format!("{}的{label}", frame.batch.content.name))?;
        for scan in &scans {
            tx.add_material(request.batch.0, &scanned_page(RecordId(record), scan))?;
        }
        Ok(record)
    })?;
    one(app, &frame, RecordId(id))
}

fn scanned_page(record: RecordId, scan: &ScanTaken) -> MaterialContent {
    MaterialContent {
        record,
        name: "专用笔记本原页".into(),
        originality: Originality::Copy,
        role: jishi_core::record::PaperRole::default(),
        kept_at: String::new(),
        see_also: String::new(),
        secrecy: String::new(),
        pages: scan.pages,
        signature: Signature { name: String::new(), role: String::new(), date: None, mode: SignatureMode::Pending },
        file_name: scan.name.clone(),
        sha256: scan.sha256.clone(),
        format: scan.format.clone(),
        size: scan.size,
        origins: vec![],
        of_revision: None,
        own_sheet: false,
        co_signed: vec![],
    }
}

pub(crate) fn scan(app: &App, request: NoteScan, progress: &dyn Progress) -> Result<NotebookView> {
    let note = unfiled(app, request.note)?;
    let path = Path::new(&request.path);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (copy, seen) = stage(app, path, &name, progress)?;
    let pages = seen.pages.unwrap_or(1).max(1);
    let (sha256, size) = (copy.stored().sha256.clone(), copy.stored().size);
    let taken = ScanTaken { sha256, name, format: seen.format.into(), pages, size };
    copy.keep()?;
    let _writing = app.writing();
    // It may have been filed while the scan came in: then the scan belongs to the record, and would be seen nowhere here.
    unfiled(app, request.note)?;
    app.write("notebook.scan", |tx| {
        tx.name_file(&taken.sha256, taken.size)?;
        tx.say(format!("笔记 {} 挂上原页扫描件 {}", request.note, taken.name));
        tx.scan_note(request.note.0, &taken)
    })?;
    view(app, note.notebook)
}

fn bound(app: &App, id: NotebookId, progress: &dyn Progress) -> Result<Rendered> {
    let view = view(app, id)?;
    let kept = app.store().notebook_entries(id)?;
    let entries = view.entries.iter().zip(&kept);
    let c = &view.notebook.content;
    let bound = BoundBook {
        number: c.number.clone(),
        unit: c.unit.clone(),
        holder: c.holder.clone(),
        opened: c.opened.chinese(),
        closed: c.closed.map(|d| d.chinese()).unwrap_or_default(),
        entries: entries
            .map(|(shown, kept)| BoundEntry {
                seq: shown.seq,
                page: shown.page,
                act: shown.act.name().into(),
                category: shown.category.clone(),
                when: shown.when.clone(),
                belongs: shown.belongs.clone(),
                entered: format!(
                    "{} {} 录入",
                    shown.entered_at.chars().take(16).collect::<String>().replace('T', " "),
                    shown.entered_by
                ),
                lines: notebook::lines(kept.act, &kept.content, &kept.remark),
            })
            .collect(),
        lines_per_page: notebook::LINES,
        made_on: app.today().to_string(),
    };
    Ok(jishi_forms::notebook::render(
        &bound,
        app.fonts()?.as_ref(),
        &crate::drawing(progress, format!("生成装订本 {}", c.number)),
    )?)
}

pub(crate) fn book(app: &App, request: NotebookRequest, progress: &dyn Progress) -> Result<Vec<u8>> {
    Ok(bound(app, request.notebook, progress)?.pdf)
}

/// The bound book as a file, to be printed and bound.
pub(crate) fn print(app: &App, request: NotebookPrint, progress: &dyn Progress) -> Result<FileMade> {
    let number = view(app, request.notebook)?.notebook.content.number;
    let made = bound(app, request.notebook, progress)?;
    let folder = Path::new(&request.folder);
    jishi_fs::create_dir_all(folder)?;
    let path = folder.join(format!("专用笔记本_{}_{}.pdf", file_safe(&number), app.now().format("%Y%m%d-%H%M%S")));
    jishi_fs::write_atomic(&path, &made.pdf)?;
    Ok(FileMade {
        path: path.display().to_string(),
        what: format!("专用笔记本 {number}"),
        pages: made.pages,
        size: made.pdf.len() as u64,
        sha256: jishi_fs::sha256_hex(&made.pdf),
    })
}
