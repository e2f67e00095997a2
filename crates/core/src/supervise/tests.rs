//! Every view of 监督 over the small sound case, with one thing spoilt where the view is to show it.

use super::*;
use crate::case::{Movement, Outcome, PlannedStep, Responsibility};
use crate::checks::{Extent, judge};
use crate::due::{Due, DueKind, DueState};
use crate::finding::{Finding, Level, Waived};
use crate::id::{BatchId, WaiverId};
use crate::record::{RecordBody, ScoreRow, ScoreTable};
use crate::rules::RuleBook;
use crate::testing::{LI, WANG, WEEKDAYS, date, first, forget, sound_case};

fn finding(level: Level, candidate: Option<CandidateId>) -> Finding {
    Finding::new("V06", level, Place { candidate, ..Place::default() }, "实到不足")
}

fn passed(mut finding: Finding) -> Finding {
    let date = "2026-03-02".to_owned();
    finding.waiver = Some(Waived { id: WaiverId(1), covers: true, signer: "王建国".into(), date, reason: "经批准".into() });
    finding
}

fn term(state: DueState, whom: Vec<CandidateId>) -> Due {
    Due {
        kind: DueKind::RecommendationExpires,
        state,
        on: date("2026-03-02"),
        days: 20,
        place: Place::default(),
        who: String::new(),
        whom,
        words: "推荐结果将满一年".into(),
        basis: String::new(),
        remedy: String::new(),
    }
}

#[test]
fn a_light_is_that_of_its_gravest_reason_and_what_was_let_pass_lights_nothing() {
    let case = sound_case();
    let lights = |findings: &[Finding], dues: &[Due]| {
        board::board(&case, findings, dues).into_iter().map(|r| r.light.name()).collect::<Vec<_>>()
    };
    assert_eq!(lights(&[], &[]), ["绿", "绿", "绿"]);
    assert_eq!(lights(&[finding(Level::Warning, Some(LI)), finding(Level::Error, Some(LI))], &[]), ["绿", "红", "绿"]);
    assert_eq!(lights(&[passed(finding(Level::Error, Some(LI))), finding(Level::Note, None)], &[]), ["绿", "绿", "绿"]);
    assert_eq!(lights(&[], &[term(DueState::Soon, vec![WANG])]), ["绿", "绿", "黄"]);
    assert_eq!(lights(&[], &[term(DueState::Overdue, vec![LI, WANG])]), ["红", "红", "红"], "of all: at the batch and at each");
    assert_eq!(lights(&[], &[term(DueState::Later, vec![LI])]), ["绿", "绿", "绿"]);
}

#[test]
fn the_ledger_goes_from_the_first_nomination_to_the_end_of_probation_and_names_its_records() {
    let mut case = sound_case();
    let rows = ledger::ledger(&case);
    let li = &rows[0];
    assert_eq!((li.name.as_str(), rows.len()), ("李明", 2));
    for stop in [&li.moved, &li.recommended, &li.examined, &li.decided, &li.announced, &li.appointed] {
        assert!(stop.date.is_some() && !stop.records.is_empty(), "{li:#?}");
    }
    assert!(li.moved.date.unwrap().surely_before(li.appointed.date.unwrap()));
    forget(&mut case, "S39");
    let open = &ledger::ledger(&case)[0];
    assert_eq!((open.announced.date, open.announced.records.len()), (None, 0), "what was not recorded is left open");
}

