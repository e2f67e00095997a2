//! The store on real files: revisions, journal, content, lock.

mod chain;
mod course;

use std::collections::BTreeMap;
use std::path::Path;

use jishi_core::arrange::{Category, GivenNumber, GivenOut};
use jishi_core::case::{BatchContent, CandidateContent, NotApplicable};
use jishi_core::catalogue::{Catalogue, Retention};
use jishi_core::id::{BatchId, PersonId, RecordId};
use jishi_core::person::PersonContent;
use jishi_core::record::RecordContent;

use crate::*;

fn op(name: &str) -> Op {
    Op { name: name.into(), actor: "李干事".into(), at: "2026-03-02T09:00:00+08:00".into() }
}

fn person(name: &str) -> PersonContent {
    PersonContent { name: name.into(), ..PersonContent::default() }
}

fn batch() -> BatchContent {
    BatchContent {
        name: "2026年第三批".into(),
        number: "202603".into(),
        business: "个别提拔".into(),
        started: None,
        edition: "2019".into(),
        unit: "市委组织部".into(),
        fonds: "Z109".into(),
        note: String::new(),
        ..BatchContent::default()
    }
}

fn number(no: u32) -> GivenNumber {
    let category = Category { fonds: "Z109".into(), year: 2026, retention: Retention::Permanent, org: "ZZB".into() };
    GivenNumber { category, no, archive_no: format!("Z109-WS·2026·Y·ZZB-{no:04}") }
}

fn catalogue() -> Catalogue {
    Catalogue {
        id: "t".into(),
        name: "试".into(),
        version: "1".into(),
        basis: String::new(),
        stages: vec![],
        items: vec![],
        steps: vec![],
        requirements: vec![],
        order: vec![],
    }
}

fn note(text: &str) -> RecordContent {
    serde_json::from_value(serde_json::json!({
        "step": "S05", "date": "2026-03-02", "summary": text, "body": {"kind": "notebook", "category": "听取意见"}
    }))
    .unwrap()
}

fn with_record(dir: &Path) -> Store {
    let mut store = Store::open(dir, "试验").unwrap();
    store.transact(op("batch.create"), |tx| tx.add_batch(&batch(), &catalogue())).unwrap();
    store.transact(op("record.add"), |tx| tx.add_record(1, &note("原话"))).unwrap();
    store
}

#[test]
fn which_row_is_of_which_batch_is_told_of_all_rows_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let other = BatchContent { number: "202604".into(), ..batch() };
    store.transact(op("batch.create"), |tx| tx.add_batch(&other, &catalogue())).unwrap();
    store.transact(op("record.add"), |tx| tx.add_record(2, &note("另一批"))).unwrap();
    let of = store.batches_of_rows().unwrap();
    assert_eq!(of["record"], [(1, BatchId(1)), (2, BatchId(2))].into());
    assert!(of["post"].is_empty() && !of.contains_key("person"));
}

#[test]
fn a_batch_that_says_what_another_says_is_told_when_the_other_changes() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let other = BatchContent { number: "202604".into(), ..batch() };
    store.transact(op("batch.create"), |tx| tx.add_batch(&other, &catalogue())).unwrap();
    store.transact(op("record.add"), |tx| tx.add_record(2, &note("另一批"))).unwrap();
    let alone = store.stamp(BatchId(2));
    store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("更正"), "听错了")).unwrap();
    assert_eq!(store.stamp(BatchId(2)), alone, "nothing alike, nothing to judge anew");
    store.connection.execute_batch("INSERT INTO search_band (band, record, batch) SELECT 7, id, batch FROM record").unwrap();
    store.transact(op("record.correct"), |tx| tx.revise_record(1, 2, &note("再更正"), "听错了")).unwrap();
    assert_ne!(store.stamp(BatchId(2)), alone);
}

