//! 放行（程序偏差）: an authorised person lets a finding pass, with reason, signature and, for a 错, the signed paper (design, idea 7).
//!
//! It takes no finding away: what was let pass stays to be seen, with who and why, and stands in the 程序偏差清单. It covers the finding
//! as it stood and nothing else: with other numbers or other records it covers no longer, and says so. Nothing here judges a case.

mod against;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::finding::{Finding, Level, Waived};
use crate::id::{BatchId, WaiverId};

pub use against::{Against, against, unsound};

/// The paper that bears the signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaiverPaper {
    pub file_name: String,
    pub sha256: String,
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`.
    pub format: String,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
    pub pages: u32,
}

/// 撤回: a further entry; what it takes back stays beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Withdrawal {
    pub reason: String,
    pub signer: String,
    pub date: PartialDate,
}

/// 放行.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaiverContent {
    /// The finding as it stood when it was let pass, whole.
    pub finding: Finding,
    pub reason: String,
    /// Who let it pass, with his or her post.
    pub signer: String,
    pub post: String,
    pub date: PartialDate,
    pub paper: Option<WaiverPaper>,
    pub withdrawn: Option<Withdrawal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Waiver {
    pub id: WaiverId,
    pub batch: BatchId,
    pub revision: u32,
    /// When it was entered (RFC 3339).
    pub entered_at: String,
    pub content: WaiverContent,
}

/// How a 放行 stands beside what the checks find today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaiverState {
    /// 有效: the finding is still there, as it was.
    Covers,
    /// 已失效: the finding is there with other numbers or other records.
    Changed,
    /// 已消除: the finding is there no more.
    Settled,
    /// 已撤回
    Withdrawn,
}

impl WaiverState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WaiverState::Covers => "有效",
            WaiverState::Changed => "已失效",
            WaiverState::Settled => "问题已消除",
            WaiverState::Withdrawn => "已撤回",
        }
    }
}

/// 错 and 警 may be let pass; a 注 asks for nothing.
#[must_use]
pub fn may_pass(finding: &Finding) -> bool {
    finding.level != Level::Note
}

/// A 错 asks for the signed paper; at a 警 it may be left out.
#[must_use]
pub fn asks_paper(level: Level) -> bool {
    level == Level::Error
}

/// The same place judged by the same check.
fn same_spot(one: &Finding, other: &Finding) -> bool {
    one.code == other.code && one.place == other.place
}

/// Checks whose second record only shows where to look: V31a is about the step that is missing, whichever later record gives it away, and
/// was let pass without one before it bore any.
const POINTED_AT: [&str; 1] = ["V31a"];

/// Nothing of what was let pass is otherwise now: neither numbers nor records, and it weighs no more than it did.
fn unchanged(passed: &Finding, now: &Finding) -> bool {
    let same = passed.message == now.message || as_now(&passed.message) == now.message;
    let beside = passed.other == now.other || POINTED_AT.contains(&now.code.as_str());
    same_spot(passed, now) && beside && same && now.level >= passed.level
}

/// A message as it was written while steps were called `S05《…》` to people, with `第 5 步《…》` for it.
fn as_now(message: &str) -> String {
    let mut parts = message.split('《').peekable();
    let mut out = String::new();
    while let Some(part) = parts.next() {
        let at = part.len().saturating_sub(3);
        let no = part.get(at..).and_then(|tail| tail.strip_prefix('S')).and_then(|no| no.parse::<u32>().ok());
        match (no, part.get(..at), parts.peek()) {
            (Some(no), Some(before), Some(_)) => out.push_str(&format!("{before}第 {no} 步")),
            _ => out.push_str(part),
        }
        if parts.peek().is_some() {
            out.push('《');
        }
    }
    out
}

/// Writes onto each finding the 放行 that covers it, or the one that does not or no longer does. Of several the newest counts; those of
/// `barred` ([`unsound`]) cover nothing.
pub fn apply(findings: &mut [Finding], waivers: &[Waiver], barred: &[WaiverId]) {
    let standing = || waivers.iter().rev().filter(|w| w.content.withdrawn.is_none());
    for finding in findings {
        let covering = standing().find(|w| !barred.contains(&w.id) && unchanged(&w.content.finding, finding));
        let found = covering.or_else(|| standing().find(|w| same_spot(&w.content.finding, finding)));
        finding.waiver = found.map(|w| Waived {
            id: w.id,
            covers: covering.is_some(),
            signer: w.content.signer.clone(),
            date: w.content.date.to_string(),
            reason: w.content.reason.clone(),
        });
    }
}

/// How a 放行 stands beside the findings of its batch.
#[must_use]
pub fn state(waiver: &Waiver, findings: &[Finding]) -> WaiverState {
    let passed = &waiver.content.finding;
    // One that may not stand is written onto the finding it would cover as one that does not.
    let barred = |f: &Finding| f.waiver.as_ref().is_some_and(|w| w.id == waiver.id && !w.covers);
    if waiver.content.withdrawn.is_some() {
        WaiverState::Withdrawn
    } else if findings.iter().any(|f| unchanged(passed, f) && !barred(f)) {
        WaiverState::Covers
    } else if findings.iter().any(|f| same_spot(passed, f)) {
        WaiverState::Changed
    } else {
        WaiverState::Settled
    }
}

impl Finding {
    /// A 错 that nobody let pass: it holds up the sealing.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.level == Level::Error && !self.passed()
    }

    /// Let pass, as it stands.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.waiver.as_ref().is_some_and(|w| w.covers)
    }

    /// The finding without what was written onto it: as a 放行 keeps it.
    #[must_use]
    pub fn bare(&self) -> Finding {
        Finding { waiver: None, days: Vec::new(), ..self.clone() }
    }
}
