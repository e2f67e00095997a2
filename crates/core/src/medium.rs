//! 载体 and 交接: the register of media, what was handed over on which, the receipt that came back and whether it fits.
//!
//! Pure. What lies on a medium and how it is written is the archive's affair.

mod carrier;
mod handing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::finding::{Finding, Level, Place};
use crate::id::MediumId;
use crate::metadata::TransferLayout;
use crate::person::unspaced;

pub use handing::{HandedBefore, Handing};

pub use carrier::{CARRIER_NOTE, Carrier, carrier_note, is_beside, note_no, nth_beside};

/// What has become of a medium.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MediumState {
    /// 在用
    #[default]
    InUse,
    /// 已移交
    HandedOver,
    /// 已归还
    Returned,
    /// 已销毁
    Destroyed,
}

impl MediumState {
    pub const ALL: [MediumState; 4] =
        [MediumState::InUse, MediumState::HandedOver, MediumState::Returned, MediumState::Destroyed];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MediumState::InUse => "在用",
            MediumState::HandedOver => "已移交",
            MediumState::Returned => "已归还",
            MediumState::Destroyed => "已销毁",
        }
    }
}

/// An entry of the register of media.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MediumContent {
    /// 载体编号, unique.
    pub number: String,
    /// Serial as the system tells it; empty until the medium was seen.
    pub serial: String,
    pub label: String,
    /// U盘, 移动硬盘, …
    pub kind: String,
    /// 密级: empty for 非密, 秘密, 机密, 绝密. One medium, one 密级, the highest it may carry.
    pub secrecy: String,
    /// 保管人
    pub keeper: String,
    pub state: MediumState,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Medium {
    pub id: MediumId,
    pub revision: u32,
    pub content: MediumContent,
}

/// One package handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HandedPackage {
    /// Folder or zip on the medium.
    pub name: String,
    /// How it is laid out where it is a transfer tree; None for a package as it was sealed.
    pub layout: Option<TransferLayout>,
    /// 卷名, and the batch it is of; empty for a package that this workspace did not seal.
    pub title: String,
    pub batch: String,
    pub batch_number: String,
    pub seal_no: String,
    pub seal_sha256: String,
    pub seal_sm3: String,
    /// RFC 3339 with offset.
    pub sealed_at: String,
    /// SHA-256 of the seal before it; empty for the first.
    pub previous: String,
    /// Why it was sealed in spite of findings.
    pub note: String,
    /// 件数 and 页数 of the seal.
    #[ts(type = "number")]
    pub items: u64,
    #[ts(type = "number")]
    pub pages: u64,
    #[ts(type = "number")]
    pub files: u64,
    #[ts(type = "number")]
    pub bytes: u64,
    /// What the receiver said.
    pub verdict: Option<Verdict>,
    /// Why it was sent back.
    pub reason: String,
}

impl HandedPackage {
    /// In what form it lies on the medium.
    #[must_use]
    pub fn form(&self) -> String {
        self.layout.map_or_else(|| "封装包".to_owned(), |layout| format!("移交目录树（{}）", layout.name()))
    }

    /// What the QR code of the slip holds: `1|封签号|sha256|sm3|件数|字节`.
    #[must_use]
    pub fn qr(&self) -> String {
        format!("1|{}|{}|{}|{}|{}", self.seal_no, self.seal_sha256, self.seal_sm3, self.items, self.bytes)
    }
}

/// Hex in eight groups of eight, to be compared by eye.
#[must_use]
pub fn grouped(hex: &str) -> String {
    let chars: Vec<char> = hex.chars().collect();
    chars.chunks(8).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// GB with three decimals, never less than the smallest it can say.
#[must_use]
pub fn gigabytes(bytes: u64) -> String {
    let thousandths = (u128::from(bytes) * 1000).div_ceil(1 << 30);
    format!("{}.{:03} GB", thousandths / 1000, thousandths % 1000)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 签收
    Accepted,
    /// 退回
    SentBack,
}

impl Verdict {
    /// The word of the receipt.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Accepted => "签收",
            Verdict::SentBack => "退回",
        }
    }
}

/// How far a 交接单 has come; it follows from what stands on it and is kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandoverState {
    /// Written and read back; not yet looked at after the medium was pulled out.
    Written,
    /// The newest look found it other than it was written.
    Unsound,
    /// Looked at after it was plugged in again.
    Checked,
    /// Handed over; the receiver has not said a word yet.
    HandedOver,
    Accepted,
    SentBack,
    /// Some accepted, some sent back.
    Partly,
}

