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
    #[error("数据库操作失败：{0}")]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// The disk had no room for the database.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, StoreError::Sqlite(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::DiskFull)
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;
