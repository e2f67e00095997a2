//! A record in words, the way the report prints it: what was done, then the numbers of its kind. Of votes only the candidate's own
//! line is told.

use crate::id::CandidateId;
use crate::record::fields::{Field, Telling};
use crate::record::words::{self, Told, Value, share, with_note};
use crate::record::{
    Ballot, BallotPurpose, ContestScore, Document, Meeting, Opinion, Record, RecordBody, Review, ReviewItem, VoteLine, WITHDRAWN,
};

/// 操作情况: the summary, then what the kind adds.
///
/// `others` are the names of the batch's other candidates: what a list says of them is theirs and left out.
pub(crate) fn done(record: &Record, candidate: CandidateId, name: &str, others: &[&str]) -> String {
    let summary = record.content.summary.trim();
    let numbers = numbers(&record.content.body, (candidate, name, others), summary.is_empty());
    without_others(&(joined(summary, numbers) + &named_in(&record.content.body, summary, name)), name, others)
}

/// As [`done`], with the text itself even where a summary tells of it; a summary the text begins with is not said twice.
pub(crate) fn whole(record: &Record, candidate: CandidateId, name: &str, others: &[&str]) -> String {
    let summary = record.content.summary.trim();
    let said = numbers(&record.content.body, (candidate, name, others), true);
    let summary = if said.contains(summary.trim_end_matches(['。', '；'])) { "" } else { summary };
    without_others(&joined(summary, said), name, others)
}

fn joined(summary: &str, numbers: String) -> String {
    match (summary.is_empty(), numbers.is_empty()) {
        (true, _) => numbers,
        (false, true) => summary.to_owned(),
        (false, false) => {
            let end = if summary.ends_with(['。', '；', '！', '？']) { "" } else { "。" };
            format!("{summary}{end}{numbers}")
        }
    }
}

/// What a decision says of the person, where its summary speaks of many by a number: 某某等9名同志 names nobody who reads it later.
fn named_in(body: &RecordBody, summary: &str, name: &str) -> String {
    let RecordBody::Decision(decision) = body else { return String::new() };
    if summary.is_empty() || summary.contains(name) || name.is_empty() {
        return String::new();
    }
    let said = decision.text.split_inclusive(['。', '；', '\n']).filter(|sentence| sentence.contains(name));
    said.map(|sentence| format!("{}。", sentence.trim().trim_end_matches(['。', '；']))).collect()
}

/// The words that may stand in a paper of one person. A piece of a sentence that names only others is left out, and said to be; where
/// others are named beside the person, or as one of a number (张某等12名), their names give way to 某某. What stands in brackets is
/// judged by itself, so that brackets and the ends of sentences stay where they were.
pub(crate) fn without_others(text: &str, name: &str, others: &[&str]) -> String {
    const LEFT_OUT: &str = "（涉及他人部分略）";
    let mut out = String::new();
    // Where the last words left out stand, to tell of a run of them once.
    let mut told: Option<usize> = None;
    let mut meant = Meant::Nobody;
    let cut = pieces(text);
    for (at, piece) in cut.iter().enumerate() {
        let (words, end) = piece.split_at(piece.trim_end_matches(ENDS).len());
        let around = around(words);
        let parts = by_name(&around, name, others);
        let names = |whose: Whose| parts.iter().any(|(_, w)| *w == whose);
        meant = match meant {
            _ if names(Whose::Own) => Meant::Nobody,
            _ if names(Whose::Other) && !is_one_of_a_number(&around) => Meant::Other,
            // “讨论和表决该同志时回避”, after a piece that named another, is not of the person whose paper this is, nor “不同意1票”.
            Meant::Other | Meant::StillOther if THE_ONE.iter().any(|w| words.contains(w)) || is_count(words) => Meant::StillOther,
            before => before,
        };
        let speaks_on = meant == Meant::StillOther;
        if end.contains(['。', '；', ';', '\n']) {
            meant = Meant::Nobody;
        }
        if !speaks_on && (!names(Whose::Other) || names(Whose::Own) || is_one_of_a_number(&around)) {
            let mut rest = words;
            while let Some((before, inner, after)) = bracketed(rest) {
                out.push_str(&said(before, name, others));
                let inner = without_others(inner, name, others);
                // The brackets of the text are brackets enough.
                out.push_str(if inner == LEFT_OUT { inner.trim_matches(['（', '）']) } else { &inner });
                rest = after;
            }
            out.push_str(&said(rest, name, others));
            out.push_str(end);
            told = None;
            continue;
        }
        // What was done stands before the first of a list of names with one's own among them: 面向社会公示甲、乙.
        if let [(verb, Whose::Nobody), (_, Whose::Other)] = by_name(words, name, others).as_slice()
            && !verb.contains(['（', '('])
            && !speaks_on
            && listed(cut.get(at..).unwrap_or_default(), name, others)
        {
            out.push_str(verb);
            told = None;
        }
        match told {
            Some(at) => out.truncate(at),
            None => out.push_str(LEFT_OUT),
        }
        told = Some(out.len());
        out.push_str(end);
    }
    out
}

