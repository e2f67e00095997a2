//! 交接单 and 回执.

use std::path::Path;

use jishi_core::finding::Level;
use jishi_core::id::HandoverId;
use jishi_core::medium::{HandoverContent, Receipt, grouped};

use crate::dto::{FileMade, HandoverRequest, HandoverView, Nothing, ReceiptBlank, ReceiptImport, ReceiptTaken, SlipLine};
use crate::error::{AppError, Code, Result, json_words};
use crate::{App, Progress};

/// Most bytes of a receipt.
const CAP: u64 = 1 << 22;

/// A slip with what is printed of it.
pub(crate) fn view(id: HandoverId, revision: u32, content: HandoverContent) -> HandoverView {
    let slip = content
        .packages
        .iter()
        .map(|p| SlipLine { seal_no: p.seal_no.clone(), sha256: grouped(&p.seal_sha256), sm3: grouped(&p.seal_sm3), qr: p.qr() })
        .collect();
    HandoverView { id, revision, content, slip }
}

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<Vec<HandoverView>> {
    Ok(app.store().handovers()?.into_iter().map(|(id, revision, content)| view(id, revision, content)).collect())
}

pub(crate) fn get(app: &App, request: HandoverRequest, _: &dyn Progress) -> Result<HandoverView> {
    let (revision, content) = app.store().handover(request.id)?;
    Ok(view(request.id, revision, content))
}

/// The receipt for the receiver to fill in.
pub(crate) fn blank(app: &App, request: ReceiptBlank, _: &dyn Progress) -> Result<FileMade> {
    let (_, content) = app.store().handover(request.id)?;
    let text = serde_json::to_string_pretty(&content.blank_receipt())
        .map_err(|e| AppError::new(Code::Internal, format!("回执写不出：{e}"), ""))?;
    let bytes = (text + "\n").into_bytes();
    jishi_fs::write_new(Path::new(&request.path), &bytes)?;
    let what = format!("待填的回执 {}", content.no);
    Ok(FileMade { what, pages: 0, sha256: jishi_fs::sha256_hex(&bytes), size: bytes.len() as u64, path: request.path })
}

/// Takes a receipt in, when it fits the slip.
pub(crate) fn receive(app: &App, request: ReceiptImport, _: &dyn Progress) -> Result<ReceiptTaken> {
    let bytes = jishi_fs::read_capped(Path::new(&request.path), CAP)?;
    let receipt: Receipt = serde_json::from_slice(&bytes).map_err(|e| {
        AppError::invalid(format!("“{}”不是回执：{}", request.path, json_words(&e)), "请让接收单位用交接单附的回执.json 填写")
    })?;
    let (revision, mut content) = app.store().handover(request.id)?;
    let findings = content.receive(&receipt);
    if findings.iter().any(|f| f.level == Level::Error) {
        return Ok(ReceiptTaken { handover: view(request.id, revision, content), findings, taken: false });
    }
    let revision = app.write("handover.receive", |tx| {
        tx.say(format!("交接单 {} 的回执：{} 于 {} 接收", content.no, content.receiver, content.received_at));
        tx.revise_handover(request.id.0, request.from_revision, &content, "回执")
    })?;
    Ok(ReceiptTaken { handover: view(request.id, revision, content), findings, taken: true })
}
