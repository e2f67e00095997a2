//! Templates into words: what a field says, and what stands in its place when it says nothing.

use jishi_core::forms::{Field, Kind, Tree, find, step_field, vocabulary};

use super::spec::{FormSpec, When};
use super::template::{Piece, Template};
use super::{Filling, spec::CellBody};
use crate::error::Result;
use crate::fonts::FontSet;
use crate::picture::Picture;

/// In the place of a field of `when`: the part stands in the empty form alone.
pub(super) const ONLY_EMPTY: &str = "参考模本";

/// What is being filled in: the form's own fields, or a row of a list before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) row: Option<&'a Tree>,
    pub(super) inner: &'static [Field],
    /// Number of the row, from 1; 0 outside of lists.
    pub(super) number: usize,
}

impl Scope<'_> {
    pub(super) const TOP: Scope<'static> = Scope { row: None, inner: &[], number: 0 };
}

/// What stands where a field says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    /// A line to write on: running text.
    Line,
    /// Room to write in: cells with other words beside it.
    Room,
}

pub(super) struct Fill<'a> {
    pub(super) data: Option<&'a Tree>,
    known: Option<&'a Tree>,
    pub(super) about: &'a str,
    pub(super) fonts: &'a FontSet,
    pub(super) official: bool,
    /// Ballots and labels.
    pub(super) to_cut: bool,
    fields: Vec<&'static Field>,
    pub(super) pictures: Vec<Picture>,
}

impl<'a> Fill<'a> {
    pub(super) fn new(spec: &FormSpec, filling: &Filling<'a>, fonts: &'a FontSet) -> Fill<'a> {
        Fill {
            data: filling.data,
            known: filling.known,
            about: filling.about,
            fonts,
            official: spec.layout == super::SheetKind::Official,
            to_cut: spec.layout == super::SheetKind::Cut,
            fields: vocabulary(spec.subject, &spec.records),
            pictures: Vec::new(),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.data.is_none()
    }

    pub(super) fn kind(&self, name: &str, scope: Scope<'_>) -> Kind {
        let own = scope.inner.iter().find(|f| f.name == name).or_else(|| find(&self.fields, name));
        own.map(|f| f.kind).or_else(|| fact_kind(step_field(name)?.1)).unwrap_or(Kind::Text)
    }

