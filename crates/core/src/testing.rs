//! A small sound case for the tests of this crate: two candidates, every step recorded, signed and attached. A test spoils one thing.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::case::{
    Batch, BatchContent, Candidate, CandidateContent, Case, Holding, Movement, Outcome, Post, PostContent, Quota, Responsibility,
};
use crate::catalogue::{Catalogue, Step, StepLevel};
use crate::checks::WorkingDays;
use crate::date::PartialDate;
use crate::id::{BatchId, CandidateId, MaterialId, PersonId, PostId, RecordId};
use crate::person::{Person, PersonContent};
use crate::qualification::{Condition, Exceptional, Qualification, QualificationLine, Tier};
use crate::record::*;

pub const LI: CandidateId = CandidateId(1);
pub const WANG: CandidateId = CandidateId(2);

/// Monday to Friday; provisional from the year given on.
pub struct Weekdays {
    pub provisional_from: i32,
}

impl WorkingDays for Weekdays {
    fn count(&self, from: NaiveDate, to: NaiveDate) -> (u32, bool) {
        let works = |d: &NaiveDate| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
        let days = from.iter_days().take_while(|d| *d <= to).filter(works).count();
        (u32::try_from(days).unwrap(), to.year() >= self.provisional_from)
    }
}

pub const WEEKDAYS: Weekdays = Weekdays { provisional_from: 9999 };

pub fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

/// The day a step of the sound case happens on: three days apart from 2025-03-03.
pub fn day_of(step_no: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, 3).unwrap().checked_add_days(Days::new(u64::from(step_no - 1) * 3)).unwrap()
}

pub fn given(name: &str, on: NaiveDate) -> Signature {
    Signature { name: name.into(), role: "责任人".into(), date: Some(PartialDate::Day(on)), mode: SignatureMode::Scanned }
}

pub fn line(candidate: CandidateId, name: &str, agree: u32, against: u32, abstain: u32) -> VoteLine {
    VoteLine {
        candidate: Some(candidate),
        name: name.into(),
        agree: Some(agree),
        against: Some(against),
        abstain: Some(abstain),
        ..VoteLine::default()
    }
}

fn passed() -> Vec<VoteLine> {
    let passed = |l: VoteLine| VoteLine { result: "通过".into(), ..l };
    vec![passed(line(LI, "李明", 12, 0, 0)), passed(line(WANG, "王芳", 11, 1, 0))]
}

fn ballot(purpose: BallotPurpose, expected: u32, returned: u32, lines: Vec<VoteLine>) -> RecordBody {
    RecordBody::Ballot(Ballot {
        purpose,
        expected: Some(expected),
        present: Some(returned),
        issued: Some(returned),
        returned: Some(returned),
        valid: Some(returned),
        invalid: Some(0),
        abstained: None,
        seats: (purpose != BallotPurpose::Decision && purpose != BallotPurpose::Appraisal).then_some(2),
        competitive: false,
        lines,
        tellers: vec!["赵计".into(), "钱票".into()],
        scrutineers: vec!["孙监".into()],
        ..Ballot::default()
    })
}

fn ranked() -> Vec<VoteLine> {
    vec![VoteLine { rank: Some(1), ..line(LI, "李明", 18, 0, 0) }, VoteLine { rank: Some(2), ..line(WANG, "王芳", 15, 0, 0) }]
}

