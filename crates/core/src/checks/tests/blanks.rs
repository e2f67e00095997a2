//! What is left blank in a batch begun under the newest data: told as what is missing, and not told where it is filled in.

use super::*;
use crate::record::RecordBody;

/// The sound case under the newest data, with what that asks for.
fn filled() -> Case {
    let mut case = sound_case();
    case.batch.content.edition_data = RuleBook::builtin().newest_editions();
    for record in &mut case.records {
        let step = record.content.step.clone();
        match &mut record.content.body {
            RecordBody::Meeting(m) if step == "S36" => m.session = "第5次常委会会议".into(),
            RecordBody::Document(d) if step == "S18" => d.recusal_checked = true,
            RecordBody::Notebook(t) if step == "S41" => {
                (t.merits, t.shortcomings, t.demands) = ("踏实".into(), "偏急".into(), "戒躁".into());
            }
            _ => {}
        }
    }
    case
}

type Blank = (&'static str, fn(&mut Case), &'static str, Level, &'static str);

#[test]
fn what_is_left_blank_is_told_and_what_is_filled_in_is_not() {
    let rows: [Blank; 8] = [
        ("no post", |c| c.candidates[0].content.post = None, "V36", Level::Warning, "没有对应的岗位"),
        (
            "no posts at all",
            |c| {
                c.posts.clear();
                c.candidates.iter_mut().for_each(|x| x.content.post = None);
            },
            "V36",
            Level::Warning,
            "本批次没有登记岗位",
        ),
        ("no kin, nobody looked", |c| tick(c, false), "V27", Level::Warning, "没有登记亲属"),
        ("a meeting without a name", |c| session(c, ""), "V37", Level::Warning, "没有写明是什么会议"),
        ("no 动议日期", |c| c.batch.content.started = None, "V40", Level::Warning, "没有填写动议日期"),
        ("an empty talk", talk, "V34", Level::Warning, "没有写明不足"),
        (
            "破格 without what came before",
            |c| {
                c.candidates.iter_mut().for_each(|x| {
                    x.content.exceptional.marked = true;
                    x.content.qualification.last_exceptional = None;
                })
            },
            "V03",
            Level::Warning,
            "上次提任是不是破格",
        ),
        ("a key post without a paper the catalogue leaves free", key_post, "V36", Level::Warning, "重要关键岗位"),
    ];
    let hit = |found: &[Finding], (_, _, code, level, part): &Blank| {
        found.iter().any(|f| f.code == *code && f.level == *level && f.message.contains(part))
    };
    let sound = run(&filled(), &WEEKDAYS);
    for row in &rows {
        let mut case = filled();
        row.1(&mut case);
        let found = run(&case, &WEEKDAYS);
        assert!(hit(&found, row), "{}: {found:#?}", row.0);
        assert!(!hit(&sound, row), "{}: told of the sound case", row.0);
        let mut older = case.clone();
        older.batch.content.edition_data = vec!["2019@1.5".into()];
        assert!(!hit(&run(&older, &WEEKDAYS), row), "{}: told under older data", row.0);
    }
}

#[test]
fn a_step_left_out_shows_the_later_record_that_gives_it_away() {
    let mut case = filled();
    forget(&mut case, "S20");
    let found = run(&case, &WEEKDAYS);
    let told = found.iter().find(|f| f.code == "V31a").unwrap();
    let other = told.other.as_ref().and_then(|o| o.record).unwrap();
    assert!(case.records.iter().any(|r| r.id == other && r.content.step != "S20"));
    assert!(!found.iter().any(|f| f.code == "V31b"
        && f.other.as_ref().is_some_and(|o| o.record == Some(other))
        && f.place.step.as_deref() == Some("S20")));
}

fn tick(case: &mut Case, on: bool) {
    if let RecordBody::Document(d) = &mut first(case, "S18").content.body {
        d.recusal_checked = on;
    }
}

fn session(case: &mut Case, name: &str) {
    if let RecordBody::Meeting(m) = &mut first(case, "S36").content.body {
        m.session = name.into();
    }
}

fn talk(case: &mut Case) {
    for record in of(case, "S41") {
        if let RecordBody::Notebook(t) = &mut record.content.body {
            t.shortcomings.clear();
        }
    }
}

/// Of whoever stands for a key post every paper the catalogue lists is there but one it leaves free.
fn key_post(case: &mut Case) {
    case.posts[0].content.key_post = true;
    let free = case.catalogue.steps.iter().flat_map(|s| &s.materials).find(|m| !m.required).unwrap().name.clone();
    case.materials.retain(|m| m.content.name != free);
}
