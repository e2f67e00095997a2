//! Which volumes stand sealed already, and under which seal. What is sealed stays: a second package of a volume is a new version that
//! somebody asked for, so sealing names them all before anything is numbered, and the preview shows them.

use jishi_core::arrange::VolumePlan;
use jishi_core::id::BatchId;
use jishi_store::PackageEntry;

use crate::App;
use crate::bodies::courses;
use crate::error::{AppError, Result};

/// The seal a volume stands under.
pub(crate) struct Standing<'p> {
    pub(crate) seal_no: String,
    /// The package of that seal, when the register knows it.
    pub(crate) package: Option<&'p PackageEntry>,
}

impl Standing<'_> {
    /// As it is said: with its day, when the register knows it.
    pub(crate) fn words(&self) -> String {
        let day = self.package.and_then(|p| p.content.sealed_at.get(..10));
        day.map_or_else(|| self.seal_no.clone(), |day| format!("{}（{day}）", self.seal_no))
    }
}

/// The seal a volume stands under; None when it may be sealed: never was, or a new version of it is open. Packages of earlier programs
/// have no course and are known by the register alone.
pub(crate) fn standing<'p>(
    app: &App,
    batch: BatchId,
    packages: &'p [PackageEntry],
    plan: &VolumePlan,
) -> Result<Option<Standing<'p>>> {
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
    let package = packages.iter().rfind(is);
    let seal_no = package.map(|p| p.content.seal_no.clone()).or_else(|| row.map(|_| course.seal_no));
    Ok(seal_no.map(|seal_no| Standing { seal_no, package }))
}

/// The package a volume stands sealed in, when the register knows it.
pub(crate) fn package<'p>(
    app: &App,
    batch: BatchId,
    packages: &'p [PackageEntry],
    plan: &VolumePlan,
) -> Result<Option<&'p PackageEntry>> {
    Ok(standing(app, batch, packages, plan)?.and_then(|s| s.package))
}

/// Refuses volumes that stand sealed, naming each with its seal, and says which are still to be sealed.
pub(crate) fn refuse(app: &App, batch: BatchId, plans: &[VolumePlan], chosen: &[(usize, &VolumePlan)]) -> Result<()> {
    let packages = app.store().packages(Some(batch))?;
    let (mut sealed, mut open) = (Vec::new(), Vec::new());
    for (index, plan) in plans.iter().enumerate().filter(|(_, plan)| !plan.items.is_empty()) {
        match standing(app, batch, &packages, plan)? {
            Some(seal) if chosen.iter().any(|(at, _)| *at == index) => {
                sealed.push(format!("《{}》已封存于 {}", plan.title, seal.words()));
            }
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

#[cfg(test)]
mod tests {
    use jishi_store::PackageContent;

    use super::*;

    #[test]
    fn a_seal_is_said_with_its_day_and_stays_whole_whatever_stands_in_it() {
        let content: PackageContent = serde_json::from_value(serde_json::json!({
            "seal_no": "Z109（二）-2026-0003", "sealed_at": "2026-07-20T09:00:00+08:00", "title": "", "path": "", "items": 0,
            "files": 0, "bytes": 0, "seal_sha256": "", "previous": "", "override_reason": "" }))
        .unwrap();
        let entry = PackageEntry { batch: 1, content };
        let known = Standing { seal_no: entry.content.seal_no.clone(), package: Some(&entry) };
        assert_eq!(known.words(), "Z109（二）-2026-0003（2026-07-20）");
        assert_eq!(Standing { package: None, ..known }.words(), "Z109（二）-2026-0003");
    }
}
