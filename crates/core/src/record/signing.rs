//! Who signs a record (材料责任人签名, domain.md V31e): those it names, else who by its kind answers for what it says. One answer for the
//! printed sheet, the home page and the page that comes back signed.

use super::{Ballot, Material, RecordBody, RecordContent, Signature, SignatureMode};

impl RecordContent {
    /// Everyone who signs the record, in the order of its sheet: those named in it, else tellers and scrutineers of a ballot, else who
    /// presided, took the minutes or held the talk, else the people its 责任人 names, else a 责任人 without a name (it may be an office).
    #[must_use]
    pub fn signers(&self) -> Vec<Signature> {
        let asked = |role: &str, name: &str| Signature {
            name: name.trim().to_owned(),
            role: role.to_owned(),
            date: None,
            mode: SignatureMode::Pending,
        };
        if !self.signatures.is_empty() {
            let role = |s: &Signature| if s.role.is_empty() { "责任人".to_owned() } else { s.role.clone() };
            return self.signatures.iter().map(|s| Signature { role: role(s), ..s.clone() }).collect();
        }
        if let RecordBody::Ballot(Ballot { tellers, scrutineers, .. }) = &self.body {
            let tellers = tellers.iter().map(|name| asked("计票人", name));
            let counted: Vec<Signature> = tellers.chain(scrutineers.iter().map(|name| asked("监票人", name))).collect();
            if !counted.is_empty() {
                return counted;
            }
        }
        let keeps = self.participants.iter().filter(|p| ["主持", "记录", "谈话人"].iter().any(|word| p.role.contains(word)));
        let kept: Vec<Signature> = keeps.map(|p| asked(&p.role, &p.name)).collect();
        if !kept.is_empty() {
            return kept;
        }
        let named: Vec<Signature> = self.people_responsible().map(|name| asked("责任人", name)).collect();
        if named.is_empty() { vec![asked("责任人", "")] } else { named }
    }

    /// Whom `responsible` names, without their posts; nobody where it names an office.
    fn people_responsible(&self) -> impl Iterator<Item = &str> {
        let parts = self.responsible.split(['、', '，', ',', '；', ';', '\n']);
        let bare = parts.map(|part| part.split(['（', '(']).next().unwrap_or_default().trim());
        let all: Vec<&str> = bare.filter(|part| !part.is_empty()).collect();
        let people = all.iter().all(|part| is_person(part));
        all.into_iter().filter(move |_| people)
    }

    /// Those whose signature is still awaited.
    #[must_use]
    pub fn awaited(&self) -> Vec<Signature> {
        self.signers().into_iter().filter(|s| !s.is_given()).collect()
    }

