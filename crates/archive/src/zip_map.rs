//! A zip byte by byte: local headers, directory, end record. A zip says everything twice, and a reader believes one of the two; here they
//! are held against each other, and in a zip of our own form every field against what we always write, so that an altered byte anywhere in
//! the container has the name of the entry to it (of the zip itself, when it belongs to none).
//!
//! Nothing is decompressed. Layout after APPNOTE 6.3: local header 4.3.7, directory record 4.3.12, end record 4.3.16.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use jishi_core::finding::Finding;

use crate::ArchiveError;
use crate::container::{error, warning};
use crate::zipped::decode;

const LOCAL: &[u8] = b"PK\x03\x04";
const RECORD: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
/// End record and locator of ZIP64 (4.3.14, 4.3.15), which stand before the end record.
const END_LARGE: &[u8] = b"PK\x06\x06";
const LOCATOR: &[u8] = b"PK\x06\x07";
/// The end record begins at most this far from the end: 22 bytes and the longest comment.
const END_REACH: u64 = 22 + 65_535;
/// A 32-bit field that says: see the ZIP64 extra field.
const SEE_EXTRA: u64 = 0xFFFF_FFFF;
/// Flag: checksum and sizes follow the data.
const DESCRIPTOR: u64 = 1 << 3;
/// Flag: the name is UTF-8.
const UTF8: u64 = 1 << 11;

const ASK: &str = "请与移交单位核对，用原包替换后重新核对";

/// A field: its word, where it stands in the directory record, where in the local header (if there), bytes.
struct Field(&'static str, usize, Option<usize>, usize);

const NEEDED: Field = Field("所需版本", 6, Some(4), 2);
const FLAGS: Field = Field("标志", 8, Some(6), 2);
const METHOD: Field = Field("压缩方法", 10, Some(8), 2);
const TIME: Field = Field("时间", 12, Some(10), 2);
const DATE: Field = Field("日期", 14, Some(12), 2);
const CHECKSUM: Field = Field("校验和", 16, Some(14), 4);
const PACKED: Field = Field("压缩后长度", 20, Some(18), 4);
const SIZE: Field = Field("长度", 24, Some(22), 4);
const EXTRA: Field = Field("附加字段", 30, Some(28), 2);
const MADE_BY: Field = Field("制作版本", 4, None, 2);
const COMMENT: Field = Field("注释", 32, None, 2);
const DISK: Field = Field("盘号", 34, None, 2);
const INTERNAL: Field = Field("内部属性", 36, None, 2);
const EXTERNAL: Field = Field("外部属性", 38, None, 4);
const OFFSET: Field = Field("位置", 42, None, 4);

/// What our own writer puts into every entry ([`crate::sink`]): stored, the first day of the format, `rw-r--r--`, nothing more.
const OURS: [(Field, u64); 8] =
    [(METHOD, 0), (TIME, 0), (DATE, 0x21), (EXTRA, 0), (COMMENT, 0), (DISK, 0), (INTERNAL, 0), (EXTERNAL, 0o100_644 << 16)];

/// Little-endian number; 0 where the bytes end before.
fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    bytes.get(at..at + width).map_or(0, |b| b.iter().rev().fold(0, |n, x| n << 8 | u64::from(*x)))
}

/// One of the two records of an entry: its fixed bytes and its name as it stands.
struct Header {
    fixed: Vec<u8>,
    name: Vec<u8>,
}

impl Header {
    fn of_record(&self, field: &Field) -> u64 {
        number(&self.fixed, field.1, field.3)
    }

    fn of_local(&self, field: &Field) -> Option<u64> {
        Some(number(&self.fixed, field.2?, field.3))
    }
}

struct Mapped {
    record: Header,
    /// None when no local header stands where the record says.
    local: Option<Header>,
}

impl Mapped {
    fn name(&self) -> String {
        decode(&self.record.name).0
    }
}

