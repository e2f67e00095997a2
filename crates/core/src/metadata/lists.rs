//! The lists of the transfer tree: 目录文件 (DA/T 93-2022) and the two lists of the older layout (档发〔2012〕7号 附件2).
//!
//! The older ones are made of the newer alone, so that whoever holds the package can make them again and compare.

use std::fmt::Write as _;

use crate::arrange::VolumePlan;
use crate::medium::{CARRIER_NOTE, gigabytes, grouped};
use crate::xml::{Xml, texts};

pub const DESCRIPTION: &str = "说明文件.TXT";
pub const DIRECTORY_2022: &str = "目录文件.XML";
pub const DIRECTORY_2012: &str = "文件目录.XML";
pub const VOLUMES_2012: &str = "案卷目录.XML";
/// 电子档案移交与接收登记表, in the tree of 2012.
pub const REGISTER_2012: &str = "其他/移交与接收登记表.TXT";

/// 目录文件.XML (assets/xsd/directory-2022.xsd): every item once; 备注 stands even when empty.
#[must_use]
pub fn directory(plan: &VolumePlan) -> String {
    let mut xml = Xml::new();
    xml.open("文件目录");
    for item in &plan.items {
        xml.open("文件").leaf("顺序号", item.order.to_string()).leaf("档号", &item.archive_no).leaf("责任者", &item.responsible);
        xml.leaf("题名", &item.title).leaf("日期", &item.date).leaf("保管期限", item.retention.name());
        xml.leaf("密级", &item.secrecy).leaf("页数", item.pages.to_string()).leaf("备注", &item.remark).close();
    }
    xml.finish()
}

/// 归档文件目录 for a spreadsheet: the columns of DA/T 22-2015, UTF-8 with its mark, so that Excel reads the characters.
#[must_use]
pub fn directory_csv(plan: &VolumePlan) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace(['\r', '\n'], " "));
    let heads = ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"].map(str::to_owned);
    let rows = plan.items.iter().map(|i| {
        let (order, pages) = (i.order.to_string(), i.pages.to_string());
        [order, i.archive_no.clone(), i.doc_no.clone(), i.responsible.clone(), i.title.clone(), i.date.clone()]
            .into_iter()
            .chain([i.secrecy.clone(), pages, i.remark.clone()])
            .map(|text| quoted(&text))
            .collect::<Vec<_>>()
            .join(",")
    });
    let head = heads.map(|h| quoted(&h)).join(",");
    std::iter::once(head).chain(rows).fold("\u{feff}".to_owned(), |csv, line| csv + &line + "\r\n")
}

/// What is wrong with 说明文件 and 目录文件 as they will stand in the package, in words: fields that must be filled and are not, and 件 the
/// two tell otherwise than the volume.
#[must_use]
pub fn list_faults(description: &str, directory: &str, plan: &VolumePlan) -> Vec<String> {
    let mut found: Vec<String> = ["移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境", "制作单位", "检查单位"]
        .into_iter()
        .filter(|field| said(description, field).trim().is_empty())
        .map(|field| format!("说明文件没有填写{field}"))
        .collect();
    let told = said(description, "档案数量").trim();
    if !told.is_empty() && told != plan.items.len().to_string() {
        found.push(format!("说明文件写{told}件，案卷有{}件", plan.items.len()));
    }
    let numbers = texts(directory, "档号");
    if !numbers.iter().map(AsRef::as_ref).eq(plan.items.iter().map(|i| i.archive_no.as_str())) {
        found.push(format!("目录文件列{}件，与案卷的{}件不是逐件相符", numbers.len(), plan.items.len()));
    }
    for field in ["题名", "责任者", "日期", "保管期限", "页数"] {
        let empty = texts(directory, field).iter().filter(|t| t.trim().is_empty() || t.trim() == "0").count();
        if empty > 0 {
            found.push(format!("目录文件有{empty}件没有{field}"));
        }
    }
    found
}

