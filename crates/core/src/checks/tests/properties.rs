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
        lines.push(VoteLine { name: name.into(), agree, ..VoteLine::default() });
    }
    Ballot {
        purpose: BallotPurpose::MeetingRecommendation,
        expected,
        present,
        issued,
        returned,
        unreturned: Some(issued - returned),
        valid,
        invalid: returned - valid,
        seats,
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
            0 => spoilt.returned += 1,
            1 => spoilt.invalid += 1,
            2 => spoilt.issued = spoilt.present + 1,
            3 => spoilt.present = spoilt.expected + 1,
            _ => spoilt.lines[0].agree = spoilt.valid + 1,
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
            (b.expected, b.present) = (expected, present);
            assert_eq!(
                codes(&case, "V24").is_empty(),
                f64::from(present) >= f64::from(expected) * 2.0 / 3.0 - 1e-9,
                "{present}/{expected}"
            );
        }
        for agree in 0..=expected {
            let RecordBody::Ballot(b) = &mut case.records[0].content.body else { panic!("a ballot") };
            b.lines.truncate(1);
            (b.lines[0].agree, b.lines[0].result) = (agree, "通过".into());
            let found = codes(&case, "V25").iter().any(|f| f.message.contains("未超过"));
            assert_eq!(found, agree <= expected / 2, "{agree}/{expected}");
        }
    }
}
