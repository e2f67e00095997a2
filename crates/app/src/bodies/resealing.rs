//! Which volumes stand sealed already, and under which seal. What is sealed stays: a second package of a volume is a new version that
//! somebody asked for, so sealing names them all before anything is numbered, and the preview shows them.

use jishi_core::arrange::VolumePlan;
use jishi_core::id::BatchId;
use jishi_store::PackageEntry;

use crate::App;
use crate::bodies::courses;
use crate::error::{AppError, Result};

/// The seal a volume stands under, with its day when the register knows it; None when it may be sealed: never was, or a new version of
/// it is open. Packages of earlier programs have no course and are known by the register alone.
pub(crate) fn sealed_as(app: &App, batch: BatchId, packages: &[PackageEntry], plan: &VolumePlan) -> Result<Option<String>> {
    let (row, course) = courses::at(app, batch, plan)?;
    if row.is_some() && !course.state.is_sealed() {
        return Ok(None);
    }
    let is = |p: &&PackageEntry| {
        let content = &p.content;
        match (row, plan.candidate, content.candidate) {
            (Some(_), ..) => content.seal_no == course.seal_no,
            (None, Some(own), Some(its)) => own.0 == its,
            (None, Some(_), None) => content.title == plan.title,
            (None, None, None) => content.title.ends_with(plan.kind.name()),
            (None, None, Some(_)) => false,
        }
    };
    let found = packages.iter().rfind(is);
    let words = found.map(|p| format!("{}（{}）", p.content.seal_no, p.content.sealed_at.get(..10).unwrap_or_default()));
    Ok(words.or_else(|| row.map(|_| course.seal_no)))
}

/// The package a volume stands sealed in, when the register knows it.
pub(crate) fn package<'p>(
    app: &App,
    batch: BatchId,
    packages: &'p [PackageEntry],
    plan: &VolumePlan,
) -> Result<Option<&'p PackageEntry>> {
    let words = sealed_as(app, batch, packages, plan)?;
    let seal = words.as_deref().map(|words| words.split_once('（').map_or(words, |(seal, _)| seal));
    Ok(packages.iter().rfind(|p| seal == Some(p.content.seal_no.as_str())))
}

/// Refuses volumes that stand sealed, naming each with its seal, and says which are still to be sealed.
pub(crate) fn refuse(app: &App, batch: BatchId, plans: &[VolumePlan], chosen: &[(usize, &VolumePlan)]) -> Result<()> {
    let packages = app.store().packages(Some(batch))?;
    let (mut sealed, mut open) = (Vec::new(), Vec::new());
    for (index, plan) in plans.iter().enumerate().filter(|(_, plan)| !plan.items.is_empty()) {
        match sealed_as(app, batch, &packages, plan)? {
            Some(seal) if chosen.iter().any(|(at, _)| *at == index) => sealed.push(format!("《{}》已封存于 {seal}", plan.title)),
            Some(_) => {}
            None => open.push(index.to_string()),
        }
    }
    if sealed.is_empty() {
        return Ok(());
    }
    let more = if sealed.len() > NAMED { format!("；等 {} 卷", sealed.len()) } else { String::new() };
    let named = sealed.get(..NAMED.min(sealed.len())).unwrap_or_default().join("；");
    let rest = if open.is_empty() {
        "各卷都已封存".to_owned()
    } else {
        format!("还没有封存的是第 {} 卷，请只选它们", open.join("、"))
    };
    let remedy = format!("没有封装任何一卷。{rest}；已封存的不再改动，确需更正的请先“立新版本”并写明理由");
    Err(AppError::invalid(format!("{named}{more}"), remedy))
}

/// Volumes named in the refusal; a batch may have hundreds.
const NAMED: usize = 20;
