//! What falls due, as data: a day, what was spoiled or entered, and the line expected.

use super::*;
use crate::case::NotApplicable;
use crate::testing::{LI, WANG, WEEKDAYS, date, first, forget, forget_from, happen, of, sound_case};

/// The sound case happens from 2025-03-03 on, three days a step: S14 on 2025-04-11, S42 on 2025-07-04.
fn told(case: &Case) -> Vec<(DueKind, DueState, String, i32, String)> {
    let terms = Terms::of(crate::rules::RuleBook::builtin().govern(&case.batch.content).first());
    due(case, &WEEKDAYS, &terms).into_iter().map(|d| (d.kind, d.state, d.on.to_string(), d.days, d.who)).collect()
}

fn on(case: &mut Case, day: &str) {
    case.today = date(day).day().unwrap();
}

fn letter(case: &mut Case, step: &str, change: impl Fn(&mut RecordBody)) {
    of(case, step).into_iter().for_each(|r| change(&mut r.content.body));
}

#[test]
fn a_finished_case_leaves_nothing_due() {
    assert_eq!(told(&sound_case()), []);
}

#[test]
fn the_end_of_a_notice_is_told_before_and_what_may_follow_after() {
    let mut case = sound_case();
    forget_from(&mut case, 40);
    let RecordBody::Notice(notice) = &mut first(&mut case, "S39").content.body else { panic!() };
    notice.end = Some(date("2025-07-01"));
    use DueState::*;
    for (today, state, days) in [
        ("2025-06-25", Later, 6),
        ("2025-06-29", Soon, 2),
        ("2025-06-30", Soon, 1),
        ("2025-07-01", Soon, 0),
        ("2025-07-02", Ready, -1),
    ] {
        on(&mut case, today);
        assert_eq!(told(&case), [(DueKind::NoticeEnds, state, "2025-07-01".into(), days, "李明、王芳".into())], "{today}");
    }
    // One of two left the procedure at the notice: only the other waits for the letter.
    let gone = case.candidates.iter_mut().find(|c| c.id == WANG).unwrap();
    gone.content.outcome = Outcome::NotAppointed;
    assert_eq!(told(&case)[0].4, "李明");
}

#[test]
fn a_recommendation_is_told_thirty_days_before_its_year_ends_and_no_more_once_nominees_are_fixed() {
    let mut case = sound_case();
    forget_from(&mut case, 17);
    // S13 on 2025-04-08, S14 on 2025-04-11: the earlier of the two ends first.
    use DueState::*;
    for (today, want) in [
        ("2026-03-08", None),
        ("2026-03-09", Some((Soon, 30))),
        ("2026-04-07", Some((Soon, 1))),
        ("2026-04-08", Some((Soon, 0))),
        ("2026-04-09", Some((Overdue, -1))),
    ] {
        on(&mut case, today);
        let want: Vec<_> = want
            .map(|(state, days)| (DueKind::RecommendationExpires, state, "2026-04-08".to_owned(), days, "李明、王芳".to_owned()))
            .into_iter()
            .collect();
        assert_eq!(told(&case), want, "{today}");
    }
    let mut fixed = sound_case();
    forget_from(&mut fixed, 18);
    on(&mut fixed, "2026-04-09");
    assert_eq!(told(&fixed), []);
    let mut excused = case.clone();
    let mark = |candidate| NotApplicable {
        step: "S17".into(),
        candidate: Some(candidate),
        reason: "退休".into(),
        signer: "王".into(),
        date: date("2026-01-01"),
    };
    excused.not_applicable = vec![mark(LI), mark(WANG)];
    assert_eq!(told(&excused), []);
}

