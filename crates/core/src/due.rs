//! What falls due: the days a procedure must not miss, reckoned from what was recorded. Pure; each with where to go.
//!
//! It judges nothing — a missed day is a finding of the checks as well — it only says in time what is coming.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::{Case, Outcome, StepState};
use crate::catalogue::{Milestone, Step};
use crate::checks::{CaseView, WorkingDays, ended, happened};
use crate::date::PartialDate;
use crate::finding::Place;
use crate::id::{CandidateId, RecordId};
use crate::record::{Letter, Notice, Record, RecordBody};
use crate::rules::Rules;

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// 公示（预告）止日
    NoticeEnds,
    /// 推荐结果一年有效
    RecommendationExpires,
    /// 试用期满
    ProbationEnds,
    /// 协管方复函：收到之日起一个月未复视为同意
    ReplyDeemed,
    /// 事前报告：上级十个工作日内答复
    ReportAnswer,
    /// 已发函未回：规则没有规定期限，函上可以写要求回复日
    LetterOpen,
}

/// How it stands today, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    /// 已超期
    Overdue,
    /// 期满，可以办下一步
    Ready,
    /// 即将到期
    Soon,
    /// 还早
    Later,
    /// 等候，没有期限
    Waiting,
}

/// One thing that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Due {
    pub kind: DueKind,
    pub state: DueState,
    /// The day; for [`DueState::Waiting`] the day the waiting began.
    pub on: PartialDate,
    /// Days from today; below zero when the day has passed.
    pub days: i32,
    pub place: Place,
    /// Whom it concerns: a name, or 欧阳文轩等12人.
    pub who: String,
    /// The same as candidates.
    pub whom: Vec<CandidateId>,
    pub words: String,
    pub basis: String,
    pub remedy: String,
}

/// The spans reckoned with; rule packs of a place may change them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// 推荐结果: months of validity, and days before the end from which it is told.
    pub recommendation: (u32, i64),
    /// 试用期: its months, and days before its end from which it is told.
    pub probation: (u32, i64),
    /// 协管方复函: months, and days before.
    pub reply: (u32, i64),
    /// 事前报告: working days after the day of sending, and days before.
    pub report: (u32, i64),
    /// Days before the last day of a notice.
    pub notice: i64,
    /// Days before the day a letter itself asks its answer by.
    pub asked: i64,
    /// What lies further off than this many days is not told.
    pub horizon: i64,
    /// Letters without a term are told after so many days.
    pub waiting: i64,
    /// On what each rests, as printed: the year of a 推荐, the 试用期, the answer of the 协管方, that to a report.
    pub bases: DueBases,
}

/// On what a term rests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueBases {
    pub recommendation: String,
    pub probation: String,
    pub reply: String,
    pub report: String,
}

impl Terms {
    /// The spans of the rules.
    #[must_use]
    pub fn of(rules: &Rules) -> Terms {
        let number = |code: &str, name: &str| i64::from(rules.number(code, name));
        let days = |code: &str| number(code, "reminder_days");
        let basis = |code: &str| rules.words(code, "due_basis").first().cloned().unwrap_or_default();
        Terms {
            recommendation: (rules.number("V05", "months"), days("V05")),
            probation: (rules.number("V30", "months"), days("V30")),
            reply: (rules.number("V21", "months"), days("V21")),
            report: (
                match rules.number("V23", "answer_working_days") {
                    0 => rules.number("V23", "due_working_days"),
                    n => n,
                },
                days("V23"),
            ),
            notice: days("V28"),
            asked: number("V19", "asked_days"),
            horizon: number("V40", "horizon_days"),
            waiting: number("V19", "waiting_days"),
            bases: DueBases { recommendation: basis("V05"), probation: basis("V30"), reply: basis("V21"), report: basis("V23") },
        }
    }
}

/// Everything that falls due in a case on its day `today`: the gravest first, then by day.
#[must_use]
pub fn due(case: &Case, calendar: &dyn WorkingDays, terms: &Terms) -> Vec<Due> {
    let reckoner = Reckoner { view: CaseView::under(case, terms.probation.0), calendar, terms, today: case.today };
    let mut out = Vec::new();
    out.extend(reckoner.notices());
    out.extend(reckoner.recommendations());
    out.extend(reckoner.probations());
    out.extend(reckoner.letters());
    out.sort_by(|a, b| (a.state, a.days, a.kind, &a.place, &a.who).cmp(&(b.state, b.days, b.kind, &b.place, &b.who)));
    out
}

struct Reckoner<'a> {
    view: CaseView<'a>,
    calendar: &'a dyn WorkingDays,
    terms: &'a Terms,
    today: NaiveDate,
}

