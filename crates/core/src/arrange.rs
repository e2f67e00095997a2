//! Arranging a case into volumes: one 综合卷 for the batch and one 个人卷 for each candidate, 件 numbered (domain.md §3.5,
//! DA/T 22-2015, DA/T 13-2022). It says what goes where and under which 档号; it draws and copies nothing.
//!
//! # Numbering
//! DA/T 22 numbers 件 within the lowest category, which here is 年度–保管期限–机构, without gap or double. A 卷 of ours is the
//! papers of one person or one batch and so holds 件 of several retentions; each 件 therefore has the number of its own
//! category, and the volume lists its numbers by category ([`VolumePlan::ranges`]). On the shelf the papers of one category stand
//! together in their boxes, as DA/T 22 wants; the volume is the order they are read in. Its own retention is the longest of its
//! 件, since it must be kept as long as any of them. The category runs on through the year: a second batch goes on where the
//! first ended ([`Register`]), and a paper that comes later still goes on behind that.

mod giving;
mod number;
mod plan;
mod register;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use giving::{ToNumber, to_number};
pub use number::{ArchiveNoTemplate, NumberParts, TemplateError, is_dat13, is_dat22, is_well_formed};
pub use plan::{arrange, date_digits, document_no};
pub use register::{Category, GivenNumber, GivenOut, NotACategory, Register, extract_key, original_key, report_key};

use crate::case::Case;
use crate::catalogue::{Milestone, Retention};
use crate::date::PartialDate;
use crate::filing_table::FilingTable;
use crate::id::{BatchId, CandidateId, MaterialId};
use crate::record::{Originality, PaperRole, made_of};

/// How to number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArrangeOptions {
    /// 归属年度: the year the matter was concluded, not that of each paper.
    pub year: i32,
    pub template: ArchiveNoTemplate,
    /// 机构（问题）代码, such as `ZZB`.
    pub org: String,
    /// Numbers given before: those stay, new ones go on behind them.
    #[serde(default)]
    pub register: Register,
    /// Keys of 件 in the order a person gave them, by [`crate::course::volume_key`]; the others follow in the order of the procedure.
    #[serde(default)]
    pub orders: BTreeMap<String, Vec<String>>,
    /// What retention, class and year are taken from; None: retention as the catalogue has it, one class, one year.
    #[serde(default)]
    pub table: Option<FilingTable>,
    /// Volumes, by [`crate::course::volume_key`], that are numbered before the others: those to be sealed now. Empty: all as they stand.
    #[serde(default)]
    pub first: BTreeSet<String>,
}

impl ArrangeOptions {
    #[must_use]
    pub fn new(year: i32, template: ArchiveNoTemplate, org: impl Into<String>) -> Self {
        ArrangeOptions {
            year,
            template,
            org: org.into(),
            register: Register::default(),
            orders: BTreeMap::new(),
            table: None,
            first: BTreeSet::new(),
        }
    }
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

/// 案卷题名 of a volume of `of`: a person's name, or the batch's.
#[must_use]
pub fn volume_title(kind: VolumeKind, of: &str) -> String {
    format!("{of}干部任用{}", kind.name())
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
    #[serde(default)]
    pub role: PaperRole,
    pub pages: u32,
}

/// 件
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VolumeItem {
    /// What the item is known by for ever: [`report_key`], [`original_key`] or [`extract_key`].
    pub key: String,
    /// 序号 in the volume, from 1.
    pub order: u32,
    /// What its number was given in. Its year and retention may have been judged otherwise since: V39 tells.
    pub category: Category,
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
    /// 原件存放处, where a paper of it says that its original is kept elsewhere.
    #[serde(default)]
    pub kept_at: String,
    /// 互见号: 档号 of the original of an extract, or what a person wrote for an original.
    #[serde(default)]
    pub see_also: String,
    /// 条目 of the table that gave retention, class and year; empty: none did.
    #[serde(default)]
    pub rule: String,
}

/// The 件号 of one category in a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NumberRange {
    pub category: Category,
    /// 档号 first and last of each run: a paper that came after another batch was numbered stands apart from the others.
    pub runs: Vec<(String, String)>,
    pub items: u32,
    pub pages: u32,
}

impl NumberRange {
    /// `A至C；F`, with the word given between first and last.
    #[must_use]
    pub fn words(&self, to: &str) -> String {
        let run = |(a, b): &(String, String)| if a == b { a.clone() } else { format!("{a}{to}{b}") };
        self.runs.iter().map(run).collect::<Vec<_>>().join("；")
    }

    fn of(category: &Category, items: &mut [&VolumeItem]) -> NumberRange {
        items.sort_by_key(|i| i.no);
        let mut runs: Vec<(u32, String, String)> = Vec::new();
        for item in items.iter() {
            match runs.last_mut() {
                Some((no, _, last)) if item.no == no.saturating_add(1) => {
                    *no = item.no;
                    last.clone_from(&item.archive_no);
                }
                _ => runs.push((item.no, item.archive_no.clone(), item.archive_no.clone())),
            }
        }
        NumberRange {
            category: category.clone(),
            runs: runs.into_iter().map(|(_, first, last)| (first, last)).collect(),
            items: u32::try_from(items.len()).unwrap_or(u32::MAX),
            pages: pages(items.iter().copied()),
        }
    }
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
    /// The 归档范围和保管期限表 it was arranged by, with its standing; empty: none.
    #[serde(default)]
    pub table: String,
}

/// 办结年度 of a batch as far as it has come: the year of the letter of appointment, else of the decision, else of the last thing
/// recorded; None before anything is.
#[must_use]
pub fn concluded(case: &Case) -> Option<i32> {
    let of = |step: &dyn Fn(&str) -> bool| {
        let days = case.records.iter().filter(|r| step(&r.content.step)).filter_map(|r| r.content.happened());
        days.map(PartialDate::first_day).filter(|day| *day <= case.today).max()
    };
    let at = |milestone| move |key: &str| case.catalogue.milestone(milestone).any(|s| s.key == key);
    let settled = of(&at(Milestone::AppointmentNotice)).or_else(|| of(&at(Milestone::AppointmentDecision)));
    settled.or_else(|| of(&|_| true)).map(|day| day.year())
}

impl VolumeItem {
    /// The parts that show pages of their own: what was made of a scan beside it shows the same.
    pub fn shown(&self) -> impl Iterator<Item = &ItemPart> {
        let beside = self.parts.len() > 1;
        self.parts.iter().filter(move |p| !beside || made_of(&p.name, p.originality).is_none())
    }
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
        let mut by_category: BTreeMap<&Category, Vec<&VolumeItem>> = BTreeMap::new();
        for item in &self.items {
            by_category.entry(&item.category).or_default().push(item);
        }
        self.ranges = by_category.into_iter().map(|(category, mut items)| NumberRange::of(category, &mut items)).collect();
    }
}

fn pages<'a>(items: impl Iterator<Item = &'a VolumeItem>) -> u32 {
    items.fold(0, |sum, item| sum.saturating_add(item.pages))
}
