//! 自查表: the checks of the 条例 one by one, with what they found over the batches looked at.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Counted;
use crate::case::Case;
use crate::checks::PROFILE;
use crate::finding::{Finding, Level, Place};
use crate::rules::Governing;

/// What a line of the table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckVerdict {
    /// 未发现问题
    Clear,
    /// 有问题
    Faulty,
    /// 有需要核对的
    Doubtful,
    /// 已放行: nothing but what was let pass.
    Passed,
    /// 不适用: no batch looked at is judged by it.
    Unjudged,
}

impl CheckVerdict {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CheckVerdict::Clear => "未发现问题",
            CheckVerdict::Faulty => "有问题",
            CheckVerdict::Doubtful => "须核对",
            CheckVerdict::Passed => "已放行",
            CheckVerdict::Unjudged => "不校验",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SelfCheckRow {
    pub code: String,
    pub name: String,
    /// Articles, of each rule pack once.
    pub basis: String,
    /// Batches it judged.
    pub batches: u32,
    pub errors: u32,
    pub warnings: u32,
    pub notes: u32,
    pub passed: u32,
    pub verdict: CheckVerdict,
    pub verdict_word: String,
    /// The findings behind the counts.
    pub found: Vec<Counted>,
}

/// A batch with its rules and what was found.
pub struct Looked<'a> {
    pub case: &'a Case,
    pub rules: &'a Governing,
    pub findings: &'a [Finding],
}

/// Every check in the order of codes.
#[must_use]
pub fn self_check(looked: &[Looked<'_>]) -> Vec<SelfCheckRow> {
    let row = |info: &crate::checks::CheckInfo| {
        let judged: Vec<&Looked<'_>> = looked.iter().filter(|l| l.rules.first().on(info.code, None)).collect();
        let mut row = SelfCheckRow {
            code: info.code.to_owned(),
            name: info.name.to_owned(),
            basis: String::new(),
            batches: u32::try_from(judged.len()).unwrap_or(u32::MAX),
            errors: 0,
            warnings: 0,
            notes: 0,
            passed: 0,
            verdict: CheckVerdict::Clear,
            verdict_word: String::new(),
            found: Vec::new(),
        };
        let mut bases: Vec<&str> = judged.iter().map(|l| l.rules.first().basis(info.code)).filter(|b| !b.is_empty()).collect();
        bases.sort_unstable();
        bases.dedup();
        row.basis = bases.join("；");
        for l in looked {
            for f in l.findings.iter().filter(|f| f.code == info.code) {
                let slot = match f.level {
                    _ if f.passed() => &mut row.passed,
                    Level::Error => &mut row.errors,
                    Level::Warning => &mut row.warnings,
                    Level::Note => &mut row.notes,
                };
                *slot += 1;
                let word = if f.passed() { "已放行" } else { f.level.word() };
                let words = format!("[{word}] {}：{}", l.case.batch.content.number, f.message);
                let (abroad, beside): (Vec<&Place>, Vec<&Place>) = f.other.iter().partition(|o| o.batch != f.place.batch);
                let records = std::iter::once(&f.place).chain(beside).filter_map(|p| p.record).collect();
                row.found.push(Counted { words, place: f.place.clone(), records, abroad: abroad.first().map(|p| (*p).clone()) });
            }
        }
        row.verdict = match (&row, judged.len()) {
            (r, _) if r.errors > 0 => CheckVerdict::Faulty,
            (r, _) if r.warnings > 0 => CheckVerdict::Doubtful,
            (r, _) if r.passed > 0 => CheckVerdict::Passed,
            (_, 0) => CheckVerdict::Unjudged,
            _ => CheckVerdict::Clear,
        };
        row.verdict_word = row.verdict.name().to_owned();
        row
    };
    PROFILE.iter().map(row).collect()
}
