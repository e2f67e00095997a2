//! How near two records are in their words: the measure of V31c, and the marks by which an index finds what is worth measuring.
//!
//! The measure can be explained to whoever wrote them: twice the shared pairs of neighbouring characters over all pairs. Names of
//! the people concerned and blanks do not count. The marks ([`bands`]) only bring texts together; nobody is told anything by them.
//! Nothing is judged here.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use crate::record::{Decision, Document, Letter, Meeting, Notebook, Notice, RecordBody, RecordContent, Review};

/// The words only this record's kind carries.
pub(crate) fn own_words(body: &RecordBody) -> String {
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

/// What is compared of a record, as it was written: 操作情况 and the words of its kind. None for kinds whose words the form
/// prescribes: lists, letters, notices, counts.
#[must_use]
pub fn compared(content: &RecordContent) -> Option<String> {
    let prose = matches!(
        content.body,
        RecordBody::Notebook(_) | RecordBody::Document(_) | RecordBody::Meeting(_) | RecordBody::Decision(_)
    );
    prose.then(|| format!("{}\n{}", content.summary, own_words(&content.body)).trim().to_owned())
}

/// The characters that count: without blanks and without the names of those it is about. Changing the name makes no new text.
#[must_use]
pub fn letters<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<char> {
    let mut text = text.to_owned();
    for name in names {
        if !name.trim().is_empty() {
            text = text.replace(name, "");
        }
    }
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

const BINS: usize = 64;

/// A text ready to compare: its pairs of neighbouring characters, and how they fall into a few bins, which tells unlike texts
/// apart before the pairs are sorted and looked at.
#[derive(Debug, Clone)]
pub struct Shape {
    letters: Vec<char>,
    sorted: OnceLock<Vec<(char, char)>>,
    bins: [u16; BINS],
}

/// Texts made ready to compare, kept between judgements of one case: of a record that is typed only its own words change.
#[derive(Debug, Default)]
pub struct Shapes {
    kept: RefCell<HashMap<String, Option<Arc<Shape>>>>,
}

impl Shapes {
    /// More are let go: the same text typed for an hour leaves as many.
    const MOST: usize = 50_000;

    /// A text without names, blanks and marks, where `least` characters of it are left with its marks; shorter ones are alike by chance.
    #[must_use]
    pub fn of(&self, text: &str, names: &[&str], least: usize) -> Option<Arc<Shape>> {
        let key = format!("{least}\n{}\n\n{text}", names.join("\n"));
        if let Some(kept) = self.kept.borrow().get(&key) {
            return kept.clone();
        }
        let mut letters = letters(text, names.iter().copied());
        let long = letters.len() >= least;
        // Other stops and commas make no other text.
        letters.retain(|c| c.is_alphanumeric());
        let shape = long.then(|| Arc::new(Shape::of(&letters)));
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= Shapes::MOST {
            kept.clear();
        }
        kept.insert(key, shape.clone());
        shape
    }
}

fn pairs(letters: &[char]) -> Vec<(char, char)> {
    letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
}

fn mixed(pair: (char, char)) -> u64 {
    // The finishing steps of SplitMix64: neighbouring numbers fall far apart.
    let mut z = (u64::from(u32::from(pair.0)) << 32 | u64::from(u32::from(pair.1))).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Shape {
    #[must_use]
    pub fn of(letters: &[char]) -> Shape {
        let mut bins = [0_u16; BINS];
        for (a, b) in letters.iter().zip(letters.iter().skip(1)) {
            let at = (u32::from(*a).wrapping_mul(31) ^ u32::from(*b)) as usize % BINS;
            if let Some(bin) = bins.get_mut(at) {
                *bin = bin.saturating_add(1);
            }
        }
        Shape { letters: letters.to_vec(), sorted: OnceLock::new(), bins }
    }

    fn sorted(&self) -> &[(char, char)] {
        self.sorted.get_or_init(|| {
            let mut pairs = pairs(&self.letters);
            pairs.sort_unstable();
            pairs
        })
    }

    fn count(&self) -> usize {
        self.letters.len().saturating_sub(1)
    }

    /// Twice the shared pairs over all pairs, in whole percent, when it reaches `at_least`; None below.
    #[must_use]
    pub fn likeness(&self, other: &Shape, at_least: u64) -> Option<u64> {
        let total = (self.count() + other.count()) as u64;
        // Pairs only one of them has. Unlike texts use up what is allowed of them early, which keeps large batches quick.
        let too_many = |alone: u64| alone * 100 > total * 100_u64.saturating_sub(at_least);
        if total == 0 || too_many(self.count().abs_diff(other.count()) as u64) {
            return None;
        }
        let apart: u32 = self.bins.iter().zip(&other.bins).map(|(x, y)| u32::from(x.abs_diff(*y))).sum();
        if too_many(apart.into()) {
            return None;
        }
        let (a, b) = (self.sorted(), other.sorted());
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
}

/// Bands of a text, and rows of least hashes in each. Of two texts that share nine pairs in ten 99.9 % have a band in common; of two
/// that share half, one in five.
const BANDS: u64 = 16;
const ROWS: u64 = 5;
/// Shorter texts are alike by chance.
const SHORTEST: usize = 30;

/// Marks that two near texts have in common, at least one, almost always (MinHash by bands): what an index over all batches
/// keeps. Empty for a record nothing is compared of. They may change between versions; an index is then made anew.
#[must_use]
pub fn bands<'a>(content: &RecordContent, names: impl IntoIterator<Item = &'a str>) -> Vec<i64> {
    let Some(text) = compared(content) else { return Vec::new() };
    let letters = letters(&text, names);
    if letters.len() < SHORTEST {
        return Vec::new();
    }
    let pairs: BTreeSet<u64> = pairs(&letters).into_iter().map(mixed).collect();
    let least = |seed: u64| {
        let odd = mixed_seed(seed) | 1;
        pairs.iter().map(|p| p.wrapping_mul(odd) ^ p.wrapping_mul(odd).rotate_left(31)).min().unwrap_or_default()
    };
    let band = |no: u64| {
        let rows = (0..ROWS).map(|row| least(no * ROWS + row));
        let sum = rows.fold(no, |sum, row| (sum ^ row).wrapping_mul(0x0100_0000_01b3).rotate_left(23));
        // The bits as they are: the key of a row of a table.
        i64::from_ne_bytes(sum.to_ne_bytes())
    };
    (0..BANDS).map(band).collect()
}

fn mixed_seed(seed: u64) -> u64 {
    let seed = u32::try_from(seed).unwrap_or(u32::MAX);
    mixed((char::from_u32(seed + 1).unwrap_or('\u{1}'), '\u{2}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str, at_least: u64) -> Option<u64> {
        let shape = |s: &str| Shape::of(&s.chars().collect::<Vec<_>>());
        shape(a).likeness(&shape(b), at_least)
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

    fn note(text: &str) -> RecordContent {
        let body = RecordBody::Notebook(Notebook { text: text.into(), ..Notebook::default() });
        let any = crate::testing::sound_case().records[0].content.clone();
        RecordContent { summary: String::new(), body, ..any }
    }

    fn marks(text: &str, name: &str) -> BTreeSet<i64> {
        bands(&note(text), [name]).into_iter().collect()
    }

    #[test]
    fn near_texts_share_a_mark_whatever_the_name_and_unlike_ones_hardly_any() {
        let one = "该同志政治立场坚定，工作认真负责，能够团结同志，完成了领导交办的各项任务，群众基础较好，作风扎实，廉洁自律。";
        let other = "从基层一步步做起，熟悉水利业务，去年防汛中带队值守四十三天，群众评价务实，不足是开拓创新意识还不够强。";
        let said = |name: &str| marks(&format!("{name}：{one}"), name);
        assert_eq!(said("张三"), said("欧阳文轩"), "the name alone makes no difference");
        // One word in the whole changed: far above nine pairs in ten.
        let changed = one.replace("扎实", "朴实");
        assert!(!marks(one, "").is_disjoint(&marks(&changed, "")));
        assert!(marks(one, "").is_disjoint(&marks(other, "")));
        assert!(bands(&note("同意"), []).is_empty(), "too short to be told");
    }
}
