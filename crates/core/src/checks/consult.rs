//! V19 征求意见, V21 协管复函, V22 统战, V23 事前报告: the opinions and consents that must be in hand before a discussion.

use chrono::Months;
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
fn asked_of(rules: &Rules, record: &Record) -> Vec<Addressee> {
    let each = |names: &str| names.split(['、', '，', ',', '；', ';']).map(|one| by_name(rules, one)).collect::<Vec<_>>();
    match &record.content.body {
        RecordBody::Letter(letter) => {
            let others = each(&letter.to).into_iter().filter(|a| *a != Addressee::Other);
            std::iter::once(addressee(rules, letter)).chain(others).collect()
        }
        RecordBody::Notebook(talk) => {
            let mut of: Vec<Addressee> = talk.speakers.iter().flat_map(|p| each(&format!("{}{}", p.post, p.role))).collect();
            // Whoever is heard here and is none of the others is a leader in charge.
            of.iter_mut().filter(|a| **a == Addressee::Other).for_each(|a| *a = Addressee::LeaderInCharge);
            of
        }
        _ => Vec::new(),
    }
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
            found.extend(timely(j, record, candidate, discussed));
        }
        if !j.is_considered(candidate) {
            continue;
        }
        // What is missing is told once the discussion is on record; before that the letters may still be out.
        let due = discussed.is_some() || j.extent.named.contains("V19");
        let letters = records.iter().any(|r| matches!(r.content.body, RecordBody::Letter(_)));
        let shown = letters || j.asks("V19");
        let missing_step = j.steps("V19").any(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
        let Some(rules) = j.rules_on("V19", discussed.and_then(|(_, d)| d)) else { continue };
        if !due || !shown || (!j.extent.part && missing_step) {
            continue;
        }
        // A body may have been asked at any step: 上级主管部门 and 统战 have one of their own.
        let elsewhere = j.view.case.records.iter().filter(|r| matches!(r.content.body, RecordBody::Letter(_)));
        let elsewhere = elsewhere.filter(|r| j.view.concerns(r, candidate.id));
        let asked: Vec<Addressee> = records.iter().copied().chain(elsewhere).flat_map(|r| asked_of(rules, r)).collect();
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
            let at = records.iter().find(|r| asked_of(rules, r).contains(&unit)).map(|r| r.content.step.clone());
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
    found
}

