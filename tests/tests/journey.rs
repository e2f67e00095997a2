//! The main job on the sample, from people to sealed packages, by the built program alone; stock tools judge what it made.
#![expect(clippy::unwrap_used, reason = "test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jishi_tests::program::{ask, judged, run, tool};
use jishi_tests::project::root;
use serde_json::{Value, json};

/// The demonstration, played once for all tests here.
struct Demo {
    folder: tempfile::TempDir,
    told: Value,
}

impl Demo {
    fn workspace(&self) -> PathBuf {
        self.folder.path().join("工作区")
    }

    fn packages(&self) -> Vec<PathBuf> {
        jishi_fs::list_dir(&self.folder.path().join("输出/案卷包")).unwrap()
    }
}

fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("输出").display().to_string();
        let (code, told) = ask(&folder.path().join("工作区"), &["demo", "--out", &out]).unwrap();
        assert_eq!(code, 0, "{told}");
        Demo { folder, told }
    })
}

fn script() -> Value {
    serde_json::from_str(&jishi_fs::read_text(&root().join("assets/samples/batch.json")).unwrap()).unwrap()
}

fn tally<'a>(codes: impl Iterator<Item = &'a Value>) -> BTreeMap<String, u32> {
    codes.fold(BTreeMap::new(), |mut sum, code| {
        *sum.entry(code.as_str().unwrap().to_owned()).or_default() += 1;
        sum
    })
}

#[test]
fn the_checks_find_the_honest_flaws_of_the_sample_and_no_other() {
    let script = script();
    let planted = tally(script["flaws"].as_array().unwrap().iter().map(|f| &f["code"]));
    let found = tally(demo().told["findings"].as_array().unwrap().iter().map(|f| &f["code"]));
    assert_eq!(found, planted);
    // The volumes add nothing of their own: V39 is silent on a sound arrangement.
    let options = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 } }).to_string();
    let (_, preview) = ask(&demo().workspace(), &["call", "volume.preview", &options]).unwrap();
    assert_eq!(tally(preview["findings"].as_array().unwrap().iter().map(|f| &f["code"])), planted);
}

#[test]
fn a_stage_can_be_checked_alone_before_it_is_left() {
    let workspace = demo().workspace();
    let (_, all) = ask(&workspace, &["check", "1"]).unwrap();
    let placed = all.as_array().unwrap().iter().filter(|f| f["place"]["step"].is_string()).count();
    let mut sum = 0;
    for stage in 1..=6 {
        let (code, own) = ask(&workspace, &["check", "1", "--stage", &stage.to_string()]).unwrap();
        let own = own.as_array().unwrap().clone();
        assert_eq!(code == 1, own.iter().any(|f| f["level"] == "error"), "{stage}: {own:?}");
        sum += own.len();
    }
    assert_eq!(sum, placed);
    let (_, named) = ask(&workspace, &["check", "1", "--stage", "考察"]).unwrap();
    let (_, third) = ask(&workspace, &["check", "1", "--stage", "3"]).unwrap();
    assert_eq!(named, third);
}

#[test]
fn every_record_and_material_of_the_script_is_in_the_workspace_and_the_journal_holds() {
    let (demo, script) = (demo(), script());
    let count = |key: &str| script[key].as_array().unwrap().len();
    let materials: usize = script["records"].as_array().unwrap().iter().map(|r| r["materials"].as_array().unwrap().len()).sum();
    let (_, info) = ask(&demo.workspace(), &["info"]).unwrap();
    assert_eq!(info["records"], json!(count("records")));
    assert_eq!(info["materials"], json!(materials));
    assert_eq!(info["people"], json!(count("candidates")));
    let (code, journal) = ask(&demo.workspace(), &["journal", "--check"]).unwrap();
    assert_eq!((code, &journal["findings"]), (0, &json!([])));
    // One line a write: people twice (任现职时间 by hand), batch, posts, candidates twice, records, materials, marks, corrections, numbers, each seal taken and entered.
    let lines = count("candidates") * 4
        + 1
        + count("posts")
        + count("records")
        + materials
        + count("not_applicable")
        + count("corrections");
    assert_eq!(journal["lines"], json!(lines + 1 + 2 * demo.packages().len()));
}

