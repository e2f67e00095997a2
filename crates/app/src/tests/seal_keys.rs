//! The passphrase of the keys of the seal.

use std::path::Path;

use serde_json::{Value, json};

use super::{app, begun, err, ok, talk};
use crate::{App, Code, Quiet};

fn keys(app: &App) -> Value {
    ok(app, "seal.keys", json!({}))
}

fn unlock(passphrase: &str) -> Value {
    json!({ "batch": 1, "passphrase": passphrase })
}

#[test]
fn nothing_is_sealed_before_the_passphrase_and_another_person_asks_for_it_again() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("工作区");
    let app = app(&here);
    begun(&app);
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-05") }));
    let material = json!({ "record": 1, "path": null, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": 2,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", material);
    let pack = json!({ "batch": 1, "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": 2026 }, "volumes": [0],
        "folder": dir.path().join("出"), "form": "folder", "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let locked = app.call("volume.pack", pack.clone(), &Quiet).unwrap_err();
    assert_eq!((locked.code, locked.remedy.contains("没有编号")), (Code::Blocked, true), "{locked}");
    assert_eq!((keys(&app)["kept"].clone(), keys(&app)["unlocked"].clone()), (json!("none"), json!(false)));
    assert!(err(&app, "seal.unlock", unlock("七个字不够长")).message.contains("至少"));
    assert_eq!(keys(&app)["kept"], "none", "a refused passphrase leaves nothing");

    let made = ok(&app, "seal.unlock", unlock("云岭山水 2026 封签"));
    assert_eq!((&made["kept"], &made["unlocked"]), (&json!("wrapped"), &json!(true)));
    app.call("volume.pack", pack, &Quiet).unwrap();
    ok(&app, "seal.lock", json!({}));
    let wrong = err(&app, "seal.unlock", unlock("云岭山水 2026 封鉴"));
    assert!(wrong.message.contains("封签口令不对"), "{wrong}");
    assert_eq!(keys(&app)["unlocked"], false);
    // No file of the workspace holds a key in the clear, nor the passphrase.
    for entry in jishi_fs::list_dir(&here.join("密钥")).unwrap() {
        let text = String::from_utf8_lossy(&jishi_fs::read(&entry).unwrap()).into_owned();
        assert!(!text.contains("BEGIN PRIVATE KEY") && !text.contains("BEGIN EC PRIVATE KEY"), "{}", entry.display());
    }
    let journal = ok(&app, "journal.list", json!({ "before": 0, "limit": 100 })).to_string();
    assert!(journal.contains("生成封签密钥") && !journal.contains("云岭山水"), "{journal}");
}

#[test]
fn a_new_passphrase_opens_the_same_keys_and_new_keys_leave_the_old_certificate_known() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let (first, second, third) = ("第一个封签口令", "第二个封签口令", "第三个封签口令");
    let too_early = err(&app, "seal.renew", json!({ "batch": 1, "passphrase": third, "reason": "忘记" }));
    assert!(too_early.message.contains("还没有封签密钥"), "{too_early}");
    let before = ok(&app, "seal.unlock", unlock(&first.repeat(2)))["certificate_sha256"].clone();
    assert!(err(&app, "seal.passphrase", json!({ "old": second.repeat(2), "new": third.repeat(2) })).message.contains("不对"));
    ok(&app, "seal.passphrase", json!({ "old": first.repeat(2), "new": second.repeat(2) }));
    ok(&app, "seal.lock", json!({}));
    assert!(err(&app, "seal.unlock", unlock(&first.repeat(2))).message.contains("不对"));
    assert_eq!(ok(&app, "seal.unlock", unlock(&second.repeat(2)))["certificate_sha256"], before);

    assert!(
        err(&app, "seal.renew", json!({ "batch": 1, "passphrase": third.repeat(2), "reason": " " })).message.contains("理由")
    );
    let renewed = ok(&app, "seal.renew", json!({ "batch": 1, "passphrase": third.repeat(2), "reason": "原保管人调离" }));
    assert_ne!(renewed["certificate_sha256"], before);
    assert_eq!((&renewed["earlier"], &renewed["unlocked"]), (&json!([before]), &json!(true)));
    ok(&app, "seal.lock", json!({}));
    assert!(err(&app, "seal.unlock", unlock(&second.repeat(2))).message.contains("不对"));
    ok(&app, "seal.unlock", unlock(&third.repeat(2)));
    let journal = ok(&app, "journal.list", json!({ "before": 0, "limit": 100 })).to_string();
    assert!(journal.contains("原保管人调离") && journal.contains("更换封签口令"), "{journal}");
}

