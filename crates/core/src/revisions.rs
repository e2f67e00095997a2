//! Undo and redo over revisions that only ever grow: which one stands, which one an undo or a redo would bring back.
//!
//! Taking back is itself a revision. Nothing here decides whether it may be done; a signature forbids it, and that the caller knows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What has revisions beside the records and is taken back as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Batch,
    Person,
    Post,
    Candidate,
    Material,
    /// Who is charged with which step, the whole list of a batch.
    Charge,
}

impl Entry {
    /// As in requests and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Entry::Batch => "batch",
            Entry::Person => "person",
            Entry::Post => "post",
            Entry::Candidate => "candidate",
            Entry::Material => "material",
            Entry::Charge => "charge",
        }
    }

    /// In the user's words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Entry::Batch => "批次",
            Entry::Person => "人员",
            Entry::Post => "岗位",
            Entry::Candidate => "人选",
            Entry::Material => "材料",
            Entry::Charge => "各步责任人",
        }
    }
}

/// What made a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// An entry or a correction.
    Write,
    Undo,
    Redo,
    /// Taken off where it hangs, with its reason: out of the case whatever revision stood, signed or not.
    Off,
    /// Signatures that came or went with the page that bears them: it stands in the place of the one before, which no undo brings back.
    Amend,
}

/// Where a thing with revisions stands. Numbers are those of revisions that were written, never of an undo or a redo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The written revision whose content is in force; None when the first was taken back.
    pub current: Option<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
}

impl Standing {
    /// What an undo would leave: the revision before, or None for a first one taken back. `Err` when there is nothing to undo.
    ///
    /// # Errors
    /// When nothing stands.
    pub fn undo_to(&self) -> Result<Option<u32>, Nothing> {
        self.current.map(|_| self.before.last().copied()).ok_or(Nothing)
    }

    /// What stood before the one in force and would again, step by step, newest first.
    pub fn earlier(&self) -> impl Iterator<Item = u32> {
        self.before.iter().rev().copied()
    }

    /// The revision a redo would bring back.
    ///
    /// # Errors
    /// When nothing was taken back since the last entry.
    pub fn redo_to(&self) -> Result<u32, Nothing> {
        self.after.last().copied().ok_or(Nothing)
    }
}

/// There is nothing to take back or to bring back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nothing;

/// Walks the acts, oldest first; revision numbers run from 1.
#[must_use]
pub fn standing(acts: &[Act]) -> Standing {
    let mut s = Standing::default();
    for (act, number) in acts.iter().zip(1_u32..) {
        match act {
            Act::Write => {
                s.before.extend(s.current.take());
                s.current = Some(number);
                s.after.clear();
            }
            Act::Undo => {
                s.after.extend(s.current.take());
                s.current = s.before.pop();
            }
            Act::Off => s.after.extend(s.current.take()),
            Act::Amend => {
                s.current = Some(number);
                s.after.clear();
            }
            Act::Redo => {
                if let Some(again) = s.after.pop() {
                    s.before.extend(s.current.take());
                    s.current = Some(again);
                }
            }
        }
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_each_way_of_going_back_and_forth() {
        let read = |letters: &str| {
            let act = |c| match c {
                'w' => Act::Write,
                'u' => Act::Undo,
                'o' => Act::Off,
                'a' => Act::Amend,
                _ => Act::Redo,
            };
            standing(&letters.chars().map(act).collect::<Vec<_>>())
        };
        // acts, current, undo would leave (0: out of the case, 9: nothing to undo), redo would bring back (9: nothing)
        for (acts, current, undo, redo) in [
            ("w", Some(1), 0, 9),
            ("wu", None, 9, 1),
            ("wur", Some(1), 0, 9),
            ("ww", Some(2), 1, 9),
            ("wwu", Some(1), 0, 2),
            ("wwuu", None, 9, 1),
            ("wwuur", Some(1), 0, 2),
            ("wwuurr", Some(2), 1, 9),
            ("wwuw", Some(4), 1, 9),
            ("wwuwu", Some(1), 0, 4),
            ("wuw", Some(3), 0, 9),
            ("wuwu", None, 9, 3),
            ("wo", None, 9, 1),
            ("wwo", None, 9, 2),
            ("wwor", Some(2), 1, 9),
            ("wwuo", None, 9, 1),
            ("wwow", Some(4), 1, 9),
            ("wwa", Some(3), 1, 9),
            ("wau", None, 9, 2),
            ("wwaa", Some(4), 1, 9),
        ] {
            let s = read(acts);
            let left = s.undo_to().map_or(9, |to| to.unwrap_or(0));
            assert_eq!((s.current, left, s.redo_to().unwrap_or(9)), (current, undo, redo), "{acts}");
        }
    }
}