/// Whom the pieces of a sentence so far speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    Nobody,
    Other,
    /// A piece took the other up again without the name, and what follows it is of that too.
    StillOther,
}

/// Words that take up a person named before.
const THE_ONE: [&str; 5] = ["该同志", "该干部", "该人选", "此人", "其本人"];

/// Whether the list of names that the first of these pieces begins has one's own in it.
fn listed(pieces: &[&str], name: &str, others: &[&str]) -> bool {
    let in_list = pieces.iter().position(|p| !p.ends_with('、')).map_or(pieces.len(), |last| last + 1);
    pieces.iter().take(in_list).skip(1).any(|p| by_name(p, name, others).iter().any(|(_, w)| *w == Whose::Own))
}

/// `不同意1票`, `得票率72.1%`, `第2名`: votes go with the name before them.
fn is_count(words: &str) -> bool {
    const OF_VOTES: [&str; 9] = ["同意", "不同意", "赞成", "反对", "弃权", "缓议", "得", "全票", "第"];
    let words = words.trim();
    OF_VOTES.iter().any(|w| words.starts_with(w)) && words.contains(['票', '名', '%', '％'])
}

/// What ends a piece of a sentence.
const ENDS: [char; 9] = ['。', '；', '，', '、', ';', ',', '：', ':', '\n'];

/// A text cut after the ends of its pieces, but for those within brackets. A bracket without its fellow counts as any character.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some((c, rest)) = text.get(at..).and_then(|t| t.chars().next().map(|c| (c, t))) {
        at += closing(rest).unwrap_or(c.len_utf8());
        if ENDS.contains(&c) {
            pieces.extend(text.get(from..at));
            from = at;
        }
    }
    pieces.extend(text.get(from..).filter(|t| !t.is_empty()));
    pieces
}

/// Bytes up to and with the bracket that closes the one the text begins with.
fn closing(text: &str) -> Option<usize> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let close = if open == '（' { '）' } else { ')' };
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        depth += u32::from(c == open);
        depth -= u32::from(c == close);
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// A piece as what stands before its first closed bracket, in it, and after; the brackets themselves go with what is around.
fn bracketed(piece: &str) -> Option<(&str, &str, &str)> {
    piece.char_indices().find_map(|(at, c)| {
        let rest = piece.get(at..)?;
        let end = at + closing(rest)?;
        let inner = at + c.len_utf8();
        Some((piece.get(..inner)?, piece.get(inner..end - c.len_utf8())?, piece.get(end - c.len_utf8()..)?))
    })
}

/// A piece without what stands in its brackets.
fn around(piece: &str) -> String {
    let (mut out, mut rest) = (String::new(), piece);
    while let Some((before, _, after)) = bracketed(rest) {
        out.push_str(before);
        rest = after;
    }
    out + rest
}

