//! The sample batch made larger: each further twelve people are copies of the sample's twelve under other names, and every record that
//! names one of those is told again for the copies. Votes stay whole, because a record is copied with everybody it names, and a unit has room for the posts it gained.
//! It writes nothing; it makes one script of another.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::script::{Candidate, Correction, Keyed, Record, Script, fault};
use jishi_app::{AppError, Code};

type Result<T> = std::result::Result<T, AppError>;

const MOST: usize = 600;
const SURNAMES: [&str; 20] =
    ["沈", "顾", "陆", "方", "韩", "秦", "许", "何", "吕", "施", "孔", "曹", "严", "华", "金", "魏", "陶", "姜", "戚", "谢"];
const GIVEN: [&str; 32] = [
    "望舒", "景行", "知远", "文柏", "若谷", "云帆", "明远", "怀瑾", "思齐", "清和", "守一", "长风", "静姝", "晓棠", "雨桐",
    "嘉禾", "子衿", "秋白", "春生", "海晏", "立言", "致和", "承志", "宜宁", "疏影", "见山", "听澜", "拾光", "念慈", "延年",
    "安之", "行舟",
];

/// The script with `people` candidates.
///
/// # Errors
/// When the number is not a multiple of the sample's.
pub fn larger(mut script: Script, people: u32) -> Result<Script> {
    let (wanted, own) = (people as usize, script.candidates.len());
    if wanted < own || wanted > MOST || !wanted.is_multiple_of(own) {
        return Err(AppError::new(
            Code::BadRequest,
            format!("人数 {people} 不行"),
            format!("请写 {own} 的倍数，从 {own} 到 {MOST}，例如 60"),
        ));
    }
    let (candidates, posts) = (script.candidates.clone(), script.posts.clone());
    let (records, corrections, marks) = (script.records.clone(), script.corrections.clone(), script.not_applicable.clone());
    for round in 1..wanted / own {
        let copy = Copy::new(round, own, &candidates)?;
        for post in &posts {
            script.posts.push(Keyed { key: copy.key(&post.key), content: copy.map(&post.content) });
        }
        for candidate in &candidates {
            script.candidates.push(copy.candidate(candidate, round * own));
        }
        for record in records.iter().filter(|r| names_somebody(&r.content)) {
            let content = copy.value(&record.content);
            script.records.push(Record { key: copy.key(&record.key), content, ..record.clone() });
        }
        for correction in corrections.iter().filter(|c| names_somebody(&c.content)) {
            let content = copy.value(&correction.content);
            script.corrections.push(Correction { record: copy.key(&correction.record), content, ..correction.clone() });
        }
        script.not_applicable.extend(marks.iter().filter(|m| names_somebody(m)).map(|m| copy.value(m)));
    }
    make_room(&posts, &mut script.posts);
    Ok(script)
}

/// A unit with more posts to fill has as many more approved: otherwise each would exceed its 职数, which the sample does not.
fn make_room(own: &[Keyed], all: &mut [Keyed]) {
    let before = seats(own);
    let after = seats(all);
    for post in all {
        let group = group(post);
        let more = after.get(&group).copied().unwrap_or(0) - before.get(&group).copied().unwrap_or(0);
        let Some(approved) = post.content.get_mut("quota").and_then(|q| q.get_mut("approved")) else { continue };
        *approved = json!(approved.as_u64().unwrap_or(0) + more);
    }
}

/// 职数 are counted by unit and level.
fn group(post: &Keyed) -> (String, String) {
    let text = |key: &str| post.content.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    (text("unit"), text("tier"))
}

fn seats(posts: &[Keyed]) -> HashMap<(String, String), u64> {
    let mut seats = HashMap::new();
    for post in posts {
        *seats.entry(group(post)).or_default() += post.content.get("seats").and_then(Value::as_u64).unwrap_or(1);
    }
    seats
}

/// Whether a candidate is named by key anywhere.
fn names_somebody(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(name, inner)| match (name.as_str(), inner) {
            ("candidate", key) => key.is_string(),
            ("candidates", Value::Array(list)) => !list.is_empty(),
            (_, inner) => names_somebody(inner),
        }),
        Value::Array(list) => list.iter().any(names_somebody),
        _ => false,
    }
}

/// One round of copies.
struct Copy {
    round: usize,
    /// Keys of candidates, and their names as the records write them, with the copy's.
    keys: Vec<(String, String)>,
    names: Vec<(String, String)>,
}

