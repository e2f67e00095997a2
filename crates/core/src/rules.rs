//! 规则包: which checks judge, with which numbers, at which level, on what basis, from which day (domain.md §2.1–2.4).
//!
//! A pack is data (`assets/rules/*.toml`). An edition of the 条例 stands alone; overlays change what they name. Each number keeps
//! its source and whether anybody confirmed it. Nothing here judges a case, and no check holds a number of its own.

mod builtin;
mod label;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use label::Label;
pub use schema::{PARAMETERS, ParameterInfo, SITUATIONS, SituationInfo};

use crate::case::BatchContent;
use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};

/// 条例版本 or 本地补充.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum PackKind {
    /// An edition of the 条例: says every check.
    #[serde(rename = "条例版本")]
    Edition,
    /// Laid over an edition: says only what it changes.
    #[serde(rename = "本地补充")]
    Overlay,
}

/// Where a number comes from (domain.md, 出处标记).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Source {
    /// [S]: found in a public text.
    #[serde(rename = "S")]
    Public,
    /// [recalled]: not found word for word.
    #[serde(rename = "recalled")]
    Recalled,
    /// [proposed]: drawn up for this program, no official text.
    #[serde(rename = "proposed")]
    Proposed,
    /// A local rule, as its own text has it.
    #[serde(rename = "local")]
    Local,
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Value {
    Number(u32),
    Words(Vec<String>),
}

/// What a pack says of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackCheck {
    pub code: String,
    pub enabled: bool,
    pub level: Level,
    /// Article or local rule, as printed in findings.
    pub basis: String,
    pub source: Source,
    /// Somebody has compared it with the official text.
    pub confirmed: bool,
    /// Judges only what happened from this day on; empty: from the day of the pack.
    #[ts(type = "string | null")]
    pub from: Option<NaiveDate>,
    #[ts(type = "Record<string, number | string[]>")]
    pub parameters: BTreeMap<String, Value>,
    /// Where each number comes from, by its name; one without a label of its own bears the check's.
    #[serde(default)]
    pub sources: BTreeMap<String, Label>,
    /// Levels of named situations (`SITUATIONS`) that are not the check's own.
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
}

/// One pack, proved sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RulePack {
    pub id: String,
    pub name: String,
    pub version: String,
    pub kind: PackKind,
    /// First and last day it is in force; empty: no limit.
    #[ts(type = "string | null")]
    pub from: Option<NaiveDate>,
    #[ts(type = "string | null")]
    pub to: Option<NaiveDate>,
    pub note: String,
    /// 1: one label for all numbers of a check, as the first packs had it; 2: every number bears its own.
    #[serde(default = "label::first_format")]
    pub format: u32,
    pub checks: Vec<PackCheck>,
}

impl PackKind {
    /// As the file writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PackKind::Edition => "条例版本",
            PackKind::Overlay => "本地补充",
        }
    }
}

impl Source {
    /// As the file writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Source::Public => "S",
            Source::Recalled => "recalled",
            Source::Proposed => "proposed",
            Source::Local => "local",
        }
    }
}

impl RulePack {
    /// Reads a pack and proves it sound.
    ///
    /// # Errors
    /// Every fault found, as findings `R01`–`R11` and `R13`, each with the file, the key and what to do.
    pub fn parse(text: &str, file_name: &str) -> Result<RulePack, Vec<Finding>> {
        read::read(text, file_name)
    }

    /// The key that names this very version: `yili@1.0`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The pack as a file, which [`RulePack::parse`] reads back to the same pack.
    #[must_use]
    pub fn to_text(&self) -> String {
        write::text(self)
    }

    /// Whether a day lies within the time the pack is in force.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// One check as it is in force, with the pack that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Rule {
    pub check: PackCheck,
    /// Name of the pack that spoke last.
    pub pack: String,
    /// Said by an overlay, not by the edition alone.
    pub local: bool,
}

/// All checks as they are in force together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Rules {
    pub edition: String,
    pub checks: BTreeMap<String, Rule>,
}

impl Rules {
    fn of(edition: &RulePack, overlays: &[&RulePack]) -> Rules {
        let mut rules = Rules { edition: edition.id.clone(), checks: BTreeMap::new() };
        for pack in std::iter::once(edition).chain(overlays.iter().copied()) {
            let local = pack.kind == PackKind::Overlay;
            for check in &pack.checks {
                let mut check = label::labelled(check);
                if let Some(before) = rules.checks.get(&check.code) {
                    let before = before.check.clone();
                    check.parameters = before.parameters.into_iter().chain(check.parameters).collect();
                    check.sources = before.sources.into_iter().chain(check.sources).collect();
                    check.levels = before.levels.into_iter().chain(check.levels).collect();
                }
                rules.checks.insert(check.code.clone(), Rule { check, pack: pack.name.clone(), local });
            }
        }
        rules
    }

