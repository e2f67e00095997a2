//! The course of a package through the commands: draft, order, inspection, seal, new version; what each refuses, and why.

use super::sealing::{options, seal, with_copy};
use super::*;

fn courses(app: &App) -> Vec<Value> {
    ok(app, "package.courses", json!({ "batch": 1 })).as_array().unwrap().clone()
}

fn inspect(entries: Value) -> Value {
    json!({ "batch": 1, "options": options(), "volume": "综合", "arranger": "张三", "checker": "李四", "entries": entries })
}

fn outcome(answer: &Value, code: &str) -> Value {
    let lists = ["acceptance", "four"].map(|l| answer["inspection"][l].as_array().unwrap().clone()).concat();
    lists.iter().find(|j| j["code"] == code).unwrap()["outcome"].clone()
}

#[test]
fn a_package_goes_from_draft_to_seal_and_then_only_a_new_version_follows() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let entry = json!({ "code": "GD-4-2", "verdict": "good", "words": "某杀毒软件，病毒库 2026-03-09，未发现病毒", "by": "李四", "on": "2026-03-10" });
    let first = ok(&app, "package.inspect", inspect(json!([])));
    assert_eq!((outcome(&first, "GD-4-2"), outcome(&first, "6")), (json!("manual"), json!("manual")), "no machine passes these");
    let second = ok(&app, "package.inspect", inspect(json!([entry])));
    assert_eq!(outcome(&second, "GD-4-2"), "passed");
    assert_eq!(second["course"]["state_name"], "检测");
    // The inspection does not satisfy: back, with a reason that is counted.
    let (id, revision) = (second["course"]["id"].clone(), second["course"]["revision"].clone());
    let act = |revision: &Value, act: &str, note: &str| json!({ "id": id, "from_revision": revision, "act": act, "note": note });
    assert!(err(&app, "package.act", act(&revision, "turn_back", "")).message.contains("没有写理由"));
    assert_eq!(err(&app, "package.act", act(&revision, "seal", "")).code, Code::Blocked, "a state is never only set");
    let back = ok(&app, "package.act", act(&revision, "turn_back", "第1件页码不连续"));
    assert_eq!(back["state_name"], "整理");
    let path = seal(&app, &dir.path().join("一"));
    let sealed = courses(&app).remove(0);
    assert_eq!((&sealed["state_name"], &sealed["content"]["version"]), (&json!("封存"), &json!(1)));
    let acts: Vec<&str> = sealed["content"]["acts"].as_array().unwrap().iter().map(|a| a["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["arrange", "inspect", "inspect", "turn_back", "inspect", "seal"]);
    let report = jishi_fs::read_text(&Path::new(&path).join("固化信息/检测报告.xml")).unwrap();
    assert!(report.contains("<退回整理次数>1</退回整理次数>") && report.contains("病毒库 2026-03-09"), "{report}");
    // Sealed: nothing inside moves any more.
    for (name, request) in [
        ("package.inspect", inspect(json!([]))),
        ("volume.reorder", json!({ "batch": 1, "volume": "综合", "order": [], "reason": "按重要程度" })),
        ("package.act", json!({ "id": id, "from_revision": sealed["revision"], "act": "turn_back", "note": "改页码" })),
    ] {
        let refused = err(&app, name, request);
        assert_eq!(refused.code, Code::Blocked, "{name}: {refused}");
    }
    let again = json!({ "batch": 1, "options": options(), "volumes": [0], "folder": dir.path().join("二"), "form": "folder",
        "arranger": "张三", "checker": "李四", "override_reason": "试验用的理由" });
    let refused = err(&app, "volume.pack", again.clone());
    assert!(refused.message.contains("已封存于 Z109-2026-0001") && refused.remedy.contains("立新版本"), "{refused}");
    assert!(!dir.path().join("二").exists(), "nothing was written");
    // The new version names the old seal and why; the old package is as it was.
    let old = jishi_fs::read(&Path::new(&path).join("封签.json")).unwrap();
    let new = ok(&app, "package.act", act(&sealed["revision"], "renew", "补第1件原件"));
    assert_eq!((&new["content"]["version"], &new["state_name"]), (&json!(2), &json!("草稿")));
    let made = ok(&app, "volume.pack", again)["packages"][0].clone();
    assert_eq!(made["version"], 2);
    let record: Value =
        serde_json::from_str(&jishi_fs::read_text(&Path::new(made["path"].as_str().unwrap()).join("封签.json")).unwrap())
            .unwrap();
    assert_eq!(record["替代封签"]["SHA-256"], jishi_fs::sha256_hex(&old));
    assert_eq!(record["替代封签"]["理由"], "补第1件原件");
    assert_eq!(jishi_fs::read(&Path::new(&path).join("封签.json")).unwrap(), old);
    let rows = ok(&app, "package.list", json!({ "batch": 1 }));
    let states: Vec<&str> = rows.as_array().unwrap().iter().map(|r| r["state_name"].as_str().unwrap()).collect();
    assert_eq!(states, ["已立新版本", "封存"]);
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn one_act_answers_for_other_volumes_and_each_keeps_its_own_entry() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let entry =
        |code: &str, words: &str| json!({ "code": code, "verdict": "good", "words": words, "by": "李四", "on": "2026-03-10" });
    let share = |codes: &[&str], volumes: &[&str]| json!({ "batch": 1, "from": "综合", "codes": codes, "volumes": volumes });
    let scan = "某杀毒软件，病毒库 2026-03-09，全盘查过";
    let refused = err(&app, "package.enter_once", share(&["GD-4-2"], &["人选1"]));
    assert!(refused.message.contains("没有保存过“GD-4-2”的人工核对"), "{refused}");
    let mut request = inspect(json!([entry("GD-4-2", scan), entry("6", "看过")]));
    request["volume"] = json!("综合");
    ok(&app, "package.inspect", request.clone());
    let refused = err(&app, "package.enter_once", share(&["GD-4-2", "6"], &["人选1"]));
    assert!(refused.message.contains("“6 清晰可读”要逐卷看过"), "{refused}");
    assert_eq!(courses(&app).len(), 1, "nothing was kept");
    // A volume named twice, and the volume itself, are each told once at most.
    let kept = ok(&app, "package.enter_once", share(&["GD-4-2"], &["人选1", "人选1", "综合"]));
    assert_eq!(kept.as_array().unwrap().len(), 1);
    let entries = kept[0]["content"]["entries"].as_array().unwrap().clone();
    assert_eq!((entries.len(), &entries[0]["by"], &entries[0]["words"]), (1, &json!("李四"), &json!(scan)));
    assert_eq!(kept[0]["state_name"], "草稿", "nobody inspected it yet");
    // What it has already stays, and the journal tells of what was added alone.
    request["entries"] = json!([entry("GD-4-2", "又查了一次"), entry("GD-4-5", "完好")]);
    ok(&app, "package.inspect", request.clone());
    let kept = ok(&app, "package.enter_once", share(&["GD-4-2", "GD-4-5"], &["人选1"]));
    let own = kept[0]["content"]["entries"].as_array().unwrap();
    assert_eq!((own.len(), &own[0]["words"], &own[1]["words"]), (2, &json!(scan), &json!("完好")));
    assert_eq!(ok(&app, "package.enter_once", share(&["GD-4-5"], &["人选1"])), json!([]));
    let newest = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 }))[0]["words"].as_str().unwrap().to_owned();
    assert!(newest.contains("的人工核对同样用于：《") && newest.ends_with("》GD-4-5"), "{newest}");
    request["volume"] = json!("人选1");
    request["entries"] = json!([]);
    let answer = ok(&app, "package.inspect", request);
    assert_eq!((outcome(&answer, "GD-4-2"), outcome(&answer, "6")), (json!("passed"), json!("manual")));
}

