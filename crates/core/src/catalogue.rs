//! 规程目录: stages, items, steps and requirements as data (design, idea 1; domain.md §4).
//!
//! `assets/catalogue/*.toml` is read by [`Catalogue::parse`], which proves the whole file sound or names every fault with key
//! and remedy. Nothing elsewhere knows a step by name.

mod builtin;
mod coded;
mod defaults;
mod excuse;
mod read;
mod sound;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use coded::tells_codes;
pub use defaults::StepDefaults;

use crate::finding::Finding;
use crate::record::RecordKind;

/// A finding with the line at which the part it speaks of begins; of two parts with one label the later is the one to change.
fn located(mut finding: Finding, starts: &read::Starts) -> Finding {
    let field = finding.place.field.clone().unwrap_or_default();
    let within = |label: &str| field.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with(" / "));
    let at = starts.iter().filter(|(label, _)| within(label)).max_by_key(|(label, line)| (label.len(), *line));
    if let Some((_, line)) = at {
        finding.message = format!("第 {line} 行起的这一段：{}", finding.message);
    }
    finding
}

/// Whether a step is recorded once for the batch or for each person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepLevel {
    Batch,
    Person,
}

/// Which volume a material goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum Filing {
    /// 个人
    #[serde(rename = "个人")]
    Personal,
    /// 综合
    #[serde(rename = "综合")]
    Comprehensive,
    /// 综合(原件)+个人(摘录)
    #[serde(rename = "综合+个人摘录")]
    Both,
}

/// 保管期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Retention {
    #[serde(rename = "永久")]
    Permanent,
    #[serde(rename = "30年")]
    Years30,
    #[serde(rename = "10年")]
    Years10,
}

impl Retention {
    /// Y / D30 / D10 (DA/T 13-2022).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Retention::Permanent => "Y",
            Retention::Years30 => "D30",
            Retention::Years10 => "D10",
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Retention::Permanent => "永久",
            Retention::Years30 => "30年",
            Retention::Years10 => "10年",
        }
    }
}

/// A material a step yields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MaterialSpec {
    pub name: String,
    pub filing: Filing,
    pub retention: Retention,
    /// Must exist, signed, for the path to be complete (V36).
    pub required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub key: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub key: String,
    pub stage: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub key: String,
    pub item: String,
    pub name: String,
    /// 责任主体
    pub responsible: String,
    pub level: StepLevel,
    /// Kinds of record it takes, the usual one first.
    pub records: Vec<RecordKind>,
    /// 纪实方式 as printed.
    pub mode: String,
    pub materials: Vec<MaterialSpec>,
    /// Codes of the checks that look at this step.
    pub checks: Vec<String>,
    /// When the step may be marked 不适用; empty means never by itself.
    pub not_applicable_when: String,
    /// One of those grounds is a fact anybody may be in, whatever the kind of business (V36). None in catalogues from before it was data.
    #[serde(default)]
    pub excused_by_fact: Option<bool>,
    /// Steps one of which, once recorded, stands for this one: 谈话推荐 where few take part, the superior's consent.
    #[serde(default)]
    pub excused_after: Vec<String>,
    /// Kinds of which each person needs a record of his own: 考察材料, 面谈, 核查 of one person. None in catalogues from before 1.5.
    #[serde(default)]
    pub one_each: Vec<RecordKind>,
    /// What differs between editions of the 条例.
    pub editions: String,
    /// Where the name comes from: a seed or 拟稿.
    pub source: String,
    /// What the checks must know this step as, whatever it is called locally.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// What a new record of it starts with. Absent in catalogues kept from before it was data.
    #[serde(default)]
    pub defaults: StepDefaults,
}

/// Steps the checks have to recognise whatever a local catalogue calls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Milestone {
    /// 推荐结果: a result of democratic recommendation comes out (V05).
    #[serde(rename = "推荐结果")]
    Recommendation,
    /// 确定考察对象 (V05).
    #[serde(rename = "确定考察对象")]
    NomineesFixed,
    /// 考察预告 (V15).
    #[serde(rename = "考察预告")]
    InspectionNotice,
    /// 考察实施: talks, appraisal, visits (V15, V16, V20).
    #[serde(rename = "考察实施")]
    Inspection,
    /// 会议讨论: the meeting of the 常委会（党组） that discusses (V19, V21–V23, V37).
    #[serde(rename = "会议讨论")]
    Discussion,
    /// 任用决定: the vote and the decision (V25, V28).
    #[serde(rename = "任用决定")]
    AppointmentDecision,
    /// 任前公示 (V28).
    #[serde(rename = "任前公示")]
    PublicNotice,
    /// 任职通知 (V28).
    #[serde(rename = "任职通知")]
    AppointmentNotice,
}

