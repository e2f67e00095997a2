//! Every field a form file may name, by what the form is about. The loader of forms refuses any other name; the builders beside
//! this file set exactly these (held by a test).

mod filed;

use self::filed::{HANDOVER, SEAL, VOLUME};
use super::Subject;
use crate::record::RecordKind;

/// What a field holds: decides its blank in an empty form and how a long one is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A person's name: never normalised, broken only after its middle dots.
    Name,
    /// Paragraphs.
    Long,
    Date,
    Number,
    Picture,
    /// A text printed as a QR code; only as the whole of a list's column.
    Code,
    Rows(&'static [Field]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
}

const fn t(name: &'static str) -> Field {
    Field { name, kind: Kind::Text }
}
const fn who(name: &'static str) -> Field {
    Field { name, kind: Kind::Name }
}
const fn long(name: &'static str) -> Field {
    Field { name, kind: Kind::Long }
}
const fn d(name: &'static str) -> Field {
    Field { name, kind: Kind::Date }
}
const fn n(name: &'static str) -> Field {
    Field { name, kind: Kind::Number }
}
const fn rows(name: &'static str, fields: &'static [Field]) -> Field {
    Field { name, kind: Kind::Rows(fields) }
}

/// A person of the 任免审批表 as a candidate of the batch.
const PERSON: &[Field] = &[
    who("姓名"),
    t("性别"),
    t("出生年月"),
    d("出生时间"),
    t("年龄"),
    t("民族"),
    t("籍贯"),
    t("出生地"),
    t("入党时间"),
    t("参加工作时间"),
    d("工作时间"),
    t("健康状况"),
    t("政治面貌"),
    t("专业技术职务"),
    t("熟悉专业"),
    t("学历学位"),
    t("全日制学历"),
    t("全日制学位"),
    t("全日制院校"),
    t("在职学历"),
    t("在职学位"),
    t("在职院校"),
    t("现任职务"),
    t("任现职时间"),
    t("拟任职务"),
    t("拟免职务"),
    t("拟任免职务"),
    t("选任结果"),
    t("破格"),
    long("破格情形"),
];

/// What only the form of one person needs.
const PERSON_MORE: &[Field] = &[
    long("简历"),
    long("奖惩情况"),
    long("年度考核"),
    long("任免理由"),
    t("呈报单位"),
    t("计算年龄时间"),
    t("填表时间"),
    who("填表人"),
    t("档号"),
    Field { name: "照片", kind: Kind::Picture },
    rows("家庭成员", &[t("称谓"), who("姓名"), t("年龄"), t("出生年月"), t("政治面貌"), t("工作单位及职务")]),
    rows(
        "步骤",
        &[
            n("步骤号"),
            t("步骤"),
            t("环节"),
            t("状态"),
            t("时间"),
            t("地点"),
            long("操作情况"),
            t("纪实方式"),
            t("责任人"),
            t("材料"),
        ],
    ),
];

const POST: &[Field] = &[
    t("单位名称"),
    t("职务名称"),
    t("层级"),
    n("职数"),
    t("双重管理"),
    t("试用期"),
    n("核定"),
    n("现配"),
    n("拟免"),
    n("拟配"),
    t("是否超职数"),
    long("消化方案"),
];

const DEVIATION: &[Field] =
    &[t("级别"), t("编号"), t("对象"), t("步骤"), long("内容"), t("依据"), long("处理办法"), long("说明")];

/// Known of every form of a batch.
const BATCH: &[Field] = &[
    t("单位"),
    t("全宗号"),
    t("批次名称"),
    t("批次号"),
    t("业务类型"),
    // 日常选拔, 换届选拔 or 竞争性选拔, as the kind of business says.
    t("选拔类型"),
    t("条例版本"),
    // 2002, 2014 or 2019: what a part of a form is worded by.
    t("条例版次"),
    d("动议日期"),
    d("制表日期"),
    t("年度"),
    t("目录名称"),
    t("目录版本"),
    n("人选数"),
    n("岗位数"),
    n("职数合计"),
];

/// Of the first step with a record that yields a paper the form is the form of.
const OWN_STEP: &[Field] = &[d("本步骤日期"), long("本步骤情况")];