fn timely(
    j: &Judge<'_, '_>,
    record: &Record,
    candidate: &Candidate,
    discussed: Option<(&Record, Option<PartialDate>)>,
) -> Option<Finding> {
    let rules = j.rules_on("V19", happened(record))?;
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

/// 双重管理: the other side answered, or a month has passed since it received the letter and silence is marked as consent.
pub(super) fn v21(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V21");
    for candidate in j.view.candidates() {
        let Some(post) = j.view.post(candidate.id).filter(|p| p.dual_management) else { continue };
        let discussed = j.discussed(candidate.id);
        let day = discussed.and_then(|(_, d)| d);
        let Some(rules) = j.rules_on("V21", day) else { continue };
        let mut letters = letters_to(j, rules, "V21", candidate.id, Addressee::CoManager);
        // Named after the body itself rather than its part in the matter.
        let named = |l: &Letter| post.co_managers.iter().any(|m| !m.trim().is_empty() && l.to.contains(m.trim()));
        letters.extend(
            letters_to(j, rules, "V21", candidate.id, Addressee::Other)
                .into_iter()
                .chain(letters_to(j, rules, "V21", candidate.id, Addressee::Superior))
                .filter(|(_, l)| post.co_managers.is_empty() || named(l)),
        );
        let name = j.view.name(candidate.id);
        let remedy = "请取得协管方复函；收到函件满一个月未复的，写明收函日并标为视为同意";
        if letters.is_empty() {
            let told = !j.extent.part && step.is_some_and(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
            if due(j, "V21", candidate.id) && !told {
                let message = format!("{name}拟任的{}{}属双重管理，没有征求协管方意见的函件", post.unit, post.title);
                let place = j.at(candidate.id, step).field("协管方意见");
                found.push(j.say(rules, "V21", rules.level("V21"), place, message, remedy));
            }
            continue;
        }
        if letters.iter().any(|(_, l)| answered(rules, l, day).is_none()) {
            found.extend(disputed(j, rules, candidate.id, post.chief, &letters, discussed));
            continue;
        }
        if let Some((record, letter)) = letters.first()
            && due(j, "V21", candidate.id)
            && let Some((words, of)) = answered(rules, letter, day)
        {
            let message = format!("{}：{words}", j.view.call(record));
            let place = j.of(record, candidate.id).field("协管方意见");
            let told = j.say(rules, "V21", rules.level("V21"), place, message, remedy).of_days(of);
            found.push(beside(j, told, discussed));
        }
    }
    found
}

/// The other side answered in time that it does not agree: the last answer counts. V21 asks for an answer and has it, so the
/// discussion is not barred; but of a 正职 the superior has to settle the difference, and of a 副职 the 主管方 decides, which
/// the discussion itself then is (domain.md §2.2).
fn disputed(
    j: &Judge<'_, '_>,
    rules: &Rules,
    candidate: CandidateId,
    chief: bool,
    letters: &[(&Record, &Letter)],
    discussed: Option<(&Record, Option<PartialDate>)>,
) -> Option<Finding> {
    let asked = rules.number("V21", "dissent") > 0;
    let answered = letters.iter().filter(|(_, l)| asked && l.replied.is_some());
    let (record, letter) = answered.max_by_key(|(r, l)| (l.replied.map(PartialDate::last_day), r.id))?;
    let unsaid = letter.result.trim().is_empty() && letter.opinion.trim().is_empty();
    let blank = ["opinion", "result"].iter().any(|key| j.owes("V21", record, key));
    if let Some(level) = rules.named_level("V21", "unsaid").filter(|_| unsaid && blank) {
        let message = format!("{}：协管方复函没有写意见，看不出是否同意", j.view.call(record));
        let place = j.of(record, candidate).field("协管方意见");
        return Some(j.say(rules, "V21", level, place, message, "请按复函补记协管方的意见"));
    }
    match consent::of(rules, letter) {
        Answer::Dissents => {}
        Answer::Consents => return None,
        // Of several bodies one that consents is the 协管方; 统战 and others may only have taken note.
        Answer::Open if unsaid || letters.iter().any(|(_, l)| consent::of(rules, l) == Answer::Consents) => return None,
        Answer::Open => return undecided(j, rules, candidate, (record, letter), discussed),
    }
    // A superior settles it by a letter of its own, whatever step it stands at.
    let settled = |r: &&Record| match &r.content.body {
        RecordBody::Letter(l) => {
            // What a 主管部门 said at the hearing of opinions settles nothing between the two sides.
            let heard = j.steps("V19").any(|s| s.key == r.content.step);
            let named = |list: &str| rules.words("V21", list).iter().any(|word| l.to.contains(word.as_str()));
            let superior = (addressee(rules, l) == Addressee::Superior || named("superiors")) && !heard;
            let superior = superior || l.addressee == Addressee::SuperiorOrganization || named("organizations");
            let since = letter.replied.zip(l.replied).is_some_and(|(dissent, answer)| !answer.surely_before(dissent));
            superior && since && consent::of(rules, l) == Answer::Consents
        }
        _ => false,
    };
    let concerns = |r: &&Record| r.content.candidates.is_empty() || r.content.candidates.contains(&candidate);
    let (level, how, remedy) = match (chief, discussed) {
        (false, Some(_)) => return None,
        (false, None) => {
            (rules.level_of("V21", "dissent_deputy"), "副职由主管方决定", "主管方可以决定；请在讨论记录里写明协管方意见")
        }
        (true, _) if j.view.case.records.iter().filter(concerns).any(|r| settled(&r)) => return None,
        (true, _) => {
            let remedy = "请报上级组织部门协调，并补录上级组织部门同意的复函或协管方的再次复函";
            (rules.level_of("V21", "dissent_chief"), "正职应报上级组织部门协调", remedy)
        }
    };
    let message = format!("{}：协管方复函不同意，{how}，没有协调的记录", j.view.call(record));
    let place = j.of(record, candidate).field("协管方意见");
    Some(j.say(rules, "V21", level, place, message, remedy).basis(rules.basis_of("V21", "dissent")))
}

/// The answer says neither yes nor no, and the discussion did not wait for one that does. A month after the letter came it may be taken
/// for consent, as silence is.
fn undecided(
    j: &Judge<'_, '_>,
    rules: &Rules,
    candidate: CandidateId,
    (record, letter): (&Record, &Letter),
    discussed: Option<(&Record, Option<PartialDate>)>,
) -> Option<Finding> {
    let postponed = consent::postponed(rules, letter);
    let level = rules.named_level("V21", if postponed { "postponed" } else { "wording" })?;
    let silent = Letter { replied: None, ..letter.clone() };
    if !due(j, "V21", candidate) || answered(rules, &silent, discussed.and_then(|(_, day)| day)).is_none() {
        return None;
    }
    let said = [&letter.result, &letter.opinion].into_iter().find(|text| !text.trim().is_empty())?.trim();
    let (what, remedy) = if postponed {
        ("还没有表明意见", "请取得协管方同意或不同意的复函后再讨论；收函满一个月仍未表明意见的，写明收函日并标为视为同意")
    } else {
        ("读不出是否同意", "请按复函在结论栏写明“同意”或“不同意”")
    };
    let message = format!("{}：协管方复函为“{said}”，{what}", j.view.call(record));
    let told = j.say(rules, "V21", level, j.of(record, candidate).field("协管方意见"), message, remedy);
    Some(beside(j, told, discussed))
}

fn beside(j: &Judge<'_, '_>, told: Finding, discussed: Option<(&Record, Option<PartialDate>)>) -> Finding {
    match discussed {
        Some((record, _)) => told.beside(j.view.place_of(record)),
        None => told,
    }
}

/// None when the letter is as good as answered; else what is lacking, and the day that is said of.
fn answered(rules: &Rules, letter: &Letter, discussed: Option<PartialDate>) -> Option<(String, Option<PartialDate>)> {
    let months = rules.number("V21", "months");
    if let Some(replied) = letter.replied {
        let late = discussed.filter(|d| d.surely_before(replied))?;
        return Some((format!("协管方{}复函，晚于{}的讨论", replied.chinese(), late.chinese()), Some(replied)));
    }
    let Some(received) = letter.received else {
        return Some(("协管方没有复函，也没有填写收函日".into(), None));
    };
    let end = received.last_day().checked_add_months(Months::new(months)).unwrap_or(received.last_day());
    let passed = discussed.is_none_or(|d| d.first_day() >= end);
    let words = match (passed, letter.deemed_agreed) {
        (true, true) => return None,
        (true, false) => format!("协管方{}收函后没有复函，也没有标明视为同意", received.chinese()),
        (false, _) => {
            let on = discussed.map(PartialDate::chinese).unwrap_or_default();
            format!("协管方{}收函没有复函，{on}讨论时不满{months}个月", received.chinese())
        }
    };
    Some((words, Some(received)))
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
        let in_time = |(_, l): &(&Record, &Letter)| l.replied.is_some_and(|r| !day.is_some_and(|d| d.surely_before(r)));
        let heard = letters.iter().any(in_time);
        if status.is_empty() && !written.is_empty() {
            if !heard {
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
        if heard || in_the_party(rules, &status) {
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
        let named = reasons.len();
        reasons.retain(|r| !r.trim().is_empty());
        if reasons.is_empty() && named > 0 {
            found.extend(no_reason(j, candidate.id, step));
        }
        reasons.sort_unstable();
        reasons.dedup();
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
        reasons.retain(|reason| !agreed(rules, &covering(&reports, reason), day));
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
