//! What the checks are called and rest on, for lists and help. No judgement here.

use serde::Serialize;
use ts_rs::TS;

use crate::finding::Level;

/// One check, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct CheckInfo {
    pub code: &'static str,
    pub name: &'static str,
    /// The gravest level it gives.
    pub level: Level,
    pub basis: &'static str,
}

const fn info(code: &'static str, name: &'static str, level: Level, basis: &'static str) -> CheckInfo {
    CheckInfo { code, name, level, basis }
}

const REGULATIONS: &str = "《党政领导干部选拔任用工作条例》";
const FIVE_DONTS: &str = "伊犁州全程实录制“五不准”";
const NEIJIANG: &str = "内江市干部选拔任用工作纪实办法";

/// The checks there are, in the order of their codes.
pub const PROFILE: [CheckInfo; 14] = [
    info("V05", "推荐结果有效期：确定考察对象不晚于推荐结果之日起一年", Level::Error, REGULATIONS),
    info("V07", "票数守恒：发出、收回、有效、无效、得票、名次勾稽一致", Level::Error, REGULATIONS),
    info("V24", "到会人数：实到不少于应到的三分之二", Level::Error, REGULATIONS),
    info("V25", "表决通过：同意票超过应到会成员半数方可记通过", Level::Error, REGULATIONS),
    info("V28", "任前公示：期限足，在决定之后、任职通知之前", Level::Error, REGULATIONS),
    info("V31a", "缺步：后面的步骤已做，前面必经的步骤没有记录（不准减少程序）", Level::Error, FIVE_DONTS),
    info("V31b", "日期倒序：必须在先的步骤发生在后（不准颠倒程序）", Level::Error, FIVE_DONTS),
    info("V31c", "内容空缺或与他人记录高度雷同（不准应付性走程序）", Level::Error, FIVE_DONTS),
    info("V31d", "迟录：发生后五个工作日内没有录入（不准事后补程序）", Level::Error, FIVE_DONTS),
    info("V31e", "签名或附件缺失（不准编造程序）", Level::Error, FIVE_DONTS),
    info("V32", "材料签名：每件材料有责任人签名和日期", Level::Error, NEIJIANG),
    info("V36", "归档齐全：必经步骤、必备材料都在", Level::Error, NEIJIANG),
    info("V39", "卷一致：档号唯一、件号连续、页数相符、人员批次文号日期一致", Level::Error, NEIJIANG),
    info("V40", "规则版次：批次选定了可用的版次", Level::Warning, REGULATIONS),
];

/// Whether a catalogue may name this check: V01–V40 and the five parts of V31. Not all of them judge yet ([`PROFILE`] does list
/// those that do), but a catalogue may already say where they belong.
#[must_use]
pub fn is_known_code(code: &str) -> bool {
    if let Some(part) = code.strip_prefix("V31") {
        return matches!(part, "" | "a" | "b" | "c" | "d" | "e");
    }
    let digits = code.strip_prefix('V').filter(|d| d.len() == 2).and_then(|d| d.parse::<u8>().ok());
    digits.is_some_and(|n| (1..=40).contains(&n))
}
