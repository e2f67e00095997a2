//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn save(_: &App, _: DraftSave, _: &dyn Progress) -> Result<DraftHead> {
    later()
}

pub(crate) fn list(_: &App, _: DraftListRequest, _: &dyn Progress) -> Result<Vec<DraftHead>> {
    later()
}

pub(crate) fn get(_: &App, _: DraftRequest, _: &dyn Progress) -> Result<DraftView> {
    later()
}

pub(crate) fn history(_: &App, _: DraftRequest, _: &dyn Progress) -> Result<Vec<DraftVersion>> {
    later()
}

pub(crate) fn discard(_: &App, _: DraftRequest, _: &dyn Progress) -> Result<Nothing> {
    later()
}
