//! The words, the order and the widths of the 报告表, as its file says them: data of the office. What the columns are is the program's.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jishi_core::finding::{Finding, Level, Place};
use serde::{Deserialize, Serialize};

use crate::form::Template;

/// The file of the built-in one.
pub const REPORT_TEXT: &str = include_str!("../../../../assets/forms/report.toml");
/// What the file says its key is.
pub const REPORT_KEY: &str = "report";

/// Fields of the person, beside which a label may stand.
const PERSON: [&str; 19] = [
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "籍贯",
    "出生地",
    "参加工作时间",
    "入党时间",
    "政治面貌",
    "健康状况",
    "专业技术职务",
    "熟悉专业",
    "人员身份",
    "任现职级时间",
    "现任职务",
    "任现职时间",
    "拟任职务",
    "选任结果",
    "拟免职务",
];
/// Columns of the steps.
const STEP: [&str; 7] = ["步骤", "时间", "地点", "操作情况", "纪实方式", "责任人", "材料"];
/// What a line under the title may name.
const HEAD: [&str; 4] = ["单位", "档号", "批次", "制表日期"];

/// The 报告表 of an office, or the built-in one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportForm {
    key: String,
    pub name: String,
    pub source: String,
    pub(super) title: String,
    pub(super) copies: [String; 3],
    head: Vec<[String; 2]>,
    pub(super) person: PersonPart,
    pub(super) record: RecordPart,
    pub(super) closing: ClosingPart,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonPart {
    pub(super) bookmark: String,
    pub(super) photo: String,
    pub(super) short: Vec<[Labelled; 3]>,
    pub(super) education: String,
    pub(super) full_time: String,
    pub(super) in_service: String,
    pub(super) school: String,
    pub(super) long: Vec<Vec<Labelled>>,
    pub(super) resume: String,
    pub(super) family: String,
    pub(super) family_columns: [String; 5],
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordPart {
    pub(super) title: String,
    pub(super) columns: Vec<StepColumn>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosingPart {
    pub(super) bookmark: String,
    pub(super) signatures: Vec<Signers>,
    pub(super) notes: Vec<String>,
}

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labelled {
    pub(super) label: String,
    pub(super) field: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepColumn {
    pub(super) head: String,
    pub(super) field: String,
    /// A share of the page.
    pub(super) width: f32,
}

/// Two who sign beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signers {
    pub(super) names: [String; 2],
    /// Millimetres.
    pub(super) height: f32,
}

impl ReportForm {
    /// The one of `assets/forms`.
    ///
    /// # Errors
    /// Its faults; the tests see to it that it has none.
    pub fn builtin() -> Result<&'static ReportForm, Vec<Finding>> {
        static FORM: OnceLock<Result<ReportForm, Vec<Finding>>> = OnceLock::new();
        FORM.get_or_init(|| ReportForm::parse(REPORT_TEXT, "report.toml")).as_ref().map_err(Clone::clone)
    }

    /// Whether a file means to be the 报告表, sound or not.
    #[must_use]
    pub fn claims(text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}');
        text.lines().map(|l| l.split('#').next().unwrap_or_default().trim()).take_while(|l| !l.starts_with('[')).any(|line| {
            let value = line.strip_prefix("key").map(str::trim_start).and_then(|rest| rest.strip_prefix('=')).map(str::trim);
            value.is_some_and(|v| v.trim_matches(['"', '\'']) == REPORT_KEY)
        })
    }

    /// Reads a file and proves it sound: every field once, labels that say something, widths that are some.
    ///
    /// # Errors
    /// Every fault found, each naming the file, the place in it and what to do.
    pub fn parse(text: &str, file: &str) -> Result<ReportForm, Vec<Finding>> {
        let form: ReportForm = toml::from_str(text).map_err(|error| crate::form::refused(text, file, &error))?;
        let mut judge = Judge { file, faults: Vec::new() };
        judge.whole(&form);
        if judge.faults.is_empty() { Ok(form) } else { Err(judge.faults) }
    }

    /// The lines under the title, left and right, with what the fields say.
    pub(super) fn head<'a>(&'a self, say: &'a dyn Fn(&str) -> String) -> impl Iterator<Item = [String; 2]> + 'a {
        self.head
            .iter()
            .map(move |pair| pair.each_ref().map(|text| Template::parse(text).map_or_else(|_| text.clone(), |t| t.with(say))))
    }
}

struct Judge<'a> {
    file: &'a str,
    faults: Vec<Finding>,
}