/// The text with 某某 in place of others' names.
fn said(text: &str, name: &str, others: &[&str]) -> String {
    by_name(text, name, others).into_iter().map(|(text, whose)| if whose == Whose::Other { "某某" } else { text }).collect()
}

/// Of whom a stretch of text is the name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Nobody,
    Own,
    Other,
}

/// A text cut at the names of the batch. Where several names begin at one place the longest is meant: 李明华 does not name 李明.
fn by_name<'a>(text: &'a str, name: &'a str, others: &[&'a str]) -> Vec<(&'a str, Whose)> {
    let longest = |at: &str| {
        // Whole names before short ones: 买买提 is he, though 买买提·艾力 be called so.
        let short = others.iter().map(|o| (familiar(o), Whose::Other)).chain([(familiar(name), Whose::Own)]);
        let all = short.chain(others.iter().map(|o| (*o, Whose::Other))).chain([(name, Whose::Own)]);
        // Last of equals: a namesake is told apart by nothing in the text, and the own name is never cut out.
        all.filter(|(n, _)| !n.is_empty() && at.starts_with(n)).map(|(n, whose)| (n.len(), whose)).max_by_key(|(len, _)| *len)
    };
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let Some((len, whose)) = longest(rest) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        parts.extend(text.get(from..at).filter(|t| !t.is_empty()).map(|t| (t, Whose::Nobody)));
        parts.extend(text.get(at..at + len).map(|t| (t, whose)));
        at += len;
        from = at;
    }
    parts.extend(text.get(from..).filter(|t| !t.is_empty()).map(|t| (t, Whose::Nobody)));
    parts
}

/// What somebody of several parts to the name is called for short: 古丽巴哈尔 of 古丽巴哈尔·阿卜杜热合曼. Empty for any other.
fn familiar(name: &str) -> &str {
    name.split_once('·').map(|(first, _)| first).filter(|first| first.chars().count() > 1).unwrap_or_default()
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
    // Lists that name candidates by number are told by the report's own rules or not at all.
    for Told { field, value } in words::body(body, &|_| String::new()) {
        let text = match &value {
            Value::Table { rows, .. } => rows.iter().map(|r| words::row_in_words(r)).collect::<Vec<_>>().join("、"),
            Value::Line(text) | Value::Text(text) => text.clone(),
            Value::Tables(_) => String::new(),
        };
        match field.telling {
            Telling::Silent => {}
            // 其它 says nothing of what was done, and of whom one was heard the label says it.
            Telling::Plain if matches!(text.trim(), "其它" | "其他") || heard(body) == text.trim() => {}
            Telling::Plain => say.add(field, "", &text),
            Telling::Titled => say.add(field, "", &title_of(&text)),
            Telling::Labelled => say.add(field, &format!("{}：", label(body, field)), &text),
            Telling::Count if text.is_empty() => {}
            Telling::Count => say.count(field, label(body, field), &text),
            Telling::Aside(of) => say.aside(of, field, &text),
            Telling::Until(start) => say.until(start, field, &text),
            Telling::Alone if whole && field.key != "text" => say.add(field, &format!("{}：", field.label), &text),
            Telling::Alone if whole => say.add(field, "", &text),
            Telling::Alone => {}
            Telling::Own => own_part(body, field.key, (candidate, name, others)).iter().for_each(|text| say.add(field, "", text)),
        }
    }
    say.finish()
}

/// The category of a note in which somebody was heard and there is somebody to name.
fn heard(body: &RecordBody) -> &str {
    match body {
        RecordBody::Notebook(note) if !note.speakers.is_empty() && note.category.ends_with("意见") => note.category.trim(),
        _ => "",
    }
}

