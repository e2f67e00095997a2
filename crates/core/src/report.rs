//! What the 《干部选拔任用工作全程纪实报告表》 of one person says, merged from the batch's and the person's records (design, idea 3).
//! No layout: `jishi-forms` draws it.

mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::{Case, StepState};
use crate::catalogue::Step;
use crate::checks::CaseView;
use crate::date::PartialDate;
use crate::id::CandidateId;
use crate::person::PersonContent;
use crate::record::{self, Record};
use crate::rules::RuleBook;

/// The paper, as the catalogue names it.
pub(crate) const NAME: &str = "干部选拔任用工作全程纪实报告表";

/// One of the 44 rows, or a further line of it when a step holds several records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportRow {
    /// Number of the step in the catalogue, from 1.
    pub no: u32,
    /// `S12`
    pub step: String,
    pub step_name: String,
    pub item_name: String,
    pub state: StepState,
    /// 时间 as printed.
    pub time: String,
    pub place: String,
    /// 操作情况, or 不适用 with its reason, or 缺失 / 未进入本环节.
    pub done: String,
    pub mode: String,
    pub responsible: String,
    /// 材料: names with pages, one line each.
    pub materials: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportStage {
    pub name: String,
    pub rows: Vec<ReportRow>,
}

/// Everything the report prints, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Report {
    pub unit: String,
    pub batch_name: String,
    pub batch_number: String,
    /// 文书档案编码 (档号); empty before numbering.
    pub archive_no: String,
    pub person: PersonContent,
    /// 中共党员 and the like.
    pub political_status: String,
    pub current_post: String,
    pub current_post_since: String,
    pub proposed_post: String,
    pub removed_post: String,
    pub outcome: String,
    pub stages: Vec<ReportStage>,
    pub catalogue_name: String,
    pub catalogue_version: String,
    /// 规则版次 as printed in the foot.
    pub edition: String,
    /// Day the report was made, ISO; goes into the PDF's metadata, so the same input gives the same bytes.
    pub made_on: String,
}

/// A record in words as far as it concerns one candidate: of votes only the own line, of opinions only those on him or her.
#[must_use]
pub fn told(case: &Case, record: &Record, candidate: CandidateId) -> String {
    let view = CaseView::new(case);
    words::done(record, candidate, view.name(candidate), &others(&view, candidate))
}

/// What an extract for the personal volume says: as [`told`], with the text itself, which says what was found or thought.
#[must_use]
pub fn extract(case: &Case, record: &Record, candidate: CandidateId) -> String {
    let view = CaseView::new(case);
    words::whole(record, candidate, view.name(candidate), &others(&view, candidate))
}

/// Names of everyone the batch has or had beside one candidate, those that were taken back too; a namesake is told apart by nothing.
fn others<'a>(view: &CaseView<'a>, candidate: CandidateId) -> Vec<&'a str> {
    let standing = view.candidates().iter().map(|c| view.name(c.id));
    let gone = view.case.gone.iter().map(String::as_str);
    standing.chain(gone).filter(|n| *n != view.name(candidate)).collect()
}

/// A text as far as it may stand in a paper of one candidate: the names of the others give way.
#[must_use]
pub fn only_of(case: &Case, text: &str, candidate: CandidateId) -> String {
    only_of_view(&CaseView::new(case), text, candidate)
}

fn only_of_view(view: &CaseView<'_>, text: &str, candidate: CandidateId) -> String {
    words::without_others(text, view.name(candidate), &others(view, candidate))
}

/// The report of one candidate: every step of the catalogue in at least one row, one more for each further record.
///
/// None when the case has no such candidate, or nobody is known behind the candidate. The 身份证号 is left out: the report prints
/// it nowhere (domain.md §5).
#[must_use]
pub fn build(case: &Case, candidate: CandidateId, made_on: NaiveDate, archive_no: &str) -> Option<Report> {
    let content = &case.candidates.iter().find(|c| c.id == candidate)?.content;
    let person = case.persons.iter().find(|p| p.id == content.person)?;
    let view = CaseView::new(case);
    let catalogue = &case.catalogue;
    let stage = |stage: &crate::catalogue::Stage| ReportStage {
        name: stage.name.clone(),
        rows: catalogue
            .steps
            .iter()
            .filter(|s| catalogue.stage_of(&s.key).is_some_and(|x| x.key == stage.key))
            .flat_map(|s| rows(&view, s, candidate))
            .collect(),
    };
    let batch = &case.batch.content;
    Some(Report {
        unit: batch.unit.clone(),
        batch_name: batch.name.clone(),
        batch_number: batch.number.clone(),
        archive_no: archive_no.to_owned(),
        political_status: crate::lrmx::political_status(&person.content),
        current_post: content.current_post.clone(),
        current_post_since: person.content.current_post_since.clone(),
        proposed_post: content.proposed_post.clone(),
        removed_post: content.removed_post.clone(),
        outcome: content.outcome.name().to_owned(),
        person: PersonContent { id_number: String::new(), ..person.content.clone() },
        stages: catalogue.stages.iter().map(stage).collect(),
        catalogue_name: catalogue.name.clone(),
        catalogue_version: catalogue.version.clone(),
        edition: RuleBook::builtin().pack(&batch.edition).map_or_else(|| batch.edition.clone(), |p| p.name.clone()),
        made_on: made_on.to_string(),
    })
}

