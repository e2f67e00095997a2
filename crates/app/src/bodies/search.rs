//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn pick(_: &App, _: PersonPickRequest, _: &dyn Progress) -> Result<Vec<PersonPick>> {
    later()
}

pub(crate) fn find(_: &App, _: SearchRequest, _: &dyn Progress) -> Result<SearchAnswer> {
    later()
}

pub(crate) fn check(_: &App, _: Nothing, _: &dyn Progress) -> Result<SearchCheck> {
    later()
}

pub(crate) fn rebuild(_: &App, _: Nothing, _: &dyn Progress) -> Result<SearchCheck> {
    later()
}
