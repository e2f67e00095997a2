//! A package as a zip, read entry by entry. Hostile entries are named and left alone; nothing is ever extracted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use encoding_rs::GB18030;
use jishi_core::finding::Finding;
use zip::CompressionMethod;
use zip::read::{ZipArchive, ZipFileEntry};

use crate::ArchiveError;
use crate::container::{Container, Eater, Entry, ReadFault, drain, error, note, warning};
use crate::digest::CHUNK;
use crate::names::{folded, unsafe_in_zip};
use crate::verify::Limits;
use crate::zip_map;

/// Below this many bytes a high ratio is only a well-packed text.
const BOMB_FLOOR: u64 = 64 << 20;

pub(crate) struct Zipped {
    archive: ZipArchive<BufReader<File>>,
    entries: Vec<Entry>,
    /// Index in the archive of each of `entries`.
    places: Vec<usize>,
    buffer: Vec<u8>,
    /// The one base folder; empty when there is none.
    pub(crate) base: String,
}

impl Zipped {
    /// Opens a zip; `None` when it is not one (a finding says so).
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub(crate) fn open(path: &Path, limits: &Limits, findings: &mut Vec<Finding>) -> Result<Option<Zipped>, ArchiveError> {
        let shown = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let broken = |e: &zip::result::ZipError| {
            let why = match e {
                zip::result::ZipError::Io(_) => "读取时出错",
                zip::result::ZipError::UnsupportedArchive(_) => "用了不支持的写法",
                _ => "没有压缩包的目录，或目录已损坏",
            };
            let message = format!("“{shown}”不是完整的 zip 压缩包（{why}）");
            error("P160", &shown, message, "文件可能没有复制完或已损坏，请从原介质重新复制后再核对")
        };
        if let Some((format, how)) = other_format(path)? {
            let message = format!("“{shown}”是 {format} 压缩包，不是 zip；里面的内容没有核对");
            findings.push(error("P160", &shown, message, how));
            return Ok(None);
        }
        // First, since a reader gives up at the first record it cannot take, without the name of the entry.
        zip_map::examine(path, &shown, limits.entries, findings)?;
        let mut archive = match ZipArchive::new(BufReader::new(jishi_fs::open(path)?)) {
            Ok(archive) => archive,
            Err(e) => {
                findings.push(broken(&e));
                return Ok(None);
            }
        };
        if archive.len() as u64 > limits.entries {
            let message = format!("压缩包里有{}个条目，超过上限{}", archive.len(), limits.entries);
            findings.push(error("P166", &shown, message, "没有继续读取。请拒收，或确认来源后调高上限"));
            return Ok(None);
        }
        if archive.offset() > 0 {
            let message = format!("压缩包前面多出{}字节不属于它的内容", archive.offset());
            findings.push(warning("P173", &shown, message, "请核实来源；多出的内容没有核对"));
        }
        if matches!(archive.has_overlapping_entries(), Ok(true)) {
            // One block of data read as thousands of files: a bomb that no ratio shows.
            let message = "压缩包里有条目共用同一段数据，像是压缩炸弹";
            findings.push(error("P170", &shown, message, "没有继续读取。请拒收并查明来源"));
            return Ok(None);
        }
        let mut named = Vec::new();
        let mut foreign: Vec<String> = Vec::new();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for index in 0..archive.len() {
            let Ok(entry) = archive.by_index_data(index) else { continue };
            if let Some(path) = judge_entry(&entry, limits, &mut foreign, findings) {
                if let Some(other) = seen.insert(folded(&path), path.clone()) {
                    let message = format!("“{path}”与“{other}”只有大小写或编码写法不同，在有的磁盘上是同一个文件");
                    findings.push(error("P163", &path, message, "请拒收，要求移交单位改名后重新封装"));
                }
                named.push((path, entry.size(), index));
            }
        }
        if let Some(first) = foreign.first() {
            let message =
                format!("有{}个条目的文件名不是 UTF-8，按 GB18030 读出（例如“{first}”），别的软件会显示成乱码", foreign.len());
            findings.push(warning("P167", &shown, message, "请核对名称；要求移交单位改用 UTF-8 文件名重新打包"));
        }
        // GB18030 reads almost any bytes; what it puts into the private area was written in another encoding, such as Big5.
        let private = |name: &&String| name.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c) || c == '\u{fffd}');
        if let Some(first) = foreign.iter().find(private) {
            let count = foreign.iter().filter(private).count();
            let message = format!("有{count}个条目的文件名认不出是什么编码（例如“{first}”），可能是 Big5 等，读出的名称不可信");
            findings.push(warning("P167", &shown, message, "内容按名称对不上清单时，请移交单位改用 UTF-8 文件名重新打包"));
        }
        let files: BTreeSet<String> = named.iter().map(|(p, _, _)| folded(p)).collect();
        for (path, _, _) in &named {
            let clash = path.match_indices('/').filter_map(|(at, _)| path.get(..at)).find(|up| files.contains(&folded(up)));
            if let Some(up) = clash {
                let message = format!("“{up}”既是文件又是文件夹");
                findings.push(error("P163", up, message, "请拒收，要求移交单位重新封装"));
            }
        }
        let base = base_of(&named, &shown, findings);
        let mut entries = Vec::new();
        let mut places = Vec::new();
        for (path, size, index) in named {
            let below = if base.is_empty() {
                Some(path.as_str())
            } else {
                path.strip_prefix(&format!("{base}/")).filter(|p| !p.is_empty())
            };
            match below {
                Some(below) => {
                    entries.push(Entry { path: below.to_owned(), size });
                    places.push(index);
                }
                None => {
                    let message = format!("“{path}”在基础文件夹“{base}”之外");
                    findings.push(error("P169", &path, message, "请查明来源；它不受清单和封签保护"));
                }
            }
        }
        Ok(Some(Zipped { archive, entries, places, buffer: vec![0; CHUNK], base }))
    }
}

