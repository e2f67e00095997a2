//! V02 任职资格, V03 破格, V11 后备干部: what the sheet says of a candidate, with its sources, against what the rules want.
//! Years are reckoned in whole months to the day of the 预审.

use chrono::{Datelike, Months, NaiveDate};

use super::judge::{Judge, list};
use super::names::unwritten;
use crate::case::{Candidate, Movement};
use crate::catalogue::Milestone;
use crate::date::PartialDate;
use crate::finding::{Finding, Place};
use crate::qualification::{Condition, QualificationLine, Tier};
use crate::rules::Rules;

/// What a line came to.
enum Outcome {
    Met,
    /// In words with the numbers.
    Short(String),
    /// What is not there to judge by.
    Lacking(&'static str),
}

/// The number of years a condition goes by; None when it has none.
fn number_of(condition: Condition) -> Option<&'static str> {
    match condition {
        Condition::Service => Some("service_years"),
        Condition::Grassroots => Some("grassroots_years"),
        Condition::AsDeputy => Some("deputy_years"),
        Condition::AsLowerChief => Some("lower_chief_years"),
        _ => None,
    }
}

/// The years a condition wants; None when it has no number of years.
fn years(rules: &Rules, condition: Condition) -> Option<u32> {
    number_of(condition).map(|name| rules.number("V02", name))
}

/// What a condition rests on: its own words, or those of its number, where the data has them.
fn basis(rules: &Rules, condition: Condition) -> &str {
    let name = match condition {
        Condition::LowerPosts => Some("lower_posts"),
        Condition::Training => Some("training_months"),
        other => number_of(other),
    };
    // 学历, 党龄 and the like have no number to say it beside.
    let own = || rules.words("V02", "bases").iter().filter_map(|b| b.split_once('：')).find(|(of, _)| *of == condition.name());
    match name {
        Some(name) => rules.basis_of("V02", name),
        None => own().map_or_else(|| rules.basis("V02"), |(_, basis)| basis),
    }
}

/// `months` full months lie between `since` and `day`; None when the precision of the date leaves it open.
pub(super) fn full_months(since: PartialDate, months: u32, day: NaiveDate) -> Option<bool> {
    let end = |from: NaiveDate| from.checked_add_months(Months::new(months));
    let (early, late) = (end(since.first_day())? <= day, end(since.last_day())? <= day);
    // A month is taken as a whole, the way the forms reckon: from its first day.
    if early == late || matches!(since, PartialDate::Month(..)) { Some(early) } else { None }
}

fn outcome(rules: &Rules, line: &QualificationLine, day: PartialDate) -> Outcome {
    if line.source_date.is_none() {
        return Outcome::Lacking("来源日期");
    }
    if let Some(years) = years(rules, line.condition) {
        let name = line.condition.name();
        if line.met == Some(false) {
            return Outcome::Short(format!("{name}勾选为不符合要求"));
        }
        return match (line.months, line.since) {
            (Some(months), _) if months >= years * 12 => Outcome::Met,
            (Some(months), _) => Outcome::Short(format!("{name}{}年{}个月，不满{years}年", months / 12, months % 12)),
            (None, Some(since)) => match full_months(since, years * 12, day.last_day()) {
                Some(true) => Outcome::Met,
                Some(false) => Outcome::Short(format!("{name}自{}起，至{}不满{years}年", since.chinese(), day.chinese())),
                None => Outcome::Lacking("精确到月的起算日期"),
            },
            (None, None) => Outcome::Lacking("起算日期"),
        };
    }
    match line.condition {
        Condition::LowerPosts => match (line.count, line.met) {
            (Some(count), _) if count >= rules.number("V02", "lower_posts") => Outcome::Met,
            (Some(count), _) => Outcome::Short(format!("下一级任职{count}个职位，不足{}个", rules.number("V02", "lower_posts"))),
            (None, Some(true)) => Outcome::Met,
            (None, Some(false)) => Outcome::Short("没有下一级两个以上职位任职经历".into()),
            (None, None) => Outcome::Lacking("任职的职位数"),
        },
        Condition::Training => {
            let want = rules.number("V02", "training_months");
            match (line.months, line.met) {
                _ if line.promised => Outcome::Met,
                (_, Some(false)) if want == 0 => Outcome::Short("培训未达到要求，也没有承诺提任后一年内补足".into()),
                (Some(months), _) if months >= want => Outcome::Met,
                (Some(months), _) => Outcome::Short(format!("培训累计{months}个月，不足{want}个月，也没有承诺提任后一年内补足")),
                (None, Some(true)) => Outcome::Met,
                (None, Some(false)) => Outcome::Short("培训未达到要求，也没有承诺提任后一年内补足".into()),
                (None, None) => Outcome::Lacking("培训情况"),
            }
        }
        other => match line.met {
            Some(true) => Outcome::Met,
            Some(false) => Outcome::Short(format!("{}不符合要求", other.name())),
            None => Outcome::Lacking("是否符合"),
        },
    }
}

