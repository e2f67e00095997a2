//! Every use case as a command, declared once (`commands.rs`), run the same way by the window, the loopback host and the command
//! line. A body knows no host: time, operator and progress come through [`Host`] and [`Progress`].

pub mod assets;
mod bodies;
pub mod commands;
pub mod dto;
mod error;
mod host;
pub mod place;
mod seat;
mod strict;
#[cfg(test)]
mod tests;
mod texts;
#[cfg(test)]
mod typescript;

pub use bodies::filing_table::{check_filing_table, filing_table_text};
pub use bodies::form_files::{check_form_file as check_form, form_text};
pub use bodies::forms::form_fields;
pub use bodies::intake::importable;
pub use bodies::packages::{compare_packages, package_tree_of, unwrap_package, verify_packages, wrap_package};
pub use bodies::rules::{CaseJudged, check_case_file as check_case, check_rules_file as check_rules, rules};
pub use bodies::workspace::check_catalogue_file as check_catalogue;
pub use commands::{COMMANDS, CommandInfo, Permission};
pub use error::{AppError, Code, Result, json_words};
pub use host::{Host, Progress, ProgressNote, Quiet, SystemHost};
pub(crate) use host::{Share, drawing};
pub use seat::Seat;
pub use strict::read_content;
pub use texts::text_file;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use chrono::{DateTime, FixedOffset, NaiveDate};
use jishi_core::calendar::Calendar;
use jishi_core::casefile::{self, Told};
use jishi_core::catalogue::Catalogue;
use jishi_core::finding::Finding;
use jishi_core::id::BatchId;
use jishi_core::rules::RuleBook;
use jishi_forms::FontSet;
use jishi_store::{Content, Op, Store, Tx};
use serde_json::Value;

/// An open workspace with everything the commands need.
pub struct App {
    store: Mutex<Store>,
    /// The files of the workspace: streamed in and read without holding up the store.
    content: Content,
    /// Held by a command that writes, from its first look to its last write: what it judged is still so when it writes.
    writing: Mutex<()>,
    host: Box<dyn Host>,
    catalogue: Catalogue,
    /// Built in, with the years this workspace added.
    calendar: RwLock<Arc<Calendar>>,
    /// The packs built in, with the versions this workspace added.
    rules: RwLock<Arc<RuleBook>>,
    faces: bodies::fonts::Faces,
    digests: Mutex<bodies::digest::Digests>,
    typed: Mutex<Option<bodies::explain::Laid>>,
    /// The volumes last arranged to be looked at, and what they were arranged from.
    preview: Mutex<Option<bodies::volumes::Kept>>,
    /// The keys of the seal once somebody unwrapped them, until another person sits down or the program ends.
    signer: Mutex<Option<Arc<jishi_archive::Signer>>>,
}

impl App {
    /// Opens a workspace with the machine's clock. `holder` says which program this is, such as 桌面程序.
    ///
    /// # Errors
    /// When the workspace is held by another process, is newer, or is no workspace.
    pub fn open(folder: &Path, holder: &str) -> Result<App> {
        App::open_with(folder, holder, Box::new(SystemHost::new("填报员")))
    }

