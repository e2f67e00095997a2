//! 一事一记: the eight kinds of record and what hangs on them (design, idea 2; domain.md §4.4).

mod body;
pub mod fields;
mod named;
mod names;
mod parts;
mod signing;
pub mod words;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use body::*;
pub use parts::*;

use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, MaterialId, RecordId};

/// The eight kinds. A step of the catalogue names which of them it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 专用笔记本条目: a talk or an opinion heard.
    Notebook,
    /// 会议记录.
    Meeting,
    /// 票务: a count of votes.
    Ballot,
    /// 函件往来.
    Letter,
    /// 公告、预告、公示.
    Notice,
    /// 审核核查.
    Review,
    /// 文件、方案、报告.
    Document,
    /// 审批、决定.
    Decision,
}

impl RecordKind {
    pub const ALL: [RecordKind; 8] = [
        RecordKind::Notebook,
        RecordKind::Meeting,
        RecordKind::Ballot,
        RecordKind::Letter,
        RecordKind::Notice,
        RecordKind::Review,
        RecordKind::Document,
        RecordKind::Decision,
    ];

    /// The kind in the user's words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Notebook => "谈话（笔记本）记录",
            RecordKind::Meeting => "会议记录",
            RecordKind::Ballot => "票务记录",
            RecordKind::Letter => "函件往来",
            RecordKind::Notice => "公告公示",
            RecordKind::Review => "审核核查",
            RecordKind::Document => "文件方案",
            RecordKind::Decision => "审批决定",
        }
    }
}

/// How a signature was given. Paper rules: 扫描件 is the picture of the signed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignatureMode {
    /// 待签
    Pending,
    /// 已签扫描件
    Scanned,
    /// 系统确认
    Confirmed,
}

impl SignatureMode {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SignatureMode::Pending => "待签",
            SignatureMode::Scanned => "已签扫描件",
            SignatureMode::Confirmed => "系统确认",
        }
    }
}

/// 责任人签名.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Signature {
    pub name: String,
    /// In what capacity: 责任人, 主持人, 记录人, 党组织主要负责人 …
    #[serde(default)]
    pub role: String,
    pub date: Option<PartialDate>,
    pub mode: SignatureMode,
}

impl Signature {
    /// Given: a name and a date, and not merely asked for (V32).
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.mode != SignatureMode::Pending && !self.name.trim().is_empty() && self.date.is_some()
    }
}

/// What only this kind of record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordBody {
    Notebook(Notebook),
    Meeting(Meeting),
    Ballot(Ballot),
    Letter(Letter),
    Notice(Notice),
    Review(Review),
    Document(Document),
    Decision(Decision),
}

impl RecordBody {
    /// 试用期, of the records that can speak of one.
    #[must_use]
    pub fn probation(&self) -> Option<&Probation> {
        match self {
            RecordBody::Review(r) => r.probation.as_ref(),
            RecordBody::Decision(d) => d.probation.as_ref(),
            _ => None,
        }
    }

    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            RecordBody::Notebook(_) => RecordKind::Notebook,
            RecordBody::Meeting(_) => RecordKind::Meeting,
            RecordBody::Ballot(_) => RecordKind::Ballot,
            RecordBody::Letter(_) => RecordKind::Letter,
            RecordBody::Notice(_) => RecordKind::Notice,
            RecordBody::Review(_) => RecordKind::Review,
            RecordBody::Document(_) => RecordKind::Document,
            RecordBody::Decision(_) => RecordKind::Decision,
        }
    }

    /// A body of the kind with nothing filled in.
    #[must_use]
    pub fn empty(kind: RecordKind) -> RecordBody {
        match kind {
            RecordKind::Notebook => RecordBody::Notebook(Notebook::default()),
            RecordKind::Meeting => RecordBody::Meeting(Meeting::default()),
            RecordKind::Ballot => RecordBody::Ballot(Ballot::default()),
            RecordKind::Letter => RecordBody::Letter(Letter::default()),
            RecordKind::Notice => RecordBody::Notice(Notice::default()),
            RecordKind::Review => RecordBody::Review(Review::default()),
            RecordKind::Document => RecordBody::Document(Document::default()),
            RecordKind::Decision => RecordBody::Decision(Decision::default()),
        }
    }
}

