//! The views of 监督 as tables to be printed or opened as a spreadsheet.

use std::collections::BTreeMap;

use super::board::BoardRow;
use super::duty::{Duty, DutyKind};
use super::ledger::LedgerRow;
use super::promoted::{ANSWERS, GRADES, ITEMS, PromotedList};
use super::selfcheck::SelfCheckRow;
use super::statistics::{Statistics, percent};
use super::timeline::Timeline;
use crate::date::PartialDate;
use crate::table::{Cell, Chart, Table};

/// Who keeps the table and when it was made; stands in its head.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    pub unit: &'a str,
    pub today: PartialDate,
}

fn head(made: Made<'_>, more: String) -> Vec<String> {
    let more = if more.is_empty() { String::new() } else { format!("　　{more}") };
    vec![format!("单位：{}{more}　　制表日期：{}", made.unit, made.today.chinese())]
}

fn signers(names: [&str; 2]) -> Vec<String> {
    names.map(|n| format!("{n}\n（签名）")).to_vec()
}

#[must_use]
pub fn board(rows: &[(String, Vec<BoardRow>)], made: Made<'_>) -> Table {
    let columns = [
        ("序号", 10, false),
        ("批次", 50, true),
        ("对象", 30, false),
        ("预警", 14, false),
        ("期限", 26, false),
        ("情况", 100, true),
        ("处理", 60, true),
    ];
    let mut table = Table::new("干部选拔任用工作预警表", &columns);
    table.lines = head(made, String::new());
    for (batch, rows) in rows {
        for row in rows {
            let about = if row.candidate.is_some() { row.name.as_str() } else { "全批次" };
            for reason in &row.reasons {
                let cells = [Cell::from(batch.as_str()), about.into(), reason.light.name().into(), reason.on.into()];
                table.number(cells.into_iter().chain([reason.words.as_str().into(), reason.remedy.as_str().into()]));
            }
        }
    }
    table.notes.push("红：有没有放行的“错”，或已超期；黄：有“警”，或期限临近、期满待办、发函久未答复。绿的不列。".into());
    table
}

#[must_use]
pub fn ledger(rows: &[LedgerRow], made: Made<'_>) -> Table {
    let columns = [
        ("序号", 9, false),
        ("批次号", 16, false),
        ("姓名", 28, false),
        ("现任职务", 35, true),
        ("拟任职务", 35, true),
        ("类别", 14, false),
        ("选拔方式", 15, false),
        ("初始提名", 19, false),
        ("动议", 19, false),
        ("推荐", 19, false),
        ("确定\n考察对象", 19, false),
        ("讨论决定", 19, false),
        ("公示", 19, false),
        ("任职", 19, false),
        ("试用期满", 19, false),
        ("结果", 18, false),
    ];
    let mut table = Table::new("干部选拔任用工作台账", &columns);
    table.lines = head(made, format!("共{}人", rows.len()));
    for r in rows {
        let texts = [&r.batch_number, &r.name, &r.current_post, &r.proposed_post, &r.movement, &r.method];
        let stops = [&r.nominated, &r.moved, &r.recommended, &r.examined, &r.decided, &r.announced, &r.appointed, &r.probation];
        let cells = texts.map(|t| Cell::from(t.as_str())).into_iter().chain(stops.map(|s| match s.date {
            Some(date) if s.reckoned => Cell::from(format!("应满{date}")),
            date => Cell::from(date),
        }));
        table.number(cells.chain([Cell::from(r.outcome_word.as_str())]));
    }
    table.notes.push("从初始提名到试用期满；日期取自记录，空白处没有记录；“应满”为试用期应满之日，尚无考核记录。".into());
    table.signers = signers(["填表人", "审核人"]);
    table
}

/// What several people did with one record, in the order it was found: `监票人：甲、乙；签名（组长）：丙（2026年3月12日）；录入人：丁`.
/// A day is said only where it is not that of the row.
fn deeds(group: &[&Duty], day: Option<PartialDate>) -> String {
    let mut roles: Vec<(String, Vec<String>)> = Vec::new();
    for d in group {
        let signs = d.kind == DutyKind::Signed && d.role != "签名人";
        let role = if signs { format!("签名（{}）", d.role) } else { d.role.clone() };
        let on = d.date.filter(|on| Some(*on) != day).map(PartialDate::chinese);
        let more: Vec<String> = [Some(d.words.clone()).filter(|w| !w.is_empty()), on].into_iter().flatten().collect();
        let who = if more.is_empty() { d.who.clone() } else { format!("{}（{}）", d.who, more.join("，")) };
        match roles.iter_mut().find(|(of, _)| *of == role) {
            Some((_, names)) if names.contains(&who) => {}
            Some((_, names)) => names.push(who),
            None => roles.push((role, vec![who])),
        }
    }
    let said: Vec<String> = roles.into_iter().map(|(role, names)| format!("{role}：{}", names.join("、"))).collect();
    said.join("；")
}