struct Source {
    file: BufReader<File>,
    path: PathBuf,
}

impl Source {
    /// Bytes at a place; fewer at the end of the file.
    fn at(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = Vec::new();
        let read = self.file.seek(SeekFrom::Start(offset)).and_then(|_| (&mut self.file).take(length).read_to_end(&mut bytes));
        read.map_err(|source| jishi_fs::FileError { act: "读取", path: self.path.clone(), source })?;
        Ok(bytes)
    }

    fn header(&mut self, offset: u64, magic: &[u8], fixed: u64, name_length_at: usize) -> Result<Option<Header>, ArchiveError> {
        let bytes = self.at(offset, fixed)?;
        if !bytes.starts_with(magic) || (bytes.len() as u64) < fixed {
            return Ok(None);
        }
        let name = self.at(offset + fixed, number(&bytes, name_length_at, 2))?;
        Ok(Some(Header { fixed: bytes, name }))
    }

    fn local(&mut self, offset: u64) -> Result<Option<Header>, ArchiveError> {
        self.header(offset, LOCAL, 30, 26)
    }

    /// The names of the local headers from the front, as far as one follows the other, and where the last entry ends.
    fn walk_locals(&mut self, most: u64) -> Result<(Vec<String>, u64), ArchiveError> {
        let (mut names, mut at) = (Vec::new(), 0);
        while (names.len() as u64) < most {
            let Some(local) = self.local(at)? else { break };
            let mut packed = local.of_local(&PACKED).unwrap_or_default();
            let followed = local.of_local(&FLAGS).unwrap_or_default() & DESCRIPTOR != 0;
            if followed {
                break;
            }
            if packed == SEE_EXTRA {
                // ZIP64 (4.5.3): in a local header both lengths stand in the field, the packed one second.
                let extra = self.at(at + 30 + local.name.len() as u64, local.of_local(&EXTRA).unwrap_or_default())?;
                if (number(&extra, 0, 2), extra.len() >= 20) != (1, true) {
                    break;
                }
                packed = number(&extra, 12, 8);
            }
            names.push(decode(&local.name).0);
            at += 30 + local.name.len() as u64 + local.of_local(&EXTRA).unwrap_or_default() + packed;
        }
        Ok((names, at))
    }
}

