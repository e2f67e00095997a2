//! Metadata, lists and capsules of the sample case, judged by xmllint with the schemas we ship.

use std::io::Write as _;
use std::process::Command;

use super::*;
use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, arrange};
use crate::testing::*;
use base64::Engine as _;

fn plans(case: &Case) -> Vec<VolumePlan> {
    arrange(case, &ArrangeOptions::new(2025, ArchiveNoTemplate::default(), "ZZB"))
}

fn files() -> Vec<ContentFile> {
    let one = |name: &str, format: &str| ContentFile {
        name: name.into(),
        title: "正文 <甲> & 乙".into(),
        size: 5,
        sha256: "ab".repeat(32),
        format: format.into(),
        scanned: format != "pdf",
        cover: false,
        drawn: format == "pdf",
    };
    vec![one("001_正文.pdf", "pdf"), one("002_附件.jpg", "jpg")]
}

/// What xmllint says of a document under one of our schemas; empty: valid.
fn lint(schema: &str, text: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/xsd/");
    let mut child = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema", &format!("{folder}{schema}"), "-"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("没有 xmllint：apt-get install libxml2-utils");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    if out.status.success() { String::new() } else { String::from_utf8_lossy(&out.stderr).into_owned() }
}

#[test]
fn the_metadata_of_every_item_of_every_volume_fits_its_schema_and_lacks_nothing() {
    let mut case = sound_case();
    case.materials[0].content.kept_at = "干部人事档案第九类".into();
    let files = files();
    for plan in plans(&case) {
        for (item, n) in plan.items.iter().zip(0..) {
            let of = ItemOf { case: &case, plan: &plan, item, files: &files, software: "选任纪实 0" };
            let text = super::item(&of);
            assert_eq!(lacking(&text), Vec::<String>::new());
            assert!(parses(&text));
            // One process a document is slow: the first of each volume and each of another make.
            if n < 3 || item.extract {
                assert_eq!(lint("da-t-46.xsd", &text), "", "{text}");
            }
        }
    }
}

#[test]
fn the_step_log_is_the_process_block_and_an_extract_points_at_its_original() {
    let case = sound_case();
    let plans = plans(&case);
    let text = |plan: &VolumePlan, item: &VolumeItem| {
        super::item(&ItemOf { case: &case, plan, item, files: &[], software: "选任纪实 0" })
    };
    let report = text(&plans[1], &plans[1].items[0]);
    let whose = |r: &&Record| r.content.candidates.is_empty() || r.content.candidates.contains(&LI);
    assert_eq!(report.matches("<业务行为>").count(), case.records.iter().filter(whose).count(), "every step of the person");
    // Whoever took part is named with what they did there; the basis is that of the rules the step was judged by.
    let agents = |xml: &str| xml.matches("<机构人员类型>个人</机构人员类型>").count();
    assert!(agents(&report) > 0 && report.contains("<个人职位>谈话人</个人职位>"), "{report}");
    assert!(report.contains("条例"), "{report}");
    assert!(report.contains("<行为依据>") && report.contains("<机构人员类型>责任人</机构人员类型>"));
    assert!(!report.contains("王芳"), "a personal volume names nobody else");
    let extract = plans[1].items.iter().find(|i| i.extract).unwrap();
    let original = plans[0].items.iter().find(|i| i.archive_no == extract.see_also).unwrap();
    assert_eq!(original.parts[0].material, extract.parts[0].material);
    let xml = text(&plans[1], extract);
    assert!(xml.contains(&format!("<互见号>{}</互见号>", original.archive_no)) && xml.contains("<关系>摘自</关系>"), "{xml}");
}

#[test]
fn what_breaks_a_rule_of_the_schema_is_refused_by_it() {
    let case = sound_case();
    let plan = &plans(&case)[0];
    let files = files();
    let good = super::item(&ItemOf { case: &case, plan, item: &plan.items[0], files: &files, software: "x" });
    for (from, to) in [
        ("<聚合层次>件</聚合层次>", ""),
        ("<保管期限>30年", "<保管期限>三十年"),
        ("<日期>2025", "<日期>二〇二五"),
        ("<计算机文件大小>5", "<计算机文件大小>-5"),
        ("<数字摘要 算法=\"SHA-256\">ab", "<数字摘要 算法=\"SHA-256\">AB"),
        ("<来源>", "<出处>"),
        ("<角色>正文", "<角色>主件"),
        ("<角色>正文</角色>", ""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert_ne!(lint("da-t-46.xsd", &bad), "", "{from} → {to}");
    }
}

#[test]
fn the_list_for_a_spreadsheet_has_every_item_in_a_line_of_nine() {
    let case = sound_case();
    let mut plan = plans(&case).remove(0);
    plan.items[0].title = "关于“甲”\n\"乙\", 丙".into();
    let csv = directory_csv(&plan);
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), plan.items.len() + 1);
    assert!(csv.starts_with('\u{feff}') && lines[1].contains("\"关于“甲” \"\"乙\"\", 丙\""), "{}", lines[1]);
    assert!(lines.iter().skip(2).all(|l| l.matches("\",\"").count() == 8));
}

