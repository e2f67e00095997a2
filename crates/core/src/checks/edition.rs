//! V40 版本适用: whether the rules chosen cover the days they are applied to.

use super::judge::Judge;
use super::view::happened;
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::rules::choice_place;

/// What there is to say of the choice, and each step done after the edition of the beginning had ended.
pub(super) fn v40(j: &Judge<'_, '_>) -> Vec<Finding> {
    let rules = j.rules.first();
    let level = if rules.checks.contains_key("V40") { rules.level("V40") } else { Level::Warning };
    let basis = if rules.basis("V40").is_empty() { "按规则包的有效期适用" } else { rules.basis("V40") };
    let mut found: Vec<Finding> = Vec::new();
    if rules.checks.get("V40").is_some_and(|r| !r.check.enabled) {
        return found;
    }
    for (message, remedy) in &j.rules.remarks {
        let place = choice_place(j.view.place());
        found.push(Finding::new("V40", level, place, message.clone()).basis(basis).remedy(*remedy));
    }
    if let Some(level) = rules
        .named_level("V40", "missing")
        .filter(|_| j.view.case.batch.content.started.is_none() && !j.extent.part && !j.extent.by_hand)
    {
        let message = "本批次没有填写动议日期，无法核对适用的规则版次".to_owned();
        let place = j.view.place().field("动议日期");
        found.push(Finding::new("V40", level, place, message).basis(basis).remedy("请在批次信息里补填动议日期"));
    }
    for step in &j.view.case.catalogue.steps {
        let late = j.view.records(&step.key).iter().find_map(|r| {
            let day = happened(r)?;
            j.rules.later(day).map(|(from, edition)| (*r, day, from, edition))
        });
        let Some((record, day, from, edition)) = late else { continue };
        let message = format!(
            "{}：{}发生，已在{edition}版施行（{}）之后，这一步按{edition}版校验，批次开始时用的是{}版",
            j.view.call(record),
            day.chinese(),
            PartialDate::Day(from).chinese(),
            rules.edition
        );
        let place = choice_place(j.view.place_of(record));
        let remedy = "请核对；需要整批改用一个版次的，在批次信息里改选并写明理由";
        found.push(Finding::new("V40", level, place, message).basis(basis).remedy(remedy));
    }
    found
}