fn body(step: &Step, on: NaiveDate) -> RecordBody {
    let day = Some(PartialDate::Day(on));
    match step.records[0] {
        RecordKind::Notebook => RecordBody::Notebook(Notebook {
            category: "听取意见".into(),
            speakers: vec![],
            text: "原意如上".into(),
            ..Notebook::default()
        }),
        RecordKind::Meeting => RecordBody::Meeting(Meeting {
            session: "第5次会议".into(),
            expected: Some(13),
            present: Some(12),
            absent: vec![Absence { name: "周某".into(), reason: "出差".into(), ..Absence::default() }],
            observers: vec![],
            recused: vec![],
            opinions: if step.key == "S36" { vec![said("吴某", false), said("周书记", true)] } else { vec![] },
            votes: if step.checks.iter().any(|c| c == "V25") { passed() } else { vec![] },
            resolution: String::new(),
            ..Meeting::default()
        }),
        RecordKind::Ballot => match step.key.as_str() {
            "S13" => ballot(BallotPurpose::MeetingRecommendation, 45, 43, {
                let mut lines = ranked();
                (lines[0].agree, lines[1].agree) = (Some(40), Some(25));
                lines
            }),
            "S14" => ballot(BallotPurpose::TalkRecommendation, 20, 20, ranked()),
            "S37" => ballot(BallotPurpose::Decision, 13, 12, passed()),
            _ => ballot(BallotPurpose::Appraisal, 30, 28, ranked()),
        },
        RecordKind::Letter => RecordBody::Letter(Letter {
            to: "市纪委监委".into(),
            sent_no: "函1号".into(),
            sent: day,
            received: day,
            reply_no: "复1号".into(),
            replied: day,
            opinion: "无不同意见".into(),
            deemed_agreed: false,
            ..Letter::default()
        }),
        RecordKind::Notice => RecordBody::Notice(Notice {
            title: "公示".into(),
            form: "网站".into(),
            scope: "全市".into(),
            start: day,
            end: Some(PartialDate::Day(on.checked_add_days(Days::new(6)).unwrap())),
            contact: "12380".into(),
            reactions: Some(0),
            outcome: String::new(),
            ..Notice::default()
        }),
        RecordKind::Review => RecordBody::Review(Review {
            items: match step.key.as_str() {
                "S07" => bars(),
                "S26" => four(on),
                _ => vec![],
            },
            conclusion: "通过".into(),
            probation: (step.key == "S43").then(|| Probation {
                start: Some(PartialDate::Day(day_of(38))),
                end: Some(date("2026-06-22")),
                appraised: Some(date("2026-06-20")),
                appraisal: "合格".into(),
                outcome: "正式任职".into(),
                decided: Some(date("2026-06-22")),
            }),
        }),
        RecordKind::Document => RecordBody::Document(Document {
            title: step.name.clone(),
            doc_no: "组〔2025〕1号".into(),
            issuer: "市委组织部".into(),
            nominations: if step.key == "S06" { vec![nominated(LI), nominated(WANG)] } else { vec![] },
            team: if step.key == "S18" { vec![member("吴某"), member("郑某")] } else { vec![] },
            parts: if step.key == "S28" {
                PartKind::ALL.map(|part| MaterialPart { part, text: "写实内容".into() }).to_vec()
            } else {
                vec![]
            },
            ..Document::default()
        }),
        RecordKind::Decision => RecordBody::Decision(Decision {
            body: "市委常委会".into(),
            doc_no: "任〔2025〕2号".into(),
            result: "通过".into(),
            effective: Some(PartialDate::Day(day_of(38))),
            manner: AppointmentManner::PartyDecision,
            ..Decision::default()
        }),
    }
}

fn said(name: &str, principal: bool) -> Opinion {
    Opinion { name: name.into(), stance: "同意".into(), principal, ..Opinion::default() }
}

fn bars() -> Vec<ReviewItem> {
    let rules = crate::rules::RuleBook::builtin().govern(&BatchContent { edition: "2019".into(), ..BatchContent::default() });
    let bar =
        |name: &String| ReviewItem { topic: ReviewTopic::Bar, name: name.clone(), tick: Some(Tick::No), ..ReviewItem::default() };
    rules.first().words("V12", "bars").iter().map(bar).collect()
}

fn four(on: NaiveDate) -> Vec<ReviewItem> {
    let item = |(name, result): (&str, &str)| ReviewItem {
        name: name.into(),
        result: result.into(),
        date: Some(PartialDate::Day(on)),
        reviewer: "吴某".into(),
        ..ReviewItem::default()
    };
    [("档案审核", "通过"), ("个人有关事项", "一致"), ("纪检监察意见", "通过"), ("信访举报", "无反映")].map(item).to_vec()
}

