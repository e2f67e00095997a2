//! V39: the volumes as arranged are sound; each thing spoilt afterwards is found.

use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, GivenNumber, GivenOut, ItemSource, Register, VolumePlan, arrange};
use crate::case::Case;
use crate::finding::Finding;
use crate::id::MaterialId;
use crate::record::Originality;
use crate::testing::*;

fn arranged_by(case: &Case, register: &Register) -> Vec<VolumePlan> {
    let template = ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT13).unwrap();
    let mut options = ArrangeOptions::new(2025, template, "ZZB");
    options.register = register.clone();
    drawn(arrange(case, &options))
}

/// As after drawing: the reports have pages.
fn drawn(mut plans: Vec<VolumePlan>) -> Vec<VolumePlan> {
    for plan in &mut plans {
        plan.items.iter_mut().filter(|i| matches!(i.source, ItemSource::Generated { .. })).for_each(|i| i.pages = 6);
        plan.recount();
    }
    plans
}

fn arranged(case: &Case) -> Vec<VolumePlan> {
    arranged_by(case, &Register::default())
}

fn volumes(case: &Case, plans: &[VolumePlan]) -> Vec<Finding> {
    crate::checks::volumes(case, plans, &Register::default())
}

/// The register after every number of these volumes was given.
fn sealed(plans: &[VolumePlan]) -> Register {
    let mut register = Register::default();
    for item in plans.iter().flat_map(|p| &p.items) {
        let given = GivenNumber { category: item.category.clone(), no: item.no, archive_no: item.archive_no.clone() };
        register.given.insert(item.key.clone(), given);
        let out = register.categories.entry(item.category.clone()).or_insert_with(GivenOut::default);
        out.count += 1;
        out.last = out.last.max(item.no);
    }
    register
}

/// The register after another batch took `more` numbers in every category.
fn and_another_batch(mut register: Register, more: u32) -> Register {
    for out in register.categories.values_mut() {
        out.last += more;
        out.count += more;
    }
    register
}

/// The volumes of a case that was sealed, with another batch sealed after it, then altered; and what V39 says to them.
fn altered_after_sealing(alter: impl Fn(&mut Case)) -> (Case, Register, Vec<VolumePlan>, Vec<Finding>) {
    let mut case = sound_case();
    let register = and_another_batch(sealed(&arranged(&case)), 30);
    alter(&mut case);
    let plans = arranged_by(&case, &register);
    let found = crate::checks::volumes(&case, &plans, &register);
    (case, register, plans, found)
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
                if let crate::record::RecordBody::Document(crate::record::Document { doc_no, .. }) =
                    &mut first(c, "S06").content.body
                {
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

#[test]
fn a_late_paper_goes_on_behind_the_batch_sealed_in_between_and_leaves_no_gap() {
    let (_, register, plans, found) = altered_after_sealing(|case| {
        let mut late = case.materials[0].clone();
        late.id = MaterialId(9001);
        late.content.name.push_str("（补）");
        case.materials.push(late);
    });
    let gaps: Vec<_> = found.iter().filter(|f| f.level == crate::finding::Level::Error).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
    let late = plans[0].items.iter().find(|i| i.parts[0].material == MaterialId(9001)).unwrap();
    assert_eq!(late.no, register.categories[&late.category].last + 1);
    let range = plans[0].ranges.iter().find(|r| r.category == late.category).unwrap();
    assert_eq!(range.runs.len(), 2, "the late one stands apart: {range:#?}");
    assert!(range.words("至").ends_with(&format!("；{}", late.archive_no)), "{}", range.words("至"));
}

#[test]
fn a_new_number_that_leaves_one_out_or_takes_one_twice_is_found_across_batches() {
    let case = sound_case();
    for (skip, words) in [(1, "不连续"), (-1, "已经编给别的件")] {
        let register = and_another_batch(sealed(&arranged(&case)), 30);
        let of_this = Register { given: std::collections::BTreeMap::new(), categories: register.categories.clone() };
        let mut plans = arranged_by(&case, &of_this);
        assert_eq!(crate::checks::volumes(&case, &plans, &of_this), [], "all of them new, behind 30 of another batch");
        for item in plans.iter_mut().flat_map(|p| &mut p.items) {
            item.no = item.no.checked_add_signed(skip).unwrap();
        }
        let found = crate::checks::volumes(&case, &plans, &of_this);
        assert!(found.iter().any(|f| f.message.contains(words)), "{words}: {found:#?}");
    }
}

#[test]
fn a_retention_changed_after_the_number_was_given_is_told_with_old_and_new_and_is_no_gap() {
    let (case, register, _, found) = altered_after_sealing(|case| {
        let step = case.catalogue.steps.iter_mut().find(|s| s.key == "S01").unwrap();
        step.materials[0].retention = crate::catalogue::Retention::Permanent;
    });
    let paper = case.materials[0].id;
    let no = &register.given[&crate::arrange::original_key(paper)].archive_no;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains(&format!("档号{no}按“30年”编定，现在的保管期限是“永久”")), "{}", found[0].message);
    assert_eq!(found[0].place.field.as_deref(), Some("保管期限"));
}

#[test]
fn the_original_attached_after_the_copy_keeps_the_number_of_the_item() {
    let mut case = sound_case();
    case.materials[0].content.originality = Originality::Copy;
    let register = sealed(&arranged(&case));
    let mut original = case.materials[0].clone();
    original.id = MaterialId(9001);
    original.content.originality = Originality::Original;
    case.materials.push(original);
    let plans = arranged_by(&case, &register);
    let item = plans[0].items.iter().find(|i| i.parts.iter().any(|p| p.material == MaterialId(9001))).unwrap();
    assert_eq!(item.parts[0].material, MaterialId(9001), "the original lies in front");
    assert_eq!(item.no, register.given[&crate::arrange::original_key(case.materials[0].id)].no);
    assert_eq!(crate::checks::volumes(&case, &plans, &register), []);
}

#[test]
fn a_record_found_to_speak_of_one_person_takes_its_number_along_and_the_hole_it_leaves_is_told() {
    // A note of a talk on both, filed in the comprehensive volume with an extract for each; then corrected to Li alone.
    let mut case = sound_case();
    let step = case.catalogue.step("S26").unwrap().clone();
    let record = add(&mut case, &step, 26, vec![LI, WANG]);
    let before = arranged(&case);
    let register = and_another_batch(sealed(&before), 30);
    let papers: Vec<MaterialId> = case.materials.iter().filter(|m| m.content.record == record).map(|m| m.id).collect();
    case.records.iter_mut().find(|r| r.id == record).unwrap().content.candidates = vec![LI];
    let plans = arranged_by(&case, &register);
    for paper in &papers {
        let key = crate::arrange::original_key(*paper);
        let item = plans[1].items.iter().find(|i| i.key == key).expect("the original lies in Li's volume now");
        assert_eq!(item.archive_no, register.given[&key].archive_no);
    }
    let found = crate::checks::volumes(&case, &plans, &register);
    assert_eq!(found.len(), 2 * papers.len(), "an extract for Li and one for Wang are gone: {found:#?}");
    assert!(found.iter().all(|f| f.message.contains("现在没有这一件")));
    assert!(found.iter().any(|f| f.message.contains("摘录，王芳")), "{found:#?}");
}

#[test]
fn another_year_or_office_for_items_already_numbered_is_told_once() {
    let case = sound_case();
    let register = sealed(&arranged(&case));
    let template = ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT13).unwrap();
    let mut options = ArrangeOptions::new(2026, template, "ZZB");
    options.register = register.clone();
    let found = crate::checks::volumes(&case, &drawn(arrange(&case, &options)), &register);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("按2025年度") && found[0].message.contains("现在按2026年度"), "{}", found[0].message);
}