/// The conditions a promotion to the post wants.
fn wanted(j: &Judge<'_, '_>, candidate: &Candidate) -> Vec<Condition> {
    let post = j.view.post(candidate.id);
    let (Some(from), Some(to)) = (candidate.content.tier, post.and_then(|p| p.tier)) else { return vec![Condition::Education] };
    let mut wanted = vec![Condition::Education, Condition::Training];
    if to >= Tier::CountyDeputy {
        wanted.extend([Condition::Service, Condition::Grassroots, Condition::LowerPosts]);
        if to.is_chief() && to.above(from) == 1 {
            wanted.push(Condition::AsDeputy);
        } else if from.is_chief() && to.above(from) == 1 {
            wanted.push(Condition::AsLowerChief);
        }
    }
    if post.is_some_and(|p| p.party_post) {
        wanted.push(Condition::PartyAge);
    }
    wanted.sort_unstable();
    wanted
}

/// A line given though the post asks for nothing of the kind is not judged.
fn applies(candidate: &Candidate, to: Option<Tier>, line: &QualificationLine) -> bool {
    let county = to.is_none_or(|t| t >= Tier::CountyDeputy);
    let from = candidate.content.tier;
    match line.condition {
        Condition::Service | Condition::Grassroots | Condition::LowerPosts => county,
        Condition::AsDeputy => to.is_none_or(Tier::is_chief),
        Condition::AsLowerChief => to.is_none_or(|t| !t.is_chief()) && from.is_none_or(Tier::is_chief),
        _ => true,
    }
}

/// 任职资格, line by line; a line without the date of its source is told as lacking, never as met.
pub(super) fn v02(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V02");
    for candidate in j.wanted().filter(|c| c.content.movement == Movement::Promotion) {
        let day = j.judged_on("V02", candidate.id);
        let Some(rules) = j.rules_on("V02", Some(day)) else { continue };
        let sheet = &candidate.content.qualification;
        let name = j.view.name(candidate.id);
        let place = j.at(candidate.id, step);
        let asked = j.asks("V02") && step.is_some_and(|s| j.view.records_for(&s.key, candidate.id).next().is_some());
        if sheet.lines.is_empty() {
            if asked || j.extent.named.contains("V02") || j.extent.blank_of.contains(&(candidate.id, "qualification".into())) {
                let message = format!("{name}：资格条件没有逐条填写来源和日期，无法核对任职资格");
                let remedy = "请按档案逐条填写资格条件及其出处";
                found.push(j.say(rules, "V02", rules.level_of("V02", "missing"), place.field("资格条件"), message, remedy));
            }
            continue;
        }
        let to = j.view.post(candidate.id).and_then(|p| p.tier);
        for line in sheet.lines.iter().filter(|l| applies(candidate, to, l)) {
            let (level, message) = match (line.source_date.filter(|day| j.is_ahead(*day)), outcome(rules, line, day)) {
                // A paper that is not written yet proves nothing.
                (Some(on), _) => {
                    let words = format!("{name}：{}的来源日期{}还没有到，未作核对", line.condition.name(), on.chinese());
                    (rules.level_of("V02", "missing"), words)
                }
                (None, Outcome::Met) => continue,
                (None, Outcome::Short(words)) => (rules.level("V02"), format!("{name}：{words}")),
                (None, Outcome::Lacking(what)) => {
                    (rules.level_of("V02", "missing"), format!("{name}：{}没有填写{what}，未作核对", line.condition.name()))
                }
            };
            let remedy = "请对照干部档案核实；确不符合的，不得提任或按破格报批";
            let told = j.say(rules, "V02", level, place.clone().field(line.condition.name()), message, remedy);
            found.push(told.basis(basis(rules, line.condition)));
        }
        if asked {
            let absent = wanted(j, candidate).into_iter().filter(|c| !sheet.lines.iter().any(|l| l.condition == *c));
            for condition in absent {
                let message = format!("{name}：没有填写{}，未作核对", condition.name());
                let place = place.clone().field(condition.name());
                found.push(j.say(
                    rules,
                    "V02",
                    rules.level_of("V02", "missing"),
                    place,
                    message,
                    "请按档案补填，并写明出处和日期",
                ));
            }
        }
    }
    found
}