#[test]
fn what_was_said_of_several_volumes_is_taken_back_from_all_that_were_told_and_nowhere_else() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    for person in [2, 3] {
        ok(&app, "person.add", json!({ "content": { "name": format!("周敏{person}"), "born": "197803" } }));
        ok(
            &app,
            "candidate.add",
            json!({ "batch": 1, "content": { "person": person, "post": null, "current_post": "科长", "proposed_post": "副局长",
            "removed_post": "", "outcome": "open", "stopped_at": "", "order": person } }),
        );
    }
    let entry = |code: &str, words: &str| json!({ "code": code, "verdict": "good", "words": words, "by": "李四", "on": "2026-03-10", "once_from": "综合" });
    let inspected = |volume: &str, entries: Value| {
        let mut request = inspect(entries);
        request["volume"] = json!(volume);
        ok(&app, "package.inspect", request)
    };
    let answered = |volume: &str| -> Vec<Value> {
        let of = |c: &&Value| c["content"]["volume"] == volume;
        courses(&app).iter().find(of).map_or_else(Vec::new, |c| c["content"]["entries"].as_array().unwrap().clone())
    };
    let back = |codes: &[&str], reason: &str| json!({ "batch": 1, "from": "综合", "codes": codes, "reason": reason });
    inspected("综合", json!([entry("GD-4-2", "全盘查过"), entry("GD-4-5", "完好")]));
    assert!(answered("综合").iter().all(|e| e.get("once_from").is_none()), "entered for the volume itself, whatever was sent");
    let share = json!({ "batch": 1, "from": "综合", "codes": ["GD-4-2", "GD-4-5"], "volumes": ["人选1", "人选2"] });
    ok(&app, "package.enter_once", share);
    assert_eq!(answered("人选1")[0]["once_from"], "综合");
    // One of them said it on: it is still the act of the first. The other has looked for itself meanwhile.
    ok(&app, "package.enter_once", json!({ "batch": 1, "from": "人选1", "codes": ["GD-4-2"], "volumes": ["人选3"] }));
    assert_eq!(answered("人选3")[0]["once_from"], "综合");
    inspected("人选2", json!([entry("GD-4-2", "另一台机器查过")]));

    assert!(err(&app, "package.take_back_once", back(&["GD-4-2"], " ")).message.contains("收回的理由"));
    let changed = ok(&app, "package.take_back_once", back(&["GD-4-2"], "查的是另一个盘"));
    assert_eq!(changed.as_array().unwrap().len(), 2);
    let codes = |volume: &str| -> Vec<Value> { answered(volume).iter().map(|e| e["code"].clone()).collect() };
    assert_eq!((codes("人选1"), codes("人选3")), (vec![json!("GD-4-5")], vec![]));
    assert_eq!((codes("综合").len(), codes("人选2").len()), (2, 2), "its own words stay with each");
    let newest = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 }))[0]["words"].as_str().unwrap().to_owned();
    assert!(newest.contains("GD-4-2") && newest.contains("查的是另一个盘"), "{newest}");
    assert_eq!(outcome(&inspected("人选1", json!([])), "GD-4-2"), json!("manual"), "it is asked for again");
    assert_eq!(ok(&app, "package.take_back_once", back(&["GD-4-2"], "再收一次")), json!([]));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// Whoever sits there, changed by hand.
