//! 一事一记: adding and correcting.

use jishi_core::case::Case;
use jishi_core::catalogue::Step;
use jishi_core::charge::charged;
use jishi_core::date::PartialDate;
use jishi_core::record::{Meeting, MeetingBody, Record, RecordBody, RecordContent, RecordKind, Signature, SignatureMode, words};

use crate::bodies::cases::{case, concerns, frame};
use crate::bodies::record_entry::{Entry, accept, one_each};
use crate::bodies::record_view::{in_lines, lines, one, view};
use crate::bodies::required;
use crate::dto::{
    RecordAdd, RecordCorrect, RecordDraft, RecordDraftRequest, RecordLine, RecordListRequest, RecordRequest, RecordView,
    RecordWords,
};
use crate::error::{AppError, Result};
use crate::{App, Progress};

pub(crate) fn in_words(app: &App, request: RecordWords, _: &dyn Progress) -> Result<Vec<RecordLine>> {
    match request.batch {
        Some(batch) => Ok(lines(&frame(app, batch)?, &request.content)),
        None => Ok(in_lines(&request.content, &|_| String::new())),
    }
}

pub(crate) fn list(app: &App, request: RecordListRequest, _: &dyn Progress) -> Result<Vec<RecordView>> {
    let case = case(app, request.batch)?;
    let mut found: Vec<&Record> = case
        .records
        .iter()
        .filter(|r| request.step.as_ref().is_none_or(|s| *s == r.content.step))
        .filter(|r| request.candidate.is_none_or(|c| concerns(&r.content.candidates, c)))
        .collect();
    found.sort_by_key(|r| {
        (
            case.catalogue.step_no(&r.content.step),
            r.content.date.map(PartialDate::first_day),
            words::minutes(&r.content.time),
            r.id,
        )
    });
    let materials = |r: &Record| case.materials.iter().filter(|m| m.content.record == r.id).cloned().collect();
    found.into_iter().map(|r| view(app, &case, r, materials(r))).collect()
}