    /// Whether the check judges what happened on `day`.
    #[must_use]
    pub fn on(&self, code: &str, day: Option<PartialDate>) -> bool {
        self.checks
            .get(code)
            .is_some_and(|r| r.check.enabled && r.check.from.is_none_or(|from| day.is_none_or(|d| d.last_day() >= from)))
    }

    #[must_use]
    pub fn level(&self, code: &str) -> Level {
        self.checks.get(code).map_or(Level::Error, |r| r.check.level)
    }

    #[must_use]
    pub fn basis(&self, code: &str) -> &str {
        self.checks.get(code).map_or("", |r| r.check.basis.as_str())
    }

    /// The check is said by an overlay.
    #[must_use]
    pub fn is_local(&self, code: &str) -> bool {
        self.checks.get(code).is_some_and(|r| r.local)
    }

    /// What the pack says under a name, else what stood in the program before it was data.
    fn value(&self, code: &str, name: &str) -> Option<&Value> {
        let own = self.checks.get(code).and_then(|r| r.check.parameters.get(name));
        own.or_else(|| label::carried(code, name))
    }

    /// A number; 0 where the pack gives none, but for those that stood in the program before they were data.
    #[must_use]
    pub fn number(&self, code: &str, name: &str) -> u32 {
        match self.value(code, name) {
            Some(Value::Number(n)) => *n,
            _ => 0,
        }
    }

    /// A part of a whole: numerator and denominator, the latter at least 1.
    #[must_use]
    pub fn part(&self, code: &str) -> (u64, u64) {
        (self.number(code, "numerator").into(), u64::from(self.number(code, "denominator").max(1)))
    }

    /// A list of words; empty where the pack gives none, but for the words that stood in the program before they were data.
    #[must_use]
    pub fn words(&self, code: &str, name: &str) -> &[String] {
        match self.value(code, name) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }
}

/// The rules a batch is judged by: one set for each edition in force while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Governing {
    /// From which day, ascending; the first has no limit.
    eras: Vec<(Option<NaiveDate>, Rules)>,
    /// What is to be said of the choice itself (V40): words and remedy.
    pub remarks: Vec<(String, &'static str)>,
}

impl Governing {
    /// The rules in force on a day; undated: those the batch began under.
    #[must_use]
    pub fn at(&self, day: Option<PartialDate>) -> &Rules {
        static NONE: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(Rules::default);
        let day = day.map(PartialDate::last_day);
        let era = self.eras.iter().rev().find(|(from, _)| from.is_none_or(|f| day.is_some_and(|d| f <= d)));
        era.map_or(&NONE, |(_, rules)| rules)
    }

    /// The rules the batch began under.
    #[must_use]
    pub fn first(&self) -> &Rules {
        self.at(None)
    }

    /// The later edition a day falls under, with its first day; None while the edition of the beginning is in force.
    #[must_use]
    pub fn later(&self, day: PartialDate) -> Option<(NaiveDate, &str)> {
        let (from, rules) = self.eras.iter().rev().find(|(from, _)| from.is_some_and(|f| f <= day.first_day()))?;
        from.map(|f| (f, rules.edition.as_str()))
    }

    /// Changes made for one judgement only, as a case file may ask for.
    pub fn adjust(&mut self, code: &str, change: impl Fn(&mut PackCheck)) {
        for (_, rules) in &mut self.eras {
            if let Some(rule) = rules.checks.get_mut(code) {
                change(&mut rule.check);
                rule.local = true;
            }
        }
    }
}

/// Every pack there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleBook {
    pub packs: Vec<RulePack>,
}

impl RuleBook {
    /// The pack of a key: `2019`, or `yili@1.0` for one version of it. A key without a version means the first there was: what a
    /// batch was judged by does not change because an office wrote a further version.
    #[must_use]
    pub fn pack(&self, key: &str) -> Option<&RulePack> {
        let (id, version) = key.split_once('@').map_or((key.trim(), None), |(id, v)| (id.trim(), Some(v.trim())));
        self.packs.iter().find(|p| p.id == id && version.is_none_or(|v| p.version == v))
    }

    /// The pack of a key for something begun now: a key without a version means the newest.
    #[must_use]
    pub fn newest(&self, key: &str) -> Option<&RulePack> {
        if key.contains('@') { self.pack(key) } else { self.packs.iter().rfind(|p| p.id == key.trim()) }
    }

    /// The newest version of each edition's data: what a batch begun now is judged by, whatever is corrected in them later.
    #[must_use]
    pub fn newest_editions(&self) -> Vec<String> {
        let mut newest: BTreeMap<&str, &RulePack> = BTreeMap::new();
        for pack in self.editions() {
            newest.insert(&pack.id, pack);
        }
        newest.values().map(|p| p.key()).collect()
    }

