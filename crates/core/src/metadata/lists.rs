//! The lists of the transfer tree: 目录文件 (DA/T 93-2022) and the two lists of the older layout (档发〔2012〕7号 附件2).
//!
//! The older ones are made of the newer alone, so that whoever holds the package can make them again and compare.

use crate::arrange::VolumePlan;
use crate::xml::{Xml, texts};

pub const DESCRIPTION: &str = "说明文件.TXT";
pub const DIRECTORY_2022: &str = "目录文件.XML";
pub const DIRECTORY_2012: &str = "文件目录.XML";
pub const VOLUMES_2012: &str = "案卷目录.XML";

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
    let say =
        |field: &str| description.lines().find_map(|l| l.strip_prefix(field)?.strip_prefix('：')).unwrap_or_default().to_owned();
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
