//! 验收 and 四性检测 over the sample case: what a machine may pass, what it must leave to a person, what it must warn of.

use super::*;
use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, ItemPart, arrange};
use crate::checks;
use crate::finding::{Level, Place};
use crate::metadata::{self, ContentFile, ItemOf, METADATA};
use crate::testing;

struct Desk {
    case: Case,
    plan: VolumePlan,
    personal: Vec<VolumePlan>,
    files: Vec<ExaminedFile>,
    paths: Vec<String>,
    texts: Vec<(String, String)>,
    lists: (String, String),
    entries: Vec<PersonEntry>,
    journal: Vec<String>,
}

fn desk() -> Desk {
    let case = testing::sound_case();
    let mut personal = arrange(&case, &ArrangeOptions::new(2025, ArchiveNoTemplate::default(), "ZZB"));
    let plan = personal.remove(0);
    let (mut files, mut texts) = (Vec::new(), Vec::new());
    let mut paths = vec!["说明文件.TXT".to_owned(), "目录文件.XML".to_owned(), metadata::ROSTER.to_owned()];
    for item in &plan.items {
        let folder = format!("Z109/WS/2025/{}", item.archive_no);
        let content = ContentFile {
            name: "001_正文.pdf".into(),
            title: item.title.clone(),
            size: 1000,
            sha256: "ab".repeat(32),
            format: "pdf".into(),
            ..ContentFile::default()
        };
        files.push(ExaminedFile {
            item: item.key.clone(),
            path: format!("{folder}/001_正文.pdf"),
            size: 1000,
            registered: 1000,
            format: "pdf".into(),
            named: "pdf".into(),
            sha256: "ab".repeat(32),
            registered_sha256: "ab".repeat(32),
            ..ExaminedFile::default()
        });
        paths.extend([format!("{folder}/001_正文.pdf"), format!("{folder}/{METADATA}")]);
        let of = ItemOf { case: &case, plan: &plan, item, files: &[content], software: "选任纪实 0" };
        texts.push((item.key.clone(), metadata::item(&of)));
    }
    let fields = ["移交单位", "内容描述", "起止档号", "软硬件环境", "制作单位", "检查单位", "整理人", "检查人"]
        .map(|f| format!("{f}：有\n"));
    let description = format!("{}档案数量：{}\n", fields.concat(), plan.items.len());
    let lists = (description, metadata::directory(&plan));
    Desk { case, plan, personal, files, paths, texts, lists, entries: Vec::new(), journal: Vec::new() }
}

fn judged(desk: &Desk) -> Inspection {
    let findings = checks::volumes(&desk.case, std::slice::from_ref(&desk.plan), &crate::arrange::Register::default());
    let findings: Vec<Finding> = findings.into_iter().filter(|f| !f.message.contains("应有一卷")).collect();
    judged_by(desk, &findings)
}

fn judged_by(desk: &Desk, findings: &[Finding]) -> Inspection {
    let beside: Vec<VolumePlan> = std::iter::once(&desk.plan).chain(&desk.personal).cloned().collect();
    Inspection::of(&Examined {
        case: &desk.case,
        plan: &desk.plan,
        beside: &beside,
        findings,
        files: &desk.files,
        paths: &desk.paths,
        metadata: &desk.texts,
        lists: (&desk.lists.0, &desk.lists.1),
        entries: &desk.entries,
        arranger: "张三",
        checker: "李四",
        turned_back: 0,
        journal: (12, desk.journal.clone()),
        today: desk.case.today,
    })
}

fn of<'a>(inspection: &'a Inspection, code: &str) -> &'a Judged {
    inspection.all().find(|j| j.code == code).unwrap()
}

fn entry(code: &str, verdict: EntryVerdict) -> PersonEntry {
    let on = testing::sound_case().today;
    PersonEntry {
        code: code.into(),
        verdict,
        words: "某杀毒软件，病毒库 2026-05-20，未发现病毒".into(),
        by: "李四".into(),
        on,
        once_from: String::new(),
    }
}

#[test]
fn the_lists_as_committed_are_whole_and_name_only_checks_there_are() {
    assert_eq!(acceptance_items().item.len(), 10);
    assert!(four_items().item.len() >= 36, "{}", four_items().item.len());
    for items in [acceptance_items(), four_items()] {
        assert_eq!(faults(items), Vec::<String>::new());
        assert!(!items.source.is_empty());
    }
    assert!(four_items().item.iter().any(|i| !i.confirmed), "what is recalled says so");
}

