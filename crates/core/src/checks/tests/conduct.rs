//! V31a–e, V32, V36.

use super::{Row, judge};
use crate::case::{Case, NotApplicable};
use crate::checks::Extent;
use crate::finding::Level::{Error, Note, Warning};
use crate::finding::{Finding, Place};
use crate::record::{Notebook, RecordBody, SignatureMode};
use crate::testing::*;

fn excuse(case: &mut Case, step: &str) {
    let (reason, signer) = ("不在范围".into(), "吴某".into());
    case.not_applicable.push(NotApplicable { step: step.into(), candidate: None, reason, signer, date: date("2025-05-01") });
}

#[test]
fn a_step_that_was_skipped_is_found_and_one_that_may_wait_is_not() {
    let rows: [Row; 6] = [
        (
            "no notice before the inspection",
            |c| forget(c, "S20"),
            &[("V31a", Error, "全批次：第 20 步《发布考察预告》没有记录，而其后的第 21 步")],
        ),
        (
            "a personal step for everybody is one gap for each",
            |c| forget(c, "S25"),
            &[("V31a", Error, "李明：第 25 步"), ("V31a", Error, "王芳：第 25 步")],
        ),
        (
            "a step that is not applicable",
            |c| {
                forget(c, "S34");
                excuse(c, "S34");
            },
            &[],
        ),
        (
            "no rule speaks of S05: lacking, but not skipped",
            |c| forget(c, "S05"),
            &[("V36", Error, "全批次：第 5 步《谈心谈话及听取有关方面意见》没有记录")],
        ),
        (
            "talks before the meeting recommendation skip nothing",
            |c| {
                forget_from(c, 15);
                forget(c, "S12");
                forget(c, "S13");
                c.today = date("2025-04-30").first_day();
            },
            &[("V36", Error, "第 12 步"), ("V36", Error, "第 13 步"), ("V36", Error, "第 15 步"), ("V36", Error, "第 16 步")],
        ),
        (
            "the far end of a chain of rules",
            |c| {
                for no in 10..=16 {
                    forget(c, &format!("S{no}"));
                    excuse(c, &format!("S{no}"));
                }
                forget(c, "S09");
            },
            &[("V31a", Error, "第 9 步")],
        ),
    ];
    judge(&rows);
}

#[test]
fn an_excuse_needs_a_reason_a_signer_and_a_step_that_may_be_excused() {
    let rows: [Row; 3] = [
        (
            "no reason",
            |c| {
                forget(c, "S34");
                excuse(c, "S34");
                c.not_applicable[0].reason = " ".into();
            },
            &[("V36", Error, "标为不适用，但没有理由")],
        ),
        (
            "nobody answers for it",
            |c| {
                forget(c, "S34");
                excuse(c, "S34");
                c.not_applicable[0].signer.clear();
            },
            &[("V36", Error, "标为不适用，但没有责任人签名")],
        ),
        (
            "the catalogue never excuses it",
            |c| {
                forget(c, "S44");
                excuse(c, "S44");
            },
            &[("V36", Warning, "目录没有规定这一步可以不适用")],
        ),
    ];
    judge(&rows);
}

#[test]
fn a_record_no_check_would_look_at_is_not_a_pass() {
    let rows: [Row; 4] = [
        (
            "a step the catalogue does not know",
            |c| {
                let s = c.catalogue.step("S05").unwrap().clone();
                let id = add(c, &s, 5, vec![]);
                c.records.iter_mut().find(|r| r.id == id).unwrap().content.step = "S99".into();
            },
            &[("V36", Error, "没有步骤“S99”")],
        ),
        (
            "talk instead of a meeting",
            |c| {
                first(c, "S36").content.body = RecordBody::Notebook(Notebook {
                    category: "其它".into(),
                    speakers: vec![],
                    text: "已议".into(),
                    ..Notebook::default()
                })
            },
            &[("V36", Error, "应填会议记录，现在填的是谈话（笔记本）记录"), ("V24", Error, "没有会议或表决记录")],
        ),
        (
            "a paper instead of the vote on the proposal",
            |c| first(c, "S29").content.body = first(c, "S28").content.body.clone(),
            &[("V24", Error, "第 29 步")],
        ),
        (
            "somebody who is not in the batch",
            |c| {
                let s = c.catalogue.step("S23").unwrap().clone();
                add(c, &s, 23, vec![crate::id::CandidateId(77)]);
            },
            &[("V36", Error, "涉及的人选有的不在本批次")],
        ),
    ];
    judge(&rows);
}

