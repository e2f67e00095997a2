//! A record as a tree: when, where, who, what, then what its kind adds. A record about one candidate also has that person's fields.

use crate::case::{Candidate, Case};
use crate::checks::{CaseView, happened};
use crate::date::PartialDate;
use crate::id::{CandidateId, PostId, RecordId};
use crate::record::words::with_note;
use crate::record::{
    Ballot, BallotPurpose, Document, Feedback, Meeting, Notebook, PartKind, Participant, Probation, RateBasis, Record,
    RecordBody, RecordContent, Recusal, ReviewItem, TeamMember, Tick, VoteLine, WITHDRAWN, words,
};
use crate::report;

use super::steps::in_role;
use super::{Field, Kind, Source, Subject, Tree, batch, chinese, counted, filled, numbered, person, source, vocabulary};

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
    list.iter().map(|p| with_note(&p.name, &p.post)).collect::<Vec<_>>().join("、")
}

/// A record of the case; None when there is no such record.
#[must_use]
pub fn record(case: &Case, id: RecordId) -> Option<Tree> {
    let record = case.records.iter().find(|r| r.id == id)?;
    Some(about(case, record, &record.content.candidates))
}

/// The record once for each person it is about, in the order of lists, as a form of one person prints it: the sheet names that one, and
/// what is said of others is left out. None when there is no such record, nobody when it is about nobody.
#[must_use]
pub fn record_by_person(case: &Case, id: RecordId) -> Option<Vec<(CandidateId, Tree)>> {
    let record = case.records.iter().find(|r| r.id == id)?;
    let (view, named) = (CaseView::new(case), &record.content.candidates);
    let whole = named.is_empty();
    let is_meant = |c: &&&Candidate| {
        if whole { !view.after_stop(c.id, &record.content.step) } else { named.contains(&c.id) }
    };
    let people: Vec<CandidateId> = view.candidates().iter().filter(is_meant).map(|c| c.id).collect();
    let alone = people.len() == 1;
    let one = |id: CandidateId| {
        let mut tree = about(case, record, &[id]);
        if !alone {
            own_words(&mut tree, case, record, id);
        }
        (id, tree)
    };
    Some(people.into_iter().map(one).collect())
}

/// Leaves in the running texts of a record, and in the items of a review, what one person's paper may say.
fn own_words(tree: &mut Tree, case: &Case, record: &Record, whose: CandidateId) {
    let kind = record.content.body.kind();
    let long = |f: &&&Field| f.kind == Kind::Long && source(Subject::Record, Some(kind), f.name) == Source::Record;
    for field in vocabulary(Subject::Record, &[kind]).iter().filter(long) {
        let text = report::only_of(case, tree.text(field.name), whose);
        tree.set(field.name, text);
    }
    let own = |row: &&Tree| report::only_of(case, row.text("项目"), whose) == row.text("项目");
    let masked = |row: &Tree| {
        let mut row = row.clone();
        for name in ["结果", "说明"] {
            let text = report::only_of(case, row.text(name), whose);
            row.set(name, text);
        }
        row
    };
    let items: Vec<Tree> = tree.rows("审核项").iter().filter(own).map(masked).collect();
    tree.set_rows("审核项", numbered(items.into_iter()));
}

