//! The report of one person, merged from both levels.

use super::*;
use crate::case::{NotApplicable, Outcome};
use crate::record::{Absence, ContestScore, Meeting, Notebook, Opinion, RecordBody, Review, Signature, SignatureMode};
use crate::testing::*;

fn report(case: &Case) -> Report {
    build(case, LI, date("2026-12-31").first_day(), "Z109-WS·2025-Y-ZZB-0001").unwrap()
}

fn row<'a>(report: &'a Report, step: &str) -> &'a ReportRow {
    report.stages.iter().flat_map(|s| &s.rows).find(|r| r.step == step).unwrap()
}

#[test]
fn every_step_has_a_row_in_order_under_its_stage() {
    let report = report(&sound_case());
    let mut numbers: Vec<u32> = report.stages.iter().flat_map(|s| &s.rows).map(|r| r.no).collect();
    assert_eq!(numbers.len(), 45, "two records at S25: the letter and the opinion");
    numbers.dedup();
    assert_eq!(numbers, (1..=44).collect::<Vec<u32>>());
    let stages: Vec<(&str, usize)> = report.stages.iter().map(|s| (s.name.as_str(), s.rows.len())).collect();
    assert_eq!(stages, [("动议", 9), ("民主推荐", 7), ("考察", 14), ("酝酿", 5), ("讨论决定", 4), ("任用", 6)]);
    assert_eq!(report.made_on, "2026-12-31");
    assert_eq!(report.political_status, "中共党员");
    assert_eq!(report.person.id_number, "", "the 身份证号 does not reach the form");
    assert_eq!(report.edition, "《党政领导干部选拔任用工作条例》（2019年）");
    assert!(build(&sound_case(), CandidateId(99), date("2026-01-01").first_day(), "").is_none());
}

#[test]
fn records_of_a_step_stand_as_they_went_not_as_they_were_entered() {
    let mut case = sound_case();
    let times: Vec<usize> = (0..case.records.len()).filter(|i| case.records[*i].content.step == "S25").collect();
    for (i, time) in times.iter().zip(["14:40"].into_iter().chain(std::iter::repeat("9：20–10:00"))) {
        case.records[*i].content.date = Some(date("2025-05-06"));
        case.records[*i].content.end_date = None;
        case.records[*i].content.time = time.into();
    }
    let report = report(&case);
    let rows: Vec<&str> =
        report.stages.iter().flat_map(|s| &s.rows).filter(|r| r.step == "S25").map(|r| r.time.as_str()).collect();
    assert_eq!(rows, ["2025年5月6日 9：20–10:00", "2025年5月6日 14:40"]);
}

#[test]
fn a_ballot_is_told_in_words_with_the_line_of_this_candidate_alone() {
    let report = report(&sound_case());
    let row = row(&report, "S13");
    let want = "按规定完成计票与会议推荐结果汇总。应到45人，实到43人，发出43张，收回43张，有效43张，无效0张，限推2人（等额）；李明得40票，得票率93.0%，第1名。";
    assert_eq!(row.done, want);
    assert!(report.stages.iter().flat_map(|s| &s.rows).all(|r| !r.done.contains("王芳")), "nobody else is told of");
    assert_eq!(row.time, "2025年4月8日 15:00");
    assert_eq!(row.place, "三楼会议室");
    assert_eq!(row.responsible, "干部科\n签名：吴某（责任人，2025年4月8日）");
    assert_eq!(row.materials, "会议推荐得票汇总表（2页）\n原始票密封袋清单（2页）");
    assert_eq!(row.mode, "汇总表+双签");
}