#[test]
fn what_a_machine_cannot_know_is_never_passed_without_a_person() {
    let mut desk = desk();
    let before = judged(&desk);
    for item in acceptance_items().item.iter().chain(&four_items().item).filter(|i| matches!(i.way, Way::Person | Way::Both)) {
        let found = of(&before, &item.code);
        assert!(found.outcome != ItemOutcome::Passed && found.person, "{found:?}");
        assert!(found.evidence.contains("待人工"), "{found:?}");
        desk.entries = vec![entry(&item.code, EntryVerdict::Good)];
        let after = judged(&desk);
        let now = of(&after, &item.code);
        assert_eq!((now.outcome, now.entered_by.as_str()), (ItemOutcome::Passed, "李四"), "{now:?}");
        assert!(now.evidence.contains("病毒库"), "{now:?}");
        desk.entries = vec![entry(&item.code, EntryVerdict::Bad)];
        assert_eq!(of(&judged(&desk), &item.code).outcome, ItemOutcome::Warning);
    }
}

#[test]
fn an_entry_for_what_a_machine_decides_or_without_words_is_not_taken() {
    let today = testing::sound_case().today;
    assert_eq!(against(&entry("GD-4-2", EntryVerdict::Good), today), None);
    for (code, words, by, why) in [
        ("GD-1-7", "看过", "李四", "由程序判断"),
        ("GD-4-2", " ", "李四", "没有写核对了什么"),
        ("GD-4-2", "看过", "", "没有写核对人"),
        ("GD-9-9", "x", "x", "没有"),
    ] {
        let wrong = PersonEntry { code: code.into(), words: words.into(), by: by.into(), ..entry(code, EntryVerdict::Good) };
        assert!(against(&wrong, today).unwrap().contains(why), "{code}");
    }
    // An entry smuggled past that door still counts for nothing.
    let mut desk = desk();
    desk.plan.items[0].archive_no = "Z109·WS".into();
    desk.entries = vec![entry("GD-1-7", EntryVerdict::Good)];
    assert_eq!(of(&judged(&desk), "GD-1-7").outcome, ItemOutcome::Warning);
}

#[test]
fn each_flaw_is_warned_of_under_its_own_code_and_a_person_s_word_does_not_cover_it() {
    let sound = judged(&desk());
    type Flaw = fn(&mut Desk);
    let flaws: [(&str, Flaw); 38] = [
        ("GD-1-1", |d| d.files[0].sha256 = "cd".repeat(32)),
        ("GD-1-14", |d| d.files[0].sha256 = "cd".repeat(32)),
        ("GD-2-10", |d| drop(d.texts.remove(0))),
        ("GD-3-2", |d| d.texts[0].1 = d.texts[0].1.replace(&d.plan.items[0].archive_no, "")),
        ("GD-3-8", |d| d.files[0].encrypted = true),
        ("GD-3-8", |d| d.files[0].active = vec!["脚本".into()]),
        ("GD-3-8", |d| d.files[0].fonts_missing = vec!["SimSun".into()]),
        ("GD-4-7", |d| d.journal = vec!["第 3 行与前一行接不上".into()]),
        ("GD-1-2", |d| d.plan.items[0].title = "长".repeat(301)),
        ("GD-1-3", |d| d.plan.items[0].date = "2026年5月".into()),
        ("GD-1-4", |d| d.plan.items[0].secrecy = "内部".into()),
        ("GD-1-5", |d| d.plan.items[0].date = "20990101".into()),
        ("GD-1-6", |d| d.plan.items[0].title.push('\u{feff}')),
        ("GD-1-7", |d| d.plan.items[0].archive_no = "Z109-WS・2026-Y-ZZB-0001".into()),
        ("GD-1-8", |d| {
            let first = d.plan.items[0].archive_no.clone();
            d.plan.items[1].archive_no = first;
        }),
        ("GD-1-10", |d| d.files[0].size = 999),
        ("GD-1-11", |d| drop(d.files.remove(0))),
        ("GD-1-12", |d| drop(d.paths.remove(0))),
        ("GD-1-12", |d| d.lists.0 = d.lists.0.replace("起止档号：有", "起止档号：")),
        ("GD-1-12", |d| d.lists.0 = d.lists.0.replace("档案数量：", "档案数量：9")),
        ("GD-1-12", |d| d.lists.1 = d.lists.1.replacen("<题名>", "<题名></题名><题名>", 1)),
        ("GD-2-7", |d| drop(d.files.remove(0))),
        ("GD-2-8", |d| {
            let more = ItemPart { material: d.case.materials[1].id, ..d.plan.items[0].parts[0].clone() };
            d.plan.items[0].parts.push(more);
            d.case.materials[1].content.sha256.clear();
        }),
        ("6", |d| d.plan.items[0].pages = 0),
        ("6", |d| d.plan.total_pages += 1),
        ("7", |d| d.lists.1 = d.lists.1.replacen("<页数>", "<页数>9", 1)),
        ("7", |d| d.lists.1 = metadata::directory(&VolumePlan { items: d.plan.items[1..].to_vec(), ..d.plan.clone() })),
        ("GD-2-11", |d| d.paths.retain(|p| *p != d.files[0].path)),
        ("GD-1-4", |d| d.plan.items[0].secrecy = "最高机密".into()),
        ("GD-1-7", |d| d.plan.items[0].archive_no = "X-Y".into()),
        ("GD-1-13", |d| d.paths.push("混入.pdf".into())),
        ("GD-2-1", |d| d.plan.total_items += 1),
        ("GD-2-3", |d| d.texts[0].1 = d.texts[0].1.replace("<责任者>", "<责任者x>")),
        ("GD-2-4", |d| d.plan.items[0].responsible.clear()),
        ("GD-2-6", |d| d.plan.items[1].order = 7),
        ("GD-3-1", |d| d.texts[0].1.push('<')),
        ("GD-3-4", |d| {
            d.files[0].fault = Some("文件已损坏".into());
            d.entries = vec![entry("GD-3-4", EntryVerdict::Good)];
        }),
        ("GD-4-3", |d| d.paths.push("其他/autorun.inf".into())),
    ];
    for (code, flaw) in flaws {
        assert_ne!(of(&sound, code).outcome, ItemOutcome::Warning, "{:?}", of(&sound, code));
        let mut desk = desk();
        flaw(&mut desk);
        let found = judged(&desk);
        assert_eq!(of(&found, code).outcome, ItemOutcome::Warning, "{code}: {:?}", of(&found, code));
    }
}