/// What the user fills in. The store adds identity, revision and the time of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordContent {
    /// Step key of the batch's catalogue, such as `S12`.
    pub step: String,
    /// The candidates it speaks of; empty means the whole batch.
    #[serde(default)]
    pub candidates: Vec<CandidateId>,
    /// When it happened (发生时间), first day.
    pub date: Option<PartialDate>,
    /// Last day, when it went over several.
    #[serde(default)]
    pub end_date: Option<PartialDate>,
    /// Time of day as written, `15:00` or `15:00–16:30`.
    #[serde(default)]
    pub time: String,
    #[serde(default)]
    pub place: String,
    /// 纪实方式.
    #[serde(default)]
    pub mode: String,
    /// 责任人 of this step as carried out.
    #[serde(default)]
    pub responsible: String,
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// 操作情况: what was done, in words that print in the report.
    #[serde(default)]
    pub summary: String,
    /// Signatures under the record itself.
    #[serde(default)]
    pub signatures: Vec<Signature>,
    /// Why it was entered late (补录理由).
    #[serde(default)]
    pub late_reason: String,
    pub body: RecordBody,
}

impl RecordContent {
    /// When it happened: its own date, or where that is empty the date its kind must carry.
    #[must_use]
    pub fn happened(&self) -> Option<PartialDate> {
        self.date.or(match &self.body {
            RecordBody::Letter(letter) => letter.sent,
            RecordBody::Notice(notice) => notice.start,
            _ => None,
        })
    }
}

/// A record as stored: its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
// TypeScript has a `Record<K, V>` of its own.
#[ts(rename = "CaseRecord")]
pub struct Record {
    pub id: RecordId,
    pub batch: BatchId,
    /// 1 for the first entry; each correction adds one and keeps the older.
    pub revision: u32,
    /// Why it was corrected; empty for revision 1.
    #[serde(default)]
    pub revision_reason: String,
    pub entered_by: String,
    /// 录入时间 of the first revision, `2026-03-02T09:12:33+08:00`. Never editable.
    pub entered_at: String,
    /// 录入时间 of this revision.
    pub revised_at: String,
    pub content: RecordContent,
}

/// 原件 or 复制件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Originality {
    Original,
    Copy,
}

/// 件内组成: what a paper is within its 件, in the order DA/T 22-2015 puts them (正文、附件为一件；正本与定稿；复文与来文 …).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperRole {
    /// 正文 (正本)
    #[default]
    Main,
    /// 附件
    Annex,
    /// 定稿
    FinalDraft,
    /// 转发文
    Forwarding,
    /// 被转发文
    Forwarded,
    /// 复文
    Reply,
    /// 来文
    Incoming,
    /// 译文
    Translation,
    /// 文件处理单
    Routing,
}

impl PaperRole {
    pub const ALL: [PaperRole; 9] = [
        PaperRole::Main,
        PaperRole::Annex,
        PaperRole::FinalDraft,
        PaperRole::Forwarding,
        PaperRole::Forwarded,
        PaperRole::Reply,
        PaperRole::Incoming,
        PaperRole::Translation,
        PaperRole::Routing,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PaperRole::Main => "正文",
            PaperRole::Annex => "附件",
            PaperRole::FinalDraft => "定稿",
            PaperRole::Forwarding => "转发文",
            PaperRole::Forwarded => "被转发文",
            PaperRole::Reply => "复文",
            PaperRole::Incoming => "来文",
            PaperRole::Translation => "译文",
            PaperRole::Routing => "文件处理单",
        }
    }
}

impl Originality {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Originality::Original => "原件",
            Originality::Copy => "复制件",
        }
    }
}

/// A run of pages a material was bound from. The file they are of is kept as it came in, under its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Origin {
    /// Name the file had when it came in.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// First and last page of the run, from 1.
    pub first: u32,
    pub last: u32,
    /// How they are shown turned, clockwise in degrees.
    #[serde(default)]
    pub turn: u32,
}

