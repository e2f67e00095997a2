//! Who signs a record (材料责任人签名, domain.md V31e): those it names, else who by its kind answers for what it says. One answer for the
//! printed sheet, the home page and the page that comes back signed.

use super::{Ballot, RecordBody, RecordContent, Signature, SignatureMode};

impl RecordContent {
    /// Everyone who signs the record, in the order of its sheet: those named in it, else tellers and scrutineers of a ballot, else who
    /// presided, took the minutes or held the talk, else a 责任人 without a name (`responsible` may be an office).
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
        if kept.is_empty() { vec![asked("责任人", "")] } else { kept }
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
        let same = |s: &&mut Signature| !s.is_given() && s.role.trim() == given.role.trim() && s.name.trim() == given.name.trim();
        match self.signatures.iter_mut().find(same) {
            Some(place) => *place = given.clone(),
            None => self.signatures.push(given.clone()),
        }
        self.signatures.retain(|s| s.is_given() || !s.name.trim().is_empty());
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
    fn who_signs_without_having_been_named_is_added_and_an_unnamed_place_goes() {
        let mut c = unsigned(RecordBody::Document(Document::default()));
        assert_eq!(told(&c.signers()), [("责任人", "", false)]);
        assert!(!c.is_signed());
        c.sign(&given("责任人", "欧阳震华"));
        assert_eq!(told(&c.signatures), [("责任人", "欧阳震华", true)]);
        assert!(c.is_signed());
    }
}
