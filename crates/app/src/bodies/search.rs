//! Finding anything, and people to pick.

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{BatchId, MaterialId, RecordId};
use jishi_core::search::{HitKind, beginning, query};
use jishi_store::{Find, Found, Places};

use crate::dto::{HitCount, Nothing, PersonPick, PersonPickRequest, SearchAnswer, SearchCheck, SearchHit, SearchRequest};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

pub(crate) fn find(app: &App, request: SearchRequest, _: &dyn Progress) -> Result<SearchAnswer> {
    let f = request.filters;
    let asked = query(&request.text);
    let filtered = f.kinds.is_some()
        || f.batch.is_some()
        || f.stage.is_some()
        || f.step.is_some()
        || f.person.is_some()
        || f.signer.is_some()
        || f.from.is_some()
        || f.to.is_some()
        || f.finding.is_some()
        || f.record_kind.is_some();
    if asked.is_none() && !filtered {
        return Ok(SearchAnswer { hits: Vec::new(), counts: Vec::new(), next: None });
    }
    let after = match request.cursor.as_deref() {
        None | Some("") => 0,
        Some(cursor) => {
            cursor.parse::<i64>().map_err(|_| AppError::new(Code::BadRequest, "查找结果的续页标识不对", "请重新查找"))?
        }
    };
    let limit = request.limit.clamp(1, 100);
    let places = f.finding.as_deref().map(|code| places(app, code, f.batch)).transpose()?;
    let find = Find {
        expression: asked.as_ref().map(|q| q.expression.clone()),
        kinds: f.kinds,
        batch: f.batch,
        stage: f.stage,
        step: f.step,
        person: f.person,
        signer: f.signer,
        from: f.from.map(|d| d.first_day().to_string()),
        to: f.to.map(|d| d.last_day().to_string()),
        record_kind: f.record_kind,
        places,
        after,
        limit: limit + 1,
    };
    let store = app.store();
    let mut found = store.find(&find)?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if more { found.last().map(|f| f.number.to_string()) } else { None };
    let counts = store.find_counts(&find)?.into_iter().map(|(kind, count)| HitCount { kind, count }).collect();
    let hit = |f: &Found| {
        let (title, snippet) = match &asked {
            Some(asked) => (asked.mark(&f.title), asked.snippet(&f.body)),
            None => (beginning(&f.title), beginning(&f.body)),
        };
        SearchHit {
            kind: f.kind,
            id: f.id,
            place: place(f),
            person: (f.kind == HitKind::Person).then_some(jishi_core::id::PersonId(f.id)),
            title,
            snippet,
            batch: f.batch_name.clone(),
            step: f.step_label.clone(),
            date: f.day.parse().ok(),
        }
    };
    Ok(SearchAnswer { hits: found.iter().map(hit).collect(), counts, next })
}

fn place(f: &Found) -> Place {
    Place {
        batch: (f.batch > 0).then_some(BatchId(f.batch)),
        candidate: f.candidate,
        step: (!f.step.is_empty()).then(|| f.step.clone()),
        record: (f.record > 0).then_some(RecordId(f.record)),
        material: (f.kind == HitKind::Material).then_some(MaterialId(f.id)),
        ..Place::default()
    }
}

/// What today's checks name with this code.
fn places(app: &App, code: &str, batch: Option<BatchId>) -> Result<Places> {
    let batches: Vec<BatchId> = match batch {
        Some(one) => vec![one],
        None => app.store().batches()?.into_iter().map(|b| b.id).collect(),
    };
    let mut places = Places::default();
    for batch in batches {
        let digest = app.digest(batch, app.today())?;
        for finding in digest.findings.iter().filter(|f| f.code == code) {
            places.records.extend(finding.place.record.map(|r| r.0));
            places.materials.extend(finding.place.material.map(|m| m.0));
            let person = finding.place.candidate.and_then(|id| digest.persons.get(&id));
            places.persons.extend(person.map(|p| p.0));
        }
    }
    Ok(places)
}

pub(crate) fn check(app: &App, _: Nothing, _: &dyn Progress) -> Result<SearchCheck> {
    let (documents, faults) = app.store().check_index()?;
    let finding = |fault: jishi_store::IndexFault| {
        let what = match fault.kind {
            HitKind::Person => "人员",
            HitKind::Batch => "批次",
            HitKind::Notebook => "笔记",
            HitKind::Record => "记录",
            HitKind::Material => "材料",
        };
        Finding::new("X01", Level::Warning, Place::default(), format!("{what} {}：{}", fault.id, fault.fault))
            .remedy("请重建查找索引；数据本身没有问题")
    };
    Ok(SearchCheck { documents, findings: faults.into_iter().map(finding).collect() })
}

pub(crate) fn rebuild(app: &App, nothing: Nothing, progress: &dyn Progress) -> Result<SearchCheck> {
    let at = app.stamp();
    app.store().jot(&at, |jot| jot.rebuild_index())?;
    check(app, nothing, progress)
}

pub(crate) fn pick(app: &App, request: PersonPickRequest, _: &dyn Progress) -> Result<Vec<PersonPick>> {
    let known = app.store().pick(request.text.trim(), request.batch, request.limit.clamp(1, 50))?;
    let pick = |k: jishi_store::Known| PersonPick {
        name: k.name,
        post: k.post,
        role: k.role,
        person: k.person,
        candidate: k.candidate,
        last_used: k.at,
    };
    Ok(known.into_iter().map(pick).collect())
}
