//! Puts the papers in order and gives them their numbers. Nothing is left out: a paper the catalogue does not know, or whose record
//! is gone, goes to the end of the comprehensive volume with a remark.

use std::collections::BTreeMap;

use super::number::NumberParts;
use super::{
    ArrangeOptions, Category, GeneratedDocument, GivenNumber, ItemPart, ItemSource, VolumeItem, VolumeKind, VolumePlan,
    extract_key, original_key, report_key,
};
use crate::case::Case;
use crate::catalogue::{Filing, MaterialSpec, Retention, Step, StepLevel};
use crate::checks::CaseView;
use crate::date::PartialDate;
use crate::filing_table::{FilingEntry, FilingTable, YearRule};
use crate::id::{CandidateId, MaterialId};
use crate::record::{Material, Originality, PaperRole, Record, RecordBody};
use crate::report;
use crate::secrecy;

/// One comprehensive volume, then one personal volume for each candidate in the order of lists.
///
/// Within a volume 件 follow the procedure: step, then date of the record, then number of the material; in a personal volume the
/// 全程纪实报告表 comes first. 件 is one material document: papers of one record with one name are its parts, originals first, and so are
/// the 附件 of its record (正文、附件为一件, DA/T 22-2015 5.1) and the PDF/A made of one of its scans.
/// The original of a personal paper lies with the one person it speaks of; originals of 综合 papers, and of papers that speak of
/// several people or of nobody in particular, lie in the comprehensive volume, and everybody they speak of gets an extract that
/// says where the original is.
///
/// 件 without a number take the next free ones of their category, volume by volume. Those of the volumes in `options.first` take theirs
/// before all others, and the originals their extracts name just before them: an extract prints the 档号 of its original.
#[must_use]
pub fn arrange(case: &Case, options: &ArrangeOptions) -> Vec<VolumePlan> {
    let view = CaseView::new(case);
    let documents = documents(&view, options);
    let mut numbering = Numbering { case, options, next: BTreeMap::new(), taken: BTreeMap::new(), homes: BTreeMap::new() };
    let comprehensive = volume(case, options, VolumeKind::Comprehensive, None, &case.batch.content.name);
    let own = in_order(options, &comprehensive, documents.iter().filter(|d| d.home.is_none()).collect());
    let mut laid = vec![Laid { plan: comprehensive, person: None, documents: own }];
    for candidate in view.candidates() {
        let name = view.name(candidate.id);
        let plan = volume(case, options, VolumeKind::Personal, Some(candidate.id), name);
        let whose = |d: &&Document<'_>| d.home == Some(candidate.id) || d.extracts.contains(&candidate.id);
        let documents = in_order(options, &plan, documents.iter().filter(whose).collect());
        laid.push(Laid { plan, person: Some((candidate.id, name)), documents });
    }
    for Laid { person, documents, .. } in laid.iter().filter(|l| options.first.contains(&crate::course::volume_key(&l.plan))) {
        let originals = laid.first().map(|l| l.documents.as_slice()).unwrap_or_default();
        for original in originals.iter().filter(|d| person.is_some_and(|(id, _)| d.extracts.contains(&id))) {
            numbering.document(original, None);
        }
        if let Some((id, _)) = person {
            numbering.of_report(*id);
        }
        for document in documents {
            numbering.document(document, person.map(|(id, _)| id));
        }
    }
    let mut volumes = Vec::new();
    for Laid { mut plan, person, documents } in laid {
        if let Some((id, name)) = person {
            numbering.report(&mut plan, id, name);
        }
        for document in documents {
            numbering.put(&mut plan, document, person);
        }
        plan.recount();
        volumes.push(plan);
    }
    volumes
}

