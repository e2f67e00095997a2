//! Packages from the outside: what is written, what strangers' tools say of it, what damage and hostile hands do.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

mod carry;
mod common;
mod damage;
mod envelope;
mod foreign;
mod hostile;
mod many;
mod round_trip;
mod stock_tools;
mod sweep;
mod trees;
