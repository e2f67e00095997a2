//! A volume as a tree: catalogue, note, cover, spine, acceptance.

use crate::arrange::{Category, VolumeItem, VolumePlan};
use crate::case::Case;
use crate::date::PartialDate;
use crate::id::CandidateId;
use crate::secrecy;

use super::{Tree, Value, batch};

/// Who arranged and checked a volume, and what the note says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoteOf<'a> {
    /// Lines separated by `\n`.
    pub description: &'a str,
    pub arranged_by: &'a str,
    pub checked_by: &'a str,
    /// Both days, as printed; empty before they are known.
    pub day: &'a str,
}

/// 件 as a row.
#[must_use]
pub fn item(item: &VolumeItem, first_page: u32) -> Tree {
    let mut row = Tree::new();
    let last = first_page + item.pages.saturating_sub(1);
    row.fill([
        ("档号", item.archive_no.clone()),
        ("件号", if item.no == 0 { String::new() } else { format!("{:04}", item.no) }),
        ("文号", item.doc_no.clone()),
        ("责任者", item.responsible.clone()),
        ("题名", item.title.clone()),
        ("日期", item.date.clone()),
        ("密级", item.secrecy.clone()),
        ("页数", item.pages.to_string()),
        ("页号", if last > first_page { format!("{first_page}—{last}") } else { first_page.to_string() }),
        ("保管期限", item.retention.name().to_owned()),
        ("备注", item.remark.clone()),
    ]);
    row.set_materials(item.parts.iter().map(|p| p.material).collect());
    row
}

/// `20260526` as printed in words; a day or month that is not known is left out.
fn written(digits: &str) -> String {
    let known = digits.trim_end_matches("00");
    let known = if known.len() % 2 == 1 { digits.get(..known.len() + 1).unwrap_or(digits) } else { known };
    known.parse::<PartialDate>().map(PartialDate::chinese).unwrap_or_default()
}

/// The volume as arranged.
#[must_use]
pub fn volume(case: &Case, plan: &VolumePlan, of: NoteOf<'_>) -> Tree {
    let mut tree = Tree::new();
    let name = plan
        .candidate
        .and_then(|id| case.candidates.iter().find(|c| c.id == id))
        .and_then(|c| case.persons.iter().find(|p| p.id == c.content.person))
        .map(|p| p.content.name.clone());
    let ranges: Vec<String> = plan.ranges.iter().map(|r| r.words("—")).collect();
    let retention: Vec<String> =
        plan.ranges.iter().map(|r| format!("{} {}件 {}页", r.category.retention.name(), r.items, r.pages)).collect();
    let terms = terms(plan);
    let numbers: Vec<String> = terms
        .iter()
        .filter_map(|term| {
            let run = run_of(plan, term)?;
            Some(if terms.len() > 1 { format!("{term} {run}") } else { run })
        })
        .collect();
    let term = if terms.is_empty() { plan.retention.name().to_owned() } else { terms.join("、") };
    let mut dates: Vec<&str> = plan.items.iter().map(|i| i.date.as_str()).filter(|d| !d.is_empty()).collect();
    dates.sort_unstable();
    let secrecy = secrecy::highest(plan.items.iter().map(|i| i.secrecy.as_str()));
    // A long name and what follows it never share a line to be torn at.
    let own_line = name.clone().filter(|n| n.chars().count() > 4 && plan.title.starts_with(n.as_str())).unwrap_or_default();
    tree.fill([
        ("卷名", plan.title.clone()),
        ("封面姓名", own_line.clone()),
        ("封面题名", plan.title.strip_prefix(own_line.as_str()).unwrap_or(&plan.title).to_owned()),
        ("卷类", plan.kind.name().to_owned()),
        ("盒脊名", name.clone().unwrap_or_else(|| "综合卷".to_owned())),
        ("姓名", name.unwrap_or_default()),
        ("全宗号", plan.fonds.clone()),
        ("全宗名称", case.batch.content.unit.clone()),
        ("年度", years(plan)),
        ("机构", classes(plan)),
        ("保管期限", term),
        ("保管期限分列", retention.join("；")),
        ("起档号", plan.first_archive_no.clone()),
        ("止档号", plan.last_archive_no.clone()),
        ("起止档号", ranges.join("\n")),
        ("起止件号", numbers.join("\n")),
        ("起始日期", dates.first().map(|d| written(d)).unwrap_or_default()),
        ("结束日期", dates.last().map(|d| written(d)).unwrap_or_default()),
        ("密级", secrecy.to_owned()),
        ("件数", plan.total_items.to_string()),
        ("页数", plan.total_pages.to_string()),
        ("盒号", String::new()),
        ("情况说明", of.description.to_owned()),
        ("整理人", of.arranged_by.to_owned()),
        ("整理日期", of.day.to_owned()),
        ("检查人", of.checked_by.to_owned()),
        ("检查日期", if of.checked_by.is_empty() { String::new() } else { of.day.to_owned() }),
    ]);
    let mut page = 1;
    let rows = plan.items.iter().map(|i| {
        let mut row = item(i, page);
        row.set("序号", i.order.to_string());
        page += i.pages;
        row
    });
    tree.set_rows("件", rows.collect());
    tree.set_rows("本批案卷", Vec::new());
    tree.set_rows("验收", Vec::new());
    tree.set_rows("检测", Vec::new());
    tree.fill([("检测结论", String::new()), ("退回次数", String::new())]);
    const OF_ONE: [&str; 13] = [
        "档号",
        "件号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "页号",
        "备注",
        "原件存放处",
        "互见号",
        "未印文件",
        "未印原因",
        "存放位置",
    ];
    for of_one in OF_ONE {
        tree.set(of_one, "");
    }
    tree.complete(batch::common(case));
    tree
}

