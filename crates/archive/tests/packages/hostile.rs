//! Zips made to harm or confuse: each is named by its code, none is extracted, none stops the program.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use jishi_archive::{Limits, Mode, Report, verify_within};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::common::{full, lay, quiet, run};

const STORED: SimpleFileOptions = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
const DEFLATED: SimpleFileOptions = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);

type Writer = ZipWriter<Cursor<Vec<u8>>>;

/// A valid small bag `b/`, then whatever the case adds.
fn bag(add: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let manifest = format!("{}  data/a.txt\n", jishi_fs::sha256_hex(b"a\n"));
    let bagit = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    for (path, bytes) in [("bagit.txt", bagit), ("manifest-sha256.txt", &manifest), ("data/a.txt", "a\n")] {
        zip.start_file(format!("b/{path}"), STORED).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    add(&mut zip);
    zip.finish().unwrap().into_inner()
}

fn add(zip: &mut Writer, name: &str, bytes: &[u8]) {
    zip.start_file(name, STORED).unwrap();
    zip.write_all(bytes).unwrap();
}

/// Replaces every occurrence; the lengths must agree.
fn patch(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut count = 0;
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
            count += 1;
        }
    }
    assert!(count > 0, "nothing to patch");
    bytes
}

/// Replaces the first occurrence only.
fn patch_first(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to);
    bytes
}

/// Sets bytes at an offset in the local header and in the central record of an entry.
fn patch_headers(mut bytes: Vec<u8>, name: &[u8], local: usize, central: usize, value: &[u8]) -> Vec<u8> {
    for at in 0..bytes.len() - name.len() {
        if !bytes[at..].starts_with(name) {
            continue;
        }
        for (magic, length, field) in [(b"PK\x03\x04", 30, local), (b"PK\x01\x02", 46, central)] {
            if at >= length && bytes[at - length..].starts_with(magic) {
                bytes[at - length + field..at - length + field + value.len()].copy_from_slice(value);
            }
        }
    }
    bytes
}

fn judge(bytes: &[u8]) -> (Report, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let path: PathBuf = dir.path().join("b.zip");
    lay(&path, bytes);
    let report = full(&path);
    assert_eq!(jishi_fs::list_dir(dir.path()).unwrap(), [path], "a verifier writes nothing");
    let codes = report.findings.iter().map(|f| format!("{}:{}", f.code, f.place.file.clone().unwrap_or_default())).collect();
    (report, codes)
}

#[test]
fn the_plain_small_bag_is_whole_and_only_unsigned() {
    let (report, codes) = judge(&bag(|_| {}));
    assert!(report.passed() && report.facts.complete && !report.facts.sealed);
    assert_eq!(codes, ["P140:封签.json"]);
}

