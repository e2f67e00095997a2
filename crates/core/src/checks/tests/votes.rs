//! V07, V24, V25.

use super::{Row, judge};
use crate::case::Case;
use crate::checks::run;
use crate::finding::Level::{Error, Warning};
use crate::record::{Ballot, Decision, Meeting, RecordBody, ScoreRow, ScoreTable, VoteLine};
use crate::testing::*;

/// Counts of the ballot of a step, to be spoilt: expected, present, issued, returned, valid, invalid, abstained, seats.
fn counts(case: &mut Case, step: &str, numbers: [impl Into<Option<u32>>; 8]) {
    let RecordBody::Ballot(Ballot { expected, present, issued, returned, valid, invalid, abstained, seats, .. }) =
        &mut first(case, step).content.body
    else {
        panic!("{step} holds a ballot");
    };
    for (field, number) in [expected, present, issued, returned, valid, invalid, abstained, seats].into_iter().zip(numbers) {
        *field = number.into();
    }
}

fn lines<'a>(case: &'a mut Case, step: &str) -> &'a mut Vec<VoteLine> {
    match &mut first(case, step).content.body {
        RecordBody::Ballot(Ballot { lines, .. }) => lines,
        RecordBody::Meeting(Meeting { votes, .. }) => votes,
        other => panic!("no votes in {other:?}"),
    }
}

fn attend(case: &mut Case, step: &str, should: impl Into<Option<u32>>, did: impl Into<Option<u32>>) {
    let RecordBody::Meeting(Meeting { expected, present, .. }) = &mut first(case, step).content.body else { panic!("{step}") };
    (*expected, *present) = (should.into(), did.into());
}

fn decide(case: &mut Case, conclusion: &str) {
    let RecordBody::Decision(Decision { result, .. }) = &mut first(case, "S38").content.body else {
        panic!("S38 holds a decision")
    };
    *result = conclusion.into();
}

#[test]
fn votes_must_be_conserved() {
    let rows: [Row; 23] = [
        ("some ballots were not returned", |c| counts(c, "S13", [45, 43, 43, 41, 41, 0, 0, 2]), &[]),
        ("invalid ballots are counted", |c| counts(c, "S13", [45, 43, 43, 43, 40, 3, 0, 2]), &[]),
        ("abstentions counted apart", |c| counts(c, "S13", [45, 43, 43, 43, 40, 1, 2, 2]), &[]),
        ("abstentions counted among the valid", |c| counts(c, "S13", [45, 43, 43, 43, 43, 0, 2, 2]), &[]),
        (
            "more returned than issued",
            |c| counts(c, "S13", [45, 43, 43, 44, 44, 0, 0, 2]),
            &[("V07", Error, "收回44张多于发出43张")],
        ),
        (
            "more issued than present",
            |c| counts(c, "S13", [45, 43, 44, 43, 43, 0, 0, 2]),
            &[("V07", Error, "发出44张多于实到43人")],
        ),
        (
            "more present than expected",
            |c| counts(c, "S13", [42, 43, 43, 43, 43, 0, 0, 2]),
            &[("V07", Error, "实到43人多于应到42人")],
        ),
        (
            "valid and invalid do not make the returned",
            |c| counts(c, "S13", [45, 43, 43, 43, 41, 1, 0, 2]),
            &[("V07", Error, "有效41+无效1不等于收回数")],
        ),
        ("votes up to valid times seats", |c| counts(c, "S14", [20, 20, 20, 20, 18, 2, 0, 2]), &[]),
        (
            "more votes than valid times seats",
            |c| counts(c, "S14", [20, 20, 20, 20, 20, 0, 0, 1]),
            &[("V07", Error, "得票合计33，多于有效票20张×限推1人=20")],
        ),
        (
            "one has more votes than there are valid ballots",
            |c| lines(c, "S13")[0].agree = Some(44),
            &[("V07", Error, "李明得44票，多于有效票43张")],
        ),
        (
            "counts not filled in",
            |c| counts(c, "S13", [Some(45), Some(43), None, None, None, None, None, Some(2)]),
            &[("V07", Error, "没有填写发出票数、收回票数、有效票数、无效票数")],
        ),
        (
            "a blank is no nought: whether there were invalid papers nobody says",
            |c| counts(c, "S13", [Some(45), Some(43), Some(43), Some(43), Some(43), None, None, Some(2)]),
            &[("V07", Error, "没有填写无效票数")],
        ),
        (
            "nought invalid papers are nought",
            |c| counts(c, "S13", [Some(45), Some(43), Some(43), Some(43), Some(43), Some(0), None, Some(2)]),
            &[],
        ),
        (
            "votes not filled in, and votes of nobody",
            |c| {
                lines(c, "S14")[0].agree = None;
                lines(c, "S14")[1].agree = Some(0);
            },
            &[("V07", Error, "没有填写李明的得票票数"), ("V08", Warning, "王芳谈话推荐得0票")],
        ),
        (
            "who was against nobody wrote down",
            |c| lines(c, "S37")[0].against = None,
            &[("V07", Error, "没有填写李明的不同意票数")],
        ),
        ("nobody's votes", |c| lines(c, "S13").clear(), &[("V07", Error, "没有逐人得票数")]),
        (
            "a name twice",
            |c| {
                let l = lines(c, "S14")[1].clone();
                lines(c, "S14").push(VoteLine { agree: Some(1), rank: None, ..l });
            },
            &[("V07", Error, "“王芳”（）列了不止一行")],
        ),
        (
            "ranks against the votes",
            |c| {
                lines(c, "S14")[0].rank = Some(2);
                lines(c, "S14")[1].rank = Some(1);
            },
            &[("V07", Error, "名次与得票不符")],
        ),
        (
            "equal votes share a rank",
            |c| {
                lines(c, "S14")[1].agree = Some(18);
                lines(c, "S14")[1].rank = Some(1);
            },
            &[],
        ),
        ("equal votes with two ranks", |c| lines(c, "S14")[1].agree = Some(18), &[("V07", Error, "名次与得票不符")]),
        (
            "a line of the decision does not add up",
            |c| lines(c, "S37")[0].against = Some(1),
            &[("V07", Error, "同意12+不同意1+弃权0=13，与有效票12张不符")],
        ),
        (
            "numbers as large as can be",
            |c| {
                counts(c, "S14", [u32::MAX; 8]);
                lines(c, "S14")[0].agree = Some(u32::MAX);
            },
            &[("V07", Error, "不等于收回数"), ("V08", Warning, "王芳谈话推荐得15票")],
        ),
    ];
    judge(&rows);
}