    /// The data of an edition a batch is judged by: the version it was begun under, else the first there was.
    fn held(&self, batch: &BatchContent, id: &str) -> Option<&RulePack> {
        let pinned = batch.edition_data.iter().filter(|key| key.split_once('@').is_some_and(|(of, _)| of == id));
        let pinned = pinned.filter_map(|key| self.pack(key)).next();
        pinned.or_else(|| self.pack(id)).filter(|p| p.kind == PackKind::Edition)
    }

    /// The data of the edition a batch names, in the version it is judged by.
    #[must_use]
    pub fn edition_of(&self, batch: &BatchContent) -> Option<&RulePack> {
        let wanted = batch.edition.trim();
        if wanted.contains('@') { self.pack(wanted).filter(|p| p.kind == PackKind::Edition) } else { self.held(batch, wanted) }
    }

    /// The book with further versions of local packs.
    #[must_use]
    pub fn with(&self, packs: impl IntoIterator<Item = RulePack>) -> RuleBook {
        RuleBook { packs: self.packs.iter().cloned().chain(packs).collect() }
    }

    fn editions(&self) -> impl Iterator<Item = &RulePack> {
        self.packs.iter().filter(|p| p.kind == PackKind::Edition)
    }

    /// The edition in force on a day: the default of a batch begun then.
    #[must_use]
    pub fn edition_on(&self, day: NaiveDate) -> Option<&RulePack> {
        self.editions().filter(|p| p.covers(day)).last()
    }

    /// The oldest edition there is a pack of.
    #[must_use]
    pub fn first_edition(&self) -> Option<&RulePack> {
        self.editions().min_by_key(|p| p.from)
    }

    /// The rules of a batch. With no edition chosen, that of the 动议日期 (else the newest).
    ///
    /// A batch that outlives its edition is judged step by step: what happened from the first day of the next edition on, by that
    /// one. An edition chosen with a reason governs the whole batch.
    #[must_use]
    pub fn govern(&self, batch: &BatchContent) -> Governing {
        let started = batch.started.map(PartialDate::first_day);
        let by_date = started.and_then(|d| self.edition_on(d)).and_then(|p| self.held(batch, &p.id));
        let newest = self.editions().max_by_key(|p| p.from).and_then(|p| self.held(batch, &p.id));
        let mut remarks = Vec::new();
        let wanted = batch.edition.trim();
        let chosen = if wanted.is_empty() { by_date.or(newest) } else { self.edition_of(batch) };
        let Some(edition) = chosen.or(by_date).or(newest) else { return Governing { eras: Vec::new(), remarks } };
        if chosen.is_none() {
            let message = format!("批次的规则版次“{wanted}”不在规则包之列，暂按{}校验", edition.name);
            remarks.push((message, "请在批次信息里选定规则版次"));
        }
        let mut overlays = Vec::new();
        for key in &batch.overlays {
            match self.pack(key).filter(|p| p.kind == PackKind::Overlay) {
                None => remarks.push((format!("没有本地规则包“{key}”，未按它校验"), "请核对本地规则包的编号")),
                Some(pack) => {
                    if let Some(day) = started.filter(|d| !pack.covers(*d)) {
                        let message =
                            format!("本地规则包《{}》的有效期不含动议日期{}", pack.name, PartialDate::Day(day).chinese());
                        remarks.push((message, "请核对动议日期，或换用当时有效的规则包"));
                    }
                    overlays.push(pack);
                }
            }
        }
        let in_time = started.is_none_or(|d| edition.covers(d));
        let explained = !batch.edition_reason.trim().is_empty();
        if let (Some(day), false, false) = (started, in_time, explained) {
            let message =
                format!("动议日期{}不在{}的有效期内，也没有写明改选的理由", PartialDate::Day(day).chinese(), edition.name);
            remarks.push((message, "请换用动议当日有效的版次，或写明改选理由"));
        }
        let mut eras = vec![(None, Rules::of(edition, &overlays))];
        if in_time && !explained {
            let ids: BTreeSet<&str> = self.editions().filter(|p| p.from > edition.from).map(|p| p.id.as_str()).collect();
            let mut later: Vec<&RulePack> = ids.into_iter().filter_map(|id| self.held(batch, id)).collect();
            later.sort_by_key(|p| p.from);
            eras.extend(later.into_iter().map(|p| (p.from, Rules::of(p, &overlays))));
        }
        Governing { eras, remarks }
    }
}

/// Where a remark on the choice of rules points.
#[must_use]
pub(crate) fn choice_place(place: Place) -> Place {
    place.field("规则版次")
}
