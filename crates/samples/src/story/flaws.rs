//! The few flaws put in on purpose, each with the words a reader of the findings should expect, and the corrections.

use jishi_core::record::{Ballot, BallotPurpose, Letter, Notebook, Notice, RecordBody, SignatureMode};

use super::{Correction, Entry, Flaw, Story, after, candidate, day, on};

fn find<'a>(s: &'a mut Story, step: &str, key: &str, nth: usize) -> &'a mut Entry {
    let id = candidate(key);
    let mut hits = s.entries.iter_mut().filter(|e| e.content.step == step && e.content.candidates.contains(&id));
    hits.nth(nth).expect("the story has this record")
}

/// Puts the flaws in.
pub fn put(s: &mut Story) {
    let mut list: Vec<Flaw> = Vec::new();
    let mut note = |code, level, place: String, words| list.push(Flaw { code, level, place, words });

    let e = find(s, "S39", "C12", 0);
    if let RecordBody::Notice(Notice { end, .. }) = &mut e.content.body {
        *end = on(day(7, 6));
    }
    note("V28", "error", format!("{} / C12", e.key), "何颖同志任前公示7月1日至7月6日只有4个工作日，不足5个工作日");

    let e = find(s, "S21", "C9", 0);
    if let RecordBody::Ballot(Ballot { valid, invalid, returned, .. }) = &mut e.content.body {
        *returned = valid.zip(*invalid).map(|(valid, invalid)| valid + invalid - 1);
    }
    note("V07", "error", format!("{} / C9", e.key), "陈曦同志民主测评收回票比有效票与无效票之和少1张");

    let e = find(s, "S24", "C8", 0);
    if let Some(paper) = e.papers.first_mut() {
        paper.signature.mode = SignatureMode::Pending;
        paper.signature.date = None;
        // The record says no other than its paper.
        for own in e.content.signatures.iter_mut().filter(|s| s.name == paper.signature.name) {
            own.mode = SignatureMode::Pending;
            own.date = None;
        }
    }
    note("V32", "error", format!("{} / C8", e.key), "张建国同志实地走访记录没有走访人签名");

    let e = find(s, "S19", "C5", 0);
    e.entered_on = format!("{}T16:05:00+08:00", after(day(4, 14), 12));
    note("V31d", "error", format!("{} / C5", e.key), "市公安局考察方案沟通记录晚录12个工作日，没有补录理由");

    let e = find(s, "S24", "C4", 0);
    e.content.date = on(day(4, 14));
    e.entered_on = "2026-04-14T17:30:00+08:00".into();
    for signature in e.content.signatures.iter_mut().chain(e.papers.iter_mut().map(|p| &mut p.signature)) {
        signature.date = on(day(4, 14));
    }
    e.content.summary = e.content.summary.replace("5月11日", "4月14日");
    note("V15", "error", format!("{} / C4", e.key), "买买提·艾力同志实地走访（4月14日）早于考察预告（4月15日）");

    let talks = |e: &&Entry| match &e.content.body {
        RecordBody::Ballot(b) => {
            b.purpose == BallotPurpose::TalkRecommendation && b.lines.iter().any(|l| l.candidate == Some(candidate("C7")))
        }
        _ => false,
    };
    let e = s.entries.iter().find(talks).expect("talks on C7 were counted");
    note("V08", "warning", format!("{} / C7", e.key), "孙晓梅同志会议推荐、谈话推荐均未过半，作为差额人选考察");

    let copied = find(s, "S22", "C8", 1).content.clone();
    let e = find(s, "S22", "C9", 1);
    if let (RecordBody::Notebook(Notebook { text: to, .. }), RecordBody::Notebook(Notebook { text: from, .. })) =
        (&mut e.content.body, &copied.body)
    {
        *to = from.clone();
    }
    note("V31c", "warning", format!("{} / C9", e.key), "陈曦同志一份考察谈话记录与张建国同志的高度雷同");

    let e = find(s, "S26", "C1", 4);
    e.papers.retain(|p| p.name != "干部档案任前审核表");
    note("V36", "error", format!("{} / C1", e.key), "欧阳静澜同志缺少干部档案任前审核表");
    s.flaws = list;
}

/// Four corrections made later, each with its reason. What was first entered stays in the record.
pub fn correct(s: &mut Story) {
    let mut made = Vec::new();
    // The first entry carries the slip, the correction carries what is right.
    let mut slip = |e: &mut Entry, when: &str, reason: &str, spoil: fn(&mut Entry)| {
        let mut content = e.content.clone();
        // What was corrected is signed again, on the day of the correction.
        for signature in &mut content.signatures {
            signature.date = when.get(..10).and_then(|day| day.parse().ok());
        }
        spoil(e);
        made.push(Correction { record: e.key.clone(), entered_on: when.into(), reason: reason.into(), content });
    };
    slip(find(s, "S05", "C8", 0), "2026-03-17T10:20:00+08:00", "谈话地点误记，经核对专用笔记本更正", |e| {
        e.content.place = "临江县政府三楼会议室".into()
    });
    slip(
        find(s, "S13", "C5", 0),
        "2026-04-03T09:10:00+08:00",
        "得票数抄录有误，经计票人、监票人对照原始票更正",
        |e| {
            if let RecordBody::Ballot(Ballot { lines, .. }) = &mut e.content.body
                && let Some(line) = lines.first_mut()
            {
                line.agree = Some(46);
            }
        },
    );
    slip(find(s, "S25", "C5", 0), "2026-05-22T15:30:00+08:00", "回函文号录错，按原件更正", |e| {
        if let RecordBody::Letter(Letter { reply_no, .. }) = &mut e.content.body {
            *reply_no = "云纪干函〔2026〕180号".into();
        }
    });
    slip(find(s, "S41", "C6", 0), "2026-07-14T09:40:00+08:00", "谈话起止时间漏记，据谈话记录原件补正", |e| {
        e.content.time = String::new()
    });
    s.corrections = made;
}
