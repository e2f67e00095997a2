//! Reading the text files of a bag as RFC 8493 (1.0) and its forerunner 0.97 have them: ours and foreign ones.
//!
//! Pure: bytes in, values and findings out.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use jishi_core::finding::Finding;

use crate::container::{error, warning};
use crate::layout::{BAG_INFO, BAGIT, DATA, FETCH, PACKAGE_INFO};
use crate::names::unsafe_reason;

/// What `bagit.txt` declares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declaration {
    pub(crate) version: (u32, u32),
    pub(crate) encoding: &'static Encoding,
    /// Declared as UTF-16 and nothing more: which half comes first is told by each file.
    pub(crate) either_way: bool,
}

impl Declaration {
    /// What is assumed when `bagit.txt` cannot be read.
    pub(crate) const ASSUMED: Declaration = Declaration { version: (1, 0), encoding: UTF_8, either_way: false };

    /// Rules that came with 1.0 hold.
    pub(crate) fn is_one(self) -> bool {
        self.version >= (1, 0)
    }

    /// The file of labels: `package-info.txt` until 0.95.
    pub(crate) fn info_file(self) -> &'static str {
        if self.version < (0, 96) { PACKAGE_INFO } else { BAG_INFO }
    }
}

const BAD_BAGIT: &str = "请向移交单位要一份没有改动过的包";

/// Reads `bagit.txt`: two lines, UTF-8, no byte order mark (RFC 8493 §2.1.1).
pub(crate) fn declaration(bytes: &[u8], findings: &mut Vec<Finding>) -> Declaration {
    let mut read = Declaration::ASSUMED;
    let mut bytes = bytes;
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        findings.push(error("P112", BAGIT, "bagit.txt 开头有字节序标记，规范不允许", BAD_BAGIT));
        bytes = rest;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.push(error("P102", BAGIT, "bagit.txt 不是 UTF-8 文本", BAD_BAGIT));
        return read;
    };
    let lines: Vec<&str> = lines(text).collect();
    let version_text = lines.first().and_then(|l| l.strip_prefix("BagIt-Version:"));
    let encoding_text = lines.get(1).and_then(|l| l.strip_prefix("Tag-File-Character-Encoding:"));
    let (Some(version_text), Some(encoding_text), 2) = (version_text, encoding_text, lines.len()) else {
        findings.push(error("P102", BAGIT, "bagit.txt 应恰好是两行：BagIt-Version 和 Tag-File-Character-Encoding", BAD_BAGIT));
        return read;
    };
    let number = version_text.trim();
    match number.split_once('.').and_then(|(a, b)| Some((digits(a)?, digits(b)?))) {
        Some(version @ ((1, 0) | (0, 93..=97))) => read.version = version,
        Some(version) => {
            read.version = version;
            let message = format!("bagit.txt 的版本是{number}，本程序只认 0.93 至 0.97 和 1.0");
            findings.push(error("P103", BAGIT, message, "请用更新的程序核对"));
        }
        None => {
            let message = format!("bagit.txt 的版本“{number}”不是“数字.数字”");
            findings.push(error("P102", BAGIT, message, BAD_BAGIT));
        }
    }
    if read.is_one() && [version_text, encoding_text].iter().any(|v| v.strip_prefix(' ') != Some(v.trim())) {
        findings.push(error("P102", BAGIT, "bagit.txt 冒号后应恰好是一个空格，行末不能有空格", BAD_BAGIT));
    }
    let label = encoding_text.trim();
    match named(label) {
        Some(encoding) => {
            read.encoding = encoding;
            read.either_way = encoding == UTF_16LE && !label.to_ascii_lowercase().ends_with("le");
        }
        None => {
            let message = format!("bagit.txt 声明的字符编码“{label}”本程序不认，按 UTF-8 读");
            findings.push(error("P104", BAGIT, message, "请向移交单位要 UTF-8 的包"));
        }
    }
    read
}

