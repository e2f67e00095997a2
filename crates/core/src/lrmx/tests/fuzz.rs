//! Broken files and random people, by a seeded generator: nothing panics, and what can be read is given back to the byte.

use super::{cases::CASES, *};

/// xorshift64*, so that a failure can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }
}

/// Reads what may be broken; what can be read must come back unchanged, and take a change.
fn read_and_write(name: &str, bytes: &[u8]) -> bool {
    let Ok(intake) = read(name, bytes) else { return false };
    let written = write(&intake.person, Some(bytes), intake.photo.as_deref()).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(written, bytes, "{name}: an unchanged person is given back to the byte");
    let mut changed = intake.person.clone();
    changed.name = "改名".into();
    changed.rewards = "改了<奖惩>".into();
    let written = write(&changed, Some(bytes), intake.photo.as_deref()).unwrap();
    assert_eq!(read(name, &written).unwrap().person, changed, "{name}: only the change is seen on reading again");
    true
}

#[test]
fn a_file_cut_short_anywhere_never_panics() {
    for case in CASES {
        let step = (case.bytes.len() / 60).max(1);
        for end in (0..case.bytes.len()).step_by(step) {
            if case.old {
                let _ = read_lrm(case.name, &case.bytes[..end], case.pic.map(|p| Ok(&p[..end.min(p.len())])));
            } else {
                read_and_write(case.name, &case.bytes[..end]);
            }
        }
    }
}

#[test]
fn random_bytes_in_a_file_never_panic_and_what_can_be_read_is_given_back() {
    let mut dice = Dice(20_260_301);
    let mut readable = 0;
    for case in CASES {
        for _ in 0..40 {
            let mut bytes = case.bytes.to_vec();
            for _ in 0..=dice.roll(6) {
                let at = dice.roll(bytes.len().max(1));
                match dice.roll(4) {
                    0 => bytes.insert(at.min(bytes.len()), dice.roll(256) as u8),
                    1 if !bytes.is_empty() => drop(bytes.remove(at)),
                    2 => {
                        let piece = b"<>&;\"/!-[]?\0#x"[dice.roll(14)];
                        bytes.insert(at.min(bytes.len()), piece);
                    }
                    _ if !bytes.is_empty() => bytes[at] = dice.roll(256) as u8,
                    _ => {}
                }
            }
            if case.old {
                readable += usize::from(read_lrm(case.name, &bytes, Some(Ok(&bytes))).is_ok());
            } else {
                readable += usize::from(read_and_write(case.name, &bytes));
            }
        }
    }
    assert!(readable > 100, "the mutations are not all fatal: {readable}");
}

/// Random text of everything that is awkward in XML, in names and in résumés.
fn text(dice: &mut Dice) -> String {
    const PIECES: [&str; 16] =
        ["张", "三", "　", " ", "\n", "\r\n", "<", ">", "&", "]]>", "\"", "'", "&amp;", "1991.07--2000.01  ", "\t", "𠮷"];
    (0..dice.roll(9)).map(|_| PIECES[dice.roll(PIECES.len())]).collect()
}

fn person(dice: &mut Dice) -> PersonContent {
    let mut person = PersonContent::default();
    for field in FIELDS.iter().filter(|f| f.standard) {
        if let Slot::Text { set, .. } = field.slot {
            *set(&mut person) = text(dice);
        }
    }
    for _ in 0..dice.roll(5) {
        let mut member = FamilyMember::default();
        for field in MEMBER_FIELDS {
            *(field.set)(&mut member) = text(dice);
        }
        person.family.push(member);
    }
    person
}

/// The person as reading would have it.
fn tidied(person: &PersonContent) -> PersonContent {
    let mut tidied = PersonContent::default();
    for field in FIELDS {
        if let Slot::Text { get, set, shape, .. } = field.slot {
            *set(&mut tidied) = tidy(shape, get(person));
        }
    }
    for member in &person.family {
        let mut row = FamilyMember::default();
        for field in MEMBER_FIELDS {
            *(field.set)(&mut row) = tidy(field.shape, (field.get)(member));
        }
        if row != FamilyMember::default() {
            tidied.family.push(row);
        }
    }
    tidied
}

#[test]
fn any_person_written_anew_or_into_any_source_reads_back_the_same() {
    let mut dice = Dice(7);
    let sources: Vec<&[u8]> = CASES.iter().filter(|c| !c.old && read(c.name, c.bytes).is_ok()).map(|c| c.bytes).collect();
    for round in 0..300 {
        let mut wanted = person(&mut dice);
        let anew = write(&wanted, None, None).unwrap();
        assert_eq!(read("新", &anew).unwrap().person, tidied(&wanted), "round {round}");
        assert_eq!(write(&wanted, Some(&anew), None).unwrap(), anew, "a file written is a fixed point, round {round}");

        let source = sources[dice.roll(sources.len())];
        let before = read("源", source).unwrap();
        wanted.political_status.clone_from(&before.person.political_status);
        let mixed = if dice.roll(2) == 0 {
            // Most fields as they were and a few rows of the family moved: the way people edit.
            let mut family = before.person.family.clone();
            family.extend(wanted.family.iter().cloned());
            if !family.is_empty() {
                let at = dice.roll(family.len());
                family.remove(at);
                let turn = dice.roll(family.len().max(1));
                family.rotate_left(turn);
            }
            PersonContent { family, reason: wanted.reason.clone(), ..before.person.clone() }
        } else {
            wanted
        };
        let written = write(&mixed, Some(source), before.photo.as_deref()).unwrap();
        let after = read("源", &written).unwrap();
        assert_eq!(after.person, tidied(&mixed), "round {round}");
        assert_eq!(after.photo, before.photo, "round {round}");
        // Unknown cells may go with a row of the family that was taken away; all else stays.
        assert!(before.unknown.iter().filter(|n| !n.contains('/')).all(|n| after.unknown.contains(n)), "round {round}");
        assert_eq!(write(&mixed, Some(&written), before.photo.as_deref()).unwrap(), written, "fixed point, round {round}");
    }
}