#[test]
fn the_ledger_and_the_list_of_the_promoted_have_one_day_of_appointment() {
    let mut case = sound_case();
    for c in &mut case.candidates {
        c.content.outcome = Outcome::Appointed;
        c.content.movement = Movement::Promotion;
    }
    let both = |case: &Case| {
        let row = ledger::ledger(case).remove(0);
        let list = promoted::promoted(std::slice::from_ref(case), None, 2030);
        let of_list = list.rows.iter().chain(&list.undated).find(|p| p.name == "李明").unwrap().clone();
        assert_eq!((row.appointed.date, row.appointed.records), (of_list.appointed, of_list.appointed_by));
        row.appointed.date
    };
    let letter = first(&mut case, "S42").content.date;
    assert_eq!(both(&case), Some(date("2025-06-22")), "the day the letter says, not its own");
    assert_ne!(both(&case), letter);
    for step in ["S38", "S42"] {
        let RecordBody::Decision(decision) = &mut first(&mut case, step).content.body else { panic!("{step}") };
        decision.effective = None;
    }
    assert_eq!(both(&case), letter);
    let day = first(&mut case, "S38").content.date;
    forget(&mut case, "S42");
    forget(&mut case, "S37");
    assert_eq!(both(&case), day, "appointed, and no letter: the day of the decision");
}

#[test]
fn each_who_recommended_examined_and_decided_is_found_with_the_record() {
    let mut case = sound_case();
    case.candidates[0].content.responsibility =
        Responsibility {
            recommended_by: "赵刚、钱强".into(), examined_by: "孙丽".into(), decided_by: "市委常委会".into()
        };
    let all = duty::duties(&case, &[]);
    let of = |kind: duty::DutyKind| all.iter().filter(|d| d.kind == kind).collect::<Vec<_>>();
    for kind in duty::DutyKind::ALL.into_iter().filter(|k| !matches!(k, duty::DutyKind::Excused)) {
        assert!(!of(kind).is_empty(), "nobody {}", kind.name());
    }
    let named: Vec<&str> = of(duty::DutyKind::Recommended).iter().map(|d| d.who.as_str()).collect();
    assert!(named.contains(&"赵刚") && named.contains(&"钱强"), "a list in one field is several people: {named:?}");
    let decided = of(duty::DutyKind::Decided);
    assert!(decided.iter().any(|d| d.record.is_some_and(|r| case.records.iter().any(|x| x.id == r))));
    let signed = of(duty::DutyKind::Signed);
    assert!(signed.iter().any(|d| d.material.is_some()), "a signature on a paper leads to the paper");
    assert!(all.iter().all(|d| !d.who.is_empty()));
}

#[test]
fn a_step_is_held_against_its_plan_day_by_day() {
    let mut case = sound_case();
    let plan = |step: &str, to: &str| PlannedStep { step: step.into(), from: None, to: Some(date(to)), note: String::new() };
    let day = |case: &Case, step: &str| {
        let record = case.records.iter().find(|r| r.content.step == step).unwrap();
        record.content.date.unwrap().first_day()
    };
    let (s01, s02) = (day(&case, "S01"), day(&case, "S02"));
    case.batch.content.plan = vec![
        plan("S01", &s01.to_string()),
        plan("S02", &s02.pred_opt().unwrap().to_string()),
        plan("S39", &case.today.pred_opt().unwrap().to_string()),
        plan("S42", &case.today.to_string()),
    ];
    forget(&mut case, "S39");
    forget(&mut case, "S42");
    let line = timeline::timeline(&case, None);
    let of = |step: &str| line.steps.iter().find(|s| s.step == step).unwrap();
    assert_eq!((of("S01").pace, of("S01").days_after_plan), (timeline::Pace::OnTime, Some(0)));
    assert_eq!((of("S02").pace, of("S02").days_after_plan), (timeline::Pace::Late, Some(1)));
    assert_eq!(of("S39").pace, timeline::Pace::Overdue);
    assert_eq!(of("S42").pace, timeline::Pace::Ahead, "the last planned day itself is not overdue");
    assert_eq!(of("S03").pace, timeline::Pace::Done);
    assert_eq!(timeline::timeline(&case, Some(LI)).name, "李明");
}

