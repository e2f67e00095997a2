//! The builders say what the vocabulary names, and nothing else.

use super::*;
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
    let tree = batch(&case, &[], &[], "");
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
}