struct Sitting(std::sync::Arc<std::sync::Mutex<(&'static str, &'static str)>>);

impl Host for Sitting {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(self.0.lock().unwrap().1).unwrap()
    }

    fn actor(&self) -> String {
        self.0.lock().unwrap().0.into()
    }
}

#[test]
fn the_checker_s_word_is_his_own_and_stands_only_for_what_he_saw() {
    let dir = tempfile::tempdir().unwrap();
    drop(with_copy(&dir.path().join("工作区")));
    let sits = std::sync::Arc::new(std::sync::Mutex::new(("张三", "2026-03-10T09:00:00+08:00")));
    let app = App::open_with(&dir.path().join("工作区"), "试验", Box::new(Sitting(sits.clone()))).unwrap();
    let word = |by: &str| json!([{ "code": "10", "verdict": "good", "words": "逐件看过，同意", "by": by, "on": "2026-03-10" }]);
    // The 整理人 sits there: neither under his own name nor under the other's.
    for by in ["张三", "李四"] {
        let refused = err(&app, "package.inspect", inspect(word(by)));
        assert!(refused.message.contains("检查人 李四 本人填写，现在的操作人是 张三"), "{refused}");
    }
    *sits.lock().unwrap() = ("李 四", "2026-03-10T10:00:00+08:00");
    let checked = ok(&app, "package.inspect", inspect(word("李四")));
    assert_eq!(outcome(&checked, "10"), "passed");
    let act = checked["course"]["content"]["acts"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&act["actor"], &act["at"]), (&json!("李 四"), &json!("2026-03-10T10:00:00+08:00")));
    // It stands while nothing changes, whoever inspects anew.
    *sits.lock().unwrap() = ("张三", "2026-03-10T11:00:00+08:00");
    assert_eq!(outcome(&ok(&app, "package.inspect", inspect(json!([]))), "10"), "passed");
    // A paper that comes after it, another order, or a volume sent back: he is asked again.
    let paper = json!({ "record": 1, "path": null, "name": "补收的一页", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", paper);
    let again = ok(&app, "package.inspect", inspect(json!([])));
    assert_eq!(outcome(&again, "10"), "manual");
    let act = |name: &str, course: &Value| json!({ "id": course["id"], "from_revision": course["revision"], "act": name, "note": "重排" });
    for turn in ["turn_back", "reorder"] {
        *sits.lock().unwrap() = ("李四", "2026-03-10T12:00:00+08:00");
        let checked = ok(&app, "package.inspect", inspect(word("李四")));
        assert_eq!(outcome(&checked, "10"), "passed", "{turn}");
        match turn {
            "reorder" => {
                drop(ok(&app, "volume.reorder", json!({ "batch": 1, "volume": "综合", "order": [], "reason": "按时间" })))
            }
            _ => drop(ok(&app, "package.act", act(turn, &checked["course"]))),
        }
        assert_eq!(outcome(&ok(&app, "package.inspect", inspect(json!([]))), "10"), "manual", "{turn}");
    }
}

#[test]
fn an_order_given_by_a_person_is_kept_with_its_reason_and_numbers_follow_it() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(dir.path());
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-06") }));
    let request = json!({ "record": 2, "path": null, "name": "谈心谈话记录", "originality": "original", "secrecy": "", "pages": 3,
        "role": "main", "kept_at": "干部人事档案第三类", "see_also": "Z109-RS·2025-0007",
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-06", "mode": "scanned" } });
    ok(&app, "material.attach", request);
    let items = |app: &App| -> Vec<Value> {
        ok(app, "volume.preview", json!({ "batch": 1, "options": options() }))["volumes"][0]["items"].as_array().unwrap().clone()
    };
    let before = items(&app);
    assert_eq!(before.len(), 2);
    let keys: Vec<&str> = before.iter().map(|i| i["key"].as_str().unwrap()).collect();
    let turned = json!({ "batch": 1, "volume": "综合", "order": [keys[1], keys[0]], "reason": "按重要程度" });
    assert!(
        err(&app, "volume.reorder", json!({ "batch": 1, "volume": "综合", "order": [], "reason": " " })).message.contains("理由")
    );
    assert!(
        err(&app, "volume.reorder", json!({ "batch": 1, "volume": "综合", "order": ["a", "a"], "reason": "x" }))
            .message
            .contains("两次")
    );
    assert_eq!(
        err(&app, "volume.reorder", json!({ "batch": 1, "volume": "人选9", "order": [], "reason": "x" })).code,
        Code::NotFound
    );
    ok(&app, "volume.reorder", turned);
    let after = items(&app);
    assert_eq!(after[0]["key"], before[1]["key"]);
    assert!(after[0]["archive_no"].as_str().unwrap().ends_with("0001"), "the number follows the order");
    assert_eq!(after[0]["kept_at"], "干部人事档案第三类");
    assert_eq!(after[0]["see_also"], "Z109-RS·2025-0007");
    assert_eq!(after[0]["remark"], "原件存干部人事档案第三类；互见Z109-RS·2025-0007");
    let words = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 }))[0]["words"].as_str().unwrap().to_owned();
    assert!(words.contains("改次序：按重要程度"), "{words}");
}