#[test]
fn a_number_gone_from_the_register_is_told() {
    let case = sound_case();
    let mut register = sealed(&arranged(&case));
    register.categories.values_mut().next().unwrap().count -= 1;
    let found = crate::checks::volumes(&case, &arranged_by(&case, &register), &register);
    assert!(found.len() == 1 && found[0].message.contains("最后一个却是"), "{found:#?}");
}

/// A case of `tests/cases/rules/V39`: what is altered of the volumes of the sound case after they were arranged, and what V39 says.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Altered {
    name: String,
    change: Vec<Change>,
    expect: Vec<Want>,
}

/// One place of the volumes, as a JSON pointer (volumes in order, as `VolumePlan` is written), and what becomes of it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    at: String,
    #[serde(default)]
    add: i64,
    #[serde(default)]
    to: Option<serde_json::Value>,
    /// Takes the value of another place.
    #[serde(default)]
    like: Option<String>,
    /// Takes the entry out of its list.
    #[serde(default)]
    remove: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Want {
    code: String,
    level: String,
    message: String,
}

fn change(volumes: &mut serde_json::Value, change: &Change) {
    if change.remove {
        let (list, at) = change.at.rsplit_once('/').unwrap();
        let list = volumes.pointer_mut(list).unwrap().as_array_mut().unwrap();
        drop(list.remove(at.parse().unwrap()));
        return;
    }
    let other = change.like.as_ref().map(|at| volumes.pointer(at).unwrap().clone());
    let place = volumes.pointer_mut(&change.at).unwrap();
    *place = match (other, &change.to) {
        (Some(other), _) => other,
        (None, Some(to)) => to.clone(),
        (None, None) => (place.as_i64().unwrap() + change.add).into(),
    };
}

#[test]
fn every_case_of_altered_volumes_gives_what_it_expects_and_nothing_else() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/rules/V39");
    let case = sound_case();
    let mut faults = Vec::new();
    for path in jishi_fs::list_dir(&folder).unwrap() {
        let altered: Altered = serde_json::from_str(&jishi_fs::read_text(&path).unwrap()).unwrap();
        assert_eq!(altered.name, path.file_stem().unwrap().to_string_lossy(), "the name is the file's");
        let mut written = serde_json::to_value(arranged(&case)).unwrap();
        altered.change.iter().for_each(|c| change(&mut written, c));
        let plans: Vec<VolumePlan> = serde_json::from_value(written).unwrap();
        let mut found = volumes(&case, &plans);
        for want in &altered.expect {
            let is = |f: &Finding| f.code == want.code && f.level.word() == want.level && f.message.contains(&want.message);
            match found.iter().position(is) {
                Some(at) => drop(found.remove(at)),
                None => faults.push(format!("{}: no {} {} “{}”", altered.name, want.level, want.code, want.message)),
            }
        }
        faults.extend(found.iter().map(|f| format!("{}: also {} {}", altered.name, f.level.word(), f.message)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
