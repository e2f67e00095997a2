//! The sample as committed: whole, counted, drawn the same twice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jishi_core::case::{BatchContent, CandidateContent, NotApplicable, PostContent};
use jishi_core::record::{Ballot, RecordContent, Signature};
use serde_json::{Value, json};

use crate::{canvas, paper, script, sheet, story};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples")
}

fn batch() -> Value {
    serde_json::from_slice(&jishi_fs::read(&folder().join("batch.json")).unwrap()).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap()
}

fn keys(value: &Value, name: &str) -> BTreeSet<String> {
    list(value, name).iter().map(|v| v["key"].as_str().unwrap().to_owned()).collect()
}

/// `C7` → 7 wherever a candidate is named, as the demo will put the real numbers in. Unknown keys panic.
fn numbered(mut value: Value, known: &BTreeSet<String>) -> Value {
    let number = |v: &mut Value| {
        if let Some(key) = v.as_str() {
            assert!(known.contains(key), "{key} is no candidate");
            *v = json!(key.trim_start_matches('C').parse::<u32>().unwrap());
        }
    };
    match &mut value {
        Value::Object(map) => {
            for (key, v) in map.iter_mut() {
                match (key.as_str(), &mut *v) {
                    ("candidate", v) => number(v),
                    ("candidates", Value::Array(items)) => items.iter_mut().for_each(number),
                    _ => *v = numbered(v.take(), known),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| *v = numbered(v.take(), known)),
        _ => {}
    }
    value
}

#[test]
fn the_script_reads_into_the_types_of_the_core_and_every_reference_resolves() {
    let d = batch();
    serde_json::from_value::<BatchContent>(d["batch"].clone()).unwrap();
    let (posts, people, records) = (keys(&d, "posts"), keys(&d, "candidates"), keys(&d, "records"));
    for post in list(&d, "posts") {
        serde_json::from_value::<PostContent>(post.clone()).unwrap();
    }
    for (n, candidate) in list(&d, "candidates").iter().enumerate() {
        assert!(posts.contains(candidate["post"].as_str().unwrap()));
        assert!(folder().join(candidate["person_file"].as_str().unwrap()).exists());
        let mut content = candidate.clone();
        content["person"] = json!(n);
        content["post"] = json!(1);
        serde_json::from_value::<CandidateContent>(content).unwrap();
    }
    for record in list(&d, "records") {
        let key = &record["key"];
        let content: RecordContent = serde_json::from_value(numbered(record["content"].clone(), &people)).unwrap();
        let day = content.date.and_then(jishi_core::date::PartialDate::day).unwrap();
        let entered =
            chrono::NaiveDateTime::parse_from_str(&record["entered_on"].as_str().unwrap()[..19], "%Y-%m-%dT%H:%M:%S").unwrap();
        assert!(entered.date() >= day, "{key} entered before it happened");
        assert!(!content.summary.is_empty() && !content.signatures.is_empty(), "{key} says and signs");
        // A term still running has no paper yet: its material is the 考核 at its end.
        let running = content.step == "S43" && content.mode == "试用期登记";
        assert_eq!(record["materials"].as_array().unwrap().is_empty(), running, "{key} has a material");
        for material in list(record, "materials") {
            serde_json::from_value::<Signature>(material["signature"].clone()).unwrap();
        }
    }
    let times: Vec<&str> = list(&d, "records").iter().map(|r| r["entered_on"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "the demo plays the records in the order of entry");
    for correction in list(&d, "corrections") {
        assert!(records.contains(correction["record"].as_str().unwrap()));
        serde_json::from_value::<RecordContent>(numbered(correction["content"].clone(), &people)).unwrap();
    }
    for n in list(&d, "not_applicable") {
        serde_json::from_value::<NotApplicable>(numbered(n.clone(), &people)).unwrap();
    }
    for flaw in list(&d, "flaws") {
        let place = flaw["where"].as_str().unwrap();
        let (record, candidate) = place.split_once(" / ").unwrap();
        assert!(records.contains(record) && people.contains(candidate), "{place}");
    }
}

#[test]
fn the_batch_has_the_promised_size() {
    let d = batch();
    assert_eq!((list(&d, "candidates").len(), list(&d, "posts").len()), (12, 8));
    assert!((280..=320).contains(&list(&d, "records").len()));
    let scans = jishi_fs::list_dir(&folder().join("scans")).unwrap();
    assert!((240..=290).contains(&scans.len()), "{}", scans.len());
    let outcome = |name: &str| list(&d, "candidates").iter().filter(|c| c["outcome"] == name).count();
    assert_eq!((outcome("appointed"), outcome("not_appointed"), outcome("deferred")), (9, 2, 1));
    assert!((3..=5).contains(&list(&d, "corrections").len()));
    assert_eq!(list(&d, "flaws").len(), 8);
}

fn pages_of(path: &Path) -> u64 {
    let bytes = jishi_fs::read(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "pdf" => String::from_utf8_lossy(&bytes).matches("/Type /Page /Parent").count() as u64,
        "tif" => {
            let mut reader = tiff::decoder::Decoder::new(std::io::Cursor::new(bytes)).unwrap();
            let mut n = 1;
            while reader.more_images() {
                reader.next_image().unwrap();
                n += 1;
            }
            n
        }
        _ => u64::from(image::load_from_memory(&bytes).is_ok()),
    }
}

#[test]
fn every_scan_is_used_once_and_has_the_pages_it_is_said_to_have() {
    let mut used = BTreeSet::new();
    for record in list(&batch(), "records") {
        for material in list(record, "materials") {
            assert!(material["pages"].as_u64().unwrap() > 0);
            let Some(file) = material["file"].as_str() else { continue };
            assert!(used.insert(folder().join(file)), "{file} is used twice");
            assert_eq!(pages_of(&folder().join(file)), material["pages"].as_u64().unwrap(), "{file}");
        }
    }
    let there: BTreeSet<PathBuf> = jishi_fs::list_dir(&folder().join("scans")).unwrap().into_iter().collect();
    assert_eq!(there, used);
}

#[test]
fn the_committed_records_are_what_the_generator_tells_today() {
    let d = batch();
    let told = story::tell();
    assert_eq!(told.entries.len(), list(&d, "records").len());
    for (entry, committed) in told.entries.iter().zip(list(&d, "records")) {
        let again = script::record(entry, Vec::new());
        assert_eq!(again["content"], committed["content"], "{}: run jishi-samples assets/samples", entry.key);
        assert_eq!(again["entered_on"], committed["entered_on"]);
    }
}

#[test]
fn drawing_a_scan_again_gives_the_same_bytes() {
    let fonts = canvas::Fonts::load(&crate::fonts()).unwrap();
    let told = story::tell();
    for entry in [&told.entries[0], &told.entries[60], &told.entries[200]] {
        let item = &entry.papers[0];
        let draw = || crate::pdf::write(&sheet::draw(&fonts, &paper::blocks(entry, item), &format!("{}-1", entry.key)));
        assert_eq!(draw(), draw());
    }
}

#[test]
fn only_the_listed_flaw_breaks_the_sum_of_a_ballot() {
    let people = keys(&batch(), "candidates");
    let mut broken = Vec::new();
    for record in list(&batch(), "records") {
        let content: RecordContent = serde_json::from_value(numbered(record["content"].clone(), &people)).unwrap();
        if let jishi_core::record::RecordBody::Ballot(Ballot {
            present, issued, returned, valid, invalid, seats, lines, ..
        }) = content.body
        {
            let [issued, returned, valid, invalid] = [issued, returned, valid, invalid].map(Option::unwrap);
            let votes: u32 = lines.iter().map(|l| l.agree.unwrap()).sum();
            if returned != valid + invalid || Some(issued) > present || votes > valid * seats.unwrap_or(1) {
                broken.push(record["key"].as_str().unwrap().to_owned());
            }
        }
    }
    let listed: Vec<String> = list(&batch(), "flaws")
        .iter()
        .filter(|f| f["code"] == "V07")
        .map(|f| f["where"].as_str().unwrap()[..4].to_owned())
        .collect();
    assert_eq!(broken, listed);
}

#[test]
fn what_the_records_say_of_posts_and_of_the_team_is_what_is_set_up() {
    let d = batch();
    let said: String =
        list(&d, "records").iter().filter(|r| r["content"]["step"] == "S01").map(|r| r["content"]["body"].to_string()).collect();
    for post in list(&d, "posts") {
        let quota = &post["quota"];
        let numbers = format!("核定{}名，现配{}名", quota["approved"], quota["present"]);
        assert!(said.contains(&numbers), "{}{}: {numbers}", post["unit"], post["title"]);
    }
    let plans = list(&d, "records").iter().filter(|r| r["content"]["step"] == "S18").map(|r| &r["content"]["body"]);
    let mut teams = 0;
    for plan in plans {
        let leader = plan["team"][0]["name"].as_str().unwrap();
        let (before, members) = plan["text"].as_str().unwrap().split_once("，成员").unwrap();
        let members = members.split('。').next().unwrap();
        assert!(before.contains(&format!("组长{leader}")) && !members.contains(leader), "{before}，成员{members}");
        teams += 1;
    }
    assert!(teams > 0);
}
