//! The one writer to the terminal. Whoever reads may stop reading (`jishi commands | head -1`): then there is nobody to tell, and the
//! program ends as if killed by it, without a word. Commands have done their work by the time they speak.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _};

/// What a shell shows for a program that ended because nobody read on: 128 + SIGPIPE.
const NOBODY_READS: i32 = 141;

/// Writes to standard output.
pub fn write(words: Arguments<'_>) {
    if std::io::stdout().lock().write_fmt(words).is_err_and(|e| e.kind() == ErrorKind::BrokenPipe) {
        std::process::exit(NOBODY_READS);
    }
}

/// Writes to standard error; progress that nobody reads stops nothing.
pub fn tell(words: Arguments<'_>) {
    let _ = std::io::stderr().lock().write_fmt(words);
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
