//! 监督: what one who changes nothing looks at. The core computes; here it is fed with cases, and its tables become files.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Datelike;
use jishi_archive::file_safe;
use jishi_core::case::Case;
use jishi_core::date::PartialDate;
use jishi_core::id::BatchId;
use jishi_core::supervise::board::Light;
use jishi_core::supervise::duty::{self, Duty, DutyKind};
use jishi_core::supervise::ledger::{self, LedgerRow};
use jishi_core::supervise::promoted::{self, PromotedList};
use jishi_core::supervise::selfcheck::{self, Looked, SelfCheckRow};
use jishi_core::supervise::statistics::{self, Statistics};
use jishi_core::supervise::tables::{self, Made};
use jishi_core::supervise::timeline::{self, Timeline};
use jishi_core::table::Table;

use crate::bodies::cases;
use crate::bodies::waivers::spreadsheet;
use crate::commands::COMMANDS;
use crate::dto::{
    Board, BoardBatch, BoardRequest, DutyList, DutyNames, DutyRequest, FileMade, JournalFacets, JournalOp, Nothing,
    SelfCheckRequest, SuperviseTable, SuperviseWrite, TimelineRequest, YearRequest,
};
use crate::error::Result;
use crate::{App, Progress};

/// Duties one answer holds.
const DUTIES: usize = 500;

/// Every batch, the newest first.
fn cases(app: &App) -> Result<Vec<Case>> {
    let ids: Vec<BatchId> = app.store().batches()?.into_iter().map(|b| b.id).collect();
    ids.into_iter().map(|id| cases::case(app, id)).collect()
}

pub(crate) fn board(app: &App, request: BoardRequest, _: &dyn Progress) -> Result<Board> {
    let today = request.today.map_or_else(|| app.today(), PartialDate::first_day);
    let batches = app.store().batches()?;
    let mut board = Board { today: PartialDate::Day(today), batches: Vec::new(), due: Vec::new() };
    for batch in batches {
        let digest = app.digest(batch.id, today)?;
        board.due.extend(digest.due.iter().cloned());
        board.batches.push(BoardBatch {
            batch: batch.id,
            number: batch.content.number,
            name: batch.content.name,
            light: digest.board.iter().map(|r| r.light).min().unwrap_or(Light::Green),
            rows: digest.board.clone(),
        });
    }
    board.due.sort_by(|a, b| (a.state, a.days, a.kind, &a.place).cmp(&(b.state, b.days, b.kind, &b.place)));
    Ok(board)
}

