//! Kinds of business and what they leave out of the procedure, as data (`assets/business/kinds.toml`, domain.md §4.3), and the
//! edition of the 条例 a day falls under. A default is a proposal: it takes effect when somebody confirms and signs it.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::Movement;
use crate::catalogue::Catalogue;
use crate::date::PartialDate;
use crate::rules::{RuleBook, RulePack};

/// A step that may be left out, with the words to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepDefault {
    pub step: String,
    pub reason: String,
}

/// A kind of business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Business {
    /// 个别提拔, 换届 …, as kept in the batch.
    pub name: String,
    pub words: String,
    /// Left out as a rule, in the order of the catalogue.
    pub not_applicable: Vec<StepDefault>,
    /// Left out when the reason holds.
    pub conditional: Vec<StepDefault>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    /// What may follow the name of a kind.
    endings: Vec<String>,
    rank: Vec<Rank>,
    business: Vec<Kind>,
}

/// 类别 of a post, with what a post of it begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    pub name: String,
    /// 实行试用期
    pub probation: bool,
}

/// A kind of business as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    name: String,
    /// What else it is called.
    #[serde(default)]
    aliases: Vec<String>,
    /// What it does with whoever is in it and says nothing else.
    #[serde(default)]
    movement: Movement,
    words: String,
    /// 日常选拔, 换届选拔 or 竞争性选拔.
    selection: String,
    #[serde(default)]
    default: Vec<Group>,
    #[serde(default)]
    conditional: Vec<Group>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    steps: Vec<String>,
    reason: String,
}

static FILE: LazyLock<Option<File>> = LazyLock::new(|| toml::from_str(include_str!("../../../assets/business/kinds.toml")).ok());

/// Which of 日常选拔, 换届选拔, 竞争性选拔 a kind of business is; empty for a kind nobody knows.
#[must_use]
pub fn selection(business: &str) -> &'static str {
    called(business).map_or("", |k| k.selection.as_str())
}

/// The 类别 that are offered, in the order of the file.
#[must_use]
pub fn ranks() -> &'static [Rank] {
    FILE.as_ref().map_or(&[], |f| &f.rank)
}

/// Whether a post of this 类别 begins with 试用期; one nobody listed does.
#[must_use]
pub fn on_probation(rank: &str) -> bool {
    ranks().iter().find(|r| r.name == rank.trim()).is_none_or(|r| r.probation)
}

/// What a batch does with whoever is in it and says nothing else; of a kind nobody knows, 提任.
#[must_use]
pub fn movement(business: &str) -> Movement {
    called(business).map(Kind::movement).unwrap_or_default()
}

impl Kind {
    /// As the list has it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does with whoever is in it and says nothing else.
    #[must_use]
    pub fn movement(&self) -> Movement {
        self.movement
    }

    /// Whether it leaves out a step, as a rule or where a reason holds.
    #[must_use]
    pub fn leaves_out(&self, catalogue: &Catalogue, step: &str) -> bool {
        let Some(no) = catalogue.step_no(step) else { return false };
        self.default.iter().chain(&self.conditional).flat_map(|g| &g.steps).any(|range| within(catalogue, range, no))
    }

    /// Whether it leaves out a step as a rule.
    #[must_use]
    pub fn does_without(&self, catalogue: &Catalogue, step: &str) -> bool {
        let Some(no) = catalogue.step_no(step) else { return false };
        self.default.iter().flat_map(|g| &g.steps).any(|range| within(catalogue, range, no))
    }

    /// Its name, one of the two in it or one of its other names, with or without an ending that adds nothing: 个别提拔任职. What says more
    /// (免职后另行提拔) is another kind.
    fn is_called(&self, text: &str, endings: &[String]) -> bool {
        let names =
            std::iter::once(self.name.as_str()).chain(self.name.split('、')).chain(self.aliases.iter().map(String::as_str));
        let adds_nothing = |rest: &str| rest.is_empty() || endings.iter().any(|ending| ending == rest);
        names.into_iter().any(|name| text.strip_prefix(name).is_some_and(adds_nothing))
    }
}

/// The kind of business a batch says it is; None where nobody knows it.
#[must_use]
pub fn called(business: &str) -> Option<&'static Kind> {
    let text = business.trim();
    let mut kinds = FILE.iter().flat_map(|f| f.business.iter().filter(|k| k.is_called(text, &f.endings)));
    kinds.clone().find(|k| k.name == text).or_else(|| kinds.next())
}

/// The first kind that does this with people.
#[must_use]
pub fn of_movement(movement: Movement) -> Option<&'static Kind> {
    // 退休 goes the way of 免职: the kind is one.
    let movement = if movement == Movement::Retirement { Movement::Removal } else { movement };
    FILE.iter().flat_map(|f| &f.business).find(|k| k.movement == movement)
}

/// Where the list comes from, in words to be shown beside it.
#[must_use]
pub fn source() -> &'static str {
    FILE.as_ref().map_or("", |f| f.source.as_str())
}

/// The kinds of business with their steps in a catalogue; steps the catalogue has not are left out.
#[must_use]
pub fn kinds(catalogue: &Catalogue) -> Vec<Business> {
    let kind = |k: &Kind| Business {
        name: k.name.clone(),
        words: k.words.clone(),
        not_applicable: steps(catalogue, &k.default),
        conditional: steps(catalogue, &k.conditional),
    };
    FILE.iter().flat_map(|f| &f.business).map(kind).collect()
}

