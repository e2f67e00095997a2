//! 统计: shares over the batches of a year, each with what it counted. Integers only; a share is told in tenths of a percent.

use std::collections::BTreeSet;

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Counted, place};
use crate::case::{Candidate, Case, Movement, Outcome, PostContent};
use crate::catalogue::Milestone;
use crate::checks::CaseView;
use crate::id::{CandidateId, PostId, RecordId};
use crate::record::RecordBody;

/// Words of a 选拔方式 that make it 竞争性选拔 (domain.md, Y12, Y26; [proposed]).
pub const COMPETITIVE: [&str; 8] = ["公开选拔", "竞争上岗", "竞争性选拔", "公开遴选", "公推公选", "公推直选", "竞聘", "公开招聘"];

/// A share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Figure {
    pub key: String,
    pub name: String,
    pub part: u32,
    pub whole: u32,
    /// 人, 个岗位, 票
    pub unit: String,
    /// Tenths of a percent, rounded half up; None of nothing.
    pub permille: Option<u32>,
    /// How it was counted.
    pub formula: String,
    /// `计入：差额`: what is counted, and what the rest of the whole is.
    pub counted_as: String,
    pub others_as: String,
    /// What makes up the part, and the rest of the whole.
    pub counted: Vec<Counted>,
    pub others: Vec<Counted>,
}

/// One bar of a spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Bar {
    pub name: String,
    pub count: u32,
    pub counted: Vec<Counted>,
}

/// How a whole falls into kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Spread {
    pub key: String,
    pub name: String,
    pub unit: String,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Statistics {
    /// None: all years.
    pub year: Option<i32>,
    /// Years there are batches of, the newest first.
    pub years: Vec<i32>,
    pub batches: Vec<Counted>,
    pub figures: Vec<Figure>,
    pub spreads: Vec<Spread>,
}

/// Year of a batch: that of its 动议日期, else of the day it was entered.
#[must_use]
pub fn year_of(case: &Case) -> i32 {
    let entered = || case.batch.created_at.get(..4).and_then(|y| y.parse().ok());
    case.batch.content.started.map(|d| d.first_day().year()).or_else(entered).unwrap_or_else(|| case.today.year())
}

/// Tenths of a percent, rounded half up.
#[must_use]
pub fn permille(part: u32, whole: u32) -> Option<u32> {
    (whole > 0).then(|| {
        let (part, whole) = (u64::from(part), u64::from(whole));
        u32::try_from((part * 2000 + whole) / (whole * 2)).unwrap_or(u32::MAX)
    })
}

