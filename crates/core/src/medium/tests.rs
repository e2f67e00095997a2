use super::*;

fn handed() -> HandoverContent {
    let package = |no: &str| HandedPackage {
        seal_no: no.into(),
        seal_sha256: no.repeat(3),
        items: 4,
        bytes: 99,
        ..HandedPackage::default()
    };
    HandoverContent {
        no: "JJ-1".into(),
        to: "某县档案馆".into(),
        written_at: "2026-03-02T09:00:00+08:00".into(),
        packages: vec![package("A"), package("B")],
        ..HandoverContent::default()
    }
}

fn filled() -> Receipt {
    let mut receipt = handed().blank_receipt();
    receipt.receiver = "赵六".into();
    receipt.received_at = "2026-03-02".into();
    receipt.packages.iter_mut().for_each(|p| p.verdict = "签收".into());
    receipt
}

#[test]
fn a_slip_comes_from_written_through_checked_to_the_word_of_the_receiver() {
    let mut slip = handed();
    assert_eq!(slip.state(), HandoverState::Written);
    let check = |replugged, sound| MediumCheck { replugged, sound, ..MediumCheck::default() };
    slip.checks.push(check(false, true));
    assert_eq!(slip.state(), HandoverState::Written, "it was never pulled out");
    slip.checks.push(check(true, true));
    assert_eq!(slip.state(), HandoverState::Checked);
    slip.checks.push(check(false, false));
    assert_eq!(slip.state(), HandoverState::Unsound);
    let said = |a, b| {
        let mut slip = slip.clone();
        (slip.packages[0].verdict, slip.packages[1].verdict) = (Some(a), Some(b));
        slip.state()
    };
    assert_eq!(said(Verdict::Accepted, Verdict::Accepted), HandoverState::Accepted);
    assert_eq!(said(Verdict::SentBack, Verdict::SentBack), HandoverState::SentBack);
    assert_eq!(said(Verdict::Accepted, Verdict::SentBack), HandoverState::Partly);
}

#[test]
fn a_handing_over_has_a_day_between_writing_and_receipt_and_is_corrected_with_a_reason() {
    let mut slip = handed();
    let handing = |on: &str| Some(Handing { by: "周敏".into(), on: on.into() });
    let codes = |slip: &mut HandoverContent, handing, why: &str| -> Vec<String> {
        slip.hand(handing, today(), super::tests::why(why)).into_iter().map(|f| f.code).collect()
    };
    assert_eq!(codes(&mut slip, None, "错了"), ["H14"]);
    for wrong in ["", "昨天", "2026-03-01", "2026-03-11"] {
        assert_eq!(codes(&mut slip, handing(wrong), ""), ["H16", "H18"], "{wrong}");
    }
    assert_eq!(codes(&mut slip, Some(Handing { by: " ".into(), on: "2026-03-05".into() }), ""), ["H15", "H18"]);
    assert!(slip.handed.is_none());
    slip.checks.push(MediumCheck { replugged: true, sound: false, ..MediumCheck::default() });
    assert_eq!(codes(&mut slip, handing("2026-03-05"), ""), ["H17"]);
    slip.checks.push(MediumCheck { replugged: true, sound: true, ..MediumCheck::default() });
    assert_eq!(codes(&mut slip, handing("2026-03-05"), ""), Vec::<String>::new());
    assert_eq!(slip.state(), HandoverState::HandedOver);
    assert_eq!(codes(&mut slip, handing("2026-03-05"), "再来"), ["H12"]);
    assert_eq!(codes(&mut slip, handing("2026-03-06"), " "), ["H11"]);
    assert_eq!(codes(&mut slip, None, ""), ["H11"]);
    assert_eq!(codes(&mut slip, None, "还没有送去"), Vec::<String>::new());
    assert_eq!((slip.state(), slip.handed_before.len()), (HandoverState::Checked, 1));
    assert_eq!(codes(&mut slip, handing("2026-03-06"), ""), Vec::<String>::new());
    // Nothing is received before it was handed over, and what was received is not taken back.
    let receive = |slip: &mut HandoverContent, on: &str| -> Vec<String> {
        let receipt = Receipt { received_at: on.into(), ..filled() };
        slip.receive(&receipt, today(), Correction::default()).into_iter().map(|f| f.code).collect()
    };
    assert_eq!(receive(&mut slip, "2026-03-05"), ["H10"]);
    assert_eq!(receive(&mut slip, "2026-03-07"), Vec::<String>::new());
    assert_eq!(codes(&mut slip, None, "错了"), ["H14"]);
    assert_eq!(codes(&mut slip, handing("2026-03-08"), "记错了"), ["H16"]);
    assert_eq!(codes(&mut slip, handing("2026-03-07"), "记错了"), Vec::<String>::new());
    let before = &slip.handed_before[0];
    assert_eq!(
        (before.handing.on.as_str(), before.why.as_str(), before.corrected_by.as_str()),
        ("2026-03-05", "还没有送去", "周敏")
    );
}

