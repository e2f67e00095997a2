//! Before and while volumes are sealed: only the chosen ones are numbered, an inspection that is not done asks for a reason, a sealing that
//! stops or fails numbers nothing, and the bar tells bytes that never fall.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use super::sealing::options;
use super::*;
use crate::{Progress, ProgressNote};

/// Two candidates; papers of the whole batch with an extract for each of them, and two of each one's own.
fn two_people(app: &App) {
    begun(app);
    ok(app, "person.add", json!({ "content": { "name": "李四", "born": "198001" } }));
    let candidate = json!({ "person": 2, "post": null, "current_post": "", "proposed_post": "局长", "removed_post": "", "outcome": "open",
        "stopped_at": "", "order": 2 });
    ok(app, "candidate.add", json!({ "batch": 1, "content": candidate }));
    let mut record = 0;
    let mut paper = |step: &str, candidates: &[u32], name: &str| {
        let content = json!({ "step": step, "candidates": candidates, "date": "2026-03-05", "summary": "听取意见",
            "body": if step == "S07" { json!({ "kind": "document" }) } else { json!({ "kind": "notebook", "category": "听取意见" }) } });
        ok(app, "record.add", json!({ "batch": 1, "content": content }));
        record += 1;
        let request = json!({ "record": record, "path": null, "name": name, "originality": "original", "secrecy": "", "pages": 2,
            "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
        ok(app, "material.attach", request);
    };
    paper("S05", &[], "谈心谈话记录");
    paper("S06", &[], "初始提名登记表");
    for person in [1, 2] {
        paper("S07", &[person], "资格条件预审表");
        paper("S07", &[person], "干部任免审批表（初稿）");
    }
}

fn pack(volumes: &[u32], folder: &Path, reason: &str) -> Value {
    json!({ "batch": 1, "options": options(), "volumes": volumes, "folder": folder, "form": "folder", "arranger": "张三",
        "checker": "李四", "override_reason": reason })
}

/// A sealing that is listened to, or stopped.
fn sealing(app: &App, request: Value, progress: &dyn Progress) -> crate::Result<Value> {
    opened(app, "volume.pack");
    app.call("volume.pack", request, progress)
}

fn items(app: &App, volume: usize) -> Vec<Value> {
    ok(app, "volume.preview", json!({ "batch": 1, "options": options() }))["volumes"][volume]["items"].as_array().unwrap().clone()
}

fn numbered(app: &App, volume: usize) -> Vec<bool> {
    items(app, volume).iter().map(|i| i["numbered"].as_bool().unwrap()).collect()
}

#[test]
fn sealing_one_of_two_personal_volumes_numbers_it_and_the_originals_it_names_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two_people(&app);
    assert_eq!((numbered(&app, 0).len(), numbered(&app, 1).len(), numbered(&app, 2).len()), (2, 4, 4));
    let asked = pack(&[2], &dir.path().join("出"), "试验用的理由");
    let ready = ok(&app, "volume.ready", asked.clone());
    assert_eq!((&ready["volumes"][0]["numbers"], &ready["originals"]), (&json!(4), &json!(1)), "{ready}");
    assert!(app.store().register(jishi_core::id::BatchId(1)).unwrap().given.is_empty(), "looking numbers nothing");
    ok(&app, "volume.pack", asked);
    assert_eq!(numbered(&app, 2), [true; 4]);
    assert_eq!(numbered(&app, 1), [false; 4], "the other personal volume is as it was");
    let originals: Vec<Value> = items(&app, 0).into_iter().filter(|i| i["numbered"] == true).collect();
    let extract = items(&app, 2).into_iter().find(|i| i["remark"].as_str().unwrap().contains("原件见")).unwrap();
    assert_eq!(originals.len(), 1, "one original is named");
    assert_eq!(extract["see_also"], originals[0]["archive_no"]);
    // The other may still be put in another order, and its numbers follow it.
    let before = items(&app, 1);
    let key = |at: usize| before[at]["key"].clone();
    let order = json!({ "batch": 1, "volume": "人选1", "order": [key(2), key(1), key(3)], "reason": "按重要程度" });
    ok(&app, "volume.reorder", order);
    let after = items(&app, 1);
    assert_eq!((&after[1]["key"], &after[2]["key"]), (&before[2]["key"], &before[1]["key"]));
    ok(&app, "volume.pack", pack(&[0, 1], &dir.path().join("出"), "试验用的理由"));
    // All of it sealed: one run without gap or double in each category.
    let all: Vec<Value> = (0..3).flat_map(|v| items(&app, v)).collect();
    assert!(all.iter().all(|i| i["numbered"] == true));
    let findings = ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }))["findings"].clone();
    let wrong: Vec<&Value> =
        findings.as_array().unwrap().iter().filter(|f| f["code"] == "V39" && f["place"]["field"] == "件号").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

