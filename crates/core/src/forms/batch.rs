//! A batch as a tree: its head, the candidates and posts, the ledger from the first motion to the end of probation, and the list of
//! deviations from the procedure.

use chrono::Datelike;

use crate::case::{Candidate, Case, Post, Quota};
use crate::catalogue::{Milestone, Step};
use crate::checks::CaseView;
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::id::{CandidateId, PostId};
use crate::rules::RuleBook;
use crate::supervise;
use crate::table::{Cell, Table};
use crate::waiver::{self, Waiver};

use super::{Tree, chinese, counted, filled, numbered, person, steps};

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
        ("选拔类型", crate::business::selection(&b.business).to_owned()),
        ("条例版本", RuleBook::builtin().pack(&b.edition).map_or_else(|| b.edition.clone(), |p| p.name.clone())),
        ("条例版次", case.rules().first().edition.clone()),
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

/// The posts of the batch, or of them those given.
pub(super) fn posts(case: &Case, only: &[PostId]) -> Vec<Tree> {
    numbered(case.posts.iter().filter(|p| only.is_empty() || only.contains(&p.id)).map(|post| {
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
            ("核定", filled(p.quota.approved)),
            ("现配", filled(p.quota.present)),
            ("拟免", filled(p.quota.leaving)),
            ("拟配", p.quota.filling.map_or_else(|| counted(p.seats), |n| n.to_string())),
            ("是否超职数", exceeds(&p.quota, p.seats)),
            ("消化方案", p.quota.absorption.clone()),
        ]);
        row
    }))
}

/// The candidates, or of them those given, that come to a step of the kind: those who left the procedure before are on none of its papers.
/// `also`: whoever was stopped at the step itself.
fn coming_to(view: &CaseView<'_>, milestone: Milestone, also: bool, only: &[CandidateId]) -> Vec<Tree> {
    let comes = |c: &&Candidate| {
        let steps = view.case.catalogue.milestone(milestone);
        steps.into_iter().any(|s| if view.stopped_at(c.id) == s.key { also } else { !view.after_stop(c.id, &s.key) })
    };
    let wanted = |c: &&Candidate| only.is_empty() || only.contains(&c.id);
    let still: Vec<CandidateId> = view.candidates().iter().copied().filter(wanted).filter(comes).map(|c| c.id).collect();
    if still.is_empty() { Vec::new() } else { candidates(view, &still) }
}

/// The candidates that are examined, or of them those given.
pub(super) fn examined(view: &CaseView<'_>, only: &[CandidateId]) -> Vec<Tree> {
    coming_to(view, Milestone::Inspection, true, only)
}

