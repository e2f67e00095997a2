//! Cases of V05 (validity of a recommendation) and V28 (public notice).

use super::{Row, judge};
use crate::case::{Case, NotApplicable};
use crate::checks::run;
use crate::finding::Level::{self, Error, Note, Warning};
use crate::record::{Notice, Record, RecordBody};
use crate::testing::*;

/// Puts both results of recommendation on one day.
fn results(case: &mut Case, on: &str) {
    for step in ["S13", "S14"] {
        happen(first(case, step), on);
    }
}

fn found(case: &Case, code: &str) -> Vec<(Level, String)> {
    run(case, &WEEKDAYS).into_iter().filter(|f| f.code == code).map(|f| (f.level, f.message)).collect()
}

#[test]
fn a_recommendation_is_valid_for_one_year_to_the_day() {
    // S17 of the sound case is on 2025-04-20.
    for (result, fixed, want) in [
        ("2025-04-08", "2025-04-20", None),
        ("2024-04-20", "2025-04-20", None),
        ("2024-04-19", "2025-04-20", Some(Error)),
        ("2024-02-29", "2025-02-28", None),
        ("2024-02-29", "2025-03-01", Some(Error)),
        ("2024-03", "2025-03-15", Some(Warning)),
        ("2024-03", "2025-03-01", None),
        ("2024-03", "2025-04-01", Some(Error)),
        ("2024", "2025-01-01", None),
        ("2024", "2025", Some(Warning)),
        ("2023", "2025", Some(Error)),
    ] {
        let mut case = sound_case();
        results(&mut case, result);
        happen(first(&mut case, "S17"), fixed);
        let levels: Vec<Level> = found(&case, "V05").into_iter().map(|(l, _)| l).collect();
        match want {
            None => assert_eq!(levels, [], "{result} → {fixed}"),
            // One for each candidate, however many ways of recommending there were.
            Some(level) => assert_eq!(levels, [level; 2], "{result} → {fixed}"),
        }
    }
}

#[test]
fn an_old_meeting_result_is_not_renewed_by_fresh_talks_but_a_second_meeting_does_it() {
    let mut case = sound_case();
    happen(first(&mut case, "S13"), "2024-01-10");
    assert_eq!(found(&case, "V05").len(), 2, "one for each candidate");
    let step = case.catalogue.step("S13").unwrap().clone();
    add(&mut case, &step, 13, vec![]);
    assert_eq!(found(&case, "V05"), []);
}

#[test]
fn a_recommendation_made_after_the_nominees_were_fixed_does_not_excuse_the_old_one() {
    let mut case = sound_case();
    results(&mut case, "2024-01-10");
    for key in ["S13", "S14"] {
        let step = case.catalogue.step(key).unwrap().clone();
        add(&mut case, &step, 25, vec![]);
    }
    assert_eq!(found(&case, "V05").len(), 2, "{:?}", found(&case, "V05"));
    let mut case = sound_case();
    results(&mut case, "2025-05-20");
    // A result that came only after the fixing is an order turned round, told once by V31b.
    assert_eq!(found(&case, "V05"), []);
    assert!(found(&case, "V31b").iter().any(|(_, m)| m.contains("第 13 步")), "{:?}", found(&case, "V31b"));
}

#[test]
fn a_result_without_date_or_no_result_at_all_is_a_finding_and_not_a_pass() {
    let mut case = sound_case();
    first(&mut case, "S13").content.date = None;
    assert!(
        found(&case, "V05").iter().all(|(l, m)| *l == Error && m.contains("没有填写日期，无法计算")),
        "{:?}",
        found(&case, "V05")
    );
    assert_eq!(found(&case, "V05").len(), 2);
    let mut case = sound_case();
    first(&mut case, "S17").content.date = None;
    assert!(found(&case, "V05").iter().any(|(_, m)| m.contains("无法核对推荐结果是否在一年有效期内")));
    let mut case = sound_case();
    forget(&mut case, "S13");
    forget(&mut case, "S14");
    assert_eq!(found(&case, "V05"), [], "steps passed over are V31a's");
    assert!(found(&case, "V31a").iter().any(|(l, m)| *l == Error && m.contains("第 13 步")));
    for step in ["S13", "S14"] {
        let date = date("2025-04-01");
        case.not_applicable.push(NotApplicable {
            step: step.into(),
            candidate: None,
            reason: "平级交流".into(),
            signer: "吴某".into(),
            date,
        });
    }
    assert_eq!(found(&case, "V05"), []);
}

