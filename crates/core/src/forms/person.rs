//! A candidate as a tree: the fields of the 干部任免审批表, the posts of the batch, and every step as the report tells it.

use crate::case::{Candidate, Case};
use crate::date::PartialDate;
use crate::id::CandidateId;
use crate::lrmx;
use crate::person::PersonContent;
use crate::qualification::Exceptional;
use crate::report;

use super::{Tree, batch, chinese, numbered, steps};

/// The month as running text writes it, 1971年2月; anything that is no date stays as written.
fn in_words(written: &str) -> String {
    match written.parse::<PartialDate>() {
        Ok(PartialDate::Day(day)) => {
            use chrono::Datelike;
            PartialDate::Month(day.year(), day.month()).chinese()
        }
        Ok(date) => date.chinese(),
        Err(_) => written.to_owned(),
    }
}

/// Full years between two dates as written, reckoned by the month (任免审批表填写说明: 当月实足); empty when either is unknown.
fn age(born: &str, at: &str) -> String {
    let months = |text: &str| {
        let months: Option<i64> = match text.parse::<PartialDate>().ok()? {
            PartialDate::Year(_) => None,
            PartialDate::Month(y, m) => Some(i64::from(y) * 12 + i64::from(m)),
            PartialDate::Day(d) => {
                use chrono::Datelike;
                Some(i64::from(d.year()) * 12 + i64::from(d.month()))
            }
        };
        months
    };
    match (months(born), months(at)) {
        (Some(born), Some(at)) if at >= born => ((at - born) / 12).to_string(),
        _ => String::new(),
    }
}