/// Marks of one indicator by grades, on the appraisal of S21.
fn marked(case: &mut Case, counts: [Option<u32>; 4]) {
    // Older data does not ask it.
    case.batch.content.edition = "2019@1.3".into();
    let RecordBody::Ballot(b) = &mut first(case, "S21").content.body else { panic!("S21 holds a ballot") };
    let grades = ["好", "较好", "一般", "差"].map(String::from).to_vec();
    let row = ScoreRow { name: "政治立场".into(), counts: counts.to_vec() };
    b.tables = vec![ScoreTable { title: "德的测评".into(), grades, rows: vec![row] }];
}

#[test]
fn an_indicator_has_no_more_marks_than_there_are_papers() {
    let told = |counts: [Option<u32>; 4]| -> Vec<String> {
        let mut case = sound_case();
        marked(&mut case, counts);
        let found = crate::checks::run(&case, &WEEKDAYS);
        found.into_iter().filter(|f| f.code == "V07").map(|f| format!("{} {}", f.level.word(), f.message)).collect()
    };
    for counts in [[Some(20), Some(7), Some(1), Some(0)], [Some(20), Some(1), None, None], [None; 4]] {
        assert_eq!(told(counts), Vec::<String>::new(), "{counts:?}");
    }
    for (counts, words) in [
        ([Some(20), Some(7), Some(1), Some(1)], "德的测评“政治立场”各档合计29，多于有效票28张"),
        ([Some(29), None, None, None], "各档合计29，多于有效票28张"),
        ([Some(u32::MAX); 4], "各档合计17179869180，多于有效票28张"),
    ] {
        let found = told(counts);
        assert!(matches!(found.as_slice(), [one] if one.starts_with("错 ") && one.contains(words)), "{found:?}");
    }
}

