//! What the journal notices that the chain alone does not: dropped last lines, and rows without revisions.

use rusqlite::Connection;

use super::*;
use crate::migrate::{MIGRATIONS, migrate};

/// A workspace with a record, a number given and a package sealed, as a command leaves it.
fn sealed(dir: &Path) -> Store {
    let mut store = with_record(dir);
    store.transact(op("volume.pack"), |tx| tx.number_item(1, "材料1/原件", &number(1))).unwrap();
    seal(&mut store, 1);
    store
}

fn seal(store: &mut Store, no: u32) {
    let seal_no = format!("Z109-2026-{no:04}");
    let taken = SealTaken {
        no,
        seal_no: seal_no.clone(),
        batch: 1,
        title: "综合卷".into(),
        path: "/案卷包/x".into(),
        items: 1,
        candidate: None,
        reason: String::new(),
        numbers: Vec::new(),
    };
    store.transact(op("volume.pack"), |tx| tx.take_seal(&taken)).unwrap();
    let content = PackageContent {
        seal_no,
        title: "综合卷".into(),
        path: "/案卷包/x".into(),
        sealed_at: "2026-03-02T09:00:00+08:00".into(),
        items: 1,
        files: 3,
        bytes: 9,
        seal_sha256: no.to_string().repeat(64),
        previous: String::new(),
        override_reason: String::new(),
        candidate: None,
        journal: store.journal_head().unwrap(),
    };
    store.transact(op("volume.pack"), |tx| tx.register_package(1, &content)).unwrap();
}

