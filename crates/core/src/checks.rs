//! The judgement of a case: pure functions of what was recorded (domain.md §2.4).

/// Whether a catalogue may name this check: V01–V40 and the five parts of V31.
#[must_use]
pub fn is_known_code(code: &str) -> bool {
    if let Some(part) = code.strip_prefix("V31") {
        return matches!(part, "" | "a" | "b" | "c" | "d" | "e");
    }
    let digits = code.strip_prefix('V').filter(|d| d.len() == 2).and_then(|d| d.parse::<u8>().ok());
    digits.is_some_and(|n| (1..=40).contains(&n))
}
