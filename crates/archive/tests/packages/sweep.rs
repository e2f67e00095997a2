//! A whole stick: packages at any depth, what lies beside them, their chain; and two packages compared in words.

use std::path::Path;

use jishi_archive::{
    DifferenceKind, Form, Limits, ListedPackage, MEDIA_LIST, MediaList, Mode, PackagePlan, Packed, Relation, Source,
    VerifyResult, compare, sweep, write,
};

use crate::common::{copy_tree, lay, overwrite, pack, plan, quiet, signer};

fn judge(path: &Path, mode: Mode) -> VerifyResult {
    sweep(path, mode, &Limits::default(), &mut quiet()).unwrap().answer()
}

fn codes(result: &VerifyResult) -> Vec<String> {
    result.findings.iter().map(|f| format!("{}:{}", f.code, f.place.file.clone().unwrap_or_default())).collect()
}

fn numbered(no: u32, previous: Option<String>) -> PackagePlan {
    let mut plan = plan();
    plan.name = format!("FQ2024-{no:04}");
    plan.seal.seal_no.clone_from(&plan.name);
    plan.seal.previous_seal = previous;
    plan.seal.sealed_at = format!("2024-06-{no:02}T09:30:00+08:00");
    plan.payload.truncate(2);
    plan
}

/// Three packages in a chain, at different depths of a stick, the second a zip.
fn stick(root: &Path) -> Vec<Packed> {
    let (mut previous, mut packed, signer) = (None, Vec::new(), signer());
    for (no, folder) in [(1, "2024年"), (2, "2024年/第二批"), (3, "")] {
        let to = root.join(folder);
        jishi_fs::create_dir_all(&to).unwrap();
        let form = if no == 2 { Form::Zip } else { Form::Folder };
        let made = write(&numbered(no, previous), &to, form, &signer, &mut quiet()).unwrap();
        previous = Some(made.seal_sha256.clone());
        packed.push(made);
    }
    packed
}

#[test]
fn a_stick_gets_one_verdict_for_each_package_and_a_sum() {
    let dir = tempfile::tempdir().unwrap();
    let packed = stick(dir.path());
    for mode in [Mode::Full, Mode::Fast] {
        let result = judge(dir.path(), mode);
        assert_eq!(result.packages.len(), 3);
        assert!(result.packages.iter().all(|p| p.sound && p.sealed && p.complete), "{:?}", result.packages);
        assert_eq!((result.sum.packages, result.sum.sound, result.sum.sealed, result.sum.files), (3, 3, 3, 6));
        assert_eq!(codes(&result), Vec::<String>::new());
        assert_eq!(result.fast, mode == Mode::Fast);
    }
    // One byte in one of them: its verdict falls, the others stand.
    let file = packed[0].path.join("data/说明文件.TXT");
    let mut bytes = jishi_fs::read(&file).unwrap();
    bytes[7] ^= 1;
    overwrite(&file, &bytes);
    let result = judge(dir.path(), Mode::Full);
    assert_eq!((result.sum.packages, result.sum.sound, result.sum.sealed), (3, 2, 2));
    assert!(!result.passed());
    assert!(judge(dir.path(), Mode::Fast).passed(), "the fast look does not read the payload, and says so");
    assert!(judge(dir.path(), Mode::Fast).packages.iter().all(|p| p.findings.iter().any(|f| f.code == "P131")));
    let lines = result.lines().join("\n");
    assert!(lines.contains("data/说明文件.TXT") && lines.contains("3 个包，2 个没有错误"), "{lines}");
}

#[test]
fn what_lies_beside_the_packages_is_named_and_a_missing_link_of_the_chain_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let packed = stick(dir.path());
    jishi_fs::remove_file(&packed[1].path).unwrap();
    for folder in ["System Volume Information", "FQ2024-0009.partial", "2024年/照片"] {
        jishi_fs::create_dir_all(&dir.path().join(folder)).unwrap();
    }
    for file in [
        "autorun.inf",
        "2024年/文件夹.lnk",
        "2024年/照片/会场.jpg",
        "Thumbs.db",
        "System Volume Information/x",
        "FQ2024-0009.partial/x",
    ] {
        lay(&dir.path().join(file), b"x");
    }
    let mut zip = zip::ZipWriter::new(jishi_fs::create_new(&dir.path().join("别的.zip")).unwrap());
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let result = judge(dir.path(), Mode::Full);
    assert_eq!(result.packages.len(), 2, "a zip that is no package is a file like any other");
    assert_eq!(
        codes(&result),
        [
            "P192:2024年/文件夹.lnk",
            "P192:autorun.inf",
            "P159:FQ2024-0003",
            "P190:2024年/照片/会场.jpg",
            "P190:别的.zip",
            "P194:FQ2024-0009.partial",
            "P191:System Volume Information",
            "P191:Thumbs.db"
        ]
    );
    assert!(result.findings.iter().all(|f| !f.remedy.is_empty()));
}