/// Past every trigger and foreign key, as somebody with a database browser.
fn tamper(store: &Store, sql: &str) {
    let triggers: Vec<String> = {
        let mut statement = store.connection.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        statement.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    triggers.iter().for_each(|t| store.connection.execute_batch(&format!("DROP TRIGGER {t}")).unwrap());
    store.connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
    store.connection.execute_batch(sql).unwrap();
}

fn faults(store: &Store) -> Vec<String> {
    store.check_journal().unwrap().2.into_iter().map(|f| f.fault).collect()
}

#[test]
fn rows_without_revisions_are_judged_as_records_are() {
    let rows: [(&str, &str); 11] = [
        ("UPDATE package SET content = replace(content, '综合卷', '别的卷')", "案卷包登记 Z109-2026-0001在程序之外被改动过"),
        ("DELETE FROM package", "案卷包登记 Z109-2026-0001不见了"),
        ("UPDATE catalogue SET content = replace(content, '试', '改')", "规程目录 t 1在程序之外被改动过"),
        ("DELETE FROM catalogue", "规程目录 t 1不见了"),
        ("INSERT INTO catalogue VALUES ('t 2', '{}')", "规程目录 t 2没有记入日志"),
        ("UPDATE archive_number SET item = '材料9/原件'", "档号 Z109-WS·2026·Y·ZZB-0001在程序之外被改动过"),
        ("DELETE FROM archive_number", "档号 Z109-WS·2026·Y·ZZB-0001不见了"),
        ("INSERT INTO archive_number VALUES ('X', 1, 'y', 'Z109·2026·Y·ZZB', 2)", "档号 X没有记入日志"),
        ("UPDATE seal SET state = 2", "封签号 Z109-2026-0001在程序之外被改动过"),
        ("DELETE FROM seal", "封签号 Z109-2026-0001不见了"),
        ("INSERT INTO revision VALUES ('person', 7, 1, '{}', '', '', '', 1, '')", "人员 7 第 1 版没有记入日志"),
    ];
    let dir = tempfile::tempdir().unwrap();
    let whole = sealed(dir.path());
    assert_eq!(faults(&whole), Vec::<String>::new());
    drop(whole);
    for (sql, words) in rows {
        let (_copy, store) = copy_of(dir.path());
        tamper(&store, sql);
        let found = store.check_journal().unwrap().2;
        assert!(found.iter().any(|f| f.fault.contains(words)), "{sql}: {found:?}");
        // The register of seals tells these, by their kind.
        let of_seals = sql.contains(" seal") || sql.contains(" package");
        assert_eq!(found.iter().any(|f| f.kind == crate::FaultKind::Seal), of_seals, "{sql}: {found:?}");
    }
}

/// A workspace with a row of every noun.
fn full(dir: &Path) -> Store {
    let mut store = sealed(dir);
    let medium = |number: &str| jishi_core::medium::MediumContent { number: number.into(), ..Default::default() };
    let handed = |no: &str| jishi_core::medium::HandoverContent { no: no.into(), medium: 1, ..Default::default() };
    let candidate = |person: u32| -> CandidateContent {
        serde_json::from_value(serde_json::json!({ "person": person, "post": null, "current_post": "", "proposed_post": "局长",
            "removed_post": "", "outcome": "open", "stopped_at": "", "order": 1, "person_revision": 1 }))
        .unwrap()
    };
    let paper = serde_json::json!({ "record": 1, "name": "谈话记录", "originality": "original", "secrecy": "", "pages": 1,
        "signature": { "name": "", "role": "", "date": null, "mode": "pending" }, "file_name": "", "sha256": "", "format": "", "size": 0 });
    let paper: jishi_core::record::MaterialContent = serde_json::from_value(paper).unwrap();
    let mark = serde_json::json!({ "step": "S06", "candidate": null, "reason": "没有", "signer": "周敏", "date": "2026-03-02" });
    let mark: NotApplicable = serde_json::from_value(mark).unwrap();
    let book = serde_json::json!({ "number": "1", "unit": "部", "holder": "周敏", "opened": "2026-01-04", "closed": null });
    let book = serde_json::from_value(book).unwrap();
    store
        .transact(op("x"), |tx| {
            tx.add_person(&person("李明"))?;
            tx.add_person(&person("王芳"))?;
            tx.add_candidate(1, &candidate(1))?;
            tx.add_record(1, &note("另一次"))?;
            tx.add_material(1, &paper)?;
            tx.mark_not_applicable(1, &mark)?;
            tx.add_medium(&medium("U-001"))?;
            tx.add_handover(&handed("JJ-1"))?;
            tx.add_notebook(&book)?;
            tx.add_note(1, &note("随记"))?;
            tx.add_batch(&BatchContent { number: "202604".into(), ..batch() }, &catalogue())
        })
        .unwrap();
    store.transact(op("record.correct"), |tx| tx.revise_record(2, 1, &note("更正"), "听错了")).unwrap();
    store
}

#[test]
fn rows_taken_out_set_back_or_altered_beside_their_content_are_named() {
    let back = "UPDATE record SET revision = 1, content = (SELECT content FROM revision WHERE noun = 'record' AND id = 2 AND revision = 1) \
         WHERE id = 2";
    let rows: [(&str, &str); 22] = [
        ("UPDATE material SET retracted = 1", "材料 1 是否撤回"),
        ("UPDATE candidate SET retracted = 1", "人选 1 是否撤回"),
        ("DELETE FROM material", "材料 1 不见了"),
        ("DELETE FROM record WHERE id = 1", "记录 1 不见了"),
        ("DELETE FROM candidate", "人选 1 不见了"),
        ("DELETE FROM not_applicable", "不适用说明 1 不见了"),
        ("DELETE FROM medium", "载体 1 不见了"),
        ("DELETE FROM handover", "交接单 1 不见了"),
        ("DELETE FROM note", "笔记 1 不见了"),
        (back, "记录 2 的现行内容与最后一版不符"),
        ("UPDATE material SET record = 2", "材料 1 的“所属记录”一栏"),
        ("UPDATE material SET batch = 2", "材料 1 的“所属批次”一栏"),
        ("UPDATE batch SET catalogue = 'zzz' WHERE id = 1", "批次 1 的“规程目录”一栏"),
        ("UPDATE record SET created_by = '别人' WHERE id = 1", "记录 1 的“录入人”一栏"),
        ("UPDATE not_applicable SET active = 0", "不适用说明 1 的“是否有效”一栏"),
        ("UPDATE medium SET content = replace(content, 'U-001', 'U-009')", "载体 1 的现行内容"),
        ("UPDATE note SET record = 1", "笔记 1 归入的记录"),
        ("UPDATE revision SET reason = '改了' WHERE noun = 'record' AND id = 2 AND revision = 2", "记录 2 第 2 版被改动过"),
        ("UPDATE revision SET actor = '别人' WHERE noun = 'person' AND id = 1", "人员 1 第 1 版被改动过"),
        ("UPDATE revision SET at = '2020-01-01T00:00:00+08:00' WHERE noun = 'person' AND id = 2", "人员 2 第 1 版被改动过"),
        ("UPDATE revision SET journal = 1 WHERE noun = 'material'", "材料 1 第 1 版被改动过"),
        ("INSERT INTO person (id, name, revision, content, created_at) VALUES (9, 'x', 1, '{}', '')", "人员 9没有任何一版"),
    ];
    let dir = tempfile::tempdir().unwrap();
    let whole = full(dir.path());
    assert_eq!(faults(&whole), Vec::<String>::new());
    drop(whole);
    for (sql, words) in rows {
        let store = copy_of(dir.path());
        tamper(&store.1, sql);
        let found = faults(&store.1);
        assert!(found.iter().any(|f| f.contains(words)), "{sql}: {found:?}");
    }
}

#[test]
fn what_earlier_programs_did_not_tell_is_told_by_the_migration() {
    let dir = tempfile::tempdir().unwrap();
    let mut old = Connection::open(dir.path().join("纪实库.db")).unwrap();
    migrate(&mut old, dir.path(), &MIGRATIONS[..5]).unwrap();
    old.execute_batch(
        "INSERT INTO journal VALUES (1, 't', '周敏', 'person.add', '', '[]', '', 'h');
         INSERT INTO person VALUES (1, '李明', 1, '{\"name\":\"李明\"}', 't');
         INSERT INTO revision VALUES ('person', 1, 1, '{\"name\":\"李明\"}', '', 't', '周敏', 1, '');",
    )
    .unwrap();
    drop(old);
    let store = Store::open(dir.path(), "试验").unwrap();
    let told = |store: &Store| faults(store).into_iter().filter(|f| f.contains("人员")).collect::<Vec<_>>();
    assert_eq!(told(&store), Vec::<String>::new());
    tamper(&store, "UPDATE person SET created_at = 'u'; UPDATE revision SET reason = 'x'");
    assert_eq!(told(&store).len(), 2, "{:?}", told(&store));
}

/// The same workspace once more, to be tampered with.
fn copy_of(dir: &Path) -> (tempfile::TempDir, Store) {
    let copy = tempfile::tempdir().unwrap();
    jishi_fs::write_new(&copy.path().join("纪实库.db"), &jishi_fs::read(&dir.join("纪实库.db")).unwrap()).unwrap();
    let store = Store::open(copy.path(), "试验").unwrap();
    (copy, store)
}

#[test]
fn dropped_last_lines_are_noticed_by_what_they_wrote_and_by_the_register() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = sealed(dir.path());
    let lines = store.check_journal().unwrap().0;
    // A correction whose line alone is dropped.
    store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("更正"), "听错了")).unwrap();
    tamper(&store, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)");
    assert_eq!(faults(&store).len(), 1);
    assert!(faults(&store)[0].contains("记录 1 第 2 版没有记入日志"), "{:?}", faults(&store));
    // Everything the correction wrote is taken back too: nothing in the database is left of it.
    store.connection.execute("DELETE FROM revision WHERE noun = 'record' AND revision = 2", []).unwrap();
    let old: String = store.connection.query_row("SELECT content FROM revision WHERE noun = 'record'", [], |r| r.get(0)).unwrap();
    store.connection.execute("UPDATE record SET revision = 1, content = ?1", [old]).unwrap();
    assert_eq!(faults(&store), Vec::<String>::new(), "nothing sealed since names it");
    // The same after a seal: the register of packages names a line that is gone.
    tamper(&store, &format!("DELETE FROM journal WHERE seq > {}", lines - 2));
    let found = faults(&store);
    assert!(found.iter().any(|f| f.contains("案卷包 Z109-2026-0001：封存时日志已有第") && f.contains("被删去了")), "{found:?}");
    // Lines written anew in their place do not have the hash.
    store.connection.execute_batch("DELETE FROM revision WHERE noun = 'record'").unwrap();
    store.transact(op("x"), |_| Ok(())).unwrap();
    store.transact(op("x"), |_| Ok(())).unwrap();
    assert!(faults(&store).iter().any(|f| f.contains("被换过")), "{:?}", faults(&store));
}