#[test]
fn templates_show_their_numbers_before_any_is_given() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(dir.path());
    let sample = |template: &str| {
        ok(&app, "volume.number_sample", json!({ "template": template, "fonds": "Z109", "org": "ZZB", "year": 2026 }))
    };
    assert_eq!(sample("DA/T 22-2015")["samples"][0], "Z109-WS·2026-Y-ZZB-0001");
    assert_eq!(sample("DA/T 13-2022")["samples"][3], "Z109-WS·2026·D30·ZZB-0028");
    assert_eq!(
        ["DA/T 22-2015", "DA/T 13-2022", "{fonds}·{year}·{retention}-{no:5}"].map(|t| sample(t)["grammar"].clone()),
        [json!("DA/T 22-2015"), json!("DA/T 13-2022"), json!("")]
    );
    let wrong = json!({ "template": "{fonds}-WS・{year}-{retention}-{no}", "fonds": "Z109", "org": "ZZB", "year": 2026 });
    assert!(err(&app, "volume.number_sample", wrong).message.contains("U+30FB"));
}

#[test]
fn a_sealed_package_becomes_a_tree_of_either_layout_with_capsules_and_all_of_it_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let request = json!({ "batch": 1, "options": options(), "volumes": [], "folder": dir.path().join("出"), "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": "试验用的理由", "tree": "da_t_93_2022", "capsule": { "full_up_to": 1_000_000 } });
    let made = ok(&app, "volume.pack", request);
    for package in made["packages"].as_array().unwrap() {
        let tree = Path::new(package["tree"].as_str().unwrap());
        let old = ok(
            &app,
            "package.tree",
            json!({ "path": package["path"], "folder": dir.path().join("旧"), "layout": "measures_2012" }),
        );
        for path in [tree, Path::new(old["path"].as_str().unwrap())] {
            let verified = ok(&app, "package.verify", json!({ "path": path, "fast": false }));
            assert_eq!(
                (&verified["packages"][0]["sound"], &verified["packages"][0]["sealed"]),
                (&json!(true), &json!(true)),
                "{verified}"
            );
        }
        lint(&Path::new(old["path"].as_str().unwrap()).join("文件目录.XML"), "directory-2012.xsd");
        lint(&Path::new(old["path"].as_str().unwrap()).join("案卷目录.XML"), "volumes-2012.xsd");
        lint(&tree.join("目录文件.XML"), "directory-2022.xsd");
        lint(&tree.join("其他/固化信息/检测报告.xml"), "inspection.xsd");
        let mut capsules = 0;
        for file in walk(tree) {
            match file.file_name().unwrap().to_str().unwrap() {
                "电子档案元数据.XML" => lint(&file, "da-t-46.xsd"),
                "电子文件封装包.XML" => {
                    lint(&file, "eep.xsd");
                    capsules += 1;
                }
                _ => {}
            }
        }
        assert_eq!(json!(capsules), package["items"]);
        the_bureau_takes(tree);
    }
}

