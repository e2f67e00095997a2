//! V27 回避: nobody sits in the discussion, the inspection or the talk on his or her own kin.

use std::collections::{BTreeMap, BTreeSet};

use super::inspection::concerned;
use super::judge::Judge;
use super::names::unwritten;
use super::view::happened;
use crate::catalogue::Milestone;
use crate::finding::{Finding, Place};
use crate::id::CandidateId;
use crate::person::unspaced;
use crate::record::{Participant, Record, RecordBody, WITHDRAWN};
use crate::rules::Rules;

/// Registered relationships: the candidates' families and the register of the batch. By name; the blank in a name of two characters
/// is the form's.
pub(super) struct Kin<'a> {
    of: BTreeMap<(String, CandidateId), &'a str>,
}

impl<'a> Kin<'a> {
    /// What somebody is to the candidate.
    pub(super) fn between(&self, name: &str, candidate: CandidateId) -> Option<&'a str> {
        let kind = self.of.get(&(unspaced(name), candidate)).copied();
        kind.map(|kind| if kind.trim().is_empty() { "亲属（没有写明是什么关系）" } else { kind })
    }
}

pub(super) fn kin<'a>(j: &Judge<'_, 'a>) -> Kin<'a> {
    let mut of = BTreeMap::new();
    for candidate in j.view.candidates() {
        for member in j.view.person(candidate.id).map_or(&[][..], |p| &p.family) {
            if !member.name.trim().is_empty() && !member.is_dead() {
                of.insert((unspaced(&member.name), candidate.id), member.relation.as_str());
            }
        }
        let name = unspaced(j.view.name(candidate.id));
        for relation in &j.view.case.batch.content.relations {
            let other = match (unspaced(&relation.one) == name, unspaced(&relation.other) == name) {
                (true, _) => &relation.other,
                (_, true) => &relation.one,
                _ => continue,
            };
            if !no_kin(j.rules.first(), &relation.kind) {
                of.insert((unspaced(other), candidate.id), relation.kind.as_str());
            }
        }
    }
    Kin { of }
}

/// 同学, 同乡 and the like are nobody's kin; 夫妻（大学同学） are kin all the same.
fn no_kin(rules: &Rules, kind: &str) -> bool {
    let mut each = kind
        .split(['、', '，', ',', '；', ';', '（', '）', '(', ')', '/', '兼', '和', ' '])
        .filter(|one| !one.is_empty())
        .peekable();
    let words = rules.words("V27", "not_kin");
    each.peek().is_some() && each.all(|one| words.iter().any(|word| one.contains(word.as_str())))
}

/// Who took part in a record, apart from whom it was about.
fn present<'r>(rules: &Rules, record: &'r Record) -> BTreeSet<&'r str> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let people = record.content.participants.iter();
    match &record.content.body {
        RecordBody::Meeting(m) => {
            names.extend(people.chain(&m.observers).map(|p| p.name.trim()));
            names.extend(m.opinions.iter().map(|o| o.name.trim()));
            names.extend([m.principal.trim()]);
            // Named as having to leave, without a time at which they did.
            names.extend(m.recused.iter().filter(|r| unwritten(rules, &r.left_at)).map(|r| r.name.trim()));
            for gone in &m.absent {
                names.remove(gone.name.trim());
            }
        }
        RecordBody::Notebook(talk) => {
            // Whoever was listened to, the family at home among them, did not examine: only those who held the talk did.
            let held = record.content.participants.iter().any(|p| p.role.contains("谈话人"));
            let visited = !talk.visited.trim().is_empty();
            let listens = |p: &&Participant| match p.role.trim() {
                "" => !held && !visited,
                role => !role.contains("对象"),
            };
            names.extend(people.chain(talk.speakers.iter().filter(listens)).map(|p| p.name.trim()));
        }
        RecordBody::Ballot(b) => names.extend(b.tellers.iter().chain(&b.scrutineers).map(|n| n.trim())),
        _ => {}
    }
    names.remove("");
    names
}

/// Whom a record is about: a meeting or a vote of the whole batch that names some, in its list, votes or opinions, is about those.
pub(super) fn about(j: &Judge<'_, '_>, record: &Record) -> Vec<CandidateId> {
    let named = record.content.named();
    let lists = matches!(record.content.body, RecordBody::Meeting(_) | RecordBody::Ballot(_));
    if lists && record.content.candidates.is_empty() && !named.is_empty() {
        return named.into_iter().collect();
    }
    concerned(j, record)
}

