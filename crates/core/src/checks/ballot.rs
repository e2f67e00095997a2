//! V07 票数守恒: the arithmetic of a ballot, in integers only. One finding a ballot, however many of its sums are off.

use std::collections::BTreeSet;

use super::judge::Judge;
use crate::finding::Finding;
use crate::record::{Ballot, BallotPurpose, RateBasis, Record, RecordBody, VoteLine};

/// Every ballot of the case, whatever step it stands in.
///
/// 发出 = 收回 + 未收回; 收回 = 有效 + 无效, whole-ballot abstentions counted apart or among the valid; Σ得票 ≤ 有效 × 限推数; of a
/// decision each line's 同意 + 不同意 + 弃权 = 有效; rates and ranks must follow the votes.
pub(super) fn v07(j: &Judge<'_, '_>) -> Vec<Finding> {
    j.view.case.records.iter().filter_map(|r| ballot(j, r)).collect()
}

fn ballot(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let RecordBody::Ballot(b) = &record.content.body else { return None };
    let rules = j.rules_on("V07", super::happened(record))?;
    let faults = conserve(j, record, b);
    let (field, _) = faults.first()?.clone();
    let words: Vec<String> = faults.into_iter().map(|(_, message)| message).collect();
    let message = format!("{}：{}", j.view.call(record), words.join("；"));
    let remedy = "请对照原始票和汇总表改正；原表有误的，由计票人、监票人重新核对签名";
    Some(j.say(rules, "V07", rules.level("V07"), j.view.place_of(record).field(field), message, remedy))
}

/// Whether the form gives any count of papers: without one there is nothing to conserve.
fn counted(b: &Ballot) -> bool {
    b.issued > 0 || b.returned > 0 || b.valid > 0 || b.invalid > 0
}

type Faults = Vec<(String, String)>;

fn conserve(j: &Judge<'_, '_>, record: &Record, b: &Ballot) -> Faults {
    let whole = j.asks("V07");
    let mut found = Faults::new();
    if !whole && !counted(b) {
        lines(b, &mut found);
        return found;
    }
    let counts: [(&str, &str, u32, bool); 5] = [
        ("应到人数", "expected", b.expected, true),
        ("实到人数", "present", b.present, true),
        ("发出票数", "issued", b.issued, false),
        ("收回票数", "returned", b.returned, false),
        ("有效票数", "valid", if b.valid > 0 || b.invalid > 0 { 1 } else { b.valid }, false),
    ];
    let asked = |key: &str, attendance: bool| !attendance || whole || j.owes("V07", record, key);
    let missing: Vec<&str> = counts.iter().filter(|(_, key, n, a)| *n == 0 && asked(key, *a)).map(|c| c.0).collect();
    if !missing.is_empty() {
        let names = missing.join("、");
        found.push((names.clone(), format!("没有填写{names}，无法核对票数")));
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
    if returned > issued {
        say("收回票数", format!("收回{returned}张多于发出{issued}张"));
    } else if let Some(out) = b.unreturned.map(u64::from)
        && returned + out != issued
    {
        say("未收回票数", format!("发出{issued}张，收回{returned}+未收回{out}不等于发出数"));
    }
    let sum = valid + invalid;
    if returned != sum && returned != sum + abstained {
        let apart = if abstained > 0 { format!("+弃权{abstained}") } else { String::new() };
        say("有效票数", format!("收回{returned}张，有效{valid}+无效{invalid}{apart}不等于收回数"));
    }
    lines(b, &mut found);
    found
}

fn lines(b: &Ballot, found: &mut Faults) {
    let valid = u64::from(b.valid);
    let known = counted(b);
    let mut say = |field: &str, message: String| found.push((field.to_owned(), message));
    let mut seen = BTreeSet::new();
    for line in &b.lines {
        if !seen.insert((&line.name, line.candidate, &line.post)) {
            say("得票", format!("“{}”（{}）列了不止一行", line.name, line.post));
        }
        let (agree, against, abstain) = (u64::from(line.agree), u64::from(line.against), u64::from(line.abstain));
        if known && agree > valid {
            say("得票", format!("{}得{agree}票，多于有效票{valid}张", line.name));
        } else if known && b.purpose == BallotPurpose::Decision {
            let sum = agree + against + abstain;
            if sum != valid && sum != valid + u64::from(b.abstained) {
                say("得票", format!("{}：同意{agree}+不同意{against}+弃权{abstain}={sum}，与有效票{valid}张不符", line.name));
            }
        }
        if let Some(message) = rate(b, line) {
            say("得票率", message);
        }
    }
    let recommends = matches!(b.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::TalkRecommendation);
    if !recommends {
        return;
    }
    let (total, seats) = (b.lines.iter().map(|l| u64::from(l.agree)).sum::<u64>(), u64::from(b.seats));
    if known && seats > 0 && total > valid * seats {
        say("得票", format!("得票合计{total}，多于有效票{valid}张×限推{seats}人={}", valid * seats));
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
    let text = line.rate.trim().trim_end_matches(['%', '％']);
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
    let exact = u64::from(line.agree) * 100 * scale;
    let (cut, rounded) = (exact / of, (exact * 2 + of) / (of * 2));
    (written != cut && written != rounded).then(|| {
        format!("{}得{}票，{of}张（人）中占{}.{}%，表上写的是{}", line.name, line.agree, cut / scale, cut % scale, line.rate)
    })
}