#[test]
fn the_end_of_a_probation_is_told_for_each_appointed_until_it_is_recorded() {
    let mut case = sound_case();
    for candidate in &mut case.candidates {
        candidate.content.outcome = if candidate.id == LI { Outcome::Appointed } else { Outcome::NotAppointed };
    }
    forget(&mut case, "S43");
    let RecordBody::Decision(decision) = &mut first(&mut case, "S42").content.body else { panic!() };
    decision.effective = Some(date("2025-06-20"));
    use DueState::*;
    for (today, want) in [
        ("2026-02-18", None),
        ("2026-02-19", Some((Later, 120))),
        ("2026-05-20", Some((Soon, 30))),
        ("2026-06-18", Some((Soon, 1))),
        ("2026-06-19", Some((Soon, 0))),
        ("2026-06-20", Some((Overdue, -1))),
    ] {
        on(&mut case, today);
        let want: Vec<_> = want
            .map(|(state, days)| (DueKind::ProbationEnds, state, "2026-06-19".to_owned(), days, "李明".to_owned()))
            .into_iter()
            .collect();
        assert_eq!(told(&case), want, "{today}");
    }
    let (reason, signer) = ("另立批归档".to_owned(), "吴某".to_owned());
    let mark = crate::case::NotApplicable { step: "S43".into(), candidate: Some(LI), reason, signer, date: date("2025-07-01") };
    case.not_applicable.push(mark);
    assert_eq!(told(&case).len(), 1, "a mark does not end the term");
    let day = crate::supervise::ledger::ledger(&case)[0].probation.clone();
    assert_eq!(
        (day.date, day.reckoned),
        (Some(date("2026-06-19")), true),
        "nor hide its last day, which no record says was kept"
    );
    let mut own = (*case.rules()).clone();
    own.adjust("V30", |check| {
        check.parameters.insert("months".into(), crate::rules::Value::Number(6));
    });
    case.governing = Some(std::sync::Arc::new(own));
    let day = crate::supervise::ledger::ledger(&case)[0].probation.clone();
    assert_eq!(day.date, Some(date("2025-12-19")), "by the rules of the batch, were they an office's own");
    case.governing = None;
    case.not_applicable.clear();
    let step = case.catalogue.step("S43").unwrap().clone();
    crate::testing::add(&mut case, &step, 43, vec![LI]);
    let record = case.records.last_mut().unwrap();
    record.content.body = RecordBody::empty(crate::record::RecordKind::Review);
    happen(record, "2025-09-01");
    assert_eq!(told(&case).len(), 1, "a note early in the term does not conclude it");
    happen(case.records.last_mut().unwrap(), "2026-06-10");
    assert_eq!(told(&case), []);
}

#[test]
fn letters_are_told_by_the_term_their_step_knows() {
    let mut case = sound_case();
    forget_from(&mut case, 33);
    letter(&mut case, "S32", |body| {
        let RecordBody::Letter(l) = body else { panic!() };
        l.to = "省水利厅党组".into();
        (l.sent, l.received, l.replied) = (Some(date("2025-06-04")), Some(date("2025-06-05")), None);
    });
    use DueState::*;
    for (today, state, days) in [
        ("2025-06-20", Later, 15),
        ("2025-06-28", Soon, 7),
        ("2025-07-04", Soon, 1),
        ("2025-07-05", Soon, 0),
        ("2025-07-06", Ready, -1),
    ] {
        on(&mut case, today);
        let want = |who: &str| (DueKind::ReplyDeemed, state, "2025-07-05".to_owned(), days, who.to_owned());
        assert_eq!(told(&case), [want("李明"), want("王芳")], "{today}");
    }
    letter(&mut case, "S32", |body| {
        let RecordBody::Letter(l) = body else { panic!() };
        l.received = None;
    });
    on(&mut case, "2025-06-13");
    assert_eq!(told(&case), [], "nine days are no long wait");
    on(&mut case, "2025-06-14");
    assert_eq!(told(&case)[0].1, Waiting);
    // What the letter itself asks for is a day like any other.
    letter(&mut case, "S32", |body| {
        let RecordBody::Letter(l) = body else { panic!() };
        l.due = Some(date("2025-06-20"));
    });
    for (today, state, days) in [("2025-06-16", Soon, 4), ("2025-06-23", Overdue, -3)] {
        on(&mut case, today);
        let want = |who: &str| (DueKind::LetterOpen, state, "2025-06-20".to_owned(), days, who.to_owned());
        assert_eq!(told(&case), [want("李明"), want("王芳")], "{today}");
    }
    letter(&mut case, "S32", |body| {
        let RecordBody::Letter(l) = body else { panic!() };
        l.deemed_agreed = true;
    });
    assert_eq!(told(&case), []);
}

#[test]
fn a_report_to_the_superior_is_answered_within_ten_working_days() {
    let mut case = sound_case();
    forget_from(&mut case, 35);
    let record = first(&mut case, "S34");
    record.content.body = RecordBody::Letter(crate::record::Letter {
        to: "省委组织部".into(),
        sent_no: "请1号".into(),
        sent: Some(date("2025-06-09")),
        ..Default::default()
    });
    use DueState::*;
    // Ten working days after Monday 9 June: Monday 23 June.
    for (today, state, days) in [
        ("2025-06-10", Later, 13),
        ("2025-06-18", Soon, 5),
        ("2025-06-22", Soon, 1),
        ("2025-06-23", Soon, 0),
        ("2025-06-24", Overdue, -1),
    ] {
        on(&mut case, today);
        assert_eq!(told(&case), [(DueKind::ReportAnswer, state, "2025-06-23".into(), days, "李明、王芳".into())], "{today}");
    }
}
