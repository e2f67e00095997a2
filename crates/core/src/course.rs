//! 案卷包的办理过程: which state a package is in, and what may be done to it there (archive.md §6.1).
//!
//! The transitions are data. What is sealed never changes again: a correction is a new version that names the old seal and says why.
//! Pure; the store keeps the course, the commands apply it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::arrange::VolumePlan;
use crate::id::CandidateId;
use crate::inspection::PersonEntry;

/// Where a package stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackageState {
    /// 草稿
    #[default]
    Draft,
    /// 整理
    Arranged,
    /// 检测
    Inspected,
    /// 封存
    Sealed,
    /// 写盘
    Written,
    /// 移交
    HandedOver,
    /// 签收
    Accepted,
    /// 退回
    SentBack,
    /// 另立新版本: another version stands in its place.
    Renewed,
}

/// What is done to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackageAct {
    /// 整理
    Arrange,
    /// 检测 (验收、四性检测)
    Inspect,
    /// 退回整理: the inspection did not pass.
    TurnBack,
    /// 封存
    Seal,
    /// 写盘
    Write,
    /// 移交
    HandOver,
    /// 撤回移交: it was entered wrongly.
    Recall,
    /// 签收
    Accept,
    /// 退回: the receiver did not take it.
    SendBack,
    /// 立新版本
    Renew,
}

impl PackageState {
    pub const ALL: [PackageState; 9] = [
        PackageState::Draft,
        PackageState::Arranged,
        PackageState::Inspected,
        PackageState::Sealed,
        PackageState::Written,
        PackageState::HandedOver,
        PackageState::Accepted,
        PackageState::SentBack,
        PackageState::Renewed,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PackageState::Draft => "草稿",
            PackageState::Arranged => "整理",
            PackageState::Inspected => "检测",
            PackageState::Sealed => "封存",
            PackageState::Written => "写盘",
            PackageState::HandedOver => "移交",
            PackageState::Accepted => "签收",
            PackageState::SentBack => "退回",
            PackageState::Renewed => "已立新版本",
        }
    }

    /// Nothing inside it may change any more.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        self >= PackageState::Sealed
    }

    /// The receiver has spoken: what was said stands on the slip and is corrected there.
    #[must_use]
    pub fn is_answered(self) -> bool {
        matches!(self, PackageState::Accepted | PackageState::SentBack)
    }

    /// What may be done here.
    #[must_use]
    pub fn acts(self) -> Vec<PackageAct> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, act, _)| *act).collect()
    }

    /// An act that undoes what others did, or said, must say why.
    #[must_use]
    pub fn needs_reason(self, act: PackageAct) -> bool {
        matches!(act, PackageAct::TurnBack | PackageAct::Recall | PackageAct::SendBack | PackageAct::Renew)
            || (self == PackageState::SentBack && act == PackageAct::Accept)
    }

    /// Where an act leads; None when it may not be done here.
    #[must_use]
    pub fn after(self, act: PackageAct) -> Option<PackageState> {
        TRANSITIONS.iter().find(|(from, a, _)| (*from, *a) == (self, act)).map(|(.., to)| *to)
    }
}

impl PackageAct {
    pub const ALL: [PackageAct; 10] = [
        PackageAct::Arrange,
        PackageAct::Inspect,
        PackageAct::TurnBack,
        PackageAct::Seal,
        PackageAct::Write,
        PackageAct::HandOver,
        PackageAct::Recall,
        PackageAct::Accept,
        PackageAct::SendBack,
        PackageAct::Renew,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PackageAct::Arrange => "整理",
            PackageAct::Inspect => "检测",
            PackageAct::TurnBack => "退回整理",
            PackageAct::Seal => "封存",
            PackageAct::Write => "写盘",
            PackageAct::HandOver => "移交",
            PackageAct::Recall => "撤回移交",
            PackageAct::Accept => "签收",
            PackageAct::SendBack => "退回",
            PackageAct::Renew => "立新版本",
        }
    }
}

/// Every transition there is: from, act, to. A further copy of a package on another medium changes no state.
pub const TRANSITIONS: [(PackageState, PackageAct, PackageState); 21] = [
    (PackageState::Draft, PackageAct::Arrange, PackageState::Arranged),
    (PackageState::Arranged, PackageAct::Arrange, PackageState::Arranged),
    (PackageState::Arranged, PackageAct::Inspect, PackageState::Inspected),
    (PackageState::Inspected, PackageAct::Arrange, PackageState::Arranged),
    (PackageState::Inspected, PackageAct::Inspect, PackageState::Inspected),
    (PackageState::Inspected, PackageAct::TurnBack, PackageState::Arranged),
    (PackageState::Inspected, PackageAct::Seal, PackageState::Sealed),
    (PackageState::Sealed, PackageAct::Write, PackageState::Written),
    (PackageState::Sealed, PackageAct::Renew, PackageState::Renewed),
    (PackageState::Written, PackageAct::Write, PackageState::Written),
    (PackageState::Written, PackageAct::HandOver, PackageState::HandedOver),
    (PackageState::Written, PackageAct::Renew, PackageState::Renewed),
    (PackageState::HandedOver, PackageAct::Write, PackageState::HandedOver),
    (PackageState::HandedOver, PackageAct::Recall, PackageState::Written),
    (PackageState::HandedOver, PackageAct::Accept, PackageState::Accepted),
    (PackageState::HandedOver, PackageAct::SendBack, PackageState::SentBack),
    (PackageState::Accepted, PackageAct::Write, PackageState::Accepted),
    (PackageState::Accepted, PackageAct::SendBack, PackageState::SentBack),
    (PackageState::Accepted, PackageAct::Renew, PackageState::Renewed),
    (PackageState::SentBack, PackageAct::Accept, PackageState::Accepted),
    (PackageState::SentBack, PackageAct::Renew, PackageState::Renewed),
];

