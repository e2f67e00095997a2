//! Who is charged with a step of a batch: the person behind 责任主体, chosen when the batch is set up.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One step and the name of the person who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepCharge {
    pub step: String,
    /// Empty: nobody is charged.
    pub name: String,
}

/// The charges of a batch. Kept whole at each revision.
pub type Charges = Vec<StepCharge>;

/// The name charged with a step.
#[must_use]
pub fn charged<'a>(charges: &'a [StepCharge], step: &str) -> Option<&'a str> {
    charges.iter().find(|c| c.step == step).map(|c| c.name.as_str()).filter(|n| !n.trim().is_empty())
}
