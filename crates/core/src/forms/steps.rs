//! What each step of the catalogue has to say of one candidate, or of the batch, as `{S25·操作情况}` names it in a form file. Steps are known by the keys
//! of the batch's own catalogue; nothing here knows one by name.

use crate::case::Case;
use crate::checks::{CaseView, happened, topic_of};
use crate::id::CandidateId;
use crate::record::words::{self, with_note};
use crate::record::{Participant, Record, RecordBody, ReviewItem, ReviewTopic, Tick, VoteLine};
use crate::report;

use super::{Tree, chinese, filled};

/// What a step of the catalogue has to say of a candidate, or of the whole batch: `{S25·操作情况}`.
pub const STEP_FACTS: [&str; 28] = [
    "状态",
    "时间",
    "日期",
    "地点",
    "操作情况",
    "责任人",
    "材料",
    "主持人",
    "应到",
    "实到",
    "有效",
    "得票",
    "得票率",
    "名次",
    "同意",
    "不同意",
    "弃权",
    "结果",
    // What a letter was answered, what a review came to, and what it found on each of the 凡提四必 that has a row of its own.
    "回函意见",
    "审核结论",
    "档案审核",
    "个人事项",
    "信访举报",
    // The day of the record each of these is from.
    "回函意见日期",
    "审核结论日期",
    "档案审核日期",
    "个人事项日期",
    "信访举报日期",
];

/// Splits `S25·操作情况` into step key and fact; None when it is no such name.
#[must_use]
pub fn step_field(name: &str) -> Option<(&str, &'static str)> {
    let (step, fact) = name.split_once('·')?;
    STEP_FACTS.iter().find(|f| **f == fact).map(|f| (step, *f))
}

pub(super) fn facts(tree: &mut Tree, case: &Case, candidate: Option<CandidateId>) {
    let view = CaseView::new(case);
    let rules = case.rules();
    for step in &case.catalogue.steps {
        let records: Vec<&Record> = match candidate {
            Some(id) => view.records_for(&step.key, id).collect(),
            None => case.records.iter().filter(|r| r.content.step == step.key).collect(),
        };
        let each = |say: &dyn Fn(&Record) -> String| {
            let said: Vec<String> = records.iter().map(|r| say(r)).filter(|s| !s.trim().is_empty()).collect();
            said.join("\n")
        };
        let state = view.state(&step.key, candidate).name().to_owned();
        tree.set(format!("{}·状态", step.key), state);
        let mut set = |fact: &str, text: String| tree.set(format!("{}·{fact}", step.key), text);
        set("时间", each(&|r| words::when(&r.content)));
        set("日期", records.first().map(|r| chinese(happened(r))).unwrap_or_default());
        set("地点", each(&|r| r.content.place.clone()));
        set(
            "操作情况",
            match (view.not_applicable(&step.key, candidate).filter(|_| records.is_empty()), candidate) {
                (Some(excuse), Some(id)) => format!("不适用：{}", report::only_of(case, &excuse.reason, id)),
                (Some(excuse), None) => format!("不适用：{}", excuse.reason),
                (None, Some(id)) => each(&|r| report::told(case, r, id)),
                (None, None) => each(&|r| r.content.summary.clone()),
            },
        );
        set("责任人", each(&|r| r.content.responsible.clone()));
        set("材料", {
            let names: Vec<&str> = records.iter().flat_map(|r| view.materials(r.id)).map(|m| m.content.name.as_str()).collect();
            names.join("、")
        });
        set(
            "主持人",
            records.iter().map(|r| in_role(&r.content.participants, "主持")).find(|s| !s.is_empty()).unwrap_or_default(),
        );
        let own = |text: &str| candidate.map_or_else(|| text.to_owned(), |id| report::only_of(case, text, id));
        // What is said, and the day of the first record that says it: of a step with several records not the day of another.
        let mut dated = |fact: &str, say: &dyn Fn(&Record) -> String| {
            set(fact, each(say));
            let first = records.iter().find(|r| !say(r).trim().is_empty());
            set(&format!("{fact}日期"), first.map(|r| chinese(happened(r))).unwrap_or_default());
        };
        for (fact, topic) in
            [("档案审核", ReviewTopic::Archive), ("个人事项", ReviewTopic::Assets), ("信访举报", ReviewTopic::Petition)]
        {
            dated(fact, &|r| {
                let RecordBody::Review(review) = &r.content.body else { return String::new() };
                let items = review.items.iter().filter(|i| topic_of(rules.at(happened(r)), i) == topic);
                items.map(|i| own(&reviewed(i))).collect::<Vec<_>>().join("；")
            });
        }
        dated("审核结论", &|r| match &r.content.body {
            RecordBody::Review(review) => own(&review.conclusion),
            _ => String::new(),
        });
        dated("回函意见", &|r| match &r.content.body {
            RecordBody::Letter(letter) if letter.opinion.trim().is_empty() => String::new(),
            RecordBody::Letter(letter) => own(&format!("{}：{}", letter.to.trim(), letter.opinion.trim())),
            _ => String::new(),
        });
        let numbers = candidate.and_then(|id| records.iter().rev().find_map(|r| numbers(&r.content.body, id, view.name(id))));
        for (fact, text) in numbers.into_iter().flatten() {
            set(fact, text);
        }
    }
}

/// What a review found on one item: `一致（2026年5月18日，与报告相符）`.
fn reviewed(item: &ReviewItem) -> String {
    let result = if item.result.trim().is_empty() { item.tick.map_or("", Tick::name) } else { item.result.trim() };
    let notes = [chinese(item.date), item.explanation.trim().to_owned()];
    let notes: Vec<&str> = notes.iter().map(String::as_str).filter(|n| !n.is_empty()).collect();
    if result.is_empty() { String::new() } else { with_note(result, &notes.join("，")) }
}

/// Names of those whose role says so, in order.
pub(super) fn in_role(people: &[Participant], role: &str) -> String {
    people.iter().filter(|p| p.role.contains(role)).map(|p| p.name.as_str()).collect::<Vec<_>>().join("、")
}

type Facts = [(&'static str, String); 10];

/// Counts of a meeting or a ballot and the candidate's own line in it.
fn numbers(body: &RecordBody, candidate: CandidateId, name: &str) -> Option<Facts> {
    let own = |lines: &[VoteLine]| {
        lines
            .iter()
            .find(|l| l.candidate == Some(candidate) || (l.candidate.is_none() && l.name == name))
            .cloned()
            .unwrap_or_default()
    };
    let (expected, present, valid, line) = match body {
        RecordBody::Meeting(m) => (m.expected, m.present, None, own(&m.votes)),
        RecordBody::Ballot(b) => (b.expected, b.present, b.valid, own(&b.lines)),
        _ => return None,
    };
    Some([
        ("应到", filled(expected)),
        ("实到", filled(present)),
        ("有效", filled(valid)),
        ("得票", filled(line.agree)),
        ("得票率", words::share(line.agree, valid).unwrap_or_default()),
        ("名次", line.rank.map(|r| r.to_string()).unwrap_or_default()),
        ("同意", filled(line.agree)),
        ("不同意", filled(line.against)),
        ("弃权", filled(line.abstain)),
        ("结果", line.result),
    ])
}