/// What a field is called in this record: of a vote that decides nobody recommends, and whoever is heard is spoken of by what for.
fn label(body: &RecordBody, field: &Field) -> &'static str {
    match body {
        RecordBody::Ballot(ballot) if field.key == "seats" && ballot.purpose == BallotPurpose::Decision => "职数",
        RecordBody::Notebook(_) if field.key == "speakers" => match heard(body) {
            "听取意见" => "听取意见对象",
            "征求意见" => "征求意见对象",
            "" => "谈话对象",
            _ => "听取（征求）意见对象",
        },
        _ => field.label,
    }
}

/// Of lists that speak of many: how many spoke, the candidate's own votes, the items that are not others'.
fn own_part(body: &RecordBody, key: &str, (candidate, name, others): (CandidateId, &str, &[&str])) -> Vec<String> {
    match body {
        RecordBody::Meeting(Meeting { opinions, agenda, .. }) if key == "opinions" => {
            // What is said of a whole list is no word for or against one of it.
            let alone = others.is_empty() || agenda.as_slice() == [candidate];
            let is_own = |o: &&Opinion| o.candidate == Some(candidate) || (alone && o.candidate.is_none());
            let on: Vec<&str> = opinions.iter().filter(is_own).map(|o| o.stance.trim()).collect();
            // Whoever withdrew where this one was spoken of did not speak.
            let speaking = |stance: &&str| *stance != WITHDRAWN;
            let spoke = on.iter().copied().filter(speaking).count();
            let of_all =
                opinions.iter().filter(|o| !alone && o.candidate.is_none()).map(|o| o.stance.trim()).filter(speaking).count();
            let own = (!on.is_empty()).then(|| format!("{spoke}人发言{}", stances(&on)));
            let beside = if own.is_some() { "另有" } else { "" };
            own.into_iter().chain((of_all > 0).then(|| format!("{beside}{of_all}人就全部名单发言"))).collect()
        }
        RecordBody::Meeting(Meeting { votes, .. }) => {
            own(votes, candidate, name).map(|line| format!("表决：{}", decided(line, name))).collect()
        }
        RecordBody::Ballot(Ballot { purpose, lines, valid, .. }) => own(lines, candidate, name)
            .map(|line| match purpose {
                BallotPurpose::Decision => decided(line, name),
                _ => polled(line, name, *valid),
            })
            .collect(),
        RecordBody::Document(Document { scores, .. }) => scores
            .iter()
            .filter(|s| s.candidate == Some(candidate) || s.candidate.is_none() && s.name.trim() == name)
            .map(scored)
            .collect(),
        RecordBody::Review(Review { items, .. }) => {
            let items: Vec<String> = items.iter().filter(|i| !others.contains(&i.name.trim())).map(reviewed).collect();
            vec![items.join("；")]
        }
        _ => Vec::new(),
    }
}

/// `笔试78.5分、面试82分、总分80.25分，第1名`.
fn scored(score: &ContestScore) -> String {
    let points = [("笔试", &score.written), ("面试", &score.interview), ("总分", &score.total)];
    let told = points.iter().filter(|(_, n)| !n.trim().is_empty()).map(|(label, n)| format!("{label}{}分", n.trim()));
    let told = told.collect::<Vec<_>>().join("、");
    [told, score.rank.map(|n| format!("第{n}名")).unwrap_or_default()]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join("，")
}

/// One phrase with the field it tells and what stands in brackets after it.
struct Phrase {
    field: &'static Field,
    text: String,
    aside: Vec<String>,
}

/// Phrases that say something, parted by semicolons.
#[derive(Default)]
struct Phrases(Vec<Phrase>);

impl Phrases {
    fn add(&mut self, field: &'static Field, label: &str, text: &str) {
        let text = text.trim().trim_end_matches(['。', '；']);
        if !text.is_empty() {
            self.0.push(Phrase { field, text: format!("{label}{text}"), aside: Vec::new() });
        }
    }

    /// The last phrase, if it tells such a field.
    fn last(&mut self, is: impl Fn(&Field) -> bool) -> Option<&mut Phrase> {
        self.0.last_mut().filter(|p| is(p.field))
    }

