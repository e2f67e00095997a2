//! Which batches changed since when, so that what was reckoned of a batch need not be reckoned again while it stands. Lives as long
//! as the store is open; nothing of it is kept.

use std::collections::BTreeMap;

use jishi_core::id::BatchId;

use crate::Store;

/// What a transaction changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pressed {
    pub(crate) batches: Vec<u32>,
    /// Something that belongs to no single batch, such as a person.
    pub(crate) all: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Stamps {
    now: u64,
    all: u64,
    batches: BTreeMap<u32, u64>,
}

impl Stamps {
    pub(crate) fn press(&mut self, pressed: &Pressed) {
        self.now += 1;
        if pressed.all {
            self.all = self.now;
        }
        for batch in &pressed.batches {
            self.batches.insert(*batch, self.now);
        }
    }
}

impl Store {
    /// A number that is another one after anything was written, to whatever batch.
    #[must_use]
    pub fn turn(&self) -> u64 {
        self.stamps.now
    }

    /// A number that is another one after anything changed that a case of this batch is made of.
    #[must_use]
    pub fn stamp(&self, batch: BatchId) -> u64 {
        self.stamps.batches.get(&batch.0).copied().unwrap_or(0).max(self.stamps.all)
    }
}
