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
    apply(&mut findings, &waivers);
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
        apply(&mut findings, &waivers);
        assert!(!findings[0].passed(), "{:?}", findings[0]);
        assert!(findings[0].waiver.as_ref().is_some_and(|w| !w.covers), "the old one is told");
        assert_eq!(state(&waivers[0], &findings), WaiverState::Changed);
    }
    let mut milder = vec![Finding { level: Level::Note, ..was }];
    apply(&mut milder, &waivers);
    assert!(milder[0].passed());
}

#[test]
fn withdrawn_covers_nothing_and_gone_is_settled() {
    let mut findings = vec![finding(Level::Error, 1, "甲")];
    let one = withdrawn(waiver(1, &findings[0]));
    apply(&mut findings, std::slice::from_ref(&one));
    assert_eq!((findings[0].waiver.clone(), state(&one, &findings)), (None, WaiverState::Withdrawn));
    assert!(findings[0].blocks());
    let again = waiver(2, &findings[0]);
    apply(&mut findings, &[one, again.clone()]);
    assert_eq!(findings[0].waiver.as_ref().map(|w| w.id), Some(WaiverId(2)), "let pass anew after the withdrawal");
    assert_eq!(state(&again, &[]), WaiverState::Settled);
}

#[test]
fn the_level_says_whether_a_paper_is_asked_for() {
    assert!(asks_paper(Level::Error) && !asks_paper(Level::Warning));
    assert!(!may_pass(&finding(Level::Note, 1, "注")));
}
