//! The typefaces in use: those of the program, the files of the workspace's folder 字体 after them, and the 造字说明 of the people. Which
//! glyph is drawn is the typesetter's.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::lrmx;
use jishi_core::person::PersonContent;
use jishi_forms::{FontSet, FormError, Notes, OwnFont, code_of};

use crate::bodies::scans::file_name;
use crate::dto::{FontAdd, FontList, FontRemove, FontRow, FontWanting, Nothing, Unprintable, UnprintableOf};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// Largest font file taken in (bytes): the whole of Unicode's hanzi in one takes about 60 MB.
const CAP: u64 = 96 << 20;
/// More are never asked: each is held in memory whole.
const MOST: usize = 16;
/// Longest note in characters.
pub(crate) const NOTE: usize = 40;

/// The faces of an open workspace, read when a form is first made and again when files or notes changed.
#[derive(Default)]
pub(crate) struct Faces {
    built_in: OnceLock<Result<FontSet>>,
    in_use: Mutex<Option<InUse>>,
}

struct InUse {
    turn: u64,
    files: Vec<(PathBuf, u64)>,
    own: Vec<Arc<OwnFont>>,
    findings: Vec<Finding>,
    set: Arc<FontSet>,
}

/// What makes papers now, and which files cannot.
fn current(app: &App) -> Result<(Arc<FontSet>, Vec<Finding>)> {
    let built_in = app.faces.built_in.get_or_init(crate::assets::fonts).as_ref().map_err(Clone::clone)?;
    let (turn, paths, noted) = {
        let store = app.store();
        (store.turn(), store.font_files()?, store.people_with_notes()?)
    };
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let size = jishi_fs::size(&path)?;
        files.push((path, size));
    }
    let mut held = app.faces.in_use.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(now) = held.as_ref().filter(|now| now.turn == turn && now.files == files) {
        return Ok((Arc::clone(&now.set), now.findings.clone()));
    }
    let (own, findings) = match held.take() {
        Some(before) if before.files == files => (before.own, before.findings),
        _ => read(&files),
    };
    let notes = noted.iter().map(|p| (p.name.clone(), p.notes().map(|(ch, note)| (ch, note.to_owned())).collect()));
    let set = Arc::new(built_in.with(own.clone(), Notes::new(notes)));
    *held = Some(InUse { turn, files, own, findings: findings.clone(), set: Arc::clone(&set) });
    Ok((set, findings))
}

/// The typefaces papers are made with.
pub(crate) fn in_use(app: &App) -> Result<Arc<FontSet>> {
    current(app).map(|(set, _)| set)
}

