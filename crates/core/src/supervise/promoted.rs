//! “一报告两评议”底表: who was newly promoted in a year, with what the assembly is to judge beside each (domain.md, Z35).

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ledger, place};
use crate::case::{Case, Movement, Outcome};
use crate::catalogue::Milestone;
use crate::checks::{CaseView, happened};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::RecordId;

/// The answers of the ballot, as usually printed ([recalled]: compare with the local form).
pub const ANSWERS: [&str; 4] = ["认同", "基本认同", "不认同", "不了解"];

/// What the assembly says of the work of the year as a whole, and its answers ([recalled], likewise).
pub const ITEMS: [&str; 4] = [
    "对选人用人工作的总体评价",
    "对从严管理监督干部的评价",
    "对执行干部选拔任用工作政策法规的评价",
    "对整治选人用人不正之风的评价",
];
pub const GRADES: [&str; 4] = ["好", "较好", "一般", "差"];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Promoted {
    pub name: String,
    pub sex: String,
    pub ethnicity: String,
    /// As the 任免审批表 writes it.
    pub born: String,
    pub education: String,
    pub former_post: String,
    pub new_post: String,
    pub method: String,
    pub decided: Option<PartialDate>,
    /// 任职日期, as the ledger has it.
    pub appointed: Option<PartialDate>,
    /// The records these two days were read from.
    pub decided_by: Vec<RecordId>,
    pub appointed_by: Vec<RecordId>,
    pub batch_name: String,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PromotedList {
    pub year: i32,
    /// Years somebody was promoted in, the newest first.
    pub years: Vec<i32>,
    pub rows: Vec<Promoted>,
    /// Appointed and promoted, but with no day of appointment on record: in no year's list.
    pub undated: Vec<Promoted>,
}

fn of(case: &Case) -> Vec<Promoted> {
    let view = CaseView::new(case);
    let promoted =
        |c: &&&crate::case::Candidate| c.content.outcome == Outcome::Appointed && c.content.movement == Movement::Promotion;
    let row = |c: &&crate::case::Candidate| {
        let person = view.person(c.id).cloned().unwrap_or_default();
        let day = |m: Milestone| {
            let dated = view.milestone_records(m, c.id).filter_map(|(_, r)| Some((happened(r)?, r.id)));
            dated.max_by_key(|(d, _)| d.first_day())
        };
        let decided = day(Milestone::AppointmentDecision);
        let appointed = ledger::appointed(&view, c.id);
        let education = [&person.fulltime_education, &person.inservice_education];
        Promoted {
            name: person.name.clone(),
            sex: person.sex.clone(),
            ethnicity: person.ethnicity.clone(),
            born: person.born.clone(),
            education: education.into_iter().filter(|e| !e.is_empty()).cloned().collect::<Vec<_>>().join("；"),
            former_post: c.content.current_post.clone(),
            new_post: c.content.proposed_post.clone(),
            method: view.post(c.id).map(|p| p.method.clone()).unwrap_or_default(),
            appointed: appointed.date,
            decided: decided.map(|(on, _)| on),
            decided_by: decided.into_iter().map(|(_, record)| record).collect(),
            appointed_by: appointed.records,
            batch_name: case.batch.content.name.clone(),
            place: place(case, Some(c.id), None),
        }
    };
    view.candidates().iter().filter(promoted).map(row).collect()
}

/// Those whose appointment counts from a day of the year; `None`: the newest year there is, else that of `today`.
#[must_use]
pub fn promoted(cases: &[Case], year: Option<i32>, today: i32) -> PromotedList {
    let all: Vec<Promoted> = cases.iter().flat_map(of).collect();
    let of_year = |p: &Promoted| p.appointed.map(|d| d.first_day().year());
    let mut years: Vec<i32> = all.iter().filter_map(of_year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let year = year.or_else(|| years.first().copied()).unwrap_or(today);
    let mut rows: Vec<Promoted> = all.iter().filter(|p| of_year(p) == Some(year)).cloned().collect();
    rows.sort_by_key(|p| p.appointed.map(PartialDate::first_day));
    PromotedList { year, years, rows, undated: all.into_iter().filter(|p| p.appointed.is_none()).collect() }
}
