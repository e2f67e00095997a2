//! The judgement of a case: pure functions of what was recorded (domain.md §2.4).
//!
//! A check never mends and never guesses: what is missing is a finding of its own, what cannot be decided because a date is
//! imprecise is said so. Ratios are compared by cross-multiplied integers. [`run`] gives the same findings for the same case,
//! in the same order. Which steps a check reads stands in the catalogue (`checks`, `milestone`, `order`), not here.

mod both_ways;
mod complete;
mod entry;
mod notice;
mod order;
mod parameters;
mod profile;
mod recommendation;
mod view;
mod volumes;
mod votes;
mod wording;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub(crate) use complete::is_this;
pub use parameters::{Edition, NoticeRule, Parameters};
pub use profile::{CheckInfo, PROFILE, is_known_code};
pub(crate) use view::ended;
pub use view::{CaseView, Matrix, MatrixRow, StageProgress, matrix, progress, state};
pub use volumes::volumes;

use crate::case::Case;
use crate::finding::{Finding, Level};

/// Counts working days. The calendar of the yearly notices implements it.
pub trait WorkingDays {
    /// Working days from `from` to `to`, both ends included, and whether the count is provisional because a year's notice is
    /// not known and Monday to Friday were taken. `(0, _)` when `to` lies before `from`.
    fn count(&self, from: NaiveDate, to: NaiveDate) -> (u32, bool);
}

/// Everything the checks have to say about a case, sorted, without doubles.
///
/// The volumes have a check of their own, [`volumes`], because they exist only once they are arranged.
#[must_use]
pub fn run(case: &Case, calendar: &dyn WorkingDays) -> Vec<Finding> {
    let read = Edition::read(&case.batch.content.edition);
    let mut found = run_with(case, calendar, &Parameters::of(read.unwrap_or(Edition::E2019)));
    if read.is_none() {
        let place = CaseView::new(case).place().field("规则版次");
        let message = format!("批次的规则版次“{}”不是 2002、2014、2019 之一，暂按 2019 版校验", case.batch.content.edition);
        found.push(Finding::new("V40", Level::Warning, place, message).remedy("请在批次信息里选定规则版次"));
        found.sort();
    }
    found
}

/// [`run`] with the numbers given, for rule packs and tests.
#[must_use]
pub fn run_with(case: &Case, calendar: &dyn WorkingDays, parameters: &Parameters) -> Vec<Finding> {
    let view = CaseView::new(case);
    let mut found = Vec::new();
    found.extend(recommendation::v05(&view, parameters));
    found.extend(votes::v07(&view));
    found.extend(votes::v24(&view, parameters));
    found.extend(votes::v25(&view, parameters));
    found.extend(notice::v28(&view, calendar, parameters));
    found.extend(order::v31a(&view));
    found.extend(order::v31b(&view));
    found.extend(wording::v31c(&view, parameters));
    found.extend(entry::v31d(&view, calendar, parameters));
    found.extend(entry::v31e(&view));
    found.extend(entry::v32(&view));
    found.extend(complete::v36(&view));
    found.extend(both_ways::v36(&view));
    found.sort();
    found.dedup();
    found
}
