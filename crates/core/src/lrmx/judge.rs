//! What there is to say about the fields of a person just read, field by field. Judges, mends nothing.

use chrono::{Datelike, NaiveDate};

use super::{
    about, brief,
    fields::{FIELDS, MEMBER_FIELDS, Slot},
    form_text::{is_date, names_a_party, parts},
    identity::{self, Identity},
    resume::{self, Kind},
};
use crate::{
    date::PartialDate,
    ethnicity,
    finding::{Finding, Level},
    person::{PersonContent, is_number},
};

/// All findings about the values, in the order of the form. `file` is what the places name; a person in the roster has none.
#[must_use]
pub fn judge(file: &str, person: &PersonContent) -> Vec<Finding> {
    let mut findings = Vec::new();
    name_and_sex(file, person, &mut findings);
    dates(file, person, &mut findings);
    texts(file, person, &mut findings);
    identity(file, person, &mut findings);
    periods(file, &person.resume, &mut findings);
    family(file, person, &mut findings);
    findings
}

/// What is said of a person, after the name of the file where there is one.
fn said(file: &str, what: &str) -> String {
    if file.is_empty() { what.to_owned() } else { format!("{file} {what}") }
}

fn name_and_sex(file: &str, person: &PersonContent, findings: &mut Vec<Finding>) {
    if person.name.is_empty() {
        findings.push(about("L01", Level::Error, file, "姓名", said(file, "没有姓名"), "请补上姓名，再入库"));
    } else if is_number(&person.name) {
        let message = said(file, &format!("“{}”是数字，不是姓名", brief(person.name.trim())));
        findings.push(about("L01", Level::Error, file, "姓名", message, "请写明姓名，再入库"));
    }
    if !person.ethnicity.is_empty() && !ethnicity::is_named(&person.ethnicity) {
        let message = said(file, &format!("民族写作“{}”，不是 56 个民族的名称", brief(&person.ethnicity)));
        findings.push(about("L37", Level::Warning, file, "民族", message, "请核对；别的内容填到了这一栏的，请改正"));
    }
    match person.sex.as_str() {
        "男" | "女" => {}
        "" => findings.push(about("L04", Level::Warning, file, "性别", said(file, "没有性别"), "请填写男或女")),
        other => {
            let message = said(file, &format!("性别写作“{}”", brief(other)));
            findings.push(about("L04", Level::Warning, file, "性别", message, "请改为男或女"));
        }
    }
}

fn dates(file: &str, person: &PersonContent, findings: &mut Vec<Finding>) {
    let born = date(file, "出生年月", &person.born, findings);
    let started = date(file, "参加工作时间", &person.started_work, findings);
    let since = date(file, "任现职时间", &person.current_post_since, findings);
    date(file, "计算年龄时间", &person.age_reckoned_at, findings);
    date(file, "填表时间", &person.filled_at, findings);
    let mut joined = None;
    for part in parts(&person.joined_party) {
        // A party's name is at home in this field; only what begins like a date is meant as one.
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            joined = date(file, "入党时间", part, findings);
        } else if !names_a_party(part) {
            let message = said(file, &format!("入党时间写作“{}”，不是日期，也不是党派名称", brief(part)));
            findings.push(about(
                "L06",
                Level::Warning,
                file,
                "入党时间",
                message,
                "请写入党年月，如 200107；民主党派成员写党派名称；不清楚的空着",
            ));
        }
    }
    if person.born.is_empty() {
        findings.push(about("L06", Level::Warning, file, "出生年月", said(file, "没有出生年月"), "请补上，如 197102"));
    }
    for (label, later) in [("参加工作时间", started), ("入党时间", joined), ("任现职时间", since)] {
        if let (Some(born), Some(later)) = (born, later)
            && later.surely_before(born)
        {
            let message = format!("{label}（{later}）早于出生年月（{born}）");
            findings.push(about("L33", Level::Warning, file, label, message, "请核对这两个日期"));
        }
    }
    if person.age_reckoned_at.is_empty() && !person.born.is_empty() {
        let message = said(file, "没有计算年龄时间，年龄无从推算");
        findings.push(about("L34", Level::Note, file, "计算年龄时间", message, "请填写，如 202606；年龄按当月实足计算"));
    }
}

