//! Words for the search index: how a text is cut for it, how a query is put to it, how finds are marked in a text.
//!
//! The index sees ASCII only, so that nothing depends on what a tokenizer knows of a character: each Chinese character becomes four
//! digits of base 36, neighbours are paired (`张三丰` → 张三 三丰 丰), so two characters are one look-up and any length a phrase. Names are
//! entered by every reading in pinyin besides ([`pinyin`]). Nothing here is stored as a fact: names stay as they were typed.

pub mod pinyin;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a find is, in the order finds are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// 人员
    Person,
    /// 批次
    Batch,
    /// 专用笔记本条目
    Notebook,
    /// 记录 of any other kind
    Record,
    /// 材料
    Material,
}

impl HitKind {
    pub const ALL: [HitKind; 5] = [HitKind::Person, HitKind::Batch, HitKind::Notebook, HitKind::Record, HitKind::Material];
}

/// A part of a text, found or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Piece {
    pub text: String,
    /// Part of what was looked for.
    pub hit: bool,
}

/// A stretch of one kind of characters, folded for comparing: never shown, never stored as a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Run {
    /// Characters that stand each for themselves: Chinese and every other script beyond ASCII.
    Wide(Vec<char>),
    /// ASCII letters and digits, lower case.
    Word(String),
}

/// Full-width forms and capitals as their plain ones; one character to one, so that places in a text stay.
fn fold(c: char) -> char {
    let plain = match u32::from(c) {
        n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    plain.to_ascii_lowercase()
}

fn is_wide(c: char) -> bool {
    // 自造字 of old systems stand in the private area, which Unicode counts among no letters.
    let own = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFD);
    !c.is_ascii() && (c.is_alphanumeric() || own)
}

fn runs(text: &str) -> Vec<Run> {
    let mut out = Vec::new();
    for c in text.chars().map(fold) {
        match out.last_mut() {
            Some(Some(Run::Wide(run))) if is_wide(c) => run.push(c),
            Some(Some(Run::Word(run))) if c.is_ascii_alphanumeric() => run.push(c),
            _ if is_wide(c) => out.push(Some(Run::Wide(vec![c]))),
            _ if c.is_ascii_alphanumeric() => out.push(Some(Run::Word(c.to_string()))),
            _ => out.push(None),
        }
    }
    out.into_iter().flatten().collect()
}

/// Four digits of base 36, enough for every code point.
fn code(c: char, out: &mut String) {
    let mut n = u32::from(c);
    let mut digits = ['0'; 4];
    for digit in digits.iter_mut().rev() {
        *digit = char::from_digit(n % 36, 36).unwrap_or('0');
        n /= 36;
    }
    out.extend(digits);
}

fn pairs(run: &[char], last: bool) -> Vec<String> {
    let token = |chars: &[char]| {
        let mut token = String::from("z");
        chars.iter().for_each(|c| code(*c, &mut token));
        token
    };
    let mut out: Vec<String> = run.windows(2).map(token).collect();
    if last {
        out.extend(run.last().map(|c| token(&[*c])));
    }
    out
}

/// The tokens of a text for the index, parted by spaces.
#[must_use]
pub fn tokens(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Wide(run) => out.extend(pairs(&run, true)),
            Run::Word(word) => out.push(format!("w{word}")),
        }
    }
    out.join(" ")
}

/// The tokens of a name: as written, and run together where dots or spaces stand in it (`买买提·艾力`, `张　三`).
#[must_use]
pub fn name_tokens(name: &str) -> String {
    let joined: String = name.chars().filter(|c| is_wide(*c) || c.is_ascii_alphanumeric()).collect();
    if joined == name { tokens(name) } else { format!("{} {}", tokens(name), tokens(&joined)) }
}

/// What was asked for, ready for the index and for marking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Expression for the index, whose columns are `body` and `pinyin`.
    pub expression: String,
    /// Each stretch looked for, folded.
    terms: Vec<Vec<char>>,
}

/// Reads what was typed; None when it holds nothing that can be looked for.
#[must_use]
pub fn query(text: &str) -> Option<Query> {
    let mut parts = Vec::new();
    let mut terms: Vec<Vec<char>> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Wide(run) => {
                parts.push(match run.as_slice() {
                    [one] => format!("body : \"{}\" *", pairs(&[*one], true).concat()),
                    _ => format!("body : \"{}\"", pairs(&run, false).join(" ")),
                });
                terms.push(run);
            }
            Run::Word(word) => {
                let letters = word.chars().all(|c| c.is_ascii_alphabetic());
                let by_sound = if letters { format!(" OR pinyin : \"{word}\" *") } else { String::new() };
                parts.push(format!("(body : \"w{word}\" *{by_sound})"));
                terms.push(word.chars().collect());
            }
        }
    }
    (!parts.is_empty()).then(|| Query { expression: parts.join(" AND "), terms })
}

/// Characters before the first find in a snippet, and in all.
const BEFORE: usize = 14;
const WHOLE: usize = 72;

impl Query {
    /// The whole text with the finds marked.
    #[must_use]
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let chars: Vec<char> = text.chars().collect();
        pieces(&chars, &self.hits(&chars))
    }

    /// The lines about the first find; the beginning when nothing is found in it (found by pinyin, or in another field).
    #[must_use]
    pub fn snippet(&self, text: &str) -> Vec<Piece> {
        let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let hits = self.hits(&chars);
        let first = hits.iter().position(|h| *h).unwrap_or(0);
        cut(&chars, &hits, first)
    }

    fn hits(&self, chars: &[char]) -> Vec<bool> {
        let folded: Vec<char> = chars.iter().map(|c| fold(*c)).collect();
        let mut hits = vec![false; chars.len()];
        for term in &self.terms {
            for (start, window) in folded.windows(term.len().max(1)).enumerate() {
                if window == term.as_slice() {
                    hits.iter_mut().skip(start).take(term.len()).for_each(|h| *h = true);
                }
            }
        }
        hits
    }
}

/// The beginning of a text, for finds that come of filters alone.
#[must_use]
pub fn beginning(text: &str) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(WHOLE + 1).collect();
    cut(&chars, &vec![false; chars.len()], 0)
}

fn cut(chars: &[char], hits: &[bool], first: usize) -> Vec<Piece> {
    let from = if chars.len() <= WHOLE { 0 } else { first.saturating_sub(BEFORE).min(chars.len().saturating_sub(WHOLE)) };
    let part = |list: &[char]| list.iter().skip(from).take(WHOLE).copied().collect::<Vec<_>>();
    let marks: Vec<bool> = hits.iter().skip(from).take(WHOLE).copied().collect();
    let mut out = pieces(&part(chars), &marks);
    let dots = |hit| Piece { text: "…".into(), hit };
    if from > 0 {
        out.insert(0, dots(false));
    }
    if from + WHOLE < chars.len() {
        out.push(dots(false));
    }
    out
}

fn pieces(chars: &[char], hits: &[bool]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for (c, hit) in chars.iter().zip(hits) {
        match out.last_mut() {
            Some(last) if last.hit == *hit => last.text.push(*c),
            _ => out.push(Piece { text: c.to_string(), hit: *hit }),
        }
    }
    out
}