const BATCH_ROWS: &[Field] = &[
    rows("人选", PERSON),
    // Those the meeting that decides has before it.
    rows("上会人选", PERSON),
    // Those who were not stopped before the 考察.
    rows("考察对象", PERSON),
    // Each post as many times as it has seats: a line to write on for each.
    rows("推荐席位", &[t("职位"), t("限推")]),
    rows("岗位", POST),
    rows(
        "台账",
        &[
            who("姓名"),
            t("现任职务"),
            t("拟任职务"),
            d("动议"),
            d("推荐"),
            d("确定考察对象"),
            d("讨论决定"),
            d("公示"),
            d("任职"),
            d("试用期满"),
            d("转正"),
            t("选任结果"),
        ],
    ),
    rows("偏差", DEVIATION),
    rows(
        "放行",
        &[t("编号"), t("对象"), long("内容"), long("理由"), who("放行人"), t("职务"), d("日期"), t("审批件"), long("现状")],
    ),
    rows("不适用步骤", &[t("步骤"), t("对象"), long("理由"), who("签名人"), d("日期")]),
];

/// Known of every record.
const RECORD: &[Field] = &[
    t("步骤名称"),
    t("时间"),
    d("日期"),
    d("截止日期"),
    t("地点"),
    t("记录方式"),
    t("责任人"),
    who("主持人"),
    who("记录人"),
    who("谈话人"),
    t("参加人员"),
    long("操作情况"),
    long("补录理由"),
    t("录入人"),
    t("录入时间"),
    n("版本"),
    t("更正理由"),
    t("涉及人选"),
    rows("参加人", &[who("姓名"), t("职务"), t("角色")]),
    rows("签名", &[who("姓名"), t("身份"), d("日期")]),
    rows("材料", &[t("名称"), n("页数"), t("性质"), t("密级")]),
];

const VOTES: &[Field] = &[who("姓名"), t("职务"), n("同意"), n("不同意"), n("弃权"), t("得票率"), n("名次"), t("结果")];

const NOTEBOOK: &[Field] = &[
    t("类别"),
    t("谈话对象"),
    t("谈话形式"),
    long("内容"),
    long("肯定成绩"),
    long("指出不足"),
    long("提出要求"),
    long("少数人意见"),
    t("走访去处"),
    // Says something where what was said is entered by its parts.
    t("分项"),
    who("签收人"),
    d("签收日期"),
    rows("对象", &[who("姓名"), t("职务"), t("角色")]),
];

/// 试用期, on reviews and decisions.
const PROBATION: [Field; 5] = [d("试用起日"), d("试用止日"), d("期满考核日期"), t("期满考核意见"), t("期满决定")];

const MEETING: &[Field] = &[
    t("会议名称"),
    t("议题"),
    n("应到"),
    n("实到"),
    n("缺席人数"),
    t("缺席人员"),
    t("列席人员"),
    t("回避人员"),
    t("上会名单"),
    long("决议"),
    rows("缺席", &[who("姓名"), t("事由")]),
    rows("列席", &[who("姓名"), t("职务"), t("角色")]),
    rows("回避", &[who("姓名"), t("事由"), t("离场时间")]),
    rows("发言", &[who("姓名"), t("态度"), long("意见"), who("人选姓名")]),
    rows("表决", VOTES),
];

const BALLOT: &[Field] = &[
    t("用途"),
    n("轮次"),
    t("参加范围"),
    n("应到"),
    n("实到"),
    n("发出"),
    n("收回"),
    n("有效"),
    n("无效"),
    n("弃权票"),
    n("限推人数"),
    t("差额情况"),
    t("等额理由"),
    t("表决效力"),
    t("计票人"),
    t("监票人"),
    // 用途=会议推荐, as forms of offices written before 用途 could be asked say it.
    t("会议票"),
    // Says something where votes are given for people, nothing where grades are given to one.
    t("荐票"),
    t("被测评人"),
    rows("得票", VOTES),
    rows("分项测评", &[t("测评表"), t("项目"), t("各档票数"), n("合计")]),
];

const LETTER: &[Field] = &[
    t("收函单位"),
    t("发函文号"),
    d("发函日期"),
    d("收函日期"),
    d("要求回复日期"),
    t("回函文号"),
    d("回函日期"),
    long("回函意见"),
    t("逾期未复"),
];

const NOTICE: &[Field] = &[
    t("标题"),
    t("方式"),
    t("范围"),
    d("起始日期"),
    d("结束日期"),
    t("受理方式"),
    n("反映件数"),
    long("处理情况"),
    t("考察组"),
    t("会议推荐时间"),
    // Always to be written in; forms of offices name it.
    t("考察起止"),
    // As the plan before it says them.
    long("任职条件"),
];

const REVIEW: &[Field] = &[
    long("结论"),
    rows("审核项", &[t("项目"), t("结果"), long("说明"), d("日期"), who("审核人")]),
    PROBATION[0],
    PROBATION[1],
    PROBATION[2],
    PROBATION[3],
    PROBATION[4],
];

