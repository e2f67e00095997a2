//! Tools that know nothing of us judge our packages, and agree with our own verifier.

use std::path::Path;

use crate::common::{bagit_python, files, full, noise, overwrite, pack, plan, run, try_run};
use jishi_archive::Form;

/// The Linux commands of 校验方法.txt, exactly as a stranger would copy them.
fn commands(package: &Path) -> Vec<String> {
    let text = jishi_fs::read_text(&package.join("固化信息/校验方法.txt")).unwrap();
    let linux = text.split("\n一、").nth(1).unwrap().split("\n二、").next().unwrap();
    linux.lines().filter_map(|l| l.strip_prefix("    ")).map(str::to_owned).collect()
}

#[test]
fn the_linux_commands_of_the_method_file_run_as_they_stand() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let commands = commands(&packed.path);
    for program in ["sha256sum", "sha512sum", "cksum", "openssl cms", "openssl dgst"] {
        assert!(commands.iter().any(|c| c.starts_with(program)), "{program}");
    }
    let said: Vec<String> = commands.iter().map(|c| run(&packed.path, "sh", &["-c", c])).collect();
    let said = said.join("\n");
    assert!(said.contains("CMS Verification successful") && said.contains("Verified OK"), "{said}");
    // What the tools print is what the slip and the record say.
    assert!(said.contains(&packed.seal_sha256) && said.contains(&packed.seal_sm3), "{said}");
    for held in &packed.record.tag_manifests {
        assert!(said.contains(&held.sha256) && said.contains(&held.sm3), "{said}");
    }
    assert!(said.contains(&packed.record.sm2_sha256));
    assert!(said.replace(':', "").to_lowercase().contains(&packed.record.certificate_sha256), "{said}");
    for text in ["固化信息/校验方法.txt", "封签.txt", "封签.json"] {
        let text = jishi_fs::read_text(&packed.path.join(text)).unwrap();
        assert!(!text.contains('\r') && text.ends_with('\n'));
    }
}

const SIGNING: [&str; 4] = ["封签.p7s", "封签.sm2sig", "固化信息/签名证书.pem", "固化信息/sm2.pub"];

#[test]
fn with_signatures_certificate_and_key_taken_off_stock_tools_find_the_bag_and_its_tree_complete() {
    let python = bagit_python().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let mut quiet = |_: jishi_archive::Progress| std::ops::ControlFlow::Continue(());
    let layout = jishi_core::metadata::TransferLayout::DaT93;
    let tree = jishi_archive::tree(&packed.path, dir.path(), layout, &mut quiet).unwrap().path;
    for (at, method) in [(&packed.path, "固化信息/校验方法.txt"), (&tree, "其他/固化信息/校验方法.txt")] {
        for file in SIGNING {
            let below = if at == &tree {
                format!("其他/固化信息/{}", file.trim_start_matches("固化信息/"))
            } else {
                file.to_owned()
            };
            jishi_fs::remove_file(&at.join(below)).unwrap();
        }
        let text = jishi_fs::read_text(&at.join(method)).unwrap();
        let linux = text.split("\n一、").nth(1).unwrap().split("\n5. ").next().unwrap();
        let printed: Vec<&str> = linux.lines().filter_map(|l| l.strip_prefix("    ")).collect();
        assert!(printed.len() >= 7, "{printed:?}");
        for command in printed {
            let (fine, said) = try_run(at, "sh", &["-c", command]);
            assert!(fine, "{command}: {said}");
        }
        let report = full(at);
        assert!(report.passed() && report.facts.complete && !report.facts.sealed, "{:?}", report.findings);
        for file in ["签名证书.pem", "sm2.pub"] {
            assert!(report.findings.iter().any(|f| f.code == "P124" && f.message.contains(file)), "{:?}", report.findings);
        }
    }
    let (valid, said) =
        try_run(dir.path(), python.to_str().unwrap(), &["-m", "bagit", "--validate", packed.path.to_str().unwrap()]);
    assert!(valid, "{said}");
}

#[test]
fn a_package_of_an_earlier_program_is_judged_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let zip = dir.path().join("FQ2026-0001_Z109_2026_GB.zip");
    overwrite(&zip, include_bytes!("old/record-version-3.zip"));
    let report = full(&zip);
    assert_eq!(report.findings, vec![]);
    assert!(report.facts.sealed);
    let record = report.facts.record.unwrap();
    assert_eq!((record.version, record.key_files.len(), record.profile), (3, 0, None));
    // Its tag manifests list certificate and key: one that was altered or put in their place shows by them.
    run(dir.path(), "unzip", &["-q", zip.to_str().unwrap()]);
    let bag = dir.path().join("FQ2026-0001_Z109_2026_GB");
    overwrite(&bag.join("固化信息/sm2.pub"), b"x");
    assert!(full(&bag).findings.iter().any(|f| f.code == "P125"));
}

#[test]
fn the_signature_still_verifies_in_thirty_years() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let commands = commands(&packed.path);
    let cms = commands.iter().find(|c| c.starts_with("openssl cms")).unwrap();
    // 2056-06-12, as seconds since 1970.
    let said = run(&packed.path, "sh", &["-c", &format!("{cms} -attime 2728000000")]);
    assert!(said.contains("CMS Verification successful"), "{said}");
}

