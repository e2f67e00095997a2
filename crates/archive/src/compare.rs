//! Two packages held against each other, and what differs in words. Both are read to the last byte, and each is judged by itself (`verify`): which of
//! two copies is the true one is what people want to know.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::Verified;
use crate::bag::{self, Declaration};
use crate::container::{Container, ReadFault};
use crate::digest::{Digests, Hasher, Wanted};
use crate::layout::{BAG_INFO, DATA, SEAL_FILES, SEAL_JSON};
use crate::verify::{Facts, Limits, Mode, open, verify};
use crate::{ArchiveError, Listener, Meter, Phase, Progress, SealRecord};

/// In what way two packages differ at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Something of the seal record.
    Seal,
    /// A label of bag-info.txt.
    Label,
    /// Only in the first.
    Removed,
    /// Only in the second.
    Added,
    /// The same bytes under another name.
    Renamed,
    /// Other bytes under the same name.
    Changed,
    /// Could not be read in one of them.
    Unreadable,
}

impl DifferenceKind {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DifferenceKind::Seal => "封签",
            DifferenceKind::Label => "说明",
            DifferenceKind::Removed => "乙缺",
            DifferenceKind::Added => "乙多",
            DifferenceKind::Renamed => "改名",
            DifferenceKind::Changed => "改动",
            DifferenceKind::Unreadable => "读不出",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
// The screens know another difference, that of two forms of a person.
#[ts(rename = "PackageDifference")]
pub struct Difference {
    pub kind: DifferenceKind,
    /// File in the package; the new name of a renamed one.
    pub file: String,
    pub words: String,
}

/// How two packages stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Byte for byte the same, seal and all.
    Identical,
    /// The same payload under different tag files or seals.
    SamePayload,
    /// The second names the seal of the first as the one before it.
    Next,
    /// The first names the seal of the second.
    Previous,
    /// Neither.
    Different,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Comparison {
    pub a: String,
    pub b: String,
    pub relation: Relation,
    /// The relation in a sentence.
    pub words: String,
    /// Each by itself.
    pub judged_a: JudgedAlone,
    pub judged_b: JudgedAlone,
    pub differences: Vec<Difference>,
    /// Files with the same name and the same bytes.
    pub unchanged: u32,
}

/// One of two packages by itself, whatever the other is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JudgedAlone {
    /// Whole, and the seal with a good signature stands over it.
    pub sealed: bool,
    /// `甲（封签 Z109-2026-0001）：封签完好`
    pub words: String,
}

/// One of the two, read through.
struct Side {
    files: BTreeMap<String, Digests>,
    unreadable: BTreeMap<String, String>,
    info: Vec<(String, String)>,
    seal: Option<(SealRecord, String)>,
}

/// Compares two packages, folder or zip, each read once.
///
/// # Errors
/// When one cannot be read as a package at all, or the caller says stop.
pub fn compare(a: &Path, b: &Path, progress: &mut Listener<'_>) -> Result<Comparison, ArchiveError> {
    let limits = Limits::default();
    let (mut first, mut second) = (opened(a, &limits)?, opened(b, &limits)?);
    let size = |c: &dyn Container| c.entries().iter().map(|e| e.size).fold(0_u64, u64::saturating_add);
    let (of_a, of_b) = (size(first.as_ref()), size(second.as_ref()));
    // Each is read twice: to be judged, and to be held against the other.
    let total = of_a.saturating_add(of_b).saturating_mul(2);
    let judged_a = alone("甲", a, (0, of_a, total), progress)?;
    let judged_b = alone("乙", b, (of_a, of_b, total), progress)?;
    let mut meter = Meter::new(progress, total);
    meter.step(Phase::Verify, "", total / 2)?;
    let (x, y) = (side(first.as_mut(), &limits, &mut meter)?, side(second.as_mut(), &limits, &mut meter)?);
    meter.step(Phase::Verify, "", total)?;
    let mut differences = seals(&x, &y);
    differences.extend(labels(&x.info, &y.info));
    let unchanged = files(&x, &y, &mut differences);
    let (relation, words) = relation(&x, &y, &differences);
    Ok(Comparison {
        a: a.display().to_string(),
        b: b.display().to_string(),
        relation,
        words,
        judged_a,
        judged_b,
        differences,
        unchanged,
    })
}

/// Judges one of the two; `share`: where its bytes begin in the whole, how many they are, the whole.
fn alone(who: &str, path: &Path, share: (u64, u64, u64), progress: &mut Listener<'_>) -> Result<JudgedAlone, ArchiveError> {
    let (from, own, total) = share;
    let report = verify(path, Mode::Full, &mut |p: Progress| {
        progress(Progress { done: from.saturating_add(p.done.min(own)), total, ..p })
    })?;
    let judged = Verified::of(path.display().to_string(), report);
    let seal = if judged.seal_no.is_empty() { "没有封签".to_owned() } else { format!("封签 {}", judged.seal_no) };
    Ok(JudgedAlone { sealed: judged.sealed, words: format!("{who}（{seal}）：{}", judged.verdict(false)) })
}

