//! What goes into a package, and whether it may. `check` is pure but for asking whether source files are there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use jishi_core::finding::{Finding, Level, Place};

use crate::layout::{FETCH, is_own};
use crate::names::{faults, folded, length_fault, name_faults};
use crate::seal::{ReplacedSeal, SealedJournal};

/// Where the bytes of a payload file come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file, read once while packing.
    File(PathBuf),
    /// Bytes made for this package.
    Bytes(Vec<u8>),
}

/// One file under `data/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadFile {
    /// Path under `data/`, with `/`.
    pub path: String,
    pub source: Source,
    /// Lower-case hex the bytes must have, when the content store knows it.
    pub expected_sha256: Option<String>,
}

/// A tag file beside the bag's own, such as 固化信息/检测报告.xml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagFile {
    /// Path under the package, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What the seal says about the package; counts of bytes and files are added by packing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFacts {
    /// 封签号
    pub seal_no: String,
    /// 种类, such as 个人 or 综合.
    pub kind: String,
    /// 起止档号, first and last of each run: a volume that holds several categories has one run at least of each.
    pub ranges: Vec<(String, String)>,
    /// 件数
    pub items: u64,
    /// 页数
    pub pages: u64,
    /// 封签人
    pub sealer: String,
    /// 核对人
    pub checker: String,
    /// RFC 3339 with offset.
    pub sealed_at: String,
    /// SHA-256 of the previous 封签.json, lower-case hex.
    pub previous_seal: Option<String>,
    /// The seal of the version this one stands in place of.
    pub replaces: Option<ReplacedSeal>,
    /// Where the caller's journal stands, when it keeps one.
    pub journal: Option<SealedJournal>,
    /// BagIt Profile the package keeps to; empty when it names none.
    pub profile: String,
    /// Rules its content was judged by; empty when there are none.
    pub rules: String,
    /// Program and version.
    pub software: String,
}

/// A whole package before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagePlan {
    /// Name of the package: the folder, the base folder in the zip.
    pub name: String,
    /// Labels of `bag-info.txt` in order; the counted ones (Payload-Oxum, Bagging-Date, …) are added by packing.
    pub info: Vec<(String, String)>,
    pub payload: Vec<PayloadFile>,
    pub tags: Vec<TagFile>,
    pub seal: SealFacts,
}

/// Labels that packing writes itself.
pub(crate) const COUNTED_LABELS: [&str; 5] =
    ["Payload-Oxum", "Bagging-Date", "Bag-Size", "Bag-Software-Agent", "External-Identifier"];

