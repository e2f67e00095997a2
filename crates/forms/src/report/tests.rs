//! The report judged: archival, complete, repeatable, and as it was looked at.

use super::*;
use crate::judge::{keeps_line_rules, laid_text, raw_text, sound, squeezed, structure};
use crate::sample;
use crate::testing::{fonts, keep, photo};
use image::ImageFormat;

fn form() -> &'static ReportForm {
    ReportForm::builtin().unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn rendered() -> Rendered {
    render(form(), &sample::report(), Some(&photo(ImageFormat::Jpeg, 295, 413)), fonts()).unwrap()
}

#[test]
fn the_report_is_archival_and_accessible_with_and_without_a_photo() {
    let with = rendered();
    keep("报告表", &with.pdf);
    sound("报告表", &with.pdf);
    keeps_line_rules("报告表", &with.pdf);
    sound("报告表（无照片）", &render_copies(form(), &sample::report(), None, fonts(), &[Copy::PersonalFile]).unwrap().pdf);
    let png = photo(ImageFormat::Png, 600, 800);
    sound(
        "报告表（PNG照片）",
        &render_copies(form(), &sample::report(), Some(&png), fonts(), &[Copy::PersonalFile]).unwrap().pdf,
    );
}

#[test]
fn the_same_report_gives_the_same_bytes_and_another_does_not() {
    let first = rendered();
    assert_eq!(first, rendered());
    let picture = photo(ImageFormat::Jpeg, 295, 413);
    assert_eq!(
        count_pages(form(), &sample::report(), Some(&picture), fonts(), &Copy::ALL).unwrap(),
        first.pages,
        "counted without a file"
    );
    let mut other = sample::report();
    other.person.resume.push('。');
    assert_ne!(first.pdf, render(form(), &other, Some(&photo(ImageFormat::Jpeg, 295, 413)), fonts()).unwrap().pdf);
}

#[test]
fn every_field_comes_back_from_the_pdf_character_for_character() {
    let report = sample::report();
    let one = render_copies(form(), &report, None, fonts(), &[Copy::Appointment]).unwrap();
    // A reader follows the structure; poppler gives the text of each element.
    let text = squeezed(&structure(&one.pdf));
    let p = &report.person;
    let mut wanted: Vec<(String, String)> = [
        ("单位", &report.unit),
        ("批次", &report.batch_name),
        ("批次号", &report.batch_number),
        ("档号", &report.archive_no),
        ("姓名", &p.name),
        ("性别", &p.sex),
        ("民族", &p.ethnicity),
        ("籍贯", &p.native_place),
        ("出生地", &p.birthplace),
        ("健康", &p.health),
        ("职称", &p.technical_title),
        ("专长", &p.speciality),
        ("学历", &p.fulltime_education),
        ("学位", &p.fulltime_degree),
        ("院校", &p.fulltime_school),
        ("在职", &p.inservice_education),
        ("在职学位", &p.inservice_degree),
        ("在职院校", &p.inservice_school),
        ("在职学位院校", &p.inservice_degree_school),
        ("政治面貌", &report.political_status),
        ("现任", &report.current_post),
        ("拟任", &report.proposed_post),
        ("拟免", &report.removed_post),
        ("结果", &report.outcome),
        ("简历", &p.resume),
    ]
    .into_iter()
    .map(|(n, v)| (n.to_owned(), v.clone()))
    .collect();
    wanted.extend(["1978.03", "2001.06", "2000.07", "2023.06"].map(|v| ("年月".to_owned(), v.to_owned())));
    for m in &p.family {
        wanted.extend([&m.relation, &m.name, &m.political_status, &m.employer].map(|v| ("家庭".to_owned(), v.clone())));
    }
    for row in report.stages.iter().flat_map(|s| &s.rows) {
        for v in [&row.step_name, &row.item_name, &row.time, &row.place, &row.done, &row.mode, &row.responsible, &row.materials] {
            wanted.push((format!("第{}步", row.no), v.clone()));
        }
    }
    for (field, value) in &wanted {
        // Poppler says the elements line by line inside quotes, and each entry of a 简历 is an element.
        let bare = |s: &str| s.replace('"', "");
        for line in value.lines() {
            assert!(bare(&text).contains(&bare(&squeezed(line))), "{field}: {line} is not in the text");
        }
    }
    // Copied from a page, names keep their characters too.
    let raw = raw_text(&one.pdf);
    for name in ["欧阳䶮", "买买提·艾力", "欧阳㛃", "欧阳𬀩"] {
        assert!(raw.contains(name), "{name}");
    }
    assert!(squeezed(&raw).contains("阿依古丽·吐尔逊江·买买提明"));
}

