//! A record read out: each field of [`super::fields`] with its value in words, for sheets, screens and the terminal. No layout, no
//! judgement, and nobody's words left out: who may see what is decided by whoever prints.

use super::fields::{FOOT, Field, HEAD, of};
use super::{
    Absence, BallotPurpose, Material, Opinion, Originality, Participant, Record, RecordBody, RecordContent, Recusal, ReviewItem,
    Signature, SignatureMode, VoteLine,
};
use crate::date::PartialDate;

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of one line or a few.
    Line(String),
    /// Running text of any length.
    Text(String),
    /// Rows as long as the head.
    Table { head: Vec<&'static str>, rows: Vec<Vec<String>> },
}

impl Value {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Line(text) | Value::Text(text) => text.trim().is_empty(),
            Value::Table { rows, .. } => rows.is_empty(),
        }
    }

    /// Without a layout: a row a line, what a row says in brackets after its first cell.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Value::Line(text) | Value::Text(text) => text.clone(),
            Value::Table { rows, .. } => rows.iter().map(|r| row_in_words(r)).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// A field with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub field: &'static Field,
    pub value: Value,
}

/// The whole record in the order of the forms. `about`: the names of the candidates it speaks of; none for the whole batch.
#[must_use]
pub fn record(content: &RecordContent, about: &[String]) -> Vec<Told> {
    let whom = if about.is_empty() { "本批次全体人选".to_owned() } else { about.join("、") };
    let head = [
        // One line of day, last day and time of day: they are read together.
        ("time", Value::Line(when(content))),
        ("place", Value::Line(content.place.clone())),
        ("mode", Value::Line(content.mode.clone())),
        ("responsible", Value::Line(content.responsible.clone())),
        ("candidates", Value::Line(whom)),
        ("participants", Value::Line(people(&content.participants, &[]))),
        ("summary", Value::Text(content.summary.clone())),
    ];
    let foot =
        [("late_reason", Value::Line(content.late_reason.clone())), ("signatures", Value::Line(signatures(&content.signatures)))];
    let named = |fields: &'static [Field], (key, value): (&str, Value)| {
        fields.iter().find(|f| f.key == key).map(|field| Told { field, value })
    };
    let head = head.into_iter().filter_map(|v| named(HEAD, v));
    head.chain(body(&content.body)).chain(foot.into_iter().filter_map(|v| named(FOOT, v))).collect()
}

