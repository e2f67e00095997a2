//! A record in words, the way the report prints it: what was done, then the numbers of its kind. Of votes only the candidate's own
//! line is told. Percentages are reckoned in integers.

use crate::checks::happened;
use crate::date::PartialDate;
use crate::id::CandidateId;
use crate::record::{
    Ballot, BallotPurpose, Decision, Document, Letter, Material, Meeting, Notebook, Notice, Originality, Participant, Record,
    RecordBody, Review, ReviewItem, ScoreTable, Signature, SignatureMode, VoteLine,
};

/// 操作情况: the summary, then what the kind adds.
///
/// `others` are the names of the batch's other candidates: what a list says of them is theirs and left out.
pub(crate) fn done(record: &Record, candidate: CandidateId, name: &str, others: &[&str]) -> String {
    let summary = record.content.summary.trim();
    let numbers = numbers(&record.content.body, (candidate, name, others), summary.is_empty());
    let whole = match (summary.is_empty(), numbers.is_empty()) {
        (true, _) => numbers,
        (false, true) => summary.to_owned(),
        (false, false) => {
            let end = if summary.ends_with(['。', '；', '！', '？']) { "" } else { "。" };
            format!("{summary}{end}{numbers}")
        }
    };
    without_others(&whole, name, others)
}

/// The words that may stand in a paper of one person. A piece of a sentence that names only others is left out, and said to be; where
/// others are named beside the person, or as one of a number (张某等12名), their names give way to 某某.
pub(crate) fn without_others(text: &str, name: &str, others: &[&str]) -> String {
    const LEFT_OUT: &str = "（涉及他人部分略）";
    const ENDS: [char; 8] = ['。', '；', '，', '、', ';', ',', '：', '\n'];
    let others: Vec<&str> = others.iter().copied().filter(|o| !o.is_empty() && *o != name).collect();
    text.split_inclusive(ENDS).fold(String::new(), |mut out, piece| {
        if !others.iter().any(|o| piece.contains(o)) {
            out.push_str(piece);
        } else if piece.contains(name) || is_one_of_a_number(piece) {
            out.push_str(&others.iter().fold(piece.to_owned(), |text, o| text.replace(o, "某某")));
        } else if !out.ends_with(LEFT_OUT) {
            out.push_str(LEFT_OUT);
        }
        out
    })
}

/// 某人等12名同志: the number says that all are meant. 考核等次 and 等额 are no such lists.
fn is_one_of_a_number(piece: &str) -> bool {
    piece.split('等').skip(1).any(|after| {
        let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百两".contains(c));
        digits.len() < after.len() && digits.starts_with(['人', '名', '位'])
    })
}