/// Dates of what has happened that have not come yet on `today`.
#[must_use]
pub fn ahead(person: &PersonContent, today: NaiveDate) -> Vec<Finding> {
    let parts = parts(&person.joined_party).map(|part| ("入党时间", part));
    let own = [
        ("出生年月", person.born.as_str()),
        ("参加工作时间", person.started_work.as_str()),
        ("任现职时间", person.current_post_since.as_str()),
    ];
    let dates = own.into_iter().chain(parts).filter_map(|(label, text)| Some((label, text.parse::<PartialDate>().ok()?)));
    dates
        .filter(|(_, date)| date.first_day() > today)
        .map(|(label, date)| {
            let message = format!("{label}（{}）还没有到，今天是 {today}", date.chinese());
            about("L38", Level::Error, "", label, message, "请核对这个日期")
        })
        .collect()
}

/// Reads a date field; tells when its form is unusual or it is none.
fn date(file: &str, label: &str, text: &str, findings: &mut Vec<Finding>) -> Option<PartialDate> {
    if text.is_empty() {
        return None;
    }
    match text.parse::<PartialDate>() {
        Ok(date) => {
            let usual = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
            let by_day =
                matches!(label, "计算年龄时间" | "填表时间") && text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
            // No editor writes 任现职时间, and the checks count by its day.
            if !usual && !by_day && label != "任现职时间" {
                let message = format!("{label}写作“{}”，读作{}", brief(text), date.chinese());
                findings.push(about("L05", Level::Note, file, label, message, "请核对；编辑器通常写六位年月，如 197102"));
            }
            Some(date)
        }
        Err(error) => {
            findings.push(about(
                "L06",
                Level::Warning,
                file,
                label,
                format!("{label}“{}”不是日期：{}", brief(text), error.reason),
                "请改正，如 197102",
            ));
            None
        }
    }
}

/// Length and lost characters of every text.
fn texts(file: &str, person: &PersonContent, findings: &mut Vec<Finding>) {
    for field in FIELDS {
        if let Slot::Text { get, limit, .. } = field.slot {
            text(file, field.label, get(person), limit, findings);
        }
    }
}

fn text(file: &str, label: &str, value: &str, limit: Option<usize>, findings: &mut Vec<Finding>) {
    let length = value.chars().count();
    if let Some(limit) = limit.filter(|limit| length > *limit) {
        let message = format!("{label}有 {length} 个字，超过编辑器的上限 {limit} 个字");
        findings.push(about("L07", Level::Warning, file, label, message, "已全部读入；打印时可能放不下，请酌情精简"));
    }
    let lost = value.chars().filter(|c| is_lost(*c)).count();
    if lost > 0 {
        let message = format!("{label}有 {lost} 个字显示不出（自造字或丢失的字）：“{}”", brief(value));
        findings.push(about("L03", Level::Warning, file, label, message, "请对照原表改为正式的字；生僻字请用规范汉字"));
    }
}

