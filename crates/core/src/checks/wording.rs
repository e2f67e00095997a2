//! V31c 应付性走程序: records that say nothing, and records on different people that say nearly the same.
//! The measure is one that can be explained to whoever wrote them: shared pairs of neighbouring characters.

use std::cmp::Ordering;

use super::judge::Judge;
use super::view::{CaseView, happened, is_personal};
use crate::finding::{Finding, Level, Place};
use crate::id::CandidateId;
use crate::record::{Ballot, Decision, Document, Letter, Meeting, Notebook, Notice, Record, RecordBody, Review};
use crate::rules::Rules;

pub(super) fn v31c(j: &Judge<'_, '_>) -> Vec<Finding> {
    let view = j.view;
    let mut found: Vec<Finding> = view.case.records.iter().filter_map(|r| empty(j, r)).collect();
    if let Some(rules) = j.rules_now("V31c") {
        for step in view.case.catalogue.steps.iter().filter(|s| is_personal(s)) {
            found.extend(alike(j, rules, view.records(&step.key)));
        }
    }
    found
}

/// Nothing written at all is 错; a form filled in but no word of what was done is 警.
fn empty(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V31c", happened(record))?;
    let call = j.view.call(record);
    let said = record.content.summary.trim();
    if !said.is_empty() {
        return hollow(j, rules, record, said);
    }
    let (level, message) = if own_words(&record.content.body).trim().is_empty() && !has_numbers(&record.content.body) {
        (Level::Error, format!("{call}：操作情况和正文都没有内容"))
    } else {
        (Level::Warning, format!("{call}：没有填写操作情况"))
    };
    let place = j.view.place_of(record).field("操作情况");
    Some(j.say(rules, "V31c", level, place, message, "请写明做了什么、谁参加、结果如何"))
}

/// A word or two that fit any step, where nothing else in the record says what was done.
fn hollow(j: &Judge<'_, '_>, rules: &Rules, record: &Record, said: &str) -> Option<Finding> {
    let bare = said.trim_end_matches(['。', '．', '.', '！', '!', '；', ';']).trim();
    let phrase = rules.words("V31c", "hollow").iter().any(|w| w == bare);
    if !phrase || !own_words(&record.content.body).trim().is_empty() || has_numbers(&record.content.body) {
        return None;
    }
    let message = format!("{}：操作情况只写了“{said}”，没有写明做了什么", j.view.call(record));
    let place = j.view.place_of(record).field("操作情况");
    Some(j.say(rules, "V31c", rules.level("V31c"), place, message, "请写明做了什么、谁参加、结果如何"))
}

/// The words only this record's kind carries.
fn own_words(body: &RecordBody) -> String {
    match body {
        RecordBody::Notebook(Notebook { text, merits, shortcomings, demands, minority, .. }) => {
            [text, merits, shortcomings, demands, minority].map(String::as_str).join("\n")
        }
        RecordBody::Document(Document { text, parts, .. }) => {
            let mut words = vec![text.as_str()];
            words.extend(parts.iter().map(|p| p.text.as_str()));
            words.join("\n")
        }
        RecordBody::Decision(Decision { text, .. }) => text.clone(),
        RecordBody::Meeting(Meeting { opinions, resolution, .. }) => {
            let mut words: Vec<&str> = opinions.iter().map(|o| o.text.as_str()).collect();
            words.push(resolution);
            words.join("\n")
        }
        RecordBody::Letter(Letter { opinion, .. }) => opinion.clone(),
        RecordBody::Notice(Notice { outcome, .. }) => outcome.clone(),
        RecordBody::Review(Review { items, conclusion, .. }) => {
            let mut words: Vec<&str> = items.iter().flat_map(|i| [i.result.as_str(), i.explanation.as_str()]).collect();
            words.push(conclusion);
            words.join("\n")
        }
        RecordBody::Ballot(_) => String::new(),
    }
}

/// Filled-in fields that are no prose: counts, numbers of documents, dates.
fn has_numbers(body: &RecordBody) -> bool {
    match body {
        RecordBody::Meeting(Meeting { expected, present, .. }) => expected.is_some() || present.is_some(),
        RecordBody::Ballot(Ballot { expected, returned, .. }) => expected.is_some() || returned.is_some(),
        RecordBody::Letter(Letter { sent_no, sent, replied, .. }) => !sent_no.is_empty() || sent.is_some() || replied.is_some(),
        RecordBody::Notice(Notice { start, end, .. }) => start.is_some() || end.is_some(),
        RecordBody::Document(Document { doc_no, .. }) => !doc_no.trim().is_empty(),
        RecordBody::Decision(Decision { doc_no, result, .. }) => !doc_no.trim().is_empty() || !result.trim().is_empty(),
        RecordBody::Notebook(_) | RecordBody::Review(_) => false,
    }
}

/// Kinds whose text is somebody's own words.
fn is_prose(body: &RecordBody) -> bool {
    matches!(body, RecordBody::Notebook(_) | RecordBody::Document(_) | RecordBody::Meeting(_) | RecordBody::Decision(_))
}

/// A record ready to compare: its pairs of neighbouring characters, sorted, and how they fall into a few bins, which tells
/// unlike texts apart before the pairs are looked at.
struct Text<'a> {
    record: &'a Record,
    pairs: Vec<(char, char)>,
    bins: [u16; BINS],
}