/// What the kind of record adds in words. `whole`: nothing else tells what was done, so the text itself is taken.
fn numbers(body: &RecordBody, (candidate, name, others): (CandidateId, &str, &[&str]), whole: bool) -> String {
    let mut say = Phrases::default();
    match body {
        RecordBody::Notebook(Notebook { category, speakers, text, .. }) => {
            say.add("", if matches!(category.trim(), "其它" | "其他") { "" } else { category });
            say.add("谈话（听取）对象：", &people(speakers));
            if whole {
                say.add("", text);
            }
        }
        RecordBody::Meeting(Meeting {
            session,
            expected,
            present,
            absent,
            observers,
            recused,
            votes,
            resolution,
            opinions,
            ..
        }) => {
            say.add("", session);
            say.add("", &format!("应到{expected}人，实到{present}人"));
            let absent: Vec<String> = absent.iter().map(|a| with_note(&a.name, &a.reason)).collect();
            say.add("缺席：", &absent.join("、"));
            say.add("列席：", &people(observers));
            let recused: Vec<String> = recused.iter().map(|r| with_note(&r.name, &recusal(&r.reason, &r.left_at))).collect();
            say.add("回避：", &recused.join("、"));
            let on: Vec<&str> = opinions
                .iter()
                .filter(|o| o.candidate == Some(candidate) || o.candidate.is_none())
                .map(|o| o.stance.trim())
                .collect();
            if !on.is_empty() {
                say.add("", &format!("{}人发言{}", on.len(), stances(&on)));
            }
            for line in own(votes, candidate, name) {
                say.add("表决：", &decided(line, name));
            }
            say.add("议定：", resolution);
        }
        RecordBody::Ballot(Ballot {
            purpose,
            expected,
            present,
            issued,
            returned,
            valid,
            invalid,
            abstained,
            seats,
            competitive,
            lines,
            tables,
            ..
        }) => {
            let mut counts = format!("应到{expected}人，实到{present}人，发出{issued}张，收回{returned}张，有效{valid}张");
            if *invalid > 0 {
                counts.push_str(&format!("，无效{invalid}张"));
            }
            if *abstained > 0 {
                counts.push_str(&format!("，弃权{abstained}张"));
            }
            say.add("", &counts);
            if *seats > 0 {
                say.add("", &format!("限推{seats}人{}", if *competitive { "（差额）" } else { "" }));
            }
            for line in own(lines, candidate, name) {
                let text = match purpose {
                    BallotPurpose::Decision => decided(line, name),
                    _ => polled(line, name, *valid),
                };
                say.add("", &text);
            }
            for table in tables {
                say.add(&format!("{}：", table.title), &scored(table));
            }
        }
        RecordBody::Letter(Letter { to, sent_no, sent, received, reply_no, replied, opinion, deemed_agreed, .. }) => {
            say.add("发函：", &with_note(to, &join([sent_no.clone(), day(*sent)])));
            say.add("对方收函：", &day(*received));
            if replied.is_some() || !reply_no.trim().is_empty() {
                say.add("回函：", &join([reply_no.clone(), day(*replied)]));
            }
            say.add("意见：", opinion);
            if *deemed_agreed {
                say.add("", "逾期未复，视为同意");
            }
        }
        RecordBody::Notice(Notice { title, form, scope, start, end, contact, reactions, outcome, .. }) => {
            say.add("", &title_of(title));
            say.add("", &between(*start, *end));
            say.add("方式：", form);
            say.add("范围：", scope);
            say.add("受理：", contact);
            if *reactions > 0 {
                say.add("", &format!("期间收到反映{reactions}件"));
            } else if outcome.trim().is_empty() {
                say.add("", "期间无反映（零登记）");
            }
            say.add("处理：", outcome);
        }
        RecordBody::Review(Review { items, conclusion, .. }) => {
            let items: Vec<String> = items.iter().filter(|i| !others.contains(&i.name.trim())).map(reviewed).collect();
            say.add("", &items.join("；"));
            say.add("结论：", conclusion);
        }
        RecordBody::Document(Document { title, doc_no, issuer, text, .. }) => {
            say.add("", &with_note(&title_of(title), &join([issuer.clone(), doc_no.clone()])));
            if whole {
                say.add("", text);
            }
        }
        RecordBody::Decision(Decision { body, doc_no, result, effective, text, .. }) => {
            say.add("", &with_note(body, doc_no));
            say.add("结论：", result);
            say.add("起算日：", &day(*effective));
            if whole {
                say.add("", text);
            }
        }
    }
    say.finish()
}

/// Phrases that say something, parted by semicolons.
#[derive(Default)]
struct Phrases(Vec<String>);

impl Phrases {
    fn add(&mut self, label: &str, text: &str) {
        let text = text.trim().trim_end_matches(['。', '；']);
        if !text.is_empty() {
            self.0.push(format!("{label}{text}"));
        }
    }

    fn finish(self) -> String {
        if self.0.is_empty() { String::new() } else { format!("{}。", self.0.join("；")) }
    }
}

/// The lines on this candidate: by number, or by name where the line names nobody of the batch.
fn own<'a>(lines: &'a [VoteLine], candidate: CandidateId, name: &'a str) -> impl Iterator<Item = &'a VoteLine> {
    lines.iter().filter(move |l| l.candidate == Some(candidate) || (l.candidate.is_none() && l.name == name))
}

fn decided(line: &VoteLine, name: &str) -> String {
    let result = if line.result.trim().is_empty() { String::new() } else { format!("，{}", line.result.trim()) };
    format!("{name}{}同意{}票，不同意{}票，弃权（缓议）{}票{result}", post(line), line.agree, line.against, line.abstain)
}

fn polled(line: &VoteLine, name: &str, valid: u32) -> String {
    let rate = percent(line.agree, valid).map_or_else(String::new, |p| format!("，得票率{p}"));
    let rank = line.rank.map_or_else(String::new, |r| format!("，第{r}名"));
    format!("{name}{}得{}票{rate}{rank}", post(line), line.agree)
}

fn post(line: &VoteLine) -> String {
    if line.post.trim().is_empty() { String::new() } else { format!("（{}）", line.post.trim()) }
}

/// One decimal, half up: `93.0%`. None of nothing.
pub(super) fn percent(part: u32, whole: u32) -> Option<String> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

fn stances(stances: &[&str]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for stance in stances.iter().filter(|s| !s.is_empty()) {
        match kinds.iter_mut().find(|(s, _)| s == stance) {
            Some((_, n)) => *n += 1,
            None => kinds.push((stance, 1)),
        }
    }
    if kinds.is_empty() {
        return String::new();
    }
    let words: Vec<String> = kinds.iter().map(|(s, n)| format!("{s}{n}人")).collect();
    format!("（{}）", words.join("，"))
}

