//! V07 票数守恒: the arithmetic of a ballot, in integers only. One finding a ballot, however many of its sums are off.

use std::collections::BTreeSet;

use super::judge::Judge;
use crate::finding::Finding;
use crate::record::{Ballot, BallotPurpose, Meeting, RateBasis, Record, RecordBody, VoteLine};
use crate::rules::Rules;

/// Every ballot of the case, whatever step it stands in, and the votes of every meeting.
///
/// 发出 = 收回 + 未收回; 收回 = 有效 + 无效, whole-ballot abstentions counted apart or among the valid; Σ得票 ≤ 有效 × 限推数; of a
/// decision each line's 同意 + 不同意 + 弃权 = 有效; rates and ranks must follow the votes. Where a part of a case leaves the papers
/// uncounted, the votes are held against the people there.
pub(super) fn v07(j: &Judge<'_, '_>) -> Vec<Finding> {
    let records = &j.view.case.records;
    records.iter().filter_map(|r| ballot(j, r)).chain(records.iter().filter_map(|r| one_blank(j, r))).collect()
}

/// Of a decision two of 同意、不同意、弃权 are counted and the third is left blank, so that the three cannot be held against those there.
/// A 同意 that is not written is V25's, and where V26 asks for the other two, they are told there.
fn one_blank(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V07", super::happened(record))?;
    let level = rules.named_level("V07", "missing")?;
    let (lines, there) = match &record.content.body {
        RecordBody::Meeting(m) => (&m.votes, m.present.or(m.expected)),
        RecordBody::Ballot(b) if b.purpose == BallotPurpose::Decision && !b.competitive => {
            (&b.lines, b.valid.or(b.present).or(b.expected))
        }
        _ => return None,
    };
    let there = there.filter(|_| ballot(j, record).is_none())?;
    let alone = j.extent.named.contains("V07");
    let elsewhere = |key: &str| key == "agree" || rules.on("V26", super::happened(record));
    let blank = lines.iter().find_map(|line| {
        let parts = [("agree", "同意", line.agree), ("against", "不同意", line.against), ("abstain", "弃权", line.abstain)];
        let mut left = parts.iter().filter(|(.., n)| n.is_none());
        let (key, name, _) = left.next().filter(|_| left.next().is_none())?;
        let written = !j.extent.part || j.extent.blank.contains(&(record.id, (*key).to_owned()));
        (written && (alone || !elsewhere(key))).then_some((line.name.as_str(), *name))
    });
    let (who, name) = blank?;
    let message = format!("{}：没有填写{who}的{name}票数，无法与{there}人（张）核对", j.view.call(record));
    let remedy = "请对照原始票补填；没有的写0";
    Some(j.say(rules, "V07", level, j.view.place_of(record).field("得票"), message, remedy))
}

/// Nothing is off within the record itself.
pub(super) fn adds_up(j: &Judge<'_, '_>, record: &Record) -> bool {
    ballot(j, record).is_none()
}

fn ballot(j: &Judge<'_, '_>, record: &Record) -> Option<Finding> {
    let rules = j.rules_on("V07", super::happened(record))?;
    let faults = match &record.content.body {
        RecordBody::Ballot(b) => conserve(j, rules, record, b),
        RecordBody::Meeting(m) => voices(m),
        _ => return None,
    };
    let (field, _) = faults.first()?.clone();
    let words: Vec<String> = faults.into_iter().map(|(_, message)| message).collect();
    let message = format!("{}：{}", j.view.call(record), words.join("；"));
    let neither = |b: &Ballot| b.lines.iter().any(|l| may_be_share(&l.rate) && rate(b, l).is_some());
    // Not in the message: a 放行 given before a share was read as one covers what it covered.
    let remedy = if matches!(&record.content.body, RecordBody::Ballot(b) if neither(b)) {
        "得票率没有写百分号，作小数、作百分数都不符；请对照原始票和汇总表改正，原表有误的，由计票人、监票人重新核对签名"
    } else {
        "请对照原始票和汇总表改正；原表有误的，由计票人、监票人重新核对签名"
    };
    Some(j.say(rules, "V07", rules.level("V07"), j.view.place_of(record).field(field), message, remedy))
}

