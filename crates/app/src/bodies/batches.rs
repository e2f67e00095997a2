//! Batches, posts, candidates; where each stands and what the checks say.

use std::collections::{BTreeMap, BTreeSet};

use jishi_core::arrange;
use jishi_core::business;
use jishi_core::case::{Batch, BatchContent, CandidateContent, Case, NotApplicable, Outcome, PostContent, StepState};
use jishi_core::catalogue::Step;
use jishi_core::charge::charged;
use jishi_core::checks;
use jishi_core::date::PartialDate;
use jishi_core::finding::{Finding, Level};
use jishi_core::id::{BatchId, CandidateId, PersonId, PostId, RecordId};
use jishi_core::lrmx;
use jishi_core::person::Person;
use jishi_core::record::{Record, Signature, SignatureMode};
use jishi_core::revisions::Entry;
use jishi_core::rules::PackKind;

use crate::bodies::cases::{candidate_of, case, concerns, frame, name_of};
use crate::bodies::judgement::findings;
use crate::bodies::standing::stands;
use crate::bodies::{considered, fonts, required, signed_by_now};
use crate::dto::{
    BatchCreate, BatchRequest, BatchRow, BatchUpdate, BatchView, CandidateAdd, CandidateRequest, CandidateRow, CandidateUpdate,
    CandidateView, CandidatesOutcome, FindingCount, MarkNotApplicable, NewCandidate, Nothing, PostAdd, PostUpdate, Reopen,
    StepView,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

pub(crate) fn check(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<Vec<Finding>> {
    findings(app, &case(app, request.batch)?)
}

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<BatchRow>> {
    let batches = app.store().batches()?;
    let row = |batch: Batch| {
        let digest = app.digest(batch.id, app.today())?;
        Ok(BatchRow {
            posts: digest.posts,
            candidates: digest.candidates,
            records: digest.records,
            materials: digest.materials,
            findings: tally(digest.findings.iter()),
            progress: digest.progress.clone(),
            batch,
        })
    };
    batches.into_iter().map(row).collect()
}

pub(crate) fn get(app: &App, request: BatchRequest, _: &dyn Progress) -> Result<BatchView> {
    let case = case(app, request.batch)?;
    let findings = findings(app, &case)?;
    let matrix = checks::matrix(&case);
    let newest: BTreeMap<PersonId, u32> = {
        let store = app.store();
        case.persons.iter().map(|p| Ok((p.id, store.person(p.id)?.revision))).collect::<Result<_>>()?
    };
    let mut unprintable = BTreeMap::new();
    for person in &case.persons {
        unprintable.insert(person.id, fonts::unprinted(app, &person.content)?);
    }
    let candidates = case
        .candidates
        .iter()
        .filter_map(|candidate| matrix.rows.iter().find(|row| row.candidate == candidate.id).map(|row| (candidate, row)))
        .map(|(candidate, row)| CandidateRow {
            name: name_of(&case, candidate),
            unprintable: unprintable.get(&candidate.content.person).cloned().unwrap_or_default(),
            post: candidate.content.post.and_then(|id| case.posts.iter().find(|p| p.id == id)).cloned(),
            person_outdated: newest.get(&candidate.content.person).is_some_and(|n| *n > candidate.content.person_revision),
            progress: checks::progress(&case.catalogue, &row.states),
            states: row.states.clone(),
            findings: tally(findings.iter().filter(|f| f.place.candidate == Some(candidate.id))),
            candidate: candidate.clone(),
        })
        .collect();
    let steps = lacking(steps(&case, &matrix.batch, None, &findings), &matrix);
    let register = app.store().register(case.batch.id)?;
    let given = register.given_in();
    Ok(BatchView {
        fresh_posts: fresh_posts(app, &case)?,
        fresh_candidates: fresh_candidates(app, &case)?,
        candidates,
        steps,
        progress: matrix.stages,
        findings,
        records: count(case.records.len()),
        materials: count(case.materials.len()),
        filing_year: given.map(|(year, _)| year).or_else(|| arrange::concluded(&case)),
        filing_org: given.map(|(_, org)| org.to_owned()),
        posts: case.posts,
        batch: case.batch,
    })
}

pub(crate) fn candidate(app: &App, request: CandidateRequest, _: &dyn Progress) -> Result<CandidateView> {
    let batch = app.store().candidate(request.candidate)?.batch;
    let case = case(app, batch)?;
    let (candidate, person) = candidate_of(&case, request.candidate)?;
    let record_of = |f: &Finding| {
        let material = f.place.material.and_then(|id| case.materials.iter().find(|m| m.id == id)).map(|m| m.content.record);
        f.place.record.or(material).and_then(|id| case.records.iter().find(|r| r.id == id))
    };
    // Those of this person, of the batch and of its common records; a record that names others only is theirs.
    let about = |f: &&Finding| match f.place.candidate {
        Some(id) => id == candidate.id,
        None => record_of(f).is_none_or(|r| concerns(&r.content.candidates, candidate.id)),
    };
    let all = findings(app, &case)?;
    let mine: Vec<Finding> = all.iter().filter(about).cloned().collect();
    let states = checks::states(&case, candidate.id);
    Ok(CandidateView {
        newer: considered::newer(app, person)?,
        sealed: considered::sealed(&app.store(), batch, candidate.id, &person.content.name)?,
        steps: steps(&case, &states, Some(candidate.id), &mine),
        political_status: lrmx::political_status(&person.content),
        post: candidate.content.post.and_then(|id| case.posts.iter().find(|p| p.id == id)).cloned(),
        candidate: candidate.clone(),
        person: person.clone(),
        findings: mine,
        batch: case.batch.clone(),
    })
}

/// For how many people each step is 缺失.
fn lacking(steps: Vec<StepView>, matrix: &checks::Matrix) -> Vec<StepView> {
    let of = |at: usize| matrix.rows.iter().filter(|r| r.states.get(at) == Some(&StepState::Missing)).count();
    steps.into_iter().enumerate().map(|(at, step)| StepView { lacking: count(of(at)), ..step }).collect()
}

/// Every step as it stands for a candidate, or for the batch: then all records of the step count, and the marks and findings that
/// name nobody. `states` stand in the order of the catalogue.
fn steps(case: &Case, states: &[StepState], candidate: Option<CandidateId>, findings: &[Finding]) -> Vec<StepView> {
    let one = |(index, (step, state)): (usize, (&Step, &StepState))| {
        let about = |r: &Record| candidate.is_none_or(|id| concerns(&r.content.candidates, id));
        let records: Vec<RecordId> =
            case.records.iter().filter(|r| r.content.step == step.key && about(r)).map(|r| r.id).collect();
        let mark = |n: &&NotApplicable| n.step == step.key && (n.candidate.is_none() || n.candidate == candidate);
        let told =
            |f: &&Finding| f.place.step.as_deref() == Some(&step.key) && (candidate.is_some() || f.place.candidate.is_none());
        StepView {
            key: step.key.clone(),
            no: count(index + 1),
            name: step.name.clone(),
            stage: case.catalogue.stage_of(&step.key).map(|s| s.key.clone()).unwrap_or_default(),
            item: case.catalogue.item_of(&step.key).map(|i| i.name.clone()).unwrap_or_default(),
            state: *state,
            materials: count(case.materials.iter().filter(|m| records.contains(&m.content.record)).count()),
            records: count(records.len()),
            not_applicable: case.not_applicable.iter().find(mark).cloned(),
            findings: tally(findings.iter().filter(told)),
            lacking: 0,
            charged: charged(&case.charges, &step.key).unwrap_or_default().to_owned(),
        }
    };
    case.catalogue.steps.iter().zip(states).enumerate().map(one).collect()
}

pub(crate) fn tally<'a>(findings: impl Iterator<Item = &'a Finding>) -> FindingCount {
    findings.fold(FindingCount::default(), |mut c, f| {
        match f.level {
            _ if f.passed() => c.passed += 1,
            Level::Error => c.error += 1,
            Level::Warning => c.warning += 1,
            Level::Note => c.note += 1,
        }
        c
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Longest 批次号 in characters: with 封签号, 全宗号, year and place in the list it makes the name of a package, which has 60 at most.
const NUMBER: usize = 20;

/// Asked of every content of a batch that is about to stand.
pub(crate) fn accept_batch(app: &App, content: &BatchContent) -> Result<()> {
    required(&content.name, "批次名称")?;
    required(&content.number, "批次号")?;
    required(&content.unit, "组织部门")?;
    if !content.number.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(AppError::invalid(format!("批次号“{}”会写进档号，只能用数字和字母", content.number), "例如 202603"));
    }
    if content.number.len() > NUMBER {
        return Err(AppError::invalid(
            format!("批次号“{}”有{}个字符，超过{NUMBER}个，案卷包的名称里放不下", content.number, content.number.len()),
            "请用短一些的批次号，例如 202603",
        ));
    }
    let book = app.rules();
    let pack = |key: &str, kind: PackKind| book.pack(key).is_some_and(|p| p.kind == kind);
    let names = |kind: PackKind| {
        let ids: std::collections::BTreeSet<&str> = book.packs.iter().filter(|p| p.kind == kind).map(|p| p.id.as_str()).collect();
        ids.into_iter().collect::<Vec<_>>().join("、")
    };
    if !pack(&content.edition, PackKind::Edition) {
        let remedy = format!("请选择下列之一：{}", names(PackKind::Edition));
        return Err(AppError::invalid(format!("没有“{}”这个规则版本", content.edition), remedy));
    }
    if let Some(key) = content.edition_data.iter().find(|key| !pack(key, PackKind::Edition)) {
        return Err(AppError::invalid(
            format!("没有“{key}”这个条例数据版本"),
            format!("现有：{}", book.newest_editions().join("、")),
        ));
    }
    if let Some(key) = content.overlays.iter().find(|key| !pack(key, PackKind::Overlay)) {
        let remedy = format!("请选择下列之一：{}", names(PackKind::Overlay));
        return Err(AppError::invalid(format!("没有“{key}”这个本地规则包"), remedy));
    }
    let other = |d: PartialDate| book.pack(&content.edition).is_some_and(|p| !p.covers(d.first_day()) && !p.covers(d.last_day()));
    if content.started.is_some_and(other) && content.edition_reason.trim().is_empty() {
        let on = content.started.map(PartialDate::chinese).unwrap_or_default();
        let message = format!("动议日期{on}不在条例{}年版的施行期内，也没有写明改用的理由", content.edition);
        return Err(AppError::invalid(message, "请改选动议当日施行的版本，或写明改用的理由"));
    }
    let fonds = content.fonds.as_str();
    let shaped = fonds.len() == 4
        && fonds.starts_with(|c: char| c.is_ascii_uppercase())
        && fonds.chars().skip(1).all(|c| c.is_ascii_digit());
    if !shaped {
        return Err(AppError::invalid(format!("全宗号“{fonds}”应为一个大写字母加三位数字"), "例如 Z109，请向同级档案馆核对"));
    }
    Ok(())
}

pub(crate) fn number_is_free(app: &App, number: &str, own: Option<BatchId>) -> Result<()> {
    if app.store().batches()?.into_iter().any(|b| b.content.number == number && Some(b.id) != own) {
        return Err(AppError::invalid(format!("批次号 {number} 已经用过"), "请换一个批次号"));
    }
    Ok(())
}

/// Each pack by the very version it is judged by from now on: a further version leaves the batch as it is. `begun`: the versions of
/// the editions' data the batch was begun under, kept unless others are asked for. `held`: the overlays it has; a pack named without
/// a version is the one it has, else the newest.
pub(crate) fn pinned(app: &App, mut content: BatchContent, begun: Vec<String>, held: &[String]) -> BatchContent {
    let book = app.rules();
    if content.edition_data.is_empty() {
        content.edition_data = begun;
    }
    for key in &mut content.overlays {
        let id = key.split('@').next().unwrap_or_default().trim();
        let kept = held.iter().find(|h| *h == key || !key.contains('@') && h.split('@').next() == Some(id));
        if let Some(pack) = kept.map_or_else(|| book.newest(key), |k| book.pack(k)) {
            *key = pack.key();
        }
    }
    content
}

pub(crate) fn create(app: &App, mut request: BatchCreate, _: &dyn Progress) -> Result<BatchId> {
    accept_batch(app, &request.content)?;
    let newest = app.rules().newest_editions();
    request.content = pinned(app, request.content, newest, &[]);
    number_is_free(app, &request.content.number, None)?;
    let id = app.write("batch.create", |tx| {
        tx.say(format!("新建批次 {}（{}）", request.content.name, request.content.number));
        tx.add_batch(&request.content, &app.catalogue)
    })?;
    Ok(BatchId(id))
}

pub(crate) fn update(app: &App, mut request: BatchUpdate, _: &dyn Progress) -> Result<BatchId> {
    accept_batch(app, &request.content)?;
    required(&request.reason, "修改原因")?;
    stands(app, Entry::Batch, request.batch.0)?;
    number_is_free(app, &request.content.number, Some(request.batch))?;
    let (before, numbered) = {
        let store = app.store();
        (store.batch(request.batch)?.content, !store.register(request.batch)?.given.is_empty())
    };
    request.content = pinned(app, request.content, before.edition_data.clone(), &before.overlays);
    if numbered && (&before.fonds, &before.number) != (&request.content.fonds, &request.content.number) {
        return Err(AppError::invalid("本批次已编档号，全宗号和批次号不能再改", "档号一经编定不再变动"));
    }
    app.write("batch.update", |tx| {
        tx.say(format!("修改批次 {}：{}", request.content.name, request.reason));
        tx.revise_batch(request.batch.0, request.from_revision, &request.content, &request.reason)
    })?;
    Ok(request.batch)
}

pub(crate) fn add_post(app: &App, request: PostAdd, _: &dyn Progress) -> Result<PostId> {
    frame(app, request.batch)?;
    accept_post(&request.content)?;
    let id = app.write("post.add", |tx| {
        tx.say(format!("新增岗位 {}{}", request.content.unit, request.content.title));
        tx.add_post(request.batch.0, &request.content)
    })?;
    Ok(PostId(id))
}

pub(crate) fn update_post(app: &App, request: PostUpdate, _: &dyn Progress) -> Result<PostId> {
    let batch = app.store().post(request.id)?.batch;
    let why = if fresh_posts(app, &frame(app, batch)?)?.contains(&request.id) && request.reason.trim().is_empty() {
        "当天登记、还没有对应人选".to_owned()
    } else {
        required(&request.reason, "修改原因")?;
        request.reason.clone()
    };
    accept_post(&request.content)?;
    stands(app, Entry::Post, request.id.0)?;
    app.write("post.update", |tx| {
        tx.say(format!("修改岗位 {}{}：{why}", request.content.unit, request.content.title));
        tx.revise_post(request.id.0, request.from_revision, &request.content, &request.reason)
    })?;
    Ok(request.id)
}

/// Posts still being set up: entered today, with no candidate for them and nothing sealed. They are changed without a reason; what they
/// said before stays in their revisions.
fn fresh_posts(app: &App, case: &Case) -> Result<Vec<PostId>> {
    let store = app.store();
    if store.has_packages(case.batch.id.0)? {
        return Ok(Vec::new());
    }
    let today = app.today().to_string();
    let used: BTreeSet<PostId> = case.candidates.iter().filter_map(|c| c.content.post).collect();
    let entered = store.posts_entered(case.batch.id)?;
    Ok(entered.into_iter().filter(|(id, at)| at.starts_with(&today) && !used.contains(id)).map(|(id, _)| id).collect())
}

/// Candidates still being set up: added today, named by no record or mark and nothing sealed. They are changed without a reason, as
/// their posts are.
fn fresh_candidates(app: &App, case: &Case) -> Result<Vec<CandidateId>> {
    let store = app.store();
    if store.has_packages(case.batch.id.0)? {
        return Ok(Vec::new());
    }
    let today = app.today().to_string();
    let about = |id: CandidateId| {
        case.records.iter().any(|r| concerns(&r.content.candidates, id) || r.content.named().contains(&id))
            || case.not_applicable.iter().any(|n| n.candidate.is_none_or(|one| one == id))
    };
    let entered = store.candidates_entered(case.batch.id)?;
    Ok(entered.into_iter().filter(|(id, at)| at.starts_with(&today) && !about(*id)).map(|(id, _)| id).collect())
}

/// Asked of every content of a post that is about to stand.
pub(crate) fn accept_post(content: &PostContent) -> Result<()> {
    required(&content.unit, "单位")?;
    required(&content.title, "职务")
}

/// Asked of every content of a candidate that is about to stand. Answers the person behind it, in the newest revision.
pub(crate) fn accept_candidate(app: &App, batch: BatchId, content: &CandidateContent) -> Result<Person> {
    if let Some(post) = content.post
        && !frame(app, batch)?.posts.iter().any(|p| p.id == post)
    {
        let remedy = "请在本批次现有的岗位中选择；已经撤回的岗位请先恢复";
        return Err(AppError::invalid(format!("岗位 {post} 不在这个批次里，或已经撤回"), remedy));
    }
    stands(app, Entry::Person, content.person.0)?;
    Ok(app.store().person(content.person)?)
}

pub(crate) fn add_candidate(app: &App, request: CandidateAdd, _: &dyn Progress) -> Result<CandidateId> {
    let NewCandidate { movement, mut content } = request.content;
    let person = accept_candidate(app, request.batch, &content)?;
    let name = person.content.name;
    match content.person_revision {
        0 => content.person_revision = person.revision,
        named => drop(app.store().person_at(content.person, named)?),
    }
    let case = case(app, request.batch)?;
    if case.candidates.iter().any(|c| c.content.person == content.person) {
        return Err(AppError::invalid(format!("{name} 已经是本批次的人选"), "同一人在一个批次里只登记一次"));
    }
    content.movement = movement.unwrap_or_else(|| business::movement(&case.batch.content.business));
    let id = app.write("candidate.add", |tx| {
        tx.say(format!("新增人选 {name}，拟任 {}", content.proposed_post));
        tx.add_candidate(request.batch.0, &content)
    })?;
    Ok(CandidateId(id))
}

pub(crate) fn update_candidate(app: &App, request: CandidateUpdate, _: &dyn Progress) -> Result<CandidateId> {
    stands(app, Entry::Candidate, request.id.0)?;
    let before = app.store().candidate(request.id)?;
    let why = if request.reason.trim().is_empty() && fresh_candidates(app, &case(app, before.batch)?)?.contains(&request.id) {
        "当天加入、还没有记录"
    } else {
        required(&request.reason, "修改原因")?;
        request.reason.as_str()
    };
    let name = accept_candidate(app, before.batch, &request.content)?.content.name;
    if before.content.person != request.content.person {
        return Err(AppError::invalid("人选不能改成另一个人", "请另外新增人选"));
    }
    let used = before.content.person_revision;
    if ![0, used].contains(&request.content.person_revision) {
        return Err(AppError::invalid(
            format!("{name} 在本批次用的是第 {used} 版人员信息，不能在这里换"),
            "请用“用新版信息”，并写明理由",
        ));
    }
    let content = CandidateContent { person_revision: used, ..request.content };
    app.write("candidate.update", |tx| {
        tx.say(format!("修改人选 {name}（{}）：{why}", content.outcome.name()));
        tx.revise_candidate(request.id.0, request.from_revision, &content, &request.reason)
    })?;
    Ok(request.id)
}

pub(crate) fn mark_not_applicable(app: &App, request: MarkNotApplicable, _: &dyn Progress) -> Result<Nothing> {
    let case = case(app, request.batch)?;
    let mark = &request.mark;
    let step = case.catalogue.step(&mark.step).ok_or_else(|| AppError::not_found("步骤", &mark.step))?;
    required(&mark.reason, "不适用理由")?;
    required(&mark.signer, "责任人签名")?;
    let signed =
        Signature { name: mark.signer.clone(), role: "认定人".into(), date: Some(mark.date), mode: SignatureMode::Confirmed };
    signed_by_now(app, [&signed])?;
    if mark.candidate.is_none() && !request.also.is_empty() {
        return Err(AppError::invalid("对全批次的不适用不能又对几名人选", "请只标全批次，或只对这几名人选"));
    }
    let all: BTreeSet<CandidateId> = mark.candidate.into_iter().chain(request.also).collect();
    let marks: Vec<NotApplicable> = if all.is_empty() {
        vec![mark.clone()]
    } else {
        all.into_iter().map(|id| NotApplicable { candidate: Some(id), ..mark.clone() }).collect()
    };
    let mut names = Vec::new();
    let mut refused = Refused::default();
    for mark in &marks {
        let who = match mark.candidate {
            None => "全批次".to_owned(),
            Some(id) => candidate_of(&case, id)?.1.content.name.clone(),
        };
        let about = |r: &Record| mark.candidate.is_none_or(|id| r.content.candidates.contains(&id));
        if case.not_applicable.iter().any(|n| n.step == mark.step && n.candidate == mark.candidate) {
            refused.say(format!("{who}的“{}”已标为不适用", step.name), "如需更改，请先撤回");
        } else if case.records.iter().any(|r| r.content.step == mark.step && about(r)) {
            refused.say(format!("{who}的“{}”已有记录，不能再标不适用", step.name), "请核对是否选错了步骤或人选");
        }
        names.push(who);
    }
    refused.unless_none()?;
    app.write("step.not_applicable", |tx| {
        tx.say(format!("{} {} 不适用：{}", names.join("、"), case.catalogue.step_label(&step.key), mark.reason));
        marks.iter().try_for_each(|mark| tx.mark_not_applicable(request.batch.0, mark).map(drop))
    })?;
    Ok(Nothing {})
}

/// What stands against an act upon several people, for each by name: none of them is touched then.
#[derive(Default)]
struct Refused(Vec<(String, &'static str)>);

impl Refused {
    fn say(&mut self, message: String, remedy: &'static str) {
        self.0.push((message, remedy));
    }

    fn unless_none(self) -> Result<()> {
        let remedies: BTreeSet<&str> = self.0.iter().map(|(_, remedy)| *remedy).collect();
        let messages: Vec<String> = self.0.into_iter().map(|(message, _)| message).collect();
        if messages.is_empty() {
            return Ok(());
        }
        Err(AppError::invalid(messages.join("；"), remedies.into_iter().collect::<Vec<_>>().join("；")))
    }
}

pub(crate) fn outcome(app: &App, request: CandidatesOutcome, _: &dyn Progress) -> Result<Nothing> {
    required(&request.reason, "修改原因")?;
    let to = request.outcome;
    if to == Outcome::NotAppointed {
        let remedy = "未任用的，退出在哪一步、为什么各人不同，请逐人修改";
        return Err(AppError::invalid("未任用不能几个人一起写", remedy));
    }
    if request.candidates.is_empty() {
        return Err(AppError::invalid("没有选人选", "请先在进度矩阵里勾选"));
    }
    let mut refused = Refused::default();
    let mut changes = Vec::new();
    let frame = frame(app, request.batch)?;
    for seen in &request.candidates {
        let (before, person) = candidate_of(&frame, seen.id)?;
        let name = &person.content.name;
        stands(app, Entry::Candidate, seen.id.0)?;
        if before.content.outcome == to {
            refused.say(format!("{name}的结果已经是{}", to.name()), "请不选已经是这个结果的人");
        } else if !before.content.stopped_at.is_empty() {
            let at = frame.catalogue.step_label(&before.content.stopped_at);
            refused.say(format!("{name}已在{at}退出程序"), "已经退出程序的，请逐人修改");
        }
        changes.push((seen, name, CandidateContent { outcome: to, ..before.content.clone() }));
    }
    refused.unless_none()?;
    let names: Vec<&str> = changes.iter().map(|(_, name, _)| name.as_str()).collect();
    app.write("candidate.outcome", |tx| {
        tx.say(format!("{}（{}）：{}", names.join("、"), to.name(), request.reason));
        let mut all = changes.iter();
        all.try_for_each(|(seen, _, now)| tx.revise_candidate(seen.id.0, seen.from_revision, now, &request.reason).map(drop))
    })?;
    Ok(Nothing {})
}

pub(crate) fn reopen(app: &App, request: Reopen, _: &dyn Progress) -> Result<Nothing> {
    required(&request.reason, "撤回原因")?;
    let rows = app.store().not_applicable(request.batch)?;
    let seen = &request.mark;
    let label = app.store().catalogue_of(request.batch)?.step_label(&seen.step);
    let row = rows
        .into_iter()
        .find(|r| r.mark.step == seen.step && r.mark.candidate == seen.candidate)
        .ok_or_else(|| AppError::not_found("不适用说明：", &label))?;
    if row.mark != *seen {
        let message = format!("{label}的不适用已由 {} 另行认定，不是您看到的那一条", row.mark.signer);
        return Err(AppError::new(Code::Stale, message, "没有撤回；请先看最新内容，再决定"));
    }
    app.write("step.reopen", |tx| {
        tx.say(format!("撤回 {label} 的不适用：{}", request.reason));
        tx.reopen(&row, &request.reason)
    })?;
    Ok(Nothing {})
}

/// Numbers of batches.
pub(crate) mod numbers {
    /// The next free number of a year: after `202603` comes `202604`; `202601` when the year has none.
    pub(crate) fn next_free<'a>(used: impl Iterator<Item = &'a str>, year: &str) -> String {
        let of_year = used.filter_map(|n| n.strip_prefix(year)).filter_map(|rest| rest.parse::<u32>().ok());
        format!("{year}{:02}", of_year.max().unwrap_or(0) + 1)
    }
}
