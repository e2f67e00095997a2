//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn read_people(_: &App, _: PasteRequest, _: &dyn Progress) -> Result<PastedPeople> {
    later()
}

pub(crate) fn read_posts(_: &App, _: PasteRequest, _: &dyn Progress) -> Result<PastedPosts> {
    later()
}

pub(crate) fn businesses(_: &App, _: Nothing, _: &dyn Progress) -> Result<BusinessList> {
    later()
}

pub(crate) fn suggest(_: &App, _: BatchSuggestRequest, _: &dyn Progress) -> Result<BatchSuggestion> {
    later()
}

pub(crate) fn charges(_: &App, _: BatchRequest, _: &dyn Progress) -> Result<Vec<ChargeRow>> {
    later()
}

pub(crate) fn charge(_: &App, _: ChargeSet, _: &dyn Progress) -> Result<Vec<ChargeRow>> {
    later()
}
