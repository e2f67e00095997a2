//! What differs between two states of a person, field by field in the words of the form. Says it, decides nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::labelled_fields;
use crate::person::{FamilyMember, PersonContent};

/// One field that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Difference {
    /// 现任职务, 家庭成员 …
    pub field: String,
    /// Empty when there was nothing.
    pub before: String,
    pub after: String,
}

/// The fields that differ, in the order of the form, the photograph last. The 身份证号 is shown by its last four digits.
#[must_use]
pub fn compare(before: &PersonContent, after: &PersonContent) -> Vec<Difference> {
    let mut list = Vec::new();
    for (old, new) in labelled_fields(before).into_iter().zip(labelled_fields(after)) {
        let sensitive = old.sensitive;
        let shown = |text: String| if sensitive { masked(&text) } else { text };
        if old.value != new.value {
            list.push(Difference { field: old.label.into(), before: shown(old.value), after: shown(new.value) });
        }
    }
    let mut say = |field: &str, before: String, after: String| list.push(Difference { field: field.into(), before, after });
    if before.current_post_since != after.current_post_since {
        say("任现职时间", before.current_post_since.clone(), after.current_post_since.clone());
    }
    if before.family != after.family {
        say("家庭主要成员及重要社会关系", family(&before.family), family(&after.family));
    }
    if before.glyph_notes != after.glyph_notes {
        say("造字说明", notes(before), notes(after));
    }
    if before.photo != after.photo {
        let (old, new) = match (before.photo.is_empty(), after.photo.is_empty()) {
            (true, _) => ("没有照片", "有照片"),
            (_, true) => ("有照片", "没有照片"),
            _ => ("原来的照片", "另一张照片"),
        };
        say("照片", old.into(), new.into());
    }
    list
}

fn family(rows: &[FamilyMember]) -> String {
    let row = |m: &FamilyMember| {
        let texts = [&m.relation, &m.name, &m.born, &m.political_status, &m.employer];
        texts.into_iter().map(|t| t.trim()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn notes(person: &PersonContent) -> String {
    person.notes().map(|(ch, note)| format!("“{ch}”（U+{:04X}）印作〔{note}〕", u32::from(ch))).collect::<Vec<_>>().join("\n")
}

/// Enough to tell two numbers apart, too little to misuse.
fn masked(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    match letters.len().checked_sub(4).and_then(|at| letters.get(at..)) {
        Some(tail) if letters.len() > 4 => format!("尾号 {}", tail.iter().collect::<String>()),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_in_the_words_of_the_form_and_an_id_number_is_not_spelt_out() {
        let before = PersonContent {
            name: "王䶮".into(),
            current_post: "副科长".into(),
            id_number: "530102197803070011".into(),
            photo: "a".repeat(64),
            ..PersonContent::default()
        };
        assert_eq!(compare(&before, &before), []);
        let after = PersonContent {
            current_post: "科长".into(),
            current_post_since: "202601".into(),
            id_number: "53010219780307002X".into(),
            family: vec![FamilyMember { relation: "妻子".into(), name: "李芳".into(), ..FamilyMember::default() }],
            photo: String::new(),
            ..before.clone()
        };
        let told: Vec<_> = compare(&before, &after).into_iter().map(|d| (d.field, d.before, d.after)).collect();
        let want = [
            ("现任职务", "副科长", "科长"),
            ("身份证号", "尾号 0011", "尾号 002X"),
            ("任现职时间", "", "202601"),
            ("家庭主要成员及重要社会关系", "", "妻子 李芳"),
            ("照片", "有照片", "没有照片"),
        ];
        assert_eq!(told, want.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }
}