/// Whether the form tells good papers from bad ones.
fn sorted(b: &Ballot) -> bool {
    b.valid.is_some() || b.invalid.is_some()
}

/// Whether the form gives any count of papers: without one there is nothing to conserve.
fn counted(b: &Ballot) -> bool {
    b.issued.is_some() || b.returned.is_some() || sorted(b)
}

type Faults = Vec<(String, String)>;

/// Votes raised in a meeting cannot be more than the members there. 同意 beyond 应到 is V25's.
fn voices(m: &Meeting) -> Faults {
    let there = m.present.or(m.expected);
    let line = |l: &VoteLine| over(l, there, m.expected).map(|message| ("得票".to_owned(), message));
    m.votes.iter().filter_map(line).collect()
}

/// What is filled in of the votes on one person, added up, and the sum in words: a blank is no nought, but less than what is there it is not.
fn tally(line: &VoteLine) -> (u64, String) {
    let parts = [("同意", line.agree), ("不同意", line.against), ("弃权", line.abstain)];
    let sum = parts.iter().filter_map(|(_, n)| n.map(u64::from)).sum();
    let words: Vec<String> = parts.iter().filter_map(|(name, n)| n.map(|n| format!("{name}{n}"))).collect();
    (sum, format!("{}={sum}", words.join("+")))
}

/// More voices on one person than people who had one.
fn over(line: &VoteLine, there: Option<u32>, expected: Option<u32>) -> Option<String> {
    let there = u64::from(there?);
    let (sum, words) = tally(line);
    let beyond = line.agree.zip(expected).is_some_and(|(agree, expected)| agree > expected);
    (sum > there && !beyond).then(|| format!("{}：{words}，多于{there}人（张）", line.name))
}

/// The counts of the votes on one person the form must give and does not.
fn blank(b: &Ballot, line: &VoteLine) -> Option<String> {
    let decides = b.purpose == BallotPurpose::Decision && !b.competitive;
    let agree = if decides { "同意" } else { "得票" };
    let parts = [(agree, line.agree, true), ("不同意", line.against, decides), ("弃权", line.abstain, decides)];
    let missing: Vec<&str> = parts.iter().filter(|(_, n, wanted)| *wanted && n.is_none()).map(|p| p.0).collect();
    (!missing.is_empty()).then(|| format!("没有填写{}的{}票数", line.name, missing.join("、")))
}

