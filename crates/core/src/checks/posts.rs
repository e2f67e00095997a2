//! V01 职数 and V13 差额: the posts to fill against the number allowed, and the candidates against the posts.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::Judge;
use super::names::unwritten;
use crate::business;
use crate::case::{Movement, Post, StepState};
use crate::catalogue::Milestone;
use crate::finding::{Finding, Place};
use crate::id::CandidateId;
use crate::record::{BallotPurpose, Record, RecordBody};

/// Posts of one unit and level, which share a number.
fn groups<'a>(j: &Judge<'_, 'a>) -> BTreeMap<(&'a str, String), Vec<&'a Post>> {
    let mut groups: BTreeMap<(&str, String), Vec<&Post>> = BTreeMap::new();
    for post in &j.view.case.posts {
        let level = post.content.tier.map_or_else(|| post.content.rank.clone(), |t| t.name().to_owned());
        groups.entry((post.content.unit.as_str(), level)).or_default().push(post);
    }
    groups
}

/// How far a group of posts exceeds the number allowed.
struct Tally {
    approved: i64,
    present: i64,
    leaving: i64,
    filling: i64,
}

impl Tally {
    fn after(&self) -> i64 {
        self.present - self.leaving + self.filling
    }
}

/// The numbers of a group; `Err` names those not written down, `Ok(None)` when none is.
fn tally(j: &Judge<'_, '_>, posts: &[&Post]) -> Result<Option<Tally>, Vec<&'static str>> {
    let first = |of: fn(&Post) -> Option<u32>| posts.iter().find_map(|p| of(p)).map(i64::from);
    let (approved, present) = (first(|p| p.content.quota.approved), first(|p| p.content.quota.present));
    let leaving = first(|p| p.content.quota.leaving);
    // A post that is only left, beside one that is filled, says so by 拟配 0, or where it says nothing, by nobody who takes it.
    let only_left = |p: &Post| {
        let of_post: Vec<_> = j.view.candidates().iter().filter(|c| c.content.post == Some(p.id)).collect();
        p.content.quota.filling.is_none() && !of_post.is_empty() && !of_post.iter().any(|c| j.is_considered(c))
    };
    let filled = posts.iter().filter(|p| p.content.quota.filling != Some(0) && !only_left(p));
    let seats: i64 = filled.map(|p| i64::from(p.content.seats)).sum();
    // 拟配 is said of the unit; where several posts each say it, some say only their own, so it is never less than their seats.
    let filling = match posts.iter().filter_map(|p| p.content.quota.filling).map(i64::from).collect::<Vec<_>>().as_slice() {
        [] => seats,
        [one] => *one,
        several => several.iter().copied().max().map_or(seats, |most| most.max(seats)),
    };
    match (approved, present) {
        (None, None) => Ok(None),
        (Some(approved), Some(present)) => Ok(Some(Tally { approved, present, leaving: leaving.unwrap_or(0), filling })),
        (None, _) => Err(vec!["核定职数"]),
        (_, None) => Err(vec!["现配职数"]),
    }
}

const FILL_IN: &str = "请在“岗位与人选”的岗位里对照机构编制文件补填职数";

/// 拟配 of a post, or 拟免 of the unit, that was left blank on purpose: without it the number there is counts too little or too much.
fn unsaid(j: &Judge<'_, '_>, posts: &[&Post]) -> Option<&'static str> {
    let blank = |key: &str| posts.iter().any(|p| j.extent.unsaid_quota.contains(&(p.id, key.to_owned())));
    let nobody = posts.iter().all(|p| p.content.quota.leaving.is_none());
    match () {
        () if blank("filling") => Some("拟配职数"),
        () if nobody && blank("leaving") => Some("拟免职数"),
        () => None,
    }
}

