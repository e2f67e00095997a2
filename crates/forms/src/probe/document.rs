//! A PDF looked at from inside: pages, encryption, fonts it does not carry, what moves by itself, what it claims to be.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use super::Probe;

pub(super) fn look(doc: &Document) -> Probe {
    if doc.is_encrypted() {
        return Probe { encrypted: true, ..Probe::bad("pdf", "PDF 加了密码，多年后会打不开") };
    }
    // An owner password alone: the reader opens it with the empty one and takes /Encrypt away, but the file is encrypted all the same.
    if doc.was_encrypted() {
        return Probe {
            encrypted: true, ..Probe::bad("pdf", "PDF 设了权限密码，内容是加密的，多年后可能打不开")
        };
    }
    let pages = doc.get_pages();
    if pages.is_empty() {
        return Probe::bad("pdf", "PDF 里没有页面");
    }
    if let Some(number) = pages.iter().find(|(_, id)| !is_whole(doc, **id)).map(|(number, _)| number) {
        return Probe::bad("pdf", &format!("PDF 已损坏，第{number}页读不出内容"));
    }
    Probe {
        declared: declared(doc),
        fonts_missing: fonts_missing(doc),
        active: active(doc),
        ..Probe::good("pdf", u32::try_from(pages.len()).ok())
    }
}

/// Every content stream a page names is there and can be unpacked.
fn is_whole(doc: &Document, page: lopdf::ObjectId) -> bool {
    let Ok(page) = doc.get_dictionary(page) else { return false };
    let Ok(contents) = page.get(b"Contents") else { return true };
    let contents = doc.dereference(contents).map(|(_, object)| object);
    let parts: Vec<&Object> = match contents {
        Ok(Object::Array(parts)) => parts.iter().collect(),
        Ok(Object::Null) => Vec::new(),
        Ok(one) => vec![one],
        Err(_) => return false,
    };
    parts.into_iter().all(|part| match doc.dereference(part) {
        Ok((_, Object::Stream(stream))) => unpacks(stream),
        Ok((_, Object::Null)) => true,
        _ => false,
    })
}

/// Most bytes of what is unpacked to be looked at; what is larger is not judged by it.
const UNPACKED: usize = 64 << 20;

/// Lawful packings that are not unpacked here say nothing against the file.
fn unpacks(stream: &lopdf::Stream) -> bool {
    let Ok(filters) = stream.filters() else { return !stream.dict.has(b"Filter") };
    if !filters.iter().all(|f| [b"FlateDecode".as_slice(), b"LZWDecode", b"ASCII85Decode"].contains(f)) {
        return true;
    }
    match stream.decompressed_content_with_limit(UNPACKED) {
        Ok(_) => true,
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => true,
        Err(_) => false,
    }
}

/// `PDF/A-2b` from the XMP packet; None when it claims nothing.
fn declared(doc: &Document) -> Option<String> {
    let metadata = doc.catalog().ok()?.get(b"Metadata").ok()?;
    let (_, object) = doc.dereference(metadata).ok()?;
    let stream = object.as_stream().ok()?;
    let bytes =
        if stream.dict.has(b"Filter") { stream.decompressed_content_with_limit(UNPACKED).ok()? } else { stream.content.clone() };
    let xmp = String::from_utf8_lossy(&bytes).into_owned();
    let part = said(&xmp, "pdfaid:part")?;
    let level = said(&xmp, "pdfaid:conformance").unwrap_or_default().to_lowercase();
    Some(format!("PDF/A-{part}{level}"))
}

/// The value of an XMP property, written as an element or as an attribute.
fn said(xmp: &str, name: &str) -> Option<String> {
    let after = xmp.split_once(name)?.1.trim_start();
    let value = match after.strip_prefix('=') {
        Some(quoted) => quoted.trim_start().trim_start_matches(['"', '\'']),
        None => after.trim_start_matches('>'),
    };
    let value: String = value.trim_start().chars().take_while(char::is_ascii_alphanumeric).take(2).collect();
    (!value.is_empty()).then_some(value)
}

fn name_of<'a>(dict: &'a Dictionary, key: &[u8]) -> &'a [u8] {
    dict.get(key).and_then(Object::as_name).unwrap_or_default()
}

