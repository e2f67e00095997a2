//! Arranging: nothing lost, numbers without gap, order of the procedure, over cases that are put together at random.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::case::Case;
use crate::testing::*;

fn options() -> ArrangeOptions {
    ArrangeOptions::new(2025, ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT22).unwrap(), "ZZB")
}

/// What must hold of every arrangement.
fn prove(case: &Case, plans: &[VolumePlan], first_no: &BTreeMap<Retention, u32>) {
    let mut originals: Vec<MaterialId> =
        plans.iter().flat_map(|p| &p.items).filter(|i| !i.extract).flat_map(|i| i.parts.iter().map(|p| p.material)).collect();
    originals.sort();
    let mut all: Vec<MaterialId> = case.materials.iter().map(|m| m.id).collect();
    all.sort();
    assert_eq!(originals, all, "each material's original lies in exactly one volume");
    let mut numbers: BTreeMap<Retention, Vec<u32>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for plan in plans {
        for (index, item) in plan.items.iter().enumerate() {
            assert_eq!(item.order as usize, index + 1);
            assert!(seen.insert(item.archive_no.clone()), "{} twice", item.archive_no);
            numbers.entry(item.retention).or_default().push(item.no);
        }
        assert_eq!(plan.total_pages, plan.items.iter().map(|i| i.pages).sum::<u32>());
        assert!(plan.items.iter().all(|i| i.retention >= plan.retention), "the volume is kept as long as any of its items");
    }
    for (retention, list) in numbers {
        let from = first_no.get(&retention).copied().unwrap_or(1);
        let want: Vec<u32> = (from..).take(list.len()).collect();
        assert_eq!(list, want, "件号 of {} run on through the volumes", retention.name());
    }
}

#[test]
fn the_sound_case_makes_one_comprehensive_and_two_personal_volumes_in_order() {
    let case = sound_case();
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    let kinds: Vec<_> = plans.iter().map(|p| (p.kind, p.candidate)).collect();
    assert_eq!(kinds, [(VolumeKind::Comprehensive, None), (VolumeKind::Personal, Some(LI)), (VolumeKind::Personal, Some(WANG))]);
    let li = &plans[1];
    assert_eq!(li.title, "李明干部任用个人文书档案");
    assert_eq!(li.items[0].title, "李明干部选拔任用工作全程纪实报告表");
    assert_eq!(li.items[0].source, ItemSource::Generated { document: GeneratedDocument::Report });
    let steps: Vec<u32> = li.items.iter().skip(1).map(|i| case.catalogue.step_no(i.step.as_deref().unwrap()).unwrap()).collect();
    assert!(steps.is_sorted(), "{steps:?}");
    assert_eq!(plans[0].items[0].archive_no, "Z109-WS·2025-D30-ZZB-0001");
    assert_eq!((plans[0].items[0].date.as_str(), plans[0].items[0].responsible.as_str()), ("20250303", "干部科"));
    let ballots = plans[0].items.iter().find(|i| i.title == "原始票密封袋清单").unwrap();
    assert_eq!(ballots.retention, Retention::Years10);
    assert!(!li.items.iter().any(|i| i.title.contains("原始票")), "sealed ballots have no extract");
}

#[test]
fn an_extract_names_the_number_of_its_original() {
    let plans = arrange(&sound_case(), &options());
    let extract = plans[1].items.iter().find(|i| i.title == "常委会（党组会）会议记录（摘录，李明）").unwrap();
    let original = plans[0].items.iter().find(|i| i.title == "常委会（党组会）会议记录").unwrap();
    assert!(extract.extract && !original.extract);
    assert_eq!(extract.remark, format!("原件见{}", original.archive_no));
    assert!(plans[1].items.iter().any(|i| i.title == "李明干部考察材料" && !i.extract));
    for votes in ["会议推荐得票汇总表（摘录，李明）", "谈话推荐情况汇总表（摘录，李明）"] {
        assert!(plans[1].items.iter().any(|i| i.title == votes && i.extract), "{votes}");
    }
}

#[test]
fn a_paper_on_several_people_lies_in_the_comprehensive_volume_with_an_extract_for_each() {
    let mut case = sound_case();
    let step = case.catalogue.step("S26").unwrap().clone();
    let record = add(&mut case, &step, 26, vec![LI, WANG]);
    let count = case.materials.iter().filter(|m| m.content.record == record).count();
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    let at = |p: &VolumePlan| {
        let of = |i: &&VolumeItem| {
            i.step.as_deref() == Some("S26")
                && i.parts.iter().any(|x| case.materials.iter().any(|m| m.id == x.material && m.content.record == record))
        };
        p.items.iter().filter(of).map(|i| i.extract).collect::<Vec<_>>()
    };
    assert_eq!(plans.iter().map(at).collect::<Vec<_>>(), [vec![false; count], vec![true; count], vec![true; count]]);
}

