//! V21 协管复函: whether the other side of a post under 双重管理 was asked and answered in time; of several bodies each by itself.

use chrono::Months;

use super::{addressee, due, letters_to};
use crate::case::{PostContent, StepState};
use crate::checks::consent::{self, Answer};
use crate::checks::judge::Judge;
use crate::checks::names::unwritten;
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::id::CandidateId;
use crate::record::{Addressee, Letter, Record, RecordBody};
use crate::rules::Rules;

type Sent<'a> = (&'a Record, &'a Letter);

/// One other side of somebody's post: who, and the letters to it.
struct Side<'s, 'j, 'a> {
    j: &'s Judge<'j, 'a>,
    rules: &'s Rules,
    candidate: CandidateId,
    /// 正职.
    chief: bool,
    letters: &'s [Sent<'a>],
    /// The first discussion that counts, with its day.
    discussed: Option<(&'a Record, Option<PartialDate>)>,
}

const REMEDY: &str = "请取得协管方复函；收到函件满一个月未复的，写明收函日并标为视为同意";

/// 双重管理: the other side answered, or a month has passed since it received the letter and silence is marked as consent.
pub(in crate::checks) fn v21(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let step = j.first_step("V21");
    for candidate in j.view.candidates() {
        let Some(post) = j.view.post(candidate.id).filter(|p| p.dual_management) else { continue };
        let discussed = j.discussed(candidate.id);
        let Some(rules) = j.rules_on("V21", discussed.and_then(|(_, d)| d)) else { continue };
        let letters = letters(j, rules, post, candidate.id);
        let name = j.view.name(candidate.id);
        let place = || j.at(candidate.id, step).field("协管方意见");
        if letters.is_empty() {
            let told = !j.extent.part && step.is_some_and(|s| j.view.state(&s.key, Some(candidate.id)) == StepState::Missing);
            if due(j, "V21", candidate.id) && !told {
                let message = format!("{name}拟任的{}{}属双重管理，没有征求协管方意见的函件", post.unit, post.title);
                found.push(j.say(rules, "V21", rules.level("V21"), place(), message, REMEDY));
            }
            continue;
        }
        let each = rules.named_level("V21", "each");
        let side = |letters| Side { j, rules, candidate: candidate.id, chief: post.chief, letters, discussed };
        let sides = each.and_then(|_| sides(rules, post, &letters)).unwrap_or_default();
        if sides.is_empty() {
            found.extend(side(letters.as_slice()).told());
        }
        for (body, own) in &sides {
            if !own.is_empty() {
                found.extend(side(own.as_slice()).told());
            } else if due(j, "V21", candidate.id) {
                let message = format!("{name}拟任的{}{}属双重管理，没有征求{body}意见的函件", post.unit, post.title);
                found.push(j.say(rules, "V21", each.unwrap_or(rules.level("V21")), place(), message, REMEDY));
            }
        }
    }
    found
}

/// Either names the other: 省水利厅 and 省水利厅党组.
pub(super) fn names(to: &str, body: &str) -> bool {
    let (to, body) = (to.trim(), body.trim());
    !to.is_empty() && !body.is_empty() && (to.contains(body) || body.contains(to))
}

/// Letters to the other side: by the kind of body, or by the name the post has for it.
fn letters<'a>(j: &Judge<'_, 'a>, rules: &Rules, post: &PostContent, candidate: CandidateId) -> Vec<Sent<'a>> {
    let of = |to: Addressee| letters_to(j, rules, "V21", candidate, to);
    // Named after the body itself rather than its part in the matter.
    let named = |l: &Letter| post.co_managers.is_empty() || post.co_managers.iter().any(|m| names(&l.to, m));
    let others = of(Addressee::Other).into_iter().chain(of(Addressee::Superior)).filter(|(_, l)| named(l));
    of(Addressee::CoManager).into_iter().chain(others).collect()
}

/// The bodies a post names, each with the letters to it. None where it names but one, or a letter names none of them: whom that one went
/// to nobody can say.
fn sides<'p, 'a>(rules: &Rules, post: &'p PostContent, letters: &[Sent<'a>]) -> Option<Vec<(&'p str, Vec<Sent<'a>>)>> {
    let bodies: Vec<&str> = post.co_managers.iter().map(|m| m.trim()).filter(|m| !unwritten(rules, m)).collect();
    let nameless = |(_, l): &Sent<'_>| !bodies.iter().any(|body| names(&l.to, body));
    if bodies.len() < 2 || letters.iter().any(nameless) {
        return None;
    }
    let to = |body: &str| letters.iter().copied().filter(|(_, l)| names(&l.to, body)).collect();
    Some(bodies.into_iter().map(|body| (body, to(body))).collect())
}

impl<'a> Side<'_, '_, 'a> {
    /// What there is to say of the letters to one side.
    fn told(&self) -> Option<Finding> {
        let Side { j, rules, candidate, letters, discussed, .. } = *self;
        let day = discussed.and_then(|(_, d)| d);
        if letters.iter().any(|(_, l)| answered(rules, l, day).is_none()) {
            return self.disputed();
        }
        let (record, letter) = letters.first().filter(|_| due(j, "V21", candidate))?;
        let (words, of) = answered(rules, letter, day)?;
        let message = format!("{}：{words}", j.view.call(record));
        let place = j.of(record, candidate).field("协管方意见");
        let told = j.say(rules, "V21", rules.level("V21"), place, message, REMEDY).of_days(of);
        Some(self.beside(told))
    }

    /// The other side answered in time that it does not agree: the last answer counts. V21 asks for an answer and has it, so the
    /// discussion is not barred; but of a 正职 the superior has to settle the difference, and of a 副职 the 主管方 decides, which
    /// the discussion itself then is (domain.md §2.2).
    fn disputed(&self) -> Option<Finding> {
        let Side { j, rules, candidate, chief, letters, discussed } = *self;
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
            Answer::Open => return self.undecided((record, letter)),
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
        let (level, how, remedy) = match (chief, discussed) {
            (false, Some(_)) => return None,
            (false, None) => {
                (rules.level_of("V21", "dissent_deputy"), "副职由主管方决定", "主管方可以决定；请在讨论记录里写明协管方意见")
            }
            (true, _) if j.view.case.records.iter().any(|r| j.view.concerns(r, candidate) && settled(&r)) => return None,
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
    fn undecided(&self, (record, letter): Sent<'a>) -> Option<Finding> {
        let Side { j, rules, candidate, discussed, .. } = *self;
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
        Some(self.beside(told))
    }

    fn beside(&self, told: Finding) -> Finding {
        match self.discussed {
            Some((record, _)) => told.beside(self.j.view.place_of(record)),
            None => told,
        }
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
