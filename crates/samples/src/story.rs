//! The story of the batch, stage by stage, as the records a department would have kept. No drawing, no files.

mod appoint;
mod cast;
mod decide;
mod flaws;
mod inspect;
mod motion;
mod recommend;
mod report;

use chrono::{Datelike, NaiveDate, Weekday};
use jishi_core::case::{Member, NotApplicable, PlannedStep};
use jishi_core::catalogue::Catalogue;
use jishi_core::date::PartialDate;
use jishi_core::id::CandidateId;
use jishi_core::record::{Participant, RecordBody, RecordContent, Signature, SignatureMode};

/// A material with how it was kept: scanned or on paper only.
pub struct Paper {
    pub name: String,
    pub signature: Signature,
    pub scanned: bool,
    /// A photograph of the page instead of a scan.
    pub photo: bool,
    /// 密级.
    pub secrecy: String,
}

/// One record with the moment it was entered.
pub struct Entry {
    pub key: String,
    pub entered_on: String,
    pub content: RecordContent,
    pub papers: Vec<Paper>,
}

/// A correction: what was entered first is kept in the record, this is what replaces it.
pub struct Correction {
    pub record: String,
    pub entered_on: String,
    pub reason: String,
    pub content: RecordContent,
}

/// A flaw put in on purpose, so that the checks have something to find.
pub struct Flaw {
    pub code: &'static str,
    pub level: &'static str,
    pub place: String,
    pub words: &'static str,
}

/// The whole story.
#[derive(Default)]
pub struct Story {
    pub entries: Vec<Entry>,
    pub corrections: Vec<Correction>,
    pub not_applicable: Vec<NotApplicable>,
    pub flaws: Vec<Flaw>,
}

/// Tells the story from 动议 to 归档.
pub fn tell() -> Story {
    let mut story = Story::default();
    motion::tell(&mut story);
    recommend::tell(&mut story);
    inspect::tell(&mut story);
    decide::tell(&mut story);
    appoint::tell(&mut story);
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is sound");
    for (index, entry) in story.entries.iter_mut().enumerate() {
        entry.key = format!("r{:03}", index + 1);
        if let RecordBody::Meeting(meeting) = &mut entry.content.body
            && let Some(step) = catalogue.step(&entry.content.step)
        {
            meeting.matters.clone_from(&step.defaults.matters);
        }
    }
    flaws::put(&mut story);
    flaws::correct(&mut story);
    // Numbered in the order of the steps, played in the order of entry.
    story.entries.sort_by(|a, b| a.entered_on.cmp(&b.entered_on));
    story
}

/// 2026 days off that fall on Monday to Friday; the make-up Saturdays are not used.
const DAYS_OFF: [(u32, u32); 6] = [(4, 6), (5, 1), (5, 4), (5, 5), (6, 19), (9, 25)];

/// `m-d` of 2026.
pub fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("a day of 2026")
}

/// The day `n` working days after.
pub fn after(from: NaiveDate, n: u32) -> NaiveDate {
    let mut left = n;
    let mut at = from;
    while left > 0 {
        at = at.succ_opt().expect("not the end of time");
        let weekend = matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
        if !weekend && !DAYS_OFF.contains(&(at.month(), at.day())) {
            left -= 1;
        }
    }
    at
}

/// The members of the 常委会; the secretary speaks last.
pub fn members() -> Vec<Member> {
    let member = |o: &cast::Official| Member {
        name: o.0.into(),
        post: o.1.into(),
        body: "常委会".into(),
        principal: *o == cast::SECRETARY,
    };
    cast::COMMITTEE.iter().map(member).collect()
}

/// The timetable drawn up with the plan of the batch: when each of its turning points was meant to be done.
pub fn plan() -> Vec<PlannedStep> {
    let row = |(step, from, to, note): &(&str, (u32, u32), (u32, u32), &str)| PlannedStep {
        step: (*step).into(),
        from: on(day(from.0, from.1)),
        to: on(day(to.0, to.1)),
        note: (*note).into(),
    };
    [
        ("S09", (3, 20), (3, 27), "动议方案报批"),
        ("S12", (3, 30), (4, 3), "四个单位分头进行"),
        ("S17", (4, 10), (4, 15), ""),
        ("S20", (4, 14), (4, 16), "考察前发布"),
        ("S22", (4, 17), (4, 30), "两个考察组"),
        ("S28", (5, 6), (5, 15), ""),
        ("S36", (6, 15), (6, 20), "常委会议题排期"),
        ("S39", (6, 26), (7, 3), "不少于五个工作日"),
        ("S42", (7, 6), (7, 15), ""),
    ]
    .iter()
    .map(row)
    .collect()
}

