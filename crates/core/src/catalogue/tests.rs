//! Broken catalogues as data: one edit of the example each, with the fault it must raise.

use super::*;
use crate::finding::Level;
use crate::record::{BallotPurpose, RecordBody};

fn faults_after(edits: &[(&str, &str)]) -> Vec<Finding> {
    let mut text = Catalogue::builtin_text().to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "the example has {from}");
        text = text.replacen(from, to, 1);
    }
    Catalogue::parse(&text, "本地目录.toml").err().unwrap_or_default()
}

#[test]
fn the_built_in_catalogue_is_sound_and_has_6_36_44_61_with_nine_steps_in_dongyi() {
    let c = Catalogue::builtin().unwrap();
    let census = c.census();
    assert_eq!((census.stages, census.items, census.steps, census.requirements), (6, 36, 44, 61));
    let steps: Vec<(&str, u32, u32, u32)> =
        census.per_stage.iter().map(|s| (s.name.as_str(), s.items, s.steps, s.requirements)).collect();
    let want = [
        ("动议", 7, 9, 12),
        ("民主推荐", 6, 7, 10),
        ("考察", 10, 13, 19),
        ("酝酿", 4, 5, 7),
        ("讨论决定", 4, 4, 7),
        ("任用", 5, 6, 6),
    ];
    assert_eq!(steps, want);
    assert_eq!(c.remarks("x"), vec![]);
    for name in ["听取党委（党组）意见", "听取党政分管领导意见", "酝酿提出调整建议方案"] {
        assert!(c.steps.iter().take(9).any(|s| s.name == name), "{name}");
    }
}

#[test]
fn the_accessors_lead_from_a_step_to_its_item_stage_and_number() {
    let c = Catalogue::builtin().unwrap();
    assert_eq!(c.item_of("S12").map(|i| i.key.as_str()), Some("I10"));
    assert_eq!(c.stage_of("S12").map(|s| s.key.as_str()), Some("tuijian"));
    assert_eq!(c.step_no("S44"), Some(44));
    assert_eq!(c.step("S24").map(|s| s.level), Some(StepLevel::Person));
    assert!(c.step("S99").is_none() && c.stage_of("S99").is_none());
    assert_eq!(c.step_label("S99"), "S99");
}

#[test]
fn every_kind_of_fault_is_named_with_its_code_its_field_and_a_remedy() {
    let cases: [(&str, &str, &str, &str); 24] = [
        ("name = \"动议\"", "name = 动议", "C01", "toml"),
        ("id = \"example\"", "id = \"example\"\ncolour = \"red\"", "C02", "colour"),
        ("mode = \"呈批单\"", "modus = \"呈批单\"", "C02", "step S02 / modus"),
        ("mode = \"呈批单\"", "", "C03", "step S02 / mode"),
        ("[\"V02\", \"V03\", \"V12\", \"V17\"]", "\"V02\"", "C04", "step S07 / checks"),
        ("\nrequired = true", "\nrequired = \"yes\"", "C04", "step S01 / material 领导职数核查（预审）表 / required"),
        ("level = \"person\"", "level = \"个人\"", "C05", "step S07 / level"),
        ("retention = \"永久\"", "retention = \"20年\"", "C05", "step S07 / material 资格条件预审表 / retention"),
        ("milestone = \"任前公示\"", "milestone = \"公示\"", "C05", "step S39 / milestone"),
        ("key = \"S13\"", "key = \"S12\"", "C06", "step S12 / key"),
        ("item = \"I36\"", "item = \"I99\"", "C07", "step S44 / item"),
        ("step = \"S44\"", "step = \"S45\"", "C07", "requirement R61 / step"),
        ("before = \"S42\"", "before = \"S50\"", "C07", "order 第49条 / before"),
        ("name = \"发布考察预告\"", "name = \" \"", "C08", "step S20 / name"),
        ("[\"letter\", \"review\"]", "[\"letter\", \"mail\"]", "C09", "step S25 / records"),
        ("\"V39\"", "\"V41\"", "C10", "step S44 / checks"),
        ("[\"decision\", \"meeting\"]", "[]", "C11", "step S09 / records"),
        ("step = \"S44\"", "step = \"S43\"", "C12", "step S44"),
        ("ballot_purpose = \"民主测评\"\n", "", "C16", "step S21 / defaults / ballot_purpose"),
        ("category = \"任前谈话\"", "title = \"谈话\"", "C16", "step S41 / defaults / category"),
        ("session = \"部务会\"", "contact = \"12380\"", "C17", "step S08 / defaults / contact"),
        ("category = \"任前谈话\"", "category = \"闲谈\"", "C05", "step S41 / defaults / category"),
        ("ballot_purpose = \"表决\"", "ballot_purpose = \"投票\"", "C05", "step S37 / defaults / ballot_purpose"),
        ("before = \"S01\"\nafter = \"S02\"", "before = \"S02\"\nafter = \"S01\"", "C15", "order 第1条"),
    ];
    for (from, to, code, field) in cases {
        let faults = faults_after(&[(from, to)]);
        let hit = faults.iter().find(|f| f.code == code && f.place.field.as_deref() == Some(field));
        let hit = hit.unwrap_or_else(|| panic!("{code} at {field} for {to}: {faults:#?}"));
        assert_eq!(hit.place.file.as_deref(), Some("本地目录.toml"));
        assert!(!hit.message.is_empty() && !hit.remedy.is_empty(), "{hit:?}");
    }
}

