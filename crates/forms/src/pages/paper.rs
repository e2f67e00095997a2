//! A PDF as it was read. Of a scan nearly all bytes are pictures: of a file on the disk they stay there, and each is read when it is asked for.

use std::borrow::Cow;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Deref;

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId, Stream};

use super::{OnDisk, loaded, loaded_by};

/// A document, and where the pictures are that were left out of it: a stream without content says by its `start_position` where in the file
/// it stands, and by its length how far it goes.
pub(super) struct Paper {
    doc: Document,
    file: Option<OnDisk>,
}

impl Deref for Paper {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.doc
    }
}

impl Paper {
    /// With everything that is in it.
    pub(super) fn whole(doc: Document) -> Paper {
        Paper { doc, file: None }
    }

    /// Of `bytes`, which are those of `file`, without the pictures. A file that does not lead to its pictures the usual way is read whole.
    ///
    /// # Errors
    /// In words, when it is no PDF.
    pub(super) fn on_disk(bytes: &[u8], file: OnDisk) -> Result<Paper, String> {
        let mut doc = loaded_by(bytes, Some(left_out))?;
        if note_places(&mut doc, bytes).is_some() {
            return Ok(Paper { doc, file: Some(file) });
        }
        drop(doc);
        Ok(Paper::whole(loaded(bytes)?))
    }

    /// The stream with its content.
    ///
    /// # Errors
    /// In words, when it cannot be read from the disk any more.
    pub(super) fn with_content<'a>(&self, stream: &'a Stream) -> Result<Cow<'a, Stream>, String> {
        let (Some(file), true, Some(at), Some(length)) =
            (self.file.as_ref(), stream.content.is_empty(), stream.start_position, length_of(stream))
        else {
            return Ok(Cow::Borrowed(stream));
        };
        let mut whole = stream.clone();
        whole.content = vec![0; length];
        file.with(|mut file| {
            let read = file.seek(SeekFrom::Start(at as u64)).and_then(|_| file.read_exact(&mut whole.content));
            read.map_err(|e| format!("读不出来：{e}"))
        })?;
        Ok(Cow::Owned(whole))
    }

    /// An object of it, a stream with its content.
    ///
    /// # Errors
    /// In words, when it is not there.
    pub(super) fn object(&self, id: ObjectId) -> Result<Cow<'_, Object>, String> {
        let object = self.doc.get_object(id).map_err(|_| "PDF 的页面读不出来".to_owned())?;
        let Object::Stream(stream) = object else { return Ok(Cow::Borrowed(object)) };
        Ok(match self.with_content(stream)? {
            Cow::Owned(whole) => Cow::Owned(Object::Stream(whole)),
            Cow::Borrowed(_) => Cow::Borrowed(object),
        })
    }
}

fn is_picture(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image")
}

/// As the reader wrote it, which counts what it read.
fn length_of(stream: &Stream) -> Option<usize> {
    stream.dict.get(b"Length").and_then(Object::as_i64).ok().and_then(|n| usize::try_from(n).ok())
}

/// Takes the content out of a picture as soon as it was read. Objects within others are kept as they come back from here; a stream is never
/// one of them.
fn left_out(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    if is_picture(stream) {
        stream.content = Vec::new();
    }
    Some((id, Object::Null))
}

/// Writes into each picture where its content stands; None when one cannot be found for certain.
fn note_places(doc: &mut Document, bytes: &[u8]) -> Option<()> {
    // What stands before the head of the file counts for nothing in its table of objects.
    let head = bytes.windows(5).position(|w| w == b"%PDF-").unwrap_or(0);
    for (id, object) in &mut doc.objects {
        let Object::Stream(stream) = object else { continue };
        let Some(length) = length_of(stream).filter(|n| *n > 0 && stream.content.is_empty() && is_picture(stream)) else {
            continue;
        };
        let XrefEntry::Normal { offset, .. } = doc.reference_table.get(id.0)? else { return None };
        let start = head.checked_add(usize::try_from(*offset).ok()?)?;
        stream.start_position = Some(start + place_in(bytes.get(start..)?, *id, length)?);
    }
    Some(())
}