#[test]
fn titles_tell_papers_of_one_name_apart() {
    use crate::record::{Notebook, Participant, RecordBody};
    let mut case = sound_case();
    for step in ["S05", "S22"] {
        let RecordBody::Notebook(Notebook { speakers, .. }) = &mut first(&mut case, step).content.body else { panic!("{step}") };
        speakers.push(Participant { name: "唐某".into(), ..Participant::default() });
    }
    first(&mut case, "S30").content.candidates = vec![LI];
    let plans = arrange(&case, &options());
    let titles = |p: &VolumePlan| p.items.iter().map(|i| i.title.clone()).collect::<Vec<_>>();
    for (volume, title) in [
        (0, "谈心谈话记录（唐某）"),
        (0, "征求分管领导意见表（李明）"),
        (1, "李明考察谈话记录（唐某）"),
        (1, "征求分管领导意见表（摘录，李明）"),
        (1, "李明面谈记录"),
        (2, "王芳考察谈话记录"),
        (2, "王芳征求意见函及回复（市纪委监委）"),
    ] {
        assert!(titles(&plans[volume]).iter().any(|t| t == title), "{title} in {:#?}", titles(&plans[volume]));
    }
}

#[test]
fn papers_of_one_name_in_one_record_are_one_item_originals_first() {
    let mut case = sound_case();
    let mut copy = case.materials[0].clone();
    copy.id = MaterialId(9001);
    copy.content.originality = Originality::Original;
    case.materials[0].content.originality = Originality::Copy;
    case.materials.push(copy);
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    let parts: Vec<_> = plans[0].items[0].parts.iter().map(|p| (p.material, p.originality)).collect();
    assert_eq!(parts, [(MaterialId(9001), Originality::Original), (MaterialId(1), Originality::Copy)]);
    assert_eq!(plans[0].items[0].pages, 4);
}

/// A paper beside the first of the case.
fn beside(case: &mut Case, change: impl Fn(&mut crate::record::MaterialContent)) {
    let mut paper = case.materials[0].clone();
    paper.id = MaterialId(9001);
    change(&mut paper.content);
    case.materials.push(paper);
}

#[test]
fn an_annex_is_part_of_the_paper_of_its_record_unless_it_was_numbered_by_itself() {
    let mut case = sound_case();
    let items = arrange(&case, &options())[0].items.len();
    beside(&mut case, |m| (m.name, m.role) = (format!("{}附件：推荐人选基本情况表", m.name), PaperRole::Annex));
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    assert_eq!(plans[0].items.len(), items);
    let of = |p: &VolumePlan| p.items.iter().find(|i| i.parts.iter().any(|x| x.material == MaterialId(9001))).unwrap().clone();
    let item = of(&plans[0]);
    assert_eq!(item.parts.iter().map(|p| p.role).collect::<Vec<_>>(), [PaperRole::Main, PaperRole::Annex]);
    assert_eq!(item.title, plans[0].items[0].title);
    // A 正文 that comes later takes it away from nobody.
    let mut later = case.clone();
    let mut main = later.materials[0].clone();
    main.id = MaterialId(9005);
    main.content.name = "另一份正文".into();
    later.materials.push(main);
    assert_eq!(of(&arrange(&later, &options())[0]).key, item.key);
    // Once a number was given to it, it stays a 件.
    let mut numbered = options();
    let (key, category) = (original_key(MaterialId(9001)), item.category);
    numbered.register.given.insert(key, GivenNumber { category, no: 7, archive_no: "Z109-WS·2025-Y-ZZB-0007".into() });
    let alone = of(&arrange(&case, &numbered)[0]);
    assert_eq!((alone.parts.len(), alone.no), (1, 7));
    // And a 正文 of another name is one anyhow.
    case.materials.last_mut().unwrap().content.role = PaperRole::Main;
    assert_eq!(arrange(&case, &options())[0].items.len(), items + 1);
    // So is an annex the catalogue lists, and one of which nobody knows the 正文.
    let other = "另列的材料".to_owned();
    case.materials.last_mut().unwrap().content.role = PaperRole::Annex;
    let spec = crate::catalogue::MaterialSpec { name: other.clone(), ..case.catalogue.steps[0].materials[0].clone() };
    case.catalogue.steps[0].materials.push(spec);
    case.materials.last_mut().unwrap().content.name = other;
    assert_eq!(arrange(&case, &options())[0].items.len(), items + 1);
}

