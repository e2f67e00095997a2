//! What the checks are called, for lists and help. No judgement here; levels and bases stand in the rule packs.

use serde::Serialize;
use ts_rs::TS;

/// One check, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct CheckInfo {
    pub code: &'static str,
    pub name: &'static str,
}

const fn info(code: &'static str, name: &'static str) -> CheckInfo {
    CheckInfo { code, name }
}

/// The checks there are, in the order of their codes (domain.md §2.4).
pub const PROFILE: [CheckInfo; 44] = [
    info("V01", "职数：现配减拟免加拟配不超过核定"),
    info("V02", "任职资格：年限、职位、学历、培训逐条有来源"),
    info("V03", "破格：标明、有理由、有报批，不得破格的不破"),
    info("V04", "初始提名凭据：组织推荐有文号和原件，个人推荐署名"),
    info("V05", "推荐结果有效期：确定考察对象不晚于推荐结果之日起一年"),
    info("V06", "参加人数：实到占应到的比例，缺席有事由"),
    info("V07", "票数守恒：发出、收回、有效、无效、得票、名次勾稽一致"),
    info("V08", "双过半：会议推荐、谈话推荐都达到半数"),
    info("V09", "低票：得票率过低的原则上不列"),
    info("V10", "等额不过半：等额推荐不过半的不列"),
    info("V11", "后备干部：年轻干部提任应从后备名单产生"),
    info("V12", "不得列为考察对象：逐项核对"),
    info("V13", "差额：人选多于职数，等额有理由"),
    info("V14", "考察组：两人以上，没有回避关系"),
    info("V15", "考察预告：先预告后考察"),
    info("V16", "延伸考察：现职年限短的到原单位考察"),
    info("V17", "凡提四必：四项有结论、日期、签名"),
    info("V18", "双签字：两个不同的人、角色正确、日期齐"),
    info("V19", "征求意见：规定的单位都征求，发函、回函、讨论先后有序"),
    info("V20", "考察材料：内容齐、全员签名、写在考察之后"),
    info("V21", "协管复函：有复函，或满一个月未复视为同意"),
    info("V22", "统战：非中共党员须有统战部门意见"),
    info("V23", "事前报告：须报告的事项，批复同意在讨论之前"),
    info("V24", "到会人数：实到不少于应到的三分之二"),
    info("V25", "表决通过：同意票超过应到会成员半数方可记通过"),
    info("V26", "票决暂缓：不同意和弃权过多的暂缓"),
    info("V27", "回避：有亲属关系的回避离场"),
    info("V28", "任前公示：期限足，在决定之后、任职通知之前"),
    info("V29", "任职时间：与任职方式相符"),
    info("V30", "试用期：起止、期满考核、到期提醒"),
    info("V31a", "缺步：后面的步骤已做，前面必经的步骤没有记录（不准减少程序）"),
    info("V31b", "日期倒序：必须在先的步骤发生在后（不准颠倒程序）"),
    info("V31c", "内容空缺或与他人记录高度雷同（不准应付性走程序）"),
    info("V31d", "迟录：发生后没有及时录入（不准事后补程序）"),
    info("V31e", "签名或附件缺失（不准编造程序）"),
    info("V32", "材料签名：每件材料有责任人签名和日期"),
    info("V33", "末位表态：主要负责人最后发言"),
    info("V34", "任职谈话：在决定之后、到任之初，有谈话人"),
    info("V35", "年限提醒：交流、轮岗、到龄"),
    info("V36", "归档齐全：必经步骤、必备材料都在"),
    info("V37", "酝酿不代替决定，不得临时动议"),
    info("V38", "复议：超过半数成员同意方可复议"),
    info("V39", "卷一致：档号唯一、件号连续、页数相符、人员批次文号日期一致"),
    info("V40", "版本适用：规则包的有效期覆盖所校验的日期"),
];

/// Whether a catalogue may name this check: V01–V40, and V31 for its five parts together.
#[must_use]
pub fn is_known_code(code: &str) -> bool {
    code == "V31" || PROFILE.iter().any(|p| p.code == code)
}
