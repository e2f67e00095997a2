//! Which parameters each check knows, with their kind and meaning: what a pack may say and an editor must ask for.

use serde::Serialize;
use ts_rs::TS;

use crate::finding::Level;

/// One parameter a pack may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ParameterInfo {
    pub code: &'static str,
    pub name: &'static str,
    /// A list of words instead of a number.
    pub words: bool,
    pub about: &'static str,
}

const fn n(code: &'static str, name: &'static str, about: &'static str) -> ParameterInfo {
    ParameterInfo { code, name, words: false, about }
}

const fn w(code: &'static str, name: &'static str, about: &'static str) -> ParameterInfo {
    ParameterInfo { code, name, words: true, about }
}

/// Every parameter, by code. Parts of a whole are a numerator and a denominator; 0 turns a number off where it says so.
pub const PARAMETERS: [ParameterInfo; 102] = [
    n("V02", "service_years", "工龄满几年"),
    n("V02", "grassroots_years", "基层工作经历满几年"),
    n("V02", "deputy_years", "副职提任正职，副职岗位满几年"),
    n("V02", "lower_chief_years", "下级正职提任上级副职，下级正职岗位满几年"),
    n("V02", "lower_posts", "下一级任职的职位数"),
    n("V02", "training_months", "五年内累计培训满几个月；0 为只看是否达到规定"),
    n("V03", "months_since_promotion", "提任不满几个月不得再破格"),
    n("V03", "levels", "最多提几级：2 为可越一级，不得越两级"),
    n("V04", "responsibles", "1 为讨论决定后须写明谁推荐、谁考察、谁决策的责任人"),
    n("V05", "months", "推荐结果有效期，月"),
    n("V05", "reminder_days", "到期前几天提醒"),
    n("V06", "numerator", "实到与应到之比的分子；0 为不要求"),
    n("V06", "denominator", "实到与应到之比的分母"),
    n("V08", "numerator", "得票率下限的分子"),
    n("V08", "denominator", "得票率下限的分母"),
    w("V08", "of", "得票率的分母口径：实到 或 有效票"),
    n("V09", "numerator", "低于此得票率不列：分子"),
    n("V09", "denominator", "分母"),
    n("V10", "numerator", "等额推荐低于此得票率不列：分子"),
    n("V10", "denominator", "分母"),
    n("V10", "inclusive", "1 为正好等于这个比例也算不过半"),
    w("V10", "counties", "单位名称里有这些字的是县区、乡镇，不问等额过半；空的为都问"),
    w("V10", "not_counties", "含有这些字而不是县区、乡镇的单位"),
    n("V11", "age", "几岁以下提任应从后备干部中产生"),
    n("V11", "inclusive", "1 为正好满这个年龄也算在内"),
    w("V12", "bars", "不得列为考察对象的情形，逐项核对"),
    w("V13", "stages", "须差额的环节：推荐、考察、酝酿、上会、票决"),
    w("V13", "chief_stages", "党政正职须差额的环节"),
    n("V13", "numerator", "人选与职数之比的分子；0 为多于职数即可"),
    n("V13", "denominator", "分母"),
    w("V13", "tiers", "差额的各环节只问这些层级的岗位，其余只问党政正职须差额的环节；空的为都问"),
    n("V14", "members", "考察组最少人数"),
    n("V15", "days_before", "预告最迟在考察开始前几天发布"),
    n("V16", "months", "现职不满几个月须延伸考察"),
    w("V17", "topics", "凡提必办的项目：档案、个人事项、纪检、信访、审计、联席单位、素质测试"),
    w("V17", "local_topics", "地方另外要办的项目，加在上面的项目之外"),
    w("V17", "passing", "表示通过的结论用语（全句）"),
    w("V17", "good_words", "表示没有问题的词，前面有否定的不算"),
    w("V17", "bad_words", "表示有问题的词，紧接在否定后面的算没有问题"),
    w("V17", "topic_words", "信访、举报、反映一类的词：说“有”的算有反映，须在后面写明排除"),
    w("V17", "between_words", "否定和有问题的词之间可以夹的词"),
    w("V17", "negations", "否定的说法"),
    w("V17", "cleared_words", "表示已排除、已查结的词"),
    w("V17", "open_words", "表示还没有结论的词"),
    w("V17", "neutral_words", "含有否定字而不是否定的词"),
    w("V17", "openings", "没有结论的分句可以这样开头"),
    w("V17", "reported_words", "表示有了反映的词"),
    w("V17", "turning_words", "另起一个分句的转折词"),
    w("V17", "undone_words", "单独出现就算否定的字"),
    w("V17", "plain_words", "本身不说明有没有问题的词：分句里除结论以外只能有这些（没有这张表的旧版不问）"),
    w("V17", "name_ends", "地名、单位名、人名的末尾，前面几个字不认得也可"),
    w("V17", "limit_words", "表示不是全部、有条件或还没有定的词，有就不通过"),
    w("V17", "asset_words", "个人事项里所报的财产，在别处才算有问题"),
    w("V17", "curable_words", "可以补正或认定的差错，须在后面写明怎样认定的"),
    w("V17", "settling_words", "差错已补正、已认定的说法"),
    w("V17", "unit_words", "数量的单位"),
    w("V18", "pairs", "双签字的角色组合，以 + 相连"),
    w("V19", "units", "须征求意见的单位"),
    w("V20", "parts", "考察材料应有的部分：表现、不足、推荐测评、核查结论"),
    n("V21", "months", "协管方收函几个月未复视为同意"),
    n("V21", "dissent", "1 为协管方复函不同意的，正职须有上级组织部门协调的记录"),
    w("V21", "consent_words", "复函、批复里表示同意的词（V23 的批复也这样读，以下各项同）"),
    w("V21", "denials", "否认有不同意见的词：没有、不持……"),
    w("V21", "objections", "不同意见的说法，前面三个字以内有否认的算没有"),
    w("V21", "refusals", "表示不同意的说法"),
    w("V21", "delays", "表示以后再答复的说法"),
    w("V21", "doubts", "没有同意时算不同意的词：反对、暂缓、不宜"),
    w("V21", "referrals", "还要往上报的说法：须报……"),
    w("V21", "referral_ends", "往上报了要做什么：研究、批准……"),
    n("V23", "answer_working_days", "上级几个工作日内答复；0 为不计"),
    w("V23", "reasons", "须事前报告的事由"),
    n("V24", "numerator", "到会比例的分子"),
    n("V24", "denominator", "分母"),
    n("V25", "numerator", "同意票须超过应到的几分之几：分子"),
    n("V25", "denominator", "分母"),
    n("V26", "numerator", "不同意票加弃权票超过应到的几分之几暂缓：分子"),
    n("V26", "denominator", "分母"),
    n("V28", "working_days", "公示最少工作日；0 为按自然日"),
    n("V28", "calendar_days", "公示最少自然日；0 为按工作日"),
    n("V28", "calendar_days_at_most", "公示一般最多自然日；0 为不限"),
    n("V30", "months", "试用期，月"),
    n("V30", "reminder_days", "期满前几天提醒"),
    n("V31a", "rounds", "推荐至少几轮；0 为不要求二次推荐"),
    n("V31c", "percent", "相邻两字相同达到百分之几算雷同"),
    n("V31c", "from_chars", "少于几个字的不比较"),
    w("V31c", "hollow", "算作没有内容的套话（操作情况全文只有这几个字的）"),
    n("V31d", "working_days", "发生后几个工作日内录入"),
    n("V31e", "receipt", "1 为附件反馈必须有本人签收"),
    n("V34", "within_days", "任职谈话最迟在任职后几天；0 为不限"),
    n("V35", "chief_must_years", "正职同职满几年必须交流；0 为不提醒"),
    n("V35", "chief_plan_years", "正职同职满几年有计划交流；0 为不提醒"),
    n("V35", "deputy_years", "副职同职满几年逐步交流；0 为不提醒"),
    n("V35", "deputy_age", "副职交流的年龄上限（含）"),
    n("V35", "sensitive_years", "人财物、审批、执法等岗位满几年轮岗；0 为不提醒"),
    n("V35", "section_years", "重要科室负责人满几年轮岗；0 为不提醒"),
    n("V35", "nonleading_male", "男满几岁改任非领导职务；0 为不提醒"),
    n("V35", "nonleading_female", "女满几岁改任非领导职务；0 为不提醒"),
    n("V35", "retire_male", "男退休年龄；0 为不提醒"),
    n("V35", "retire_female", "女退休年龄；0 为不提醒"),
    n("V35", "reminder_months", "到龄前几个月提醒"),
    w("V36", "also", "除目录规定的以外，还须有的材料（目录里的材料名称）"),
    w("V37", "attendees", "人事酝酿会应到的人：书记、副书记、分管组织、分管纪检"),
];