fn nominated(candidate: CandidateId) -> Nomination {
    Nomination {
        candidate: Some(candidate),
        by: "示例局党组".into(),
        doc_no: "示党〔2025〕3号".into(),
        original: Some(true),
        ..Nomination::default()
    }
}

fn member(name: &str) -> TeamMember {
    TeamMember { name: name.into(), ..TeamMember::default() }
}

fn sheet() -> Qualification {
    let line = |condition: Condition| QualificationLine {
        condition,
        since: Some(date("1998-07")),
        months: None,
        count: Some(3),
        met: Some(true),
        text: String::new(),
        promised: false,
        source: "干部档案".into(),
        source_date: Some(date("2025-03")),
    };
    use Condition::*;
    Qualification {
        lines: [Service, Grassroots, AsLowerChief, LowerPosts, Education, Training].map(line).to_vec(),
        ..Qualification::default()
    }
}

/// The sound case: [`crate::checks::run`] finds nothing in it.
pub fn sound_case() -> Case {
    static CASE: std::sync::OnceLock<Case> = std::sync::OnceLock::new();
    CASE.get_or_init(make_sound_case).clone()
}

fn make_sound_case() -> Case {
    let catalogue = Catalogue::builtin().unwrap();
    let batch = BatchId(7);
    let person = |id: u32, name: &str| Person {
        id: PersonId(id),
        revision: 1,
        content: PersonContent {
            name: name.into(),
            joined_party: "199807".into(),
            id_number: "000000".into(),
            current_post_since: "201906".into(),
            ..PersonContent::default()
        },
    };
    let candidate = |id: CandidateId, order: u32| Candidate {
        id,
        batch,
        revision: 1,
        content: CandidateContent {
            person: PersonId(id.0 + 10),
            person_revision: 1,
            post: Some(PostId(1)),
            current_post: "科长".into(),
            proposed_post: "副局长".into(),
            removed_post: String::new(),
            outcome: Outcome::Open,
            stopped_at: String::new(),
            order,
            movement: Movement::Promotion,
            tier: Some(Tier::TownshipChief),
            holding: Holding::default(),
            qualification: sheet(),
            exceptional: Exceptional::default(),
            reserve: None,
            reserve_since: None,
            report_reasons: vec![],
            responsibility: Responsibility::default(),
        },
    };
    let mut case = Case {
        batch: Batch {
            id: batch,
            revision: 1,
            catalogue: format!("{} {}", catalogue.id, catalogue.version),
            created_at: "2025-03-01T08:00:00+08:00".into(),
            content: BatchContent {
                name: "2025年第一批干部调整".into(),
                number: "202501".into(),
                business: "个别提拔".into(),
                started: Some(date("2025-03-03")),
                edition: "2019".into(),
                unit: "示例市委组织部".into(),
                fonds: "Z109".into(),
                ..BatchContent::default()
            },
        },
        posts: vec![Post {
            id: PostId(1),
            batch,
            revision: 1,
            content: PostContent {
                unit: "示例局".into(),
                title: "副局长".into(),
                seats: 2,
                rank: "副职".into(),
                dual_management: false,
                probation: true,
                quota: Quota { approved: Some(5), present: Some(3), ..Quota::default() },
                tier: Some(Tier::CountyDeputy),
                equal_reason: "推荐意见集中".into(),
                ..PostContent::default()
            },
        }],
        persons: vec![person(11, "李明"), person(12, "王芳")],
        candidates: vec![candidate(WANG, 2), candidate(LI, 1)],
        records: vec![],
        materials: vec![],
        not_applicable: vec![],
        gone: Vec::new(),
        elsewhere: Vec::new(),
        governing: None,
        charges: Vec::new(),
        today: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        catalogue,
    };
    for (index, step) in case.catalogue.steps.clone().iter().enumerate() {
        let no = u32::try_from(index + 1).unwrap();
        let whom = if step.level == StepLevel::Batch { vec![vec![]] } else { vec![vec![LI], vec![WANG]] };
        for candidates in whom {
            add(&mut case, step, no, candidates);
        }
    }
    let opinion = case.catalogue.step("S25").unwrap().clone();
    for candidate in [LI, WANG] {
        let id = add(&mut case, &opinion, 25, vec![candidate]);
        let record = case.records.iter_mut().find(|r| r.id == id).unwrap();
        record.content.body = RecordBody::Review(Review { conclusion: "廉洁自律情况良好".into(), ..Review::default() });
        let signed = |(name, role): (&str, &str)| Signature { role: role.into(), ..given(name, day_of(25)) };
        record.content.signatures = [("冯书记", "党组织主要负责人"), ("陈组长", "纪检组织主要负责人")].map(signed).to_vec();
    }
    case
}

