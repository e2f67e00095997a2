//! `jishi scan`: signed pages that came back find their records by the code on them, and are filed when asked.

use std::path::PathBuf;
use std::process::ExitCode;

use jishi_app::dto::{ScanGoal, ScanItem, ScanReading, ScanTake};
use jishi_app::{AppError, Code};
use jishi_core::record::{Originality, Signature, SignatureMode};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::print::{self, Terminal};
use crate::session::{Result, absolute, open, show};

pub fn run(arguments: &Arguments, files: &[PathBuf], take: bool, signer: Option<&str>, signed: Option<&str>) -> Result<ExitCode> {
    let app = open(arguments, "命令行")?;
    let quiet = Terminal::new(arguments);
    let paths: Vec<String> = files.iter().map(|p| absolute(p)).collect();
    let reading: ScanReading = app.ask("scan.read", &json!({ "paths": paths }), &quiet)?;
    let ready = ExitCode::from(u8::from(!reading.loose.is_empty() || !reading.unread.is_empty()));
    if !take {
        show(arguments, &json!(reading), |_| print::scanned(&reading));
        return Ok(ready);
    }
    let day = signed.map(str::parse).transpose().map_err(|e: jishi_core::date::DateError| {
        AppError::new(Code::Invalid, format!("签名日期“{}”不对：{e}", signed.unwrap_or_default()), "例如 2026-03-05")
    })?;
    if !arguments.json {
        print::scanned(&reading);
    }
    let given =
        |awaited: &Signature, paper: &Signature| Signature { date: paper.date, mode: SignatureMode::Scanned, ..awaited.clone() };
    // What is doubtful is left to the user: incomplete, of an older print, or attached before.
    let sure = reading.sheets.iter().filter(|s| s.findings.is_empty());
    let items = sure.map(|s| {
        let mut signature = s.signature.clone();
        signature.name = signer.map_or(signature.name, str::to_owned);
        signature.date = day.or(signature.date);
        let name = s.names.first().cloned().unwrap_or_default();
        ScanItem {
            goal: ScanGoal::Record(s.record),
            pages: s.pages.clone(),
            name,
            originality: Originality::Original,
            secrecy: String::new(),
            // Whoever the sheet was printed for has signed it, on the day said.
            signs: signature.date.map_or_else(Vec::new, |_| s.awaited.iter().map(|a| given(a, &signature)).collect()),
            signature,
            revision: Some(s.revision),
            replaces: None,
        }
    });
    let request = ScanTake { opens: Vec::new(), items: items.collect() };
    let answer: Value = app.ask("scan.take", &request, &quiet)?;
    show(arguments, &answer, print::attached);
    Ok(ready)
}