/// The files that can be used, and what is wrong with the others: those hold nobody up.
fn read(files: &[(PathBuf, u64)]) -> (Vec<Arc<OwnFont>>, Vec<Finding>) {
    let (mut own, mut findings) = (Vec::new(), Vec::new());
    for (path, _) in files {
        let name = file_name(path);
        let font = if own.len() < MOST {
            jishi_fs::read_capped(path, CAP)
                .map_err(|e| e.to_string())
                .and_then(|bytes| OwnFont::read(&name, bytes).map_err(|e| e.to_string()))
        } else {
            Err(format!("补充字体超过{MOST}个，“{name}”没有用上"))
        };
        match font {
            Ok(font) => own.push(Arc::new(font)),
            Err(fault) => findings.push(
                Finding::new("L93", Level::Warning, Place::file(&name), fault)
                    .remedy("请换一个字体文件，或把它从工作区的“字体”文件夹移走"),
            ),
        }
    }
    (own, findings)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<FontList> {
    let (set, findings) = current(app)?;
    let built_in = set.built_in().into_iter().map(|(file, characters)| FontRow {
        file: file.into(),
        family: String::new(),
        sha256: String::new(),
        size: 0,
        characters: count(characters),
        embedding: jishi_forms::Embedding::Installable.words().into(),
        built_in: true,
    });
    let own = set.own().iter().map(|f| FontRow {
        file: f.file.clone(),
        family: f.family.clone(),
        sha256: f.sha256.clone(),
        size: f.size,
        characters: count(f.characters),
        embedding: f.embedding.words().into(),
        built_in: false,
    });
    let people = app.store().people()?;
    let wanting = people.into_iter().filter_map(|p| {
        let unprintable = unprintable(&p.content, |text| set.missing(text));
        let any = !unprintable.is_empty() || !p.content.glyph_notes.is_empty();
        any.then_some(FontWanting { person: p.id, name: p.content.name, unprintable, notes: p.content.glyph_notes })
    });
    let folder = app.store().font_folder().display().to_string();
    Ok(FontList { fonts: built_in.chain(own).collect(), folder, findings, wanting: wanting.collect() })
}

pub(crate) fn add(app: &App, request: FontAdd, progress: &dyn Progress) -> Result<FontList> {
    let path = Path::new(&request.path);
    let name = file_name(path);
    let bytes = jishi_fs::read_capped(path, CAP)?;
    let known = in_use(app)?;
    if known.own().len() >= MOST {
        return Err(AppError::invalid(format!("补充字体已有{MOST}个，不能再加"), "请先停用不再需要的"));
    }
    let font = OwnFont::read(&name, bytes.clone()).map_err(|fault| match fault {
        FormError::BadFont { reason, .. } => {
            AppError::invalid(format!("“{name}”不能用：{reason}"), "请换一个 TrueType 字体文件（.ttf、.ttc）；没有补充任何字体")
        }
        other => other.into(),
    })?;
    if let Some(same) = known.own().iter().find(|f| f.sha256 == font.sha256) {
        return Err(AppError::invalid(format!("“{name}”和已有的“{}”是同一个文件", same.file), "不必再加"));
    }
    // By another ending it would lie there and never be read.
    if !jishi_store::is_font_file(path) {
        return Err(AppError::invalid(format!("“{name}”的扩展名不是 .ttf、.ttc 或 .otf"), "请选择字体文件"));
    }
    app.store().keep_font(app.op("font.add"), &name, &bytes)?;
    list(app, Nothing {}, progress)
}

pub(crate) fn remove(app: &App, request: FontRemove, progress: &dyn Progress) -> Result<FontList> {
    app.store().set_font_aside(app.op("font.remove"), &request.file)?;
    list(app, Nothing {}, progress)
}

/// Characters of a person no typeface has, whatever notes there are on them.
pub(crate) fn of_person(app: &App, request: UnprintableOf, _: &dyn Progress) -> Result<Vec<Unprintable>> {
    let bare = in_use(app)?;
    let bare = bare.with(bare.own().to_vec(), Notes::default());
    Ok(unprintable(&request.content, |text| bare.missing(text)))
}

/// Plain Chinese and Latin text, which every typeface here has: only of a person with another character are the typefaces asked.
fn everyday(ch: char) -> bool {
    matches!(ch, '\t' | '\n' | '\r' | ' '..='~' | '·' | '—' | '‘' | '’' | '“' | '”' | '…' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Characters of a person that neither a typeface nor a note of his prints.
pub(crate) fn unprinted(app: &App, person: &PersonContent) -> Result<Vec<String>> {
    if lrmx::printed_texts(person).iter().all(|(_, text)| text.chars().all(everyday)) {
        return Ok(Vec::new());
    }
    let set = in_use(app)?;
    let notes: Vec<char> = person.notes().map(|(ch, _)| ch).collect();
    let found = unprintable(person, |text| set.missing(text).into_iter().filter(|ch| !notes.contains(ch)).collect());
    Ok(found.into_iter().map(|u| u.character).collect())
}

fn unprintable(person: &PersonContent, missing: impl Fn(&str) -> Vec<char>) -> Vec<Unprintable> {
    let mut found: Vec<(char, Vec<String>)> = Vec::new();
    for (field, text) in lrmx::printed_texts(person) {
        for ch in missing(&text) {
            match found.iter_mut().find(|(own, _)| *own == ch) {
                Some((_, fields)) => fields.push(field.clone()),
                None => found.push((ch, vec![field.clone()])),
            }
        }
    }
    let told = |(ch, fields): (char, Vec<String>)| Unprintable {
        character: ch.to_string(),
        code: code_of(ch),
        fields,
        remedy: jishi_forms::remedy(ch).to_owned(),
        may_have_note: !ch.is_control(),
    };
    found.into_iter().map(told).collect()
}

/// Refuses notes that could not be printed either.
pub(crate) fn accept_notes(app: &App, person: &PersonContent) -> Result<()> {
    if person.glyph_notes.is_empty() {
        return Ok(());
    }
    let set = in_use(app)?;
    for note in &person.glyph_notes {
        let words = note.note.trim();
        let refuse =
            |why: String| Err(AppError::invalid(format!("“{}”的造字说明{why}", note.character), "例如 左金右监；没有保存"));
        if note.character.chars().count() != 1 {
            return refuse("前面要写那一个字，不多不少".into());
        }
        if words.is_empty() {
            return refuse("是空的".into());
        }
        if words.chars().count() > NOTE {
            return refuse(format!("超过{NOTE}个字"));
        }
        if let Some(ch) = set.missing(words).first() {
            return refuse(format!("里有印不出的字“{ch}”（{}）", code_of(*ch)));
        }
    }
    Ok(())
}

/// Why a paper was not drawn. Of a character in somebody's name it is said whose: a paper of many people is called after none of them.
pub(crate) fn fault(app: &App, fault: FormError) -> AppError {
    let FormError::MissingGlyph { ch, .. } = fault else { return fault.into() };
    let people = app.store().people().unwrap_or_default();
    let named: Vec<&str> = people.iter().map(|p| p.content.name.as_str()).filter(|n| n.contains(ch)).take(3).collect();
    let whose = if named.is_empty() { String::new() } else { format!("姓名里有这个字的：{}。", named.join("、")) };
    AppError::new(
        Code::Unprintable,
        fault.to_string(),
        format!("{whose}文件没有生成；到“表样—字体”可以看到印不出的字在谁的哪一栏"),
    )
}