#[test]
fn a_share_counts_what_it_lists_and_nothing_of_nothing_is_no_share() {
    let mut case = sound_case();
    for c in &mut case.candidates {
        c.content.outcome = Outcome::Appointed;
        c.content.movement = if c.id == WANG { Movement::Lateral } else { Movement::Promotion };
    }
    case.posts[0].content.method = "公开选拔".into();
    let all = statistics::statistics(std::slice::from_ref(&case), None);
    for f in &all.figures {
        assert_eq!((f.part as usize, f.whole as usize), (f.counted.len(), f.counted.len() + f.others.len()), "{}", f.name);
        assert!(f.counted.iter().chain(&f.others).all(|c| c.place.batch.is_some()));
    }
    let exchange = all.figures.iter().find(|f| f.key == "exchange").unwrap();
    assert_eq!((exchange.part, exchange.whole, exchange.permille), (1, 2, Some(500)));
    assert!(exchange.counted[0].words.starts_with("王芳"));
    let none = statistics::statistics(std::slice::from_ref(&case), Some(1999));
    assert!(none.figures.iter().all(|f| f.permille.is_none()) && none.years == all.years);
    assert_eq!(statistics::percent(None), "—");
    for (part, whole, words) in [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 2000, "0.1%"), (0, 5, "0.0%"), (5, 5, "100.0%")] {
        assert_eq!(statistics::percent(statistics::permille(part, whole)), words);
    }
}

#[test]
fn satisfaction_is_taken_from_the_score_tables_that_speak_of_it() {
    let mut case = sound_case();
    let table = |title: &str| ScoreTable {
        title: title.into(),
        grades: vec!["满意".into(), "不满意".into()],
        rows: vec![ScoreRow { name: "选人用人工作".into(), counts: vec![Some(80), Some(3)] }],
    };
    if let RecordBody::Ballot(ballot) = &mut first(&mut case, "S13").content.body {
        ballot.tables = vec![table("组织工作满意度"), table("德的测评")];
    }
    let all = statistics::statistics(std::slice::from_ref(&case), None);
    let found: Vec<_> = all.spreads.iter().filter(|s| s.key.starts_with("satisfaction")).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].bars.iter().map(|b| b.count).collect::<Vec<_>>(), [80, 3]);
    let record = found[0].bars[0].counted[0].place.record.unwrap();
    assert!(found[0].name.contains(&format!("记录{record}")), "tables of one title are told apart: {}", found[0].name);
}

#[test]
fn the_promoted_of_a_year_are_listed_by_their_day_of_appointment() {
    let mut case = sound_case();
    for c in &mut case.candidates {
        c.content.outcome = Outcome::Appointed;
        c.content.movement = Movement::Promotion;
    }
    let cases = [case];
    let list = promoted::promoted(&cases, None, 2030);
    assert_eq!((list.rows.len(), list.undated.len()), (2, 0));
    assert_eq!(promoted::promoted(&cases, Some(list.year + 1), 2030).rows.len(), 0);
    let mut moved = cases.clone();
    moved[0].candidates[0].content.movement = Movement::Lateral;
    assert_eq!(promoted::promoted(&moved, None, 2030).rows.len(), 1, "only who was promoted");
}

#[test]
fn the_self_inspection_says_of_every_check_what_it_found_and_whether_it_judged() {
    let case = sound_case();
    let rules = RuleBook::builtin().govern(&case.batch.content);
    let mut findings = judge(&case, &WEEKDAYS, &rules, &Extent::whole());
    findings.push(finding(Level::Error, Some(LI)));
    findings.push(passed(finding(Level::Error, Some(WANG))));
    let rows = selfcheck::self_check(&[selfcheck::Looked { case: &case, rules: &rules, findings: &findings }]);
    assert_eq!(rows.len(), crate::checks::PROFILE.len());
    let v06 = rows.iter().find(|r| r.code == "V06").unwrap();
    assert_eq!((v06.verdict, v06.errors, v06.passed, v06.found.len()), (selfcheck::CheckVerdict::Faulty, 1, 1, 2));
    assert!(rows.iter().any(|r| r.verdict == selfcheck::CheckVerdict::Clear && !r.basis.is_empty()));
    assert!(selfcheck::self_check(&[]).iter().all(|r| r.verdict == selfcheck::CheckVerdict::Unjudged));

    let (mut here, mut abroad) = (finding(Level::Error, Some(LI)), finding(Level::Error, Some(LI)));
    here.place = Place { batch: Some(case.batch.id), record: Some(RecordId(1)), ..Place::default() };
    abroad.place = here.place.clone();
    here.other = Some(Place { record: Some(RecordId(2)), ..here.place.clone() });
    abroad.other = Some(Place { batch: Some(BatchId(9)), record: Some(RecordId(70)), ..Place::default() });
    let rows = selfcheck::self_check(&[selfcheck::Looked { case: &case, rules: &rules, findings: &[here, abroad.clone()] }]);
    let found = &rows.iter().find(|r| r.code == "V06").unwrap().found;
    assert_eq!((&found[0].records[..], &found[0].abroad), (&[RecordId(1), RecordId(2)][..], &None));
    assert_eq!(
        (&found[1].records[..], &found[1].abroad),
        (&[RecordId(1)][..], &abroad.other),
        "each record is linked in its own batch"
    );
}