    /// `应到45人，实到43人`: counts run together.
    fn count(&mut self, field: &'static Field, label: &str, text: &str) {
        match self.last(|f| f.telling == Telling::Count) {
            Some(run) => {
                run.text.push_str(&format!("，{label}{text}"));
                run.field = field;
            }
            None => self.add(field, label, text),
        }
    }

    fn aside(&mut self, of: &str, field: &'static Field, text: &str) {
        match self.last(|f| f.key == of) {
            _ if text.trim().is_empty() => {}
            Some(phrase) => phrase.aside.push(text.trim().to_owned()),
            None => self.add(field, &format!("{}：", field.label), text),
        }
    }

    fn until(&mut self, start: &str, field: &'static Field, text: &str) {
        match self.last(|f| f.key == start) {
            _ if text.is_empty() => {}
            Some(phrase) => phrase.text.push_str(&format!("至{text}")),
            None => self.add(field, &format!("{}：", field.label), text),
        }
    }

    fn finish(self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let phrases: Vec<String> = self.0.into_iter().map(|p| with_note(&p.text, &p.aside.join("，"))).collect();
        format!("{}。", phrases.join("；"))
    }
}

/// The lines on this candidate: by number, or by name where the line names nobody of the batch.
fn own<'a>(lines: &'a [VoteLine], candidate: CandidateId, name: &'a str) -> impl Iterator<Item = &'a VoteLine> {
    lines.iter().filter(move |l| l.candidate == Some(candidate) || (l.candidate.is_none() && l.name == name))
}

fn decided(line: &VoteLine, name: &str) -> String {
    let result = if line.result.trim().is_empty() { String::new() } else { format!("，{}", line.result.trim()) };
    let parts = [("同意", line.agree), ("不同意", line.against), ("弃权（缓议）", line.abstain)];
    let told: Vec<String> = parts.iter().filter_map(|(what, n)| n.map(|n| format!("{what}{n}票"))).collect();
    format!("{name}{}{}{result}", post(line), told.join("，"))
}

fn polled(line: &VoteLine, name: &str, valid: Option<u32>) -> String {
    let rate = share(line.agree, valid).map_or_else(String::new, |p| format!("，得票率{p}"));
    let rank = line.rank.map_or_else(String::new, |r| format!("，第{r}名"));
    let votes = line.agree.map_or_else(String::new, |n| format!("得{n}票"));
    format!("{name}{}{votes}{rate}{rank}", post(line))
}