/// A volume and what goes into it, in order.
struct Laid<'d, 'a> {
    plan: VolumePlan,
    /// Whose it is.
    person: Option<(CandidateId, &'d str)>,
    documents: Vec<&'d Document<'a>>,
}

fn volume(case: &Case, options: &ArrangeOptions, kind: VolumeKind, candidate: Option<CandidateId>, of: &str) -> VolumePlan {
    VolumePlan {
        kind,
        batch: case.batch.id,
        batch_number: case.batch.content.number.clone(),
        candidate,
        title: super::volume_title(kind, of),
        fonds: case.batch.content.fonds.clone(),
        year: options.year,
        org: options.org.clone(),
        retention: Retention::Permanent,
        items: Vec::new(),
        ranges: Vec::new(),
        first_archive_no: String::new(),
        last_archive_no: String::new(),
        total_items: 0,
        total_pages: 0,
        table: options.table.as_ref().map(FilingTable::words).unwrap_or_default(),
    }
}

/// Documents of a volume as a person put them, those not named behind in the order of the procedure.
fn in_order<'d, 'a>(
    options: &ArrangeOptions,
    volume: &VolumePlan,
    mut documents: Vec<&'d Document<'a>>,
) -> Vec<&'d Document<'a>> {
    if let Some(order) = options.orders.get(&crate::course::volume_key(volume)) {
        documents.sort_by_key(|d| {
            let key = d.key(volume.candidate);
            order.iter().position(|k| *k == key).unwrap_or(usize::MAX)
        });
    }
    documents
}

/// One material document with where it belongs.
struct Document<'a> {
    name: &'a str,
    step: Option<&'a Step>,
    record: Option<&'a Record>,
    parts: Vec<&'a Material>,
    /// The lowest of the papers it is named after: not of an annex, nor of what was made of a scan.
    known_by: MaterialId,
    retention: Retention,
    /// Whom one talked with or wrote to, and of whom it speaks; empty where there is nothing to tell.
    counterpart: String,
    about: String,
    /// Whose personal volume has the original; None for the comprehensive one.
    home: Option<CandidateId>,
    /// Whose personal volumes get an extract.
    extracts: Vec<CandidateId>,
    remark: &'static str,
}

impl Document<'_> {
    /// Whether a part was made of the scan that is another.
    fn made(&self, part: &Material) -> bool {
        part.content.made_of() == Some(self.name)
    }

    /// What its 件 in the volume of a candidate (None: the comprehensive one) is known by.
    fn key(&self, volume: Option<CandidateId>) -> String {
        let extract = volume.filter(|id| self.home != Some(*id));
        extract.map_or_else(|| original_key(self.known_by), |id| extract_key(self.known_by, id))
    }
}

/// All material documents of the case in the order of the procedure.
fn documents<'a>(view: &CaseView<'a>, options: &ArrangeOptions) -> Vec<Document<'a>> {
    let mut documents = Vec::new();
    for step in &view.case.catalogue.steps {
        for record in view.records(&step.key) {
            group(view, options, Some(step), record, &mut documents);
        }
    }
    for record in view.case.records.iter().filter(|r| view.case.catalogue.step(&r.content.step).is_none()) {
        group(view, options, None, record, &mut documents);
    }
    let known = |m: &Material| view.case.records.iter().any(|r| r.id == m.content.record);
    for material in view.case.materials.iter().filter(|m| !known(m)) {
        documents.push(Document {
            name: &material.content.name,
            step: None,
            record: None,
            parts: vec![material],
            known_by: material.id,
            retention: Retention::Permanent,
            counterpart: String::new(),
            about: String::new(),
            home: None,
            extracts: Vec::new(),
            remark: "所属记录不存在，保管期限暂定永久",
        });
    }
    documents
}

/// Adds the documents of one record: materials in the order the catalogue lists them, then the others.
fn group<'a>(
    view: &CaseView<'a>,
    options: &ArrangeOptions,
    step: Option<&'a Step>,
    record: &'a Record,
    documents: &mut Vec<Document<'a>>,
) {
    let (register, table) = (&options.register, options.table.as_ref());
    let mut groups: Vec<Document<'a>> = Vec::new();
    for material in view.materials(record.id) {
        // What was made of a scan is no paper of its own, but where it was numbered as one.
        let name = material.content.made_of().filter(|_| register.of_paper(material.id).is_none());
        let name = name.unwrap_or(&material.content.name);
        if let Some(found) = groups.iter_mut().find(|d| d.name == name) {
            // The paper itself, where what was made of it came first.
            if found.parts.iter().all(|m| found.made(m)) {
                found.known_by = material.id;
            }
            found.parts.push(material);
            continue;
        }
        let spec = step.and_then(|s| s.materials.iter().find(|m| crate::checks::is_this(m, name)));
        let (home, extracts) = places(view, step, spec, record);
        let longest = step.and_then(|s| s.materials.iter().map(|m| m.retention).min());
        let remark = if spec.is_some() { "" } else { "目录未列此材料，保管期限按本步骤最长者暂定" };
        groups.push(Document {
            name,
            step,
            record: Some(record),
            parts: vec![material],
            known_by: material.id,
            retention: spec.map(|m| m.retention).or(longest).unwrap_or(Retention::Permanent),
            counterpart: counterpart(record),
            about: about(view, record),
            home,
            extracts,
            remark,
        });
    }
    let listed = |d: &Document<'_>| {
        let specs = step.map_or(&[][..], |s| s.materials.as_slice());
        specs.iter().position(|m| crate::checks::is_this(m, d.name)).unwrap_or(usize::MAX)
    };
    groups.sort_by_key(listed);
    // By its whole name, with or without whose it is: 会议记录附件 is no 会议记录.
    let is = |listed: &str, d: &Document<'_>| {
        let rest = d.name.trim().strip_prefix(listed.trim());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['（', '(']))
    };
    let own = |d: &Document<'a>| {
        let of_step = step.is_some_and(|s| s.materials.iter().any(|m| is(&m.name, d)));
        of_step || table.is_some_and(|t| t.entries.iter().flat_map(|e| &e.materials).any(|m| is(m, d)))
    };
    let mut groups = with_annexes(groups, &own, &|d| register.of_paper(d.known_by).is_some());
    groups.sort_by_key(listed);
    for document in &mut groups {
        document.parts.sort_by_key(|m| (m.content.role, m.content.originality == Originality::Copy, m.id));
    }
    documents.append(&mut groups);
}