/// The name as text, and whether it was UTF-8. The flag of a name (bit 11) cannot be asked for first: tools forget to set it far more often
/// than GB18030 bytes happen to be UTF-8; that a flagged name is none is judged by [`zip_map`].
pub(crate) fn decode(raw: &[u8]) -> (String, bool) {
    match std::str::from_utf8(raw) {
        Ok(name) => (name.to_owned(), true),
        Err(_) => (GB18030.decode_without_bom_handling(raw).0.into_owned(), false),
    }
}

/// What an archive of another kind is called, by its first bytes, and what to do with it. DART and other packagers write tar.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn other_format(path: &Path) -> Result<Option<(&'static str, &'static str)>, ArchiveError> {
    const UNPACK: &str = "请用相应的解压软件解到一个空文件夹，再核对解出来的文件夹；里面的清单和封签照样可以核对";
    // A tar of the old kind has no magic; the name of its first file alone would be a guess.
    const FORMATS: [(usize, &[u8], &str); 8] = [
        (257, b"ustar", "tar"),
        (0, b"7z\xBC\xAF\x27\x1C", "7z"),
        (0, b"Rar!\x1A\x07", "rar"),
        (0, b"\x1F\x8B", "gz（tar.gz）"),
        (0, b"BZh", "bz2"),
        (0, b"\xFD7zXZ\0", "xz"),
        (0, b"\x28\xB5\x2F\xFD", "zst"),
        (0x8001, b"CD001", "光盘映像 iso"),
    ];
    let mut head = Vec::new();
    let read = jishi_fs::open(path)?.take(0x8001 + 5).read_to_end(&mut head);
    read.map_err(|source| jishi_fs::FileError { act: "读取", path: path.to_owned(), source })?;
    let is = |(at, magic, _): &&(usize, &[u8], &str)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic));
    Ok(FORMATS.iter().find(is).map(|(_, _, name)| (*name, UNPACK)))
}

