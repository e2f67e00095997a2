//! Where each figure of a filled form comes from.

use jishi_core::case::Case;
use jishi_core::catalogue::Step;
use jishi_core::explain::{self, Figure, Filled};
use jishi_core::forms::Subject;

use crate::bodies::batches;
use crate::bodies::forms::{REPORT, REPORT_NAME, batch_of, filled, find, needs};
use crate::dto::{FormOrigin, FormRequest, PersonOrigin};
use crate::error::Result;
use crate::{App, Progress};

/// Every figure of the first sheet, as the preview shows it first. An empty form has none, nor has what lies in a 交接单 of several
/// batches.
pub(crate) fn of_form(app: &App, request: FormRequest, _: &dyn Progress) -> Result<Vec<FormOrigin>> {
    if request.blank {
        return Ok(Vec::new());
    }
    if request.form == REPORT || request.form == REPORT_NAME {
        return of_report(app, &request);
    }
    let spec = find(app, &request.form)?;
    if request.handover.is_some() && spec.subject == Subject::Handover {
        return Ok(Vec::new());
    }
    let case = batches::case(app, batch_of(app, &request)?)?;
    let (sheets, _) = filled(app, &spec, &request)?;
    let Some(sheet) = sheets.first() else { return Ok(Vec::new()) };
    let Some(tree) = sheet.trees.first() else { return Ok(Vec::new()) };
    let about = Filled { subject: spec.subject, candidate: sheet.candidate, record: sheet.record };
    let findings = if spec.subject == Subject::Batch { batches::findings(app, &case)? } else { Vec::new() };
    let printed: Vec<(Option<String>, String)> = spec.printed().into_iter().map(|p| (p.list, p.name)).collect();
    Ok(explain::figures(&case, about, tree, &printed, &findings).into_iter().map(|f| told(&case, f)).collect())
}

/// The report has a row for each step.
fn of_report(app: &App, request: &FormRequest) -> Result<Vec<FormOrigin>> {
    let case = batches::case(app, batch_of(app, request)?)?;
    let candidate = request.candidate.or(case.candidates.first().map(|c| c.id)).ok_or_else(|| needs("人选"))?;
    let of = |step: &Step| {
        let origin = explain::field(&case, Some(candidate), &step.key).filter(|o| !o.records.is_empty())?;
        Some(told(&case, Figure { name: case.catalogue.step_label(&step.key), value: String::new(), origin }))
    };
    Ok(case.catalogue.steps.iter().filter_map(of).collect())
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
