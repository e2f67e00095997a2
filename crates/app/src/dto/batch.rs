//! Batches, posts, candidates and where each of them stands.

use jishi_core::case::{
    Batch, BatchContent, Candidate, CandidateContent, Movement, NotApplicable, Outcome, Post, PostContent, StepState,
};
use jishi_core::checks::StageProgress;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, PostId};
use jishi_core::lrmx::Difference;
use jishi_core::person::Person;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Counts of findings by level; those let pass are counted apart.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct FindingCount {
    pub error: u32,
    pub warning: u32,
    pub note: u32,
    /// 已放行
    pub passed: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchRow {
    pub batch: Batch,
    pub posts: u32,
    pub candidates: u32,
    pub records: u32,
    pub materials: u32,
    pub findings: FindingCount,
    /// Of the batch as a whole.
    pub progress: Vec<StageProgress>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchRequest {
    pub batch: BatchId,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchCreate {
    pub content: BatchContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchUpdate {
    pub batch: BatchId,
    /// The revision the change was made from; refused when another one came between.
    pub from_revision: u32,
    pub content: BatchContent,
    pub reason: String,
}

/// A candidate as a line of the matrix.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateRow {
    pub candidate: Candidate,
    pub name: String,
    pub post: Option<Post>,
    /// Characters of this person that neither a typeface nor a 造字说明 prints: the papers that bear them cannot be made.
    pub unprintable: Vec<String>,
    /// The person has a newer revision than the one used here.
    pub person_outdated: bool,
    /// In the order of the catalogue's steps.
    pub states: Vec<StepState>,
    /// In the order of the catalogue's stages.
    pub progress: Vec<StageProgress>,
    pub findings: FindingCount,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchView {
    pub batch: Batch,
    pub posts: Vec<Post>,
    /// Those still being set up: they are changed without a reason.
    pub fresh_posts: Vec<PostId>,
    /// Those still being set up: they are changed without a reason.
    pub fresh_candidates: Vec<CandidateId>,
    pub candidates: Vec<CandidateRow>,
    pub progress: Vec<StageProgress>,
    /// The steps as the batch itself stands: its own marks, all records of the step, findings that name no candidate.
    pub steps: Vec<StepView>,
    pub findings: Vec<Finding>,
    pub records: u32,
    pub materials: u32,
    /// 归档年度 offered: that of the numbers given before, else 办结年度 as far as the batch has come.
    pub filing_year: Option<i32>,
    /// 机构（问题）代码 of the numbers given before.
    pub filing_org: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PostAdd {
    pub batch: BatchId,
    pub content: PostContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PostUpdate {
    pub id: PostId,
    /// As in [`BatchUpdate`].
    pub from_revision: u32,
    pub content: PostContent,
    /// May be empty for a post still being set up ([`BatchView::fresh_posts`]).
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateAdd {
    pub batch: BatchId,
    /// Without a movement: that of the kind of the batch.
    #[ts(as = "CandidateContent")]
    pub content: NewCandidate,
}

/// A candidate as asked for, who may say nothing of a movement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewCandidate {
    #[serde(default)]
    pub movement: Option<Movement>,
    #[serde(flatten)]
    pub content: CandidateContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateUpdate {
    pub id: CandidateId,
    /// As in [`BatchUpdate`].
    pub from_revision: u32,
    /// The person and the person's revision stay as they are; [`CandidateUsePerson`] changes the latter.
    pub content: CandidateContent,
    pub reason: String,
}

/// 用新版信息: the batch goes on with another revision of the person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateUsePerson {
    pub id: CandidateId,
    /// As in [`BatchUpdate`], of the candidate.
    pub from_revision: u32,
    /// The revision of the person to use, as it was shown.
    pub person_revision: u32,
    /// Goes into the journal; after sealing it is the only trace of why volume and batch differ.
    pub reason: String,
}

/// A newer revision of a candidate's person than the one the batch uses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NewerPerson {
    pub revision: u32,
    /// When, by whom and why it was entered.
    pub at: String,
    pub actor: String,
    pub reason: String,
    pub differences: Vec<Difference>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateRequest {
    pub candidate: CandidateId,
}

/// One of the 44 steps, for one candidate or for the batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StepView {
    pub key: String,
    pub no: u32,
    pub name: String,
    /// Key of the stage, as in `StageProgress::stage`.
    pub stage: String,
    /// Name of the item.
    pub item: String,
    pub state: StepState,
    pub records: u32,
    pub materials: u32,
    pub not_applicable: Option<NotApplicable>,
    pub findings: FindingCount,
    /// Of the batch: for how many people the step is 缺失.
    pub lacking: u32,
    /// Who is charged with it in this batch; empty when nobody is.
    pub charged: String,
}

/// Everything the person's page needs but the records themselves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateView {
    pub batch: Batch,
    pub candidate: Candidate,
    /// In the revision this batch uses.
    pub person: Person,
    pub newer: Option<NewerPerson>,
    /// 封签号 of the packages in which this candidate's volume is sealed already.
    pub sealed: Vec<String>,
    pub political_status: String,
    pub post: Option<Post>,
    pub steps: Vec<StepView>,
    /// Findings that concern this candidate or the batch's records about him or her.
    pub findings: Vec<Finding>,
}

/// How the batch ended for several candidates for whom one decision said so; each is revised by itself, all of them or none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidatesOutcome {
    pub batch: BatchId,
    /// With the revisions they are changed from, as in [`BatchUpdate`].
    pub candidates: Vec<SeenCandidate>,
    pub outcome: Outcome,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SeenCandidate {
    pub id: CandidateId,
    pub from_revision: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MarkNotApplicable {
    pub batch: BatchId,
    pub mark: NotApplicable,
    /// Of whom the same is said besides the candidate of the mark: each gets a mark of his own, all of them or none.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub also: Vec<CandidateId>,
}

/// Takes back a 不适用; the mark stays in the journal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Reopen {
    pub batch: BatchId,
    /// The mark as seen: refused when it was taken back and another made since.
    pub mark: NotApplicable,
    pub reason: String,
}
