//! 验收 and 四性检测 of a volume before it is sealed: each item 通过, 警告 or 人工, with evidence (domain.md §3.6; DA/T 70-2018).
//!
//! What a machine cannot know is 人工 until a person has entered what was found and who looked; it is never passed by itself.
//! The items are data (`assets/inspection`). Pure: files were looked at before and are told of as [`ExaminedFile`].

mod acceptance;
mod four;
mod report;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::arrange::{VolumeItem, VolumePlan};
use crate::case::Case;
use crate::finding::Finding;

pub use report::{ReportOf, blank, rows, xml};

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ItemOutcome {
    /// 通过
    Passed,
    /// 警告
    Warning,
    /// 人工: a person has to look and has not said yet.
    Manual,
}

impl ItemOutcome {
    pub const ALL: [ItemOutcome; 3] = [ItemOutcome::Passed, ItemOutcome::Warning, ItemOutcome::Manual];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ItemOutcome::Passed => "通过",
            ItemOutcome::Warning => "警告",
            ItemOutcome::Manual => "人工",
        }
    }
}

/// What a person found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryVerdict {
    /// 合格
    Good,
    /// 不合格
    Bad,
    /// 不适用
    NotApplicable,
}

impl EntryVerdict {
    pub const ALL: [EntryVerdict; 3] = [EntryVerdict::Good, EntryVerdict::Bad, EntryVerdict::NotApplicable];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EntryVerdict::Good => "合格",
            EntryVerdict::Bad => "不合格",
            EntryVerdict::NotApplicable => "不适用",
        }
    }
}

/// An entry of a person for one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonEntry {
    /// Code of the item, such as `GD-4-2` or `6`.
    pub code: String,
    pub verdict: EntryVerdict,
    /// What was looked at and found: name and virus base of the scanner, pages seen …
    pub words: String,
    pub by: String,
    #[ts(type = "string")]
    pub on: NaiveDate,
    /// Key of the volume it was entered for, where one act answered for several; empty where it was entered for this one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<_>")]
    pub once_from: String,
}

/// Who decides an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Auto,
    Person,
    /// The machine first, then a person.
    Both,
    /// The machine, and a person too where it found something only a person can judge.
    Asking,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub code: String,
    pub name: String,
    pub ask: String,
    pub way: Way,
    /// Codes of the checks whose findings count here.
    #[serde(default)]
    pub checks: Vec<String>,
    /// One act may answer for every volume it was done for: a virus scan, a look at the medium.
    #[serde(default)]
    pub once: bool,
    /// Code and name were seen in a source, not only recalled.
    #[serde(default = "seen")]
    pub confirmed: bool,
}

fn seen() -> bool {
    true
}

/// A list of items with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    pub source: String,
    pub item: Vec<Item>,
}

const NONE: Items = Items { source: String::new(), item: Vec::new() };

static ACCEPTANCE: LazyLock<Items> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/inspection/acceptance.toml")).unwrap_or(NONE));
static FOUR: LazyLock<Items> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/inspection/four.toml")).unwrap_or(NONE));

/// The ten points of acceptance.
#[must_use]
pub fn acceptance_items() -> &'static Items {
    &ACCEPTANCE
}

/// The items of 四性检测.
#[must_use]
pub fn four_items() -> &'static Items {
    &FOUR
}

/// One file of the package that holds content of an 件, as it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExaminedFile {
    /// Key of the 件.
    pub item: String,
    /// Path under `data/`.
    pub path: String,
    /// Bytes found, and as registered.
    pub size: u64,
    pub registered: u64,
    /// Format by content (`pdf`, `jpg`, …), empty for anything else; and as the name says.
    pub format: String,
    pub named: String,
    /// Why it cannot be opened.
    pub fault: Option<String>,
    pub encrypted: bool,
    /// SHA-256 as read just now, and as registered when it was taken in; the same where the program made the file itself.
    pub sha256: String,
    pub registered_sha256: String,
    /// Scripts, attachments, electronic signatures and the like in it, in words.
    pub active: Vec<String>,
    /// Fonts it uses without carrying them.
    pub fonts_missing: Vec<String>,
    /// Pages, where the format tells.
    pub pages: Option<u32>,
    /// A scan or picture: only an eye can say that it can be read.
    pub scan: bool,
}

