//! V31d 迟录, V31e 签名附件缺失, V32 材料签名: whether what was done was written down, signed and attached in time.

use chrono::NaiveDate;

use super::complete::ends_probation;
use super::judge::Judge;
use super::names::unwritten;
use super::view::{ended, happened};
use crate::catalogue::Step;
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::person::unspaced;
use crate::record::{Feedback, Record, RecordBody, SignatureMode};

/// 迟录: entered more than so many working days after the event. With a 补录理由 it is a note, without one an 错.
/// Where the date is imprecise its last day is taken, in favour of whoever entered it.
pub(super) fn v31d(j: &Judge<'_, '_>) -> Vec<Finding> {
    j.view.case.records.iter().filter(|r| j.wants(r)).filter_map(|r| late(j, r)).collect()
}

fn late(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V31d", happened(record))?;
    let limit = rules.number("V31d", "working_days");
    let call = || j.view.call(record);
    let say = |level: Level, message: String, remedy: &str| {
        let told = j.say(rules, "V31d", level, j.view.place_of(record).field("录入时间"), message, remedy);
        Some(told.basis(rules.basis_of("V31d", "working_days")))
    };
    if j.extent.blank.contains(&(record.id, "entered".to_owned())) {
        let message = format!("{}：没有录入时间，无法核对是否迟录", call());
        return say(rules.level_of("V31d", "unread"), message, "请补上录入的日期");
    }
    let text: String = record.entered_at.chars().take(10).collect();
    let Ok(entered) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") else {
        let message = format!("{}：录入时间“{}”读不出日期，无法核对是否迟录", call(), record.entered_at);
        return say(rules.level_of("V31d", "unread"), message, "录入时间由系统记录，请联系管理员检查数据");
    };
    let begun = happened(record)?;
    // An end before the beginning is V31b's.
    let over = ended(record)?.last_day().max(begun.first_day());
    if begun.first_day() > entered {
        let message = format!("{}：{}录入，早于发生时间{}", call(), PartialDate::Day(entered).chinese(), begun.chinese());
        return say(rules.level_of("V31d", "ahead"), message, "请核对发生时间；记录应在事情发生之后写");
    }
    let next = over.succ_opt()?;
    if entered < next {
        return None;
    }
    let (days, provisional) = j.calendar.count(next, entered);
    if days <= limit {
        return None;
    }
    let about = if provisional { "约" } else { "" };
    let on = PartialDate::Day(entered).chinese();
    let numbers = format!("{}：{on}录入，距发生已{about}{days}个工作日，超过{limit}个", call());
    if unwritten(rules, &record.content.late_reason) {
        say(rules.level("V31d"), format!("{numbers}，没有写补录理由"), "请写明补录理由")
    } else {
        let message = format!("{numbers}，补录理由：{}", record.content.late_reason.trim());
        say(rules.level_of("V31d", "explained"), message, "无须处理，报告中会列明")
    }
}

/// 签名与附件缺失: nobody has signed the record, nothing is attached to any record of the step, a receipt is not there.
pub(super) fn v31e(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let mut found = Vec::new();
    for record in &view.case.records {
        let Some(rules) = j.rules_on("V31e", happened(record)) else { continue };
        let signatures = &record.content.signatures;
        if !signatures.iter().any(|s| s.is_given() && !unwritten(rules, &s.name)) {
            let pending: Vec<&str> =
                signatures.iter().filter(|s| s.mode == SignatureMode::Pending).map(|s| s.name.as_str()).collect();
            let mut message = if pending.is_empty() {
                format!("{}：没有责任人签名", view.call(record))
            } else {
                format!("{}：待{}签名", view.call(record), pending.join("、"))
            };
            if let Some(old) = view.materials(record.id).iter().find(|m| m.is_old_sheet()) {
                message.push_str(&format!("；签了名的“{}”是更正以前的版本", old.content.name));
            }
            let place = view.place_of(record).field("签名");
            let remedy = "请打印签字后回扫，或由责任人在系统中确认";
            found.push(j.say(rules, "V31e", rules.level("V31e"), place, message, remedy));
        }
        if rules.number("V31e", "receipt") > 0
            && let Some(words) = unreceived(j, record)
        {
            let message = format!("{}：{words}", view.call(record));
            let place = view.place_of(record).field("签收");
            let told = j.say(rules, "V31e", rules.level("V31e"), place, message, "请由被反馈人签收并写明日期");
            found.push(told.basis(rules.basis_of("V31e", "receipt")));
        }
    }
    for (record, required) in bare(j) {
        let Some(rules) = j.rules_on("V31e", happened(record)) else { continue };
        let level = if required { rules.level("V31e") } else { rules.level_of("V31e", "optional") };
        let message = format!("{}：没有任何附件材料", view.call(record));
        let place = view.place_of(record).field("材料");
        found.push(j.say(rules, "V31e", level, place, message, "请挂接这一步产生的材料"));
    }
    found
}