/// The body alone.
#[must_use]
pub fn body(body: &RecordBody) -> Vec<Told> {
    let line = |text: &str| Value::Line(text.to_owned());
    let text = |text: &str| Value::Text(text.to_owned());
    let on = |date: &Option<PartialDate>| Value::Line(day(*date));
    let count = |n: &u32, unit: &str| Value::Line(format!("{n}{unit}"));
    let values = match body {
        RecordBody::Notebook { category, speakers, text: words } => {
            vec![line(category), Value::Line(people(speakers, &["谈话对象", "听取意见对象"])), text(words)]
        }
        RecordBody::Meeting { session, expected, present, absent, observers, recused, opinions, votes, resolution } => vec![
            line(session),
            count(expected, "人"),
            count(present, "人"),
            absences(absent),
            Value::Line(people(observers, &["列席", "列席人", "列席人员"])),
            recusals(recused),
            spoken(opinions),
            vote_lines(votes, None, 0),
            text(resolution),
        ],
        RecordBody::Ballot {
            purpose,
            expected,
            present,
            issued,
            returned,
            valid,
            invalid,
            abstained,
            seats,
            competitive,
            lines,
            tellers,
            scrutineers,
        } => vec![
            line(purpose.name()),
            count(expected, "人"),
            count(present, "人"),
            count(issued, "张"),
            count(returned, "张"),
            count(valid, "张"),
            count(invalid, "张"),
            count(abstained, "张"),
            if *seats > 0 { count(seats, "人") } else { line("") },
            line(match (seats, competitive) {
                (0, _) => "",
                (_, true) => "差额",
                (_, false) => "等额",
            }),
            vote_lines(lines, Some(*purpose), *valid),
            Value::Line(tellers.join("、")),
            Value::Line(scrutineers.join("、")),
        ],
        RecordBody::Letter { to, sent_no, sent, received, reply_no, replied, opinion, deemed_agreed } => vec![
            line(to),
            line(sent_no),
            on(sent),
            on(received),
            line(reply_no),
            on(replied),
            text(opinion),
            line(if *deemed_agreed { "视为同意" } else { "" }),
        ],
        RecordBody::Notice { title, form, scope, start, end, contact, reactions, outcome } => vec![
            line(title),
            line(form),
            line(scope),
            on(start),
            on(end),
            line(contact),
            Value::Line(if *reactions > 0 { format!("{reactions}件") } else { "0件（零登记）".to_owned() }),
            text(outcome),
        ],
        RecordBody::Review { items, conclusion } => vec![reviewed(items), text(conclusion)],
        RecordBody::Document { title, doc_no, issuer, text: words } => vec![line(title), line(doc_no), line(issuer), text(words)],
        RecordBody::Decision { body, doc_no, result, effective, text: words } => {
            vec![line(body), line(doc_no), line(result), on(effective), text(words)]
        }
    };
    of(body.kind()).iter().zip(values).map(|(field, value)| Told { field, value }).collect()
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
    Value::Table { head: vec!["姓名", "事由"], rows: list.iter().map(|a| vec![a.name.clone(), a.reason.clone()]).collect() }
}

fn recusals(list: &[Recusal]) -> Value {
    let left = |r: &Recusal| if r.left_at.trim().is_empty() { String::new() } else { format!("{}离场", r.left_at.trim()) };
    let rows = list.iter().map(|r| vec![r.name.clone(), r.reason.clone(), left(r)]).collect();
    Value::Table { head: vec!["姓名", "事由", "离场"], rows }
}

fn spoken(list: &[Opinion]) -> Value {
    let rows = list.iter().map(|o| vec![o.name.clone(), o.stance.clone(), o.text.clone()]).collect();
    Value::Table { head: vec!["发言人", "态度", "意见"], rows }
}

fn reviewed(list: &[ReviewItem]) -> Value {
    let rows = list
        .iter()
        .map(|i| vec![i.name.clone(), i.result.clone(), i.explanation.clone(), day(i.date), i.reviewer.clone()])
        .collect();
    Value::Table { head: vec!["项目", "结果", "说明", "日期", "审核人"], rows }
}

