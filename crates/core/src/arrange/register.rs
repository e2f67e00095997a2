//! The register of numbers once given (档号一经确定不再变动, DA/T 13-2022): which 件 has which, and how far each category has come over
//! all batches. The store keeps it; arrangement numbers by it and V39 judges by it. It gives no number itself.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::Retention;
use crate::id::{CandidateId, MaterialId};

/// 类别: what 件号 run within, without gap or double (DA/T 22: 年度–保管期限–机构 within one 全宗).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Category {
    pub fonds: String,
    pub year: i32,
    pub retention: Retention,
    pub org: String,
}

/// `Z109·2026·Y·ZZB`, as the register holds it.
impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}·{}·{}·{}", self.fonds, self.year, self.retention.code(), self.org)
    }
}

impl Category {
    /// In the user's words: 2026年度永久ZZB类.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}年度{}{}类", self.year, self.retention.name(), self.org)
    }
}

/// A text that is no category.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是“全宗号·年度·保管期限·机构”")]
pub struct NotACategory(String);

impl FromStr for Category {
    type Err = NotACategory;
    fn from_str(text: &str) -> Result<Self, NotACategory> {
        let fail = || NotACategory(text.to_owned());
        let parts: Vec<&str> = text.split('·').collect();
        let [fonds, year, retention, org] = parts.as_slice() else { return Err(fail()) };
        let all = [Retention::Permanent, Retention::Years30, Retention::Years10];
        Ok(Category {
            fonds: (*fonds).to_owned(),
            year: year.parse().map_err(|_| fail())?,
            retention: all.into_iter().find(|r| r.code() == *retention).ok_or_else(fail)?,
            org: (*org).to_owned(),
        })
    }
}

impl TryFrom<String> for Category {
    type Error = NotACategory;
    fn try_from(text: String) -> Result<Self, NotACategory> {
        text.parse()
    }
}

impl From<Category> for String {
    fn from(category: Category) -> String {
        category.to_string()
    }
}

/// A 件号 with its 档号 and the category it was given in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GivenNumber {
    pub category: Category,
    pub no: u32,
    pub archive_no: String,
}

/// How far a category has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GivenOut {
    /// The highest number given.
    pub last: u32,
    /// How many were given; less than `last` when numbers are gone from the register.
    pub count: u32,
}

/// The register as one batch needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Register {
    /// Numbers of the 件 of this batch, by key ([`report_key`], [`original_key`], [`extract_key`]).
    pub given: BTreeMap<String, GivenNumber>,
    /// Every category any batch has numbers in.
    pub categories: BTreeMap<Category, GivenOut>,
}

impl Register {
    /// First free number of a category.
    #[must_use]
    pub fn next(&self, category: &Category) -> u32 {
        self.categories.get(category).map_or(1, |c| c.last.saturating_add(1))
    }

    /// 年度 and 机构 most of the numbers of the batch were given in: what is arranged now goes by them too. None before any was.
    #[must_use]
    pub fn given_in(&self) -> Option<(i32, &str)> {
        let mut counts: BTreeMap<(i32, &str), u32> = BTreeMap::new();
        for given in self.given.values() {
            *counts.entry((given.category.year, given.category.org.as_str())).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(of, _)| of)
    }

    /// A number of the batch given to a 件 that begins with this paper, or to an extract of one.
    #[must_use]
    pub fn of_paper(&self, paper: MaterialId) -> Option<&GivenNumber> {
        let start = format!("材料{paper}/");
        self.given.iter().find(|(key, _)| key.starts_with(&start)).map(|(_, given)| given)
    }

    /// A number of the batch given to the report of a candidate, or to an extract in his or her volume.
    #[must_use]
    pub fn of_candidate(&self, candidate: CandidateId) -> Option<&GivenNumber> {
        let (report, end) = (report_key(candidate), format!("/摘录/人选{candidate}"));
        self.given.iter().find(|(key, _)| **key == report || key.ends_with(&end)).map(|(_, given)| given)
    }
}

/// Key of the report in a candidate's personal volume.
#[must_use]
pub fn report_key(candidate: CandidateId) -> String {
    format!("人选{candidate}/报告表")
}

/// Key of a 件 whose pages are the papers themselves; `paper` is the lowest of the papers it is named after.
///
/// The lowest id, because it never changes: a paper once attached stays in its record, and whatever is attached later, the original
/// after the copy included, has a higher one. The volume is not in the key, because a correction of whom the record speaks of moves the
/// original from one volume to another, and its number goes with it. Nor is the record, since a paper may yet get another name and so
/// become, or cease to be, a 件 of its own in the same record.
#[must_use]
pub fn original_key(paper: MaterialId) -> String {
    format!("材料{paper}/原件")
}

/// Key of the extract of such a 件 in one candidate's volume: another 件 with a number of its own.
#[must_use]
pub fn extract_key(paper: MaterialId, candidate: CandidateId) -> String {
    format!("材料{paper}/摘录/人选{candidate}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_reads_back_from_what_it_writes_and_nothing_else() {
        let category = Category { fonds: "Z109".into(), year: 2026, retention: Retention::Years30, org: "ZZB".into() };
        assert_eq!(category.to_string(), "Z109·2026·D30·ZZB");
        assert_eq!("Z109·2026·D30·ZZB".parse(), Ok(category.clone()));
        assert_eq!(serde_json::to_string(&BTreeMap::from([(category, 1)])).unwrap(), "{\"Z109·2026·D30·ZZB\":1}");
        for wrong in ["", "Z109·2026·D30", "Z109·二〇二六·D30·ZZB", "Z109·2026·D20·ZZB", "Z109·2026·D30·ZZB·1"] {
            assert!(wrong.parse::<Category>().is_err(), "{wrong}");
        }
    }
}
