//! What can stop the store, each in words for the user.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("工作区“{}”正被占用：{holder}", folder.display())]
    Locked { folder: PathBuf, holder: String },
    #[error("工作区是较新版本的程序写的（库版本 {found}，本程序认得到 {known}）")]
    TooNew { found: u32, known: u32 },
    #[error("文件夹“{}”里已有别的文件，不是选任纪实工作区", folder.display())]
    NotAWorkspace { folder: PathBuf },
    #[error("工作区“{}”的数据库（纪实库.db）不见了，文件库和密钥还在", folder.display())]
    DatabaseGone { folder: PathBuf },
    #[error("工作区的数据库不是选任纪实的库")]
    Foreign,
    #[error("没有找到{noun} {id}")]
    NotFound { noun: &'static str, id: u32 },
    #[error("{noun} {id} 已有新的改动（现为第 {now} 版，您看到的是第 {seen} 版）")]
    Stale { noun: &'static str, id: u32, now: u32, seen: u32 },
    #[error("文件库中的文件 {sha256} {fault}")]
    Content { sha256: String, fault: String },
    #[error("{0}")]
    Refused(String),
    #[error("上一次封装（封签号 {seal_no}）没有办完，案卷包“{path}”还没有核对登记，所属批次的内容现在不能改动")]
    Unsettled { seal_no: String, path: String },
    #[error("{noun} {id} 的内容无法读懂：{source}")]
    Unreadable {
        noun: &'static str,
        id: u32,
        #[source]
        source: serde_json::Error,
    },
    #[error("内容无法写成数据：{0}")]
    Encode(#[from] serde_json::Error),
    #[error(transparent)]
    File(#[from] jishi_fs::FileError),
    #[error("数据库操作失败：{}", sqlite_words(.0))]
    Sqlite(#[from] rusqlite::Error),
}

/// What SQLite says, in Chinese; what it has no usual name for goes by its number.
fn sqlite_words(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode as E;
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return "读出的数据与程序所要的不符".into() };
    match failure.code {
        E::NotADatabase => "纪实库.db 不是数据库文件，或开头已损坏".into(),
        E::DatabaseCorrupt => "纪实库.db 已损坏".into(),
        E::DatabaseBusy | E::DatabaseLocked => "数据库正被别的程序占用".into(),
        E::ReadOnly => "数据库只能读，不能写".into(),
        E::DiskFull => "磁盘已满".into(),
        E::SystemIoFailure => "磁盘读写出错".into(),
        E::CannotOpen | E::PermissionDenied => "数据库文件打不开".into(),
        E::ConstraintViolation => "数据之间的约束不允许".into(),
        _ => format!("数据库错误 {}", failure.extended_code),
    }
}

impl StoreError {
    /// The disk had no room for the database.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, StoreError::Sqlite(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::DiskFull)
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_says_is_said_in_chinese() {
        for code in [rusqlite::ffi::SQLITE_NOTADB, rusqlite::ffi::SQLITE_CORRUPT, rusqlite::ffi::SQLITE_MISMATCH] {
            let failure = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), Some("file is not a database".into()));
            let said = StoreError::from(failure).to_string().replace("纪实库.db", "");
            assert!(!said.chars().any(|c| c.is_ascii_alphabetic()), "{said}");
        }
    }
}