pub(crate) fn get(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<RecordView> {
    let batch = app.store().record(request.id)?.batch;
    one(app, &frame(app, batch)?, request.id)
}

pub(crate) fn all_revisions(app: &App, request: RecordRequest, _: &dyn Progress) -> Result<Vec<Record>> {
    Ok(app.store().record_history(request.id)?)
}

pub(crate) fn add(app: &App, request: RecordAdd, _: &dyn Progress) -> Result<RecordView> {
    let frame = frame(app, request.batch)?;
    let entry = Entry::new(app, &frame, request.content, request.page)?;
    let id = app.write("record.add", |tx| {
        tx.use_draft(request.draft.as_deref())?;
        entry.write(tx)
    })?;
    one(app, &frame, id)
}

pub(crate) fn correct(app: &App, request: RecordCorrect, _: &dyn Progress) -> Result<RecordView> {
    required(&request.reason, "更正理由")?;
    let batch = app.store().record(request.id)?.batch;
    let frame = frame(app, batch)?;
    let label = accept(app, &frame, &request.content)?;
    let before = app.store().record(request.id)?.content;
    one_each(&frame, &request.content, Some(&before))?;
    let mut content = request.content;
    let again = content.sign_again(&before);
    app.write("record.correct", |tx| {
        let again = if again.is_empty() { String::new() } else { format!("；{}须重新签名", again.join("、")) };
        tx.say(format!("更正记录 {} {label}：{}{again}", request.id, request.reason));
        tx.use_draft(request.draft.as_deref())?;
        tx.revise_record(request.id.0, request.from_revision, &content, &request.reason)
    })?;
    one(app, &frame, request.id)
}

/// Starts from the latest record of the same step, else of the same stage and kind, else of the same step in an earlier batch: place,
/// participants, and of the body what is the same each time; who sat in a meeting only where the same body meets. The responsible is
/// whoever is charged with the step.
pub(crate) fn draft(app: &App, request: RecordDraftRequest, _: &dyn Progress) -> Result<RecordDraft> {
    let case = case(app, request.batch)?;
    let step = case.catalogue.step(&request.step).ok_or_else(|| AppError::not_found("步骤", &request.step))?;
    let kind = request.kind.or_else(|| step.records.first().copied()).unwrap_or(RecordKind::Document);
    let stage = case.catalogue.stage_of(&step.key).map(|s| s.key.clone());
    let same_stage = |r: &&Record| case.catalogue.stage_of(&r.content.step).map(|s| s.key.clone()) == stage;
    let latest = |filter: &dyn Fn(&&Record) -> bool| case.records.iter().filter(|r| r.content.body.kind() == kind).rfind(filter);
    let (elsewhere, charges) = {
        let store = app.store();
        (store.last_record_elsewhere(&step.key, request.batch)?, store.charges(request.batch)?.charges)
    };
    let like = latest(&|r| r.content.step == step.key)
        .or_else(|| latest(&same_stage))
        .or(elsewhere.as_ref().filter(|r| r.content.body.kind() == kind));
    let earlier = |take: fn(&RecordContent) -> String| like.map(|r| take(&r.content)).filter(|t| !t.trim().is_empty());
    let (bare, mut body) = (step.new_body(kind), step.new_body(kind));
    let same = like.is_some_and(|r| r.content.step == step.key);
    if let Some(like) = like {
        carry(&like.content.body, &mut body, same);
    }
    let company = like.filter(|r| match (&r.content.body, &bare) {
        (RecordBody::Meeting(then), RecordBody::Meeting(now)) => same || convened(then, now),
        _ => true,
    });
    let charged = charged(&charges, &step.key).map(str::to_owned);
    let signatures = laid_signatures(&case, step, &body, app);
    let content = RecordContent {
        step: step.key.clone(),
        candidates: request.candidates,
        date: None,
        end_date: None,
        time: String::new(),
        place: earlier(|c| c.place.clone()).unwrap_or_default(),
        mode: step.mode.clone(),
        responsible: charged.clone().or_else(|| earlier(|c| c.responsible.clone())).unwrap_or_else(|| step.responsible.clone()),
        participants: company.map(|r| r.content.participants.clone()).unwrap_or_default(),
        summary: String::new(),
        signatures,
        late_reason: String::new(),
        body,
    };
    let mut carried = differing(&bare, &content.body);
    let theirs = charged.is_none() && !earlier(|c| c.responsible.clone()).unwrap_or_default().is_empty();
    let head =
        [("place", !content.place.is_empty()), ("responsible", theirs), ("participants", !content.participants.is_empty())];
    carried.extend(head.into_iter().filter(|(_, taken)| *taken).map(|(key, _)| key.to_owned()));
    Ok(RecordDraft { content, carried })
}

/// The lines of two offices under an opinion they both answer for (双签字), unsigned; none elsewhere.
fn laid_signatures(case: &Case, step: &Step, body: &RecordBody, app: &App) -> Vec<Signature> {
    if !matches!(body, RecordBody::Review(_)) || !step.checks.iter().any(|code| code == "V18") {
        return Vec::new();
    }
    let (governing, today) = (case.rules(), Some(PartialDate::Day(app.today())));
    let rules = governing.at(today);
    let pair = rules.words("V18", "pairs").first().filter(|_| rules.on("V18", today)).map_or("", String::as_str);
    let line =
        |role: &str| Signature { name: String::new(), role: role.trim().to_owned(), date: None, mode: SignatureMode::Pending };
    pair.split('+').filter(|role| !role.trim().is_empty()).map(line).collect()
}

/// Keys of the fields in which one body says something else than the other.
fn differing(one: &RecordBody, other: &RecordBody) -> Vec<String> {
    let [one, other] = [one, other].map(|body| serde_json::to_value(body).unwrap_or_default());
    let fields = other.as_object().into_iter().flatten();
    fields.filter(|(key, value)| one.get(key.as_str()) != Some(*value)).map(|(key, _)| key.clone()).collect()
}

/// The same body meets in both, and it is known which.
fn convened(one: &Meeting, other: &Meeting) -> bool {
    one.convened == other.convened && one.convened != MeetingBody::Unstated
}

/// What is the same from one record to the next of its kind: how many should come, who counts, whom one writes to. Never a result. What
/// the catalogue says of the step gives way only to a record of the `same` step; how many should come is taken only from one, or from a
/// meeting of the same body.
fn carry(from: &RecordBody, to: &mut RecordBody, same: bool) {
    let take = |from: &String, to: &mut String| {
        if !from.trim().is_empty() && (same || to.trim().is_empty()) {
            to.clone_from(from);
        }
    };
    match (from, to) {
        (RecordBody::Notebook(from), RecordBody::Notebook(to)) => take(&from.category, &mut to.category),
        (RecordBody::Meeting(from), RecordBody::Meeting(to)) => {
            if !same && !convened(from, to) {
                return;
            }
            to.expected = from.expected;
            if from.convened != MeetingBody::Unstated && (same || to.convened == MeetingBody::Unstated) {
                to.convened = from.convened;
            }
            to.principal.clone_from(&from.principal);
            to.observers.clone_from(&from.observers);
        }
        (RecordBody::Ballot(from), RecordBody::Ballot(to)) => {
            to.seats = from.seats;
            if same {
                to.expected = from.expected;
                to.tellers.clone_from(&from.tellers);
                to.scrutineers.clone_from(&from.scrutineers);
                // The indicators of the office, once put right, stand for the next person too; what was counted does not.
                to.tables.clone_from(&from.tables);
                for row in to.tables.iter_mut().flat_map(|t| &mut t.rows) {
                    row.counts.fill(None);
                }
            }
        }
        (RecordBody::Letter(from), RecordBody::Letter(to)) => {
            take(&from.to, &mut to.to);
            // What kind of body it is goes with its name.
            if to.to == from.to {
                to.addressee = from.addressee;
            }
        }
        (RecordBody::Notice(from), RecordBody::Notice(to)) => {
            take(&from.form, &mut to.form);
            take(&from.scope, &mut to.scope);
            take(&from.contact, &mut to.contact);
        }
        (RecordBody::Document(from), RecordBody::Document(to)) => to.issuer.clone_from(&from.issuer),
        (RecordBody::Decision(from), RecordBody::Decision(to)) => take(&from.body, &mut to.body),
        _ => {}
    }
}
