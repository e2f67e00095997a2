//! What the checks find of a case, with the 放行 that stand on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use jishi_core::case::Case;
use jishi_core::checks;
use jishi_core::course::{self, CourseContent, PackageAct, PackageState};
use jishi_core::finding::Finding;
use jishi_core::id::WaiverId;
use jishi_core::likeness;
use jishi_core::waiver;

use crate::App;
use crate::error::Result;

/// What the checks find by the rules that came with the case ([`super::cases::case_on`]), each with the 放行 that stands on it.
pub(crate) fn findings(app: &App, case: &Case) -> Result<Vec<Finding>> {
    // Only here: what other batches say is looked up for a judgement, not for each list and form of the batch.
    let near = app.store().near(case.batch.id)?;
    let whole = |case: &Case| judged(app, case, &checks::Extent::whole(), &likeness::Shapes::default());
    if near.is_empty() { whole(case) } else { whole(&Case { elsewhere: near, ..case.clone() }) }
}

/// The same of a case that holds what other batches say; its texts stay made ready in `shapes` for the next time.
pub(crate) fn judged(app: &App, case: &Case, extent: &checks::Extent, shapes: &likeness::Shapes) -> Result<Vec<Finding>> {
    let mut found = checks::judge_again(case, app.calendar().as_ref(), &case.rules(), extent, shapes);
    lay(app, case, &mut found)?;
    Ok(found)
}

/// The day the volume a finding belongs to was sealed, while no further version of it is being made.
pub(crate) fn closed(app: &App, case: &Case) -> Result<BTreeMap<String, NaiveDate>> {
    let mut newest: BTreeMap<String, CourseContent> = BTreeMap::new();
    for course in app.store().courses(Some(case.batch.id))? {
        let held = newest.get(&course.content.volume).is_some_and(|c| c.version > course.content.version);
        if !held {
            newest.insert(course.content.volume.clone(), course.content);
        }
    }
    let sealed = newest.into_iter().filter(|(_, c)| c.state.is_sealed() && c.state != PackageState::SentBack);
    let day = |c: &CourseContent| {
        let at = c.acts.iter().rfind(|a| a.act == PackageAct::Seal)?.at.get(..10)?.to_owned();
        NaiveDate::parse_from_str(&at, "%Y-%m-%d").ok()
    };
    Ok(sealed.filter_map(|(volume, c)| Some((volume, day(&c)?))).collect())
}

pub(crate) fn closed_on(closed: &BTreeMap<String, NaiveDate>, finding: &Finding) -> Option<NaiveDate> {
    closed.get(&course::volume_of(finding.place.candidate)).copied()
}

/// Writes the 放行 onto the findings, and tells of those that may not stand.
pub(crate) fn lay(app: &App, case: &Case, findings: &mut Vec<Finding>) -> Result<()> {
    let waivers = app.store().waivers(case.batch.id)?;
    if waivers.is_empty() {
        return Ok(());
    }
    let closed = closed(app, case)?;
    let told = waiver::unsound(&waivers, case, case.rules().first(), &|f| closed_on(&closed, f));
    let barred: Vec<WaiverId> = told.iter().map(|(w, _)| w.id).collect();
    for (_, finding) in told {
        if !findings.iter().any(|f| f.bare() == finding) {
            findings.push(finding);
        }
    }
    waiver::apply(findings, &waivers, &barred);
    Ok(())
}
