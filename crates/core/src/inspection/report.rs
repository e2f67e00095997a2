//! The inspection as XML and as rows of a form.

use super::{Inspection, Items, Judged, acceptance_items, four_items};
use crate::arrange::VolumePlan;
use crate::forms::Tree;
use crate::xml::Xml;
use chrono::NaiveDate;

/// The volume an inspection is told of.
#[derive(Debug, Clone, Copy)]
pub struct ReportOf<'a> {
    pub plan: &'a VolumePlan,
    pub arranger: &'a str,
    pub checker: &'a str,
    /// How often it was sent back to be arranged anew.
    pub turned_back: usize,
    pub on: NaiveDate,
    /// Why it is sealed with items that are not done; empty when all are.
    pub reason: &'a str,
}

/// `检测报告.xml` (assets/xsd/inspection.xsd).
#[must_use]
pub fn xml(inspection: &Inspection, of: &ReportOf<'_>) -> String {
    let ReportOf { plan, arranger, checker, turned_back, on, reason } = *of;
    let mut out = Xml::new();
    out.open_with("检测报告", &[("版本", "1")]);
    out.open("案卷").leaf("题名", &plan.title).leaf("全宗号", &plan.fonds).leaf("年度", crate::forms::years(plan));
    out.leaf("件数", plan.total_items.to_string()).leaf("页数", plan.total_pages.to_string());
    out.leaf("检测日期", on.to_string()).leaf("整理人", arranger).leaf("检查人", checker);
    out.leaf("退回整理次数", turned_back.to_string()).leaf("结论", inspection.sum());
    if !reason.is_empty() {
        out.leaf("未办结封存理由", reason);
    }
    out.close();
    for (name, phase, items, list) in
        [("验收", "", acceptance_items(), &inspection.acceptance), ("四性检测", "归档", four_items(), &inspection.four)]
    {
        let attributes: Vec<(&str, &str)> =
            [("环节", phase), ("依据", items.source.as_str())].into_iter().filter(|(_, v)| !v.is_empty()).collect();
        out.open_with(name, &attributes);
        for judged in list {
            let confirmed = if judged.confirmed { "已核" } else { "待核" };
            out.open_with("项", &[("代码", judged.code.as_str()), ("代码出处", confirmed)]);
            out.leaf("名称", &judged.name).leaf("要求", &judged.ask).leaf("结果", judged.outcome.word());
            out.leaf("依据情况", &judged.evidence).leaf("判断", if judged.person { "人工" } else { "程序" });
            out.leaf("填写人", &judged.entered_by).close();
        }
        out.close();
    }
    out.finish()
}

/// Rows to be filled in by hand: what is asked, no outcome.
#[must_use]
pub fn blank(items: &Items) -> Vec<Tree> {
    let empty = |i: &super::Item| Judged {
        code: i.code.clone(),
        name: i.name.clone(),
        ask: i.ask.clone(),
        outcome: super::ItemOutcome::Manual,
        evidence: String::new(),
        person: true,
        once: i.once,
        entered_by: String::new(),
        confirmed: i.confirmed,
    };
    let mut rows = rows(&items.item.iter().map(empty).collect::<Vec<_>>());
    for row in &mut rows {
        row.set("结果", String::new());
    }
    rows
}

/// Rows of the form: code, name, what is asked, outcome, evidence.
#[must_use]
pub fn rows(list: &[Judged]) -> Vec<Tree> {
    list.iter()
        .zip(1..)
        .map(|(j, n)| {
            let mut row = Tree::new();
            row.fill([
                ("序号", n.to_string()),
                ("代码", if j.confirmed { j.code.clone() } else { format!("{}（待核）", j.code) }),
                ("项目", j.name.clone()),
                ("要求", j.ask.clone()),
                ("结果", j.outcome.word().to_owned()),
                ("情况", j.evidence.clone()),
            ]);
            row
        })
        .collect()
}
