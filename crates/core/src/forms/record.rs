//! A record as a tree: when, where, who, what, then what its kind adds. A record about one candidate also has that person's fields.

use crate::case::Case;
use crate::checks::{CaseView, happened};
use crate::id::RecordId;
use crate::record::{BallotPurpose, Originality, Participant, Record, RecordBody, VoteLine};
use crate::report;

use super::steps::in_role;
use super::{Tree, batch, chinese, counted, numbered, person};

fn participant(p: &Participant) -> Tree {
    let mut row = Tree::new();
    row.fill([("姓名", p.name.clone()), ("职务", p.post.clone()), ("角色", p.role.clone())]);
    row
}

fn participants(people: &[Participant]) -> Vec<Tree> {
    numbered(people.iter().map(participant))
}

/// `甲（职务）、乙`.
fn people(list: &[Participant]) -> String {
    let one = |p: &Participant| if p.post.trim().is_empty() { p.name.clone() } else { format!("{}（{}）", p.name, p.post) };
    list.iter().map(one).collect::<Vec<_>>().join("、")
}

fn with_note(name: &str, note: &str) -> String {
    if note.trim().is_empty() { name.to_owned() } else { format!("{name}（{}）", note.trim()) }
}

/// A record of the case; None when there is no such record.
#[must_use]
pub fn record(case: &Case, id: RecordId) -> Option<Tree> {
    let record = case.records.iter().find(|r| r.id == id)?;
    let view = CaseView::new(case);
    let mut tree = Tree::new();
    common(&mut tree, &view, record);
    body(&mut tree, &view, &record.content.body);
    let named = &record.content.candidates;
    tree.set_rows("人选", batch::candidates(&view, named));
    if let [one] = named.as_slice()
        && let Some(candidate) = case.candidates.iter().find(|c| c.id == *one)
        && let Some(found) = case.persons.iter().find(|p| p.id == candidate.content.person)
    {
        tree.complete(person::short(case, candidate, &found.content));
        let mut more = Tree::new();
        person::long(&mut more, case, &found.content);
        tree.complete(more);
    }
    let mut whole = batch::common(case);
    batch::tables(&mut whole, case);
    tree.complete(whole);
    Some(tree)
}

fn common(tree: &mut Tree, view: &CaseView<'_>, record: &Record) {
    let c = &record.content;
    let names: Vec<&str> = c.candidates.iter().map(|id| view.name(*id)).collect();
    tree.fill([
        ("步骤名称", view.case.catalogue.step_label(&c.step)),
        ("时间", report::time_of(record)),
        ("日期", chinese(happened(record))),
        ("截止日期", chinese(c.end_date)),
        ("地点", c.place.clone()),
        ("记录方式", c.mode.clone()),
        ("责任人", c.responsible.clone()),
        ("主持人", in_role(&c.participants, "主持")),
        ("记录人", in_role(&c.participants, "记录")),
        ("谈话人", in_role(&c.participants, "谈话人")),
        ("参加人员", people(&c.participants)),
        ("操作情况", c.summary.clone()),
        ("补录理由", c.late_reason.clone()),
        ("录入人", record.entered_by.clone()),
        ("录入时间", record.entered_at.clone()),
        ("版本", record.revision.to_string()),
        ("更正理由", record.revision_reason.clone()),
        ("涉及人选", if names.is_empty() { "本批次全体人选".to_owned() } else { names.join("、") }),
    ]);
    tree.set_rows("参加人", participants(&c.participants));
    tree.set_rows(
        "签名",
        numbered(c.signatures.iter().map(|s| {
            let mut row = Tree::new();
            row.fill([("姓名", s.name.clone()), ("身份", s.role.clone()), ("日期", chinese(s.date))]);
            row
        })),
    );
    tree.set_rows(
        "材料",
        numbered(view.materials(record.id).iter().map(|m| {
            let m = &m.content;
            let kind = if m.originality == Originality::Copy { "复制件" } else { "原件" };
            let mut row = Tree::new();
            row.fill([
                ("名称", m.name.clone()),
                ("页数", counted(m.pages)),
                ("性质", kind.to_owned()),
                ("密级", m.secrecy.clone()),
            ]);
            row
        })),
    );
}

/// Lines of a vote. `valid` is what the share of a line is reckoned from; nothing is reckoned from nought.
fn votes(lines: &[VoteLine], valid: u32) -> Vec<Tree> {
    numbered(lines.iter().map(|v| {
        let mut row = Tree::new();
        row.fill([
            ("姓名", v.name.clone()),
            ("职务", v.post.clone()),
            ("同意", v.agree.to_string()),
            ("不同意", v.against.to_string()),
            ("弃权", v.abstain.to_string()),
            ("得票率", report::percent(v.agree, valid).unwrap_or_default()),
            ("名次", v.rank.map(|r| r.to_string()).unwrap_or_default()),
            ("结果", v.result.clone()),
        ]);
        row
    }))
}

fn purpose(purpose: BallotPurpose) -> &'static str {
    match purpose {
        BallotPurpose::MeetingRecommendation => "会议推荐",
        BallotPurpose::TalkRecommendation => "谈话推荐",
        BallotPurpose::Appraisal => "民主测评",
        BallotPurpose::Decision => "表决",
    }
}

