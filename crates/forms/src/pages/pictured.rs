//! The pictures a page may show in an archival book: judged as they stand, never unpacked or packed anew. Only the packings of ISO 32000-1
//! that lose nothing here because nobody touches them are let through; what is not known is refused.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{dictionary, inherited};

/// What a picture keeps; previews, measures and the like would lead out of the file (ISO 19005-2, 6.2.8).
const KEPT: [&[u8]; 13] = [
    b"Type",
    b"Subtype",
    b"Width",
    b"Height",
    b"ColorSpace",
    b"BitsPerComponent",
    b"Decode",
    b"ImageMask",
    b"Mask",
    b"Filter",
    b"DecodeParms",
    b"Intent",
    b"Length",
];
const FILTERS: [&[u8]; 4] = [b"FlateDecode", b"DCTDecode", b"CCITTFaxDecode", b"JBIG2Decode"];
const INTENTS: [&[u8]; 4] = [b"RelativeColorimetric", b"AbsoluteColorimetric", b"Perceptual", b"Saturation"];
/// Colour spaces within each other, masks of pictures.
const DEEPEST: usize = 4;
/// Most bytes of a colour profile.
const PROFILE: usize = 16 << 20;

type Judged<T> = Result<T, String>;

fn words<T>(text: &str) -> Judged<T> {
    Err(text.to_owned())
}

/// The pictures of a book found fit, each judged once.
pub(super) struct Pictured {
    found: BTreeSet<ObjectId>,
}

impl Pictured {
    pub(super) fn new() -> Pictured {
        Pictured { found: BTreeSet::new() }
    }

    pub(super) fn found(self) -> BTreeSet<ObjectId> {
        self.found
    }

    /// The picture a page draws by a name.
    pub(super) fn named(&mut self, doc: &Document, page: ObjectId, name: &[u8]) -> Judged<ObjectId> {
        let object = inherited(doc, page, b"Resources")
            .and_then(|r| dictionary(doc, r))
            .and_then(|r| dictionary(doc, r.get(b"XObject").ok()?))
            .and_then(|all| all.get(name).ok());
        let Some(Object::Reference(id)) = object else { return words("画的图像不在文件里") };
        self.picture(doc, *id, 0)?;
        Ok(*id)
    }

    fn picture(&mut self, doc: &Document, id: ObjectId, depth: usize) -> Judged<()> {
        if self.found.contains(&id) {
            return Ok(());
        }
        let stream = doc.get_object(id).and_then(Object::as_stream).map_err(|_| "画的图像不在文件里")?;
        let dict = &stream.dict;
        match dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => {}
            Ok(b"Form") => return words("套着图形，不只是扫描的图像"),
            _ => return words("含有不能长期保存的图形"),
        }
        for (key, why) in [
            (b"OC".as_slice(), "有图层"),
            (b"SMask", "用了透明"),
            (b"SMaskInData", "用了透明"),
            (b"F", "图像不在文件里"),
            (b"FFilter", "图像不在文件里"),
        ] {
            if dict.has(key) {
                return words(why);
            }
        }
        let value = |key: &[u8]| dict.get(key).ok().and_then(|v| doc.dereference(v).ok()).map(|(_, v)| v);
        packed(doc, stream, &FILTERS)?;
        if dict.has(b"Intent") && !value(b"Intent").and_then(|i| i.as_name().ok()).is_some_and(|i| INTENTS.contains(&i)) {
            return words("图像写明的还原方式不认识");
        }
        let stencil = value(b"ImageMask").and_then(|m| m.as_bool().ok()).unwrap_or_default();
        if stencil {
            if dict.has(b"Mask") || dict.has(b"ColorSpace") {
                return words("图像的写法不合规范");
            }
        } else {
            colour(doc, dict.get(b"ColorSpace").map_err(|_| "图像没有写明颜色")?, 0)?;
            if !value(b"BitsPerComponent").is_some_and(|b| matches!(b.as_i64(), Ok(1 | 2 | 4 | 8 | 16))) {
                return words("图像的写法不合规范");
            }
        }
        match dict.get(b"Mask") {
            Ok(Object::Reference(mask)) => {
                let of = doc.get_object(*mask).and_then(Object::as_stream).map_err(|_| "画的图像不在文件里")?;
                if depth >= 1 || !of.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or_default() {
                    return words("图像的写法不合规范");
                }
                self.picture(doc, *mask, depth + 1)?;
            }
            Ok(Object::Array(_)) | Err(_) => {}
            Ok(_) => return words("图像的写法不合规范"),
        }
        self.found.insert(id);
        Ok(())
    }
}

/// Leaves of a picture that was judged what it may keep. Its bytes are not touched.
pub(super) fn kept_only(doc: &mut Document, id: ObjectId) {
    let Ok(stream) = doc.get_object_mut(id).and_then(Object::as_stream_mut) else { return };
    let strange: Vec<Vec<u8>> =
        stream.dict.iter().map(|(key, _)| key.clone()).filter(|key| !KEPT.contains(&key.as_slice())).collect();
    for key in strange {
        stream.dict.remove(&key);
    }
}