/// Puts the 附件 to the 正文 of their record: the only one there is, or the one their name says. Those the catalogue or the table lists are
/// 件 of their own, as are those whose 正文 nobody can tell, and those that were numbered by themselves once.
fn with_annexes<'a>(
    groups: Vec<Document<'a>>,
    listed: &dyn Fn(&Document<'a>) -> bool,
    numbered: &dyn Fn(&Document<'a>) -> bool,
) -> Vec<Document<'a>> {
    let annex = |d: &Document<'a>| !listed(d) && !numbered(d) && d.parts.iter().all(|m| m.content.role == PaperRole::Annex);
    let (annexes, mut mains): (Vec<_>, Vec<_>) = groups.into_iter().partition(annex);
    for annex in annexes {
        let main = |d: &Document<'_>| d.parts.iter().any(|m| m.content.role == PaperRole::Main);
        let of: Vec<usize> = (0..).zip(&mains).filter(|(_, d)| main(d)).map(|(at, _)| at).collect();
        let named = |at: &usize| mains.get(*at).is_some_and(|d| annex.name.contains(d.name));
        let said: Vec<usize> = of.iter().copied().filter(named).collect();
        // Of several, what was there when the annex came, or was numbered: what comes later takes nothing away from a 件.
        let first = annex.parts.iter().map(|m| m.id).min();
        let before: Vec<usize> =
            of.iter().copied().filter(|at| mains.get(*at).is_some_and(|d| Some(d.known_by) < first)).collect();
        let held: Vec<usize> = of.iter().copied().filter(|at| mains.get(*at).is_some_and(&numbered)).collect();
        let only =
            [of, said, before, held].into_iter().find_map(|at| if let [only] = at.as_slice() { Some(*only) } else { None });
        match only.and_then(|at| mains.get_mut(at)) {
            Some(main) => main.parts.extend(annex.parts),
            None => mains.push(annex),
        }
    }
    mains
}

/// Where the original lies and who gets an extract.
fn places(
    view: &CaseView<'_>,
    step: Option<&Step>,
    spec: Option<&MaterialSpec>,
    record: &Record,
) -> (Option<CandidateId>, Vec<CandidateId>) {
    let by_level = || match step.map(|s| s.level) {
        Some(StepLevel::Person) => Filing::Personal,
        _ => Filing::Comprehensive,
    };
    let filing = spec.map_or_else(by_level, |m| m.filing);
    let named = &record.content.candidates;
    let spoken_of = view
        .candidates()
        .iter()
        .map(|c| c.id)
        .filter(|id| named.contains(id) || (named.is_empty() && !view.after_stop(*id, &record.content.step)));
    match (filing, named.as_slice()) {
        (Filing::Comprehensive, _) => (None, Vec::new()),
        (Filing::Personal, [_]) => {
            let mut people = spoken_of;
            (people.next(), Vec::new())
        }
        (Filing::Both | Filing::Personal, _) => (None, spoken_of.collect()),
    }
}

fn among(first: &str, count: usize) -> String {
    if count > 1 { format!("{first}等{count}人") } else { first.to_owned() }
}

/// With whom one talked or whom one wrote to: tells one paper from the next of the same name.
fn counterpart(record: &Record) -> String {
    match &record.content.body {
        RecordBody::Notebook(crate::record::Notebook { speakers, .. }) => {
            let first = speakers.iter().find(|p| !p.name.trim().is_empty());
            first.map_or_else(String::new, |p| among(&p.name, speakers.len()))
        }
        RecordBody::Letter(crate::record::Letter { to, .. }) => to.trim().to_owned(),
        _ => String::new(),
    }
}

