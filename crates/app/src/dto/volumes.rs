//! Volumes and packages.

use jishi_archive::{Comparison, VerifyResult};
use jishi_core::course::{CourseContent, PackageAct, PackageState};
use jishi_core::filing_table::FilingTable;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, MaterialId};
use jishi_core::inspection::{Inspection, Judged, PersonEntry};
use jishi_core::metadata::TransferLayout;
use jishi_core::record::{Originality, PaperRole};
use jishi_core::seal_register::SealRow;
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
    /// What the 件 is known by, for `volume.reorder`.
    pub key: String,
    /// 原件存放处; empty: with this volume.
    pub kept_at: String,
    /// 互见号: 档号 of the original of an extract, or what a person wrote for an original.
    pub see_also: String,
    /// 条目 of the 归档范围和保管期限表 that gave retention, class and year; empty: none did.
    pub rule: String,
    /// Year and 机构（问题）代码 its number is given in: `2026·ZZB`.
    pub category: String,
    /// 件内组成 in order.
    pub parts: Vec<VolumePart>,
    /// Bytes of its files; 0 for what the program makes at the sealing.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The program makes it at the sealing: a 报告表, an extract.
    pub made: bool,
}

/// A paper within an 件.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumePart {
    pub material: MaterialId,
    pub name: String,
    pub role: PaperRole,
    pub originality: Originality,
    pub pages: u32,
}

/// A paper the program put into a package beside its 件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum PackagePaper {
    #[serde(rename = "检测报告")]
    #[ts(rename = "检测报告")]
    Inspection,
    #[serde(rename = "归档验收表")]
    #[ts(rename = "归档验收表")]
    Acceptance,
    #[serde(rename = "归档文件目录")]
    #[ts(rename = "归档文件目录")]
    List,
    #[serde(rename = "备考表")]
    #[ts(rename = "备考表")]
    Note,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackagePaperRequest {
    /// 封签号
    pub seal: String,
    pub paper: PackagePaper,
}

/// A copy of a volume to print.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrintRequest {
    pub batch: BatchId,
    pub options: ArrangeOptions,
    /// `key` of the volume.
    pub volume: String,
    pub folder: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrintCopy {
    pub file: crate::dto::FileMade,
    /// What is not in it, and what to do instead.
    pub left: Vec<String>,
    /// Why it is no PDF/A, page by page, in words; empty where it is one. Nothing is missing from it for that.
    pub not_archival: String,
}

/// The 归档范围和保管期限表 volumes are arranged by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FilingTableView {
    pub table: FilingTable,
    /// Name, version and standing in words.
    pub words: String,
    /// It is the office's own file, not the one built in.
    pub own: bool,
    /// Where the office's own file stands, or would.
    pub path: String,
    /// SHA-256 of the text it was read from: what a change names as what it was made from.
    pub digest: String,
}

/// The table as it is to be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FilingSave {
    pub table: FilingTable,
    /// Digest of the table it was made from.
    pub from: String,
    /// Why it is changed.
    pub reason: String,
}

/// What is wrong with one entry, or with the head of the table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FilingFault {
    /// Place of the entry, from 0.
    pub entry: Option<u32>,
    pub finding: Finding,
}

/// With any fault nothing was saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FilingSaved {
    pub faults: Vec<FilingFault>,
    pub view: FilingTableView,
}

/// What numbers of a template look like.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NumberSampleRequest {
    /// A preset or a template, as in [`ArrangeOptions`].
    pub template: String,
    pub fonds: String,
    pub org: String,
    pub year: i32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NumberSample {
    pub template: String,
    /// Number 1 and 28 of 永久, 30年, 10年.
    pub samples: Vec<String>,
    /// The standard whose grammar they have; empty: neither, of local making.
    pub grammar: String,
}

/// A new order of the 件 of a volume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReorderRequest {
    pub batch: BatchId,
    /// `key` of the volume.
    pub volume: String,
    /// Keys of all 件 that a person put in order; those left out follow as the procedure has them. Empty: back to the procedure.
    pub order: Vec<String>,
    pub reason: String,
}

/// 验收 and 四性检测 of a volume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InspectRequest {
    pub batch: BatchId,
    pub options: ArrangeOptions,
    /// `key` of the volume.
    pub volume: String,
    pub arranger: String,
    pub checker: String,
    /// What persons found; a later entry of a code takes the place of an earlier one.
    pub entries: Vec<PersonEntry>,
}

/// What one act answered for one volume and was kept there, to be taken over to others.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EnterOnce {
    pub batch: BatchId,
    /// Key of the volume it was entered for.
    pub from: String,
    /// Codes of the items.
    pub codes: Vec<String>,
    /// Keys of the other volumes.
    pub volumes: Vec<String>,
}

