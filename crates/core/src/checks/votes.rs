//! V07 票数守恒, V24 到会, V25 通过: the arithmetic of meetings and ballots, in integers only.

use std::collections::BTreeSet;

use super::parameters::Parameters;
use super::view::CaseView;
use crate::finding::{Finding, Level};
use crate::id::CandidateId;
use crate::record::{Ballot, BallotPurpose, Decision, Meeting, Record, RecordBody, VoteLine};

/// The counts of a ballot, wide enough that no sum overflows.
struct Count<'a> {
    purpose: BallotPurpose,
    expected: u64,
    present: u64,
    issued: u64,
    returned: u64,
    valid: u64,
    invalid: u64,
    abstained: u64,
    seats: u64,
    lines: &'a [VoteLine],
}

fn count(body: &RecordBody) -> Option<Count<'_>> {
    let RecordBody::Ballot(Ballot {
        purpose, expected, present, issued, returned, valid, invalid, abstained, seats, lines, ..
    }) = body
    else {
        return None;
    };
    Some(Count {
        purpose: *purpose,
        expected: (*expected).into(),
        present: (*present).into(),
        issued: (*issued).into(),
        returned: (*returned).into(),
        valid: (*valid).into(),
        invalid: (*invalid).into(),
        abstained: (*abstained).into(),
        seats: (*seats).into(),
        lines,
    })
}

/// 票数守恒: every ballot of the case, whatever step it stands in.
///
/// 收回 ≤ 发出; 收回 = 有效 + 无效, whole-ballot abstentions counted apart or among the valid; Σ得票 ≤ 有效 × 限推数; of a decision
/// each line's 同意 + 不同意 + 弃权 = 有效. Ranks must follow the votes.
pub(super) fn v07(view: &CaseView<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for record in &view.case.records {
        if let Some(count) = count(&record.content.body) {
            conserve(view, record, &count, &mut found);
        }
    }
    found
}

fn conserve(view: &CaseView<'_>, record: &Record, c: &Count<'_>, found: &mut Vec<Finding>) {
    let call = view.call(record);
    let mut say = |field: &str, message: String| {
        let place = view.place_of(record).field(field);
        found.push(
            Finding::new("V07", Level::Error, place, format!("{call}：{message}"))
                .basis("票数应前后勾稽一致（纪实要求：得票数、得票率、名次与有效票数勾稽一致）")
                .remedy("请对照原始票和汇总表改正；原表有误的，由计票人、监票人重新核对签名"),
        );
    };
    let counts = [("应到人数", c.expected), ("实到人数", c.present), ("发出票数", c.issued), ("收回票数", c.returned)];
    let missing: Vec<&str> = counts.iter().filter(|(_, n)| *n == 0).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        say(&missing.join("、"), format!("没有填写{}，无法核对票数", missing.join("、")));
        return;
    }
    if c.lines.is_empty() {
        say("得票", "没有逐人得票数，无法核对".to_owned());
    }
    if c.present > c.expected {
        say("实到人数", format!("实到{}人多于应到{}人", c.present, c.expected));
    }
    if c.issued > c.present {
        say("发出票数", format!("发出{}张多于实到{}人", c.issued, c.present));
    }
    if c.returned > c.issued {
        say("收回票数", format!("收回{}张多于发出{}张", c.returned, c.issued));
    }
    let sum = c.valid + c.invalid;
    if c.returned != sum && c.returned != sum + c.abstained {
        let abstained = if c.abstained > 0 { format!("+弃权{}", c.abstained) } else { String::new() };
        say("有效票数", format!("收回{}张，有效{}+无效{}{abstained}不等于收回数", c.returned, c.valid, c.invalid));
    }
    lines(c, &mut say);
}

fn lines(c: &Count<'_>, say: &mut impl FnMut(&str, String)) {
    let mut seen = BTreeSet::new();
    for line in c.lines {
        if !seen.insert((&line.name, line.candidate, &line.post)) {
            say("得票", format!("“{}”（{}）列了不止一行", line.name, line.post));
        }
        let (agree, against, abstain) = (u64::from(line.agree), u64::from(line.against), u64::from(line.abstain));
        if agree > c.valid {
            say("得票", format!("{}得{agree}票，多于有效票{}张", line.name, c.valid));
        } else if c.purpose == BallotPurpose::Decision {
            let sum = agree + against + abstain;
            if sum != c.valid && sum != c.valid + c.abstained {
                let message =
                    format!("{}：同意{agree}+不同意{against}+弃权{abstain}={sum}，与有效票{}张不符", line.name, c.valid);
                say("得票", message);
            }
        }
    }
    let total: u64 = c.lines.iter().map(|l| u64::from(l.agree)).sum();
    let recommends = matches!(c.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::TalkRecommendation);
    if recommends && c.seats > 0 && total > c.valid * c.seats {
        say("得票", format!("得票合计{total}，多于有效票{}张×限推{}人={}", c.valid, c.seats, c.valid * c.seats));
    }
    if !recommends {
        return;
    }
    let ranked: Vec<(&VoteLine, u32)> = c.lines.iter().filter_map(|l| l.rank.map(|r| (l, r))).collect();
    for (index, (a, rank_a)) in ranked.iter().enumerate() {
        for (b, rank_b) in ranked.iter().skip(index + 1).filter(|(b, _)| b.post == a.post) {
            if a.agree.cmp(&b.agree) != rank_b.cmp(rank_a) {
                let message =
                    format!("{}得{}票列第{rank_a}名，{}得{}票列第{rank_b}名，名次与得票不符", a.name, a.agree, b.name, b.agree);
                say("名次", message);
            }
        }
    }
}

