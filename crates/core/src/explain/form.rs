//! The figures a form prints, each with where it comes from: a record, a person's 信息, or what was set up for the batch.

use super::{Origin, field, finding, of_step};
use crate::case::Case;
use crate::catalogue::Milestone;
use crate::checks::CaseView;
use crate::finding::Finding;
use crate::forms::{Source, Subject, Tree, of_own_step, own_step, source, step_field};
use crate::id::{CandidateId, RecordId};
use crate::supervise::Stop;
use crate::supervise::ledger::{LedgerRow, ledger};

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled<'a> {
    pub subject: Subject,
    pub candidate: Option<CandidateId>,
    pub record: Option<RecordId>,
    /// Materials of the catalogue it is the form of.
    pub materials: &'a [String],
}

/// One figure as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// `应到`, `台账 第2行 推荐`.
    pub name: String,
    pub value: String,
    pub origin: Origin,
}

/// The figures of a form filled with `tree`, in the order of `printed` (list or nothing, field). What is empty is no figure.
/// `findings` are those the 偏差 rows were made of.
#[must_use]
pub fn figures(
    case: &Case,
    about: Filled<'_>,
    tree: &Tree,
    printed: &[(Option<String>, String)],
    findings: &[Finding],
) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut lists: Vec<&str> = Vec::new();
    for (list, name) in printed {
        match list {
            None => {
                let value = tree.text(name).trim();
                if !value.is_empty() {
                    found.push(Figure { name: name.clone(), value: value.to_owned(), origin: single(case, about, name) });
                }
            }
            Some(list) if !lists.contains(&list.as_str()) => {
                lists.push(list);
                let of = |(of, column): &'_ (Option<String>, String)| (of.as_ref() == Some(list)).then(|| column.clone());
                let columns: Vec<String> = printed.iter().filter_map(of).filter(|c| c != "序号").collect();
                for (no, row) in tree.rows(list).iter().enumerate() {
                    found.extend(of_row(case, about, list, &columns, (no, row), findings));
                }
            }
            Some(_) => {}
        }
    }
    found
}

fn said(words: impl Into<String>) -> Origin {
    Origin { words: words.into(), ..Origin::default() }
}

fn single(case: &Case, about: Filled<'_>, name: &str) -> Origin {
    if let Some((step, _)) = step_field(name)
        && case.catalogue.step(step).is_some()
    {
        return unrecorded(case, about.candidate, of_step(case, about.candidate, step), step);
    }
    if about.subject == Subject::Batch && of_own_step(name) {
        return own_step(case, about.materials).map_or_else(|| said("还没有记录"), |step| of_step(case, None, &step.key));
    }
    if name == "制表日期" {
        return said("制表当天");
    }
    let record = about.record.and_then(|id| case.records.iter().find(|r| r.id == id));
    let batch = || said(format!("批次《{}》的信息第 {} 版", case.batch.content.name, case.batch.revision));
    match (source(about.subject, record.map(|r| r.content.body.kind()), name), record) {
        (Source::Record, Some(r)) => {
            Origin { words: case.catalogue.step_label(&r.content.step), records: vec![r.id], person: None }
        }
        (Source::Person, r) => {
            let only = r.and_then(|r| if let [one] = r.content.candidates.as_slice() { Some(*one) } else { None });
            about.candidate.or(only).and_then(|c| of_person(case, c, name)).unwrap_or_else(batch)
        }
        (Source::Volume, _) => {
            Origin {
                words: "案卷的整理结果（排卷），据这些记录".into(), records: of_volume(case, about.candidate), person: None
            }
        }
        (Source::Handover, _) if about.subject == Subject::Seal => {
            Origin { words: "封存的案卷，据这些记录".into(), records: of_volume(case, about.candidate), person: None }
        }
        (Source::Handover, _) => said("移交的案卷包和交接单"),
        (Source::Record | Source::Batch, _) => batch(),
    }
}

/// A field about a person: of the 任免审批表, or what was set up for him or her in the batch; the outcome of those who decided.
fn of_person(case: &Case, candidate: CandidateId, name: &str) -> Option<Origin> {
    const SET_UP: [&str; 5] = ["现任职务", "任现职时间", "拟任职务", "拟免职务", "拟任免职务"];
    let set_up = || {
        let of = case.candidates.iter().find(|c| c.id == candidate)?;
        let person = case.persons.iter().find(|p| p.id == of.content.person)?;
        let words = format!("{}的“{name}”，取自人选信息第 {} 版", person.content.name, of.revision);
        Some(Origin { words, records: Vec::new(), person: Some(person.id) })
    };
    match name {
        "选任结果" => {
            let view = CaseView::new(case);
            let deciding = [Milestone::AppointmentDecision, Milestone::AppointmentNotice].into_iter();
            let mut records: Vec<RecordId> =
                deciding.flat_map(|m| view.milestone_records(m, candidate)).map(|(_, r)| r.id).collect();
            records.sort_unstable();
            records.dedup();
            Some(Origin { records, ..set_up()? })
        }
        "档号" => Some(Origin {
            words: "排卷时给的档号，案卷据这些记录".into(),
            records: of_volume(case, Some(candidate)),
            person: None,
        }),
        name if SET_UP.contains(&name) => set_up(),
        _ => field(case, Some(candidate), name),
    }
}

