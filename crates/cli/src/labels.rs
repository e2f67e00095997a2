//! The Chinese names of the fields of answers, for those printed field by field; records and persons have their words from the core. A name that is missing here fails a test, so that
//! no raw key reaches a user. With `--json` the keys stay as they are.

use jishi_core::medium::{HandoverState, MediumState, Verdict};
use jishi_core::metadata::TransferLayout;
use jishi_core::record::{Originality, SignatureMode};

/// Field, the field it lies in (empty: any), name. The narrower line comes first.
const LABELS: &[(&str, &str, &str)] = &[
    // 工作区、日志、文件
    ("folder", "", "工作区文件夹"),
    ("program", "", "程序版本"),
    ("schema", "", "数据库版本"),
    ("actor", "", "录入人"),
    ("catalogue_name", "", "规程目录"),
    ("catalogue_version", "", "目录版本"),
    ("batches", "", "批次"),
    ("people", "", "人员"),
    ("records", "", "记录"),
    ("materials", "", "材料"),
    ("packages", "", "案卷包"),
    ("lines", "", "日志行数"),
    ("head", "", "末行摘要"),
    ("findings", "", "检查结果"),
    ("path", "", "文件"),
    ("what", "", "内容"),
    ("pages", "", "页数"),
    ("size", "", "字节数"),
    ("sha256", "", "SHA-256 摘要"),
    ("years", "", "已有放假安排的年份"),
    ("version", "", "数据摘要"),
    // 材料
    ("id", "", "编号"),
    ("content", "", "内容"),
    ("batch", "", "批次编号"),
    ("revision", "", "版本"),
    ("record", "", "记录编号"),
    ("added_at", "", "挂接时间"),
    ("of_revision", "", "挂接时或所印记录的版本"),
    ("own_sheet", "", "是记录的签字页"),
    ("co_signed", "", "同签的人"),
    ("outdated", "", "记录后来更正过"),
    ("name", "signature", "签名人"),
    ("name", "", "材料名称"),
    ("role", "", "身份"),
    ("date", "", "签名日期"),
    ("mode", "", "签名方式"),
    ("originality", "", "原件或复制件"),
    ("secrecy", "", "密级"),
    ("signature", "", "签名"),
    ("file_name", "", "原文件名"),
    ("format", "", "格式"),
    // 载体与交接
    ("name", "packages", "包名"),
    ("batch", "packages", "批次"),
    ("kind", "", "种类"),
    ("result", "", "核对结果"),
    ("title", "", "卷名"),
    ("batch_number", "", "批次号"),
    ("previous", "", "前一封签"),
    ("items", "", "件数"),
    ("reason", "", "理由"),
    ("to", "", "接收单位"),
    ("root", "", "位置"),
    ("file_system", "", "文件系统"),
    ("total", "", "总容量"),
    ("free", "", "剩余空间"),
    ("serial", "", "序列号"),
    ("label", "", "卷标"),
    ("medium", "", "载体"),
    ("register", "", "载体登记簿"),
    ("here", "", "现在插着的"),
    ("number", "", "编号"),
    ("keeper", "", "保管人"),
    ("state", "", "状态"),
    ("note", "", "备注"),
    ("need", "", "需要空间"),
    ("volumes", "", "共几盘"),
    ("group", "", "组号"),
    ("volume", "", "第几盘"),
    ("from", "", "移交单位"),
    ("written_at", "", "写入时间"),
    ("read_back", "", "读回方式"),
    ("mount", "", "插入编号"),
    ("checks", "", "核对"),
    ("replugged", "", "拔出重插"),
    ("sound", "", "相符"),
    ("layout", "", "写成"),
    ("handed", "", "移交"),
    ("handed_before", "", "更正以前登记的移交"),
    ("handing", "", "登记的移交"),
    ("by", "handed", "移交人"),
    ("by", "handing", "移交人"),
    ("on", "handed", "移交日期"),
    ("on", "handing", "移交日期"),
    ("receiver", "", "接收人"),
    ("received_at", "", "接收时间"),
    ("corrected", "", "更正以前登记的"),
    ("said", "", "各包结论"),
    ("why", "", "更正理由"),
    ("corrected_at", "", "更正时间"),
    ("corrected_by", "", "更正人"),
    ("slip", "", "交接单摘要"),
    ("qr", "", "二维码内容"),
    ("sm3", "", "SM3 摘要"),
    ("seal_no", "", "封签号"),
    ("seal_sha256", "", "封签 SHA-256"),
    ("seal_sm3", "", "封签 SM3"),
    ("handover", "", "交接单"),
    ("taken", "", "已收下"),
    ("no", "", "单号"),
    ("medium_number", "", "载体编号"),
    ("verdict", "", "结论"),
    ("files", "", "文件数"),
    ("bytes", "", "字节数"),
    ("sum", "", "汇总"),
    ("fast", "", "快速核对"),
    ("sealed", "", "封签完好"),
    ("complete", "", "内容完整"),
    ("sealed_at", "", "封签时间"),
    ("sealer", "", "封签人"),
    ("certificate", "", "签名证书"),
    ("certificate_sha256", "", "证书指纹"),
    ("errors", "", "错"),
    ("warnings", "", "警"),
    ("at", "", "时间"),
];