/// What is lacking of a 附件反馈 where a local rule asks for it: the annex handed over, and the name of the very person with the day.
fn unreceived(j: &Judge<'_, '_>, record: &Record) -> Option<String> {
    let Some(feedback) = feedback(record) else {
        let receipt = j.view.case.catalogue.step(&record.content.step).is_some_and(Step::is_received);
        let asked = receipt && !j.view.records(&record.content.step).iter().any(|r| feedback(r).is_some());
        return (asked && j.owes("V31e", record, "feedback")).then(|| "没有附件反馈和本人签收".to_owned());
    };
    let by = unspaced(&feedback.received_by);
    if by.is_empty() || feedback.received_on.is_none() {
        return Some("附件反馈没有本人签收（姓名和日期）".to_owned());
    }
    let own = record.content.candidates.iter().any(|c| unspaced(j.view.name(*c)) == by);
    match record.content.candidates.as_slice() {
        [] => None,
        _ if own => (!feedback.annex && j.owes("V31e", record, "annex")).then(|| "没有写明反馈材料附件已交本人".to_owned()),
        _ => Some(format!("附件反馈由{}签收，不是本人", feedback.received_by.trim())),
    }
}

fn feedback(record: &Record) -> Option<&Feedback> {
    match &record.content.body {
        RecordBody::Notebook(n) => n.feedback.as_ref(),
        RecordBody::Document(d) => d.feedback.as_ref(),
        _ => None,
    }
}

/// Records with nothing attached though their step yields materials, and whether any of those is required. V36 leaves out what is
/// told here.
pub(super) fn bare<'a>(j: &Judge<'_, 'a>) -> Vec<(&'a Record, bool)> {
    let view = j.view;
    let mut found = Vec::new();
    for step in view.case.catalogue.steps.iter().filter(|s| !s.materials.is_empty()) {
        let records = view.records(&step.key);
        let bare = |r: &&&Record| view.materials(r.id).is_empty();
        // A step of the batch may hang all its papers on one of its records; a person's record has its own.
        let shared = records.iter().any(|r| r.content.candidates.is_empty() && !bare(&r));
        let required = step.materials.iter().any(|m| m.required);
        let running = |r: &Record| {
            ends_probation(step) && !r.content.candidates.is_empty() && r.content.candidates.iter().all(|c| view.on_probation(*c))
        };
        let shown = |r: &&&Record| j.owes("V31e", r, "materials") && !running(r);
        found.extend(records.iter().filter(bare).filter(shown).filter(|_| !shared).map(|r| (*r, required)));
    }
    found
}

/// Each material has the signature of one who answers for it, with name and date.
pub(super) fn v32(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let mut found = Vec::new();
    for material in &view.case.materials {
        let signature = &material.content.signature;
        let record = view.record(material.content.record);
        let Some(rules) = j.rules_on("V32", record.and_then(happened)) else { continue };
        let nobody = unwritten(rules, &signature.name);
        if signature.is_given() && !nobody {
            continue;
        }
        let what = if nobody {
            "没有责任人签名".to_owned()
        } else if signature.mode == SignatureMode::Pending {
            format!("待{}签名", signature.name)
        } else {
            format!("{}的签名没有日期", signature.name)
        };
        let mut place = record.map_or_else(|| view.place(), |r| view.place_of(r));
        place.material = Some(material.id);
        let of = record.map_or_else(String::new, |r| format!("{}所附", view.call(r)));
        let message = format!("{of}材料“{}”{what}", material.content.name);
        let remedy = "请由责任人签名并填写日期，回扫后更新材料";
        found.push(j.say(rules, "V32", rules.level("V32"), place.field("签名"), message, remedy));
    }
    found
}