#[test]
fn meetings_decisions_letters_and_notices_are_told_in_words() {
    let mut case = sound_case();
    if let RecordBody::Meeting(Meeting { absent, resolution, .. }) = &mut first(&mut case, "S29").content.body {
        absent.push(Absence { name: "郑某".into(), ..Absence::default() });
        *resolution = "提交常委会讨论。".into();
    }
    first(&mut case, "S29").content.summary.clear();
    let report = report(&case);
    let want = "第5次会议；应到13人，实到12人；缺席：周某（出差）、郑某；表决：李明同意12票，不同意0票，弃权（缓议）0票，通过；决议：提交常委会讨论。";
    assert_eq!(row(&report, "S29").done, want);
    assert!(
        row(&report, "S37").done.ends_with("有效12张，无效0张；李明同意12票，不同意0票，弃权（缓议）0票，通过。"),
        "{}",
        row(&report, "S37").done
    );
    assert!(row(&report, "S25").done.contains(
        "发往：市纪委监委（函1号，2025年5月14日）；对方收函日期：2025年5月14日；复函文号：复1号（2025年5月14日）；复函意见：无不同意见"
    ));
    assert!(
        row(&report, "S39").done.contains(
            "《公示》；方式：网站；范围：全市；2025年6月25日至2025年7月1日；受理联系方式：12380；收到反映：0件（零登记）"
        )
    );
    let decided = &row(&report, "S42").done;
    assert!(
        decided.contains("市委常委会（任〔2025〕2号）；结果：通过") && decided.contains("起算日期：2025年6月22日"),
        "{decided}"
    );
}

#[test]
fn an_extract_says_the_text_that_the_report_passes_over_and_says_nothing_twice() {
    let mut case = sound_case();
    let asked = first(&mut case, "S30");
    asked.content.summary = "征求意见".into();
    let note =
        Notebook { text: "同意李明任局长。王芳可再历练。".into(), minority: "无".into(), ..Notebook::default() };
    asked.content.body = RecordBody::Notebook(note);
    let asked = asked.clone();
    assert_eq!(told(&case, &asked, LI), "征求意见");
    assert_eq!(extract(&case, &asked, LI), "征求意见。同意李明任局长。（涉及他人部分略）；少数人意见：无。");
    let mut whole = asked;
    whole.content.summary = "同意李明任局长。".into();
    assert!(!extract(&case, &whole, LI).contains("局长。同意"), "{}", extract(&case, &whole, LI));
}

#[test]
fn speeches_on_a_whole_list_are_told_apart_from_those_on_the_person() {
    let mut case = sound_case();
    let said = |name: &str, on: Option<CandidateId>| Opinion {
        name: name.into(),
        stance: "同意".into(),
        candidate: on,
        ..Opinion::default()
    };
    let RecordBody::Meeting(meeting) = &mut first(&mut case, "S36").content.body else { panic!("S36 holds a meeting") };
    meeting.agenda = vec![LI, WANG];
    meeting.opinions = vec![said("吴某", Some(LI)), said("郑某", Some(WANG)), said("周书记", None), said("钱某", None)];
    let done = |case: &Case| row(&report(case), "S36").done.clone();
    assert!(done(&case).contains("1人发言（同意1人）；另有2人就全部名单发言"), "{}", done(&case));
    let RecordBody::Meeting(meeting) = &mut first(&mut case, "S36").content.body else { panic!("S36 holds a meeting") };
    meeting.agenda = vec![LI];
    assert!(done(&case).contains("3人发言（同意3人）"), "of one alone the list is that one: {}", done(&case));
}

#[test]
fn a_list_of_everybody_is_cut_to_the_person_the_report_is_on() {
    let mut case = sound_case();
    let item = |name: &str| crate::record::ReviewItem { name: name.into(), result: "齐全".into(), ..Default::default() };
    let items = vec![item("李明"), item("王芳"), item("会议通知")];
    first(&mut case, "S35").content.body =
        RecordBody::Review(Review { items, conclusion: "可以上会".into(), ..Review::default() });
    let done = row(&report(&case), "S35").done.clone();
    assert!(done.ends_with("李明：齐全；会议通知：齐全；结论：可以上会。"), "{done}");
}