/// 现配 − 拟免 + 拟配 ≤ 核定 for each unit and level; beyond it there must be a plan how to come down again.
pub(super) fn v01(j: &Judge<'_, '_>) -> Vec<Finding> {
    let Some(rules) = j.rules_on("V01", j.view.case.batch.content.started) else { return Vec::new() };
    let step = j.first_step("V01").map(|s| s.key.clone());
    let mut found = Vec::new();
    for ((unit, level), posts) in groups(j) {
        // Numbers that were never entered are a matter of setting up the posts, not of a step nobody has come to yet.
        let begun = |s: &String| j.extent.part || j.view.state(s, None) != StepState::NotReached;
        let unfilled = Place { step: step.clone().filter(begun), ..j.view.place() };
        let place = Place { step: step.clone(), ..j.view.place() };
        let what = format!("{unit}{level}");
        match tally(j, &posts) {
            Ok(None) if !j.asks("V01") && !posts.iter().any(|p| j.extent.blank_quota.contains(&p.id)) => {}
            Ok(None) => {
                let message = format!("{what}没有填写核定、现配职数，无法核对是否超职数");
                found.push(j.say(rules, "V01", rules.level_of("V01", "missing"), unfilled.field("核定职数"), message, FILL_IN));
            }
            Err(missing) => {
                let names = missing.join("、");
                let message = format!("{what}没有填写{names}，无法核对是否超职数");
                found.push(j.say(rules, "V01", rules.level_of("V01", "missing"), unfilled.field(names), message, FILL_IN));
            }
            Ok(Some(t)) if t.after() <= t.approved && unsaid(j, &posts).is_some() => {
                let name = unsaid(j, &posts).unwrap_or_default();
                let message = format!("{what}没有填写{name}，无法核对是否超职数");
                let level = rules.level_of("V01", "missing");
                found.push(j.say(rules, "V01", level, place.field(name), message, "请对照机构编制文件补填职数"));
            }
            Ok(Some(t)) => {
                let planned = posts.iter().any(|p| !unwritten(rules, &p.content.quota.absorption));
                if t.after() <= t.approved || planned {
                    continue;
                }
                let message = format!(
                    "{what}核定{}名，现配{}名、拟免{}名、拟配{}名，调整后{}名，超出{}名，没有消化方案",
                    t.approved,
                    t.present,
                    t.leaving,
                    t.filling,
                    t.after(),
                    t.after() - t.approved
                );
                let remedy = "请调整方案；确需超配的，写明消化方案并事前报告上级";
                found.push(j.say(rules, "V01", rules.level("V01"), place.field("拟配职数"), message, remedy));
            }
        }
    }
    found
}

/// Whether any post of the batch goes beyond the number allowed (V23).
pub(super) fn exceeded(j: &Judge<'_, '_>) -> bool {
    groups(j).values().any(|posts| matches!(tally(j, posts), Ok(Some(t)) if t.after() > t.approved))
}

/// The stages of 差额, with the milestone or check whose step they are judged at.
enum Stage {
    Recommendation,
    Inspection,
    Deliberation,
    Discussion,
    Vote,
    /// 换届: by the 党代会 or the 人大.
    Election,
}

fn stage(word: &str) -> Option<Stage> {
    match word {
        "推荐" => Some(Stage::Recommendation),
        "考察" => Some(Stage::Inspection),
        "酝酿" => Some(Stage::Deliberation),
        "上会" => Some(Stage::Discussion),
        "票决" | "选举" => Some(Stage::Vote),
        "差额选举" => Some(Stage::Election),
        _ => None,
    }
}

/// More candidates than seats at each stage the rules name; 等额 only with its reason.
pub(super) fn v13(j: &Judge<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for post in &j.view.case.posts {
        if !unwritten(j.rules.first(), &post.content.equal_reason) {
            continue;
        }
        let of_post: Vec<CandidateId> = j
            .view
            .candidates()
            .iter()
            .filter(|c| c.content.post == Some(post.id) && c.id != super::NOBODY && j.is_considered(c))
            .map(|c| c.id)
            .collect();
        let promoted = |c: &&CandidateId| j.view.candidate(**c).is_some_and(|c| c.content.movement == Movement::Promotion);
        if of_post.iter().filter(promoted).count() == 0 {
            continue;
        }
        let rules = j.rules.first();
        let tiers = rules.words("V13", "tiers");
        let outside = !tiers.is_empty() && post.content.tier.is_some_and(|t| !tiers.iter().any(|w| w == t.name()));
        let chief = post.content.chief && !rules.words("V13", "chief_stages").is_empty();
        let name = if chief || outside { "chief_stages" } else { "stages" };
        let stages = rules.words("V13", name).iter().filter_map(|word| Some((word, stage(word)?)));
        let mut told = stages.filter_map(|(word, stage)| at_stage(j, post, &of_post, word, &stage));
        // That the seats are not known is told once, not at each stage.
        if post.content.seats == 0 { found.extend(told.next()) } else { found.extend(told) }
    }
    found
}

