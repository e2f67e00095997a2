//! A record read out: each field of [`super::fields`] with its value in words, for sheets, screens and the terminal. No layout, no
//! judgement, and nobody's words left out: who may see what is decided by whoever prints.

#[cfg(test)]
mod tests;

use super::fields::{FOOT, Field, HEAD, of};
use super::{
    Absence, Ballot, BallotPurpose, ContestScore, Decision, Document, Feedback, Letter, Material, MaterialPart, Meeting,
    MeetingBody, Nomination, Notebook, Notice, Opinion, Originality, Participant, Probation, RateBasis, Record, RecordBody,
    RecordContent, Recusal, Reopening, ReviewItem, ScoreRow, ScoreTable, Signature, SignatureMode, TeamMember, Tick, VoteLine,
};
use crate::date::PartialDate;
use crate::id::CandidateId;

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of one line or a few.
    Line(String),
    /// Running text of any length.
    Text(String),
    /// Rows as long as the head.
    Table { head: Vec<&'static str>, rows: Vec<Vec<String>> },
    /// Tables whose titles and columns the record itself names.
    Tables(Vec<Titled>),
}

/// A table with a name and columns of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Value {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Line(text) | Value::Text(text) => text.trim().is_empty(),
            Value::Table { rows, .. } => rows.is_empty(),
            Value::Tables(tables) => tables.is_empty(),
        }
    }

    /// Without a layout: a row a line, what a row says in brackets after its first cell; a bare number with the name of its column.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Value::Line(text) | Value::Text(text) => text.clone(),
            Value::Table { head, rows } => {
                let number = |cell: &str| cell.trim_end_matches('%').parse::<f64>().is_ok();
                let named = |(head, cell): (&&str, &String)| if number(cell) { format!("{head}{cell}") } else { cell.clone() };
                let row = |r: &Vec<String>| row_in_words(&head.iter().zip(r).map(named).collect::<Vec<_>>());
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            Value::Tables(tables) => tables.iter().map(Titled::plain).collect::<Vec<_>>().join("\n"),
        }
    }
}

impl Titled {
    /// `德的测评：政治品德（好 40，较好 3）；道德品行（…）`
    fn plain(&self) -> String {
        let row = |r: &Vec<String>| {
            let named = self.head.iter().zip(r).skip(1).map(|(h, c)| format!("{h} {c}"));
            with_note(r.first().map_or("", String::as_str), &named.collect::<Vec<_>>().join("，"))
        };
        format!("{}：{}", self.title, self.rows.iter().map(row).collect::<Vec<_>>().join("；"))
    }
}

/// A field with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub field: &'static Field,
    pub value: Value,
}

/// Names of candidates by their number.
pub type Names<'a> = &'a dyn Fn(CandidateId) -> String;

/// The whole record in the order of the forms.
#[must_use]
pub fn record(content: &RecordContent, names: Names<'_>) -> Vec<Told> {
    let whom = if content.candidates.is_empty() { "本批次全体人选".to_owned() } else { all(&content.candidates, names) };
    let head = [
        // One line of day, last day and time of day: they are read together.
        ("time", Value::Line(when(content))),
        ("place", line(&content.place)),
        ("mode", line(&content.mode)),
        ("responsible", line(&content.responsible)),
        ("candidates", Value::Line(whom)),
        ("participants", Value::Line(people(&content.participants, &[]))),
        ("summary", text(&content.summary)),
    ];
    let foot = [("late_reason", line(&content.late_reason)), ("signatures", Value::Line(signatures(&content.signatures)))];
    let named = |fields: &'static [Field], (key, value): (&str, Value)| {
        fields.iter().find(|f| f.key == key).map(|field| Told { field, value })
    };
    let head = head.into_iter().filter_map(|v| named(HEAD, v));
    head.chain(body(&content.body, names)).chain(foot.into_iter().filter_map(|v| named(FOOT, v))).collect()
}

/// The body alone. Each kind gives its values in the order of its fields.
#[must_use]
pub fn body(body: &RecordBody, names: Names<'_>) -> Vec<Told> {
    let values = match body {
        RecordBody::Notebook(b) => notebook(b),
        RecordBody::Meeting(b) => meeting(b, names),
        RecordBody::Ballot(b) => ballot(b),
        RecordBody::Letter(b) => letter(b),
        RecordBody::Notice(b) => notice(b),
        RecordBody::Review(b) => vec![reviewed(&b.items), Value::Line(probation(b.probation.as_ref())), text(&b.conclusion)],
        RecordBody::Document(b) => document(b, names),
        RecordBody::Decision(b) => decision(b),
    };
    of(body.kind()).iter().zip(values).map(|(field, value)| Told { field, value }).collect()
}