/// Lines of votes. Columns nobody uses are left out: what is against and abstained belongs to a vote, the share and rank to a poll.
fn vote_lines(lines: &[VoteLine], purpose: Option<BallotPurpose>, valid: u32) -> Value {
    let vote = matches!(purpose, None | Some(BallotPurpose::Decision));
    let count = |n: u32| n.to_string();
    let share = |v: &VoteLine| if vote { String::new() } else { percent(v.agree, valid).unwrap_or_default() };
    let columns: [(&str, Vec<String>, bool); 8] = [
        ("姓名", lines.iter().map(|v| v.name.clone()).collect(), true),
        ("职务", lines.iter().map(|v| v.post.clone()).collect(), false),
        (if vote { "同意" } else { "得票" }, lines.iter().map(|v| count(v.agree)).collect(), true),
        ("得票率", lines.iter().map(share).collect(), false),
        ("不同意", lines.iter().map(|v| count(v.against)).collect(), vote || lines.iter().any(|v| v.against > 0)),
        ("弃权（缓议）", lines.iter().map(|v| count(v.abstain)).collect(), vote || lines.iter().any(|v| v.abstain > 0)),
        ("名次", lines.iter().map(|v| v.rank.map(count).unwrap_or_default()).collect(), false),
        ("结果", lines.iter().map(|v| v.result.clone()).collect(), false),
    ];
    let counted = ["不同意", "弃权（缓议）"];
    let said = |(head, cells, always): &(&str, Vec<String>, bool)| {
        *always || (!counted.contains(head) && cells.iter().any(|c| !c.trim().is_empty()))
    };
    let columns: Vec<_> = columns.into_iter().filter(said).collect();
    let row = |i: usize| columns.iter().filter_map(|(_, cells, _)| cells.get(i).cloned()).collect();
    Value::Table { head: columns.iter().map(|c| c.0).collect(), rows: (0..lines.len()).map(row).collect() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordKind;
    use crate::testing::{date, given, sound_case};

    /// One record of each kind with every field said.
    fn one_of_each() -> Vec<RecordContent> {
        let case = sound_case();
        RecordKind::ALL
            .iter()
            .map(|kind| case.records.iter().find(|r| r.content.body.kind() == *kind).map(|r| r.content.clone()).unwrap())
            .collect()
    }

    #[test]
    fn the_table_names_every_field_of_the_data_once_in_its_order() {
        for content in one_of_each() {
            let kind = content.body.kind();
            let json = serde_json::to_value(&content).unwrap();
            let keys = |value: &serde_json::Value, but: &[&str]| -> Vec<String> {
                value.as_object().unwrap().keys().filter(|k| !but.contains(&k.as_str())).cloned().collect()
            };
            let named = |fields: &[Field]| fields.iter().map(|f| f.key.to_owned()).collect::<Vec<_>>();
            assert_eq!(sorted(named(of(kind))), sorted(keys(&json["body"], &["kind"])), "{kind:?}");
            assert_eq!(sorted([named(HEAD), named(FOOT)].concat()), sorted(keys(&json, &["step", "body"])));
            let told: Vec<&str> = body(&content.body).iter().map(|t| t.field.key).collect();
            assert_eq!(told, of(kind).iter().map(|f| f.key).collect::<Vec<_>>(), "{kind:?}: a value for each, none too many");
        }
    }

    fn sorted(mut list: Vec<String>) -> Vec<String> {
        list.sort();
        list
    }

    #[test]
    fn a_vote_has_its_columns_and_a_poll_has_others() {
        let line = |name: &str, agree, against, rank| VoteLine { name: name.into(), agree, against, rank, ..VoteLine::default() };
        let head = |value: Value| match value {
            Value::Table { head, .. } => head,
            other => panic!("{other:?}"),
        };
        let voted = [line("李明", 9, 0, None)];
        assert_eq!(head(vote_lines(&voted, Some(BallotPurpose::Decision), 9)), ["姓名", "同意", "不同意", "弃权（缓议）"]);
        let polled = [line("李明", 40, 0, Some(1))];
        let value = vote_lines(&polled, Some(BallotPurpose::MeetingRecommendation), 43);
        assert_eq!(value.plain(), "李明（40，93.0%，1）");
        assert_eq!(head(value), ["姓名", "得票", "得票率", "名次"]);
    }

    #[test]
    fn times_and_signatures_read_as_they_print() {
        let mut content = one_of_each().remove(0);
        content.date = Some(date("2026-03-02"));
        content.end_date = Some(date("2026-03-04"));
        content.time = "15:00".into();
        assert_eq!(when(&content), "2026年3月2日至2026年3月4日 15:00");
        let signed = [
            given("吴某", date("2026-03-04").first_day()),
            Signature { name: "冯某".into(), role: String::new(), date: None, mode: SignatureMode::Pending },
        ];
        assert_eq!(signatures(&signed), "吴某（责任人，2026年3月4日）、冯某（待签）");
        let told = record(&content, &["欧阳文轩".into()]);
        let line = |key: &str| told.iter().find(|t| t.field.key == key).map(|t| t.value.plain()).unwrap();
        assert_eq!((line("candidates").as_str(), line("time").as_str()), ("欧阳文轩", "2026年3月2日至2026年3月4日 15:00"));
    }
}
