//! What a command answers when it cannot do its work: a code the screen can tell apart, a message and what to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use jishi_core::syntax::json_words;

/// A variant exists only when a host or a screen acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is malformed: unknown command, missing field.
    BadRequest,
    /// The input is not acceptable; the message says which field.
    Invalid,
    /// What the request names is not there.
    NotFound,
    /// Another revision came between; reload and look again.
    Stale,
    /// Another process has the workspace.
    Locked,
    /// The workspace was written by a newer program.
    TooNew,
    /// 错 findings block it; a reason is asked for.
    Blocked,
    /// The user stopped it.
    Cancelled,
    /// The password of a file does not open it.
    Password,
    /// A character no typeface has stops a paper: the screen leads to the typefaces and to the notes on such characters.
    Unprintable,
    /// A file or the disk refused.
    File,
    /// The program's own fault.
    Internal,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{message}{}", if remedy.is_empty() { String::new() } else { format!("\n{remedy}") })]
pub struct AppError {
    pub code: Code,
    pub message: String,
    pub remedy: String,
}

pub type Result<T> = std::result::Result<T, AppError>;

impl AppError {
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        AppError { code, message: message.into(), remedy: remedy.into() }
    }

    /// An input that cannot be accepted.
    #[must_use]
    pub fn invalid(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        AppError::new(Code::Invalid, message, remedy)
    }

    #[must_use]
    pub fn not_found(what: &str, id: impl std::fmt::Display) -> Self {
        AppError::new(Code::NotFound, format!("没有找到{what} {id}"), "它可能已在别处改动，请返回列表刷新后再试")
    }
}

impl From<jishi_fs::FileError> for AppError {
    fn from(e: jishi_fs::FileError) -> Self {
        let remedy = if e.source.kind() == std::io::ErrorKind::AlreadyExists {
            "没有覆盖它；请换一个文件名，或先移走原来的文件"
        } else {
            "请检查该位置是否存在、是否有权限、磁盘是否已满，然后重试"
        };
        AppError::new(Code::File, e.to_string(), remedy)
    }
}

/// What to do while the place of a package that was not settled is away.
pub(crate) const AWAY: &str =
    "没有改动任何数据；请接回那个位置再做，程序会先核对那个包；那里确实不会再有这个包的，先建同名的空文件夹";

impl From<jishi_store::StoreError> for AppError {
    fn from(e: jishi_store::StoreError) -> Self {
        use jishi_store::StoreError as S;
        let message = e.to_string();
        if e.is_disk_full() {
            return AppError::new(Code::File, "磁盘空间不足，这一步没有保存", "请腾出空间后重试；以前保存的内容都在");
        }
        let (code, remedy) = match e {
            S::Locked { .. } => (Code::Locked, "请先关闭那个程序，再打开本工作区；同一时间只能有一个程序使用"),
            S::TooNew { .. } => (Code::TooNew, "请换用较新版本的选任纪实打开；文件没有被改动"),
            S::DatabaseGone { .. } => {
                (Code::Invalid, "请从备份把纪实库.db 恢复到这个文件夹；没有改动任何文件。新的工作区请另选一个空文件夹")
            }
            S::NotAWorkspace { .. } | S::Foreign => (Code::Invalid, "请选择一个空文件夹，或已有的选任纪实工作区"),
            S::NotFound { .. } => (Code::NotFound, "它可能已在别处改动，请返回列表刷新后再试"),
            S::Stale { .. } => (Code::Stale, "您的修改没有保存；请先看最新内容，再决定怎么改"),
            S::Content { .. } => {
                (Code::File, "用“校验日志链和文件库”（jishi journal --check）查看是哪条记录的哪件材料，再从备份恢复")
            }
            S::File(e) => return e.into(),
            S::Refused(_) => (Code::Invalid, "没有改动任何数据；请按提示处理后重试"),
            S::Unsettled { .. } => (Code::Blocked, AWAY),
            S::Unreadable { .. } | S::Encode(_) | S::Sqlite(_) => {
                (Code::Internal, "数据没有改动；请先备份工作区文件夹，再联系维护人员")
            }
        };
        AppError::new(code, message, remedy)
    }
}

impl From<jishi_forms::FormError> for AppError {
    fn from(e: jishi_forms::FormError) -> Self {
        if matches!(e, jishi_forms::FormError::Stopped { .. }) {
            return AppError::new(Code::Cancelled, e.to_string(), "没有生成文件");
        }
        let code = if matches!(e, jishi_forms::FormError::MissingGlyph { .. }) { Code::Unprintable } else { Code::Invalid };
        AppError::new(code, e.to_string(), "文件没有生成；请按提示修改后重试")
    }
}

impl From<jishi_archive::ArchiveError> for AppError {
    fn from(e: jishi_archive::ArchiveError) -> Self {
        use jishi_archive::ArchiveError as A;
        let message = e.to_string();
        match e {
            A::Cancelled => AppError::new(Code::Cancelled, message, ""),
            A::File(e) => e.into(),
            A::PlanRefused(_) => AppError::new(Code::Invalid, message, "请按提示改正后重新封装"),
            A::TargetExists(_) | A::Occupied { .. } | A::SourceChanged { .. } | A::RereadFailed(_) | A::Zip { .. } => {
                AppError::new(Code::File, message, "没有留下半成品；请换一个文件夹或检查磁盘后重试")
            }
            A::Unsound { .. } => AppError::new(Code::Invalid, message, "请先核对这个包，用完好的包重写"),
            A::ReadBack { .. } => AppError::new(Code::File, message, "请换一张载体重写；已写的部分不能作为移交件"),
            A::NotAnEnvelope { .. } => {
                AppError::new(Code::Invalid, message, "请选择对方给的封套（zip 文件）；封套没有改动，没有取出任何文件")
            }
            A::Password(_) => AppError::new(Code::Password, message, "请核对后重输；口令丢了的，只能请对方重新装一个封套"),
            A::NotAPackage { .. } => AppError::new(Code::Invalid, message, "请选择封装包的文件夹或 zip 文件"),
            A::Passphrase(_) => AppError::new(
                Code::Invalid,
                message,
                "请核对后重输；口令确实丢失的，可以换一对新的封签密钥，已封存的案卷不受影响",
            ),
            A::Key(_) => AppError::new(Code::File, message, "请检查工作区“密钥”文件夹，必要时从备份恢复"),
        }
    }
}