/// Where it is set, where it is changed and where the keys are: said while it is typed, and refused in the same words.
#[test]
fn a_weak_passphrase_is_told_while_it_is_typed_and_set_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    begun(&app);
    let judged = |passphrase: &str| ok(&app, "seal.judge_passphrase", json!({ "passphrase": passphrase }));
    for (weak, word) in [("1234567890", "连着的"), ("云岭市委组织部2026", "云岭市委组织部"), ("周敏19780305", "周敏")]
    {
        let told = judged(weak);
        assert_eq!(told["strength"], "weak", "{weak}");
        let refused = err(&app, "seal.unlock", unlock(weak));
        assert_eq!(refused.message, told["words"].as_str().unwrap());
        assert!(refused.message.contains(word), "{refused}");
    }
    assert_eq!(keys(&app)["kept"], "none");
    let good = "云岭山水 2026 封签";
    assert_eq!(judged(good)["strength"], "good");
    ok(&app, "seal.unlock", unlock(good));
    assert!(err(&app, "seal.passphrase", json!({ "old": good, "new": "88888888" })).message.contains("太弱"));
    assert!(err(&app, "seal.renew", json!({ "batch": 1, "passphrase": "abcdefgh", "reason": "外泄" })).message.contains("太弱"));
    ok(&app, "seal.lock", json!({}));
    ok(&app, "seal.unlock", unlock(good));
}

fn copied(from: &Path, to: &Path) {
    assert!(std::process::Command::new("cp").arg("-r").args([from, to]).status().unwrap().success());
}

/// The folders as a kill leaves them at each step of a change of keys, with the journal before or after its line: the keys are the new
/// ones where the journal says so, else the old ones.
#[test]
fn a_change_of_keys_killed_at_any_step_is_as_the_journal_says() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("工作区");
    let (keys_at, saved) = (here.join("密钥"), |name: &str| dir.path().join(name));
    let (old, new) = ("第一个封签口令第一个", "第二个封签口令第二个");
    let app = app(&here);
    begun(&app);
    let first = ok(&app, "seal.unlock", unlock(old))["certificate_sha256"].clone();
    drop(app);
    copied(&keys_at, &saved("旧"));
    copied(&here.join("纪实库.db"), &saved("旧.db"));
    let app = self::app(&here);
    let second =
        ok(&app, "seal.renew", json!({ "batch": 1, "passphrase": new, "reason": "换人保管" }))["certificate_sha256"].clone();
    drop(app);
    copied(&keys_at, &saved("新"));
    copied(&here.join("纪实库.db"), &saved("新.db"));
    // Folders beside the workspace's database, by their endings, and whether the journal has the line.
    let steps: [(&[(&str, &str)], bool); 7] = [
        (&[("", "旧"), (".partial", "半")], false),
        (&[("", "旧"), (".partial", "新")], false),
        (&[("", "旧"), (".next", "新")], false),
        (&[("", "旧"), (".next", "新")], true),
        (&[(".before", "旧"), (".next", "新")], true),
        (&[("", "新"), (".before", "旧")], true),
        (&[("", "新")], true),
    ];
    jishi_fs::create_dir_all(&saved("半")).unwrap();
    copied(&saved("新").join("签名证书.pem"), &saved("半").join("签名证书.pem"));
    for (folders, told) in steps {
        for ending in ["", ".partial", ".next", ".before"] {
            jishi_fs::remove_dir_all(&here.join(format!("密钥{ending}"))).unwrap();
        }
        folders.iter().for_each(|(ending, from)| copied(&saved(from), &here.join(format!("密钥{ending}"))));
        let database = saved(if told { "新.db" } else { "旧.db" });
        jishi_fs::write_atomic(&here.join("纪实库.db"), &jishi_fs::read(&database).unwrap()).unwrap();
        let app = self::app(&here);
        let (certificate, passphrase, other) = if told { (&second, new, old) } else { (&first, old, new) };
        assert_eq!(&keys(&app)["certificate_sha256"], certificate, "{folders:?}");
        assert_eq!(keys(&app)["earlier"], if told { json!([first]) } else { json!([]) }, "{folders:?}");
        assert!(err(&app, "seal.unlock", unlock(other)).message.contains("不对"), "{folders:?}");
        ok(&app, "seal.unlock", unlock(passphrase));
        assert!(!here.join("密钥.next").exists() && !here.join("密钥.before").exists(), "{folders:?}");
        // Once more, over whatever was left.
        ok(&app, "seal.renew", json!({ "batch": 1, "passphrase": new, "reason": "再换一次" }));
        assert!(!here.join("密钥.partial").exists(), "{folders:?}");
    }
}

