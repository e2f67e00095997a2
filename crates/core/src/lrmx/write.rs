//! Writing `.lrmx`: anew in the editor's order of elements, or into the text a person came from.
//!
//! With a source, an element is rewritten only if its value differs from what reading the source gives; all else stays as it
//! stood, to the byte, bytes that are no text among them (`splice`). Never drops an element it does not know.

use super::{
    LrmError,
    document::{self, Derived, Element, Source},
    fields::{self, FIELDS, Field, MEMBER_FIELDS, Slot},
    photo,
    splice::{Edit, splice},
};
use crate::person::{FamilyMember, PersonContent};

/// Version told in a file that has no source; the one an editor's own template carries (domain.md §5.1).
const VERSION: &str = "3.2.1.6";

/// The person as `.lrmx`. `source` is the file the person was read from, `photo` the picture as it now is (none: no picture).
///
/// # Errors
/// The source cannot be read, or a value holds a control character XML has no place for.
pub fn write(person: &PersonContent, source: Option<&[u8]>, photo: Option<&[u8]>) -> Result<Vec<u8>, LrmError> {
    let values = Values { person, photo };
    match source {
        None => {
            values.check(None)?;
            Ok(values.anew().into_bytes())
        }
        Some(bytes) => {
            let name = format!("{}的原任免审批表文件", person.name);
            let source = Source::parse(&name, bytes)?;
            let derived = document::derive(&source.root);
            values.check(Some(&derived))?;
            let edits = values.edits(&source, &derived);
            if edits.is_empty() {
                return Ok(bytes.to_vec());
            }
            splice(bytes, &source.decoded, edits).ok_or(LrmError::OddSource { person: person.name.clone() })
        }
    }
}

struct Values<'a> {
    person: &'a PersonContent,
    photo: Option<&'a [u8]>,
}

impl Values<'_> {
    /// Every value that will be written can be. What stands in the source already goes back as it stood, odd or not.
    fn check(&self, derived: Option<&Derived>) -> Result<(), LrmError> {
        let refuse = |field: &str| LrmError::ControlCharacter { person: self.person.name.clone(), field: field.into() };
        for field in FIELDS.iter().filter(|f| derived.is_none_or(|d| !self.unchanged(f, d))) {
            if let Slot::Text { get, .. } = field.slot
                && !writable(get(self.person))
            {
                return Err(refuse(field.label));
            }
        }
        let standing = derived.map(|d| d.person.family.as_slice()).unwrap_or_default();
        for (index, member) in self.person.family.iter().enumerate().filter(|(_, m)| !standing.contains(m)) {
            for field in MEMBER_FIELDS {
                if !writable((field.get)(member)) {
                    return Err(refuse(&format!("家庭成员第 {} 行{}", index + 1, field.label)));
                }
            }
        }
        Ok(())
    }

    fn anew(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Person>\n");
        for field in FIELDS.iter().filter(|f| f.standard) {
            out.push_str(&format!("  {}\n", self.element(field, "\n  ")));
        }
        out.push_str("</Person>\n");
        out
    }

    /// A whole element with the value it should have; `gap` stands before each row of the family.
    fn element(&self, field: &Field, gap: &str) -> String {
        let inner = match field.slot {
            Slot::Text { get, shape, .. } => escape(&fields::tidy(shape, get(self.person))),
            Slot::Family => {
                let row_gap = format!("{gap}  ");
                let rows: String = self.rows().iter().map(|m| format!("{row_gap}{}", item(m, &row_gap))).collect();
                if rows.is_empty() { rows } else { rows + gap }
            }
            Slot::Photo => self.photo.map(photo::encode_base64).unwrap_or_default(),
            Slot::Version => VERSION.to_owned(),
            Slot::Kept => String::new(),
        };
        format!("<{0}>{inner}</{0}>", field.element)
    }

    /// The rows of the family as they will be read again.
    fn rows(&self) -> Vec<FamilyMember> {
        self.person.family.iter().map(tidy_member).filter(|m| *m != FamilyMember::default()).collect()
    }

    fn edits(&self, source: &Source, derived: &Derived) -> Vec<Edit> {
        let text = &source.decoded.text;
        let mut edits: Vec<Edit> = Vec::new();
        let mut missing: Vec<&Field> = Vec::new();
        for field in FIELDS {
            if self.unchanged(field, derived) {
                continue;
            }
            match source.root.child(field.element) {
                Some(element) => self.rewrite(field, element, text, &mut edits),
                None if field.standard => missing.push(field),
                None => {}
            }
        }
        self.insert(&missing, &source.root, text, &mut edits);
        edits
    }

    fn unchanged(&self, field: &Field, derived: &Derived) -> bool {
        match field.slot {
            Slot::Text { get, shape, .. } => fields::tidy(shape, get(self.person)) == get(&derived.person),
            Slot::Family => self.rows() == derived.person.family,
            // A picture that does not decode was never shown, so having none now is no change of the user's.
            Slot::Photo => match (derived.photo_text.as_deref(), self.photo) {
                (standing, Some(bytes)) => standing.and_then(photo::decode_base64).is_some_and(|b| b == bytes),
                (Some(standing), None) => photo::from_base64("", standing).0.is_none(),
                (None, None) => true,
            },
            Slot::Version | Slot::Kept => true,
        }
    }

    fn rewrite(&self, field: &Field, element: &Element, text: &str, edits: &mut Vec<Edit>) {
        match field.slot {
            Slot::Text { get, shape, .. } => edits.push(fill(element, text, &escape(&fields::tidy(shape, get(self.person))))),
            Slot::Photo => edits.push(fill(element, text, &self.photo.map(photo::encode_base64).unwrap_or_default())),
            Slot::Family => rewrite_family(&self.rows(), element, text, edits),
            Slot::Version | Slot::Kept => {}
        }
    }

    /// Puts elements the source lacks where the editor's order has them.
    fn insert(&self, missing: &[&Field], root: &Element, text: &str, edits: &mut Vec<Edit>) {
        if missing.is_empty() {
            return;
        }
        let Some(inner) = &root.inner else {
            let gap = "\n  ";
            let all: String = missing.iter().map(|f| format!("{gap}{}", self.element(f, gap))).collect();
            edits.push(fill(root, text, &format!("{all}\n")));
            return;
        };
        let rank = |name: &str| FIELDS.iter().position(|f| f.element == name);
        for field in missing {
            let own = rank(field.element);
            let anchor =
                root.children.iter().filter(|c| rank(&c.name).is_some_and(|r| Some(r) < own)).max_by_key(|c| rank(&c.name));
            let gap = gap_before(anchor.or(root.children.first()), text);
            let at = anchor.map_or(inner.start, |a| a.outer.end);
            edits.push((at..at, format!("{gap}{}", self.element(field, &gap))));
        }
    }
}