#[test]
fn each_report_is_whole_in_structure_fonts_and_text() {
    let reports = jishi_fs::list_dir(&demo().folder.path().join("输出/报告表")).unwrap();
    assert_eq!(reports.len(), 12);
    for report in &reports {
        let folder = report.parent().unwrap();
        let file = report.file_name().unwrap().to_str().unwrap();
        tool(folder, "qpdf", &["--check", file]).unwrap();
        for line in tool(folder, "pdffonts", &[file]).unwrap().lines().skip(2) {
            assert!(line.contains("yes yes yes"), "{file}: a font is not embedded, subset and mapped: {line}");
        }
        let text = tool(folder, "pdftotext", &["-raw", file, "-"]).unwrap();
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let name = file.split('_').nth(1).unwrap();
        assert!(squeezed.contains(name), "{file}");
        for words in ["第一联", "第二联", "第三联", "纪实人员", "内置示例目录（待对照本地办法）版本1.5"]
        {
            assert!(squeezed.contains(words), "{file} lacks {words}");
        }
        assert!((1..=44).all(|n| squeezed.contains(&format!("{n}．"))), "{file}: all 44 steps");
        assert!(!text.contains('\u{fffd}'), "{file}");
    }
}

#[test]
fn stock_tools_agree_that_each_package_is_whole_and_signed() {
    let packages = demo().packages();
    assert_eq!(packages.len(), 13);
    for package in &packages {
        for tool_name in ["sha256", "sha512"] {
            let (sum, list) = (format!("{tool_name}sum"), format!("manifest-{tool_name}.txt"));
            tool(package, &sum, &["-c", "--quiet", &list]).unwrap();
            tool(package, &sum, &["-c", "--quiet", &format!("tag{list}")]).unwrap();
        }
        tool(package, "cksum", &["-a", "sm3", "-c", "--quiet", "固化信息/sm3.txt"]).unwrap();
        let cms = "cms -verify -binary -inform DER -in 封签.p7s -content 封签.json -CAfile 固化信息/签名证书.pem -purpose any -out /dev/null";
        tool(package, "openssl", &cms.split(' ').collect::<Vec<_>>()).unwrap();
        let sm2 = "dgst -sm3 -verify 固化信息/sm2.pub -sigopt distid:1234567812345678 -signature 封签.sm2sig 封签.json";
        tool(package, "openssl", &sm2.split(' ').collect::<Vec<_>>()).unwrap();
        let python = std::env::var("JISHI_BAGIT").unwrap_or_else(|_| "python3".into());
        tool(package, &python, &["-m", "bagit", "--validate", "."]).unwrap();
        tool(&package.join("data"), "xmllint", &["--noout", "目录文件.XML"]).unwrap();
    }
}

fn keys(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.keys().cloned());
            map.values().for_each(|v| keys(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| keys(v, found)),
        _ => {}
    }
}

#[test]
fn whoever_has_only_a_package_finds_every_key_of_its_data_explained_in_it() {
    for package in demo().packages() {
        let other = package.join("data/其他");
        let data: Value = serde_json::from_str(&jishi_fs::read_text(&other.join("案卷数据.json")).unwrap()).unwrap();
        let text = jishi_fs::read_text(&other.join("字段说明.txt")).unwrap();
        let explained: Vec<&str> = text.lines().filter_map(|l| Some(l.split_once('：')?.0)).collect();
        let mut found = std::collections::BTreeSet::new();
        keys(&data, &mut found);
        let missing: Vec<&String> = found.iter().filter(|k| !explained.contains(&k.as_str())).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", package.display());
        assert!(jishi_fs::read_text(&other.join("编号与命名规则.txt")).unwrap().contains("DA/T 22-2015"));
    }
}

/// Every PDF below a folder.
fn pdfs(folder: &Path) -> Vec<String> {
    let found = tool(folder, "find", &[".", "-name", "*.pdf"]).unwrap();
    found.lines().map(|path| folder.join(path.trim_start_matches("./")).display().to_string()).collect()
}