/// An encoding by its registered name, or as the languages most bags are made with write it (`latin_1`, `utf_16_be`).
fn named(label: &str) -> Option<&'static Encoding> {
    let dashed = label.replace('_', "-");
    [label, &dashed, &dashed.replace("latin-", "latin"), &dashed.replace("16-", "16")]
        .into_iter()
        .find_map(|name| Encoding::for_label(name.as_bytes()))
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Lines ended by LF, CR or CRLF; an end at the very end gives no empty line.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r'])).unwrap_or(text);
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, tail) = text.split_at_checked(at)?;
        rest = tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix(['\n', '\r']));
        Some(line)
    })
    .filter(|line| !line.is_empty() || !text.is_empty())
}

/// Text of a tag file in the declared encoding.
pub(crate) fn decode(bytes: &[u8], declared: Declaration, file: &str, findings: &mut Vec<Finding>) -> String {
    let big = declared.either_way && !bytes.starts_with(b"\xFF\xFE") && ascii(bytes, 1) > ascii(bytes, 0);
    let declared = if big { UTF_16BE } else { declared.encoding };
    let (text, used, damaged) = declared.decode(bytes);
    if damaged {
        let message = format!("“{file}”不是合格的{}文本", used.name());
        findings.push(error("P107", file, message, "文件已损坏或编码声明有误，请向移交单位核实"));
    }
    if used == UTF_8 && bytes.starts_with(b"\xEF\xBB\xBF") {
        let message = format!("“{file}”开头有字节序标记，有的工具会因此读错第一行");
        findings.push(warning("P112", file, message, "可以接收；重新封装时请去掉它"));
    }
    text.into_owned()
}

/// Units of UTF-16 that are ASCII, were its low half the one at `low` of each two. Tag files are full of digits, colons and line ends.
fn ascii(bytes: &[u8], low: usize) -> usize {
    bytes
        .chunks_exact(2)
        .filter(|unit| unit.get(1 - low) == Some(&0) && unit.get(low).is_some_and(|b| (1..0x80).contains(b)))
        .count()
}

/// Labels of `bag-info.txt` in order. Folded lines are joined.
pub(crate) fn info(text: &str, file: &str, findings: &mut Vec<Finding>) -> Vec<(String, String)> {
    let mut labels: Vec<(String, String)> = Vec::new();
    for (number, line) in lines(text).enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = labels.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        match line.split_once(':') {
            Some((label, value)) if !label.trim().is_empty() => labels.push((label.trim().to_owned(), value.trim().to_owned())),
            _ => {
                let message = format!("{file} 第{}行不是“名称: 值”", number + 1);
                findings.push(error("P130", file, message, "请向移交单位核实这份说明"));
            }
        }
    }
    labels
}

/// A line of `fetch.txt`.
pub(crate) struct Fetch {
    pub(crate) number: usize,
    pub(crate) url: String,
    /// Bytes; None where the line has `-`.
    pub(crate) length: Option<u64>,
    pub(crate) path: String,
}

/// The lines of `fetch.txt`: `URL LENGTH PATH`.
pub(crate) fn fetch(text: &str, declared: Declaration, findings: &mut Vec<Finding>) -> Vec<Fetch> {
    let mut read = Vec::new();
    for (number, line) in lines(text).enumerate().map(|(n, l)| (n + 1, l)).filter(|(_, l)| !l.trim().is_empty()) {
        let parts = line.split_once([' ', '\t']).and_then(|(url, rest)| {
            let (length, path) = rest.trim_start_matches([' ', '\t']).split_once([' ', '\t'])?;
            let known = length.parse::<u64>().ok();
            (known.is_some() || length == "-").then(|| (url, known, path.trim_start_matches([' ', '\t'])))
        });
        let Some((url, length, path)) = parts.filter(|(url, _, path)| !url.is_empty() && !path.is_empty()) else {
            let message = format!("fetch.txt 第{number}行不是“网址 长度 路径”");
            findings.push(error("P113", FETCH, message, "文件已损坏，请向移交单位核实"));
            continue;
        };
        let path = unescape(path, declared);
        let outside = (!path.starts_with(DATA)).then_some("不在 data 文件夹里");
        match unsafe_reason(&path).or(outside.filter(|_| declared.is_one())) {
            Some(reason) => {
                let message = format!("fetch.txt 第{number}行的路径“{path}”{reason}");
                findings.push(error("P109", &path, message, "请拒收：清单指向包外"));
            }
            // Before 1.0 nothing was said of it; no manifest can list it, so it is no part of the bag.
            None if outside.is_some() => {
                let message = format!("fetch.txt 第{number}行的“{path}”不在 data 文件夹里，不算包的内容");
                findings.push(warning("P113", &path, message, "可以接收；重新封装时请去掉这一行"));
            }
            None => read.push(Fetch { number, url: url.to_owned(), length, path }),
        }
    }
    read
}

