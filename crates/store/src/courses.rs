//! The course of each package. What happens to a medium moves the packages on it along, in the same transaction.

use jishi_core::course::{CourseContent, PackageAct};
use jishi_core::id::BatchId;
use jishi_core::medium::{HandoverContent, Verdict};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{Result, StoreError};
use crate::nouns::{Entity, kinds};
use crate::{Store, Tx};

/// What a volume is made of: rows of a batch.
const SEALED_OF: [&str; 7] = ["post", "candidate", "record", "material", "not_applicable", "charge", "waiver"];

/// Refuses changes to what a package was made of that may stand finished and is not entered yet: what was inspected is what is sealed.
/// Of the courses only the one under that seal is held; receipts for other packages of the batch come in meanwhile.
pub(crate) fn under_no_open_seal(c: &Connection, touched: &[(&'static str, u32)]) -> Result<()> {
    let mut statement = c.prepare_cached("SELECT seal_no, batch, path FROM seal WHERE state = 0")?;
    let open = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let open: Vec<(String, u32, String)> = open.collect::<rusqlite::Result<_>>()?;
    if open.is_empty() {
        return Ok(());
    }
    for (noun, id) in touched {
        let found = |column: &str| {
            let sql = format!("SELECT {column} FROM {noun} WHERE id = ?1");
            c.query_row(&sql, [id], |r| r.get::<_, Value>(0)).optional()
        };
        let held = |batch: Option<Value>| open.iter().find(|(_, of, _)| batch == Some(Value::Integer((*of).into())));
        let under = |seal: Option<Value>| open.iter().find(|(no, ..)| seal == Some(Value::Text(no.clone())));
        let held = match *noun {
            "batch" => held(Some(Value::Integer((*id).into()))),
            "package_course" => under(found("seal_no")?),
            of if SEALED_OF.contains(&of) => held(found("batch")?),
            _ => None,
        };
        if let Some((seal_no, _, path)) = held {
            return Err(StoreError::Unsettled { seal_no: seal_no.clone(), path: path.clone() });
        }
    }
    Ok(())
}

impl Store {
    /// Courses of a batch, the oldest first; None for all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn courses(&self, batch: Option<BatchId>) -> Result<Vec<Entity<CourseContent>>> {
        match batch {
            Some(batch) => self.entities::<kinds::Course>("batch", "batch = ?1", batch.0.into()),
            None => self.entities::<kinds::Course>("batch", "?1 = 0", 0),
        }
    }

    /// The newest version of the package of a volume.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn course_of(&self, batch: BatchId, volume: &str) -> Result<Option<Entity<CourseContent>>> {
        let all = self.courses(Some(batch))?;
        Ok(all.into_iter().filter(|c| c.content.volume == volume).max_by_key(|c| c.content.version))
    }

    /// The course a seal number belongs to; None for packages sealed before courses were kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn course_sealed(&self, seal_no: &str) -> Result<Option<Entity<CourseContent>>> {
        let sql = "SELECT id FROM package_course WHERE seal_no = ?1";
        let id: Option<u32> = self.connection.query_row(sql, [seal_no], |r| r.get(0)).optional()?;
        id.map(|id| self.entity::<kinds::Course>("batch", id)).transpose()
    }
}

impl Tx<'_> {
    /// # Errors
    /// When the volume has that version already, or the batch is not there.
    pub fn add_course(&mut self, batch: u32, content: &CourseContent) -> Result<u32> {
        self.insert::<kinds::Course>(content, &[("batch", Value::Integer(batch.into()))])
    }

    /// # Errors
    /// When there is no such course; [`crate::StoreError::Stale`] when it moved on since revision `seen`.
    pub fn revise_course(&mut self, id: u32, seen: u32, content: &CourseContent, reason: &str) -> Result<u32> {
        self.revise::<kinds::Course>(id, seen, content, reason, &[])
    }

    /// Moves the packages of a handover along: written on its medium, handed over, then, once the receipt says so, accepted or sent
    /// back. A course that stands elsewhere (renewed meanwhile, or judged by an earlier receipt) is left where it is, but for a word
    /// of this very slip that was entered wrongly and is corrected: `before` is the slip as it stood.
    pub(crate) fn follow_handover(&mut self, handover: &HandoverContent, before: Option<&HandoverContent>) -> Result<()> {
        let was_handed = before.is_some_and(|b| b.handed.is_some());
        let (handed_now, recalled) = (!was_handed && handover.handed.is_some(), was_handed && handover.handed.is_none());
        for package in &handover.packages {
            let said = before.and_then(|b| b.packages.iter().find(|p| p.seal_no == package.seal_no)?.verdict);
            if said.is_some() && said == package.verdict {
                continue;
            }
            let sql = "SELECT id, revision, content FROM package_course WHERE seal_no = ?1";
            let found: Option<(u32, u32, String)> = self
                .transaction
                .prepare_cached(sql)?
                .query_row([&package.seal_no], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            let Some((id, seen, text)) = found else { continue };
            let mut course: CourseContent = serde_json::from_str(&text)?;
            let before = course.state;
            let slip = format!("交接单 {}，载体 {}", handover.no, handover.medium_number);
            let acts: &[PackageAct] = match package.verdict {
                None if handed_now => &[PackageAct::HandOver],
                None if recalled => &[PackageAct::Recall],
                None => &[PackageAct::Write],
                Some(Verdict::Accepted) => &[PackageAct::HandOver, PackageAct::Accept],
                Some(Verdict::SentBack) => &[PackageAct::HandOver, PackageAct::SendBack],
            };
            // The same slip is looked at again when its medium is checked: nothing new is told then.
            let looked_at = package.verdict.is_none() && !handed_now && !recalled;
            if looked_at && course.acts.iter().any(|a| a.act == PackageAct::Write && a.note == slip) {
                continue;
            }
            let handing = handover.handed.as_ref().map_or_else(|| slip.clone(), |h| format!("{slip}，{}于{}移交", h.by, h.on));
            let answered = before.is_answered();
            if package.verdict.is_some() && answered && said.is_none() {
                continue;
            }
            for act in acts {
                let note = match (act, package.reason.trim()) {
                    (PackageAct::Accept, _) if answered => handover.corrected.last().map_or("", |c| &c.why),
                    (PackageAct::SendBack, "") => "回执没有写理由",
                    (PackageAct::SendBack, reason) => reason,
                    (PackageAct::HandOver, _) => handing.as_str(),
                    (PackageAct::Recall, _) => handover.handed_before.last().map_or("", |b| &b.why),
                    _ => slip.as_str(),
                };
                let (at, actor) = (self.op.at.clone(), self.op.actor.clone());
                if course.state.after(*act).is_some() && course.act(*act, &at, &actor, note).is_err() {
                    break;
                }
            }
            if course.state != before || looked_at {
                self.revise_course(id, seen, &course, "")?;
            }
        }
        Ok(())
    }
}
