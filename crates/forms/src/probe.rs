//! What a file that comes in really is: told by its content, never by its name. It is only looked at, never changed, and never
//! held in memory whole when it is large: a scanned book may have hundreds of megabytes.

mod document;

use std::io::{Cursor, ErrorKind, Read, Result, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::ImageReader;

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// `pdf`, `jpg`, `png`, `tif`, `ofd`, or empty for anything else.
    pub format: &'static str,
    /// Pages, when they can be counted; an OFD is opaque to us, and a PDF of more than [`PDF_WHOLE`] is not taken apart: what it says itself
    /// counts, where it says so plainly.
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

/// Largest PDF that is taken apart to count its pages, in bytes. Of a larger one head, end and encryption are judged, and the
/// user says how many pages it has.
pub const PDF_WHOLE: u64 = 64 << 20;
/// Head of a picture in which its size must stand, in bytes: colour profiles and previews come before it.
const PICTURE_HEAD: u64 = 8 << 20;
/// End of a large PDF that holds its trailer, in bytes.
const PDF_TAIL: u64 = 64 << 10;

/// A source with its length, read in pieces.
struct Source<'a, S> {
    inner: &'a mut S,
    length: u64,
}

impl<S: Read + Seek> Source<'_, S> {
    /// At most `length` bytes from `at`; fewer at the end.
    fn piece(&mut self, at: u64, length: u64) -> Result<Vec<u8>> {
        self.inner.seek(SeekFrom::Start(at.min(self.length)))?;
        let mut bytes = Vec::new();
        self.inner.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn tail(&mut self, length: u64) -> Result<Vec<u8>> {
        self.piece(self.length.saturating_sub(length), length)
    }

    /// Whether the mark stands anywhere, looked for in pieces that overlap by its length.
    fn holds(&mut self, mark: &[u8]) -> Result<bool> {
        const PIECE: u64 = 1 << 20;
        let mut at = 0;
        while at < self.length {
            if holds(&self.piece(at, PIECE + mark.len() as u64)?, mark) {
                return Ok(true);
            }
            at += PIECE;
        }
        Ok(false)
    }
}

/// Looks at a file.
///
/// # Errors
/// When it cannot be read; what it is or is not, is an answer.
pub fn probe(source: &mut (impl Read + Seek)) -> Result<Probe> {
    let length = source.seek(SeekFrom::End(0))?;
    let mut source = Source { inner: source, length };
    let head = source.piece(0, 1024)?;
    Ok(if head.is_empty() {
        Probe::bad("", "文件是空的")
    } else if holds(&head, b"%PDF-") {
        pdf(&mut source)?
    } else if head.starts_with(&[0xff, 0xd8, 0xff]) {
        picture("jpg", &mut source)?
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        picture("png", &mut source)?
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        tiff(&mut source, head.starts_with(b"II"))?
    } else if head.starts_with(b"PK\x03\x04") && source.holds(b"OFD.xml")? {
        Probe::good("ofd", None)
    } else {
        Probe::bad("", "它不是 PDF、JPG、PNG、TIFF 或 OFD 文件")
    })
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|w| w == mark)
}

fn pdf<S: Read + Seek>(source: &mut Source<'_, S>) -> Result<Probe> {
    if source.length > PDF_WHOLE {
        return large_pdf(source);
    }
    let bytes = source.piece(0, PDF_WHOLE)?;
    // The parser is not ours; should it ever panic on a strange file, the file is strange, not the program broken.
    let parsed = catch_unwind(AssertUnwindSafe(|| crate::pages::loaded(&bytes).map(|doc| document::look(&doc))));
    Ok(match parsed {
        Ok(Ok(probe)) => probe,
        Ok(Err(_)) | Err(_) if holds(&bytes, b"/Encrypt") => Probe { encrypted: true, ..Probe::bad("pdf", ENCRYPTED) },
        Ok(Err(_)) | Err(_) => Probe::bad("pdf", "PDF 已损坏，读不出页面"),
    })
}

const ENCRYPTED: &str = "PDF 加了密码，多年后会打不开";

/// The end says where the table of objects stands, and the table is there: a copy broken off in the middle has neither.
fn large_pdf<S: Read + Seek>(source: &mut Source<'_, S>) -> Result<Probe> {
    let tail = source.tail(PDF_TAIL)?;
    let text = String::from_utf8_lossy(&tail);
    let place = text.rsplit_once("startxref").filter(|(_, after)| after.contains("%%EOF"));
    let place = place.and_then(|(_, after)| after.split_whitespace().next()?.parse::<u64>().ok());
    let Some(place) = place.filter(|at| *at < source.length) else {
        return Ok(Probe::bad("pdf", "PDF 不完整，后半部分缺失"));
    };
    let table = source.piece(place, 4096)?;
    let stream_head = table.split(|b| b.is_ascii_whitespace()).nth(2).is_some_and(|word| word.starts_with(b"obj"));
    if !table.starts_with(b"xref") && !stream_head {
        return Ok(Probe::bad("pdf", "PDF 已损坏，读不出页面"));
    }
    // The trailer stands behind the table, or is the dictionary of the stream itself.
    if holds(&tail, b"/Encrypt") || (stream_head && holds(&table, b"/Encrypt")) {
        return Ok(Probe::bad("pdf", ENCRYPTED));
    }
    let pages = if stream_head { None } else { said_pages(source, place)? };
    Ok(Probe::good("pdf", pages))
}

