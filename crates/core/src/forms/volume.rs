//! A volume and what is handed over as trees: catalogue, note, cover, spine, acceptance, register and slip of the transfer.

use crate::arrange::{VolumeItem, VolumePlan};
use crate::case::Case;
use crate::date::PartialDate;

use super::{Tree, batch, numbered};

/// Who arranged and checked a volume, and what the note says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoteOf<'a> {
    /// Lines separated by `\n`.
    pub description: &'a str,
    pub arranged_by: &'a str,
    pub checked_by: &'a str,
    /// Both days, as printed; empty before they are known.
    pub day: &'a str,
}

/// 件 as a row.
#[must_use]
pub fn item(item: &VolumeItem, first_page: u32) -> Tree {
    let mut row = Tree::new();
    let last = first_page + item.pages.saturating_sub(1);
    row.fill([
        ("档号", item.archive_no.clone()),
        ("件号", if item.no == 0 { String::new() } else { format!("{:04}", item.no) }),
        ("文号", item.doc_no.clone()),
        ("责任者", item.responsible.clone()),
        ("题名", item.title.clone()),
        ("日期", item.date.clone()),
        ("密级", item.secrecy.clone()),
        ("页数", item.pages.to_string()),
        ("页号", if last > first_page { format!("{first_page}—{last}") } else { first_page.to_string() }),
        ("保管期限", item.retention.name().to_owned()),
        ("备注", item.remark.clone()),
    ]);
    row
}

/// `20260526` as printed in words; a day or month that is not known is left out.
fn written(digits: &str) -> String {
    let known = digits.trim_end_matches("00");
    let known = if known.len() % 2 == 1 { digits.get(..known.len() + 1).unwrap_or(digits) } else { known };
    known.parse::<PartialDate>().map(PartialDate::chinese).unwrap_or_default()
}

/// The volume as arranged.
#[must_use]
pub fn volume(case: &Case, plan: &VolumePlan, of: NoteOf<'_>) -> Tree {
    let mut tree = Tree::new();
    let name = plan
        .candidate
        .and_then(|id| case.candidates.iter().find(|c| c.id == id))
        .and_then(|c| case.persons.iter().find(|p| p.id == c.content.person))
        .map(|p| p.content.name.clone());
    let ranges: Vec<String> = plan.ranges.iter().map(|r| r.words("—")).collect();
    let retention: Vec<String> =
        plan.ranges.iter().map(|r| format!("{} {}件 {}页", r.category.retention.name(), r.items, r.pages)).collect();
    let numbers: Vec<u32> = plan.items.iter().map(|i| i.no).filter(|n| *n > 0).collect();
    let range = match (numbers.iter().min(), numbers.iter().max()) {
        (Some(a), Some(b)) => span(&format!("{a:04}"), &format!("{b:04}")),
        _ => String::new(),
    };
    let mut dates: Vec<&str> = plan.items.iter().map(|i| i.date.as_str()).filter(|d| !d.is_empty()).collect();
    dates.sort_unstable();
    let secrecy = plan.items.iter().map(|i| i.secrecy.as_str()).max_by_key(|s| secrecy_rank(s)).unwrap_or_default();
    tree.fill([
        ("卷名", plan.title.clone()),
        ("卷类", plan.kind.name().to_owned()),
        ("盒脊名", name.clone().unwrap_or_else(|| "综合卷".to_owned())),
        ("姓名", name.unwrap_or_default()),
        ("全宗号", plan.fonds.clone()),
        ("全宗名称", case.batch.content.unit.clone()),
        ("年度", plan.year.to_string()),
        ("机构", plan.org.clone()),
        ("保管期限", plan.retention.name().to_owned()),
        ("保管期限分列", retention.join("；")),
        ("起档号", plan.first_archive_no.clone()),
        ("止档号", plan.last_archive_no.clone()),
        ("起止档号", ranges.join("\n")),
        ("起止件号", range),
        ("起始日期", dates.first().map(|d| written(d)).unwrap_or_default()),
        ("结束日期", dates.last().map(|d| written(d)).unwrap_or_default()),
        ("密级", secrecy.to_owned()),
        ("件数", plan.total_items.to_string()),
        ("页数", plan.total_pages.to_string()),
        ("盒号", String::new()),
        ("情况说明", of.description.to_owned()),
        ("整理人", of.arranged_by.to_owned()),
        ("整理日期", of.day.to_owned()),
        ("检查人", of.checked_by.to_owned()),
        ("检查日期", if of.checked_by.is_empty() { String::new() } else { of.day.to_owned() }),
    ]);
    let mut page = 1;
    let rows = plan.items.iter().map(|i| {
        let mut row = item(i, page);
        row.set("序号", i.order.to_string());
        page += i.pages;
        row
    });
    tree.set_rows("件", rows.collect());
    tree.set_rows("验收", Vec::new());
    tree.set_rows("检测", Vec::new());
    tree.fill([("检测结论", String::new()), ("退回次数", String::new())]);
    tree.complete(batch::common(case));
    tree
}