fn reviewed(item: &ReviewItem) -> String {
    format!("{}：{}", item.name, with_note(&item.result, &item.explanation))
}

fn recusal(reason: &str, left_at: &str) -> String {
    let left = if left_at.trim().is_empty() { String::new() } else { format!("{}离场", left_at.trim()) };
    join([reason.to_owned(), left])
}

fn people(people: &[Participant]) -> String {
    let words: Vec<String> = people.iter().map(|p| with_note(&p.name, &p.post)).collect();
    words.join("、")
}

/// `甲（乙）`, or the one that is there.
fn with_note(text: &str, note: &str) -> String {
    let (text, note) = (text.trim(), note.trim());
    if note.is_empty() {
        text.to_owned()
    } else if text.is_empty() {
        note.to_owned()
    } else {
        format!("{text}（{note}）")
    }
}

fn join<const N: usize>(parts: [String; N]) -> String {
    let said: Vec<&str> = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    said.join("，")
}

fn title_of(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() || title.starts_with('《') { title.to_owned() } else { format!("《{title}》") }
}

fn day(date: Option<PartialDate>) -> String {
    date.map(PartialDate::chinese).unwrap_or_default()
}

fn between(start: Option<PartialDate>, end: Option<PartialDate>) -> String {
    match (start, end) {
        (Some(s), Some(e)) if s != e => format!("{}至{}", s.chinese(), e.chinese()),
        (Some(s), _) => s.chinese(),
        (None, Some(e)) => format!("至{}", e.chinese()),
        (None, None) => String::new(),
    }
}

/// 时间 as printed: the day or days, then the time of day as written.
pub(super) fn time(record: &Record) -> String {
    let days = between(happened(record), record.content.end_date);
    with_space(&days, record.content.time.trim())
}

fn with_space(a: &str, b: &str) -> String {
    if b.is_empty() { a.to_owned() } else { format!("{a} {b}").trim().to_owned() }
}

/// 签名：王某（2026年3月2日）、李某（待签）.
pub(super) fn signatures(signatures: &[Signature]) -> String {
    let words: Vec<String> = signatures
        .iter()
        .filter(|s| !s.name.trim().is_empty())
        .map(|s| {
            let state = if s.mode == SignatureMode::Pending { "待签".to_owned() } else { day(s.date) };
            with_note(&s.name, &join([s.role.clone(), state]))
        })
        .collect();
    if words.is_empty() { String::new() } else { format!("签名：{}", words.join("、")) }
}

/// One material a line: name, pages, and whether it is a copy.
pub(super) fn materials(materials: &[&Material]) -> String {
    let line = |m: &&Material| {
        let copy = if m.content.originality == Originality::Copy { "，复制件" } else { "" };
        format!("{}（{}页{copy}）", m.content.name, m.content.pages)
    };
    materials.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// 理想信念：好50、较好6；…: what a table of indicators counted, grades nobody gave left out.
fn scored(table: &ScoreTable) -> String {
    let row = |r: &crate::record::ScoreRow| {
        let counts = table.grades.iter().zip(&r.counts).filter(|(_, n)| **n > 0).map(|(grade, n)| format!("{grade}{n}"));
        format!("{} {}", r.name, counts.collect::<Vec<_>>().join("、"))
    };
    table.rows.iter().map(row).collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::without_others;

    #[test]
    fn a_clause_that_names_only_others_is_left_out_and_said_to_be() {
        let others = ["司马文渊", "刘志强"];
        let of = |text: &str| without_others(text, "王䶮", &others);
        assert_eq!(
            of("复函。涉及司马文渊、刘志强的来信各1件；其余同志无信访事项。"),
            "复函。（涉及他人部分略）其余同志无信访事项。"
        );
        assert_eq!(of("研究了王䶮、刘志强的任职。"), "研究了王䶮、（涉及他人部分略）");
        assert_eq!(of("王䶮与刘志强同票。"), "王䶮与某某同票。");
        assert_eq!(of("对刘志强等12名同志逐一表决。"), "对某某等12名同志逐一表决。");
        assert_eq!(of("刘志强年度考核等次为不称职。"), "（涉及他人部分略）");
        assert_eq!(of("司马文渊78票、王䶮61票、刘志强19票。"), "（涉及他人部分略）王䶮61票、（涉及他人部分略）");
        assert_eq!(of("刘志强暂缓。司马文渊通过。"), "（涉及他人部分略）");
    }
}
