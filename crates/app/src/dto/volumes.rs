//! Volumes and packages.

use jishi_archive::{Comparison, VerifyResult};
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, MaterialId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How to number and for whom.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArrangeOptions {
    /// `DA/T 22-2015`, `DA/T 13-2022` or a template such as `{fonds}-WS·{year}-{retention}-{org}-{no:4}`.
    pub template: String,
    /// 机构或问题 code, such as ZZB or 组织部.
    pub org: String,
    /// 归档年度.
    pub year: i32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumePreviewRequest {
    pub batch: BatchId,
    pub options: ArrangeOptions,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumeItem {
    pub no: u32,
    pub archive_no: String,
    /// The number was given at an earlier sealing; else it is what the item would get now.
    pub numbered: bool,
    pub title: String,
    pub responsible: String,
    pub doc_no: String,
    /// YYYYMMDD
    pub date: String,
    pub secrecy: String,
    pub pages: u32,
    pub retention: String,
    pub remark: String,
    /// The material it is, when it is one; None for what the program makes (报告表 …).
    pub material: Option<MaterialId>,
    /// A file is at hand.
    pub has_file: bool,
    /// Bytes of its files; 0 for what the program makes at the sealing.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The program makes it at the sealing: a 报告表, an extract.
    pub made: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Volume {
    /// 0 for the comprehensive volume, else order of the candidate.
    pub index: u32,
    /// 个人文书档案 / 综合文书档案
    pub kind: String,
    pub title: String,
    pub candidate: Option<CandidateId>,
    /// The longest of its items.
    pub retention: String,
    /// The highest of its items.
    pub secrecy: String,
    /// 起止档号, one a category.
    pub ranges: Vec<String>,
    /// Bytes of the files attached; without what is made at the sealing.
    #[ts(type = "number")]
    pub bytes: u64,
    pub items: Vec<VolumeItem>,
    pub pages: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumePreview {
    pub volumes: Vec<Volume>,
    /// Materials of the batch; all of them stand in the volumes but those named next.
    pub materials: u32,
    /// Names of materials that no volume takes.
    pub unfiled: Vec<String>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackageForm {
    Folder,
    Zip,
}

/// Seal volumes of a batch into packages.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackRequest {
    pub batch: BatchId,
    pub options: ArrangeOptions,
    /// Indices of `VolumePreview`; empty for all.
    pub volumes: Vec<u32>,
    pub folder: String,
    pub form: PackageForm,
    /// 整理人
    pub arranger: String,
    /// 检查人, not the same person.
    pub checker: String,
    /// Why 错 findings do not stop the sealing; required when there are any.
    pub override_reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackageRow {
    /// 封签号
    pub seal_no: String,
    pub title: String,
    pub path: String,
    pub sealed_at: String,
    pub items: u32,
    pub files: u32,
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of 封签.json.
    pub seal_sha256: String,
    pub previous: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackResult {
    pub packages: Vec<PackageRow>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerifyRequest {
    /// A package folder, a zip, or any folder with packages in it at any depth, such as a stick.
    pub path: String,
    /// Only sizes and counts, no digests of payload.
    pub fast: bool,
}

/// What a judgement or a comparison said, as it was shown, to be kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportSave {
    pub folder: String,
    #[serde(default)]
    #[ts(optional)]
    pub verified: Option<VerifyResult>,
    #[serde(default)]
    #[ts(optional)]
    pub compared: Option<Comparison>,
}

/// Two packages to be held against each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CompareRequest {
    pub a: String,
    pub b: String,
}