/// 文件目录.XML of 2012, of a 目录文件.XML and the content files under each 档号 (`档号/…`, names alone).
#[must_use]
pub fn directory_2012(directory: &str, files: &dyn Fn(&str) -> Vec<String>) -> String {
    let field = |name: &str| texts(directory, name);
    let columns = ["顺序号", "档号", "责任者", "题名", "日期", "密级", "备注"].map(field);
    let mut xml = Xml::new();
    xml.open("文件目录");
    let [orders, numbers, ..] = &columns;
    for (row, number) in numbers.iter().enumerate() {
        let at = |column: &[std::borrow::Cow<'_, str>]| column.get(row).map(ToString::to_string).unwrap_or_default();
        let [_, _, responsible, title, date, secrecy, remark] = columns.each_ref().map(|c| at(c));
        xml.open("文件").leaf("顺序号", at(orders)).leaf("档号", number).leaf("责任者", responsible).leaf("题名", title);
        xml.leaf("日期", date).leaf("密级", secrecy).leaf("电子档案名称", files(number).join("；")).leaf("备注", remark).close();
    }
    xml.finish()
}

/// 案卷目录.XML of 2012: the one volume of the package.
#[must_use]
pub fn volumes_2012(directory: &str, description: &str) -> String {
    let say = |field: &str| said(description, field).to_owned();
    let numbers = texts(directory, "档号");
    let pages: u64 = texts(directory, "页数").iter().filter_map(|p| p.parse::<u64>().ok()).sum();
    let mut xml = Xml::new();
    xml.open("案卷目录").open("案卷").leaf("顺序号", "1").leaf("题名", say("内容描述")).leaf("起止档号", say("起止档号"));
    xml.leaf("件数", numbers.len().to_string())
        .leaf("页数", pages.to_string())
        .leaf("保管单位", say("移交单位"))
        .leaf("备注", "")
        .close();
    xml.finish()
}

/// What a line of 说明文件.TXT says; empty when there is none.
fn said<'a>(description: &'a str, field: &str) -> &'a str {
    description.lines().find_map(|l| l.strip_prefix(field)?.strip_prefix('：')).unwrap_or_default()
}

/// The package of a tree, as its seal tells it, and the digests of the seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterOf<'a> {
    pub name: &'a str,
    pub seal_no: &'a str,
    pub items: u64,
    pub pages: u64,
    pub files: u64,
    pub bytes: u64,
    pub seal_sha256: &'a str,
    pub seal_sm3: &'a str,
}

/// 电子档案移交与接收登记表 (档发〔2012〕7号) of one package: what is known when its tree is made; the rest is written in by hand.
#[must_use]
pub fn register_2012(description: &str, of: &RegisterOf<'_>) -> String {
    let on_writing = format!("写盘时登记，见载体根下“{CARRIER_NOTE}”和交接单");
    let lines = [
        ("交接工作名称", "干部任用文书档案移交".to_owned()),
        ("内容描述", said(description, "内容描述").to_owned()),
        ("移交电子档案数量", format!("案卷1卷，{}件，{}页，文件{}个", of.items, of.pages, of.files)),
        ("移交数据量", format!("{}（{}字节）", gigabytes(of.bytes), of.bytes)),
        ("载体起止顺序号", on_writing.clone()),
        ("移交载体类型、规格", on_writing),
        ("移交单位", said(description, "移交单位").to_owned()),
        ("接收单位", String::new()),
    ];
    let mut out = String::from("电子档案移交与接收登记表\n\n");
    for (field, value) in lines {
        let _ = writeln!(out, "{field}：{value}");
    }
    for unit in ["移交单位", "接收单位"] {
        let _ = writeln!(out, "\n{unit}检验结果");
        for check in [
            "准确性检验",
            "完整性检验",
            "可用性检验",
            "安全性检验",
            "载体外观检验",
            "填表人（签名）",
            "审核人（签名）",
            "单位（印章）",
            "日期",
        ] {
            let _ = writeln!(out, "{check}：");
        }
    }
    let _ = write!(
        out,
        "\n电子档案数字摘要\n载体（包）编号：{}\n内容说明：{}\n数字摘要（封签.json，SHA-256）：{}\n数字摘要（封签.json，SM3）：{}\n\
         实际容量：{}\n",
        of.seal_no,
        of.name,
        grouped(of.seal_sha256),
        grouped(of.seal_sm3),
        gigabytes(of.bytes)
    );
    out
}
