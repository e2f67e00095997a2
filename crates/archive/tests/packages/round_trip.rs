//! A package written is a package that verifies, in both forms; what cannot be finished leaves nothing.

use std::ops::ControlFlow;

use crate::common::{PATHS, copy_tree, files, full, noise, pack, plan, quiet, signer};
use jishi_archive::{ArchiveError, Form, KeysKept, Mode, PayloadFile, Phase, Signer, Source, keys_kept, verify, write};

const PASSPHRASE: &str = "试验用的封签口令";

#[test]
fn a_folder_and_a_zip_verify_without_a_fault_and_tell_their_facts() {
    for form in [Form::Folder, Form::Zip] {
        let dir = tempfile::tempdir().unwrap();
        let packed = pack(&plan(), dir.path(), form);
        let report = full(&packed.path);
        assert_eq!(report.findings, vec![], "{form:?}");
        let facts = report.facts;
        assert!(facts.complete && facts.sealed, "{facts:?}");
        assert_eq!(facts.name, "FQ2024-0003_Z109_2024_GB");
        assert_eq!(facts.seal_no.as_deref(), Some("FQ2024-0003"));
        let journal = facts.record.as_ref().and_then(|r| r.journal.clone()).unwrap();
        assert_eq!((journal.line, journal.sha256), (412, "cd".repeat(32)));
        let jishi_archive::SealRead { record, sha256, .. } = jishi_archive::read_seal(&packed.path).unwrap().unwrap();
        assert_eq!((&record, &sha256), (&packed.record, &packed.seal_sha256));
        assert_eq!(facts.files, PATHS.len() as u64);
        assert_eq!(facts.bytes, packed.record.bytes);
        assert_eq!(facts.seal_sha256.as_ref(), Some(&packed.seal_sha256));
        assert_eq!(facts.seal_sm3.as_ref(), Some(&packed.seal_sm3));
        assert_eq!(facts.certificate_subject.as_deref(), Some("CN=某县委组织部 档案封签"));
        let fast = verify(&packed.path, Mode::Fast, &mut quiet()).unwrap();
        assert_eq!(fast.findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["P131"]);
        assert_eq!(jishi_fs::list_dir(dir.path()).unwrap(), [packed.path], "nothing else remains");
    }
}

#[test]
fn the_folder_holds_exactly_the_files_of_the_layout() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let mut wanted: Vec<String> = PATHS.iter().map(|p| format!("data/{p}")).collect();
    wanted.extend(
        "bag-info.txt bagit.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt tagmanifest-sha512.txt \
         固化信息/sm2.pub 固化信息/sm3.txt 固化信息/检测报告.xml 固化信息/校验方法.txt 固化信息/签名证书.pem \
         封签.json 封签.p7s 封签.sm2sig 封签.txt"
            .split_whitespace()
            .map(str::to_owned),
    );
    wanted.sort();
    assert_eq!(files(&packed.path), wanted);
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let signer = signer();
    let first = write(&plan(), a.path(), Form::Zip, &signer, &mut quiet()).unwrap();
    let mut turned = plan();
    turned.payload.reverse();
    let second = write(&turned, b.path(), Form::Zip, &signer, &mut quiet()).unwrap();
    // Signatures are deterministic too (RFC 6979), so the whole zip is the same.
    assert!(jishi_fs::read(&first.path).unwrap() == jishi_fs::read(&second.path).unwrap());
}

#[test]
fn keys_that_were_saved_sign_as_before_and_are_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let keys = dir.path().join("密钥");
    let signer = signer();
    signer.save(&keys, PASSPHRASE).unwrap();
    let loaded = Signer::load(&keys, PASSPHRASE).unwrap();
    assert_eq!(loaded.sign_cms(b"x").unwrap(), signer.sign_cms(b"x").unwrap());
    assert_eq!(loaded.sign_sm2(b"x").unwrap(), signer.sign_sm2(b"x").unwrap());
    assert!(crate::common::signer().save(&keys, PASSPHRASE).is_err());
    assert_eq!(Signer::load(&keys, PASSPHRASE).unwrap().certificate_pem().unwrap(), signer.certificate_pem().unwrap());
    // A certificate that belongs to another key is found at once, not thirty years later.
    crate::common::overwrite(&keys.join("签名证书.pem"), crate::common::signer().certificate_pem().unwrap().as_bytes());
    assert!(matches!(Signer::load(&keys, PASSPHRASE), Err(ArchiveError::Key(_))));
}