/// The name of a field that lies in the field `within`.
pub fn label(key: &str, within: &str) -> Option<&'static str> {
    let find = |place: &str| LABELS.iter().find(|(k, w, _)| *k == key && *w == place).map(|(_, _, name)| *name);
    find(within).or_else(|| find(""))
}

/// A value as it is said: codes by the words of the forms.
pub fn word(key: &str, value: &str) -> String {
    let code = || serde_json::Value::String(value.to_owned());
    let word = match key {
        "mode" => serde_json::from_value::<SignatureMode>(code()).ok().map(SignatureMode::name),
        "state" => serde_json::from_value::<HandoverState>(code())
            .map(HandoverState::word)
            .or_else(|_| serde_json::from_value::<MediumState>(code()).map(MediumState::word))
            .ok(),
        "layout" => serde_json::from_value::<TransferLayout>(code()).ok().map(TransferLayout::name),
        "verdict" => serde_json::from_value::<Verdict>(code()).ok().map(Verdict::word),
        "originality" => serde_json::from_value::<Originality>(code()).ok().map(Originality::name),
        _ => None,
    };
    word.unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields and codes of the types that are printed field by field, from the generated description of the commands.
    #[test]
    fn every_field_and_every_code_that_can_be_printed_has_a_chinese_name() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/commands.ts");
        let types = jishi_fs::read_text(&path).unwrap();
        let of = |name: &str| {
            let begins = format!("export type {name} =");
            let rest = types.split(&begins).nth(1).unwrap_or_else(|| panic!("no type {name}"));
            rest.split("\nexport ").next().unwrap().to_owned()
        };
        let printed = [
            "WorkspaceInfo",
            "JournalCheck",
            "FileMade",
            "CalendarYears",
            "Signature",
            "Material",
            "MaterialContent",
            "MediaView",
            "MediumHere",
            "Medium",
            "MediumContent",
            "HandoverView",
            "HandoverContent",
            "HandedPackage",
            "EnteredBefore",
            "MediumCheck",
            "MediumChecked",
            "ReceiptTaken",
            "SlipLine",
        ];
        let mut seen = 0;
        for name in printed {
            let text = of(name);
            // Words of comments are not fields.
            let text: String = text.lines().filter(|l| !l.trim_start().starts_with(['*', '/'])).collect();
            for field in
                text.split([',', '{', ';', '}']).filter_map(|part| part.split_once(':')).map(|(f, _)| f.trim().trim_matches('"'))
            {
                let plain = !field.is_empty() && field.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                if plain {
                    assert!(label(field, "").is_some(), "{name}.{field} has no Chinese name in labels.rs");
                    seen += 1;
                }
            }
        }
        assert!(seen > 30, "only {seen} fields were read from commands.ts");
        for (name, field) in [
            ("SignatureMode", "mode"),
            ("Originality", "originality"),
            ("HandoverState", "state"),
            ("MediumState", "state"),
            ("TransferLayout", "layout"),
            ("Verdict", "verdict"),
        ] {
            for code in of(name).split('"').skip(1).step_by(2) {
                assert_ne!(word(field, code), code, "{name} {code} is printed as it is");
            }
        }
    }
}
