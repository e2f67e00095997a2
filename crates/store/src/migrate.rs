//! Numbered migrations in one transaction. A file of a newer program is refused, an older one is copied aside first.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Result, StoreError};
use crate::{rows, standing};

/// One step of the schema: its SQL, and what is to be done after it when the database has rows already.
pub(crate) struct Migration {
    pub(crate) sql: &'static str,
    pub(crate) after: Option<fn(&Transaction<'_>, u32) -> Result<()>>,
}

/// A migration that alters a table of `standing` or a row with revisions tells the journal of its rows again.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("sql/0001_first.sql"), after: None },
    Migration { sql: include_str!("sql/0002_register.sql"), after: Some(standing::tell_all) },
    Migration { sql: include_str!("sql/0003_drafts.sql"), after: None },
    Migration { sql: include_str!("sql/0004_search.sql"), after: None },
    Migration { sql: include_str!("sql/0005_media.sql"), after: None },
    Migration { sql: include_str!("sql/0006_waivers.sql"), after: None },
    Migration { sql: include_str!("sql/0007_course.sql"), after: None },
    Migration { sql: include_str!("sql/0008_rows.sql"), after: Some(tell_rows) },
    Migration { sql: include_str!("sql/0009_alike.sql"), after: None },
    // Whether a row is taken back follows from the acts of its revisions, which are told.
    Migration { sql: include_str!("sql/0010_taken_back.sql"), after: None },
    Migration { sql: include_str!("sql/0011_taken_back.sql"), after: None },
    Migration { sql: include_str!("sql/0012_numbers.sql"), after: Some(standing::tell_all) },
];

fn tell_rows(transaction: &Transaction<'_>, to: u32) -> Result<()> {
    standing::tell_all(transaction, to)?;
    rows::tell_all(transaction, to)
}

/// `JISH`, so that `file` and we can tell our database from others.
const APPLICATION_ID: i32 = 0x4a49_5348;

/// Brings the database to the newest schema, or leaves it untouched.
pub(crate) fn migrate(connection: &mut Connection, folder: &Path, migrations: &[Migration]) -> Result<()> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let found = u32::try_from(number("user_version")?).unwrap_or(u32::MAX);
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let application = number("application_id")?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if (tables > 0 || found > 0) && application != i64::from(APPLICATION_ID) {
        return Err(StoreError::Foreign);
    }
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, folder, found)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (number, migration) in (1_u32..).zip(migrations).skip(found as usize) {
        transaction.execute_batch(migration.sql)?;
        if let Some(after) = migration.after.filter(|_| found > 0) {
            after(&transaction, number)?;
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

fn back_up(connection: &Connection, folder: &Path, version: u32) -> Result<()> {
    let backups = folder.join("备份");
    jishi_fs::create_dir_all(&backups)?;
    let target = backups.join(format!("纪实库-升级前-v{version}.db"));
    if !target.exists() {
        let partial = target.with_extension("partial");
        if partial.exists() {
            jishi_fs::remove_file(&partial)?;
        }
        connection.execute("VACUUM INTO ?1", [partial.to_string_lossy()])?;
        jishi_fs::sync_file(&partial)?;
        jishi_fs::rename_new(&partial, &target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(sql: &[&'static str]) -> Vec<Migration> {
        sql.iter().map(|sql| Migration { sql, after: None }).collect()
    }

    fn version(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_failing_migration_changes_nothing_and_a_good_one_keeps_a_copy_of_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let mut c = Connection::open(dir.path().join("a.db")).unwrap();
        migrate(&mut c, dir.path(), &plain(&["CREATE TABLE a (x);"])).unwrap();
        assert!(migrate(&mut c, dir.path(), &plain(&["CREATE TABLE a (x);", "CREATE TABLE b (x);", "NONSENSE;"])).is_err());
        assert_eq!(version(&c), 1);
        assert!(c.query_row("SELECT count(*) FROM b", [], |r| r.get::<_, i64>(0)).is_err(), "all or nothing");
        migrate(&mut c, dir.path(), &plain(&["CREATE TABLE a (x);", "CREATE TABLE b (x);"])).unwrap();
        assert_eq!(version(&c), 2);
        let copy = Connection::open(dir.path().join("备份/纪实库-升级前-v1.db")).unwrap();
        assert_eq!(version(&copy), 1);
    }

    #[test]
    fn a_newer_file_and_a_foreign_file_are_refused_untouched() {
        let dir = tempfile::tempdir().unwrap();
        let mut c = Connection::open(dir.path().join("a.db")).unwrap();
        migrate(&mut c, dir.path(), &plain(&["CREATE TABLE a (x);", "CREATE TABLE b (x);"])).unwrap();
        let error = migrate(&mut c, dir.path(), &plain(&["CREATE TABLE a (x);"])).unwrap_err();
        assert!(matches!(error, StoreError::TooNew { found: 2, known: 1 }), "{error}");
        let mut other = Connection::open(dir.path().join("b.db")).unwrap();
        other.execute_batch("CREATE TABLE accounts (x);").unwrap();
        assert!(matches!(migrate(&mut other, dir.path(), MIGRATIONS), Err(StoreError::Foreign)));
        assert_eq!(version(&other), 0);
    }
}