#[test]
fn a_correction_keeps_what_stood_before_and_a_stale_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let done = store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("更正"), "听错了")).unwrap();
    assert_eq!((done.value, done.changes.len()), (2, 1));
    let stale = store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("又一个"), "没看到")).unwrap_err();
    assert!(matches!(stale, StoreError::Stale { now: 2, seen: 1, .. }), "{stale}");
    let history = store.record_history(RecordId(1)).unwrap();
    let texts: Vec<_> = history.iter().map(|r| (r.content.summary.as_str(), r.revision_reason.as_str())).collect();
    assert_eq!(texts, [("原话", ""), ("更正", "听错了")]);
    assert_eq!(store.record(RecordId(1)).unwrap().revision, 2);
}

#[test]
fn a_failed_body_leaves_no_row_and_no_journal_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), "试验").unwrap();
    let failed = store.transact(op("person.add"), |tx| {
        tx.add_person(&person("买买提·艾力"))?;
        Err::<u32, _>(StoreError::Refused("中途失败".into()))
    });
    assert!(failed.is_err());
    assert!(store.people().unwrap().is_empty());
    assert!(store.journal(0, 10).unwrap().is_empty());
}

#[test]
fn journal_lines_and_revisions_cannot_be_changed_through_sql_and_tampering_past_that_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("更正"), "听错了")).unwrap();
    for sql in
        ["UPDATE journal SET words = 'x'", "DELETE FROM journal", "UPDATE revision SET content = 'x'", "DELETE FROM revision"]
    {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(store.check_journal().unwrap().2, []);
    store.connection.execute_batch("DROP TRIGGER revision_stays_u; DROP TRIGGER journal_stays_d;").unwrap();
    store.connection.execute("UPDATE revision SET content = replace(content, '原话', '假话') WHERE revision = 1", []).unwrap();
    let (lines, _, faults) = store.check_journal().unwrap();
    assert_eq!((lines, faults.len()), (3, 1));
    assert!(faults[0].fault.contains("记录 1 第 1 版被改动过"), "{faults:?}");
    store.connection.execute("UPDATE record SET content = replace(content, '更正', '篡改')", []).unwrap();
    let live = store.check_journal().unwrap().2;
    assert!(live.iter().any(|f| f.fault.contains("记录 1 的现行内容")), "{live:?}");
    store.connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
    store.connection.execute("DELETE FROM journal WHERE seq = 2", []).unwrap();
    let words: Vec<_> = store.check_journal().unwrap().2.into_iter().map(|f| f.fault).collect();
    assert!(words.iter().any(|w| w.contains("第 2 行缺失")), "{words:?}");
}

#[test]
fn content_is_stored_once_read_back_with_proof_and_leftovers_go() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), "试验").unwrap();
    let content = store.content();
    let a = content.take_bytes(b"scan").unwrap();
    assert_eq!(content.take_bytes(b"scan").unwrap(), a);
    assert_eq!(content.read_file(&a.sha256).unwrap(), b"scan");
    jishi_fs::write_atomic(&content.file_path(&a.sha256), b"scam").unwrap();
    assert!(content.read_file(&a.sha256).unwrap_err().to_string().contains("已损坏"));
    assert_eq!(content.take_bytes(b"scan").unwrap(), a);
    assert_eq!(content.read_file(&a.sha256).unwrap(), b"scan", "taking the same file in again heals a damaged one");
    jishi_fs::write_new(&dir.path().join("文件库/入库.7.partial"), b"half").unwrap();
    drop(store);
    let store = Store::open(dir.path(), "试验").unwrap();
    let names: Vec<_> = jishi_fs::list_dir(&dir.path().join("文件库")).unwrap();
    assert_eq!(names.len(), 1, "only the shard stays: {names:?}");
    assert!(store.content().read_file(&"0".repeat(64)).unwrap_err().to_string().contains("不见了"));
}