#[test]
fn all_faults_of_a_file_come_in_one_reading_with_their_lines() {
    let faults = faults_after(&[
        ("mode = \"呈批单\"", ""),
        ("\nrequired = true", "\nrequired = 1"),
        ("level = \"person\"", "level = \"个人\""),
        ("name = \"发布考察预告\"", "name = \"\""),
    ]);
    let codes: Vec<&str> = faults.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["C04", "C03", "C05", "C08"]);
    let line = Catalogue::builtin_text().lines().position(|l| l == "required = true").unwrap() + 1;
    assert!(faults[0].message.contains(&format!("第 {line} 行")), "{}", faults[0].message);
}

#[test]
fn an_item_without_a_step_and_a_step_out_of_order_are_faults() {
    let faults = faults_after(&[("item = \"I02\"", "item = \"I03\"")]);
    assert!(faults.iter().any(|f| f.code == "C13" && f.place.field.as_deref() == Some("item I02")), "{faults:?}");
    let faults = faults_after(&[("item = \"I01\"", "item = \"I36\"")]);
    assert!(faults.iter().any(|f| f.code == "C14"), "{faults:?}");
}

#[test]
fn a_local_catalogue_may_have_other_counts_and_is_told_so_as_a_note() {
    let mut c = Catalogue::builtin().unwrap();
    c.requirements.pop();
    c.steps.iter_mut().for_each(|s| s.milestone = s.milestone.filter(|m| *m != Milestone::PublicNotice));
    let remarks = c.remarks("本地目录.toml");
    let codes: Vec<(&str, Level)> = remarks.iter().map(|f| (f.code.as_str(), f.level)).collect();
    assert_eq!(codes, [("C20", Level::Note), ("C21", Level::Warning)]);
    assert!(remarks[0].message.contains("60 条"), "{}", remarks[0].message);
}

#[test]
fn no_text_at_all_makes_the_reader_panic() {
    let text = Catalogue::builtin_text();
    for cut in (0..text.len()).step_by(397).filter(|c| text.is_char_boundary(*c)) {
        let (head, tail) = text.split_at(cut);
        assert!(Catalogue::parse(head, "半截").is_err() || head.contains("[[order]]"), "cut at {cut}");
        let _ = Catalogue::parse(tail, "半截");
    }
    for junk in ["", "[[step]]", "step = 3", "[step]\nkey=1", "\u{feff}", "[[[", "step = [1,2]"] {
        assert!(Catalogue::parse(junk, "乱").is_err(), "{junk}");
    }
}