fn post(line: &VoteLine) -> String {
    if line.post.trim().is_empty() { String::new() } else { format!("（{}）", line.post.trim()) }
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

fn title_of(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() || title.starts_with('《') { title.to_owned() } else { format!("《{title}》") }
}

#[cfg(test)]
mod tests {
    use super::without_others;

    #[test]
    fn votes_go_with_the_name_before_them_and_a_short_name_is_a_name() {
        let others = ["王䶮", "古丽巴哈尔·阿卜杜热合曼"];
        let told = |text: &str, name: &str| without_others(text, name, &others);
        assert_eq!(
            told("欧阳静澜同意10票、不同意0票；王䶮同意9票、不同意1票、弃权0票。", "欧阳静澜"),
            "欧阳静澜同意10票、不同意0票；（涉及他人部分略）。"
        );
        assert_eq!(told("陈曦全票通过，古丽巴哈尔赞成25票、反对1票。", "陈曦"), "陈曦全票通过，（涉及他人部分略）。");
        assert_eq!(
            told("面向社会公示王䶮、陈曦、古丽巴哈尔。", "陈曦"),
            "面向社会公示（涉及他人部分略）、陈曦、（涉及他人部分略）。"
        );
    }

    #[test]
    fn a_clause_that_names_only_others_is_left_out_and_said_to_be() {
        let others = ["司马文渊", "刘志强"];
        let of = |text: &str| without_others(text, "王䶮", &others);
        assert_eq!(
            of("复函。涉及司马文渊、刘志强的来信各1件；其余同志无信访事项。"),
            "复函。（涉及他人部分略）；其余同志无信访事项。"
        );
        assert_eq!(of("研究了王䶮、刘志强的任职。"), "研究了王䶮、（涉及他人部分略）。");
        assert_eq!(of("王䶮与刘志强同票。"), "王䶮与某某同票。");
        assert_eq!(of("对刘志强等12名同志逐一表决。"), "对某某等12名同志逐一表决。");
        assert_eq!(of("刘志强年度考核等次为不称职。"), "（涉及他人部分略）。");
        assert_eq!(of("司马文渊78票、王䶮61票、刘志强19票。"), "（涉及他人部分略）、王䶮61票、（涉及他人部分略）。");
        assert_eq!(of("刘志强暂缓。司马文渊通过。"), "（涉及他人部分略）。");
    }

    #[test]
    fn brackets_and_the_ends_of_sentences_stay() {
        let others = ["司马文渊", "刘志强"];
        let of = |text: &str| without_others(text, "王䶮", &others);
        for (text, want) in [
            (
                "副区长2名（人选意向：王䶮、刘志强）；常委、部长1名（人选意向：司马文渊）；局长1名。",
                "副区长2名（人选意向：王䶮、（涉及他人部分略））；常委、部长1名（人选意向：（涉及他人部分略））；局长1名。",
            ),
            ("回避：刘志强（讨论该同志时回避，16:02离场）；决议：同意。", "回避：（涉及他人部分略）；决议：同意。"),
            ("一稿（刘志强）、二稿（王䶮）（司马文渊）。", "一稿（涉及他人部分略）、二稿（王䶮）（涉及他人部分略）。"),
            ("没有合上（刘志强、王䶮。", "（涉及他人部分略）、王䶮。"),
        ] {
            assert_eq!(of(text), want);
        }
    }

    #[test]
    fn who_is_taken_up_without_a_name_is_the_one_that_was_named() {
        let of = |text: &str| without_others(text, "王䶮", &["司马文渊", "刘志强"]);
        for (text, want) in [
            (
                "回避：汪海平（系刘志强同志丈夫的哥哥，讨论和表决该同志时回避，16:35离场）；决议：同意。",
                "回避：汪海平（涉及他人部分略）；决议：同意。",
            ),
            ("汪海平系刘志强丈夫的哥哥，讨论该同志时回避，16:35离场。会议继续。", "（涉及他人部分略）。会议继续。"),
            ("汪海平系王䶮的哥哥，讨论该同志时回避，16:35离场。", "汪海平系王䶮的哥哥，讨论该同志时回避，16:35离场。"),
            ("刘志强暂缓，王䶮通过，该同志试用一年。", "（涉及他人部分略），王䶮通过，该同志试用一年。"),
            ("刘志强暂缓。该同志试用一年。", "（涉及他人部分略）。该同志试用一年。"),
        ] {
            assert_eq!(of(text), want);
        }
    }

    #[test]
    fn a_name_inside_a_longer_name_names_nobody() {
        let spoken = "会议酝酿，李明华政治素质好，拟任局长。";
        for (text, name, others, want) in [
            (spoken, "李明华", ["李明", "王芳"], spoken),
            (spoken, "李明", ["李明华", "王芳"], "会议酝酿，（涉及他人部分略），拟任局长。"),
            ("李明华同意12票。", "李明华", ["李明", "王芳"], "李明华同意12票。"),
            ("李明与李明华同票。", "李明", ["李明华", "王芳"], "李明与某某同票。"),
            ("李明与李明华同票。", "李明华", ["李明", "王芳"], "某某与李明华同票。"),
            ("买买提·艾力与买买提同票。", "买买提·艾力", ["买买提", "王芳"], "买买提·艾力与某某同票。"),
            ("王芳与王芳同票。", "王芳", ["王芳", "李明"], "王芳与王芳同票。"),
        ] {
            assert_eq!(without_others(text, name, &others), want, "{name}");
        }
    }
}