/// What only this kind of record has.
fn body(tree: &mut Tree, view: &CaseView<'_>, body: &RecordBody) {
    match body {
        RecordBody::Notebook { category, speakers, text } => {
            tree.fill([("类别", category.clone()), ("谈话对象", people(speakers)), ("内容", text.clone())]);
            tree.set_rows("对象", participants(speakers));
        }
        RecordBody::Meeting { session, expected, present, absent, observers, recused, opinions, votes: lines, resolution } => {
            let absent_names: Vec<String> = absent.iter().map(|a| with_note(&a.name, &a.reason)).collect();
            let left: Vec<String> = recused.iter().map(|r| with_note(&r.name, &format!("{} {}", r.reason, r.left_at))).collect();
            tree.fill([
                ("会议名称", session.clone()),
                ("应到", counted(*expected)),
                ("实到", counted(*present)),
                ("缺席人数", if *expected > 0 { expected.saturating_sub(*present).to_string() } else { String::new() }),
                ("缺席人员", absent_names.join("、")),
                ("列席人员", people(observers)),
                ("回避人员", left.join("、")),
                ("决议", resolution.clone()),
            ]);
            let pair = |name: &str, reason: &str| {
                let mut row = Tree::new();
                row.fill([("姓名", name.to_owned()), ("事由", reason.to_owned())]);
                row
            };
            tree.set_rows("缺席", numbered(absent.iter().map(|a| pair(&a.name, &a.reason))));
            tree.set_rows("列席", participants(observers));
            tree.set_rows(
                "回避",
                numbered(recused.iter().map(|r| {
                    let mut row = pair(&r.name, &r.reason);
                    row.set("离场时间", &*r.left_at);
                    row
                })),
            );
            tree.set_rows(
                "发言",
                numbered(opinions.iter().map(|o| {
                    let mut row = Tree::new();
                    row.fill([
                        ("姓名", o.name.clone()),
                        ("态度", o.stance.clone()),
                        ("意见", o.text.clone()),
                        ("人选姓名", o.candidate.map(|id| view.name(id).to_owned()).unwrap_or_default()),
                    ]);
                    row
                })),
            );
            tree.set_rows("表决", votes(lines, *present));
        }
        RecordBody::Ballot {
            purpose: of,
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
        } => {
            tree.fill([
                ("用途", purpose(*of).to_owned()),
                ("应到", counted(*expected)),
                ("实到", counted(*present)),
                ("发出", counted(*issued)),
                ("收回", counted(*returned)),
                ("有效", counted(*valid)),
                ("无效", invalid.to_string()),
                ("弃权票", abstained.to_string()),
                ("限推人数", counted(*seats)),
                ("差额情况", if *competitive { "差额" } else { "等额" }.to_owned()),
                ("计票人", tellers.join("、")),
                ("监票人", scrutineers.join("、")),
            ]);
            tree.set_rows("得票", votes(lines, *valid));
        }
        RecordBody::Letter { to, sent_no, sent, received, reply_no, replied, opinion, deemed_agreed } => tree.fill([
            ("收函单位", to.clone()),
            ("发函文号", sent_no.clone()),
            ("发函日期", chinese(*sent)),
            ("收函日期", chinese(*received)),
            ("回函文号", reply_no.clone()),
            ("回函日期", chinese(*replied)),
            ("回函意见", opinion.clone()),
            ("逾期未复", if *deemed_agreed { "逾期未复，视为同意" } else { "" }.to_owned()),
        ]),
        RecordBody::Notice { title, form, scope, start, end, contact, reactions, outcome } => tree.fill([
            ("标题", title.clone()),
            ("方式", form.clone()),
            ("范围", scope.clone()),
            ("起始日期", chinese(*start)),
            ("结束日期", chinese(*end)),
            ("受理方式", contact.clone()),
            ("反映件数", reactions.to_string()),
            ("处理情况", outcome.clone()),
        ]),
        RecordBody::Review { items, conclusion } => {
            tree.set("结论", &**conclusion);
            let row = |i: &crate::record::ReviewItem| {
                let mut row = Tree::new();
                row.fill([
                    ("项目", i.name.clone()),
                    ("结果", i.result.clone()),
                    ("说明", i.explanation.clone()),
                    ("日期", chinese(i.date)),
                    ("审核人", i.reviewer.clone()),
                ]);
                row
            };
            tree.set_rows("审核项", numbered(items.iter().map(row)));
        }
        RecordBody::Document { title, doc_no, issuer, text } => tree.fill([
            ("标题", title.clone()),
            ("文号", doc_no.clone()),
            ("制发机关", issuer.clone()),
            ("正文", text.clone()),
        ]),
        RecordBody::Decision { body, doc_no, result, effective, text } => tree.fill([
            ("决定机关", body.clone()),
            ("文号", doc_no.clone()),
            ("结论", result.clone()),
            ("起算日期", chinese(*effective)),
            ("正文", text.clone()),
        ]),
    }
}