/// Members that should be and were there, of a meeting or a decision by ballot.
fn attendance(body: &RecordBody) -> Option<(u64, u64)> {
    match body {
        RecordBody::Meeting(Meeting { expected, present, .. }) => Some(((*expected).into(), (*present).into())),
        RecordBody::Ballot(Ballot { purpose: BallotPurpose::Decision, expected, present, .. }) => {
            Some(((*expected).into(), (*present).into()))
        }
        _ => None,
    }
}

/// 到会: 实到 × 3 ≥ 应到 × 2, for meetings of the steps that name V24.
pub(super) fn v24(view: &CaseView<'_>, p: &Parameters) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in steps_with(view, "V24") {
        let records = view.records(step);
        if let Some(record) = records.first()
            && !records.iter().any(|r| attendance(&r.content.body).is_some())
        {
            let message = format!("{}：没有会议或表决记录，无法核对到会人数", view.call(record));
            let finding = Finding::new("V24", Level::Error, view.place_of(record).field("实到人数"), message);
            found.push(finding.basis(p.quorum_basis).remedy("请补录会议记录，写明应到、实到人数"));
        }
        for record in records {
            let Some((expected, present)) = attendance(&record.content.body) else { continue };
            let (numerator, denominator) = p.quorum;
            let message = if expected == 0 || present == 0 {
                "没有填写应到或实到人数，无法判断是否达到法定到会人数".to_owned()
            } else if present > expected {
                format!("实到{present}人多于应到{expected}人")
            } else if present * denominator < expected * numerator {
                format!("应到{expected}人，实到{present}人，不足应到的{numerator}/{denominator}，会议不能作出决定")
            } else {
                continue;
            };
            let place = view.place_of(record).field("实到人数");
            let message = format!("{}：{message}", view.call(record));
            let finding = Finding::new("V24", Level::Error, place, message).basis(p.quorum_basis);
            found.push(finding.remedy("请对照签到册核实人数；确实不足的，须重新召开会议"));
        }
    }
    found
}

/// The steps whose catalogue entry names the check.
fn steps_with<'a>(view: &CaseView<'a>, code: &str) -> Vec<&'a str> {
    let steps = &view.case.catalogue.steps;
    steps.iter().filter(|s| s.checks.iter().any(|c| c == code)).map(|s| s.key.as_str()).collect()
}

/// What a meeting declared.
#[derive(PartialEq, Eq)]
enum Declared {
    Passed,
    Failed,
    Deferred,
    Nothing,
    /// A word the check does not know: not to be taken for anything.
    Unknown,
}

fn declared(result: &str) -> Declared {
    match result.trim() {
        "" => Declared::Nothing,
        "通过" | "同意" | "同意任用" | "同意任职" | "表决通过" => Declared::Passed,
        "未通过" | "不通过" | "否决" | "不同意" => Declared::Failed,
        "暂缓" | "缓议" | "暂缓表决" | "暂缓任用" => Declared::Deferred,
        _ => Declared::Unknown,
    }
}

const WORDS: &str = "请在结论栏填写“通过”“未通过”或“暂缓”";

/// Lines voted on and the members the majority is reckoned of.
fn voted(body: &RecordBody) -> Option<(u64, &[VoteLine])> {
    match body {
        RecordBody::Meeting(Meeting { expected, votes, .. }) => Some(((*expected).into(), votes)),
        RecordBody::Ballot(Ballot { purpose: BallotPurpose::Decision, expected, lines, .. }) => Some(((*expected).into(), lines)),
        _ => None,
    }
}

/// 通过: 同意 × 2 > 应到 (not 实到), for the steps that name V25. A decision that says 通过 needs such a vote for each
/// candidate it speaks of.
pub(super) fn v25(view: &CaseView<'_>, p: &Parameters) -> Vec<Finding> {
    let steps = steps_with(view, "V25");
    let mut found = Vec::new();
    for step in &steps {
        for record in view.records(step) {
            let Some((expected, lines)) = voted(&record.content.body) else { continue };
            for line in lines {
                found.extend(judge(view, p, record, expected, line));
            }
        }
        found.extend(without_votes(view, p, step));
    }
    found.extend(decisions(view, p, &steps));
    found
}

