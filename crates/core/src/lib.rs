//! The procedure and its judgement, with no input or output of its own.
//!
//! Everything here is a value or a function of values: no clock, no file, no database. Time, calendar and bytes come in
//! from the caller. A broken input yields a value and [`finding::Finding`]s; an `Err` is for what cannot be used at all.

pub mod arrange;
pub mod business;
pub mod calendar;
pub mod case;
pub mod casefile;
pub mod catalogue;
pub mod charge;
pub mod checks;
pub mod clock;
pub mod course;
mod data_file;
pub mod date;
pub mod due;
pub mod ethnicity;
pub mod explain;
pub mod filing_table;
pub mod finding;
pub mod forms;
pub mod id;
pub mod inspection;
pub mod likeness;
pub mod lrmx;
pub mod medium;
pub mod metadata;
pub mod notebook;
pub mod passphrase;
pub mod paste;
pub mod person;
pub mod plain_text;
pub mod qualification;
pub mod record;
pub mod report;
pub mod revisions;
pub mod rules;
pub mod seal_register;
pub mod search;
pub mod secrecy;
pub mod sheet_code;
pub mod suggestions;
pub mod supervise;
pub mod syntax;
pub mod table;
#[cfg(test)]
mod testing;
pub mod waiver;
pub mod xml;