fn conserve(j: &Judge<'_, '_>, rules: &Rules, record: &Record, b: &Ballot) -> Faults {
    let mut found = Faults::new();
    let counts: [(&str, &str, Option<u32>); 6] = [
        ("应到人数", "expected", b.expected),
        ("实到人数", "present", b.present),
        ("发出票数", "issued", b.issued),
        ("收回票数", "returned", b.returned),
        ("有效票数", "valid", b.valid),
        ("无效票数", "invalid", b.invalid),
    ];
    // Who was to come and who came to a decision V24 asks.
    let of_meeting = b.purpose == BallotPurpose::Decision
        && j.steps("V24").any(|s| s.key == record.content.step)
        && (j.extent.named.contains("V24") || !j.extent.named.contains("V07"))
        && rules.on("V24", super::happened(record));
    let owes = |key: &str| j.owes("V07", record, key) && !(of_meeting && matches!(key, "expected" | "present"));
    let missing: Vec<&str> = counts.iter().filter(|(_, key, n)| n.is_none() && owes(key)).map(|c| c.0).collect();
    if !missing.is_empty() {
        let names = missing.join("、");
        found.push((names.clone(), format!("没有填写{names}，无法核对票数")));
        return found;
    }
    // Of a decision V25 asks for the votes on each person, unless V07 is asked for alone.
    let decides = b.purpose == BallotPurpose::Decision && j.steps("V25").any(|s| s.key == record.content.step);
    // V25 is content with one count of the step; of a further paper that has none it says nothing.
    let counted_by_another =
        j.view.records(&record.content.step).iter().any(|r| r.id != record.id && super::meeting::counts_votes(r));
    let elsewhere = decides
        && !counted_by_another
        && (j.extent.named.contains("V25") || !j.extent.named.contains("V07"))
        && rules.on("V25", super::happened(record));
    // Of a recommendation that is all there is of the votes; of a decision V25 asks for each of those voted on.
    let nameless = b.lines.iter().filter(|l| l.candidate.is_none() && l.name.trim().is_empty() && l.agree.is_some()).count();
    if nameless > 0 && b.purpose != BallotPurpose::Decision && rules.named_level("V07", "unnamed").is_some() {
        let lacking = if b.purpose == BallotPurpose::Appraisal { "评价档次" } else { "姓名" };
        found.push(("得票".into(), format!("有{nameless}行票数没有写{lacking}")));
    }
    if b.lines.is_empty() && !elsewhere && j.owes("V07", record, "lines") {
        found.push(("得票".into(), "没有逐人得票数，无法核对".into()));
    }
    if !j.asks("V07") && !counted(b) {
        papers(b, &mut found);
        lines(j, rules, b, &mut found);
        return found;
    }
    found.extend(
        b.lines.iter().filter(|_| j.owes("V07", record, "lines")).filter_map(|l| blank(b, l)).map(|m| ("得票".into(), m)),
    );
    papers(b, &mut found);
    lines(j, rules, b, &mut found);
    found
}

/// Each count that is filled in is held against the nearest one before it, and against the sums; one that is not is never taken for
/// nought.
fn papers(b: &Ballot, found: &mut Faults) {
    let [expected, present, issued, returned, out, valid, invalid, apart] =
        [b.expected, b.present, b.issued, b.returned, b.unreturned, b.valid, b.invalid, b.abstained].map(|n| n.map(u64::from));
    let mut say = |field: &str, message: String| found.push((field.to_owned(), message));
    // That nobody was to come is a blank: with nothing counted it is no bound.
    let expected = expected.filter(|n| *n > 0 || counted(b));
    let chain = [("应到", "人", expected), ("实到", "人", present), ("发出", "张", issued), ("收回", "张", returned)];
    let mut before: Option<(&str, &str, u64)> = None;
    for (name, unit, number) in chain {
        let Some(number) = number else { continue };
        if let Some((above, of, most)) = before
            && number > most
        {
            let field = format!("{name}{}数", if unit == "人" { "人" } else { "票" });
            say(&field, format!("{name}{number}{unit}多于{above}{most}{of}"));
        }
        before = Some((name, unit, number));
    }
    match (issued, returned, out) {
        (Some(issued), Some(returned), Some(out)) if returned <= issued && returned + out != issued => {
            say("未收回票数", format!("发出{issued}张，收回{returned}+未收回{out}不等于发出数"));
        }
        (Some(issued), None, Some(out)) if out > issued => say("未收回票数", format!("未收回{out}张多于发出{issued}张")),
        _ => {}
    }
    // Of papers nobody gave out, or that did not come back, there are none to be valid.
    let missing = out.filter(|out| returned.is_none() && issued.is_some_and(|n| *out <= n));
    let most = before.map(|(name, unit, most)| match missing {
        Some(out) => (most.saturating_sub(out), format!("{name}{most}{unit}减去未收回{out}张")),
        None => (most, format!("{name}{most}{unit}")),
    });
    if let (Some(apart), Some((most, words))) = (apart, &most)
        && apart > *most
    {
        say("弃权票数", format!("弃权{apart}张多于{words}"));
    }
    let sum = valid.unwrap_or(0) + invalid.unwrap_or(0);
    let words = match (valid, invalid) {
        (Some(valid), Some(invalid)) => format!("有效{valid}+无效{invalid}"),
        (Some(valid), None) => format!("有效{valid}"),
        (None, Some(invalid)) => format!("无效{invalid}"),
        (None, None) => return,
    };
    if let Some(returned) = returned {
        let apart = apart.unwrap_or(0);
        let whole = valid.is_some() && invalid.is_some();
        if if whole { returned != sum && returned != sum + apart } else { sum > returned } {
            let apart = if apart > 0 { format!("+弃权{apart}") } else { String::new() };
            let off = if whole { "不等于收回数" } else { "多于收回数" };
            say("有效票数", format!("收回{returned}张，{words}{apart}{off}"));
        }
    } else if let Some((most, bound)) = most
        && sum > most
    {
        say("有效票数", format!("{words}多于{bound}"));
    }
}

