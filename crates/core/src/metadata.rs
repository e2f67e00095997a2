//! 元数据 of an 件: DA/T 46-2009 with the step log as 业务实体, the lists of the DA/T 93-2022 tree, and the DA/T 48-2009 capsule.
//!
//! The elements and their order follow archive.md §1.4–1.8, which saw them in public implementations; what is recalled or ours is
//! labelled in `assets/xsd`. Pure: files are told of by name, size and digest, and by bytes only where a capsule carries them.

pub mod eep;
mod layout;
mod lists;
#[cfg(test)]
mod tests;

pub use layout::{LayoutFault, layout_faults};
pub use lists::{
    DESCRIPTION, DIRECTORY_2012, DIRECTORY_2022, REGISTER_2012, RegisterOf, VOLUMES_2012, directory, directory_2012,
    directory_csv, list_faults, register_2012, volumes_2012,
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::arrange::{ItemSource, VolumeItem, VolumePlan};
use crate::case::Case;
use crate::record::{Originality, Record};
use crate::report;
use crate::xml::Xml;

/// How a bare transfer tree is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum TransferLayout {
    /// DA/T 93-2022 附录 B, 件级
    #[default]
    #[serde(rename = "da_t_93_2022")]
    DaT93,
    /// 档发〔2012〕7号 附件2
    #[serde(rename = "measures_2012")]
    Measures2012,
}

impl TransferLayout {
    pub const ALL: [TransferLayout; 2] = [TransferLayout::DaT93, TransferLayout::Measures2012];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TransferLayout::DaT93 => "DA/T 93-2022",
            TransferLayout::Measures2012 => "2012年移交与接收办法",
        }
    }
}

/// Who the persons of a batch are and which volume is whose; in the comprehensive volume, which names everybody.
pub const ROSTER: &str = "其他/批次人员名册与案卷对照.pdf";

/// File of the metadata in the folder of an 件.
pub const METADATA: &str = "电子档案元数据.XML";

/// A content file of an 件.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentFile {
    /// Name in the folder of the 件.
    pub name: String,
    /// What it is called: 正文 of which paper.
    pub title: String,
    pub size: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// `pdf`, `jpg`, …
    pub format: String,
    /// Made from paper by a scanner, as far as the format tells.
    pub scanned: bool,
    /// No content but the cover of a paper.
    pub cover: bool,
    /// The program drew it.
    pub drawn: bool,
}

/// An 件 with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct ItemOf<'a> {
    pub case: &'a Case,
    pub plan: &'a VolumePlan,
    pub item: &'a VolumeItem,
    pub files: &'a [ContentFile],
    /// Program and version.
    pub software: &'a str,
}

/// In words a bureau knows.
fn format_words(format: &str) -> String {
    match format {
        "pdf" => "PDF 可移植文档格式（ISO 32000）".into(),
        "jpg" => "JPEG 图像（ISO/IEC 10918）".into(),
        "png" => "PNG 图像（ISO/IEC 15948）".into(),
        "tif" => "TIFF 图像（6.0）".into(),
        "ofd" => "OFD 版式文档（GB/T 33190）".into(),
        other => other.to_uppercase(),
    }
}

/// `电子档案元数据.XML` (assets/xsd/da-t-46.xsd).
#[must_use]
pub fn item(of: &ItemOf<'_>) -> String {
    let mut xml = Xml::new();
    xml.open_with("电子档案元数据", &[("方案", "DA/T 46-2009")]);
    xml.open("文件实体");
    description(&mut xml, of);
    for file in of.files {
        electronic(&mut xml, of, file, true);
    }
    place(&mut xml, of);
    for (part, n) in of.item.parts.iter().zip(1..) {
        xml.open_with("组成部分", &[("序号", &n.to_string())]);
        xml.leaf("名称", &part.name)
            .leaf("角色", part.role.name())
            .leaf("稿本", part.originality.name())
            .leaf("页数", part.pages.to_string())
            .close();
    }
    xml.close();
    process(&mut xml, of);
    relations(&mut xml, of);
    xml.finish()
}