/// Why an act was refused, for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub message: String,
    /// What to do instead.
    pub remedy: String,
}

/// One act as it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActDone {
    pub act: PackageAct,
    pub from: PackageState,
    pub to: PackageState,
    /// RFC 3339 with offset.
    pub at: String,
    pub actor: String,
    /// Why, or what was done it with; empty where there is nothing to say.
    pub note: String,
}

/// The seal a new version stands in place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Replaced {
    pub seal_no: String,
    /// SHA-256 of its 封签.json.
    pub seal_sha256: String,
    pub reason: String,
}

/// One version of the package of one volume, from draft to receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CourseContent {
    /// Which volume of the batch: [`volume_key`].
    pub volume: String,
    /// 案卷题名
    pub title: String,
    /// 1 for the first package of the volume.
    pub version: u32,
    pub state: PackageState,
    /// 封签号, once one was taken.
    pub seal_no: String,
    /// SHA-256 of 封签.json, once sealed.
    pub seal_sha256: String,
    pub replaces: Option<Replaced>,
    /// Keys of 件 in the order a person gave them; those not named follow in the order of the procedure. Empty: all of them do.
    pub order: Vec<String>,
    /// What persons found where no machine can know.
    pub entries: Vec<PersonEntry>,
    pub acts: Vec<ActDone>,
}

/// `综合`, or `人选3`: what a volume of a batch is known by, whatever the person is called.
#[must_use]
pub fn volume_key(plan: &VolumePlan) -> String {
    volume_of(plan.candidate)
}

/// The volume of a candidate, or the comprehensive one.
#[must_use]
pub fn volume_of(candidate: Option<CandidateId>) -> String {
    candidate.map_or_else(|| "综合".to_owned(), |id| format!("人选{id}"))
}

impl CourseContent {
    /// The draft of the first version.
    #[must_use]
    pub fn first(volume: impl Into<String>, title: impl Into<String>) -> Self {
        CourseContent { volume: volume.into(), title: title.into(), version: 1, ..CourseContent::default() }
    }

    /// The draft that follows a sealed one; order and entries of persons are not taken over but asked for again.
    #[must_use]
    pub fn next_version(&self, reason: &str) -> Self {
        CourseContent {
            version: self.version.saturating_add(1),
            replaces: Some(Replaced {
                seal_no: self.seal_no.clone(),
                seal_sha256: self.seal_sha256.clone(),
                reason: reason.trim().to_owned(),
            }),
            order: self.order.clone(),
            ..CourseContent::first(self.volume.clone(), self.title.clone())
        }
    }

    /// Does an act.
    ///
    /// # Errors
    /// When it may not be done in this state, or lacks its reason; nothing is changed then.
    pub fn act(&mut self, act: PackageAct, at: &str, actor: &str, note: &str) -> Result<(), Refusal> {
        let Some(to) = self.state.after(act) else { return Err(self.refuse(act)) };
        if self.state.needs_reason(act) && note.trim().is_empty() {
            return Err(Refusal {
                message: format!("《{}》{}没有写理由", self.title, act.name()),
                remedy: "请填写理由，理由记入日志".into(),
            });
        }
        self.acts.push(ActDone { act, from: self.state, to, at: at.into(), actor: actor.into(), note: note.trim().into() });
        self.state = to;
        Ok(())
    }

    /// How often the inspection sent it back to be arranged anew.
    #[must_use]
    pub fn turned_back(&self) -> usize {
        self.acts.iter().filter(|a| a.act == PackageAct::TurnBack).count()
    }

    /// The inside is still open.
    ///
    /// # Errors
    /// When it is sealed.
    pub fn open(&self, what: &str) -> Result<(), Refusal> {
        if !self.state.is_sealed() {
            return Ok(());
        }
        Err(Refusal {
            message: format!("《{}》已经封存（{}），不能再{what}", self.title, self.seal_no),
            remedy: "封存的内容不再改动；确需更正，请“立新版本”并写明理由".into(),
        })
    }

