//! The packs as committed are sound, and each kind of fault is named with its key.

use super::*;
use crate::date::PartialDate;

fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn govern(edition: &str, overlays: &[&str], started: &str) -> Governing {
    let batch = BatchContent {
        edition: edition.into(),
        overlays: overlays.iter().map(|o| (*o).to_owned()).collect(),
        started: Some(date(started)),
        ..BatchContent::default()
    };
    RuleBook::builtin().govern(&batch)
}

#[test]
fn the_packs_as_committed_are_sound() {
    let book = RuleBook::builtin_checked().unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(book.packs.len(), 43);
    let editions: BTreeSet<&str> = book.editions().map(|p| p.id.as_str()).collect();
    assert_eq!(editions.into_iter().collect::<Vec<_>>(), ["2002", "2014", "2019"]);
}

#[test]
fn the_edition_of_a_day_is_the_one_in_force() {
    let book = RuleBook::builtin();
    for (day, want) in [
        ("2002-07-08", None),
        ("2002-07-09", Some("2002")),
        ("2014-01-13", Some("2002")),
        ("2014-01-14", Some("2014")),
        ("2019-03-02", Some("2014")),
        ("2019-03-03", Some("2019")),
        ("2026-11-22", Some("2019")),
    ] {
        assert_eq!(book.edition_on(date(day).first_day()).map(|p| p.id.as_str()), want, "{day}");
    }
}

#[test]
fn each_edition_has_its_own_numbers() {
    for (edition, started, working, calendar, on_v12, on_v17, on_v33, training) in [
        ("2002", "2008-03-01", 0, 7, false, false, false, 3),
        ("2014", "2015-03-01", 5, 0, true, false, false, 0),
        ("2019", "2026-03-01", 5, 0, true, true, true, 0),
    ] {
        let governing = govern(edition, &[], started);
        let rules = governing.first();
        let day = Some(date(started));
        assert_eq!(governing.remarks, [], "{edition}");
        assert_eq!((rules.number("V28", "working_days"), rules.number("V28", "calendar_days")), (working, calendar), "{edition}");
        assert_eq!((rules.on("V12", day), rules.on("V17", day), rules.on("V33", day)), (on_v12, on_v17, on_v33), "{edition}");
        assert_eq!(rules.number("V02", "training_months"), training, "{edition}");
        assert_eq!((rules.part("V24"), rules.part("V25"), rules.number("V05", "months")), ((2, 3), (1, 2), 12), "{edition}");
        for code in ["V06", "V09", "V10", "V11", "V16", "V26"] {
            assert!(!rules.on(code, day), "{edition}: {code} is a local rule");
        }
    }
    let rules = govern("2014", &[], "2015-03-01");
    assert!(rules.first().on("V17", Some(date("2016-08-29"))) && !rules.first().on("V17", Some(date("2016-08-28"))));
}

/// The rules of a batch begun now: the newest data of every edition and of each local pack.
fn newest(edition: &str, overlays: &[&str], started: &str) -> Rules {
    let book = RuleBook::builtin();
    let batch = BatchContent {
        edition: edition.into(),
        overlays: overlays.iter().map(|o| book.newest(o).unwrap().key()).collect(),
        edition_data: book.newest_editions(),
        started: Some(date(started)),
        ..BatchContent::default()
    };
    book.govern(&batch).first().clone()
}