#[test]
fn every_kind_of_pdf_we_make_is_archival_to_a_stranger() {
    let demo = demo();
    let (all, one) = (demo.packages(), demo.folder.path().join("空白表"));
    // What lies in packages and was made by us: not the scans, which stay as they came.
    let scanned = |path: &str| {
        path.contains("/WS/") && !path.contains("/001_摘录") && !path.contains("/001_全程") && !path.contains("/000_")
    };
    let mut made: Vec<String> = all.iter().flat_map(|p| pdfs(p)).filter(|p| !scanned(p)).collect();
    for kind in
        ["归档文件目录", "备考表", "归档章封页", "归档验收表", "检测报告", "程序偏差清单", "001_摘录", "001_全程纪实报告表"]
    {
        assert!(made.iter().any(|p| p.contains(kind)), "no {kind} among them");
    }
    let (_, list) = ask(&demo.workspace(), &["form", "list"]).unwrap();
    let out = one.display().to_string();
    for form in list["forms"].as_array().unwrap() {
        run(&demo.workspace(), &["form", "write", form["key"].as_str().unwrap(), "--blank", "--out", &out]).unwrap();
    }
    let filled = demo.folder.path().join("填好的表");
    let out = filled.display().to_string();
    for form in ["seal-certificate", "volume-cover", "box-spine", "transfer-register", "transfer-slip", "ledger"] {
        let (code, _, said) = run(&demo.workspace(), &["form", "write", form, "--batch", "1", "--out", &out]).unwrap();
        assert_eq!(code, 0, "{form}: {said}");
    }
    let printed = demo.folder.path().join("打印副本");
    let (code, _, said) =
        run(&demo.workspace(), &["package", "print", "1", "综合", "--out", &printed.display().to_string()]).unwrap();
    assert_eq!(code, 0, "{said}");
    made.extend([one, filled, printed].iter().flat_map(|folder| pdfs(folder)));
    made.extend(pdfs(&demo.folder.path().join("输出/报告表")));
    judged("pdf.py", &made).unwrap();
}

#[test]
fn every_bag_keeps_to_the_profile_of_its_kind_and_to_no_other() {
    let profile = |kind: &str| root().join(format!("assets/profiles/{kind}.json")).display().to_string();
    let bags: Vec<String> = demo().packages().iter().map(|p| p.display().to_string()).collect();
    let (comprehensive, personal): (Vec<String>, Vec<String>) = bags.into_iter().partition(|p| p.ends_with("-Z"));
    assert_eq!((comprehensive.len(), personal.len()), (1, 12));
    judged("profile.py", &[vec![profile("comprehensive")], comprehensive.clone()].concat()).unwrap();
    judged("profile.py", &[vec![profile("personal")], personal.clone()].concat()).unwrap();
    assert!(judged("profile.py", &[vec![profile("personal")], comprehensive].concat()).is_err());
    // A bag that lacks what its profile asks for is told.
    let dir = tempfile::tempdir().unwrap();
    tool(dir.path(), "cp", &["-r", &personal[0], "缺"]).unwrap();
    jishi_fs::remove_file(&dir.path().join("缺/data/其他/备考表.pdf")).unwrap();
    let said = judged("profile.py", &[profile("personal"), dir.path().join("缺").display().to_string()]).unwrap_err();
    assert!(said.contains("备考表.pdf"), "{said}");
}