/// 3月2日.
pub fn spoken(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// Number of a candidate key, `C3` → 3.
pub fn candidate(key: &str) -> CandidateId {
    CandidateId(key.trim_start_matches('C').parse().expect("a key such as C3"))
}

pub fn someone(name: &str, post: &str, role: &str) -> Participant {
    Participant { name: name.into(), post: post.into(), role: role.into() }
}

pub fn signed(name: &str, role: &str, date: NaiveDate) -> Signature {
    Signature { name: name.into(), role: role.into(), date: Some(PartialDate::Day(date)), mode: SignatureMode::Scanned }
}

pub fn on(date: NaiveDate) -> Option<PartialDate> {
    Some(PartialDate::Day(date))
}

impl Story {
    /// Adds a record that happened on `date`, entered at most two working days later.
    pub fn add(&mut self, step: &str, candidates: &[&str], date: NaiveDate, body: RecordBody) -> &mut Entry {
        let nth = self.entries.len();
        let lag = [0, 1, 0, 2, 1][nth % 5];
        // What happened the same day is entered at its end.
        let hour = if lag == 0 { 18 } else { [16, 9, 17, 10, 14, 15, 11][nth % 7] };
        let clock = format!("{hour:02}:{:02}:{:02}", nth * 13 % 60, nth * 29 % 60);
        let (mode, responsible) = cast::usual(step);
        let content = RecordContent {
            step: step.into(),
            candidates: candidates.iter().map(|c| candidate(c)).collect(),
            date: on(date),
            end_date: None,
            time: String::new(),
            place: String::new(),
            mode: mode.into(),
            responsible: responsible.into(),
            participants: Vec::new(),
            summary: String::new(),
            signatures: Vec::new(),
            late_reason: String::new(),
            body,
        };
        let entered_on = format!("{}T{clock}+08:00", after(date, lag));
        self.entries.push(Entry { key: String::new(), entered_on, content, papers: Vec::new() });
        self.entries.last_mut().expect("just pushed")
    }

    /// 不适用, signed.
    pub fn excuse(&mut self, step: &str, who: Option<&str>, reason: &str, signer: &str, date: NaiveDate) {
        let candidate = who.map(candidate);
        let date = PartialDate::Day(date);
        self.not_applicable.push(NotApplicable {
            step: step.into(),
            candidate,
            reason: reason.into(),
            signer: signer.into(),
            date,
        });
    }
}

impl Entry {
    pub fn at(&mut self, time: &str, place: &str) -> &mut Self {
        self.content.time = time.into();
        self.content.place = place.into();
        self
    }

    pub fn with(&mut self, people: Vec<Participant>) -> &mut Self {
        self.content.participants = people;
        self
    }

    pub fn said(&mut self, summary: impl Into<String>) -> &mut Self {
        self.content.summary = summary.into();
        self
    }

    /// The record went on until `date` and was entered that day.
    pub fn until(&mut self, date: NaiveDate) -> &mut Self {
        self.content.end_date = on(date);
        self.entered_on = format!("{date}T17:10:00+08:00");
        self
    }

    fn last_day(&self) -> NaiveDate {
        let date = self.content.end_date.or(self.content.date);
        date.and_then(PartialDate::day).expect("every record of the story has a day")
    }

    pub fn sign(&mut self, name: &str, role: &str) -> &mut Self {
        let date = self.last_day();
        self.content.signatures.push(signed(name, role, date));
        self
    }

    /// A scanned material signed by `name`.
    pub fn scan(&mut self, material: &str, name: &str, role: &str) -> &mut Self {
        let signature = signed(name, role, self.last_day());
        self.papers.push(Paper { name: material.into(), signature, scanned: true, photo: false, secrecy: String::new() });
        self
    }

    /// A material that stays on paper.
    pub fn paper(&mut self, material: &str, name: &str, role: &str) -> &mut Self {
        self.scan(material, name, role);
        if let Some(last) = self.papers.last_mut() {
            last.scanned = false;
        }
        self
    }

    /// A photograph of the page.
    pub fn photo(&mut self, material: &str, name: &str, role: &str) -> &mut Self {
        self.scan(material, name, role);
        if let Some(last) = self.papers.last_mut() {
            last.photo = true;
        }
        self
    }

    /// 密级 of the material added last.
    pub fn secret(&mut self, secrecy: &str) -> &mut Self {
        if let Some(last) = self.papers.last_mut() {
            last.secrecy = secrecy.into();
        }
        self
    }
}
