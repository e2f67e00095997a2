//! What an 身份证号 says about itself (GB 11643): check digit, birth, sex. Never prints the number; it is sensitive.

use chrono::NaiveDate;

/// What is wrong with a number, or what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    /// Not 18 characters of the right kind.
    Malformed,
    /// Fifteen digits, the kind given before 1999.
    Old,
    /// The last character does not follow from the others, or the birth is no day.
    Inconsistent,
    Sound {
        born: NaiveDate,
        male: bool,
    },
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character of the first seventeen digits.
pub(super) fn check_character(digits: &[u32]) -> Option<char> {
    if digits.len() != WEIGHTS.len() {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    usize::try_from(sum % 11).ok().and_then(|i| CHECKS.get(i)).copied()
}

pub(super) fn examine(number: &str) -> Identity {
    let characters: Vec<char> = number.trim().chars().collect();
    if characters.len() == 15 && characters.iter().all(char::is_ascii_digit) {
        return Identity::Old;
    }
    let (Some(last), 18) = (characters.last(), characters.len()) else { return Identity::Malformed };
    let digits: Vec<u32> = characters.iter().take(17).filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 17 || !(last.is_ascii_digit() || matches!(last, 'X' | 'x')) {
        return Identity::Malformed;
    }
    let birth: String = characters.iter().skip(6).take(8).collect();
    let Ok(born) = NaiveDate::parse_from_str(&birth, "%Y%m%d") else { return Identity::Inconsistent };
    if check_character(&digits) != Some(last.to_ascii_uppercase()) {
        return Identity::Inconsistent;
    }
    Identity::Sound { born, male: digits.last().is_some_and(|d| d % 2 == 1) }
}
