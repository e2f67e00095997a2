//! The numbers of V39: 档号 single and as the register has them, new 件号 without gap behind all that any batch was given.
//!
//! A number is judged within the category it was given in, whatever the 件 would get today: a paper whose retention was judged
//! otherwise since is told with the old and the new, and leaves no gap behind.

use std::collections::{BTreeMap, BTreeSet};

use super::Judge;
use crate::arrange::{Category, GivenNumber, VolumeItem, VolumePlan};

const AGAIN: &str = "请重新整理本批次";

impl Judge<'_> {
    pub(super) fn numbers(&mut self, plans: &[VolumePlan]) {
        let mut seen = BTreeSet::new();
        let mut new: BTreeMap<&Category, Vec<u32>> = BTreeMap::new();
        let mut moved: BTreeMap<(i32, &str), (u32, i32, &str)> = BTreeMap::new();
        let register = self.register;
        for (plan, item) in plans.iter().flat_map(|p| p.items.iter().map(move |i| (p, i))) {
            if !seen.insert(item.archive_no.as_str()) {
                let message = format!("档号{}重复：《{}》第{}件“{}”", item.archive_no, plan.title, item.order, item.title);
                self.say(self.place(plan, Some(item)).field("档号"), message, AGAIN);
            }
            match register.given.get(&item.key) {
                Some(given) => self.as_given(plan, item, given),
                None => new.entry(&item.category).or_default().push(item.no),
            }
            self.retention(plan, item);
            let was = (item.category.year, item.category.org.as_str());
            if was != (plan.year, plan.org.as_str()) {
                moved.entry(was).or_insert((0, plan.year, &plan.org)).0 += 1;
            }
        }
        for (category, numbers) in new {
            self.run(category, numbers);
        }
        for ((year, org), (items, year_now, org_now)) in moved {
            let message =
                format!("本批次已有{items}件按{year}年度、机构“{org}”编了档号，现在按{year_now}年度、机构“{org_now}”整理");
            self.say(self.view.place().field("归档年度"), message, "档号一经确定不再变动，请改回原来的年度和机构代码");
        }
        self.vacated(plans);
        self.register_is_whole(plans);
    }

    fn as_given(&mut self, plan: &VolumePlan, item: &VolumeItem, given: &GivenNumber) {
        if (&item.category, item.no, &item.archive_no) != (&given.category, given.no, &given.archive_no) {
            let message = format!(
                "《{}》第{}件“{}”的档号{}、件号{}与登记的{}、{}不符",
                plan.title, item.order, item.title, item.archive_no, item.no, given.archive_no, given.no
            );
            self.say(self.place(plan, Some(item)).field("档号"), message, AGAIN);
        }
    }

    /// A retention judged otherwise since the number was given.
    fn retention(&mut self, plan: &VolumePlan, item: &VolumeItem) {
        let was = item.category.retention;
        if was != item.retention {
            let message = format!(
                "《{}》第{}件“{}”的档号{}按“{}”编定，现在的保管期限是“{}”",
                plan.title,
                item.order,
                item.title,
                item.archive_no,
                was.name(),
                item.retention.name()
            );
            let remedy = "档号不再变动。请核对材料名称和保管期限；确已改变的，报档案部门同意后写明理由强制封存";
            self.say(self.place(plan, Some(item)).field("保管期限"), message, remedy);
        }
    }

    /// New numbers of one category go on where the register ends.
    fn run(&mut self, category: &Category, mut numbers: Vec<u32>) {
        numbers.sort_unstable();
        let last = self.register.next(category).saturating_sub(1);
        let mut before = last;
        let words = category.words();
        for no in numbers {
            let message = if no <= last {
                format!("{words}件号{no}已经编给别的件，已编到{last}")
            } else if no == before {
                format!("{words}件号{no}重复")
            } else if no != before.saturating_add(1) {
                format!("{words}件号不连续：{before}之后是{no}")
            } else {
                String::new()
            };
            if !message.is_empty() {
                self.say(self.view.place().field("件号"), message, AGAIN);
            }
            before = before.max(no);
        }
    }

    /// Numbers whose 件 is in no volume any more: they stay given, so the hole must be told.
    fn vacated(&mut self, plans: &[VolumePlan]) {
        let held: BTreeSet<&str> = plans.iter().flat_map(|p| &p.items).map(|i| i.key.as_str()).collect();
        for (key, given) in self.register.given.iter().filter(|(key, _)| !held.contains(key.as_str())) {
            let message = format!("档号{}已编给“{}”，现在没有这一件", given.archive_no, self.called(key));
            let remedy = "档号不再改用。请核对记录涉及的人选和材料名称；确已撤回的，写明理由强制封存，由备考表说明";
            self.say(self.view.place().field("档号"), message, remedy);
        }
    }

    /// What a key stands for, in the user's words.
    fn called(&self, key: &str) -> String {
        let case = self.view.case;
        let parts: Vec<&str> = key.split('/').collect();
        let number = |word: &str| parts.iter().find_map(|p| p.strip_prefix(word)?.parse::<u32>().ok());
        let paper = number("材料").and_then(|id| case.materials.iter().find(|m| m.id.0 == id));
        let person = number("人选").and_then(|id| case.candidates.iter().find(|c| c.id.0 == id));
        let paper = paper.map(|m| format!("{}（材料{}）", m.content.name, m.id));
        let person = person.map(|c| self.view.name(c.id).to_owned());
        match (paper, person) {
            (Some(paper), Some(person)) => format!("{paper}摘录，{person}"),
            (Some(paper), None) => paper,
            (None, Some(person)) if key.ends_with("报告表") => format!("{person}的全程纪实报告表"),
            _ => key.to_owned(),
        }
    }

    /// Numbers that were given and are gone from the register.
    fn register_is_whole(&mut self, plans: &[VolumePlan]) {
        let used: BTreeSet<&Category> = plans.iter().flat_map(|p| &p.items).map(|i| &i.category).collect();
        for (category, out) in self.register.categories.iter().filter(|(c, _)| used.contains(c)) {
            if out.count != out.last {
                let message = format!("{}登记了{}个件号，最后一个却是{}", category.words(), out.count, out.last);
                self.say(self.view.place().field("件号"), message, "档号登记簿在程序之外被改动过，请检查操作日志，从备份核对");
            }
        }
    }
}