/// The path of an entry that may be read; otherwise findings only.
fn judge_entry(
    entry: &ZipFileEntry<'_>,
    limits: &Limits,
    foreign: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let (name, utf8) = decode(entry.name_raw());
    if !utf8 {
        foreign.push(name.clone());
    }
    let path = name.strip_suffix('/').unwrap_or(&name);
    let before = findings.len();
    if let Some(reason) = unsafe_in_zip(path) {
        let message = format!("条目“{name}”的路径{reason}");
        findings.push(error("P161", &name, message, "请拒收：解压它可能覆盖包外的文件"));
    }
    let kind = entry.unix_mode().map_or(0, |m| m & 0o170_000);
    if entry.is_symlink() || !matches!(kind, 0 | 0o100_000 | 0o040_000) {
        let message = format!("条目“{name}”是链接或设备，不是文件本身");
        findings.push(error("P168", &name, message, "请拒收，要求移交单位把文件本身放进包里"));
    }
    if entry.encrypted() {
        let message = format!("条目“{name}”是加密的，不能核对");
        findings.push(error("P164", &name, message, "档案包不得加密，请要求移交单位解密后重新封装"));
    }
    let method = entry.compression();
    if method != CompressionMethod::Stored && method != CompressionMethod::Deflated {
        let message = format!("条目“{name}”用了本程序不认的压缩方法（{method}）");
        findings.push(error("P165", &name, message, "请要求移交单位用不压缩或标准压缩重新打包"));
    }
    let (size, packed) = (entry.size(), entry.compressed_size());
    if size > limits.file_bytes || (size > BOMB_FLOOR && size / packed.max(1) > limits.ratio) {
        let message = format!("条目“{name}”声称从{packed}字节解出{size}字节，像是压缩炸弹");
        findings.push(error("P166", &name, message, "没有读取它。请拒收并查明来源"));
    }
    (findings.iter().skip(before).all(|f| f.level != jishi_core::finding::Level::Error) && !entry.is_dir())
        .then(|| path.to_owned())
}

/// The one folder that holds everything (RFC 8493 §4: a serialised bag unpacks to one base folder).
fn base_of(named: &[(String, u64, usize)], shown: &str, findings: &mut Vec<Finding>) -> String {
    if named.iter().any(|(p, _, _)| p == "bagit.txt") {
        let message = "压缩包里没有一层同名文件夹，文件直接放在最外层";
        findings.push(error("P169", shown, message, "解开时会散落一地；请要求移交单位按规范重新打包"));
        return String::new();
    }
    let mut bases = named.iter().filter_map(|(p, _, _)| p.strip_suffix("/bagit.txt")).filter(|p| !p.contains('/'));
    let first = match bases.next() {
        Some(base) => base.to_owned(),
        None => named.first().and_then(|(p, _, _)| p.split_once('/')).map(|(b, _)| b.to_owned()).unwrap_or_default(),
    };
    let stem = shown.strip_suffix(".zip").or_else(|| shown.strip_suffix(".ZIP")).unwrap_or(shown);
    if !first.is_empty() && stem != first {
        let message = format!("压缩包名“{shown}”与里面的文件夹名“{first}”不同，可能改过名");
        findings.push(note("P152", shown, message, "内容以封签为准；如有疑问请向移交单位核实"));
    }
    first
}

impl Container for Zipped {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn has_folder(&self, path: &str) -> bool {
        let name = if self.base.is_empty() { format!("{path}/") } else { format!("{}/{path}/", self.base) };
        self.archive.index_for_name(&name).is_some()
    }

    fn read(&mut self, index: usize, cap: u64, eat: &mut Eater<'_>) -> Result<(), ReadFault> {
        let (Some(entry), Some(place)) = (self.entries.get(index), self.places.get(index)) else {
            return Err(ReadFault::Damaged("没有这个条目".into()));
        };
        let mut file = self.archive.by_index(*place).map_err(|e| ReadFault::Damaged(e.to_string()))?;
        // What comes out is counted, whatever the header says.
        let cap = cap.min(entry.size);
        match drain(&mut file, cap, &mut self.buffer, eat) {
            // The reader stops by itself where the stated length ends; its words are told in ours.
            Err(ReadFault::Damaged(reason)) if reason.contains("larger than") => Err(ReadFault::TooLarge(cap)),
            Err(ReadFault::Damaged(reason)) if reason.contains("checksum") => {
                Err(ReadFault::Damaged("压缩包自带的校验和不符".into()))
            }
            other => other,
        }
    }
}