/// The empty report: every step of the catalogue with room to write, for a 参考模本.
#[must_use]
pub fn blank(catalogue: &crate::catalogue::Catalogue, made_on: NaiveDate) -> Report {
    let row = |(index, step): (usize, &Step)| ReportRow {
        no: u32::try_from(index + 1).unwrap_or(u32::MAX),
        step: step.key.clone(),
        step_name: step.name.clone(),
        item_name: catalogue.item_of(&step.key).map(|i| i.name.clone()).unwrap_or_default(),
        state: StepState::NotReached,
        time: String::new(),
        place: String::new(),
        done: String::new(),
        mode: step.mode.clone(),
        // The name is signed in by hand.
        responsible: format!("{}\n签名：", step.responsible),
        materials: step.materials.iter().map(|m| m.name.clone()).collect::<Vec<_>>().join("、"),
    };
    let stage = |stage: &crate::catalogue::Stage| ReportStage {
        name: stage.name.clone(),
        rows: catalogue
            .steps
            .iter()
            .enumerate()
            .filter(|(_, s)| catalogue.stage_of(&s.key).is_some_and(|x| x.key == stage.key))
            .map(row)
            .collect(),
    };
    Report {
        unit: String::new(),
        batch_name: String::new(),
        batch_number: String::new(),
        archive_no: String::new(),
        person: PersonContent::default(),
        political_status: String::new(),
        current_post: String::new(),
        current_post_since: String::new(),
        proposed_post: String::new(),
        removed_post: String::new(),
        outcome: String::new(),
        stages: catalogue.stages.iter().map(stage).collect(),
        catalogue_name: catalogue.name.clone(),
        catalogue_version: catalogue.version.clone(),
        edition: String::new(),
        made_on: made_on.to_string(),
    }
}

/// Who answers for a step nobody has recorded yet: whoever the batch charged with it, for the body the catalogue names.
fn responsible(case: &Case, step: &Step) -> String {
    match crate::charge::charged(&case.charges, &step.key) {
        Some(name) => format!("{name}\n（{}）", step.responsible),
        None => step.responsible.clone(),
    }
}

/// Whether the step yields the report.
fn is_of_report(step: &Step) -> bool {
    step.materials.iter().any(|m| m.name == NAME)
}

fn rows(view: &CaseView<'_>, step: &Step, candidate: CandidateId) -> Vec<ReportRow> {
    // The report itself, and the filing, are of those who were stopped before too.
    let of_all = || view.records(&step.key).iter().copied().filter(|r| r.content.candidates.is_empty()).collect::<Vec<_>>();
    let own = if is_of_report(step) { of_all() } else { Vec::new() };
    let state = match view.state(&step.key, Some(candidate)) {
        StepState::NotReached if !own.is_empty() => StepState::Recorded,
        state => state,
    };
    let blank = ReportRow {
        no: view.case.catalogue.step_no(&step.key).unwrap_or(0),
        step: step.key.clone(),
        step_name: step.name.clone(),
        item_name: view.case.catalogue.item_of(&step.key).map(|i| i.name.clone()).unwrap_or_default(),
        state,
        time: String::new(),
        place: String::new(),
        done: String::new(),
        mode: step.mode.clone(),
        responsible: responsible(view.case, step),
        materials: String::new(),
    };
    match state {
        StepState::Recorded => {
            let mut records: Vec<&Record> = view.records_for(&step.key, candidate).collect();
            if records.is_empty() {
                records = own;
            }
            // As it went, not as it was entered; of what began at one time, the first entered comes first.
            records.sort_by_key(|r| (r.content.date.map(PartialDate::first_day), record::words::minutes(&r.content.time), r.id));
            records.into_iter().map(|r| recorded(view, r, candidate, blank.clone())).collect()
        }
        StepState::NotApplicable => vec![match view.not_applicable(&step.key, Some(candidate)) {
            Some(excuse) => ReportRow {
                done: format!("不适用：{}", only_of_view(view, &excuse.reason, candidate)),
                time: excuse.date.chinese(),
                responsible: format!("{}（认定人）", excuse.signer),
                mode: String::new(),
                ..blank
            },
            None => blank,
        }],
        StepState::Missing => vec![ReportRow { done: "缺失".to_owned(), ..blank }],
        StepState::NotReached => vec![ReportRow { done: "未进入本环节".to_owned(), mode: String::new(), ..blank }],
    }
}

fn recorded(view: &CaseView<'_>, record: &Record, candidate: CandidateId, blank: ReportRow) -> ReportRow {
    let content = &record.content;
    let or = |own: &str, usual: String| if own.trim().is_empty() { usual } else { own.trim().to_owned() };
    let who = or(&content.responsible, blank.responsible.replace('\n', ""));
    let name = view.name(candidate);
    let signed = record::words::signatures(&content.signatures);
    let signed = if signed.is_empty() { signed } else { format!("签名：{signed}") };
    ReportRow {
        time: record::words::when(content),
        place: content.place.clone(),
        done: words::done(record, candidate, name, &others(view, candidate)),
        mode: or(&content.mode, blank.mode),
        responsible: if signed.is_empty() { who } else { format!("{who}\n{signed}") },
        materials: view.materials(record.id).iter().map(|m| record::words::material(m)).collect::<Vec<_>>().join("\n"),
        ..blank
    }
}
