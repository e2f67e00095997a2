//! Cases put together at random: nothing panics, and the order of the records in the case does not matter.

use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, Register, arrange};
use crate::case::Case;
use crate::checks::{matrix, run, volumes};
use crate::date::PartialDate;
use crate::id::CandidateId;
use crate::record::{Ballot, Meeting, Notice, RecordBody, VoteLine};
use crate::testing::*;

/// Every number at its greatest, every text odd, every date at an end of what a date may be.
fn spoil(case: &mut Case, dice: &mut Dice) {
    for _ in 0..30 {
        let at = dice.roll(case.records.len());
        let other = dice.roll(case.records.len());
        let body = case.records[other].content.body.clone();
        let record = &mut case.records[at];
        let odd_date = [None, Some("1900"), Some("2199-12"), Some("2199-12-31"), Some("2024-02-29")][dice.roll(5)].map(date);
        match dice.roll(9) {
            0 => record.content.date = odd_date,
            1 => record.content.end_date = odd_date,
            2 => record.content.body = body,
            3 => record.content.candidates = vec![CandidateId(u32::try_from(dice.roll(4)).unwrap())],
            4 => record.content.step = ["", "S99", "S37", "步骤"][dice.roll(4)].into(),
            5 => record.entered_at = ["", "2199-12-31", "好好好好好好好好好好好", "1900-01-01T00:00:00Z"][dice.roll(4)].into(),
            6 => record.content.summary = "\u{feff}李明李明".repeat(dice.roll(80)),
            7 => numbers(&mut record.content.body, [None, Some(0), Some(1), Some(u32::MAX)][dice.roll(4)]),
            _ => record.content.signatures.clear(),
        }
        if let RecordBody::Notice(Notice { start, end, .. }) = &mut record.content.body {
            (*start, *end) = (odd_date, Some(PartialDate::Year(2199)));
        }
    }
    for _ in 0..10 {
        let at = dice.roll(case.materials.len());
        case.materials[at].content.pages = [0, u32::MAX][dice.roll(2)];
    }
    let at = dice.roll(case.candidates.len());
    case.candidates[at].content.stopped_at = ["S01", "S44", "?"][dice.roll(3)].into();
    case.batch.content.edition = ["2002", "2014版", "2019", ""][dice.roll(4)].into();
    case.today = [date("1900"), date("2199-12-31"), date("2026-03-02")][dice.roll(3)].first_day();
}

fn numbers(body: &mut RecordBody, n: Option<u32>) {
    let all = |lines: &mut Vec<VoteLine>| lines.iter_mut().for_each(|l| (l.agree, l.against, l.abstain, l.rank) = (n, n, n, n));
    match body {
        RecordBody::Meeting(Meeting { expected, present, votes, .. }) => {
            (*expected, *present) = (n, n);
            all(votes);
        }
        RecordBody::Ballot(Ballot { expected, present, issued, returned, valid, invalid, abstained, seats, lines, .. }) => {
            for field in [expected, present, issued, returned, valid, invalid, abstained, seats] {
                *field = n;
            }
            all(lines);
        }
        _ => {}
    }
}

#[test]
fn no_case_however_odd_makes_anything_panic() {
    let mut dice = Dice(7_770_001);
    for round in 0..40 {
        let mut case = sound_case();
        spoil(&mut case, &mut dice);
        let found = run(&case, &WEEKDAYS);
        assert!(found.is_sorted(), "round {round}");
        assert_eq!(matrix(&case).rows.len(), 2);
        for candidate in [LI, WANG, CandidateId(77)] {
            let report = crate::report::build(&case, candidate, case.today, "");
            assert_eq!(report.is_some(), candidate != CandidateId(77));
        }
        let template = ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT22).unwrap();
        let plans = arrange(&case, &ArrangeOptions::new(2025, template, ""));
        assert!(volumes(&case, &plans, &Register::default()).is_sorted());
        // The store may hand records over in any order.
        case.records.reverse();
        case.materials.reverse();
        case.candidates.reverse();
        assert_eq!(found, run(&case, &WEEKDAYS), "round {round}");
    }
}
