//! Posts and candidates of a case file, and names where the case wants numbers.

use serde_json::{Map, Value, json};

use super::keys;
use super::read::{Reader, is_blank, template_of};
use crate::case::{Candidate, CandidateContent, Movement, Post, PostContent};
use crate::id::{BatchId, CandidateId, PersonId, PostId};
use crate::person::{Person, PersonContent, unspaced};

impl Reader<'_> {
    pub(super) fn posts(&mut self, value: Option<&Value>) -> (Vec<Post>, Vec<Vec<String>>) {
        let mut posts = Vec::new();
        let mut names = Vec::new();
        for (index, row) in self.list(value, "posts").into_iter().enumerate() {
            let path = format!("posts[{index}]");
            let Value::Object(mut map) = row else {
                self.fault("J04", &path, "应是一个 {…}".into(), "一个岗位写成一段");
                continue;
            };
            let key = map.remove("key").and_then(|k| k.as_str().map(str::to_owned)).unwrap_or_default();
            map.entry("seats").or_insert_with(|| json!(1));
            let unsaid = |n: &Value| is_blank(n) || n.as_u64() == Some(0);
            let quota = map.get("quota").filter(|q| is_blank(q) || q.as_object().is_some_and(|q| q.values().all(unsaid)));
            for key in ["filling", "leaving"] {
                if map.get("quota").and_then(|q| q.get(key)).is_some_and(is_blank) && quota.is_none() {
                    self.unsaid_quota.insert((PostId(u32::try_from(index + 1).unwrap_or(u32::MAX)), key.to_owned()));
                }
            }
            if quota.is_some() {
                self.blank_quota.insert(PostId(u32::try_from(index + 1).unwrap_or(u32::MAX)));
                map.remove("quota");
            }
            let content: PostContent = self.of_map(&map, &keys::post(), "posts", &path).unwrap_or_default();
            names.push(vec![key, content.title.clone(), format!("{}{}", content.unit, content.title)]);
            posts.push(Post {
                id: PostId(u32::try_from(index + 1).unwrap_or(u32::MAX)),
                batch: BatchId(1),
                revision: 1,
                content,
            });
        }
        (posts, names)
    }

    /// The candidates; without the key, whoever the records name. Who says nothing of a movement goes the way of the batch.
    pub(super) fn candidates(
        &mut self,
        given: Option<&Value>,
        records: Option<&Value>,
        posts: &[Post],
        names: &[Vec<String>],
        movement: Movement,
    ) -> (Vec<Person>, Vec<Candidate>) {
        let rows = match given {
            Some(value) => self.list(Some(value), "candidates"),
            None => named_in(records).into_iter().map(Value::String).collect(),
        };
        let (mut persons, mut candidates) = (Vec::new(), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            let path = format!("candidates[{index}]");
            let no = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let mut map = match row {
                Value::String(name) => template_of(json!({ "name": name })),
                Value::Object(map) => map,
                _ => {
                    self.fault("J04", &path, "应是姓名或一个 {…}".into(), "例如 \"张三\"");
                    continue;
                }
            };
            let told = self.faults.len();
            let mut short_keys = Vec::new();
            for (short, long) in [("party", "political_status"), ("since", "current_post_since")] {
                if let Some(value) = map.remove(short) {
                    if map.insert(long.into(), value).is_some() {
                        self.twice(&format!("{path}.{long}"));
                    } else {
                        short_keys.push((format!("{path}.{long}"), format!("{path}.{short}")));
                    }
                }
            }
            let unsaid = |v: &Value| is_blank(v) || v == &json!({}) || v == &json!([]);
            let blank = map.iter().filter(|(_, v)| unsaid(v)).map(|(k, _)| (CandidateId(no), k.clone()));
            self.blank_of.extend(blank.collect::<Vec<_>>());
            for key in ["last_promoted", "last_exceptional"] {
                if !map.get("qualification").and_then(|q| q.get(key)).is_some_and(is_blank) {
                    continue;
                }
                self.blank_of.insert((CandidateId(no), key.into()));
            }
            let post = match map.remove("post") {
                None => posts.first().filter(|_| posts.len() == 1).map(|p| p.id),
                Some(blank) if is_blank(&blank) => posts.first().filter(|_| posts.len() == 1).map(|p| p.id),
                Some(Value::String(word)) => {
                    let meant = |n: &Vec<String>| n.iter().any(|x| !x.is_empty() && *x == word);
                    let at = names.iter().position(meant);
                    if names.iter().filter(|n| meant(n)).count() > 1 {
                        let message = format!("有几个岗位都叫“{word}”，不知道是哪一个");
                        self.fault("J06", &format!("{path}.post"), message, "请写 posts 里的 key，或单位加职务");
                    } else if at.is_none() {
                        self.fault(
                            "J06",
                            &format!("{path}.post"),
                            format!("没有岗位“{word}”"),
                            "请写 posts 里的 key、title 或单位加职务",
                        );
                    }
                    at.and_then(|at| posts.get(at)).map(|p| p.id)
                }
                Some(_) => {
                    self.fault("J04", &format!("{path}.post"), "应是文字".into(), "请写 posts 里的 key、title 或单位加职务");
                    None
                }
            };
            let mut known = keys::person();
            let own = keys::candidate();
            known.extend(own.clone());
            let mut unknown = Vec::new();
            keys::unknown(&map, &known, "candidates", &path, &mut unknown);
            for (at, words) in unknown {
                self.fault("J02", &at, "不认识的键".into(), &format!("请删去，或改成下列之一：{words}"));
            }
            let person_keys = keys::person();
            let of_person: Map<String, Value> =
                map.iter().filter(|(k, _)| person_keys.contains_key(*k)).map(|(k, v)| (k.clone(), v.clone())).collect();
            let mut person: PersonContent = self.of_map(&of_person, &person_keys, "candidates", &path).unwrap_or_default();
            if person.name.is_empty() {
                person.name = map.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            }
            if person.name.trim().is_empty() {
                self.fault("J03", &format!("{path}.name"), "人选没有姓名".into(), "请写 name");
            }
            let mut full = own.clone();
            full.extend(template_of(json!({ "person": no, "post": post.map(|p| p.0), "order": no, "movement": movement })));
            let of_candidate: Map<String, Value> =
                map.iter().filter(|(k, _)| own.contains_key(*k)).map(|(k, v)| (k.clone(), v.clone())).collect();
            // Known by name even where something else about him or her is written wrong: one fault is not told as many.
            if self.names.insert(unspaced(&person.name), CandidateId(no)).is_some() {
                let message = format!("人选“{}”写了不止一次", person.name);
                self.fault("J06", &format!("{path}.name"), message, "案件文件以姓名认人，同名的请加字区别，如“张三（甲局）”");
            }
            if let Some(content) = self.of_map::<CandidateContent>(&of_candidate, &full, "candidates", &path) {
                candidates.push(Candidate { id: CandidateId(no), batch: BatchId(1), revision: 1, content });
            }
            persons.push(Person { id: PersonId(no), revision: 1, content: person });
            // A fault stands at the key the file has.
            for fault in self.faults.iter_mut().skip(told) {
                let written = short_keys.iter().find(|(long, _)| fault.place.field.as_ref() == Some(long));
                fault.place.field = written.map(|(_, short)| short.clone()).or(fault.place.field.take());
            }
        }
        (persons, candidates)
    }

    /// Names where numbers are wanted.
    pub(super) fn numbered(&mut self, value: Value, path: &str) -> Value {
        match value {
            Value::Object(map) => {
                let mut out = Map::new();
                for (key, inner) in map {
                    let at = format!("{path}.{key}");
                    let inner = match (key.as_str(), inner) {
                        ("candidate", Value::String(name)) => self.listed(&name),
                        ("candidates" | "agenda" | "proposed", Value::Array(list)) => {
                            let written = list.into_iter().filter(|v| !is_blank(v));
                            let numbers = written.map(|v| match v {
                                Value::String(name) => self.listed(&name),
                                other => other,
                            });
                            Value::Array(numbers.collect())
                        }
                        (_, inner) => self.numbered(inner, &at),
                    };
                    out.insert(key, inner);
                }
                // A line that gives a candidate's name speaks of the candidate.
                if !out.contains_key("candidate")
                    && (path.contains(".lines") || path.contains(".votes"))
                    && let Some(id) = out.get("name").and_then(Value::as_str).and_then(|n| self.names.get(&unspaced(n)))
                {
                    out.insert("candidate".into(), json!(id.0));
                }
                Value::Object(out)
            }
            Value::Array(list) => {
                Value::Array(list.into_iter().enumerate().map(|(i, v)| self.numbered(v, &format!("{path}[{i}]"))).collect())
            }
            other => other,
        }
    }

    /// The number of whoever a list names. Somebody the candidates do not name is an outsider with a number of his or her own: a list of
    /// those discussed may name whom nobody proposed, which is what V37 looks for.
    pub(super) fn listed(&mut self, name: &str) -> Value {
        if name.trim().is_empty() {
            return Value::Null;
        }
        let bare = unspaced(name);
        let known = self.outsiders.iter().find(|(_, n)| unspaced(n) == bare).map(|(id, _)| *id);
        let id = self.names.get(&bare).copied().or(known).unwrap_or_else(|| {
            let count = u32::try_from(self.outsiders.len()).unwrap_or(u32::MAX);
            let id = CandidateId((u32::MAX / 2).saturating_add(count));
            self.outsiders.insert(id, name.to_owned());
            id
        });
        json!(id.0)
    }

    pub(super) fn number(&mut self, name: &str, path: &str) -> Value {
        match self.names.get(&unspaced(name)) {
            None if name.trim().is_empty() => Value::Null,
            Some(id) => json!(id.0),
            None => {
                self.fault("J06", path, format!("没有人选“{name}”"), "请写 candidates 里的姓名");
                Value::Null
            }
        }
    }
}

/// Names on the lines and heads of records, in order of appearance: the candidates of a file that lists none.
pub(super) fn named_in(records: Option<&Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !name.trim().is_empty() && !names.iter().any(|n| unspaced(n) == unspaced(name)) {
            names.push(name.to_owned());
        }
    };
    for record in records.and_then(Value::as_array).into_iter().flatten() {
        for key in ["candidate", "candidates", "agenda", "proposed"] {
            match record.get(key) {
                Some(Value::String(name)) => add(name),
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).for_each(&mut add),
                _ => {}
            }
        }
        for key in ["lines", "votes", "nominations", "opinions"] {
            for row in record.get(key).and_then(Value::as_array).into_iter().flatten() {
                let own = if matches!(key, "lines" | "votes") { "name" } else { "candidate" };
                for key in ["candidate", own] {
                    if let Some(name) = row.get(key).and_then(Value::as_str) {
                        add(name);
                    }
                }
            }
        }
    }
    names
}
