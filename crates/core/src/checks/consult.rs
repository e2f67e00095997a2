//! V19 征求意见, V21 协管复函, V22 统战, V23 事前报告: the opinions and consents that must be in hand before a discussion.

mod co_managers;
mod facts;

pub(super) use co_managers::v21;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;

use super::WorkingDays;
use super::consent::{self, Answer};
use super::judge::{Judge, list};
use super::names;
use super::posts;
use super::view::happened;
use crate::case::{Candidate, StepState};
use crate::catalogue::Step;
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::lrmx;
use crate::record::{Addressee, Letter, Record, RecordBody};
use crate::rules::Rules;

/// The kind of body a word of the rules means.
fn unit(word: &str) -> Option<Addressee> {
    let read: Result<Addressee, ValueError> = Addressee::deserialize(word.trim().into_deserializer());
    read.ok().filter(|kind| !matches!(kind, Addressee::Unstated | Addressee::Other))
}

/// Where a letter went: as it says, else by the words of its addressee.
pub(super) fn addressee(rules: &Rules, letter: &Letter) -> Addressee {
    if letter.addressee != Addressee::Unstated {
        return letter.addressee;
    }
    by_name(rules, &letter.to)
}

fn by_name(rules: &Rules, name: &str) -> Addressee {
    names::called(rules.words("V19", "addressees"), name).and_then(unit).unwrap_or(Addressee::Other)
}

/// Whose opinion a record asks for: one letter, or one talk, may ask several. Of a talk, those who were heard: their offices say who
/// they are.
fn asked_of(j: &Judge<'_, '_>, rules: &Rules, record: &Record) -> Vec<Addressee> {
    let each = |names: &str| names.split(['、', '，', ',', '；', ';']).map(|one| by_name(rules, one)).collect::<Vec<_>>();
    let step = j.view.case.catalogue.step(&record.content.step);
    let of_step = || step.map_or_else(Vec::new, |s| each(&s.name));
    match &record.content.body {
        RecordBody::Letter(letter) => {
            let others = each(&letter.to).into_iter().filter(|a| *a != Addressee::Other);
            let mut of: Vec<Addressee> = std::iter::once(addressee(rules, letter)).chain(others).collect();
            // Whoever is asked where the leaders in charge are, by name alone, is one: 王副市长.
            if letter.addressee == Addressee::Unstated && of == [Addressee::Other] && of_step() == [Addressee::LeaderInCharge] {
                of = vec![Addressee::LeaderInCharge];
            }
            of
        }
        RecordBody::Notebook(talk) => {
            let mut of: Vec<Addressee> = talk.speakers.iter().flat_map(|p| each(&format!("{}{}", p.post, p.role))).collect();
            // Whoever is heard here and is none of the others is a leader in charge.
            of.iter_mut().filter(|a| **a == Addressee::Other).for_each(|a| *a = Addressee::LeaderInCharge);
            // A part of a case that does not say who was heard says nothing against those the step is for.
            let untold = talk.speakers.iter().all(|p| p.post.trim().is_empty() && p.role.trim().is_empty());
            let blank = j.extent.blank.contains(&(record.id, "speakers".to_owned()));
            if j.extent.part && untold && !blank {
                of.extend(of_step());
            }
            of
        }
        _ => Vec::new(),
    }
}

/// A letter was sent again, and that one was answered by the discussion.
fn sent_again(rules: &Rules, (record, letter): (&Record, &Letter), records: &[&Record], discussion: Option<PartialDate>) -> bool {
    let (kind, to) = (addressee(rules, letter), letter.to.trim());
    records.iter().any(|r| match &r.content.body {
        RecordBody::Letter(other) => {
            // Of two bodies of one kind each answers for itself: the kind tells only of letters that name nobody.
            let named = !to.is_empty() || !other.to.trim().is_empty();
            let same = if named { co_managers::names(&other.to, to) } else { addressee(rules, other) == kind };
            let later = letter.sent.zip(other.sent).is_some_and(|(first, again)| {
                first.surely_before(again) || first == again && r.id > record.id && other.to.trim() == to
            });
            same && later && other.replied.is_some_and(|on| !discussion.is_some_and(|day| day.surely_before(on)))
        }
        _ => false,
    })
}