#[test]
fn the_newest_data_of_each_edition_and_of_each_place_has_the_numbers_of_its_text() {
    type Number = (&'static str, &'static str, u32);
    let editions: [(&str, &str, &[Number]); 3] = [
        (
            "2002",
            "2008-03-01",
            &[
                ("V28", "working_days", 0),
                ("V28", "calendar_days", 7),
                ("V28", "calendar_days_at_most", 15),
                ("V02", "training_months", 3),
            ],
        ),
        ("2014", "2015-03-01", &[("V28", "working_days", 5), ("V28", "calendar_days", 0), ("V02", "training_months", 0)]),
        ("2019", "2026-03-01", &[("V28", "working_days", 5), ("V28", "calendar_days", 0), ("V02", "training_months", 0)]),
    ];
    let common: [Number; 24] = [
        ("V02", "service_years", 5),
        ("V02", "grassroots_years", 2),
        ("V02", "deputy_years", 2),
        ("V02", "lower_chief_years", 3),
        ("V02", "lower_posts", 2),
        ("V03", "months_since_promotion", 12),
        ("V03", "levels", 2),
        ("V05", "months", 12),
        ("V05", "reminder_days", 30),
        ("V14", "members", 2),
        ("V21", "months", 1),
        ("V21", "reminder_days", 7),
        ("V19", "waiting_days", 10),
        ("V23", "due_working_days", 10),
        ("V28", "reminder_days", 2),
        ("V24", "numerator", 2),
        ("V24", "denominator", 3),
        ("V25", "numerator", 1),
        ("V25", "denominator", 2),
        ("V30", "months", 12),
        ("V30", "reminder_days", 30),
        ("V35", "chief_must_years", 10),
        ("V35", "retire_male", 60),
        ("V40", "horizon_days", 120),
    ];
    for (edition, started, own) in editions {
        let rules = newest(edition, &[], started);
        for (code, name, want) in common.iter().chain(own) {
            assert_eq!(rules.number(code, name), *want, "{edition} {code} {name}");
        }
    }
    let local: [(&str, &str, &[Number]); 5] = [
        (
            "zhangye-2009",
            "2010-03-01",
            &[
                ("V09", "numerator", 1),
                ("V09", "denominator", 3),
                ("V10", "numerator", 1),
                ("V10", "denominator", 2),
                ("V11", "age", 45),
                ("V11", "reserve_months", 36),
                ("V16", "months", 24),
                ("V26", "numerator", 3),
                ("V26", "denominator", 10),
                ("V35", "chief_must_years", 10),
                ("V35", "chief_plan_years", 5),
                ("V35", "deputy_years", 10),
                ("V35", "deputy_age", 55),
                ("V35", "sensitive_years", 5),
                ("V35", "nonleading_male", 57),
                ("V35", "nonleading_female", 53),
            ],
        ),
        ("sichuan-2009", "2010-03-01", &[("V23", "answer_working_days", 10), ("V23", "chief_months", 36)]),
        ("yili", "2010-03-01", &[("V08", "numerator", 1), ("V08", "denominator", 2), ("V31e", "receipt", 1)]),
        ("city", "2012-03-01", &[("V31a", "rounds", 2), ("V35", "section_years", 5)]),
        ("mechanism", "2012-03-01", &[("V13", "numerator", 2), ("V13", "denominator", 1)]),
    ];
    for (overlay, started, own) in local {
        let rules = newest("2002", &[overlay], started);
        for (code, name, want) in own {
            assert_eq!(rules.number(code, name), *want, "{overlay} {code} {name}");
            assert!(rules.is_local(code), "{overlay} {code}");
        }
    }
    let yili = newest("2002", &["yili"], "2010-03-01");
    for (code, name) in [("V31c", "unsaid"), ("V31d", "ahead"), ("V31e", "optional")] {
        assert_eq!(yili.level_of(code, name), Level::Error, "五不准 as 错: {code} {name}");
    }
    assert_eq!(yili.words("V19", "units").len(), 7);
    assert_eq!(newest("2002", &["sichuan-2009"], "2010-03-01").words("V23", "reasons").len(), 8);
    assert_eq!(newest("2002", &["zhangye-2009"], "2010-03-01").words("V37", "attendees").len(), 4);
}

#[test]
fn overlays_change_what_they_name_and_leave_the_rest() {
    let rules = govern("2002", &["yili"], "2010-03-01");
    assert_eq!((rules.first().level("V08"), rules.first().is_local("V08")), (Level::Error, true));
    assert_eq!(rules.first().level("V31c"), Level::Error, "五不准 as 错");
    assert_eq!(rules.first().number("V05", "months"), 12);
    let rules = govern("2002", &["zhangye-2009"], "2010-03-01");
    assert!(!rules.first().on("V08", None) && rules.first().on("V09", None) && rules.first().on("V26", None));
    assert_eq!((rules.first().number("V35", "chief_must_years"), rules.first().number("V35", "retire_male")), (10, 60));
    let rules = govern("2002", &["yili", "zhangye-2009"], "2010-03-01");
    assert!(!rules.first().on("V08", None), "the later overlay prevails");
}