#[test]
fn a_gap_of_the_batch_that_concerns_some_is_one_finding_with_their_number() {
    let mut case = sound_case();
    let mut third = case.candidates[0].clone();
    third.id = crate::id::CandidateId(3);
    third.content.order = 3;
    third.content.stopped_at = "S09".into();
    case.candidates.push(third);
    forget(&mut case, "S20");
    let found = crate::checks::run(&case, &WEEKDAYS);
    let gaps: Vec<&str> = found.iter().filter(|f| f.code == "V31a").map(|f| f.message.as_str()).collect();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert!(gaps[0].starts_with("李明等2人：第 20 步"), "{gaps:?}");
}

#[test]
fn what_came_after_the_candidate_stopped_is_not_asked_for() {
    let rows: [Row; 1] = [(
        "王芳 stopped at S17",
        |c| {
            c.candidates.iter_mut().find(|x| x.id == WANG).unwrap().content.stopped_at = "S17".into();
            let gone: Vec<_> = c
                .records
                .iter()
                .filter(|r| r.content.candidates == [WANG] && r.content.step.as_str() > "S17")
                .map(|r| r.id)
                .collect();
            c.records.retain(|r| !gone.contains(&r.id));
            c.materials.retain(|m| !gone.contains(&m.content.record));
        },
        &[],
    )];
    judge(&rows);
}

#[test]
fn a_later_step_that_came_first_is_found_and_free_order_is_not() {
    let rows: [Row; 12] = [
        ("the vote before the discussion", |c| happen(first(c, "S37"), "2025-06-10"), &[("V31b", Error, "早于第 36 步")]),
        ("both on one day", |c| happen(first(c, "S37"), "2025-06-16"), &[]),
        ("talks before the meeting recommendation", |c| happen(first(c, "S14"), "2025-04-04"), &[]),
        ("reviews as early as dongyi", |c| of(c, "S26").into_iter().for_each(|r| happen(r, "2025-03-04")), &[]),
        (
            "one person's opinion of the discipline office too late",
            |c| of(c, "S25").into_iter().filter(|r| r.content.candidates == [LI]).for_each(|r| happen(r, "2025-06-18")),
            &[("V31b", Error, "李明")],
        ),
        ("only the month is known and it may fit", |c| first(c, "S10").content.date = Some(date("2025-03")), &[]),
        ("only the month is known and it cannot fit", |c| happen(first(c, "S37"), "2025-05"), &[("V31b", Error, "第 37 步")]),
        (
            "reversed across steps that are not applicable",
            |c| {
                for step in ["S15", "S16"] {
                    forget(c, step);
                    excuse(c, step);
                }
                happen(first(c, "S14"), "2025-04-21");
            },
            &[("V31b", Error, "必须先于第 17 步")],
        ),
        (
            "a second round of talks later reverses no order, but the material was written before it",
            |c| {
                let s = c.catalogue.step("S22").unwrap().clone();
                add(c, &s, 30, vec![LI]);
            },
            &[("V20", Error, "早于考察结束日")],
        ),
        ("no date", |c| first(c, "S05").content.date = None, &[("V31b", Error, "没有填写发生时间")]),
        (
            "the end before the start",
            |c| first(c, "S05").content.end_date = Some(date("2025-03-14")),
            &[("V31b", Error, "结束时间2025年3月14日早于开始时间2025年3月15日")],
        ),
        (
            "after today",
            |c| {
                c.today = date("2025-07-09").first_day();
            },
            &[("V31b", Error, "2025年7月10日晚于今天")],
        ),
    ];
    judge(&rows);
}