/// 征求意见: 发函 ≤ 回函 ≤ 讨论 for every letter, and none of the bodies the rules name left out.
pub(super) fn v19(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in j.wanted() {
        let discussed = j.discussed(candidate.id);
        let records: Vec<&Record> = j
            .records_for("V19", candidate.id)
            .filter(|r| matches!(r.content.body, RecordBody::Letter(_) | RecordBody::Notebook(_)))
            .collect();
        for record in &records {
            let again = |rules: &Rules| match &record.content.body {
                RecordBody::Letter(l) => {
                    l.replied.is_none() && sent_again(rules, (record, l), &records, discussed.and_then(|(_, d)| d))
                }
                _ => false,
            };
            found.extend(timely(j, record, candidate, discussed, &again));
        }
        if !j.is_considered(candidate) {
            continue;
        }
        // What is missing is told once the discussion is on record; before that the letters may still be out.
        let due = discussed.is_some() || j.extent.named.contains("V19");
        // 统战, 协管方 and the superior have checks of their own.
        let own = [Addressee::UnitedFront, Addressee::CoManager, Addressee::SuperiorOrganization];
        let letter = |r: &&Record| match &r.content.body {
            RecordBody::Letter(l) => !own.contains(&addressee(j.rules.at(happened(r)), l)),
            _ => false,
        };
        let shown = records.iter().any(letter) || j.asks("V19");
        let missing_step = j.steps("V19").any(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
        let Some(rules) = j.rules_on("V19", discussed.and_then(|(_, d)| d)) else { continue };
        if !due || !shown || (!j.extent.part && missing_step) {
            continue;
        }
        // A body may have been asked at any step: 上级主管部门 and 统战 have one of their own.
        let elsewhere = j.view.case.records.iter().filter(|r| matches!(r.content.body, RecordBody::Letter(_)));
        let elsewhere = elsewhere.filter(|r| j.view.concerns(r, candidate.id));
        let asked: Vec<Addressee> = records.iter().copied().chain(elsewhere).flat_map(|r| asked_of(j, rules, r)).collect();
        // A 厅 or 局 may be the superior of the post: nobody says so.
        let unknown = j.view.case.records.iter().find_map(|r| match &r.content.body {
            RecordBody::Letter(l) if l.addressee == Addressee::Unstated && j.view.concerns(r, candidate.id) => {
                let body = rules.words("V19", "bodies").iter().any(|end| l.to.trim().ends_with(end.as_str()));
                (body && addressee(rules, l) == Addressee::Other).then_some((r, l))
            }
            _ => None,
        });
        for word in rules.words("V19", "units") {
            let Some(unit) = unit(word).filter(|u| !asked.contains(u)) else { continue };
            let at = records.iter().find(|r| asked_of(j, rules, r).contains(&unit)).map(|r| r.content.step.clone());
            let mut place = j.at(candidate.id, j.first_step("V19")).field(word.clone());
            place.step = at.or(place.step);
            if let Some((record, letter)) = unknown.filter(|_| unit == Addressee::Superior) {
                let message = format!("{}：发往{}的函没有写明发往单位的种类", j.view.call(record), letter.to.trim());
                let place = j.of(record, candidate.id).field("发往单位种类");
                let remedy = "请写明发往单位的种类，是上级主管部门的选上级主管部门";
                found.push(j.say(rules, "V19", rules.level_of("V19", "unstated"), place, message, remedy));
                continue;
            }
            let message = format!("{}：没有征求{word}意见的记录", j.view.name(candidate.id));
            let remedy = if discussed.is_some() {
                "征求过的请补录函件；没有征求就讨论了的，如实写明，征求意见后重新提交讨论，不得倒填日期"
            } else {
                "请征求意见；回复之前不得提交讨论"
            };
            found.push(j.say(rules, "V19", rules.level("V19"), place, message, remedy));
        }
    }
    found.extend(j.view.case.records.iter().filter(|r| j.wants(r)).filter_map(|r| reversed(j, r)));
    found
}

/// A letter that came before it was sent, or was answered before it came: told by the check that goes by the letter.
fn reversed(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let RecordBody::Letter(letter) = &record.content.body else { return None };
    let step = j.view.case.catalogue.step(&record.content.step)?;
    let front = addressee(j.rules.at(happened(record)), letter) == Addressee::UnitedFront;
    let order = if front { ["V19", "V22", "V21", "V23"] } else { ["V19", "V21", "V22", "V23"] };
    let code = order.into_iter().find(|code| step.checks.iter().any(|c| c == code))?;
    let rules = j.rules_on(code, happened(record))?;
    let level = rules.named_level(code, "reversed")?;
    let (answer, sent) = if code == "V23" { ("批复", "报送") } else { ("回函", "发函") };
    let days = [
        ("收函日期", "收函", letter.received, sent, letter.sent),
        ("回函日期", answer, letter.replied, "收函", letter.received),
        // V19 tells of it under all data.
        ("回函日期", answer, letter.replied.filter(|_| code != "V19"), sent, letter.sent),
    ];
    let off = days.into_iter().find_map(|(field, later, on, earlier, before)| {
        let (on, before) = on.zip(before).filter(|(on, before)| on.surely_before(*before))?;
        Some((field, format!("{later}{}，早于{earlier}{}", on.chinese(), before.chinese()), [on, before]))
    });
    let told = code == "V19" && letter.replied.zip(letter.sent).is_some_and(|(on, sent)| on.surely_before(sent));
    let (field, words, of) = off.filter(|_| !told)?;
    let message = format!("{}：{}{words}", j.view.call(record), letter.to.trim());
    let place = j.view.place_of(record).field(field);
    Some(j.say(rules, code, level, place, message, "请对照收发文登记改正日期").of_days(of))
}

fn timely(
    j: &Judge<'_, '_>,
    record: &Record,
    candidate: &Candidate,
    discussed: Option<(&Record, Option<PartialDate>)>,
    answered_again: &dyn Fn(&Rules) -> bool,
) -> Option<Finding> {
    let rules = j.rules_on("V19", happened(record))?;
    if answered_again(rules) {
        return None;
    }
    let discussion = discussed.and_then(|(_, d)| d);
    let (field, words, days) = match &record.content.body {
        RecordBody::Letter(letter) => letter_fault(letter, discussed.is_some(), discussion, |key| j.owes("V19", record, key))?,
        _ => {
            let (on, discussion) = (happened(record)?, discussion?);
            if !discussion.surely_before(on) {
                return None;
            }
            ("发生时间", format!("{}听取意见，晚于{}的讨论", on.chinese(), discussion.chinese()), Vec::new())
        }
    };
    // One letter for several people is one fault.
    let place = j.view.place_of(record).field(field);
    let place = if record.content.candidates.len() == 1 { j.of(record, candidate.id).field(field) } else { place };
    let message = format!("{}：{words}", j.view.call(record));
    let remedy = "请核对发函、回函和讨论的日期；未回复的不得提交讨论";
    let mut finding = j.say(rules, "V19", rules.level("V19"), place, message, remedy).of_days(days);
    if field == "回函日期" || field == "发生时间" {
        finding.other = discussed.map(|(r, _)| j.view.place_of(r));
    }
    Some(finding)
}

/// Field, words, and the days they speak of.
fn letter_fault(
    letter: &Letter,
    due: bool,
    discussion: Option<PartialDate>,
    owes: impl Fn(&str) -> bool,
) -> Option<(&'static str, String, Vec<PartialDate>)> {
    let to = letter.to.trim();
    match (letter.sent, letter.replied) {
        (None, _) if owes("sent") || letter.replied.is_some() => {
            Some(("发函日期", format!("给{to}的函没有发函日期"), Vec::new()))
        }
        (Some(sent), Some(replied)) if replied.surely_before(sent) => {
            let words = format!("{to}{}回函，早于发函日{}", replied.chinese(), sent.chinese());
            Some(("回函日期", words, vec![sent, replied]))
        }
        (_, Some(replied)) if discussion.is_some_and(|d| d.surely_before(replied)) => {
            let on = discussion.map(PartialDate::chinese).unwrap_or_default();
            Some(("回函日期", format!("{to}{}回函，晚于{on}的讨论", replied.chinese()), vec![replied]))
        }
        (Some(sent), None) if due || owes("replied") => {
            Some(("回函日期", format!("{to}（{}发函）没有回函日期", sent.chinese()), vec![sent]))
        }
        _ => None,
    }
}

/// The moment by which an opinion must be in hand has come.
fn due(j: &Judge<'_, '_>, code: &str, candidate: CandidateId) -> bool {
    j.discussed(candidate).is_some() || j.extent.named.contains(code)
}

/// Letters of the steps that name the check, to one kind of body.
fn letters_to<'a>(
    j: &Judge<'_, 'a>,
    rules: &Rules,
    code: &'static str,
    candidate: CandidateId,
    to: Addressee,
) -> Vec<(&'a Record, &'a Letter)> {
    let letter = |r: &'a Record| match &r.content.body {
        RecordBody::Letter(l) => Some((r, l)),
        _ => None,
    };
    let of: Vec<_> =
        j.steps(code).flat_map(|s| j.view.records_for(&s.key, candidate).collect::<Vec<_>>()).filter_map(letter).collect();
    of.into_iter().filter(|(_, l)| addressee(rules, l) == to).collect()
}