impl PackagePlan {
    /// Everything that speaks against writing this plan. Any 错 makes [`crate::write`] refuse it.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.check_name(&mut findings);
        self.check_paths(&mut findings);
        self.check_sources(&mut findings);
        self.check_info(&mut findings);
        self.check_seal(&mut findings);
        findings
    }

    fn check_name(&self, findings: &mut Vec<Finding>) {
        if self.name.trim().is_empty() {
            findings.push(error("P17", &self.name, "封装包没有名称", "请按“封签号_全宗号_年度_代码”起名"));
        }
        for f in name_faults(&self.name) {
            findings.push(error("P17", &self.name, format!("封装包名称不合用：{}", f.reason), f.remedy));
        }
    }

    fn check_paths(&self, findings: &mut Vec<Finding>) {
        if self.payload.is_empty() {
            findings.push(error("P01", &self.name, "没有任何要封装的文件", "请先整理出至少一件，再封装"));
        }
        let payload = self.payload.iter().map(|f| format!("data/{}", f.path));
        let paths: Vec<String> = payload.chain(self.tags.iter().map(|t| t.path.clone())).collect();
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        let mut folders: BTreeMap<String, String> = BTreeMap::new();
        for path in &paths {
            for f in faults(path).into_iter().chain(length_fault(&format!("{}/{path}", self.name))) {
                findings.push(error(f.code, path, format!("“{path}”{}", f.reason), f.remedy));
            }
            match seen.insert(folded(path), path) {
                Some(first) if first == path => {
                    findings.push(error("P08", path, format!("“{path}”列了两次"), "请只保留一份"));
                }
                Some(first) => findings.push(error(
                    "P09",
                    path,
                    format!("“{path}”与“{first}”只有大小写或编码写法不同，在有的磁盘上是同一个文件"),
                    "请给其中一个改名",
                )),
                None => {}
            }
            let mut above = String::new();
            let segments: Vec<&str> = path.split('/').collect();
            for segment in segments.iter().take(segments.len().saturating_sub(1)) {
                if !above.is_empty() {
                    above.push('/');
                }
                above.push_str(segment);
                if let Some(other) = folders.insert(folded(&above), above.clone()).filter(|other| *other != above) {
                    let message = format!("文件夹“{above}”与“{other}”只有大小写或编码写法不同");
                    findings.push(error("P09", path, message, "请统一文件夹名称"));
                }
            }
        }
        for path in &paths {
            if folders.contains_key(&folded(path)) {
                let message = format!("“{path}”既是文件又是文件夹");
                findings.push(error("P16", path, message, "请给文件或文件夹改名"));
            }
        }
        for tag in &self.tags {
            if is_own(&tag.path) || tag.path.starts_with("data/") || is_manifest_name(&tag.path) || tag.path == FETCH {
                let message = format!("附加文件“{}”占用了封装包自己的文件名", tag.path);
                findings.push(error("P12", &tag.path, message, "请改名，或改放到载荷里"));
            }
        }
    }

    fn check_sources(&self, findings: &mut Vec<Finding>) {
        for file in &self.payload {
            if let Some(hex) = &file.expected_sha256
                && !is_sha256(hex)
            {
                let message = format!("“{}”登记的 SHA-256 不是64位十六进制", file.path);
                findings.push(error("P19", &file.path, message, "请重新登记这个文件"));
            }
            let Source::File(path) = &file.source else { continue };
            match jishi_fs::kind(path) {
                Ok(Some(jishi_fs::Kind::File)) => {}
                Ok(Some(_)) => {
                    let message = format!("“{}”的来源“{}”不是普通文件", file.path, path.display());
                    findings.push(error("P14", &file.path, message, "请换成文件本身，不要用快捷方式或链接"));
                }
                Ok(None) => {
                    let message = format!("“{}”的来源“{}”不存在", file.path, path.display());
                    findings.push(error("P14", &file.path, message, "请找回这个文件，或从封装内容中去掉它"));
                }
                Err(e) => findings.push(error("P14", &file.path, e.to_string(), "请检查磁盘和权限后重试")),
            }
        }
    }

    fn check_info(&self, findings: &mut Vec<Finding>) {
        for (label, value) in &self.info {
            let bad_label = label.is_empty() || label.trim() != label || label.contains([':', '\n', '\r']);
            if bad_label || value.contains(['\n', '\r']) || value.trim() != value {
                let message = format!("说明项“{label}”含换行、冒号或首尾空格");
                findings.push(error("P10", "bag-info.txt", message, "请改成一行文字"));
            }
            if COUNTED_LABELS.iter().any(|own| own.eq_ignore_ascii_case(label)) {
                let message = format!("说明项“{label}”由程序计算，不能自填");
                findings.push(error("P10", "bag-info.txt", message, "请去掉这一项"));
            }
        }
    }

    fn check_seal(&self, findings: &mut Vec<Finding>) {
        let seal = &self.seal;
        let wanted = [("封签号", &seal.seal_no), ("种类", &seal.kind), ("封签人", &seal.sealer), ("核对人", &seal.checker)];
        for (word, value) in wanted {
            if value.trim().is_empty() {
                findings.push(error("P11", "封签", format!("封签缺少{word}"), format!("请填写{word}")));
            }
        }
        let own = [
            &seal.seal_no,
            &seal.kind,
            &seal.sealer,
            &seal.checker,
            &seal.software,
            seal.replaces.as_ref().map_or(&seal.seal_no, |r| &r.seal_no),
            seal.replaces.as_ref().map_or(&seal.seal_no, |r| &r.reason),
        ];
        for value in own.into_iter().chain(seal.ranges.iter().flat_map(|(first, last)| [first, last])) {
            if value.chars().any(char::is_control) {
                findings.push(error("P11", "封签", "封签内容含换行或控制字符", "请改成一行文字"));
            }
        }
        if parse_time(&seal.sealed_at).is_none() {
            let message = format!("封签时间“{}”不是带时区的完整时间", seal.sealed_at);
            findings.push(error("P11", "封签", message, "请用 2024-06-12T09:30:00+08:00 这样的写法"));
        }
        if seal.previous_seal.as_ref().is_some_and(|hex| !is_sha256(hex)) {
            let message = "前一封签的摘要不是64位小写十六进制";
            findings.push(error("P11", "封签", message, "请从封签登记簿取前一封签的摘要"));
        }
        if seal
            .replaces
            .as_ref()
            .is_some_and(|r| !is_sha256(&r.sha256) || r.seal_no.trim().is_empty() || r.reason.trim().is_empty())
        {
            let message = "新版本没有写全它替代的封签（封签号、摘要、理由）";
            findings.push(error("P11", "封签", message, "请从封签登记簿取被替代的封签"));
        }
        if seal.journal.as_ref().is_some_and(|j| !is_sha256(&j.sha256)) {
            let message = "操作日志的摘要不是64位小写十六进制";
            findings.push(error("P11", "封签", message, "请从操作日志取最后一行的摘要"));
        }
    }
}

/// RFC 3339 with offset.
pub(crate) fn parse_time(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

fn is_sha256(hex: &str) -> bool {
    hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_manifest_name(path: &str) -> bool {
    !path.contains('/') && path.ends_with(".txt") && (path.starts_with("manifest-") || path.starts_with("tagmanifest-"))
}

fn error(code: &str, place: &str, message: impl Into<String>, remedy: impl Into<String>) -> Finding {
    Finding::new(code, Level::Error, Place::file(place), message).remedy(remedy)
}