/// A text of sixty characters and more.
const LONG: &str = "谈话中普遍反映该同志政治立场坚定，工作思路清晰，能够团结班子成员，注重调查研究，群众基础较好，分管工作连续两年完成年度目标，在急难任务面前敢于负责，对自己要求严格，家风良好";

#[test]
fn empty_words_and_copied_words_are_found() {
    let rows: [Row; 9] = [
        ("check lists are alike by their form", |c| of(c, "S26").into_iter().for_each(|r| r.content.summary = LONG.into()), &[]),
        (
            "nothing said at all",
            |c| {
                let r = first(c, "S05");
                r.content.summary = " ".into();
                r.content.body = RecordBody::Notebook(Notebook {
                    category: "听取意见".into(),
                    speakers: vec![],
                    text: "".into(),
                    ..Notebook::default()
                });
            },
            &[("V31c", Error, "都没有内容")],
        ),
        ("figures but no words", |c| first(c, "S13").content.summary.clear(), &[("V31c", Warning, "没有填写操作情况")]),
        (
            "the same text on two people",
            |c| {
                for r in of(c, "S22") {
                    r.content.summary = LONG.into();
                }
            },
            &[("V31c", Warning, "高度雷同（相邻两字相同的占100%")],
        ),
        (
            "the name changed is the same text",
            |c| {
                for (r, n) in of(c, "S22").into_iter().zip(["李明", "王芳"]) {
                    r.content.summary = format!("{n}：{LONG}");
                }
            },
            &[("V31c", Warning, "占100%")],
        ),
        (
            "short texts are alike by nature",
            |c| {
                for r in of(c, "S23") {
                    r.content.summary = "按方案面谈，双方签名".into();
                }
            },
            &[],
        ),
        (
            "half of it is one's own",
            |c| {
                let own = "另有两名谈话对象提出，推进项目时有时过急，听取不同意见不够，建议今后注意方式方法，本人当场表示接受并说明了当时的情况";
                of(c, "S22")[0].content.summary = LONG.into();
                of(c, "S22")[1].content.summary = format!("{LONG}{own}");
            },
            &[],
        ),
        (
            "records of the batch may repeat",
            |c| {
                for s in ["S30", "S30"] {
                    let step = c.catalogue.step(s).unwrap().clone();
                    add(c, &step, 30, vec![LI]);
                }
                for r in of(c, "S30") {
                    r.content.summary = LONG.into();
                }
            },
            &[],
        ),
        (
            "the same person twice",
            |c| {
                let s = c.catalogue.step("S22").unwrap().clone();
                add(c, &s, 23, vec![LI]);
                for r in of(c, "S22") {
                    if r.content.candidates == [LI] {
                        r.content.summary = LONG.into();
                    }
                }
            },
            &[],
        ),
    ];
    judge(&rows);
}

#[test]
fn an_entry_later_than_five_working_days_needs_a_reason() {
    // S05 happened on Saturday 2025-03-15: five working days end on Friday the 21st.
    let rows: [Row; 7] = [
        ("the fifth working day", |c| first(c, "S05").entered_at = "2025-03-21T23:59:59+08:00".into(), &[]),
        ("the weekend after it", |c| first(c, "S05").entered_at = "2025-03-23T08:00:00+08:00".into(), &[]),
        (
            "the sixth working day",
            |c| first(c, "S05").entered_at = "2025-03-24T08:00:00+08:00".into(),
            &[("V31d", Error, "距发生已6个工作日，超过5个，没有写补录理由")],
        ),
        (
            "with a reason",
            |c| {
                let r = first(c, "S05");
                r.entered_at = "2025-03-24T08:00:00+08:00".into();
                r.content.late_reason = "出差".into();
            },
            &[("V31d", Note, "补录理由：出差")],
        ),
        (
            "counted from the last day",
            |c| {
                let r = first(c, "S05");
                r.content.end_date = Some(date("2025-03-20"));
                r.entered_at = "2025-03-27T08:00:00+08:00".into();
            },
            &[],
        ),
        (
            "entered before it happened",
            |c| first(c, "S05").entered_at = "2025-03-14T08:00:00+08:00".into(),
            &[("V31d", Warning, "早于发生时间")],
        ),
        ("no time of entry", |c| first(c, "S05").entered_at = "昨天".into(), &[("V31d", Error, "读不出日期")]),
    ];
    judge(&rows);
}

