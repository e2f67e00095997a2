//! What next: batches in hand, what falls due, what is unsigned, what the checks say, recent work and open drafts.

use std::collections::BTreeMap;

use jishi_core::course::PackageState;
use jishi_core::date::PartialDate;
use jishi_core::id::BatchId;

use crate::bodies::batches::tally;
use crate::bodies::whereabouts::place;
use crate::bodies::{drafts, journal};
use crate::dto::{DraftHead, FindingCount, Home, HomeBatch, HomeRequest, HomeVolumes, RecentWork};
use crate::error::Result;
use crate::{App, Progress};

/// Unsigned papers and lines of the journal the page shows.
const UNSIGNED: usize = 30;
const RECENT: u32 = 20;

pub(crate) fn get(app: &App, request: HomeRequest, _: &dyn Progress) -> Result<Home> {
    let today = request.today.map_or_else(|| app.today(), PartialDate::first_day);
    let batches = app.store().batches()?;
    let mut home = Home {
        today: PartialDate::Day(today),
        empty: batches.is_empty(),
        batches: Vec::new(),
        due: Vec::new(),
        unsigned: Vec::new(),
        unsigned_total: 0,
        unsigned_records: 0,
        findings: FindingCount::default(),
        recent: recent(app)?,
        drafts: open_drafts(app)?,
    };
    for batch in batches {
        let digest = app.digest(batch.id, today)?;
        let findings = tally(digest.findings.iter());
        let volumes = volumes(app, batch.id, digest.volumes)?;
        let closed = digest.decided && volumes.open == 0;
        home.due.extend(digest.due.iter().cloned());
        home.batches.push(HomeBatch {
            batch,
            candidates: digest.candidates,
            progress: digest.progress.clone(),
            findings,
            done: digest.done,
            closed,
            volumes,
            next: digest.next.clone(),
            late: digest.late.clone(),
        });
        if closed {
            continue;
        }
        home.findings.error += findings.error;
        home.findings.warning += findings.warning;
        home.findings.note += findings.note;
        home.findings.passed += findings.passed;
        home.unsigned.extend(digest.unsigned.iter().cloned());
    }
    home.due.sort_by(|a, b| (a.state, a.days, a.kind, &a.place).cmp(&(b.state, b.days, b.kind, &b.place)));
    home.unsigned.sort_by(|a, b| (b.days, &a.place).cmp(&(a.days, &b.place)));
    home.unsigned_total = u32::try_from(home.unsigned.len()).unwrap_or(u32::MAX);
    let records = home.unsigned.iter().filter(|u| u.place.material.is_none()).count();
    home.unsigned_records = u32::try_from(records).unwrap_or(u32::MAX);
    home.unsigned.truncate(UNSIGNED);
    Ok(home)
}

fn open_drafts(app: &App) -> Result<Vec<DraftHead>> {
    let store = app.store();
    Ok(store.drafts(None, false)?.iter().map(|d| drafts::head(&store, d)).collect())
}

/// Of so many volumes: in what state the newest version of each is.
fn volumes(app: &App, batch: BatchId, all: u32) -> Result<HomeVolumes> {
    let mut newest: BTreeMap<String, (u32, PackageState)> = BTreeMap::new();
    for course in app.store().courses(Some(batch))? {
        let (version, state) = (course.content.version, course.content.state);
        let at = newest.entry(course.content.volume).or_insert((version, state));
        if at.0 <= version {
            *at = (version, state);
        }
    }
    let of = |states: &[PackageState]| {
        u32::try_from(newest.values().filter(|(_, state)| states.contains(state)).count()).unwrap_or(u32::MAX)
    };
    use PackageState::*;
    Ok(HomeVolumes {
        open: all.saturating_sub(of(&[Sealed, Written, HandedOver, Accepted, SentBack])),
        sealed: of(&[Sealed]),
        written: of(&[Written]),
        handed_over: of(&[HandedOver]),
        accepted: of(&[Accepted]),
        sent_back: of(&[SentBack]),
    })
}

/// The newest lines of the journal, each with the last of the rows it changed that is looked at anywhere.
fn recent(app: &App) -> Result<Vec<RecentWork>> {
    let store = app.store();
    let mut out = Vec::new();
    let mut reader = journal::Reader::new(app, &store);
    for line in store.journal(0, RECENT)? {
        let changes = journal::changes(&line);
        let found = changes.iter().rev().find_map(|c| Some((place(&store, &c.noun, c.id)?, c.noun.clone(), c.id)));
        let (place, noun, id) = found.unwrap_or_default();
        let words = reader.words(&line);
        out.push(RecentWork { at: line.at, actor: line.actor, words, place, noun, id });
    }
    Ok(out)
}