impl Judge<'_> {
    fn fault(&mut self, code: &str, place: &str, message: String, remedy: impl Into<String>) {
        let place = Place::file(self.file).field(place);
        self.faults.push(Finding::new(code, Level::Error, place, message).remedy(remedy));
    }

    fn whole(&mut self, form: &ReportForm) {
        let (p, r, c) = (&form.person, &form.record, &form.closing);
        if form.key != REPORT_KEY {
            self.fault("F08", "key", format!("“key”写的是“{}”", form.key), format!("报告表的 key 是“{REPORT_KEY}”，请改回"));
        }
        let single = [
            ("name", &form.name),
            ("source", &form.source),
            ("title", &form.title),
            ("person / bookmark", &p.bookmark),
            ("person / photo", &p.photo),
            ("person / education", &p.education),
            ("person / full_time", &p.full_time),
            ("person / in_service", &p.in_service),
            ("person / school", &p.school),
            ("person / resume", &p.resume),
            ("person / family", &p.family),
            ("record / title", &r.title),
            ("closing / bookmark", &c.bookmark),
        ];
        let pairs = p.short.iter().flatten().chain(p.long.iter().flatten());
        let labels = pairs.clone().map(|l| ("person", &l.label));
        let heads = r.columns.iter().map(|c| ("record / columns", &c.head));
        let more =
            form.copies.iter().map(|t| ("copies", t)).chain(p.family_columns.iter().map(|t| ("person / family_columns", t)));
        let signers = c.signatures.iter().flat_map(|s| &s.names).map(|t| ("closing / signatures", t));
        for (place, text) in single.into_iter().chain(labels).chain(heads).chain(more).chain(signers) {
            if text.trim().is_empty() {
                self.fault("F08", place, format!("“{place}”里有一处没有内容"), "请填写内容");
            }
        }
        for text in form.head.iter().flatten() {
            match Template::parse(text) {
                Err(why) => self.fault("F07", "head", format!("文字“{text}”里{why}"), "栏目写成 {单位}"),
                Ok(t) => {
                    if text.contains(['|', '?']) {
                        self.fault("F07", "head", format!("文字“{text}”里的栏目不能写“|”或“?”"), "请只写 {单位} 这样的栏目");
                    }
                    for name in t.fields().filter(|n| !HEAD.contains(n)) {
                        let message = format!("“head”里没有“{name}”这个栏目");
                        self.fault("F10", "head", message, format!("标题下面可用的栏目：{}", HEAD.join("、")));
                    }
                }
            }
        }
        if !(3..=6).contains(&p.short.len()) {
            let message = format!("“short”有{}行，照片左边应有 3 至 6 行", p.short.len());
            self.fault("F11", "person / short", message, "请增减“short”的行，其余栏目写在“long”里");
        }
        if p.long.iter().any(|row| !(1..=2).contains(&row.len())) {
            self.fault("F11", "person / long", "“long”的一行只能有一项或两项".to_owned(), "请把多出的项写成另一行");
        }
        self.each_once("person", &PERSON, pairs.map(|l| l.field.as_str()));
        self.each_once("record / columns", &STEP, r.columns.iter().map(|c| c.field.as_str()));
        if r.columns.first().is_some_and(|c| c.field != "步骤") {
            self.fault(
                "F11",
                "record / columns",
                "“步骤”不在第一栏".to_owned(),
                "请把“步骤”放在第一栏：一步有几条记录时它合并各行",
            );
        }
        let widths = r.columns.iter().map(|c| c.width).chain(c.signatures.iter().map(|s| s.height));
        for length in widths.filter(|n| !(1.0..=200.0).contains(n)) {
            self.fault("F06", "width", format!("宽度和高度应在 1 至 200 之间，现在是 {length}"), "请改成毫米数或比例数");
        }
    }

    /// Nothing the report tells may be left out of it, or stand in it twice.
    fn each_once<'f>(&mut self, place: &str, known: &[&str], named: impl Iterator<Item = &'f str>) {
        let mut seen = BTreeSet::new();
        for name in named {
            if !known.contains(&name) {
                let message = format!("“{place}”里没有“{name}”这个栏目");
                self.fault("F10", place, message, format!("可用的栏目：{}", known.join("、")));
            } else if !seen.insert(name) {
                self.fault("F11", place, format!("“{name}”写了两次"), "请删去一处");
            }
        }
        let lacking: Vec<&str> = known.iter().copied().filter(|name| !seen.contains(name)).collect();
        if !lacking.is_empty() {
            let message = format!("“{place}”里缺少栏目“{}”", lacking.join("、"));
            self.fault("F11", place, message, "报告表的栏目不能减少，请补上；可以换次序、改标签");
        }
    }
}
