//! V36, the post somebody stands for: what the candidate's own sheet gives as 拟任职务 against the post he or she is entered for. Both are
//! written by hand, so only what cannot be the same post is told; nothing is put right here.

use super::judge::Judge;
use crate::case::Candidate;
use crate::catalogue::Milestone;
use crate::finding::{Finding, Place};
use crate::rules::Rules;

/// Once somebody is a nominee or discussed, the post must be known: without it nobody can say whether there is room (V01), how many stand
/// for it (V13) and whether another body manages it too (V21). One fault, told by V36, or where only one of those is asked for, by that.
pub(super) fn without_post(j: &Judge<'_, '_>) -> Vec<Finding> {
    let asked = ["V36", "V13", "V21", "V01"].into_iter().find(|code| j.asks(code));
    let (Some(code), None) = (asked, j.extent.about) else { return Vec::new() };
    let (Some(rules), Some(level)) = (j.rules_now(code), j.rules_now("V36").and_then(|r| r.named_level("V36", "unposted")))
    else {
        return Vec::new();
    };
    let settled = [Milestone::NomineesFixed, Milestone::Discussion, Milestone::AppointmentDecision];
    let come_so_far = |c: &Candidate| j.first_of(&settled, c.id).is_some() || code == "V01" && j.records(code).next().is_some();
    let considered = j.view.candidates().iter().filter(|c| j.is_considered(c) && come_so_far(c));
    let without: Vec<&Candidate> = considered.filter(|c| j.view.post(c.id).is_none()).copied().collect();
    let say = |place: Place, words: String| {
        let message = format!("{words}，无法核对职数、差额和双重管理");
        j.say(rules, code, level, place.field("岗位"), message, "请在“岗位与人选”里登记岗位，并为人选选定对应的岗位")
    };
    match without.as_slice() {
        [] => Vec::new(),
        _ if j.view.case.posts.is_empty() => vec![say(j.view.place(), "本批次没有登记岗位".to_owned())],
        // The posts there are have their numbers: 职数 can be judged.
        _ if code == "V01" => Vec::new(),
        each => each.iter().map(|c| say(j.at(c.id, None), format!("{}没有对应的岗位", j.view.name(c.id)))).collect(),
    }
}

/// 拟任职务 names another post than the one the candidate is entered for: the forms print the one, the counts go by the other.
pub(super) fn another_post(j: &Judge<'_, '_>, rules: &Rules, candidate: &Candidate) -> Option<Finding> {
    let level = rules.named_level("V36", "post")?;
    let post = j.view.post(candidate.id)?;
    let proposed = candidate.content.proposed_post.trim();
    if proposed.is_empty() || post.title.trim().is_empty() || names(proposed, &post.unit, &post.title) {
        return None;
    }
    let message = format!(
        "{}：拟任职务写的是“{proposed}”，对应的岗位是“{}{}”，两处不一致",
        j.view.name(candidate.id),
        post.unit.trim(),
        post.title.trim()
    );
    let place = Place { candidate: Some(candidate.id), ..j.view.place() }.field("拟任职务");
    let remedy = "请核对哪一处写错了：改正拟任职务，或改选对应的岗位";
    Some(j.say(rules, "V36", level, place, message, remedy))
}

/// The words without blanks and without what stands in brackets: 副局长（试用期一年）.
fn bare(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', '；', ';', '兼']).filter(|part| !part.is_empty())
}

/// Every character of `short` stands in `long` in the same order: 市教育局 in 示例市教育局, 管委会 in 管理委员会.
fn within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|l| l == c))
}

/// Whether the words may name the post: its title, or one of several in it, at the end of one of theirs, and before it nothing but the
/// unit, in full or shortened either way.
fn names(proposed: &str, unit: &str, title: &str) -> bool {
    let (proposed, unit, title) = (bare(proposed), bare(unit), bare(title));
    let of_unit = |before: &str| {
        let before = before.trim_end_matches("常务");
        // 副 before the title makes it another one.
        !before.ends_with('副') && (within(before, &unit) || !unit.is_empty() && within(&unit, before) || unit.is_empty())
    };
    let ends = |text: &str, title: &str| text.strip_suffix(title).is_some_and(of_unit);
    let texts: Vec<&str> = std::iter::once(proposed.as_str()).chain(parts(&proposed)).collect();
    let titles: Vec<&str> = std::iter::once(title.as_str()).chain(parts(&title)).collect();
    texts.iter().any(|text| titles.iter().any(|title| ends(text, title)))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_post_written_shorter_or_with_others_beside_it_is_the_same_another_title_or_unit_is_not() {
        for (proposed, unit, title, same) in [
            ("示例市教育局副局长", "市教育局", "副局长", true),
            ("副局长", "示例局", "副局长", true),
            ("市教育局党组成员、副局长（试用期一年）", "示例市教育局", "副局长", true),
            ("党组书记、局长", "示例局", "局长", true),
            ("局长", "示例局", "党组书记、局长", true),
            ("临江工业园区管委会主任", "临江工业园区管理委员会", "主任", true),
            ("常务副县长", "云江县", "副县长", true),
            ("临江工业园区管理委员会主任", "统战部", "部长", false),
            ("示例局副局长", "示例局", "局长", false),
            ("示例局局长", "示例局", "副局长", false),
            ("市教育局副局长", "市卫生健康委员会", "副局长", false),
        ] {
            assert_eq!(names(proposed, unit, title), same, "{proposed} / {unit}{title}");
        }
    }
}
