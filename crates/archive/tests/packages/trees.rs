//! The second shell: a bare transfer tree of a sealed package. Whatever is done to it, the verifier names the file it was done to.

use std::path::{Path, PathBuf};

use crate::common::{copy_tree, files, full, lay, noise, overwrite, pack, plan, quiet, run, try_run};
use jishi_archive::{ArchiveError, Form, Limits, Mode, PackagePlan, Report, Source, tree, verify};
use jishi_core::metadata::TransferLayout;

const NUMBER: &str = "Z109-WS·2024·Y·干部-0001";

/// The small plan with a real directory and description, so that the older lists can be made of them.
pub fn described() -> PackagePlan {
    let mut plan = plan();
    for file in &mut plan.payload {
        let text = match file.path.as_str() {
            "说明文件.TXT" => "移交单位：某县委组织部\n内容描述：第三批\n起止档号：甲\n".to_owned(),
            "目录文件.XML" => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<文件目录>\n  <文件>\n    <顺序号>1</顺序号>\n    <档号>{NUMBER}</档号>\n    \
                 <责任者>某</责任者>\n    <题名>甲 &amp; 乙</题名>\n    <日期>20240612</日期>\n    <保管期限>永久</保管期限>\n    <密级></密级>\n    \
                 <页数>12</页数>\n    <备注></备注>\n  </文件>\n</文件目录>\n"
            ),
            _ => continue,
        };
        file.source = Source::Bytes(text.into_bytes());
    }
    plan
}

/// The tree of a package in a layout.
fn made(form: Form, layout: TransferLayout, dir: &Path) -> PathBuf {
    let packed = pack(&described(), dir, form);
    tree(&packed.path, dir, layout, &mut quiet()).unwrap().path
}

fn names(report: &Report, file: &str) -> bool {
    report.findings.iter().any(|f| f.place.file.as_deref() == Some(file))
}

#[test]
fn a_tree_of_either_layout_verifies_and_holds_the_payload_to_the_byte() {
    for (form, layout) in [(Form::Folder, TransferLayout::DaT93), (Form::Zip, TransferLayout::Measures2012)] {
        let dir = tempfile::tempdir().unwrap();
        let root = made(form, layout, dir.path());
        let report = full(&root);
        assert_eq!(report.findings, vec![], "{layout:?}");
        assert!(report.facts.sealed && report.facts.form == "tree");
        assert_eq!(report.facts.seal_no.as_deref(), Some("FQ2024-0003"));
        let record = if layout == TransferLayout::DaT93 {
            format!("Z109/WS/2024/{NUMBER}/001_正文.pdf")
        } else {
            format!("电子档案/2024/WS/{NUMBER}/001_正文.pdf")
        };
        assert_eq!(jishi_fs::read(&root.join(record)).unwrap(), noise(300_001, 3));
        let rooted: Vec<String> = files(&root).into_iter().filter(|f| !f.contains('/')).collect();
        let want: &[&str] = match layout {
            TransferLayout::DaT93 => &["目录文件.XML", "说明文件.TXT"],
            TransferLayout::Measures2012 => &["文件目录.XML", "案卷目录.XML", "说明文件.TXT"],
        };
        assert_eq!(rooted, want, "nothing else at the root");
        // Fast looks at lists and seal only, and agrees.
        assert!(verify(&root, Mode::Fast, &mut quiet()).unwrap().passed());
        let swept = jishi_archive::sweep(dir.path(), Mode::Full, &jishi_archive::Limits::default(), &mut quiet()).unwrap();
        assert_eq!(swept.packages.len(), 2, "a stick with both shells");
    }
}

#[test]
fn trees_of_both_layouts_lie_side_by_side_and_each_is_told_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&described(), dir.path(), Form::Folder);
    let make = |layout| jishi_archive::tree(&packed.path, dir.path(), layout, &mut quiet()).unwrap().path;
    let [new, old] = TransferLayout::ALL.map(make);
    assert!(new.to_str().unwrap().ends_with("_移交") && old.to_str().unwrap().ends_with("_移交2012"));
    for tree in [&new, &old] {
        let report = full(tree);
        assert_eq!((report.findings, report.facts.sealed), (vec![], true), "{}", tree.display());
    }
    // One of an earlier program, which had one name for both.
    jishi_fs::remove_dir_all(&new).unwrap();
    jishi_fs::rename_new(&old, &new).unwrap();
    assert_eq!(full(&new).findings, vec![]);
}