const DOCUMENT: &[Field] = &[
    t("标题"),
    t("文号"),
    t("制发机关"),
    long("正文"),
    t("考察组"),
    // As on a notice.
    t("考察起止"),
    long("任职条件"),
    // Says something where there is no text that says it all.
    t("分条"),
    // Says something where the four parts are not in 正文 already.
    t("分写"),
    long("表现和特长"),
    long("缺点和不足"),
    long("推荐测评谈话"),
    long("核查结论"),
    who("签收人"),
    d("签收日期"),
    rows("考察组成员", &[who("姓名"), t("职务"), t("角色"), t("承诺")]),
];

const DECISION: &[Field] = &[
    t("决定机关"),
    t("文号"),
    t("结论"),
    d("起算日期"),
    long("正文"),
    PROBATION[0],
    PROBATION[1],
    PROBATION[2],
    PROBATION[3],
    PROBATION[4],
];

fn of_kind(kind: RecordKind) -> &'static [Field] {
    match kind {
        RecordKind::Notebook => NOTEBOOK,
        RecordKind::Meeting => MEETING,
        RecordKind::Ballot => BALLOT,
        RecordKind::Letter => LETTER,
        RecordKind::Notice => NOTICE,
        RecordKind::Review => REVIEW,
        RecordKind::Document => DOCUMENT,
        RecordKind::Decision => DECISION,
    }
}

/// The fields of a form about `subject`, in groups; for records those of the kinds named (all kinds when none is).
#[must_use]
pub fn vocabulary(subject: Subject, records: &[RecordKind]) -> Vec<&'static Field> {
    let kinds: &[RecordKind] = if records.is_empty() { &RecordKind::ALL } else { records };
    let groups: Vec<&'static [Field]> = match subject {
        Subject::Batch => vec![BATCH, BATCH_ROWS, OWN_STEP],
        Subject::Candidate => vec![BATCH, PERSON, PERSON_MORE],
        Subject::Record => {
            let mut groups = vec![BATCH, BATCH_ROWS, RECORD, PERSON, PERSON_MORE];
            groups.extend(kinds.iter().map(|k| of_kind(*k)));
            groups
        }
        Subject::Volume => vec![BATCH, VOLUME],
        Subject::Handover => vec![BATCH, HANDOVER],
        Subject::Seal => vec![SEAL],
    };
    // Where two groups share a name (时间 of the record, 日期 …) the later, narrower one counts.
    let mut fields: Vec<&'static Field> = Vec::new();
    for field in groups.into_iter().flatten() {
        match fields.iter_mut().find(|f| f.name == field.name) {
            Some(known) => *known = field,
            None => fields.push(field),
        }
    }
    fields
}

/// The field of that name.
#[must_use]
pub fn find<'a>(fields: &[&'a Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|f| f.name == name).copied()
}

/// Whether a field tells of the step that yields the form's own paper: known of forms of a batch that name their materials, no others.
#[must_use]
pub fn of_own_step(name: &str) -> bool {
    OWN_STEP.iter().any(|f| f.name == name)
}

/// Fields earlier programs had, and what a form says in their place now.
const RETIRED: &[(&str, &str)] = &[(
    "推荐结果作用",
    "这句话现在写在表样里，各版条例各写一段：请照内置“得票汇总表”（vote-count.toml）末尾的几段抄，每段用 when 写明 条例版次",
)];

/// What a form that names a field of an earlier program has to say instead; None when there never was such a field, or still is.
#[must_use]
pub fn retired(name: &str) -> Option<&'static str> {
    RETIRED.iter().find(|(field, _)| *field == name).map(|(_, instead)| *instead)
}

/// What a field is filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The record the form is about.
    Record,
    /// The person's 信息.
    Person,
    /// What was set up for the batch.
    Batch,
    Volume,
    Handover,
}

/// Where a field of a form about `subject` comes from; `kind` of the record it is about. Steps and rows apart.
#[must_use]
pub fn source(subject: Subject, kind: Option<RecordKind>, name: &str) -> Source {
    let has = |group: &[Field]| group.iter().any(|f| f.name == name);
    match subject {
        Subject::Record if has(RECORD) || kind.is_some_and(|k| has(of_kind(k))) => Source::Record,
        Subject::Record | Subject::Candidate if has(PERSON) || has(PERSON_MORE) => Source::Person,
        Subject::Volume if has(VOLUME) => Source::Volume,
        Subject::Handover if has(HANDOVER) => Source::Handover,
        Subject::Seal => Source::Handover,
        _ => Source::Batch,
    }
}
