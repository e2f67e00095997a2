//! 电子文件封装包 of one 件 (DA/T 48-2009): a carrier of metadata. Content stands beside it by name and digest, or inside as base64 when
//! asked and small enough. The seal of the package stays detached; this capsule carries no signature of its own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{ContentFile, ItemOf, description, electronic, place, process};
use crate::xml::Xml;

/// File of the capsule in the folder of an 件.
pub const EEP: &str = "电子文件封装包.XML";

const SPACE: &str = "http://www.saac.gov.cn/standards/ERM/encapsulation";
const FORMAT: &str = "本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成";
const ORIGINAL: &str = "本封装包包含电子文件数据及其元数据，原始封装，未经修改";
/// [recalled]: the wording of the standard was not at hand.
const CODING: &str =
    "本封装包中“编码数据”元素存储的是计算机文件二进制流的Base64编码，编码方法遵循RFC 2045；“外部文件”属性不空时，数据在该文件里";

/// What goes into the capsule beside the metadata.
#[derive(Debug, Clone, Copy)]
pub struct Capsule<'a> {
    /// RFC 3339.
    pub made_at: &'a str,
    /// Bytes of the files in their order; empty: they stay outside.
    pub inside: &'a [Vec<u8>],
}

/// The capsule (assets/xsd/eep.xsd).
#[must_use]
pub fn capsule(of: &ItemOf<'_>, with: Capsule<'_>) -> String {
    let mut xml = Xml::new();
    xml.open_with("电子文件封装包", &[("xmlns", SPACE)]).leaf("封装包格式描述", FORMAT).leaf("版本", "2009");
    xml.open_with("被签名对象", &[("eep版本", "2009")]).leaf("封装包类型", "原始型").leaf("封装包类型描述", ORIGINAL);
    xml.leaf("封装包创建时间", with.made_at).leaf("封装包创建单位", &of.case.batch.content.unit);
    xml.open("封装内容").open("文件实体块").open("文件实体");
    description(&mut xml, of);
    place(&mut xml, of);
    xml.open("文件数据");
    for (index, file) in of.files.iter().enumerate() {
        document(&mut xml, of, file, index, with.inside.get(index));
    }
    xml.close().close().close();
    let mut inner = Xml::default();
    process(&mut inner, of);
    let (business, agents) = parts(&inner.finish());
    for (name, lines) in [("业务实体块", business), ("机构人员实体块", agents)] {
        xml.open(name).raw(&lines).close();
    }
    xml.finish()
}

/// The step log, then who took part: both blocks come from one walk over the records.
fn parts(lines: &str) -> (String, String) {
    match lines.find("<机构人员实体>") {
        Some(at) => {
            let (a, b) = lines.split_at_checked(at).unwrap_or((lines, ""));
            (a.to_owned(), b.to_owned())
        }
        None => (lines.to_owned(), String::new()),
    }
}

fn document(xml: &mut Xml, of: &ItemOf<'_>, file: &ContentFile, index: usize, inside: Option<&Vec<u8>>) {
    let number = (index + 1).to_string();
    xml.open("文档").leaf("文档标识符", format!("文档{number}")).leaf("文档序号", &number);
    xml.leaf("文档主从声明", if index == 0 { "主文档" } else { "附属文档" }).leaf("题名", &file.title);
    xml.open("文档数据").open("编码").leaf("编码ID", format!("编码{number}"));
    electronic(xml, of, file, false);
    xml.leaf("编码描述", CODING).leaf("反编码关键字", format!("base64-{}", file.format));
    let digest = [("摘要算法", "SHA-256"), ("摘要", file.sha256.as_str())];
    match inside {
        Some(bytes) => {
            let text = STANDARD.encode(bytes);
            let mut lines = String::with_capacity(text.len() + text.len() / 76 + 2);
            for chunk in text.as_bytes().chunks(76) {
                lines.push('\n');
                lines.push_str(std::str::from_utf8(chunk).unwrap_or_default());
            }
            lines.push('\n');
            xml.leaf_with("编码数据", &digest, lines);
        }
        None => {
            let outside: Vec<(&str, &str)> = std::iter::once(("外部文件", file.name.as_str())).chain(digest).collect();
            xml.leaf_with("编码数据", &outside, "");
        }
    }
    xml.close().close().close();
}