/// 破格: marked, reasoned and approved where a number of years is short or a level is skipped; and what may not be at all.
pub(super) fn v03(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.wanted().filter(|c| c.content.movement == Movement::Promotion) {
        let day = j.judged_on("V03", candidate.id);
        let Some(rules) = j.rules_on("V03", Some(day)) else { continue };
        // Both left open is told once.
        found.extend(unknown_promotion(j, rules, candidate, day).or_else(|| unknown_exception(j, rules, candidate, day)));
        found.extend(approved_late(j, rules, candidate, day));
        let faults = exceptional(j, rules, candidate, day);
        if faults.is_empty() {
            continue;
        }
        let message = format!("{}：{}", j.view.name(candidate.id), faults.join("；"));
        let place = j.at(candidate.id, j.first_step("V03")).field("破格");
        let remedy = "请核实；属破格的须标明、写明理由并附上级组织部门同意的批复，不得破格的不予提任";
        found.push(j.say(rules, "V03", rules.level("V03"), place, message, remedy));
    }
    found
}

/// The conditions short of their years, and by how many levels the post is above what somebody holds.
fn beyond(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, day: PartialDate) -> (Vec<&'static str>, u32) {
    let to = j.view.post(candidate.id).and_then(|p| p.tier);
    let lines = candidate.content.qualification.lines.iter();
    let short = lines
        .filter(|l| applies(candidate, to, l) && years(rules, l.condition).is_some())
        .filter(|l| matches!(outcome(rules, l, day), Outcome::Short(_)))
        .map(|l| l.condition.name())
        .collect();
    let levels = candidate.content.tier.zip(to).map_or(0, |(from, to)| to.above(from));
    (short, levels)
}

/// Whether a year has passed since the last promotion is asked of whoever is promoted 破格; without the day nobody can say.
fn unknown_promotion(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, day: PartialDate) -> Option<Finding> {
    let level = rules.named_level("V03", "missing")?;
    let months = rules.number("V03", "months_since_promotion");
    if months == 0 || candidate.content.qualification.last_promoted.is_some() {
        return None;
    }
    let asked = || {
        let (short, levels) = beyond(j, rules, candidate, day);
        j.asks("V03") && (candidate.content.exceptional.marked || !short.is_empty() || levels > 1)
    };
    if !j.extent.blank_of.contains(&(candidate.id, "last_promoted".into())) && !asked() {
        return None;
    }
    let also = if unknown_exception(j, rules, candidate, day).is_some() { "、上次提任是不是破格" } else { "" };
    let message = format!("{}：没有填写上次提任时间{also}，无法核对提任是否满{months}个月", j.view.name(candidate.id));
    let place = j.at(candidate.id, j.first_step("V03")).field("上次提任时间");
    let told = j.say(rules, "V03", level, place, message, "请按任职文件补填上次提任时间");
    Some(told.basis(rules.basis_of("V03", "months_since_promotion")))
}