#[test]
fn a_batch_keeps_the_catalogue_it_began_with_whatever_comes_under_the_same_version() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let mut altered = catalogue();
    altered.basis = "改过".into();
    let add =
        |store: &mut Store, c: &Catalogue| store.transact(op("batch.create"), |tx| tx.add_batch(&batch(), c)).unwrap().value;
    let other = add(&mut store, &altered);
    let again = add(&mut store, &catalogue());
    let same_other = add(&mut store, &altered);
    let basis = |id: u32| store.catalogue_of(BatchId(id)).unwrap().basis;
    assert_eq!(
        [basis(1), basis(other), basis(again), basis(same_other)],
        [catalogue().basis, "改过".into(), catalogue().basis, "改过".into()]
    );
    let key = |id: u32| store.batch(BatchId(id)).unwrap().catalogue;
    assert_eq!((key(1), key(other)), (key(again), key(same_other)));
    assert_ne!(key(1), key(other));
    // Written by a program that knew a field less, it is still the same catalogue.
    store.connection.execute("DROP TRIGGER catalogue_stays_u", []).unwrap();
    store.connection.execute(r#"UPDATE catalogue SET content = replace(content, ',"order":[]', '')"#, []).unwrap();
    let older = store.transact(op("batch.create"), |tx| tx.add_batch(&batch(), &catalogue())).unwrap().value;
    assert_eq!(store.batch(BatchId(older)).unwrap().catalogue, store.batch(BatchId(1)).unwrap().catalogue);
}

#[test]
fn a_workspace_and_a_revision_are_known_by_digests_that_stay() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let (name, first) = (store.workspace_name().unwrap(), store.record_digest(RecordId(1), 1).unwrap());
    assert_eq!((name.len(), first.as_ref().map(String::len)), (64, Some(64)));
    store.transact(op("record.correct"), |tx| tx.revise_record(1, 1, &note("更正"), "听错了")).unwrap();
    assert_eq!(store.workspace_name().unwrap(), name);
    assert_eq!(store.record_digest(RecordId(1), 1).unwrap(), first);
    assert_ne!(store.record_digest(RecordId(1), 2).unwrap(), first);
    assert_eq!(store.record_digest(RecordId(1), 3).unwrap(), None);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(Store::open(empty.path(), "试验").unwrap().workspace_name().unwrap(), "");
}

#[test]
fn a_second_opener_is_told_the_holder_and_a_folder_of_other_things_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let _first = Store::open(dir.path(), "桌面程序（进程 1）").unwrap();
    let error = Store::open(dir.path(), "命令行").err().unwrap().to_string();
    assert!(error.contains("桌面程序（进程 1）"), "{error}");
    let other = tempfile::tempdir().unwrap();
    jishi_fs::write_new(&other.path().join("家庭相册.txt"), b"x").unwrap();
    assert!(matches!(Store::open(other.path(), "x"), Err(StoreError::NotAWorkspace { .. })));
    assert_eq!(jishi_fs::list_dir(other.path()).unwrap().len(), 1);
}

#[test]
fn numbers_are_given_once_and_a_reopened_step_is_no_longer_not_applicable() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    store.transact(op("volume.pack"), |tx| tx.number_item(1, "材料1/原件", &number(1))).unwrap();
    for (no, words) in [(1, "已编到 1 号"), (3, "已编到 1 号")] {
        let wrong = store.transact(op("volume.pack"), |tx| tx.number_item(1, "材料2/原件", &number(no)));
        assert!(wrong.unwrap_err().to_string().contains(words), "{no}: a register has neither double nor gap");
    }
    let again = store.transact(op("volume.pack"), |tx| tx.number_item(1, "材料1/原件", &number(2)));
    assert!(again.unwrap_err().to_string().contains("0002"), "an item has one number");
    let register = store.register(BatchId(1)).unwrap();
    assert_eq!(register.given, BTreeMap::from([("材料1/原件".to_owned(), number(1))]));
    assert_eq!(register.categories, BTreeMap::from([(number(1).category, GivenOut { last: 1, count: 1 })]));
    assert!(store.register(BatchId(2)).unwrap().given.is_empty());
    let mark = NotApplicable {
        step: "S32".into(),
        candidate: None,
        reason: "中共党员，且非双重管理".into(),
        signer: "王科长".into(),
        date: "2026-05-06".parse().unwrap(),
    };
    let id = store.transact(op("step.not_applicable"), |tx| tx.mark_not_applicable(1, &mark)).unwrap().value;
    assert_eq!(store.not_applicable(BatchId(1)).unwrap().len(), 1);
    let row = store.not_applicable(BatchId(1)).unwrap().pop().unwrap();
    assert_eq!(row.id, id);
    store.transact(op("step.reopen"), |tx| tx.reopen(&row, "后来发现是双重管理")).unwrap();
    assert!(store.not_applicable(BatchId(1)).unwrap().is_empty());
    assert_eq!(store.check_journal().unwrap().2, []);
}