#[test]
fn each_copy_counts_its_own_pages_and_repeats_the_head_of_the_table() {
    let all = rendered();
    let text = laid_text(&all.pdf);
    let pages: Vec<&str> = text.split('\u{c}').filter(|p| !p.trim().is_empty()).collect();
    assert_eq!(pages.len(), usize::try_from(all.pages).unwrap());
    let each = pages.len() / 3;
    assert!(each > 5 && each * 3 == pages.len(), "{}", pages.len());
    for (i, page) in pages.iter().enumerate() {
        let (copy, number) = (Copy::ALL[i / each], i % each + 1);
        assert!(page.contains(&format!("第{number}页 共{each}页")), "page {i}: {page}");
        assert!(page.contains(copy.label(form())), "page {i}: {page}");
        assert!(page.contains("内置示例目录（待对照本地办法） 版本 1.0"), "page {i}: catalogue and version in the foot");
        let steps = page.lines().filter(|l| !l.contains("本表")).collect::<String>();
        let has_steps = number > 1 && (steps.contains("四个意识") || (1..=44).any(|n| steps.contains(&format!("{n}．"))));
        let head = ["步骤", "时间", "地点", "操作情况", "方式", "责任人", "材料"].iter().all(|h| page.contains(h));
        assert!(!has_steps || head, "page {i} lacks the table head: {page}");
    }
    let steps: Vec<usize> =
        (1..=44).map(|n| squeezed(pages[..each].concat().as_str()).matches(&format!("{n}．")).count()).collect();
    assert!(steps.iter().all(|n| *n > 0), "{steps:?}");
    for sign in ["纪实人员", "审核人员", "呈报单位意见", "复核意见", "（签名）", "（盖章）", "一式三份"]
    {
        assert_eq!(pages.iter().filter(|p| p.contains(sign)).count(), 3, "{sign}");
    }
}

#[test]
fn a_cell_of_two_thousand_characters_goes_on_over_pages_with_its_step_named_again() {
    let one = render_copies(form(), &sample::report(), None, fonts(), &[Copy::PersonalFile]).unwrap();
    let text = laid_text(&one.pdf);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let holding: Vec<String> = pages.iter().filter(|p| p.contains("37．")).map(|p| squeezed(p)).collect();
    assert!(holding.len() >= 2, "step 37 stands on {} pages", holding.len());
    for page in holding.iter().skip(1) {
        assert!(page.contains("（续）"), "a head that is said again says that it goes on: {page}");
    }
    assert!(!squeezed(&structure(&one.pdf)).contains("（续）"), "what is said again is no content");
    assert!(squeezed(&structure(&one.pdf)).replace('"', "").contains(&sample::long_text(2000).replace('"', "")));
}

