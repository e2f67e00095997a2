//! The seal record `封签.json`, one small canonical file that stands for the whole package, and its slip for the eye.
//!
//! Keys are Chinese: in thirty years a person reads this file, perhaps with nothing but a text editor.

use serde::{Deserialize, Serialize};

use crate::digest::Digests;
use crate::layout::{TAGMANIFEST_256, TAGMANIFEST_512, grouped};
use crate::plan::{PackagePlan, parse_time};

/// Fixed value of 格式.
pub(crate) const FORMAT: &str = "选任纪实封签";
/// Version of the record this program writes and the highest it knows.
///
/// 1: the first. 2: names the line of the journal at which the package was sealed. 3: names the seal it stands in
/// place of, and every run of 档号, since a volume of several categories has more than one. 4: names profile and rules, and the files of
/// certificate and key, which the tag manifests no longer list: without them a package is complete by any tool.
pub(crate) const VERSION: u32 = 4;

/// A file that the seal holds fast, by two families.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFile {
    #[serde(rename = "文件")]
    pub file: String,
    #[serde(rename = "SHA-256")]
    pub sha256: String,
    #[serde(rename = "SM3")]
    pub sm3: String,
}

/// Where the journal of operations stood when the seal was made. The line's digest holds all lines before it, so a journal that later
/// lost its last lines does not have this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedJournal {
    #[serde(rename = "行号")]
    pub line: u64,
    #[serde(rename = "SHA-256")]
    pub sha256: String,
}

/// The seal that a new version stands in place of; the old package itself never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedSeal {
    #[serde(rename = "封签号")]
    pub seal_no: String,
    /// Of its 封签.json.
    #[serde(rename = "SHA-256")]
    pub sha256: String,
    #[serde(rename = "理由")]
    pub reason: String,
}

/// A run of 档号, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRange {
    #[serde(rename = "起")]
    pub first: String,
    #[serde(rename = "止")]
    pub last: String,
}

/// `封签.json`. Key order is the order of the fields; two-space indent; LF; ends with LF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealRecord {
    #[serde(rename = "格式")]
    pub format: String,
    #[serde(rename = "版本")]
    pub version: u32,
    #[serde(rename = "封签号")]
    pub seal_no: String,
    #[serde(rename = "种类")]
    pub kind: String,
    #[serde(rename = "封装名称")]
    pub name: String,
    #[serde(rename = "起始档号")]
    pub archive_no_first: String,
    #[serde(rename = "终止档号")]
    pub archive_no_last: String,
    /// Every run; 起始档号 and 终止档号 are the two ends of them all. Empty in records of the first versions.
    #[serde(rename = "档号段", default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<SealedRange>,
    #[serde(rename = "件数")]
    pub items: u64,
    #[serde(rename = "页数")]
    pub pages: u64,
    #[serde(rename = "文件数")]
    pub files: u64,
    #[serde(rename = "字节数")]
    pub bytes: u64,
    #[serde(rename = "Payload-Oxum")]
    pub oxum: String,
    /// Both tag manifests, which in turn hold every other file.
    #[serde(rename = "标签清单")]
    pub tag_manifests: Vec<SealedFile>,
    /// SHA-256 of 封签.txt.
    #[serde(rename = "封签文本SHA-256")]
    pub slip_sha256: String,
    /// SHA-256 of the previous 封签.json.
    #[serde(rename = "前一封签SHA-256")]
    pub previous_seal: Option<String>,
    /// None for the first package of a volume.
    #[serde(rename = "替代封签", default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ReplacedSeal>,
    /// None in records of version 1, and where no journal is kept.
    #[serde(rename = "操作日志", default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<SealedJournal>,
    #[serde(rename = "封签人")]
    pub sealer: String,
    #[serde(rename = "核对人")]
    pub checker: String,
    /// RFC 3339 with the offset of the place.
    #[serde(rename = "封签时间")]
    pub sealed_at: String,
    /// The same instant in UTC.
    #[serde(rename = "封签时间UTC")]
    pub sealed_at_utc: String,
    /// SHA-256 over the DER of the certificate.
    #[serde(rename = "签名证书SHA-256")]
    pub certificate_sha256: String,
    /// SHA-256 over the DER of the SM2 public key.
    #[serde(rename = "SM2公钥SHA-256")]
    pub sm2_sha256: String,
    /// The files of certificate and SM2 key as they were written. Empty in records before version 4, whose tag manifests list them.
    #[serde(rename = "签名材料", default, skip_serializing_if = "Vec::is_empty")]
    pub key_files: Vec<SealedFile>,
    /// BagIt Profile the package keeps to; None in records before version 4.
    #[serde(rename = "封装规范", default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Edition and local packs the batch was judged by; None in records before version 4.
    #[serde(rename = "规则版本", default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    #[serde(rename = "软件")]
    pub software: String,
}