fn lint(file: &Path, schema: &str) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/xsd").join(schema);
    let out =
        std::process::Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).arg(file).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

fn walk(root: &Path) -> Vec<std::path::PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for path in jishi_fs::list_dir(&folder).unwrap() {
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

/// The rules of a bureau's checker for a tree, told anew and not by our own code (archive.md §1.8).
fn the_bureau_takes(root: &Path) {
    let script = r#"
import os, re, sys, xml.etree.ElementTree as ET
root = sys.argv[1]
assert sorted(n for n in os.listdir(root) if os.path.isfile(os.path.join(root, n))) == sorted(['说明文件.TXT', '目录文件.XML'])
said = dict(l.split('：', 1) for l in open(os.path.join(root, '说明文件.TXT'), encoding='utf-8').read().splitlines())
for field in ['移交单位', '内容描述', '起止档号', '档案数量', '软硬件环境']: assert said[field].strip(), field
items = ET.parse(os.path.join(root, '目录文件.XML')).getroot().findall('文件')
assert int(said['档案数量']) == len(items)
wanted = ['顺序号', '档号', '责任者', '题名', '日期', '保管期限', '密级', '页数', '备注']
numbers = []
for i in items:
    assert [c.tag for c in i] == wanted, [c.tag for c in i]
    assert re.fullmatch(r'(\d{8})?', i.findtext('日期') or '')
    numbers.append(i.findtext('档号'))
assert len(set(numbers)) == len(numbers)
folders = {}
for at, _, files in os.walk(root):
    below = os.path.relpath(at, root).split(os.sep)
    if below[0] in ('.', '其他') or not files: continue
    assert below[-1] in numbers, at
    folders.setdefault(below[-1], []).append(files)
assert sorted(folders) == sorted(numbers)
for number, found in folders.items():
    assert len(found) == 1, number
    meta = [f for f in found[0] if f.startswith('电子档案') and f.upper().endswith('元数据.XML')]
    assert meta and len(found[0]) > len(meta), (number, found)
"#;
    let out = std::process::Command::new("python3").args(["-c", script]).arg(root).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn retention_class_and_year_follow_the_table_and_a_broken_one_stops_the_arranging() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(dir.path());
    let preview = |app: &App| ok(app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let shown = preview(&app);
    assert!(shown["table"].as_str().unwrap().contains("建议，待批"), "{}", shown["table"]);
    let item = &shown["volumes"][0]["items"][0];
    assert!(item["rule"].as_str().unwrap().starts_with('第'), "{item}");
    // The office's own: 10 years, a class of its own, and the year the paper was made.
    let path = Path::new(ok(&app, "filing.table", json!({}))["path"].as_str().unwrap()).to_owned();
    let text = crate::filing_table_text();
    let name = item["parts"][0]["name"].as_str().unwrap();
    let entry = text.split("[[entry]]").find(|e| e.contains(&format!("\"{name}\""))).unwrap();
    let own = entry.replace("\"30年\"", "\"10年\"").replace("class = \"\"", "class = \"XR\"").replace("\"办结\"", "\"形成\"");
    assert_ne!(own, entry);
    jishi_fs::write_atomic(&path, text.replace(entry, &own).as_bytes()).unwrap();
    let mut asked = options();
    asked["year"] = json!(2025);
    let after = ok(&app, "volume.preview", json!({ "batch": 1, "options": asked }));
    let item = &after["volumes"][0]["items"][0];
    assert_eq!((&item["retention"], &item["category"]), (&json!("10年"), &json!("2026·XR")));
    assert!(item["archive_no"].as_str().unwrap().contains("WS·2026-D10-XR-0001"), "{item}");
    // Edited on the screen: a mistake is told at its entry and saves nothing; what is sound stands, with who approved it and why.
    let view = ok(&app, "filing.table", json!({}));
    let save = |table: &Value, from: &Value, reason: &str| json!({ "table": table, "from": from, "reason": reason });
    let mut table = view["table"].clone();
    table["entries"][1]["class"] = json!("zzb");
    assert_eq!(err(&app, "filing.save", save(&table, &view["digest"], " ")).code, Code::Invalid);
    let wrong = ok(&app, "filing.save", save(&table, &view["digest"], "改类别"));
    assert_eq!((wrong["faults"].as_array().unwrap().len(), &wrong["faults"][0]["entry"]), (1, &json!(1)), "{wrong}");
    assert_eq!(ok(&app, "filing.table", json!({}))["digest"], view["digest"]);
    table["entries"][1]["class"] = json!("XR");
    for (key, value) in
        [("status", "已批"), ("approved_by", "云岭市档案局"), ("approved_on", "2026-01-05"), ("approval_no", "云档〔2026〕3号")]
    {
        table[key] = json!(value);
    }
    let saved = ok(&app, "filing.save", save(&table, &view["digest"], "市档案局批准"));
    assert_eq!(saved["faults"], json!([]));
    assert!(preview(&app)["table"].as_str().unwrap().contains("云岭市档案局 2026-01-05 批准，云档〔2026〕3号"));
    assert_eq!(err(&app, "filing.save", save(&table, &view["digest"], "再改")).code, Code::Stale);
    let told = ok(&app, "journal.list", json!({ "before": 0, "limit": 1 })).to_string();
    assert!(told.contains("市档案局批准"), "{told}");
    // Removed from the table, the paper is told of.
    jishi_fs::write_atomic(&path, text.replace(&format!("\"{name}\""), "\"别的材料\"").as_bytes()).unwrap();
    let found = preview(&app)["findings"].to_string();
    assert!(found.contains("不在归档范围和保管期限表之内"), "{found}");
    jishi_fs::write_atomic(&path, text.replace("\"永久\"", "\"长期\"").as_bytes()).unwrap();
    let refused = err(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    assert!(refused.message.contains("归档范围表.toml") && refused.message.contains('行'), "{}", refused.message);
    assert!(!crate::check_filing_table(&path.display().to_string()).unwrap().findings.is_empty());
}

#[test]
fn a_volume_is_printed_with_covers_and_numbers_and_its_files_stay_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let before = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }));
    let volume = &before["volumes"][0];
    let folder = dir.path().join("打印");
    let request = json!({ "batch": 1, "options": options(), "volume": "综合", "folder": folder });
    let made = ok(&app, "volume.print", request.clone());
    let covers = volume["items"].as_array().unwrap().len() as u64;
    let with_files = made["left"].as_array().unwrap().is_empty();
    let pages = made["file"]["pages"].as_u64().unwrap();
    assert_eq!(pages, covers + if with_files { volume["pages"].as_u64().unwrap() } else { 0 }, "{made}");
    let path = Path::new(made["file"]["path"].as_str().unwrap());
    let probe = jishi_forms::probe::probe(&mut std::io::Cursor::new(jishi_fs::read(path).unwrap())).unwrap();
    assert_eq!(probe.declared.as_deref(), Some("PDF/A-2a"), "{probe:?} {made}");
    assert!(path.file_name().unwrap().to_string_lossy().starts_with("打印副本_综合_"), "{}", path.display());
    jishi_fs::write_atomic(path, b"kept").unwrap();
    assert!(err(&app, "volume.print", request).message.contains("已经有“打印副本_综合_"));
    assert_eq!(jishi_fs::read(path).unwrap(), b"kept", "a copy that lies there is not replaced");
    assert_eq!(
        ok(&app, "volume.preview", json!({ "batch": 1, "options": options() })),
        before,
        "nothing was numbered or changed"
    );
    assert_eq!(
        err(&app, "volume.print", json!({ "batch": 1, "options": options(), "volume": "人选9", "folder": folder })).code,
        Code::NotFound
    );
}

