//! The ten points of acceptance: most rest on the checks of the batch, some only a person can answer.

use super::{Examined, Item, Said, Way};
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::report;

/// The findings of an item that concern this volume: in a personal volume those of the person and those of the whole batch, but for
/// records that name others only.
fn mine<'a>(examined: &'a Examined<'_>, item: &'a Item) -> impl Iterator<Item = &'a Finding> {
    let whose = examined.plan.candidate;
    let named = |f: &Finding| examined.case.records.iter().find(|r| Some(r.id) == f.place.record).map(|r| &r.content.candidates);
    let of_others = move |f: &Finding, me: CandidateId| named(f).is_some_and(|them| !them.is_empty() && !them.contains(&me));
    examined.findings.iter().filter(move |f| {
        f.level != Level::Note
            && item.checks.contains(&f.code)
            && whose.is_none_or(|me| f.place.candidate.map_or(!of_others(f, me), |of| of == me))
    })
}

pub(super) fn judge(examined: &Examined<'_>, item: &Item) -> Said {
    let plan = examined.plan;
    if item.way == Way::Person {
        return Said::good(match item.code.as_str() {
            "6" => format!("共{}件、{}页", plan.total_items, plan.total_pages),
            "7" => {
                let sum: u32 = plan.items.iter().map(|i| i.pages).sum();
                format!("目录{}件，各件页数合计{sum}页", plan.items.len())
            }
            "10" if examined.arranger.is_empty() && examined.checker.is_empty() => String::new(),
            "10" => format!("整理人{}，检查人{}", examined.arranger, examined.checker),
            _ => String::new(),
        });
    }
    let found: Vec<String> = mine(examined, item)
        .map(|f| {
            // In a personal volume nobody else is named.
            plan.candidate.map_or_else(|| f.message.clone(), |c| report::only_of(examined.case, &f.message, c))
        })
        .collect();
    match item.code.as_str() {
        "8" if found.is_empty() => {
            let lone: Vec<String> = plan
                .items
                .iter()
                .filter(|i| i.extract && !i.remark.contains("原件见"))
                .map(|i| format!("{}是摘录，没有写原件在哪里", super::called(i)))
                .collect();
            Said::list(&lone, format!("{}个档号各不相同，摘录都写明原件所在", plan.items.len()))
        }
        "9" if found.is_empty() => Said::good("报告表在排卷时由记录生成"),
        _ => Said::list(&found, "有关的校验都做过，没有错和警".to_owned()),
    }
}