#[test]
fn the_linux_commands_of_the_method_file_notice_every_change() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let commands = commands(&packed.path);
    let cases: [(&str, &[&str]); 5] = [
        ("data/说明文件.TXT", &["sha256sum", "sha512sum", "cksum -a sm3 --quiet"]),
        ("bag-info.txt", &["sha256sum --quiet --strict -c tag", "sha512sum --quiet --strict -c tag"]),
        ("封签.json", &["openssl cms", "openssl dgst"]),
        ("封签.p7s", &["openssl cms"]),
        ("封签.sm2sig", &["openssl dgst"]),
    ];
    for (file, programs) in cases {
        let path = packed.path.join(file);
        let good = jishi_fs::read(&path).unwrap();
        let mut bad = good.clone();
        *bad.last_mut().unwrap() ^= 1;
        overwrite(&path, &bad);
        for program in programs {
            let refused = commands.iter().filter(|c| c.starts_with(program)).any(|c| !try_run(&packed.path, "sh", &["-c", c]).0);
            assert!(refused, "{program} did not notice {file}");
        }
        assert!(!full(&packed.path).passed(), "{file}");
        overwrite(&path, &good);
    }
    assert_eq!(full(&packed.path).findings, vec![]);
}

#[test]
fn bagit_py_validates_the_folder_and_sees_the_same_damage() {
    let python = bagit_python().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let validate =
        || try_run(dir.path(), python.to_str().unwrap(), &["-m", "bagit", "--validate", packed.path.to_str().unwrap()]);
    let (valid, said) = validate();
    assert!(valid, "{said}");
    for file in files(&packed.path).into_iter().filter(|f| !f.contains("封签")) {
        let path = packed.path.join(&file);
        let good = jishi_fs::read(&path).unwrap();
        let Some(bad) = good.split_last().map(|(last, rest)| [rest, &[last ^ 1]].concat()) else { continue };
        overwrite(&path, &bad);
        let (theirs, said) = validate();
        let ours = full(&packed.path);
        // A deleted or emptied tag manifest is its blind spot, not ours: we may only be stricter.
        assert!(!ours.passed(), "{file}: {said}");
        // So are certificate and key, which stand outside its lists: the seal holds them.
        let unlisted = file.starts_with("tagmanifest-") || file == "固化信息/签名证书.pem" || file == "固化信息/sm2.pub";
        assert!(!theirs || unlisted, "{file}: {said}");
        overwrite(&path, &good);
    }
    assert!(validate().0);
}

#[test]
fn seven_zip_and_unzip_find_the_zip_whole_and_unpack_the_same_package() {
    let dir = tempfile::tempdir().unwrap();
    let mut large = plan();
    large.payload.push(jishi_archive::PayloadFile {
        path: "其他/大.bin".into(),
        source: jishi_archive::Source::Bytes(noise(3 << 20, 77)),
        expected_sha256: None,
    });
    let packed = pack(&large, dir.path(), Form::Zip);
    let zip = packed.path.to_str().unwrap();
    assert!(run(dir.path(), "7z", &["t", zip]).contains("Everything is Ok"));
    assert!(run(dir.path(), "unzip", &["-tq", zip]).contains("No errors detected"));
    let python = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                  assert all(i.compress_type==0 and i.date_time==(1980,1,1,0,0,0) for i in z.infolist())";
    run(dir.path(), "python3", &["-c", python, zip]);
    for (tool, arguments) in [("7z", vec!["x", "-o7z", zip]), ("unzip", vec!["-q", zip, "-d", "unzip"])] {
        run(dir.path(), tool, &arguments);
        let unpacked = dir.path().join(tool).join("FQ2024-0003_Z109_2024_GB");
        let report = full(&unpacked);
        assert_eq!(report.findings, vec![], "{tool}");
        assert!(report.facts.sealed);
    }
}

#[test]
fn zips_that_other_tools_make_of_a_package_verify_and_encrypted_ones_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    pack(&plan(), dir.path(), Form::Folder);
    let name = "FQ2024-0003_Z109_2024_GB";
    // Streamed: sizes come after the data, as from a pipe.
    let streamed = "import sys,zipfile,os\nclass W:\n  def __init__(s,f): s.f=f\n  def write(s,b): return s.f.write(b)\n  \
                    def flush(s): s.f.flush()\nz=zipfile.ZipFile(W(open(sys.argv[2],'wb')),'w',zipfile.ZIP_DEFLATED)\n\
                    for r,d,fs in os.walk(sys.argv[1]):\n  for f in fs: z.write(os.path.join(r,f))\nz.close()";
    for (folder, program, arguments) in [
        ("7z", "7z", vec!["a", "-tzip", "7z/FQ2024-0003_Z109_2024_GB.zip", name]),
        ("py", "python3", vec!["-c", streamed, name, "py/FQ2024-0003_Z109_2024_GB.zip"]),
    ] {
        jishi_fs::create_dir(&dir.path().join(folder)).unwrap();
        run(dir.path(), program, &arguments);
        let report = full(&dir.path().join(folder).join(format!("{name}.zip")));
        assert_eq!(report.findings, vec![], "{folder}");
        assert!(report.facts.sealed);
    }
    for method in ["AES256", "ZipCrypto"] {
        let zip = format!("{method}/{name}.zip");
        jishi_fs::create_dir(&dir.path().join(method)).unwrap();
        run(dir.path(), "7z", &["a", "-tzip", "-pX", &format!("-mem={method}"), &zip, name]);
        let report = full(&dir.path().join(&zip));
        assert!(!report.passed() && report.findings.iter().any(|f| f.code == "P164"), "{method}: {:?}", report.findings);
    }
}