/// 33.3%
#[must_use]
pub fn percent(permille: Option<u32>) -> String {
    permille.map_or_else(|| "—".to_owned(), |p| format!("{}.{}%", p / 10, p % 10))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn figure([key, name, unit, formula]: [&str; 4], [counted_kind, others_kind]: [&str; 2], all: Vec<(bool, Counted)>) -> Figure {
    let (counted, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(hit, _)| *hit);
    let (part, whole) = (count(counted.len()), count(counted.len() + others.len()));
    let only = |list: Vec<(bool, Counted)>| list.into_iter().map(|(_, c)| c).collect();
    Figure {
        key: key.into(),
        name: name.into(),
        part,
        whole,
        unit: unit.into(),
        permille: permille(part, whole),
        formula: formula.into(),
        counted_as: format!("计入：{counted_kind}"),
        others_as: format!("其余：{others_kind}"),
        counted: only(counted),
        others: only(others),
    }
}

/// A post filled by competition, as its 选拔方式 says.
#[must_use]
pub fn is_competitive(post: &PostContent) -> bool {
    COMPETITIVE.iter().any(|word| post.method.contains(word))
}

fn person(case: &Case, view: &CaseView<'_>, candidate: &Candidate, more: &str) -> Counted {
    let c = &candidate.content;
    let to = if c.proposed_post.is_empty() { String::new() } else { format!("，拟任{}", c.proposed_post) };
    let more = if more.is_empty() { String::new() } else { format!("（{more}）") };
    Counted {
        words: format!("{}{to}{more}", view.name(candidate.id)),
        place: place(case, Some(candidate.id), None),
        records: grounds(view, candidate.id),
        abroad: None,
    }
}

/// The records a person's standing in the batch rests on: decision and letter of appointment; of whoever has come less far, the
/// latest that speak of him or her.
fn grounds(view: &CaseView<'_>, candidate: CandidateId) -> Vec<RecordId> {
    let of = |m: Milestone| view.milestone_records(m, candidate).map(|(_, r)| r.id);
    let settled: Vec<RecordId> = of(Milestone::AppointmentDecision).chain(of(Milestone::AppointmentNotice)).collect();
    if !settled.is_empty() {
        return settled;
    }
    let mut steps = view.case.catalogue.steps.iter().rev().map(|s| view.records_for(&s.key, candidate).map(|r| r.id).collect());
    steps.find(|records: &Vec<RecordId>| !records.is_empty()).unwrap_or_default()
}

/// The records that say who was considered for a post: the list of nominees, else of the recommendation, else of the nominations.
fn rivals_of(view: &CaseView<'_>, post: PostId) -> Vec<RecordId> {
    let rivals: Vec<CandidateId> = view.candidates().iter().filter(|c| c.content.post == Some(post)).map(|c| c.id).collect();
    let of = |m: Milestone| {
        let records = rivals.iter().flat_map(|c| view.milestone_records(m, *c)).map(|(_, r)| r.id);
        records.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    let lists = [Milestone::NomineesFixed, Milestone::Recommendation].map(of);
    let earlier = || rivals.iter().flat_map(|c| grounds(view, *c)).collect::<BTreeSet<_>>().into_iter().collect();
    lists.into_iter().find(|records| !records.is_empty()).unwrap_or_else(earlier)
}

/// The shares of the batches given.
#[must_use]
pub fn statistics(all: &[Case], year: Option<i32>) -> Statistics {
    let mut years: Vec<i32> = all.iter().map(year_of).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let cases: Vec<&Case> = all.iter().filter(|c| year.is_none_or(|y| year_of(c) == y)).collect();
    let views: Vec<(&Case, CaseView<'_>)> = cases.iter().map(|c| (*c, CaseView::new(c))).collect();
    let mut competitive = Vec::new();
    let mut exchanged = Vec::new();
    let mut differential = Vec::new();
    let mut outcomes: Vec<(Outcome, Vec<Counted>)> =
        [Outcome::Open, Outcome::Appointed, Outcome::NotAppointed, Outcome::Deferred].map(|o| (o, Vec::new())).into();
    for (case, view) in &views {
        for candidate in view.candidates() {
            let c = &candidate.content;
            if let Some((_, list)) = outcomes.iter_mut().find(|(o, _)| *o == c.outcome) {
                list.push(person(case, view, candidate, ""));
            }
            if c.outcome != Outcome::Appointed {
                continue;
            }
            if matches!(c.movement, Movement::Promotion | Movement::Lateral) {
                exchanged.push((c.movement == Movement::Lateral, person(case, view, candidate, c.movement.name())));
            }
            let post = view.post(candidate.id);
            let method = post.map(|p| p.method.clone()).unwrap_or_default();
            let method = if method.is_empty() { "选拔方式没有登记".to_owned() } else { method };
            competitive.push((post.is_some_and(is_competitive), person(case, view, candidate, &method)));
        }
        for post in &case.posts {
            let rivals = case.candidates.iter().filter(|c| c.content.post == Some(post.id)).count();
            let seats = post.content.seats.max(1);
            if rivals == 0 {
                continue;
            }
            let words = format!("{}{}：职数{seats}，人选{rivals}", post.content.unit, post.content.title);
            // 职数 is entered with the post.
            let place = place(case, None, None).field("核定职数");
            differential.push((count(rivals) > seats, Counted { words, place, records: rivals_of(view, post.id), abroad: None }));
        }
    }
    let bars = outcomes.into_iter().map(|(o, list)| Bar { name: o.name().into(), count: count(list.len()), counted: list });
    let mut spreads =
        vec![Spread { key: "outcome".into(), name: "人选结果".into(), unit: "人".into(), bars: bars.collect() }];
    spreads.extend(views.iter().flat_map(|(case, view)| satisfaction(case, view)));
    Statistics {
        year,
        years,
        batches: cases
            .iter()
            .map(|c| Counted {
                words: c.batch.content.name.clone(),
                place: place(c, None, None),
                records: Vec::new(),
                abroad: None,
            })
            .collect(),
        figures: vec![
            figure(
                [
                    "competitive",
                    "竞争性选拔占比",
                    "人",
                    "已任用的人选中，岗位选拔方式为公开选拔、竞争上岗、公开遴选等的人数，除以已任用人数",
                ],
                ["竞争性选拔", "其他方式"],
                competitive,
            ),
            figure(
                ["differential", "差额比例", "个岗位", "人选多于职数的岗位数，除以有人选的岗位数"],
                ["差额", "等额"],
                differential,
            ),
            figure(
                ["exchange", "平级调整、交流占比", "人", "已任用的提任和平级调整、交流人选中，平级调整、交流的人数"],
                ["平级调整、交流", "提任"],
                exchanged,
            ),
        ],
        spreads,
    }
}

/// 满意度: score tables of ballots whose title speaks of 满意, 信任 or 评议, added up by grade.
fn satisfaction(case: &Case, view: &CaseView<'_>) -> Vec<Spread> {
    let mut out = Vec::new();
    for record in &case.records {
        let RecordBody::Ballot(ballot) = &record.content.body else { continue };
        let of = |title: &str| ["满意", "信任", "评议"].iter().any(|word| title.contains(word));
        for (number, table) in ballot.tables.iter().enumerate().filter(|(_, t)| of(&t.title)) {
            let bars = table.grades.iter().enumerate().map(|(at, grade)| {
                let rows = table.rows.iter().filter_map(|row| Some((row, row.counts.get(at).copied().flatten()?)));
                let counted = rows.clone().map(|(row, n)| Counted {
                    words: format!("{}：{grade}{n}票（{}）", row.name, view.call(record)),
                    place: place(case, None, Some(record)),
                    records: vec![record.id],
                    abroad: None,
                });
                Bar { name: grade.clone(), count: rows.clone().map(|(_, n)| n).sum(), counted: counted.collect() }
            });
            out.push(Spread {
                key: format!("satisfaction-{}-{number}", record.id),
                // Two tables of one title in one batch are told apart by their records.
                name: format!("{}（{}，记录{}）", table.title, case.batch.content.name, record.id),
                unit: "票".into(),
                bars: bars.collect(),
            });
        }
    }
    out
}
