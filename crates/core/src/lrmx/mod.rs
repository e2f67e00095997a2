//! The files of the 干部任免审批表 editor: reading `.lrmx` (XML) and the old `.lrm` (GBK) with its `.pic`, writing `.lrmx`.
//!
//! The format is known from the outside only (domain.md §5), so reading is forgiving and tells field by field what it thinks, and
//! writing gives back whatever the user did not change exactly as it stood: spaces, attributes, unknown elements, a broken
//! photograph. A DTD or an entity of its own is refused, never read. Nothing here opens a file or guesses a missing value.

mod difference;
mod document;
mod encoding;
mod fields;
mod form_text;
mod identity;
mod judge;
mod old;
mod photo;
mod resume;
mod splice;
mod write;

pub use difference::{Difference, compare};
pub use form_text::{age_at, display_month, education_summary, political_status};
pub use judge::{ahead, judge as check};
pub use photo::{MAX_PHOTO, PhotoFormat, read_photo};
pub use resume::{ResumeLine, resume_lines};
pub use write::write;

use crate::{
    finding::{Finding, Level, Place},
    person::PersonContent,
};

/// Largest file read, in bytes: some hundred times the usual size of one with a photograph.
pub const MAX_FILE: usize = 20 * 1024 * 1024;

/// What a file yields: the person, the photograph, and what is to be said about them before anything is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    pub person: PersonContent,
    /// The picture's own bytes, proven to decode; none when absent or broken.
    pub photo: Option<Vec<u8>>,
    pub photo_format: Option<PhotoFormat>,
    /// `L01`…, in the order of the form.
    pub findings: Vec<Finding>,
    /// Names of elements this program has no place for; [`write`] gives them back from the source.
    pub unknown: Vec<String>,
}

/// Why a file cannot be used at all, or cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LrmError {
    #[error("{file} 有 {megabytes} MB，超过 20 MB 的上限，未读入。请确认这是任免审批表文件，或换用较小的照片后重新保存")]
    TooLarge { file: String, megabytes: usize },
    #[error("{file} 是空文件，没有内容。请重新导出这一份任免审批表")]
    Empty { file: String },
    #[error("{file} 第 {line} 行起不是完整的 XML：{reason}。文件可能在拷贝时损坏，请重新导出或重新拷贝")]
    NotXml { file: String, line: usize, reason: String },
    #[error("{file} 含有 DTD 声明（DOCTYPE），为安全起见不读取。请用任免审批表编辑器打开后另存，再导入")]
    Doctype { file: String },
    #[error("{file} 第 {line} 行引用了自定义实体“&{name};”，为安全起见不读取。请用任免审批表编辑器打开后另存，再导入")]
    Entity { file: String, line: usize, name: String },
    #[error("{file} 的根元素是“{found}”而不是“Person”，不是任免审批表文件。请选择 .lrmx 文件")]
    WrongRoot { file: String, found: String },
    #[error("{file} 的结构过深或过于庞大（{what}），不像任免审批表文件，未读入。请核对文件来源")]
    TooComplex { file: String, what: String },
    #[error(
        "{file} 不是完整的旧版 .lrm 文件：应有 33 项（每项加双引号、以逗号分隔），实有 {found} 项。请用任免审批表编辑器打开后另存为 .lrmx，再导入"
    )]
    LrmFields { file: String, found: usize },
    #[error("{person} 的“{field}”含有不能写入文件的控制字符。请在该栏重新输入后再导出")]
    ControlCharacter { person: String, field: String },
    #[error(
        "{person} 的原任免审批表文件里有不是文字的字节，改动处与它分不开，不能写回。请用任免审批表编辑器打开原文件另存，再导入更新"
    )]
    OddSource { person: String },
}

/// Reads one `.lrmx`. Declared and actual encodings may be UTF-8, UTF-16 or a GB one.
///
/// # Errors
/// The file is too large, no XML, holds a DTD or an entity of its own, or its root is not `Person`.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Intake, LrmError> {
    let source = document::Source::parse(file_name, bytes)?;
    let derived = document::derive(&source.root);
    let mut findings: Vec<Finding> =
        source.decoded.notes.iter().map(|note| note.finding(file_name)).chain(derived.findings(file_name)).collect();
    let (picture, photo_findings) = match &derived.photo_text {
        Some(text) => photo::from_base64(file_name, text),
        None => photo::absent(file_name),
    };
    let person = derived.person;
    findings.extend(judge::judge(file_name, &person));
    findings.extend(photo_findings);
    Ok(intake(file_name, person, picture, findings, derived.unknown))
}