#[test]
fn once_numbered_an_item_keeps_its_number_and_its_papers_in_whatever_order_they_came() {
    let mut case = sound_case();
    // An annex, and what was made of a scan, lie in the record before the papers they belong to.
    let main = case.materials[0].clone();
    for (id, name, role, originality) in [
        (9001, format!("{}附件：明细", main.content.name), PaperRole::Annex, Originality::Original),
        (9002, main.content.made_name(), PaperRole::Main, Originality::Copy),
        (9003, main.content.name.clone(), PaperRole::Main, Originality::Original),
    ] {
        let mut paper = main.clone();
        paper.id = MaterialId(id);
        (paper.content.name, paper.content.role, paper.content.originality) = (name, role, originality);
        case.materials.push(paper);
    }
    case.materials.remove(0);
    let first = arrange(&case, &options());
    prove(&case, &first, &BTreeMap::new());
    let mut numbered = options();
    for item in first.iter().flat_map(|p| &p.items) {
        let given = GivenNumber { category: item.category.clone(), no: item.no, archive_no: item.archive_no.clone() };
        numbered.register.given.insert(item.key.clone(), given);
    }
    let again = arrange(&case, &numbered);
    let seen = |plans: &[VolumePlan]| {
        plans
            .iter()
            .flat_map(|p| &p.items)
            .map(|i| (i.key.clone(), i.archive_no.clone(), i.title.clone(), i.parts.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(&again), seen(&first));
    assert_eq!(first[0].items[0].parts.len(), 3);
    assert_eq!(first[0].items[0].key, original_key(MaterialId(9003)));
    assert_eq!(numbered.register.given_in(), Some((2025, "ZZB")));
}

#[test]
fn what_was_made_of_a_scan_is_part_of_its_item() {
    let mut case = sound_case();
    let items = arrange(&case, &options())[0].items.len();
    beside(&mut case, |m| (m.name, m.originality) = (m.made_name(), Originality::Copy));
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    assert_eq!(plans[0].items.len(), items);
    let parts: Vec<_> = plans[0].items[0].parts.iter().map(|p| p.material).collect();
    assert_eq!(parts, [MaterialId(1), MaterialId(9001)]);
    assert_eq!(plans[0].items[0].pages, case.materials[0].content.pages, "the same pages once more");
    assert_eq!(plans[0].items[0].shown().map(|p| p.material).collect::<Vec<_>>(), [MaterialId(1)]);
}

#[test]
fn the_year_a_batch_is_filed_in_is_that_of_its_conclusion() {
    let mut case = sound_case();
    assert_eq!(concluded(&case), Some(2025));
    for step in ["S38", "S40", "S42"] {
        for record in of(&mut case, step) {
            happen(record, "2027-01-06");
        }
    }
    assert_eq!(concluded(&case), Some(2025), "what has not come yet concludes nothing");
    case.today = day_of(1).with_year(2027).unwrap();
    assert_eq!(concluded(&case), Some(2027));
    case.records.clear();
    assert_eq!(concluded(&case), None);
}

#[test]
fn a_stopped_candidate_gets_no_extract_of_what_came_later() {
    let mut case = sound_case();
    case.candidates.iter_mut().find(|c| c.id == WANG).unwrap().content.stopped_at = "S17".into();
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    let late = |p: &VolumePlan| p.items.iter().filter(|i| i.extract && i.step.as_deref() > Some("S17")).count();
    assert_eq!(late(&plans[2]), 0);
    assert!(late(&plans[1]) > 0);
}

#[test]
fn numbers_go_on_where_the_batch_before_ended() {
    let case = sound_case();
    let mut options = options();
    let first_no = BTreeMap::from([(Retention::Permanent, 120), (Retention::Years30, 33)]);
    for (retention, first) in &first_no {
        let category = Category { fonds: "Z109".into(), year: 2025, retention: *retention, org: "ZZB".into() };
        options.register.categories.insert(category, GivenOut { last: first - 1, count: first - 1 });
    }
    let plans = arrange(&case, &options);
    prove(&case, &plans, &first_no);
    assert_eq!(plans[0].items[0].archive_no, "Z109-WS·2025-D30-ZZB-0033");
    let range = &plans[0].ranges[0];
    assert_eq!((range.category.retention, range.runs[0].0.as_str()), (Retention::Permanent, "Z109-WS·2025-Y-ZZB-0120"));
}

#[test]
fn no_arrangement_of_any_case_loses_a_material_or_leaves_a_gap() {
    let mut dice = Dice(20_260_302);
    for round in 0..60 {
        let mut case = sound_case();
        let steps = case.catalogue.steps.clone();
        for _ in 0..dice.roll(12) {
            let at = dice.roll(steps.len());
            let who = [vec![], vec![LI], vec![WANG], vec![WANG, LI], vec![crate::id::CandidateId(77)]][dice.roll(5)].clone();
            let _ = add(&mut case, &steps[at], u32::try_from(at + 1).unwrap(), who);
        }
        for _ in 0..dice.roll(20) {
            let at = dice.roll(case.materials.len());
            let material = &mut case.materials[at].content;
            match dice.roll(5) {
                0 => material.name = "目录以外的材料".into(),
                1 => material.record = crate::id::RecordId(u32::try_from(dice.roll(90) + 1).unwrap()),
                2 => material.pages = u32::try_from(dice.roll(300)).unwrap(),
                3 => material.originality = Originality::Copy,
                _ => material.name.push_str("（补）"),
            }
        }
        for _ in 0..dice.roll(4) {
            let at = dice.roll(case.records.len());
            case.records[at].content.step = ["S99", "S44", "S01"][dice.roll(3)].into();
        }
        case.candidates[0].content.stopped_at = ["", "S17", "S30", "S99"][dice.roll(4)].into();
        if dice.roll(6) == 0 {
            case.candidates.clear();
        }
        let plans = arrange(&case, &options());
        assert_eq!(plans, arrange(&case, &options()), "round {round}: the same case gives the same volumes");
        assert_eq!(plans.len(), case.candidates.len() + 1);
        prove(&case, &plans, &BTreeMap::new());
    }
}

#[test]
fn templates_are_read_or_refused_with_a_reason() {
    let filled = |text: &str| {
        let parts = NumberParts { fonds: "Z109", year: 2026, retention: Retention::Permanent, org: "ZZB", no: 7 };
        ArchiveNoTemplate::parse(text).map(|t| t.fill(parts))
    };
    assert_eq!(filled(ArchiveNoTemplate::DAT22).unwrap(), "Z109-WS·2026-Y-ZZB-0007");
    assert_eq!(filled(ArchiveNoTemplate::DAT13).unwrap(), "Z109-WS·2026·Y·ZZB-0007");
    assert_eq!(filled("{fonds}-WS·{retention}·{year}-{no:3}").unwrap(), "Z109-WS·Y·2026-007");
    for (text, reason) in [
        ("{fonds}-WS・{year}-{retention}-{no}", "U+30FB"),
        ("{fonds}-WS•{year}-{retention}-{no}", "U+2022"),
        ("{fonds}-WS⋅{year}-{retention}-{no}", "U+22C5"),
        ("{fonds}-{year}-{retention}", "没有件号"),
        ("{fonds}-{year}-{no}", "保管期限"),
        ("{fonds}-{no:9}-{year}{retention}", "不认识"),
        ("{fonds-{no}", "不认识"),
        ("{no}-{year}-{retention}}", "有“}”没有“{”"),
        ("{no}-{year}-{retention", "有“{”没有“}”"),
        ("", "没有件号"),
    ] {
        let error = ArchiveNoTemplate::parse(text).expect_err(text);
        assert!(error.reason.contains(reason), "{text}: {error}");
    }
}

#[test]
fn a_well_formed_number_has_all_its_codes_and_only_the_right_dot() {
    for good in ["Z109-WS·2026-Y-ZZB-0007", "Z109-WS·2026·D30·组织-0007", "Z109-WS·2026·D10-00012"] {
        assert!(is_well_formed(good), "{good}");
    }
    for bad in ["", "-WS·2026-Y--0001", "Z109-WS・2026-Y-ZZB-0007", "Z109-WS·2026-Y-ZZB-", "Z109 WS", "Z109-WS·2026-Y-Z/B-0001"]
    {
        assert!(!is_well_formed(bad), "{bad}");
    }
}

#[test]
fn options_and_volumes_survive_being_stored() {
    let mut options = options();
    let category = Category { fonds: "Z109".into(), year: 2025, retention: Retention::Years10, org: "ZZB".into() };
    options.register.categories.insert(category.clone(), GivenOut { last: 2, count: 2 });
    let given = GivenNumber { category, no: 2, archive_no: "Z109-WS·2025-D10-ZZB-0002".into() };
    options.register.given.insert(original_key(MaterialId(7)), given);
    let text = serde_json::to_string(&options).unwrap();
    assert_eq!(serde_json::from_str::<ArrangeOptions>(&text).unwrap(), options);
    assert!(
        serde_json::from_str::<ArrangeOptions>(&text.replace("·", "・")).is_err(),
        "a wrong dot does not come back from a file"
    );
    let plans = arrange(&sound_case(), &options);
    let text = serde_json::to_string(&plans).unwrap();
    assert_eq!(serde_json::from_str::<Vec<VolumePlan>>(&text).unwrap(), plans);
}

#[test]
fn ten_thousand_papers_go_in_and_ten_thousand_come_out() {
    let mut case = sound_case();
    let like = case.materials[0].clone();
    let records: Vec<_> = case.records.iter().map(|r| r.id).collect();
    let from = case.materials.iter().map(|m| m.id.0).max().unwrap();
    for n in 1..=10_000 - u32::try_from(case.materials.len()).unwrap() {
        let mut one = like.clone();
        one.id = MaterialId(from + n);
        one.content.record = records[n as usize % records.len()];
        one.content.name = format!("补充材料{n}");
        case.materials.push(one);
    }
    let plans = arrange(&case, &options());
    prove(&case, &plans, &BTreeMap::new());
    let papers: BTreeSet<MaterialId> = plans.iter().flat_map(|p| &p.items).flat_map(|i| &i.parts).map(|p| p.material).collect();
    assert_eq!((case.materials.len(), papers.len()), (10_000, 10_000));
}

#[test]
fn volumes_sealed_first_take_the_first_numbers_with_the_originals_they_name_and_leave_no_gap() {
    let mut case = sound_case();
    let step = case.catalogue.step("S06").unwrap().clone();
    add(&mut case, &step, 60, vec![]);
    for first in [vec!["人选2"], vec!["人选1"], vec!["综合", "人选2"], vec!["人选1", "人选2"], vec!["综合"]] {
        let chosen = ArrangeOptions { first: first.iter().map(|k| (*k).to_owned()).collect(), ..options() };
        let plans = arrange(&case, &chosen);
        assert_eq!(
            plans.iter().map(|p| p.total_items).sum::<u32>(),
            arrange(&case, &options()).iter().map(|p| p.total_items).sum::<u32>()
        );
        let places: Vec<usize> = plans
            .iter()
            .enumerate()
            .filter(|(_, p)| chosen.first.contains(&crate::course::volume_key(p)))
            .map(|(i, _)| i)
            .collect();
        let given = to_number(&plans, &places, &Register::default());
        let mut next: BTreeMap<Category, u32> = BTreeMap::new();
        for n in &given {
            let want = next.entry(n.item.category.clone()).or_insert(1);
            assert_eq!(n.item.no, *want, "{first:?}: each is the next of its category when its turn comes");
            *want += 1;
        }
        let own: usize = places.iter().map(|at| plans[*at].items.len()).sum();
        let elsewhere: Vec<_> = given.iter().filter(|n| !places.contains(&n.lies)).collect();
        assert_eq!(given.len(), own + elsewhere.len(), "{first:?}");
        assert!(elsewhere.iter().all(|n| n.lies == 0 && !n.item.extract));
        assert_eq!(elsewhere.is_empty(), places.contains(&0), "{first:?}: originals lie in the comprehensive volume");
        for at in &places {
            for extract in plans[*at].items.iter().filter(|i| i.extract) {
                assert!(given.iter().any(|n| n.item.archive_no == extract.see_also), "{first:?}: {}", extract.see_also);
            }
        }
        // What is left goes on behind.
        let all: Vec<&VolumeItem> = plans.iter().flat_map(|p| &p.items).collect();
        let mut numbers: BTreeMap<&Category, Vec<u32>> = BTreeMap::new();
        all.iter().for_each(|i| numbers.entry(&i.category).or_default().push(i.no));
        for list in numbers.values_mut() {
            list.sort_unstable();
            assert!(list.iter().zip(1..).all(|(no, want)| *no == want), "{list:?}");
        }
    }
}