impl<'a> Reckoner<'a> {
    fn days_to(&self, on: NaiveDate) -> i64 {
        (on - self.today).num_days()
    }

    /// Overdue, soon or later; None beyond the horizon.
    fn state(&self, on: NaiveDate, before: i64) -> Option<DueState> {
        match self.days_to(on) {
            days if days < 0 => Some(DueState::Overdue),
            days if days <= before => Some(DueState::Soon),
            days if days <= self.terms.horizon => Some(DueState::Later),
            _ => None,
        }
    }

    fn make(&self, kind: DueKind, state: DueState, on: NaiveDate, place: Place, whom: &[CandidateId]) -> Due {
        let days = i32::try_from(self.days_to(on)).unwrap_or(i32::MAX);
        Due {
            kind,
            state,
            on: PartialDate::Day(on),
            days,
            place,
            who: self.who(whom),
            whom: whom.to_vec(),
            words: String::new(),
            basis: String::new(),
            remedy: String::new(),
        }
    }

    fn records(&self) -> impl Iterator<Item = (&'a Step, &'a Record)> + '_ {
        let steps = self.view.case.catalogue.steps.iter();
        steps.flat_map(|step| self.view.records(&step.key).iter().map(move |r| (step, *r)))
    }

    /// Still in the procedure at this step.
    fn goes_on(&self, candidate: CandidateId, step: &str) -> bool {
        let open = self.view.case.candidates.iter().find(|c| c.id == candidate);
        let open = open.is_some_and(|c| matches!(c.content.outcome, Outcome::Open | Outcome::Appointed));
        open && !self.view.after_stop(candidate, step) && self.view.state(step, Some(candidate)) != StepState::NotApplicable
    }

    fn who(&self, candidates: &[CandidateId]) -> String {
        let name = |c: &CandidateId| self.view.name(*c).to_owned();
        match candidates {
            [] => String::new(),
            [one] => name(one),
            [one, two] => format!("{}、{}", name(one), name(two)),
            [one, ..] => format!("{}等{}人", name(one), candidates.len()),
        }
    }

    /// The candidates a record speaks of, of all when it names none.
    fn of(&self, record: &Record) -> Vec<CandidateId> {
        if record.content.candidates.is_empty() {
            self.view.candidates().iter().map(|c| c.id).collect()
        } else {
            record.content.candidates.clone()
        }
    }

    fn place(&self, record: &Record, candidates: &[CandidateId]) -> Place {
        let candidate = if let [one] = candidates { Some(*one) } else { None };
        Place { candidate, ..self.view.place_of(record) }
    }

    /// 公示止日: coming, and past with the letter of appointment still to be issued.
    fn notices(&self) -> Vec<Due> {
        let mut out = Vec::new();
        for (step, record) in self.records() {
            let RecordBody::Notice(Notice { end: Some(end), .. }) = &record.content.body else { continue };
            let Some(end) = end.day() else { continue };
            let of_record = self.of(record);
            let passed = end < self.today;
            if passed && step.milestone != Some(Milestone::PublicNotice) {
                continue;
            }
            let Some(letter) = self.view.case.catalogue.milestone(Milestone::AppointmentNotice).next() else { continue };
            let waiting: Vec<CandidateId> = of_record
                .iter()
                .copied()
                .filter(|c| self.goes_on(*c, &letter.key))
                .filter(|c| self.view.milestone_records(Milestone::AppointmentNotice, *c).next().is_none())
                .collect();
            let whom = if passed { waiting } else { of_record };
            if whom.is_empty() {
                continue;
            }
            let state = if passed { Some(DueState::Ready) } else { self.state(end, self.terms.notice) };
            let Some(state) = state else { continue };
            let call = self.view.call(record);
            let on = PartialDate::Day(end).chinese();
            let (words, remedy) = if passed {
                (format!("{call}：公示已于{on}期满，任职通知还没有印发"), "请登记公示结果，没有影响任职的问题即可办理任职手续")
            } else {
                (format!("{call}：{on}止"), "止日以后登记反映情况；没有反映的作零登记")
            };
            let due = self.make(DueKind::NoticeEnds, state, end, self.place(record, &whom), &whom);
            out.push(Due { words, remedy: remedy.into(), basis: step.editions.clone(), ..due });
        }
        out
    }

    /// 推荐结果一年有效, until 考察对象 are fixed. Of each way of recommending the newest result counts, the one that ends first is told.
    fn recommendations(&self) -> Vec<Due> {
        let Some(nominees) = self.view.case.catalogue.milestone(Milestone::NomineesFixed).next() else { return Vec::new() };
        let mut ends: BTreeMap<(NaiveDate, RecordId), (&Record, Vec<CandidateId>)> = BTreeMap::new();
        for candidate in self.view.candidates().iter().map(|c| c.id).filter(|c| self.goes_on(*c, &nominees.key)) {
            if self.view.milestone_records(Milestone::NomineesFixed, candidate).next().is_some() {
                continue;
            }
            let mut newest: BTreeMap<&str, (NaiveDate, &Record)> = BTreeMap::new();
            for (step, record) in self.view.milestone_records(Milestone::Recommendation, candidate) {
                let Some(on) = ended(record).map(PartialDate::first_day) else { continue };
                let held = newest.entry(&step.key).or_insert((on, record));
                if held.0 <= on {
                    *held = (on, record);
                }
            }
            let first = newest
                .values()
                .filter_map(|(on, record)| Some((on.checked_add_months(Months::new(self.terms.recommendation.0))?, *record)));
            if let Some((end, record)) = first.min_by_key(|(end, record)| (*end, record.id)) {
                ends.entry((end, record.id)).or_insert_with(|| (record, Vec::new())).1.push(candidate);
            }
        }
        let mut out = Vec::new();
        for ((end, _), (record, candidates)) in ends {
            // The year is long: it is told only when it draws to its end.
            let Some(state) = self.state(end, self.terms.recommendation.1).filter(|s| *s != DueState::Later) else { continue };
            let who = self.who(&candidates);
            let verb = if state == DueState::Overdue { "已于" } else { "将于" };
            let span = months_said(self.terms.recommendation.0);
            let words = format!("{who}的推荐结果{verb}{}满{span}，尚未确定为考察对象", PartialDate::Day(end).chinese());
            let place = Place { step: Some(nominees.key.clone()), ..self.place(record, &candidates) };
            let due = self.make(DueKind::RecommendationExpires, state, end, place, &candidates);
            let basis = self.terms.bases.recommendation.clone();
            out.push(Due { words, basis, remedy: "请在到期前研究确定考察对象，或重新推荐".into(), ..due });
        }
        out
    }

    /// 试用期满, for posts with one, until the step that checks it is recorded after the term or near its end.
    fn probations(&self) -> Vec<Due> {
        let case = self.view.case;
        let Some(step) = case.catalogue.steps.iter().find(|s| s.checks.iter().any(|c| c == "V30")) else { return Vec::new() };
        let mut out = Vec::new();
        for candidate in self.view.candidates().iter().filter(|c| c.content.outcome == Outcome::Appointed) {
            // The post has a probation whatever the step is marked as: V30 tells the contradiction, the day comes all the same.
            if self.view.after_stop(candidate.id, &step.key) {
                continue;
            }
            let Some(end) = self.view.probation_ends(candidate.id) else { continue };
            let near = end.checked_sub_days(Days::new(self.terms.probation.1.unsigned_abs())).unwrap_or(end);
            // A record of the last days of the term that says nothing of it.
            let concluded =
                |r: &Record| r.content.body.probation().is_none() && happened(r).is_some_and(|on| on.last_day() >= near);
            if self.view.records_for(&step.key, candidate.id).any(concluded) {
                continue;
            }
            let Some(state) = self.state(end, self.terms.probation.1) else { continue };
            let name = self.view.name(candidate.id).to_owned();
            let on = PartialDate::Day(end).chinese();
            let (words, remedy) = if state == DueState::Overdue {
                (format!("{name}的试用期已于{on}满，还没有考核转正的记录"), "请办理期满考核和正式任职（免职）决定并补录")
            } else {
                (format!("{name}的试用期将于{on}满"), "请安排期满考核")
            };
            let place = Place {
                batch: Some(case.batch.id),
                candidate: Some(candidate.id),
                step: Some(step.key.clone()),
                ..Place::default()
            };
            let due = self.make(DueKind::ProbationEnds, state, end, place, &[candidate.id]);
            let basis = self.terms.bases.probation.clone();
            out.push(Due { words, basis, remedy: remedy.into(), ..due });
        }
        out
    }

    /// Letters without an answer, by what the step's checks say of the term.
    fn letters(&self) -> Vec<Due> {
        let mut out = Vec::new();
        for (step, record) in self.records() {
            let RecordBody::Letter(Letter { to, sent, received, due: asked, replied: None, deemed_agreed: false, .. }) =
                &record.content.body
            else {
                continue;
            };
            let candidates: Vec<CandidateId> = self.of(record).into_iter().filter(|c| self.goes_on(*c, &step.key)).collect();
            if candidates.is_empty() {
                continue;
            }
            let sent = sent.or(record.content.date).and_then(PartialDate::day);
            let checked = |code: &str| step.checks.iter().any(|c| c == code);
            let received = received.and_then(PartialDate::day);
            let asked = asked.and_then(PartialDate::day);
            let found = match (sent, asked) {
                _ if checked("V21") && received.is_some() => self.reply(record, to, received),
                (Some(sent), _) if checked("V23") => self.report(record, to, sent),
                (Some(_), Some(asked)) => self.asked_letter(record, to, asked, checked("V21")),
                (Some(sent), None) => self.open_letter(record, to, sent, checked("V21")),
                (None, _) => None,
            };
            out.extend(found.map(|due| Due {
                place: self.place(record, &record.content.candidates),
                who: self.who(&candidates),
                whom: candidates,
                ..due
            }));
        }
        out
    }

    fn reply(&self, record: &Record, to: &str, received: Option<NaiveDate>) -> Option<Due> {
        let end = received?.checked_add_months(Months::new(self.terms.reply.0))?;
        let state = match self.state(end, self.terms.reply.1)? {
            DueState::Overdue => DueState::Ready,
            other => other,
        };
        let on = PartialDate::Day(end).chinese();
        let span = months_said(self.terms.reply.0);
        let (words, remedy) = if state == DueState::Ready {
            let words = format!("{}：{to}至{on}已满{span}未复", self.view.call(record));
            (words, "可视为同意：请在记录里注明“逾期未复，视为同意”".to_owned())
        } else {
            let words = format!("{}：等{to}复函，{on}满{span}", self.view.call(record));
            (words, format!("收到复函后登记；满{span}未复视为同意"))
        };
        let due = self.make(DueKind::ReplyDeemed, state, end, Place::default(), &[]);
        Some(Due { words, basis: self.terms.bases.reply.clone(), remedy, ..due })
    }

    fn report(&self, record: &Record, to: &str, sent: NaiveDate) -> Option<Due> {
        let from = sent.succ_opt()?;
        let end = from.iter_days().take(90).find(|day| self.calendar.count(from, *day).0 >= self.terms.report.0)?;
        let state = self.state(end, self.terms.report.1)?;
        let on = PartialDate::Day(end).chinese();
        let words = if state == DueState::Overdue {
            format!("{}：{to}应于{on}前答复，还没有登记答复", self.view.call(record))
        } else {
            format!("{}：等{to}答复，{on}满{}个工作日", self.view.call(record), self.terms.report.0)
        };
        let due = self.make(DueKind::ReportAnswer, state, end, Place::default(), &[]);
        let basis = self.terms.bases.report.clone();
        Some(Due { words, basis, remedy: "请催办；答复后登记日期和结论".into(), ..due })
    }

    /// A letter that says itself by when it wants its answer.
    fn asked_letter(&self, record: &Record, to: &str, asked: NaiveDate, received_wanted: bool) -> Option<Due> {
        let state = self.state(asked, self.terms.asked)?;
        let on = PartialDate::Day(asked).chinese();
        let words = if state == DueState::Overdue {
            format!("{}：函上要求{to}{on}前回复，还没有登记回函", self.view.call(record))
        } else {
            format!("{}：等{to}回函，函上要求{on}前回复", self.view.call(record))
        };
        let due = self.make(DueKind::LetterOpen, state, asked, Place::default(), &[]);
        Some(Due { words, remedy: urge(received_wanted, self.terms.reply.0), ..due })
    }

    fn open_letter(&self, record: &Record, to: &str, sent: NaiveDate, received_wanted: bool) -> Option<Due> {
        let gone = -self.days_to(sent);
        if gone < self.terms.waiting {
            return None;
        }
        let words = format!("{}：发往{to}已{gone}天，没有登记回函", self.view.call(record));
        let due = self.make(DueKind::LetterOpen, DueState::Waiting, sent, Place::default(), &[]);
        Some(Due { words, remedy: urge(received_wanted, self.terms.reply.0), ..due })
    }
}

/// What to do about a letter without an answer; of one whose term runs from the day it came, that day is wanted first.
fn urge(received_wanted: bool, months: u32) -> String {
    if received_wanted {
        format!("请登记对方收到的日期（{}的期限从收到之日起算），或登记复函", months_said(months))
    } else {
        "请催办；回函后登记日期和文号".into()
    }
}

/// 一年, 一个月, 18个月.
fn months_said(months: u32) -> String {
    match months {
        12 => "一年".into(),
        1 => "一个月".into(),
        n => format!("{n}个月"),
    }
}