impl Copy {
    fn new(round: usize, own: usize, candidates: &[Candidate]) -> Result<Copy> {
        let mut copy = Copy { round, keys: Vec::new(), names: Vec::new() };
        for (index, candidate) in candidates.iter().enumerate() {
            let name = candidate.file_name().ok_or_else(|| fault("人选没有对应的文件"))?;
            copy.keys.push((candidate.key.clone(), copy.key(&candidate.key)));
            copy.names.push((name.to_owned(), invented((round - 1) * own + index)));
        }
        Ok(copy)
    }

    /// `C3` → `C3-2`: the second twelve.
    fn key(&self, key: &str) -> String {
        format!("{key}-{}", self.round + 1)
    }

    fn candidate(&self, from: &Candidate, before: usize) -> Candidate {
        let name = self.names.iter().find(|(old, _)| Some(old.as_str()) == from.file_name()).map(|(_, new)| new.clone());
        Candidate {
            key: self.key(&from.key),
            post: from.post.as_ref().map(|p| self.key(p)),
            order: from.order + u32::try_from(before).unwrap_or(u32::MAX),
            renamed: name,
            ..from.clone()
        }
    }

    fn map(&self, map: &Map<String, Value>) -> Map<String, Value> {
        map.iter().map(|(name, inner)| (name.clone(), self.value(inner))).collect()
    }

    /// The same with other keys and other names.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => Value::Object(self.map(map)),
            Value::Array(list) => Value::Array(list.iter().map(|v| self.value(v)).collect()),
            Value::String(text) => Value::String(self.text(text)),
            other => other.clone(),
        }
    }

    fn text(&self, text: &str) -> String {
        if let Some((_, new)) = self.keys.iter().find(|(old, _)| old == text) {
            return new.clone();
        }
        self.names.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
    }
}

/// The n-th invented name; no two of the first 640 are alike.
fn invented(n: usize) -> String {
    let surname = SURNAMES.get(n % SURNAMES.len()).copied().unwrap_or("沈");
    let given = GIVEN.get((n + n / SURNAMES.len()) % GIVEN.len()).copied().unwrap_or("望舒");
    format!("{surname}{given}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn script() -> Script {
        Script::read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples")).unwrap()
    }

    #[test]
    fn sixty_people_have_names_keys_and_records_of_their_own() {
        let own = script();
        let sixty = larger(script(), 60).unwrap();
        assert_eq!((sixty.candidates.len(), sixty.posts.len()), (60, own.posts.len() * 5));
        let names: HashSet<&str> = sixty.candidates.iter().map(|c| c.renamed.as_deref().or(c.file_name()).unwrap()).collect();
        assert_eq!(names.len(), 60);
        let keys: HashSet<&str> = sixty.records.iter().map(|r| r.key.as_str()).collect();
        assert_eq!(keys.len(), sixty.records.len());
        assert!(sixty.records.len() > own.records.len() * 4);
        for post in &own.posts {
            let same = sixty.posts.iter().find(|p| p.key == post.key).unwrap();
            let approved = |p: &Keyed| p.content["quota"]["approved"].as_u64().unwrap();
            let more = seats(&sixty.posts)[&group(post)] - seats(&own.posts)[&group(post)];
            assert_eq!(approved(same), approved(post) + more, "{}", post.key);
        }
        // Every candidate that is named exists, and a copy's records do not speak of the one it was copied from.
        let known: HashSet<&str> = sixty.candidates.iter().map(|c| c.key.as_str()).collect();
        let first = own.candidates.first().unwrap().file_name().unwrap();
        for record in sixty.records.iter().filter(|r| r.key.ends_with("-5")) {
            let text = record.content.to_string();
            assert!(!text.contains(first), "{}", record.key);
            for key in record.content["candidates"].as_array().unwrap() {
                assert!(known.contains(key.as_str().unwrap()) && key.as_str().unwrap().ends_with("-5"));
            }
        }
    }

    #[test]
    fn a_number_that_cannot_be_is_refused_with_one_that_can() {
        for people in [0, 1, 13, 612] {
            assert!(larger(script(), people).unwrap_err().remedy.contains("60"));
        }
    }

    #[test]
    fn six_hundred_names_are_all_different() {
        assert_eq!((0..MOST).map(invented).collect::<HashSet<_>>().len(), MOST);
    }
}