/// 中共党员 and 预备党员, as people write it; 民盟盟员 and the like carry another party's name. By the words of the rules.
fn in_the_party(rules: &Rules, status: &str) -> bool {
    let words = |name: &str| rules.words("V22", name).iter().map(String::as_str);
    let out = words("not_members").any(|word| status.contains(word));
    !out && (words("party_names").any(|word| status.contains(word)) || words("members").any(|word| word == status.trim()))
}

/// Whether the words of the rules say anything of it, one way or the other.
fn tells_of_the_party(rules: &Rules, status: &str) -> bool {
    in_the_party(rules, status) || rules.words("V22", "not_members").iter().any(|word| status.contains(word.as_str()))
}

/// The 统战 department answered a letter, or was heard where opinions are asked for, on the candidate by the discussion: its head may
/// speak in a talk of another step, as one of the leaders who are interviewed.
fn heard_united_front(
    j: &Judge<'_, '_>,
    rules: &Rules,
    record: &Record,
    candidate: CandidateId,
    discussed: Option<PartialDate>,
) -> bool {
    let of_front = |text: &str| by_name(rules, text) == Addressee::UnitedFront;
    let asks = || ["V19", "V22"].into_iter().any(|code| j.steps(code).any(|s| s.key == record.content.step));
    let on = match &record.content.body {
        RecordBody::Letter(l) => l.replied.filter(|_| addressee(rules, l) == Addressee::UnitedFront || of_front(&l.to)),
        RecordBody::Notebook(talk) => {
            happened(record).filter(|_| asks() && talk.speakers.iter().any(|p| of_front(&format!("{}{}", p.post, p.role))))
        }
        _ => None,
    };
    on.is_some_and(|on| !discussed.is_some_and(|day| day.surely_before(on))) && j.view.concerns(record, candidate)
}