#[test]
fn a_new_record_starts_with_what_the_catalogue_says_and_nothing_else() {
    let text = Catalogue::builtin_text().replacen("contact = \"12380\"", "contact = \"0838-8812380\"", 1);
    let text = text.replacen("ballot_purpose = \"民主测评\"", "ballot_purpose = \"表决\"", 1);
    let c = Catalogue::parse(&text, "本地目录.toml").unwrap();
    let body = |step: &str, kind| c.step(step).unwrap().new_body(kind);
    // 附件反馈 is signed for: the receipt is open from the start, and nothing in it is said by itself.
    let RecordBody::Document(letter) = body("S27", RecordKind::Document) else { panic!() };
    assert_eq!(letter.feedback, Some(crate::record::Feedback::default()));
    let RecordBody::Document(other) = body("S28", RecordKind::Document) else { panic!() };
    assert_eq!(other.feedback, None);
    match body("S11", RecordKind::Notice) {
        RecordBody::Notice(n) => {
            assert_eq!((n.contact.as_str(), n.title.as_str(), n.form.as_str()), ("0838-8812380", "发布推荐公告（通知）", "张贴"));
        }
        other => panic!("{other:?}"),
    }
    let purpose = |step: &str| match body(step, RecordKind::Ballot) {
        RecordBody::Ballot(b) if b.expected.is_none() && b.lines.is_empty() => b.purpose,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        ["S12", "S14", "S21", "S37"].map(purpose),
        [
            BallotPurpose::MeetingRecommendation,
            BallotPurpose::TalkRecommendation,
            BallotPurpose::Decision,
            BallotPurpose::Decision
        ]
    );
    match body("S26", RecordKind::Review) {
        RecordBody::Review(r) => assert_eq!(r.items.len(), 4, "the four that must be looked at"),
        other => panic!("{other:?}"),
    }
    // A catalogue a batch kept from before starts records empty rather than failing.
    let mut old = serde_json::to_value(c.step("S11").unwrap()).unwrap();
    old.as_object_mut().unwrap().remove("defaults");
    let old: Step = serde_json::from_value(old).unwrap();
    assert_eq!(old.defaults, StepDefaults::default());
    for kind in RecordKind::ALL {
        assert_eq!(old.new_body(kind).kind(), kind);
    }
}

/// The data of the file without its comments.
#[test]
fn the_kind_of_a_meeting_and_of_a_notice_follows_from_its_name() {
    use crate::record::{MeetingBody, NoticeKind};
    for (name, kind) in [
        ("部务会", MeetingBody::Department),
        ("书记专题会（人事酝酿会）", MeetingBody::Deliberation),
        ("常委会（党组会）", MeetingBody::StandingCommittee),
        ("党组会", MeetingBody::PartyGroup),
        ("干部大会", MeetingBody::Assembly),
        ("部务会、常委会", MeetingBody::Unstated),
        ("专题会", MeetingBody::Unstated),
    ] {
        assert_eq!(MeetingBody::named(name), kind, "{name}");
    }
    for (title, kind) in [
        ("任前公示", NoticeKind::Appointment),
        ("考察预告", NoticeKind::Inspection),
        ("会议通知", NoticeKind::Summons),
        ("公开选拔公告", NoticeKind::Contest),
        ("笔试、面试成绩公告", NoticeKind::ContestScores),
        ("公开选拔结果公告", NoticeKind::ContestOutcome),
        ("发布公告", NoticeKind::Unstated),
    ] {
        assert_eq!(NoticeKind::named(title), kind, "{title}");
    }
}

