//! SHA-256, SHA-512 and SM3 of a stream in one read. The slow two run beside each other on their own threads.
//!
//! Digests in software are the bound of packing, so no byte is hashed twice and no family waits for another.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use sha2::{Digest as _, Sha256, Sha512};
use sm3::Sm3;

/// Lower-case hex of the three families, and the length they were taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digests {
    pub sha256: String,
    pub sha512: String,
    pub sm3: String,
    /// Bytes.
    pub size: u64,
}

/// A digest family by its name in manifest file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Sha256,
    Sha512,
    Sm3,
}

impl Family {
    pub(crate) fn named(name: &str) -> Option<Family> {
        match name {
            "sha256" => Some(Family::Sha256),
            "sha512" => Some(Family::Sha512),
            "sm3" => Some(Family::Sm3),
            _ => None,
        }
    }

    pub(crate) fn hex_length(self) -> usize {
        if self == Family::Sha512 { 128 } else { 64 }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Family::Sha256 => "SHA-256",
            Family::Sha512 => "SHA-512",
            Family::Sm3 => "SM3",
        }
    }

    pub(crate) fn of(self, digests: &Digests) -> &str {
        match self {
            Family::Sha256 => &digests.sha256,
            Family::Sha512 => &digests.sha512,
            Family::Sm3 => &digests.sm3,
        }
    }
}

/// Bytes read at a time.
pub(crate) const CHUNK: usize = 1 << 18;

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// SM3 of bytes, lower-case hex.
pub(crate) fn sm3_hex(bytes: &[u8]) -> String {
    hex(&Sm3::digest(bytes))
}

/// All three of bytes in memory.
pub(crate) fn of_bytes(bytes: &[u8]) -> Digests {
    Digests {
        sha256: hex(&Sha256::digest(bytes)),
        sha512: hex(&Sha512::digest(bytes)),
        sm3: sm3_hex(bytes),
        size: bytes.len() as u64,
    }
}

/// Which families are wanted; the others stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) sha256: bool,
    pub(crate) sha512: bool,
    pub(crate) sm3: bool,
}

impl Wanted {
    pub(crate) const ALL: Wanted = Wanted { sha256: true, sha512: true, sm3: true };
    pub(crate) const SHA256: Wanted = Wanted { sha256: true, sha512: false, sm3: false };
}

enum Message {
    Data(Arc<[u8]>),
    End,
}

/// Hashes file after file. SHA-256 has processor support nearly everywhere and stays with the reader.
pub(crate) struct Hasher {
    wanted: Wanted,
    sha256: Sha256,
    size: u64,
    sha512: Option<Worker>,
    sm3: Option<Worker>,
}

struct Worker {
    send: Option<SyncSender<Message>>,
    receive: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    fn start<D: sha2::digest::Digest + Send + 'static>() -> Worker {
        let (send, inbox) = sync_channel::<Message>(8);
        let (outbox, receive) = sync_channel::<String>(1);
        let thread = std::thread::spawn(move || {
            let mut state = D::new();
            while let Ok(message) = inbox.recv() {
                match message {
                    Message::Data(bytes) => state.update(&bytes),
                    Message::End => {
                        let done = std::mem::replace(&mut state, D::new());
                        if outbox.send(hex(&done.finalize())).is_err() {
                            return;
                        }
                    }
                }
            }
        });
        Worker { send: Some(send), receive, thread: Some(thread) }
    }

    fn send(&self, message: Message) {
        if let Some(send) = &self.send {
            // A worker only ends when its channel closes; a lost one shows as an empty digest, which matches nothing.
            let _ = send.send(message);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.send = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Hasher {
    pub(crate) fn new(wanted: Wanted) -> Self {
        Hasher {
            wanted,
            sha256: Sha256::new(),
            size: 0,
            sha512: wanted.sha512.then(Worker::start::<Sha512>),
            sm3: wanted.sm3.then(Worker::start::<Sm3>),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        if self.sha512.is_some() || self.sm3.is_some() {
            let shared: Arc<[u8]> = Arc::from(bytes);
            for worker in [&self.sha512, &self.sm3].into_iter().flatten() {
                worker.send(Message::Data(Arc::clone(&shared)));
            }
        }
        if self.wanted.sha256 {
            self.sha256.update(bytes);
        }
    }

    /// Digests of what came since the last call; ready for the next file.
    pub(crate) fn finish(&mut self) -> Digests {
        for worker in [&self.sha512, &self.sm3].into_iter().flatten() {
            worker.send(Message::End);
        }
        let answer = |worker: &Option<Worker>| worker.as_ref().and_then(|w| w.receive.recv().ok()).unwrap_or_default();
        let sha256 = std::mem::replace(&mut self.sha256, Sha256::new());
        Digests {
            sha256: if self.wanted.sha256 { hex(&sha256.finalize()) } else { String::new() },
            sha512: answer(&self.sha512),
            sm3: answer(&self.sm3),
            size: std::mem::take(&mut self.size),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_read_gives_the_published_digests_of_abc_file_after_file() {
        let mut hasher = Hasher::new(Wanted::ALL);
        for _ in 0..3 {
            hasher.update(b"a");
            hasher.update(b"bc");
            let d = hasher.finish();
            assert_eq!(d.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assert_eq!(d.sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
            assert!(d.sha512.starts_with("ddaf35a193617abacc417349ae204131"));
            assert_eq!(d, of_bytes(b"abc"));
        }
    }
}
