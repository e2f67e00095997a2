//! Sealed packages: plan → stage → re-read → seal → publish, and the judgement of any bag without a workspace.
//!
//! It is handed paths, labels and bytes; it knows nothing of batches or persons. It is the only room that knows `zip`
//! and `walkdir`. Findings: `P01`–`P19` speak of a plan, `P101`–`P131` of a bag by RFC 8493, `P140`–`P154` of seal, signatures
//! and name, `P155`–`P159` of the chain of seals, `P160`–`P175` of a zip, `P180`–`P182` of a folder, `P183` of a transfer tree, `P190`–`P198` of what lies beside
//! packages on a medium; `M01`–`M22` of a medium before it is written. It never changes a sealed package, never extracts one, and never opens a network connection.

mod answer;
mod bag;
mod cargo;
mod carry;
mod chain;
mod compare;
mod container;
mod digest;
mod envelope;
mod folder;
mod judge;
mod judge_payload;
mod judge_seal;
mod layout;
mod media_list;
mod medium;
mod method;
mod names;
mod pack;
mod plan;
mod seal;
mod signature;
mod signer;
mod sink;
mod staging;
mod sweep;
mod tree;
mod tree_map;
mod verify;
mod zip_map;
mod zipped;

use std::path::PathBuf;

use jishi_core::finding::Finding;

pub use answer::{Verified, VerifyResult, VerifySum};
pub use carry::{Carried, carry, freight, lies_there, take_back};
pub use compare::{Comparison, Difference, DifferenceKind, Relation, compare};
pub use digest::Digests;
pub use envelope::{LEAST_PASSWORD, Wrapped, unwrap, wrap};
pub use layout::{CERTIFICATE, METHOD, SEAL_CMS, SEAL_JSON, SEAL_SM2, SEAL_TEXT, SM2_DISTID, SM2_PUBLIC, SM3_LIST};
pub use media_list::{ListedPackage, MEDIA_LIST, MediaList};
pub use medium::{FileSystem, Fitness, Freight, Lying, need, preflight, spread};
pub use names::file_safe;
pub use pack::{Form, Packed, write};
pub use plan::{PackagePlan, PayloadFile, SealFacts, Source, TagFile};
pub use seal::{ReplacedSeal, SealRecord, SealedJournal, SealedRange};
pub use signer::{Kept as KeysKept, Signer, certificate_of, clear_bare as clear_bare_keys, kept as keys_kept};
pub use staging::clear_unfinished;
pub use sweep::{Swept, sweep};
pub use tree::{TreeMade, tree};
pub use verify::{
    Facts, FileRead, Limits, Mode, PackageFile, Report, SealRead, SignatureState, list_files, read_file, read_seal, secrecy_of,
    verify, verify_within,
};