/// Whether the bytes of a stream are packed in one of the ways told, each with what it needs said.
fn packed(doc: &Document, stream: &Stream, allowed: &[&[u8]]) -> Judged<()> {
    let filters = match stream.filters() {
        Ok(filters) => filters,
        Err(_) if stream.dict.has(b"Filter") => return words("图像的压缩读不出来"),
        Err(_) => Vec::new(),
    };
    for filter in &filters {
        match *filter {
            b"JPXDecode" => return words("图像是 JPEG 2000"),
            b"Crypt" => return words("图像加了密"),
            b"LZWDecode" => return words("图像用 LZW 压缩，不能长期保存"),
            other if !allowed.contains(&other) => return words("图像的压缩方式不能长期保存"),
            _ => {}
        }
    }
    let Ok(said) = stream.dict.get(b"DecodeParms") else { return Ok(()) };
    let (_, said) = doc.dereference(said).map_err(|_| "图像的压缩读不出来")?;
    let each: Vec<&Object> = match said {
        Object::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    for one in each {
        let (_, one) = doc.dereference(one).map_err(|_| "图像的压缩读不出来")?;
        let dict = match one {
            Object::Null => continue,
            Object::Dictionary(dict) => dict,
            _ => return words("图像的压缩读不出来"),
        };
        if dict.has(b"Predictor") && !matches!(dict.get(b"Predictor").and_then(Object::as_i64), Ok(1 | 2 | 10..=15)) {
            return words("图像的压缩方式不认识");
        }
        if let Ok(shared) = dict.get(b"JBIG2Globals") {
            let shared = doc.dereference(shared).ok().and_then(|(_, o)| o.as_stream().ok()).ok_or("图像的压缩读不出来")?;
            plain_or_flate(shared)?;
        }
    }
    Ok(())
}

/// Whether a stream that pictures lean on is in the file, and packed in no way or the plainest.
fn plain_or_flate(stream: &Stream) -> Judged<()> {
    let known = match stream.filters() {
        Ok(filters) => filters.iter().all(|f| *f == b"FlateDecode"),
        Err(_) => !stream.dict.has(b"Filter"),
    };
    if known && !stream.dict.has(b"F") && !stream.dict.has(b"DecodeParms") {
        Ok(())
    } else {
        words("图像的压缩方式不能长期保存")
    }
}

/// A colour that sRGB paper can answer for: grey, red-green-blue, or one with its own profile.
fn colour(doc: &Document, space: &Object, depth: usize) -> Judged<()> {
    if depth > DEEPEST {
        return words("颜色套得太深");
    }
    let (_, space) = doc.dereference(space).map_err(|_| "颜色读不出来")?;
    match space {
        Object::Name(name) => match name.as_slice() {
            b"DeviceGray" | b"DeviceRGB" => Ok(()),
            b"DeviceCMYK" => words("用了印刷四色而没有写明是哪一种"),
            _ => words("用了不认识的颜色"),
        },
        Object::Array(array) => match (array.first().and_then(|n| n.as_name().ok()), array.get(1)) {
            (Some(b"CalGray" | b"CalRGB"), Some(_)) => Ok(()),
            (Some(b"Indexed"), Some(base)) => {
                let table = array.get(3).and_then(|t| doc.dereference(t).ok()).map(|(_, t)| t);
                match table {
                    Some(Object::String(..)) => {}
                    Some(Object::Stream(stream)) => plain_or_flate(stream)?,
                    _ => return words("颜色读不出来"),
                }
                colour(doc, base, depth + 1)
            }
            (Some(b"ICCBased"), Some(profile)) => {
                let profile = doc.dereference(profile).ok().and_then(|(_, o)| o.as_stream().ok()).ok_or("颜色读不出来")?;
                of_profile(doc, profile, depth)
            }
            (Some(_), None) => array.first().map_or_else(|| words("颜色读不出来"), |one| colour(doc, one, depth + 1)),
            _ => words("用了专色或图案"),
        },
        _ => words("用了不认识的颜色"),
    }
}

/// A profile is believed by its head, not by what stands beside it: version 2 or 4, of grey or of red-green-blue.
fn of_profile(doc: &Document, profile: &Stream, depth: usize) -> Judged<()> {
    plain_or_flate(profile)?;
    let dict: &Dictionary = &profile.dict;
    let bytes = profile.decompressed_content_with_limit(PROFILE).map_err(|_| "颜色读不出来")?;
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    let parts = match at(16, 20) {
        b"GRAY" => 1,
        b"RGB " => 3,
        b"CMYK" => return words("用了印刷四色"),
        _ => return words("用了不认识的颜色"),
    };
    let sound = at(36, 40) == b"acsp"
        && matches!(at(8, 9), [2 | 4])
        && [b"scnr".as_slice(), b"mntr", b"spac", b"prtr"].contains(&at(12, 16))
        && dict.get(b"N").and_then(Object::as_i64).is_ok_and(|n| n == parts);
    if !sound {
        return words("写明的颜色有误");
    }
    dict.get(b"Alternate").map_or(Ok(()), |other| colour(doc, other, depth + 1))
}