fn line(text: &str) -> Value {
    Value::Line(text.to_owned())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn on(date: Option<PartialDate>) -> Value {
    Value::Line(day(date))
}

/// A blank is no nought: it stays a blank.
fn count(n: Option<u32>, unit: &str) -> Value {
    Value::Line(n.map(|n| format!("{n}{unit}")).unwrap_or_default())
}

fn all(candidates: &[CandidateId], names: Names<'_>) -> String {
    candidates.iter().map(|c| names(*c)).collect::<Vec<_>>().join("、")
}

fn notebook(b: &Notebook) -> Vec<Value> {
    let Notebook { category, speakers, text: words, collective, merits, shortcomings, demands, minority, visited, feedback } = b;
    vec![
        line(category),
        Value::Line(people(speakers, &["谈话对象", "听取意见对象"])),
        line(if *collective { "集体谈话" } else { "" }),
        line(visited),
        text(words),
        text(merits),
        text(shortcomings),
        text(demands),
        text(minority),
        Value::Line(handed(feedback.as_ref())),
    ]
}

fn meeting(b: &Meeting, names: Names<'_>) -> Vec<Value> {
    let Meeting {
        session,
        matters,
        convened,
        expected,
        present,
        absent,
        observers,
        recused,
        opinions,
        principal,
        agenda,
        reopening,
        votes,
        resolution,
    } = b;
    vec![
        line(session),
        line(matters),
        line(if *convened == MeetingBody::Unstated { "" } else { convened.name() }),
        count(*expected, "人"),
        count(*present, "人"),
        line(principal),
        Value::Line(all(agenda, names)),
        absences(absent),
        Value::Line(people(observers, &["列席", "列席人", "列席人员"])),
        recusals(recused),
        Value::Line(reopened(reopening.as_ref())),
        spoken(opinions, names),
        vote_lines(votes, None),
        text(resolution),
    ]
}

fn ballot(b: &Ballot) -> Vec<Value> {
    let Ballot {
        purpose,
        round,
        methods,
        follows,
        group,
        expected,
        present,
        issued,
        returned,
        unreturned,
        valid,
        invalid,
        abstained,
        seats,
        competitive,
        equal_reason,
        rate_basis,
        absent,
        lines,
        tables,
        tellers,
        scrutineers,
    } = b;
    let whole = if *rate_basis == RateBasis::Present { *present } else { *valid };
    vec![
        line(purpose.name()),
        if *round > 1 { Value::Line(format!("第{round}轮")) } else { line("") },
        Value::Line(methods.join("、")),
        line(follows),
        line(group),
        count(*expected, "人"),
        count(*present, "人"),
        count(*issued, "张"),
        count(*returned, "张"),
        count(*unreturned, "张"),
        count(*valid, "张"),
        count(*invalid, "张"),
        count(*abstained, "张"),
        count(*seats, "人"),
        line(match (seats, competitive) {
            (None, _) => "",
            (_, true) => "差额",
            (_, false) => "等额",
        }),
        line(equal_reason),
        line(if *rate_basis == RateBasis::Valid { "" } else { rate_basis.name() }),
        absences(absent),
        vote_lines(lines, Some((*purpose, whole))),
        Value::Tables(tables.iter().filter(|t| !t.rows.is_empty()).map(scores).collect()),
        Value::Line(tellers.join("、")),
        Value::Line(scrutineers.join("、")),
    ]
}

fn letter(b: &Letter) -> Vec<Value> {
    let Letter { to, addressee, sent_no, sent, received, due, reply_no, replied, opinion, result, deemed_agreed, report_reasons } =
        b;
    vec![
        line(to),
        line(sent_no),
        on(*sent),
        line(addressee.name()),
        on(*received),
        on(*due),
        Value::Line(report_reasons.join("、")),
        line(reply_no),
        on(*replied),
        line(result),
        text(opinion),
        line(if *deemed_agreed { "视为同意" } else { "" }),
    ]
}

fn notice(b: &Notice) -> Vec<Value> {
    let Notice { title, about, form, scope, elements, start, end, contact, reactions, outcome } = b;
    vec![
        line(title),
        line(about.name()),
        line(form),
        line(scope),
        Value::Line(elements.join("、")),
        on(*start),
        on(*end),
        line(contact),
        match reactions {
            Some(0) => line("0件（零登记）"),
            told => count(*told, "件"),
        },
        text(outcome),
    ]
}

fn document(b: &Document, names: Names<'_>) -> Vec<Value> {
    let Document {
        title,
        doc_no,
        issuer,
        text: words,
        nominations,
        proposed,
        scores,
        elements,
        team,
        recusal_checked,
        parts,
        inspected_until,
        feedback,
    } = b;
    let member = |m: &TeamMember| {
        let pledged = if m.pledged { "已签责任承诺".to_owned() } else { String::new() };
        with_note(&m.name, &join([m.post.clone(), m.role.clone(), pledged]))
    };
    let part = |p: &MaterialPart| format!("{}：{}", p.part.name(), p.text);
    vec![
        line(title),
        line(doc_no),
        line(issuer),
        Value::Line(elements.join("、")),
        nominated(nominations, names),
        Value::Line(all(proposed, names)),
        contest(scores),
        Value::Line(team.iter().map(member).collect::<Vec<_>>().join("、")),
        line(if *recusal_checked { "已核对，没有应回避的关系" } else { "" }),
        on(*inspected_until),
        text(words),
        Value::Text(parts.iter().map(part).collect::<Vec<_>>().join("\n")),
        Value::Line(handed(feedback.as_ref())),
    ]
}

fn decision(b: &Decision) -> Vec<Value> {
    let Decision { body, doc_no, result, effective, text: words, manner, election, announced, reopening, probation: trial } = b;
    let elected = election.as_ref().map(|e| with_note(&e.body, &join([e.doc_no.clone(), day(e.date), e.result.clone()])));
    vec![
        line(body),
        line(doc_no),
        line(result),
        line(manner.name()),
        on(*effective),
        Value::Line(elected.unwrap_or_default()),
        on(*announced),
        Value::Line(reopened(reopening.as_ref())),
        Value::Line(probation(trial.as_ref())),
        text(words),
    ]
}

/// 时间 as printed: the day or days, then the time of day as written.
#[must_use]
pub fn when(content: &RecordContent) -> String {
    let days = match (content.happened(), content.end_date) {
        (Some(s), Some(e)) if s != e => format!("{}至{}", s.chinese(), e.chinese()),
        (Some(s), _) => s.chinese(),
        (None, Some(e)) => format!("至{}", e.chinese()),
        (None, None) => String::new(),
    };
    format!("{days} {}", content.time.trim()).trim().to_owned()
}

/// Minutes after midnight at which a time of day as written begins (`9:30`, `15：00–16:30`); none where it names no hour (上午, 全天).
#[must_use]
pub fn minutes(time: &str) -> Option<u32> {
    let (hours, rest) = time.trim().split_once([':', '：'])?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |end| rest.split_at(end).0);
    let (hours, minutes) = (hours.parse::<u32>().ok()?, digits.parse::<u32>().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A date in words; empty for none.
#[must_use]
pub fn day(date: Option<PartialDate>) -> String {
    date.map(PartialDate::chinese).unwrap_or_default()
}

/// `王某（副部长，主持人）、李某`. Roles that the field itself says (`implied`) are not said again.
fn people(list: &[Participant], implied: &[&str]) -> String {
    let role = |p: &Participant| if implied.contains(&p.role.trim()) { String::new() } else { p.role.clone() };
    list.iter().map(|p| with_note(&p.name, &join([p.post.clone(), role(p)]))).collect::<Vec<_>>().join("、")
}

/// `吴某（责任人，2025年4月8日）、李某（待签）`.
#[must_use]
pub fn signatures(signatures: &[Signature]) -> String {
    let state = |s: &Signature| if s.mode == SignatureMode::Pending { s.mode.name().to_owned() } else { day(s.date) };
    let signed = signatures.iter().filter(|s| !s.name.trim().is_empty());
    signed.map(|s| with_note(&s.name, &join([s.role.clone(), state(s)]))).collect::<Vec<_>>().join("、")
}

/// One material: name, pages, and whether it is a copy.
#[must_use]
pub fn material(m: &Material) -> String {
    let copy =
        if m.content.originality == Originality::Copy { format!("，{}", m.content.originality.name()) } else { String::new() };
    format!("{}（{}页{copy}）", m.content.name, m.content.pages)
}

/// `第2版（2026年3月6日更正：日期记错）` of a corrected record; empty for a first entry.
#[must_use]
pub fn revision(record: &Record) -> String {
    if record.revision > 1 { format!("第{}版，{}", record.revision, record.revision_reason) } else { String::new() }
}

fn absences(list: &[Absence]) -> Value {
    let row = |a: &Absence| vec![a.name.clone(), a.post.clone(), a.role.clone(), a.reason.clone()];
    without_empty(vec!["姓名", "单位及职务", "身份", "事由"], list.iter().map(row).collect())
}

fn recusals(list: &[Recusal]) -> Value {
    let left = |r: &Recusal| if r.left_at.trim().is_empty() { String::new() } else { format!("{}离场", r.left_at.trim()) };
    let row = |r: &Recusal| vec![r.name.clone(), r.post.clone(), r.role.clone(), r.reason.clone(), left(r)];
    without_empty(vec!["姓名", "单位及职务", "身份", "事由", "离场"], list.iter().map(row).collect())
}

/// In the order of speaking. 关于 stands where somebody spoke of one candidate alone.
fn spoken(list: &[Opinion], names: Names<'_>) -> Value {
    let about = |o: &Opinion| o.candidate.map(names).unwrap_or_default();
    let name = |o: &Opinion| if o.principal { with_note(&o.name, "主要负责人") } else { o.name.clone() };
    let rows: Vec<Vec<String>> = list.iter().map(|o| vec![name(o), about(o), o.stance.clone(), o.text.clone()]).collect();
    without_empty(vec!["发言人", "关于", "态度", "意见"], rows)
}

fn nominated(list: &[Nomination], names: Names<'_>) -> Value {
    let whether = |said: Option<bool>, yes: &'static str, no: &'static str| said.map_or("", |s| if s { yes } else { no });
    let row = |n: &Nomination| {
        let paper = [whether(n.original, "原件", "无原件"), whether(n.signed, "署名", "未署名")];
        vec![
            n.candidate.map(names).unwrap_or_default(),
            n.source.name().to_owned(),
            n.by.clone(),
            n.doc_no.clone(),
            paper.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("、"),
            day(n.date),
            n.reason.clone(),
        ]
    };
    without_empty(vec!["人选", "来源", "推荐单位（人）", "文号", "凭据", "日期", "理由"], list.iter().map(row).collect())
}

/// 附件反馈 with its receipt.
fn handed(feedback: Option<&Feedback>) -> String {
    let said = |f: &Feedback| {
        let receipt = with_note(&f.received_by, &day(f.received_on));
        let receipt = if receipt.is_empty() { String::new() } else { format!("签收：{receipt}") };
        join([if f.annex { "已交附件".to_owned() } else { "未交附件".to_owned() }, receipt])
    };
    feedback.map(said).unwrap_or_default()
}

fn reopened(reopening: Option<&Reopening>) -> String {
    let said = |r: &Reopening| {
        let agree = r.agree.map(|n| format!("同意复议{n}人")).unwrap_or_default();
        let expected = r.expected.map(|n| format!("应到{n}人")).unwrap_or_default();
        join([agree, expected, r.reason.clone()])
    };
    reopening.map(said).unwrap_or_default()
}

fn probation(probation: Option<&Probation>) -> String {
    let said = |p: &Probation| {
        let span = match (p.start, p.end) {
            (Some(s), Some(e)) => format!("{}至{}", s.chinese(), e.chinese()),
            (s, e) => day(s.or(e)),
        };
        let appraised = with_note(&p.appraisal, &day(p.appraised));
        let appraised = if appraised.is_empty() { String::new() } else { format!("期满考核：{appraised}") };
        join([span, appraised, with_note(&p.outcome, &day(p.decided))])
    };
    probation.map(said).unwrap_or_default()
}

/// A table without the columns in which nothing stands.
fn without_empty(head: Vec<&'static str>, rows: Vec<Vec<String>>) -> Value {
    let used: Vec<bool> = (0..head.len()).map(|i| rows.iter().any(|r| r.get(i).is_some_and(|c| !c.trim().is_empty()))).collect();
    let pick = |row: Vec<String>| row.into_iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell).collect();
    let rows = rows.into_iter().map(pick).collect();
    Value::Table { head: head.into_iter().zip(&used).filter(|(_, used)| **used).map(|(h, _)| h).collect(), rows }
}

fn reviewed(list: &[ReviewItem]) -> Value {
    let name = |i: &ReviewItem| if i.name.trim().is_empty() { i.topic.name().to_owned() } else { i.name.clone() };
    let tick = |i: &ReviewItem| i.tick.map_or("", Tick::name).to_owned();
    let row = |i: &ReviewItem| vec![name(i), tick(i), i.result.clone(), i.explanation.clone(), day(i.date), i.reviewer.clone()];
    without_empty(vec!["项目", "是否", "结果", "说明", "日期", "审核人"], list.iter().map(row).collect())
}

/// 德的测评, 政绩公示公议: an indicator a row, a grade a column.
fn scores(table: &ScoreTable) -> Titled {
    let counts = |r: &ScoreRow| {
        (0..table.grades.len()).map(|i| r.counts.get(i).copied().flatten().map(|n| n.to_string()).unwrap_or_default()).collect()
    };
    let row = |r: &ScoreRow| [vec![r.name.clone()], counts(r)].concat();
    Titled {
        title: if table.title.is_empty() { "测评".to_owned() } else { table.title.clone() },
        head: [vec!["指标".to_owned()], table.grades.clone()].concat(),
        rows: table.rows.iter().map(row).collect(),
    }
}

/// The scores of a contest; columns in which nothing stands are left out.
fn contest(scores: &[ContestScore]) -> Value {
    let rank = |s: &ContestScore| s.rank.map(|n| n.to_string()).unwrap_or_default();
    let row =
        |s: &ContestScore| vec![s.name.clone(), s.post.clone(), s.written.clone(), s.interview.clone(), s.total.clone(), rank(s)];
    without_empty(vec!["姓名", "职位", "笔试", "面试", "总分", "名次"], scores.iter().map(row).collect())
}

/// Lines of votes. What is against and abstained belongs to a vote, the share to a poll; columns in which nothing stands are left out.
/// `poll`: what it was for and of how many the share is reckoned.
fn vote_lines(lines: &[VoteLine], poll: Option<(BallotPurpose, Option<u32>)>) -> Value {
    let whole = poll.filter(|(purpose, _)| *purpose != BallotPurpose::Decision).map(|(_, whole)| whole);
    let vote = whole.is_none();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let rate = |v: &VoteLine| match whole {
        // As the form has it; reckoned only where it has none.
        Some(whole) if v.rate.trim().is_empty() => share(v.agree, whole).unwrap_or_default(),
        _ => v.rate.clone(),
    };
    let row = |v: &VoteLine| {
        vec![
            v.name.clone(),
            v.post.clone(),
            number(v.agree),
            rate(v),
            number(v.against),
            number(v.abstain),
            v.rank.map(|r| r.to_string()).unwrap_or_default(),
            v.result.clone(),
        ]
    };
    let (name, agree) = match poll {
        Some((BallotPurpose::Appraisal, _)) => ("等次（姓名）", "票数"),
        _ if vote => ("姓名", "同意"),
        _ => ("姓名", "得票"),
    };
    let head = vec![name, "职务", agree, "得票率", "不同意", "弃权（缓议）", "名次", "结果"];
    without_empty(head, lines.iter().map(row).collect())
}

/// The share of votes in a whole, both as far as they are filled in.
#[must_use]
pub fn share(votes: Option<u32>, whole: Option<u32>) -> Option<String> {
    percent(votes?, whole?)
}

/// One decimal, half up: `93.0%`. None of nothing.
#[must_use]
pub fn percent(part: u32, whole: u32) -> Option<String> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// `周某（出差）`: the first cell, the others in brackets.
pub(crate) fn row_in_words(row: &[String]) -> String {
    let Some((first, rest)) = row.split_first() else {
        return String::new();
    };
    let rest: Vec<&str> = rest.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
    with_note(first, &rest.join("，"))
}

pub(crate) fn with_note(text: &str, note: &str) -> String {
    let (text, note) = (text.trim(), note.trim());
    if note.is_empty() {
        text.to_owned()
    } else if text.is_empty() {
        note.to_owned()
    } else {
        format!("{text}（{note}）")
    }
}

fn join<const N: usize>(parts: [String; N]) -> String {
    let said: Vec<&str> = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    said.join("，")
}
