//! The one writer to the terminal. Whoever reads may stop reading (`jishi commands | head -1`): then there is nobody to tell, and the
//! program ends as if killed by it, without a word. Commands have done their work by the time they speak.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _};

/// What a shell shows for a program that ended because nobody read on: 128 + SIGPIPE.
const NOBODY_READS: i32 = 141;

/// A text as a terminal may have it: names and file names come from strangers, and a terminal obeys control characters and turns round
/// what follows a direction mark. Each is shown as a sign in its place.
pub fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(sign).collect()
}

/// Writes to standard output.
pub fn write(words: Arguments<'_>) {
    let words = plain(&words.to_string());
    if std::io::stdout().lock().write_all(words.as_bytes()).is_err_and(|e| e.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(NOBODY_READS);
    }
}

/// Writes to standard error; progress that nobody reads stops nothing.
pub fn tell(words: Arguments<'_>) {
    let _ = std::io::stderr().lock().write_all(plain(&words.to_string()).as_bytes());
}

/// Those of the standard library panic when nobody reads.
macro_rules! println {
    () => { $crate::out::write(format_args!("\n")) };
    ($($words:tt)+) => { $crate::out::write(format_args!("{}\n", format_args!($($words)+))) };
}
macro_rules! print {
    ($($words:tt)+) => { $crate::out::write(format_args!($($words)+)) };
}
macro_rules! eprintln {
    ($($words:tt)+) => { $crate::out::tell(format_args!("{}\n", format_args!($($words)+))) };
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_terminal_would_obey_is_shown_as_a_sign() {
        let text = "红\u{1b}[31m人\r\u{9b}2J\u{202e}甲\u{7}\n\t乙";
        assert_eq!(super::plain(text), "红␛[31m人␍\u{fffd}2J\u{fffd}甲␇\n\t乙");
    }
}