/// Stops at the first word that begins so.
struct StopAt(&'static str);

impl Progress for StopAt {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        if note.words.contains(self.0) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[test]
fn a_sealing_that_is_stopped_numbers_nothing_of_what_it_did_not_finish_and_says_what_stands() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two_people(&app);
    let out = dir.path().join("出");
    let stopped = sealing(&app, pack(&[], &out, "试验用的理由"), &StopAt("第 2/3 卷")).unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    assert!(stopped.remedy.contains("已封好 1 卷：Z109-2026-0001"), "{stopped}");
    assert_eq!((numbered(&app, 0), numbered(&app, 1), numbered(&app, 2)), (vec![true; 2], vec![false; 4], vec![false; 4]));
    let left: Vec<String> =
        jishi_fs::list_dir(&out).unwrap().iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(left.len(), 1, "no half of a package lies there: {left:?}");
    // Stopped while looking: nothing at all.
    for looking in ["检测", "排卷"] {
        let stopped = sealing(&app, pack(&[1], &out, "试验用的理由"), &StopAt(looking)).unwrap_err();
        assert_eq!((stopped.code, stopped.message.as_str()), (Code::Cancelled, "已停止，什么都没有改"));
    }
    // Of a mere look at how it is arranged, nothing is said of sealing.
    let options = json!({ "template": "DA/T 22-2015", "org": "GBK", "year": 2026 });
    let stopped = app.call("volume.preview", json!({ "batch": 1, "options": options }), &StopAt("排卷")).unwrap_err();
    assert!(
        stopped.code == Code::Cancelled && stopped.message.contains("停止排卷") && stopped.remedy.contains("不受影响"),
        "{stopped}"
    );
    assert_eq!(app.store().last_seal().unwrap(), 2, "the number of the volume that was begun is void, no other was taken");
    let again = ok(&app, "volume.pack", pack(&[1, 2], &out, "试验用的理由"));
    assert_eq!(again["packages"][0]["seal_no"], "Z109-2026-0003");
    assert_eq!((numbered(&app, 1), numbered(&app, 2)), (vec![true; 4], vec![true; 4]));
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn a_sealing_killed_after_its_last_byte_gives_the_numbers_its_package_says() {
    let dir = tempfile::tempdir().unwrap();
    let (workspace, out) = (dir.path().join("工作区"), dir.path().join("出"));
    let app = app(&workspace);
    two_people(&app);
    // As it is after the kill: the package has its name, the register knows only the number taken. The seal is made in a copy.
    drop(app);
    let database = workspace.join("纪实库.db");
    let before = jishi_fs::read(&database).unwrap();
    let app = self::app(&workspace);
    let taken = Mutex::new(None);
    struct Peek<'a>(&'a App, &'a Mutex<Option<jishi_store::SealTaken>>);
    impl Progress for Peek<'_> {
        fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
            if note.words.contains("重读核对") {
                *self.1.lock().unwrap() = self.0.store().open_seals().unwrap().pop();
            }
            ControlFlow::Continue(())
        }
    }
    sealing(&app, pack(&[2], &out, "试验用的理由"), &Peek(&app, &taken)).unwrap();
    let numbers = items(&app, 2);
    drop(app);
    jishi_fs::write_atomic(&database, &before).unwrap();
    let taken = taken.into_inner().unwrap().unwrap();
    assert_eq!(taken.numbers.len(), 5, "its own and the original it names");
    let app = self::app(&workspace);
    app.write("volume.pack", |tx| tx.take_seal(&taken)).unwrap();
    assert_eq!(numbered(&app, 2), [false; 4]);
    ok(&app, "volume.pack", pack(&[1], &out, "试验用的理由"));
    let settled = items(&app, 2);
    assert_eq!(numbered(&app, 2), [true; 4]);
    let of = |items: &[Value]| items.iter().map(|i| i["archive_no"].clone()).collect::<Vec<_>>();
    assert_eq!(of(&settled), of(&numbers), "the numbers its package bears");
}