/// One row a record: who did what there. What is of no record stands by its step and person.
#[must_use]
pub fn duties(rows: &[Duty], about: &str, made: Made<'_>) -> Table {
    let columns = [
        ("序号", 10, false),
        ("步骤", 46, true),
        ("日期", 28, false),
        ("对象", 40, true),
        ("责任人和所负的责任", 140, true),
        ("记录", 14, false),
    ];
    let mut table = Table::new("选人用人责任倒查表", &columns);
    table.lines = head(made, about.to_owned());
    let mut groups: Vec<Vec<&Duty>> = Vec::new();
    let mut at = BTreeMap::new();
    for d in rows {
        let alone = d.record.is_none().then(|| (d.step.as_str(), d.candidates.as_slice(), d.date.map(PartialDate::first_day)));
        let no = *at.entry((d.batch, d.record, alone)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(no) {
            group.push(d);
        }
    }
    for group in &groups {
        let Some(first) = group.first() else { continue };
        // Signatures and entries may be of later days than the matter itself.
        let later = [DutyKind::Signed, DutyKind::Entered, DutyKind::Reviewed, DutyKind::Excused];
        let day = group.iter().find(|d| !later.contains(&d.kind)).unwrap_or(first).date;
        let of = if first.names.is_empty() { "全批次".to_owned() } else { first.names.join("、") };
        let step = if first.step.is_empty() { "人选登记".to_owned() } else { first.step_name.clone() };
        let record = first.record.map(|r| r.to_string()).unwrap_or_default();
        table.number([step.into(), Cell::from(day), of.into(), deeds(group, day).into(), record.into()]);
    }
    table.signers = signers(["查核人", "审核人"]);
    table
}

#[must_use]
pub fn timeline(line: &Timeline, made: Made<'_>) -> Table {
    let columns = [
        ("步骤", 14, false),
        ("名称", 70, true),
        ("阶段", 24, false),
        ("计划起", 26, false),
        ("计划止", 26, false),
        ("实际起", 26, false),
        ("实际止", 26, false),
        ("进度", 26, false),
        ("比计划晚\n（天）", 18, false),
        ("备注", 40, true),
    ];
    let mut table = Table::new(&format!("时间线（{}）", line.name), &columns);
    table.lines = head(made, format!("批次：{}", line.batch_name));
    for s in &line.steps {
        let days = [s.planned_from, s.planned_to, s.from, s.to].map(Cell::from);
        let late = s.days_after_plan.map_or_else(|| Cell::from(""), |d| Cell::Number(d.into()));
        let first = [Cell::from(s.step.as_str()), s.name.as_str().into(), s.stage.as_str().into()];
        let last = [Cell::from(s.pace_word.as_str()), late, s.plan_note.as_str().into()];
        table.rows.push(first.into_iter().chain(days).chain(last).collect());
    }
    table
}

/// The figures, then what each of them counted.
#[must_use]
pub fn statistics(all: &Statistics, made: Made<'_>) -> Vec<Table> {
    let years = all.year.map_or_else(|| "各年合计".to_owned(), |y| format!("{y}年"));
    let about = format!("{years}　共{}个批次", all.batches.len());
    let columns = [
        ("序号", 10, false),
        ("项目", 50, true),
        ("类别", 40, false),
        ("数量", 20, false),
        ("总数", 20, false),
        ("比例", 20, false),
        ("算法", 110, true),
    ];
    let mut table = Table::new("干部选拔任用工作统计表", &columns);
    table.lines = head(made, about.clone());
    let listed = [("序号", 10, false), ("项目", 60, true), ("类别", 40, false), ("对象", 130, true)];
    let mut behind = Table::new("统计所依据的人和记录", &listed);
    behind.lines = head(made, about);
    for f in &all.figures {
        let share = percent(f.permille);
        let rest = f.whole.saturating_sub(f.part);
        let bars = vec![(f.counted_as.clone(), f.part), (f.others_as.clone(), rest)];
        table.charts.push(Chart { name: f.name.clone(), unit: f.unit.clone(), bars });
        table.number([
            Cell::from(f.name.as_str()),
            f.unit.as_str().into(),
            f.part.into(),
            f.whole.into(),
            share.into(),
            f.formula.as_str().into(),
        ]);
        for (kind, list) in [(&f.counted_as, &f.counted), (&f.others_as, &f.others)] {
            for c in list {
                behind.number([Cell::from(f.name.as_str()), kind.as_str().into(), c.words.as_str().into()]);
            }
        }
    }
    for s in &all.spreads {
        let whole: u32 = s.bars.iter().map(|b| b.count).sum();
        let bars = s.bars.iter().map(|b| (b.name.clone(), b.count)).collect();
        table.charts.push(Chart { name: s.name.clone(), unit: s.unit.clone(), bars });
        for b in &s.bars {
            let share = percent(super::statistics::permille(b.count, whole));
            table.number([
                Cell::from(s.name.as_str()),
                b.name.as_str().into(),
                b.count.into(),
                whole.into(),
                share.into(),
                "".into(),
            ]);
            for c in &b.counted {
                behind.number([Cell::from(s.name.as_str()), b.name.as_str().into(), c.words.as_str().into()]);
            }
        }
    }
    vec![table, behind]
}

#[must_use]
pub fn promoted(list: &PromotedList, made: Made<'_>) -> Table {
    let columns = [
        ("序号", 10, false),
        ("姓名", 24, false),
        ("性别", 10, false),
        ("民族", 16, false),
        ("出生年月", 18, false),
        ("学历", 24, false),
        ("原任职务", 44, true),
        ("现任职务", 44, true),
        ("选拔方式", 20, false),
        ("任职日期", 24, false),
    ];
    let mut table = Table::new(&format!("{}年新提拔任用干部民主评议底表", list.year), &columns);
    for answer in ANSWERS {
        table.columns.push(crate::table::Column { head: answer.to_owned(), width: 14, long: false });
    }
    table.lines = head(made, format!("共{}人", list.rows.len()));
    for p in &list.rows {
        let born = crate::lrmx::display_month(&p.born);
        let texts = [&p.name, &p.sex, &p.ethnicity, &born, &p.education, &p.former_post, &p.new_post, &p.method];
        let cells = texts.map(|t| Cell::from(t.as_str())).into_iter().chain([Cell::from(p.appointed)]);
        table.number(cells.chain(ANSWERS.map(|_| Cell::from(""))));
    }
    table.notes.push("“一报告两评议”底表：评议栏由评议会议填写；栏目为拟稿，请对照本地办法。".into());
    if !list.undated.is_empty() {
        let names: Vec<&str> = list.undated.iter().map(|p| p.name.as_str()).collect();
        table.notes.push(format!("另有{}人已任用而没有任职日期的记录，未列入任何年度：{}。", names.len(), names.join("、")));
    }
    table.signers = signers(["填表人", "审核人"]);
    table
}

/// The other of the 两评议: the work of the year as a whole, one line an item, the counts left to the assembly.
#[must_use]
pub fn work_of_year(year: i32, made: Made<'_>) -> Table {
    let mut table = Table::new(&format!("{year}年选人用人工作民主评议底表"), &[("序号", 10, false), ("评议项目", 90, true)]);
    let grade = |head: &str| crate::table::Column { head: head.to_owned(), width: 20, long: false };
    table.columns.extend(GRADES.iter().chain(&["满意度（%）"]).map(|head| grade(head)));
    table.lines = head(made, "发出____张　收回____张　有效____张".into());
    for item in ITEMS {
        table.number(std::iter::once(Cell::from(item)).chain(GRADES.map(|_| Cell::from(""))).chain([Cell::from("")]));
    }
    table
        .notes
        .push("评议栏由评议会议统计后填写；满意度为“好”“较好”两栏占有效票的比例。项目和档次为拟稿，请对照本地办法。".into());
    table.signers = signers(["填表人", "审核人"]);
    table
}

#[must_use]
pub fn self_check(rows: &[SelfCheckRow], about: &str, made: Made<'_>) -> Table {
    let columns = [
        ("编号", 14, false),
        ("自查项目", 74, true),
        ("依据", 60, true),
        ("批次", 14, false),
        ("错", 12, false),
        ("警", 12, false),
        ("注", 12, false),
        ("已放行", 14, false),
        ("结论", 24, false),
        ("整改情况", 40, true),
    ];
    let mut table = Table::new("《干部任用条例》执行情况自查表", &columns);
    table.lines = head(made, about.to_owned());
    for r in rows {
        let counts = [r.batches, r.errors, r.warnings, r.notes, r.passed].map(Cell::from);
        let first = [&r.code, &r.name, &r.basis].map(|t| Cell::from(t.as_str()));
        table.rows.push(first.into_iter().chain(counts).chain([r.verdict_word.as_str().into(), "".into()]).collect());
    }
    table.notes.push("结论依所录记录由程序校验得出；整改情况由自查单位填写。".into());
    table.signers = signers(["自查人", "单位负责人"]);
    table
}