/// All that is known of a volume about to be sealed.
#[derive(Debug)]
pub struct Examined<'a> {
    pub case: &'a Case,
    pub plan: &'a VolumePlan,
    /// All volumes of the batch, this one among them.
    pub beside: &'a [VolumePlan],
    /// Findings of the batch and of its volumes.
    pub findings: &'a [Finding],
    pub files: &'a [ExaminedFile],
    /// Paths under `data/`, as they will stand.
    pub paths: &'a [String],
    /// Metadata of every 件, by key.
    pub metadata: &'a [(String, String)],
    /// 说明文件 and 目录文件, as they will stand.
    pub lists: (&'a str, &'a str),
    pub entries: &'a [PersonEntry],
    pub arranger: &'a str,
    pub checker: &'a str,
    /// How often the inspection sent the volume back before.
    pub turned_back: usize,
    /// Lines of the journal, and what is wrong with their chain, in words.
    pub journal: (u64, Vec<String>),
    pub today: NaiveDate,
}

/// One item as judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Judged {
    pub code: String,
    pub name: String,
    pub ask: String,
    pub outcome: ItemOutcome,
    /// What it rests on: counts, places, what a person entered.
    pub evidence: String,
    /// A person is to say; whether one has.
    pub person: bool,
    /// What is said may be said of other volumes too ([`Item::once`]).
    #[serde(default)]
    pub once: bool,
    pub entered_by: String,
    /// False: the code is recalled and awaits comparison with the standard.
    pub confirmed: bool,
}

/// 验收 and 四性检测 of one volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Inspection {
    pub acceptance: Vec<Judged>,
    pub four: Vec<Judged>,
}