fn lines(j: &Judge<'_, '_>, rules: &Rules, b: &Ballot, found: &mut Faults) {
    // The papers the votes came out of: the valid ones, or as many as there can have been.
    let exact = b.valid.is_some();
    let papers = b.valid.or(b.returned).or(b.issued).or(b.present).or(b.expected);
    let kind = if exact { "有效票" } else { "可有的票" };
    let mut say = |field: &str, message: String| found.push((field.to_owned(), message));
    let mut seen = BTreeSet::new();
    for line in &b.lines {
        if !seen.insert((&line.name, line.candidate, &line.post)) {
            say("得票", format!("“{}”（{}）列了不止一行", line.name, line.post));
        }
        if b.purpose == BallotPurpose::Decision && !exact {
            if let Some(message) = over(line, papers, b.expected) {
                say("得票", message);
            }
        } else if let Some((agree, papers)) = line.agree.zip(papers)
            && agree > papers
        {
            say(
                "得票",
                match papers {
                    0 if exact => format!("没有填写有效票数（写作0），{}却得{agree}票", line.name),
                    _ => format!("{}得{agree}票，多于{kind}{papers}张", line.name),
                },
            );
        } else if let Some(papers) = b.valid.map(u64::from)
            && b.purpose == BallotPurpose::Decision
        {
            let (sum, words) = tally(line);
            // 差额: who was not chosen may have been left without a mark; more than the papers nobody has.
            let whole = !b.competitive && line.agree.is_some() && line.against.is_some() && line.abstain.is_some();
            let apart = papers + b.abstained.map_or(0, u64::from);
            if if whole { sum != papers && sum != apart } else { sum > apart } {
                say("得票", format!("{}：{words}，与有效票{papers}张不符", line.name));
            }
        }
        if b.purpose == BallotPurpose::Appraisal
            && let Some(papers) = papers.map(u64::from)
        {
            let (sum, words) = tally(line);
            // Who gave no mark on one of them wrote nothing wrong: there may be fewer, never more.
            let alone = line.agree.is_some_and(|n| u64::from(n) > papers);
            let apart = b.abstained.filter(|_| exact).map_or(0, u64::from);
            if !alone && sum > papers + apart {
                say("得票", format!("{}：{words}，多于{kind}{papers}张", line.name));
            }
        }
        if let Some(message) = rate(b, line) {
            say("得票率", message);
        }
    }
    // Grades of one person stand one below the other: together they are no more than the papers.
    let grade = |l: &VoteLine| rules.words("V07", "grades").iter().any(|word| word == l.name.trim());
    let graded = b.lines.iter().all(|l| l.candidate.is_none() && grade(l));
    if let Some(papers) = papers.map(u64::from).filter(|_| b.purpose == BallotPurpose::Appraisal && graded) {
        let total = b.lines.iter().filter_map(|l| l.agree.map(u64::from)).sum::<u64>();
        if total > papers {
            say("得票", format!("各档票数合计{total}，多于{kind}{papers}张"));
        }
    }
    let recommends = matches!(b.purpose, BallotPurpose::MeetingRecommendation | BallotPurpose::TalkRecommendation);
    // 差额票决: each paper names as many as are to be chosen, like a recommendation.
    if !(recommends || b.purpose == BallotPurpose::Decision && b.competitive) {
        return;
    }
    let total = b.lines.iter().filter_map(|l| l.agree.map(u64::from)).sum::<u64>();
    if let (Some(papers), Some(seats)) = (papers.map(u64::from), b.seats.map(u64::from).filter(|n| *n > 0))
        && total > papers * seats
    {
        say("得票", format!("得票合计{total}，多于{kind}{papers}张×限推{seats}人={}", papers * seats));
    }
    let ranked: Vec<(&VoteLine, u32, u32)> = b.lines.iter().filter_map(|l| Some((l, l.agree?, l.rank?))).collect();
    for (index, (one, votes_one, rank_one)) in ranked.iter().enumerate() {
        for (two, votes_two, rank_two) in
            ranked.iter().skip(index + 1).filter(|(two, _, _)| two.post == one.post && j.view.post_of(two) == j.view.post_of(one))
        {
            if votes_one.cmp(votes_two) != rank_two.cmp(rank_one) {
                let (a, b) = (format!("{}得{votes_one}票", one.name), format!("{}得{votes_two}票", two.name));
                say("名次", format!("{a}列第{rank_one}名，{b}列第{rank_two}名，名次与得票不符"));
            }
        }
    }
}