/// Adds a sound record of a step with one material of each kind the step yields.
pub fn add(case: &mut Case, step: &Step, no: u32, candidates: Vec<CandidateId>) -> RecordId {
    let on = day_of(no);
    let id = RecordId(u32::try_from(case.records.len() + 1).unwrap());
    let entered = format!("{on}T17:00:00+08:00");
    case.records.push(Record {
        id,
        batch: case.batch.id,
        revision: 1,
        revision_reason: String::new(),
        entered_by: "填报员".into(),
        entered_at: entered.clone(),
        revised_at: entered.clone(),
        content: RecordContent {
            step: step.key.clone(),
            candidates,
            date: Some(PartialDate::Day(on)),
            end_date: None,
            time: "15:00".into(),
            place: "三楼会议室".into(),
            mode: String::new(),
            responsible: "干部科".into(),
            participants: vec![Participant { name: "吴某".into(), role: "谈话人".into(), ..Participant::default() }],
            summary: format!("按规定完成{}。", step.name),
            signatures: ["吴某", "郑某"].map(|n| given(n, on)).into_iter().take(if step.key == "S28" { 2 } else { 1 }).collect(),
            late_reason: String::new(),
            body: body(step, on),
        },
    });
    for spec in &step.materials {
        let material = MaterialId(u32::try_from(case.materials.len() + 1).unwrap());
        case.materials.push(Material {
            id: material,
            batch: case.batch.id,
            revision: 1,
            added_at: entered.clone(),
            content: MaterialContent {
                record: id,
                name: spec.name.clone(),
                originality: Originality::Original,
                role: crate::record::PaperRole::default(),
                kept_at: String::new(),
                see_also: String::new(),
                secrecy: String::new(),
                pages: 2,
                signature: given("吴某", on),
                file_name: "扫描.pdf".into(),
                sha256: "00".repeat(32),
                format: "pdf".into(),
                size: 1000,
                origins: vec![],
                of_revision: None,
                own_sheet: false,
                co_signed: vec![],
            },
            outdated: false,
        });
    }
    id
}

/// The records of a step.
pub fn of<'a>(case: &'a mut Case, step: &str) -> Vec<&'a mut Record> {
    case.records.iter_mut().filter(|r| r.content.step == step).collect()
}

/// The first record of a step.
pub fn first<'a>(case: &'a mut Case, step: &str) -> &'a mut Record {
    of(case, step).remove(0)
}

/// Removes a step's records with their materials.
pub fn forget(case: &mut Case, step: &str) {
    let gone: Vec<RecordId> = case.records.iter().filter(|r| r.content.step == step).map(|r| r.id).collect();
    case.records.retain(|r| !gone.contains(&r.id));
    case.materials.retain(|m| !gone.contains(&m.content.record));
}

/// Forgets every step from number `from` on.
pub fn forget_from(case: &mut Case, from: u32) {
    let steps: Vec<String> = case.catalogue.steps.iter().skip(from as usize - 1).map(|s| s.key.clone()).collect();
    for step in steps {
        forget(case, &step);
    }
}

/// Sets the day of a record and of its entry.
pub fn happen(record: &mut Record, on: &str) {
    record.content.date = Some(date(on));
    record.entered_at = format!("{}T17:00:00+08:00", date(on).last_day());
}

/// A small fixed-seed generator (xorshift), so that a failure comes again.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}