#[test]
fn a_batch_that_outlives_its_edition_has_an_era_for_each() {
    let governing = govern("", &[], "2019-02-20");
    assert_eq!(governing.first().edition, "2014");
    assert_eq!(governing.at(Some(date("2019-03-02"))).edition, "2014");
    assert_eq!(governing.at(Some(date("2019-03-03"))).edition, "2019");
    assert_eq!(governing.later(date("2019-04-01")).map(|(_, e)| e), Some("2019"));
    assert_eq!(governing.later(date("2019-03-02")), None);
    let mut batch = BatchContent { edition: "2014".into(), started: Some(date("2026-03-01")), ..BatchContent::default() };
    assert_eq!(RuleBook::builtin().govern(&batch).remarks.len(), 1);
    batch.edition_reason = "原批次延续".into();
    let chosen = RuleBook::builtin().govern(&batch);
    assert_eq!((chosen.remarks.len(), chosen.at(Some(date("2026-06-01"))).edition.as_str()), (0, "2014"));
}

#[test]
fn every_fault_of_a_pack_is_named_with_its_key() {
    let good = include_str!("../../../../assets/rules/gaoyou-2013.toml");
    assert!(RulePack::parse(good, "x.toml").is_ok());
    for (from, to, code, key) in [
        ("id = ", "id == ", "R01", "toml"),
        ("numerator = 4", "numenator = 4", "R02", "check V06 / parameters / numenator"),
        ("name = ", "nane = ", "R03", "name"),
        ("numerator = 4", "numerator = \"四\"", "R04", "check V06 / parameters / numerator"),
        ("level = \"警\"", "level = \"严\"", "R05", "check V06 / level"),
        ("kind = \"本地补充\"", "kind = \"临时\"", "R05", "kind"),
        ("code = \"V06\"", "code = \"V66\"", "R07", "check V66 / code"),
        ("from = \"2013-01-01\"", "from = \"2013年\"", "R08", "from"),
        ("to = \"\"", "to = \"2012-01-01\"", "R09", "to"),
        ("kind = \"本地补充\"", "kind = \"条例版本\"", "R10", "check"),
    ] {
        assert!(good.contains(from), "{from}");
        let faults = RulePack::parse(&good.replacen(from, to, 1), "x.toml").expect_err(to);
        let hit = faults.iter().find(|f| f.code == code && f.place.field.as_deref() == Some(key));
        assert!(hit.is_some_and(|f| f.place.file.as_deref() == Some("x.toml") && !f.remedy.is_empty()), "{to}: {faults:#?}");
    }
    let edition = include_str!("../../../../assets/rules/2019.toml");
    let faults = RulePack::parse(&edition.replacen("months = 12\n", "", 1), "x.toml").expect_err("a parameter left out");
    assert!(faults.iter().any(|f| f.code == "R11"), "{faults:#?}");
    let twice = format!(
        "{good}\n[[check]]\ncode = \"V06\"\nenabled = true\nlevel = \"警\"\nbasis = \"x\"\nsource = \"local\"\nconfirmed = true\n"
    );
    assert!(RulePack::parse(&twice, "x.toml").expect_err("twice").iter().any(|f| f.code == "R06"));
}

#[test]
fn a_pack_written_as_text_reads_back_as_the_same_pack() {
    for pack in &RuleBook::builtin().packs {
        let mut pack = pack.clone();
        pack.note = "有“引号”\"的、\\的、\n换行的".into();
        let again = RulePack::parse(&pack.to_text(), "本地.toml").unwrap_or_else(|faults| panic!("{faults:#?}"));
        assert_eq!(again, pack);
    }
}

#[test]
fn a_further_version_governs_only_the_batch_that_names_it() {
    let mut further = RuleBook::builtin().pack("zhangye-2009").unwrap().clone();
    further.version = "2.0".into();
    let v26 = further.checks.iter_mut().find(|c| c.code == "V26").unwrap();
    v26.parameters.insert("numerator".into(), Value::Number(4));
    let book = RuleBook::builtin().with([further]);
    let number = |key: &str| {
        let batch = BatchContent { edition: "2002".into(), overlays: vec![key.into()], ..BatchContent::default() };
        book.govern(&batch).first().number("V26", "numerator")
    };
    assert_eq!((number("zhangye-2009"), number("zhangye-2009@1.0"), number("zhangye-2009@2.0")), (3, 3, 4));
}

