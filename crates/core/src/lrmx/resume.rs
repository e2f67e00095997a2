//! The lines of a 简历: `1991.01--2000.01  正文`, an open end as `2021.06--       正文`, and lines that carry on the one before.
//!
//! Reads what people write, dashes of every kind included; what it cannot read stays text, nothing is dropped.

use crate::date::PartialDate;

/// One period of a résumé.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeLine {
    /// None for text that stands before any period.
    pub from: Option<PartialDate>,
    /// None while the period goes on.
    pub to: Option<PartialDate>,
    /// What was done; “其间” begins a new line (`\n`), a wrapped line is joined on.
    pub text: String,
}

/// A line as it stands, with what it was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `regular` when written exactly as the editor writes it.
    Period { from: PartialDate, to: Option<PartialDate>, regular: bool },
    /// Carries on the line before.
    Continuation,
    /// Begins with a year and yet is no period.
    Odd,
}

/// Splits a résumé into its periods.
#[must_use]
pub fn resume_lines(resume: &str) -> Vec<ResumeLine> {
    let mut lines: Vec<ResumeLine> = Vec::new();
    for raw in resume.lines().filter(|l| !l.trim().is_empty()) {
        match recognise(raw) {
            (Kind::Period { from, to, .. }, text) => lines.push(ResumeLine { from: Some(from), to, text: text.to_owned() }),
            (Kind::Odd, text) => lines.push(ResumeLine { from: None, to: None, text: text.to_owned() }),
            (Kind::Continuation, text) => match lines.last_mut() {
                Some(line) => {
                    if text.trim_start_matches(['(', '（']).starts_with("其间")
                        || text.trim_start_matches(['(', '（']).starts_with("期间")
                    {
                        line.text.push('\n');
                    }
                    line.text.push_str(text);
                }
                None => lines.push(ResumeLine { from: None, to: None, text: text.to_owned() }),
            },
        }
    }
    lines
}

/// What a line is, and its text without the period.
pub(super) fn recognise(raw: &str) -> (Kind, &str) {
    let line = raw.trim();
    let indented = raw.starts_with(char::is_whitespace);
    let Some((from, from_regular, rest)) = month(line) else {
        let year_like = !indented && line.chars().take(4).filter(char::is_ascii_digit).count() == 4;
        return (if year_like { Kind::Odd } else { Kind::Continuation }, line);
    };
    let spaced = rest.trim_start();
    let after = spaced.trim_start_matches(|c| DASHES.contains(&c));
    let dashes = spaced.get(..spaced.len() - after.len()).unwrap_or_default();
    if dashes.is_empty() {
        return (if indented { Kind::Continuation } else { Kind::Odd }, line);
    }
    let near = after.strip_prefix([' ', '\u{3000}']).unwrap_or(after);
    let mut regular = from_regular && dashes == "--" && rest.starts_with("--");
    if let Some((to, to_regular, text)) = month(near) {
        regular &= to_regular && near.len() == after.len() && (text.is_empty() || text.starts_with("  "));
        return (Kind::Period { from, to: Some(to), regular }, text.trim());
    }
    for open in ["至今", "今"] {
        if let Some(text) = near.strip_prefix(open) {
            return (Kind::Period { from, to: None, regular: false }, text.trim());
        }
    }
    regular &= after.starts_with("       ");
    (Kind::Period { from, to: None, regular }, after.trim())
}

/// A further period within the text of a line, where a line break was lost. What stands in brackets or after 其间 is meant.
pub(super) fn holds_a_period(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut after_digit = false;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("其间") || rest.starts_with("期间") {
            return false;
        }
        if depth <= 0 && c.is_ascii_digit() && !after_digit && matches!(recognise(rest).0, Kind::Period { .. }) {
            return true;
        }
        after_digit = c.is_ascii_digit();
    }
    false
}

const DASHES: &[char] = &['-', '—', '–', '－', '―', '─', '~', '～', '至'];

/// `1991.01`, `1991.1`, `1991年1月` at the start of a text; whether it is written as the editor does; and the rest.
fn month(text: &str) -> Option<(PartialDate, bool, &str)> {
    let (year, rest) = digits(text, 4)?;
    if year.len() != 4 {
        return None;
    }
    let dotted = rest.strip_prefix('.');
    let rest = dotted.or_else(|| rest.strip_prefix(['．', '。', '/', '年']))?;
    let (month, rest) = digits(rest, 2)?;
    let year: i32 = year.parse().ok()?;
    let number: u32 = month.parse().ok()?;
    if !(1900..=2199).contains(&year) || !(1..=12).contains(&number) {
        return None;
    }
    Some((PartialDate::Month(year, number), dotted.is_some() && month.len() == 2, rest.strip_prefix('月').unwrap_or(rest)))
}

/// One to `most` ASCII digits at the start of a text, and the rest.
fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count == 0 { None } else { text.split_at_checked(count) }
}