/// 非中共党员: the 统战 department has been heard.
pub(super) fn v22(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V22");
    for candidate in j.view.candidates().iter().filter(|c| j.is_considered(c)) {
        let Some(person) = j.view.person(candidate.id) else { continue };
        let (discussed, name) = (j.discussed(candidate.id), j.view.name(candidate.id));
        let day = discussed.and_then(|(_, d)| d);
        let Some(rules) = j.rules_on("V22", day) else { continue };
        if !due(j, "V22", candidate.id) {
            continue;
        }
        let place = j.at(candidate.id, step);
        let mut status = lrmx::political_status(person);
        let written = person.joined_party.trim();
        // What names no party may still say that he or she is in none.
        if status.is_empty() && tells_of_the_party(rules, written) {
            written.clone_into(&mut status);
        }
        let letters = letters_to(j, rules, "V22", candidate.id, Addressee::UnitedFront);
        // It may have been asked at any step, by letter or by word.
        let heard = || j.view.case.records.iter().any(|r| heard_united_front(j, rules, r, candidate.id, day));
        if status.is_empty() && !written.is_empty() {
            if !heard() {
                let message = format!("{name}：入党时间写作“{written}”，看不出政治面貌，无法核对是否须征求统战部门意见");
                let remedy = "请补填政治面貌";
                found.push(j.say(rules, "V22", rules.level_of("V22", "missing"), place.field("政治面貌"), message, remedy));
            }
            continue;
        }
        if status.is_empty() || (person.political_status.trim().is_empty() && person.joined_party.trim().is_empty()) {
            if j.owes_of("V22", candidate.id, "political_status") {
                let message = format!("{name}：没有填写政治面貌或入党时间，无法核对是否须征求统战部门意见");
                found.push(j.say(
                    rules,
                    "V22",
                    rules.level_of("V22", "missing"),
                    place.field("政治面貌"),
                    message,
                    "请补填政治面貌",
                ));
            }
            continue;
        }
        if in_the_party(rules, &status) || heard() {
            continue;
        }
        let told = !j.extent.part && step.is_some_and(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
        let (place, words) = match letters.first() {
            None if told => continue,
            None => (place, "没有统战部门的意见".to_owned()),
            Some((record, letter)) => match letter.replied {
                Some(replied) => (j.of(record, candidate.id), format!("统战部门{}回复，晚于讨论", replied.chinese())),
                None => (j.of(record, candidate.id), "统战部门没有回复".to_owned()),
            },
        };
        let message = format!("{name}为{status}，{words}");
        let remedy = "请征求统战部门意见，回复后再提交讨论";
        let late = letters.first().and_then(|(_, l)| l.replied);
        found.push(j.say(rules, "V22", rules.level("V22"), place.field("统战意见"), message, remedy).of_days(late));
    }
    found
}

fn consents(rules: &Rules, letter: &Letter) -> bool {
    consent::of(rules, letter) == Answer::Consents
}

type Report<'a> = (&'a Record, &'a Letter);

/// The reports that may be about a reason: those that name it, and those that name none.
fn covering<'a>(reports: &[Report<'a>], reason: &str) -> Vec<Report<'a>> {
    let names = |l: &Letter| {
        let mut said = l.report_reasons.iter().map(|r| r.trim()).filter(|r| !r.is_empty()).peekable();
        said.peek().is_none() || said.any(|r| r.contains(reason) || reason.contains(r))
    };
    reports.iter().copied().filter(|(_, l)| names(l)).collect()
}