#[test]
fn a_character_no_face_has_stops_the_report_and_is_named() {
    let mut report = sample::report();
    report.stages[1].rows[2].done.push('\u{E001}');
    let error = render(form(), &report, None, fonts()).unwrap_err().to_string();
    for part in ["U+E001", "欧阳䶮", "第12步 召开会议投票推荐·操作情况", "造字"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let mut report = sample::report();
    report.person.family[1].name = "王\u{3FFFD}".into();
    let error = render(form(), &report, None, fonts()).unwrap_err().to_string();
    assert!(error.contains("U+3FFFD") && error.contains("家庭主要成员第2行姓名"), "{error}");
}

/// Golden: every line of the first copy with its place. After a wanted change look at the pages, then write it anew with
/// `JISHI_GOLDEN=write`.
#[test]
fn the_layout_is_the_one_that_was_looked_at() {
    let report = sample::report();
    let photo = Picture::read(&photo(ImageFormat::Jpeg, 295, 413), "欧阳䶮").unwrap();
    let set =
        typeset(&sections(form(), &report, fonts(), (Some(&photo), "2026年6月30日"), &[Copy::Supervision]), "欧阳䶮", fonts())
            .unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/report.txt");
    let now = crate::testing::dump(&set);
    if std::env::var_os("JISHI_GOLDEN").is_some() {
        jishi_fs::write_atomic(&path, now.as_bytes()).unwrap();
    }
    let golden = jishi_fs::read_text(&path).unwrap();
    let differing = golden.lines().zip(now.lines()).find(|(a, b)| a != b);
    assert!(golden == now, "first difference: {differing:?}");
}

#[test]
fn no_line_of_any_cell_begins_or_ends_with_a_mark_that_may_not() {
    let set =
        typeset(&sections(form(), &sample::report(), fonts(), (None, "2026年6月30日"), &Copy::ALL), "欧阳䶮", fonts()).unwrap();
    let mut lines = 0;
    for draw in set.pages.iter().flat_map(|p| &p.draws) {
        if let crate::layout::Draw::Glyphs { glyphs, .. } = draw {
            let text: String = glyphs.iter().map(|g| g.ch).collect();
            assert!(!text.starts_with(['，', '。', '、', '；', '：', '）', '》', '”', '！', '？', '％', '·']), "{text}");
            assert!(!text.trim_end().ends_with(['（', '《', '“']), "{text}");
            lines += 1;
        }
    }
    assert!(lines > 3000, "{lines}");
}

#[test]
fn the_structure_says_headings_tables_heads_and_the_photo() {
    let rendered = rendered();
    let doc = lopdf::Document::load_mem(&rendered.pdf).unwrap();
    let of_type = |name: &[u8]| {
        doc.objects
            .values()
            .filter_map(|o| o.as_dict().ok())
            .filter(|d| d.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|n| n == name))
            .collect::<Vec<_>>()
    };
    assert_eq!([&b"H1"[..], b"H2", b"Table", b"Figure", b"Sect"].map(|t| of_type(t).len()), [3, 3, 9, 3, 3]);
    // Seven column heads, said once a copy however many pages repeat them.
    assert_eq!(structure(&rendered.pdf).matches("\"纪实方式\"").count(), 3);
    let heads = of_type(b"TH");
    assert!(heads.len() > 3 * 44, "{}", heads.len());
    for head in heads {
        let scope = head.get(b"A").and_then(lopdf::Object::as_dict).and_then(|a| a.get(b"Scope"));
        assert!(scope.is_ok(), "{head:?}");
    }
    for figure in of_type(b"Figure") {
        assert_eq!(lopdf::decode_text_string(figure.get(b"Alt").unwrap()).unwrap(), "欧阳䶮的照片");
    }
}

#[test]
fn each_copy_and_each_stage_has_a_bookmark() {
    let doc = lopdf::Document::load_mem(&rendered().pdf).unwrap();
    let bookmarks = doc.objects.values().filter_map(|o| o.as_dict().ok()).filter(|d| d.has(b"Dest"));
    let titles: Vec<String> = bookmarks.map(|d| lopdf::decode_text_string(d.get(b"Title").unwrap()).unwrap()).collect();
    for title in ["动议", "民主推荐", "考察", "酝酿", "讨论决定", "任用", "拟任人选基本情况", "签名盖章"]
    {
        assert_eq!(titles.iter().filter(|t| *t == title).count(), 3, "{title}: {titles:?}");
    }
    assert!(Copy::ALL.iter().all(|c| titles.iter().any(|t| t == c.label(form()))));
}

#[test]
fn a_broken_photo_or_date_is_an_error_and_the_report_without_it_stands() {
    let report = sample::report();
    let error = render(form(), &report, Some(b"\xFF\xD8\xFFnot a photo"), fonts()).unwrap_err();
    assert!(matches!(&error, crate::FormError::Photo { person, .. } if person == "欧阳䶮"), "{error}");
    assert!(render_copies(form(), &report, None, fonts(), &[Copy::Supervision]).is_ok());
    let error = render(form(), &Report { made_on: "昨天".into(), ..report }, None, fonts()).unwrap_err().to_string();
    assert!(error.contains("昨天") && error.contains("制表日期"), "{error}");
}