const BINS: usize = 64;

fn bins(pairs: &[(char, char)]) -> [u16; BINS] {
    let mut bins = [0_u16; BINS];
    for (a, b) in pairs {
        let at = (u32::from(*a).wrapping_mul(31) ^ u32::from(*b)) as usize % BINS;
        if let Some(bin) = bins.get_mut(at) {
            *bin = bin.saturating_add(1);
        }
    }
    bins
}

/// Pairs that only one of the two texts can have, at the least.
fn apart(a: &[u16; BINS], b: &[u16; BINS]) -> u64 {
    a.iter().zip(b).map(|(x, y)| u64::from(x.abs_diff(*y))).sum()
}

/// Compares the records on different people at one step of the person's level. 综合 records are exempt: they say the same for
/// everybody because they are the same. So are check lists, letters and notices, whose words the form prescribes.
fn alike(j: &Judge<'_, '_>, rules: &Rules, records: &[&Record]) -> Vec<Finding> {
    let view = j.view;
    let (percent, least) = (u64::from(rules.number("V31c", "percent")), rules.number("V31c", "from_chars") as usize);
    let texts: Vec<Text<'_>> = records
        .iter()
        .filter(|r| !r.content.candidates.is_empty() && is_prose(&r.content.body))
        .filter_map(|r| {
            let letters = letters(view, r);
            let pairs = pairs(&letters);
            (letters.len() >= least).then(|| Text { record: r, bins: bins(&pairs), pairs })
        })
        .collect();
    let mut found = Vec::new();
    for (index, a) in texts.iter().enumerate() {
        for b in texts.iter().skip(index + 1) {
            if same_person(&a.record.content.candidates, &b.record.content.candidates) {
                continue;
            }
            let total = (a.pairs.len() + b.pairs.len()) as u64;
            if apart(&a.bins, &b.bins) * 100 > total * 100_u64.saturating_sub(percent) {
                continue;
            }
            let Some(measured) = likeness(&a.pairs, &b.pairs, percent) else { continue };
            let message = format!(
                "{}与{}内容高度雷同（相邻两字相同的占{measured}%，界限{percent}%，姓名和空格不计）",
                view.call(b.record),
                view.call(a.record),
            );
            let place: Place = view.place_of(b.record).field("操作情况");
            let remedy = "请按本人实际情况改写；确属相同的，在操作情况里说明";
            let finding = j.say(rules, "V31c", rules.level("V31c"), place, message, remedy);
            found.push(finding.beside(view.place_of(a.record).field("操作情况")));
        }
    }
    found
}

fn same_person(a: &[CandidateId], b: &[CandidateId]) -> bool {
    a.iter().any(|c| b.contains(c))
}

/// Summary and own words without blanks, and without the candidates' names: changing the name does not make a text new.
fn letters(view: &CaseView<'_>, record: &Record) -> Vec<char> {
    let mut text = format!("{}\n{}", record.content.summary, own_words(&record.content.body));
    for candidate in &record.content.candidates {
        let name = view.name(*candidate);
        if !name.trim().is_empty() {
            text = text.replace(name, "");
        }
    }
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn pairs(letters: &[char]) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = letters.iter().copied().zip(letters.iter().copied().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// Twice the shared pairs over all pairs, in whole percent, when it reaches `at_least`; None below.
fn likeness(a: &[(char, char)], b: &[(char, char)], at_least: u64) -> Option<u64> {
    let total = (a.len() + b.len()) as u64;
    // Pairs only one of them has. Unlike texts use up what is allowed of them early, which keeps large batches quick.
    let too_many = |alone: u64| alone * 100 > total * 100_u64.saturating_sub(at_least);
    if total == 0 || too_many(a.len().abs_diff(b.len()) as u64) {
        return None;
    }
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut alone = 0_u64;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            Ordering::Less => {
                left.next();
                alone += 1;
            }
            Ordering::Greater => {
                right.next();
                alone += 1;
            }
            Ordering::Equal => {
                left.next();
                right.next();
            }
        }
        if too_many(alone) {
            return None;
        }
    }
    alone += (left.count() + right.count()) as u64;
    (!too_many(alone)).then(|| (total - alone) * 100 / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str, at_least: u64) -> Option<u64> {
        let pairs_of = |s: &str| pairs(&s.chars().collect::<Vec<_>>());
        likeness(&pairs_of(a), &pairs_of(b), at_least)
    }

    #[test]
    fn likeness_is_twice_the_shared_pairs_over_all_pairs_and_none_below_the_limit() {
        // 甲乙 乙丙 丙丁 丁戊 against 甲乙 乙丙 丙丁 丁己: three of four shared.
        assert_eq!(of("甲乙丙丁戊", "甲乙丙丁己", 75), Some(75));
        assert_eq!(of("甲乙丙丁戊", "甲乙丙丁己", 76), None);
        assert_eq!(of("甲乙丙", "甲乙丙", 100), Some(100));
        assert_eq!(of("甲甲甲", "甲甲", 66), Some(66), "a pair counts as often as it stands there");
        assert_eq!(of("甲乙丙", "丁戊己", 1), None);
        assert_eq!(of("甲", "甲", 0), None);
        assert_eq!(of("甲乙丙丁", "甲乙", 51), None);
    }
}
