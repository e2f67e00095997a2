//! V07 票数守恒: the arithmetic of a ballot, in integers only. One finding a ballot, however many of its sums are off.

use std::collections::BTreeSet;

use super::judge::Judge;
use crate::finding::Finding;
use crate::record::{Ballot, BallotPurpose, Meeting, RateBasis, Record, RecordBody, VoteLine};

/// Every ballot of the case, whatever step it stands in, and the votes of every meeting.
///
/// 发出 = 收回 + 未收回; 收回 = 有效 + 无效, whole-ballot abstentions counted apart or among the valid; Σ得票 ≤ 有效 × 限推数; of a
/// decision each line's 同意 + 不同意 + 弃权 = 有效; rates and ranks must follow the votes. Where a part of a case leaves the papers
/// uncounted, the votes are held against the people there.
pub(super) fn v07(j: &Judge<'_, '_>) -> Vec<Finding> {
    j.view.case.records.iter().filter_map(|r| ballot(j, r)).collect()
}

fn ballot(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V07", super::happened(record))?;
    let faults = match &record.content.body {
        RecordBody::Ballot(b) => conserve(j, record, b),
        RecordBody::Meeting(m) => voices(m),
        _ => return None,
    };
    let (field, _) = faults.first()?.clone();
    let words: Vec<String> = faults.into_iter().map(|(_, message)| message).collect();
    let message = format!("{}：{}", j.view.call(record), words.join("；"));
    let remedy = "请对照原始票和汇总表改正；原表有误的，由计票人、监票人重新核对签名";
    Some(j.say(rules, "V07", rules.level("V07"), j.view.place_of(record).field(field), message, remedy))
}

/// Whether the form tells good papers from bad ones.
fn sorted(b: &Ballot) -> bool {
    b.valid > 0 || b.invalid > 0
}

/// Whether the form gives any count of papers: without one there is nothing to conserve.
fn counted(b: &Ballot) -> bool {
    b.issued > 0 || b.returned > 0 || sorted(b)
}

type Faults = Vec<(String, String)>;

/// Votes raised in a meeting cannot be more than the members there. 同意 beyond 应到 is V25's.
fn voices(m: &Meeting) -> Faults {
    let there = u64::from(if m.present > 0 { m.present } else { m.expected });
    let line = |l: &VoteLine| over(l, there, m.expected.into()).map(|message| ("得票".to_owned(), message));
    m.votes.iter().filter_map(line).collect()
}

/// More voices on one person than people who had one.
fn over(line: &VoteLine, there: u64, expected: u64) -> Option<String> {
    let sum = u64::from(line.agree) + u64::from(line.against) + u64::from(line.abstain);
    (there > 0 && sum > there && (expected == 0 || u64::from(line.agree) <= expected)).then(|| {
        format!("{}：同意{}+不同意{}+弃权{}={sum}，多于{there}人（张）", line.name, line.agree, line.against, line.abstain)
    })
}

fn conserve(j: &Judge<'_, '_>, record: &Record, b: &Ballot) -> Faults {
    let mut found = Faults::new();
    let counts: [(&str, &str, u32); 5] = [
        ("应到人数", "expected", b.expected),
        ("实到人数", "present", b.present),
        ("发出票数", "issued", b.issued),
        ("收回票数", "returned", b.returned),
        ("有效票数", "valid", if sorted(b) { 1 } else { 0 }),
    ];
    let missing: Vec<&str> = counts.iter().filter(|(_, key, n)| *n == 0 && j.owes("V07", record, key)).map(|c| c.0).collect();
    if !missing.is_empty() {
        let names = missing.join("、");
        found.push((names.clone(), format!("没有填写{names}，无法核对票数")));
        return found;
    }
    let unsaid = |line: &VoteLine| j.extent.unsaid.contains(&(record.id, line.name.clone()));
    if !j.asks("V07") && !counted(b) {
        lines(b, &unsaid, &mut found);
        return found;
    }
    if b.lines.is_empty() && j.owes("V07", record, "lines") {
        found.push(("得票".into(), "没有逐人得票数，无法核对".into()));
    }
    let [expected, present, issued, returned, valid, invalid, abstained] =
        [b.expected, b.present, b.issued, b.returned, b.valid, b.invalid, b.abstained].map(u64::from);
    let mut say = |field: &str, message: String| found.push((field.to_owned(), message));
    if expected > 0 && present > expected {
        say("实到人数", format!("实到{present}人多于应到{expected}人"));
    }
    if present > 0 && issued > present {
        say("发出票数", format!("发出{issued}张多于实到{present}人"));
    }
    if issued > 0 && returned > issued {
        say("收回票数", format!("收回{returned}张多于发出{issued}张"));
    } else if let Some(out) = b.unreturned.map(u64::from)
        && issued > 0
        && returned + out != issued
    {
        say("未收回票数", format!("发出{issued}张，收回{returned}+未收回{out}不等于发出数"));
    }
    let sum = valid + invalid;
    if returned > 0 && sorted(b) && returned != sum && returned != sum + abstained {
        let apart = if abstained > 0 { format!("+弃权{abstained}") } else { String::new() };
        say("有效票数", format!("收回{returned}张，有效{valid}+无效{invalid}{apart}不等于收回数"));
    }
    // Of papers nobody returned or gave out there are none to be valid.
    let bound = if issued > 0 { issued } else { present };
    if returned == 0 && bound > 0 && sum > bound {
        say("有效票数", format!("有效{valid}+无效{invalid}多于{bound}人（张）"));
    }
    lines(b, &unsaid, &mut found);
    found
}

