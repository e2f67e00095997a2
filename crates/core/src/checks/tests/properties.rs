//! Properties rather than cases: every ballot that adds up passes and every one that does not is found; every threshold agrees with
//! a plain reckoning over all small numbers.

use crate::checks::run;
use crate::finding::Finding;
use crate::record::{Ballot, BallotPurpose, RecordBody, VoteLine};
use crate::testing::*;

fn codes(case: &crate::case::Case, code: &str) -> Vec<Finding> {
    run(case, &WEEKDAYS).into_iter().filter(|f| f.code == code).collect()
}

/// A recommendation that adds up: each voter names at most `seats` people.
fn ballot(dice: &mut Dice) -> Ballot {
    let number = |dice: &mut Dice, least: usize, most: usize| u32::try_from(least + dice.roll(most - least + 1)).unwrap();
    let expected = number(dice, 5, 80);
    let present = number(dice, 3, expected as usize).max(1);
    let issued = number(dice, 2, present as usize).max(1);
    let returned = number(dice, 1, issued as usize);
    let valid = number(dice, 1, returned as usize);
    let seats = number(dice, 1, 3);
    let mut lines: Vec<VoteLine> = Vec::new();
    let mut left = valid * seats;
    for name in ["甲某", "乙某", "丙某"] {
        let agree = number(dice, 0, valid.min(left) as usize);
        left -= agree;
        lines.push(VoteLine { name: name.into(), agree: Some(agree), ..VoteLine::default() });
    }
    Ballot {
        purpose: BallotPurpose::MeetingRecommendation,
        expected: Some(expected),
        present: Some(present),
        issued: Some(issued),
        returned: Some(returned),
        unreturned: Some(issued - returned),
        valid: Some(valid),
        invalid: Some(returned - valid),
        seats: Some(seats),
        lines,
        ..Ballot::default()
    }
}

#[test]
fn a_ballot_that_adds_up_passes_and_one_that_does_not_is_found() {
    let mut dice = Dice(20_040_501);
    let mut case = sound_case();
    let at = case.records.iter().position(|r| r.content.step == "S13").unwrap();
    // Only the ballot is of interest: a small case keeps the many rounds quick.
    let record = case.records[at].clone();
    case.records = vec![record];
    case.materials.clear();
    for round in 0..200 {
        let sound = ballot(&mut dice);
        case.records[0].content.body = RecordBody::Ballot(sound.clone());
        assert_eq!(codes(&case, "V07"), [], "round {round}: {sound:?}");
        let mut spoilt = sound.clone();
        match dice.roll(5) {
            0 => spoilt.returned = spoilt.returned.map(|n| n + 1),
            1 => spoilt.invalid = spoilt.invalid.map(|n| n + 1),
            2 => spoilt.issued = spoilt.present.map(|n| n + 1),
            3 => spoilt.present = spoilt.expected.map(|n| n + 1),
            _ => spoilt.lines[0].agree = spoilt.valid.map(|n| n + 1),
        }
        case.records[0].content.body = RecordBody::Ballot(spoilt.clone());
        let found = codes(&case, "V07");
        assert_eq!(found.len(), 1, "round {round}: one finding a ballot, however many sums are off: {spoilt:?}");
    }
}

#[test]
fn quorum_and_majority_agree_with_a_plain_reckoning_for_every_small_committee() {
    let mut case = sound_case();
    let at = case.records.iter().position(|r| r.content.step == "S37").unwrap();
    case.records = vec![case.records[at].clone()];
    case.materials.clear();
    for expected in 1..=20_u32 {
        for present in 1..=expected {
            let RecordBody::Ballot(b) = &mut case.records[0].content.body else { panic!("a ballot") };
            (b.expected, b.present) = (Some(expected), Some(present));
            assert_eq!(
                codes(&case, "V24").is_empty(),
                f64::from(present) >= f64::from(expected) * 2.0 / 3.0 - 1e-9,
                "{present}/{expected}"
            );
        }
        for agree in 0..=expected {
            let RecordBody::Ballot(b) = &mut case.records[0].content.body else { panic!("a ballot") };
            b.lines.truncate(1);
            (b.lines[0].agree, b.lines[0].result) = (Some(agree), "通过".into());
            let found = codes(&case, "V25").iter().any(|f| f.message.contains("未超过"));
            assert_eq!(found, agree <= expected / 2, "{agree}/{expected}");
        }
    }
}

/// The findings of one check as texts, in their order.
fn words(case: &crate::case::Case, code: &str) -> Vec<String> {
    let mut words: Vec<String> =
        codes(case, code).into_iter().map(|f| format!("{:?} {}", f.level, f.place.candidate.map_or(0, |c| c.0))).collect();
    words.sort();
    words
}

#[test]
fn the_order_in_which_the_lines_of_a_ballot_are_written_changes_no_judgement() {
    let mut dice = Dice(7);
    let mut case = sound_case();
    let at = case.records.iter().position(|r| r.content.step == "S13").unwrap();
    case.records = vec![case.records[at].clone()];
    case.materials.clear();
    let names: Vec<_> = case.candidates.iter().map(|c| c.id).collect();
    for round in 0..60 {
        let mut one = ballot(&mut dice);
        for (line, id) in one.lines.iter_mut().zip(&names) {
            line.candidate = Some(*id);
        }
        if dice.roll(2) == 0 {
            one.lines[0].agree = one.valid.map(|n| n + 1);
        }
        let mut other = one.clone();
        let first = dice.roll(other.lines.len());
        other.lines.rotate_left(first);
        other.lines.reverse();
        for code in ["V07", "V08"] {
            case.records[0].content.body = RecordBody::Ballot(one.clone());
            let straight = words(&case, code);
            case.records[0].content.body = RecordBody::Ballot(other.clone());
            assert_eq!(words(&case, code), straight, "round {round}, {code}: {one:?}");
        }
    }
}

#[test]
fn half_is_reckoned_of_those_who_took_part_for_every_small_meeting() {
    let mut case = sound_case();
    let at = case.records.iter().position(|r| r.content.step == "S13").unwrap();
    case.records = vec![case.records[at].clone()];
    case.materials.clear();
    let id = case.candidates[0].id;
    for present in 1..=25_u32 {
        for agree in 0..=present {
            let RecordBody::Ballot(b) = &mut case.records[0].content.body else { panic!("a ballot") };
            (b.expected, b.present, b.issued, b.returned, b.unreturned) =
                (Some(present), Some(present), Some(present), Some(present), None);
            (b.valid, b.invalid, b.abstained, b.seats) = (Some(present), Some(0), None, Some(1));
            b.lines = vec![VoteLine { name: "甲某".into(), candidate: Some(id), agree: Some(agree), ..VoteLine::default() }];
            let short = codes(&case, "V08").iter().any(|f| f.place.candidate == Some(id));
            assert_eq!(short, f64::from(agree) < f64::from(present) / 2.0, "{agree}/{present}");
            assert_eq!(codes(&case, "V07"), [], "{agree}/{present}");
        }
    }
}