/// Seals a volume, and leaves the database as a kill would right before the package is entered.
fn killed(dir: &Path, request: &dyn Fn(&Path) -> Value) -> (App, std::path::PathBuf) {
    let (workspace, out) = (dir.join("工作区"), dir.join("出"));
    let app = app(&workspace);
    two_people(&app);
    let database = workspace.join("纪实库.db");
    let kept = dir.join("当时.db");
    struct Copying(std::path::PathBuf, std::path::PathBuf);
    impl Progress for Copying {
        fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
            if note.words.contains("重读核对") && !self.1.exists() {
                let script = "import sqlite3,sys; sqlite3.connect(sys.argv[1]).execute('VACUUM INTO ?', (sys.argv[2],))";
                let done = std::process::Command::new("python3").args(["-c", script]).args([&self.0, &self.1]).status();
                assert!(done.unwrap().success());
            }
            ControlFlow::Continue(())
        }
    }
    sealing(&app, request(&out), &Copying(database.clone(), kept.clone())).unwrap();
    drop(app);
    jishi_fs::write_atomic(&database, &jishi_fs::read(&kept).unwrap()).unwrap();
    (self::app(&workspace), out)
}

#[test]
fn what_a_kill_left_is_entered_before_anything_it_was_inspected_with_changes() {
    let dir = tempfile::tempdir().unwrap();
    let (app, _) = killed(dir.path(), &|out| pack(&[2], out, "试验用的理由"));
    assert_eq!((ok(&app, "package.list", json!({ "batch": 1 })), numbered(&app, 2)), (json!([]), vec![false; 4]));
    let course = || ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
    assert_eq!(course()["content"]["state"], "inspected");
    // The order of the volume is what was sealed: the change finds it sealed.
    let keys: Vec<Value> = items(&app, 2).iter().rev().map(|i| i["key"].clone()).collect();
    let refused = err(&app, "volume.reorder", json!({ "batch": 1, "volume": "人选2", "order": keys, "reason": "按时间" }));
    assert!(refused.message.contains("已经封存（Z109-2026-0001）"), "{refused}");
    assert_eq!((course()["content"]["state"].clone(), numbered(&app, 2)), (json!("sealed"), vec![true; 4]));
    assert_eq!(ok(&app, "package.list", json!({ "batch": 1 }))[0]["seal_no"], "Z109-2026-0001");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn while_the_place_of_an_unsettled_package_is_away_its_batch_stands_still_and_others_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let (app, out) = killed(dir.path(), &|out| pack(&[0], out, "试验用的理由"));
    let mut other = batch();
    (other["name"], other["number"]) = (json!("2026年第四批"), json!("202604"));
    let away = dir.path().join("拔下");
    jishi_fs::rename_new(&out, &away).unwrap();
    ok(&app, "batch.create", json!({ "content": other }));
    let course = ok(&app, "package.courses", json!({ "batch": 1 }))[0].clone();
    let batch_now = ok(&app, "batch.get", json!({ "batch": 1 }));
    let requests = [
        ("record.add", json!({ "batch": 1, "content": talk("2026-03-06") })),
        (
            "step.not_applicable",
            json!({ "batch": 1, "mark": { "step": "S02", "candidate": null, "reason": "本批没有", "signer": "周敏", "date": "2026-03-03" } }),
        ),
        ("batch.charge", json!({ "batch": 1, "from_revision": 0, "charges": [{ "step": "S01", "name": "李科长" }] })),
        ("volume.reorder", json!({ "batch": 1, "volume": "综合", "order": [], "reason": "按时间" })),
        ("package.act", json!({ "id": course["id"], "from_revision": course["revision"], "act": "turn_back", "note": "重排" })),
        (
            "post.add",
            json!({ "batch": 1, "content": { "unit": "水利局", "title": "局长", "seats": 1, "rank": "正职",
            "dual_management": false, "probation": true } }),
        ),
    ];
    let lines = super::lines(&app);
    for (name, request) in requests {
        let refused = err(&app, name, request);
        assert_eq!(refused.code, Code::Blocked, "{name}: {refused}");
        assert!(refused.message.contains("Z109-2026-0001") && refused.remedy.contains("接回"), "{name}: {refused}");
    }
    assert_eq!(super::lines(&app), lines, "nothing was written");
    assert_eq!(ok(&app, "batch.get", json!({ "batch": 1 })), batch_now);
    ok(&app, "record.add", json!({ "batch": 2, "content": talk("2026-03-06") }));
    assert!(err(&app, "volume.pack", pack(&[1], &away, "试验用的理由")).message.contains("现在不在"));
    jishi_fs::rename_new(&away, &out).unwrap();
    ok(&app, "record.add", json!({ "batch": 1, "content": talk("2026-03-06") }));
    assert_eq!(ok(&app, "package.list", json!({ "batch": 1 }))[0]["seal_no"], "Z109-2026-0001");
    assert_eq!(ok(&app, "journal.check", json!({}))["findings"], json!([]));
}

