//! A person as the 任免审批表 has it, for a terminal. Prints the 身份证号 only as far as it is needed to tell two people apart.

use chrono::Local;
use jishi_core::finding::Finding;
use jishi_core::lrmx::{age_at, education_summary, labelled_fields, resume_lines};
use jishi_core::person::PersonContent;
use serde_json::Value;

/// Prints the answer of `person.get`.
pub fn person(value: &Value) {
    let Some(content) = value.pointer("/person/content").and_then(|c| serde_json::from_value::<PersonContent>(c.clone()).ok())
    else {
        return;
    };
    card(&content, &Local::now().date_naive().to_string()).iter().for_each(|line| println!("{line}"));
    let list: Vec<Finding> = value.get("findings").cloned().and_then(|f| serde_json::from_value(f).ok()).unwrap_or_default();
    if !list.is_empty() {
        crate::print::findings(&list);
    }
}

/// Lines of the card on a day (ISO).
fn card(person: &PersonContent, today: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for field in labelled_fields(person).into_iter().filter(|f| !f.value.trim().is_empty() && f.value != person.resume) {
        let value = if field.sensitive {
            hidden(&field.value)
        } else {
            month(&field.value).unwrap_or_else(|| field.value.replace('\n', "；"))
        };
        lines.push(format!("{}：{value}", field.label));
    }
    if let Some(age) = age_at(&person.born, today) {
        lines.push(format!("年龄：{age}岁"));
    }
    lines.extend(education_summary(person).lines().map(str::to_owned));
    let periods = resume_lines(&person.resume);
    if !periods.is_empty() {
        lines.push("简历：".into());
    }
    for period in periods {
        let from = period.from.map(|d| d.dotted_month()).unwrap_or_default();
        let to = period.to.map_or_else(|| if from.is_empty() { String::new() } else { "今".to_owned() }, |d| d.dotted_month());
        let span = if from.is_empty() { String::new() } else { format!("{from}—{to}　") };
        lines.push(format!("  {span}{}", period.text.replace('\n', "；")));
    }
    lines
}

/// `198309` as it is printed, 1983.09; none for what is no bare month.
fn month(text: &str) -> Option<String> {
    let text = text.trim();
    let (year, month) = text.split_at_checked(4).filter(|(y, m)| m.len() == 2 && (y.starts_with("19") || y.starts_with("20")))?;
    text.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{year}.{month}"))
}

/// First three and last four characters.
fn hidden(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < 8 {
        return "…".to_owned();
    }
    let head: String = characters.iter().take(3).collect();
    let tail: String = characters.iter().skip(characters.len() - 4).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_age_education_and_each_period_and_hides_the_number() {
        let person = PersonContent {
            name: "欧阳䶮".into(),
            born: "197803".into(),
            id_number: "110101197803071234".into(),
            fulltime_education: "大学".into(),
            fulltime_school: "某大学".into(),
            resume: "1996.09--2000.07  某大学学习\n2000.07--         某局科员".into(),
            ..PersonContent::default()
        };
        let card = card(&person, "2026-03-10").join("\n");
        for part in
            ["姓名：欧阳䶮", "年龄：48岁", "全日制教育：大学（某大学）", "1996.09—2000.07　某大学学习", "2000.07—今　某局科员"]
        {
            assert!(card.contains(part), "{part} in {card}");
        }
        assert!(card.contains("110…1234") && !card.contains("19780307"), "{card}");
    }
}