fn digest_of_data(text: &str) -> String {
    use sha2::Digest;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    sha2::Sha256::digest(lines.join("\n")).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_built_in_catalogue_does_not_change_under_a_version_that_was_given_out() {
    let versions: toml::Table = include_str!("../../../../assets/catalogue/versions.toml").parse().unwrap();
    let version = Catalogue::builtin().unwrap().version;
    let digest = digest_of_data(Catalogue::builtin_text());
    assert_eq!(
        versions.get(&version).and_then(toml::Value::as_str),
        Some(digest.as_str()),
        "example.toml is not what version {version} was: raise its `version` and add the new line to assets/catalogue/versions.toml"
    );
}

#[test]
fn only_a_step_of_persons_asks_for_a_record_of_each_and_only_of_a_kind_it_takes() {
    let c = Catalogue::builtin().unwrap();
    let asked: Vec<&str> = c.steps.iter().filter(|s| !s.one_each.is_empty()).map(|s| s.key.as_str()).collect();
    assert_eq!(asked, ["S07", "S23", "S24", "S25", "S26", "S27", "S28", "S40", "S43"]);
    let with = |from: &str, to: &str| Catalogue::parse(&Catalogue::builtin_text().replacen(from, to, 1), "甲.toml").unwrap_err();
    let strange = with("one_each = [\"review\", \"document\"]", "one_each = [\"letter\"]");
    assert!(strange.iter().any(|f| f.code == "C17" && f.message.contains("不用这种记录")), "{strange:?}");
    let batch = with("level = \"person\"", "level = \"batch\"");
    assert!(batch.iter().any(|f| f.code == "C17" && f.message.contains("按批次记录")), "{batch:?}");
}

#[test]
fn what_does_not_fit_together_is_told_with_its_line() {
    let text =
        Catalogue::builtin_text().replacen("key = \"S13\"", "key = \"S12\"", 1).replacen("item = \"I36\"", "item = \"I99\"", 1);
    let faults = Catalogue::parse(&text, "甲.toml").unwrap_err();
    let line = |needle: &str, nth: usize| {
        let at = text.match_indices(needle).nth(nth).unwrap().0;
        text.get(..at).unwrap_or_default().matches('\n').count() + 1
    };
    let said = |code: &str| faults.iter().find(|f| f.code == code).unwrap().message.clone();
    // The tables begin with their [[step]] a line above the key.
    let second = line("key = \"S12\"", 1);
    assert!(
        said("C06").contains(&format!("第 {} 行", second - 1)) || said("C06").contains(&format!("第 {second} 行")),
        "{}",
        said("C06")
    );
    assert!(said("C07").starts_with("第 "), "{}", said("C07"));
}

#[test]
fn a_name_with_control_characters_or_without_end_is_refused() {
    for (name, code) in [("干部\\u0007选任".to_owned(), "C18"), ("长".repeat(5000), "C19")] {
        let text = Catalogue::builtin_text().replacen("\nname = \"", &format!("\nname = \"{name}"), 1);
        let faults = Catalogue::parse(&text, "甲.toml").unwrap_err();
        assert!(faults.iter().any(|f| f.code == code && f.message.starts_with("第 ")), "{code}: {faults:?}");
        assert!(faults.iter().all(|f| !f.message.chars().any(char::is_control)), "{faults:?}");
    }
}

#[test]
fn lines_of_earlier_days_read_as_steps_are_named_and_a_persons_own_words_stay() {
    let c = Catalogue::builtin().unwrap();
    let said = [
        ("新增记录 S05 谈心谈话及听取有关方面意见：谈话", "新增记录 第 5 步《谈心谈话及听取有关方面意见》：谈话"),
        ("更正记录 7 S05 谈心谈话及听取有关方面意见：听错了", "更正记录 7 第 5 步《谈心谈话及听取有关方面意见》：听错了"),
        ("登记记录 12 S05 的签名：签名页", "登记记录 12 第 5 步《谈心谈话及听取有关方面意见》 的签名：签名页"),
        ("挂接材料 S12.pdf（3页）到记录 7 S05", "挂接材料 S12.pdf（3页）到记录 7 第 5 步《谈心谈话及听取有关方面意见》"),
        (
            "批次 甲 指定步骤负责人：S05《谈心谈话及听取有关方面意见》由周敏负责",
            "批次 甲 指定步骤负责人：第 5 步《谈心谈话及听取有关方面意见》由周敏负责",
        ),
        ("撤回 S05 的不适用：补做了", "撤回 第 5 步《谈心谈话及听取有关方面意见》 的不适用：补做了"),
        ("修改批次 甲：见 S05 的说明", "修改批次 甲：见 S05 的说明"),
        ("记录 7 S99 编入专用笔记本 一", "记录 7 S99 编入专用笔记本 一"),
        ("记录 7 S051", "记录 7 S051"),
    ];
    for (then, now) in said {
        assert_eq!(c.codes_named(then), now);
    }
    assert!(tells_codes("撤回 S05 的不适用") && !tells_codes("新增记录 第 5 步《谈心谈话及听取有关方面意见》"));
}
