//! What a 放行 covers, and what it does not.

use super::*;
use crate::finding::Place;
use crate::id::RecordId;

fn finding(level: Level, record: u32, message: &str) -> Finding {
    Finding::new("V06", level, Place { record: Some(RecordId(record)), ..Place::default() }, message)
}

fn waiver(id: u32, finding: &Finding) -> Waiver {
    let date = "2026-03-02".parse().unwrap();
    let content = WaiverContent {
        finding: finding.bare(),
        reason: "缺席均有请假条".into(),
        signer: "王建国".into(),
        post: "部长".into(),
        date,
        paper: None,
        withdrawn: None,
    };
    Waiver { id: WaiverId(id), batch: BatchId(1), revision: 1, entered_at: "2026-03-02T09:00:00+08:00".into(), content }
}

fn withdrawn(mut waiver: Waiver) -> Waiver {
    let date = "2026-03-05".parse().unwrap();
    waiver.content.withdrawn = Some(Withdrawal { reason: "请假条不实".into(), signer: "王建国".into(), date });
    waiver
}

#[test]
fn a_passed_finding_stays_and_no_longer_blocks() {
    let mut findings = vec![finding(Level::Error, 1, "实到6人，应到10人"), finding(Level::Error, 2, "实到5人，应到10人")];
    let waivers = [waiver(1, &findings[0])];
    apply(&mut findings, &waivers, &[]);
    assert_eq!(findings.len(), 2, "nothing is taken away");
    assert!(findings[0].passed() && !findings[0].blocks());
    assert!(!findings[1].passed() && findings[1].blocks());
    assert_eq!(findings[0].waiver.as_ref().unwrap().signer, "王建国");
    assert_eq!(state(&waivers[0], &findings), WaiverState::Covers);
}

#[test]
fn other_numbers_another_record_beside_it_or_a_graver_level_are_not_covered_and_say_so() {
    let was = finding(Level::Warning, 1, "实到6人，应到10人");
    let waivers = [waiver(1, &was)];
    let beside = was.clone().beside(Place { record: Some(RecordId(9)), ..Place::default() });
    for now in [finding(Level::Warning, 1, "实到5人，应到10人"), finding(Level::Error, 1, &was.message), beside] {
        let mut findings = vec![now];
        apply(&mut findings, &waivers, &[]);
        assert!(!findings[0].passed(), "{:?}", findings[0]);
        assert!(findings[0].waiver.as_ref().is_some_and(|w| !w.covers), "the old one is told");
        assert_eq!(state(&waivers[0], &findings), WaiverState::Changed);
    }
    let mut milder = vec![Finding { level: Level::Note, ..was }];
    apply(&mut milder, &waivers, &[]);
    assert!(milder[0].passed());
}

#[test]
fn a_missing_step_let_pass_stays_so_whichever_later_record_gives_it_away() {
    let bare = Finding::new("V31a", Level::Error, Place { step: Some("S12".into()), ..Place::default() }, "会议推荐没有记录");
    let beside = |record: u32| bare.clone().beside(Place { record: Some(RecordId(record)), ..Place::default() });
    for was in [bare.clone(), beside(9)] {
        let mut findings = vec![beside(10)];
        apply(&mut findings, &[waiver(1, &was)], &[]);
        assert!(findings[0].passed(), "{:?}", findings[0]);
    }
}

#[test]
fn withdrawn_covers_nothing_and_gone_is_settled() {
    let mut findings = vec![finding(Level::Error, 1, "甲")];
    let one = withdrawn(waiver(1, &findings[0]));
    apply(&mut findings, std::slice::from_ref(&one), &[]);
    assert_eq!((findings[0].waiver.clone(), state(&one, &findings)), (None, WaiverState::Withdrawn));
    assert!(findings[0].blocks());
    let again = waiver(2, &findings[0]);
    apply(&mut findings, &[one, again.clone()], &[]);
    assert_eq!(findings[0].waiver.as_ref().map(|w| w.id), Some(WaiverId(2)), "let pass anew after the withdrawal");
    assert_eq!(state(&again, &[]), WaiverState::Settled);
}

#[test]
fn the_level_says_whether_a_paper_is_asked_for() {
    assert!(asks_paper(Level::Error) && !asks_paper(Level::Warning));
    assert!(!may_pass(&finding(Level::Note, 1, "注")));
}