/// What was taken over from one volume to others, to be taken back from all of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakeBackOnce {
    pub batch: BatchId,
    /// Key of the volume it was entered for.
    pub from: String,
    /// Codes of the items.
    pub codes: Vec<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InspectResult {
    pub course: CourseView,
    pub inspection: Inspection,
    /// `通过 38，警告 2，人工 6`
    pub sum: String,
}

/// One version of the package of a volume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CourseView {
    pub id: u32,
    pub batch: BatchId,
    pub revision: u32,
    pub content: CourseContent,
    pub state_name: String,
    /// What may be done now, and what it is called.
    pub acts: Vec<ActChoice>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ActChoice {
    pub act: PackageAct,
    pub name: String,
    pub needs_reason: bool,
}

/// An act that is done by a person alone: 退回整理, 移交, 签收, 退回, 立新版本.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ActRequest {
    pub id: u32,
    pub from_revision: u32,
    pub act: PackageAct,
    pub note: String,
}

/// The bare transfer tree made of a sealed package.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TreeRequest {
    /// A sealed package: folder or zip.
    pub path: String,
    /// Where the tree goes.
    pub folder: String,
    pub layout: TransferLayout,
}

/// A sealed package wrapped for its way. What holds a password is never printed nor written back.
#[derive(Clone, Deserialize, TS)]
pub struct PackageWrap {
    /// A sealed package: folder or zip.
    pub path: String,
    pub folder: String,
    /// Of the envelope, without its ending: it should tell nothing of what is inside.
    pub name: String,
    /// Twelve characters or more; kept nowhere, and nobody can find it again.
    pub password: String,
}

/// An envelope to be taken off.
#[derive(Clone, Deserialize, TS)]
pub struct PackageUnwrap {
    pub path: String,
    pub folder: String,
    pub password: String,
}

/// Where a package stands now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackagePlace {
    pub path: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TreeMade {
    pub path: String,
    #[ts(type = "number")]
    pub files: u64,
    #[ts(type = "number")]
    pub bytes: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Volume {
    /// 0 for the comprehensive volume, else order of the candidate.
    pub index: u32,
    /// 个人文书档案 / 综合文书档案
    pub kind: String,
    pub title: String,
    pub candidate: Option<CandidateId>,
    /// 综合, or 人选3: what the volume is known by.
    pub key: String,
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
    /// The seal it stands under, with its day; empty when it may be sealed.
    pub sealed: String,
    /// What was hung up or corrected after that, in words: the package does not hold it.
    pub since: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumePreview {
    pub volumes: Vec<Volume>,
    /// Materials of the batch; all of them stand in the volumes but those named next.
    pub materials: u32,
    /// Names of materials that no volume takes.
    pub unfiled: Vec<String>,
    /// The 归档范围和保管期限表 in use, with its standing.
    pub table: String,
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
    /// Why 错 findings, an inspection that is not done or a clock behind the last seal do not stop the sealing; required when there is
    /// any of these.
    pub override_reason: String,
    /// Entries of persons for 验收 and 四性检测, of every volume that is sealed.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub entries: Vec<PersonEntry>,
    /// A bare transfer tree beside each package.
    #[serde(default)]
    #[ts(optional)]
    pub tree: Option<TransferLayout>,
    /// A DA/T 48 capsule in each 件.
    #[serde(default)]
    #[ts(optional)]
    pub capsule: Option<CapsuleAsked>,
}

/// How the capsules of the 件 are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CapsuleAsked {
    /// Content goes inside when that of the 件 has no more bytes; 0: it always stays outside.
    #[ts(type = "number")]
    pub full_up_to: u64,
}

/// What is known before volumes are sealed, and before anything is numbered.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackReady {
    pub volumes: Vec<VolumeReady>,
    /// 件 of volumes not chosen that get their numbers too: originals that extracts of the chosen ones name.
    pub originals: u32,
    /// 错 of the batch that nobody let pass.
    pub errors: u32,
    /// The clock is behind the last seal, in words; empty when it is not.
    pub clock: String,
    /// The folder the packages are to lie in is not there yet.
    pub new_folder: bool,
}

/// One of the volumes that are to be sealed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VolumeReady {
    /// Of `VolumePreview`.
    pub index: u32,
    pub title: String,
    pub items: u32,
    /// How many of them get their numbers now; the others have them.
    pub numbers: u32,
    /// `通过 38，警告 2，人工 6`
    pub sum: String,
    /// Items of the inspection that are not done: sealing with them asks for a reason.
    pub open: Vec<Judged>,
}

/// 封签登记簿
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealRegister {
    /// In the order of the numbers.
    pub rows: Vec<SealRow>,
    /// Gaps, and seals that do not follow each other.
    pub findings: Vec<Finding>,
}

/// Write 封签登记簿 into a folder, as PDF and spreadsheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealRegisterWrite {
    pub folder: String,
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
    pub state: PackageState,
    pub state_name: String,
    /// 1 for the first package of the volume.
    pub version: u32,
    /// The bare tree made with it; empty when none was, or when it is listed later.
    pub tree: String,
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
