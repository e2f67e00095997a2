//! 封签登记簿: every seal number over all batches, looked at, printed and as a spreadsheet. It changes nothing.

use std::path::Path;

use jishi_core::date::PartialDate;
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::BatchId;
use jishi_core::seal_register::{self, SealRow};
use jishi_store::FaultKind;

use crate::bodies::supervise::table_files;
use crate::dto::{FileMade, Nothing, SealRegister, SealRegisterWrite};
use crate::error::Result;
use crate::{App, Progress};

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<SealRegister> {
    let (seals, packages, batches, faults) = {
        let store = app.store();
        (store.seals()?, store.packages(None)?, store.batches()?, store.check_journal()?.2)
    };
    let row = |entry: jishi_store::SealEntry| {
        let seal = entry.seal;
        let package = packages.iter().find(|p| p.content.seal_no == seal.seal_no).map(|p| p.content.clone());
        let batch = batches.iter().find(|b| b.id.0 == seal.batch).map(|b| &b.content);
        SealRow {
            no: seal.no,
            seal_no: seal.seal_no,
            state: entry.state,
            title: seal.title,
            batch: BatchId(seal.batch),
            batch_number: batch.map(|b| b.number.clone()).unwrap_or_default(),
            batch_name: batch.map(|b| b.name.clone()).unwrap_or_default(),
            items: seal.items,
            taken_at: entry.taken_at,
            sealed_at: package.as_ref().map(|p| p.sealed_at.clone()).unwrap_or_default(),
            seal_sha256: package.as_ref().map(|p| p.seal_sha256.clone()).unwrap_or_default(),
            previous: package.map(|p| p.previous).unwrap_or_default(),
            reason: seal.reason,
        }
    };
    let rows: Vec<SealRow> = seals.into_iter().map(row).collect();
    let mut findings = seal_register::gaps(&rows);
    // The last number leaves no gap when it is taken out; the journal was told of it.
    let told = faults.into_iter().filter(|f| f.kind == FaultKind::Seal);
    findings.extend(told.map(|f| {
        let message = format!("日志第 {} 行：{}", f.seq, f.fault);
        Finding::new("J01", Level::Error, Place::default(), message)
            .remedy("数据库可能在程序之外被改动过；请保留现状，从最近的备份核对")
    }));
    Ok(SealRegister { rows, findings })
}

/// The register as PDF and spreadsheet.
pub(crate) fn write(app: &App, request: SealRegisterWrite, progress: &dyn Progress) -> Result<Vec<FileMade>> {
    let SealRegister { rows, findings } = list(app, Nothing {}, progress)?;
    let unit = app.store().batches()?.pop().map(|b| b.content.unit).unwrap_or_default();
    let today = PartialDate::Day(app.today()).chinese();
    let table = seal_register::table(&rows, &findings, &unit, &today);
    table_files(app, &[table], &unit, Path::new(&request.folder))
}
