//! 责任倒查: who recommended, examined, decided, checked, signed, entered or let pass — by person, step and name, each with its record.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{place, stage_no, stage_of};
use crate::case::Case;
use crate::catalogue::Milestone;
use crate::checks::{CaseView, happened};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{BatchId, CandidateId, MaterialId, RecordId, WaiverId};
use crate::record::{Record, RecordBody, Signature};
use crate::waiver::Waiver;

/// What somebody answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// 谁推荐
    Recommended,
    /// 谁考察
    Examined,
    /// 谁决定
    Decided,
    /// 谁审核 (a review item)
    Reviewed,
    /// 谁放行 or 谁认定不适用
    Excused,
    /// 谁签名
    Signed,
    /// 谁录入
    Entered,
    /// 承办: what lies before or after those three stages
    Handled,
}

impl DutyKind {
    pub const ALL: [DutyKind; 8] = [
        DutyKind::Recommended,
        DutyKind::Examined,
        DutyKind::Decided,
        DutyKind::Reviewed,
        DutyKind::Excused,
        DutyKind::Signed,
        DutyKind::Entered,
        DutyKind::Handled,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DutyKind::Recommended => "推荐",
            DutyKind::Examined => "考察",
            DutyKind::Decided => "讨论决定",
            DutyKind::Reviewed => "审核",
            DutyKind::Excused => "放行、认定不适用",
            DutyKind::Signed => "签名",
            DutyKind::Entered => "录入",
            DutyKind::Handled => "承办",
        }
    }
}

/// One thing one person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Duty {
    pub who: String,
    pub kind: DutyKind,
    /// 推荐 …
    pub kind_word: String,
    /// What he or she was there: 主持人, 监票人, 责任人 …
    pub role: String,
    pub batch: BatchId,
    /// Of whom; empty for the whole batch.
    pub candidates: Vec<CandidateId>,
    pub names: Vec<String>,
    /// Step key, and the step as it is named to people; empty where it is of no step.
    pub step: String,
    pub step_name: String,
    pub date: Option<PartialDate>,
    /// What he or she said or found there; empty where nothing.
    pub words: String,
    pub record: Option<RecordId>,
    pub material: Option<MaterialId>,
    pub waiver: Option<WaiverId>,
    pub place: Place,
}

struct Ledger<'a> {
    case: &'a Case,
    view: CaseView<'a>,
    duties: Vec<Duty>,
    examined: Option<usize>,
    decided: Option<usize>,
    recommended: Option<usize>,
}

/// A name, or 张三（部长） out of a list written in one field.
fn people(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', '；', ';']).map(str::trim).filter(|t| !t.is_empty())
}

impl<'a> Ledger<'a> {
    /// By the stage of the step: recommending up to its stage, examining, deciding.
    fn kind(&self, step: &str) -> DutyKind {
        let Some(stage) = stage_no(self.case, step) else { return DutyKind::Handled };
        if Some(stage) == self.recommended {
            DutyKind::Recommended
        } else if Some(stage) == self.examined {
            DutyKind::Examined
        } else if Some(stage) == self.decided {
            DutyKind::Decided
        } else {
            DutyKind::Handled
        }
    }

    fn add(&mut self, who: &str, kind: DutyKind, role: &str, record: Option<&Record>, of: Option<CandidateId>, words: &str) {
        let who = who.trim();
        if who.is_empty() {
            return;
        }
        let candidates = of.map_or_else(|| record.map(|r| r.content.candidates.clone()).unwrap_or_default(), |one| vec![one]);
        let step = record.map(|r| r.content.step.clone()).unwrap_or_default();
        let one = if let [one] = candidates.as_slice() { Some(*one) } else { None };
        self.duties.push(Duty {
            who: who.to_owned(),
            kind,
            kind_word: kind.name().to_owned(),
            role: role.to_owned(),
            batch: self.case.batch.id,
            names: candidates.iter().map(|c| self.view.name(*c).to_owned()).collect(),
            candidates,
            step_name: if step.is_empty() { String::new() } else { self.case.catalogue.step_label(&step) },
            step,
            date: record.and_then(happened),
            words: words.to_owned(),
            record: record.map(|r| r.id),
            material: None,
            waiver: None,
            place: place(self.case, one, record),
        });
    }

    fn dated(&mut self, date: Option<PartialDate>) {
        if let Some(last) = self.duties.last_mut()
            && date.is_some()
        {
            last.date = date;
        }
    }

    fn sign(&mut self, signature: &Signature, record: &'a Record, what: &str) {
        if signature.is_given() {
            let role = if signature.role.is_empty() { "签名人" } else { &signature.role };
            self.add(&signature.name, DutyKind::Signed, role, Some(record), None, what);
            self.dated(signature.date);
        }
    }