#[test]
fn the_table_of_who_answers_has_a_row_a_record_and_loses_nobody() {
    let case = sound_case();
    let made = tables::Made { unit: "云岭市委组织部", today: date("2026-03-10") };
    let all = duty::duties(&case, &[]);
    let table = tables::duties(&all, "", made);
    let cell = |row: &Vec<crate::table::Cell>, at: usize| row[at].words();
    for record in all.iter().filter_map(|d| d.record) {
        let rows: Vec<_> = table.rows.iter().filter(|r| cell(r, 5) == record.to_string()).collect();
        assert_eq!(rows.len(), 1, "record {record}");
        for d in all.iter().filter(|d| d.record == Some(record)) {
            let said = cell(rows[0], 4);
            assert!(said.contains(&d.who) && said.contains(&d.words), "{said} / {d:?}");
        }
    }
    assert!(table.rows.len() < all.len(), "{} rows of {}", table.rows.len(), all.len());
}

#[test]
fn a_warning_is_told_in_words_with_its_code_last() {
    let rows = board::board(&sound_case(), &[finding(Level::Error, Some(LI))], &[]);
    assert_eq!(rows[1].reasons[0].words, "实到不足（错 V06）");
}

#[test]
fn every_table_has_a_cell_for_each_column() {
    let case = sound_case();
    let made = tables::Made { unit: "云岭市委组织部", today: date("2026-03-10") };
    let rules = RuleBook::builtin().govern(&case.batch.content);
    let looked = [selfcheck::Looked { case: &case, rules: &rules, findings: &[] }];
    let findings = [finding(Level::Error, Some(LI))];
    let cases = [case.clone()];
    let mut all = tables::statistics(&statistics::statistics(&cases, None), made);
    all.push(tables::board(&[("批次".into(), board::board(&case, &findings, &[]))], made));
    all.push(tables::ledger(&ledger::ledger(&case), made));
    all.push(tables::duties(&duty::duties(&case, &[]), "李明", made));
    all.push(tables::timeline(&timeline::timeline(&case, None), made));
    all.push(tables::promoted(&promoted::promoted(&cases, None, 2025), made));
    all.push(tables::work_of_year(2025, made));
    all.push(tables::self_check(&selfcheck::self_check(&looked), "1个批次", made));
    for table in all {
        assert!(!table.title.is_empty());
        assert!(table.rows.iter().all(|r| r.len() == table.columns.len()), "{}", table.title);
    }
}

/// Every place a view names is one of the case, and leads somewhere narrower than the batch.
fn leads(case: &Case, place: &Place, records: &[RecordId], what: &str) {
    let known = |id: &RecordId| case.records.iter().any(|r| r.id == *id);
    assert!(records.iter().chain(&place.record).all(known), "{what}: a record that is not of the case");
    let narrow = place.candidate.is_some() || place.step.is_some() || place.field.is_some();
    assert!(!records.is_empty() || place.record.is_some() || narrow, "{what} leads nowhere: {place:?}");
}

