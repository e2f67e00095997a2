//! How good a passphrase for the keys of the seal is. One answer for the field while it is typed, for the command line and for the keys.
//!
//! It is weighed, not measured: what a guesser tries first (runs, repetitions, common words, the names of the office and its people, dates)
//! counts next to nothing, every other character by how many of its sort there are.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Fewest characters; of Chinese ones no fewer than of Latin ones.
pub const SHORTEST: usize = 8;
/// Weight below which it is guessed in an afternoon, and from which on nobody tries.
const WEAK: u32 = 30;
const STRONG: u32 = 50;

/// What people take first of all, besides runs and names.
const COMMON: [&str; 14] = [
    "password",
    "passwd",
    "admin",
    "root",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "zxcvbn",
    "1qaz2wsx",
    "iloveyou",
    "woaini",
    "welcome",
    "letmein",
    "密码",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// 太弱: refused.
    Weak,
    /// 一般
    Fair,
    /// 好
    Good,
}

/// A passphrase judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PassphraseJudged {
    pub strength: Strength,
    /// What it is, and what would make it better.
    pub words: String,
}

/// A sort of characters: its name, what one of it weighs in bits, and which they are.
type Sort = (&'static str, u32, fn(char) -> bool);

const SORTS: [Sort; 5] = [
    ("数字", 3, |c| c.is_ascii_digit()),
    ("小写字母", 5, |c| c.is_ascii_lowercase()),
    ("大写字母", 5, |c| c.is_ascii_uppercase()),
    ("符号", 5, |c| c.is_ascii() && !c.is_ascii_alphanumeric()),
    ("汉字", 9, |c| !c.is_ascii()),
];

fn weight(c: char) -> u32 {
    SORTS.iter().find(|(_, _, is)| is(c)).map_or(0, |(_, weight, _)| *weight)
}

/// Judges a passphrase. `names` are what everybody around knows: the unit, the operator.
#[must_use]
pub fn judge(passphrase: &str, names: &[String]) -> PassphraseJudged {
    let count = passphrase.chars().count();
    let weak = |words: String| PassphraseJudged { strength: Strength::Weak, words };
    if count < SHORTEST {
        return weak(format!("封签口令至少 {SHORTEST} 个字，现在 {count} 个"));
    }
    let lower = passphrase.to_lowercase();
    let named = names.iter().map(|n| n.trim().to_lowercase()).find(|n| n.chars().count() >= 2 && lower.contains(n.as_str()));
    let common = COMMON.iter().find(|word| lower.contains(**word));
    let mut rest = passphrase.to_owned();
    for word in named.as_deref().into_iter().chain(common.copied()) {
        rest = without(&rest, word);
    }
    let rest = unrepeated(&rest);
    let kept: Vec<char> = unrun(&rest);
    let bits: u32 = kept.iter().map(|c| weight(*c)).sum();
    let sorts: Vec<&str> = SORTS.iter().filter(|(.., is)| passphrase.chars().any(is)).map(|(name, ..)| *name).collect();
    let has = format!("{count} 个字，{}", sorts.join("、"));
    if bits < WEAK {
        let why = if let Some(name) = named {
            format!("里有“{name}”，别人最先试的就是它")
        } else if let Some(word) = common {
            format!("里有“{word}”，别人最先试的就是它")
        } else if kept.len() * 2 < count {
            "是连着的或重复的字，例如 123456、aaaa".to_owned()
        } else if let [only] = sorts.as_slice() {
            format!("只有{only}，{count} 个太少")
        } else {
            "还太容易猜".to_owned()
        };
        return weak(format!("封签口令太弱：{why}；请再长一些，例如四五个不相干的词，或加上别的字、字母、符号"));
    }
    if bits < STRONG {
        return PassphraseJudged {
            strength: Strength::Fair, words: format!("一般（{has}）：可以用；再加两三个字更好")
        };
    }
    PassphraseJudged { strength: Strength::Good, words: format!("好（{has}）") }
}

/// The text with a word, of whatever case, taken out.
fn without(text: &str, word: &str) -> String {
    let (chars, word): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    let same = |at: usize| {
        chars.get(at..at + word.len()).is_some_and(|part| part.iter().flat_map(|c| c.to_lowercase()).eq(word.iter().copied()))
    };
    let (mut out, mut at) = (String::new(), 0);
    while let Some(c) = chars.get(at) {
        if same(at) {
            at += word.len();
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

/// What is said once where the whole is that said over and over.
fn unrepeated(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let period = (1..=chars.len() / 2)
        .find(|n| chars.len().is_multiple_of(*n) && chars.iter().zip(chars.iter().skip(*n)).all(|(a, b)| a == b));
    chars.into_iter().take(period.unwrap_or(usize::MAX)).collect()
}

/// The text without what follows from the character before: the same again, or the next one up or down.
fn unrun(text: &str) -> Vec<char> {
    let mut kept = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let follows = before.is_some_and(|b| u32::from(b).abs_diff(u32::from(c)) <= 1);
        if !follows {
            kept.push(c);
        }
        before = Some(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_refused_and_says_why() {
        let names = ["云东区委组织部".to_owned(), "周敏".to_owned()];
        for (passphrase, strength, word) in [
            ("七个字不够长", Strength::Weak, "至少 8 个字"),
            ("12345678", Strength::Weak, "连着的或重复的"),
            ("87654321aaaa", Strength::Weak, "连着的或重复的"),
            ("abcdefghij", Strength::Weak, "连着的或重复的"),
            ("ab12ab12ab12ab12", Strength::Weak, "连着的或重复的"),
            ("20190305", Strength::Weak, "只有数字"),
            ("Password123", Strength::Weak, "password"),
            ("云东区委组织部2026", Strength::Weak, "云东区委组织部"),
            ("周敏周敏1978", Strength::Weak, "周敏"),
            ("kqzvmwpt", Strength::Fair, "一般（8 个字，小写字母）"),
            ("Kq7-vmw9Pt", Strength::Fair, "数字、小写字母、大写字母、符号"),
            ("示例封签口令2026", Strength::Good, "好（10 个字，数字、汉字）"),
            ("云东区委组织部青石桥下看桂花", Strength::Good, "好（14 个字，汉字）"),
            ("correct horse battery staple", Strength::Good, "小写字母、符号"),
        ] {
            let judged = judge(passphrase, &names);
            assert_eq!(judged.strength, strength, "{passphrase}: {judged:?}");
            assert!(judged.words.contains(word), "{passphrase}: {judged:?}");
        }
    }
}