/// Characters of a private font, the mark of a lost one, and control characters.
fn is_lost(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

fn identity(file: &str, person: &PersonContent, findings: &mut Vec<Finding>) {
    let label = "身份证号";
    let mut say = |code: &str, level: Level, message: &str| {
        findings.push(about(code, level, file, label, message, "请对照身份证核对"));
    };
    if person.id_number.is_empty() {
        return;
    }
    match identity::examine(&person.id_number) {
        Identity::Malformed => say("L08", Level::Warning, "身份证号不是 18 位号码"),
        Identity::Old => say("L08", Level::Note, "身份证号是 15 位旧号码"),
        Identity::Inconsistent => say("L08", Level::Warning, "身份证号的校验位或出生日期不对"),
        Identity::Sound { born, male } => {
            let field = person.born.parse::<PartialDate>().ok();
            if field.is_some_and(|f| born < f.first_day() || born > f.last_day()) {
                let message = format!("身份证号中的出生年月（{}.{:02}）与出生年月栏不一致", born.year(), born.month());
                say("L09", Level::Warning, &message);
            }
            if matches!(person.sex.as_str(), "男" | "女") && (person.sex == "男") != male {
                say("L10", Level::Warning, "身份证号所示性别与性别栏不一致");
            }
        }
    }
}

/// Order, gaps and form of the résumé's lines.
fn periods(file: &str, resume: &str, findings: &mut Vec<Finding>) {
    let label = "简历";
    let mut say = |code: &str, level: Level, message: String, remedy: &str| {
        findings.push(about(code, level, file, label, message, remedy));
    };
    if resume.is_empty() {
        say("L11", Level::Warning, said(file, "没有简历"), "请补上简历");
        return;
    }
    let mut before: Option<(usize, PartialDate, Option<PartialDate>)> = None;
    let mut any = false;
    for (index, raw) in resume.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let number = index + 1;
        let (kind, text) = resume::recognise(raw);
        if resume::holds_a_period(text) {
            let message = format!("简历第 {number} 行里不止一段经历：“{}”", brief(raw.trim()));
            say("L11", Level::Warning, message, "请每段经历另起一行");
        }
        let (from, to, regular) = match kind {
            Kind::Period { from, to, regular } => (from, to, regular),
            Kind::Continuation => continue,
            Kind::Odd => {
                let message = format!("简历第 {number} 行看不出起止年月：“{}”", brief(raw.trim()));
                say("L11", Level::Warning, message, "请写成“1991.01--2000.01  正文”");
                // What it says may well fill the time to the next line, so nothing is concluded across it.
                before = None;
                continue;
            }
        };
        any = true;
        if !regular {
            let message = format!("简历第 {number} 行的起止年月写法不规范：“{}”", brief(raw.trim()));
            say("L11", Level::Note, message, "编辑器的写法是“1991.01--2000.01  正文”");
        }
        if to.is_some_and(|to| to.surely_before(from)) {
            say("L12", Level::Warning, format!("简历第 {number} 行的止于早于起于"), "请核对起止年月");
        }
        if let Some((earlier, earlier_from, earlier_to)) = before {
            if from.surely_before(earlier_from) {
                say("L12", Level::Warning, format!("简历第 {number} 行早于第 {earlier} 行"), "请按时间先后排列");
            } else if let Some(end) = earlier_to {
                if from.surely_before(end) {
                    say(
                        "L13",
                        Level::Warning,
                        format!("简历第 {number} 行与第 {earlier} 行的时间重叠"),
                        "请核对起止年月；兼学兼任请写在“其间”",
                    );
                } else if months(from) - months(end) > 1 {
                    say("L14", Level::Warning, format!("简历第 {earlier} 行与第 {number} 行之间有间断"), "请核对有无漏填的经历");
                }
            } else {
                say("L13", Level::Warning, format!("简历第 {earlier} 行没有止于，其后还有第 {number} 行"), "请补上止于年月");
            }
        }
        before = Some((number, from, to));
    }
    if !any {
        say("L11", Level::Warning, "简历没有一行写明起止年月".into(), "请写成“1991.01--2000.01  正文”");
    }
}

fn months(date: PartialDate) -> i64 {
    let day = date.first_day();
    i64::from(day.year()) * 12 + i64::from(day.month())
}

fn family(file: &str, person: &PersonContent, findings: &mut Vec<Finding>) {
    for (index, member) in person.family.iter().enumerate() {
        let row = format!("家庭成员第 {} 行", index + 1);
        if member.name.is_empty() {
            let message = format!("{row}没有姓名");
            findings.push(about("L15", Level::Warning, file, &format!("{row}姓名"), message, "请补上姓名，或删去这一行"));
        }
        if member.relation.is_empty() {
            let message = format!("{row}没有称谓");
            findings.push(about("L16", Level::Warning, file, &format!("{row}称谓"), message, "请补上称谓，如父亲、妻子"));
        }
        if !member.born.is_empty() && !is_date(&member.born) {
            date(file, &format!("{row}出生日期"), &member.born, findings);
        }
        for field in MEMBER_FIELDS {
            text(file, &format!("{row}{}", field.label), (field.get)(member), Some(field.limit), findings);
        }
    }
}