    /// What a field says; empty for nothing.
    pub(super) fn value<'t>(&self, name: &str, scope: Scope<'t>) -> &'t str
    where
        'a: 't,
    {
        match scope.row.filter(|row| row.get(name).is_some()) {
            Some(row) => row.text(name),
            // In a list the row's own fields never fall back to the form's of the same name.
            None if scope.inner.iter().any(|f| f.name == name) => "",
            None => self.data.map_or("", |tree| tree.text(name)),
        }
    }

    pub(super) fn rows(&self, each: &str) -> (&'a [Tree], &'static [Field]) {
        let inner = match find(&self.fields, each).map(|f| f.kind) {
            Some(Kind::Rows(inner)) => inner,
            _ => &[],
        };
        (self.data.or(self.known).map_or(&[], |tree| tree.rows(each)), inner)
    }

    /// Whether a part is printed. Of an empty form that is every part, but those for one value of a field and those for a field that says
    /// nothing.
    pub(super) fn meets(&self, when: &[When]) -> bool {
        when.iter().all(|w| self.holds(w))
    }

    fn holds(&self, when: &When) -> bool {
        let Some(tree) = self.data else {
            // It says nothing, so it is none of the words either.
            return when.wanted == when.equals.is_none();
        };
        match &when.equals {
            Some(words) => words.iter().any(|w| tree.text(&when.field).trim() == w) == when.wanted,
            // What only an empty form says, such as the names of lines to write on.
            None => (when.field != ONLY_EMPTY && self.says(&when.field)) == when.wanted,
        }
    }

    fn says(&self, field: &str) -> bool {
        let Some(tree) = self.data else { return false };
        !tree.text(field).trim().is_empty() || !tree.rows(field).is_empty() || tree.picture(field).is_some()
    }

    /// A template in words.
    pub(super) fn say(&self, template: &Template, scope: Scope<'_>, blank: Blank) -> String {
        let alone = template.only().is_some();
        let mut out = String::new();
        let mut filled = false;
        for piece in &template.0 {
            match piece {
                // What was entered ends as a sentence does: the full stop of the form would be a second one.
                Piece::Text(text) if filled && out.ends_with(['。', '！', '？']) => {
                    out.push_str(text.strip_prefix('。').unwrap_or(text));
                }
                Piece::Text(text) => out.push_str(text),
                Piece::Field(name) => {
                    let value = self.value(name, scope);
                    if name == "序号" && scope.number > 0 && value.is_empty() {
                        out.push_str(&scope.number.to_string());
                    } else if !value.trim().is_empty() && blank == Blank::Line && self.kind(name, scope) != Kind::Long {
                        // Lines of a cell become a list in running text.
                        out.push_str(&value.trim().replace('\n', "、"));
                    } else if !value.trim().is_empty() {
                        out.push_str(value);
                    } else if !alone || blank == Blank::Line {
                        out.push_str(stand_in(name, self.kind(name, scope), blank));
                    }
                }
                Piece::Or(name, words) => {
                    let value = self.value(name, scope).trim();
                    out.push_str(if value.is_empty() { words } else { value });
                }
                Piece::Choice(name, words) => {
                    let value = self.value(name, scope);
                    // The longest word the value names is meant: 否 is no 是否.
                    let chosen = words.iter().filter(|w| value.contains(w.as_str())).max_by_key(|w| w.chars().count());
                    let ticked: Vec<String> =
                        words.iter().map(|w| format!("{}{w}", if Some(w) == chosen { "■" } else { "□" })).collect();
                    out.push_str(&ticked.join("　"));
                }
            }
            filled = matches!(piece, Piece::Field(_) | Piece::Or(..));
        }
        out
    }

    /// The same as a field is called in messages.
    pub(super) fn called(template: &Template) -> String {
        let names: Vec<&str> = template.fields().collect();
        names.join("、")
    }

    /// The picture of a field, taken into the document; None when there is none.
    pub(super) fn picture(&mut self, body: &CellBody) -> Result<Option<(usize, f32)>> {
        let CellBody::Picture(name) = body else { return Ok(None) };
        let Some(bytes) = self.data.and_then(|tree| tree.picture(name)).filter(|b| !b.is_empty()) else { return Ok(None) };
        let picture = Picture::read(bytes, self.about)?;
        let ratio = picture.ratio();
        self.pictures.push(picture);
        Ok(Some((self.pictures.len() - 1, ratio)))
    }
}

/// What a fact of a step is, where it is no plain text: decides its blank.
fn fact_kind(fact: &str) -> Option<Kind> {
    match fact {
        "应到" | "实到" | "有效" | "得票" | "名次" | "同意" | "不同意" | "弃权" => Some(Kind::Number),
        day if day.ends_with("日期") => Some(Kind::Date),
        _ => None,
    }
}

fn stand_in(name: &str, kind: Kind, blank: Blank) -> &'static str {
    match (kind, blank) {
        // A word or two is all they ever say.
        (Kind::Text, Blank::Line) if ["性别", "民族"].contains(&name) => "＿＿＿",
        (Kind::Date, Blank::Line) => "＿＿＿＿年＿＿月＿＿日",
        (Kind::Date, Blank::Room) => "　　　　年　　月　　日",
        (Kind::Number, Blank::Line) => "＿＿＿",
        (Kind::Number, Blank::Room) => "　　",
        (Kind::Name, Blank::Line) => "＿＿＿＿",
        (Kind::Long, Blank::Line) => "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
        (_, Blank::Line) => "＿＿＿＿＿＿＿＿",
        (_, Blank::Room) => "　　　　",
    }
}
