//! Records and extracts as the plain data that `jishi-forms` draws, and the words of the 备考表. No layout.

use jishi_core::arrange::VolumeItem;
use jishi_core::case::Case;
use jishi_core::date::PartialDate;
use jishi_core::id::CandidateId;
use jishi_core::record::{
    Ballot, BallotPurpose, Decision, Document, Letter, Meeting, Notebook, Notice, Opinion, Participant, Record, RecordBody,
    Review, ScoreRow, ScoreTable, Signature, VoteLine,
};
use jishi_core::report;
use jishi_forms::record_sheet::{RecordSheet, SheetTable};

use super::batches::candidate_of;
use super::package_tree::About;

fn date(date: Option<PartialDate>) -> String {
    date.map(PartialDate::chinese).unwrap_or_default()
}

fn people(list: &[Participant]) -> String {
    let one = |p: &Participant| match (p.post.is_empty(), p.role.is_empty()) {
        (true, true) => p.name.clone(),
        (false, true) => format!("{}（{}）", p.name, p.post),
        (true, false) => format!("{}（{}）", p.name, p.role),
        (false, false) => format!("{}（{}，{}）", p.name, p.post, p.role),
    };
    list.iter().map(one).collect::<Vec<_>>().join("、")
}

fn foot(case: &Case) -> String {
    format!("{} 版本 {}", case.catalogue.name, case.catalogue.version)
}

/// Labels and values; the empty ones are left out.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn add(&mut self, label: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.push((label.into(), value));
        }
    }
}

fn table(title: &str, head: &[&str], rows: Vec<Vec<String>>) -> Option<SheetTable> {
    let head = head.iter().map(|h| (*h).to_owned()).collect();
    (!rows.is_empty()).then(|| SheetTable { title: title.into(), head, rows })
}

fn votes(lines: &[VoteLine]) -> Option<SheetTable> {
    let row = |v: &VoteLine| {
        let rank = v.rank.map(|r| r.to_string()).unwrap_or_default();
        let count = |n: u32| n.to_string();
        vec![v.name.clone(), v.post.clone(), count(v.agree), count(v.against), count(v.abstain), rank, v.result.clone()]
    };
    table(
        "得票情况",
        &["姓名", "职务", "同意（得票）", "不同意", "弃权（缓议）", "名次", "结果"],
        lines.iter().map(row).collect(),
    )
}

/// 德的测评, 政绩公示公议: an indicator a row, a grade a column.
fn score(t: &ScoreTable) -> Option<SheetTable> {
    let columns: Vec<&str> = std::iter::once("指标").chain(t.grades.iter().map(String::as_str)).collect();
    let row = |r: &ScoreRow| {
        let counts = (0..t.grades.len()).map(|i| r.counts.get(i).copied().unwrap_or_default().to_string());
        std::iter::once(r.name.clone()).chain(counts).collect()
    };
    table(if t.title.is_empty() { "测评" } else { &t.title }, &columns, t.rows.iter().map(row).collect())
}

fn time(record: &Record) -> String {
    let c = &record.content;
    let span = match c.end_date {
        Some(end) if Some(end) != c.date => format!("{}至{}", date(c.date), end.chinese()),
        _ => date(c.date),
    };
    format!("{span} {}", c.time).trim().to_owned()
}

fn signers(signatures: &[Signature]) -> Vec<String> {
    signatures.iter().map(|s| if s.role.is_empty() { "责任人".to_owned() } else { s.role.clone() }).collect()
}

