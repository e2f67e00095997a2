//! The builders say what the vocabulary names, and nothing else.

use super::*;
use crate::case::Case;
use crate::record::RecordKind;
use crate::testing::{LI, sound_case};

/// Every key of the tree, with those of its rows, is a field of the vocabulary or a fact of a step.
fn known(tree: &Tree, fields: &[&Field], at: &str) {
    for (name, value) in tree.iter() {
        if step_field(name).is_some() {
            continue;
        }
        let field = find(fields, name).unwrap_or_else(|| panic!("{at}: {name} is no field"));
        match (value, field.kind) {
            (Value::Rows(rows), Kind::Rows(inner)) => {
                let number = Field { name: "序号", kind: Kind::Number };
                let mut inner: Vec<&Field> = inner.iter().collect();
                inner.push(&number);
                for row in rows {
                    known(row, &inner, &format!("{at}/{name}"));
                }
            }
            (Value::Text(_), Kind::Rows(_) | Kind::Picture) | (Value::Rows(_), _) => panic!("{at}: {name} is not of its kind"),
            _ => {}
        }
    }
}

#[test]
fn what_is_built_is_what_a_form_file_may_name() {
    let case = sound_case();
    let tree = batch_form(&case, &[], &[], &[]);
    known(&tree, &vocabulary(Subject::Batch, &[]), "批次");
    for field in vocabulary(Subject::Batch, &[]) {
        assert!(tree.get(field.name).is_some(), "批次 says nothing of {}", field.name);
    }
    assert_eq!(tree.rows("人选").len(), 2);
    let person = candidate(&case, LI).unwrap();
    known(&person, &vocabulary(Subject::Candidate, &[]), "人选");
    for field in vocabulary(Subject::Candidate, &[]) {
        assert!(field.kind == Kind::Picture || person.get(field.name).is_some(), "人选 says nothing of {}", field.name);
    }
    assert_eq!(person.text("S37·同意"), "12");
    assert!(person.text("S25·操作情况").contains("市纪委监委"));
    let mut kinds = std::collections::BTreeSet::new();
    for r in &case.records {
        let kind = r.content.body.kind();
        kinds.insert(kind);
        let tree = record(&case, r.id).unwrap();
        known(&tree, &vocabulary(Subject::Record, &[kind]), kind.name());
        for field in vocabulary(Subject::Record, &[kind]) {
            let of_person = ["步骤", "照片", "档号"].contains(&field.name) || r.content.candidates.len() != 1;
            assert!(of_person || tree.get(field.name).is_some(), "{}: nothing of {}", kind.name(), field.name);
        }
    }
    assert_eq!(kinds.len(), RecordKind::ALL.len());
}

#[test]
fn a_volume_and_a_transfer_say_what_the_vocabulary_names() {
    use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, arrange};
    let case = sound_case();
    let options = ArrangeOptions::new(2025, ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT22).unwrap(), "ZZB");
    let plans = arrange(&case, &options);
    let of = NoteOf { description: "齐全。", arranged_by: "甲", checked_by: "乙", day: "2026年1月2日" };
    let tree = volume(&case, &plans[0], of);
    known(&tree, &vocabulary(Subject::Volume, &[]), "案卷");
    for field in vocabulary(Subject::Volume, &[]) {
        assert!(tree.get(field.name).is_some(), "案卷 says nothing of {}", field.name);
    }
    assert_eq!(tree.rows("件").len(), plans[0].items.len());
    assert!(tree.text("起始日期").contains("2025年"), "{}", tree.text("起始日期"));
    let package = crate::medium::HandedPackage {
        seal_no: "Z109-2025-0001".into(),
        bytes: 1_234_567,
        seal_sha256: "ab".repeat(32),
        ..Default::default()
    };
    let content = crate::medium::HandoverContent { packages: vec![package], ..Default::default() };
    let tree = handover(&content, None, Some(&case));
    known(&tree, &vocabulary(Subject::Handover, &[]), "移交");
    for field in vocabulary(Subject::Handover, &[]) {
        assert!(tree.get(field.name).is_some(), "移交 says nothing of {}", field.name);
    }
    assert_eq!(tree.text("数据量"), "0.002 GB");
    assert_eq!(tree.rows("案卷包")[0].text("字节数"), "1,234,567");
    assert!(tree.rows("案卷包")[0].text("二维码").starts_with("1|Z109-2025-0001|abab"));
    assert!(tree.rows("案卷包")[0].text("封签摘要").starts_with("abababab abababab"));
    for half in ["封签摘要前半", "封签摘要后半"] {
        assert_eq!(tree.rows("案卷包")[0].text(half), ["abababab"; 4].join("\n"), "four groups below each other");
    }
}