impl HandoverState {
    pub const ALL: [HandoverState; 7] = [
        HandoverState::Written,
        HandoverState::Unsound,
        HandoverState::Checked,
        HandoverState::HandedOver,
        HandoverState::Accepted,
        HandoverState::SentBack,
        HandoverState::Partly,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            HandoverState::Written => "已写盘，待重插核对",
            HandoverState::Unsound => "核对不符，不能移交",
            HandoverState::Checked => "已核对，待移交签收",
            HandoverState::HandedOver => "已移交，待签收",
            HandoverState::Accepted => "已签收",
            HandoverState::SentBack => "已退回",
            HandoverState::Partly => "部分签收，部分退回",
        }
    }
}

/// A look at the medium after it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MediumCheck {
    /// RFC 3339 with offset.
    pub at: String,
    pub actor: String,
    /// It had been pulled out in between, as far as the system tells.
    pub replugged: bool,
    pub sound: bool,
}

/// 交接单: one medium as handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HandoverContent {
    /// 交接单号
    pub no: String,
    pub medium: u32,
    pub medium_number: String,
    pub secrecy: String,
    /// Same for all media of one set; n of N.
    pub group: String,
    pub volume: u32,
    pub volumes: u32,
    /// 移交单位, 接收单位
    pub from: String,
    pub to: String,
    pub written_at: String,
    /// How each byte was read back when it was written.
    pub read_back: String,
    /// Number the system gave the medium when it was plugged in; another one later means that it was pulled out.
    pub mount: String,
    pub packages: Vec<HandedPackage>,
    pub checks: Vec<MediumCheck>,
    /// Who handed it over and when, and what was entered of that before it was corrected, the first one first.
    pub handed: Option<Handing>,
    pub handed_before: Vec<HandedBefore>,
    /// Of the receipt: who took it, when.
    pub receiver: String,
    pub received_at: String,
    /// What was entered of a receipt before it was corrected, the first one first.
    pub corrected: Vec<EnteredBefore>,
}

/// What stood on a 交接单 of its receipt until a correction took its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EnteredBefore {
    pub receiver: String,
    pub received_at: String,
    /// A line a package: `Z109-2026-0001 签收`, `Z109-2026-0002 退回（缺备考表）`.
    pub said: Vec<String>,
    /// Why it was corrected, when (RFC 3339 with offset) and by whom; of corrections by earlier programs the last two are empty.
    pub why: String,
    pub corrected_at: String,
    pub corrected_by: String,
}

/// What goes with a correction of what was entered of a receipt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Correction<'a> {
    /// Without a reason what was entered already stays.
    pub why: &'a str,
    pub at: &'a str,
    pub by: &'a str,
}

/// `回执.json`, as the receiver sends it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// For whoever fills it in; never read.
    #[serde(rename = "填写说明", default)]
    pub how: String,
    #[serde(rename = "格式")]
    pub format: String,
    #[serde(rename = "版本")]
    pub version: u32,
    #[serde(rename = "交接单号")]
    pub no: String,
    #[serde(rename = "接收单位")]
    pub to: String,
    #[serde(rename = "接收人")]
    pub receiver: String,
    #[serde(rename = "接收时间")]
    pub received_at: String,
    #[serde(rename = "包")]
    pub packages: Vec<ReceivedPackage>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedPackage {
    #[serde(rename = "封签号")]
    pub seal_no: String,
    #[serde(rename = "封签SHA-256")]
    pub seal_sha256: String,
    /// 签收 / 退回; empty while the receiver has not judged.
    #[serde(rename = "结论")]
    pub verdict: String,
    #[serde(rename = "理由", default)]
    pub reason: String,
}

/// Fixed value of 格式.
pub const RECEIPT: &str = "选任纪实回执";

const HOW: &str = "请在引号里填写：接收人写姓名；接收时间写年月日，例如 2026-03-02；每个包的结论写“签收”或“退回”，退回的在理由里写明原因。其余各栏不要改动。填好保存，把这个文件发回移交单位。";

impl HandoverContent {
    #[must_use]
    pub fn state(&self) -> HandoverState {
        let said: Vec<Verdict> = self.packages.iter().filter_map(|p| p.verdict).collect();
        let accepted = said.iter().filter(|v| **v == Verdict::Accepted).count();
        match (said.len(), self.checks.last()) {
            (n, _) if n > 0 && accepted == n => HandoverState::Accepted,
            (n, _) if n > 0 && accepted == 0 => HandoverState::SentBack,
            (n, _) if n > 0 => HandoverState::Partly,
            (_, Some(last)) if !last.sound => HandoverState::Unsound,
            _ if self.handed.is_some() => HandoverState::HandedOver,
            (_, Some(_)) if self.checks.iter().any(|c| c.replugged) => HandoverState::Checked,
            _ => HandoverState::Written,
        }
    }