/// Bytes of a table of objects that are read, and of one object.
const PDF_TABLE: u64 = 8 << 20;
const PDF_OBJECT: u64 = 1 << 20;
/// Tables a file changed again and again may have, each naming the one before.
const PDF_TABLES: usize = 64;

/// How many pages a PDF with plain tables of objects says it has, by way of its catalogue.
fn said_pages<S: Read + Seek>(source: &mut Source<'_, S>, newest: u64) -> Result<Option<u32>> {
    let (mut tables, mut next) = (Vec::new(), Some(newest));
    while let Some(at) = next.filter(|_| tables.len() < PDF_TABLES) {
        let text = String::from_utf8_lossy(&source.piece(at, PDF_TABLE)?).into_owned();
        let trailer = text.split_once("trailer").and_then(|(_, after)| after.split("startxref").next());
        next = trailer.and_then(|t| number_after(t, "/Prev"));
        tables.push(text);
    }
    let trailers = tables.iter().filter_map(|t| Some(t.split_once("trailer")?.1));
    let root = trailers.filter_map(|t| number_after(t.split("startxref").next()?, "/Root")).next();
    let Some(catalogue) = root.and_then(|id| object_place(&tables, id)) else { return Ok(None) };
    let Some(tree) = number_after(&object(source, catalogue)?, "/Pages").and_then(|id| object_place(&tables, id)) else {
        return Ok(None);
    };
    let count = number_after(&object(source, tree)?, "/Count");
    Ok(count.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0))
}

fn object<S: Read + Seek>(source: &mut Source<'_, S>, at: u64) -> Result<String> {
    let text = String::from_utf8_lossy(&source.piece(at, PDF_OBJECT)?).into_owned();
    Ok(text.split("endobj").next().unwrap_or_default().to_owned())
}

/// The number that follows a key, which may begin longer keys too.
fn number_after(text: &str, key: &str) -> Option<u64> {
    let after = text.split(key).skip(1);
    after.filter_map(|rest| rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()).next()
}

/// Where an object stands by the newest table that tells of it: runs of lines of twenty bytes, each run under its first number and length.
fn object_place(tables: &[String], id: u64) -> Option<u64> {
    const LINE: usize = 20;
    tables.iter().find_map(|table| {
        let mut rest = table.strip_prefix("xref")?;
        loop {
            let (head, lines) = rest.trim_start().split_once(['\n', '\r'])?;
            let (first, count) = head.trim().split_once(' ')?;
            let (first, count) = (first.parse::<u64>().ok()?, count.trim().parse::<u64>().ok()?);
            let lines = lines.trim_start();
            if (first..first.saturating_add(count)).contains(&id) {
                let line = lines.get(usize::try_from(id - first).ok()?.checked_mul(LINE)?..)?;
                return line.get(..10)?.parse().ok().filter(|_| line.get(17..18) == Some("n"));
            }
            rest = lines.get(usize::try_from(count).ok()?.checked_mul(LINE)?..)?;
        }
    })
}

fn picture<S: Read + Seek>(format: &'static str, source: &mut Source<'_, S>) -> Result<Probe> {
    let head = source.piece(0, PICTURE_HEAD)?;
    let size = ImageReader::new(Cursor::new(&head)).with_guessed_format().ok().and_then(|r| r.into_dimensions().ok());
    let ended = match format {
        // A scanner cut off in the middle leaves a head without an end.
        "jpg" => holds(&source.tail(4097)?, &[0xff, 0xd9]),
        _ => holds(&source.tail(64)?, b"IEND"),
    };
    Ok(match size {
        Some((w, h)) if w > 0 && h > 0 && ended => Probe::good(format, Some(1)),
        Some(_) => Probe::bad(format, "图片不完整，可能扫描或复制时中断了"),
        None => Probe::bad(format, "图片已损坏"),
    })
}

