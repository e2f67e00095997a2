//! Setting up a batch: what its kind of business leaves out, the edition of its day, who is charged with which step, pasted lists.

use std::collections::BTreeSet;

use jishi_core::business::{self, EditionOn};
use jishi_core::case::BatchContent;
use jishi_core::charge::{StepCharge, charged};
use jishi_core::id::BatchId;
use jishi_core::lrmx::{self, Difference};
use jishi_core::paste;
use jishi_core::person::PersonContent;
use jishi_core::rules::RulePack;

use crate::bodies::batches::{numbers, pinned};
use crate::bodies::fonts;
use crate::dto::{
    BatchRequest, BatchSuggestRequest, BatchSuggestion, BusinessList, ChargeRow, ChargeSet, Nothing, PasteRequest, PastedPeople,
    PastedPerson, PastedPost, PastedPosts,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// A pasted list has some hundred rows; beyond this it is a wrong file (bytes).
const PASTE_CAP: usize = 4 << 20;

pub(crate) fn businesses(app: &App, _: Nothing, _: &dyn Progress) -> Result<BusinessList> {
    Ok(BusinessList {
        kinds: business::kinds(&app.catalogue),
        source: business::source().into(),
        ranks: business::ranks().to_vec(),
    })
}

pub(crate) fn suggest(app: &App, request: BatchSuggestRequest, _: &dyn Progress) -> Result<BatchSuggestion> {
    let called = business::called(&request.business);
    let kind = called.and_then(|own| business::kinds(&app.catalogue).into_iter().find(|k| k.name == own.name()));
    let book = app.rules();
    let none = || AppError::new(Code::Internal, "没有任何条例版本的规则包", "请重新安装程序");
    let (edition, edition_words, edition_certain) = match request.started {
        None => {
            let pack = book.edition_on(app.today()).or_else(|| book.first_edition()).ok_or_else(none)?;
            (pack, format!("还没有填写动议日期，暂用现行的{}；填写后按日期重新建议", pack.name), false)
        }
        Some(started) => {
            let EditionOn { edition, certain, too_early } = business::edition_on(&book, started).ok_or_else(none)?;
            let on = started.chinese();
            let words = if too_early {
                format!("动议日期{on}早于最早的条例版本，没有对应的规则包，暂用{}", edition.name)
            } else if certain {
                format!("动议日期{on}，适用{}", edition.name)
            } else {
                format!("动议日期只到{on}，这一{}里换过版本，暂用{}；请把日期填到日", unit(started), edition.name)
            };
            (edition, words, certain)
        }
    };
    let report_reasons = report_reasons(app, &request, edition)?;
    let store = app.store();
    let batches = store.batches()?;
    let year = request.started.map_or_else(|| app.today(), |d| d.first_day());
    let newest = batches.first().map(|b| &b.content);
    Ok(BatchSuggestion {
        edition: edition.id.clone(),
        edition_words,
        edition_certain,
        number: numbers::next_free(batches.iter().map(|b| b.content.number.as_str()), &year.format("%Y").to_string()),
        not_applicable: kind.as_ref().map(|k| k.not_applicable.clone()).unwrap_or_default(),
        conditional: kind.map(|k| k.conditional).unwrap_or_default(),
        report_reasons,
        unit: newest.map(|b| b.unit.clone()).unwrap_or_default(),
        fonds: newest.map(|b| b.fonds.clone()).unwrap_or_default(),
    })
}

/// As the very rules say that would judge the batch with this edition and these packs.
fn report_reasons(app: &App, request: &BatchSuggestRequest, suggested: &RulePack) -> Result<Vec<String>> {
    let held = request.batch.map(|id| app.store().batch(id)).transpose()?.map(|b| b.content).unwrap_or_default();
    let newest = app.rules().newest_editions();
    let content = BatchContent {
        started: request.started,
        edition: request.edition.clone().unwrap_or_else(|| suggested.id.clone()),
        overlays: request.overlays.clone(),
        ..BatchContent::default()
    };
    let content = pinned(app, content, if request.batch.is_some() { held.edition_data } else { newest }, &held.overlays);
    if app.rules().pack(&content.edition).is_none() {
        return Ok(Vec::new());
    }
    Ok(app.rules().govern(&content).at(request.started).words("V23", "reasons").to_vec())
}

fn unit(date: jishi_core::date::PartialDate) -> &'static str {
    if matches!(date, jishi_core::date::PartialDate::Year(_)) { "年" } else { "月" }
}

fn rows(app: &App, batch: BatchId) -> Result<Vec<ChargeRow>> {
    let store = app.store();
    let frame = store.frame(batch, app.today())?;
    let kept = store.charges(batch)?;
    let row = |s: &jishi_core::catalogue::Step| ChargeRow {
        step: s.key.clone(),
        name: s.name.clone(),
        body: s.responsible.clone(),
        charged: charged(&kept.charges, &s.key).unwrap_or_default().to_owned(),
        id: kept.id,
        revision: kept.revision,
    };
    Ok(frame.catalogue.steps.iter().map(row).collect())
}