/// What stops packing or verifying. A bad package is never an error: it is a [`Report`] with findings.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file call failed; the message names act, path and reason.
    #[error(transparent)]
    File(#[from] jishi_fs::FileError),
    /// The plan has findings of level 错; nothing was written.
    #[error("封装方案有{}处错误，未写任何文件。第一处：{}", .0.len(), .0.first().map(|f| f.message.as_str()).unwrap_or_default())]
    PlanRefused(Vec<Finding>),
    /// Something already stands where the package should go.
    #[error("“{}”已经存在，不会覆盖。请换一个文件夹，或先移走它", .0.display())]
    TargetExists(PathBuf),
    /// A left-over that cannot be proved to be ours, or that another process is still writing.
    #[error("“{}”挡住了封装：{reason}", path.display())]
    Occupied {
        /// The `.partial` folder.
        path: PathBuf,
        /// Why it was left alone and what to do.
        reason: String,
    },
    /// The bytes read are not the bytes that were planned.
    #[error("“{path}”在封装时与登记的内容不一致（{detail}），封装已停止，未留下任何文件。请核对原文件后重做")]
    SourceChanged {
        /// Path relative to `data/`.
        path: String,
        /// What differs.
        detail: String,
    },
    /// The staged package did not pass its own verification on re-reading.
    #[error("写出的封装包重读核对不符，已删除。磁盘可能有问题：{}", .0.first().map(|f| f.message.as_str()).unwrap_or_default())]
    RereadFailed(Vec<Finding>),
    /// The caller said stop; nothing half-made remains.
    #[error("已按要求停止，未留下任何半成品")]
    Cancelled,
    /// The zip could not be written.
    #[error("写压缩包“{}”失败：{reason}", path.display())]
    Zip {
        /// The staged zip.
        path: PathBuf,
        /// What the writer said.
        reason: String,
    },
    /// A package with faults is not carried on.
    #[error("“{}”核对不通过，没有写到载体。第一处：{}", path.display(), findings.first().map(|f| f.message.as_str()).unwrap_or_default())]
    Unsound {
        path: PathBuf,
        /// All that was found.
        findings: Vec<Finding>,
    },
    /// The medium does not give back what was written to it.
    #[error("“{path}”写到载体后读回的内容不同（{}）：载体可能已经坏了", bypass.word())]
    ReadBack {
        /// Path in the package.
        path: String,
        /// How the read went past the cache.
        bypass: jishi_fs::Bypass,
    },
    /// What was to be compared is no package.
    #[error("“{}”不能当作封装包来读：{reason}", path.display())]
    NotAPackage {
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file is no envelope, or what is in it cannot be taken out.
    #[error("“{}”不能拆封套：{reason}", path.display())]
    NotAnEnvelope {
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The password does not open the envelope.
    #[error("口令不对，打不开封套“{}”", .0.display())]
    Password(PathBuf),
    /// A key or certificate could not be made, read or used.
    #[error("签名密钥或证书不能使用：{0}")]
    Key(String),
    /// The passphrase of the keys is too short or does not open them.
    #[error("{0}")]
    Passphrase(String),
}

/// Which part of the work is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Copying the payload, hashing on the way.
    Write,
    /// Bringing the bytes to the disk.
    Sync,
    /// Reading back what was written.
    Reread,
    /// Seal, signatures, the final name.
    Seal,
    /// Judging a package.
    Verify,
}

impl Phase {
    /// The word shown beside the bar.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Phase::Write => "写入",
            Phase::Sync => "写盘",
            Phase::Reread => "重读核对",
            Phase::Seal => "封签",
            Phase::Verify => "核对",
        }
    }
}

/// How far the work has come. `done` never falls and never passes `total` (both in bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub phase: Phase,
    /// File under work, relative to the package.
    pub file: String,
    pub done: u64,
    pub total: u64,
}

/// The caller's ear: told of every step, may answer `Break` to stop.
pub type Listener<'a> = dyn FnMut(Progress) -> std::ops::ControlFlow<()> + 'a;

/// Keeps progress monotone and turns a `Break` into [`ArchiveError::Cancelled`].
pub(crate) struct Meter<'a, 'b> {
    listener: &'a mut Listener<'b>,
    done: u64,
    total: u64,
}

impl<'a, 'b> Meter<'a, 'b> {
    pub(crate) fn new(listener: &'a mut Listener<'b>, total: u64) -> Self {
        Meter { listener, done: 0, total }
    }

    /// Adds bytes and reports.
    ///
    /// # Errors
    /// When the caller says stop.
    pub(crate) fn step(&mut self, phase: Phase, file: &str, bytes: u64) -> Result<(), ArchiveError> {
        self.done = self.done.saturating_add(bytes).min(self.total);
        let progress = Progress { phase, file: file.to_owned(), done: self.done, total: self.total };
        match (self.listener)(progress) {
            std::ops::ControlFlow::Continue(()) => Ok(()),
            std::ops::ControlFlow::Break(()) => Err(ArchiveError::Cancelled),
        }
    }
}