/// A record as a paper about some of the batch, whoever is named in it.
fn about(case: &Case, record: &Record, named: &[CandidateId]) -> Tree {
    let view = CaseView::new(case);
    let mut tree = Tree::new();
    common(&mut tree, &view, record, named);
    body(&mut tree, &view, &record.content.body);
    // What the text says in the same words is not said before it too.
    if ["内容", "正文"]
        .iter()
        .any(|text| !tree.text(text).trim().is_empty() && tree.text(text).trim() == tree.text("操作情况").trim())
    {
        tree.set("操作情况", "");
    }
    if let RecordBody::Notice(_) = &record.content.body {
        tree.set("考察组", team_of(case, record));
        tree.set("会议推荐时间", meeting_of(case, record).map(|m| words::when(&m.content)).unwrap_or_default());
        tree.set("考察起止", "");
    }
    if matches!(record.content.body, RecordBody::Notice(_) | RecordBody::Document(_)) {
        tree.set("任职条件", conditions_of(case, record));
    }
    if let RecordBody::Ballot(_) = &record.content.body {
        tree.set("主持人", presider(case, record));
    }
    if let RecordBody::Ballot(b) = &record.content.body
        && grades(b)
    {
        tree.set("被测评人", named.iter().map(|id| view.name(*id)).collect::<Vec<_>>().join("、"));
    }
    tree.set_rows("人选", batch::candidates(&view, named));
    if let [one] = named
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
    let posts: Vec<PostId> = case.candidates.iter().filter(|c| named.contains(&c.id)).filter_map(|c| c.content.post).collect();
    if !posts.is_empty() {
        tree.set_rows("岗位", batch::posts(case, &posts));
        tree.set_rows("推荐席位", batch::seats(case, &posts));
    }
    if !named.is_empty() {
        tree.set_rows("考察对象", batch::examined(&view, named));
    }
    tree
}

/// The meeting a notice calls to: the first that recommends some of those it speaks of, on its first day or after.
fn meeting_of<'a>(case: &'a Case, notice: &Record) -> Option<&'a Record> {
    let called = happened(notice).map(PartialDate::first_day);
    let day = |r: &Record| happened(r).map(PartialDate::first_day);
    let recommends =
        |r: &&Record| matches!(&r.content.body, RecordBody::Ballot(b) if b.purpose == BallotPurpose::MeetingRecommendation);
    let after = |r: &&Record| called.is_none_or(|called| day(r).is_some_and(|d| d >= called));
    case.records.iter().filter(recommends).filter(|r| shared(notice, r)).filter(after).min_by_key(|r| (day(r), r.id))
}

/// Whether two records speak of one candidate; a record that names nobody speaks of all.
fn shared(one: &Record, other: &Record) -> bool {
    let (a, b) = (&one.content.candidates, &other.content.candidates);
    a.is_empty() || b.is_empty() || a.iter().any(|c| b.contains(c))
}

/// Who presided where the votes were cast, when the count does not say: of a meeting of that day about one of those voted for.
fn presider(case: &Case, count: &Record) -> String {
    let said = in_role(&count.content.participants, "主持");
    if !said.is_empty() {
        return said;
    }
    let held =
        |r: &&Record| matches!(r.content.body, RecordBody::Meeting(_)) && happened(r).is_some() && happened(r) == happened(count);
    let mut meetings =
        case.records.iter().filter(held).filter(|r| shared(count, r)).map(|r| in_role(&r.content.participants, "主持"));
    meetings.find(|name| !name.is_empty()).unwrap_or_default()
}

/// The 考察组 that examines those a notice speaks of: of the newest paper that names one for any of them.
fn team_of(case: &Case, notice: &Record) -> String {
    let teams = case.records.iter().filter(|r| shared(notice, r)).filter_map(|r| match &r.content.body {
        // Findings on one person name the team too, but are written after it has been there.
        RecordBody::Document(d) if !d.team.is_empty() && d.parts.is_empty() => {
            Some((happened(r).map(PartialDate::first_day), r.id, team(d)))
        }
        _ => None,
    });
    teams.max_by_key(|(day, id, _)| (*day, *id)).map(|(_, _, words)| words).unwrap_or_default()
}

/// 任职条件 as the newest paper before this one has them, that names some of the same people. Where one of the two names nobody, they
/// are taken only when all such papers say the same: a batch may have a plan for each post.
fn conditions_of(case: &Case, record: &Record) -> String {
    let by = happened(record).map(PartialDate::first_day);
    let said = case.records.iter().filter(|r| r.id != record.id && shared(record, r)).filter_map(|r| match &r.content.body {
        RecordBody::Document(d) => Some((happened(r).map(PartialDate::first_day), r, part_of(&d.text, "任职条件")?)),
        _ => None,
    });
    let before: Vec<_> = said.filter(|(day, ..)| by.is_none_or(|by| day.is_some_and(|day| day <= by))).collect();
    let named = |r: &Record| r.content.candidates.iter().any(|c| record.content.candidates.contains(c));
    if let Some((.., said)) = before.iter().filter(|(_, r, _)| named(r)).max_by_key(|(day, r, _)| (*day, r.id)) {
        return said.clone();
    }
    let (first, others) = before.split_first().map_or(("", &[][..]), |((.., said), others)| (said, others));
    if others.iter().all(|(.., said)| said == first) { first.to_owned() } else { String::new() }
}