#[test]
fn an_empty_report_and_an_overlong_one_are_still_sound() {
    let mut report = sample::report();
    report.person = jishi_core::person::PersonContent { name: "张三".into(), ..Default::default() };
    report.stages.clear();
    report.archive_no.clear();
    sound("空报告表", &render_copies(form(), &report, None, fonts(), &[Copy::Supervision]).unwrap().pdf);
    report.person.resume = sample::long_text(6000);
    report.person.family = (0..60).map(|_| sample::person().family[3].clone()).collect();
    report.current_post = sample::long_text(900);
    let long = render_copies(form(), &report, None, fonts(), &[Copy::Supervision]).unwrap();
    keep("报告表（超长）", &long.pdf);
    sound("超长报告表", &long.pdf);
    assert!(squeezed(&structure(&long.pdf)).replace('"', "").contains(&squeezed(&report.person.resume)));
    assert_eq!(squeezed(&raw_text(&long.pdf)).matches("界梁子村务农").count(), 60);
}

#[test]
fn an_office_words_and_orders_its_report_and_what_it_prints_stays_whole() {
    let text = REPORT_TEXT
        .replace("label = \"民　　族\"", "label = \"民族成份\"")
        .replace("第一联（报上级监督机构）", "甲联（报省委组织部）")
        .replace("{ head = \"地点\", field = \"地点\", width = 14 },\n", "")
        .replace("  { head = \"材料\"", "  { head = \"在何处\", field = \"地点\", width = 14 },\n  { head = \"材料\"")
        .replace("注：1．本表一式三份", "说明：本表一式三份");
    let own = ReportForm::parse(&text, "报告表.toml").unwrap();
    assert!(ReportForm::claims(&text) && !ReportForm::claims("key = \"minutes\"\n[person]\nkey = \"report\""));
    let made = render_copies(&own, &sample::report(), None, fonts(), &[Copy::Supervision]).unwrap();
    sound("本单位的报告表", &made.pdf);
    let (own, built) = (squeezed(&structure(&made.pdf)), {
        let made = render_copies(form(), &sample::report(), None, fonts(), &[Copy::Supervision]).unwrap();
        squeezed(&structure(&made.pdf))
    });
    for words in ["民族成份", "甲联（报省委组织部）", "在何处", "说明：本表一式三份"] {
        assert!(own.contains(words) && !built.contains(words), "{words}");
    }
    let place = sample::report().stages.iter().flat_map(|s| &s.rows).map(|r| r.place.clone()).find(|p| !p.is_empty()).unwrap();
    assert!(own.contains(&squeezed(&place)), "what stands in a column goes with it: {place}");
}

#[test]
fn a_broken_file_of_the_report_is_named_with_place_and_remedy() {
    let with = |from: &str, to: &str| {
        assert!(REPORT_TEXT.contains(from), "{from}");
        ReportForm::parse(&REPORT_TEXT.replacen(from, to, 1), "报告表.toml").unwrap_err()
    };
    for (from, to, code, words) in [
        ("field = \"民族\"", "field = \"族别\"", "F10", "族别"),
        ("field = \"民族\"", "field = \"籍贯\"", "F11", "缺少栏目“民族”"),
        ("{ head = \"材料\", field = \"材料\", width = 19 },", "", "F11", "材料"),
        ("label = \"籍　　贯\"", "label = \"\"", "F08", "没有内容"),
        ("呈报单位：{单位}", "呈报单位：{单立}", "F10", "单立"),
        ("呈报单位：{单位}", "呈报单位：{单位|某单位}", "F07", "不能写"),
        ("width = 56", "width = 0", "F06", "1 至 200"),
        ("title = \"全程纪实\"", "titel = \"全程纪实\"", "F02", "titel"),
        ("key = \"report\"", "key = \"baogao\"", "F08", "baogao"),
    ] {
        let found = with(from, to);
        assert!(found.iter().any(|f| f.code == code && f.message.contains(words) && !f.remedy.is_empty()), "{code}: {found:#?}");
    }
}
