//! V04 初始提名凭据 and V12 不得列为考察对象: on what paper a candidate came in, and whether anything bars him or her.

use std::collections::BTreeSet;

use super::judge::{Judge, list};
use super::names;
use super::view::happened;
use crate::finding::Finding;
use crate::record::{Nomination, NominationSource, Record, RecordBody, ReviewItem, ReviewTopic, Tick};
use crate::rules::Rules;

/// 组织推荐 by a numbered document whose original is kept; 个人推荐 with the recommender's name under it.
pub(super) fn v04(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let records: Vec<&Record> = j.records("V04").collect();
    for record in &records {
        let RecordBody::Document(document) = &record.content.body else { continue };
        let Some(rules) = j.rules_on("V04", happened(record)) else { continue };
        for nomination in &document.nominations {
            let lacking = lacking(rules, nomination);
            if lacking.is_empty() {
                continue;
            }
            let who = nomination.candidate.map_or("", |c| j.view.name(c));
            let by = if nomination.by.trim().is_empty() { "（未写推荐人）" } else { nomination.by.trim() };
            let kind = match nomination.source {
                NominationSource::Organization => "组织推荐",
                NominationSource::Individual => "个人推荐",
                NominationSource::SelfNomination => "个人自荐",
                NominationSource::Department | NominationSource::Masses => nomination.source.name(),
            };
            let message = format!("{}：{by}对{who}的{kind}没有{}", j.view.call(record), list(lacking));
            let mut place = j.view.place_of(record).field("推荐凭据");
            place.candidate = nomination.candidate.or(place.candidate);
            let remedy = "组织推荐请补文号和原件，个人推荐请由推荐人署名；口头、匿名推荐不予登记";
            found.push(j.say(rules, "V04", rules.level("V04"), place, message, remedy));
        }
    }
    found.extend(unanswered(j));
    let asked = j.asks("V04") && j.view.candidates().iter().any(|c| c.id != super::NOBODY);
    let blank = |r: &&&Record| !asked && j.extent.blank.contains(&(r.id, "nominations".to_owned()));
    for record in records.iter().filter(blank) {
        let Some(rules) = j.rules_on("V04", happened(record)) else { continue };
        let message = format!("{}：没有登记由谁推荐、凭什么推荐", j.view.call(record));
        let place = j.view.place_of(record).field("推荐凭据");
        found.push(j.say(rules, "V04", rules.level("V04"), place, message, REGISTER));
    }
    if !asked || records.is_empty() {
        return found;
    }
    let Some(rules) = j.rules_on("V04", records.first().and_then(|r| happened(r))) else { return found };
    for candidate in j.view.candidates().iter().filter(|c| c.id != super::NOBODY && j.is_considered(c)) {
        let named = records.iter().any(|r| match &r.content.body {
            RecordBody::Document(d) => d.nominations.iter().any(|n| n.candidate == Some(candidate.id)),
            _ => false,
        });
        if !named {
            let message = format!("{}没有登记由谁推荐、凭什么推荐", j.view.name(candidate.id));
            let place = j.at(candidate.id, j.first_step("V04")).field("推荐凭据");
            found.push(j.say(rules, "V04", rules.level("V04"), place, message, REGISTER));
        }
    }
    found
}

const REGISTER: &str = "请在初始提名登记里补上推荐来源和凭据";

/// 谁推荐谁负责、谁考察谁负责、谁决策谁负责: where a local rule asks, the three are named once somebody was decided on.
fn unanswered(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.view.candidates().iter().filter(|c| j.asks("V04") && c.id != super::NOBODY && j.is_considered(c)) {
        let Some((decision, day)) = j.decided(candidate.id) else { continue };
        let Some(rules) = j.rules_on("V04", day).filter(|r| r.number("V04", "responsibles") > 0) else { continue };
        let named = &candidate.content.responsibility;
        let all = [("推荐", &named.recommended_by), ("考察", &named.examined_by), ("决策", &named.decided_by)];
        let missing: Vec<&str> = all.iter().filter(|(_, who)| names::unwritten(rules, who)).map(|(what, _)| *what).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("{}已讨论决定，没有写明{}责任人", j.view.name(candidate.id), list(missing));
        let place = j.at(candidate.id, j.first_step("V04")).field("责任人");
        let remedy = "请在人选信息里写明由谁推荐、谁考察、谁决策";
        let told = j.say(rules, "V04", rules.level_of("V04", "responsibles"), place, message, remedy);
        found.push(told.basis(rules.basis_of("V04", "responsibles")).beside(j.view.place_of(decision)));
    }
    found
}

