//! V31d 迟录, V31e 签名附件缺失, V32 材料签名: whether what was done was written down, signed and attached in time.

use chrono::NaiveDate;

use super::WorkingDays;
use super::parameters::Parameters;
use super::view::{CaseView, ended, happened};
use crate::finding::{Finding, Level};
use crate::record::{Record, SignatureMode};

const NO_LATER_MAKING: &str = "“五不准”：不准事后补程序";
const NO_INVENTING: &str = "“五不准”：不准编造程序";
const SIGNED: &str = "内江纪实办法：每一件纪实材料必须由责任人员签名";

/// 迟录: entered more than so many working days after the event. With a 补录理由 it is a note, without one an 错.
/// Where the date is imprecise its last day is taken, in favour of whoever entered it.
pub(super) fn v31d(view: &CaseView<'_>, calendar: &dyn WorkingDays, p: &Parameters) -> Vec<Finding> {
    view.case.records.iter().filter_map(|r| late(view, calendar, p, r)).collect()
}

fn late(view: &CaseView<'_>, calendar: &dyn WorkingDays, p: &Parameters, record: &Record) -> Option<Finding> {
    let call = view.call(record);
    let place = view.place_of(record).field("录入时间");
    let say = |level: Level, message: String, remedy: &str| {
        Some(Finding::new("V31d", level, place.clone(), message).basis(NO_LATER_MAKING).remedy(remedy))
    };
    let text: String = record.entered_at.chars().take(10).collect();
    let Ok(entered) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") else {
        let message = format!("{call}：录入时间“{}”读不出日期，无法核对是否迟录", record.entered_at);
        return say(Level::Error, message, "录入时间由系统记录，请联系管理员检查数据");
    };
    let begun = happened(record)?;
    let over = ended(record)?.last_day();
    if begun.first_day() > entered {
        let message = format!("{call}：{entered}录入，早于发生时间{}", begun.chinese());
        return say(Level::Warning, message, "请核对发生时间；记录应在事情发生之后写");
    }
    let next = over.succ_opt()?;
    if entered < next {
        return None;
    }
    let (days, provisional) = calendar.count(next, entered);
    if days <= p.entry_working_days {
        return None;
    }
    let about = if provisional { "约" } else { "" };
    let numbers = format!("{call}：{entered}录入，距发生已{about}{days}个工作日，超过{}个", p.entry_working_days);
    if record.content.late_reason.trim().is_empty() {
        say(Level::Error, format!("{numbers}，没有写补录理由"), "请写明补录理由")
    } else {
        say(Level::Note, format!("{numbers}，补录理由：{}", record.content.late_reason.trim()), "无须处理，报告中会列明")
    }
}

/// 签名与附件缺失: nobody has signed the record, or nothing is attached to any record of the step.
pub(super) fn v31e(view: &CaseView<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in &view.case.records {
        let signatures = &record.content.signatures;
        if !signatures.iter().any(crate::record::Signature::is_given) {
            let pending: Vec<&str> =
                signatures.iter().filter(|s| s.mode == SignatureMode::Pending).map(|s| s.name.as_str()).collect();
            let message = if pending.is_empty() {
                format!("{}：没有责任人签名", view.call(record))
            } else {
                format!("{}：待{}签名", view.call(record), pending.join("、"))
            };
            let place = view.place_of(record).field("签名");
            let finding = Finding::new("V31e", Level::Error, place, message).basis(NO_INVENTING);
            found.push(finding.remedy("请打印签字后回扫，或由责任人在系统中确认"));
        }
    }
    for step in view.case.catalogue.steps.iter().filter(|s| !s.materials.is_empty()) {
        let records = view.records(&step.key);
        let bare = |r: &&&Record| view.materials(r.id).is_empty();
        // A step of the batch may hang all its papers on one of its records; a person's record has its own.
        let shared = records.iter().any(|r| r.content.candidates.is_empty() && !bare(&r));
        for record in records.iter().filter(bare).filter(|_| !shared) {
            let message = format!("{}：没有任何附件材料", view.call(record));
            let place = view.place_of(record).field("材料");
            let finding = Finding::new("V31e", Level::Warning, place, message).basis(NO_INVENTING);
            found.push(finding.remedy("请挂接这一步产生的材料"));
        }
    }
    found
}

/// Each material has the signature of one who answers for it, with name and date.
pub(super) fn v32(view: &CaseView<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for material in &view.case.materials {
        let signature = &material.content.signature;
        if signature.is_given() {
            continue;
        }
        let what = if signature.name.trim().is_empty() {
            "没有责任人签名".to_owned()
        } else if signature.mode == SignatureMode::Pending {
            format!("待{}签名", signature.name)
        } else {
            format!("{}的签名没有日期", signature.name)
        };
        let record = view.case.records.iter().find(|r| r.id == material.content.record);
        let mut place = record.map_or_else(|| view.place(), |r| view.place_of(r));
        place.material = Some(material.id);
        let of = record.map_or_else(String::new, |r| format!("{}所附", view.call(r)));
        let message = format!("{of}材料“{}”{what}", material.content.name);
        let finding = Finding::new("V32", Level::Error, place.field("签名"), message).basis(SIGNED);
        found.push(finding.remedy("请由责任人签名并填写日期，回扫后更新材料"));
    }
    found
}