/// Who is discussed with neither family nor relation on record, and nobody said that it was looked into (回避审查): who of those present
/// had to leave cannot be judged.
fn unregistered(j: &Judge<'_, '_>) -> Vec<Finding> {
    let Some(step) = j.first_step("V14").filter(|_| j.extent.about.is_none()) else { return Vec::new() };
    let checked = |c: CandidateId| {
        let mut of_step = j.records_for("V14", c);
        of_step.any(|r| matches!(&r.content.body, RecordBody::Document(d) if d.recusal_checked))
    };
    let registered = |c: CandidateId| {
        let name = unspaced(j.view.name(c));
        let mut relations = j.view.case.batch.content.relations.iter();
        j.view.person(c).is_some_and(|p| p.family.iter().any(|f| !f.name.trim().is_empty()))
            || relations.any(|r| unspaced(&r.one) == name || unspaced(&r.other) == name)
    };
    let rules_of = |c: CandidateId| {
        let (_, on) = j.discussed(c)?;
        j.rules_on("V27", on).filter(|rules| rules.named_level("V27", "missing").is_some())
    };
    // A case file that writes of nobody's kin and asks for V27 by name has none on record.
    let nobody = || j.extent.named.contains("V27") && !j.view.candidates().iter().any(|c| registered(c.id));
    let blank = |c: CandidateId| j.extent.blank_of.contains(&(c, "family".to_owned()));
    let whole = !j.extent.part && !j.extent.by_hand;
    let owes = |c: CandidateId| (whole || blank(c) || nobody()) && !registered(c) && !checked(c);
    let considered = j.view.candidates().iter().filter(|c| j.is_considered(c) && c.id != super::NOBODY);
    let owing: Vec<(CandidateId, &Rules)> =
        considered.filter(|c| owes(c.id)).filter_map(|c| Some((c.id, rules_of(c.id)?))).collect();
    let Some((_, rules)) = owing.first() else { return Vec::new() };
    let who: Vec<CandidateId> = owing.iter().map(|(c, _)| *c).collect();
    let remedy = "请在人员信息里登记家庭成员，或在批次信息里登记应回避的关系；核对过没有的，在组建考察组的记录里勾选“已核对，没有应回避的关系”";
    let told = j.view.subjects(step, &who).into_iter().map(|(candidate, name)| {
        let message = format!("{name}：没有登记亲属和应回避的关系，也没有核对过的记录，无法核对是否回避");
        let place = Place { candidate, step: Some(step.key.clone()), ..j.view.place() };
        j.say(rules, "V27", rules.level_of("V27", "missing"), place.field("回避审查"), message, remedy)
    });
    told.collect()
}

/// Somebody with a registered relationship to a candidate took part and did not leave.
pub(super) fn v27(j: &Judge<'_, '_>) -> Vec<Finding> {
    let kin = kin(j);
    let mut found = unregistered(j);
    let catalogue = &j.view.case.catalogue;
    // Whoever is discussed is heard at other steps; at the meeting that decides he or she has no place.
    let decides = |r: &Record| catalogue.milestone(Milestone::Discussion).any(|s| s.key == r.content.step);
    for record in j.view.case.records.iter().filter(|r| j.wants(r)) {
        let Some(rules) = j.rules_on("V27", happened(record)) else { continue };
        let names = present(rules, record);
        if names.is_empty() {
            continue;
        }
        let left: BTreeSet<String> = match &record.content.body {
            RecordBody::Meeting(m) => {
                m.recused.iter().filter(|r| !unwritten(rules, &r.left_at)).map(|r| unspaced(&r.name)).collect()
            }
            _ => BTreeSet::new(),
        };
        for candidate in about(j, record) {
            // Whoever gave an opinion on that very candidate was there for it, whatever the time of leaving; “回避” is none.
            let spoke = |name: &str| match &record.content.body {
                RecordBody::Meeting(m) => {
                    let mut about = m.opinions.iter().filter(|o| o.candidate == Some(candidate) && o.stance.trim() != WITHDRAWN);
                    about.any(|o| unspaced(&o.name) == unspaced(name))
                }
                _ => false,
            };
            let own = |name: &str| decides(record) && unspaced(name) == unspaced(j.view.name(candidate));
            for name in names.iter().filter(|n| !left.contains(&unspaced(n)) || spoke(n)) {
                let who = match kin.between(name, candidate) {
                    Some(kind) => format!("{name}是{}的{kind}", j.view.name(candidate)),
                    None if own(name) => format!("{name}在场讨论本人"),
                    None => continue,
                };
                let message = format!("{}：{who}，没有回避离场", j.view.call(record));
                let place = j.of(record, candidate).field("回避");
                let remedy = "请核实；确有关系的须回避并记录离场时间，未回避的讨论、考察结果须重新研究";
                found.push(j.say(rules, "V27", rules.level("V27"), place, message, remedy));
            }
        }
    }
    found
}
