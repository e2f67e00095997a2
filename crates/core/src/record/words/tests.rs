//! The table holds to the data, and values read as they print.

use serde_json::json;

use super::*;
use crate::record::RecordKind;
use crate::testing::{date, given, sound_case};

fn nobody(id: CandidateId) -> String {
    format!("人选{id}")
}

/// One record of each kind with every field said.
fn one_of_each() -> Vec<RecordContent> {
    let case = sound_case();
    RecordKind::ALL
        .iter()
        .map(|kind| case.records.iter().find(|r| r.content.body.kind() == *kind).map(|r| r.content.clone()).unwrap())
        .collect()
}

#[test]
fn the_table_names_every_field_of_the_data_once_in_its_order() {
    for content in one_of_each() {
        let kind = content.body.kind();
        let json = serde_json::to_value(&content).unwrap();
        let keys = |value: &serde_json::Value, but: &[&str]| -> Vec<String> {
            value.as_object().unwrap().keys().filter(|k| !but.contains(&k.as_str())).cloned().collect()
        };
        let named = |fields: &[Field]| fields.iter().map(|f| f.key.to_owned()).collect::<Vec<_>>();
        assert_eq!(sorted(named(of(kind))), sorted(keys(&json["body"], &["kind"])), "{kind:?}");
        assert_eq!(sorted([named(HEAD), named(FOOT)].concat()), sorted(keys(&json, &["step", "body"])));
        let told: Vec<&str> = body(&content.body, &nobody).iter().map(|t| t.field.key).collect();
        assert_eq!(told, of(kind).iter().map(|f| f.key).collect::<Vec<_>>(), "{kind:?}: a value for each, none too many");
    }
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

#[test]
fn a_vote_has_its_columns_and_a_poll_has_others() {
    let line = |name: &str, agree, against, rank| VoteLine {
        name: name.into(),
        agree: Some(agree),
        against,
        rank,
        ..VoteLine::default()
    };
    let head = |value: Value| match value {
        Value::Table { head, .. } => head,
        other => panic!("{other:?}"),
    };
    let voted = [line("李明", 9, Some(0), None)];
    assert_eq!(head(vote_lines(&voted, Some((BallotPurpose::Decision, Some(9))))), ["姓名", "同意", "不同意"]);
    let polled = [line("李明", 40, None, Some(1))];
    let value = vote_lines(&polled, Some((BallotPurpose::MeetingRecommendation, Some(43))));
    assert_eq!(value.plain(), "李明（得票40，得票率93.0%，名次1）");
    assert_eq!(head(value), ["姓名", "得票", "得票率", "名次"]);
    // Nought is a count and stands; a blank stays a blank.
    let counted = [line("李明", 0, Some(0), None), VoteLine { name: "王芳".into(), ..VoteLine::default() }];
    let Value::Table { head, rows } = vote_lines(&counted, Some((BallotPurpose::MeetingRecommendation, Some(43)))) else {
        panic!("a table")
    };
    assert_eq!(head, ["姓名", "得票", "得票率", "不同意"]);
    assert_eq!(rows, [["李明", "0", "0.0%", "0"], ["王芳", "", "", ""]]);
}

#[test]
fn times_and_signatures_read_as_they_print() {
    let mut content = one_of_each().remove(0);
    content.date = Some(date("2026-03-02"));
    content.end_date = Some(date("2026-03-04"));
    content.time = "15:00".into();
    assert_eq!(when(&content), "2026年3月2日至2026年3月4日 15:00");
    let signed = [
        given("吴某", date("2026-03-04").first_day()),
        Signature { name: "冯某".into(), role: String::new(), date: None, mode: SignatureMode::Pending },
    ];
    assert_eq!(signatures(&signed), "吴某（责任人，2026年3月4日）、冯某（待签）");
    content.candidates = vec![CandidateId(7)];
    let told = record(&content, &nobody);
    let line = |key: &str| told.iter().find(|t| t.field.key == key).map(|t| t.value.plain()).unwrap();
    assert_eq!((line("candidates").as_str(), line("time").as_str()), ("人选7", "2026年3月2日至2026年3月4日 15:00"));
}

#[test]
fn an_absence_of_an_old_revision_reads_and_one_with_post_and_role_says_them() {
    let old: Vec<Absence> = serde_json::from_value(json!([{ "name": "周某", "reason": "出差" }])).unwrap();
    assert!(old[0].is_member(), "nothing is known of the role");
    assert_eq!(absences(&old).plain(), "周某（出差）");
    let new: Vec<Absence> =
        serde_json::from_value(json!([{ "name": "罗某", "reason": "住院", "post": "市政协主席", "role": "列席" }])).unwrap();
    assert!(!new[0].is_member());
    assert_eq!(absences(&new).plain(), "罗某（市政协主席，列席，住院）");
    let left: Vec<Recusal> = serde_json::from_value(json!([{ "name": "汪某", "reason": "亲属", "left_at": "16:02" }])).unwrap();
    assert_eq!(recusals(&left).plain(), "汪某（亲属，16:02离场）");
}
