//! What the journal says, as people read it. Its lines are evidence and keep their bytes; lines of earlier days name steps by code.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use jishi_core::catalogue::{Catalogue, tells_codes};
use jishi_core::id::BatchId;
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
    let mut reader = Reader::new(app, &store);
    loop {
        let rows = store.journal_of(&wanted, before, page)?;
        let whole = rows.len() == page as usize;
        before = rows.last().map_or(before, |r| r.seq);
        for r in rows {
            let words = reader.words(&r);
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

/// Says lines as people read them; the catalogue of each batch is read once, and so is which row is of which batch.
pub(crate) struct Reader<'a> {
    app: &'a App,
    store: &'a Store,
    batches: OnceCell<HashMap<String, HashMap<u32, BatchId>>>,
    catalogues: Catalogues,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(app: &'a App, store: &'a Store) -> Reader<'a> {
        Reader { app, store, batches: OnceCell::new(), catalogues: Catalogues::default() }
    }

    /// The words of a line, each code of a step as the catalogue of its batch names it.
    pub(crate) fn words(&mut self, line: &JournalRow) -> String {
        if !tells_codes(&line.words) {
            return line.words.clone();
        }
        let store = self.store;
        let batches = self.batches.get_or_init(|| store.batches_of_rows().unwrap_or_default());
        // Of the few other nouns each is asked for.
        let of = |c: &Change| match batches.get(&c.noun) {
            Some(rows) => rows.get(&c.id).copied(),
            None => place(store, &c.noun, c.id)?.batch,
        };
        let batch = changes(line).iter().find_map(of);
        let own = batch.and_then(|id| self.catalogues.of(id, |id| store.catalogue_of(id).ok()));
        own.unwrap_or(&self.app.catalogue).codes_named(&line.words)
    }
}

#[derive(Default)]
struct Catalogues(BTreeMap<BatchId, Option<Catalogue>>);

impl Catalogues {
    fn of(&mut self, batch: BatchId, read: impl FnOnce(BatchId) -> Option<Catalogue>) -> Option<&Catalogue> {
        self.0.entry(batch).or_insert_with(|| read(batch)).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_of_a_batch_is_read_once_however_many_lines_speak_of_it() {
        let (mut catalogues, mut read) = (Catalogues::default(), Vec::new());
        for batch in [1, 2, 1, 1, 2].map(BatchId) {
            let own = catalogues.of(batch, |id| {
                read.push(id);
                Catalogue::builtin().ok().filter(|_| id == BatchId(1))
            });
            assert_eq!(own.is_some(), batch == BatchId(1));
        }
        assert_eq!(read, [BatchId(1), BatchId(2)]);
    }
}