/// Of whom a paper speaks when not of all: told in the comprehensive volume only, a personal one names nobody else.
fn about(view: &CaseView<'_>, record: &Record) -> String {
    match record.content.candidates.as_slice() {
        [first, ..] if record.content.candidates.len() < view.candidates().len() => {
            among(view.name(*first), record.content.candidates.len())
        }
        _ => String::new(),
    }
}

/// Gives numbers in the order papers are put.
struct Numbering<'a> {
    case: &'a Case,
    options: &'a ArrangeOptions,
    /// Next number of each category that has begun in this arrangement.
    next: BTreeMap<Category, u32>,
    /// What was numbered in this arrangement, by key.
    taken: BTreeMap<String, GivenNumber>,
    /// 档号 of each original, so that extracts can name it.
    homes: BTreeMap<MaterialId, String>,
}

impl Numbering<'_> {
    /// The entry of the table for a material, when there is a table and it has one.
    fn entry(&self, material: &str) -> Option<&FilingEntry> {
        self.options.table.as_ref()?.entry(material)
    }

    /// The number of a 件: as it was given once, else the next of the category its entry puts it in. `date`: eight digits.
    fn number(&mut self, key: &str, retention: Retention, entry: Option<&FilingEntry>, date: &str) -> GivenNumber {
        if let Some(given) = self.options.register.given.get(key).or_else(|| self.taken.get(key)) {
            return given.clone();
        }
        let fonds = &self.case.batch.content.fonds;
        let org = entry.map(|e| &e.class).filter(|class| !class.is_empty()).unwrap_or(&self.options.org);
        let made = entry.filter(|e| e.year == YearRule::Made).and_then(|_| date.get(..4)?.parse().ok());
        let year = made.unwrap_or(self.options.year);
        let category = Category { fonds: fonds.clone(), year, retention, org: org.clone() };
        let free = self.options.register.next(&category);
        let next = self.next.entry(category.clone()).or_insert(free);
        let no = *next;
        *next = next.saturating_add(1);
        let archive_no = self.options.template.fill(NumberParts { fonds, year, retention, org, no });
        let given = GivenNumber { category, no, archive_no };
        self.taken.insert(key.to_owned(), given.clone());
        given
    }

    /// Number and 条目 of the report of a candidate.
    fn of_report(&mut self, candidate: CandidateId) -> (GivenNumber, Option<FilingEntry>) {
        let entry = self.entry(report::NAME).cloned();
        let retention = entry.as_ref().map_or(Retention::Permanent, |e| e.retention);
        let date = digits(PartialDate::Day(self.case.today));
        (self.number(&report_key(candidate), retention, entry.as_ref(), &date), entry)
    }

    /// Key, number and 条目 of a document in the volume of a candidate (None: the comprehensive one).
    fn document(&mut self, document: &Document<'_>, volume: Option<CandidateId>) -> (String, GivenNumber, Option<FilingEntry>) {
        let key = document.key(volume);
        let entry = self.entry(document.name).cloned();
        let retention = entry.as_ref().map_or(document.retention, |e| e.retention);
        let date = document.record.map(date_digits).unwrap_or_default();
        let given = self.number(&key, retention, entry.as_ref(), &date);
        (key, given, entry)
    }

    fn report(&mut self, volume: &mut VolumePlan, candidate: CandidateId, name: &str) {
        let key = report_key(candidate);
        let (GivenNumber { category, no, archive_no }, entry) = self.of_report(candidate);
        let retention = entry.as_ref().map_or(Retention::Permanent, |e| e.retention);
        let date = digits(PartialDate::Day(self.case.today));
        volume.items.push(VolumeItem {
            key,
            order: 1,
            category,
            no,
            archive_no,
            title: format!("{name}干部选拔任用工作全程纪实报告表"),
            responsible: self.case.batch.content.unit.clone(),
            doc_no: String::new(),
            date,
            secrecy: String::new(),
            // Known once it is drawn.
            pages: 0,
            retention,
            step: None,
            source: ItemSource::Generated { document: GeneratedDocument::Report },
            parts: Vec::new(),
            extract: false,
            remark: String::new(),
            kept_at: String::new(),
            see_also: String::new(),
            rule: entry.map(|e| e.words()).unwrap_or_default(),
        });
    }

    fn put(&mut self, volume: &mut VolumePlan, document: &Document<'_>, person: Option<(CandidateId, &str)>) {
        let (key, given, entry) = self.document(document, person.map(|(id, _)| id));
        let GivenNumber { category, no, archive_no } = given;
        let extract = person.is_some_and(|(id, _)| document.home != Some(id));
        let retention = entry.as_ref().map_or(document.retention, |e| e.retention);
        let date = document.record.map(date_digits).unwrap_or_default();
        let mut remarks: Vec<String> = Vec::new();
        let said = |of: fn(&Material) -> &str| {
            document.parts.iter().map(|m| of(m).trim()).find(|words| !words.is_empty()).unwrap_or_default().to_owned()
        };
        let kept_at = said(|m| &m.content.kept_at);
        let mut see_also = said(|m| &m.content.see_also);
        if !kept_at.is_empty() {
            remarks.push(format!("原件存{kept_at}"));
        }
        if extract {
            see_also = document.parts.first().and_then(|m| self.homes.get(&m.id)).cloned().unwrap_or_default();
            remarks.push(format!("原件见{see_also}"));
        } else {
            if !see_also.is_empty() {
                remarks.push(format!("互见{see_also}"));
            }
            for part in &document.parts {
                self.homes.insert(part.id, archive_no.clone());
            }
        }
        if !document.remark.is_empty() && entry.is_none() {
            remarks.push(document.remark.to_owned());
        }
        // An extract stands in the volume of one person: what its paper is called may name others.
        let own = |text: String| match person {
            Some((id, _)) if extract => report::only_of(self.case, &text, id),
            _ => text,
        };
        let title = own(title(document, person.map(|(_, name)| name), extract));
        let parts: Vec<ItemPart> = document
            .parts
            .iter()
            .map(|m| ItemPart {
                material: m.id,
                name: own(m.content.name.clone()),
                originality: m.content.originality,
                role: m.content.role,
                pages: m.content.pages,
            })
            .collect();
        volume.items.push(VolumeItem {
            key,
            order: u32::try_from(volume.items.len() + 1).unwrap_or(u32::MAX),
            category,
            no,
            archive_no,
            title,
            responsible: responsible(document),
            doc_no: document.record.map(document_no).unwrap_or_default(),
            date,
            secrecy: secrecy::highest(document.parts.iter().map(|m| m.content.secrecy.trim())).to_owned(),
            // What was made of a scan shows the same pages.
            pages: document.parts.iter().filter(|m| !document.made(m)).fold(0, |sum, m| sum.saturating_add(m.content.pages)),
            retention,
            step: document.record.map(|r| r.content.step.clone()),
            source: ItemSource::Materials,
            parts,
            extract,
            remark: remarks.join("；"),
            kept_at,
            see_also,
            rule: entry.map(|e| e.words()).unwrap_or_default(),
        });
    }
}