#[test]
fn the_volumes_of_a_batch_refer_to_each_other_from_both_sides() {
    let eight = |desk: &Desk| of(&judged_by(desk, &[]), "8").clone();
    let whole = eight(&desk());
    assert!(whole.outcome == ItemOutcome::Passed && whole.evidence.contains("列在批次人员名册里"), "{whole:?}");
    type Flaw = fn(&mut Desk);
    let flaws: [(Flaw, &str); 3] = [
        (|d| drop(d.personal.remove(0)), "没有个人卷"),
        (|d| d.paths.retain(|p| p != metadata::ROSTER), "没有批次人员名册"),
        (
            |d| {
                let named = d.personal.iter().flat_map(|p| &p.items).find(|i| i.extract).unwrap().see_also.clone();
                d.plan.items.iter_mut().find(|i| i.archive_no == named).unwrap().archive_no.push('9');
            },
            "哪一卷里都没有",
        ),
    ];
    for (flaw, words) in flaws {
        let mut desk = desk();
        flaw(&mut desk);
        let said = eight(&desk);
        assert!(said.outcome == ItemOutcome::Warning && said.evidence.contains(words), "{said:?}");
    }
    // Told in the volume of the person too.
    let mut desk = desk();
    let mut comprehensive = desk.plan.clone();
    let at = desk.personal.iter().position(|p| p.items.iter().any(|i| i.extract)).unwrap();
    desk.plan = desk.personal.remove(at);
    let named = desk.plan.items.iter().find(|i| i.extract).unwrap().see_also.clone();
    desk.personal.push(comprehensive.clone());
    assert!(eight(&desk).evidence.contains("所指的原件都在"), "{:?}", eight(&desk));
    comprehensive.items.retain(|i| i.archive_no != named);
    *desk.personal.last_mut().unwrap() = comprehensive;
    assert!(eight(&desk).evidence.contains(&named), "{:?}", eight(&desk));
}

#[test]
fn files_of_other_pages_than_the_catalogue_are_told_to_whoever_holds_the_paper() {
    let mut desk = desk();
    let evidence = |desk: &Desk| of(&judged(desk), "7").evidence.clone();
    desk.files[0].pages = Some(desk.plan.items[0].pages + 2);
    assert!(evidence(&desk).contains("请对照纸质件"), "{}", evidence(&desk));
    desk.files[0].pages = Some(desk.plan.items[0].pages);
    assert!(!evidence(&desk).contains("请对照"), "{}", evidence(&desk));
}