/// 不得连续破格: of whoever is promoted 破格, whether the promotion before was one too must be on record.
fn unknown_exception(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, day: PartialDate) -> Option<Finding> {
    let level = rules.named_level("V03", "consecutive").filter(|_| candidate.content.qualification.last_exceptional.is_none())?;
    let (short, levels) = beyond(j, rules, candidate, day);
    let exceptional = candidate.content.exceptional.marked || !short.is_empty() || levels > 1;
    let asked = exceptional && !j.extent.part && !j.extent.by_hand;
    if !asked && !j.extent.blank_of.contains(&(candidate.id, "last_exceptional".into())) {
        return None;
    }
    let message = format!("{}：没有填写上次提任是不是破格，无法核对是否连续破格", j.view.name(candidate.id));
    let place = j.at(candidate.id, j.first_step("V03")).field("上次提任是不是破格");
    Some(j.say(rules, "V03", level, place, message, "请按任职文件补填上次提任是不是破格"))
}

/// Of a promotion by more than one level, or of a nominee without 民主推荐, the consent is asked for before the 考察 (2014年条例第三十五条).
fn approved_late(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, day: PartialDate) -> Option<Finding> {
    let level = rules.named_level("V03", "early")?;
    let approved = candidate.content.exceptional.approved.filter(|_| candidate.content.exceptional.marked)?;
    let (_, levels) = beyond(j, rules, candidate, day);
    let mut steps = j
        .view
        .case
        .catalogue
        .milestone(Milestone::Recommendation)
        .map(|s| j.view.not_applicable(&s.key, Some(candidate.id)))
        .peekable();
    let unrecommended = steps.peek().is_some() && steps.all(|mark| mark.is_some_and(|mark| mark.candidate.is_some()));
    let why = if levels > 1 { "越级提拔" } else { Some("不经民主推荐").filter(|_| unrecommended)? };
    let (record, began) = j.first_of(&[Milestone::Inspection], candidate.id)?;
    let began = began.filter(|began| began.surely_before(approved))?;
    // After the discussion it is told as that.
    if j.discussed(candidate.id).and_then(|(_, on)| on).is_some_and(|on| on.surely_before(approved)) || j.is_ahead(approved) {
        return None;
    }
    let name = j.view.name(candidate.id);
    let message = format!("{name}：{why}，{}已开始考察，{}才批复同意", began.chinese(), approved.chinese());
    let remedy = "请核对批复的日期；越级、不经民主推荐的，须在考察前报告上级组织部门同意";
    let place = j.at(candidate.id, j.first_step("V03")).field("破格");
    Some(j.say(rules, "V03", level, place, message, remedy).beside(j.of(record, candidate.id)))
}

fn exceptional(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, day: PartialDate) -> Vec<String> {
    let (content, sheet) = (&candidate.content, &candidate.content.qualification);
    let mark = &content.exceptional;
    let to = j.view.post(candidate.id).and_then(|p| p.tier);
    let (short, levels) = beyond(j, rules, candidate, day);
    let mut faults = Vec::new();
    let needed = !short.is_empty() || levels > 1;
    let why = if short.is_empty() { "越级提拔".to_owned() } else { format!("{}不满", list(&short)) };
    if needed && !mark.marked {
        faults.push(format!("{why}，没有标明破格"));
    } else if mark.marked {
        let mut lacking = Vec::new();
        if unwritten(rules, &mark.reason) {
            lacking.push("理由");
        }
        if unwritten(rules, &mark.approval_no) && mark.approved.is_none() {
            lacking.push("报批件");
        }
        if !lacking.is_empty() {
            faults.push(format!("标为破格，缺{}", list(lacking)));
        }
        if let (Some(approved), Some((_, Some(discussed)))) = (mark.approved, j.discussed(candidate.id))
            && discussed.surely_before(approved)
        {
            faults.push(format!("{}讨论，破格批复为{}，在讨论之后", discussed.chinese(), approved.chinese()));
        } else if let Some(approved) = mark.approved.filter(|on| j.is_ahead(*on)) {
            faults.push(format!("破格批复日期{}还没有到", approved.chinese()));
        }
    }
    let most = rules.number("V03", "levels");
    if levels > most {
        faults.push(format!("由{}提任{}，越过两级以上", content.tier.map_or("", Tier::name), to.map_or("", Tier::name)));
    }
    if let Some(until) = sheet.probation_until
        && day.first_day() <= until.last_day()
    {
        faults.push(format!("现职试用期至{}，尚未期满", until.chinese()));
    }
    let months = rules.number("V03", "months_since_promotion");
    if let Some(last) = sheet.last_promoted
        && full_months(last, months, day.last_day()) == Some(false)
    {
        faults.push(format!("{}提任现职，至{}不满{months}个月", last.chinese(), day.chinese()));
    }
    if sheet.last_exceptional == Some(true) && (mark.marked || needed) {
        faults.push("上次提任已经破格，不得连续破格".into());
    }
    faults
}