#[test]
fn two_thirds_of_the_members_must_be_present() {
    let rows: [Row; 9] = [
        ("exactly two thirds", |c| attend(c, "S36", 15, 10), &[]),
        ("one less than two thirds", |c| attend(c, "S36", 15, 9), &[("V24", Error, "应到15人，实到9人，不足应到的2/3")]),
        ("thirteen want nine", |c| attend(c, "S36", 13, 9), &[]),
        ("eight of thirteen are too few", |c| attend(c, "S36", 13, 8), &[("V24", Error, "应到13人，实到8人")]),
        ("numbers missing", |c| attend(c, "S36", None, None), &[("V24", Error, "没有填写应到或实到人数")]),
        ("nobody came", |c| attend(c, "S36", 13, 0), &[("V24", Error, "应到13人，实到0人，不足")]),
        ("who came nobody wrote", |c| attend(c, "S36", 13, None), &[("V24", Error, "没有填写应到或实到人数")]),
        ("more than there are", |c| attend(c, "S36", 11, 12), &[("V24", Error, "实到12人多于应到11人")]),
        ("a step that does not name V24 is free", |c| attend(c, "S33", 10, 1), &[]),
    ];
    judge(&rows);
}

#[test]
fn only_more_than_half_of_those_who_should_attend_may_pass() {
    let rows: [Row; 13] = [
        (
            "seven of thirteen",
            |c| {
                let l = &mut lines(c, "S37")[0];
                (l.agree, l.against) = (Some(7), Some(5));
            },
            &[],
        ),
        (
            "half of fourteen is not more than half, though it is of the twelve present",
            |c| {
                attend(c, "S29", 14, 12);
                let l = &mut lines(c, "S29")[0];
                (l.agree, l.against) = (Some(7), Some(5));
            },
            &[("V25", Error, "李明同意7票，应到14人，同意票未超过应到人数的半数，不得记“通过”")],
        ),
        (
            "six of thirteen declared passed, and the decision that follows it",
            |c| {
                let l = &mut lines(c, "S37")[0];
                (l.agree, l.against) = (Some(6), Some(6));
            },
            &[("V25", Error, "李明同意6票，应到13人")],
        ),
        (
            "declared failed against a majority",
            |c| lines(c, "S29")[1].result = "未通过".into(),
            &[("V25", Warning, "同意票已超过半数，却记“未通过”")],
        ),
        ("deferred with a majority is no fault here", |c| lines(c, "S29")[1].result = "暂缓".into(), &[]),
        ("nothing declared", |c| lines(c, "S29")[0].result.clear(), &[("V25", Error, "没有写明是否通过")]),
        ("a word nobody knows", |c| lines(c, "S29")[0].result = "原则通过".into(), &[("V25", Warning, "结论“原则通过”无法识别")]),
        ("a decision without a conclusion", |c| decide(c, ""), &[("V25", Error, "没有写明结论")]),
        ("a decision to wait", |c| decide(c, "暂缓"), &[]),
        ("more agree than there are members", |c| lines(c, "S29")[0].agree = Some(14), &[("V25", Error, "同意票多于应到人数")]),
        ("who should attend nobody wrote", |c| attend(c, "S29", None, None), &[("V24", Error, "没有填写")]),
        (
            "no votes on one of them",
            |c| {
                lines(c, "S29").remove(1);
            },
            &[("V25", Error, "没有王芳的表决票数")],
        ),
        ("a decision without any vote", |c| forget(c, "S37"), &[("V31a", Error, "第 37 步《表决（票决）与计票》没有记录")]),
    ];
    judge(&rows);
}

#[test]
fn the_basis_names_the_article_where_it_is_known() {
    let mut case = sound_case();
    case.batch.content.edition = "2014".into();
    case.batch.content.edition_reason = "原批次延续".into();
    attend(&mut case, "S36", 13, 8);
    let mut found = crate::checks::run(&case, &WEEKDAYS);
    // Its sheets name the grounds of the edition of 2019, and not all of 2014.
    found.retain(|f| f.code != "V12");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].basis.contains("第三十七条"), "{}", found[0].basis);
    assert_eq!(found[0].place.step.as_deref(), Some("S36"));
    assert!(found[0].place.record.is_some());
}

#[test]
fn whom_a_ballot_leaves_out_is_told_while_it_is_typed() {
    let mut case = sound_case();
    case.batch.content.edition_data = vec!["2019@1.5".into()];
    first(&mut case, "S13").content.candidates = vec![LI];
    lines(&mut case, "S13").truncate(1);
    let found = run(&case, &WEEKDAYS);
    assert!(found.iter().any(|f| f.code == "V08" && f.message.contains("没有列在会议推荐票上")), "{found:#?}");
    super::while_typed("narrowed to one", &case, &found);
}