#[test]
fn a_signature_of_another_hand_waits_for_a_person() {
    let mut desk = desk();
    assert_eq!(of(&judged(&desk), "GD-1-1").outcome, ItemOutcome::Passed, "digests alone are for the machine");
    desk.files[0].active = vec!["电子签名".into()];
    let waiting = judged(&desk);
    assert_eq!(of(&waiting, "GD-1-1").outcome, ItemOutcome::Manual);
    assert!(of(&waiting, "GD-1-1").evidence.contains("001_正文.pdf"), "{:?}", of(&waiting, "GD-1-1"));
    assert_eq!(of(&waiting, "GD-3-8").outcome, ItemOutcome::Passed, "a signature is no flaw of the format");
    let said = entry("GD-1-1", EntryVerdict::Good);
    assert_eq!(against(&said, desk.case.today), None);
    desk.entries = vec![said];
    assert_eq!(of(&judged(&desk), "GD-1-1").outcome, ItemOutcome::Passed);
    desk.files[0].sha256 = "cd".repeat(32);
    assert_eq!(of(&judged(&desk), "GD-1-1").outcome, ItemOutcome::Warning, "and covers no other bytes");
}

#[test]
fn a_personal_volume_s_report_names_nobody_else() {
    let desk = desk();
    let plans = arrange(&desk.case, &ArrangeOptions::new(2025, ArchiveNoTemplate::default(), "ZZB"));
    let findings = checks::run(&desk.case, &testing::WEEKDAYS);
    for plan in plans.iter().skip(1) {
        let inspection = Inspection::of(&Examined {
            case: &desk.case,
            plan,
            beside: &plans,
            findings: &findings,
            files: &[],
            paths: &[],
            metadata: &[],
            lists: ("", ""),
            entries: &[],
            arranger: "",
            checker: "",
            turned_back: 0,
            journal: (0, Vec::new()),
            today: desk.case.today,
        });
        let text =
            xml(&inspection, &ReportOf { plan, arranger: "", checker: "", turned_back: 0, on: desk.case.today, reason: "" });
        for other in desk.case.candidates.iter().filter(|c| Some(c.id) != plan.candidate) {
            let name = &desk.case.persons.iter().find(|p| p.id == other.content.person).unwrap().content.name;
            assert!(!text.contains(name.as_str()), "{name} in the report of {}", plan.title);
        }
    }
}

#[test]
fn findings_on_records_of_others_stay_out_of_a_persons_acceptance() {
    let mut desk = desk();
    desk.plan = arrange(&desk.case, &ArrangeOptions::new(2025, ArchiveNoTemplate::default(), "ZZB")).remove(1);
    let talk = testing::of(&mut desk.case, "S22").into_iter().find(|r| r.content.candidates == [testing::WANG]).unwrap().id;
    let of_all = testing::first(&mut desk.case, "S36").id;
    let code = acceptance_items().item.iter().find_map(|i| i.checks.first()).unwrap().clone();
    let finding = |record, candidate, words: &str| {
        let place = Place { record, candidate, ..Place::default() };
        Finding::new(&code, Level::Error, place, words)
    };
    let findings = [
        finding(Some(talk), None, "谈话记录没有签名"),
        finding(None, Some(testing::WANG), "材料缺一件"),
        finding(Some(of_all), None, "会议应到不足"),
        finding(None, Some(testing::LI), "表缺一件"),
    ];
    let said = |whose: &VolumePlan| {
        let inspection = Inspection::of(&Examined {
            case: &desk.case,
            plan: whose,
            beside: std::slice::from_ref(whose),
            findings: &findings,
            files: &[],
            paths: &[],
            metadata: &[],
            lists: ("", ""),
            entries: &[],
            arranger: "张三",
            checker: "李四",
            turned_back: 0,
            journal: (12, Vec::new()),
            today: desk.case.today,
        });
        inspection.acceptance.iter().map(|j| j.evidence.clone()).collect::<Vec<_>>().join("")
    };
    let own = said(&desk.plan);
    assert!(own.contains("会议应到不足") && own.contains("表缺一件"), "{own}");
    assert!(!own.contains("谈话记录没有签名") && !own.contains("材料缺一件"), "{own}");
    let whole = arrange(&desk.case, &ArrangeOptions::new(2025, ArchiveNoTemplate::default(), "ZZB")).remove(0);
    assert!(said(&whole).contains("谈话记录没有签名") && said(&whole).contains("材料缺一件"));
}
