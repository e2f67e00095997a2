//! The bodies of the commands, one file a noun.

pub(crate) mod batches;
pub(crate) mod calendar;
pub(crate) mod cases;
pub(crate) mod changes;
pub(crate) mod considered;
pub(crate) mod conversion;
pub(crate) mod courses;
pub(crate) mod dates;
pub(crate) mod digest;
pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod explain;
pub(crate) mod filing;
pub(crate) mod filing_table;
pub(crate) mod fonts;
pub(crate) mod form_files;
pub(crate) mod forms;
pub(crate) mod handovers;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod intake;
pub(crate) mod journal;
mod judgement;
mod kept;
pub(crate) mod materials;
pub(crate) mod media;
pub(crate) mod notebooks;
pub(crate) mod origins;
mod package_texts;
mod package_tree;
pub(crate) mod packages;
pub(crate) mod people;
pub(crate) mod photos;
pub(crate) mod print_copies;
pub(crate) mod ready;
mod record_entry;
mod record_view;
pub(crate) mod records;
mod resealing;
pub(crate) mod rules;
pub(crate) mod scans;
pub(crate) mod seal_keys;
pub(crate) mod seal_register;
pub(crate) mod sealed_volume;
pub(crate) mod sealing;
pub(crate) mod search;
pub(crate) mod settling;
pub(crate) mod setup;
mod sheets;
mod standing;
pub(crate) mod supervise;
pub(crate) mod taking_off;
pub(crate) mod tray;
mod volume_forms;
pub(crate) mod volumes;
pub(crate) mod waivers;
mod whereabouts;
pub(crate) mod workspace;

use jishi_core::record::Signature;

use crate::App;
use crate::error::{AppError, Result};

/// A reason of fewer characters says nothing.
pub(crate) const REASON: usize = 4;

/// Refuses a reason too short to tell anybody anything years later.
pub(crate) fn reasoned(text: &str, field: &str, example: &str) -> Result<()> {
    required(text, field)?;
    if text.trim().chars().count() < REASON {
        let message = format!("{field}“{}”太短，以后看不出是为什么", text.trim());
        return Err(AppError::invalid(message, format!("请写明依据和情况，例如：{example}")));
    }
    Ok(())
}

/// Refuses a signature of a day that has not come.
pub(crate) fn signed_by_now<'a>(app: &App, signatures: impl IntoIterator<Item = &'a Signature>) -> Result<()> {
    let ahead = |s: &&Signature| s.date.is_some_and(|date| date.first_day() > app.today());
    let Some((early, date)) = signatures.into_iter().find(ahead).and_then(|s| Some((s, s.date?))) else { return Ok(()) };
    let who = if early.name.trim().is_empty() { &early.role } else { &early.name };
    Err(AppError::invalid(format!("{who}的签名日期 {} 还没有到", date.chinese()), "没有写入；请核对签名日期，还没有签的不填日期"))
}

/// Refuses an empty text that must not be.
pub(crate) fn required(text: &str, field: &str) -> Result<()> {
    if text.trim().is_empty() {
        Err(AppError::invalid(format!("“{field}”没有填写"), format!("请填写{field}")))
    } else {
        Ok(())
    }
}