/// Stock tools open the keys with the passphrase and not without; a change of passphrase changes no key; bare keys of an earlier version
/// are wrapped and gone.
#[test]
fn keys_are_wrapped_by_a_passphrase_that_stock_tools_understand() {
    let dir = tempfile::tempdir().unwrap();
    let keys = dir.path().join("密钥");
    let signer = signer();
    assert!(matches!(signer.save(&keys, "太短了"), Err(ArchiveError::Passphrase(_))));
    assert!(!keys.exists());
    signer.save(&keys, PASSPHRASE).unwrap();
    let bare = |passphrase: &str| {
        let pass = format!("pass:{passphrase}");
        let file = keys.join("封签私钥.pem");
        let out = std::process::Command::new("openssl").args(["pkey", "-passin", &pass, "-in"]).arg(file).output().unwrap();
        out.status.success().then(|| String::from_utf8(out.stdout).unwrap())
    };
    let p256 = bare(PASSPHRASE).expect("openssl opens it");
    assert!(p256.contains("BEGIN PRIVATE KEY"));
    assert_eq!(bare("别的口令别的口令"), None);
    assert!(matches!(Signer::load(&keys, "别的口令别的口令"), Err(ArchiveError::Passphrase(_))));
    signer.wrap_anew(&keys, "换过以后的封签口令").unwrap();
    assert_eq!((bare("换过以后的封签口令"), bare(PASSPHRASE)), (Some(p256.clone()), None));

    let old = dir.path().join("旧版");
    jishi_fs::create_dir_all(&old).unwrap();
    for name in ["签名证书.pem", "sm2.pub"] {
        jishi_fs::write_new(&old.join(name), &jishi_fs::read(&keys.join(name)).unwrap()).unwrap();
    }
    let both = jishi_fs::read_text(&keys.join("封签私钥.pem")).unwrap();
    jishi_fs::write_new(&dir.path().join("sm2.pem"), &both.as_bytes()[both.rfind("-----BEGIN").unwrap()..]).unwrap();
    let sm2 = std::process::Command::new("openssl")
        .args(["pkey", "-passin", "pass:换过以后的封签口令", "-in"])
        .arg(dir.path().join("sm2.pem"))
        .output()
        .unwrap();
    jishi_fs::write_new(&old.join("签名私钥.pem"), p256.as_bytes()).unwrap();
    jishi_fs::write_new(&old.join("sm2私钥.pem"), &sm2.stdout).unwrap();
    assert_eq!(keys_kept(&old).unwrap(), KeysKept::Bare);
    let earlier = Signer::load(&old, "").unwrap();
    assert_eq!(earlier.sign_sm2(b"x").unwrap(), signer.sign_sm2(b"x").unwrap());
    earlier.wrap_anew(&old, PASSPHRASE).unwrap();
    assert_eq!(keys_kept(&old).unwrap(), KeysKept::Wrapped);
    assert!(!old.join("签名私钥.pem").exists() && !old.join("sm2私钥.pem").exists());
    assert_eq!(Signer::load(&old, PASSPHRASE).unwrap().sign_cms(b"x").unwrap(), signer.sign_cms(b"x").unwrap());
}

#[test]
fn a_target_that_exists_is_never_touched() {
    for form in [Form::Folder, Form::Zip] {
        let dir = tempfile::tempdir().unwrap();
        let packed = pack(&plan(), dir.path(), form);
        let again = write(&plan(), dir.path(), form, &signer(), &mut quiet());
        assert!(matches!(again, Err(ArchiveError::TargetExists(_))));
        assert!(full(&packed.path).passed());
    }
}