#[test]
fn an_inspection_that_is_not_done_asks_for_entries_or_a_reason_and_the_volume_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two_people(&app);
    // Nothing but the inspection stands in the way.
    for finding in ok(&app, "volume.preview", json!({ "batch": 1, "options": options() }))["findings"].as_array().unwrap() {
        if finding["level"] == "error" {
            let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples/scans/r075-1.pdf").display().to_string();
            let grant = json!({ "batch": 1, "finding": finding, "reason": "县委书面同意", "signer": "王建国", "post": "部长",
                "date": "2026-03-09", "path": paper });
            ok(&app, "waiver.grant", grant);
        }
    }
    let out = dir.path().join("出");
    let ready = ok(&app, "volume.ready", pack(&[1], &out, ""));
    assert_eq!(ready["errors"], 0, "{ready}");
    let open = ready["volumes"][0]["open"].as_array().unwrap().clone();
    let code = |j: &Value| j["code"].as_str().unwrap().to_owned();
    assert!(open.iter().any(|j| code(j) == "GD-4-2") && open.iter().all(|j| j["outcome"] != "passed"), "{open:?}");
    let refused = err(&app, "volume.pack", pack(&[1], &out, " "));
    assert_eq!(refused.code, Code::Blocked);
    assert!(refused.message.contains("检测没有办结") && refused.message.contains("GD-4-2 "), "{refused}");
    assert!(app.store().register(jishi_core::id::BatchId(1)).unwrap().given.is_empty() && app.store().last_seal().unwrap() == 0);
    assert_eq!(ok(&app, "volume.ready", pack(&[1], &out, ""))["new_folder"], true);
    assert_eq!(ok(&app, "volume.ready", pack(&[1], dir.path(), ""))["new_folder"], false);
    assert!(err(&app, "volume.pack", pack(&[1], &out, "x")).message.contains("“x”太短"));
    // With a reason: it stands in the 检测报告, and the row of the register keeps it.
    let path =
        ok(&app, "volume.pack", pack(&[1], &out, "查毒由档案室接收时做"))["packages"][0]["path"].as_str().unwrap().to_owned();
    let report = jishi_fs::read_text(&Path::new(&path).join("固化信息/检测报告.xml")).unwrap();
    assert!(report.contains("<未办结封存理由>查毒由档案室接收时做</未办结封存理由>"), "{report}");
    let note = text_of(&Path::new(&path).join("data/其他/备考表.pdf"));
    assert!(note.contains("检测没有办结") && note.contains("查毒由档案室接收时做"), "{note}");
    assert!(text_of(&Path::new(&path).join("固化信息/检测报告.pdf")).contains("查毒由档案室接收时做"));
    let told = jishi_fs::read_text(&Path::new(&path).join("data/其他/校验结果.txt")).unwrap();
    assert!(!told.contains("强制封存理由"), "no 错 was forced: {told}");
    // With every entry made it needs none, and says none; what the course says was inspected is what the report says.
    let entries: Vec<Value> = open
        .iter()
        .filter(|j| j["outcome"] == "manual")
        .map(|j| json!({ "code": j["code"], "verdict": "good", "words": "逐件看过，没有问题", "by": "周敏", "on": "2026-03-10" }))
        .collect();
    let mut asked = pack(&[2], &out, "");
    asked["entries"] = json!(entries);
    // The operator is 周敏, who may give the word of the 检查人 only as that person.
    let refused = err(&app, "volume.ready", asked.clone());
    assert!(refused.message.contains("检查人 李四 本人填写") && refused.remedy.contains("换人"), "{refused}");
    asked["checker"] = json!("周敏");
    let warned = ok(&app, "volume.ready", asked.clone())["volumes"][0]["open"].as_array().unwrap().clone();
    if !warned.is_empty() {
        assert!(warned.iter().all(|j| j["outcome"] == "warning"), "{warned:?}");
        assert!(err(&app, "volume.pack", asked.clone()).message.contains("警告"));
        asked["override_reason"] = json!("纸质件不扫描");
    }
    let made = ok(&app, "volume.pack", asked)["packages"][0]["path"].as_str().unwrap().to_owned();
    let report = jishi_fs::read_text(&Path::new(&made).join("固化信息/检测报告.xml")).unwrap();
    let sum = report.split("<结论>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(sum.ends_with("人工 0"), "{sum}");
    let courses = ok(&app, "package.courses", json!({ "batch": 1 }));
    let course = courses.as_array().unwrap().iter().find(|c| c["content"]["volume"] == "人选2").unwrap();
    let inspected = course["content"]["acts"].as_array().unwrap().iter().rfind(|a| a["act"] == "inspect").unwrap();
    assert_eq!(inspected["note"], sum);
}

