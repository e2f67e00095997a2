//! A batch as a tree: its head, the candidates and posts, the ledger from the first motion to the end of probation, and the list of
//! deviations from the procedure.

use chrono::Datelike;

use crate::case::{Candidate, Case, Quota};
use crate::catalogue::Milestone;
use crate::checks::{CaseView, happened};
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::record::RecordBody;
use crate::rules::RuleBook;

use super::{Tree, chinese, counted, numbered, person};

/// The head every form of a batch may print.
pub(super) fn common(case: &Case) -> Tree {
    let b = &case.batch.content;
    let mut tree = Tree::new();
    let seats: u32 = case.posts.iter().map(|p| p.content.seats).sum();
    let year = b.started.map(|d| d.first_day().year()).unwrap_or(case.today.year());
    tree.fill([
        ("单位", b.unit.clone()),
        ("全宗号", b.fonds.clone()),
        ("批次名称", b.name.clone()),
        ("批次号", b.number.clone()),
        ("业务类型", b.business.clone()),
        ("条例版本", RuleBook::builtin().pack(&b.edition).map_or_else(|| b.edition.clone(), |p| p.name.clone())),
        ("动议日期", chinese(b.started)),
        ("制表日期", PartialDate::Day(case.today).chinese()),
        ("年度", year.to_string()),
        ("目录名称", case.catalogue.name.clone()),
        ("目录版本", case.catalogue.version.clone()),
        ("人选数", case.candidates.len().to_string()),
        ("岗位数", case.posts.len().to_string()),
        ("职数合计", counted(seats)),
    ]);
    tree
}

/// The candidates of the batch, or of them those given, in the order of lists.
pub(super) fn candidates(view: &CaseView<'_>, only: &[CandidateId]) -> Vec<Tree> {
    let wanted = |c: &&&Candidate| only.is_empty() || only.contains(&c.id);
    let row = |c: &&Candidate| {
        let found = view.case.persons.iter().find(|p| p.id == c.content.person)?;
        Some(person::short(view.case, c, &found.content))
    };
    numbered(view.candidates().iter().filter(wanted).filter_map(row))
}

fn posts(case: &Case) -> Vec<Tree> {
    numbered(case.posts.iter().map(|post| {
        let p = &post.content;
        let yes = |b: bool| if b { "是" } else { "否" }.to_owned();
        let mut row = Tree::new();
        row.fill([
            ("单位名称", p.unit.clone()),
            ("职务名称", p.title.clone()),
            ("层级", p.rank.clone()),
            ("职数", counted(p.seats)),
            ("双重管理", yes(p.dual_management)),
            ("试用期", yes(p.probation)),
            ("核定", number(p.quota.approved)),
            ("现配", number(p.quota.present)),
            ("拟免", number(p.quota.leaving)),
            ("拟配", p.quota.filling.map_or_else(|| counted(p.seats), |n| n.to_string())),
            ("是否超职数", exceeds(&p.quota, p.seats)),
            ("消化方案", p.quota.absorption.clone()),
        ]);
        row
    }))
}

