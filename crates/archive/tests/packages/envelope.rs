//! The transport envelope: opens in 7-Zip with its password and only so, tells no name, and gives back the very package.

use jishi_archive::{ArchiveError, Form, unwrap, wrap};
use jishi_core::metadata::TransferLayout;

use crate::common::{files, full, overwrite, pack, plan, quiet, run, try_run};

const WORD: &str = "云岭-2026-封套口令";

#[test]
fn an_envelope_opens_in_seven_zip_with_its_password_and_gives_back_the_package() {
    for form in [Form::Folder, Form::Zip] {
        let dir = tempfile::tempdir().unwrap();
        let packed = pack(&plan(), dir.path(), form);
        let made = wrap(&packed.path, dir.path(), "封套-0001", WORD, &mut quiet()).unwrap();
        assert_eq!(made.size, jishi_fs::read(&made.path).unwrap().len() as u64);
        let envelope = made.path.to_str().unwrap();
        let listed = run(dir.path(), "7z", &["l", "-slt", envelope]);
        assert!(listed.contains("AES-256") && listed.contains("Encrypted = +"), "{listed}");
        // Neither names nor content show.
        let bytes = jishi_fs::read(&made.path).unwrap();
        for word in ["FQ2024", "买买提", "Z109", "bagit"] {
            assert!(!listed.contains(word) && !bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word}");
        }
        assert!(!try_run(dir.path(), "7z", &["t", "-p别的口令一二三四五六七八", envelope]).0);
        run(dir.path(), "7z", &["x", &format!("-p{WORD}"), "-o出一", envelope]);
        run(dir.path(), "7z", &["x", "-o出二", "出一/内容.zip"]);
        let by_hand = full(&dir.path().join("出二/FQ2024-0003_Z109_2024_GB"));
        assert!(by_hand.findings.is_empty() && by_hand.facts.sealed, "{by_hand:?}");
        // Wrapped it is judged as what it is, and not taken for a sound package.
        let shut = full(&made.path);
        assert!(!shut.passed() && shut.findings.iter().any(|f| f.code == "P164"), "{shut:?}");
        let to = dir.path().join("收");
        jishi_fs::create_dir(&to).unwrap();
        assert!(matches!(unwrap(&made.path, &to, "不对的口令一二三四五六", &mut quiet()), Err(ArchiveError::Password(_))));
        let other = dir.path().join("信.zip");
        jishi_fs::write_atomic(&other, b"PK no zip").unwrap();
        let told = unwrap(&other, &to, WORD, &mut quiet()).unwrap_err().to_string();
        assert!(told.contains("信.zip") && told.contains("不是 zip 文件"), "{told}");
        assert!(files(&to).is_empty(), "nothing half-made");
        let taken = unwrap(&made.path, &to, WORD, &mut quiet()).unwrap();
        assert_eq!(taken, to.join("FQ2024-0003_Z109_2024_GB"));
        let report = full(&taken);
        assert!(report.findings.is_empty() && report.facts.sealed, "{report:?}");
        assert_eq!(report.facts.seal_sha256, by_hand.facts.seal_sha256);
        assert!(matches!(unwrap(&made.path, &to, WORD, &mut quiet()), Err(ArchiveError::TargetExists(_))));
        // Damage on the way is noticed.
        let mut bad = bytes.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        overwrite(&made.path, &bad);
        jishi_fs::remove_dir_all(&taken).unwrap();
        assert!(unwrap(&made.path, &to, WORD, &mut quiet()).is_err() && files(&to).is_empty());
    }
}

#[test]
fn what_goes_to_the_bureau_and_what_is_not_sound_is_never_wrapped() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&crate::trees::described(), dir.path(), Form::Folder);
    let tree = jishi_archive::tree(&packed.path, dir.path(), TransferLayout::DaT93, &mut quiet()).unwrap();
    let said = |path, word| wrap(path, dir.path(), "封套", word, &mut quiet()).unwrap_err().to_string();
    assert!(said(&tree.path, WORD).contains("不加密"));
    assert!(said(&packed.path, "短口令").contains("12 个字"));
    overwrite(&packed.path.join("data/其他/𠮷.txt"), b"altered");
    assert!(said(&packed.path, WORD).contains("核对不通过"));
    assert!(!dir.path().join("封套.zip").exists() && !dir.path().join("封套.partial").exists());
}
