//! V39: the volumes as arranged are sound; each thing spoilt afterwards is found.

use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, ItemSource, VolumePlan, arrange};
use crate::case::Case;
use crate::checks::volumes;
use crate::testing::*;

fn arranged(case: &Case) -> Vec<VolumePlan> {
    let template = ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT13).unwrap();
    let mut plans = arrange(case, &ArrangeOptions::new(2025, template, "ZZB"));
    for plan in &mut plans {
        // As after drawing.
        plan.items.iter_mut().filter(|i| matches!(i.source, ItemSource::Generated { .. })).for_each(|i| i.pages = 6);
        plan.recount();
    }
    plans
}

#[test]
fn volumes_as_arranged_agree_with_the_case() {
    let case = sound_case();
    assert_eq!(volumes(&case, &arranged(&case)), []);
}

#[test]
fn a_paper_the_catalogue_does_not_list_is_told_with_the_retention_it_was_given() {
    let mut case = sound_case();
    case.materials[0].content.name = "照片".into();
    let found = volumes(&case, &arranged(&case));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].level, crate::finding::Level::Warning);
    assert!(found[0].message.contains("“30年”为暂定"), "{}", found[0].message);
}

#[test]
fn whatever_was_altered_afterwards_is_found() {
    type Spoil = fn(&mut Case, &mut Vec<VolumePlan>);
    let rows: [(&str, Spoil, &str); 17] = [
        ("a volume of another batch", |_, v| v[1].batch_number = "999".into(), "批次号“999”与批次“202501”不一致"),
        ("another fonds", |_, v| v[1].fonds = "X001".into(), "全宗号“X001”"),
        ("somebody not in the batch", |_, v| v[1].candidate = Some(crate::id::CandidateId(99)), "人选不在本批次"),
        (
            "a personal volume is gone",
            |_, v| {
                v.pop();
            },
            "王芳应有一卷个人文书档案，现有0卷",
        ),
        (
            "two comprehensive volumes",
            |_, v| {
                let c = v[0].clone();
                v.push(c);
            },
            "现有2卷",
        ),
        ("the person is called otherwise now", |c, _| c.persons[0].content.name = "李铭".into(), "题名里没有李铭的姓名"),
        (
            "the report is not in front",
            |_, v| {
                v[1].items.remove(0);
            },
            "卷首不是全程纪实报告表",
        ),
        (
            "the report has no pages yet",
            |_, v| {
                v[1].items[0].pages = 0;
                v[1].recount();
            },
            "没有页数",
        ),
        ("a total that is off by one", |_, v| v[0].total_pages += 1, "总页数"),
        ("a page added after arranging", |c, _| c.materials[0].content.pages = 3, "材料“领导职数核查（预审）表”实有3页"),
        (
            "a record corrected after arranging",
            |c, _| first(c, "S01").content.date = Some(date("2025-03-04")),
            "日期“20250303”，记录1为“20250304”",
        ),
        (
            "a number of a document corrected",
            |c, _| {
                if let crate::record::RecordBody::Document { doc_no, .. } = &mut first(c, "S06").content.body {
                    *doc_no = "组〔2025〕9号".into();
                }
            },
            "文号“组〔2025〕1号”",
        ),
        (
            "one 档号 twice",
            |_, v| {
                let no = v[0].items[0].archive_no.clone();
                v[0].items[1].archive_no = no;
            },
            "重复",
        ),
        ("a gap in the numbers", |_, v| v[0].items.last_mut().unwrap().no = 900, "件号不连续"),
        (
            "a dot that only looks like one",
            |_, v| {
                let no = v[0].items[0].archive_no.replace('·', "・");
                v[0].items[0].archive_no = no;
            },
            "不合规则",
        ),
        (
            "a material added after arranging",
            |c, _| {
                let s = c.catalogue.step("S05").unwrap().clone();
                add(c, &s, 5, vec![]);
            },
            "没有归入任何一卷",
        ),
        ("a record that turned out to be another's", |c, _| first(c, "S22").content.candidates = vec![WANG], "不涉及李明"),
    ];
    for (name, spoil, part) in rows {
        let mut case = sound_case();
        let mut plans = arranged(&case);
        spoil(&mut case, &mut plans);
        let found = volumes(&case, &plans);
        assert!(found.iter().any(|f| f.code == "V39" && f.message.contains(part)), "{name}: no “{part}” in {found:#?}");
    }
}