/// What the numbered part of a text says that is headed `name`: 甲 of `二、任职条件：甲。三、方式：乙。`, with the numbered lines below it.
/// None when no part is, or when its lines are numbered as the parts are.
fn part_of(text: &str, name: &str) -> Option<String> {
    let mut sentences = text.split_inclusive(['。', '；', '\n']);
    let own = |s| {
        let (rank, rest) = numbered_as(s)?;
        Some((rank, rest.strip_prefix(name)?.split_once(['：', '\n'])?.1))
    };
    let (rank, first) = sentences.by_ref().find_map(own)?;
    let below = |s: &str| numbered_as(s).is_none_or(|(other, _)| other > rank);
    if !below(first) {
        return None;
    }
    let said: String = std::iter::once(first).chain(sentences.take_while(|s| below(s))).collect();
    let said = said.trim().trim_end_matches(['。', '；']);
    (!said.is_empty()).then(|| said.to_owned())
}

/// How a heading is numbered, 一、 before （一） before 1． before （1）, and what it says; None of what begins with no number.
fn numbered_as(sentence: &str) -> Option<(u8, &str)> {
    let sentence = sentence.trim_start();
    let (within, text) = sentence.strip_prefix(['（', '(']).map_or((false, sentence), |rest| (true, rest));
    let han = text.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let figures = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let (rank, rest) = if han.len() < text.len() { (0, han) } else { (2, figures) };
    if rest.len() == text.len() {
        return None;
    }
    let marks: &[char] = if within { &['）', ')'] } else { &['、', '．'] };
    Some((rank + u8::from(within), rest.strip_prefix(marks)?))
}

/// `甲（组长，市委组织部副部长）、乙（成员）`.
fn team(document: &Document) -> String {
    let one = |m: &TeamMember| {
        let notes: Vec<&str> = [m.role.trim(), m.post.trim()].into_iter().filter(|n| !n.is_empty()).collect();
        with_note(&m.name, &notes.join("，"))
    };
    document.team.iter().map(one).collect::<Vec<_>>().join("、")
}

fn common(tree: &mut Tree, view: &CaseView<'_>, record: &Record, named: &[CandidateId]) {
    let c = &record.content;
    let names: Vec<&str> = named.iter().map(|id| view.name(*id)).collect();
    tree.fill([
        (
            "步骤名称",
            // Its name alone: what a code means nobody asks who reads the paper later.
            view.case.catalogue.step(&c.step).map_or_else(|| c.step.clone(), |s| s.name.clone()),
        ),
        ("时间", words::when(&record.content)),
        ("日期", chinese(happened(record))),
        ("截止日期", chinese(c.end_date)),
        ("地点", c.place.clone()),
        ("记录方式", c.mode.clone()),
        ("责任人", c.responsible.clone()),
        ("主持人", in_role(&c.participants, "主持")),
        ("记录人", in_one_of(c, &["记录"])),
        ("谈话人", in_one_of(c, &["谈话人", "听取人", "反馈人", "走访人"])),
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
            let mut row = Tree::new();
            row.fill([
                ("名称", m.name.clone()),
                ("页数", counted(m.pages)),
                ("性质", m.originality.name().to_owned()),
                ("密级", m.secrecy.clone()),
            ]);
            row
        })),
    );
}

