//! The packs as committed are sound, and each kind of fault is named.

use super::*;

#[test]
fn the_packs_as_committed_are_sound() {
    let book = RuleBook::builtin_checked().unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(book.packs.len(), 9);
}
