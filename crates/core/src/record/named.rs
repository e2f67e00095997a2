//! Whom a record names, wherever it does: above it and in the lists of its body. Who is named is part of what was recorded.

use std::collections::BTreeSet;

use super::{Record, RecordBody, RecordContent};
use crate::id::CandidateId;

impl RecordBody {
    /// The candidates the lists of this kind of record name: votes, opinions, agenda, nominations, proposals.
    fn named(&self) -> Vec<CandidateId> {
        match self {
            RecordBody::Meeting(m) => {
                let lines = m.votes.iter().filter_map(|v| v.candidate);
                m.agenda.iter().copied().chain(m.opinions.iter().filter_map(|o| o.candidate)).chain(lines).collect()
            }
            RecordBody::Ballot(b) => b.lines.iter().filter_map(|l| l.candidate).collect(),
            RecordBody::Document(d) => {
                let nominated = d.nominations.iter().filter_map(|n| n.candidate);
                d.proposed.iter().copied().chain(nominated).chain(d.scores.iter().filter_map(|s| s.candidate)).collect()
            }
            RecordBody::Notebook(_)
            | RecordBody::Letter(_)
            | RecordBody::Notice(_)
            | RecordBody::Review(_)
            | RecordBody::Decision(_) => Vec::new(),
        }
    }
}

impl RecordContent {
    /// Every candidate this names. A record of the whole batch names those its body names; empty: nobody by number.
    #[must_use]
    pub fn named(&self) -> BTreeSet<CandidateId> {
        self.candidates.iter().copied().chain(self.body.named()).collect()
    }
}

impl RecordContent {
    /// The names of those who took part, by list: above the record, in its body, under it.
    #[must_use]
    pub fn people(&self) -> Vec<&str> {
        let body: Vec<&str> = match &self.body {
            RecordBody::Meeting(m) => {
                let (away, left) = (m.absent.iter().map(|a| &a.name), m.recused.iter().map(|r| &r.name));
                let said = m.opinions.iter().map(|o| &o.name);
                m.observers.iter().map(|p| &p.name).chain(away).chain(left).chain(said).map(String::as_str).collect()
            }
            RecordBody::Notebook(n) => n.speakers.iter().map(|p| p.name.as_str()).collect(),
            RecordBody::Ballot(b) => b.tellers.iter().chain(&b.scrutineers).map(String::as_str).collect(),
            RecordBody::Document(d) => d.team.iter().map(|t| t.name.as_str()).collect(),
            RecordBody::Letter(_) | RecordBody::Notice(_) | RecordBody::Review(_) | RecordBody::Decision(_) => Vec::new(),
        };
        let signers = self.signatures.iter().map(|s| s.name.as_str());
        self.participants.iter().map(|p| p.name.as_str()).chain(body).chain(signers).collect()
    }
}

impl Record {
    /// Whether it names one of these.
    #[must_use]
    pub fn names_any(&self, of: &BTreeSet<CandidateId>) -> bool {
        !self.content.named().is_disjoint(of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RecordKind;
    use serde_json::{Value, json};

    /// Every place of a content that holds the number of a candidate, found by its name in the data.
    fn numbers(value: &Value, at: &str, found: &mut BTreeSet<CandidateId>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, v)| numbers(v, name, found)),
            Value::Array(items) => items.iter().for_each(|v| numbers(v, at, found)),
            Value::Number(n) if ["candidate", "candidates", "agenda", "proposed"].contains(&at) => {
                found.insert(CandidateId(u32::try_from(n.as_u64().unwrap()).unwrap()));
            }
            _ => {}
        }
    }

    #[test]
    fn every_list_of_every_kind_that_names_a_candidate_is_asked() {
        let bodies = [
            json!({ "kind": "meeting", "agenda": [2], "opinions": [{ "candidate": 3 }], "votes": [{ "candidate": 4 }, { "name": "某" }] }),
            json!({ "kind": "ballot", "lines": [{ "candidate": 5 }] }),
            json!({ "kind": "document", "proposed": [6], "nominations": [{ "candidate": 7 }, {}] }),
        ];
        for body in bodies {
            let content: RecordContent =
                serde_json::from_value(json!({ "step": "S06", "candidates": [1], "date": null, "body": body })).unwrap();
            let mut told = BTreeSet::new();
            numbers(&serde_json::to_value(&content).unwrap(), "", &mut told);
            assert!(told.len() > 1);
            assert_eq!(content.named(), told, "{body}");
        }
        // A list of candidates added to another kind has to be asked too.
        for kind in RecordKind::ALL {
            let text = serde_json::to_string(&RecordBody::empty(kind)).unwrap();
            let lists = text.contains("\"agenda\"") || text.contains("\"lines\"") || text.contains("\"nominations\"");
            assert_eq!(lists, matches!(kind, RecordKind::Meeting | RecordKind::Ballot | RecordKind::Document), "{text}");
        }
    }
}