/// Full years of age on a day, by months where the birth date knows no day.
pub(super) fn age(born: PartialDate, day: NaiveDate) -> Option<i32> {
    let whole = |from: NaiveDate| {
        let before = (day.month(), day.day()) < (from.month(), from.day());
        day.year() - from.year() - i32::from(before)
    };
    match born {
        PartialDate::Day(d) => Some(whole(d)),
        PartialDate::Month(..) => Some(whole(born.first_day())),
        PartialDate::Year(_) => {
            let (old, young) = (whole(born.first_day()), whole(born.last_day()));
            (old == young).then_some(old)
        }
    }
}

/// The list of 后备干部 is made up anew every so many months: whoever was put on it before that may no longer stand on it.
fn stale(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate, on: PartialDate, place: &Place) -> Option<Finding> {
    let months = rules.number("V11", "reserve_months");
    let level = rules.named_level("V11", "stale").filter(|_| months > 0)?;
    let name = j.view.name(candidate.id);
    let words = match candidate.content.reserve_since {
        None if j.owes_of("V11", candidate.id, "reserve_since") => {
            format!("{name}：没有填写后备干部的入库日期，无法核对是否满{months}个月")
        }
        None => return None,
        Some(since) if full_months(since, months, on.last_day()) == Some(true) => {
            format!("{name}：{}列为后备干部，至{}已满{months}个月，其间后备干部应当调整补充", since.chinese(), on.chinese())
        }
        Some(_) => return None,
    };
    let told = j.say(rules, "V11", level, place.clone().field("入库日期"), words, "请核对最近一次后备干部名单，更正入库日期");
    Some(told.basis(rules.basis_of("V11", "reserve_months")))
}

/// 45 岁以下提任的应从后备干部中产生.
pub(super) fn v11(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V11");
    for candidate in j.wanted().filter(|c| c.content.movement == Movement::Promotion) {
        let on = j.judged_on("V11", candidate.id);
        let Some(rules) = j.rules_on("V11", Some(on)) else { continue };
        let (limit, name) = (rules.number("V11", "age"), j.view.name(candidate.id));
        let born = j.view.person(candidate.id).map_or("", |p| p.born.trim());
        let place = j.at(candidate.id, step).field("后备干部");
        let Some(years) = born.parse::<PartialDate>().ok().and_then(|b| age(b, on.last_day())) else {
            if candidate.content.reserve != Some(true) && (j.owes_of("V11", candidate.id, "born") || !born.is_empty()) {
                let what = if born.is_empty() {
                    "没有填写出生年月".to_owned()
                } else {
                    format!("出生年月“{born}”算不出年龄")
                };
                let message = format!("{name}：{what}，无法核对是否应从后备干部中产生");
                found.push(j.say(rules, "V11", rules.level_of("V11", "missing"), place, message, "请补填出生年月"));
            }
            continue;
        };
        let inclusive = i64::from(rules.number("V11", "inclusive").min(1));
        if i64::from(years) >= i64::from(limit) + inclusive {
            continue;
        }
        if candidate.content.reserve == Some(true) {
            found.extend(stale(j, rules, candidate, on, &place));
            continue;
        }
        let said = if candidate.content.reserve.is_none() { "没有填写是否后备干部" } else { "不是后备干部" };
        let message = format!(
            "{name}：{}时{years}岁，{}，{said}",
            on.chinese(),
            if inclusive > 0 { format!("在{limit}岁以下（含）") } else { format!("不到{limit}岁") }
        );
        found.push(j.say(rules, "V11", rules.level("V11"), place, message, "原则上应从后备干部中推荐；确有需要的请写明理由"));
    }
    found
}
