//! The ten points of acceptance: most rest on the checks of the batch, some only a person can answer.

use std::collections::BTreeSet;

use super::{Examined, Item, Said, Way};
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::metadata::ROSTER;
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

/// What refers to the other volumes and finds nothing there, or is referred to from them and is not here: each volume tells its own side.
fn unanswered(examined: &Examined<'_>) -> Vec<String> {
    let plan = examined.plan;
    let originals: BTreeSet<&str> =
        examined.beside.iter().flat_map(|p| &p.items).filter(|i| !i.extract).map(|i| i.archive_no.as_str()).collect();
    let mut found = Vec::new();
    for of in examined.beside.iter().filter(|p| p.candidate == plan.candidate || plan.candidate.is_none()) {
        let lost = of.items.iter().filter(|i| i.extract && !i.see_also.is_empty() && !originals.contains(i.see_also.as_str()));
        found.extend(lost.map(|i| format!("《{}》{}的原件 {} 哪一卷里都没有", of.title, super::called(i), i.see_also)));
    }
    if plan.candidate.is_none() {
        let has = |id| examined.beside.iter().any(|p| p.candidate == Some(id));
        let name = |id| examined.case.persons.iter().find(|p| p.id == id).map_or("", |p| p.content.name.as_str());
        let without = examined.case.candidates.iter().filter(|c| !has(c.id));
        found.extend(without.map(|c| format!("{}没有个人卷，名册里对不上", name(c.content.person))));
        if !examined.paths.iter().any(|p| p == ROSTER) {
            found.push("没有批次人员名册与案卷对照".to_owned());
        }
    }
    found
}

/// The pages of a volume run through when each 件 has some.
fn continuous_pages(examined: &Examined<'_>) -> Said {
    let plan = examined.plan;
    let none = plan.items.iter().filter(|i| i.pages == 0);
    let mut found: Vec<String> = none.map(|i| format!("{}没有页数，以后各件的页号接不上", super::called(i))).collect();
    let sum: u32 = plan.items.iter().map(|i| i.pages).sum();
    if sum != plan.total_pages {
        found.push(format!("各件页数合计{sum}页，全卷写的是{}页", plan.total_pages));
    }
    Said::list(&found, format!("共{}件、{}页，页号1—{}相连", plan.total_items, plan.total_pages, plan.total_pages))
}

/// The catalogue against the volume 件 by 件; pages of files that differ from it are told to whoever holds the paper.
fn as_catalogued(examined: &Examined<'_>) -> Said {
    let (plan, directory) = (examined.plan, examined.lists.1);
    let told: Vec<u32> = directory
        .split("<页数>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</页数>").map(|(pages, _)| pages.trim().parse().unwrap_or_default()))
        .collect();
    let own: Vec<u32> = plan.items.iter().map(|i| i.pages).collect();
    if told != own {
        let at = own.iter().zip(&told).position(|(a, b)| a != b).unwrap_or(own.len().min(told.len()));
        return Said::bad(format!("目录列{}件，卷内{}件，第{}件起件数或页数对不上", told.len(), own.len(), at + 1));
    }
    let differs = plan.items.iter().filter_map(|item| {
        let files: Vec<&super::ExaminedFile> = examined.files.iter().filter(|f| f.item == item.key).collect();
        let seen: u32 = files.iter().map(|f| f.pages).sum::<Option<u32>>()?;
        let comparable = !files.is_empty() && item.shown().count() == item.parts.len();
        (comparable && seen != item.pages).then(|| format!("{}目录{}页，电子文件{seen}页", super::called(item), item.pages))
    });
    let differs: Vec<String> = differs.collect();
    let more = match differs.as_slice() {
        [] => String::new(),
        [first, ..] => format!("；页数与电子文件不同的{}件，请对照纸质件：{first}", differs.len()),
    };
    Said::good(format!("目录{}件，各件页数合计{}页，与卷内逐件相符{more}", own.len(), own.iter().sum::<u32>()))
}

pub(super) fn judge(examined: &Examined<'_>, item: &Item) -> Said {
    let plan = examined.plan;
    match item.code.as_str() {
        "6" => return continuous_pages(examined),
        "7" => return as_catalogued(examined),
        _ => {}
    }
    if item.way == Way::Person {
        return Said::good(match item.code.as_str() {
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
            let lone: Vec<String> = lone.into_iter().chain(unanswered(examined)).collect();
            let names = match (plan.candidate, examined.beside.iter().filter(|p| p.candidate.is_some()).count()) {
                (None, of) => format!("，本批次{of}卷个人卷列在批次人员名册里，它们的摘录所指的原件都在"),
                (Some(_), _) => "，所指的原件都在".to_owned(),
            };
            Said::list(&lone, format!("{}个档号各不相同，摘录都写明原件所在{names}", plan.items.len()))
        }
        "9" if found.is_empty() => Said::good("报告表在排卷时由记录生成"),
        _ => Said::list(&found, "有关的校验都做过，没有错和警".to_owned()),
    }
}