/// 题名: `李明考察谈话记录（唐某）` in a personal volume, `谈话推荐记录（唐某）` in the comprehensive one, `…（摘录，李明）` of an extract.
fn title(document: &Document<'_>, person: Option<&str>, extract: bool) -> String {
    let usual = Some(document.counterpart.as_str()).filter(|c| !c.is_empty() && person != Some(*c));
    let about = Some(document.about.as_str()).filter(|a| !a.is_empty() && person.is_none());
    let note = match (extract, usual.or(about), person) {
        (true, Some(apart), Some(name)) => format!("（{apart}；摘录，{name}）"),
        (true, None, Some(name)) => format!("（摘录，{name}）"),
        (_, Some(apart), _) => format!("（{apart}）"),
        _ => String::new(),
    };
    let whose = if extract { "" } else { person.unwrap_or_default() };
    format!("{whose}{}{note}", document.name)
}

/// 责任者: as carried out, else as the catalogue has it.
fn responsible(document: &Document<'_>) -> String {
    let written = document.record.map(|r| r.content.responsible.trim()).filter(|r| !r.is_empty());
    written.or_else(|| document.step.map(|s| s.responsible.as_str())).unwrap_or_default().to_owned()
}

/// 文号 a record carries, empty where its kind has none.
#[must_use]
pub fn document_no(record: &Record) -> String {
    match &record.content.body {
        RecordBody::Document(d) => d.doc_no.clone(),
        RecordBody::Decision(d) => d.doc_no.clone(),
        RecordBody::Letter(l) => l.sent_no.clone(),
        _ => String::new(),
    }
}

/// Date of a record in eight digits, for the 归档文件目录: the day it was over.
#[must_use]
pub fn date_digits(record: &Record) -> String {
    crate::checks::ended(record).map(digits).unwrap_or_default()
}

/// DA/T 22 writes dates as eight digits; what is not known is written `00`.
fn digits(date: PartialDate) -> String {
    match date {
        PartialDate::Year(y) => format!("{y:04}0000"),
        PartialDate::Month(y, m) => format!("{y:04}{m:02}00"),
        PartialDate::Day(d) => d.format("%Y%m%d").to_string(),
    }
}