#[test]
fn both_directories_fit_their_schemas_and_hold_every_item_once() {
    let case = sound_case();
    for plan in plans(&case) {
        let new = directory(&plan);
        assert_eq!(lint("directory-2022.xsd", &new), "");
        assert_eq!(crate::xml::texts(&new, "档号").len(), plan.items.len());
        let old = directory_2012(&new, &|number| vec![format!("{number}/001_正文.pdf")]);
        assert_eq!(lint("directory-2012.xsd", &old), "");
        assert_eq!(crate::xml::texts(&old, "电子档案名称").len(), plan.items.len());
        let volumes = volumes_2012(&new, "移交单位：某县委组织部\n内容描述：第三批\n起止档号：甲至乙\n");
        assert_eq!(lint("volumes-2012.xsd", &volumes), "");
        assert_eq!(crate::xml::texts(&volumes, "页数"), [plan.total_pages.to_string()]);
    }
}

#[test]
fn a_capsule_holds_its_content_outside_or_inside_and_either_fits_the_schema() {
    let case = sound_case();
    let plan = &plans(&case)[1];
    let files = files();
    let of = ItemOf { case: &case, plan, item: &plan.items[1], files: &files, software: "选任纪实 0" };
    let made_at = "2026-03-10T09:00:00+08:00";
    let outside = eep::capsule(&of, eep::Capsule { made_at, inside: &[] });
    assert_eq!(lint("eep.xsd", &outside), "", "{outside}");
    assert!(outside.contains("外部文件=\"001_正文.pdf\"") && outside.contains(&"ab".repeat(32)));
    let bytes = vec![(0..=255).collect::<Vec<u8>>(), b"hello".to_vec()];
    let inside = eep::capsule(&of, eep::Capsule { made_at, inside: &bytes });
    assert_eq!(lint("eep.xsd", &inside), "");
    let coded: Vec<Vec<u8>> = inside
        .split("<编码数据")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().1.split_once('<').unwrap().0.split_whitespace().collect::<String>())
        .map(|text| base64::engine::general_purpose::STANDARD.decode(text).unwrap())
        .collect();
    assert_eq!(coded, bytes, "what was put in comes out");
    assert!(inside.lines().all(|l| l.trim().len() <= 76 || l.contains('<')), "RFC 2045 lines");
}

#[test]
fn a_tree_is_judged_by_the_rules_of_the_transfer_standard() {
    let number = "Z109-WS·2025-Y-ZZB-0001".to_owned();
    let good: Vec<String> = [
        "说明文件.TXT",
        "目录文件.XML",
        "Z109/WS/2025/Z109-WS·2025-Y-ZZB-0001/电子档案元数据.XML",
        "Z109/WS/2025/Z109-WS·2025-Y-ZZB-0001/001_正文.pdf",
        "其他/备考表.pdf",
    ]
    .map(str::to_owned)
    .to_vec();
    let judged =
        |paths: &[String]| layout_faults(paths, std::slice::from_ref(&number)).into_iter().map(|f| f.words).collect::<Vec<_>>();
    assert_eq!(judged(&good), Vec::<String>::new());
    for (without, why) in [(0, "没有“说明文件.TXT”"), (1, "没有“目录文件.XML”"), (2, "没有元数据"), (3, "没有内容文件")]
    {
        let mut paths = good.clone();
        paths.remove(without);
        assert!(judged(&paths).iter().any(|w| w.contains(why)), "{why}: {:?}", judged(&paths));
    }
    for (more, why) in [
        ("bagit.txt", "根目录有多余文件"),
        ("Z109/WS/2025/Z109-WS·2025-Y-ZZB-0002/001.pdf", "不属于"),
        ("Z109/WS/2024/Z109-WS·2025-Y-ZZB-0001/电子档案元数据.XML", "有2个文件夹"),
    ] {
        let mut paths = good.clone();
        paths.push(more.into());
        assert!(judged(&paths).iter().any(|w| w.contains(why)), "{why}: {:?}", judged(&paths));
    }
    assert!(layout_faults(&good, &[number.clone(), number.clone()]).iter().any(|f| f.about_lists));
}