#[test]
fn the_progress_of_a_tree_never_falls_and_ends_at_the_end_and_a_stop_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&described(), dir.path(), Form::Folder);
    let mut told: Vec<(u64, u64)> = Vec::new();
    let (out, stopped) = (dir.path().join("树"), dir.path().join("停"));
    jishi_fs::create_dir(&out).unwrap();
    jishi_fs::create_dir(&stopped).unwrap();
    jishi_archive::tree(&packed.path, &out, TransferLayout::DaT93, &mut |p: jishi_archive::Progress| {
        told.push((p.done, p.total));
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    assert!(told.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 == w[1].1), "{told:?}");
    assert_eq!(told.last().map(|(done, total)| done == total), Some(true));
    for at in [1, told.len() / 2, told.len() - 2] {
        let mut steps = 0;
        let mut stop = |_: jishi_archive::Progress| {
            steps += 1;
            if steps > at { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        };
        let refused = jishi_archive::tree(&packed.path, &stopped, TransferLayout::DaT93, &mut stop).unwrap_err();
        assert!(matches!(refused, jishi_archive::ArchiveError::Cancelled), "{at}: {refused}");
        assert_eq!(files(&stopped), Vec::<String>::new(), "{at}");
    }
}

#[test]
fn a_flipped_byte_at_many_places_of_every_file_of_a_tree_is_named() {
    for layout in TransferLayout::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = made(Form::Folder, layout, dir.path());
        for (turn, file) in files(&root).into_iter().enumerate() {
            let path = root.join(&file);
            let good = jishi_fs::read(&path).unwrap();
            if good.is_empty() {
                continue;
            }
            let draws = noise(4 * 8, turn as u64 + 77);
            let drawn = draws.chunks(4).map(|c| c.iter().fold(0_usize, |n, b| n << 8 | usize::from(*b)) % good.len());
            for at in drawn.chain([0, good.len() - 1]) {
                let mut bad = good.clone();
                bad[at] ^= 1 << (at % 8);
                overwrite(&path, &bad);
                let report = full(&root);
                assert!(!report.passed() && !report.facts.sealed, "{file} byte {at} was not noticed");
                assert!(names(&report, &file), "{file} byte {at} was not named: {:?}", report.findings);
            }
            overwrite(&path, &good);
        }
        assert_eq!(full(&root).findings, vec![]);
    }
}

#[test]
fn a_missing_or_added_file_of_a_tree_is_named_by_its_name_in_the_tree() {
    for layout in TransferLayout::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = made(Form::Folder, layout, dir.path());
        for file in files(&root) {
            let copy = dir.path().join("副本").join(root.file_name().unwrap());
            copy_tree(&root, &copy);
            jishi_fs::remove_file(&copy.join(&file)).unwrap();
            let report = full(&copy);
            assert!(names(&report, &file), "deleted {file}: {:?}", report.findings);
            jishi_fs::remove_dir_all(&dir.path().join("副本")).unwrap();
        }
        for file in ["混入.pdf", "其他/混入.pdf", "其他/固化信息/混入.pdf", "其他/固化信息/室存包/混入.pdf"]
        {
            lay(&root.join(file), b"x");
            let report = full(&root);
            assert!(!report.passed() && names(&report, file), "added {file}: {:?}", report.findings);
            jishi_fs::remove_file(&root.join(file)).unwrap();
        }
    }
}

#[test]
fn a_tree_whose_folder_was_renamed_is_still_judged_file_by_file() {
    for layout in TransferLayout::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = made(Form::Folder, layout, dir.path());
        run(&root, "mv", &["其他", "其他x"]);
        let swept = jishi_archive::sweep(&root, Mode::Full, &Limits::default(), &mut quiet()).unwrap();
        let [(_, report)] = swept.packages.as_slice() else { panic!("seen as a place, not as a package") };
        assert!(!report.passed() && report.facts.form == "tree");
        for file in files(&root) {
            assert!(names(report, &file), "{file}: {:?}", report.findings);
        }
    }
}

#[test]
fn a_tree_without_signatures_is_complete_and_one_without_tag_manifests_is_caught() {
    let dir = tempfile::tempdir().unwrap();
    let root = made(Form::Folder, TransferLayout::DaT93, dir.path());
    let kept: Vec<String> = files(&root);
    for file in ["封签.p7s", "封签.sm2sig", "签名证书.pem", "sm2.pub"] {
        jishi_fs::remove_file(&root.join("其他/固化信息").join(file)).unwrap();
    }
    let report = full(&root);
    assert!(report.passed() && report.facts.complete && !report.facts.sealed, "{:?}", report.findings);
    for file in kept.iter().filter(|f| f.contains("tagmanifest")) {
        jishi_fs::remove_file(&root.join(file)).unwrap();
    }
    let report = full(&root);
    assert!(report.findings.iter().any(|f| f.code == "P142"), "{:?}", report.findings);
}