    /// Nobody is awaited: every signature asked for is given, and there is one.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        !self.signatures.is_empty() && self.awaited().is_empty()
    }

    /// Takes in a signature given on paper: in the place of the one awaited from the same person in the same capacity, else behind them. Who
    /// else was awaited while the record named nobody is awaited from now on by name, so that one signature never stands for all.
    pub fn sign(&mut self, given: &Signature) {
        self.signatures = self.signers();
        let of_role = |s: &Signature| !s.is_given() && s.role.trim() == given.role.trim();
        let named = self.signatures.iter().position(|s| of_role(s) && s.name.trim() == given.name.trim());
        let place = named.or_else(|| self.signatures.iter().position(|s| of_role(s) && s.name.trim().is_empty()));
        match place.and_then(|at| self.signatures.get_mut(at)) {
            Some(place) => *place = given.clone(),
            None => self.signatures.push(given.clone()),
        }
        // A line of an office waits for whoever holds it; one that says neither office nor name waits for nobody.
        self.signatures.retain(|s| s.is_given() || !s.name.trim().is_empty() || !["", "责任人"].contains(&s.role.trim()));
    }

    /// Both say the same, whoever signed: a sheet printed of one is a sheet of the other.
    #[must_use]
    pub fn reads_as(&self, other: &RecordContent) -> bool {
        let bare = |c: &RecordContent| RecordContent { signatures: Vec::new(), ..c.clone() };
        bare(self) == bare(other)
    }

    /// What was signed as it read before is not signed as it reads now: signatures taken over from `before` are awaited again where anything
    /// but the signatures changed. One given anew, with another day, stands. Returns the names that are awaited again.
    pub fn sign_again(&mut self, before: &RecordContent) -> Vec<String> {
        if self.reads_as(before) {
            return Vec::new();
        }
        let mut again = Vec::new();
        for signature in self.signatures.iter_mut().filter(|s| s.is_given() && before.signatures.contains(s)) {
            (signature.mode, signature.date) = (SignatureMode::Pending, None);
            again.push(signature.name.clone());
        }
        again
    }

    /// The scans of these signatures lay on `paper`, which leaves; who signed on none of the `others` under the record is awaited again.
    /// Returns their names.
    pub fn give_back(&mut self, paper: &Material, others: &[Material]) -> Vec<String> {
        let bears = |m: &Material, own: &Signature| {
            let same = |s: &Signature| s.is_given() && s.name.trim() == own.name.trim() && s.date == own.date;
            !m.is_old_sheet() && m.content.signers().any(same)
        };
        let mut names = Vec::new();
        for own in self.signatures.iter_mut().filter(|s| s.is_given() && s.mode == SignatureMode::Scanned) {
            if bears(paper, own) && !others.iter().any(|m| bears(m, own)) {
                (own.mode, own.date) = (SignatureMode::Pending, None);
                if !names.contains(&own.name) {
                    names.push(own.name.clone());
                }
            }
        }
        names
    }

    /// The paper is back: what was given in `signed` and given back in `given_back` is given again where it is still awaited of a record that
    /// reads the same. Whether anything was.
    pub fn take_again(&mut self, signed: &RecordContent, given_back: &RecordContent) -> bool {
        if !self.reads_as(signed) {
            return false;
        }
        let mut any = false;
        for lost in signed.signatures.iter().filter(|s| s.is_given() && !given_back.signatures.contains(s)) {
            let place = self.signatures.iter_mut().find(|s| !s.is_given() && (&s.name, &s.role) == (&lost.name, &lost.role));
            if let Some(place) = place {
                place.clone_from(lost);
                any = true;
            }
        }
        any
    }
}