#[test]
fn stopping_at_any_step_leaves_nothing_and_progress_never_falls() {
    for form in [Form::Folder, Form::Zip] {
        let dir = tempfile::tempdir().unwrap();
        let mut seen = Vec::new();
        write(&plan(), dir.path(), form, &signer(), &mut |p| {
            seen.push(p);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(seen.windows(2).all(|w| w[0].done <= w[1].done && w[0].total == w[1].total));
        assert!(seen.iter().all(|p| p.done <= p.total));
        let last = seen.last().unwrap();
        assert_eq!((last.phase, last.done), (Phase::Seal, last.total));
        let keys = signer();
        for stop in (0..seen.len()).step_by(3).chain([seen.len() - 1]) {
            let dir = tempfile::tempdir().unwrap();
            let mut count = 0;
            let result = write(&plan(), dir.path(), form, &keys, &mut |_| {
                count += 1;
                if count > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(matches!(result, Err(ArchiveError::Cancelled)), "step {stop}");
            assert!(jishi_fs::list_dir(dir.path()).unwrap().is_empty(), "step {stop} left something");
        }
    }
}

#[test]
fn a_left_over_of_a_killed_process_goes_and_what_is_not_ours_stays() {
    let dir = tempfile::tempdir().unwrap();
    let partial = dir.path().join("FQ2024-0003_Z109_2024_GB.partial");
    // As a kill leaves it: caught in the middle of a run.
    write(&plan(), dir.path(), Form::Folder, &signer(), &mut |p| {
        if p.phase == Phase::Reread && !dir.path().join("拷贝").exists() {
            copy_tree(&partial, &dir.path().join("拷贝"));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    jishi_fs::remove_dir_all(&dir.path().join("FQ2024-0003_Z109_2024_GB")).unwrap();
    jishi_fs::rename_new(&dir.path().join("拷贝"), &partial).unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    assert!(!partial.exists() && full(&packed.path).passed());

    jishi_fs::remove_dir_all(&packed.path).unwrap();
    jishi_fs::create_dir(&partial).unwrap();
    jishi_fs::write_new(&partial.join("论文.docx"), b"mine").unwrap();
    let refused = write(&plan(), dir.path(), Form::Folder, &signer(), &mut quiet());
    assert!(matches!(refused, Err(ArchiveError::Occupied { .. })), "{refused:?}");
    assert_eq!(jishi_fs::read(&partial.join("论文.docx")).unwrap(), b"mine");
}

#[test]
fn a_second_process_does_not_clear_the_work_of_a_living_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut second = None;
    write(&plan(), dir.path(), Form::Zip, &signer(), &mut |p| {
        if p.phase == Phase::Reread && second.is_none() {
            second = Some(write(&plan(), dir.path(), Form::Zip, &signer(), &mut quiet()));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    match second {
        Some(Err(ArchiveError::Occupied { reason, .. })) => assert!(reason.contains("另一个程序"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_that_are_not_the_registered_ones_stop_the_packing() {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("来源.pdf");
    jishi_fs::write_new(&source, &noise(5000, 9)).unwrap();
    let mut changed = plan();
    changed.payload.push(PayloadFile {
        path: "003.pdf".into(),
        source: Source::File(source.clone()),
        expected_sha256: Some(jishi_fs::sha256_hex(&noise(5000, 9))),
    });
    let out = dir.path().join("出");
    jishi_fs::create_dir(&out).unwrap();
    let packed = pack(&changed, &out, Form::Folder);
    assert!(full(&packed.path).passed());
    jishi_fs::remove_dir_all(&packed.path).unwrap();
    crate::common::overwrite(&source, &noise(5000, 10));
    match write(&changed, &out, Form::Folder, &signer(), &mut quiet()) {
        Err(ArchiveError::SourceChanged { path, .. }) => assert_eq!(path, "003.pdf"),
        other => panic!("{other:?}"),
    }
    assert!(jishi_fs::list_dir(&out).unwrap().is_empty());
}

#[test]
fn a_plan_with_a_fault_is_refused_with_the_code_of_the_fault() {
    type Spoil = fn(&mut jishi_archive::PackagePlan);
    let cases: [(&str, Spoil); 18] = [
        ("P01", |p| p.payload.clear()),
        ("P02", |p| p.payload[0].path = "../逃.pdf".into()),
        ("P03", |p| p.payload[0].path = "CON.pdf".into()),
        ("P04", |p| p.payload[0].path = "a%b.pdf".into()),
        ("P07", |p| p.payload[0].path = "文件夹/".repeat(50) + "a.pdf"),
        ("P08", |p| p.payload[1].path = p.payload[0].path.clone()),
        ("P09", |p| p.payload[1].path = "说明文件.txt".into()),
        ("P09", |p| p.payload[1].path = "z109/ws/1.pdf".into()),
        ("P10", |p| p.info.push(("Contact-Name".into(), "甲\n乙".into()))),
        ("P10", |p| p.info.push(("payload-oxum".into(), "1.1".into()))),
        ("P11", |p| p.seal.sealed_at = "2024-06-12 09:30".into()),
        ("P11", |p| p.seal.checker.clear()),
        ("P11", |p| p.seal.previous_seal = Some("AB".repeat(32))),
        ("P11", |p| p.seal.journal = Some(jishi_archive::SealedJournal { line: 1, sha256: "12".into() })),
        ("P12", |p| p.tags[0].path = "封签.json".into()),
        ("P14", |p| p.payload[0].source = Source::File("/没有/这个.pdf".into())),
        ("P16", |p| p.payload[0].path = "其他".into()),
        ("P17", |p| p.name = "a/b".into()),
    ];
    for (code, spoil) in cases {
        let mut bad = plan();
        spoil(&mut bad);
        let dir = tempfile::tempdir().unwrap();
        match write(&bad, dir.path(), Form::Folder, &signer(), &mut quiet()) {
            Err(ArchiveError::PlanRefused(findings)) => {
                assert!(findings.iter().any(|f| f.code == code), "{code}: {findings:?}");
                assert!(findings.iter().all(|f| !f.remedy.is_empty()));
            }
            other => panic!("{code}: {other:?}"),
        }
        assert!(jishi_fs::list_dir(dir.path()).unwrap().is_empty());
    }
    assert_eq!(plan().check(), vec![]);
}