/// What a PDF says, as a reader of text sees it, without line ends.
pub(super) fn text_of(pdf: &Path) -> String {
    let out = std::process::Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).split_whitespace().collect()
}

#[test]
fn a_clock_behind_the_last_seal_is_told_before_anything_is_numbered() {
    let dir = tempfile::tempdir().unwrap();
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let app = App::open_with(&dir.path().join("工作区"), "试验", Box::new(Set(hours.clone()))).unwrap();
    two_people(&app);
    let out = dir.path().join("出");
    assert_eq!(ok(&app, "volume.ready", pack(&[0], &out, ""))["clock"], "");
    ok(&app, "volume.pack", pack(&[0], &out, "试验用的理由"));
    hours.store(-30, Ordering::SeqCst);
    let ready = ok(&app, "volume.ready", pack(&[1], &out, ""));
    let words = ready["clock"].as_str().unwrap();
    assert!(words.contains("2026-03-09 03:00") && words.contains("Z109-2026-0001") && words.contains("拨回"), "{words}");
    assert_eq!(numbered(&app, 1), [false; 4]);
    let path =
        ok(&app, "volume.pack", pack(&[1], &out, "上次封存时电脑时间有误"))["packages"][0]["path"].as_str().unwrap().to_owned();
    let note = text_of(&Path::new(&path).join("data/其他/备考表.pdf"));
    assert!(note.contains("时钟可能被拨回") && note.contains("上次封存时电脑时间有误"), "{note}");
}