/// Rows at the start and end that did not change stay; those between are rewritten cell by cell, added or taken away.
fn rewrite_family(rows: &[FamilyMember], element: &Element, text: &str, edits: &mut Vec<Edit>) {
    let standing: Vec<(&Element, FamilyMember)> = element
        .children
        .iter()
        .filter(|c| c.name == "Item")
        .map(|item| (item, document::derive_member(item)))
        .filter(|(_, member)| *member != FamilyMember::default())
        .collect();
    let same = |(old, new): &((&Element, FamilyMember), &FamilyMember)| old.1 == **new;
    let head = standing.iter().cloned().zip(rows).take_while(same).count();
    let most_tail = standing.len().min(rows.len()) - head;
    let tail = standing.iter().cloned().rev().zip(rows.iter().rev()).take(most_tail).take_while(same).count();
    let old = standing.get(head..standing.len() - tail).unwrap_or_default();
    let new = rows.get(head..rows.len() - tail).unwrap_or_default();

    let inner_gap = gap_before(element.children.first(), text);
    for ((item, before), after) in old.iter().zip(new) {
        rewrite_item(item, before, after, text, edits);
    }
    for (item, _) in old.iter().skip(new.len()) {
        let gap = gap_before(Some(item), text);
        edits.push((item.outer.start - gap.len()..item.outer.end, String::new()));
    }
    let added = new.get(old.len().min(new.len())..).unwrap_or_default();
    if added.is_empty() {
        return;
    }
    let added: String = added.iter().map(|m| format!("{inner_gap}{}", item(m, &inner_gap))).collect();
    // After the last row that keeps its place before the new ones; else at the start of the element.
    let last = standing.get(..standing.len() - tail).and_then(<[_]>::last);
    match (last, &element.inner) {
        (Some((item, _)), _) => edits.push((item.outer.end..item.outer.end, added)),
        (None, Some(inner)) => edits.push((inner.start..inner.start, added)),
        (None, None) => edits.push(fill(element, text, &added)),
    }
}

fn rewrite_item(item: &Element, before: &FamilyMember, after: &FamilyMember, text: &str, edits: &mut Vec<Edit>) {
    let mut at = item.inner.as_ref().map(|i| i.start);
    let gap = gap_before(item.children.first(), text);
    for field in MEMBER_FIELDS {
        let cell = item.child(field.element);
        if (field.get)(before) != (field.get)(after) {
            let value = escape(&fields::tidy(field.shape, (field.get)(after)));
            match (cell, at) {
                (Some(cell), _) => edits.push(fill(cell, text, &value)),
                (None, Some(at)) => edits.push((at..at, format!("{gap}<{0}>{value}</{0}>", field.element))),
                (None, None) => {}
            }
        }
        if let Some(cell) = cell {
            at = Some(cell.outer.end);
        }
    }
}

/// A new row.
fn item(member: &FamilyMember, gap: &str) -> String {
    let cell_gap = if gap.is_empty() { String::new() } else { format!("{gap}  ") };
    let cells: String = MEMBER_FIELDS
        .iter()
        .map(|f| format!("{cell_gap}<{0}>{1}</{0}>", f.element, escape(&fields::tidy(f.shape, (f.get)(member)))))
        .collect();
    format!("<Item>{cells}{gap}</Item>")
}

fn tidy_member(member: &FamilyMember) -> FamilyMember {
    let mut tidied = FamilyMember::default();
    for field in MEMBER_FIELDS {
        *(field.set)(&mut tidied) = fields::tidy(field.shape, (field.get)(member));
    }
    tidied
}

/// Puts text between an element's tags, leaving its opening tag and attributes as they stand.
fn fill(element: &Element, text: &str, inner: &str) -> Edit {
    match &element.inner {
        Some(range) => (range.clone(), inner.to_owned()),
        None => {
            let tag = text.get(element.outer.clone()).unwrap_or_default();
            let open = tag.strip_suffix("/>").unwrap_or(tag).trim_end();
            (element.outer.clone(), format!("{open}>{inner}</{}>", element.name))
        }
    }
}

/// The white space that stands before an element.
fn gap_before(element: Option<&Element>, text: &str) -> String {
    let before = element.and_then(|e| text.get(..e.outer.start)).unwrap_or_default();
    before.get(before.trim_end().len()..).unwrap_or_default().to_owned()
}

fn escape(text: &str) -> String {
    quick_xml::escape::partial_escape(text).into_owned()
}

/// XML 1.0 has no way to write the other control characters, nor the two last places of the basic plane.
fn writable(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\n' | '\r' | '\t' | ' '..='\u{fffd}' | '\u{10000}'..))
}