/// The volumes of a batch, one a person: whose, and under which numbers as far as those are given (`given`, by key of the 件).
#[must_use]
pub fn roster(case: &Case, plans: &[VolumePlan], given: &dyn Fn(&str) -> bool) -> Vec<Tree> {
    let rows = case.candidates.iter().map(|c| {
        let name = case.persons.iter().find(|p| p.id == c.content.person).map(|p| p.content.name.clone());
        let plan = plans.iter().find(|p| p.candidate == Some(c.id));
        let numbered = plan.filter(|p| !p.items.is_empty() && p.items.iter().all(|i| given(&i.key)));
        // A number is long: each stands on a line of its own.
        let ranges = numbered.map(|p| p.ranges.iter().map(|r| r.words("—\n")).collect::<Vec<_>>().join("\n"));
        let mut row = Tree::new();
        row.fill([
            ("姓名", name.unwrap_or_default()),
            ("现任职务", c.content.current_post.clone()),
            ("拟任职务", c.content.proposed_post.clone()),
            ("结果", c.content.outcome.name().to_owned()),
            ("卷名", plan.map_or_else(|| "没有个人卷".to_owned(), |p| p.title.clone())),
            ("案卷代号", volume_code(case, Some(c.id))),
            ("件数", plan.map(|p| p.total_items.to_string()).unwrap_or_default()),
            ("页数", plan.map(|p| p.total_pages.to_string()).unwrap_or_default()),
            ("起止档号", ranges.unwrap_or_else(|| "本卷封存时还没有编号，见该卷归档文件目录".to_owned())),
        ]);
        row
    });
    super::numbered(rows)
}

/// What a volume is called where no name may stand, as in the name of its package: `202603-G001`, `202603-Z`.
#[must_use]
pub fn volume_code(case: &Case, candidate: Option<CandidateId>) -> String {
    let number = &case.batch.content.number;
    match candidate.and_then(|id| case.candidates.iter().find(|c| c.id == id)) {
        Some(candidate) => format!("{number}-G{:03}", candidate.content.order),
        None => format!("{number}-Z"),
    }
}

