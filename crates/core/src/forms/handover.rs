//! What is handed over as a tree: register and slip of the transfer. The same [`HandoverContent`] the register keeps and the screen
//! shows, so paper and register never differ.

use std::collections::BTreeSet;

use crate::case::Case;
use crate::date::PartialDate;
use crate::medium::{EnteredBefore, HandedPackage, Handing, HandoverContent, MediumContent, Verdict, gigabytes, grouped};

use super::{Tree, batch, numbered};

/// Thousands parted by commas, as one reads sizes aloud.
pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `2026-03-10T09:00:05+08:00` as `2026年3月10日 09:00`, a day alone as a day; what is neither stays as it is.
pub(crate) fn moment(written: &str) -> String {
    let day = written.get(..10).and_then(|d| d.parse::<PartialDate>().ok());
    match (day, written.get(10..11), written.get(11..16)) {
        (Some(day), Some("T"), Some(clock)) => format!("{} {clock}", day.chinese()),
        (Some(day), None, None) if written.len() == 10 => day.chinese(),
        _ => written.to_owned(),
    }
}

/// A digest in two columns of groups, one group a line: what an eye compares group by group.
fn halves(hex: &str) -> [String; 2] {
    let groups = grouped(hex);
    let groups: Vec<&str> = groups.split(' ').collect();
    let mut columns = groups.chunks(groups.len().div_ceil(2).max(1)).map(|half| half.join("\n"));
    [(); 2].map(|()| columns.next().unwrap_or_default())
}