fn judge(view: &CaseView<'_>, p: &Parameters, record: &Record, expected: u64, line: &VoteLine) -> Option<Finding> {
    let agree = u64::from(line.agree);
    let majority = agree * 2 > expected;
    let numbers = format!("{}同意{agree}票，应到{expected}人", line.name);
    let declared = declared(&line.result);
    let (level, message) = if expected == 0 {
        (Level::Error, format!("{}：没有填写应到人数，无法判断是否过半", line.name))
    } else if agree > expected {
        (Level::Error, format!("{numbers}，同意票多于应到人数"))
    } else {
        match declared {
            Declared::Nothing => (Level::Error, format!("{numbers}，没有写明是否通过")),
            Declared::Unknown => (Level::Warning, format!("{numbers}，结论“{}”无法识别，不能核对", line.result)),
            Declared::Passed if !majority => {
                (Level::Error, format!("{numbers}，同意票未超过应到人数的半数，不得记“{}”", line.result))
            }
            Declared::Failed if majority => (Level::Warning, format!("{numbers}，同意票已超过半数，却记“{}”", line.result)),
            Declared::Passed | Declared::Failed | Declared::Deferred => return None,
        }
    };
    let mut place = view.place_of(record).field("表决结果");
    place.candidate = line.candidate.or(place.candidate);
    let finding = Finding::new("V25", level, place, format!("{}：{message}", view.call(record))).basis(p.majority_basis);
    Some(finding.remedy(match level {
        Level::Error => "请对照表决结果报告单核实票数和结论",
        _ => WORDS,
    }))
}

fn line_of(record: &Record, candidate: CandidateId) -> Option<(u64, &VoteLine)> {
    let (expected, lines) = voted(&record.content.body)?;
    lines.iter().find(|l| l.candidate == Some(candidate)).map(|l| (expected, l))
}

/// A step with meetings or decision ballots in which nobody counted the votes on a candidate.
fn without_votes(view: &CaseView<'_>, p: &Parameters, step: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for candidate in view.candidates() {
        let records: Vec<&Record> = view.records_for(step, candidate.id).filter(|r| voted(&r.content.body).is_some()).collect();
        let Some(first) = records.first() else { continue };
        if records.iter().any(|r| line_of(r, candidate.id).is_some()) {
            continue;
        }
        let mut place = view.place_of(first).field("表决结果");
        place.candidate = Some(candidate.id);
        let message = format!("{}：没有{}的表决票数，无法判断是否通过", view.call(first), view.name(candidate.id));
        let finding = Finding::new("V25", Level::Error, place, message).basis(p.majority_basis);
        found.push(finding.remedy("请在表决栏补上此人的同意、不同意、弃权票数"));
    }
    found
}

/// 决定 that says 通过: among the votes of the same stage there must be one for each candidate, with the majority.
fn decisions(view: &CaseView<'_>, p: &Parameters, steps: &[&str]) -> Vec<Finding> {
    let catalogue = &view.case.catalogue;
    let mut found = Vec::new();
    for step in steps {
        let stage = catalogue.stage_of(step).map(|s| &s.key);
        for candidate in view.candidates() {
            for record in view.records_for(step, candidate.id) {
                let RecordBody::Decision(Decision { result, .. }) = &record.content.body else { continue };
                let told = declared(result);
                if told == Declared::Nothing || told == Declared::Unknown {
                    let message = format!("{}：结论“{}”无法识别，不能核对是否过半", view.call(record), result.trim());
                    let level = if told == Declared::Nothing { Level::Error } else { Level::Warning };
                    let finding = Finding::new("V25", level, view.place_of(record).field("结论"), message);
                    found.push(finding.basis(p.majority_basis).remedy(WORDS));
                }
                if told != Declared::Passed {
                    continue;
                }
                let same_stage = steps.iter().filter(|s| catalogue.stage_of(s).map(|x| &x.key) == stage);
                let votes: Vec<(u64, &VoteLine)> =
                    same_stage.flat_map(|s| view.records(s).iter().filter_map(|r| line_of(r, candidate.id))).collect();
                let message = if votes.is_empty() {
                    format!("决定记“{result}”，但没有{}的表决票数", view.name(candidate.id))
                } else if !votes.iter().any(|(expected, l)| u64::from(l.agree) * 2 > *expected && *expected > 0) {
                    format!("决定记“{result}”，但{}的历次表决都没有超过应到人数的半数", view.name(candidate.id))
                } else {
                    continue;
                };
                let mut place = view.place_of(record).field("结论");
                place.candidate = Some(candidate.id);
                let message = format!("{}：{message}", view.call(record));
                let finding = Finding::new("V25", Level::Error, place, message).basis(p.majority_basis);
                found.push(finding.remedy("请补录表决记录，或改正决定的结论"));
            }
        }
    }
    found
}
