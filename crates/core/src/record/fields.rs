//! The fields of a record: what each is called, in the order of the forms, and how the report tells it. The one table that printed
//! sheets, the report, the terminal and (generated, `ui/src/ipc/words.ts`) the screens speak from.

use super::RecordKind;

/// One field by its name in the data.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// As in `RecordContent` or the body of its kind.
    pub key: &'static str,
    /// As printed and shown.
    pub label: &'static str,
    pub(crate) telling: Telling,
}

/// How the report tells a field, which runs on in sentences where a form has cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Not at all: it stands elsewhere in the report, or says nothing there.
    Silent,
    /// `部务会`
    Plain,
    /// `《任前公示》`
    Titled,
    /// `缺席：周某（出差）`
    Labelled,
    /// `应到13人`, run together with the counts before it.
    Count,
    /// In brackets after the phrase of that field; by itself where that one says nothing.
    Aside(&'static str),
    /// `至2026年7月1日`, added to the phrase of that field.
    Until(&'static str),
    /// Only where no summary tells what was done.
    Alone,
    /// As far as it concerns the person: the report has words of its own for it.
    Own,
}

const fn field(key: &'static str, label: &'static str, telling: Telling) -> Field {
    Field { key, label, telling }
}

use Telling::{Alone, Aside, Count, Labelled, Own, Plain, Silent, Titled, Until};

/// What every record has before its body.
pub const HEAD: &[Field] = &[
    field("date", "发生日期", Silent),
    field("end_date", "结束日期", Silent),
    field("time", "时间", Silent),
    field("place", "地点", Silent),
    field("mode", "纪实方式", Silent),
    field("responsible", "责任人", Silent),
    field("candidates", "涉及人选", Silent),
    field("participants", "参加人", Silent),
    field("summary", "操作情况", Silent),
];

/// And after it.
pub const FOOT: &[Field] = &[field("late_reason", "补录理由", Silent), field("signatures", "签名", Silent)];

/// What the body of a kind has.
#[must_use]
pub const fn of(kind: RecordKind) -> &'static [Field] {
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

const NOTEBOOK: &[Field] = &[
    field("category", "类别", Plain),
    field("speakers", "谈话（听取意见）对象", Labelled),
    field("collective", "谈话方式", Silent),
    field("visited", "走访去处", Labelled),
    field("text", "意见原意", Alone),
    field("merits", "肯定的成绩", Alone),
    field("shortcomings", "指出的不足", Alone),
    field("demands", "提出的要求", Alone),
    field("minority", "少数人意见", Alone),
    field("feedback", "附件反馈", Labelled),
];

const MEETING: &[Field] = &[
    field("session", "会议名称", Plain),
    field("matters", "议题", Silent),
    field("convened", "会议类别", Silent),
    field("expected", "应到", Count),
    field("present", "实到", Count),
    field("principal", "主要负责人", Silent),
    field("agenda", "上会名单", Silent),
    field("absent", "缺席", Labelled),
    field("observers", "列席", Labelled),
    field("recused", "回避", Labelled),
    field("reopening", "复议", Labelled),
    field("opinions", "逐人意见", Own),
    field("votes", "表决", Own),
    field("resolution", "决议", Labelled),
];

const BALLOT: &[Field] = &[
    field("purpose", "用途", Silent),
    field("round", "轮次", Plain),
    field("methods", "推荐（评议）方式", Labelled),
    field("follows", "与上一轮的关系", Labelled),
    field("group", "参加范围", Labelled),
    field("expected", "应到", Count),
    field("present", "实到", Count),
    field("issued", "发出", Count),
    field("returned", "收回", Count),
    field("unreturned", "未收回", Count),
    field("valid", "有效", Count),
    field("invalid", "无效", Count),
    field("abstained", "弃权", Count),
    field("seats", "限推", Count),
    field("competitive", "差额（等额）", Aside("seats")),
    field("equal_reason", "等额理由", Labelled),
    field("rate_basis", "得票率基数", Silent),
    field("absent", "缺席", Labelled),
    field("lines", "得票", Own),
    field("tables", "测评表", Silent),
    field("tellers", "计票人", Silent),
    field("scrutineers", "监票人", Silent),
];

const LETTER: &[Field] = &[
    field("to", "发往", Labelled),
    field("sent_no", "去函文号", Aside("to")),
    field("sent", "去函日期", Aside("to")),
    field("addressee", "对方类别", Silent),
    field("received", "对方收函日期", Labelled),
    field("due", "要求回复日期", Labelled),
    field("report_reasons", "报告事由", Labelled),
    field("reply_no", "复函文号", Labelled),
    field("replied", "复函日期", Aside("reply_no")),
    field("result", "答复", Labelled),
    field("opinion", "复函意见", Labelled),
    field("deemed_agreed", "逾期未复", Labelled),
];

const NOTICE: &[Field] = &[
    field("title", "标题", Titled),
    field("about", "公告种类", Silent),
    field("form", "方式", Labelled),
    field("scope", "范围", Labelled),
    field("elements", "载明内容", Labelled),
    field("start", "开始日期", Plain),
    field("end", "结束日期", Until("start")),
    field("contact", "受理联系方式", Labelled),
    field("reactions", "收到反映", Labelled),
    field("outcome", "反映情况及结果", Labelled),
];

const REVIEW: &[Field] =
    &[field("items", "逐项核对", Own), field("probation", "试用期", Labelled), field("conclusion", "结论", Labelled)];

const DOCUMENT: &[Field] = &[
    field("title", "标题", Titled),
    field("doc_no", "文号", Aside("title")),
    field("issuer", "制发单位", Aside("title")),
    field("elements", "方案要素", Silent),
    // Names of many: each person's report tells only that person's own.
    field("nominations", "初始提名", Silent),
    field("proposed", "拟定人选", Silent),
    field("scores", "笔试、面试成绩", Own),
    field("team", "考察组", Labelled),
    field("recusal_checked", "回避审查", Labelled),
    field("inspected_until", "考察截止日期", Silent),
    field("text", "内容", Alone),
    field("parts", "考察材料", Silent),
    field("feedback", "附件反馈", Labelled),
];

const DECISION: &[Field] = &[
    field("body", "决定机关", Plain),
    field("doc_no", "文号", Aside("body")),
    field("result", "结果", Labelled),
    field("manner", "任职方式", Labelled),
    field("effective", "起算日期", Labelled),
    field("election", "选举（任命）结果", Labelled),
    field("announced", "宣布日期", Labelled),
    field("reopening", "复议", Labelled),
    field("probation", "试用期", Labelled),
    field("text", "决定内容", Alone),
];
