//! What the judgement of packages says, for a screen and for a script: shapes of `jishi verify --json` and `jishi compare --json`
//! (docs/verify-report.md), and the same in lines of text. No judgement is made here.

use jishi_core::finding::{Finding, Level};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::compare::Comparison;
use crate::verify::{Mode, Report};

/// Judgement of one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Verified {
    pub path: String,
    pub name: String,
    /// `folder` or `zip`
    pub form: String,
    pub seal_no: String,
    pub sealed_at: String,
    pub sealer: String,
    pub files: u32,
    #[ts(type = "number")]
    pub bytes: u64,
    /// No 错 finding: nothing is missing or altered against the package's own lists.
    pub sound: bool,
    /// Content, lists and container are whole, whatever may be wrong with the seal.
    pub complete: bool,
    /// The seal and at least one signature hold. A package can be whole and yet unsealed.
    pub sealed: bool,
    /// Digests of 封签.json, to be compared with the paper slip: they alone tell a package sealed anew by somebody else.
    pub seal_sha256: String,
    pub seal_sm3: String,
    /// Whose certificate signed, and its fingerprint.
    pub certificate: String,
    pub certificate_sha256: String,
    pub findings: Vec<Finding>,
}

impl Verified {
    pub(crate) fn of(path: String, report: Report) -> Verified {
        let sound = report.passed();
        let facts = report.facts;
        Verified {
            path,
            sound,
            complete: facts.complete,
            sealed: facts.sealed && sound,
            seal_sha256: facts.seal_sha256.unwrap_or_default(),
            seal_sm3: facts.seal_sm3.unwrap_or_default(),
            certificate: facts.certificate_subject.unwrap_or_default(),
            certificate_sha256: facts.certificate_sha256.unwrap_or_default(),
            name: facts.name,
            form: facts.form.to_owned(),
            seal_no: facts.seal_no.unwrap_or_default(),
            sealed_at: facts.sealed_at.unwrap_or_default(),
            sealer: facts.sealer.unwrap_or_default(),
            files: u32::try_from(facts.files).unwrap_or(u32::MAX),
            bytes: facts.bytes,
            findings: report.findings,
        }
    }

    /// The verdict in a few words. `fast`: the payload was not read byte by byte, so nothing is said of it.
    #[must_use]
    pub fn verdict(&self, fast: bool) -> &'static str {
        match (self.sound, self.sealed, self.complete) {
            (true, true, _) if fast => "快速核对未见问题，内容没有逐字节核对",
            (true, true, _) => "封签完好",
            (true, false, _) if fast => "快速核对未见问题，没有有效封签",
            (true, false, _) => "内容完整，没有有效封签",
            (false, _, true) => "内容完整，封签有问题",
            (false, _, false) => "有问题，不能作为可靠凭证",
        }
    }
}

/// Everything found at a place: one verdict for each package, and what can only be said of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifyResult {
    /// Payload was not read byte by byte.
    pub fast: bool,
    pub packages: Vec<Verified>,
    /// Of the place as a whole: the chain of seals, files beside the packages, the list of the medium.
    pub findings: Vec<Finding>,
    pub sum: VerifySum,
}

/// The sum of a judgement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifySum {
    pub packages: u32,
    /// Without any 错.
    pub sound: u32,
    /// Sound, and sealed.
    pub sealed: u32,
    pub files: u32,
    #[ts(type = "number")]
    pub bytes: u64,
    /// 错 and 警 over all packages and the place.
    pub errors: u32,
    pub warnings: u32,
}

impl VerifyResult {
    pub(crate) fn of(mode: Mode, packages: Vec<Verified>, findings: Vec<Finding>) -> VerifyResult {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let all = || packages.iter().flat_map(|p| &p.findings).chain(&findings);
        let sum = VerifySum {
            packages: count(packages.len()),
            sound: count(packages.iter().filter(|p| p.sound).count()),
            sealed: count(packages.iter().filter(|p| p.sound && p.sealed).count()),
            files: packages.iter().map(|p| p.files).fold(0, u32::saturating_add),
            bytes: packages.iter().map(|p| p.bytes).fold(0, u64::saturating_add),
            errors: count(all().filter(|f| f.level == Level::Error).count()),
            warnings: count(all().filter(|f| f.level == Level::Warning).count()),
        };
        VerifyResult { fast: mode == Mode::Fast, packages, findings, sum }
    }

    /// No 错 anywhere.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.sum.errors == 0
    }

    /// The whole in lines of text.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for p in &self.packages {
            let seal = if p.seal_no.is_empty() {
                "无封签".to_owned()
            } else {
                format!("封签号 {}　封存 {}　{}", p.seal_no, p.sealed_at, p.sealer)
            };
            lines.push(format!("【{}】{}　{seal}　{} 个文件，{} 字节", p.verdict(self.fast), p.name, p.files, p.bytes));
            lines.push(format!("    位置 {}", p.path));
            if !p.seal_sha256.is_empty() {
                lines.push(format!("    封签摘要 SHA-256 {}（请与纸质封签核对）", p.seal_sha256));
                lines.push(format!("    签名证书 {}，指纹 {}", p.certificate, p.certificate_sha256));
            }
            lines.extend(p.findings.iter().flat_map(finding_lines));
        }
        if !self.findings.is_empty() {
            lines.push("【整个位置】".to_owned());
            lines.extend(self.findings.iter().flat_map(finding_lines));
        }
        let s = &self.sum;
        let (depth, sealed) =
            if self.fast { ("快速核对", "封签相符（内容没有核对）") } else { ("完整核对", "封签完好") };
        lines.push(format!(
            "{depth}：{} 个包，{} 个没有错误，其中 {} 个{sealed}；共 {} 个文件、{} 字节；错 {}，警 {}",
            s.packages, s.sound, s.sealed, s.files, s.bytes, s.errors, s.warnings
        ));
        lines
    }
}

fn finding_lines(f: &Finding) -> Vec<String> {
    let mut lines = vec![format!("    [{}] {} {}", f.level.word(), f.code, f.message)];
    if !f.remedy.is_empty() {
        lines.push(format!("          处理：{}", f.remedy));
    }
    lines
}

impl Comparison {
    /// The whole in lines of text.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("甲：{}", self.a), format!("乙：{}", self.b), self.words.clone()];
        lines.extend([&self.judged_a, &self.judged_b].map(|j| j.words.clone()));
        lines.extend(self.differences.iter().map(|d| format!("    [{}] {}", d.kind.word(), d.words)));
        lines.push(format!("相同的文件 {} 个；不同之处 {} 处", self.unchanged, self.differences.len()));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::Facts;

    #[test]
    fn a_quick_look_never_says_that_what_is_sealed_is_whole() {
        let facts = Facts { complete: true, sealed: true, ..Facts::default() };
        let package = Verified::of("包".into(), Report { findings: Vec::new(), facts });
        for (mode, words) in [(Mode::Full, "封签完好"), (Mode::Fast, "没有核对")] {
            let result = VerifyResult::of(mode, vec![package.clone()], Vec::new());
            let said = result.lines().join("\n");
            assert!(said.contains(words), "{said}");
            assert_eq!(said.contains("封签完好"), mode == Mode::Full, "{said}");
        }
        assert!(package.verdict(true).contains("没有逐字节核对"));
    }
}
