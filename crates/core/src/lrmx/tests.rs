//! Files of the editor: cases in folders, round trips, mutations.

use serde_json::Value;

use super::{
    fields::{FIELDS, MEMBER_FIELDS, Slot, tidy},
    *,
};
use crate::person::FamilyMember;

mod cases;
mod fuzz;

use cases::{CASES, Case};

const PICTURE: &[u8] = include_bytes!("../../tests/cases/lrmx/old-gbk/in.pic");

fn take(case: &Case) -> Result<Intake, LrmError> {
    if case.old { read_lrm(case.name, case.bytes, case.pic.map(Ok)) } else { read(case.name, case.bytes) }
}

fn readable() -> impl Iterator<Item = (&'static Case, Intake)> {
    CASES.iter().filter(|c| !c.old).filter_map(|c| take(c).ok().map(|intake| (c, intake)))
}

fn case(name: &str) -> &'static Case {
    CASES.iter().find(|c| c.name == name).unwrap()
}

#[test]
fn every_case_reads_as_its_folder_says() {
    for case in CASES {
        let name = case.name;
        let expect: Value = serde_json::from_slice(case.expect).unwrap();
        let got = take(case);
        if let Some(kind) = expect["error"].as_str() {
            let error = got.expect_err(name);
            assert!(format!("{error:?}").starts_with(kind), "{name}: {error:?}");
            let message = error.to_string();
            assert!(message.starts_with(name), "the message names the file: {message}");
            assert!(message.contains("请"), "the message says what to do: {message}");
            continue;
        }
        let intake = got.unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut codes: Vec<&str> = intake.findings.iter().map(|f| f.code.as_str()).collect();
        codes.sort_unstable();
        let wanted: Vec<&str> = expect["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        assert_eq!(codes, wanted, "{name}: {:#?}", intake.findings);
        for finding in &intake.findings {
            assert_eq!(finding.place.file.as_deref(), Some(name), "{finding:?}");
            assert!(finding.place.field.is_some() && !finding.remedy.is_empty(), "{finding:?}");
        }
        let format = intake.photo_format.map(|f| if f == PhotoFormat::Jpeg { "jpeg" } else { "png" });
        assert_eq!(format, expect["photo"].as_str(), "{name}");
        assert_eq!(intake.photo.is_some(), format.is_some(), "{name}");
        let person = serde_json::to_value(&intake.person).unwrap();
        for (field, value) in expect["person"].as_object().unwrap() {
            assert_eq!(&person[field], value, "{name}: {field}");
        }
        if let Some(rows) = expect["family"].as_u64() {
            assert_eq!(intake.person.family.len() as u64, rows, "{name}");
        }
        let unknown: Vec<&str> = expect["unknown"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(intake.unknown, unknown, "{name}");
    }
}

#[test]
fn an_unchanged_person_is_given_back_to_the_byte() {
    assert!(readable().count() > 20);
    for (case, intake) in readable() {
        let written = write(&intake.person, Some(case.bytes), intake.photo.as_deref()).unwrap();
        assert_eq!(written, case.bytes, "{}", case.name);
    }
}

/// The text of a file without one element, its first if there are several.
fn without(bytes: &[u8], element: &str) -> String {
    let source = document::Source::parse("某", bytes).unwrap();
    let Some(found) = source.root.child(element) else { return source.decoded.text };
    let (before, rest) = source.decoded.text.split_at(found.outer.start);
    let (_, after) = rest.split_at(found.outer.len());
    format!("{before}{after}")
}

#[test]
fn a_changed_field_changes_its_own_element_and_nothing_else() {
    for (case, intake) in readable().filter(|(c, _)| c.name != "empty-person") {
        for field in FIELDS {
            let Slot::Text { get, set, .. } = field.slot else { continue };
            let present = document::Source::parse("某", case.bytes).unwrap().root.child(field.element).is_some();
            if !present && !field.standard {
                continue;
            }
            let mut person = intake.person.clone();
            *set(&mut person) = "改<&>为\n𠮷\"".into();
            let written = write(&person, Some(case.bytes), intake.photo.as_deref()).unwrap();
            let (before, after) = (without(case.bytes, field.element), without(&written, field.element));
            if present {
                // A byte that was no text stays the mark of a lost one.
                assert_eq!(before, after, "{} {}", case.name, field.element);
            } else {
                let squeeze = |t: &str| t.replace([' ', '\n', '\r', '\t'], "");
                assert_eq!(squeeze(&before), squeeze(&after), "{} {}", case.name, field.element);
            }
            let again = read(case.name, &written).unwrap();
            assert_eq!(get(&again.person), "改<&>为\n𠮷\"", "{} {}", case.name, field.element);
            assert_eq!(again.person, person, "{} {}", case.name, field.element);
            assert_eq!((&again.unknown, &again.photo), (&intake.unknown, &intake.photo));
            assert_eq!(write(&person, Some(&written), intake.photo.as_deref()).unwrap(), written, "a fixed point");
        }
    }
}

#[test]
fn one_cell_of_the_family_changes_alone_and_unknown_cells_stay() {
    let case = case("unknown-elements");
    let mut person = take(case).unwrap().person;
    person.family[0].employer = "青石县医院".into();
    let written = String::from_utf8(write(&person, Some(case.bytes), Some(PICTURE)).unwrap()).unwrap();
    let source = std::str::from_utf8(case.bytes).unwrap();
    let wanted = source.replace(
        "<XingMing>陈静</XingMing><BeiZhu>",
        "<XingMing>陈静</XingMing><GongZuoDanWeiJiZhiWu>青石县医院</GongZuoDanWeiJiZhiWu><BeiZhu>",
    );
    assert_eq!(written, wanted);
}

#[test]
fn rows_of_the_family_are_added_and_taken_away_in_place() {
    let case = case("full-with-bom");
    let intake = take(case).unwrap();
    let source = std::str::from_utf8(case.bytes).unwrap();
    let mut fewer = intake.person.clone();
    fewer.family.remove(1);
    let written = String::from_utf8(write(&fewer, Some(case.bytes), intake.photo.as_deref()).unwrap()).unwrap();
    let (before, rest) = source.split_once("\r\n    <Item>\r\n      <ChengWei>女儿").unwrap();
    let (_, after) = rest.split_once("</Item>").unwrap();
    assert_eq!(written, format!("{before}{after}"));

    let back = write(&intake.person, Some(written.as_bytes()), intake.photo.as_deref()).unwrap();
    assert_eq!(String::from_utf8(back).unwrap(), source, "a row taken away and entered again stands as it did");

    let none = PersonContent { family: Vec::new(), ..intake.person.clone() };
    let written = write(&none, Some(case.bytes), intake.photo.as_deref()).unwrap();
    assert_eq!(read("某", &written).unwrap().person, none);
}

#[test]
fn a_photograph_is_changed_removed_and_a_broken_one_left_alone() {
    let cut = case("photo-cut-short");
    let person = take(cut).unwrap().person;
    assert_eq!(write(&person, Some(cut.bytes), None).unwrap(), cut.bytes);
    let mended = write(&person, Some(cut.bytes), Some(PICTURE)).unwrap();
    assert_eq!(read("某", &mended).unwrap().photo.as_deref(), Some(PICTURE));
    assert_eq!(without(&mended, "ZhaoPian"), without(cut.bytes, "ZhaoPian"));

    let lines = case("photo-in-lines");
    let removed = write(&person, Some(lines.bytes), None).unwrap();
    assert!(String::from_utf8(removed.clone()).unwrap().contains("<ZhaoPian></ZhaoPian>"));
    assert_eq!(read("某", &removed).unwrap().photo, None);
}

#[test]
fn a_file_written_anew_has_the_editor_s_elements_in_the_editor_s_order() {
    let intake = take(case("old-gbk")).unwrap();
    let written = String::from_utf8(write(&intake.person, None, intake.photo.as_deref()).unwrap()).unwrap();
    let mut at = 0;
    for element in FIELDS.iter().filter(|f| f.standard).map(|f| format!("<{}>", f.element)) {
        let found = written.find(&format!("\n  {element}")).unwrap_or_else(|| panic!("{element}"));
        assert!(found > at, "{element} in its place");
        at = found;
    }
    assert!(!written.contains("DaoLingNianYue") && !written.contains("DOCTYPE"));
    let again = read("某", written.as_bytes()).unwrap();
    assert_eq!((again.person, again.photo), (intake.person, intake.photo));
}

#[test]
fn a_control_character_is_refused_by_name_of_the_field() {
    let mut person = take(case("full-with-bom")).unwrap().person;
    person.reason = "工作\u{1}需要".into();
    let error = write(&person, None, None).unwrap_err().to_string();
    assert!(error.contains("李明远") && error.contains("任免理由"), "{error}");
}

#[test]
fn a_gb_file_that_was_edited_stays_a_gb_file_and_keeps_a_character_gb_lacks() {
    let case = case("declared-gb2312");
    let mut person = take(case).unwrap().person;
    person.filled_by = "𠮷祥".into();
    let written = write(&person, Some(case.bytes), Some(PICTURE)).unwrap();
    assert!(std::str::from_utf8(&written).is_err(), "still GB");
    assert_eq!(read("某", &written).unwrap().person, person);
}

#[test]
fn a_file_beyond_the_cap_is_refused_before_it_is_looked_at() {
    let error = read("大.lrmx", &vec![b'<'; MAX_FILE + 1]).unwrap_err();
    assert_eq!(error, LrmError::TooLarge { file: "大.lrmx".into(), megabytes: 21 });
    assert!(matches!(read_lrm("大.lrm", &vec![b'"'; MAX_FILE + 1], None), Err(LrmError::TooLarge { .. })));
}

#[test]
fn a_picture_that_claims_to_be_enormous_is_not_unpacked() {
    // The height and width of the start-of-frame segment, set to 65,535 each.
    let mut bytes = PICTURE.to_vec();
    let frame = bytes.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].fill(0xFF);
    let (picture, findings) = photo::from_bytes("某", &bytes);
    assert_eq!((picture, findings[0].code.as_str()), (None, "L19"));
}

#[test]
fn a_picture_cut_short_is_no_picture() {
    for tenth in 1..10 {
        let (picture, findings) = photo::from_bytes("某", &PICTURE[..PICTURE.len() * tenth / 10]);
        assert_eq!((picture, findings[0].code.as_str()), (None, "L19"), "{tenth}/10");
    }
    let (picture, findings) = photo::from_bytes("某", PICTURE);
    assert_eq!((picture.map(|p| p.bytes).as_deref(), findings.len()), (Some(PICTURE), 0));
}

#[test]
fn a_file_made_to_overwhelm_is_told_in_a_few_words() {
    let lines = "2001某处\n".repeat(200_000);
    let intake = read("某", format!("<Person><JianLi>{lines}</JianLi></Person>").as_bytes()).unwrap();
    assert_eq!(intake.findings.len(), MAX_FINDINGS + 1);
    assert_eq!(intake.findings.last().unwrap().code, "L99");
    let many = "<a/>".repeat(30_000);
    assert!(matches!(read("某", format!("<Person>{many}</Person>").as_bytes()), Err(LrmError::TooComplex { .. })));
    let name = "名".repeat(100_000);
    let error = read("某", format!("<{name}/>").as_bytes()).unwrap_err().to_string();
    assert!(error.chars().count() < 200, "{}", error.len());
    let mut fields = vec![String::new(); 33];
    fields[20] = "@".repeat(1_000_000);
    let old = format!("\"{}\"", fields.join("\",\""));
    assert!(matches!(read_lrm("某", old.as_bytes(), None), Err(LrmError::TooComplex { .. })));
}

#[test]
fn the_fields_of_a_preview_bear_the_names_of_the_form_and_mark_the_identity_number() {
    let fields = labelled_fields(&take(case("full-with-bom")).unwrap().person);
    assert_eq!((fields[0].label, fields[0].value.as_str()), ("姓名", "李明远"));
    assert_eq!(fields.iter().filter(|f| f.sensitive).map(|f| f.label).collect::<Vec<_>>(), ["身份证号"]);
}

#[test]
fn the_identity_number_is_compared_and_never_printed() {
    let digits = "00000019710230001";
    for (head, born, sex, codes) in [
        ("00000019710205001", "197102", "男", vec![]),
        ("00000019710205001", "197103", "男", vec!["L09"]),
        ("00000019710205001", "197102", "女", vec!["L10"]),
        (digits, "197102", "男", vec!["L08"]),
    ] {
        let numbers: Vec<u32> = head.chars().map(|c| c.to_digit(10).unwrap()).collect();
        let number = format!("{head}{}", identity::check_character(&numbers).unwrap());
        let person = PersonContent { born: born.into(), sex: sex.into(), id_number: number, ..PersonContent::default() };
        let findings: Vec<Finding> =
            judge::judge("某", &person).into_iter().filter(|f| f.place.field.as_deref() == Some("身份证号")).collect();
        assert_eq!(findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), codes);
        assert!(findings.iter().all(|f| !f.message.contains(head)));
    }
    for (number, level) in [("1234", Level::Warning), ("000000710205001", Level::Note), ("00000019710205001Y", Level::Warning)] {
        let person = PersonContent { id_number: number.into(), ..PersonContent::default() };
        let finding = judge::judge("某", &person).into_iter().find(|f| f.code == "L08").unwrap();
        assert_eq!(finding.level, level, "{number}");
    }
}

#[test]
fn a_resume_is_split_into_its_periods() {
    let text = "1987.09--1991.07  云山大学学习\n1991.07—2003.05 青石县水利局技术员，\n                  工程师\n\
                2003年5月至2016.10  副局长\n                  （其间：2005.09--2008.07党校学习）\n2016.10--         2016年调任局长";
    let lines = resume_lines(text);
    let told: Vec<String> = lines
        .iter()
        .map(|l| {
            let date = |d: Option<crate::date::PartialDate>| d.map(|d| d.dotted_month()).unwrap_or_default();
            format!("{}|{}|{}", date(l.from), date(l.to), l.text)
        })
        .collect();
    assert_eq!(
        told,
        [
            "1987.09|1991.07|云山大学学习",
            "1991.07|2003.05|青石县水利局技术员，工程师",
            "2003.05|2016.10|副局长\n（其间：2005.09--2008.07党校学习）",
            "2016.10||2016年调任局长",
        ]
    );
    assert_eq!(resume_lines("自幼务农\n1991.13--1992.01  某处").len(), 2);
    assert!(resume_lines(" \n").is_empty());
}

#[test]
fn age_counts_full_years_at_the_month_of_reckoning() {
    for (born, on, age) in [
        ("197102", "202602", Some(55)),
        ("197102", "202601", Some(54)),
        ("19710228", "20260201", Some(55)),
        ("1971.02", "2026-12-31", Some(55)),
        ("1971", "202602", None),
        ("", "202602", None),
        ("202702", "202602", None),
        ("不详", "202602", None),
    ] {
        assert_eq!(age_at(born, on), age, "{born} {on}");
    }
}

#[test]
fn political_status_follows_the_entry_then_the_date_then_the_party() {
    for (entered, joined, told) in [
        ("", "199506", "中共党员"),
        ("", "1995.06", "中共党员"),
        ("", "民建", "民建会员"),
        ("", "九三学社", "九三学社社员"),
        ("", "民建会员", "民建会员"),
        ("", "200108；民建", "中共党员；民建会员"),
        ("", "", ""),
        ("", "无", "群众"),
        ("", "群众", "群众"),
        ("", "不知道", ""),
        ("", "不详；民盟", "民盟盟员"),
        ("", "中国民主促进会", "中国民主促进会"),
        ("中共预备党员", "202508", "中共预备党员"),
    ] {
        let person = PersonContent { political_status: entered.into(), joined_party: joined.into(), ..PersonContent::default() };
        assert_eq!(political_status(&person), told, "{entered} {joined}");
    }
}

#[test]
fn months_and_education_are_told_as_the_form_has_them() {
    assert_eq!(display_month("197102"), "1971.02");
    assert_eq!(display_month("19710228"), "1971.02");
    assert_eq!(["2007年7月", "１９７８．３", "1985-03-12", "1990"].map(display_month), ["2007.07", "1978.03", "1985.03", "1990"]);
    assert_eq!(display_month("2001年8月；民建"), "2001.08；民建");
    assert_eq!(display_month("2007年春"), "2007年春");
    assert_eq!(display_month(" 民建 "), "民建");
    let person = take(case("full-with-bom")).unwrap().person;
    assert_eq!(
        education_summary(&person),
        "全日制教育：大学、工学学士（云山大学水利系水工专业）\n在职教育：研究生（云山省委党校公共管理专业）"
    );
    assert_eq!(education_summary(&PersonContent::default()), "");
}
