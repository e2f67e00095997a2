//! What the journal says, as people read it. Its lines are evidence and keep their bytes; lines of earlier days name steps by code.

use jishi_core::catalogue::tells_codes;
use jishi_store::{Change, JournalRow, Store, Wanted};

use crate::bodies::whereabouts::place;
use crate::dto::{JournalLine, JournalRequest};
use crate::error::Result;
use crate::{App, Progress};

pub(crate) fn list(app: &App, request: JournalRequest, _: &dyn Progress) -> Result<Vec<JournalLine>> {
    let f = request.filter;
    let wanted = Wanted {
        actor: f.actor,
        op: f.op,
        text: f.text.trim().to_owned(),
        from: f.from.map(|d| d.first_day().to_string()).unwrap_or_default(),
        to: f.to.map(|d| d.last_day().to_string()).unwrap_or_default(),
        or_coded: true,
    };
    let store = app.store();
    // Many at a time: of the coded lines most are not meant.
    const PAGE: u32 = 500;
    let limit = request.limit.clamp(1, PAGE);
    let page = if wanted.text.is_empty() { limit } else { PAGE };
    let mut before = request.before;
    let mut lines: Vec<JournalLine> = Vec::new();
    loop {
        let rows = store.journal_of(&wanted, before, page)?;
        let whole = rows.len() == page as usize;
        before = rows.last().map_or(before, |r| r.seq);
        for r in rows {
            let words = words(app, &store, &r);
            if says(&r.words, &wanted.text) || says(&words, &wanted.text) {
                lines.push(JournalLine { seq: r.seq, at: r.at, actor: r.actor, op: r.op, words, hash: r.hash });
            }
        }
        if !whole || lines.len() >= limit as usize {
            lines.truncate(limit as usize);
            return Ok(lines);
        }
    }
}

/// Whether the words hold the text, blanks apart: 第5步 is 第 5 步.
fn says(words: &str, text: &str) -> bool {
    words.replace(' ', "").contains(&text.replace(' ', ""))
}

/// The rows a line changed.
pub(crate) fn changes(line: &JournalRow) -> Vec<Change> {
    serde_json::from_str(&line.changes).unwrap_or_default()
}

/// The words of a line, each code of a step as the catalogue of its batch names it.
pub(crate) fn words(app: &App, store: &Store, line: &JournalRow) -> String {
    if !tells_codes(&line.words) {
        return line.words.clone();
    }
    let batch = changes(line).iter().find_map(|c| place(store, &c.noun, c.id)?.batch);
    let own = batch.and_then(|id| store.catalogue_of(id).ok());
    own.as_ref().unwrap_or(&app.catalogue).codes_named(&line.words)
}