/// Parameters earlier data of the editions did not know yet, the oldest addition first: data without any of an addition goes without
/// it and reads as 0 or an empty list ([`carried`] excepted). Data that knows one of an addition says all of it.
pub(super) const LATER: [&[(&str, &str)]; 2] = [
    &[
        ("V04", "responsibles"),
        ("V17", "good_words"),
        ("V17", "bad_words"),
        ("V17", "topic_words"),
        ("V17", "between_words"),
        ("V17", "negations"),
        ("V17", "cleared_words"),
        ("V17", "open_words"),
        ("V17", "neutral_words"),
        ("V17", "openings"),
        ("V17", "reported_words"),
        ("V17", "turning_words"),
        ("V17", "undone_words"),
        ("V21", "dissent"),
        ("V31a", "rounds"),
    ],
    &[
        ("V10", "inclusive"),
        ("V11", "inclusive"),
        ("V10", "counties"),
        ("V10", "not_counties"),
        ("V13", "tiers"),
        ("V17", "local_topics"),
        ("V17", "plain_words"),
        ("V17", "name_ends"),
        ("V17", "limit_words"),
        ("V17", "asset_words"),
        ("V17", "curable_words"),
        ("V17", "settling_words"),
        ("V17", "unit_words"),
        ("V21", "consent_words"),
        ("V21", "denials"),
        ("V21", "objections"),
        ("V21", "refusals"),
        ("V21", "delays"),
        ("V21", "doubts"),
        ("V21", "referrals"),
        ("V21", "referral_ends"),
    ],
];

