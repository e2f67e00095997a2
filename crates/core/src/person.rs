//! A cadre as the 干部任免审批表 knows him or her (domain.md §5). Names are kept as typed, never normalised.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PersonId;

/// What keyboards put in the place of the point between the parts of a name.
const POINTS: [char; 7] = ['•', '・', '‧', '．', '.', '∙', '⋅'];

/// A name as it is compared, never as it is kept: without blanks, since a form puts one into names of two characters (half or full
/// width alike), and with one point for all of those between its parts.
#[must_use]
pub fn unspaced(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).map(|c| if POINTS.contains(&c) { '·' } else { c }).collect()
}

/// What a number in the place of a name is written with. The screens' rule is generated from both (`ui/src/ipc/words.ts`).
pub const DIGITS: &str = "0123456789０１２３４５６７８９";
/// What may stand between [`DIGITS`], beside blanks.
pub const BETWEEN_DIGITS: &str = ".．、，,";

/// A number in the place of a name: a key meant for another field.
#[must_use]
pub fn is_number(name: &str) -> bool {
    let digit = |c: char| DIGITS.contains(c);
    name.chars().any(digit) && name.chars().all(|c| digit(c) || c.is_whitespace() || BETWEEN_DIGITS.contains(c))
}

/// 家庭主要成员及重要社会关系, one row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FamilyMember {
    /// 称谓
    pub relation: String,
    pub name: String,
    /// 出生日期 as written (`197102`).
    pub born: String,
    /// 政治面貌
    pub political_status: String,
    /// 工作单位及职务
    pub employer: String,
}

impl FamilyMember {
    /// As the form has it: 已去世 in the place of the employer.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.employer.contains("去世")
    }
}

/// 造字说明: what is printed where a character stands that no typeface has. The texts themselves keep the character.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct GlyphNote {
    /// One character.
    pub character: String,
    /// What it is made of, such as 左金右监 or ⿰金监; printed in 〔〕.
    pub note: String,
}

/// The fields of the 干部任免审批表, as text the way the form carries them. Dates stay as written
/// (`197102`); [`crate::lrmx`] says what it thinks of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PersonContent {
    pub name: String,
    pub sex: String,
    pub born: String,
    pub ethnicity: String,
    pub native_place: String,
    pub birthplace: String,
    /// 入党时间, or a party's name.
    pub joined_party: String,
    pub started_work: String,
    pub health: String,
    pub technical_title: String,
    pub speciality: String,
    pub fulltime_education: String,
    pub fulltime_degree: String,
    pub fulltime_school: String,
    pub fulltime_degree_school: String,
    pub inservice_education: String,
    pub inservice_degree: String,
    pub inservice_school: String,
    pub inservice_degree_school: String,
    pub current_post: String,
    pub proposed_post: String,
    pub removed_post: String,
    /// 简历, lines separated by `\n`.
    pub resume: String,
    pub rewards: String,
    pub appraisals: String,
    pub reason: String,
    pub family: Vec<FamilyMember>,
    pub reporting_unit: String,
    pub age_reckoned_at: String,
    pub filled_at: String,
    pub filled_by: String,
    /// 身份证号: sensitive, printed nowhere by default.
    pub id_number: String,
    /// 政治面貌 derived from `joined_party` when empty: a date there means 中共党员.
    pub political_status: String,
    /// 任现职时间 as written (`202306`), not part of the editor's file.
    pub current_post_since: String,
    /// Notes on characters in any text above that cannot be printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub glyph_notes: Vec<GlyphNote>,
    /// SHA-256 of the photograph (JPEG or PNG) in the content store; empty for none.
    pub photo: String,
    /// SHA-256 of the `.lrmx` the person came from, kept whole so that what we do not know is given back.
    pub source: String,
}

impl PersonContent {
    /// The notes as printing takes them: character and words. What is no single character, or has no words, is none.
    pub fn notes(&self) -> impl Iterator<Item = (char, &str)> {
        self.glyph_notes.iter().filter_map(|n| {
            let mut characters = n.character.chars();
            let one = characters.next().filter(|_| characters.next().is_none())?;
            Some((one, n.note.trim())).filter(|(_, note)| !note.is_empty())
        })
    }

    /// Whether two names are the same but for how the point between their parts is written (`艾力·买买提`, `艾力・买买提`): other
    /// keyboards and other systems write other points. It only asks; nobody's name is changed by it.
    #[must_use]
    pub fn differs_by_interpunct(&self, other: &PersonContent) -> bool {
        let parts = |name: &str| name.split(INTERPUNCTS).map(|p| p.trim().to_owned()).collect::<Vec<_>>();
        let (own, its) = (parts(&self.name), parts(&other.name));
        self.name != other.name && own.len() > 1 && own == its
    }
}

/// Points that stand between the parts of a name in texts of the wild; U+00B7 is the one the standard gives (GB/T 15834).
const INTERPUNCTS: [char; 11] =
    ['\u{b7}', '\u{2022}', '\u{2027}', '\u{2219}', '\u{22c5}', '\u{30fb}', '\u{ff65}', '\u{ff0e}', '\u{fe52}', '.', '\u{387}'];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    pub id: PersonId,
    /// 1 for the first entry; each change adds one and keeps the older.
    pub revision: u32,
    pub content: PersonContent,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_only_by_their_point_are_known_and_others_are_not() {
        let named = |name: &str| PersonContent { name: name.into(), ..PersonContent::default() };
        let usual = named("艾力\u{b7}买买提");
        for point in ["\u{30fb}", "\u{ff0e}", "\u{2022}", " \u{b7} "] {
            assert!(usual.differs_by_interpunct(&named(&format!("艾力{point}买买提"))), "{point}");
        }
        for other in ["艾力\u{b7}买买提", "艾力买买提", "艾力\u{b7}买提", "张三"] {
            assert!(!usual.differs_by_interpunct(&named(other)), "{other}");
        }
        assert!(!named("张三").differs_by_interpunct(&named("张三 ")));
    }
}