/// The printed sheet of a record.
pub(crate) fn record(case: &Case, record: &Record) -> RecordSheet {
    let c = &record.content;
    let names: Vec<String> =
        c.candidates.iter().filter_map(|id| candidate_of(case, *id).ok()).map(|(_, p)| p.content.name.clone()).collect();
    let mut fields = Fields::default();
    fields.add("时间", time(record));
    fields.add("地点", &c.place);
    fields.add("纪实方式", &c.mode);
    fields.add("责任人", &c.responsible);
    fields.add("涉及人选", if names.is_empty() { "本批次全体人选".into() } else { names.join("、") });
    fields.add("参加人员", people(&c.participants));
    let mut tables = Vec::new();
    let mut text = c.summary.clone();
    body(&c.body, &mut fields, &mut tables, &mut text);
    if record.revision > 1 {
        fields.add("更正", format!("第{}版，{}", record.revision, record.revision_reason));
    }
    fields.add("录入", format!("{} {}", record.entered_by, record.entered_at));
    let mut signatures = signers(&c.signatures);
    if signatures.is_empty() {
        signatures.push("责任人".into());
    }
    RecordSheet {
        title: c.body.kind().name().into(),
        subtitle: format!("{}　{}", case.catalogue.step_label(&c.step), case.batch.content.name),
        about: names.first().cloned().unwrap_or_else(|| case.batch.content.name.clone()),
        fields: fields.0,
        tables,
        text,
        text_label: "操作情况".into(),
        signatures,
        unit: case.batch.content.unit.clone(),
        foot: foot(case),
        made_on: case.today.to_string(),
    }
}