#[test]
fn a_step_with_several_records_has_as_many_rows_and_other_peoples_records_have_none() {
    let mut case = sound_case();
    let step = case.catalogue.step("S22").unwrap().clone();
    let more = add(&mut case, &step, 23, vec![LI]);
    let record = case.records.iter_mut().find(|r| r.id == more).unwrap();
    record.content.summary = "第二轮谈话".into();
    record.content.signatures =
        vec![Signature { name: "冯某".into(), role: String::new(), date: None, mode: SignatureMode::Pending }];
    let report = report(&case);
    let rows: Vec<&ReportRow> = report.stages.iter().flat_map(|s| &s.rows).filter(|r| r.step == "S22").collect();
    assert_eq!(rows.len(), 2, "two of 李明, none of 王芳");
    assert_eq!((rows[0].no, rows[1].no), (22, 22));
    assert!(rows[1].done.starts_with("第二轮谈话"));
    assert_eq!(rows[1].responsible, "干部科\n签名：冯某（待签）");
}

#[test]
fn not_applicable_missing_and_not_reached_are_said_as_such() {
    let mut case = sound_case();
    forget(&mut case, "S32");
    forget(&mut case, "S20");
    let candidate = case.candidates.iter_mut().find(|c| c.id == LI).unwrap();
    candidate.content.stopped_at = "S37".into();
    candidate.content.outcome = Outcome::Deferred;
    case.records.retain(|r| !(r.content.step.as_str() > "S37" && r.content.candidates == [LI]));
    case.not_applicable.push(NotApplicable {
        step: "S32".into(),
        candidate: Some(LI),
        reason: "中共党员，非双重管理".into(),
        signer: "吴某".into(),
        date: date("2025-05-30"),
    });
    let report = report(&case);
    let excused = row(&report, "S32");
    assert_eq!((excused.done.as_str(), excused.responsible.as_str()), ("不适用：中共党员，非双重管理", "吴某（认定人）"));
    assert_eq!(excused.time, "2025年5月30日");
    assert_eq!((row(&report, "S20").done.as_str(), row(&report, "S20").state), ("缺失", StepState::Missing));
    assert_eq!((row(&report, "S39").done.as_str(), row(&report, "S39").state), ("未进入本环节", StepState::NotReached));
    assert_eq!(report.outcome, "暂缓");
    assert_eq!(row(&report, "S44").state, StepState::Recorded, "the report of one who was stopped is filed like the others");
}

#[test]
fn percentages_are_rounded_in_integers() {
    for (part, whole, want) in [
        (40, 43, Some("93.0%")),
        (1, 3, Some("33.3%")),
        (2, 3, Some("66.7%")),
        (1, 8, Some("12.5%")),
        (1, 16, Some("6.3%")),
        (0, 5, Some("0.0%")),
        (5, 5, Some("100.0%")),
        (u32::MAX, u32::MAX, Some("100.0%")),
        (1, 0, None),
    ] {
        assert_eq!(crate::record::words::percent(part, whole).as_deref(), want, "{part}/{whole}");
    }
}

#[test]
fn of_a_contest_each_reads_only_his_own_scores_as_they_were_written() {
    let mut case = sound_case();
    let record = case.records.iter_mut().find(|r| r.content.step == "S15").unwrap();
    let RecordBody::Document(d) = &mut record.content.body else { panic!("S15 holds a document") };
    let score = |candidate, name: &str, total: &str, rank| ContestScore {
        candidate,
        name: name.into(),
        written: "78.50".into(),
        interview: "82".into(),
        total: total.into(),
        rank: Some(rank),
        ..ContestScore::default()
    };
    d.scores = vec![score(None, "周某", "81.00", 1), score(Some(LI), "李明", "80.25", 2)];
    let done = row(&report(&case), "S15").done.clone();
    assert!(done.contains("笔试78.50分、面试82分、总分80.25分，第2名") && !done.contains("81.00"), "{done}");
}