/// Each post of the batch, or of those given, as many times as it has seats: every line says which post a name on it is for.
pub(super) fn seats(case: &Case, only: &[PostId]) -> Vec<Tree> {
    let of = |p: &Post| {
        let mut row = Tree::new();
        row.fill([("职位", format!("{}{}", p.content.unit, p.content.title)), ("限推", counted(p.content.seats))]);
        vec![row; p.content.seats.clamp(1, 60) as usize]
    };
    numbered(case.posts.iter().filter(|p| only.is_empty() || only.contains(&p.id)).flat_map(of))
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
fn ledger(case: &Case) -> Vec<Tree> {
    numbered(supervise::ledger::ledger(case).into_iter().map(|r| {
        let mut row = Tree::new();
        row.fill([
            ("姓名", r.name),
            ("现任职务", r.current_post),
            ("拟任职务", r.proposed_post),
            ("动议", chinese(r.moved.date)),
            ("推荐", chinese(r.recommended.date)),
            ("确定考察对象", chinese(r.examined.date)),
            ("讨论决定", chinese(r.decided.date)),
            ("公示", chinese(r.announced.date)),
            ("任职", chinese(r.appointed.date)),
            ("试用期满", chinese(r.probation.date)),
            // Its last day is not the day of being confirmed.
            ("转正", if r.probation.reckoned { String::new() } else { chinese(r.probation.date) }),
            ("选任结果", r.outcome_word),
        ]);
        row
    }))
}

/// What stands beside a deviation: who let it pass and why, that a 放行 covers it no longer, or the reason a seal was forced with.
fn remark(finding: &Finding, override_reason: &str) -> String {
    let passed = finding.waiver.as_ref().map(|w| {
        let date = w.date.parse().map_or_else(|_| w.date.clone(), PartialDate::chinese);
        if w.covers {
            format!("已放行：{} {date}：{}", w.signer, w.reason)
        } else {
            format!("{} {date}曾放行，此后数字或记录已变化，不再有效", w.signer)
        }
    });
    let forced =
        (finding.blocks() && !override_reason.trim().is_empty()).then(|| format!("强制封存：{}", override_reason.trim()));
    passed.into_iter().chain(forced).collect::<Vec<_>>().join("；")
}

/// Findings as rows of the list of deviations; `override_reason` is the reason a seal was forced with, empty for none.
#[must_use]
pub fn deviations(case: &Case, findings: &[Finding], override_reason: &str) -> Vec<Tree> {
    let view = CaseView::new(case);
    let of_rank = |f: &&Finding| f.level != Level::Note;
    numbered(findings.iter().filter(of_rank).map(|f| {
        let mut row = Tree::new();
        row.fill([
            ("级别", f.level.word().to_owned()),
            ("编号", f.code.clone()),
            ("对象", subject(&view, f.place.candidate)),
            ("步骤", step(case, f)),
            ("内容", f.message.clone()),
            ("依据", f.basis.clone()),
            ("处理办法", f.remedy.clone()),
            ("说明", remark(f, override_reason)),
        ]);
        row
    }))
}

fn subject(view: &CaseView<'_>, candidate: Option<CandidateId>) -> String {
    candidate.map_or_else(|| "全批次".to_owned(), |id| view.name(id).to_owned())
}

fn step(case: &Case, finding: &Finding) -> String {
    finding.place.step.as_deref().map(|s| case.catalogue.step_name(s).to_owned()).unwrap_or_default()
}

/// Every 放行 of the batch, also those that hold no longer.
fn passed(case: &Case, findings: &[Finding], waivers: &[Waiver]) -> Vec<Tree> {
    let view = CaseView::new(case);
    numbered(waivers.iter().map(|w| {
        let c = &w.content;
        let mut row = Tree::new();
        row.fill([
            ("编号", c.finding.code.clone()),
            ("对象", subject(&view, c.finding.place.candidate)),
            ("内容", c.finding.message.clone()),
            ("理由", c.reason.clone()),
            ("放行人", c.signer.clone()),
            ("职务", c.post.clone()),
            ("日期", c.date.chinese()),
            ("审批件", c.paper.as_ref().map_or_else(|| "无".to_owned(), |p| format!("有（{}页）", p.pages))),
            ("现状", {
                let taken = |t: &crate::waiver::Withdrawal| format!("（{} {}：{}）", t.signer, t.date.chinese(), t.reason);
                waiver::state(w, findings).name().to_owned() + &c.withdrawn.as_ref().map(taken).unwrap_or_default()
            }),
        ]);
        row
    }))
}

/// 程序偏差清单 as tables for a spreadsheet: deviations, steps marked 不适用, 放行.
#[must_use]
pub fn deviation_tables(case: &Case, findings: &[Finding], waivers: &[Waiver], override_reason: &str) -> Vec<Table> {
    let tree = batch(case, findings, waivers, override_reason);
    let lines = [
        format!("单位：{}", tree.text("单位")),
        format!("批次：{}　规则版本：{}", tree.text("批次名称"), tree.text("条例版本")),
        format!("制表日期：{}", tree.text("制表日期")),
    ];
    let sheet = |title: &str, rows: &str, columns: &[(&str, u32, bool)]| {
        let mut table = Table::new(title, columns);
        table.lines = lines.to_vec();
        for row in tree.rows(rows) {
            let cell = |(head, ..): &(&str, u32, bool)| match row.text(head).parse::<i64>() {
                Ok(n) if *head == "序号" => Cell::Number(n),
                _ => Cell::from(row.text(head)),
            };
            table.rows.push(columns.iter().map(cell).collect());
        }
        table
    };
    vec![
        sheet(
            "程序偏差清单",
            "偏差",
            &[
                ("序号", 10, false),
                ("级别", 10, false),
                ("编号", 14, false),
                ("对象", 22, false),
                ("步骤", 34, true),
                ("内容", 72, true),
                ("依据", 32, true),
                ("处理办法", 38, true),
                ("说明", 40, true),
            ],
        ),
        sheet(
            "标记为不适用的步骤",
            "不适用步骤",
            &[
                ("序号", 10, false),
                ("步骤", 70, true),
                ("对象", 30, false),
                ("理由", 95, true),
                ("签名人", 26, false),
                ("日期", 30, false),
            ],
        ),
        sheet(
            "放行登记",
            "放行",
            &[
                ("序号", 10, false),
                ("编号", 14, false),
                ("对象", 22, false),
                ("内容", 72, true),
                ("理由", 50, true),
                ("放行人", 20, false),
                ("职务", 30, true),
                ("日期", 26, false),
                ("审批件", 20, false),
                ("现状", 40, true),
            ],
        ),
    ]
}

/// Everything of a batch. The deviations are what the checks found; the caller has run them.
#[must_use]
pub fn batch(case: &Case, findings: &[Finding], waivers: &[Waiver], override_reason: &str) -> Tree {
    let mut tree = common(case);
    tables(&mut tree, case);
    steps::facts(&mut tree, case, None);
    tree.set_rows("偏差", deviations(case, findings, override_reason));
    tree.set_rows("放行", passed(case, findings, waivers));
    tree
}

/// The same for the form of some materials: with what the step says that yields one of them.
#[must_use]
pub fn batch_form(case: &Case, materials: &[String], findings: &[Finding], waivers: &[Waiver]) -> Tree {
    let mut tree = batch(case, findings, waivers, "");
    let step = own_step(case, materials);
    for (field, fact) in [("本步骤日期", "日期"), ("本步骤情况", "操作情况")] {
        let said = step.map(|s| tree.text(&format!("{}·{fact}", s.key)).to_owned());
        tree.set(field, said.unwrap_or_default());
    }
    tree
}

/// The first step with a record that yields one of the materials.
#[must_use]
pub fn own_step<'a>(case: &'a Case, materials: &[String]) -> Option<&'a Step> {
    let yields = |s: &&Step| s.materials.iter().any(|m| materials.contains(&m.name));
    case.catalogue.steps.iter().filter(yields).find(|s| case.records.iter().any(|r| r.content.step == s.key))
}

/// The rows of a batch that need no judgement.
pub(super) fn tables(tree: &mut Tree, case: &Case) {
    let view = CaseView::new(case);
    tree.set_rows("人选", candidates(&view, &[]));
    tree.set_rows("上会人选", coming_to(&view, Milestone::Discussion, false, &[]));
    tree.set_rows("考察对象", examined(&view, &[]));
    tree.set_rows("推荐席位", seats(case, &[]));
    tree.set_rows("岗位", posts(case, &[]));
    tree.set_rows("台账", ledger(case));
    tree.set_rows("偏差", Vec::new());
    tree.set_rows("放行", Vec::new());
    let excused = case.not_applicable.iter().map(|n| {
        let mut row = Tree::new();
        row.fill([
            ("步骤", case.catalogue.step_name(&n.step).to_owned()),
            ("对象", n.candidate.map_or_else(|| "全批次".to_owned(), |id| view.name(id).to_owned())),
            ("理由", n.reason.clone()),
            ("签名人", n.signer.clone()),
            ("日期", n.date.chinese()),
        ]);
        row
    });
    tree.set_rows("不适用步骤", numbered(excused));
}
