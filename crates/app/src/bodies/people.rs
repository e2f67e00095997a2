//! The roster.

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::PersonId;
use jishi_core::lrmx;
use jishi_core::person::PersonContent;

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
    let mut findings = lrmx::check("名册", &person.content);
    findings.extend(missing_glyphs(app, &person.content)?);
    Ok(PersonView { political_status: lrmx::political_status(&person.content), findings, person })
}

/// Characters of a name that no typeface of the program can print: told on the person's page, before the form is due.
pub(crate) fn missing_glyphs(app: &App, person: &PersonContent) -> Result<Vec<Finding>> {
    let fonts = app.fonts()?;
    let finding = |c: char| {
        Finding::new(
            "L90",
            Level::Error,
            Place::default().field("姓名"),
            format!("“{}”中的“{c}”（U+{:04X}）没有字体能印出，报告表将无法生成", person.name, u32::from(c)),
        )
        .remedy("请核对该字；若是旧系统自造字，请改用标准编码的字")
    };
    Ok(fonts.missing(&person.name).into_iter().map(finding).collect())
}

pub(crate) fn add(app: &App, request: PersonAdd, _: &dyn Progress) -> Result<PersonId> {
    required(&request.content.name, "姓名")?;
    let id = app.write("person.add", |tx| {
        tx.say(format!("新增人员 {}", request.content.name));
        tx.add_person(&request.content)
    })?;
    Ok(PersonId(id))
}

pub(crate) fn update(app: &App, request: PersonUpdate, progress: &dyn Progress) -> Result<PersonView> {
    required(&request.content.name, "姓名")?;
    required(&request.reason, "修改原因")?;
    let before = app.store().person(request.id)?.content;
    if before.source != request.content.source || before.photo != request.content.photo {
        return Err(AppError::invalid(format!("{} 的照片和来源文件不能这样改", before.name), "请重新导入任免审批表文件"));
    }
    app.write("person.update", |tx| {
        tx.say(format!("修改人员 {}：{}", request.content.name, request.reason));
        tx.revise_person(request.id.0, &request.content, &request.reason)
    })?;
    get(app, PersonRequest { id: request.id }, progress)
}

pub(crate) fn photo(app: &App, request: PersonRequest) -> Result<Vec<u8>> {
    let store = app.store();
    let person = store.person(request.id)?.content;
    if person.photo.is_empty() {
        return Err(AppError::not_found("照片：", person.name));
    }
    Ok(store.read_file(&person.photo)?)
}
