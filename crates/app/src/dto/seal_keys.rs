//! The keys of the seal. What holds a passphrase is never printed nor written back.

use jishi_archive::KeysKept;
use jishi_core::id::BatchId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the keys of the seal stand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealKeys {
    pub kept: KeysKept,
    /// Somebody gave the passphrase; until another operator sits down or the program ends.
    pub unlocked: bool,
    /// Of the certificate in use, lower-case hex; None before the first sealing.
    pub certificate_sha256: Option<String>,
    /// Of those sealed with before.
    pub earlier: Vec<String>,
}

/// The keys of the seal are to be opened, and made when there are none.
#[derive(Clone, Deserialize, TS)]
pub struct SealUnlock {
    /// Its 立档单位 stands in a new certificate.
    pub batch: BatchId,
    pub passphrase: String,
}

/// A passphrase being thought up.
#[derive(Clone, Deserialize, TS)]
pub struct PassphraseAsked {
    pub passphrase: String,
}

#[derive(Clone, Deserialize, TS)]
pub struct SealPassphrase {
    pub old: String,
    pub new: String,
}

/// New keys in the place of those in use.
#[derive(Clone, Deserialize, TS)]
pub struct SealRenew {
    /// Its 立档单位 stands in the new certificate.
    pub batch: BatchId,
    pub passphrase: String,
    pub reason: String,
}
