//! Digests of a stream by every family asked for, in one read. All but SHA-256 run beside each other on their own threads.
//!
//! Digests in software are the bound of packing, so no byte is hashed twice and no family waits for another.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};
use sm3::Sm3;

/// Lower-case hex by family, and the length they were taken over. A family that was not asked for is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digests {
    pub sha256: String,
    pub sha512: String,
    pub sm3: String,
    /// MD5, SHA-1, SHA-224, SHA-384: only ever of bags made by others.
    pub(crate) older: [String; 4],
    /// Bytes.
    pub size: u64,
}

/// A digest family by its name in manifest file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sm3,
}

impl Family {
    pub(crate) const EVERY: [Family; 7] =
        [Family::Md5, Family::Sha1, Family::Sha224, Family::Sha256, Family::Sha384, Family::Sha512, Family::Sm3];

    /// By the name in a manifest's file name; RFC 8493 §2.4: lower case, without punctuation. Older tools wrote `SHA-256`.
    pub(crate) fn named(name: &str) -> Option<Family> {
        let plain: String = name.chars().filter(|c| *c != '-' && *c != '_').collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "md5" => Some(Family::Md5),
            "sha1" => Some(Family::Sha1),
            "sha224" => Some(Family::Sha224),
            "sha256" => Some(Family::Sha256),
            "sha384" => Some(Family::Sha384),
            "sha512" => Some(Family::Sha512),
            "sm3" => Some(Family::Sm3),
            _ => None,
        }
    }

    pub(crate) fn hex_length(self) -> usize {
        match self {
            Family::Md5 => 32,
            Family::Sha1 => 40,
            Family::Sha224 => 56,
            Family::Sha256 | Family::Sm3 => 64,
            Family::Sha384 => 96,
            Family::Sha512 => 128,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Family::Md5 => "MD5",
            Family::Sha1 => "SHA-1",
            Family::Sha224 => "SHA-224",
            Family::Sha256 => "SHA-256",
            Family::Sha384 => "SHA-384",
            Family::Sha512 => "SHA-512",
            Family::Sm3 => "SM3",
        }
    }

    /// Two files of one digest can be made at will.
    pub(crate) fn is_broken(self) -> bool {
        matches!(self, Family::Md5 | Family::Sha1)
    }

    pub(crate) fn of(self, digests: &Digests) -> &str {
        let [md5, sha1, sha224, sha384] = &digests.older;
        match self {
            Family::Md5 => md5,
            Family::Sha1 => sha1,
            Family::Sha224 => sha224,
            Family::Sha256 => &digests.sha256,
            Family::Sha384 => sha384,
            Family::Sha512 => &digests.sha512,
            Family::Sm3 => &digests.sm3,
        }
    }

    fn put(self, digests: &mut Digests, hex: String) {
        let [md5, sha1, sha224, sha384] = &mut digests.older;
        *match self {
            Family::Md5 => md5,
            Family::Sha1 => sha1,
            Family::Sha224 => sha224,
            Family::Sha256 => &mut digests.sha256,
            Family::Sha384 => sha384,
            Family::Sha512 => &mut digests.sha512,
            Family::Sm3 => &mut digests.sm3,
        } = hex;
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

/// Digests of bytes in memory.
pub(crate) fn of_bytes(bytes: &[u8], wanted: Wanted) -> Digests {
    let mut digests = Digests { size: bytes.len() as u64, ..Digests::default() };
    for family in wanted.families() {
        let taken = match family {
            Family::Md5 => hex(&Md5::digest(bytes)),
            Family::Sha1 => hex(&Sha1::digest(bytes)),
            Family::Sha224 => hex(&Sha224::digest(bytes)),
            Family::Sha256 => hex(&Sha256::digest(bytes)),
            Family::Sha384 => hex(&Sha384::digest(bytes)),
            Family::Sha512 => hex(&Sha512::digest(bytes)),
            Family::Sm3 => sm3_hex(bytes),
        };
        family.put(&mut digests, taken);
    }
    digests
}

/// Which families are wanted; the others stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted(u8);

impl Wanted {
    pub(crate) const NONE: Wanted = Wanted(0);
    pub(crate) const SHA256: Wanted = Wanted::NONE.and(Family::Sha256);
    /// What our own packages have.
    pub(crate) const OURS: Wanted = Wanted::SHA256.and(Family::Sha512).and(Family::Sm3);
    /// Whatever anybody's may have.
    pub(crate) const EVERY: Wanted = Wanted(0x7F);

    pub(crate) const fn and(self, family: Family) -> Wanted {
        Wanted(self.0 | 1 << family as u8)
    }

    pub(crate) const fn has(self, family: Family) -> bool {
        self.0 & 1 << family as u8 != 0
    }

    /// Those that both want.
    pub(crate) const fn within(self, other: Wanted) -> Wanted {
        Wanted(self.0 & other.0)
    }

    fn families(self) -> impl Iterator<Item = Family> {
        Family::EVERY.into_iter().filter(move |f| self.has(*f))
    }
}

enum Message {
    Data(Arc<[u8]>),
    End,
}

/// Hashes file after file. SHA-256 has processor support nearly everywhere and stays with the reader.
pub(crate) struct Hasher {
    sha256: Option<Sha256>,
    workers: Vec<(Family, Worker)>,
    size: u64,
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
        let worker = |family: Family| match family {
            Family::Md5 => Some(Worker::start::<Md5>()),
            Family::Sha1 => Some(Worker::start::<Sha1>()),
            Family::Sha224 => Some(Worker::start::<Sha224>()),
            Family::Sha256 => None,
            Family::Sha384 => Some(Worker::start::<Sha384>()),
            Family::Sha512 => Some(Worker::start::<Sha512>()),
            Family::Sm3 => Some(Worker::start::<Sm3>()),
        };
        let workers = wanted.families().filter_map(|f| Some((f, worker(f)?))).collect();
        Hasher { sha256: wanted.has(Family::Sha256).then(Sha256::new), workers, size: 0 }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        if !self.workers.is_empty() {
            let shared: Arc<[u8]> = Arc::from(bytes);
            for (_, worker) in &self.workers {
                worker.send(Message::Data(Arc::clone(&shared)));
            }
        }
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
    }

    /// Digests of what came since the last call; ready for the next file.
    pub(crate) fn finish(&mut self) -> Digests {
        let mut digests = Digests { size: std::mem::take(&mut self.size), ..Digests::default() };
        for (_, worker) in &self.workers {
            worker.send(Message::End);
        }
        if let Some(sha256) = &mut self.sha256 {
            digests.sha256 = hex(&std::mem::replace(sha256, Sha256::new()).finalize());
        }
        for (family, worker) in &self.workers {
            family.put(&mut digests, worker.receive.recv().unwrap_or_default());
        }
        digests
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_read_gives_the_published_digests_of_abc_file_after_file() {
        let mut hasher = Hasher::new(Wanted::EVERY);
        for _ in 0..3 {
            hasher.update(b"a");
            hasher.update(b"bc");
            let d = hasher.finish();
            assert_eq!(d.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assert_eq!(d.sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
            assert!(d.sha512.starts_with("ddaf35a193617abacc417349ae204131"));
            assert_eq!(Family::Md5.of(&d), "900150983cd24fb0d6963f7d28e17f72");
            assert_eq!(Family::Sha1.of(&d), "a9993e364706816aba3e25717850c26c9cd0d89d");
            assert!(Family::Sha224.of(&d).starts_with("23097d223405d8228642a477bda255b3"));
            assert!(Family::Sha384.of(&d).starts_with("cb00753f45a35e8bb5a03d699ac65007"));
            assert!(Family::EVERY.iter().all(|f| f.of(&d).len() == f.hex_length()));
            assert_eq!(d, of_bytes(b"abc", Wanted::EVERY));
        }
    }
}
