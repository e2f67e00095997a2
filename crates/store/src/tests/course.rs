//! The course of a package follows what happens to its medium, in the same transaction.

use jishi_core::course::{CourseContent, PackageAct, PackageState};
use jishi_core::medium::{EnteredBefore, HandedBefore, HandedPackage, Handing, HandoverContent, MediumContent, Verdict};

use super::*;

#[test]
fn a_handover_writes_its_packages_and_the_receipt_hands_them_over_and_judges_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = with_record(dir.path());
    let state = |store: &Store, seal: &str| store.course_sealed(seal).unwrap().unwrap().content;
    for (volume, seal) in [("综合", "Z109-2026-0001"), ("人选1", "Z109-2026-0002"), ("人选2", "Z109-2026-0003")] {
        let mut course = CourseContent::first(volume, volume);
        for act in [PackageAct::Arrange, PackageAct::Inspect, PackageAct::Seal] {
            course.act(act, "2026-03-10", "周敏", "").unwrap();
        }
        course.seal_no = seal.into();
        if seal.ends_with('3') {
            course.act(PackageAct::Renew, "2026-03-10", "周敏", "缺页").unwrap();
        }
        store.transact(op("volume.pack"), |tx| tx.add_course(1, &course)).unwrap();
    }
    store
        .transact(op("medium.add"), |tx| tx.add_medium(&MediumContent { number: "U-1".into(), ..MediumContent::default() }))
        .unwrap();
    let package = |seal: &str| HandedPackage { seal_no: seal.into(), ..HandedPackage::default() };
    let packages = ["Z109-2026-0001", "Z109-2026-0002", "Z109-2026-0003", "别处-0001"].map(package).to_vec();
    let mut slip =
        HandoverContent { no: "J-1".into(), medium: 1, medium_number: "U-1".into(), packages, ..HandoverContent::default() };
    store.transact(op("medium.write"), |tx| tx.add_handover(&slip)).unwrap();
    let written = state(&store, "Z109-2026-0001");
    assert_eq!(written.state, PackageState::Written);
    assert!(written.acts.last().unwrap().note.contains("J-1"), "{written:?}");
    assert_eq!(state(&store, "Z109-2026-0003").state, PackageState::Renewed, "what was replaced stays so");
    // A further look at the medium tells nothing new.
    store.transact(op("medium.check"), |tx| tx.revise_handover(1, 1, &slip, "")).unwrap();
    assert_eq!(state(&store, "Z109-2026-0001"), written);
    // Handed over, taken back as entered wrongly, handed over again.
    let handing = Handing { by: "周敏".into(), on: "2026-03-11".into() };
    slip.handed = Some(handing.clone());
    store.transact(op("handover.hand"), |tx| tx.revise_handover(1, 2, &slip, "")).unwrap();
    let handed = state(&store, "Z109-2026-0001");
    assert_eq!(handed.state, PackageState::HandedOver);
    assert!(handed.acts.last().unwrap().note.contains("周敏于2026-03-11移交"), "{handed:?}");
    slip.handed = None;
    slip.handed_before.push(HandedBefore { handing: handing.clone(), why: "还没有送去".into(), ..HandedBefore::default() });
    store.transact(op("handover.hand"), |tx| tx.revise_handover(1, 3, &slip, "还没有送去")).unwrap();
    let back = state(&store, "Z109-2026-0001");
    assert_eq!((back.state, back.acts.last().unwrap().note.as_str()), (PackageState::Written, "还没有送去"));
    slip.handed = Some(handing);
    store.transact(op("handover.hand"), |tx| tx.revise_handover(1, 4, &slip, "")).unwrap();
    store.transact(op("medium.check"), |tx| tx.revise_handover(1, 5, &slip, "")).unwrap();
    assert_eq!(state(&store, "Z109-2026-0001").state, PackageState::HandedOver);
    slip.packages[0].verdict = Some(Verdict::Accepted);
    slip.packages[1].verdict = Some(Verdict::SentBack);
    slip.packages[1].reason = "第3件打不开".into();
    store.transact(op("handover.receive"), |tx| tx.revise_handover(1, 6, &slip, "回执")).unwrap();
    assert_eq!(state(&store, "Z109-2026-0001").state, PackageState::Accepted);
    let back = state(&store, "Z109-2026-0002");
    assert_eq!((back.state, back.acts.last().unwrap().note.as_str()), (PackageState::SentBack, "第3件打不开"));
    // Corrected: the course follows, and says why; the other medium's receipt alone changes nothing of what is judged.
    slip.packages[0].verdict = Some(Verdict::SentBack);
    slip.packages[1].verdict = Some(Verdict::Accepted);
    let mut copy = slip.clone();
    (copy.no, copy.packages) = ("J-2".into(), slip.packages[..1].to_vec());
    store.transact(op("medium.write"), |tx| tx.add_handover(&copy)).unwrap();
    assert_eq!(state(&store, "Z109-2026-0001").state, PackageState::Accepted);
    slip.corrected.push(EnteredBefore { why: "登记时看错了行".into(), ..EnteredBefore::default() });
    store.transact(op("handover.receive"), |tx| tx.revise_handover(1, 7, &slip, "更正")).unwrap();
    assert_eq!(state(&store, "Z109-2026-0001").state, PackageState::SentBack);
    let accepted = state(&store, "Z109-2026-0002");
    assert_eq!((accepted.state, accepted.acts.last().unwrap().note.as_str()), (PackageState::Accepted, "登记时看错了行"));
    assert!(store.check_journal().unwrap().2.is_empty());
    // Altered past the program: told.
    store
        .connection
        .execute("UPDATE package_course SET content = replace(content, '第3件打不开', '无') WHERE seal_no LIKE '%2'", [])
        .unwrap();
    assert!(store.check_journal().unwrap().2.iter().any(|f| f.fault.contains("案卷包")));
    assert!(store.connection.execute("DELETE FROM package_course", []).is_err());
}