fn at_stage(j: &Judge<'_, '_>, post: &Post, of_post: &[CandidateId], word: &str, stage: &Stage) -> Option<Finding> {
    let catalogue = &j.view.case.catalogue;
    let step = match stage {
        Stage::Recommendation => catalogue.milestone(Milestone::Recommendation).next(),
        Stage::Inspection => catalogue.milestone(Milestone::NomineesFixed).next(),
        Stage::Deliberation => j.first_step("V37"),
        Stage::Discussion => catalogue.milestone(Milestone::Discussion).next(),
        Stage::Vote => catalogue.milestone(Milestone::AppointmentDecision).next(),
        Stage::Election => {
            let of_term = business::selection(&j.view.case.batch.content.business) == "换届选拔";
            catalogue.milestone(Milestone::AppointmentNotice).next().filter(|_| of_term)
        }
    }?;
    let elected = |r: &Record| matches!(&r.content.body, RecordBody::Decision(d) if d.election.is_some());
    let record = j.view.records(&step.key).iter().find(|r| {
        let named = &r.content.candidates;
        let speaks = named.is_empty() || named.iter().any(|c| of_post.contains(c));
        speaks && (!matches!(stage, Stage::Election) || elected(r))
    })?;
    let rules = j.rules_on("V13", super::happened(record))?;
    // The edition asks it only as a rule: of a part of a case that says nothing of it, only a local rule does.
    if !j.asks("V13") && !rules.is_local("V13") {
        return None;
    }
    let standing = |c: &&CandidateId| match stage {
        // Whoever was dropped when the nominees were fixed was not inspected.
        Stage::Inspection => j.view.stopped_at(**c) != step.key && !j.view.after_stop(**c, &step.key),
        _ => !j.view.after_stop(**c, &step.key),
    };
    let mut count = of_post.iter().filter(standing).count();
    // Those the meeting had before it, where it says whom.
    let listed = |r: &&Record| match &r.content.body {
        RecordBody::Meeting(m) if !m.agenda.is_empty() => m.agenda.clone(),
        RecordBody::Meeting(_) if matches!(stage, Stage::Inspection) => r.content.candidates.clone(),
        _ => Vec::new(),
    };
    let before: BTreeSet<CandidateId> =
        j.view.records(&step.key).iter().flat_map(listed).filter(|c| of_post.contains(c)).collect();
    if !before.is_empty() && !matches!(stage, Stage::Recommendation) {
        count = count.min(before.len());
    }
    let (mut explained, mut most) = (false, None);
    // A vote put off and held again is judged as it was held last; 推荐 of several rounds is one.
    let about_post = |r: &Record| r.content.named().iter().any(|c| of_post.contains(c));
    let last = j
        .view
        .records(&step.key)
        .iter()
        .filter(|r| about_post(r))
        .filter_map(|r| super::happened(r))
        .max_by_key(|d| d.last_day());
    let held_again = |r: &Record| {
        let before = super::happened(r).zip(last).is_some_and(|(on, last)| on.surely_before(last));
        before && !matches!(stage, Stage::Recommendation)
    };
    for record in j.view.records(&step.key).iter().filter(|r| !held_again(r)) {
        let RecordBody::Ballot(b) = &record.content.body else { continue };
        if b.purpose == BallotPurpose::Appraisal {
            continue;
        }
        let about = |c: Option<CandidateId>| c.is_some_and(|c| of_post.contains(&c));
        if b.lines.iter().any(|l| about(l.candidate)) {
            let title = b.lines.iter().find(|l| about(l.candidate)).map_or("", |l| l.post.as_str());
            let lines = b.lines.iter().filter(|l| about(l.candidate) || (l.candidate.is_none() && l.post == title)).count();
            // Of several rounds the one with the most names counts: a second round is held for those the first left over.
            most = most.max(Some(lines));
            // Marked 差额 with a paper for each person, the papers are counted together; the mark alone makes nobody a rival.
            if b.competitive {
                let bodies = j.view.records(&step.key).iter().map(|r| &r.content.body);
                let all = bodies.filter_map(|body| if let RecordBody::Ballot(b) = body { Some(&b.lines) } else { None });
                let all: BTreeSet<CandidateId> =
                    all.flatten().filter_map(|l| l.candidate).filter(|c| of_post.contains(c)).collect();
                most = most.max(Some(all.len()));
            }
            explained = !unwritten(rules, &b.equal_reason);
        }
    }
    if let Some(most) = most {
        count = if matches!(stage, Stage::Recommendation) { count.max(most) } else { most };
    }
    if count == 0 || explained {
        return None;
    }
    let at = j.view.place_of(record).field("差额");
    if post.content.seats == 0 {
        let level = rules.named_level("V13", "missing")?;
        let message = format!("{}{}：没有填写职数，无法核对{word}环节是否差额", post.content.unit, post.content.title);
        return Some(j.say(rules, "V13", level, at, message, "请在岗位里补填职数"));
    }
    let (numerator, denominator) = rules.part("V13");
    let (people, seats) = (u64::try_from(count).unwrap_or(u64::MAX), u64::from(post.content.seats));
    let enough = if numerator == 0 { people > seats } else { people * denominator >= seats * numerator };
    if enough {
        return None;
    }
    let want = if numerator == 0 { "没有多于职数".to_owned() } else { format!("不足{numerator}∶{denominator}") };
    let message = format!(
        "{}{}：{word}环节人选{people}名，职数{seats}名，{want}，也没有写明等额理由",
        post.content.unit, post.content.title
    );
    Some(j.say(rules, "V13", rules.level("V13"), at, message, "请按差额产生人选；确需等额的，在岗位里写明等额理由"))
}
