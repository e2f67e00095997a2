//! Bags of other hands, judged by RFC 8493: a table of small cases, each valid or with the code of its fault.

use std::path::Path;

use crate::common::{full, lay};

/// Tokens in the table: digests of the two payload files.
fn fill(text: &str) -> String {
    // From sha512sum: of "a\n".
    let a512 = "162b0b32f02482d5aca0a7c93dd03ceac3acd7e410a5f18f3fb990fc958ae0df\
                6f32233b91831eaf99ca581a8c4ddf9c8ba315ac482db6d4ea01cc7884a635be";
    text.replace("{A}", &jishi_fs::sha256_hex(b"a\n"))
        .replace("{AU}", &jishi_fs::sha256_hex(b"a\n").to_uppercase())
        .replace("{B}", &jishi_fs::sha256_hex(b"b\n"))
        .replace("{A512}", a512)
        .replace("{INFO}", &jishi_fs::sha256_hex(b"Contact-Name: x\n"))
}

const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const OLD: &str = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
const ONE: (&str, &str) = ("manifest-sha256.txt", "{A}  data/a.txt\n");
const A: (&str, &str) = ("data/a.txt", "a\n");

/// What it is, its files, the code it must give (`""`: none of level 错).
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const CASES: &[Case] = &[
    ("least bag", &[("bagit.txt", BAGIT), ONE, A], ""),
    (
        "CRLF everywhere",
        &[
            ("bagit.txt", "BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n"),
            ("manifest-sha256.txt", "{A}  data/a.txt\r\n"),
            A,
        ],
        "",
    ),
    (
        "CR alone",
        &[
            ("bagit.txt", "BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r"),
            ("manifest-sha256.txt", "{A}  data/a.txt\r"),
            A,
        ],
        "",
    ),
    (
        "no last line end",
        &[("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8"), ("manifest-sha256.txt", "{A}  data/a.txt"), A],
        "",
    ),
    ("upper-case hex", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{AU}  data/a.txt\n"), A], ""),
    ("one space", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A} data/a.txt\n"), A], ""),
    ("tab", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}\tdata/a.txt\n"), A], ""),
    ("asterisk", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A} *data/a.txt\n"), A], ""),
    ("space in a name", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a b.txt\n"), ("data/a b.txt", "a\n")], ""),
    ("colon in a name", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/10:30.txt\n"), ("data/10:30.txt", "a\n")], ""),
    ("0.97", &[("bagit.txt", OLD), ONE, A], ""),
    ("0.97 listed twice alike", &[("bagit.txt", OLD), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  data/a.txt\n"), A], ""),
    (
        "folded info line",
        &[("bagit.txt", BAGIT), ONE, A, ("bag-info.txt", "External-Description: 甲\n  乙\nPayload-Oxum: 2.1\n")],
        "",
    ),
    (
        "tag manifest",
        &[
            ("bagit.txt", BAGIT),
            ONE,
            A,
            ("bag-info.txt", "Contact-Name: x\n"),
            ("tagmanifest-sha256.txt", "{INFO}  bag-info.txt\n"),
        ],
        "",
    ),
    ("tag file in no tag manifest", &[("bagit.txt", BAGIT), ONE, A, ("notes/x.txt", "x")], ""),
    ("two manifests", &[("bagit.txt", BAGIT), ONE, ("manifest-sha512.txt", "{A512}  data/a.txt\n"), A], ""),
    ("BOM in a manifest", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "\u{FEFF}{A}  data/a.txt\n"), A], ""),
    ("percent encoded", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/100%25.txt\n"), ("data/100%.txt", "a\n")], ""),
    (
        "line feed encoded",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/x%0ay%0D.txt\n"), ("data/x\ny\r.txt", "a\n")],
        "",
    ),
    (
        "other percent stays",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a%20b.txt\n"), ("data/a%20b.txt", "a\n")],
        "",
    ),
    (
        "percent in 0.97 stays",
        &[("bagit.txt", OLD), ("manifest-sha256.txt", "{A}  data/a%25.txt\n"), ("data/a%25.txt", "a\n")],
        "",
    ),
    ("no bagit.txt", &[ONE, A], "P101"),
    ("BOM in bagit.txt", &[("bagit.txt", "\u{FEFF}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), ONE, A], "P112"),
    ("space before the colon", &[("bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"), ONE, A], "P102"),
    ("two spaces after the colon", &[("bagit.txt", "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n"), ONE, A], "P102"),
    ("one line", &[("bagit.txt", "BagIt-Version: 1.0\n"), ONE, A], "P102"),
    ("three lines", &[("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nX: y\n"), ONE, A], "P102"),
    ("version in words", &[("bagit.txt", "BagIt-Version: one\nTag-File-Character-Encoding: UTF-8\n"), ONE, A], "P102"),
    ("version of the future", &[("bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"), ONE, A], "P103"),
    ("encoding unknown", &[("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON\n"), ONE, A], "P104"),
    ("no data", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "")], "P105"),
    ("no manifest", &[("bagit.txt", BAGIT), A], "P106"),
    ("only md5", &[("bagit.txt", BAGIT), ("manifest-md5.txt", "60b725f10c9c85c70d97880dfe8191b3  data/a.txt\n"), A], ""),
    ("md5 wrong", &[("bagit.txt", BAGIT), ("manifest-md5.txt", "60b725f10c9c85c70d97880dfe8191b4  data/a.txt\n"), A], "P122"),
    ("sha1", &[("bagit.txt", BAGIT), ("manifest-sha1.txt", "3f786850e387550fdab836ed7e6dc881de23001b  data/a.txt\n"), A], ""),
    (
        "sha1 wrong",
        &[("bagit.txt", BAGIT), ("manifest-sha1.txt", "3f786850e387550fdab836ed7e6dc881de23001c  data/a.txt\n"), A],
        "P122",
    ),
    (
        "only blake3",
        &[("bagit.txt", BAGIT), ("manifest-blake3.txt", "60b725f10c9c85c70d97880dfe8191b3  data/a.txt\n"), A],
        "P114",
    ),
    (
        "0.93 labels",
        &[
            ("bagit.txt", "BagIt-Version: 0.93\nTag-File-Character-Encoding: UTF-8\n"),
            ONE,
            A,
            ("package-info.txt", "Payload-Oxum: 2.1\n"),
        ],
        "",
    ),
    (
        "0.95 labels wrong",
        &[
            ("bagit.txt", "BagIt-Version: 0.95\nTag-File-Character-Encoding: UTF-8\n"),
            ONE,
            A,
            ("package-info.txt", "Payload-Oxum: 3.1\n"),
        ],
        "P128",
    ),
    (
        "0.96 has other labels",
        &[
            ("bagit.txt", "BagIt-Version: 0.96\nTag-File-Character-Encoding: UTF-8\n"),
            ONE,
            A,
            ("package-info.txt", "Payload-Oxum: 3.1\n"),
        ],
        "",
    ),
    ("fetched", &[("bagit.txt", BAGIT), ONE, A, ("fetch.txt", "http://example.org/ 2 data/a.txt\n")], ""),
    ("fetched, length unknown", &[("bagit.txt", BAGIT), ONE, A, ("fetch.txt", "http://example.org/ - data/a.txt\n")], ""),
    ("fetch not listed", &[("bagit.txt", BAGIT), ONE, A, ("fetch.txt", "http://example.org/ 2 data/c.txt\n")], "P113"),
    ("fetch outside", &[("bagit.txt", BAGIT), ONE, A, ("fetch.txt", "http://example.org/ 2 ../c.txt\n")], "P109"),
    ("fetch no line", &[("bagit.txt", BAGIT), ONE, A, ("fetch.txt", "data/a.txt\n")], "P113"),
    (
        "line ends in a name",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a%0D%0ab.txt\n"), ("data/a\r\nb.txt", "a\n")],
        "",
    ),
    (
        "percent in a name",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/100%25.txt\n"), ("data/100%.txt", "a\n")],
        "",
    ),
    (
        "percent as written",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a%25.txt\n"), ("data/a%25.txt", "a\n")],
        "",
    ),
    ("0.97 percent stays", &[("bagit.txt", OLD), ("manifest-sha256.txt", "{A}  data/a%25.txt\n"), ("data/a%25.txt", "a\n")], ""),
    ("short digest", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "abcd  data/a.txt\n"), A], "P107"),
    ("no digest", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "data/a.txt\n"), A], "P107"),
    ("listed twice alike", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  data/a.txt\n"), A], "P108"),
    ("listed twice unlike", &[("bagit.txt", OLD), ("manifest-sha256.txt", "{A}  data/a.txt\n{B}  data/a.txt\n"), A], "P108"),
    ("path outside", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  data/../../a.txt\n"), A], "P109"),
    ("path absolute", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  /etc/passwd\n"), A], "P109"),
    ("home", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  ~/a.txt\n"), A], "P109"),
    ("drive", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  C:\\data\\a.txt\n"), A], "P109"),
    (
        "tag file in a payload manifest",
        &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{A}  bagit.txt\n"), A],
        "P110",
    ),
    ("payload in a tag manifest", &[("bagit.txt", BAGIT), ONE, A, ("tagmanifest-sha256.txt", "{A}  data/a.txt\n")], "P110"),
    (
        "one manifest misses a file",
        &[
            ("bagit.txt", BAGIT),
            ("manifest-sha256.txt", "{A}  data/a.txt\n{B}  data/b.txt\n"),
            ("manifest-sha512.txt", "{A512}  data/a.txt\n"),
            A,
            ("data/b.txt", "b\n"),
        ],
        "P111",
    ),
    (
        "not fetched",
        &[
            ("bagit.txt", BAGIT),
            ("manifest-sha256.txt", "{A}  data/a.txt\n{B}  data/b.txt\n"),
            A,
            ("fetch.txt", "http://example.org/b 2 data/b.txt\n"),
        ],
        "P113",
    ),
    ("payload missing", &[("bagit.txt", BAGIT), ("manifest-sha256.txt", "{A}  data/a.txt\n{B}  data/b.txt\n"), A], "P120"),
    ("payload extra", &[("bagit.txt", BAGIT), ONE, A, ("data/b.txt", "b\n")], "P121"),
    ("payload altered", &[("bagit.txt", BAGIT), ONE, ("data/a.txt", "A\n")], "P122"),
    ("payload renamed", &[("bagit.txt", BAGIT), ONE, ("data/c.txt", "a\n")], "P123"),
    ("tag missing", &[("bagit.txt", BAGIT), ONE, A, ("tagmanifest-sha256.txt", "{INFO}  bag-info.txt\n")], "P124"),
    (
        "tag altered",
        &[
            ("bagit.txt", BAGIT),
            ONE,
            A,
            ("bag-info.txt", "Contact-Name: y\n"),
            ("tagmanifest-sha256.txt", "{INFO}  bag-info.txt\n"),
        ],
        "P125",
    ),
    ("oxum wrong", &[("bagit.txt", BAGIT), ONE, A, ("bag-info.txt", "Payload-Oxum: 3.1\n")], "P128"),
    ("oxum no number", &[("bagit.txt", BAGIT), ONE, A, ("bag-info.txt", "Payload-Oxum: many\n")], "P129"),
    ("info without colon", &[("bagit.txt", BAGIT), ONE, A, ("bag-info.txt", "no colon here\n")], "P130"),
    ("sm3 manifest wrong", &[("bagit.txt", BAGIT), ONE, A, ("manifest-sm3.txt", "{B}  data/a.txt\n")], "P115"),
];

fn build(root: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let target = root.join(path);
        jishi_fs::create_dir_all(target.parent().unwrap()).unwrap();
        lay(&target, bytes);
    }
}

#[test]
fn every_rule_of_the_table_is_judged_as_the_table_says() {
    for (what, files, code) in CASES {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("bag");
        let filled: Vec<(&str, String)> = files.iter().map(|(p, t)| (*p, fill(t))).collect();
        let bytes: Vec<(&str, &[u8])> = filled.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
        build(&root, &bytes);
        let report = full(&root);
        if code.is_empty() {
            assert!(report.passed() && report.facts.complete, "{what}: {:?}", report.findings);
        } else {
            assert!(report.findings.iter().any(|f| f.code == *code), "{what}: wanted {code}: {:?}", report.findings);
            assert!(!report.passed() && !report.facts.complete, "{what}");
        }
        assert!(!report.facts.sealed);
    }
}

#[test]
fn a_bag_without_payload_is_odd_but_valid() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("bag");
    build(&root, &[("bagit.txt", BAGIT.as_bytes()), ("manifest-sha256.txt", b"")]);
    jishi_fs::create_dir(&root.join("data")).unwrap();
    let report = full(&root);
    assert!(report.passed() && report.findings.iter().any(|f| f.code == "P105"), "{:?}", report.findings);
}

#[test]
fn tag_files_in_other_encodings_are_read_as_declared() {
    let line = fill("{A}  data/é.txt\n");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(line.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin = encoding_rs::WINDOWS_1252.encode(&line).0.into_owned();
    for (label, manifest) in [("UTF-16", utf16), ("ISO-8859-1", latin)] {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("bag");
        let bagit = format!("BagIt-Version: 1.0\nTag-File-Character-Encoding: {label}\n");
        build(&root, &[("bagit.txt", bagit.as_bytes()), ("manifest-sha256.txt", &manifest), ("data/é.txt", b"a\n")]);
        let report = full(&root);
        assert!(report.passed() && report.facts.complete, "{label}: {:?}", report.findings);
    }
    // A damaged encoding is said, not guessed around.
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("bag");
    let mut bad = fill("{A}  data/a.txt\n").into_bytes();
    bad.extend_from_slice(b"\xff\xfe\n");
    build(&root, &[("bagit.txt", BAGIT.as_bytes()), ("manifest-sha256.txt", &bad), ("data/a.txt", b"a\n")]);
    assert!(full(&root).findings.iter().any(|f| f.code == "P107"));
}

#[test]
fn a_name_in_another_normal_form_is_called_renamed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("bag");
    let manifest = fill("{A}  data/e\u{301}.txt\n");
    build(&root, &[("bagit.txt", BAGIT.as_bytes()), ("manifest-sha256.txt", manifest.as_bytes()), ("data/é.txt", b"a\n")]);
    let report = full(&root);
    assert!(report.findings.iter().any(|f| f.code == "P123"), "{:?}", report.findings);
}

#[test]
fn what_was_never_fetched_is_named_line_by_line_and_said_once() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("bag");
    let manifest = fill("{A}  data/a.txt\n{B}  data/b.txt\n{B}  data/c.txt\n");
    let fetch = b"http://example.org/b 2 data/b.txt\nhttp://example.org/c - data/c.txt\n";
    build(
        &root,
        &[
            ("bagit.txt", BAGIT.as_bytes()),
            ("manifest-sha256.txt", manifest.as_bytes()),
            ("data/a.txt", b"a\n"),
            ("fetch.txt", fetch),
        ],
    );
    let report = full(&root);
    let said: Vec<&str> = report.findings.iter().filter(|f| f.code == "P113").map(|f| f.message.as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("data/b.txt") && said[0].contains("第1行") && said[0].contains("2字节"), "{said:?}");
    assert!(said[1].contains("data/c.txt") && said[1].contains("http://example.org/c"), "{said:?}");
    assert!(report.findings.iter().all(|f| f.code != "P120"), "said once: {:?}", report.findings);
}
