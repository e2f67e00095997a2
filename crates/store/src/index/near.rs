//! Records of other batches whose words come near those of one batch. The index only brings them together; the check measures.

use jishi_core::case::Elsewhere;
use jishi_core::id::{BatchId, PersonId, RecordId};
use rusqlite::OptionalExtension;

use crate::Store;
use crate::error::Result;

/// No batch has more worth telling: one near record of another batch is enough for each of its own.
const MOST: u32 = 500;
/// What so many records say alike is the usual wording of a paper, not a copy of one of them.
const USUAL: u32 = 200;

impl Store {
    /// What shares a mark with a record of the batch and was entered before it, the newest first: the later of two is the copy. A record
    /// of another batch that cannot be read is passed over; that batch itself says so.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn near(&self, batch: BatchId) -> Result<Vec<Elsewhere>> {
        let ids: Vec<u32> = {
            let sql = "SELECT DISTINCT o.record FROM search_band m JOIN search_band o ON o.band = m.band \
                       WHERE m.batch = ?1 AND o.batch <> ?1 AND o.record < m.record \
                       AND (SELECT count(*) FROM search_band x WHERE x.band = m.band) <= ?3 ORDER BY 1 DESC LIMIT ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_map([batch.0, MOST, USUAL], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        Ok(ids.into_iter().filter_map(|id| self.elsewhere(RecordId(id)).ok()).collect())
    }

    fn elsewhere(&self, id: RecordId) -> Result<Elsewhere> {
        let record = self.record(id)?;
        let batch = self.batch(record.batch)?.content;
        let batch = match (batch.number.trim(), batch.name.trim()) {
            ("", name) => format!("批次《{name}》"),
            (number, _) => format!("批次{number}"),
        };
        let (mut persons, mut names) = (Vec::new(), Vec::new());
        for candidate in &record.content.candidates {
            let sql = "SELECT p.id, p.name FROM candidate c JOIN person p ON p.id = c.person WHERE c.id = ?1";
            let found =
                self.connection.prepare_cached(sql)?.query_row([candidate.0], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            if let Some((person, name)) = found {
                persons.push(PersonId(person));
                names.push(name);
            }
        }
        Ok(Elsewhere { record, batch, persons, names })
    }
}