fn why(why: &str) -> Correction<'_> {
    Correction { why, at: "2026-03-10T09:00:00+08:00", by: "周敏" }
}

fn today() -> NaiveDate {
    day_of("2026-03-10").unwrap()
}

fn codes(change: impl Fn(&mut Receipt)) -> Vec<String> {
    let (mut handed, mut receipt) = (handed(), filled());
    change(&mut receipt);
    handed.receive(&receipt, today(), Correction::default()).into_iter().map(|f| f.code).collect()
}

#[test]
fn a_receipt_is_matched_package_by_package() {
    assert_eq!(codes(|_| {}), Vec::<String>::new());
    assert_eq!(codes(|r| r.format = "别的".into()), ["H01"]);
    assert_eq!(codes(|r| r.no = "JJ-2".into()), ["H02"]);
    assert_eq!(codes(|r| r.receiver.clear()), ["H03"]);
    assert_eq!(codes(|r| r.packages.truncate(1)), ["H04"]);
    assert_eq!(codes(|r| r.packages.push(r.packages[0].clone())), ["H04"]);
    assert_eq!(codes(|r| r.packages[0].seal_no = "C".into()), ["H04", "H04"]);
    assert_eq!(codes(|r| r.packages[0].seal_sha256 = "ab".into()), ["H05"]);
    assert_eq!(codes(|r| r.packages[0].verdict.clear()), ["H06"]);
    assert_eq!(codes(|r| r.packages[0].verdict = "退回".into()), ["H07"]);
    assert_eq!(codes(|r| r.to = "别处某馆".into()), ["H09"]);
    assert_eq!(codes(|r| r.to = "某县 档案馆".into()), Vec::<String>::new(), "a blank is no other receiver");
    for wrong in ["昨天下午", "2026-02-30", "2026-03", "2026-03-01", "2026-03-11", "2062-03-05"] {
        assert_eq!(codes(|r| r.received_at = wrong.into()), ["H10"], "{wrong}");
    }
    for right in ["2026-03-02", "2026-03-10", "2026年3月5日", "2026年3月5日上午", "2026-03-05T10:30:00+08:00", "2026/3/5 10:30"]
    {
        assert_eq!(codes(|r| r.received_at = right.into()), Vec::<String>::new(), "{right}");
    }
    let (mut handed, mut receipt) = (handed(), filled());
    receipt.packages[1].verdict = "退回".into();
    receipt.packages[1].reason = "缺备考表".into();
    assert_eq!(handed.receive(&receipt, today(), Correction::default())[0].code, "H08");
    assert_eq!(handed.packages[0].verdict, Some(Verdict::Accepted));
    assert_eq!((handed.packages[1].verdict, handed.packages[1].reason.as_str()), (Some(Verdict::SentBack), "缺备考表"));
    assert_eq!(handed.receiver, "赵六");
    receipt.packages[0].seal_sha256 = "x".into();
    let before = handed.clone();
    handed.receive(&receipt, today(), Correction::default());
    assert_eq!(handed, before, "one that does not fit changes nothing");
    assert_eq!(handed.packages[0].qr(), "1|A|AAA||4|99");
}

#[test]
fn what_was_entered_of_a_receipt_is_corrected_with_a_reason_and_stays() {
    let (mut slip, first) = (handed(), filled());
    assert_eq!(slip.receive(&first, today(), Correction::default()), []);
    let mut other = first.clone();
    other.packages[0].verdict = "退回".into();
    other.packages[0].reason = "第3件打不开".into();
    let standing = slip.clone();
    let codes = |found: Vec<Finding>| found.into_iter().map(|f| f.code).collect::<Vec<_>>();
    assert_eq!(codes(slip.receive(&first, today(), why("再来一次"))), ["H12"], "the same says nothing new");
    assert_eq!(codes(slip.receive(&other, today(), why(" "))), ["H08", "H11"]);
    assert_eq!(slip, standing);
    assert_eq!(codes(slip.receive(&other, today(), why("登记时看错了行"))), ["H08"]);
    assert_eq!(slip.packages[0].verdict, Some(Verdict::SentBack));
    let [before] = slip.corrected.as_slice() else { panic!("{:?}", slip.corrected) };
    assert_eq!((before.receiver.as_str(), before.why.as_str()), ("赵六", "登记时看错了行"));
    assert_eq!(before.said, ["A 签收", "B 签收"]);
    assert_eq!((before.corrected_at.as_str(), before.corrected_by.as_str()), ("2026-03-10T09:00:00+08:00", "周敏"));
}