/// A payload or tag manifest: digest in lower-case hex by path, and the paths that read otherwise than they are written.
/// `hex_length` is what the algorithm gives.
pub(crate) fn manifest(
    text: &str,
    file: &str,
    hex_length: Option<usize>,
    declared: Declaration,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<String, String>, Vec<(String, String)>) {
    let mut listed = BTreeMap::new();
    let mut escaped = Vec::new();
    let mut starred = 0_usize;
    for (number, line) in lines(text).enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = number + 1;
        let Some((hex, star, path)) = split_line(line, hex_length) else {
            let message = format!("“{file}”第{number}行不是“摘要 路径”");
            findings.push(error("P107", file, message, "清单已损坏，请向移交单位要一份没有改动过的包"));
            continue;
        };
        starred += usize::from(star);
        let written = path;
        let mut path = unescape(path, declared);
        if path != written {
            escaped.push((path.clone(), written.to_owned()));
        }
        if let Some(rest) = path.strip_prefix("./") {
            let message = format!("“{file}”第{number}行的路径以“./”开头");
            findings.push(warning("P109", file, message, "可以接收；重新封装时请去掉它"));
            path = rest.to_owned();
        }
        if let Some(reason) = unsafe_reason(&path) {
            let message = format!("“{file}”第{number}行的路径“{path}”{reason}");
            findings.push(error("P109", &path, message, "请拒收：清单指向包外"));
            continue;
        }
        let hex = hex.to_ascii_lowercase();
        let same = listed.get(&path).map(|before| *before == hex);
        match same {
            None => {
                listed.insert(path, hex);
            }
            Some(same) => {
                let message = format!("“{file}”把“{path}”列了两次{}", if same { "" } else { "，摘要还不一样" });
                let strict = declared.is_one() || !same;
                let level = if strict { error } else { warning };
                findings.push(level("P108", &path, message, "清单有误，请要求移交单位重新封装"));
            }
        }
    }
    if starred > 0 {
        let message = format!("“{file}”有{starred}行的路径前带“*”，是 md5sum 一类工具的记号，规范里没有");
        findings.push(warning("P118", file, message, "可以接收；重新封装时请去掉它"));
    }
    (listed, escaped)
}

/// `digest`, blanks, whether there is an asterisk, `path`.
fn split_line(line: &str, hex_length: Option<usize>) -> Option<(&str, bool, &str)> {
    let (hex, rest) = line.split_once([' ', '\t'])?;
    let path = rest.trim_start_matches([' ', '\t']);
    let (star, path) = path.strip_prefix('*').map_or((false, path), |plain| (true, plain));
    let good = !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()) && hex_length.is_none_or(|n| n == hex.len());
    (good && !path.is_empty()).then_some((hex, star, path))
}

/// Only CR, LF and `%` are ever encoded, and `%` only since 1.0 (RFC 8493 §2.1.3).
fn unescape(path: &str, declared: Declaration) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let code = tail.get(1..3).unwrap_or_default().to_ascii_uppercase();
        let decoded = match code.as_str() {
            "0A" => Some('\n'),
            "0D" => Some('\r'),
            "25" if declared.is_one() => Some('%'),
            _ => None,
        };
        out.push(decoded.unwrap_or('%'));
        rest = tail.get(if decoded.is_some() { 3 } else { 1 }..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