/// The day a column of the 台账 tells.
fn stop<'a>(row: &'a LedgerRow, column: &str) -> Option<&'a Stop> {
    Some(match column {
        "动议" => &row.moved,
        "推荐" => &row.recommended,
        "确定考察对象" => &row.examined,
        "讨论决定" => &row.decided,
        "公示" => &row.announced,
        "任职" => &row.appointed,
        "试用期满" => &row.probation,
        _ => return None,
    })
}

fn of_row(
    case: &Case,
    about: Filled<'_>,
    list: &str,
    columns: &[String],
    (no, row): (usize, &Tree),
    findings: &[Finding],
) -> Vec<Figure> {
    let at = format!("{list} 第{}行", no + 1);
    if list == "台账" {
        return line(case, &at, columns, no, row);
    }
    let words: Vec<&str> = columns.iter().map(|c| row.text(c).trim()).filter(|t| !t.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let origin = match list {
        "步骤" => {
            let step = row.text("步骤号").trim().parse::<usize>().ok().and_then(|n| case.catalogue.steps.get(n.checked_sub(1)?));
            step.map(|s| unrecorded(case, about.candidate, of_step(case, about.candidate, &s.key), &s.key))
        }
        "人选" => person_of(case, row.text("姓名")).and_then(|c| field(case, Some(c), "姓名")),
        "偏差" | "放行" => {
            let of = |f: &&Finding| f.message == row.text("内容") && f.code == row.text("编号");
            findings.iter().find(of).map(|f| finding(case, f)).or_else(|| (list == "放行").then(|| said("放行登记")))
        }
        "岗位" => Some(said("批次的岗位信息")),
        "不适用步骤" => Some(said("步骤的不适用登记")),
        "件" => Some(attached(case, about.candidate, row)),
        _ => None,
    };
    let origin = origin.unwrap_or_else(|| single(case, about, list));
    vec![Figure { name: at, value: words.join("，"), origin }]
}

/// A step without a record that is marked 不适用: the mark.
fn unrecorded(case: &Case, candidate: Option<CandidateId>, origin: Origin, step: &str) -> Origin {
    let about = |of: Option<CandidateId>| of.is_none() || of == candidate;
    let mark = case.not_applicable.iter().find(|n| n.step == step && about(n.candidate));
    match mark.filter(|_| origin.records.is_empty()) {
        Some(mark) => said(format!("{}的不适用登记（{}，{}）", origin.words, mark.signer, mark.date.chinese())),
        None => origin,
    }
}

/// The only candidate of that name.
fn person_of(case: &Case, name: &str) -> Option<CandidateId> {
    let bears = |id| case.persons.iter().any(|p| p.id == id && p.content.name == name);
    let mut found = case.candidates.iter().filter(|c| bears(c.content.person));
    let first = found.next()?;
    found.next().is_none().then_some(first.id)
}

/// The records a 件 was attached to, by its very materials: two of one name are told apart. One without materials the program drew out
/// of all records of the person, or of the batch.
fn attached(case: &Case, candidate: Option<CandidateId>, row: &Tree) -> Origin {
    let of = row.materials();
    let mut records: Vec<RecordId> = case.materials.iter().filter(|m| of.contains(&m.id)).map(|m| m.content.record).collect();
    let mut words = "挂接的材料所在的记录";
    if of.is_empty() {
        words = "本程序据这些记录生成";
        records = of_volume(case, candidate);
    }
    records.sort_unstable();
    records.dedup();
    Origin { words: words.into(), records, person: None }
}

/// The records a volume is made of: of one person those that speak of him or her, of the batch those of nobody in particular.
#[must_use]
pub fn of_volume(case: &Case, candidate: Option<CandidateId>) -> Vec<RecordId> {
    let speaks = |of: &[CandidateId]| candidate.map_or(of.is_empty(), |c| of.is_empty() || of.contains(&c));
    case.records.iter().filter(|r| speaks(&r.content.candidates)).map(|r| r.id).collect()
}

/// A line of the 台账: each day with the records that tell it.
fn line(case: &Case, at: &str, columns: &[String], no: usize, row: &Tree) -> Vec<Figure> {
    let all = ledger(case);
    let Some(line) = all.get(no) else { return Vec::new() };
    let of = |column: &String| {
        let value = row.text(column).trim().to_owned();
        let origin = match stop(line, column) {
            Some(stop) => {
                let how = if stop.reckoned { "（按任职时间和试用期推算，尚无考核记录）" } else { "" };
                Origin { words: format!("{}的{column}{how}", line.name), records: stop.records.clone(), person: None }
            }
            None => of_person(case, line.candidate, column)?,
        };
        (!value.is_empty()).then(|| Figure { name: format!("{at} {column}"), value, origin })
    };
    columns.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms;
    use crate::testing::{LI, sound_case};

    fn printed(fields: &[(&str, &str)]) -> Vec<(Option<String>, String)> {
        fields.iter().map(|(list, name)| ((!list.is_empty()).then(|| (*list).to_owned()), (*name).to_owned())).collect()
    }

    fn filled_of(subject: Subject, candidate: Option<CandidateId>, record: Option<RecordId>) -> Filled<'static> {
        Filled { subject, candidate, record, materials: &[] }
    }

    #[test]
    fn what_the_own_step_of_a_form_says_leads_to_the_records_of_that_step() {
        let case = sound_case();
        let papers = ["领导职数核查（预审）表".to_owned()];
        let about = Filled { materials: &papers, ..filled_of(Subject::Batch, None, None) };
        let tree = forms::batch_form(&case, &papers, &[], &[]);
        let all = figures(&case, about, &tree, &printed(&[("", "本步骤日期"), ("", "本步骤情况")]), &[]);
        let want: Vec<RecordId> = case.records.iter().filter(|r| r.content.step == "S01").map(|r| r.id).collect();
        assert!(!want.is_empty());
        let led: Vec<(&str, &[RecordId])> = all.iter().map(|f| (f.origin.words.as_str(), f.origin.records.as_slice())).collect();
        let step = case.catalogue.step_label("S01");
        assert_eq!(led, [(step.as_str(), want.as_slice()), (step.as_str(), want.as_slice())]);
    }

    #[test]
    fn two_materials_of_one_name_are_told_apart_by_what_they_are() {
        let mut case = sound_case();
        let twice: Vec<_> = case.materials.iter().take(2).map(|m| (m.id, m.content.record)).collect();
        for material in case.materials.iter_mut().take(2) {
            material.content.name = "谈话记录".into();
        }
        let rows = twice.iter().map(|(id, _)| {
            let mut row = Tree::new();
            row.set("题名", "谈话记录");
            row.set_materials(vec![*id]);
            row
        });
        let mut tree = Tree::new();
        tree.set_rows("件", rows.collect());
        let about = filled_of(Subject::Volume, Some(LI), None);
        let all = figures(&case, about, &tree, &printed(&[("件", "题名")]), &[]);
        let found: Vec<Vec<RecordId>> = all.iter().map(|f| f.origin.records.clone()).collect();
        let want: Vec<Vec<RecordId>> = twice.iter().map(|(_, record)| vec![*record]).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn every_figure_of_a_form_leads_to_its_records_or_its_person() {
        let case = sound_case();
        let of = |key: &str| case.records.iter().find(|r| r.content.step == key).unwrap().id;
        let meeting = of("S36");
        let about = filled_of(Subject::Record, None, Some(meeting));
        let tree = forms::record(&case, meeting).unwrap();
        let all = figures(&case, about, &tree, &printed(&[("", "应到"), ("", "批次名称")]), &[]);
        let told = |name: &str| all.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no {name} in {all:#?}"));
        assert_eq!(told("应到").origin.records, [meeting]);
        assert!(told("批次名称").origin.words.contains("信息第"), "{all:#?}");
        let about = filled_of(Subject::Candidate, Some(LI), None);
        let tree = forms::candidate(&case, LI).unwrap();
        let fields = [("", "S37·同意"), ("", "姓名"), ("步骤", "步骤"), ("步骤", "状态")];
        let all = figures(&case, about, &tree, &printed(&fields), &[]);
        let told = |name: &str| all.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no {name} in {all:#?}"));
        assert!(told("S37·同意").origin.records.contains(&of("S37")));
        assert!(told("姓名").origin.person.is_some());
        let vote = case.catalogue.step_label("S37");
        let row = all.iter().find(|f| f.name.starts_with("步骤 第") && f.origin.words == vote).unwrap();
        assert!(row.origin.records.contains(&of("S37")), "{row:#?}");
        let about = filled_of(Subject::Batch, None, None);
        let tree = forms::batch(&case, &[], &[], "");
        let all = figures(&case, about, &tree, &printed(&[("台账", "姓名"), ("台账", "推荐"), ("台账", "讨论决定")]), &[]);
        let days: Vec<&Figure> = all.iter().filter(|f| f.name.ends_with("推荐") || f.name.ends_with("讨论决定")).collect();
        assert!(!days.is_empty() && days.iter().all(|f| !f.origin.records.is_empty()), "{all:#?}");
    }

    /// Every field and row there is, with something in it, that a form about the subject may print.
    fn whole(tree: &Tree) -> Vec<(Option<String>, String)> {
        let mut all = Vec::new();
        for (name, value) in tree.iter() {
            match value {
                forms::Value::Text(_) => all.push((None, name.to_owned())),
                forms::Value::Rows(rows) => {
                    let columns: std::collections::BTreeSet<String> =
                        rows.iter().flat_map(|r| r.iter().map(|(n, _)| n.to_owned())).collect();
                    all.extend(columns.into_iter().map(|c| (Some(name.to_owned()), c)));
                }
                forms::Value::Picture(_) => {}
            }
        }
        all
    }

    /// What was set up for the batch, or entered in a register beside the records, is no record's: it says whose it is.
    fn of_no_record(figure: &Figure) -> bool {
        let registers =
            ["批次《", "批次的岗位信息", "放行登记", "不适用登记", "步骤的不适用登记", "制表当天", "移交的案卷包和交接单"];
        registers.iter().any(|words| figure.origin.words.contains(words))
    }

    #[test]
    fn every_figure_any_form_may_print_has_an_origin() {
        let mut case = sound_case();
        let step = "S24".to_owned();
        case.records.retain(|r| r.content.step != step);
        case.not_applicable.push(crate::case::NotApplicable {
            step,
            candidate: None,
            reason: "任现职已满规定年限".into(),
            signer: "吴某".into(),
            date: "2025-05-01".parse().unwrap(),
        });
        let meeting = case.records.iter_mut().find(|r| r.content.step == "S36").unwrap();
        if let crate::record::RecordBody::Meeting(m) = &mut meeting.content.body {
            (m.expected, m.present) = (Some(13), Some(8));
        }
        let found = crate::checks::run(&case, &crate::testing::WEEKDAYS);
        assert!(!found.is_empty(), "rows of 偏差 are looked at too");
        let of = filled_of;
        let mut sheets: Vec<(Filled<'_>, Tree)> = Vec::new();
        sheets.push((of(Subject::Batch, None, None), forms::batch(&case, &found, &[], "")));
        for c in &case.candidates {
            sheets.push((of(Subject::Candidate, Some(c.id), None), forms::candidate(&case, c.id).unwrap()));
        }
        for r in &case.records {
            sheets.push((of(Subject::Record, None, Some(r.id)), forms::record(&case, r.id).unwrap()));
        }
        let options = crate::arrange::ArrangeOptions::new(
            2025,
            crate::arrange::ArchiveNoTemplate::parse(crate::arrange::ArchiveNoTemplate::DAT22).unwrap(),
            "ZZB",
        );
        for plan in crate::arrange::arrange(&case, &options) {
            let note = forms::NoteOf { description: "齐全。", arranged_by: "甲", checked_by: "乙", day: "2026年1月2日" };
            sheets.push((of(Subject::Volume, plan.candidate, None), forms::volume(&case, &plan, note)));
        }
        let mut faults: Vec<String> = Vec::new();
        for (about, tree) in &sheets {
            let printed = whole(tree);
            let all = figures(&case, *about, tree, &printed, &found);
            for (list, name) in &printed {
                let filled = match list {
                    None => !tree.text(name).trim().is_empty(),
                    Some(list) => name != "序号" && tree.rows(list).iter().any(|r| !r.text(name).trim().is_empty()),
                };
                let told = |f: &&Figure| match list {
                    None => f.name == *name,
                    Some(list) => f.name.starts_with(&format!("{list} 第")),
                };
                if filled && !all.iter().any(|f| told(&f)) {
                    faults.push(format!("{about:?}: {list:?} {name} leads nowhere"));
                }
            }
            for figure in &all {
                let o = &figure.origin;
                let open = figure.value.contains("缺失") || figure.value.contains("未进入") || figure.value.contains("没有记录");
                if o.words.trim().is_empty() || o.records.is_empty() && o.person.is_none() && !of_no_record(figure) && !open {
                    faults.push(format!("{about:?}: {} = {} from {:?}", figure.name, figure.value, o.words));
                }
            }
        }
        faults.sort();
        faults.dedup();
        assert!(
            faults.is_empty(),
            "{} faults:\n{}",
            faults.len(),
            faults.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
        );
    }
}
