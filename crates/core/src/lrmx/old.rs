//! The old `.lrm`: GBK text of 33 quoted fields (domain.md §5.2). Read only; the program writes `.lrmx`.

use super::{LrmError, about, brief, document::stray, encoding, fields};
use crate::{
    finding::{Finding, Level},
    person::{FamilyMember, PersonContent},
};
use fields::{Shape, tidy};

const FIELD_COUNT: usize = 33;
/// The exporter pads the family to 13 rows; nobody has more than a few dozen.
const MAX_ROWS: usize = 500;

/// Where the plain fields go: index in the file, place, shape.
type Place = (usize, fn(&mut PersonContent) -> &mut String, Shape);

const PLACES: &[Place] = &[
    (0, |p| &mut p.name, Shape::Name),
    (1, |p| &mut p.sex, Shape::Line),
    (2, |p| &mut p.born, Shape::Line),
    (3, |p| &mut p.ethnicity, Shape::Line),
    (4, |p| &mut p.native_place, Shape::Line),
    (5, |p| &mut p.joined_party, Shape::Line),
    (6, |p| &mut p.health, Shape::Line),
    (7, |p| &mut p.birthplace, Shape::Line),
    (8, |p| &mut p.started_work, Shape::Line),
    (11, |p| &mut p.technical_title, Shape::Line),
    (16, |p| &mut p.speciality, Shape::Line),
    (17, |p| &mut p.resume, Shape::Lines),
    (18, |p| &mut p.rewards, Shape::Lines),
    (19, |p| &mut p.appraisals, Shape::Lines),
    (25, |p| &mut p.current_post, Shape::Line),
    (26, |p| &mut p.proposed_post, Shape::Line),
    (27, |p| &mut p.removed_post, Shape::Line),
    (28, |p| &mut p.reason, Shape::Lines),
    (29, |p| &mut p.reporting_unit, Shape::Line),
    (30, |p| &mut p.age_reckoned_at, Shape::Line),
    (31, |p| &mut p.filled_by, Shape::Line),
    (32, |p| &mut p.filled_at, Shape::Line),
];

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<(PersonContent, Vec<Finding>), LrmError> {
    encoding::check_size(file, bytes)?;
    let decoded = encoding::decode_lrm(bytes);
    let mut findings: Vec<Finding> = decoded.notes.iter().map(|n| n.finding(file)).collect();
    let text = decoded.text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{1a}');
    let count = |found: usize| LrmError::LrmFields { file: file.into(), found };
    // Values hold commas and line breaks of their own, so only `","` divides.
    let found: Vec<&str> = text.split("\",\"").collect();
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).ok_or_else(|| count(found.len()))?;
    let values: Vec<&str> = inner.split("\",\"").collect();
    if values.len() != FIELD_COUNT {
        return Err(count(values.len()));
    }
    let value = |index: usize| values.get(index).copied().unwrap_or_default();

    let mut person = PersonContent::default();
    for (index, place, shape) in PLACES {
        *place(&mut person) = tidy(*shape, value(*index));
    }
    let [education, degree, inservice_education, inservice_degree] = four(file, "学历学位", value(9), &mut findings);
    person.fulltime_education = education;
    person.fulltime_degree = degree;
    person.inservice_education = inservice_education;
    person.inservice_degree = inservice_degree;
    let [school, degree_school, inservice_school, inservice_degree_school] =
        four(file, "毕业院校系及专业", value(10), &mut findings);
    person.fulltime_school = school;
    person.fulltime_degree_school = degree_school;
    person.inservice_school = inservice_school;
    person.inservice_degree_school = inservice_degree_school;
    let columns = [value(20), value(21), value(22), value(23), value(24)];
    if columns.iter().any(|c| c.matches('@').count() > MAX_ROWS) {
        return Err(LrmError::TooComplex { file: file.into(), what: format!("家庭成员超过 {MAX_ROWS} 行") });
    }
    person.family = family(file, columns, &mut findings);

    for index in 12..=15 {
        let unknown = value(index).trim();
        if !unknown.is_empty() {
            let message = format!("{file} 第 {} 项有内容“{}”，含义不明，没有导入", index + 1, brief(unknown));
            findings.push(about("L28", Level::Warning, file, "未知内容", message, "请对照原表，需要时手工补入"));
        }
    }
    let count: usize = values.iter().map(|v| v.chars().filter(|c| fields::is_stray(*c)).count()).sum();
    if count > 0 {
        findings.push(stray(file, "全部", count));
    }
    let clean: String = value(0).chars().filter(|c| !fields::is_stray(*c)).collect();
    if clean.trim() != person.name {
        let message = format!("文件中的姓名写作“{}”，显示为“{}”", brief(value(0).trim()), brief(&person.name));
        findings.push(about("L02", Level::Note, file, "姓名", message, "无需处理"));
    }
    Ok((person, findings))
}

/// `全日制学历#学位@在职学历#学位`; what has another shape goes to the first place whole and is told.
fn four(file: &str, label: &str, text: &str, findings: &mut Vec<Finding>) -> [String; 4] {
    let line = |t: &str| tidy(Shape::Line, t);
    let (fulltime, inservice) = text.split_once('@').unwrap_or((text, ""));
    let (a, b) = fulltime.split_once('#').unwrap_or((fulltime, ""));
    let (c, d) = inservice.split_once('#').unwrap_or((inservice, ""));
    if text.matches('@').count() > 1 || b.contains('#') || d.contains(['#', '@']) || c.contains('@') {
        let message = format!("{file} 的{label}“{}”分不清全日制与在职，全部读入全日制一栏", brief(text));
        findings.push(about("L29", Level::Warning, file, label, message, "请对照原表分填"));
        return [line(text), String::new(), String::new(), String::new()];
    }
    [line(a), line(b), line(c), line(d)]
}

/// Five columns, each with its rows parted by `@`; the exporter pads them with empty rows.
fn family(file: &str, columns: [&str; 5], findings: &mut Vec<Finding>) -> Vec<FamilyMember> {
    let columns = columns.map(|c| c.split('@').collect::<Vec<_>>());
    let [relations, names, born, status, employers] = &columns;
    let filled = columns.iter().filter(|c| c.len() > 1 || c.iter().any(|v| !v.trim().is_empty()));
    let mut lengths: Vec<usize> = filled.map(Vec::len).collect();
    lengths.dedup();
    if lengths.len() > 1 {
        let message = format!("{file} 的家庭成员各栏行数不一，按次序逐行对应读入");
        findings.push(about("L30", Level::Warning, file, "家庭主要成员及重要社会关系", message, "请逐行对照原表"));
    }
    let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
    let cell = |column: &[&str], row: usize, shape| tidy(shape, column.get(row).copied().unwrap_or_default());
    (0..rows)
        .map(|row| FamilyMember {
            relation: cell(relations, row, Shape::Line),
            name: cell(names, row, Shape::Name),
            born: cell(born, row, Shape::Line),
            political_status: cell(status, row, Shape::Line),
            employer: cell(employers, row, Shape::Line),
        })
        .filter(|member| *member != FamilyMember::default())
        .collect()
}
