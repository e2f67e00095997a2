//! What a command needs from whatever runs it, and nothing more.

use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset, Local};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Time and operator. A test or the demonstration sets both.
pub trait Host: Send + Sync {
    /// Now, with the offset of the place.
    fn now(&self) -> DateTime<FixedOffset>;
    /// Who makes the entries.
    fn actor(&self) -> String;
}

/// The machine's clock and the name the operator gave.
#[derive(Debug, Clone)]
pub struct SystemHost {
    pub actor: String,
}

impl Host for SystemHost {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn actor(&self) -> String {
        self.actor.clone()
    }
}

/// How far a long command has come. `done` never falls and never passes `total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgressNote {
    /// What is being done, in words.
    pub words: String,
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
}

/// Takes notes of progress and says whether to go on.
pub trait Progress: Sync {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()>;
}

/// Nobody looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn note(&self, _: &ProgressNote) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