/// The newest answer that was there before the discussion.
fn newest<'a>(reports: &[Report<'a>], day: Option<PartialDate>) -> Option<Report<'a>> {
    let in_time = reports.iter().filter(|(_, l)| l.replied.is_some_and(|r| day.is_none_or(|d| r.surely_before(d))));
    in_time.max_by_key(|(r, l)| (l.replied.map(PartialDate::last_day), r.id)).copied()
}

/// There was a consent in time, and none of the answers after it took it back.
fn agreed(rules: &Rules, reports: &[Report<'_>], day: Option<PartialDate>) -> bool {
    let said: Vec<Report<'_>> = reports.iter().copied().filter(|(_, l)| consent::of(rules, l) != Answer::Open).collect();
    newest(&said, day).is_some_and(|(_, l)| consents(rules, l))
}

/// 事前报告: for every ticked reason the superior's consent came before the discussion.
pub(super) fn v23(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.steps("V23").find(|s| s.checks.iter().any(|c| c == "V03")).or_else(|| j.steps("V23").last());
    let Some(step) = step else { return found };
    let over = posts::exceeded(j);
    for candidate in j.view.candidates() {
        let mut reasons: Vec<&str> = j.view.case.batch.content.report_reasons.iter().map(String::as_str).collect();
        reasons.extend(candidate.content.report_reasons.iter().map(String::as_str));
        if over {
            reasons.push("超职数");
        }
        let named = reasons.iter().filter(|r| r.trim().is_empty() || !names::none(j.rules.first(), r)).count();
        reasons.retain(|r| !names::none(j.rules.first(), r) && !names::unwritten(j.rules.first(), r));
        if reasons.is_empty() && named > 0 {
            found.extend(no_reason(j, candidate.id, step));
        }
        reasons.sort_unstable();
        reasons.dedup();
        found.extend(facts::unticked(j, candidate, &reasons, step));
        let discussed = j.first_discussed(candidate.id);
        let day = discussed.and_then(|(_, d)| d);
        let Some(rules) = j.rules_on("V23", day) else { continue };
        if !due(j, "V23", candidate.id) {
            continue;
        }
        let own = &candidate.content.report_reasons;
        let reports: Vec<(&Record, &Letter)> = j
            .view
            .records_for(&step.key, candidate.id)
            .filter_map(|r| if let RecordBody::Letter(l) = &r.content.body { Some((r, l)) } else { None })
            .collect();
        let remedy = "请向上级组织部门报告，取得同意的批复后再提交讨论";
        let told = !j.extent.part && j.view.state(&step.key, Some(candidate.id)) == StepState::Missing;
        let had_reasons = !reasons.is_empty();
        reasons.retain(|reason| !agreed(rules, &covering(&reports, reason), day));
        if had_reasons && reasons.is_empty() {
            found.extend(facts::unannounced(j, candidate, step));
        }
        let Some(first) = reasons.first().filter(|_| !(told && reports.is_empty())) else { continue };
        let why = list(&reasons);
        let batch_wide = own.is_empty() || !own.iter().any(|r| reasons.contains(&r.as_str()));
        let of_first = covering(&reports, first);
        let (place, words) = match newest(&of_first, day).or(of_first.first().copied()) {
            None => {
                let place = j.at(candidate.id, Some(step));
                let words = if reports.is_empty() { "没有事前报告" } else { "报告和批复里没有这一事由" };
                (if batch_wide { crate::finding::Place { candidate: None, ..place } } else { place }, words.to_owned())
            }
            Some((record, letter)) => {
                let place = if batch_wide { j.view.place_of(record) } else { j.of(record, candidate.id) };
                let words = match letter.replied {
                    None => "报告后没有批复".to_owned(),
                    Some(_) if !consents(rules, letter) => {
                        format!("批复为“{}”，不是同意", if letter.result.is_empty() { &letter.opinion } else { &letter.result })
                    }
                    Some(replied) => {
                        let on = day.map(PartialDate::chinese).unwrap_or_default();
                        format!("{}批复，没有先于{on}的讨论", replied.chinese())
                    }
                };
                (place, words)
            }
        };
        let who = if batch_wide { "本批次".to_owned() } else { j.view.name(candidate.id).to_owned() };
        let message = format!("{who}有须事前报告的事项（{why}），{words}");
        let late = of_first.first().and_then(|(_, l)| l.replied.filter(|_| consents(rules, l)));
        let mut finding = j.say(rules, "V23", rules.level("V23"), place.field("事前报告"), message, remedy).of_days(late);
        finding.other = discussed.filter(|_| !reports.is_empty()).map(|(r, _)| j.view.place_of(r));
        found.push(finding);
    }
    found.extend(slow(j, &step.key, j.calendar));
    found
}

/// 须事前报告 is entered and the reason left blank: what had to be reported nobody can say.
fn no_reason(j: &Judge<'_, '_>, candidate: CandidateId, step: &Step) -> Option<Finding> {
    let day = j.first_discussed(candidate).and_then(|(_, day)| day);
    let rules = j.rules_on("V23", day).filter(|_| due(j, "V23", candidate))?;
    let level = rules.named_level("V23", "missing")?;
    let message = format!("{}：须事前报告的事由是空的，无法核对是否已经报告", j.view.name(candidate));
    let place = j.at(candidate, Some(step)).field("报告事由");
    Some(j.say(rules, "V23", level, place, message, "请写明事由；没有须事前报告的，删去这一项"))
}

/// 上级 answers within so many working days: a note when it took longer.
fn slow(j: &Judge<'_, '_>, step: &str, calendar: &dyn WorkingDays) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in j.view.records(step) {
        let RecordBody::Letter(letter) = &record.content.body else { continue };
        let Some(rules) = j.rules_on("V23", happened(record)) else { continue };
        let limit = rules.number("V23", "answer_working_days");
        let received = letter.received.or(letter.sent).and_then(PartialDate::day);
        let answered = letter.replied.map_or(Some(j.view.case.today), PartialDate::day);
        if received.is_none()
            && limit > 0
            && ["sent", "received"].iter().any(|key| j.extent.blank.contains(&(record.id, (*key).to_owned())))
            && let Some(level) = rules.named_level("V23", "undated")
        {
            let message = format!("{}：没有填写发函、收函日期，无法核对上级是否在{limit}个工作日内答复", j.view.call(record));
            let place = j.view.place_of(record).field("发函日期");
            let told = j.say(rules, "V23", level, place, message, "请补填发函、收函日期");
            found.push(told.basis(rules.basis_of("V23", "answer_working_days")));
        }
        let (Some(received), Some(answered)) = (received, answered) else { continue };
        let Some(next) = received.succ_opt().filter(|_| limit > 0) else { continue };
        let (days, provisional) = calendar.count(next, answered);
        if days > limit {
            let about = if provisional { "约" } else { "" };
            let state = if letter.replied.is_some() { "才答复" } else { "尚未答复" };
            let message = format!("{}：上级{about}{days}个工作日{state}，超过{limit}个工作日", j.view.call(record));
            let place = j.view.place_of(record).field("批复日期");
            let told = j.say(rules, "V23", rules.level_of("V23", "late_answer"), place, message, "请催办；未获答复不得提交讨论");
            found.push(told.basis(rules.basis_of("V23", "answer_working_days")));
        }
    }
    found
}