#[test]
fn what_another_record_tells_is_taken_from_it() {
    use crate::record::Participant;
    use crate::testing::{date, first};
    let mut case = sound_case();
    let (notice, count) = (first(&mut case, "S11").id, first(&mut case, "S13").id);
    assert_eq!(record(&case, notice).unwrap().text("会议推荐时间"), "2025年4月8日 15:00");
    assert_eq!(record(&case, count).unwrap().text("主持人"), "");
    let day = first(&mut case, "S13").content.date;
    let meeting = first(&mut case, "S12");
    meeting.content.date = day;
    meeting.content.participants.push(Participant { name: "郑某".into(), role: "主持人".into(), ..Participant::default() });
    assert_eq!(record(&case, count).unwrap().text("主持人"), "郑某", "who presided the meeting of that day");
    let own = Participant { name: "周某".into(), role: "主持".into(), ..Participant::default() };
    first(&mut case, "S13").content.participants.push(own);
    assert_eq!(record(&case, count).unwrap().text("主持人"), "周某", "what the count itself says goes first");
    first(&mut case, "S11").content.date = Some(date("2025-04-09"));
    assert_eq!(record(&case, notice).unwrap().text("会议推荐时间"), "", "a meeting that was over is not called to");
}

#[test]
fn the_minutes_name_of_whom_somebody_withdrew() {
    use crate::record::{Opinion, RecordBody, Recusal, WITHDRAWN};
    use crate::testing::first;
    let mut case = sound_case();
    let (candidate, person) = (case.candidates[0].id, case.candidates[0].content.person);
    let name = case.persons.iter().find(|p| p.id == person).unwrap().content.name.clone();
    let meeting = first(&mut case, "S36");
    let id = meeting.id;
    let RecordBody::Meeting(body) = &mut meeting.content.body else { panic!("S36 holds a meeting") };
    body.recused = vec![
        Recusal { name: "张某".into(), reason: "夫妻".into(), left_at: "15:30".into(), ..Recusal::default() },
        Recusal { name: "李某".into(), reason: "同学".into(), ..Recusal::default() },
    ];
    let stance = WITHDRAWN.to_owned();
    body.opinions.push(Opinion { name: "张某".into(), stance, candidate: Some(candidate), ..Opinion::default() });
    let minutes = record(&case, id).unwrap();
    assert_eq!(minutes.text("回避人员"), format!("张某（对{name}，夫妻，15:30离场）、李某（同学）"));
}

#[test]
fn the_day_of_being_confirmed_is_written_only_when_it_was() {
    use crate::case::Outcome;
    use crate::record::RecordBody;
    use crate::testing::first;
    let mut case = sound_case();
    for c in &mut case.candidates {
        c.content.outcome = Outcome::Appointed;
    }
    let row = |case: &Case| batch(case, &[], &[], "").rows("台账")[0].clone();
    assert_eq!((row(&case).text("任职"), row(&case).text("转正")), ("2025年6月22日", "2026年6月20日"));
    let RecordBody::Review(review) = &mut first(&mut case, "S43").content.body else { panic!("S43 holds a review") };
    let probation = review.probation.as_mut().unwrap();
    (probation.appraised, probation.decided, probation.outcome) = (None, None, String::new());
    assert_eq!((row(&case).text("试用期满"), row(&case).text("转正")), ("2026年6月22日", ""), "its last day is no appraisal");
}

#[test]
fn the_matters_of_a_meeting_are_those_of_its_record_and_begin_as_the_catalogue_says() {
    use crate::record::{RecordBody, RecordKind};
    use crate::testing::first;
    let mut case = sound_case();
    let RecordBody::Meeting(new) = case.catalogue.step("S17").unwrap().new_body(RecordKind::Meeting) else { panic!() };
    assert_eq!(new.matters, "研究确定考察对象");
    let id = first(&mut case, "S17").id;
    assert_eq!(record(&case, id).unwrap().text("议题"), "", "what was recorded before has none");
    let RecordBody::Meeting(meeting) = &mut first(&mut case, "S17").content.body else { panic!() };
    meeting.matters = "研究副局长人选".into();
    assert_eq!(record(&case, id).unwrap().text("议题"), "研究副局长人选");
}

#[test]
fn a_form_of_a_batch_has_the_day_of_the_step_that_yields_it_whatever_its_key() {
    let mut case = sound_case();
    let papers = ["领导职数核查（预审）表".to_owned()];
    let day = |case: &Case| batch_form(case, &papers, &[], &[]).text("本步骤日期").to_owned();
    assert_eq!(day(&case), "2025年3月3日");
    for step in case.catalogue.steps.iter_mut().filter(|s| s.key == "S01") {
        step.key = "Z01".into();
    }
    assert_eq!(day(&case), "", "no record of that step");
    for record in case.records.iter_mut().filter(|r| r.content.step == "S01") {
        record.content.step = "Z01".into();
    }
    assert_eq!(day(&case), "2025年3月3日");
    assert!(batch_form(&case, &papers, &[], &[]).text("本步骤情况").contains("按规定完成"));
}