#[test]
fn the_end_of_the_year_is_told_thirty_days_before() {
    // Results on 2025-04-08 and 2025-04-11 stand until the same days of 2026.
    for (today, want) in [("2026-03-08", 0), ("2026-03-09", 2), ("2026-04-08", 4)] {
        let mut case = sound_case();
        forget_from(&mut case, 17);
        case.today = date(today).first_day();
        let found = found(&case, "V05");
        assert_eq!(found.len(), want, "{today}: {found:?}");
        assert!(found.iter().all(|(l, _)| *l == Note));
    }
    let mut case = sound_case();
    forget_from(&mut case, 17);
    assert!(found(&case, "V05").iter().all(|(l, m)| *l == Warning && m.contains("已于")), "today lies behind the end");
}

fn notice(case: &mut Case, from: Option<&str>, to: Option<&str>) {
    let record: &mut Record = first(case, "S39");
    let RecordBody::Notice(Notice { start, end, .. }) = &mut record.content.body else { panic!("S39 holds a notice") };
    (*start, *end) = (from.map(date), to.map(date));
}

#[test]
fn a_public_notice_stands_five_working_days_after_the_decision_and_before_the_letter() {
    // Decided on 2025-06-19 (S37), letter on 2025-07-04 (S42). 2025-06-25 is a Wednesday.
    let rows: [Row; 12] = [
        ("Wednesday to Tuesday are five", |c| notice(c, Some("2025-06-25"), Some("2025-07-01")), &[]),
        (
            "Wednesday to Monday are four",
            |c| notice(c, Some("2025-06-25"), Some("2025-06-30")),
            &[("V28", Error, "共4个工作日（起止两日都算），不足5个工作日")],
        ),
        ("the day after the decision", |c| notice(c, Some("2025-06-20"), Some("2025-06-27")), &[]),
        (
            "on the day of the decision",
            |c| notice(c, Some("2025-06-19"), Some("2025-06-27")),
            &[
                ("V28", Error, "李明于2025年6月19日决定，公示自2025年6月19日起，公示没有在决定之后"),
                ("V28", Error, "王芳于2025年6月19日决定"),
            ],
        ),
        (
            "the letter on the last day of the notice",
            |c| notice(c, Some("2025-06-25"), Some("2025-07-04")),
            &[("V28", Error, "李明的任职通知为2025年7月4日，公示期未满"), ("V28", Error, "王芳的任职通知")],
        ),
        ("no start", |c| notice(c, None, Some("2025-07-01")), &[("V28", Error, "没有填写公示起日")]),
        ("no end", |c| notice(c, Some("2025-06-25"), None), &[("V28", Error, "没有填写公示止日")]),
        (
            "the end before the start",
            |c| notice(c, Some("2025-07-01"), Some("2025-06-25")),
            &[("V28", Error, "公示止日2025年6月25日早于起日")],
        ),
        (
            "only the month is known",
            |c| notice(c, Some("2025-06"), Some("2025-07-01")),
            &[
                ("V28", Warning, "日期不够精确，无法计算公示期"),
                ("V28", Warning, "李明于2025年6月19日决定，公示自2025年6月起，日期不够精确"),
                ("V28", Warning, "王芳于2025年6月19日决定，公示自2025年6月起，日期不够精确"),
            ],
        ),
        (
            "the letter has no date",
            |c| first(c, "S42").content.date = None,
            &[("V28", Error, "无法核对任职通知是否在公示期满之后")],
        ),
        (
            "the minutes came after the notice began",
            |c| happen(first(c, "S38"), "2025-06-24"),
            &[("V29", Warning, "李明任职时间自2025年6月22日起"), ("V29", Warning, "王芳任职时间自2025年6月22日起")],
        ),
        (
            "a decision for one of them only",
            |c| {
                for s in ["S37", "S38"] {
                    first(c, s).content.candidates = vec![LI];
                }
            },
            &[("V31a", Error, "王芳：第 37 步"), ("V31a", Error, "王芳：第 38 步")],
        ),
    ];
    judge(&rows);
}

#[test]
fn the_edition_of_2002_wants_seven_to_fifteen_calendar_days() {
    for (to, want) in [
        ("2025-06-30", Some((Error, "共6天，不足7天"))),
        ("2025-07-01", None),
        ("2025-07-09", None),
        ("2025-07-10", Some((Warning, "共16天，超过一般的15天"))),
    ] {
        let mut case = sound_case();
        case.batch.content.edition = "2002".into();
        notice(&mut case, Some("2025-06-25"), Some(to));
        happen(first(&mut case, "S42"), "2025-07-20");
        let found = found(&case, "V28");
        match want {
            None => assert_eq!(found, [], "{to}"),
            Some((level, part)) => {
                assert!(found.len() == 1 && found[0].0 == level && found[0].1.contains(part), "{to}: {found:?}")
            }
        }
    }
}

#[test]
fn a_year_without_holidays_known_is_told_as_a_note() {
    let found = run(&sound_case(), &Weekdays { provisional_from: 2025 });
    assert_eq!(found.iter().map(|f| (f.code.as_str(), f.level)).collect::<Vec<_>>(), [("V28", Note)]);
}
