//! The workspace: one folder, one SQLite database, one content store, one door for writes.
//!
//! ```text
//! 工作区/
//!   纪实库.db        everything but bytes (WAL, foreign keys, synchronous=FULL)
//!   文件库/ab/abcd…  files by SHA-256, written before the row that names them
//!   密钥/            signing keys
//!   日历/2027.json   years of the working-day calendar added by the user
//!   规则包/yili@1.1.toml   versions of local rule packs an office wrote
//!   备份/            made before a migration
//!   工作区.lock      one process at a time
//! ```
//! [`Store::transact`] is the only way to change what is evidence: transaction, revision rows and one journal line chained by hash.
//! Drafts and the search index, which are none, change by [`Store::jot`] (docs/adr/0004).
//! This crate judges nothing and draws nothing.

mod books;
mod calendar;
mod content;
mod courses;
mod drafts;
mod error;
mod fonts;
mod index;
mod journal;
mod kept;
mod media;
mod migrate;
mod nouns;
mod packs;
mod read;
mod rows;
mod stamps;
mod standing;
#[cfg(test)]
mod tests;
mod tx;
mod undo;
mod waivers;

pub use books::{BookEntry, BookPlace, NoteRow, ScanTaken};
pub use content::{Content, Staged};
pub use drafts::{DRAFT_CAP, Draft, DraftContent, DraftSaved, Jot};
pub use error::{Result, StoreError};
pub use fonts::is_font_file;
pub use index::{Find, Found, IndexFault, Known, Places};
pub use journal::{FaultKind, JournalFault, JournalRow, Wanted};
pub use nouns::{Entity, JournalHead, NaRow, Noun, NumberToGive, PackageContent, PackageEntry, SealEntry, SealTaken};
pub use read::{ChargeRow, Counts, PersonRevision, TakenOff};
pub use tx::{Change, Op, Outcome, Tx};
pub use undo::{RowStanding, WrittenWith};

use std::path::{Path, PathBuf};

use jishi_fs::WorkspaceLock;
use rusqlite::Connection;

/// Number of the newest migration this program knows.
pub const SCHEMA: u32 = migrate::MIGRATIONS.len() as u32;

/// An open workspace. Holds the workspace lock while it lives.
pub struct Store {
    folder: PathBuf,
    connection: Connection,
    stamps: stamps::Stamps,
    _lock: WorkspaceLock,
}

impl Store {
    /// Opens a workspace, or makes one in an empty or absent folder.
    ///
    /// `holder` is told to whoever comes second, such as `桌面程序（进程 4711，2026-03-02 09:00 起）`.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it, [`StoreError::TooNew`] when a newer program wrote it,
    /// [`StoreError::NotAWorkspace`] when the folder holds something else, [`StoreError::DatabaseGone`] when it holds the files or keys of
    /// a workspace without its database.
    pub fn open(folder: &Path, holder: &str) -> Result<Store> {
        let database = folder.join("纪实库.db");
        // A database of no bytes is what a kill in the first moment leaves.
        let begins = !database.exists() || jishi_fs::size(&database)? == 0;
        if begins && folder.exists() {
            may_begin(folder)?;
        }
        jishi_fs::create_dir_all(folder)?;
        let lock = WorkspaceLock::take(folder, holder)?
            .map_err(|other| StoreError::Locked { folder: folder.to_owned(), holder: other.description })?;
        jishi_fs::clear_partial(folder)?;
        let mut connection = Connection::open(&database)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        // Judged before anything is set: a foreign or newer file is left as it is.
        migrate::migrate(&mut connection, folder, migrate::MIGRATIONS)?;
        configure(&connection)?;
        index::ensure(&mut connection)?;
        let store = Store { folder: folder.to_owned(), connection, stamps: stamps::Stamps::default(), _lock: lock };
        store.content().prepare()?;
        store.content().clear_leftovers()?;
        Ok(store)
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The files of the workspace.
    #[must_use]
    pub fn content(&self) -> Content {
        Content::at(&self.folder)
    }

    /// Where the signing keys live.
    #[must_use]
    pub fn key_folder(&self) -> PathBuf {
        self.folder.join("密钥")
    }
}

/// A folder where a workspace may begin: empty, or with what a kill in the first moments leaves.
fn may_begin(folder: &Path) -> Result<()> {
    let entries = jishi_fs::list_dir(folder)?;
    let named = |path: &Path, names: &[&str]| path.file_name().and_then(|n| n.to_str()).is_some_and(|n| names.contains(&n));
    // Files and keys come after the database: where they are, records were. A new one over them would give numbers a second time.
    for kept in entries.iter().filter(|p| named(p, &["文件库", "密钥"])) {
        if jishi_fs::kind(kept)? == Some(jishi_fs::Kind::Folder) && !jishi_fs::list_dir(kept)?.is_empty() {
            return Err(StoreError::DatabaseGone { folder: folder.to_owned() });
        }
    }
    // SQLite's own companions of the database are there from the first transaction on, before the database has a byte.
    let ours =
        ["纪实库.db", "纪实库.db-journal", "纪实库.db-wal", "纪实库.db-shm", "工作区.lock", "占用者.txt", "文件库", "密钥"];
    if entries.iter().any(|p| !named(p, &ours) && !jishi_fs::is_partial(p)) {
        return Err(StoreError::NotAWorkspace { folder: folder.to_owned() });
    }
    Ok(())
}

fn configure(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    Ok(())
}