fn lacking(rules: &Rules, n: &Nomination) -> Vec<&'static str> {
    let mut lacking = Vec::new();
    match n.source {
        NominationSource::Organization | NominationSource::Department => {
            if names::unnumbered(rules, &n.doc_no) {
                lacking.push("文号");
            }
            if n.original != Some(true) {
                lacking.push("原件");
            }
        }
        NominationSource::Masses => {
            if n.original != Some(true) {
                lacking.push("民主推荐结果的原件");
            }
        }
        NominationSource::Individual | NominationSource::SelfNomination => {
            if names::unwritten(rules, &n.by) {
                lacking.push("推荐人姓名");
            }
            if n.signed != Some(true) {
                lacking.push("署名");
            }
        }
    }
    lacking
}

/// 不得列为考察对象: each of the pack's grounds ticked; 是 is an 错, 未核 a 警.
pub(super) fn v12(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.wanted().filter(|c| j.is_considered(c)) {
        let mut ticked: Vec<(&Record, &ReviewItem)> = Vec::new();
        let mut reviewed = None;
        for record in j.records_for("V12", candidate.id) {
            let RecordBody::Review(review) = &record.content.body else { continue };
            reviewed = reviewed.or(Some(record));
            ticked.extend(review.items.iter().filter(|i| i.topic == ReviewTopic::Bar).map(|i| (record, i)));
        }
        let name = j.view.name(candidate.id);
        for (record, item) in &ticked {
            let Some(rules) = j.rules_on("V12", happened(record)) else { continue };
            let place = j.of(record, candidate.id).field(item.name.clone());
            let call = j.view.call(record);
            match item.tick {
                Some(Tick::No) => {
                    let says_yes = rules.words("V12", "yes_words").iter().any(|word| word == item.result.trim());
                    if let Some(level) = rules.named_level("V12", "contradicts").filter(|_| says_yes) {
                        let message = format!("{call}：{name}“{}”勾选“否”，结论却写“{}”", item.name, item.result.trim());
                        found.push(j.say(rules, "V12", level, place, message, "请核对后改正写错的一处"));
                    }
                }
                Some(Tick::Yes) => {
                    let message = format!("{call}：{name}有“{}”的情形，不得列为考察对象", item.name);
                    found.push(j.say(
                        rules,
                        "V12",
                        rules.level("V12"),
                        place,
                        message,
                        "请取消其考察对象资格；核实不属实的，更正并写明依据",
                    ));
                }
                Some(Tick::Unchecked) | None => {
                    let message = format!("{call}：{name}是否有“{}”的情形没有核对", item.name);
                    found.push(j.say(rules, "V12", rules.level_of("V12", "unchecked"), place, message, "请核对后勾选是或否"));
                }
            }
        }
        // One line tells what was left out altogether.
        let unread = reviewed.filter(|r| j.owes("V12", r, "items"));
        let Some(record) = ticked.first().map(|(r, _)| *r).or(unread) else { continue };
        let Some(rules) = j.rules_on("V12", happened(record)) else { continue };
        let names: Vec<String> = ticked.iter().map(|(_, i)| bare(&i.name)).collect();
        let bars = rules.words("V12", "bars");
        let said = |bar: &String| {
            let bar = bare(bar);
            names.iter().any(|name| same(name, &bar))
        };
        // A form with words of its own for all of them is counted; one that names the grounds is read by their names.
        let unsaid: Vec<&String> = bars.iter().filter(|b| !said(b)).collect();
        let named = unsaid.len() < bars.len();
        let different: BTreeSet<&str> = ticked.iter().map(|(_, i)| i.name.trim()).collect();
        let counted = !named && different.len() >= bars.len();
        if !unsaid.is_empty() && !counted && j.owes("V12", record, "items") {
            let message = format!(
                "{}：{name}没有逐项核对不得列为考察对象的情形，缺{}项：{}",
                j.view.call(record),
                unsaid.len(),
                list(unsaid)
            );
            let place = j.of(record, candidate.id).field("不得列为考察对象");
            found.push(j.say(rules, "V12", rules.level_of("V12", "unchecked"), place, message, "请逐项核对后勾选是或否"));
        }
    }
    found
}

/// Words that make no other ground of one.
const PARTICLES: [(&str, &str); 5] = [("的", ""), ("或者", "或"), ("结果", ""), ("受到", "受"), ("但", "而")];

/// What counts of the name of a ground: the 条例 itself says 的, 或者, 结果为 where forms leave it out.
fn bare(text: &str) -> String {
    let bare = PARTICLES.iter().fold(text.to_owned(), |text, (long, short)| text.replace(long, short));
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The form may shorten the words of the rule.
fn same(name: &str, bar: &str) -> bool {
    // Words left out here and there are the same ground: 上一年度年度考核基本称职以下.
    let shortened = || {
        let mut rest = bar.chars();
        name.chars().count() >= 6 && name.chars().all(|c| rest.any(|b| b == c))
    };
    !name.is_empty() && (name == bar || bar.contains(name) || name.contains(bar) || shortened())
}