    /// The state of one package on it: the receiver judges each by itself.
    #[must_use]
    pub fn state_of(&self, seal_sha256: &str) -> HandoverState {
        match self.packages.iter().find(|p| p.seal_sha256 == seal_sha256).and_then(|p| p.verdict) {
            Some(Verdict::Accepted) => HandoverState::Accepted,
            Some(Verdict::SentBack) => HandoverState::SentBack,
            None => self.state(),
        }
    }

    /// The receipt to be filled in by the receiver.
    #[must_use]
    pub fn blank_receipt(&self) -> Receipt {
        let package = |p: &HandedPackage| ReceivedPackage {
            seal_no: p.seal_no.clone(),
            seal_sha256: p.seal_sha256.clone(),
            verdict: String::new(),
            reason: String::new(),
        };
        Receipt {
            how: HOW.into(),
            format: RECEIPT.into(),
            version: 1,
            no: self.no.clone(),
            to: self.to.clone(),
            receiver: String::new(),
            received_at: String::new(),
            packages: self.packages.iter().map(package).collect(),
        }
    }

    /// Whether a receipt was entered already.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.packages.iter().any(|p| p.verdict.is_some())
    }

    /// What the receiver said of each package, in words.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        let line = |p: &HandedPackage| {
            let word = p.verdict.map_or("没有结论", Verdict::word);
            if p.reason.is_empty() { format!("{} {word}", p.seal_no) } else { format!("{} {word}（{}）", p.seal_no, p.reason) }
        };
        self.packages.iter().map(line).collect()
    }

    /// What stands entered of the receipt, as the place of a correction would have it.
    #[must_use]
    pub fn entered(&self) -> EnteredBefore {
        EnteredBefore {
            receiver: self.receiver.clone(),
            received_at: self.received_at.clone(),
            said: self.said(),
            ..EnteredBefore::default()
        }
    }

    /// Takes a receipt in; with any 错 among the findings nothing was taken. `today`: no receipt is of a later day.
    pub fn receive(&mut self, receipt: &Receipt, today: NaiveDate, correction: Correction<'_>) -> Vec<Finding> {
        let mut findings = self.judge(receipt, today);
        if findings.iter().any(|f| f.level == Level::Error) {
            return findings;
        }
        let before = self.is_received().then(|| (self.clone(), self.entered()));
        self.put(receipt);
        if let Some((standing, entered)) = before {
            let (code, message, remedy) = if *self == standing {
                ("H12", "这张交接单已经登记过同样的回执".to_owned(), "不必再登记")
            } else if correction.why.trim().is_empty() {
                let message = format!("这张交接单已由{}登记：{}", entered.receiver, entered.said.join("，"));
                ("H11", message, "签收、退回是移交的凭证，改动要写明更正理由；原来登记的照样留着")
            } else {
                let [why, corrected_at, corrected_by] = [correction.why.trim(), correction.at, correction.by].map(str::to_owned);
                self.corrected.push(EnteredBefore { why, corrected_at, corrected_by, ..entered });
                return findings;
            };
            *self = standing;
            findings.push(Finding::new(code, Level::Error, Place::file("回执"), message).remedy(remedy));
        }
        findings
    }

    fn put(&mut self, receipt: &Receipt) {
        for package in &mut self.packages {
            let Some(said) = receipt.packages.iter().find(|r| r.seal_no == package.seal_no) else { continue };
            package.verdict = verdict(&said.verdict);
            package.reason.clone_from(&said.reason);
        }
        self.receiver.clone_from(&receipt.receiver);
        self.received_at.clone_from(&receipt.received_at);
    }

    fn judge(&self, receipt: &Receipt, today: NaiveDate) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |code: &str, level: Level, field: &str, message: String, remedy: &str| {
            findings.push(Finding::new(code, level, Place::file("回执").field(field), message).remedy(remedy));
        };
        let again = "请让接收单位核对后重出回执";
        if receipt.format != RECEIPT || receipt.version != 1 {
            say("H01", Level::Error, "格式", format!("这不是回执（格式“{}”，版本{}）", receipt.format, receipt.version), again);
            return findings;
        }
        if receipt.no != self.no {
            say(
                "H02",
                Level::Error,
                "交接单号",
                format!("回执的交接单号是 {}，这张交接单是 {}", receipt.no, self.no),
                "请选对应的交接单导入",
            );
        }
        for (value, field) in [(&receipt.receiver, "接收人"), (&receipt.received_at, "接收时间")] {
            if value.trim().is_empty() {
                say("H03", Level::Error, field, format!("回执没有写{field}"), again);
            }
        }
        if unspaced(&receipt.to) != unspaced(&self.to) {
            let message = format!("回执的接收单位是“{}”，这张交接单移交给“{}”", receipt.to, self.to);
            say("H09", Level::Error, "接收单位", message, "请核对是不是这张交接单的回执；单位名称写错的，请接收单位改正后重出");
        }
        if let Some(wrong) = self.wrong_day(receipt.received_at.trim(), today) {
            say("H10", Level::Error, "接收时间", wrong, "请与接收单位核对交接的日子，写成年月日，例如 2026-03-02");
        }
        for package in &self.packages {
            let mut said = receipt.packages.iter().filter(|r| r.seal_no == package.seal_no);
            let no = &package.seal_no;
            match (said.next(), said.next()) {
                (None, _) => say("H04", Level::Error, no, format!("回执没有提到封签 {no}"), again),
                (Some(_), Some(_)) => say("H04", Level::Error, no, format!("回执两次提到封签 {no}"), again),
                (Some(said), None) => {
                    if !said.seal_sha256.eq_ignore_ascii_case(&package.seal_sha256) {
                        let message = format!("回执上封签 {no} 的摘要与移交的不同：对方收到的不是这个包");
                        say("H05", Level::Error, no, message, "请与接收单位一起核对载体和纸质交接单");
                    }
                    match verdict(&said.verdict) {
                        None => {
                            say("H06", Level::Error, no, format!("回执对封签 {no} 的结论“{}”不是签收或退回", said.verdict), again)
                        }
                        Some(Verdict::SentBack) if said.reason.trim().is_empty() => {
                            say("H07", Level::Warning, no, format!("封签 {no} 被退回而没有写理由"), "请向接收单位问明理由并记下");
                        }
                        Some(Verdict::SentBack) => {
                            say(
                                "H08",
                                Level::Note,
                                no,
                                format!("封签 {no} 被退回：{}", said.reason),
                                "请按理由更正，另做新版本的包重新移交",
                            );
                        }
                        Some(Verdict::Accepted) => {}
                    }
                }
            }
        }
        for said in receipt.packages.iter().filter(|r| self.packages.iter().all(|p| p.seal_no != r.seal_no)) {
            say("H04", Level::Error, &said.seal_no, format!("回执提到的封签 {} 不在这张交接单上", said.seal_no), again);
        }
        findings
    }

    /// Why the 接收时间 cannot be: no day of the calendar, before the medium was written or handed over, after today. One that is empty is H03.
    fn wrong_day(&self, said: &str, today: NaiveDate) -> Option<String> {
        if said.is_empty() {
            return None;
        }
        let handed = self.handed.as_ref().and_then(|h| day_of(&h.on));
        let Some(day) = day_of(said) else { return Some(format!("回执的接收时间“{said}”不是年月日")) };
        match day_of(&self.written_at) {
            Some(written) if day < written => Some(format!("回执的接收时间 {day} 在写盘（{written}）之前")),
            _ if handed.is_some_and(|handed| day < handed) => Some(format!("回执的接收时间 {day} 在登记的移交日期之前")),
            _ if day > today => Some(format!("回执的接收时间 {day} 还没有到，今天是 {today}")),
            _ => None,
        }
    }
}

/// The day of `2026-03-02`, `2026年3月2日`, … or of a time behind one of them (RFC 3339, `2026-03-02 10:30`).
fn day_of(text: &str) -> Option<NaiveDate> {
    let ends = [text.find('T'), text.find(' '), text.find('日').map(|at| at + '日'.len_utf8())];
    let date = ends.into_iter().flatten().min().and_then(|end| text.get(..end));
    let day = |t: &str| t.parse::<PartialDate>().ok().and_then(PartialDate::day);
    day(text).or_else(|| day(date?))
}

fn verdict(word: &str) -> Option<Verdict> {
    match word.trim() {
        "签收" => Some(Verdict::Accepted),
        "退回" => Some(Verdict::SentBack),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
