//! What a new record of a step starts with, as the catalogue says. Where it says nothing the field starts empty; what was recorded
//! before is not looked at here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Step;
use crate::record::{BallotPurpose, Feedback, MeetingBody, NoticeKind, RecordBody, RecordKind, ReviewItem};

/// `[step.defaults]` of a catalogue. Each key belongs to the kinds of record [`StepDefaults::KINDS`] names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct StepDefaults {
    /// 票的用途. A step that takes a ballot must say it: the rules that read the ballot follow from it.
    pub ballot_purpose: Option<BallotPurpose>,
    /// 专用笔记本 category, one of [`crate::notebook::CATEGORIES`]. A step that takes a notebook entry must say it.
    pub category: String,
    /// Name of the meeting: 部务会, 市委常委会 …
    pub session: String,
    /// 议题 of the meeting.
    pub matters: String,
    /// Whom a letter goes to.
    pub to: String,
    /// Title of a notice or document; empty: the name of the step.
    pub title: String,
    /// How a notice is made public: 张贴、网站 …
    pub form: String,
    /// Where it is made public.
    pub scope: String,
    /// Where reactions to a notice are taken: 12380 and the like.
    pub contact: String,
    /// Who decides.
    pub body: String,
    /// What a review goes through, line by line.
    pub items: Vec<String>,
}

impl StepDefaults {
    /// Which kinds of record take which key.
    pub const KINDS: [(&'static str, &'static [RecordKind]); 11] = [
        ("ballot_purpose", &[RecordKind::Ballot]),
        ("category", &[RecordKind::Notebook]),
        ("session", &[RecordKind::Meeting]),
        ("matters", &[RecordKind::Meeting]),
        ("to", &[RecordKind::Letter]),
        ("title", &[RecordKind::Notice, RecordKind::Document]),
        ("form", &[RecordKind::Notice]),
        ("scope", &[RecordKind::Notice]),
        ("contact", &[RecordKind::Notice]),
        ("body", &[RecordKind::Decision]),
        ("items", &[RecordKind::Review]),
    ];

    /// The keys that say something.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        let said = [
            self.ballot_purpose.is_some(),
            !self.category.is_empty(),
            !self.session.is_empty(),
            !self.matters.is_empty(),
            !self.to.is_empty(),
            !self.title.is_empty(),
            !self.form.is_empty(),
            !self.scope.is_empty(),
            !self.contact.is_empty(),
            !self.body.is_empty(),
            !self.items.is_empty(),
        ];
        StepDefaults::KINDS.into_iter().zip(said).filter(|(_, said)| *said).map(|((key, _), _)| key)
    }
}

impl Step {
    /// A new body of a kind: counts at nothing, texts as the catalogue has them.
    #[must_use]
    pub fn new_body(&self, kind: RecordKind) -> RecordBody {
        let d = &self.defaults;
        let title = || if d.title.is_empty() { self.name.clone() } else { d.title.clone() };
        let mut body = RecordBody::empty(kind);
        match &mut body {
            RecordBody::Notebook(b) => b.category.clone_from(&d.category),
            RecordBody::Meeting(b) => {
                b.session.clone_from(&d.session);
                b.matters.clone_from(&d.matters);
                b.convened = MeetingBody::named(if d.session.is_empty() { &self.name } else { &d.session });
            }
            RecordBody::Ballot(b) => (b.purpose, b.round) = (self.ballot_purpose(), 1),
            RecordBody::Letter(b) => b.to.clone_from(&d.to),
            RecordBody::Notice(b) => {
                (b.title, b.form, b.scope, b.contact) = (title(), d.form.clone(), d.scope.clone(), d.contact.clone());
                b.about = NoticeKind::named(&b.title);
            }
            RecordBody::Review(b) => {
                b.items = d.items.iter().map(|name| ReviewItem { name: name.clone(), ..ReviewItem::default() }).collect();
            }
            RecordBody::Document(b) => (b.title, b.feedback) = (title(), self.is_received().then(Feedback::default)),
            RecordBody::Decision(b) => b.body.clone_from(&d.body),
        }
        body
    }

    /// A paper of the step is handed over against a receipt (附件反馈 with 签收): its receipt is a part of the record from the start.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.materials.iter().any(|m| m.required && m.name.contains("反馈") && m.name.contains("签收"))
    }

    /// What the votes of the step are for. Only a catalogue kept from before purposes were data says none.
    #[must_use]
    pub fn ballot_purpose(&self) -> BallotPurpose {
        self.defaults.ballot_purpose.unwrap_or_default()
    }
}
