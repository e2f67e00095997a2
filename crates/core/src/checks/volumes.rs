//! V39 卷一致: whether volumes as arranged, or as somebody has altered them since, still agree with the case and each other.

mod numbers;

use std::collections::BTreeMap;

use super::view::CaseView;
use crate::arrange::{ItemSource, Register, VolumeItem, VolumeKind, VolumePlan, date_digits, document_no, is_well_formed};
use crate::case::Case;
use crate::finding::{Finding, Level, Place};
use crate::id::{CandidateId, MaterialId};

const BASIS: &str = "内江纪实办法：归档立卷操作方法和验收标准；《归档文件整理规则》（DA/T 22-2015）";

/// V39: people, batch, numbers of documents and dates agree; 档号 single, well formed and as given; 件号 going on without gap from
/// what the register has given out; totals equal the pages; each material's original lies in exactly one volume.
#[must_use]
pub fn volumes(case: &Case, plans: &[VolumePlan], register: &Register) -> Vec<Finding> {
    let view = CaseView::new(case);
    let mut judge = Judge { view: &view, register, found: Vec::new() };
    judge.set(plans);
    for plan in plans {
        judge.belongs(plan);
        judge.totals(plan);
        for item in &plan.items {
            judge.item(plan, item);
        }
    }
    judge.numbers(plans);
    judge.originals(plans);
    let mut found = judge.found;
    found.sort();
    found.dedup();
    found
}