#[test]
fn each_hostile_entry_is_named_by_its_code() {
    let gbk = encoding_rs::GBK.encode("张三任免表.txt").0.into_owned();
    let cases: Vec<(&str, &str, Vec<u8>)> = vec![
        ("slip up", "P161:b/../../逃.txt", bag(|z| add(z, "b/../../逃.txt", b"x"))),
        ("absolute", "P161:/etc/x", bag(|z| add(z, "/etc/x", b"x"))),
        ("drive", "P161:C:/x", bag(|z| add(z, "C:/x", b"x"))),
        ("stream", "P161:b/data/a.txt:s", bag(|z| add(z, "b/data/a.txt:s", b"x"))),
        ("backslash", "P161:b\\..\\x", patch(bag(|z| add(z, "b/../x", b"x")), b"b/../x", b"b\\..\\x")),
        ("twice", "P162:b/data/a.txt", patch(bag(|z| add(z, "b/data/z.txt", b"z\n")), b"b/data/z.txt", b"b/data/a.txt")),
        ("case", "P163:b/data/A.txt", bag(|z| add(z, "b/data/A.txt", b"x"))),
        ("file and folder", "P163:b/data/a.txt", bag(|z| add(z, "b/data/a.txt/c.txt", b"x"))),
        ("link", "P168:b/data/链", bag(|z| z.add_symlink("b/data/链", "/etc/passwd", STORED).unwrap())),
        (
            "encrypted",
            "P164:b/data/密.txt",
            patch_headers(bag(|z| add(z, "b/data/密.txt", b"x")), "b/data/密.txt".as_bytes(), 6, 8, &[1, 8]),
        ),
        (
            "unknown method",
            "P165:b/data/m.txt",
            patch_headers(bag(|z| add(z, "b/data/m.txt", b"x")), b"b/data/m.txt", 8, 10, &[12, 0]),
        ),
        ("gbk", "P167:b.zip", {
            let plain = "Q".repeat(gbk.len());
            let bytes = bag(|z| add(z, &format!("b/data/{plain}"), b"x"));
            patch(bytes, plain.as_bytes(), &gbk)
        }),
        ("second base", "P169:别处/x.txt", bag(|z| add(z, "别处/x.txt", b"x"))),
        ("overlap", "P170:b.zip", bag(|z| z.shallow_copy_file("b/data/a.txt", "b/data/copy.txt").unwrap())),
        (
            "central and local differ",
            "P171:b/data/n.txt",
            // The first occurrence is the local header: a streaming reader sees another name than a seeking one.
            patch_first(bag(|z| add(z, "b/data/n.txt", b"x")), b"b/data/n.txt", b"b/data/k.txt"),
        ),
        ("extra", "P121:b/data/多.txt", bag(|z| add(z, "b/data/多.txt", b"x"))),
    ];
    for (what, wanted, bytes) in cases {
        let (report, codes) = judge(&bytes);
        let wanted = if what == "extra" { "P121:data/多.txt" } else { wanted };
        assert!(codes.iter().any(|c| c == wanted), "{what}: wanted {wanted}, found {codes:?}");
        assert!(!report.facts.sealed);
        assert!(!report.passed(), "{what}: {codes:?}");
        assert!(report.findings.iter().all(|f| !f.message.is_empty() && !f.remedy.is_empty()));
    }
}

#[test]
fn a_name_that_only_another_encoding_explains_is_not_given_out_as_read() {
    // GB18030 takes the bytes of Big5, partly for characters nobody has.
    let big5 = encoding_rs::BIG5.encode("備份檔案.txt").0.into_owned();
    let plain = "Q".repeat(big5.len());
    let bytes = patch(bag(|z| add(z, &format!("b/data/{plain}"), b"x")), plain.as_bytes(), &big5);
    let (report, _) = judge(&bytes);
    let told: Vec<&str> = report.findings.iter().filter(|f| f.code == "P167").map(|f| f.message.as_str()).collect();
    assert!(
        told.iter().any(|m| m.contains("认不出是什么编码")),
        "{told:?} {}",
        encoding_rs::GB18030.decode(&big5).0.escape_unicode()
    );
}

#[test]
fn a_bomb_is_refused_before_it_is_read_and_a_lying_one_while() {
    let zeros = vec![0_u8; 1 << 20];
    let bomb = bag(|z| {
        z.start_file("b/data/炸弹.bin", DEFLATED).unwrap();
        (0..80).for_each(|_| z.write_all(&zeros).unwrap());
    });
    let (report, codes) = judge(&bomb);
    assert!(codes.contains(&"P166:b/data/炸弹.bin".to_owned()) && !report.passed(), "{codes:?}");
    // The same bomb, claiming to be ten bytes.
    let lying = patch_headers(bomb, "b/data/炸弹.bin".as_bytes(), 22, 24, &[10, 0, 0, 0]);
    let (report, codes) = judge(&lying);
    assert!(codes.contains(&"P166:data/炸弹.bin".to_owned()) && !report.passed(), "{codes:?}");
}

#[test]
fn the_caps_of_the_caller_hold() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.zip");
    lay(&path, &bag(|z| add(z, "b/data/大.txt", &[7; 5000])));
    let usual = Limits::default();
    for limits in [Limits { entries: 2, ..usual }, Limits { file_bytes: 4000, ..usual }, Limits { tag_bytes: 10, ..usual }] {
        let report = verify_within(&path, Mode::Full, &limits, &mut quiet()).unwrap();
        assert!(report.findings.iter().any(|f| f.code == "P166"), "{limits:?}: {:?}", report.findings);
    }
}