#[test]
fn a_medium_whose_writing_was_cut_off_has_no_package_and_does_not_pass() {
    let dir = tempfile::tempdir().unwrap();
    jishi_fs::create_dir_all(&dir.path().join("FQ2024-0009.partial")).unwrap();
    lay(&dir.path().join("FQ2024-0009.partial/bagit.txt"), b"x");
    let result = judge(dir.path(), Mode::Full);
    assert!(result.packages.is_empty() && !result.passed(), "{:?}", result.lines());
    assert_eq!(codes(&result), ["P193:", "P194:FQ2024-0009.partial"]);
}

#[test]
fn the_list_of_a_medium_is_held_against_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let packed = stick(dir.path());
    let listed = |volume: u32, name: &str, seal: &str| ListedPackage {
        volume,
        name: name.into(),
        seal_no: name.into(),
        seal_sha256: seal.into(),
        files: 2,
        bytes: 1,
    };
    let list = |packages: Vec<ListedPackage>| {
        let list = MediaList::new("YJ-1", (1, 2), "U-001", "机密", "2024-06-12T09:30:00+08:00", packages);
        overwrite(&dir.path().join(MEDIA_LIST), &list.to_bytes().unwrap());
    };
    list(vec![listed(1, "FQ2024-0003", &packed[2].seal_sha256), listed(2, "FQ2024-0004", "ab")]);
    assert_eq!(codes(&judge(dir.path(), Mode::Fast)), [format!("P198:{MEDIA_LIST}")]);
    list(vec![listed(1, "FQ2024-0003", "ab"), listed(1, "FQ2024-0004", "ab")]);
    let found = codes(&judge(dir.path(), Mode::Fast));
    assert!(found.contains(&"P195:FQ2024-0004".to_owned()) && found.contains(&"P196:FQ2024-0003".to_owned()), "{found:?}");
    // Written to twice: each list tells its own, together they tell all; what is on none is told. A note beside any of them is known.
    let name = |n: usize| packed[n].path.file_name().unwrap().to_str().unwrap().to_owned();
    let at_root = dir.path().join(name(1));
    jishi_fs::write_new(&at_root, &jishi_fs::read(&packed[1].path).unwrap()).unwrap();
    let put = |file: &str, of: ListedPackage| {
        let list = MediaList::new("YJ-1", (1, 1), "U-001", "机密", "2024-06-12T09:30:00+08:00", vec![of]);
        overwrite(&dir.path().join(file), &list.to_bytes().unwrap());
    };
    put(MEDIA_LIST, listed(1, "FQ2024-0003", &packed[2].seal_sha256));
    put("介质清单-2.json", listed(1, &name(1), &packed[1].seal_sha256));
    overwrite(&dir.path().join("载体说明.TXT"), b"x");
    let lists = |found: Vec<String>| -> Vec<String> { found.into_iter().filter(|c| c.starts_with("P19")).collect() };
    assert_eq!(lists(codes(&judge(dir.path(), Mode::Fast))), Vec::<String>::new());
    jishi_fs::remove_file(&dir.path().join(MEDIA_LIST)).unwrap();
    assert_eq!(lists(codes(&judge(dir.path(), Mode::Fast))), ["P196:FQ2024-0003"], "and the note stays known");
    jishi_fs::remove_file(&dir.path().join("介质清单-2.json")).unwrap();
    assert!(codes(&judge(dir.path(), Mode::Fast)).contains(&"P190:载体说明.TXT".to_owned()));
    overwrite(&dir.path().join(MEDIA_LIST), b"{}");
    assert!(codes(&judge(dir.path(), Mode::Fast)).contains(&format!("P195:{MEDIA_LIST}")));
}

#[test]
fn an_archive_beside_the_packages_is_told_as_one_that_was_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    stick(dir.path());
    lay(&dir.path().join("旧.7z"), b"7z\xBC\xAF\x27\x1C\x00\x04");
    lay(&dir.path().join("假.rar"), b"text");
    let result = judge(dir.path(), Mode::Fast);
    let said = |file: &str| result.findings.iter().find(|f| f.place.file.as_deref() == Some(file)).unwrap().message.clone();
    assert!(said("旧.7z").contains("7z 压缩包") && said("假.rar").contains("多余文件"), "{:?}", result.findings);
}