/// What the numbers of a volume were given in, each once: the 件 of one volume may stand in several. Nothing before they are given.
fn given(plan: &VolumePlan, term: Option<&str>, of: impl Fn(&Category) -> String) -> String {
    let mut words: Vec<String> = Vec::new();
    let of_term = |i: &&VolumeItem| term.is_none_or(|term| i.category.retention.name() == term);
    for item in plan.items.iter().filter(|i| i.no > 0).filter(of_term) {
        let word = of(&item.category);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join("、")
}

/// The years its 件 were numbered in, each once.
#[must_use]
pub fn years(plan: &VolumePlan) -> String {
    given(plan, None, |c| c.year.to_string())
}

/// The 机构（问题）代码 its 件 were numbered in, each once.
#[must_use]
pub fn classes(plan: &VolumePlan) -> String {
    given(plan, None, |c| c.org.clone())
}

/// The terms of a volume, each once.
fn terms(plan: &VolumePlan) -> Vec<&'static str> {
    let mut terms: Vec<&'static str> = Vec::new();
    for range in &plan.ranges {
        if !terms.contains(&range.category.retention.name()) {
            terms.push(range.category.retention.name());
        }
    }
    terms
}

/// The first and the last 件号 of a term; numbers run by term: what lies between those of a box of several may lie in other boxes.
fn run_of(plan: &VolumePlan, term: &str) -> Option<String> {
    let own = plan.items.iter().filter(|i| i.no > 0 && i.category.retention.name() == term).map(|i| i.no);
    let (first, last) = own
        .fold(None, |seen: Option<(u32, u32)>, no| Some(seen.map_or((no, no), |(first, last)| (first.min(no), last.max(no)))))?;
    Some(span(&format!("{first:04}"), &format!("{last:04}")))
}

/// One tree a term, for the spine of its box; the volume whole before anything of it has a number.
#[must_use]
pub fn spines(case: &Case, plan: &VolumePlan) -> Vec<Tree> {
    let whole = volume(case, plan, NoteOf::default());
    let terms = terms(plan);
    if terms.is_empty() {
        return if plan.items.is_empty() { Vec::new() } else { vec![whole] };
    }
    let of = |term: &&'static str| {
        let mut tree = whole.clone();
        tree.fill([
            ("年度", given(plan, Some(term), |c| c.year.to_string())),
            ("机构", given(plan, Some(term), |c| c.org.clone())),
            ("保管期限", (*term).to_owned()),
            ("起止件号", run_of(plan, term).unwrap_or_default()),
        ]);
        tree
    };
    terms.iter().map(of).collect()
}

/// One tree a 件, what is said of it in place of what is said of the volume: for the cover that bears its 归档章.
#[must_use]
pub fn stamps(case: &Case, plan: &VolumePlan) -> Vec<Tree> {
    let whole = volume(case, plan, NoteOf::default());
    let mut page = 1;
    let of = |i: &VolumeItem| {
        let mut tree = item(i, page);
        page += i.pages;
        // A 件 without its number has no place in a category yet.
        let given = |words: String| if i.no == 0 { String::new() } else { words };
        tree.fill([
            ("年度", given(i.category.year.to_string())),
            ("机构", given(i.category.org.clone())),
            ("件数", "1".to_owned()),
            ("起档号", i.archive_no.clone()),
            ("止档号", i.archive_no.clone()),
            ("起止档号", i.archive_no.clone()),
            ("起止件号", tree.text("件号").to_owned()),
            ("日期", written(&i.date)),
            ("原件存放处", i.kept_at.clone()),
            ("互见号", i.see_also.clone()),
        ]);
        for (name, value) in whole.iter() {
            if let Value::Text(text) = value
                && tree.get(name).is_none()
            {
                tree.set(name, text.clone());
            }
        }
        tree
    };
    plan.items.iter().map(of).collect()
}

/// One tree a page of the volume: each 件 its pages, numbered through the volume as the catalogue has them.
#[must_use]
pub fn page_stamps(case: &Case, plan: &VolumePlan) -> Vec<Tree> {
    let mut page = 1;
    let mut made = Vec::new();
    for (item, tree) in plan.items.iter().zip(stamps(case, plan)) {
        for _ in 0..item.pages {
            let mut tree = tree.clone();
            tree.set("页号", page.to_string());
            made.push(tree);
            page += 1;
        }
    }
    made
}

pub(super) fn span(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first}—{last}") }
}
