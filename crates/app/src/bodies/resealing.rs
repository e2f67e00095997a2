//! Sealing a volume a second time: which volumes stand sealed already, under which seal, and the refusal to do it unasked. Two packages
//! of one volume bear the same 档号; the register keeps both, so it must have been wanted.

use jishi_core::arrange::VolumePlan;
use jishi_store::{PackageContent, PackageEntry};

use crate::error::{AppError, Result};

/// The packages a volume was sealed into, the oldest first. Rows of earlier programs name no candidate and go by the title.
pub(crate) fn sealed_as<'a>(packages: &'a [PackageEntry], plan: &VolumePlan) -> Vec<&'a PackageContent> {
    let is = |content: &PackageContent| match (plan.candidate, content.candidate) {
        (Some(own), Some(its)) => own.0 == its,
        (Some(_), None) => content.title == plan.title,
        (None, None) => content.title.ends_with(plan.kind.name()),
        (None, Some(_)) => false,
    };
    packages.iter().map(|p| &p.content).filter(|c| is(c)).collect()
}

/// Refuses volumes that stand sealed, naming each with its seal, and says which are still to be sealed.
pub(crate) fn refuse(packages: &[PackageEntry], plans: &[VolumePlan], chosen: &[(usize, &VolumePlan)]) -> Result<()> {
    let sealed: Vec<String> = chosen
        .iter()
        .filter_map(|(_, plan)| {
            let newest = sealed_as(packages, plan).pop()?;
            let day = newest.sealed_at.get(..10).unwrap_or_default();
            Some(format!("{} 已封存于 {}（{day}）", plan.title, newest.seal_no))
        })
        .collect();
    let Some(first) = sealed.first() else { return Ok(()) };
    let open: Vec<String> = plans
        .iter()
        .enumerate()
        .filter(|(_, plan)| !plan.items.is_empty() && sealed_as(packages, plan).is_empty())
        .map(|(index, _)| index.to_string())
        .collect();
    let message = if sealed.len() <= NAMED {
        sealed.join("；")
    } else {
        format!("{first}，连同它共有 {} 卷已经封存：{}", sealed.len(), sealed.get(1..NAMED).unwrap_or_default().join("；"))
            + " 等"
    };
    let rest = if open.is_empty() {
        "各卷都已封存".to_owned()
    } else {
        format!("还没有封存的是第 {} 卷", open.join("、"))
    };
    let remedy =
        format!("没有封装任何一卷。{rest}；确需再封一份的，请选“再封一份”（命令行加 --again），原来的封签仍留在登记簿里");
    Err(AppError::invalid(message, remedy))
}

/// Volumes named in the refusal; a batch has some dozens.
const NAMED: usize = 20;
