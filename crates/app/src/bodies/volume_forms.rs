//! Forms of a volume: what fills them before it is sealed, and the papers of the package once it is.

use jishi_core::arrange::ItemSource;
use jishi_core::case::Case;
use jishi_core::forms::{self, NoteOf, Tree};
use jishi_core::inspection;
use jishi_forms::form::{Each, FormSpec};

use crate::bodies::forms::Sheet;
use crate::bodies::{packages, resealing, volumes};
use crate::dto::{ArrangeOptions, FormRequest, PackagePaper, PackagePaperRequest};
use crate::error::{AppError, Result};
use crate::{App, Quiet};

/// The paper of the package a form is, if it is one: what was found and signed at the sealing stands nowhere else.
fn kept(form: &str) -> Option<PackagePaper> {
    match form {
        "item-list" => Some(PackagePaper::List),
        "volume-note" => Some(PackagePaper::Note),
        "acceptance" => Some(PackagePaper::Acceptance),
        "four-natures" => Some(PackagePaper::Inspection),
        _ => None,
    }
}

/// The volumes of the batch as they would be arranged today, those that are sealed as they were sealed. Numbers are given only at the
/// sealing: an item that has none yet prints none.
pub(super) fn sheets(app: &App, spec: &FormSpec, request: &FormRequest, case: &Case) -> Result<Vec<Sheet>> {
    use chrono::Datelike;
    let started = case.batch.content.started.map_or(case.today.year(), |d| d.first_day().year());
    let options = ArrangeOptions { template: "DA/T 22-2015".into(), org: "ZZB".into(), year: started };
    let arranged = volumes::arranged(app, case.batch.id, &options, volumes::Wanted::Pages, None, &Quiet)?;
    let given = app.store().register(case.batch.id)?.given;
    let packages = app.store().packages(Some(case.batch.id))?;
    let mut made = Vec::new();
    let beside = arranged.plans.clone();
    for mut plan in arranged.plans {
        // It names everybody, so nobody's own volume has it.
        if spec.key == "batch-roster" && plan.candidate.is_some() {
            continue;
        }
        if request.candidate.is_some() && plan.candidate != request.candidate {
            continue;
        }
        let open = plan.items.iter().any(|i| !given.contains_key(&i.key));
        for item in plan.items.iter_mut().filter(|i| !given.contains_key(&i.key)) {
            item.archive_no.clear();
            item.no = 0;
        }
        let package = resealing::package(app, case.batch.id, &packages, &plan)?;
        if let Some(package) = package {
            // The report was made on the day of the sealing, not today.
            let day: String = package.content.sealed_at.chars().take(10).filter(char::is_ascii_digit).collect();
            for item in plan.items.iter_mut().filter(|i| matches!(i.source, ItemSource::Generated { .. })) {
                item.date.clone_from(&day);
            }
        }
        let sealed = match (package, kept(&spec.key)) {
            (Some(package), Some(paper)) => {
                let seal = package.content.seal_no.clone();
                // A package that is on its way to the archives stops the papers of no other volume: then it is drawn as it stands today.
                packages::paper(app, PackagePaperRequest { seal: seal.clone(), paper }, &Quiet).ok().map(|bytes| (seal, bytes))
            }
            _ => None,
        };
        plan.recount();
        if open {
            plan.ranges
                .retain(|r| !r.runs.is_empty() && r.runs.iter().all(|(first, last)| !first.is_empty() && !last.is_empty()));
        }
        let trees = match spec.each {
            Some(Each::Item) => forms::stamps(case, &plan),
            Some(Each::Page) => forms::page_stamps(case, &plan),
            Some(Each::Term) => forms::spines(case, &plan),
            None | Some(Each::Person) => {
                let mut tree = forms::volume(case, &plan, NoteOf::default());
                if plan.candidate.is_none() {
                    tree.set_rows("本批案卷", forms::roster(case, &beside, &|key| given.contains_key(key)));
                }
                tree.set_rows("验收", inspection::blank(inspection::acceptance_items()));
                tree.set_rows("检测", inspection::blank(inspection::four_items()));
                vec![tree]
            }
        };
        // A volume without papers has no cover and no spine.
        if trees.is_empty() {
            continue;
        }
        made.push(Sheet { about: plan.title, trees, candidate: plan.candidate, sealed, ..Sheet::of("", Tree::new()) });
    }
    if made.is_empty() {
        return Err(AppError::invalid(format!("没有可以填“{}”的案卷", spec.name), "请先挂接材料"));
    }
    Ok(made)
}
