//! 放行 and the tables of 监督 on the command line.

use std::process::ExitCode;

use jishi_app::dto::{FileMade, WaiverView};
use jishi_app::{AppError, Code};
use jishi_core::finding::Finding;
use serde_json::json;

use crate::arguments::{Arguments, Supervise, SuperviseTable, Waiver};
use crate::print::{self, Terminal};
use crate::session::{Result, absolute, open, show};

pub fn waiver(arguments: &Arguments, action: &Waiver) -> Result<ExitCode> {
    let app = open(arguments, "命令行")?;
    let progress = Terminal::new(arguments);
    match action {
        Waiver::List { batch } => {
            let list: Vec<WaiverView> = app.ask("waiver.list", &json!({ "batch": batch }), &progress)?;
            Ok(show(arguments, &json!(list), |_| told(&list)))
        }
        Waiver::Grant { batch, code, candidate, step, record, reason, signer, post, date, paper } => {
            let findings: Vec<Finding> = app.ask("check.run", &json!({ "batch": batch }), &progress)?;
            let meant = |f: &&Finding| {
                f.code == *code
                    && !f.passed()
                    && candidate.is_none_or(|id| f.place.candidate.is_some_and(|c| c.0 == id))
                    && record.is_none_or(|id| f.place.record.is_some_and(|r| r.0 == id))
                    && step.as_ref().is_none_or(|s| f.place.step.as_ref() == Some(s))
            };
            let found: Vec<&Finding> = findings.iter().filter(meant).collect();
            let [finding] = found.as_slice() else {
                return Err(AppError::new(
                    Code::Invalid,
                    format!("{code} 没有放行的有 {} 条，须指明一条", found.len()),
                    "请先用 jishi check 查看，再用 --candidate、--step、--record 指明",
                ));
            };
            let path = paper.as_ref().map(|p| absolute(p));
            let request = json!({ "batch": batch, "finding": finding, "reason": reason, "signer": signer, "post": post, "date": date,
                "path": path });
            let made: WaiverView = app.ask("waiver.grant", &request, &progress)?;
            Ok(show(arguments, &json!(made), |_| told(std::slice::from_ref(&made))))
        }
        Waiver::Withdraw { id, reason, signer, date } => {
            let batches: Vec<jishi_app::dto::BatchRow> = app.ask("batch.list", &json!({}), &progress)?;
            let mut revision = 0;
            for row in batches {
                let list: Vec<WaiverView> = app.ask("waiver.list", &json!({ "batch": row.batch.id }), &progress)?;
                revision = list.iter().find(|v| v.waiver.id.0 == *id).map_or(revision, |v| v.waiver.revision);
            }
            let request = json!({ "id": id, "from_revision": revision, "reason": reason, "signer": signer, "date": date });
            let made: WaiverView = app.ask("waiver.withdraw", &request, &progress)?;
            Ok(show(arguments, &json!(made), |_| told(std::slice::from_ref(&made))))
        }
        Waiver::Deviations { batch, out } => {
            let request = json!({ "batch": batch, "folder": absolute(out) });
            let made: Vec<FileMade> = app.ask("deviations.write", &request, &progress)?;
            Ok(show(arguments, &json!(made), |_| print::files(&made)))
        }
    }
}

pub fn write(arguments: &Arguments, asked: &Supervise) -> Result<ExitCode> {
    let Supervise { batch, candidate, step, who, year, .. } = asked;
    let about = match asked.table {
        SuperviseTable::Board => json!({ "table": "board" }),
        SuperviseTable::Ledger => json!({ "table": "ledger", "candidates": [] }),
        SuperviseTable::Duties => json!({ "table": "duties", "batch": batch, "candidate": candidate, "step": step, "who": who }),
        SuperviseTable::Timeline => {
            let Some(batch) = batch else {
                return Err(AppError::new(Code::Invalid, "时间线须指明批次", "请加 --batch 批次编号"));
            };
            json!({ "table": "timeline", "batch": batch, "candidate": candidate })
        }
        SuperviseTable::Statistics => json!({ "table": "statistics", "year": year }),
        SuperviseTable::Promoted => json!({ "table": "promoted", "year": year }),
        SuperviseTable::SelfCheck => json!({ "table": "self_check", "batch": batch }),
    };
    let request = json!({ "about": about, "folder": absolute(&asked.out) });
    let made: Vec<FileMade> = open(arguments, "命令行")?.ask("supervise.write", &request, &Terminal::new(arguments))?;
    Ok(show(arguments, &json!(made), |_| print::files(&made)))
}

fn told(list: &[WaiverView]) {
    for v in list {
        let c = &v.waiver.content;
        println!("{}　[{}] {} {}　{}", v.waiver.id, c.finding.level.word(), c.finding.code, v.about, v.state_word);
        println!("      {}", c.finding.message);
        println!("      放行：{}（{}） {}：{}", c.signer, c.post, c.date.chinese(), c.reason);
        if let Some(w) = &c.withdrawn {
            println!("      撤回：{} {}：{}", w.signer, w.date.chinese(), w.reason);
        }
    }
    if list.is_empty() {
        println!("没有放行");
    }
}