fn package(p: &HandedPackage) -> Tree {
    let mut row = Tree::new();
    let [first, second] = halves(&p.seal_sha256);
    row.fill([
        ("封签号", p.seal_no.clone()),
        ("包名", p.name.clone()),
        ("形式", p.form()),
        ("卷名", if p.title.is_empty() { p.name.clone() } else { p.title.clone() }),
        ("件数", p.items.to_string()),
        ("页数", p.pages.to_string()),
        ("文件数", p.files.to_string()),
        ("容量", gigabytes(p.bytes)),
        ("字节数", thousands(p.bytes)),
        ("封存时间", moment(&p.sealed_at)),
        ("摘要算法", "SHA-256".to_owned()),
        ("封签摘要", grouped(&p.seal_sha256)),
        ("封签摘要前半", first),
        ("封签摘要后半", second),
        ("国密摘要", grouped(&p.seal_sm3)),
        ("前一封签", grouped(&p.previous)),
        ("二维码", p.qr()),
        ("结论", p.verdict.map(Verdict::word).unwrap_or_default().to_owned()),
        ("备注", [p.note.as_str(), p.reason.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("；")),
    ]);
    row
}

/// Who took it in and when, then a line a package.
fn said_of_receipt(entered: &EnteredBefore) -> String {
    format!("{}于{}：\n{}", entered.receiver, moment(&entered.received_at), entered.said.join("\n"))
}

/// The corrections of the handing over and of the receipt, the first one first, each with what stood before and what it put there.
fn corrections(content: &HandoverContent) -> Vec<Tree> {
    let handing = |h: Option<&Handing>| h.map_or_else(|| "撤回移交".to_owned(), |h| format!("{}于{}移交", h.by, moment(&h.on)));
    let after = content.handed_before.iter().skip(1).map(|b| Some(&b.handing)).chain([content.handed.as_ref()]);
    let handed = content.handed_before.iter().zip(after).map(|(before, after)| {
        let mut row = Tree::new();
        row.fill([
            ("更正时间", moment(&before.corrected_at)),
            ("更正人", before.corrected_by.clone()),
            ("原来登记", handing(Some(&before.handing))),
            ("更正为", handing(after)),
            ("更正理由", before.why.clone()),
        ]);
        row
    });
    let standing = content.entered();
    let after = content.corrected.iter().skip(1).chain([&standing]);
    let rows = content.corrected.iter().zip(after).map(|(before, after)| {
        let mut row = Tree::new();
        row.fill([
            ("更正时间", moment(&before.corrected_at)),
            ("更正人", before.corrected_by.clone()),
            ("原来登记", said_of_receipt(before)),
            ("更正为", said_of_receipt(after)),
            ("更正理由", before.why.clone()),
        ]);
        row
    });
    numbered(handed.chain(rows))
}

/// `of`: the entry of the register of media, when the packages were written to one. `case`: the batch they are of, when all are of one.
#[must_use]
pub fn handover(content: &HandoverContent, of: Option<&MediumContent>, case: Option<&Case>) -> Tree {
    let packages = &content.packages;
    let mut tree = Tree::new();
    let sum = |of: fn(&HandedPackage) -> u64| packages.iter().map(of).fold(0, u64::saturating_add);
    let batches: BTreeSet<(&str, &str)> = packages.iter().map(|p| (p.batch_number.as_str(), p.batch.as_str())).collect();
    let named: Vec<&str> = batches.iter().map(|(_, name)| *name).filter(|n| !n.is_empty()).collect();
    let numbers: Vec<&str> = batches.iter().map(|(number, _)| *number).filter(|n| !n.is_empty()).collect();
    let of_batches = if numbers.is_empty() { String::new() } else { format!("（批次号{}）", numbers.join("、")) };
    let written = !content.written_at.is_empty();
    let replugged = content.checks.iter().rev().find(|c| c.replugged).is_some_and(|c| c.sound);
    let said = |so: bool, words: &str| if so { words.to_owned() } else { String::new() };
    tree.fill([
        ("工作名称", format!("{}文书档案移交", if named.is_empty() { "干部任用".to_owned() } else { named.join("、") })),
        ("交接单号", content.no.clone()),
        ("移交单位", content.from.clone()),
        ("接收单位", content.to.clone()),
        ("内容描述", format!("{}{of_batches}干部任用文书档案，共{}卷。", named.join("、"), packages.len())),
        ("件数总计", sum(|p| p.items).to_string()),
        ("页数总计", sum(|p| p.pages).to_string()),
        ("文件总数", sum(|p| p.files).to_string()),
        ("案卷总数", packages.len().to_string()),
        ("数据量", gigabytes(sum(|p| p.bytes))),
        ("载体类型", of.map(|m| m.kind.clone()).unwrap_or_default()),
        ("载体编号", content.medium_number.clone()),
        ("载体序列号", of.map(|m| m.serial.clone()).unwrap_or_default()),
        ("载体顺序", if written { format!("第{}个，共{}个", content.volume, content.volumes) } else { String::new() }),
        ("载体起止顺序号", content.medium_number.clone()),
        ("密级", if written && content.secrecy.is_empty() { "非密".to_owned() } else { content.secrecy.clone() }),
        ("整理人", String::new()),
        ("检查人", String::new()),
        ("移交日期", content.handed.as_ref().map(|h| moment(&h.on)).unwrap_or_default()),
        ("写盘时间", moment(&content.written_at)),
        ("读回方式", content.read_back.clone()),
        // Nothing is handed over that was not read back whole when it was written.
        ("读回核对", said(written, "写入时逐个文件读回核对，相符")),
        ("重插核对", said(replugged, "拔出重新插入后再次核对，相符")),
        ("接收人", content.receiver.clone()),
        ("接收时间", moment(&content.received_at)),
        ("软件名称", "选任纪实".to_owned()),
    ]);
    tree.set_rows("案卷包", numbered(packages.iter().map(package)));
    tree.set_rows("更正登记", corrections(content));
    if let Some(case) = case {
        tree.complete(batch::common(case));
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medium::{HandedBefore, MediumCheck};

    #[test]
    fn each_correction_of_a_receipt_says_what_stood_before_and_what_stands_in_its_place() {
        let before = |receiver: &str, said: &str, why: &str| EnteredBefore {
            receiver: receiver.into(),
            received_at: "2026-03-11".into(),
            said: vec![said.into()],
            why: why.into(),
            corrected_at: "2026-03-12T09:30:00+08:00".into(),
            corrected_by: "周敏".into(),
        };
        let package = HandedPackage { seal_no: "Z1".into(), verdict: Some(Verdict::SentBack), ..HandedPackage::default() };
        let content = HandoverContent {
            packages: vec![HandedPackage { reason: "缺备考表".into(), ..package }],
            receiver: "孙七".into(),
            received_at: "2026-03-11".into(),
            corrected: vec![before("赵六", "Z1 签收", "看错了行"), before("钱五", "Z1 退回", "对方另出了回执")],
            ..HandoverContent::default()
        };
        let tree = handover(&content, None, None);
        let rows: Vec<[&str; 5]> = tree
            .rows("更正登记")
            .iter()
            .map(|r| ["更正时间", "更正人", "原来登记", "更正为", "更正理由"].map(|field| r.text(field)))
            .collect();
        assert_eq!(
            rows,
            [
                ["2026年3月12日 09:30", "周敏", "赵六于2026年3月11日：\nZ1 签收", "钱五于2026年3月11日：\nZ1 退回", "看错了行"],
                [
                    "2026年3月12日 09:30",
                    "周敏",
                    "钱五于2026年3月11日：\nZ1 退回",
                    "孙七于2026年3月11日：\nZ1 退回（缺备考表）",
                    "对方另出了回执"
                ],
            ]
        );
        assert!(handover(&HandoverContent::default(), None, None).rows("更正登记").is_empty());
    }

    #[test]
    fn the_day_of_handing_over_stands_on_the_slip_with_what_was_entered_before() {
        let handing = |on: &str| Handing { by: "周敏".into(), on: on.into() };
        let before = HandedBefore { handing: handing("2026-03-10"), why: "记错了日子".into(), ..HandedBefore::default() };
        let mut content =
            HandoverContent { handed: Some(handing("2026-03-11")), handed_before: vec![before], ..HandoverContent::default() };
        let tree = handover(&content, None, None);
        assert_eq!(tree.text("移交日期"), "2026年3月11日");
        let row = &tree.rows("更正登记")[0];
        assert_eq!((row.text("原来登记"), row.text("更正为")), ("周敏于2026年3月10日移交", "周敏于2026年3月11日移交"));
        content.handed = None;
        let tree = handover(&content, None, None);
        assert_eq!((tree.text("移交日期"), tree.rows("更正登记")[0].text("更正为")), ("", "撤回移交"));
    }

    #[test]
    fn packages_of_several_batches_are_named_and_what_was_checked_is_ticked() {
        let package = |batch: &str, number: &str| HandedPackage {
            batch: batch.into(),
            batch_number: number.into(),
            items: 3,
            bytes: 1_234_567,
            ..HandedPackage::default()
        };
        let check =
            |replugged, sound| MediumCheck { at: "2026-03-11T08:30:00+08:00".into(), replugged, sound, ..MediumCheck::default() };
        let mut content = HandoverContent {
            packages: vec![package("第一批", "202601"), package("第二批", "202602"), package("第一批", "202601")],
            written_at: "2026-03-10T09:00:05+08:00".into(),
            volume: 1,
            volumes: 2,
            ..HandoverContent::default()
        };
        let tree = handover(&content, None, None);
        assert_eq!(tree.text("工作名称"), "第一批、第二批文书档案移交");
        assert_eq!(tree.text("写盘时间"), "2026年3月10日 09:00");
        assert_eq!((tree.text("件数总计"), tree.text("密级"), tree.text("载体顺序")), ("9", "非密", "第1个，共2个"));
        assert_eq!(tree.text("重插核对"), "");
        content.checks = vec![check(false, true)];
        assert_eq!(handover(&content, None, None).text("重插核对"), "", "it was never pulled out");
        content.checks.push(check(true, true));
        assert_eq!(handover(&content, None, None).text("重插核对"), "拔出重新插入后再次核对，相符");
        content.checks.push(check(true, false));
        assert_eq!(handover(&content, None, None).text("重插核对"), "", "the newest look counts");
    }
}