fn fonts_missing(doc: &Document) -> Vec<String> {
    let mut missing = BTreeSet::new();
    for dict in doc.objects.values().filter_map(|o| o.as_dict().ok()) {
        let kinds: [&[u8]; 5] = [b"Type1", b"MMType1", b"TrueType", b"CIDFontType0", b"CIDFontType2"];
        if name_of(dict, b"Type") != b"Font" || !kinds.contains(&name_of(dict, b"Subtype")) {
            continue;
        }
        let descriptor = dict.get(b"FontDescriptor").ok().and_then(|d| doc.dereference(d).ok());
        let carried = descriptor
            .and_then(|(_, d)| d.as_dict().ok())
            .is_some_and(|d| d.has(b"FontFile") || d.has(b"FontFile2") || d.has(b"FontFile3"));
        if !carried {
            missing.insert(String::from_utf8_lossy(name_of(dict, b"BaseFont")).into_owned());
        }
    }
    missing.into_iter().collect()
}

fn active(doc: &Document) -> Vec<String> {
    let mut found = BTreeSet::new();
    for dict in doc.objects.values().filter_map(|o| o.as_dict().ok()) {
        match name_of(dict, b"S") {
            b"JavaScript" => found.insert("脚本"),
            b"Launch" => found.insert("启动程序的动作"),
            _ => false,
        };
        match name_of(dict, b"Type") {
            b"Filespec" if dict.has(b"EF") => found.insert("附件"),
            b"Sig" => found.insert("电子签名"),
            _ => false,
        };
        if [&b"RichMedia"[..], b"Movie", b"Sound", b"3D"].contains(&name_of(dict, b"Subtype")) {
            found.insert("多媒体");
        }
    }
    found.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    fn probe(bytes: &[u8]) -> Probe {
        super::super::probe(&mut std::io::Cursor::new(bytes)).unwrap()
    }

    fn plain() -> Document {
        let mut doc = Document::with_version("1.5");
        let pages = doc.new_object_id();
        let font = doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "SimSun" });
        let content = doc.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
        let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
        let page = doc.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        doc.objects.insert(pages, Object::Dictionary(tree));
        let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        doc.trailer.set("Root", catalog);
        doc
    }

    fn bytes(mut doc: Document) -> Vec<u8> {
        let mut out = Vec::new();
        doc.save_to(&mut out).unwrap();
        out
    }

    #[test]
    fn fonts_scripts_attachments_and_claims_are_seen_and_told_in_words() {
        let seen = probe(&bytes(plain()));
        assert_eq!((seen.pages, seen.fault.clone(), seen.encrypted), (Some(1), None, false));
        assert_eq!(seen.fonts_missing, ["SimSun"]);
        assert!(
            seen.remarks()[0].contains("SimSun") && seen.remarks().iter().any(|r| r.contains("PDF/A")),
            "{:?}",
            seen.remarks()
        );
        let mut doc = plain();
        doc.add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
        doc.add_object(dictionary! { "Type" => "Filespec", "EF" => dictionary! {} });
        assert_eq!(probe(&bytes(doc)).active, ["脚本", "附件"]);
        for xmp in [
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
            "x pdfaid:part=\"2\" pdfaid:conformance=\"B\"",
        ] {
            let mut doc = plain();
            let metadata = doc.add_object(Stream::new(dictionary! {}, xmp.as_bytes().to_vec()));
            doc.catalog_mut().unwrap().set("Metadata", metadata);
            assert_eq!(probe(&bytes(doc)).declared.as_deref(), Some("PDF/A-2b"));
        }
    }

    #[test]
    fn a_locked_file_and_a_page_without_its_content_are_told() {
        let mut doc = plain();
        let page = *doc.get_pages().get(&1).unwrap();
        doc.get_dictionary_mut(page).unwrap().set("Contents", Object::Reference((999, 0)));
        assert!(probe(&bytes(doc)).fault.unwrap().contains("第1页"));
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("a.pdf");
        jishi_fs::write_new(&open, &bytes(plain())).unwrap();
        // With a password to open it, and with one against changing it alone (`禁止修改` of many scanners), in every age of the format.
        let cases: [&[&str]; 5] = [
            &["geheim", "geheim", "256", "--"],
            &["", "geheim", "40", "--"],
            &["", "geheim", "128", "--use-aes=n", "--"],
            &["", "geheim", "128", "--use-aes=y", "--"],
            &["", "geheim", "256", "--"],
        ];
        for (index, case) in cases.iter().enumerate() {
            let locked = folder.path().join(format!("{index}.pdf"));
            let mut qpdf = std::process::Command::new("qpdf");
            let done = qpdf.args(["--allow-weak-crypto", "--encrypt"]).args(*case).arg(&open).arg(&locked).status();
            assert!(done.expect("qpdf is installed").success(), "{case:?}");
            let seen = probe(&jishi_fs::read_capped(&locked, 1 << 20).unwrap());
            assert!(seen.encrypted && seen.fault.unwrap().contains("密码"), "{case:?}");
        }
    }
}
