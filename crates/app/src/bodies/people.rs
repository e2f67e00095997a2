//! The roster.

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::PersonId;
use jishi_core::lrmx;
use jishi_core::person::{PersonContent, is_number};
use jishi_core::revisions::Entry;

use crate::bodies::fonts;
use crate::bodies::standing::stands;
use crate::dto::{PersonAdd, PersonListRequest, PersonRequest, PersonRow, PersonUpdate, PersonView};
use crate::error::{AppError, Result};
use crate::{App, Progress, bodies::required};

pub(crate) fn list(app: &App, request: PersonListRequest, _: &dyn Progress) -> Result<Vec<PersonRow>> {
    let query = request.query.trim().to_owned();
    let people = app.store().people()?;
    let found = people
        .into_iter()
        .filter(|p| query.is_empty() || p.content.name.contains(&query) || p.content.current_post.contains(&query));
    let row = |p: jishi_core::person::Person| PersonRow {
        id: p.id,
        political_status: lrmx::political_status(&p.content),
        has_photo: !p.content.photo.is_empty(),
        name: p.content.name,
        sex: p.content.sex,
        born: lrmx::display_month(&p.content.born),
        ethnicity: p.content.ethnicity,
        current_post: p.content.current_post,
    };
    Ok(found.map(row).collect())
}

pub(crate) fn get(app: &App, request: PersonRequest, _: &dyn Progress) -> Result<PersonView> {
    let person = app.store().person(request.id)?;
    let mut findings = lrmx::check("", &person.content);
    let others = app.store().people()?;
    let others = others.iter().filter(|p| p.id != request.id).map(|p| (format!("名册里的人员 {}", p.id), &p.content));
    findings.extend(same_but_for_the_point(&Place::default(), &person.content, others));
    findings.extend(missing_glyphs(app, &Place::default(), Level::Error, &person.content)?);
    Ok(PersonView { political_status: lrmx::political_status(&person.content), findings, person })
}

/// Characters that no typeface of the program can print, in any field a form prints: told here and at the preview of an import,
/// before a form is due.
pub(crate) fn missing_glyphs(app: &App, place: &Place, level: Level, person: &PersonContent) -> Result<Vec<Finding>> {
    let fonts = app.fonts()?;
    let mut findings = Vec::new();
    let remedy = "请核对该字；确实是这个字时，在“表样—字体”里补充有它的字体，或在人员信息里给它写造字说明；旧系统的自造字最好改用标准编码的字，看不见的控制字符请删除";
    let texts = lrmx::printed_texts(person).into_iter().map(|(field, text)| (field, fonts.missing(&text)));
    let mut hit = texts.filter(|(_, missing)| !missing.is_empty());
    for (field, missing) in hit.by_ref().take(FIELDS_NAMED) {
        let named: Vec<String> = missing.iter().take(NAMED).map(|c| format!("“{c}”（U+{:04X}）", u32::from(*c))).collect();
        let more = if missing.len() > NAMED { format!("等{}个字", missing.len()) } else { String::new() };
        let message =
            format!("{} 的“{field}”中有{}{more}，没有字体能印出，印有这一栏的表将无法生成", person.name, named.join("、"));
        findings.push(Finding::new("L90", level, place.clone().field(field.as_str()), message).remedy(remedy));
    }
    let left = hit.count();
    if left > 0 {
        let message = format!("{} 另有{left}栏也有印不出的字，不逐一列出", person.name);
        findings.push(Finding::new("L90", level, place.clone(), message).remedy(remedy));
    }
    Ok(findings)
}

/// Characters of one field named when it has some that cannot be printed; a file may hold millions.
const NAMED: usize = 10;
/// Fields named for it.
const FIELDS_NAMED: usize = 50;
/// Longest text of one field in characters: the longest 简历 is a hundredth of it, and every screen and form carries the whole.
const FIELD: usize = 100_000;
/// Largest person as a whole, in bytes as stored.
const PERSON: usize = 2 << 20;

/// Those born in the same month whose name is the same but for the point in it: most likely the same person, written on another keyboard.
/// It is said, and nothing is changed or joined: names stay as they are written.
pub(crate) fn same_but_for_the_point<'a>(
    place: &Place,
    person: &PersonContent,
    others: impl Iterator<Item = (String, &'a PersonContent)>,
) -> Vec<Finding> {
    let month = |p: &PersonContent| lrmx::display_month(&p.born);
    others
        .filter(|(_, other)| person.differs_by_interpunct(other) && month(person) == month(other))
        .map(|(whose, other)| {
            let message =
                format!("{} 与{whose}“{}”出生年月相同，姓名只有间隔号写法不同，看来是同一个人", person.name, other.name);
            let remedy = "请核对身份证上的写法；是同一个人的，把两处姓名改成同一种写法，不要重复新增";
            Finding::new("L36", Level::Warning, place.clone().field("姓名"), message).remedy(remedy)
        })
        .collect()
}

