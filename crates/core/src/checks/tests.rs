//! The checks as data: the sound case, one thing spoilt, what must be found. Split by family.

mod blanks;
mod conduct;
mod dates;
mod junk;
mod properties;
mod volumes;
mod votes;

use crate::case::{Case, StepState};
use crate::checks::{Extent, PROFILE, judge_again, run};
use crate::finding::{Finding, Level};
use crate::likeness::Shapes;
use crate::rules::RuleBook;
use crate::testing::*;

/// A case of a table: its name in words, how the sound case is spoilt, and what must be found: code, level and a part of the
/// message. Nothing else may be found.
pub(super) type Row = (&'static str, fn(&mut Case), &'static [(&'static str, Level, &'static str)]);

pub(super) fn judge(rows: &[Row]) {
    for (name, spoil, want) in rows {
        let mut case = sound_case();
        spoil(&mut case);
        let found = run(&case, &WEEKDAYS);
        assert_eq!(found, run(&case, &WEEKDAYS), "{name}: the same case gives the same findings");
        for (code, level, part) in *want {
            let hit = found.iter().any(|f| f.code == *code && f.level == *level && f.message.contains(part));
            assert!(hit, "{name}: no {code} {level:?} with “{part}” in {found:#?}");
        }
        while_typed(name, &case, &found);
        let extra: Vec<&Finding> = found
            .iter()
            .filter(|f| !want.iter().any(|(c, l, p)| f.code == *c && f.level == *l && f.message.contains(p)))
            .collect();
        assert!(extra.is_empty(), "{name}: beyond what is wanted: {extra:#?}");
        for f in &found {
            assert!(f.place.batch.is_some() && !f.basis.is_empty() && !f.remedy.is_empty(), "{name}: {f:?}");
            assert!(PROFILE.iter().any(|p| p.code == f.code), "{name}: {} stands in the profile", f.code);
        }
    }
}

/// Of a record asked about alone the same is found as of it in the whole: those with findings, and some without.
fn while_typed(name: &str, case: &Case, whole: &[Finding]) {
    let (rules, shapes) = (RuleBook::builtin().govern(&case.batch.content), Shapes::default());
    let touches = |f: &Finding, id| f.place.record == Some(id) || f.other.as_ref().is_some_and(|o| o.record == Some(id));
    for (at, id) in case.records.iter().map(|r| r.id).enumerate() {
        if at % 9 != 0 && !whole.iter().any(|f| touches(f, id)) {
            continue;
        }
        let of = |found: &[Finding]| found.iter().filter(|f| touches(f, id)).cloned().collect::<Vec<_>>();
        let alone = judge_again(case, &WEEKDAYS, &rules, &Extent::about(id), &shapes);
        assert_eq!(of(&alone), of(whole), "{name}: record {id} alone");
    }
}

#[test]
fn a_sound_case_has_no_findings() {
    judge(&[("sound", |_| {}, &[])]);
}

#[test]
fn an_unknown_edition_is_told_and_judged_by_the_newest() {
    let mut case = sound_case();
    case.batch.content.edition = "1995".into();
    let found = run(&case, &WEEKDAYS);
    assert_eq!(found.iter().map(|f| (f.code.as_str(), f.level)).collect::<Vec<_>>(), [("V40", Level::Warning)], "{found:#?}");
}

#[test]
fn a_step_is_recorded_not_applicable_missing_or_not_reached() {
    use crate::case::NotApplicable;
    let mut case = sound_case();
    forget_from(&mut case, 36);
    forget(&mut case, "S34");
    forget(&mut case, "S32");
    forget(&mut case, "S24");
    let excuse = |step: &str, candidate| NotApplicable {
        step: step.into(),
        candidate,
        reason: "非双重管理".into(),
        signer: "吴某".into(),
        date: date("2025-05-01"),
    };
    case.not_applicable = vec![excuse("S32", None), excuse("S24", Some(LI))];
    case.candidates.iter_mut().find(|c| c.id == WANG).unwrap().content.stopped_at = "S26".into();
    use StepState::*;
    for (step, li, wang) in [
        ("S01", Recorded, Recorded),
        ("S24", NotApplicable, Missing),
        ("S26", Recorded, Recorded),
        ("S32", NotApplicable, NotReached),
        ("S34", Missing, NotReached),
        ("S35", Recorded, NotReached),
        ("S36", Missing, NotReached),
        ("S39", NotReached, NotReached),
    ] {
        assert_eq!((crate::checks::state(&case, LI, step), crate::checks::state(&case, WANG, step)), (li, wang), "{step}");
    }
    let matrix = crate::checks::matrix(&case);
    assert_eq!(matrix.rows.iter().map(|r| r.candidate).collect::<Vec<_>>(), [LI, WANG]);
    let at = |step: &str| matrix.batch[matrix.steps.iter().position(|s| s == step).unwrap()];
    // S32 is 不适用 for 李, and 王 had left by then: nobody is still to come there.
    assert_eq!([at("S24"), at("S32"), at("S34"), at("S39")], [Missing, NotApplicable, Missing, NotReached]);
    let last = matrix.stages.last().unwrap();
    assert_eq!((last.steps, last.not_reached, last.missing), (6, 6, 0));
    let total: u32 = matrix.stages.iter().map(|s| s.recorded + s.missing + s.not_applicable + s.not_reached).sum();
    assert_eq!(total, 44);
}

#[test]
fn whoever_was_appointed_has_no_step_that_is_not_yet_reached() {
    let mut case = sound_case();
    forget_from(&mut case, 39);
    assert_eq!(crate::checks::state(&case, LI, "S42"), StepState::NotReached);
    case.candidates.iter_mut().for_each(|c| c.content.outcome = crate::case::Outcome::Appointed);
    assert_eq!(crate::checks::state(&case, LI, "S42"), StepState::Missing);
}
