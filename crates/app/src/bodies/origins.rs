//! Where each figure of a filled form comes from.

use std::collections::BTreeSet;

use jishi_core::case::Case;
use jishi_core::catalogue::Step;
use jishi_core::explain::{self, Figure, Filled};
use jishi_core::forms::{self, Subject};
use jishi_core::id::{BatchId, CandidateId, HandoverId, RecordId};
use jishi_forms::form::FormSpec;

use crate::bodies::forms::{REPORT, REPORT_NAME, batch_of, filled, find, needs};
use crate::bodies::{cases, judgement};
use crate::dto::{FormOrigin, FormRequest, PersonOrigin};
use crate::error::Result;
use crate::{App, Progress};

/// Every figure of the first sheet, as the preview shows it first. An empty form has none.
pub(crate) fn of_form(app: &App, request: FormRequest, _: &dyn Progress) -> Result<Vec<FormOrigin>> {
    if request.blank {
        return Ok(Vec::new());
    }
    if request.form == REPORT || request.form == REPORT_NAME {
        return of_report(app, &request);
    }
    let spec = find(app, &request.form)?;
    if let Some(id) = request.handover.filter(|_| spec.subject == Subject::Handover) {
        return of_handover(app, &spec, &request, id);
    }
    let case = cases::case(app, batch_of(app, &request)?)?;
    let (sheets, _) = filled(app, &spec, &request)?;
    let Some(sheet) = sheets.first() else { return Ok(Vec::new()) };
    let Some(tree) = sheet.trees.first() else { return Ok(Vec::new()) };
    let about = Filled { subject: spec.subject, candidate: sheet.candidate, record: sheet.record, materials: &spec.materials };
    let findings = if spec.subject == Subject::Batch { judgement::findings(app, &case)? } else { Vec::new() };
    let printed: Vec<(Option<String>, String)> = spec.printed().into_iter().map(|p| (p.list, p.name)).collect();
    Ok(explain::figures(&case, about, tree, &printed, &findings).into_iter().map(|f| told(&case, f)).collect())
}

/// A 交接单 may hold packages of several batches: each row leads to the records of its own package, a sum to those of all.
fn of_handover(app: &App, spec: &FormSpec, request: &FormRequest, id: HandoverId) -> Result<Vec<FormOrigin>> {
    let (_, content) = app.store().handover(id)?;
    let register = app.store().packages(None)?;
    let mut within: Vec<(String, Vec<RecordId>)> = Vec::new();
    for package in &content.packages {
        let sealed = register.iter().find(|r| r.content.seal_sha256 == package.seal_sha256);
        let words = format!("案卷包“{}”（封签号{}，{}）", package.name, package.seal_no, package.batch);
        let records = match sealed {
            Some(sealed) => {
                let case = cases::case(app, BatchId(sealed.batch))?;
                explain::of_volume(&case, sealed.content.candidate.map(CandidateId))
            }
            None => Vec::new(),
        };
        within.push((words, records));
    }
    let (sheets, _) = filled(app, spec, request)?;
    let Some(tree) = sheets.first().and_then(|s| s.trees.first()) else { return Ok(Vec::new()) };
    let of_all: BTreeSet<RecordId> = within.iter().flat_map(|(_, records)| records.iter().copied()).collect();
    let mut found = Vec::new();
    let mut lists: BTreeSet<String> = BTreeSet::new();
    for printed in spec.printed() {
        let Some(list) = printed.list else {
            let value = tree.text(&printed.name).trim().to_owned();
            let (words, records) = if printed.name.ends_with("总计") || printed.name.ends_with("总数") || printed.name == "数据量"
            {
                ("交接单上各案卷包的合计".to_owned(), of_all.iter().copied().collect())
            } else {
                ("交接单的登记".to_owned(), Vec::new())
            };
            if !value.is_empty() {
                found.push(FormOrigin { field: printed.name, value, words, records, person: None });
            }
            continue;
        };
        if !lists.insert(list.clone()) {
            continue;
        }
        for (index, (row, (words, records))) in tree.rows(&list).iter().zip(&within).enumerate() {
            let value = [row.text("卷名"), row.text("封签号")]
                .iter()
                .map(|t| t.trim())
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("，");
            let field = format!("{list} 第{}行", index + 1);
            found.push(FormOrigin { field, value, words: words.clone(), records: records.clone(), person: None });
        }
    }
    Ok(found)
}

/// What stands above the steps of the report, by the names of the fields of a candidate.
const HEAD: [&str; 25] = [
    "单位",
    "批次名称",
    "批次号",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "籍贯",
    "出生地",
    "入党时间",
    "政治面貌",
    "参加工作时间",
    "健康状况",
    "专业技术职务",
    "熟悉专业",
    "学历学位",
    "现任职务",
    "任现职时间",
    "拟任职务",
    "拟免职务",
    "选任结果",
    "条例版本",
    "目录名称",
    "目录版本",
    "制表日期",
];

/// The report has a head and a row for each step.
fn of_report(app: &App, request: &FormRequest) -> Result<Vec<FormOrigin>> {
    let case = cases::case(app, batch_of(app, request)?)?;
    let candidate = request.candidate.or(case.candidates.first().map(|c| c.id)).ok_or_else(|| needs("人选"))?;
    let of = |step: &Step| {
        let origin = explain::field(&case, Some(candidate), &step.key).filter(|o| !o.records.is_empty())?;
        Some(told(&case, Figure { name: case.catalogue.step_label(&step.key), value: String::new(), origin }))
    };
    let about = Filled { subject: Subject::Candidate, candidate: Some(candidate), record: None, materials: &[] };
    let tree = forms::candidate(&case, candidate).ok_or_else(|| needs("人选"))?;
    let head: Vec<(Option<String>, String)> = HEAD.iter().map(|name| (None, (*name).to_owned())).collect();
    let head = explain::figures(&case, about, &tree, &head, &[]).into_iter().map(|f| told(&case, f));
    Ok(head.chain(case.catalogue.steps.iter().filter_map(of)).collect())
}

fn told(case: &Case, figure: Figure) -> FormOrigin {
    let person = figure.origin.person.and_then(|id| case.persons.iter().find(|p| p.id == id));
    FormOrigin {
        field: figure.name,
        value: figure.value,
        words: figure.origin.words,
        records: figure.origin.records,
        person: person.map(|p| PersonOrigin { id: p.id, name: p.content.name.clone(), revision: p.revision }),
    }
}