fn opened(path: &Path, limits: &Limits) -> Result<Box<dyn Container>, ArchiveError> {
    let mut findings = Vec::new();
    let (container, _): (_, Facts) = open(path, limits, &mut findings)?;
    container.ok_or_else(|| ArchiveError::NotAPackage {
        path: path.to_owned(),
        reason: findings.into_iter().next().map(|f| f.message).unwrap_or_default(),
    })
}

fn side(container: &mut dyn Container, limits: &Limits, meter: &mut Meter<'_, '_>) -> Result<Side, ArchiveError> {
    let mut side = Side { files: BTreeMap::new(), unreadable: BTreeMap::new(), info: Vec::new(), seal: None };
    let mut hasher = Hasher::new(Wanted::SHA256);
    let paths: Vec<String> = container.entries().iter().map(|e| e.path.clone()).collect();
    for (index, path) in paths.iter().enumerate() {
        let small = path == BAG_INFO || path == SEAL_JSON;
        let mut kept = Vec::new();
        let read = container.read(index, limits.file_bytes, &mut |chunk| {
            hasher.update(chunk);
            if small && (kept.len() as u64) < limits.tag_bytes {
                kept.extend_from_slice(chunk);
            }
            meter.step(Phase::Verify, path, chunk.len() as u64)
        });
        let digests = hasher.finish();
        match read {
            Ok(()) => {
                if path == BAG_INFO {
                    let text = bag::decode(&kept, Declaration::ASSUMED, path, &mut Vec::new());
                    side.info = bag::info(&text, path, &mut Vec::new());
                } else if path == SEAL_JSON {
                    side.seal = SealRecord::parse(&kept).ok().map(|r| (r, digests.sha256.clone()));
                }
                side.files.insert(path.clone(), digests);
            }
            Err(ReadFault::Stop(error)) => return Err(error),
            Err(ReadFault::Damaged(reason)) => {
                side.unreadable.insert(path.clone(), reason);
            }
            Err(ReadFault::TooLarge(cap)) => {
                side.unreadable.insert(path.clone(), format!("解出的字节超过{cap}"));
            }
        }
    }
    Ok(side)
}

/// The record as its file writes it, key by key: every field has its Chinese name already.
fn fields(record: &SealRecord) -> BTreeMap<String, String> {
    let Ok(serde_json::Value::Object(map)) = serde_json::to_value(record) else { return BTreeMap::new() };
    let told = |k: &String| !["标签清单", "签名材料", "封签文本SHA-256"].contains(&k.as_str());
    map.into_iter().filter(|(k, _)| told(k)).map(|(k, v)| (k, words_of(&v))).collect()
}

/// A value of the record as one says it: `行号 727，SHA-256 ab…`, runs of numbers one after the other.
fn words_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Null => "无".to_owned(),
        serde_json::Value::Array(list) => list.iter().map(words_of).collect::<Vec<_>>().join("；"),
        serde_json::Value::Object(map) => match (map.get("起"), map.get("止")) {
            (Some(first), Some(last)) if first == last => words_of(first),
            (Some(first), Some(last)) => format!("{} 至 {}", words_of(first), words_of(last)),
            _ => map.iter().map(|(k, v)| format!("{k} {}", words_of(v))).collect::<Vec<_>>().join("，"),
        },
        other => other.to_string(),
    }
}

fn seals(x: &Side, y: &Side) -> Vec<Difference> {
    let of = |words: String| Difference { kind: DifferenceKind::Seal, file: SEAL_JSON.into(), words };
    match (&x.seal, &y.seal) {
        (None, None) => Vec::new(),
        (Some((a, _)), None) => vec![of(format!("甲有封签 {}，乙没有", a.seal_no))],
        (None, Some((b, _))) => vec![of(format!("乙有封签 {}，甲没有", b.seal_no))],
        (Some((a, _)), Some((b, _))) => {
            let (a, b) = (fields(a), fields(b));
            let none = "无".to_owned();
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter()
                .filter(|k| a.get(*k) != b.get(*k))
                .map(|k| of(format!("{k}：甲 {}，乙 {}", a.get(k).unwrap_or(&none), b.get(k).unwrap_or(&none))))
                .collect()
        }
    }
}

