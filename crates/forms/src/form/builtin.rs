//! The forms that come with the program, and nothing else about them: the text of each is what a local office copies to make its own.

use std::sync::OnceLock;

use jishi_core::finding::Finding;

use super::FormSpec;

macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        /// File name and text of every form in `assets/forms`, in the order of lists (a test holds that none is forgotten).
        pub const TEXTS: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../../../assets/forms/", $file)))),+];
    };
}

texts![
    "posts-review.toml",
    "eligibility-review.toml",
    "proposal.toml",
    "appointment-form.toml",
    "pledge.toml",
    "wishes.toml",
    "recommendation-notice.toml",
    "recommendation-ballot.toml",
    "vote-count.toml",
    "inspection-plan.toml",
    "inspection-notice.toml",
    "appraisal-ballot.toml",
    "achievement-ballot.toml",
    "virtue-ballot.toml",
    "talk.toml",
    "opinion-letter.toml",
    "feedback.toml",
    "inspection-report.toml",
    "decision-ballot.toml",
    "minutes.toml",
    "vote-result.toml",
    "appointment-notice.toml",
    "appointment-talk.toml",
    "procedure-sheet.toml",
    "ledger.toml",
    "deviations.toml",
    "volume-cover.toml",
    "box-spine.toml",
    "volume-contents.toml",
    "item-list.toml",
    "batch-roster.toml",
    "volume-note.toml",
    "archive-stamp.toml",
    "page-stamp.toml",
    "left-out.toml",
    "acceptance.toml",
    "four-natures.toml",
    "transfer-register.toml",
    "transfer-slip.toml",
    "seal-certificate.toml",
];

/// Every built-in form, read once.
///
/// # Errors
/// Never with the files as committed, which a test holds; the findings otherwise.
pub fn builtin() -> Result<&'static [FormSpec], Vec<Finding>> {
    static FORMS: OnceLock<Result<Vec<FormSpec>, Vec<Finding>>> = OnceLock::new();
    let read = FORMS.get_or_init(|| {
        let (mut forms, mut faults) = (Vec::new(), Vec::new());
        for (file, text) in TEXTS {
            match FormSpec::parse(text, file) {
                Ok(form) => forms.push(form),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(forms) } else { Err(faults) }
    });
    read.as_ref().map(Vec::as_slice).map_err(Clone::clone)
}