#[test]
fn the_sheet_of_the_procedure_has_a_row_for_what_was_found_on_each_head() {
    let tree = candidate(&sound_case(), LI).unwrap();
    assert!(tree.text("S26·个人事项").starts_with("一致（"), "{}", tree.text("S26·个人事项"));
    assert!(tree.text("S26·信访举报").starts_with("无反映（"));
    assert!(tree.text("S26·档案审核").starts_with("通过（"));
    assert_eq!(tree.text("S25·审核结论"), "廉洁自律情况良好");
    assert_eq!(tree.text("S25·回函意见"), "市纪委监委：无不同意见");
}

#[test]
fn the_rules_of_a_workspace_say_which_item_of_a_review_is_which() {
    let mut case = sound_case();
    for record in &mut case.records {
        if let crate::record::RecordBody::Review(review) = &mut record.content.body {
            for item in review.items.iter_mut().filter(|i| i.name.contains("档案")) {
                (item.topic, item.name) = (crate::record::ReviewTopic::Other, "干部人事卷宗核对".into());
            }
        }
    }
    let of_step = |case: &Case| candidate(case, LI).unwrap().text("S26·档案审核").to_owned();
    assert_eq!(of_step(&case), "", "the built-in rules know no such words");
    let mut own = (*case.rules()).clone();
    own.adjust("V17", |check| {
        check.parameters.insert("topic_names".into(), crate::rules::Value::Words(vec!["档案：卷宗".into()]));
    });
    case.governing = Some(std::sync::Arc::new(own));
    assert!(of_step(&case).starts_with("通过（"), "{}", of_step(&case));
}

#[test]
fn the_edition_a_form_is_worded_by_is_the_one_the_batch_is_judged_by() {
    let mut case = sound_case();
    for (edition, want) in [("2002", "2002"), ("2014@1.2", "2014"), ("", "2019")] {
        case.batch.content.edition = edition.into();
        assert_eq!(batch(&case, &[], &[], "").text("条例版次"), want, "{edition}");
    }
}

#[test]
fn a_box_of_each_term_has_a_spine_of_its_own() {
    use crate::arrange::{ArchiveNoTemplate, ArrangeOptions, arrange};
    let case = sound_case();
    let options = ArrangeOptions::new(2025, ArchiveNoTemplate::parse(ArchiveNoTemplate::DAT22).unwrap(), "ZZB");
    let mut plan = arrange(&case, &options).remove(0);
    let spines = |plan: &crate::arrange::VolumePlan| {
        let trees = super::spines(&case, plan);
        trees.iter().map(|t| (t.text("保管期限").to_owned(), t.text("起止件号").to_owned())).collect::<Vec<_>>()
    };
    let made = spines(&plan);
    let terms: Vec<&str> = made.iter().map(|(term, _)| term.as_str()).collect();
    assert_eq!(terms, ["永久", "30年", "10年"]);
    assert!(made.iter().all(|(_, run)| run.starts_with("0001—") && !run.contains('年')), "{made:?}");
    plan.items.clear();
    plan.recount();
    assert!(spines(&plan).is_empty(), "nothing to put in a box");
}

#[test]
fn the_conditions_of_a_post_are_those_of_the_newest_plan_before_the_paper() {
    use crate::record::{Record, RecordBody};
    use crate::testing::{date, first};
    let mut case = sound_case();
    let plan = |case: &mut Case, step: &str, day: &str, text: &str| {
        let record: &mut Record = first(case, step);
        record.content.date = Some(date(day));
        let RecordBody::Document(d) = &mut record.content.body else { panic!("{step} holds a document") };
        d.text = text.into();
    };
    let notice = first(&mut case, "S11").id;
    let said = |case: &Case| record(case, notice).unwrap().text("任职条件").to_owned();
    assert_eq!(said(&case), "", "no plan says them");
    plan(&mut case, "S10", "2025-03-01", "一、推荐职位：副局长。二、任职条件：大学学历；任正科三年。三、方式：先谈话。");
    assert_eq!(said(&case), "大学学历；任正科三年");
    plan(&mut case, "S10", "2025-03-01", "二、任职条件和资格\n符合规定。\n三、方式");
    assert_eq!(said(&case), "符合规定");
    for (text, want) in [
        ("二、任职条件：1．大学学历；2．任正科三年。三、方式：先谈话。", "1．大学学历；2．任正科三年"),
        ("二、任职条件\n（一）政治坚定；\n（二）大学学历；\n三、方式", "（一）政治坚定；\n（二）大学学历"),
        ("1．推荐职位：副局长。2．任职条件：（1）大学学历；（2）任正科。3．方式", "（1）大学学历；（2）任正科"),
        ("2、任职条件：1、大学学历；2、任正科。3、方式", ""),
    ] {
        plan(&mut case, "S10", "2025-03-01", text);
        assert_eq!(said(&case), want, "{text}");
    }
    plan(&mut case, "S10", "2025-03-01", "任职条件按《条例》执行。");
    assert_eq!(said(&case), "", "no part of its own");
    plan(&mut case, "S10", "2026-03-01", "二、任职条件：另有规定。");
    assert_eq!(said(&case), "", "written after the notice went out");
}