pub(crate) fn charges(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<ChargeRow>> {
    rows(app, request.batch)
}

pub(crate) fn charge(app: &App, request: ChargeSet, _: &dyn Progress) -> Result<Vec<ChargeRow>> {
    let frame = app.store().frame(request.batch, app.today())?;
    let mut all = app.store().charges(request.batch)?.charges;
    let mut words = Vec::new();
    for new in &request.charges {
        let step = frame.catalogue.step(&new.step).ok_or_else(|| AppError::not_found("步骤", &new.step))?;
        let name = new.name.trim().to_owned();
        if charged(&all, &new.step).unwrap_or_default() == name {
            continue;
        }
        all.retain(|c| c.step != new.step);
        let label = frame.catalogue.step_label(&step.key);
        words.push(format!("{label}由{}负责", if name.is_empty() { "（取消指定）" } else { &name }));
        if !name.is_empty() {
            all.push(StepCharge { step: new.step.clone(), name });
        }
    }
    all.sort_by_key(|c| frame.catalogue.step_no(&c.step));
    if !words.is_empty() {
        app.write("batch.charge", |tx| {
            tx.say(format!("批次 {} 指定步骤负责人：{}", frame.batch.content.name, words.join("，")));
            tx.charge(request.batch.0, request.from_revision, &all)
        })?;
    }
    rows(app, request.batch)
}

fn fits(text: &str) -> Result<()> {
    if text.len() > PASTE_CAP {
        return Err(AppError::invalid("粘贴的内容太多，不像一份名单", "请只复制名单所在的单元格"));
    }
    Ok(())
}

/// What a row says otherwise than the roster, of what the row says at all: a day written another way is the same day.
fn differing(roster: &PersonContent, row: &PersonContent) -> Vec<Difference> {
    let blank = PersonContent::default();
    let own = |field: &str| !["拟任职务", "拟免职务"].contains(&field);
    let said: BTreeSet<String> = lrmx::compare(&blank, row).into_iter().map(|d| d.field).collect();
    let otherwise = |d: &Difference| lrmx::display_month(&d.before) != lrmx::display_month(&d.after);
    lrmx::compare(roster, row).into_iter().filter(|d| said.contains(&d.field) && own(&d.field) && otherwise(d)).collect()
}

/// Birth and office of somebody of the same name, as the roster has them.
fn namesake(roster: &PersonContent) -> String {
    let born = match lrmx::display_month(&roster.born) {
        born if born.is_empty() => "没有出生年月".to_owned(),
        born => format!("{born}生"),
    };
    let office = roster.current_post.trim();
    if office.is_empty() { born } else { format!("{born}，{office}") }
}

pub(crate) fn read_people(app: &App, request: PasteRequest, _: &dyn Progress) -> Result<PastedPeople> {
    fits(&request.text)?;
    let list = paste::people(&request.text);
    let roster = app.store().people()?;
    let row = |mut p: paste::Pasted<PersonContent>| -> Result<PastedPerson> {
        let unprinted = fonts::unprinted(app, &p.content)?;
        if !unprinted.is_empty() {
            let which = unprinted.iter().map(|c| format!("“{c}”")).collect::<String>();
            p.warnings.push(format!("{which}没有字体能印，放入后请补充字体，或在人员信息里写造字说明"));
        }
        let born = lrmx::display_month(&p.content.born);
        let named = || roster.iter().filter(|r| !p.content.name.is_empty() && r.content.name == p.content.name);
        let same = named().find(|r| lrmx::display_month(&r.content.born) == born);
        // The same person with a birth left out or written wrongly would stand in the roster twice.
        let namesakes: Vec<String> = named().map(|r| namesake(&r.content)).collect();
        if same.is_none() && !namesakes.is_empty() {
            let who = namesakes.join("；");
            p.warnings.push(format!("名册里有同名的人（{who}）：是同一人的，请把出生年月改成一样；不是的，照常放入"));
        }
        Ok(PastedPerson {
            row: p.row,
            cells: p.cells,
            same_as: same.map(|r| r.id),
            differs: same.map(|r| differing(&r.content, &p.content)).unwrap_or_default(),
            content: p.content,
            errors: p.errors,
            warnings: p.warnings,
        })
    };
    Ok(PastedPeople {
        columns: list.columns,
        headed: list.headed,
        unread: list.unread,
        rows: list.rows.into_iter().map(row).collect::<Result<_>>()?,
    })
}

pub(crate) fn read_posts(_: &App, request: PasteRequest, _: &dyn Progress) -> Result<PastedPosts> {
    fits(&request.text)?;
    let list = paste::posts(&request.text);
    let row = |p: paste::Pasted<jishi_core::case::PostContent>| PastedPost {
        row: p.row,
        content: p.content,
        errors: p.errors.into_iter().chain(p.warnings).collect(),
    };
    Ok(PastedPosts {
        columns: list.columns,
        headed: list.headed,
        unread: list.unread,
        rows: list.rows.into_iter().map(row).collect(),
    })
}
