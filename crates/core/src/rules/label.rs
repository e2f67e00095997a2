//! What is said of one number: where it comes from, whether anybody confirmed it, on which words it rests; and the level of a named
//! situation. Old data says it per check, new data per number; here both read alike. Nothing here judges.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::schema::{self, SITUATIONS};
use super::{PackCheck, RuleBook, Rules, Source, Value};
use crate::finding::Level;

/// The label of one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Label {
    pub source: Source,
    /// Somebody has compared it with the official text.
    pub confirmed: bool,
    /// Article or document the number itself rests on, as printed in findings; empty: the check's.
    #[serde(default)]
    pub basis: String,
}

/// The format of packs whose numbers bear no labels of their own.
pub(super) fn first_format() -> u32 {
    1
}

/// The check with a label on every number: its own, else the check's.
pub(super) fn labelled(check: &PackCheck) -> PackCheck {
    let mut check = check.clone();
    for name in check.parameters.keys() {
        let of_check = || Label { source: check.source, confirmed: check.confirmed, basis: String::new() };
        check.sources.entry(name.clone()).or_insert_with(of_check);
    }
    check
}

/// What was part of the program until later data said it: older data is read with those very words and numbers ([`schema::carried`]).
pub(super) fn carried(code: &str, name: &str) -> Option<&'static Value> {
    type Kept = BTreeMap<(&'static str, &'static str), &'static Value>;
    static KEPT: LazyLock<Kept> = LazyLock::new(|| {
        let mut kept = Kept::new();
        for pack in RuleBook::builtin().packs.iter().filter(|p| p.id == "2019") {
            for (code, name, value) in
                pack.checks.iter().flat_map(|c| c.parameters.iter().map(|(n, v)| (c.code.as_str(), n.as_str(), v)))
            {
                if schema::carried(code, name).is_some_and(|version| version == pack.version) {
                    kept.insert((code, name), value);
                }
            }
        }
        kept
    });
    let kept: &BTreeMap<(&str, &str), &'static Value> = &KEPT;
    kept.get(&(code, name)).copied()
}

impl Rules {
    /// What a number rests on: its own basis, else the check's.
    #[must_use]
    pub fn basis_of(&self, code: &str, parameter: &str) -> &str {
        let own = self.checks.get(code).and_then(|r| r.check.sources.get(parameter)).map_or("", |l| l.basis.trim());
        if own.is_empty() { self.basis(code) } else { own }
    }

    /// The level of a situation the data itself names: None under older data, which knows nothing of it.
    #[must_use]
    pub fn named_level(&self, code: &str, situation: &str) -> Option<Level> {
        self.checks.get(code).and_then(|r| r.check.levels.get(situation)).copied()
    }

    /// The level of a named situation, else that of the data before it was named there.
    #[must_use]
    pub fn level_of(&self, code: &str, situation: &str) -> Level {
        let said = self.named_level(code, situation);
        let known = || SITUATIONS.iter().find(|s| s.code == code && s.name == situation).map(|s| s.level);
        said.or_else(known).unwrap_or_else(|| self.level(code))
    }
}