/// `unsaid`: lines of which only the votes for are told.
fn lines(b: &Ballot, unsaid: &dyn Fn(&VoteLine) -> bool, found: &mut Faults) {
    // The papers the votes came out of: the valid ones, or as many as there can have been.
    let exact = sorted(b);
    let rest = [b.returned, b.issued, b.present, b.expected].into_iter().find(|n| *n > 0).unwrap_or(0);
    let papers = u64::from(if exact { b.valid } else { rest });
    let known = exact || papers > 0;
    let kind = if exact { "有效票" } else { "可有的票" };
    let mut say = |field: &str, message: String| found.push((field.to_owned(), message));
    let mut seen = BTreeSet::new();
    for line in &b.lines {
        if !seen.insert((&line.name, line.candidate, &line.post)) {
            say("得票", format!("“{}”（{}）列了不止一行", line.name, line.post));
        }
        let (agree, against, abstain) = (u64::from(line.agree), u64::from(line.against), u64::from(line.abstain));
        if b.purpose == BallotPurpose::Decision && !exact {
            if let Some(message) = over(line, papers, b.expected.into()) {
                say("得票", message);
            }
        } else if known && agree > papers {
            say("得票", format!("{}得{agree}票，多于{kind}{papers}张", line.name));
        } else if exact && b.purpose == BallotPurpose::Decision && !b.competitive && !unsaid(line) {
            let sum = agree + against + abstain;
            if sum != papers && sum != papers + u64::from(b.abstained) {
                say("得票", format!("{}：同意{agree}+不同意{against}+弃权{abstain}={sum}，与有效票{papers}张不符", line.name));
            }
        }
        if let Some(message) = rate(b, line) {
            say("得票率", message);
        }
    }
    let recommends = matches!(b.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::TalkRecommendation);
    // 差额票决: each paper names as many as are to be chosen, like a recommendation.
    if !(recommends || b.purpose == BallotPurpose::Decision && b.competitive) {
        return;
    }
    let (total, seats) = (b.lines.iter().map(|l| u64::from(l.agree)).sum::<u64>(), u64::from(b.seats));
    if known && seats > 0 && total > papers * seats {
        say("得票", format!("得票合计{total}，多于{kind}{papers}张×限推{seats}人={}", papers * seats));
    }
    let ranked: Vec<(&VoteLine, u32)> = b.lines.iter().filter_map(|l| l.rank.map(|r| (l, r))).collect();
    for (index, (one, rank_one)) in ranked.iter().enumerate() {
        for (two, rank_two) in ranked.iter().skip(index + 1).filter(|(two, _)| two.post == one.post) {
            if one.agree.cmp(&two.agree) != rank_two.cmp(rank_one) {
                let (a, b) = (format!("{}得{}票", one.name, one.agree), format!("{}得{}票", two.name, two.agree));
                say("名次", format!("{a}列第{rank_one}名，{b}列第{rank_two}名，名次与得票不符"));
            }
        }
    }
}

/// A rate written on the form must be the votes over its basis, to the places written, rounded half up or cut off.
fn rate(b: &Ballot, line: &VoteLine) -> Option<String> {
    let written = line.rate.trim();
    let text = written.trim_end_matches(['%', '％']);
    // Without its sign, a number up to one is a share of one: 0.6667 for 66.67%.
    let share = text == written && (text.starts_with("0.") || matches!(text, "1" | "1.0" | "1.00"));
    if text.is_empty() {
        return None;
    }
    let of = u64::from(match b.rate_basis {
        RateBasis::Valid => b.valid,
        RateBasis::Present => b.present,
    });
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = format!("{whole}{part}");
    let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?);
    let (Some(scale), Ok(written)) = (scale.filter(|_| part.len() <= 6), digits.parse::<u64>()) else {
        return Some(format!("{}的得票率“{}”读不出数", line.name, line.rate));
    };
    if of == 0 {
        return None;
    }
    // votes × 100 × scale / of, compared with what is written.
    let exact = u64::from(line.agree) * if share { 1 } else { 100 } * scale;
    let (cut, rounded) = (exact / of, (exact * 2 + of) / (of * 2));
    (written != cut && written != rounded).then(|| {
        let (percent, parts) = (u64::from(line.agree) * 10_000 / of / 100, u64::from(line.agree) * 10_000 / of % 100);
        format!("{}得{}票，{of}张（人）中占{percent}.{parts:02}%，表上写的是{}", line.name, line.agree, line.rate)
    })
}