#[test]
fn numbers_of_the_first_schema_keep_their_items_under_the_new_keys() {
    let dir = tempfile::tempdir().unwrap();
    let mut old = Connection::open(dir.path().join("纪实库.db")).unwrap();
    migrate(&mut old, dir.path(), &MIGRATIONS[..1]).unwrap();
    old.execute_batch(
        "INSERT INTO batch VALUES (1, 't 1', 1, '{}', '');
         INSERT INTO catalogue VALUES ('t 1', '{}');
         INSERT INTO record VALUES (1, 1, 'S01', 1, '{}', '', '', ''), (2, 1, 'S23', 1, '{}', '', '', '');
         INSERT INTO material VALUES
             (4, 1, 1, NULL, 1, '{\"name\":\"会议记录\"}', ''), (9, 1, 1, NULL, 1, '{\"name\":\"会议记录\"}', ''),
             (5, 1, 1, NULL, 1, '{\"name\":\"签到表\"}', ''), (6, 1, 2, NULL, 1, '{\"name\":\"考察材料\"}', '');
         INSERT INTO archive_number VALUES
             -- Paper 4 is a copy; its original 9 came later and took a second number.
             ('N1', 1, '批次/材料4', 'Z109·2026·Y·ZZB', 1), ('N2', 1, '批次/材料5', 'Z109·2026·Y·ZZB', 2),
             ('N3', 1, '人选3/报告表', 'Z109·2026·Y·ZZB', 3), ('N4', 1, '人选3/材料5', 'Z109·2026·Y·ZZB', 4),
             ('N5', 1, '人选3/材料6', 'Z109·2026·Y·ZZB', 5), ('N6', 1, '批次/材料9', 'Z109·2026·Y·ZZB', 6);",
    )
    .unwrap();
    drop(old);
    let store = Store::open(dir.path(), "试验").unwrap();
    let given = store.register(BatchId(1)).unwrap().given;
    let mut found: Vec<(String, String)> = given.into_iter().map(|(key, g)| (g.archive_no, key)).collect();
    found.sort();
    let found: Vec<&str> = found.iter().map(|(_, key)| key.as_str()).collect();
    assert_eq!(found, ["材料4/原件", "材料5/原件", "人选3/报告表", "材料5/摘录/人选3", "材料6/原件", "批次/材料9"]);
    assert!(store.connection.execute("UPDATE archive_number SET no = 1", []).is_err(), "the trigger is back");
    // What the first journal did not tell of is told now, so that a later change shows.
    assert!(store.journal(0, 9).unwrap().iter().any(|l| l.words.contains("升级到库版本 2")));
    let told = faults(&store);
    assert!(!told.iter().any(|f| f.contains("档号") || f.contains("目录")), "{told:?}");
    tamper(&store, "UPDATE catalogue SET content = '{\"x\":1}'");
    assert!(faults(&store).iter().any(|f| f.contains("规程目录 t 1")));
}
