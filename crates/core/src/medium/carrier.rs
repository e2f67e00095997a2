//! 载体说明.TXT: what an archives bureau asks of the carrier itself (档发〔2012〕7号, 附件2), in plain text at its root. It is known only
//! when the carrier is written; the packages were sealed before.

use std::fmt::Write as _;

use super::{HandoverContent, MediumContent, gigabytes};
use crate::forms::moment;

/// Name of the note at the root of a carrier.
pub const CARRIER_NOTE: &str = "载体说明.TXT";

/// The carrier as the system tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier<'a> {
    /// Bytes.
    pub capacity: u64,
    pub file_system: &'a str,
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
        ("制作单位", content.from.clone()),
        // Nobody enters these; they are written in by hand.
        ("检查单位", String::new()),
        ("保管单位", String::new()),
        ("写盘时间", moment(&content.written_at)),
        ("读回方式", content.read_back.clone()),
        ("交接单号", content.no.clone()),
        ("软硬件环境", "PDF、JPEG、PNG、TIFF、OFD、XML、TXT，通用阅读软件均可打开".to_owned()),
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
        let content = HandoverContent { packages: vec![package], volume: 1, volumes: 2, ..HandoverContent::default() };
        let medium = MediumContent { number: "U-07".into(), kind: "U盘".into(), ..MediumContent::default() };
        let note = carrier_note(&content, &medium, Carrier { capacity: 32 << 30, file_system: "exFAT" });
        for line in [
            "载体编号：U-07",
            "载体类型：U盘",
            "载体容量：32.000 GB",
            "文件系统：exFAT",
            "载体顺序：第1个，共2个（组号 ）",
            "密级：非密",
        ] {
            assert!(note.lines().any(|l| l == line), "{line}: {note}");
        }
        assert!(note.ends_with("第1卷：甲卷，封签号 Z1，0件，0页，0个文件，5字节\n"), "{note}");
    }
}