/// A case whose talk of S05 (record 1) was held on 2026-03-05 and entered by 周敏.
fn about(signer: &str, post: &str, date: &str) -> (crate::case::Case, WaiverContent) {
    let mut case = crate::testing::sound_case();
    let record = case.records.iter_mut().find(|r| r.content.step == "S05").unwrap();
    record.entered_by = "周敏".into();
    let place = Place { record: Some(record.id), ..Place::default() };
    let finding = Finding::new("V31d", Level::Error, place, "录入晚了");
    let mut content = waiver(1, &finding).content;
    (content.signer, content.post, content.date) = (signer.into(), post.into(), date.parse().unwrap());
    (case, content)
}

fn rules_of(edition: &str) -> crate::rules::Governing {
    let batch = crate::case::BatchContent { edition: edition.into(), ..Default::default() };
    crate::rules::RuleBook::builtin().govern(&batch)
}

#[test]
fn only_somebody_with_the_office_and_not_concerned_lets_pass_and_not_before_the_event_nor_after_the_seal() {
    let governing = rules_of("2019@1.3");
    let day = |text: &str| Some(chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap());
    let (case, _) = about("王建国", "组织部部长", "2099-01-01");
    let event = case.records.iter().find(|r| r.content.step == "S05").and_then(crate::checks::happened).unwrap();
    let on = event.first_day();
    let before = on.pred_opt().unwrap().to_string();
    for (signer, post, date, closed, want) in [
        ("王建国", "组织部部长", on.to_string(), None, None),
        ("王建国", "党组书记", "2099-01-01".into(), day("2099-01-01"), None),
        ("王建国", "组织部部长", before, None, Some("早于所放行的事")),
        ("王建国", "组织部部长", "2099-01-02".into(), day("2099-01-01"), Some("封存")),
        ("周　敏", "组织部部长", "2099-01-01".into(), None, Some("录入人")),
        ("李明", "组织部部长", "2099-01-01".into(), None, Some("人选")),
        ("钱七", "干部科科员", "2099-01-01".into(), None, Some("职务")),
        ("钱七", "考察组组长", "2099-01-01".into(), None, Some("职务")),
    ] {
        let (case, content) = about(signer, post, &date);
        let said = against(&content, &case, governing.first(), closed).map(|a| a.words);
        assert_eq!(
            said.as_ref().map(|w| want.is_some_and(|part| w.contains(part))),
            want.map(|_| true),
            "{signer} {post} {date}: {said:?}"
        );
    }
    let (mut case, content) = about("钱七", "委员", "2099-01-01");
    assert!(against(&content, &case, governing.first(), None).is_some());
    let member = crate::case::Member { name: "钱七".into(), ..Default::default() };
    case.batch.content.members.push(member);
    assert_eq!(against(&content, &case, governing.first(), None), None, "a registered member");
}

#[test]
fn one_that_may_not_stand_covers_nothing_and_is_told_but_not_under_older_data() {
    let (case, content) = about("李明", "组织部部长", "2099-01-01");
    let one = Waiver { content, ..waiver(7, &finding(Level::Error, 1, "x")) };
    let mut findings = vec![one.content.finding.clone()];
    let all = [one];
    let open = |_: &Finding| None;
    let told = unsound(&all, &case, rules_of("2019@1.3").first(), &open);
    let barred: Vec<WaiverId> = told.iter().map(|(w, _)| w.id).collect();
    assert_eq!((barred.as_slice(), told[0].1.code.as_str(), told[0].1.level), ([WaiverId(7)].as_slice(), "V32", Level::Error));
    assert!(told[0].1.message.contains("放行7") && told[0].1.message.contains("人选"), "{:?}", told[0].1);
    apply(&mut findings, &all, &barred);
    assert!(findings[0].blocks() && findings[0].waiver.as_ref().is_some_and(|w| !w.covers));
    assert_eq!(state(&all[0], &findings), WaiverState::Changed);
    assert_eq!(unsound(&all, &case, rules_of("2019@1.2").first(), &open).len(), 0);
}

#[test]
fn what_was_let_pass_under_the_old_names_of_steps_stays_so() {
    for (was, now) in [
        (
            "S12《召开会议投票推荐》的记录（2026年3月2日）早于S05《谈话》",
            "第 12 步《召开会议投票推荐》的记录（2026年3月2日）早于第 5 步《谈话》",
        ),
        ("材料《S12》没有签名", "材料《S12》没有签名"),
        ("依据《条例》S12", "依据《条例》S12"),
        ("S1", "S1"),
    ] {
        assert_eq!(as_now(was), now);
    }
}