#[test]
fn a_place_without_packages_is_told_so_and_one_named_directly_is_judged_alone() {
    let dir = tempfile::tempdir().unwrap();
    lay(&dir.path().join("a.txt"), b"x");
    let result = judge(dir.path(), Mode::Full);
    assert!(!result.passed() && result.packages[0].findings.iter().any(|f| f.code == "P101"));
    let packed = stick(&dir.path().join("盘"));
    for package in &packed {
        let result = judge(&package.path, Mode::Full);
        assert_eq!((result.sum.packages, result.sum.sealed), (1, 1));
    }
}

#[test]
fn two_packages_are_compared_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let first = pack(&numbered(1, None), dir.path(), Form::Folder);
    let copy = dir.path().join("别处/FQ2024-0001");
    copy_tree(&first.path, &copy);
    let same = compare(&first.path, &copy, &mut quiet()).unwrap();
    assert_eq!((same.relation, same.differences.len()), (Relation::Identical, 0));
    // A folder and the zip of it differ in nothing that is compared.
    let mut second = numbered(2, Some(first.seal_sha256.clone()));
    second.payload[0].path = "说明.TXT".into();
    second.payload[1].source = Source::Bytes(b"other".to_vec());
    second.payload.push(jishi_archive::PayloadFile {
        path: "新.txt".into(),
        source: Source::Bytes(b"new".to_vec()),
        expected_sha256: None,
    });
    second.info[0].1 = "另一个单位".into();
    second.seal.journal = Some(jishi_archive::SealedJournal { line: 500, sha256: "ef".repeat(32) });
    second.seal.ranges[0].1 = "Z109-WS·2024·Y·干部-0007".into();
    let second = pack(&second, dir.path(), Form::Zip);
    let told = compare(&first.path, &second.path, &mut quiet()).unwrap();
    assert_eq!(told.relation, Relation::Next);
    assert!(told.words.contains("FQ2024-0002") && told.words.contains("里面的材料不同"), "{}", told.words);
    let has = |kind: DifferenceKind, words: &str| told.differences.iter().any(|d| d.kind == kind && d.words.contains(words));
    assert!(
        has(DifferenceKind::Renamed, "data/说明.TXT") && has(DifferenceKind::Changed, "data/目录文件.XML"),
        "{:?}",
        told.differences
    );
    assert!(has(DifferenceKind::Added, "data/新.txt") && has(DifferenceKind::Seal, "封签号"), "{:?}", told.differences);
    assert!(has(DifferenceKind::Label, "某县委组织部"), "{:?}", told.differences);
    // In words, the journal and the runs of numbers too: nothing of how the file is written.
    let seals: Vec<&str> = told.differences.iter().filter(|d| d.kind == DifferenceKind::Seal).map(|d| d.words.as_str()).collect();
    assert!(seals.iter().any(|w| w.starts_with("操作日志：甲 行号 412，SHA-256 ")), "{seals:?}");
    assert!(seals.iter().any(|w| w.starts_with("档号段：") && w.contains("0001 至 ")), "{seals:?}");
    assert!(seals.iter().all(|w| !w.contains(['{', '[', '"'])), "{seals:?}");
    assert_eq!(compare(&second.path, &first.path, &mut quiet()).unwrap().relation, Relation::Previous);
    // One byte more in the copy: it is the copy that its own seal does not bear out, and it is said. Progress never runs back.
    lay(&copy.join("data/说明.txt"), b"more");
    let mut seen = (0, 0);
    let mut ear = |p: jishi_archive::Progress| {
        assert!(p.done >= seen.0 && p.done <= p.total && (seen.1 == 0 || p.total == seen.1), "{p:?} after {seen:?}");
        seen = (p.done, p.total);
        std::ops::ControlFlow::Continue(())
    };
    let told = compare(&first.path, &copy, &mut ear).unwrap();
    assert_eq!((told.judged_a.sealed, told.judged_b.sealed), (true, false));
    assert_eq!(told.judged_a.words, "甲（封签 FQ2024-0001）：封签完好");
    assert!(told.judged_b.words.starts_with("乙（封签 FQ2024-0001）：有问题"), "{}", told.judged_b.words);
    assert_eq!(seen.0, seen.1);
    lay(&dir.path().join("x.txt"), b"x");
    assert!(compare(&first.path, &dir.path().join("x.txt"), &mut quiet()).is_err());
}