#[test]
fn a_candidate_is_read_as_the_person_was_when_taken_and_one_of_an_older_program_as_when_entered() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let post = |text: &str| PersonContent { current_post: text.into(), ..person("王䶮") };
    let candidate = |person_revision: u32, order: u32| -> CandidateContent {
        let content = serde_json::json!({
            "person": order, "person_revision": person_revision, "post": null, "current_post": "", "proposed_post": "",
            "removed_post": "", "outcome": "open", "stopped_at": "", "order": order,
        });
        serde_json::from_value(content).unwrap()
    };
    for id in [1, 2] {
        store.transact(op("person.add"), |tx| tx.add_person(&post("副科长"))).unwrap();
        store.transact(op("person.update"), |tx| tx.revise_person(id, 1, &post("科长"), "任科长")).unwrap();
    }
    store.transact(op("candidate.add"), |tx| tx.add_candidate(1, &candidate(1, 1))).unwrap();
    store.transact(op("candidate.add"), |tx| tx.add_candidate(1, &candidate(0, 2))).unwrap();
    for id in [1, 2] {
        store.transact(op("person.update"), |tx| tx.revise_person(id, 2, &post("副局长"), "提拔")).unwrap();
    }
    let case = store.case(BatchId(1), "2026-07-01".parse().unwrap()).unwrap();
    let posts: Vec<_> = case.persons.iter().map(|p| (p.revision, p.content.current_post.as_str())).collect();
    assert_eq!(posts, [(1, "副科长"), (2, "科长")]);
    assert_eq!(store.person(PersonId(1)).unwrap().content.current_post, "副局长", "the roster has the newest");
    let newest = store.person_at(PersonId(1), 3).unwrap();
    assert_eq!((newest.reason.as_str(), newest.actor.as_str()), ("提拔", "李干事"));
    assert!(store.person_at(PersonId(1), 4).unwrap_err().to_string().contains("第 4 版"));
}

#[test]
fn no_noun_is_revised_from_a_revision_that_no_longer_stands() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    store.transact(op("person.add"), |tx| tx.add_person(&person("王䶮"))).unwrap();
    for (name, revise) in [
        ("人员", &(|tx: &mut Tx<'_>| tx.revise_person(1, 1, &person("王䶮"), "改")) as &dyn Fn(&mut Tx<'_>) -> Result<u32>),
        ("批次", &|tx: &mut Tx<'_>| tx.revise_batch(1, 1, &batch(), "改")),
        ("记录", &|tx: &mut Tx<'_>| tx.revise_record(1, 1, &note("改"), "改")),
    ] {
        assert_eq!(store.transact(op("x"), |tx| revise(tx)).unwrap().value, 2, "{name}");
        let stale = store.transact(op("x"), |tx| revise(tx)).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { now: 2, seen: 1, .. }), "{name}: {stale}");
    }
}

