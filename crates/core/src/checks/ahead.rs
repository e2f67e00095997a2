//! V31b: days written inside a record that have not come yet. Of the day of the record itself [`super::order`] tells.

use super::judge::Judge;
use super::view::happened;
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::record::{Feedback, Probation, Record, RecordBody};

type Named = (&'static str, Option<PartialDate>);

/// One finding a record, for all its days of what was done that lie after the day of judgement. What may lie ahead (公示止日, 任职时间,
/// 要求回复日) is no fault; a day that another check names of the record is `told` already.
pub(super) fn v31b(j: &Judge<'_, '_>, told: &[Finding]) -> Vec<Finding> {
    let Some(rules) = j.rules_now("V31b") else { return Vec::new() };
    let Some(level) = rules.named_level("V31b", "future") else { return Vec::new() };
    let of = |record: &Record| {
        // Of a record dated ahead as a whole nothing else needs to be said.
        if happened(record).is_some_and(|day| j.is_ahead(day)) {
            return None;
        }
        // Told by a milder finding it would hold up nothing.
        let of_record = || told.iter().filter(|f| f.place.record == Some(record.id) && f.level <= level);
        let is_told = |day: PartialDate| of_record().any(|f| f.speaks_of(day));
        let days = written(record).into_iter().filter_map(|(name, day)| Some((name, day?)));
        let mut late: Vec<(&str, PartialDate)> = days.filter(|(_, day)| j.is_ahead(*day) && !is_told(*day)).collect();
        late.dedup();
        let (last, others) = late.split_last()?;
        let (field, _) = others.first().unwrap_or(last);
        let others: String = others.iter().map(|(name, day)| format!("{name}{}、", day.chinese())).collect();
        let message = format!("{}：{others}{}{}", j.view.call(record), last.0, j.ahead(last.1));
        let place = j.view.place_of(record).field(*field);
        Some(j.say(rules, "V31b", level, place, message, "请按实际发生的日期改正"))
    };
    j.view.case.records.iter().filter_map(of).collect()
}

/// The days of what a record says was done.
fn written(record: &Record) -> Vec<Named> {
    let mut days: Vec<Named> = match &record.content.body {
        RecordBody::Letter(l) => vec![("发函日期", l.sent), ("收函日期", l.received), ("回函日期", l.replied)],
        RecordBody::Review(r) => {
            let items = r.items.iter().map(|i| ("审核日期", i.date));
            items.chain(r.probation.iter().flat_map(ended)).collect()
        }
        RecordBody::Decision(d) => {
            let elected = d.election.as_ref().and_then(|e| e.date);
            let own = [("当选（任命）日期", elected), ("宣布日期", d.announced)];
            own.into_iter().chain(d.probation.iter().flat_map(ended)).collect()
        }
        RecordBody::Document(d) => handed(d.feedback.as_ref()),
        RecordBody::Notebook(n) => handed(n.feedback.as_ref()),
        RecordBody::Meeting(_) | RecordBody::Ballot(_) | RecordBody::Notice(_) => Vec::new(),
    };
    days.extend(record.content.signatures.iter().filter(|s| s.is_given()).map(|s| ("签名日期", s.date)));
    days
}

fn ended(p: &Probation) -> [Named; 2] {
    [("期满考核日期", p.appraised), ("试用期决定日期", p.decided)]
}

fn handed(feedback: Option<&Feedback>) -> Vec<Named> {
    feedback.map(|f| ("签收日期", f.received_on)).into_iter().collect()
}