#[test]
fn what_is_no_package_is_a_finding_and_what_is_not_there_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("说明.zip");
    lay(&text, "这不是压缩包".as_bytes());
    assert_eq!(full(&text).findings[0].code, "P160");
    let empty = dir.path().join("空");
    jishi_fs::create_dir(&empty).unwrap();
    assert_eq!(full(&empty).findings[0].code, "P101");
    assert!(!full(&empty).facts.complete);
    let outer = dir.path().join("外");
    jishi_fs::create_dir_all(&outer.join("里")).unwrap();
    lay(&outer.join("里/bagit.txt"), b"x");
    assert!(full(&outer).findings[0].remedy.contains("里"), "the inner folder is pointed out");
    assert!(jishi_archive::verify(&dir.path().join("没有"), Mode::Full, &mut quiet()).is_err());
}

#[test]
fn what_stands_behind_the_end_of_a_zip_is_named_in_any_zip() {
    let lengthened = |more: &[u8]| [bag(|_| {}), more.to_vec()].concat();
    assert_eq!(judge(&lengthened(&[7; 20_000])).1, ["P173:b.zip", "P140:封签.json"]);
    assert_eq!(judge(&bag(|zip| zip.set_comment("机密").unwrap())).1, ["P173:b.zip", "P140:封签.json"]);
    let both = [bag(|zip| zip.set_comment("机密").unwrap()), vec![7; 9]].concat();
    assert_eq!(judge(&both).1, ["P173:b.zip", "P173:b.zip", "P140:封签.json"]);
    // Beyond the reach of the end record, and with an end record of its own.
    for more in [vec![7; 70_000], bag(|_| {})] {
        let (report, codes) = judge(&lengthened(&more));
        assert!(codes.iter().any(|c| c == "P173:b.zip" || c == "P175:b.zip"), "{:?}", report.findings);
    }
}

#[test]
fn an_archive_of_another_kind_is_called_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    jishi_fs::create_dir(&dir.path().join("b")).unwrap();
    lay(&dir.path().join("b/bagit.txt"), b"BagIt-Version: 1.0\n");
    run(dir.path(), "tar", &["-cf", "b.tar", "b"]);
    run(dir.path(), "tar", &["-czf", "b.tgz", "b"]);
    lay(&dir.path().join("b.7z"), b"7z\xBC\xAF\x27\x1C\x00\x04");
    lay(&dir.path().join("b.rar"), b"Rar!\x1A\x07\x01\x00");
    for (file, word) in [("b.tar", "tar"), ("b.tgz", "tar.gz"), ("b.7z", "7z"), ("b.rar", "rar")] {
        let report = full(&dir.path().join(file));
        let found = &report.findings[0];
        assert!(!report.passed() && found.code == "P160" && found.message.contains(word), "{found:?}");
        assert!(found.remedy.contains("解") && !found.remedy.contains("重新复制"), "{found:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_foreign_names_in_a_folder_are_named() {
    use std::os::unix::ffi::OsStrExt as _;
    let dir = tempfile::tempdir().unwrap();
    lay(&dir.path().join("b.zip"), &bag(|_| {}));
    run(dir.path(), "unzip", &["-q", "b.zip"]);
    let data = dir.path().join("b/data");
    std::os::unix::fs::symlink("/etc/passwd", data.join("链")).unwrap();
    run(&data, "mkfifo", &["管"]);
    let raw = std::ffi::OsStr::from_bytes(b"\xd5\xc5.txt");
    lay(&data.join(raw), b"x");
    jishi_fs::create_dir(&data.join("空夹")).unwrap();
    let report = full(&dir.path().join("b"));
    let has = |code: &str, file: &str| {
        report.findings.iter().any(|f| f.code == code && f.place.file.as_deref().is_some_and(|p| p.starts_with(file)))
    };
    assert!(has("P180", "data/链") && has("P180", "data/管") && has("P181", "data/"), "{:?}", report.findings);
    assert!(has("P182", "data/空夹"));
}
