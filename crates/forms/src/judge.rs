//! The judges of the tests: an independent validator, and stock readers of PDF. What they say is taken as it is.

use std::path::Path;
use std::process::Command;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// Runs a stock tool on a PDF; fails when the tool does.
fn tool(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("form.pdf");
    jishi_fs::write_new(&path, pdf).expect("written");
    let output =
        Command::new(program).args(before).arg(&path).args(after).output().expect("poppler-utils and qpdf are installed");
    assert!(
        output.status.success(),
        "{program}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // Poppler prints titles of structure elements as raw UTF-16.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text a reader copies, in the order of the content.
pub(crate) fn raw_text(pdf: &[u8]) -> String {
    tool("pdftotext", &["-raw", "-enc", "UTF-8"], pdf, &["-"])
}

/// The text as it lies on the page; pages are parted by form feeds.
pub(crate) fn laid_text(pdf: &[u8]) -> String {
    tool("pdftotext", &["-layout", "-enc", "UTF-8"], pdf, &["-"])
}

/// Without spaces and line ends, for comparison over line breaks.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Structure tree as poppler reads it, with the text of each element.
pub(crate) fn structure(pdf: &[u8]) -> String {
    tool("pdfinfo", &["-struct-text"], pdf, &[])
}

/// Everything every PDF of ours must pass.
pub(crate) fn sound(name: &str, pdf: &[u8]) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let verdict = validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile)).expect("the validator reads it");
        let failures: Vec<_> = verdict.failures.iter().map(|f| format!("{} {}", f.rule_id, f.message)).collect();
        assert!(verdict.is_compliant, "{name}: {profile:?}: {failures:#?}");
    }
    let checked = tool("qpdf", &["--check"], pdf, &[]);
    assert!(checked.contains("No syntax or stream encoding errors"), "{name}: {checked}");
    let fonts = tool("pdffonts", &[], pdf, &[]);
    let mut rows = 0;
    for row in fonts.lines().skip(2) {
        rows += 1;
        let words: Vec<&str> = row.split_whitespace().collect();
        let flags: Vec<&str> = words.iter().rev().skip(2).take(3).copied().collect();
        assert_eq!(flags, ["yes", "yes", "yes"], "{name}: {row}");
        assert_eq!(row.find('+'), Some(6), "{name}: a subset has six letters before its name: {row}");
    }
    assert!(rows > 0, "{name}: no fonts");
    let doc = lopdf::Document::load_mem(pdf).expect("lopdf reads it");
    let catalog = doc.catalog().expect("a catalogue");
    assert_eq!(catalog.get(b"Lang").and_then(lopdf::Object::as_str).expect("Lang"), b"zh-CN", "{name}");
    assert_eq!(catalog.get(b"PageMode").and_then(lopdf::Object::as_name).expect("PageMode is a name"), b"UseOutlines", "{name}");
    let metadata = catalog.get(b"Metadata").and_then(lopdf::Object::as_reference).expect("XMP");
    let stream = doc.get_object(metadata).and_then(lopdf::Object::as_stream).expect("a stream");
    assert!(!stream.dict.has(b"Filter"), "{name}: XMP is to be read without tools");
    let xmp = String::from_utf8(stream.content.clone()).expect("UTF-8");
    let info =
        doc.trailer.get(b"Info").and_then(lopdf::Object::as_reference).and_then(|id| doc.get_dictionary(id)).expect("Info");
    let title = lopdf::decode_text_string(info.get(b"Title").expect("Title")).expect("text");
    assert!(xmp.contains(&format!("<rdf:li xml:lang=\"x-default\">{title}</rdf:li>")), "{name}: {title} is not in {xmp}");
    let id = doc.trailer.get(b"ID").and_then(lopdf::Object::as_array).expect("ID");
    assert!(id.len() == 2 && id[0] == id[1], "{name}: {id:?}");
}

/// No line of any text block begins with a closing mark or ends with an opening one, judged by poppler's own lines.
pub(crate) fn keeps_line_rules(name: &str, pdf: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("form.pdf");
    jishi_fs::write_new(&path, pdf).expect("written");
    let run = |path: &Path| {
        Command::new("pdftotext").args(["-bbox-layout", "-enc", "UTF-8"]).arg(path).arg("-").output().expect("pdftotext")
    };
    let html = String::from_utf8(run(&path).stdout).expect("UTF-8");
    let mut lines = 0;
    for line in html.split("<line ").skip(1) {
        let line = line.split("</line>").next().unwrap_or_default();
        let text: String =
            line.split("<word ").skip(1).filter_map(|w| Some(w.split_once('>')?.1.split("</word>").next()?.to_owned())).collect();
        lines += 1;
        assert!(!text.starts_with(['，', '。', '、', '；', '：', '）', '》', '”', '！', '？']), "{name}: {text}");
        assert!(!text.ends_with(['（', '《', '“']), "{name}: {text}");
    }
    assert!(lines > 0, "{name}: no lines");
}
