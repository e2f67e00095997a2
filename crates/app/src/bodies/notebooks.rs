//! Interim: bodies follow.

use crate::dto::*;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

fn later<T>() -> Result<T> {
    Err(AppError::new(Code::Internal, "这个命令还没有做好", ""))
}

pub(crate) fn list(_: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<NotebookRow>> {
    later()
}

pub(crate) fn get(_: &App, _: NotebookRequest, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn add(_: &App, _: NotebookAdd, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn update(_: &App, _: NotebookUpdate, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn take_up(_: &App, _: NotebookTakeUp, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn write(_: &App, _: NoteWrite, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn correct(_: &App, _: NoteCorrect, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn file(_: &App, _: NoteFile, _: &dyn Progress) -> Result<RecordView> {
    later()
}

pub(crate) fn scan(_: &App, _: NoteScan, _: &dyn Progress) -> Result<NotebookView> {
    later()
}

pub(crate) fn book(_: &App, _: NotebookRequest) -> Result<Vec<u8>> {
    later()
}
