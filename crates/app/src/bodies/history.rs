//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn undo(_: &App, _: RecordUndo, _: &dyn Progress) -> Result<RecordView> {
    later()
}

pub(crate) fn redo(_: &App, _: RecordUndo, _: &dyn Progress) -> Result<RecordView> {
    later()
}

pub(crate) fn compare(_: &App, _: RecordCompareRequest, _: &dyn Progress) -> Result<RecordComparison> {
    later()
}