#[test]
fn a_copy_that_is_not_kept_leaves_nothing_and_one_that_is_kept_is_the_bytes_that_were_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), "试验").unwrap();
    let root = dir.path().join("文件库");
    let staged = store.content().stage(&mut &b"not a document"[..], Path::new("x")).unwrap();
    assert_eq!(jishi_fs::list_dir(&root).unwrap().len(), 1);
    drop(staged);
    assert!(jishi_fs::list_dir(&root).unwrap().is_empty());
    let staged = store.content().stage(&mut &b"scan"[..], Path::new("x")).unwrap();
    let mut seen = Vec::new();
    std::io::Read::read_to_end(&mut staged.open().unwrap(), &mut seen).unwrap();
    let kept = staged.keep().unwrap();
    assert_eq!((seen.as_slice(), kept.sha256), (&b"scan"[..], jishi_fs::sha256_hex(b"scan")));
    assert_eq!(jishi_fs::list_dir(&root).unwrap().len(), 1, "only the shard");
}

#[test]
fn a_case_holds_all_of_a_batch_and_a_name_is_kept_to_the_letter() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    // U+F9D1 is a compatibility ideograph that normalisation would turn into another character.
    store.transact(op("person.add"), |tx| tx.add_person(&person("王\u{f9d1}䶮·艾力"))).unwrap();
    assert_eq!(store.person(PersonId(1)).unwrap().content.name, "王\u{f9d1}䶮·艾力");
    let case = store.case(BatchId(1), "2026-07-01".parse().unwrap()).unwrap();
    assert_eq!((case.records.len(), case.catalogue.name.as_str()), (1, "试"));
    assert!(matches!(store.case(BatchId(9), case.today), Err(StoreError::NotFound { noun: "批次", id: 9 })));
}

#[test]
fn a_retracted_record_is_out_of_the_case_and_all_its_rows_stand() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let today = "2026-07-01".parse().unwrap();
    store.transact(op("record.undo"), |tx| tx.undo_record(1, 1)).unwrap();
    assert!(store.case(BatchId(1), today).unwrap().records.is_empty());
    assert_eq!(store.counts().unwrap().records, 0);
    assert_eq!(store.record_history(RecordId(1)).unwrap().len(), 2);
    let stale = store.transact(op("record.redo"), |tx| tx.redo_record(1, 1)).unwrap_err();
    assert!(matches!(stale, StoreError::Stale { now: 2, seen: 1, .. }), "{stale}");
    store.transact(op("record.redo"), |tx| tx.redo_record(1, 2)).unwrap();
    assert_eq!(store.case(BatchId(1), today).unwrap().records.len(), 1);
    assert!(store.transact(op("record.redo"), |tx| tx.redo_record(1, 3)).unwrap_err().to_string().contains("没有刚撤回"));
    assert_eq!(store.check_journal().unwrap().2, []);
}

#[test]
fn a_stamp_changes_with_what_a_case_is_made_of_and_with_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let mut other = batch();
    other.number = "202604".into();
    store.transact(op("batch.create"), |tx| tx.add_batch(&other, &catalogue())).unwrap();
    let stamps = |store: &Store| (store.stamp(BatchId(1)), store.stamp(BatchId(2)));
    let before = stamps(&store);
    let draft = DraftContent {
        key: "甲".into(),
        editor: "record".into(),
        title: String::new(),
        place: Default::default(),
        schema: 1,
        base_revision: 0,
        content: "{}".into(),
    };
    store.jot("2026-03-02T09:00:00+08:00", |jot| jot.save_draft(&draft)).unwrap();
    assert_eq!(stamps(&store), before);
    store.transact(op("record.add"), |tx| tx.add_record(1, &note("又一件"))).unwrap();
    let after = stamps(&store);
    assert!(after.0 != before.0 && after.1 == before.1);
    store.transact(op("person.add"), |tx| tx.add_person(&person("王芳"))).unwrap();
    assert!(stamps(&store).0 != after.0 && stamps(&store).1 != after.1, "a person may be in any batch");
}