/// Elements M1–M45: what both the metadata and the capsule begin with.
fn description(xml: &mut Xml, of: &ItemOf<'_>) {
    let (plan, item, batch) = (of.plan, of.item, &of.case.batch.content);
    xml.leaf("聚合层次", "件");
    xml.open("来源").leaf("全宗名称", &batch.unit).leaf("立档单位名称", &batch.unit).close();
    xml.leaf("电子文件号", format!("{}/{}", batch.number, item.key));
    xml.open_with("档号", &[("值", &item.archive_no)]);
    xml.leaf("全宗号", &plan.fonds).leaf("年度", item.category.year.to_string()).leaf("保管期限", item.retention.name());
    xml.leaf("机构或问题", &item.category.org).leaf("类别号", "WS").leaf("室编件号", format!("{:04}", item.no)).close();
    xml.open("内容描述").leaf("题名", &item.title);
    if let Some(name) = person(of) {
        xml.leaf("人名", name);
    }
    xml.some("文件编号", &item.doc_no)
        .leaf("责任者", &item.responsible)
        .leaf("日期", &item.date)
        .leaf("密级", &item.secrecy)
        .close();
    let combined = if item.parts.len() > 1 { "组合文件" } else { "单份文件" };
    let draft = item.parts.first().map_or("正本", |p| if p.originality == Originality::Original { "正本" } else { "副本" });
    xml.open("形式特征").leaf("文件组合类型", combined).leaf("件数", "1").leaf("页数", item.pages.to_string());
    xml.leaf("语种", "汉语").leaf("稿本", draft).close();
}

fn electronic(xml: &mut Xml, of: &ItemOf<'_>, file: &ContentFile, digest: bool) {
    xml.open("电子属性").leaf("格式信息", format_words(&file.format)).leaf("计算机文件名", &file.name);
    xml.leaf("计算机文件大小", file.size.to_string());
    // What others drew, or a scanner, is not known by its program.
    if file.drawn {
        xml.leaf("文档创建程序", of.software);
    }
    xml.leaf("信息系统描述", of.software);
    if digest {
        xml.leaf_with("数字摘要", &[("算法", "SHA-256")], &file.sha256);
    }
    xml.close();
    if file.scanned {
        xml.open("数字化属性").leaf("数字化对象形态", "纸质文件").close();
    }
}

/// M65, and where the paper lies.
fn place(xml: &mut Xml, of: &ItemOf<'_>) {
    let item = of.item;
    xml.open("存储位置");
    let here = if of.files.iter().all(|f| f.cover) { "只有纸质件，随纸质案卷保管" } else { "本信息包" };
    xml.leaf("当前位置", here).some("原件存放处", &item.kept_at).some("互见号", &item.see_also).close();
    xml.some("附注", &item.remark);
}

fn person<'a>(of: &ItemOf<'a>) -> Option<&'a str> {
    let id = of.plan.candidate?;
    let candidate = of.case.candidates.iter().find(|c| c.id == id)?;
    of.case.persons.iter().find(|p| p.id == candidate.content.person).map(|p| p.content.name.as_str())
}

/// Records the 件 came from; of the 全程纪实报告表 every step that concerns its person.
fn records<'a>(of: &ItemOf<'a>) -> Vec<&'a Record> {
    let case = of.case;
    if matches!(of.item.source, ItemSource::Generated { .. }) {
        let whose =
            |r: &&Record| r.content.candidates.is_empty() || of.plan.candidate.is_some_and(|c| r.content.candidates.contains(&c));
        return case.records.iter().filter(whose).collect();
    }
    let ids: Vec<_> =
        case.materials.iter().filter(|m| of.item.parts.iter().any(|p| p.material == m.id)).map(|m| m.content.record).collect();
    case.records.iter().filter(|r| ids.contains(&r.id)).collect()
}