/// Counts the image directories of a TIFF, one a page.
fn tiff<S: Read + Seek>(source: &mut Source<'_, S>, little: bool) -> Result<Probe> {
    let mut number = |at: u64, length: usize| -> Result<Option<u64>> {
        let raw = match source.piece(at, length as u64) {
            Err(e) if e.kind() == ErrorKind::InvalidInput => return Ok(None),
            other => other?,
        };
        let fold = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        Ok((raw.len() == length).then(|| if little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) }))
    };
    let mut seen = std::collections::HashSet::new();
    let mut next = number(4, 4)?;
    while let Some(at) = next.filter(|at| *at != 0) {
        let Some(entries) = number(at, 2)?.filter(|_| seen.len() <= 20_000 && !seen.contains(&at)) else {
            return Ok(Probe::bad("tif", "TIFF 已损坏，页面目录接不上"));
        };
        seen.insert(at);
        next = number(at + 2 + entries * 12, 4)?;
        if next.is_none() {
            return Ok(Probe::bad("tif", "TIFF 已损坏，页面目录不完整"));
        }
    }
    Ok(if seen.is_empty() {
        Probe::bad("tif", "TIFF 里没有页面")
    } else {
        Probe::good("tif", u32::try_from(seen.len()).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(bytes: &[u8]) -> Probe {
        super::probe(&mut Cursor::new(bytes)).unwrap()
    }

    /// A file of `length` bytes, nothing but zeros between its head and its end, that counts what is asked of it.
    struct Sparse {
        head: Vec<u8>,
        end: Vec<u8>,
        length: u64,
        at: u64,
        read: u64,
        longest: usize,
    }

    impl Sparse {
        fn new(head: &[u8], end: &[u8], length: u64) -> Sparse {
            Sparse { head: head.to_vec(), end: end.to_vec(), length, at: 0, read: 0, longest: 0 }
        }
    }

    impl Read for Sparse {
        fn read(&mut self, into: &mut [u8]) -> Result<usize> {
            self.longest = self.longest.max(into.len());
            let n = into.len().min(usize::try_from(self.length - self.at).unwrap());
            let end_at = self.length - self.end.len() as u64;
            for (i, byte) in into[..n].iter_mut().enumerate() {
                let at = self.at + i as u64;
                let head = usize::try_from(at).ok().and_then(|at| self.head.get(at));
                let end = at.checked_sub(end_at).and_then(|at| self.end.get(usize::try_from(at).unwrap()));
                *byte = *head.or(end).unwrap_or(&0);
            }
            self.at += n as u64;
            self.read += n as u64;
            Ok(n)
        }
    }

    impl Seek for Sparse {
        fn seek(&mut self, to: SeekFrom) -> Result<u64> {
            self.at = match to {
                SeekFrom::Start(at) => at,
                SeekFrom::End(_) => self.length,
                SeekFrom::Current(_) => self.at,
            };
            Ok(self.at)
        }
    }

    #[test]
    fn of_a_file_of_300_megabytes_only_small_pieces_are_ever_in_memory() {
        const LENGTH: u64 = 300 << 20;
        let jpeg = crate::testing::photo(image::ImageFormat::Jpeg, 20, 30);
        let end_of_pdf =
            |at: u64, more: &str| format!("xref\n0 1\ntrailer <</Root 1 0 R{more}>>\nstartxref\n{at}\n%%EOF\n").into_bytes();
        let table = |more: &str| LENGTH - end_of_pdf(LENGTH, more).len() as u64;
        // The catalogue and the tree of pages stand at the beginning, the table at the end.
        let book = {
            let head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /PageMode /UseNone /Pages 2 0 R >>\nendobj\n";
            let tree = "2 0 obj\n<< /Type /Pages /Kids [ 3 0 R ] /Count 2000 >>\nendobj\n";
            let rows = format!("0000000000 65535 f \n{:010} 00000 n \n{:010} 00000 n \n", 9, head.len());
            let end = |at: u64| format!("xref\n0 3\n{rows}trailer <</Size 3 /Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
            (format!("{head}{tree}").into_bytes(), end(LENGTH - end(LENGTH).len() as u64).into_bytes())
        };
        let plain = end_of_pdf(table(""), "");
        let locked = end_of_pdf(table("/Encrypt 9 0 R"), "/Encrypt 9 0 R");
        let directory = {
            let at = u32::try_from(LENGTH - 6).unwrap().to_le_bytes();
            [b"II*\0".as_slice(), &at].concat()
        };
        for (length, head, end, pages, fault) in [
            (LENGTH, b"%PDF-1.7\n".as_slice(), plain.as_slice(), None, None),
            (LENGTH, &book.0, &book.1, Some(2000), None),
            (LENGTH, b"%PDF-1.7\n", &locked, None, Some("加了密码")),
            (LENGTH, b"%PDF-1.7\n", b"", None, Some("不完整")),
            (LENGTH, b"%PDF-1.7\n", b"startxref\n77\n%%EOF", None, Some("已损坏")),
            (LENGTH, &directory, &[0; 6], Some(1), None),
            (LENGTH, &jpeg, &[0xff, 0xd9], Some(1), None),
            (12 << 20, b"PK\x03\x04", b"OFD.xml", None, None),
        ] {
            let mut file = Sparse::new(head, end, length);
            let seen = super::probe(&mut file).unwrap();
            assert_eq!(seen.pages, pages, "{seen:?}");
            assert_eq!(seen.fault.is_some(), fault.is_some(), "{seen:?}");
            assert!(seen.fault.unwrap_or_default().contains(fault.unwrap_or_default()));
            assert!(file.longest <= 16 << 20, "{} bytes asked for at once", file.longest);
            assert!(seen.format == "ofd" || file.read <= 20 << 20, "{}: {} bytes read", seen.format, file.read);
        }
    }

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
