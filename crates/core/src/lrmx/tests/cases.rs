//! The cases under `tests/cases/lrmx`, one folder each: the file as it comes, and what is expected of it.

/// A case: a file, the picture beside an old one, and the expectation (JSON).
pub(super) struct Case {
    pub name: &'static str,
    pub bytes: &'static [u8],
    /// An old `.lrm`, which is read and never written.
    pub old: bool,
    pub pic: Option<&'static [u8]>,
    pub expect: &'static [u8],
}

macro_rules! file {
    ($name:literal, $file:literal) => {
        include_bytes!(concat!("../../../tests/cases/lrmx/", $name, "/", $file))
    };
}

macro_rules! lrmx {
    ($name:literal) => {
        Case { name: $name, bytes: file!($name, "in.lrmx"), old: false, pic: None, expect: file!($name, "expect.json") }
    };
}

macro_rules! lrm {
    ($name:literal, $pic:expr) => {
        Case { name: $name, bytes: file!($name, "in.lrm"), old: true, pic: $pic, expect: file!($name, "expect.json") }
    };
}

pub(super) const CASES: &[Case] = &[
    lrmx!("billion-laughs"),
    lrmx!("blank"),
    lrmx!("bytes-that-are-no-text"),
    lrmx!("cut-short"),
    lrmx!("declared-gb2312"),
    lrmx!("declared-utf8-but-gbk"),
    lrmx!("doctype-alone"),
    lrmx!("empty-elements-with-line-breaks"),
    lrmx!("empty-person"),
    lrmx!("entity-without-dtd"),
    lrmx!("escapes"),
    lrmx!("external-entity"),
    lrmx!("full-with-bom"),
    lrmx!("identity-number-wrong"),
    lrmx!("long-fields-and-lost-characters"),
    lrmx!("missing-elements"),
    lrmx!("no-photo"),
    lrmx!("no-xml"),
    lrmx!("odd-dates"),
    lrm!("old-bad-picture", Some(file!("old-bad-picture", "in.pic"))),
    lrm!("old-gbk", Some(file!("old-gbk", "in.pic"))),
    lrm!("old-no-quotes", None),
    lrm!("old-too-few", None),
    lrm!("old-uneven", None),
    lrmx!("on-one-line"),
    lrmx!("photo-cut-short"),
    lrmx!("photo-in-lines"),
    lrmx!("photo-no-base64"),
    lrmx!("resume-in-disorder"),
    lrmx!("tags-crossed"),
    lrmx!("too-deep"),
    lrmx!("twice-the-same-element"),
    lrmx!("two-character-name-with-space"),
    lrmx!("unknown-elements"),
    lrmx!("utf-16-be"),
    lrmx!("utf-16-le"),
    lrmx!("version-4-fields"),
    lrmx!("very-long-resume"),
    lrmx!("wrong-root"),
];