#[test]
fn the_certificate_page_says_what_the_seal_says_and_refuses_a_package_that_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let app = with_copy(&dir.path().join("工作区"));
    let out = dir.path().join("证书").display().to_string();
    let ask = json!({ "form": "seal-certificate", "batch": 1, "blank": false, "folder": out });
    assert!(err(&app, "form.write", ask.clone()).message.contains("没有封存的案卷包"));
    let path = seal(&app, &dir.path().join("一"));
    let row = ok(&app, "package.list", json!({ "batch": 1 }))[0].clone();
    let made =
        ok(&app, "form.write", json!({ "form": "seal-certificate", "seal": row["seal_no"], "blank": false, "folder": out }));
    assert_eq!((made.as_array().unwrap().len(), &made[0]["pages"]), (1, &json!(1)), "one page to sign: {made}");
    assert!(
        err(&app, "form.write", json!({ "form": "seal-certificate", "seal": "没有", "blank": false, "folder": out })).code
            == Code::NotFound
    );
    let report = app.bytes("package.paper", json!({ "seal": row["seal_no"], "paper": "检测报告" }), &crate::Quiet);
    assert_eq!(report.unwrap(), jishi_fs::read(&Path::new(&path).join("固化信息/检测报告.pdf")).unwrap());
    jishi_fs::remove_dir_all(Path::new(&path)).unwrap();
    let gone = app.bytes("package.paper", json!({ "seal": row["seal_no"], "paper": "备考表" }), &crate::Quiet).unwrap_err();
    assert!(gone.message.contains("不在登记的位置"), "{}", gone.message);
    assert!(err(&app, "form.write", ask).message.contains("不在登记的位置"));
}