fn number(n: Option<u32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

/// 现配 − 拟免 + 拟配 against 核定 (V01); empty where a number is not written down.
fn exceeds(quota: &Quota, seats: u32) -> String {
    let (Some(approved), Some(present), Some(leaving)) = (quota.approved, quota.present, quota.leaving) else {
        return String::new();
    };
    let after = i64::from(present) - i64::from(leaving) + i64::from(quota.filling.unwrap_or(seats));
    if after > i64::from(approved) { "是" } else { "否" }.to_owned()
}

/// Milestones of one candidate by date; what has no record yet is left open.
fn ledger(view: &CaseView<'_>) -> Vec<Tree> {
    let case = view.case;
    let first_stage = case.catalogue.stages.first().map(|s| s.key.clone()).unwrap_or_default();
    let motion: Vec<&str> = case
        .catalogue
        .steps
        .iter()
        .filter(|s| case.catalogue.stage_of(&s.key).is_some_and(|x| x.key == first_stage))
        .map(|s| s.key.as_str())
        .collect();
    let row = |candidate: &&Candidate| {
        let id = candidate.id;
        let day = |milestone: Milestone| {
            let dates = view.milestone_records(milestone, id).filter_map(|(_, r)| happened(r));
            chinese(dates.min_by_key(|d| d.first_day()))
        };
        let moved = motion.iter().flat_map(|s| view.records_for(s, id)).filter_map(happened).min_by_key(|d| d.first_day());
        let mut row = Tree::new();
        row.fill([
            ("姓名", view.name(id).to_owned()),
            ("现任职务", candidate.content.current_post.clone()),
            ("拟任职务", candidate.content.proposed_post.clone()),
            ("动议", chinese(moved)),
            ("推荐", day(Milestone::Recommendation)),
            ("确定考察对象", day(Milestone::NomineesFixed)),
            ("讨论决定", day(Milestone::AppointmentDecision)),
            ("公示", day(Milestone::PublicNotice)),
            ("任职", day(Milestone::AppointmentNotice)),
            ("试用期满", {
                let mut ends = view.case.records.iter().filter(|r| r.content.candidates.contains(&id)).filter_map(|r| {
                    let of = match &r.content.body {
                        RecordBody::Review(b) => b.probation.as_ref(),
                        RecordBody::Decision(b) => b.probation.as_ref(),
                        _ => None,
                    };
                    of.and_then(|p| p.appraised.or(p.end))
                });
                chinese(ends.next_back())
            }),
            ("选任结果", candidate.content.outcome.name().to_owned()),
        ]);
        row
    };
    numbered(view.candidates().iter().map(row))
}

/// Findings as rows of the list of deviations; `override_reason` is the reason a seal was forced with, empty for none.
#[must_use]
pub fn deviations(case: &Case, findings: &[Finding], override_reason: &str) -> Vec<Tree> {
    let view = CaseView::new(case);
    let of_rank = |f: &&Finding| f.level != Level::Note;
    numbered(findings.iter().filter(of_rank).map(|f| {
        let forced = f.level == Level::Error && !override_reason.trim().is_empty();
        let mut row = Tree::new();
        row.fill([
            ("级别", f.level.word().to_owned()),
            ("编号", f.code.clone()),
            ("对象", f.place.candidate.map_or_else(|| "全批次".to_owned(), |id| view.name(id).to_owned())),
            ("步骤", f.place.step.as_deref().map(|s| case.catalogue.step_label(s)).unwrap_or_default()),
            ("内容", f.message.clone()),
            ("依据", f.basis.clone()),
            ("处理办法", f.remedy.clone()),
            ("说明", if forced { format!("强制通过：{}", override_reason.trim()) } else { String::new() }),
        ]);
        row
    }))
}

/// Everything of a batch. The deviations are what the checks found; the caller has run them.
#[must_use]
pub fn batch(case: &Case, findings: &[Finding], override_reason: &str) -> Tree {
    let mut tree = common(case);
    tables(&mut tree, case);
    tree.set_rows("偏差", deviations(case, findings, override_reason));
    tree
}

/// The rows of a batch that need no judgement.
pub(super) fn tables(tree: &mut Tree, case: &Case) {
    let view = CaseView::new(case);
    tree.set_rows("人选", candidates(&view, &[]));
    tree.set_rows("岗位", posts(case));
    tree.set_rows("台账", ledger(&view));
    tree.set_rows("偏差", Vec::new());
    let excused = case.not_applicable.iter().map(|n| {
        let mut row = Tree::new();
        row.fill([
            ("步骤", case.catalogue.step_label(&n.step)),
            ("对象", n.candidate.map_or_else(|| "全批次".to_owned(), |id| view.name(id).to_owned())),
            ("理由", n.reason.clone()),
            ("签名人", n.signer.clone()),
            ("日期", n.date.chinese()),
        ]);
        row
    });
    tree.set_rows("不适用步骤", numbered(excused));
}