/// Holds the records of a zip against each other; at most `most` entries are looked at.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn examine(path: &Path, shown: &str, most: u64, findings: &mut Vec<Finding>) -> Result<(), ArchiveError> {
    let size = jishi_fs::size(path)?;
    let mut source = Source { file: BufReader::new(jishi_fs::open(path)?), path: path.to_owned() };
    let (locals, behind) = source.walk_locals(most)?;
    let reach = size.min(END_REACH);
    let tail = source.at(size - reach, reach)?;
    let end =
        tail.windows(4).rposition(|w| w == END).map(|at| (size - reach + at as u64, tail.get(at..).unwrap_or_default().to_vec()));
    judge_end(end.as_ref().map(|(at, bytes)| (*at, bytes.as_slice())), size, shown, findings);
    let walked = source.at(behind, 4)? == RECORD;
    let (start, shift) = match &end {
        // The headers lead to the directory: what the end record says of it can be judged.
        _ if walked => (behind, 0),
        Some((place, end)) => {
            let (length, start) = (number(end, 12, 4), number(end, 16, 4));
            if start == SEE_EXTRA || length == SEE_EXTRA {
                return Ok(());
            }
            // Whatever stands in front of a zip moves everything by as much.
            let start_now = place.saturating_sub(length);
            (start_now, start_now.saturating_sub(start))
        }
        None => return Ok(()),
    };
    let mut entries: Vec<Mapped> = Vec::new();
    let mut at = start;
    while (entries.len() as u64) < most
        && let Some(record) = source.header(at, RECORD, 46, 28)?
    {
        let length = 46 + record.name.len() as u64 + record.of_record(&EXTRA) + record.of_record(&COMMENT);
        let offset = record.of_record(&OFFSET);
        let local = if offset == SEE_EXTRA { None } else { source.local(shift + offset)? };
        // A record whose lengths were altered leads astray; its local header knows where the next one stands.
        let plain = 46 + local.as_ref().map_or(record.name.len(), |l| l.name.len()) as u64;
        let follows = |bytes: Vec<u8>| [RECORD, END, END_LARGE].iter().any(|magic| bytes.starts_with(magic));
        if length != plain && !follows(source.at(at + length, 4)?) && follows(source.at(at + plain, 4)?) {
            let name = local.as_ref().map_or_else(|| decode(&record.name).0, |l| decode(&l.name).0);
            let message = format!("压缩包目录里“{name}”一条的长度被改动或损坏");
            findings.push(error("P175", &name, message, ASK));
            at += plain;
        } else {
            at += length;
        }
        entries.push(Mapped { record, local });
    }
    // Cut off at the cap: what comes behind was not looked at.
    let all = (entries.len() as u64) < most;
    let large = source.at(at, 56 + 20)?;
    if let Some(name) = locals.get(entries.len()) {
        let message = format!("压缩包目录里“{name}”的一条损坏或缺失");
        findings.push(error("P175", name, message, ASK));
    } else if all && walked && large.starts_with(END_LARGE) {
        let (count, length) = (entries.len() as u64, at - start);
        let fields = [(4, 8), (16, 4), (20, 4), (24, 8), (32, 8), (40, 8), (48, 8), (56, 4), (60, 4), (64, 8), (72, 4)];
        let locator = number(LOCATOR, 0, 4);
        let true_end = [44, 0, 0, count, count, length, start, locator, 0, at, 1];
        if fields.map(|(at, width)| number(&large, at, width)) != true_end || end.as_ref().is_none_or(|(p, _)| *p != at + 76) {
            findings.push(error("P175", shown, "压缩包的结尾记录被改动或损坏", ASK));
        }
    } else if all && walked && end.is_none() {
        findings.push(error("P175", shown, "压缩包的结尾记录损坏，或后面又接上了别的内容", ASK));
    } else if all && walked {
        let true_end = [entries.len() as u64, entries.len() as u64, at - start, start, 0, 0, 0];
        let said = end.as_ref().map(|(place, e)| {
            let fields = [(8, 2), (10, 2), (12, 4), (16, 4), (20, 2), (4, 2), (6, 2)];
            (*place, fields.map(|(at, width)| number(e, at, width)))
        });
        // A comment is no damage in a foreign zip; the rest must be so in any.
        let sound = said.is_some_and(|(place, said)| place == at && said == true_end && place + 22 == size);
        let foreign = said.is_some_and(|(place, said)| place == at && said.get(..4) == true_end.get(..4));
        if !sound && (!foreign || in_our_form(&entries)) {
            findings.push(error("P175", shown, "压缩包的结尾记录被改动或损坏", ASK));
        }
    }
    let ours = in_our_form(&entries);
    let mut seen = BTreeSet::new();
    for name in entries.iter().map(Mapped::name) {
        if !seen.insert(name.clone()) {
            let message = format!("压缩包里有两个条目同名“{name}”，无法判断以哪个为准");
            findings.push(error("P162", &name, message, "请拒收，要求移交单位重新封装"));
        }
    }
    // Once for all: there may be tens of thousands.
    let versions = ours.then(|| usual(&entries));
    for entry in &entries {
        judge(entry, versions, findings);
    }
    Ok(())
}