    /// The same with a host of one's own.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn open_with(folder: &Path, holder: &str, host: Box<dyn Host>) -> Result<App> {
        let catalogue = Catalogue::builtin().map_err(|findings| {
            AppError::new(Code::Internal, format!("内置目录不自洽：{}", assets::first_words(&findings)), "")
        })?;
        let words = format!("{holder}（进程 {}，{} 起）", std::process::id(), host.now().format("%Y-%m-%d %H:%M"));
        let store = Store::open(folder, &words)?;
        let calendar = RwLock::new(Arc::new(bodies::calendar::of(&store)?.0));
        let rules = RwLock::new(Arc::new(bodies::rules::of(&store)?.0));
        // What stands in its way is told when the keys are asked for; nobody is kept from the workspace by it.
        let _ = bodies::seal_keys::settled(&store);
        let content = store.content();
        Ok(App {
            store: Mutex::new(store),
            content,
            writing: Mutex::new(()),
            host,
            catalogue,
            calendar,
            rules,
            faces: bodies::fonts::Faces::default(),
            digests: Mutex::default(),
            typed: Mutex::default(),
            preview: Mutex::default(),
            signer: Mutex::default(),
        })
    }

    /// Runs a command of the list.
    ///
    /// # Errors
    /// What the command says; [`Code::BadRequest`] for an unknown one.
    pub fn call(&self, name: &str, payload: Value, progress: &dyn Progress) -> Result<Value> {
        // What is no evidence waits for nobody: a draft is saved while a volume is being sealed.
        let declared = COMMANDS.iter().find(|c| c.name == name && c.writes && !c.notes);
        let mut writing = declared.map(|_| self.writing());
        if let Some(command) = declared {
            bodies::settling::first(self);
            if command.stages {
                writing = None;
            }
        }
        let answer = commands::call(self, name, payload, progress);
        drop(writing);
        answer
    }

    /// Runs a command whose answer is a file.
    ///
    /// # Errors
    /// As [`App::call`].
    pub fn bytes(&self, name: &str, payload: Value, progress: &dyn Progress) -> Result<Vec<u8>> {
        commands::bytes(self, name, payload, progress)
    }

    /// The same as [`App::call`] for Rust callers: typed on both sides, still by name, so there is one list.
    ///
    /// # Errors
    /// As [`App::call`].
    pub fn ask<A: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        request: &impl serde::Serialize,
        progress: &dyn Progress,
    ) -> Result<A> {
        let fault = |e: serde_json::Error| AppError::new(Code::Internal, format!("命令 {name} 的数据无法表达：{e}"), "");
        let answer = self.call(name, serde_json::to_value(request).map_err(fault)?, progress)?;
        serde_json::from_value(answer).map_err(fault)
    }

    /// One writer at a time, from its first look to its last write. A command that stages a file takes this only after the copying.
    pub(crate) fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// Findings of a batch with names for numbers, as `jishi check` prints them.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such batch.
    pub fn name_findings(&self, batch: BatchId, findings: &[Finding]) -> Result<Vec<Told>> {
        let case = bodies::cases::case(self, batch)?;
        Ok(findings.iter().map(|f| casefile::tell(&case, f, &|record| format!("记录{record}"))).collect())
    }

    /// The store. A panic elsewhere cannot leave it half-changed: every change is one database transaction.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn calendar(&self) -> Arc<Calendar> {
        self.calendar.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn rules(&self) -> Arc<RuleBook> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was reckoned of batches. Held only to look up or to enter, never while reckoning.
    pub(crate) fn digests(&self) -> MutexGuard<'_, bodies::digest::Digests> {
        self.digests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The case a record is being typed into. Held only to take it out or to put it back.
    pub(crate) fn typed(&self) -> MutexGuard<'_, Option<bodies::explain::Laid>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The preview that was made last. Held only to look up or to enter, never while arranging.
    pub(crate) fn preview(&self) -> MutexGuard<'_, Option<bodies::volumes::Kept>> {
        self.preview.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Now, as it is kept.
    pub(crate) fn stamp(&self) -> String {
        self.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }

    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        self.host.now()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// One change through the one door.
    pub(crate) fn write<T>(&self, command: &str, body: impl FnOnce(&mut Tx<'_>) -> jishi_store::Result<T>) -> Result<T> {
        Ok(self.store().transact(self.op(command), body)?.value)
    }

    /// Who does a command, and when, for the journal.
    pub(crate) fn op(&self, command: &str) -> Op {
        Op { name: command.into(), actor: self.host.actor(), at: self.stamp() }
    }

    /// The typefaces papers are made with now. Not to be asked while the store is held.
    pub(crate) fn fonts(&self) -> Result<Arc<FontSet>> {
        bodies::fonts::in_use(self)
    }
}