/// Reads as the name of a person: with a dot inside, or two to four characters that do not end as an office or a duty does.
fn is_person(text: &str) -> bool {
    const OFFICES: [char; 17] =
        ['部', '组', '委', '办', '室', '科', '处', '局', '会', '院', '人', '员', '队', '校', '司', '长', '记'];
    let count = text.chars().count();
    text.chars().any(|c| c == '·') || ((2..=4).contains(&count) && !text.ends_with(OFFICES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Document;

    fn given(role: &str, name: &str) -> Signature {
        Signature { name: name.into(), role: role.into(), date: "2026-04-02".parse().ok(), mode: SignatureMode::Scanned }
    }

    fn unsigned(body: RecordBody) -> RecordContent {
        let any = crate::testing::sound_case().records[0].content.clone();
        RecordContent { signatures: Vec::new(), participants: Vec::new(), responsible: String::new(), body, ..any }
    }

    fn told(signatures: &[Signature]) -> Vec<(&str, &str, bool)> {
        signatures.iter().map(|s| (s.role.as_str(), s.name.as_str(), s.is_given())).collect()
    }

    #[test]
    fn a_ballot_is_signed_when_all_who_counted_have_signed() {
        let (tellers, scrutineers) = (vec!["孙一".into(), "周二".into()], vec!["吴三".into()]);
        let mut c = unsigned(RecordBody::Ballot(Ballot { tellers, scrutineers, ..Ballot::default() }));
        assert_eq!(c.awaited().len(), 3);
        c.sign(&given("计票人", "周二"));
        assert_eq!(told(&c.signatures), [("计票人", "孙一", false), ("计票人", "周二", true), ("监票人", "吴三", false)]);
        assert!(!c.is_signed());
        c.sign(&given("计票人", "孙一"));
        c.sign(&given("监票人", "吴三"));
        assert!(c.is_signed() && c.awaited().is_empty());
    }

    #[test]
    fn what_is_corrected_is_signed_again_and_a_new_signature_stands() {
        let mut before = unsigned(RecordBody::Document(Document::default()));
        before.signatures = vec![given("责任人", "欧阳震华"), given("审核人", "毛敏")];
        let mut same = before.clone();
        assert!(same.sign_again(&before).is_empty() && same == before);
        let mut now = RecordContent { summary: "补充".into(), ..before.clone() };
        now.signatures[1].date = "2026-04-09".parse().ok();
        assert_eq!(now.sign_again(&before), ["欧阳震华"]);
        assert_eq!(told(&now.signatures), [("责任人", "欧阳震华", false), ("审核人", "毛敏", true)]);
    }

    #[test]
    fn a_paper_that_leaves_takes_the_signatures_no_other_paper_bears_and_brings_them_back() {
        let paper = |signers: &[Signature]| {
            let mut m = crate::testing::sound_case().materials[0].clone();
            (m.content.signature, m.content.co_signed) = (signers[0].clone(), signers[1..].to_vec());
            m
        };
        let (chair, clerk, confirmed) = (
            given("主持", "欧阳震华"),
            given("记录", "毛敏"),
            Signature { mode: SignatureMode::Confirmed, ..given("监督", "毛敏") },
        );
        let mut signed = unsigned(RecordBody::Document(Document::default()));
        signed.signatures = vec![chair.clone(), clerk.clone(), confirmed.clone()];
        let (both, one) = (paper(&[chair, clerk.clone()]), paper(&[clerk]));
        let mut c = signed.clone();
        assert_eq!(c.give_back(&both, std::slice::from_ref(&one)), ["欧阳震华"], "the other has a paper still");
        let mut c = signed.clone();
        assert_eq!(c.give_back(&both, &[]), ["欧阳震华", "毛敏"]);
        assert_eq!(told(&c.signatures), [("主持", "欧阳震华", false), ("记录", "毛敏", false), ("监督", "毛敏", true)]);
        let lost = c.clone();
        let mut corrected = RecordContent { summary: "补充".into(), ..c.clone() };
        assert!(!corrected.take_again(&signed, &lost), "it reads otherwise now");
        assert!(c.take_again(&signed, &lost) && c == signed);
        let mut old = both;
        (old.outdated, old.content.own_sheet) = (true, true);
        assert!(c.give_back(&old, &[]).is_empty() && c == signed, "an old sheet signs nothing as it reads now");
    }

    #[test]
    fn two_lines_laid_for_two_offices_are_signed_one_by_one() {
        let mut c = unsigned(RecordBody::Review(crate::record::Review::default()));
        let line = |role: &str| Signature { name: String::new(), date: None, mode: SignatureMode::Pending, role: role.into() };
        c.signatures = vec![line("党组织主要负责人"), line("纪检组织主要负责人")];
        c.sign(&given("纪检组织主要负责人", "魏直"));
        assert_eq!(told(&c.signatures), [("党组织主要负责人", "", false), ("纪检组织主要负责人", "魏直", true)]);
        assert!(!c.is_signed(), "one signature never stands for both");
        c.sign(&given("党组织主要负责人", "江晓川"));
        assert!(c.is_signed() && c.signatures.len() == 2);
    }

    #[test]
    fn whoever_is_responsible_by_name_signs_by_name_and_an_office_as_one() {
        let signers = |responsible: &str| {
            let c = RecordContent { responsible: responsible.into(), ..unsigned(RecordBody::Document(Document::default())) };
            c.signers().into_iter().map(|s| s.name).collect::<Vec<_>>()
        };
        assert_eq!(signers("张立新、买买提·艾力（干部科科长）"), ["张立新", "买买提·艾力"]);
        assert_eq!(signers("欧阳震华"), ["欧阳震华"]);
        for office in ["干部科", "组织部谈话组（两人）", "市委组织部、张立新", "承办人", ""] {
            assert_eq!(signers(office), [""], "{office}");
        }
        let mut c = RecordContent { responsible: "张立新".into(), ..unsigned(RecordBody::Document(Document::default())) };
        c.sign(&given("责任人", "张立新"));
        assert!(c.is_signed() && c.signatures.len() == 1);
    }

    #[test]
    fn who_signs_without_having_been_named_is_added_and_an_unnamed_place_goes() {
        let mut c = unsigned(RecordBody::Document(Document::default()));
        assert_eq!(told(&c.signers()), [("责任人", "", false)]);
        assert!(!c.is_signed());
        c.sign(&given("责任人", "欧阳震华"));
        assert_eq!(told(&c.signatures), [("责任人", "欧阳震华", true)]);
        assert!(c.is_signed());
    }
}