/// Who had one of the roles, the first that somebody had; else who signed in it.
fn in_one_of(c: &RecordContent, roles: &[&str]) -> String {
    let present = roles.iter().map(|role| in_role(&c.participants, role)).find(|names| !names.is_empty());
    present.unwrap_or_else(|| {
        let signed = c.signatures.iter().filter(|s| roles.iter().any(|role| s.role.contains(role)));
        signed.map(|s| s.name.as_str()).filter(|n| !n.is_empty()).collect::<Vec<_>>().join("、")
    })
}

/// Lines of a vote. `valid` is what the share of a line is reckoned from; nothing is reckoned from nought.
fn votes(lines: &[VoteLine], valid: Option<u32>) -> Vec<Tree> {
    numbered(lines.iter().map(|v| {
        let mut row = Tree::new();
        row.fill([
            ("姓名", v.name.clone()),
            ("职务", v.post.clone()),
            ("同意", filled(v.agree)),
            ("不同意", filled(v.against)),
            ("弃权", filled(v.abstain)),
            ("得票率", if v.rate.trim().is_empty() { words::share(v.agree, valid).unwrap_or_default() } else { v.rate.clone() }),
            ("名次", v.rank.map(|r| r.to_string()).unwrap_or_default()),
            ("结果", v.result.clone()),
        ]);
        row
    }))
}

/// What only this kind of record has.
fn body(tree: &mut Tree, view: &CaseView<'_>, body: &RecordBody) {
    match body {
        RecordBody::Notebook(b) => notebook(tree, b),
        RecordBody::Meeting(b) => meeting(tree, view, b),
        RecordBody::Ballot(b) => ballot(tree, b),
        RecordBody::Letter(b) => tree.fill([
            ("收函单位", b.to.clone()),
            ("发函文号", b.sent_no.clone()),
            ("发函日期", chinese(b.sent)),
            ("收函日期", chinese(b.received)),
            ("要求回复日期", chinese(b.due)),
            ("回函文号", b.reply_no.clone()),
            ("回函日期", chinese(b.replied)),
            ("回函意见", b.opinion.clone()),
            ("逾期未复", if b.deemed_agreed { "逾期未复，视为同意" } else { "" }.to_owned()),
        ]),
        RecordBody::Notice(b) => tree.fill([
            ("标题", b.title.clone()),
            ("方式", b.form.clone()),
            ("范围", b.scope.clone()),
            ("起始日期", chinese(b.start)),
            ("结束日期", chinese(b.end)),
            ("受理方式", b.contact.clone()),
            ("反映件数", filled(b.reactions)),
            ("处理情况", b.outcome.clone()),
        ]),
        RecordBody::Review(b) => {
            tree.set("结论", &*b.conclusion);
            tree.set_rows("审核项", numbered(b.items.iter().map(review_item)));
            probation(tree, b.probation.as_ref());
        }
        RecordBody::Document(b) => document(tree, b),
        RecordBody::Decision(b) => {
            tree.fill([
                ("决定机关", b.body.clone()),
                ("文号", b.doc_no.clone()),
                ("结论", b.result.clone()),
                ("起算日期", chinese(b.effective)),
                ("正文", b.text.clone()),
            ]);
            probation(tree, b.probation.as_ref());
        }
    }
}

fn notebook(tree: &mut Tree, b: &Notebook) {
    let form = if b.collective { "集体谈话" } else { "个别谈话" };
    tree.fill([
        ("类别", b.category.clone()),
        ("谈话对象", people(&b.speakers)),
        ("谈话形式", form.to_owned()),
        ("内容", b.text.clone()),
        ("肯定成绩", b.merits.clone()),
        ("指出不足", b.shortcomings.clone()),
        ("提出要求", b.demands.clone()),
        ("少数人意见", b.minority.clone()),
        ("走访去处", b.visited.clone()),
        ("分项", {
            let parts = [&b.merits, &b.shortcomings, &b.demands].iter().any(|t| !t.trim().is_empty());
            if parts || b.text.trim().is_empty() { "是".to_owned() } else { String::new() }
        }),
    ]);
    receipt(tree, b.feedback.as_ref());
    tree.set_rows("对象", participants(&b.speakers));
}