struct Judge<'a> {
    view: &'a CaseView<'a>,
    register: &'a Register,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn say(&mut self, place: Place, message: String, remedy: &str) {
        self.found.push(Finding::new("V39", Level::Error, place, message).basis(BASIS).remedy(remedy));
    }

    fn place(&self, plan: &VolumePlan, item: Option<&VolumeItem>) -> Place {
        let material = item.and_then(|i| i.parts.first()).map(|p| p.material);
        Place { candidate: plan.candidate, step: item.and_then(|i| i.step.clone()), material, ..self.view.place() }
    }

    /// One comprehensive volume, one personal volume for each candidate, none else.
    fn set(&mut self, plans: &[VolumePlan]) {
        let comprehensive = plans.iter().filter(|p| p.kind == VolumeKind::Comprehensive).count();
        if comprehensive != 1 {
            let message = format!("一个批次应有一卷综合文书档案，现有{comprehensive}卷");
            self.say(self.view.place(), message, "请重新整理本批次");
        }
        for candidate in self.view.candidates() {
            let count = plans.iter().filter(|p| p.candidate == Some(candidate.id)).count();
            if count != 1 {
                let place = Place { candidate: Some(candidate.id), ..self.view.place() };
                let message = format!("{}应有一卷个人文书档案，现有{count}卷", self.view.name(candidate.id));
                self.say(place, message, "请重新整理本批次");
            }
        }
    }

    fn belongs(&mut self, plan: &VolumePlan) {
        let batch = &self.view.case.batch;
        let place = self.place(plan, None);
        if plan.batch != batch.id || plan.batch_number != batch.content.number {
            let message = format!("《{}》的批次号“{}”与批次“{}”不一致", plan.title, plan.batch_number, batch.content.number);
            self.say(place.clone().field("批次号"), message, "请重新整理本批次");
        }
        if plan.fonds != batch.content.fonds {
            let message = format!("《{}》的全宗号“{}”与批次“{}”不一致", plan.title, plan.fonds, batch.content.fonds);
            self.say(place.clone().field("全宗号"), message, "请重新整理本批次");
        }
        let known = |c: CandidateId| self.view.candidates().iter().any(|x| x.id == c);
        match (plan.kind, plan.candidate) {
            (VolumeKind::Personal, Some(c)) if !known(c) => {
                self.say(place, format!("《{}》的人选不在本批次", plan.title), "请重新整理本批次");
            }
            (VolumeKind::Personal, None) | (VolumeKind::Comprehensive, Some(_)) => {
                self.say(place, format!("《{}》的卷别与人选不符", plan.title), "请重新整理本批次");
            }
            (VolumeKind::Personal, Some(c)) => {
                if !plan.title.contains(self.view.name(c)) {
                    let message = format!("《{}》的题名里没有{}的姓名", plan.title, self.view.name(c));
                    self.say(place.clone().field("题名"), message, "请核对姓名，重新整理本批次");
                }
                let first_is_report = plan.items.first().is_some_and(|i| matches!(i.source, ItemSource::Generated { .. }));
                if !first_is_report {
                    let message = format!("《{}》的卷首不是全程纪实报告表", plan.title);
                    self.say(place, message, "请生成报告表并重新整理");
                }
            }
            (VolumeKind::Comprehensive, None) => {}
        }
    }

    fn totals(&mut self, plan: &VolumePlan) {
        let place = self.place(plan, None);
        let pages: u64 = plan.items.iter().map(|i| u64::from(i.pages)).sum();
        if u64::from(plan.total_pages) != pages {
            let message = format!("《{}》总页数{}，各件页数合计{pages}", plan.title, plan.total_pages);
            self.say(place.clone().field("页数"), message, "请重新整理，使目录与实物相符");
        }
        let items = plan.items.len() as u64;
        if u64::from(plan.total_items) != items {
            let message = format!("《{}》总件数{}，目录有{items}件", plan.title, plan.total_items);
            self.say(place.clone().field("件数"), message, "请重新整理，使目录与实物相符");
        }
        let in_ranges: u64 = plan.ranges.iter().map(|r| u64::from(r.pages)).sum();
        if in_ranges != pages {
            let message = format!("《{}》各保管期限页数合计{in_ranges}，各件页数合计{pages}", plan.title);
            self.say(place, message, "请重新整理，使目录与实物相符");
        }
    }

    fn item(&mut self, plan: &VolumePlan, item: &VolumeItem) {
        let place = self.place(plan, Some(item));
        let call = format!("《{}》第{}件“{}”", plan.title, item.order, item.title);
        if !is_well_formed(&item.archive_no) {
            let message = format!("{call}的档号“{}”不合规则", item.archive_no);
            self.say(place.clone().field("档号"), message, "请检查全宗号、机构代码和档号模板，间隔号只能用“·”（U+00B7）");
        }
        if item.pages == 0 {
            self.say(place.clone().field("页数"), format!("{call}没有页数"), "请填写材料页数，或先生成报告表");
        }
        if item.date.is_empty() {
            self.say(place.clone().field("日期"), format!("{call}没有日期"), "请在记录里补填发生时间");
        }
        let parts: u64 = item.parts.iter().map(|p| u64::from(p.pages)).sum();
        // An extract is a sheet of its own: its pages are not those of the paper it is taken from.
        if item.source == ItemSource::Materials && !item.extract && parts != u64::from(item.pages) {
            let message = format!("{call}页数{}，所含材料合计{parts}页", item.pages);
            self.say(place.clone().field("页数"), message, "请重新整理，使目录与实物相符");
        }
        let listed = item
            .step
            .as_deref()
            .and_then(|s| self.view.case.catalogue.step(s))
            .is_some_and(|s| s.materials.iter().any(|m| item.parts.iter().any(|p| super::is_this(m, &p.name))));
        // With a table its entries count, and a material it does not name is told even where the catalogue knows it.
        let ruled = if plan.table.is_empty() { listed } else { !item.rule.is_empty() };
        if item.source == ItemSource::Materials && !ruled {
            let list = if plan.table.is_empty() { "目录所列材料" } else { "归档范围和保管期限表" };
            let message = format!("{call}不在{list}之内，保管期限“{}”为暂定", item.retention.name());
            let finding = Finding::new("V39", Level::Warning, place.clone().field("保管期限"), message).basis(BASIS);
            self.found.push(finding.remedy("请按本单位归档范围和保管期限表核定，或在表（目录）里补列这种材料"));
        }
        for part in &item.parts {
            self.part(plan, item, &call, part.material, part.pages, &place);
        }
    }

    /// A paper against the record it hangs on.
    fn part(&mut self, plan: &VolumePlan, item: &VolumeItem, call: &str, material: MaterialId, pages: u32, place: &Place) {
        let case = self.view.case;
        let Some(held) = case.materials.iter().find(|m| m.id == material) else {
            self.say(place.clone(), format!("{call}所含的材料{material}已不存在"), "请重新整理本批次");
            return;
        };
        if held.content.pages != pages {
            let message = format!("{call}记{pages}页，材料“{}”实有{}页", held.content.name, held.content.pages);
            self.say(place.clone().field("页数"), message, "材料整理后有改动，请重新整理本批次");
        }
        let Some(record) = case.records.iter().find(|r| r.id == held.content.record) else { return };
        let (doc_no, date) = (document_no(record), date_digits(record));
        if doc_no != item.doc_no {
            let message = format!("{call}文号“{}”，记录{}为“{doc_no}”", item.doc_no, record.id);
            self.say(place.clone().field("文号"), message, "记录整理后有更正，请重新整理本批次");
        }
        if date != item.date {
            let message = format!("{call}日期“{}”，记录{}为“{date}”", item.date, record.id);
            self.say(place.clone().field("日期"), message, "记录整理后有更正，请重新整理本批次");
        }
        let named = &record.content.candidates;
        if let Some(whose) = plan.candidate
            && !named.is_empty()
            && !named.contains(&whose)
        {
            let message = format!("{call}所依的记录{}不涉及{}", record.id, self.view.name(whose));
            self.say(place.clone(), message, "请移出此件，重新整理本批次");
        }
    }

    fn originals(&mut self, plans: &[VolumePlan]) {
        let mut count: BTreeMap<MaterialId, u32> = BTreeMap::new();
        for item in plans.iter().flat_map(|p| &p.items).filter(|i| !i.extract) {
            for part in &item.parts {
                *count.entry(part.material).or_default() += 1;
            }
        }
        for material in &self.view.case.materials {
            let times = count.get(&material.id).copied().unwrap_or(0);
            if times != 1 {
                let place = Place { material: Some(material.id), ..self.view.place() };
                let message = match times {
                    0 => format!("材料“{}”（{}）没有归入任何一卷", material.content.name, material.id),
                    n => format!("材料“{}”（{}）的原件列入了{n}处", material.content.name, material.id),
                };
                self.say(place, message, "请重新整理本批次");
            }
        }
    }
}