pub(crate) fn ledger(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<LedgerRow>> {
    Ok(cases(app)?.iter().flat_map(ledger::ledger).collect())
}

fn found(app: &App, request: &DutyRequest) -> Result<(Vec<Duty>, Vec<String>)> {
    let batch = match (request.batch, request.candidate) {
        (Some(batch), _) => Some(batch),
        (None, Some(candidate)) => Some(app.store().candidate(candidate)?.batch),
        (None, None) => None,
    };
    let cases = match batch {
        Some(batch) => vec![cases::case(app, batch)?],
        None => cases(app)?,
    };
    let mut within = Vec::new();
    for case in &cases {
        let waivers = app.store().waivers(case.batch.id)?;
        within.extend(duty::duties(case, &waivers).into_iter().filter(|d| {
            request.candidate.is_none_or(|c| cases::concerns(&d.candidates, c))
                && request.step.as_ref().is_none_or(|s| *s == d.step)
        }));
    }
    let names: BTreeSet<String> = within.iter().map(|d| d.who.clone()).collect();
    let who = request.who.trim();
    within.retain(|d| d.who.contains(who) && request.kind.is_none_or(|k| k == d.kind));
    Ok((within, names.into_iter().collect()))
}

pub(crate) fn duties(app: &App, request: DutyRequest, _: &dyn Progress) -> Result<DutyList> {
    let (mut duties, names) = found(app, &request)?;
    let total = u32::try_from(duties.len()).unwrap_or(u32::MAX);
    let named = [DutyKind::Recommended, DutyKind::Examined, DutyKind::Decided].map(|kind| {
        let of: BTreeSet<&str> = duties.iter().filter(|d| d.kind == kind).map(|d| d.who.as_str()).collect();
        DutyNames { kind, names: of.into_iter().map(str::to_owned).collect() }
    });
    let named = named.to_vec();
    duties.truncate(DUTIES);
    Ok(DutyList { duties, total, names, named })
}

pub(crate) fn timeline(app: &App, request: TimelineRequest, _: &dyn Progress) -> Result<Timeline> {
    let case = cases::case(app, request.batch)?;
    if let Some(candidate) = request.candidate {
        cases::candidate_of(&case, candidate)?;
    }
    Ok(timeline::timeline(&case, request.candidate))
}

pub(crate) fn statistics(app: &App, request: YearRequest, _: &dyn Progress) -> Result<Statistics> {
    Ok(statistics::statistics(&cases(app)?, request.year))
}

pub(crate) fn promoted(app: &App, request: YearRequest, _: &dyn Progress) -> Result<PromotedList> {
    Ok(promoted::promoted(&cases(app)?, request.year, app.today().year()))
}

pub(crate) fn self_check(app: &App, request: SelfCheckRequest, _: &dyn Progress) -> Result<Vec<SelfCheckRow>> {
    let cases = match request.batch {
        Some(batch) => vec![cases::case(app, batch)?],
        None => cases(app)?,
    };
    let mut judged = Vec::new();
    for case in &cases {
        judged.push((app.rules().govern(&case.batch.content), app.digest(case.batch.id, app.today())?));
    }
    let looked: Vec<Looked<'_>> =
        cases.iter().zip(&judged).map(|(case, (rules, digest))| Looked { case, rules, findings: &digest.findings }).collect();
    Ok(selfcheck::self_check(&looked))
}

/// The tables with whose they are and what the file is called.
fn asked(app: &App, about: SuperviseTable, progress: &dyn Progress) -> Result<(String, Vec<Table>)> {
    let unit = app.store().batches()?.first().map(|b| b.content.unit.clone()).unwrap_or_default();
    let made = Made { unit: &unit, today: PartialDate::Day(app.today()) };
    let tables = match about {
        SuperviseTable::Board => {
            let board = board(app, BoardRequest { today: None }, progress)?;
            let rows: Vec<_> = board.batches.into_iter().map(|b| (b.name, b.rows)).collect();
            vec![tables::board(&rows, made)]
        }
        SuperviseTable::Ledger { candidates } => {
            let mut rows = ledger(app, Nothing {}, progress)?;
            let at = |row: &LedgerRow| candidates.iter().position(|c| *c == row.candidate);
            if !candidates.is_empty() {
                rows.retain(|r| at(r).is_some());
                rows.sort_by_key(at);
            }
            vec![tables::ledger(&rows, made)]
        }
        SuperviseTable::Duties(request) => {
            let (rows, _) = found(app, &request)?;
            let batch = request.batch.map(|b| app.store().batch(b)).transpose()?.map(|b| b.content.name);
            let who = request.who.trim();
            let words = [batch.unwrap_or_else(|| "全部批次".into()), who.to_owned(), request.step.unwrap_or_default()];
            let about: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
            vec![tables::duties(&rows, &about.join("　"), made)]
        }
        SuperviseTable::Timeline(request) => vec![tables::timeline(&timeline(app, request, progress)?, made)],
        SuperviseTable::Statistics(request) => tables::statistics(&statistics(app, request, progress)?, made),
        SuperviseTable::Promoted(request) => {
            let list = promoted(app, request, progress)?;
            vec![tables::promoted(&list, made), tables::work_of_year(list.year, made)]
        }
        SuperviseTable::SelfCheck(request) => {
            let about = match request.batch {
                Some(batch) => app.store().batch(batch)?.content.name,
                None => format!("全部批次（{}个）", app.store().batches()?.len()),
            };
            vec![tables::self_check(&self_check(app, request, progress)?, &about, made)]
        }
    };
    Ok((unit, tables))
}

pub(crate) fn write(app: &App, request: SuperviseWrite, progress: &dyn Progress) -> Result<Vec<FileMade>> {
    let (unit, tables) = asked(app, request.about, progress)?;
    table_files(app, &tables, &unit, Path::new(&request.folder))
}

/// Tables as a PDF to print and a spreadsheet to sort, called by the first of them.
pub(crate) fn table_files(app: &App, tables: &[Table], unit: &str, folder: &Path) -> Result<Vec<FileMade>> {
    let name = tables.first().map(|t| t.title.clone()).unwrap_or_default();
    jishi_fs::create_dir_all(folder)?;
    let today = app.today().to_string();
    let rendered = jishi_forms::table_sheet::render(tables, unit, &today, app.fonts()?.as_ref())?;
    let file = |end: &str| folder.join(format!("{}_{today}.{end}", file_safe(&name)));
    let mut pdf = spreadsheet(&file("pdf"), &rendered.pdf, name.clone())?;
    pdf.pages = rendered.pages;
    let bytes = jishi_forms::workbook::write(tables, unit, &today)?;
    Ok(vec![pdf, spreadsheet(&file("xlsx"), &bytes, name)?])
}

pub(crate) fn facets(app: &App, _: Nothing, _: &dyn Progress) -> Result<JournalFacets> {
    let (actors, ops) = app.store().journal_facets()?;
    // What was done; how it is done is for whoever does it.
    let act = |about: &str| about.trim().split(['（', '；', '，']).next().unwrap_or_default().to_owned();
    let words = |op: &str| COMMANDS.iter().find(|c| c.name == op).map_or_else(|| op.to_owned(), |c| act(c.about));
    Ok(JournalFacets { actors, ops: ops.into_iter().map(|op| JournalOp { words: words(&op), op }).collect() })
}
