//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn get(_: &App, _: HomeRequest, _: &dyn Progress) -> Result<Home> {
    later()
}