#[test]
fn the_commands_of_a_tree_s_method_file_run_as_they_stand_and_notice_a_change() {
    for layout in TransferLayout::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = made(Form::Folder, layout, dir.path());
        let text = jishi_fs::read_text(&root.join("其他/固化信息/校验方法.txt")).unwrap();
        let linux = text.split("\n一、").nth(1).unwrap().split("\n二、").next().unwrap();
        let commands: Vec<&str> = linux.lines().filter_map(|l| l.strip_prefix("    ")).collect();
        assert!(commands.len() >= 8, "{commands:?}");
        let said: Vec<String> = commands.iter().map(|c| run(&root, "sh", &["-c", c])).collect();
        let said = said.join("\n");
        assert!(said.contains("CMS Verification successful") && said.contains("Verified OK"), "{said}");
        let file = files(&root).into_iter().find(|f| f.ends_with("001_正文.pdf")).unwrap();
        let mut bad = jishi_fs::read(&root.join(&file)).unwrap();
        bad[7] ^= 1;
        overwrite(&root.join(&file), &bad);
        let refused = commands.iter().filter(|c| !try_run(&root, "sh", &["-c", c]).0).count();
        assert!(refused >= 3, "every list of content notices: {refused}");
    }
}

#[test]
fn no_tree_is_made_of_what_is_not_whole_or_is_a_tree_already() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&described(), dir.path(), Form::Folder);
    let root = tree(&packed.path, dir.path(), TransferLayout::DaT93, &mut quiet()).unwrap().path;
    assert!(matches!(
        tree(&root, &dir.path().join("x"), TransferLayout::DaT93, &mut quiet()),
        Err(ArchiveError::NotAPackage { .. })
    ));
    assert!(matches!(tree(&packed.path, dir.path(), TransferLayout::DaT93, &mut quiet()), Err(ArchiveError::TargetExists(_))));
    overwrite(&packed.path.join("data/其他/𠮷.txt"), b"other");
    let other = dir.path().join("另");
    jishi_fs::create_dir(&other).unwrap();
    assert!(matches!(tree(&packed.path, &other, TransferLayout::DaT93, &mut quiet()), Err(ArchiveError::Unsound { .. })));
    assert!(jishi_fs::list_dir(&other).unwrap().is_empty(), "nothing half-made");
}

#[test]
fn the_tree_of_2012_has_its_register_and_one_of_an_earlier_program_needs_none() {
    const REGISTER: &str = "其他/移交与接收登记表.TXT";
    let dir = tempfile::tempdir().unwrap();
    let root = made(Form::Folder, TransferLayout::Measures2012, dir.path());
    let text = jishi_fs::read_text(&root.join(REGISTER)).unwrap();
    let seal = jishi_archive::read_seal(&root).unwrap().unwrap();
    let digest = jishi_core::medium::grouped(&seal.sha256);
    let oxum = format!("文件{}个", seal.record.files);
    for line in ["内容描述：第三批", "移交单位：某县委组织部", "载体（包）编号：FQ2024-0003", &digest, &oxum, "载体外观检验："]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    // As an earlier program made it: neither there nor listed.
    jishi_fs::remove_file(&root.join(REGISTER)).unwrap();
    for list in ["sha256", "sha512", "sm3"] {
        let path = root.join(format!("其他/固化信息/{list}.txt"));
        let lines = jishi_fs::read_text(&path).unwrap();
        let kept: String = lines.lines().filter(|l| !l.ends_with(REGISTER)).map(|l| format!("{l}\n")).collect();
        overwrite(&path, kept.as_bytes());
    }
    assert_eq!(full(&root).findings, vec![]);
}

#[test]
fn one_file_of_a_package_is_read_or_it_is_said_why_not() {
    use jishi_archive::{FileRead, read_file};
    for form in [Form::Folder, Form::Zip] {
        let dir = tempfile::tempdir().unwrap();
        let packed = pack(&described(), dir.path(), form);
        let listed = jishi_archive::list_files(&packed.path).unwrap().unwrap();
        let file = listed.iter().find(|f| f.path.ends_with("001_正文.pdf")).unwrap();
        assert_eq!(file.size, 300_001);
        let read = |inner: &str, most: u64| read_file(&packed.path, inner, most).unwrap();
        assert_eq!(read(&file.path, 300_001).whole().unwrap(), noise(300_001, 3));
        assert_eq!(read(&file.path, 300_000), FileRead::TooLarge(300_001));
        assert_eq!(read("data/没有.pdf", 1), FileRead::Absent);
    }
}