#[test]
fn signatures_and_papers_that_are_lacking_are_found() {
    let rows: [Row; 13] = [
        ("nobody signed the record", |c| first(c, "S05").content.signatures.clear(), &[("V31e", Error, "没有责任人签名")]),
        (
            "signed on paper before a correction, and not since",
            |c| {
                let record = first(c, "S05");
                record.content.signatures[0].mode = SignatureMode::Pending;
                let id = record.id;
                c.materials.iter_mut().filter(|m| m.content.record == id).for_each(|m| {
                    (m.outdated, m.content.own_sheet, m.content.of_revision) = (true, true, Some(1));
                });
            },
            &[("V31e", Error, "是更正以前的版本"), ("V36", Error, "是更正以前的签字页，没有更正后的一份")],
        ),
        (
            "another paper hung up before a correction stands for itself",
            |c| c.materials.iter_mut().for_each(|m| m.outdated = true),
            &[],
        ),
        (
            "asked for, not given",
            |c| first(c, "S05").content.signatures[0].mode = SignatureMode::Pending,
            &[("V31e", Error, "待吴某签名")],
        ),
        ("signed without a date", |c| first(c, "S05").content.signatures[0].date = None, &[("V31e", Error, "没有责任人签名")]),
        (
            "a material nobody signed",
            |c| c.materials[0].content.signature.name.clear(),
            &[("V32", Error, "材料“领导职数核查（预审）表”没有责任人签名")],
        ),
        (
            "a material signed without a date",
            |c| c.materials[0].content.signature.date = None,
            &[("V32", Error, "吴某的签名没有日期")],
        ),
        (
            "a material waiting for its signature",
            |c| c.materials[0].content.signature.mode = SignatureMode::Pending,
            &[("V32", Error, "待吴某签名")],
        ),
        (
            "a required material is not there",
            |c| {
                c.materials.remove(0);
            },
            &[("V36", Error, "全批次：第 1 步《核查职数空缺与分析研判班子》缺少材料“领导职数核查（预审）表”")],
        ),
        ("an optional one is not missed", |c| c.materials.retain(|m| m.content.name != "有关方面意见记录"), &[]),
        ("there only by name", |c| c.materials[0].content.pages = 0, &[("V36", Error, "页数为0")]),
        ("with something after its name", |c| c.materials[0].content.name.push_str("（附表）"), &[]),
        (
            "one person's papers are missing",
            |c| {
                let id = of(c, "S23")[1].id;
                c.materials.retain(|m| m.content.record != id);
            },
            &[("V31e", Error, "没有任何附件材料")],
        ),
    ];
    judge(&rows);
}

#[test]
fn what_is_said_of_one_record_alone_is_what_the_whole_judgement_says_of_it() {
    let mut case = sound_case();
    let step = case.catalogue.step("S22").unwrap().clone();
    for _ in 0..4 {
        add(&mut case, &step, 22, vec![LI]);
        add(&mut case, &step, 22, vec![WANG]);
    }
    for (i, r) in of(&mut case, "S22").into_iter().enumerate() {
        r.content.summary = if i % 3 == 0 { LONG.into() } else { format!("{LONG}（{i}）") };
    }
    let rules = crate::rules::RuleBook::builtin().govern(&case.batch.content);
    let judge = |extent: &Extent| crate::checks::judge(&case, &WEEKDAYS, &rules, extent);
    let whole = judge(&Extent::whole());
    let mut copied = 0;
    for record in &case.records {
        let about = |found: Vec<Finding>| -> Vec<_> {
            let on = |p: &Place| p.record == Some(record.id);
            found.into_iter().filter(|f| on(&f.place) || f.other.as_ref().is_some_and(on)).collect()
        };
        let alone = about(judge(&Extent::about(record.id)));
        assert_eq!(alone, about(whole.clone()), "记录{}", record.id.0);
        copied += alone.iter().filter(|f| f.code == "V31c").count();
    }
    assert!(copied > 4, "{copied}");
}
