//! What the 《干部选拔任用工作全程纪实报告表》 of one person says, merged from the batch's and the person's records (design, idea 3).
//! No layout: `jishi-forms` draws it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::StepState;
use crate::person::PersonContent;

/// One of the 44 rows, or a further line of it when a step holds several records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportRow {
    /// Number of the step in the catalogue, from 1.
    pub no: u32,
    /// `S12`
    pub step: String,
    pub step_name: String,
    pub item_name: String,
    pub state: StepState,
    /// 时间 as printed.
    pub time: String,
    pub place: String,
    /// 操作情况, or 不适用 with its reason, or 缺失 / 未进入本环节.
    pub done: String,
    pub mode: String,
    pub responsible: String,
    /// 材料: names with pages, one line each.
    pub materials: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportStage {
    pub name: String,
    pub rows: Vec<ReportRow>,
}

/// Everything the report prints, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Report {
    pub unit: String,
    pub batch_name: String,
    pub batch_number: String,
    /// 文书档案编码 (档号); empty before numbering.
    pub archive_no: String,
    pub person: PersonContent,
    /// 中共党员 and the like.
    pub political_status: String,
    pub current_post: String,
    pub current_post_since: String,
    pub proposed_post: String,
    pub removed_post: String,
    pub outcome: String,
    pub stages: Vec<ReportStage>,
    pub catalogue_name: String,
    pub catalogue_version: String,
    /// 规则版次 as printed in the foot.
    pub edition: String,
    /// Day the report was made, ISO; goes into the PDF's metadata, so the same input gives the same bytes.
    pub made_on: String,
}
