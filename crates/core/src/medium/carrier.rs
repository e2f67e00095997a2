//! 载体说明.TXT: what an archives bureau asks of the carrier itself (档发〔2012〕7号, 附件2), in plain text at its root. It is known only
//! when the carrier is written; the packages were sealed before.

use std::fmt::Write as _;

use super::{HandoverContent, MediumContent, gigabytes};
use crate::forms::moment;

/// Name of the note at the root of a carrier.
pub const CARRIER_NOTE: &str = "载体说明.TXT";

/// Name of the n-th file of its kind at the root of a carrier: `载体说明.TXT`, `载体说明-2.TXT` … What an earlier handover put there stays.
#[must_use]
pub fn nth_beside(first: &str, n: u32) -> String {
    match first.rsplit_once('.') {
        Some((stem, ending)) if n > 1 => format!("{stem}-{n}.{ending}"),
        _ => first.to_owned(),
    }
}

/// Whether a name is one of those.
#[must_use]
pub fn is_beside(first: &str, name: &str) -> bool {
    let number = || {
        let (stem, ending) = first.rsplit_once('.')?;
        name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(ending)?.strip_suffix('.')?.parse::<u32>().ok()
    };
    name == first || number().is_some_and(|n| n > 1 && nth_beside(first, n) == name)
}

/// The carrier as the system tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier<'a> {
    /// Bytes.
    pub capacity: u64,
    pub file_system: &'a str,
    /// Endings of the names of the files written to it, such as `PDF`.
    pub formats: &'a [String],
}

/// The 交接单号 of a note that lies on a carrier, where it is of this very carrier and unit. A run that was cut off left one of a slip
/// that was never entered.
#[must_use]
pub fn note_no<'a>(note: &'a str, content: &HandoverContent) -> Option<&'a str> {
    let of = [("载体编号", &content.medium_number), ("移交单位", &content.from)];
    let ours = of.into_iter().all(|(field, value)| note.lines().any(|l| l == format!("{field}：{}", value.replace('\n', " "))));
    note.lines().find_map(|l| l.strip_prefix("交接单号：")).filter(|_| ours)
}

/// `字段：值` a line, then the packages on it.
#[must_use]
pub fn carrier_note(content: &HandoverContent, medium: &MediumContent, carrier: Carrier<'_>) -> String {
    let sum = content.packages.iter().map(|p| p.bytes).fold(0, u64::saturating_add);
    let lines = [
        ("载体编号", medium.number.clone()),
        ("载体类型", medium.kind.clone()),
        ("载体容量", gigabytes(carrier.capacity)),
        ("文件系统", carrier.file_system.to_owned()),
        ("载体序列号", medium.serial.clone()),
        ("载体顺序", format!("第{}个，共{}个（组号 {}）", content.volume, content.volumes, content.group)),
        ("密级", (if content.secrecy.is_empty() { "非密" } else { &content.secrecy }).to_owned()),
        ("移交单位", content.from.clone()),
        ("接收单位", content.to.clone()),
        // Who hands over wrote it, read it back and keeps it until then, as 说明文件.TXT of the packages has it.
        ("制作单位", content.from.clone()),
        ("检查单位", content.from.clone()),
        ("保管单位", content.from.clone()),
        ("写盘时间", moment(&content.written_at)),
        ("读回方式", content.read_back.clone()),
        ("交接单号", content.no.clone()),
        ("软硬件环境", "见各包的说明文件.TXT".to_owned()),
        ("文件格式（按扩展名）", carrier.formats.join("、")),
        ("本次写入案卷数", content.packages.len().to_string()),
        ("本次写入数据量", format!("{}（{sum}字节）", gigabytes(sum))),
    ];
    let mut out = String::new();
    for (field, value) in lines {
        let _ = writeln!(out, "{field}：{}", value.replace('\n', " "));
    }
    for (number, p) in (1..).zip(&content.packages) {
        let _ = writeln!(
            out,
            "第{number}卷：{}，封签号 {}，{}件，{}页，{}个文件，{}字节",
            p.name, p.seal_no, p.items, p.pages, p.files, p.bytes
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medium::HandedPackage;

    #[test]
    fn the_note_tells_the_carrier_and_every_package_on_it() {
        let package = HandedPackage { name: "甲卷".into(), seal_no: "Z1".into(), bytes: 5, ..HandedPackage::default() };
        let content = HandoverContent {
            medium_number: "U-07".into(),
            from: "某县委组织部".into(),
            packages: vec![package],
            volume: 1,
            volumes: 2,
            ..HandoverContent::default()
        };
        let medium = MediumContent { number: "U-07".into(), kind: "U盘".into(), ..MediumContent::default() };
        let note = carrier_note(
            &content,
            &medium,
            Carrier { capacity: 32 << 30, file_system: "exFAT", formats: &["PDF".into(), "XML".into()] },
        );
        for line in [
            "载体编号：U-07",
            "载体类型：U盘",
            "载体容量：32.000 GB",
            "文件系统：exFAT",
            "载体顺序：第1个，共2个（组号 ）",
            "密级：非密",
            "文件格式（按扩展名）：PDF、XML",
            "制作单位：某县委组织部",
            "检查单位：某县委组织部",
            "保管单位：某县委组织部",
        ] {
            assert!(note.lines().any(|l| l == line), "{line}: {note}");
        }
        assert!(note.ends_with("第1卷：甲卷，封签号 Z1，0件，0页，0个文件，5字节\n"), "{note}");
        let note = carrier_note(
            &HandoverContent { no: "JJ-2026-0001".into(), ..content.clone() },
            &medium,
            Carrier { capacity: 1, file_system: "", formats: &[] },
        );
        assert_eq!(note_no(&note, &content), Some("JJ-2026-0001"));
        assert_eq!(note_no(&note, &HandoverContent { medium_number: "U-08".into(), ..content.clone() }), None);
        assert_eq!(note_no(&note, &HandoverContent { from: "别处".into(), ..content.clone() }), None);
        assert_eq!(note_no("", &content), None);
    }

    #[test]
    fn a_further_note_has_a_name_of_its_own_and_is_known_by_it() {
        let names: Vec<String> = (1..=3).map(|n| nth_beside(CARRIER_NOTE, n)).collect();
        assert_eq!(names, ["载体说明.TXT", "载体说明-2.TXT", "载体说明-3.TXT"]);
        assert!(names.iter().all(|name| is_beside(CARRIER_NOTE, name)));
        for other in [
            "载体说明-1.TXT",
            "载体说明-02.TXT",
            "载体说明-二.TXT",
            "载体说明2.TXT",
            "载体说明-2.txt",
            "载体说明-.TXT",
            "说明文件.TXT",
        ] {
            assert!(!is_beside(CARRIER_NOTE, other), "{other}");
        }
    }
}