/// A rate written on the form must be the votes over its basis, to the places written, rounded half up or cut off.
fn rate(b: &Ballot, line: &VoteLine) -> Option<String> {
    let written = line.rate.trim();
    let text = written.trim_end_matches(['%', '％']);
    if text.is_empty() {
        return None;
    }
    let of = match b.rate_basis {
        RateBasis::Valid => b.valid,
        RateBasis::Present => b.present,
    };
    if let Some((votes, whole)) = fraction(written) {
        let (of, agree) = (u64::from(of.filter(|n| *n > 0)?), u64::from(line.agree?));
        return (votes * of != agree * whole).then(|| wrong(line, agree, of));
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = format!("{whole}{part}");
    let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?);
    let (Some(scale), Ok(written)) = (scale.filter(|_| part.len() <= 6), digits.parse::<u64>()) else {
        return Some(format!("{}的得票率“{}”读不出数", line.name, line.rate));
    };
    let (of, agree) = (u64::from(of.filter(|n| *n > 0)?), u64::from(line.agree?));
    // votes × 100 × scale / of, compared with what is written.
    let fits = |whole: u64| {
        let exact = agree * whole * scale;
        written == exact / of || written == (exact * 2 + of) / (of * 2)
    };
    // A bare 1 is no share rounded up: all of them, or one in a hundred.
    let of_one = || if part.is_empty() { agree == of } else { fits(1) };
    (!(fits(100) || may_be_share(&line.rate) && of_one())).then(|| wrong(line, agree, of))
}

/// Without its sign, a number up to one may be a share of one, 0.6667 for 66.67%, or a percentage, 0.5 for one vote of 200.
fn may_be_share(rate: &str) -> bool {
    let text = rate.trim();
    text.starts_with("0.") && !text.ends_with(['%', '％']) || matches!(text, "1" | "1.0" | "1.00")
}

/// `1/200`.
fn fraction(text: &str) -> Option<(u64, u64)> {
    let (votes, whole) = text.split_once(['/', '／'])?;
    // Over nought it would be right of any number of votes.
    let whole = whole.trim().parse::<u32>().ok().filter(|n| *n > 0)?;
    Some((u64::from(votes.trim().parse::<u32>().ok()?), u64::from(whole)))
}

fn wrong(line: &VoteLine, agree: u64, of: u64) -> String {
    let rounded = (agree * 20_000 + of) / (of * 2);
    let (percent, parts) = (rounded / 100, rounded % 100);
    format!("{}得{agree}票，{of}张（人）中占{percent}.{parts:02}%，表上写的是{}", line.name, line.rate)
}
