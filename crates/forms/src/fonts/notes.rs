//! 造字说明: what is printed in the place of a character no face has, such as `李〔左金右监〕`. The name itself is never touched; a character
//! that can be drawn is always drawn.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The notes of a workspace. A character of which all say the same is replaced wherever it stands; one of which two people say different
/// things (a private-use character means another in each old system) only within the name it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Name as entered → the notes on its characters, longer names first.
    names: Vec<(String, Vec<(char, String)>)>,
    /// None: they disagree.
    characters: BTreeMap<char, Option<String>>,
}

impl Notes {
    /// `people`: each name with the notes on characters of it or of what else is printed of the person.
    #[must_use]
    pub fn new(people: impl IntoIterator<Item = (String, Vec<(char, String)>)>) -> Notes {
        let mut notes = Notes::default();
        for (name, own) in people {
            for (ch, note) in &own {
                let slot = notes.characters.entry(*ch).or_insert_with(|| Some(note.clone()));
                if slot.as_ref().is_some_and(|other| other != note) {
                    *slot = None;
                }
            }
            if own.iter().any(|(ch, _)| name.contains(*ch)) {
                notes.names.push((name, own));
            }
        }
        notes.names.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
        notes
    }

    /// The text as it is printed; `drawn` says whether a face has a character.
    pub(super) fn said<'t>(&self, text: &'t str, drawn: impl Fn(char) -> bool) -> Cow<'t, str> {
        if self.characters.is_empty() || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let wanting = |ch: &char| self.characters.contains_key(ch) && !drawn(*ch);
        if !text.chars().any(|ch| wanting(&ch)) {
            return Cow::Borrowed(text);
        }
        let mut said = text.to_owned();
        for (name, own) in self.names.iter().filter(|(_, own)| own.iter().any(|(ch, _)| wanting(ch))) {
            if said.contains(name) {
                let of = |ch: char| own.iter().find(|(own, _)| *own == ch && wanting(&ch)).map(|(_, note)| bracketed(note));
                let printed: String = name.chars().map(|ch| of(ch).unwrap_or_else(|| ch.to_string())).collect();
                said = said.replace(name, &printed);
            }
        }
        let of = |ch: char| self.characters.get(&ch).and_then(Option::as_ref).filter(|_| wanting(&ch)).map(|n| bracketed(n));
        Cow::Owned(said.chars().map(|ch| of(ch).unwrap_or_else(|| ch.to_string())).collect())
    }
}

/// In the brackets that mark what an editor put in.
fn bracketed(note: &str) -> String {
    format!("〔{}〕", note.trim().trim_start_matches('〔').trim_end_matches('〕'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(people: &[(&str, char, &str)]) -> Notes {
        Notes::new(people.iter().map(|(name, ch, note)| ((*name).to_owned(), vec![(*ch, (*note).to_owned())])))
    }

    #[test]
    fn a_character_is_replaced_wherever_it_stands_unless_a_face_draws_it() {
        let one = notes(&[("李\u{30EDF}", '\u{30EDF}', "左金右监")]);
        let told = one.said("听取李\u{30EDF}和\u{30EDF}家人的意见", |_| false);
        assert_eq!(told, "听取李〔左金右监〕和〔左金右监〕家人的意见");
        assert_eq!(one.said("李\u{30EDF}", |_| true), "李\u{30EDF}");
        assert_eq!(one.said("李王", |_| false), "李王");
        assert_eq!(notes(&[("李\u{30EDF}", '\u{30EDF}', "〔⿰金监〕")]).said("\u{30EDF}", |_| false), "〔⿰金监〕");
    }

    #[test]
    fn two_people_whose_old_systems_meant_different_characters_keep_each_their_own() {
        let two = notes(&[("李\u{E815}", '\u{E815}', "左金右监"), ("李\u{E815}平", '\u{E815}', "上山下尔")]);
        assert_eq!(two.said("李\u{E815}平、李\u{E815}", |_| false), "李〔上山下尔〕平、李〔左金右监〕");
        // Nobody can say which of them is meant here: it stays, and is told as missing.
        assert_eq!(two.said("王\u{E815}", |_| false), "王\u{E815}");
    }
}
