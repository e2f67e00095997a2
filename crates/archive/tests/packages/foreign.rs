//! Bags of other hands, judged by RFC 8493: the tables of small cases in `bags`, beside bagit.py.

use std::ops::ControlFlow;
use std::path::Path;

use jishi_archive::{Limits, Mode};
use jishi_core::finding::Level;
use sha2::Digest as _;

use crate::common::{bagit_python, full, lay, run};

const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// A case of the folder `bags`; the head of `rules.toml` says what stands where.
#[derive(serde::Deserialize)]
struct Bag {
    name: String,
    verdict: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    encoding: String,
    bagit_py: Option<String>,
    #[serde(default)]
    why: String,
    files: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
struct Bags {
    bag: Vec<Bag>,
}

fn bags() -> Vec<Bag> {
    let read = |text: &str| toml::from_str::<Bags>(text).unwrap().bag;
    let all = [read(include_str!("bags/rules.toml")), read(include_str!("bags/conformance.toml"))];
    all.into_iter().flatten().collect()
}

fn digest(family: &str, bytes: &[u8]) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    match family {
        "md5" => hex(&md5::Md5::digest(bytes)),
        "sha1" => hex(&sha1::Sha1::digest(bytes)),
        "sha224" => hex(&sha2::Sha224::digest(bytes)),
        "sha256" => hex(&sha2::Sha256::digest(bytes)),
        "SHA256" => hex(&sha2::Sha256::digest(bytes)).to_uppercase(),
        "sha384" => hex(&sha2::Sha384::digest(bytes)),
        "sha512" => hex(&sha2::Sha512::digest(bytes)),
        _ => panic!("no such family: {family}"),
    }
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let marked = || std::iter::once(0xFEFF).chain(text.encode_utf16());
    match encoding {
        "UTF-16" => marked().flat_map(u16::to_le_bytes).collect(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "ISO-8859-1" => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    }
}

impl Bag {
    /// The bytes of a file of the bag. Manifests lead to tag files, those to nothing: every token is read to its end.
    fn bytes(&self, path: &str, text: &str) -> Vec<u8> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, token)) = rest.split_once('{') {
            let Some((token, after)) = token.split_once('}') else { break };
            out.push_str(before);
            match token.split_once(' ') {
                Some(("bagit", version)) => {
                    out.push_str(&format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n"));
                }
                Some((family, of)) if family.to_lowercase().starts_with("sha") || family == "md5" => {
                    let file = self.files.iter().find(|(p, _)| p == of);
                    let bytes = file.map_or_else(|| of.as_bytes().to_vec(), |(path, text)| self.bytes(path, text));
                    out.push_str(&digest(family, &bytes));
                }
                _ => out.push_str(&format!("{{{token}}}")),
            }
            rest = after;
        }
        out.push_str(rest);
        let tag = path != "bagit.txt" && !path.starts_with("data/");
        encoded(&out, if tag { &self.encoding } else { "" })
    }

    fn lay(&self, root: &Path) {
        let filled: Vec<(&str, Vec<u8>)> = self.files.iter().map(|(p, t)| (p.as_str(), self.bytes(p, t))).collect();
        build(root, &filled.iter().map(|(p, b)| (*p, b.as_slice())).collect::<Vec<_>>());
    }
}

fn build(root: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let target = root.join(path);
        jishi_fs::create_dir_all(target.parent().unwrap()).unwrap();
        lay(&target, bytes);
    }
}