/// Whether a step, by its number, lies in `S10-S16`, or is `S10`.
fn within(catalogue: &Catalogue, range: &str, no: u32) -> bool {
    match range.split_once('-') {
        Some((from, to)) => {
            catalogue.step_no(from).is_some_and(|from| from <= no) && catalogue.step_no(to).is_some_and(|to| no <= to)
        }
        None => catalogue.step_no(range) == Some(no),
    }
}

fn steps(catalogue: &Catalogue, groups: &[Group]) -> Vec<StepDefault> {
    let of = |(no, step): (u32, &crate::catalogue::Step)| {
        let group = groups.iter().find(|g| g.steps.iter().any(|range| within(catalogue, range, no)))?;
        Some(StepDefault { step: step.key.clone(), reason: group.reason.clone() })
    };
    (1..).zip(&catalogue.steps).filter_map(of).collect()
}

/// The edition a day falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionOn<'a> {
    pub edition: &'a RulePack,
    /// The whole span the date may mean falls under one edition.
    pub certain: bool,
    /// Before the first edition there is a pack of: none applies.
    pub too_early: bool,
}

/// The edition in force on the 动议日期; for an imprecise date the one in force on its last day. None only of an empty book.
#[must_use]
pub fn edition_on(book: &RuleBook, started: PartialDate) -> Option<EditionOn<'_>> {
    let (first, last) = (book.edition_on(started.first_day()), book.edition_on(started.last_day()));
    let edition = last.or_else(|| book.first_edition())?;
    Some(EditionOn { edition, certain: first.map(|p| &p.id) == last.map(|p| &p.id), too_early: last.is_none() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sound_and_every_default_is_allowed_by_the_catalogue() {
        let catalogue = Catalogue::builtin().unwrap();
        let kinds = kinds(&catalogue);
        assert_eq!(kinds.len(), 7);
        for kind in &kinds {
            for default in kind.not_applicable.iter().chain(&kind.conditional) {
                let step = catalogue.step(&default.step).unwrap();
                assert!(!step.not_applicable_when.is_empty(), "{}: {} is never 不适用", kind.name, step.key);
                assert!(!default.reason.is_empty());
            }
        }
        let of = |name: &str| kinds.iter().find(|k| k.name == name).unwrap();
        let keys = |name: &str| of(name).not_applicable.iter().map(|d| d.step.as_str()).collect::<Vec<_>>();
        assert!(keys("个别提拔").is_empty());
        assert_eq!(keys("公开选拔、竞争上岗"), ["S11", "S12", "S13", "S14"]);
        assert_eq!(keys("平级调整、交流").len(), 7);
        assert_eq!(keys("试用期满转正").len(), 42);
        // 只走动议→讨论决定→发文
        let left: Vec<_> =
            catalogue.steps.iter().map(|s| s.key.as_str()).filter(|k| !keys("免职、到龄退休").contains(k)).collect();
        assert_eq!(
            left,
            ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S35", "S36", "S37", "S38", "S42", "S44"]
        );
    }

    #[test]
    fn a_kind_is_known_by_its_name_half_of_it_or_another_name_and_nothing_else() {
        for (text, name, movement) in [
            ("个别提拔", Some("个别提拔"), Movement::Promotion),
            ("个别提拔任职", Some("个别提拔"), Movement::Promotion),
            ("交流提拔", None, Movement::Promotion),
            ("免职后另行提拔", None, Movement::Promotion),
            ("平级调整并提拔2人", None, Movement::Promotion),
            ("公开选拔", Some("公开选拔、竞争上岗"), Movement::Promotion),
            ("竞争上岗", Some("公开选拔、竞争上岗"), Movement::Promotion),
            ("平级调整、交流", Some("平级调整、交流"), Movement::Lateral),
            ("交流", Some("平级调整、交流"), Movement::Lateral),
            ("到龄退休", Some("免职、到龄退休"), Movement::Removal),
            ("转正", Some("试用期满转正"), Movement::Confirmation),
            ("特殊需要人选组织推荐", Some("特殊需要人选组织推荐"), Movement::Promotion),
            ("提拔交流", None, Movement::Promotion),
            ("差额选拔", None, Movement::Promotion),
            ("", None, Movement::Promotion),
        ] {
            let kind = called(text);
            assert_eq!(kind.map(|k| k.name.as_str()), name, "{text}");
            assert!(kind.is_none_or(|k| k.movement() == movement), "{text}");
        }
        assert_eq!(of_movement(Movement::Retirement).map(|k| k.name.as_str()), Some("免职、到龄退休"));
    }

    #[test]
    fn the_edition_follows_the_day() {
        for (date, edition, certain, too_early) in [
            ("2019-03-03", "2019", true, false),
            ("2019-03-02", "2014", true, false),
            ("2014-01-13", "2002", true, false),
            ("2014", "2014", false, false),
            ("2019", "2019", false, false),
            ("2026-03", "2019", true, false),
            ("2001", "2002", true, true),
        ] {
            let found = edition_on(RuleBook::builtin(), date.parse().unwrap()).unwrap();
            assert_eq!((found.edition.id.as_str(), found.certain, found.too_early), (edition, certain, too_early), "{date}");
        }
    }
}