fn span(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first}—{last}") }
}

/// 绝密 over 机密 over 秘密 over none.
fn secrecy_rank(written: &str) -> u8 {
    ["秘密", "机密", "绝密"].iter().zip(1..).filter(|(word, _)| written.contains(*word)).map(|(_, n)| n).max().unwrap_or(0)
}

/// One sealed package of a transfer; texts as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handover {
    pub seal_no: String,
    pub title: String,
    pub items: u32,
    pub files: u32,
    pub bytes: u64,
    pub sealed_at: String,
    /// Lower-case hex; printed in groups of eight.
    pub sha256: String,
    pub previous: String,
    pub note: String,
}

/// Hex in groups of eight, so that a person can compare it by eye.
fn grouped(hex: &str) -> String {
    let mut out = String::new();
    for (index, c) in hex.chars().enumerate() {
        if index > 0 && index.is_multiple_of(8) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Thousands parted by commas, as one reads sizes aloud.
fn thousands(n: u64) -> String {
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

/// The packages that are handed over together.
#[must_use]
pub fn handover(case: &Case, packages: &[Handover]) -> Tree {
    let mut tree = Tree::new();
    let files: u64 = packages.iter().map(|p| u64::from(p.files)).sum();
    let bytes: u64 = packages.iter().map(|p| p.bytes).sum();
    // 登记表: GB with three decimals, never less than the smallest it can say.
    let thousandths = (u128::from(bytes) * 1000).div_ceil(1 << 30);
    let numbers: Vec<&str> = packages.iter().map(|p| p.seal_no.as_str()).collect();
    let range = match (numbers.first(), numbers.last()) {
        (Some(a), Some(b)) => span(a, b),
        _ => String::new(),
    };
    tree.fill([
        ("工作名称", format!("{}文书档案移交", case.batch.content.name)),
        ("移交单位", case.batch.content.unit.clone()),
        ("接收单位", String::new()),
        (
            "内容描述",
            format!(
                "{}（批次号{}）干部任用文书档案，共{}卷。",
                case.batch.content.name,
                case.batch.content.number,
                packages.len()
            ),
        ),
        ("文件总数", files.to_string()),
        ("案卷总数", packages.len().to_string()),
        ("数据量", format!("{}.{:03} GB", thousandths / 1000, thousandths % 1000)),
        ("载体类型", String::new()),
        ("载体编号", String::new()),
        ("载体起止顺序号", range),
        ("密级", String::new()),
        ("整理人", String::new()),
        ("检查人", String::new()),
        ("移交日期", String::new()),
        ("软件名称", "选任纪实".to_owned()),
    ]);
    let row = |p: &Handover| {
        let mut row = Tree::new();
        row.fill([
            ("封签号", p.seal_no.clone()),
            ("卷名", p.title.clone()),
            ("件数", p.items.to_string()),
            ("文件数", p.files.to_string()),
            ("字节数", thousands(p.bytes)),
            ("封存时间", p.sealed_at.clone()),
            ("摘要算法", "SHA-256".to_owned()),
            ("封签摘要", grouped(&p.sha256)),
            ("前一封签", grouped(&p.previous)),
            ("备注", p.note.clone()),
        ]);
        row
    };
    tree.set_rows("案卷包", numbered(packages.iter().map(row)));
    tree.complete(batch::common(case));
    tree
}