/// The data of a file without its comments.
fn digest_of_data(text: &str) -> String {
    use sha2::Digest;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    sha2::Sha256::digest(lines.join("\n")).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn no_built_in_pack_changes_under_a_version_that_was_given_out() {
    let given_out: toml::Table = include_str!("../../../../assets/rules/versions.toml").parse().unwrap();
    let now: toml::Table = builtin::BUILTIN
        .iter()
        .map(|(name, text)| (RulePack::parse(text, name).unwrap().key(), toml::Value::from(digest_of_data(text))))
        .collect();
    assert_eq!(
        now, given_out,
        "keep the old file, give the changed one a further version, and add its line to assets/rules/versions.toml"
    );
}

/// The book with a corrected 2019 edition: 公示 of seven working days.
fn corrected() -> RuleBook {
    let mut next = RuleBook::builtin().pack("2019").unwrap().clone();
    next.version = "9.1".into();
    for check in next.checks.iter_mut().filter(|c| c.code == "V28") {
        check.parameters.insert("working_days".into(), Value::Number(7));
    }
    RuleBook::builtin().with([next])
}

#[test]
fn data_of_an_edition_corrected_later_never_judges_a_batch_begun_before() {
    let book = corrected();
    let days = |batch: &BatchContent, on: &str| book.govern(batch).at(Some(date(on))).number("V28", "working_days");
    let begun = |edition: &str, started: &str, data: &[&str]| BatchContent {
        edition: edition.into(),
        started: Some(date(started)),
        edition_data: data.iter().map(|k| (*k).to_owned()).collect(),
        ..BatchContent::default()
    };
    let old = ["2002@1.0", "2014@1.0", "2019@1.0"];
    let keys = ["city", "city@1.0", "2019"].map(|k| book.newest(k).unwrap().key());
    assert_eq!(keys, ["city@1.0.3", "city@1.0", "2019@9.1"], "what is begun now takes the newest, unless it names a version");
    assert_eq!(book.newest_editions(), ["2002@1.6", "2014@1.6", "2019@9.1"]);
    assert_eq!(RuleBook::builtin().newest_editions(), ["2002@1.6", "2014@1.6", "2019@1.6"]);
    for (batch, on, want, why) in [
        (begun("2019", "2026-03-02", &[]), "2026-06-01", 5, "begun before versions were noted"),
        (begun("2019", "2026-03-02", &old), "2026-06-01", 5, "begun under the old data"),
        (begun("", "2026-03-02", &old), "2026-06-01", 5, "the edition of its day, in the data it was begun under"),
        (begun("2014", "2018-12-03", &old), "2019-04-01", 5, "grown into the next edition, as it was when the batch was begun"),
        (begun("2019", "2026-03-02", &["2019@9.1"]), "2026-06-01", 7, "begun under the corrected data"),
        (begun("2019@9.1", "2026-03-02", &[]), "2026-06-01", 7, "named outright"),
        (begun("2014", "2018-12-03", &["2014@1.0", "2019@9.1"]), "2019-04-01", 7, "grown into the corrected edition"),
    ] {
        assert_eq!(days(&batch, on), want, "{why}");
        assert_eq!(book.govern(&batch).remarks, [], "{why}");
    }
}

#[test]
fn nobody_is_judged_by_a_rule_of_another_place() {
    for edition in ["2002", "2014", "2019"] {
        let pack = RuleBook::builtin().newest(edition).unwrap();
        for check in &pack.checks {
            let local =
                ["伊犁", "内江", "张掖", "高邮", "四川", "某市", "种子"].into_iter().find(|place| check.basis.contains(place));
            assert_eq!(local, None, "{edition} {}: {}", check.code, check.basis);
        }
    }
    let basis = |overlay: &str, code: &str| {
        let batch = BatchContent { edition: "2019@1.2".into(), overlays: vec![overlay.into()], ..BatchContent::default() };
        RuleBook::builtin().govern(&batch).first().basis(code).to_owned()
    };
    assert!(basis("neijiang", "V32").contains("内江") && basis("yili@1.0.2", "V31a").contains("伊犁"));
}

/// The rules of a batch under an edition's data and local packs, all named with their version.
fn under(edition: &str, overlays: &[&str]) -> Rules {
    let overlays = overlays.iter().map(|o| (*o).to_owned()).collect();
    let batch = BatchContent { edition: edition.into(), overlays, ..BatchContent::default() };
    RuleBook::builtin().govern(&batch).first().clone()
}

#[test]
fn every_number_of_the_newest_packs_bears_a_label_of_its_own() {
    let book = RuleBook::builtin();
    let ids: BTreeSet<&str> = book.packs.iter().map(|p| p.id.as_str()).collect();
    for id in ids {
        let pack = book.newest(id).unwrap();
        for check in &pack.checks {
            for name in check.parameters.keys() {
                assert!(check.sources.contains_key(name), "{} {} {name}", pack.key(), check.code);
            }
        }
    }
    // Found in the text of one edition is not found in the others, and what the program drew up says so.
    let label = |edition: &str, code: &str, name: &str| {
        let label = under(edition, &[]).checks[code].check.sources[name].clone();
        (label.source, label.confirmed)
    };
    assert_eq!(label("2014@1.2", "V28", "working_days"), (Source::Public, true));
    assert_eq!(label("2019@1.2", "V28", "working_days"), (Source::Recalled, false));
    assert_eq!(label("2019@1.2", "V31d", "working_days"), (Source::Proposed, false));
    assert_eq!(label("2019@1.2", "V05", "months"), (Source::Public, true));
    assert_eq!(label("2019@1.2", "V05", "reminder_days"), (Source::Proposed, false));
    assert_eq!(label("2019@1.1", "V05", "reminder_days"), (Source::Public, true), "old data says it per check");
}

#[test]
fn a_number_keeps_its_label_and_basis_under_a_local_pack_that_does_not_name_it() {
    let rules = under("2019@1.2", &["city@1.0.2", "neijiang@1.0"]);
    assert!(rules.basis("V31a").contains("内江") && rules.basis_of("V31a", "rounds").contains("二次推荐"));
    let rules = under("2019@1.2", &["zhangye-2009@1.0.1"]);
    let of = |name: &str| rules.checks["V35"].check.sources[name].source;
    assert_eq!(
        (of("chief_must_years"), of("retire_male"), of("section_years")),
        (Source::Local, Source::Recalled, Source::Proposed)
    );
    assert!(rules.basis_of("V35", "nonleading_male").contains("第十六条"));
    assert!(rules.basis_of("V35", "retire_male").contains("退休年龄"));
    assert!(rules.basis_of("V09", "numerator").contains("第六条"), "without a basis of its own a number rests on the check's");
}

#[test]
fn levels_of_situations_are_data_and_read_as_before_where_the_data_is_older() {
    for edition in ["2019@1.0", "2019@1.1", "2019@1.2", "2019@1.3", "2019@1.4", "2019@1.5", "2019@1.6"] {
        let rules = under(edition, &[]);
        let of = |code: &str, name: &str| rules.level_of(code, name);
        assert_eq!(of("V04", "responsibles"), Level::Warning, "{edition}");
        assert_eq!((of("V21", "dissent_chief"), of("V21", "dissent_deputy")), (Level::Warning, Level::Note), "{edition}");
        assert_eq!((of("V30", "overdue"), of("V30", "soon")), (Level::Error, Level::Warning), "{edition}");
    }
    let mut own = RuleBook::builtin().newest("mechanism").unwrap().clone();
    own.version = "9".into();
    let v04 = own.checks.iter_mut().find(|c| c.code == "V04").unwrap();
    v04.levels.insert("responsibles".into(), Level::Error);
    let book = RuleBook::builtin().with([RulePack::parse(&own.to_text(), "x.toml").unwrap()]);
    let batch = BatchContent { edition: "2019@1.2".into(), overlays: vec!["mechanism@9".into()], ..BatchContent::default() };
    let governing = book.govern(&batch);
    let rules = governing.first();
    assert_eq!((rules.level_of("V04", "responsibles"), rules.level_of("V05", "missing")), (Level::Error, Level::Error));
}

#[test]
fn a_pack_of_labelled_numbers_leaves_none_out_and_names_none_it_has_not() {
    let good = include_str!("../../../../assets/rules/gaoyou-2013-1.0.1.toml");
    assert!(RulePack::parse(good, "x.toml").is_ok());
    for (from, to, code, key) in [
        ("numerator = { source = \"S\", confirmed = false }\n", "", "R13", "check V06 / sources / numerator"),
        ("numerator = { source", "numenator = { source", "R02", "check V06 / sources / numenator"),
        ("numerator = { source = \"S\"", "numerator = { source = \"听说\"", "R05", "check V06 / sources / numerator / source"),
        (
            "numerator = { source = \"S\", confirmed = false",
            "numerator = { source = \"S\"",
            "R03",
            "check V06 / sources / numerator / confirmed",
        ),
        ("numerator = { source = \"S\", confirmed = false }", "numerator = \"S\"", "R04", "check V06 / sources / numerator"),
        ("confirmed = false }", "confirmed = false, by = \"我\" }", "R02", "check V06 / sources / numerator / by"),
        ("format = 2", "format = 3", "R04", "format"),
        ("[check.sources]", "[check.levels]\nmissing = \"警\"\n[check.sources]", "R02", "check V06 / levels / missing"),
    ] {
        assert!(good.contains(from), "{from}");
        let faults = RulePack::parse(&good.replacen(from, to, 1), "x.toml").expect_err(to);
        let hit = faults.iter().find(|f| f.code == code && f.place.field.as_deref() == Some(key));
        assert!(hit.is_some_and(|f| !f.remedy.is_empty()), "{to}: {faults:#?}");
    }
    let edition = include_str!("../../../../assets/rules/2019-1.2.toml");
    let doubts = edition.lines().find(|l| l.starts_with("doubts = ")).unwrap().to_owned() + "\n";
    for (left_out, code) in [("dissent_deputy = \"注\"\n", "R11"), (doubts.as_str(), "R11")] {
        assert!(edition.contains(left_out), "{left_out}");
        let faults = RulePack::parse(&edition.replacen(left_out, "", 1), "x.toml").expect_err(left_out);
        assert!(faults.iter().any(|f| f.code == code), "{faults:#?}");
    }
}

#[test]
fn what_stood_in_the_program_is_read_the_same_by_older_data_and_what_was_found_later_is_not() {
    let [older, newest] = ["2019@1.3", "2019@1.4"].map(|edition| under(edition, &[]));
    for (code, name) in [("V17", "topic_names"), ("V30", "not_kept")] {
        assert!(!older.checks[code].check.parameters.contains_key(name), "{code} {name}");
        assert_eq!(older.words(code, name), newest.words(code, name));
        assert!(!newest.words(code, name).is_empty());
    }
    for name in ["delay_from", "delay_male_every", "delay_male_most", "delay_female_every", "delay_female_most"] {
        assert_eq!(older.number("V35", name), newest.number("V35", name));
        assert!(newest.number("V35", name) > 0);
    }
    assert_eq!((older.words("V17", "also_topic_names").len(), older.named_level("V21", "postponed")), (0, None));
    assert!(!newest.words("V17", "also_topic_names").is_empty() && newest.named_level("V21", "postponed").is_some());
    // 1.5 asks further questions and reads further words; 1.4 has none of them.
    let last = under("2019@1.5", &[]);
    for (code, name) in [("V36", "blank_words"), ("V25", "next_round"), ("V27", "not_kin"), ("V37", "circulated")] {
        assert!(newest.words(code, name).is_empty() && !last.words(code, name).is_empty(), "{code} {name}");
    }
    assert_eq!(newest.words("V36", "nothing_words"), last.words("V36", "nothing_words"));
    for (code, name) in [("V07", "unnamed"), ("V21", "each"), ("V36", "promoted"), ("V37", "left")] {
        assert!(newest.named_level(code, name).is_none() && last.named_level(code, name).is_some(), "{code} {name}");
    }
}