#[test]
fn every_bag_of_another_hand_is_judged_as_the_table_says() {
    let mut wrong = Vec::new();
    let cases = bags();
    assert!(cases.len() > 150, "{}", cases.len());
    for bag in &cases {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("bag");
        bag.lay(&root);
        let report = full(&root);
        let good = match bag.verdict.as_str() {
            "valid" | "warning" => report.passed() && report.facts.complete,
            "invalid" => !report.passed() && !report.facts.complete,
            other => panic!("{}: {other} is no verdict", bag.name),
        };
        let level = if bag.verdict == "invalid" { Level::Error } else { Level::Warning };
        let named = bag.code.is_empty() || report.findings.iter().any(|f| f.code == bag.code && f.level == level);
        if !(good && named && !report.facts.sealed && (bag.verdict != "warning" || !bag.code.is_empty())) {
            wrong.push(format!("{}: wanted {} {}: {:?}", bag.name, bag.verdict, bag.code, report.findings));
        }
        // What is pointed at is seen as a package, however broken, and never as a place with nothing in it.
        let swept = jishi_archive::sweep(&root, Mode::Full, &Limits::default(), &mut |_| ControlFlow::Continue(())).unwrap();
        let answer = swept.answer();
        if answer.passed() != report.passed() {
            wrong.push(format!("{}: the sweep says {}", bag.name, answer.passed()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bagit_py_judges_the_same_bags_alike_or_the_table_says_why_not() {
    let python = bagit_python().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let cases = bags();
    for (number, bag) in cases.iter().enumerate() {
        bag.lay(&dir.path().join(format!("{number:03}")));
    }
    let script = "import sys,os,bagit,logging\nlogging.disable(logging.CRITICAL)\nfor n in sorted(os.listdir(sys.argv[1])):\n  \
                  try: bagit.Bag(os.path.join(sys.argv[1],n)).validate(); print(n,'valid')\n  \
                  except Exception as e: print(n,'invalid',type(e).__name__,str(e).replace(chr(10),' ').replace(chr(13),' '))";
    let said = run(dir.path(), python.to_str().unwrap(), &["-c", script, dir.path().to_str().unwrap()]);
    let mut wrong = Vec::new();
    for (bag, line) in cases.iter().zip(said.lines()) {
        let theirs = line.split(' ').nth(1).unwrap();
        let ours = if bag.verdict == "invalid" { "invalid" } else { "valid" };
        if theirs != bag.bagit_py.as_deref().unwrap_or(ours) || bag.bagit_py.is_some() == bag.why.is_empty() {
            wrong.push(format!("{}: ours {ours}, theirs {line}", bag.name));
        }
    }
    assert_eq!(said.lines().count(), cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    let line = format!("{}  data/é.txt\n", digest("sha256", b"a\n"));
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
    let mut bad = format!("{}  data/a.txt\n", digest("sha256", b"a\n")).into_bytes();
    bad.extend_from_slice(b"\xff\xfe\n");
    build(&root, &[("bagit.txt", BAGIT.as_bytes()), ("manifest-sha256.txt", &bad), ("data/a.txt", b"a\n")]);
    assert!(full(&root).findings.iter().any(|f| f.code == "P107"));
}

#[test]
fn a_name_in_another_normal_form_is_judged_by_its_content_and_by_nothing_that_was_not_read() {
    let manifest = format!("{}  data/e\u{301}.txt\n", digest("sha256", b"a\n"));
    let judged = |content: &[u8], mode| {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("bag");
        build(&root, &[("bagit.txt", BAGIT.as_bytes()), ("manifest-sha256.txt", manifest.as_bytes()), ("data/é.txt", content)]);
        jishi_archive::verify(&root, mode, &mut |_| ControlFlow::Continue(())).unwrap()
    };
    for (content, mode, code, level, words) in [
        (b"a\n", Mode::Full, "P123", Level::Warning, "的内容与清单相符"),
        (b"b\n", Mode::Full, "P122", Level::Error, "的内容变了"),
        (b"a\n", Mode::Fast, "P123", Level::Warning, "没有核对内容"),
        (b"b\n", Mode::Fast, "P123", Level::Warning, "没有核对内容"),
    ] {
        let report = judged(content, mode);
        let about: Vec<_> = report.findings.iter().filter(|f| f.message.contains("data/é.txt")).collect();
        let [one] = about.as_slice() else { panic!("{mode:?}: {:?}", report.findings) };
        assert!(one.code == code && one.level == level && one.message.contains(words), "{mode:?}: {one:?}");
        assert!(mode == Mode::Full || !one.message.contains("相符"), "{one:?}");
        assert_eq!(report.passed(), level == Level::Warning, "{:?}", report.findings);
    }
}

#[test]
fn what_was_never_fetched_is_named_line_by_line_and_said_once() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("bag");
    let manifest =
        format!("{0}  data/a.txt\n{1}  data/b.txt\n{1}  data/c.txt\n", digest("sha256", b"a\n"), digest("sha256", b"b\n"));
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