fn append(text: &mut String, more: &str) {
    if !more.trim().is_empty() && more != text {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}

/// What only this kind of record has, under its own labels.
fn body(body: &RecordBody, fields: &mut Fields, tables: &mut Vec<SheetTable>, text: &mut String) {
    let number = |n: &u32| n.to_string();
    match body {
        RecordBody::Notebook(Notebook { category, speakers, text: words, .. }) => {
            fields.add("类别", category);
            fields.add("谈话（听取）对象", people(speakers));
            append(text, words);
        }
        RecordBody::Meeting(Meeting {
            session,
            expected,
            present,
            absent,
            observers,
            recused,
            opinions,
            votes: lines,
            resolution,
            ..
        }) => {
            fields.add("会议", session);
            fields.add("应到", format!("{expected}人"));
            fields.add("实到", format!("{present}人"));
            fields.add("列席", people(observers));
            tables.extend(table(
                "缺席人员",
                &["姓名", "事由"],
                absent.iter().map(|a| vec![a.name.clone(), a.reason.clone()]).collect(),
            ));
            let left = |r: &jishi_core::record::Recusal| vec![r.name.clone(), r.reason.clone(), r.left_at.clone()];
            tables.extend(table("回避", &["姓名", "事由", "离场时间"], recused.iter().map(left).collect()));
            let spoke = |(i, o): (usize, &Opinion)| vec![(i + 1).to_string(), o.name.clone(), o.stance.clone(), o.text.clone()];
            tables.extend(table(
                "逐人意见（按发言次序）",
                &["序", "姓名", "态度", "意见"],
                opinions.iter().enumerate().map(spoke).collect(),
            ));
            tables.extend(votes(lines));
            append(text, resolution);
        }
        RecordBody::Ballot(Ballot {
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
            tables: scores,
            tellers,
            scrutineers,
            ..
        }) => {
            let name = match purpose {
                BallotPurpose::MeetingRecommendation => "会议推荐",
                BallotPurpose::TalkRecommendation => "谈话推荐",
                BallotPurpose::Appraisal => "民主测评",
                BallotPurpose::Decision => "表决",
            };
            fields.add("用途", name);
            fields.add("差额（等额）", if *competitive { "差额" } else { "等额" });
            for (label, count) in [
                ("应到", expected),
                ("实到", present),
                ("发出", issued),
                ("收回", returned),
                ("有效", valid),
                ("无效", invalid),
                ("弃权", abstained),
            ] {
                fields.add(label, number(count));
            }
            fields.add("限推人数", if *seats > 0 { number(seats) } else { String::new() });
            fields.add("计票人", tellers.join("、"));
            fields.add("监票人", scrutineers.join("、"));
            tables.extend(votes(lines));
            tables.extend(scores.iter().filter_map(score));
        }
        RecordBody::Letter(Letter { to, sent_no, sent, received, reply_no, replied, opinion, deemed_agreed, .. }) => {
            fields.add("发往", to);
            fields.add("发函", format!("{} {sent_no}", date(*sent)));
            fields.add("收函", date(*received));
            fields.add("回函", format!("{} {reply_no}", date(*replied)));
            fields.add("视为同意", if *deemed_agreed { "逾期未复，视为同意" } else { "" });
            append(text, opinion);
        }
        RecordBody::Notice(Notice { title, form, scope, start, end, contact, reactions, outcome, .. }) => {
            fields.add("标题", title);
            fields.add("方式", form);
            fields.add("范围", scope);
            fields.add("起止", format!("{}至{}", date(*start), date(*end)));
            fields.add("受理电话（信箱）", contact);
            fields.add("收到反映", format!("{reactions}件"));
            append(text, outcome);
        }
        RecordBody::Review(Review { items, conclusion, .. }) => {
            let row = |i: &jishi_core::record::ReviewItem| {
                vec![i.name.clone(), i.result.clone(), i.explanation.clone(), date(i.date), i.reviewer.clone()]
            };
            tables.extend(table("审核项目", &["项目", "结果", "说明", "日期", "审核人"], items.iter().map(row).collect()));
            append(text, conclusion);
        }
        RecordBody::Document(Document { title, doc_no, issuer, text: words, .. }) => {
            fields.add("标题", title);
            fields.add("文号", doc_no);
            fields.add("制发", issuer);
            append(text, words);
        }
        RecordBody::Decision(Decision { body, doc_no, result, effective, text: words, .. }) => {
            fields.add("决定机关", body);
            fields.add("文号", doc_no);
            fields.add("结论", result);
            fields.add("起算日期", date(*effective));
            append(text, words);
        }
    }
}

/// The extract of a batch's paper for one person's volume: only what concerns that person, and where the original lies.
pub(crate) fn extract(case: &Case, record: &Record, candidate: CandidateId, item: &VolumeItem) -> RecordSheet {
    let name = candidate_of(case, candidate).map(|(_, p)| p.content.name.clone()).unwrap_or_default();
    let mut fields = Fields::default();
    fields.add("姓名", &name);
    fields.add("原件", item.parts.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join("、"));
    fields.add("原件所在", &item.remark);
    fields.add("步骤", case.catalogue.step_label(&record.content.step));
    fields.add("时间", time(record));
    fields.add("地点", &record.content.place);
    fields.add("责任人", &record.content.responsible);
    RecordSheet {
        title: "文书档案摘录".into(),
        subtitle: item.title.clone(),
        about: name.clone(),
        fields: fields.0,
        tables: Vec::new(),
        text: report::told(case, record, candidate),
        text_label: "摘录内容".into(),
        signatures: vec!["摘录人".into(), "核对人".into()],
        unit: case.batch.content.unit.clone(),
        foot: foot(case),
        made_on: case.today.to_string(),
    }
}

/// What the 备考表 of a volume says: pages, papers without a file, corrections, forced sealing; one a line.
pub(crate) fn volume_note(a: &About<'_>) -> String {
    let (plan, case) = (a.plan, a.case);
    let mut lines = vec![format!("本卷共{}件、{}页。", plan.total_items, plan.total_pages)];
    let paper_only: Vec<&str> = plan
        .items
        .iter()
        .filter(|i| {
            !i.extract && i.parts.iter().any(|p| case.materials.iter().any(|m| m.id == p.material && m.content.sha256.is_empty()))
        })
        .map(|i| i.title.as_str())
        .collect();
    if !paper_only.is_empty() {
        lines.push(format!("只有纸质件、没有电子文件：{}。", paper_only.join("、")));
    }
    let extracts = plan.items.iter().filter(|i| i.extract).count();
    if extracts > 0 {
        lines.push(format!("其中摘录{extracts}件，原件所在见目录备注。"));
    }
    let mine = |r: &&Record| plan.candidate.is_none_or(|c| r.content.candidates.contains(&c)) && r.revision > 1;
    for record in case.records.iter().filter(mine) {
        let label = case.catalogue.step_label(&record.content.step);
        lines.push(format!("{label}的记录曾更正（第{}版）：{}。", record.revision, record.revision_reason));
    }
    if !a.override_reason.trim().is_empty() {
        lines.push(format!("封存时尚有“错”未改，强制封存理由：{}（见“其他/校验结果.txt”）。", a.override_reason.trim()));
    }
    lines.join("\n")
}
