//! Lines written when steps still stood in them by code (`S05 谈心谈话`, `记录 7 S05`), read as people name steps.

use super::Catalogue;

/// Characters of a code of the built-in shape: S and two digits.
const LONG: usize = 3;

/// The code a text begins with.
fn code(text: &str) -> Option<&str> {
    let code = text.get(..LONG)?;
    let shaped = code.strip_prefix('S').is_some_and(|no| no.bytes().all(|b| b.is_ascii_digit()));
    let ends = !text.get(LONG..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    (shaped && ends).then_some(code)
}

/// Whether such a line only names a record before its code: `… 记录 7 S05`. A code that stands anywhere else alone is a person's own word, such
/// as the name of a file.
fn after_record(before: &str) -> bool {
    let digits = before.trim_end_matches(' ').trim_end_matches(|c: char| c.is_ascii_digit());
    before.ends_with(' ') && digits.len() < before.trim_end().len() && digits.ends_with("记录 ")
}

/// Whether a text may hold codes at all.
#[must_use]
pub fn tells_codes(text: &str) -> bool {
    text.char_indices().any(|(at, _)| text.get(at..).and_then(code).is_some())
}

impl Catalogue {
    /// A text with every code of a step that stands before the step's name, after a record's number or after 撤回 as [`Catalogue::step_label`] says it.
    #[must_use]
    pub fn codes_named(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let inside = out.ends_with(|c: char| c.is_ascii_alphanumeric());
            let step = code(rest).filter(|_| !inside).and_then(|key| self.step(key));
            let after = step.and_then(|step| {
                let tail = rest.get(LONG..)?;
                let named = [format!(" {}", step.name), format!("《{}》", step.name)];
                let bare = after_record(&out) || (out == "撤回 " && tail.starts_with(" 的不适用"));
                named.iter().find_map(|name| tail.strip_prefix(name.as_str())).or(bare.then_some(tail))
            });
            match (step, after) {
                (Some(step), Some(after)) => {
                    out.push_str(&self.step_label(&step.key));
                    rest = after;
                }
                _ => {
                    out.push(next);
                    rest = rest.get(next.len_utf8()..).unwrap_or_default();
                }
            }
        }
        out
    }
}