/// Words that stood in the program before they were data: of an answer by letter. Earlier data is read with those of `2019@1.2`.
pub(super) fn carried(code: &str, name: &str) -> bool {
    let [_, second] = LATER;
    code == "V21" && second.contains(&(code, name))
}

/// A situation of a check that has a level of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SituationInfo {
    pub code: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    /// Where the data does not say.
    pub level: Level,
}

const fn s(code: &'static str, name: &'static str, about: &'static str, level: Level) -> SituationInfo {
    SituationInfo { code, name, about, level }
}

/// Every situation that may have another level than its check, by code. `missing` is what was not recorded, so that nothing could be
/// judged; `unsure` a date too imprecise to judge by.
pub const SITUATIONS: [SituationInfo; 46] = [
    s("V01", "missing", "没有填写职数", Level::Error),
    s("V02", "missing", "资格条件没有填写，或没有来源日期", Level::Warning),
    s("V04", "responsibles", "没有写明推荐、考察、决策责任人", Level::Warning),
    s("V05", "missing", "没有填写日期", Level::Error),
    s("V05", "unsure", "日期不够精确", Level::Warning),
    s("V05", "lapsed", "推荐结果已到期而尚未确定考察对象", Level::Warning),
    s("V05", "soon", "推荐结果将到期", Level::Note),
    s("V08", "missing", "没有填写票数或参加人数", Level::Warning),
    s("V09", "missing", "没有填写票数", Level::Warning),
    s("V10", "missing", "没有填写票数", Level::Warning),
    s("V11", "missing", "没有填写出生年月", Level::Warning),
    s("V12", "unchecked", "有的情形没有核对", Level::Warning),
    s("V15", "missing", "没有填写发布日期", Level::Error),
    s("V15", "unsure", "日期不够精确", Level::Warning),
    s("V16", "missing", "没有填写任现职时间", Level::Warning),
    s("V19", "unstated", "发往的厅、局没有写明种类，可能就是上级主管部门", Level::Warning),
    s("V21", "dissent_chief", "协管方不同意，正职，没有上级协调的记录", Level::Warning),
    s("V21", "dissent_deputy", "协管方不同意，副职，尚未讨论", Level::Note),
    s("V22", "missing", "没有填写政治面貌", Level::Warning),
    s("V23", "late_answer", "上级答复超过规定的工作日", Level::Note),
    s("V24", "missing", "没有会议记录或人数", Level::Error),
    s("V24", "contradicts", "同一天的讨论和表决应到人数不一致（1.2 版起）", Level::Error),
    s("V25", "missing", "没有填写票数、应到人数或结论", Level::Error),
    s("V25", "wording", "结论读不懂，或票数过半却记未通过", Level::Warning),
    s("V25", "overruled", "没有通过而作出任用决定、公示、谈话或发文（1.2 版起）", Level::Error),
    s("V28", "missing", "没有填写公示起止日期", Level::Error),
    s("V28", "unsure", "日期不够精确", Level::Warning),
    s("V28", "reversed", "公示止日早于起日", Level::Error),
    s("V28", "long", "公示超过一般的最多天数", Level::Warning),
    s("V28", "uncounted", "有的年份没有节假日安排，工作日是推算的", Level::Note),
    s("V30", "overdue", "试用期已满，尚未考核作出决定", Level::Error),
    s("V30", "soon", "试用期将满", Level::Warning),
    s("V31a", "rounds", "会议推荐不满规定的轮数", Level::Error),
    s("V31b", "afterwards", "推荐、考察又补在讨论或考察材料之后（1.2 版起）", Level::Error),
    s("V31c", "empty", "操作情况和正文都没有内容", Level::Error),
    s("V31c", "unsaid", "没有填写操作情况", Level::Warning),
    s("V31d", "unread", "录入时间读不出", Level::Error),
    s("V31d", "ahead", "录入早于发生", Level::Warning),
    s("V31d", "explained", "迟录而写了补录理由", Level::Note),
    s("V31e", "optional", "没有必备材料的步骤也没有附件", Level::Warning),
    s("V33", "missing", "没有逐人意见，或没有写明主要负责人", Level::Warning),
    s("V36", "unforeseen", "目录没有规定可以不适用", Level::Warning),
    s("V36", "unfounded", "业务类型不容许不适用的步骤标为不适用（1.2 版起）", Level::Error),
    s("V36", "contradicted", "标为不适用又有记录", Level::Warning),
    s("V36", "stray", "记录的步骤、种类或人选不在本批次", Level::Error),
    s("V37", "attendees", "人事酝酿会应到的人没有参加", Level::Warning),
];