#[test]
fn what_changed_since_a_volume_was_sealed_is_told_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let app = App::open_with(&dir.path().join("工作区"), "试验", Box::new(Set(hours.clone()))).unwrap();
    two_people(&app);
    let since = || -> Vec<Value> {
        let options = pack(&[0], dir.path(), "")["options"].clone();
        let preview = ok(&app, "volume.preview", json!({ "batch": 1, "options": options }));
        preview["volumes"].as_array().unwrap().iter().map(|v| v["since"].clone()).collect()
    };
    ok(&app, "volume.pack", pack(&[0], &dir.path().join("出"), "试验用的理由"));
    assert_eq!(since(), [json!([]), json!([]), json!([])]);
    hours.store(1, Ordering::SeqCst);
    let late = json!({ "record": 1, "path": null, "name": "补收的一页", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "周敏", "role": "记录人", "date": "2026-03-05", "mode": "scanned" } });
    ok(&app, "material.attach", late);
    let told = since();
    assert!(told[0].to_string().contains("补收的一页"), "{told:?}");
    assert_eq!(told[1..], [json!([]), json!([])], "what is not sealed has no since");
}

/// Keeps what it is told.
#[derive(Default)]
struct Heard(Mutex<Vec<(u64, u64)>>, Mutex<Vec<ProgressNote>>);

impl Progress for Heard {
    fn note(&self, note: &ProgressNote) -> ControlFlow<()> {
        if note.ahead {
            self.1.lock().unwrap().push(note.clone());
        } else {
            self.0.lock().unwrap().push((note.done, note.total));
        }
        ControlFlow::Continue(())
    }
}

#[test]
fn the_bar_over_several_volumes_tells_bytes_never_falls_and_ends_at_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two_people(&app);
    for tree in [Value::Null, json!("da_t_93_2022")] {
        let heard = Heard::default();
        let volumes: &[u32] = if tree.is_null() { &[0, 1] } else { &[2] };
        let mut asked = pack(volumes, &dir.path().join("出"), "试验用的理由");
        asked["tree"] = tree.clone();
        sealing(&app, asked.clone(), &heard).unwrap();
        // The looking beforehand has a measure of its own, and moves with each 件.
        let ahead = heard.1.into_inner().unwrap();
        let items: BTreeSet<&str> = ahead.iter().filter(|n| n.words.starts_with("排卷")).map(|n| n.words.as_str()).collect();
        let places: BTreeSet<u64> = ahead.iter().map(|n| n.done).collect();
        assert!(items.len() > 5 && places.len() >= items.len(), "{ahead:?}");
        assert!(ahead.windows(2).all(|w| w[0].done <= w[1].done && w[0].total == w[1].total), "{ahead:?}");
        let told: Vec<(u64, u64)> = heard.0.into_inner().unwrap();
        assert!(told.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 == w[1].1), "{told:?}");
        let (done, total) = *told.last().unwrap();
        assert_eq!(done, total);
        let packages = ok(&app, "package.list", json!({ "batch": 1 }));
        let written: u64 = packages.as_array().unwrap().iter().map(|p| p["bytes"].as_u64().unwrap()).sum();
        assert!(total > 10_000 && total < written * 2, "bytes of content: {total} of {written}");
        let steps: BTreeSet<u64> = told.iter().map(|(done, _)| *done).collect();
        assert!(steps.len() > 10, "{steps:?}");
    }
}

