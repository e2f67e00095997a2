//! Long commands under way in the loopback host: the page names a job, watches its notes and may stop it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jishi_app::{Progress, ProgressNote};
use tokio::sync::watch;

/// One job: its newest note and whether it is to stop.
pub(crate) struct Job {
    notes: watch::Sender<Option<ProgressNote>>,
    stop: AtomicBool,
}

impl Default for Job {
    fn default() -> Self {
        Job { notes: watch::Sender::new(None), stop: AtomicBool::new(false) }
    }
}

impl Job {
    pub(crate) fn watch(&self) -> watch::Receiver<Option<ProgressNote>> {
        self.notes.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Progress for Job {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        self.notes.send_replace(Some(note.clone()));
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Jobs by the name the page gave them. A page may watch before it calls, so either makes the job.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<HashMap<String, Arc<Job>>>);

impl Jobs {
    pub(crate) fn open(&self, name: &str) -> Arc<Job> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(jobs.entry(name.to_owned()).or_default())
    }

    /// The host ends: every command is asked to stop.
    pub(crate) fn stop_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().for_each(|job| job.stop());
    }

    /// The command is over: watchers see the end of the notes.
    pub(crate) fn close(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}
