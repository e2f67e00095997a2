//! 规程目录: stages, items, steps and requirements as data (design, idea 1; domain.md §4).
//!
//! `assets/catalogue/*.toml` is read by [`Catalogue::parse`], which proves the whole file sound or names every fault with key
//! and remedy. Nothing elsewhere knows a step by name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::record::RecordKind;

/// Whether a step is recorded once for the batch or for each person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepLevel {
    Batch,
    Person,
}

/// Which volume a material goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum Filing {
    /// 个人
    #[serde(rename = "个人")]
    Personal,
    /// 综合
    #[serde(rename = "综合")]
    Comprehensive,
    /// 综合(原件)+个人(摘录)
    #[serde(rename = "综合+个人摘录")]
    Both,
}

/// 保管期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Retention {
    #[serde(rename = "永久")]
    Permanent,
    #[serde(rename = "30年")]
    Years30,
    #[serde(rename = "10年")]
    Years10,
}

impl Retention {
    /// Y / D30 / D10 (DA/T 13-2022).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Retention::Permanent => "Y",
            Retention::Years30 => "D30",
            Retention::Years10 => "D10",
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Retention::Permanent => "永久",
            Retention::Years30 => "30年",
            Retention::Years10 => "10年",
        }
    }
}

/// A material a step yields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MaterialSpec {
    pub name: String,
    pub filing: Filing,
    pub retention: Retention,
    /// Must exist, signed, for the path to be complete (V36).
    pub required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub key: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub key: String,
    pub stage: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub key: String,
    pub item: String,
    pub name: String,
    /// 责任主体
    pub responsible: String,
    pub level: StepLevel,
    /// Kinds of record it takes, the usual one first.
    pub records: Vec<RecordKind>,
    /// 纪实方式 as printed.
    pub mode: String,
    pub materials: Vec<MaterialSpec>,
    /// Codes of the checks that look at this step.
    pub checks: Vec<String>,
    /// When the step may be marked 不适用; empty means never by itself.
    pub not_applicable_when: String,
    /// What differs between editions of the 条例.
    pub editions: String,
    /// Where the name comes from: a seed or `proposed`.
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub key: String,
    pub step: String,
    pub text: String,
}

/// A whole catalogue, proved sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Catalogue {
    pub id: String,
    pub name: String,
    pub version: String,
    /// What it was drawn up from, in words.
    pub basis: String,
    pub stages: Vec<Stage>,
    pub items: Vec<Item>,
    pub steps: Vec<Step>,
    pub requirements: Vec<Requirement>,
}
