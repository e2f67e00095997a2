//! Whether a 放行 may stand: who gave it, and on which day (issue must 6: an authorised person). It takes none away and judges no case.

use chrono::NaiveDate;

use super::{Waiver, WaiverContent};
use crate::case::Case;
use crate::checks::happened;
use crate::date::PartialDate;
use crate::finding::{Finding, Place};
use crate::id::{CandidateId, RecordId};
use crate::person::unspaced;
use crate::record::Record;
use crate::rules::Rules;

/// What speaks against a 放行.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    pub words: String,
    pub remedy: &'static str,
}

/// Checks that judge how a record was entered and signed: whoever entered or signed it is the person concerned.
const OF_ENTRY: [&str; 4] = ["V31c", "V31d", "V31e", "V32"];

/// What speaks against a 放行, if anything: the person concerned gave it, or somebody whose office the rules do not name (V32 `waivers`;
/// registered members of the 班子 have the office), or its day is before what it lets pass, or after the volume was closed.
/// `closed`: the day the volume the finding belongs to was sealed, while it is.
#[must_use]
pub fn against(content: &WaiverContent, case: &Case, rules: &Rules, closed: Option<NaiveDate>) -> Option<Against> {
    let say = |words: String, remedy: &'static str| Some(Against { words, remedy });
    let by = content.signer.trim();
    if let Some(why) = concerned(content, case) {
        return say(format!("{by}{why}，不能由本人放行"), "请由与此事无关、有权放行的领导签批");
    }
    let member = case.batch.content.members.iter().any(|m| !m.name.trim().is_empty() && unspaced(&m.name) == unspaced(by));
    let (offices, others) = (rules.words("V32", "waivers"), rules.words("V32", "not_waivers"));
    let holds = |words: &[String]| words.iter().any(|word| content.post.contains(word.as_str()));
    if !member && !offices.is_empty() && (!holds(offices) || holds(others)) {
        let words = format!("放行人{by}的职务“{}”不在有权放行的职务之列，也不是登记的班子成员", content.post.trim());
        return say(words, "请由党委（党组）、组织部门的负责人或班子成员放行；班子成员在批次信息里登记");
    }
    if let Some((day, what)) = event(&content.finding, case)
        && content.date.surely_before(day)
    {
        let words = format!("放行日期{}早于{what}{}", content.date.chinese(), day.chinese());
        return say(words, "请核对放行日期；事情发生以前不能放行");
    }
    if let Some(day) = closed.map(PartialDate::Day)
        && day.surely_before(content.date)
    {
        let words = format!("放行日期{}在封存（{}）之后", content.date.chinese(), day.chinese());
        return say(words, "封存的案卷不再变；确需放行的，先在案卷里另立新版本");
    }
    None
}

/// Why the signer is one of those the finding is about.
fn concerned(content: &WaiverContent, case: &Case) -> Option<String> {
    let by = unspaced(&content.signer);
    let named = |id: CandidateId| {
        let person = case.candidates.iter().find(|c| c.id == id).map(|c| c.content.person);
        case.persons.iter().any(|p| Some(p.id) == person && unspaced(&p.content.name) == by)
    };
    if case.candidates.iter().any(|c| named(c.id)) {
        return Some("是本批次的人选".into());
    }
    let of_entry = OF_ENTRY.contains(&content.finding.code.as_str());
    let record = content.finding.place.record.filter(|_| of_entry).and_then(|id| record(case, id))?;
    if unspaced(&record.entered_by) == by {
        return Some("是这条记录的录入人".into());
    }
    record.content.signatures.iter().any(|s| unspaced(&s.name) == by).then(|| "在这条记录上签了名".into())
}

fn record(case: &Case, id: RecordId) -> Option<&Record> {
    case.records.iter().find(|r| r.id == id)
}

/// The day of what is let pass: that of the record, else the beginning of the batch.
fn event(finding: &Finding, case: &Case) -> Option<(PartialDate, &'static str)> {
    let day = |place: &Place| place.record.and_then(|id| record(case, id)).and_then(happened);
    let of_records = [Some(&finding.place), finding.other.as_ref()].into_iter().flatten().filter_map(day);
    match of_records.max_by_key(|d| d.first_day()) {
        Some(day) => Some((day, "所放行的事")),
        None => case.batch.content.started.map(|day| (day, "动议日期")),
    }
}

/// The 放行 of a batch that may not stand, each with what speaks against it, and what is to be told of them (V32 `waiver`). Older data
/// does not ask.
#[must_use]
pub fn unsound<'w>(
    waivers: &'w [Waiver],
    case: &Case,
    rules: &Rules,
    closed: &dyn Fn(&Finding) -> Option<NaiveDate>,
) -> Vec<(&'w Waiver, Finding)> {
    let Some(level) = rules.named_level("V32", "waiver") else { return Vec::new() };
    let standing = waivers.iter().filter(|w| w.content.withdrawn.is_none());
    let told = |w: &'w Waiver| {
        let passed = &w.content.finding;
        let Against { words, remedy } = against(&w.content, case, rules, closed(passed))?;
        let message = format!("放行{}（{} {}）不算数：{words}", w.id, passed.code, w.content.date.chinese());
        let finding = Finding::new("V32", level, passed.place.clone().field("放行"), message);
        Some((w, finding.basis(rules.basis("V32")).remedy(format!("请撤回这次放行。{remedy}"))))
    };
    standing.filter_map(told).collect()
}