#[test]
fn every_figure_of_every_table_leads_to_the_records_it_was_counted_from() {
    let mut case = sound_case();
    for c in &mut case.candidates {
        c.content.outcome = Outcome::Appointed;
        c.content.movement = if c.id == WANG { Movement::Lateral } else { Movement::Promotion };
    }
    let RecordBody::Ballot(ballot) = &mut first(&mut case, "S21").content.body else { panic!("S21 holds a ballot") };
    let row = ScoreRow { name: "李明".into(), counts: vec![Some(3), Some(1)] };
    ballot
        .tables
        .push(ScoreTable { title: "满意度测评".into(), grades: vec!["满意".into(), "一般".into()], rows: vec![row] });
    // Something for the self-inspection to find.
    first(&mut case, "S24").content.signatures.clear();
    forget(&mut case, "S39");

    let all = statistics::statistics(std::slice::from_ref(&case), None);
    for figure in &all.figures {
        assert_eq!(figure.part as usize, figure.counted.len(), "{}", figure.name);
        assert_eq!(figure.whole as usize, figure.counted.len() + figure.others.len(), "{}", figure.name);
        for counted in figure.counted.iter().chain(&figure.others) {
            assert!(!counted.records.is_empty(), "{}: {} rests on no record", figure.name, counted.words);
            leads(&case, &counted.place, &counted.records, &figure.name);
        }
    }
    assert!(all.figures.iter().any(|f| f.whole > 0) && all.spreads.len() > 1);
    for bar in all.spreads.iter().flat_map(|s| &s.bars) {
        assert_eq!(bar.count == 0, bar.counted.is_empty(), "{}", bar.name);
        for counted in &bar.counted {
            assert!(!counted.records.is_empty(), "{}: {} rests on no record", bar.name, counted.words);
            leads(&case, &counted.place, &counted.records, &bar.name);
        }
    }

    for candidate in [None, Some(LI), Some(WANG)] {
        for step in timeline::timeline(&case, candidate).steps {
            assert_eq!(step.from.is_some(), !step.marks.is_empty(), "{}", step.name);
            assert!(step.from.is_none() || !step.records.is_empty(), "{}: a day of no record", step.name);
            assert!(step.marks.iter().all(|m| step.records.contains(&m.record)), "{}", step.name);
            leads(&case, &step.place, &step.records, &step.name);
        }
    }

    let list = promoted::promoted(std::slice::from_ref(&case), None, 2025);
    assert!(!list.rows.is_empty());
    for row in &list.rows {
        for (day, records) in [(row.decided, &row.decided_by), (row.appointed, &row.appointed_by)] {
            assert_eq!(day.is_some(), !records.is_empty(), "{}", row.name);
            leads(&case, &row.place, records, &row.name);
        }
    }

    let rules = RuleBook::builtin().govern(&case.batch.content);
    let findings = judge(&case, &WEEKDAYS, &rules, &Extent::whole());
    let rows = selfcheck::self_check(&[selfcheck::Looked { case: &case, rules: &rules, findings: &findings }]);
    assert!(rows.iter().any(|r| r.errors > 0));
    for row in rows {
        assert_eq!((row.errors + row.warnings + row.notes + row.passed) as usize, row.found.len(), "{}", row.code);
        row.found.iter().for_each(|c| leads(&case, &c.place, &c.records, &row.code));
    }

    for duty in duty::duties(&case, &[]) {
        let records: Vec<RecordId> = duty.record.into_iter().collect();
        leads(&case, &duty.place, &records, &format!("{}{}", duty.kind_word, duty.who));
    }
    for row in ledger::ledger(&case) {
        for stop in [&row.nominated, &row.moved, &row.recommended, &row.examined, &row.decided, &row.announced, &row.appointed] {
            assert!(stop.date.is_none() || !stop.records.is_empty(), "{}: a day of no record", row.name);
            leads(&case, &row.place, &stop.records, &row.name);
        }
    }
    for reason in board::board(&case, &findings, &[]).iter().flat_map(|r| &r.reasons) {
        leads(&case, &reason.place, &[], &reason.words);
    }
}
