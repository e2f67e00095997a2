//! What a command needs from whatever runs it, and nothing more.

use std::ops::ControlFlow;
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, FixedOffset, Local};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Time and operator. A test or the demonstration sets both.
pub trait Host: Send + Sync {
    /// Now, with the offset of the place.
    fn now(&self) -> DateTime<FixedOffset>;
    /// Who makes the entries.
    fn actor(&self) -> String;
    /// Another person sits down; false where the host knows of one operator only.
    fn change_actor(&self, _name: &str) -> bool {
        false
    }
}

/// The machine's clock and the name the operator gave.
#[derive(Debug)]
pub struct SystemHost {
    actor: RwLock<String>,
}

impl SystemHost {
    #[must_use]
    pub fn new(actor: impl Into<String>) -> SystemHost {
        SystemHost { actor: RwLock::new(actor.into()) }
    }
}

impl Host for SystemHost {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn actor(&self) -> String {
        self.actor.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change_actor(&self, name: &str) -> bool {
        name.clone_into(&mut self.actor.write().unwrap_or_else(PoisonError::into_inner));
        true
    }
}

/// How far a long command has come. `done` never falls and never passes `total`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgressNote {
    /// What is being done, in words.
    pub words: String,
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
    /// Of what goes before the work itself: told on a scale of its own, which counts nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<_>")]
    pub ahead: bool,
}

/// Takes notes of progress and says whether to go on.
pub trait Progress: Sync {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()>;
}

/// A part of a longer work: its notes are reckoned into those of the whole, so that `done` still never falls.
pub(crate) struct Share<'a> {
    pub(crate) whole: &'a dyn Progress,
    /// Where the part begins and how long it is, of `total`.
    pub(crate) from: u64,
    pub(crate) length: u64,
    pub(crate) total: u64,
}

impl Progress for Share<'_> {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        let part = u128::from(self.length) * u128::from(note.done.min(note.total)) / u128::from(note.total.max(1));
        let done = (self.from + u64::try_from(part).unwrap_or(self.length)).min(self.total);
        self.whole.note(&ProgressNote { words: note.words.clone(), done, total: self.total, ahead: note.ahead })
    }
}

/// The notes of a drawing, which tells thousandths of itself, under the words for it.
pub(crate) fn drawing(progress: &dyn Progress, words: String) -> impl Fn(u32) -> ControlFlow<()> {
    move |done| progress.note(&ProgressNote { words: words.clone(), done: u64::from(done), total: 1000, ahead: false })
}

/// Nobody looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