fn joined(a: &str, b: &str) -> String {
    [a.trim(), b.trim()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("\n")
}

/// 拟任 and 拟免 in one cell, as lists of names print them.
fn both_posts(proposed: &str, removed: &str) -> String {
    match (proposed.trim(), removed.trim()) {
        ("", "") => String::new(),
        (p, "") => format!("任{p}"),
        ("", r) => format!("免{r}"),
        (p, r) => format!("任{p}；免{r}"),
    }
}

/// On what ground somebody is promoted 破格, why, and who agreed to it; empty when nobody is.
fn exception(e: &Exceptional) -> String {
    if !e.marked {
        return String::new();
    }
    let approved =
        [e.approval_no.trim().to_owned(), chinese(e.approved)].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>();
    let approved = if approved.is_empty() { String::new() } else { format!("批复：{}", approved.join("，")) };
    [e.ground.trim(), e.reason.trim(), &approved].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("；")
}

/// The short fields: a row of a list of candidates, or the head of a record about one of them.
pub(super) fn short(case: &Case, candidate: &Candidate, person: &PersonContent) -> Tree {
    let c = &candidate.content;
    let mut tree = Tree::new();
    let school = |a: &str, b: &str| if a == b { a.to_owned() } else { joined(a, b) };
    let education = if person.inservice_education.trim().is_empty() {
        joined(&person.fulltime_education, &person.fulltime_degree)
    } else {
        joined(&person.inservice_education, &person.inservice_degree)
    };
    let at = if person.age_reckoned_at.trim().is_empty() { case.today.to_string() } else { person.age_reckoned_at.clone() };
    tree.fill([
        ("姓名", person.name.clone()),
        ("性别", person.sex.clone()),
        ("出生年月", lrmx::display_month(&person.born)),
        ("出生时间", in_words(&person.born)),
        ("年龄", age(&person.born, &at)),
        ("民族", person.ethnicity.clone()),
        ("籍贯", person.native_place.clone()),
        ("出生地", person.birthplace.clone()),
        ("入党时间", lrmx::display_month(&person.joined_party)),
        ("参加工作时间", lrmx::display_month(&person.started_work)),
        ("工作时间", in_words(&person.started_work)),
        ("健康状况", person.health.clone()),
        ("政治面貌", lrmx::political_status(person)),
        ("专业技术职务", person.technical_title.clone()),
        ("熟悉专业", person.speciality.clone()),
        ("学历学位", education),
        ("全日制学历", person.fulltime_education.clone()),
        ("全日制学位", person.fulltime_degree.clone()),
        ("全日制院校", school(&person.fulltime_school, &person.fulltime_degree_school)),
        ("在职学历", person.inservice_education.clone()),
        ("在职学位", person.inservice_degree.clone()),
        ("在职院校", school(&person.inservice_school, &person.inservice_degree_school)),
        ("现任职务", if c.current_post.trim().is_empty() { person.current_post.clone() } else { c.current_post.clone() }),
        ("任现职时间", lrmx::display_month(&person.current_post_since)),
        ("拟任职务", c.proposed_post.clone()),
        ("拟免职务", c.removed_post.clone()),
        ("拟任免职务", both_posts(&c.proposed_post, &c.removed_post)),
        ("选任结果", c.outcome.name().to_owned()),
        ("破格", if c.exceptional.marked { "是" } else { "否" }.to_owned()),
        ("破格情形", exception(&c.exceptional)),
    ]);
    tree
}

/// Everything of one candidate but the photograph, which the caller has the bytes of. The 身份证号 is printed nowhere.
///
/// None when the case does not know the candidate or nobody stands behind it.
#[must_use]
pub fn candidate(case: &Case, id: CandidateId) -> Option<Tree> {
    let candidate = case.candidates.iter().find(|c| c.id == id)?;
    let person = &case.persons.iter().find(|p| p.id == candidate.content.person)?.content;
    let mut tree = short(case, candidate, person);
    long(&mut tree, case, person);
    if let Some(report) = report::build(case, id, case.today, "") {
        let row = |stage: &str, row: &report::ReportRow| {
            let mut tree = Tree::new();
            tree.fill([
                ("步骤号", row.no.to_string()),
                ("步骤", row.step_name.clone()),
                ("环节", stage.to_owned()),
                ("状态", row.state.name().to_owned()),
                ("时间", row.time.clone()),
                ("地点", row.place.clone()),
                ("操作情况", row.done.clone()),
                ("纪实方式", row.mode.clone()),
                ("责任人", row.responsible.clone()),
                ("材料", row.materials.clone()),
            ]);
            tree
        };
        let rows = report.stages.iter().flat_map(|s| s.rows.iter().map(|r| row(&s.name, r)));
        tree.set_rows("步骤", numbered(rows));
    }
    steps::facts(&mut tree, case, Some(id));
    tree.complete(batch::common(case));
    Some(tree)
}

/// The fields only a form of one person has.
pub(super) fn long(tree: &mut Tree, case: &Case, person: &PersonContent) {
    tree.fill([
        ("简历", person.resume.clone()),
        ("奖惩情况", person.rewards.clone()),
        ("年度考核", person.appraisals.clone()),
        ("任免理由", person.reason.clone()),
        ("呈报单位", person.reporting_unit.clone()),
        ("计算年龄时间", lrmx::display_month(&person.age_reckoned_at)),
        ("填表时间", lrmx::display_month(&person.filled_at)),
        ("填表人", person.filled_by.clone()),
        ("档号", String::new()),
    ]);
    let at = if person.age_reckoned_at.trim().is_empty() { case.today.to_string() } else { person.age_reckoned_at.clone() };
    let member = |m: &crate::person::FamilyMember| {
        let mut tree = Tree::new();
        tree.fill([
            ("称谓", m.relation.clone()),
            ("姓名", m.name.clone()),
            ("年龄", if m.is_dead() { String::new() } else { age(&m.born, &at) }),
            ("出生年月", lrmx::display_month(&m.born)),
            ("政治面貌", m.political_status.clone()),
            ("工作单位及职务", m.employer.clone()),
        ]);
        tree
    };
    tree.set_rows("家庭成员", numbered(person.family.iter().map(member)));
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn ages_are_full_years_by_the_month_and_unknown_dates_give_none() {
        assert_eq!(age("197803", "2026-03-10"), "48");
        assert_eq!(age("197804", "202603"), "47");
        assert_eq!(age("1978", "202603"), "");
        assert_eq!(age("", "202603"), "");
    }
}