impl Milestone {
    pub const ALL: [Milestone; 8] = [
        Milestone::Recommendation,
        Milestone::NomineesFixed,
        Milestone::InspectionNotice,
        Milestone::Inspection,
        Milestone::Discussion,
        Milestone::AppointmentDecision,
        Milestone::PublicNotice,
        Milestone::AppointmentNotice,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Milestone::Recommendation => "推荐结果",
            Milestone::NomineesFixed => "确定考察对象",
            Milestone::InspectionNotice => "考察预告",
            Milestone::Inspection => "考察实施",
            Milestone::Discussion => "会议讨论",
            Milestone::AppointmentDecision => "任用决定",
            Milestone::PublicNotice => "任前公示",
            Milestone::AppointmentNotice => "任职通知",
        }
    }
}

/// Two steps of which one must come first. Pairs that are not listed are not compared: the editions of the 条例 leave much
/// of the order free (谈话推荐 before 会议推荐, 核查 as early as 动议).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderRule {
    pub before: String,
    pub after: String,
    /// Why, in words that print in a finding.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub key: String,
    pub step: String,
    pub text: String,
}

/// A whole catalogue, proved sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Catalogue {
    pub id: String,
    pub name: String,
    pub version: String,
    /// What it was drawn up from, in words.
    pub basis: String,
    pub stages: Vec<Stage>,
    pub items: Vec<Item>,
    pub steps: Vec<Step>,
    pub requirements: Vec<Requirement>,
    #[serde(default)]
    pub order: Vec<OrderRule>,
}

/// How many steps a stage has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StageCensus {
    pub stage: String,
    pub name: String,
    pub items: u32,
    pub steps: u32,
    pub requirements: u32,
}

/// How many of each a catalogue has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Census {
    pub stages: u32,
    pub items: u32,
    pub steps: u32,
    pub requirements: u32,
    pub per_stage: Vec<StageCensus>,
}

impl Catalogue {
    /// Reads a catalogue file and proves it sound.
    ///
    /// `file_name` is what the user knows the file as; it only appears in the findings.
    ///
    /// # Errors
    /// Every fault found, in the order of the file, as findings `C01`–`C17`: each with the file, the key it concerns and what
    /// to do. A catalogue with any fault is not used at all.
    pub fn parse(text: &str, file_name: &str) -> Result<Catalogue, Vec<Finding>> {
        let (catalogue, mut faults, complete) = read::read(text, file_name);
        // References are judged only when everything could be read: a step that failed to read would make false danglers.
        if let Some(starts) = complete {
            faults.extend(sound::faults(&catalogue, file_name).into_iter().map(|f| located(f, &starts)));
        }
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    /// Things to know about a sound catalogue that stop nothing: `C20` counts unlike the 6/36/44/61 of the known method,
    /// `C21` a milestone no step carries, so that the checks built on it will not judge.
    #[must_use]
    pub fn remarks(&self, file_name: &str) -> Vec<Finding> {
        sound::remarks(self, file_name)
    }

    /// Counts over the whole and for each stage.
    #[must_use]
    pub fn census(&self) -> Census {
        let stage = |s: &Stage| {
            let of = |step: &Step| self.stage_of(&step.key).is_some_and(|found| found.key == s.key);
            StageCensus {
                stage: s.key.clone(),
                name: s.name.clone(),
                items: count(self.items.iter().filter(|i| i.stage == s.key)),
                steps: count(self.steps.iter().filter(|step| of(step))),
                requirements: count(self.requirements.iter().filter(|r| self.step(&r.step).is_some_and(of))),
            }
        };
        Census {
            stages: count(self.stages.iter()),
            items: count(self.items.iter()),
            steps: count(self.steps.iter()),
            requirements: count(self.requirements.iter()),
            per_stage: self.stages.iter().map(stage).collect(),
        }
    }

    #[must_use]
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.key == key)
    }

    /// Number of the step in the procedure, from 1.
    #[must_use]
    pub fn step_no(&self, key: &str) -> Option<u32> {
        self.steps.iter().position(|s| s.key == key).and_then(|i| u32::try_from(i + 1).ok())
    }

    #[must_use]
    pub fn item_of(&self, step: &str) -> Option<&Item> {
        let item = &self.step(step)?.item;
        self.items.iter().find(|i| &i.key == item)
    }

    #[must_use]
    pub fn stage_of(&self, step: &str) -> Option<&Stage> {
        let stage = &self.item_of(step)?.stage;
        self.stages.iter().find(|s| &s.key == stage)
    }

    /// The steps that carry a milestone, in order.
    pub fn milestone(&self, milestone: Milestone) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |s| s.milestone == Some(milestone))
    }

    /// 召开会议投票推荐, the way papers name a step; the bare key when the catalogue does not know it.
    #[must_use]
    pub fn step_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.step(key).map_or(key, |step| step.name.as_str())
    }

    /// `第 12 步《召开会议投票推荐》`, the way screens, papers and findings name a step to people; the bare key when the catalogue does not
    /// know it.
    #[must_use]
    pub fn step_label(&self, key: &str) -> String {
        match (self.step_no(key), self.step(key)) {
            (Some(no), Some(step)) => format!("第 {no} 步《{}》", step.name),
            _ => key.to_owned(),
        }
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}