/// 附件反馈: who took it over and when.
fn receipt(tree: &mut Tree, feedback: Option<&Feedback>) {
    tree.fill([
        ("签收人", feedback.map(|f| f.received_by.clone()).unwrap_or_default()),
        ("签收日期", chinese(feedback.and_then(|f| f.received_on))),
    ]);
}

fn probation(tree: &mut Tree, p: Option<&Probation>) {
    let text = |get: fn(&Probation) -> String| p.map(get).unwrap_or_default();
    tree.fill([
        ("试用起日", text(|p| chinese(p.start))),
        ("试用止日", text(|p| chinese(p.end))),
        ("期满考核日期", text(|p| chinese(p.appraised))),
        ("期满考核意见", text(|p| p.appraisal.clone())),
        ("期满决定", text(|p| p.outcome.clone())),
    ]);
}

fn review_item(i: &ReviewItem) -> Tree {
    let tick = i.tick.map_or("", Tick::name);
    let result = if i.result.trim().is_empty() { tick.to_owned() } else { i.result.clone() };
    let mut row = Tree::new();
    row.fill([
        ("项目", i.name.clone()),
        ("结果", result),
        ("说明", i.explanation.clone()),
        ("日期", chinese(i.date)),
        ("审核人", i.reviewer.clone()),
    ]);
    row
}

fn document(tree: &mut Tree, b: &Document) {
    let parts = || b.parts.iter().map(|p| p.text.trim()).filter(|p| !p.is_empty());
    let whole = !b.text.trim().is_empty() && parts().all(|p| b.text.contains(p));
    tree.fill([
        ("标题", b.title.clone()),
        ("文号", b.doc_no.clone()),
        ("制发机关", b.issuer.clone()),
        ("正文", b.text.clone()),
        ("考察组", team(b)),
        ("考察起止", String::new()),
        ("分条", if b.text.trim().is_empty() { "是" } else { "" }.to_owned()),
        // A text that holds the parts already is printed as it is, and they not again.
        ("分写", if whole { String::new() } else { "是".to_owned() }),
    ]);
    for (kind, name) in [
        (PartKind::Conduct, "表现和特长"),
        (PartKind::Faults, "缺点和不足"),
        (PartKind::Opinions, "推荐测评谈话"),
        (PartKind::Checks, "核查结论"),
    ] {
        let text = b.parts.iter().filter(|p| p.part == kind).map(|p| p.text.trim()).collect::<Vec<_>>().join("\n");
        tree.set(name, text);
    }
    receipt(tree, b.feedback.as_ref());
    tree.set_rows(
        "考察组成员",
        numbered(b.team.iter().map(|m| {
            let mut row = Tree::new();
            let pledged = if m.pledged { "已承诺" } else { "" };
            row.fill([
                ("姓名", m.name.clone()),
                ("职务", m.post.clone()),
                ("角色", m.role.clone()),
                ("承诺", pledged.to_owned()),
            ]);
            row
        })),
    );
}

/// `对何丽华，与人选系夫妻，15:30离场`: of whom, as it stands in the opinions, why and when.
fn withdrew(view: &CaseView<'_>, b: &Meeting, r: &Recusal) -> String {
    let of = b.opinions.iter().filter(|o| o.name == r.name && o.stance.trim() == WITHDRAWN).filter_map(|o| o.candidate);
    let of: Vec<&str> = of.map(|id| view.name(id)).collect();
    let of = if of.is_empty() { String::new() } else { format!("对{}", of.join("、")) };
    let left = r.left_at.trim();
    let left = if left.is_empty() { String::new() } else { format!("{left}离场") };
    let said = [of.as_str(), r.reason.trim(), &left];
    said.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("，")
}