/// Reads one old `.lrm` with the `.pic` of the same name beside it, if there is one.
///
/// # Errors
/// The file is too large, empty, or has not the 33 quoted fields.
pub fn read_lrm(file_name: &str, bytes: &[u8], pic: Option<std::result::Result<&[u8], &str>>) -> Result<Intake, LrmError> {
    let (person, mut findings) = old::read(file_name, bytes)?;
    let (picture, photo_findings) = match pic {
        Some(Ok(bytes)) => photo::from_bytes(file_name, bytes),
        Some(Err(reason)) => (None, vec![photo::broken(file_name, reason)]),
        None => photo::absent(file_name),
    };
    findings.extend(judge::judge(file_name, &person));
    findings.extend(photo_findings);
    Ok(intake(file_name, person, picture, findings, Vec::new()))
}

/// More findings about one file than anyone reads; a file made to have millions must not fill the screen.
const MAX_FINDINGS: usize = 200;

fn intake(
    file: &str,
    person: PersonContent,
    picture: Option<photo::Picture>,
    mut findings: Vec<Finding>,
    unknown: Vec<String>,
) -> Intake {
    if let Some(left) = findings.len().checked_sub(MAX_FINDINGS).filter(|left| *left > 0) {
        findings.truncate(MAX_FINDINGS);
        let message = format!("{file} 的问题太多，只列出前 {MAX_FINDINGS} 条，另有 {left} 条从略");
        findings.push(about("L99", Level::Warning, file, "全部", message, "请核对这份文件是否拿错，或用编辑器整理后再导入"));
    }
    let (photo, photo_format) = picture.map_or((None, None), |p| (Some(p.bytes), Some(p.format)));
    Intake { person, photo, photo_format, findings, unknown }
}

/// A field of the form for a preview: its name on the form and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledField {
    pub label: &'static str,
    pub value: String,
    /// 身份证号: not to be shown unasked.
    pub sensitive: bool,
}

/// The text fields of a person in the order and with the names of the form; the family has rows of its own.
#[must_use]
pub fn labelled_fields(person: &PersonContent) -> Vec<LabelledField> {
    let text = |field: &fields::Field| match field.slot {
        fields::Slot::Text { get, .. } => {
            Some(LabelledField { label: field.label, value: get(person).to_owned(), sensitive: field.element == "ShenFenZheng" })
        }
        _ => None,
    };
    fields::FIELDS.iter().filter_map(text).collect()
}

/// Every text of a person that a form may print, with its name on the form; the 身份证号 is printed nowhere (domain.md §5).
#[must_use]
pub fn printed_texts(person: &PersonContent) -> Vec<(String, String)> {
    let own = labelled_fields(person).into_iter().filter(|f| !f.sensitive).map(|f| (f.label.to_owned(), f.value));
    let family = person.family.iter().enumerate().flat_map(|(index, member)| {
        let named =
            move |f: &fields::MemberField| (format!("家庭成员第 {} 行{}", index + 1, f.label), (f.get)(member).to_owned());
        fields::MEMBER_FIELDS.iter().map(named)
    });
    let since = ("任现职时间".to_owned(), person.current_post_since.clone());
    own.chain(family).chain([since]).filter(|(_, text)| !text.is_empty()).collect()
}

/// The start of a text, for a message; a control character is shown as lost, never passed on.
fn brief(text: &str) -> String {
    let mut short: String =
        text.chars().take(24).map(|c| if fields::is_stray(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.chars().nth(24).is_some() {
        short.push('…');
    }
    short
}

/// A finding about a field of a file.
fn about(code: &str, level: Level, file: &str, field: &str, message: impl Into<String>, remedy: &str) -> Finding {
    let place = if file.is_empty() { Place::default() } else { Place::file(file) };
    Finding::new(code, level, place.field(field), message).remedy(remedy)
}

#[cfg(test)]
mod tests;
