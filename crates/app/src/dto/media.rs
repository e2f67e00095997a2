//! Media and what is handed over on them.

use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, HandoverId, MediumId};
use jishi_core::medium::{Handing, HandoverContent, HandoverState, Medium, MediumContent, Verdict};
use jishi_core::metadata::TransferLayout;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::VerifyResult;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumAdd {
    pub content: MediumContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumUpdate {
    pub id: MediumId,
    pub from_revision: u32,
    pub content: MediumContent,
    /// Why it is changed; required, since 密级 and state are evidence.
    pub reason: String,
}

/// A medium as plugged in now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumHere {
    pub root: String,
    pub file_system: String,
    #[ts(type = "number")]
    pub total: u64,
    #[ts(type = "number")]
    pub free: u64,
    pub serial: String,
    pub label: String,
    /// Its entry in the register, found by serial.
    pub medium: Option<MediumId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediaView {
    pub register: Vec<Medium>,
    pub here: Vec<MediumHere>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PreflightRequest {
    /// Folder on the medium.
    pub root: String,
    pub medium: Option<MediumId>,
    /// Packages, folders or zips.
    pub packages: Vec<String>,
    /// How many the list of the medium tells, where those go to several media; fewer than `packages` count as those.
    #[serde(default)]
    pub told: u32,
    /// The transfer tree each is to become on the way; None for as it was sealed.
    #[serde(default)]
    pub layout: Option<TransferLayout>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Preflight {
    pub findings: Vec<Finding>,
    pub here: MediumHere,
    /// The highest 密级 of the packages.
    pub secrecy: String,
    /// Bytes the packages take there, rounded up to clusters.
    #[ts(type = "number")]
    pub need: u64,
    /// Packages by medium, when all media have the room of this one; one list when all fit. Empty when one package fits on none.
    pub volumes: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumWrite {
    pub root: String,
    pub medium: MediumId,
    /// All packages by medium, as the preflight shared them out.
    pub volumes: Vec<Vec<String>>,
    /// The transfer tree each is to become on the way; None for as it was sealed.
    #[serde(default)]
    pub layout: Option<TransferLayout>,
    /// Which of them is written now, from 1.
    pub volume: u32,
    /// 组号, the same for all; empty to take a new one.
    pub group: String,
    /// 移交单位, 接收单位
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandoverRequest {
    pub id: HandoverId,
}

/// That a medium was handed over; without `handing` what was entered of it is taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandoverHand {
    pub id: HandoverId,
    pub from_revision: u32,
    pub handing: Option<Handing>,
    /// Of what was entered before; without one that stays.
    #[serde(default)]
    pub why: String,
}

/// What a slip prints beside each package.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SlipLine {
    pub seal_no: String,
    /// Eight groups of eight.
    pub sha256: String,
    pub sm3: String,
    /// `1|封签号|sha256|sm3|件数|字节`
    pub qr: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandoverView {
    pub id: HandoverId,
    pub revision: u32,
    pub state: HandoverState,
    pub content: HandoverContent,
    pub slip: Vec<SlipLine>,
}

/// A sealed package that may be handed over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackageToHand {
    pub batch: BatchId,
    pub batch_name: String,
    /// Who hands over.
    pub unit: String,
    pub seal_no: String,
    pub title: String,
    pub path: String,
    /// It still lies where it was sealed.
    pub here: bool,
    /// Another version stands in its place: it is handed over no more.
    pub renewed: bool,
    pub sealed_at: String,
    pub items: u32,
    #[ts(type = "number")]
    pub bytes: u64,
    /// The newest 交接单 it stands on; None before the first.
    pub handover: Option<HandoverId>,
    pub handover_no: String,
    pub state: Option<HandoverState>,
}

/// What the receiver said of one package.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReceiptLine {
    pub seal_no: String,
    pub verdict: Verdict,
    pub reason: String,
}

/// A receipt as it stands on the signed paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReceiptEnter {
    pub id: HandoverId,
    pub from_revision: u32,
    pub receiver: String,
    pub received_at: String,
    pub packages: Vec<ReceiptLine>,
    /// Of what was entered before; without one that stays.
    #[serde(default)]
    pub why: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumCheckRequest {
    pub id: HandoverId,
    pub root: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MediumChecked {
    pub handover: HandoverView,
    pub result: VerifyResult,
    /// Of the medium against the slip.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReceiptBlank {
    pub id: HandoverId,
    /// Where `回执.json` is to be written for the receiver.
    pub path: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReceiptImport {
    pub id: HandoverId,
    pub from_revision: u32,
    pub path: String,
    /// Of what was entered before; without one that stays.
    #[serde(default)]
    pub why: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReceiptTaken {
    pub handover: HandoverView,
    /// With any 错 the receipt was not taken.
    pub findings: Vec<Finding>,
    pub taken: bool,
}