fn meeting(tree: &mut Tree, view: &CaseView<'_>, b: &Meeting) {
    let absent: Vec<String> = b.absent.iter().map(|a| with_note(&a.name, &a.reason)).collect();
    let left: Vec<String> = b.recused.iter().map(|r| with_note(&r.name, &withdrew(view, b, r))).collect();
    let agenda: Vec<&str> = b.agenda.iter().map(|id| view.name(*id)).collect();
    tree.fill([
        ("会议名称", b.session.clone()),
        ("议题", b.matters.clone()),
        ("应到", filled(b.expected)),
        ("实到", filled(b.present)),
        ("缺席人数", filled(b.expected.zip(b.present).map(|(expected, present)| expected.saturating_sub(present)))),
        ("缺席人员", absent.join("、")),
        ("列席人员", people(&b.observers)),
        ("回避人员", left.join("、")),
        ("上会名单", agenda.join("、")),
        ("决议", b.resolution.clone()),
    ]);
    let pair = |name: &str, reason: &str| {
        let mut row = Tree::new();
        row.fill([("姓名", name.to_owned()), ("事由", reason.to_owned())]);
        row
    };
    tree.set_rows("缺席", numbered(b.absent.iter().map(|a| pair(&a.name, &a.reason))));
    tree.set_rows("列席", participants(&b.observers));
    tree.set_rows(
        "回避",
        numbered(b.recused.iter().map(|r| {
            let mut row = pair(&r.name, &r.reason);
            row.set("离场时间", &*r.left_at);
            row
        })),
    );
    tree.set_rows(
        "发言",
        numbered(b.opinions.iter().map(|o| {
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
    tree.set_rows("表决", votes(&b.votes, b.present));
}

/// Whether its lines are grades given to one person, not people voted for.
fn grades(b: &Ballot) -> bool {
    b.purpose == BallotPurpose::Appraisal
}

/// A vote counts when no more ballots came back than were given out; nothing where either is not known.
fn validity(b: &Ballot) -> &'static str {
    match (b.issued, b.returned) {
        (Some(issued), Some(returned)) if returned <= issued => "有效",
        (Some(_), Some(_)) => "无效",
        _ => "",
    }
}

/// Every counted indicator of every table: `优 12　良 3　中 0　差 0`.
fn scored(b: &Ballot) -> Vec<Tree> {
    let counted = b.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let rows = counted.map(|(table, row)| {
        let count = |at: usize| filled(row.counts.get(at).copied().flatten());
        let each: Vec<String> = (0..).zip(&table.grades).map(|(at, grade)| format!("{grade} {}", count(at))).collect();
        let sum: u32 = row.counts.iter().flatten().sum();
        let mut tree = Tree::new();
        tree.fill([
            ("测评表", table.title.clone()),
            ("项目", row.name.clone()),
            ("各档票数", each.join("　")),
            ("合计", if row.counts.iter().all(Option::is_none) { String::new() } else { sum.to_string() }),
        ]);
        tree
    });
    numbered(rows)
}

fn ballot(tree: &mut Tree, b: &Ballot) {
    tree.fill([
        ("用途", b.purpose.name().to_owned()),
        ("会议票", if b.purpose == BallotPurpose::MeetingRecommendation { "是" } else { "" }.to_owned()),
        ("荐票", if grades(b) { String::new() } else { "是".to_owned() }),
        ("被测评人", String::new()),
        ("轮次", b.round.max(1).to_string()),
        ("参加范围", b.group.clone()),
        ("应到", filled(b.expected)),
        ("实到", filled(b.present)),
        ("发出", filled(b.issued)),
        ("收回", filled(b.returned)),
        ("有效", filled(b.valid)),
        ("无效", filled(b.invalid)),
        ("弃权票", filled(b.abstained)),
        ("限推人数", filled(b.seats)),
        ("差额情况", if b.competitive { "差额" } else { "等额" }.to_owned()),
        ("等额理由", b.equal_reason.clone()),
        ("表决效力", validity(b).to_owned()),
        ("计票人", b.tellers.join("、")),
        ("监票人", b.scrutineers.join("、")),
    ]);
    tree.set_rows("分项测评", scored(b));
    let of = if b.rate_basis == RateBasis::Present { b.present } else { b.valid };
    tree.set_rows("得票", votes(&b.lines, of));
}