#[test]
fn a_personal_package_names_no_other_candidate() {
    let script = script();
    let names: Vec<String> = script["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["person_file"].as_str().unwrap().trim_start_matches("people/").trim_end_matches(".lrmx").to_owned())
        .collect();
    for package in demo().packages().iter().skip(1) {
        let data = package.join("data");
        let list = jishi_fs::read_text(&data.join("目录文件.XML")).unwrap();
        let own = names.iter().find(|n| list.contains(&format!("<题名>{n}干部选拔任用工作全程纪实报告表"))).unwrap();
        let made = tool(
            &data,
            "find",
            &[
                ".",
                "-name",
                "*.XML",
                "-o",
                "-name",
                "*.TXT",
                "-o",
                "-name",
                "*.txt",
                "-o",
                "-name",
                "*.json",
                "-o",
                "-name",
                "001_摘录*.pdf",
                "-o",
                "-name",
                "001_全程纪实报告表.pdf",
                "-o",
                "-path",
                "./其他/*.pdf",
            ],
        )
        .unwrap();
        for file in made.lines() {
            let text = if file.ends_with(".pdf") {
                tool(&data, "pdftotext", &["-raw", file, "-"]).unwrap()
            } else {
                jishi_fs::read_text(&data.join(file)).unwrap()
            };
            let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            if file.contains("/001_摘录") {
                // Who vouches for an extract stands on it, and its file is named after the paper it is taken from.
                assert!(squeezed.contains("周敏") && squeezed.contains("顾长河"), "{own} 的 {file} 没有写明谁摘录、谁核对");
                assert!(file.contains("/001_摘录_"), "{file}");
            }
            for other in names.iter().filter(|n| *n != own) {
                assert!(!squeezed.contains(other.as_str()), "{own} 的包里的 {file} 提到了 {other}");
            }
        }
    }
}

#[test]
fn the_seals_are_a_chain_without_a_gap() {
    let mut previous = String::new();
    for package in demo().packages() {
        let seal: Value = serde_json::from_slice(&jishi_fs::read(&package.join("封签.json")).unwrap()).unwrap();
        let named = seal["前一封签SHA-256"].as_str().unwrap_or("").to_owned();
        assert_eq!(named, previous, "{}: {seal}", package.display());
        previous = jishi_fs::sha256_hex(&jishi_fs::read(&package.join("封签.json")).unwrap());
    }
}

#[test]
fn every_item_of_the_catalogue_has_its_folder_and_every_folder_is_in_the_catalogue() {
    for package in demo().packages() {
        let xml = jishi_fs::read_text(&package.join("data/目录文件.XML")).unwrap();
        let mut listed: Vec<String> =
            xml.split("<档号>").skip(1).filter_map(|s| s.split("</档号>").next()).map(str::to_owned).collect();
        let stated = jishi_fs::read_text(&package.join("data/说明文件.TXT")).unwrap();
        assert!(stated.contains(&format!("档案数量：{}", listed.len())), "{stated}");
        let mut folders: Vec<String> = jishi_fs::list_dir(&package.join("data/Z109/WS/2026"))
            .unwrap()
            .iter()
            .map(|p| p.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        listed.sort();
        folders.sort();
        assert_eq!(listed, folders, "{}", package.display());
    }
}

#[test]
fn a_flipped_byte_is_named_by_the_verifier_that_knows_no_workspace() {
    let package = &demo().packages()[1];
    let folder = tempfile::tempdir().unwrap();
    tool(folder.path(), "cp", &["-r", package.to_str().unwrap(), "包"]).unwrap();
    let copy = folder.path().join(package.file_name().unwrap());
    jishi_fs::rename_new(&folder.path().join("包"), &copy).unwrap();
    let path = copy.display().to_string();
    assert_eq!(run(Path::new("/没有工作区"), &["verify", &path]).unwrap().0, 0);
    let victim = copy.join("data/其他/备考表.pdf");
    let mut bytes = jishi_fs::read(&victim).unwrap();
    bytes[1000] ^= 1;
    jishi_fs::write_atomic(&victim, &bytes).unwrap();
    let (code, out, _) = run(Path::new("/没有工作区"), &["verify", &path]).unwrap();
    assert!(code == 1 && out.contains("备考表.pdf"), "{code}: {out}");
}

#[test]
fn a_sealed_volume_is_put_right_by_a_new_version_whose_certificate_names_the_old_seal() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("副本");
    tool(folder.path(), "cp", &["-r", demo().workspace().to_str().unwrap(), workspace.to_str().unwrap()]).unwrap();
    let said = |arguments: &[&str]| {
        let (code, out, said) = run(&workspace, arguments).unwrap();
        assert_eq!(code, 0, "{arguments:?}: {out}{said}");
    };
    let (_, courses) = ask(&workspace, &["package", "list", "1"]).unwrap();
    let old =
        courses.as_array().unwrap().iter().find(|c| c["id"] == 8).unwrap()["content"]["seal_no"].as_str().unwrap().to_owned();
    said(&["package", "act", "8", "立新版本", "--reason", "政审意见漏收一页，补收后重新封装"]);
    let out = folder.path().join("新包").display().to_string();
    let password = folder.path().join("口令.txt");
    jishi_fs::write_new(&password, "示例封签口令2026\n".as_bytes()).unwrap();
    let password = password.display().to_string();
    said(&[
        "pack",
        "1",
        "--password",
        &password,
        "--arranger",
        "周敏",
        "--checker",
        "李志强",
        "--volumes",
        "7",
        "--reason",
        "示例用的理由",
        "--capsule",
        "1",
        "--out",
        &out,
    ]);
    let packages: Vec<PathBuf> =
        jishi_fs::list_dir(Path::new(&out)).unwrap().into_iter().filter(|p| p.join("封签.json").exists()).collect();
    let [package] = packages.as_slice() else { panic!("{packages:?}") };
    assert_eq!(run(&workspace, &["verify", package.to_str().unwrap()]).unwrap().0, 0);
    let seal: Value = serde_json::from_slice(&jishi_fs::read(&package.join("封签.json")).unwrap()).unwrap();
    let papers = folder.path().join("证书").display().to_string();
    said(&["form", "write", "seal-certificate", "--seal", seal["封签号"].as_str().unwrap(), "--out", &papers]);
    let page = pdfs(Path::new(&papers));
    judged("pdf.py", &page).unwrap();
    let pages = tool(folder.path(), "pdfinfo", &[&page[0]]).unwrap();
    assert!(pages.lines().any(|l| l.starts_with("Pages:") && l.ends_with(" 1")), "one page to sign: {pages}");
    let text: String = tool(folder.path(), "pdftotext", &["-raw", &page[0], "-"]).unwrap().split_whitespace().collect();
    for words in ["替代的封签", old.as_str(), "政审意见漏收一页，补收后重新封装", "核对人（签名、日期）"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_package_travels_in_an_envelope_that_tells_nothing_and_comes_out_whole() {
    let package = &demo().packages()[2];
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    jishi_fs::write_new(Path::new(&place("口令.txt")), "云岭-封套-2026-口令\n".as_bytes()).unwrap();
    let nowhere = Path::new("/没有工作区");
    let wrap = ["package", "wrap", package.to_str().unwrap(), "--password", &place("口令.txt"), "--out", &place("路上")];
    let (code, out, said) = run(nowhere, &wrap).unwrap();
    assert!(code == 0 && out.contains("封套-0001.zip") && out.contains("SHA-256"), "{out}{said}");
    let listed = tool(folder.path(), "7z", &["l", "-slt", &place("路上/封套-0001.zip")]).unwrap();
    assert!(listed.contains("AES-256") && !listed.contains("Z109"), "{listed}");
    let unwrap = ["package", "unwrap", &place("路上/封套-0001.zip"), "--password", &place("口令.txt"), "--out", &place("收到")];
    let (code, out, said) = run(nowhere, &unwrap).unwrap();
    assert_eq!(code, 0, "{out}{said}");
    let back = folder.path().join("收到").join(package.file_name().unwrap());
    let (code, told) = ask(nowhere, &["compare", package.to_str().unwrap(), back.to_str().unwrap()]).unwrap();
    assert_eq!((code, &told["relation"]), (0, &json!("identical")), "{told}");
}

#[test]
fn every_person_goes_out_as_the_editor_file_that_came_in() {
    let demo = demo();
    let (_, people) = ask(&demo.workspace(), &["person", "list"]).unwrap();
    for person in people.as_array().unwrap() {
        let out = demo.folder.path().join(format!("给回-{}.lrmx", person["id"]));
        run(&demo.workspace(), &["person", "export", &person["id"].to_string(), out.to_str().unwrap()]).unwrap();
        let name = person["name"].as_str().unwrap();
        let source = root().join(format!("assets/samples/people/{name}.lrmx"));
        assert_eq!(jishi_fs::read(&out).unwrap(), jishi_fs::read(&source).unwrap(), "{name}");
    }
}

#[test]
fn a_catalogue_with_faults_has_each_named_with_file_key_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let good = jishi_fs::read_text(&root().join("assets/catalogue/example.toml")).unwrap();
    let bad = good.replacen("step = \"S12\"", "step = \"S99\"", 1).replacen("key = \"I07\"", "key = \"I06\"", 1);
    assert_ne!(bad, good);
    let path = folder.path().join("本地目录.toml");
    jishi_fs::write_new(&path, bad.as_bytes()).unwrap();
    let (code, check) = ask(folder.path(), &["catalogue", "check", path.to_str().unwrap()]).unwrap();
    assert_eq!(code, 1);
    let findings = check["findings"].as_array().unwrap();
    assert!(findings.len() >= 2, "{check}");
    for finding in findings {
        assert!(
            finding["place"]["file"].as_str().unwrap().contains("本地目录.toml") && finding["place"]["field"].is_string(),
            "{finding}"
        );
        assert!(!finding["remedy"].as_str().unwrap().is_empty(), "{finding}");
    }
    let (code, check) =
        ask(folder.path(), &["catalogue", "check", root().join("assets/catalogue/example.toml").to_str().unwrap()]).unwrap();
    assert_eq!((code, &check["steps"], &check["requirements"]), (0, &json!(44), &json!(61)));
}