/// Refuses control characters: they print nothing, and a terminal may obey them.
fn without_controls(person: &PersonContent) -> Result<()> {
    let number = ("身份证号".to_owned(), person.id_number.clone());
    for (field, text) in lrmx::printed_texts(person).into_iter().chain([number]) {
        if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            let message = format!("“{field}”里有看不见的控制字符（U+{:04X}）", u32::from(c));
            return Err(AppError::invalid(message, "请删去这一栏的文字，重新输入；没有保存"));
        }
    }
    Ok(())
}

/// Refuses a person whose texts no form was made for.
pub(crate) fn within(person: &PersonContent) -> Result<()> {
    without_controls(person)?;
    let long = lrmx::printed_texts(person).into_iter().map(|(field, text)| (field, text.chars().count()));
    let remedy = "请核对是否拿错了文件，或误贴了别的内容；没有保存";
    if let Some((field, count)) = long.max_by_key(|(_, count)| *count).filter(|(_, count)| *count > FIELD) {
        return Err(AppError::invalid(format!("{} 的“{field}”有{count}个字，超过{FIELD}个", person.name), remedy));
    }
    if serde_json::to_vec(person).map_or(usize::MAX, |json| json.len()) > PERSON {
        return Err(AppError::invalid(format!("{} 的信息合起来超过 2 MB", person.name), remedy));
    }
    Ok(())
}

/// Refuses what a person typing it can mend at once: a sex that is none, a date that is none. What comes from a file is taken as it is and
/// told, since the file is what it is.
fn unbelievable(person: &PersonContent) -> Vec<Finding> {
    let typed = |f: &&Finding| match (f.code.as_str(), f.place.field.as_deref()) {
        ("L01", _) => true,
        ("L04", _) => !person.sex.is_empty(),
        ("L06", Some("出生年月")) => !person.born.is_empty(),
        ("L06", _) => true,
        _ => false,
    };
    let mut found: Vec<Finding> = lrmx::check("", person).into_iter().filter(|f| typed(&f)).collect();
    if is_number(&person.name) {
        let message = format!("“{}”是数字，不是姓名", person.name.trim());
        found.insert(0, Finding::new("L01", Level::Error, Place::default().field("姓名"), message).remedy("请写明姓名"));
    }
    found
}

/// All of it, each at its field.
pub(crate) fn faults(_: &App, request: PersonAdd, _: &dyn Progress) -> Result<Vec<Finding>> {
    Ok(unbelievable(&request.content))
}

/// Asked of every content of a person that is about to stand.
pub(crate) fn accept(content: &PersonContent) -> Result<()> {
    required(&content.name, "姓名")?;
    within(content)
}

pub(crate) fn add(app: &App, request: PersonAdd, _: &dyn Progress) -> Result<PersonId> {
    accept(&request.content)?;
    if !request.content.photo.is_empty() || !request.content.source.is_empty() {
        return Err(AppError::invalid(
            format!("新增 {} 时不能写照片和来源文件的摘要", request.content.name),
            "请先新增，再用“换照片”；有任免审批表文件的请用导入",
        ));
    }
    let faults = unbelievable(&request.content);
    if let Some(first) = faults.first() {
        let all: Vec<&str> = faults.iter().map(|f| f.message.as_str()).collect();
        let message = format!("{}：{}", request.content.name, all.join("；"));
        return Err(AppError::invalid(message, format!("{}；没有新增", first.remedy)));
    }
    fonts::accept_notes(app, &request.content)?;
    let id = app.write("person.add", |tx| {
        tx.say(format!("新增人员 {}", request.content.name));
        tx.add_person(&request.content)
    })?;
    Ok(PersonId(id))
}

pub(crate) fn update(app: &App, request: PersonUpdate, progress: &dyn Progress) -> Result<PersonView> {
    accept(&request.content)?;
    required(&request.reason, "修改原因")?;
    stands(app, Entry::Person, request.id.0)?;
    fonts::accept_notes(app, &request.content)?;
    let before = app.store().person(request.id)?.content;
    if before.source != request.content.source || before.photo != request.content.photo {
        return Err(AppError::invalid(
            format!("{} 的照片和来源文件不能在这里改", before.name),
            "照片请用“换照片”，来源文件随重新导入更新",
        ));
    }
    app.write("person.update", |tx| {
        tx.say(format!("修改人员 {}：{}", request.content.name, request.reason));
        tx.revise_person(request.id.0, request.from_revision, &request.content, &request.reason)
    })?;
    get(app, PersonRequest { id: request.id }, progress)
}