#[test]
fn an_index_that_is_wrong_is_named_and_one_of_another_format_is_made_anew_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    assert_eq!(store.check_index().unwrap(), (2, vec![]));
    store.connection.execute_batch("INSERT INTO search_band (band, record, batch) SELECT 7, id, batch FROM record").unwrap();
    assert!(store.check_index().unwrap().1[0].fault.contains("雷同"));
    store.connection.execute_batch("DELETE FROM search_band WHERE band = 7").unwrap();
    store.connection.execute_batch("UPDATE search_doc SET body = 'x' WHERE kind = 3").unwrap();
    assert!(store.check_index().unwrap().1[0].fault.contains("旧的"));
    store.connection.execute_batch("DELETE FROM search_doc WHERE kind = 1").unwrap();
    assert_eq!(store.check_index().unwrap().1.len(), 2);
    store.connection.execute_batch("UPDATE search_meta SET format = 0").unwrap();
    drop(store);
    store = Store::open(dir.path(), "试验").unwrap();
    assert_eq!(store.check_index().unwrap(), (2, vec![]));
    let find = Find { expression: jishi_core::search::query("原话").map(|q| q.expression), limit: 9, ..Find::default() };
    assert_eq!(store.find(&find).unwrap().len(), 1);
}

#[test]
fn entries_of_a_notebook_cannot_be_changed_through_sql() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let cover: jishi_core::notebook::NotebookContent = serde_json::from_value(
        serde_json::json!({ "number": "1", "unit": "部", "holder": "李干事", "opened": "2026-01-04", "closed": null }),
    )
    .unwrap();
    store.transact(op("notebook.add"), |tx| tx.add_notebook(&cover)).unwrap();
    store.transact(op("notebook.take_up"), |tx| tx.write_on_page(1, 1, &note("原话"))).unwrap();
    for sql in ["UPDATE notebook_entry SET page = 9", "DELETE FROM notebook_entry"] {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(store.notebook_entries(jishi_core::id::NotebookId(1)).unwrap().len(), 1);
    assert_eq!(store.check_journal().unwrap().2, []);
}

#[test]
fn a_workspace_whose_database_is_gone_is_not_begun_anew_over_its_files() {
    let dir = tempfile::tempdir().unwrap();
    for (kept, file) in [("文件库/ab", "abcd"), ("密钥", "私钥.pem")] {
        let folder = dir.path().join(kept.replace('/', "-"));
        jishi_fs::create_dir_all(&folder.join(kept)).unwrap();
        jishi_fs::write_new(&folder.join(kept).join(file), b"x").unwrap();
        let refused = Store::open(&folder, "试验").map(drop).unwrap_err();
        assert!(matches!(refused, StoreError::DatabaseGone { .. }), "{refused}");
        jishi_fs::write_new(&folder.join("纪实库.db"), b"").unwrap();
        assert!(
            matches!(Store::open(&folder, "试验").map(drop).unwrap_err(), StoreError::DatabaseGone { .. }),
            "an empty one is none"
        );
    }
}

#[test]
fn what_a_kill_at_the_first_opening_leaves_does_not_bar_the_workspace() {
    let dir = tempfile::tempdir().unwrap();
    jishi_fs::create_dir_all(&dir.path().join("文件库")).unwrap();
    for name in [".占用者.txt.99.partial", ".占用者.txt.partial", "纪实库.db"] {
        jishi_fs::write_new(&dir.path().join(name), b"").unwrap();
    }
    // SQLite writes the head of its journal before the database has a byte; a head of noughts is one not yet valid.
    jishi_fs::write_new(&dir.path().join("纪实库.db-journal"), &[0; 512]).unwrap();
    drop(Store::open(dir.path(), "试验").unwrap());
    let left: Vec<_> = jishi_fs::list_dir(dir.path()).unwrap().into_iter().filter(|p| jishi_fs::is_partial(p)).collect();
    assert!(left.is_empty(), "{left:?}");
}