/// What the user says of a material; the bytes are known by their digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MaterialContent {
    pub record: RecordId,
    /// 材料名称 of the catalogue or a free one.
    pub name: String,
    pub originality: Originality,
    /// What it is within its 件.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub role: PaperRole,
    /// 原件存放处 when the original is kept elsewhere, such as 干部人事档案第九类; empty: with this volume.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub kept_at: String,
    /// 互见号: 档号 or place of what belongs with it elsewhere; empty: none.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub see_also: String,
    /// 密级 as written, such as 机密★10年; empty means none.
    #[serde(default)]
    pub secrecy: String,
    /// Sides carrying text.
    pub pages: u32,
    pub signature: Signature,
    /// Name the file had when it came in.
    #[serde(default)]
    pub file_name: String,
    /// SHA-256 of the bytes in the content store, lower-case hex; empty while only the paper exists.
    #[serde(default)]
    pub sha256: String,
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`; empty while only the paper exists.
    #[serde(default)]
    pub format: String,
    /// Bytes.
    #[serde(default)]
    #[ts(type = "number")]
    pub size: u64,
    /// Where its pages were taken from, in their order; empty when it is a file as it came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub origins: Vec<Origin>,
    /// The revision of its record that it is the print of, else the one that stood when it was hung up. None: entered before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub of_revision: Option<u32>,
    /// It is the record's own sheet (签字页), signed: what it says is what `of_revision` says. Any other paper stands for itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<_>")]
    pub own_sheet: bool,
    /// Who else signed the same paper, in the order of the record; `signature` is who answers for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<_>")]
    pub co_signed: Vec<Signature>,
}

/// What the record's own sheet is called when it came back signed: 票务记录（签字件）.
pub const SIGNED_SHEET: &str = "（签字件）";

/// What the name of a scan made into PDF/A ends with.
const MADE: &str = "（PDF/A 转换件）";

/// The name of the scan a paper was made of, by its own; None when it was made of none.
pub(crate) fn made_of(name: &str, originality: Originality) -> Option<&str> {
    name.strip_suffix(MADE).filter(|_| originality == Originality::Copy)
}

impl MaterialContent {
    /// The name of what is made into PDF/A of this.
    #[must_use]
    pub fn made_name(&self) -> String {
        format!("{}{MADE}", self.name)
    }

    /// The name of the scan this was made of; None when it was made of none.
    #[must_use]
    pub fn made_of(&self) -> Option<&str> {
        made_of(&self.name, self.originality)
    }

    /// Everybody who signed or is to sign it, who answers for it first.
    pub fn signers(&self) -> impl Iterator<Item = &Signature> {
        std::iter::once(&self.signature).chain(&self.co_signed)
    }

    /// It has a file and waits for its signature.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.signature.mode == SignatureMode::Pending && !self.sha256.is_empty()
    }

    /// The same file, or bound of the same pages turned the same way, whatever it is called and whenever it was bound. Paper alone is the
    /// same as nothing.
    #[must_use]
    pub fn same_pages(&self, other: &MaterialContent) -> bool {
        let of = |o: &Origin| (o.first, o.last, o.turn);
        let pages = || {
            let pairs = || self.origins.iter().zip(&other.origins);
            !self.origins.is_empty()
                && self.origins.len() == other.origins.len()
                && pairs().all(|(a, b)| of(a) == of(b) && a.sha256 == b.sha256)
        };
        (!self.sha256.is_empty() && self.sha256 == other.sha256) || pages()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Material {
    pub id: MaterialId,
    pub batch: BatchId,
    /// 1 for the first entry; each change adds one and keeps the older.
    pub revision: u32,
    pub added_at: String,
    pub content: MaterialContent,
    /// The record reads otherwise now than it did in `content.of_revision`: it was corrected since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<_>")]
    pub outdated: bool,
}

impl Material {
    /// 旧版签字页: signed, but not as the record reads now. It is kept with its version and signs no later one.
    #[must_use]
    pub fn is_old_sheet(&self) -> bool {
        self.outdated && self.content.own_sheet
    }
}
