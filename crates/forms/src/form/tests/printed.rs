//! What single forms must look like when they are printed.

use super::*;

#[test]
fn a_spine_of_three_terms_and_of_a_long_name_still_comes_in_four_widths() {
    let spec = builtin().unwrap().iter().find(|f| f.key == "box-spine").unwrap();
    for (term, numbers, name) in [
        ("永久、30年、10年", "永久 0001—0036\n30年 0001—0129\n10年 0001—0021", "综合卷"),
        ("永久、30年", "永久 0233—0258\n30年 0275—0292", "古丽巴哈尔·阿卜杜热合曼·托合提"),
    ] {
        let mut data = jishi_core::forms::Tree::new();
        for (field, text) in
            [("全宗号", "Z109"), ("年度", "2026"), ("机构", "ZZB"), ("保管期限", term), ("起止件号", numbers), ("盒脊名", name)]
        {
            data.set(field, text);
        }
        let filling =
            Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        let made = render(spec, &filling, fonts()).unwrap();
        let laid = crate::judge::laid_text(&made.pdf);
        // The title says of it too that it is written by hand.
        assert_eq!((made.pages, laid.matches("盒号").count()), (1, 1 + 4), "{laid}");
    }
}

#[test]
fn a_spine_stays_four_strips_on_a_page_with_the_long_name_of_an_office() {
    let spec = forms().iter().find(|f| f.key == "box-spine").unwrap();
    for office in ["ZZB", "办公室", "干部一科", "干部监督科室"] {
        let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        data.fill([("机构", office.to_owned()), ("盒脊名", "2026年第三批干部调整".to_owned())]);
        let filling =
            Filling { data: Some(&data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        let made = render(spec, &filling, fonts()).unwrap();
        let said = squeezed(&structure(&made.pdf));
        assert_eq!((made.pages, said.matches("Z109").count()), (1, 4), "{office}");
    }
}

#[test]
fn what_ends_as_a_sentence_has_no_second_full_stop_after_it() {
    let spec = forms().iter().find(|f| f.key == "recommendation-notice").unwrap();
    let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
    let said = |data: &Tree| {
        let filling = Filling { data: Some(data), about: "", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
        squeezed(&structure(&render(spec, &filling, fonts()).unwrap().pdf))
    };
    data.set("任职条件", "具有大学学历。");
    let with = said(&data);
    assert!(with.contains("具有大学学历。") && !with.contains("。。"), "{with}");
    data.set("任职条件", "具有大学学历");
    assert!(said(&data).contains("具有大学学历。"));
}

/// Lines of each page of a form, without its margins.
fn pages_of(spec: &FormSpec, data: Option<&Tree>) -> Vec<Vec<String>> {
    let filling = Filling { data, about: "甲", unit: "", foot: "", made_on: "2026-06-30", code: None, known: None };
    let mut fill = fill::Fill::new(spec, &filling, fonts());
    let blocks = blocks::build(&mut fill, &spec.blocks, &spec.sheet()).unwrap();
    let section = Section { title: spec.name.clone(), sheet: spec.sheet(), blocks, running: Running::default() };
    let dumped = crate::testing::dump(&typeset(&[section], "甲", fonts()).unwrap());
    let pages = dumped.split("== ").skip(1);
    pages.map(|page| page.lines().skip(1).filter(|l| !l.starts_with('~')).map(str::to_owned).collect()).collect()
}

#[test]
fn no_further_page_of_an_empty_form_holds_a_note_alone() {
    for spec in forms() {
        for (number, page) in pages_of(spec, None).iter().enumerate().skip(1) {
            assert!(page.len() > 3, "{} 第{}页: {page:?}", spec.name, number + 1);
        }
    }
}

#[test]
fn the_approval_of_a_plan_never_stands_on_a_page_without_the_plan() {
    let spec = forms().iter().find(|f| f.key == "inspection-plan").unwrap();
    for people in 1..=24 {
        let mut data = tree(&vocabulary(spec.subject, &spec.records), Size::Usual, 0);
        let rows: Vec<_> = data.rows("人选").iter().cycle().take(people).cloned().collect();
        data.set_rows("人选", rows);
        let pages = pages_of(spec, Some(&data));
        let last = pages.last().unwrap().join("\n");
        assert!(last.contains("审批意见") && last.contains("组织部"), "{people}: {last}");
        assert!(pages.last().unwrap().len() > 5, "{people}: {last}");
    }
}