#[test]
fn the_register_of_seals_tells_the_void_number_of_a_stopped_sealing_and_a_row_taken_out_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let (workspace, out) = (dir.path().join("工作区"), dir.path().join("出"));
    let app = app(&workspace);
    two_people(&app);
    assert_eq!(ok(&app, "seal.register", json!({})), json!({ "rows": [], "findings": [] }));
    ok(&app, "volume.pack", pack(&[0], &out, "试验用的理由"));
    sealing(&app, pack(&[1], &out, "试验用的理由"), &StopAt("第 1/1 卷")).unwrap_err();
    // A number that a kill left, settled by the next sealing.
    let last = app.store().seals().unwrap().pop().unwrap().seal;
    let killed =
        jishi_store::SealTaken {
            no: 3, seal_no: "Z109-2026-0003".into(), path: out.join("没有").display().to_string(), ..last
        };
    app.write("volume.pack", |tx| tx.take_seal(&killed)).unwrap();
    ok(&app, "volume.pack", pack(&[1, 2], &out, "试验用的理由"));
    let register = ok(&app, "seal.register", json!({}));
    let states: Vec<&str> = register["rows"].as_array().unwrap().iter().map(|r| r["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["sealed", "void", "void", "sealed", "sealed"]);
    assert_eq!(register["findings"], json!([]));
    assert_eq!(register["rows"][3]["previous"], register["rows"][0]["seal_sha256"]);
    assert_eq!(register["rows"][1]["batch_number"], "202603");
    let files = ok(&app, "seal.register_write", json!({ "folder": dir.path().join("表") }));
    let pdf = text_of(Path::new(files[0]["path"].as_str().unwrap()));
    assert!(pdf.contains("封签登记簿") && pdf.matches("作废").count() >= 2 && pdf.contains("Z109-2026-0005"), "{pdf}");
    assert!(files[1]["path"].as_str().unwrap().ends_with(".xlsx"));
    drop(app);
    // With a database browser.
    let database = workspace.join("纪实库.db");
    let sql = |text: &str| {
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2])";
        assert!(std::process::Command::new("python3").args(["-c", script]).arg(&database).arg(text).status().unwrap().success());
    };
    sql("DROP TRIGGER seal_stays_d; DELETE FROM seal WHERE no = 2;");
    let app = self::app(&workspace);
    let told = ok(&app, "seal.register", json!({}))["findings"].to_string();
    assert!(told.contains("缺第 2 号") && told.contains("封签号 Z109-2026-0002不见了"), "{told}");
    drop(app);
    // The last one leaves no gap; the journal knows of it.
    sql("DROP TRIGGER IF EXISTS seal_stays_d; DELETE FROM seal WHERE no = 5;");
    let app = self::app(&workspace);
    assert!(ok(&app, "seal.register", json!({}))["findings"].to_string().contains("封签号 Z109-2026-0005不见了"));
}

#[test]
fn every_key_of_the_data_of_a_volume_is_explained_in_its_package() {
    let dir = tempfile::tempdir().unwrap();
    let app = app(&dir.path().join("工作区"));
    two_people(&app);
    let packed = ok(&app, "volume.pack", pack(&[0, 1], &dir.path().join("出"), "试验用的理由"));
    let (mut keys, mut said) = (std::collections::BTreeSet::new(), String::new());
    for package in packed["packages"].as_array().unwrap() {
        let other = Path::new(package["path"].as_str().unwrap()).join("data/其他");
        let data = serde_json::from_str(&jishi_fs::read_text(&other.join("案卷数据.json")).unwrap()).unwrap();
        keys_of(&data, &mut keys);
        said = jishi_fs::read_text(&other.join("字段说明.txt")).unwrap();
    }
    use jishi_core::record::{RecordKind, fields};
    let bodies = RecordKind::ALL.into_iter().flat_map(fields::of);
    keys.extend(fields::HEAD.iter().chain(fields::FOOT).chain(bodies).map(|f| f.key.to_owned()));
    let lines: Vec<&str> = said.lines().filter_map(|l| Some(l.split_once('：')?.0)).collect();
    let missing: Vec<&String> = keys.iter().filter(|k| !lines.contains(&k.as_str())).collect();
    assert!(keys.len() > 100 && missing.is_empty(), "{missing:?}");
}

fn keys_of(value: &Value, keys: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            keys_of(value, keys);
        }),
        Value::Array(list) => list.iter().for_each(|value| keys_of(value, keys)),
        _ => {}
    }
}
