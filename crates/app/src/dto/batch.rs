//! Batches, posts, candidates and where each of them stands.

use jishi_core::case::{Batch, BatchContent, Candidate, CandidateContent, NotApplicable, Post, PostContent, StepState};
use jishi_core::checks::StageProgress;
use jishi_core::finding::Finding;
use jishi_core::id::{BatchId, CandidateId, PostId};
use jishi_core::person::Person;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Counts of findings by level.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct FindingCount {
    pub error: u32,
    pub warning: u32,
    pub note: u32,
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
    pub content: BatchContent,
    pub reason: String,
}

/// A candidate as a line of the matrix.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateRow {
    pub candidate: Candidate,
    pub name: String,
    pub post: Option<Post>,
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
    pub candidates: Vec<CandidateRow>,
    pub progress: Vec<StageProgress>,
    pub findings: Vec<Finding>,
    pub records: u32,
    pub materials: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PostAdd {
    pub batch: BatchId,
    pub content: PostContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PostUpdate {
    pub id: PostId,
    pub content: PostContent,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateAdd {
    pub batch: BatchId,
    pub content: CandidateContent,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateUpdate {
    pub id: CandidateId,
    pub content: CandidateContent,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateRequest {
    pub candidate: CandidateId,
}

/// One of the 44 steps for one candidate.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StepView {
    pub key: String,
    pub no: u32,
    pub name: String,
    pub stage: String,
    pub item: String,
    pub state: StepState,
    pub records: u32,
    pub materials: u32,
    pub not_applicable: Option<NotApplicable>,
    pub findings: FindingCount,
}

/// Everything the person's page needs but the records themselves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateView {
    pub batch: Batch,
    pub candidate: Candidate,
    pub person: Person,
    pub political_status: String,
    pub post: Option<Post>,
    pub steps: Vec<StepView>,
    /// Findings that concern this candidate or the batch's records about him or her.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MarkNotApplicable {
    pub batch: BatchId,
    pub mark: NotApplicable,
}

/// Takes back a 不适用; the mark stays in the journal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Reopen {
    pub batch: BatchId,
    pub step: String,
    pub candidate: Option<CandidateId>,
    pub reason: String,
}
