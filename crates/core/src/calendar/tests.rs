use super::*;

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const NEXT: &str = r#"{"year":2027,"source":"测试通知","days":[
    {"name":"元旦","date":"2026-12-31","isOffDay":true},{"name":"元旦","date":"2027-01-01","isOffDay":true},
    {"name":"元旦","date":"2027-01-03","isOffDay":false}]}"#;

#[test]
fn every_built_in_year_is_read_and_the_union_is_the_committed_one() {
    let calendar = Calendar::parse(BUILTIN).expect("built-in files are sound");
    assert_eq!(calendar.years().collect::<Vec<_>>(), (2004..=2026).collect::<Vec<_>>());
    assert_eq!(&calendar, Calendar::builtin());
    assert_eq!(calendar.days.len(), 772);
    assert_eq!(calendar.version(), "c0f160b4f2c68618e3f3bef4b75cb3e57e2ee3eaccd9e18c359e83384d42c529");
}

#[test]
fn the_years_2010_to_2026_have_4241_working_days() {
    let count = Calendar::builtin().count_working_days(d("2010-01-01"), d("2026-12-31"), CountFrom::SameDay);
    assert_eq!(count.days, 4241);
    assert!(count.provisional, "the notice of 2027 may still move 29 to 31 December 2026");
    assert!(!Calendar::builtin().count_working_days(d("2010-01-01"), d("2026-12-28"), CountFrom::SameDay).provisional);
}

#[test]
fn five_working_days_end_where_the_notices_say() {
    for (from, last) in [
        ("2026-02-09", "2026-02-13"),
        ("2026-09-17", "2026-09-22"),
        ("2026-09-28", "2026-10-09"),
        ("2025-01-22", "2025-01-27"),
        ("2024-09-26", "2024-10-08"),
        ("2013-04-02", "2013-04-09"),
    ] {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.nth_working_day(d(from), 5, CountFrom::SameDay), (d(last), false), "{from}");
        assert_eq!(calendar.count_working_days(d(from), d(last), CountFrom::SameDay), Count { days: 5, provisional: false });
        assert_eq!(calendar.count_working_days(d(from), d(last), CountFrom::NextDay).days, 4);
        let (later, _) = calendar.nth_working_day(d(from), 5, CountFrom::NextDay);
        assert_eq!(calendar.count_working_days(d(from), later, CountFrom::NextDay).days, 5);
        assert!(later > d(last));
    }
}

#[test]
fn days_other_calendars_get_wrong_are_right_here() {
    let calendar = Calendar::builtin();
    for (day, works) in [
        ("2013-04-07", true),
        ("2013-10-12", true),
        ("2020-01-31", false),
        ("2020-02-01", false),
        ("2020-02-03", true),
        ("2015-09-03", false),
        ("2015-09-04", false),
        ("2015-09-06", true),
        ("2005-12-31", true),
        ("2011-12-31", true),
        ("2018-12-31", false),
        ("2026-02-14", true),
        ("2026-02-21", false),
    ] {
        assert_eq!(calendar.is_working_day(d(day)), if works { Working::Yes } else { Working::No }, "{day}");
    }
    assert_eq!(calendar.day_label(d("2026-02-14")), DayLabel { mark: "班".into(), name: "春节".into() });
    assert_eq!(calendar.day_label(d("2026-02-16")).mark, "休");
    assert_eq!(calendar.day_label(d("2026-03-07")), DayLabel { mark: "休".into(), name: "周六".into() });
    assert_eq!(calendar.day_label(d("2026-03-09")).mark, "");
}

#[test]
fn a_year_without_a_notice_is_provisional_and_says_so() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.is_working_day(d("2027-01-01")), Working::Provisional(true));
    assert_eq!(calendar.is_working_day(d("2027-01-02")), Working::Provisional(false));
    assert_eq!(calendar.nth_working_day(d("2027-01-04"), 5, CountFrom::SameDay), (d("2027-01-08"), true));
    let finding = calendar.provisional_finding(d("2026-12-01"), d("2027-01-08")).unwrap();
    assert!(finding.message.contains("2027年放假安排尚未录入，"), "{}", finding.message);
    assert_eq!(calendar.provisional_finding(d("2026-03-01"), d("2026-12-01")), None);
}

#[test]
fn a_further_year_settles_its_days_and_the_end_of_the_year_before() {
    let calendar = Calendar::builtin().with(&[("2027.json", NEXT)]).unwrap();
    assert_eq!(calendar.is_working_day(d("2026-12-31")), Working::No);
    assert_eq!(calendar.is_working_day(d("2026-12-30")), Working::Yes);
    assert_eq!(calendar.is_working_day(d("2027-01-03")), Working::Yes);
    assert_eq!(calendar.is_working_day(d("2027-06-01")), Working::Yes);
    assert_ne!(calendar.version(), Calendar::builtin().version());
    let again = calendar.with(&[BUILTIN[22]]).unwrap();
    assert_eq!(again, calendar, "the later notice prevails whatever the order of reading");
    let mended = calendar.with(&[("2027b.json", &NEXT.replace("2026-12-31", "2027-01-04"))]).unwrap();
    assert!(mended.is_working_day(d("2026-12-31")).works(), "a replaced year leaves nothing behind");
}

#[test]
fn a_file_that_cannot_be_right_is_refused_with_the_reason() {
    for (json, code) in [
        ("不是", "W01"),
        (r#"{"year":27,"source":"x","days":[]}"#, "W02"),
        (r#"{"year":2027,"papers":[" "],"days":[]}"#, "W03"),
        (r#"{"year":2027,"source":"x","days":[]}"#, "W04"),
        (r#"{"year":2027,"source":"x","days":[{"name":"a","date":"2027-02-30","isOffDay":true}]}"#, "W05"),
        (r#"{"year":2027,"source":"x","days":[{"name":"a","date":"2026-10-01","isOffDay":true}]}"#, "W06"),
        (r#"{"year":2027,"source":"x","days":[{"name":"a","date":"2027-01-04","isOffDay":false}]}"#, "W07"),
        (
            r#"{"year":2027,"source":"x","days":[{"name":"a","date":"2027-01-02","isOffDay":false},
            {"name":"a","date":"2027-01-02","isOffDay":true}]}"#,
            "W08",
        ),
    ] {
        let findings = Calendar::builtin().with(&[("某年.json", json)]).unwrap_err();
        assert!(findings.iter().any(|f| f.code == code && f.place.file.as_deref() == Some("某年.json")), "{code} {findings:?}");
    }
}

#[test]
fn odd_ranges_end_without_fuss() {
    let calendar = Calendar::builtin();
    assert_eq!(calendar.count_working_days(d("2026-03-02"), d("2026-03-01"), CountFrom::SameDay).days, 0);
    assert_eq!(calendar.nth_working_day(d("2026-03-02"), 0, CountFrom::SameDay), (d("2026-03-02"), false));
    assert!(calendar.count_working_days(NaiveDate::MIN, NaiveDate::MAX, CountFrom::NextDay).days > 70_000);
    assert!(calendar.nth_working_day(d("2199-12-01"), u32::MAX, CountFrom::SameDay).1);
    assert!(calendar.nth_working_day(NaiveDate::MAX, 1, CountFrom::NextDay).1);
}