    fn record(&mut self, record: &'a Record) {
        let content = &record.content;
        let kind = self.kind(&content.step);
        for who in people(&content.responsible) {
            self.add(who, kind, "责任人", Some(record), None, "");
        }
        for p in &content.participants {
            let role = if p.role.is_empty() { "参加人" } else { &p.role };
            self.add(&p.name, kind, role, Some(record), None, &p.post);
        }
        match &content.body {
            RecordBody::Document(d) => {
                for n in &d.nominations {
                    self.add(&n.by, DutyKind::Recommended, "提名人（单位）", Some(record), n.candidate, &n.reason);
                    self.dated(n.date);
                }
                for member in &d.team {
                    let role = if member.role.is_empty() { "考察组成员" } else { &member.role };
                    self.add(&member.name, DutyKind::Examined, role, Some(record), None, &member.post);
                }
            }
            RecordBody::Review(r) => {
                for item in &r.items {
                    for who in people(&item.reviewer) {
                        let words = format!("{}：{}", item.name, item.result);
                        self.add(who, DutyKind::Reviewed, "审核人", Some(record), None, &words);
                        self.dated(item.date);
                    }
                }
            }
            RecordBody::Meeting(m) => {
                for opinion in &m.opinions {
                    let role = if opinion.principal { "主要负责人表态" } else { "发言表态" };
                    let words = [opinion.stance.as_str(), opinion.text.as_str()].into_iter().filter(|t| !t.is_empty());
                    self.add(&opinion.name, kind, role, Some(record), opinion.candidate, &words.collect::<Vec<_>>().join("："));
                }
            }
            RecordBody::Ballot(b) => {
                for name in &b.tellers {
                    self.add(name, kind, "计票人", Some(record), None, "");
                }
                for name in &b.scrutineers {
                    self.add(name, kind, "监票人", Some(record), None, "");
                }
            }
            RecordBody::Decision(d) => {
                let words = [d.doc_no.as_str(), d.result.as_str()].into_iter().filter(|t| !t.is_empty());
                self.add(&d.body, DutyKind::Decided, "决定机关", Some(record), None, &words.collect::<Vec<_>>().join("　"));
            }
            RecordBody::Letter(l) => self.add(&l.to, kind, "回函单位", Some(record), None, &l.opinion),
            RecordBody::Notebook(_) | RecordBody::Notice(_) => {}
        }
        for signature in &content.signatures {
            self.sign(signature, record, "");
        }
        for material in self.view.materials(record.id).to_vec() {
            let before = self.duties.len();
            for signature in material.content.signers() {
                self.sign(signature, record, &material.content.name);
            }
            for duty in self.duties.iter_mut().skip(before) {
                duty.material = Some(material.id);
                duty.place.material = Some(material.id);
            }
        }
        self.add(&record.entered_by, DutyKind::Entered, "录入人", Some(record), None, "");
        self.dated(record.entered_at.get(..10).and_then(|day| day.parse().ok()));
    }
}

/// Everything anybody answers for in a case, by kind, then by day.
#[must_use]
pub fn duties(case: &Case, waivers: &[Waiver]) -> Vec<Duty> {
    let mut ledger = Ledger {
        case,
        view: CaseView::new(case),
        duties: Vec::new(),
        recommended: stage_of(case, Milestone::Recommendation),
        examined: stage_of(case, Milestone::Inspection),
        decided: stage_of(case, Milestone::AppointmentDecision),
    };
    for candidate in &case.candidates {
        let answers = &candidate.content.responsibility;
        for (text, kind, role) in [
            (&answers.recommended_by, DutyKind::Recommended, "推荐责任人"),
            (&answers.examined_by, DutyKind::Examined, "考察责任人"),
            (&answers.decided_by, DutyKind::Decided, "决策责任人"),
        ] {
            for who in people(text) {
                ledger.add(who, kind, role, None, Some(candidate.id), "人选登记的责任人");
            }
        }
    }
    for record in &case.records {
        ledger.record(record);
    }
    for mark in &case.not_applicable {
        ledger.add(&mark.signer, DutyKind::Excused, "认定不适用", None, mark.candidate, &mark.reason);
        ledger.dated(Some(mark.date));
        if let Some(last) = ledger.duties.last_mut() {
            last.step.clone_from(&mark.step);
            last.step_name = case.catalogue.step_label(&mark.step);
            last.place.step = Some(mark.step.clone());
        }
    }
    for waiver in waivers {
        let c = &waiver.content;
        let record = case.records.iter().find(|r| Some(r.id) == c.finding.place.record);
        let words = format!("{} {}：{}", c.finding.code, c.finding.message, c.reason);
        ledger.add(&c.signer, DutyKind::Excused, "放行人", record, c.finding.place.candidate, &words);
        ledger.dated(Some(c.date));
        if let Some(last) = ledger.duties.last_mut() {
            last.waiver = Some(waiver.id);
        }
    }
    let mut duties = ledger.duties;
    duties
        .sort_by_key(|d| (d.kind, case.catalogue.step_no(&d.step), d.date.map(PartialDate::first_day), d.record, d.who.clone()));
    duties.dedup_by(|a, b| a == b);
    duties
}