/// New keys killed before the journal was told of them never were; after it they are.
#[test]
fn the_first_keys_killed_while_they_are_made_are_as_the_journal_says() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("工作区");
    let app = app(&here);
    begun(&app);
    ok(&app, "seal.unlock", unlock("第一个封签口令第一个"));
    drop(app);
    jishi_fs::rename_new(&here.join("密钥"), &here.join("密钥.next")).unwrap();
    let app = self::app(&here);
    assert_eq!(keys(&app)["kept"], "wrapped");
    drop(app);
    copied(&here.join("密钥"), &dir.path().join("别处的密钥"));
    let other = self::app(&dir.path().join("另一工作区"));
    begun(&other);
    drop(other);
    copied(&dir.path().join("别处的密钥"), &dir.path().join("另一工作区/密钥.next"));
    let other = self::app(&dir.path().join("另一工作区"));
    assert_eq!(keys(&other)["kept"], "none", "its journal knows nothing of them");
}

/// What a kill between the two renames of a change of keys leaves.
#[test]
fn a_change_of_keys_that_was_cut_off_leaves_the_old_ones() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("工作区");
    let app = app(&here);
    begun(&app);
    let before = ok(&app, "seal.unlock", unlock("第一个封签口令第一个"))["certificate_sha256"].clone();
    jishi_fs::rename_new(&here.join("密钥"), &here.join("密钥.before")).unwrap();
    assert_eq!(keys(&app)["kept"], "none", "asking puts nothing right");
    assert_eq!(ok(&app, "seal.unlock", unlock("第一个封签口令第一个"))["certificate_sha256"], before);
    assert!(here.join("密钥").is_dir() && !here.join("密钥.before").exists());
}

/// Keys that went missing are not made anew over what is left of them, and a stray file beside the earlier ones stops nothing.
#[test]
fn what_is_left_of_lost_keys_is_never_cleared_away() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("工作区");
    let app = app(&here);
    begun(&app);
    let passphrase = "第一个封签口令第一个";
    ok(&app, "seal.unlock", unlock(passphrase));
    ok(&app, "seal.renew", json!({ "batch": 1, "passphrase": passphrase, "reason": "换人保管" }));
    jishi_fs::write_new(&here.join("密钥/旧密钥/.DS_Store"), b"x").unwrap();
    ok(&app, "seal.lock", json!({}));
    assert_eq!(ok(&app, "seal.unlock", unlock(passphrase))["earlier"].as_array().unwrap().len(), 1);
    ok(&app, "seal.lock", json!({}));
    jishi_fs::remove_file(&here.join("密钥/封签私钥.pem")).unwrap();
    let refused = err(&app, "seal.unlock", unlock(passphrase));
    assert!(refused.message.contains("缺少封签私钥"), "{refused}");
    assert!(here.join("密钥/签名证书.pem").exists() && here.join("密钥/旧密钥").is_dir());
}