/// 业务实体 and 机构人员实体: the step log. In a personal volume only what concerns that person is told.
fn process(xml: &mut Xml, of: &ItemOf<'_>) {
    let catalogue = &of.case.catalogue;
    let rules = of.case.rules();
    let mut agents: Vec<(&str, String, String)> = vec![("单位", of.case.batch.content.unit.clone(), "立档单位".to_owned())];
    let mut took_part = |kind, name: &str, post: &str| {
        let post = if post.trim().is_empty() { "参加人" } else { post.trim() };
        // Each as often as there are things they did; a personal volume names none of the others it was about.
        if !name.trim().is_empty() && !others(of, name) && !agents.iter().any(|(_, n, p)| n == name && p == post) {
            agents.push((kind, name.to_owned(), post.to_owned()));
        }
    };
    for record in records(of) {
        let content = &record.content;
        let at = rules.at(content.happened());
        let mut basis: Vec<&str> = Vec::new();
        for code in catalogue.step(&content.step).map_or(&[][..], |s| s.checks.as_slice()) {
            let words = at.basis(code);
            if !words.is_empty() && !basis.contains(&words) {
                basis.push(words);
            }
        }
        basis.extend(catalogue.requirements.iter().filter(|r| r.step == content.step).map(|r| r.text.as_str()));
        let words = of.plan.candidate.map_or_else(|| content.summary.clone(), |c| report::told(of.case, record, c));
        xml.open_with("业务实体", &[("标识", &format!("记录{}-{}", record.id, record.revision))]).leaf("业务状态", "历史行为");
        xml.leaf("业务行为", catalogue.step_label(&content.step));
        xml.leaf("行为时间", content.happened().map(|d| d.to_string()).unwrap_or_default());
        xml.some("行为依据", basis.join("；")).leaf("行为描述", words).leaf("责任人", &content.responsible).close();
        took_part("责任人", &content.responsible, "责任主体、责任人");
        for p in &content.participants {
            took_part("个人", &p.name, if p.role.trim().is_empty() { &p.post } else { &p.role });
        }
        for s in content.signatures.iter().filter(|s| s.is_given()) {
            took_part("个人", &s.name, &format!("签名人（{}）", s.role));
        }
    }
    for (kind, name, post) in agents {
        xml.open("机构人员实体").leaf("机构人员类型", kind).leaf("机构人员名称", name).leaf("个人职位", post).close();
    }
}

/// Whether a name is that of another candidate, where a volume is of one person.
fn others(of: &ItemOf<'_>, name: &str) -> bool {
    let Some(whose) = of.plan.candidate else { return false };
    let candidates = of.case.candidates.iter().filter(|c| c.id != whose);
    let ids: Vec<_> = candidates.map(|c| c.content.person).collect();
    of.case.persons.iter().any(|p| ids.contains(&p.id) && p.content.name == name)
}

/// 实体关系: each record made this 件; an extract points at its original.
fn relations(xml: &mut Xml, of: &ItemOf<'_>) {
    for record in records(of) {
        xml.open("实体关系").leaf("实体标识符", format!("记录{}-{}", record.id, record.revision));
        xml.leaf("关系类型", "业务与文件").leaf("关系", "形成").leaf("关系描述", "本件由该业务行为形成").close();
    }
    if !of.item.see_also.is_empty() {
        let (relation, words) =
            if of.item.extract { ("摘自", "本件是摘录，原件见所指档号") } else { ("互见", "与本件互见") };
        xml.open("实体关系").leaf("实体标识符", &of.item.see_also).leaf("关系类型", "文件与文件").leaf("关系", relation);
        xml.leaf("关系描述", words).close();
    }
}

/// Which of the elements that must be filled at the seal are empty, in words (obligations [recalled], archive.md §1.4).
#[must_use]
pub fn lacking(text: &str) -> Vec<String> {
    let title = crate::xml::texts(text, "题名").first().map(ToString::to_string).unwrap_or_default();
    let mut found = Vec::new();
    for name in ["聚合层次", "全宗名称", "立档单位名称", "全宗号", "年度", "保管期限", "室编件号", "题名", "责任者", "页数"]
    {
        let texts = crate::xml::texts(text, name);
        if texts.first().is_none_or(|t| t.trim().is_empty()) {
            found.push(format!("《{title}》的元数据没有{name}"));
        }
    }
    if text.contains("<档号 值=\"\">") {
        found.push(format!("《{title}》的元数据没有档号"));
    }
    for (name, word) in [("<业务实体 ", "业务实体"), ("<机构人员实体>", "机构人员实体")] {
        if !text.contains(name) {
            found.push(format!("《{title}》的元数据没有{word}"));
        }
    }
    found
}

/// Well-formed XML, read by a reader that is not the writer.
#[must_use]
pub fn parses(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0_u32;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return depth == 0,
            Ok(quick_xml::events::Event::DocType(_)) | Err(_) => return false,
            Ok(quick_xml::events::Event::Start(_)) => depth = depth.saturating_add(1),
            Ok(quick_xml::events::Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
        }
    }
}