fn sealed((file, digests): &(&str, &Digests)) -> SealedFile {
    SealedFile { file: (*file).into(), sha256: digests.sha256.clone(), sm3: digests.sm3.clone() }
}

impl SealRecord {
    /// The record of a plan whose payload, tag manifests and key files are known.
    pub(crate) fn of(
        plan: &PackagePlan,
        counts: (u64, u64),
        manifests: [(&str, &Digests); 2],
        key_files: [(&str, &Digests); 2],
        fingerprints: (String, String),
    ) -> SealRecord {
        let facts = &plan.seal;
        let utc = parse_time(&facts.sealed_at).map(|t| t.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let mut record = SealRecord {
            format: FORMAT.into(),
            version: VERSION,
            seal_no: facts.seal_no.clone(),
            kind: facts.kind.clone(),
            name: plan.name.clone(),
            archive_no_first: facts.ranges.first().map(|(first, _)| first.clone()).unwrap_or_default(),
            archive_no_last: facts.ranges.last().map(|(_, last)| last.clone()).unwrap_or_default(),
            ranges: facts.ranges.iter().map(|(first, last)| SealedRange { first: first.clone(), last: last.clone() }).collect(),
            items: facts.items,
            pages: facts.pages,
            files: counts.0,
            bytes: counts.1,
            oxum: format!("{}.{}", counts.1, counts.0),
            tag_manifests: manifests.iter().map(sealed).collect(),
            slip_sha256: String::new(),
            previous_seal: facts.previous_seal.clone(),
            replaces: facts.replaces.clone(),
            journal: facts.journal.clone(),
            sealer: facts.sealer.clone(),
            checker: facts.checker.clone(),
            sealed_at: facts.sealed_at.clone(),
            sealed_at_utc: utc.unwrap_or_default(),
            certificate_sha256: fingerprints.0,
            sm2_sha256: fingerprints.1,
            key_files: key_files.iter().map(sealed).collect(),
            profile: Some(facts.profile.clone()).filter(|p| !p.is_empty()),
            rules: Some(facts.rules.clone()).filter(|r| !r.is_empty()),
            software: facts.software.clone(),
        };
        record.slip_sha256 = jishi_fs::sha256_hex(record.slip().as_bytes());
        record
    }

    /// The canonical bytes: what is signed, and what the next seal names.
    ///
    /// # Errors
    /// When serde refuses, which a record of plain text and numbers never makes it do.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// A plain message when it is not one, or of a version this program does not know.
    pub fn parse(bytes: &[u8]) -> Result<SealRecord, String> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(rename = "格式")]
            format: String,
            #[serde(rename = "版本")]
            version: u32,
        }
        // A later version may have other fields: it is told from a damaged one first.
        if let Ok(head) = serde_json::from_slice::<Head>(bytes)
            && head.format == FORMAT
            && head.version > VERSION
        {
            return Err(format!("的版本是{}，本程序只认到{VERSION}，请用更新的程序核对", head.version));
        }
        let record: SealRecord =
            serde_json::from_slice(bytes).map_err(|e| format!("不是封签记录（{}）", jishi_core::syntax::json_words(&e)))?;
        if record.format != FORMAT {
            return Err(format!("的格式是“{}”，不是“{FORMAT}”", record.format));
        }
        Ok(record)
    }

    /// The slip `封签.txt`: the same facts for the eye, digests in eight groups of eight.
    pub(crate) fn slip(&self) -> String {
        let mut lines = vec![
            "封签".to_owned(),
            String::new(),
            format!("封签号：{}", self.seal_no),
            format!("种类：{}", self.kind),
            format!("封装名称：{}", self.name),
            format!("档号：{}", self.archive_nos()),
            format!("件数：{}　页数：{}", self.items, self.pages),
            format!("文件数：{}　字节数：{}", self.files, self.bytes),
            format!("封签人：{}　核对人：{}", self.sealer, self.checker),
            format!("封签时间：{}", self.sealed_at),
            format!("软件：{}", self.software),
        ];
        let named = [("封装规范", &self.profile), ("规则版本", &self.rules)];
        lines.extend(named.into_iter().filter_map(|(name, value)| Some(format!("{name}：{}", value.as_ref()?))));
        lines.extend([String::new(), "摘要（每组八位，共八组，可与纸面逐组核对）".to_owned()]);
        for m in self.tag_manifests.iter().chain(&self.key_files) {
            lines.push(m.file.clone());
            lines.push(format!("  SHA-256  {}", grouped(&m.sha256)));
            lines.push(format!("  SM3      {}", grouped(&m.sm3)));
        }
        lines.push(match &self.previous_seal {
            Some(hex) => format!("前一封签\n  SHA-256  {}", grouped(hex)),
            None => "前一封签：无（本册第一个）".to_owned(),
        });
        if let Some(old) = &self.replaces {
            lines.push(format!("替代封签 {}（{}）\n  SHA-256  {}", old.seal_no, old.reason, grouped(&old.sha256)));
        }
        if let Some(journal) = &self.journal {
            lines.push(format!("操作日志第{}行\n  SHA-256  {}", journal.line, grouped(&journal.sha256)));
        }
        lines.push(format!("签名证书（指纹，对 DER 编码）\n  SHA-256  {}", grouped(&self.certificate_sha256)));
        lines.push(format!("SM2公钥（指纹，对 DER 编码）\n  SHA-256  {}", grouped(&self.sm2_sha256)));
        lines.push(String::new());
        lines.push("核对办法见“固化信息/校验方法.txt”。".to_owned());
        lines.join("\n") + "\n"
    }

    /// `A 至 C；F`: every run.
    fn archive_nos(&self) -> String {
        let run = |r: &SealedRange| if r.first == r.last { r.first.clone() } else { format!("{} 至 {}", r.first, r.last) };
        self.ranges.iter().map(run).collect::<Vec<_>>().join("；")
    }

    /// Whether the record names exactly the two tag manifests.
    pub(crate) fn names_both_tag_manifests(&self) -> bool {
        let mut names: Vec<&str> = self.tag_manifests.iter().map(|m| m.file.as_str()).collect();
        names.sort_unstable();
        names == [TAGMANIFEST_256, TAGMANIFEST_512]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_a_later_version_is_not_called_damaged() {
        let later = "{\"格式\":\"选任纪实封签\",\"版本\":5,\"新项\":1}";
        assert!(SealRecord::parse(later.as_bytes()).unwrap_err().contains("版本是5"));
        assert!(SealRecord::parse(b"{}").unwrap_err().contains("不是封签记录"));
    }

    #[test]
    fn a_record_of_the_first_version_reads_and_writes_as_it_stands() {
        let hex = "ab".repeat(32);
        let first = format!(
            "{{\n  \"格式\": \"选任纪实封签\",\n  \"版本\": 1,\n  \"封签号\": \"FQ-1\",\n  \"种类\": \"综合\",\n  \"封装名称\": \"x\",\n  \
             \"起始档号\": \"\",\n  \"终止档号\": \"\",\n  \"件数\": 1,\n  \"页数\": 1,\n  \"文件数\": 1,\n  \"字节数\": 1,\n  \"Payload-Oxum\": \"1.1\",\n  \
             \"标签清单\": [],\n  \"封签文本SHA-256\": \"{hex}\",\n  \"前一封签SHA-256\": null,\n  \"封签人\": \"甲\",\n  \"核对人\": \"乙\",\n  \
             \"封签时间\": \"2024-06-12T09:30:00+08:00\",\n  \"封签时间UTC\": \"2024-06-12T01:30:00Z\",\n  \"签名证书SHA-256\": \"{hex}\",\n  \
             \"SM2公钥SHA-256\": \"{hex}\",\n  \"软件\": \"选任纪实 0.1.0\"\n}}\n"
        );
        let record = SealRecord::parse(first.as_bytes()).unwrap();
        assert_eq!(record.journal, None);
        assert_eq!(String::from_utf8(record.to_bytes().unwrap()).unwrap(), first);
    }

    #[test]
    fn the_slip_names_every_run_of_numbers_of_a_volume_of_several_categories() {
        let hex = "ab".repeat(32);
        let run = |first: &str, last: &str| serde_json::json!({ "起": first, "止": last });
        let record = serde_json::json!({ "格式": FORMAT, "版本": VERSION, "封签号": "F-1", "种类": "个人", "封装名称": "x",
            "起始档号": "Z-Y-0062", "终止档号": "Z-D30-0167", "档号段": [run("Z-Y-0062", "Z-Y-0087"), run("Z-D30-0167", "Z-D30-0167")],
            "件数": 27, "页数": 1, "文件数": 1, "字节数": 1, "Payload-Oxum": "1.1", "标签清单": [], "封签文本SHA-256": hex,
            "前一封签SHA-256": null, "封签人": "甲", "核对人": "乙", "封签时间": "2024-06-12T09:30:00+08:00",
            "封签时间UTC": "2024-06-12T01:30:00Z", "签名证书SHA-256": hex, "SM2公钥SHA-256": hex, "软件": "x" });
        let record = SealRecord::parse(record.to_string().as_bytes()).unwrap();
        assert!(record.slip().contains("\n档号：Z-Y-0062 至 Z-Y-0087；Z-D30-0167\n"), "{}", record.slip());
    }
}
