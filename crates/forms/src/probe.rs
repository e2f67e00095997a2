//! What a file that comes in really is: told by its content, never by its name. It is only looked at, never changed.

mod document;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::ImageReader;
use lopdf::Document;

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`, or empty for anything else.
    pub format: &'static str,
    /// Pages, when they can be counted; an OFD is opaque to us.
    pub pages: Option<u32>,
    /// Why it cannot be kept, in words.
    pub fault: Option<String>,
    pub encrypted: bool,
    /// The conformance a PDF claims of itself, such as PDF/A-2b. A claim is no proof.
    pub declared: Option<String>,
    /// Fonts a PDF uses without carrying them, by name, sorted.
    pub fonts_missing: Vec<String>,
    /// Scripts, attachments and the like in a PDF, in words, sorted.
    pub active: Vec<String>,
}

impl Probe {
    fn good(format: &'static str, pages: Option<u32>) -> Probe {
        Probe { format, pages, ..Probe::default() }
    }

    fn bad(format: &'static str, fault: &str) -> Probe {
        Probe { format, fault: Some(fault.into()), ..Probe::default() }
    }

    /// What to know before it is filed, in words; empty when nothing stands against it.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.fonts_missing.is_empty() {
            let names = self.fonts_missing.join("、");
            remarks.push(format!("用到的字体没有嵌入（{names}），换一台机器字形可能变样；请用原软件另存为 PDF/A，或打印后扫描"));
        }
        if !self.active.is_empty() {
            remarks.push(format!("含有{}，不宜长期保存；请另存为 PDF/A 去掉它们", self.active.join("、")));
        }
        if self.format == "pdf" && self.fault.is_none() && self.declared.is_none() {
            remarks.push("没有声明符合 PDF/A；长期保存以 PDF/A 为宜".to_owned());
        }
        remarks
    }
}

/// Looks at the bytes of a file.
#[must_use]
pub fn probe(bytes: &[u8]) -> Probe {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if bytes.is_empty() {
        Probe::bad("", "文件是空的")
    } else if holds(head, b"%PDF-") {
        pdf(bytes)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        picture("jpg", bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        picture("png", bytes)
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        tiff(bytes)
    } else if bytes.starts_with(b"PK\x03\x04") && holds(bytes, b"OFD.xml") {
        Probe::good("ofd", None)
    } else {
        Probe::bad("", "它不是 PDF、JPG、PNG、TIFF 或 OFD 文件")
    }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|w| w == mark)
}

fn pdf(bytes: &[u8]) -> Probe {
    // The parser is not ours; should it ever panic on a strange file, the file is strange, not the program broken.
    let parsed = catch_unwind(AssertUnwindSafe(|| Document::load_mem(bytes).map(|doc| document::look(&doc))));
    match parsed {
        Ok(Ok(probe)) => probe,
        Ok(Err(_)) | Err(_) if holds(bytes, b"/Encrypt") => {
            Probe { encrypted: true, ..Probe::bad("pdf", "PDF 加了密码，多年后会打不开") }
        }
        Ok(Err(_)) | Err(_) => Probe::bad("pdf", "PDF 已损坏，读不出页面"),
    }
}

fn picture(format: &'static str, bytes: &[u8]) -> Probe {
    let size = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok().and_then(|r| r.into_dimensions().ok());
    let ended = match format {
        // A scanner cut off in the middle leaves a head without an end.
        "jpg" => bytes.windows(2).rev().take(4096).any(|w| w == [0xff, 0xd9]),
        _ => holds(bytes.get(bytes.len().saturating_sub(64)..).unwrap_or(bytes), b"IEND"),
    };
    match size {
        Some((w, h)) if w > 0 && h > 0 && ended => Probe::good(format, Some(1)),
        Some(_) => Probe::bad(format, "图片不完整，可能扫描或复制时中断了"),
        None => Probe::bad(format, "图片已损坏"),
    }
}

/// Counts the image directories of a TIFF, one a page.
fn tiff(bytes: &[u8]) -> Probe {
    let little = bytes.starts_with(b"II");
    let number = |at: usize, length: usize| -> Option<usize> {
        let raw = bytes.get(at..at.checked_add(length)?)?;
        let fold = |sum: usize, byte: &u8| (sum << 8) | usize::from(*byte);
        Some(if little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) })
    };
    let mut seen = Vec::new();
    let mut next = number(4, 4);
    while let Some(at) = next.filter(|at| *at != 0) {
        let entries = number(at, 2);
        if seen.contains(&at) || entries.is_none() || seen.len() > 20_000 {
            return Probe::bad("tif", "TIFF 已损坏，页面目录接不上");
        }
        seen.push(at);
        next = entries.and_then(|n| at.checked_add(2)?.checked_add(n.checked_mul(12)?)).and_then(|end| number(end, 4));
        if next.is_none() {
            return Probe::bad("tif", "TIFF 已损坏，页面目录不完整");
        }
    }
    if seen.is_empty() { Probe::bad("tif", "TIFF 里没有页面") } else { Probe::good("tif", u32::try_from(seen.len()).ok()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png() -> Vec<u8> {
        let mut out = Vec::new();
        image::GrayImage::new(4, 5).write_to(&mut Cursor::new(&mut out), image::ImageFormat::Png).unwrap();
        out
    }

    #[test]
    fn a_file_is_known_by_its_content_and_a_broken_one_is_told() {
        let png = png();
        assert_eq!(probe(&png), Probe::good("png", Some(1)));
        assert!(probe(&png[..png.len() - 20]).fault.unwrap().contains("不完整"));
        let mut tiff = Vec::new();
        image::GrayImage::new(4, 5).write_to(&mut Cursor::new(&mut tiff), image::ImageFormat::Tiff).unwrap();
        assert_eq!(probe(&tiff), Probe::good("tif", Some(1)));
        for (bytes, words) in [
            (&b""[..], "空的"),
            (b"hello", "不是 PDF"),
            (b"%PDF-1.7 nothing", "已损坏"),
            (b"MZ\x90\0", "不是 PDF"),
            (b"II*\0\x08\0\0\0", "目录接不上"),
            (b"\xff\xd8\xff\xe0 nothing", "已损坏"),
        ] {
            let fault = probe(bytes).fault.unwrap();
            assert!(fault.contains(words), "{fault}");
        }
        assert_eq!(probe(b"PK\x03\x04....OFD.xml").format, "ofd");
    }

    #[test]
    fn a_loop_of_tiff_directories_ends() {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend([0, 0, 8, 0, 0, 0]);
        assert!(probe(&bytes).fault.unwrap().contains("接不上"));
    }
}