/// What stands behind the end record, which no reader shows: a comment, or bytes that are not of the zip at all. `end`: where the record
/// begins and the bytes from there; none where it is not within reach.
fn judge_end(end: Option<(u64, &[u8])>, size: u64, shown: &str, findings: &mut Vec<Finding>) {
    let Some((place, record)) = end else { return };
    let (behind, comment) = ((size - place).saturating_sub(22), number(record, 20, 2));
    if comment > 0 && comment <= behind {
        let message = format!("压缩包末尾带有一段{comment}字节的注释，不属于任何文件");
        findings.push(warning("P173", shown, message, "请核实来源；注释不受清单和封签保护，没有核对"));
    }
    if behind > comment {
        let message = format!("压缩包末尾多出{}字节不属于它的内容", behind - comment);
        findings.push(warning("P173", shown, message, "请核实来源；多出的内容没有核对"));
    }
}

/// Most entries have exactly what our writer writes: the zip was made by it, and one that differs was altered.
fn in_our_form(entries: &[Mapped]) -> bool {
    let alike = |e: &&Mapped| OURS.iter().all(|(field, value)| e.record.of_record(field) == *value);
    entries.len() > 3 && entries.iter().filter(alike).count() * 2 > entries.len()
}

/// Versions that most entries have: they are the writer's affair and may change with it.
fn usual(entries: &[Mapped]) -> [u64; 2] {
    [&MADE_BY, &NEEDED].map(|field| {
        let mut values: Vec<u64> = entries.iter().map(|e| e.record.of_record(field)).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    })
}

fn judge(entry: &Mapped, ours: Option<[u64; 2]>, findings: &mut Vec<Finding>) {
    let name = entry.name();
    let record = &entry.record;
    if [&PACKED, &SIZE, &OFFSET].iter().any(|f| record.of_record(f) == SEE_EXTRA) {
        return;
    }
    let Some(local) = &entry.local else {
        let message = format!("压缩包里“{name}”的条目头损坏，或目录写的位置不对");
        findings.push(error("P171", &name, message, ASK));
        return;
    };
    if local.name != record.name {
        let message = format!("压缩包的目录把一个条目写作“{name}”，条目头写作“{}”", decode(&local.name).0);
        findings.push(error("P171", &name, message, "请拒收：不同软件会从中解出不同内容"));
    }
    let followed = record.of_record(&FLAGS) & DESCRIPTOR != 0;
    let always = if followed { vec![&METHOD] } else { vec![&METHOD, &CHECKSUM, &PACKED, &SIZE] };
    let all = vec![&NEEDED, &FLAGS, &METHOD, &TIME, &DATE, &CHECKSUM, &PACKED, &SIZE, &EXTRA];
    let fields = if ours.is_some() { all } else { always };
    let differ = |f: &&&Field| local.of_local(f).is_some_and(|l| l != record.of_record(f) && l != SEE_EXTRA);
    let differing: Vec<&str> = fields.iter().filter(differ).map(|f| f.0).collect();
    if !differing.is_empty() {
        let message = format!("“{name}”在压缩包目录与条目头里的{}不同：压缩包被改动", differing.join("、"));
        findings.push(error("P171", &name, message, "请拒收：不同软件会从中解出不同内容"));
    }
    if record.of_record(&FLAGS) & UTF8 != 0 && std::str::from_utf8(&record.name).is_err() {
        let message = format!("“{name}”注明文件名是 UTF-8 而它不是：名称损坏或被改动");
        findings.push(error("P171", &name, message, ASK));
    }
    let Some([made_by, needed]) = ours else { return };
    let utf8 = if record.name.is_ascii() { 0 } else { UTF8 };
    let wanted = OURS.iter().map(|(f, v)| (f, *v)).chain([(&MADE_BY, made_by), (&NEEDED, needed), (&FLAGS, utf8)]);
    let odd: Vec<&str> = wanted.filter(|(f, v)| record.of_record(f) != *v).map(|(f, _)| f.0).collect();
    if !odd.is_empty() {
        let message = format!("压缩包里“{name}”的{}与封装时写的不同：压缩包被改动", odd.join("、"));
        findings.push(error("P174", &name, message, "内容另行逐字节核对；请用原包替换"));
    }
}