impl Inspection {
    /// Judges everything there is to judge.
    #[must_use]
    pub fn of(examined: &Examined<'_>) -> Self {
        let judge = |items: &Items, by: &dyn Fn(&Item) -> Said| items.item.iter().map(|i| weigh(examined, i, by(i))).collect();
        Inspection {
            acceptance: judge(acceptance_items(), &|i| acceptance::judge(examined, i)),
            four: judge(four_items(), &|i| four::judge(examined, i)),
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Judged> {
        self.acceptance.iter().chain(&self.four)
    }

    /// How many have an outcome.
    #[must_use]
    pub fn count(&self, outcome: ItemOutcome) -> usize {
        self.all().filter(|j| j.outcome == outcome).count()
    }

    /// `通过 38，警告 2，人工 6`
    #[must_use]
    pub fn sum(&self) -> String {
        ItemOutcome::ALL.map(|o| format!("{} {}", o.word(), self.count(o))).join("，")
    }
}

/// What the machine says of an item.
pub(crate) struct Said {
    pub(crate) good: bool,
    /// Only a person can judge what was found; for items that may ask ([`Way::Asking`]).
    pub(crate) asks: bool,
    pub(crate) evidence: String,
}

impl Said {
    pub(crate) fn good(evidence: impl Into<String>) -> Said {
        Said { good: true, asks: false, evidence: evidence.into() }
    }

    pub(crate) fn bad(evidence: impl Into<String>) -> Said {
        Said { good: false, asks: false, evidence: evidence.into() }
    }

    /// Nothing against it, as far as a machine can tell.
    pub(crate) fn asking(evidence: impl Into<String>) -> Said {
        Said { good: true, asks: true, evidence: evidence.into() }
    }

    /// Good when nothing was found; else what was, the first three of it.
    pub(crate) fn list(found: &[String], good: impl Into<String>) -> Said {
        if found.is_empty() {
            return Said::good(good);
        }
        let shown: Vec<&str> = found.iter().take(3).map(String::as_str).collect();
        let more = if found.len() > 3 { format!(" 等{}处", found.len()) } else { String::new() };
        Said::bad(format!("{}{more}", shown.join("；")))
    }
}

/// The machine's word and the person's together: a person's 不合格 outweighs the machine, a person's 合格 never covers what it found.
fn weigh(examined: &Examined<'_>, item: &Item, said: Said) -> Judged {
    let person = match item.way {
        Way::Auto => false,
        Way::Asking => said.asks,
        Way::Person | Way::Both => true,
    };
    let entry = examined.entries.iter().rev().find(|e| e.code == item.code && person);
    let machine = if item.way == Way::Person { None } else { Some(said.good) };
    let outcome = match (machine, entry.map(|e| e.verdict)) {
        (Some(false), _) | (_, Some(EntryVerdict::Bad)) => ItemOutcome::Warning,
        (Some(true), None) if !person => ItemOutcome::Passed,
        (_, None) => ItemOutcome::Manual,
        (_, Some(EntryVerdict::Good | EntryVerdict::NotApplicable)) => ItemOutcome::Passed,
    };
    let mut evidence = said.evidence;
    if let Some(e) = entry {
        let told = format!("{}：{}（{}，{}）", e.verdict.word(), e.words, e.by, e.on);
        evidence = if evidence.is_empty() { told } else { format!("{evidence}；{told}") };
    } else if person {
        let ask = "待人工核对并填写";
        evidence = if evidence.is_empty() { ask.into() } else { format!("{evidence}；{ask}") };
    }
    Judged {
        code: item.code.clone(),
        name: item.name.clone(),
        ask: item.ask.clone(),
        outcome,
        evidence,
        person,
        once: person && item.once,
        entered_by: entry.map(|e| e.by.clone()).unwrap_or_default(),
        confirmed: item.confirmed,
    }
}

fn item_of(code: &str) -> Option<&'static Item> {
    acceptance_items().item.iter().chain(&four_items().item).find(|i| i.code == code)
}

/// Why an entry of one volume cannot be taken for others too, in words; None when it can.
#[must_use]
pub fn against_once(entry: &PersonEntry) -> Option<String> {
    let item = item_of(&entry.code).filter(|i| !i.once)?;
    Some(format!("“{} {}”要逐卷看过，不能一次填给各卷", item.code, item.name))
}

/// Why an entry cannot be taken, in words; None when it can.
#[must_use]
pub fn against(entry: &PersonEntry, today: NaiveDate) -> Option<String> {
    match item_of(&entry.code) {
        None => Some(format!("没有“{}”这个检测项", entry.code)),
        Some(i) if i.way == Way::Auto => Some(format!("“{} {}”由程序判断，不由人填写", i.code, i.name)),
        Some(i) if entry.words.trim().is_empty() => Some(format!("“{} {}”没有写核对了什么、结果怎样", i.code, i.name)),
        Some(i) if entry.by.trim().is_empty() => Some(format!("“{} {}”没有写核对人", i.code, i.name)),
        Some(i) if entry.on > today => Some(format!("“{} {}”的核对日期 {} 还没有到", i.code, i.name, entry.on)),
        Some(_) => None,
    }
}

/// Codes that occur twice, or that name a check there is none of: the lists as committed have neither.
#[must_use]
pub fn faults(items: &Items) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for item in &items.item {
        if !seen.insert(&item.code) {
            faults.push(format!("“{}”列了两次", item.code));
        }
        if item.once && item.way == Way::Auto {
            faults.push(format!("“{}”由程序判断，没有人一次办理", item.code));
        }
        for check in item.checks.iter().filter(|c| !crate::checks::is_known_code(c) && *c != "L90") {
            faults.push(format!("“{}”引用的校验“{check}”不存在", item.code));
        }
    }
    faults
}

/// `0003《…》`, short enough for a line of evidence.
pub(crate) fn called(item: &VolumeItem) -> String {
    let title: String = item.title.chars().take(24).collect();
    format!("第{}件《{title}》", item.order)
}