/// Where the content of `length` bytes begins in an object that begins with `bytes`, by the marks around it.
fn place_in(bytes: &[u8], id: ObjectId, length: usize) -> Option<usize> {
    /// Most bytes what a picture says of itself may take.
    const HEAD: usize = 64 << 10;
    const MARK: &[u8] = b"stream";
    let said = format!("{} {} obj", id.0, id.1);
    let at = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    bytes.get(at..)?.starts_with(said.as_bytes()).then_some(())?;
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    let behind = |mark: usize| {
        let after = mark + MARK.len();
        let blanks = bytes.get(after..)?.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let start = after + blanks + line_end(bytes.get(after + blanks..)?)?;
        let end = bytes.get(start.checked_add(length)?..)?;
        let ended = end.get(line_end(end).unwrap_or(0)..)?.starts_with(b"endstream");
        ended.then_some(start)
    };
    head.windows(MARK.len()).enumerate().filter(|(_, word)| *word == MARK).find_map(|(mark, _)| behind(mark))
}

/// How long the end of a line is that stands first.
fn line_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn picture(dict: lopdf::Dictionary, fill: u8) -> Stream {
        Stream::new(dict, vec![fill; 5000]).with_compression(false)
    }

    fn saved(mut doc: Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        doc.save_to(&mut bytes).unwrap();
        bytes
    }

    fn on_disk(bytes: &[u8]) -> Paper {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        Paper::on_disk(bytes, OnDisk::Open(file)).unwrap()
    }

    fn kept(paper: &Paper) -> usize {
        paper.doc.objects.values().filter_map(|o| o.as_stream().ok()).filter(|s| is_picture(s)).map(|s| s.content.len()).sum()
    }

    #[test]
    fn pictures_stay_on_the_disk_and_come_back_byte_for_byte() {
        let mut doc = Document::with_version("1.7");
        let image = || dictionary! { "Type" => "XObject", "Subtype" => "Image" };
        // A word in what it says of itself that looks like the beginning of its content.
        let mut trap = image();
        trap.set("Said", Object::string_literal("stream\nendstream"));
        let ids = [doc.add_object(picture(image(), 7)), doc.add_object(picture(trap, 9))];
        let text = doc.add_object(Stream::new(dictionary! {}, b"q Q".to_vec()));
        let root = doc.add_object(dictionary! { "Type" => "Catalog" });
        doc.trailer.set("Root", root);
        let bytes = [b"told before the head\n".as_slice(), &saved(doc)].concat();
        let paper = on_disk(&bytes);
        assert!(paper.file.is_some() && kept(&paper) == 0, "{} bytes of pictures in memory", kept(&paper));
        let whole = loaded(&bytes).unwrap();
        for id in [ids[0], ids[1], text, root] {
            let (mine, theirs) = (paper.object(id).unwrap(), whole.get_object(id).unwrap());
            assert_eq!(mine.as_stream().map(|s| &s.content).ok(), theirs.as_stream().map(|s| &s.content).ok(), "{id:?}");
            assert_eq!(mine.as_dict().ok(), theirs.as_dict().ok());
        }
        assert!(paper.object((99, 0)).is_err());
    }

    #[test]
    fn a_file_that_does_not_lead_to_its_pictures_the_usual_way_is_read_whole() {
        let mut doc = Document::with_version("1.7");
        let id = doc.add_object(picture(dictionary! { "Subtype" => "Image" }, 7));
        let root = doc.add_object(dictionary! { "Type" => "Catalog" });
        doc.trailer.set("Root", root);
        // Lawful, but nobody writes it.
        let bytes = saved(doc);
        let at = bytes.windows(7).position(|w| w == b"1 0 obj").unwrap();
        let mut odd = bytes;
        odd[at..at + 7].copy_from_slice(b"1\t0 obj");
        let paper = on_disk(&odd);
        assert!(paper.file.is_none() && kept(&paper) == 5000);
        assert_eq!(paper.object(id).unwrap().as_stream().unwrap().content, vec![7; 5000]);
    }

    #[test]
    fn a_picture_gone_from_the_disk_is_said() {
        let mut doc = Document::with_version("1.7");
        let id = doc.add_object(picture(dictionary! { "Subtype" => "Image" }, 7));
        let root = doc.add_object(dictionary! { "Type" => "Catalog" });
        doc.trailer.set("Root", root);
        let bytes = saved(doc);
        let paper = Paper::on_disk(&bytes, OnDisk::Open(tempfile::tempfile().unwrap())).unwrap();
        assert!(paper.object(id).unwrap_err().contains("读不出来"));
    }
}
