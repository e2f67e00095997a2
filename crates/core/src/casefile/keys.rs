//! Which keys a case file may use where: taken from the types themselves, so that the format cannot drift from them.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::case::{BatchContent, Holding, Member, PlannedStep, PostContent, Quota, Relation, Responsibility};
use crate::person::{FamilyMember, PersonContent};
use crate::qualification::{Exceptional, Qualification};
use crate::record::{
    Absence, Ballot, ContestScore, Decision, Document, Election, Feedback, Letter, Meeting, Nomination, Notebook, Notice,
    Opinion, Participant, Probation, RecordKind, Recusal, Reopening, Review, ReviewItem, TeamMember, VoteLine,
};

/// The keys of a type with their defaults.
pub(super) fn template(value: impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

pub(super) fn body(kind: RecordKind) -> Map<String, Value> {
    match kind {
        RecordKind::Notebook => template(Notebook::default()),
        RecordKind::Meeting => template(Meeting::default()),
        RecordKind::Ballot => template(Ballot::default()),
        RecordKind::Letter => template(Letter::default()),
        RecordKind::Notice => template(Notice::default()),
        RecordKind::Review => template(Review::default()),
        RecordKind::Document => template(Document::default()),
        RecordKind::Decision => template(Decision::default()),
    }
}

pub(super) fn batch() -> Map<String, Value> {
    template(BatchContent::default())
}

pub(super) fn post() -> Map<String, Value> {
    template(PostContent::default())
}

pub(super) fn person() -> Map<String, Value> {
    template(PersonContent::default())
}

/// The fields of a candidate that a file may give; identity and order are the reader's.
pub(super) fn candidate() -> Map<String, Value> {
    let keys = json!({
        "current_post": "", "proposed_post": "", "removed_post": "", "outcome": "open", "stopped_at": "", "movement": "promotion",
        "tier": null, "holding": Holding::default(), "qualification": Qualification::default(),
        "exceptional": Exceptional::default(), "reserve": null, "reserve_since": null, "report_reasons": [],
        "responsibility": Responsibility::default(),
    });
    template(keys)
}

/// The keys of the things inside a key: rows of a list, or a group.
pub(super) fn inside(key: &str, parent: &str) -> Option<Map<String, Value>> {
    Some(match (key, parent) {
        // Of a post it is a yes or a no.
        ("probation", "posts") => return None,
        ("lines", "qualification") => template(json!({
            "condition": "", "since": null, "months": null, "count": null, "met": null, "text": "", "promised": false, "source": "",
            "source_date": null,
        })),
        ("lines" | "votes", _) => template(VoteLine::default()),
        ("opinions", _) => template(Opinion::default()),
        ("absent", _) => template(Absence::default()),
        ("recused", _) => template(Recusal::default()),
        ("participants" | "speakers" | "observers", _) => template(Participant::default()),
        ("items", _) => template(ReviewItem::default()),
        ("nominations", _) => template(Nomination::default()),
        ("scores", _) => template(ContestScore::default()),
        ("team", _) => template(TeamMember::default()),
        ("parts", _) => template(json!({ "part": "", "text": "" })),
        ("members", _) => template(Member::default()),
        ("relations", _) => template(Relation::default()),
        ("plan", _) => template(PlannedStep::default()),
        ("family", _) => template(FamilyMember::default()),
        ("signatures" | "signature", _) => template(json!({ "name": "", "role": "", "date": null, "mode": "" })),
        ("materials", _) => template(json!({
            "name": "", "originality": "", "secrecy": "", "pages": 0, "signature": null, "file_name": "",
        })),
        ("feedback", _) => template(Feedback::default()),
        ("reopening", _) => template(Reopening::default()),
        ("probation", _) => template(Probation::default()),
        ("election", _) => template(Election::default()),
        ("quota", _) => template(Quota::default()),
        ("holding", _) => template(Holding::default()),
        ("qualification", _) => template(Qualification::default()),
        ("exceptional", _) => template(Exceptional::default()),
        ("responsibility", _) => template(Responsibility::default()),
        _ => return None,
    })
}

/// Every key below `value` the format does not know, with its path and those it knows there.
pub(super) fn unknown(
    value: &Map<String, Value>,
    known: &Map<String, Value>,
    name: &str,
    path: &str,
    found: &mut Vec<(String, String)>,
) {
    for (key, inner) in value {
        let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        if !known.contains_key(key) {
            let words: Vec<&str> = known.keys().map(String::as_str).collect();
            found.push((at, words.join("、")));
            continue;
        }
        let Some(below) = inside(key, name) else { continue };
        match inner {
            Value::Object(map) => unknown(map, &below, key, &at, found),
            Value::Array(list) => {
                for (index, row) in list.iter().enumerate() {
                    if let Value::Object(map) = row {
                        unknown(map, &below, key, &format!("{at}[{index}]"), found);
                    }
                }
            }
            _ => {}
        }
    }
}