fn labels(x: &[(String, String)], y: &[(String, String)]) -> Vec<Difference> {
    let all = |side: &[(String, String)], label: &str| {
        let values: Vec<&str> = side.iter().filter(|(l, _)| l == label).map(|(_, v)| v.as_str()).collect();
        if values.is_empty() { "无".to_owned() } else { values.join("；") }
    };
    let names: BTreeSet<&String> = x.iter().chain(y).map(|(l, _)| l).collect();
    names
        .into_iter()
        .filter(|label| all(x, label) != all(y, label))
        .map(|label| Difference {
            kind: DifferenceKind::Label,
            file: BAG_INFO.into(),
            words: format!("{}：甲 {}，乙 {}", named(label), all(x, label), all(y, label)),
        })
        .collect()
}

/// A label of bag-info.txt as people say it, behind it as the file has it.
fn named(label: &str) -> String {
    let word = match label {
        "Payload-Oxum" => "字节数和文件数",
        "Bagging-Date" => "封装日期",
        "Bag-Size" => "大小",
        "Bag-Software-Agent" => "封装软件",
        "External-Identifier" => "包的标识",
        "External-Description" => "内容说明",
        "Internal-Sender-Identifier" => "移交单位的标识",
        "Internal-Sender-Description" => "移交单位的说明",
        "Source-Organization" => "来源单位",
        _ => return label.to_owned(),
    };
    format!("{word}（{label}）")
}

fn files(x: &Side, y: &Side, differences: &mut Vec<Difference>) -> u32 {
    let mut unchanged = 0;
    let mut say = |kind, file: &str, words: String| differences.push(Difference { kind, file: file.to_owned(), words });
    for (who, side) in [("甲", x), ("乙", y)] {
        for (path, reason) in &side.unreadable {
            say(DifferenceKind::Unreadable, path, format!("{who}的“{path}”读不出（{reason}），没有比较"));
        }
    }
    let known = |side: &Side, path: &String| side.files.contains_key(path) || side.unreadable.contains_key(path);
    let mut gone: Vec<(&String, &Digests)> = x.files.iter().filter(|(p, _)| !known(y, p)).collect();
    let mut renamed = BTreeMap::new();
    for (path, digests) in y.files.iter().filter(|(p, _)| !known(x, p)) {
        if let Some(at) = gone.iter().position(|(_, d)| *d == digests && d.size > 0) {
            renamed.insert(path, gone.remove(at).0);
        }
    }
    for (path, before) in &x.files {
        match y.files.get(path) {
            Some(now) if now == before => unchanged += 1,
            Some(now) => {
                let size = if now.size == before.size {
                    format!("都是{}字节，内容不同", now.size)
                } else {
                    format!("甲{}字节，乙{}字节", before.size, now.size)
                };
                say(DifferenceKind::Changed, path, format!("“{path}”内容不同（{size}）"));
            }
            None => {}
        }
    }
    for (now, before) in &renamed {
        say(DifferenceKind::Renamed, now, format!("甲的“{before}”在乙里叫“{now}”，内容相同"));
    }
    for (path, digests) in gone {
        say(DifferenceKind::Removed, path, format!("“{path}”（{}字节）只在甲里", digests.size));
    }
    for (path, digests) in y.files.iter().filter(|(p, _)| !known(x, p) && !renamed.contains_key(p)) {
        say(DifferenceKind::Added, path, format!("“{path}”（{}字节）只在乙里", digests.size));
    }
    unchanged
}

fn relation(x: &Side, y: &Side, differences: &[Difference]) -> (Relation, String) {
    let payload = |d: &&Difference| d.file.starts_with(DATA);
    let number = |side: &Side| side.seal.as_ref().map(|(r, _)| r.seal_no.clone()).unwrap_or_default();
    let names = |side: &Side, other: &Side| {
        let previous = side.seal.as_ref().and_then(|(r, _)| r.previous_seal.as_ref());
        previous.is_some() && previous == other.seal.as_ref().map(|(_, sha256)| sha256)
    };
    let same = !differences.iter().any(|d| payload(&d));
    let content = if same { "里面的材料完全相同" } else { "里面的材料不同" };
    if differences.is_empty() {
        (Relation::Identical, "两个包逐字节相同，是同一次封存".to_owned())
    } else if names(y, x) {
        (Relation::Next, format!("乙（封签 {}）紧接在甲（封签 {}）之后封存，{content}", number(y), number(x)))
    } else if names(x, y) {
        (Relation::Previous, format!("甲（封签 {}）紧接在乙（封签 {}）之后封存，{content}", number(x), number(y)))
    } else if same {
        let only_seal = differences.iter().all(|d| SEAL_FILES.contains(&d.file.as_str()));
        let where_ = if only_seal { "不同的只是封签文件" } else { "不同的是说明、清单或封签" };
        (Relation::SamePayload, format!("{content}，{where_}"))
    } else {
        (Relation::Different, "两个包里面的材料不同".to_owned())
    }
}
