//! The chain of seals over the packages that lie at one place: each names the digest of the one before.
//!
//! Pure. It says what is there and what is not; that a seal sealed before is elsewhere is no fault of this place.

use std::collections::{BTreeMap, BTreeSet};

use jishi_core::finding::Finding;

use crate::container::{error, note, warning};
use crate::plan::parse_time;
use crate::seal::SealRecord;

/// One seal as found: where, what it says, SHA-256 of its bytes.
pub(crate) struct Link<'a> {
    pub(crate) path: &'a str,
    pub(crate) record: &'a SealRecord,
    pub(crate) sha256: &'a str,
}

/// Judges the seals against each other.
pub(crate) fn judge(links: &[Link<'_>], findings: &mut Vec<Finding>) {
    let mut once: Vec<&Link<'_>> = Vec::new();
    for link in links {
        match once.iter().find(|o| o.sha256 == link.sha256) {
            Some(first) => {
                let message = format!("封签 {} 的包有两份：“{}”和“{}”", link.record.seal_no, first.path, link.path);
                findings.push(note("P155", link.path, message, "两份是同一次封存；各自的核对结果见上"));
            }
            None => once.push(link),
        }
    }
    for (at, link) in once.iter().enumerate() {
        for other in once.iter().take(at) {
            if other.record.seal_no == link.record.seal_no {
                let message = format!("“{}”和“{}”封签号都是 {}，而封签不同", other.path, link.path, link.record.seal_no);
                findings.push(error("P156", link.path, message, "其中一个是另行封装的：请与纸质封签的摘要核对，拒收不符的一个"));
            }
            if link.record.previous_seal.is_some() && other.record.previous_seal == link.record.previous_seal {
                let message =
                    format!("封签 {} 和 {} 都说前一封签是同一个：链在这里分叉", other.record.seal_no, link.record.seal_no);
                findings.push(error("P157", link.path, message, "一个封签之后只能有一个封签：请与移交单位的登记簿核对"));
            }
        }
    }
    let by_digest: BTreeMap<&str, &Link<'_>> = once.iter().map(|l| (l.sha256, *l)).collect();
    for link in &once {
        let Some(before) = link.record.previous_seal.as_deref().and_then(|p| by_digest.get(p)) else { continue };
        let earlier = |a: &str, b: &str| parse_time(a).zip(parse_time(b)).is_some_and(|(a, b)| a < b);
        if earlier(&link.record.sealed_at, &before.record.sealed_at) {
            let message = format!(
                "封签 {} 的时间（{}）早于它的前一封签 {}（{}）：封签时机器的时钟不准，或时间被改",
                link.record.seal_no, link.record.sealed_at, before.record.seal_no, before.record.sealed_at
            );
            findings.push(warning("P158", link.path, message, "次序以链为准；时间请与纸质登记核对"));
        }
        let lines = before.record.journal.as_ref().zip(link.record.journal.as_ref());
        if lines.is_some_and(|(before, now)| now.line < before.line) {
            let message = format!("封签 {} 写明的操作日志行号比前一封签 {} 的小", link.record.seal_no, before.record.seal_no);
            findings.push(warning("P158", link.path, message, "操作日志可能被换过；请移交单位核对登记簿"));
        }
    }
    gaps(&once, &by_digest, findings);
}

/// Where the chain begins at this place, and where it is broken: by the hand that sealed, the earliest beginning is only told.
fn gaps(once: &[&Link<'_>], by_digest: &BTreeMap<&str, &Link<'_>>, findings: &mut Vec<Finding>) {
    let mut beginnings: Vec<&&Link<'_>> =
        once.iter().filter(|l| l.record.previous_seal.as_deref().is_some_and(|p| !by_digest.contains_key(p))).collect();
    beginnings.sort_by_key(|l| (parse_time(&l.record.sealed_at), &l.record.seal_no));
    // A hand whose very first seal is here has no beginning elsewhere.
    let mut begun: BTreeSet<&str> =
        once.iter().filter(|l| l.record.previous_seal.is_none()).map(|l| l.record.certificate_sha256.as_str()).collect();
    for link in beginnings {
        let hex: String = link.record.previous_seal.iter().flat_map(|p| p.chars().take(16)).collect();
        let first = begun.insert(&link.record.certificate_sha256);
        let message = format!("封签 {} 的前一封签（SHA-256 {hex}…）不在这里", link.record.seal_no);
        findings.push(if first {
            note(
                "P159",
                link.path,
                format!("{message}：链从这里开始"),
                "以前的封签在别处是正常的；要核对整条链请把各年的包放在一起",
            )
        } else {
            let message = format!("{message}：它与别的封签之间缺包");
            warning("P159", link.path, message, "请向移交单位索取中间的包，或说明为什么不在这里")
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(no: u32, previous: Option<&str>, at: &str) -> SealRecord {
        let hex = "ab".repeat(32);
        let text = format!(
            "{{\"格式\":\"选任纪实封签\",\"版本\":2,\"封签号\":\"Z-{no}\",\"种类\":\"\",\"封装名称\":\"x\",\"起始档号\":\"\",\"终止档号\":\"\",\
             \"件数\":1,\"页数\":1,\"文件数\":1,\"字节数\":1,\"Payload-Oxum\":\"1.1\",\"标签清单\":[],\"封签文本SHA-256\":\"{hex}\",\
             \"前一封签SHA-256\":{},\"封签人\":\"甲\",\"核对人\":\"乙\",\"封签时间\":\"{at}\",\"封签时间UTC\":\"\",\"签名证书SHA-256\":\"{hex}\",\
             \"SM2公钥SHA-256\":\"{hex}\",\"软件\":\"\"}}",
            previous.map_or("null".to_owned(), |p| format!("\"{p}\""))
        );
        SealRecord::parse(text.as_bytes()).unwrap()
    }

    fn codes(seals: &[(&str, u32, Option<&str>, &str)]) -> Vec<String> {
        let records: Vec<SealRecord> = seals.iter().map(|(_, no, previous, at)| record(*no, *previous, at)).collect();
        let links: Vec<Link<'_>> =
            seals.iter().zip(&records).map(|((sha256, ..), record)| Link { path: sha256, record, sha256 }).collect();
        let mut findings = Vec::new();
        judge(&links, &mut findings);
        findings.iter().map(|f| format!("{}{}", f.code, f.level.word())).collect()
    }

    #[test]
    fn gaps_forks_copies_doubles_and_clocks_that_ran_back_are_told_apart() {
        let at = |day: u32| format!("2024-06-{day:02}T09:00:00+08:00");
        let (d1, d2, d3) = (at(1), at(2), at(3));
        assert_eq!(codes(&[("a", 1, None, &d1), ("b", 2, Some("a"), &d2), ("c", 3, Some("b"), &d3)]), Vec::<String>::new());
        assert_eq!(codes(&[("b", 2, Some("a"), &d2), ("c", 3, Some("b"), &d3)]), ["P159注"], "only the beginning is elsewhere");
        assert_eq!(codes(&[("a", 1, None, &d1), ("c", 3, Some("b"), &d3)]), ["P159警"], "one between is missing");
        assert_eq!(codes(&[("b", 2, Some("a"), &d1), ("d", 4, Some("c"), &d3)]), ["P159注", "P159警"]);
        assert_eq!(codes(&[("a", 1, None, &d1), ("b", 2, Some("a"), &d2), ("x", 3, Some("a"), &d3)]), ["P157错"]);
        assert_eq!(codes(&[("a", 1, None, &d1), ("x", 1, None, &d1)]), ["P156错"]);
        assert_eq!(codes(&[("a", 1, None, &d1), ("a", 1, None, &d1)]), ["P155注"]);
        assert_eq!(codes(&[("a", 1, None, &d2), ("b", 2, Some("a"), &d1)]), ["P158警"]);
    }
}
