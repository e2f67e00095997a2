//! Arranging a case into volumes: one 综合卷 for the batch and one 个人卷 for each candidate, 件 numbered (domain.md §3.5,
//! DA/T 22-2015, DA/T 13-2022). It says what goes where and under which 档号; it draws and copies nothing.
//!
//! # Numbering
//! DA/T 22 numbers 件 within the lowest category, which here is 年度–保管期限–机构, without gap or double. A 卷 of ours is the
//! papers of one person or one batch and so holds 件 of several retentions; each 件 therefore has the number of its own
//! category, and the volume lists its numbers by category ([`VolumePlan::ranges`]). On the shelf the papers of one category stand
//! together in their boxes, as DA/T 22 wants; the volume is the order they are read in. Its own retention is the longest of its
//! 件, since it must be kept as long as any of them. The category runs on through the year: a second batch goes on where the
//! first ended ([`ArrangeOptions::first_no`]).

mod number;
mod plan;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use number::{ArchiveNoTemplate, NumberParts, TemplateError, is_well_formed};
pub use plan::{arrange, date_digits, document_no};

use crate::catalogue::Retention;
use crate::id::{BatchId, CandidateId, MaterialId};
use crate::record::Originality;

/// How to number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArrangeOptions {
    /// 归属年度: the year the matter was concluded, not that of each paper.
    pub year: i32,
    pub template: ArchiveNoTemplate,
    /// 机构（问题）代码, such as `ZZB`.
    pub org: String,
    /// Numbers given before, by [`VolumeItem::key`]: a number once given stays.
    #[serde(default)]
    pub given: BTreeMap<String, GivenNumber>,
    /// First free 件号 of each category; 1 where it is not given.
    #[serde(default)]
    pub first_no: BTreeMap<Retention, u32>,
}

impl ArrangeOptions {
    #[must_use]
    pub fn new(year: i32, template: ArchiveNoTemplate, org: impl Into<String>) -> Self {
        ArrangeOptions { year, template, org: org.into(), given: BTreeMap::new(), first_no: BTreeMap::new() }
    }
}

/// A 件号 with its 档号.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GivenNumber {
    pub no: u32,
    pub archive_no: String,
}

/// Key of the report in a candidate's personal volume.
#[must_use]
pub fn report_key(candidate: CandidateId) -> String {
    format!("人选{candidate}/报告表")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VolumeKind {
    /// 干部任用综合文书档案
    Comprehensive,
    /// 干部任用个人文书档案
    Personal,
}

impl VolumeKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            VolumeKind::Comprehensive => "综合文书档案",
            VolumeKind::Personal => "个人文书档案",
        }
    }
}

/// A document the program makes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedDocument {
    /// 干部选拔任用工作全程纪实报告表
    Report,
}

/// Where the pages of an item come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ItemSource {
    Materials,
    Generated { document: GeneratedDocument },
}

/// A paper of an item: 原件 before 复制件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemPart {
    pub material: MaterialId,
    pub name: String,
    pub originality: Originality,
    pub pages: u32,
}

/// 件
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VolumeItem {
    /// What the item is known by for ever: whose volume it lies in and the first paper of it.
    pub key: String,
    /// 序号 in the volume, from 1.
    pub order: u32,
    /// 件号 in its category.
    pub no: u32,
    /// 档号
    pub archive_no: String,
    /// 题名
    pub title: String,
    /// 责任者
    pub responsible: String,
    /// 文号
    pub doc_no: String,
    /// 日期, eight digits; `00` for a month or day that is not known, empty when there is no date.
    pub date: String,
    /// 密级
    pub secrecy: String,
    /// 页数
    pub pages: u32,
    pub retention: Retention,
    /// Step it came from; None for generated documents.
    pub step: Option<String>,
    pub source: ItemSource,
    pub parts: Vec<ItemPart>,
    /// An extract or copy whose original lies elsewhere; the remark says where.
    pub extract: bool,
    /// 备注
    pub remark: String,
}

/// The 件号 of one category in a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NumberRange {
    pub retention: Retention,
    pub first: String,
    pub last: String,
    pub items: u32,
    pub pages: u32,
}

/// 卷, as arranged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VolumePlan {
    pub kind: VolumeKind,
    pub batch: BatchId,
    pub batch_number: String,
    /// Whose volume it is; None for the comprehensive one.
    pub candidate: Option<CandidateId>,
    pub title: String,
    pub fonds: String,
    pub year: i32,
    pub org: String,
    /// The longest of its items.
    pub retention: Retention,
    pub items: Vec<VolumeItem>,
    pub ranges: Vec<NumberRange>,
    /// 档号 of the first and the last item; empty when it holds none.
    pub first_archive_no: String,
    pub last_archive_no: String,
    pub total_items: u32,
    pub total_pages: u32,
}

impl VolumePlan {
    /// Reckons retention, ranges and totals anew from the items: after pages of a generated document became known.
    pub fn recount(&mut self) {
        // Declared longest first, so the least is the longest.
        self.retention = self.items.iter().map(|i| i.retention).min().unwrap_or(Retention::Permanent);
        self.total_items = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.total_pages = pages(self.items.iter());
        self.first_archive_no = self.items.first().map(|i| i.archive_no.clone()).unwrap_or_default();
        self.last_archive_no = self.items.last().map(|i| i.archive_no.clone()).unwrap_or_default();
        self.ranges = [Retention::Permanent, Retention::Years30, Retention::Years10]
            .into_iter()
            .filter_map(|retention| {
                let mut of: Vec<&VolumeItem> = self.items.iter().filter(|i| i.retention == retention).collect();
                of.sort_by_key(|i| i.no);
                Some(NumberRange {
                    retention,
                    first: of.first()?.archive_no.clone(),
                    last: of.last()?.archive_no.clone(),
                    items: u32::try_from(of.len()).unwrap_or(u32::MAX),
                    pages: pages(of.into_iter()),
                })
            })
            .collect();
    }
}

fn pages<'a>(items: impl Iterator<Item = &'a VolumeItem>) -> u32 {
    items.fold(0, |sum, item| sum.saturating_add(item.pages))
}
