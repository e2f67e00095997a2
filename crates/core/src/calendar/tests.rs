//! The working-day calendar against the worked examples and the notices.

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
    assert!(calendar.count_working_days(d("2026-12-01"), d("2027-01-08"), CountFrom::SameDay).provisional);
    assert!(!calendar.count_working_days(d("2026-03-01"), d("2026-12-01"), CountFrom::SameDay).provisional);
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
        (r#"{"year":-2147483648,"source":"x","days":[{"name":"a","date":"2027-01-01","isOffDay":true}]}"#, "W02"),
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

/// The words of the notices, as published.
const NOTICES: &[(i32, &str)] = &[
    (
        2013,
        "一、元旦：1月1日至3日放假调休，共3天。1月5日（星期六）、1月6日（星期日）上班。
二、春节：2月9日至15日放假调休，共7天。2月16日（星期六）、2月17日（星期日）上班。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：4月29日至5月1日放假调休，共3天。4月27日（星期六）、4月28日（星期日）上班。
五、端午节：6月10日至12日放假调休，共3天。6月8日（星期六）、6月9日（星期日）上班。
六、中秋节：9月19日至21日放假调休，共3天。9月22日（星期日）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。",
    ),
    (
        2017,
        "一、元旦：1月1日放假，1月2日（星期一）补休。
二、春节：1月27日至2月2日放假调休，共7天。1月22日（星期日）、2月4日（星期六）上班。
三、清明节：4月2日至4日放假调休，共3天。4月1日（星期六）上班。
四、劳动节：5月1日放假，与周末连休。
五、端午节：5月28日至30日放假调休，共3天。5月27日（星期六）上班。
六、中秋节、国庆节：10月1日至8日放假调休，共8天。9月30日（星期六）上班。",
    ),
    (
        2023,
        "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。",
    ),
    (
        2025,
        "一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。",
    ),
];

#[test]
fn a_notice_pasted_whole_gives_the_days_of_the_built_in_year() {
    for (year, text) in NOTICES {
        let json = read_notice(*year, "国务院办公厅通知", text).unwrap_or_else(|f| panic!("{year}: {f:?}"));
        let calendar = Calendar::parse(&[("通知", &json)]).unwrap_or_else(|f| panic!("{year}: {f:?}"));
        let days = d(&format!("{year}-01-01")).iter_days().take_while(|day| *day <= d(&format!("{year}-12-28")));
        for day in days {
            assert_eq!(calendar.is_working_day(day), Calendar::builtin().is_working_day(day), "{day}");
        }
    }
}

#[test]
fn a_new_year_that_begins_in_december_is_placed_in_the_year_before() {
    for text in
        ["元旦：12月30日至1月1日放假，共3天。12月29日（星期六）上班。", "放假 2018年12月30日-2019年1月1日；上班 2018年12月29日"]
    {
        let json = read_notice(2019, "通知", text).unwrap();
        let calendar = Calendar::parse(&[("通知", &json)]).unwrap();
        assert_eq!(calendar.is_working_day(d("2018-12-31")), Working::No, "{json}");
        assert_eq!(calendar.is_working_day(d("2018-12-29")), Working::Yes, "{json}");
        assert_eq!(calendar.is_working_day(d("2019-01-01")), Working::No, "{json}");
        assert!(!json.contains("2019-12"), "{json}");
    }
}

#[test]
fn a_notice_that_contradicts_itself_is_not_taken() {
    for (text, code) in [
        ("与通知无关的话", "W11"),
        ("", "W11"),
        ("一、元旦：1月1日（周四）至3日放假，共3天。", "W12"),
        ("一、元旦：1月1日至3日放假，共4天。", "W13"),
        ("一、清明节：4月31日放假。", "W14"),
        ("放假 13月1日", "W14"),
        ("放假 1月3日至1日", "W15"),
        ("放假 1月1日至3月3日", "W15"),
    ] {
        let findings = read_notice(2027, "通知", text).unwrap_err();
        assert!(findings.iter().any(|f| f.code == code), "{text}: {findings:?}");
    }
    let wrong = read_notice(2027, "通知", "上班 1月4日").unwrap();
    assert_eq!(Calendar::parse(&[("通知", &wrong)]).unwrap_err()[0].code, "W07");
    for text in ["1月", "9999年99月99日放假", "（1日）上班", "1月1日至放假", "共天", "2日至3日放假", "1月1日（"]
    {
        let _ = read_notice(2027, "通知", text);
        let _ = read_notice(i32::MAX, "通知", text);
        let _ = read_notice(i32::MIN, "元旦", "元旦：12月1日至1月1日放假");
    }
}

/// A day of the years whose notices are built in, 2004 to 2026.
fn some_day(dice: &mut crate::testing::Dice) -> NaiveDate {
    let days = (NaiveDate::from_ymd_opt(2026, 12, 31).unwrap() - NaiveDate::from_ymd_opt(2004, 1, 1).unwrap()).num_days();
    let ahead = u64::try_from(dice.roll(usize::try_from(days).unwrap() - 60)).unwrap();
    NaiveDate::from_ymd_opt(2004, 1, 1).unwrap() + chrono::Days::new(ahead)
}

#[test]
fn counting_is_additive_and_the_nth_day_is_where_the_count_reaches_n() {
    let calendar = Calendar::builtin();
    let mut dice = crate::testing::Dice(20_040_101);
    for _ in 0..2_000 {
        let from = some_day(&mut dice);
        let (middle, to) = (from + chrono::Days::new(dice.roll(20) as u64), from + chrono::Days::new(20 + dice.roll(30) as u64));
        let count = |a, b| calendar.count_working_days(a, b, CountFrom::SameDay);
        let (whole, one, two) = (count(from, to), count(from, middle), count(middle + chrono::Days::new(1), to));
        assert_eq!(whole.days, one.days + two.days, "{from} {middle} {to}");
        let plain = from.iter_days().take_while(|d| *d <= to).filter(|d| calendar.is_working_day(*d).works()).count();
        assert_eq!(whole.days as usize, plain, "{from} {to}");
        let n = 1 + u32::try_from(dice.roll(12)).unwrap();
        let (last, provisional) = calendar.nth_working_day(from, n, CountFrom::SameDay);
        assert!(!provisional && calendar.is_working_day(last).works(), "{from} {n}");
        assert_eq!(count(from, last).days, n, "{from} {n} {last}");
        assert_eq!(count(from, last - chrono::Days::new(1)).days, n - 1, "{from} {n} {last}");
    }
}