    fn refuse(&self, act: PackageAct) -> Refusal {
        let message = format!("《{}》现在是“{}”，不能{}", self.title, self.state.name(), act.name());
        let remedy = match (self.state, act) {
            (PackageState::Renewed, _) => "它已由新版本替代；请在新版本上办理".to_owned(),
            (state, PackageAct::Seal) if state.is_sealed() => {
                format!("封签 {} 的内容不再改动；确需更正，请先立新版本并写明理由", self.seal_no)
            }
            (PackageState::HandedOver, PackageAct::Renew) => "请先收回执，签收或退回以后再立新版本".to_owned(),
            _ => match way(self.state, act) {
                Some(before) => format!("要先{}", before.iter().map(|a| a.name()).collect::<Vec<_>>().join("、再")),
                None => {
                    let can: Vec<&str> = self.state.acts().into_iter().map(PackageAct::name).collect();
                    format!("现在可以：{}", can.join("、"))
                }
            },
        };
        Refusal { message, remedy }
    }
}

/// The shortest run of acts after which `wanted` may be done; None when there is none without undoing or replacing anything.
fn way(from: PackageState, wanted: PackageAct) -> Option<Vec<PackageAct>> {
    let mut seen = vec![from];
    let mut edge: Vec<(PackageState, Vec<PackageAct>)> = vec![(from, Vec::new())];
    while !edge.is_empty() {
        let mut next = Vec::new();
        for (state, before) in edge {
            if state.after(wanted).is_some() {
                return Some(before);
            }
            for (_, act, to) in TRANSITIONS.iter().filter(|(f, a, _)| *f == state && !state.needs_reason(*a)) {
                if !seen.contains(to) {
                    seen.push(*to);
                    let mut longer = before.clone();
                    longer.push(*act);
                    next.push((*to, longer));
                }
            }
        }
        edge = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(state: PackageState) -> CourseContent {
        CourseContent { state, seal_no: "Z109-2026-0001".into(), ..CourseContent::first("综合", "第三批") }
    }

    #[test]
    fn every_pair_of_state_and_act_is_either_in_the_table_or_refused_with_a_way_out() {
        for state in PackageState::ALL {
            for act in PackageAct::ALL {
                let mut course = at(state);
                let before = course.clone();
                match course.act(act, "2026-03-10T09:00:00+08:00", "周敏", "更正页码") {
                    Ok(()) => {
                        assert_eq!(Some(course.state), state.after(act));
                        assert_eq!(course.acts.len(), 1);
                    }
                    Err(refusal) => {
                        assert_eq!(course, before, "a refusal changes nothing");
                        assert!(refusal.message.contains(state.name()) && refusal.message.contains(act.name()), "{refusal:?}");
                        assert!(refusal.remedy.chars().count() >= 4, "{refusal:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_leads_from_the_sealed_to_the_unsealed() {
        for (from, _, to) in TRANSITIONS {
            assert!(!from.is_sealed() || to.is_sealed(), "{from:?} {to:?}");
        }
        let mut doubles: Vec<_> = TRANSITIONS.iter().map(|(from, act, _)| (from, act)).collect();
        doubles.sort();
        doubles.dedup();
        assert_eq!(doubles.len(), TRANSITIONS.len(), "one act leads to one state");
    }

    #[test]
    fn the_way_from_draft_to_sealed_is_told_and_a_sealed_one_says_to_make_a_new_version() {
        let refusal = at(PackageState::Draft).act(PackageAct::Seal, "", "", "").unwrap_err();
        assert_eq!(refusal.remedy, "要先整理、再检测");
        let refusal = at(PackageState::Written).act(PackageAct::Seal, "", "", "").unwrap_err();
        assert!(refusal.remedy.contains("立新版本"), "{refusal:?}");
        assert!(at(PackageState::Sealed).open("改次序").unwrap_err().message.contains("Z109-2026-0001"));
        assert!(at(PackageState::Inspected).open("改次序").is_ok());
    }

    #[test]
    fn what_undoes_says_why_and_a_new_version_names_the_old_seal() {
        let mut old = at(PackageState::SentBack);
        old.seal_sha256 = "ab".into();
        assert!(old.act(PackageAct::Renew, "", "", "  ").unwrap_err().message.contains("没有写理由"));
        old.act(PackageAct::Renew, "", "", "第3件缺页").unwrap();
        let new = old.next_version("第3件缺页");
        assert_eq!((new.version, new.state), (2, PackageState::Draft));
        let replaced = new.replaces.unwrap();
        assert_eq!(
            (replaced.seal_no.as_str(), replaced.seal_sha256.as_str(), replaced.reason.as_str()),
            ("Z109-2026-0001", "ab", "第3件缺页")
        );
    }

    #[test]
    fn the_inspection_counts_how_often_it_sent_back() {
        let mut course = CourseContent::first("综合", "第三批");
        for act in [PackageAct::Arrange, PackageAct::Inspect, PackageAct::TurnBack, PackageAct::Inspect, PackageAct::TurnBack] {
            course.act(act, "", "", "页码不连续").unwrap();
        }
        assert_eq!((course.turned_back(), course.state), (2, PackageState::Arranged));
    }
}
